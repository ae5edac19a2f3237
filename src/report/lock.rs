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
            let lock = Self { file: open(&path)?, path: path.clone(), keep };
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

    /// The lock file.
    pub(super) fn path(&self) -> &Path {
        &self.path
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

/// Opens a lock file, which nobody else must be able to open: whoever can may lock it, and keep every run waiting.
fn open(path: &Path) -> Result<File, ReportError> {
    let failed = |cause| ReportError::Write { path: path.to_owned(), cause };
    if path.is_symlink() {
        return Err(ReportError::Strange { path: path.to_owned(), what: "a link" });
    }
    files::refuse_in_the_way(path).map_err(failed)?;
    let file = files::private().truncate(false).open(path).map_err(failed)?;
    let around = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !files::is_in_good_hands(&file, around).map_err(failed)? {
        return Err(ReportError::Strange { path: path.to_owned(), what: "somebody else's file" });
    }
    // Another version may have made it for everybody. Where it is the folder's owner's, only they can do this.
    let _ = files::keep_from_others(&file, 0o077);
    Ok(file)
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

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_open_a_lock_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(".lock");
        let mode = || fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
        drop(Lock::take(path.clone(), folder.path(), true).expect("free"));
        assert_eq!(mode(), 0o600);
        for wide in [0o644, 0o666, 0o640, 0o604] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wide)).expect("ours");
            drop(Lock::take(path.clone(), folder.path(), true).expect("free"));
            assert_eq!(mode(), 0o600, "{wide:o}");
        }
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(&path, &elsewhere).expect("moved");
        std::os::unix::fs::symlink(&elsewhere, &path).expect("linked");
        let refused = Lock::take(path, folder.path(), true).expect_err("a link").to_string();
        assert!(refused.contains(".lock is a link, by which others"), "{refused}");
    }

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
