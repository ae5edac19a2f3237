//! The file of a ledger, before a database is made of it.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::LedgerError;
use super::schema::{APPLICATION, VERSION};
use crate::files;

/// The first bytes of a database of `SQLite`, up to the number of entries in its first table.
const HEAD: usize = 105;

/// What a database of `SQLite` begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Refuses what is no ledger by its first bytes alone: opening a database may already change it.
pub(super) fn refuse_foreign(path: &Path) -> Result<(), LedgerError> {
    let head = match head_of(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        head => head.map_err(|cause| LedgerError::Write { path: path.to_owned(), cause })?,
    };
    if head.is_empty() {
        return Ok(());
    }
    let no_ledger = || LedgerError::NoLedger { path: path.to_owned() };
    let head: [u8; HEAD] = head.try_into().map_err(|_| no_ledger())?;
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (version, application) = (number(60), number(68));
    // A ledger that was made a moment before its run was killed has everything in its log yet: no id and no table.
    let is_new = application == 0 && version == 0 && head[100] == 13 && head[103..105] == [0, 0];
    if !head.starts_with(MAGIC) || !(is_new || i64::from(application) == APPLICATION) {
        return Err(no_ledger());
    }
    if version > VERSION {
        return Err(LedgerError::Newer { path: path.to_owned(), found: version.into(), known: VERSION.into() });
    }
    Ok(())
}

fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    files::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Makes the file where it is not there, for its owner alone.
pub(super) fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::make_folders(folder)?;
    }
    files::refuse_in_the_way(path)?;
    // A link to a ledger that stands elsewhere is meant.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let file = files::private().truncate(false).open(path)?;
    // Whoever may read a ledger may lock it, too. That its group may is for its owner to say.
    let _ = files::keep_from_others(&file, 0o007);
    Ok(())
}

/// The file whose name goes on with `ending`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
