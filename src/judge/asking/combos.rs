//! Every combination of answers in a group of rules.

use std::borrow::Cow;
use std::cell::RefCell;

use super::MOST;
use super::answers::{Saying, answers, each_once};
use super::plan::{Group, Plan, Role};
use crate::judge::derive::value;
use crate::judge::questions::any_source;
use crate::judge::{Judged, score};
use crate::model::{Cell, Outcome};
use crate::operators::Test;
use crate::profile::{ColumnId, Columns, Condition, Effect, IfUnknown, Profile, RangeAs, Rule, is_new, settled};

/// What rules leave of a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Left {
    pub(super) failed: bool,
    pub(super) open: bool,
    pub(super) worst: i64,
    pub(super) best: i64,
}

impl Left {
    pub(super) const fn plus(self, other: Self) -> Self {
        Self {
            failed: self.failed || other.failed,
            open: self.open || other.open,
            worst: self.worst + other.worst,
            best: self.best + other.best,
        }
    }
}

/// A lead with open questions.
pub(super) struct Lead<'l, 'p> {
    pub(super) profile: &'l Profile,
    pub(super) plan: &'l Plan<'p>,
    /// What each test says of the cells as they are.
    pub(super) says: &'l [Outcome],
    pub(super) columns: &'l Columns,
    pub(super) judged: &'l Judged,
    pub(super) record: usize,
}

impl Lead<'_, '_> {
    /// For each open column of a group, what the tests on it can say of an answer; nothing where that is too much.
    fn answers(&self, group: &Group) -> Option<Vec<Cow<'_, [Saying]>>> {
        let of_column = |(place, (column, field)): (usize, &(ColumnId, usize))| {
            let cell = self.columns.get(*column).cell(self.record);
            match cell {
                _ if !group.fields.contains(field) => Some(Cow::Borrowed(&[][..])),
                Cell::Range(_) => answers(self.profile, *column, &cell, &self.plan.leaves_of(*column)).map(Cow::Owned),
                _ => Some(Cow::Borrowed(&*self.plan.answers[place])),
            }
        };
        self.plan.open.columns.iter().enumerate().map(of_column).collect()
    }

    /// What the rules leave that no answer reaches.
    pub(super) fn rest(&self) -> Left {
        let reached: Vec<usize> = self.plan.groups.iter().flat_map(|group| group.rules.iter().copied()).collect();
        let mut rest =
            Left { worst: self.judged.worst[self.record], best: self.judged.best[self.record], ..Left::default() };
        for (place, rule) in self.profile.rules.iter().enumerate() {
            let outcomes = &self.judged.rules[place];
            if reached.contains(&place) {
                let (low, high) = score::points(rule, outcomes, self.columns, self.record);
                (rest.worst, rest.best) = (rest.worst - low, rest.best - high);
            } else if rule.is_knock_out() {
                rest.open |= outcomes.outcome(self.record) == Outcome::Unknown;
            }
        }
        rest
    }
}

/// What a group of rules leaves by its answers.
#[derive(Debug)]
pub(super) struct Combos {
    /// By their places among the open fields.
    pub(super) fields: Vec<usize>,
    /// For each of these fields what is left without an answer to it, beside what is left with one; where these differ.
    pub(super) pairs: Vec<Vec<(Left, Left)>>,
    /// What is left without any answer.
    pub(super) unanswered: Left,
    /// All that can be left, so that no knock-out fails.
    pub(super) passing: Vec<Left>,
}

impl Combos {
    pub(super) fn of(lead: &Lead<'_, '_>, group: &Group) -> Option<Self> {
        let answers = lead.answers(group)?;
        let of_field = |field: &usize| {
            let columns = lead.plan.open.columns.iter().zip(&answers).filter(|((_, of), _)| of == field);
            columns.map(|(_, said)| said.len()).try_fold(1_usize, usize::checked_mul).map(|all| all + 1)
        };
        let mut sizes: Vec<usize> = group.fields.iter().map(of_field).collect::<Option<_>>()?;
        sizes.extend(group.tables.iter().map(|table| lead.plan.tables[*table].sayings.len().max(1)));
        let all = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size))?;
        if all > MOST {
            return None;
        }
        let left: Vec<Left> =
            (0..all).map(|number| Combo::new(lead, &answers, group, &sizes, number).left(group)).collect();
        Some(Self {
            pairs: (0..group.fields.len()).map(|digit| pairs(&left, &sizes, digit)).collect(),
            fields: group.fields.clone(),
            unanswered: left[0],
            passing: each_once(left.into_iter().filter(|left| !left.failed).collect()),
        })
    }
}

/// What is left without and with an answer to the field at `digit`, whatever else is answered.
fn pairs(left: &[Left], sizes: &[usize], digit: usize) -> Vec<(Left, Left)> {
    let step: usize = sizes[..digit].iter().product();
    let size = sizes[digit];
    let unanswered = (0..left.len()).filter(|number| (number / step).is_multiple_of(size));
    let pairs = unanswered.flat_map(|number| (1..size).map(move |answer| (number, number + answer * step)));
    each_once(pairs.map(|(without, with)| (left[without], left[with])).filter(|(a, b)| a != b).collect())
}

/// One combination of answers.
struct Combo<'c, 'p> {
    lead: &'c Lead<'c, 'p>,
    answers: &'c [Cow<'c, [Saying]>],
    /// For each open column the answer, where its field has one.
    chosen: Vec<Option<usize>>,
    /// For each table the entry.
    entries: Vec<usize>,
    /// The classes that were worked out, with their columns.
    classes: RefCell<Vec<(ColumnId, Cell<'c>)>>,
}

/// A cell that no answer settles.
enum Unanswered<'c> {
    /// The one that the lead has.
    AsItIs,
    /// A class that follows from other answers.
    Class(Cell<'c>),
}

impl<'c, 'p> Combo<'c, 'p> {
    fn new(
        lead: &'c Lead<'c, 'p>,
        answers: &'c [Cow<'c, [Saying]>],
        group: &Group,
        sizes: &[usize],
        mut number: usize,
    ) -> Self {
        let mut chosen = vec![None; answers.len()];
        let mut entries = vec![0; lead.plan.tables.len()];
        for (digit, size) in sizes.iter().enumerate() {
            let answer = number % size;
            number /= size;
            match group.fields.get(digit) {
                Some(field) => choose(lead, answers, *field, answer, &mut chosen),
                None => entries[group.tables[digit - group.fields.len()]] = answer,
            }
        }
        Self { lead, answers, chosen, entries, classes: RefCell::default() }
    }

    fn left(&self, group: &Group) -> Left {
        let mut left = Left::default();
        for rule in &group.rules {
            let (outcome, (low, high)) = self.rule(*rule);
            if self.lead.profile.rules[*rule].is_knock_out() {
                left.failed |= outcome == Outcome::Fail;
                left.open |= outcome == Outcome::Unknown;
            }
            (left.worst, left.best) = (left.worst + low, left.best + high);
        }
        left
    }

    /// What a rule says and earns, as the kernel has it.
    fn rule(&self, place: usize) -> (Outcome, (i64, i64)) {
        let rule = &self.lead.profile.rules[place];
        let gate = rule.only_if.as_ref().map_or(Outcome::Pass, |only_if| self.condition(only_if));
        if gate == Outcome::Fail {
            return (Outcome::Skipped, (0, 0));
        }
        let (bare, points) = self.bare(place);
        let anyway = if rule.earns_nothing() { Outcome::Pass } else { Outcome::Fail };
        let is_open = gate == Outcome::Unknown && bare != anyway;
        let outcome = if is_open { Outcome::Unknown } else { bare };
        let answer = if outcome == Outcome::Unknown { self.assumption(rule) } else { IfUnknown::Ask };
        let outcome = match (outcome, answer) {
            (Outcome::Unknown, IfUnknown::Pass) => Outcome::Pass,
            (Outcome::Unknown, IfUnknown::Fail) => Outcome::Fail,
            (outcome, _) => outcome,
        };
        let (low, high) = match (&rule.effect, outcome) {
            (Effect::Must(_) | Effect::MustNot(_), _) | (_, Outcome::Fail | Outcome::Skipped) => (0, 0),
            (Effect::Points(_, points), Outcome::Pass) => (*points, *points),
            (Effect::Points(_, points), _) => ((*points).min(0), (*points).max(0)),
            (Effect::Bands { .. }, _) if gate == Outcome::Unknown => (points.0.min(0), points.1.max(0)),
            (Effect::Bands { .. }, _) => points,
        };
        (outcome, (low, high))
    }

    /// What becomes of an unknown, by what is still open.
    fn assumption(&self, rule: &Rule) -> IfUnknown {
        let waits = || {
            let mut parts = rule.only_if.iter().chain(rule.condition());
            let in_bands = || matches!(rule.effect, Effect::Bands { column, .. } if self.is_unreadable(column));
            let mut seen = Vec::new();
            parts.any(|part| self.waits_for_unreadable(part, &mut seen)) || in_bands()
        };
        if rule.assumes() && waits() { rule.if_unreadable } else { rule.if_unknown }
    }

    fn waits_for_unreadable(&self, condition: &Condition, seen: &mut Vec<usize>) -> bool {
        self.condition(condition) == Outcome::Unknown
            && match condition {
                Condition::Test { column, .. } => self.is_unreadable(*column),
                Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
                    of.iter().any(|part| self.waits_for_unreadable(part, seen))
                }
                Condition::Shared(shared) => is_new(shared, seen) && self.waits_for_unreadable(&shared.condition, seen),
            }
    }

    fn is_unreadable(&self, column: ColumnId) -> bool {
        let unreadable = |column: ColumnId| {
            let is_answered =
                matches!(self.lead.plan.roles[column.0], Role::Answered(open) if self.chosen[open].is_some());
            !is_answered && matches!(self.lead.columns.get(column).cell(self.lead.record), Cell::Unreadable(_))
        };
        any_source(self.lead.profile, column, &unreadable)
    }

    /// A rule before `only_if` and `if_unknown`; of bands also the points.
    fn bare(&self, place: usize) -> (Outcome, (i64, i64)) {
        match &self.lead.profile.rules[place].effect {
            Effect::Must(condition) | Effect::Points(condition, _) => (self.condition(condition), (0, 0)),
            Effect::MustNot(condition) => (self.condition(condition).opposite(), (0, 0)),
            Effect::Bands { column, bands, range_as } => {
                let leaf = |test| self.leaf(*column, test, *range_as);
                match self.unanswered(*column) {
                    Some(Unanswered::AsItIs) => {
                        let outcomes = &self.lead.judged.rules[place];
                        return outcomes
                            .by_bands(self.lead.columns.get(*column), self.lead.record)
                            .expect("bug: a rule in force without what its bands say");
                    }
                    Some(Unanswered::Class(cell)) => {
                        return score::Scale::new(self.lead.profile, *column, bands, *range_as)
                            .reach(&settled(cell, *range_as).0);
                    }
                    None => {}
                }
                let first = bands.iter().find(|band| band.tests.iter().all(|test| leaf(test) == Outcome::Pass));
                first.map_or((Outcome::Fail, (0, 0)), |band| (Outcome::Pass, (band.points, band.points)))
            }
        }
    }

    fn condition(&self, condition: &Condition) -> Outcome {
        condition.outcome(&mut |column, test, range_as| self.leaf(column, test, range_as))
    }

    fn leaf(&self, column: ColumnId, test: &Test, range_as: Option<RangeAs>) -> Outcome {
        let plan = self.lead.plan;
        if let Role::Class(class) = plan.roles[column.0] {
            return super::answers::Leaf { column, test, range_as }.says(self.class(column, class));
        }
        let (place, of_column) = plan.place(test);
        match plan.roles[column.0] {
            Role::Answered(open) if let Some(answer) = self.chosen[open] => self.answers[open][answer][of_column],
            Role::Table(table) if self.is_found(table) => {
                let sayings = &plan.tables[table].sayings;
                sayings.get(self.entries[table]).map_or(Outcome::Unknown, |saying| saying[of_column])
            }
            _ => self.lead.says[place],
        }
    }

    /// The cell of a column that no answer settles.
    fn unanswered(&self, column: ColumnId) -> Option<Unanswered<'c>> {
        let as_it_is = || Unanswered::AsItIs;
        match self.lead.plan.roles[column.0] {
            Role::Answered(open) => self.chosen[open].is_none().then(as_it_is),
            Role::Table(table) => (!self.is_found(table)).then(as_it_is),
            Role::Class(class) => {
                Some(self.class(column, class)).filter(|cell| !cell.is_known()).map(Unanswered::Class)
            }
            Role::Still => Some(as_it_is()),
        }
    }

    /// Whether what a table is asked by is known, and by an answer.
    fn is_found(&self, table: usize) -> bool {
        let from = &self.lead.plan.tables[table].from;
        from.iter().all(|source| self.is_settled(*source)) && from.iter().any(|source| self.is_answered(*source))
    }

    fn is_settled(&self, column: ColumnId) -> bool {
        let as_it_is = || self.lead.columns.get(column).cell(self.lead.record);
        match self.lead.plan.roles[column.0] {
            Role::Answered(open) => self.chosen[open].is_some() || matches!(as_it_is(), Cell::Known(_)),
            Role::Table(table) => self.is_found(table),
            Role::Class(class) => self.class(column, class).is_known(),
            Role::Still => as_it_is().is_known(),
        }
    }

    fn is_answered(&self, column: ColumnId) -> bool {
        match self.lead.plan.roles[column.0] {
            Role::Answered(open) => self.chosen[open].is_some(),
            Role::Table(table) => self.is_found(table),
            Role::Class(class) => {
                self.lead.profile.classes[class].columns().iter().any(|source| self.is_answered(*source))
            }
            Role::Still => false,
        }
    }

    fn class(&self, column: ColumnId, class: usize) -> Cell<'c> {
        if let Some((_, known)) = self.classes.borrow().iter().find(|(known, _)| *known == column) {
            return known.clone();
        }
        let class = &self.lead.profile.classes[class];
        let rows: Vec<Outcome> = class.rows.iter().map(|row| self.condition(&row.condition)).collect();
        // Only whether the source is known makes a difference.
        let source = if self.is_settled(class.from) {
            Cell::text("")
        } else {
            self.lead.columns.get(class.from).cell(self.lead.record)
        };
        let cell = value(class, rows.into_iter(), &source);
        self.classes.borrow_mut().push((column, cell.clone()));
        cell
    }
}

/// Notes the answer to a field for each of its columns: 0 is none, and the others count through all of them.
fn choose(
    lead: &Lead<'_, '_>,
    answers: &[Cow<'_, [Saying]>],
    field: usize,
    answer: usize,
    chosen: &mut [Option<usize>],
) {
    let Some(mut number) = answer.checked_sub(1) else { return };
    for (place, (_, of)) in lead.plan.open.columns.iter().enumerate() {
        if *of == field {
            chosen[place] = Some(number % answers[place].len().max(1));
            number /= answers[place].len().max(1);
        }
    }
}
