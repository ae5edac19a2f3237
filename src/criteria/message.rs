//! `message`: the author's sentence, with placeholders in curly brackets.

use super::document::Node;
use super::draft::Draft;
use super::suggest;
use super::values::a_field;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{ColumnId, Message, Piece};

/// The placeholders of the rule's own field.
const OWN: [&str; 4] = ["label", "value", "expected", "short_by"];

impl Draft<'_> {
    /// A message of a rule whose own field is `own`. `{{` and `}}` are brackets.
    pub(super) fn message(&mut self, node: &Node, own: Option<ColumnId>) -> Option<Message> {
        let text = node.text(self.notes)?;
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            push_words(&mut pieces, &rest[..at]);
            let bracket = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix(bracket) {
                push_words(&mut pieces, bracket);
                rest = behind;
            } else if bracket == "{" && rest.contains('}') {
                let (name, behind) = rest.split_once('}').unwrap_or((rest, ""));
                pieces.extend(self.placeholder(name.trim(), node, own));
                rest = behind;
            } else {
                self.unbalanced(node, bracket);
                return None;
            }
        }
        push_words(&mut pieces, rest);
        Some(Message { pieces })
    }

    fn unbalanced(&mut self, node: &Node, bracket: &str) {
        let message = format!("a lone `{bracket}` stands in this message");
        let help = format!("write {{value}} for a placeholder, or {bracket}{bracket} for the sign itself");
        self.notes.error(Code::E106, node.span, message, help);
    }

    fn placeholder(&mut self, name: &str, node: &Node, own: Option<ColumnId>) -> Option<Piece> {
        if OWN.contains(&name) && self.fields.find(name).is_none() {
            return self.own_placeholder(name, node, own);
        }
        if !self.is_column(name) {
            self.unknown_placeholder(name, node, own);
            return None;
        }
        self.column(&(name.to_owned(), node.span)).map(Piece::Value)
    }

    fn own_placeholder(&mut self, name: &str, node: &Node, own: Option<ColumnId>) -> Option<Piece> {
        let Some(column) = own else {
            let message = format!("{{{name}}} speaks of the rule's own field, and this rule has none");
            let help = "name fields instead: {state}, {country}";
            self.notes.push(Diagnostic::error(Code::E106, node.span, message, help));
            return None;
        };
        let subject = self.subject_type(column);
        if name == "short_by" && !subject.is_number() && !subject.is_date() {
            let message = format!("{{short_by}} is a distance, and {} has none", a_field(subject.name()));
            self.notes.error(Code::E106, node.span, message, "write {value} and {expected}");
            return None;
        }
        Some(match name {
            "label" => Piece::Label(column),
            "value" => Piece::Value(column),
            "expected" => Piece::Expected,
            _ => Piece::ShortBy(column),
        })
    }

    fn is_column(&self, name: &str) -> bool {
        let whole = name.split_once('.').map_or(name, |(whole, _)| whole);
        let derived = self.fields.classes.iter().chain(&self.scope.lookups);
        whole == "list"
            || self.fields.find(whole).is_some()
            || derived.map(|(known, _)| &known.0).any(|known| known == name)
    }

    fn unknown_placeholder(&mut self, name: &str, node: &Node, own: Option<ColumnId>) {
        let own_words = if own.is_some() { OWN.as_slice() } else { &[] };
        let help = suggest::help(name, own_words.iter().copied().chain(self.fields.names()));
        let message = format!("there is no placeholder {{{name}}}");
        self.notes.push(Diagnostic::error(Code::E106, node.span, message, help));
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    match pieces.last_mut() {
        Some(Piece::Words(last)) => last.push_str(words),
        _ if words.is_empty() => {}
        _ => pieces.push(Piece::Words(words.to_owned())),
    }
}
