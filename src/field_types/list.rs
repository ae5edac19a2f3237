//! `list`: several texts in one cell.
//!
//! Vendors separate them by other signs than the field says. What separates them is told for each column from its sample
//! ([`Separators`]). Where that is not clear, a cell is read in each way in which it may be meant, so that a rule on it
//! is unknown unless all of them agree.

use std::borrow::Cow;
use std::collections::HashSet;

use super::fold_key;
use super::text::{self, TextStyle};
use crate::model::{Cell, Missing, Range, Reading, Text, Value};

/// Signs that hardly ever stand in a part.
const STRONG: [&str; 8] = ["|", ";", "•", "；", "、", "·", "\t", " :: "];
/// Signs that separate parts, and stand in parts as well: `Acme, Inc.`, `Sales / Marketing`.
const WEAK: [&str; 2] = [",", " / "];
/// The weakest: it separates `Slack/Jira`, and stands in `CI/CD`.
const TIGHT: &str = "/";

/// So many cells that a sign separates tell that it is the column's.
const FEWEST: usize = 2;
/// The same for a weak sign; and so many parts out of ten may be different ones.
const FEWEST_WEAK: usize = 3;
const DISTINCT_IN_TEN: usize = 7;

/// What separates the parts in the cells of a column, as far as its sample tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Separators {
    /// The column's own, where it is another one than the field says.
    own: Option<&'static str>,
    /// Whether the column shows no separator at all, so that a slash in a word may be one.
    none: bool,
}

impl Separators {
    /// Of the cells of a column whose field says `declared`.
    pub fn of_column<'c>(cells: impl Iterator<Item = &'c str> + Clone, declared: &str) -> Self {
        let declared = sign(declared);
        let with = |sign: &str| cells.clone().filter(|cell| array(cell).is_none() && cell.contains(sign)).count();
        if declared.is_empty() || with(declared) > 0 {
            return Self::default();
        }
        let strong: Vec<(&str, usize)> = counted(&STRONG, with);
        let weak: Vec<(&str, usize)> = counted(&WEAK, with);
        let tight = cells.clone().filter(|cell| is_tight(cell)).count();
        let own = match (strong.as_slice(), weak.as_slice()) {
            ([(sign, cells)], _) if *cells >= FEWEST => Some(*sign),
            ([], [(sign, met)]) if *met >= FEWEST_WEAK && repeat_themselves(cells.clone(), sign) => Some(*sign),
            ([], []) if tight >= FEWEST_WEAK && repeat_themselves(cells, TIGHT) => Some(TIGHT),
            _ => None,
        };
        Self { own, none: strong.is_empty() && weak.is_empty() && own.is_none() }
    }
}

/// The signs that occur, and in how many cells.
fn counted(signs: &[&'static str], with: impl Fn(&str) -> usize) -> Vec<(&'static str, usize)> {
    signs.iter().map(|sign| (*sign, with(sign))).filter(|(_, cells)| *cells > 0).collect()
}

/// Whether a slash stands between letters or digits, and no address is meant.
fn is_tight(cell: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let parts = |(place, _)| is_word(cell[..place].chars().next_back()) && is_word(cell[place + 1..].chars().next());
    !cell.contains("://") && array(cell).is_none() && cell.match_indices('/').any(parts)
}

/// Whether the parts come again and again, as those of lists do and the halves of names do not.
fn repeat_themselves<'c>(cells: impl Iterator<Item = &'c str>, sign: &str) -> bool {
    let parts: Vec<Cow<'_, str>> = cells.flat_map(|cell| cell.split(sign)).map(|part| fold_key(part.trim())).collect();
    let distinct: HashSet<&Cow<'_, str>> = parts.iter().collect();
    distinct.len() * 10 <= parts.len() * DISTINCT_IN_TEN
}

/// A separator without the blanks that people write behind it; one of blanks and a dash or slash needs them.
fn sign(declared: &str) -> &str {
    match declared.trim() {
        bare @ ("," | ";" | "|") => bare,
        _ => declared,
    }
}

/// Splits a cell and reads each part as a text; empty parts are dropped. Line breaks separate, whatever else does, and an
/// array (`["a", "b"]`, `['a', 'b']`, `{a,b}`) is read as one. An empty separator splits nothing.
///
/// A cell of nothing but separators is missing.
pub(super) fn read<'a>(raw: &'a str, declared: &str, separators: &Separators) -> Reading<'a> {
    if declared.is_empty() {
        return Reading::plain(known(vec![text::text(raw, TextStyle::default())]));
    }
    if let Some(parts) = array(raw) {
        return Reading::plain(known(
            texts(parts.iter().map(String::as_str)).into_iter().map(Text::into_owned).collect(),
        ));
    }
    let main = separators.own.unwrap_or_else(|| sign(declared));
    let mut others = others(raw, main);
    if separators.none && others.is_empty() && !raw.contains(main) && is_tight(raw) {
        others.push(TIGHT);
    }
    let plainly = split(raw, &[main]);
    if others.is_empty() {
        return Reading::plain(known(plainly));
    }
    let mut readings = vec![plainly];
    let each = others.iter().map(|other| vec![main, *other]);
    for signs in each.chain([[&[main], others.as_slice()].concat()]) {
        let reading = split(raw, &signs);
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    Reading::plain(one_of(raw, readings))
}

/// The other signs in a cell that may be meant to separate.
fn others(raw: &str, main: &str) -> Vec<&'static str> {
    let is_other = |sign: &&&str| **sign != main && raw.contains(**sign);
    // Beside the right separator a weak one stands in a part.
    let weak_ones: &[&str] = if raw.contains(main) { &[] } else { &WEAK };
    STRONG.iter().filter(is_other).chain(weak_ones.iter().filter(is_other)).copied().collect()
}

fn known(parts: Vec<Text<'_>>) -> Cell<'_> {
    if parts.is_empty() { Cell::Missing(Missing::Blank) } else { Cell::Known(Value::List(parts)) }
}

fn one_of<'a>(raw: &str, mut readings: Vec<Vec<Text<'a>>>) -> Cell<'a> {
    readings.retain(|parts| !parts.is_empty());
    if readings.len() < 2 {
        return known(readings.pop().unwrap_or_default());
    }
    let own = |parts: Vec<Text<'a>>| parts.into_iter().map(Text::into_owned).collect();
    Cell::Range(Range::Lists { shown: raw.trim().to_owned(), readings: readings.into_iter().map(own).collect() })
}

/// Splits at every one of the signs, and at line ends.
fn split<'a>(raw: &'a str, signs: &[&str]) -> Vec<Text<'a>> {
    let mut parts: Vec<&str> = raw.split(['\n', '\r']).collect();
    for sign in signs {
        parts = parts.into_iter().flat_map(|part| part.split(*sign)).collect();
    }
    texts(parts.into_iter())
}

fn texts<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<Text<'a>> {
    parts.filter(|part| !part.trim().is_empty()).map(|part| text::text(part, TextStyle::default())).collect()
}

/// The parts of a cell that is an array as programs write it: JSON, Python, or a database dump.
fn array(raw: &str) -> Option<Vec<String>> {
    let raw = raw.trim();
    let inner = raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inner = inner.or_else(|| raw.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')))?;
    let mut parts = Vec::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let (part, behind) = element(rest)?;
        parts.push(part);
        rest = match behind.trim_start().strip_prefix(',') {
            Some(behind) => behind.trim_start(),
            None if behind.trim().is_empty() => "",
            None => return None,
        };
    }
    Some(parts)
}

/// The first element of an array, and what comes behind it. `None` for what is no plain text.
fn element(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let end = text.find(',').unwrap_or(text.len());
        let bare = text[..end].trim_end();
        let plain = !bare.contains(['[', ']', '{', '}', ':', '"']);
        let part = if matches!(bare, "null" | "None" | "NULL") { "" } else { bare };
        return plain.then(|| (part.to_owned(), &text[end..]));
    };
    let mut part = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((place, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                'n' => part.push('\n'),
                't' => part.push(' '),
                'u' => part.push(escaped(&mut chars)?),
                other => part.push(other),
            },
            c if c == quote => return Some((part, &text[place + c.len_utf8()..])),
            c => part.push(c),
        }
    }
    None
}

/// The character that four hexadecimal digits name.
fn escaped(chars: &mut impl Iterator<Item = (usize, char)>) -> Option<char> {
    let code = (0..4).try_fold(0, |code, _| Some(code * 16 + chars.next()?.1.to_digit(16)?))?;
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &Cell<'_>) -> Vec<String> {
        let Cell::Known(Value::List(parts)) = cell else { panic!("{cell:?} is no list") };
        parts.iter().map(|part| part.compared.to_string()).collect()
    }

    fn plain(raw: &str, declared: &str) -> Cell<'static> {
        read(raw, declared, &Separators::default()).cell.into_owned()
    }

    #[test]
    fn parts_are_texts_of_their_own() {
        let table: [(&str, &str, &[&str]); 18] = [
            ("SaaS; Cloud  Hosting ;CRM", ";", &["saas", "cloud hosting", "crm"]),
            ("a, ,b,", ",", &["a", "b"]),
            ("a || b", "||", &["a", "b"]),
            ("one", ";", &["one"]),
            ("a;b", "", &["a;b"]),
            ("a,b", ", ", &["a", "b"]),
            ("Acme, Inc.; Moon, Ltd", ";", &["acme, inc.", "moon, ltd"]),
            ("Sales / Marketing, IT", ",", &["sales / marketing", "it"]),
            ("tcp/ip", ",", &["tcp/ip"]),
            ("a\nb\r\nc", ",", &["a", "b", "c"]),
            ("a,\nb", ",", &["a", "b"]),
            ("[\"Slack\", \"R&D; Sales\"]", ",", &["slack", "r&d; sales"]),
            ("['Slack', 'O\\'Hara']", ";", &["slack", "o'hara"]),
            ("[Slack, Jira]", "|", &["slack", "jira"]),
            ("{Slack,\"Jira Cloud\"}", ";", &["slack", "jira cloud"]),
            ("[\"M\\u00fcnchen\", null, 5]", ",", &["münchen", "5"]),
            ("[1] see below", ",", &["[1] see below"]),
            ("{\"a\": 1}", ";", &["{\"a\": 1}"]),
        ];
        for (raw, declared, expected) in table {
            assert_eq!(parts(&plain(raw, declared)), expected, "{raw}");
        }
        for nothing in [" ; ;", "[]", "[\"\"]", "[null]"] {
            assert_eq!(plain(nothing, ";"), Cell::Missing(Missing::Blank), "{nothing}");
        }
    }

    #[test]
    fn a_cell_with_another_separator_is_read_in_each_way() {
        let table: [(&str, &str, &[&[&str]]); 9] = [
            ("a;b", ",", &[&["a;b"], &["a", "b"]]),
            ("a · b", ",", &[&["a · b"], &["a", "b"]]),
            ("a\tb", ";", &[&["a b"], &["a", "b"]]),
            ("a :: b", ",", &[&["a :: b"], &["a", "b"]]),
            ("a | b", ";", &[&["a | b"], &["a", "b"]]),
            ("a, b", ";", &[&["a, b"], &["a", "b"]]),
            ("a / b", ";", &[&["a / b"], &["a", "b"]]),
            ("a; b, c", ",", &[&["a; b", "c"], &["a", "b", "c"]]),
            ("a; b | c", ",", &[&["a; b | c"], &["a; b", "c"], &["a", "b | c"], &["a", "b", "c"]]),
        ];
        for (raw, declared, expected) in table {
            let Cell::Range(Range::Lists { shown, mut readings }) = plain(raw, declared) else { panic!("{raw}") };
            assert_eq!(shown, raw);
            let forms = |parts: &[Text<'_>]| parts.iter().map(|part| part.compared.to_string()).collect::<Vec<_>>();
            readings.sort_by_key(Vec::len);
            let mut forms: Vec<Vec<String>> = readings.iter().map(|parts| forms(parts)).collect();
            let mut expected: Vec<Vec<String>> =
                expected.iter().map(|parts| parts.iter().map(|part| (*part).to_owned()).collect()).collect();
            forms.sort();
            expected.sort();
            assert_eq!(forms, expected, "{raw}");
        }
    }

    #[test]
    fn a_column_tells_its_own_separator() {
        let own = |own| Separators { own: Some(own), none: false };
        let (declared, none) = (Separators::default(), Separators { own: None, none: true });
        let table: [(&[&str], &str, &Separators); 14] = [
            (&["a,b", "c"], ",", &declared),
            (&["a,b", "a;b", "a;c"], ",", &declared),
            (&["a;b", "a; c", "d"], ",", &own(";")),
            (&["a|b", "c | d"], ";", &own("|")),
            (&["a;b", "c"], ",", &declared),
            (&["a;b", "a|b", "c|d"], ",", &declared),
            (&["a, b", "b, c", "a, c", "a"], ";", &own(",")),
            (&["Acme, Inc.", "Moon, Ltd", "Holt, LLC"], ";", &declared),
            (&["[\"a;b\"]", "[\"a;c\"]"], ",", &none),
            (&["Slack/Jira", "Jira/Zoom", "Zoom/Slack/Jira", "Jira"], ",", &own("/")),
            (&["CI/CD", "DNS"], ",", &none),
            (&["CI/CD", "TCP/IP", "Mac/PC"], ";", &none),
            (&["CI/CD, DNS", "CI/CD", "CI/CD"], ",", &declared),
            (&["https://a.example/b", "https://a.example/b", "https://a.example/b"], ",", &none),
        ];
        for (cells, declared, expected) in table {
            assert_eq!(Separators::of_column(cells.iter().copied(), declared), *expected, "{cells:?}");
        }
        assert_eq!(parts(&read("a, b; c", ",", &own(";")).cell), ["a, b", "c"]);
        assert_eq!(parts(&read("Slack/Jira", ",", &own("/")).cell), ["slack", "jira"]);
        assert_eq!(parts(&read("CI/CD", ",", &declared).cell), ["ci/cd"]);
        assert!(matches!(read("Slack/Jira", ",", &none).cell, Cell::Range(Range::Lists { .. })));
        assert_eq!(parts(&read("https://a.example/b", ",", &none).cell), ["https://a.example/b"]);
        // Also where the column has its separator, nobody knows whether this cell is written in another way.
        let column = Separators::of_column(["a,b", "a / b"].into_iter(), ",");
        assert!(matches!(read("a / b", ",", &column).cell, Cell::Range(Range::Lists { .. })));
        assert_eq!(parts(&read("a / b, c", ",", &column).cell), ["a / b", "c"]);
    }
}
