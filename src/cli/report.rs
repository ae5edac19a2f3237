//! `leadsieve report OUT...`: the page of a run again, or of many runs with their trend.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::args::ReportArgs;
use super::ask::Ask;
use super::{Exit, print};
use crate::files;
use crate::model::Language;
use crate::report::{Night, PastRun, Tallies, Wording, past_run, past_runs, write_html};

/// How many runs the trend shows, where a single one is reported.
const TREND: usize = 30;

pub(super) fn report(args: &ReportArgs, _ask: &Ask) -> Result<Exit> {
    let mut runs = Vec::new();
    for folder in &args.folders {
        runs.extend(runs_in(folder)?);
    }
    runs.sort_by(|a, b| a.1.record.as_of.cmp(&b.1.record.as_of));
    let Some((folder, newest)) = runs.last() else { bail!("there is no run to report") };
    let trend =
        if runs.len() == 1 { beside(folder, newest) } else { runs.iter().map(|(_, run)| run.clone()).collect() };
    let to = match (&args.to, runs.len()) {
        (Some(to), _) => to.clone(),
        (None, 1) => folder.join("report.html"),
        (None, _) => bail!("say where the page of {} runs is to go: --to FILE", runs.len()),
    };
    let words = Wording::new(args.language.as_deref().and_then(Language::from_name).unwrap_or_default());
    let night = Night { summary: &newest.summary, record: &newest.record, trend: &trend, words: &words };
    put(&to, folder, &night)?;
    print(&format!("{}\n", to.display()))?;
    Ok(Exit::Done)
}

/// Writes the page beside its place, and puts it there whole. Who may read it is who may read the page that it takes the
/// place of, or the other files of its run.
fn put(to: &Path, run: &Path, night: &Night<'_>) -> Result<()> {
    let half = to.with_extension("html.tmp");
    let cannot = || format!("could not write {}", half.display());
    files::private().truncate(true).open(&half).with_context(cannot)?;
    write_html(&half, night)?;
    let readers = fs::metadata(to).or_else(|_| fs::metadata(run.join("run.json")));
    if let Ok(readers) = readers {
        fs::set_permissions(&half, readers.permissions()).with_context(cannot)?;
    }
    fs::rename(&half, to).with_context(|| format!("could not write {}", to.display()))
}

/// The run in a folder, or all runs in the folder of a job's outputs.
fn runs_in(folder: &Path) -> Result<Vec<(PathBuf, PastRun)>> {
    let real = folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?;
    if real.join("run.json").is_file() {
        return Ok(vec![(real.clone(), counted(&real)?)]);
    }
    let entries = fs::read_dir(&real).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut runs = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let is_run = !path.is_symlink() && path.join("run.json").is_file();
        if is_run && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            runs.push((path.clone(), counted(&path)?));
        }
    }
    if runs.is_empty() {
        bail!("{} holds no run: name the folder of one, or that of all of them", folder.display());
    }
    Ok(runs)
}

/// A run, with the counts out of its decisions where it has left them.
fn counted(folder: &Path) -> Result<PastRun> {
    let mut run = past_run(folder)?;
    let decisions = folder.join("decisions.parquet");
    if decisions.is_file() {
        Tallies::read(&decisions)?.put_into(&mut run.summary);
        run.summary
            .add_up()
            .map_err(|found| anyhow::anyhow!("the files in {} do not agree: {found}", folder.display()))?;
    }
    Ok(run)
}

/// The runs of the same job up to this one.
fn beside(folder: &Path, run: &PastRun) -> Vec<PastRun> {
    let job = run.record.job.as_deref().unwrap_or_default();
    let around = folder.parent().unwrap_or(Path::new("."));
    let mut runs = past_runs(around, job, usize::MAX);
    runs.retain(|past| past.record.as_of <= run.record.as_of);
    let old = runs.len().saturating_sub(TREND);
    runs.split_off(old)
}
