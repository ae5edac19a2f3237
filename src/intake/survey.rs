//! The habits of a list's columns, told from the sample, and the cell readers that follow from them.

use std::borrow::Cow;
use std::sync::Arc;

use super::mapping::{FieldMapping, Mapping};
use super::records::Records;
use crate::field_types::{CellReader, DateFormat, FieldType, Habit, Hints, Markers, first_fitting_format};
use crate::profile::{Field, ListFile, Profile};

/// One cell reader for each field of the profile, for the list that `sample` is the beginning of.
#[must_use]
pub(super) fn readers(profile: &Profile, list: &ListFile, mapping: &Mapping, records: &Records) -> Vec<CellReader> {
    let reader = |place: usize| {
        let survey = Survey { records, mapping: &mapping.fields[place] };
        cell_reader(profile, place, list, &survey)
    };
    (0..profile.fields.len()).map(reader).collect()
}

fn cell_reader(profile: &Profile, place: usize, list: &ListFile, survey: &Survey<'_>) -> CellReader {
    let field = &profile.fields[place];
    let mut missing = field.missing.clone();
    missing.extend_from_slice(&list.missing_all);
    missing.extend(list.missing.get(&place).into_iter().flatten().cloned());
    let mut values = field.values.clone();
    if let Some(own) = list.values.get(&place) {
        values.extend(own);
    }
    let hints = Hints {
        decimal: list.csv.decimal.or_else(|| survey.decimal(&field.field_type)),
        unit: list.units.get(&place).copied(),
        currency: list.currencies.get(&place).copied(),
        formats: survey.formats(field, list.formats.get(&place)),
    };
    CellReader {
        field_type: field.field_type.clone(),
        hints,
        missing: Markers::new(missing),
        values,
        fill: list.fill.get(&place).cloned(),
        currencies: Arc::clone(&profile.currencies),
        tables: Arc::clone(&profile.tables),
    }
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

    /// The raw cells of the field's first feed.
    fn cells(&self) -> Vec<Cow<'_, str>> {
        let Some(feed) = self.mapping.feeds.first() else { return Vec::new() };
        (0..self.records.len()).map(|record| feed.raw(self.records, record)).collect()
    }
}
