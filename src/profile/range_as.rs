//! `range_as`: a range taken for one of its values.

use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::model::{Cell, Interval, Range, Value};

/// What a range counts as in one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeAs {
    /// Its lower end; an open one counts as its closed end.
    Low,
    /// The mean of its ends; an open one counts as its closed end.
    Middle,
    /// Its upper end; an open one counts as its closed end.
    High,
}

/// The cell that a test sees where ranges count as one value, and whether this one was a range.
#[must_use]
pub fn settled(cell: Cell<'_>, range_as: Option<RangeAs>) -> (Cell<'_>, bool) {
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
