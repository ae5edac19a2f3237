//! Value maps: what is written in a list, and what it means.

use std::path::Path;

use super::document::{Node, Value};
use super::notes::Notes;
use super::sheet::Sheet;
use crate::diagnostic::Code;
use crate::field_types::ValueMap;

/// A map from a file of two columns, or inline.
pub(super) fn read(node: &Node, folder: &Path, notes: &mut Notes) -> Option<ValueMap> {
    match &node.value {
        Value::Text(named) => from_file(named, node, folder, notes),
        _ => Some(inline(node, notes)),
    }
}

fn inline(node: &Node, notes: &mut Notes) -> ValueMap {
    let mut map = ValueMap::default();
    let Some(table) = node.table(notes) else { return map };
    for entry in table.names() {
        if let Some(means) = entry.node.text(notes) {
            map.insert(&entry.key, means);
        }
    }
    map
}

fn from_file(named: &str, node: &Node, folder: &Path, notes: &mut Notes) -> Option<ValueMap> {
    let (_, text) = notes.refer(folder, named, node.span)?;
    let sheet = Sheet::parse(named, &text, node.span, notes)?;
    if sheet.headers.len() != 2 {
        let message = format!("\"{named}\" has {} columns", sheet.headers.len());
        notes.error(Code::E208, node.span, message, "a value map has two columns with a header line: written,means");
        return None;
    }
    let mut map = ValueMap::default();
    sheet.rows.iter().for_each(|row| map.insert(&row[0], &row[1]));
    Some(map)
}
