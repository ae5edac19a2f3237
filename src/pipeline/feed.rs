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
}

/// Reads all lists one after the other. Ends early, with the lists that were read to their end, where nobody wants more.
pub(super) fn read(sources: Vec<Source>, target: usize, fetched: &Fetched) -> Result<Vec<ReadFile>, RunError> {
    let mut files = Vec::with_capacity(sources.len());
    let mut row = Row::default();
    for (list, Source { mut chunks, stamp }) in sources.into_iter().enumerate() {
        while let Some(chunk) = chunks.next(target).map_err(RunError::of_list(list))? {
            let turn = row.next();
            if !fetched.send(ListChunk { list, chunk, turn }) {
                return Ok(files);
            }
        }
        let fingerprint = chunks.fingerprint().map_err(OpenError::from).map_err(RunError::of_list(list))?;
        if stamp.is_some_and(|stamp| !stamp.still_holds()) {
            return Err(RunError::of_list(list)(RunError::Changed));
        }
        files.push(ReadFile { fingerprint });
    }
    Ok(files)
}
