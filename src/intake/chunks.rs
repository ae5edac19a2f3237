//! Cuts the text of a list into chunks while it is read.

use std::io::{ErrorKind, Read};

use super::OpenError;
use super::container::{ContainerError, Digest, Fingerprint};

/// The longest record, in bytes. A longer "record" is no CSV, and would have to be held in memory.
pub const MAX_RECORD: usize = 256 << 20;

/// So many bytes are read at a time.
const PIECE: usize = 1 << 16;

/// A part of a list that begins where a record is guessed to begin: behind a line end.
///
/// The guess is wrong where that line end stands in a quoted cell. Whoever reads the chunks in order knows: then
/// [`super::Records::rest`] of the chunk before is not empty, and the two have to be read again as one.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Its bytes, in UTF-8.
    pub bytes: Vec<u8>,
    /// Where it begins in the list's text.
    pub offset: u64,
    /// Whether the list ends with it.
    pub last: bool,
}

/// Cuts the text of a list into chunks.
pub struct ChunkReader {
    name: String,
    reader: Box<dyn Read + Send>,
    carry: Vec<u8>,
    /// What is read goes through here: room in a chunk would have to be filled with zeros first, and in a piece of this
    /// size the bytes are still near when they are hashed and copied.
    piece: Vec<u8>,
    offset: u64,
    digest: Digest,
    done: bool,
    /// How the list is opened where it was closed.
    later: Option<Later>,
}

/// A list that was closed when its beginning was known, and is opened once more when it is its turn: of thousands, few are
/// open or held in memory at a time.
pub(super) struct Later {
    pub(super) open: Box<dyn FnOnce() -> Result<Opened, OpenError> + Send>,
}

/// The text of a list from its first record on, and what its file is hashed by.
type Opened = (Box<dyn Read + Send>, Digest);

impl ChunkReader {
    /// Over what `reader` gives, which begins at `offset` in the text of the list `name`.
    pub(super) fn new(name: &str, reader: Box<dyn Read + Send>, offset: u64, digest: Digest) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            carry: Vec::new(),
            piece: Vec::new(),
            offset,
            digest,
            done: false,
            later: None,
        }
    }

    /// Lets go of what is open or held, until the first chunk is wanted.
    pub(super) fn close(&mut self, later: Later) {
        self.reader = Box::new(std::io::empty());
        self.piece = Vec::new();
        self.later = Some(later);
    }

    /// The next chunk of about `target` bytes; nothing behind the last one.
    ///
    /// # Errors
    /// What the operating system or the container says, and a record beyond [`MAX_RECORD`].
    pub fn next(&mut self, target: usize) -> Result<Option<Chunk>, OpenError> {
        if self.done {
            return Ok(None);
        }
        if let Some(later) = self.later.take() {
            (self.reader, self.digest) = (later.open)()?;
        }
        self.piece.resize(PIECE, 0);
        let mut bytes = std::mem::take(&mut self.carry);
        // Up to here there is no line end, so that a record of many targets is not searched once for each of them.
        let mut searched = 0;
        loop {
            let read = self.fill(&mut bytes, target)?;
            if read == 0 {
                self.done = true;
                return Ok(Some(self.chunk(bytes, true)));
            }
            if let Some(cut) = last_line_end(&bytes[searched..]) {
                self.carry = bytes.split_off(searched + cut);
                return Ok(Some(self.chunk(bytes, false)));
            }
            searched = bytes.len() - 1;
            if bytes.len() > MAX_RECORD {
                return Err(OpenError::TooLong { name: self.name.clone(), offset: self.offset });
            }
        }
    }

    /// How many bytes behind the packed data of the file were passed over, once the last chunk was taken.
    #[must_use]
    pub fn passed_over(&self) -> u64 {
        self.digest.passed_over()
    }

    /// The size and hash of the file that was bought, once the last chunk was taken.
    ///
    /// # Errors
    /// The file of an archive or workbook cannot be read once more.
    pub fn fingerprint(&self) -> Result<Fingerprint, ContainerError> {
        self.digest.finish()
    }

    /// Adds about `target` bytes; fewer, or none, only where the list ends.
    fn fill(&mut self, bytes: &mut Vec<u8>, target: usize) -> Result<usize, OpenError> {
        let target = target.max(1);
        bytes.reserve(target);
        let mut read = 0;
        while read < target {
            let piece = &mut self.piece[..PIECE.min(target - read)];
            match self.reader.read(piece) {
                Ok(0) => break,
                Ok(more) => {
                    bytes.extend_from_slice(&piece[..more]);
                    read += more;
                }
                Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
                Err(cause) => return Err(OpenError::reading(&self.name, cause)),
            }
        }
        Ok(read)
    }

    fn chunk(&mut self, bytes: Vec<u8>, last: bool) -> Chunk {
        let offset = self.offset;
        self.offset += bytes.len() as u64;
        Chunk { bytes, offset, last }
    }
}

/// The place behind the last line end, for which a CR counts only where its LF cannot be still to come.
fn last_line_end(bytes: &[u8]) -> Option<usize> {
    let feed = memchr::memrchr(b'\n', bytes);
    let or_return = || memchr::memrchr(b'\r', bytes.get(..bytes.len().saturating_sub(1)).unwrap_or_default());
    feed.or_else(or_return).map(|place| place + 1)
}
