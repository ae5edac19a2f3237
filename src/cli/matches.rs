//! Which files the patterns of a job match, and what kind of file each entry is by its name.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use unicode_normalization::UnicodeNormalization as _;

use crate::files::{is_left_behind, without_number};
use crate::profile::Job;

/// What a pattern matches.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The entries, sorted: files, and whatever else is called like one, so that it is told why it is not read.
    pub(super) entries: Vec<PathBuf>,
    /// Entries that programs and systems leave behind, which nobody means, a sentence each.
    pub(super) passed_over: Vec<String>,
    /// Folders that cannot be searched, a sentence each.
    pub(super) unsearched: Vec<String>,
}

/// What a pattern matches; a path without wildcards is itself, there or not.
///
/// Names are compared as people read them: an `ä` in one piece is one in two, and in the name of a file, not of a folder,
/// capitals are small letters.
pub(super) fn matching(pattern: &str) -> Result<Matches> {
    if let Some(path) = literal(pattern) {
        let entries = vec![called_alike(PathBuf::from(path))];
        return Ok(Matches { entries, ..Matches::default() });
    }
    let parts: Vec<_> = Path::new(pattern).components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let patterns = parts.iter().map(|part| Part::new(part)).collect::<Result<Vec<_>, _>>();
    let patterns = patterns.with_context(|| format!("{} is no pattern", shown(pattern)))?;
    let mut search = Search::default();
    search.walk(PathBuf::new(), &patterns);
    let mut matches = Matches { unsearched: search.unsearched, ..Matches::default() };
    for path in search.found.into_iter().filter(|path| is_meant(path, pattern)) {
        match left_behind(&path, pattern) {
            Some(by) => matches.passed_over.push(format!("{} was not read: {by}.", path.display())),
            None => matches.entries.push(path),
        }
    }
    Ok(matches)
}

/// A part of a pattern between slashes.
enum Part {
    /// A name.
    Name(String),
    /// `**`: any folders, or none.
    Folders,
    /// With wildcards.
    Pattern(glob::Pattern),
}

impl Part {
    fn new(part: &str) -> Result<Self, glob::PatternError> {
        Ok(match literal(part) {
            Some(name) => Self::Name(name),
            None if part == "**" => Self::Folders,
            None => Self::Pattern(glob::Pattern::new(&composed(part))?),
        })
    }
}

/// A text whose letters with marks are in one piece, as most programs write them; a Mac's file names are not.
fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// What is found below a folder.
#[derive(Default)]
struct Search {
    found: BTreeSet<PathBuf>,
    unsearched: Vec<String>,
}

impl Search {
    fn walk(&mut self, folder: PathBuf, parts: &[Part]) {
        let Some((part, rest)) = parts.split_first() else {
            self.found.insert(folder);
            return;
        };
        let is_last = rest.is_empty();
        match part {
            Part::Name(name) => {
                let path = folder.join(name);
                let path = if is_last { called_alike(path) } else { composed_alike(path) };
                if path.symlink_metadata().is_ok() {
                    self.walk(path, rest);
                }
            }
            Part::Folders => {
                self.walk(folder.clone(), rest);
                let folders = self.entries(&folder).into_iter().filter(|path| path.is_dir() && !path.is_symlink());
                folders.for_each(|path| self.walk(path, parts));
            }
            Part::Pattern(pattern) => {
                let options = glob::MatchOptions { case_sensitive: !is_last, ..glob::MatchOptions::new() };
                let matches = |path: &PathBuf| pattern.matches_with(&name_of(path), options);
                let fitting = self.entries(&folder).into_iter().filter(matches);
                fitting.filter(|path| is_last || path.is_dir()).for_each(|path| self.walk(path, rest));
            }
        }
    }

    /// The entries of a folder; one that is not there has none.
    fn entries(&mut self, folder: &Path) -> Vec<PathBuf> {
        let searched = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let listed = searched.read_dir().and_then(Iterator::collect::<Result<Vec<_>, _>>);
        match listed {
            Ok(entries) => entries.into_iter().map(|entry| folder.join(entry.file_name())).collect(),
            Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Vec::new(),
            Err(cause) => {
                let (folder, cause) = (folder.display(), cause.to_string());
                let cause = without_number(&cause);
                self.unsearched.push(format!("{folder} was left out: it cannot be searched: {cause}."));
                Vec::new()
            }
        }
    }
}

/// The name of an entry as people read it.
fn name_of(path: &Path) -> String {
    composed(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// The path itself or, where nothing is there, the only file beside it whose name reads the same but for capitals.
fn called_alike(path: PathBuf) -> PathBuf {
    let name = name_of(&path).to_lowercase();
    alike(path, |entry| name_of(entry).to_lowercase() == name)
}

/// The path itself or, where nothing is there, the only entry beside it whose name reads the same.
fn composed_alike(path: PathBuf) -> PathBuf {
    let name = name_of(&path);
    alike(path, |entry| name_of(entry) == name)
}

fn alike(path: PathBuf, reads_the_same: impl Fn(&Path) -> bool) -> PathBuf {
    let folder = path.parent().filter(|_| path.file_name().is_some() && path.symlink_metadata().is_err());
    let Some(folder) = folder else { return path };
    let alike: Vec<_> = Search::default().entries(folder).into_iter().filter(|entry| reads_the_same(entry)).collect();
    if let [only] = &alike[..] { only.clone() } else { path }
}

/// Why an entry is nobody's list, by its name; a pattern may ask for hidden files.
fn left_behind(path: &Path, pattern: &str) -> Option<&'static str> {
    let name = name_of(path);
    let is_asked_for = name_of(Path::new(pattern)).starts_with(['.', '~']);
    let is_lock = name.starts_with("~$") || name.starts_with(".~lock.");
    (is_left_behind(&name) && !is_asked_for).then_some(if is_lock {
        "a spreadsheet puts it there as long as somebody has the file open"
    } else {
        "it is a hidden file or one that systems leave in folders"
    })
}

/// Whether an entry is one that the pattern means: `inbox/*` means no folders, but one called `x.csv` is a mistake, and
/// so is what looks like a file and is none.
fn is_meant(path: &Path, pattern: &str) -> bool {
    if path.is_dir() {
        return Path::new(pattern).extension().is_some_and(|ending| ending != "*") || is_called_like_a_list(path);
    }
    // What went away since the folder was listed is nobody's.
    path.symlink_metadata().is_ok()
}

/// How files end that lists come in.
const LISTS: [&str; 13] = ["csv", "tsv", "txt", "tab", "psv", "gz", "zst", "zip", "xlsx", "xlsm", "xlsb", "xls", "ods"];

fn is_called_like_a_list(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    LISTS.iter().any(|list| ending.eq_ignore_ascii_case(list))
}

/// The path that a pattern without wildcards is; what stands in brackets by itself is a sign of a name.
fn literal(pattern: &str) -> Option<String> {
    let path = shown(pattern);
    (glob::Pattern::escape(&path) == pattern).then_some(path)
}

fn has_wildcards(pattern: &str) -> bool {
    literal(pattern).is_none()
}

/// A pattern as somebody would write it: `client[[]1[]]/*.csv` is `client[1]/*.csv`.
pub(super) fn shown(pattern: &str) -> String {
    let mut shown = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(sign) = rest.chars().next() {
        let escaped = ["[[]", "[]]", "[?]", "[*]"].into_iter().find(|escaped| rest.starts_with(*escaped));
        shown.push_str(escaped.map_or(&rest[..sign.len_utf8()], |escaped| &escaped[1..2]));
        rest = &rest[escaped.map_or(sign.len_utf8(), str::len)..];
    }
    shown
}

/// Whether a file is TOML by its name.
pub(super) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Whether an entry of `lists` means this TOML file as a list file: because it asks for TOML, or because the file is
/// called one, `NAME.list.toml`.
pub(super) fn means_list_file(path: &Path, pattern: &str) -> bool {
    let is_called_one = path
        .file_stem()
        .is_some_and(|stem| Path::new(stem).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("list")));
    !has_wildcards(pattern) || is_toml(Path::new(pattern)) || is_called_one
}

/// Whether a folder is an inbox of the job: one in which `lists` takes whatever comes, and not only list files.
pub(super) fn is_inbox(folder: &Path, job: &Job) -> bool {
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    job.lists.iter().any(|entry| {
        let pattern = Path::new(&entry.pattern);
        let anything = pattern.with_file_name("*").to_string_lossy().into_owned();
        let matches = |pattern: glob::Pattern| pattern.matches_path_with(&folder.join("any"), options);
        has_wildcards(&entry.pattern) && !is_toml(pattern) && glob::Pattern::new(&anything).is_ok_and(matches)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_is_meant_only_where_it_is_asked_for_or_called_a_list_file() {
        for (path, pattern, is_meant) in [
            ("inbox/a.list.toml", "inbox/*", true),
            ("inbox/A.LIST.TOML", "inbox/*", true),
            ("inbox/notes.toml", "inbox/*", false),
            ("inbox/list.toml", "inbox/*", false),
            ("inbox/a.csv.toml", "inbox/a*", false),
            ("lists/a.toml", "lists/*.toml", true),
            ("lists/a.toml", "lists/a.toml", true),
        ] {
            assert_eq!(means_list_file(Path::new(path), pattern), is_meant, "{path} by {pattern}");
        }
        assert!(is_toml(Path::new("a.TOML")) && !is_toml(Path::new("toml")) && !is_toml(Path::new("a.toml.csv")));
    }

    #[test]
    fn what_is_escaped_is_a_name() {
        for (pattern, shown_as, path) in [
            ("lists/*.csv", "lists/*.csv", None),
            ("lists/a.csv", "lists/a.csv", Some("lists/a.csv")),
            ("c[[]1[]]/*.csv", "c[1]/*.csv", None),
            ("c[[]1[]]/wo[?] [*].csv", "c[1]/wo? *.csv", Some("c[1]/wo? *.csv")),
            ("c1/week[12].csv", "c1/week[12].csv", None),
            ("Größe [[]ä[]].csv", "Größe [ä].csv", Some("Größe [ä].csv")),
        ] {
            assert_eq!(shown(pattern), shown_as);
            assert_eq!(literal(pattern).as_deref(), path, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_means_files_and_tells_of_folders_that_are_called_like_one() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| root.path().join(name);
        std::fs::write(path("a.csv"), "").expect("written");
        for folder in ["x.csv", "old", "2026.11"] {
            std::fs::create_dir(path(folder)).expect("made");
        }
        let matched = |pattern: &str| matching(&path(pattern).to_string_lossy()).expect("a pattern").entries;
        assert_eq!(matched("*"), [path("a.csv"), path("x.csv")]);
        assert_eq!(matched("*.csv"), [path("a.csv"), path("x.csv")]);
        assert_eq!(matched("none.csv"), [path("none.csv")]);
    }

    #[test]
    fn names_are_compared_as_people_read_them() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| root.path().join(name);
        for file in ["UPPER.CSV", "Mixed.Csv", "lower.csv", "Ka\u{308}ufer-1.csv", "K\u{E4}ufer-2.csv", "deep/er/x.csv"]
        {
            std::fs::create_dir_all(path(file).parent().expect("a folder")).expect("made");
            std::fs::write(path(file), "").expect("written");
        }
        std::fs::create_dir(path("Gro\u{308}\u{DF}e")).expect("made");
        std::fs::write(path("Gro\u{308}\u{DF}e/a.csv"), "").expect("written");
        let table: [(&str, &[&str]); 15] = [
            ("u*.csv", &["UPPER.CSV"]),
            ("*.CSV", &["Ka\u{308}ufer-1.csv", "K\u{E4}ufer-2.csv", "Mixed.Csv", "UPPER.CSV", "lower.csv"]),
            ("K\u{E4}ufer-*.csv", &["Ka\u{308}ufer-1.csv", "K\u{E4}ufer-2.csv"]),
            ("Ka\u{308}ufer-?.csv", &["Ka\u{308}ufer-1.csv", "K\u{E4}ufer-2.csv"]),
            ("[km]*", &["Ka\u{308}ufer-1.csv", "K\u{E4}ufer-2.csv", "Mixed.Csv"]),
            ("K\u{E4}ufer-1.csv", &["Ka\u{308}ufer-1.csv"]),
            ("upper.csv", &["UPPER.CSV"]),
            ("LOWER.CSV", &["lower.csv"]),
            ("Gr\u{F6}\u{DF}e/*.csv", &["Gro\u{308}\u{DF}e/a.csv"]),
            ("Gr\u{F6}*/a.csv", &["Gro\u{308}\u{DF}e/a.csv"]),
            (
                "**/*.csv",
                &[
                    "Gro\u{308}\u{DF}e/a.csv",
                    "Ka\u{308}ufer-1.csv",
                    "K\u{E4}ufer-2.csv",
                    "Mixed.Csv",
                    "UPPER.CSV",
                    "deep/er/x.csv",
                    "lower.csv",
                ],
            ),
            ("d*/**/*.csv", &["deep/er/x.csv"]),
            ("D*/**/*.csv", &[]),
            ("deep/*.csv", &[]),
            ("none/*.csv", &[]),
        ];
        for (pattern, files) in table {
            let found = matching(&path(pattern).to_string_lossy()).expect("a pattern").entries;
            let mut expected: Vec<_> = files.iter().map(|file| path(file)).collect();
            expected.sort();
            assert_eq!(found, expected, "{pattern}");
        }
    }

    #[test]
    fn what_programs_leave_behind_is_passed_over_unless_it_is_named() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| root.path().join(name).to_string_lossy().into_owned();
        let left =
            ["~$book.xlsx", "._leads.csv", ".DS_Store", ".~lock.leads.csv#", "Thumbs.db", "desktop.ini", ".hidden.csv"];
        left.into_iter().chain(["leads.csv"]).for_each(|name| std::fs::write(path(name), "").expect("written"));
        let matched = matching(&path("*")).expect("a pattern");
        assert_eq!(matched.entries, [PathBuf::from(path("leads.csv"))]);
        assert_eq!(matched.passed_over.len(), left.len(), "{:?}", matched.passed_over);
        for name in [".hidden.csv", ".h*.csv", "~$book.xlsx"] {
            assert_eq!(matching(&path(name)).expect("a pattern").entries.len(), 1, "{name}");
        }
    }
}
