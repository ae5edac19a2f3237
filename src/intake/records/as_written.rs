//! Records that can be written as they stand in the list.
//!
//! Nine of ten leads are rejected, and are handed on with the list's own cells. Most lists are CSV already, so that
//! their bytes can be copied, but for an apostrophe before formulas. Whether a record may be copied is mostly known when it
//! is cut into cells: then the parser has seen that each quote is needed, and has kept the few cells that begin with a
//! sign. The others are looked at cell by cell.

use smallvec::SmallVec;

use super::{QUOTED, Records};
use crate::intake::dialect::Dialect;

/// Places in a record; few are marked in one.
pub type Marks = SmallVec<[usize; 8]>;

impl Records {
    /// The cells of `record` as one piece of the list's text, where that is CSV as it would be written again: commas,
    /// and quotes only where they are needed; with the places in it where a `marked` cell begins, behind its quote.
    ///
    /// Only cells that begin with a sign may be marked: with ASCII that is no letter and no digit.
    #[must_use]
    pub fn as_written(&self, record: usize, marked: impl Fn(&str) -> bool) -> Option<(&str, Marks)> {
        if self.dialect != Dialect::COMMA {
            return None;
        }
        let Some(signs) = self.signs_of[record] else { return self.looked_at(record, marked) };
        let start = self.starts[record] as usize;
        let columns = &self.signs[signs.first as usize..][..signs.count as usize];
        let marks = columns.iter().filter_map(|column| {
            let column = *column as usize;
            let (raw, quoted) = self.raw_cell(record, column);
            let cell = if quoted { raw.get(1..raw.len() - 1)? } else { raw };
            let end = (self.ends[record * self.width + column] & !QUOTED) as usize;
            marked(cell).then_some(end - raw.len() + usize::from(quoted) - start)
        });
        Some((&self.text[start..self.stops[record] as usize], marks.collect()))
    }

    /// The same for a record of which nothing is known.
    fn looked_at(&self, record: usize, marked: impl Fn(&str) -> bool) -> Option<(&str, Marks)> {
        let mut marks = Marks::new();
        let (whole, first) = (self.starts[record] as usize, record * self.width);
        let ends = &self.ends[first..first + self.width];
        let text = self.text.get(whole..(ends.last()? & !QUOTED) as usize)?;
        // Quotes in cells that are not quoted: they would have to be doubled.
        let quotes = |bytes: &[u8]| if self.orderly { 0 } else { memchr::memchr_iter(b'"', bytes).count() };
        let mut bare = quotes(text.as_bytes());
        let mut start = 0;
        for end in ends {
            let stop = (end & !QUOTED) as usize - whole;
            // A record that was filled up ends in cells that are not in the text.
            let mut cell = text.get(start..stop)?;
            if end & QUOTED != 0 {
                bare -= quotes(cell.as_bytes());
                cell = cell.get(1..cell.len() - 1)?;
                start += 1;
                // A quote in quotes was perhaps not doubled in the list.
                if quotes(cell.as_bytes()) > 0 || memchr::memchr3(b',', b'"', b'\n', cell.as_bytes()).is_none() {
                    return None;
                }
            }
            if marked(cell) {
                marks.push(start);
            }
            start = stop + 1;
        }
        (bare == 0).then_some((text, marks))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::records::Shape;

    fn read(text: &str, width: usize) -> Records {
        Records::read(text.as_bytes().to_vec(), &Shape { pad_short: true, ..Shape::new(Dialect::COMMA, width) }, true)
    }

    fn marked(cell: &str) -> bool {
        matches!(cell.as_bytes(), [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..])
    }

    /// The same records, of which nothing is known.
    fn forgotten(records: &Records) -> Records {
        Records { signs_of: vec![None; records.len()], ..records.clone() }
    }

    #[test]
    fn records_that_may_be_copied_and_their_marks() {
        /// A record, whether it may be copied, whether that is known at once, and its marks.
        type Row = (&'static str, bool, bool, &'static [usize]);
        let table: [Row; 16] = [
            ("a,b,c", true, true, &[]),
            ("a,,", true, true, &[]),
            ("a,\"b,c\",d", true, true, &[]),
            ("a,\"b\nc\",\"\"\"d\"\"\"", true, true, &[]),
            ("+a,-,=b", true, true, &[0, 3, 5]),
            ("a,\"=b,c\",d", true, true, &[3]),
            ("a,\" =b,c\",(d)", true, true, &[]),
            ("ü,\"ß,@\",@", true, true, &[10]),
            ("a,\"b\",c", false, false, &[]),
            ("a,\"\",c", false, false, &[]),
            ("a,b\"c,d", false, false, &[]),
            ("\"a\"b,c,d", false, false, &[]),
            ("\"\"\",b,c", false, false, &[]),
            ("\"\"a, b\",c,d", false, false, &[]),
            ("a,b", false, false, &[]),
            ("a,b,c, ", true, false, &[]),
        ];
        for (text, copied, known, marks) in table {
            let records = read(&format!("{text}\nx,y,z\n"), 3);
            assert_eq!((records.len(), records.signs_of[0].is_some()), (2, known), "{text:?}");
            let cells = text.strip_suffix(", ").unwrap_or(text);
            let expected = copied.then(|| (cells, Marks::from_slice(marks)));
            assert_eq!(records.as_written(0, marked), expected, "{text:?}");
            let forgotten = forgotten(&records);
            let looked_at = forgotten.as_written(0, marked);
            assert!(looked_at.is_none() || looked_at == expected, "{text:?}");
        }
    }

    /// Records as they are written, with a mistake here and there, long enough for several blocks of the scanner.
    fn text() -> impl Strategy<Value = String> {
        let cell = prop_oneof![
            8 => "[a-z0-9ü]{0,40}".boxed(),
            4 => "\"([a-z,\n]|\"\"){0,30}\"".boxed(),
            2 => "[+=@' -][a-z0-9]{0,12}".boxed(),
            1 => "[a\"\r\n,']{0,6}".boxed(),
        ];
        let record = (prop::collection::vec(cell, 1..5), prop_oneof![8 => "\n", 3 => "\r\n", 1 => "\r"]);
        let records = prop::collection::vec(record.prop_map(|(cells, end)| cells.join(",") + &end), 0..12);
        records.prop_map(|records| records.concat())
    }

    proptest! {
        #[test]
        fn what_is_copied_is_csv_of_the_same_cells(text in text(), width in 1..4_usize) {
            let records = read(&text, width);
            let forgotten = forgotten(&records);
            for record in 0..records.len() {
                let copied = records.as_written(record, marked);
                if let (Some(known), Some(looked_at)) = (&copied, forgotten.as_written(record, marked)) {
                    prop_assert_eq!(known, &looked_at);
                }
                let Some((copied, marks)) = copied else { continue };
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(copied.as_bytes());
                let read = reader.records().next().transpose().expect("it is CSV").unwrap_or_default();
                let cells: Vec<_> = (0..width).map(|column| records.cell(record, column)).collect();
                prop_assert!(read.iter().eq(cells.iter().map(AsRef::as_ref)) || copied.is_empty(), "{:?}", copied);
                let signs = cells.iter().filter(|cell| marked(cell));
                prop_assert_eq!(signs.count(), marks.len());
            }
        }
    }
}
