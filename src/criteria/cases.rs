//! `NAME.cases.csv` beside a profile: tests as rows, for those who think in spreadsheets.
//!
//! Each row becomes the same table that `[test.NAME]` would be, so that both are read by the same code. A column is
//! `test` (the name), a field (its raw cell), `list.FACT`, `fields.FIELD` (what a cell must be read as) or
//! `expect.KEY`: `verdict`, `score`, `grade`, `blocked_by`, `ask` or the id of a rule. A blank cell says nothing;
//! `(none)` expects nothing where a list of names would stand.

use std::path::Path;

use super::document::{Entry, Node, Table, Value};
use super::notes::{Notes, cause_words};
use super::sheet::Sheet;
use super::values::Said;
use crate::diagnostic::{Code, SourceId, Span, shown_path};
use crate::profile::CaseTable;

/// What stands for an empty list of names.
const NONE: &str = "(none)";

/// The cases beside a profile: the file, where there is one, and its rows. `at` is where the profile begins.
pub(super) fn read(profile: &Path, at: Span, notes: &mut Notes) -> (Option<CaseTable>, Vec<(Said, Table)>) {
    let path = profile.with_extension("cases.csv");
    let text = match notes.read(&path, super::notes::MOST_TABLE) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return (None, Vec::new()),
        Err(cause) => {
            let message = format!("the cases in \"{}\" cannot be read: {}", shown_path(&path), cause_words(&cause));
            notes.error(Code::E109, at, message, "save them as CSV in UTF-8");
            return (None, Vec::new());
        }
    };
    let source = notes.sources.add(&path, &text);
    let header = Span::new(source, 0, text.find('\n').unwrap_or(text.len()));
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let Some(sheet) = Sheet::parse(&name, &text, header, notes) else { return (None, Vec::new()) };
    let lines = Lines { source, text: &text };
    let cases = (0..sheet.rows.len()).map(|row| lines.case(&sheet, row)).collect();
    if sheet.rows.is_empty() {
        notes.error(Code::E208, header, format!("\"{name}\" has no row"), "write a row for each lead, or take it away");
    }
    (Some(CaseTable { path, headers: sheet.headers, rows: sheet.rows }), cases)
}

/// The text of the file, to find places in it.
struct Lines<'l> {
    source: SourceId,
    text: &'l str,
}

impl Lines<'_> {
    fn case(&self, sheet: &Sheet, row: usize) -> (Said, Table) {
        let place = self.row(usize::try_from(sheet.lines[row]).unwrap_or(usize::MAX));
        let mut groups: [Vec<Entry>; 4] = Default::default();
        let mut name = format!("row-{}", row + 1);
        for (header, cell) in sheet.headers.iter().zip(&sheet.rows[row]).filter(|(_, cell)| !cell.trim().is_empty()) {
            let (group, key) = match header.split_once('.') {
                Some(("expect", key)) => (1, key),
                Some(("list", key)) => (2, key),
                Some(("fields", key)) => (3, key),
                _ if header == "test" => {
                    name = named(cell);
                    continue;
                }
                _ => (0, header.as_str()),
            };
            groups[group].push(self.entry(header, key, cell, place));
        }
        let [lead, expect, list, fields] = groups;
        // A row that expects nothing yet is one that wants to be filled in.
        let mut entries = vec![part("lead", lead, place), part("expect", expect, place)];
        for (key, group) in [("list", list), ("fields", fields)] {
            if !group.is_empty() {
                entries.push(part(key, group, place));
            }
        }
        ((name, place), Table::of(place, entries))
    }

    fn entry(&self, header: &str, key: &str, cell: &str, place: Span) -> Entry {
        let value = match (header, key) {
            (_, "blocked_by" | "ask") if header.starts_with("expect.") => {
                let names = cell.split(';').map(str::trim).filter(|name| !name.is_empty() && *name != NONE);
                Value::Array(names.map(|name| text_node(key, name, place)).collect())
            }
            _ => Value::Text(cell.to_owned()),
        };
        Entry { key: key.into(), key_span: self.header(header), node: Node { key: key.into(), span: place, value } }
    }

    /// The place of a header in the first line.
    fn header(&self, header: &str) -> Span {
        let line = self.text.lines().next().unwrap_or_default();
        let start = line.find(header).unwrap_or(0);
        let end = if line.contains(header) { start + header.len() } else { line.len() };
        Span::new(self.source, start, end)
    }

    /// The place of a line, from 1.
    fn row(&self, line: usize) -> Span {
        let start: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let written = self.text[start..].lines().next().unwrap_or_default();
        Span::new(self.source, start, start + written.len())
    }
}

/// A name as tests may have it.
fn named(cell: &str) -> String {
    cell.trim().chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

fn text_node(key: &str, text: &str, span: Span) -> Node {
    Node { key: key.into(), span, value: Value::Text(text.to_owned()) }
}

fn part(key: &str, entries: Vec<Entry>, place: Span) -> Entry {
    let value = Value::Table(Table::of(place, entries));
    Entry { key: key.into(), key_span: place, node: Node { key: key.into(), span: place, value } }
}
