//! Reading all lists before the run that writes: for what is known only once all of them were read.

use super::alter::Changes;
use super::feed::{self, Batch};
use super::stages::{JudgedChunk, Judging, Settling};
use super::{Inputs, RunError};
use crate::render::{Repeat, Run};

/// Reads and judges all lists, and hands over each chunk in order, with the earlier record that each of its records
/// repeats.
///
/// # Errors
/// A list that cannot be read, with its place.
pub(super) fn read_ahead(
    run: &Run<'_>,
    changes: &Changes,
    inputs: &Inputs,
    chunk: usize,
    mut take: impl FnMut(&JudgedChunk, &[Option<Repeat>]),
) -> Result<(), RunError> {
    let opened = inputs.open()?;
    let (mut judging, mut settling) = (Judging::new(run, changes), Settling::new(run, opened.records()));
    for (list, mut reader) in opened.chunks.into_iter().enumerate() {
        loop {
            let chunks = feed::batch(&mut reader, chunk).map_err(RunError::of_list(list))?;
            if chunks.is_empty() {
                break;
            }
            for judged in judging.judge(Batch { list, chunks }) {
                take(&judged, &settling.duplicates(&judged));
            }
        }
    }
    Ok(())
}
