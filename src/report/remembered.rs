//! What a job's last run knew of its lists, so that tonight's can be told from it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::RunRecord;
use crate::files;

/// What a list looked like when a job last read one of its pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The pattern of its list file by which it was found; blank where only its vendor is known.
    pub pattern: String,
    /// Who sold it, if that is known.
    pub vendor: Option<String>,
    /// Its name.
    pub list: String,
    /// The as-of date of the run that read it.
    pub as_of: String,
    /// Its column names.
    pub headers: Vec<String>,
    /// The fields that its columns fed.
    pub fields: Vec<String>,
    /// How its bytes were decoded.
    pub encoding: String,
    /// What separated its cells.
    pub delimiter: String,
    /// What stood around cells.
    pub quote: String,
}

/// What the last run of `job` under `out` remembered. Nothing where there was none, or where its record cannot be read:
/// a lost memory is no reason not to run.
#[must_use]
pub fn remembered(out: &Path, job: &str) -> Vec<Remembered> {
    let last = last_run(out, job);
    last.and_then(|last| serde_json::from_value(last.record["remembered"].clone()).ok()).unwrap_or_default()
}

/// The last run of a job.
#[derive(Clone, Debug)]
pub struct LastRun {
    /// The folder of its reports.
    pub folder: PathBuf,
    /// Its `run.json`.
    pub record: serde_json::Value,
}

/// The last run under `out`, where it was of `job` and its record can be read.
#[must_use]
pub fn last_run(out: &Path, job: &str) -> Option<LastRun> {
    let latest = out.join("latest");
    let folder = fs::read_link(&latest).map_or(latest.clone(), |name| out.join(name));
    let text = files::read_to_string(&latest.join(RunRecord::FILE)).ok()?;
    let record: serde_json::Value = serde_json::from_str(&text).ok()?;
    (record["job"] == job).then_some(LastRun { folder, record })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_run_of_the_same_job_is_remembered() {
        let out = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(remembered(out.path(), "nightly"), []);
        let latest = out.path().join("latest");
        fs::create_dir(&latest).expect("a folder");
        let list = Remembered { pattern: "inbox/*.csv".to_owned(), list: "a.csv".to_owned(), ..Remembered::default() };
        let mut record = RunRecord::new(jiff::civil::date(2026, 11, 23), "b2b");
        record.job = Some("nightly".to_owned());
        record.remembered = vec![list.clone()];
        record.write(&latest.join(RunRecord::FILE)).expect("written");
        assert_eq!(remembered(out.path(), "nightly"), [list]);
        assert_eq!(remembered(out.path(), "other"), []);
        fs::write(latest.join(RunRecord::FILE), "{").expect("written");
        assert_eq!(remembered(out.path(), "nightly"), []);
    }
}
