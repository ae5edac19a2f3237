//! Runs in their place: by which ids they are known, and whether `latest` has shown them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::lock::Lock;
use super::place::{self, LATEST, TEMPORARY, UNSHOWN, entries, name_of};
use super::run_record::PROGRAM;
use super::{ReportError, RunRecord};
use crate::files;

/// A run whose folder is in its place.
#[derive(Clone, Debug)]
pub struct PlacedRun {
    /// The folder of its reports.
    pub folder: PathBuf,
    /// Its `run.json`.
    pub record: Value,
}

/// Whether the reports of a run are in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// They are there, and `latest` has shown them.
    Shown,
    /// They are there, and `latest` has never shown them.
    Unshown,
    /// They are not there.
    Absent,
    /// The folder, or a record in it, cannot be read.
    Unreadable,
}

/// Whether the reports of the run with this random id are under `out`.
#[must_use]
pub fn place_of_run(out: &Path, run_id: &str) -> Placing {
    placing(out, |record| record["run_id"] == run_id)
}

/// The same for a run that an earlier version has entered: by the number that its ledger gave it, job and date.
#[must_use]
pub fn place_of_version_1(out: &Path, number: i64, job: &str, as_of: &str) -> Placing {
    placing(out, |record| record["ledger_run"] == number && record["job"] == job && record["as_of"] == as_of)
}

fn placing(out: &Path, is_it: impl Fn(&Value) -> bool) -> Placing {
    let Ok((runs, all_read)) = runs(out) else { return Placing::Unreadable };
    match runs.iter().find(|run| is_it(&run.record)) {
        Some(run) if is_unshown(out, run) => Placing::Unshown,
        Some(_) => Placing::Shown,
        None if all_read => Placing::Absent,
        None => Placing::Unreadable,
    }
}

/// The random ids of the ledgers in which runs of the job under `out` were entered, each with the newest such run's
/// folder; no id for runs of version 1.
#[must_use]
pub fn ledgers_of(out: &Path, job: &str) -> Vec<(Option<String>, PathBuf)> {
    let mut ledgers: Vec<(Option<String>, PathBuf)> = Vec::new();
    for run in runs_of(out, job).into_iter().rev() {
        let id = run.record["ledger_id"].as_str().map(str::to_owned);
        let is_entered = id.is_some() || run.record["ledger_run"].is_number();
        if is_entered && ledgers.iter().all(|(known, _)| *known != id) {
            ledgers.push((id, run.folder));
        }
    }
    ledgers
}

/// The runs of a job under `out`, the oldest first.
#[must_use]
pub fn runs_of(out: &Path, job: &str) -> Vec<PlacedRun> {
    let (runs, _) = runs(out).unwrap_or_default();
    let mut runs: Vec<PlacedRun> = runs.into_iter().filter(|run| run.record["job"] == job).collect();
    runs.sort_by_cached_key(|run| (run.record["as_of"].as_str().map(str::to_owned), run.folder.clone()));
    runs
}

/// Runs of a job that were interrupted before `latest` showed them, and a lock on their folder.
#[derive(Debug)]
pub struct Unshown {
    out: PathBuf,
    /// The oldest first.
    pub runs: Vec<PlacedRun>,
    _lock: Lock,
}

/// Runs of the job that `latest` has never shown; nothing where there is none.
///
/// # Errors
/// Another run is writing to `out`.
pub fn unshown(out: &Path, job: &str) -> Result<Option<Unshown>, ReportError> {
    let find = || {
        let runs = runs_of(out, job).into_iter();
        runs.filter(|run| is_unshown(out, run)).collect::<Vec<_>>()
    };
    if find().is_empty() {
        return Ok(None);
    }
    let lock = Lock::take(out.join(".lock"), out, true)?;
    Ok(Some(Unshown { out: out.to_owned(), runs: find(), _lock: lock }))
}

impl Unshown {
    /// Has `latest` point to one of them.
    ///
    /// # Errors
    /// The link cannot be made.
    pub fn show(&self, run: &PlacedRun) -> Result<(), ReportError> {
        place::show(&self.out, &run.folder)
    }

    /// Takes one of them out of its place, as if it had never got there.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn withdraw(&self, run: &PlacedRun) -> Result<(), ReportError> {
        let aside = self.out.join(format!("{TEMPORARY}{}", name_of(&run.folder)));
        if aside.exists() {
            fs::remove_dir_all(&aside).map_err(ReportError::at(&aside))?;
        }
        fs::rename(&run.folder, &aside).map_err(ReportError::at(&run.folder))?;
        place::sync(&self.out)?;
        fs::remove_dir_all(&aside).map_err(ReportError::at(&aside))
    }
}

fn is_unshown(out: &Path, run: &PlacedRun) -> bool {
    let is_latest = fs::read_link(out.join(LATEST)).is_ok_and(|latest| out.join(latest) == run.folder);
    !is_latest && run.folder.join(UNSHOWN).exists()
}

/// The runs in a folder, and whether every record could be read. What is being written is in a folder with a dot before
/// its name, and is not there yet.
fn runs(out: &Path) -> Result<(Vec<PlacedRun>, bool), ReportError> {
    let (mut runs, mut all_read) = (Vec::new(), true);
    for folder in entries(out)? {
        if folder.is_symlink() || name_of(&folder).starts_with('.') {
            continue;
        }
        match files::read(&folder.join(RunRecord::FILE)) {
            Ok(text) => {
                let record: Value = serde_json::from_slice(&text).unwrap_or_default();
                if record["program"] == PROGRAM {
                    runs.push(PlacedRun { folder, record });
                }
            }
            Err(cause) => all_read &= is_no_run(cause.kind()),
        }
    }
    Ok((runs, all_read))
}

/// Whether an error says that there is no record; with any other one, nobody can tell.
const fn is_no_run(error: io::ErrorKind) -> bool {
    matches!(
        error,
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::InvalidInput
    )
}
