//! The bytes of a chunk become text, once its records are known.
//!
//! A chunk that is no UTF-8 is looked through record by record: those that make sense in another encoding are read in it,
//! others that are no text are unreadable, and the rest stays.

use super::{Fault, MendedRecord, Mending, Oddities, Records, Replaced, UnreadableRecord, mending, offset};
use crate::encoding::OtherEncoding;

impl Records {
    /// Makes the bytes up to `read` the records' text, once the records that are no text are taken out. Mended records
    /// are put behind it.
    pub(super) fn own(&mut self, mut bytes: Vec<u8>, read: usize) {
        self.rest = bytes.split_off(read);
        self.read = read;
        for record in &self.unreadable {
            bytes[record.start..record.start + record.raw.len()].fill(b'?');
        }
        self.append_rewritten(&mut bytes);
        self.text = if memchr::memchr(0, &bytes).is_some() {
            self.without_broken_text(bytes)
        } else {
            String::from_utf8(bytes).unwrap_or_else(|error| self.without_broken_text(error.into_bytes()))
        };
        self.oddities = Oddities::of(&self.text);
    }

    fn append_rewritten(&mut self, bytes: &mut Vec<u8>) {
        let base = offset(bytes.len());
        for Replaced { record, .. } in &self.replaced {
            self.starts[*record] += base;
            self.stops[*record] += base;
            self.ends[record * self.width..(record + 1) * self.width].iter_mut().for_each(|end| *end += base);
        }
        bytes.extend_from_slice(std::mem::take(&mut self.rewritten).as_bytes());
    }

    /// Moves every record whose bytes are no text to the unreadable ones. What is left is text.
    fn without_broken_text(&mut self, mut bytes: Vec<u8>) -> String {
        let kept = std::mem::take(self);
        *self = Self { ends: Vec::with_capacity(kept.ends.len()), text: String::new(), ..kept.empty_copy() };
        let mut lost = Vec::new();
        let other = self.others.and_then(OtherEncoding::new);
        for record in 0..kept.starts.len() {
            if let Ok(place) = kept.replaced_at(record) {
                self.replaced.push(Replaced { record: self.starts.len(), ..kept.replaced[place] });
            }
            let (start, stop) = (kept.starts[record] as usize, kept.stops[record] as usize);
            if is_text(&bytes[start..stop]) {
                self.keep(&kept, record);
                continue;
            }
            let raw = bytes[start..stop].to_vec();
            bytes[start..stop].fill(b'?');
            let (number, line) = (kept.numbers[record], kept.lines[record]);
            if let Some(cells) = other.as_ref().and_then(|other| self.cells_in(other, number, &raw)) {
                self.append_decoded(&kept, record, &cells, &mut bytes);
                self.decoded.push((start, raw));
            } else {
                lost.push(number);
                self.unreadable.push(UnreadableRecord { number, line, start, raw, fault: Fault::NotText });
            }
        }
        self.unreadable.sort_by_key(|record| record.number);
        // What was mended in them helped nobody.
        self.trimmed.retain(|record| lost.binary_search(record).is_err());
        self.mended.retain(|record| lost.binary_search(&record.number).is_err());
        self.mended.sort_by_key(|record| record.number);
        // Line ends and blank lines between records are ASCII, so that this replaces nothing.
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// The cells of a record that is no UTF-8, where it makes sense in another encoding.
    fn cells_in(&self, other: &OtherEncoding, number: u32, raw: &[u8]) -> Option<Vec<String>> {
        let text = other.text(raw).filter(|text| !text.contains('\0'))?;
        let wanted = self.table_of(number).map_or(self.width - self.further, |table| table.columns.len());
        let mut cells = mending::cells(&text, self.dialect, wanted)?;
        cells.resize(self.width, String::new());
        Some(cells)
    }

    /// Puts such a record behind the chunk's text.
    fn append_decoded(&mut self, kept: &Self, record: usize, cells: &[String], bytes: &mut Vec<u8>) {
        let (mut text, first) = (String::new(), self.ends.len());
        mending::written(cells, |_| false, self.dialect, &mut text, &mut self.ends);
        let start = offset(bytes.len());
        self.ends[first..].iter_mut().for_each(|end| *end += start);
        bytes.extend_from_slice(text.as_bytes());
        self.starts.push(start);
        self.stops.push(offset(bytes.len()));
        let (line, number) = (kept.lines[record], kept.numbers[record]);
        self.lines.push(line);
        self.numbers.push(number);
        self.signs_of.push(None);
        self.mended.push(MendedRecord { number, line, mending: Mending::OtherEncoding });
    }

    fn empty_copy(&self) -> Self {
        Self {
            read: self.read,
            dialect: self.dialect,
            width: self.width,
            mended: self.mended.clone(),
            unreadable: self.unreadable.clone(),
            count: self.count,
            line_count: self.line_count,
            trimmed: self.trimmed.clone(),
            rest: self.rest.clone(),
            signs: self.signs.clone(),
            orderly: self.orderly,
            others: self.others,
            is_sheet: self.is_sheet,
            further: self.further,
            tables: self.tables.clone(),
            carry_over: self.carry_over.clone(),
            ..Self::default()
        }
    }
}

/// Whether the bytes are UTF-8 without a NUL, which no one types.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use crate::intake::dialect::Dialect;

    fn read(bytes: &[u8]) -> Records {
        Records::read(bytes.to_vec(), &Shape::new(Dialect::COMMA, 2), true)
    }

    #[test]
    fn what_is_no_text_was_not_mended() {
        let records = read(b"a,b,,\nc,\xff,,\nd,x\"\n");
        assert_eq!((records.len(), records.unreadable.len(), records.trimmed()), (2, 1, 1));
        let broken = read(b"\"a\"\xff,b\n\xff,b,\n");
        assert_eq!((broken.len(), broken.trimmed(), broken.mended.len()), (0, 0, 0));
    }
}
