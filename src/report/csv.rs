//! CSV lines, written as fast as the bytes can be copied.
//!
//! UTF-8 without a mark, comma, LF, quotes only where they are needed. The csv crate does the same; here cells of the
//! input go to the output a million records a second, so that a cell without anything special is one comparison and
//! one copy.

use std::fmt::Write as _;

use super::guard::guarded;

/// Writes cells into a buffer, a line at a time.
#[derive(Clone, Debug, Default)]
pub struct CsvLines {
    bytes: Vec<u8>,
    /// Whether the next cell is the first of its line.
    fresh: bool,
    guard: bool,
    scratch: String,
}

impl CsvLines {
    /// An empty buffer. With `guard`, cells that a spreadsheet would run as a formula get a leading apostrophe.
    #[must_use]
    pub const fn new(guard: bool) -> Self {
        Self { bytes: Vec::new(), fresh: true, guard, scratch: String::new() }
    }

    /// The same with room for so many bytes.
    #[must_use]
    pub fn with_room(guard: bool, bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ..Self::new(guard) }
    }

    /// Adds a cell.
    pub fn cell(&mut self, cell: &str) {
        self.separate();
        let guarded = self.guard && guarded(cell);
        if needs_quotes(cell.as_bytes()) {
            self.bytes.extend_from_slice(if guarded { b"\"'" } else { b"\"" });
            self.quoted(cell);
        } else {
            if guarded {
                self.bytes.push(b'\'');
            }
            self.bytes.extend_from_slice(cell.as_bytes());
        }
    }

    /// Adds a word of the program, which needs no quotes and is no formula.
    pub fn word(&mut self, word: &'static str) {
        debug_assert!(!needs_quotes(word.as_bytes()) && !guarded(word), "bug: {word:?} is no plain word");
        self.separate();
        self.bytes.extend_from_slice(word.as_bytes());
    }

    /// Adds a cell out of anything that can be shown.
    pub fn shown(&mut self, cell: &impl std::fmt::Display) {
        // Writing to a text never fails.
        self.composed(|text| write!(text, "{cell}").unwrap_or_default());
    }

    /// Adds a cell that `compose` writes into an empty text.
    pub fn composed(&mut self, compose: impl FnOnce(&mut String)) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        compose(&mut scratch);
        self.cell(&scratch);
        self.scratch = scratch;
    }

    /// Adds a whole number.
    pub fn number(&mut self, number: u64) {
        self.separate();
        self.digits(number);
    }

    /// Adds a whole number that may be negative.
    pub fn integer(&mut self, number: i64) {
        self.separate();
        if number < 0 {
            self.bytes.push(b'-');
        }
        self.digits(number.unsigned_abs());
    }

    /// Adds an empty cell.
    pub fn blank(&mut self) {
        self.separate();
    }

    /// Adds cells that are CSV already: joined by commas, and quoted where they have to be. An apostrophe goes before
    /// each of the `marks`, which are places in `cells`.
    pub fn verbatim(&mut self, cells: &str, marks: &[usize]) {
        self.separate();
        let mut copied = 0;
        for mark in marks {
            self.bytes.extend_from_slice(&cells.as_bytes()[copied..*mark]);
            self.bytes.push(b'\'');
            copied = *mark;
        }
        self.bytes.extend_from_slice(&cells.as_bytes()[copied..]);
    }

    /// Ends the line. A line of one empty cell is written as `""`, because an empty line is no record.
    pub fn end(&mut self) {
        if self.bytes.last().is_none_or(|byte| *byte == b'\n') {
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
        self.fresh = true;
    }

    /// A line of these cells.
    pub fn line<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        cells.into_iter().for_each(|cell| self.cell(cell));
        self.end();
    }

    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn digits(&mut self, mut number: u64) {
        let (mut digits, mut first) = ([b'0'; 20], 19);
        loop {
            digits[first] += (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
            first -= 1;
        }
        self.bytes.extend_from_slice(&digits[first..]);
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.fresh) {
            self.bytes.push(b',');
        }
    }

    fn quoted(&mut self, cell: &str) {
        for (place, piece) in cell.split('"').enumerate() {
            if place > 0 {
                self.bytes.extend_from_slice(b"\"\"");
            }
            self.bytes.extend_from_slice(piece.as_bytes());
        }
        self.bytes.push(b'"');
    }
}

/// Without branches, so that the compiler compares many bytes at once: most cells are short, and clean.
fn needs_quotes(cell: &[u8]) -> bool {
    cell.iter().fold(false, |needs, byte| needs | matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back_as_they_were() {
        let rows = [
            vec!["a", "", "b c"],
            vec!["1,5", "say \"hi\"", "two\nlines"],
            vec!["\r", "\"", "ü"],
            vec!["=1+1", "-5", "+49301234"],
        ];
        let mut lines = CsvLines::new(false);
        rows.iter().for_each(|row| lines.line(row.iter().copied()));
        let bytes = lines.into_bytes();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let read: Vec<Vec<String>> =
            reader.records().map(|r| r.expect("it is CSV").iter().map(str::to_owned).collect()).collect();
        assert_eq!(read, rows);
    }

    #[test]
    fn quotes_only_where_needed_and_formulas_guarded() {
        let mut lines = CsvLines::new(true);
        lines.line(["=1+1", "=a,b", "-", "-5", "x"]);
        lines.line([""]);
        lines.number(7);
        lines.number(u64::MAX);
        lines.integer(i64::MIN);
        lines.blank();
        lines.word("pass");
        lines.shown(&true);
        lines.end();
        assert_eq!(
            String::from_utf8_lossy(&lines.into_bytes()),
            "'=1+1,\"'=a,b\",-,-5,x\n\"\"\n7,18446744073709551615,-9223372036854775808,,pass,true\n"
        );
    }
}
