//! `money`: a number or a range with a currency, converted to the one that the rules speak of.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Context;
use super::number::{NumberStyle, reading, try_map};
use super::quantity::{CurrencySign, Quantity};
use crate::model::{Cell, Currency, Interval, Reading, Unreadable};

/// How amounts of a field are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MoneyStyle {
    /// As for numbers.
    pub number: NumberStyle,
    /// The currency of amounts that name none, and the one that all amounts are converted to.
    pub currency: Option<Currency>,
}

/// Exchange rates: one unit of each currency is so many units of the base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Currencies {
    /// The currency that the rates lead to, and that fields without a currency are kept in.
    pub base: Option<Currency>,
    /// One of it in units of the base.
    pub rates: Vec<(Currency, Decimal)>,
    /// The day of the rates.
    pub as_of: Option<Date>,
}

/// From which currency to which an amount was converted, for an explanation to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The currency of the cell.
    pub from: Currency,
    /// The currency of the field.
    pub to: Currency,
    /// What one unit of `from` is in `to`; one where they are the same.
    pub rate: Decimal,
    /// The day of the rates.
    pub as_of: Option<Date>,
}

/// Reads an amount or a range of amounts, in the field's currency.
///
/// Refused are a cell with a word for what is counted (`120 employees`), one whose currency neither cell nor column
/// nor field tells, and one whose currency has no rate.
pub(super) fn read(raw: &str, style: &MoneyStyle, context: &Context<'_>) -> Reading<'static> {
    reading(&Quantity::parse(raw, context.hints.decimal_style), |quantity| style.cell(quantity, context))
}

/// Reads the number of a workbook's cell, which has no thousands separators.
pub(super) fn read_native(raw: &str, style: &MoneyStyle, context: &Context<'_>) -> Reading<'static> {
    reading(&Quantity::native(raw), |quantity| style.cell(quantity, context))
}

/// What `read` converts a readable cell from and to; nothing where the cell has no currency or no rate.
///
/// ```
/// use leadsieve::field_types::{Context, Currencies, Hints, MoneyStyle, Tables, conversion};
/// let (hints, currencies) = (Hints::default(), Currencies::default());
/// let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
/// let found = conversion("1,5 Mio. €", &MoneyStyle::default(), &context);
/// assert_eq!(found.map(|c| c.from.to_string()).as_deref(), Some("EUR"));
/// ```
#[must_use]
pub fn conversion(raw: &str, style: &MoneyStyle, context: &Context<'_>) -> Option<Conversion> {
    let from = style.currency_of(Quantity::parse(raw, context.hints.decimal_style).ok()?.sign, context)?;
    let to = style.target(from, context);
    let one = context.currencies.convert(Interval::point(Decimal::ONE), from, to).ok()?;
    let std::ops::Bound::Included(rate) = one.low else { return None };
    Some(Conversion { from, to, rate, as_of: context.currencies.as_of })
}

impl MoneyStyle {
    /// The cell of an amount in the field's currency.
    fn cell(&self, quantity: &Quantity, context: &Context<'_>) -> Result<Cell<'static>, Unreadable> {
        if quantity.has_unit {
            return Err(Unreadable::Malformed);
        }
        let from = self.currency_of(quantity.sign, context).ok_or(Unreadable::NoCurrency)?;
        if quantity.is_crore && !CurrencySign::is_rupee(from) {
            return Err(Unreadable::Ambiguous);
        }
        let amount = self.number.with_unit(quantity, context)?;
        let to = self.target(from, context);
        Ok(self.number.cell(context.currencies.convert(amount, from, to)?))
    }

    /// The currency of an amount: the cell's, else the column's, else the field's. `$` is the dollar among these.
    fn currency_of(&self, sign: Option<CurrencySign>, context: &Context<'_>) -> Option<Currency> {
        let mut expected = [context.hints.currency, self.currency].into_iter().flatten();
        match sign {
            Some(sign) => sign.currency(expected),
            None => expected.next(),
        }
    }

    /// The currency that amounts are converted to: the field's, else the base, else their own.
    fn target(&self, from: Currency, context: &Context<'_>) -> Currency {
        self.currency.or(context.currencies.base).unwrap_or(from)
    }
}

impl Currencies {
    /// What one unit is worth in units of the base.
    fn rate(&self, currency: Currency) -> Option<Decimal> {
        if self.base == Some(currency) {
            return Some(Decimal::ONE);
        }
        self.rates.iter().find(|(named, _)| *named == currency).map(|(_, rate)| *rate)
    }

    fn convert(
        &self,
        amount: Interval<Decimal>,
        from: Currency,
        to: Currency,
    ) -> Result<Interval<Decimal>, Unreadable> {
        if from == to {
            return Ok(amount);
        }
        let rates = self.rate(from).zip(self.rate(to)).filter(|(_, divisor)| !divisor.is_zero());
        let (factor, divisor) = rates.ok_or(Unreadable::NoExchangeRate)?;
        try_map(&amount, |value| value.checked_mul(factor)?.checked_div(divisor))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hints, Tables};
    use super::*;
    use crate::model::Value;

    fn currency(code: &str) -> Option<Currency> {
        Currency::new(code)
    }

    fn currencies() -> Currencies {
        let rates = [("EUR", Decimal::new(110, 2)), ("GBP", Decimal::new(13, 1)), ("USD", Decimal::new(9, 0))];
        Currencies {
            base: Some(Currency::USD),
            rates: rates.into_iter().filter_map(|(code, rate)| Some((currency(code)?, rate))).collect(),
            as_of: Some(Date::constant(2026, 11, 20)),
        }
    }

    /// A cell read in a column of `column` for a field in `field` (`""`: not said).
    fn read_as(raw: &str, column: &str, field: &str) -> (String, Option<Conversion>) {
        let (hints, currencies) = (Hints { currency: currency(column), ..Hints::default() }, currencies());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let style = MoneyStyle { currency: currency(field), ..MoneyStyle::default() };
        let shown = match read(raw, &style, &context).cell {
            Cell::Known(value) => value.to_string(),
            Cell::Range(range) => range.to_string(),
            cell => cell.cause().unwrap_or_default().to_owned(),
        };
        (shown, conversion(raw, &style, &context))
    }

    #[test]
    fn amounts_are_converted_to_the_field_s_currency() {
        let table = [
            ("€100", "", "", "110"),
            ("€100", "", "EUR", "100"),
            ("110 USD", "", "EUR", "100"),
            ("£11-22", "", "EUR", "13-26"),
            ("1 Mio. EUR", "GBP", "USD", "1100000"),
            ("100", "EUR", "USD", "110"),
            ("100", "", "EUR", "100"),
            ("100", "", "", "no currency"),
            ("CHF 5", "", "", "no exchange rate"),
            ("$100", "", "", "100"),
            ("$100", "CAD", "", "no exchange rate"),
            ("$100", "", "CAD", "100"),
            ("$100", "EUR", "USD", "100"),
            ("kr 100", "", "SEK", "100"),
            ("kr 100", "", "", "no currency"),
            ("¥100", "", "JPY", "100"),
            ("US$ 100 USD", "", "", "100"),
            ("$100 EUR", "", "", "cannot be read"),
            ("$100 employees", "", "", "cannot be read"),
        ];
        for (raw, column, field, shown) in table {
            assert_eq!(read_as(raw, column, field).0, shown, "{raw} in {column:?} for {field:?}");
        }
    }

    #[test]
    fn rates_divide_exactly_and_unrounded() {
        let (shown, conversion) = read_as("$1", "", "EUR");
        assert_eq!(shown, "0.9090909090909090909090909091");
        let conversion = conversion.map(|c| (c.from, c.to, c.as_of));
        assert_eq!(conversion, Some((Currency::USD, Currency::EUR, Some(Date::constant(2026, 11, 20)))));
    }

    #[test]
    fn limits_of_the_field_are_in_its_currency() {
        let (hints, currencies) = (Hints::default(), currencies());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let number = NumberStyle { min: Some(Decimal::ZERO), max: Some(Decimal::from(100)), ..NumberStyle::default() };
        let style = MoneyStyle { number, currency: Some(Currency::USD) };
        assert_eq!(read("€95", &style, &context).cell, Cell::Unreadable(Unreadable::Invalid));
        assert_eq!(read("€50", &style, &context).cell, Cell::Known(Value::Number(Decimal::from(55))));
    }
}
