//! A condition over columns becomes [`Bits`].

use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Bits;
use crate::model::{Bitmap, Cell, Column, Interval, Outcome, Range, Value};
use crate::operators::Test;
use crate::profile::{Columns, Condition, RangeAs};

/// A condition's bits, and where a range was taken for one value.
#[derive(Clone, Debug)]
pub(super) struct Evaluated {
    pub(super) bits: Bits,
    pub(super) assumed: Option<Bitmap>,
}

/// Evaluates a condition over all records.
pub(super) fn evaluate(condition: &Condition, columns: &Columns, records: usize) -> Evaluated {
    match condition {
        Condition::Test { column, test, range_as } => leaf(columns.get(*column), test, *range_as),
        Condition::All(of) => group(of, columns, records, Bits::all),
        Condition::None(of) => group(of, columns, records, Bits::none),
        Condition::Any { need: 1, of } => group(of, columns, records, Bits::any),
        Condition::Any { need, of } => {
            group(of, columns, records, |parts, records| Bits::at_least(*need, parts, records))
        }
    }
}

/// What a condition says of one record: for explanations, which look at single records.
pub(super) fn outcome(condition: &Condition, columns: &Columns, record: usize) -> Outcome {
    let each = |of: &[Condition]| -> Vec<Bits> {
        of.iter().map(|part| Bits::constant(1, outcome(part, columns, record))).collect()
    };
    let bits = match condition {
        Condition::Test { column, test, range_as } => {
            let (cell, _) = settled(columns.get(*column).cell(record), *range_as);
            return test.outcome(&cell);
        }
        Condition::All(of) => Bits::all(&each(of), 1),
        Condition::None(of) => Bits::none(&each(of), 1),
        Condition::Any { need, of } => Bits::at_least(*need, &each(of), 1),
    };
    bits.outcome(0)
}

/// Each distinct cell is looked at once.
fn leaf(column: &Column, test: &Test, range_as: Option<RangeAs>) -> Evaluated {
    let mut assumed = Bitmap::filled(column.cells.len(), false);
    let outcomes: Vec<Outcome> = (0..column.cells.len())
        .map(|code| {
            let (cell, was_range) = settled(column.cells.get(code), range_as);
            if was_range {
                assumed.set(code, true);
            }
            test.outcome(&cell)
        })
        .collect();
    let assumed = range_as.map(|_| column.deal(&assumed));
    Evaluated { bits: Bits::dealt(column, &outcomes), assumed }
}

fn group(of: &[Condition], columns: &Columns, records: usize, combine: impl Fn(&[Bits], usize) -> Bits) -> Evaluated {
    let parts: Vec<Evaluated> = of.iter().map(|part| evaluate(part, columns, records)).collect();
    let assumed = parts.iter().fold(None, |assumed, part| either(assumed, part.assumed.as_ref()));
    let bits: Vec<Bits> = parts.into_iter().map(|part| part.bits).collect();
    Evaluated { bits: combine(&bits, records), assumed }
}

/// One where either is; nothing where there is neither.
pub(super) fn either(a: Option<Bitmap>, b: Option<&Bitmap>) -> Option<Bitmap> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.or(b)),
        (a, b) => a.or_else(|| b.cloned()),
    }
}

/// The cell that a test sees, and whether a range was taken for one value.
pub(super) fn settled(cell: Cell<'_>, range_as: Option<RangeAs>) -> (Cell<'_>, bool) {
    let value = match (&cell, range_as) {
        (Cell::Range(Range::Number(range)), Some(range_as)) => one_number(range, range_as).map(Value::Number),
        (Cell::Range(Range::Date(range)), Some(range_as)) => one_day(range, range_as).map(Value::Date),
        _ => None,
    };
    match value {
        Some(value) => (Cell::Known(value), true),
        None => (cell, false),
    }
}

/// The ends of an interval; an open one twice its closed end.
fn ends<T: Copy>(range: &Interval<T>) -> Option<(T, T)> {
    let end = |bound| match bound {
        Included(value) | Excluded(value) => Some(value),
        Unbounded => None,
    };
    match (end(range.low), end(range.high)) {
        (Some(low), Some(high)) => Some((low, high)),
        (Some(only), None) | (None, Some(only)) => Some((only, only)),
        (None, None) => None,
    }
}

fn one_number(range: &Interval<Decimal>, range_as: RangeAs) -> Option<Decimal> {
    let (low, high) = ends(range)?;
    Some(match range_as {
        RangeAs::Low => low,
        RangeAs::Middle => low + (high - low) / Decimal::TWO,
        RangeAs::High => high,
    })
}

fn one_day(range: &Interval<Date>, range_as: RangeAs) -> Option<Date> {
    let (low, high) = ends(range)?;
    Some(match range_as {
        RangeAs::Low => low,
        RangeAs::Middle => low.saturating_add((high.since(low).ok()?.get_days() / 2).days()),
        RangeAs::High => high,
    })
}
