//! Verdicts in words: the reason, the blockers, the nearest miss.

use std::borrow::Cow;

use super::explain::{distance, measured_column, own_column};
use super::phrases::{Generated, Phrases};
use super::questions::open_fields;
use super::said::{Kind, Said};
use super::wanted::{bound, expected};
use super::{Explanation, Judged, RuleOutcomes};
use crate::field_types::{address_meant, collapse};
use crate::model::{Cell, Language, Outcome, Range, Unreadable, Value, Verdict};
use crate::profile::{ColumnId, ColumnSource, Columns, Message, Piece, Profile, Rule};
use crate::wording::Wording;

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
    /// What was said of the leads of its chunk before.
    pub said: &'l Said,
}

/// The sentences about the leads of a profile. What a rule wants is put into words once, not once a lead.
#[derive(Clone, Debug)]
pub struct Words {
    expected: Vec<String>,
    /// The same for the `{expected}` of an author's message, where the bound of a comparison stands alone.
    bounds: Vec<String>,
    /// The sentence of each rule that has no message of its own.
    generated: Vec<Generated>,
    /// For each rule, the column whose cell alone tells what is said of it.
    about_one: Vec<Option<ColumnId>>,
    phrases: Phrases,
}

impl Words {
    /// Puts the rules of a profile into the words of a language.
    #[must_use]
    pub fn new(profile: &Profile, wording: &Wording) -> Self {
        let mut phrases = Phrases::new(wording);
        phrases.hidden = (0..profile.columns.len()).map(|column| profile.hides(ColumnId(column))).collect();
        let is_hidden = |rule: &Rule| rule.columns().iter().any(|column| phrases.hides(*column));
        let expected: Vec<String> = profile.rules.iter().map(|rule| expected(rule, profile, wording)).collect();
        let bounds = profile.rules.iter().zip(&expected);
        let bounds = bounds.map(|(rule, words)| match bound(rule, wording) {
            _ if is_hidden(rule) => phrases.unshown.clone(),
            bound => bound.unwrap_or_else(|| words.clone()),
        });
        let bounds = bounds.collect();
        let generated = profile.rules.iter().zip(&expected).map(|(rule, expected)| {
            if is_hidden(rule) {
                return phrases.unshown_rule(rule);
            }
            let own = own_column(rule).map(|column| (column, label(profile, column)));
            phrases.generated(rule, own.as_ref().map(|(column, label)| (*column, label.as_ref())), expected)
        });
        let about_one = profile.rules.iter().map(|rule| about_one(rule, profile)).collect();
        Self { generated: generated.collect(), bounds, about_one, expected, phrases }
    }

    /// The same in English: for the terminal.
    #[must_use]
    pub fn english(profile: &Profile) -> Self {
        Self::new(profile, &Wording::new(Language::En))
    }

    /// The words of the language.
    #[must_use]
    pub const fn wording(&self) -> &Wording {
        self.phrases.wording()
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

    /// The same, written behind what stands in a text.
    pub fn write_reason(&self, lead: &Lead<'_>, explanation: &Explanation, text: &mut String) {
        let phrases = &self.phrases;
        match explanation.verdict {
            Verdict::Rejected if explanation.blockers.is_empty() => {
                text.push_str(&lead.points_short(explanation, phrases));
            }
            Verdict::Rejected => {
                for (place, rule) in explanation.blockers.iter().enumerate() {
                    text.push_str(if place == 0 { "" } else { " " });
                    self.write_sentence(lead, *rule, Outcome::Fail, text);
                }
            }
            Verdict::Prospect => text.push_str(&lead.points_by_rule(explanation, phrases)),
            Verdict::Review => text.push_str(&lead.review(explanation, phrases)),
        }
        if let Some(assumed) = lead.assumed(explanation) {
            text.push(' ');
            text.push_str(&phrases.fill("x_assumed", &[("rules", &assumed)]));
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
        match self.about_one[place].filter(|_| outcome == Outcome::Fail) {
            Some(column) => {
                let cell = (lead.columns.get(column), lead.record);
                lead.said.say((Kind::Reason, place), cell, text, |text| self.say(lead, place, outcome, text));
            }
            None => self.say(lead, place, outcome, text),
        }
    }

    fn say(&self, lead: &Lead<'_>, place: usize, outcome: Outcome, text: &mut String) {
        match (&lead.profile.rules[place].message, &self.generated[place].valued) {
            (Some(message), _) => lead.write_message(place, message, &self.bounds[place], &self.phrases, text),
            (None, Some((column, before, behind))) if outcome == Outcome::Fail => {
                text.push_str(before);
                text.push_str(&lead.value(*column, &self.phrases));
                text.push_str(behind);
            }
            (None, _) => text.push_str(&self.generated[place].plain),
        }
    }

    /// The nearest miss as one cell of a report: `budget.minimum-budget (off by 500); 10 points more from …`.
    pub fn write_nearest_miss(&self, lead: &Lead<'_>, explanation: &Explanation, text: &mut String) {
        let (profile, Some(miss)) = (lead.profile, &explanation.nearest_miss) else { return };
        for (place, (rule, _)) in miss.knock_outs.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { "; " });
            text.push_str(&profile.rules[*rule].id);
            if let Some(column) = measured_column(&profile.rules[*rule]) {
                let cell = (lead.columns.get(column), lead.record);
                lead.said.say((Kind::OffBy, *rule), cell, text, |text| self.say_off_by(lead, *rule, text));
            }
        }
        if miss.short_by > 0 {
            text.push_str(if miss.knock_outs.is_empty() { "" } else { "; " });
            let points = self.phrases.points(profile.decision.shown(miss.short_by));
            let rules = ids(profile, &miss.lifts).replace("; ", ", ");
            let key = if miss.out_of_reach { "x_lift_none" } else { "x_lift" };
            text.push_str(&self.phrases.fill(key, &[("points", &points), ("rules", &rules)]));
        }
    }

    fn say_off_by(&self, lead: &Lead<'_>, rule: usize, text: &mut String) {
        // A distance tells the value as well as the value itself does.
        let is_hidden = measured_column(&lead.profile.rules[rule]).is_some_and(|column| self.phrases.hides(column));
        if is_hidden {
            return;
        }
        if let Some(distance) = distance(lead.profile, rule, lead.columns, lead.record) {
            self.phrases.write_off_by(distance, text);
        }
    }
}

/// The column whose cell alone tells what is said where a rule failed.
fn about_one(rule: &Rule, profile: &Profile) -> Option<ColumnId> {
    let column = own_column(rule)?;
    // What a place is called is told by another column than its own.
    let is_place = matches!(profile.columns[column.0], ColumnSource::Place { .. });
    let other = |piece: &Piece| matches!(piece, Piece::Value(said) if *said != column);
    let others = rule.message.iter().flat_map(|message| &message.pieces).any(other);
    (!is_place && !others).then_some(column)
}

/// The ids of the knock-outs that failed.
pub fn blocked_by<'p>(profile: &'p Profile, explanation: &'p Explanation) -> impl Iterator<Item = &'p str> {
    explanation.blockers.iter().map(|rule| profile.rules[*rule].id.as_str())
}

fn ids(profile: &Profile, rules: &[usize]) -> String {
    rules.iter().map(|rule| profile.rules[*rule].id.as_str()).collect::<Vec<_>>().join("; ")
}

/// What a column is called in sentences.
fn label(profile: &Profile, column: ColumnId) -> Cow<'_, str> {
    match &profile.columns[column.0] {
        ColumnSource::Field { field, part: None } => Cow::Borrowed(&profile.fields[*field].label),
        ColumnSource::Place { code, .. } => label(profile, *code),
        _ => Cow::Owned(profile.column_name(column)),
    }
}

impl Lead<'_> {
    fn points_by_rule(&self, explanation: &Explanation, phrases: &Phrases) -> String {
        let decision = &self.profile.decision;
        let earned: Vec<String> = explanation
            .points
            .iter()
            .zip(&self.profile.rules)
            .filter(|((low, _), _)| *low != 0)
            .map(|((low, _), rule)| format!("{} {}", rule.id, phrases.number(decision.shown(*low))))
            .collect();
        if earned.is_empty() {
            return phrases.fill("x_meets_all", &[]);
        }
        format!("{}: {}.", self.score(explanation, phrases), earned.join(", "))
    }

    fn points_short(&self, explanation: &Explanation, phrases: &Phrases) -> String {
        let (best, at) = (explanation.best, self.judged.thresholds.review_at.unwrap_or(0));
        let shown = |points| self.profile.decision.shown(points);
        let (short, at) = (phrases.number(shown(at - best)), phrases.number(shown(at)));
        phrases.fill("x_short", &[("points", &phrases.points(shown(best))), ("short", &short), ("at", &at)])
    }

    fn review(&self, explanation: &Explanation, phrases: &Phrases) -> String {
        let decision = &self.profile.decision;
        let prospect_at = self.judged.thresholds.prospect_at;
        let borderline = explanation.open.is_empty() && prospect_at.is_some_and(|at| explanation.best < at);
        if borderline {
            let at = prospect_at.unwrap_or(0);
            let short = phrases.number(decision.shown(at - explanation.worst));
            let (score, at) = (self.score(explanation, phrases), phrases.number(decision.shown(at)));
            return phrases.fill("x_borderline", &[("score", &score), ("short", &short), ("at", &at)]);
        }
        if explanation.questions.is_empty() {
            return self.nothing_to_ask(phrases);
        }
        let questions = explanation.questions.iter().map(|question| self.ask(question.field, phrases));
        phrases.fill("x_ask", &[("questions", &questions.collect::<Vec<_>>().join(" "))])
    }

    /// A question, with what the list says where that is not enough.
    fn ask(&self, field: usize, phrases: &Phrases) -> String {
        let ask = self.profile.fields[field].ask.clone().unwrap_or_default();
        let raw = self.raw.raw(field);
        match self.cell(field) {
            Some(Cell::Missing(_)) | None => ask,
            Some(_) if raw.trim().is_empty() => ask,
            // What stays out of sheets is not quoted on them either.
            Some(_) if self.profile.fields[field].sensitive => ask,
            Some(cell) => match self.meant(&cell, &raw) {
                Some(meant) => {
                    let gaps = [("question", &*ask), ("value", &*collapse(&raw)), ("meant", &*meant)];
                    phrases.fill("x_list_says_meant", &gaps)
                }
                None => phrases.fill("x_list_says", &[("question", &ask), ("value", &collapse(&raw))]),
            },
        }
    }

    /// What a mistyped cell was meant to say.
    fn meant(&self, cell: &Cell<'_>, raw: &str) -> Option<String> {
        let is_mistyped = *cell == Cell::Unreadable(Unreadable::Mistyped);
        is_mistyped.then(|| address_meant(raw, &self.profile.tables)).flatten()
    }

    /// The cell of a field that a rule reads.
    fn cell(&self, field: usize) -> Option<Cell<'_>> {
        let source = ColumnSource::Field { field, part: None };
        let column = self.profile.columns.iter().position(|column| *column == source)?;
        Some(self.columns.0[column].cell(self.record))
    }

    fn nothing_to_ask(&self, phrases: &Phrases) -> String {
        let unknown = self.profile.rules.iter().zip(&self.judged.rules);
        let unknown = unknown.filter(|(_, outcomes)| outcomes.outcome(self.record) == Outcome::Unknown);
        let unknown: Vec<String> = unknown.map(|unknown| self.open(unknown, phrases)).collect();
        phrases.fill("x_nothing_to_ask", &[("rules", &unknown.join("; "))])
    }

    /// An unknown rule with its causes: `budget.minimum-budget (Budget: cannot be read)`.
    fn open(&self, unknown: (&Rule, &RuleOutcomes), phrases: &Phrases) -> String {
        let (rule, _) = unknown;
        let fields = open_fields(self.profile, unknown, self.columns, self.record);
        let mut causes: Vec<String> = fields.iter().map(|field| self.profile.fields[*field].label.clone()).collect();
        for (cause, label) in rule.columns().into_iter().filter_map(|column| self.cause(column, phrases)) {
            match causes.iter_mut().find(|known| **known == label) {
                Some(known) => *known = format!("{label}: {cause}"),
                None => causes.push(format!("{label}: {cause}")),
            }
        }
        if causes.is_empty() { rule.id.clone() } else { format!("{} ({})", rule.id, causes.join(", ")) }
    }

    fn cause(&self, column: ColumnId, phrases: &Phrases) -> Option<(String, String)> {
        let cause = phrases.cause(&self.columns.get(column).cell(self.record))?.to_owned();
        Some((cause, label(self.profile, column).into_owned()))
    }

    /// The rules that the verdict rests on without being known. A knock-out that is certain needs no other rule.
    fn assumed(&self, explanation: &Explanation) -> Option<String> {
        let is_assumed = |rule: &usize| self.judged.rules[*rule].is_assumed(self.record);
        let assumed: Vec<usize> = match explanation.blockers.as_slice() {
            [] => (0..self.judged.rules.len()).filter(is_assumed).collect(),
            blockers if blockers.iter().all(is_assumed) => blockers.to_vec(),
            _ => return None,
        };
        (!assumed.is_empty()).then(|| ids(self.profile, &assumed))
    }

    fn score(&self, explanation: &Explanation, phrases: &Phrases) -> String {
        let shown = |points| self.profile.decision.shown(points);
        if explanation.worst == explanation.best {
            return phrases.points(shown(explanation.worst));
        }
        let [worst, best] = [explanation.worst, explanation.best].map(|points| phrases.number(shown(points)));
        phrases.fill("x_score_span", &[("worst", &worst), ("best", &best)])
    }

    fn write_message(&self, rule: usize, message: &Message, expected: &str, phrases: &Phrases, text: &mut String) {
        for piece in &message.pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Label(column) => text.push_str(&label(self.profile, *column)),
                Piece::Value(column) => text.push_str(&self.value(*column, phrases)),
                Piece::Expected => text.push_str(expected),
                Piece::ShortBy(_) => match distance(self.profile, rule, self.columns, self.record) {
                    Some(_)
                        if measured_column(&self.profile.rules[rule]).is_some_and(|column| phrases.hides(column)) =>
                    {
                        text.push_str(&phrases.some_way);
                    }
                    Some(distance) => phrases.write_distance(distance, text),
                    None => text.push_str(&phrases.some_way),
                },
            }
        }
    }

    /// The cell as the list wrote it; a derived one in its normal form.
    fn value<'t>(&'t self, column: ColumnId, phrases: &'t Phrases) -> Cow<'t, str> {
        if phrases.hides(column) {
            return Cow::Borrowed(&phrases.unshown);
        }
        let written = match &self.profile.columns[column.0] {
            ColumnSource::Field { field, .. } => self.raw.raw(*field),
            ColumnSource::Place { code, .. } => return self.value(*code, phrases),
            _ => Cow::Owned(shown(&self.columns.get(column).cell(self.record))),
        };
        match collapse(&written) {
            Cow::Borrowed("") => Cow::Borrowed(&phrases.blank),
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
