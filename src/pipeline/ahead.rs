//! Reading all lists before the run that writes: for what is known only once all of them were read.

use super::alter::Changes;
use super::flow::{Wants, flow_of_files};
use super::stages::{JudgedChunk, Judging, Settling};
use super::turn::Turn;
use super::{Inputs, RunError};
use crate::render::{Repeat, Run};

/// Reads and judges all lists, and hands over each chunk in order, with the earlier record that each of its records
/// repeats.
///
/// # Errors
/// A list that cannot be read, or was changed since it was found, with its place.
pub(super) fn read_ahead(
    run: &Run<'_>,
    changes: &Changes,
    inputs: &Inputs,
    chunk: usize,
    mut take: impl FnMut(&JudgedChunk, &[Option<Repeat>]) + Send,
) -> Result<(), RunError> {
    let opened = inputs.open()?;
    let (judging, settling) = (Judging::new(run, changes), Settling::new(run, opened.records()));
    let judged = |turn: &Turn, list, chunk| {
        let chunk = judging.judge(turn, list, chunk)?;
        let repeats = settling.repeats(turn, &chunk)?;
        Some((chunk, repeats.duplicates))
    };
    let take = |(chunk, duplicates): (JudgedChunk, Vec<_>)| {
        take(&chunk, &duplicates);
        Ok(Wants::More)
    };
    flow_of_files(opened.sources, chunk, judged, take).map(drop)
}
