//! The compound files of older Office programs, as far as it takes to know that one is sound.
//!
//! Sources: [MS-CFB] for the file, [MS-XLS] for the records of a workbook.
//!
//! The workbook reader trusts what such a file says of itself: it would follow a circle of sectors, or make room for
//! four thousand million rows, until the memory is full. That cannot be caught like a panic, so it is looked for first.
//!
//! [MS-CFB]: https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/
//! [MS-XLS]: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls/

use std::ops::ControlFlow::{self, Break, Continue};

use super::shared_texts;

/// Ids from here on are marks and no sectors.
const MARKS: u32 = 0xffff_fffa;
/// Streams shorter than this are kept in small sectors.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// Records of a workbook.
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const SHEET: u16 = 0x0085;
/// What follows is encrypted, so nothing is known of the sheets and nothing will be read of them.
const LOCKED: u16 = 0x002f;
const DIMENSIONS: u16 = 0x0200;
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x0207, 0x027e];

/// What an older workbook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    /// The cells of the rectangles around its sheets.
    pub(super) area: u64,
    /// The cells that are written.
    pub(super) filled: u64,
    /// The most texts that its table of texts can have.
    pub(super) texts: u64,
    /// The bytes of these texts in the cells.
    pub(super) text_bytes: u64,
}

/// What an older workbook holds. `None` is too broken to say; the workbook reader will find out why.
///
/// # Errors
///
/// Its sectors follow each other in a circle.
pub(super) fn cells(file: &[u8]) -> Result<Option<Cells>, &'static str> {
    let Some(sectors) = Sectors::new(file)? else { return Ok(None) };
    Ok(sectors.workbook()?.map(|stream| {
        let globals = || records(&stream).take_while(|(kind, _)| *kind != EOF);
        if globals().any(|(kind, data)| kind == LOCKED && u16_at(data, 0) != Some(0)) {
            return Cells::default();
        }
        let starts = globals().filter(|(kind, _)| *kind == SHEET).filter_map(|(_, data)| u32_at(data, 0));
        let sheets = starts.filter_map(|start| stream.get(usize::try_from(start).ok()?..));
        let mut cells = Cells { texts: texts(globals()), ..Cells::default() };
        let lengths = shared_texts::lengths(globals());
        for sheet in sheets {
            let (text_bytes, sheet) = (shared_texts::in_cells(records(sheet), &lengths), area(sheet));
            cells.area = cells.area.saturating_add(sheet.area);
            cells.filled = cells.filled.saturating_add(sheet.filled);
            cells.text_bytes = cells.text_bytes.saturating_add(text_bytes);
        }
        cells
    }))
}

/// The most texts that the table of texts can have: each takes three bytes at least, and more than that, sixteen mostly. The
/// number that it states is only believed where it is large enough.
fn texts<'r>(records: impl Iterator<Item = (u16, &'r [u8])>) -> u64 {
    const TABLE: u16 = 0x00fc;
    const GOES_ON: u16 = 0x003c;
    let (mut bytes, mut is_table) = (0, false);
    for (kind, data) in records {
        is_table = kind == TABLE || is_table && kind == GOES_ON;
        bytes += if is_table { data.len() as u64 } else { 0 };
    }
    bytes / 3
}

/// The sectors of a file, and which follows which.
struct Sectors<'f> {
    body: &'f [u8],
    size: usize,
    next: Vec<u32>,
    directory: Vec<u8>,
    small: Vec<u8>,
    small_next: Vec<u32>,
}

type Chain = Result<Option<Vec<u8>>, &'static str>;

impl<'f> Sectors<'f> {
    fn new(file: &'f [u8]) -> Result<Option<Self>, &'static str> {
        let size = match u16_at(file, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let (Some(body), Some(next)) = (file.get(size..), table(file, size)) else { return Ok(None) };
        let field = |at| u32_at(file, at).unwrap_or(MARKS);
        let Some(directory) = chain(body, size, &next, field(48), usize::MAX)? else { return Ok(None) };
        let mut sectors = Self { body, size, next, directory, small: Vec::new(), small_next: Vec::new() };
        let length = (field(64) as usize).saturating_mul(size);
        if length > 0 {
            let small_next = chain(body, size, &sectors.next, field(60), length)?;
            let root = sectors.entries().next().map(|(_, start, length)| (start, length));
            let small = root.map_or(Ok(None), |(start, length)| chain(body, size, &sectors.next, start, length))?;
            sectors.small_next = small_next.as_deref().map(words).unwrap_or_default();
            sectors.small = small.unwrap_or_default();
        }
        Ok(Some(sectors))
    }

    /// The name, first sector and length of everything in the directory. The first entry is the root.
    fn entries(&self) -> impl Iterator<Item = (String, u32, usize)> {
        let long = self.size == 4096;
        self.directory.chunks_exact(128).map(move |entry| {
            let letters = entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let name =
                char::decode_utf16(letters.take_while(|letter| *letter != 0)).map(|letter| letter.unwrap_or('?'));
            let upper = if long { u32_at(entry, 124).unwrap_or(0) } else { 0 };
            let length = u64::from(upper) << 32 | u64::from(u32_at(entry, 120).unwrap_or(0));
            (name.collect(), u32_at(entry, 116).unwrap_or(MARKS), usize::try_from(length).unwrap_or(usize::MAX))
        })
    }

    fn workbook(&self) -> Chain {
        let named = |wanted: &str| self.entries().find(|(name, ..)| name.eq_ignore_ascii_case(wanted));
        match named("Workbook").or_else(|| named("Book")) {
            None => Ok(None),
            Some((_, start, length)) if length < SMALL => {
                chain(&self.small, SMALL_SECTOR, &self.small_next, start, length)
            }
            Some((_, start, length)) => chain(self.body, self.size, &self.next, start, length),
        }
    }
}

/// The table of which sector follows which. The header says where its first 109 parts are, and each further sector of
/// such places where the next one is.
fn table(file: &[u8], size: usize) -> Option<Vec<u32>> {
    let body = file.get(size..)?;
    let mut parts = words(file.get(76..512)?);
    let mut more = u32_at(file, 68)?;
    for _ in 0..=body.len() / size {
        if more >= MARKS {
            break;
        }
        parts.extend(words(sector(body, size, more)?));
        more = parts.pop()?;
    }
    let mut next = Vec::new();
    for part in parts.into_iter().filter(|part| *part < MARKS) {
        next.extend(words(sector(body, size, part)?));
    }
    Some(next)
}

/// The bytes of the sectors from `id` on, up to `length`. No more sectors can follow each other than there are.
fn chain(body: &[u8], size: usize, next: &[u32], mut id: u32, length: usize) -> Chain {
    let mut bytes = Vec::new();
    for _ in 0..=body.len() / size {
        if id == 0xffff_fffe || bytes.len() >= length {
            bytes.truncate(length);
            return Ok(Some(bytes));
        }
        let (Some(sector), Some(following)) = (sector(body, size, id), next.get(id as usize)) else { return Ok(None) };
        bytes.extend_from_slice(sector);
        id = *following;
    }
    Err("its parts follow each other in a circle")
}

/// The last sector of a file may be short.
fn sector(body: &[u8], size: usize, id: u32) -> Option<&[u8]> {
    let start = (id as usize).checked_mul(size)?;
    body.get(start..body.len().min(start.saturating_add(size)))
}

/// The cells of the rectangle around a sheet, as it says or as its cells lie, whichever is more.
fn area(sheet: &[u8]) -> Cells {
    let (mut depth, mut filled) = (0, 0);
    let (mut stated, mut rows, mut columns) = (0, 0, 0);
    let mut look = |(kind, data): (u16, &[u8])| -> ControlFlow<()> {
        match kind {
            BOF => depth += 1,
            // What is nested is a chart, which has cells of its own.
            EOF if depth <= 1 => return Break(()),
            EOF => depth -= 1,
            DIMENSIONS => stated = dimensions(data).unwrap_or(0).max(stated),
            _ if CELLS.contains(&kind) => {
                let last = if kind == 0x00bd { data.len().saturating_sub(2) } else { 2 };
                filled += if kind == 0x00bd { (data.len() as u64 / 6).max(1) } else { 1 };
                rows = rows.max(u16_at(data, 0).map_or(0, |row| u64::from(row) + 1));
                columns = columns.max(u16_at(data, last).map_or(0, |column| u64::from(column) + 1));
            }
            _ => {}
        }
        Continue(())
    };
    let _ = records(sheet).try_for_each(&mut look);
    Cells { area: stated.max(rows * columns), filled, ..Cells::default() }
}

/// Rows and columns are stated from the first to behind the last. Where they are stated backwards, that is very many.
fn dimensions(data: &[u8]) -> Option<u64> {
    let narrow = |at| u16_at(data, at).map(u32::from);
    let (rows, columns) = match data.len() {
        10 => ((narrow(0)?, narrow(2)?), (narrow(4)?, narrow(6)?)),
        _ => ((u32_at(data, 0)?, u32_at(data, 4)?), (narrow(8)?, narrow(10)?)),
    };
    // A first column beyond those of any sheet is taken for the first by the workbook reader.
    let first = if columns.0 > 0xff || columns.1 < columns.0 { 0 } else { columns.0 };
    if rows.1 == 0 || columns.1 == 0 {
        return Some(1);
    }
    let count = |first: u32, behind: u32| behind.checked_sub(first).map_or(u64::from(u32::MAX), u64::from);
    Some(count(rows.0, rows.1).saturating_mul(count(first, columns.1)))
}

/// The records of a stream: their kinds and their data.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, usize::from(u16_at(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((kind, data))
    })
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(bytes, at + 2)?) << 16 | u32::from(u16_at(bytes, at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Vec<u8> {
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cells.xls")).unwrap()
    }

    fn place(bytes: &[u8], wanted: &[u8]) -> usize {
        bytes.windows(wanted.len()).position(|window| window == wanted).unwrap()
    }

    #[test]
    fn the_cells_of_a_sound_workbook_are_few() {
        // Rows 1 to 12 and columns A to C of the first sheet, one cell of the second, a stated A1 of the third.
        assert!(cells(&book()).unwrap().is_some_and(|cells| (37..100).contains(&cells.area)), "{:?}", cells(&book()));
    }

    #[test]
    fn a_workbook_that_states_too_many_rows_is_noticed() {
        let book = book();
        let at = place(&book, &[0x00, 0x02, 14, 0]);
        for (field, rows) in [(8, u32::MAX), (4, 1 << 20)] {
            let mut book = book.clone();
            book[at + field..at + field + 4].copy_from_slice(&rows.to_le_bytes());
            assert!(cells(&book).unwrap().unwrap().area > 1 << 32);
        }
    }

    #[test]
    fn a_circle_of_sectors_is_noticed() {
        let mut book = book();
        let table = (u32_at(&book, 76).unwrap() as usize + 1) * 512;
        let directory = u32_at(&book, 48).unwrap() as usize;
        let id = u32::try_from(directory).unwrap();
        book[table + directory * 4..table + directory * 4 + 4].copy_from_slice(&id.to_le_bytes());
        assert!(cells(&book).is_err());
    }

    #[test]
    fn whatever_is_cut_off_is_left_to_the_workbook_reader() {
        let book = book();
        for length in 0..book.len() {
            let _ = cells(&book[..length]);
        }
        assert_eq!(cells(&book[..600]), Ok(None));
    }
}
