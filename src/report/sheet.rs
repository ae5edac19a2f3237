//! The nouns of a sheet, and which rows get onto it.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::model::{Outcome, Verdict};

/// How many rows a sheet holds at most.
pub const ROW_LIMIT: usize = 100_000;

/// What stands between the values of a cell that holds several.
pub const BETWEEN: &str = "; ";

/// One typed cell.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    Blank,
    /// Words, never run as a formula.
    Text(String),
    /// A number or an amount; the column says which.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// Shown as `yes` or `no`.
    YesNo(bool),
    /// An address, or several; the first is linked.
    Email(String),
    /// A number in E.164, with its extension where it has one, or several numbers; the first is linked.
    Phone(String),
    /// Host and path without scheme, linked.
    Web(String),
    /// Coloured.
    Verdict(Verdict),
    /// Coloured.
    Outcome(Outcome),
    /// Room for an answer.
    Answer(AnswerKind),
}

/// What an answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// A number or an amount.
    Number,
    /// A day.
    Date,
    /// Anything.
    Text,
}

impl AnswerKind {
    /// The word for it in the hidden column that the check of an answer reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "text",
        }
    }
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumn {
    /// The header.
    pub name: String,
    /// How its cells look.
    pub kind: ColumnKind,
}

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, and whatever else needs no format of its own: links, verdicts, outcomes.
    Text,
    /// Sentences: wide, and wrapped.
    Reason,
    /// A place in a file (`record`, `line`): digits without separators.
    Position,
    /// A number: thousands separated from 10,000 on, so that years stay years.
    Number,
    /// An amount of money: thousands separated, two decimal places.
    Money,
    /// A day.
    Date,
    /// A question for the call: wrapped.
    Question,
    /// Room for its answer.
    Answer,
    /// Of what kind the answer is, for the check of the answer: hidden.
    AnswerKind,
    /// Room for how the call ended, with a list to choose from.
    CallOutcome,
    /// Room for words.
    Note,
    /// Room for a day.
    NextDate,
}

/// One lead on a sheet, with what puts it in order.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// The worst score that it can still have.
    pub worst: i64,
    /// The best score that it can still have.
    pub best: i64,
    /// How many of its fields are known.
    pub known: u32,
    /// The place of its list in the run.
    pub list: u32,
    /// The data record, from 1.
    pub record: u64,
    /// Which of several leads of that record, from 1; else 0.
    pub part: u32,
    /// The cells, one for each column.
    pub cells: Vec<SheetCell>,
}

/// Smaller is better.
type Rank = (Reverse<i64>, Reverse<i64>, Reverse<u32>, u32, u64, u32);

/// The best rows of all that were offered: scores, then completeness, then place.
///
/// A heap whose top is the worst row kept, so that memory is bounded by the limit and not by the lists.
#[derive(Debug)]
pub struct BestRows {
    heap: BinaryHeap<Ranked>,
    limit: usize,
    offered: u64,
}

/// The first rows in the order of the lists, or none at all where there are more than the limit.
#[derive(Debug)]
pub struct FirstRows {
    rows: Vec<SheetRow>,
    limit: usize,
    offered: u64,
}

#[derive(Debug)]
struct Ranked(SheetRow);

impl SheetRow {
    fn rank(&self) -> Rank {
        rank(self.worst, self.best, self.known, self.list, self.record, self.part)
    }
}

const fn rank(worst: i64, best: i64, known: u32, list: u32, record: u64, part: u32) -> Rank {
    (Reverse(worst), Reverse(best), Reverse(known), list, record, part)
}

impl BestRows {
    /// Keeps at most `limit` rows.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { heap: BinaryHeap::new(), limit, offered: 0 }
    }

    /// Whether a row of this rank would be kept. Ask before the cells are made; where the answer is no, call
    /// [`BestRows::pass_over`] instead of [`BestRows::push`], so that the count stays true.
    #[must_use]
    pub fn would_keep(&self, worst: i64, best: i64, known: u32, list: u32, record: u64) -> bool {
        self.heap.len() < self.limit
            || self.heap.peek().is_some_and(|top| rank(worst, best, known, list, record, 0) < top.0.rank())
    }

    /// Counts a row that would not be kept.
    pub const fn pass_over(&mut self) {
        self.offered += 1;
    }

    /// Takes the row if it is among the best so far.
    pub fn push(&mut self, row: SheetRow) {
        self.offered += 1;
        if self.heap.len() < self.limit {
            self.heap.push(Ranked(row));
        } else if let Some(mut top) = self.heap.peek_mut().filter(|top| row.rank() < top.0.rank()) {
            *top = Ranked(row);
        }
    }

    /// How many rows were offered, kept or not.
    #[must_use]
    pub const fn offered(&self) -> u64 {
        self.offered
    }

    /// The rows kept, best first.
    #[must_use]
    pub fn into_sorted(self) -> Vec<SheetRow> {
        self.heap.into_sorted_vec().into_iter().map(|ranked| ranked.0).collect()
    }
}

impl FirstRows {
    /// Keeps all rows as long as there are at most `limit`.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { rows: Vec::new(), limit, offered: 0 }
    }

    /// Whether the next row would be kept. Ask before the cells are made, and call [`FirstRows::pass_over`] if not.
    #[must_use]
    pub const fn would_keep(&self) -> bool {
        self.offered < self.limit as u64
    }

    /// Counts a row that would not be kept, and lets go of the others: the sheet is not going to be written.
    pub fn pass_over(&mut self) {
        self.offered += 1;
        self.rows = Vec::new();
    }

    /// Takes the row, if there is room.
    pub fn push(&mut self, row: SheetRow) {
        if self.would_keep() {
            self.offered += 1;
            self.rows.push(row);
        } else {
            self.pass_over();
        }
    }

    /// How many rows were offered, kept or not.
    #[must_use]
    pub const fn offered(&self) -> u64 {
        self.offered
    }

    /// All rows, best first; nothing where there were more than the limit.
    #[must_use]
    pub fn into_rows(mut self) -> Option<Vec<SheetRow>> {
        self.rows.sort_by_key(SheetRow::rank);
        (self.offered <= self.limit as u64).then_some(self.rows)
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.rank().cmp(&other.0.rank())
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(worst: i64, best: i64, known: u32, list: u32, record: u64, part: u32) -> SheetRow {
        SheetRow { worst, best, known, list, record, part, cells: Vec::new() }
    }

    /// Rows in no order, some of them equal in all but their place.
    fn many() -> Vec<SheetRow> {
        (0..500_u32)
            .map(|i| row(i64::from(i * 7 % 5), i64::from(i * 3 % 4), i % 3, i % 2, u64::from(i * 37 % 101), i))
            .collect()
    }

    #[test]
    fn the_best_rows_are_those_of_a_full_sort() {
        let mut sorted = many();
        sorted.sort_by_key(SheetRow::rank);
        for limit in [0, 1, 10, 499, 500, 501] {
            let mut best = BestRows::new(limit);
            for row in many() {
                if best.would_keep(row.worst, row.best, row.known, row.list, row.record) {
                    best.push(row);
                } else {
                    best.pass_over();
                }
            }
            assert_eq!(best.offered(), 500);
            assert_eq!(best.into_sorted(), sorted[..limit.min(500)]);
        }
    }

    #[test]
    fn scores_then_completeness_then_place_decide() {
        let in_order = [
            row(2, 2, 0, 9, 9, 0),
            row(1, 3, 0, 9, 9, 0),
            row(1, 2, 5, 9, 9, 0),
            row(1, 2, 4, 0, 8, 0),
            row(1, 2, 4, 0, 9, 1),
        ];
        let mut best = BestRows::new(9);
        in_order.iter().rev().for_each(|row| best.push(row.clone()));
        assert_eq!(best.into_sorted(), in_order);
    }

    #[test]
    fn rejections_are_all_or_none() {
        for (offered, kept) in [(0, Some(0)), (2, Some(2)), (3, Some(3)), (4, None), (9, None)] {
            let mut first = FirstRows::new(3);
            (0..offered).for_each(|i| first.push(row(0, 0, 0, 0, i, 0)));
            assert_eq!(first.offered(), offered);
            assert_eq!(first.into_rows().map(|rows| rows.len()), kept);
        }
    }
}
