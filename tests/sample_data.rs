//! What is shipped: the sample lists come out of their generator, and the rules are tested by what stands beside them.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::{Test, names};
use jiff::civil::date;
use leadsieve::criteria;
use leadsieve::model::Outcome;
use leadsieve::profile::{Expected, IfUnknown, Rule};
use leadsieve::rehearsal::rehearse;

#[path = "../sample-data/generate.rs"]
#[allow(dead_code, reason = "its main function is not called")]
mod generate;

const PROFILES: [&str; 4] = ["virtual-support", "b2b-mid-market", "consumer-home", "rookie-scouting"];

fn project(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_generator_makes_the_lists_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    generate::write_all(folder.path()).unwrap();
    let mut lists = 0;
    for name in ["b2b", "consumer", "scouting"] {
        let shipped = project("sample-data").join(name);
        let kept: Vec<String> = names(&shipped).into_iter().filter(|name| name.ends_with(".csv")).collect();
        assert_eq!(names(&folder.path().join(name)), kept);
        for list in &kept {
            let same = fs::read(folder.path().join(name).join(list)).unwrap() == fs::read(shipped.join(list)).unwrap();
            assert!(same, "{name}/{list} is not what the generator makes");
        }
        lists += kept.len();
    }
    assert_eq!(lists, 7);
}

#[test]
fn the_tests_beside_the_shipped_rules_pass() {
    let mut ran = Test::shipped().args("--version").run();
    for name in PROFILES {
        ran = ran.again().args(&format!("test rules/profiles/{name}.toml")).stdout("passed, 0 failed").run();
    }
}

/// What the tests of a rule have shown it to do.
fn shown(expected: &Expected, rules: &[Rule], seen: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let mut see = |rule: usize, what| _ = seen.entry(rules[rule].id.clone()).or_default().insert(what);
    match expected {
        Expected::Rule { rule, outcome } => see(*rule, outcome.as_str()),
        // Points between two bounds are not settled; those of a rule without bands tell its outcome.
        Expected::Points { rule, low, high } if low != high => see(*rule, Outcome::Unknown.as_str()),
        Expected::Points { rule, low, .. } if low.is_zero() => see(*rule, Outcome::Fail.as_str()),
        Expected::Points { rule, .. } => see(*rule, Outcome::Pass.as_str()),
        _ => {}
    }
}

/// Whether a rule can be unknown: it reads a cell, and no gap is filled by an assumption.
fn can_be_unknown(rule: &Rule) -> bool {
    rule.if_unknown == IfUnknown::Ask
}

#[test]
fn every_shipped_rule_is_expected_to_pass_to_fail_and_to_be_unknown() {
    let mut gaps = Vec::new();
    for name in PROFILES {
        let path = project("rules/profiles").join(name).with_extension("toml");
        let suites = criteria::load_suites(&path, date(2026, 11, 1)).unwrap().value;
        let mut seen = BTreeMap::new();
        for suite in &suites {
            assert!(rehearse(suite).missed.is_empty(), "{name}: {}", suite.name);
            let expected = suite.cases.iter().flat_map(|case| &case.expect);
            expected.for_each(|one| shown(&one.expected, &suite.profile.rules, &mut seen));
        }
        for rule in suites.iter().flat_map(|suite| &suite.profile.rules) {
            let mut wanted = BTreeSet::from(["pass", "fail"]);
            wanted.extend(can_be_unknown(rule).then_some("unknown"));
            let seen = seen.get(&rule.id).cloned().unwrap_or_default();
            gaps.extend(wanted.difference(&seen).map(|what| format!("{name}: {} never {what}", rule.id)));
        }
    }
    gaps.sort();
    gaps.dedup();
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}
