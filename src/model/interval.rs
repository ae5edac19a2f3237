//! Intervals of ordered values, open or closed at each end: a range cell, or what a comparison accepts.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use rust_decimal::Decimal;

/// The values between two ends. An end may belong to it, not belong to it, or be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval<T> {
    /// The lower end.
    pub low: Bound<T>,
    /// The upper end.
    pub high: Bound<T>,
}

impl<T: Ord + Copy> Interval<T> {
    /// Every value there is.
    pub const ALL: Self = Self { low: Unbounded, high: Unbounded };

    /// Exactly one value.
    #[must_use]
    pub const fn point(value: T) -> Self {
        Self { low: Included(value), high: Included(value) }
    }

    /// From `low` to `high`, both included.
    #[must_use]
    pub const fn closed(low: T, high: T) -> Self {
        Self { low: Included(low), high: Included(high) }
    }

    /// `low` and everything above it.
    #[must_use]
    pub const fn at_least(low: T) -> Self {
        Self { low: Included(low), high: Unbounded }
    }

    /// Everything above `low`.
    #[must_use]
    pub const fn more_than(low: T) -> Self {
        Self { low: Excluded(low), high: Unbounded }
    }

    /// `high` and everything below it.
    #[must_use]
    pub const fn at_most(high: T) -> Self {
        Self { low: Unbounded, high: Included(high) }
    }

    /// Everything below `high`.
    #[must_use]
    pub const fn less_than(high: T) -> Self {
        Self { low: Unbounded, high: Excluded(high) }
    }

    /// Whether `value` lies in it.
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        let above = match &self.low {
            Included(low) => value >= low,
            Excluded(low) => value > low,
            Unbounded => true,
        };
        above
            && match &self.high {
                Included(high) => value <= high,
                Excluded(high) => value < high,
                Unbounded => true,
            }
    }

    /// Whether no value can lie in it. Over whole numbers, close it with [`Interval::whole`] first.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Included(low), Included(high)) => low > high,
            (Included(low) | Excluded(low), Included(high) | Excluded(high)) => low >= high,
            _ => false,
        }
    }

    /// The values that lie in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let low = if compare_low(&self.low, &other.low).is_ge() { self.low } else { other.low };
        let high = if compare_high(&self.high, &other.high).is_le() { self.high } else { other.high };
        Self { low, high }
    }

    /// Whether every value of it lies in `other`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.is_empty() || (compare_low(&self.low, &other.low).is_ge() && compare_high(&self.high, &other.high).is_le())
    }

    /// Whether no value lies in both.
    #[must_use]
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.intersect(other).is_empty()
    }

    /// What is left of it without the values of `other`: below it and above it, none of them empty.
    pub fn without(&self, other: &Self) -> impl Iterator<Item = Self> + use<T> {
        let below = Self { low: self.low, high: opposite_end(&other.low) };
        let above = Self { low: opposite_end(&other.high), high: self.high };
        let parts = [
            (other.low != Unbounded).then(|| self.intersect(&below)),
            (other.high != Unbounded).then(|| self.intersect(&above)),
        ];
        parts.into_iter().flatten().filter(|part| !part.is_empty())
    }
}

/// The end where another interval stops when this one begins there, and the other way round.
const fn opposite_end<T: Copy>(end: &Bound<T>) -> Bound<T> {
    match end {
        Included(value) => Excluded(*value),
        Excluded(value) => Included(*value),
        Unbounded => Unbounded,
    }
}

fn compare_low<T: Ord>(a: &Bound<T>, b: &Bound<T>) -> Ordering {
    match (a, b) {
        (Unbounded, Unbounded) => Ordering::Equal,
        (Unbounded, _) => Ordering::Less,
        (_, Unbounded) => Ordering::Greater,
        (Included(a), Included(b)) | (Excluded(a), Excluded(b)) => a.cmp(b),
        (Included(a), Excluded(b)) => a.cmp(b).then(Ordering::Less),
        (Excluded(a), Included(b)) => a.cmp(b).then(Ordering::Greater),
    }
}

fn compare_high<T: Ord>(a: &Bound<T>, b: &Bound<T>) -> Ordering {
    match (a, b) {
        (Unbounded, Unbounded) => Ordering::Equal,
        (Unbounded, _) => Ordering::Greater,
        (_, Unbounded) => Ordering::Less,
        (Included(a), Included(b)) | (Excluded(a), Excluded(b)) => a.cmp(b),
        (Included(a), Excluded(b)) => a.cmp(b).then(Ordering::Greater),
        (Excluded(a), Included(b)) => a.cmp(b).then(Ordering::Less),
    }
}

impl Interval<Decimal> {
    /// The same whole numbers with closed ends: `(20, 30)` becomes `21-29`.
    #[must_use]
    pub fn whole(&self) -> Self {
        let low = match self.low {
            Included(low) => Included(low.ceil()),
            Excluded(low) => Included(low.floor() + Decimal::ONE),
            Unbounded => Unbounded,
        };
        let high = match self.high {
            Included(high) => Included(high.floor()),
            Excluded(high) => Included(high.ceil() - Decimal::ONE),
            Unbounded => Unbounded,
        };
        Self { low, high }
    }
}

impl Interval<Decimal> {
    /// The same with both ends rounded to some decimal places, half to even.
    #[must_use]
    pub fn rounded(&self, places: u32) -> Self {
        let end = |end: Bound<Decimal>| end.map(|value| value.round_dp(places).normalize());
        Self { low: end(self.low), high: end(self.high) }
    }

    /// Whether an end has more decimal places than these.
    #[must_use]
    pub fn is_finer_than(&self, places: u32) -> bool {
        let finer = |end: &Bound<Decimal>| matches!(end, Included(value) | Excluded(value) if value.scale() > places);
        finer(&self.low) || finer(&self.high)
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Interval<T> {
    /// `51-200`, `10001+`, `>500`, `<10`, `<=50`; dates read `2026-01-01..2026-12-31` because they hold hyphens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.low, &self.high) {
            (Included(low), Included(high)) if low == high => write!(f, "{low}"),
            (Included(low), Included(high)) => {
                let (low, high) = (low.to_string(), high.to_string());
                let joint = if low.get(1..).is_some_and(|rest| rest.contains('-')) { ".." } else { "-" };
                write!(f, "{low}{joint}{high}")
            }
            (Included(low), Unbounded) => write!(f, "{low}+"),
            (Excluded(low), Unbounded) => write!(f, ">{low}"),
            (Unbounded, Included(high)) => write!(f, "<={high}"),
            (Unbounded, Excluded(high)) => write!(f, "<{high}"),
            (Unbounded, Unbounded) => f.write_str("any"),
            (Included(low), Excluded(high)) => write!(f, "{low}-<{high}"),
            (Excluded(low), Included(high)) => write!(f, ">{low}-{high}"),
            (Excluded(low), Excluded(high)) => write!(f, ">{low}-<{high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: [Interval<i32>; 9] = [
        Interval::ALL,
        Interval::point(3),
        Interval::closed(1, 4),
        Interval::at_least(2),
        Interval::more_than(2),
        Interval::at_most(3),
        Interval::less_than(3),
        Interval::closed(5, 2),
        Interval { low: Excluded(1), high: Excluded(6) },
    ];

    fn values(interval: &Interval<i32>) -> Vec<i32> {
        (-9..=9).filter(|v| interval.contains(v)).collect()
    }

    #[test]
    fn set_operations_agree_with_listing_the_values() {
        for a in &POOL {
            for b in &POOL {
                let (in_a, in_b) = (values(a), values(b));
                let both: Vec<i32> = in_a.iter().copied().filter(|v| in_b.contains(v)).collect();
                let rest: Vec<i32> = in_a.iter().copied().filter(|v| !in_b.contains(v)).collect();
                assert_eq!(values(&a.intersect(b)), both, "{a} and {b}");
                assert_eq!(a.is_apart_from(b), both.is_empty() && a.intersect(b).is_empty(), "{a} apart from {b}");
                if a.is_within(b) {
                    assert_eq!(both, in_a, "{a} within {b}");
                }
                if !b.is_empty() {
                    let mut left: Vec<i32> = a.without(b).flat_map(|part| values(&part)).collect();
                    left.sort_unstable();
                    assert_eq!(left, rest, "{a} without {b}");
                }
            }
        }
    }

    #[test]
    fn whole_numbers_have_closed_ends() {
        let open = Interval { low: Excluded(Decimal::from(20)), high: Excluded(Decimal::from(21)) };
        assert!(open.whole().is_empty());
        assert_eq!(Interval::less_than(Decimal::from(10)).whole(), Interval::at_most(Decimal::from(9)));
        let halves = Interval::closed(Decimal::new(15, 1), Decimal::new(35, 1));
        assert_eq!(halves.whole(), Interval::closed(Decimal::from(2), Decimal::from(3)));
    }

    #[test]
    fn ranges_read_as_people_write_them() {
        let table = [
            (Interval::closed(51, 200), "51-200"),
            (Interval::at_least(10_001), "10001+"),
            (Interval::more_than(500), ">500"),
            (Interval::less_than(10), "<10"),
            (Interval::at_most(50), "<=50"),
            (Interval::point(7), "7"),
        ];
        for (interval, text) in table {
            assert_eq!(interval.to_string(), text);
        }
    }
}
