//! Old runs are purged: their folders are full of personal data, and a disk is full some day.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;

use super::lock::Lock;
use super::place::{
    LATEST, TEMPORARY, entries, file_name, holds_rest_of_run, name_of, refuse_what_is_no_run, remove_leftovers, sync,
};
use super::{ReportError, RunRecord, last_run, runs_of};
use crate::files;
use crate::model::date_jump;

/// So many days of earlier runs are remembered: as many as are looked at, and one more for the gap before them.
const REMEMBERED: usize = 7;

/// What came of purging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purging {
    /// The names of the runs that went, the oldest first.
    Removed(Vec<String>),
    /// Nothing went, because the date jumped from one day to another.
    Jumped(Date, Date),
}

/// Removes all but the newest `keep` runs of a job from `out`, and gives the names of those that went, oldest first.
///
/// A run is a folder with this job's `run.json` and nothing in it that no run writes, or the rest of such a folder;
/// whatever else stands in `out` is left alone, but for what interrupted runs have left. The run that `latest` points to is the newest; the others are as old as their as-of date says, and of one
/// date, as the file system says. (The number behind a name says nothing: names of runs that went are free again.)
/// Nothing goes where the date has jumped lately, or where a run is of a day that is still to come.
///
/// # Errors
/// Another run is writing there, or a folder cannot be removed.
pub fn purge_runs(out: &Path, job: &str, keep: usize, today: Date) -> Result<Purging, ReportError> {
    let _lock = Lock::take(out.join(".lock"), out, true)?;
    remove_leftovers(out)?;
    let latest = fs::read_link(out.join(LATEST)).map(|latest| out.join(latest)).ok();
    let is_latest = |path: &PathBuf| latest.as_ref() == Some(path);
    let mut runs: Vec<(bool, String, Option<SystemTime>, PathBuf)> = entries(out)?
        .into_iter()
        .filter(|path| !path.is_symlink() && path.is_dir())
        .filter_map(|path| Some((is_latest(&path), day_of(&path, job)?, written(&path), path)))
        .collect();
    runs.sort();
    if let Some((from, to)) = date_jump(&earlier_days(out, job), today) {
        return Ok(Purging::Jumped(from, to));
    }
    let old = runs.len().saturating_sub(keep.max(1));
    let mut purged = Vec::new();
    for (_, _, _, path) in runs.into_iter().take(old) {
        remove(out, &path)?;
        purged.push(name_of(&path));
    }
    Ok(Purging::Removed(purged))
}

/// Removes a run. It is taken out of its place first: whatever interrupts this, it is no run any more, and the next run
/// removes the rest of it.
fn remove(out: &Path, run: &Path) -> Result<(), ReportError> {
    let aside = out.join(format!("{TEMPORARY}{}", name_of(run)));
    fs::rename(run, &aside).map_err(ReportError::at(run))?;
    sync(out)?;
    fs::remove_dir_all(&aside).map_err(ReportError::at(&aside))
}

/// The as-of date of a run of the job, or of what is left of one; nothing for other folders.
fn day_of(folder: &Path, job: &str) -> Option<String> {
    if refuse_what_is_no_run(folder).is_ok()
        && let Some(day) = as_of(folder, job)
    {
        return Some(day);
    }
    half_removed(folder, job)
}

/// The date of a run of which only a part is left, and not its record, as interrupted versions leave it that remove a run
/// where it stands. What is left has the names of a run's files, in a folder with the name of a run.
fn half_removed(folder: &Path, job: &str) -> Option<String> {
    let name = name_of(folder);
    let day = name.get(..10)?;
    let number = name.strip_prefix(&file_name(&format!("{day}-{job}")))?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    let is_named = number.is_empty() || number.strip_prefix('-').is_some_and(is_number);
    (is_named && day.parse::<Date>().is_ok() && holds_rest_of_run(folder)).then(|| day.to_owned())
}

/// The as-of date of a run of the job; nothing for other folders.
fn as_of(folder: &Path, job: &str) -> Option<String> {
    let text = files::read_to_string(&folder.join(RunRecord::FILE)).ok()?;
    let record: serde_json::Value = serde_json::from_str(&text).ok()?;
    (record["job"] == job).then(|| record["as_of"].as_str().map(str::to_owned)).flatten()
}

/// The days of the job's last runs, in the order in which they were made. The newest run knows them; those that are
/// still there may be too few to tell a jump, and are in the order of a clock that may have been wrong.
#[must_use]
pub fn earlier_days(out: &Path, job: &str) -> Vec<Date> {
    let last = last_run(out, job).map(|last| last.record).or_else(|| Some(runs_of(out, job).pop()?.record));
    let Some(last) = last else { return Vec::new() };
    let days = last["earlier_days"].as_array().into_iter().flatten().chain([&last["as_of"]]);
    let days: Vec<Date> = days.filter_map(|day| day.as_str()?.parse().ok()).collect();
    days[days.len().saturating_sub(REMEMBERED)..].to_vec()
}

/// When its record was written.
fn written(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(RunRecord::FILE)).and_then(|file| file.modified()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::report::OutputFolder;

    fn run(out: &Path, day: i8, job: &str) -> PathBuf {
        let day = date(2026, 11, day);
        let mut folder = OutputFolder::begin_run(out, &format!("{day}-{job}")).expect("begun");
        let mut record = RunRecord::new(day, "p");
        record.job = Some(job.to_owned());
        record.earlier_days = earlier_days(out, job).iter().map(ToString::to_string).collect();
        record.write(&folder.path(RunRecord::FILE)).expect("written");
        folder.prepare().expect("prepared");
        folder.finish().expect("finished")
    }

    #[test]
    fn the_newest_stay_and_what_is_no_run_of_the_job_is_left_alone() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let out = root.path();
        let noted = run(out, 2, "nightly");
        for day in [9, 10, 10, 11] {
            run(out, day, "nightly");
        }
        run(out, 1, "other");
        fs::write(noted.join("notes.txt"), "mine").expect("written");
        fs::create_dir(out.join("2026-01-01-nightly")).expect("made");
        run(out, 12, "nightly");
        let purge = || purge_runs(out, "nightly", 2, date(2026, 11, 12)).expect("purged");
        let old = ["2026-11-09-nightly", "2026-11-10-nightly", "2026-11-10-nightly-2"];
        assert_eq!(purge(), Purging::Removed(old.map(str::to_owned).to_vec()));
        for name in ["2026-11-11-nightly", "2026-11-01-other", "2026-01-01-nightly"] {
            assert!(out.join(name).is_dir(), "{name}");
        }
        assert!(noted.is_dir());
        assert_eq!(purge(), Purging::Removed(Vec::new()));
        // The newest by its link: it stays whatever its date, and a date that went backwards removes nothing.
        run(out, 3, "nightly");
        let today = date(2026, 11, 3);
        assert_eq!(purge_runs(out, "nightly", 1, today).expect("told"), Purging::Jumped(date(2026, 11, 12), today));
    }

    #[test]
    fn a_run_that_was_being_removed_is_no_run_any_more_and_goes_with_the_next_purge() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let out = root.path();
        for day in [9, 10] {
            run(out, day, "nightly");
        }
        let first = out.join("2026-11-09-nightly");
        fs::rename(&first, out.join(".tmp-2026-11-09-nightly")).expect("as a kill leaves it");
        assert!(!earlier_days(out, "nightly").is_empty());
        assert_eq!(purge_runs(out, "nightly", 5, date(2026, 11, 10)).expect("purged"), Purging::Removed(Vec::new()));
        assert!(!out.join(".tmp-2026-11-09-nightly").exists());
    }

    #[test]
    fn the_rest_of_a_run_that_was_removed_where_it_stood_goes_and_nothing_else_does() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let out = root.path();
        let rest = |name: &str, files: &[&str]| {
            fs::create_dir(out.join(name)).expect("made");
            files.iter().for_each(|file| fs::write(out.join(name).join(file), "x").expect("written"));
        };
        let gone = ["2026-01-01-night-ly", "2026-01-02-night-ly-2", "2026-01-03-night-ly"];
        rest(gone[0], &["prospects.csv", "decisions.parquet"]);
        rest(gone[1], &["mail.txt", ".DS_Store"]);
        rest(gone[2], &[]);
        fs::create_dir(out.join(gone[2]).join("claims")).expect("made");
        let kept = [
            ("2026-01-01-other", vec!["prospects.csv"]),
            ("2026-01-01-night-ly-x", vec!["prospects.csv"]),
            ("2026-01-04-night-ly", vec!["prospects.csv", "notes.txt"]),
            ("2026-01-05-night-ly", vec![]),
            ("2026-01-06-night-ly", vec![".DS_Store"]),
            ("2026-13-01-night-ly", vec!["prospects.csv"]),
            ("night-ly", vec!["prospects.csv"]),
            ("x", vec!["prospects.csv"]),
        ];
        kept.iter().for_each(|(name, files)| rest(name, files));
        run(out, 9, "night/ly");
        let purged = purge_runs(out, "night/ly", 1, date(2026, 11, 9)).expect("purged");
        assert_eq!(purged, Purging::Removed(gone.map(str::to_owned).to_vec()));
        assert!(gone.iter().all(|name| !out.join(name).exists()));
        assert!(kept.iter().all(|(name, _)| out.join(name).is_dir()));
        assert!(out.join("2026-11-09-night-ly/run.json").is_file());
    }

    #[test]
    fn nothing_is_purged_under_another_run() {
        let out = tempfile::tempdir().expect("a temporary folder");
        run(out.path(), 9, "nightly");
        let _other = OutputFolder::begin_run(out.path(), "b").expect("begun");
        assert!(matches!(purge_runs(out.path(), "nightly", 0, date(2026, 11, 9)), Err(ReportError::Locked { .. })));
    }
}
