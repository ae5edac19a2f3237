//! One run at a time on one folder.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::ReportError;
use crate::files;

/// A lock on an output folder, held until it is dropped. The operating system lets go of it when a run is killed.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
    keep: bool,
}

impl Lock {
    /// Takes the lock on `folder` by the lock file at `path`; with `keep` the file stays there afterwards.
    pub(super) fn take(path: PathBuf, folder: &Path, keep: bool) -> Result<Self, ReportError> {
        loop {
            files::refuse_in_the_way(&path).map_err(ReportError::at(&path))?;
            let file = File::options().create(true).truncate(false).write(true).open(&path);
            let lock = Self { file: file.map_err(ReportError::at(&path))?, path: path.clone(), keep };
            match lock.file.try_lock() {
                // The run before may have removed the file between the two lines above: then this lock is on no file.
                Ok(()) if keep || lock.is_there() => return Ok(lock),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(lock.refused(folder)),
                Err(TryLockError::Error(cause)) => {
                    lock.forget();
                    return Err(ReportError::Write { path, cause });
                }
            }
            lock.forget();
        }
    }

    fn refused(self, folder: &Path) -> ReportError {
        self.forget();
        ReportError::Locked { folder: folder.to_owned() }
    }

    /// Drops it without removing a file that is another run's.
    fn forget(mut self) {
        self.keep = true;
    }

    #[cfg(unix)]
    fn is_there(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let same = |a: fs::Metadata, b: fs::Metadata| a.ino() == b.ino() && a.dev() == b.dev();
        self.file.metadata().is_ok_and(|held| fs::metadata(&self.path).is_ok_and(|there| same(held, there)))
    }

    #[cfg(not(unix))]
    fn is_there(&self) -> bool {
        self.path.exists()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for keep in [true, false] {
            let path = folder.path().join(".lock");
            let first = Lock::take(path.clone(), folder.path(), keep).expect("free");
            let second = Lock::take(path.clone(), folder.path(), keep);
            assert!(matches!(second, Err(ReportError::Locked { .. })));
            assert!(path.exists(), "a refused run leaves the other's lock");
            drop(first);
            assert_eq!(path.exists(), keep);
            Lock::take(path, folder.path(), keep).expect("free again");
        }
    }
}
