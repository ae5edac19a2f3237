//! `[reference]`: files that take the place of embedded tables.

use std::sync::Arc;

use super::document::Table as TomlTable;
use super::fields::folder_of;
use super::notes::Notes;
use super::suggest;
use crate::diagnostic::{Code, Diagnostic};
use crate::field_types::{Table, Tables};

/// The embedded tables, with the named files in place of some.
pub(super) fn read(references: &[TomlTable], notes: &mut Notes) -> Arc<Tables> {
    let mut tables = Tables::embedded().clone();
    for entry in references.iter().flat_map(TomlTable::names) {
        let Some(table) = Table::from_name(&entry.key) else {
            let help = suggest::help(&entry.key, Table::NAMES);
            let message = format!("there is no reference table `{}`", entry.key);
            notes.push(Diagnostic::error(Code::E101, entry.key_span, message, help).labelled("unknown table"));
            continue;
        };
        let Some(named) = entry.node.text(notes).map(str::to_owned) else {
            continue;
        };
        let Some((_, text)) = notes.refer(&folder_of(entry.node.span, notes), &named, entry.node.span) else {
            continue;
        };
        match tables.with(table, &text) {
            Ok(replaced) => tables = replaced,
            Err(reason) => {
                let help = "write it as the shipped table of that name is written, in rules/reference/";
                notes.error(Code::E208, entry.node.span, format!("\"{named}\" is no such table: {reason}"), help);
            }
        }
    }
    Arc::new(tables)
}
