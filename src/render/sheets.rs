//! The sheet row of one record.

use super::lead::View;
use super::lines::upgraded;
use crate::field_types::FieldType;
use crate::judge::{Explanation, blocked_by, nearest_miss_text};
use crate::model::{Cell, Value, Verdict};
use crate::profile::{Field, Profile};
use crate::report::{ColumnKind, SheetCell, SheetColumn, SheetRow};

use super::{Layout, ListLayout};

/// The columns of the sheets of prospects and reviews: those of the CSV, without sensitive fields.
#[must_use]
pub fn lead_columns(profile: &Profile, layout: &Layout) -> Vec<SheetColumn> {
    let shown = |place: &usize| {
        let field = place.checked_sub(layout.before_fields).and_then(|place| profile.fields.get(place));
        field.is_none_or(|field| !field.sensitive)
    };
    let column = |place: usize| {
        let name = layout.leads[place].clone();
        let field = place.checked_sub(layout.before_fields).and_then(|place| profile.fields.get(place));
        SheetColumn { kind: field.map_or_else(|| kind_of(&name), field_kind), name }
    };
    (0..layout.leads.len()).filter(shown).map(column).collect()
}

/// The columns of the sheet of rejections: those of the CSV, without columns that feed sensitive fields.
#[must_use]
pub fn rejection_columns(layout: &Layout) -> Vec<SheetColumn> {
    let named =
        layout.rejections.iter().enumerate().filter(|(place, _)| {
            place.checked_sub(layout.decision + 2).is_none_or(|original| !layout.hidden[original])
        });
    named.map(|(_, name)| SheetColumn { name: name.clone(), kind: kind_of(name) }).collect()
}

/// For each original column of the outputs, whether it feeds a sensitive field in any list.
#[must_use]
pub(super) fn sensitive_originals(profile: &Profile, layout: &Layout, lists: &[crate::intake::List]) -> Vec<bool> {
    let sensitive = |list: &crate::intake::List, column: usize| {
        profile
            .fields
            .iter()
            .zip(&list.mapping.fields)
            .any(|(field, mapping)| field.sensitive && mapping.columns().any(|fed| fed == column))
    };
    let originals = layout.lists.first().map_or(0, |list| list.originals.len());
    let hidden = |place: usize| {
        let columns = layout.lists.iter().zip(lists);
        columns.into_iter().any(|(layout, list)| layout.originals[place].is_some_and(|column| sensitive(list, column)))
    };
    (0..originals).map(hidden).collect()
}

fn kind_of(name: &str) -> ColumnKind {
    match name {
        "reason" | "nearest_miss" => ColumnKind::Reason,
        "record" | "line" | "part" => ColumnKind::Position,
        "score_worst" | "score_best" => ColumnKind::Number,
        _ => ColumnKind::Text,
    }
}

const fn field_kind(field: &Field) -> ColumnKind {
    match field.field_type {
        FieldType::Number(_) => ColumnKind::Number,
        FieldType::Money(_) => ColumnKind::Money,
        FieldType::Date(_) => ColumnKind::Date,
        _ => ColumnKind::Text,
    }
}

/// The row of a judged record.
pub(super) fn row(view: &View<'_>, record: usize, explanation: &Explanation, reason: String) -> SheetRow {
    let decision = &view.run.profile.decision;
    let mut cells = vec![
        SheetCell::Text(view.list.name.clone()),
        SheetCell::Number(view.number(record).into()),
        SheetCell::Number(view.line(record).into()),
    ];
    if view.run.layout.parts {
        cells.push(part(view, record));
    }
    cells.extend([
        SheetCell::Verdict(explanation.verdict),
        SheetCell::Number(decision.shown(explanation.worst)),
        SheetCell::Number(decision.shown(explanation.best)),
        SheetCell::Text(reason),
    ]);
    cells.extend(view.chunk.judged.criteria.iter().map(|bits| SheetCell::Outcome(bits.outcome(record))));
    cells.extend(view.grade(explanation).map(|grade| text(grade.to_owned())));
    if view.run.earlier.ledger && explanation.verdict != Verdict::Rejected {
        cells.push(composed(|text| upgraded(view, record, text)));
    }
    let layout = &view.run.layout.lists[view.chunk.position.list];
    if explanation.verdict == Verdict::Rejected {
        cells.push(composed(|text| blocked_by(view.run.profile, explanation, text)));
        cells.push(composed(|text| nearest_miss_text(view.run.profile, explanation, text)));
        cells.extend(originals(view, record, layout));
    } else {
        let fields = 0..view.run.profile.fields.len();
        let shown = fields.filter(|field| !view.run.profile.fields[*field].sensitive);
        cells.extend(shown.map(|field| field_cell(view, record, field)));
        cells.extend(layout.unmapped.iter().map(|column| original(view, record, *column)));
    }
    SheetRow {
        worst: explanation.worst,
        best: explanation.best,
        known: known_fields(view, record),
        list: u32::try_from(view.chunk.position.list).unwrap_or(u32::MAX),
        record: view.number(record),
        part: view.chunk.records.part(record),
        cells,
    }
}

/// Which of the leads of its record it is; blank where the record is the lead.
fn part(view: &View<'_>, record: usize) -> SheetCell {
    match view.chunk.records.part(record) {
        0 => SheetCell::Blank,
        part => SheetCell::Number(part.into()),
    }
}

fn originals<'v>(view: &'v View<'_>, record: usize, layout: &'v ListLayout) -> impl Iterator<Item = SheetCell> + 'v {
    let hidden = &view.run.layout.hidden;
    let shown = layout.originals.iter().enumerate().filter(|(place, _)| !hidden[*place]);
    shown.map(move |(_, column)| original(view, record, *column))
}

fn original(view: &View<'_>, record: usize, column: Option<usize>) -> SheetCell {
    column.map_or(SheetCell::Blank, |column| text(view.chunk.records.readable(record, column).trim().to_owned()))
}

fn composed(compose: impl FnOnce(&mut String)) -> SheetCell {
    let mut words = String::new();
    compose(&mut words);
    text(words)
}

fn text(text: String) -> SheetCell {
    if text.is_empty() { SheetCell::Blank } else { SheetCell::Text(text) }
}

/// How many fields of a lead are known: what decides between leads of the same score.
fn known_fields(view: &View<'_>, record: usize) -> u32 {
    let known = (0..view.run.profile.fields.len()).filter(|field| view.cell(record, *field).is_known()).count();
    u32::try_from(known).unwrap_or(u32::MAX)
}

fn field_cell(view: &View<'_>, record: usize, field: usize) -> SheetCell {
    match (view.cell(record, field), &view.run.profile.fields[field].field_type) {
        (Cell::Known(Value::Number(number)), _) => SheetCell::Number(number),
        (Cell::Known(Value::Date(date)), _) => SheetCell::Date(date),
        (Cell::Known(Value::YesNo(yes)), _) => SheetCell::YesNo(yes),
        (Cell::Known(Value::Text(text)), FieldType::Email) => SheetCell::Email(text.shown.into_owned()),
        (Cell::Known(Value::Text(text)), FieldType::Phone) => SheetCell::Phone(text.shown.into_owned()),
        (Cell::Known(Value::Text(text)), FieldType::Web) => SheetCell::Web(text.shown.into_owned()),
        _ => composed(|text| view.text(record, field, text)),
    }
}
