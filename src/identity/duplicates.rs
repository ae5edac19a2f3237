//! The first record with each key.

use std::collections::HashMap;

use super::first_table::{Entry, FirstTable};

/// The first record with every key that was met, over all lists. Takes 21 bytes a key, and 16 for each duplicate that
/// brought a new one.
///
/// Of a key 88 bits are kept: among a hundred million keys, two are mistaken for one in one run of 60 billion.
pub struct FirstSeen {
    table: FirstTable,
    /// Duplicates that are the first with a key, and the record that stands for their lead.
    leads: HashMap<u64, u64>,
    /// What keys the last record shares with which first records.
    hits: Vec<(usize, u64)>,
}

/// Why a record is a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The first key, in the profile's order, that an earlier record has.
    pub key: usize,
    /// The first record with that key, by its number over all lists.
    pub first: u64,
    /// The record that stands for its lead: that one, or the one that it repeats itself.
    pub lead: u64,
    /// Another lead with another key of the record, so that all three may be one.
    pub other: Option<OtherLead>,
}

/// A second lead that a duplicate shares a key with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherLead {
    /// The first key that it shares with that lead.
    pub key: usize,
    /// The record that stands for that lead.
    pub lead: u64,
}

impl FirstSeen {
    /// With room for so many keys, so that the table need not grow, which costs more than all look-ups.
    #[must_use]
    pub fn with_room(keys: usize) -> Self {
        Self { table: FirstTable::with_room(keys), leads: HashMap::new(), hits: Vec::new() }
    }

    /// Takes the keys of a record, and says whether an earlier one has one of them. Records come in order.
    pub fn meet(&mut self, keys: impl Iterator<Item = Option<u128>>, record: u64) -> Option<Duplicate> {
        self.hits.clear();
        let mut brings_one = false;
        for (place, key) in keys.enumerate() {
            let Some(key) = key else { continue };
            match self.first(key, record) {
                Some(first) => self.hits.push((place, first)),
                None => brings_one = true,
            }
        }
        let (key, first) = *self.hits.first()?;
        let lead = self.lead(first);
        let others = self.hits[1..].iter().map(|(key, first)| OtherLead { key: *key, lead: self.lead(*first) });
        let other = others.into_iter().find(|other| other.lead != lead);
        if brings_one {
            self.leads.insert(record, lead);
        }
        Some(Duplicate { key, first, lead, other })
    }

    /// What keys the last record that was met shares with which first records.
    #[must_use]
    pub fn hits(&self) -> &[(usize, u64)] {
        &self.hits
    }

    fn lead(&self, record: u64) -> u64 {
        self.leads.get(&record).copied().unwrap_or(record)
    }

    /// Looks where keys stand that will be met soon. Each look waits for memory; here none waits for the one before, as
    /// those of [`Self::meet`] do.
    pub fn touch(&self, keys: impl Iterator<Item = u128>) {
        std::hint::black_box(keys.filter(|key| self.table.touch(*key)).count());
    }

    /// The earlier record with this key; without one, this record is the first.
    fn first(&mut self, key: u128, record: u64) -> Option<u64> {
        self.table.first(Entry::new(key, record)).filter(|first| *first != record)
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
        let duplicate = |key, first, lead| Some(Duplicate { key, first, lead, other: None });
        let table = [
            ([Some(1), Some(10)], None),
            ([Some(2), Some(10)], duplicate(1, 0, 0)),
            ([Some(2), None], duplicate(0, 1, 0)),
            ([None, None], None),
            ([Some(2), Some(10)], duplicate(0, 1, 0)),
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
    fn a_record_that_shares_keys_with_two_leads_names_both() {
        let mut seen = FirstSeen::default();
        let (duplicate, other) = (
            |key, first, lead, other| Some(Duplicate { key, first, lead, other }),
            |key, lead| Some(OtherLead { key, lead }),
        );
        let table = [
            ([Some(1), None, Some(20)], None),
            ([Some(2), Some(10), None], None),
            ([Some(1), Some(10), None], duplicate(0, 0, 0, other(1, 1))),
            // Brings a new key to the first lead; who has both keys of one lead is of one lead.
            ([Some(1), Some(11), None], duplicate(0, 0, 0, None)),
            ([Some(1), Some(11), Some(20)], duplicate(0, 0, 0, None)),
            ([Some(2), Some(11), None], duplicate(0, 1, 1, other(1, 0))),
            ([None, Some(11), None], duplicate(1, 3, 0, None)),
        ];
        for (record, (keys, expected)) in table.into_iter().enumerate() {
            let keys = keys.map(|key: Option<u128>| key.map(|key| key << 64));
            assert_eq!(seen.meet(keys.into_iter(), record as u64), expected, "record {record}");
        }
    }

    #[test]
    fn a_record_is_no_duplicate_of_itself() {
        assert_eq!(FirstSeen::default().meet([Some(7 << 64), Some(7 << 64)].into_iter(), 3), None);
    }
}
