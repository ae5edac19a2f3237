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
/// Empty cells take no memory, so a sheet with a forgotten cell in its last corner is no larger than another. What there is
/// lies in blocks: one long row of bytes would be copied into twice the room again and again while it grows.
pub(super) struct Grid {
    texts: Vec<String>,
    places: Vec<Vec<Place>>,
    scratch: String,
    sorted: bool,
    /// Bytes of memory that the workbook takes beside the sheet.
    held: u64,
    /// Bytes of the blocks.
    taken: u64,
}

/// A cell: from the highest bit on its row, its column, the block of its text, where in that it begins, how long it is, and
/// whether the workbook holds a text there. So cells are in the order of their numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u128);

/// The bits of a cell's row and column, of its block, of its beginning there, and of its length.
const ROW_BITS: u32 = 20;
const COLUMN_BITS: u32 = 14;
const BLOCK_BITS: u32 = 26;
const START_BITS: u32 = 21;
const LENGTH_BITS: u32 = 46;

/// So many bytes of text, and so many cells, are a block.
const TEXT: usize = 1 << 20;
const CELLS: usize = 1 << 16;

impl Place {
    fn new(row: u32, column: u32, block: usize, start: usize, length: usize, words: bool) -> Self {
        let fields = [(block as u128, BLOCK_BITS), (start as u128, START_BITS), (length as u128, LENGTH_BITS)];
        let place = u128::from(row) << COLUMN_BITS | u128::from(column);
        Self(fields.iter().fold(place, |place, (field, bits)| place << bits | field) << 1 | u128::from(words))
    }

    fn bits(self, from: u32, bits: u32) -> usize {
        usize::try_from(self.0 >> from & ((1 << bits) - 1)).expect("bug: no field of a place has more than 46 bits")
    }

    fn words(self) -> bool {
        self.bits(0, 1) == 1
    }

    fn length(self) -> usize {
        self.bits(1, LENGTH_BITS)
    }

    fn start(self) -> usize {
        self.bits(1 + LENGTH_BITS, START_BITS)
    }

    fn block(self) -> usize {
        self.bits(1 + LENGTH_BITS + START_BITS, BLOCK_BITS)
    }

    fn column(self) -> usize {
        self.bits(1 + LENGTH_BITS + START_BITS + BLOCK_BITS, COLUMN_BITS)
    }

    fn row(self) -> usize {
        self.bits(1 + LENGTH_BITS + START_BITS + BLOCK_BITS + COLUMN_BITS, ROW_BITS)
    }
}

impl Grid {
    /// Of a workbook that takes `held` bytes of memory beside the sheet.
    pub(super) fn new(held: u64) -> Self {
        let (texts, places, scratch) = (Vec::new(), Vec::new(), String::new());
        Self { texts, places, scratch, sorted: true, held, taken: 0 }
    }

    /// Adds the cell that `write` puts behind the text; a cell without text is as if it were not there. `words` says that
    /// the workbook holds a text there, and not a number or a date.
    ///
    /// # Errors
    ///
    /// The cell lies outside of any sheet, or the workbook takes more memory than its limit.
    pub(super) fn add(
        &mut self,
        (row, column): (u32, u32),
        words: bool,
        name: &str,
        limits: &Limits,
        write: impl FnOnce(&mut String),
    ) -> Result<(), ContainerError> {
        self.scratch.clear();
        write(&mut self.scratch);
        if self.scratch.is_empty() {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let what = format!("it has a cell in row {}, column {}", u64::from(row) + 1, u64::from(column) + 1);
            return Err(ContainerError::Workbook { name: name.to_owned(), what });
        }
        let place = self.keep(row, column, words);
        self.sorted &= self.last().is_none_or(|last| (last.row(), last.column()) < (place.row(), place.column()));
        if self.places.last().is_none_or(|block| block.len() == CELLS) {
            // The first block grows: most sheets are small.
            self.places.push(if self.places.is_empty() { Vec::new() } else { Vec::with_capacity(CELLS) });
        }
        self.places.last_mut().expect("bug: a block was just made").push(place);
        // Cells that are in no order have to be put in one.
        let sorting = if self.sorted { 1 } else { 3 };
        let cells = self.places.len().saturating_sub(1) * CELLS + self.places.last().map_or(0, Vec::len);
        let taken = self.taken.saturating_add((cells * sorting * size_of::<Place>()) as u64);
        if taken.saturating_add(self.held) > limits.workbook {
            return Err(ContainerError::TooLarge {
                name: name.to_owned(),
                limit: "max_workbook",
                most: limits.workbook,
            });
        }
        Ok(())
    }

    /// Keeps the text in the last block, or in a new one where that has no room.
    fn keep(&mut self, row: u32, column: u32, words: bool) -> Place {
        let length = self.scratch.len();
        let is_full = self.texts.last().is_none_or(|block| block.len() + length > TEXT);
        if is_full {
            let room = if self.texts.is_empty() { length } else { length.max(TEXT) };
            self.texts.push(String::with_capacity(room));
        }
        let block = self.texts.last_mut().expect("bug: a block was just made");
        let start = block.len();
        block.push_str(&self.scratch);
        self.taken += length as u64;
        Place::new(row, column, self.texts.len() - 1, start, length, words)
    }

    fn last(&self) -> Option<Place> {
        self.places.last()?.last().copied()
    }

    /// Whether no cell has text.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The sheet's text. Of two cells in one place the first counts.
    pub(super) fn into_text(mut self) -> SheetText {
        if !self.sorted {
            let mut all = self.places.concat();
            self.places = Vec::new();
            all.sort_unstable();
            all.dedup_by_key(|place| (place.row(), place.column()));
            self.places = all.chunks(CELLS).map(<[Place]>::to_vec).collect();
        }
        let columns = || self.places.iter().flatten().map(|place| place.column());
        let (first, last) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        SheetText { grid: self, first, last, row: 0, next: 0, made: Vec::new(), given: 0 }
    }

    /// The cell of this number, in the order of their places.
    fn place(&self, number: usize) -> Option<Place> {
        self.places.get(number / CELLS)?.get(number % CELLS).copied()
    }

    fn text(&self, place: Place) -> &str {
        &self.texts[place.block()][place.start()..place.start() + place.length()]
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
    first: usize,
    last: usize,
    row: usize,
    next: usize,
    made: Vec<u8>,
    given: usize,
}

impl SheetText {
    fn make(&mut self) {
        self.made.clear();
        self.given = 0;
        while self.made.len() < STEP
            && let Some(next) = self.grid.place(self.next)
        {
            if next.row() == self.row {
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
            let is_here = |place: &Place| (place.row(), place.column()) == (self.row, column);
            if let Some(place) = self.grid.place(self.next).filter(is_here) {
                push_quoted(&mut self.made, self.grid.text(place), place.words());
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
        let mut grid = Grid::new(0);
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
        let limits = Limits { workbook: 10 + 16, ..Limits::default() };
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
