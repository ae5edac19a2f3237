//! What is wrong with a record that cannot be read, in one sentence.

use crate::intake::{Fault, MAX_CELL};
use crate::wording::Wording;

/// The sentence for a fault of a record of a list whose header has `width` cells.
#[must_use]
pub fn fault_words(fault: Fault, width: usize, words: &Wording) -> String {
    let found = match fault {
        Fault::TooFewCells(found) | Fault::TooManyCells(found) => found as u64,
        _ => 0,
    };
    let cells = words.counted(found, "one_cell", "many_cells");
    let (width, limit) = (words.number(width as u64), (MAX_CELL >> 20).to_string());
    words.fill(&format!("u_{}", fault.kind()), &[("cells", &cells), ("width", &width), ("limit", &limit)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn faults_in_both_languages() {
        let table = [
            (
                Fault::TooFewCells(1),
                "The record has 1 cell, the header 25.",
                "Der Datensatz hat 1 Zelle, die Kopfzeile 25.",
            ),
            (
                Fault::TooManyCells(26),
                "The record has 26 cells, the header only 25.",
                "Der Datensatz hat 26 Zellen, die Kopfzeile nur 25.",
            ),
            (
                Fault::CellTooLong,
                "A cell of the record is longer than 1 MiB.",
                "Eine Zelle des Datensatzes ist länger als 1 MiB.",
            ),
            (Fault::Blank, "All cells of the record are blank.", "Alle Zellen des Datensatzes sind leer."),
        ];
        let [en, de] = [Language::En, Language::De].map(Wording::new);
        for (fault, english, german) in table {
            assert_eq!((fault_words(fault, 25, &en).as_str(), fault_words(fault, 25, &de).as_str()), (english, german));
        }
    }
}
