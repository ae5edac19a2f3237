//! `leadsieve explain PROFILE LIST --row N`: one lead in words.

use std::borrow::Cow;
use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde_json::{Value as Json, json};

use super::args::ExplainArgs;
use super::ask::Ask;
use super::lists::{self, Misused};
use super::{Exit, print, refused};
use crate::judge::{Explanation, Lead, Words, explain as explained, is_derived, nearest_miss_text};
use crate::model::{Cell, Outcome};
use crate::pipeline::{Found, Search, Which, find};
use crate::profile::{ColumnId, Profile};
use crate::render::lead_text;

pub(super) fn explain(args: &ExplainArgs, ask: &Ask) -> Result<Exit> {
    let profile = refused::profile(&args.profile, ask)?;
    let which = which(args, &profile)?;
    let inputs = lists::of_paths(profile, std::slice::from_ref(&args.list), None, ask)?;
    match find(inputs, &which)? {
        Search::Found(found) if ask.json => print(&(serde_json::to_string_pretty(&as_json(&found))? + "\n")),
        Search::Found(found) => print(&in_words(&found)),
        Search::Unreadable(why) => bail!("that record cannot be read. {why}"),
        Search::None(records) => bail!("there is no such lead among the {records} records of {}", args.list.display()),
    }
    Ok(Exit::Done)
}

fn which(args: &ExplainArgs, profile: &Profile) -> Result<Which> {
    if let Some(row) = args.row {
        return Ok(Which::Record(row));
    }
    let find = args.find.as_deref().unwrap_or_default();
    let Some((name, written)) = find.split_once('=') else {
        return Err(Misused(format!("--where takes FIELD=VALUE, such as email=kim@acme.example, not {find}")).into());
    };
    match profile.field(name.trim()) {
        Some(field) => Ok(Which::Value { field, written: written.to_owned() }),
        None => {
            let names: Vec<&str> = profile.fields.iter().map(|field| field.name.as_str()).collect();
            Err(Misused(format!("there is no field {name}; the fields are {}", names.join(", "))).into())
        }
    }
}

/// A found lead with its explanation.
struct Told<'f> {
    found: &'f Found,
    explanation: Explanation,
}

impl<'f> Told<'f> {
    fn new(found: &'f Found) -> Self {
        let explanation = explained(&found.profile, &found.columns, &found.judged, found.record);
        Self { found, explanation }
    }

    fn with_lead<T>(&self, use_lead: impl FnOnce(&Words, &Lead<'_>) -> T) -> T {
        let Found { profile, list, records, columns, judged, record, .. } = self.found;
        let raw = lead_text(profile, list, records, *record);
        use_lead(&Words::new(profile), &Lead { profile, columns, judged, record: *record, raw: &raw })
    }

    fn reason(&self) -> String {
        self.with_lead(|words, lead| words.reason(lead, &self.explanation))
    }

    fn nearest_miss(&self) -> String {
        let mut text = String::new();
        nearest_miss_text(&self.found.profile, &self.explanation, &mut text);
        text
    }

    fn outcome(&self, rule: usize) -> Outcome {
        self.found.judged.rules[rule].outcome(self.found.record)
    }

    fn points(&self, rule: usize) -> (i64, i64) {
        self.explanation.points.get(rule).copied().unwrap_or_default()
    }

    /// What a rule has to say beyond its outcome.
    fn remark(&self, rule: usize) -> String {
        match self.outcome(rule) {
            Outcome::Fail if self.found.profile.rules[rule].is_knock_out() => {
                self.with_lead(|words, lead| words.sentence(lead, rule, Outcome::Fail))
            }
            Outcome::Unknown => self.causes(rule),
            _ => String::new(),
        }
    }

    /// Why a rule is unknown: `budget: blank`.
    fn causes(&self, rule: usize) -> String {
        let Found { profile, columns, record, .. } = self.found;
        let cause = |column| match columns.get(column).cell(*record) {
            Cell::Range(range) => Some(format!("{}: could be {range}", profile.column_name(column))),
            cell => cell.cause().map(|cause| format!("{}: {cause}", profile.column_name(column))),
        };
        profile.rules[rule].columns().into_iter().filter_map(cause).collect::<Vec<_>>().join("; ")
    }

    fn cell(&self, field: usize) -> (Cell<'_>, Cow<'_, str>) {
        let Found { profile, list, records, record, .. } = self.found;
        (list.cell(profile, records, *record, field).cell, list.raw(profile, records, *record, field))
    }

    /// The classes and look-ups that rules read, by name.
    fn derived(&self) -> impl Iterator<Item = (String, Cell<'_>)> {
        let Found { profile, columns, record, .. } = self.found;
        let derived = (0..profile.columns.len()).filter(|column| is_derived(&profile.columns[*column]));
        derived.map(|column| (profile.column_name(ColumnId(column)), columns.0[column].cell(*record)))
    }

    fn asks(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = &self.found.profile.fields;
        let asked = self.explanation.questions.iter().map(|question| &fields[question.field]);
        asked.map(|field| (field.name.as_str(), field.ask.as_deref().unwrap_or_default()))
    }
}

/// The normal form of a cell, or why it is not known.
fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(value) => value.to_string(),
        Cell::Range(range) => range.to_string(),
        cell => format!("({})", cell.cause().unwrap_or_default()),
    }
}

fn in_words(found: &Found) -> String {
    let told = Told::new(found);
    let (profile, explanation) = (&found.profile, &told.explanation);
    let points = |score| profile.decision.shown(score);
    let grade = explanation.grade(profile).map_or_else(String::new, |grade| format!(", grade {grade}"));
    let mut text = format!(
        "{}, record {}, line {}: {}, {} to {} points{grade}\n{}\n",
        found.list.name,
        found.number,
        found.line,
        explanation.verdict,
        points(explanation.worst),
        points(explanation.best),
        told.reason()
    );
    let miss = told.nearest_miss();
    if !miss.is_empty() {
        // Writing to a text never fails, here and below.
        let _ = writeln!(text, "Nearest miss: {miss}");
    }
    text.push_str("\nCells\n");
    for (field, about) in profile.fields.iter().enumerate() {
        let (cell, raw) = told.cell(field);
        let _ = match raw.trim() {
            "" => writeln!(text, "  {:<20} {}", about.name, shown(&cell)),
            raw if shown(&cell) == raw => writeln!(text, "  {:<20} {raw}", about.name),
            raw => writeln!(text, "  {:<20} {}, written {raw}", about.name, shown(&cell)),
        };
    }
    told.derived().for_each(|(name, cell)| {
        let _ = writeln!(text, "  {name:<20} {}", shown(&cell));
    });
    for (criterion, about) in profile.criteria.iter().enumerate() {
        let _ = writeln!(
            text,
            "\n{}: {}",
            about.title.as_ref().unwrap_or(&about.name),
            found.judged.criteria[criterion].outcome(found.record)
        );
        for rule in (0..profile.rules.len()).filter(|rule| profile.rules[*rule].criterion == criterion) {
            text.push_str(&rule_line(&told, rule));
        }
    }
    let asks: Vec<String> = told.asks().map(|(_, ask)| format!("  {ask}\n")).collect();
    if !asks.is_empty() {
        let _ = write!(text, "\nQuestions\n{}", asks.concat());
    }
    text
}

fn rule_line(told: &Told<'_>, rule: usize) -> String {
    let profile = &told.found.profile;
    let assumed = told.found.judged.rules[rule].is_assumed(told.found.record);
    let (outcome, (low, high)) = (told.outcome(rule), told.points(rule));
    let points = match (profile.rules[rule].earns_nothing(), low == high) {
        (true, _) => String::new(),
        (false, true) => format!(", {} points", profile.decision.shown(low)),
        (false, false) => format!(", {} to {} points", profile.decision.shown(low), profile.decision.shown(high)),
    };
    let assumed = if assumed { ", assumed" } else { "" };
    let remark = told.remark(rule);
    let remark = if remark.is_empty() { remark } else { format!("  {remark}") };
    format!("  {:<8} {}{points}{assumed}{remark}\n", outcome.as_str(), profile.rules[rule].id)
}

fn as_json(found: &Found) -> Json {
    let told = Told::new(found);
    let (profile, explanation) = (&found.profile, &told.explanation);
    let points = |score| profile.decision.shown(score).to_string().parse::<f64>().unwrap_or_default();
    let cells: serde_json::Map<String, Json> = (0..profile.fields.len())
        .map(|field| {
            let (cell, raw) = told.cell(field);
            let value = if cell.is_known() { Json::from(shown(&cell)) } else { Json::Null };
            let about = json!({ "raw": raw, "state": cell.state(), "value": value, "cause": cell.cause() });
            (profile.fields[field].name.clone(), about)
        })
        .collect();
    let rules: serde_json::Map<String, Json> = (0..profile.rules.len())
        .map(|rule| {
            let assumed = found.judged.rules[rule].is_assumed(found.record);
            let (outcome, (low, high)) = (told.outcome(rule), told.points(rule));
            let about = json!({ "outcome": outcome.as_str(), "assumed": assumed, "points": [points(low), points(high)],
                "remark": told.remark(rule) });
            (profile.rules[rule].id.clone(), about)
        })
        .collect();
    let criteria = profile.criteria.iter().zip(&found.judged.criteria);
    let criteria: serde_json::Map<String, Json> = criteria
        .map(|(criterion, bits)| (criterion.name.clone(), bits.outcome(found.record).as_str().into()))
        .collect();
    let ids = |rules: &[usize]| rules.iter().map(|rule| profile.rules[*rule].id.clone()).collect::<Vec<_>>();
    let questions: Vec<Json> = told.asks().map(|(field, ask)| json!({ "field": field, "ask": ask })).collect();
    json!({
        "list": found.list.name, "record": found.number, "line": found.line,
        "verdict": explanation.verdict.as_str(), "grade": explanation.grade(profile), "score": [points(explanation.worst), points(explanation.best)],
        "reason": told.reason(), "blocked_by": ids(&explanation.blockers),
        "nearest_miss": told.nearest_miss(),
        "criteria": criteria, "cells": cells, "rules": rules, "questions": questions,
    })
}
