//! `[classify.NAME]`: a text made of words in other fields.

use super::document::{Node, Table};
use super::draft::{Draft, Scope};
use super::values::Said;
use crate::diagnostic::Code;
use crate::profile::{Class, ClassRow, ColumnId, ColumnSource};

impl Draft<'_> {
    /// The column of a class, compiled on first use.
    pub(super) fn class(&mut self, name: &str) -> Option<ColumnId> {
        if let Some(place) = self.classes.iter().position(|class| class.name == name) {
            return Some(self.intern(ColumnSource::Class(place)));
        }
        let fields = self.fields;
        let (name, table) = fields.classes.iter().find(|(known, _)| known.0 == name)?;
        let class = self.guarded(name, "class", |draft| draft.on_its_own(|draft| draft.compile_class(name, table)))?;
        self.classes.push(class);
        Some(self.intern(ColumnSource::Class(self.classes.len() - 1)))
    }

    /// Compiles all classes, used or not, so that every mistake is found.
    pub(super) fn check_classes(&mut self) {
        let fields = self.fields;
        for (name, _) in &fields.classes {
            self.class(&name.0);
        }
    }

    /// Runs with no criterion's names and no rule's `range_as`: a class belongs to the fields.
    fn on_its_own<T>(&mut self, compile: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let kept = (std::mem::take(&mut self.scope), self.range_as.take(), self.from.take());
        let compiled = compile(self);
        let _: Scope = std::mem::replace(&mut self.scope, kept.0);
        (self.range_as, self.from) = (kept.1, kept.2);
        compiled
    }

    fn compile_class(&mut self, name: &Said, table: &Table) -> Option<Class> {
        let from = table.required("from", "from = \"job_title\"", self.notes);
        let from = from.and_then(|node| node.said(self.notes));
        let from = from.and_then(|from| self.column(&from));
        let rows = table.required(
            "first_match",
            "first_match = [{ value = \"owner\", has_any_word = [\"owner\"] }]",
            self.notes,
        );
        let rows = rows.and_then(|node| node.array(self.notes)).unwrap_or_default();
        let otherwise = table.text("otherwise", self.notes);
        table.finish(self.notes);
        self.from = Some(from?);
        if rows.is_empty() {
            self.notes.error(
                Code::E204,
                name.1,
                format!("the class `{}` has no row", name.0),
                "write at least one row in first_match",
            );
        }
        let rows: Vec<ClassRow> = rows.iter().filter_map(|row| self.class_row(row)).collect();
        Some(Class::new(name.0.clone(), from?, rows, otherwise))
    }

    fn class_row(&mut self, node: &Node) -> Option<ClassRow> {
        let table = node.table(self.notes)?;
        let value = table.required_text("value", "value = \"owner\"", self.notes);
        let condition = self.condition(table, &["value"]);
        Some(ClassRow { value: value?, condition: condition? })
    }
}
