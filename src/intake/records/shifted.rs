//! Records whose cells stand under wrong names, though there are as many as there should be: a comma that nobody quoted makes
//! one cell two, and a blank cell at the end, which is cut, makes up for it.
//!
//! Only records that had to be cut at the end, or that hold a stray quote, are looked at, so that a clean list pays nothing.
//! They are compared with the first records of the list, so that it does not matter in which chunk they stand. Where most of
//! those were cut, the list has blank tails, and no record is suspect.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::habits::{Habit, Habits, LEAST};
use super::{
    Fault, MendedRecord, Mending, QUOTED, Records, Replaced, Shape, UnreadableRecord, joining, mending, offset,
};

/// So many records say what the columns hold, at most.
const MOST: usize = 200;

/// So many blank rows at most are looked at for what is below the data.
const MOST_GAPS: usize = 8;

impl Records {
    /// What the cells of each column are like, learned from the first of these records, those below the data excluded;
    /// `None` where they are too few, or where most of them have blank tails.
    #[must_use]
    pub fn habits(&self) -> Option<Arc<Habits>> {
        let has_tails = self.trimmed.len() * 2 > self.len();
        let all = self.habits_of(self.len()).filter(|_| !has_tails)?;
        if self.len() > MOST {
            return Some(Arc::new(all));
        }
        // A block behind a blank row counts only if it looks like the leads above it.
        let gaps = self.gaps();
        for gap in gaps.iter().take(MOST_GAPS) {
            let Some(above) = self.habits_of(*gap).map(Arc::new) else { continue };
            let shape = Shape { habits: Some(Arc::clone(&above)), ..Shape::new(self.dialect, self.width) };
            if self.leads_before_blocks(&shape) <= *gap {
                return Some(above);
            }
        }
        Some(Arc::new(Habits { scattered: gaps.len() * 3 > self.len(), ..all }))
    }

    /// Whether something in these records is read in another way once the habits of the columns are known.
    #[must_use]
    pub(in crate::intake) fn is_damaged(&self) -> bool {
        let is_sound = self.orderly && self.trimmed.is_empty() && self.mended.is_empty() && self.unreadable.is_empty();
        !is_sound || self.has_blank_rows()
    }

    /// What the cells of the first `end` records are like; `None` where these are too few.
    fn habits_of(&self, end: usize) -> Option<Habits> {
        let quote = char::from(self.dialect.quote);
        let has_bare_quote = |record: usize| {
            let mut cells = (0..self.width).map(|column| self.raw_cell(record, column));
            cells.any(|(cell, quoted)| !quoted && cell.contains(quote))
        };
        let is_cut = |record: usize| self.trimmed.binary_search(&self.numbers[record]).is_ok();
        let others: Vec<usize> =
            (0..end).take(MOST).filter(|record| !is_cut(*record) && !has_bare_quote(*record)).collect();
        let cell = |record: usize, column: usize| {
            let (raw, quoted) = self.raw_cell(record, column);
            let cell = raw.as_bytes();
            if quoted { cell.get(1..cell.len() - 1).unwrap_or_default() } else { cell }
        };
        let of = |column: usize| Habit::of(others.iter().map(|record| cell(*record, column)));
        (others.len() >= LEAST).then(|| Habits { columns: (0..self.width).map(of).collect(), scattered: false })
    }

    /// Reads records that only seem to have the right number of cells in the only other way that fits the list's columns, and
    /// takes them out where there is none. `bytes` are the chunk's, before they are text; `bare` says whether some quote
    /// stands in a cell that is not quoted.
    pub(super) fn distrust(&mut self, bytes: &[u8], habits: &Habits, bare: bool) {
        let mut odd = BTreeSet::new();
        for record in self.suspects(bytes, bare) {
            let cells: Vec<&[u8]> = self.raw_cells(bytes, record).collect();
            let raw = bytes.get(self.starts[record] as usize..self.stops[record] as usize).unwrap_or_default();
            let raw = std::str::from_utf8(raw).unwrap_or_default();
            let is_cut = self.trimmed.binary_search(&self.numbers[record]).is_ok();
            if !(habits.are_odd(&cells) || is_cut && joining::is_doubtful(raw, &cells, self.dialect, habits)) {
                continue;
            }
            match joining::joined(raw, self.dialect, habits) {
                Some((cells, mending)) => self.mend_in_place(record, &cells, mending),
                None => _ = odd.insert(record),
            }
        }
        self.mended.sort_by_key(|record| record.number);
        if !odd.is_empty() {
            self.take_out(bytes, &odd);
        }
    }

    /// Puts other cells in the place of those of a record, behind the records that were mended before.
    fn mend_in_place(&mut self, record: usize, cells: &[String], mending: Mending) {
        let (number, line) = (self.numbers[record], self.lines[record]);
        let replaced = Replaced { record, start: self.starts[record], stop: self.stops[record] };
        let Err(place) = self.replaced_at(record) else { return };
        self.replaced.insert(place, replaced);
        self.starts[record] = offset(self.rewritten.len());
        let mut ends = Vec::with_capacity(self.width);
        mending::written(cells, |_| false, self.dialect, &mut self.rewritten, &mut ends);
        self.ends[record * self.width..(record + 1) * self.width].copy_from_slice(&ends);
        self.stops[record] = offset(self.rewritten.len());
        self.signs_of[record] = None;
        self.trimmed.retain(|trimmed| *trimmed != number);
        self.mended.retain(|mended| mended.number != number);
        self.mended.push(MendedRecord { number, line, mending });
    }

    /// The places of the records that may be shifted.
    fn suspects(&self, bytes: &[u8], bare: bool) -> BTreeSet<usize> {
        let stray =
            self.mended.iter().filter(|record| record.mending == Mending::StrayQuote).map(|record| record.number);
        let places =
            self.trimmed.iter().copied().chain(stray).filter_map(|number| self.numbers.binary_search(&number).ok());
        let quoted = (0..if bare { self.starts.len() } else { 0 }).filter(|record| self.has_bare_quote(bytes, *record));
        places.chain(quoted).filter(|record| !self.is_replaced(*record)).collect()
    }

    fn has_bare_quote(&self, bytes: &[u8], record: usize) -> bool {
        let ends = &self.ends[record * self.width..(record + 1) * self.width];
        let cells = self.raw_cells(bytes, record).zip(ends);
        cells.into_iter().any(|(cell, end)| end & QUOTED == 0 && cell.contains(&self.dialect.quote))
    }

    pub(super) fn is_replaced(&self, record: usize) -> bool {
        self.replaced_at(record).is_ok() || self.table_of(self.numbers[record]).is_some()
    }

    /// The cells of a record that stands in the chunk as it is.
    pub(super) fn raw_cells<'b>(&'b self, bytes: &'b [u8], record: usize) -> impl Iterator<Item = &'b [u8]> {
        let mut start = self.starts[record] as usize;
        self.ends[record * self.width..(record + 1) * self.width].iter().map(move |end| {
            let stop = (end & !QUOTED) as usize;
            let cell = bytes.get(std::mem::replace(&mut start, stop + 1)..stop).unwrap_or_default();
            if end & QUOTED == 0 { cell } else { cell.get(1..cell.len() - 1).unwrap_or_default() }
        })
    }

    /// Moves records to the unreadable ones.
    fn take_out(&mut self, bytes: &[u8], odd: &BTreeSet<usize>) {
        let gone: Vec<u32> = odd.iter().map(|record| self.numbers[*record]).collect();
        for record in odd {
            let (start, stop) = (self.starts[*record] as usize, self.stops[*record] as usize);
            let raw = bytes[start..stop].to_vec();
            let (number, line) = (self.numbers[*record], self.lines[*record]);
            self.unreadable.push(UnreadableRecord { number, line, start, raw, fault: Fault::Shifted });
        }
        self.unreadable.sort_by_key(|record| record.number);
        let keeps = |number: u32| gone.binary_search(&number).is_err();
        self.trimmed.retain(|number| keeps(*number));
        self.mended.retain(|record| keeps(record.number));
        for replaced in &mut self.replaced {
            replaced.record -= odd.range(..replaced.record).count();
        }
        let width = self.width;
        let mut place = 0;
        self.ends.retain(|_| {
            place += 1;
            !odd.contains(&((place - 1) / width))
        });
        for column in [&mut self.starts, &mut self.stops, &mut self.lines, &mut self.numbers] {
            retain_others(column, odd);
        }
        retain_others(&mut self.signs_of, odd);
    }
}

fn retain_others<T>(column: &mut Vec<T>, odd: &BTreeSet<usize>) {
    let mut place = 0;
    column.retain(|_| {
        place += 1;
        !odd.contains(&(place - 1))
    });
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use crate::intake::dialect::Dialect;

    #[test]
    fn shifted_records_are_unreadable_and_blank_tails_are_cut() {
        let sound = "a,Kiefer GmbH,Bonn,20,\nb,Holt AG,Kiel,30,\nc,Nash KG,Ulm,40,\nd,Ito UG,Jena,50,\n";
        for (record, is_read) in [
            ("e,Kay SE,Hof,60,,", true),
            ("e,Kay SE,Hof,60,,,,", true),
            ("e,Kay SE,Hof,,,", true),
            ("e,Orr, Inc.,Austin,12,", true),
            ("e,Orr,Inc.,Austin,12,", true),
            (",e,Orr,Austin,12,", false),
            ("e,Pizza 12\" Express,Ulm,7,", true),
            ("e,Orr Ltd\"Lee, Kim\",12,", true),
        ] {
            let text = format!("{sound}{record}\n");
            let mut shape = Shape::new(Dialect::COMMA, 5);
            shape.habits = Records::read(text.clone().into_bytes(), &shape, true).habits();
            let records = Records::read(text.clone().into_bytes(), &shape, true);
            let expected = if is_read { (5, 0) } else { (4, 1) };
            assert_eq!((records.len(), records.unreadable.len()), expected, "{record}");
            assert!(records.unreadable.iter().all(|one| one.fault == Fault::Shifted && one.raw == record.as_bytes()));
            assert_eq!(records.cell(3, 1), "Ito UG");
            assert_eq!(String::from_utf8(records.into_bytes()).unwrap_or_default(), text);
        }
        let tails = "a,b,,\nc,d,,\n1,,,\n";
        assert_eq!(Records::read(tails.as_bytes().to_vec(), &Shape::new(Dialect::COMMA, 2), true).habits(), None);
    }
}
