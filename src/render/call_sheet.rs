//! What the call sheet has beside the columns of the sheets: the questions, and room for what the call brings.

use std::fmt::Write as _;

use super::lead::View;
use crate::field_types::{FieldType, country_zone, time_zones};
use crate::judge::{Explanation, Question};
use crate::model::{Cell, Value};
use crate::profile::Profile;
use crate::report::{AnswerKind, ColumnKind, SheetCell, SheetColumn, Wording};

/// The most questions that have columns of their own; the others stand in the reason.
const QUESTIONS: usize = 6;

/// A number that may be in more zones than this tells nothing about the time.
const ZONES: usize = 3;

/// How many questions the call sheet has columns for.
fn questions(profile: &Profile) -> usize {
    profile.decision.max_questions.min(QUESTIONS)
}

/// The columns of the call sheet that no other sheet has.
pub(super) fn columns(profile: &Profile, words: &Wording) -> Vec<SheetColumn> {
    let column = |name: &str, kind| SheetColumn { name: words.text(name).to_owned(), kind };
    let numbered = |name: &str, number: usize, kind| SheetColumn {
        name: words.fill(name, &[("number", &number.to_string())]),
        kind,
    };
    let mut columns = vec![column("c_local_time", ColumnKind::Text)];
    for number in 1..=questions(profile) {
        columns.push(numbered("c_ask", number, ColumnKind::Question));
        columns.push(numbered("c_answer", number, ColumnKind::Answer));
    }
    columns.push(column("c_outcome", ColumnKind::CallOutcome));
    columns.push(column("c_note", ColumnKind::Note));
    columns.push(column("c_next_date", ColumnKind::NextDate));
    columns.extend((1..=questions(profile)).map(|number| numbered("c_answer_kind", number, ColumnKind::AnswerKind)));
    columns
}

/// The cells of one lead in these columns.
pub(super) fn cells(view: &View<'_>, record: usize, explanation: &Explanation) -> Vec<SheetCell> {
    let (profile, words) = (view.run.profile, view.run.words.wording());
    let (mut cells, mut kinds) = (vec![local_time(view, record, words)], Vec::new());
    for place in 0..questions(profile) {
        match explanation.questions.get(place) {
            Some(question) => {
                cells.push(SheetCell::Text(asked(profile, question, words)));
                let kind = answer(&profile.fields[question.field].field_type);
                cells.push(SheetCell::Answer(kind));
                kinds.push(SheetCell::Text(kind.as_str().to_owned()));
            }
            None => {
                cells.extend([SheetCell::Blank, SheetCell::Blank]);
                kinds.push(SheetCell::Blank);
            }
        }
    }
    cells.extend([SheetCell::Blank, SheetCell::Blank, SheetCell::Blank]);
    cells.append(&mut kinds);
    cells
}

/// The question, and below it what an answer settles.
fn asked(profile: &Profile, question: &Question, words: &Wording) -> String {
    let mut text = profile.fields[question.field].ask.clone().unwrap_or_default();
    let rules: Vec<&str> = question.rules.iter().map(|rule| profile.rules[*rule].id.as_str()).collect();
    // Writing to a text never fails.
    let _ = write!(text, "\n→ {}", rules.join(", "));
    if question.stake > 0 {
        let _ = write!(text, " (+{})", words.exact(profile.decision.shown(question.stake)));
    }
    text
}

const fn answer(field_type: &FieldType) -> AnswerKind {
    match field_type {
        FieldType::YesNo => AnswerKind::YesNo,
        FieldType::Number(_) | FieldType::Money(_) => AnswerKind::Number,
        FieldType::Date(_) => AnswerKind::Date,
        _ => AnswerKind::Text,
    }
}

/// The time in which the lead lives: by its phone number where that tells, else by its country.
fn local_time(view: &View<'_>, record: usize, words: &Wording) -> SheetCell {
    let fields = &view.run.profile.fields;
    let of = |wanted: FieldType| (0..fields.len()).filter(move |field| fields[*field].field_type == wanted);
    let phones = of(FieldType::Phone).filter_map(|field| compared(&view.cell(record, field)));
    let countries = of(FieldType::Country).filter_map(|field| compared(&view.cell(record, field)));
    let called = phones.into_iter().find_map(|number| zones(&number));
    let zone = called
        .or_else(|| countries.into_iter().find_map(|country| country_zone(&country).map(|zone| span(zone, words))));
    zone.map_or(SheetCell::Blank, SheetCell::Text)
}

/// The zone of a country in words: `UTC-10 to UTC-5` are the ends of several.
fn span(zone: &str, words: &Wording) -> String {
    match zone.split_once(" to ") {
        Some((low, high)) => words.fill("x_span", &[("low", low), ("high", high)]),
        None => zone.to_owned(),
    }
}

/// The zones of a number, where they are few enough to say when to call.
fn zones(number: &str) -> Option<String> {
    let zones: Vec<&str> = time_zones(number).collect();
    (1..=ZONES).contains(&zones.len()).then(|| zones.join(", "))
}

fn compared(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Known(Value::Text(text)) => Some(text.compared.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language::{De, En};

    #[test]
    fn zones_of_a_country_are_in_the_language_of_the_job() {
        let zone = |country, language| span(country_zone(country).expect("a zone"), &Wording::new(language));
        assert_eq!(zone("US", En), "UTC-10 to UTC-5");
        assert_eq!(zone("US", De), "UTC-10 bis UTC-5");
        assert_eq!(zone("DE", De), "Europe/Berlin");
    }
}
