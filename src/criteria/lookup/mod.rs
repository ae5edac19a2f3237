//! `[lookup.NAME]`: texts that a table gives for other fields, such as the region of a postal code. One file a kind of
//! match.

mod exact;
mod nearest;
mod range;
mod rows;

use rows::TableRows;

use super::document::{Node, Table, Value};
use super::draft::Draft;
use super::fields::{folder_of, name_taken};
use super::suggest;
use super::values::{Said, a_field, check_name};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::operators::SubjectType;
use crate::profile::{ColumnId, ColumnSource, Keys, Lookup, LookupPart};

/// The words of `match`.
const KINDS: [&str; 4] = ["exact", "prefix", "range", "nearest"];

/// A key of a look-up: a column of leads, with the place where the rule file names it.
#[derive(Clone, Copy, Debug)]
struct Key {
    column: ColumnId,
    span: Span,
}

impl Draft<'_> {
    /// The place of a look-up of this criterion, compiled on first use.
    fn lookup(&mut self, name: &str) -> Option<usize> {
        if let Some((_, lookup)) = self.scope.compiled.iter().find(|(known, _)| known == name) {
            return *lookup;
        }
        let (name, table) = self.scope.lookups.iter().find(|(known, _)| known.0 == name)?.clone();
        let compiled = self.guarded(&name, "look-up", |draft| draft.compile_lookup(&name, &table));
        let place = compiled.map(|lookup| {
            self.lookups.push(lookup);
            self.lookups.len() - 1
        });
        self.scope.compiled.push((name.0, place));
        place
    }

    /// The column of a look-up: `name` is its first value, `name.part` one of its values or a distance.
    pub(super) fn lookup_column(&mut self, name: &str, part: Option<&str>, said: &Said) -> Option<ColumnId> {
        let lookup = self.lookup(name)?;
        self.lookup_part(lookup, part, said)
    }

    /// The column of a look-up that is compiled.
    pub(super) fn lookup_part(&mut self, lookup: usize, part: Option<&str>, said: &Said) -> Option<ColumnId> {
        let about = &self.lookups[lookup];
        let parts = parts(about);
        let found = match part {
            None => Some(LookupPart::Value(0)),
            Some(part) => parts.iter().find(|(known, _)| known == part).map(|(_, part)| *part),
        };
        let Some(part) = found else {
            let part = part.unwrap_or_default();
            let help = suggest::help(part, parts.iter().map(|(name, _)| name.as_str()));
            let message = format!("the look-up `{}` has no part `{part}`", about.name);
            self.notes.push(Diagnostic::error(Code::E102, said.1, message, help).labelled("unknown part"));
            return None;
        };
        Some(self.intern(ColumnSource::Lookup { lookup, part }))
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
        let kind = table.node("match").map_or(Some("exact"), |node| {
            let word = node.word(&KINDS, self.notes)?;
            KINDS.into_iter().find(|kind| *kind == word)
        });
        let example = if kind == Some("nearest") { "from = \"postal_code\"" } else { "from = \"state\"" };
        let from = table.required("from", example, self.notes).map(|node| self.keys_of_leads(node));
        let rows = self.table_rows(table);
        let otherwise = table.text("otherwise", self.notes);
        let aside = nearest::Aside::read(table, kind, self.notes);
        table.finish(self.notes);
        let (kind, from, rows, aside) = (kind?, from??, rows?, aside?);
        let from: Vec<Key> =
            if kind == "nearest" { self.place_of_leads(&from)? } else { self.fitting_keys(kind, &from)? };
        self.check_count(kind, &from, &rows)?;
        let keys = match kind {
            "range" => Keys::Range(self.spans(&from, &rows)?),
            "nearest" => Keys::Nearest(self.centres(&rows, &aside)?),
            "prefix" => Keys::Prefix(self.exact_keys(&from, &rows, false)?),
            _ => Keys::Exact(self.exact_keys(&from, &rows, true)?),
        };
        let from = from.into_iter().map(|key| key.column).collect();
        let (values, path) = (rows.value_names, rows.path);
        let rows = rows.rows.into_iter().map(|row| row.values).collect();
        Some(Lookup { name: name.0.clone(), from, values, rows, keys, otherwise, file: path })
    }

    /// The columns whose cells are the keys.
    fn keys_of_leads(&mut self, node: &Node) -> Option<Vec<Key>> {
        let names = node.text_or_texts(self.notes);
        if names.is_empty() && !matches!(node.value, Value::Broken) {
            self.notes.error(Code::E301, node.span, "there is no field to look up", "write from = \"state\"");
        }
        let keys: Vec<Option<Key>> =
            names.iter().map(|name| Some(Key { column: self.column(name)?, span: name.1 })).collect();
        keys.into_iter().collect::<Option<Vec<Key>>>().filter(|keys| !keys.is_empty())
    }

    /// The keys, where all of them can be compared as this kind of match does.
    fn fitting_keys(&mut self, kind: &str, keys: &[Key]) -> Option<Vec<Key>> {
        let mut fit = true;
        for (place, key) in keys.iter().enumerate() {
            let subject = self.subject_type(key.column);
            let is_span = kind == "range" && place + 1 == keys.len();
            let (fits, help) = if is_span {
                (has_order(subject), "look up a field with an order: a postal code, a code, a number or an amount")
            } else {
                (subject.is_text(), "look up a field that is compared as text, such as a code")
            };
            if !fits {
                let what = if is_span { "the range of a look-up" } else { "the key of a look-up" };
                let message = format!("{} cannot be {what}", a_field(subject.name()));
                self.notes.error(Code::E201, key.span, message, help);
                fit = false;
            }
        }
        fit.then(|| keys.to_vec())
    }

    /// Whether the table has as many key columns as this kind of match compares.
    fn check_count(&mut self, kind: &str, from: &[Key], rows: &TableRows) -> Option<()> {
        let has = rows.key_columns;
        let (fits, wanted) = match kind {
            "nearest" => {
                ((1..=2).contains(&has), "key = \"zip\", key = [\"country\", \"zip\"] or key = [\"lat\", \"lon\"]")
            }
            "range" => (has == from.len() + 1, "the columns of its first and last value, key = [\"from\", \"to\"]"),
            _ => (has == from.len(), "as many columns in `key` as there are fields in `from`"),
        };
        if !fits {
            let fields = if from.len() == 1 { "1 field".to_owned() } else { format!("{} fields", from.len()) };
            let columns = if has == 1 { "1 column".to_owned() } else { format!("{has} columns") };
            let message =
                format!("`from` has {fields} and `key` has {columns}, which does not go with match = \"{kind}\"");
            self.notes.error(Code::E206, rows.key_span, message, format!("write {wanted}"));
        }
        fits.then_some(())
    }

    /// The file of a look-up with the columns that matter.
    fn table_rows(&mut self, table: &Table) -> Option<TableRows> {
        let file = table.required("file", "file = \"../lists/zip-region.csv\"", self.notes);
        let key = table.required("key", "key = \"zip\", the column with the keys", self.notes);
        let value = table.required("value", "value = \"region\", the column with the values", self.notes);
        let within = table.node("within").cloned();
        let (file, key, value) = (file?, key?, value?);
        let named = file.text(self.notes)?.to_owned();
        let (path, text) = self.notes.refer(&folder_of(file.span, self.notes), &named, file.span)?;
        let (keys, values) = (key.text_or_texts(self.notes), value.text_or_texts(self.notes));
        TableRows::read(&named, (path, &text, file.span), (&keys, key.span), &values, within.as_ref(), self.notes)
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

/// The parts of a look-up by their names.
fn parts(lookup: &Lookup) -> Vec<(String, LookupPart)> {
    use crate::model::Unit;
    let values = lookup.values.iter().enumerate().map(|(place, name)| (name.clone(), LookupPart::Value(place)));
    let distances = [Unit::Km, Unit::Miles].map(|unit| (unit.as_str().to_owned(), LookupPart::Away(unit)));
    let is_nearest = matches!(lookup.keys, Keys::Nearest(_));
    values.chain(distances.into_iter().filter(|_| is_nearest)).collect()
}

/// Whether its values have an order that ranges follow.
fn has_order(subject: SubjectType<'_>) -> bool {
    subject.is_number() || subject.is_postal_code() || subject.is_code()
}
