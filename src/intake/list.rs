//! A list that is ready to be read: its name, its facts, its mapping and its cell readers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::OpenError;
use super::columns::{FieldColumn, Tally, country_codes, field_column, is_varied};
use super::company_names::CompanyNames;
use super::habits::Doubt;
use super::mapping::{FieldMapping, MappedFeed, Mapping};
use super::opt_outs::{OptOutColumn, unheeded};
use super::records::{Records, Shape};
use super::reshape::Continuation;
use super::source::{OpenList, Writing};
use super::survey::readers;
use super::vendor::{Recognition, recognise};
use super::writing::cut;
use crate::encoding::{Encoding, source_length};
use crate::field_types::{CellReader, Context, DecimalStyle, FieldType, Hints, Part, fold_key, read};
use crate::model::{Cell, Column, Country, Missing, Reading, Text, Value};
use crate::profile::{ColumnSource, Columns, Fact, ListFile, Profile};

/// A list with everything that reading its records needs.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name in all reports.
    pub name: String,
    /// What is known about the purchase.
    pub file: ListFile,
    /// How its records look.
    pub shape: Shape,
    /// Which columns feed which fields.
    pub mapping: Mapping,
    /// One cell reader for each field.
    pub readers: Vec<CellReader>,
    /// How it is written; nothing for a list that was made.
    pub writing: Option<Writing>,
    /// Whose export it is.
    pub recognition: Recognition,
    /// The columns that look like opt-outs and that nothing reads.
    pub opt_outs: Vec<OptOutColumn>,
    /// The fields whose cells contradict each other in how they are written.
    pub doubts: Vec<Doubt>,
    /// The column that feeds companies though its header stands for a person, where there is one.
    pub company_names: Option<CompanyNames>,
    /// The first cell beyond ASCII, where the encoding is a guess.
    pub guessed: Option<GuessedEncoding>,
    /// How records go on with the one before, where they do.
    pub(super) continuation: Option<Continuation>,
}

/// The encoding of a list where it is a guess.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessedEncoding {
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// A cell beyond ASCII as it was read, of a field that is not sensitive.
    pub example: Option<String>,
}

/// From this confidence on a header is one, whatever its names feed.
const SURE_OF_HEADER: f32 = 0.5;

/// From this confidence on an encoding is no guess.
const SURE_OF_ENCODING: f32 = 0.9;

/// The longest example, in characters.
const LONGEST_EXAMPLE: usize = 60;

impl GuessedEncoding {
    fn of(profile: &Profile, mapping: &Mapping, writing: &Writing, sample: &Records) -> Option<Self> {
        let confidence = writing.encoding.confidence;
        (confidence < SURE_OF_ENCODING && !writing.kind.is_sheet()).then(|| {
            let sensitive: Vec<usize> = profile
                .fields
                .iter()
                .zip(&mapping.fields)
                .filter(|(field, _)| field.sensitive)
                .flat_map(|(_, mapped)| mapped.columns())
                .collect();
            let columns = || (0..sample.width()).filter(|column| !sensitive.contains(column));
            let cells = (0..sample.len()).flat_map(|record| columns().map(move |column| sample.cell(record, column)));
            let mut odd = cells.filter(|cell| !cell.is_ascii());
            let example = odd.next().map(|cell| cell.trim().chars().take(LONGEST_EXAMPLE).collect());
            Self { confidence, example }
        })
    }
}

/// Reads the columns of one chunk, and counts what the cells were like.
pub struct ChunkFields<'c> {
    profile: &'c Profile,
    list: &'c List,
    records: &'c Records,
    countries: RefCell<BTreeMap<usize, Rc<Vec<Option<Country>>>>>,
    tallies: RefCell<BTreeMap<usize, Tally>>,
    /// Columns of whole fields that were read before their turn, for a part of them.
    early: RefCell<BTreeMap<usize, Column>>,
    /// The state of every cell of the fields that were read; nothing where nobody wants them.
    states: Option<RefCell<States>>,
}

/// For each field that was read, the state of every record's cell ([`crate::model::CellState`]).
pub type States = BTreeMap<usize, Vec<u8>>;

impl List {
    /// A list of which all is known already.
    #[must_use]
    pub fn new(name: String, file: ListFile, shape: Shape, mapping: Mapping, readers: Vec<CellReader>) -> Self {
        Self {
            name,
            file,
            shape,
            mapping,
            readers,
            writing: None,
            recognition: Recognition::Unknown,
            opt_outs: Vec::new(),
            doubts: Vec::new(),
            company_names: None,
            guessed: None,
            continuation: None,
        }
    }

    /// Maps the columns of an open list and learns the habits of its numbers and dates from the sample.
    #[must_use]
    pub fn prepare(profile: &Profile, name: String, file: ListFile, open: &mut OpenList) -> Self {
        let sample = open.read_sample();
        let (recognition, file) = recognise(&open.headers, &profile.vendors, file);
        let mut mapping = Mapping::new(open.headers.clone(), &profile.fields, &file);
        let shape = Shape { habits: sample.habits(), ..open.shape.clone() };
        let sample = if sample.is_damaged() { Records::read(sample.into_bytes(), &shape, true) } else { sample };
        let company_names = mapping.tell_companies(profile, &file, &sample);
        let continuation = Continuation::new(&file, &mapping, &sample);
        let (readers, doubts) = readers(profile, &file, &mapping, open, &sample);
        mapping.learn(|column| is_varied(&sample, column));
        profile.identity.do_not_contact.iter().for_each(|field| mapping.fields[*field].objects = true);
        mapping.add_repeated(&profile.identity.do_not_contact);
        let opt_outs = unheeded(profile, &mapping, &sample);
        mapping.ask(&profile.identity.do_not_contact);
        let guessed = GuessedEncoding::of(profile, &mapping, &open.writing, &sample);
        Self {
            name,
            file,
            shape,
            mapping,
            readers,
            writing: Some(open.writing.clone()),
            recognition,
            opt_outs,
            doubts,
            company_names,
            guessed,
            continuation,
        }
    }

    /// Whether what was taken for the header may be the first lead: little in the list speaks for it, and none of its names
    /// feeds a field or asks who objects.
    #[must_use]
    pub fn is_header_doubtful(&self) -> bool {
        self.is_header_unsure() && self.opt_outs.is_empty() && self.fed_columns() == 0
    }

    /// Whether the first lead may be lost in the header, though one of its names feeds a field.
    #[must_use]
    pub fn is_header_uncertain(&self) -> bool {
        self.is_header_unsure() && self.fed_columns() == 1 && self.mapping.headers.len() > 2
    }

    /// The refusal of a list whose header is doubtful.
    #[must_use]
    pub fn doubtful_header(&self) -> Option<OpenError> {
        let writing = self.writing.as_ref().filter(|_| self.is_header_doubtful())?;
        let delimiter = char::from(self.shape.dialect.delimiter).to_string();
        Some(OpenError::DoubtfulHeader {
            name: self.name.clone(),
            percent: self.header_percent(),
            row: cut(&writing.header.join(&delimiter)),
        })
    }

    /// How sure the header is, in percent.
    #[must_use]
    pub fn header_percent(&self) -> String {
        format!("{:.0}", (self.header_confidence() * 100.0).floor())
    }

    /// How sure the header is, 0 to 1.
    #[must_use]
    pub fn header_confidence(&self) -> f32 {
        self.writing.as_ref().map_or(1.0, |writing| writing.sniffed.header_confidence)
    }

    fn is_header_unsure(&self) -> bool {
        let is_taken = |writing: &Writing| !writing.header.is_empty() && !writing.is_bare;
        self.writing.as_ref().is_some_and(is_taken) && self.header_confidence() < SURE_OF_HEADER
    }

    fn fed_columns(&self) -> usize {
        let mut fed: Vec<usize> = self.mapping.fields.iter().flat_map(FieldMapping::columns).collect();
        fed.sort_unstable();
        fed.dedup();
        fed.len()
    }

    /// From now on, fields by which somebody may be known keep all values that a record has for them: those of all
    /// columns that feed them, and of columns that feed nothing and hold by their headers what such a field does.
    pub fn keep_all(&mut self, profile: &Profile, holds: impl Fn(&str) -> Option<FieldType>) {
        for (mapped, field) in self.mapping.fields.iter_mut().zip(&profile.fields) {
            mapped.keeps_all = field.field_type.identifies();
        }
        for column in self.mapping.unmapped() {
            let header = &self.mapping.headers[column];
            // The second of two columns of one name has a number behind it.
            let field_type = holds(header).or_else(|| holds(header.rsplit_once(" (")?.0));
            let field = profile.fields.iter().position(|field| Some(&field.field_type) == field_type.as_ref());
            if let Some(field) = field {
                self.mapping.fields[field].also.push(MappedFeed::of(column));
            }
        }
    }

    /// Fields keep nothing but the values that are taken, again.
    pub fn keep_what_is_taken(&mut self) {
        for mapped in &mut self.mapping.fields {
            mapped.keeps_all = false;
            mapped.also.clear();
        }
    }

    /// The line of its first record, from 1.
    #[must_use]
    pub fn first_line(&self) -> u64 {
        self.writing.as_ref().map_or(1, |writing| writing.first_line)
    }

    /// How its characters are written as bytes.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.writing.as_ref().map_or(Encoding::UTF_8, |writing| writing.encoding.encoding)
    }

    /// What separates its cells, as people write it; nothing for a sheet of a workbook.
    #[must_use]
    pub fn delimiter(&self) -> Option<String> {
        (!self.shape.is_sheet).then(|| self.shape.dialect.delimiter_shown())
    }

    /// How many bytes of the file a part of its text takes.
    #[must_use]
    pub fn source_length(&self, text: &[u8]) -> u64 {
        let encoding = self.encoding();
        if encoding.is_utf8() { text.len() as u64 } else { source_length(encoding, text) }
    }

    /// A fact of the list as a cell; missing where the list file does not say it.
    #[must_use]
    pub fn fact(&self, profile: &Profile, fact: Fact) -> Cell<'static> {
        let known = match fact {
            Fact::Vendor => self.file.vendor.as_deref().map(text),
            Fact::Source => self.file.source.as_deref().map(text),
            Fact::Name => Some(text(&self.name)),
            Fact::Bought => self.file.bought.map(Value::Date),
            Fact::PricePerRecord => return self.price_per_record(profile),
        };
        known.map_or(Cell::Missing(Missing::NoColumn), Cell::Known)
    }

    /// The price by the number of records that were promised, in the base currency.
    fn price_per_record(&self, profile: &Profile) -> Cell<'static> {
        let rows = self.file.promise.rows.filter(|rows| *rows > 0);
        let (Some(price), Some(rows)) = (self.file.price, rows) else { return Cell::Missing(Missing::NoColumn) };
        let each = price.amount / Decimal::from(rows);
        let written = format!("{each} {}", price.currency);
        let hints = Hints { decimal_style: DecimalStyle::declared('.'), ..Hints::default() };
        let context =
            Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
        let money = crate::field_types::FieldType::Money(crate::field_types::MoneyStyle::default());
        read(&money, &written, &context).cell.into_owned()
    }

    /// Whether any column of the list, or the list file, feeds a field.
    #[must_use]
    pub fn feeds(&self, field: usize) -> bool {
        !self.mapping.fields[field].feeds.is_empty() || self.readers[field].fill.is_some()
    }

    /// The lead's country for the cells of `field`, where they need one.
    #[must_use]
    pub fn country(&self, profile: &Profile, records: &Records, record: usize, field: usize) -> Option<Country> {
        let from = profile.fields[field].country_from?;
        match self.cell(profile, records, record, from).cell {
            Cell::Known(Value::Text(text)) => Country::new(&text.compared),
            _ => None,
        }
    }

    /// The cell of one record, read by itself.
    #[must_use]
    pub fn cell<'a>(&'a self, profile: &Profile, records: &'a Records, record: usize, field: usize) -> Reading<'a> {
        let country = self.country(profile, records, record, field);
        self.mapping.fields[field].read(records, record, &self.readers[field], country)
    }

    /// Whether the amount in the cell of one record was converted from another currency.
    #[must_use]
    pub fn converts(&self, profile: &Profile, records: &Records, record: usize, field: usize) -> bool {
        self.readers[field].converts(&self.raw(profile, records, record, field))
    }

    /// The columns that the cell of one record was taken from: of several that feed the field those of the taken feed, and
    /// of these those that hold something; none where the list has no column for it.
    #[must_use]
    pub fn taken(&self, profile: &Profile, records: &Records, record: usize, field: usize) -> Vec<usize> {
        let mapping = &self.mapping.fields[field];
        let feed = match mapping.feeds_of(records.group(record)) {
            [] => None,
            [feed] => Some(feed),
            _ => {
                let country = self.country(profile, records, record, field);
                mapping.taken(records, record, &self.readers[field], country)
            }
        };
        feed.map(|feed| feed.filled_columns(records, record)).unwrap_or_default()
    }

    /// What the list wrote in the cell of one record.
    #[must_use]
    pub fn raw<'a>(&self, profile: &Profile, records: &'a Records, record: usize, field: usize) -> Cow<'a, str> {
        let mapping = &self.mapping.fields[field];
        match mapping.feeds_of(records.group(record)) {
            [] => Cow::Borrowed(""),
            [feed] => feed.raw(records, record),
            _ => {
                let country = self.country(profile, records, record, field);
                mapping.raw(records, record, &self.readers[field], country)
            }
        }
    }
}

fn text(shown: &str) -> Value<'static> {
    Value::Text(Text { shown: Cow::Owned(shown.to_owned()), compared: Cow::Owned(fold_key(shown).into_owned()) })
}

impl<'c> ChunkFields<'c> {
    /// Over the records of one chunk of a list.
    #[must_use]
    pub const fn new(profile: &'c Profile, list: &'c List, records: &'c Records) -> Self {
        Self {
            profile,
            list,
            records,
            countries: RefCell::new(BTreeMap::new()),
            tallies: RefCell::new(BTreeMap::new()),
            early: RefCell::new(BTreeMap::new()),
            states: None,
        }
    }

    /// The same, which also keeps the state of every cell where that is `wanted`.
    #[must_use]
    pub fn keeping_states(self, wanted: bool) -> Self {
        Self { states: wanted.then(RefCell::default), ..self }
    }

    /// The column of a field, a part or a fact. Classes, look-ups and places are not read from the list: a bug asks for them.
    #[must_use]
    ///
    /// `columns` are those of the profile that were read before this one: a part that follows from its whole is not
    /// read again where the whole is among them.
    pub fn column(&self, source: &ColumnSource, columns: &Columns) -> Column {
        match source {
            ColumnSource::Fact(fact) => Column::same(&self.list.fact(self.profile, *fact), self.records.len()),
            ColumnSource::Field { field, part: None } => {
                let early = self.early.borrow_mut().remove(field);
                early.unwrap_or_else(|| self.field(*field))
            }
            ColumnSource::Field { field, part: Some(part) } => {
                self.part(*field, *part, columns).unwrap_or_else(|| self.read(*field, Some(*part)).column)
            }
            ColumnSource::Class(_) | ColumnSource::Lookup { .. } | ColumnSource::Place { .. } => {
                unreachable!("bug: a derived column was asked of the list")
            }
        }
    }

    /// Counts the cells of a field that no rule reads, for the repairs in it.
    pub fn count(&self, field: usize) {
        if !self.tallies.borrow().contains_key(&field) {
            let _ = self.field(field);
        }
    }

    /// What the cells of the fields that were read are like.
    #[must_use]
    pub fn into_tallies(self) -> BTreeMap<usize, Tally> {
        self.into_tallies_and_states().0
    }

    /// The same with the state of every cell; no field where they were not kept.
    #[must_use]
    pub fn into_tallies_and_states(self) -> (BTreeMap<usize, Tally>, States) {
        (self.tallies.into_inner(), self.states.map(RefCell::into_inner).unwrap_or_default())
    }

    /// A part out of its whole, where that says enough and was read, or will be: then it is read now.
    fn part(&self, field: usize, part: Part, columns: &Columns) -> Option<Column> {
        if !part.follows_from_cell() {
            return None;
        }
        let whole = ColumnSource::Field { field, part: None };
        let place = self.profile.columns.iter().position(|source| *source == whole)?;
        let reader = &self.list.readers[field];
        let of_whole = |whole: &Column| whole.map(|cell| reader.part_of(part, cell));
        match columns.0.get(place) {
            Some(whole) => Some(of_whole(whole)),
            // Of several columns, those that are not taken have parts of their own to keep.
            None if self.list.mapping.fields[field].is_one_feed() => {
                let mut early = self.early.borrow_mut();
                Some(of_whole(early.entry(field).or_insert_with(|| self.field(field))))
            }
            None => None,
        }
    }

    fn field(&self, field: usize) -> Column {
        let read = self.read(field, None);
        if let Some(states) = &self.states {
            states.borrow_mut().insert(field, read.states());
        }
        let FieldColumn { column, tally, .. } = read;
        self.tallies.borrow_mut().insert(field, tally);
        column
    }

    fn read(&self, field: usize, part: Option<Part>) -> FieldColumn {
        let countries = self.profile.fields[field].country_from.map(|from| self.countries(from));
        field_column(
            self.records,
            &self.list.mapping.fields[field],
            &self.list.readers[field],
            part,
            countries.as_deref().map(Vec::as_slice),
        )
    }

    /// The country of each record, read once a chunk.
    fn countries(&self, field: usize) -> Rc<Vec<Option<Country>>> {
        if let Some(known) = self.countries.borrow().get(&field) {
            return Rc::clone(known);
        }
        let codes = Rc::new(country_codes(&self.read(field, None).column));
        self.countries.borrow_mut().insert(field, Rc::clone(&codes));
        codes
    }
}
