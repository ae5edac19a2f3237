//! A table of keys, each with its first record, in which a look costs one line of memory.
//!
//! Every lead of every list is looked up, hardly one is there, and nothing is ever taken out. The table is larger than
//! the caches, so that a look-up costs what it waits for memory. In a general hash table it waits twice, for the tags
//! and for the entry behind them, and each time for the place of the page, because the table has more pages than the
//! processor remembers. Here four entries make a bucket, which is a line of a cache (64 bytes); a key is in its bucket,
//! or, where that is full, in one of those behind it, up to the first that has room. Buckets are three quarters full at
//! most: then nine of ten keys are in their own. The memory is asked for in huge pages, where the system has them.

use std::alloc::{Layout, handle_alloc_error};

use memmap2::MmapMut;

/// The upper bits of a key, and below them the number of its first record, plus one: no entry is zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u128);

/// How many bits the number of a record takes. The keys of so many records fit no memory.
const RECORD: u32 = 40;

/// Entries, zero where there is none.
type Bucket = [u128; 4];

/// How many of them are taken at most, on average.
const TAKEN: usize = 3;

/// The table.
pub(super) struct FirstTable {
    buckets: Buckets,
    keys: usize,
}

/// Memory of the system's own, which is zero at first.
struct Buckets(MmapMut);

/// From so many bytes on, huge pages are worth it: they come in two mebibytes.
#[cfg(target_os = "linux")]
const HUGE: usize = 8 << 20;

impl Entry {
    pub(super) fn new(key: u128, record: u64) -> Self {
        debug_assert!(record < (1 << RECORD) - 1, "bug: record {record} is beyond all memory");
        Self(key >> RECORD << RECORD | u128::from(record + 1))
    }

    const fn has_key_of(self, other: u128) -> bool {
        (self.0 ^ other) >> RECORD == 0
    }

    #[expect(clippy::cast_possible_truncation, reason = "fewer bits than that are left")]
    const fn record(self) -> u64 {
        (self.0 as u64 & ((1 << RECORD) - 1)) - 1
    }
}

impl FirstTable {
    /// With room for so many keys.
    pub(super) fn with_room(keys: usize) -> Self {
        Self { buckets: Buckets::new(keys.div_ceil(TAKEN)), keys: 0 }
    }

    /// The first record with the key of an entry. Without one, the entry is the first, and is kept.
    pub(super) fn first(&mut self, entry: Entry) -> Option<u64> {
        let buckets = self.buckets.all_mut();
        let (many, place) = (buckets.len(), place_of(buckets, entry));
        if *place != 0 {
            return Some(Entry(*place).record());
        }
        *place = entry.0;
        self.keys += 1;
        if self.keys > many * TAKEN {
            self.grow();
        }
        None
    }

    /// Looks at the bucket of a key, and says whether it is the first one there: so that it is near when it is asked
    /// for.
    pub(super) fn touch(&self, key: u128) -> bool {
        let buckets = self.buckets.all();
        Entry(buckets[bucket(key, buckets.len())][0]).has_key_of(key)
    }

    /// By half: twice the memory would be needed while the keys move, and be half empty after that.
    fn grow(&mut self) {
        let buckets = self.buckets.all();
        let mut larger = Buckets::new(buckets.len() + buckets.len() / 2 + 1);
        for entry in buckets.iter().flatten().filter(|entry| **entry != 0) {
            *place_of(larger.all_mut(), Entry(*entry)) = *entry;
        }
        self.buckets = larger;
    }
}

impl Buckets {
    fn new(buckets: usize) -> Self {
        let layout = Layout::array::<Bucket>(buckets.max(1)).expect("bug: more keys than memory can hold");
        let Ok(memory) = MmapMut::map_anon(layout.size()) else { handle_alloc_error(layout) };
        #[cfg(target_os = "linux")]
        if layout.size() >= HUGE {
            // Where the system has none, the pages are small.
            let _ = memory.advise(memmap2::Advice::HugePage);
        }
        Self(memory)
    }

    fn all(&self) -> &[Bucket] {
        bytemuck::cast_slice(&self.0)
    }

    fn all_mut(&mut self) -> &mut [Bucket] {
        bytemuck::cast_slice_mut(&mut self.0)
    }
}

/// Where an entry with the same key is, or else where it would be. Some bucket has room.
fn place_of(buckets: &mut [Bucket], entry: Entry) -> &mut u128 {
    let mut place = bucket(entry.0, buckets.len());
    loop {
        let found = buckets[place].iter().position(|other| *other == 0 || entry.has_key_of(*other));
        if let Some(slot) = found {
            return &mut buckets[place][slot];
        }
        place = if place + 1 == buckets.len() { 0 } else { place + 1 };
    }
}

/// The bucket of a key, out of the bits that are kept of it.
#[expect(clippy::cast_possible_truncation, reason = "below the number of buckets")]
const fn bucket(key: u128, buckets: usize) -> usize {
    (((key >> 64) * buckets as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use xxhash_rust::xxh3::xxh3_128;

    use super::*;

    #[test]
    fn it_knows_what_a_map_knows() {
        for room in [0, 1, 100, 5000, 500_000] {
            let (mut table, mut map) = (FirstTable::with_room(room), HashMap::new());
            for record in 0..4000_u64 {
                let key = xxh3_128(&(record * record % 3001).to_le_bytes());
                table.touch(key);
                let first = map.get(&key).copied();
                map.entry(key).or_insert(record);
                assert_eq!(table.first(Entry::new(key, record)), first, "record {record}, room for {room}");
            }
            assert_eq!(table.keys, map.len());
        }
    }

    #[test]
    fn keys_that_all_want_the_last_bucket_find_room() {
        let mut table = FirstTable::with_room(9);
        let key = |number: u64| u128::MAX << 64 | u128::from(number) << RECORD;
        for again in [false, true] {
            for record in 0..9 {
                let first = again.then_some(record);
                assert_eq!(table.first(Entry::new(key(record), record)), first);
            }
        }
        assert_eq!(table.buckets.all().len(), 3);
    }

    #[test]
    fn a_key_of_nothing_but_zeros_is_a_key() {
        let mut table = FirstTable::with_room(4);
        assert_eq!(table.first(Entry::new(0, 0)), None);
        assert_eq!(table.first(Entry::new(0, 5)), Some(0));
    }
}
