//! The sheet row of one record.

use super::call_sheet;
use super::lead::View;
use super::lines::{filled_from, upgraded};
use crate::field_types::FieldType;
use crate::judge::{Explanation, blocked_by};
use crate::model::{Cell, Value, Verdict};
use crate::profile::{Field, Profile};
use crate::report::{BETWEEN, ColumnKind, SheetCell, SheetColumn, SheetRow, Wording};

use super::{Layout, LeadColumn, ListLayout};

/// A sheet of leads: its columns, and which of the cells of a row each of them shows.
#[derive(Clone, Debug)]
pub struct LeadSheet {
    /// The columns from left to right.
    pub columns: Vec<SheetColumn>,
    /// For each of them, the place of its cell in a row.
    pub order: Vec<usize>,
    /// How many on the left stay in view.
    pub frozen: u16,
}

/// The two sheets of leads.
#[derive(Clone, Debug)]
pub struct LeadSheets {
    /// The sheet of prospects.
    pub prospects: LeadSheet,
    /// The call sheet.
    pub review: LeadSheet,
}

impl LeadSheets {
    /// Both of a profile.
    #[must_use]
    pub fn new(profile: &Profile, layout: &Layout, words: &Wording) -> Self {
        let sheet = |call_sheet| lead_sheet(profile, layout, call_sheet, words);
        Self { prospects: sheet(false), review: sheet(true) }
    }
}

/// The most columns that stay in view: they say who the lead is, and must leave room for the others.
const FROZEN: usize = 4;

/// The columns of the sheet of prospects, or of the call sheet: those of the CSV, without sensitive fields, called and
/// ordered as sales people read them: who it is, how to reach them, what to ask, why; where the lead comes from, last.
fn lead_sheet(profile: &Profile, layout: &Layout, call_sheet: bool, words: &Wording) -> LeadSheet {
    let mut columns: Vec<(Group, SheetColumn)> = lead_columns(profile, layout, words);
    if call_sheet {
        columns.extend(call_sheet::columns(profile, words).into_iter().map(|column| (Group::Call, column)));
    }
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|place| rank(columns[*place].0, columns[*place].1.kind, call_sheet));
    let names = names(profile, layout, &columns).clamp(1, FROZEN);
    LeadSheet {
        columns: order.iter().map(|place| columns[*place].1.clone()).collect(),
        order,
        frozen: u16::try_from(names).unwrap_or(1),
    }
}

/// How many columns on the left say who the lead is.
fn names(profile: &Profile, layout: &Layout, columns: &[(Group, SheetColumn)]) -> usize {
    if !layout.is_chosen {
        return columns.iter().filter(|(group, _)| *group == Group::Who).count();
    }
    let says_who = |column: &&LeadColumn| match column {
        LeadColumn::Field(field) => group(&profile.fields[*field]) == Group::Who,
        LeadColumn::Unmapped(_) => false,
    };
    let visible =
        |column: &&LeadColumn| !matches!(column, LeadColumn::Field(field) if profile.fields[*field].sensitive);
    layout.shown.iter().filter(visible).take_while(says_who).count()
}

/// What a column is for; on the sheet of prospects they stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// What the job has chosen, in its order.
    Chosen,
    /// Who the lead is.
    Who,
    /// Numbers to call.
    Phone,
    Mail,
    Web,
    Score,
    /// What the call asks and brings.
    Call,
    /// Why it has its verdict.
    Why,
    Rest,
    /// Where it stands in its list.
    Whence,
}

/// The place of a column, on a call sheet with what the call needs side by side.
const fn rank(group: Group, kind: ColumnKind, call_sheet: bool) -> (usize, usize) {
    let place = match group {
        Group::Call if call_sheet => Group::Phone as usize,
        Group::Web if call_sheet => Group::Rest as usize,
        group => group as usize,
    };
    let within = match (group, kind) {
        (Group::Call, ColumnKind::CallOutcome | ColumnKind::Note | ColumnKind::NextDate) => 2,
        // Hidden, behind the cells that somebody fills in together.
        (Group::Call, ColumnKind::AnswerKind) => 3,
        (Group::Call, _) => 1,
        _ => 0,
    };
    (place, within)
}

/// The columns of the CSV that sheets show, each with its group, in the order of the CSV.
fn lead_columns(profile: &Profile, layout: &Layout, words: &Wording) -> Vec<(Group, SheetColumn)> {
    let mut columns = Vec::new();
    for (place, name) in layout.leads.iter().enumerate() {
        let shown = place.checked_sub(layout.before_fields).map(|place| layout.shown[place]);
        let (group, column) = match shown {
            Some(LeadColumn::Field(field)) => {
                let field = &profile.fields[field];
                if field.sensitive {
                    continue;
                }
                (group(field), SheetColumn { name: field.label.clone(), kind: field_kind(field) })
            }
            Some(LeadColumn::Unmapped(_)) => (Group::Rest, SheetColumn { name: name.clone(), kind: ColumnKind::Text }),
            None => (decision_group(name), SheetColumn { name: label(profile, name, words), kind: kind_of(name) }),
        };
        let is_chosen = layout.is_chosen && shown.is_some();
        columns.push((if is_chosen { Group::Chosen } else { group }, column));
    }
    columns
}

/// The group of a field, by what it is.
const fn group(field: &Field) -> Group {
    match field.field_type {
        FieldType::Person | FieldType::Company => Group::Who,
        FieldType::Phone => Group::Phone,
        FieldType::Email => Group::Mail,
        FieldType::Web => Group::Web,
        _ => Group::Rest,
    }
}

fn decision_group(name: &str) -> Group {
    match name {
        "list" | "record" | "line" | "part" | "filled_from" => Group::Whence,
        "reason" => Group::Why,
        name if name.starts_with("criterion.") => Group::Why,
        _ => Group::Score,
    }
}

/// What people read above a column of the decision.
fn label(profile: &Profile, name: &str, words: &Wording) -> String {
    let Some(criterion) = name.strip_prefix("criterion.") else {
        return words.text(&format!("c_{name}")).to_owned();
    };
    let title = profile.criteria.iter().find(|one| one.name == criterion).and_then(|one| one.title.clone());
    title.unwrap_or_else(|| capital(&criterion.replace(['_', '-'], " ")))
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The columns of the sheet of rejections: those of the CSV, without columns that feed sensitive fields.
#[must_use]
pub fn rejection_columns(layout: &Layout) -> Vec<SheetColumn> {
    let named = layout.rejections.iter().enumerate().filter(|(place, _)| {
        place.checked_sub(layout.before_originals).is_none_or(|original| !layout.hidden[original])
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
    let mut cells = decided(view, record, explanation, reason);
    let sheets = view.run.sheets;
    let cells = match explanation.verdict {
        Verdict::Rejected => {
            why_not(view, record, explanation, &mut cells);
            cells.extend(originals(view, record, &view.run.layout.lists[view.chunk.position.list]));
            cells
        }
        Verdict::Prospect => {
            handed_over(view, record, &mut cells);
            in_order(cells, &sheets.prospects.order)
        }
        Verdict::Review => {
            handed_over(view, record, &mut cells);
            cells.extend(call_sheet::cells(view, record, explanation));
            in_order(cells, &sheets.review.order)
        }
    };
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

/// Where a record stands, and what was decided of it.
fn decided(view: &View<'_>, record: usize, explanation: &Explanation, reason: String) -> Vec<SheetCell> {
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
    cells
}

/// What rejected a lead, and what would have to change.
fn why_not(view: &View<'_>, record: usize, explanation: &Explanation, cells: &mut Vec<SheetCell>) {
    let blocked: Vec<&str> = blocked_by(view.run.profile, explanation).collect();
    cells.push(text(blocked.join("; ")));
    cells.push(composed(|text| view.nearest_miss(record, explanation, text)));
    if view.run.layout.fills {
        cells.push(composed(|text| filled_from(view, record, text)));
    }
}

/// What sales people get of a lead: what it was before, and its fields but for the sensitive ones.
fn handed_over(view: &View<'_>, record: usize, cells: &mut Vec<SheetCell>) {
    if view.run.earlier.ledger {
        cells.push(composed(|text| upgraded(view, record, text)));
    }
    if view.run.layout.fills {
        cells.push(composed(|text| filled_from(view, record, text)));
    }
    let layout = &view.run.layout.lists[view.chunk.position.list];
    let shown = view.run.layout.shown.iter().filter_map(|column| match column {
        LeadColumn::Field(field) if view.run.profile.fields[*field].sensitive => None,
        LeadColumn::Field(field) => Some(field_cell(view, record, *field)),
        LeadColumn::Unmapped(place) => Some(original(view, record, view.unmapped(record, layout.unmapped[*place]))),
    });
    cells.extend(shown);
}

/// The cells in the order of the sheet's columns.
fn in_order(mut cells: Vec<SheetCell>, order: &[usize]) -> Vec<SheetCell> {
    let take = |place: &usize| std::mem::replace(&mut cells[*place], SheetCell::Blank);
    order.iter().map(take).collect()
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

/// The value of a cell, and the further values in it behind it.
fn with_others(view: &View<'_>, record: usize, field: usize, first: String) -> String {
    let others = view.others(record, field);
    if others.is_empty() { first } else { [first, others.join(BETWEEN)].join(BETWEEN) }
}

fn field_cell(view: &View<'_>, record: usize, field: usize) -> SheetCell {
    match (view.written(record, field), &view.run.profile.fields[field].field_type) {
        (Cell::Known(Value::Number(number)), _) => SheetCell::Number(number),
        (Cell::Known(Value::Date(date)), _) => SheetCell::Date(date),
        (Cell::Known(Value::YesNo(yes)), _) => SheetCell::YesNo(yes),
        (Cell::Known(Value::Text(text)), FieldType::Email) => {
            SheetCell::Email(with_others(view, record, field, text.shown.into_owned()))
        }
        (Cell::Known(Value::Text(text)), FieldType::Phone) => {
            SheetCell::Phone(with_others(view, record, field, text.shown.into_owned()))
        }
        (Cell::Known(Value::Text(text)), FieldType::Web) => SheetCell::Web(text.shown.into_owned()),
        _ => composed(|text| view.text(record, field, text)),
    }
}
