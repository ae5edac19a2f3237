//! The names of the months in English, German, French and Spanish, for dates and for ranges that became dates.

/// Name or abbreviation, folded, and the month's number. Sorted, for binary search.
const MONTHS: [(&str, u8); 76] = [
    ("abr", 4),
    ("abril", 4),
    ("ago", 8),
    ("agosto", 8),
    ("aout", 8),
    ("août", 8),
    ("apr", 4),
    ("april", 4),
    ("aug", 8),
    ("august", 8),
    ("avr", 4),
    ("avril", 4),
    ("dec", 12),
    ("december", 12),
    ("decembre", 12),
    ("dez", 12),
    ("dezember", 12),
    ("dic", 12),
    ("diciembre", 12),
    ("déc", 12),
    ("décembre", 12),
    ("ene", 1),
    ("enero", 1),
    ("feb", 2),
    ("feber", 2),
    ("febrero", 2),
    ("februar", 2),
    ("february", 2),
    ("fevrier", 2),
    ("fév", 2),
    ("févr", 2),
    ("février", 2),
    ("jan", 1),
    ("januar", 1),
    ("january", 1),
    ("janv", 1),
    ("janvier", 1),
    ("juil", 7),
    ("juillet", 7),
    ("juin", 6),
    ("jul", 7),
    ("juli", 7),
    ("julio", 7),
    ("july", 7),
    ("jun", 6),
    ("june", 6),
    ("juni", 6),
    ("junio", 6),
    ("jän", 1),
    ("jänner", 1),
    ("maerz", 3),
    ("mai", 5),
    ("mar", 3),
    ("march", 3),
    ("mars", 3),
    ("marzo", 3),
    ("may", 5),
    ("mayo", 5),
    ("mrz", 3),
    ("mär", 3),
    ("märz", 3),
    ("nov", 11),
    ("november", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("oct", 10),
    ("october", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("okt", 10),
    ("oktober", 10),
    ("sep", 9),
    ("sept", 9),
    ("september", 9),
    ("septembre", 9),
    ("septiembre", 9),
];

/// The number (1-12) of the month that a folded word names in one of the four languages, whole or abbreviated.
pub(super) fn month(word: &str) -> Option<u8> {
    MONTHS.binary_search_by(|(name, _)| (*name).cmp(word)).ok().map(|place| MONTHS[place].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(MONTHS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn names_of_four_languages_are_known() {
        let table =
            [("jan", 1), ("mär", 3), ("mrz", 3), ("août", 8), ("enero", 1), ("dez", 12), ("dec", 12), ("okt", 10)];
        for (word, number) in table {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!(month("m"), None);
    }
}
