//! A TOML file as a tree in which every key and value knows its place, and every key whether it was asked for.
//!
//! Readers take what they know with [`Table::get`]; what nobody asked for is an unknown key, and the keys that were
//! asked for are what could have been meant.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::notes::Notes;
use super::{lint, suggest, syntax};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::field_types::{hides, visible};

/// A TOML file that was read.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Where.
    pub path: PathBuf,
    /// Its top level.
    pub root: Table,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The key that it stands behind; elements of an array have the array's.
    pub key: Arc<str>,
    /// Its place.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(Decimal),
    Date(Date),
    YesNo(bool),
    Array(Vec<Node>),
    Table(Table),
    /// Something that no key takes, in words.
    Strange(&'static str),
    /// Left over from a mistake in the TOML itself, which was reported.
    Broken,
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The name of the table, or what stands for it.
    pub span: Span,
    entries: Vec<Entry>,
    asked: RefCell<Vec<String>>,
    all_known: Cell<bool>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The key.
    pub key: Arc<str>,
    /// Its place.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// Parses a file that was read, with a diagnostic for every line that is not TOML.
pub(super) fn parse(path: &Path, text: &str, notes: &mut Notes) -> Document {
    let source = notes.sources.add(path, text);
    let mut readable = text.to_owned();
    let mut places = Vec::new();
    while let Some(stop) = stumble(&readable, &mut places) {
        // The parser gives up behind such a line; without it, it finds the next mistake. Spans stay the same.
        let blanks = " ".repeat(stop.len());
        readable.replace_range(stop, &blanks);
    }
    syntax::report(source, text, places, notes);
    let (table, _) = DeTable::parse_recoverable(&readable);
    let top = Span::new(source, 0, text.find('\n').unwrap_or(text.len()));
    let mut root = convert_table(source, top, table.get_ref());
    lint::letters(&root, notes);
    root.show();
    Document { path: path.to_owned(), root }
}

/// Adds the mistakes of a text; the line to leave out where there is one behind which the parser reads no further.
fn stumble(text: &str, places: &mut Vec<(Range<usize>, String)>) -> Option<Range<usize>> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let found = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()));
    let found: Vec<(Range<usize>, String)> = found.collect();
    let stopped =
        |message: &str| message.starts_with("key with no value") || message.starts_with("invalid unquoted key");
    let stop =
        found.iter().find(|(_, message)| stopped(message)).map(|(place, _)| syntax::line_range(text, place.start));
    let stop = stop.filter(|line| !text[line.clone()].trim().is_empty());
    let kept = found
        .into_iter()
        .filter(|(place, _)| stop.as_ref().is_none_or(|line| line.contains(&place.start) || line.end == place.start));
    places.extend(kept);
    stop
}

fn convert_table(source: SourceId, span: Span, table: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table.iter().map(|(key, value)| convert_entry(source, key, value)).collect();
    entries.sort_by_key(|entry| entry.key_span);
    Table { span, entries, asked: RefCell::default(), all_known: Cell::default() }
}

fn convert_entry(source: SourceId, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Entry {
    let key_span = Span::new(source, key.span().start, key.span().end);
    let key: Arc<str> = key.get_ref().as_ref().into();
    let mut node = convert(source, &key, value);
    if let Value::Table(table) = &mut node.value {
        table.span = key_span;
    }
    Entry { key, key_span, node }
}

fn convert(source: SourceId, key: &Arc<str>, value: &Spanned<DeValue<'_>>) -> Node {
    let span = Span::new(source, value.span().start, value.span().end);
    let converted = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) if integer.as_str().is_empty() => Value::Broken,
        DeValue::Integer(integer) => whole(integer.as_str(), integer.radix()),
        DeValue::Float(float) => fraction(float.as_str()),
        DeValue::Boolean(yes) => Value::YesNo(*yes),
        DeValue::Datetime(datetime) => day(datetime),
        DeValue::Array(array) => Value::Array(array.iter().map(|element| convert(source, key, element)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(source, span, table)),
    };
    Node { key: Arc::clone(key), span, value: converted }
}

fn whole(digits: &str, radix: u32) -> Value {
    let number = i128::from_str_radix(digits, radix).ok().and_then(|n| Decimal::try_from_i128_with_scale(n, 0).ok());
    number.map_or(Value::Strange("a number of more than 28 digits"), Value::Number)
}

fn fraction(digits: &str) -> Value {
    if digits.is_empty() {
        return Value::Broken;
    }
    let number = Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits));
    number.map_or(Value::Strange("not a number that can be counted with"), Value::Number)
}

fn day(datetime: &toml::value::Datetime) -> Value {
    match (datetime.date, datetime.time) {
        (Some(date), None) => {
            let (year, month, day) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            let date = year.ok().zip(month.ok()).zip(day.ok()).and_then(|((y, m), d)| Date::new(y, m, d).ok());
            date.map_or(Value::Broken, Value::Date)
        }
        (Some(_), Some(_)) => Value::Strange("a date with a time of day"),
        _ => Value::Strange("a time of day"),
    }
}

impl Value {
    /// What it is, in words.
    pub(super) const fn words(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text in quotes",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::YesNo(_) => "true or false",
            Self::Array(_) => "a list in square brackets",
            Self::Table(_) => "a table",
            Self::Strange(words) => words,
            Self::Broken => "nothing",
        }
    }
}

/// Keys behind which names of files stand.
const FILES: [&str; 9] = ["extends", "fields", "file", "files", "lists", "out", "path", "profile", "rules"];

impl Entry {
    /// Whether it says where a file is. A value map is a file, or stands here.
    fn names_a_file(&self) -> bool {
        match &self.node.value {
            Value::Table(_) => false,
            Value::Text(_) if &*self.key == "values" => true,
            _ => FILES.contains(&&*self.key),
        }
    }
}

impl Node {
    /// Takes what nobody sees out of texts that something is compared with.
    fn show(&mut self) {
        match &mut self.value {
            Value::Text(text) if hides(text) => *text = visible(text).into_owned(),
            Value::Array(elements) => elements.iter_mut().for_each(Self::show),
            Value::Table(table) => table.show(),
            _ => {}
        }
    }
}

impl Table {
    /// Takes what nobody sees out of names and of texts that something is compared with, as it is taken out of cells.
    /// Sentences for people and names of files stay as they are.
    fn show(&mut self) {
        for entry in &mut self.entries {
            if hides(&entry.key) {
                entry.key = visible(&entry.key).into();
            }
            if !lint::PROSE.contains(&&*entry.key) && !entry.names_a_file() {
                entry.node.show();
            }
        }
    }

    /// A table of entries that stand elsewhere.
    pub(super) fn of(span: Span, entries: Vec<Entry>) -> Self {
        Self { span, entries, asked: RefCell::default(), all_known: Cell::default() }
    }

    /// The entry of `key`, which is known from now on.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        if !self.asked.borrow().iter().any(|asked| asked == key) {
            self.asked.borrow_mut().push(key.to_owned());
        }
        self.entries.iter().find(|entry| *entry.key == *key)
    }

    /// The value of `key`.
    pub(super) fn node(&self, key: &str) -> Option<&Node> {
        self.get(key).map(|entry| &entry.node)
    }

    /// Whether `key` is there; says nothing on whether it is known.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| *entry.key == *key)
    }

    /// Every entry, all of them known: for tables whose keys are names.
    pub(super) fn names(&self) -> impl Iterator<Item = &Entry> {
        self.ignore_rest();
        self.entries.iter()
    }

    /// Every entry, and nothing said on whether it is known.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries that nobody asked for.
    pub(super) fn leftovers(&self) -> Vec<&Entry> {
        let asked = self.asked.borrow();
        let known = |entry: &&Entry| self.all_known.get() || asked.iter().any(|asked| **asked == *entry.key);
        self.entries.iter().filter(|entry| !known(entry)).collect()
    }

    /// Lets the rest pass: it may be right, and what it belongs to is not.
    pub(super) fn ignore_rest(&self) {
        self.all_known.set(true);
    }

    /// Reports every entry that nobody asked for.
    pub(super) fn finish(&self, notes: &mut Notes) {
        for entry in self.leftovers() {
            let help = suggest::help(&entry.key, self.asked.borrow().iter().map(String::as_str));
            let message = format!("there is no key `{}` here", entry.key);
            notes.push(Diagnostic::error(Code::E101, entry.key_span, message, help).labelled("unknown key"));
        }
    }

    /// This table with the entries of `other` in place of its own.
    pub(super) fn replaced_by(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        for entry in &other.entries {
            match merged.entries.iter_mut().find(|own| own.key == entry.key) {
                Some(own) => *own = entry.clone(),
                None => merged.entries.push(entry.clone()),
            }
        }
        merged.asked.take();
        merged
    }

    /// The same table without some keys.
    pub(super) fn without(&self, keys: &[&str]) -> Self {
        let mut rest = self.clone();
        rest.entries.retain(|entry| !keys.contains(&&*entry.key));
        rest
    }

    /// The entry of `key`, to be changed.
    pub(super) fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| *entry.key == *key)
    }
}
