//! `person`: a person's name without salutation, title and degree, and its first and last name.

use std::borrow::Cow;

use super::company::{named, plain};
use super::{collapse, fold_accents, fold_key};
use crate::model::{Cell, Missing, Reading, Text, Value};

/// Reads a full name: shown as written, compared in lower case without salutation, title, degree, accents and
/// punctuation, given names first (`Lee, Ann` is `ann lee`).
///
/// A name that is nothing but a title stays. Refuses nothing.
pub(super) fn read(raw: &str) -> Reading<'_> {
    let name = Name::split(raw);
    let words = [name.given, name.family, name.generation].concat().join(" ");
    let compared = plain(if words.is_empty() { raw } else { &words }).into();
    Cell::Known(Value::Text(Text { shown: collapse(raw), compared })).into()
}

/// The first of the given names; missing where the name is one word.
pub(super) fn first(raw: &str) -> Cell<'_> {
    Name::split(raw).given.first().map_or(Cell::Missing(Missing::Blank), |first| named(Cow::Borrowed(first)))
}

/// The last name with its particles (`von der Heide`); a name of one word is a last name.
pub(super) fn last(raw: &str) -> Cell<'_> {
    match Name::split(raw).family.as_slice() {
        [] => Cell::Missing(Missing::Blank),
        [word] => named(Cow::Borrowed(word)),
        words => named(Cow::Owned(words.join(" "))),
    }
}

/// The words of a name, with what stands around it taken off.
struct Name<'a> {
    given: Vec<&'a str>,
    family: Vec<&'a str>,
    /// `Jr.`, `III`: tells father and son apart, and is nobody's last name.
    generation: Vec<&'a str>,
}

impl<'a> Name<'a> {
    fn split(raw: &'a str) -> Self {
        let words_of = |part: &'a str| part.split_whitespace().collect::<Vec<_>>();
        let mut parts: Vec<Vec<&str>> = raw.split(',').map(words_of).filter(|part| !part.is_empty()).collect();
        let mut generation = Vec::new();
        // `Ann Lee, MBA, PhD`: behind the comma stands no given name, so nothing is turned round.
        while let (true, Some(part)) = (parts.len() > 1, parts.pop_if(|part| part.iter().all(|word| is_suffix(word)))) {
            generation.extend(part.into_iter().filter(|word| is_generation(word)));
        }
        let mut parts = parts.into_iter();
        let head = without_titles(&parts.next().unwrap_or_default());
        let behind = without_titles(&parts.flatten().collect::<Vec<_>>());
        let (given, family) = if behind.is_empty() { in_order(head, &mut generation) } else { (behind, head) };
        let mut name = Self { given, family, generation };
        take_suffixes(&mut name.given, 1, &mut name.generation);
        take_suffixes(&mut name.family, 1, &mut name.generation);
        name
    }
}

/// Given and family names out of words in their usual order: the family's begin with a particle, or are the last word.
fn in_order<'a>(mut words: Vec<&'a str>, generation: &mut Vec<&'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    take_suffixes(&mut words, 2, generation);
    let last = words.len().saturating_sub(1);
    let start = (1..last).find(|place| is_particle(words[*place])).unwrap_or(last);
    let family = words.split_off(start);
    (words, family)
}

/// Takes degrees and generations off the end while more than `least` words are there, and keeps the generations.
fn take_suffixes<'a>(words: &mut Vec<&'a str>, least: usize, generation: &mut Vec<&'a str>) {
    while let (true, Some(word)) = (words.len() > least, words.pop_if(|word| is_suffix(word))) {
        generation.extend(is_generation(word).then_some(word));
    }
}

/// The words behind salutations and titles; the last word always stays.
fn without_titles<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut rest = words;
    while let [title, behind @ ..] = rest {
        let taken = match behind {
            [] => break,
            // `h. c.` needs both, or it is somebody's initials.
            [next, ..] if rest.len() < words.len() && key(title) == "h" && key(next) == "c" => 2,
            // A lone M. is a Monsieur in front of a full name, else an initial.
            [_, _, ..] if *title == "M." => 1,
            _ if is_title(title) || rest.len() < words.len() && is_faculty(title) => 1,
            _ => break,
        };
        if taken >= rest.len() {
            break;
        }
        rest = &rest[taken..];
    }
    rest.to_vec()
}

const TITLES: &[&str] = &[
    "herr",
    "herrn",
    "frau",
    "fraulein",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "drs",
    "prof",
    "professor",
    "professorin",
    "doktor",
    "sir",
    "dame",
    "lord",
    "lady",
    "madame",
    "monsieur",
    "mademoiselle",
    "mme",
    "mlle",
    "mmes",
    "mm",
    "senor",
    "senora",
    "senorita",
    "sra",
    "srta",
    "dna",
    "dona",
    "signor",
    "signora",
    "sig",
    "dott",
    "dottssa",
    "dipl",
    "familie",
    "eheleute",
    "pd",
];
/// Titles that are names or words without their full stop.
const ABBREVIATED_TITLES: &[&str] = &[
    "fr", "hr", "sr", "mag", "ing", "lic", "rev", "hon", "capt", "col", "gen", "maj", "lt", "hrn", "univ", "dkfm",
    "dhr", "mevr", "bacc",
];
const FACULTIES: &[&str] = &[
    "med", "jur", "iur", "rer", "oec", "habil", "mult", "hc", "dent", "vet", "theol", "techn", "pharm", "agr", "univ",
    "fh",
];
const ABBREVIATED_FACULTIES: &[&str] = &[
    "phil",
    "nat",
    "ing",
    "pol",
    "sc",
    "math",
    "paed",
    "psych",
    "soc",
    "troph",
    "biol",
    "chem",
    "phys",
    "kfm",
    "kffr",
    "betriebsw",
    "vw",
    "inf",
    "wirt",
    "oek",
    "ok",
    "cult",
];
const DEGREES: &[&str] = &[
    "mba", "emba", "phd", "dphil", "md", "msc", "bsc", "beng", "meng", "mphil", "llm", "llb", "mpa", "mph", "mfa",
    "cpa", "cfa", "cfp", "pmp", "esq", "dds", "dvm", "pharmd", "pmd", "jd", "bba", "bcom", "mcom", "cipd", "acca",
    "fcca", "dipling", "dipinf", "fh", "edd", "med",
];
/// Degrees that are names without their full stops: Jack Ma.
const DOTTED_DEGREES: &[&str] = &["ma", "ba", "do", "ing"];
const GENERATIONS: &[&str] = &["jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv"];
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "zu", "zum",
    "zur", "ter", "ten", "te", "af", "av",
];
/// Particles that are names in capitals: Al Green.
const SMALL_PARTICLES: &[&str] = &["la", "le", "las", "los", "el", "al", "bin", "ibn", "ben", "y", "e", "und"];

/// `Dr.`, `Prof.Dr.`, `Dipl.-Ing.`, `Herr/Frau`: pieces that all belong to a title, the first being one.
fn is_title(word: &str) -> bool {
    let key = fold(word);
    let mut pieces = key.split(['.', '-', '/', '(', ')']).filter(|piece| !piece.is_empty());
    let is_title = |piece: &str| TITLES.contains(&piece) || word.ends_with('.') && ABBREVIATED_TITLES.contains(&piece);
    let belongs = |piece: &str| is_title(piece) || FACULTIES.contains(&piece) || ABBREVIATED_FACULTIES.contains(&piece);
    pieces.next().is_some_and(is_title) && pieces.all(belongs)
}

/// What a doctorate is of: `med.`, `rer.`, `(FH)`.
fn is_faculty(word: &str) -> bool {
    let key = key(word);
    FACULTIES.contains(&&*key) || word.ends_with(['.', ')']) && ABBREVIATED_FACULTIES.contains(&&*key)
}

fn is_suffix(word: &str) -> bool {
    let key = key(word);
    DEGREES.contains(&&*key) || word.contains('.') && DOTTED_DEGREES.contains(&&*key) || is_generation(word)
}

fn is_generation(word: &str) -> bool {
    GENERATIONS.contains(&&*key(word))
}

fn is_particle(word: &str) -> bool {
    SMALL_PARTICLES.contains(&word) || PARTICLES.contains(&&*fold(word))
}

/// A word in lower case without accents.
fn fold(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { fold_accents(&fold_key(word)).into_owned() }
}

/// The letters and digits of a word: `Ph.D.` is `phd`.
fn key(word: &str) -> String {
    let mut key = fold(word);
    key.retain(char::is_alphanumeric);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(cell: &Cell<'_>) -> String {
        match cell {
            Cell::Known(value) => value.to_string(),
            other => other.state().to_owned(),
        }
    }

    fn compared(reading: &Reading<'_>) -> String {
        match &reading.cell {
            Cell::Known(Value::Text(text)) => text.compared.clone().into_owned(),
            other => other.state().to_owned(),
        }
    }

    #[test]
    fn names_come_apart() {
        let table = [
            ("Dr. med. Max Lee", "max lee", "Max", "Lee"),
            ("Dr. h. c. Max Lee", "max lee", "Max", "Lee"),
            ("Dr. H. Lee", "h lee", "H.", "Lee"),
            ("Prof.Dr. Max Lee", "max lee", "Max", "Lee"),
            ("Frau Dipl.-Ing. (FH) Eva Lee", "eva lee", "Eva", "Lee"),
            ("Dr. Phil Lee", "phil lee", "Phil", "Lee"),
            ("Dr. phil. Ann Lee", "ann lee", "Ann", "Lee"),
            ("Lee, Dr. Ann", "ann lee", "Ann", "Lee"),
            ("von der Heide, Max", "max von der heide", "Max", "von der Heide"),
            ("Vincent Van Gogh", "vincent van gogh", "Vincent", "Van Gogh"),
            ("Al Green", "al green", "Al", "Green"),
            ("Ludwig van", "ludwig van", "Ludwig", "van"),
            ("Ann Marie Lee", "ann marie lee", "Ann", "Lee"),
            ("Ann Lee, MBA, Ph.D.", "ann lee", "Ann", "Lee"),
            ("Jack Ma", "jack ma", "Jack", "Ma"),
            ("Ann Lee M.A.", "ann lee", "Ann", "Lee"),
            ("Martin Luther King Jr.", "martin luther king jr", "Martin", "King"),
            ("John Lee, Jr.", "john lee jr", "John", "Lee"),
            ("Lee Jr., John", "john lee jr", "John", "Lee"),
            ("M. Jean Dupont", "jean dupont", "Jean", "Dupont"),
            ("M. Dupont", "m dupont", "M.", "Dupont"),
            ("Sra. María García", "maria garcia", "María", "García"),
            ("Mme Renée Roy", "renee roy", "Renée", "Roy"),
            ("Herr Müller", "muller", "missing", "Müller"),
            ("Madonna", "madonna", "missing", "Madonna"),
            ("Dr.", "dr", "missing", "Dr."),
            (",", ",", "missing", "missing"),
        ];
        for (raw, name, first_name, last_name) in table {
            let parts = (compared(&read(raw)), words(&first(raw)), words(&last(raw)));
            assert_eq!(parts, (name.to_owned(), first_name.to_owned(), last_name.to_owned()), "{raw}");
        }
    }
}
