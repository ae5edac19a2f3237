//! The secrets that hashes of forgotten people are made with.
//!
//! A ledger has its own from the day it is made. Where a copy is put in its place, or a new ledger, the hashes of before must
//! stay good: a secret that is missing is looked for in the copies and in the ledgers that were put aside.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};

use super::copies::{aside, copies};
use super::{Ledger, LedgerError};
use crate::model::{SECRET, Secret};

const ALL: &str = "SELECT key FROM secret ORDER BY id";

impl Ledger {
    /// The secrets that it knows: its own first.
    ///
    /// # Errors
    /// It cannot be read, or has none.
    pub fn secrets(&self) -> Result<Vec<Secret>, LedgerError> {
        let secrets: Vec<Secret> = self.rows(ALL, |row| row.get(0).map(Secret::new))?;
        if secrets.is_empty() { Err(self.damaged("it has no secret".to_owned())) } else { Ok(secrets) }
    }

    /// The secrets that it knows, with those of these ids that only its copies or a ledger that was put aside still knew: it
    /// takes them over. Of ids that nobody knows, it has none.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn secrets_for<'i>(&mut self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<Secret>, LedgerError> {
        let known = self.secrets()?;
        let missing: Vec<&str> = ids.filter(|id| !known.iter().any(|secret| secret.id() == *id)).collect();
        if missing.is_empty() {
            return Ok(known);
        }
        let earlier = predecessors(&self.path).iter().flat_map(|path| secrets_in(path)).collect::<Vec<Secret>>();
        let found: Vec<Secret> = earlier.into_iter().filter(|secret| missing.contains(&secret.id())).collect();
        self.take_secrets(&found)?;
        self.secrets()
    }

    /// Takes over the secrets of another ledger, or of the one that it is a copy of.
    ///
    /// # Errors
    /// It cannot be written; then none is taken.
    pub fn take_secrets(&mut self, secrets: &[Secret]) -> Result<(), LedgerError> {
        self.within(|ledger| {
            let insert = "INSERT OR IGNORE INTO secret (key) VALUES (?)";
            let mut insert = ledger.connection.prepare(insert).map_err(ledger.failed())?;
            secrets.iter().try_for_each(|secret| {
                insert.execute(params![&secret.bytes()[..]]).map(|_| ()).map_err(ledger.failed())
            })
        })
    }
}

/// The files beside a ledger that are what it was once.
fn predecessors(path: &Path) -> Vec<PathBuf> {
    let aside = (1..).map(|number| aside(path, number)).take_while(|aside| aside.exists());
    copies(path).into_iter().chain(aside).collect()
}

/// The secrets in a file that may be damaged or of an earlier version, without changing it.
fn secrets_in(path: &Path) -> Vec<Secret> {
    let read = || -> rusqlite::Result<Vec<Secret>> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut statement = connection.prepare(ALL)?;
        statement.query_map([], |row| row.get::<_, [u8; SECRET]>(0).map(Secret::new))?.collect()
    };
    read().unwrap_or_default()
}
