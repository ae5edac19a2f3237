//! Where the bytes of a container are, such that they can be read more than once.

use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::files;

/// A reader that can go back.
pub(super) trait Seekable: Read + Seek + Send {}

impl<R: Read + Seek + Send> Seekable for R {}

/// The bytes of a container: a file, or what was read of standard input or unpacked from an archive.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    File(PathBuf),
    Memory(Held),
}

/// Bytes in memory that many readers share.
#[derive(Clone)]
pub(super) struct Held(Arc<Vec<u8>>);

impl Bytes {
    pub(super) fn file(path: &Path) -> Self {
        Self::File(path.to_owned())
    }

    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        Self::Memory(Held(Arc::new(bytes)))
    }

    /// A reader from the first byte on.
    pub(super) fn open(&self) -> io::Result<Box<dyn Seekable>> {
        Ok(match self {
            Self::File(path) => Box::new(files::open(path)?),
            Self::Memory(held) => Box::new(Cursor::new(held.clone())),
        })
    }

    /// [`Bytes::open`] for those who read and jump in small steps.
    pub(super) fn open_buffered(&self) -> io::Result<BufReader<Box<dyn Seekable>>> {
        Ok(BufReader::with_capacity(32 << 10, self.open()?))
    }

    /// How many of them are in memory.
    pub(super) fn held(&self) -> u64 {
        match self {
            Self::File(_) => 0,
            Self::Memory(held) => held.0.len() as u64,
        }
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(path.metadata()?.len()),
            Self::Memory(held) => Ok(held.0.len() as u64),
        }
    }
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
