//! What counts after everything is inherited and overridden: every key with the place that it comes from.

use super::document::{Entry, Node, Table, Value};
use super::lists::ListChange;
use super::notes::Notes;
use crate::profile::Place;

/// A table that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The criterion that it belongs to; blank for a profile's own tables.
    pub criterion: String,
    /// Its header without brackets: `must.served-market`, `decision`.
    pub header: String,
    /// Its keys, in order.
    pub settings: Vec<Setting>,
}

/// A key that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: String,
    /// Its value, as it is written.
    pub value: String,
    /// Where that is.
    pub place: Place,
}

impl Effective {
    pub(super) fn new(criterion: &str, header: &str, table: &Table, notes: &Notes) -> Self {
        let settings = table.entries().iter().map(|entry| Setting {
            key: entry.key.to_string(),
            value: in_one_line(&entry.node, notes),
            place: notes.place(entry.key_span),
        });
        Self { criterion: criterion.to_owned(), header: header.to_owned(), settings: settings.collect() }
    }

    /// Adds what a profile changes in a list.
    pub(super) fn change(&mut self, change: &ListChange, notes: &Notes) {
        for (key, values) in [("add", &change.add), ("remove", &change.remove)] {
            for (value, span) in values {
                let value = format!("\"{value}\"");
                self.settings.push(Setting { key: key.to_owned(), value, place: notes.place(*span) });
            }
        }
    }
}

/// A value as it is written, but in one line and without comments.
fn in_one_line(node: &Node, notes: &Notes) -> String {
    let listed = |parts: Vec<String>, [open, close]: [&str; 2]| format!("{open}{}{close}", parts.join(", "));
    match &node.value {
        Value::Array(elements) => {
            listed(elements.iter().map(|element| in_one_line(element, notes)).collect(), ["[", "]"])
        }
        Value::Table(table) => {
            let entry = |entry: &Entry| format!("{} = {}", entry.key, in_one_line(&entry.node, notes));
            listed(table.entries().iter().map(entry).collect(), ["{ ", " }"])
        }
        _ => notes.written(node.span).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
