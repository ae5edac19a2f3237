//! Characters that look like others: a cell that looks the same would not match.

use crate::criteria::document::{Node, Table, Value};
use crate::criteria::notes::Notes;
use crate::diagnostic::{Code, Diagnostic};

/// Keys with sentences for people, which nothing is compared with.
pub(in crate::criteria) const PROSE: [&str; 6] = ["ask", "message", "why", "label", "title", "description"];

/// Looks at every text below a table that something is compared with.
pub(in crate::criteria) fn letters(table: &Table, notes: &mut Notes) {
    for entry in table.entries().iter().filter(|entry| !PROSE.contains(&&*entry.key)) {
        node(&entry.node, notes);
    }
}

fn node(at: &Node, notes: &mut Notes) {
    match &at.value {
        Value::Text(text) => {
            if let Some((what, help)) = suspicious(text) {
                notes.push(Diagnostic::warning(Code::W505, at.span, what, help));
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| node(element, notes)),
        Value::Table(table) => letters(table, notes),
        _ => {}
    }
}

/// What is odd about a text, and what to do about it.
fn suspicious(text: &str) -> Option<(String, &'static str)> {
    let mixed = text.split(|c: char| !c.is_alphabetic()).find_map(|word| Some((word, foreign(word)?)));
    mixed.map(|(word, (letter, script))| {
        (
            format!("\"{word}\" has a {script} letter among Latin ones: {letter}"),
            "type the word anew: the letter only looks like a Latin one",
        )
    })
}

/// The first letter of another script in a word that has Latin letters too.
fn foreign(word: &str) -> Option<(char, &'static str)> {
    let script = |c: char| match c {
        '\u{370}'..='\u{3ff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' => Some("Cyrillic"),
        _ => None,
    };
    let found = word.chars().find_map(|c| Some((c, script(c)?)));
    found.filter(|_| word.chars().any(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_told_apart() {
        let table = [
            ("Motors", None),
            ("Мotors", Some("\"Мotors\" has a Cyrillic letter among Latin ones: М")),
            ("Αcme GmbH", Some("\"Αcme\" has a Greek letter among Latin ones: Α")),
            ("Москва", None),
            ("Москва Tower", None),
            ("Müller & Söhne", None),
            // Taken out of rules and cells alike.
            ("New\u{a0}York", None),
            ("Ac\u{200b}me", None),
        ];
        for (text, expected) in table {
            assert_eq!(suspicious(text).map(|(what, _)| what).as_deref(), expected, "{text}");
        }
    }
}
