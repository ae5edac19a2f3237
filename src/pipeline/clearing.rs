//! Cells that a job does not want to be used: a channel is barred, the person is not.
//!
//! Who it is, whether anybody may contact them, and which record repeats which is told from the cells as the list has
//! them. Then the cells go, and neither rules nor reports see them.

use crate::identity::suppression::{LockedHash, Suppression, SuppressionPlan};
use crate::judge::passes_or_cannot_be_read;
use crate::model::{Bitmap, Secret};
use crate::profile::{Clearing, ColumnSource, Columns, Condition, Profile};
use crate::render::{Alteration, Alterations};

/// What is to be cleared, on the columns of a profile.
#[derive(Clone, Debug, Default)]
pub(super) struct ClearingPlan {
    clearings: Vec<Planned>,
}

#[derive(Clone, Debug)]
struct Planned {
    fields: Vec<usize>,
    /// Whom files name; nothing where none was given.
    listed: Option<SuppressionPlan>,
    when: Option<Condition>,
}

impl ClearingPlan {
    /// Finds the columns of all that is tested and cleared, and adds those that no rule reads to the profile's columns.
    pub(super) fn new(profile: &mut Profile, files: Vec<Option<Suppression>>) -> Self {
        let clearings = profile.clear.clone().into_iter().zip(files);
        let clearings = clearings.map(|(Clearing { fields, when }, files)| {
            for field in &fields {
                profile.require(ColumnSource::Field { field: *field, part: None });
            }
            Planned { fields, listed: files.map(|files| SuppressionPlan::of_files(profile, files)), when }
        });
        Self { clearings: clearings.collect() }
    }

    /// The ids of the secrets that hashes of the files were made with.
    pub(super) fn secret_ids(&self) -> impl Iterator<Item = &str> {
        self.clearings.iter().filter_map(|clearing| clearing.listed.as_ref()).flat_map(SuppressionPlan::secret_ids)
    }

    /// As [`SuppressionPlan::unlock`].
    pub(super) fn unlock(&mut self, secrets: &[Secret]) -> Result<(), LockedHash> {
        let mut listed = self.clearings.iter_mut().filter_map(|clearing| clearing.listed.as_mut());
        listed.try_for_each(|listed| listed.unlock(secrets))
    }

    /// Whether no cell is ever cleared.
    pub(super) const fn is_empty(&self) -> bool {
        self.clearings.is_empty()
    }

    /// The cells of a chunk that must not be used, by record and field.
    pub(super) fn find(&self, profile: &Profile, columns: &Columns, records: usize, altered: &mut Alterations) {
        for clearing in &self.clearings {
            for record in clearing.whose(profile, columns, records).ones() {
                altered.extend(clearing.fields.iter().map(|field| ((record, *field), Alteration::Cleared)));
            }
        }
    }
}

impl Planned {
    fn whose(&self, profile: &Profile, columns: &Columns, records: usize) -> Bitmap {
        let listed = self.listed.as_ref().map(|listed| {
            let found = listed.find(columns, records);
            Bitmap::from_fn(records, |record| found.get(record).is_some_and(Option::is_some))
        });
        let when = self.when.as_ref().map(|when| passes_or_cannot_be_read(profile, when, columns, records));
        match (listed, when) {
            (Some(listed), Some(when)) => listed.and(&when),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Bitmap::filled(records, false),
        }
    }
}
