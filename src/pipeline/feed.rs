//! Fetches the lists from disk, batch by batch, in a thread of its own.

use std::sync::mpsc::SyncSender;

use super::RunError;
use super::inputs::Stamp;
use crate::intake::{Chunk, ChunkReader, Fingerprint, OpenError};

/// How many chunks a batch has at most: enough to keep all threads busy, few enough to stay small.
pub(super) const BATCH: usize = 8;

/// Chunks of one list, in order.
pub(super) struct Batch {
    /// The place of the list.
    pub(super) list: usize,
    /// The chunks.
    pub(super) chunks: Vec<Chunk>,
}

/// What is known of a list once it was read to its end.
pub(super) struct ReadFile {
    /// The size and hash of the file that was bought.
    pub(super) fingerprint: Fingerprint,
}

/// Reads all lists one after the other. Ends early where nobody listens any more.
pub(super) fn read(
    readers: Vec<ChunkReader>,
    stamps: &[Option<Stamp>],
    target: usize,
    batches: &SyncSender<Batch>,
) -> Result<Vec<ReadFile>, RunError> {
    let mut files = Vec::with_capacity(readers.len());
    for (list, mut reader) in readers.into_iter().enumerate() {
        loop {
            let chunks = batch(&mut reader, target).map_err(RunError::of_list(list))?;
            if chunks.is_empty() || batches.send(Batch { list, chunks }).is_err() {
                break;
            }
        }
        let fingerprint = reader.fingerprint().map_err(OpenError::from).map_err(RunError::of_list(list))?;
        if stamps[list].as_ref().is_some_and(|stamp| !stamp.still_holds()) {
            return Err(RunError::of_list(list)(RunError::Changed));
        }
        files.push(ReadFile { fingerprint });
    }
    Ok(files)
}

/// The next chunks of a list; none behind its end.
pub(super) fn batch(reader: &mut ChunkReader, target: usize) -> Result<Vec<Chunk>, RunError> {
    let mut chunks = Vec::with_capacity(BATCH);
    while chunks.len() < BATCH {
        match reader.next(target)? {
            Some(chunk) => chunks.push(chunk),
            None => break,
        }
    }
    Ok(chunks)
}
