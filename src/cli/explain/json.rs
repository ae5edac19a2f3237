//! One lead in full, for programs.

use serde_json::{Map, Value as Json, json};

use super::told::{Told, shown};
use crate::judge::Distance;

pub(super) fn as_json(told: &Told<'_>) -> Json {
    let (found, explanation) = (told.found, &told.explanation);
    let criteria = found.profile.criteria.iter().zip(&found.judged.criteria);
    let criteria: Map<String, Json> =
        criteria.map(|(about, bits)| (about.name.clone(), bits.outcome(found.record).as_str().into())).collect();
    let thresholds = found.judged.thresholds;
    json!({
        "list": found.list.name, "record": found.number, "line": found.line,
        "verdict": explanation.verdict.as_str(), "grade": explanation.grade(&found.profile),
        "score": [points(told, explanation.worst), points(told, explanation.best)],
        "prospect_at": thresholds.prospect_at.map(|at| points(told, at)),
        "review_at": thresholds.review_at.map(|at| points(told, at)),
        "reason": told.reason(), "blocked_by": told.ids(&explanation.blockers),
        "nearest_miss": nearest_miss(told),
        "criteria": criteria, "cells": cells(told), "derived": derived(told), "rules": rules(told),
        "questions": questions(told),
    })
}

fn points(told: &Told<'_>, score: i64) -> f64 {
    told.shown(score).to_string().parse::<f64>().unwrap_or_default()
}

fn cells(told: &Told<'_>) -> Map<String, Json> {
    let fields = told.found.profile.fields.iter().enumerate();
    let cells = fields.map(|(field, about)| {
        let (reading, raw) = told.cell(field);
        let value = reading.cell.is_known().then(|| shown(&reading.cell));
        let cell = json!({ "raw": raw, "state": reading.cell.state(), "value": value, "cause": reading.cell.cause(),
            "repair": reading.repair, "approximate": reading.approximate });
        (about.name.clone(), cell)
    });
    cells.collect()
}

/// The classes and look-ups that rules read.
fn derived(told: &Told<'_>) -> Map<String, Json> {
    let cells = told.derived().map(|(name, cell)| {
        let value = cell.is_known().then(|| shown(&cell));
        (name, json!({ "state": cell.state(), "value": value, "cause": cell.cause() }))
    });
    cells.collect()
}

fn rules(told: &Told<'_>) -> Map<String, Json> {
    let rules = told.found.profile.rules.iter().enumerate().map(|(rule, about)| {
        let assumed = told.found.judged.rules[rule].is_assumed(told.found.record);
        let (low, high) = told.points(rule);
        let causes: Map<String, Json> =
            told.causes(rule).into_iter().map(|(column, cause)| (column, cause.into())).collect();
        let rule = json!({ "outcome": told.outcome(rule).as_str(), "assumed": assumed,
            "points": [points(told, low), points(told, high)], "causes": causes, "remark": told.remark(rule),
            "file": about.place.file, "line": about.place.line });
        (about.id.clone(), rule)
    });
    rules.collect()
}

fn nearest_miss(told: &Told<'_>) -> Json {
    let Some(miss) = &told.explanation.nearest_miss else { return Json::Null };
    let distance = |distance: &Distance| {
        let unit = if matches!(distance, Distance::Days(_)) { "days" } else { "number" };
        json!({ "by": distance.amount().to_string().parse::<f64>().unwrap_or_default(), "unit": unit })
    };
    let knock_outs: Vec<Json> = miss
        .knock_outs
        .iter()
        .map(|(rule, off)| json!({ "rule": told.found.profile.rules[*rule].id, "off": off.as_ref().map(distance) }))
        .collect();
    json!({ "text": told.nearest_miss(), "knock_outs": knock_outs, "lifts": told.ids(&miss.lifts),
        "points_short": points(told, miss.short_by), "out_of_reach": miss.out_of_reach })
}

fn questions(told: &Told<'_>) -> Vec<Json> {
    let questions = told.explanation.questions.iter().map(|question| {
        let field = &told.found.profile.fields[question.field];
        json!({ "field": field.name, "ask": field.ask, "settles": told.ids(&question.rules),
            "knock_out": question.knock_out, "points_at_stake": points(told, question.stake) })
    });
    questions.collect()
}
