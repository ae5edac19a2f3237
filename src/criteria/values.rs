//! Values of the wanted kind, or a mistake that says what was wanted and how to write it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::document::{Node, Table, Value};
use super::notes::Notes;
use super::suggest;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::field_types::fold_key;

/// A text with its place.
pub(super) type Said = (String, Span);

impl Node {
    /// Reports that a value of another kind was wanted. Nothing is said of what is left of a broken line.
    pub(super) fn unfit(&self, wanted: &str, help: impl Into<String>, notes: &mut Notes) {
        if !matches!(self.value, Value::Broken) {
            let message = format!("`{}` takes {wanted}, not {}", self.key, self.value.words());
            notes.push(Diagnostic::error(Code::E202, self.span, message, help).labelled(self.value.words()));
        }
    }

    /// A text.
    pub(super) fn text(&self, notes: &mut Notes) -> Option<&str> {
        if let Value::Text(text) = &self.value {
            return Some(text);
        }
        let help = match &self.value {
            Value::Number(_) | Value::Date(_) | Value::YesNo(_) => {
                format!("write it in quotes: \"{}\"", notes.written(self.span))
            }
            _ => "write one text in quotes: \"…\"".into(),
        };
        self.unfit("a text in quotes", help, notes);
        None
    }

    /// A text with its place.
    pub(super) fn said(&self, notes: &mut Notes) -> Option<Said> {
        Some((self.text(notes)?.to_owned(), self.span))
    }

    /// An exact number.
    pub(super) fn number(&self, notes: &mut Notes) -> Option<Decimal> {
        if let Value::Number(number) = self.value {
            return Some(number);
        }
        self.unfit("a number", self.without_quotes("write digits: 10_000, 0.5"), notes);
        None
    }

    /// A whole number from `low` to `high`.
    pub(super) fn whole(&self, low: i64, high: i64, notes: &mut Notes) -> Option<i64> {
        let number = self.number(notes)?;
        let whole = number.normalize();
        let fits = (whole.scale() == 0).then(|| whole.to_i64()).flatten().filter(|n| (low..=high).contains(n));
        if fits.is_none() {
            let message = format!("`{}` takes a whole number from {low} to {high}", self.key);
            notes.error(Code::E205, self.span, message, "write a whole number within these bounds");
        }
        fits
    }

    /// A day.
    pub(super) fn date(&self, notes: &mut Notes) -> Option<Date> {
        if let Value::Date(date) = self.value {
            return Some(date);
        }
        let help = match &self.value {
            Value::Text(text) if text.parse::<Date>().is_ok() => format!("take the quotes away: {text}"),
            _ => "write year, month and day without quotes: 2026-10-01".into(),
        };
        self.unfit("a date", help, notes);
        None
    }

    /// Yes or no.
    pub(super) fn yes_no(&self, notes: &mut Notes) -> Option<bool> {
        if let Value::YesNo(yes) = self.value {
            return Some(yes);
        }
        self.unfit("true or false", self.without_quotes("write true or false, without quotes"), notes);
        None
    }

    /// The elements of a list.
    pub(super) fn array(&self, notes: &mut Notes) -> Option<&[Node]> {
        if let Value::Array(elements) = &self.value {
            return Some(elements);
        }
        self.unfit("a list in square brackets", format!("write [{}]", notes.written(self.span)), notes);
        None
    }

    /// A table.
    pub(super) fn table(&self, notes: &mut Notes) -> Option<&Table> {
        if let Value::Table(table) = &self.value {
            return Some(table);
        }
        self.unfit("a table", format!("write {} = {{ key = value }}", self.key), notes);
        None
    }

    /// The texts of a list, with their places.
    pub(super) fn texts(&self, notes: &mut Notes) -> Vec<Said> {
        let elements = self.array(notes).unwrap_or_default();
        elements.iter().filter_map(|element| Some((element.text(notes)?.to_owned(), element.span))).collect()
    }

    /// A text, or the texts of a list.
    pub(super) fn text_or_texts(&self, notes: &mut Notes) -> Vec<Said> {
        match &self.value {
            Value::Text(text) => vec![(text.clone(), self.span)],
            _ => self.texts(notes),
        }
    }

    /// One of a few fixed words.
    pub(super) fn word(&self, words: &[&str], notes: &mut Notes) -> Option<&str> {
        let text = self.text(notes)?;
        if words.contains(&text) {
            return Some(text);
        }
        let message = format!("`{}` cannot be \"{text}\"", self.key);
        notes.push(
            Diagnostic::error(Code::E110, self.span, message, suggest::help(text, words.iter().copied()))
                .labelled("unknown word"),
        );
        None
    }

    /// A share written as `"98%"`, from 0 to 1.
    pub(super) fn share(&self, notes: &mut Notes) -> Option<Decimal> {
        let text = self.text(notes)?;
        let percent = text.trim().strip_suffix('%').and_then(|digits| digits.trim().parse::<Decimal>().ok());
        let share = percent
            .map(|percent| percent / Decimal::ONE_HUNDRED)
            .filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
        if share.is_none() {
            let message = format!("\"{text}\" is no share from 0% to 100%");
            notes.error(Code::E203, self.span, message, "write the share with a percent sign in quotes: \"5%\"");
        }
        share
    }

    fn without_quotes(&self, otherwise: &str) -> String {
        match &self.value {
            Value::Text(text) => match text.parse::<Decimal>() {
                Ok(_) => format!("take the quotes away: {text}"),
                Err(_) if text == "true" || text == "false" => format!("take the quotes away: {text}"),
                Err(_) => otherwise.into(),
            },
            _ => otherwise.into(),
        }
    }
}

impl Table {
    /// The text of `key`, if it is there.
    pub(super) fn text(&self, key: &str, notes: &mut Notes) -> Option<String> {
        self.node(key)?.text(notes).map(str::to_owned)
    }

    /// The yes or no of `key`, no where it is not there.
    pub(super) fn flag(&self, key: &str, notes: &mut Notes) -> bool {
        self.node(key).and_then(|node| node.yes_no(notes)).unwrap_or(false)
    }

    /// The number of `key`, if it is there.
    pub(super) fn number(&self, key: &str, notes: &mut Notes) -> Option<Decimal> {
        self.node(key)?.number(notes)
    }

    /// The day of `key`, if it is there.
    pub(super) fn date(&self, key: &str, notes: &mut Notes) -> Option<Date> {
        self.node(key)?.date(notes)
    }

    /// The texts of `key`; none where it is not there.
    pub(super) fn texts(&self, key: &str, notes: &mut Notes) -> Vec<Said> {
        self.node(key).map(|node| node.texts(notes)).unwrap_or_default()
    }

    /// The table of `key`, if it is there.
    pub(super) fn table(&self, key: &str, notes: &mut Notes) -> Option<&Self> {
        self.node(key)?.table(notes)
    }

    /// The tables below `key`, each under a name: `[must.NAME]`.
    pub(super) fn tables(&self, key: &str, notes: &mut Notes) -> Vec<(Said, &Self)> {
        let Some(named) = self.table(key, notes) else {
            return Vec::new();
        };
        named
            .names()
            .filter_map(|entry| Some(((entry.key.to_string(), entry.key_span), entry.node.table(notes)?)))
            .collect()
    }

    /// The node of `key`, which has to be there.
    pub(super) fn required(&self, key: &str, example: &str, notes: &mut Notes) -> Option<&Node> {
        let node = self.node(key);
        if node.is_none() {
            self.missing(key, example, notes);
        }
        node
    }

    /// Reports that a key is missing, with an example of it.
    pub(super) fn missing(&self, key: &str, example: &str, notes: &mut Notes) {
        let message = format!("`{key}` is missing");
        notes.push(
            Diagnostic::error(Code::E204, self.span, message, format!("add a line such as {example}"))
                .labelled("needed here"),
        );
    }

    /// The text of `key`, which has to be there and may not be blank.
    pub(super) fn required_text(&self, key: &str, example: &str, notes: &mut Notes) -> Option<String> {
        let node = self.required(key, example, notes)?;
        let text = node.text(notes)?;
        if text.trim().is_empty() {
            notes.error(Code::E203, node.span, format!("`{key}` is blank"), format!("write a line such as {example}"));
            return None;
        }
        Some(text.to_owned())
    }

    /// Checks `format = 1`, the first line of every file.
    pub(super) fn check_format(&self, notes: &mut Notes) {
        let Some(node) = self.required("format", "format = 1, at the top of the file", notes) else {
            return;
        };
        if node.number(notes).is_some_and(|format| format != Decimal::ONE) {
            let message = format!("this file is written in format {}", notes.written(node.span));
            notes.error(Code::E209, node.span, message, "this version reads format = 1");
        }
    }
}

/// A field of a type, with its article: `an email field`.
pub(super) fn a_field(field_type: &str) -> String {
    let article = if field_type.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {field_type} field")
}

/// Reports a name that cannot be written in ids, messages and reports.
pub(super) fn check_name(name: &Said, notes: &mut Notes) {
    let (text, span) = name;
    if text.is_empty() || !text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
        let fitting: String =
            text.trim().chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let message = format!("\"{text}\" cannot be a name: names have letters, digits, `-` and `_` only");
        notes.error(
            Code::E112,
            *span,
            message,
            format!("write {}", if fitting.is_empty() { "my-name" } else { &fitting }),
        );
    }
}

/// Words that mean nothing, in the form that cells are compared with.
pub(super) fn markers(texts: &[Said]) -> Vec<String> {
    let mut markers: Vec<String> = texts.iter().map(|(text, _)| fold_key(text.trim()).into_owned()).collect();
    markers.retain(|marker| !marker.is_empty());
    markers.dedup();
    markers
}
