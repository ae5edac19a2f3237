//! TOML files to compiled, checked nouns: profiles, jobs, list files, tests.
//!
//! The files in the order of the work: `document` reads TOML with places; `fields`, `criterion` and `profile` read the
//! three kinds of rule files; `condition`, `rules`, `classify`, `lookup` compile what is in them against a `draft` of
//! the profile. Every mistake goes to the `notes`, and reading goes on, so that all are told at once.

mod cases;
mod classify;
mod clear;
mod condition;
mod criterion;
mod csv_options;
mod currency;
mod decision;
mod document;
mod draft;
mod effective;
mod feeds;
mod field_type;
mod fields;
mod identity_keys;
mod job;
mod job_names;
mod lint;
mod list_file;
mod lists;
mod lookup;
mod message;
mod nightly;
mod notes;
mod overrides;
mod past;
mod profile;
mod reference;
mod replaced;
mod reshape;
mod rules;
mod schema;
mod sheet;
mod shipped;
mod similar;
mod suggest;
mod syntax;
mod tests_beside;
mod value_map;
mod values;
mod vendors;

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use effective::{Effective, Setting};
pub use lint::{Claim, answers, claims};
pub use schema::{KINDS, schema};
pub use shipped::shipped_profile;

use crate::diagnostic::{Diagnostic, Sources};
use crate::files;
use crate::model::sha256;
use crate::profile::{Job, ListFile, Profile, SourceFile, TestSuite};

/// Something that was read without a mistake.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// It.
    pub value: T,
    /// What its author should look at; it runs all the same.
    pub warnings: Vec<Diagnostic>,
    /// The files that the warnings point into.
    pub sources: Sources,
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The author's mistakes, all of them, sorted by place.
    #[error("{} in the rules", counted(diagnostics))]
    Mistakes {
        /// The mistakes, then the warnings.
        diagnostics: Vec<Diagnostic>,
        /// The files that they point into.
        sources: Sources,
    },
    /// The world's: the file itself cannot be read.
    #[error("cannot read {}: {}", path.display(), notes::cause_words(cause))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: io::Error,
    },
}

fn counted(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|one| one.severity == crate::diagnostic::Severity::Error).count();
    format!("{errors} mistake{}", if errors == 1 { "" } else { "s" })
}

/// Loads a profile with its fields and criteria. Relative dates in it count from `as_of`, and so do overrides'
/// `until`. The tests beside the rules are checked as well, but not part of the result.
///
/// # Errors
/// All mistakes of all files at once, or the profile file itself being unreadable.
pub fn load_profile(path: &Path, as_of: Date) -> Result<Loaded<Profile>, Refused> {
    profile::load(path, as_of)
}

/// Loads the profile of a job, with what the job says in its words: whose cells are not to be used, which fields limits
/// go by and sheets show, which rules are watched.
///
/// # Errors
/// As [`load_profile`]; the job's mistakes are among them.
pub fn load_profile_of(job: &Job, as_of: Date) -> Result<Loaded<Profile>, Refused> {
    profile::load_for(job, as_of)
}

/// Every key of a profile that counts on a day, after all that it inherits and overrides.
///
/// # Errors
/// As [`load_profile`].
pub fn effective(path: &Path, as_of: Date) -> Result<Loaded<Vec<Effective>>, Refused> {
    profile::show(path, as_of)
}

/// What somebody may have meant by `word`, in a sentence: the choice that is spelt most like it, else all of them.
#[must_use]
pub fn suggestion<'c>(word: &str, choices: impl IntoIterator<Item = &'c str>) -> String {
    suggest::help(word, choices)
}

/// Loads the tests beside the rules: one suite for each criterion file, as written, and the last one for the profile,
/// with its overrides and weights. A file without `test_as_of` is tested on `today`.
///
/// # Errors
/// As [`load_profile`].
pub fn load_suites(path: &Path, today: Date) -> Result<Loaded<Vec<TestSuite>>, Refused> {
    profile::load_suites(path, today)
}

/// Loads a job file. The files that it names are not opened.
///
/// # Errors
/// All mistakes at once, or the job file being unreadable.
pub fn load_job(path: &Path) -> Result<Loaded<Job>, Refused> {
    job::load(path)
}

/// Whether a file looks like a job: it names lists, or the one profile that it runs.
#[must_use]
pub fn is_job(path: &Path) -> bool {
    has_top_key(path, &["lists", "profile"])
}

/// Whether a file looks like a profile: it names the files of its rules.
#[must_use]
pub fn is_profile(path: &Path) -> bool {
    has_top_key(path, &["rules"])
}

/// Whether one of the keys stands above the first table of a file. A file that cannot be read has none.
fn has_top_key(path: &Path, keys: &[&str]) -> bool {
    let text = files::read_at_most(path, notes::MOST_TOML).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let mut top = text.lines().take_while(|line| !line.trim_start().starts_with('['));
    top.any(|line| line.split_once('=').is_some_and(|(key, _)| keys.contains(&key.trim())))
}

/// A file with the hash of its bytes, for the record of a run.
///
/// # Errors
/// The file being unreadable.
pub fn source_file(path: &Path) -> Result<SourceFile, Refused> {
    let bytes = files::read(path).map_err(|cause| Refused::Unreadable { path: path.to_owned(), cause })?;
    Ok(SourceFile { path: path.to_owned(), sha256: sha256(&bytes) })
}

/// Loads a list file against the fields of a profile.
///
/// # Errors
/// All mistakes at once, or the list file being unreadable.
pub fn load_list_file(path: &Path, profile: &Profile) -> Result<Loaded<ListFile>, Refused> {
    list_file::load(path, profile)
}

/// Loads a list file that came into an inbox with its lists. It may refer only to files of its own folder, and what it
/// names under `files` is for the caller to hold to that, too.
///
/// # Errors
/// As [`load_list_file`].
pub fn load_inbox_list_file(path: &Path, profile: &Profile) -> Result<Loaded<ListFile>, Refused> {
    list_file::load_confined(path, profile)
}

/// The paths and patterns under `files` of a list file that may be wrong in other ways.
#[must_use]
pub fn files_named_by(path: &Path) -> Vec<PathBuf> {
    list_file::named_files(path)
}
