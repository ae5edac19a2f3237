//! Limits: of the leads that are good enough, only the best are handed over; what has no room is held.
//!
//! Who is best is known only when all lists were read. So a job with limits reads its lists twice: first to rank, then
//! to write. That takes twice as long and hardly any memory, and the second time is a run like any other.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;

use super::ahead::read_ahead;
use super::alter::Changes;
use super::stages::JudgedChunk;
use super::{Inputs, RunError, Settings};
use crate::model::{Cell, Verdict};
use crate::profile::{ColumnId, ColumnSource, Limit, Profile};
use crate::render::{HeldLeads, Repeat, Run};

/// A lead that is good enough, and what puts it in order.
struct Candidate {
    /// Who was held before, and not too long, comes first.
    waiting: (bool, Option<Date>),
    /// Whether it was held too long to come first.
    expired: bool,
    worst: Reverse<i64>,
    best: Reverse<i64>,
    place: (usize, u64, u32),
    verdict: Verdict,
    /// For each limit, its group; nothing where that is not known.
    groups: Vec<Option<u32>>,
}

/// The limits of a job on the columns of a profile.
pub(super) struct Limits<'s> {
    limits: &'s [Limit],
    /// The column of each limit's field; nothing where all leads are one group.
    columns: Vec<Option<ColumnId>>,
}

impl<'s> Limits<'s> {
    /// Finds the columns of the limits, and adds those that no rule reads to the profile's columns.
    pub(super) fn new(profile: &mut Profile, settings: &'s Settings) -> Result<Self, RunError> {
        let mut columns = Vec::new();
        for limit in &settings.limits {
            let Some(by) = &limit.by else {
                columns.push(None);
                continue;
            };
            let field = profile.fields.iter().position(|field| field.name == *by);
            let unknown = || RunError::NoSuchField { limit: limit.name.clone(), field: by.clone() };
            let field = field.ok_or_else(unknown)?;
            columns.push(Some(profile.require(ColumnSource::Field { field, part: None })));
        }
        Ok(Self { limits: &settings.limits, columns })
    }

    /// Reads all lists, and says who has to wait.
    pub(super) fn rank(
        &self,
        run: &Run<'_>,
        changes: &Changes,
        inputs: &Inputs,
        chunk: usize,
    ) -> Result<HeldLeads, RunError> {
        let mut held = HeldLeads::new(self.limits.iter().map(|limit| limit.name.clone()).collect());
        if self.limits.is_empty() {
            return Ok(held);
        }
        let (mut candidates, mut groups) = (Vec::new(), HashMap::new());
        read_ahead(run, changes, inputs, chunk, |chunk, repeats| {
            self.collect(run, chunk, repeats, &mut groups, &mut candidates);
        })?;
        candidates.sort_unstable_by_key(|one: &Candidate| (one.waiting, one.worst, one.best, one.place));
        self.hold(&candidates, &mut held);
        Ok(held)
    }

    /// Adds the leads of a chunk that would be handed over.
    fn collect(
        &self,
        run: &Run<'_>,
        chunk: &JudgedChunk,
        repeats: &[Option<Repeat>],
        groups: &mut HashMap<(usize, String), u32>,
        candidates: &mut Vec<Candidate>,
    ) {
        for (record, repeats) in repeats.iter().enumerate() {
            let verdict = chunk.judged.verdicts[record];
            let is_limited = self.limits.iter().any(|limit| limit.of == verdict);
            if !is_limited || repeats.is_some() || chunk.is_barred(record) || chunk.is_known(record) {
                continue;
            }
            let group = |(limit, column): (usize, &Option<ColumnId>)| {
                Some(number_of(groups, limit, value(chunk, record, *column)?))
            };
            let number = chunk.position.records_before + u64::from(chunk.records.number(record));
            let since = run.earlier.memory.held_since(chunk.hashes.iter().map(|key| key[record]));
            let lasts = since.filter(|date| self.lasts(*date, run.profile.as_of));
            candidates.push(Candidate {
                waiting: (lasts.is_none(), lasts),
                expired: since.is_some() && lasts.is_none(),
                worst: Reverse(chunk.judged.worst[record]),
                best: Reverse(chunk.judged.best[record]),
                place: (chunk.position.list, number, chunk.records.part(record)),
                verdict,
                groups: self.columns.iter().enumerate().map(group).collect(),
            });
        }
    }

    /// Whether who is held since a day still comes first.
    fn lasts(&self, since: Date, as_of: Date) -> bool {
        let ends = self.limits.iter().filter_map(|limit| limit.hold_for).map(|period| period.after(since));
        ends.max().is_some_and(|end| as_of <= end)
    }

    /// Best first, each lead takes a place in all of its groups, or is held where one has none left.
    fn hold(&self, candidates: &[Candidate], held: &mut HeldLeads) {
        let waits = self.limits.iter().any(|limit| limit.hold_for.is_some());
        let mut taken: HashMap<(usize, u32), u64> = HashMap::new();
        for one in candidates {
            let groups = one.groups.iter().enumerate().filter(|(limit, _)| self.limits[*limit].of == one.verdict);
            let groups: Vec<(usize, u32)> = groups.filter_map(|(limit, group)| Some((limit, (*group)?))).collect();
            let full = |(limit, group): &&(usize, u32)| {
                taken.get(&(*limit, *group)).copied().unwrap_or(0) >= self.limits[*limit].keep
            };
            if let Some((limit, _)) = groups.iter().find(full) {
                let (list, record, part) = one.place;
                held.hold(list, record, part, *limit, waits && !one.expired);
            } else {
                groups.into_iter().for_each(|group| *taken.entry(group).or_default() += 1);
            }
        }
    }
}

/// What the field of a limit says of a lead; nothing where that is not known, and no words where there is no field.
fn value(chunk: &JudgedChunk, record: usize, column: Option<ColumnId>) -> Option<String> {
    let Some(column) = column else { return Some(String::new()) };
    let column = chunk.columns.get(column);
    let code = column.code(record);
    match (column.cells.compared(code), column.cells.get(code)) {
        (Some(text), _) => Some(text.to_owned()),
        (None, Cell::Known(value)) => Some(value.to_string()),
        (None, _) => None,
    }
}

/// The number of a group.
fn number_of(groups: &mut HashMap<(usize, String), u32>, limit: usize, value: String) -> u32 {
    let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    *groups.entry((limit, value)).or_insert(next)
}
