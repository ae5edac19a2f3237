//! `fields.toml`: which fields a lead has. Several files are one: later ones add fields, and columns to fields.

use std::sync::Arc;

use super::document::{Document, Node, Table};
use super::notes::{Notes, folder};
use super::past;
use super::values::{Said, check_name, markers};
use super::{currency, feeds, field_type, identity_keys, reference, similar, suggest, value_map};
use crate::diagnostic::{Code, Diagnostic};
use crate::field_types::{
    Asks, CellReader, Currencies, DateStyle, FieldType, Hints, Markers, MoneyStyle, Tables, TextStyle, ValueMap,
    country_code, header_asks,
};
use crate::profile::{Fact, Field, HeaderPattern, Identity};

/// The markers of a fields file that names none.
const DEFAULT_MARKERS: [&str; 2] = ["-", "n/a"];

/// All that the fields files say.
#[derive(Debug)]
pub(super) struct FieldSet {
    /// The fields, in the order of the files.
    pub fields: Vec<Field>,
    /// The types of the list's own facts, in the order of [`Fact::ALL`].
    pub fact_types: Vec<FieldType>,
    /// What tells that two records are the same lead.
    pub identity: Identity,
    /// The exchange rates.
    pub currencies: Arc<Currencies>,
    /// The reference tables.
    pub tables: Arc<Tables>,
    /// The classifications, not compiled yet.
    pub classes: Vec<(Said, Table)>,
    /// Read a rule's values as the fields read their cells: first the fields, then the facts.
    readers: Vec<CellReader>,
}

/// What the files say before it is compiled.
#[derive(Default)]
struct Gathered {
    missing: Option<Vec<Said>>,
    identity: Option<Table>,
    currency: Option<Table>,
    references: Vec<Table>,
    fields: Vec<(Said, Table)>,
    classes: Vec<(Said, Table)>,
}

/// Compiles the fields files, in their order.
pub(super) fn read(documents: &[Document], notes: &mut Notes) -> FieldSet {
    let mut gathered = Gathered::default();
    for document in documents {
        gathered.add(&document.root, notes);
    }
    gathered.compile(notes)
}

impl Gathered {
    fn add(&mut self, root: &Table, notes: &mut Notes) {
        root.check_format(notes);
        if let Some(node) = root.node("missing") {
            self.missing = Some(node.texts(notes));
        }
        self.identity = root.table("identity", notes).cloned().or(self.identity.take());
        self.currency = root.table("currency", notes).cloned().or(self.currency.take());
        self.references.extend(root.table("reference", notes).cloned());
        for (name, table) in root.tables("field", notes) {
            self.add_field(name, table, notes);
        }
        for (name, table) in root.tables("classify", notes) {
            self.add_class(name, table, notes);
        }
        root.finish(notes);
    }

    fn add_field(&mut self, name: Said, table: &Table, notes: &mut Notes) {
        check_name(&name, notes);
        if name.0 == "list" {
            let message = "`list` cannot be a field: list.vendor and the like are the list's own facts";
            notes.error(Code::E108, name.1, message, "choose another name, such as `list_name`");
        }
        match self.fields.iter_mut().find(|(known, _)| known.0 == name.0) {
            Some((_, known)) => *known = extended(known, &name, table, notes),
            None => self.fields.push((name, table.clone())),
        }
    }

    fn add_class(&mut self, name: Said, table: &Table, notes: &mut Notes) {
        check_name(&name, notes);
        if self.classes.iter().any(|(known, _)| known.0 == name.0) {
            let message = format!("the class `{}` is defined twice", name.0);
            notes.error(Code::E107, name.1, message, "give one of them another name, or take one out");
        }
        self.classes.push((name, table.clone()));
    }

    fn compile(self, notes: &mut Notes) -> FieldSet {
        let global = self.missing.as_deref().map_or_else(|| DEFAULT_MARKERS.map(str::to_owned).to_vec(), markers);
        let mut fields: Vec<Field> =
            self.fields.iter().map(|(name, table)| compile_field(&name.0, table, &global, notes)).collect();
        for (index, (_, table)) in self.fields.iter().enumerate() {
            fields[index].country_from = country_of(index, table, &fields, notes);
            table.finish(notes);
        }
        let mut said = self.missing.as_deref().unwrap_or_default();
        for (field, (_, table)) in
            fields.iter().zip(&self.fields).filter(|(field, _)| field.field_type == FieldType::Country)
        {
            // What all fields have in common is said once.
            warn_of_countries(field, std::mem::take(&mut said).iter().chain(&table.texts("missing", notes)), notes);
        }
        refuse_field_names(&self.classes, &fields, notes);
        let identity = self.identity.map(|table| compile_identity(&table, &fields, notes)).unwrap_or_default();
        let currencies = self.currency.map(|table| currency::read(&table, notes)).unwrap_or_default();
        let tables = reference::read(&self.references, notes);
        FieldSet::new(fields, identity, currencies, tables, self.classes)
    }
}

impl FieldSet {
    fn new(
        fields: Vec<Field>,
        identity: Identity,
        currencies: Currencies,
        tables: Arc<Tables>,
        classes: Vec<(Said, Table)>,
    ) -> Self {
        let (currencies, fact_types) = (Arc::new(currencies), Fact::ALL.map(fact_type).to_vec());
        let no_map = ValueMap::default();
        let types = fields.iter().map(|field| (&field.field_type, &field.values));
        let types = types.chain(fact_types.iter().map(|fact| (fact, &no_map)));
        let readers = types.map(|(field_type, values)| reader(field_type, values, &currencies, &tables)).collect();
        Self { fields, fact_types, identity, currencies, tables, classes, readers }
    }

    /// The place of the field called `name`.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Reads a rule's values as the field reads its cells.
    pub(super) fn reader(&self, field: usize) -> &CellReader {
        &self.readers[field]
    }

    /// Reads a rule's values as a fact is read.
    pub(super) fn fact_reader(&self, fact: Fact) -> &CellReader {
        &self.readers[self.fields.len() + fact as usize]
    }

    /// The names of all fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The place of a field, or a mistake that suggests one.
    pub(super) fn expect(&self, name: &Said, notes: &mut Notes) -> Option<usize> {
        expect_field(&self.fields, name, notes)
    }
}

/// The place of a field, or a mistake that suggests one.
pub(super) fn expect_field(fields: &[Field], name: &Said, notes: &mut Notes) -> Option<usize> {
    let (text, span) = name;
    let found = fields.iter().position(|field| field.name == *text);
    if found.is_none() {
        let help = suggest::help(text, fields.iter().map(|field| field.name.as_str()));
        let message = format!("there is no field `{text}`");
        notes.push(Diagnostic::error(Code::E102, *span, message, help).labelled("unknown field"));
    }
    found
}

fn reader(field_type: &FieldType, values: &ValueMap, currencies: &Arc<Currencies>, tables: &Arc<Tables>) -> CellReader {
    CellReader {
        field_type: field_type.clone(),
        hints: Hints::default(),
        missing: Markers::default(),
        headers: Vec::new(),
        values: values.clone(),
        fill: None,
        currencies: Arc::clone(currencies),
        tables: Arc::clone(tables),
    }
}

fn fact_type(fact: Fact) -> FieldType {
    match fact {
        Fact::Vendor | Fact::Source | Fact::Name => FieldType::Text(TextStyle::default()),
        Fact::Bought => FieldType::Date(DateStyle::default()),
        Fact::PricePerRecord => FieldType::Money(MoneyStyle::default()),
    }
}

/// A field of an earlier file with what a later one says of it: its columns are added, other keys replaced.
fn extended(earlier: &Table, name: &Said, later: &Table, notes: &mut Notes) -> Table {
    let word = |table: &Table| match table.node("type").map(|node| &node.value) {
        Some(super::document::Value::Text(word)) => Some(word.clone()),
        _ => None,
    };
    if word(later).is_some_and(|again| word(earlier).is_some_and(|first| first != again)) {
        let message = format!("the field `{}` has another type in an earlier file", name.0);
        notes.error(
            Code::E107,
            name.1,
            message,
            "a later file adds columns to a field; leave `type` out, or choose a new name",
        );
    }
    let mut merged = earlier.replaced_by(later);
    if let Some((columns, more)) = earlier.node("columns").zip(later.node("columns")) {
        let all = feeds::joined(columns, more);
        if let Some(entry) = merged.entry_mut("columns") {
            entry.node = all;
        }
    }
    merged
}

fn compile_field(name: &str, table: &Table, global: &[String], notes: &mut Notes) -> Field {
    let mut missing = global.to_vec();
    missing.extend(markers(&table.texts("missing", notes)));
    let values =
        table.node("values").and_then(|node| value_map::read(node, folder_of(node.span, notes).as_path(), notes));
    let mut field_type = field_type::read(name, table, notes);
    let label = table.text("label", notes).unwrap_or_else(|| label_of(name));
    let feeds = table.node("columns").map(|node| feeds::read(node, notes)).unwrap_or_default();
    if let FieldType::Date(style) = &mut field_type
        && !table.has("past")
    {
        past::tell(style, (name, &label, &feeds), table, notes);
    }
    Field {
        name: name.to_owned(),
        label,
        field_type,
        feeds,
        ask: table.text("ask", notes),
        missing,
        values: values.unwrap_or_default(),
        sensitive: table.flag("sensitive", notes),
        country_from: None,
    }
}

/// A missing-marker that is a country's name or code would leave that country's leads without one.
fn warn_of_countries<'s>(field: &Field, markers: impl Iterator<Item = &'s Said>, notes: &mut Notes) {
    for (marker, span) in markers {
        if let Some(country) = country_code(marker, Tables::embedded()) {
            let message =
                format!("\"{marker}\" counts as missing, and in `{}` it is the country {country}", field.name);
            let help = "take it out, and give it to the fields that need it: missing = [\"…\"] beside their type";
            notes.push(Diagnostic::warning(Code::W512, *span, message, help));
        }
    }
}

/// The folder of the file that a span lies in.
pub(super) fn folder_of(span: crate::diagnostic::Span, notes: &Notes) -> std::path::PathBuf {
    folder(&notes.sources.get(span.source).path).to_owned()
}

/// `job_title` reads "Job title".
fn label_of(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The field with the country of a phone or postal code.
fn country_of(index: usize, table: &Table, fields: &[Field], notes: &mut Notes) -> Option<usize> {
    if !fields[index].field_type.needs_country() {
        return None;
    }
    let Some(node) = table.node("country_from") else {
        return fields.iter().position(|field| field.name == "country" && field.field_type == FieldType::Country);
    };
    let named = (node.text(notes)?.to_owned(), node.span);
    let found = expect_field(fields, &named, notes)?;
    if fields[found].field_type != FieldType::Country {
        let message = format!("`{}` is no country: its type is {}", named.0, fields[found].field_type.name());
        notes.error(Code::E201, node.span, message, "name a field with type = \"country\"");
    }
    Some(found)
}

fn refuse_field_names(classes: &[(Said, Table)], fields: &[Field], notes: &mut Notes) {
    for ((name, span), _) in classes.iter().filter(|(name, _)| fields.iter().any(|field| field.name == name.0)) {
        name_taken("class", name, *span, notes);
    }
}

/// Reports a class or look-up that is called as a field is.
pub(super) fn name_taken(what: &str, name: &str, span: crate::diagnostic::Span, notes: &mut Notes) {
    let message = format!("the {what} `{name}` has the name of a field");
    let help = format!("choose another name, such as `{name}_class`, so that rules say which one they read");
    notes.error(Code::E108, span, message, help);
}

fn compile_identity(table: &Table, fields: &[Field], notes: &mut Notes) -> Identity {
    let keys = table.required("keys", "keys = [[\"email\"], [\"phone\", \"last_name\"]]", notes);
    let keys = keys.map(|node| identity_keys::read(node, fields, notes)).unwrap_or_default();
    let marks = table.node("do_not_contact").map(|node| marks(node, fields, notes)).unwrap_or_default();
    let fill_gaps = table.flag("fill_gaps", notes);
    let review_similar = table.node("review_similar").and_then(|node| similar::read(node, notes));
    table.finish(notes);
    Identity { keys, do_not_contact: marks, fill_gaps, review_similar }
}

/// The fields by which a list says itself that a lead must not be contacted, of any type.
fn marks(node: &Node, fields: &[Field], notes: &mut Notes) -> Vec<usize> {
    let names = node.texts(notes);
    let found: Vec<usize> = names.iter().filter_map(|name| expect_field(fields, name, notes)).collect();
    for (name, field) in names.iter().zip(&found) {
        warn_of_consent(name, &fields[*field], notes);
    }
    found
}

/// A header that asks for consent feeds a field that asks for objections: its *yes* means the opposite.
fn warn_of_consent(name: &Said, field: &Field, notes: &mut Notes) {
    let named = field.feeds.iter().flat_map(|feed| &feed.headers).filter_map(|header| match header {
        HeaderPattern::Named(header) => Some(header.as_str()),
        HeaderPattern::Starts(_) => None,
    });
    let Some(header) = named.into_iter().find(|header| header_asks(header) == Asks::Consent) else { return };
    let message = format!("`{}` asks who objects, and its column \"{header}\" asks who consents", name.0);
    let help = "a bare yes in that column is read as a permission, and a bare no as an objection; if you mean the \
        opposite, give the column another name in the list, or map its values: values = { yes = \"opt-out\" }";
    notes.push(Diagnostic::warning(Code::W605, name.1, message, help));
}
