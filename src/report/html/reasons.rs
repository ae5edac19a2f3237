//! Why leads were rejected, and which rules alone kept leads out.

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

/// The rules that alone kept leads out, those first that kept out most.
pub(super) fn misses(night: &Night<'_>) -> Section {
    let mut alone: Vec<_> = night.summary.reasons.iter().filter(|reason| reason.sole_blocker > 0).collect();
    alone.sort_by_key(|reason| std::cmp::Reverse(reason.sole_blocker));
    if alone.is_empty() {
        return Section::new(night, "misses", "misses_nothing", "");
    }
    let most = alone.iter().map(|reason| reason.sole_blocker).max().unwrap_or(0);
    let mut table = Table::new(night, night.words.text("misses"), &["rule", "#alone", "#"]).quiet();
    for reason in alone.iter().take(ROWS) {
        let bar = Cell::Bar(share(reason.sole_blocker, most), "open");
        table.row(&[Cell::Name(reason.rule.clone()), Cell::Number(reason.sole_blocker, String::new()), bar]);
    }
    let sum: u64 = alone.iter().map(|reason| reason.sole_blocker).sum();
    let sentence = night.words.fill("misses_sentence", &[("count", &night.words.number(sum))]);
    let sentence = format!("<p>{}</p>\n", super::escape(&sentence));
    Section::new(night, "misses", "misses_words", &(sentence + &table.html()))
}
