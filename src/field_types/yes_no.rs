//! `yes_no`: a tick box, in the words that lists use for it.

use super::folding::fold_key;
use crate::model::{Cell, Reading, Unreadable, Value};

/// Words for yes, folded: English, German, French, Spanish, and what spreadsheets and databases write.
const YES: [&str; 12] = ["1", "j", "ja", "oui", "si", "sí", "true", "vrai", "wahr", "x", "y", "yes"];

/// Words for no, folded.
const NO: [&str; 8] = ["0", "falsch", "false", "faux", "n", "nein", "no", "non"];

/// Reads a word for yes or no in any case; every other word is malformed.
pub(super) fn read(raw: &str) -> Reading<'static> {
    let word = fold_key(raw);
    let cell = if YES.contains(&&*word) {
        Cell::Known(Value::YesNo(true))
    } else if NO.contains(&&*word) {
        Cell::Known(Value::YesNo(false))
    } else {
        Cell::Unreadable(Unreadable::Malformed)
    };
    Reading::plain(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_yes_no_or_nothing() {
        let yes = Cell::Known(Value::YesNo(true));
        let no = Cell::Known(Value::YesNo(false));
        let unreadable = Cell::Unreadable(Unreadable::Malformed);
        let table = [
            ("SÍ", &yes),
            (" Wahr ", &yes),
            ("NON", &no),
            ("faux", &no),
            ("yes please", &unreadable),
            ("2", &unreadable),
        ];
        for (raw, cell) in table {
            assert_eq!(&read(raw).cell, cell, "{raw}");
        }
    }
}
