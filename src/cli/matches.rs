//! Which files the patterns of a job match, and what kind of file each entry is by its name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::profile::Job;

/// What a pattern matches.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The entries, sorted: files, and whatever else is called like one, so that it is told why it is not read.
    pub(super) entries: Vec<PathBuf>,
    /// Folders that cannot be searched, a sentence each.
    pub(super) unsearched: Vec<String>,
}

/// What a pattern matches; a path without wildcards is itself, there or not.
pub(super) fn matching(pattern: &str) -> Result<Matches> {
    if let Some(path) = literal(pattern) {
        return Ok(Matches { entries: vec![path.into()], unsearched: Vec::new() });
    }
    let (mut entries, mut unsearched) = (BTreeSet::new(), Vec::new());
    for found in glob::glob(pattern).with_context(|| format!("{pattern} is no pattern"))? {
        match found {
            Ok(path) if is_meant(&path, pattern) => _ = entries.insert(path),
            Ok(_) => {}
            Err(cause) => {
                unsearched.push(format!("{} was left out: it cannot be searched: {cause}.", cause.path().display()));
            }
        }
    }
    Ok(Matches { entries: entries.into_iter().collect(), unsearched })
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
}
