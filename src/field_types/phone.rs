//! `phone`: a telephone number as E.164, by libphonenumber's rules; its kind, country and extension.

use std::str::FromStr;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region,
};

use super::email::strip_prefix_ignoring_case;
use super::{Context, country};
use crate::model::{Cell, Country, Missing, Range, Reading, Repair, Unreadable};

/// Reads a number into E.164 (`+4930901820`); the lead's country is where a national notation belongs.
///
/// Takes off `tel:` and a spreadsheet's `.0`, and reads letters as the keys they stand on (`1-800-FLOWERS`). Of several
/// numbers it takes the first and says so. Refuses `4.41E+11` as *spreadsheet number*, a national notation without a
/// country as *no country*, text as *malformed*, too few or many digits as *wrong length*, and a number that is not in
/// use as *invalid*.
pub(super) fn read<'a>(raw: &str, context: &Context<'_>) -> Reading<'a> {
    match number(raw, context.country) {
        Ok((number, repair)) => {
            let text = number.format_as(PhoneNumberFormat::E164).into_owned();
            Reading { cell: Cell::text(text), repair, approximate: false }
        }
        Err(cause) => Cell::Unreadable(cause).into(),
    }
}

/// What sort of line it is; `fixed_or_mobile` where the country's numbers do not tell the two apart.
pub(super) fn kind<'a>(raw: &str, context: &Context<'_>) -> Cell<'a> {
    part(raw, context, |number| match number.get_type() {
        PhoneNumberType::FixedLine => Cell::text("fixed"),
        PhoneNumberType::Mobile => Cell::text("mobile"),
        PhoneNumberType::FixedLineOrMobile => {
            Cell::Range(Range::Choice { shown: "fixed_or_mobile", values: &["fixed", "mobile"] })
        }
        PhoneNumberType::TollFree => Cell::text("toll_free"),
        PhoneNumberType::PremiumRate => Cell::text("premium_rate"),
        PhoneNumberType::SharedCost => Cell::text("shared_cost"),
        PhoneNumberType::VoIP => Cell::text("voip"),
        PhoneNumberType::PersonalNumber => Cell::text("personal"),
        PhoneNumberType::Pager => Cell::text("pager"),
        PhoneNumberType::UAN => Cell::text("uan"),
        PhoneNumberType::VoiceMail => Cell::text("voicemail"),
        PhoneNumberType::Unknown => Cell::text("unknown"),
    })
}

/// The country whose number it is; a number of no country (`+800 …`) cannot tell.
pub(super) fn country<'a>(raw: &str, context: &Context<'_>) -> Cell<'a> {
    part(raw, context, |number| {
        let region = number.get_region_code().and_then(|region| Country::new(&region.as_region_str()));
        region.map_or(Cell::Missing(Missing::Undecided), country::cell)
    })
}

/// The digits to dial behind the number; blank where there is none.
pub(super) fn extension<'a>(raw: &str, context: &Context<'_>) -> Cell<'a> {
    part(raw, context, |number| match number.extension() {
        "" => Cell::Missing(Missing::Blank),
        digits => Cell::text(digits.to_owned()),
    })
}

fn part<'a>(raw: &str, context: &Context<'_>, of_number: impl Fn(&PhoneNumber) -> Cell<'a>) -> Cell<'a> {
    number(raw, context.country).map_or_else(Cell::Unreadable, |(number, _)| of_number(&number))
}

/// A valid number and what was mended.
fn number(raw: &str, country: Option<Country>) -> Result<(PhoneNumber, Option<Repair>), Unreadable> {
    if is_spreadsheet_number(raw) {
        return Err(Unreadable::SpreadsheetNumber);
    }
    let region = country.and_then(|country| Region::from_str(country.as_str()).ok());
    let bare = strip_prefix_ignoring_case(raw, "tel:").unwrap_or(raw);
    let integer = bare.strip_suffix(".0").filter(|digits| is_plain(digits));
    match valid(integer.unwrap_or(bare), region) {
        Ok(number) => Ok((number, integer.map(|_| Repair::Unwrapped))),
        Err(cause) => first_of_several(bare, region).map(|number| (number, Some(Repair::FirstOfSeveral))).ok_or(cause),
    }
}

/// Longer cells hold no number, and searching them is slow.
const LONGEST: usize = 250;

fn valid(text: &str, region: Option<Region>) -> Result<PhoneNumber, Unreadable> {
    // A `phone-context` belongs to links in web pages, and in a wrong place it would end the parser.
    if text.len() > LONGEST || text.contains(";phone-context=") {
        return Err(Unreadable::Malformed);
    }
    let number = PHONE_NUMBER_UTIL.parse(text, region).map_err(|error| cause(&error, text))?;
    if number.is_valid() {
        return Ok(number);
    }
    Err(match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => Unreadable::Invalid,
        _ => Unreadable::WrongLength,
    })
}

fn cause(error: &ParseError, text: &str) -> Unreadable {
    match error {
        ParseError::NotANumber(_) => Unreadable::Malformed,
        ParseError::InvalidCountryCode if text.trim_start_matches([' ', '(']).starts_with(['+', '＋']) => {
            Unreadable::Invalid
        }
        ParseError::InvalidCountryCode => Unreadable::NoCountry,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn | ParseError::TooLongNsn => Unreadable::WrongLength,
    }
}

/// The first of several numbers in a cell that is none as a whole.
fn first_of_several(text: &str, region: Option<Region>) -> Option<PhoneNumber> {
    let separators = [";", ",", "|", "\n", " / ", " oder ", " or ", " und ", " and "];
    let (first, rest) = separators.iter().find_map(|separator| text.split_once(separator))?;
    rest.contains(|c: char| c.is_numeric()).then(|| valid(first, region).ok()).flatten()
}

/// `4.41E+11`, `4,41E+11`.
fn is_spreadsheet_number(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    is_plain(exponent)
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}

/// Digits alone, perhaps behind a plus.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::{Currencies, Hints, Tables};

    fn with_context<T>(code: &str, test: impl Fn(&Context<'_>) -> T) -> T {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        test(&Context {
            hints: &hints,
            country: Country::new(code),
            currencies: &currencies,
            tables: Tables::embedded(),
        })
    }

    #[test]
    fn numbers_are_read_or_refused() {
        let table = [
            ("1-800-FLOWERS", "US", Ok("+18003569377")),
            ("TEL:+49 30 901820", "", Ok("+4930901820")),
            ("6502530000.0", "US", Ok("+16502530000")),
            ("030 901820; 0151 23456789", "DE", Ok("+4930901820")),
            ("030 901820 / 0151 23456789", "DE", Ok("+4930901820")),
            ("030/901820", "DE", Ok("+4930901820")),
            ("4,41E+11", "GB", Err(Unreadable::SpreadsheetNumber)),
            ("0151 23456789", "", Err(Unreadable::NoCountry)),
            ("0151 23456789", "AQ", Err(Unreadable::NoCountry)),
            ("+999 123456", "DE", Err(Unreadable::Invalid)),
            ("+1 555 555 5555", "", Err(Unreadable::Invalid)),
            ("+49 30", "", Err(Unreadable::WrongLength)),
            ("650 253 0000 0000 0000", "US", Err(Unreadable::WrongLength)),
            ("n. a.", "DE", Err(Unreadable::Malformed)),
            (";phone-context=tel:", "DE", Err(Unreadable::Malformed)),
        ];
        for (raw, code, expected) in table {
            let expected = expected.map_or_else(Cell::Unreadable, Cell::text);
            assert_eq!(with_context(code, |context| read(raw, context).cell), expected, "{raw}");
        }
    }

    #[test]
    fn parts_are_told() {
        let table = [
            ("+44 7912 345678", "mobile", "GB", "blank"),
            ("+49 30 901820 ext. 12", "fixed", "DE", "12"),
            ("+1 650 253 0000 x7", "fixed_or_mobile", "US", "7"),
            ("+800 1234 5678", "toll_free", "could not be told", "blank"),
            ("+49 900 1234567", "premium_rate", "DE", "blank"),
        ];
        let word = |cell: &Cell<'_>| match cell {
            Cell::Known(value) => value.to_string(),
            Cell::Range(range) => range.to_string(),
            other => other.cause().unwrap_or_default().to_owned(),
        };
        for (raw, of_kind, of_country, of_extension) in table {
            let parts = with_context("", |context| {
                [kind(raw, context), country(raw, context), extension(raw, context)].map(|cell| word(&cell))
            });
            assert_eq!(parts, [of_kind, of_country, of_extension], "{raw}");
        }
    }
}
