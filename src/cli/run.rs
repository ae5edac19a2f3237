//! `leadsieve run JOB`: the nightly import.

use std::path::Path;

use anyhow::Result;
use rust_decimal::Decimal;

use super::args::RunArgs;
use super::ask::Ask;
use super::progress::Bar;
use super::{Exit, lists, refused};
use crate::model::Disposition;
use crate::pipeline::{self, CHUNK, Finished, Inputs, Settings, Target};
use crate::profile::{FailWhen, Output};
use crate::report::{Summary, closing, purge_runs};

pub(super) fn run(args: &RunArgs, ask: &Ask) -> Result<Exit> {
    let job = refused::job(&args.job, ask)?;
    let profile = refused::profile(&job.profile, ask)?;
    let mut inputs = lists::of_job(profile, &job, ask)?;
    inputs.files.insert(0, job.source.clone());
    let target = Target::Run { out: job.out.clone(), name: format!("{}-{}", ask.as_of, job.name) };
    let finished = qualified(inputs, target, args.output.over(job.output), Some(job.name.clone()), ask)?;
    if let Some(keep) = job.keep_runs {
        purge(&job.out, &job.name, keep, ask);
    }
    let passed = thresholds(&job.fail_when, &finished.summary);
    for threshold in &passed {
        ask.warn(&format!("warning: {threshold}\n"));
    }
    Ok(if passed.is_empty() { Exit::Done } else { Exit::Threshold })
}

/// Removes old runs. The new one is in its place whatever comes of that.
fn purge(out: &Path, job: &str, keep: usize, ask: &Ask) {
    match purge_runs(out, job, keep) {
        Ok(purged) if purged.is_empty() => {}
        Ok(purged) => ask.say_more(&format!("removed old runs: {}\n", purged.join(", "))),
        Err(error) => ask.warn(&format!("warning: old runs were not all removed: {error}\n")),
    }
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
    passed.extend(fail_when.unknown.iter().filter_map(|(rule, limit)| too_unknown(rule, *limit, summary)));
    passed.extend(summary.lost_columns.iter().cloned());
    if fail_when.unmapped_knock_out {
        passed.extend(summary.unmapped_knock_outs.iter().cloned());
    }
    passed
}

/// What is to be said of a rule that the lists answer too seldom, or that is not there.
fn too_unknown(rule: &str, limit: Decimal, summary: &Summary) -> Option<String> {
    let Some((_, counts)) = summary.rules.0.iter().find(|(id, _)| id == rule) else {
        return Some(format!("[fail_when.unknown] names {rule}, and the profile has no such rule"));
    };
    let judged = counts.pass + counts.fail + counts.unknown + counts.skipped;
    let percent = (limit * Decimal::ONE_HUNDRED).normalize();
    (Decimal::from(counts.unknown) > limit * Decimal::from(judged))
        .then(|| format!("{rule} is unknown of {} of {judged} leads, more than {percent} %", counts.unknown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Named, RuleCounts};

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
    fn a_rule_that_the_lists_seldom_answer_trips() {
        let limit = |rule: &str, share| vec![(rule.to_owned(), Decimal::new(share, 2))];
        let counts = RuleCounts { pass: 30, fail: 10, unknown: 60, ..RuleCounts::default() };
        let rules = Named(vec![("budget.minimum".to_owned(), counts)]);
        let summary = Summary { rules, ..Summary::default() };
        let told = |unknown| thresholds(&FailWhen { unknown, ..FailWhen::default() }, &summary);
        assert_eq!(told(limit("budget.minimum", 60)), Vec::<String>::new());
        let sentence = "budget.minimum is unknown of 60 of 100 leads, more than 59 %";
        assert_eq!(told(limit("budget.minimum", 59)), [sentence]);
        let sentence = "[fail_when.unknown] names budget.maximum, and the profile has no such rule";
        assert_eq!(told(limit("budget.maximum", 50)), [sentence]);
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
