//! Columns of outcomes, read the short way: a million records have fifty million of them.

use polars::prelude::{DataFrame, PolarsError};

use crate::model::Outcome;

/// The outcomes of one rule or criterion; nothing where a record was not judged.
pub(super) struct Outcomes(pub(super) Vec<Option<Outcome>>);

/// The outcomes in a column.
pub(super) fn outcomes(frame: &DataFrame, column: &str) -> Result<Outcomes, PolarsError> {
    Ok(Outcomes(frame.column(column)?.str()?.iter().map(|word| word.and_then(outcome)).collect()))
}

/// How often a word stands in a column.
pub(super) fn words(frame: &DataFrame, column: &str, wanted: &str) -> Result<u64, PolarsError> {
    let words = frame.column(column)?.str()?;
    if words.null_count() == words.len() {
        return Ok(0);
    }
    Ok(words.iter().filter(|word| *word == Some(wanted)).count() as u64)
}

impl Outcomes {
    /// How many there are of each.
    pub(super) fn counted(&self) -> [(Outcome, u64); 4] {
        let mut counts = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::Skipped].map(|outcome| (outcome, 0));
        for outcome in self.0.iter().flatten() {
            counts[*outcome as usize].1 += 1;
        }
        counts
    }
}

fn outcome(word: &str) -> Option<Outcome> {
    match word {
        "pass" => Some(Outcome::Pass),
        "fail" => Some(Outcome::Fail),
        "unknown" => Some(Outcome::Unknown),
        "skipped" => Some(Outcome::Skipped),
        _ => None,
    }
}
