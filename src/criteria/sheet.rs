//! Small tables of reference data, as CSV: a header line, then rows of as many cells.

use super::notes::Notes;
use super::suggest;
use crate::diagnostic::{Code, Span};
use crate::field_types::visible;

/// A table that was read whole.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The headers, trimmed.
    pub headers: Vec<String>,
    /// The rows, each with one trimmed cell a header.
    pub rows: Vec<Vec<String>>,
    /// The line of the file where each row begins.
    pub lines: Vec<u64>,
}

impl Sheet {
    /// Reads a CSV text with commas, semicolons or tabs. `span` is where the rule file names it.
    pub(super) fn parse(named: &str, text: &str, span: Span, notes: &mut Notes) -> Option<Self> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter(text)).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map(cells);
        let line = |record: &csv::StringRecord| record.position().map_or(0, csv::Position::line);
        let records = reader.records().map(|record| record.map(|record| (cells(&record), line(&record))));
        let read: Result<(Vec<_>, Vec<_>), _> = records.collect();
        match headers.and_then(|headers| read.map(|(rows, lines)| Self { headers, rows, lines })) {
            Ok(sheet) if !sheet.headers.is_empty() => Some(sheet),
            Ok(_) => {
                notes.error(
                    Code::E208,
                    span,
                    format!("\"{named}\" is empty"),
                    "write a header line and at least one row",
                );
                None
            }
            Err(cause) => {
                notes.error(
                    Code::E208,
                    span,
                    format!("\"{named}\" is no table: {}", reason(&cause)),
                    "give every row as many cells as the header line has",
                );
                None
            }
        }
    }

    /// The place of a column, or a mistake that suggests one.
    pub(super) fn column(&self, named: &str, column: &str, span: Span, notes: &mut Notes) -> Option<usize> {
        let found = self.headers.iter().position(|header| header == column.trim());
        let found = found.or_else(|| self.headers.iter().position(|header| header.eq_ignore_ascii_case(column.trim())));
        if found.is_none() {
            let help = suggest::help(column, self.headers.iter().map(String::as_str));
            notes.error(Code::E208, span, format!("\"{named}\" has no column `{column}`"), help);
        }
        found
    }
}

/// The separator that the header line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn cells(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(|cell| visible(cell).trim().to_owned()).collect()
}

fn reason(cause: &csv::Error) -> String {
    match cause.kind() {
        csv::ErrorKind::UnequalLengths { pos: Some(pos), expected_len, len } => {
            format!("line {} has {len} cells, the header line has {expected_len}", pos.line())
        }
        _ => cause.to_string(),
    }
}
