//! The habits of a list's columns, told from the sample, and the cell readers that follow from them.

use std::borrow::Cow;
use std::sync::Arc;

use super::mapping::{FieldMapping, Mapping};
use super::records::Records;
use crate::field_types::{
    CellReader, DateFormat, FieldType, Habit, Hints, Markers, Separators, first_fitting_format, fold_key,
};
use crate::profile::{Field, ListFile, Profile};

/// One cell reader for each field of the profile, for the list that `sample` is the beginning of.
#[must_use]
pub(super) fn readers(profile: &Profile, list: &ListFile, mapping: &Mapping, records: &Records) -> Vec<CellReader> {
    let reader = |place: usize| {
        let survey = Survey { records, mapping: &mapping.fields[place] };
        cell_reader(profile, place, list, (mapping, &survey))
    };
    (0..profile.fields.len()).map(reader).collect()
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
        decimal: list.csv.decimal.or_else(|| survey.decimal(&field.field_type)),
        unit: list.units.get(&place).copied(),
        currency: list.currencies.get(&place).copied(),
        formats: survey.formats(field, list.formats.get(&place)),
        separators: survey.separators(&field.field_type),
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
    let formats = match &field.field_type {
        FieldType::Date(style) => style.formats.clone(),
        _ => Vec::new(),
    };
    CellReader {
        field_type: field.field_type.clone(),
        hints: Hints { formats, ..Hints::default() },
        missing: Markers::new(field.missing.clone()),
        headers: Vec::new(),
        values: field.values.clone(),
        fill: None,
        currencies: Arc::clone(&profile.currencies),
        tables: Arc::clone(&profile.tables),
    }
}

/// The sample of one field's columns.
struct Survey<'s> {
    records: &'s Records,
    mapping: &'s FieldMapping,
}

impl Survey<'_> {
    /// The decimal separator that the telling cells of a column of numbers agree on.
    fn decimal(&self, field_type: &FieldType) -> Option<char> {
        match field_type {
            FieldType::Number(_) | FieldType::Money(_) => Habit::of_column(self.cells().iter().map(AsRef::as_ref)),
            _ => None,
        }
    }

    /// What separates the parts of a column of lists.
    fn separators(&self, field_type: &FieldType) -> Separators {
        match field_type {
            FieldType::List { separator } => Separators::of_column(self.cells().iter().map(AsRef::as_ref), separator),
            _ => Separators::default(),
        }
    }

    /// The date formats of a column, the one that reads the whole sample in front.
    fn formats(&self, field: &Field, own: Option<&Vec<DateFormat>>) -> Vec<DateFormat> {
        let FieldType::Date(style) = &field.field_type else { return Vec::new() };
        let mut formats = own.unwrap_or(&style.formats).clone();
        let is_marker =
            |cell: &str| cell.trim().is_empty() || field.missing.iter().any(|m| m.eq_ignore_ascii_case(cell.trim()));
        let cells = self.cells();
        let telling = cells.iter().map(AsRef::as_ref).filter(|cell| !is_marker(cell));
        if let Some(first) = first_fitting_format(&formats, telling) {
            formats[..=first].rotate_right(1);
        }
        formats
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
