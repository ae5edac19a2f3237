//! The tables of a ledger, and how one of an earlier version gets to have them.

use rusqlite::Connection;

use super::seal;

/// The newest version.
pub(super) const VERSION: u32 = 3;

/// What the file says of itself, so that no other database is taken for a ledger: `lead` in ASCII.
pub(super) const APPLICATION: i64 = 0x6C65_6164;

/// Each step brings a ledger to the next version; an empty file has version 0.
const STEPS: [&str; VERSION as usize] = ["
    -- A run that has handed leads over. It is `done` when its reports are in their place.
    CREATE TABLE run (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        job     TEXT NOT NULL,
        as_of   TEXT NOT NULL,
        profile TEXT NOT NULL,
        rules   TEXT NOT NULL,
        done    INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    -- A list of such a run. Its leads have the numbers from `first` on.
    CREATE TABLE list (
        id      INTEGER PRIMARY KEY,
        run     INTEGER NOT NULL REFERENCES run (id),
        name    TEXT NOT NULL,
        vendor  TEXT,
        sha256  TEXT NOT NULL,
        first   INTEGER NOT NULL,
        leads   INTEGER NOT NULL
    ) STRICT;
    -- A lead that was handed over. Who it is, only its keys know.
    CREATE TABLE lead (
        id          INTEGER PRIMARY KEY,
        record      INTEGER NOT NULL,
        part        INTEGER NOT NULL,
        verdict     TEXT NOT NULL,
        score_worst REAL NOT NULL,
        score_best  REAL NOT NULL,
        upgraded    INTEGER NOT NULL
    ) STRICT;
    -- The keys of leads: 16 bytes of hash and 8 of number each, the highest byte first, sorted. The number of a lead
    -- that was handed over is four times its id, two more where it was upgraded, and one more where it was a prospect.
    -- The number of one that is held is the id of the run that held it first.
    CREATE TABLE segment (
        id      INTEGER PRIMARY KEY,
        held_by TEXT,
        entries BLOB NOT NULL
    ) STRICT;
    ", "
    -- The size of the list's file, and the part of it that is the list; neither is known of lists of version 1.
    ALTER TABLE list ADD COLUMN bytes INTEGER;
    ALTER TABLE list ADD COLUMN member TEXT;
    -- A checksum over the rows of its leads (`ledger::lead_rows`); not known of lists of version 1.
    ALTER TABLE list ADD COLUMN checksum INTEGER;
    -- The keys of people who objected, as those of leads: the number is the day (20261123) times 256, plus a bit for each
    -- channel that must not be used; none: the person is not to be contacted.
    CREATE TABLE objection (
        id       INTEGER PRIMARY KEY,
        entries  BLOB NOT NULL,
        checksum INTEGER
    ) STRICT;
    -- Of runs and segments of version 1, these are not known. `run_id` is random, and `run.json` has it as well; `out` is
    -- the folder that the reports went to.
    ALTER TABLE run ADD COLUMN run_id TEXT;
    ALTER TABLE run ADD COLUMN out TEXT;
    ALTER TABLE segment ADD COLUMN checksum INTEGER;
    -- The random ids by which `run.json` names this ledger: its own first, then those of ledgers that it took the place of.
    CREATE TABLE ledger_id (
        id   INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    INSERT INTO ledger_id (name) VALUES (lower(hex(randomblob(16))));
    -- One checksum over all that is no lead (`ledger::seal`).
    CREATE TABLE seal (
        id       INTEGER PRIMARY KEY CHECK (id = 1),
        checksum INTEGER NOT NULL
    ) STRICT;
    ", "
    -- What hashes of people who were forgotten are made with: its own first, then those of ledgers that it took over.
    CREATE TABLE secret (
        id  INTEGER PRIMARY KEY,
        key BLOB NOT NULL UNIQUE
    ) STRICT;
    INSERT INTO secret (key) VALUES (randomblob(32));
    "];

/// What a file is.
pub(super) enum Found {
    /// A ledger of this version now.
    Ledger,
    /// A ledger of a later version.
    Newer(i64),
    /// Another program's database.
    Foreign,
}

/// Brings a ledger to the newest version; an empty file becomes one.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<Found> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    match (application, version) {
        (0, 0) if tables == 0 => {}
        (APPLICATION, version) if version > VERSION.into() => return Ok(Found::Newer(version)),
        (APPLICATION, _) => {}
        _ => return Ok(Found::Foreign),
    }
    let from = usize::try_from(version).unwrap_or(0);
    if from < STEPS.len() {
        let is_sound = seal::holds(connection, from)?;
        let marked = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
        connection.execute_batch(&format!("BEGIN; {} {marked}", STEPS[from..].concat()))?;
        // Under a new seal nobody would notice what was damaged before.
        if is_sound {
            seal::write(connection)?;
        }
        connection.execute_batch("COMMIT;")?;
    }
    Ok(Found::Ledger)
}
