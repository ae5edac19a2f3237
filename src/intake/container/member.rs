//! One list of a container, and how its text is read.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::bytes::Bytes;
use super::compressed::{Gzip, Surplus, packed, zstandard};
use super::entry::Entry;
use super::error::{ContainerError, unwrapped};
use super::hashing::{Digest, Hashing};
use super::hold;
use super::limits::{Bounded, Counted, Limits, Part};
use super::recognise::{Content, only_text, peek, recognise};
use super::workbook::Book;

/// A list in a file: the file itself, a file of an archive, or a sheet of a workbook.
#[derive(Clone, Debug)]
pub struct Member {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Where in the file: `inner.csv`, `book.xlsx/Sheet1`, `Sheet1`. `None` if the file has one list and no more names,
    /// as a plain file and a workbook of one sheet.
    pub inner: Option<String>,
    pub(super) source: Source,
    pub(super) digest: Digest,
}

/// How a list is reached.
#[derive(Clone)]
pub(super) enum Source {
    /// A file that is a list, packed or not.
    Stream(Bytes),
    /// A pipe, which can be taken once.
    Pipe(Pipe),
    /// A file of an archive, which may be packed once more.
    Entry { archive: Bytes, entry: Entry },
    /// A sheet of a workbook, which may be a file of an archive.
    Sheet { container: Bytes, entry: Option<Entry>, kind: Kind, sheet: String, held: u64 },
}

type Pipe = Arc<Mutex<Option<Box<dyn Read + Send>>>>;

/// What a list comes in, in a person's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    Plain,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A file of a zip archive, itself packed or not.
    Zip,
    /// An Excel workbook: `.xlsx`, `.xlsm`.
    Xlsx,
    /// A binary Excel workbook: `.xlsb`.
    Xlsb,
    /// A workbook of older Excel: `.xls`.
    Xls,
    /// A workbook of `LibreOffice` and others: `.ods`.
    Ods,
}

/// A list that can be read.
pub struct Opened {
    /// The list's text, in its own encoding; of a sheet, CSV in UTF-8 with commas. Its errors carry a
    /// [`ContainerError`], which says how far it got.
    pub reader: Box<dyn Read + Send>,
    /// How many bytes `reader` will give, where that is known: of plain files, and of an archive's files as the archive
    /// states.
    pub size: Option<u64>,
    /// What the list comes in.
    pub kind: Kind,
    /// The fingerprint of the whole file that was bought, once `reader` has been read to its end.
    pub digest: Digest,
}

impl Kind {
    /// Whether the text was made from a sheet, so that its dialect is known and its n-th record is the sheet's row n.
    #[must_use]
    pub const fn is_sheet(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xlsb | Self::Xls | Self::Ods)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "a plain file",
            Self::Gzip => "a file packed by gzip",
            Self::Zstd => "a file packed by Zstandard",
            Self::Zip => "a file of a zip archive",
            Self::Xlsx => "a sheet of an Excel workbook",
            Self::Xlsb => "a sheet of a binary Excel workbook",
            Self::Xls => "a sheet of an older Excel workbook",
            Self::Ods => "a sheet of an OpenDocument workbook",
        })
    }
}

impl fmt::Display for Member {
    /// The list's name: `archive.zip/inner.csv`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.inner, self.path.as_os_str() == "-") {
            (None, true) => f.write_str("standard input"),
            (None, false) => self.path.display().fmt(f),
            (Some(inner), _) => write!(f, "{}/{inner}", self.path.display()),
        }
    }
}

impl Member {
    /// Reads what comes by a pipe into memory, so that it can be opened more than once; a file stays where it is.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is larger than what a packed list may unpack to.
    pub fn hold(&mut self, limits: &Limits) -> Result<(), ContainerError> {
        let name = self.to_string();
        if let Source::Pipe(pipe) = &self.source {
            let taken = pipe.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some(mut reader) = taken else { return Err(ContainerError::Once { name }) };
            let held = hold(&mut reader, &name, limits)?;
            self.source = Source::Stream(held);
        }
        Ok(())
    }

    /// Whether it comes by a pipe, which can be read only once.
    #[must_use]
    pub const fn is_pipe(&self) -> bool {
        matches!(self.source, Source::Pipe(_))
    }

    /// Opens the list.
    ///
    /// A workbook is opened anew for each of its sheets; the cells of one sheet are held while it is read.
    ///
    /// # Errors
    ///
    /// The file changed or went away since it was looked at, the list is damaged from its beginning or is no text, it
    /// exceeds a limit, or it comes from a pipe that was opened before.
    pub fn open(&self, limits: &Limits) -> Result<Opened, ContainerError> {
        let name = self.to_string();
        match &self.source {
            Source::Stream(bytes) => {
                let failed = |cause| ContainerError::io(&name, cause);
                let (file, size) = (bytes.open().map_err(failed)?, bytes.len().map_err(failed)?);
                let digest = Digest::new(&name, Some(bytes.clone()));
                let surplus = Some(digest.surplus().clone());
                let text = Text::new(&name, Hashing::new(file, &digest), limits, (None, surplus))?;
                Ok(text.opened(Some(size), digest))
            }
            Source::Pipe(pipe) => {
                let taken = pipe.lock().unwrap_or_else(PoisonError::into_inner).take();
                let Some(reader) = taken else { return Err(ContainerError::Once { name }) };
                let digest = Digest::new(&name, None);
                let surplus = Some(digest.surplus().clone());
                let text = Text::new(&name, Hashing::new(reader, &digest), limits, (None, surplus))?;
                Ok(text.opened(None, digest))
            }
            Source::Entry { archive, entry } => {
                let nested = entry.part.as_ref().map(Part::nested);
                let text = Text::new(&name, entry.open(archive, &name, limits)?, limits, (nested, None))?;
                Ok(Opened { kind: Kind::Zip, ..text.opened(Some(entry.size), self.digest.clone()) })
            }
            Source::Sheet { container, entry, kind, sheet, held } => {
                let book = match entry {
                    Some(entry) => &hold(&mut entry.open(container, &name, limits)?, &name, limits)?,
                    None => container,
                };
                let text = Book::open(book, *kind, *held, &name, limits)?.text(sheet, limits)?;
                let reader = Box::new(Bounded::new(text, &name, limits, None));
                Ok(Opened { reader, size: None, kind: *kind, digest: self.digest.clone() })
            }
        }
    }
}

/// The text of a file that may be packed by gzip or Zstandard.
struct Text {
    reader: Box<dyn Read + Send>,
    kind: Kind,
}

impl Text {
    /// Over the file's bytes, which are `part` of an archive, or of none; with `surplus`, bytes behind packed data are passed
    /// over and counted. Refuses what is no text, packed or unpacked.
    fn new(
        name: &str,
        file: impl Read + Send + 'static,
        limits: &Limits,
        (part, surplus): (Option<Part>, Option<Surplus>),
    ) -> Result<Self, ContainerError> {
        let failed = |error| unwrapped(name, error);
        let (head, file) = peek(file).map_err(failed)?;
        let (counted, count) = Counted::new(file);
        let (decoder, kind): (Box<dyn Read + Send>, _) = match recognise(&head) {
            Content::Gzip => (Box::new(Gzip::new(packed(counted), surplus)), Kind::Gzip),
            Content::Zstd => (Box::new(zstandard(packed(counted)).map_err(failed)?), Kind::Zstd),
            _ => {
                only_text(name, &head)?;
                let reader = Box::new(Named { inner: counted, name: name.to_owned() });
                return Ok(Self { reader, kind: Kind::Plain });
            }
        };
        let (head, reader) = peek(Bounded::new(decoder, name, limits, Some(count)).of(part)).map_err(failed)?;
        only_text(name, &head)?;
        Ok(Self { reader: Box::new(reader), kind })
    }

    /// `size` is the file's, which is the text's where nothing is unpacked.
    fn opened(self, size: Option<u64>, digest: Digest) -> Opened {
        let size = size.filter(|_| self.kind == Kind::Plain);
        Opened { reader: self.reader, size, kind: self.kind, digest }
    }
}

/// Says of the system's errors which list they are about.
struct Named<R> {
    inner: R,
    name: String,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(buf).map_err(|error| match error.kind() {
            std::io::ErrorKind::Interrupted => error,
            _ => unwrapped(&self.name, error).into(),
        })
    }
}

impl Source {
    pub(super) fn pipe(reader: impl Read + Send + 'static) -> Self {
        Self::Pipe(Arc::new(Mutex::new(Some(Box::new(reader)))))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(bytes) => write!(f, "stream of {bytes:?}"),
            Self::Pipe(_) => write!(f, "pipe"),
            Self::Entry { entry, .. } => write!(f, "{entry:?}"),
            Self::Sheet { sheet, entry, .. } => write!(f, "sheet {sheet:?} of {entry:?}"),
        }
    }
}
