//! Missing-markers: what stands in a cell of which nothing is known.

use super::folding::folds_to_any;

/// Words that mean nothing; compared trimmed and case-folded.
///
/// Every cell of every list is compared with them, and hardly one is one of them. So most are told by their length or
/// their first letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markers {
    words: Vec<String>,
    /// The bytes of the longest.
    longest: usize,
    /// A bit for each character of ASCII that one of them begins with.
    firsts: u128,
}

impl Markers {
    /// Of words that are folded in the plain style ([`super::fold_key`]).
    #[must_use]
    pub fn new(words: Vec<String>) -> Self {
        let longest = words.iter().map(String::len).max().unwrap_or(0);
        let firsts = words.iter().filter_map(|word| word.bytes().next().filter(u8::is_ascii));
        let firsts = firsts.fold(0, |firsts, first| firsts | 1 << first);
        Self { words, longest, firsts }
    }

    /// Whether a trimmed text is one of them.
    #[must_use]
    pub fn have(&self, text: &str) -> bool {
        // Folding can shorten or lengthen a text, but never beyond threefold.
        text.len() <= self.longest * 3 && self.may_have(text.as_bytes()) && folds_to_any(text, &self.words)
    }

    /// Whether one of them begins as the text does. A letter of ASCII is folded to one, unless a mark comes behind it.
    fn may_have(&self, text: &[u8]) -> bool {
        match text {
            [first, rest @ ..] if first.is_ascii() && rest.first().is_none_or(u8::is_ascii) => {
                self.firsts >> first.to_ascii_lowercase() & 1 == 1
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::field_types::fold_key;

    #[test]
    fn a_marker_is_one_however_it_is_written() {
        let markers = Markers::new(["", "-", "n/a", "é", "keine angabe"].map(str::to_owned).to_vec());
        for text in ["", "-", "N/A", "n/a", "É", "e\u{301}", "E\u{301}", "Keine  Angabe"] {
            assert!(markers.have(text), "{text:?}");
        }
        for text in ["n", "--", "e", "naa", "keine", "keine angabe zur firma", "ｎ/a"] {
            assert!(!markers.have(text), "{text:?}");
        }
        assert!(!Markers::default().have("-"));
    }

    proptest! {
        #[test]
        fn they_are_those_that_fold_alike(text in "[ nNeE\u{301}é/-]{0,4}", words in prop::collection::vec("[nNeE\u{301}é/-]{0,3}", 0..4)) {
            let words: Vec<String> = words.iter().map(|word| fold_key(word).into_owned()).collect();
            let text = text.trim();
            prop_assert_eq!(Markers::new(words.clone()).have(text), words.contains(&fold_key(text).into_owned()));
        }
    }
}
