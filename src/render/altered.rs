//! Cells that are not judged as their list has them: cleared, or taken over from a duplicate.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::judge::derive;
use crate::model::{Cell, Column, Missing};
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};

/// What became of a cell.
#[derive(Clone, Debug)]
pub enum Alteration {
    /// The job does not want it to be used.
    Cleared,
    /// It was missing, and a duplicate has it.
    Filled(Arc<TakenOver>),
}

/// What a duplicate has of a field that its first record lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOver {
    /// The place of the duplicate's list.
    pub list: usize,
    /// The duplicate's number in its list, from 1.
    pub record: u64,
    /// The cells of the field and its parts, each with its column.
    pub cells: Vec<(ColumnId, Cell<'static>)>,
}

/// The altered cells of a chunk, by record and field.
pub type Alterations = BTreeMap<(usize, usize), Alteration>;

/// What was altered in a chunk.
#[derive(Clone, Debug)]
pub struct Altered {
    /// The columns as the list has them.
    pub as_read: Columns,
    /// The altered cells.
    pub cells: Alterations,
}

impl Altered {
    /// Alters the columns of a chunk of `records` records; classes and look-ups follow. Gives what is judged, and this.
    #[must_use]
    pub fn new(profile: &Profile, as_read: Columns, records: usize, cells: Alterations) -> (Columns, Self) {
        let altered = Self { as_read, cells };
        let columns = derive(profile, records, |source, before| altered.column(source, ColumnId(before.0.len())));
        (columns, altered)
    }

    /// What became of the cell of a field; nothing where it is as the list has it.
    #[must_use]
    pub fn get(&self, record: usize, field: usize) -> Option<&Alteration> {
        self.cells.get(&(record, field))
    }

    /// The fields of a record that were taken over from duplicates, in the order of the profile.
    pub fn filled(&self, record: usize) -> impl Iterator<Item = (usize, &TakenOver)> + '_ {
        self.cells.range((record, 0)..(record + 1, 0)).filter_map(|((_, field), alteration)| match alteration {
            Alteration::Filled(filling) => Some((*field, &**filling)),
            Alteration::Cleared => None,
        })
    }

    /// A column out of the list, with the altered cells in their places.
    fn column(&self, source: &ColumnSource, column: ColumnId) -> Column {
        let as_read = self.as_read.get(column);
        let ColumnSource::Field { field, .. } = source else { return as_read.clone() };
        let of_field = self.cells.iter().filter(|((_, altered), _)| altered == field);
        let cells: Vec<_> = of_field.filter_map(|((record, _), one)| Some((*record, one.cell(column)?))).collect();
        if cells.is_empty() { as_read.clone() } else { as_read.with(cells) }
    }
}

impl Alteration {
    /// The cell that counts instead in a column of the field.
    fn cell(&self, column: ColumnId) -> Option<&Cell<'static>> {
        static CLEARED: Cell<'static> = Cell::Missing(Missing::Suppressed);
        match self {
            Self::Cleared => Some(&CLEARED),
            Self::Filled(filling) => filling.cells.iter().find(|(known, _)| *known == column).map(|(_, cell)| cell),
        }
    }
}
