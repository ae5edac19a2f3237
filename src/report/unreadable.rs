//! `unreadable.csv`: the records that could not be read, with where they are, why, and what is there.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::ReportError;
use super::csv::CsvLines;
use super::guard::{Traits, marks};

/// A record that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct UnreadableRow<'a> {
    /// The list's name.
    pub list: &'a str,
    /// The data record, from 1.
    pub record: u64,
    /// The physical line on which it begins, from 1.
    pub line: u64,
    /// The byte at which it begins, from 0.
    pub byte_offset: u64,
    /// The stable word for what is wrong.
    pub kind: &'a str,
    /// What is wrong, in a sentence.
    pub message: &'a str,
    /// The record's bytes.
    pub raw: &'a [u8],
}

/// Writes `unreadable.csv`.
#[derive(Debug)]
pub struct UnreadableWriter {
    path: PathBuf,
    file: BufWriter<File>,
    guard: bool,
}

impl UnreadableWriter {
    /// The header row of the file.
    pub const HEADER: [&str; 7] = ["list", "record", "line", "byte_offset", "kind", "message", "raw"];

    /// Makes the file and writes its header. With `guard`, `\xHH` stands for what would begin a
    /// formula where a spreadsheet opens it.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn create(path: &Path, guard: bool) -> Result<Self, ReportError> {
        let file = File::create(path).map_err(ReportError::at(path))?;
        let mut writer = Self { path: path.to_owned(), file: BufWriter::new(file), guard };
        let mut header = CsvLines::new(guard);
        header.line(Self::HEADER);
        writer.write(header)?;
        Ok(writer)
    }

    /// Writes one record.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn push(&mut self, row: &UnreadableRow<'_>) -> Result<(), ReportError> {
        let mut line = CsvLines::new(self.guard);
        line.cell(row.list);
        [row.record, row.line, row.byte_offset].into_iter().for_each(|number| line.number(number));
        let raw = escaped(row.raw);
        line.line([row.kind, row.message, &if self.guard { harmless(&raw) } else { raw }]);
        self.write(line)
    }

    /// Writes what is still buffered.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn finish(mut self) -> Result<(), ReportError> {
        self.file.flush().map_err(ReportError::at(&self.path))
    }

    fn write(&mut self, lines: CsvLines) -> Result<(), ReportError> {
        self.file.write_all(&lines.into_bytes()).map_err(ReportError::at(&self.path))
    }
}

/// The bytes as text that can be turned back: what is no text, and control characters but tab and line ends, become
/// `\xHH`, and a backslash is doubled.
#[must_use]
pub fn escaped(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        chunk.valid().chars().for_each(|c| push_char(&mut text, c));
        chunk.invalid().iter().for_each(|byte| push_byte(&mut text, *byte));
    }
    text
}

/// The text with `\xHH` for what would begin a formula, so that it can be turned back still.
fn harmless(text: &str) -> String {
    let (mut harmless, mut copied) = (String::with_capacity(text.len()), 0);
    for mark in marks(text, Traits::of(text.as_bytes())) {
        let next = text[mark..].chars().next().map_or(mark, |c| mark + c.len_utf8());
        harmless.push_str(&text[copied..mark]);
        text[mark..next].bytes().for_each(|byte| push_byte(&mut harmless, byte));
        copied = next;
    }
    harmless + &text[copied..]
}

fn push_char(text: &mut String, c: char) {
    match c {
        '\\' => text.push_str("\\\\"),
        '\t' | '\n' | '\r' => text.push(c),
        '\0'..='\x1f' | '\x7f' => push_byte(text, c as u8),
        _ => text.push(c),
    }
}

fn push_byte(text: &mut String, byte: u8) {
    write!(text, "\\x{byte:02X}").expect("bug: writing into a string never fails");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(raw: &[u8]) -> UnreadableRow<'_> {
        let (kind, message) = ("cells", "6 cells, the header has 7");
        UnreadableRow { list: "a.csv", record: 7, line: 9, byte_offset: 312, kind, message, raw }
    }

    fn written(rows: &[UnreadableRow<'_>], guard: bool) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("unreadable.csv");
        let mut writer = UnreadableWriter::create(&path, guard).expect("made");
        for row in rows {
            writer.push(row).expect("pushed");
        }
        writer.finish().expect("finished");
        std::fs::read_to_string(path).expect("text")
    }

    #[test]
    fn bytes_that_are_no_text_can_be_turned_back() {
        for (raw, text) in [
            (&b"a,b"[..], "a,b"),
            (b"M\xfcller", "M\\xFCller"),
            (b"C:\\x41", "C:\\\\x41"),
            (b"nul\0\t\x1b", "nul\\x00\t\\x1B"),
            ("Müller €\u{1F600}".as_bytes(), "Müller €\u{1F600}"),
            (b"cut \xe2\x82", "cut \\xE2\\x82"),
        ] {
            assert_eq!(escaped(raw), text);
        }
    }

    #[test]
    fn every_record_stands_with_its_place_and_reason() {
        let expected = "list,record,line,byte_offset,kind,message,raw\n\
            a.csv,7,9,312,cells,\"6 cells, the header has 7\",\"x,\"\"y\"\"\r\nz\"\n";
        assert_eq!(written(&[row(b"x,\"y\"\r\nz")], true), expected);
    }

    #[test]
    fn a_raw_record_that_a_spreadsheet_would_run_is_guarded() {
        assert!(written(&[row(b"=1+1")], true).ends_with(",\\x3D1+1\n"));
        assert!(written(&[row(b"b;=A1;\t=x")], true).ends_with(",b;\\x3DA1;\\x09\\x3Dx\n"));
        assert!(written(&[row(b"=1+1")], false).ends_with(",=1+1\n"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_in_a_sentence() {
        let mut writer = UnreadableWriter::create(Path::new("/dev/full"), true).expect("made");
        writer.push(&row(b"x")).expect("buffered");
        let error = writer.finish().expect_err("no room");
        assert_eq!(error.to_string(), "could not write /dev/full: No space left on device");
    }
}
