//! The cell readers of a list: what its list file says of its columns, and what their cells show.

use std::borrow::Cow;
use std::sync::Arc;

use super::habits::{Doubt, Habits};
use super::mapping::{FieldMapping, Mapping};
use super::records::Records;
use super::source::OpenList;
use crate::field_types::{CellReader, DateFormat, DecimalStyle, FieldType, Hints, Markers, Separators, fold_key};
use crate::profile::{Field, ListFile, Profile};

/// One cell reader for each field of the profile, for an open list that `sample` is the beginning of; and the columns
/// whose cells contradict each other.
#[must_use]
pub(super) fn readers(
    profile: &Profile,
    list: &ListFile,
    mapping: &Mapping,
    open: &OpenList,
    sample: &Records,
) -> (Vec<CellReader>, Vec<Doubt>) {
    let reader = |place: usize| {
        let survey = Survey { records: sample, mapping: &mapping.fields[place] };
        cell_reader(profile, place, list, (mapping, &survey))
    };
    let mut readers: Vec<CellReader> = (0..profile.fields.len()).map(reader).collect();
    let habits = Habits::of(open, list, sample, mapping, &readers);
    let doubts = habits.settle(&mut readers);
    (readers, doubts)
}

fn cell_reader(profile: &Profile, place: usize, list: &ListFile, survey: (&Mapping, &Survey<'_>)) -> CellReader {
    let (mapping, survey) = survey;
    let field = &profile.fields[place];
    let mut missing = field.missing.clone();
    missing.extend_from_slice(&list.missing_all);
    missing.extend(list.missing.get(&place).into_iter().flatten().cloned());
    let headers = if is_opt_out(profile, place) { Vec::new() } else { survey.headers(mapping, &missing) };
    missing.extend_from_slice(&headers);
    let mut values = field.values.clone();
    if let Some(own) = list.values.get(&place) {
        values.extend(own);
    }
    let hints = Hints {
        decimal_style: list.csv.decimal.map_or(DecimalStyle::Unknown, DecimalStyle::declared),
        unit: list.units.get(&place).copied(),
        currency: list.currencies.get(&place).copied(),
        formats: list.formats.get(&place).cloned().unwrap_or_else(|| own_formats(field)),
        separators: survey.separators(&field.field_type),
        today: Some(profile.as_of),
    };
    CellReader {
        field_type: field.field_type.clone(),
        hints,
        missing: Markers::new(missing),
        headers,
        fill: list.fill.get(&place).map(|fill| values.get(fill).unwrap_or(fill).to_owned()),
        values,
        currencies: Arc::clone(&profile.currencies),
        tables: Arc::clone(&profile.tables),
    }
}

/// Whether a field says who objected: there the header in a cell (`DNC` under `DNC`) is a tick.
fn is_opt_out(profile: &Profile, field: usize) -> bool {
    profile.identity.do_not_contact.contains(&field)
}

/// Reads cells that come from no list: the leads of tests.
#[must_use]
pub fn plain_reader(profile: &Profile, field: &Field) -> CellReader {
    CellReader {
        field_type: field.field_type.clone(),
        hints: Hints { formats: own_formats(field), today: Some(profile.as_of), ..Hints::default() },
        missing: Markers::new(field.missing.clone()),
        headers: Vec::new(),
        values: field.values.clone(),
        fill: None,
        currencies: Arc::clone(&profile.currencies),
        tables: Arc::clone(&profile.tables),
    }
}

fn own_formats(field: &Field) -> Vec<DateFormat> {
    match &field.field_type {
        FieldType::Date(style) => style.formats.clone(),
        _ => Vec::new(),
    }
}

/// The sample of one field's columns.
struct Survey<'s> {
    records: &'s Records,
    mapping: &'s FieldMapping,
}

impl Survey<'_> {
    /// What separates the parts of a column of lists.
    fn separators(&self, field_type: &FieldType) -> Separators {
        match field_type {
            FieldType::List { separator } => Separators::of_column(self.cells().iter().map(AsRef::as_ref), separator),
            _ => Separators::default(),
        }
    }

    /// The headers of the field's columns, folded, but for those of columns that hold nothing else: a mark in a box.
    fn headers(&self, mapping: &Mapping, missing: &[String]) -> Vec<String> {
        let headers = self.mapping.columns().map(|column| (column, fold_key(&mapping.headers[column]).into_owned()));
        let markers = Markers::new(missing.to_vec());
        let said = headers.filter(|(column, header)| !header.is_empty() && !self.is_tick(*column, header, &markers));
        said.map(|(_, header)| header).collect()
    }

    /// Whether the filled cells of a column are nothing but its header.
    fn is_tick(&self, column: usize, header: &str, missing: &Markers) -> bool {
        let cells = (0..self.records.len()).map(|record| self.records.readable(record, column));
        let mut filled = cells.filter(|cell| !cell.trim().is_empty() && !missing.have(cell.trim())).peekable();
        filled.peek().is_some() && filled.all(|cell| fold_key(cell.trim()) == header)
    }

    /// The cells of the field's first feed, as they were meant.
    fn cells(&self) -> Vec<Cow<'_, str>> {
        let Some(feed) = self.mapping.feeds.first() else { return Vec::new() };
        (0..self.records.len()).map(|record| feed.readable(self.records, record)).collect()
    }
}
