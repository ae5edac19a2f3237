//! The columns that are made of others: classes, look-ups and places.

use super::Bits;
use super::evaluate::evaluate;
use super::look_up::{look_up, places, text};
use crate::model::{Cell, Cells, Codes, Column, Missing, Outcome};
use crate::profile::{Class, ColumnSource, Columns, Profile};

/// Whether a column is made of others, so that it is no business of the list's reader.
#[must_use]
pub const fn is_derived(source: &ColumnSource) -> bool {
    matches!(source, ColumnSource::Class(_) | ColumnSource::Lookup { .. } | ColumnSource::Place { .. })
}

/// Completes the columns of a profile. `read` gives the columns that come out of the list, and is shown those that are
/// there already; whatever a class, look-up or place is made of stands before it in the profile.
#[must_use]
pub fn derive(profile: &Profile, records: usize, mut read: impl FnMut(&ColumnSource, &Columns) -> Column) -> Columns {
    let mut columns = Columns(Vec::with_capacity(profile.columns.len()));
    for source in &profile.columns {
        let column = match source {
            ColumnSource::Class(class) => classify(&profile.classes[*class], &columns, records),
            ColumnSource::Lookup { lookup, part } => look_up(&profile.lookups[*lookup], *part, &columns, records),
            ColumnSource::Place { code, country } => places(&profile.tables, *code, *country, &columns, records),
            source => read(source, &columns),
        };
        columns.0.push(column);
    }
    columns
}

/// A class: from its one source cell by cell where it has only one, else record by record.
fn classify(class: &Class, columns: &Columns, records: usize) -> Column {
    let source = columns.get(class.from);
    if class.columns() != [class.from] {
        return Column { codes: Codes::Each(records), cells: values(class, columns, records) };
    }
    let distinct = source.cells.len();
    let mut alone = Columns(vec![Column::same(&Cell::NotFound, distinct); columns.0.len()]);
    alone.0[class.from.0] = Column { codes: Codes::Each(distinct), cells: source.cells.clone() };
    Column { codes: source.codes.clone(), cells: values(class, &alone, distinct) }
}

/// The class of every record.
fn values(class: &Class, columns: &Columns, records: usize) -> Cells {
    let rows: Vec<Bits> = class.rows.iter().map(|row| evaluate(&row.condition, columns, records).bits).collect();
    let mut cells = Cells::default();
    for record in 0..records {
        let outcomes = rows.iter().map(|bits| bits.outcome(record));
        cells.push(&value(class, outcomes, &columns.get(class.from).cell(record)));
    }
    cells
}

/// The value of the first row that passes. Where a row above it is unknown, the value is known only if all rows still
/// possible agree. A source that is not known is passed on where no row passes.
pub(super) fn value<'c>(class: &'c Class, outcomes: impl Iterator<Item = Outcome>, source: &Cell<'c>) -> Cell<'c> {
    let mut possible: Vec<Option<&'c str>> = Vec::new();
    let mut decided = false;
    for (row, outcome) in class.rows.iter().zip(outcomes) {
        if matches!(outcome, Outcome::Pass | Outcome::Unknown) {
            possible.push(Some(&row.value));
        }
        if outcome == Outcome::Pass {
            decided = true;
            break;
        }
    }
    if !decided {
        if !source.is_known() {
            return source.clone();
        }
        possible.push(class.otherwise.as_deref());
    }
    possible.dedup();
    match possible.as_slice() {
        [Some(value)] => text(value),
        [None] => Cell::Missing(Missing::NoClass),
        _ => Cell::Missing(Missing::Undecided),
    }
}
