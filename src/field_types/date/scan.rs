//! Taking a cell apart by a format.

use super::super::folding::fold_key;
use super::super::months::month;
use super::format::{DateFormat, Token};

/// What a cell says of its day, before the calendar is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// A year with all its digits.
    pub(super) year: Option<i16>,
    /// The last two digits of a year.
    pub(super) short_year: Option<i16>,
    /// 1 is January, where the cell is right.
    pub(super) month: Option<i8>,
    /// The day of the month.
    pub(super) day: Option<i8>,
    /// A spreadsheet's number of the day.
    pub(super) serial: Option<i32>,
}

impl Parts {
    /// Whether day and month could stand in each other's place and give another day.
    pub(super) const fn may_be_swapped(&self) -> bool {
        matches!((self.day, self.month), (Some(day @ 1..=12), Some(month @ 1..=12)) if day != month)
    }
}

impl DateFormat {
    /// The parts that this format finds in a cell; nothing where the cell is written otherwise.
    pub(super) fn parts(&self, raw: &str) -> Option<Parts> {
        let mut parts = Parts::default();
        let mut rest = raw.trim();
        for (place, token) in self.tokens.iter().enumerate() {
            let neighbours = [place.checked_sub(1), Some(place + 1)];
            let crowded = neighbours.into_iter().flatten().any(|at| self.tokens.get(at).is_some_and(|t| t.is_digits()));
            rest = token.take(rest, crowded, &mut parts)?;
            if token.may_be_short() && self.tokens.get(place + 1) != Some(&Token::Literal('.')) {
                rest = rest.strip_prefix('.').unwrap_or(rest);
            }
        }
        rest.is_empty().then_some(parts)
    }
}

impl Token {
    /// Whether digits stand here, so that a number beside it must have all of its own.
    const fn is_digits(self) -> bool {
        use Token::{Day, HalfDayHour, Hour, Minute, Month, Second, ShortYear, Year};
        matches!(self, Year | ShortYear | Month | Day | Hour | HalfDayHour | Minute | Second)
    }

    /// Whether a name stands here, so that the dot of an abbreviation may follow.
    const fn may_be_short(self) -> bool {
        matches!(self, Self::MonthName | Self::Weekday)
    }

    /// Takes the token off the front of a cell, and gives what is left.
    fn take<'a>(self, text: &'a str, crowded: bool, parts: &mut Parts) -> Option<&'a str> {
        let least = if crowded { 2 } else { 1 };
        match self {
            Self::Year => keep(digits(text, 4, 4)?, &mut parts.year),
            Self::ShortYear => keep(digits(text, 2, 2)?, &mut parts.short_year),
            Self::Month => keep(digits(text, least, 2)?, &mut parts.month),
            Self::Day => keep(digits(text, least, 2)?, &mut parts.day),
            Self::Serial => keep(serial(text)?, &mut parts.serial),
            Self::MonthName => month_name(text, &mut parts.month),
            Self::Weekday => letters(text).map(|(_, rest)| rest),
            Self::Hour => within(digits(text, least, 2)?, 0, 23),
            Self::HalfDayHour => within(digits(text, least, 2)?, 1, 12),
            Self::Minute => within(digits(text, least, 2)?, 0, 59),
            Self::Second => within(digits(text, least, 2)?, 0, 60),
            Self::Fraction => {
                Some(text.trim_start_matches(|c: char| c.is_ascii_digit())).filter(|rest| rest.len() < text.len())
            }
            Self::HalfDay => half_day(text),
            Self::Offset => offset(text),
            Self::Blank => Some(text.trim_start()).filter(|rest| rest.len() < text.len()),
            Self::Literal(c) => text.strip_prefix(c),
        }
    }
}

/// A number of `least` to `most` digits and what follows it.
fn digits(text: &str, least: usize, most: usize) -> Option<(i32, &str)> {
    let len = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if len < least {
        return None;
    }
    Some((text[..len].parse().ok()?, &text[len..]))
}

fn keep<'a, T: TryFrom<i32>>((number, rest): (i32, &'a str), place: &mut Option<T>) -> Option<&'a str> {
    *place = Some(T::try_from(number).ok()?);
    Some(rest)
}

fn within((number, rest): (i32, &str), least: i32, most: i32) -> Option<&str> {
    (least..=most).contains(&number).then_some(rest)
}

/// A run of letters and what follows it.
fn letters(text: &str) -> Option<(&str, &str)> {
    let len = text.find(|c: char| !c.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&c)).unwrap_or(text.len());
    (len > 0).then(|| text.split_at(len))
}

fn month_name<'a>(text: &'a str, place: &mut Option<i8>) -> Option<&'a str> {
    let (word, rest) = letters(text)?;
    *place = Some(i8::try_from(month(&fold_key(word))?).ok()?);
    Some(rest)
}

fn half_day(text: &str) -> Option<&str> {
    ["a.m.", "p.m.", "am", "pm"].iter().find_map(|word| {
        let (head, rest) = text.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)
    })
}

/// A distance from Greenwich. It does not move the date, which is the one that was written down.
fn offset(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return Some(rest);
    }
    let rest = within(digits(text.strip_prefix(['+', '-'])?, 2, 2)?, 0, 23)?;
    within(digits(rest.strip_prefix(':').unwrap_or(rest), 2, 2)?, 0, 59)
}

/// A serial number; its decimals are the time of day.
fn serial(text: &str) -> Option<(i32, &str)> {
    let (day, rest) = digits(text, 1, 7)?;
    match rest.strip_prefix(['.', ',']) {
        None => Some((day, rest)),
        Some(time) => {
            let after = time.trim_start_matches(|c: char| c.is_ascii_digit());
            (after.len() < time.len()).then_some((day, after))
        }
    }
}
