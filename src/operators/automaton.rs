//! Finds any of many texts in one pass over a text.
//!
//! It is built when it is first asked: a profile is compiled once more for each of its tests, and most of what those
//! compile is never asked anything. For the shipped profiles that was half of the time from start to the first record.
//! And it is built twice: what answers a byte with one look-up takes as long to build as some hundred questions to what
//! has to try, so that a short list never waits for it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Refusal;

/// So many bytes of texts there may be: far below what the automaton can number.
const MOST: usize = 1 << 28;

/// After so many questions, the automaton is built that answers fastest.
const MANY: u32 = 1_000;

/// Finds any of the texts.
#[derive(Debug)]
pub(super) struct Automaton {
    texts: Vec<String>,
    asked: AtomicU32,
    /// For the first questions.
    simple: OnceLock<AhoCorasick>,
    /// For all others.
    fast: OnceLock<AhoCorasick>,
}

impl Clone for Automaton {
    fn clone(&self) -> Self {
        let asked = AtomicU32::new(self.asked.load(Ordering::Relaxed));
        Self { texts: self.texts.clone(), asked, simple: self.simple.clone(), fast: self.fast.clone() }
    }
}

impl Automaton {
    /// Of these texts, which keep their order.
    ///
    /// # Errors
    /// Refuses more than 256 MiB of them.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, Refusal> {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        if texts.iter().map(|text| text.len() + 1).sum::<usize>() > MOST {
            return Err(Refusal::new("these are more than 256 MiB of texts", "write fewer texts"));
        }
        Ok(Self { texts, asked: AtomicU32::new(0), simple: OnceLock::new(), fast: OnceLock::new() })
    }

    /// What finds them.
    pub(super) fn get(&self) -> &AhoCorasick {
        if let Some(fast) = self.fast.get() {
            return fast;
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            return self.simple.get_or_init(|| self.built(Some(AhoCorasickKind::NoncontiguousNFA)));
        }
        self.fast.get_or_init(|| self.built(None))
    }

    fn built(&self, kind: Option<AhoCorasickKind>) -> AhoCorasick {
        let built = AhoCorasick::builder().kind(kind).build(&self.texts);
        built.expect("bug: more texts than an automaton can number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_order() {
        let automaton = Automaton::new(["head", "of"]).expect("two texts");
        let found: Vec<usize> = automaton.get().find_iter("of the head").map(|hit| hit.pattern().as_usize()).collect();
        assert_eq!(found, [1, 0]);
        assert!(!Automaton::new([]).expect("no text").get().is_match("head"));
    }

    #[test]
    fn the_many_are_answered_as_the_few_are() {
        let automaton = Automaton::new(["head", "of", "ad o"]).expect("three texts");
        let hits = || {
            let hits = automaton.get().find_overlapping_iter("the head of");
            hits.map(|hit| (hit.pattern().as_usize(), hit.start())).collect::<Vec<_>>()
        };
        let few = hits();
        (0..MANY).for_each(|_| assert_eq!(hits(), few));
        assert!(automaton.fast.get().is_some());
        assert_eq!(hits(), few);
    }
}
