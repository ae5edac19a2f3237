//! CSV lines, written as fast as the bytes can be copied.
//!
//! UTF-8 without a mark, comma, LF, quotes only where they are needed. The csv crate does the same; here cells of the
//! input go to the output a million records a second, so that a cell without anything special is one comparison and
//! one copy.

use std::fmt::Write as _;

use super::guard::{Traits, guarded, is_harmless_at_sight, marks};

/// Writes cells into a buffer, a line at a time.
#[derive(Clone, Debug, Default)]
pub struct CsvLines {
    text: String,
    /// Whether the next cell is the first of its line.
    fresh: bool,
    guard: bool,
}

impl CsvLines {
    /// An empty buffer. With `guard`, cells that a spreadsheet would run as a formula get a leading apostrophe.
    #[must_use]
    pub const fn new(guard: bool) -> Self {
        Self { text: String::new(), fresh: true, guard }
    }

    /// The same with room for so many bytes.
    #[must_use]
    pub fn with_room(guard: bool, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::new(guard) }
    }

    /// Adds a cell.
    pub fn cell(&mut self, cell: &str) {
        self.separate();
        let traits = Traits::of(cell.as_bytes());
        let quoted = self.quotes(traits);
        if !quoted && (!self.guard || is_harmless_at_sight(cell, traits)) {
            return self.text.push_str(cell);
        }
        if quoted {
            self.text.push('"');
        }
        let mut copied = 0;
        if self.guard {
            for mark in marks(cell, traits) {
                self.piece(&cell[copied..mark], quoted);
                self.text.push('\'');
                copied = mark;
            }
        }
        self.piece(&cell[copied..], quoted);
        if quoted {
            self.text.push('"');
        }
    }

    /// Adds a word of the program, which needs no quotes and is no formula.
    pub fn word(&mut self, word: &'static str) {
        self.words([word], "");
    }

    /// Adds a cell out of words that need no quotes: names in a profile have letters, digits, `-` and `_` only.
    pub fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w str>, between: &'static str) {
        self.separate();
        for (place, word) in words.into_iter().enumerate() {
            debug_assert!(!Traits::of(word.as_bytes()).needs_quotes(), "bug: {word:?} is no plain word");
            self.text.push_str(if place > 0 { between } else { "" });
            self.text.push_str(if self.guard && guarded(word) { "'" } else { "" });
            self.text.push_str(word);
        }
    }

    /// Adds a cell out of anything that can be shown.
    pub fn shown(&mut self, cell: &impl std::fmt::Display) {
        // Writing to a text never fails.
        self.composed(|text| write!(text, "{cell}").unwrap_or_default());
    }

    /// Adds a cell that `compose` writes behind what stands in a text.
    ///
    /// That text is the file's own. A sentence mostly needs quotes, so that the first one is there already; a cell that
    /// needs none is moved by one place.
    pub fn composed(&mut self, compose: impl FnOnce(&mut String)) {
        self.separate();
        let quote = self.text.len();
        self.text.push('"');
        compose(&mut self.text);
        let cell = &self.text[quote + 1..];
        let traits = Traits::of(cell.as_bytes());
        let needs_quotes = self.quotes(traits);
        let is_marked = self.guard && marks(cell, traits).next().is_some();
        if is_marked || needs_quotes && memchr::memchr(b'"', cell.as_bytes()).is_some() {
            let cell = cell.to_owned();
            self.text.truncate(quote);
            // Behind a separator that stands there.
            self.fresh = true;
            self.cell(&cell);
        } else if needs_quotes {
            self.text.push('"');
        } else {
            self.text.remove(quote);
        }
    }

    /// Adds a whole number.
    pub fn number(&mut self, number: u64) {
        self.separate();
        self.text.push_str(itoa::Buffer::new().format(number));
    }

    /// Adds a whole number that may be negative.
    pub fn integer(&mut self, number: i64) {
        self.separate();
        self.text.push_str(itoa::Buffer::new().format(number));
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
            self.text.push_str(&cells[copied..*mark]);
            self.text.push('\'');
            copied = *mark;
        }
        self.text.push_str(&cells[copied..]);
    }

    /// Ends the line. A line of one empty cell is written as `""`, because an empty line is no record.
    pub fn end(&mut self) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            self.text.push_str("\"\"");
        }
        self.text.push('\n');
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
        self.text.into_bytes()
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.fresh) {
            self.text.push(',');
        }
    }

    /// Whether a cell has to be quoted.
    const fn quotes(&self, traits: Traits) -> bool {
        traits.needs_quotes() || self.guard && traits.may_fall_apart()
    }

    /// Adds a part of a cell, quotes doubled where the cell is `quoted`.
    fn piece(&mut self, piece: &str, quoted: bool) {
        if !quoted {
            return self.text.push_str(piece);
        }
        for (place, piece) in piece.split('"').enumerate() {
            if place > 0 {
                self.text.push_str("\"\"");
            }
            self.text.push_str(piece);
        }
    }
}

/// A cell as it stands in CSV; with `guard`, formulas are guarded.
#[must_use]
pub fn csv_cell(cell: &str, guard: bool) -> String {
    let mut line = CsvLines::new(guard);
    line.cell(cell);
    line.text
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
    fn a_composed_cell_is_the_cell() {
        for guard in [false, true] {
            for cell in [
                "",
                "a",
                "a b",
                "a,b",
                "a\"b",
                "a,\"b",
                "=1",
                "=1,2",
                "-x",
                "-5",
                "\r",
                "a\nb",
                "ü,ü",
                "\"",
                "a;=1",
                "a; b",
                "+4930123456; +4930123457",
                "ü;b",
                "\u{200B}=1",
            ] {
                let (mut whole, mut composed) = (CsvLines::new(guard), CsvLines::new(guard));
                for before in [None, Some("x,y")] {
                    before.iter().for_each(|before| whole.cell(before));
                    before.iter().for_each(|before| composed.cell(before));
                    whole.cell(cell);
                    let (head, tail) = cell.split_at(cell.len() - cell.chars().last().map_or(0, char::len_utf8));
                    composed.composed(|text| [head, tail].iter().for_each(|piece| text.push_str(piece)));
                    [&mut whole, &mut composed].into_iter().for_each(CsvLines::end);
                }
                assert_eq!(composed.text, whole.text, "{cell:?}");
            }
        }
    }

    #[test]
    fn words_are_joined_and_guarded() {
        let mut lines = CsvLines::new(true);
        lines.words(["a.b", "-c"], "; ");
        lines.words(["-c", "a.b"], "; ");
        lines.words([], "; ");
        lines.end();
        assert_eq!(lines.text, "a.b; '-c,'-c; a.b,\n");
    }

    #[test]
    fn quotes_only_where_needed_and_formulas_guarded() {
        let mut lines = CsvLines::new(true);
        lines.line(["=1+1", "=a,b", "-", "-5", "x"]);
        lines.line(["a;=1;\"b\"", "hot; b2b", "+4930123456; +4930123457", "\u{FEFF}=1"]);
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
            "'=1+1,\"'=a,b\",-,-5,x\n\"a;'=1;\"\"b\"\"\",hot; b2b,\"+4930123456; +4930123457\",'\u{FEFF}=1\n\"\"\n7,18446744073709551615,-9223372036854775808,,pass,true\n"
        );
    }
}
