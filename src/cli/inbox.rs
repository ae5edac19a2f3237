//! The habits of an inbox: what is still being uploaded waits, what was done is moved away.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Result, bail};

use super::ask::Ask;
use crate::files;
use crate::pipeline::{Inputs, ListInput};
use crate::profile::{After, Job};

/// How files end that a program is still writing.
const UNFINISHED: [&str; 6] = ["part", "tmp", "partial", "filepart", "crdownload", "download"];

/// A file of an inbox that was changed less long ago than this is taken to be unfinished.
const SETTLED: Duration = Duration::from_mins(1);

/// The most bytes of a name on nearly every file system.
const LONGEST: usize = 255;

/// Why a file that a pattern matches is left for the next night, in a sentence; nothing where it is not.
pub(super) fn unfinished(path: &Path, job: &Job) -> Option<String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if UNFINISHED.contains(&ending.as_str()) {
        return Some(format!("{} was not read: by its name it is still being uploaded.", path.display()));
    }
    // A time that is still to come says nothing but that a clock was wrong.
    let changed = fs::metadata(path).and_then(|file| file.modified()).ok()?;
    let age = SystemTime::now().duration_since(changed).ok()?;
    let fresh = job.after.is_some() && age < SETTLED;
    fresh.then(|| {
        format!("{} was not read: it was changed less than a minute ago, and may still be uploaded.", path.display())
    })
}

/// Refuses a path that stands in the folder of the job and leads out of it through a symbolic link.
pub(super) fn refuse_link_out(path: &Path, job: &Job) -> Result<()> {
    let around = job.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = !path.components().any(|part| part.as_os_str() == "..") && path.starts_with(around);
    let (Ok(real), Ok(folder)) = (path.canonicalize(), around.canonicalize()) else { return Ok(()) };
    if job.follow_links || !inside || real.starts_with(&folder) {
        return Ok(());
    }
    bail!(
        "{} leads out of the folder of the job, to {}; write follow_links = true in the job if that is meant",
        path.display(),
        real.display()
    )
}

/// Moves files whose lists are all done to `done/<date>/` beside the job file: those of `inputs` that `is_settled` says of
/// their places, and those that earlier runs have done with. A file stays as long as something in it waits or was not
/// read, and where it is not what was read any more. One that cannot be moved is told: it would be looked at again the
/// next night.
pub(super) fn put_away(inputs: &Inputs, is_settled: impl Fn(usize) -> bool, job: &Job, ask: &Ask) {
    if job.after != Some(After::Move) {
        return;
    }
    let folder = job.path.with_file_name("done").join(ask.as_of.to_string());
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (done, waiting): (Vec<_>, Vec<_>) = inputs.lists.iter().enumerate().partition(|(place, _)| is_settled(*place));
    let unread = inputs.unread.iter().map(PathBuf::as_path);
    let stay: HashSet<PathBuf> =
        waiting.iter().map(|(_, list)| list.member.path.as_path()).chain(unread).map(real).collect();
    let mut files: BTreeMap<PathBuf, Vec<&ListInput>> = BTreeMap::new();
    for list in done.into_iter().map(|(_, list)| list).chain(&inputs.settled) {
        files.entry(real(&list.member.path)).or_default().push(list);
    }
    for (_, lists) in files.into_iter().filter(|(file, _)| !stay.contains(file)) {
        let file = &lists[0].member.path;
        match move_read(&lists, &folder) {
            Ok(Some(place)) => ask.say_more(&format!("moved {} to {}\n", file.display(), place.display())),
            Ok(None) => {
                let why = "it was changed after it was read, so it stays, and the next run reads it again";
                ask.warn(&format!("warning: {} was not moved: {why}\n", file.display()));
            }
            Err(cause) => {
                let (file, folder, cause) = (file.display(), folder.display(), cause.to_string());
                let cause = files::without_number(&cause);
                ask.warn(&format!("warning: {file} could not be moved to {folder}: {cause}\n"));
            }
        }
    }
}

/// Moves the file of these lists, if it still is what was read; nothing where it is not.
fn move_read(lists: &[&ListInput], folder: &Path) -> std::io::Result<Option<PathBuf>> {
    let file = &lists[0].member.path;
    fs::symlink_metadata(file)?;
    let (first, others) = (&lists[0].seen, &lists[1..]);
    if !others.iter().all(|list| list.seen.is_at(file)) || !first.has_what_was_read(file) {
        return Ok(None);
    }
    files::make_folders(folder)?;
    // A link that is moved may lead nowhere any more; what it led to is where it was.
    move_into(file, folder, |place| place.is_symlink() || first.is_at(place))
}

/// Moves a file into a folder, under its own name or, where that is taken, with a number. Somebody may change it, or put
/// another one in its place, in the last moment: what is not `as_read` any more goes back, and nothing was moved.
fn move_into(file: &Path, folder: &Path, as_read: impl Fn(&Path) -> bool) -> std::io::Result<Option<PathBuf>> {
    let place = free_name(file, folder);
    match fs::rename(file, &place) {
        Err(cause) if cause.kind() == std::io::ErrorKind::CrossesDevices => {
            fs::copy(file, &place).and_then(|_| fs::File::open(&place)?.sync_all())?;
            let (gone, kept) = if as_read(file) { (file, Some(&place)) } else { (place.as_path(), None) };
            fs::remove_file(gone).map(|()| kept.cloned())
        }
        Err(cause) => Err(cause),
        Ok(()) if as_read(&place) => Ok(Some(place)),
        Ok(()) => fs::rename(&place, free_name(file, file.parent().unwrap_or(folder))).map(|()| None),
    }
}

fn free_name(file: &Path, folder: &Path) -> PathBuf {
    let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (name(file.file_stem()), name(file.extension()));
    let ending = if ending.is_empty() { ending } else { format!(".{ending}") };
    let numbered = (2..).map(|number| {
        let end = format!("-{number}{ending}");
        format!("{}{end}", &stem[..stem.floor_char_boundary(LONGEST.saturating_sub(end.len()))])
    });
    let names = std::iter::once(format!("{stem}{ending}")).chain(numbered);
    let place = names.map(|name| folder.join(name)).find(|place| place.symlink_metadata().is_err());
    place.expect("bug: some number is always free")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_a_number() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let done = root.path().join("done");
        fs::create_dir(&done).expect("made");
        for (text, name) in [("1", "a.b.csv"), ("2", "a.b-2.csv"), ("3", "a.b-3.csv")] {
            let file = root.path().join("a.b.csv");
            fs::write(&file, text).expect("written");
            assert_eq!(move_into(&file, &done, |_| true).expect("moved"), Some(done.join(name)));
            assert_eq!(fs::read_to_string(done.join(name)).expect("there"), text);
            assert!(!file.exists());
        }
    }
}
