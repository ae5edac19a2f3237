//! `number`: an exact decimal, or the interval that a size class or an open end leaves.

use std::ops::Bound::{Included, Unbounded};

use rust_decimal::Decimal;

use super::Context;
use super::quantity::Quantity;
pub use super::quantity::{DecimalEvidence, DecimalStyle, Habit, Shown};
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

/// Reads a number or a range of numbers; a word for what is counted may stand behind it, a currency may not.
pub(super) fn read(raw: &str, style: &NumberStyle, context: &Context<'_>) -> Reading<'static> {
    reading(&Quantity::parse(raw, context.hints.decimal_style), |quantity| style.plain_cell(quantity, context))
}

/// Reads the number or the date of a workbook's cell: the number has no thousands separators, and the date was a size
/// class before a spreadsheet took it for one.
pub(super) fn read_native(raw: &str, style: &NumberStyle, context: &Context<'_>) -> Reading<'static> {
    reading(&Quantity::native(raw), |quantity| style.plain_cell(quantity, context))
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
            others: Vec::new(),
        },
        Err(unreadable) => Reading::plain(Cell::Unreadable(unreadable)),
    }
}

impl NumberStyle {
    /// The cell of a number, which has no currency.
    fn plain_cell(&self, quantity: &Quantity, context: &Context<'_>) -> Result<Cell<'static>, Unreadable> {
        match quantity.sign {
            _ if quantity.is_crore => Err(Unreadable::Ambiguous),
            None if !quantity.is_yearly => Ok(self.cell(self.with_unit(quantity, context)?)),
            _ => Err(Unreadable::Malformed),
        }
    }

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
}
