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

/// The two numbers, ascending, of a date that a spreadsheet made of a size class, by its day in ISO form.
///
/// `1-10` became a day and a month of the year in which it was typed, since 2005 say. `11-50`, where no month has so many
/// days, became November 1950, and `11-5000` November 5000; such a date is the first of its month. A date that may be
/// both, or neither, is none.
pub(super) fn of_date(iso: &str) -> Option<(u16, u16)> {
    let number = |part: std::ops::Range<usize>| iso.get(part)?.parse::<u16>().ok();
    if iso.len() != 10 || iso.as_bytes()[4] != b'-' || iso.as_bytes()[7] != b'-' {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let last = match (year, day) {
        (1930..=1999, 1) => year - 1900,
        (2100.., 1) => year,
        (2005..=2099, _) => day,
        _ => return None,
    };
    Some((month.min(last), month.max(last)))
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
    fn a_workbook_s_date_is_the_size_class_that_it_was() {
        let table = [
            ("2026-01-10", Some((1, 10))),
            ("2026-10-05", Some((5, 10))),
            ("2026-02-01", Some((1, 2))),
            ("2019-11-20", Some((11, 20))),
            ("1950-11-01", Some((11, 50))),
            ("1999-10-01", Some((10, 99))),
            ("5000-11-01", Some((11, 5000))),
            ("1950-11-02", None),
            ("2000-11-01", None),
            ("1901-01-01", None),
            ("2026-01-10T10:00:00", None),
            ("12.375", None),
        ];
        for (iso, ends) in table {
            assert_eq!(of_date(iso), ends, "{iso}");
        }
    }

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
