//! Leads in every state that a cell can have, and the columns that hold them.

use std::ops::Bound;

use leadsieve::model::{Cell, Cells, Codes, Column, Interval, Missing, Range, Text, Unreadable, Value};
use leadsieve::profile::{ColumnSource, Profile};
use rust_decimal::Decimal;

use super::Choices;
use crate::oracle::Lead;
use crate::oracle::values::{COUNTRIES, KINDS, POSTAL_CODES, WORDS, day, parts};

/// The columns that come out of the list, by their places.
pub fn base_columns(profile: &Profile) -> Vec<usize> {
    let is_base = |place: &usize| matches!(profile.columns[*place], ColumnSource::Field { .. } | ColumnSource::Fact(_));
    (0..profile.columns.len()).filter(is_base).collect()
}

/// The cells of one lead in those columns.
pub fn lead(choices: &mut Choices<'_>) -> Lead {
    (0..11).map(|column| cell(choices, column)).collect()
}

/// A cell of a column in any state.
fn cell(choices: &mut Choices<'_>, column: usize) -> Cell<'static> {
    match choices.below(8) {
        0..=3 => known(choices, column),
        4 | 5 => range(choices, column),
        6 => Cell::Missing(choices.one(&[Missing::Blank, Missing::Marker, Missing::NoColumn])),
        _ if column == 6 => Cell::Unreadable(choices.one(&[Unreadable::Malformed, Unreadable::NoCountry])),
        _ => Cell::Unreadable(Unreadable::Malformed),
    }
}

fn known(choices: &mut Choices<'_>, column: usize) -> Cell<'static> {
    Cell::Known(match column {
        0 => Value::Number(choices.between(0, 13).into()),
        1 => Value::Number(Decimal::new(choices.between(-2, 26) * 5, 1)),
        2 => Value::Date(day(small(choices.between(-1, 13)))),
        4 => Value::YesNo(choices.once_in(2)),
        5 => parts(choices.below(8)),
        6 => Value::Text(Text::same(choices.one(&KINDS))),
        9 => Value::Text(Text::same(choices.one(&POSTAL_CODES))),
        10 => Value::Text(Text::same(choices.one(&COUNTRIES))),
        _ => Value::Text(Text::same(choices.one(&WORDS))),
    })
}

/// A range, as the field's type makes them: of whole numbers and of days with closed ends. Where a type has no ranges,
/// a known cell.
fn range(choices: &mut Choices<'_>, column: usize) -> Cell<'static> {
    let (a, b) = (choices.between(0, 12), choices.between(0, 12));
    let (low, high) = (a.min(b), a.max(b));
    match column {
        _ if low == high => known(choices, column),
        0 if choices.once_in(3) => Cell::Range(Range::Number(Interval::at_least(low.into()))),
        0 => Cell::Range(Range::Number(Interval::closed(low.into(), high.into()))),
        1 => Cell::Range(Range::Number(numbers(choices, low.into(), high.into()))),
        2 => Cell::Range(Range::Date(Interval::closed(day(small(low)), day(small(high))))),
        6 => Cell::Range(Range::Choice { shown: "fixed_or_mobile", values: &["fixed", "mobile"] }),
        _ => known(choices, column),
    }
}

fn numbers(choices: &mut Choices<'_>, low: Decimal, high: Decimal) -> Interval<Decimal> {
    let (mut from, mut to) = (Bound::Included(low), Bound::Included(high));
    match choices.below(6) {
        1 => from = Bound::Excluded(low),
        2 => to = Bound::Excluded(high),
        3 => from = Bound::Unbounded,
        4 => to = Bound::Unbounded,
        5 => (from, to) = (Bound::Excluded(low), Bound::Unbounded),
        _ => {}
    }
    Interval { low: from, high: to }
}

fn small(number: i64) -> i32 {
    i32::try_from(number).expect("a bug of the test: a small number")
}

/// Says more about a cell than before: a gap becomes a range or a value, a range one of its values or a narrower range.
/// Nothing where everything is known already.
pub fn refine(choices: &mut Choices<'_>, column: usize, cell: &Cell<'static>) -> Option<Cell<'static>> {
    match cell {
        Cell::Known(_) => None,
        Cell::Range(range) => Some(narrower(choices, column, range)),
        _ if choices.once_in(3) => Some(self::range(choices, column)),
        _ => Some(known(choices, column)),
    }
}

fn narrower(choices: &mut Choices<'_>, column: usize, range: &Range) -> Cell<'static> {
    // Whatever lies in the range will do; a handful of draws nearly always finds something.
    for _ in 0..20 {
        let other = if choices.once_in(2) { self::range(choices, column) } else { known(choices, column) };
        if lies_within(&other, range) {
            return other;
        }
    }
    Cell::Range(range.clone())
}

fn lies_within(cell: &Cell<'static>, range: &Range) -> bool {
    match (cell, range) {
        (Cell::Known(Value::Number(number)), Range::Number(range)) => range.contains(number),
        (Cell::Known(Value::Date(date)), Range::Date(range)) => range.contains(date),
        (Cell::Known(Value::Text(text)), Range::Choice { values, .. }) => values.contains(&text.compared.as_ref()),
        (Cell::Range(Range::Number(other)), Range::Number(range)) => other.is_within(range),
        (Cell::Range(Range::Date(other)), Range::Date(range)) => other.is_within(range),
        _ => false,
    }
}

/// The column that holds the cells at `place` of some leads, coded in one of the three ways.
pub fn columns(choices: &mut Choices<'_>, leads: &[Lead], place: usize) -> Column {
    let cells: Vec<&Cell<'static>> = leads.iter().map(|lead| &lead[place]).collect();
    let same = !cells.is_empty() && cells.iter().all(|cell| *cell == cells[0]);
    match choices.below(3) {
        0 => each(&cells),
        1 if same => Column::same(cells[0], cells.len()),
        _ => coded(choices, &cells),
    }
}

fn each(cells: &[&Cell<'static>]) -> Column {
    let mut store = Cells::default();
    cells.iter().for_each(|cell| store.push(cell));
    Column { codes: Codes::Each(cells.len()), cells: store }
}

/// Most repeated cells share a code, some have one of their own, as where a reader forgets what it met.
fn coded(choices: &mut Choices<'_>, cells: &[&Cell<'static>]) -> Column {
    let (mut distinct, mut codes): (Vec<&Cell<'static>>, Vec<u32>) = (Vec::new(), Vec::new());
    for cell in cells {
        let met = distinct.iter().position(|known| known == cell).filter(|_| !choices.once_in(16));
        let code = met.unwrap_or_else(|| {
            distinct.push(cell);
            distinct.len() - 1
        });
        codes.push(u32::try_from(code).expect("a bug of the test: a small number"));
    }
    let mut store = Cells::default();
    distinct.iter().for_each(|cell| store.push(cell));
    Column { codes: Codes::Coded(codes), cells: store }
}
