//! The ledger of a job, opened for whatever works with it, and what an interrupted run has left, put right.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::repeat::{entries, is_same};
use super::{Inputs, ListInput, RunError, Settings, Target};
use crate::ledger::{Fate, Ledger, OpenRun};
use crate::report::{
    Filling, PlacedRun, Placing, Remark, Unshown, ledgers_of, place_of_run, place_of_version_1, runs_of, unshown,
};

/// Where a job keeps what it knows of other nights.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'j> {
    /// The ledger.
    pub ledger: &'j Path,
    /// The folder of the job's runs.
    pub out: &'j Path,
    /// The name of the job.
    pub job: &'j str,
    /// Whether another ledger than that of earlier runs may be used.
    pub new_ledger: bool,
}

/// Opens the ledger of a job, settles the runs that were interrupted, and gives those that cannot be settled now.
///
/// # Errors
/// It cannot be used, or is not the one that the job's earlier runs were entered in.
pub fn open_ledger(at: Whereabouts<'_>) -> Result<(Ledger, Vec<OpenRun>), RunError> {
    let mut ledger = open_the_same(at)?;
    let unsettled = ledger.settle(|run| fate(run, at))?;
    Ok((ledger, unsettled))
}

/// A ledger that is gone, empty or another one than that of earlier runs would make everybody new again.
fn open_the_same(at: Whereabouts<'_>) -> Result<Ledger, RunError> {
    let earlier = ledgers_of(at.out, at.job);
    let lost = |why| match earlier.first() {
        Some((_, folder)) if !at.new_ledger => {
            Err(RunError::LedgerLost { ledger: at.ledger.to_owned(), why, folder: folder.clone() })
        }
        _ => Ok(()),
    };
    match std::fs::metadata(at.ledger) {
        Err(_) => lost("is not there")?,
        Ok(file) if file.len() == 0 => lost("is empty")?,
        Ok(_) => {}
    }
    let mut ledger = Ledger::open(at.ledger)?;
    let ids = ledger.ids()?;
    let is_it = |id: &Option<String>| id.as_ref().is_none_or(|id| ids.contains(id));
    if earlier.iter().any(|(id, _)| id.is_some()) {
        if !earlier.iter().any(|(id, _)| id.is_some() && is_it(id)) {
            lost(if ledger.was_used()? { "is another one" } else { "is empty" })?;
        }
    } else if !ledger.was_used()? {
        lost("is empty")?;
    }
    let others: Vec<String> = earlier.into_iter().filter(|(id, _)| !is_it(id)).filter_map(|(id, _)| id).collect();
    if at.new_ledger && !others.is_empty() {
        ledger.take_the_place_of(&others)?;
    }
    Ok(ledger)
}

/// Runs of the job that were entered in this ledger and are not in it any more, though they are not older than what it
/// knows: the folder and the day of each.
///
/// # Errors
/// The ledger cannot be read.
pub fn unknown_runs(at: Whereabouts<'_>, ledger: &Ledger) -> Result<Vec<(PathBuf, String)>, RunError> {
    let last = ledger.days()?.into_iter().max().map(|day| day.to_string()).unwrap_or_default();
    let ids = ledger.ids()?;
    let mut unknown = Vec::new();
    for run in runs_of(at.out, at.job) {
        let text = |key: &str| run.record[key].as_str().unwrap_or_default().to_owned();
        let is_ours = ids.contains(&text("ledger_id")) && text("as_of") >= last;
        if is_ours && !ledger.counts(&text("run_id"))? {
            unknown.push((run.folder.clone(), text("as_of")));
        }
    }
    Ok(unknown)
}

/// What became of a run: its reports are looked for where they were to be put, and where the job puts them now.
fn fate(run: &OpenRun, at: Whereabouts<'_>) -> Fate {
    let find = |out: &Path| match &run.run_id {
        Some(id) => place_of_run(out, id),
        None => place_of_version_1(out, run.number, &run.job, &run.as_of),
    };
    let there = match &run.out {
        Some(out) => find(out),
        None if run.job == at.job => find(at.out),
        None => Placing::Unreadable,
    };
    match (there, find(at.out)) {
        (Placing::Shown, _) | (_, Placing::Shown) => Fate::InPlace,
        (Placing::Absent, Placing::Absent | Placing::Unreadable) => Fate::Absent,
        // Of one that was never shown, the next run of its own job either shows it or hands its leads over again.
        _ => Fate::Unknown,
    }
}

/// What is to be told of runs that cannot be settled.
pub(super) fn told(unsettled: &[OpenRun]) -> impl Iterator<Item = Remark> + '_ {
    let is_unshown = |run: &&OpenRun| {
        let (Some(out), Some(id)) = (&run.out, &run.run_id) else { return false };
        place_of_run(out, id) == Placing::Unshown
    };
    unsettled.iter().filter(move |run| !is_unshown(run)).map(|run| {
        let out = run.out.as_ref().map_or_else(String::new, |out| out.display().to_string());
        let gaps = [
            ("job", Filling::Text(run.job.clone())),
            ("day", Filling::Day(run.as_of.clone())),
            ("folder", Filling::Text(out)),
        ];
        Remark::new("m_unsettled", gaps)
    })
}

/// What was put right of an interrupted run.
#[derive(Clone, Debug, Default)]
pub struct Recovered {
    /// What is to be told of it.
    pub remarks: Vec<Remark>,
    /// The folder of a run that `latest` shows only now, and that has read every list of tonight.
    pub shown: Option<PathBuf>,
}

/// Puts right what an interrupted run of the job has left, before anything else looks at it. Where its reports are in
/// their place and were never shown, they are shown now if there is no other list tonight; with others beside all of its
/// own, its leads are handed over again together with them; and else they are shown, and that is told, because tonight's
/// will be shown in their stead.
///
/// # Errors
/// Another run is at work; the ledger cannot be used; the folder of the job's runs cannot be written.
pub fn recover(inputs: &Inputs, settings: &Settings) -> Result<Recovered, RunError> {
    let mut recovered = Recovered::default();
    let (Target::Run { out, .. }, Some(job)) = (&settings.target, &settings.job) else { return Ok(recovered) };
    let ledger = settings.whereabouts().map(open_the_same).transpose()?;
    if let Some(hidden) = unshown(out, job)? {
        let open = ledger.as_ref().map(Ledger::open_runs).transpose()?;
        let open: Option<HashSet<String>> = open.map(|runs| runs.into_iter().filter_map(|run| run.run_id).collect());
        for run in &hidden.runs {
            repair(run, &hidden, open.as_ref(), inputs, &mut recovered)?;
        }
    }
    drop(ledger);
    if let Some(at) = settings.whereabouts() {
        open_ledger(at)?;
    }
    Ok(recovered)
}

fn repair(
    run: &PlacedRun,
    hidden: &Unshown,
    open: Option<&HashSet<String>>,
    inputs: &Inputs,
    recovered: &mut Recovered,
) -> Result<(), RunError> {
    // What the ledger has settled must not be handed over again.
    let is_open = match (run.record["run_id"].as_str(), open) {
        (Some(id), Some(open)) => open.contains(id),
        (id, open) => id.is_none() && open.is_none(),
    };
    let before = entries(&run.record["inputs"]);
    let is_there = |input: &&Value| inputs.lists.iter().any(|list| is_same(input, list));
    let is_read = |list: &ListInput| before.iter().any(|input| is_same(input, list));
    let (all_there, all_read) = (before.iter().all(is_there), inputs.lists.iter().all(is_read));
    if is_open && all_there && !all_read {
        return Ok(hidden.withdraw(run)?);
    }
    hidden.show(run)?;
    if all_read {
        recovered.shown = Some(run.folder.clone());
        return Ok(());
    }
    let day = run.record["as_of"].as_str().unwrap_or_default().to_owned();
    let gaps = [("folder", Filling::Text(run.folder.display().to_string())), ("day", Filling::Day(day))];
    recovered.remarks.push(Remark::new("m_shown_late", gaps));
    Ok(())
}
