//! What a run goes by that is not in its lists: earlier nights, and the limits of the job.

use std::collections::{BTreeSet, HashMap};

use super::Position;
use crate::intake::Records;
use crate::ledger::Memory;

/// What earlier nights knew, and who has to wait.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'r> {
    /// Who was handed over.
    pub memory: &'r Memory,
    /// Who has to wait.
    pub held: &'r HeldLeads,
    /// Whether there is a ledger, so that what is handed over tonight is to be entered.
    pub ledger: bool,
}

/// The leads that a limit of the job has no room for.
#[derive(Clone, Debug, Default)]
pub struct HeldLeads {
    /// The names of the limits.
    limits: Vec<String>,
    /// The place of the list, the number of the record in it, from 0, and the part, to the place of the limit.
    leads: HashMap<(usize, u64, u32), usize>,
    /// The places of the lists whose held leads come first on the next night.
    waiting: BTreeSet<usize>,
}

impl Earlier<'_> {
    /// For what is handed over to nobody.
    #[must_use]
    pub fn nothing() -> Self {
        static NOBODY: std::sync::LazyLock<HeldLeads> = std::sync::LazyLock::new(HeldLeads::default);
        Self { memory: Memory::nothing(), held: &NOBODY, ledger: false }
    }
}

impl HeldLeads {
    /// Of a job's limits, by their names.
    #[must_use]
    pub fn new(limits: Vec<String>) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Has a lead wait because of a limit. Where it `waits` for the next night, its list has to be read again then.
    pub fn hold(&mut self, list: usize, record: u64, part: u32, limit: usize, waits: bool) {
        self.leads.insert((list, record, part), limit);
        if waits {
            self.waiting.insert(list);
        }
    }

    /// Whether leads of the list at this place wait for the next night.
    #[must_use]
    pub fn waits(&self, list: usize) -> bool {
        self.waiting.contains(&list)
    }

    /// For each record of a chunk, the limit that has no room for it; no records where nobody has to wait.
    #[must_use]
    pub fn find(&self, position: Position, records: &Records) -> Vec<Option<usize>> {
        if self.leads.is_empty() {
            return Vec::new();
        }
        let number = |record: usize| position.records_before + u64::from(records.number(record));
        let held = |record| self.leads.get(&(position.list, number(record), records.part(record))).copied();
        (0..records.len()).map(held).collect()
    }

    /// The name of a limit.
    #[must_use]
    pub fn name(&self, limit: usize) -> &str {
        &self.limits[limit]
    }

    /// Whether the job has a limit.
    #[must_use]
    pub fn has_limits(&self) -> bool {
        !self.limits.is_empty()
    }
}
