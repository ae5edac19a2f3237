//! Addresses as people write them: several in a cell, with names, labels and remarks.

use std::borrow::Cow;

use super::{address, strip_prefix_ignoring_case};

/// What stands in front of an address.
const LABELS: [&str; 8] = ["email", "e-mail", "mail", "mailto", "e mail", "courriel", "correo", "mailadresse"];
/// What joins two addresses.
const JOINS: [&str; 16] =
    ["/", "|", "&", "+", "und", "and", "oder", "or", "et", "ou", "y", "o", "bzw.", "od.", "resp.", "bzw"];
/// What is said of an address behind it.
const REMARKS: [&str; 18] = [
    "work",
    "home",
    "private",
    "personal",
    "business",
    "office",
    "main",
    "old",
    "new",
    "privat",
    "dienstlich",
    "geschäftlich",
    "neu",
    "alt",
    "büro",
    "professionnel",
    "personnel",
    "perso",
];
/// What stands around an address and is no part of it.
const MARKS: [char; 17] = ['(', ')', '\'', '"', '’', '‘', '`', '´', ',', ';', ':', '<', '>', '[', ']', '“', '”'];

/// All addresses of a cell that is not one as a whole; nothing where anything in it may be part of an address.
///
/// What follows an address must be one itself, a remark, or nothing: else `ann@acme.co,uk` would become somebody at
/// `acme.co`.
pub(super) fn addresses(text: &str) -> Option<Vec<String>> {
    let text = without_remarks(text);
    let found = if text.contains('<') { bracketed(&text) } else { listed(&text) }?;
    (!found.is_empty()).then_some(found)
}

/// Without `(work)`, and with one sign for `:::`.
fn without_remarks(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    while let Some((open, close)) = text.find('(').and_then(|open| Some((open, open + text[open..].find(')')?))) {
        if text[open..close].contains('@') {
            break;
        }
        text = Cow::Owned([&text[..open], " ", &text[close + 1..]].concat());
    }
    if text.contains(":::") { Cow::Owned(text.replace(":::", ";")) } else { text }
}

/// `Lee, Ann <a@x.de>`: what stands in angle brackets.
fn bracketed(text: &str) -> Option<Vec<String>> {
    text.split('<').skip(1).map(|rest| single(rest.split_once('>')?.0.trim())).collect()
}

/// `a@x.de; b@x.de`, `a@x.de / b@x.de`, `Email: a@x.de`.
fn listed(text: &str) -> Option<Vec<String>> {
    let parts = text.split([';', ',', '|', '\n', '\r', '\t']).map(str::trim);
    let mut found = Vec::new();
    for part in parts.filter(|part| part.contains(char::is_alphanumeric)) {
        found.extend(words(part)?);
    }
    Some(found)
}

/// The addresses of a part: every word is one, joins two, or is said of one.
fn words(part: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for word in part.split_whitespace() {
        match word {
            word if word.contains('@') => found.extend(single(word).map(|one| vec![one]).or_else(|| slashed(word))?),
            word if JOINS.contains(&word) || !word.contains(char::is_alphanumeric) => {}
            word if found.is_empty() && is_label(word) => {}
            word if !found.is_empty() && is_remark(word) => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// `a@x.de/b@x.de`.
fn slashed(word: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = word.split(['/', '&']).collect();
    if parts.len() < 2 { None } else { parts.into_iter().map(single).collect() }
}

fn is_label(word: &str) -> bool {
    LABELS.contains(&&*word.trim_end_matches([':', '.', '=']).to_lowercase()) || word.ends_with(':')
}

fn is_remark(word: &str) -> bool {
    let word = word.trim_matches(MARKS).trim_matches(['-', '–', '.']).to_lowercase();
    REMARKS.contains(&&*word)
}

/// The address that a word is, without label and marks around it.
fn single(word: &str) -> Option<String> {
    // A full stop in front is no mark: nobody knows what it stands for.
    let bare = word.trim_matches(MARKS).trim_end_matches('.').trim_matches(MARKS);
    let unlabelled =
        ["mailto:", "e-mail:", "email:", "mail:"].iter().find_map(|label| strip_prefix_ignoring_case(bare, label));
    let bare = unlabelled.unwrap_or(bare);
    let bare = bare.split_once('?').map_or(bare, |(bare, _)| bare);
    address(bare.trim_matches(MARKS)).map(Cow::into_owned)
}
