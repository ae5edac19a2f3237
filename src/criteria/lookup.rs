//! `[lookup.NAME]`: a text that a table gives for another field, such as the region of a postcode.

use std::collections::HashMap;

use super::document::{Node, Table, Value};
use super::draft::Draft;
use super::fields::{folder_of, name_taken};
use super::sheet::Sheet;
use super::suggest;
use super::values::{Said, a_field, check_name, later};
use crate::diagnostic::Code;
use crate::operators::Subject;
use crate::profile::{ColumnId, ColumnSource, Lookup};

/// The file of a look-up with the two columns that matter.
struct Pairs {
    named: String,
    span: crate::diagnostic::Span,
    path: std::path::PathBuf,
    rows: Vec<(String, String)>,
}

impl Draft<'_> {
    /// The column of a look-up of this criterion, compiled on first use.
    pub(super) fn lookup(&mut self, name: &str) -> Option<ColumnId> {
        if let Some((_, column)) = self.scope.compiled.iter().find(|(known, _)| known == name) {
            return *column;
        }
        let (name, table) = self.scope.lookups.iter().find(|(known, _)| known.0 == name)?.clone();
        let compiled = self.guarded(&name, "look-up", |draft| draft.compile_lookup(&name, &table));
        let column = compiled.map(|lookup| {
            self.lookups.push(lookup);
            self.intern(ColumnSource::Lookup(self.lookups.len() - 1))
        });
        self.scope.compiled.push((name.0, column));
        column
    }

    /// Compiles all look-ups of this criterion, used or not, so that every mistake is found.
    pub(super) fn check_lookups(&mut self) {
        for (name, _) in self.scope.lookups.clone() {
            check_name(&name, self.notes);
            if self.fields.find(&name.0).is_some() {
                name_taken("look-up", &name.0, name.1, self.notes);
            } else {
                self.lookup(&name.0);
            }
        }
    }

    fn compile_lookup(&mut self, name: &Said, table: &Table) -> Option<Lookup> {
        self.refuse_later_lookups(table);
        let from = table.required("from", "from = \"postal_code\"", self.notes);
        let from = from.and_then(|node| self.key_column(node));
        let pairs = self.pairs(table);
        let otherwise = table.text("otherwise", self.notes);
        table.finish(self.notes);
        let (from, pairs) = (from?, pairs?);
        let rows = self.rows(from, &pairs);
        Some(Lookup { name: name.0.clone(), from, rows, otherwise, file: pairs.path })
    }

    /// What `rules.md` promises and this version does not do.
    fn refuse_later_lookups(&mut self, table: &Table) {
        let words = ["exact", "prefix", "range", "nearest"];
        if let Some(node) = table.node("match")
            && node.word(&words, self.notes).is_some_and(|word| word != "exact")
        {
            later(&format!("match = {}", self.notes.written(node.span)), node.span, self.notes);
        }
        table.refuse_later(&["within"], self.notes);
        for node in ["from", "key", "value"].iter().filter_map(|key| table.node(key)) {
            if matches!(node.value, Value::Array(_)) {
                later("a look-up with several keys or values", node.span, self.notes);
            }
        }
    }

    fn key_column(&mut self, node: &Node) -> Option<ColumnId> {
        if matches!(node.value, Value::Array(_)) {
            return None;
        }
        let name = node.said(self.notes)?;
        let column = self.column(&name)?;
        let subject = self.subject_type(column);
        if !subject.is_text() {
            let message = format!("{} cannot be the key of a look-up", a_field(subject.name()));
            self.notes.error(
                Code::E201,
                node.span,
                message,
                "look up a field that is compared as text, such as a code",
            );
            return None;
        }
        Some(column)
    }

    fn pairs(&mut self, table: &Table) -> Option<Pairs> {
        let file = table.required("file", "file = \"../lists/zip-region.csv\"", self.notes);
        let key = table.required("key", "key = \"zip\", the column with the keys", self.notes);
        let value = table.required("value", "value = \"region\", the column with the values", self.notes);
        let (file, key, value) = (file?, key?, value?);
        if [key, value].iter().any(|node| matches!(node.value, Value::Array(_))) {
            return None;
        }
        let named = file.text(self.notes)?.to_owned();
        let (path, text) = self.notes.refer(&folder_of(file.span, self.notes), &named, file.span)?;
        let sheet = Sheet::parse(&named, &text, file.span, self.notes)?;
        let key = sheet.column(&named, key.text(self.notes)?, key.span, self.notes);
        let value = sheet.column(&named, value.text(self.notes)?, value.span, self.notes);
        let (key, value) = (key?, value?);
        let rows = sheet.rows.iter().map(|row| (row[key].clone(), row[value].clone())).collect();
        Some(Pairs { named, span: file.span, path, rows })
    }

    /// The rows by the compared form of their keys; two values for one key are a mistake.
    fn rows(&mut self, from: ColumnId, pairs: &Pairs) -> HashMap<String, String> {
        let subject = self.subject(from, None);
        let mut rows: HashMap<String, String> = HashMap::with_capacity(pairs.rows.len());
        let mut unread: Vec<&str> = Vec::new();
        for (key, value) in pairs.rows.iter().filter(|(key, value)| !key.is_empty() && !value.is_empty()) {
            let Ok(compared) = Subject::whole(&subject, key) else {
                unread.push(key);
                continue;
            };
            let earlier = rows.entry(compared).or_insert_with(|| value.clone());
            if earlier != value {
                let message = format!("\"{}\" gives both \"{earlier}\" and \"{value}\" for {key}", pairs.named);
                self.notes.error(Code::E208, pairs.span, message, "keep one row for each key");
            }
        }
        if let Some(first) = unread.first() {
            let kind = self.subject_type(from).name();
            let message =
                format!("{} keys of \"{}\" are no {kind}, the first is \"{first}\"", unread.len(), pairs.named);
            let help = format!("write keys as a {kind} cell has them, or take these rows out");
            self.notes.error(Code::E208, pairs.span, message, help);
        }
        rows
    }

    /// The list called `name`, or a mistake that suggests one.
    pub(super) fn list(&mut self, name: &Said) -> Option<Vec<String>> {
        if let Some(list) = self.scope.lists.iter().find(|list| list.name == name.0) {
            return Some(list.values.clone());
        }
        let names: Vec<&str> = self.scope.lists.iter().map(|list| list.name.as_str()).collect();
        let help = if names.is_empty() {
            format!("write [list.{}] with values = [\"…\"] in this file", name.0)
        } else {
            suggest::help(&name.0, names)
        };
        self.notes.error(Code::E104, name.1, format!("there is no list `{}` in this file", name.0), help);
        None
    }
}
