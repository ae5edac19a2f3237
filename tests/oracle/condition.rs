//! The three-valued tables, as they are printed.

use jiff::ToSpan as _;
use jiff::civil::Date;
use leadsieve::model::Outcome::{self, Fail, Pass, Unknown};
use leadsieve::model::{Cell, Interval, Range, Value};
use leadsieve::operators::Test;
use leadsieve::profile::{ColumnId, Condition, Profile, RangeAs};
use rust_decimal::Decimal;
use std::ops::Bound;

use super::Lead;
use super::values::{holds, possible};

/// What a condition says of a lead.
pub fn outcome(profile: &Profile, condition: &Condition, lead: &Lead) -> Outcome {
    match condition {
        Condition::Shared(shared) => outcome(profile, &shared.condition, lead),
        Condition::Test { column, test, range_as } => {
            test_outcome(profile, *column, test, &counted_as(&lead[column.0], *range_as).0)
        }
        Condition::All(of) => {
            let parts = outcomes(profile, of, lead);
            if parts.contains(&Fail) {
                Fail
            } else if parts.contains(&Unknown) {
                Unknown
            } else {
                Pass
            }
        }
        Condition::None(of) => {
            let parts = outcomes(profile, of, lead);
            if parts.contains(&Pass) {
                Fail
            } else if parts.contains(&Unknown) {
                Unknown
            } else {
                Pass
            }
        }
        Condition::Any { need, of } => {
            let parts = outcomes(profile, of, lead);
            let count = |wanted: Outcome| parts.iter().filter(|outcome| **outcome == wanted).count();
            if count(Pass) >= *need {
                Pass
            } else if count(Pass) + count(Unknown) < *need {
                Fail
            } else {
                Unknown
            }
        }
    }
}

fn outcomes(profile: &Profile, of: &[Condition], lead: &Lead) -> Vec<Outcome> {
    of.iter().map(|part| outcome(profile, part, lead)).collect()
}

/// What a test says of a cell: a range passes if every value in it passes, and fails if none does.
pub fn test_outcome(profile: &Profile, column: ColumnId, test: &Test, cell: &Cell<'static>) -> Outcome {
    if let Test::IsKnown(wanted) = test {
        return match cell {
            Cell::Known(_) | Cell::Range(_) => Outcome::of(*wanted),
            Cell::Missing(_) | Cell::NotFound => Outcome::of(!*wanted),
            Cell::Unreadable(_) => Unknown,
        };
    }
    if !matches!(cell, Cell::Known(_) | Cell::Range(_)) {
        return Unknown;
    }
    let passes: Vec<bool> = possible(profile, column, cell).iter().map(|value| holds(test, value)).collect();
    if passes.iter().all(|pass| *pass) {
        Pass
    } else if passes.iter().any(|pass| *pass) {
        Unknown
    } else {
        Fail
    }
}

/// Whether a range is taken for one value anywhere in a condition.
pub fn takes_a_range(condition: &Condition, lead: &Lead) -> bool {
    match condition {
        Condition::Shared(shared) => takes_a_range(&shared.condition, lead),
        Condition::Test { column, range_as, .. } => counted_as(&lead[column.0], *range_as).1,
        Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
            of.iter().any(|part| takes_a_range(part, lead))
        }
    }
}

/// The cell that a rule sees: with `range_as`, a range is one value. Also whether it was a range.
pub fn counted_as(cell: &Cell<'static>, range_as: Option<RangeAs>) -> (Cell<'static>, bool) {
    let one = match (cell, range_as) {
        (Cell::Range(Range::Number(range)), Some(as_what)) => number(range, as_what),
        (Cell::Range(Range::Date(range)), Some(as_what)) => {
            let (low, high) = days(range);
            Cell::Known(Value::Date(match as_what {
                RangeAs::Low => low,
                RangeAs::Middle | RangeAs::WholeMiddle => middle_day(low, high),
                RangeAs::High => high,
            }))
        }
        _ => return (cell.clone(), false),
    };
    (one, true)
}

/// One end, or what lies right beside it where it does not belong: up to the next point of the grid nothing is named.
fn number(range: &Interval<Decimal>, as_what: RangeAs) -> Cell<'static> {
    let step = Decimal::new(25, 2);
    let up = |low: Decimal| Interval { low: Bound::Excluded(low), high: Bound::Included(low + step) };
    let down = |high: Decimal| Interval { low: Bound::Included(high - step), high: Bound::Excluded(high) };
    let (low, high) = (&range.low, &range.high);
    let beside = |low: bool| match (low, &range.low, &range.high) {
        (true, Bound::Included(end), _) | (false, _, Bound::Included(end)) => Cell::Known(Value::Number(*end)),
        (true, Bound::Excluded(end), _) => Cell::Range(Range::Number(up(*end))),
        (false, _, Bound::Excluded(end)) => Cell::Range(Range::Number(down(*end))),
        _ => panic!("a bug of the test: a range without this end"),
    };
    let end = |bound: &Bound<Decimal>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(*value),
        Bound::Unbounded => None,
    };
    let middle = match (end(low), end(high)) {
        (Some(low), Some(high)) => (low + high) / Decimal::TWO,
        (Some(_), None) => return beside(true),
        (None, Some(_)) => return beside(false),
        (None, None) => panic!("a bug of the test: a range without any end"),
    };
    match as_what {
        RangeAs::Low => beside(true),
        RangeAs::High => beside(false),
        RangeAs::Middle => Cell::Known(Value::Number(middle)),
        RangeAs::WholeMiddle => Cell::Known(Value::Number(middle.floor())),
    }
}

fn days(range: &Interval<Date>) -> (Date, Date) {
    match (range.low, range.high) {
        (Bound::Included(low), Bound::Included(high)) => (low, high),
        other => panic!("a bug of the test: days have closed ends, and these are {other:?}"),
    }
}

/// The day in the middle, the earlier one of two.
fn middle_day(low: Date, high: Date) -> Date {
    let mut day = low;
    let (mut below, mut above) = (low, high);
    while below < above {
        above = above.saturating_sub(1.day());
        if below < above {
            below = below.saturating_add(1.day());
            day = below;
        }
    }
    day
}
