//! Fields that rules leave unknown and nobody asks about.

use std::collections::HashSet;

use super::worlds::Worlds;
use super::{Lint, short};
use crate::criteria::notes::Notes;
use crate::diagnostic::Code;
use crate::model::Outcome;
use crate::operators::Test;
use crate::profile::{ColumnId, Condition, Effect, IfUnknown, Profile, Rule, identity};

pub(super) fn questions(lint: &Lint<'_>, worlds: &Worlds, notes: &mut Notes) {
    let mut told = HashSet::new();
    for rule in lint.profile.rules.iter().filter(|rule| !rule.dormant && rule.if_unknown == IfUnknown::Ask) {
        if worlds.outcomes(rule).is_some_and(|outcomes| !outcomes.contains(&Outcome::Unknown)) {
            continue;
        }
        for field in silent(lint.profile, rule) {
            if told.insert((field, rule.earns_nothing())) {
                tell(lint, rule, field, notes);
            }
        }
    }
}

/// The fields that leave a rule unknown, and that have no question.
fn silent(profile: &Profile, rule: &Rule) -> Vec<usize> {
    let mut fields: Vec<usize> = rule
        .only_if
        .iter()
        .chain(rule.condition())
        .flat_map(|condition| in_condition(profile, condition, &mut Vec::new()))
        .collect();
    if let Effect::Bands { column, .. } = &rule.effect {
        fields.extend(behind(profile, *column));
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// Where one of several is enough, one question is enough.
fn in_condition(profile: &Profile, condition: &Condition, known: &mut Vec<(usize, Vec<usize>)>) -> Vec<usize> {
    let mut each =
        |of: &[Condition]| -> Vec<Vec<usize>> { of.iter().map(|part| in_condition(profile, part, known)).collect() };
    match condition {
        Condition::Test { test: Test::IsKnown(_), .. } => Vec::new(),
        Condition::Test { column, .. } => behind(profile, *column).into_iter().collect(),
        Condition::All(of) | Condition::None(of) => each(of).concat(),
        Condition::Shared(shared) => {
            if let Some((_, fields)) = known.iter().find(|(one, _)| *one == identity(shared)) {
                return fields.clone();
            }
            let mut fields = in_condition(profile, &shared.condition, known);
            fields.sort_unstable();
            fields.dedup();
            known.push((identity(shared), fields.clone()));
            fields
        }
        Condition::Any { of, .. } => {
            let parts = each(of);
            if parts.iter().any(Vec::is_empty) { Vec::new() } else { parts.concat() }
        }
    }
}

/// The field behind a column, if nobody asks for it. A class of several fields needs a question for one of them.
fn behind(profile: &Profile, column: ColumnId) -> Option<usize> {
    let fields = profile.source_fields(column);
    let asked = fields.iter().any(|field| profile.fields[*field].ask.is_some());
    fields.first().copied().filter(|_| !asked)
}

fn tell(lint: &Lint<'_>, rule: &Rule, field: usize, notes: &mut Notes) {
    let (rule_name, field) = (short(rule), &lint.profile.fields[field].name);
    if rule.earns_nothing() {
        let message = format!("`{rule_name}` knocks out by `{field}`, and nobody asks for it where it is blank");
        let help = format!("add ask = \"…\" to [field.{field}], or if_unknown = \"pass\" or \"fail\" to the rule");
        lint.warn(rule, Code::W502, message, help, notes);
    } else {
        let message = format!("`{rule_name}` leaves its points open where `{field}` is blank, and nobody asks for it");
        let help = format!("add if_unknown = \"fail\" to the rule, or ask = \"…\" to [field.{field}]");
        lint.warn(rule, Code::W503, message, help, notes);
    }
}
