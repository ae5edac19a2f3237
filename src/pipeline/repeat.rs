//! Whether a run would only repeat the job's last one: the same files, rules and day.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

use super::recovery::open_ledger;
use super::{Inputs, ListInput, RunError, Settings, Target};
use crate::profile::SourceFile;
use crate::report::{LastRun, last_run};

/// The folder of the job's last run, where the same lists were judged by the same rules for the same day, and nothing
/// was entered into the ledger since. Lists are hashed only where their sizes are those of the last run.
///
/// # Errors
/// A list or the ledger cannot be read.
pub fn repeated(inputs: &Inputs, settings: &Settings) -> Result<Option<PathBuf>, RunError> {
    let (Target::Run { out, .. }, Some(job)) = (&settings.target, &settings.job) else { return Ok(None) };
    let Some(LastRun { folder, record }) = last_run(out, job) else { return Ok(None) };
    let same = record["version"] == env!("CARGO_PKG_VERSION")
        && record["as_of"] == inputs.profile.as_of.to_string()
        && record["output"] == settings.output.described()
        && same_rules(&record["rule_files"], inputs.files.iter().chain(&inputs.profile.sources))
        && same_lists(&record, inputs)
        && same_ledger(&record["run_id"], settings)?;
    Ok(same.then_some(folder))
}

/// For each list, whether the job's last run, or one before it, has read it to its end and done with it. A run that the
/// job's ledger does not know counts for nothing: it may be of another job with the same name.
///
/// # Errors
/// The ledger cannot be read.
pub fn done_before(inputs: &Inputs, settings: &Settings) -> Result<Vec<bool>, RunError> {
    let nothing = || vec![false; inputs.lists.len()];
    let (Target::Run { out, .. }, Some(job)) = (&settings.target, &settings.job) else { return Ok(nothing()) };
    let Some(LastRun { record, .. }) = last_run(out, job) else { return Ok(nothing()) };
    if let Some(at) = settings.whereabouts() {
        let (ledger, _) = open_ledger(at)?;
        if !record["run_id"].as_str().map_or(Ok(false), |run| ledger.counts(run))? {
            return Ok(nothing());
        }
    }
    let read = entries(&record["inputs"]).into_iter().filter(|input| input["stays"] != true);
    let settled = BySize::new(read.chain(entries(&record["settled"])));
    Ok(inputs.lists.iter().map(|list| settled.has(list)).collect())
}

/// Lists of a run's record by their sizes, so that each list of thousands is compared with few.
struct BySize<'v>(HashMap<u64, Vec<&'v Value>>);

impl<'v> BySize<'v> {
    fn new(inputs: impl Iterator<Item = &'v Value>) -> Self {
        let mut by_size: HashMap<u64, Vec<&Value>> = HashMap::new();
        inputs.for_each(|input| by_size.entry(input["bytes"].as_u64().unwrap_or_default()).or_default().push(input));
        Self(by_size)
    }

    /// Whether a list is one of them.
    fn has(&self, list: &ListInput) -> bool {
        let alike = list.seen.bytes().and_then(|bytes| self.0.get(&bytes));
        // The hash is taken once; alike in size are very many where each list has one lead.
        let hash = alike.and_then(|_| list.seen.fingerprint().ok()).map(|file| file.sha256);
        let (Some(alike), Some(hash)) = (alike, hash) else { return false };
        alike.iter().any(|input| input["sha256"] == hash && is_as_long(input, list))
    }
}

pub(super) fn entries(array: &Value) -> Vec<&Value> {
    array.as_array().into_iter().flatten().collect()
}

fn same_rules<'f>(before: &Value, now: impl Iterator<Item = &'f SourceFile>) -> bool {
    let now: Vec<&str> = now.map(|file| file.sha256.as_str()).collect();
    entries(before).into_iter().map(|file| file["sha256"].as_str().unwrap_or_default()).eq(now)
}

/// Whether the lists are those that a run has read, beside those that it has passed over.
fn same_lists(record: &Value, inputs: &Inputs) -> bool {
    let (read, settled) = (entries(&record["inputs"]), entries(&record["settled"]));
    let settled = BySize::new(settled.into_iter());
    let mut lists: Vec<&ListInput> = inputs.lists.iter().collect();
    lists.retain(|list| !settled.has(list));
    let both = || read.iter().zip(&lists);
    read.len() == lists.len()
        && both().all(|(input, list)| is_as_long(input, list))
        && both().all(|(input, list)| is_same(input, list))
}

fn same_ledger(before: &Value, settings: &Settings) -> Result<bool, RunError> {
    let Some(at) = settings.whereabouts() else { return Ok(before.is_null()) };
    let (ledger, _) = open_ledger(at)?;
    Ok(before.is_string() && before.as_str() == ledger.last_run()?.as_deref())
}

fn is_as_long(input: &Value, list: &ListInput) -> bool {
    list.seen.bytes().is_some_and(|bytes| input["bytes"] == bytes)
        && input["member"].as_str() == list.member.inner.as_deref()
}

pub(super) fn is_same(input: &Value, list: &ListInput) -> bool {
    is_as_long(input, list) && list.seen.fingerprint().is_ok_and(|file| input["sha256"] == file.sha256)
}
