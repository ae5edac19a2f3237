//! Words that columns are called by.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of columns of lead lists and open data in English, German, French and Spanish.
const WORDS: &str = "\
    abteilung account accounts address addresse adresse age agent alter amount année anrede anschrift \
    ansprechpartner anzahl apellido apellidos area article artikel author average avg año bemerkung beschreibung \
    betrag bic birthdate birthday branche brand budget bundesland business calle campaign category categoría \
    catégorie cell city ciudad class client cliente code color colour comment comments companies company contact \
    contacto contacts content correo cost count country county courriel created creator currency customer customerid \
    date datum day department depth descripción description direccion dirección distance domain duration email \
    emails employees employer empresa end entreprise familienname farbe fax fecha file filename firm firma \
    firmenname firmierung firstname forename from fullname function funktion geburtsdatum geburtstag gender \
    geschlecht group gruppe grösse größe guid handy hausnummer height herkunft hnr homepage hora iban id ids idx \
    image importe index industry isbn item jahr job jobtitle kampagne kategorie key klasse kommentar kontakt kosten \
    kunde kundennummer label land language lastname lat latitude lead length link linkedin lng localidad location \
    login lon longitude mail manager max mean median medium menge mes message min mitarbeiter mitarbeiterzahl mobil \
    mobile model modified mois monat montant month nachname name names no nom nombre note notes notiz notizen nr num \
    number numero nummer numéro número opportunity organisation organizacion organization origin ort owner pais \
    password path pays país percent percentage phone plz position postal postcode postleitzahl precio preis prenom \
    price prix product productid produkt provincia prénom qty quantity quelle rank rate rating rechtsform ref \
    reference referrer region remarks revenue role rue région salary sales salutation score secteur sector segment \
    sektor sex sexo site size sku societe société source speed sprache stadt stage standort start state status std \
    strasse straße street subject sum summe surname tag tags tel telefax telefon telefonnummer telefono telephone \
    teléfono temperature text time timestamp tipo titel title to total town turnover typ type téléphone uhrzeit uid \
    umsatz unit units unternehmen updated url user username ustid uuid valor value vat vatid version ville vorname \
    waehrung web webseite website week weight wert width währung year zeit zip zipcode";

/// A word of so many letters is known where another one begins with it.
const LONG: usize = 5;

/// [`WORDS`] one by one.
static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

/// Every such word.
pub(in crate::intake) fn names_of_columns() -> impl Iterator<Item = &'static str> {
    WORDS.split_ascii_whitespace()
}

/// Whether a cell is such a name: a word, or a few with such a word at either end.
pub(in crate::intake) fn is_known(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    if text.len() > 48 || text.is_empty() {
        return false;
    }
    let lower = split_humps(text).to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>();
    let known = |word: Option<&&str>| word.is_some_and(|word| KNOWN.contains(word));
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    (1..=4).contains(&words.len()) && figures < 3 && (known(words.first()) || known(words.last()))
}

/// Whether some word of a text is one that columns are called by, or begins with a long one: `Firmenname laut Register`.
pub(in crate::intake) fn names_something(text: &str) -> bool {
    let lower = split_humps(text).to_lowercase();
    let known = |word: &str| {
        let ends = word.char_indices().map(|(at, _)| at).skip(LONG).chain([word.len()]);
        KNOWN.contains(word) || ends.into_iter().any(|end| end >= LONG && KNOWN.contains(&word[..end]))
    };
    lower.split(|letter: char| !letter.is_alphanumeric()).any(known)
}

/// `firstName` as `first Name`.
pub(in crate::intake) fn split_humps(text: &str) -> String {
    let mut split = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for letter in text.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            split.push(' ');
        }
        split.push(letter);
        before = letter;
    }
    split
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn names_of_columns_are_known() {
        for name in ["Name", "first_name", "FirstName", "E-Mail", "PLZ", "Straße", "Código Postal", "Company Name"] {
            assert!(is_known(name.as_bytes()), "{name}");
        }
        for cell in ["", "Berlin", "ACME Corp", "Anna", "2018-01-01", "Müller GmbH", "10115"] {
            assert!(!is_known(cell.as_bytes()), "{cell}");
        }
    }
}
