//! `leadsieve run JOB`: the nightly import.

use anyhow::Result;
use rust_decimal::Decimal;

use super::args::RunArgs;
use super::ask::Ask;
use super::progress::Bar;
use super::{Exit, lists, refused};
use crate::model::Disposition;
use crate::pipeline::{self, CHUNK, Finished, Inputs, Settings, Target};
use crate::profile::{FailWhen, Output};
use crate::report::{Summary, closing};

pub(super) fn run(args: &RunArgs, ask: &Ask) -> Result<Exit> {
    let job = refused::job(&args.job, ask)?;
    let profile = refused::profile(&job.profile, ask)?;
    let mut inputs = lists::of_job(profile, &job, ask)?;
    inputs.files.insert(0, job.source.clone());
    let target = Target::Run { out: job.out.clone(), name: format!("{}-{}", ask.as_of, job.name) };
    let finished = qualified(inputs, target, args.output.over(job.output), Some(job.name), ask)?;
    let passed = thresholds(&job.fail_when, &finished.summary);
    for threshold in &passed {
        ask.warn(&format!("warning: {threshold}\n"));
    }
    Ok(if passed.is_empty() { Exit::Done } else { Exit::Threshold })
}

/// Runs the pipeline with a progress bar, and says how it went.
pub(super) fn qualified(
    inputs: Inputs,
    target: Target,
    output: Output,
    job: Option<String>,
    ask: &Ask,
) -> Result<Finished> {
    for list in &inputs.lists {
        let by = list.file.path.as_ref().map_or_else(String::new, |path| format!(" by {}", path.display()));
        ask.say_more(&format!("reading {}{by}\n", list.member));
    }
    let bar = Bar::new(ask);
    let settings = Settings { target, output, chunk: CHUNK, job };
    let finished = pipeline::run(inputs, &settings, &bar);
    bar.clear();
    let finished = finished?;
    if ask.json {
        super::print(&(serde_json::to_string_pretty(&finished.summary)? + "\n"));
    } else if !ask.quiet {
        super::print(&closing(&finished.summary, &finished.folder, finished.seconds, ask.color));
    }
    Ok(finished)
}

/// The thresholds of `[fail_when]` that a run passed, in sentences.
fn thresholds(fail_when: &FailWhen, summary: &Summary) -> Vec<String> {
    let mut passed = Vec::new();
    let unreadable = summary.dispositions.get(Disposition::Unreadable);
    let share = Decimal::from(summary.read);
    if let Some(limit) = fail_when.unreadable_rows.filter(|limit| Decimal::from(unreadable) > *limit * share) {
        let percent = (limit * Decimal::ONE_HUNDRED).normalize();
        passed.push(format!("unreadable: {unreadable} of {} records, more than {percent} %", summary.read));
    }
    let prospects = summary.dispositions.get(Disposition::Prospect);
    if let Some(least) = fail_when.prospects_below.filter(|least| prospects < *least) {
        let prospects = if prospects == 1 { "1 prospect".to_owned() } else { format!("{prospects} prospects") };
        passed.push(format!("{prospects}, fewer than {least}"));
    }
    passed.extend(summary.lost_columns.iter().cloned());
    if fail_when.unmapped_knock_out {
        passed.extend(summary.unmapped_knock_outs.iter().cloned());
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_trips_above_its_limit_and_never_at_it() {
        let fail_when = FailWhen { unreadable_rows: Some(Decimal::new(5, 2)), ..FailWhen::default() };
        for (unreadable, trips) in [(0, false), (5, false), (6, true)] {
            let mut summary = Summary { read: 100, ..Summary::default() };
            summary.dispositions.add(Disposition::Unreadable, unreadable);
            assert_eq!(!thresholds(&fail_when, &summary).is_empty(), trips, "{unreadable}");
        }
    }

    #[test]
    fn too_few_prospects_trip() {
        let fail_when = FailWhen { prospects_below: Some(1), ..FailWhen::default() };
        let mut summary = Summary::default();
        assert_eq!(thresholds(&fail_when, &summary), ["0 prospects, fewer than 1"]);
        summary.dispositions.add(Disposition::Prospect, 1);
        assert!(thresholds(&fail_when, &summary).is_empty());
    }
}
