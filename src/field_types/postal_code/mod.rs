//! `postal_code`: a text in its country's shape, with the leading zeros that a spreadsheet took.

mod shapes;

use std::borrow::Cow;

use self::shapes::Shape;
pub(super) use self::shapes::Shapes;
use super::{Context, collapse};
use crate::model::{Cell, Country, Reading, Repair, Text, Unreadable, Value};

/// Reads a postal code in the shape of the lead's country.
///
/// Takes off a country's letters in front (`D-80331`) and a spreadsheet's `.0`. Where codes have one length, leading zeros
/// that are missing are put back, and blanks and hyphens are those of the country's post: `k1a0b6` is `K1A 0B6`. American
/// codes may have four more digits behind, which are shown and not compared. Others, and codes without a country, are
/// upper-cased. Refuses another number of digits as *wrong length*, other signs in these countries as *malformed*, and a
/// text without any digit everywhere, but in Bermuda, whose codes may be letters alone.
pub(super) fn read<'a>(raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    let country = context.country;
    let code_of = country.as_ref().map(Country::as_str);
    let shape = code_of.and_then(|code| context.tables.postal_shapes().find(code));
    let bare = country.map_or(raw, |country| without_country(raw, country, shape.is_some_and(Shape::is_digits)));
    let integer = bare.strip_suffix(".0").filter(|digits| is_digits(digits));
    let code = integer.unwrap_or(bare);
    let mut reading = match code_of {
        _ if is_no_code(code, code_of) => Cell::Unreadable(Unreadable::Malformed).into(),
        Some("DE" | "FR" | "ES") => digits_alone(code, 4, 5),
        // Rome's codes begin with two zeros.
        Some("IT") => digits_alone(code, 3, 5),
        Some("AT" | "CH") => digits_alone(code, 4, 4),
        Some("US" | "PR" | "VI" | "GU" | "AS" | "MP" | "FM" | "MH" | "PW") => american(code),
        Some("GB" | "GG" | "JE" | "IM") => british(code),
        Some("NL") => dutch(code),
        _ => shape.map_or_else(|| Cell::text(upper(code)).into(), |shape| shape.read(code)),
    };
    reading.repair = reading.repair.or_else(|| integer.map(|_| Repair::Unwrapped));
    reading
}

/// More letters and digits than this are no code of any country.
const LONGEST: usize = 12;

/// Whether a text is none of any country: it has no digit, or is far too long.
fn is_no_code(code: &str, country: Option<&str>) -> bool {
    let is_bermudas = country == Some("BM") && code.chars().filter(|c| c.is_alphabetic()).count() == 4;
    let has_digit = code.bytes().any(|byte| byte.is_ascii_digit());
    let is_long = || upper(code).chars().filter(|c| c.is_alphanumeric()).count() > LONGEST;
    !has_digit && !is_bermudas || code.len() > LONGEST / 2 && is_long()
}

/// The number that `between` compares: the digits of a code that begins with one, up to its first letter.
///
/// Blanks and hyphens between them do not count, and neither do the four that follow an American code's hyphen.
/// A code that begins with a letter (`SW1A 1AA`) has none.
///
/// ```
/// use leadsieve::field_types::postal_code_digits;
/// assert_eq!(postal_code_digits("01067"), Some(1067));
/// assert_eq!(postal_code_digits("SW1A 1AA"), None);
/// ```
#[must_use]
pub fn digits(code: &str) -> Option<u64> {
    let code = plus_four(code).map_or(code, |(five, _)| five);
    let end = code.find(|c: char| !(c.is_ascii_digit() || c == ' ' || c == '-')).unwrap_or(code.len());
    let digits: String = code[..end].chars().filter(char::is_ascii_digit).collect();
    if code.starts_with(|c: char| c.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `02134-1021` in its two parts.
fn plus_four(code: &str) -> Option<(&str, &str)> {
    let (five, four) = code.split_once('-')?;
    (five.len() == 5 && four.len() == 4 && is_digits(five) && is_digits(four)).then_some((five, four))
}

/// The letters that stand before postal codes on letters, where they are not the country's code.
const VEHICLE_LETTERS: [(&str, &str); 14] = [
    ("DE", "D"),
    ("AT", "A"),
    ("FR", "F"),
    ("IT", "I"),
    ("ES", "E"),
    ("BE", "B"),
    ("LU", "L"),
    ("SE", "S"),
    ("NO", "N"),
    ("HU", "H"),
    ("PT", "P"),
    ("FI", "FIN"),
    ("SI", "SLO"),
    ("LI", "FL"),
];

/// Without `D-`, `DE-`, `DE `; and without `DE` close to the digits where the country's codes have digits alone.
fn without_country(raw: &str, country: Country, digits: bool) -> &str {
    let vehicle = VEHICLE_LETTERS.iter().find(|(code, _)| *code == country.as_str()).map(|(_, letters)| *letters);
    let close = digits || vehicle.is_some() || ["US", "CH"].contains(&country.as_str());
    let strip = |text: &str, letters: &str| -> Option<usize> {
        let head = text.get(..letters.len())?;
        let rest = &text[letters.len()..];
        let code = rest.trim_start_matches([' ', '-', '–']);
        let apart = code.len() < rest.len() || close && rest.starts_with(|c: char| c.is_ascii_digit());
        (head.eq_ignore_ascii_case(letters) && apart && !code.is_empty()).then(|| text.len() - code.len())
    };
    let mut code = raw;
    while let Some(cut) = strip(code, country.as_str()).or_else(|| strip(code, vehicle?)) {
        code = &code[cut..];
    }
    code
}

/// A code of `full` digits; blanks between them do not count, and from `least` digits on zeros are put in front.
fn digits_alone(code: &str, least: usize, full: usize) -> Reading<'_> {
    let digits = without_blanks(code);
    match digits.len() {
        _ if !is_digits(&digits) => Cell::Unreadable(Unreadable::Malformed).into(),
        len if len == full => Cell::text(digits).into(),
        len if (least..full).contains(&len) => {
            Reading::repaired(Cell::text(padded(&digits, full)), Repair::LeadingZeros)
        }
        _ => Cell::Unreadable(Unreadable::WrongLength).into(),
    }
}

/// Five digits, or five and four; compared by the five.
fn american(code: &str) -> Reading<'_> {
    let Some((five, four)) = american_parts(code) else {
        return digits_alone(code, 3, 5);
    };
    let (full, repair) = (padded(five, 5), (five.len() < 5).then_some(Repair::LeadingZeros));
    let shown = match repair {
        None if plus_four(code).is_some() => Cow::Borrowed(code),
        _ => Cow::Owned(format!("{full}-{four}")),
    };
    let compared = if repair.is_none() { Cow::Borrowed(five) } else { Cow::Owned(full) };
    Reading { cell: Cell::Known(Value::Text(Text { shown, compared })), repair, approximate: false, others: Vec::new() }
}

/// `02134-1021`, `2134-1021`, `02134 1021`, `021341021`: what stands before the last four digits, and these.
fn american_parts(code: &str) -> Option<(&str, &str)> {
    let (five, four) = match code.split_once(['-', '–', ' ']) {
        Some((five, four)) => (five.trim_end(), four.trim_start()),
        None => code.split_at_checked(5)?,
    };
    (is_digits(five) && (3..=5).contains(&five.len()) && is_digits(four) && four.len() == 4).then_some((five, four))
}

/// Outward and inward code with a blank between: the last three are a digit and two letters.
fn british(code: &str) -> Reading<'_> {
    let compact = upper(&without_blanks(code)).into_owned();
    let inward = compact.len().checked_sub(3).and_then(|start| compact.split_at_checked(start));
    match inward.filter(|(outward, inward)| is_outward(outward) && is_inward(inward.as_bytes())) {
        Some((outward, inward)) => Cell::text(format!("{outward} {inward}")).into(),
        None => Cell::Unreadable(Unreadable::Malformed).into(),
    }
}

fn is_outward(code: &str) -> bool {
    (2..=4).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric())
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_inward(code: &[u8]) -> bool {
    matches!(code, [digit, letters @ ..] if digit.is_ascii_digit() && letters.iter().all(u8::is_ascii_alphabetic))
}

/// Four digits and two letters with a blank between.
fn dutch(code: &str) -> Reading<'_> {
    let compact = upper(&without_blanks(code)).into_owned();
    let parts = compact.split_at_checked(4);
    match parts.filter(|(digits, letters)| {
        is_digits(digits) && letters.len() == 2 && letters.bytes().all(|b| b.is_ascii_alphabetic())
    }) {
        Some((digits, letters)) => Cell::text(format!("{digits} {letters}")).into(),
        None => Cell::text(upper(code)).into(),
    }
}

fn padded(digits: &str, full: usize) -> String {
    format!("{digits:0>full$}")
}

fn without_blanks(code: &str) -> Cow<'_, str> {
    if code.contains(char::is_whitespace) { code.split_whitespace().collect() } else { Cow::Borrowed(code) }
}

fn upper(code: &str) -> Cow<'_, str> {
    let code = collapse(code);
    if code.bytes().all(|b| b.is_ascii() && !b.is_ascii_lowercase()) { code } else { Cow::Owned(code.to_uppercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::{Currencies, Hints, Tables};

    fn read_in(country: &str, raw: &str) -> Result<(String, String, Option<Repair>), Unreadable> {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        let country = Country::new(country);
        let reading =
            read(raw, &Context { hints: &hints, country, currencies: &currencies, tables: Tables::embedded() });
        match reading.cell {
            Cell::Known(Value::Text(text)) => Ok((text.shown.into_owned(), text.compared.into_owned(), reading.repair)),
            Cell::Unreadable(cause) => Err(cause),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn codes_take_their_countrys_shape() {
        let zeros = Some(Repair::LeadingZeros);
        let table = [
            ("DE", "DE-80331", "80331", "80331", None),
            ("DE", "d 1067", "01067", "01067", zeros),
            ("DE", "80 331", "80331", "80331", None),
            ("DE", "1067.0", "01067", "01067", zeros),
            ("DE", "80331.0", "80331", "80331", Some(Repair::Unwrapped)),
            ("US", "501", "00501", "00501", zeros),
            ("US", "2134-1021", "02134-1021", "02134", zeros),
            ("US", "021341021", "02134-1021", "02134", None),
            ("US", "02134 1021", "02134-1021", "02134", None),
            ("GB", "ec1a1bb", "EC1A 1BB", "EC1A 1BB", None),
            ("NL", "NL-1234ab", "1234 AB", "1234 AB", None),
            ("NL", "1234", "1234", "1234", None),
            ("CA", "k1a 0b6", "K1A 0B6", "K1A 0B6", None),
            ("CA", "K1A0B6", "K1A 0B6", "K1A 0B6", None),
            ("CA", "k1a-0b6", "K1A 0B6", "K1A 0B6", None),
            ("CA", "K1A", "K1A", "K1A", None),
            ("IT", "118", "00118", "00118", zeros),
            ("SE", "12345", "123 45", "123 45", None),
            ("SE", "S-123 45", "123 45", "123 45", None),
            ("PT", "1000001", "1000-001", "1000-001", None),
            ("PT", "1000", "1000", "1000", None),
            ("PL", "950", "00-950", "00-950", zeros),
            ("PL", "PL-00950", "00-950", "00-950", None),
            ("FI", "100", "00100", "00100", zeros),
            ("NO", "150", "0150", "0150", zeros),
            ("DK", "DK-900", "0900", "0900", zeros),
            ("AU", "800", "0800", "0800", zeros),
            ("ZA", "1", "0001", "0001", zeros),
            ("MX", "6082.0", "06082", "06082", zeros),
            ("BR", "1310100", "01310-100", "01310-100", zeros),
            ("BR", "01310100", "01310-100", "01310-100", None),
            ("JP", "600001", "060-0001", "060-0001", zeros),
            ("KR", "3051", "03051", "03051", zeros),
            ("SG", "18956", "018956", "018956", zeros),
            ("TR", "1960", "01960", "01960", zeros),
            ("RO", "10011", "010011", "010011", zeros),
            ("SK", "1001", "010 01", "010 01", zeros),
            ("CZ", "11000", "110 00", "110 00", None),
            ("NO", "N-150", "0150", "0150", zeros),
            ("HU", "H-1011", "1011", "1011", None),
            ("PT", "P-1000-001", "1000-001", "1000-001", None),
            ("FI", "FIN-00100", "00100", "00100", None),
            ("SI", "SLO-1000", "1000", "1000", None),
            ("LI", "FL-9490", "9490", "9490", None),
            ("GR", "10431", "104 31", "104 31", None),
            ("IN", "560 001", "560001", "560001", None),
            ("IE", "d02x285", "D02 X285", "D02 X285", None),
            ("IE", "Dublin 2", "DUBLIN 2", "DUBLIN 2", None),
            ("LV", "LV1010", "1010", "1010", None),
            ("PR", "901", "00901", "00901", zeros),
            ("JE", "je23ab", "JE2 3AB", "JE2 3AB", None),
            ("BM", "HM GX", "HM GX", "HM GX", None),
            ("AD", "AD500", "AD500", "AD500", None),
            ("AT", "A-1010", "1010", "1010", None),
            ("", "sw1a 1aa", "SW1A 1AA", "SW1A 1AA", None),
            ("", "1067.0", "1067", "1067", Some(Repair::Unwrapped)),
        ];
        for (country, raw, shown, compared, repair) in table {
            assert_eq!(read_in(country, raw), Ok((shown.to_owned(), compared.to_owned(), repair)), "{country} {raw}");
        }
    }

    #[test]
    fn other_lengths_and_signs_are_refused() {
        let table = [
            ("DE", "803", Unreadable::WrongLength),
            ("IT", "10", Unreadable::WrongLength),
            ("US", "21", Unreadable::WrongLength),
            ("US", "12345678", Unreadable::WrongLength),
            ("CH", "80011", Unreadable::WrongLength),
            ("AT", "101", Unreadable::WrongLength),
            ("DE", "80331 München", Unreadable::Malformed),
            ("GB", "SW1A", Unreadable::Malformed),
            ("DE", "D-", Unreadable::Malformed),
            ("", "see website", Unreadable::Malformed),
            ("CA", "n.n.", Unreadable::Malformed),
            ("AE", "Main Road", Unreadable::Malformed),
            ("BM", "see website", Unreadable::Malformed),
            ("CA", "12345", Unreadable::Malformed),
            ("PL", "see 12", Unreadable::Malformed),
            ("SE", "1234", Unreadable::WrongLength),
            ("BE", "100", Unreadable::WrongLength),
            ("", "12 Main Road, Springfield", Unreadable::Malformed),
        ];
        for (country, raw, cause) in table {
            assert_eq!(read_in(country, raw), Err(cause), "{country} {raw}");
        }
    }

    #[test]
    fn between_compares_by_digits() {
        let table = [
            ("01067", Some(1067)),
            ("02134-1021", Some(2134)),
            ("1234 AB", Some(1234)),
            ("00-950", Some(950)),
            ("SW1A 1AA", None),
            ("", None),
        ];
        for (code, number) in table {
            assert_eq!(digits(code), number, "{code}");
        }
    }
}
