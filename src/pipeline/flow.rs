//! The flow of chunks: fetched by a thread, worked on by all, taken in order.
//!
//! Each worker does all of the work on its chunk, from bytes to lines in a file. What one step of it leaves is still in
//! the cache of the core when the next one needs it; with a pass over many chunks a step, it is not. What has to be done
//! in order, taking what was done at last, is done in [`Turn`]s. Two threads that hand chunks to each other would sleep and
//! be woken for each of them, which costs more than the waiting for a turn.
//!
//! Each worker has one chunk, and few others are on their way, so that memory is bounded by them, and not by the lists.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::RunError;
use super::feed::{self, ListChunk, ReadFile};
use super::inputs::Source;
use super::turn::{Turn, own};
use crate::intake::Chunk;

/// Takes the chunks of all lists through `work`, on all threads, and gives what that makes of them to `take`, in the
/// order of the lists, until that wants no more.
///
/// `work` is given the turn of a chunk, the place of its list, and the chunk. It gives nothing only where a turn before
/// was given up.
///
/// # Errors
/// A list that cannot be read, and what `take` says.
pub(super) fn flow<D>(
    sources: Vec<Source>,
    chunk: usize,
    work: impl Fn(&Turn, usize, Chunk) -> Option<D> + Sync,
    take: impl FnMut(D) -> Result<Wants, RunError> + Send,
) -> Result<(), RunError> {
    through(|fetched| feed::read(sources, chunk, fetched, |_| Ok(())), work, take).map(|_| ())
}

/// The same, and tells which files the lists came in.
///
/// # Errors
/// Those of [`flow`], and a file that is another one by now.
pub(super) fn flow_of_files<D>(
    sources: Vec<Source>,
    chunk: usize,
    work: impl Fn(&Turn, usize, Chunk) -> Option<D> + Sync,
    take: impl FnMut(D) -> Result<Wants, RunError> + Send,
) -> Result<Vec<ReadFile>, RunError> {
    through(|fetched| feed::read(sources, chunk, fetched, ReadFile::of), work, take)
}

/// The same for chunks that `fetch` gives.
fn through<D, F: Send>(
    fetch: impl FnOnce(&Fetched) -> Result<F, RunError> + Send,
    work: impl Fn(&Turn, usize, Chunk) -> Option<D> + Sync,
    take: impl FnMut(D) -> Result<Wants, RunError> + Send,
) -> Result<F, RunError> {
    thread::scope(|scope| {
        let (to_work, chunks) = sync_channel(1);
        let reader = scope.spawn(move || fetch(&Fetched(to_work)));
        let (chunks, taking) = (Mutex::new(chunks), Mutex::new(Taking { take, ended: Ok(Wants::More) }));
        rayon::broadcast(|_| work_on_all(&chunks, &work, &taking));
        drop(chunks);
        let files = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        taking.into_inner().unwrap_or_else(PoisonError::into_inner).ended.map(|_| files)
    })
}

/// Where fetched chunks go.
pub(super) struct Fetched(SyncSender<ListChunk>);

impl Fetched {
    /// Hands a chunk over, once a worker has room for it. False where nobody wants more.
    pub(super) fn send(&self, chunk: ListChunk) -> bool {
        self.0.send(chunk).is_ok()
    }
}

/// Whether the rest is wanted, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    More,
    NoMore,
}

/// Who takes what was done.
struct Taking<T> {
    take: T,
    /// What was said last.
    ended: Result<Wants, RunError>,
}

/// What each worker does, as long as there are chunks and somebody wants what comes of them.
fn work_on_all<D, T: FnMut(D) -> Result<Wants, RunError>>(
    chunks: &Mutex<Receiver<ListChunk>>,
    work: impl Fn(&Turn, usize, Chunk) -> Option<D>,
    taking: &Mutex<Taking<T>>,
) {
    let next = || chunks.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    while let Some(ListChunk { list, chunk, turn }) = next() {
        let Some(done) = work(&turn, list, chunk) else { break };
        if turn.take(|| own(taking).take(done)) != Some(true) {
            break;
        }
    }
}

impl<T> Taking<T> {
    /// Takes what was done, unless no more is wanted; says whether more is.
    fn take<D>(&mut self, done: D) -> bool
    where
        T: FnMut(D) -> Result<Wants, RunError>,
    {
        if matches!(self.ended, Ok(Wants::More)) {
            self.ended = (self.take)(done);
        }
        matches!(self.ended, Ok(Wants::More))
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::super::turn::Row;
    use super::*;

    /// So many chunks, each with its number for its offset; gives how many somebody wanted.
    fn fetch(many: u64) -> impl FnOnce(&Fetched) -> Result<u64, RunError> {
        move |fetched| {
            let mut row = Row::default();
            let chunk = |offset| Chunk { bytes: Vec::new(), offset, last: offset + 1 == many };
            let mut send = |offset| fetched.send(ListChunk { list: 0, chunk: chunk(offset), turn: row.next() });
            Ok((0..many).take_while(|number| send(*number)).count() as u64)
        }
    }

    fn on_three_threads<R: Send>(work: impl FnOnce() -> R + Send) -> R {
        rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("there are threads").install(work)
    }

    /// Every third one takes longer than the others.
    fn slowly(turn: &Turn, _: usize, Chunk { offset: number, .. }: Chunk) -> Option<u64> {
        thread::sleep(Duration::from_micros(if number.is_multiple_of(3) { 500 } else { 20 }));
        turn.take(|| number)
    }

    #[test]
    fn all_are_taken_in_order_and_few_are_on_their_way() {
        let (on_their_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut numbers = Vec::new();
        let work = |turn: &Turn, list, chunk| {
            most.fetch_max(on_their_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            slowly(turn, list, chunk)
        };
        let take = |number| {
            on_their_way.fetch_sub(1, Ordering::SeqCst);
            numbers.push(number);
            Ok(Wants::More)
        };
        assert_eq!(on_three_threads(|| through(fetch(200), work, take)).ok(), Some(200));
        assert_eq!(numbers, (0..200).collect::<Vec<_>>());
        assert!(most.into_inner() <= 3);
    }

    #[test]
    fn it_ends_where_no_more_is_wanted_or_what_was_taken_cannot_be_kept() {
        for failing in [false, true] {
            let take = |number| match number {
                20 if failing => Err(RunError::Changed),
                20 => Ok(Wants::NoMore),
                _ => Ok(Wants::More),
            };
            let done = on_three_threads(|| through(fetch(100_000), slowly, take));
            match done {
                Ok(fetched) => assert!(!failing && (20..200).contains(&fetched)),
                Err(error) => assert!(failing && matches!(error, RunError::Changed)),
            }
        }
    }

    #[test]
    fn what_cannot_be_read_ends_it() {
        let fetch = |fetched: &Fetched| fetch(5)(fetched).and_then(|_| Err::<(), _>(RunError::Changed));
        let done = on_three_threads(|| through(fetch, slowly, |_| Ok(Wants::More)));
        assert!(matches!(done, Err(RunError::Changed)));
    }

    #[test]
    fn a_worker_that_panics_takes_the_others_along() {
        for number in [0, 7, 199] {
            let work = |turn: &Turn, list, chunk: Chunk| {
                assert!(chunk.offset != number, "as wanted");
                slowly(turn, list, chunk)
            };
            let run = || on_three_threads(|| through(fetch(200), work, |_| Ok(Wants::More)));
            assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        }
    }
}
