//! `[[suppress.clear]]`: which cells of whom are not to be used.
//!
//! A job says it in the words of its profile's fields, so the files are read with the job, and the rest with the profile.

use std::path::Path;

use super::document::{Node, Table};
use super::draft::{Draft, Scope};
use super::fields::expect_field;
use super::job::pattern;
use super::notes::Notes;
use crate::profile::{Clearing, ListPattern};

/// The files of each `[[suppress.clear]]`; what else stands there is read with the profile.
pub(super) fn files(node: &Node, folder: &Path, notes: &mut Notes) -> Vec<Vec<ListPattern>> {
    let mut all = Vec::new();
    for node in node.array(notes).unwrap_or_default() {
        let Some(table) = node.table(notes) else { continue };
        let files = table.node("files").and_then(|node| node.array(notes)).unwrap_or_default();
        all.push(files.iter().filter_map(|entry| pattern(entry, folder, notes)).collect());
        table.required("fields", "fields = [\"phone\"]", notes);
        if !table.has("files") && !table.has("when") {
            table.missing(
                "files",
                "files = [\"suppression/no-calls.csv\"], or when = { field = \"…\", is = \"…\" }",
                notes,
            );
        }
        table.get("when");
        table.finish(notes);
    }
    all
}

impl Draft<'_> {
    /// What a job says in the words of the profile's fields. Names that stand in criterion files do not count there.
    pub(super) fn clearings(&mut self, job: &Table) -> Vec<Clearing> {
        (self.scope, self.range_as, self.from) = (Scope::default(), None, None);
        let suppress = job.table("suppress", self.notes).and_then(|table| table.node("clear"));
        let entries = suppress.and_then(|node| node.array(self.notes)).unwrap_or_default();
        entries.iter().filter_map(|entry| self.clearing(entry)).collect()
    }

    fn clearing(&mut self, node: &Node) -> Option<Clearing> {
        let table = node.table(self.notes)?;
        let names = table.node("fields")?.texts(self.notes);
        let fields: Vec<Option<usize>> =
            names.iter().map(|name| expect_field(&self.fields.fields, name, self.notes)).collect();
        let when = match table.node("when") {
            Some(node) => Some(self.member(node)?),
            None => None,
        };
        Some(Clearing { fields: fields.into_iter().collect::<Option<_>>()?, when })
    }
}
