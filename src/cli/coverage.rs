//! What the tests beside the rules ask for, and what they leave out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;

use crate::criteria::answers;
use crate::diagnostic::shown_path;
use crate::model::Outcome;
use crate::profile::{Place, TestSuite};
use crate::rehearsal::Rehearsed;

/// Which answers of the rules some test asks for.
pub(super) struct Coverage {
    /// How many answers a test asks for.
    asserted: usize,
    /// How many answers the rules can give.
    possible: usize,
    /// The rules with answers that no test asks for.
    missing: Vec<Missing>,
}

struct Missing {
    id: String,
    place: Place,
    outcomes: Vec<Outcome>,
}

impl Coverage {
    /// Of all rules of the profile, which is the last suite; by the tests of all suites.
    pub(super) fn of(rehearsed: &[(TestSuite, Rehearsed)]) -> Self {
        let mut coverage = Self { asserted: 0, possible: 0, missing: Vec::new() };
        let Some((whole, _)) = rehearsed.last() else { return coverage };
        let asserted: BTreeSet<(&str, &str)> = rehearsed
            .iter()
            .flat_map(|(_, result)| &result.asserted)
            .map(|(id, outcome)| (id.as_str(), outcome.as_str()))
            .collect();
        for (rule, answers) in whole.profile.rules.iter().zip(answers(&whole.profile)) {
            let is_asserted = |outcome: &Outcome| asserted.contains(&(rule.id.as_str(), outcome.as_str()));
            coverage.possible += answers.len();
            coverage.asserted += answers.iter().filter(|outcome| is_asserted(outcome)).count();
            let outcomes: Vec<Outcome> = answers.into_iter().filter(|outcome| !is_asserted(outcome)).collect();
            if !outcomes.is_empty() {
                coverage.missing.push(Missing { id: rule.id.clone(), place: rule.place.clone(), outcomes });
            }
        }
        coverage
    }

    /// Whole percent, rounded down; all of nothing is everything.
    pub(super) fn percent(&self) -> usize {
        (self.asserted * 100).checked_div(self.possible).unwrap_or(100)
    }

    pub(super) fn in_words(&self) -> String {
        let mut text = String::new();
        for missing in &self.missing {
            let place = format!("{}:{}", shown_path(&missing.place.file), missing.place.line);
            // Writing to a text never fails.
            let _ = writeln!(text, "{place}: no test of {} asks for {}", missing.id, listed(&missing.outcomes));
        }
        let (asserted, possible, percent) = (self.asserted, self.possible, self.percent());
        let _ = writeln!(text, "coverage {percent} %: {asserted} of the {possible} answers that the rules can give");
        text
    }

    pub(super) fn as_json(&self) -> serde_json::Value {
        let missing = self.missing.iter().map(|one| {
            let outcomes: Vec<&str> = one.outcomes.iter().map(|outcome| outcome.as_str()).collect();
            json!({ "rule": one.id, "file": one.place.file, "line": one.place.line, "missing": outcomes })
        });
        let missing: Vec<_> = missing.collect();
        json!({ "percent": self.percent(), "asserted": self.asserted, "possible": self.possible, "rules": missing })
    }
}

fn listed(outcomes: &[Outcome]) -> String {
    let words: Vec<&str> = outcomes.iter().map(|outcome| outcome.as_str()).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        words => words.concat(),
    }
}
