//! The tests that stand beside the rules.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::{ColumnId, Fact, Place, Profile};
use crate::model::{Outcome, Verdict};

/// The tests of one file, with the profile that they are run against.
#[derive(Clone, Debug)]
pub struct TestSuite {
    /// The criterion's or the profile's name.
    pub name: String,
    /// The file that holds the tests.
    pub path: PathBuf,
    /// For a criterion file its rules alone, as written; for a profile everything, with overrides and weights.
    pub profile: Profile,
    /// The tests, in the order of the file.
    pub cases: Vec<TestCase>,
    /// The table that the last of them are rows of.
    pub table: Option<CaseTable>,
}

/// Tests as rows of a CSV file, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTable {
    /// The file.
    pub path: PathBuf,
    /// Its headers.
    pub headers: Vec<String>,
    /// Its rows, each with one cell a header.
    pub rows: Vec<Vec<String>>,
}

/// A lead and what must come out.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub place: Place,
    /// The raw cells, by the place of their field; a field left out is missing.
    pub lead: Vec<(usize, String)>,
    /// The list's own facts, as written.
    pub facts: Vec<(Fact, String)>,
    /// What must come out.
    pub expect: Vec<Expectation>,
}

/// One thing that must come out, with its place.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Where it is written.
    pub place: Place,
    /// What.
    pub expected: Expected,
}

/// What must come out of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A rule has this outcome.
    Rule {
        /// The rule's place in the profile.
        rule: usize,
        /// The outcome.
        outcome: Outcome,
    },
    /// A score rule earns these points.
    Points {
        /// The rule's place in the profile.
        rule: usize,
        /// The worst case.
        low: Decimal,
        /// The best case.
        high: Decimal,
    },
    /// The lead gets this verdict.
    Verdict(Verdict),
    /// The lead has this score.
    Score {
        /// The worst case.
        low: Decimal,
        /// The best case.
        high: Decimal,
    },
    /// The lead gets this grade; blank for none.
    Grade(String),
    /// Exactly these rules knock the lead out, by their ids.
    BlockedBy(Vec<String>),
    /// Exactly these fields are asked for, in this order.
    Ask(Vec<String>),
    /// A cell was read as this; empty: it is not known.
    Cell {
        /// The column.
        column: ColumnId,
        /// Its normal form.
        shown: String,
    },
}
