//! What the tests on a column can say of a cell, once somebody has answered.

use std::ops::Bound::{Excluded, Included, Unbounded};

use hashbrown::HashSet;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::model::{Cell, Interval, Outcome, Range, Text, Value};
use crate::operators::{ListTest, Predicate, Test};
use crate::profile::{ColumnId, Domain, Profile, RangeAs, settled};

/// How many values of one column are told apart at most.
const MOST_VALUES: usize = 64;
/// How many answers that do not depend on one another are combined at most.
const MOST_FREE: usize = 6;

/// A test on a column, with what a range counts as there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<'p> {
    pub(super) column: ColumnId,
    pub(super) test: &'p Test,
    pub(super) range_as: Option<RangeAs>,
}

/// What each test says.
pub(super) type Saying = Vec<Outcome>;

impl Leaf<'_> {
    /// What it says of a cell.
    pub(super) fn says(&self, cell: Cell<'_>) -> Outcome {
        self.test.outcome(&settled(cell, self.range_as).0)
    }
}

/// All that the tests on a column can say once its cell is one value, each once: a value that lies in the cell as it is
/// now. Nothing where that is too much to list.
pub(super) fn answers(
    profile: &Profile,
    column: ColumnId,
    cell: &Cell<'_>,
    leaves: &[Leaf<'_>],
) -> Option<Vec<Saying>> {
    let kind = leaves.iter().map(|leaf| leaf.test).find(|test| !matches!(test, Test::IsKnown(_)));
    let all = |values: Vec<Value<'static>>| {
        let said = |value: Value<'static>| leaves.iter().map(|leaf| leaf.says(Cell::Known(value.clone()))).collect();
        values.into_iter().map(said).collect::<Vec<Saying>>()
    };
    let said = match (kind, cell) {
        (_, Cell::Range(Range::Choice { values, .. })) => {
            all(values.iter().map(|value| Value::Text(Text::same(*value))).collect())
        }
        (_, Cell::Range(Range::Lists { readings, .. })) => all(readings.iter().cloned().map(Value::List).collect()),
        (None, _) => all(vec![Value::YesNo(true)]),
        (Some(Test::Number(_)), _) => {
            all(numbers(Domain::of(profile, column), cell, leaves)?.into_iter().map(Value::Number).collect())
        }
        (Some(Test::Date(_)), _) => all(days(cell, leaves)?.into_iter().map(Value::Date).collect()),
        (Some(Test::YesNo(_)), _) => all([true, false].map(Value::YesNo).to_vec()),
        (Some(Test::List(_)), _) => all(lists(leaves)?),
        (Some(_), _) => match profile.few_values(column).filter(|values| !values.is_empty()) {
            Some(values) => all(values.into_iter().filter_map(known).collect()),
            None => texts(leaves)?,
        },
    };
    Some(each_once(said))
}

pub(super) fn known(cell: Cell<'static>) -> Option<Value<'static>> {
    match cell {
        Cell::Known(value) => Some(value),
        _ => None,
    }
}

pub(super) fn each_once<T: Clone + Eq + std::hash::Hash>(mut all: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert(one.clone()));
    all
}

fn ends<T: Copy>(interval: &Interval<T>) -> impl Iterator<Item = T> + use<T> {
    let end = |bound| match bound {
        Included(value) | Excluded(value) => Some(value),
        Unbounded => None,
    };
    [end(interval.low), end(interval.high)].into_iter().flatten()
}

/// A value at, between and beyond all bounds.
fn numbers(domain: Domain, cell: &Cell<'_>, leaves: &[Leaf<'_>]) -> Option<Vec<Decimal>> {
    let within = match cell {
        Cell::Range(Range::Number(range)) => domain.values(*range),
        _ => domain.values(Interval::ALL),
    };
    let wanted = leaves.iter().filter_map(|leaf| match leaf.test {
        Test::Number(wanted) => Some(*wanted),
        _ => None,
    });
    let mut bounds: Vec<Decimal> = wanted.chain([within]).flat_map(|one| ends(&one)).chain([Decimal::ZERO]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let mut values = Vec::new();
    for (place, bound) in bounds.iter().enumerate() {
        values.extend([bound.checked_sub(Decimal::ONE)?, bound.floor(), *bound, bound.ceil()]);
        values.push(bound.checked_add(Decimal::ONE)?);
        let next = bounds.get(place + 1).copied();
        values.extend(next.map(|next| *bound + (next - *bound) / Decimal::TWO));
    }
    values.retain(|value| within.contains(value) && (!domain.whole || value.is_integer()));
    values.sort_unstable();
    values.dedup();
    (values.len() <= MOST_VALUES * 4).then_some(values)
}

fn days(cell: &Cell<'_>, leaves: &[Leaf<'_>]) -> Option<Vec<Date>> {
    let within = match cell {
        Cell::Range(Range::Date(range)) => *range,
        _ => Interval::ALL,
    };
    let wanted = leaves.iter().filter_map(|leaf| match leaf.test {
        Test::Date(wanted) => Some(*wanted),
        _ => None,
    });
    let bounds = wanted.chain([within]).flat_map(|one| ends(&one)).chain([date(2000, 1, 1)]);
    let mut values: Vec<Date> =
        bounds.flat_map(|day| [day.saturating_sub(1.day()), day, day.saturating_add(1.day())]).collect();
    values.retain(|day| within.contains(day));
    values.sort_unstable();
    values.dedup();
    (values.len() <= MOST_VALUES).then_some(values)
}

/// Every list of the parts that some test asks for.
fn lists(leaves: &[Leaf<'_>]) -> Option<Vec<Value<'static>>> {
    let tests = leaves.iter().filter_map(|leaf| match leaf.test {
        Test::List(test) => Some(test),
        _ => None,
    });
    let mut parts: Vec<&String> = tests.flat_map(|test: &ListTest| &test.values).collect();
    parts.sort_unstable();
    parts.dedup();
    if parts.len() > MOST_FREE {
        return None;
    }
    let list = |bits: usize| {
        let there = parts.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
        Value::List(there.map(|(_, part)| Text::same((*part).clone())).collect())
    };
    Some((0..1 << parts.len()).map(list).collect())
}

/// Of each text that a set names, and of a text that none names. What else is asked of a text may hold or not.
fn texts(leaves: &[Leaf<'_>]) -> Option<Vec<Saying>> {
    let predicates = || {
        leaves.iter().flat_map(|leaf| match leaf.test {
            Test::Text(test) => test.predicates.as_slice(),
            _ => &[],
        })
    };
    let mut named: Vec<&str> = Vec::new();
    let mut free: Vec<&Predicate> = Vec::new();
    for predicate in predicates() {
        match predicate {
            Predicate::In { values, .. } => named.extend(values.compared.iter().map(String::as_str)),
            other if !free.iter().any(|known| std::ptr::eq(*known, other)) => free.push(other),
            _ => {}
        }
    }
    named.sort_unstable();
    named.dedup();
    if free.len() > MOST_FREE {
        return None;
    }
    let bit = |bits: usize, predicate: &Predicate| {
        free.iter().position(|known| std::ptr::eq(*known, predicate)).is_some_and(|place| bits >> place & 1 == 1)
    };
    let says = |holds: &dyn Fn(&Predicate) -> bool| -> Saying {
        let one = |leaf: &Leaf<'_>| match leaf.test {
            Test::Text(test) => Outcome::of(test.predicates.iter().all(holds)),
            Test::IsKnown(wanted) => Outcome::of(*wanted),
            _ => Outcome::Unknown,
        };
        leaves.iter().map(one).collect()
    };
    let mut said = Vec::new();
    for bits in 0..1 << free.len() {
        said.push(says(&|predicate| match predicate {
            Predicate::In { negated, .. } => *negated,
            other => bit(bits, other),
        }));
    }
    let told = |text: &str, bits: usize| {
        says(&|predicate| match predicate {
            Predicate::Matches(_) | Predicate::Near(_) => bit(bits, predicate),
            other => other.holds(text, text),
        })
    };
    let open = free.iter().any(|one| matches!(one, Predicate::Matches(_) | Predicate::Near(_)));
    let ways = if open { 1 << free.len() } else { 1 };
    said.extend(named.iter().flat_map(|text| (0..ways).map(|bits| told(text, bits)).collect::<Vec<_>>()));
    let said = each_once(said);
    (said.len() <= MOST_VALUES * 4).then_some(said)
}
