//! `phone`: a telephone number as E.164, by libphonenumber's rules; its kind, country and extension.

mod cell;
mod met;
mod number;
mod several;
mod vanity;
mod words;

use rlibphonenumber::{PhoneNumber, PhoneNumberType};

use self::cell::Lines;
use self::met::{Found, met};
use self::number::Home;
use super::email::strip_prefix_ignoring_case;
use super::{Context, country};
use crate::model::{Cell, Country, EXTENSION, Missing, Range, Reading, Repair, Text, Unreadable, Value};

/// Reads a number into E.164 (`+4930901820`); the lead's country is where a national notation belongs.
///
/// Shows the extension behind the number (`+4930901820 ext. 12`) and compares the number without it. Takes off `tel:`,
/// labels, words behind the number and a spreadsheet's `.0`, and reads letters as the keys they stand on where they
/// spell a number (`1-800-FLOWERS`). Of several numbers it takes the first, says so, and keeps the others. Puts back a
/// plus that was lost, where the number is valid only with it or much more plausible. Refuses `4.41E+11` as *spreadsheet
/// number*, a national notation without a country as *no country*, text as *malformed*, too few or many digits as
/// *wrong length*, a number without its area code as *no area code*, one that is as plausible with a plus as without
/// as *ambiguous*, and a number that is not in use as *invalid*.
pub(super) fn read<'a>(raw: &str, context: &Context<'_>) -> Reading<'a> {
    match &*met(raw, context.country, lines) {
        Ok((lines, repair)) => {
            let others = lines.others.iter().map(|line| shown_and_compared(line.shown())).collect();
            let cell = Cell::Known(Value::Text(shown_and_compared(lines.first.shown())));
            Reading { cell, repair: *repair, approximate: false, others }
        }
        Err(cause) => Cell::Unreadable(*cause).into(),
    }
}

/// A number as it is shown, compared without its extension.
fn shown_and_compared(shown: String) -> Text<'static> {
    let compared = shown.split_once(EXTENSION).map_or_else(|| shown.clone(), |(number, _)| number.to_owned());
    Text { shown: shown.into(), compared: compared.into() }
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
    match &*met(raw, context.country, lines) {
        Ok((lines, _)) if lines.first.extension.is_empty() => Cell::Missing(Missing::Blank),
        Ok((lines, _)) => Cell::text(lines.first.extension.clone()),
        Err(cause) => Cell::Unreadable(*cause),
    }
}

fn part<'a>(raw: &str, context: &Context<'_>, of_number: impl Fn(&PhoneNumber) -> Cell<'a>) -> Cell<'a> {
    match &*met(raw, context.country, lines) {
        Ok((lines, _)) => of_number(&lines.first.number),
        Err(cause) => Cell::Unreadable(*cause),
    }
}

/// The numbers of a cell and what was mended.
fn lines(raw: &str, country: Option<Country>) -> Found {
    if is_spreadsheet_number(raw) {
        return Err(Unreadable::SpreadsheetNumber);
    }
    let bare = strip_prefix_ignoring_case(raw, "tel:").unwrap_or(raw).trim_start();
    let integer = bare.strip_suffix(".0").filter(|digits| is_plain(digits));
    let lines = Lines::read(integer.unwrap_or(bare), Home::of(country))?;
    let repair = match () {
        () if !lines.others.is_empty() => Some(Repair::FirstOfSeveral),
        () if lines.lost_plus => Some(Repair::LostPlus),
        () => integer.map(|_| Repair::Unwrapped),
    };
    Ok((lines, repair))
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
            ("030\u{2011}901820", "DE", Ok("+4930901820")),
            ("030 – 90 18 20", "DE", Ok("+4930901820")),
            ("030\u{a0}901820 (Axel)", "DE", Ok("+4930901820")),
            ("０３０ ９０１８２０", "DE", Ok("+4930901820")),
            ("24.12.2025", "DE", Err(Unreadable::Malformed)),
            ("9 Uhr 901820", "DE", Err(Unreadable::Malformed)),
            ("253-0000", "US", Err(Unreadable::NoAreaCode)),
            ("253-0000 work", "US", Err(Unreadable::NoAreaCode)),
            // East Frisia without its 0, or Buchholz without its plus.
            ("4941812345", "DE", Err(Unreadable::Ambiguous)),
            ("4941 812345", "DE", Ok("+494941812345")),
            ("49 41 812345", "DE", Err(Unreadable::Ambiguous)),
            ("4941950", "DE", Ok("+494941950")),
            ("4940361230", "DE", Ok("+4940361230")),
            ("49 30 901820", "DE", Ok("+4930901820")),
            ("4352812345", "AT", Err(Unreadable::Ambiguous)),
            ("46123456", "SE", Ok("+4646123456")),
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
