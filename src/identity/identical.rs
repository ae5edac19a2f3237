//! Records that are identical in every cell: one lead, though no key of it is known.
//!
//! Only records without a key are hashed. Of others the keys follow from the cells, so that identical ones share a key.

use std::borrow::Cow;

use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// Hashes the cells of records, beside the header of their list: lists with other headers have nothing in common.
#[derive(Clone, Debug)]
pub struct WholeRecords {
    header: u128,
}

impl WholeRecords {
    /// For a list with this header.
    #[must_use]
    pub fn under<'h>(header: impl Iterator<Item = &'h str>) -> Self {
        let mut written = Vec::new();
        header.for_each(|name| add(&mut written, name.as_bytes()));
        Self { header: xxh3_128(&written) }
    }

    /// The hash of a record's cells; of a record that is several leads, of lead number `part`.
    #[must_use]
    pub fn hash<'c>(&self, cells: impl Iterator<Item = Cow<'c, str>>, part: u32) -> u128 {
        let mut hash = Xxh3Default::new();
        hash.update(&self.header.to_le_bytes());
        hash.update(&part.to_le_bytes());
        for cell in cells {
            let cell = cell.trim();
            hash.update(&(cell.len() as u64).to_le_bytes());
            hash.update(cell.as_bytes());
        }
        hash.digest128()
    }
}

fn add(written: &mut Vec<u8>, bytes: &[u8]) {
    written.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    written.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_counts_and_so_does_the_header() {
        let of = |header: &[&str], cells: &[&str], part| {
            let cells = cells.iter().map(|cell| Cow::Borrowed(*cell));
            WholeRecords::under(header.iter().copied()).hash(cells, part)
        };
        let same = of(&["a", "b"], &["x", "y"], 0);
        assert_eq!(same, of(&["a", "b"], &["x ", "y"], 0), "blanks around a cell are no difference");
        let others = [
            of(&["a", "b"], &["x", "z"], 0),
            of(&["a", "c"], &["x", "y"], 0),
            of(&["a", "b"], &["xy", ""], 0),
            of(&["a", "b"], &["X", "y"], 0),
            of(&["a", "b"], &["x", "y"], 1),
            of(&["ab"], &["x", "y"], 0),
        ];
        assert!(others.iter().all(|other| *other != same));
    }
}
