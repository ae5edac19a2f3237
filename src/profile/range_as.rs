//! `range_as`: a range taken for one of its values.

use std::ops::Bound::{self, Excluded, Included, Unbounded};

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use rust_decimal::Decimal;

use crate::model::{Cell, Interval, Range, Value};

/// What a range counts as in one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RangeAs {
    /// Its lower end; an open one counts as its closed end.
    Low,
    /// The mean of its ends; an open one counts as its closed end.
    Middle,
    /// The same where only whole numbers count: of two in the middle the lower one.
    WholeMiddle,
    /// Its upper end; an open one counts as its closed end.
    High,
}

impl RangeAs {
    /// The same for a field of which only whole numbers count, or not.
    #[must_use]
    pub const fn of_field(self, whole: bool) -> Self {
        match self {
            Self::Middle if whole => Self::WholeMiddle,
            other => other,
        }
    }
}

/// The cell that a test sees where ranges count as one value, and whether this one was a range.
///
/// The end of a range that does not belong to it (`>500`) has no value of its own: what stands for it is a range so
/// narrow that no limit lies in it.
#[must_use]
pub fn settled(cell: Cell<'_>, range_as: Option<RangeAs>) -> (Cell<'_>, bool) {
    let one = match (&cell, range_as) {
        (Cell::Range(Range::Number(range)), Some(range_as)) => one_number(range, range_as),
        (Cell::Range(Range::Date(range)), Some(range_as)) => {
            one_day(range, range_as).map(|day| Cell::Known(Value::Date(day)))
        }
        _ => None,
    };
    match one {
        Some(one) => (one, true),
        None => (cell, false),
    }
}

/// The same for distances: an end that does not belong to a range is counted from all the same.
#[must_use]
pub fn settled_end(cell: Cell<'_>, range_as: Option<RangeAs>) -> Cell<'_> {
    match settled(cell, range_as) {
        (
            Cell::Range(Range::Number(
                Interval { low: Excluded(end), high: Included(_) } | Interval { low: Included(_), high: Excluded(end) },
            )),
            true,
        ) => known(end),
        (cell, _) => cell,
    }
}

/// The ends of an interval; an open one twice its closed end.
fn ends<T: Copy>(range: &Interval<T>) -> Option<(T, T)> {
    match (end(range.low), end(range.high)) {
        (Some(low), Some(high)) => Some((low, high)),
        (Some(only), None) | (None, Some(only)) => Some((only, only)),
        (None, None) => None,
    }
}

fn end<T>(bound: Bound<T>) -> Option<T> {
    match bound {
        Included(value) | Excluded(value) => Some(value),
        Unbounded => None,
    }
}

fn one_number(range: &Interval<Decimal>, range_as: RangeAs) -> Option<Cell<'static>> {
    match (range.low, range.high) {
        (Unbounded, Unbounded) => None,
        (low, Unbounded) => above(low),
        (Unbounded, high) => below(high),
        (low, high) => {
            let (least, most) = end(low).zip(end(high))?;
            let middle = least + (most - least) / Decimal::TWO;
            match range_as {
                RangeAs::Low => above(low),
                RangeAs::Middle => Some(known(middle)),
                RangeAs::WholeMiddle => Some(known(middle.floor())),
                RangeAs::High => below(high),
            }
        }
    }
}

const fn known(number: Decimal) -> Cell<'static> {
    Cell::Known(Value::Number(number))
}

/// The lower end, or what lies right above it where it does not belong to the range.
fn above(low: Bound<Decimal>) -> Option<Cell<'static>> {
    match low {
        Included(low) => Some(known(low)),
        Excluded(low) => {
            let next = beside(low, Decimal::checked_add)?;
            Some(Cell::Range(Range::Number(Interval { low: Excluded(low), high: Included(next) })))
        }
        Unbounded => None,
    }
}

/// The upper end, or what lies right below it.
fn below(high: Bound<Decimal>) -> Option<Cell<'static>> {
    match high {
        Included(high) => Some(known(high)),
        Excluded(high) => {
            let next = beside(high, Decimal::checked_sub)?;
            Some(Cell::Range(Range::Number(Interval { low: Included(next), high: Excluded(high) })))
        }
        Unbounded => None,
    }
}

/// The next number that can be written at all.
fn beside(number: Decimal, step: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Decimal> {
    let steps = (0..=Decimal::MAX_SCALE).rev().map(|scale| Decimal::new(1, scale));
    steps.filter_map(|one| step(number, one)).find(|next| *next != number)
}

fn one_day(range: &Interval<Date>, range_as: RangeAs) -> Option<Date> {
    let (low, high) = ends(range)?;
    Some(match range_as {
        RangeAs::Low => low,
        RangeAs::Middle | RangeAs::WholeMiddle => {
            low.saturating_add((low.until((Unit::Day, high)).ok()?.get_days() / 2).days())
        }
        RangeAs::High => high,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outcome::{self, Fail, Pass};
    use crate::operators::Test;

    fn said(range: Interval<i64>, range_as: RangeAs, wanted: Interval<i64>) -> Outcome {
        let decimal =
            |one: Interval<i64>| Interval { low: one.low.map(Decimal::from), high: one.high.map(Decimal::from) };
        let (cell, was_range) = settled(Cell::Range(Range::Number(decimal(range))), Some(range_as));
        assert!(was_range, "{range}");
        Test::Number(decimal(wanted)).outcome(&cell)
    }

    #[test]
    fn an_end_that_does_not_belong_stays_outside() {
        let (above, up_to) = (Interval::more_than(500), Interval::at_most(500));
        let (from, below) = (Interval::at_least(500), Interval::less_than(500));
        for range_as in [RangeAs::Low, RangeAs::Middle, RangeAs::WholeMiddle, RangeAs::High] {
            let table = [
                (above, above, Pass),
                (above, up_to, Fail),
                (above, from, Pass),
                (above, Interval::point(500), Fail),
                (above, Interval::less_than(501), Pass),
                (above, Interval::at_least(501), Fail),
                (from, above, Fail),
                (from, up_to, Pass),
                (below, below, Pass),
                (below, from, Fail),
                (below, up_to, Pass),
                (below, Interval::more_than(499), Pass),
                (up_to, below, Fail),
                (up_to, from, Pass),
                (Interval::less_than(-500), Interval::at_least(-500), Fail),
                (Interval::more_than(-500), Interval::at_most(-500), Fail),
            ];
            for (range, wanted, expected) in table {
                assert_eq!(said(range, range_as, wanted), expected, "{range} as {range_as:?}: {wanted}");
            }
        }
        let between = Interval { low: Excluded(10), high: Excluded(20) };
        assert_eq!(said(between, RangeAs::Low, Interval::at_most(10)), Fail);
        assert_eq!(said(between, RangeAs::High, Interval::at_least(20)), Fail);
        assert_eq!(said(between, RangeAs::Middle, Interval::point(15)), Pass);
    }

    #[test]
    fn the_middle_of_whole_numbers_is_whole() {
        let table = [((20, 21), 20), ((20, 22), 21), ((-3, -2), -3), ((0, 1), 0), ((51, 200), 125), ((7, 7), 7)];
        for ((low, high), middle) in table {
            let range = Interval::closed(low, high);
            assert_eq!(said(range, RangeAs::Middle.of_field(true), Interval::point(middle)), Pass, "{range}");
        }
        assert_eq!(said(Interval::closed(20, 21), RangeAs::Middle.of_field(false), Interval::at_most(20)), Fail);
    }

    #[test]
    fn the_middle_of_days_is_counted_in_days() {
        let day = jiff::civil::date;
        let year = Interval::closed(day(2026, 1, 1), day(2026, 12, 31));
        let (cell, _) = settled(Cell::Range(Range::Date(year)), Some(RangeAs::Middle));
        assert_eq!(cell, Cell::Known(Value::Date(day(2026, 7, 2))));
    }
}
