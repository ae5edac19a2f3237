//! Promises that lists do not keep: somebody is told once of each, and not every night that reads the list again.

use std::collections::HashSet;

use super::feed::ReadFile;
use super::{Inputs, Settings, Target};
use crate::report::{Summary, ToldPromise, last_run, past_runs};

/// So many promises are remembered, the newest of them.
const REMEMBERED: usize = 10_000;

/// Promises that were not kept.
#[derive(Debug, Default)]
pub(super) struct Promises {
    /// Those of which nobody was told before, a sentence each.
    pub(super) sentences: Vec<String>,
    /// Those of which this run or one before it has told somebody, for the next one.
    pub(super) told: Vec<ToldPromise>,
}

impl Promises {
    /// What a run has to tell. A list is known by its bytes, whatever its name is, and a promise by its own words: one that
    /// was changed is another one, and what came instead may change with the day.
    pub(super) fn new(settings: &Settings, inputs: &Inputs, read: &[ReadFile], summary: &Summary) -> Self {
        let mut told = told_before(settings);
        if !settings.tells_promises {
            return Self { sentences: Vec::new(), told };
        }
        let mut known: HashSet<ToldPromise> = told.iter().cloned().collect();
        let mut sentences = Vec::new();
        for ((list, input), file) in summary.lists.iter().zip(&inputs.lists).zip(read) {
            for shortfall in list.short_of_promise() {
                let (sha256, member) = (file.fingerprint.sha256.clone(), input.member.inner.clone());
                let promise = ToldPromise { sha256, member, promise: shortfall.promise };
                if known.insert(promise.clone()) {
                    sentences.push(shortfall.sentence);
                    told.push(promise);
                }
            }
        }
        told.drain(..told.len().saturating_sub(REMEMBERED));
        Self { sentences, told }
    }
}

/// What the last run of the job has told, or has known to be told.
fn told_before(settings: &Settings) -> Vec<ToldPromise> {
    let (Target::Run { out, .. }, Some(job)) = (&settings.target, &settings.job) else { return Vec::new() };
    if let Some(last) = last_run(out, job) {
        return serde_json::from_value(last.record["told_promises"].clone()).unwrap_or_default();
    }
    // The newest run may be another job's.
    past_runs(out, job, 1).pop().map(|run| run.record.told_promises).unwrap_or_default()
}
