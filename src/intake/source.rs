//! Opens a list, looks at its beginning, and cuts the rest into chunks.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::dialect::Dialect;
use super::header::unique_names;
use super::records::{Records, Shape, first_record};
use crate::profile::CsvOptions;

/// How much of a list is looked at before it is read: dialect, and the habits of its numbers and dates.
const SAMPLE: usize = 4 << 20;

/// The longest record, in bytes. A longer "record" is no CSV, and would have to be held in memory.
pub const MAX_RECORD: usize = 256 << 20;

/// The largest number of columns.
pub(super) const MAX_COLUMNS: usize = 4_096;

/// A list of which the header is known and nothing else is read.
pub struct OpenList {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
    /// How its records look.
    pub shape: Shape,
    /// Its column names.
    pub headers: Vec<String>,
    /// The beginning of the list behind the header, ended at a whole record unless the whole list is in it.
    pub sample: Vec<u8>,
    /// Its chunks.
    pub chunks: ChunkReader,
    /// The line of the first record, from 1.
    pub first_line: u64,
}

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The operating system refused.
    #[error("cannot read {}: {}", path.display(), plain(cause))]
    Io {
        /// The list.
        path: PathBuf,
        /// Its words.
        cause: io::Error,
    },
    /// A folder was named.
    #[error("cannot read {}: it is a folder, not a file", .0.display())]
    Folder(PathBuf),
    /// Not one byte.
    #[error("{} is empty: it has not even a header line", .0.display())]
    Empty(PathBuf),
    /// Its header does not end in the bytes that are looked at.
    #[error("{} has no line end in its first {} MiB; is this a CSV file?", .0.display(), SAMPLE >> 20)]
    NoHeader(PathBuf),
    /// It is not written in UTF-8.
    #[error("{} is written in UTF-16, and this version reads UTF-8; save it as \"CSV UTF-8\"", .0.display())]
    Utf16(PathBuf),
    /// It is no text.
    #[error("{} is no CSV file: {what}", path.display())]
    NotCsv {
        /// The list.
        path: PathBuf,
        /// What it seems to be instead.
        what: &'static str,
    },
    /// More columns than a lead list has.
    #[error("{} has {columns} columns in its header, and at most {MAX_COLUMNS} are read; is the delimiter right?", path.display())]
    TooManyColumns {
        /// The list.
        path: PathBuf,
        /// How many there are.
        columns: usize,
    },
    /// No line end for too long.
    #[error("{}: the record at byte {offset} is longer than {} MiB; is this a CSV file?", path.display(), MAX_RECORD >> 20)]
    TooLong {
        /// The list.
        path: PathBuf,
        /// Where the record begins.
        offset: u64,
    },
}

/// A part of a list that begins where a record is guessed to begin: behind a line end.
///
/// The guess is wrong where that line end stands in a quoted cell. Whoever reads the chunks in order knows: then
/// [`super::Records::rest`] of the chunk before is not empty, and the two have to be read again as one.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it begins in the list.
    pub offset: u64,
    /// Whether the list ends with it.
    pub last: bool,
}

/// Cuts a list into chunks while it is read, and computes its SHA-256.
pub struct ChunkReader {
    path: PathBuf,
    reader: Box<dyn Read + Send>,
    carry: Vec<u8>,
    offset: u64,
    hash: Sha256,
    done: bool,
}

/// The reason in words: the system's, without its number.
fn plain(cause: &io::Error) -> String {
    if cause.kind() == io::ErrorKind::NotFound {
        return "there is no such file".to_owned();
    }
    let words = cause.to_string();
    words.split_once(" (os error").map_or(words.as_str(), |(reason, _)| reason).to_owned()
}

/// Opens the list at `path` (`-`: standard input) and reads its beginning.
///
/// # Errors
/// See [`OpenError`]: what cannot be opened, is empty, or is evidently no CSV in UTF-8.
pub fn open_list(path: &Path, options: &CsvOptions) -> Result<OpenList, OpenError> {
    let (mut reader, size) = open(path)?;
    let sample = read_sample(&mut *reader).map_err(|cause| OpenError::Io { path: path.into(), cause })?;
    let whole = sample.len() < SAMPLE;
    check_text(path, &sample)?;
    let body = text_start(&sample, options.skip_top.unwrap_or(0));
    let dialect = options
        .delimiter
        .map_or_else(|| Dialect::sniff(&sample[body..]), |delimiter| Dialect { delimiter, ..Dialect::COMMA });
    let Some((headers, length, lines)) = first_record(&sample[body..], dialect, whole) else {
        return Err(if whole { OpenError::Empty(path.into()) } else { OpenError::NoHeader(path.into()) });
    };
    if headers.len() > MAX_COLUMNS {
        return Err(OpenError::TooManyColumns { path: path.into(), columns: headers.len() });
    }
    let start = body + length;
    let first_line = 1 + u64::from(lines) + line_ends(&sample[..body]);
    let shape = Shape { pad_short: options.pad_short, ..Shape::new(dialect, headers.len()) };
    let mut hash = Sha256::new();
    hash.update(&sample[..start]);
    let rest = sample[start..].to_vec();
    let chunks = ChunkReader {
        path: path.into(),
        reader: Box::new(Cursor::new(rest.clone()).chain(reader)),
        carry: Vec::new(),
        offset: start as u64,
        hash,
        done: false,
    };
    let sample = if whole { rest } else { whole_records(rest, &shape) };
    Ok(OpenList { path: path.into(), size, shape, headers: unique_names(&headers), sample, chunks, first_line })
}

fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Option<u64>), OpenError> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let refused = |cause| OpenError::Io { path: path.into(), cause };
    let file = File::open(path).map_err(refused)?;
    let about = file.metadata().map_err(refused)?;
    if about.is_dir() {
        return Err(OpenError::Folder(path.into()));
    }
    Ok((Box::new(file), about.is_file().then_some(about.len())))
}

/// The bytes without the record that does not end in them.
fn whole_records(bytes: Vec<u8>, shape: &Shape) -> Vec<u8> {
    let records = Records::read(bytes, shape, false);
    let end = records.bytes();
    let mut bytes = records.into_bytes();
    bytes.truncate(end);
    bytes
}

fn read_sample(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut sample = Vec::new();
    reader.take(SAMPLE as u64).read_to_end(&mut sample)?;
    Ok(sample)
}

/// Refuses what is evidently no CSV in UTF-8, by its first bytes.
fn check_text(path: &Path, sample: &[u8]) -> Result<(), OpenError> {
    let not_csv = |what| Err(OpenError::NotCsv { path: path.into(), what });
    match sample {
        [] | [0xEF, 0xBB, 0xBF] => return Err(OpenError::Empty(path.into())),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(OpenError::Utf16(path.into())),
        [b'P', b'K', 3, 4, ..] => return not_csv("it is a workbook or a ZIP archive; save the sheet as \"CSV UTF-8\""),
        [0x1F, 0x8B, ..] => return not_csv("it is compressed with gzip; unpack it first"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => return not_csv("it is compressed with zstd; unpack it first"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return not_csv("it is an old workbook; save the sheet as \"CSV UTF-8\""),
        [b'%', b'P', b'D', b'F', ..] => return not_csv("it is a PDF document"),
        _ => {}
    }
    let head = &sample[..sample.len().min(4_096)];
    let nul = memchr::memchr_iter(0, head).count();
    if nul * 5 > head.len() * 2 {
        return Err(OpenError::Utf16(path.into()));
    }
    if nul > 0 && memchr::memchr2(b'\n', b'\r', head).is_none() {
        return not_csv("its first line holds NUL bytes");
    }
    Ok(())
}

/// Where the header begins: behind the byte order mark and `skip` lines.
fn text_start(sample: &[u8], skip: usize) -> usize {
    let mark = if sample.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    (0..skip).fold(mark, |start, _| start + line_length(&sample[start..]))
}

/// The length of the first line with its line end.
fn line_length(bytes: &[u8]) -> usize {
    match memchr::memchr2(b'\n', b'\r', bytes) {
        Some(place) if bytes[place..].starts_with(b"\r\n") => place + 2,
        Some(place) => place + 1,
        None => bytes.len(),
    }
}

fn line_ends(mut bytes: &[u8]) -> u64 {
    let mut lines = 0;
    while memchr::memchr2(b'\n', b'\r', bytes).is_some() {
        bytes = &bytes[line_length(bytes)..];
        lines += 1;
    }
    lines
}

impl OpenList {
    /// About how many records the list has, by its size and the lines of its beginning; 0 where its size is not known.
    #[must_use]
    pub fn expected_records(&self) -> u64 {
        let lines = memchr::memchr_iter(b'\n', &self.sample).count() as u64;
        self.size.map_or(0, |size| size * lines / (self.sample.len() as u64).max(1))
    }
}

impl ChunkReader {
    /// The next chunk of about `target` bytes; nothing behind the last one.
    ///
    /// # Errors
    /// What the operating system says, and a record beyond [`MAX_RECORD`].
    pub fn next(&mut self, target: usize) -> Result<Option<Chunk>, OpenError> {
        if self.done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.carry);
        // Up to here there is no line end, so that a record of many targets is not searched once for each of them.
        let mut searched = 0;
        loop {
            let read = self.fill(&mut bytes, target)?;
            if read == 0 {
                self.done = true;
                return Ok(Some(self.chunk(bytes, true)));
            }
            if let Some(cut) = last_line_end(&bytes[searched..]) {
                self.carry = bytes.split_off(searched + cut);
                return Ok(Some(self.chunk(bytes, false)));
            }
            searched = bytes.len() - 1;
            if bytes.len() > MAX_RECORD {
                return Err(OpenError::TooLong { path: self.path.clone(), offset: self.offset });
            }
        }
    }

    /// How many bytes of the file were taken.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.offset
    }

    /// SHA-256 of the whole file in hexadecimal, once the last chunk was taken.
    #[must_use]
    pub fn sha256(&self) -> String {
        self.hash.clone().finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    fn fill(&mut self, bytes: &mut Vec<u8>, target: usize) -> Result<usize, OpenError> {
        let before = bytes.len();
        bytes.reserve(target);
        let limit = target.max(1) as u64;
        let read = self.reader.by_ref().take(limit).read_to_end(bytes);
        let read = read.map_err(|cause| OpenError::Io { path: self.path.clone(), cause })?;
        self.hash.update(&bytes[before..]);
        Ok(read)
    }

    fn chunk(&mut self, bytes: Vec<u8>, last: bool) -> Chunk {
        let offset = self.offset;
        self.offset += bytes.len() as u64;
        Chunk { bytes, offset, last }
    }
}

/// The place behind the last line end, for which a CR counts only where its LF cannot be still to come.
fn last_line_end(bytes: &[u8]) -> Option<usize> {
    let feed = memchr::memrchr(b'\n', bytes);
    let or_return = || memchr::memrchr(b'\r', bytes.get(..bytes.len().saturating_sub(1)).unwrap_or_default());
    feed.or_else(or_return).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), bytes).expect("writing it");
        file
    }

    #[test]
    fn the_header_is_found_behind_mark_and_titles() {
        let file = written(b"\xEF\xBB\xBFReport\r\nof today\r\nA;\"B\nb\";a\r\n1;2;3\r\n");
        let options = CsvOptions { skip_top: Some(2), ..CsvOptions::default() };
        let list = open_list(file.path(), &options).expect("it opens");
        assert_eq!(list.headers, ["A", "B\nb", "a (2)"]);
        assert_eq!(
            (list.first_line, list.shape.dialect.delimiter, list.sample.as_slice()),
            (5, b';', &b"1;2;3\r\n"[..])
        );
    }

    #[test]
    fn chunks_put_together_are_the_list() {
        let text = "h,i\n".to_owned() + &"some,\"quoted\ncell\"\r\nplain,one\r".repeat(40);
        let file = written(text.as_bytes());
        for target in [1, 2, 7, 64, 10_000] {
            let mut list = open_list(file.path(), &CsvOptions::default()).expect("it opens");
            let mut together = Vec::new();
            while let Some(chunk) = list.chunks.next(target).expect("it reads") {
                assert_eq!(chunk.offset, together.len() as u64 + 4);
                together.extend_from_slice(&chunk.bytes);
            }
            assert_eq!(together, &text.as_bytes()[4..]);
            assert_eq!(list.chunks.sha256(), format!("{:x}", HexOf(text.as_bytes())));
        }
    }

    struct HexOf<'b>(&'b [u8]);

    impl std::fmt::LowerHex for HexOf<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Sha256::digest(self.0).iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
    }

    #[test]
    fn what_is_no_list_is_refused_in_words() {
        let table: [(&[u8], &str); 7] = [
            (b"", "is empty"),
            (b"\xEF\xBB\xBF", "is empty"),
            (b"\xFF\xFEa\0", "UTF-16"),
            (b"a\0,\0b\0\n\0", "UTF-16"),
            (b"PK\x03\x04rest", "workbook"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"%PDF-1.7", "PDF"),
        ];
        for (bytes, words) in table {
            let file = written(bytes);
            let error = open_list(file.path(), &CsvOptions::default()).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(words), "{error}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let error = open_list(folder.path(), &CsvOptions::default()).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.ends_with("it is a folder, not a file"), "{error}");
        let header = ",".repeat(MAX_COLUMNS) + "\n";
        let error = open_list(written(header.as_bytes()).path(), &CsvOptions::default()).err();
        assert!(matches!(error, Some(OpenError::TooManyColumns { columns: 4_097, .. })));
    }
}
