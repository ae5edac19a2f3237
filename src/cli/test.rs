//! `leadsieve test PROFILE`: the tests that stand beside the rules.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::args::TestArgs;
use super::ask::Ask;
use super::check::counted;
use super::coverage::Coverage;
use super::{Exit, print, refused};
use crate::criteria::load_suites;
use crate::diagnostic::shown_path;
use crate::profile::TestSuite;
use crate::rehearsal::{Missed, Rehearsed, blessed, rehearse};

pub(super) fn test(args: &TestArgs, ask: &Ask) -> Result<Exit> {
    refused::refuse_job(&args.profile)?;
    let suites = refused::loaded(load_suites(&args.profile, ask.as_of), ask)?;
    // Whatever is said here is said for the day of the tests.
    let day = suites.last().map_or(ask.as_of, |whole| whole.profile.as_of);
    refused::profile_on(&args.profile, day, ask)?;
    if args.bless {
        return bless(&args.profile, &suites, ask);
    }
    let rehearsed: Vec<(TestSuite, Rehearsed)> =
        suites.into_iter().map(|suite| (suite.clone(), rehearse(&suite))).collect();
    let missed = rehearsed.iter().map(|(_, result)| result.missed.len()).sum::<usize>();
    let coverage = (args.coverage || args.min.is_some()).then(|| Coverage::of(&rehearsed));
    let short = coverage.as_ref().zip(args.min).filter(|(coverage, min)| coverage.percent() < usize::from(*min));
    if ask.json {
        let suites = as_json(&rehearsed);
        let all = match &coverage {
            Some(coverage) => json!({ "suites": suites, "coverage": coverage.as_json() }),
            None => suites,
        };
        print(&(serde_json::to_string_pretty(&all)? + "\n"))?;
    } else if !ask.quiet || missed > 0 || short.is_some() {
        print(&(in_words(&rehearsed) + &coverage.as_ref().map(Coverage::in_words).unwrap_or_default()))?;
    }
    if let Some((coverage, min)) = short {
        ask.warn(&format!("the tests cover {} %, less than the {min} % that --min asks for\n", coverage.percent()));
    }
    Ok(if missed == 0 && short.is_none() { Exit::Done } else { Exit::CouldNot })
}

/// Writes what comes out into the table of cases beside the profile.
fn bless(profile: &Path, suites: &[TestSuite], ask: &Ask) -> Result<Exit> {
    let beside = suites.iter().find_map(|suite| Some((suite, suite.table.as_ref()?)));
    let Some((suite, table)) = beside else {
        let wanted = profile.with_extension("cases.csv");
        bail!(
            "there are no cases to write into: make {} with a header such as test,job_title,state and a row a lead",
            shown_path(&wanted)
        );
    };
    let (text, changed) = blessed(suite, table);
    if changed > 0 {
        std::fs::write(&table.path, text).with_context(|| format!("cannot write {}", shown_path(&table.path)))?;
    }
    let rows = counted(table.rows.len(), "case", "cases");
    let cells = if changed == 0 { "nothing".to_owned() } else { counted(changed, "cell", "cells") };
    ask.say(&format!("{}: {rows}, {cells} changed; look them over before you rely on them\n", shown_path(&table.path)));
    Ok(Exit::Done)
}

/// A line a suite, then every expectation that was not met with its place, then the sum.
fn in_words(rehearsed: &[(TestSuite, Rehearsed)]) -> String {
    let mut text = String::new();
    let (mut met, mut missed) = (0, 0);
    for (suite, result) in rehearsed {
        met += result.met;
        missed += result.missed.len();
        let all = result.met + result.missed.len();
        let mark = if result.missed.is_empty() { "ok  " } else { "FAIL" };
        let said = match suite.cases.len() {
            0 => "no tests".to_owned(),
            tests => format!("{} of {all} expectations, {}", result.met, counted(tests, "test", "tests")),
        };
        // Writing to a text never fails.
        let _ = writeln!(text, "{mark} {} ({said})", suite.name);
        result.missed.iter().for_each(|missed| text.push_str(&miss(missed)));
    }
    let _ = writeln!(text, "{met} passed, {missed} failed");
    text
}

fn miss(missed: &Missed) -> String {
    let place = format!("{}:{}", shown_path(&missed.place.file), missed.place.line);
    let quoted = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    format!(
        "     {place}: test {}: {} expected {}, got {}\n",
        missed.test,
        missed.about,
        quoted(&missed.expected),
        quoted(&missed.got)
    )
}

fn as_json(rehearsed: &[(TestSuite, Rehearsed)]) -> serde_json::Value {
    let one = |missed: &Missed| {
        json!({ "test": missed.test, "file": missed.place.file, "line": missed.place.line, "about": missed.about,
            "expected": missed.expected, "got": missed.got })
    };
    let suites = rehearsed.iter().map(|(suite, result)| {
        let missed: Vec<_> = result.missed.iter().map(one).collect();
        json!({ "suite": suite.name, "file": suite.path, "met": result.met, "missed": missed })
    });
    suites.collect::<Vec<_>>().into()
}
