//! Opens a list: its container, its encoding, its dialect, its header. What is left is text to be cut into chunks.

use std::io::{self, Cursor, Read};

use super::OpenError;
use super::below_header;
use super::chunks::{ChunkReader, Later};
use super::container::{Kind, Limits, Member};
use super::dialect::Sniffed;
use super::header::{self, unique_names};
use super::misfit;
use super::records::{LineTail, Names, Records, Shape};
use super::writing::{self, line_ends, line_start};
use crate::encoding::{Detected, Transcoder, detect, source_length, stated};
use crate::profile::{CsvOptions, HeaderLine};

/// How much of a list is looked at before it is read: encoding, dialect, and the habits of its numbers and dates.
pub(super) const SAMPLE: usize = 4 << 20;

/// The largest number of columns.
pub(super) const MAX_COLUMNS: usize = 4_096;

/// A list of which the header is known and nothing else is read.
pub struct OpenList {
    /// What it comes in, and how it is written.
    pub writing: Writing,
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
    /// How its records look.
    pub shape: Shape,
    /// Its column names.
    pub headers: Vec<String>,
    /// The beginning of the list behind the header, ended at a whole record unless the whole list is in it.
    pub sample: Vec<u8>,
    /// Whether the whole list is in it.
    pub whole: bool,
    /// Its chunks.
    pub chunks: ChunkReader,
    /// What it was opened by.
    member: (Member, CsvOptions, Limits),
    /// How many bytes of its text, in UTF-8, stand before the first record.
    start: u64,
    /// How many bytes of its text were read behind that.
    length: usize,
}

/// What a list that was opened takes for as long as it is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// So many bytes of memory: all of its text.
    Text(usize),
    /// An open file.
    File,
    /// The cells of a whole sheet in memory.
    Sheet,
}

/// What a list comes in, and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Writing {
    /// What it comes in.
    pub kind: Kind,
    /// How its characters are written as bytes.
    pub encoding: Detected,
    /// How its cells are told apart, and where its header stands.
    pub sniffed: Sniffed,
    /// The lines above the header, at most the first few.
    pub above: Vec<String>,
    /// What had to be done to make the header fit the records.
    pub mended_header: Option<&'static str>,
    /// Whether the line above the header names groups of columns.
    pub has_groups: bool,
    /// Whether nothing stands below the header.
    pub is_bare: bool,
    /// The header as it stands in the list, before its names were made unique; empty where the list has none.
    pub header: Vec<String>,
    /// The line of the first record, from 1.
    pub first_line: u64,
    /// The byte of the file, unpacked, where the first record begins.
    pub first_byte: u64,
}

/// The text of a list: its beginning, and all of it.
struct Text {
    sample: Vec<u8>,
    whole: bool,
    rest: Box<dyn Read + Send>,
    encoding: Detected,
}

/// Opens a list and reads its beginning.
///
/// # Errors
/// See [`OpenError`]: what cannot be opened or unpacked, is empty, is evidently no CSV, or contradicts its list file.
pub fn open_list(member: &Member, options: &CsvOptions, limits: &Limits) -> Result<OpenList, OpenError> {
    let name = member.to_string();
    let opened = member.open(limits)?;
    let text = decoded(&name, opened.reader, opened.kind, options)?;
    let sniffed = writing::told(&name, &text.sample, text.whole, options, opened.kind)?;
    let body = line_start(&text.sample, sniffed.skip_top);
    let is_sheet = opened.kind.is_sheet();
    let line_tail = LineTail::of(&text.sample[body..], text.whole, sniffed.dialect).filter(|_| !is_sheet);
    let mut header = match options.header {
        Some(HeaderLine::Absent | HeaderLine::Named(_)) => header::Header::default(),
        _ => header::read(&text.sample[body..], text.whole, &sniffed, opened.kind.is_sheet()).ok_or_else(|| {
            if text.whole { OpenError::Empty(name.clone()) } else { OpenError::NoLineEnd(name.clone()) }
        })?,
    };
    if let (Some(tail), Some(last)) = (line_tail, header.cells.last_mut()) {
        last.truncate(tail.without(last.as_bytes()).len());
    }
    if options.skip_top.is_none() && header.cells.len() > 1 {
        header.join_groups(&text.sample[..body], sniffed.dialect);
    }
    let names = writing::column_names(&name, &text.sample[body..], &header, &sniffed, options)?;
    if names.len() > MAX_COLUMNS {
        return Err(OpenError::TooManyColumns { name, columns: names.len() });
    }
    let start = body + header.end;
    let first_line = 1 + u64::from(header.lines) + line_ends(&text.sample[..body]);
    let line = String::from_utf8_lossy(&text.sample[body..][header.raw.clone()]);
    let found = misfit::Found { names: &names, line: &line, lines: first_line - 1 };
    misfit::check(&name, &found, &text.sample[start..], text.whole, &sniffed, options)?;
    let shape = Shape { is_sheet, line_tail, ..Shape::new(sniffed.dialect, names.len()) };
    let shape = Shape {
        pad_short: options.pad_short,
        below_header: below_header::found(&text.sample[start..], text.whole, &names, &shape).into(),
        header: Names::new(&text.sample[body..][header.raw.clone()], &names, sniffed.dialect).into(),
        others: text.encoding.others,
        ..shape
    };
    let mark = if text.encoding.bom { text.encoding.encoding.bom().len() as u64 } else { 0 };
    let writing = Writing {
        kind: opened.kind,
        encoding: text.encoding,
        sniffed,
        above: writing::shown_lines(&text.sample[..body]),
        mended_header: header.mending,
        has_groups: header.has_groups,
        is_bare: text.whole && text.sample[start..].trim_ascii().is_empty(),
        header: header.cells,
        first_line,
        first_byte: mark + source_length(text.encoding.encoding, &text.sample[..start]),
    };
    let rest = text.sample[start..].to_vec();
    let length = rest.len();
    let beginning = Cursor::new(rest.clone());
    // What is whole needs no open file.
    let reader: Box<dyn Read + Send> =
        if text.whole { Box::new(beginning) } else { Box::new(beginning.chain(text.rest)) };
    let chunks = ChunkReader::new(&name, reader, writing.first_byte, opened.digest);
    let sample = if text.whole { rest } else { whole_records(rest, &shape) };
    let headers = unique_names(&names);
    let member = (member.clone(), options.clone(), *limits);
    Ok(OpenList {
        writing,
        size: opened.size,
        shape,
        headers,
        sample,
        whole: text.whole,
        chunks,
        member,
        start: start as u64,
        length,
    })
}

/// The text in UTF-8, without a byte order mark.
fn decoded(name: &str, mut reader: Box<dyn Read + Send>, kind: Kind, options: &CsvOptions) -> Result<Text, OpenError> {
    let mut bytes = read_sample(name, &mut reader)?;
    let whole = bytes.len() < SAMPLE;
    let found = detect(&bytes, whole).map_err(|cause| OpenError::Encoding { name: name.to_owned(), cause })?;
    let encoding = match options.encoding.filter(|_| !kind.is_sheet()) {
        Some(said) => stated(said, &bytes),
        None => found,
    };
    writing::check_encoding(name, &bytes, options, &found)?;
    if encoding.encoding.is_utf8() {
        let mark = if bytes.starts_with(encoding.encoding.bom()) { encoding.encoding.bom().len() } else { 0 };
        bytes.drain(..mark);
        writing::check_text(name, &bytes)?;
        return Ok(Text { sample: bytes, whole, rest: reader, encoding });
    }
    let mut rest = Transcoder::new(Cursor::new(bytes).chain(reader), encoding.encoding);
    let sample = read_sample(name, &mut rest)?;
    writing::check_text(name, &sample)?;
    Ok(Text { whole: sample.len() < SAMPLE, sample, rest: Box::new(rest), encoding })
}

/// Reads past so many bytes.
fn pass(text: &mut dyn Read, bytes: u64) -> io::Result<()> {
    io::copy(&mut text.take(bytes), &mut io::sink()).map(drop)
}

fn read_sample(name: &str, reader: &mut dyn Read) -> Result<Vec<u8>, OpenError> {
    let mut sample = Vec::new();
    reader.take(SAMPLE as u64).read_to_end(&mut sample).map_err(|cause| OpenError::reading(name, cause))?;
    Ok(sample)
}

/// The bytes without the record that does not end in them.
fn whole_records(bytes: Vec<u8>, shape: &Shape) -> Vec<u8> {
    let records = Records::read(bytes, shape, false);
    let end = records.bytes();
    let mut bytes = records.into_bytes();
    bytes.truncate(end);
    bytes
}

impl OpenList {
    /// Gives columns to the names that only tables further down have: those whose headers stand in the sample. Says
    /// whether there are any; the sample has to be read once more then.
    pub(super) fn take_in_tables(&mut self, sample: &Records) -> bool {
        let mut further = sample.further_names();
        further.truncate(MAX_COLUMNS.saturating_sub(self.headers.len()));
        if further.is_empty() {
            return false;
        }
        self.shape.header = self.shape.header.with_further(&further).into();
        self.shape.width += further.len();
        self.shape.further = further.len();
        self.headers.extend(further);
        self.headers = unique_names(&self.headers);
        true
    }

    /// The records of the sample, which is gone then.
    #[must_use]
    pub fn read_sample(&mut self) -> Records {
        let sample = Records::read(std::mem::take(&mut self.sample), &self.shape, true);
        if self.take_in_tables(&sample) { Records::read(sample.into_bytes(), &self.shape, true) } else { sample }
    }

    /// The same list, opened once more; `None` if it comes by a pipe.
    pub(super) fn again(&self) -> Option<Result<Self, OpenError>> {
        let (member, options, limits) = &self.member;
        (member.path != std::path::Path::new("-")).then(|| open_list(member, options, limits))
    }

    /// Closes the list, which is opened once more when its first chunk is wanted. One that comes by a pipe stays open.
    pub fn close(&mut self) {
        let (member, _, limits) = self.member.clone();
        let (encoding, start) = (self.writing.encoding, self.start);
        if member.path == std::path::Path::new("-") || member.is_pipe() {
            return;
        }
        let open = move || {
            let name = member.to_string();
            let opened = member.open(&limits)?;
            let failed = |cause| OpenError::reading(&name, cause);
            let mut text: Box<dyn Read + Send> = opened.reader;
            if !encoding.encoding.is_utf8() {
                text = Box::new(Transcoder::new(text, encoding.encoding));
            } else if encoding.bom {
                pass(&mut text, encoding.encoding.bom().len() as u64).map_err(failed)?;
            }
            pass(&mut text, start).map_err(failed)?;
            Ok((text, opened.digest))
        };
        self.chunks.close(Later { open: Box::new(open) });
    }

    /// Whether the list is open, or all of it is held.
    #[must_use]
    pub fn held(&self) -> Held {
        match (self.whole, self.writing.kind.is_sheet()) {
            (true, _) => Held::Text(self.length),
            (false, true) => Held::Sheet,
            (false, false) => Held::File,
        }
    }

    /// About how many records the list has, by its size and the lines of its beginning; 0 where its size is not known.
    #[must_use]
    pub fn expected_records(&self) -> u64 {
        let lines = memchr::memchr_iter(b'\n', &self.sample).count() as u64;
        self.size.map_or(0, |size| size * lines / (self.sample.len() as u64).max(1))
    }
}
