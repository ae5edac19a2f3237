//! Identity hashes, each with a number, sorted and packed: 24 bytes an entry, in the file as in memory.
//!
//! A table with a hash a row would be the plainer way. But hashes are spread evenly, so that the few of one night change
//! nearly every page of such a table, and ten million of them take seconds to walk. Packed, a night adds one run of
//! bytes to the file, and all of them are read as fast as the disk gives them.

use xxhash_rust::xxh3::xxh3_64;

/// The bytes of an entry: sixteen of hash and eight of number, the highest first, so that bytes sort as hashes do.
const ENTRY: usize = 24;

/// About how many entries share a place in the index.
const PER_PLACE: usize = 8;

/// The most places of an index, as a power of two.
const MOST_BITS: u32 = 22;

/// Entries in the order of their hashes. A hash may occur more than once.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    bytes: Vec<u8>,
    /// For each beginning of a hash, the first entry that has it or a later one; and one more.
    starts: Vec<u32>,
    /// How many bits of a hash are its beginning.
    bits: u32,
}

impl Entries {
    /// No entry.
    pub(super) const fn nothing() -> Self {
        Self { bytes: Vec::new(), starts: Vec::new(), bits: 0 }
    }

    /// Entries as they are in the file, with their checksum where it is known.
    ///
    /// # Errors
    /// In words, what is wrong with these bytes: they are cut off, out of order, or not those that were written.
    pub(super) fn from_bytes(bytes: Vec<u8>, checksum: Option<i64>) -> Result<Self, &'static str> {
        if !bytes.len().is_multiple_of(ENTRY) || u32::try_from(bytes.len() / ENTRY).is_err() {
            return Err("are cut off");
        }
        if checksum.is_some_and(|checksum| checksum != checksum_of(&bytes)) {
            return Err("are not those that were written");
        }
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        if !entries.is_sorted_by(|one, next| one < next) {
            return Err("are out of order");
        }
        Ok(Self::indexed(bytes))
    }

    /// A checksum over all of them.
    pub(super) fn checksum(&self) -> i64 {
        checksum_of(&self.bytes)
    }

    /// Sorts them.
    pub(super) fn sorted(mut entries: Vec<(u128, u64)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        Self::indexed(packed(entries.into_iter()))
    }

    /// All entries of some sets for which `keep` holds, as one.
    pub(super) fn merged(sets: &[Self], keep: impl Fn(u64) -> bool) -> Self {
        Self::sorted(sets.iter().flat_map(Self::iter).filter(|(_, number)| keep(*number)).collect())
    }

    fn indexed(bytes: Vec<u8>) -> Self {
        let count = bytes.len() / ENTRY;
        let bits = (count / PER_PLACE).max(1).ilog2().min(MOST_BITS);
        let mut entries = Self { bytes, starts: Vec::with_capacity((1 << bits) + 1), bits };
        for place in 0..count {
            let beginning = entries.beginning(entries.hash(place));
            while entries.starts.len() <= beginning {
                entries.starts.push(u32::try_from(place).expect("bug: more entries than a segment holds"));
            }
        }
        entries.starts.resize((1 << bits) + 1, u32::try_from(count).expect("bug: more entries than a segment holds"));
        entries
    }

    /// The numbers under a hash, in order.
    pub(super) fn find(&self, hash: u128) -> impl Iterator<Item = u64> + '_ {
        let beginning = self.beginning(hash);
        let place = |beginning: usize| self.starts.get(beginning).map_or(0, |start| *start as usize);
        (place(beginning)..place(beginning + 1)).filter(move |at| self.hash(*at) == hash).map(|at| self.number(at))
    }

    /// All entries in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u128, u64)> + '_ {
        (0..self.len()).map(|place| (self.hash(place), self.number(place)))
    }

    pub(super) const fn len(&self) -> usize {
        self.bytes.len() / ENTRY
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    const fn beginning(&self, hash: u128) -> usize {
        if self.bits == 0 { 0 } else { (hash >> (128 - self.bits)) as usize }
    }

    fn hash(&self, place: usize) -> u128 {
        let bytes = self.bytes[place * ENTRY..].first_chunk().expect("bug: an entry is whole");
        u128::from_be_bytes(*bytes)
    }

    fn number(&self, place: usize) -> u64 {
        let bytes = self.bytes[place * ENTRY + 16..].first_chunk().expect("bug: an entry is whole");
        u64::from_be_bytes(*bytes)
    }
}

fn checksum_of(bytes: &[u8]) -> i64 {
    xxh3_64(bytes).cast_signed()
}

fn packed(entries: impl ExactSizeIterator<Item = (u128, u64)>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * ENTRY);
    for (hash, number) in entries {
        bytes.extend_from_slice(&hash.to_be_bytes());
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use xxhash_rust::xxh3::xxh3_128;

    use super::*;

    fn hash(number: u64) -> u128 {
        xxh3_128(&number.to_le_bytes())
    }

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        for count in [0, 1, 2, 15, 16, 17, 1_000, 50_000] {
            let entries = Entries::sorted((0..count).map(|number| (hash(number), number)).collect());
            assert_eq!(entries.len() as u64, count);
            let again = Entries::from_bytes(entries.as_bytes().to_vec(), Some(entries.checksum())).expect("whole");
            for number in (0..count).step_by(7) {
                assert_eq!(again.find(hash(number)).collect::<Vec<_>>(), [number], "{number} of {count}");
            }
            assert_eq!(again.find(hash(count + 1)).count(), 0);
        }
    }

    #[test]
    fn the_least_and_the_greatest_hash_have_their_places() {
        let mut wanted = vec![(0, 1), (u128::MAX, 2), (0, 3)];
        wanted.extend((0..200).map(|number| (hash(number), 9)));
        let entries = Entries::sorted(wanted);
        assert_eq!(entries.find(0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(entries.find(u128::MAX).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn sets_become_one_without_what_is_not_kept() {
        let sets = [Entries::sorted(vec![(7, 1), (9, 2)]), Entries::sorted(vec![(7, 3), (7, 1), (8, 4)])];
        let merged = Entries::merged(&sets, |number| number != 4);
        assert_eq!(merged.iter().collect::<Vec<_>>(), [(7, 1), (7, 3), (9, 2)]);
    }

    #[test]
    fn bytes_that_are_no_entries_are_refused() {
        let good = Entries::sorted(vec![(7, 1), (9, 2)]);
        let (bytes, swapped) =
            (good.as_bytes().to_vec(), [&good.as_bytes()[ENTRY..], &good.as_bytes()[..ENTRY]].concat());
        let table = [
            (vec![0; 25], None, Some("are cut off")),
            (bytes.clone(), Some(good.checksum() ^ 1), Some("are not those that were written")),
            (swapped, None, Some("are out of order")),
            (bytes[..ENTRY].repeat(2), None, Some("are out of order")),
            (bytes, None, None),
        ];
        for (bytes, checksum, wrong) in table {
            assert_eq!(Entries::from_bytes(bytes, checksum).err(), wrong);
        }
    }
}
