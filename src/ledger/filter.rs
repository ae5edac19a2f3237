//! Tells of most keys that nobody ever had them, with one look at one bit.
//!
//! Nearly every lead of a bought list is new. To look for each of its keys in each segment would cost a run more than
//! all its rules, because every look is at another place of memory. A bit for the beginning of each known hash, with
//! sixteen to thirty-two bits a key, sends all but one key in sixteen away at once.

use super::entries::Entries;

/// At least so many bits a key.
const BITS_PER_KEY: usize = 16;

/// Which beginnings of hashes occur.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    words: Vec<u64>,
    /// How many bits of a hash are its beginning.
    bits: u32,
}

impl Filter {
    /// Knows nothing.
    pub(super) const fn nothing() -> Self {
        Self { words: Vec::new(), bits: 0 }
    }

    /// Over all entries. They come in order, so that the bits are set from one end to the other.
    pub(super) fn new(segments: &[Entries]) -> Self {
        let keys: usize = segments.iter().map(Entries::len).sum();
        if keys == 0 {
            return Self::nothing();
        }
        let bits = (keys * BITS_PER_KEY).next_power_of_two().ilog2().max(6);
        let mut filter = Self { words: vec![0; 1 << (bits - 6)], bits };
        for (hash, _) in segments.iter().flat_map(Entries::iter) {
            let (word, bit) = filter.place(hash);
            filter.words[word] |= bit;
        }
        filter
    }

    /// Whether there may be an entry with this hash.
    pub(super) fn may_have(&self, hash: u128) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let (word, bit) = self.place(hash);
        self.words[word] & bit != 0
    }

    const fn place(&self, hash: u128) -> (usize, u64) {
        let beginning = (hash >> (128 - self.bits)) as usize;
        (beginning / 64, 1 << (beginning % 64))
    }
}

#[cfg(test)]
mod tests {
    use xxhash_rust::xxh3::xxh3_128;

    use super::*;

    fn hash(number: u64) -> u128 {
        xxh3_128(&number.to_le_bytes())
    }

    #[test]
    fn what_is_there_always_passes_and_little_else_does() {
        for count in [1, 3, 1_000, 20_000] {
            let set = |from: u64| Entries::sorted((from..from + count).map(|number| (hash(number), 0)).collect());
            let filter = Filter::new(&[set(0), set(1_000_000)]);
            for number in (0..count).chain(1_000_000..1_000_000 + count) {
                assert!(filter.may_have(hash(number)), "{number} of {count}");
            }
            let wrong = (2_000_000..2_010_000).filter(|number| filter.may_have(hash(*number))).count();
            assert!(wrong < 1_000, "{wrong} of 10,000 pass with {count}");
        }
        assert!(!Filter::new(&[]).may_have(hash(1)));
    }
}
