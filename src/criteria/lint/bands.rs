//! Bands that can never be reached, and gaps between bands.

use std::ops::Bound;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Claim;
use super::worlds::Worlds;
use crate::model::Interval;
use crate::operators::Test;
use crate::profile::{Band, ColumnId, Domain, Effect, Profile};

/// Looks at every score rule with bands.
pub(super) fn bands(profile: &Profile, worlds: &Worlds) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (place, rule) in profile.rules.iter().enumerate().filter(|(_, rule)| !rule.dormant) {
        if let Effect::Bands { column, bands, .. } = &rule.effect {
            claims.extend(unreached(worlds, place, *column, bands));
            let gap = gap(bands, Domain::of(profile, *column));
            claims.extend(gap.map(|values| Claim::Gap { rule: place, values }));
        }
    }
    claims
}

fn unreached(worlds: &Worlds, rule: usize, column: ColumnId, bands: &[Band]) -> Vec<Claim> {
    let mut reached = vec![false; bands.len()];
    let complete = worlds.always(&[column], |world| {
        if let Some(first) = world.first_band(column, bands) {
            reached[first] = true;
        }
        true
    });
    let never = (0..bands.len()).filter(|place| complete && !reached[*place]);
    never.map(|band| Claim::Unreached { rule, band }).collect()
}

/// The first gap between two bands of numbers or days, in words.
fn gap(bands: &[Band], domain: Domain) -> Option<String> {
    let tests = || bands.iter().map(|band| band.tests.as_slice());
    let numbers: Option<Vec<Interval<Decimal>>> = tests()
        .map(|tests| match tests {
            [Test::Number(wanted)] => Some(if domain.whole { wanted.whole() } else { *wanted }),
            _ => None,
        })
        .collect();
    let days: Option<Vec<Interval<Date>>> = tests()
        .map(|tests| match tests {
            [Test::Date(wanted)] => Some(*wanted),
            _ => None,
        })
        .collect();
    let close = |gap: Interval<Decimal>| if domain.whole { gap.whole() } else { gap };
    match (numbers, days) {
        (Some(numbers), _) => first_gap(numbers, close).map(|gap| gap.to_string()),
        (_, Some(days)) => first_gap(days, closed_days).map(|gap| gap.to_string()),
        _ => None,
    }
}

fn first_gap<T: Ord + Copy>(
    wanted: Vec<Interval<T>>,
    close: impl Fn(Interval<T>) -> Interval<T>,
) -> Option<Interval<T>> {
    let mut rest = vec![Interval::ALL];
    for one in wanted {
        rest = rest.iter().flat_map(|part| part.without(&one)).map(&close).filter(|part| !part.is_empty()).collect();
    }
    rest.into_iter().find(|part| part.low != Bound::Unbounded && part.high != Bound::Unbounded)
}

fn closed_days(days: Interval<Date>) -> Interval<Date> {
    let low = match days.low {
        Bound::Excluded(low) => Bound::Included(low.saturating_add(1.day())),
        low => low,
    };
    let high = match days.high {
        Bound::Excluded(high) => Bound::Included(high.saturating_sub(1.day())),
        high => high,
    };
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_bands(wanted: &[Interval<i64>]) -> Vec<Band> {
        let decimal =
            |one: &Interval<i64>| Interval { low: one.low.map(Decimal::from), high: one.high.map(Decimal::from) };
        wanted.iter().map(|one| Band { tests: vec![Test::Number(decimal(one))], points: 1 }).collect()
    }

    type Case<'c> = (&'c [Interval<i64>], Domain, Option<&'c str>);

    #[test]
    fn a_gap_lies_between_two_bands() {
        let whole = Domain { numbers: Interval::ALL, whole: true };
        let any = Domain { numbers: Interval::ALL, whole: false };
        let table: [Case<'_>; 6] = [
            (&[Interval::at_least(500), Interval::closed(10, 499)], whole, None),
            (&[Interval::at_least(500), Interval::closed(10, 400)], whole, Some("401-499")),
            (&[Interval::at_least(500), Interval::closed(10, 499)], any, Some(">499-<500")),
            (&[Interval::at_least(500), Interval::at_least(10)], any, None),
            (&[Interval::closed(1, 9), Interval::closed(20, 29), Interval::closed(10, 19)], whole, None),
            (&[Interval::closed(20, 29)], whole, None),
        ];
        for (wanted, domain, expected) in table {
            assert_eq!(gap(&number_bands(wanted), domain).as_deref(), expected, "{wanted:?}");
        }
    }
}
