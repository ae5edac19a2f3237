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
            hopeless: 0,
        }
    }

    /// The same, but line ends in quoted cells are no lines: one record is one row of a sheet.
    pub(super) const fn by_rows(mut self, is_sheet: bool) -> Self {
        self.counts_inner = !is_sheet;
        self
    }

    /// The next record, with the ends of its cells added to `ends`; empty lines are passed over. Nothing at the end of
    /// the bytes, or where the record does not end in them.
    pub(super) fn record(&mut self, ends: &mut Vec<u32>) -> Option<Found> {
        loop {
            let (start, line, mark) = (self.place, self.line, ends.len());
            (self.stray, self.hopeless) = (false, 0);
            let Some(stop) = self.cells(start, ends) else {
                ends.truncate(mark);
                (self.place, self.line) = (start, line);
                return None;
            };
            if stop > start {
                return Some(Found { start, stop, line, mark, stray: self.stray });
            }
            ends.truncate(mark);
            if self.place >= self.bytes.len() && stop == self.bytes.len() {
                return None;
            }
        }
    }

    /// Reads the cells of the record at `start`, and gives where its line end begins.
    fn cells(&mut self, start: usize, ends: &mut Vec<u32>) -> Option<usize> {
        let (mut cell, mut quoted) = (start, 0);
        loop {
            self.scanner.pass_delimiters(|place| {
                ends.push(offset(place) | quoted);
                (cell, quoted) = (place + 1, 0);
            });
            let Some(place) = self.scanner.next() else {
                let stop = self.bytes.len();
                self.place = stop;
                ends.push(offset(stop) | quoted);
                return self.last.then_some(stop);
            };
            let byte = self.bytes[place];
            if byte == self.dialect.delimiter {
                ends.push(offset(place) | quoted);
                (cell, quoted) = (place + 1, 0);
            } else if byte == self.dialect.quote {
                if place != cell && !self.opens_behind_blanks(cell, place) {
                    self.bare = true;
                    continue;
                }
                let line = self.line;
                match self.quoted(place) {
                    Quoted::Closed => quoted = QUOTED,
                    Quoted::Open => return None,
                    // `""",`: a quote in quotes that was not doubled.
                    Quoted::Stray if self.is_lone_quote(place) => {
                        self.scanner.set_to(place + 3);
                        (self.line, quoted) = (line, QUOTED);
                        (self.stray, self.bare) = (true, true);
                    }
                    // What stands before the quote was read without it.
                    Quoted::Stray => {
                        self.scanner.set_to(place + 1);
                        self.line = line;
                        (self.stray, self.bare) = (true, true);
                    }
                }
            } else {
                self.place = self.after_line_end(place)?;
                self.line += 1;
                ends.push(offset(place) | quoted);
                return Some(place);
            }
        }
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
        let mut doubled = false;
        while let Some(place) = self.scanner.next() {
            if place - open > MAX_CELL {
                return self.stray(doubled, place);
            }
            let next = self.bytes.get(place + 1);
            match self.bytes[place] {
                b'\n' | b'\r' if doubled => return self.stray(true, place),
                b'\n' => self.pass_line(),
                b'\r' if next != Some(&b'\n') => self.pass_line(),
                byte if byte != self.dialect.quote || self.is_escaped(open, place) => {}
                quote if next == Some(&quote) => {
                    self.scanner.next();
                }
                _ => match self.closing(place) {
                    // `""Boots, size 10"` begins with a quote of its text, if the cell is closed on the same line.
                    Quoted::Stray if place == open + 1 && open >= self.hopeless => doubled = true,
                    other => return other,
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
