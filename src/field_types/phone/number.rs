//! One telephone number, by libphonenumber's rules.

use std::str::FromStr;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region,
};

use crate::model::{Country, Unreadable};

/// Longer cells hold no number, and searching them is slow.
pub(super) const LONGEST: usize = 250;

/// No number has more digits, the country's code included (E.164).
const MOST_DIGITS: usize = 15;

/// Fewer digits are no number, not even within a town.
const SHORTEST_LOCAL: usize = 5;

/// Where a national notation belongs, and how numbers are written there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    region: Option<Region>,
}

/// A number, and whether its plus was lost.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) number: PhoneNumber,
    pub(super) lost_plus: bool,
}

impl Home {
    pub(super) fn of(country: Option<Country>) -> Self {
        Self { region: country.and_then(|country| Region::from_str(country.as_str()).ok()) }
    }

    /// The country's calling code: 49.
    fn code(self) -> Option<i32> {
        self.region.and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region))
    }

    /// Whether a country of the North American plan, where every number has ten digits.
    pub(super) fn is_north_american(self) -> bool {
        self.code() == Some(1)
    }

    /// The valid number that the whole text is. A country code without its plus counts where the number is valid only
    /// with it, or much more plausible.
    pub(super) fn number(self, text: &str) -> Result<Number, Unreadable> {
        match self.with_plus(text) {
            Some(with) => self.with_or_without(text, with),
            None => self.valid(text).map(|number| Number { number, lost_plus: false }),
        }
    }

    /// The valid number that the whole text is as it stands.
    pub(super) fn valid(self, text: &str) -> Result<PhoneNumber, Unreadable> {
        // A `phone-context` belongs to links in web pages, and in a wrong place it would end the parser.
        if text.len() > LONGEST || text.contains(";phone-context=") {
            return Err(Unreadable::Malformed);
        }
        let number = PHONE_NUMBER_UTIL.parse(text, self.region).map_err(|error| cause(&error, text))?;
        if number.is_valid() {
            // Some countries' rules let through what no network can dial.
            return if digits(&e164(&number)) > MOST_DIGITS { Err(Unreadable::WrongLength) } else { Ok(number) };
        }
        Err(match number.is_possible_with_reason() {
            Ok(NumberLengthType::IsPossible) => Unreadable::Invalid,
            Ok(NumberLengthType::IsPossibleLocalOnly) if digits(text) >= SHORTEST_LOCAL => Unreadable::NoAreaCode,
            _ => Unreadable::WrongLength,
        })
    }

    /// The number with a plus in front, where the text begins with the country's code and is valid so.
    fn with_plus(self, text: &str) -> Option<PhoneNumber> {
        // A 1 in front is what Americans dial, and libphonenumber knows it.
        let begins = text.starts_with(|c: char| matches!(c, '1'..='9'));
        let code = self.code().filter(|code| begins && *code != 1)?.to_string();
        let rest = text.strip_prefix(&code)?;
        let fits = digits(rest) >= 4 && rest.bytes().all(|b| b.is_ascii_digit() || b" -.()/".contains(&b));
        fits.then(|| self.valid(&format!("+{text}")).ok()).flatten()
    }

    /// Of the two numbers that a text may be, with and without a plus in front, the much more plausible one.
    fn with_or_without(self, text: &str, with: PhoneNumber) -> Result<Number, Unreadable> {
        let lost = |number| Ok(Number { number, lost_plus: true });
        let Ok(without) = self.valid(text) else { return lost(with) };
        if without == with {
            return lost(with);
        }
        // Where numbers are written with a 0 in front, one without it lost either the 0 or the plus.
        let has_trunk = self.valid(&format!("0{text}")).is_ok_and(|number| number == without);
        let is_mobile = |number: &PhoneNumber| number.get_type() == PhoneNumberType::Mobile;
        let area = self.own_area(text);
        match () {
            () if !has_trunk => Ok(Number { number: without, lost_plus: false }),
            () if is_mobile(&with) && !is_mobile(&without) => lost(with),
            () if area.is_none() => lost(with),
            () if text.find(|c: char| !c.is_ascii_digit()) >= area => Ok(Number { number: without, lost_plus: false }),
            () => Err(Unreadable::Ambiguous),
        }
    }

    /// How long the area code is that begins as the country's own code does, where the text may begin with one.
    fn own_area(self, text: &str) -> Option<usize> {
        let code = self.code()?;
        let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
        let (_, longest, areas) = OWN_AREAS.iter().find(|(country, ..)| *country == code)?;
        areas
            .iter()
            .filter(|_| self::digits(text) <= *longest)
            .find(|area| digits.starts_with(**area))
            .map(|area| area.len())
    }
}

/// Area codes that begin with the country's own code, without the 0 in front: those of East Frisia, the Lavant valley and
/// Lund; before them, how many digits a number there has at most. In the other countries lengths tell, or no area code does.
const OWN_AREAS: [(i32, usize, &[&str]); 3] = [
    (
        49,
        10,
        &[
            "4902", "4903", "491", "492", "4931", "4932", "4933", "4934", "4935", "4936", "4938", "4939", "4941",
            "4942", "4943", "4944", "4945", "4946", "4947", "4948", "4950", "4951", "4952", "4953", "4954", "4955",
            "4956", "4957", "4958", "4959", "4961", "4962", "4963", "4964", "4965", "4966", "4967", "4968", "4971",
            "4972", "4973", "4974", "4975", "4976", "4977",
        ],
    ),
    (46, 9, &["46"]),
    (43, 10, &["4350", "4352", "4353", "4354", "4355", "4356", "4357", "4358", "4359"]),
];

/// E.164: `+4930901820`.
pub(super) fn e164(number: &PhoneNumber) -> String {
    number.format_as(PhoneNumberFormat::E164).into_owned()
}

/// How many digits a text has.
pub(super) fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
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
