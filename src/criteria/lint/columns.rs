//! What all tests on one column can say of a cell, by the kind of its values.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use super::texts;
use super::worlds::Saying;
use crate::model::{Cell, Interval, Missing, Outcome, Range, Unreadable, Value};
use crate::operators::{ListTest, Test};
use crate::profile::{ColumnId, Domain, Profile, RangeAs, settled};

/// How many values of a column are told apart at most. Ranges are pairs of them.
const MOST_VALUES: usize = 64;
/// How many answers that do not depend on one another are combined at most.
pub(super) const MOST_FREE: usize = 10;

/// A test on a column, with what a range counts as there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<'l> {
    pub(super) test: &'l Test,
    pub(super) range_as: Option<RangeAs>,
}

/// What the tests on a column can say of one cell, and whether that cell is known: one value and no range.
pub(super) type Told = (bool, Saying);

/// All that the tests on a column can say of one cell, each once, known cells first; nothing where that is too much to
/// list. Also how many are of known cells.
pub(super) fn says_of_columns(
    profile: &Profile,
    column: ColumnId,
    leaves: &[Leaf<'_>],
) -> Option<(Vec<Saying>, usize)> {
    let kind = leaves.iter().map(|leaf| leaf.test).find(|test| !matches!(test, Test::IsKnown(_)));
    let mut told = match kind {
        None => cells([Cell::Known(Value::YesNo(true))], leaves),
        Some(Test::Number(_)) => cells(numbers(Domain::of(profile, column), leaves)?, leaves),
        Some(Test::Date(_)) => cells(days(leaves)?, leaves),
        Some(Test::YesNo(_)) => cells([true, false].map(|yes| Cell::Known(Value::YesNo(yes))), leaves),
        Some(Test::List(_)) => lists(leaves)?,
        Some(_) => texts::sayings(profile, column, leaves)?,
    };
    told.extend(cells([Cell::Missing(Missing::Blank)], leaves));
    let unreadable = cells([Cell::Unreadable(Unreadable::Malformed)], leaves);
    // Where no rule tells them apart, they are the same to all.
    let told_apart = profile.rules.iter().any(|rule| rule.if_unknown != rule.if_unreadable);
    told.extend(unreadable.into_iter().map(|(known, saying)| (known, Saying { unreadable: told_apart, ..saying })));
    told.sort_by_key(|(known, _)| !known);
    let mut seen = HashSet::new();
    told.retain(|(_, saying)| seen.insert(saying.clone()));
    let known = told.iter().filter(|(known, _)| *known).count();
    Some((told.into_iter().map(|(_, saying)| saying).collect(), known))
}

pub(super) fn cells(cells: impl IntoIterator<Item = Cell<'static>>, leaves: &[Leaf<'_>]) -> Vec<Told> {
    let said = |cell: &Cell<'_>| {
        Saying::of(leaves.iter().map(|leaf| leaf.test.outcome(&settled(cell.clone(), leaf.range_as).0)))
    };
    cells.into_iter().map(|cell| (matches!(cell, Cell::Known(_)), said(&cell))).collect()
}

/// Whether every test takes a range for the same value. Else the middle of a range could be anything, beside tests
/// that look at its ends.
fn middles_can_be_listed(leaves: &[Leaf<'_>]) -> bool {
    let same = leaves.windows(2).all(|two| two[0].range_as == two[1].range_as);
    same || !leaves.iter().any(|leaf| matches!(leaf.range_as, Some(RangeAs::Middle | RangeAs::WholeMiddle)))
}

fn numbers(domain: Domain, leaves: &[Leaf<'_>]) -> Option<Vec<Cell<'static>>> {
    if !middles_can_be_listed(leaves) {
        return None;
    }
    let intervals = leaves.iter().filter_map(|leaf| match leaf.test {
        Test::Number(wanted) => Some(*wanted),
        _ => None,
    });
    let mut ends: Vec<Decimal> = intervals.chain([domain.numbers]).flat_map(|one| ends(&one)).collect();
    ends.push(Decimal::ZERO);
    let halves = leaves.iter().any(|leaf| leaf.range_as == Some(RangeAs::Middle));
    let mut values = if domain.whole && !halves { whole_between(&ends)? } else { between(ends)? };
    values.retain(|value| domain.numbers.contains(value));
    let close = |range: Interval<Decimal>| if domain.whole { range.whole() } else { range };
    let ranges = ranges(&values).map(|range| close(range.intersect(&domain.numbers))).filter(|range| !range.is_empty());
    let ranges = ranges.map(|range| Cell::Range(Range::Number(range)));
    Some(values.iter().map(|value| Cell::Known(Value::Number(*value))).chain(ranges).collect())
}

/// Each end, and a value between each two and beyond the outer ones.
fn between(mut ends: Vec<Decimal>) -> Option<Vec<Decimal>> {
    ends.sort_unstable();
    ends.dedup();
    if ends.len() * 2 + 1 > MOST_VALUES {
        return None;
    }
    let mut values = vec![ends.first()?.checked_sub(Decimal::ONE)?];
    for (place, end) in ends.iter().enumerate() {
        values.push(*end);
        values.push(match ends.get(place + 1) {
            Some(next) => end.checked_add((next.checked_sub(*end)?) / Decimal::TWO)?,
            None => end.checked_add(Decimal::ONE)?,
        });
    }
    Some(values)
}

/// The whole numbers at and beside each end.
fn whole_between(ends: &[Decimal]) -> Option<Vec<Decimal>> {
    let beside = |end: &Decimal| {
        Some([end.floor().checked_sub(Decimal::ONE)?, end.floor(), end.ceil(), end.ceil().checked_add(Decimal::ONE)?])
    };
    let mut values: Vec<Decimal> = ends.iter().map(beside).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    values.sort_unstable();
    values.dedup();
    (values.len() <= MOST_VALUES).then_some(values)
}

fn days(leaves: &[Leaf<'_>]) -> Option<Vec<Cell<'static>>> {
    if !middles_can_be_listed(leaves) {
        return None;
    }
    let intervals = leaves.iter().filter_map(|leaf| match leaf.test {
        Test::Date(wanted) => Some(*wanted),
        _ => None,
    });
    let ends: Vec<Date> = intervals.flat_map(|one| ends(&one)).collect();
    let mut values: Vec<Date> =
        ends.iter().flat_map(|day| [day.saturating_sub(1.day()), *day, day.saturating_add(1.day())]).collect();
    values.sort_unstable();
    values.dedup();
    if values.len() > MOST_VALUES {
        return None;
    }
    let ranges = ranges(&values).map(|range| Cell::Range(Range::Date(range)));
    Some(values.iter().map(|value| Cell::Known(Value::Date(*value))).chain(ranges).collect())
}

fn ends<T: Copy>(interval: &Interval<T>) -> impl Iterator<Item = T> + use<T> {
    let end = |bound: &Bound<T>| match bound {
        Included(value) | Excluded(value) => Some(*value),
        Unbounded => None,
    };
    [end(&interval.low), end(&interval.high)].into_iter().flatten()
}

/// From each value to each later one, and from each value on and up to it. Where a rule takes a range for one of its
/// ends, an open one is something else than a long one.
fn ranges<T: Ord + Copy>(values: &[T]) -> impl Iterator<Item = Interval<T>> + '_ {
    let later = |place: usize| &values[place + 1..];
    let closed = values
        .iter()
        .enumerate()
        .flat_map(move |(place, low)| later(place).iter().map(|high| Interval::closed(*low, *high)));
    let open = values.iter().flat_map(|value| {
        [
            Interval::at_least(*value),
            Interval::more_than(*value),
            Interval::at_most(*value),
            Interval::less_than(*value),
        ]
    });
    closed.chain(open)
}

/// Lists: parts that the same tests ask for are told apart only by whether none, some or all of them are there.
fn lists(leaves: &[Leaf<'_>]) -> Option<Vec<Told>> {
    let tests: Vec<&ListTest> = leaves
        .iter()
        .filter_map(|leaf| match leaf.test {
            Test::List(test) => Some(test),
            _ => None,
        })
        .collect();
    let mut kinds: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let parts: BTreeSet<&String> = tests.iter().flat_map(|test| &test.values).collect();
    for part in parts {
        let asked = leaves.iter().map(|leaf| matches!(leaf.test, Test::List(test) if test.values.contains(part)));
        *kinds.entry(asked.collect()).or_default() += 1;
    }
    if kinds.len() > MOST_FREE {
        return None;
    }
    let ways: Vec<&[Outcome]> = kinds.values().map(|parts| &ALL_SOME_NONE[usize::from(*parts == 1)..]).collect();
    let mut lists: Vec<Vec<Outcome>> = vec![Vec::new()];
    for of_kind in ways {
        let with =
            |list: &Vec<Outcome>| of_kind.iter().map(|one| [list.as_slice(), &[*one]].concat()).collect::<Vec<_>>();
        lists = lists.iter().flat_map(with).collect();
    }
    let says = |list: &[Outcome], place: usize, leaf: &Leaf<'_>| {
        let mut asked = kinds.keys().zip(list).filter(|(kind, _)| kind[place]).map(|(_, there)| *there);
        match leaf.test {
            Test::List(test) if test.all => Outcome::of(asked.all(|there| there == Outcome::Pass)),
            Test::List(_) => Outcome::of(asked.any(|there| there != Outcome::Fail)),
            Test::IsKnown(wanted) => Outcome::of(*wanted),
            _ => Outcome::Unknown,
        }
    };
    let saying =
        |list: &Vec<Outcome>| Saying::of(leaves.iter().enumerate().map(|(place, leaf)| says(list, place, leaf)));
    Some(lists.iter().map(|list| (true, saying(list))).collect())
}

/// How much of the parts of one kind a list can have: some of them (unknown), all (pass), none (fail). A single part
/// cannot be there in part.
const ALL_SOME_NONE: [Outcome; 3] = [Outcome::Unknown, Outcome::Pass, Outcome::Fail];
