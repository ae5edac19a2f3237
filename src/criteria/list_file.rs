//! The list file: what is known about one purchase, beside the CSV.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::document::{Document, Entry, Node, Table, Value};
use super::fields::expect_field;
use super::job::resolve_pattern;
use super::notes::{Notes, folder};
use super::values::{Said, a_field, markers};
use super::{Loaded, Refused, csv_options, feeds, field_type, nightly, value_map};
use crate::diagnostic::{Code, Span};
use crate::field_types::{CellReader, FieldType, Hints, Markers, ValueMap};
use crate::model::Cell;
use crate::profile::{Field, ListFile, Price, Profile, Promise};

/// How a list can have come about.
pub(super) const SOURCES: [&str; 7] =
    ["bought_list", "phone_book", "web_search", "web_form", "event", "conversation", "referral"];

/// Loads a list file against the fields of a profile.
pub(super) fn load(path: &Path, profile: &Profile) -> Result<Loaded<ListFile>, Refused> {
    let mut notes = Notes::default();
    let document = notes.root(path)?;
    let mut reader = Reader { profile, folder: folder(&document.path), notes: &mut notes, is_vendor: false };
    let list_file = reader.read(&document.path, &document.root);
    notes.finish(Some(list_file))
}

/// Loads a list file that came with the lists: it may refer only to files beside it.
pub(super) fn load_confined(path: &Path, profile: &Profile) -> Result<Loaded<ListFile>, Refused> {
    let mut notes = Notes::default();
    let document = notes.root(path)?;
    notes.confine(folder(&document.path));
    let mut reader = Reader { profile, folder: folder(&document.path), notes: &mut notes, is_vendor: false };
    let list_file = reader.read(&document.path, &document.root);
    notes.finish(Some(list_file))
}

/// The files that a list file names, as far as that can be read of one that is wrong in other ways.
pub(super) fn named_files(path: &Path) -> Vec<PathBuf> {
    let mut notes = Notes::default();
    let Ok(document) = notes.root(path) else { return Vec::new() };
    let files = document.root.node("files").map(|node| node.text_or_texts(&mut notes)).unwrap_or_default();
    files.into_iter().map(|(named, _)| resolve_pattern(folder(&document.path), &named)).collect()
}

/// The list file of a vendor. It speaks of all fields that somebody may want: those that the profile lacks, or has with
/// another type, are passed over.
pub(super) fn of_vendor(document: &Document, profile: &Profile, notes: &mut Notes) -> ListFile {
    let mut reader = Reader { profile, folder: folder(&document.path), notes, is_vendor: true };
    reader.read(&document.path, &document.root)
}

/// Reads the tables of one list file.
pub(super) struct Reader<'r> {
    pub(super) profile: &'r Profile,
    folder: &'r Path,
    pub(super) notes: &'r mut Notes,
    is_vendor: bool,
}

impl Reader<'_> {
    fn read(&mut self, path: &Path, root: &Table) -> ListFile {
        root.check_format(self.notes);
        let source = root.node("source").and_then(|node| node.word(&SOURCES, self.notes).map(str::to_owned));
        let (missing_all, missing) = self.missing(root);
        let (units, currencies) = self.units(root);
        let list_file = ListFile {
            path: Some(path.to_owned()),
            files: self.files(root),
            vendor: root.text("vendor", self.notes),
            source,
            bought: root.date("bought", self.notes),
            price: root.table("price", self.notes).and_then(|table| self.price(table)),
            promise: root.table("promise", self.notes).map(|table| self.promise(table)).unwrap_or_default(),
            csv: root.table("csv", self.notes).map(|table| csv_options::read(table, self.notes)).unwrap_or_default(),
            columns: self.by_field(root, "columns", |reader, _, node| Some(feeds::read(node, reader.notes))),
            missing_all,
            missing,
            values: self.by_field(root, "values", |reader, _, node| reader.value_map(node)),
            units,
            currencies,
            fill: self.by_field(root, "fill", Self::fill),
            formats: self.by_field(root, "formats", Self::formats),
            explode: self.explode(root),
            continuation: self.continuation(root),
        };
        root.finish(self.notes);
        list_file
    }

    fn fields(&self) -> &[Field] {
        &self.profile.fields
    }

    /// The field that a key names.
    pub(super) fn field(&mut self, entry: &Entry) -> Option<usize> {
        self.named(&(entry.key.to_string(), entry.key_span))
    }

    /// The field of this name; a vendor's list file may name fields that the profile does not have.
    pub(super) fn named(&mut self, name: &Said) -> Option<usize> {
        let passed_over = self.is_vendor && self.profile.field(&name.0).is_none();
        if passed_over { None } else { expect_field(&self.profile.fields, name, self.notes) }
    }

    /// A table whose keys are fields.
    fn by_field<T>(
        &mut self,
        root: &Table,
        key: &str,
        mut read: impl FnMut(&mut Self, usize, &Node) -> Option<T>,
    ) -> HashMap<usize, T> {
        let Some(table) = root.table(key, self.notes) else {
            return HashMap::new();
        };
        let mut found = HashMap::new();
        for entry in table.names() {
            let Some(field) = self.field(entry) else { continue };
            found.extend(read(self, field, &entry.node).map(|value| (field, value)));
        }
        found
    }

    fn files(&mut self, root: &Table) -> Vec<PathBuf> {
        let files = root.node("files").map(|node| node.text_or_texts(self.notes)).unwrap_or_default();
        files.into_iter().map(|(named, _)| resolve_pattern(self.folder, &named)).collect()
    }

    fn price(&mut self, table: &Table) -> Option<Price> {
        let amount = table.required("amount", "amount = 1200", self.notes).and_then(|node| node.number(self.notes));
        let currency = table.required("currency", "currency = \"USD\"", self.notes);
        let currency = currency.and_then(|node| field_type::currency(node.text(self.notes)?, node.span, self.notes));
        table.finish(self.notes);
        Some(Price { amount: amount?, currency: currency? })
    }

    fn promise(&mut self, table: &Table) -> Promise {
        let rows = table.node("rows").and_then(|node| node.whole(0, i64::MAX, self.notes));
        let filled = self.by_field(table, "filled", |reader, _, node| node.share(reader.notes));
        let verified_within = self.by_field(table, "verified_within", Self::age);
        table.finish(self.notes);
        Promise { rows: rows.and_then(|rows| u64::try_from(rows).ok()), filled, verified_within }
    }

    /// How old the dates of a field may be.
    fn age(&mut self, field: usize, node: &Node) -> Option<crate::operators::Period> {
        self.is_date(field, node.span, "ages")?;
        nightly::period(node, self.notes)
    }

    /// A mistake where a field is none of dates; a vendor's list file may speak of other fields than the profile has.
    fn is_date(&mut self, field: usize, span: Span, what: &str) -> Option<()> {
        let known = &self.profile.fields[field];
        if matches!(known.field_type, FieldType::Date(_)) {
            return Some(());
        }
        if !self.is_vendor {
            let message =
                format!("`{}` is {}, and only dates have {what}", known.name, a_field(known.field_type.name()));
            self.notes.error(Code::E206, span, message, "name a date field");
        }
        None
    }

    /// Markers of all fields, and of single ones.
    fn missing(&mut self, root: &Table) -> (Vec<String>, HashMap<usize, Vec<String>>) {
        let Some(table) = root.table("missing", self.notes) else {
            return Default::default();
        };
        let all = if table.has("all") && !self.fields().iter().any(|field| field.name == "all") {
            markers(&table.texts("all", self.notes))
        } else {
            Vec::new()
        };
        let single = table.without(&["all"]);
        let mut missing = HashMap::new();
        for entry in single.names() {
            let field = self.field(entry);
            let words = markers(&entry.node.texts(self.notes));
            missing.extend(field.map(|field| (field, words)));
        }
        (all, missing)
    }

    fn value_map(&mut self, node: &Node) -> Option<ValueMap> {
        value_map::read(node, self.folder, self.notes)
    }

    /// Units of numbers, and currencies of amounts: `1000`, or `{ unit = 1000, currency = "EUR" }`.
    fn units(
        &mut self,
        root: &Table,
    ) -> (HashMap<usize, rust_decimal::Decimal>, HashMap<usize, crate::model::Currency>) {
        let (mut units, mut currencies) = (HashMap::new(), HashMap::new());
        let Some(table) = root.table("units", self.notes) else {
            return (units, currencies);
        };
        for entry in table.names() {
            let Some(field) = self.field(entry).filter(|field| self.has_unit(*field, entry.key_span)) else { continue };
            let (unit, currency) = match &entry.node.value {
                Value::Table(table) => {
                    let currency = table.node("currency");
                    let currency =
                        currency.and_then(|node| field_type::currency(node.text(self.notes)?, node.span, self.notes));
                    let unit = table.node("unit").cloned();
                    table.finish(self.notes);
                    (unit, currency)
                }
                _ => (Some(entry.node.clone()), None),
            };
            let unit = unit.and_then(|node| field_type::unit(node.number(self.notes)?, node.span, self.notes));
            units.extend(unit.map(|unit| (field, unit)));
            currencies.extend(currency.map(|currency| (field, currency)));
        }
        (units, currencies)
    }

    fn has_unit(&mut self, field: usize, span: Span) -> bool {
        let field = &self.profile.fields[field];
        let fits = matches!(field.field_type, FieldType::Number(_) | FieldType::Money(_));
        if !fits && !self.is_vendor {
            let message =
                format!("`{}` is {}, and only numbers have a unit", field.name, a_field(field.field_type.name()));
            self.notes.error(Code::E206, span, message, "name a number or money field");
        }
        fits
    }

    /// A fill, which the field's type has to be able to read.
    fn fill(&mut self, field: usize, node: &Node) -> Option<String> {
        let text = node.text(self.notes)?.to_owned();
        let known = &self.profile.fields[field];
        let reader = CellReader {
            field_type: known.field_type.clone(),
            hints: Hints::default(),
            missing: Markers::default(),
            headers: Vec::new(),
            values: known.values.clone(),
            fill: None,
            currencies: self.profile.currencies.clone(),
            tables: self.profile.tables.clone(),
        };
        if !known.field_type.needs_country()
            && matches!(reader.read(&text, None).cell, Cell::Unreadable(_) | Cell::Missing(_))
        {
            let message = format!("\"{text}\" is no {} that `{}` could hold", known.field_type.name(), known.name);
            self.notes.error(Code::E203, node.span, message, "write it as a good cell of the list would be");
        }
        Some(text)
    }

    fn formats(&mut self, field: usize, node: &Node) -> Option<Vec<crate::field_types::DateFormat>> {
        self.is_date(field, node.span, "formats")?;
        Some(field_type::date_formats(node, self.notes))
    }
}
