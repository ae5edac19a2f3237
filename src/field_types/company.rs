//! `company`: a company's name, compared without its legal form.

use std::borrow::Cow;

use hashbrown::HashSet;

use super::tables::rows;
use super::{Context, Tables, collapse, fold_accents, fold_key};
use crate::model::{Cell, Reading, Text, Value};

/// Reads a name: shown as written, compared in lower case without legal form, accents and punctuation.
///
/// A form at the end comes off, and only once, so `AG Bau AG` is compared as `ag bau`; what stands in brackets or behind a
/// comma after the form is a place (`Kiefer GmbH (Berlin)`) and comes off with it, and so does what stands in brackets right
/// before the form (`Kiefer (Berlin) GmbH`). A word for a firm in front (`Fa.`,
/// `M/s`, `UAB`) comes off, too. A name that is nothing but a legal form stays. Refuses nothing.
pub(super) fn read<'a>(raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    let shown = collapse(raw);
    let compared = compared(&shown, context.tables.legal_forms());
    Cell::Known(Value::Text(Text { shown, compared: compared.into() })).into()
}

/// Words that companies and institutions bear, and hardly any person.
const COMPANY_WORDS: &[&str] = &[
    "holding",
    "holdings",
    "group",
    "gruppe",
    "services",
    "service",
    "consulting",
    "consultants",
    "solutions",
    "systems",
    "technologies",
    "technology",
    "industries",
    "industrie",
    "international",
    "enterprises",
    "handel",
    "vertrieb",
    "bau",
    "hotel",
    "restaurant",
    "gasthof",
    "cafe",
    "praxis",
    "klinik",
    "clinic",
    "hospital",
    "apotheke",
    "pharmacy",
    "autohaus",
    "motors",
    "school",
    "schule",
    "college",
    "university",
    "universitat",
    "hochschule",
    "gymnasium",
    "stadtwerke",
    "gemeinde",
    "verein",
    "stiftung",
    "foundation",
    "association",
    "church",
    "bank",
    "sparkasse",
    "insurance",
    "versicherung",
    "agency",
    "agentur",
    "partners",
    "associates",
    "sons",
    "sohne",
    "center",
    "centre",
    "zentrum",
    "studio",
    "shop",
    "store",
    "foods",
    "logistics",
    "logistik",
    "media",
    "software",
    "engineering",
    "manufacturing",
    "construction",
    "plumbing",
    "dental",
    "restaurants",
    "hotels",
    "company",
    "ministry",
    "museum",
];

/// Whether a name is a company's: it has a legal form, or a word that companies bear.
#[must_use]
pub fn is_company_name(name: &str, tables: &Tables) -> bool {
    let plain = plain(name);
    let has_form = || compared(name, tables.legal_forms()).len() < plain.len();
    plain.split(' ').any(|word| COMPANY_WORDS.contains(&word)) || name.contains(" & ") || has_form()
}

fn compared(shown: &str, forms: &LegalForms) -> String {
    let mut name = plain(shown);
    let mut ended = true;
    if let Some(bare) = forms.strip(&name) {
        let bare = place_before_form(shown).and_then(|place| bare.strip_suffix(&place)).unwrap_or(bare).trim_end();
        name.truncate(bare.len());
    } else if let Some(bare) = before_place(shown).and_then(|before| without_form(before, forms)) {
        name = bare;
    } else {
        ended = false;
    }
    // Cells that do not begin as any of the words do are the rule.
    let behind = forms.front(shown, ended).map(|rest| without_form(rest, forms).unwrap_or_else(|| plain(rest)));
    behind.filter(|behind| behind.contains(char::is_alphanumeric)).unwrap_or(name)
}

/// The plain name in front of the legal form at its end.
fn without_form(name: &str, forms: &LegalForms) -> Option<String> {
    let name = plain(name);
    forms.strip(&name).map(str::to_owned)
}

/// What stands before brackets at the end, or before a comma: `Kiefer GmbH (Berlin)`, `Kiefer GmbH, Berlin`.
fn before_place(shown: &str) -> Option<&str> {
    let bracketed = shown.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    bracketed.or_else(|| shown.split_once(',')).map(|(before, _)| before)
}

/// What stands in the last brackets, where they end no name, in plain letters: `Kiefer (Berlin) GmbH`.
fn place_before_form(shown: &str) -> Option<String> {
    let (before, behind) = shown.rsplit_once('(')?;
    let (place, form) = behind.split_once(')')?;
    (before.contains(char::is_alphanumeric) && form.contains(char::is_alphabetic)).then(|| plain(place))
}

/// Legal forms as they are compared; from `rules/reference/legal_forms.txt`.
#[derive(Debug)]
pub(super) struct LegalForms {
    forms: HashSet<Box<str>>,
    most_words: usize,
    /// Words in front of a name, as they are written, in lower case.
    fronts: HashSet<Box<str>>,
}

/// Words in front that are as often a company's initials: they come off only where no legal form stands at the end.
const INITIALS: [&str; 6] = ["pt", "pt.", "ab", "oy", "cv", "cv."];

/// What joins the parts of a legal form, and is written or left out as people like.
const CONNECTORS: [&str; 5] = ["u", "und", "and", "et", "y"];

impl LegalForms {
    /// Parses one form a line; one that stands in front of the name has `…` behind it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (mut forms, mut fronts) = (HashSet::<Box<str>>::new(), HashSet::new());
        for (line, row) in rows(text)? {
            if !row.contains(char::is_alphanumeric) {
                return Err(format!("line {line}: `{row}` has no letter"));
            }
            if let Some(front) = row.strip_suffix('…') {
                fronts.insert(front.trim().to_lowercase().into());
                continue;
            }
            let form = plain(row);
            forms.insert(tight(&form).into());
            forms.insert(form.into());
        }
        let most_words = forms.iter().map(|form| form.split(' ').count()).max().unwrap_or(0);
        Ok(Self { forms, most_words, fronts })
    }

    /// The name in front of the longest form at the end of `name`, which is in its compared form already.
    pub(super) fn strip<'n>(&self, name: &'n str) -> Option<&'n str> {
        if self.is_form(name) {
            return None;
        }
        let blanks = name.rmatch_indices(' ').map(|(place, _)| place).take(self.most_words + 2);
        blanks.filter(|place| self.is_form(&name[place + 1..])).last().map(|place| &name[..place])
    }

    /// Whether words are a form, however its letters are spaced and its parts joined: `g m b h u co kg`.
    fn is_form(&self, words: &str) -> bool {
        let is_loose = || words.split(' ').any(|word| word.len() == 1 || CONNECTORS.contains(&word));
        self.forms.contains(words) || is_loose() && self.forms.contains(&*tight(words))
    }

    /// The name behind a word for a firm. A name with a form at its end keeps what may be initials.
    fn front<'n>(&self, shown: &'n str, has_form: bool) -> Option<&'n str> {
        let (first, rest) = shown.split_once(' ')?;
        let first = first.trim_matches(['"', '„', '“', ',']);
        let longest = 12;
        if first.len() > longest {
            return None;
        }
        let first = first.to_lowercase();
        // `PT … Tbk` and `Oy … Ab` have a form on both sides.
        let initials = has_form && INITIALS.contains(&&*first) && !["Tbk", "Ab"].iter().any(|end| shown.ends_with(end));
        let comes_off = self.fronts.contains(&*first) && !initials;
        comes_off.then(|| rest.trim())
    }
}

/// Letters that stand alone in one word, and no connectors.
fn tight(form: &str) -> String {
    let mut tight = String::with_capacity(form.len());
    let mut letters = false;
    for word in form.split(' ').filter(|word| !CONNECTORS.contains(word)) {
        let letter = word.chars().nth(1).is_none();
        let joined = tight.is_empty() || (letters && letter);
        if !joined {
            tight.push(' ');
        }
        tight.push_str(word);
        letters = letter;
    }
    tight
}

/// A name as names are compared: words of letters and digits in lower case without accents, one blank between.
///
/// A text without any letter or digit is only folded.
pub(super) fn plain(name: &str) -> String {
    let words = if name.is_ascii() { words(name) } else { words(&fold_accents(&fold_key(name))) };
    if words.is_empty() { fold_key(name).into_owned() } else { words }
}

fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// A text whose compared form is the plain one.
pub(super) fn named(shown: Cow<'_, str>) -> Cell<'_> {
    let compared = plain(&shown).into();
    Cell::Known(Value::Text(Text { shown, compared }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::Tables;

    #[test]
    fn companies_are_told_from_people() {
        let tables = Tables::embedded();
        for name in
            ["Kiefer GmbH", "Holt Foods", "Nord Bau", "Nash & Roth", "UAB Volta", "Stadtwerke Ulm", "Holt, Inc."]
        {
            assert!(is_company_name(name, tables), "{name}");
        }
        for name in ["Ann Lee", "Dr. Max Kiefer", "Holt, Ben", "Ann Roth-Lang", "Cyd Nash Jr.", "Eva von der Heide"] {
            assert!(!is_company_name(name, tables), "{name}");
        }
    }

    #[test]
    fn the_longest_form_at_the_end_comes_off() {
        let table = [
            ("Müller GmbH & Co. KG", "muller"),
            ("Müller GmbH + Co KG", "muller"),
            ("Meyer UG (haftungsbeschränkt)", "meyer"),
            ("Gebr. Schmidt KGaA", "gebr schmidt"),
            ("TSV Neustadt e.V.", "tsv neustadt"),
            ("Stadtwerke gGmbH", "stadtwerke"),
            ("Bio-Hof eG", "bio hof"),
            ("Kanzlei Roth PartG mbB", "kanzlei roth"),
            ("Dupont S.à r.l.", "dupont"),
            ("Rossi S.p.A.", "rossi"),
            ("Łódź Sp. z o.o.", "lodz"),
            ("Acme Pty. Ltd.", "acme"),
            ("Acme Co., Ltd.", "acme"),
            ("Tiffany & Co.", "tiffany"),
            ("Grupo Sol S.A. de C.V.", "grupo sol"),
            ("AG", "ag"),
            ("GmbH & Co. KG", "gmbh co kg"),
            ("AGB Recht", "agb recht"),
            ("株式会社", "株式会社"),
            ("???", "???"),
            ("Nord Bau GmbH u. Co. KG", "nord bau"),
            ("Nord Bau GmbH u Co KG", "nord bau"),
            ("Nord Bau G.m.b.H. & Co. KG", "nord bau"),
            ("Nord Bau G. m. b. H.", "nord bau"),
            ("Nord Bau GmbH und Co. OHG", "nord bau"),
            ("Nord Bau GmbH & Co KGaA", "nord bau"),
            ("Nord Bau GmbH&Co.KG", "nord bau"),
            ("Nord Bau UG (haftungsbeschr.) & Co. KG", "nord bau"),
            ("Nord Bau UG haftungsbeschr.", "nord bau"),
            ("Nord Bau UG (haftungsbeschraenkt)", "nord bau"),
            ("Nord Bau Gesellschaft mit beschraenkter Haftung", "nord bau"),
            ("Nord Bau GmbH (Berlin)", "nord bau"),
            ("Nord Bau GmbH & Co. KG (Niederlassung Ulm)", "nord bau"),
            ("Nord Bau GmbH, Berlin", "nord bau"),
            ("Gasthof Krone (Ulm)", "gasthof krone ulm"),
            ("Hicks, Parks and Gordon", "hicks parks and gordon"),
            ("Fa. Nord Bau", "nord bau"),
            ("Firma Nord Bau GmbH", "nord bau"),
            ("M/s Kiefer Traders Pvt. Ltd.", "kiefer traders"),
            ("M/S. Kiefer Traders", "kiefer traders"),
            ("Messrs Kiefer & Holt", "kiefer holt"),
            ("PT Kiefer Jaya", "kiefer jaya"),
            ("PT. Kiefer Jaya Tbk", "kiefer jaya"),
            ("PT Holt LLC", "pt holt"),
            ("UAB \"Baltic Bau\"", "baltic bau"),
            ("UAB „Baltic Bau“", "baltic bau"),
            ("SIA Baltic Bau", "baltic bau"),
            ("SARL Dupont", "dupont"),
            ("S.A.R.L. Dupont", "dupont"),
            ("EURL Dupont", "dupont"),
            ("ООО «Ромашка»", "ромашка"),
            ("ООО Ромашка", "ромашка"),
            ("ЗАО \"Ромашка\"", "ромашка"),
            ("ТОВ Ромашка", "ромашка"),
            ("OOO Romashka", "romashka"),
            ("AB Volta", "volta"),
            ("Oy Volta Ab", "volta"),
            ("株式会社 日本", "日本"),
            ("Firma", "firma"),
            ("Fabrik Holt", "fabrik holt"),
            ("Sarlat Immobilier", "sarlat immobilier"),
            ("AB Bau GmbH", "ab bau"),
        ];
        for (name, expected) in table {
            assert_eq!(compared(name, Tables::embedded().legal_forms()), expected, "{name}");
        }
    }
}
