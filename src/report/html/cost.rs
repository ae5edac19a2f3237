//! What a lead of each list cost, by what came of it.

use super::Night;
use super::funnel::named;
use super::page::Section;
use super::table::{Cell, Table};
use crate::model::Disposition;

pub(super) fn section(night: &Night<'_>) -> Section {
    let columns = ["list", "#price", "#per_delivered", "#per_readable", "#per_qualified", "#per_prospect"];
    let mut table = Table::new(night, night.words.text("cost"), &columns).quiet();
    for list in &night.summary.lists {
        let Some(price) = &list.price else { continue };
        let get = |disposition| list.dispositions.get(disposition);
        let readable = list.read - get(Disposition::Unreadable).min(list.read);
        let prospects = get(Disposition::Prospect);
        let by = [list.read, readable, prospects + get(Disposition::Review), prospects];
        let mut cells = vec![Cell::Name(named(night, list)), Cell::Money(price.amount, price.currency.clone())];
        cells.extend(by.map(|leads| each(price.amount, leads, &price.currency)));
        table.row(&cells);
    }
    if table.is_empty() {
        return Section::new(night, "cost", "cost_nothing", "");
    }
    Section::new(night, "cost", "cost_words", &table.html())
}

/// The price of one of so many; blank where there is none.
#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 records")]
fn each(amount: f64, leads: u64, currency: &str) -> Cell {
    if leads == 0 { Cell::Blank } else { Cell::Money(amount / leads as f64, currency.to_owned()) }
}
