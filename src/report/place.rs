//! How a finished folder gets into its place, and what may never be replaced by it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::run_record::is_run;
use super::{ReportError, RunRecord};
use crate::files;
use crate::model::Readers;

/// What the names of temporary folders begin with.
pub(super) const TEMPORARY: &str = ".tmp-";

/// The link to the newest run.
pub(super) const LATEST: &str = "latest";

/// An empty file in the folder of a run to which `latest` does not point yet.
pub(super) const UNSHOWN: &str = ".unshown";

/// Every file that a run may leave in its folder. A folder that holds anything else is never replaced.
const OUTPUTS: [&str; 20] = [
    "prospects.csv",
    "prospects.xlsx",
    "review.csv",
    "review.xlsx",
    "rejections.csv",
    "rejections.xlsx",
    "duplicates.csv",
    "suppressed.csv",
    "known.csv",
    "held.csv",
    "mail.txt",
    "report.html",
    "similar.csv",
    "overlap.csv",
    "unreadable.csv",
    "decisions.parquet",
    "summary.json",
    "run.json",
    "claims",
    UNSHOWN,
];

/// What desktops leave in every folder that they show.
const DESKTOP: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Refuses an `out` in which `latest` is something else than a link: it would not show the run.
pub(super) fn refuse_other_latest(out: &Path) -> Result<(), ReportError> {
    let latest = out.join(LATEST);
    match fs::symlink_metadata(&latest) {
        Ok(file) if !file.is_symlink() => Err(ReportError::NoLink { path: latest }),
        _ => Ok(()),
    }
}

/// The first free name, with a link to it that only has to be renamed: whatever could stand in the way of that is found
/// out now.
pub(super) fn link_ahead(temporary: &Path, out: &Path, name: &str) -> Result<String, ReportError> {
    let names = std::iter::once(name.to_owned()).chain((2_u32..).map(|number| format!("{name}-{number}")));
    let free = |name: &String| fs::symlink_metadata(out.join(name)).is_err();
    let name = names.into_iter().find(free).expect("bug: four thousand million runs have this name");
    refuse_other_latest(out)?;
    let (link, latest) = (link(out), out.join(LATEST));
    // A link that somebody else owns cannot be replaced in every folder: so it is replaced by itself.
    if let Ok(now) = fs::read_link(&latest) {
        link_folder(&now, &link).and_then(|()| fs::rename(&link, &latest)).map_err(ReportError::at(&latest))?;
    }
    link_folder(Path::new(&name), &link).map_err(ReportError::at(&latest))?;
    let mark = temporary.join(UNSHOWN);
    File::create(&mark).map_err(ReportError::at(&mark))?;
    Ok(name)
}

/// The link that takes the place of `latest`.
pub(super) fn link(out: &Path) -> PathBuf {
    out.join(format!("{TEMPORARY}{LATEST}"))
}

/// Puts the folder in its place, and points the link to it. Where that cannot be, the folder is not in its place either.
pub(super) fn beside_others(temporary: &Path, out: &Path, name: &str) -> Result<PathBuf, ReportError> {
    let (place, latest) = (out.join(name), out.join(LATEST));
    fs::rename(temporary, &place).map_err(ReportError::at(&place))?;
    if let Err(cause) = fs::rename(link(out), &latest) {
        let _ = fs::rename(&place, temporary);
        return Err(ReportError::Write { path: latest, cause });
    }
    // The next run takes the mark away where this one cannot: `latest` points to the folder.
    let _ = fs::remove_file(place.join(UNSHOWN));
    sync(&place)?;
    sync(out)?;
    Ok(place)
}

/// Points `latest` to a folder that is in its place.
pub(super) fn show(out: &Path, folder: &Path) -> Result<(), ReportError> {
    refuse_other_latest(out)?;
    let (link, latest) = (link(out), out.join(LATEST));
    let _ = fs::remove_file(&link);
    link_folder(Path::new(&name_of(folder)), &link)
        .and_then(|()| fs::rename(&link, &latest))
        .and_then(|()| fs::remove_file(folder.join(UNSHOWN)))
        .map_err(ReportError::at(&latest))?;
    sync(out)
}

/// Takes the mark from the run that `latest` points to.
pub(super) fn unmark_latest(out: &Path) {
    let _ = fs::remove_file(out.join(LATEST).join(UNSHOWN));
}

/// Moves the old folder aside, and back if the new one cannot take its place.
pub(super) fn in_place_of_another(temporary: &Path, folder: &Path, old: &Path) -> Result<PathBuf, ReportError> {
    let replaces = folder.exists();
    if replaces {
        refuse_what_is_no_run(folder)?;
        fs::rename(folder, old).map_err(ReportError::at(folder))?;
    }
    if let Err(cause) = fs::rename(temporary, folder) {
        let _ = fs::rename(old, folder);
        return Err(ReportError::Write { path: folder.to_owned(), cause });
    }
    if let Some(around) = temporary.parent() {
        sync(around)?;
    }
    if replaces {
        fs::remove_dir_all(old).map_err(ReportError::at(old))?;
    }
    Ok(folder.to_owned())
}

/// Undoes what an interrupted run has left: its half-written folder goes, and the one that it had moved aside comes back.
pub(super) fn recover(folder: &Path, temporary: &Path, old: &Path) -> Result<(), ReportError> {
    if old.exists() && !folder.exists() {
        fs::rename(old, folder).map_err(ReportError::at(folder))?;
    }
    for leftover in [temporary, old].into_iter().filter(|path| path.exists()) {
        fs::remove_dir_all(leftover).map_err(ReportError::at(leftover))?;
    }
    Ok(())
}

/// Removes the temporary folders of interrupted runs. Only for who holds the lock.
pub(super) fn remove_leftovers(out: &Path) -> Result<(), ReportError> {
    for path in entries(out)?.into_iter().filter(|path| name_of(path).starts_with(TEMPORARY)) {
        let removed =
            if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(ReportError::at(&path))?;
    }
    Ok(())
}

/// Goes on where the folder is absent, empty, or holds nothing but a run's outputs.
pub(super) fn refuse_what_is_no_run(folder: &Path) -> Result<(), ReportError> {
    if !folder.exists() {
        return Ok(());
    }
    let names: Vec<String> = entries(folder)?.iter().map(|path| name_of(path)).collect();
    let is_run = is_run(folder);
    let expected = |name: &str| DESKTOP.contains(&name) || is_run && OUTPUTS.contains(&name);
    let Some(found) = names.into_iter().filter(|name| !expected(name)).min() else {
        return Ok(());
    };
    Err(ReportError::Occupied { folder: folder.to_owned(), found })
}

/// Whether a folder holds a part of a run's outputs, nothing else, and no record of the run.
pub(super) fn holds_rest_of_run(folder: &Path) -> bool {
    let names: Vec<String> = entries(folder).unwrap_or_default().iter().map(|path| name_of(path)).collect();
    let is_output = |name: &String| OUTPUTS.contains(&name.as_str());
    let is_expected = |name: &String| is_output(name) || DESKTOP.contains(&name.as_str());
    names.iter().any(is_output) && names.iter().all(is_expected) && !names.iter().any(|name| name == RunRecord::FILE)
}

/// The name of a run as that of its folder.
pub(super) fn file_name(base_name: &str) -> String {
    crate::model::file_name(base_name, "")
}

pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let read = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>();
    read().map_err(ReportError::at(folder))
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Makes a folder that only its owner may enter.
pub(super) fn create_private(folder: &Path) -> Result<(), ReportError> {
    files::make_private_folder(folder).map_err(ReportError::at(folder))?;
    // A umask that takes rights from the owner leaves them too few.
    permit(folder, Readers::Owner).inspect_err(|_| drop(fs::remove_dir(folder)))
}

/// Lets the readers read every file below the folder, and enter the folders themselves; nobody else may.
pub(super) fn permit_all(folder: &Path, readers: Readers) -> Result<(), ReportError> {
    for path in entries(folder)? {
        if path.is_dir() { permit_all(&path, readers)? } else { permit(&path, readers)? }
    }
    permit(folder, readers)
}

#[cfg(unix)]
fn permit(path: &Path, readers: Readers) -> Result<(), ReportError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::Permissions::from_mode(readers.mode(path.is_dir()));
    fs::set_permissions(path, mode).map_err(ReportError::at(path))
}

/// Other systems have rights of another kind, which the folder around decides.
#[cfg(not(unix))]
fn permit(_: &Path, _: Readers) -> Result<(), ReportError> {
    Ok(())
}

/// So many files are flushed at a time. Each waits for the disk, which does several in one go.
const FLUSHES: usize = 8;

/// Flushes every file below the folder, and the folders themselves, to the disk.
pub(super) fn sync_all(folder: &Path) -> Result<(), ReportError> {
    let (folders, files): (Vec<_>, Vec<_>) = entries(folder)?.into_iter().partition(|path| path.is_dir());
    folders.iter().try_for_each(|folder| sync_all(folder))?;
    for files in files.chunks(FLUSHES) {
        std::thread::scope(|scope| {
            let threads: Vec<_> = files.iter().map(|file| scope.spawn(move || sync(file))).collect();
            let mut flushed = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            flushed.try_for_each(|flushed| flushed.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
    }
    sync(folder)
}

/// Flushes one file, or the names in one folder, to the disk.
pub(super) fn sync(path: &Path) -> Result<(), ReportError> {
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    File::open(path).and_then(|file| file.sync_all()).map_err(ReportError::at(path))
}

#[cfg(unix)]
fn link_folder(name: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(name, link)
}

#[cfg(windows)]
fn link_folder(name: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(name, link)
}
