//! One lead in words, for the person who calls.

use std::fmt::Write as _;

use super::told::{Told, shown};
use crate::judge::Question;
use crate::model::{Cell, Missing, Repair};

/// Verdict and reason first, then the cells, every rule, the arithmetic of the score, and the questions.
pub(super) fn in_words(told: &Told<'_>) -> String {
    let mut text = verdict(told);
    cells(told, &mut text);
    criteria(told, &mut text);
    score(told, &mut text);
    questions(told, &mut text);
    text
}

fn verdict(told: &Told<'_>) -> String {
    let (found, explanation) = (told.found, &told.explanation);
    let grade = explanation.grade(&found.profile).map_or_else(String::new, |grade| format!(", grade {grade}"));
    let mut text = format!(
        "{}, record {}, line {}: {}, {} to {} points{grade}\n{}\n",
        found.list.name,
        found.number,
        found.line,
        explanation.verdict,
        told.shown(explanation.worst),
        told.shown(explanation.best),
        told.reason()
    );
    let miss = told.nearest_miss();
    if !miss.is_empty() {
        // Writing to a text never fails, here and below.
        let _ = writeln!(text, "Nearest miss: {miss}");
    }
    text
}

fn cells(told: &Told<'_>, text: &mut String) {
    text.push_str("\nCells\n");
    let mut absent = Vec::new();
    for (field, about) in told.found.profile.fields.iter().enumerate() {
        let (reading, raw) = told.cell(field);
        let normal = shown(&reading.cell);
        let written = match raw.trim() {
            "" => String::new(),
            raw if raw == normal => String::new(),
            raw => format!(", written {raw}"),
        };
        if reading.cell == Cell::Missing(Missing::NoColumn) {
            absent.push(about.name.as_str());
            continue;
        }
        let about_it = if reading.approximate { ", approximate" } else { "" };
        let repair = reading.repair.map_or("", repaired);
        let _ = writeln!(text, "  {:<20} {normal}{written}{about_it}{repair}", about.name);
    }
    told.derived().for_each(|(name, cell)| {
        let _ = writeln!(text, "  {name:<20} {}", shown(&cell));
    });
    if !absent.is_empty() {
        let _ = writeln!(text, "  The list has no column for {}.", absent.join(", "));
    }
}

const fn repaired(repair: Repair) -> &'static str {
    match repair {
        Repair::LeadingZeros => " (its leading zeros were put back)",
        Repair::DayMonth => " (a spreadsheet had made a date of it)",
        Repair::FirstOfSeveral => " (the first of several)",
        Repair::Unwrapped => " (a spreadsheet's wrapping was taken off)",
        Repair::LostPlus => " (the plus in front was put back)",
        Repair::Misread => " (letters that had been read wrongly were put right)",
        Repair::Entities => " (HTML entities were decoded)",
    }
}

fn criteria(told: &Told<'_>, text: &mut String) {
    let found = told.found;
    for (criterion, about) in found.profile.criteria.iter().enumerate() {
        let outcome = found.judged.criteria[criterion].outcome(found.record);
        let _ = writeln!(text, "\n{}: {outcome}", about.title.as_ref().unwrap_or(&about.name));
        for rule in (0..found.profile.rules.len()).filter(|rule| found.profile.rules[*rule].criterion == criterion) {
            text.push_str(&rule_line(told, rule));
        }
    }
}

fn rule_line(told: &Told<'_>, rule: usize) -> String {
    let about = &told.found.profile.rules[rule];
    let points = if about.earns_nothing() { String::new() } else { format!(", {}", points(told, told.points(rule))) };
    let assumed = if told.found.judged.rules[rule].is_assumed(told.found.record) { ", assumed" } else { "" };
    let remark = told.remark(rule);
    let remark = if remark.is_empty() { remark } else { format!("  {remark}") };
    format!("  {:<8} {}{points}{assumed}{remark}\n", told.outcome(rule).as_str(), about.id)
}

fn points(told: &Told<'_>, (low, high): (i64, i64)) -> String {
    if low == high {
        let shown = told.shown(low).to_string();
        return format!("{shown} point{}", if shown == "1" { "" } else { "s" });
    }
    format!("{} to {} points", told.shown(low), told.shown(high))
}

/// How the score comes about, rule by rule, and where the thresholds lie.
fn score(told: &Told<'_>, text: &mut String) {
    let (found, explanation) = (told.found, &told.explanation);
    if explanation.points.is_empty() {
        return;
    }
    text.push_str("\nScore\n");
    let width = found.profile.rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for (rule, (low, high)) in found.profile.rules.iter().zip(&explanation.points) {
        if (*low, *high) != (0, 0) {
            let weight = found.profile.criteria[rule.criterion].weight;
            let weighted = if weight == 1.into() { String::new() } else { format!("  (weight {weight} counted)") };
            let _ = writeln!(text, "  {:<width$}  {}{weighted}", rule.id, points(told, (*low, *high)));
        }
    }
    let sum = points(told, (explanation.worst, explanation.best));
    let at = |name: &str, at: Option<i64>| at.map(|at| format!("{name} from {}", told.shown(at)));
    let thresholds = found.judged.thresholds;
    let bounds: Vec<String> =
        [at("prospect", thresholds.prospect_at), at("review", thresholds.review_at)].into_iter().flatten().collect();
    let bounds = if bounds.is_empty() { bounds.concat() } else { format!("  ({})", bounds.join(", ")) };
    let _ = writeln!(text, "  {:<width$}  {sum}{bounds}", "together");
}

fn questions(told: &Told<'_>, text: &mut String) {
    let questions = &told.explanation.questions;
    if questions.is_empty() {
        return;
    }
    text.push_str("\nQuestions\n");
    for (place, question) in questions.iter().enumerate() {
        let ask = told.found.profile.fields[question.field].ask.as_deref().unwrap_or_default();
        let _ = writeln!(text, "  {}. {ask}\n     {}", place + 1, settles(told, question));
    }
}

/// What an answer would settle.
fn settles(told: &Told<'_>, question: &Question) -> String {
    let ids = told.ids(&question.rules).join(", ");
    let stake = told.shown(question.stake);
    match (question.knock_out, question.stake) {
        (true, 0) => format!("Settles {ids}; the wrong answer rejects the lead."),
        (true, _) => format!("Settles {ids}; the wrong answer rejects the lead, and {stake} points are at stake."),
        (false, _) => format!("Settles {ids}; {stake} points are at stake."),
    }
}
