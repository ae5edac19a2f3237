//! Cuts bytes into records and cells.

use super::{MAX_CELL, QUOTED, offset};
use crate::intake::dialect::Dialect;
use crate::intake::scanner::Scanner;

/// A record as the parser found it.
pub(super) struct Found {
    pub(super) start: usize,
    /// Where its line end begins.
    pub(super) stop: usize,
    /// Line ends before it.
    pub(super) line: u32,
    /// Where its cells begin among the ends.
    pub(super) mark: usize,
    /// Whether an opening quote in it turned out to be none.
    pub(super) stray: bool,
    /// Its cells that begin with a sign, where it is known to be written as CSV would be written again.
    pub(super) signs: Option<Signs>,
}

/// Where the columns of those cells of a record stand that begin with a sign: with ASCII that is no letter, no digit and
/// no quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signs {
    pub(super) first: u32,
    pub(super) count: u32,
}

/// Notes which cells begin with a sign.
struct SignNotes {
    /// Which bytes are one. A delimiter at the beginning ends a blank cell, and a quote opens a cell.
    are_signs: [bool; 256],
    /// The columns of the cells, one record after the other.
    columns: Vec<u32>,
}

impl SignNotes {
    fn new(dialect: Dialect) -> Self {
        let is_sign = |byte: u8| {
            byte.is_ascii() && !byte.is_ascii_alphanumeric() && ![dialect.delimiter, dialect.quote].contains(&byte)
        };
        Self { are_signs: std::array::from_fn(|byte| u8::try_from(byte).is_ok_and(is_sign)), columns: Vec::new() }
    }

    /// Looks at the first byte of the cell in `column`, where it has one.
    #[inline]
    fn note(&mut self, first: Option<&u8>, column: usize) {
        if first.is_some_and(|byte| self.are_signs[usize::from(*byte)]) {
            self.columns.push(offset(column));
        }
    }
}

/// Cuts bytes into records, one at a time.
pub(super) struct Parser<'b> {
    bytes: &'b [u8],
    scanner: Scanner<'b>,
    dialect: Dialect,
    last: bool,
    /// Whether line ends in quoted cells count as lines.
    counts_inner: bool,
    /// Where the next record begins.
    pub(super) place: usize,
    /// Line ends before the next record.
    pub(super) line: u32,
    stray: bool,
    /// Whether a quote was met that neither opens nor closes a cell.
    pub(super) bare: bool,
    /// Whether all quotes of the record at hand have to be there, and stand as CSV has them.
    needed: bool,
    signs: SignNotes,
    /// Before this place no cell that begins with a doubled quote is closed on its line.
    hopeless: usize,
}

/// What became of an opening quote.
enum Quoted {
    Closed,
    /// It does not open a quoted cell.
    Stray,
    /// The chunk ends before that can be told.
    Open,
}

impl<'b> Parser<'b> {
    pub(super) fn new(bytes: &'b [u8], dialect: Dialect, last: bool) -> Self {
        let scanner = Scanner::new(bytes, dialect.delimiter, dialect.quote);
        Self {
            bytes,
            scanner,
            dialect,
            last,
            counts_inner: true,
            place: 0,
            line: 0,
            stray: false,
            bare: false,
            needed: true,
            signs: SignNotes::new(dialect),
            hopeless: 0,
        }
    }

    /// The same, but line ends in quoted cells are no lines: one record is one row of a sheet.
    pub(super) const fn by_rows(mut self, is_sheet: bool) -> Self {
        self.counts_inner = !is_sheet;
        self
    }

    /// The columns of cells that begin with a sign.
    pub(super) fn into_signs(self) -> Vec<u32> {
        self.signs.columns
    }

    /// The next record, with the ends of its cells added to `ends`; empty lines are passed over. Nothing at the end of
    /// the bytes, or where the record does not end in them.
    pub(super) fn record(&mut self, ends: &mut Vec<u32>) -> Option<Found> {
        loop {
            let (start, line, mark) = (self.place, self.line, ends.len());
            let first = self.signs.columns.len();
            (self.stray, self.needed, self.hopeless) = (false, true, 0);
            let Some(stop) = self.cells(start, ends) else {
                ends.truncate(mark);
                self.signs.columns.truncate(first);
                (self.place, self.line) = (start, line);
                return None;
            };
            if stop > start {
                let signs = Signs { first: offset(first), count: offset(self.signs.columns.len() - first) };
                return Some(Found { start, stop, line, mark, stray: self.stray, signs: self.needed.then_some(signs) });
            }
            ends.truncate(mark);
            self.signs.columns.truncate(first);
            if self.place >= self.bytes.len() && stop == self.bytes.len() {
                return None;
            }
        }
    }

    /// Reads the cells of the record at `start`, and gives where its line end begins.
    fn cells(&mut self, start: usize, ends: &mut Vec<u32>) -> Option<usize> {
        let (mut cell, mut quoted, mark) = (start, 0, ends.len());
        loop {
            self.scanner.pass_delimiters(|place| {
                self.signs.note(self.bytes.get(cell), ends.len() - mark);
                ends.push(offset(place) | quoted);
                (cell, quoted) = (place + 1, 0);
            });
            let Some(place) = self.scanner.next() else {
                let stop = self.bytes.len();
                self.place = stop;
                self.signs.note(self.bytes.get(cell), ends.len() - mark);
                ends.push(offset(stop) | quoted);
                return self.last.then_some(stop);
            };
            let byte = self.bytes[place];
            if byte == self.dialect.delimiter {
                self.signs.note(self.bytes.get(cell), ends.len() - mark);
                ends.push(offset(place) | quoted);
                (cell, quoted) = (place + 1, 0);
            } else if byte == self.dialect.quote {
                quoted |= self.opening(cell, place, ends.len() - mark)?;
            } else {
                self.place = self.after_line_end(place)?;
                self.line += 1;
                self.signs.note(self.bytes[cell..place].first(), ends.len() - mark);
                ends.push(offset(place) | quoted);
                return Some(place);
            }
        }
    }

    /// Reads on from a quote at `place`, in the cell in `column` that begins at `cell`. Gives [`QUOTED`] where the cell is,
    /// and nothing where the chunk ends before that can be told.
    fn opening(&mut self, cell: usize, place: usize, column: usize) -> Option<u32> {
        if place != cell && !self.opens_behind_blanks(cell, place) {
            (self.bare, self.needed) = (true, false);
            return Some(0);
        }
        let line = self.line;
        match self.quoted(place) {
            Quoted::Closed => {
                self.signs.note(self.bytes.get(place + 1), column);
                return Some(QUOTED);
            }
            Quoted::Open => return None,
            Quoted::Stray => {}
        }
        (self.line, self.stray, self.bare, self.needed) = (line, true, true, false);
        if self.is_lone_quote(place) {
            // `""",`: a quote in quotes that was not doubled.
            self.scanner.set_to(place + 3);
            return Some(QUOTED);
        }
        match self.unescaped(place) {
            Quoted::Closed => {
                self.signs.note(self.bytes.get(place + 1), column);
                return Some(QUOTED);
            }
            Quoted::Open => return None,
            Quoted::Stray => {}
        }
        // What stands before the quote was read without it.
        self.scanner.set_to(place + 1);
        Some(0)
    }

    /// Goes to the closing quote of the cell that `open` opens, where quotes in it are not doubled: `"Hotel "Zur Post", Bonn"`.
    /// It is on the same line, and quotes that open in the text are closed before it.
    #[cold]
    fn unescaped(&mut self, open: usize) -> Quoted {
        let (quote, delimiter) = (self.dialect.quote, self.dialect.delimiter);
        if self.dialect.escape.is_some() || open < self.hopeless {
            return Quoted::Stray;
        }
        let line = &self.bytes[open + 1..];
        let line = match memchr::memchr2(b'\n', b'\r', line) {
            Some(end) => &line[..end],
            None if self.last || line.len() > MAX_CELL => line,
            None => return Quoted::Open,
        };
        let (mut depth, mut at) = (1, 0);
        while let Some(found) = memchr::memchr(quote, &line[at..]).map(|found| at + found) {
            let run = line[found..].iter().take_while(|byte| **byte == quote).count();
            let behind = &line[found + run..];
            let behind = if self.dialect.spaced { behind.trim_ascii_start() } else { behind };
            let before = found.checked_sub(1).map(|before| line[before]);
            match (before, behind) {
                // The next cell begins: this one was never closed.
                (Some(before), _) if before == delimiter => break,
                (_, []) => return self.closed(open + found + run),
                (_, [next, then @ ..]) if *next == delimiter => {
                    if run >= depth || then.first() == Some(&quote) {
                        return self.closed(open + found + run);
                    }
                    depth -= run;
                }
                (None | Some(b' ' | b'(' | b'[' | b'/' | b'-'), [next, ..])
                    if next.is_ascii_alphanumeric() || !next.is_ascii() =>
                {
                    depth += run;
                }
                _ => depth = depth.saturating_sub(run).max(1),
            }
            at = found + run;
        }
        self.hopeless = open + 1 + line.len();
        Quoted::Stray
    }

    /// Reads on behind the closing quote at `place`.
    fn closed(&mut self, place: usize) -> Quoted {
        self.scanner.set_to(place + 1);
        Quoted::Closed
    }

    /// Whether three quotes at `place` are a whole cell. Only the last one of them would be text.
    #[cold]
    fn is_lone_quote(&self, place: usize) -> bool {
        let quote = self.dialect.quote;
        let rest = &self.bytes[place..];
        rest.starts_with(&[quote; 3])
            && self.dialect.escape.is_none()
            && rest.get(3).is_none_or(|byte| [self.dialect.delimiter, b'\n', b'\r'].contains(byte))
    }

    /// Whether a quote at `place` opens the cell that begins at `cell`, because only blanks stand between the two and
    /// the list is written so.
    #[inline]
    fn opens_behind_blanks(&self, cell: usize, place: usize) -> bool {
        self.dialect.spaced && self.bytes[cell..place].iter().all(|byte| *byte == b' ')
    }

    /// Where the next record begins, behind the line end at `place`; nothing where a CR ends the chunk, because the
    /// next one may begin with its LF.
    fn after_line_end(&mut self, place: usize) -> Option<usize> {
        if self.bytes[place] == b'\n' {
            return Some(place + 1);
        }
        match self.bytes.get(place + 1) {
            Some(b'\n') => self.scanner.next().map(|feed| feed + 1),
            Some(_) => Some(place + 1),
            None => self.last.then_some(place + 1),
        }
    }

    /// Goes to the closing quote of the cell that `open` opens.
    fn quoted(&mut self, open: usize) -> Quoted {
        let (mut doubled, mut needed) = (false, false);
        while let Some((place, passed)) = self.scanner.next_other() {
            needed |= passed;
            if place - open > MAX_CELL {
                return self.stray(doubled, place);
            }
            let next = self.bytes.get(place + 1);
            match self.bytes[place] {
                b'\n' | b'\r' if doubled => return self.stray(true, place),
                b'\n' => {
                    needed = true;
                    self.pass_line();
                }
                b'\r' if next != Some(&b'\n') => self.pass_line(),
                byte if byte != self.dialect.quote || self.is_escaped(open, place) => {}
                quote if next == Some(&quote) => {
                    needed = true;
                    self.scanner.next_other();
                }
                _ => match self.closing(place) {
                    // `""Boots, size 10"` begins with a quote of its text, if the cell is closed on the same line.
                    Quoted::Stray if place == open + 1 && open >= self.hopeless => doubled = true,
                    other => {
                        self.bare |= doubled;
                        self.needed &= needed && !doubled;
                        return other;
                    }
                },
            }
        }
        if self.last || self.bytes.len() - open > MAX_CELL {
            self.stray(doubled, self.bytes.len())
        } else {
            Quoted::Open
        }
    }

    /// A stray quote. Where a doubled one was searched for its closing quote up to `end`, the next one need not be: that
    /// would be a search through the line for every cell of it.
    fn stray(&mut self, doubled: bool, end: usize) -> Quoted {
        if doubled {
            self.hopeless = end;
        }
        Quoted::Stray
    }

    fn pass_line(&mut self) {
        self.line += u32::from(self.counts_inner);
    }

    /// Whether the quote at `place`, in the cell that `open` opens, stands behind an odd number of escape characters.
    #[inline]
    fn is_escaped(&self, open: usize, place: usize) -> bool {
        self.dialect.escape.is_some_and(|escape| {
            let escapes = self.bytes[open + 1..place].iter().rev().take_while(|byte| **byte == escape).count();
            escapes % 2 == 1
        })
    }

    /// Whether the quote at `place` closes its cell.
    fn closing(&self, place: usize) -> Quoted {
        let mut behind = place + 1;
        while self.dialect.spaced && self.bytes.get(behind) == Some(&b' ') {
            behind += 1;
        }
        match self.bytes.get(behind) {
            Some(b'\n' | b'\r') => Quoted::Closed,
            Some(byte) if *byte == self.dialect.delimiter => Quoted::Closed,
            None if self.last => Quoted::Closed,
            None => Quoted::Open,
            Some(_) => Quoted::Stray,
        }
    }
}
