//! The first record with each key.

use super::first_table::{Entry, FirstTable};

/// The first record with every key that was met, over all lists. Takes 21 bytes a key.
///
/// Of a key 88 bits are kept: among a hundred million keys, two are mistaken for one in one run of 60 billion.
pub struct FirstSeen(FirstTable);

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
        Self(FirstTable::with_room(keys))
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
        std::hint::black_box(keys.filter(|key| self.0.touch(*key)).count());
    }

    /// The earlier record with this key; without one, this record is the first.
    fn first(&mut self, key: u128, record: u64) -> Option<u64> {
        self.0.first(Entry::new(key, record)).filter(|first| *first != record)
    }
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
            ([Some(1 << 24), Some(1 << 50)], None),
        ];
        for (record, (keys, expected)) in table.into_iter().enumerate() {
            let keys = keys.map(|key: Option<u128>| key.map(|key| key << 64));
            seen.touch(keys.into_iter().flatten());
            assert_eq!(seen.meet(keys.into_iter(), record as u64), expected, "record {record}");
        }
    }

    #[test]
    fn a_large_table_knows_what_one_that_grew_knows() {
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
