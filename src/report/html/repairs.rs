//! What was mended before it was read, and what could not be read.

use super::Night;
use super::page::Section;
use super::table::{Cell, Table};

pub(super) fn section(night: &Night<'_>) -> Section {
    let mut table = Table::new(night, night.words.text("repairs"), &["list", "kind", "#cells"]).quiet();
    for list in &night.summary.lists {
        let mut row = |kind: String, cells: u64| {
            table.row(&[Cell::Name(list.list.clone()), Cell::Text(kind), Cell::Number(cells, String::new())]);
        };
        for (field, cells) in &list.repairs.0 {
            row(night.words.fill("repaired", &[("field", field)]), *cells);
        }
        for (field, tally) in list.fields.0.iter().filter(|(_, tally)| tally.unreadable > 0) {
            row(night.words.fill("damaged", &[("field", field)]), tally.unreadable);
        }
        for (kind, records) in &list.unreadable.0 {
            row(night.words.fill("unreadable", &[("kind", night.words.text(&format!("fault_{kind}")))]), *records);
        }
    }
    if table.is_empty() {
        return Section::new(night, "repairs", "repairs_nothing", "");
    }
    Section::new(night, "repairs", "repairs_words", &table.html())
}
