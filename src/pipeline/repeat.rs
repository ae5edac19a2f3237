//! Whether a run would only repeat the job's last one: the same files, rules and day.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Inputs, RunError, Settings, Target};
use crate::intake::{Digest, Fingerprint};
use crate::ledger::Ledger;
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
        && same_lists(&record["inputs"], inputs)
        && same_ledger(&record["ledger_run"], settings)?;
    Ok(same.then_some(folder))
}

/// For each list, whether the job's last run has read it to its end and done with it.
#[must_use]
pub fn done_before(inputs: &Inputs, settings: &Settings) -> Vec<bool> {
    let nothing = || vec![false; inputs.lists.len()];
    let (Target::Run { out, .. }, Some(job)) = (&settings.target, &settings.job) else { return nothing() };
    let Some(LastRun { record, .. }) = last_run(out, job) else { return nothing() };
    let read: Vec<&Value> = record["inputs"].as_array().into_iter().flatten().collect();
    let done = |path: &Path| read.iter().any(|input| input["stays"] != true && is_same(input, path));
    inputs.lists.iter().map(|list| done(&list.member.path)).collect()
}

fn same_rules<'f>(before: &Value, now: impl Iterator<Item = &'f SourceFile>) -> bool {
    let now: Vec<&str> = now.map(|file| file.sha256.as_str()).collect();
    let before = before.as_array().into_iter().flatten().map(|file| file["sha256"].as_str().unwrap_or_default());
    before.collect::<Vec<_>>() == now
}

fn same_lists(before: &Value, inputs: &Inputs) -> bool {
    let before: Vec<&Value> = before.as_array().into_iter().flatten().collect();
    let both = || before.iter().zip(&inputs.lists);
    before.len() == inputs.lists.len()
        && both().all(|(input, list)| is_as_long(input, &list.member.path))
        && both().all(|(input, list)| is_same(input, &list.member.path))
}

fn same_ledger(before: &Value, settings: &Settings) -> Result<bool, RunError> {
    let Some(file) = &settings.ledger else { return Ok(before.is_null()) };
    Ok(file.path.exists() && before.as_i64() == Ledger::open(&file.path)?.last_run()?)
}

fn is_as_long(input: &Value, path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && input["bytes"] == file.len())
}

fn is_same(input: &Value, path: &Path) -> bool {
    let same = |file: Fingerprint| input["sha256"] == file.sha256;
    is_as_long(input, path) && Digest::of_file(path).finish().is_ok_and(same)
}
