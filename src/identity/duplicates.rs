//! The first record with each key.

use hashbrown::HashTable;

/// The first record with every key that was met, over all lists. Takes 24 bytes a key beside the table's spare room.
///
/// A table doubles when it is full, and is half empty after that: with millions of keys that is most of a run's memory.
/// So there are many small ones, as many as are nearly full with the keys that are expected. Should more come, the
/// tables grow one after the other, and none holds up the run for long.
pub struct FirstSeen {
    shards: Vec<HashTable<Entry>>,
}

/// How many keys a shard is meant for: as many as fit a table of 32,768 places, seven eighths of which may be taken,
/// less four times the spread of a random share.
const SHARD: usize = 28_000;

/// Sixteen bytes of hash and eight of record, without padding.
#[derive(Clone, Copy)]
struct Entry {
    high: u64,
    low: u64,
    record: u64,
}

/// Why a record is a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The first key, in the profile's order, that an earlier record has.
    pub key: usize,
    /// The first record with that key, by its number over all lists.
    pub first: u64,
}

impl FirstSeen {
    /// With room for so many keys, so that the table need not grow, which costs more than all look-ups.
    #[must_use]
    pub fn with_room(keys: usize) -> Self {
        let shards = keys.div_ceil(SHARD).max(1);
        Self { shards: (0..shards).map(|_| HashTable::with_capacity(keys.min(SHARD))).collect() }
    }

    /// Takes the keys of a record, and says whether an earlier one has one of them. Records come in order.
    pub fn meet(&mut self, keys: impl Iterator<Item = Option<u128>>, record: u64) -> Option<Duplicate> {
        let mut duplicate = None;
        for (place, key) in keys.enumerate() {
            let Some(first) = key.and_then(|key| self.first(key, record)) else { continue };
            duplicate = duplicate.or(Some(Duplicate { key: place, first }));
        }
        duplicate
    }

    /// The earlier record with this key; without one, this record is the first.
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the hash")]
    fn first(&mut self, key: u128, record: u64) -> Option<u64> {
        let (high, low) = ((key >> 64) as u64, key as u64);
        let shard = shard(high, self.shards.len());
        let table = &mut self.shards[shard];
        if let Some(entry) = table.find(low, |entry| entry.high == high && entry.low == low) {
            return Some(entry.record).filter(|first| *first != record);
        }
        table.insert_unique(low, Entry { high, low, record }, |entry| entry.low);
        None
    }
}

/// The shard of a key, out of the half of its hash that the table does not go by.
#[expect(clippy::cast_possible_truncation, reason = "below the number of shards")]
const fn shard(high: u64, shards: usize) -> usize {
    ((high as u128 * shards as u128) >> 64) as usize
}

impl Default for FirstSeen {
    fn default() -> Self {
        Self::with_room(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_names_its_first_key_and_that_keys_first_record() {
        let mut seen = FirstSeen::default();
        let duplicate = |key, first| Some(Duplicate { key, first });
        let table = [
            ([Some(1), Some(10)], None),
            ([Some(2), Some(10)], duplicate(1, 0)),
            ([Some(2), None], duplicate(0, 1)),
            ([None, None], None),
            ([Some(2), Some(10)], duplicate(0, 1)),
            ([Some(1 << 64), Some(11)], None),
        ];
        for (record, (keys, expected)) in table.into_iter().enumerate() {
            assert_eq!(seen.meet(keys.into_iter(), record as u64), expected, "record {record}");
        }
    }

    #[test]
    fn many_shards_know_what_one_knows() {
        let (mut one, mut many) = (FirstSeen::default(), FirstSeen::with_room(1_000_000));
        let key = |number: u64| xxhash_rust::xxh3::xxh3_128(&(number % 700).to_le_bytes());
        for record in 0..2000 {
            let keys = || [Some(key(record)), Some(key(record * record))].into_iter();
            assert_eq!(one.meet(keys(), record), many.meet(keys(), record), "record {record}");
        }
    }

    #[test]
    fn a_record_is_no_duplicate_of_itself() {
        assert_eq!(FirstSeen::default().meet([Some(7), Some(7)].into_iter(), 3), None);
    }
}
