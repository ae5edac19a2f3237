//! Phone numbers without the code of their country.

use crate::field_types::ANY_COUNTRY;

/// The calling codes of one and of two digits; all others have three. No code is the beginning of another one.
const SHORT: [&str; 46] = [
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
    "86", "90", "91", "92", "93", "94", "95", "98",
];

/// The digits of a number in E.164 behind the code of its country and zeros, so that they can be compared with a number
/// that somebody wrote without its country. An extension is left out. Nothing where no digit is left. Of a number without
/// a country ([`ANY_COUNTRY`]), its digits.
#[must_use]
pub fn national(number: &str) -> Option<&str> {
    if let Some(digits) = number.strip_prefix(ANY_COUNTRY) {
        return Some(digits);
    }
    let digits = number.strip_prefix('+')?;
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())];
    let code = SHORT.iter().find(|code| digits.starts_with(**code)).map_or(3, |code| code.len());
    let rest = digits.get(code..)?.trim_start_matches('0');
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_and_zeros_come_off() {
        for (number, expected) in [
            ("+49711123456", Some("711123456")),
            ("+16502530000", Some("6502530000")),
            ("+390612345678", Some("612345678")),
            ("+35312345678", Some("12345678")),
            ("+4930901820;ext=12", Some("30901820")),
            ("~30901820", Some("30901820")),
            ("+49", None),
            ("030", None),
            ("", None),
        ] {
            assert_eq!(national(number), expected, "{number}");
        }
    }
}
