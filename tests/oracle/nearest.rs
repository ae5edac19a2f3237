//! The nearest miss, by trying every set of score rules.

use std::cmp::Reverse;
use std::ops::Bound;

use leadsieve::field_types::FieldType;
use leadsieve::judge::NearestMiss;
use leadsieve::model::{Cell, Interval, Length, Range, Value};
use leadsieve::operators::{Distance, Near, Predicate, Test, TextTest};
use leadsieve::profile::{ColumnId, ColumnSource, Condition, Effect, Profile, Rule};
use rust_decimal::Decimal;

use super::Lead;
use super::condition::counted_as;
use super::rule::{Ruling, at_most};
use super::values::{all, holds, lies, possible};

/// All failed knock-outs, and the fewest score rules that lift `best` to `review_at`; of several such sets the one with
/// the largest gain, then the first. Where no set does, all rules that could still give something.
pub fn nearest_miss(profile: &Profile, lead: &Lead, rulings: &[Ruling], blockers: &[usize], best: i64) -> NearestMiss {
    let short_by = profile.decision.thresholds.review_at.map_or(0, |at| (at - best).max(0));
    let gains: Vec<i64> =
        profile.rules.iter().zip(rulings).map(|(rule, ruling)| at_most(profile, rule) - ruling.points.1).collect();
    let liftable: Vec<usize> = (0..gains.len()).filter(|rule| gains[*rule] > 0).collect();
    let gain = |rules: &[usize]| rules.iter().map(|rule| gains[*rule]).sum::<i64>();
    let enough = subsets(&liftable).into_iter().filter(|rules| gain(rules) >= short_by);
    let lifts = enough.min_by_key(|rules| (rules.len(), Reverse(gain(rules)), rules.clone()));
    NearestMiss {
        knock_outs: blockers.iter().map(|rule| (*rule, distance(profile, &profile.rules[*rule], lead))).collect(),
        out_of_reach: lifts.is_none(),
        lifts: lifts.unwrap_or(liftable),
        short_by,
    }
}

fn subsets(rules: &[usize]) -> Vec<Vec<usize>> {
    let chosen = |bits: usize| (0..rules.len()).filter(|i| bits >> i & 1 == 1).map(|i| rules[i]).collect();
    (0..1_usize << rules.len()).map(chosen).collect()
}

/// How far the nearest value of the cell is from the nearest one that would do, where the rule is one comparison. An end
/// of numbers that does not belong counts as the end itself.
fn distance(profile: &Profile, rule: &Rule, lead: &Lead) -> Option<Distance> {
    let (condition, wanted) = match &rule.effect {
        Effect::Must(condition) => (condition, true),
        Effect::MustNot(condition) => (condition, false),
        _ => return None,
    };
    let Condition::Test { column, test, range_as } = condition else { return None };
    let cell = with_end(counted_as(&lead[column.0], *range_as));
    let gaps = match test {
        Test::Text(test) => vec![beyond(near(test)?, wanted, &cell)?],
        _ => gaps(profile, *column, test, wanted, &cell),
    };
    let least = gaps.into_iter().min()?;
    match test {
        _ if least.is_zero() => None,
        Test::Number(_) => Some(Distance::Number(least.normalize())),
        Test::Text(test) => Some(Distance::Length(Length { amount: least.normalize(), unit: near(test)?.reach.unit })),
        _ => Some(Distance::Days(least.try_into().expect("a bug of the test: half a day"))),
    }
}

/// An end that does not belong to a range is counted from all the same.
fn with_end((cell, was_range): (Cell<'static>, bool)) -> Cell<'static> {
    let Cell::Range(Range::Number(range)) = &cell else { return cell };
    match (range.low, range.high) {
        (Bound::Excluded(end), Bound::Included(_)) | (Bound::Included(_), Bound::Excluded(end)) if was_range => {
            Cell::Known(Value::Number(end))
        }
        _ => cell,
    }
}

/// The circle that a test asks for, where it asks for nothing else.
fn near(test: &TextTest) -> Option<&Near> {
    match test.predicates.as_slice() {
        [Predicate::Near(near)] => Some(near),
        _ => None,
    }
}

/// How far a place is on the wrong side of the circle's edge.
fn beyond(near: &Near, wanted: bool, cell: &Cell<'static>) -> Option<Decimal> {
    let Cell::Known(Value::Text(place)) = cell else { return None };
    let away = super::derived::distance(&place.compared, &near.centre.to_string(), near.reach.unit);
    let beyond = away - near.reach.amount;
    Some(if wanted { beyond } else { -beyond }).filter(|beyond| *beyond > Decimal::ZERO)
}

/// The ends of a comparison of numbers.
fn ends(test: &Test) -> impl Iterator<Item = Value<'static>> {
    let ends = match test {
        Test::Number(interval) => vec![interval.low, interval.high],
        _ => Vec::new(),
    };
    ends.into_iter().filter_map(|end| match end {
        Bound::Included(end) | Bound::Excluded(end) => Some(Value::Number(end)),
        Bound::Unbounded => None,
    })
}

fn gaps(profile: &Profile, column: ColumnId, test: &Test, wanted: bool, cell: &Cell<'static>) -> Vec<Decimal> {
    let mut gaps = Vec::new();
    // Where not only whole values count every point of the number line would do.
    let quarters = (-16..=80).map(|quarter| Value::Number(Decimal::new(quarter * 25, 2))).chain(ends(test));
    let goals: Vec<Value<'static>> = match test {
        Test::Number(_) if is_whole(profile, column) => all(profile, column),
        Test::Number(_) => quarters.collect(),
        Test::Date(_) => all(profile, column),
        _ => return gaps,
    };
    for has in possible(profile, column, &with_its_ends(cell)) {
        let exactly = is_whole(profile, column);
        for goal in
            goals.iter().filter(|goal| if exactly { holds(test, goal) == wanted } else { does(test, wanted, goal) })
        {
            // Where no value of the field lies beside the end, there is no way out.
            let has_values = |value: &Value<'static>| holds(test, value) == wanted && is_beside(value, goal);
            if all(profile, column).iter().any(has_values) {
                gaps.push(between(&has, goal));
            }
        }
    }
    gaps
}

/// Whether two values are one step of the grid apart at most.
fn is_beside(a: &Value<'static>, b: &Value<'static>) -> bool {
    !matches!(a, Value::Number(_)) || between(a, b) <= Decimal::new(25, 2)
}

/// Whether only whole values count.
fn is_whole(profile: &Profile, column: ColumnId) -> bool {
    let ColumnSource::Field { field, part: None } = &profile.columns[column.0] else { return false };
    matches!(&profile.fields[*field].field_type, FieldType::Number(style) if style.whole)
}

/// Whether a value would do, ends of numbers always included.
fn does(test: &Test, wanted: bool, value: &Value<'static>) -> bool {
    match (test, value) {
        (Test::Number(interval), Value::Number(number)) if wanted => {
            lies(number, &closed(interval.low), &closed(interval.high))
        }
        (Test::Number(interval), Value::Number(number)) => !lies(number, &open(interval.low), &open(interval.high)),
        (Test::Date(interval), Value::Date(date)) => lies(date, &interval.low, &interval.high) == wanted,
        _ => false,
    }
}

/// A range of numbers with ends that belong to it.
fn with_its_ends(cell: &Cell<'static>) -> Cell<'static> {
    match cell {
        Cell::Range(Range::Number(range)) => {
            Cell::Range(Range::Number(Interval { low: closed(range.low), high: closed(range.high) }))
        }
        cell => cell.clone(),
    }
}

fn closed(end: Bound<Decimal>) -> Bound<Decimal> {
    match end {
        Bound::Excluded(value) => Bound::Included(value),
        end => end,
    }
}

fn open(end: Bound<Decimal>) -> Bound<Decimal> {
    match end {
        Bound::Included(value) => Bound::Excluded(value),
        end => end,
    }
}

fn between(a: &Value<'static>, b: &Value<'static>) -> Decimal {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs(),
        (Value::Date(a), Value::Date(b)) => Decimal::from(a.until(*b).map_or(0, |span| span.get_days()).abs()),
        _ => panic!("a bug of the test: {a:?} and {b:?}"),
    }
}
