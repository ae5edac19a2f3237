//! Which values a cell may have, as a list.

use std::ops::Bound;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use leadsieve::field_types::FieldType;
use leadsieve::model::{Cell, Range, Text, Value};
use leadsieve::operators::{Predicate, Test};
use leadsieve::profile::{ColumnId, ColumnSource, LookupPart, Profile};
use rust_decimal::Decimal;

/// The words that text cells are made of; the last one is what no rule names.
pub const WORDS: [&str; 6] = ["owner", "manager", "sales manager", "co-owner", "staff", "something else"];

/// The kinds that a telephone number may have; the last one is what no band names.
pub const KINDS: [&str; 5] = ["voip", "toll_free", "fixed", "mobile", "pager"];

/// Postal codes: Munich, Augsburg, Berlin, Hamburg, and one that no table has.
pub const POSTAL_CODES: [&str; 5] = ["80331", "86150", "10115", "20095", "00000"];

/// Countries; the last one has none of these codes.
pub const COUNTRIES: [&str; 2] = ["DE", "AT"];

/// Day number `day` of the grid.
pub fn day(day: i32) -> Date {
    date(2026, 1, 1).saturating_add(day.days())
}

/// All values that a column can have at all: what a cell that is not known may turn out to be.
pub fn all(profile: &Profile, column: ColumnId) -> Vec<Value<'static>> {
    let (field, part) = match &profile.columns[column.0] {
        ColumnSource::Field { field, part } => (field, part),
        ColumnSource::Lookup { part: LookupPart::Away(_), .. } => {
            return (0..=7_000).map(|tenth| Value::Number(Decimal::new(tenth, 1))).collect();
        }
        ColumnSource::Place { .. } => return everywhere(),
        ColumnSource::Class(class) => {
            let class = &profile.classes[*class];
            return some(class.rows.iter().map(|row| &row.value).chain(&class.otherwise));
        }
        ColumnSource::Lookup { lookup, part: LookupPart::Value(place) } => {
            let lookup = &profile.lookups[*lookup];
            let values = lookup.rows.iter().map(|row| &row[*place]).filter(|value| !value.is_empty());
            return some(values.chain(&lookup.otherwise));
        }
        ColumnSource::Fact(_) => return texts(&WORDS),
    };
    match &profile.fields[*field].field_type {
        _ if part.is_some() => texts(&KINDS),
        FieldType::Number(style) => {
            let step = if style.whole { 4 } else { 1 };
            let grid = (-16..=80).step_by(step).map(|quarter| Decimal::new(quarter * 25, 2));
            grid.filter(|number| style.min.is_none_or(|min| *number >= min)).map(Value::Number).collect()
        }
        FieldType::Date(_) => (-4..=20).map(|number| Value::Date(day(number))).collect(),
        FieldType::PostalCode => texts(&POSTAL_CODES),
        FieldType::Country => texts(&COUNTRIES),
        FieldType::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        FieldType::List { .. } => (0..8).map(parts).collect(),
        _ => texts(&WORDS),
    }
}

/// The values of a table; any word where it has none.
fn some<'v>(values: impl Iterator<Item = &'v String>) -> Vec<Value<'static>> {
    let values: Vec<_> = values.map(|value| Value::Text(Text::same(value.clone()))).collect();
    if values.is_empty() { texts(&WORDS) } else { values }
}

/// Every place that a lead can have.
fn everywhere() -> Vec<Value<'static>> {
    POSTAL_CODES.iter().filter_map(|code| super::derived::place("DE", code)).collect()
}

/// List number `bits` of all lists of three words.
pub fn parts(bits: usize) -> Value<'static> {
    Value::List((0..3).filter(|place| bits >> place & 1 == 1).map(|place| Text::same(WORDS[place])).collect())
}

fn texts(words: &[&'static str]) -> Vec<Value<'static>> {
    words.iter().map(|word| Value::Text(Text::same(*word))).collect()
}

/// The values that a cell may have; all of its column where it is not known.
pub fn possible(profile: &Profile, column: ColumnId, cell: &Cell<'static>) -> Vec<Value<'static>> {
    let all = || all(profile, column).into_iter();
    match cell {
        Cell::Known(value) => vec![value.clone()],
        Cell::Range(Range::Number(range)) => all()
            .filter(|value| matches!(value, Value::Number(number) if lies(number, &range.low, &range.high)))
            .collect(),
        Cell::Range(Range::Date(range)) => {
            all().filter(|value| matches!(value, Value::Date(date) if lies(date, &range.low, &range.high))).collect()
        }
        Cell::Range(Range::Choice { values, .. }) => {
            values.iter().map(|value| Value::Text(Text::same(*value))).collect()
        }
        _ => all().collect(),
    }
}

/// Whether a value lies between two ends.
pub fn lies<T: PartialOrd>(value: &T, low: &Bound<T>, high: &Bound<T>) -> bool {
    let above = match low {
        Bound::Included(low) => value >= low,
        Bound::Excluded(low) => value > low,
        Bound::Unbounded => true,
    };
    let below = match high {
        Bound::Included(high) => value <= high,
        Bound::Excluded(high) => value < high,
        Bound::Unbounded => true,
    };
    above && below
}

/// Whether a comparison holds for one value.
pub fn holds(test: &Test, value: &Value<'static>) -> bool {
    match (test, value) {
        (Test::IsKnown(wanted), _) => *wanted,
        (Test::Number(wanted), Value::Number(number)) => lies(number, &wanted.low, &wanted.high),
        (Test::Date(wanted), Value::Date(date)) => lies(date, &wanted.low, &wanted.high),
        (Test::YesNo(wanted), Value::YesNo(yes)) => wanted == yes,
        (Test::Text(test), Value::Text(text)) => test.predicates.iter().all(|one| predicate_holds(one, &text.compared)),
        (Test::List(test), Value::List(parts)) => {
            let found = test.values.iter().filter(|value| parts.iter().any(|part| part.compared == **value)).count();
            if test.all { found == test.values.len() } else { found > 0 }
        }
        _ => panic!("the random profiles test columns by their type: {test:?} of {value:?}"),
    }
}

fn predicate_holds(predicate: &Predicate, text: &str) -> bool {
    match predicate {
        Predicate::In { values, negated } => values.written.iter().any(|value| value == text) != *negated,
        Predicate::Words(words) => {
            let mut found = text.split(|c: char| !c.is_alphanumeric());
            found.any(|word| words.written.iter().any(|wanted| wanted == word))
        }
        Predicate::Near(near) => {
            super::derived::distance(text, &near.centre.to_string(), near.reach.unit) <= near.reach.amount
        }
        other => panic!("the random profiles have no {other:?}"),
    }
}
