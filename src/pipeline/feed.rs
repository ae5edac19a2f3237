//! Fetches the lists from disk, chunk by chunk, in a thread of its own.

use super::RunError;
use super::flow::Fetched;
use super::inputs::Source;
use super::turn::{Row, Turn};
use crate::intake::{Chunk, Fingerprint, OpenError};

/// A chunk of a list, in its turn.
pub(super) struct ListChunk {
    /// The place of the list.
    pub(super) list: usize,
    /// The chunk.
    pub(super) chunk: Chunk,
    /// Its place in the row of all chunks.
    pub(super) turn: Turn,
}

/// What is known of a list once it was read to its end.
pub(super) struct ReadFile {
    /// The size and hash of the file that was bought.
    pub(super) fingerprint: Fingerprint,
    /// How many bytes behind the packed data of the file were passed over.
    pub(super) passed_over: u64,
}

impl ReadFile {
    /// Of a list that was read to its end. What came in an archive or a workbook is read once more for it.
    pub(super) fn of(source: &Source) -> Result<Self, RunError> {
        let fingerprint = source.chunks.fingerprint().map_err(OpenError::from)?;
        source.seen.was_read(&fingerprint)?;
        Ok(Self { fingerprint, passed_over: source.chunks.passed_over() })
    }
}

/// Reads all lists one after the other, and gives what `at_end` makes of each. Ends early, with the lists that were read
/// to their end, where nobody wants more.
pub(super) fn read<E>(
    sources: Vec<Source>,
    target: usize,
    fetched: &Fetched,
    at_end: impl Fn(&Source) -> Result<E, RunError>,
) -> Result<Vec<E>, RunError> {
    let mut ended = Vec::with_capacity(sources.len());
    let mut row = Row::default();
    for (list, mut source) in sources.into_iter().enumerate() {
        while let Some(chunk) = source.chunks.next(target).map_err(RunError::of_list(list))? {
            let turn = row.next();
            if !fetched.send(ListChunk { list, chunk, turn }) {
                return Ok(ended);
            }
        }
        ended.push(at_end(&source).map_err(RunError::of_list(list))?);
    }
    Ok(ended)
}
