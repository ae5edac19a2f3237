//! `[explode]` and `[continue]` of a list file: records that are several leads, or go on with the one before.

use std::collections::HashMap;

use super::document::{Node, Table};
use super::feeds;
use super::fields::expect_field;
use super::notes::Notes;
use super::values::Said;
use crate::diagnostic::Code;
use crate::profile::{Feed, Field};

/// How many leads a record can be at most.
const MAX_GROUPS: usize = 63;

/// `[explode]`: the groups of columns that each are a lead.
pub(super) fn explode(root: &Table, fields: &[Field], notes: &mut Notes) -> Vec<HashMap<usize, Vec<Feed>>> {
    let Some(table) = root.table("explode", notes) else { return Vec::new() };
    let example = "groups = [{ first_name = \"First Name 1\" }, { first_name = \"First Name 2\" }]";
    let node = table.required("groups", example, notes);
    let groups = node.and_then(|node| Some((node.span, node.array(notes)?)));
    table.finish(notes);
    let Some((span, groups)) = groups else { return Vec::new() };
    if groups.is_empty() || groups.len() > MAX_GROUPS {
        let message = format!("`groups` takes 1 to {MAX_GROUPS} groups, not {}", groups.len());
        notes.error(Code::E205, span, message, format!("write a table for each contact of a record: {example}"));
    }
    groups.iter().filter_map(|node| group(node, fields, notes)).collect()
}

/// One group: field to what feeds it.
fn group(node: &Node, fields: &[Field], notes: &mut Notes) -> Option<HashMap<usize, Vec<Feed>>> {
    let table = node.table(notes)?;
    let mut found = HashMap::new();
    for entry in table.names() {
        let name: Said = (entry.key.to_string(), entry.key_span);
        if let Some(field) = expect_field(fields, &name, notes) {
            found.insert(field, feeds::read(&entry.node, notes));
        }
    }
    Some(found)
}

/// `[continue]`: the field that is blank in a record that goes on with the one before.
pub(super) fn when_blank(root: &Table, fields: &[Field], notes: &mut Notes) -> Option<usize> {
    let table = root.table("continue", notes)?;
    let field = table.required("when_blank", "when_blank = \"company\"", notes).and_then(|node| node.said(notes));
    table.finish(notes);
    field.and_then(|name| expect_field(fields, &name, notes))
}
