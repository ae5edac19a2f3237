//! The first record with each key.

use hashbrown::HashTable;

/// The first record with every key that was met, over all lists. Takes 17 bytes a key beside the table's spare room.
///
/// A table doubles when it is full, and is half empty after that: with millions of keys that is most of a run's memory.
/// So there are many small ones, as many as are nearly full with the keys that are expected. Should more come, the
/// tables grow one after the other, and none holds up the run for long.
///
/// Of a key 88 bits are kept: among a hundred million keys, two are mistaken for one in one run of 60 billion.
pub struct FirstSeen {
    shards: Vec<HashTable<Entry>>,
}

/// How many keys a shard is meant for: as many as fit a table of 32,768 places, seven eighths of which may be taken,
/// less four times the spread of a random share.
const SHARD: usize = 28_000;

/// The upper bits of a key, and below them the number of its first record.
#[derive(Clone, Copy)]
struct Entry(u128);

/// How many bits the number of a record takes. The keys of so many records fit no memory.
const RECORD: u32 = 40;

impl Entry {
    fn new(key: u128, record: u64) -> Self {
        debug_assert!(record < 1 << RECORD, "bug: record {record} is beyond all memory");
        Self(key >> RECORD << RECORD | u128::from(record))
    }

    const fn is_of(self, key: u128) -> bool {
        (self.0 ^ key) >> RECORD == 0
    }

    #[expect(clippy::cast_possible_truncation, reason = "fewer bits than that are left")]
    const fn record(self) -> u64 {
        self.0 as u64 & ((1 << RECORD) - 1)
    }

    /// What the tables go by.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half of what is kept of the key")]
    const fn hash(self) -> u64 {
        (self.0 >> RECORD) as u64
    }
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

    /// Looks where keys stand that will be met soon. Each look waits for memory; here none waits for the one before, as
    /// those of [`Self::meet`] do.
    pub fn touch(&self, keys: impl Iterator<Item = u128>) {
        let entries = keys.map(|key| Entry::new(key, 0));
        let found = entries.filter(|entry| self.shard(*entry).find(entry.hash(), |met| met.is_of(entry.0)).is_some());
        std::hint::black_box(found.count());
    }

    /// The earlier record with this key; without one, this record is the first.
    fn first(&mut self, key: u128, record: u64) -> Option<u64> {
        let entry = Entry::new(key, record);
        if let Some(met) = self.shard(entry).find(entry.hash(), |met| met.is_of(key)) {
            return Some(met.record()).filter(|first| *first != record);
        }
        let shard = shard(entry, self.shards.len());
        self.shards[shard].insert_unique(entry.hash(), entry, |met| met.hash());
        None
    }

    fn shard(&self, entry: Entry) -> &HashTable<Entry> {
        &self.shards[shard(entry, self.shards.len())]
    }
}

/// The shard of a key, out of the upper bits of it, by which the tables do not go.
#[expect(clippy::cast_possible_truncation, reason = "below the number of shards")]
const fn shard(entry: Entry, shards: usize) -> usize {
    (((entry.0 >> 64) * shards as u128) >> 64) as usize
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
            ([Some(1 << 24), Some(1 << 60)], None),
        ];
        for (record, (keys, expected)) in table.into_iter().enumerate() {
            let keys = keys.map(|key: Option<u128>| key.map(|key| key << RECORD));
            seen.touch(keys.into_iter().flatten());
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
        assert_eq!(FirstSeen::default().meet([Some(7 << 64), Some(7 << 64)].into_iter(), 3), None);
    }
}
