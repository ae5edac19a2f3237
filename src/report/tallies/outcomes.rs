//! Columns of outcomes, read the short way: a million records have fifty million of them.

use std::borrow::Cow;

use polars::prelude::{DataFrame, PolarsError, StringChunked};

use crate::model::Outcome;

/// What a column of outcomes says of each record; nothing where it was not judged.
pub(super) fn outcomes(frame: &DataFrame, column: &str) -> Result<Vec<Option<Outcome>>, PolarsError> {
    let words = frame.column(column)?.str()?;
    let mut outcomes = Vec::with_capacity(words.len());
    for array in words.downcast_iter() {
        outcomes.extend(array.views().iter().map(|view| outcome(view.length, view.prefix)));
    }
    if words.null_count() > 0 {
        // Where nothing stands, what the view says means nothing.
        let there = words.is_not_null();
        let there = there.iter().map(|there| there == Some(true));
        outcomes.iter_mut().zip(there).filter(|(_, there)| !there).for_each(|(outcome, _)| *outcome = None);
    }
    Ok(outcomes)
}

/// How often each outcome stands in a column.
pub(super) fn counted(frame: &DataFrame, column: &str) -> Result<[(Outcome, u64); 4], PolarsError> {
    let mut counts = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::Skipped].map(|outcome| (outcome, 0));
    for array in there(frame.column(column)?.str()?).downcast_iter() {
        for outcome in array.views().iter().filter_map(|view| outcome(view.length, view.prefix)) {
            counts[outcome as usize].1 += 1;
        }
    }
    Ok(counts)
}

/// How often something is assumed in a column of causes.
pub(super) fn assumed(frame: &DataFrame, column: &str) -> Result<u64, PolarsError> {
    let causes = there(frame.column(column)?.str()?);
    Ok(causes.iter().filter(|cause| *cause == Some("assumed")).count() as u64)
}

/// The cells in which something stands.
fn there(words: &StringChunked) -> Cow<'_, StringChunked> {
    if words.null_count() == 0 { Cow::Borrowed(words) } else { Cow::Owned(words.drop_nulls()) }
}

/// The outcome whose word is so long and begins so: no two words agree in both.
const fn outcome(length: u32, prefix: u32) -> Option<Outcome> {
    match (length, &prefix.to_le_bytes()) {
        (4, b"pass") => Some(Outcome::Pass),
        (4, b"fail") => Some(Outcome::Fail),
        (7, b"unkn") => Some(Outcome::Unknown),
        (7, b"skip") => Some(Outcome::Skipped),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outcome::{Fail, Pass, Skipped, Unknown};

    #[test]
    fn words_are_told_by_their_length_and_beginning() {
        let table =
            [("pass", Some(Pass)), ("fail", Some(Fail)), ("unknown", Some(Unknown)), ("skipped", Some(Skipped))];
        for (word, expected) in table.into_iter().chain([("", None), ("past", None), ("password", None)]) {
            let mut prefix = [0; 4];
            word.bytes().zip(&mut prefix).for_each(|(byte, place)| *place = byte);
            assert_eq!(
                outcome(u32::try_from(word.len()).expect("short"), u32::from_le_bytes(prefix)),
                expected,
                "{word}"
            );
        }
        for outcome in [Pass, Fail, Unknown, Skipped] {
            assert!(table.contains(&(outcome.as_str(), Some(outcome))));
        }
    }
}
