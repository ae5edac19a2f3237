//! The entries of all suppression files, in 24 bytes each.

/// Where an entry stands: the first place that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The place of its file among the suppression files.
    pub file: u32,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// Sixteen bytes of hash and eight of place, without padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    high: u64,
    low: u64,
    entry: Entry,
}

/// Takes entries in any order.
#[derive(Clone, Debug, Default)]
pub struct EntriesBuilder(Vec<Row>);

/// The entries in the order of their hashes. A sorted row has no spare room, which a hash table must have, so that
/// millions of entries cost 24 bytes each.
#[derive(Clone, Debug, Default)]
pub struct Entries(Box<[Row]>);

impl Row {
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the hash")]
    const fn new(hash: u128, entry: Entry) -> Self {
        Self { high: (hash >> 64) as u64, low: hash as u64, entry }
    }
}

impl EntriesBuilder {
    /// Takes one entry.
    pub fn push(&mut self, hash: u128, entry: Entry) {
        self.0.push(Row::new(hash, entry));
    }

    /// Sorts them; of entries that say the same, the first file's first line stays.
    #[must_use]
    pub fn finish(mut self) -> Entries {
        self.0.sort_unstable();
        self.0.dedup_by_key(|row| (row.high, row.low));
        Entries(self.0.into_boxed_slice())
    }
}

impl Entries {
    /// Where an entry with this hash stands.
    #[must_use]
    pub fn find(&self, hash: u128) -> Option<Entry> {
        let Row { high, low, .. } = Row::new(hash, Entry { file: 0, line: 0 });
        let place = self.0.binary_search_by_key(&(high, low), |row| (row.high, row.low)).ok()?;
        Some(self.0[place].entry)
    }

    /// How many different entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is suppressed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_of_an_entry_is_found() {
        let mut builder = EntriesBuilder::default();
        let at = |file, line| Entry { file, line };
        for (hash, entry) in [(7, at(1, 2)), (1 << 64, at(0, 9)), (7, at(0, 5)), (7, at(0, 3)), (u128::MAX, at(2, 2))] {
            builder.push(hash, entry);
        }
        let entries = builder.finish();
        assert_eq!(entries.len(), 3);
        let table = [(7, Some(at(0, 3))), (1 << 64, Some(at(0, 9))), (u128::MAX, Some(at(2, 2))), (1, None), (0, None)];
        for (hash, expected) in table {
            assert_eq!(entries.find(hash), expected, "{hash}");
        }
        assert_eq!(Entries::default().find(7), None);
    }

    #[test]
    fn an_entry_costs_24_bytes() {
        assert_eq!(size_of::<Row>(), 24);
    }
}
