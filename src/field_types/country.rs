//! `country`: ISO 3166-1 alpha-2 from codes and from names in English, German, French and Spanish.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::tables::rows;
use super::{Context, Tables, fold_accents, fold_key};
use crate::model::{Cell, Country, Reading, Unreadable};

/// Reads a country into its alpha-2 code in capitals.
///
/// Takes alpha-2 and alpha-3 codes and names, all without regard to case, accents and punctuation (`U.S.A.`,
/// `Cote d'Ivoire`). Refuses two letters that are no code as *invalid*, a name of two countries (`Congo`) as
/// *ambiguous*, anything else as *malformed*.
pub(super) fn read<'a>(raw: &str, context: &Context<'_>) -> Reading<'a> {
    context.tables.countries().find(raw).map_or_else(Cell::Unreadable, cell).into()
}

/// The country that `raw` names, where it names exactly one.
#[must_use]
pub fn code(raw: &str, tables: &Tables) -> Option<Country> {
    tables.countries().find(raw).ok()
}

/// The cell of a country.
pub(super) fn cell(country: Country) -> Cell<'static> {
    Cell::text(as_static(country))
}

/// What countries are called; from `rules/reference/countries.csv`.
#[derive(Debug)]
pub(super) struct CountryNames {
    by_letters: Vec<Option<Country>>,
    by_name: HashMap<Box<str>, Meaning>,
}

#[derive(Clone, Copy, Debug)]
enum Meaning {
    One(Country),
    Several,
}

impl CountryNames {
    /// Parses lines of `code,name`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut names = Self { by_letters: vec![None; LETTERS * LETTERS], by_name: HashMap::new() };
        for (line, row) in rows(text)? {
            let pair = row.split_once(',').and_then(|(code, name)| Some((Country::new(code.trim())?, name)));
            let (country, name) = pair.ok_or_else(|| format!("line {line}: `{row}` is not `code,name`"))?;
            names.by_letters[place(country)] = Some(country);
            names.add(name, country);
        }
        names.add_two_letter_names();
        Ok(names)
    }

    /// The one country of that code or name.
    pub(super) fn find(&self, written: &str) -> Result<Country, Unreadable> {
        if let Some(letters) = Country::new(written) {
            return self.by_letters[place(letters)].ok_or(Unreadable::Invalid);
        }
        let key = key(written);
        // "the Bahamas", and not the land of the Thai.
        let meaning = self.by_name.get(&*key).or_else(|| self.by_name.get(key.strip_prefix("the")?));
        match meaning {
            Some(Meaning::One(country)) => Ok(*country),
            Some(Meaning::Several) => Err(Unreadable::Ambiguous),
            None => Err(Unreadable::Malformed),
        }
    }

    fn add(&mut self, name: &str, country: Country) {
        for spelling in spellings(name) {
            let meaning = self.by_name.entry(spelling.into()).or_insert(Meaning::One(country));
            if !matches!(meaning, Meaning::One(known) if *known == country) {
                *meaning = Meaning::Several;
            }
        }
    }

    /// Lets `UK` and the like be found as quickly as codes; a code wins over a name of the same letters.
    fn add_two_letter_names(&mut self) {
        for (name, meaning) in &self.by_name {
            if let (Some(letters), Meaning::One(country)) = (Country::new(name), meaning) {
                self.by_letters[place(letters)].get_or_insert(*country);
            }
        }
    }
}

/// The keys under which a name is found: as it is, with `ae` for `ä`, without `and`, with `St` for `Saint`.
fn spellings(name: &str) -> Vec<String> {
    let folded = fold_key(name);
    let german = folded.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    let short = [" and ", " und ", " et ", " y "]
        .iter()
        .fold(folded.replace("saint", "st"), |name, and| name.replace(and, " "));
    let mut keys: Vec<String> = [&*folded, &german, &short].iter().map(|name| key(name).into_owned()).collect();
    keys.dedup();
    keys
}

/// A name as it is compared: letters and digits alone, in lower case, without accents.
fn key(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    if name.is_ascii() {
        return name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let folded = fold_key(name);
    fold_accents(&folded).chars().filter(|c| c.is_alphanumeric()).collect::<String>().into()
}

const LETTERS: usize = 26;

/// Every pair of capitals in a row, so that any code is a piece of it and a cell need not own its text.
const PAIRS: [u8; 2 * LETTERS * LETTERS] = {
    let mut pairs = [b'A'; 2 * LETTERS * LETTERS];
    let (mut first, mut place) = (b'A', 0);
    while first <= b'Z' {
        let mut second = b'A';
        while second <= b'Z' {
            pairs[place] = first;
            pairs[place + 1] = second;
            place += 2;
            second += 1;
        }
        first += 1;
    }
    pairs
};

fn place(country: Country) -> usize {
    country.as_str().bytes().fold(0, |place, letter| place * LETTERS + usize::from(letter - b'A'))
}

fn as_static(country: Country) -> &'static str {
    std::str::from_utf8(&PAIRS[2 * place(country)..][..2]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_one_code_or_say_why_not() {
        let table = [
            ("de", Ok("DE")),
            ("gbr", Ok("GB")),
            ("uk", Ok("GB")),
            ("XK", Ok("XK")),
            ("vereinigte staaten von amerika", Ok("US")),
            ("COTE D’IVOIRE", Ok("CI")),
            ("St. Lucia", Ok("LC")),
            ("Trinidad & Tobago", Ok("TT")),
            ("the bahamas", Ok("BS")),
            ("Thailand", Ok("TH")),
            ("Tuerkei", Ok("TR")),
            ("Kongo, Demokratische Republik", Ok("CD")),
            ("Congo", Err(Unreadable::Ambiguous)),
            ("Korea", Err(Unreadable::Ambiguous)),
            ("XX", Err(Unreadable::Invalid)),
            ("Narnia", Err(Unreadable::Malformed)),
            ("the", Err(Unreadable::Malformed)),
            ("?", Err(Unreadable::Malformed)),
        ];
        for (name, expected) in table {
            let found = Tables::embedded().countries().find(name);
            assert_eq!(found.as_ref().map(Country::as_str), expected.as_ref().copied(), "{name}");
        }
    }

    #[test]
    fn every_code_is_a_piece_of_the_pairs() {
        for code in ["AA", "AZ", "DE", "ZA", "ZZ"] {
            assert_eq!(Country::new(code).map(as_static), Some(code));
        }
    }

    #[test]
    fn every_name_that_is_shipped_can_be_read() {
        let ambiguous = ["Congo", "Kongo", "Korea", "Corée", "Corea", "Virgin Islands"];
        for (_, row) in rows(include_str!("../../rules/reference/countries.csv")).expect("rows") {
            let (code, name) = row.split_once(',').expect("code,name");
            let read = Tables::embedded().countries().find(name.trim_matches('"'));
            let expected = if ambiguous.contains(&name) { Err(Unreadable::Ambiguous) } else { Ok(code) };
            assert_eq!(read.as_ref().map(Country::as_str), expected.as_ref().copied(), "{name}");
        }
    }
}
