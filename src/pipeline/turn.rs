//! What has to be done in the order of the chunks, by whoever has the chunk.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard};

/// The place of a chunk in the row of all chunks.
///
/// A worker takes a chunk and does all of the work on it, so that it stays in the cache of its core. Some steps need the
/// chunks before: where a chunk stands, who is a duplicate. For these it waits until the chunk before has done the same
/// step, and then tells the chunk behind. All chunks take the same steps. A chunk that is given up, because its worker
/// panicked or nobody wants the rest, takes those behind it along: they would wait for ever.
pub(super) struct Turn {
    before: Option<Receiver<()>>,
    behind: Sender<()>,
}

/// The row, to which chunks are added at the end.
#[derive(Default)]
pub(super) struct Row {
    last: Option<Receiver<()>>,
}

impl Row {
    /// The next turn.
    pub(super) fn next(&mut self) -> Turn {
        let (behind, last) = channel();
        Turn { before: self.last.replace(last), behind }
    }
}

impl Turn {
    /// Takes a step once the turn before has taken its own. Nothing where that one was given up.
    pub(super) fn take<R>(&self, step: impl FnOnce() -> R) -> Option<R> {
        if let Some(before) = &self.before {
            before.recv().ok()?;
        }
        let done = step();
        // Behind the last one nobody waits.
        let _ = self.behind.send(());
        Some(done)
    }
}

/// What the turns change, while one is taken: nobody else is at it.
pub(super) fn own<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.try_lock().expect("bug: two chunks have their turn at the same time")
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn turns(many: usize) -> Vec<Turn> {
        let mut row = Row::default();
        (0..many).map(|_| row.next()).collect()
    }

    #[test]
    fn steps_are_taken_in_order_whoever_comes_first() {
        let (first, second) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for (number, turn) in (0..5).zip(turns(5)).rev() {
                let (first, second) = (&first, &second);
                scope.spawn(move || {
                    for steps in [first, second] {
                        turn.take(|| own(steps).push(number));
                    }
                });
            }
        });
        for steps in [first, second] {
            assert_eq!(steps.into_inner().expect("nobody panics"), [0, 1, 2, 3, 4]);
        }
    }

    #[test]
    fn nobody_waits_for_one_that_was_given_up() {
        let mut turns = turns(3).into_iter();
        let (first, second, third) = (turns.next(), turns.next(), turns.next());
        assert_eq!(first.and_then(|first| first.take(|| 1)), Some(1));
        let second = second.expect("there are three");
        assert_eq!((second.take(|| 1), second.take(|| 2)), (Some(1), None));
        drop(second);
        assert_eq!(third.map(|third| (third.take(|| 1), third.take(|| 2))), Some((Some(1), None)));
    }
}
