//! `leadsieve run JOB`: the nightly import.

use std::path::Path;

use anyhow::Result;
use rust_decimal::Decimal;

use super::args::RunArgs;
use super::ask::Ask;
use super::progress::Bar;
use super::{Exit, inbox, lists, refused};
use crate::model::{Disposition, Language};
use crate::pipeline::{self, Finished, Inputs, RunError, Settings, Target, done_before, recover, repeated};
use crate::profile::{After, FailWhen, Job};
use crate::report::{Purging, Summary, Wording, closing, purge_runs};

pub(super) fn run(args: &RunArgs, ask: &Ask) -> Result<Exit> {
    let job = refused::job(&args.job, ask)?;
    inbox::refuse_link_out(&job.profile, &job)?;
    let profile = refused::profile_of(&job, ask)?;
    let mut inputs = lists::of_job(profile, &job, ask)?;
    inputs.files.insert(0, job.source.clone());
    let mut settings = settings(&job, args, ask);
    let recovered = recover(&inputs, &settings)?;
    settings.remarks = recovered.remarks;
    let names_earlier_run = !settings.remarks.is_empty();
    if !args.again {
        if let Some(folder) = &recovered.shown {
            ask.say(&format!("the last run was interrupted: {} was made, and is shown only now\n", folder.display()));
            return put_away_done(&inputs, &settings, &job, ask);
        }
        if let Some(folder) = repeated(&inputs, &settings)? {
            return said_already(&folder, &inputs, &settings, &job, ask);
        }
        put_away_what_is_done(&mut inputs, &settings, &job, ask)?;
    }
    if inputs.lists.is_empty() && job.after == Some(After::Move) {
        ask.say("no list tonight\n");
        purge(&job, ask);
        return Ok(said_broken(&inputs, ask));
    }
    let finished = without_broken_lists(&mut inputs, &settings, &job, ask)?;
    // The reports stand whether or not somebody hears of it, and the lists have to be put away.
    let told = tell(&finished, settings.output.language, ask);
    if let Some(warning) = &finished.warning {
        ask.warn(&format!("warning: {warning}\n"));
    }
    inbox::put_away(&inputs, |place| !finished.waiting.contains(&place), &job, ask);
    // A folder that the summary names is there in the morning.
    if !names_earlier_run {
        purge(&job, ask);
    }
    let passed = thresholds(&job.fail_when, &finished.summary);
    for threshold in &passed {
        ask.warn(&format!("warning: {threshold}\n"));
    }
    told?;
    // Those were named before the run began.
    let all_bar = finished.summary.idle_suppressions == 0;
    Ok(if passed.is_empty() && all_bar { Exit::Done } else { Exit::Threshold })
}

fn settings(job: &Job, args: &RunArgs, ask: &Ask) -> Settings {
    let target = Target::Run { out: job.out.clone(), name: format!("{}-{}", ask.as_of, job.name) };
    let settings = Settings::new(target, args.output.over(job.output.clone()));
    Settings {
        job: Some(job.name.clone()),
        ledger: job.ledger.clone(),
        limits: job.limit.clone(),
        again: args.again,
        new_ledger: args.new_ledger,
        tells_promises: job.fail_when.below_promise,
        ..settings
    }
}

/// Nothing is to be done: the last run has done it. Only its lists may still have to be put away, if nobody in them waits.
fn said_already(folder: &Path, inputs: &Inputs, settings: &Settings, job: &Job, ask: &Ask) -> Result<Exit> {
    ask.say(&format!(
        "nothing to do: {} was made of the same lists and rules for the same day; --again runs all the same\n",
        folder.display()
    ));
    put_away_done(inputs, settings, job, ask)
}

/// Puts lists away that the last run has done with, where there is nothing else to do.
fn put_away_done(inputs: &Inputs, settings: &Settings, job: &Job, ask: &Ask) -> Result<Exit> {
    let done = done_before(inputs, settings)?;
    inbox::put_away(inputs, |place| done[place], job, ask);
    purge(job, ask);
    Ok(said_broken(inputs, ask))
}

/// Says what is left out where no run does.
fn said_broken(inputs: &Inputs, ask: &Ask) -> Exit {
    for sentence in &inputs.broken {
        ask.warn(&format!("warning: {sentence}\n"));
    }
    // Entries of suppression files that bar nobody were named when they were read.
    let is_well = inputs.broken.is_empty() && inputs.suppression_report.idle == 0;
    if is_well { Exit::Done } else { Exit::Threshold }
}

/// Sets lists of an inbox aside that earlier runs have done with, and moves their files if nothing in them waits.
fn put_away_what_is_done(inputs: &mut Inputs, settings: &Settings, job: &Job, ask: &Ask) -> Result<()> {
    if job.after != Some(After::Move) {
        return Ok(());
    }
    let mut done = done_before(inputs, settings)?.into_iter();
    let lists = std::mem::take(&mut inputs.lists);
    (inputs.settled, inputs.lists) = lists.into_iter().partition(|_| done.next().unwrap_or(false));
    for list in &inputs.settled {
        ask.say(&format!("{} was read by the last run, and is not read again\n", list.name));
    }
    inbox::put_away(inputs, |_| false, job, ask);
    inputs.settled.retain(|list| list.member.path.symlink_metadata().is_ok());
    Ok(())
}

/// Runs the job. A list that cannot be read to its end is left out, and the others are read once more, unless the job
/// is strict or there is no other.
fn without_broken_lists(inputs: &mut Inputs, settings: &Settings, job: &Job, ask: &Ask) -> Result<Finished> {
    loop {
        let error = match finished(inputs.clone(), settings, ask) {
            Ok(finished) => return Ok(finished),
            Err(error) => error,
        };
        match error.broken_list() {
            Some(place) if !job.strict && inputs.lists.len() > 1 => {
                let list = inputs.lists.remove(place);
                inputs.unread.push(list.member.path.clone());
                inputs.broken.push(format!("{} was left out: {error}.", list.name));
            }
            _ => return Err(error.into()),
        }
    }
}

/// Removes old runs, where the job wants that, and the rest of those that an interrupted night was removing. Tonight's run
/// is in its place whatever comes of it.
fn purge(job: &Job, ask: &Ask) {
    let Some(keep) = job.keep_runs.filter(|_| job.out.is_dir()) else { return };
    match purge_runs(&job.out, &job.name, keep, ask.as_of) {
        Ok(Purging::Jumped(from, to)) => ask.warn(&format!(
            "warning: the date jumped from {from} to {to}: no old run is removed until several runs have gone by the new \
             date; is the clock right?\n"
        )),
        Ok(Purging::Removed(purged)) if purged.is_empty() => {}
        Ok(Purging::Removed(purged)) => ask.say_more(&format!("removed old runs: {}\n", purged.join(", "))),
        Err(error) => ask.warn(&format!("warning: old runs were not all removed: {error}\n")),
    }
}

/// Runs the pipeline with a progress bar.
pub(super) fn finished(inputs: Inputs, settings: &Settings, ask: &Ask) -> Result<Finished, RunError> {
    for list in &inputs.lists {
        let by = list.file.path.as_ref().map_or_else(String::new, |path| format!(" by {}", path.display()));
        ask.say_more(&format!("reading {}{by}\n", list.member));
    }
    let bar = Bar::new(ask);
    let finished = pipeline::run(inputs, settings, &bar);
    bar.clear();
    finished
}

/// Says how a run went, and on the error stream which objections nothing reads.
pub(super) fn tell(finished: &Finished, language: Language, ask: &Ask) -> Result<()> {
    for sentence in &finished.summary.unheeded_opt_outs {
        ask.warn(&format!("warning: {sentence}\n"));
    }
    if ask.json {
        super::print(&(serde_json::to_string_pretty(&finished.summary)? + "\n"))?;
    } else if !ask.quiet {
        super::print_painted(&closing(
            &finished.summary,
            &finished.folder,
            finished.seconds,
            ask.color,
            &Wording::new(language),
        ))?;
    }
    Ok(())
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
    passed.extend(summary.broken_lists.iter().cloned());
    passed.extend(summary.lost_columns.iter().cloned());
    if fail_when.below_promise {
        passed.extend(summary.broken_promises.iter().cloned());
    }
    if fail_when.guessed_encoding {
        passed.extend(summary.guessed_encodings.iter().cloned());
    }
    if fail_when.unmapped_knock_out {
        passed.extend(summary.unmapped_knock_outs.iter().cloned());
    }
    passed
}

/// What is to be said of a rule that the lists answer too seldom.
fn too_unknown(rule: &str, limit: Decimal, summary: &Summary) -> Option<String> {
    let counts = summary.rules.get(rule)?;
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
