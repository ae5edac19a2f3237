//! The grammar that numbers and amounts of money share: `1,500`, `51-200 employees`, `unter 5 Mio. €`, `$1-10M`.
//!
//! Three steps, each in its file: normal characters, tokens, ends. What most cells hold (digits, commas, one dash)
//! is read from the bytes before all of them.

mod amount;
mod currency_sign;
mod day_month;
mod decimal_style;
mod grammar;
mod lexer;
mod normal;
mod words;

use std::ops::Bound::{Excluded, Included};

use rust_decimal::Decimal;

pub use self::amount::Habit;
pub(super) use self::currency_sign::CurrencySign;
pub(super) use self::decimal_style::SLIPS;
pub use self::decimal_style::{DecimalEvidence, DecimalStyle, Shown};
use self::grammar::{End, Phrase};
use self::lexer::Limit;
use self::normal::Normal;
use crate::model::{Interval, Unreadable};

/// A number or an interval of numbers, as its cell says it: neither unit nor currency of the column is applied.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the cell, free of the others")]
pub(super) struct Quantity {
    /// The possible values.
    pub(super) interval: Interval<Decimal>,
    /// The currency that the cell names.
    pub(super) sign: Option<CurrencySign>,
    /// Whether a scale word stood in the cell.
    pub(super) is_scaled: bool,
    /// Whether the cell says what is counted.
    pub(super) has_unit: bool,
    /// Whether the cell says that it is a sum a year.
    pub(super) is_yearly: bool,
    /// Whether the cell counts in `Cr`, which are crores of rupees alone.
    pub(super) is_crore: bool,
    /// Whether the cell calls itself approximate.
    pub(super) approximate: bool,
    /// Whether a spreadsheet had made a date of it.
    pub(super) is_day_month: bool,
    /// The habit of separators that the cell shows.
    pub(super) habit: Option<Habit>,
    /// The habit to which a separator of the cell is decimal, where the cell does not show what it is.
    pub(super) open: Option<Habit>,
    /// How many decimals it has, where no scale word stands beside it.
    pub(super) decimals: u32,
}

impl Quantity {
    /// Reads a cell; what an ambiguous separator means, the column's separators say.
    ///
    /// Refuses what does not follow the grammar or the declared habit, what is ambiguous where the column's cells
    /// contradict each other, ends out of order, and more than 28 digits.
    pub(super) fn parse(raw: &str, expected: DecimalStyle) -> Result<Self, Unreadable> {
        if let Some(plain) = plain::quantity(raw.as_bytes(), expected) {
            return Ok(plain);
        }
        let normal = Normal::of(raw).ok_or(Unreadable::Malformed)?;
        match grammar::parse(normal.as_str()) {
            Ok(phrase) => Self::of_phrase(&phrase, expected),
            Err(Unreadable::Malformed) => Self::of_day_month(normal.as_str()).ok_or(Unreadable::Malformed),
            Err(unreadable) => Err(unreadable),
        }
    }

    fn bare(interval: Interval<Decimal>) -> Self {
        Self {
            interval,
            sign: None,
            is_scaled: false,
            has_unit: false,
            is_yearly: false,
            is_crore: false,
            approximate: false,
            is_day_month: false,
            habit: None,
            open: None,
            decimals: 0,
        }
    }

    /// Reads the number or the date of a workbook's cell, as a sheet is written: a point is decimal, and a date
    /// is a size class that a spreadsheet took for one.
    pub(super) fn native(raw: &str) -> Result<Self, Unreadable> {
        match day_month::of_date(raw) {
            Some((low, high)) => {
                Ok(Self { is_day_month: true, ..Self::bare(Interval::closed(low.into(), high.into())) })
            }
            None => Self::parse(raw, DecimalStyle::Declared(Habit::Point)),
        }
    }

    fn of_day_month(text: &str) -> Option<Self> {
        let (low, high) = day_month::parse(text)?;
        let interval = Interval::closed(Decimal::from(low), Decimal::from(high));
        Some(Self { is_day_month: true, ..Self::bare(interval) })
    }

    fn of_phrase(phrase: &Phrase, expected: DecimalStyle) -> Result<Self, Unreadable> {
        let habit = common_habit(phrase)?;
        let open = phrase.first.amount.open.or(phrase.last.as_ref().and_then(|last| last.amount.open));
        if !expected.allow(habit) {
            return Err(Unreadable::Malformed);
        }
        let is_scaled = phrase.first.scale.is_some() || phrase.last.as_ref().is_some_and(|last| last.scale.is_some());
        if habit.is_none() && open.is_some_and(|open| expected.leaves_open(open, is_scaled)) {
            return Err(Unreadable::Ambiguous);
        }
        let interval = interval(phrase, habit.or(expected.habit()))?;
        if interval.is_empty() {
            return Err(Unreadable::OutOfOrder);
        }
        let ends = std::iter::once(&phrase.first).chain(&phrase.last);
        let decimals = if is_scaled { None } else { ends.map(|end| end.amount.decimals()).max() };
        Ok(Self {
            sign: phrase.sign.map(|sign| sign.beside(scales(phrase))),
            is_scaled,
            has_unit: phrase.unit,
            is_yearly: phrase.yearly,
            is_crore: phrase.crore,
            approximate: phrase.approximate,
            habit,
            open,
            decimals: decimals.unwrap_or(0),
            ..Self::bare(interval)
        })
    }
}

/// The powers of ten that scale words of the cell stand for.
fn scales(phrase: &Phrase) -> impl Iterator<Item = i32> {
    phrase.first.scale.into_iter().chain(phrase.last.as_ref().and_then(|last| last.scale))
}

/// The habit that the ends show; two ends of two habits make no quantity.
fn common_habit(phrase: &Phrase) -> Result<Option<Habit>, Unreadable> {
    let last = phrase.last.as_ref().and_then(|last| last.amount.habit);
    match (phrase.first.amount.habit, last) {
        (Some(first), Some(last)) if first != last => Err(Unreadable::Malformed),
        (first, last) => Ok(first.or(last)),
    }
}

fn interval(phrase: &Phrase, habit: Option<Habit>) -> Result<Interval<Decimal>, Unreadable> {
    let Some(last) = &phrase.last else { return single(&phrase.first, habit) };
    let (low, high) = both_values(&phrase.first, last, habit)?;
    Ok(Interval {
        low: if phrase.first.limit == Some(Limit::MoreThan) { Excluded(low) } else { Included(low) },
        high: if last.limit == Some(Limit::LessThan) { Excluded(high) } else { Included(high) },
    })
}

fn single(end: &End, habit: Option<Habit>) -> Result<Interval<Decimal>, Unreadable> {
    let value = value(end, habit, end.scale)?;
    Ok(match end.limit {
        None => Interval::point(value),
        Some(Limit::AtLeast) => Interval::at_least(value),
        Some(Limit::MoreThan) => Interval::more_than(value),
        Some(Limit::AtMost) => Interval::at_most(value),
        Some(Limit::LessThan) => Interval::less_than(value),
    })
}

/// The ends of a range, where one scale word may stand for both: `1-5k`, `Mio. CHF 1-5`; not `500,000-1 million`.
fn both_values(first: &End, last: &End, habit: Option<Habit>) -> Result<(Decimal, Decimal), Unreadable> {
    let high = value(last, habit, last.scale.or(first.scale.filter(|_| first.scale_leads)))?;
    if first.scale.is_none()
        && last.scale.is_some()
        && let Some(scaled) = value(first, habit, last.scale).ok().filter(|scaled| *scaled < high)
    {
        return Ok((scaled, high));
    }
    Ok((value(first, habit, first.scale)?, high))
}

fn value(end: &End, habit: Option<Habit>, scale: Option<i32>) -> Result<Decimal, Unreadable> {
    let value = end.amount.value(habit, scale.unwrap_or(0))?;
    Ok(if end.negative && !value.is_zero() { -value } else { value })
}

/// What most cells hold, read from the bytes: `1500`, `1,500`, `51-200`, `10,001+`.
mod plain {
    use super::{Decimal, DecimalStyle, Habit, Interval, Quantity};

    /// Whole digits, and how many commas parted them.
    struct Digits {
        value: u64,
        commas: u32,
    }

    /// The quantity, where it is of the plainest form; the full grammar gives the same.
    pub(super) fn quantity(raw: &[u8], expected: DecimalStyle) -> Option<Quantity> {
        let (low, rest) = digits(raw)?;
        let (interval, high) = match rest {
            [] => (Interval::point(low.decimal()), None),
            [b'+'] => (Interval::at_least(low.decimal()), None),
            [b'-', rest @ ..] => {
                let (high, rest) = digits(rest)?;
                if !rest.is_empty() || high.value < low.value {
                    return None;
                }
                (Interval::closed(low.decimal(), high.decimal()), Some(high))
            }
            _ => return None,
        };
        let commas = low.commas.max(high.as_ref().map_or(0, |high| high.commas));
        if commas > 0 && !expected.groups_by_comma() {
            return None;
        }
        let open = (low.commas == 1 || high.is_some_and(|high| high.commas == 1)).then_some(Habit::Comma);
        Some(Quantity { habit: (commas > 1).then_some(Habit::Point), open, ..Quantity::bare(interval) })
    }

    /// Up to 18 digits, and commas in front of groups of three.
    fn digits(text: &[u8]) -> Option<(Digits, &[u8])> {
        let (mut digits, mut len, mut group) = (Digits { value: 0, commas: 0 }, 0, 0);
        while let Some(&byte) = text.get(len) {
            if byte.is_ascii_digit() {
                digits.value = digits.value * 10 + u64::from(byte - b'0');
                group += 1;
            } else if byte == b',' && (1..=3).contains(&group) && (digits.commas == 0 || group == 3) && text[0] != b'0'
            {
                (digits.commas, group) = (digits.commas + 1, 0);
            } else {
                break;
            }
            len += 1;
            if len > 18 {
                return None;
            }
        }
        (group > 0 && (digits.commas == 0 || group == 3)).then(|| (digits, &text[len..]))
    }

    impl Digits {
        fn decimal(&self) -> Decimal {
            Decimal::from(self.value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cells_leave_open_only_what_is_another_number_by_them() {
        let value =
            |raw: &str, habit| Quantity::parse(raw, DecimalStyle::Doubtful(habit)).map(|quantity| quantity.interval);
        let thousand = Ok(Interval::point(Decimal::from(1500)));
        for (point, comma) in [("1.500", "1,500"), ("$1.500", "$1,500")] {
            assert_eq!(value(point, Habit::Point), Err(Unreadable::Ambiguous), "{point}");
            assert_eq!(value(comma, Habit::Comma), Err(Unreadable::Ambiguous), "{comma}");
            assert_eq!((value(comma, Habit::Point), value(point, Habit::Comma)), (thousand, thousand));
        }
    }

    #[test]
    fn contradicting_columns_leave_open_what_cells_with_decimals_or_scale_words_could_mean() {
        let value = |raw: &str, point, comma| {
            Quantity::parse(raw, DecimalStyle::Mixed { point, comma }).map(|quantity| quantity.interval)
        };
        let thousand = Ok(Interval::point(Decimal::from(1500)));
        for raw in ["1.500", "1,500", "€ 1.500", "$1,500", "1.500 €"] {
            let is_point = raw.contains('.');
            assert_eq!(value(raw, false, false), thousand, "{raw}");
            assert_eq!(value(raw, !is_point, is_point), thousand, "{raw}");
            assert_eq!(value(raw, is_point, !is_point), Err(Unreadable::Ambiguous), "{raw}");
        }
        for raw in ["1.500 Mio. €", "$1,500k", "1.500-2.500 Mio."] {
            assert_eq!(value(raw, false, false), Err(Unreadable::Ambiguous), "{raw}");
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_grammar() {
        let cells =
            ["1500", "1,500", "1,234,567", "51-200", "1-1", "10,001+", "1,001-5,000", "0012", "1,000-2,500,000"];
        for raw in cells {
            let declared = [DecimalStyle::Declared(Habit::Point), DecimalStyle::Declared(Habit::Comma)];
            let mixed = [(true, true), (true, false), (false, true), (false, false)];
            let mixed = mixed.map(|(point, comma)| DecimalStyle::Mixed { point, comma });
            let doubtful = [DecimalStyle::Doubtful(Habit::Point), DecimalStyle::Doubtful(Habit::Comma)];
            let shown = [DecimalStyle::Unknown, DecimalStyle::Shown(Habit::Point), DecimalStyle::Shown(Habit::Comma)];
            for expected in declared.into_iter().chain(shown).chain(mixed).chain(doubtful) {
                let Some(plain) = plain::quantity(raw.as_bytes(), expected) else { continue };
                let phrase = grammar::parse(raw).unwrap_or_else(|cause| panic!("{raw}: {cause:?}"));
                assert_eq!(Quantity::of_phrase(&phrase, expected), Ok(plain), "{raw} expecting {expected:?}");
            }
        }
        for raw in ["0,500", "1,50", "12,34,567", "1234,567", "5-", "200-51", "", "1,", "1,500,", "-5"] {
            assert_eq!(plain::quantity(raw.as_bytes(), DecimalStyle::Unknown), None, "{raw}");
        }
    }
}
