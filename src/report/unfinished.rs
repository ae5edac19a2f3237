//! The folders that a run is filling, for whoever ends the program in the middle of it.
//!
//! A thread that ends the program does not wait for those that fill a folder: one of them may be in a workbook that takes a
//! minute. It removes the folder under their hands, and whatever they meet then is told to nobody.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// So long a folder that is just being put in its place is waited for, and so long removing is tried again while files are
/// still made in the folder.
const PATIENCE: Duration = Duration::from_millis(400);

static STATE: Mutex<State> = Mutex::new(State { filled: Vec::new(), placed: None, abandoned: false });

struct State {
    /// What is to be removed: temporary folders, links, locks that are files.
    filled: Vec<PathBuf>,
    /// The last folder that was put in its place.
    placed: Option<PathBuf>,
    /// Nothing is begun or put in its place any more.
    abandoned: bool,
}

/// Notes what is being filled.
pub(super) fn begin(paths: impl IntoIterator<Item = PathBuf>) {
    state().filled.extend(paths);
}

/// Notes that these are gone.
pub(super) fn forget(paths: &[PathBuf]) {
    state().filled.retain(|filled| !paths.contains(filled));
}

/// Puts a folder in its place by `place`. Whoever ends the program finds it there, or as it was before.
pub(super) fn place<E>(paths: &[PathBuf], place: impl FnOnce() -> Result<PathBuf, E>) -> Result<PathBuf, E> {
    let mut state = state();
    let placed = place()?;
    state.filled.retain(|filled| !paths.contains(filled));
    state.placed = Some(placed.clone());
    Ok(placed)
}

/// Removes what is being filled, and lets nothing be begun or put in its place any more: the program ends. Gives the folder
/// that was put in its place before.
#[must_use]
pub fn abandon() -> Option<PathBuf> {
    let until = Instant::now() + PATIENCE;
    let mut state = loop {
        match STATE.try_lock() {
            Ok(state) => break state,
            Err(TryLockError::Poisoned(state)) => break state.into_inner(),
            Err(TryLockError::WouldBlock) if Instant::now() > until => return None,
            Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(5)),
        }
    };
    state.abandoned = true;
    state.filled.drain(..).for_each(|path| remove(&path));
    state.placed.take()
}

/// Waits for the end of the program, where somebody is ending it.
pub fn wait_if_abandoned() {
    drop(state());
}

/// The state, for as long as nobody ends the program; then this thread goes no further.
fn state() -> MutexGuard<'static, State> {
    let state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    if state.abandoned {
        drop(state);
        loop {
            sleep(Duration::from_secs(1));
        }
    }
    state
}

/// Removes a folder in which others may still make files, or a file.
fn remove(path: &Path) {
    let until = Instant::now() + PATIENCE;
    loop {
        let is_folder = path.symlink_metadata().is_ok_and(|about| about.is_dir());
        let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        let is_gone = removed.is_ok() || path.symlink_metadata().is_err();
        if is_gone || Instant::now() > until {
            return;
        }
        sleep(Duration::from_millis(5));
    }
}
