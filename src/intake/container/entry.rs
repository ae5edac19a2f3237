//! One file of a zip archive: what the archive says of it, whether its name is safe, and its bytes.

use std::io::{self, Read, SeekFrom};
use std::ops::Range;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::CompressionMethod;

use super::bytes::Bytes;
use super::compressed::{Packed, packed, zstandard};
use super::error::ContainerError;
use super::limits::{Bounded, Counted, Limits, Part};

/// A file of a zip archive, by its central directory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name with `/` between folders.
    pub(super) name: String,
    /// How many bytes it unpacks to, as the archive states.
    pub(super) size: u64,
    pub(super) folder: bool,
    pub(super) link: bool,
    pub(super) locked: bool,
    /// Its part of what comes out of the archive, where that is an archive of lists.
    pub(super) part: Option<Part>,
    header: u64,
    start: u64,
    packed: u64,
    crc: u32,
    method: CompressionMethod,
}

/// Methods that other programs offer, by their names.
const UNREAD: [(CompressionMethod, &str); 4] = [
    (CompressionMethod::BZIP2, "bzip2"),
    (CompressionMethod::LZMA, "LZMA"),
    (CompressionMethod::XZ, "xz"),
    (CompressionMethod::PPMD, "PPMd"),
];

impl Entry {
    /// What the archive's directory says of the file `entry`.
    pub(super) fn new<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> Self {
        let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()));
        Self {
            name: name.replace('\\', "/"),
            size: entry.size(),
            folder: entry.is_dir() || name.ends_with(['/', '\\']),
            link: entry.is_symlink(),
            locked: entry.encrypted(),
            part: None,
            header: entry.header_start(),
            start: entry.data_start().unwrap_or(u64::MAX),
            packed: entry.compressed_size(),
            crc: entry.crc32(),
            method: entry.compression(),
        }
    }

    /// Where the archive has it: its own header and its packed bytes.
    pub(super) fn place(&self) -> Range<u64> {
        self.header..self.start.saturating_add(self.packed)
    }

    /// Why the name must not be trusted. No archive is unpacked to disk here, but one that is made to write elsewhere
    /// is not from a vendor.
    pub(super) fn unsafe_name(&self) -> Option<&'static str> {
        let drive = |name: &str| name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
        match self.name.as_str() {
            "" => Some("is empty"),
            name if name.contains('\0') => Some("has a zero byte in it"),
            name if name.starts_with('/') => Some("begins at the root of the disk"),
            name if drive(name) => Some("begins with a drive letter"),
            name if name.split('/').any(|part| part == "..") => Some("leads out of its folder"),
            _ => None,
        }
    }

    /// The file's bytes, unpacked, held to `limits`, and compared with the size and checksum in the archive.
    /// `name` is for errors.
    ///
    /// # Errors
    ///
    /// It needs a password, is packed by another method than deflate, deflate64 and Zstandard, or states a size
    /// beyond the limit.
    pub(super) fn open(
        &self,
        archive: &Bytes,
        name: &str,
        limits: &Limits,
    ) -> Result<impl Read + Send + use<>, ContainerError> {
        if self.locked {
            return Err(ContainerError::Password { name: name.to_owned(), workbook: false });
        }
        if self.size > limits.unpacked {
            let (name, most) = (name.to_owned(), limits.unpacked);
            return Err(ContainerError::TooLarge { name, limit: "max_unpacked", most });
        }
        let failed = |cause| ContainerError::io(name, cause);
        let mut file = archive.open().map_err(failed)?;
        file.seek(SeekFrom::Start(self.start)).map_err(failed)?;
        let (counted, count) = Counted::new(file.take(self.packed));
        let Some(decoder) = self.decoder(packed(counted)).map_err(failed)? else {
            let known = UNREAD.iter().find(|(method, _)| *method == self.method);
            let method = known.map_or("an unusual method", |(_, method)| method).to_owned();
            return Err(ContainerError::Method { name: name.to_owned(), method });
        };
        let checked = Checked { inner: decoder, crc: Crc::new(), left: self.size, stated: self.crc };
        Ok(Bounded::new(checked, name, limits, Some(count)).of(self.part.clone()))
    }

    fn decoder(&self, packed: Packed) -> io::Result<Option<Box<dyn Read + Send>>> {
        Ok(match self.method {
            CompressionMethod::STORE => Some(Box::new(packed)),
            CompressionMethod::DEFLATE => Some(Box::new(DeflateDecoder::new(packed))),
            CompressionMethod::DEFLATE64 => Some(Box::new(deflate64::Deflate64Decoder::with_buffer(packed))),
            CompressionMethod::ZSTD => Some(Box::new(zstandard(packed)?)),
            _ => None,
        })
    }
}

/// Compares unpacked bytes with what the archive states of them.
struct Checked<R> {
    inner: R,
    crc: Crc,
    left: u64,
    stated: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let wrong = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidData, what));
        let read = self.inner.read(buf)?;
        self.crc.update(&buf[..read]);
        match self.left.checked_sub(read as u64) {
            None => return wrong("it is longer than the archive says"),
            Some(left) => self.left = left,
        }
        match read {
            0 if buf.is_empty() => Ok(0),
            0 if self.left > 0 => wrong("it is shorter than the archive says"),
            0 if self.crc.sum() != self.stated => wrong("its checksum is wrong"),
            _ => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_known() {
        let cases = [
            ("leads.csv", true),
            ("folder/leads.csv", true),
            ("folder\\leads.csv", true),
            ("./leads.csv", true),
            ("a..b/leads..csv", true),
            ("C leads.csv", true),
            ("../leads.csv", false),
            ("a/../leads.csv", false),
            ("..\\leads.csv", false),
            ("/etc/leads.csv", false),
            ("\\\\server\\leads.csv", false),
            ("C:leads.csv", false),
            ("c:\\leads.csv", false),
            ("leads.csv\0.exe", false),
            ("", false),
        ];
        for (name, safe) in cases {
            let entry = Entry {
                name: name.replace('\\', "/"),
                size: 0,
                folder: false,
                link: false,
                locked: false,
                part: None,
                header: 0,
                start: 0,
                packed: 0,
                crc: 0,
                method: CompressionMethod::STORE,
            };
            assert_eq!(entry.unsafe_name().is_none(), safe, "{name:?} {:?}", entry.unsafe_name());
        }
    }
}
