//! Who objects in the lists of a run, before anybody is judged.
//!
//! An objection counts in every list, and it may stand in the last record of the last one. So lists with an opt-out
//! column are read once more, first: their opt-out cells, and of those who object what they are known by. Lists without
//! such a column are not.

use std::collections::BTreeSet;

use super::flow::{Wants, flow_of_files};
use super::stages::Reading;
use super::turn::Turn;
use super::{Inputs, RunError};
use crate::identity::KeyPlan;
use crate::identity::suppression::{Objected, Objections, Origin, PersonColumns, SuppressionPlan};
use crate::intake::{ChunkFields, List, Records};
use crate::ledger::Objector;
use crate::model::{Cell, Column};
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};
use crate::render::Position;

/// What is needed to read who objects.
pub(super) struct Gathering<'g> {
    pub(super) profile: &'g Profile,
    pub(super) lists: &'g [List],
    pub(super) keys: &'g KeyPlan,
    pub(super) plan: &'g SuppressionPlan,
    pub(super) people: &'g PersonColumns,
}

/// Somebody who objects in a list: the keys, and what is objected to.
type Found = (Vec<u128>, Objected);

impl Gathering<'_> {
    /// Whether some list has a column for it.
    pub(super) fn is_needed(plan: &SuppressionPlan, lists: &[List]) -> bool {
        lists.iter().any(|list| asks(plan, list))
    }

    /// Reads the lists with an opt-out column, and gives everybody who objects in them.
    ///
    /// # Errors
    /// A list that cannot be read, with its place.
    pub(super) fn gather(&self, inputs: &Inputs, chunk: usize) -> Result<Vec<(u128, Objected)>, RunError> {
        let places: Vec<usize> = (0..self.lists.len()).filter(|list| asks(self.plan, &self.lists[*list])).collect();
        let lists: Vec<List> = places.iter().map(|list| self.lists[*list].clone()).collect();
        let (reading, sources) = (Reading::new(&lists), inputs.sources(&places)?);
        let work = |turn: &Turn, list: usize, chunk| {
            let (position, records) = reading.read(turn, list, chunk)?;
            Some(self.found(places[list], &lists[list], position, &records))
        };
        let mut all = Vec::new();
        let take = |found: Vec<Found>| {
            all.extend(found.into_iter().flat_map(|(keys, one)| keys.into_iter().map(move |key| (key, one))));
            Ok(Wants::More)
        };
        flow_of_files(sources, chunk, work, take).map_err(|error| error.of_place(|list| places[list]))?;
        Ok(all)
    }

    /// Who objects in a chunk.
    fn found(&self, place: usize, list: &List, position: Position, records: &Records) -> Vec<Found> {
        let marks = self.columns(list, records, self.plan.mark_columns());
        let objecting = self.plan.objecting(&marks, records.len());
        if objecting.is_empty() {
            return Vec::new();
        }
        let columns = self.columns(list, records, self.keys.columns().chain(self.people.all()));
        let hashes = self.keys.hashes(&columns, records.len());
        let found = objecting.into_iter().map(|one| {
            let mut keys: Vec<u128> = hashes.iter().filter_map(|key| key[one.record]).collect();
            keys.extend(self.people.objecting_keys(&columns, one.record));
            let number = position.records_before + u64::from(records.number(one.record)) + 1;
            let list = u32::try_from(place).expect("bug: more lists than a job can name");
            (keys, Objected { channels: one.channels, origin: Origin::List(list, number) })
        });
        found.collect()
    }

    /// Some columns of a chunk; the others hold nothing.
    fn columns(&self, list: &List, records: &Records, wanted: impl Iterator<Item = ColumnId>) -> Columns {
        let mut wanted: BTreeSet<usize> = wanted.map(|column| column.0).collect();
        // A part may follow from its whole.
        let sources = &self.profile.columns;
        let fields: BTreeSet<usize> = wanted.iter().filter_map(|place| sources[*place].field()).collect();
        let is_whole = |source: &ColumnSource| matches!(source, ColumnSource::Field { field, part: None } if fields.contains(field));
        wanted.extend((0..sources.len()).filter(|place| is_whole(&sources[*place])));
        let fields = ChunkFields::new(self.profile, list, records);
        let mut columns = Columns(Vec::with_capacity(self.profile.columns.len()));
        for (place, source) in self.profile.columns.iter().enumerate() {
            let column = if wanted.contains(&place) {
                fields.column(source, &columns)
            } else {
                Column::same(&Cell::NotFound, records.len())
            };
            columns.0.push(column);
        }
        columns
    }
}

/// Whether a list has an opt-out column, or its list file says something of one.
fn asks(plan: &SuppressionPlan, list: &List) -> bool {
    plan.marks().any(|field| list.feeds(field))
}

/// Everybody who objects tonight, then those of earlier nights.
pub(super) fn all_objections(lists: &[List], tonight: &[(u128, Objected)], before: &[Objector]) -> Objections {
    let mut all = Objections::new(lists.iter().map(|list| list.name.clone()).collect());
    tonight.iter().for_each(|(key, one)| all.add(*key, *one));
    for one in before {
        let channels = crate::field_types::Channels::from_bits(one.channels);
        all.add(one.key, Objected { channels, origin: Origin::Night(one.since) });
    }
    all
}
