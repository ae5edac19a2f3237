//! `country`: ISO 3166-1 alpha-2 from codes and from names in seven languages and the country's own.

use std::borrow::Cow;
use std::sync::OnceLock;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::country_phrase::{bag, code_and_name, goes_without_form, is_code, is_parted, parts, without_form};
use super::tables::rows;
use super::{Context, Tables, fold_accents, fold_key};
use crate::model::{Cell, Country, Reading, Unreadable};

/// Reads a country into its alpha-2 code in capitals.
///
/// Takes alpha-2 and alpha-3 codes and names, all without regard to case, accents and punctuation (`U.S.A.`,
/// `Cote d'Ivoire`); a name whose words stand in another order (`Korea, Rep.`); and several names or codes of one country
/// (`United States (US)`, `Belgique/België`). Refuses two letters that are no code as *invalid*, a name of two countries
/// (`Congo`) and names of different ones (`USA/Canada`) as *ambiguous*, anything else as *malformed*.
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
    /// The names by their words in the order of the alphabet; made when the first cell is no name as it stands.
    by_words: OnceLock<HashMap<String, Meaning>>,
    /// All names.
    phrases: Vec<(Box<str>, Country)>,
}

#[derive(Clone, Debug)]
enum Meaning {
    One(Country),
    Several(Vec<Country>),
}

impl CountryNames {
    /// Parses lines of `code,name`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut names = Self {
            by_letters: vec![None; LETTERS * LETTERS],
            by_name: HashMap::new(),
            by_words: OnceLock::new(),
            phrases: Vec::new(),
        };
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
        match self.named(written) {
            Some(meaning) => meaning.one(),
            None if is_parted(written) => self.phrase(written),
            None => Err(Unreadable::Malformed),
        }
    }

    /// What a name means as it stands.
    fn named(&self, written: &str) -> Option<&Meaning> {
        let key = key(written);
        // "the Bahamas", and not the land of the Thai.
        self.by_name.get(&*key).or_else(|| self.by_name.get(key.strip_prefix("the")?))
    }

    /// The country of a cell that is more than a name: its words in another order, or several names of one country.
    #[cold]
    fn phrase(&self, written: &str) -> Result<Country, Unreadable> {
        let parts = parts(written);
        let has_code = parts.iter().any(|part| is_code(part) && parts.len() > 1);
        if let Some(meaning) = self.by_words_of(written).filter(|_| !has_code) {
            return meaning.one();
        }
        let beside_code = code_and_name(written)
            .and_then(|(code, name)| self.common(&[code, name]).filter(|countries| !countries.is_empty()));
        let countries = beside_code.or_else(|| self.common(&parts)).ok_or(Unreadable::Malformed)?;
        if let [country] = countries.as_slice() { Ok(*country) } else { Err(Unreadable::Ambiguous) }
    }

    /// The countries that all parts of a cell may mean; `None` if a part means none, or there is no part.
    fn common(&self, parts: &[&str]) -> Option<Vec<Country>> {
        let mut common: Option<Vec<Country>> = None;
        for part in parts {
            let candidates = self.candidates(part)?;
            match &mut common {
                None => common = Some(candidates),
                Some(common) => common.retain(|country| candidates.contains(country)),
            }
        }
        common
    }

    /// The countries that a part of a cell may mean; `None` if it means none.
    fn candidates(&self, part: &str) -> Option<Vec<Country>> {
        if let Some(letters) = Country::new(part) {
            return Some(vec![self.by_letters[place(letters)]?]);
        }
        Some(match self.named(part).or_else(|| self.by_words_of(part))? {
            Meaning::One(country) => vec![*country],
            Meaning::Several(countries) => countries.clone(),
        })
    }

    /// What the words of a name mean in any order, with or without its form of government.
    fn by_words_of(&self, written: &str) -> Option<&Meaning> {
        let (words, names) = (bag(written)?, self.by_words());
        names.get(&words).or_else(|| {
            let meaning = names.get(&without_form(&words)?)?;
            matches!(meaning, Meaning::One(country) if goes_without_form(country.as_str())).then_some(meaning)
        })
    }

    fn by_words(&self) -> &HashMap<String, Meaning> {
        self.by_words.get_or_init(|| {
            let mut names = HashMap::new();
            for (name, country) in &self.phrases {
                if let Some(words) = bag(name) {
                    put(names.entry(words), *country);
                }
            }
            names
        })
    }

    fn add(&mut self, name: &str, country: Country) {
        for spelling in spellings(name) {
            put(self.by_name.entry(spelling.into()), country);
        }
        self.phrases.push((name.trim_matches('"').into(), country));
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

impl Meaning {
    fn one(&self) -> Result<Country, Unreadable> {
        match self {
            Self::One(country) => Ok(*country),
            Self::Several(_) => Err(Unreadable::Ambiguous),
        }
    }
}

/// Gives a name one more country, unless it has that one.
fn put<K: std::hash::Hash, S: std::hash::BuildHasher>(entry: Entry<'_, K, Meaning, S>, country: Country) {
    let meaning = entry.or_insert(Meaning::One(country));
    match meaning {
        Meaning::One(known) if *known == country => {}
        Meaning::One(known) => *meaning = Meaning::Several(vec![*known, country]),
        Meaning::Several(known) if known.contains(&country) => {}
        Meaning::Several(known) => known.push(country),
    }
}

/// The keys under which a name is found: as it is, with `ae` for `ä`, without `and`, with `St` for `Saint`.
fn spellings(name: &str) -> Vec<String> {
    let folded = fold_key(name);
    let mut keys = vec![key(&folded).into_owned()];
    if folded.contains(['ä', 'ö', 'ü']) {
        keys.push(key(&folded.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")).into_owned());
    }
    if folded.contains(' ') || folded.contains("saint") {
        let short = [" and ", " und ", " et ", " y "]
            .iter()
            .fold(folded.replace("saint", "st"), |name, and| name.replace(and, " "));
        keys.push(key(&short).into_owned());
    }
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
