//! `[identity] review_similar`: whether leads are listed that are very alike, from where on, and which.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::document::{Node, Table, Value};
use super::notes::Notes;
use crate::diagnostic::Code;
use crate::profile::{ReviewSimilar, SimilarOf};

/// The word for pairs that share something, and nothing else.
const SHARED: &str = "shared";

/// `true`, `false`, `"shared"`, or a table; nothing where no leads are to be listed.
pub(super) fn read(node: &Node, notes: &mut Notes) -> Option<ReviewSimilar> {
    match &node.value {
        Value::YesNo(yes) => yes.then(ReviewSimilar::default),
        Value::Table(table) => Some(of_table(table, notes)),
        Value::Text(word) if word == SHARED => Some(ReviewSimilar { shared_only: true, ..ReviewSimilar::default() }),
        _ => {
            let help = "write review_similar = true, or \"shared\", or { above = 0.9 }";
            node.unfit("true, false, \"shared\" or a table", help, notes);
            None
        }
    }
}

fn of_table(table: &Table, notes: &mut Notes) -> ReviewSimilar {
    let plain = ReviewSimilar::default();
    let at_least = table.node("above").and_then(|node| thousandths(node, notes)).unwrap_or(plain.at_least);
    let of = match table.node("of").and_then(|node| node.word(&["handed_over", "all"], notes)) {
        Some("all") => SimilarOf::All,
        _ => SimilarOf::HandedOver,
    };
    table.finish(notes);
    ReviewSimilar { at_least, of, shared_only: false }
}

/// A similarity between 0.5, below which strangers are listed, and 1, which no pair reaches.
fn thousandths(node: &Node, notes: &mut Notes) -> Option<u16> {
    let number = node.number(notes)?;
    let fits = number >= Decimal::new(5, 1) && number < Decimal::ONE;
    if !fits {
        let message = format!("{number} is no similarity from 0.5 up to, and without, 1");
        notes.error(Code::E203, node.span, message, "write a number such as 0.8; more lists fewer pairs");
    }
    (number * Decimal::ONE_THOUSAND).round().to_u16().filter(|_| fits)
}
