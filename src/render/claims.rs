//! What a buyer can hold against the vendor: each defect of a bought list, with where it stands and what stands there;
//! and, in a list of its own that costs nobody anything, what somebody else has sold or brought before.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Lines of the claim, without what is the same in all of them; no formula is guarded.
    pub(super) lines: Vec<u8>,
    /// Lines of `overlap.csv`.
    pub(super) overlap: Vec<u8>,
    /// How many leads another seller's list, or our own, has had before.
    pub(super) overlapping: u64,
    /// How many defects there are, by the word for the defect.
    pub(super) defects: BTreeMap<&'static str, u64>,
    /// Field to the number of leads in which it is older than was promised.
    pub(super) outdated: BTreeMap<usize, u64>,
    /// Each record with a defect, and its defects as decisions have them: `damaged_cell email`.
    pub(super) records: BTreeMap<Row, Vec<String>>,
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

/// A defect of what stands in some columns of a record, as one of the fields that they feed has it.
struct CellDefect {
    field: usize,
    columns: Vec<usize>,
    code: &'static str,
    explanation: String,
}

struct Claiming<'r> {
    chunk: &'r Settled<'r>,
    lines: CsvLines,
    overlap: CsvLines,
    claims: Claims,
    guard: bool,
    /// The record whose cells were looked at last, and the columns of it that were claimed.
    claimed: (u32, BTreeSet<usize>),
    /// The columns that feed a sensitive field.
    sensitive: BTreeSet<usize>,
}

/// The defects of a chunk; none of a list that was not bought.
pub(super) fn claims(run: &Run<'_>, chunk: &Settled<'_>) -> Claims {
    let list = &run.lists[chunk.position.list];
    if !list.file.is_bought() {
        return Claims::default();
    }
    let view = View::new(run, chunk);
    let mut claiming = Claiming {
        chunk,
        lines: CsvLines::new(false),
        overlap: CsvLines::new(run.guard),
        claims: Claims::default(),
        guard: run.guard,
        claimed: (u32::MAX, BTreeSet::new()),
        sensitive: sensitive(run.profile, list),
    };
    claiming.unreadable(&view);
    let fields: Vec<usize> = suspects(run.profile, chunk, list).collect();
    let ages = ages(&view);
    for record in 0..chunk.records.len() {
        claiming.duplicate(&view, record);
        claiming.cells(&view, record, &fields, &ages);
    }
    claiming.claims.lines = claiming.lines.into_bytes();
    claiming.claims.overlap = claiming.overlap.into_bytes();
    claiming.claims
}

/// The columns that feed a sensitive field.
fn sensitive(profile: &Profile, list: &List) -> BTreeSet<usize> {
    let fields = profile.fields.iter().zip(&list.mapping.fields).filter(|(field, _)| field.sensitive);
    fields.flat_map(|(_, mapped)| mapped.columns()).collect()
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
        let tells_all = self.sensitive.is_empty();
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

    /// A lead that its seller has sold before, in this list or an earlier one; or that somebody else has, which is no defect.
    fn duplicate(&mut self, view: &View<'_>, record: usize) {
        let Some(repeat) = &view.chunk.duplicates[record] else { return };
        let Some(sold) = repeat.sold else { return self.overlap(view, record, repeat) };
        let (headers, raw) = self.key(view, record, sold.key);
        let same = sold.list == view.chunk.position.list;
        let words = view.run.words.wording();
        let of = if same { words.text("a_this_list") } else { &view.run.lists[sold.list].name };
        self.write(&Defect {
            row: Row::Read(record),
            column: &headers,
            code: if same { "duplicate_in_list" } else { "duplicate_of_earlier_list" },
            field: "",
            raw: &raw,
            explanation: &words.fill("a_same", &[("record", &sold.record.to_string()), ("list", of)]),
        });
    }

    /// A lead that a list of another seller, or of our own, has had before.
    fn overlap(&mut self, view: &View<'_>, record: usize, repeat: &Repeat) {
        let first = &view.run.lists[repeat.list];
        let (headers, raw) = self.key(view, record, repeat.key);
        let (number, line) = Row::Read(record).number_and_line(self.chunk);
        let lines = &mut self.overlap;
        lines.cell(&view.list.name);
        lines.cell(view.list.file.vendor.as_deref().unwrap_or_default());
        lines.number(number);
        lines.number(line);
        lines.cell(&headers);
        lines.cell(&raw);
        lines.word(if self.guard && guarded(&raw) { "true" } else { "false" });
        lines.cell(&first.name);
        lines.cell(first.file.vendor.as_deref().unwrap_or_default());
        lines.number(repeat.record);
        lines.end();
        self.claims.overlapping += 1;
    }

    /// The headers of the columns that a key of a record is made of, and what the list wrote there.
    fn key(&self, view: &View<'_>, record: usize, key: usize) -> (String, String) {
        let keys = view.run.keys;
        let parts = view.run.profile.identity.keys.get(keys.of_profile(key)).into_iter().flat_map(|key| &key.fields);
        let (mut headers, mut cells) = (Vec::new(), Vec::new());
        for part in parts {
            let columns = view.list.taken(view.run.profile, view.chunk.records, record, part.field);
            headers.push(shown(view, &columns));
            cells.push(self.raw(view, record, &columns));
        }
        (headers.join(" + "), if keys.is_told(key) { cells.join(" + ") } else { String::new() })
    }

    /// The text in the columns of a record; nothing of what feeds a sensitive field.
    fn raw(&self, view: &View<'_>, record: usize, columns: &[usize]) -> String {
        if columns.iter().any(|column| self.sensitive.contains(column)) {
            return String::new();
        }
        let cells: Vec<_> = columns.iter().map(|column| view.chunk.records.cell(record, *column)).collect();
        cells.join(" ")
    }

    /// The defects of a record's cells: each cell is claimed once, whatever fields and leads of the record it feeds, and
    /// where it stands by itself before it stands among others.
    fn cells(&mut self, view: &View<'_>, record: usize, fields: &[usize], ages: &[Age]) {
        let damaged = fields.iter().filter_map(|field| damaged(view, record, *field));
        let mut found: Vec<CellDefect> = damaged.collect();
        for age in ages.iter().filter(|age| is_before(&view.as_read(record, age.field), age.since)) {
            *self.claims.outdated.entry(age.field).or_default() += 1;
            found.push(defect(view, (record, age.field), "outdated_record", age.explanation.clone()));
        }
        if found.is_empty() {
            return;
        }
        found.sort_by_key(|defect| defect.columns.len());
        let number = view.chunk.records.number(record);
        if self.claimed.0 != number {
            self.claimed = (number, BTreeSet::new());
        }
        for defect in &found {
            self.claim(view, record, defect);
        }
    }

    fn claim(&mut self, view: &View<'_>, record: usize, defect: &CellDefect) {
        let is_own = |column: &usize| view.chunk.records.is_own(record, *column);
        let free = |column: &usize| is_own(column) && !self.claimed.1.contains(column);
        // What the list file filled in stands in no cell.
        if defect.columns.is_empty() || !defect.columns.iter().all(free) {
            return;
        }
        self.claimed.1.extend(&defect.columns);
        let raw = self.raw(view, record, &defect.columns);
        self.write(&Defect {
            row: Row::Read(record),
            column: &shown(view, &defect.columns),
            code: defect.code,
            field: named(view, defect.field),
            raw: &raw,
            explanation: &defect.explanation,
        });
    }

    fn write(&mut self, defect: &Defect<'_>) {
        *self.claims.defects.entry(defect.code).or_default() += 1;
        let told = if defect.field.is_empty() { "" } else { " " };
        let told = [defect.code, told, defect.field].concat();
        self.claims.records.entry(defect.row).or_default().push(told);
        let (record, line) = defect.row.number_and_line(self.chunk);
        self.lines.number(record);
        self.lines.number(line);
        [defect.column, defect.code, defect.raw, defect.explanation].iter().for_each(|cell| self.lines.cell(cell));
        self.lines.end();
    }
}

/// The headers of columns, as a person names what stands in them together.
fn shown(view: &View<'_>, columns: &[usize]) -> String {
    columns.iter().map(|column| view.list.mapping.headers[*column].as_str()).collect::<Vec<_>>().join(" + ")
}

/// A defect of the cell of a field, in the columns that it was taken from.
fn defect(view: &View<'_>, (record, field): (usize, usize), code: &'static str, explanation: String) -> CellDefect {
    let columns = view.list.taken(view.run.profile, view.chunk.records, record, field);
    CellDefect { field, columns, code, explanation }
}

/// A cell that holds something that cannot be read, or a word that means nothing where something was promised.
fn damaged(view: &View<'_>, record: usize, field: usize) -> Option<CellDefect> {
    let (code, why) = match view.as_read(record, field) {
        Cell::Unreadable(cause) if cause.is_damage() => ("damaged_cell", unreadable_key(cause)),
        Cell::Missing(Missing::Marker) if view.list.file.promise.filled.contains_key(&field) => {
            ("placeholder", "a_placeholder")
        }
        _ => return None,
    };
    let why = view.run.words.wording().text(why);
    let explanation = match named(view, field) {
        "" => why.to_owned(),
        name => format!("{name}: {why}"),
    };
    Some(defect(view, (record, field), code, explanation))
}
