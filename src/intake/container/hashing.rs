//! What makes a bought file recognisable again: the SHA-256 and the size of its bytes as they came.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use super::bytes::Bytes;
use super::compressed::Surplus;
use super::error::ContainerError;
use crate::model::hexadecimal;

/// The SHA-256 and the size of a file as it was bought, packed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The hash as 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The size of the file in bytes.
    pub bytes: u64,
}

/// Gives the fingerprint of a file once its list was read. Clones are handles to the same one.
#[derive(Clone)]
pub struct Digest {
    name: String,
    running: Arc<Mutex<Running>>,
    surplus: Surplus,
    again: Option<Bytes>,
}

#[derive(Default)]
struct Running {
    hash: Sha256,
    bytes: u64,
    ended: bool,
    known: Option<Fingerprint>,
}

/// Reads through to the file's own bytes and hashes them.
pub(super) struct Hashing<R> {
    inner: R,
    digest: Digest,
}

impl Digest {
    /// For the file `name`; `again` is where it can be read once more, which a pipe cannot.
    pub(super) fn new(name: &str, again: Option<Bytes>) -> Self {
        Self { name: name.to_owned(), running: Arc::default(), surplus: Surplus::default(), again }
    }

    /// For a file that is not read as a list.
    #[must_use]
    pub fn of_file(path: &std::path::Path) -> Self {
        Self::new(&path.display().to_string(), Some(Bytes::file(path)))
    }

    /// The fingerprint of the whole file.
    ///
    /// It was computed along the way if the list's reader was read to its end. Otherwise, and for archives and
    /// workbooks, the file is read once more, and no more often than that.
    ///
    /// # Errors
    ///
    /// The file cannot be read again, or is a pipe that was not read to its end.
    pub fn finish(&self) -> Result<Fingerprint, ContainerError> {
        let mut running = self.lock();
        if let Some(known) = &running.known {
            return Ok(known.clone());
        }
        let found = if running.ended { running.fingerprint() } else { self.read_again()? };
        running.known = Some(found.clone());
        Ok(found)
    }

    /// Where the bytes behind the packed data of the file are counted.
    pub(super) const fn surplus(&self) -> &Surplus {
        &self.surplus
    }

    /// How many bytes behind the packed data of the file were passed over, once its list was read to its end.
    #[must_use]
    pub fn passed_over(&self) -> u64 {
        self.surplus.bytes()
    }

    fn read_again(&self) -> Result<Fingerprint, ContainerError> {
        let Some(bytes) = &self.again else { return Err(ContainerError::Once { name: self.name.clone() }) };
        let failed = |cause| ContainerError::io(&self.name, cause);
        let mut reader = bytes.open().map_err(failed)?;
        let mut whole = Running::default();
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer).map_err(failed)? {
                0 => return Ok(whole.fingerprint()),
                read => whole.update(&buffer[..read]),
            }
        }
    }

    /// A hash is whole after every update, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "digest of {}", self.name)
    }
}

impl Running {
    fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint { sha256: hexadecimal(&self.hash.clone().finalize()), bytes: self.bytes }
    }
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R, digest: &Digest) -> Self {
        Self { inner, digest: digest.clone() }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        let mut running = self.digest.lock();
        match read {
            0 => running.ended |= !buf.is_empty(),
            _ => running.update(&buf[..read]),
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_file_that_was_read_in_part_is_read_again_and_a_pipe_is_not() {
        let again = || Some(Bytes::memory(b"abc".to_vec()));
        for (read, again, known) in [(4, None, true), (2, None, false), (2, again(), true), (0, again(), true)] {
            let digest = Digest::new("abc", again);
            let hashing = Hashing::new(&b"abc"[..], &digest);
            hashing.take(read).read_to_end(&mut Vec::new()).unwrap();
            let found = digest.finish();
            assert_eq!(found.is_ok(), known);
            assert!(found.is_err() || found.unwrap() == Fingerprint { sha256: ABC.to_owned(), bytes: 3 });
        }
    }
}
