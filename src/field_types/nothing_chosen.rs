//! Values that a form or a program writes where nobody has chosen or said anything: `Select`, `Unanswered`,
//! `Bitte wählen`.
//!
//! They are texts like others, so nothing is made of them without a word from a person: `inspect` and `check --with`
//! point out those that are frequent.

use super::folding::fold_key;
use super::visible::visible;

/// What such a value is, without the signs around it, folded.
const WHOLE: &[&str] = &[
    // English
    "select",
    "choose",
    "pick one",
    "select option",
    "select value",
    "none selected",
    "not selected",
    "nothing selected",
    "no selection",
    "not chosen",
    "unanswered",
    "not answered",
    "no answer",
    "no response",
    "not applicable",
    "not specified",
    "unspecified",
    "not provided",
    "not given",
    "not stated",
    "not set",
    "not available",
    "not known",
    "not disclosed",
    "undisclosed",
    "unknown",
    "undefined",
    "unassigned",
    "no data",
    "no value",
    "no information",
    "empty",
    "blank",
    "missing",
    "default",
    "placeholder",
    "tbd",
    "to be determined",
    "prefer not to say",
    "none",
    "null",
    "nil",
    "nan",
    "n.a",
    "n a",
    "email_not_unlocked",
    // German
    "auswählen",
    "auswahl",
    "keine auswahl",
    "nicht ausgewählt",
    "nichts ausgewählt",
    "keine angabe",
    "keine angaben",
    "ohne angabe",
    "nicht angegeben",
    "nicht beantwortet",
    "unbeantwortet",
    "keine antwort",
    "unbekannt",
    "nicht bekannt",
    "nicht verfügbar",
    "leer",
    "k.a",
    "k. a",
    "n.v",
    "o.a",
    // French
    "choisir",
    "sélectionner",
    "aucun",
    "aucune",
    "aucune sélection",
    "non renseigné",
    "non renseignée",
    "non précisé",
    "non spécifié",
    "non communiqué",
    "sans réponse",
    "pas de réponse",
    "inconnu",
    "inconnue",
    "indéfini",
    "vide",
    // Spanish, Portuguese
    "seleccionar",
    "elegir",
    "escoger",
    "ninguno",
    "ninguna",
    "sin respuesta",
    "sin especificar",
    "sin selección",
    "no especificado",
    "no disponible",
    "no informado",
    "desconocido",
    "desconocida",
    "vacío",
    "selecionar",
    "escolher",
    "não informado",
    "não especificado",
    "desconhecido",
    "nenhum",
    // Italian
    "scegliere",
    "selezionare",
    "nessuno",
    "nessuna selezione",
    "non specificato",
    "non disponibile",
    "non indicato",
    "sconosciuto",
    "nessuna risposta",
    // Dutch, Polish
    "kiezen",
    "selecteren",
    "geen",
    "geen keuze",
    "geen antwoord",
    "niet ingevuld",
    "niet opgegeven",
    "onbekend",
    "wybierz",
    "brak",
    "brak danych",
    "nieznany",
    "nie podano",
];

/// How such a value begins.
const BEGINNINGS: &[&str] = &[
    "please select",
    "please choose",
    "please pick",
    "please specify",
    "select a ",
    "select an ",
    "select one",
    "select your ",
    "select from ",
    "choose a ",
    "choose an ",
    "choose one",
    "choose your ",
    "choose from ",
    "click to select",
    "bitte wähl",
    "bitte auswähl",
    "bitte aussuchen",
    "bitte eine ",
    "bitte einen ",
    "bitte angeben",
    "veuillez ",
    "choisissez",
    "sélectionnez",
    "seleccione",
    "selecciona ",
    "elija ",
    "elige ",
    "selecione",
    "escolha",
    "scegli ",
    "seleziona ",
    "selezionate",
    "selecteer",
    "kies ",
    "maak een keuze",
    "wybierz ",
    "proszę wybrać",
];

/// Other marks of such values, which are all signs or look like something else.
const MARKS: &[&str] =
    &["?", "??", "???", "--", "---", "xxx", "00000", "000000", "...", "…", "(null)", "<null>", "\\n"];

/// Whether a value looks as if nothing had been chosen or said.
///
/// ```
/// use leadsieve::field_types::looks_unchosen;
/// assert!(looks_unchosen("-- Bitte wählen --") && looks_unchosen("Please select your state"));
/// assert!(!looks_unchosen("Select Medical"));
/// ```
#[must_use]
pub fn looks_unchosen(value: &str) -> bool {
    let value = visible(value);
    let folded = fold_key(value.trim());
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    MARKS.contains(&folded.as_ref())
        || WHOLE.contains(&words)
        || BEGINNINGS.iter().any(|beginning| words.starts_with(beginning) || words == beginning.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_chosen_is_told_from_what_people_say() {
        let unchosen = [
            "Select",
            "- Select -",
            "--select--",
            "<Select one>",
            "Please Select…",
            "Select an option",
            "Choose...",
            "Unanswered",
            "Not answered",
            "BITTE WÄHLEN",
            "Bitte auswählen!",
            "bitte wählen Sie",
            "Keine Angabe",
            "k.A.",
            "n.a.",
            "(none)",
            "[Not provided]",
            "Sélectionnez",
            "Veuillez choisir",
            "Non renseigné",
            "Seleccione",
            "Sin especificar",
            "Seleziona",
            "Maak een keuze",
            "Onbekend",
            "UNKNOWN",
            "?",
            "NULL",
            "Not\u{a0}specified",
        ];
        for value in unchosen {
            assert!(looks_unchosen(value), "{value}");
        }
        let said = [
            "Select Medical",
            "Selective Insurance",
            "Choose Chicago",
            "Unknown Pleasures Ltd",
            "No",
            "Other",
            "Sonstiges",
            "Nonesuch",
            "Kiesling GmbH",
            "Bitter",
            "-",
            "Aucun souci SARL",
            "Emptyspace",
            "",
            "Default Inc",
        ];
        for value in said {
            assert!(!looks_unchosen(value), "{value}");
        }
    }
}
