//! What is looked at before a workbook is opened, because the workbook reader believes what workbooks say of themselves:
//! it makes room for it, and a memory that is full cannot be caught.

use std::io::{self, Read};

use calamine::Data;

use super::bytes::Bytes;
use super::compound;
use super::entry::Entry;
use super::error::{ContainerError, unwrapped};
use super::limits::Limits;
use super::tags::{name, number, tags};

/// Compares the parts of a workbook that is a zip archive with what the archive says of them, and gives how much memory
/// the workbook reader takes for them at most, beside the cells of the sheet that is read. Pictures and the like are
/// never unpacked.
///
/// # Errors
///
/// A part is damaged, or they are too large together.
pub(super) fn check_parts(
    entries: &[Entry],
    bytes: &Bytes,
    name: &str,
    limits: &Limits,
) -> Result<u64, ContainerError> {
    let read = |entry: &&Entry| ["xml", "bin", "rels"].iter().any(|ending| entry.name.ends_with(ending));
    let parts: Vec<&Entry> = entries.iter().filter(read).collect();
    if parts.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size)) > limits.workbook {
        return Err(too_large(name, limits));
    }
    let mut held = bytes.held();
    for part in parts {
        // Parts are far more alike than the records of a list are, so their ratio says nothing.
        let limits = Limits { unpacked: limits.workbook, ratio: u64::MAX, ..*limits };
        let reader = part.open(bytes, name, &limits)?;
        let taken = taken_by(part, reader, limits.workbook).map_err(|error| explained(name, error))?;
        held = held.saturating_add(taken);
        if held > limits.workbook {
            return Err(too_large(name, &limits));
        }
    }
    Ok(held)
}

/// What is wrong with the text of a part; errors of unpacking it have their own words.
fn explained(name: &str, error: io::Error) -> ContainerError {
    let is_ours = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<ContainerError>);
    if is_ours || error.raw_os_error().is_some() {
        return unwrapped(name, error);
    }
    ContainerError::Workbook { name: name.to_owned(), what: error.to_string() }
}

/// How many times its size a small part takes at most: a style of five letters is a hundred bytes in memory.
const SMALL_PARTS: u64 = 64;

/// The parts that are read whole.
const SMALL: [&str; 5] = ["workbook.xml", "workbook.bin", "styles.xml", "styles.bin", "manifest.xml"];

/// How many times its length a text takes while it is read: in a buffer that grows, as a text, and without its marks.
const PIECES: u64 = 6;

/// How many times its size a row of values takes at most while it grows.
const GROWING: u64 = 3;

/// How much memory the workbook reader takes for a part at most.
fn taken_by(part: &Entry, mut reader: impl Read, limit: u64) -> io::Result<u64> {
    let path = part.name.to_ascii_lowercase();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let ending = file.rsplit('.').next().unwrap_or_default();
    let texts = |texts: u64, stated: u64| {
        // Room is made for as many as are stated.
        let room = if stated < texts { texts.saturating_mul(GROWING) } else { stated };
        room.saturating_mul(size_of::<String>() as u64).saturating_add(texts * 16).saturating_add(part.size)
    };
    match file {
        "sharedstrings.xml" => {
            let (mut count, mut stated) = (0, 0);
            let longest = tags(reader, |tag, _| match local(name(tag)) {
                b"si" => count += 1,
                b"sst" => stated = number(tag, "uniqueCount").unwrap_or(0).max(stated),
                _ => {}
            })?;
            Ok(texts(count, stated).saturating_add(longest * PIECES))
        }
        "sharedstrings.bin" => {
            let (count, longest) = records(&mut reader, limit)?;
            Ok(texts(count, 0).saturating_add(part.size / 2).saturating_add(longest * 2))
        }
        "content.xml" => Repeats::taken_by(reader),
        _ if file.starts_with("theme") || ending == "rels" || SMALL.contains(&file) => {
            io::copy(&mut reader, &mut io::sink())?;
            Ok(part.size.saturating_mul(SMALL_PARTS))
        }
        // What else is called so are macros, pictures and the settings of printers, and is not read.
        _ if ending == "bin" && (folder.contains("worksheets") || folder == "xl" && file != "vbaproject.bin") => {
            Ok(records(&mut reader, limit)?.1 * 2)
        }
        _ if ending == "bin" => io::copy(&mut reader, &mut io::sink()).map(|_| 0),
        // A sheet may be called anything.
        _ => Ok(tags(reader, |_, _| {})? * PIECES),
    }
}

/// The name of a tag without what stands before its colon.
fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|byte| *byte == b':').map_or(name, |at| &name[at + 1..])
}

/// How many texts the records of a binary part hold, and how long the longest record is.
fn records(reader: &mut impl Read, limit: u64) -> io::Result<(u64, u64)> {
    const TEXT: u32 = 0x13;
    let mut reader = io::BufReader::new(reader);
    let (mut texts, mut longest) = (0, 0);
    while let Some(first) = byte(&mut reader)? {
        let kind = match first & 0x80 {
            0 => u32::from(first),
            _ => u32::from(first & 0x7f) | u32::from(byte(&mut reader)?.unwrap_or(0) & 0x7f) << 7,
        };
        let mut length = 0_u64;
        for shift in [0, 7, 14, 21] {
            let part = byte(&mut reader)?.unwrap_or(0);
            length |= u64::from(part & 0x7f) << shift;
            if part & 0x80 == 0 {
                break;
            }
        }
        if length > limit {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it states a record that is longer than itself"));
        }
        texts += u64::from(kind == TEXT);
        // Room is made for what is stated, whatever follows.
        longest = longest.max(length);
        io::copy(&mut (&mut reader).take(length), &mut io::sink())?;
    }
    Ok((texts, longest))
}

fn byte(reader: &mut impl Read) -> io::Result<Option<u8>> {
    let mut one = [0];
    match reader.read_exact(&mut one) {
        Ok(()) => Ok(Some(one[0])),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The sheets of an `OpenDocument` workbook, in which a cell or a row says how many times it stands there: all of them are
/// held, each with its formula.
#[derive(Default)]
struct Repeats {
    /// Bytes of the sheets before this one.
    held: u64,
    /// The most that any of them takes while it is made, beside what is kept of it.
    making: u64,
    rows: u64,
    blank_rows: u64,
    width: u64,
    /// Cells as they are written in rows, and the bytes of their texts.
    written: u64,
    texts: u64,
    repeated_texts: u64,
    row: Row,
}

#[derive(Default)]
struct Row {
    times: u64,
    cells: u64,
    blank: u64,
    texts: u64,
    /// How many times the cell that is open stands there, and the bytes of its text and attributes.
    open: Option<(u64, u64)>,
}

/// The sizes of a sheet in the programs that write them, which the workbook reader keeps to.
const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: u64 = 1 << 14;

impl Repeats {
    fn taken_by(reader: impl Read) -> io::Result<u64> {
        let mut repeats = Self::default();
        let longest = tags(reader, |tag, text| repeats.tag(tag, text))?;
        repeats.end_sheet();
        Ok(repeats.held.saturating_add(repeats.making).saturating_add(longest.saturating_mul(PIECES)))
    }

    fn tag(&mut self, tag: &[u8], text: u64) {
        if let Some((_, length)) = &mut self.row.open {
            *length += text;
        }
        let closes = tag.ends_with(b"/");
        match name(tag) {
            b"table:table-row" => {
                let times = number(tag, "table:number-rows-repeated").unwrap_or(1);
                self.row = Row { times: times.min(MOST_ROWS), ..Row::default() };
                if closes {
                    self.end_row();
                }
            }
            b"/table:table-row" => self.end_row(),
            b"table:table-cell" | b"table:covered-table-cell" => {
                let times = number(tag, "table:number-columns-repeated").unwrap_or(1).min(MOST_COLUMNS);
                let says = [&b"office:"[..], b"calcext:", b"table:formula"];
                let is_filled = says.iter().any(|part| memchr::memmem::find(tag, part).is_some());
                self.row.open = Some((times, if is_filled { tag.len() as u64 } else { 0 }));
                if closes {
                    self.end_cell();
                }
            }
            b"/table:table-cell" | b"/table:covered-table-cell" => self.end_cell(),
            b"/table:table" => self.end_sheet(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some((times, length)) = self.row.open.take() else { return };
        let row = &mut self.row;
        if length == 0 {
            row.blank = row.blank.saturating_add(times);
        } else {
            row.cells = row.cells.saturating_add(row.blank).saturating_add(times).min(MOST_COLUMNS);
            row.texts = row.texts.saturating_add(times.saturating_mul(length));
            row.blank = 0;
        }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.cells == 0 {
            self.blank_rows = self.blank_rows.saturating_add(row.times);
            return;
        }
        self.rows = self.rows.saturating_add(self.blank_rows).saturating_add(row.times).min(MOST_ROWS);
        self.blank_rows = 0;
        self.width = self.width.max(row.cells);
        self.written = self.written.saturating_add(row.cells);
        self.texts = self.texts.saturating_add(row.texts);
        self.repeated_texts = self.repeated_texts.saturating_add(row.texts.saturating_mul(row.times));
    }

    /// A cell and a formula a place. They are held as written while the sheet is made, and copied once it is asked for.
    fn end_sheet(&mut self) {
        let (cell, formula) = (size_of::<Data>() as u64, size_of::<String>() as u64);
        let kept = self.rows.saturating_mul(self.width).saturating_mul(cell + formula);
        let written = self.written.saturating_mul((cell + formula) * GROWING);
        self.held = self.held.saturating_add(kept).saturating_add(self.repeated_texts);
        let making = written.saturating_add(self.texts).max(kept.saturating_add(self.repeated_texts));
        self.making = self.making.max(making);
        *self = Self { held: self.held, making: self.making, ..Self::default() };
    }
}

/// Refuses an older workbook that would fill the memory, and gives how much memory it takes at most. Its sheets are held
/// as the rectangles around their cells, and copied once more when one is asked for.
///
/// # Errors
///
/// It is too large, cannot be read, or runs in a circle.
pub(super) fn check_compound(bytes: &Bytes, name: &str, limits: &Limits) -> Result<u64, ContainerError> {
    let mut file = Vec::new();
    let read = bytes.open().and_then(|mut reader| reader.read_to_end(&mut file));
    read.map_err(|cause| ContainerError::io(name, cause))?;
    let cells = compound::cells(&file)
        .map_err(|what| ContainerError::Workbook { name: name.to_owned(), what: what.to_owned() })?
        .unwrap_or_default();
    let cell = size_of::<Data>() as u64;
    let rectangles = cells.area.saturating_mul(cell * 2);
    let held = rectangles
        .saturating_add(cells.filled.saturating_mul((cell + 8) * GROWING))
        .saturating_add(cells.texts.saturating_mul(size_of::<String>() as u64 * GROWING))
        .saturating_add(cells.text_bytes.saturating_mul(2))
        .saturating_add(file.len() as u64 * 3);
    if held > limits.workbook { Err(too_large(name, limits)) } else { Ok(held) }
}

/// The error for a workbook beyond the limit.
pub(super) fn too_large(name: &str, limits: &Limits) -> ContainerError {
    ContainerError::TooLarge { name: name.to_owned(), limit: "max_workbook", most: limits.workbook }
}
