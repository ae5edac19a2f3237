//! Records become the typed column of one field.
//!
//! Lists repeat themselves, so a raw cell that was met before in the chunk is not read again: its bytes lead to the
//! code of the cell that they were read as. Where that does not pay, because in the list's sample nearly every cell is
//! different, none is remembered. Either way every record has the same cell in the end.

use std::borrow::Cow;

use hashbrown::hash_table::Entry;
use hashbrown::{HashSet, HashTable};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::mapping::{FieldMapping, MappedFeed};
use super::records::{Oddities, Records};
use crate::field_types::{CellReader, Objection, Part, joined_objections};
use crate::model::{
    Cell, CellKind, CellState, Cells, Codes, Column, Country, Missing, Reading, Repair, Text, Unreadable, Value,
};

/// The column of a field, and what is to be said of how its cells were read.
#[derive(Clone, Debug)]
pub struct FieldColumn {
    /// The cells.
    pub column: Column,
    /// How many records have which kind of cell.
    pub tally: Tally,
    /// How each distinct cell was mended.
    repairs: Vec<Option<Repair>>,
}

/// How many records have which kind of cell in one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// One value.
    pub known: u64,
    /// Several possible values.
    pub range: u64,
    /// Nothing.
    pub missing: u64,
    /// Something that cannot be read.
    pub unreadable: u64,
    /// Cells that were mended first, by how.
    pub repairs: Vec<(Repair, u64)>,
    /// The first cell that cannot be read, as the list wrote it, and why.
    pub example: Option<(String, Unreadable)>,
}

/// So many records tell whether remembering raw cells pays.
const TRIAL: usize = 1024;

/// What the one column of an opt-out field asks.
fn asked(part: Part, mapping: &FieldMapping) -> Part {
    let consents = matches!(mapping.feeds.as_slice(), [feed] if feed.consents);
    if part == Part::Objection && consents { Part::Consent } else { part }
}

const fn is_objection(part: Option<Part>) -> bool {
    matches!(part, Some(Part::Objection | Part::Consent))
}

/// Whether nearly every cell of a column is different, so that remembering cells would not pay: told from a sample.
pub(super) fn is_varied(sample: &Records, column: usize) -> bool {
    let tried = sample.len().min(TRIAL);
    let distinct: HashSet<(&str, bool)> = (0..tried).map(|record| sample.raw_cell(record, column)).collect();
    distinct.len() * 4 > tried * 3
}

/// Reads the column of a field, or of a `part` of it. `countries` holds the lead's country for each record.
#[must_use]
pub fn field_column(
    records: &Records,
    mapping: &FieldMapping,
    reader: &CellReader,
    part: Option<Part>,
    countries: Option<&[Option<Country>]>,
) -> FieldColumn {
    let part = part.map(|part| asked(part, mapping));
    let mut builder = Builder::new(reader, part, records, mapping);
    let codes = match (mapping.feeds.as_slice(), countries) {
        (feeds, _) if is_objection(part) && (feeds.len() > 1 || !mapping.groups.is_empty()) => {
            builder.objections(records, mapping);
            Codes::Each(records.len())
        }
        _ if !mapping.groups.is_empty() || !mapping.also.is_empty() => {
            builder.each(records, mapping, countries);
            Codes::Each(records.len())
        }
        ([], None) => {
            builder.push(&builder.unmapped(None));
            Codes::Same(records.len())
        }
        ([feed], _) if feed.columns.len() == 1 && feed.take.is_none() => {
            builder.single(records, (feed.columns[0], mapping.varied), countries)
        }
        _ => {
            builder.each(records, mapping, countries);
            Codes::Each(records.len())
        }
    };
    let column = Column { codes, cells: builder.cells };
    let mut tally = tally(&column, &builder.repairs);
    tally.example = builder.example;
    FieldColumn { column, tally, repairs: builder.repairs }
}

impl FieldColumn {
    /// The state of each record's cell, as decisions keep it.
    #[must_use]
    pub fn states(&self) -> Vec<u8> {
        let state = |code: usize| CellState::new(self.column.cells.kind(code), self.repairs[code]).code();
        let states: Vec<u8> = (0..self.column.cells.len()).map(state).collect();
        (0..self.column.len()).map(|record| states[self.column.code(record)]).collect()
    }
}

/// The country code of each record, out of a country field's column.
#[must_use]
pub fn country_codes(column: &Column) -> Vec<Option<Country>> {
    let codes: Vec<_> =
        (0..column.cells.len()).map(|code| column.cells.compared(code).and_then(Country::new)).collect();
    (0..column.len()).map(|record| codes[column.code(record)]).collect()
}

/// With what a cell is read.
#[derive(Clone, Copy)]
struct Means<'r> {
    reader: &'r CellReader,
    part: Option<Part>,
    /// What cells may hold instead of what their author meant.
    oddities: Oddities,
}

struct Builder<'r> {
    means: Means<'r>,
    /// Whether of several columns one that objects counts first.
    objects: bool,
    /// Whether all values are kept that a record has.
    keeps_all: bool,
    cells: Cells,
    /// How each distinct cell was mended.
    repairs: Vec<Option<Repair>>,
    /// The first cell that cannot be read, as the list wrote it, and why.
    example: Option<(String, Unreadable)>,
}

impl<'r> Means<'r> {
    fn read<'a>(&self, raw: &'a str, native: bool, country: Option<Country>) -> Reading<'a>
    where
        'r: 'a,
    {
        if native && self.part.is_none() {
            return self.reader.read_native(raw, country);
        }
        match self.oddities.put_right(raw) {
            Some((text, repair)) => {
                let reading = own(self.read_as_is(&text, country));
                Reading { repair: reading.repair.or(repair), ..reading }
            }
            None => self.read_as_is(raw, country),
        }
    }

    fn read_as_is<'a>(&self, raw: &'a str, country: Option<Country>) -> Reading<'a>
    where
        'r: 'a,
    {
        match self.part {
            None => self.reader.read(raw, country),
            Some(part) => Reading::plain(self.reader.read_part(part, raw, country)),
        }
    }

    /// The cell that one feed gives.
    fn fed<'a>(&self, records: &'a Records, record: usize, feed: &MappedFeed, country: Option<Country>) -> Reading<'a>
    where
        'r: 'a,
    {
        let raw = feed.filled(records, record, self.reader);
        let Some(take) = feed.take.as_ref().filter(|_| !raw.trim().is_empty()) else {
            return self.read_cow(raw, feed.is_native(records, record), country);
        };
        match take.0.find_part(raw.trim()) {
            Some(part) => own(self.read(part, false, country)),
            None => Reading::plain(Cell::Unreadable(Unreadable::NoMatch)),
        }
    }

    /// What the cell of one feed says, of a field by which people object.
    fn objection(self, records: &Records, record: usize, feed: &MappedFeed) -> Cell<'static> {
        let part = if feed.consents { Part::Consent } else { Part::Objection };
        own(Self { part: Some(part), ..self }.fed(records, record, feed, None)).cell
    }

    fn read_cow<'a>(&self, raw: Cow<'a, str>, native: bool, country: Option<Country>) -> Reading<'a>
    where
        'r: 'a,
    {
        match raw {
            Cow::Borrowed(raw) => self.read(raw, native, country),
            Cow::Owned(raw) => own(self.read(&raw, native, country)),
        }
    }
}

impl<'r> Builder<'r> {
    const fn new(reader: &'r CellReader, part: Option<Part>, records: &Records, mapping: &FieldMapping) -> Self {
        Builder {
            means: Means { reader, part, oddities: records.oddities() },
            objects: mapping.objects,
            keeps_all: mapping.keeps_all,
            cells: Cells::new(),
            repairs: Vec::new(),
            example: None,
        }
    }

    /// Keeps the first raw cell that cannot be read.
    fn keep_example(&mut self, reading: &Reading<'_>, raw: impl FnOnce() -> String) {
        if let (Cell::Unreadable(cause), None) = (&reading.cell, &self.example) {
            self.example = Some((raw(), *cause));
        }
    }

    /// Keeps what the last cell may hold, or columns behind it, beside what it was read as.
    fn keep_behind(&mut self, reading: &Reading<'_>, mut values: Vec<Text<'static>>) {
        values.retain(|text| !holds(reading, text));
        self.cells.push_behind(values);
    }

    fn push(&mut self, reading: &Reading<'_>) {
        self.cells.push_reading(reading);
        self.repairs.push(reading.repair);
    }

    /// The cell of a field that the list has no column for: what the list file fills in, else missing.
    fn unmapped(&self, country: Option<Country>) -> Reading<'r> {
        match self.means.reader.fill {
            Some(_) => self.means.read("", false, country),
            None => Reading::plain(Cell::Missing(Missing::NoColumn)),
        }
    }

    /// A field with several columns: each record takes the first that is known.
    fn each(&mut self, records: &Records, mapping: &FieldMapping, countries: Option<&[Option<Country>]>) {
        for record in 0..records.len() {
            let country = countries.and_then(|countries| countries[record]);
            let feeds = mapping.feeds_of(records.group(record));
            let (reading, from) = self.first_known(records, record, feeds, country);
            self.push(&reading);
            if mapping.keeps_all {
                // What was taken is not read twice.
                let taken = |place: usize| (from == Some(place)).then_some(&reading);
                let feeds = feeds.iter().chain(&mapping.also).enumerate();
                let all = feeds.flat_map(|(place, feed)| self.all(records, record, feed, (taken(place), country)));
                let all = all.collect();
                self.keep_behind(&reading, all);
            }
            self.keep_example(&reading, || mapping.raw(records, record, self.means.reader, country).trim().to_owned());
        }
    }

    /// All values that a feed has for a record; of what was `taken` from it, those beside.
    fn all(
        &self,
        records: &Records,
        record: usize,
        feed: &MappedFeed,
        (taken, country): (Option<&Reading<'_>>, Option<Country>),
    ) -> Vec<Text<'static>> {
        let raw = feed.filled(records, record, self.means.reader);
        if raw.trim().is_empty() {
            return Vec::new();
        }
        let further = |reading: &Reading<'_>| match feed.take {
            None => self.further(&raw, reading, country),
            Some(_) => Vec::new(),
        };
        if let Some(reading) = taken {
            return further(reading);
        }
        let reading = own(self.means.fed(records, record, feed, country));
        let mut values = further(&reading);
        values.extend(match reading.cell {
            Cell::Known(Value::Text(text)) => Some(text),
            _ => None,
        });
        values.extend(reading.others);
        values
    }

    /// What a cell may hold beside what it was read as.
    fn further(&self, raw: &str, reading: &Reading<'_>, country: Option<Country>) -> Vec<Text<'static>> {
        if self.means.part.is_some() {
            return Vec::new();
        }
        let right = self.means.oddities.put_right(raw);
        self.means.reader.further(right.as_ref().map_or(raw, |(text, _)| text), reading, country)
    }

    /// An opt-out field with several columns: an objection in any of them is one.
    fn objections(&mut self, records: &Records, mapping: &FieldMapping) {
        for record in 0..records.len() {
            let feeds = mapping.feeds_of(records.group(record)).iter();
            let cells = feeds.map(|feed| self.means.objection(records, record, feed));
            let cell = joined_objections(cells).unwrap_or(Cell::Missing(Missing::Blank));
            self.push(&Reading::plain(cell));
        }
    }

    /// A field with one column: raw cells that were met before are not read again.
    fn single(
        &mut self,
        records: &Records,
        (column, varied): (usize, bool),
        countries: Option<&[Option<Country>]>,
    ) -> Codes {
        let country = |record: usize| countries.and_then(|countries| countries[record]);
        if varied {
            self.cells = Cells::with_room(records.len());
            self.repairs.reserve(records.len());
            (0..records.len()).for_each(|record| self.add(records, (record, column), country(record)));
            return Codes::Each(records.len());
        }
        let mut seen = Seen::default();
        let codes = (0..records.len()).map(|record| {
            let country = country(record);
            let next = u32::try_from(self.cells.len()).expect("bug: more cells than a chunk has bytes");
            let code = seen.code(records.raw_cell(record, column), country, next);
            if code == next {
                self.add(records, (record, column), country);
            }
            code
        });
        Codes::Coded(codes.collect())
    }

    /// Reads a cell and adds it.
    fn add(&mut self, records: &Records, (record, column): (usize, usize), country: Option<Country>) {
        let cell = records.cell(record, column);
        let reading = self.means.read(&cell, records.is_native(record, column), country);
        self.push(&reading);
        if self.keeps_all {
            let further = self.further(&cell, &reading, country);
            self.keep_behind(&reading, further);
        }
        self.keep_example(&reading, || cell.trim().to_owned());
    }

    /// The first feed's cell that is known or a range; else the first that is unreadable; else missing. Where people
    /// object, the first that does: of several opt-outs one is enough. With it the place of its feed.
    fn first_known<'a>(
        &self,
        records: &'a Records,
        record: usize,
        feeds: &[MappedFeed],
        country: Option<Country>,
    ) -> (Reading<'a>, Option<usize>)
    where
        'r: 'a,
    {
        let objects =
            |feed: &MappedFeed| Objection::of(&self.means.objection(records, record, feed)) != Objection::None;
        let several = self.objects && feeds.len() > 1;
        if let Some(place) = feeds.iter().position(|feed| several && objects(feed)) {
            return (self.means.fed(records, record, &feeds[place], country), Some(place));
        }
        let mut best: Option<(Reading<'a>, usize)> = None;
        for (place, feed) in feeds.iter().enumerate() {
            let reading = self.means.fed(records, record, feed, country);
            if reading.cell.is_known() {
                return (reading, Some(place));
            }
            let is_better = matches!(reading.cell, Cell::Unreadable(_))
                && !matches!(&best, Some((Reading { cell: Cell::Unreadable(_), .. }, _)));
            if best.is_none() || is_better {
                best = Some((reading, place));
            }
        }
        best.map_or_else(|| (self.unmapped(country), None), |(reading, place)| (reading, Some(place)))
    }
}

/// Whether a text is among the values of a cell.
fn holds(reading: &Reading<'_>, text: &Text<'_>) -> bool {
    let first = matches!(&reading.cell, Cell::Known(Value::Text(known)) if known.compared == text.compared);
    first || reading.others.iter().any(|other| other.compared == text.compared)
}

/// The same reading, with a cell that borrows nothing.
fn own(reading: Reading<'_>) -> Reading<'static> {
    let Reading { cell, repair, approximate, others } = reading;
    Reading { cell: cell.into_owned(), repair, approximate, others }
}

impl MappedFeed {
    /// Whether the cell may be one that a workbook holds as a number or a date.
    pub(super) fn is_native(&self, records: &Records, record: usize) -> bool {
        matches!(self.columns.as_slice(), [column] if records.is_native(record, *column))
    }

    /// What the cell is read from: as [`MappedFeed::raw`], without those of several cells that mean nothing.
    fn filled<'a>(&self, records: &'a Records, record: usize, reader: &CellReader) -> Cow<'a, str> {
        if let [column] = self.columns.as_slice() {
            return records.cell(record, *column);
        }
        let mut joined = String::new();
        for column in &self.columns {
            let cell = records.cell(record, *column);
            let cell = cell.trim();
            if !reader.means_nothing(cell) {
                joined.push_str(if joined.is_empty() { "" } else { " " });
                joined.push_str(cell);
            }
        }
        Cow::Owned(joined)
    }

    /// The same as it was meant, with wrong letters put right and without what nobody sees.
    pub(super) fn readable<'a>(&self, records: &'a Records, record: usize) -> Cow<'a, str> {
        let raw = self.raw(records, record);
        records.oddities().put_right(&raw).map_or(raw, |(text, _)| Cow::Owned(text))
    }

    /// Its columns in which a record holds something.
    #[must_use]
    pub fn filled_columns(&self, records: &Records, record: usize) -> Vec<usize> {
        self.columns.iter().copied().filter(|column| !records.cell_is_blank(record, *column)).collect()
    }

    /// What the list wrote: the cell of its one column, or the cells of several that are not blank, joined by a blank.
    #[must_use]
    pub fn raw<'a>(&self, records: &'a Records, record: usize) -> Cow<'a, str> {
        if let [column] = self.columns.as_slice() {
            return records.cell(record, *column);
        }
        let cells = self.columns.iter().map(|column| records.cell(record, *column).trim().to_owned());
        Cow::Owned(cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

impl FieldMapping {
    /// Reads the cell of one record: what [`field_column`] has for it, without building the column.
    #[must_use]
    pub fn read<'a>(
        &self,
        records: &'a Records,
        record: usize,
        reader: &'a CellReader,
        country: Option<Country>,
    ) -> Reading<'a> {
        let builder = Builder::new(reader, None, records, self);
        builder.first_known(records, record, self.feeds_of(records.group(record)), country).0
    }

    /// What the list wrote in the cell that [`FieldMapping::read`] takes; blank where the list has no column.
    #[must_use]
    pub fn raw<'a>(
        &self,
        records: &'a Records,
        record: usize,
        reader: &CellReader,
        country: Option<Country>,
    ) -> Cow<'a, str> {
        self.taken(records, record, reader, country).map(|feed| feed.raw(records, record)).unwrap_or_default()
    }

    /// The feed whose cell [`FieldMapping::read`] takes; `None` if the list has no column.
    #[must_use]
    pub fn taken(
        &self,
        records: &Records,
        record: usize,
        reader: &CellReader,
        country: Option<Country>,
    ) -> Option<&MappedFeed> {
        let feeds = self.feeds_of(records.group(record));
        let (_, taken) = Builder::new(reader, None, records, self).first_known(records, record, feeds, country);
        taken.map(|place| &feeds[place])
    }
}

/// Raw cells that were met before in this chunk.
#[derive(Default)]
struct Seen<'r>(HashTable<Met<'r>>);

/// A raw cell that was met, and which code it has.
struct Met<'r> {
    hash: u64,
    raw: (&'r str, bool),
    code: u32,
    country: Option<Country>,
}

impl<'r> Seen<'r> {
    /// The code of a cell of a lead in `country`: that of the same cell before, else the `next` one.
    fn code(&mut self, raw: (&'r str, bool), country: Option<Country>, next: u32) -> u32 {
        let hash = hash(raw.0, country);
        let is_same = |met: &Met<'_>| met.hash == hash && met.raw == raw && met.country == country;
        match self.0.entry(hash, is_same, |met| met.hash) {
            Entry::Occupied(met) => met.get().code,
            Entry::Vacant(place) => place.insert(Met { hash, raw, code: next, country }).get().code,
        }
    }
}

fn hash(raw: &str, country: Option<Country>) -> u64 {
    match country {
        None => xxh3_64(raw.as_bytes()),
        Some(country) => {
            let letters = country.as_str().bytes();
            xxh3_64_with_seed(raw.as_bytes(), letters.fold(0, |seed, letter| seed << 8 | u64::from(letter)))
        }
    }
}

/// Counts the records by the state of their cell.
fn tally(column: &Column, repairs: &[Option<Repair>]) -> Tally {
    let mut tally = Tally::default();
    for (code, records) in shares(column).into_iter().enumerate() {
        tally.add(column.cells.kind(code), repairs[code], records);
    }
    tally
}

/// How many records have each distinct cell.
fn shares(column: &Column) -> Vec<u64> {
    match &column.codes {
        Codes::Same(records) => vec![*records as u64],
        Codes::Each(records) => vec![1; *records],
        Codes::Coded(codes) => {
            let mut shares = vec![0; column.cells.len()];
            codes.iter().for_each(|code| shares[*code as usize] += 1);
            shares
        }
    }
}

impl Tally {
    /// Counts `records` more records with a cell of this kind.
    pub fn add(&mut self, kind: CellKind, repair: Option<Repair>, records: u64) {
        *match kind {
            CellKind::Known => &mut self.known,
            CellKind::Range => &mut self.range,
            CellKind::Missing => &mut self.missing,
            CellKind::Unreadable => &mut self.unreadable,
        } += records;
        if let Some(repair) = repair {
            self.add_repair(repair, records);
        }
    }

    /// Adds the counts of another part of the same list.
    pub fn merge(&mut self, other: &Self) {
        self.known += other.known;
        self.range += other.range;
        self.missing += other.missing;
        self.unreadable += other.unreadable;
        if self.example.is_none() {
            self.example.clone_from(&other.example);
        }
        for (repair, records) in &other.repairs {
            self.add_repair(*repair, *records);
        }
    }

    fn add_repair(&mut self, repair: Repair, records: u64) {
        match self.repairs.iter_mut().find(|(known, _)| *known == repair) {
            Some((_, count)) => *count += records,
            None => self.repairs.push((repair, records)),
        }
    }
}
