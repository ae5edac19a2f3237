//! The table of texts of an older workbook, and how much memory they take in its cells: each cell has a copy of its text.
//!
//! Source: [MS-XLS] 2.4.265 (SST) and 2.5.293 (`XLUnicodeRichExtendedString`).
//!
//! [MS-XLS]: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls/

/// Records of a workbook: the table of texts, what goes on with it, and a cell with a text of the table.
const TABLE: u16 = 0x00fc;
const GOES_ON: u16 = 0x003c;
const CELL: u16 = 0x00fd;

/// What a text has besides its letters: two bytes each, runs of fonts, and how to pronounce it.
const WIDE: u8 = 0x01;
const PRONOUNCED: u8 = 0x04;
const RUNS: u8 = 0x08;

/// The most bytes that a letter of one or two bytes takes in UTF-8.
const NARROW_LETTER: u64 = 2;
const WIDE_LETTER: u64 = 3;

/// The most bytes that each text of the table takes, in its order.
pub(super) fn lengths<'r>(records: impl Iterator<Item = (u16, &'r [u8])>) -> Vec<u64> {
    let mut records = records.skip_while(|(kind, _)| *kind != TABLE);
    let Some((_, first)) = records.next() else { return Vec::new() };
    let rest = records.take_while(|(kind, _)| *kind == GOES_ON).map(|(_, data)| data);
    // How many there are stands before them.
    let parts = std::iter::once(first.get(8..).unwrap_or_default()).chain(rest).collect();
    let mut table = Table { parts, part: 0, at: 0 };
    std::iter::from_fn(|| table.text()).collect()
}

/// The bytes of the texts in the cells of a sheet.
pub(super) fn in_cells<'r>(records: impl Iterator<Item = (u16, &'r [u8])>, lengths: &[u64]) -> u64 {
    let cells = records.filter(|(kind, _)| *kind == CELL);
    let text = |data: &[u8]| {
        let index = data.get(6..10)?;
        lengths.get(u32::from_le_bytes([index[0], index[1], index[2], index[3]]) as usize)
    };
    cells.filter_map(|(_, data)| text(data)).fold(0, |sum: u64, length| sum.saturating_add(*length))
}

/// The records of the table, and how far they are read.
struct Table<'r> {
    parts: Vec<&'r [u8]>,
    part: usize,
    at: usize,
}

impl Table<'_> {
    /// The most bytes of the next text; `None` behind the last one, or where it is cut off.
    fn text(&mut self) -> Option<u64> {
        let letters = self.u16()?;
        let flags = self.byte()?;
        let runs = if flags & RUNS > 0 { usize::from(self.u16()?) * 4 } else { 0 };
        let pronounced =
            if flags & PRONOUNCED > 0 { usize::from(self.u16()?) | usize::from(self.u16()?) << 16 } else { 0 };
        let length = self.letters(usize::from(letters), flags & WIDE > 0)?;
        self.pass_over(runs)?;
        self.pass_over(pronounced)?;
        Some(length)
    }

    /// A record that goes on within the letters says anew how wide they are.
    fn letters(&mut self, mut left: usize, mut is_wide: bool) -> Option<u64> {
        let mut length = 0;
        while left > 0 {
            if self.rest() == 0 {
                self.part += 1;
                self.at = 0;
                is_wide = self.byte()? & WIDE > 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = left.min(self.rest().div_ceil(width));
            length += here as u64 * if is_wide { WIDE_LETTER } else { NARROW_LETTER };
            self.at = self.parts.get(self.part)?.len().min(self.at + here * width);
            left -= here;
        }
        Some(length)
    }

    fn rest(&self) -> usize {
        self.parts.get(self.part).map_or(0, |part| part.len() - self.at)
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest() == 0 {
            self.parts.get(self.part)?;
            self.part += 1;
            self.at = 0;
        }
        self.at += 1;
        Some(self.parts[self.part][self.at - 1])
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn pass_over(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > self.rest() {
            bytes -= self.rest();
            self.part += 1;
            self.at = 0;
            self.parts.get(self.part)?;
        }
        self.at += bytes;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(letters: u16, flags: u8, rest: &[u8]) -> Vec<u8> {
        [&letters.to_le_bytes()[..], &[flags], rest].concat()
    }

    #[test]
    fn texts_are_measured_across_records() {
        let plain = text(3, 0, b"abc");
        let wide = text(2, WIDE, b"a\0b\0");
        let marked = text(1, RUNS | PRONOUNCED, &[1, 0, 5, 0, 0, 0, b'x', 9, 9, 9, 9, 1, 2, 3, 4, 5]);
        let cut = text(5, 0, b"ab");
        let first = [&[0; 8][..], &plain, &wide, &marked, &cut].concat();
        // The last text goes on with letters of two bytes; then one more, of which only its beginning is there.
        let second = [&[WIDE][..], b"c\0d\0e\0", &[7, 0]].concat();
        let records = [(1, &b"x"[..]), (TABLE, &first), (GOES_ON, &second), (2, b""), (GOES_ON, b"zzz")];
        assert_eq!(lengths(records.into_iter()), [6, 6, 2, 4 + 9]);
        assert!(lengths(std::iter::empty()).is_empty());
    }

    #[test]
    fn every_cell_has_its_text_anew() {
        let cell = |index: u32| [&[0; 6][..], &index.to_le_bytes()].concat();
        let (one, two, none) = (cell(0), cell(1), cell(2));
        let records = [(CELL, &one[..]), (CELL, &two), (CELL, &two), (CELL, &none), (CELL, b"short"), (9, &one)];
        assert_eq!(in_cells(records.into_iter(), &[5, 100]), 205);
    }
}
