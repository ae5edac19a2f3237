//! The rows of a look-up's table.

use std::path::PathBuf;

use super::super::document::Node;
use super::super::notes::Notes;
use super::super::sheet::Sheet;
use super::super::values::Said;
use crate::diagnostic::{Code, Span};

/// The rows of a table, with the columns that a look-up names.
#[derive(Debug)]
pub(super) struct TableRows {
    /// How the rule file names the table.
    pub named: String,
    /// Where it does.
    pub span: Span,
    /// Where `key` stands.
    pub key_span: Span,
    /// Where the table was read.
    pub path: PathBuf,
    /// How many key columns there are.
    pub key_columns: usize,
    /// The value columns, as the rule file writes them.
    pub value_names: Vec<String>,
    /// The last word of the header of the column in `within`: a unit, perhaps.
    pub reach_header: String,
    /// The rows with a key and a value.
    pub rows: Vec<TableRow>,
}

/// One row of a table.
#[derive(Debug)]
pub(super) struct TableRow {
    /// The line where it begins.
    pub line: u64,
    /// Its keys.
    pub keys: Vec<String>,
    /// Its values.
    pub values: Vec<String>,
    /// The cell of the column in `within`, where that is a column.
    pub reach: Option<String>,
}

impl TableRows {
    /// Reads the columns that a look-up names. A row without any key or any value says nothing and is left out; one
    /// with some of its keys is a mistake.
    pub(super) fn read(
        named: &str,
        (path, text, span): (PathBuf, &str, Span),
        (keys, key_span): (&[Said], Span),
        values: &[Said],
        within: Option<&Node>,
        notes: &mut Notes,
    ) -> Option<Self> {
        let sheet = Sheet::parse(named, text, span, notes)?;
        let mut places = |names: &[Said]| -> Vec<Option<usize>> {
            names.iter().map(|name| sheet.column(named, &name.0, name.1, notes)).collect()
        };
        let (key_places, value_places) = (places(keys), places(values));
        let reach_place = within.and_then(|node| reach_column(node, &sheet));
        let key_places = key_places.into_iter().collect::<Option<Vec<_>>>()?;
        let value_places = value_places.into_iter().collect::<Option<Vec<_>>>()?;
        if key_places.is_empty() || value_places.is_empty() {
            notes.error(
                Code::E301,
                key_span,
                "a look-up needs a key and a value",
                "write key = \"zip\", value = \"region\"",
            );
            return None;
        }
        let take = |row: &[String], places: &[usize]| places.iter().map(|place| row[*place].clone()).collect();
        let rows = sheet.rows.iter().zip(&sheet.lines).map(|(row, line)| TableRow {
            line: *line,
            keys: take(row, &key_places),
            values: take(row, &value_places),
            reach: reach_place.map(|place| row[place].clone()),
        });
        let header = reach_place.map_or("", |place| &sheet.headers[place]);
        let read = Self {
            named: named.to_owned(),
            span,
            key_span,
            path,
            key_columns: key_places.len(),
            value_names: values.iter().map(|value| value.0.trim().to_owned()).collect(),
            reach_header: header.rsplit([' ', '_', '(']).next().unwrap_or("").trim_end_matches(')').to_owned(),
            rows: rows.filter(TableRow::says_something).collect(),
        };
        read.check_keys(notes).then_some(read)
    }

    /// Whether every row has all of its keys.
    fn check_keys(&self, notes: &mut Notes) -> bool {
        let gap = self.rows.iter().find(|row| row.keys.iter().any(String::is_empty));
        if let Some(row) = gap {
            let message = format!("line {} of \"{}\" has only a part of its key", row.line, self.named);
            notes.error(Code::E208, self.span, message, "fill in every key column of the row, or take it out");
        }
        gap.is_none()
    }

    /// Reports the rows of which something cannot be read, by the first of them.
    pub(super) fn unread(&self, unread: &[(u64, String)], what: &str, help: String, notes: &mut Notes) {
        let Some((line, first)) = unread.first() else { return };
        let count = unread.len();
        let are = if count == 1 {
            format!("1 row of \"{}\" has", self.named)
        } else {
            format!("{count} rows of \"{}\" have", self.named)
        };
        let message = format!("{are} {what}, the first is \"{first}\" in line {line}");
        notes.error(Code::E208, self.span, message, help);
    }
}

impl TableRow {
    fn says_something(&self) -> bool {
        self.keys.iter().any(|key| !key.is_empty()) && self.values.iter().any(|value| !value.is_empty())
    }
}

/// The column that `within` names, where it is no distance itself.
fn reach_column(node: &Node, sheet: &Sheet) -> Option<usize> {
    let super::super::document::Value::Text(name) = &node.value else { return None };
    sheet.headers.iter().position(|header| header.eq_ignore_ascii_case(name.trim()))
}
