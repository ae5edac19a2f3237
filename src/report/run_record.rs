//! `run.json`: from what a run was made, so that it can be repeated and told from others.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::summary::write_json;
use super::{DispositionCounts, Named, Remembered, ReportError};
use crate::files;

/// The name by which `run.json` says who made it.
pub(super) const PROGRAM: &str = "leadsieve";

/// From what a run was made. Paths stand as they were given.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRecord {
    program: String,
    /// The version of the keys of this file and of what they mean; 0 of versions that did not say so.
    pub format: u32,
    /// What names the run here, in `summary.json` and in `decisions.parquet`: the id under which the ledger has entered it;
    /// without a ledger a hash of all that it follows from, which is the same when the run is repeated.
    pub run: String,
    /// The version of the program.
    pub version: String,
    /// The day that relative dates counted from, ISO.
    pub as_of: String,
    /// The job's name; nothing for one-off lists.
    pub job: Option<String>,
    /// The profile's name.
    pub profile: String,
    /// The formats of the outputs.
    pub output: String,
    /// The lists, in the order of the job.
    pub inputs: Vec<InputRecord>,
    /// Lists that earlier runs have done with, and that this one has passed over: their files were still there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<InputRecord>,
    /// The job, profile, criterion, fields and list files.
    pub rule_files: Vec<FileRecord>,
    /// One hash over the profile and all files of its rules, without the job and what is known of single lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    /// Reference table to its version.
    pub reference_data: Named<String>,
    /// What the lists looked like, for the next run of the job to compare its own with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
    /// The promises that lists did not keep and of which this run, or one before it, has told somebody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told_promises: Vec<ToldPromise>,
    /// The days of the job's last runs before this one, in the order in which they were made: they tell a clock that jumps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_days: Vec<String>,
    /// The random id under which the ledger has entered the run, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The random id of that ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger_id: Option<String>,
    /// How many leads were read.
    pub read: u64,
    /// Where they ended.
    pub dispositions: DispositionCounts,
    /// How long it took, and on how many threads: the only part of all outputs that differs when a run is repeated.
    pub timings: Timings,
}

/// How long a run took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// From its beginning to the end of its files.
    pub seconds: f64,
    /// On how many threads.
    #[serde(deserialize_with = "whole")]
    pub threads: usize,
}

/// A whole number, which earlier versions wrote as `2.0`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few threads")]
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    f64::deserialize(deserializer).map(|threads| threads as usize)
}

/// A list as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Where it was read.
    pub path: PathBuf,
    /// Its name in the reports.
    pub list: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The part of the file that is the list, where it is one: a file of an archive, a sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Whether the next night has to read it again, because leads in it were held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
}

/// A promise that a list did not keep and of which somebody was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ToldPromise {
    /// SHA-256 of the list's bytes.
    pub sha256: String,
    /// The part of the file that is the list, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What was promised.
    pub promise: String,
}

/// A file that rules came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Where it was read.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl RunRecord {
    /// The version of its keys and of what they mean.
    pub const FORMAT: u32 = 1;

    /// The name of the file.
    pub const FILE: &str = "run.json";

    /// A record by this version of the program, with nothing in it yet but the day and the profile.
    #[must_use]
    pub fn new(as_of: jiff::civil::Date, profile: &str) -> Self {
        Self {
            program: PROGRAM.to_owned(),
            format: Self::FORMAT,
            run: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: as_of.to_string(),
            job: None,
            profile: profile.to_owned(),
            output: String::new(),
            inputs: Vec::new(),
            settled: Vec::new(),
            rule_files: Vec::new(),
            rules: None,
            reference_data: Named::default(),
            remembered: Vec::new(),
            told_promises: Vec::new(),
            earlier_days: Vec::new(),
            run_id: None,
            ledger_id: None,
            read: 0,
            dispositions: DispositionCounts::default(),
            timings: Timings::default(),
        }
    }

    /// Writes it as `run.json`.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        write_json(path, self)
    }
}

/// Whether the folder holds the record of a run, whichever version made it.
pub(super) fn is_run(folder: &Path) -> bool {
    let text = files::read_to_string(&folder.join(RunRecord::FILE)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|json| json["program"] == PROGRAM)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_run_is_recognised_by_its_record() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(RunRecord::FILE);
        assert!(!is_run(folder.path()));
        for other in ["", "[]", "{}", "{\"program\": \"other\"}"] {
            fs::write(&path, other).expect("written");
            assert!(!is_run(folder.path()), "{other}");
        }
        RunRecord::new(jiff::civil::date(2026, 11, 23), "b2b").write(&path).expect("written");
        assert!(is_run(folder.path()));
    }

    #[test]
    fn paths_stand_as_they_were_given() {
        let mut record = RunRecord::new(jiff::civil::date(2026, 11, 23), "b2b");
        let sha256 = "ab".repeat(32);
        record.inputs.push(InputRecord {
            path: "lists/a.csv".into(),
            list: "a.csv".to_owned(),
            bytes: 9,
            sha256,
            member: None,
            stays: false,
        });
        let json = serde_json::to_value(&record).expect("JSON");
        assert_eq!(json["inputs"][0]["path"], "lists/a.csv");
        assert_eq!(json["as_of"], "2026-11-23");
        assert_eq!(json["dispositions"]["prospect"], 0);
    }

    #[test]
    fn threads_are_a_whole_number_and_were_not_always() {
        let old: Timings = serde_json::from_str(r#"{"seconds": 1.5, "threads": 2.0}"#).expect("timings");
        assert_eq!(serde_json::to_string(&old).expect("JSON"), r#"{"seconds":1.5,"threads":2}"#);
    }
}
