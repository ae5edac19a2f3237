//! How far a cell is from what a test wants: for `{short_by}` and the nearest miss.

use std::fmt;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use jiff::Unit;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Near, Predicate, Test, TextTest};
use crate::model::{Cell, Interval, Length, Range, Value};
use crate::wording::with_commas;

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

/// A distance with the limit that it is counted from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// How far.
    pub distance: Distance,
    /// The end of what would be good.
    pub limit: Limit,
    /// Whether the cell lies above the limit, or behind it; else below or before it.
    pub above: bool,
}

/// Where good ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// At a number.
    Number(Decimal),
    /// On a day.
    Date(Date),
    /// So far from a place.
    Length(Length),
}

impl Gap {
    /// The distance as a share of the limit, of a year for days: what makes gaps of different units comparable.
    #[must_use]
    pub fn share(&self) -> Decimal {
        let whole = match self.limit {
            Limit::Number(limit) => limit.abs(),
            Limit::Date(_) => Decimal::from(365),
            Limit::Length(reach) => reach.amount,
        };
        if whole.is_zero() { self.distance.amount() } else { self.distance.amount() / whole }
    }
}

impl fmt::Display for Limit {
    /// `10000`, `2026-11-01`, `50 km`: plain, for programs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{}", number.normalize()),
            Self::Date(day) => write!(f, "{day}"),
            Self::Length(length) => write!(f, "{} {}", length.amount.normalize(), length.unit.as_str()),
        }
    }
}

/// The values that a field of numbers can have: what a cell that is not known may still turn out to be.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// Between its bounds.
    pub numbers: Interval<Decimal>,
    /// Whether only whole values count.
    pub whole: bool,
}

impl Domain {
    /// Every number there is.
    pub const ANY: Self = Self { numbers: Interval::ALL, whole: false };

    /// The values of an interval that the field can have, with closed ends where only whole ones count.
    #[must_use]
    pub fn values(&self, interval: Interval<Decimal>) -> Interval<Decimal> {
        let values = interval.intersect(&self.numbers);
        if self.whole { values.whole() } else { values }
    }
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
        self.gap(cell).map(|gap| gap.distance)
    }

    /// The same for a test that must not hold: how far the cell is from the first value of its field that fails it.
    #[must_use]
    pub fn distance_not(&self, cell: &Cell<'_>, domain: &Domain) -> Option<Distance> {
        self.gap_not(cell, domain).map(|gap| gap.distance)
    }

    /// The distance with its limit.
    #[must_use]
    pub fn gap(&self, cell: &Cell<'_>) -> Option<Gap> {
        match self {
            Self::Number(wanted) => numbers(cell).and_then(|has| number_gap(&has, wanted)),
            Self::Date(wanted) => dates(cell).and_then(|has| day_gap(&has, wanted)),
            Self::Text(test) => test.near().and_then(|near| length_gap(near, near.too_far(place(cell)?)?, true)),
            _ => None,
        }
    }

    /// The same for a test that must not hold.
    #[must_use]
    pub fn gap_not(&self, cell: &Cell<'_>, domain: &Domain) -> Option<Gap> {
        match self {
            Self::Number(unwanted) => {
                let has = numbers(cell)?;
                let wanted = Interval::ALL.without(unwanted).map(|wanted| domain.values(wanted));
                let gaps = wanted.filter(|wanted| !wanted.is_empty()).map(|wanted| number_gap(&has, &wanted));
                gaps.reduce(nearest).flatten()
            }
            Self::Date(unwanted) => {
                let has = dates(cell)?;
                let gaps = days_without(unwanted).map(|wanted| day_gap(&has, &wanted));
                gaps.reduce(nearest).flatten()
            }
            Self::Text(test) => test.near().and_then(|near| length_gap(near, near.too_near(place(cell)?)?, false)),
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

fn number_gap(has: &Interval<Decimal>, wanted: &Interval<Decimal>) -> Option<Gap> {
    let (from, to, above) = facing_ends(has, wanted)?;
    let gap = to.checked_sub(from)?;
    let limit = Limit::Number(if above { from } else { to });
    (!gap.is_zero()).then(|| Gap { distance: Distance::Number(gap.normalize()), limit, above })
}

fn day_gap(has: &Interval<Date>, wanted: &Interval<Date>) -> Option<Gap> {
    let (from, to, above) = facing_ends(has, wanted)?;
    let days = from.until((Unit::Day, to)).ok()?.get_days();
    let limit = Limit::Date(if above { from } else { to });
    (days != 0).then(|| Gap { distance: Distance::Days(days.into()), limit, above })
}

#[expect(clippy::unnecessary_wraps, reason = "it stands at the end of a chain of what may be missing")]
const fn length_gap(near: &Near, distance: Length, above: bool) -> Option<Gap> {
    Some(Gap { distance: Distance::Length(distance), limit: Limit::Length(near.reach), above })
}

/// The two ends between which the gap lies, the lower one first, and whether what there is lies above what is wanted;
/// nothing where the intervals meet.
fn facing_ends<T: Ord + Copy>(has: &Interval<T>, wanted: &Interval<T>) -> Option<(T, T, bool)> {
    if !has.is_apart_from(wanted) {
        return None;
    }
    let facing = |low: &Bound<T>, high: &Bound<T>| end(low).zip(end(high)).filter(|(from, to)| from <= to);
    let below = facing(&has.high, &wanted.low).map(|(from, to)| (from, to, false));
    below.or_else(|| facing(&wanted.high, &has.low).map(|(from, to)| (from, to, true)))
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
fn nearest(a: Option<Gap>, b: Option<Gap>) -> Option<Gap> {
    a.zip(b).map(|(a, b)| if b.distance.amount() < a.distance.amount() { b } else { a })
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
    fn a_gap_has_its_limit_and_its_side() {
        let between = Test::Number(Interval::closed(50.into(), 499.into()));
        let until = Test::Date(Interval::at_most(date(2008, 10, 1)));
        let table = [
            (between.gap(&number("20")), "30 below 50"),
            (between.gap(&numbers(501, 1_000)), "2 above 499"),
            (between.gap_not(&number("490"), &Domain::ANY), "9 below 499"),
            (until.gap(&day(date(2008, 10, 2))), "1 day above 2008-10-01"),
        ];
        for (gap, expected) in table {
            let Gap { distance, limit, above } = gap.expect("a gap");
            assert_eq!(format!("{distance} {} {limit}", if above { "above" } else { "below" }), expected);
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
    fn the_way_out_is_counted_to_the_first_value_that_would_pass() {
        let count = Domain { numbers: Interval::at_least(Decimal::ZERO), whole: true };
        let (below, above) = (Interval::at_most(4.into()), Interval::at_least(21.into()));
        let between = Interval::closed(5.into(), 10.into());
        let table = [
            (below, number("0"), count, "5"),
            (below, number("4"), count, "1"),
            (below, numbers(0, 3), count, "2"),
            (above, number("201"), count, "181"),
            (above, number("21"), count, "1"),
            (between, number("7"), count, "3"),
            (between, number("9"), count, "2"),
            (Interval::closed(Decimal::ZERO, 5.into()), number("1"), count, "5"),
            (Interval::at_least(Decimal::ZERO), number("1"), count, ""),
            (Interval::less_than(5.into()), number("0"), Domain::ANY, "5"),
            (Interval::more_than(20.into()), number("201"), Domain::ANY, "181"),
            (Interval::closed((-3).into(), 3.into()), number("-3"), Domain { whole: true, ..Domain::ANY }, "1"),
        ];
        for (unwanted, cell, domain, expected) in table {
            let distance = Test::Number(unwanted).distance_not(&cell, &domain);
            assert_eq!(shown(distance), expected, "not {unwanted} of {cell:?}");
        }
        let gap = Test::Number(above).gap_not(&number("201"), &count).expect("a gap");
        assert_eq!((gap.limit.to_string().as_str(), gap.above), ("20", true));
    }

    #[test]
    fn what_must_not_hold_has_the_nearer_way_out() {
        let between = Test::Number(Interval::closed(50.into(), 499.into()));
        assert_eq!(shown(between.distance_not(&number("60"), &Domain::ANY)), "10");
        assert_eq!(shown(between.distance_not(&number("490"), &Domain::ANY)), "9");
        assert_eq!(shown(between.distance_not(&number("500"), &Domain::ANY)), "");
        let recent = Test::Date(Interval::closed(date(2023, 10, 1), date(2026, 10, 1)));
        assert_eq!(shown(recent.distance_not(&day(date(2023, 10, 1)), &Domain::ANY)), "1 day");
        assert_eq!(shown(recent.distance_not(&days(date(2024, 1, 1), date(2024, 1, 31)), &Domain::ANY)), "93 days");
        assert_eq!(shown(Test::Number(Interval::ALL).distance_not(&number("1"), &Domain::ANY)), "");
    }
}
