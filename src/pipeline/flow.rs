//! The flow of chunks: fetched by a thread, worked on by all, taken in order by another thread.
//!
//! Each worker does all of the work on its chunk, from bytes to lines. What one step of it leaves is still in the cache
//! of the core when the next one needs it; with a pass over many chunks a step, it is not. What has to be done in order
//! is done in [`Turn`](super::turn::Turn)s.
//!
//! Not more than one chunk a worker and a few others are on their way, so that memory is bounded by them, and not by the lists.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::RunError;
use super::feed::{self, ListChunk, ReadFile};
use super::inputs::Source;

/// How many chunks may be on their way beside the one that each worker has: some that wait for a worker, some that wait
/// to be taken, and some behind one that takes longer than others.
const WAITING: usize = 6;

/// Takes the chunks of all lists through `work`, on all threads, and gives what that makes of them to `take`, in the
/// order of the lists, until that wants no more. Gives what is known of the lists that were read to their end.
///
/// `work` gives nothing only where a turn before was given up.
///
/// # Errors
/// A list that cannot be read, and what `take` says.
pub(super) fn flow<D: Send>(
    sources: Vec<Source>,
    chunk: usize,
    work: impl Fn(ListChunk) -> Option<D> + Sync,
    take: impl FnMut(D) -> Result<Wants, RunError> + Send,
) -> Result<Vec<ReadFile>, RunError> {
    through(|fetched| feed::read(sources, chunk, fetched), work, take)
}

/// The same for chunks that `fetch` gives.
fn through<D: Send, F: Send>(
    fetch: impl FnOnce(&Fetched) -> Result<F, RunError> + Send,
    work: impl Fn(ListChunk) -> Option<D> + Sync,
    take: impl FnMut(D) -> Result<Wants, RunError> + Send,
) -> Result<F, RunError> {
    thread::scope(|scope| {
        let (to_work, chunks) = sync_channel(1);
        let (to_take, done) = sync_channel(1);
        let (room, freed) = sync_channel(rayon::current_num_threads() + WAITING);
        let reader = scope.spawn(move || fetch(&Fetched { room, to_work }));
        let taker = scope.spawn(move || take_in_order(&done, &freed, take));
        let chunks = Mutex::new(chunks);
        rayon::broadcast(|_| work_on_all(&chunks, &to_take, &work));
        drop((chunks, to_take));
        let files = join(reader)?;
        join(taker).map(|()| files)
    })
}

/// Where fetched chunks go.
pub(super) struct Fetched {
    /// Has something in it for each chunk that is on its way.
    room: SyncSender<()>,
    to_work: SyncSender<ListChunk>,
}

impl Fetched {
    /// Hands a chunk over, once there is room for one more. False where nobody wants more.
    pub(super) fn send(&self, chunk: ListChunk) -> bool {
        self.room.send(()).is_ok() && self.to_work.send(chunk).is_ok()
    }
}

/// Whether the rest is wanted, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    More,
    NoMore,
}

/// What each worker does, as long as there are chunks and somebody wants what comes of them.
fn work_on_all<D>(
    chunks: &Mutex<Receiver<ListChunk>>,
    to_take: &SyncSender<(u64, D)>,
    work: impl Fn(ListChunk) -> Option<D>,
) {
    let next = || chunks.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    while let Some(chunk) = next() {
        let number = chunk.turn.number;
        let Some(done) = work(chunk) else { break };
        if to_take.send((number, done)).is_err() {
            break;
        }
    }
}

/// Takes what was done in the order of its numbers; what comes too early waits.
fn take_in_order<D>(
    done: &Receiver<(u64, D)>,
    freed: &Receiver<()>,
    mut take: impl FnMut(D) -> Result<Wants, RunError>,
) -> Result<(), RunError> {
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for (number, part) in done {
        early.insert(number, part);
        while let Some(part) = early.remove(&next) {
            if take(part)? == Wants::NoMore {
                return Ok(());
            }
            // Somebody has fetched it, and fetches the next one.
            let _ = freed.recv();
            next += 1;
        }
    }
    Ok(())
}

fn join<T>(thread: thread::ScopedJoinHandle<'_, Result<T, RunError>>) -> Result<T, RunError> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::super::turn::Row;
    use super::*;
    use crate::intake::Chunk;

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
    fn slowly(chunk: &ListChunk) -> Option<u64> {
        let number = chunk.chunk.offset;
        thread::sleep(Duration::from_micros(if number.is_multiple_of(3) { 500 } else { 20 }));
        chunk.turn.take(|| number)
    }

    #[test]
    fn all_are_taken_in_order_and_few_are_on_their_way() {
        let (on_their_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut numbers = Vec::new();
        let work = |chunk: ListChunk| {
            most.fetch_max(on_their_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            slowly(&chunk)
        };
        let take = |number| {
            on_their_way.fetch_sub(1, Ordering::SeqCst);
            numbers.push(number);
            Ok(Wants::More)
        };
        assert_eq!(on_three_threads(|| through(fetch(200), work, take)).ok(), Some(200));
        assert_eq!(numbers, (0..200).collect::<Vec<_>>());
        assert!(most.into_inner() <= 3 + WAITING);
    }

    #[test]
    fn it_ends_where_no_more_is_wanted_or_what_was_taken_cannot_be_kept() {
        for failing in [false, true] {
            let take = |number| match number {
                20 if failing => Err(RunError::Changed),
                20 => Ok(Wants::NoMore),
                _ => Ok(Wants::More),
            };
            let done = on_three_threads(|| through(fetch(100_000), |chunk| slowly(&chunk), take));
            match done {
                Ok(fetched) => assert!(!failing && (20..200).contains(&fetched)),
                Err(error) => assert!(failing && matches!(error, RunError::Changed)),
            }
        }
    }

    #[test]
    fn what_cannot_be_read_ends_it() {
        let fetch = |fetched: &Fetched| fetch(5)(fetched).and_then(|_| Err::<(), _>(RunError::Changed));
        let done = on_three_threads(|| through(fetch, |chunk| slowly(&chunk), |_| Ok(Wants::More)));
        assert!(matches!(done, Err(RunError::Changed)));
    }

    #[test]
    fn a_worker_that_panics_takes_the_others_along() {
        for number in [0, 7, 199] {
            let work = |chunk: ListChunk| {
                assert!(chunk.chunk.offset != number, "as wanted");
                slowly(&chunk)
            };
            let run = || on_three_threads(|| through(fetch(200), work, |_| Ok(Wants::More)));
            assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        }
    }
}
