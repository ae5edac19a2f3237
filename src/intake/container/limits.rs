//! How much may come out of a container.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::ContainerError;

/// How much must be unpacked before the ratio counts: small files of one word repeat themselves more than any list.
const RATIO_FROM: u64 = 16 << 20;

/// How much may come out of a container, so that a small hostile file cannot fill the disk or the memory.
///
/// Plain files are not limited: nothing is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `max_unpacked`: the most bytes that one list may unpack to, and all lists of an archive together. 16 GiB unless told.
    pub unpacked: u64,
    /// `max_ratio`: how many times the bytes that were read may be unpacked. 250 unless told; counted once more than
    /// 16 MiB were unpacked.
    pub ratio: u64,
    /// `max_members`: the most files in an archive. 1000 unless told.
    pub members: usize,
    /// `max_workbook`: the most bytes of memory that a workbook may take, the most that it may unpack to, and that an archive or a workbook on standard
    /// input may have. Both are held in memory. 1 GiB unless told.
    pub workbook: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked: 16 << 30, ratio: 250, members: 1000, workbook: 1 << 30 }
    }
}

/// A number of bytes as a person writes it: `16 GiB`, `300 bytes`.
pub(super) fn in_words(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let whole = units.into_iter().find(|(shift, _)| bytes >> shift > 0 && bytes.trailing_zeros() >= *shift);
    whole.map_or_else(|| format!("{bytes} bytes"), |(shift, unit)| format!("{} {unit}", bytes >> shift))
}

/// Counts the bytes that pass, where another reader can see them.
pub(super) struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Counted<R> {
    pub(super) fn new(inner: R) -> (Self, Arc<AtomicU64>) {
        let count = Arc::new(AtomicU64::new(0));
        (Self { inner, count: Arc::clone(&count) }, count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What has come out of an archive, all of its files together. One that is read several times counts once.
pub(super) struct Whole {
    name: String,
    packed: u64,
    /// For each file, the most that was read of it, and of what is packed in it once more.
    parts: Vec<[AtomicU64; 2]>,
    sum: AtomicU64,
}

/// A file of an archive, or what is packed in it.
#[derive(Clone)]
pub(super) struct Part {
    whole: Arc<Whole>,
    place: usize,
    nested: usize,
}

impl Whole {
    /// Of an archive of so many bytes, with so many lists.
    pub(super) fn new(name: &str, packed: u64, lists: usize) -> Arc<Self> {
        let parts = (0..lists).map(|_| Default::default()).collect();
        Arc::new(Self { name: name.to_owned(), packed, parts, sum: AtomicU64::new(0) })
    }

    pub(super) fn part(self: &Arc<Self>, place: usize) -> Part {
        Part { whole: Arc::clone(self), place, nested: 0 }
    }

    /// Holds what comes out of all files together to the limits.
    pub(super) fn check(&self, unpacked: u64, limits: &Limits) -> Result<(), ContainerError> {
        let name = || self.name.clone();
        if unpacked > limits.unpacked {
            return Err(ContainerError::TooLarge { name: name(), limit: "max_unpacked", most: limits.unpacked });
        }
        if unpacked > RATIO_FROM && unpacked > self.packed.saturating_mul(limits.ratio) {
            return Err(ContainerError::TooDense { name: name(), most: limits.ratio });
        }
        Ok(())
    }
}

impl Part {
    /// What is packed in the file once more.
    pub(super) fn nested(&self) -> Self {
        Self { nested: 1, ..self.clone() }
    }

    /// Notes how far it was read, and checks what came out of the whole archive.
    fn reached(&self, unpacked: u64, limits: &Limits) -> Result<(), ContainerError> {
        let before = self.whole.parts[self.place][self.nested].fetch_max(unpacked, Ordering::Relaxed);
        let more = unpacked.saturating_sub(before);
        let sum = self.whole.sum.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        self.whole.check(sum, limits)
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "part {} of {}", self.place, self.whole.name)
    }
}

/// Unpacked bytes, held to the limits. Says of every mistake of its decoder which list it is in, and how far it got.
pub(super) struct Bounded<R> {
    inner: R,
    name: String,
    limits: Limits,
    unpacked: u64,
    packed: Option<Arc<AtomicU64>>,
    part: Option<Part>,
}

impl<R: Read> Bounded<R> {
    /// Over a decoder that reads the bytes that `packed` counts; `None` where no ratio can be told.
    pub(super) fn new(inner: R, name: &str, limits: &Limits, packed: Option<Arc<AtomicU64>>) -> Self {
        Self { inner, name: name.to_owned(), limits: *limits, unpacked: 0, packed, part: None }
    }

    /// The same as a part of an archive.
    pub(super) fn of(self, part: Option<Part>) -> Self {
        Self { part, ..self }
    }

    fn check(&self) -> Result<(), ContainerError> {
        if self.unpacked > self.limits.unpacked {
            let (name, most) = (self.name.clone(), self.limits.unpacked);
            return Err(ContainerError::TooLarge { name, limit: "max_unpacked", most });
        }
        let most = self.packed.as_ref().map(|packed| packed.load(Ordering::Relaxed).saturating_mul(self.limits.ratio));
        if self.unpacked > RATIO_FROM && most.is_some_and(|most| self.unpacked > most) {
            return Err(ContainerError::TooDense { name: self.name.clone(), most: self.limits.ratio });
        }
        self.part.as_ref().map_or(Ok(()), |part| part.reached(self.unpacked, &self.limits))
    }

    /// The system's errors stay what they are; all others come from the decoder.
    fn explained(&self, error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let name = self.name.clone();
        match error.downcast::<ContainerError>() {
            Ok(known) => known.into(),
            Err(cause) if cause.raw_os_error().is_some() => ContainerError::Io { name, cause }.into(),
            Err(cause) => {
                let what = decoder_words(&cause);
                ContainerError::Damaged { name, what, unpacked: self.unpacked }.into()
            }
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf).map_err(|error| self.explained(error))?;
        self.unpacked += read as u64;
        self.check()?;
        Ok(read)
    }
}

fn decoder_words(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => "it is cut off".to_owned(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_said_as_a_person_sets_it() {
        let cases =
            [(16 << 30, "16 GiB"), (300, "300 bytes"), (1 << 20, "1 MiB"), (1500 << 10, "1500 KiB"), (0, "0 bytes")];
        for (bytes, words) in cases {
            assert_eq!(in_words(bytes), words);
        }
    }

    #[test]
    fn limits_end_a_reader() {
        let limits = Limits { unpacked: 20 << 20, ..Limits::default() };
        let cases = [
            (20 << 20, None, None),
            ((20 << 20) + 1, None, Some("raise max_unpacked")),
            (RATIO_FROM, Some(1), None),
            (RATIO_FROM + 1, Some(1), Some("raise max_ratio")),
            (RATIO_FROM + 1, Some(1 << 20), None),
        ];
        for (length, packed, error) in cases {
            let packed = packed.map(|packed| Arc::new(AtomicU64::new(packed)));
            let mut bounded = Bounded::new(io::repeat(0).take(length), "a.gz", &limits, packed);
            let said = io::copy(&mut bounded, &mut io::sink()).err().map(|error| error.to_string());
            assert_eq!(said.is_some(), error.is_some(), "{said:?}");
            assert!(said.unwrap_or_default().contains(error.unwrap_or_default()));
        }
    }
}
