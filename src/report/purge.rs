//! Old runs are purged: their folders are full of personal data, and a disk is full some day.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::lock::Lock;
use super::place::{LATEST, entries, name_of, refuse_what_is_no_run};
use super::{ReportError, RunRecord};
use crate::files;

/// Removes all but the newest `keep` runs of a job from `out`, and gives the names of those that went, oldest first.
///
/// A run is a folder with this job's `run.json` and nothing in it that no run writes; whatever else stands in `out` is
/// left alone. The run that `latest` points to is the newest; the others are as old as their as-of date says, and of one
/// date, as the file system says. (The number behind a name says nothing: names of runs that went are free again.)
///
/// # Errors
/// Another run is writing there, or a folder cannot be removed.
pub fn purge_runs(out: &Path, job: &str, keep: usize) -> Result<Vec<String>, ReportError> {
    let _lock = Lock::take(out.join(".lock"), out, true)?;
    let latest = fs::read_link(out.join(LATEST)).map(|latest| out.join(latest)).ok();
    let is_latest = |path: &PathBuf| latest.as_ref() == Some(path);
    let mut runs: Vec<(bool, String, Option<SystemTime>, PathBuf)> = entries(out)?
        .into_iter()
        .filter(|path| !path.is_symlink() && refuse_what_is_no_run(path).is_ok())
        .filter_map(|path| Some((is_latest(&path), as_of(&path, job)?, written(&path), path)))
        .collect();
    runs.sort();
    let old = runs.len().saturating_sub(keep.max(1));
    let mut purged = Vec::new();
    for (_, _, _, path) in runs.into_iter().take(old) {
        fs::remove_dir_all(&path).map_err(ReportError::at(&path))?;
        purged.push(name_of(&path));
    }
    Ok(purged)
}

/// The as-of date of a run of the job; nothing for other folders.
fn as_of(folder: &Path, job: &str) -> Option<String> {
    let text = files::read_to_string(&folder.join(RunRecord::FILE)).ok()?;
    let record: serde_json::Value = serde_json::from_str(&text).ok()?;
    (record["job"] == job).then(|| record["as_of"].as_str().map(str::to_owned)).flatten()
}

/// When its record was written.
fn written(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(RunRecord::FILE)).and_then(|file| file.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::OutputFolder;

    fn run(out: &Path, day: i8, job: &str) -> PathBuf {
        let date = jiff::civil::date(2026, 11, day);
        let folder = OutputFolder::begin_run(out, &format!("{date}-{job}")).expect("begun");
        let mut record = RunRecord::new(date, "p");
        record.job = Some(job.to_owned());
        record.write(&folder.path(RunRecord::FILE)).expect("written");
        folder.finish().expect("finished")
    }

    #[test]
    fn the_newest_stay_and_what_is_no_run_of_the_job_is_left_alone() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let out = root.path();
        for day in [9, 10, 10, 11] {
            run(out, day, "nightly");
        }
        run(out, 1, "other");
        let noted = run(out, 2, "nightly");
        fs::write(noted.join("notes.txt"), "mine").expect("written");
        fs::create_dir(out.join("2026-01-01-nightly")).expect("made");
        // The newest by its link: it stays whatever its date.
        let clock_was_wrong = run(out, 3, "nightly");
        let purged = purge_runs(out, "nightly", 2).expect("purged");
        assert_eq!(purged, ["2026-11-09-nightly", "2026-11-10-nightly", "2026-11-10-nightly-2"]);
        for name in ["2026-11-11-nightly", "2026-11-01-other", "2026-01-01-nightly"] {
            assert!(out.join(name).is_dir(), "{name}");
        }
        assert!(noted.is_dir() && clock_was_wrong.is_dir());
        assert_eq!(purge_runs(out, "nightly", 2).expect("purged"), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_purged_under_another_run() {
        let out = tempfile::tempdir().expect("a temporary folder");
        run(out.path(), 9, "nightly");
        let _other = OutputFolder::begin_run(out.path(), "b").expect("begun");
        assert!(matches!(purge_runs(out.path(), "nightly", 0), Err(ReportError::Locked { .. })));
    }
}
