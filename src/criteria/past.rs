//! Dates that lie in the past by what their field is called: births and foundings.

use super::document::Table;
use super::notes::Notes;
use crate::diagnostic::{Code, Diagnostic};
use crate::field_types::{DateStyle, fold_accents, fold_key};
use crate::profile::{Feed, HeaderPattern};

/// What a word of such a name begins with, folded, in English, German, French, Spanish, Italian, Dutch and Polish.
const WORDS: [&str; 31] = [
    "birth",
    "born",
    "dob",
    "bday",
    "geburt",
    "geboren",
    "gebdat",
    "naissance",
    "naiss",
    "nacimiento",
    "nacido",
    "nascita",
    "nato",
    "nata",
    "geboorte",
    "urodz",
    "founded",
    "founding",
    "foundation",
    "established",
    "incorporat",
    "inception",
    "grundung",
    "gegrundet",
    "gruendung",
    "gegruendet",
    "fundacion",
    "fondation",
    "fondazione",
    "opgericht",
    "oprichting",
];

/// Takes a date field for one of the past where its name, its label or all of its columns say so.
///
/// Remarks on it where years of two digits depend on it: the fields file should say so itself.
pub(super) fn tell(
    style: &mut DateStyle,
    (name, label, feeds): (&str, &str, &[Feed]),
    table: &Table,
    notes: &mut Notes,
) {
    let headers = || feeds.iter().flat_map(|feed| &feed.headers).map(header);
    let by_columns = !feeds.is_empty() && headers().all(says_so);
    style.past = says_so(name) || says_so(label) || by_columns;
    if style.past
        && style.century.is_none()
        && style.formats.iter().any(crate::field_types::DateFormat::has_short_year)
        && let Some(node) = table.node("formats")
    {
        let message = format!("`{name}` has years of two digits, and by its name its days are in the past");
        let help = "write past = true, or past = false if they may be in the future";
        notes.push(Diagnostic::warning(Code::W515, node.span, message, help));
    }
}

fn header(pattern: &HeaderPattern) -> &str {
    match pattern {
        HeaderPattern::Named(name) | HeaderPattern::Starts(name) => name,
    }
}

fn says_so(name: &str) -> bool {
    let folded = fold_key(name);
    let folded = fold_accents(&folded);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.iter().any(|start| word.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn births_and_foundings_are_known_by_their_names() {
        let past = [
            "born",
            "date_of_birth",
            "DOB",
            "Birth Date",
            "Geburtsdatum",
            "geb\u{e4}t? Geboren am",
            "Date de naissance",
            "Fecha de nacimiento",
            "Data di nascita",
            "Geboortedatum",
            "Data urodzenia",
            "founded",
            "Gr\u{fc}ndungsdatum",
            "Gegr\u{fc}ndet",
            "IncorporationDate",
            "Year established",
            "Opgericht",
        ];
        for name in past {
            assert!(says_so(name), "{name}");
        }
        for name in ["seen", "consent", "contract_end", "Stand", "reborn", "Newborn care", "Lieferdatum", "next_call"] {
            assert!(!says_so(name), "{name}");
        }
    }
}
