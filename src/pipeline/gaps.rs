//! Filling gaps: the first record of a lead takes over from its duplicates what it lacks.
//!
//! A duplicate may stand at the very end of the last list. So lists are read twice: first to see who repeats whom and
//! who lacks what, then to judge. Meanwhile a bit is kept for each field of each record, and the cells that are taken
//! over, which are few.

use std::collections::HashMap;
use std::sync::Arc;

use super::ahead::read_ahead;
use super::alter::Changes;
use super::stages::JudgedChunk;
use super::{Inputs, RunError};
use crate::intake::Records;
use crate::model::{Cell, Missing};
use crate::profile::{ColumnId, ColumnSource, Profile};
use crate::render::{Alteration, Alterations, Position, Repeat, Run, TakenOver};

/// A lead: the place of its list, and its number in it, from 0, over records and the leads in them.
type Place = (usize, u64);

/// What first records take over, by their places and fields.
#[derive(Debug, Default)]
pub(super) struct FilledGaps(HashMap<Place, Vec<(usize, Arc<TakenOver>)>>);

/// A field with the columns that hold it and its parts.
struct FieldColumns {
    whole: ColumnId,
    all: Vec<ColumnId>,
}

/// Who lacks what, while the lists are read for the first time.
struct Gaps {
    fields: Vec<FieldColumns>,
    /// For each list, the bits of its leads: set where a field is missing.
    missing: Vec<Vec<u64>>,
    /// For each duplicate, the first record of the lead.
    firsts: HashMap<Place, Place>,
    fillings: FilledGaps,
}

impl FilledGaps {
    /// Has every field in a column, so that whatever is missing can be filled.
    pub(super) fn require(profile: &mut Profile) {
        (0..profile.fields.len()).for_each(|field| {
            profile.require(ColumnSource::Field { field, part: None });
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what the leads of a chunk take over; a record counts as `each` leads.
    pub(super) fn find(&self, position: Position, each: u64, records: &Records, cells: &mut Alterations) {
        for record in 0..records.len() {
            let Some(fillings) = self.0.get(&place(position, each, records, record)) else { continue };
            let filled = |(field, filling): &(usize, Arc<TakenOver>)| {
                ((record, *field), Alteration::Filled(Arc::clone(filling)))
            };
            cells.extend(fillings.iter().map(filled));
        }
    }

    /// Reads all lists, and says who takes over what.
    pub(super) fn gather(run: &Run<'_>, changes: &Changes, inputs: &Inputs, chunk: usize) -> Result<Self, RunError> {
        let mut gaps = Gaps::new(run);
        read_ahead(run, changes, inputs, chunk, |chunk, repeats| gaps.take(run, chunk, repeats))?;
        Ok(gaps.fillings)
    }
}

impl Gaps {
    fn new(run: &Run<'_>) -> Self {
        let columns = || run.profile.columns.iter().enumerate();
        let of = |wanted: usize| {
            let of_field = columns().filter(|(_, source)| source.field() == Some(wanted));
            let whole = run.layout.columns[wanted].expect("bug: a field without a column");
            FieldColumns { whole, all: of_field.map(|(place, _)| ColumnId(place)).collect() }
        };
        Self {
            fields: (0..run.profile.fields.len()).map(of).collect(),
            missing: vec![Vec::new(); run.lists.len()],
            firsts: HashMap::new(),
            fillings: FilledGaps::default(),
        }
    }

    fn take(&mut self, run: &Run<'_>, chunk: &JudgedChunk, duplicates: &[Option<Repeat>]) {
        let each = run.lists[chunk.position.list].numbers_per_record();
        for (record, repeat) in duplicates.iter().enumerate() {
            let own = place(chunk.position, each, &chunk.records, record);
            match repeat {
                Some(repeat) => {
                    let first = self.first((repeat.list, repeat.place));
                    self.firsts.insert(own, first);
                    // Who must not be contacted is no source of addresses.
                    if !chunk.is_barred(record) {
                        self.fill(first, chunk, record);
                    }
                }
                None if !chunk.is_barred(record) => self.note(own, chunk, record),
                None => {}
            }
        }
    }

    /// The first record of a lead, which an earlier duplicate may stand for.
    fn first(&self, place: Place) -> Place {
        self.firsts.get(&place).copied().unwrap_or(place)
    }

    /// Where the bit of a field of a lead stands: its word and its mask.
    fn bit(&self, (_, number): Place, field: usize) -> (usize, u64) {
        let words = self.fields.len().div_ceil(64);
        let lead = usize::try_from(number).expect("bug: more leads than memory has bytes");
        (lead * words + field / 64, 1 << (field % 64))
    }

    /// Notes what a first record lacks.
    fn note(&mut self, own: Place, chunk: &JudgedChunk, record: usize) {
        for field in 0..self.fields.len() {
            let cell = chunk.columns.get(self.fields[field].whole).cell(record);
            if !matches!(cell, Cell::Missing(missing) if missing != Missing::Suppressed) {
                continue;
            }
            let (word, mask) = self.bit(own, field);
            let words = &mut self.missing[own.0];
            if words.len() <= word {
                words.resize(word + 1, 0);
            }
            words[word] |= mask;
        }
    }

    /// Gives a first record what it still lacks and its duplicate has.
    fn fill(&mut self, first: Place, chunk: &JudgedChunk, record: usize) {
        for field in 0..self.fields.len() {
            let (word, mask) = self.bit(first, field);
            let lacks = self.missing[first.0].get(word).is_some_and(|bits| bits & mask != 0);
            let columns = &self.fields[field];
            if !lacks || !chunk.columns.get(columns.whole).cell(record).is_known() {
                continue;
            }
            let cell = |column: &ColumnId| (*column, chunk.columns.get(*column).cell(record).into_owned());
            let filling = TakenOver {
                list: chunk.position.list,
                record: chunk.position.records_before + u64::from(chunk.records.number(record)) + 1,
                cells: columns.all.iter().map(cell).collect(),
            };
            self.missing[first.0][word] &= !mask;
            self.fillings.0.entry(first).or_default().push((field, Arc::new(filling)));
        }
    }
}

fn place(position: Position, each: u64, records: &Records, record: usize) -> Place {
    let number = position.records_before + u64::from(records.number(record));
    (position.list, number * each + u64::from(records.group(record)))
}
