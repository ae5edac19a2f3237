//! Lists that hold the same bytes as an earlier one, of this run or of another night, whatever their names are.
//!
//! Of another night, leads without an identity key are known again by their place in such a list; within a run they are
//! duplicates, because every cell is the same. Hashing every list before it is read
//! would cost a run more than its rules, so only lists are hashed that are as long as another one.

use super::night::Night;
use super::{Inputs, ListInput, RunError, Settings};
use crate::intake::List;
use crate::ledger::ReadBefore;
use crate::report::{Filling, Remark};

/// Which lists of a run hold the same bytes as others.
#[derive(Debug, Default)]
pub(super) struct SameBytes {
    /// For each list, the earlier one of the run with the same bytes; no list where no two have the same.
    earlier: Vec<Option<usize>>,
    /// For each list, the one of an earlier night.
    before: Vec<Option<ReadBefore>>,
}

/// What is known of the bytes of a list before it is read.
struct Bytes<'i> {
    list: &'i ListInput,
    size: Option<u64>,
}

impl SameBytes {
    /// Looks for them; for none, where the run is to hand over the same again.
    ///
    /// # Errors
    /// A list or the ledger cannot be read.
    pub(super) fn find(inputs: &Inputs, settings: &Settings, night: &mut Night) -> Result<Self, RunError> {
        if settings.again {
            return Ok(Self::default());
        }
        let lists: Vec<Bytes<'_>> = inputs.lists.iter().map(Bytes::of).collect();
        let mut same = Self::default();
        for place in 0..lists.len() {
            same.earlier.push(earlier(&lists, place)?);
            let Some(size) = lists[place].size else {
                same.before.push(None);
                continue;
            };
            let inner = lists[place].list.member.inner.clone();
            let hash = || lists[place].sha256(place);
            same.before.push(night.read_before(place, size, inner.as_deref(), hash)?);
        }
        Ok(same)
    }

    /// What is to be said of them.
    pub(super) fn remarks(&self, lists: &[List]) -> Vec<Remark> {
        let name = |list: usize| Filling::text(&lists[list].name);
        let tonight = self.earlier.iter().enumerate().filter_map(|(list, earlier)| {
            Some(Remark::new("m_same_bytes", [("list", name(list)), ("before", name((*earlier)?))]))
        });
        let nights = self.before.iter().enumerate().filter_map(|(list, before)| {
            let ReadBefore { name: before, day } = before.as_ref()?;
            let gaps =
                [("list", name(list)), ("before", Filling::text(before)), ("day", Filling::Day(day.to_string()))];
            Some(Remark::new("m_same_bytes_night", gaps))
        });
        tonight.chain(nights).collect()
    }
}

impl<'i> Bytes<'i> {
    fn of(list: &'i ListInput) -> Self {
        Self { list, size: list.seen.bytes() }
    }

    /// The hash of the file that the list came in.
    fn sha256(&self, place: usize) -> Result<String, RunError> {
        Ok(self.list.seen.fingerprint().map_err(RunError::of_list(place))?.sha256)
    }
}

/// The first list before this one with the same bytes.
fn earlier(lists: &[Bytes<'_>], place: usize) -> Result<Option<usize>, RunError> {
    let (size, list) = (lists[place].size, lists[place].list);
    for other in 0..place {
        let one = &lists[other];
        let is_alike = size.is_some() && one.size == size && one.list.member.inner == list.member.inner;
        if is_alike {
            let hash = lists[place].sha256(place)?;
            if lists[other].sha256(other)? == hash {
                return Ok(Some(other));
            }
        }
    }
    Ok(None)
}
