//! Whatever a bought list comes in: plain files, gzip, Zstandard, zip archives, workbooks, standard input.
//!
//! A container is recognised by its bytes; names count only for the files in an archive. [`contents`] names the lists
//! in a file, and [`Member::open`] gives the text of one:
//!
//! | file | lists | text |
//! | --- | --- | --- |
//! | plain, gzip, Zstandard | itself | as it is written |
//! | workbook (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`) | each visible sheet that is not empty | CSV in UTF-8, a record a row |
//! | zip | each file named like a list, packed or not, and the sheets of each workbook | as above |
//!
//! Nothing is unpacked to disk, and no more is unpacked than [`Limits`] allow. Of merged cells the first has the
//! value. Amounts, shares and the like are plain numbers, without currency or per cent.

mod archive;
mod bytes;
mod compound;
mod compressed;
mod entry;
mod error;
mod hashing;
mod limits;
mod member;
mod recognise;
mod shared_texts;
mod sheet_text;
mod tags;
mod workbook;
mod workbook_cell;
mod workbook_check;

pub use error::ContainerError;
pub use hashing::{Digest, Fingerprint};
pub use limits::Limits;
pub use member::{Kind, Member, Opened};

use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;
use entry::Entry;
use error::unwrapped;
use limits::Whole;
use member::Source;
use recognise::{Content, peek, recognise};
use workbook::Book;

use crate::files::{self, is_pipe};

/// The lists in a file, and what else is in it.
#[derive(Debug)]
pub struct Contents {
    /// The lists: files of an archive by name, sheets of a workbook in their order. There is at least one.
    pub members: Vec<Member>,
    /// What is not read as a list, to be told to a person. What systems put into archives by themselves is not named.
    pub skipped: Vec<Skipped>,
}

/// A file of an archive, or a sheet of a workbook, that is not read as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name in the container: `readme.pdf`, `book.xlsx/Sheet2`.
    pub name: String,
    /// Why: `a hidden sheet`.
    pub why: &'static str,
    /// Whether leads may be in it all the same, so that a person has to look before the file counts as done.
    pub may_hold_leads: bool,
}

/// The lists in a file; `-` is standard input.
///
/// Standard input and other pipes may be plain or packed text of any length. An archive or a workbook from there is
/// held in memory.
///
/// # Errors
///
/// The file cannot be read, is no list and no container of lists, is damaged, needs a password, or exceeds a limit.
pub fn contents(path: &Path, limits: &Limits) -> Result<Contents, ContainerError> {
    if path == Path::new("-") {
        return piped_contents(path, io::stdin(), limits);
    }
    let name = path.display().to_string();
    let failed = |cause| ContainerError::io(&name, cause);
    let about = path.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(ContainerError::Folder(name));
    }
    if is_pipe(&about) && is_own_pipe(path) {
        return piped_contents(path, std::fs::File::open(path).map_err(failed)?, limits);
    }
    let file = files::open(path).map_err(failed)?;
    let (head, _) = peek(file).map_err(failed)?;
    let bytes = Bytes::file(path);
    let finder = Finder::new(path, &name, bytes.clone(), limits);
    match recognise(&head) {
        Content::Foreign(what) => Err(ContainerError::NotAList { name, what }),
        content @ (Content::Zip | Content::Ole) => finder.container(content),
        _ => Ok(finder.found_itself(Source::Stream(bytes))),
    }
}

/// Whether a path stands for what the shell has opened for this very program, `<(zcat leads.csv.gz)`: of all named pipes
/// only these are sure to have somebody who writes to them.
fn is_own_pipe(path: &Path) -> bool {
    let is_number = path.file_name().is_some_and(|name| name.as_encoded_bytes().iter().all(u8::is_ascii_digit));
    let folder = path.parent().unwrap_or(path);
    let of_process = folder.starts_with("/proc") && folder.file_name().is_some_and(|name| name == "fd");
    path == Path::new("/dev/stdin") || is_number && (folder == Path::new("/dev/fd") || of_process)
}

/// The lists in what `reader` gives, which is read once. `path` is its name.
///
/// # Errors
///
/// See [`contents`].
pub fn piped_contents(
    path: &Path,
    reader: impl Read + Send + 'static,
    limits: &Limits,
) -> Result<Contents, ContainerError> {
    let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let failed = |cause| ContainerError::io(&name, cause);
    let (head, mut reader) = peek(reader).map_err(failed)?;
    match recognise(&head) {
        Content::Foreign(what) => Err(ContainerError::NotAList { name, what }),
        content @ (Content::Zip | Content::Ole) => {
            let whole = hold(&mut reader, &name, limits)?;
            Finder::new(path, &name, whole, limits).container(content)
        }
        _ => {
            let source = Source::pipe(reader);
            Ok(Finder::new(path, &name, Bytes::memory(Vec::new()), limits).found_itself(source))
        }
    }
}

/// Reads all bytes into memory, up to the limit for workbooks.
fn hold(reader: &mut dyn Read, name: &str, limits: &Limits) -> Result<Bytes, ContainerError> {
    let mut held = Vec::new();
    let most = limits.workbook;
    reader.take(most.saturating_add(1)).read_to_end(&mut held).map_err(|error| unwrapped(name, error))?;
    if held.len() as u64 > most {
        return Err(ContainerError::TooLarge { name: name.to_owned(), limit: "max_workbook", most });
    }
    Ok(Bytes::memory(held))
}

/// Finds the lists of one file.
struct Finder<'f> {
    path: &'f Path,
    name: &'f str,
    bytes: Bytes,
    digest: Digest,
    limits: &'f Limits,
    found: Contents,
}

impl<'f> Finder<'f> {
    fn new(path: &'f Path, name: &'f str, bytes: Bytes, limits: &'f Limits) -> Self {
        let digest = Digest::new(name, Some(bytes.clone()));
        Self { path, name, bytes, digest, limits, found: Contents { members: Vec::new(), skipped: Vec::new() } }
    }

    fn found_itself(mut self, source: Source) -> Contents {
        self.find(None, source);
        self.found
    }

    fn find(&mut self, inner: Option<String>, source: Source) {
        let digest = self.digest.clone();
        self.found.members.push(Member { path: self.path.to_owned(), inner, source, digest });
    }

    /// The lists of an archive or a workbook.
    fn container(mut self, content: Content) -> Result<Contents, ContainerError> {
        let bytes = self.bytes.clone();
        if content == Content::Ole {
            self.workbook(&bytes, Kind::Xls, 0, None)?;
            return Ok(self.found);
        }
        let entries = archive::entries(&bytes, self.name, self.limits)?;
        if let Some(kind) = archive::workbook(&entries, &bytes, self.name, self.limits) {
            let held = workbook_check::check_parts(&entries, &bytes, self.name, self.limits)?;
            self.workbook(&bytes, kind, held, None)?;
        } else if let Some(what) = archive::document(&entries) {
            return Err(ContainerError::NotAList { name: self.name.to_owned(), what });
        } else {
            self.archive(entries)?;
        }
        Ok(self.found)
    }

    fn archive(&mut self, entries: Vec<Entry>) -> Result<(), ContainerError> {
        let (mut lists, skipped) = archive::choose(entries, self.name)?;
        self.found.skipped = skipped;
        if lists.is_empty() {
            let skipped = self.found.skipped.iter().map(|skipped| skipped.name.clone()).collect();
            return Err(ContainerError::NoList { name: self.name.to_owned(), skipped });
        }
        let size = self.bytes.len().map_err(|cause| ContainerError::io(self.name, cause))?;
        let whole = Whole::new(self.name, size, lists.len());
        // What an archive states is held against it when it is unpacked; so nothing has to be unpacked to refuse it.
        whole.check(lists.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size)), self.limits)?;
        lists.iter_mut().enumerate().for_each(|(place, entry)| entry.part = Some(whole.part(place)));
        lists.into_iter().try_for_each(|entry| self.entry(entry))
    }

    /// The list, or the lists, that a file of an archive is.
    fn entry(&mut self, entry: Entry) -> Result<(), ContainerError> {
        let name = format!("{}/{}", self.name, entry.name);
        let reader = entry.open(&self.bytes, &name, self.limits)?;
        let (head, mut reader) = peek(reader).map_err(|error| unwrapped(&name, error))?;
        let kind = match recognise(&head) {
            Content::Foreign(what) => return Err(ContainerError::NotAList { name, what }),
            Content::Text | Content::Gzip | Content::Zstd => {
                self.find(Some(entry.name.clone()), Source::Entry { archive: self.bytes.clone(), entry });
                return Ok(());
            }
            Content::Ole => Kind::Xls,
            Content::Zip => Kind::Zip,
        };
        let book = hold(&mut reader, &name, self.limits)?;
        let (kind, taken) = if kind == Kind::Zip { self.inner_workbook(&book, &name)? } else { (kind, book.held()) };
        self.workbook(&book, kind, taken, Some(&entry))
    }

    /// Which workbook a zip archive in the archive is, and how much memory it takes.
    fn inner_workbook(&self, book: &Bytes, name: &str) -> Result<(Kind, u64), ContainerError> {
        let parts = archive::entries(book, name, self.limits)?;
        let kind = archive::workbook(&parts, book, name, self.limits);
        let kind = kind.ok_or_else(|| ContainerError::Nested { name: name.to_owned(), what: "an archive" })?;
        Ok((kind, workbook_check::check_parts(&parts, book, name, self.limits)?))
    }

    /// The sheets of a workbook, which takes `held` bytes of memory; `entry` is the file of the archive that it is.
    ///
    /// A single list is named after its workbook, because the sheet's name says nothing: it is `Sheet1` mostly.
    fn workbook(&mut self, book: &Bytes, kind: Kind, held: u64, entry: Option<&Entry>) -> Result<(), ContainerError> {
        let within = |sheet: &str| entry.map_or_else(|| sheet.to_owned(), |entry| format!("{}/{sheet}", entry.name));
        let name = entry.map_or_else(|| self.name.to_owned(), |entry| format!("{}/{}", self.name, entry.name));
        let (lists, skipped) = Book::open(book, kind, held, &name, self.limits)?.lists()?;
        let single = lists.len() == 1;
        for sheet in lists {
            let inner = if single { entry.map(|entry| entry.name.clone()) } else { Some(within(&sheet)) };
            self.find(inner, Source::Sheet { container: self.bytes.clone(), entry: entry.cloned(), kind, sheet, held });
        }
        self.found
            .skipped
            .extend(skipped.into_iter().map(|skipped| Skipped { name: within(&skipped.name), ..skipped }));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
