//! `columns`: which headers of a list feed a field.

use super::document::{Node, Value};
use super::notes::Notes;
use crate::diagnostic::Code;
use crate::operators::Pattern;
use crate::profile::{Feed, HeaderPattern, Take};

/// The headers of a field: one text, or a list of texts, of joined columns and of parts of columns.
pub(super) fn read(node: &Node, notes: &mut Notes) -> Vec<Feed> {
    match &node.value {
        Value::Array(elements) => elements.iter().filter_map(|element| feed(element, notes)).collect(),
        _ => feed(node, notes).into_iter().collect(),
    }
}

/// Two lists of headers as one; the first one's come first.
pub(super) fn joined(first: &Node, second: &Node) -> Node {
    let elements = |node: &Node| match &node.value {
        Value::Array(elements) => elements.clone(),
        _ => vec![node.clone()],
    };
    let mut both = first.clone();
    both.value = Value::Array(elements(first).into_iter().chain(elements(second)).collect());
    both
}

fn feed(node: &Node, notes: &mut Notes) -> Option<Feed> {
    match &node.value {
        Value::Text(header) => named(header, node, notes),
        Value::Array(_) => joined_columns(node, notes),
        Value::Table(_) => part_of_column(node, notes),
        _ => {
            node.unfit(
                "headers in quotes",
                format!("write the header in quotes: \"{}\"", notes.written(node.span)),
                notes,
            );
            None
        }
    }
}

fn named(header: &str, node: &Node, notes: &mut Notes) -> Option<Feed> {
    if header.trim().is_empty() || header.trim() == "*" {
        notes.error(Code::E203, node.span, "a header cannot be blank", "write the header as the list has it");
        return None;
    }
    Some(Feed::header(header))
}

fn joined_columns(node: &Node, notes: &mut Notes) -> Option<Feed> {
    let headers: Vec<HeaderPattern> =
        node.texts(notes).iter().map(|(header, _)| HeaderPattern::parse(header)).collect();
    if headers.is_empty() {
        notes.error(
            Code::E203,
            node.span,
            "no column is named here",
            "write the headers to be joined: [\"Vorwahl\", \"Rufnummer\"]",
        );
        return None;
    }
    Some(Feed { headers, take: None })
}

fn part_of_column(node: &Node, notes: &mut Notes) -> Option<Feed> {
    let table = node.table(notes)?;
    let header = table.required_text("column", "column = \"PLZ Ort\"", notes);
    let take = table.node("take").and_then(|node| pattern(node, notes));
    table.finish(notes);
    Some(Feed { headers: vec![HeaderPattern::parse(&header?)], take: take.map(Take) })
}

fn pattern(node: &Node, notes: &mut Notes) -> Option<Pattern> {
    let text = node.text(notes)?;
    match Pattern::new(text) {
        Ok(pattern) => Some(pattern),
        Err(refusal) => {
            notes.error(Code::E203, node.span, refusal.message, refusal.help);
            None
        }
    }
}
