//! Leads that one rule alone rejects: how many, and how far they are from passing.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{DataFrame, PolarsError};
use serde::{Deserialize, Serialize};

/// So many values of a rule without a limit are named.
const VALUES: usize = 5;

/// What is close: a tenth of the limit, or so many days.
const CLOSE: f64 = 0.1;
const CLOSE_DAYS: f64 = 30.0;

/// Distances are kept in hundredths, so that they can be put in order and counted.
const HUNDREDTHS: f64 = 100.0;

/// The leads that a rule alone rejects, and what they lack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Miss {
    /// The rule.
    pub rule: String,
    /// The field or column that would have to say something else; blank where that is not told.
    pub field: String,
    /// How many leads.
    pub leads: u64,
    /// How far they are from the limit; nothing where the rule has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Gaps>,
    /// What most of them say instead, the most frequent first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

/// How far leads are from a limit on one side of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gaps {
    /// The limit: a number, a day, a length with its unit.
    pub limit: String,
    /// Whether they lie above the limit.
    pub above: bool,
    /// How many are within a tenth of the limit, or within thirty days.
    pub close: u64,
    /// A quarter of them is at most so far away, in the unit of the limit, or in days.
    pub quarter: f64,
    /// Half of them are at most so far away.
    pub half: f64,
}

/// What some leads say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Value {
    /// In its normal form.
    pub value: String,
    /// How many leads say so.
    pub leads: u64,
}

/// Rule, then what is missed, then how often by how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Misses(BTreeMap<String, BTreeMap<Missed, u64>>);

/// What a lead lacks; ordered by field, limit, side and distance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Missed {
    field: String,
    limit: Option<(String, bool)>,
    hundredths: i64,
    value: Option<String>,
}

/// The same with its rule in front, as a frame has it: rule, field, limit with its side, hundredths, value.
type Borrowed<'f> = (&'f str, &'f str, Option<(&'f str, bool)>, i64, Option<&'f str>);

/// A field, and the limit with its side.
type Side<'m> = (&'m str, Option<&'m (String, bool)>);

/// Misses with the number of leads of each.
type Counted<'m> = Vec<(&'m Missed, u64)>;

impl Misses {
    pub(super) fn add(&mut self, frame: &DataFrame) -> Result<(), PolarsError> {
        let text = |name: &str| frame.column(name)?.str();
        let (alone, by) = (text("alone")?, frame.column("missed_by")?.f64()?);
        let whats = text("missed_field")?.iter().zip(text("missed_limit")?.iter()).zip(text("missed_value")?.iter());
        // Borrowed from the frame: a big run has half a million of them, and few that differ.
        let mut counts: HashMap<Borrowed<'_>, u64> = HashMap::new();
        for ((rule, by), ((field, limit), value)) in alone.iter().zip(by.iter()).zip(whats) {
            let Some(rule) = rule else { continue };
            let by = by.unwrap_or(0.0);
            let limit = limit.map(|limit| (limit, by > 0.0));
            *counts.entry((rule, field.unwrap_or_default(), limit, hundredths(by), value)).or_default() += 1;
        }
        #[expect(clippy::iter_over_hash_type, reason = "they are put in order")]
        for ((rule, field, limit, hundredths, value), leads) in counts {
            let limit = limit.map(|(limit, above)| (limit.to_owned(), above));
            let missed = Missed { field: field.to_owned(), limit, hundredths, value: value.map(str::to_owned) };
            *self.0.entry(rule.to_owned()).or_default().entry(missed).or_default() += leads;
        }
        Ok(())
    }

    /// How many leads a rule alone rejects.
    pub(super) fn leads(&self, rule: &str) -> u64 {
        self.0.get(rule).map_or(0, |misses| misses.values().sum())
    }

    /// What is told of them, the rule and field with most leads first.
    pub(super) fn ranked(&self) -> Vec<Miss> {
        let mut ranked: Vec<Miss> = self.0.iter().flat_map(|(rule, misses)| of_rule(rule, misses)).collect();
        ranked.sort_by_key(|miss| std::cmp::Reverse(miss.leads));
        ranked
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a distance beyond ten to the seventeenth is as good as that")]
fn hundredths(by: f64) -> i64 {
    (by.abs() * HUNDREDTHS).round() as i64
}

/// One for each field, limit and side.
fn of_rule(rule: &str, misses: &BTreeMap<Missed, u64>) -> Vec<Miss> {
    let mut sides: BTreeMap<Side<'_>, Counted<'_>> = BTreeMap::new();
    for (missed, leads) in misses {
        sides.entry((&missed.field, missed.limit.as_ref())).or_default().push((missed, *leads));
    }
    let side = |((field, limit), misses): (Side<'_>, Counted<'_>)| Miss {
        rule: rule.to_owned(),
        field: field.to_owned(),
        leads: misses.iter().map(|(_, leads)| leads).sum(),
        gaps: limit.map(|(limit, above)| gaps(limit, *above, &misses)),
        values: values(&misses),
    };
    sides.into_iter().map(side).collect()
}

/// The misses come in the order of their distances.
fn gaps(limit: &str, above: bool, misses: &[(&Missed, u64)]) -> Gaps {
    let close = close(limit);
    let near = misses.iter().filter(|(missed, _)| distance(missed) <= close).map(|(_, leads)| leads).sum();
    Gaps { limit: limit.to_owned(), above, close: near, quarter: at(misses, 4), half: at(misses, 2) }
}

#[expect(clippy::cast_precision_loss, reason = "more digits than anybody reads")]
fn distance(missed: &Missed) -> f64 {
    missed.hundredths as f64 / HUNDREDTHS
}

/// The distance within which one in `parts` of the leads is.
fn at(misses: &[(&Missed, u64)], parts: u64) -> f64 {
    let all: u64 = misses.iter().map(|(_, leads)| leads).sum();
    let mut so_far = 0;
    let mut within = misses.iter().skip_while(|(_, leads)| {
        so_far += leads;
        so_far * parts < all
    });
    within.next().map_or(0.0, |(missed, _)| distance(missed))
}

/// How far from a limit is close: a limit is a day, a number, or a length with its unit.
fn close(limit: &str) -> f64 {
    match limit.split(' ').next().and_then(|number| number.parse::<f64>().ok()) {
        Some(number) => number.abs() * CLOSE,
        None => CLOSE_DAYS,
    }
}

/// The most frequent values.
fn values(misses: &[(&Missed, u64)]) -> Vec<Value> {
    let named = misses.iter().filter_map(|(missed, leads)| Some((missed.value.clone()?, *leads)));
    let mut values: Vec<Value> = named.map(|(value, leads)| Value { value, leads }).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.leads));
    values.truncate(VALUES);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(by: i64, leads: u64) -> (Missed, u64) {
        (Missed { hundredths: by * 100, ..Missed::default() }, leads)
    }

    #[test]
    fn distances_are_told_by_their_quarters() {
        let table = [
            (vec![missed(1, 1), missed(2, 1), missed(3, 1), missed(40, 1)], "50", "3 1 2"),
            (vec![missed(5, 1), missed(6, 9)], "50", "1 6 6"),
            (vec![missed(4, 1)], "50 km", "1 4 4"),
            (vec![missed(30, 1), missed(31, 1)], "2026-11-01", "1 30 30"),
            (vec![missed(1, 2)], "0", "0 1 1"),
        ];
        for (misses, limit, expected) in table {
            let misses: Vec<(&Missed, u64)> = misses.iter().map(|(missed, leads)| (missed, *leads)).collect();
            let gaps = gaps(limit, true, &misses);
            assert_eq!(format!("{} {} {}", gaps.close, gaps.quarter, gaps.half), expected, "{limit}");
        }
    }

    #[test]
    fn the_most_frequent_values_come_first() {
        let say = |value: &str, leads| (Missed { value: Some(value.to_owned()), ..Missed::default() }, leads);
        let misses: BTreeMap<Missed, u64> =
            [say("staff", 3), say("head", 9), say("a", 1), say("b", 1), say("c", 1), say("d", 1)].into_iter().collect();
        let told = of_rule("authority.can-sign", &misses);
        let values: Vec<_> = told[0].values.iter().map(|one| format!("{} {}", one.value, one.leads)).collect();
        assert_eq!((told.len(), told[0].leads, values.join(", ").as_str()), (1, 16, "head 9, staff 3, a 1, b 1, c 1"));
    }
}
