//! Earlier runs of a job, out of what they left.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::place::entries;
use super::{PastRun, ReportError, RunRecord, Summary};
use crate::files;

/// The name of the summary.
const SUMMARY: &str = "summary.json";

/// The last `most` runs of a job under `out`, the oldest first. What cannot be read is passed over: a trend with a gap is
/// better than none.
#[must_use]
pub fn past_runs(out: &Path, job: &str, most: usize) -> Vec<PastRun> {
    let folders = entries(out).unwrap_or_default().into_iter().filter(|path| !path.is_symlink() && is_in_place(path));
    let mut runs: Vec<(PathBuf, RunRecord)> =
        folders.filter_map(|path| Some((path.clone(), record(&path).ok()?))).collect();
    runs.retain(|(_, record)| record.job.as_deref() == Some(job));
    runs.sort_by_cached_key(|(path, record)| (record.as_of.clone(), written(path)));
    let old = runs.len().saturating_sub(most);
    runs.into_iter().skip(old).filter_map(|(path, _)| past_run(&path).ok()).collect()
}

/// The run whose reports are in a folder.
///
/// # Errors
/// Its summary or record is not there, or cannot be read.
pub fn past_run(folder: &Path) -> Result<PastRun, ReportError> {
    Ok(PastRun { summary: read::<Summary>(&folder.join(SUMMARY))?, record: record(folder)? })
}

fn record(folder: &Path) -> Result<RunRecord, ReportError> {
    read(&folder.join(RunRecord::FILE))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, ReportError> {
    let text = files::read_to_string(path)
        .map_err(|cause| ReportError::Read { path: path.to_owned(), cause: cause.into() })?;
    serde_json::from_str(&text).map_err(|cause| ReportError::Read { path: path.to_owned(), cause: cause.into() })
}

/// What is being written stands in a folder with a dot before its name.
fn is_in_place(path: &Path) -> bool {
    path.file_name().is_some_and(|name| !name.as_encoded_bytes().starts_with(b"."))
}

fn written(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(RunRecord::FILE)).and_then(|file| file.modified()).ok()
}
