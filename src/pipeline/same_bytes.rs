//! Lists that hold the same bytes as an earlier one, of this run or of another night, whatever their names are.
//!
//! Of another night, leads without an identity key are known again by their place in such a list; within a run they are
//! duplicates, because every cell is the same. Hashing every list before it is read
//! would cost a run more than its rules, so only lists are hashed that are as long as another one.

use std::collections::HashMap;

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
        let mut same = Self { earlier: earlier(&lists)?, ..Self::default() };
        for (place, list) in lists.iter().enumerate() {
            let Some(size) = list.size else {
                same.before.push(None);
                continue;
            };
            let inner = list.list.member.inner.clone();
            let hash = || list.sha256(place);
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

/// For each list, the first one before it with the same bytes. Only lists that are as long as others are hashed.
fn earlier(lists: &[Bytes<'_>]) -> Result<Vec<Option<usize>>, RunError> {
    let key = |list: &Bytes<'_>| Some((list.size?, list.list.member.inner.clone()));
    let mut alike: HashMap<_, usize> = HashMap::with_capacity(lists.len());
    lists.iter().filter_map(key).for_each(|key| *alike.entry(key).or_default() += 1);
    let mut first = HashMap::new();
    let earlier = |(place, list): (usize, &Bytes<'_>)| {
        let Some(key) = key(list).filter(|key| alike[key] > 1) else { return Ok(None) };
        let first = *first.entry((key, list.sha256(place)?)).or_insert(place);
        Ok(Some(first).filter(|first| *first < place))
    };
    lists.iter().enumerate().map(earlier).collect()
}
