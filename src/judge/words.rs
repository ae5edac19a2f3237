//! Verdicts in words: the reason, the blockers, the nearest miss.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::explain::{distance, own_column};
use super::questions::open_fields;
use super::Explanation;
use crate::model::{Cell, Outcome, Range, Value, Verdict};
use crate::operators::Distance;
use crate::profile::{ColumnId, ColumnSource, Columns, Condition, Effect, Message, Piece, Profile, Rule};

/// Gives cells as the list wrote them, for the `{value}` of messages.
pub trait CellText {
    /// The cell of `field` as the list wrote it; blank where there is none.
    fn raw(&self, field: usize) -> Cow<'_, str>;
}

/// One lead with all that its explanation needs.
#[derive(Clone, Copy)]
struct Lead<'l> {
    profile: &'l Profile,
    columns: &'l Columns,
    record: usize,
    raw: &'l dyn CellText,
}

/// The reason for a verdict, in sentences.
///
/// Rejected: the knock-outs, or the points that are short. Prospect: the points by rule. Review: the questions, or
/// what is unknown where nothing is left to ask, or the points that are short.
#[must_use]
pub fn reason(
    profile: &Profile,
    columns: &Columns,
    record: usize,
    explanation: &Explanation,
    raw: &dyn CellText,
) -> String {
    let lead = Lead { profile, columns, record, raw };
    let mut sentences = match explanation.verdict {
        Verdict::Rejected if explanation.blockers.is_empty() => vec![lead.points_short(explanation)],
        Verdict::Rejected => {
            explanation.blockers.iter().map(|rule| lead.sentence(&profile.rules[*rule], Outcome::Fail)).collect()
        }
        Verdict::Prospect => vec![lead.points_by_rule(explanation)],
        Verdict::Review => lead.review(explanation),
    };
    if let Some(assumed) = lead.assumed(explanation) {
        sentences.push(assumed);
    }
    sentences.join(" ")
}

/// The sentence for a rule's bad outcome: the author's message, or a generated one.
#[must_use]
pub fn rule_sentence(
    profile: &Profile,
    columns: &Columns,
    record: usize,
    rule: usize,
    outcome: Outcome,
    raw: &dyn CellText,
) -> String {
    Lead { profile, columns, record, raw }.sentence(&profile.rules[rule], outcome)
}

/// The ids of the knock-outs that failed, joined by `; `.
#[must_use]
pub fn blocked_by(profile: &Profile, explanation: &Explanation) -> String {
    ids(profile, &explanation.blockers)
}

/// The nearest miss as one cell of a report: `budget.minimum-budget (500 short); 10 points more from …`.
#[must_use]
pub fn nearest_miss_text(profile: &Profile, explanation: &Explanation) -> String {
    let Some(miss) = &explanation.nearest_miss else { return String::new() };
    let knock_outs = miss.knock_outs.iter().map(|(rule, distance)| {
        let id = &profile.rules[*rule].id;
        distance.map_or_else(|| id.clone(), |distance| format!("{id} ({} short)", distance_shown(distance)))
    });
    let mut parts: Vec<String> = knock_outs.collect();
    if miss.short_by > 0 {
        let points = counted(profile.decision.shown(miss.short_by), "point");
        parts.push(if miss.out_of_reach {
            format!("{points} more, which no rule can give")
        } else {
            format!("{points} more from {}", ids(profile, &miss.lifts).replace("; ", ", "))
        });
    }
    parts.join("; ")
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
        let (best, at) = (explanation.best, self.profile.decision.review_at.unwrap_or(0));
        let shown = |points| self.profile.decision.shown(points);
        format!("At best {}, {} short of the {} for a call.", counted(shown(best), "point"), shown(at - best), shown(at))
    }

    fn review(&self, explanation: &Explanation) -> Vec<String> {
        let decision = &self.profile.decision;
        let borderline = explanation.open.is_empty() && decision.prospect_at.is_some_and(|at| explanation.best < at);
        if borderline {
            let at = decision.prospect_at.unwrap_or(0);
            let short = decision.shown(at - explanation.worst);
            return vec![format!("{}, {short} short of the {} for a prospect.", self.score(explanation), decision.shown(at))];
        }
        if explanation.questions.is_empty() {
            return vec![self.nothing_to_ask(explanation)];
        }
        let asks = explanation.questions.iter().filter_map(|question| self.profile.fields[question.field].ask.clone());
        asks.map(|ask| format!("Ask: {ask}")).collect()
    }

    fn nothing_to_ask(&self, explanation: &Explanation) -> String {
        let unknown: Vec<String> = explanation
            .rules
            .iter()
            .zip(&self.profile.rules)
            .filter(|((outcome, _), _)| *outcome == Outcome::Unknown)
            .map(|(_, rule)| self.open(rule))
            .collect();
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
        Some((cause, self.label(column)))
    }

    fn assumed(&self, explanation: &Explanation) -> Option<String> {
        let assumed: Vec<usize> = (0..explanation.rules.len()).filter(|rule| explanation.rules[*rule].1).collect();
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

    /// The sentence for the bad outcome of a rule.
    fn sentence(&self, rule: &Rule, outcome: Outcome) -> String {
        match &rule.message {
            Some(message) => self.message(rule, message),
            None => self.generated(rule, outcome),
        }
    }

    fn message(&self, rule: &Rule, message: &Message) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Label(column) => self.label(*column),
            Piece::Value(column) => self.value(*column),
            Piece::Expected => expected(rule, self.profile),
            Piece::ShortBy(_) => {
                distance(rule, self.columns, self.record).map_or_else(|| "some way".to_owned(), distance_shown)
            }
        };
        let text: String = message.pieces.iter().map(piece).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn generated(&self, rule: &Rule, outcome: Outcome) -> String {
        let wanted = expected(rule, self.profile);
        match own_column(rule) {
            Some(column) if outcome == Outcome::Fail => {
                format!("{} is {}; {} {wanted}.", self.label(column), self.value(column), verb(rule))
            }
            _ => format!("{}: {} {wanted}.", rule.id, verb(rule)),
        }
    }

    fn label(&self, column: ColumnId) -> String {
        match &self.profile.columns[column.0] {
            ColumnSource::Field { field, part: None } => self.profile.fields[*field].label.clone(),
            _ => self.profile.column_name(column),
        }
    }

    /// The cell as the list wrote it; a derived one in its normal form.
    fn value(&self, column: ColumnId) -> String {
        let raw = match &self.profile.columns[column.0] {
            ColumnSource::Field { field, .. } => self.raw.raw(*field).trim().to_owned(),
            _ => shown(&self.columns.get(column).cell(self.record)),
        };
        if raw.is_empty() { "blank".to_owned() } else { raw }
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
        Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => wanted(condition, profile, true),
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
        Distance::Number(number) => grouped(number),
        Distance::Days(days) => counted(Decimal::from(days), "day"),
    }
}

fn counted(number: Decimal, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == Decimal::ONE { "" } else { "s" })
}

/// A number with commas between its thousands, at most two decimal places.
fn grouped(number: Decimal) -> String {
    crate::operators::with_commas(number)
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
