//! Verdicts in words: the reason, the blockers, the nearest miss.

use std::borrow::Cow;
use std::ops::Bound;

use rust_decimal::Decimal;

use super::explain::{distance, own_column};
use super::questions::open_fields;
use super::{Explanation, Judged};
use crate::field_types::collapse;
use crate::model::{Cell, Interval, Outcome, Range, Value, Verdict};
use crate::operators::{Distance, Test, with_commas};
use crate::profile::{ColumnId, ColumnSource, Columns, Condition, Effect, Message, Piece, Profile, Rule};

/// Gives cells as the list wrote them, for the `{value}` of messages.
pub trait CellText {
    /// The cell of `field` as the list wrote it; blank where there is none.
    fn raw(&self, field: usize) -> Cow<'_, str>;
}

/// One judged lead with all that its explanation needs.
#[derive(Clone, Copy)]
pub struct Lead<'l> {
    /// The rules.
    pub profile: &'l Profile,
    /// What they read.
    pub columns: &'l Columns,
    /// What they say.
    pub judged: &'l Judged,
    /// The place of the lead in its chunk.
    pub record: usize,
    /// Its cells as the list wrote them.
    pub raw: &'l dyn CellText,
}

/// The sentences about the leads of a profile. What a rule wants is put into words once, not once a lead.
#[derive(Clone, Debug)]
pub struct Words {
    expected: Vec<String>,
    /// The same for the `{expected}` of an author's message, where the bound of a comparison stands alone.
    bounds: Vec<String>,
    /// The column of each rule that looks at just one.
    columns: Vec<Option<ColumnId>>,
}

impl Words {
    /// Puts the rules of a profile into words.
    #[must_use]
    pub fn new(profile: &Profile) -> Self {
        let expected: Vec<String> = profile.rules.iter().map(|rule| expected(rule, profile)).collect();
        let bounds = profile.rules.iter().zip(&expected);
        let bounds = bounds.map(|(rule, words)| bound(rule).unwrap_or_else(|| words.clone())).collect();
        Self { bounds, columns: profile.rules.iter().map(own_column).collect(), expected }
    }

    /// What a rule wants.
    #[must_use]
    pub fn expected(&self, rule: usize) -> &str {
        &self.expected[rule]
    }

    /// The reason for a verdict, in sentences.
    ///
    /// Rejected: the knock-outs, or the points that are short. Prospect: the points by rule. Review: the questions, or
    /// what is unknown where nothing is left to ask, or the points that are short.
    #[must_use]
    pub fn reason(&self, lead: &Lead<'_>, explanation: &Explanation) -> String {
        let mut text = String::new();
        self.write_reason(lead, explanation, &mut text);
        text
    }

    /// The same, written to an empty text.
    pub fn write_reason(&self, lead: &Lead<'_>, explanation: &Explanation, text: &mut String) {
        match explanation.verdict {
            Verdict::Rejected if explanation.blockers.is_empty() => text.push_str(&lead.points_short(explanation)),
            Verdict::Rejected => {
                for rule in &explanation.blockers {
                    text.push_str(if text.is_empty() { "" } else { " " });
                    self.write_sentence(lead, *rule, Outcome::Fail, text);
                }
            }
            Verdict::Prospect => text.push_str(&lead.points_by_rule(explanation)),
            Verdict::Review => text.push_str(&lead.review(explanation)),
        }
        if let Some(assumed) = lead.assumed(explanation) {
            text.push(' ');
            text.push_str(&assumed);
        }
    }

    /// The sentence for a rule's bad outcome: the author's message, or a generated one.
    #[must_use]
    pub fn sentence(&self, lead: &Lead<'_>, rule: usize, outcome: Outcome) -> String {
        let mut text = String::new();
        self.write_sentence(lead, rule, outcome, &mut text);
        text
    }

    fn write_sentence(&self, lead: &Lead<'_>, place: usize, outcome: Outcome, text: &mut String) {
        let (rule, expected) = (&lead.profile.rules[place], self.expected[place].as_str());
        match &rule.message {
            Some(message) => lead.write_message(rule, message, &self.bounds[place], text),
            None => {
                let own = self.columns[place].filter(|_| outcome == Outcome::Fail);
                lead.write_generated(rule, own, expected, text);
            }
        }
    }
}

/// The ids of the knock-outs that failed, joined by `; `.
pub fn blocked_by(profile: &Profile, explanation: &Explanation, text: &mut String) {
    for (place, rule) in explanation.blockers.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { "; " });
        text.push_str(&profile.rules[*rule].id);
    }
}

/// The nearest miss as one cell of a report: `budget.minimum-budget (off by 500); 10 points more from …`.
pub fn nearest_miss_text(profile: &Profile, explanation: &Explanation, text: &mut String) {
    let Some(miss) = &explanation.nearest_miss else { return };
    for (place, (rule, distance)) in miss.knock_outs.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { "; " });
        text.push_str(&profile.rules[*rule].id);
        if let Some(distance) = distance {
            text.push_str(" (off by ");
            text.push_str(&distance_shown(*distance));
            text.push(')');
        }
    }
    if miss.short_by > 0 {
        text.push_str(if miss.knock_outs.is_empty() { "" } else { "; " });
        text.push_str(&counted(profile.decision.shown(miss.short_by), "point"));
        if miss.out_of_reach {
            text.push_str(" more, which no rule can give");
        } else {
            text.push_str(" more from ");
            text.push_str(&ids(profile, &miss.lifts).replace("; ", ", "));
        }
    }
}

fn ids(profile: &Profile, rules: &[usize]) -> String {
    rules.iter().map(|rule| profile.rules[*rule].id.as_str()).collect::<Vec<_>>().join("; ")
}

impl Lead<'_> {
    fn points_by_rule(&self, explanation: &Explanation) -> String {
        let decision = &self.profile.decision;
        let earned: Vec<String> = explanation
            .points
            .iter()
            .zip(&self.profile.rules)
            .filter(|((low, _), _)| *low != 0)
            .map(|((low, _), rule)| format!("{} {}", rule.id, decision.shown(*low)))
            .collect();
        if earned.is_empty() {
            return "Meets every knock-out rule.".to_owned();
        }
        format!("{}: {}.", self.score(explanation), earned.join(", "))
    }

    fn points_short(&self, explanation: &Explanation) -> String {
        let (best, at) = (explanation.best, self.judged.thresholds.review_at.unwrap_or(0));
        let shown = |points| self.profile.decision.shown(points);
        format!(
            "At best {}, {} short of the {} for a call.",
            counted(shown(best), "point"),
            shown(at - best),
            shown(at)
        )
    }

    fn review(&self, explanation: &Explanation) -> String {
        let decision = &self.profile.decision;
        let prospect_at = self.judged.thresholds.prospect_at;
        let borderline = explanation.open.is_empty() && prospect_at.is_some_and(|at| explanation.best < at);
        if borderline {
            let at = prospect_at.unwrap_or(0);
            let short = decision.shown(at - explanation.worst);
            return format!("{}, {short} short of the {} for a prospect.", self.score(explanation), decision.shown(at));
        }
        if explanation.questions.is_empty() {
            return self.nothing_to_ask();
        }
        let questions = explanation.questions.iter().map(|question| self.ask(question.field));
        format!("Ask: {}", questions.collect::<Vec<_>>().join(" "))
    }

    /// A question, with what the list says where that is not enough.
    fn ask(&self, field: usize) -> String {
        let ask = self.profile.fields[field].ask.clone().unwrap_or_default();
        let raw = self.raw.raw(field);
        match self.cell(field) {
            Some(Cell::Missing(_)) | None => ask,
            Some(_) if raw.trim().is_empty() => ask,
            // What stays out of sheets is not quoted on them either.
            Some(_) if self.profile.fields[field].sensitive => ask,
            Some(_) => format!("{ask} (The list says \"{}\".)", collapse(&raw)),
        }
    }

    /// The cell of a field that a rule reads.
    fn cell(&self, field: usize) -> Option<Cell<'_>> {
        let source = ColumnSource::Field { field, part: None };
        let column = self.profile.columns.iter().position(|column| *column == source)?;
        Some(self.columns.0[column].cell(self.record))
    }

    fn nothing_to_ask(&self) -> String {
        let unknown = self.profile.rules.iter().zip(&self.judged.rules);
        let unknown = unknown.filter(|(_, outcomes)| outcomes.outcome(self.record) == Outcome::Unknown);
        let unknown: Vec<String> = unknown.map(|(rule, _)| self.open(rule)).collect();
        format!("Unknown, and nothing to ask: {}.", unknown.join("; "))
    }

    /// An unknown rule with its causes: `budget.minimum-budget (Budget: cannot be read)`.
    fn open(&self, rule: &Rule) -> String {
        let fields = open_fields(self.profile, rule, self.columns, self.record);
        let mut causes: Vec<String> = fields.iter().map(|field| self.profile.fields[*field].label.clone()).collect();
        for (cause, label) in rule.columns().into_iter().filter_map(|column| self.cause(column)) {
            match causes.iter_mut().find(|known| **known == label) {
                Some(known) => *known = format!("{label}: {cause}"),
                None => causes.push(format!("{label}: {cause}")),
            }
        }
        if causes.is_empty() { rule.id.clone() } else { format!("{} ({})", rule.id, causes.join(", ")) }
    }

    fn cause(&self, column: ColumnId) -> Option<(&'static str, String)> {
        let cause = self.columns.get(column).cell(self.record).cause()?;
        Some((cause, self.label(column).into_owned()))
    }

    /// What the verdict rests on without being known. A knock-out that is certain needs no other rule.
    fn assumed(&self, explanation: &Explanation) -> Option<String> {
        let is_assumed = |rule: &usize| self.judged.rules[*rule].is_assumed(self.record);
        let assumed: Vec<usize> = match explanation.blockers.as_slice() {
            [] => (0..self.judged.rules.len()).filter(is_assumed).collect(),
            blockers if blockers.iter().all(is_assumed) => blockers.to_vec(),
            _ => return None,
        };
        (!assumed.is_empty()).then(|| format!("Assumed: {}.", ids(self.profile, &assumed)))
    }

    fn score(&self, explanation: &Explanation) -> String {
        let shown = |points| self.profile.decision.shown(points);
        if explanation.worst == explanation.best {
            counted(shown(explanation.worst), "point")
        } else {
            format!("{} to {} points", shown(explanation.worst), shown(explanation.best))
        }
    }

    fn write_message(&self, rule: &Rule, message: &Message, expected: &str, text: &mut String) {
        for piece in &message.pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Label(column) => text.push_str(&self.label(*column)),
                Piece::Value(column) => text.push_str(&self.value(*column)),
                Piece::Expected => text.push_str(expected),
                Piece::ShortBy(_) => match distance(rule, self.columns, self.record) {
                    Some(distance) => text.push_str(&distance_shown(distance)),
                    None => text.push_str("some way"),
                },
            }
        }
    }

    fn write_generated(&self, rule: &Rule, own: Option<ColumnId>, expected: &str, text: &mut String) {
        match own {
            Some(column) => {
                text.push_str(&self.label(column));
                text.push_str(" is ");
                text.push_str(&self.value(column));
                text.push_str("; ");
            }
            None => {
                text.push_str(&rule.id);
                text.push_str(": ");
            }
        }
        [verb(rule), " ", expected, "."].iter().for_each(|piece| text.push_str(piece));
    }

    fn label(&self, column: ColumnId) -> Cow<'_, str> {
        match &self.profile.columns[column.0] {
            ColumnSource::Field { field, part: None } => Cow::Borrowed(&self.profile.fields[*field].label),
            ColumnSource::Place { code, .. } => self.label(*code),
            _ => Cow::Owned(self.profile.column_name(column)),
        }
    }

    /// The cell as the list wrote it; a derived one in its normal form.
    fn value(&self, column: ColumnId) -> Cow<'_, str> {
        let written = match &self.profile.columns[column.0] {
            ColumnSource::Field { field, .. } => self.raw.raw(*field),
            ColumnSource::Place { code, .. } => return self.value(*code),
            _ => Cow::Owned(shown(&self.columns.get(column).cell(self.record))),
        };
        match collapse(&written) {
            Cow::Borrowed("") => Cow::Borrowed("blank"),
            Cow::Borrowed(all) if all.len() == written.len() => written,
            collapsed => Cow::Owned(collapsed.into_owned()),
        }
    }
}

/// The normal form of a cell; nothing where it is not known.
fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(value) => Value::to_string(value),
        Cell::Range(range) => Range::to_string(range),
        _ => String::new(),
    }
}

const fn verb(rule: &Rule) -> &'static str {
    match rule.effect {
        Effect::Must(_) => "must be",
        Effect::MustNot(_) => "must not be",
        Effect::Points(..) | Effect::Bands { .. } => "earns points for",
    }
}

/// What a rule wants, in words.
fn expected(rule: &Rule, profile: &Profile) -> String {
    match &rule.effect {
        Effect::Bands { bands, .. } => {
            let tests = bands.iter().flat_map(|band| &band.tests).map(crate::operators::Test::expected);
            tests.collect::<Vec<_>>().join(", or ")
        }
        Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => {
            wanted(condition, profile, true)
        }
    }
}

/// The bound of a rule that is one comparison with one bound: `10,000` for `at_least = 10_000`, which an author's
/// sentence calls a minimum or a limit itself.
fn bound(rule: &Rule) -> Option<String> {
    let Condition::Test { test, .. } = rule.condition()? else { return None };
    match test {
        Test::Number(wanted) => one_end(wanted).map(with_commas),
        Test::Date(wanted) => one_end(wanted).map(|day| day.to_string()),
        _ => None,
    }
}

fn one_end<T: Copy>(interval: &Interval<T>) -> Option<T> {
    match (interval.low, interval.high) {
        (Bound::Included(end) | Bound::Excluded(end), Bound::Unbounded)
        | (Bound::Unbounded, Bound::Included(end) | Bound::Excluded(end)) => Some(end),
        _ => None,
    }
}

/// A condition in words; below the top with the name of what it looks at.
fn wanted(condition: &Condition, profile: &Profile, top: bool) -> String {
    let each = |of: &[Condition]| of.iter().map(|part| wanted(part, profile, false)).collect::<Vec<_>>();
    match condition {
        Condition::Test { test, .. } if top => test.expected(),
        Condition::Test { column, test, .. } => format!("{} {}", profile.column_name(*column), test.expected()),
        Condition::All(of) if top && condition.columns().len() == 1 => {
            of.iter().map(|part| wanted(part, profile, true)).collect::<Vec<_>>().join(" and ")
        }
        Condition::All(of) => each(of).join(" and "),
        Condition::Any { need: 1, of } => each(of).join(" or "),
        Condition::Any { need, of } => format!("{need} of: {}", each(of).join(", ")),
        Condition::None(of) => format!("none of: {}", each(of).join(", ")),
    }
}

fn distance_shown(distance: Distance) -> String {
    match distance {
        Distance::Number(number) => with_commas(number),
        Distance::Days(days) => counted(Decimal::from(days), "day"),
        Distance::Length(_) => distance.to_string(),
    }
}

fn counted(number: Decimal, thing: &str) -> String {
    format!("{} {thing}{}", with_commas(number), if number == Decimal::ONE { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_number() {
        assert_eq!(counted(Decimal::ONE, "point"), "1 point");
        assert_eq!(counted(Decimal::from(1500), "point"), "1,500 points");
        assert_eq!(distance_shown(Distance::Days(30)), "30 days");
    }
}
