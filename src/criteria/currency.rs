//! `[currency]`: one unit of each currency in units of the base.

use rust_decimal::Decimal;

use super::document::Table;
use super::field_type;
use super::notes::Notes;
use crate::diagnostic::Code;
use crate::field_types::Currencies;
use crate::model::Currency;

/// The exchange rates.
pub(super) fn read(table: &Table, notes: &mut Notes) -> Currencies {
    let base = table.required("base", "base = \"USD\"", notes);
    let base = base.and_then(|node| field_type::currency(node.text(notes)?, node.span, notes));
    let rates = table.table("rates", notes).map(|rates| read_rates(rates, notes)).unwrap_or_default();
    if !rates.is_empty() {
        table.required("as_of", "as_of = 2026-11-01, the day of the rates", notes);
    }
    let as_of = table.date("as_of", notes);
    table.finish(notes);
    Currencies { base, rates, as_of }
}

fn read_rates(table: &Table, notes: &mut Notes) -> Vec<(Currency, Decimal)> {
    let mut rates = Vec::new();
    for entry in table.names() {
        let currency = field_type::currency(&entry.key, entry.key_span, notes);
        let Some((currency, rate)) = currency.zip(entry.node.number(notes)) else {
            continue;
        };
        if rate <= Decimal::ZERO {
            let message = "an exchange rate has to be more than 0";
            notes.error(
                Code::E205,
                entry.node.span,
                message,
                format!("write what one {currency} is in the base currency"),
            );
        }
        rates.push((currency, rate));
    }
    rates
}
