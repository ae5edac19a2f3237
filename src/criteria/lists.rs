//! `[list.NAME]`: values that several rules share, written here or kept in a file.

use super::document::Table;
use super::fields::folder_of;
use super::notes::Notes;
use super::sheet::Sheet;
use super::values::{Said, check_name};
use crate::diagnostic::Code;
use crate::field_types::visible;

/// A list with its values as written.
#[derive(Clone, Debug)]
pub(super) struct NamedList {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// What a profile adds to a list and takes out of it.
#[derive(Clone, Debug, Default)]
pub(super) struct ListChange {
    /// Values to add.
    pub add: Vec<Said>,
    /// Values to take out.
    pub remove: Vec<Said>,
}

/// Reads a list and changes it as the profile says, and those that it extends before it.
pub(super) fn read(name: &Said, table: &Table, changes: &[&ListChange], notes: &mut Notes) -> NamedList {
    check_name(name, notes);
    let mut values = read_values(table, notes);
    table.finish(notes);
    for change in changes {
        change.apply(&name.0, &mut values, notes);
    }
    NamedList { name: name.0.clone(), values }
}

impl ListChange {
    /// Takes values out of a list and adds others.
    fn apply(&self, name: &str, values: &mut Vec<String>, notes: &mut Notes) {
        for (value, span) in &self.remove {
            let before = values.len();
            values.retain(|known| !same(known, value));
            if values.len() == before {
                let message = format!("\"{value}\" is not in the list `{name}`, so it cannot be removed");
                notes.error(Code::E401, *span, message, "write it as the list does, or take it out here");
            }
        }
        values.extend(self.add.iter().map(|(value, _)| value.clone()));
    }
}

fn same(a: &str, b: &str) -> bool {
    crate::field_types::fold_key(a.trim()) == crate::field_types::fold_key(b.trim())
}

fn read_values(table: &Table, notes: &mut Notes) -> Vec<String> {
    match (table.get("values"), table.get("file")) {
        (Some(_), Some(file)) => {
            let message = "a list has either `values` or a `file`";
            notes.error(Code::E206, file.key_span, message, "take one of them out");
            Vec::new()
        }
        (None, None) => {
            table.missing("values", "values = [\"AZ\", \"CA\"] or file = \"territory.txt\"", notes);
            Vec::new()
        }
        (Some(values), None) => values.node.texts(notes).into_iter().map(|(value, _)| value).collect(),
        (None, Some(_)) => from_file(table, notes).unwrap_or_default(),
    }
}

fn from_file(table: &Table, notes: &mut Notes) -> Option<Vec<String>> {
    let node = table.node("file")?;
    let column = table.node("column");
    let named = node.text(notes)?.to_owned();
    let (_, text) = notes.refer(&folder_of(node.span, notes), &named, node.span)?;
    let values = match column {
        None => {
            let lines = text.lines().map(|line| visible(line).trim().to_owned());
            lines.filter(|line| !line.is_empty()).collect()
        }
        Some(column) => {
            let sheet = Sheet::parse(&named, &text, node.span, notes)?;
            let place = sheet.column(&named, column.text(notes)?, column.span, notes)?;
            let cells = sheet.rows.into_iter().map(|mut row| row.swap_remove(place));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
        }
    };
    if values.is_empty() {
        notes.error(Code::E208, node.span, format!("\"{named}\" has no values"), "write at least one value in it");
    }
    Some(values)
}
