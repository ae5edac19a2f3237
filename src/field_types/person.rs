//! `person`: a person's name without salutation, title and degree, and its first and last name.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashSet;

use super::company::{named, plain};
use super::shapes::Shapes;
use super::{collapse, fold_accents, fold_key};
use crate::model::{Cell, Missing, Reading, Text, Value};

/// Reads a full name: shown as written, compared in lower case without salutation, title, degree, accents and
/// punctuation, given names first (`Lee, Ann` is `ann lee`).
///
/// A name that is nothing but a title stays. Refuses nothing.
pub(super) fn read(raw: &str) -> Reading<'_> {
    let bare = without_remarks(raw);
    let name = Name::split(&bare);
    let alone = name.given.is_empty() && name.family.len() < 2;
    let words = [name.given, name.family, name.generation].concat().join(" ");
    // Of `Lang, MD` hardly more than a surname is left: what else is said tells it from `Lang, JD` and `Lang PhD`.
    let all = alone && !raw.chars().all(char::is_alphabetic);
    let compared = plain(if words.is_empty() || all && has_suffix(raw) { raw } else { &words }).into();
    Cell::Known(Value::Text(Text { shown: collapse(raw), compared })).into()
}

/// The first of the given names; missing where the name is one word.
pub(super) fn first(raw: &str) -> Cell<'_> {
    match without_remarks(raw) {
        Cow::Borrowed(raw) => first_of(raw),
        Cow::Owned(bare) => first_of(&bare).into_owned(),
    }
}

/// The last name with its particles (`von der Heide`); a name of one word is a last name.
pub(super) fn last(raw: &str) -> Cell<'_> {
    match without_remarks(raw) {
        Cow::Borrowed(raw) => last_of(raw),
        Cow::Owned(bare) => last_of(&bare).into_owned(),
    }
}

fn first_of(raw: &str) -> Cell<'_> {
    Name::split(raw).given.first().map_or(Cell::Missing(Missing::Blank), |first| named(Cow::Borrowed(first)))
}

fn last_of(raw: &str) -> Cell<'_> {
    match Name::split(raw).family.as_slice() {
        [] => Cell::Missing(Missing::Blank),
        [word] => named(Cow::Borrowed(word)),
        words => named(Cow::Owned(words.join(" "))),
    }
}

/// Without what is said beside a name: pronouns, nicknames and what stands in brackets, and a name at birth.
///
/// A name of which one word would be left keeps its brackets: `Lang (Sales)` and `Lang (Legal)` are two people.
fn without_remarks(raw: &str) -> Cow<'_, str> {
    let is_odd = |byte: &u8| matches!(byte, b'(' | b'[' | b'"' | b'/' | b'\'') || !byte.is_ascii();
    let born = || raw.split_whitespace().any(is_born);
    if !raw.bytes().any(|byte| is_odd(&byte)) && !born() {
        return Cow::Borrowed(raw);
    }
    let bare =
        without_brackets(raw, |inside| inside.split(['/', ' ', ',']).all(|word| word.is_empty() || is_pronoun(word)));
    let less = without_brackets(&bare, |_| true);
    let mut words: Vec<&str> = less.split_whitespace().collect();
    if let Some(place) = words.iter().position(|word| is_born(word)).filter(|place| *place > 0) {
        words.drain(place..(place + 2).min(words.len()));
    }
    let names = words.iter().filter(|word| !is_quoted(word) && !are_pronouns(word)).copied().collect::<Vec<_>>();
    let is_whole = |words: &[&str]| without_titles(words).len() > 1;
    match () {
        () if is_whole(&names) => Cow::Owned(names.join(" ")),
        () if bare.len() < raw.len() => Cow::Owned(bare),
        () => Cow::Borrowed(raw),
    }
}

/// Without the brackets whose inside fits.
fn without_brackets(text: &str, fits: impl Fn(&str) -> bool) -> String {
    let mut bare = text.to_owned();
    let mut from = 0;
    while let Some(open) = bare[from..].find(['(', '[']).map(|place| place + from) {
        let Some(close) = bare[open..].find([')', ']']).map(|place| place + open) else { break };
        if fits(&bare[open + 1..close].to_lowercase()) {
            bare.replace_range(open..=close, " ");
        }
        from = open + 1;
    }
    bare
}

const PRONOUNS: &[&str] = &[
    "she", "her", "hers", "he", "him", "his", "they", "them", "theirs", "ze", "zir", "xe", "xem", "sie", "ihr", "ihre",
    "er", "ihm", "ihn", "sein", "elle", "il", "lui", "iel", "ella", "él", "el", "elles", "zij", "haar", "hij", "hem",
    "any", "pronouns", "dey", "lei", "hen", "hun", "ona", "on",
];

fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(&word)
}

/// `she/her/hers` without brackets.
fn are_pronouns(word: &str) -> bool {
    let word = word.to_lowercase();
    word.contains('/') && word.split('/').all(is_pronoun)
}

/// `"Bob"`, `‘Bob’`, `'Bob'`: a nickname between the names.
fn is_quoted(word: &str) -> bool {
    let quotes = ['"', '“', '”', '„', '‘', '’', '\'', '«', '»'];
    word.chars().count() > 2 && word.starts_with(quotes) && word.trim_end_matches(',').ends_with(quotes)
}

/// What stands before a name at birth.
fn is_born(word: &str) -> bool {
    matches!(word, "née" | "Née" | "né" | "nee" | "geb." | "geborene" | "geborener" | "verw.")
}

/// Whether a degree or the like follows a name.
fn has_suffix(raw: &str) -> bool {
    raw.split([',', ' ']).filter(|word| !word.is_empty()).skip(1).any(is_suffix)
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
    "mba",
    "emba",
    "phd",
    "dphil",
    "md",
    "msc",
    "bsc",
    "beng",
    "meng",
    "mphil",
    "llm",
    "llb",
    "mpa",
    "mph",
    "mfa",
    "cpa",
    "cfa",
    "cfp",
    "pmp",
    "esq",
    "dds",
    "dvm",
    "pharmd",
    "pmd",
    "jd",
    "bba",
    "bcom",
    "mcom",
    "cipd",
    "acca",
    "fcca",
    "dipling",
    "dipinf",
    "fh",
    "edd",
    "med",
    "rn",
    "bsn",
    "msn",
    "dnp",
    "aprn",
    "fnp",
    "lcsw",
    "lmft",
    "psyd",
    "dba",
    "mbbs",
    "frcs",
    "facs",
    "fache",
    "cissp",
    "cisa",
    "cism",
    "sphr",
    "phr",
    "shrmcp",
    "shrmscp",
    "cpcu",
    "clu",
    "chfc",
    "aia",
    "faia",
    "scd",
    "dsc",
    "msw",
    "mha",
    "mdiv",
    "mpp",
    "msed",
    "bfa",
    "aprn",
    "crna",
    "dpt",
    "pharm",
    "diplkfm",
    "diplwiing",
    "diplwirting",
    "mmag",
    "llb",
    "rph",
    "dmd",
    "cebs",
    "cfre",
    "csm",
    "psm",
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
    static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(TITLES.iter().copied()));
    if !SHAPES.may_have(word) {
        return false;
    }
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
    static SUFFIXES: LazyLock<HashSet<&str>> = LazyLock::new(|| DEGREES.iter().chain(GENERATIONS).copied().collect());
    static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(DEGREES.iter().chain(GENERATIONS).copied()));
    if !SHAPES.may_have(word) {
        return false;
    }
    let key = key(word);
    SUFFIXES.contains(&*key) || word.contains('.') && DOTTED_DEGREES.contains(&&*key)
}

fn is_generation(word: &str) -> bool {
    GENERATIONS.contains(&&*key(word))
}

fn is_particle(word: &str) -> bool {
    static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(PARTICLES.iter().chain(SMALL_PARTICLES).copied()));
    SHAPES.may_have(word) && is_particle_word(word)
}

fn is_particle_word(word: &str) -> bool {
    SMALL_PARTICLES.contains(&word) || PARTICLES.contains(&&*fold(word))
}

/// A word in lower case without accents.
fn fold(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { fold_accents(&fold_key(word)).into_owned() }
}

/// The letters and digits of a word: `Ph.D.` is `phd`.
fn key(word: &str) -> String {
    if !word.is_ascii() {
        let mut key = fold(word);
        key.retain(char::is_alphanumeric);
        return key;
    }
    let mut key = String::with_capacity(word.len());
    key.extend(word.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())));
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
            ("Ann Lang (she/her)", "ann lang", "Ann", "Lang"),
            ("Ann Lang (sie/ihr)", "ann lang", "Ann", "Lang"),
            ("Ann Lang [they/them]", "ann lang", "Ann", "Lang"),
            ("Ann Lang she/her/hers", "ann lang", "Ann", "Lang"),
            ("Ann Lang (elle)", "ann lang", "Ann", "Lang"),
            ("Ann Lang (er/ihm), MBA", "ann lang", "Ann", "Lang"),
            ("Robert \"Bob\" Holt", "robert holt", "Robert", "Holt"),
            ("Robert “Bob” Holt", "robert holt", "Robert", "Holt"),
            ("Robert 'Bob' Holt", "robert holt", "Robert", "Holt"),
            ("Robert (Bob) Holt", "robert holt", "Robert", "Holt"),
            ("Holt, Robert \"Bob\"", "robert holt", "Robert", "Holt"),
            ("Ann Lang geb. Kurz", "ann lang", "Ann", "Lang"),
            ("Ann Lang (née Kurz)", "ann lang", "Ann", "Lang"),
            ("Ann Lang, RN, BSN", "ann lang", "Ann", "Lang"),
            ("Ann Lang, SHRM-CP", "ann lang", "Ann", "Lang"),
            ("Lang, JD", "lang jd", "missing", "Lang"),
            ("Lang, MD", "lang md", "missing", "Lang"),
            ("Lang (Sales)", "lang sales", "Lang", "(Sales)"),
            ("Lang (she/her)", "lang", "missing", "Lang"),
            ("Jan 't Hooft", "jan t hooft", "Jan", "Hooft"),
            ("Renée O'Connor", "renee o connor", "Renée", "O'Connor"),
            ("Royce, Ed", "ed royce", "Ed", "Royce"),
        ];
        for (raw, name, first_name, last_name) in table {
            let parts = (compared(&read(raw)), words(&first(raw)), words(&last(raw)));
            assert_eq!(parts, (name.to_owned(), first_name.to_owned(), last_name.to_owned()), "{raw}");
        }
    }
}
