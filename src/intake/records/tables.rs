//! Several tables in one list: a header among the records whose names stand in another order than the list's begins one.
//!
//! What follows it is read by its names: once the chunk is text, the cells of each record are put where the list has the
//! names. A column that the list does not have gets a place behind the list's own where the header stands in the list's
//! sample (`OpenList::take_in_tables`). Further down, records that have something in such a column are unreadable: their
//! cells would be lost.
//!
//! A chunk does not know which table it begins in. It is read as if that were the list's own, and once more, as it goes on
//! ([`CarryOver`]), where it is not; nearly no list has another table.

use std::sync::Arc;

use super::parser::Found;
use super::{MendedRecord, Mending, QUOTED, Records, Shape, are_blank, offset};
use crate::field_types::letters_and_digits;

/// The columns of a table that does not have the list's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The list's column for each of its cells; `None` where the list has none.
    pub(super) columns: Vec<Option<usize>>,
    /// Its names that the list does not have, and which of its cells they stand over.
    pub(super) further: Vec<(usize, String)>,
}

impl Table {
    /// Whether a list of so many columns has no room for one of its cells.
    fn loses(&self, place: usize, width: usize) -> bool {
        self.columns[place].is_none_or(|column| place.max(column) >= width)
    }
}

/// From this number on, the records are those of a table; `None`: of the list's own.
pub(super) type Begins = (u32, Option<Arc<Table>>);

/// What the records before a chunk say about those in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarryOver {
    /// The table that they belong to, where that is not the list's own.
    table: Option<Arc<Table>>,
    /// Whether a blank line, or a record that is no lead, stands right above.
    behind_gap: bool,
}

impl CarryOver {
    /// Whether a chunk would be read as at the beginning of a list.
    #[must_use]
    pub const fn is_beginning(&self) -> bool {
        self.table.is_none() && !self.behind_gap
    }
}

impl Records {
    /// What these records say about those of the next chunk.
    #[must_use]
    pub const fn carry_over(&self) -> &CarryOver {
        &self.carry_over
    }

    /// Begins with what the chunk before has said.
    pub(super) fn go_on(&mut self, carry_over: &CarryOver) {
        self.carry_over = carry_over.clone();
        if carry_over.table.is_some() {
            self.tables.push((0, carry_over.table.clone()));
        }
    }

    /// The records that follow are those of a table.
    pub(super) fn begin_table(&mut self, table: Option<Table>) {
        self.carry_over.table = table.map(Arc::new);
        if self.carry_over.table.is_some() || !self.tables.is_empty() {
            self.tables.push((self.count, self.carry_over.table.clone()));
        }
    }

    /// How many cells a record at hand has to have.
    #[inline]
    pub(super) fn wanted(&self, shape: &Shape) -> usize {
        self.carry_over.table.as_ref().map_or(shape.width - shape.further, |table| table.columns.len())
    }

    /// Notes whether a blank line, or a record that is no lead, stands above the next one.
    #[inline]
    pub(super) const fn note_gap(&mut self, is_gap: bool) {
        self.carry_over.behind_gap = is_gap;
    }

    #[inline]
    pub(super) const fn is_behind_gap(&self) -> bool {
        self.carry_over.behind_gap
    }

    /// Where the chunk ends before `start`, with the record that would have this number.
    pub(super) fn end_before(&mut self, bytes: &[u8], (start, number): (usize, u32), begun: &CarryOver) {
        let above = &bytes[..start];
        let line =
            above.strip_suffix(b"\r\n").or_else(|| above.strip_suffix(b"\n")).or_else(|| above.strip_suffix(b"\r"));
        let is_blank = line.is_some_and(|line| line.last().is_none_or(|byte| matches!(byte, b'\n' | b'\r')));
        let rejected = || self.unreadable.last().is_some_and(|record| record.number + 1 == number);
        self.carry_over.behind_gap = is_blank || if number == 0 { begun.behind_gap } else { rejected() };
    }

    /// Whether a record of another table has something in a column that the list does not have. Its cells end at `ends`.
    pub(super) fn has_other_cells(&self, bytes: &[u8], found: &Found) -> bool {
        let Some(table) = &self.carry_over.table else { return false };
        let ends = &self.ends[found.mark..];
        let start =
            |place: usize| place.checked_sub(1).map_or(found.start, |before| (ends[before] & !QUOTED) as usize + 1);
        let mut others = (0..table.columns.len().min(ends.len())).filter(|place| table.loses(*place, self.width));
        others.any(|place| {
            // Cells that were filled up at the end of a short record begin behind it.
            let stop = (ends[place] & !QUOTED) as usize;
            !are_blank(bytes, start(place).min(stop), &ends[place..=place])
        })
    }

    /// Whether the table at hand has a column that the list does not have.
    pub(super) fn has_other_columns(&self) -> bool {
        let has = |table: &Arc<Table>| (0..table.columns.len()).any(|place| table.loses(place, self.width));
        self.carry_over.table.as_ref().is_some_and(has)
    }

    /// Gives a record as many cells as the list has columns; those beyond its own are blank, and end where it ends.
    #[inline]
    pub(super) fn fill_up(&mut self, mark: usize, stop: usize, width: usize) {
        if self.ends.len() - mark != width {
            self.ends.truncate(mark + width);
            self.ends.resize(mark + width, offset(stop));
        }
    }

    /// Whether the record of this number belongs to another table than the list's own.
    pub(super) fn table_of(&self, number: u32) -> Option<&Arc<Table>> {
        let behind = self.tables.partition_point(|(first, _)| *first <= number);
        self.tables[..behind].last().and_then(|(_, table)| table.as_ref())
    }

    /// Puts the cells of records of other tables under the list's names.
    pub(super) fn arrange(&mut self) {
        if self.tables.is_empty() {
            return;
        }
        let mut sorted = 0;
        for record in 0..self.len() {
            let Some(table) = self.table_of(self.numbers[record]).cloned() else { continue };
            let (mut cells, mut quoted) = (vec![String::new(); self.width], vec![false; self.width]);
            let columns = table.columns.iter().enumerate().take(self.width);
            let known = columns.filter_map(|(place, column)| Some((place, (*column)?)));
            for (place, column) in known.filter(|(_, column)| *column < self.width) {
                cells[column] = self.cell(record, place).into_owned();
                quoted[column] = self.raw_cell(record, place).1;
            }
            self.rewrite(record, &cells, &quoted);
            let (number, line) = (self.numbers[record], self.lines[record]);
            self.mended.push(MendedRecord { number, line, mending: Mending::OtherTable });
            sorted += 1;
        }
        if sorted > 0 {
            self.orderly = false;
            self.mended.sort_by_key(|record| record.number);
        }
    }

    /// The names of other tables that the list does not have, in the order in which they stand in it.
    #[must_use]
    pub(in crate::intake) fn further_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (_, name) in self.tables.iter().flat_map(|(_, table)| table).flat_map(|table| &table.further) {
            let folded = letters_and_digits(name);
            if !names.iter().any(|other| letters_and_digits(other) == folded) {
                names.push(name.clone());
            }
        }
        names
    }
}
