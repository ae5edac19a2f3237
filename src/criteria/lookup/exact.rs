//! Keys that are compared as they are, and prefixes of them.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::Key;
use super::rows::{TableRow, TableRows};
use crate::diagnostic::Code;
use crate::field_types::FieldType;
use crate::model::Country;
use crate::operators::{Subject, SubjectType};
use crate::profile::KEY_SEPARATOR;

impl Draft<'_> {
    /// The rows by the compared form of their keys; two rows for one key that say different things are a mistake.
    /// Of prefixes the last key is a piece of a text, and not `whole`.
    pub(super) fn exact_keys(
        &mut self,
        from: &[Key],
        table: &TableRows,
        whole: bool,
    ) -> Option<HashMap<String, usize>> {
        let mut keys: HashMap<String, usize> = HashMap::with_capacity(table.rows.len());
        let (mut unread, mut clean) = (Vec::new(), true);
        for (place, row) in table.rows.iter().enumerate() {
            let key = match self.compared(from, row, from.len() - usize::from(!whole)) {
                Ok(lead) if whole => lead,
                Ok(lead) => self.with_prefix(lead, from, row),
                Err(written) => {
                    unread.push((row.line, written));
                    continue;
                }
            };
            let earlier = &table.rows[*keys.entry(key).or_insert(place)];
            if earlier.values != row.values || earlier.reach != row.reach {
                self.told_twice(table, earlier, row);
                clean = false;
            }
        }
        self.unread_keys(from, table, &unread);
        (clean && unread.is_empty()).then_some(keys)
    }

    /// The first `count` keys of a row in the form of cells, joined; or the first one that no cell can be.
    pub(super) fn compared(&self, from: &[Key], row: &TableRow, count: usize) -> Result<String, String> {
        let subjects: Vec<Subject<'_>> = from[..count].iter().map(|key| self.subject(key.column, None)).collect();
        let is_country = |subject: &Subject<'_>| matches!(subject.subject_type, SubjectType::Field(FieldType::Country));
        let country = subjects.iter().position(is_country);
        let country = country.and_then(|place| Country::new(&subjects[place].whole(&row.keys[place]).ok()?));
        let mut joined = String::new();
        for (place, (subject, written)) in subjects.iter().zip(&row.keys).enumerate() {
            joined.extend((place > 0).then_some(KEY_SEPARATOR));
            joined.push_str(&subject.whole_in(written, country).map_err(|_| written.clone())?);
        }
        Ok(joined)
    }

    fn with_prefix(&self, mut lead: String, from: &[Key], row: &TableRow) -> String {
        lead.extend((from.len() > 1).then_some(KEY_SEPARATOR));
        let subject = from.last().map(|key| self.subject(key.column, None));
        let written = row.keys.last().map_or("", String::as_str);
        lead.push_str(&subject.map_or_else(String::new, |subject| subject.fragment(subject.mapped(written))));
        lead
    }

    fn told_twice(&mut self, table: &TableRows, earlier: &TableRow, later: &TableRow) {
        let (one, two) = (earlier.values.join(", "), later.values.join(", "));
        let key = later.keys.join(", ");
        let message = if one == two {
            format!("\"{}\" has {key} in line {} and again in line {}", table.named, earlier.line, later.line)
        } else {
            format!(
                "\"{}\" gives both \"{one}\" (line {}) and \"{two}\" (line {}) for {key}",
                table.named, earlier.line, later.line
            )
        };
        self.notes.error(Code::E208, table.span, message, "keep one row for each key");
    }

    /// Reports keys that no cell can be equal to.
    pub(super) fn unread_keys(&mut self, from: &[Key], table: &TableRows, unread: &[(u64, String)]) {
        let kinds: Vec<&str> = from.iter().map(|key| self.subject_type(key.column).name()).collect();
        let kinds = kinds.join(" and ");
        let help = format!("write keys as a {kinds} cell has them, or take these rows out");
        table.unread(unread, &format!("a key that is no {kinds}"), help, self.notes);
    }
}
