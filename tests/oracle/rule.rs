//! From a rule to its outcome and points.

use leadsieve::model::Outcome::{self, Fail, Pass, Skipped, Unknown};
use leadsieve::model::{Cell, Missing, Value};
use leadsieve::operators::Test;
use leadsieve::profile::{Band, ColumnId, Effect, IfUnknown, Profile, Rule};

use super::condition::{counted_as, outcome, takes_a_range};
use super::values::{all, holds, possible};
use super::{Lead, questions};

/// What a rule says of one lead.
#[derive(Debug)]
pub struct Ruling {
    pub outcome: Outcome,
    pub assumed: bool,
    pub points: (i64, i64),
}

/// A rule by itself, before `only_if`, `if_unknown` and `if_unreadable`.
struct Bare {
    outcome: Outcome,
    points: (i64, i64),
    took_a_range: bool,
}

/// Applies `only_if`, then `if_unreadable` or `if_unknown`.
pub fn ruling(profile: &Profile, rule: &Rule, lead: &Lead) -> Ruling {
    let gate = rule.only_if.as_ref().map_or(Pass, |only_if| outcome(profile, only_if, lead));
    let gate_assumed = rule.only_if.as_ref().is_some_and(|only_if| takes_a_range(only_if, lead));
    if rule.dormant {
        return Ruling { outcome: Skipped, assumed: false, points: (0, 0) };
    }
    if gate == Fail {
        return Ruling { outcome: Skipped, assumed: gate_assumed, points: (0, 0) };
    }
    let bare = bare(profile, rule, lead);
    let (mut outcome, mut points) = (bare.outcome, bare.points);
    if gate == Unknown {
        outcome = behind_an_open_gate(rule, outcome);
        points = (points.0.min(0), points.1.max(0));
    }
    let answer =
        if questions::waits_for_unreadable(profile, rule, lead) { rule.if_unreadable } else { rule.if_unknown };
    let settled = outcome == Unknown && answer != IfUnknown::Ask;
    if settled {
        (outcome, points) = assumed(rule, answer);
    }
    Ruling { outcome, assumed: settled || gate_assumed || bare.took_a_range, points }
}

/// A knock-out is unknown unless it passes anyway. A score rule whose condition fails earns nothing either way.
fn behind_an_open_gate(rule: &Rule, outcome: Outcome) -> Outcome {
    match outcome {
        Pass if rule.is_knock_out() => Pass,
        Fail if !rule.is_knock_out() => Fail,
        _ => Unknown,
    }
}

/// What an unknown is settled as.
fn assumed(rule: &Rule, answer: IfUnknown) -> (Outcome, (i64, i64)) {
    match (answer, &rule.effect) {
        (IfUnknown::Pass, Effect::Points(_, points)) => (Pass, (*points, *points)),
        (IfUnknown::Pass, _) => (Pass, (0, 0)),
        _ => (Fail, (0, 0)),
    }
}

fn bare(profile: &Profile, rule: &Rule, lead: &Lead) -> Bare {
    match &rule.effect {
        Effect::Must(condition) => Bare {
            outcome: outcome(profile, condition, lead),
            points: (0, 0),
            took_a_range: takes_a_range(condition, lead),
        },
        Effect::MustNot(condition) => Bare {
            outcome: outcome(profile, condition, lead).opposite(),
            points: (0, 0),
            took_a_range: takes_a_range(condition, lead),
        },
        Effect::Points(condition, points) => {
            let outcome = outcome(profile, condition, lead);
            let points = match outcome {
                Pass => (*points, *points),
                Unknown => ((*points).min(0), (*points).max(0)),
                _ => (0, 0),
            };
            Bare { outcome, points, took_a_range: takes_a_range(condition, lead) }
        }
        Effect::Bands { column, bands, range_as } => {
            let (cell, took_a_range) = counted_as(&lead[column.0], *range_as);
            let (outcome, points) = banded(profile, *column, bands, &cell);
            Bare { outcome, points, took_a_range }
        }
    }
}

/// Bands by listing every value that the cell may have, and which band each one gets.
pub fn banded(profile: &Profile, column: ColumnId, bands: &[Band], cell: &Cell<'static>) -> (Outcome, (i64, i64)) {
    // What cannot be read may say something or nothing.
    let known: &[bool] = match cell {
        Cell::Known(_) | Cell::Range(_) => &[true],
        Cell::Unreadable(_) => &[true, false],
        _ => &[false],
    };
    let meets = |test: &Test, value: &Value<'static>, is_known: bool| match test {
        Test::IsKnown(wanted) => is_known == *wanted,
        test => holds(test, value),
    };
    let band_of =
        |value, is_known| bands.iter().position(|band| band.tests.iter().all(|test| meets(test, value, is_known)));
    let values = possible(profile, column, cell);
    let reached: Vec<Option<usize>> = known
        .iter()
        .flat_map(|is_known| values.iter().map(move |value| (value, *is_known)))
        .map(|(value, is_known)| band_of(value, is_known))
        .collect();
    let points = || reached.iter().map(|band| band.map_or(0, |band| bands[band].points));
    let range = (points().min().unwrap_or(0), points().max().unwrap_or(0));
    let one = reached.iter().all(|band| *band == reached[0]);
    let outcome = match reached[0] {
        _ if !one => Unknown,
        Some(_) => Pass,
        None => Fail,
    };
    (outcome, range)
}

/// The most that a rule could ever earn.
pub fn at_most(profile: &Profile, rule: &Rule) -> i64 {
    match &rule.effect {
        _ if rule.dormant => 0,
        Effect::Must(_) | Effect::MustNot(_) => 0,
        Effect::Points(_, points) => (*points).max(0),
        Effect::Bands { column, bands, .. } => {
            let cells = all(profile, *column).into_iter().map(Cell::Known).chain([Cell::Missing(Missing::Blank)]);
            let most = cells.map(|cell| banded(profile, *column, bands, &cell).1.1).max().unwrap_or(0);
            if rule.only_if.is_some() { most.max(0) } else { most }
        }
    }
}
