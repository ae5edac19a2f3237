//! Outputs appear whole or not at all.
//!
//! Everything is written to a temporary folder beside the target, flushed to the disk, and renamed at the end. What a
//! run before has left stays as it was until that moment, whatever happens to this one.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::ReportError;
use super::lock::Lock;
use super::place::{self, TEMPORARY};
use super::unfinished;
use crate::files;
use crate::model::Readers;

/// The folder that a run writes to. Dropped without [`OutputFolder::finish`], it leaves no trace.
#[derive(Debug)]
pub struct OutputFolder {
    temporary: PathBuf,
    target: Target,
    readers: Readers,
    finished: bool,
    lock: Lock,
}

/// Where the temporary folder ends up.
#[derive(Debug)]
enum Target {
    /// A new folder of this name in `out`, with a link to it; `free` is the name that it takes, once that is settled.
    Run { out: PathBuf, name: String, free: Option<String> },
    /// This folder, in place of what it was.
    Qualify { folder: PathBuf, old: PathBuf },
}

impl OutputFolder {
    /// Begins a run that ends up as `out/<base_name>`, or `-2`, `-3`, … where that is taken. Makes `out` if needed and
    /// removes what interrupted runs have left in it.
    ///
    /// # Errors
    ///
    /// Another run holds the lock on `out`; `out` cannot be written; or `latest` in it is no link.
    pub fn begin_run(out: &Path, base_name: &str) -> Result<Self, ReportError> {
        files::make_folders(out).map_err(ReportError::at(out))?;
        let lock = Lock::take(out.join(".lock"), out, true)?;
        place::refuse_other_latest(out)?;
        place::unmark_latest(out);
        place::remove_leftovers(out)?;
        let name = place::file_name(base_name);
        let temporary = out.join(format!("{TEMPORARY}{name}"));
        unfinished::begin([temporary.clone(), place::link(out)]);
        place::create_private(&temporary)?;
        let target = Target::Run { out: out.to_owned(), name, free: None };
        Ok(Self { temporary, target, readers: Readers::Owner, finished: false, lock })
    }

    /// Begins a run that ends up as `folder` itself: a new one, or in place of an empty one or of an earlier run's.
    ///
    /// # Errors
    ///
    /// The folder holds anything else, which is left alone; another run is writing there; or the folder around it
    /// cannot be written.
    pub fn begin_qualify(folder: &Path) -> Result<Self, ReportError> {
        let folder = if folder.is_symlink() {
            fs::canonicalize(folder).map_err(ReportError::at(folder))?
        } else {
            folder.to_owned()
        };
        let unnamed = || ReportError::Unnamed { path: folder.clone() };
        let name = folder.file_name().and_then(OsStr::to_str).ok_or_else(unnamed)?;
        let around = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files::make_folders(around).map_err(ReportError::at(around))?;
        let beside = |end: &str| around.join(format!(".{name}.{end}"));
        let (lock, temporary, old) = (Lock::take(beside("lock"), &folder, false)?, beside("tmp"), beside("old"));
        place::recover(&folder, &temporary, &old)?;
        place::refuse_what_is_no_run(&folder)?;
        unfinished::begin([temporary.clone(), beside("lock")]);
        place::create_private(&temporary)?;
        let target = Target::Qualify { folder, old };
        Ok(Self { temporary, target, readers: Readers::Owner, finished: false, lock })
    }

    /// The same folder, which `readers` may read once it is in its place; until then only the owner may.
    #[must_use]
    pub fn for_readers(mut self, readers: Readers) -> Self {
        self.readers = readers;
        self
    }

    /// Where `file` is to be written.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        self.temporary.join(file)
    }

    /// Does everything but the last step: the files are on the disk, and the link to the folder is made and can be put
    /// in its place. No file must be written afterwards.
    ///
    /// # Errors
    ///
    /// Something could not be flushed or made; then the last good output is as it was.
    pub fn prepare(&mut self) -> Result<(), ReportError> {
        if let Target::Run { out, name, free } = &mut self.target {
            *free = Some(place::link_ahead(&self.temporary, out, name)?);
        }
        place::permit_all(&self.temporary, self.readers)?;
        place::sync_all(&self.temporary)
    }

    /// Puts the folder, which was prepared, in its place and says where that is.
    ///
    /// # Errors
    ///
    /// Something could not be renamed; then the last good output is as it was.
    ///
    /// # Panics
    ///
    /// The folder was not prepared.
    pub fn finish(mut self) -> Result<PathBuf, ReportError> {
        let place = unfinished::place(&self.filled(), || match &self.target {
            Target::Run { out, free, .. } => {
                let free = free.as_deref().expect("bug: a folder is prepared before it is put in its place");
                place::beside_others(&self.temporary, out, free)
            }
            Target::Qualify { folder, old } => place::in_place_of_another(&self.temporary, folder, old),
        })?;
        self.finished = true;
        Ok(place)
    }

    /// What there is only until the folder is in its place.
    fn filled(&self) -> [PathBuf; 2] {
        let beside = match &self.target {
            Target::Run { out, .. } => place::link(out),
            Target::Qualify { .. } => self.lock.path().to_owned(),
        };
        [self.temporary.clone(), beside]
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if !self.finished {
            unfinished::forget(&self.filled());
            let _ = fs::remove_dir_all(&self.temporary);
            if let Target::Run { out, .. } = &self.target {
                let _ = fs::remove_file(place::link(out));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::RunRecord;
    use super::super::place::{LATEST, entries, name_of};
    use super::*;

    fn write_run(folder: &OutputFolder, text: &str) {
        fs::write(folder.path("prospects.csv"), text).expect("written");
        RunRecord::new(jiff::civil::date(2026, 11, 23), "p").write(&folder.path("run.json")).expect("written");
    }

    fn put(mut folder: OutputFolder) -> PathBuf {
        folder.prepare().expect("prepared");
        folder.finish().expect("finished")
    }

    fn run(out: &Path, text: &str) -> PathBuf {
        let folder = OutputFolder::begin_run(out, "2026-11-23-nightly").expect("begun");
        write_run(&folder, text);
        put(folder)
    }

    fn qualify(folder: &Path, text: &str) -> PathBuf {
        let folder = OutputFolder::begin_qualify(folder).expect("begun");
        write_run(&folder, text);
        put(folder)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = entries(folder).expect("a folder").iter().map(|path| name_of(path)).collect();
        names.sort();
        names
    }

    fn prospects(folder: &Path) -> String {
        fs::read_to_string(folder.join("prospects.csv")).expect("text")
    }

    #[test]
    fn a_taken_name_gets_a_number_and_latest_is_the_newest() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let out = root.path().join("deep/out");
        for (text, name) in [("1", "2026-11-23-nightly"), ("2", "2026-11-23-nightly-2"), ("3", "2026-11-23-nightly-3")]
        {
            assert_eq!(run(&out, text), out.join(name));
            assert_eq!(fs::read_link(out.join(LATEST)).expect("a link"), Path::new(name));
            assert_eq!(prospects(&out.join(LATEST)), text);
        }
        assert_eq!(prospects(&out.join("2026-11-23-nightly")), "1");
    }

    #[test]
    fn a_run_that_does_not_finish_leaves_everything_as_it_was() {
        let out = tempfile::tempdir().expect("a temporary folder");
        run(out.path(), "good");
        let before = names(out.path());
        let folder = OutputFolder::begin_run(out.path(), "2026-11-23-nightly").expect("begun");
        write_run(&folder, "half");
        assert_eq!(prospects(&out.path().join(LATEST)), "good");
        drop(folder);
        assert_eq!(names(out.path()), before);
        assert_eq!(prospects(&out.path().join(LATEST)), "good");
    }

    #[cfg(unix)]
    #[test]
    fn only_those_may_read_who_are_named() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        let out = tempfile::tempdir().expect("a temporary folder");
        for readers in Readers::ALL {
            let folder = OutputFolder::begin_run(out.path(), "night").expect("begun").for_readers(readers);
            write_run(&folder, "text");
            fs::create_dir(folder.path("claims")).expect("made");
            fs::write(folder.path("claims/a.csv"), "text").expect("written");
            assert_eq!(mode(&folder.path("")), 0o700, "nobody looks into a folder that is being filled");
            let place = put(folder);
            for (name, is_folder) in [("", true), ("run.json", false), ("claims", true), ("claims/a.csv", false)] {
                assert_eq!(mode(&place.join(name)), readers.mode(is_folder), "{name} for {readers:?}");
            }
        }
    }

    #[test]
    fn a_second_run_at_once_is_refused() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let first = OutputFolder::begin_run(out.path(), "a").expect("begun");
        let error = OutputFolder::begin_run(out.path(), "b").expect_err("locked");
        assert_eq!(error.to_string(), format!("another run is writing to {}", out.path().display()));
        assert!(first.path("").is_dir(), "the first run still has its folder");
        put(first);
        OutputFolder::begin_run(out.path(), "b").expect("free again");
    }

    #[test]
    fn leftovers_of_a_killed_run_are_removed() {
        let out = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(out.path().join(".tmp-old/claims")).expect("made");
        fs::write(out.path().join(".tmp-old/claims/a.csv"), "x").expect("written");
        fs::write(out.path().join("notes.txt"), "mine").expect("written");
        run(out.path(), "1");
        assert_eq!(names(out.path()), [".lock", "2026-11-23-nightly", "latest", "notes.txt"]);
    }

    #[test]
    fn qualify_makes_or_replaces_the_folder_itself() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("deep/result");
        for text in ["1", "2"] {
            assert_eq!(qualify(&folder, text), folder);
            assert_eq!(prospects(&folder), text);
            assert_eq!(names(&root.path().join("deep")), ["result"]);
        }
        let empty = root.path().join("empty");
        fs::create_dir(&empty).expect("made");
        qualify(&empty, "3");
        assert_eq!(prospects(&empty), "3");
    }

    #[test]
    fn qualify_that_does_not_finish_leaves_the_old_one() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("result");
        qualify(&folder, "good");
        let begun = OutputFolder::begin_qualify(&folder).expect("begun");
        write_run(&begun, "half");
        assert!(matches!(OutputFolder::begin_qualify(&folder), Err(ReportError::Locked { .. })));
        drop(begun);
        assert_eq!(prospects(&folder), "good");
        assert_eq!(names(root.path()), ["result"]);
    }

    #[test]
    fn a_swap_that_was_interrupted_is_undone() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("result");
        qualify(&folder, "good");
        fs::rename(&folder, root.path().join(".result.old")).expect("moved aside");
        fs::create_dir(root.path().join(".result.tmp")).expect("made");
        drop(OutputFolder::begin_qualify(&folder).expect("begun"));
        assert_eq!(prospects(&folder), "good");
        assert_eq!(names(root.path()), ["result"]);
    }

    #[test]
    fn what_no_run_has_written_is_never_replaced() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let (photos, run) = (root.path().join("photos"), root.path().join("run"));
        fs::create_dir(&photos).expect("made");
        fs::write(photos.join("prospects.csv"), "mine").expect("written");
        qualify(&run, "good");
        fs::write(run.join("notes.txt"), "mine").expect("written");
        for (folder, found) in [(&photos, "prospects.csv"), (&run, "notes.txt")] {
            let before = names(folder);
            let error = OutputFolder::begin_qualify(folder).expect_err("refused").to_string();
            assert!(error.contains(&format!("{} holds {found}, which is not from", folder.display())), "{error}");
            assert_eq!(names(folder), before);
        }
        assert_eq!(names(root.path()), ["photos", "run"]);
    }

    #[test]
    fn folders_that_cannot_be_made_are_told() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let file = root.path().join("file");
        fs::write(&file, "x").expect("written");
        assert!(matches!(OutputFolder::begin_run(&file, "a"), Err(ReportError::Write { .. })));
        assert!(matches!(OutputFolder::begin_qualify(&file), Err(ReportError::Write { .. })));
        assert!(matches!(OutputFolder::begin_qualify(Path::new("..")), Err(ReportError::Unnamed { .. })));
        assert_eq!(names(root.path()), ["file"]);
    }
}
