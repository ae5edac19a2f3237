//! Who objected: people who are never contacted again, on whatever night.
//!
//! Retention does not count here: an objection has no end, and is forgotten only where somebody takes it back.

use std::collections::HashSet;

use jiff::civil::Date;
use rusqlite::params;

use super::entries::Entries;
use super::{Ledger, LedgerError};

/// So many sets of objections become one.
const FAN: usize = 16;

/// One key of somebody who objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objector {
    /// The key.
    pub key: u128,
    /// The day on which the ledger came to know it.
    pub since: Date,
    /// A bit for each channel that must not be used; 0: the person is not to be contacted.
    pub channels: u8,
}

impl Objector {
    /// The day and the channels in one number.
    fn number(self) -> u64 {
        let [year, month, day] = [i64::from(self.since.year()), self.since.month().into(), self.since.day().into()];
        (((year * 100 + month) * 100 + day) << 8).cast_unsigned() | u64::from(self.channels)
    }

    /// Out of such a number; nothing where it holds no day.
    fn from_number(key: u128, number: u64) -> Option<Self> {
        let day = i32::try_from(number >> 8).ok()?;
        let part = |number: i32| i8::try_from(number % 100).ok();
        let since = Date::new(i16::try_from(day / 10_000).ok()?, part(day / 100)?, part(day)?).ok()?;
        Some(Self { key, since, channels: u8::try_from(number & 255).ok()? })
    }
}

impl Ledger {
    /// Everybody who objected, the first objection of a key first.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn objectors(&self) -> Result<Vec<Objector>, LedgerError> {
        let mut all = Vec::new();
        for (id, entries) in self.objection_sets()? {
            let damaged = || self.damaged(format!("objection {id} has no day"));
            for (key, number) in entries.iter() {
                all.push(Objector::from_number(key, number).ok_or_else(damaged)?);
            }
        }
        Ok(all)
    }

    /// Adds people who objected, in the same step as the run that was begun.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn enter_objections(&self, objectors: &[Objector]) -> Result<(), LedgerError> {
        if objectors.is_empty() {
            return Ok(());
        }
        let tonight = Entries::sorted(objectors.iter().map(|one| (one.key, one.number())).collect());
        let sets = self.objection_sets()?;
        if sets.len() + 1 < FAN {
            return self.insert_objections(&tonight);
        }
        let mut all: Vec<Entries> = sets.into_iter().map(|(_, entries)| entries).collect();
        all.push(tonight);
        self.execute("DELETE FROM objection")?;
        self.insert_objections(&Entries::merged(&all, |_| true))
    }

    /// Takes objections back, and says how many keys went.
    ///
    /// # Errors
    /// It cannot be written; then nothing is taken back.
    pub fn allow(&mut self, keys: &[u128]) -> Result<u64, LedgerError> {
        self.execute("PRAGMA secure_delete = ON")?;
        let gone = self.within(|ledger| ledger.take_back(keys))?;
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(gone)
    }

    fn take_back(&self, keys: &[u128]) -> Result<u64, LedgerError> {
        let (keys, mut gone) = (keys.iter().copied().collect::<HashSet<u128>>(), HashSet::new());
        for (id, entries) in self.objection_sets()? {
            let here: Vec<u128> = entries.iter().map(|(key, _)| key).filter(|key| keys.contains(key)).collect();
            if !here.is_empty() {
                let kept = entries.iter().filter(|(key, _)| !keys.contains(key)).collect();
                self.connection.execute("DELETE FROM objection WHERE id = ?", [id]).map_err(self.failed())?;
                self.insert_objections(&Entries::sorted(kept))?;
            }
            gone.extend(here);
        }
        Ok(gone.len() as u64)
    }

    fn objection_sets(&self) -> Result<Vec<(i64, Entries)>, LedgerError> {
        let query = "SELECT id, checksum, entries FROM objection ORDER BY id";
        let sets: Vec<(i64, Option<i64>, Vec<u8>)> =
            self.rows(query, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let entries = |(id, checksum, bytes)| {
            let damaged = |found| self.damaged(format!("the keys of objection {id} {found}"));
            Entries::from_bytes(bytes, checksum).map(|entries| (id, entries)).map_err(damaged)
        };
        sets.into_iter().map(entries).collect()
    }

    fn insert_objections(&self, entries: &Entries) -> Result<(), LedgerError> {
        if entries.is_empty() {
            return Ok(());
        }
        let statement = "INSERT INTO objection (entries, checksum) VALUES (?, ?)";
        let values = params![entries.as_bytes(), entries.checksum()];
        self.connection.execute(statement, values).map(|_| ()).map_err(self.failed())
    }
}
