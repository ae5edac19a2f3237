//! Names in a job that only its profile knows: the fields that limits go by and sheets show, and the rules whose
//! unknowns are watched.

use super::document::Table;
use super::draft::Draft;
use super::fields::expect_field;
use super::suggest;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{OTHERS, Rule};

impl Draft<'_> {
    /// Notes the names in a job that its profile does not have.
    pub(super) fn job_names(&mut self, job: &Table, rules: &[Rule]) {
        for (_, limit) in job.tables("limit", self.notes) {
            if let Some(name) = limit.node("by").and_then(|node| node.said(self.notes)) {
                expect_field(&self.fields.fields, &name, self.notes);
            }
        }
        let output = job.table("output", self.notes);
        let columns = output.and_then(|table| table.node("columns")).map(|node| node.texts(self.notes));
        for name in columns.iter().flatten().filter(|(name, _)| name != OTHERS) {
            expect_field(&self.fields.fields, name, self.notes);
        }
        self.watched_rules(job, rules);
    }

    fn watched_rules(&mut self, job: &Table, rules: &[Rule]) {
        let fail_when = job.table("fail_when", self.notes);
        let watched = fail_when.and_then(|table| table.table("unknown", self.notes));
        for entry in watched.into_iter().flat_map(Table::entries) {
            if rules.iter().all(|rule| rule.id != *entry.key) && !self.failed.iter().any(|id| *id == *entry.key) {
                let help = suggest::help(&entry.key, rules.iter().map(|rule| rule.id.as_str()));
                let message = format!("there is no rule `{}` in this profile", entry.key);
                self.notes.push(Diagnostic::error(Code::E111, entry.key_span, message, help).labelled("unknown rule"));
            }
        }
    }
}
