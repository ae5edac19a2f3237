//! Why leads were rejected.

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, share};
use crate::model::Disposition;

/// So many rules are shown.
const ROWS: usize = 15;

pub(super) fn section(night: &Night<'_>) -> Section {
    let rejected = night.summary.dispositions.get(Disposition::Rejected);
    let columns = ["rule", "#rejected_by", "#", "#alone", "#alone_share"];
    let mut table = Table::new(night, night.words.text("reasons"), &columns).quiet();
    for reason in night.summary.reasons.iter().take(ROWS) {
        table.row(&[
            Cell::Name(reason.rule.clone()),
            Cell::Number(reason.rejected, format!("reason.{}", reason.rule)),
            Cell::Bar(share(reason.rejected, rejected), "bad"),
            Cell::Number(reason.sole_blocker, format!("alone.{}", reason.rule)),
            Cell::Share(share(reason.sole_blocker, reason.rejected)),
        ]);
    }
    if table.is_empty() {
        return Section::new(night, "reasons", "reasons_nothing", "");
    }
    Section::new(night, "reasons", "reasons_words", &table.html())
}
