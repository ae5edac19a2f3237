//! A person who objects is forgotten: every lead with one of its keys, and all keys of those leads.

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use super::{Ledger, LedgerError, Objector, Segment};

/// What was deleted of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Leads that had been handed over.
    pub leads: u64,
    /// Their keys, and those by which a lead was held.
    pub keys: u64,
    /// For each key that was looked for, the leads that were found by it.
    pub by_key: Vec<u64>,
    /// By how many keys the person is barred from now on.
    pub barred: u64,
}

impl Ledger {
    /// Deletes the leads that have one of these keys, with their other keys, and bars the person from that day on: by all
    /// of these keys, and by `more`.
    ///
    /// # Errors
    /// It cannot be written; then nothing is deleted, and nobody is barred.
    pub fn forget(&mut self, keys: &[u128], more: &[u128], since: Date) -> Result<Forgotten, LedgerError> {
        // What is deleted is overwritten, too. Keys that only move to another segment are not worth that.
        self.execute("PRAGMA secure_delete = ON")?;
        let forgotten = self.within(|ledger| {
            let barred = ledger.bar(keys, more, since)?;
            ledger.forget_leads(keys).map(|forgotten| Forgotten { barred, ..forgotten })
        })?;
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(forgotten)
    }

    /// Enters the person as one who objected, by every key that is known of them.
    fn bar(&self, keys: &[u128], more: &[u128], since: Date) -> Result<u64, LedgerError> {
        let segments = self.segments()?;
        let leads = leads_by(&segments, keys);
        let handed = segments.iter().filter(|segment| segment.held_by.is_none());
        let all = handed.flat_map(|segment| segment.entries.iter());
        let of_leads = all.filter(|(_, number)| leads.contains(&(number >> 2))).map(|(key, _)| key);
        let barred: BTreeSet<u128> = of_leads.chain(keys.iter().chain(more).copied()).collect();
        let objectors: Vec<Objector> = barred.iter().map(|key| Objector { key: *key, since, channels: 0 }).collect();
        self.enter_objections(&objectors)?;
        Ok(barred.len() as u64)
    }

    fn forget_leads(&self, keys: &[u128]) -> Result<Forgotten, LedgerError> {
        let segments = self.segments()?;
        let leads = leads_by(&segments, keys);
        let by_key = keys.iter().map(|key| leads_by(&segments, &[*key]).len() as u64).collect();
        let mut forgotten = Forgotten { leads: leads.len() as u64, by_key, ..Forgotten::default() };
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
        leads.iter().try_for_each(|lead| self.delete_lead(*lead))?;
        Ok(forgotten)
    }
}

/// The leads that were handed over and have one of these keys, by their ids.
fn leads_by(segments: &[Segment], keys: &[u128]) -> HashSet<u64> {
    let handed = segments.iter().filter(|segment| segment.held_by.is_none());
    let numbers = handed.flat_map(|segment| keys.iter().flat_map(|key| segment.entries.find(*key)));
    numbers.map(|number| number >> 2).collect()
}
