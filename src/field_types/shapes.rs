//! Which words some list of words cannot have, told by their first letters and lengths: most lists are looked up in vain,
//! once for nearly every cell.

/// The lengths of some words of small letters of ASCII, a bit each, by their first letters.
pub(super) struct Shapes([u32; 26]);

impl Shapes {
    /// Of these words, each shorter than 32 letters.
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut lengths = [0; 26];
        words.for_each(|word| lengths[usize::from(word.as_bytes()[0] - b'a')] |= 1 << word.len());
        Self(lengths)
    }

    /// Whether a word may be one of them, in capitals or not. A word with other signs than letters always may.
    pub(super) fn may_have(&self, word: &str) -> bool {
        match word.as_bytes() {
            letters @ [first, ..] if letters.iter().all(u8::is_ascii_alphabetic) => self.has(*first, letters.len()),
            _ => true,
        }
    }

    /// Whether the letters of a text may be one of them. Those of a text without any letter, or beyond ASCII, always may.
    pub(super) fn may_have_letters_of(&self, text: &str) -> bool {
        let mut letters = text.bytes().filter(u8::is_ascii_alphabetic);
        match letters.next() {
            Some(first) if text.is_ascii() => self.has(first, 1 + letters.count()),
            _ => true,
        }
    }

    fn has(&self, first: u8, length: usize) -> bool {
        length < 32 && self.0[usize::from(first.to_ascii_lowercase() - b'a')] >> length & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_has_it_may_have() {
        let shapes = Shapes::of(["dr", "prof"].into_iter());
        for word in ["dr", "Dr", "dr.", "prof", "Park", "", "é"] {
            assert!(shapes.may_have(word), "{word}");
        }
        for word in ["drs", "p", "ann", "professor", "doctorofphilosophyandoftheology"] {
            assert!(!shapes.may_have(word), "{word}");
        }
        for (text, expected) in [("d.r.1", true), ("d.r.s", false), ("12", true), ("", true), ("dré", true)] {
            assert_eq!(shapes.may_have_letters_of(text), expected, "{text}");
        }
    }
}
