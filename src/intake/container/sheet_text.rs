//! A sheet as CSV text: one record a row, made while it is read.

use std::io::{self, Read};

use super::error::ContainerError;
use super::limits::Limits;

/// The size of a sheet in the programs that write them.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// How much text is made at once.
const STEP: usize = 64 << 10;

/// The filled cells of a sheet: their texts one behind the other, and where each stands.
///
/// Empty cells take no memory, so a sheet with a forgotten cell in its last corner is no larger than another.
#[derive(Default)]
pub(super) struct Grid {
    text: String,
    places: Vec<Place>,
    sorted: bool,
}

#[derive(Clone, Copy)]
struct Place {
    row: u32,
    column: u32,
    start: usize,
    length: usize,
    /// Whether the workbook holds a text there.
    words: bool,
}

impl Grid {
    pub(super) fn new() -> Self {
        Self { sorted: true, ..Self::default() }
    }

    /// Adds the cell that `write` puts behind the text; a cell without text is as if it were not there. `words` says that
    /// the workbook holds a text there, and not a number or a date.
    ///
    /// # Errors
    ///
    /// The cell lies outside of any sheet, or the sheet has more text than the limit for a workbook.
    pub(super) fn add(
        &mut self,
        (row, column): (u32, u32),
        words: bool,
        name: &str,
        limits: &Limits,
        write: impl FnOnce(&mut String),
    ) -> Result<(), ContainerError> {
        let start = self.text.len();
        write(&mut self.text);
        let length = self.text.len() - start;
        if length == 0 {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let what = format!("it has a cell in row {}, column {}", u64::from(row) + 1, u64::from(column) + 1);
            return Err(ContainerError::Workbook { name: name.to_owned(), what });
        }
        if self.text.len() as u64 > limits.workbook {
            let (name, most) = (name.to_owned(), limits.workbook);
            return Err(ContainerError::TooLarge { name, limit: "max_workbook", most });
        }
        self.sorted &= self.places.last().is_none_or(|last| (last.row, last.column) < (row, column));
        self.places.push(Place { row, column, start, length, words });
        Ok(())
    }

    /// Whether no cell has text.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The sheet's text. Of two cells in one place the first counts.
    pub(super) fn into_text(mut self) -> SheetText {
        if !self.sorted {
            self.places.sort_by_key(|place| (place.row, place.column));
            self.places.dedup_by_key(|place| (place.row, place.column));
        }
        let columns = self.places.iter().map(|place| place.column);
        let (first, last) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
        SheetText { grid: self, first, last, row: 0, next: 0, made: Vec::new(), given: 0 }
    }
}

/// A sheet as CSV text in UTF-8: commas, quotes where they are needed, line feeds.
///
/// Row n of the sheet is record n: a blank row is an empty line, also above the first filled one. Rows behind the last
/// filled one are not given. A record has the cells from the first used column of the sheet to the last. A cell with a
/// line break is quoted and keeps it. A text with digits and other signs (`1.500 €`, `05/11/2026`) is quoted as well, so
/// that a number or date that is not is what the workbook holds as such.
pub(super) struct SheetText {
    grid: Grid,
    first: u32,
    last: u32,
    row: u32,
    next: usize,
    made: Vec<u8>,
    given: usize,
}

impl SheetText {
    fn make(&mut self) {
        self.made.clear();
        self.given = 0;
        while self.made.len() < STEP && self.next < self.grid.places.len() {
            if self.grid.places[self.next].row == self.row {
                self.record();
            }
            self.made.push(b'\n');
            self.row += 1;
        }
    }

    fn record(&mut self) {
        for column in self.first..=self.last {
            if column > self.first {
                self.made.push(b',');
            }
            let place = self.grid.places.get(self.next).filter(|place| (place.row, place.column) == (self.row, column));
            if let Some(Place { start, length, words, .. }) = place {
                push_quoted(&mut self.made, &self.grid.text[*start..start + length], *words);
                self.next += 1;
            }
        }
    }
}

/// Whether a text could be taken for a number or a date of a workbook: digits alone are the same number either way.
fn looks_native(cell: &str) -> bool {
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && !cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn push_quoted(line: &mut Vec<u8>, cell: &str, words: bool) {
    let must_be_quoted = cell.contains([',', '"', '\n', '\r']) || (words && looks_native(cell));
    if !must_be_quoted {
        return line.extend_from_slice(cell.as_bytes());
    }
    line.push(b'"');
    for byte in cell.bytes() {
        line.push(byte);
        if byte == b'"' {
            line.push(byte);
        }
    }
    line.push(b'"');
}

impl Read for SheetText {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.given == self.made.len() {
            self.make();
        }
        let read = (&self.made[self.given..]).read(buf)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cells<'c> = &'c [(u32, u32, &'c str)];

    fn grid(cells: Cells<'_>) -> Grid {
        let mut grid = Grid::new();
        for (row, column, words) in cells {
            grid.add((*row, *column), true, "book", &Limits::default(), |text| text.push_str(words)).unwrap();
        }
        grid
    }

    #[test]
    fn a_row_is_a_record() {
        let cases: [(Cells<'_>, &str); 7] = [
            (
                &[(0, 0, "1.500"), (0, 1, "05/11/2026"), (0, 2, "01067"), (0, 3, "1.500 €"), (0, 4, "€ v")],
                "\"1.500\",\"05/11/2026\",01067,\"1.500 €\",€ v\n",
            ),
            (&[], ""),
            (&[(0, 0, "a"), (0, 1, "b"), (1, 1, "c")], "a,b\n,c\n"),
            (&[(2, 3, "a"), (2, 5, "b"), (4, 4, "c")], "\n\na,,b\n\n,c,\n"),
            (&[(0, 0, "a, b"), (0, 1, "say \"x\""), (0, 2, "1\r\n2")], "\"a, b\",\"say \"\"x\"\"\",\"1\r\n2\"\n"),
            (&[(1, 0, "z"), (0, 1, "b"), (0, 0, "a"), (0, 0, "again")], "a,b\nz,\n"),
            (&[(0, 0, "a"), (1, 7, ""), (9, 9, "")], "a\n"),
        ];
        for (cells, wanted) in cases {
            let (mut text, mut slow) = (String::new(), Vec::new());
            grid(cells).into_text().read_to_string(&mut text).unwrap();
            assert_eq!(text, wanted);
            let mut reader = grid(cells).into_text();
            let mut byte = [0];
            while reader.read(&mut byte).unwrap() > 0 {
                slow.push(byte[0]);
            }
            assert_eq!(slow, wanted.as_bytes());
        }
    }

    #[test]
    fn what_no_sheet_holds_is_refused() {
        let limits = Limits { workbook: 10, ..Limits::default() };
        let add = |row, column, words: &str| {
            grid(&[])
                .add((row, column), true, "book", &limits, |text| text.push_str(words))
                .map_err(|error| error.to_string())
        };
        assert!(add(MOST_ROWS - 1, MOST_COLUMNS - 1, "0123456789").is_ok());
        assert!(add(MOST_ROWS, 0, "a").unwrap_err().contains("row 1048577, column 1"));
        assert!(add(0, u32::MAX, "a").unwrap_err().contains("column 4294967296"));
        assert!(add(0, 0, "0123456789a").unwrap_err().contains("raise max_workbook"));
    }
}
