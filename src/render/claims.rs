//! What a buyer can hold against the vendor: each defect of a bought list, with where it stands and what stands there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::decisions::Row;
use super::fault::fault_words;
use super::lead::View;
use super::{Repeat, Run, Settled};
use crate::intake::List;
use crate::judge::unreadable_key;
use crate::model::{Cell, Interval, Missing, Range, Value};
use crate::profile::Profile;
use crate::report::{CsvLines, escaped, guarded};

/// A chunk's share of the claim of its list.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    /// Lines of the claim.
    pub(super) lines: Vec<u8>,
    /// How many there are, by the word for the defect.
    pub(super) defects: BTreeMap<&'static str, u64>,
    /// Field to the number of leads in which it is older than was promised.
    pub(super) outdated: BTreeMap<usize, u64>,
    /// Each record with a defect, and its defects as decisions have them: `damaged_cell email; outdated_record seen`.
    pub(super) records: BTreeMap<Row, String>,
}

/// What is written of one defect.
struct Defect<'d> {
    row: Row,
    column: &'d str,
    code: &'static str,
    /// The field, where it is one's and may be named.
    field: &'d str,
    raw: &'d str,
    explanation: &'d str,
}

struct Claiming<'r> {
    chunk: &'r Settled<'r>,
    lines: CsvLines,
    claims: Claims,
    list: &'r str,
    guard: bool,
}

/// The defects of a chunk; none of a list that was not bought.
pub(super) fn claims(run: &Run<'_>, chunk: &Settled<'_>) -> Claims {
    let list = &run.lists[chunk.position.list];
    if !list.file.is_bought() {
        return Claims::default();
    }
    let view = View::new(run, chunk);
    let lines = CsvLines::new(run.guard);
    let mut claiming = Claiming { chunk, lines, claims: Claims::default(), list: &list.name, guard: run.guard };
    claiming.unreadable(&view);
    let fields: Vec<usize> = suspects(run.profile, chunk, list).collect();
    let ages = ages(&view);
    for record in 0..chunk.records.len() {
        claiming.duplicate(&view, record);
        fields.iter().for_each(|field| claiming.cell(&view, record, *field));
        ages.iter().for_each(|age| claiming.outdated(&view, record, age));
    }
    claiming.claims.lines = claiming.lines.into_bytes();
    claiming.claims
}

/// The fields in which the chunk has a cell that may be a defect.
fn suspects<'c>(profile: &'c Profile, chunk: &'c Settled<'_>, list: &'c List) -> impl Iterator<Item = usize> + 'c {
    let promised = |field: &usize| list.file.promise.filled.contains_key(field);
    let suspect =
        chunk.tallies.iter().filter(move |(field, tally)| tally.unreadable > 0 || tally.missing > 0 && promised(field));
    // Opt-out cells are read as such, whatever the type of their field.
    let is_mark = |field: &usize| profile.identity.do_not_contact.contains(field);
    suspect.map(|(field, _)| *field).filter(move |field| list.feeds(*field) && !is_mark(field))
}

/// A field of dates, and what was promised of their age.
struct Age {
    field: usize,
    /// The first day that is not too old.
    since: Date,
    /// What is to be said of an older one.
    explanation: String,
}

/// What was promised of the age of dates, on the day of the purchase, else on that of the run.
fn ages(view: &View<'_>) -> Vec<Age> {
    let (list, profile) = (view.list, view.run.profile);
    let (day, key) = match list.file.bought {
        Some(day) => (day, "a_bought"),
        None => (profile.as_of, "a_read"),
    };
    let age = |(field, since): (usize, Date)| {
        let (since_shown, day) = (since.to_string(), day.to_string());
        let gaps = [("field", profile.fields[field].name.as_str()), ("since", &since_shown), ("day", &day)];
        Age { field, since, explanation: view.run.words.wording().fill(key, &gaps) }
    };
    let dated = list.file.verified_since(profile.as_of).into_iter();
    dated.filter(|(field, _)| list.feeds(*field)).map(age).collect()
}

/// The name of a field, unless it is sensitive.
fn named<'v>(view: &View<'v>, field: usize) -> &'v str {
    let field = &view.run.profile.fields[field];
    if field.sensitive { "" } else { &field.name }
}

/// The cell as the list wrote it; nothing of a sensitive field.
fn told<'v>(view: &'v View<'_>, record: usize, field: usize) -> std::borrow::Cow<'v, str> {
    if view.run.profile.fields[field].sensitive { "".into() } else { view.original(record, field) }
}

/// Whether every day that a cell may mean is before another day.
fn is_before(cell: &Cell<'_>, day: Date) -> bool {
    match cell {
        Cell::Known(Value::Date(date)) => *date < day,
        Cell::Range(Range::Date(dates)) => dates.is_apart_from(&Interval::at_least(day)),
        _ => false,
    }
}

impl Claiming<'_> {
    fn unreadable(&mut self, view: &View<'_>) {
        let records = view.chunk.records;
        let broken = records.unreadable.iter().enumerate();
        // Of a record that falls to pieces nobody knows which piece is which.
        let is_hidden = |(field, about): (usize, &crate::profile::Field)| about.sensitive && view.list.feeds(field);
        let tells_all = !view.run.profile.fields.iter().enumerate().any(is_hidden);
        for (place, broken) in broken.filter(|(_, broken)| !broken.fault.is_blank()) {
            self.write(&Defect {
                row: Row::Unreadable(place),
                column: "",
                code: "unreadable_record",
                field: "",
                raw: &if tells_all { escaped(&broken.raw) } else { String::new() },
                explanation: &fault_words(broken.fault, records.width(), view.run.words.wording()),
            });
        }
    }

    /// A lead that the list, or one before it, has sold already.
    fn duplicate(&mut self, view: &View<'_>, record: usize) {
        let Some(Repeat { key, list, record: first, .. }) = view.chunk.duplicates[record] else { return };
        let keys = view.run.keys;
        let (name, raw) = (keys.name(key), keys.normal_form(key, view.chunk.as_read(), record));
        let raw = if keys.is_told(key) { raw } else { String::new() };
        let same = list == view.chunk.position.list;
        let words = view.run.words.wording();
        let of = if same { words.text("a_this_list") } else { &view.run.lists[list].name };
        self.write(&Defect {
            row: Row::Read(record),
            column: &name,
            code: if same { "duplicate_in_list" } else { "duplicate_of_earlier_list" },
            field: "",
            raw: &raw,
            explanation: &words.fill("a_same", &[("record", &first.to_string()), ("list", of)]),
        });
    }

    /// A cell that holds something that cannot be read, or a word that means nothing where something was promised.
    fn cell(&mut self, view: &View<'_>, record: usize, field: usize) {
        let (code, why) = match view.as_read(record, field) {
            Cell::Unreadable(cause) if cause.is_damage() => ("damaged_cell", unreadable_key(cause)),
            Cell::Missing(Missing::Marker) if view.list.file.promise.filled.contains_key(&field) => {
                ("placeholder", "a_placeholder")
            }
            _ => return,
        };
        let raw = told(view, record, field);
        self.write(&Defect {
            row: Row::Read(record),
            column: &view.list.mapping.shown(field).join(", "),
            code,
            field: named(view, field),
            raw: raw.trim(),
            explanation: &match named(view, field) {
                "" => view.run.words.wording().text(why).to_owned(),
                name => format!("{name}: {}", view.run.words.wording().text(why)),
            },
        });
    }

    /// A record that was verified longer ago than was promised.
    fn outdated(&mut self, view: &View<'_>, record: usize, age: &Age) {
        if !is_before(&view.as_read(record, age.field), age.since) {
            return;
        }
        *self.claims.outdated.entry(age.field).or_default() += 1;
        let raw = told(view, record, age.field);
        self.write(&Defect {
            row: Row::Read(record),
            column: &view.list.mapping.shown(age.field).join(", "),
            code: "outdated_record",
            field: named(view, age.field),
            raw: raw.trim(),
            explanation: &age.explanation,
        });
    }

    fn write(&mut self, defect: &Defect<'_>) {
        *self.claims.defects.entry(defect.code).or_default() += 1;
        let told = self.claims.records.entry(defect.row).or_default();
        told.push_str(if told.is_empty() { "" } else { "; " });
        told.push_str(defect.code);
        if !defect.field.is_empty() {
            told.push(' ');
            told.push_str(defect.field);
        }
        let (record, line) = defect.row.number_and_line(self.chunk);
        self.lines.cell(self.list);
        self.lines.number(record);
        self.lines.number(line);
        self.lines.cell(defect.column);
        self.lines.word(defect.code);
        self.lines.cell(defect.raw);
        self.lines.word(if self.guard && guarded(defect.raw) { "true" } else { "false" });
        self.lines.cell(defect.explanation);
        // Under the hash of the list, which stands in the header.
        self.lines.blank();
        self.lines.end();
    }
}
