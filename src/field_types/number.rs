//! `number`: an exact decimal, or the interval that a size class or an open end leaves.

use std::ops::Bound::{Included, Unbounded};

use rust_decimal::Decimal;

use super::Context;
pub use super::quantity::Habit;
use super::quantity::Quantity;
use crate::model::{Cell, Interval, Range, Reading, Repair, Unreadable, Value};

/// How numbers of a field are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberStyle {
    /// Only whole values count, so no value lies between 20 and 21.
    pub whole: bool,
    /// No value lies below; cuts ranges before judging.
    pub min: Option<Decimal>,
    /// No value lies above; cuts ranges before judging.
    pub max: Option<Decimal>,
    /// What a bare number is multiplied by, where the list does not say otherwise.
    pub unit: Option<Decimal>,
}

/// How many cells of a column must show a habit before the column has it.
const TELLING_CELLS: usize = 3;

/// Reads a number or a range of numbers; a word for what is counted may stand behind it, a currency may not.
pub(super) fn read(raw: &str, style: &NumberStyle, context: &Context<'_>) -> Reading<'static> {
    reading(&Quantity::parse(raw, expected_habit(context)), |quantity| match quantity.sign {
        None => Ok(style.cell(style.with_unit(quantity, context)?)),
        Some(_) => Err(Unreadable::Malformed),
    })
}

/// The habit that the list or the column has.
pub(super) fn expected_habit(context: &Context<'_>) -> Option<Habit> {
    context.hints.decimal.and_then(Habit::of_separator)
}

/// A cell out of a quantity, with what is to be said of how it was read.
pub(super) fn reading(
    quantity: &Result<Quantity, Unreadable>,
    cell: impl FnOnce(&Quantity) -> Result<Cell<'static>, Unreadable>,
) -> Reading<'static> {
    let read = quantity.as_ref().map_err(|cause| *cause).and_then(|quantity| Ok((cell(quantity)?, quantity)));
    match read {
        Ok((cell, quantity)) => Reading {
            cell,
            repair: quantity.is_day_month.then_some(Repair::DayMonth),
            approximate: quantity.approximate,
        },
        Err(unreadable) => Reading::plain(Cell::Unreadable(unreadable)),
    }
}

impl NumberStyle {
    /// The interval times the unit of the column, else of the field; a scale word in the cell wins over both.
    pub(super) fn with_unit(
        &self,
        quantity: &Quantity,
        context: &Context<'_>,
    ) -> Result<Interval<Decimal>, Unreadable> {
        match context.hints.unit.or(self.unit).filter(|_| !quantity.is_scaled) {
            Some(unit) => try_map(&quantity.interval, |value| value.checked_mul(unit)),
            None => Ok(quantity.interval),
        }
    }

    /// The cell for an interval that is cut to the values which the field can have.
    ///
    /// Where none is left, a head count of 12.5 say, the cell is well formed and not in use.
    pub(super) fn cell(&self, interval: Interval<Decimal>) -> Cell<'static> {
        let cut = self.cut(interval);
        match (cut.low, cut.high) {
            (Included(low), Included(high)) if low == high => Cell::Known(Value::Number(low)),
            _ if cut.is_empty() => Cell::Unreadable(Unreadable::Invalid),
            _ => Cell::Range(Range::Number(cut)),
        }
    }

    fn cut(&self, mut interval: Interval<Decimal>) -> Interval<Decimal> {
        if let Some(min) = self.min {
            interval = interval.intersect(&Interval::at_least(min));
        }
        if let Some(max) = self.max {
            interval = interval.intersect(&Interval::at_most(max));
        }
        if self.whole { interval.whole() } else { interval }
    }
}

/// The interval with both ends converted, refused where one does not fit into 28 digits.
pub(super) fn try_map(
    interval: &Interval<Decimal>,
    convert: impl Fn(Decimal) -> Option<Decimal>,
) -> Result<Interval<Decimal>, Unreadable> {
    let beyond = Decimal::from_i128_with_scale(10_i128.pow(28), 0);
    let each = |value: Decimal| convert(value).filter(|value| value.abs() < beyond).ok_or(Unreadable::TooLong);
    let (low, high) = (interval.low.map(each), interval.high.map(each));
    Ok(Interval { low: transpose(low)?, high: transpose(high)? })
}

fn transpose<T, E>(end: std::ops::Bound<Result<T, E>>) -> Result<std::ops::Bound<T>, E> {
    use std::ops::Bound::Excluded;
    Ok(match end {
        Included(value) => Included(value?),
        Excluded(value) => Excluded(value?),
        Unbounded => Unbounded,
    })
}

impl Habit {
    /// The habit that a cell shows by itself, a number or an amount of money: `1.500,50` and `12,5` do, `1.500` not.
    #[must_use]
    pub fn of_cell(raw: &str) -> Option<Self> {
        Quantity::parse(raw, None).ok()?.habit
    }

    /// The decimal separator of a column: at least three cells show it, and none shows the other.
    ///
    /// ```
    /// use leadsieve::field_types::Habit;
    /// assert_eq!(Habit::of_column(["12,5", "1.500", "0,75", "3,1 Mio. €"]), Some(','));
    /// assert_eq!(Habit::of_column(["12,5", "0,75", "3,1", "99.95"]), None);
    /// ```
    pub fn of_column<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<char> {
        let mut telling = cells.into_iter().filter_map(Self::of_cell);
        let habit = telling.next()?;
        let mut count = 1;
        for other in telling {
            if other != habit {
                return None;
            }
            count += 1;
        }
        (count >= TELLING_CELLS).then(|| habit.decimal())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Currencies, Hints, Tables};
    use super::*;

    fn read_with(raw: &str, unit: (Option<i64>, Option<i64>)) -> Cell<'static> {
        let (hints, currencies) =
            (Hints { unit: unit.0.map(Decimal::from), ..Hints::default() }, Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let style = NumberStyle { unit: unit.1.map(Decimal::from), ..NumberStyle::default() };
        read(raw, &style, &context).cell
    }

    #[test]
    fn the_column_s_unit_wins_over_the_field_s_and_a_scale_word_over_both() {
        let table = [
            ("5", (None, None), 5),
            ("5", (None, Some(10)), 50),
            ("5", (Some(1000), Some(10)), 5000),
            ("5k", (Some(1_000_000), Some(10)), 5000),
        ];
        for (raw, unit, value) in table {
            let known = Cell::Known(Value::Number(Decimal::from(value)));
            assert_eq!(read_with(raw, unit), known, "{raw} in {unit:?}");
        }
        let too_long = Cell::Unreadable(Unreadable::TooLong);
        assert_eq!(read_with(&"9".repeat(28), (Some(1000), None)), too_long);
    }

    #[test]
    fn causes_are_told_apart() {
        let table = [
            ("many", Unreadable::Malformed),
            ("$5", Unreadable::Malformed),
            ("200-51", Unreadable::OutOfOrder),
            ("1e400", Unreadable::TooLong),
            ("5 mil", Unreadable::Ambiguous),
        ];
        for (raw, cause) in table {
            assert_eq!(read_with(raw, (None, None)), Cell::Unreadable(cause), "{raw}");
        }
    }

    #[test]
    fn a_column_has_a_habit_when_three_cells_agree_and_none_differs() {
        let table: [(&[&str], Option<char>); 5] = [
            (&["12,5", "1.234.567", "€ 1.500,50", "1.500", "call me"], Some(',')),
            (&["1,234,567", "$1.5M", "0.5"], Some('.')),
            (&["1.5", "2.5"], None),
            (&["1.5", "2.5", "3.5", "3,5"], None),
            (&["1.500", "23.11.2026", "1'500", "250"], None),
        ];
        for (cells, habit) in table {
            assert_eq!(Habit::of_column(cells.iter().copied()), habit, "{cells:?}");
        }
    }
}
