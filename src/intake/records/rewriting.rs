//! Records that become other records before they are read: several leads in one record, and records that go on with
//! the one before.

use super::{Records, Replaced, mending, offset};

impl Records {
    /// Makes of each record as many leads as `groups` gives numbers for: each has all cells of the record, and its
    /// number. A record without any stays as it is.
    pub(in crate::intake) fn explode(&mut self, groups: impl Fn(&Self, usize) -> Vec<u32>) {
        let mut leads = Self { ends: Vec::with_capacity(self.ends.len()), ..Self::default() };
        for record in 0..self.len() {
            let found = groups(self, record);
            let several = u32::from(found.len() > 1);
            for (part, group) in (1..).zip(if found.is_empty() { vec![0] } else { found }) {
                leads.keep(self, record);
                leads.groups.push(group);
                leads.parts.push(part * several);
            }
        }
        (self.starts, self.stops, self.lines) = (leads.starts, leads.stops, leads.lines);
        (self.numbers, self.ends, self.signs_of) = (leads.numbers, leads.ends, leads.signs_of);
        (self.groups, self.parts) = (leads.groups, leads.parts);
        self.replaced.clear();
    }

    /// Notes that the cell of a record in a column is that of an earlier record.
    pub(in crate::intake) fn take_over(&mut self, record: usize, column: usize) {
        self.taken_over.insert((self.numbers[record], column));
    }

    /// Whether the list itself has this cell in this record, and not in an earlier one that it goes on with.
    #[must_use]
    pub fn is_own(&self, record: usize, column: usize) -> bool {
        self.taken_over.is_empty() || !self.taken_over.contains(&(self.numbers[record], column))
    }

    /// Where a record is among those whose cells stand elsewhere, or would be.
    pub(super) fn replaced_at(&self, record: usize) -> Result<usize, usize> {
        self.replaced.binary_search_by_key(&record, |replaced| replaced.record)
    }

    /// Puts other cells in the place of a record's own, quoted where they were: in a sheet that tells texts from numbers.
    /// What stands in the list does not change.
    pub(in crate::intake) fn rewrite(&mut self, record: usize, cells: &[String], quoted: &[bool]) {
        let (start, stop) = (self.starts[record], self.stops[record]);
        if let Err(place) = self.replaced_at(record) {
            self.replaced.insert(place, Replaced { record, start, stop });
        }
        let mut ends = Vec::with_capacity(self.width);
        self.starts[record] = offset(self.text.len());
        mending::written(cells, |place| quoted[place], self.dialect, &mut self.text, &mut ends);
        self.stops[record] = offset(self.text.len());
        self.signs_of[record] = None;
        self.ends[record * self.width..(record + 1) * self.width].copy_from_slice(&ends);
    }
}
