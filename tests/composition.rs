//! Profiles made of others: what is inherited, what is overridden, what holds for some lists or some months only.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use leadsieve::criteria::{self, Refused};
use leadsieve::diagnostic::{Code, Style, render};
use leadsieve::profile::{Profile, Thresholds};
use leadsieve::rehearsal::rehearse;

const TODAY: Date = date(2026, 11, 23);

const FIELDS: &str = r#"
format = 1
[field.state]
type = "text"
ask  = "Which state?"
[field.employees]
type = "number"
min  = 0
whole = true
ask  = "How many people?"
[field.budget]
type = "money"
currency = "USD"
ask  = "What budget?"
"#;

const LOCATION: &str = r#"
format    = 1
criterion = "location"
[list.served]
values = ["CA", "AZ", "NV"]
[must.served]
field   = "state"
in_list = "served"
[score.home]
field  = "state"
is     = "CA"
points = 10
"#;

const MEANS: &str = r#"
format    = 1
criterion = "means"
[must.size]
field    = "employees"
at_least = 50
[score.budget]
field = "budget"
bands = [{ at_least = 10_000, points = 30 }, { at_least = 1_000, points = 20 }]
"#;

const PARENT: &str = r#"
format = 1
name   = "parent"
title  = "The house rules"
fields = "fields.toml"
rules  = ["location.toml", "means.toml"]
[decision]
prospect_at = 20
review_at   = 10
grades      = { B = 20, A = 30 }
[decision_for.apollo]
only_if     = { field = "list.vendor", is = "Apollo" }
prospect_at = 30
[decision_for.web]
only_if   = { field = "list.source", is = "web_search" }
review_at = 20
[weight]
location = 1.0
[override.means.size]
at_least = 100
why      = "the small ones take too long"
[override_list.location.served]
add = ["OR"]
why = "the new branch"
[test.parent]
lead   = { state = "CA", employees = "120", budget = "5000" }
expect = { verdict = "prospect", grade = "A", score = 30 }
"#;

const CHILD: &str = r#"
format  = 1
name    = "child"
extends = "parent.toml"
[decision]
review_at = 5
[override.means.size]
at_most = 500
why     = "the big ones have their own team"
[override.location.home]
off = true
why = "no home in this campaign"
[override_list.location.served]
remove = ["AZ"]
why    = "sold to a partner"
[test.inherited]
lead   = { state = "OR", employees = "120", budget = "5000" }
expect = { verdict = "prospect", grade = "B", score = 20 }
[test.both-overrides-hold]
lead   = { state = "OR", employees = "501", budget = "5000" }
expect = { "means.size" = "fail", blocked_by = ["means.size"], grade = "" }
[test.the-parents-override-holds]
lead   = { state = "OR", employees = "60", budget = "5000" }
expect = { "means.size" = "fail" }
[test.removed]
lead   = { state = "AZ" }
expect = { "location.served" = "fail" }
[test.stricter-for-a-vendor]
lead   = { state = "OR", employees = "120", budget = "5000" }
list   = { vendor = "Apollo" }
expect = { verdict = "review" }
[test.the-others-of-that-vendor-are-out]
lead   = { state = "OR", employees = "120", budget = "10" }
list   = { vendor = "Apollo", source = "web_search" }
expect = { verdict = "rejected", blocked_by = [] }
"#;

/// Writes the files and the profile `profile.toml`, and gives what loading it says.
fn within<T>(files: &[(&str, &str)], use_them: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let common = [("fields.toml", FIELDS), ("location.toml", LOCATION), ("means.toml", MEANS), ("parent.toml", PARENT)];
    for (name, text) in common.iter().chain(files) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    use_them(folder.path())
}

fn profile(text: &str) -> Profile {
    within(&[("profile.toml", text)], |folder| {
        criteria::load_profile(&folder.join("profile.toml"), TODAY).unwrap_or_else(|no| panic!("{}", told(&no))).value
    })
}

fn told(refused: &Refused) -> String {
    match refused {
        Refused::Mistakes { diagnostics, sources } => render(diagnostics, sources, Style::Plain),
        other => other.to_string(),
    }
}

/// Runs the tests of a profile; all of them must be met.
fn assert_tests_pass(files: &[(&str, &str)], name: &str) {
    within(files, |folder| {
        let suites =
            criteria::load_suites(&folder.join(name), TODAY).unwrap_or_else(|no| panic!("{}", told(&no))).value;
        let met: usize = suites.iter().map(|suite| rehearse(suite).met).sum();
        let missed: Vec<_> = suites.iter().flat_map(|suite| rehearse(suite).missed).collect();
        assert!(missed.is_empty() && met > 0, "{missed:#?}");
    });
}

#[test]
fn a_profile_takes_over_what_it_does_not_say() {
    assert_tests_pass(&[], "parent.toml");
    assert_tests_pass(&[("child.toml", CHILD)], "child.toml");
}

#[test]
fn what_a_child_says_replaces_key_by_key() {
    let child = profile(CHILD);
    assert_eq!(child.decision.thresholds, Thresholds { prospect_at: Some(20), review_at: Some(5) });
    assert_eq!(child.title.as_deref(), Some("The house rules"));
    let ids: Vec<&str> = child.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["location.served", "means.size", "means.budget"]);
    let apollo = &child.decision.for_lists[0];
    assert_eq!(apollo.thresholds, Thresholds { prospect_at: Some(30), review_at: Some(5) }, "{}", apollo.name);
}

#[test]
fn a_child_may_switch_a_rule_on_again_and_add_files() {
    let rules = "format = 1\ncriterion = \"extra\"\n[score.any]\nfield = \"state\"\nis = \"CA\"\npoints = 1\n";
    let grandchild = "format = 1\nname = \"g\"\nextends = \"child.toml\"\nrules = [\"extra.toml\"]\n\
                      [override.location.home]\noff = false\nwhy = \"back home\"\n";
    within(&[("child.toml", CHILD), ("extra.toml", rules), ("g.toml", grandchild)], |folder| {
        let loaded = criteria::load_profile(&folder.join("g.toml"), TODAY).unwrap().value;
        let ids: Vec<&str> = loaded.rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, ["location.served", "location.home", "means.size", "means.budget", "extra.any"]);
    });
}

#[test]
fn a_mistake_in_a_parent_is_told_where_it_stands() {
    let parent = PARENT.replace("review_at   = 10", "reviewat = 10");
    within(&[("parent.toml", &parent), ("child.toml", CHILD)], |folder| {
        let Err(Refused::Mistakes { diagnostics, sources }) = criteria::load_profile(&folder.join("child.toml"), TODAY)
        else {
            panic!("no mistake")
        };
        assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::E101]);
        assert!(render(&diagnostics, &sources, Style::Plain).contains("parent.toml:9"));
    });
}

/// A rule that is in force from June to August only.
#[test]
fn a_rule_out_of_season_is_skipped() {
    let season = "format = 1\ncriterion = \"season\"\n[must.summer]\nfield = \"state\"\nis = \"CA\"\n\
                  valid_from = 2026-06-01\nvalid_until = 2026-08-31\n";
    let test = |day: &str, outcome: &str, verdict: &str| {
        format!(
            "format = 1\nname = \"s\"\nfields = \"fields.toml\"\nrules = [\"season.toml\"]\ntest_as_of = {day}\n\
             [test.one]\nlead = {{ state = \"AZ\" }}\nexpect = {{ \"season.summer\" = \"{outcome}\", verdict = \
             \"{verdict}\" }}\n"
        )
    };
    let table = [
        ("2026-05-31", "skipped", "prospect"),
        ("2026-06-01", "fail", "rejected"),
        ("2026-08-31", "fail", "rejected"),
        ("2026-09-01", "skipped", "prospect"),
    ];
    for (day, outcome, verdict) in table {
        assert_tests_pass(&[("season.toml", season), ("s.toml", &test(day, outcome, verdict))], "s.toml");
    }
}

#[test]
fn an_override_counts_through_its_last_day_and_is_named_from_then_on() {
    let ending = "format = 1\nname = \"e\"\nextends = \"parent.toml\"\n[override.means.size]\nat_least = 10\n\
                  until = 2026-10-31\nwhy = \"autumn\"\n";
    within(&[("e.toml", ending)], |folder| {
        let load = |day| criteria::load_profile(&folder.join("e.toml"), day).unwrap();
        let ended = |day| load(day).warnings.iter().any(|warning| warning.code == Code::W504);
        assert!(!ended(date(2026, 10, 31)));
        assert!(ended(date(2026, 11, 1)));
    });
}

/// `check --show`: each key with the file and line that it comes from.
#[test]
fn every_key_that_counts_is_shown_with_its_place() {
    within(&[("child.toml", CHILD)], |folder| {
        let shown = criteria::effective(&folder.join("child.toml"), TODAY).unwrap().value;
        let line = |header: &str, key: &str| {
            let table = shown.iter().find(|table| table.header == header)?;
            let setting = table.settings.iter().find(|setting| setting.key == key)?;
            let file = setting.place.file.file_name().unwrap().to_str().unwrap().to_owned();
            Some(format!("{} {file}:{}", setting.value, setting.place.line))
        };
        let line = |header: &str, key: &str| line(header, key).unwrap_or_default();
        assert_eq!(line("decision", "prospect_at"), "20 parent.toml:8");
        assert_eq!(line("decision", "review_at"), "5 child.toml:6");
        assert_eq!(line("must.size", "field"), "\"employees\" means.toml:5");
        assert_eq!(line("must.size", "at_least"), "100 parent.toml:20");
        assert_eq!(line("must.size", "at_most"), "500 child.toml:8");
        assert_eq!(line("list.served", "add"), "\"OR\" parent.toml:23");
        assert_eq!(line("list.served", "remove"), "\"AZ\" child.toml:14");
        assert!(shown.iter().all(|table| table.header != "score.home"), "it is off");
    });
}
