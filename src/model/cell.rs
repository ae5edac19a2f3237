//! What a raw cell was read as: one of five states, and the difference between them is never lost.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Interval;

/// A cell as read. It borrows from the list's bytes wherever it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// One value.
    Known(Value<'a>),
    /// Several values are possible.
    Range(Range),
    /// Nothing was said. Ask the lead, or the vendor.
    Missing(Missing),
    /// Something is there and the field's type cannot read it. The vendor's fault, except [`Unreadable::NoCountry`].
    Unreadable(Unreadable),
    /// A look-up had no row for the key. The rule author's table has a gap.
    NotFound,
}

/// What kind of cell one is, whatever stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// One value.
    Known,
    /// Several values are possible.
    Range,
    /// Nothing was said.
    Missing,
    /// What was said says nothing, to the field's type or to a look-up.
    Unreadable,
}

/// One known value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Any type that is compared as text, in its normal form.
    Text(Text<'a>),
    /// A number, or an amount of money in the field's currency.
    Number(Decimal),
    /// A calendar day.
    Date(Date),
    /// Yes is true.
    YesNo(bool),
    /// The parts of a list cell, in the order written.
    List(Vec<Text<'a>>),
}

/// A text in the two forms that matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The normal form that reports show.
    pub shown: Cow<'a, str>,
    /// The form that comparisons and identity keys use.
    pub compared: Cow<'a, str>,
}

/// What stands before the extension of a telephone number in its shown form: `+16505550100 ext. 12`.
pub const EXTENSION: &str = " ext. ";

/// Several possible values of one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Numbers, or money in the field's currency.
    Number(Interval<Decimal>),
    /// Days: a date that was written without its day or month.
    Date(Interval<Date>),
    /// One of a few fixed texts that nobody can tell apart, such as `fixed_or_mobile`.
    Choice {
        /// The word for all of them together.
        shown: &'static str,
        /// The possible values, in their compared form.
        values: &'static [&'static str],
    },
    /// A list of which nobody can tell what separates its parts.
    Lists {
        /// The cell as it was written.
        shown: String,
        /// The parts in each way in which it may be meant.
        readings: Vec<Vec<Text<'static>>>,
    },
}

/// Why nothing is known of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The cell is empty.
    Blank,
    /// The cell holds one of the words that mean nothing, such as `n/a`.
    Marker,
    /// The cell repeats the header of its own column.
    Header,
    /// The list has no column for the field.
    NoColumn,
    /// A class that could be told only from cells that are not known.
    Undecided,
    /// A class for which no row of the table holds, and which has no `otherwise`.
    NoClass,
    /// The list may hold something, and the job says that it must not be used.
    Suppressed,
}

/// Why a cell that holds something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// It does not look like its type at all.
    Malformed,
    /// A spreadsheet turned a long number into `4.41E+11` and its digits are lost.
    SpreadsheetNumber,
    /// A national notation, and nothing says of which country: a question about the country, not a damage.
    NoCountry,
    /// An amount without any word on its currency.
    NoCurrency,
    /// An amount in a currency that the rates do not name.
    NoExchangeRate,
    /// Too few or too many digits or characters for its type and country.
    WrongLength,
    /// Well formed, and not in use by the rules or tables of its type.
    Invalid,
    /// The name fits two countries or more.
    Ambiguous,
    /// A range whose first end lies above its last.
    OutOfOrder,
    /// More digits than can be computed with exactly (28).
    TooLong,
    /// The part that the list file takes out of the cell is not there.
    NoMatch,
    /// A spreadsheet's formula failed, and its error value was left: `#REF!`.
    SpreadsheetError,
    /// A telephone number without its area code, which nobody can dial from elsewhere.
    NoAreaCode,
    /// Well formed, and one slip of the keyboard away from what somebody meant: `gmial.com`.
    Mistyped,
}

/// What had to be done to a cell before it could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Leading zeros that a spreadsheet had removed were put back.
    LeadingZeros,
    /// A range that a spreadsheet had turned into a day and month (`10-Jan`) was turned back.
    DayMonth,
    /// Only the first of several values in one cell was taken.
    FirstOfSeveral,
    /// A spreadsheet's wrapping (`="00123"`, `'00123`) was taken off.
    Unwrapped,
    /// Text in UTF-8 that somebody had read as Windows-1252 (`MÃ¼ller`) was read rightly.
    Misread,
    /// HTML entities (`&amp;`) were decoded.
    Entities,
    /// The plus in front of a telephone number's country code was put back.
    LostPlus,
}

/// A cell with what else is to be said of how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<'a> {
    /// The cell.
    pub cell: Cell<'a>,
    /// What was mended, if anything.
    pub repair: Option<Repair>,
    /// Whether the list itself calls the value approximate (`ca. 250`).
    pub approximate: bool,
    /// Further values in the same cell, of which the first was taken.
    pub others: Vec<Text<'static>>,
}

impl<'a> Text<'a> {
    /// A text whose two forms are the same.
    pub fn same(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        Self { shown: text.clone(), compared: text }
    }

    /// The same text, owned.
    #[must_use]
    pub fn into_owned(self) -> Text<'static> {
        Text { shown: Cow::Owned(self.shown.into_owned()), compared: Cow::Owned(self.compared.into_owned()) }
    }
}

impl<'a> Cell<'a> {
    /// A known text whose two forms are the same.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Cell::Known(Value::Text(Text::same(text)))
    }

    /// Whether it is known or a range: what `is_known = true` asks.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        matches!(self, Cell::Known(_) | Cell::Range(_))
    }

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> CellKind {
        match self {
            Cell::Known(_) => CellKind::Known,
            Cell::Range(_) => CellKind::Range,
            Cell::Missing(_) => CellKind::Missing,
            Cell::Unreadable(_) | Cell::NotFound => CellKind::Unreadable,
        }
    }

    /// The same cell, owned.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Known(value) => Cell::Known(value.into_owned()),
            Cell::Range(range) => Cell::Range(range),
            Cell::Missing(missing) => Cell::Missing(missing),
            Cell::Unreadable(unreadable) => Cell::Unreadable(unreadable),
            Cell::NotFound => Cell::NotFound,
        }
    }

    /// The word for its state: `known`, `range`, `missing`, `unreadable` or `not_found`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self {
            Cell::Known(_) => "known",
            Cell::Range(_) => "range",
            Cell::Missing(_) => "missing",
            Cell::Unreadable(_) => "unreadable",
            Cell::NotFound => "not_found",
        }
    }

    /// Why it is not known, in words that finish the sentence "… is unknown: "; nothing for known cells and ranges.
    #[must_use]
    pub const fn cause(&self) -> Option<&'static str> {
        match self {
            Cell::Known(_) | Cell::Range(_) => None,
            Cell::Missing(missing) => Some(missing.words()),
            Cell::Unreadable(unreadable) => Some(unreadable.words()),
            Cell::NotFound => Some("not found in the look-up"),
        }
    }
}

impl Value<'_> {
    fn into_owned(self) -> Value<'static> {
        match self {
            Value::Text(text) => Value::Text(text.into_owned()),
            Value::Number(number) => Value::Number(number),
            Value::Date(date) => Value::Date(date),
            Value::YesNo(yes) => Value::YesNo(yes),
            Value::List(parts) => Value::List(parts.into_iter().map(Text::into_owned).collect()),
        }
    }
}

impl Missing {
    /// The cause in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Marker => "marked as missing",
            Self::Header => "repeats its header",
            Self::NoColumn => "no such column",
            Self::Undecided => "could not be told",
            Self::NoClass => "fits no class",
            Self::Suppressed => "suppressed",
        }
    }
}

impl Unreadable {
    /// The cause in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Malformed => "cannot be read",
            Self::SpreadsheetNumber => "a spreadsheet lost its digits",
            Self::NoCountry => "no country",
            Self::NoCurrency => "no currency",
            Self::NoExchangeRate => "no exchange rate",
            Self::WrongLength => "wrong length",
            Self::Invalid => "not valid",
            Self::Ambiguous => "fits more than one",
            Self::OutOfOrder => "range out of order",
            Self::TooLong => "more than 28 digits",
            Self::NoMatch => "the wanted part is not there",
            Self::SpreadsheetError => "a spreadsheet's error value",
            Self::NoAreaCode => "no area code",
            Self::Mistyped => "probably mistyped",
        }
    }

    /// Whether the vendor has to answer for it.
    #[must_use]
    pub const fn is_damage(self) -> bool {
        !matches!(self, Self::NoCountry | Self::NoExchangeRate)
    }
}

impl Repair {
    /// The word that JSON and the summary use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeadingZeros => "leading_zeros",
            Self::DayMonth => "day_month",
            Self::FirstOfSeveral => "first_of_several",
            Self::Unwrapped => "unwrapped",
            Self::Misread => "misread_encoding",
            Self::Entities => "html_entities",
            Self::LostPlus => "lost_plus",
        }
    }
}

impl<'a> Reading<'a> {
    /// A cell of which nothing else is to be said.
    #[must_use]
    pub const fn plain(cell: Cell<'a>) -> Self {
        Self { cell, repair: None, approximate: false, others: Vec::new() }
    }

    /// A cell that was mended first.
    #[must_use]
    pub const fn repaired(cell: Cell<'a>, repair: Repair) -> Self {
        Self { cell, repair: Some(repair), approximate: false, others: Vec::new() }
    }
}

impl<'a> From<Cell<'a>> for Reading<'a> {
    fn from(cell: Cell<'a>) -> Self {
        Self::plain(cell)
    }
}

/// Plain digits without an exponent and without trailing zeros, as CSV and JSON write numbers.
pub(super) struct Plain(pub(super) Decimal);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(interval) => {
                let plain =
                    Interval { low: interval.low.map(|d| d.normalize()), high: interval.high.map(|d| d.normalize()) };
                plain.fmt(f)
            }
            Self::Date(interval) => interval.fmt(f),
            Self::Choice { shown, .. } => f.write_str(shown),
            Self::Lists { shown, .. } => f.write_str(shown),
        }
    }
}

impl fmt::Display for Value<'_> {
    /// The normal form that CSV writes; a list cell is joined by `; `.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&text.shown),
            Self::Number(number) => Plain(*number).fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::YesNo(yes) => yes.fmt(f),
            Self::List(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "; " })?;
                    f.write_str(&part.shown)?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_show_their_normal_form() {
        let list = Value::List(vec![Text::same("a"), Text::same("b")]);
        let table: [(Value<'_>, &str); 5] = [
            (Value::Text(Text { shown: "Müller GmbH".into(), compared: "muller".into() }), "Müller GmbH"),
            (Value::Number(Decimal::new(15_000, 2)), "150"),
            (Value::Date(Date::constant(2026, 11, 23)), "2026-11-23"),
            (Value::YesNo(true), "true"),
            (list, "a; b"),
        ];
        for (value, shown) in table {
            assert_eq!(value.to_string(), shown);
        }
    }

    #[test]
    fn ranges_drop_trailing_zeros() {
        let range = Range::Number(Interval::closed(Decimal::new(510, 1), Decimal::new(20_000, 2)));
        assert_eq!(range.to_string(), "51-200");
    }
}
