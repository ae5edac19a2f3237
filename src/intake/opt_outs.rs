//! Columns that look like opt-outs: by their headers, or by what stands in them.
//!
//! Nothing is suppressed because of them. But a column that says who objected and that nothing reads is told, because
//! those people would be contacted.

use std::sync::LazyLock;

use super::mapping::Mapping;
use super::records::Records;
use crate::field_types::{fold_accents, fold_key};
use crate::profile::{Profile, Rule};

/// The table that is part of the binary; origin and licence stand in `rules/reference/README.md`.
const TABLE: &str = include_str!("../../rules/reference/opt_out_words.csv");

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::parse(TABLE));

/// A longer cell is a text, not a status.
const LONGEST: usize = 60;

/// A column that looks like an opt-out, and that nothing reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptOutColumn {
    /// Its place in the header.
    pub column: usize,
    /// What stands in it and gave it away; nothing where its header did.
    pub example: Option<String>,
}

/// The phrases of the table, each as its words; the last may end in a star.
#[derive(Debug)]
struct Words {
    headers: Vec<Vec<String>>,
    values: Vec<Vec<String>>,
    /// For each character of ASCII that a value begins with, a bit for each that may stand behind it.
    seconds: [u128; 128],
}

/// The columns of a list that look like opt-outs and feed no field that is read, by rules or as an opt-out.
pub(super) fn unheeded(profile: &Profile, mapping: &Mapping, sample: &Records) -> Vec<OptOutColumn> {
    let used = used_fields(profile);
    let is_heeded = |column: usize| {
        let feeds = |field: usize| mapping.fields[field].columns().any(|fed| fed == column);
        (0..mapping.fields.len()).any(|field| used[field] && feeds(field))
    };
    let found = |column: usize| {
        let by_header = looks_like_opt_out(&mapping.headers[column]);
        let example = if by_header { None } else { Some(example(sample, column)?) };
        let is_filled = || (0..sample.len()).any(|record| !sample.cell(record, column).trim().is_empty());
        (example.is_some() || is_filled()).then_some(OptOutColumn { column, example })
    };
    (0..mapping.headers.len().min(sample.width())).filter(|column| !is_heeded(*column)).filter_map(found).collect()
}

/// Whether a header says that somebody does not want to be contacted: `Unsubscribed`, `HasOptedOutOfEmail`, `Werbesperre`.
///
/// Headers that ask the other way round, such as `Opt In` and `Consent`, do not.
#[must_use]
pub fn looks_like_opt_out(header: &str) -> bool {
    let words = words(header);
    let joined = vec![words.concat()];
    WORDS
        .headers
        .iter()
        .any(|phrase| (0..words.len()).any(|start| begins(&words[start..], phrase)) || begins(&joined, phrase))
}

/// The fields that rules read, or by which a list says who must not be contacted.
fn used_fields(profile: &Profile) -> Vec<bool> {
    let mut used = vec![false; profile.fields.len()];
    let read = profile.rules.iter().flat_map(Rule::columns);
    read.flat_map(|column| profile.source_fields(column)).for_each(|field| used[field] = true);
    profile.identity.do_not_contact.iter().for_each(|field| used[*field] = true);
    used
}

/// The first cell of a column that says that somebody objected.
fn example(sample: &Records, column: usize) -> Option<String> {
    let objects = |record: &usize| {
        let (raw, _) = sample.raw_cell(*record, column);
        // Nearly every cell begins with a letter or digit, so that nothing is cut off before its first two.
        if raw.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) && !WORDS.may_begin(raw) {
            return false;
        }
        let text = raw.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
        text.len() <= LONGEST && WORDS.may_begin(text) && is_objection(text)
    };
    let record = (0..sample.len()).find(objects)?;
    Some(sample.readable(record, column).trim().to_owned())
}

fn is_objection(text: &str) -> bool {
    if text.is_ascii() && !WORDS.begins_a_phrase(text.as_bytes()) {
        return false;
    }
    let words = words(text);
    WORDS.values.iter().any(|phrase| begins(&words, phrase))
}

/// Whether words begin with those of a phrase.
fn begins(words: &[String], phrase: &[String]) -> bool {
    let fits = |(word, wanted): (&String, &String)| match wanted.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == wanted,
    };
    words.len() >= phrase.len() && words.iter().zip(phrase).all(fits)
}

/// The words of a text in lower case without accents; `HasOptedOut` has three.
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let folded = fold_accents(&fold_key(&spaced)).into_owned();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Words {
    fn parse(table: &str) -> Self {
        let rows = || table.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once(','));
        let phrase = |text: &str| {
            let word = |word: &str| words(word).concat() + if word.ends_with('*') { "*" } else { "" };
            text.replace('-', " ").split_whitespace().map(word).collect::<Vec<String>>()
        };
        let of =
            |place: &str| rows().filter(|(row, _)| *row == place).map(|(_, text)| phrase(text)).collect::<Vec<_>>();
        let (headers, values) = (of("header"), of("value"));
        let mut seconds = [0; 128];
        for phrase in &values {
            if let [first @ ..128, behind @ ..] = phrase[0].as_bytes() {
                seconds[usize::from(*first)] |= match behind {
                    [second @ b'a'..=b'z', ..] => 1 << second,
                    _ => u128::MAX,
                };
            }
        }
        Self { headers, values, seconds }
    }

    /// Whether a text of ASCII begins with the letters of some value's first word. If not, its first word is none.
    fn begins_a_phrase(&self, text: &[u8]) -> bool {
        self.values.iter().any(|phrase| {
            let letters = phrase[0].trim_end_matches('*').as_bytes();
            text.len() >= letters.len() && text[..letters.len()].eq_ignore_ascii_case(letters)
        })
    }

    /// Whether a value may begin as a text does, by its first two characters. Only two letters can tell.
    fn may_begin(&self, text: &str) -> bool {
        match text.as_bytes() {
            [first @ ..128, behind @ ..] => {
                let seconds = self.seconds[usize::from(first.to_ascii_lowercase())];
                match behind {
                    [second, ..] if second.is_ascii_alphabetic() => seconds >> second.to_ascii_lowercase() & 1 == 1,
                    _ => seconds != 0,
                }
            }
            _ => false,
        }
    }
}

/// Where the table comes from: what its head says behind `Origin:`.
#[must_use]
pub fn opt_out_words_origin() -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix("# Origin: ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_opt_outs_are_known() {
        for header in [
            "Opt-out",
            "OptOut",
            "Opted Out",
            "HasOptedOutOfEmail",
            "HasOptedOutOfFax",
            "Email Opt Out",
            "Unsubscribed",
            "UNSUB_TIME",
            "Unsubscribed from all email",
            "Do Not Call",
            "DoNotCall",
            "do_not_email",
            "donotbulkemail",
            "DNC",
            "Mobile DNC Flag",
            "Don't call",
            "Blacklisted",
            "Email Suppressed",
            "CTPS",
            "Robinson-Liste",
            "Werbesperre",
            "Werbesperre Telefon",
            "Gesperrt am",
            "Kontaktsperre",
            "Widerspruch",
            "Abgemeldet am",
            "Sperrvermerk",
            "Désinscrit",
            "Désabonnement",
            "Ne pas appeler",
            "Bloctel",
            "Opposition",
            "Baja",
            "Fecha de baja",
            "Lista Robinson",
            "No llamar",
            "Disiscritto",
            "Non contattare",
            "Registro opposizioni",
            "Uitgeschreven",
            "Niet bellen",
            "Bel-me-niet-register",
        ] {
            assert!(looks_like_opt_out(header), "{header}");
        }
    }

    #[test]
    fn other_headers_are_not() {
        for header in [
            "Opt In",
            "Opted In",
            "Consent",
            "Email Permission",
            "Newsletter",
            "Subscribed",
            "Company",
            "Call Notes",
            "Contact Owner",
            "Output",
            "Options",
            "Einwilligung",
            "Marketing contact status",
            "Position",
            "Notes",
            "Job Title",
            "Website",
            "No. of Employees",
            "",
        ] {
            assert!(!looks_like_opt_out(header), "{header}");
        }
    }

    #[test]
    fn values_of_opt_outs_are_known() {
        for (value, objects) in [
            ("Unsubscribed", true),
            ("unsubscribed 2024-03-01", true),
            ("OPTED-OUT", true),
            ("DNC", true),
            ("Do not contact!", true),
            ("gesperrt", true),
            ("Robinsonliste", true),
            ("Robinson-Eintrag 2024", true),
            ("Robinson", false),
            ("Robinson, Ayala and Alexander", false),
            ("Robinsonstad", false),
            ("Désinscrite", true),
            ("Dado de baja", true),
            ("uitgeschreven", true),
            ("Subscribed", false),
            ("baja", false),
            ("Dominic", false),
            ("Director", false),
            ("not unsubscribed", false),
            ("Opt-in", false),
        ] {
            assert_eq!(is_objection(value), objects, "{value}");
            assert!(!objects || WORDS.may_begin(value), "{value} is not looked at");
        }
    }

    #[test]
    fn every_row_says_where_its_words_stand() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.iter().all(|row| row.starts_with("header,") || row.starts_with("value,")));
        assert!(opt_out_words_origin().starts_with("own compilation"));
    }
}
