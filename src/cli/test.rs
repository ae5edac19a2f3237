//! `leadsieve test PROFILE`: the tests that stand beside the rules.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::json;

use super::args::TestArgs;
use super::ask::Ask;
use super::check::counted;
use super::{Exit, print, refused};
use crate::criteria::load_suites;
use crate::diagnostic::shown_path;
use crate::profile::TestSuite;
use crate::rehearsal::{Missed, Rehearsed, rehearse};

pub(super) fn test(args: &TestArgs, ask: &Ask) -> Result<Exit> {
    refused::profile(&args.profile, ask)?;
    let suites = refused::loaded(load_suites(&args.profile, ask.as_of), ask)?;
    let rehearsed: Vec<(TestSuite, Rehearsed)> =
        suites.into_iter().map(|suite| (suite.clone(), rehearse(&suite))).collect();
    let missed = rehearsed.iter().map(|(_, result)| result.missed.len()).sum::<usize>();
    if ask.json {
        print(&(serde_json::to_string_pretty(&as_json(&rehearsed))? + "\n"));
    } else if !ask.quiet || missed > 0 {
        print(&in_words(&rehearsed));
    }
    Ok(if missed == 0 { Exit::Done } else { Exit::CouldNot })
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
