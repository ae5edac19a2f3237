//! The steps before the type: a spreadsheet's wrappings, value map, missing-markers, fill, error values of spreadsheets.

use std::collections::HashMap;
use std::sync::Arc;

use super::further::{may_hold_more, pieces};
use super::spreadsheet_error::is_error;
use super::{
    Context, Currencies, FieldType, Hints, Markers, Part, Tables, conversion, fold_key, part_of, read, read_native,
    read_part, visible,
};
use crate::model::{Cell, Country, Missing, Range, Reading, Repair, Text, Unreadable, Value};

/// *written* to *means*; what is written is compared trimmed and case-folded, and what is not in it stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueMap(HashMap<String, Pair>);

/// What is written, and what it means.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    written: String,
    means: String,
}

/// Reads the cells of one field of one list.
#[derive(Clone, Debug)]
pub struct CellReader {
    /// The field's type.
    pub field_type: FieldType,
    /// What the list says of the column.
    pub hints: Hints,
    /// Words that mean nothing, the `headers` among them.
    pub missing: Markers,
    /// The headers of the field's columns, folded: a cell that repeats one of them says nothing. Left out are those of
    /// columns in which the header stands for a tick.
    pub headers: Vec<String>,
    /// The values to put in place of others first.
    pub values: ValueMap,
    /// What the list leaves out because it is obvious: stands in for a missing cell.
    pub fill: Option<String>,
    /// The exchange rates.
    pub currencies: Arc<Currencies>,
    /// The reference tables.
    pub tables: Arc<Tables>,
}

impl ValueMap {
    /// Adds one pair; a later one wins.
    pub fn insert(&mut self, written: &str, means: &str) {
        let pair = Pair { written: written.to_owned(), means: means.to_owned() };
        self.0.insert(fold_key(written).into_owned(), pair);
    }

    /// Adds all pairs of `other`, which win.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().map(|(written, pair)| (written.clone(), pair.clone())));
    }

    /// Every pair as it is written, in the order of what is written.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<_> = self.0.values().map(|pair| (pair.written.as_str(), pair.means.as_str())).collect();
        pairs.sort_unstable();
        pairs
    }

    /// What `written` means, where the map says so.
    #[must_use]
    pub fn get(&self, written: &str) -> Option<&str> {
        if self.0.is_empty() { None } else { self.0.get(fold_key(written).as_ref()).map(|pair| pair.means.as_str()) }
    }
}

impl CellReader {
    /// Reads one raw cell of a lead in `country`.
    #[must_use]
    pub fn read<'a>(&'a self, raw: &'a str, country: Option<Country>) -> Reading<'a> {
        match self.prepare(raw) {
            Ok((text, wrapped)) => {
                let mut reading = read(&self.field_type, text, &self.context(country));
                reading.repair = reading.repair.or(wrapped.then_some(Repair::Unwrapped));
                if matches!(self.field_type, FieldType::List { .. }) && !self.values.0.is_empty() {
                    reading.cell = self.map_parts(reading.cell);
                }
                reading
            }
            Err(cell) => Reading::plain(cell),
        }
    }

    /// What a raw cell may hold beside what it was read as ([`super::ANY_COUNTRY`] marks numbers without a country): for those
    /// alone who look for somebody that must not be contacted.
    #[must_use]
    pub fn further(&self, raw: &str, reading: &Reading<'_>, country: Option<Country>) -> Vec<Text<'static>> {
        match self.prepare(raw) {
            Ok((text, _)) if may_hold_more(&self.field_type, text, reading) => {
                pieces(&self.field_type, text, &self.context(country))
            }
            _ => Vec::new(),
        }
    }

    /// The parts of a list, each as the value map has it.
    fn map_parts<'a>(&'a self, cell: Cell<'a>) -> Cell<'a> {
        let mapped = |part: Text<'a>| match self.values.get(&part.shown) {
            Some(means) => Text { shown: means.into(), compared: fold_key(means) },
            None => part,
        };
        match cell {
            Cell::Known(Value::List(parts)) => Cell::Known(Value::List(parts.into_iter().map(mapped).collect())),
            Cell::Range(Range::Lists { shown, readings }) => {
                let own = |part: Text<'static>| mapped(part).into_owned();
                let readings = readings.into_iter().map(|parts| parts.into_iter().map(own).collect());
                Cell::Range(Range::Lists { shown, readings: readings.collect() })
            }
            other => other,
        }
    }

    /// Whether an amount is converted from another currency when it is read.
    #[must_use]
    pub fn converts(&self, raw: &str) -> bool {
        let FieldType::Money(style) = &self.field_type else { return false };
        let found = self.prepare(raw).ok().and_then(|(text, _)| conversion(text, style, &self.context(None)));
        found.is_some_and(|found| found.from != found.to)
    }

    /// Reads a part of one raw cell.
    #[must_use]
    pub fn read_part<'a>(&'a self, part: Part, raw: &'a str, country: Option<Country>) -> Cell<'a> {
        match self.prepare(raw) {
            Ok((text, _)) => read_part(&self.field_type, part, text, &self.context(country)),
            Err(cell) => cell,
        }
    }

    /// A part that follows from the whole cell.
    #[must_use]
    pub fn part_of<'a>(&self, part: Part, whole: Cell<'a>) -> Cell<'a> {
        part_of(part, whole, &self.context(None))
    }

    /// Reads one raw cell that a workbook holds as a number or a date, and not as text.
    #[must_use]
    pub fn read_native<'a>(&'a self, raw: &'a str, country: Option<Country>) -> Reading<'a> {
        match self.prepare(raw) {
            Ok((text, _)) if text == raw => read_native(&self.field_type, text, &self.context(country)),
            _ => self.read(raw, country),
        }
    }

    /// The text that the type reads of a raw cell; `None` if it says nothing.
    #[must_use]
    pub fn text<'a>(&'a self, raw: &'a str) -> Option<&'a str> {
        self.prepare(raw).ok().map(|(text, _)| text).filter(|_| !self.means_nothing(raw.trim()))
    }

    /// The text that the type reads, and whether a wrapping was taken off; or the cell, where there is nothing to read.
    fn prepare<'a>(&'a self, raw: &'a str) -> Result<(&'a str, bool), Cell<'static>> {
        let (bare, wrapped) = unwrap_spreadsheet(trimmed(raw));
        let mapped = self.values.get(bare);
        let text = mapped.unwrap_or(bare);
        let missing = match text {
            "" => Missing::Blank,
            text if self.missing.have(text) => self.why_missing(text),
            text if is_error(text) => return Err(Cell::Unreadable(Unreadable::SpreadsheetError)),
            text => return Ok((text, wrapped && mapped.is_none())),
        };
        self.fill.as_deref().map(|fill| (fill, false)).ok_or(Cell::Missing(missing))
    }

    fn why_missing(&self, marker: &str) -> Missing {
        let is_header = self.headers.iter().any(|header| *header == fold_key(marker));
        if is_header { Missing::Header } else { Missing::Marker }
    }

    /// Whether a text is blank or a missing-marker.
    #[must_use]
    pub fn means_nothing(&self, text: &str) -> bool {
        let text = visible(text);
        let text = text.trim();
        text.is_empty() || self.missing.have(text)
    }

    fn context(&self, country: Option<Country>) -> Context<'_> {
        Context { hints: &self.hints, country, currencies: &self.currencies, tables: &self.tables }
    }
}

/// The text without white space around it, which hardly a cell has.
fn trimmed(raw: &str) -> &str {
    match raw.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => raw,
        _ => raw.trim(),
    }
}

/// Takes off what spreadsheets wrap around digits to keep them: `="00123"`, and `'00123`.
///
/// A lone apostrophe comes off only before a digit or a sign, so that `'t Hooft` keeps its name.
fn unwrap_spreadsheet(text: &str) -> (&str, bool) {
    let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|inner| !inner.contains('"'));
    let quoted =
        || text.strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "+-=@".contains(c)));
    formula.or_else(quoted).map_or((text, false), |inner| (inner.trim(), true))
}
