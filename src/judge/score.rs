//! From a rule's condition to its outcome and points: `only_if`, `if_unreadable`, `if_unknown`, points and bands.

use std::ops::Bound;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::evaluate::{Evaluated, either, evaluate};
use super::questions::{any_source, waits_for_unreadable};
use super::{Bits, RuleOutcomes};
use crate::model::{Bitmap, Cell, Column, Interval, Missing, Outcome, Range, Text, Value};
use crate::operators::{Predicate, Test, TextTest};
use crate::profile::{
    Band, ColumnId, ColumnSource, Columns, Condition, Domain, Effect, IfUnknown, Profile, RangeAs, Rule, settled,
};

/// The least and the most that a rule earns for one lead.
type Points = (i64, i64);

/// Evaluates a rule over all records, and adds its points to `worst` and `best`.
pub(super) fn rule(
    profile: &Profile,
    rule: &Rule,
    columns: &Columns,
    records: usize,
    worst: &mut [i64],
    best: &mut [i64],
) -> RuleOutcomes {
    match &rule.effect {
        _ if rule.dormant => skipped_by_all(records),
        Effect::Must(condition) => settle(profile, rule, evaluate(condition, columns, records), columns, records),
        Effect::MustNot(condition) => {
            let Evaluated { bits, assumed } = evaluate(condition, columns, records);
            settle(profile, rule, Evaluated { bits: bits.opposite(), assumed }, columns, records)
        }
        Effect::Points(condition, points) => {
            let evaluated = evaluate(condition, columns, records);
            let outcomes = settle(profile, rule, evaluated, columns, records);
            add_points(&outcomes, *points, worst, best);
            outcomes
        }
        Effect::Bands { column, bands, range_as } => {
            let scale = Scale::new(profile, *column, bands, *range_as);
            banded(profile, rule, (*column, &scale), columns, records, worst, best)
        }
    }
}

/// A rule that is out of force.
fn skipped_by_all(records: usize) -> RuleOutcomes {
    let skipped = Some(Bitmap::filled(records, true));
    RuleOutcomes { bits: Bits::constant(records, Outcome::Fail), skipped, assumed: None, bands: Vec::new() }
}

/// Applies `only_if`, then `if_unreadable` and `if_unknown`.
///
/// Where `only_if` is unknown, a knock-out is unknown unless it passes anyway. A score rule is unknown unless its
/// condition fails: then nothing is to be earned whether it applies or not.
fn settle(profile: &Profile, rule: &Rule, evaluated: Evaluated, columns: &Columns, records: usize) -> RuleOutcomes {
    let Evaluated { mut bits, mut assumed } = evaluated;
    let skipped = rule.only_if.as_ref().map(|only_if| {
        let gate = evaluate(only_if, columns, records);
        bits = gated(&bits, &gate.bits, rule.earns_nothing());
        let skipped = gate.bits.fail();
        // What a skipped rule would have taken a range for is nobody's assumption.
        assumed = either(assumed.take().map(|assumed| assumed.without(&skipped)), gate.assumed.as_ref());
        skipped
    });
    if rule.assumes() {
        let unknown = match &skipped {
            Some(skipped) => bits.unknown.without(skipped),
            None => bits.unknown.clone(),
        };
        let unreadable = unreadable(profile, rule, columns, &unknown);
        for (answer, unknown) in [(rule.if_unknown, unknown.without(&unreadable)), (rule.if_unreadable, unreadable)] {
            if answer != IfUnknown::Ask {
                assumed = either(assumed, Some(&unknown));
                answered(&mut bits, answer, &unknown);
            }
        }
    }
    RuleOutcomes { bits, skipped, assumed, bands: Vec::new() }
}

/// Settles some unknowns.
fn answered(bits: &mut Bits, answer: IfUnknown, unknown: &Bitmap) {
    if answer == IfUnknown::Pass {
        bits.pass = bits.pass.or(unknown);
    }
    bits.unknown = bits.unknown.without(unknown);
}

/// Which of the unknowns of a rule wait for a field that cannot be read. Hardly a chunk has any, so that leads are
/// looked at only where some cell that the rule reads is unreadable.
fn unreadable(profile: &Profile, rule: &Rule, columns: &Columns, unknown: &Bitmap) -> Bitmap {
    let mut found = Bitmap::filled(unknown.len(), false);
    let has_any = |column: ColumnId| columns.get(column).cells.has_unreadable();
    if rule.columns().into_iter().any(|column| any_source(profile, column, &has_any)) {
        let waits = unknown.ones().filter(|record| waits_for_unreadable(profile, rule, columns, *record));
        waits.for_each(|record| found.set(record, true));
    }
    found
}

/// A rule's bits under its `only_if`. Where that fails the bits are cleared: the rule is skipped there.
fn gated(bits: &Bits, gate: &Bits, knock_out: bool) -> Bits {
    let applies = Bits { pass: bits.pass.and(&gate.pass), unknown: bits.unknown.and(&gate.pass) };
    let anyway = if knock_out { bits.pass.and(&gate.unknown) } else { bits.fail().and(&gate.unknown) };
    let open = gate.unknown.without(&anyway);
    let pass = if knock_out { applies.pass.or(&anyway) } else { applies.pass };
    Bits { pass, unknown: applies.unknown.or(&open) }
}

fn add_points(outcomes: &RuleOutcomes, points: i64, worst: &mut [i64], best: &mut [i64]) {
    for record in outcomes.bits.pass.ones() {
        worst[record] += points;
        best[record] += points;
    }
    for record in outcomes.bits.unknown.ones() {
        worst[record] += points.min(0);
        best[record] += points.max(0);
    }
}

/// A score rule with bands: each distinct cell has an outcome and points of its own.
fn banded(
    profile: &Profile,
    rule: &Rule,
    (column, scale): (ColumnId, &Scale<'_>),
    columns: &Columns,
    records: usize,
    worst: &mut [i64],
    best: &mut [i64],
) -> RuleOutcomes {
    let column = columns.get(column);
    let mut assumed = Bitmap::filled(column.cells.len(), false);
    let reached: Vec<(Outcome, Points)> = (0..column.cells.len())
        .map(|code| {
            let (cell, was_range) = settled(column.cells.get(code), scale.range_as);
            if was_range {
                assumed.set(code, true);
            }
            scale.reach(&cell)
        })
        .collect();
    let outcomes: Vec<Outcome> = reached.iter().map(|(outcome, _)| *outcome).collect();
    let assumed = scale.range_as.map(|_| column.deal(&assumed));
    let plain = Bits::dealt(column, &outcomes);
    let gate = rule.only_if.as_ref().map(|only_if| evaluate(only_if, columns, records).bits);
    let settled = settle(profile, rule, Evaluated { bits: plain, assumed }, columns, records);
    for record in 0..records {
        let (low, high) = earned(column, &reached, gate.as_ref(), &settled, record);
        worst[record] += low;
        best[record] += high;
    }
    RuleOutcomes { bands: reached, ..settled }
}

/// What one record earns by bands, once `only_if` and `if_unknown` have spoken.
fn earned(
    column: &Column,
    reached: &[(Outcome, Points)],
    gate: Option<&Bits>,
    settled: &RuleOutcomes,
    record: usize,
) -> Points {
    let (low, high) = reached[column.code(record)].1;
    match settled.outcome(record) {
        Outcome::Skipped | Outcome::Fail => (0, 0),
        _ if gate.is_some_and(|gate| gate.unknown.get(record)) => (low.min(0), high.max(0)),
        _ => (low, high),
    }
}

/// The bands of a rule, and the values that their field can have at all.
pub(super) struct Scale<'b> {
    pub(super) bands: &'b [Band],
    pub(super) domain: Domain,
    pub(super) range_as: Option<RangeAs>,
    /// Every value, where there are only a few.
    pub(super) values: Option<Vec<Cell<'static>>>,
}

impl<'b> Scale<'b> {
    pub(super) fn new(profile: &Profile, column: ColumnId, bands: &'b [Band], range_as: Option<RangeAs>) -> Self {
        Self { bands, domain: Domain::of(profile, column), range_as, values: few_values(profile, column) }
    }

    /// What the bands give for a cell: pass where one band is certain, fail where certainly none, and the points that
    /// can still come out.
    pub(super) fn reach(&self, cell: &Cell<'_>) -> (Outcome, Points) {
        if let (Cell::Known(_), Some(certain)) = (cell, self.certain(cell)) {
            return certain;
        }
        let asks_for_gaps =
            || self.bands.iter().flat_map(|band| &band.tests).any(|test| matches!(test, Test::IsKnown(_)));
        if matches!(cell, Cell::Unreadable(_)) && asks_for_gaps() {
            // Something is there: a value of the field, or nothing that says anything.
            let mut reached = self.of_known();
            reached.extend(self.of_cell(&Cell::Missing(Missing::Blank)));
            return self.summed(reached);
        }
        self.summed(self.of_cell(cell))
    }

    /// The same where no test is open: the first band of which all tests pass. This is how nearly every cell is scored.
    fn certain(&self, cell: &Cell<'_>) -> Option<(Outcome, Points)> {
        for band in self.bands {
            let mut says = Outcome::Pass;
            for test in &band.tests {
                match test.outcome(cell) {
                    Outcome::Pass => {}
                    Outcome::Fail => says = Outcome::Fail,
                    _ if says == Outcome::Fail => {}
                    other => says = other,
                }
            }
            match says {
                Outcome::Pass => return Some((Outcome::Pass, (band.points, band.points))),
                Outcome::Fail => {}
                _ => return None,
            }
        }
        Some((Outcome::Fail, (0, 0)))
    }

    /// The bands that a cell can get.
    fn of_cell(&self, cell: &Cell<'_>) -> Vec<Option<usize>> {
        self.reached(cell, |band| {
            let mut tests = Vec::with_capacity(band.tests.len());
            for test in &band.tests {
                match (test, test.outcome(cell)) {
                    // Whether anything is known is certain, and says nothing of the value.
                    (Test::IsKnown(_), Outcome::Pass) => {}
                    (Test::IsKnown(_), Outcome::Fail) => return None,
                    _ => tests.push(test),
                }
            }
            Some(tests)
        })
    }

    /// The bands that some value of the field can get.
    fn of_known(&self) -> Vec<Option<usize>> {
        self.reached(&Cell::Missing(Missing::Blank), |band| {
            let asks_for_a_gap = band.tests.iter().any(|test| matches!(test, Test::IsKnown(false)));
            let tests = band.tests.iter().filter(|test| !matches!(test, Test::IsKnown(_))).collect();
            (!asks_for_a_gap).then_some(tests)
        })
    }

    /// The most that any cell earns, known or not.
    fn most(&self) -> i64 {
        let (_, (_, known)) = self.summed(self.of_known());
        let (_, (_, blank)) = self.reach(&Cell::Missing(Missing::Blank));
        known.max(blank)
    }

    fn reached(&self, cell: &Cell<'_>, asked: impl Fn(&'b Band) -> Option<Vec<&'b Test>>) -> Vec<Option<usize>> {
        let asked = |(place, band)| Some(Asked { place, tests: asked(band)? });
        let bands: Vec<Asked<'b>> = self.bands.iter().enumerate().filter_map(asked).collect();
        let mut rest = self.rest(&bands, cell);
        let mut reached: Vec<Option<usize>> = Vec::new();
        for band in &bands {
            match rest.take(band, cell, self.domain.whole) {
                Outcome::Pass => {
                    reached.push(Some(band.place));
                    return reached;
                }
                Outcome::Unknown => reached.push(Some(band.place)),
                _ => {}
            }
        }
        reached.push(None);
        reached
    }

    /// Outcome and points out of the bands that can still come out; none of them is 0 points.
    fn summed(&self, mut reached: Vec<Option<usize>>) -> (Outcome, Points) {
        reached.sort_unstable();
        reached.dedup();
        let points = reached.iter().map(|band| band.map_or(0, |place| self.bands[place].points));
        let range = (points.clone().min().unwrap_or(0), points.max().unwrap_or(0));
        let outcome = match reached.as_slice() {
            [Some(_)] => Outcome::Pass,
            [None] | [] => Outcome::Fail,
            _ => Outcome::Unknown,
        };
        (outcome, range)
    }

    /// All values that the cell may have. A cell that is not known may have any value of its field.
    fn rest(&self, bands: &[Asked<'b>], cell: &Cell<'_>) -> Rest<'b> {
        let all = |wanted: fn(&Test) -> bool| {
            bands
                .iter()
                .all(|band| matches!(band.tests.as_slice(), [] | [_]) && band.tests.iter().all(|one| wanted(one)))
        };
        let (numbers, days) = (all(|test| matches!(test, Test::Number(_))), all(|test| matches!(test, Test::Date(_))));
        match cell {
            Cell::Range(Range::Number(range)) if numbers => Rest::Numbers(vec![*range]),
            Cell::Range(Range::Date(range)) if days => Rest::Days(vec![*range]),
            Cell::Range(Range::Choice { values, .. }) => {
                Rest::Listed(values.iter().map(|value| Cell::Known(Value::Text(Text::same(*value)))).collect())
            }
            cell if cell.is_known() || bands.iter().all(|band| band.tests.is_empty()) => Rest::Cell,
            _ if let Some(values) = &self.values => Rest::Listed(values.clone()),
            _ if numbers => Rest::Numbers(vec![self.domain.numbers]),
            _ if days => Rest::Days(vec![Interval::ALL]),
            _ if all(|test| matches!(test, Test::YesNo(_))) => {
                Rest::Listed([true, false].map(|yes| Cell::Known(Value::YesNo(yes))).to_vec())
            }
            _ if all(|test| matches!(test, Test::Text(_))) => Rest::Texts(Texts::of(bands)),
            _ => Rest::Cell,
        }
    }
}

/// The most rows of a look-up that are looked through for a chunk of leads.
const MOST_ROWS: usize = 500;

/// Every value of a column, where there are only a few.
fn few_values(profile: &Profile, column: ColumnId) -> Option<Vec<Cell<'static>>> {
    match profile.columns[column.0] {
        ColumnSource::Lookup { lookup, .. } if profile.lookups[lookup].rows.len() > MOST_ROWS => None,
        _ => {
            // What may be one of two is each of them, and stands here as both.
            let mut values = profile.few_values(column)?;
            values.retain(|value| matches!(value, Cell::Known(_)));
            Some(values).filter(|values| !values.is_empty())
        }
    }
}

/// What a band asks of a value.
struct Asked<'b> {
    place: usize,
    tests: Vec<&'b Test>,
}

/// The values that no band above has taken.
enum Rest<'b> {
    /// Parts of a range of numbers, kept exactly.
    Numbers(Vec<Interval<Decimal>>),
    /// As for numbers.
    Days(Vec<Interval<Date>>),
    /// A few values, each by itself.
    Listed(Vec<Cell<'static>>),
    /// Any text.
    Texts(Texts<'b>),
    /// Any other cell: each band is asked by itself.
    Cell,
}

impl Rest<'_> {
    /// Whether a band takes all that is left (pass), none of it (fail) or a part; what it takes is gone.
    fn take(&mut self, band: &Asked<'_>, cell: &Cell<'_>, whole: bool) -> Outcome {
        let close = |part: Interval<Decimal>| if whole { part.whole() } else { part };
        match (&mut *self, band.tests.as_slice()) {
            // A band that asks for nothing but whether anything is known takes everything.
            (_, []) => Outcome::Pass,
            (Self::Numbers(rest), [Test::Number(wanted)]) => take(rest, wanted, close),
            (Self::Days(rest), [Test::Date(wanted)]) => take(rest, wanted, closed_days),
            (Self::Texts(rest), [Test::Text(wanted)]) => rest.take(wanted),
            (Self::Listed(rest), _) => take_some(rest, |value| band_outcome(band, value)),
            _ => band_outcome(band, cell),
        }
    }
}

/// Takes what passes for certain.
fn take_some<T>(rest: &mut Vec<T>, outcome: impl Fn(&T) -> Outcome) -> Outcome {
    let before = rest.len();
    let mut taken_in_part = false;
    rest.retain(|value| {
        let outcome = outcome(value);
        taken_in_part |= outcome == Outcome::Unknown;
        outcome != Outcome::Pass
    });
    match rest.len() {
        0 => Outcome::Pass,
        left if left == before && !taken_in_part => Outcome::Fail,
        _ => Outcome::Unknown,
    }
}

/// The texts that bands can tell apart: those that a set names, and all others.
struct Texts<'b> {
    named: Vec<&'b str>,
    others: bool,
}

impl<'b> Texts<'b> {
    fn of(bands: &[Asked<'b>]) -> Self {
        let tests = bands.iter().flat_map(|band| &band.tests);
        let predicates = tests.flat_map(|test| match test {
            Test::Text(test) => test.predicates.as_slice(),
            _ => &[],
        });
        let sets = predicates.filter_map(|predicate| match predicate {
            Predicate::In { values, .. } => Some(&values.compared),
            _ => None,
        });
        let mut named: Vec<&str> = sets.flatten().map(String::as_str).collect();
        named.sort_unstable();
        named.dedup();
        Self { named, others: true }
    }

    fn take(&mut self, wanted: &TextTest) -> Outcome {
        let (named, others) = (self.named.len(), self.others);
        let of_named = take_some(&mut self.named, |text| wanted.of_compared(text));
        let of_others = if others { wanted.of_unnamed() } else { Outcome::Fail };
        self.others = others && of_others != Outcome::Pass;
        match () {
            () if self.named.is_empty() && !self.others => Outcome::Pass,
            () if (named > 0 && of_named != Outcome::Fail) || of_others != Outcome::Fail => Outcome::Unknown,
            () => Outcome::Fail,
        }
    }
}

/// What all tests of a band together say of a cell.
fn band_outcome(band: &Asked<'_>, cell: &Cell<'_>) -> Outcome {
    Outcome::at_least(band.tests.len(), band.tests.iter().map(|test| test.outcome(cell)))
}

/// The same days with closed ends: no day lies between two that follow one another.
fn closed_days(days: Interval<Date>) -> Interval<Date> {
    let low = match days.low {
        Bound::Excluded(low) => low.tomorrow().map_or(days.low, Bound::Included),
        low => low,
    };
    let high = match days.high {
        Bound::Excluded(high) => high.yesterday().map_or(days.high, Bound::Included),
        high => high,
    };
    Interval { low, high }
}

fn take<T: Ord + Copy>(
    rest: &mut Vec<Interval<T>>,
    wanted: &Interval<T>,
    close: impl Fn(Interval<T>) -> Interval<T>,
) -> Outcome {
    if rest.iter().all(|part| part.is_apart_from(wanted)) {
        return Outcome::Fail;
    }
    let left = rest.iter().flat_map(|part| part.without(wanted)).map(close).filter(|part| !part.is_empty());
    *rest = left.collect();
    if rest.is_empty() { Outcome::Pass } else { Outcome::Unknown }
}

/// The most that a rule could earn for any lead. By bands that is the best of those that can be reached.
pub(super) fn at_most(profile: &Profile, rule: &Rule) -> i64 {
    match &rule.effect {
        Effect::Bands { column, bands, range_as } if !rule.dormant => {
            let most = Scale::new(profile, *column, bands, *range_as).most();
            if rule.only_if.is_some() { most.max(0) } else { most }
        }
        _ => rule.attainable().1,
    }
}

/// Whether the bands of a rule leave open which of them one lead gets.
pub(super) fn is_open(profile: &Profile, rule: &Rule, columns: &Columns, record: usize) -> bool {
    let Effect::Bands { column, bands, range_as } = &rule.effect else { return false };
    let (cell, _) = settled(columns.get(*column).cell(record), *range_as);
    let scale = Scale::new(profile, *column, bands, *range_as);
    scale.reach(&cell).0 == Outcome::Unknown
}

/// What a rule earns for one lead: for explanations, which look at single records.
pub(super) fn points(rule: &Rule, outcomes: &RuleOutcomes, columns: &Columns, record: usize) -> Points {
    let gate_unknown = |only_if: &Condition| super::evaluate::outcome(only_if, columns, record) == Outcome::Unknown;
    match (&rule.effect, outcomes.outcome(record)) {
        (Effect::Must(_) | Effect::MustNot(_), _) | (_, Outcome::Skipped | Outcome::Fail) => (0, 0),
        (Effect::Points(_, points), Outcome::Pass) => (*points, *points),
        (Effect::Points(_, points), Outcome::Unknown) => ((*points).min(0), (*points).max(0)),
        (Effect::Bands { column, .. }, _) => {
            let (_, (low, high)) = outcomes.bands[columns.get(*column).code(record)];
            if rule.only_if.as_ref().is_some_and(gate_unknown) { (low.min(0), high.max(0)) } else { (low, high) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Domain = Domain { numbers: Interval::ALL, whole: false };
    const COUNT: Domain = Domain { numbers: Interval::at_least(Decimal::ZERO), whole: true };

    fn band(wanted: Interval<i64>, points: i64) -> Band {
        let wanted = Interval { low: wanted.low.map(Decimal::from), high: wanted.high.map(Decimal::from) };
        Band { tests: vec![Test::Number(wanted)], points }
    }

    #[test]
    fn bands_give_what_can_still_come_out() {
        let open =
            [band(Interval::at_least(500), 10), band(Interval::at_least(50), 20), band(Interval::at_least(10), 8)];
        let covering = [band(Interval::at_least(10), 8), band(Interval::at_most(9), 2)];
        let number = |n: i64| Cell::Known(Value::Number(Decimal::from(n)));
        let range = |low: i64, high: i64| Cell::Range(Range::Number(Interval::closed(low.into(), high.into())));
        let missing = Cell::Missing(Missing::Blank);
        let table: [(&[Band], Domain, Cell<'_>, Outcome, Points); 10] = [
            (&open, ANY, number(51), Outcome::Pass, (20, 20)),
            (&open, ANY, number(5), Outcome::Fail, (0, 0)),
            (&open, ANY, range(51, 200), Outcome::Pass, (20, 20)),
            (&open, ANY, range(201, 1000), Outcome::Unknown, (10, 20)),
            (&open, ANY, range(1, 9), Outcome::Fail, (0, 0)),
            (&open, ANY, range(1, 60), Outcome::Unknown, (0, 20)),
            (&open, ANY, missing.clone(), Outcome::Unknown, (0, 20)),
            (&covering, ANY, missing.clone(), Outcome::Unknown, (0, 8)),
            (&covering, COUNT, missing, Outcome::Unknown, (2, 8)),
            (&covering, COUNT, range(0, 20), Outcome::Unknown, (2, 8)),
        ];
        for (bands, domain, cell, outcome, points) in table {
            let scale = Scale { bands, domain, range_as: None, values: None };
            assert_eq!(scale.reach(&cell), (outcome, points), "{cell:?}");
        }
    }

    #[test]
    fn bands_of_days_and_of_a_few_values_can_cover_all_of_them() {
        let day = |day: i8| jiff::civil::date(2026, 1, day);
        let band = |test: Test, points| Band { tests: vec![test], points };
        let halves = [
            band(Test::Date(Interval::closed(day(1), day(15))), 10),
            band(Test::Date(Interval::closed(day(16), day(31))), 5),
        ];
        let either = [band(Test::YesNo(true), 10), band(Test::YesNo(false), 5)];
        let table: [(&[Band], Cell<'_>, Points); 3] = [
            (&halves, Cell::Range(Range::Date(Interval::closed(day(1), day(31)))), (5, 10)),
            (&halves, Cell::Missing(Missing::Blank), (0, 10)),
            (&either, Cell::Missing(Missing::Blank), (5, 10)),
        ];
        for (bands, cell, points) in table {
            let scale = Scale { bands, domain: ANY, range_as: None, values: None };
            assert_eq!(scale.reach(&cell), (Outcome::Unknown, points), "{cell:?}");
        }
    }
}
