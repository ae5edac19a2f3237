//! A person who objects is forgotten: every lead with one of its keys, and all keys of those leads.

use std::collections::HashSet;

use super::{Ledger, LedgerError};

/// What was deleted of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Leads that had been handed over.
    pub leads: u64,
    /// Their keys, and those by which a lead was held.
    pub keys: u64,
}

impl Ledger {
    /// Deletes the leads that have one of these keys, with their other keys.
    ///
    /// # Errors
    /// It cannot be written; then nothing is deleted.
    pub fn forget(&mut self, keys: &[u128]) -> Result<Forgotten, LedgerError> {
        // What is deleted is overwritten, too. Keys that only move to another segment are not worth that.
        self.execute("PRAGMA secure_delete = ON")?;
        let forgotten = self.within(|ledger| ledger.forget_leads(keys))?;
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(forgotten)
    }

    fn forget_leads(&self, keys: &[u128]) -> Result<Forgotten, LedgerError> {
        let segments = self.segments()?;
        let handed = segments.iter().filter(|segment| segment.held_by.is_none());
        let leads: HashSet<u64> = handed
            .flat_map(|segment| keys.iter().flat_map(|key| segment.entries.find(*key)))
            .map(|number| number >> 2)
            .collect();
        let mut forgotten = Forgotten { leads: leads.len() as u64, keys: 0 };
        for segment in &segments {
            // Who is held has no number of its own: the keys themselves go.
            let held = segment.held_by.is_some();
            let goes = |(key, number): (u128, u64)| {
                if held { keys.contains(&key) } else { leads.contains(&(number >> 2)) }
            };
            let gone = segment.entries.iter().filter(|entry| goes(*entry)).count() as u64;
            if gone > 0 {
                let kept = segment.entries.iter().filter(|entry| !goes(*entry)).collect();
                self.connection.execute("DELETE FROM segment WHERE id = ?", [segment.id]).map_err(self.failed())?;
                self.insert_segment(segment.held_by.as_deref(), &super::Entries::sorted(kept))?;
            }
            forgotten.keys += gone;
        }
        let mut delete = self.connection.prepare("DELETE FROM lead WHERE id = ?").map_err(self.failed())?;
        leads.iter().try_for_each(|lead| delete.execute([lead]).map(|_| ()).map_err(self.failed()))?;
        Ok(forgotten)
    }
}
