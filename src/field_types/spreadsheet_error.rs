//! Cells in which a spreadsheet's formula failed: `#REF!`, `#WERT!`, `Err:502`, `########`.
//!
//! Something was meant to be there, so such a cell is unreadable, in every type, and not the text that it looks like.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of the table, in lower case.
static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("spreadsheet_errors.txt").lines().filter(|line| !line.starts_with("# "));
    lines.flat_map(str::split_whitespace).map(str::to_lowercase).collect()
});

/// Whether a trimmed cell is an error value, or the signs of a column that was too narrow to show its number.
#[must_use]
pub fn is_error(text: &str) -> bool {
    match text.as_bytes() {
        [b'#', rest @ ..] => (rest.len() > 1 && rest.iter().all(|sign| *sign == b'#')) || is_word(text),
        [b'E' | b'e', b'r' | b'R', b'r' | b'R', b':', number @ ..] => is_number(number),
        _ => false,
    }
}

fn is_word(text: &str) -> bool {
    WORDS.contains(&text.to_lowercase())
}

/// LibreOffice numbers its errors: `Err:502`.
fn is_number(number: &[u8]) -> bool {
    number.len() == 3 && number.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_from_texts() {
        let errors = [
            "#REF!",
            "#N/A",
            "#n/a",
            "#WERT!",
            "#BEZUG!",
            "#NV",
            "#VALEUR!",
            "#NOM?",
            "#¡VALOR!",
            "#¿NOMBRE?",
            "#RIF!",
            "#WAARDE!",
            "#ADR!",
            "#VÄRDEFEL!",
            "#ССЫЛКА!",
            "#DIV/0!",
            "#SPILL!",
            "#ÜBERLAUF!",
            "#ERROR!",
            "Err:502",
            "###",
            "########",
        ];
        for text in errors {
            assert!(is_error(text), "{text}");
        }
        let texts = [
            "#", "##", "#1", "#42", "# 5", "#sales", "#FF00AA", "#WOW!", "N/A", "REF!", "Err", "Err: no", "Error", "C#",
        ];
        for text in texts {
            assert!(!is_error(text), "{text}");
        }
    }
}
