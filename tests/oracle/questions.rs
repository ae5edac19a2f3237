//! Which fields to ask for, and in which order.

use std::cmp::Reverse;

use leadsieve::judge::Question;
use leadsieve::model::{Cell, Missing, Outcome, Unreadable};
use leadsieve::profile::{ColumnId, ColumnSource, Condition, Effect, Profile, Rule};

use super::Lead;
use super::condition::{counted_as, outcome};
use super::rule::{Ruling, banded};

/// One question per field, whether or not it can change anything; knock-outs first, then by points at stake, then in the order of the fields.
pub fn questions(profile: &Profile, lead: &Lead, rulings: &[Ruling]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (field, about) in profile.fields.iter().enumerate() {
        let waits = |rule: &usize| {
            rulings[*rule].outcome == Outcome::Unknown
                && open_fields(profile, &profile.rules[*rule], lead).contains(&field)
        };
        let rules: Vec<usize> = (0..rulings.len()).filter(waits).collect();
        if about.ask.is_some() && !rules.is_empty() {
            let knock_out = rules.iter().any(|rule| profile.rules[*rule].is_knock_out());
            let stake = rules.iter().map(|rule| rulings[*rule].points.1 - rulings[*rule].points.0).sum();
            questions.push(Question { field, rules, knock_out, stake });
        }
    }
    questions.sort_by_key(|question| (!question.knock_out, Reverse(question.stake), question.field));
    questions
}

/// The fields behind the tests that are unknown in a part of the rule that is unknown.
fn open_fields(profile: &Profile, rule: &Rule, lead: &Lead) -> Vec<usize> {
    let columns = unknown_columns(profile, rule, lead);
    columns.into_iter().flat_map(|column| to_ask(profile, column, lead)).collect()
}

/// Whether a field behind those tests, or one that its class or look-up is made of, is unreadable.
pub fn waits_for_unreadable(profile: &Profile, rule: &Rule, lead: &Lead) -> bool {
    let mut behind = unknown_columns(profile, rule, lead);
    while let Some(column) = behind.pop() {
        match &profile.columns[column.0] {
            ColumnSource::Field { .. } if matches!(lead[column.0], Cell::Unreadable(_)) => return true,
            ColumnSource::Field { .. } | ColumnSource::Fact(_) => {}
            ColumnSource::Lookup { lookup, .. } => behind.extend(&profile.lookups[*lookup].from),
            ColumnSource::Place { code, country } => behind.extend([*code, *country]),
            ColumnSource::Class(class) => behind.extend(profile.classes[*class].columns()),
        }
    }
    false
}

fn unknown_columns(profile: &Profile, rule: &Rule, lead: &Lead) -> Vec<ColumnId> {
    let mut columns = Vec::new();
    for condition in rule.only_if.iter().chain(rule.condition()) {
        open_columns(profile, condition, lead, &mut columns);
    }
    if let Effect::Bands { column, bands, range_as } = &rule.effect {
        let (cell, _) = counted_as(&lead[column.0], *range_as);
        if banded(profile, *column, bands, &cell).0 == Outcome::Unknown {
            columns.push(*column);
        }
    }
    columns
}

fn open_columns(profile: &Profile, condition: &Condition, lead: &Lead, open: &mut Vec<ColumnId>) {
    if outcome(profile, condition, lead) != Outcome::Unknown {
        return;
    }
    match condition {
        Condition::Shared(shared) => open_columns(profile, &shared.condition, lead, open),
        Condition::Test { column, .. } => open.push(*column),
        Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
            of.iter().for_each(|part| open_columns(profile, part, lead, open));
        }
    }
}

/// Classes and look-ups ask their source; *not found* asks nothing; a phone without a country asks for the country.
fn to_ask(profile: &Profile, column: ColumnId, lead: &Lead) -> Vec<usize> {
    match (&profile.columns[column.0], &lead[column.0]) {
        (ColumnSource::Fact(_), _) => Vec::new(),
        (ColumnSource::Lookup { .. } | ColumnSource::Place { .. }, Cell::NotFound) => Vec::new(),
        (ColumnSource::Field { .. }, Cell::Known(_)) => Vec::new(),
        (ColumnSource::Field { field, .. }, Cell::Unreadable(Unreadable::NoCountry)) => {
            vec![profile.fields[*field].country_from.unwrap_or(*field)]
        }
        (ColumnSource::Field { field, .. }, _) => vec![*field],
        (ColumnSource::Lookup { lookup, .. }, _) => {
            profile.lookups[*lookup].from.iter().flat_map(|source| to_ask(profile, *source, lead)).collect()
        }
        (ColumnSource::Place { code, country }, _) => {
            [code, country].into_iter().flat_map(|source| to_ask(profile, *source, lead)).collect()
        }
        (ColumnSource::Class(class), Cell::Missing(Missing::NoClass)) => {
            let from = profile.classes[*class].from;
            match &profile.columns[from.0] {
                ColumnSource::Field { field, .. } => vec![*field],
                _ => to_ask(profile, from, lead),
            }
        }
        (ColumnSource::Class(class), _) => {
            let class = &profile.classes[*class];
            let rows = class.rows.iter().flat_map(|row| row.condition.columns());
            std::iter::once(class.from).chain(rows).flat_map(|source| to_ask(profile, source, lead)).collect()
        }
    }
}
