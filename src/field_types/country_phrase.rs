//! Countries in more words than a name: `United States (US)`, `DE - Deutschland`, `Netherlands, The`, `Czech Rep.`,
//! `Belgique/België`.
//!
//! Either all words together are those of a name in another order (`Korea, Rep.`), or every part of the cell names a
//! country of its own, and all of them the same. A part that nobody knows (`Paris, France`) or that is another country
//! (`Georgia, US`) makes the cell unreadable: what it means is not guessed.

use std::borrow::Cow;

use super::{fold_accents, fold_key};

/// Words that names have or lack as it pleases the writer.
#[rustfmt::skip]
const FILLERS: [&str; 37] = [
    "and", "d", "das", "de", "dei", "del", "della", "dem", "den", "der", "des", "di", "die", "du", "e", "ed", "een", "el",
    "en", "et", "gli", "het", "i", "il", "l", "la", "las", "le", "les", "lo", "los", "of", "the", "und", "van", "von",
    "y",
];

/// Abbreviations with the words that they stand for.
const SHORT: [(&str, &str); 18] = [
    ("dem", "democratic"),
    ("demokr", "demokratische"),
    ("fed", "federation"),
    ("is", "islands"),
    ("isl", "islands"),
    ("isls", "islands"),
    ("kgdm", "kingdom"),
    ("peoples", "people"),
    ("prov", "province"),
    ("rep", "republic"),
    ("repub", "republic"),
    ("republ", "republic"),
    ("saint", "st"),
    ("sainte", "st"),
    ("sankt", "st"),
    ("ste", "st"),
    ("terr", "territory"),
    ("utd", "united"),
];

/// Forms of government that stand before the short name of nearly every country, sorted. A state (`State of Georgia`) is as
/// often a part of one.
#[rustfmt::skip]
const FORMS: [&str; 21] = [
    "commonwealth", "furstentum", "kingdom", "konigreich", "koninkrijk", "principado", "principality", "principato",
    "principaute", "regno", "reino", "repubblica", "republic", "republica", "republik", "republique", "republiek", "royaume",
    "sultanat", "sultanate", "vorstendom",
];

/// Countries that a form of government tells from others: the Koreas, the Congos, China and Taiwan, Dominica and the
/// Dominican Republic.
const TOLD_BY_FORM: [&str; 9] = ["CD", "CG", "CN", "DM", "DO", "KP", "KR", "TW", "CF"];

/// The words of a name without its form of government; `None` if it has none, or nothing else.
pub(super) fn without_form(bag: &str) -> Option<String> {
    let words: Vec<&str> = bag.split(' ').filter(|word| !FORMS.contains(word)).collect();
    (!words.is_empty() && words.len() < bag.split(' ').count()).then(|| words.join(" "))
}

/// Whether a country is the same one without its form of government.
pub(super) fn goes_without_form(country: &str) -> bool {
    !TOLD_BY_FORM.contains(&country)
}

/// A code at one end of a cell and the name beside it, whatever commas and brackets that has:
/// `Bonaire, Sint Eustatius and Saba (BQ)`, `CC - Cocos (Keeling) Islands`.
pub(super) fn code_and_name(written: &str) -> Option<(&str, &str)> {
    let written = written.trim();
    let bracketed = written.strip_suffix([')', ']']).and_then(|rest| rest.rsplit_once(['(', '[']));
    let behind = || written.rsplit_once([',', '-', '/', '|', ':']);
    let front = || written.split_once(['-', '\u{2013}', '/', '|', ':', '=', ',']).map(|(code, name)| (name, code));
    let ends = [bracketed, behind(), front()].into_iter().flatten();
    let mut trimmed = ends.map(|(name, code)| (code.trim(), name.trim()));
    trimmed.find(|(code, name)| is_code(code) && !name.is_empty())
}

/// The words of a name, written out, without those that may be missing, in the order of the alphabet: two spellings of one
/// name have the same. `None` if it has no word.
pub(super) fn bag(name: &str) -> Option<String> {
    let folded = fold_key(name);
    let folded = fold_accents(&folded);
    // Dots stand inside abbreviations (`U.S.`) and behind them; apostrophes part an article from its noun.
    let undotted: Cow<'_, str> = if folded.contains('.') { without_dots(&folded).into() } else { folded };
    let words = undotted.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let written_out =
        words.map(|word| SHORT.binary_search_by(|(short, _)| (*short).cmp(word)).map_or(word, |at| SHORT[at].1));
    let mut words: Vec<&str> = written_out.filter(|word| !FILLERS.contains(word)).collect();
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Single letters with dots become a word (`u.s.`); other dots become blanks.
fn without_dots(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut letters = 0;
    for c in name.chars() {
        match c {
            '.' if letters == 1 => letters = 0,
            '.' => text.push(' '),
            c => {
                letters = if c.is_alphanumeric() { letters + 1 } else { 0 };
                text.push(c);
            }
        }
    }
    text
}

/// Whether a cell is more than a run of letters, so that it may have words or parts.
pub(super) fn is_parted(written: &str) -> bool {
    written.contains(|c: char| !c.is_alphanumeric())
}

/// The parts of a cell, each of which has to name the country; no parts where nothing parts them. Telephone codes
/// (`+49`) and articles (`the`) are none.
pub(super) fn parts(written: &str) -> Vec<&str> {
    let signs = written.split(is_parting);
    let parts = signs.flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" \u{2013} ")).flat_map(split_code);
    parts
        .map(|part| part.trim().trim_end_matches(['-', '\u{2013}']).trim())
        .filter(|part| says_something(part))
        .collect()
}

const fn is_parting(c: char) -> bool {
    matches!(c, '/' | '|' | ';' | ':' | '=' | ',' | '(' | ')' | '[' | ']' | '\n')
}

/// A code in front or behind, parted from the name by a hyphen or a blank: `DE-Deutschland`, `Germany DE`. In a cell of
/// capitals a blank parts nothing, for `LA` may be an article there.
fn split_code(part: &str) -> impl Iterator<Item = &str> {
    let part = part.trim();
    let shouted = !part.contains(char::is_lowercase);
    let joint = move |c: char| c == '-' || (c == ' ' && !shouted);
    let front = part.split_once(joint).filter(|(code, rest)| is_code(code) && !rest.is_empty());
    let behind = || part.rsplit_once(joint).filter(|(rest, code)| is_code(code) && !rest.is_empty());
    let (first, second) = front.or_else(behind).map_or((part, None), |(first, second)| (first, Some(second)));
    std::iter::once(first).chain(second)
}

/// Whether a part is written like a code: two or three capitals.
pub(super) fn is_code(part: &str) -> bool {
    matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a part is more than an article or a telephone code.
fn says_something(part: &str) -> bool {
    let digits = part.trim_start_matches('+');
    let is_dialled = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    !is_dialled && (bag(part).is_some() || (is_code(part) && part.len() == 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SHORT.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn spellings_of_one_name_have_the_same_words() {
        let table = [
            ("Korea, Rep.", "Republic of Korea"),
            ("Netherlands, The", "the Netherlands"),
            ("Bolivia (Plurinational State of)", "Plurinational State of Bolivia"),
            ("Virgin Islands, U.S.", "US Virgin Islands"),
            ("St. Vincent & the Grenadines", "Saint Vincent and Grenadines"),
            ("L'Allemagne", "Allemagne"),
            ("Solomon Is.", "Solomon Islands"),
        ];
        for (a, b) in table {
            assert_eq!(bag(a), bag(b), "{a}");
        }
        assert_eq!((bag("the"), bag("?")), (None, None));
    }

    #[test]
    fn cells_are_parted_where_people_part_them() {
        let table: [(&str, &[&str]); 13] = [
            ("United States (US)", &["United States", "US"]),
            ("DE - Deutschland", &["DE", "Deutschland"]),
            ("DE-Deutschland", &["DE", "Deutschland"]),
            ("DE Deutschland", &["DE", "Deutschland"]),
            ("Germany DE", &["Germany", "DE"]),
            ("Germany (+49)", &["Germany"]),
            ("Philippines (the)", &["Philippines"]),
            ("Schweiz/Suisse/Svizzera", &["Schweiz", "Suisse", "Svizzera"]),
            ("Guinea-Bissau", &["Guinea-Bissau"]),
            ("Georgia, US", &["Georgia", "US"]),
            ("Austria \u{2013} \u{d6}sterreich", &["Austria", "\u{d6}sterreich"]),
            ("New Zealand", &["New Zealand"]),
            ("LA FRANCE", &["LA FRANCE"]),
        ];
        for (written, expected) in table {
            assert_eq!(parts(written), expected, "{written}");
        }
    }
}
