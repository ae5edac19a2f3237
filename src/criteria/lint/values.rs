//! Values in rules that their field can never have.

use super::texts::field_type;
use super::worlds::{Worlds, each_test};
use super::{Lint, short};
use crate::criteria::notes::Notes;
use crate::criteria::suggest;
use crate::diagnostic::Code;
use crate::field_types::{FieldType, fold_key};
use crate::model::{Cell, Outcome, Value};
use crate::operators::{Predicate, Test, ValueSet};
use crate::profile::{ColumnId, ColumnSource, Rule};

/// The countries whose postal codes have five digits, as `field_types::postal_code` repairs them.
const FIVE_DIGITS: [&str; 5] = ["DE", "FR", "ES", "IT", "US"];

pub(super) fn values(lint: &Lint<'_>, worlds: &Worlds, notes: &mut Notes) {
    let five_digits = only_five_digits(lint, worlds);
    for rule in &lint.profile.rules {
        let mut named: Vec<(ColumnId, &str)> = Vec::new();
        each_test(rule, &mut |column, test, _| {
            named.extend(written(test).into_iter().map(|value| (column, value)));
        });
        named.dedup();
        for (column, value) in named {
            derived(lint, rule, column, value, notes);
            if five_digits && matches!(field_type(lint.profile, column), Some(FieldType::PostalCode)) {
                postal_code(lint, rule, value, notes);
            }
        }
    }
}

/// The whole values that a test names.
fn written(test: &Test) -> Vec<&str> {
    sets(test).flat_map(|values| &values.written).map(String::as_str).collect()
}

fn sets(test: &Test) -> impl Iterator<Item = &ValueSet> {
    let predicates = match test {
        Test::Text(test) => test.predicates.as_slice(),
        _ => &[],
    };
    predicates.iter().filter_map(|predicate| match predicate {
        Predicate::In { values, .. } => Some(values),
        _ => None,
    })
}

/// A class or look-up has the values of its table and no others.
fn derived(lint: &Lint<'_>, rule: &Rule, column: ColumnId, value: &str, notes: &mut Notes) {
    if !matches!(lint.profile.columns[column.0], ColumnSource::Class(_) | ColumnSource::Lookup { .. }) {
        return;
    }
    let cells = lint.profile.few_values(column).unwrap_or_default();
    let texts = cells.iter().filter_map(|cell| match cell {
        Cell::Known(Value::Text(text)) => Some(text),
        _ => None,
    });
    let texts: Vec<_> = texts.collect();
    if texts.is_empty() || texts.iter().any(|text| text.compared == fold_key(value)) {
        return;
    }
    let mut choices: Vec<&str> = texts.iter().map(|text| text.shown.as_ref()).collect();
    choices.sort_unstable();
    choices.dedup();
    let name = lint.profile.column_name(column);
    let message = format!("`{}` asks for \"{value}\", and `{name}` never has that value", short(rule));
    lint.warn(rule, Code::W511, message, suggest::help(value, choices), notes);
}

/// Whether the knock-outs let through only countries whose postal codes have five digits.
fn only_five_digits(lint: &Lint<'_>, worlds: &Worlds) -> bool {
    let country = lint.profile.columns.iter().position(|source| {
        matches!(source, ColumnSource::Field { field, part: None } if lint.profile.fields[*field].field_type == FieldType::Country)
    });
    let Some(country) = country.map(ColumnId) else { return false };
    let knock_outs = lint.profile.rules.iter().filter(|rule| rule.is_knock_out() && rule.columns() == [country]);
    knock_outs.into_iter().any(|rule| {
        let mut named = Vec::new();
        each_test(rule, &mut |_, test, _| named.extend(sets(test).flat_map(|values| &values.compared)));
        let only_named = named.iter().all(|code| FIVE_DIGITS.contains(&code.as_str()));
        // Whoever is not named fails: then the named ones are all that is let through.
        only_named && !named.is_empty() && fails_for_others(worlds, rule, country)
    })
}

fn fails_for_others(worlds: &Worlds, rule: &Rule, country: ColumnId) -> bool {
    let Some(sayings) = worlds.of(country) else { return false };
    let mut test = None;
    each_test(rule, &mut |_, one, _| test = Some(one));
    let Some(test) = test else { return false };
    // The first saying is that of a text that no set names.
    sayings.first().is_some_and(|unnamed| worlds.says(unnamed, test) == Outcome::Fail)
        && matches!(rule.effect, crate::profile::Effect::Must(_))
}

fn postal_code(lint: &Lint<'_>, rule: &Rule, value: &str, notes: &mut Notes) {
    let code = value.trim();
    if !code.bytes().all(|byte| byte.is_ascii_digit()) || code.len() == 5 {
        return;
    }
    let message = format!(
        "`{}` asks for the postal code \"{code}\", and those of this profile's countries have five digits",
        short(rule)
    );
    let help = match code.len() {
        4 => format!("write \"0{code}\" if it lost its zero, else all five digits"),
        _ => "write all five digits".to_owned(),
    };
    lint.warn(rule, Code::W511, message, help, notes);
}
