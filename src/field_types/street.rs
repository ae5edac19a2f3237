//! `street`: street and house number, compared with its abbreviations written out.

use std::borrow::Cow;

use super::{collapse, fold_key};
use crate::model::{Cell, Reading, Text, Value};

/// Reads a street: shown as written, compared case-folded with abbreviations written out (`Str.` = `Straße`,
/// `St` = `Street`) and the house number in one form (`12 a` = `12a`, `12 - 14` = `12-14`).
///
/// Umlauts and accents count. Refuses nothing.
pub(super) fn read(raw: &str) -> Reading<'_> {
    let shown = collapse(raw);
    let compared = compared(&shown).into();
    Cell::Known(Value::Text(Text { shown, compared })).into()
}

fn compared(street: &str) -> String {
    let text = apart(&fold_key(street));
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != ".").collect();
    let number_first = words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let mut written_out: Vec<Cow<'_, str>> = Vec::with_capacity(words.len());
    for (place, word) in words.iter().enumerate() {
        let around = Around { first: place == 0, next: words.get(place + 1).copied(), number_first };
        written_out.extend(around.written_out(word));
    }
    join(&one_word(po_box(written_out)))
}

/// What a box at a post office is called, by the words in front of its number.
const BOXES: [&[&str]; 12] = [
    &["post", "office", "box"],
    &["p", "o", "box"],
    &["po", "box"],
    &["pob"],
    &["postfach"],
    &["pf"],
    &["postbus"],
    &["boite", "postale"],
    &["b", "p"],
    &["bp"],
    &["casella", "postale"],
    &["apartado"],
];

/// A box at a post office in one form, its number in one piece: `P.O.Box 12`, `Postfach 12 34 56`.
fn po_box(words: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let bare: Vec<Cow<'_, str>> = words.iter().map(|word| without_stops(word)).collect();
    let found = (0..words.len()).find_map(|start| {
        let named = |name: &&&[&str]| bare.len() - start >= name.len() && name.iter().eq(&bare[start..][..name.len()]);
        let end = start + BOXES.iter().find(named)?.len();
        // `Apartado de Correos 12`.
        let end =
            end + bare[end..].iter().take_while(|word| ["de", "correos", "nr", "no", "#"].contains(&&***word)).count();
        words.get(end).filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        Some((start, end))
    });
    let Some((start, end)) = found else { return words };
    let digits = |word: &&Cow<'_, str>| word.bytes().all(|byte| byte.is_ascii_digit());
    let pieces = words[end..].iter().take_while(digits).count().max(1);
    let number = words[end..end + pieces].concat();
    let mut one: Vec<Cow<'_, str>> = words[..start].to_vec();
    one.extend([Cow::Borrowed("po"), Cow::Borrowed("box"), Cow::Owned(number)]);
    one.extend(words[end + pieces..].iter().cloned());
    one
}

/// A word without the full stops at its end: `boîte` is `boite`.
fn without_stops(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches('.');
    if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(word.replace('î', "i")) }
}

/// What ends the name of a German street, and may be written apart from it.
const ENDS: [&str; 10] = ["strasse", "platz", "weg", "allee", "gasse", "damm", "ufer", "steig", "chaussee", "pfad"];
/// What stands in front of these and is no part of the name: `Am Weg`, `An der Allee`.
const BEFORE_END: [&str; 14] =
    ["am", "an", "im", "in", "auf", "zum", "zur", "beim", "der", "die", "das", "dem", "den", "vor"];

/// `Haupt Strasse` as `Hauptstrasse`: hyphens and blanks in front of the last part of a name come and go.
fn one_word(words: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let mut joined: Vec<Cow<'_, str>> = Vec::with_capacity(words.len());
    for word in words {
        let is_name = |name: &Cow<'_, str>| name.chars().all(char::is_alphabetic) && !BEFORE_END.contains(&&**name);
        match joined.last_mut().filter(|name| ENDS.contains(&&*word) && is_name(name)) {
            Some(name) => name.to_mut().push_str(&word),
            None => joined.push(word),
        }
    }
    joined
}

/// What stands around a word, where that decides what it means.
struct Around<'a> {
    first: bool,
    next: Option<&'a str>,
    /// The house number stands in front, as in English and French.
    number_first: bool,
}

impl Around<'_> {
    /// The word without abbreviation; nothing for a `Nr.` in front of the number.
    fn written_out<'w>(&self, word: &'w str) -> Option<Cow<'w, str>> {
        let bare = word.strip_suffix('.').unwrap_or(word);
        let full = match bare {
            "nr" | "no" | "n°" if self.next.is_some_and(is_number) => return None,
            "st" | "dr" if !self.ends_the_name() => bare,
            "pl" if !self.number_first && !self.first => "platz",
            "n" | "s" | "e" | "w" if !self.number_first => bare,
            bare => FULL.iter().find(|(short, _)| *short == bare).map_or(bare, |(_, full)| full),
        };
        Some(match (bare.strip_suffix("str"), word.strip_suffix("pl.")) {
            (Some(name), _) if !name.is_empty() => Cow::Owned(format!("{name}strasse")),
            (_, Some(name)) if !name.is_empty() => Cow::Owned(format!("{name}platz")),
            _ => Cow::Borrowed(full),
        })
    }

    /// Whether the street's own name ends here: `Main St`, `Main St 5`, `Main St N`, and neither `St James` nor `Dr. Lee`.
    fn ends_the_name(&self) -> bool {
        let ends = |next: &str| is_number(next) || AFTER_NAME.contains(&next.trim_end_matches('.'));
        !self.first && self.next.is_none_or(ends)
    }
}

/// What abbreviations stand for, where nothing around them says otherwise.
const FULL: [(&str, &str); 48] = [
    ("str", "strasse"),
    ("st", "street"),
    ("dr", "drive"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("rd", "road"),
    ("blvd", "boulevard"),
    ("bd", "boulevard"),
    ("boul", "boulevard"),
    ("ln", "lane"),
    ("ct", "court"),
    ("pl", "place"),
    ("sq", "square"),
    ("cir", "circle"),
    ("hwy", "highway"),
    ("pkwy", "parkway"),
    ("pky", "parkway"),
    ("trl", "trail"),
    ("ter", "terrace"),
    ("terr", "terrace"),
    ("expy", "expressway"),
    ("fwy", "freeway"),
    ("xing", "crossing"),
    ("cres", "crescent"),
    ("gdns", "gardens"),
    ("ste", "suite"),
    ("postf", "postfach"),
    ("apdo", "apartado"),
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
    ("apt", "apartment"),
    ("fl", "floor"),
    ("bldg", "building"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("avda", "avenida"),
    ("c/", "calle"),
    ("pza", "plaza"),
];

/// What may follow the name of an English street.
const AFTER_NAME: [&str; 22] = [
    "n",
    "s",
    "e",
    "w",
    "ne",
    "nw",
    "se",
    "sw",
    "north",
    "south",
    "east",
    "west",
    "suite",
    "ste",
    "apt",
    "apartment",
    "unit",
    "floor",
    "fl",
    "bldg",
    "building",
    "room",
];

/// Everything that divides words as a blank, with blanks behind a point and around `#`.
fn apart(street: &str) -> String {
    let mut text = String::with_capacity(street.len() + 4);
    let mut before = ' ';
    for c in street.chars() {
        match c {
            '#' => text.push_str(" # "),
            '-' | '–' | '—' | '‐' | '‑' if before.is_ascii_digit() || before == ' ' => text.push('-'),
            ',' | ';' | '-' | '–' | '—' | '‐' | '‑' => text.push(' '),
            c if before == '.' && c.is_alphanumeric() => text.extend([' ', c]),
            c => text.push(c),
        }
        before = c;
    }
    text
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || word == "#"
}

/// Joins words by blanks, the pieces of a house number by nothing.
fn join(words: &[Cow<'_, str>]) -> String {
    let mut text = String::new();
    for (place, word) in words.iter().enumerate() {
        let ends_in_digit = text.ends_with(|c: char| c.is_ascii_digit());
        let is_letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase());
        let next_ends_number = words.get(place + 1).is_none_or(|next| next.starts_with('-'));
        let hyphen = word.starts_with('-') && ends_in_digit || text.ends_with('-');
        let close = hyphen || is_letter && ends_in_digit && next_ends_number;
        if !close && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_street_are_compared_as_one() {
        let table: [&[&str]; 20] = [
            &["Hauptstraße 12", "Hauptstr. 12", "HAUPTSTRASSE 12", "Hauptstr.12", "Hauptstr 12", "Hauptstrasse Nr. 12"],
            &["Berliner Straße 5", "Berliner Str. 5", "berliner str 5"],
            &["Konrad-Adenauer-Str. 1", "Konrad Adenauer Straße 1"],
            &["Marktplatz 3", "Marktpl. 3"],
            &["Potsdamer Platz 1", "Potsdamer Pl. 1"],
            &["Weg 12 a", "Weg 12a", "Weg 12A"],
            &["Weg 12-14", "Weg 12 - 14", "Weg 12 – 14", "Weg 12- 14"],
            &["123 Main St", "123 Main Street", "123 MAIN ST."],
            &["123 N Main St Apt 4", "123 North Main Street, Apt. 4"],
            &["12 St James St", "12 St. James Street"],
            &["5 Park Ave", "5 Park Avenue"],
            &["7 Oak Dr", "7 Oak Drive"],
            &["Hauptstr. 5", "Haupt Str. 5", "Haupt-Straße 5", "Haupt-Str. 5", "HAUPT STRASSE 5", "Haupt Str 5"],
            &["Mühlweg 3", "Mühl Weg 3", "Mühl-Weg 3"],
            &[
                "PO Box 12",
                "P.O. Box 12",
                "P.O.Box 12",
                "Post Office Box 12",
                "P O Box 12",
                "POB 12",
                "p.o. box 12",
                "P.O. Box No. 12",
            ],
            &["Postfach 123456", "Postfach 12 34 56", "PF 12 34 56", "Postf. 123456", "PO Box 123456"],
            &["PO Box 12", "PO Box #12", "P.O. Box # 12", "P.O. Box No. 12"],
            &["BP 12", "B.P. 12", "Boîte postale 12", "Boite Postale 12"],
            &["Apartado 12", "Apartado de Correos 12", "Apdo. 12", "Apdo. de Correos 12"],
            &["12 5th Ave", "12 Fifth Avenue"],
        ];
        for ways in table {
            for way in ways {
                assert_eq!(compared(way), compared(ways[0]), "{way}");
            }
        }
    }

    #[test]
    fn other_streets_stay_other_streets() {
        let table = [
            ("Dr.-Müller-Straße 1", "dr müllerstrasse 1"),
            ("Boxer Weg 12", "boxerweg 12"),
            ("Postfachweg 3", "postfachweg 3"),
            ("An der Allee 3", "an der allee 3"),
            ("249 E 39th St", "249 east 39th street"),
            ("5 Fifth Ave", "5 5th avenue"),
            ("Weg 12 b-c", "weg 12 b c"),
            ("12 A Street", "12 a street"),
            ("10 Pl. de la Gare", "10 place de la gare"),
            ("Straße des 17. Juni 135", "strasse des 17 juni 135"),
            ("Am Weg", "am weg"),
        ];
        for (street, expected) in table {
            assert_eq!(compared(street), expected, "{street}");
        }
    }
}
