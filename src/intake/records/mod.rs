//! Bytes become records: where each record and each of its cells begins and ends.
//!
//! # What the parser takes
//!
//! Records end with LF, CRLF or a lone CR. A cell that begins with the quote is quoted: delimiters and line ends in it
//! are text, a doubled quote is one quote. A quote anywhere else is an ordinary character.
//!
//! # What it does about damage
//!
//! A quoted cell whose closing quote is not followed by a delimiter or a line end (`"12" pipe`), that is longer than
//! [`MAX_CELL`], or that never ends, was not meant as one: the record is read on from there with that opening quote as
//! an ordinary character. So a stray quote costs at most its own record, never the rest of the list, and the
//! decision needs at most [`MAX_CELL`] bytes beyond it. That is what makes cutting a list into chunks exact: a chunk
//! that ends inside a record hands the record back as [`Records::rest`], and with the next chunk behind it the same
//! bytes lead to the same decision.

//!
//! A record that does not fit the header is looked at once more by [`mending`], lines below the data by [`tail`].

mod as_written;
mod below;
mod damage;
mod habits;
mod header_again;
mod joining;
mod legible;
mod line_tail;
mod mending;
mod names;
mod padding;
mod parser;
mod quotes;
mod remarks;
mod rewriting;
mod shifted;
mod tables;
mod tail;
mod text;

pub use as_written::Marks;
pub use damage::{Fault, MendedRecord, Mending, UnreadableRecord};
pub use habits::Habits;
pub(super) use header_again::names_again;
pub use legible::Oddities;
pub(super) use legible::legible;
pub use line_tail::LineTail;
pub(super) use mending::{cells, inside_of_wrapping, mended};
pub use names::Names;
pub(super) use padding::padding;
pub use tables::CarryOver;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::dialect::Dialect;
use crate::encoding::Encoding;
use crate::field_types::is_blank;
use parser::{Found, Parser, Signs};
use quotes::unquote;
use text::is_text;

/// The longest cell, in bytes.
pub const MAX_CELL: usize = 1 << 20;

/// Marks the end of a cell that is quoted.
const QUOTED: u32 = 1 << 31;

/// What every record of a list has to look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How the list is written.
    pub dialect: Dialect,
    /// How many cells a record has.
    pub width: usize,
    /// Whether records that are too short are filled up with blank cells.
    pub pad_short: bool,
    /// How many of these columns only tables further down in the list have; a record of its own table has none of them.
    pub further: usize,
    /// The names of the columns: a record of nothing but such names is no lead. Empty: there are none.
    pub header: Arc<Names>,
    /// Records right below the header that describe the columns, as they stand in the list: those just like them are no
    /// leads.
    pub below_header: Arc<[Vec<u8>]>,
    /// Whether the list is a sheet of a workbook: then a record is one line, whatever stands in its cells.
    pub is_sheet: bool,
    /// The delimiters of another kind with which lines end, where they do.
    pub line_tail: Option<LineTail>,
    /// The encoding in which records that are no UTF-8 are read; `None` where that is not known.
    pub others: Option<Encoding>,
    /// What the cells of the columns are like, once that is known: by that shifted records, and rows below the
    /// data, are detected.
    pub habits: Option<Arc<Habits>>,
}

/// The records of one chunk.
#[derive(Clone, Debug, Default)]
pub struct Records {
    text: String,
    /// How much of the text stands in the list; mended records follow it.
    read: usize,
    dialect: Dialect,
    width: usize,
    starts: Vec<u32>,
    stops: Vec<u32>,
    lines: Vec<u32>,
    numbers: Vec<u32>,
    /// Which group of columns of its record each lead is made of, from 1; empty where a record is a lead.
    groups: Vec<u32>,
    /// Which of the leads of its record each one is, from 1; 0 where it is the only one.
    parts: Vec<u32>,
    ends: Vec<u32>,
    /// For each record, its cells that begin with a sign; nothing where it has to be looked at whether it can be written
    /// as it stands.
    signs_of: Vec<Option<Signs>>,
    /// The columns of cells that begin with a sign.
    signs: Vec<u32>,
    /// The records that could not be read.
    pub unreadable: Vec<UnreadableRecord>,
    /// How many records there are, unreadable ones included.
    pub count: u32,
    /// How many line ends were passed.
    pub line_count: u32,
    /// The records that had to be mended, or that hold a stray quote.
    pub mended: Vec<MendedRecord>,
    /// The numbers of the records that lost surplus blank cells at their end.
    trimmed: Vec<u32>,
    /// Where the mended records stand in `rewritten`: their place among the records, and where they begin and end.
    replaced: Vec<Replaced>,
    rewritten: String,
    /// The encoding in which records that are no UTF-8 are read.
    others: Option<Encoding>,
    /// Where the bytes of such records stood in the chunk, and what they were.
    decoded: Vec<(usize, Vec<u8>)>,
    /// How many of the columns only tables further down in the list have.
    further: usize,
    /// Where other tables begin.
    tables: Vec<tables::Begins>,
    /// What the records say about those that follow.
    carry_over: CarryOver,
    /// Whether every quote opens or closes a cell, or stands doubled in one.
    orderly: bool,
    /// What some cell may hold instead of what its author meant.
    oddities: Oddities,
    /// Whether they are the rows of a sheet.
    is_sheet: bool,
    /// Cells that are those of an earlier record, by the number of the record and the column.
    taken_over: BTreeSet<(u32, usize)>,
    /// The bytes at the end of the list that are no text and no record.
    padded: Vec<u8>,
    /// The bytes of a record that does not end in this chunk; they belong in front of the next one.
    pub rest: Vec<u8>,
}

/// A record whose cells stand behind the chunk's text, because they had to be written anew.
#[derive(Clone, Copy, Debug)]
struct Replaced {
    record: usize,
    /// Where it begins and ends in the list's own text.
    start: u32,
    stop: u32,
}

impl Shape {
    /// Records of so many cells, and nothing else known.
    #[must_use]
    pub fn new(dialect: Dialect, width: usize) -> Self {
        Self {
            dialect,
            width,
            further: 0,
            pad_short: false,
            header: Arc::default(),
            below_header: Arc::default(),
            is_sheet: false,
            line_tail: None,
            others: None,
            habits: None,
        }
    }
}

impl Records {
    /// Reads a chunk that begins where a record begins. With `last`, the list ends with it.
    #[must_use]
    pub fn read(bytes: Vec<u8>, shape: &Shape, last: bool) -> Self {
        Self::read_on(bytes, shape, last, &CarryOver::default())
    }

    /// The same for a chunk that stands behind others.
    #[must_use]
    pub fn read_on(mut bytes: Vec<u8>, shape: &Shape, last: bool, carry_over: &CarryOver) -> Self {
        let padding = if last && !shape.is_sheet { padding(&bytes) } else { 0 };
        let padded = bytes.split_off(bytes.len() - padding);
        let mut parser = Parser::new(&bytes, shape.dialect, last).by_rows(shape.is_sheet);
        let (dialect, width, is_sheet) = (shape.dialect, shape.width, shape.is_sheet);
        let mut records =
            Self { dialect, width, is_sheet, others: shape.others, further: shape.further, ..Self::default() };
        // Cells are some fifteen bytes long; growing would copy what is there.
        records.ends.reserve(bytes.len() / 12);
        records.go_on(carry_over);
        let mut behind = 0;
        while let Some(found) = parser.record(&mut records.ends) {
            if found.start > behind {
                records.note_gap(true);
            }
            records.take(&bytes, shape, &found);
            behind = parser.place;
        }
        let (read, lines) = records.settle_tail(&bytes, shape, (parser.place, parser.line), last);
        records.end_before(&bytes, (read, records.count), carry_over);
        records.line_count = lines;
        if let Some(habits) = &shape.habits {
            records.distrust(&bytes, habits, parser.bare);
        }
        records.orderly = !parser.bare && records.replaced.is_empty();
        records.signs = parser.into_signs();
        records.own(bytes, read);
        records.arrange();
        records.padded = padded;
        records
    }

    /// How many records were read.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether no record was read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// How many cells each record has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How many bytes the records take, with their line ends.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.read
    }

    /// How many bytes of the file the records take, where `written` says so of a text in UTF-8.
    #[must_use]
    pub fn source_length(&self, written: impl Fn(&[u8]) -> u64) -> u64 {
        let text = written(&self.text.as_bytes()[..self.read]);
        // Records that are no text were covered, byte for byte.
        let covered = self.unreadable.iter().map(|record| {
            let cover = self.text.as_bytes().get(record.start..record.start + record.raw.len()).unwrap_or_default();
            (written(&record.raw), written(cover))
        });
        covered.fold(text, |sum, (raw, cover)| sum + raw - cover)
    }

    /// How many bytes of the file stand in the chunk before each unreadable record.
    #[must_use]
    pub fn unreadable_offsets(&self, written: impl Fn(&[u8]) -> u64) -> Vec<u64> {
        let (mut place, mut offset) = (0, 0);
        let offsets = self.unreadable.iter().map(|record| {
            offset += written(self.text.as_bytes().get(place..record.start).unwrap_or_default());
            let start = offset;
            offset += written(&record.raw);
            place = record.start + record.raw.len();
            start
        });
        offsets.collect()
    }

    /// How many bytes at the end of the list are no text and no record.
    #[must_use]
    pub const fn padding(&self) -> usize {
        self.padded.len()
    }

    /// How many records lost surplus blank cells at their end.
    #[must_use]
    pub const fn trimmed(&self) -> usize {
        self.trimmed.len()
    }

    /// The cell of `record` in `column`, without its quotes.
    #[must_use]
    pub fn cell(&self, record: usize, column: usize) -> Cow<'_, str> {
        let (raw, quoted) = self.raw_cell(record, column);
        if quoted {
            unquote(raw, self.dialect)
        } else if self.dialect.spaced {
            // The blank belongs to the delimiter.
            Cow::Borrowed(raw.strip_prefix(' ').unwrap_or(raw))
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// What some cell may hold instead of what its author meant.
    #[must_use]
    pub const fn oddities(&self) -> Oddities {
        self.oddities
    }

    /// The cell of `record` in `column` as a person should see it: text that had been read in the wrong encoding
    /// (`MÃ¼ller`) is put right where that is certain, HTML entities are decoded, and what nobody sees is left out.
    #[must_use]
    pub fn readable(&self, record: usize, column: usize) -> Cow<'_, str> {
        let cell = self.cell(record, column);
        self.oddities.put_right(&cell).map_or(cell, |(text, _)| Cow::Owned(text))
    }

    /// Whether nothing is to be seen of the cell of `record` in `column`.
    #[must_use]
    pub fn cell_is_blank(&self, record: usize, column: usize) -> bool {
        is_blank(&self.readable(record, column))
    }

    /// The cell of `record` in `column` as it stands in the list, and whether it is quoted.
    #[must_use]
    #[inline]
    pub fn raw_cell(&self, record: usize, column: usize) -> (&str, bool) {
        let place = record * self.width + column;
        let start = if column == 0 { self.starts[record] } else { (self.ends[place - 1] & !QUOTED) + 1 };
        let end = self.ends[place];
        // Cells that were filled up at the end of a short record begin behind it.
        let stop = (end & !QUOTED) as usize;
        (&self.text[(start as usize).min(stop)..stop], end & QUOTED != 0)
    }

    /// Whether the cell of `record` in `column` may be one that a workbook holds as a number or a date. Texts of a sheet
    /// that look like one are quoted.
    #[must_use]
    #[inline]
    pub fn is_native(&self, record: usize, column: usize) -> bool {
        self.is_sheet && !self.raw_cell(record, column).1
    }

    /// The whole `record` as it stands in the list, without its line end.
    #[must_use]
    pub fn raw(&self, record: usize) -> &str {
        let replaced = self.replaced_at(record).ok().map(|place| &self.replaced[place]);
        let (start, stop) =
            replaced.map_or((self.starts[record], self.stops[record]), |replaced| (replaced.start, replaced.stop));
        &self.text[start as usize..stop as usize]
    }

    /// The number of `record` among the chunk's records, from 0, unreadable ones counted.
    #[must_use]
    pub fn number(&self, record: usize) -> u32 {
        self.numbers[record]
    }

    /// Which group of columns of its record the lead `record` is made of, from 1; 0 where the record is the lead.
    #[must_use]
    #[inline]
    pub fn group(&self, record: usize) -> u32 {
        self.groups.get(record).copied().unwrap_or(0)
    }

    /// Which of the leads of its record `record` is, from 1; 0 where it is the only one.
    #[must_use]
    #[inline]
    pub fn part(&self, record: usize) -> u32 {
        self.parts.get(record).copied().unwrap_or(0)
    }

    /// How many leads there are, unreadable records included.
    #[must_use]
    pub const fn leads(&self) -> usize {
        self.starts.len() + self.unreadable.len()
    }

    /// How many line ends of the chunk stand before `record`.
    #[must_use]
    pub fn line(&self, record: usize) -> u32 {
        self.lines[record]
    }

    /// The chunk's bytes as they came, the rest included.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.text.into_bytes();
        bytes.truncate(self.read);
        for record in &self.unreadable {
            bytes[record.start..record.start + record.raw.len()].copy_from_slice(&record.raw);
        }
        for (start, raw) in &self.decoded {
            bytes[*start..start + raw.len()].copy_from_slice(raw);
        }
        bytes.extend_from_slice(&self.rest);
        bytes.extend_from_slice(&self.padded);
        bytes
    }

    /// Keeps a record, mends it, or says what is wrong with it.
    fn take(&mut self, bytes: &[u8], shape: &Shape, found: &Found) {
        let cut = shape.line_tail.is_some_and(|tail| self.cut_line_tail(bytes, tail, found));
        let cells = self.ends.len() - found.mark;
        match self.fault(bytes, shape, found) {
            None => {
                if found.stray {
                    self.note(found, Mending::StrayQuote);
                }
                self.fill_up(found.mark, found.stop, shape.width);
                let whole = self.ends.len() - found.mark == cells;
                self.accept(found, found.signs.filter(|_| whole && !cut));
                self.note_gap(false);
            }
            Some(fault) => {
                self.ends.truncate(found.mark);
                let is_mended = self.mend(bytes, shape, found, fault);
                if !is_mended {
                    self.reject(bytes, found, fault);
                }
                self.note_gap(!is_mended);
            }
        }
        self.count += 1;
    }

    /// Takes the delimiters of another kind at the end of a record off its last cell. Gives whether there are any.
    fn cut_line_tail(&mut self, bytes: &[u8], tail: LineTail, found: &Found) -> bool {
        let start = self.ends[found.mark..].iter().rev().nth(1).map_or(found.start, |end| (end & !QUOTED) as usize + 1);
        let Some(last) = self.ends.last_mut().filter(|end| **end & QUOTED == 0) else { return false };
        let cell = &bytes[start..found.stop];
        let surplus = cell.len() - tail.without(cell).len();
        *last -= offset(surplus);
        surplus > 0
    }

    fn accept(&mut self, found: &Found, signs: Option<Signs>) {
        self.starts.push(offset(found.start));
        self.stops.push(offset(found.stop));
        self.lines.push(found.line);
        self.numbers.push(self.count);
        self.signs_of.push(signs);
    }

    fn note(&mut self, found: &Found, mending: Mending) {
        self.mended.push(MendedRecord { number: self.count, line: found.line, mending });
    }

    /// Reads a record of the wrong width in another way, if there is one. Its cells are written behind the others.
    #[cold]
    fn mend(&mut self, bytes: &[u8], shape: &Shape, found: &Found, fault: Fault) -> bool {
        let raw = &bytes[found.start..found.stop];
        let raw = shape.line_tail.map_or(raw, |tail| tail.without(raw));
        if !matches!(fault, Fault::TooFewCells(_) | Fault::TooManyCells(_)) || raw.len() > MAX_CELL || !is_text(raw) {
            return false;
        }
        let is_own = self.wanted(shape) == shape.width;
        let habits = shape.habits.as_ref().filter(|_| is_own);
        let fits = |(cells, _): &(Vec<String>, Mending)| {
            habits.is_none_or(|habits| !habits.are_odd(&cells.iter().map(String::as_bytes).collect::<Vec<_>>()))
        };
        let mended = std::str::from_utf8(raw).ok().and_then(|raw| {
            let plainly = mending::mended(raw, shape.dialect, self.wanted(shape)).filter(fits);
            plainly.or_else(|| joining::joined(raw, shape.dialect, habits?))
        });
        let Some((cells, mending)) = mended.filter(|_| !self.has_other_columns()) else { return false };
        self.note(found, mending);
        self.accept(found, None);
        let record = self.starts.len() - 1;
        self.replaced.push(Replaced { record, start: self.starts[record], stop: self.stops[record] });
        self.starts[record] = offset(self.rewritten.len());
        mending::written(&cells, |_| false, shape.dialect, &mut self.rewritten, &mut self.ends);
        self.stops[record] = offset(self.rewritten.len());
        self.fill_up(found.mark, self.rewritten.len(), shape.width);
        true
    }

    fn reject(&mut self, bytes: &[u8], found: &Found, fault: Fault) {
        self.unreadable.push(UnreadableRecord {
            number: self.count,
            line: found.line,
            start: found.start,
            raw: bytes[found.start..found.stop].to_vec(),
            fault,
        });
    }

    /// What is wrong with the record just parsed. Cuts surplus blank cells, and fills up short records if told to.
    fn fault(&mut self, bytes: &[u8], shape: &Shape, found: &Found) -> Option<Fault> {
        let raw = &bytes[found.start..found.stop];
        if let Some(again) = header_again::header_again(raw, shape, self.is_behind_gap()) {
            self.begin_table(match again {
                header_again::Again::Same => None,
                header_again::Again::Other(table) => Some(table),
            });
            return Some(Fault::RepeatedHeader);
        }
        if shape.below_header.iter().any(|described| **described == *raw) {
            return Some(Fault::BelowHeader);
        }
        if self.is_blank(bytes, shape.dialect, found) || self.is_a_number_alone(bytes, shape, found) {
            return Some(Fault::Blank);
        }
        let (cells, width) = (self.ends.len() - found.mark, self.wanted(shape));
        if cells < width {
            if !shape.pad_short {
                return Some(Fault::TooFewCells(cells));
            }
            self.ends.resize(found.mark + width, offset(found.stop));
        } else if cells > width {
            if !self.surplus_is_blank(bytes, width, found) {
                return Some(Fault::TooManyCells(cells));
            }
            self.ends.truncate(found.mark + width);
            self.trimmed.push(self.count);
        }
        if self.has_other_cells(bytes, found) {
            return Some(Fault::OtherColumns);
        }
        (raw.len() > MAX_CELL && self.longest(found) > MAX_CELL).then_some(Fault::CellTooLong)
    }

    /// Whether all cells of a record are blank, quoted or not.
    fn is_blank(&self, bytes: &[u8], dialect: Dialect, found: &Found) -> bool {
        // Bytes beyond ASCII may all be of characters that nobody sees; hardly a record has none of ASCII.
        let telling = |byte: &u8| {
            *byte != dialect.delimiter && *byte != dialect.quote && !byte.is_ascii_whitespace() && byte.is_ascii()
        };
        !bytes[found.start..found.stop].iter().any(telling) && are_blank(bytes, found.start, &self.ends[found.mark..])
    }

    /// Whether a record holds nothing but its running number, as templates do below the last lead.
    fn is_a_number_alone(&self, bytes: &[u8], shape: &Shape, found: &Found) -> bool {
        const DIGITS: usize = 7;
        let [column] = shape.header.numbers[..] else { return false };
        if found.stop - found.start > shape.width + DIGITS + 2 {
            return false;
        }
        let mut start = found.start;
        let mut cells = self.ends[found.mark..].iter().map(|end| {
            let stop = (end & !QUOTED) as usize;
            bytes[std::mem::replace(&mut start, stop + 1)..stop].trim_ascii()
        });
        let number = cells.by_ref().nth(column).filter(|cell| (1..=DIGITS).contains(&cell.len()));
        let is_number = number.is_some_and(|cell| cell.iter().all(u8::is_ascii_digit));
        is_number
            && column + 1 < shape.width
            && cells.all(<[u8]>::is_empty)
            && are_blank(bytes, found.start, &self.ends[found.mark..found.mark + column])
    }

    fn surplus_is_blank(&self, bytes: &[u8], width: usize, found: &Found) -> bool {
        let (read, surplus) = self.ends[found.mark..].split_at(width);
        let start = read.last().map_or(found.start, |end| (end & !QUOTED) as usize + 1);
        are_blank(bytes, start, surplus)
    }

    fn longest(&self, found: &Found) -> usize {
        let ends = self.ends[found.mark..].iter().map(|end| (end & !QUOTED) as usize);
        ends.scan(found.start, |start, end| Some(end.saturating_sub(std::mem::replace(start, end + 1))))
            .max()
            .unwrap_or(0)
    }

    /// Takes a record over from another chunk of the same width.
    fn keep(&mut self, from: &Self, record: usize) {
        self.starts.push(from.starts[record]);
        self.stops.push(from.stops[record]);
        self.lines.push(from.lines[record]);
        self.numbers.push(from.numbers[record]);
        self.signs_of.push(from.signs_of[record]);
        self.ends.extend_from_slice(&from.ends[record * from.width..(record + 1) * from.width]);
    }
}

/// Whether the cells with these ends, of which the first begins at `start`, are all blank, quoted or not.
fn are_blank(bytes: &[u8], mut start: usize, ends: &[u32]) -> bool {
    ends.iter().all(|end| {
        let stop = (end & !QUOTED) as usize;
        let cell = &bytes[std::mem::replace(&mut start, stop + 1)..stop];
        let inner = if end & QUOTED == 0 { cell } else { cell.get(1..cell.len() - 1).unwrap_or_default() };
        inner.trim_ascii().is_empty() || !inner.is_ascii() && std::str::from_utf8(inner).is_ok_and(is_blank)
    })
}

fn offset(place: usize) -> u32 {
    u32::try_from(place).ok().filter(|place| place & QUOTED == 0).expect("bug: a chunk of more than 2 GiB")
}

/// The cells of a text that is one record, however many there are.
fn cells_of(raw: &[u8], dialect: Dialect) -> Vec<String> {
    first_record(raw, dialect, true, false).map(|first| first.cells).unwrap_or_default()
}

/// The first record of a text.
pub(super) struct First {
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// Where it stands, without its line end.
    pub(super) raw: Range<usize>,
    /// Where the next one begins.
    pub(super) end: usize,
    /// How many line ends stand before that.
    pub(super) lines: u32,
}

/// Reads the first record. Nothing where the bytes hold no whole record.
pub(super) fn first_record(bytes: &[u8], dialect: Dialect, last: bool, is_sheet: bool) -> Option<First> {
    let mut parser = Parser::new(bytes, dialect, last).by_rows(is_sheet);
    let mut ends = Vec::new();
    let found = parser.record(&mut ends)?;
    let mut start = found.start;
    let cells = ends.iter().map(|end| {
        let stop = (end & !QUOTED) as usize;
        let raw = String::from_utf8_lossy(&bytes[start..stop]);
        start = stop + 1;
        if end & QUOTED == 0 { raw.into_owned() } else { unquote(&raw, dialect).into_owned() }
    });
    Some(First { cells: cells.collect(), raw: found.start..found.stop, end: parser.place, lines: parser.line })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(width: usize) -> Shape {
        Shape::new(Dialect::COMMA, width)
    }

    fn rows(records: &Records) -> Vec<Vec<String>> {
        let row = |record| (0..records.width()).map(|column| records.cell(record, column).into_owned()).collect();
        (0..records.len()).map(row).collect()
    }

    fn read(text: &str, width: usize) -> Records {
        Records::read(text.as_bytes().to_vec(), &shape(width), true)
    }

    #[test]
    fn records_as_people_write_them() {
        let table: [(&str, &[&[&str]]); 18] = [
            ("\"\"\"\",\n", &[&["\"", ""]]),
            ("a,b,\" \"\n", &[&["a", "b"]]),
            ("a,b\n", &[&["a", "b"]]),
            ("a,b", &[&["a", "b"]]),
            ("a,b\r\nc,d\r\n", &[&["a", "b"], &["c", "d"]]),
            ("a,b\rc,d\r", &[&["a", "b"], &["c", "d"]]),
            ("a,\n,b\n", &[&["a", ""], &["", "b"]]),
            ("\"a\",\"b\"\n", &[&["a", "b"]]),
            ("\"a,b\",\"c\nd\"\n", &[&["a,b", "c\nd"]]),
            ("\"a \"\"b\"\" c\",d\n", &[&["a \"b\" c", "d"]]),
            ("\"\",x\n", &[&["", "x"]]),
            ("a \"b\" c,d\n", &[&["a \"b\" c", "d"]]),
            ("\"12\" pipe\",d\n", &[&["12\" pipe", "d"]]),
            ("\"open,b\nc,d\n", &[&["\"open", "b"], &["c", "d"]]),
            ("\n\na,b\n\n\nc,d\n\n", &[&["a", "b"], &["c", "d"]]),
            ("a,b,,\nc,d,\"\",  \n", &[&["a", "b"], &["c", "d"]]),
            ("\"a\r\nb\",c\r\n", &[&["a\r\nb", "c"]]),
            ("é,ü\n", &[&["é", "ü"]]),
        ];
        for (text, expected) in table {
            let records = read(text, 2);
            assert_eq!(rows(&records), expected, "{text:?}");
            assert_eq!((records.unreadable.len(), records.rest.len()), (0, 0), "{text:?}");
        }
    }

    #[test]
    fn quotes_that_are_not_doubled_stay_and_those_around_the_cell_go() {
        let table: [(&str, [&str; 2]); 17] = [
            ("\"Hotel \"Zur Post\" GmbH\",d\n", ["Hotel \"Zur Post\" GmbH", "d"]),
            ("\"Hotel \"Zur Post\", Roth\",d\n", ["Hotel \"Zur Post\", Roth", "d"]),
            ("\"Hotel \"Zur Post\"\",d\n", ["Hotel \"Zur Post\"", "d"]),
            ("\"\"Zur Post\" Hotel\",d\n", ["\"Zur Post\" Hotel", "d"]),
            ("\"Hotel (\"Zur Post\")\",\"d\"\n", ["Hotel (\"Zur Post\")", "d"]),
            ("\"Hotel \"Zur Post\",\"d\"\n", ["Hotel \"Zur Post", "d"]),
            ("d,\"Hotel \"Zur Post\"\"\n", ["d", "Hotel \"Zur Post\""]),
            ("d,\"Hotel \"Zur Post\", \"Adler\" GmbH\"\n", ["d", "Hotel \"Zur Post\", \"Adler\" GmbH"]),
            ("\"12\" pipe, steel\",d\n", ["12\" pipe, steel", "d"]),
            ("\"12\" pipe\",\"6\" pipe\"\n", ["12\" pipe", "6\" pipe"]),
            ("\"a \"\"b\"\" \"c\" d\",e\n", ["a \"b\" \"c\" d", "e"]),
            ("\"Bäckerei \"Öhler\" KG\",d\n", ["Bäckerei \"Öhler\" KG", "d"]),
            ("\"Kim \"Kimmy\" Lee\",\"Ann \"Annie\" Roth\"\n", ["Kim \"Kimmy\" Lee", "Ann \"Annie\" Roth"]),
            ("\"a\"x,b\n", ["\"a\"x", "b"]),
            ("\"open,\"b\"\n", ["\"open", "b"]),
            ("\"open \"x,b\n", ["\"open \"x", "b"]),
            ("\"Zur Post\" GmbH,d\n", ["\"Zur Post\" GmbH", "d"]),
        ];
        for (text, expected) in table {
            assert_eq!(rows(&read(text, 2)), [expected], "{text:?}");
        }
    }

    #[test]
    fn a_running_number_alone_is_blank() {
        for (header, record, is_blank) in [
            ("No,Company,City", "37,,", true),
            ("#,Company,City", "37,,", true),
            ("Lfd. Nr.;Company;City", "37;;", true),
            ("No,Company,City", "\"37\",,", false),
            ("No,Company,City", " 37 , , ", true),
            ("No,Company,City", "37", true),
            ("No,Company,City", "37,,,,", true),
            ("Company,No,City", ",37,", true),
            ("No,Company,City", "12345678,,", false),
            ("No,Company,City", "37,7,", false),
            ("No,Company,City", "37,x,", false),
            ("Id,Company,City", "37,,", false),
            ("No,Row,City", "37,,", false),
            ("Company,City,No", ",,37", false),
            ("Employees,Company,City", "37,,", false),
        ] {
            let dialect = Dialect { delimiter: if header.contains(';') { b';' } else { b',' }, ..Dialect::COMMA };
            let names = names::Names::of(header.as_bytes(), dialect);
            let shape = Shape { header: names.into(), ..Shape::new(dialect, 3) };
            let records = Records::read(format!("1,a,b\n{record}\n").into_bytes(), &shape, true);
            let found = records.unreadable.iter().any(|record| record.fault == Fault::Blank);
            assert_eq!(found, is_blank, "{header}: {record}");
        }
    }

    #[test]
    fn broken_records_are_named_and_the_others_stay() {
        let table: [(&[u8], Fault, u32, u32); 8] = [
            (b"a,b\nc\nd,e\n", Fault::TooFewCells(1), 1, 1),
            (b"a,b\n\nc,d,e\nf,g\n", Fault::TooManyCells(3), 1, 2),
            (b"a,b\nc\xff,d\ne,f\n", Fault::NotText, 1, 1),
            (b"a,b\nc\0,d\ne,f\n", Fault::NotText, 1, 1),
            (b"a,b\n , \nc,d\n", Fault::Blank, 1, 1),
            (b"a,\"b\nb\"\n\"\",\nc,d\n", Fault::Blank, 1, 2),
            (b"a,b\nc,d\n,,,\n", Fault::Blank, 2, 2),
            (b"a,b\n\"\n\",\" \"\nc,d\n", Fault::Blank, 1, 1),
        ];
        for (bytes, fault, number, line) in table {
            let records = Records::read(bytes.to_vec(), &shape(2), true);
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(records.unreadable.len(), 1, "{text:?}");
            let broken = &records.unreadable[0];
            assert_eq!((broken.fault, broken.number, broken.line), (fault, number, line), "{text:?}");
            assert_eq!((records.len(), records.count), (2, 3), "{text:?}");
            assert_eq!(records.into_bytes(), bytes);
        }
    }

    #[test]
    fn short_records_are_filled_up_where_the_list_file_says_so() {
        let records = Records::read(b"a\nb,c\n".to_vec(), &Shape { pad_short: true, ..shape(3) }, true);
        assert_eq!(rows(&records), [["a", "", ""], ["b", "c", ""]]);
    }

    #[test]
    fn a_cell_over_the_limit_is_damage_and_a_quote_before_it_is_no_quote() {
        let long = "x".repeat(MAX_CELL + 1);
        let records = read(&format!("a,{long}\nb,c\n"), 2);
        assert_eq!(records.unreadable[0].fault, Fault::CellTooLong);
        let records = read(&format!("\"a,b\n{}c,d\n", "e,f\n".repeat(MAX_CELL / 4)), 2);
        assert_eq!((records.len(), records.cell(0, 0).as_ref()), (MAX_CELL / 4 + 2, "\"a"));
    }

    #[test]
    fn a_record_that_does_not_end_in_the_chunk_is_handed_back() {
        for (bytes, rest) in
            [("a,b\nc,\"d\ne", "c,\"d\ne"), ("a,b\nc,d", "c,d"), ("a,b\nc,d\r", "c,d\r"), ("a,b\n", "")]
        {
            let records = Records::read(bytes.as_bytes().to_vec(), &shape(2), false);
            assert_eq!((records.len(), String::from_utf8_lossy(&records.rest).as_ref()), (1, rest));
            assert_eq!(records.into_bytes(), bytes.as_bytes());
        }
    }

    #[test]
    fn lines_and_numbers_count_what_was_passed() {
        let records = read("a,\"b\nb\"\n\nc,d\nbroken\ne,f\n", 2);
        let places: Vec<(u32, u32)> = (0..records.len()).map(|i| (records.number(i), records.line(i))).collect();
        assert_eq!(places, [(0, 0), (1, 3), (3, 5)]);
        assert_eq!((records.count, records.line_count), (4, 6));
    }
}
