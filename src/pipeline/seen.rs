//! What the file of a list was like when it was found, and what was read of it: so that a list that somebody changes
//! is neither half read nor moved away unread.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use super::RunError;
use crate::intake::{Digest, Fingerprint, OpenError};

/// What is known of a file. Clones are handles to the same: all lists of a file share it, and all passes over them.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Nothing for what is no file, as standard input.
    stamp: Option<Stamp>,
    read: Arc<OnceLock<Fingerprint>>,
}

/// What tells that somebody is writing a file, without reading it. Its number in the file system does not: some change
/// it from one look to the next, and a file that is uploaded once more as it was is no other one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    path: PathBuf,
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    /// Of the file at `path`; nothing for what is no file.
    fn of(path: &Path) -> Option<Self> {
        let file = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { path: path.to_owned(), bytes: file.len(), changed: file.modified().ok() })
    }

    /// Whether the file at `path` is this one, as it was.
    fn holds_at(&self, path: &Path) -> bool {
        Self::of(path).is_some_and(|now| Self { path: self.path.clone(), ..now } == *self)
    }
}

impl Seen {
    /// The file at `path`, before anything of it is read.
    pub(super) fn of(path: &Path) -> Self {
        Self { stamp: Stamp::of(path), read: Arc::default() }
    }

    /// Notes what a list, or another one of the same file, was read as.
    ///
    /// # Errors
    /// The file is not as it was when it was found, or as when it was read before.
    pub(super) fn was_read(&self, file: &Fingerprint) -> Result<(), RunError> {
        let is_as_found = self.stamp.as_ref().is_none_or(|stamp| stamp.holds_at(&stamp.path));
        if is_as_found && self.read.get_or_init(|| file.clone()) == file { Ok(()) } else { Err(RunError::Changed) }
    }

    /// The size of the file and the hash of its bytes, which are read for it unless they were before.
    ///
    /// # Errors
    /// It is no file, cannot be read, or is not as it was.
    pub(super) fn fingerprint(&self) -> Result<Fingerprint, RunError> {
        if let Some(read) = self.read.get() {
            return Ok(read.clone());
        }
        let stamp = self.stamp.as_ref().ok_or(RunError::Changed)?;
        let found = Digest::of_file(&stamp.path).finish().map_err(OpenError::from)?;
        self.was_read(&found).map(|()| found)
    }

    /// The size of the file, where it is one.
    pub(super) fn bytes(&self) -> Option<u64> {
        self.stamp.as_ref().map(|stamp| stamp.bytes)
    }

    /// Whether the file, at `path` by now, is the one that was found, by its size and time alone.
    #[must_use]
    pub fn is_at(&self, path: &Path) -> bool {
        self.stamp.as_ref().is_some_and(|stamp| stamp.holds_at(path))
    }

    /// Whether the file at `path` has the very bytes that were read: by its size, its time and its hash.
    #[must_use]
    pub fn has_what_was_read(&self, path: &Path) -> bool {
        let same = |read: &Fingerprint| Digest::of_file(path).finish().is_ok_and(|now| now == *read);
        self.is_at(path) && self.read.get().is_some_and(same) && self.is_at(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_as_it_was_is_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "abc").expect("written");
        let seen = Seen::of(&path);
        let read = seen.fingerprint().expect("read");
        assert!(seen.was_read(&read).is_ok() && seen.has_what_was_read(&path));
        let other = Fingerprint { sha256: "0".repeat(64), ..read.clone() };
        assert!(seen.was_read(&other).is_err(), "the second time it was another one");
        // Written over in place, with the size and the time that it had.
        let time = std::fs::metadata(&path).and_then(|file| file.modified()).expect("a time");
        std::fs::write(&path, "abd").expect("written");
        let file = std::fs::File::options().write(true).open(&path).expect("there");
        file.set_modified(time).expect("set");
        assert!(seen.is_at(&path) && !seen.has_what_was_read(&path));
        std::fs::remove_file(&path).expect("gone");
        assert!(seen.was_read(&read).is_err() && !seen.is_at(&path));
    }
}
