//! One checksum over all tables but that of the leads, written with every step. `SQLite` notices pages that cannot be
//! read; a bit that changes in one of them, or a row that is not there any more, it does not.
//!
//! Keys are part of it by the checksums of their segments, and leads by those of their lists, so that it costs as much as
//! there are lists, not leads.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};
use xxhash_rust::xxh3::Xxh3;

use super::schema::VERSION;

/// The version of ledgers that first had a seal.
const FIRST: usize = 2;

/// All that counts, in a fixed order, and the version that first had it.
const SEALED: [(usize, &str); 6] = [
    (2, "SELECT id, job, as_of, profile, rules, done, run_id, out FROM run ORDER BY id"),
    (2, "SELECT id, run, name, vendor, sha256, first, leads, bytes, member, checksum FROM list ORDER BY id"),
    (2, "SELECT id, held_by, length(entries), checksum FROM segment ORDER BY id"),
    (2, "SELECT id, length(entries), checksum FROM objection ORDER BY id"),
    (2, "SELECT id, name FROM ledger_id ORDER BY id"),
    (3, "SELECT id, key FROM secret ORDER BY id"),
];

/// Writes the checksum over what is there now.
pub(super) fn write(connection: &Connection) -> rusqlite::Result<()> {
    let checksum = checksum(connection, VERSION as usize)?;
    connection.execute("INSERT OR REPLACE INTO seal (id, checksum) VALUES (1, ?)", [checksum]).map(|_| ())
}

/// Whether everything is as it was written in a ledger of a version; so it is where that had no seal yet.
pub(super) fn holds(connection: &Connection, version: usize) -> rusqlite::Result<bool> {
    if version < FIRST {
        return Ok(true);
    }
    let written: Option<i64> = connection.query_row("SELECT checksum FROM seal", [], |row| row.get(0)).optional()?;
    Ok(written == Some(checksum(connection, version)?))
}

pub(super) fn checksum(connection: &Connection, version: usize) -> rusqlite::Result<i64> {
    let mut hasher = Xxh3::new();
    for (_, query) in SEALED.iter().filter(|(since, _)| *since <= version) {
        let mut statement = connection.prepare(query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            (0..columns).try_for_each(|column| row.get_ref(column).map(|value| add(&mut hasher, value)))?;
        }
        hasher.update(b"\n");
    }
    Ok(hasher.digest().cast_signed())
}

/// Each value with its kind and length, so that none runs into the next one.
fn add(hasher: &mut Xxh3, value: ValueRef<'_>) {
    let number;
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(value) => {
            number = value.to_le_bytes();
            (1, &number)
        }
        ValueRef::Real(value) => {
            number = value.to_le_bytes();
            (2, &number)
        }
        ValueRef::Text(bytes) => (3, bytes),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    hasher.update(&[kind]);
    hasher.update(&bytes.len().to_le_bytes());
    hasher.update(bytes);
}
