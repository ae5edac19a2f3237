//! The CSV lines of one record.

use super::LeadColumn;
use super::lead::View;
use crate::judge::{Explanation, blocked_by};
use crate::model::Verdict;
use crate::report::{CsvLines, guarded, only_begins};

/// A judged record: in normal form for those that sales people get, verbatim for the rejected ones.
pub(super) fn judged(view: &View<'_>, record: usize, explanation: &Explanation, lines: &mut CsvLines) {
    place(view, record, lines);
    let decision = &view.run.profile.decision;
    lines.word(explanation.verdict.as_str());
    for score in [explanation.worst, explanation.best] {
        if decision.scale == 0 { lines.integer(score) } else { lines.shown(&decision.shown(score)) }
    }
    lines.composed(|text| view.reason(record, explanation, text));
    view.chunk.judged.criteria.iter().for_each(|bits| lines.word(bits.outcome(record).as_str()));
    if let Some(grade) = view.grade(explanation) {
        lines.cell(grade);
    }
    if view.run.earlier.ledger && explanation.verdict != Verdict::Rejected {
        lines.composed(|text| upgraded(view, record, text));
    }
    if view.run.layout.fills && explanation.verdict != Verdict::Rejected {
        lines.composed(|text| filled_from(view, record, text));
    }
    if let Some(limit) = view.chunk.held(record) {
        lines.cell(view.run.earlier.held.name(limit));
        lines.composed(|text| held_since(view, record, text));
    }
    if explanation.verdict == Verdict::Rejected {
        lines.words(blocked_by(view.run.profile, explanation), "; ");
        lines.composed(|text| view.nearest_miss(record, explanation, text));
        if view.run.layout.fills {
            lines.composed(|text| filled_from(view, record, text));
        }
        originals(view, record, lines);
    } else {
        normal(view, record, lines);
    }
    lines.end();
}

/// A duplicate: not judged, with the key and the first record that has it.
pub(super) fn duplicate(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    undecided(view, record, lines);
    duplicate_of(view, record).iter().for_each(|cell| lines.cell(cell));
    originals(view, record, lines);
    lines.end();
}

/// A record that must not be contacted: not judged, with who says so.
pub(super) fn suppressed(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    undecided(view, record, lines);
    match view.chunk.barred(record) {
        Some(barred) => lines.cell(&view.run.suppression.words(barred, view.run.keys, view.run.words.wording())),
        None => lines.blank(),
    }
    originals(view, record, lines);
    lines.end();
}

/// A record that was handed over on an earlier night: not judged, with the key, and when and as what.
pub(super) fn known(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    undecided(view, record, lines);
    let known = view.chunk.known(record);
    match known.and_then(|known| Some((known, view.run.earlier.memory.past(known)?))) {
        Some((known, past)) => {
            lines.cell(&view.run.keys.name(known.key));
            lines.cell(&form(view, record, known.key));
            lines.shown(&past.date);
            lines.word(past.verdict.as_str());
            lines.word(if past.upgraded { "upgraded" } else { "handed_over" });
            lines.cell(past.list);
        }
        None => (0..6).for_each(|_| lines.blank()),
    }
    originals(view, record, lines);
    lines.end();
}

/// When a lead was handed over before, with a lesser verdict than tonight's; blank for the others.
pub(super) fn upgraded(view: &View<'_>, record: usize, text: &mut String) {
    let past = view.chunk.upgraded(record).and_then(|known| view.run.earlier.memory.past(known));
    if let Some(past) = past {
        text.push_str(&past.date.to_string());
    }
}

/// Which cells of a lead were taken over from duplicates, and from which.
pub(super) fn filled_from(view: &View<'_>, record: usize, text: &mut String) {
    let filled = view.chunk.altered.into_iter().flat_map(|altered| altered.filled(record));
    for (place, (field, filling)) in filled.enumerate() {
        let (name, list) = (&view.run.profile.fields[field].name, &view.run.lists[filling.list].name);
        let gaps = [("field", name.as_str()), ("list", list.as_str()), ("record", &filling.record.to_string())];
        text.push_str(if place == 0 { "" } else { "; " });
        text.push_str(&view.run.words.wording().fill("x_filled_from", &gaps));
    }
}

/// Since when a held lead has been waiting.
fn held_since(view: &View<'_>, record: usize, text: &mut String) {
    let since = view.run.earlier.memory.held_since(view.chunk.keys(record));
    text.push_str(&since.unwrap_or(view.run.profile.as_of).to_string());
}

/// Where a record stands, and blanks for all that is said of judged ones, `blocked_by` and `nearest_miss` included.
fn undecided(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    place(view, record, lines);
    let written = if view.run.layout.parts { 4 } else { 3 };
    (written..view.run.layout.decision + 2).for_each(|_| lines.blank());
}

/// What `duplicates.csv` says of a duplicate: key, its value in normal form and as the list wrote it, the first record's
/// list and number; and the same of another lead that it shares another key with.
fn duplicate_of(view: &View<'_>, record: usize) -> [String; 8] {
    let Some(repeat) = &view.chunk.duplicates[record] else { return Default::default() };
    let (key, other) = (repeat.key, repeat.other);
    [
        view.run.keys.name(key),
        form(view, record, key),
        written(view, record, key),
        view.run.lists[repeat.list].name.clone(),
        repeat.record.to_string(),
        other.map_or_else(String::new, |other| view.run.keys.name(other.key)),
        other.map_or_else(String::new, |other| view.run.lists[other.lead.list].name.clone()),
        other.map_or_else(String::new, |other| other.record.to_string()),
    ]
}

/// The normal form of a key; nothing of one that a sensitive field is part of.
fn form(view: &View<'_>, record: usize, key: usize) -> String {
    let keys = view.run.keys;
    if keys.is_told(key) { keys.normal_form(key, view.chunk.as_read(), record) } else { String::new() }
}

/// What the list wrote in the fields of a key, joined as their normal forms are; nothing of a sensitive one.
fn written(view: &View<'_>, record: usize, key: usize) -> String {
    if !view.run.keys.is_told(key) {
        return String::new();
    }
    let fields =
        view.run.profile.identity.keys.get(view.run.keys.of_profile(key)).into_iter().flat_map(|key| &key.fields);
    let cells: Vec<String> = fields.map(|part| view.original(record, part.field).trim().to_owned()).collect();
    cells.join(" + ")
}

fn place(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    lines.verbatim(&view.name, &[]);
    lines.number(view.number(record));
    lines.number(view.line(record));
    match view.chunk.records.part(record) {
        _ if !view.run.layout.parts => {}
        0 => lines.blank(),
        part => lines.number(part.into()),
    }
}

/// Fields in their normal form, and the columns that no field reads: all of them, or those that the job has chosen.
fn normal(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    let unmapped = &view.run.layout.lists[view.chunk.position.list].unmapped;
    for column in &view.run.layout.shown {
        match column {
            LeadColumn::Field(field) => lines.composed(|text| view.text(record, *field, text)),
            LeadColumn::Unmapped(place) => match view.unmapped(record, unmapped[*place]) {
                Some(column) => lines.cell(&view.chunk.records.readable(record, column)),
                None => lines.blank(),
            },
        }
    }
}

/// The list's own cells as they were. Where the record can stand in the output as it stands in the list, its bytes are
/// copied in one go.
fn originals(view: &View<'_>, record: usize, lines: &mut CsvLines) {
    let layout = &view.run.layout.lists[view.chunk.position.list];
    let marked = |cell: &str| view.run.guard && guarded(cell);
    match layout.is_whole.then(|| view.chunk.records.as_written(record, marked)).flatten() {
        Some((text, marks)) if !view.run.guard || only_begins(text) => lines.verbatim(text, &marks),
        _ => cells(view, record, &layout.originals, lines),
    }
}

fn cells(view: &View<'_>, record: usize, columns: &[Option<usize>], lines: &mut CsvLines) {
    for column in columns {
        match column {
            Some(column) => lines.cell(&view.chunk.records.cell(record, *column)),
            None => lines.blank(),
        }
    }
}
