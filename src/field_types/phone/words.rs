//! What people write beside telephone numbers.

/// What a word says of the digits behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// They are an extension of the number before.
    Extension,
    /// Another number follows.
    Another,
    /// They are the number of a fax machine.
    Fax,
    /// They are a number to call.
    Call,
    /// They are the hour at which somebody answers.
    Hour,
}

const EXTENSION: &[&str] = &[
    "x",
    "ext",
    "exts",
    "extn",
    "xtn",
    "ex",
    "extension",
    "extensión",
    "durchwahl",
    "dw",
    "app",
    "apparat",
    "nst",
    "nebenstelle",
    "kl",
    "klappe",
    "poste",
    "int",
    "interno",
    "anexo",
    "ramal",
    "toestel",
    "tst",
    "wew",
    "wewn",
    "linka",
    "доб",
];
const ANOTHER: &[&str] = &[
    "oder",
    "or",
    "od",
    "bzw",
    "resp",
    "und",
    "and",
    "u",
    "et",
    "ou",
    "y",
    "o",
    "e",
    "en",
    "of",
    "alternativ",
    "alt",
    "also",
    "auch",
    "i",
    "lub",
];
const FAX: &[&str] = &["fax", "telefax", "faxnummer", "telefaks", "faks", "télécopie", "f", "fx"];
const CALL: &[&str] = &[
    "tel",
    "telefon",
    "telephone",
    "téléphone",
    "teléfono",
    "telefono",
    "telefoon",
    "phone",
    "ph",
    "fon",
    "t",
    "m",
    "c",
    "mobil",
    "mobile",
    "mob",
    "móvil",
    "cell",
    "cel",
    "cellphone",
    "cellulare",
    "handy",
    "natel",
    "gsm",
    "portable",
    "privat",
    "private",
    "home",
    "work",
    "office",
    "büro",
    "dienstlich",
    "direct",
    "direkt",
    "main",
    "switchboard",
    "zentrale",
    "call",
    "ask",
    "for",
    "after",
    "before",
    "from",
    "only",
    "till",
    "until",
    "day",
    "night",
    "evening",
    "evenings",
    "whatsapp",
    "h",
    "w",
    "o",
    "d",
    "p",
    "res",
    "residence",
    "business",
    "biz",
    "desk",
    "line",
    "no",
    "nr",
    "num",
    "number",
    "toll",
    "free",
];
const HOUR: &[&str] = &["uhr", "h", "am", "pm", "hrs", "heures", "uur", "godz"];

/// What a word says, whatever its case and a full stop behind it, in front of digits.
pub(super) fn says(word: &str) -> Option<Says> {
    let word = word.trim_matches('.').to_lowercase();
    let tables = [
        (EXTENSION, Says::Extension),
        (ANOTHER, Says::Another),
        (FAX, Says::Fax),
        (CALL, Says::Call),
        (HOUR, Says::Hour),
    ];
    tables.into_iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, says)| says)
}

/// Whether digits before a word are an hour: `9 Uhr`.
pub(super) fn is_hour(word: &str) -> bool {
    HOUR.contains(&word.trim_matches('.').to_lowercase().as_str())
}

/// Whether a word is one of those that are said of numbers, and none that a number spells.
pub(super) fn is_known(word: &str) -> bool {
    word.len() > 1 && says(word).is_some_and(|says| says != Says::Another) || word.eq_ignore_ascii_case("x")
}

impl Says {
    /// What several words together say of the digits behind them: a number for telephone and fax is one to call.
    pub(super) fn together(words: &[&str]) -> Option<Self> {
        let said = || words.iter().filter_map(|word| says(word));
        let fax = said().any(|says| says == Self::Fax) && !said().any(|says| says == Self::Call);
        match words.last().and_then(|word| says(word)) {
            _ if fax => Some(Self::Fax),
            Some(Self::Extension) => Some(Self::Extension),
            _ => said().find(|says| *says != Self::Fax),
        }
    }
}
