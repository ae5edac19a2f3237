//! Ranges that a spreadsheet took for dates: `10-50` typed into one comes out as `Oct-50`, `1-10` as `01. Okt`.

use super::super::months::month;

/// The two numbers, ascending, of a cell that is a month's name and a number of at most two digits.
pub(super) fn parse(text: &str) -> Option<(u8, u8)> {
    let (first, rest) = part(text)?;
    let (last, rest) = part(joint(rest))?;
    if !matches!(rest, "" | ".") {
        return None;
    }
    let ((Part::Number(a), Part::Month(b)) | (Part::Month(b), Part::Number(a))) = (first, last) else { return None };
    Some((a.min(b), a.max(b)))
}

enum Part {
    Number(u8),
    Month(u8),
}

/// A month's name or a number of one or two digits at the beginning, and what follows it.
fn part(text: &str) -> Option<(Part, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let number = if digits <= 2 { text[..digits].parse().ok() } else { None };
        return Some((Part::Number(number?), &text[digits..]));
    }
    let letters = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    Some((Part::Month(month(&text[..letters])?), &text[letters..]))
}

/// What follows the dot, blanks and dash between the two.
fn joint(rest: &str) -> &str {
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    rest.strip_prefix('-').unwrap_or(rest).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_number_are_two_numbers() {
        let table = [
            ("10-jan", (1, 10)),
            ("nov-50", (11, 50)),
            ("01. okt", (1, 10)),
            ("1. mär", (1, 3)),
            ("02. mrz.", (2, 3)),
            ("sep 5", (5, 9)),
            ("1-févr.", (1, 2)),
            ("oct-10", (10, 10)),
        ];
        for (text, ends) in table {
            assert_eq!(parse(text), Some(ends), "{text}");
        }
        for text in ["may", "2026-nov", "1. mai 26", "10-20", "jan-feb", "", "10-"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
