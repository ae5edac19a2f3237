//! How far a cell is from what a test wants: for `{short_by}` and the nearest miss.

use std::fmt;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use jiff::Unit;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::expected::with_commas;
use super::{Near, Predicate, Test, TextTest};
use crate::model::{Cell, Interval, Length, Range, Value};

/// How far a cell is from what a test wants; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// In the unit of the field: people, or money of its currency.
    Number(Decimal),
    /// In days.
    Days(i64),
    /// Between two places.
    Length(Length),
}

impl Test {
    /// Whether it tells distances of some cells.
    #[must_use]
    pub fn has_distances(&self) -> bool {
        match self {
            Self::Number(_) | Self::Date(_) => true,
            Self::Text(test) => test.near().is_some(),
            _ => false,
        }
    }

    /// How far the nearest value that the cell can have is from those that pass.
    ///
    /// Nothing where the cell may pass, is not known, or is not a number or date. An end that does not belong to the
    /// interval counts as the end itself.
    #[must_use]
    pub fn distance(&self, cell: &Cell<'_>) -> Option<Distance> {
        match self {
            Self::Number(wanted) => numbers(cell).and_then(|has| number_gap(&has, wanted)),
            Self::Date(wanted) => dates(cell).and_then(|has| day_gap(&has, wanted)),
            Self::Text(test) => test.near().and_then(|near| near.too_far(place(cell)?)).map(Distance::Length),
            _ => None,
        }
    }

    /// The same for a test that must not hold: how far the cell is from the values that fail.
    #[must_use]
    pub fn distance_not(&self, cell: &Cell<'_>) -> Option<Distance> {
        match self {
            Self::Number(unwanted) => {
                let has = numbers(cell)?;
                let gaps = Interval::ALL.without(unwanted).map(|wanted| number_gap(&has, &wanted));
                gaps.reduce(nearest).flatten()
            }
            Self::Date(unwanted) => {
                let has = dates(cell)?;
                let gaps = days_without(unwanted).map(|wanted| day_gap(&has, &wanted));
                gaps.reduce(nearest).flatten()
            }
            Self::Text(test) => test.near().and_then(|near| near.too_near(place(cell)?)).map(Distance::Length),
            _ => None,
        }
    }
}

impl TextTest {
    /// Its one question, where that is for a distance.
    fn near(&self) -> Option<&Near> {
        match self.predicates.as_slice() {
            [Predicate::Near(near)] => Some(near),
            _ => None,
        }
    }
}

fn place<'c>(cell: &'c Cell<'_>) -> Option<&'c str> {
    match cell {
        Cell::Known(Value::Text(text)) => Some(&text.compared),
        _ => None,
    }
}

impl Distance {
    /// Its size as a number: of days for dates, of its unit for lengths.
    #[must_use]
    pub fn amount(self) -> Decimal {
        match self {
            Self::Number(number) => number,
            Self::Days(days) => days.into(),
            Self::Length(length) => length.amount,
        }
    }
}

impl fmt::Display for Distance {
    /// `500`, `10,000`, `1 day`, `90 days`, `12.5 km`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&with_commas(*number)),
            Self::Days(1) => f.write_str("1 day"),
            Self::Days(days) => write!(f, "{} days", with_commas((*days).into())),
            Self::Length(length) => write!(f, "{} {}", with_commas(length.amount), length.unit.as_str()),
        }
    }
}

fn numbers(cell: &Cell<'_>) -> Option<Interval<Decimal>> {
    match cell {
        Cell::Known(Value::Number(number)) => Some(Interval::point(*number)),
        Cell::Range(Range::Number(range)) => Some(*range),
        _ => None,
    }
}

fn dates(cell: &Cell<'_>) -> Option<Interval<Date>> {
    match cell {
        Cell::Known(Value::Date(date)) => Some(Interval::point(*date)),
        Cell::Range(Range::Date(range)) => Some(*range),
        _ => None,
    }
}

fn number_gap(has: &Interval<Decimal>, wanted: &Interval<Decimal>) -> Option<Distance> {
    let (from, to) = facing_ends(has, wanted)?;
    let gap = to.checked_sub(from)?;
    (!gap.is_zero()).then(|| Distance::Number(gap.normalize()))
}

fn day_gap(has: &Interval<Date>, wanted: &Interval<Date>) -> Option<Distance> {
    let (from, to) = facing_ends(has, wanted)?;
    let days = from.until((Unit::Day, to)).ok()?.get_days();
    (days != 0).then(|| Distance::Days(days.into()))
}

/// The two ends between which the gap lies, the lower one first; nothing where the intervals meet.
fn facing_ends<T: Ord + Copy>(has: &Interval<T>, wanted: &Interval<T>) -> Option<(T, T)> {
    if !has.is_apart_from(wanted) {
        return None;
    }
    let below = end(&has.high).zip(end(&wanted.low)).filter(|(from, to)| from <= to);
    below.or_else(|| end(&wanted.high).zip(end(&has.low)).filter(|(from, to)| from <= to))
}

const fn end<T: Copy>(bound: &Bound<T>) -> Option<T> {
    match bound {
        Included(value) | Excluded(value) => Some(*value),
        Unbounded => None,
    }
}

/// The days before and after `unwanted`, with closed ends.
fn days_without(unwanted: &Interval<Date>) -> impl Iterator<Item = Interval<Date>> {
    Interval::ALL.without(unwanted).map(|days| Interval {
        low: match days.low {
            Excluded(low) => low.tomorrow().map_or(Excluded(low), Included),
            low => low,
        },
        high: match days.high {
            Excluded(high) => high.yesterday().map_or(Excluded(high), Included),
            high => high,
        },
    })
}

/// The shorter way, where neither side can be had for nothing.
fn nearest(a: Option<Distance>, b: Option<Distance>) -> Option<Distance> {
    a.zip(b).map(|(a, b)| if b.amount() < a.amount() { b } else { a })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::cases::{day, days, number, numbers, text};
    use super::*;
    use crate::model::Missing;

    fn shown(distance: Option<Distance>) -> String {
        distance.map_or_else(String::new, |distance| distance.to_string())
    }

    #[test]
    fn numbers_fall_short() {
        let at_least = Test::Number(Interval::at_least(10_000.into()));
        let between = Test::Number(Interval::closed(50.into(), 499.into()));
        let table = [
            (&at_least, number("9500"), "500"),
            (&at_least, number("7499.50"), "2,500.5"),
            (&at_least, number("10000"), ""),
            (&at_least, numbers(1_000, 5_000), "5,000"),
            (&at_least, numbers(5_000, 15_000), ""),
            (&at_least, Cell::Missing(Missing::Blank), ""),
            (&between, number("20"), "30"),
            (&between, numbers(501, 1_000), "2"),
            (&Test::Number(Interval::more_than(20.into())), number("20"), ""),
            (&Test::IsKnown(true), text("x"), ""),
        ];
        for (test, cell, expected) in table {
            assert_eq!(shown(test.distance(&cell)), expected, "{test:?} of {cell:?}");
        }
    }

    #[test]
    fn dates_fall_short_by_days() {
        let until = Test::Date(Interval::at_most(date(2008, 10, 1)));
        assert_eq!(shown(until.distance(&day(date(2008, 10, 2)))), "1 day");
        assert_eq!(shown(until.distance(&days(date(2009, 10, 1), date(2009, 10, 31)))), "365 days");
        assert_eq!(shown(until.distance(&day(date(2008, 10, 1)))), "");
        let never = Test::Date(Interval::at_least(date(9999, 1, 1)));
        assert_eq!(shown(never.distance(&day(date(1999, 1, 1)))), "2,921,940 days");
    }

    #[test]
    fn what_must_not_hold_has_the_nearer_way_out() {
        let between = Test::Number(Interval::closed(50.into(), 499.into()));
        assert_eq!(shown(between.distance_not(&number("60"))), "10");
        assert_eq!(shown(between.distance_not(&number("490"))), "9");
        assert_eq!(shown(between.distance_not(&number("500"))), "");
        let recent = Test::Date(Interval::closed(date(2023, 10, 1), date(2026, 10, 1)));
        assert_eq!(shown(recent.distance_not(&day(date(2023, 10, 1)))), "1 day");
        assert_eq!(shown(recent.distance_not(&days(date(2024, 1, 1), date(2024, 1, 31)))), "93 days");
        assert_eq!(shown(Test::Number(Interval::ALL).distance_not(&number("1"))), "");
    }
}
