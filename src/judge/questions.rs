//! The questions for the call: which fields, once known, would settle what is unknown.

use super::evaluate::outcome;
use super::{Asking, Judged, RuleOutcomes, score};
use crate::model::{Cell, Missing, Outcome, Verdict};
use crate::profile::{ColumnId, ColumnSource, Columns, Condition, Effect, Profile, Rule, is_new};

/// One question: a field that is not known, or a range, in a still unknown part of some rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The place of the field.
    pub field: usize,
    /// The rules that wait for it.
    pub rules: Vec<usize>,
    /// Whether one of them can knock the lead out.
    pub knock_out: bool,
    /// The points between the worst and the best of those rules, in units of the decision's scale.
    pub stake: i64,
}

/// The questions about one lead: knock-outs first, then by points at stake, then in the order of the fields. Only a lead
/// for review has any, and only such of which some answer can change the verdict. A field with no `ask` raises none, and
/// there are at most as many as the profile wants.
pub(super) fn questions(asking: &Asking<'_>, columns: &Columns, judged: &Judged, record: usize) -> Vec<Question> {
    let profile = asking.profile();
    let mut questions: Vec<Question> = Vec::new();
    if judged.verdicts[record] != Verdict::Review {
        return questions;
    }
    for (place, rule) in profile.rules.iter().enumerate() {
        if judged.rules[place].outcome(record) != Outcome::Unknown {
            continue;
        }
        let (low, high) = score::points(rule, &judged.rules[place], columns, record);
        for field in open_fields(profile, (rule, &judged.rules[place]), columns, record) {
            match questions.iter_mut().find(|question| question.field == field) {
                Some(question) => question.add(place, rule, high - low),
                None => {
                    let mut question = Question { field, rules: Vec::new(), knock_out: false, stake: 0 };
                    question.add(place, rule, high - low);
                    questions.push(question);
                }
            }
        }
    }
    questions.retain(|question| profile.fields[question.field].ask.is_some());
    if !questions.is_empty() {
        let mut fields: Vec<usize> = questions.iter().map(|question| question.field).collect();
        fields.sort_unstable();
        let that_matter = asking.that_matter(columns, judged, record, fields);
        questions.retain(|question| that_matter.contains(&question.field));
    }
    questions.sort_by_key(|question| (!question.knock_out, std::cmp::Reverse(question.stake), question.field));
    questions.truncate(profile.decision.max_questions);
    questions
}

impl Question {
    fn add(&mut self, place: usize, rule: &Rule, stake: i64) {
        self.rules.push(place);
        self.knock_out |= rule.is_knock_out();
        self.stake += stake;
    }
}

/// The fields that are not known, or ranges, in the unknown parts of a rule, its `only_if` included.
pub(super) fn open_fields(
    profile: &Profile,
    (rule, outcomes): (&Rule, &RuleOutcomes),
    columns: &Columns,
    record: usize,
) -> Vec<usize> {
    let mut open = Vec::new();
    let parts = rule.only_if.iter().chain(rule.condition());
    parts.for_each(|condition| open_columns(condition, columns, record, &mut open));
    if let Effect::Bands { column, .. } = &rule.effect
        && outcomes.by_bands(columns.get(*column), record).is_some_and(|(outcome, _)| outcome == Outcome::Unknown)
    {
        open.push(*column);
    }
    let mut fields: Vec<usize> = open.iter().flat_map(|column| askable(profile, *column, columns, record)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// Whether some field that leaves a rule unknown holds something that cannot be read.
pub(super) fn waits_for_unreadable(profile: &Profile, rule: &Rule, columns: &Columns, record: usize) -> bool {
    let mut parts = rule.only_if.iter().chain(rule.condition());
    let in_bands = || match rule.effect {
        Effect::Bands { column, .. } => {
            score::is_open(profile, rule, columns, record) && is_unreadable(profile, column, columns, record)
        }
        _ => false,
    };
    parts.any(|part| is_open_by_unreadable(profile, part, columns, record)) || in_bands()
}

/// The same of a condition by itself.
pub(super) fn is_open_by_unreadable(
    profile: &Profile,
    condition: &Condition,
    columns: &Columns,
    record: usize,
) -> bool {
    let mut open = Vec::new();
    open_columns(condition, columns, record, &mut open);
    open.into_iter().any(|column| is_unreadable(profile, column, columns, record))
}

fn is_unreadable(profile: &Profile, column: ColumnId, columns: &Columns, record: usize) -> bool {
    any_source(profile, column, &|column| matches!(columns.get(column).cell(record), Cell::Unreadable(_)))
}

/// Whether something holds for a field, or for one of those that a class, look-up or place is made of.
pub(super) fn any_source(profile: &Profile, column: ColumnId, holds: &impl Fn(ColumnId) -> bool) -> bool {
    let any = |sources: &[ColumnId]| sources.iter().any(|source| any_source(profile, *source, holds));
    match &profile.columns[column.0] {
        ColumnSource::Field { .. } => holds(column),
        ColumnSource::Fact(_) => false,
        ColumnSource::Lookup { lookup, .. } => any(&profile.lookups[*lookup].from),
        ColumnSource::Place { code, country } => any(&[*code, *country]),
        ColumnSource::Class(class) => any(profile.classes[*class].columns()),
    }
}

/// The cells that leave a rule unknown, in the order in which it reads them.
pub fn open_cells<'c>(rule: &Rule, columns: &'c Columns, record: usize) -> impl Iterator<Item = Cell<'c>> {
    let mut open = Vec::new();
    let parts = rule.only_if.iter().chain(rule.condition());
    match (rule.columns().as_slice(), &rule.effect) {
        ([only], _) => open.push(*only),
        (_, Effect::Bands { column, .. }) => {
            parts.for_each(|condition| open_columns(condition, columns, record, &mut open));
            open.push(*column);
        }
        _ => parts.for_each(|condition| open_columns(condition, columns, record, &mut open)),
    }
    open.into_iter().map(move |column| columns.get(column).cell(record))
}

/// The columns of the tests that leave a condition unknown.
fn open_columns(condition: &Condition, columns: &Columns, record: usize, open: &mut Vec<ColumnId>) {
    open_columns_once(condition, columns, record, (open, &mut Vec::new()));
}

/// The same; behind the columns are the shared conditions that were looked at.
fn open_columns_once(
    condition: &Condition,
    columns: &Columns,
    record: usize,
    (open, seen): (&mut Vec<ColumnId>, &mut Vec<usize>),
) {
    if outcome(condition, columns, record) != Outcome::Unknown {
        return;
    }
    match condition {
        Condition::Test { column, .. } => open.push(*column),
        Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
            of.iter().for_each(|part| open_columns_once(part, columns, record, (&mut *open, &mut *seen)));
        }
        Condition::Shared(shared) => {
            if is_new(shared, seen) {
                open_columns_once(&shared.condition, columns, record, (open, seen));
            }
        }
    }
}

/// The fields to ask for when a column is not known. Classes and look-ups ask their source; a key that a look-up does
/// not have asks nothing, because the lead has answered.
fn askable(profile: &Profile, column: ColumnId, columns: &Columns, record: usize) -> Vec<usize> {
    let cell = columns.get(column).cell(record);
    let all = |sources: &[ColumnId]| {
        sources.iter().flat_map(|source| askable(profile, *source, columns, record)).collect::<Vec<_>>()
    };
    match &profile.columns[column.0] {
        ColumnSource::Field { field, .. } => match cell {
            // What must not be used is not asked for either.
            Cell::Known(_) | Cell::Missing(Missing::Suppressed) => Vec::new(),
            Cell::Unreadable(crate::model::Unreadable::NoCountry) => {
                profile.fields[*field].country_from.into_iter().chain([*field]).take(1).collect()
            }
            _ => vec![*field],
        },
        ColumnSource::Fact(_) => Vec::new(),
        ColumnSource::Lookup { .. } | ColumnSource::Place { .. } if cell == Cell::NotFound => Vec::new(),
        ColumnSource::Lookup { lookup, .. } => all(&profile.lookups[*lookup].from),
        ColumnSource::Place { code, country } => all(&[*code, *country]),
        ColumnSource::Class(class) if cell == Cell::Missing(Missing::NoClass) => {
            asked_again(profile, profile.classes[*class].from, columns, record)
        }
        ColumnSource::Class(class) => all(profile.classes[*class].columns()),
    }
}

/// The fields to ask for when a class says nothing of its source: the source's own, though it is known.
fn asked_again(profile: &Profile, source: ColumnId, columns: &Columns, record: usize) -> Vec<usize> {
    match &profile.columns[source.0] {
        ColumnSource::Field { field, .. } => vec![*field],
        _ => askable(profile, source, columns, record),
    }
}
