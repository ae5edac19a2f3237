//! A dialect tried on a sample: the records and cells it gives, and what becomes of the quotes.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::Dialect;

/// A quoted cell longer than this is none; its quote is text.
const MAX_QUOTED: usize = 1 << 20;

/// In a sample that goes on, a quoted cell still open at its end is believed up to this length.
const MAX_OPEN: usize = 64 << 10;

/// How much of a sample is tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// No record is begun behind this many records.
    pub(super) records: usize,
    /// No record is begun behind this many bytes.
    pub(super) bytes: usize,
}

/// Where a cell's text stands, without its quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
}

/// Where a record begins: its first byte, and its first cell in the trial's cells.
#[derive(Clone, Copy, Debug)]
struct Row {
    byte: usize,
    cell: usize,
}

/// What became of the quotes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Quotes {
    /// Cells that were quoted.
    pub(super) cells: usize,
    /// Cells that begin with a quote and are not quoted.
    pub(super) broken: usize,
    /// Quotes that are text of unquoted cells.
    pub(super) stray: usize,
    /// Quotes inside quoted cells that were escaped or doubled.
    pub(super) inner: usize,
    /// Those of them behind an escape.
    pub(super) escaped: usize,
}

/// The table that a dialect makes of a sample.
pub(super) struct Trial<'a> {
    text: &'a [u8],
    cells: Vec<Cell>,
    rows: Vec<Row>,
    pub(super) quotes: Quotes,
}

impl<'a> Trial<'a> {
    /// Reads `text` in `dialect`. `whole` says that the text ends where the list ends: the last record is then taken
    /// as it is, otherwise it is dropped where it is not certain to be whole.
    pub(super) fn new(text: &'a [u8], whole: bool, dialect: Dialect, window: Window) -> Self {
        let mut reader = Reader { text, whole, dialect, at: 0, spent: 0, quotes: Quotes::default(), cut: false };
        let (mut cells, mut rows) = (Vec::new(), Vec::new());
        while rows.len() < window.records && reader.at < window.bytes.min(text.len()) {
            if reader.skip_line_end() {
                continue;
            }
            let row = Row { byte: reader.at, cell: cells.len() };
            reader.record(&mut cells);
            if reader.cut && !rows.is_empty() {
                cells.truncate(row.cell);
                break;
            }
            rows.push(row);
        }
        Self { text, cells, rows, quotes: reader.quotes }
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cells of a record; none behind the last one.
    pub(super) fn row(&self, row: usize) -> &[Cell] {
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |next| next.cell);
        self.rows.get(row).map_or(&[], |row| &self.cells[row.cell..end])
    }

    /// All records.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        (0..self.len()).map(|row| self.row(row))
    }

    /// A cell's text.
    pub(super) fn cell(&self, cell: Cell) -> &'a [u8] {
        &self.text[cell.start..cell.end]
    }

    /// The text from one cell to another of the same record.
    pub(super) fn between(&self, first: Cell, last: Cell) -> &'a [u8] {
        &self.text[first.start..last.end]
    }

    /// Whether a blank line stands above a record.
    pub(super) fn is_apart(&self, row: usize) -> bool {
        let above = &self.text[..self.byte(row)];
        [&b"\n\n"[..], b"\r\r", b"\r\n\r\n"].iter().any(|blank| above.ends_with(blank))
    }

    /// The byte at which a record begins; the end of the text behind the last one.
    pub(super) fn byte(&self, row: usize) -> usize {
        self.rows.get(row).map_or(self.text.len(), |row| row.byte)
    }
}

/// How many lines stand in `text`; one that a CRLF ends counts once.
pub(super) fn lines(text: &[u8]) -> usize {
    let line_feeds = memchr_iter(b'\n', text).count();
    let returns = memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    line_feeds + returns
}

/// The byte behind the first `count` lines.
pub(super) fn behind_lines(text: &[u8], count: usize) -> usize {
    let mut at = 0;
    for _ in 0..count {
        let Some(end) = memchr2(b'\n', b'\r', &text[at..]) else { return text.len() };
        at = behind_line_end(text, at + end);
    }
    at
}

/// The byte behind the line end that stands at `at`.
fn behind_line_end(text: &[u8], at: usize) -> usize {
    if text[at..].starts_with(b"\r\n") { at + 2 } else { at + 1 }
}

struct Reader<'a> {
    text: &'a [u8],
    whole: bool,
    dialect: Dialect,
    at: usize,
    /// Bytes looked at in vain for the end of quoted cells.
    spent: usize,
    quotes: Quotes,
    /// Whether the text ended inside a record.
    cut: bool,
}

impl Reader<'_> {
    fn skip_line_end(&mut self) -> bool {
        let ends = matches!(self.text.get(self.at), Some(b'\n' | b'\r'));
        if ends {
            self.at = behind_line_end(self.text, self.at);
        }
        ends
    }

    /// Reads cells up to the end of the record and goes behind it.
    fn record(&mut self, cells: &mut Vec<Cell>) {
        loop {
            let cell = self.quoted().unwrap_or_else(|| self.unquoted());
            cells.push(cell);
            match self.text.get(self.at) {
                Some(&byte) if byte == self.dialect.delimiter => self.at += 1,
                Some(_) => {
                    self.at = behind_line_end(self.text, self.at);
                    return;
                }
                None => {
                    self.cut |= !self.whole;
                    return;
                }
            }
        }
    }

    fn unquoted(&mut self) -> Cell {
        let start = self.at;
        let rest = &self.text[start..];
        let end = start + memchr3(self.dialect.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.at = end;
        self.quotes.stray += memchr_iter(self.dialect.quote, &self.text[start..end]).count();
        Cell { start, end, quoted: false }
    }

    /// The quoted cell that begins here; where there is none, nothing is read.
    fn quoted(&mut self) -> Option<Cell> {
        let open = self.behind_spaces(self.at);
        if self.text.get(open) != Some(&self.dialect.quote) {
            return None;
        }
        let before = self.quotes;
        let found = (self.spent <= self.text.len() * 4).then(|| self.closing(open + 1)).flatten();
        let Some((end, behind)) = found else {
            self.quotes = Quotes { broken: before.broken + 1, ..before };
            return None;
        };
        self.at = behind;
        self.quotes.cells += 1;
        Some(Cell { start: open + 1, end, quoted: true })
    }

    /// Where the closing quote stands, and the delimiter or line end behind it.
    fn closing(&mut self, start: usize) -> Option<(usize, usize)> {
        let mut at = start;
        let limit = self.text.len().min(start + MAX_QUOTED);
        while let Some(found) = memchr(self.dialect.quote, &self.text[at..limit]) {
            let quote = at + found;
            if self.escaped(start, quote) {
                (self.quotes.inner, self.quotes.escaped) = (self.quotes.inner + 1, self.quotes.escaped + 1);
                at = quote + 1;
            } else if self.text.get(quote + 1) == Some(&self.dialect.quote) && self.dialect.escape.is_none() {
                self.quotes.inner += 2;
                at = (quote + 2).min(limit);
            } else {
                let behind = self.behind_spaces(quote + 1);
                let ends = self.text.get(behind).is_none_or(|byte| self.ends_cell(*byte));
                if !ends {
                    self.spent += quote - start;
                }
                return ends.then_some((quote, behind));
            }
        }
        self.spent += limit - start;
        self.open_at_end(start, limit)
    }

    /// A cell that is still open where the sample ends may well be closed in what follows.
    fn open_at_end(&mut self, start: usize, limit: usize) -> Option<(usize, usize)> {
        let believed = !self.whole && limit == self.text.len() && limit - start <= MAX_OPEN;
        self.cut |= believed;
        believed.then_some((limit, limit))
    }

    /// Whether an odd number of escapes stands before `quote`.
    fn escaped(&self, start: usize, quote: usize) -> bool {
        let Some(escape) = self.dialect.escape else { return false };
        self.text[start..quote].iter().rev().take_while(|byte| **byte == escape).count() % 2 == 1
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.dialect.delimiter || byte == b'\n' || byte == b'\r'
    }

    fn behind_spaces(&self, at: usize) -> usize {
        let spaces = || self.text[at..].iter().take_while(|byte| **byte == b' ').count();
        if self.dialect.spaced { at + spaces() } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Trial, Window, behind_lines, lines};

    const WINDOW: Window = Window { records: 100, bytes: 1 << 20 };

    fn table(text: &str, whole: bool, dialect: Dialect) -> Vec<Vec<String>> {
        let trial = Trial::new(text.as_bytes(), whole, dialect, WINDOW);
        let shown = |cell: &super::Cell| String::from_utf8_lossy(trial.cell(*cell)).into_owned();
        trial.rows().map(|row| row.iter().map(shown).collect()).collect()
    }

    #[test]
    fn records_are_read_as_they_will_be_read() {
        let spaced = Dialect { spaced: true, ..Dialect::COMMA };
        let escaped = Dialect { escape: Some(b'\\'), ..Dialect::COMMA };
        let comma = Dialect::COMMA;
        let cases: [(&str, Dialect, &[&[&str]]); 14] = [
            ("a,b\r\nc,d\re,f\ng", comma, &[&["a", "b"], &["c", "d"], &["e", "f"], &["g"]]),
            ("\n\na\n\r\n\rb\n", comma, &[&["a"], &["b"]]),
            ("a,\n", comma, &[&["a", ""]]),
            ("a,\"b,\nc\"\n", comma, &[&["a", "b,\nc"]]),
            ("\"a\"\"b\",c\n", comma, &[&["a\"\"b", "c"]]),
            ("\"a\\\"b\",c\n", escaped, &[&["a\\\"b", "c"]]),
            ("\"a\\\\\",c\n", escaped, &[&["a\\\\", "c"]]),
            ("5\" pipe,6\"\n", comma, &[&["5\" pipe", "6\""]]),
            ("\"a,b\n1,2\n", comma, &[&["\"a", "b"], &["1", "2"]]),
            ("\"a\"x,b\n", comma, &[&["\"a\"x", "b"]]),
            ("a, \"b, c\" ,d\n", spaced, &[&["a", "b, c", "d"]]),
            ("a, \"b, c\" ,d\n", comma, &[&["a", " \"b", " c\" ", "d"]]),
            (" a , b\n", spaced, &[&[" a ", " b"]]),
            ("\"\",\"\"\n", comma, &[&["", ""]]),
        ];
        for (text, dialect, rows) in cases {
            assert_eq!(table(text, true, dialect), rows, "{text:?}");
        }
    }

    #[test]
    fn the_last_record_of_a_sample_that_goes_on_is_dropped() {
        assert_eq!(table("a,b\nc,d\ne,", false, Dialect::COMMA).len(), 2);
        assert_eq!(table("a,b\nc,\"d\ne,f\n", false, Dialect::COMMA).len(), 1);
        assert_eq!(table("a,b\nc,d\ne,f", true, Dialect::COMMA).len(), 3);
    }

    #[test]
    fn lines_end_with_any_line_end() {
        assert_eq!(lines(b"a\nb\r\nc\rd"), 3);
        for (count, end) in [(0, 0), (1, 2), (2, 5), (3, 7), (4, 8), (9, 8)] {
            assert_eq!(behind_lines(b"a\nb\r\nc\rd", count), end, "{count}");
        }
    }
}
