//! Finds any of many texts in one pass over a text.
//!
//! It is built when it is first asked: a profile is compiled once more for each of its tests, and most of what those
//! compile is never asked anything. For the shipped profiles that was half of the time from start to the first record.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::Refusal;

/// So many bytes of texts there may be: far below what the automaton can number.
const MOST: usize = 1 << 28;

/// Finds any of the texts.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    texts: Vec<String>,
    built: OnceLock<AhoCorasick>,
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
        Ok(Self { texts, built: OnceLock::new() })
    }

    /// What finds them.
    pub(super) fn get(&self) -> &AhoCorasick {
        self.built.get_or_init(|| AhoCorasick::new(&self.texts).expect("bug: more texts than an automaton can number"))
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
}
