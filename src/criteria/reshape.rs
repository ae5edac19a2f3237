//! `[explode]` and `[continue]` of a list file: records that are several leads, or go on with the one before.

use std::collections::HashMap;

use super::document::{Node, Table};
use super::feeds;
use super::list_file::Reader;
use crate::diagnostic::Code;
use crate::profile::{Continuation, Feed, HeaderPattern};

/// How many leads a record can be at most.
const MAX_GROUPS: usize = 63;

const EXAMPLE: &str = "groups = [{ first_name = \"First Name 1\" }, { first_name = \"First Name 2\" }]";

impl Reader<'_> {
    /// `[explode]`: the groups of columns that each are a lead.
    pub(super) fn explode(&mut self, root: &Table) -> Vec<HashMap<usize, Vec<Feed>>> {
        let Some(table) = root.table("explode", self.notes) else { return Vec::new() };
        let groups = table.required("groups", EXAMPLE, self.notes);
        let groups = groups.and_then(|node| Some((node.span, node.array(self.notes)?)));
        table.finish(self.notes);
        let Some((span, groups)) = groups else { return Vec::new() };
        if groups.is_empty() || groups.len() > MAX_GROUPS {
            let message = format!("`groups` takes 1 to {MAX_GROUPS} groups, not {}", groups.len());
            self.notes.error(
                Code::E205,
                span,
                message,
                format!("write a table for each contact of a record: {EXAMPLE}"),
            );
        }
        groups.iter().filter_map(|node| self.group(node)).collect()
    }

    /// One group: field to what feeds it.
    fn group(&mut self, node: &Node) -> Option<HashMap<usize, Vec<Feed>>> {
        let table = node.table(self.notes)?;
        let mut found = HashMap::new();
        for entry in table.names() {
            if let Some(field) = self.field(entry) {
                found.insert(field, feeds::read(&entry.node, self.notes));
            }
        }
        Some(found)
    }

    /// `[continue]`: the field that is blank in a record that goes on with the one before, and the headers of columns
    /// that are each record's own.
    pub(super) fn continuation(&mut self, root: &Table) -> Option<Continuation> {
        let table = root.table("continue", self.notes)?;
        let field = table.required("when_blank", "when_blank = \"company\"", self.notes);
        let own = table.texts("own", self.notes);
        table.finish(self.notes);
        let field = field.and_then(|node| node.said(self.notes)).and_then(|name| self.named(&name));
        let own = own.iter().map(|(header, _)| HeaderPattern::parse(header)).collect();
        field.map(|when_blank| Continuation { when_blank, own })
    }
}
