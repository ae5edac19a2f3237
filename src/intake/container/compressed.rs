//! Packed streams: gzip, of one member or many, and Zstandard, of one frame or many.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

/// How much is read of a packed file at once.
const STEP: usize = 64 << 10;

/// The packed bytes, as a decoder reads them.
pub(super) type Packed = BufReader<Box<dyn Read + Send>>;

/// Packed bytes, for the decoders of this module.
pub(super) fn packed(reader: impl Read + Send + 'static) -> Packed {
    BufReader::with_capacity(STEP, Box::new(reader))
}

/// How many bytes behind the packed data of a file are not part of it. Clones are handles to the same number.
#[derive(Clone, Debug, Default)]
pub(super) struct Surplus(Arc<AtomicU64>);

impl Surplus {
    pub(super) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// How packed data begin: none of them may be passed over behind a list.
const PACKED: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"BZh"];

/// Unpacks gzip to the end of the file. It reads all members, which are how a file is put together from packed parts.
///
/// What is behind the last member, such as zeros that fill up a block, or bytes that a transfer left, is counted as surplus
/// where somebody tells of it. Anything else there, and more packed data in any case, is an error: a list that goes on in
/// some other form would be cut short without a word.
pub(super) struct Gzip {
    state: State,
    surplus: Option<Surplus>,
}

enum State {
    Member(Box<GzDecoder<Packed>>),
    Between(Packed),
    Ended,
}

impl Gzip {
    pub(super) fn new(packed: Packed, surplus: Option<Surplus>) -> Self {
        Self { state: State::Member(Box::new(GzDecoder::new(packed))), surplus }
    }

    /// What follows a member: another one, surplus bytes to the end, or the end.
    fn follow(&self, mut packed: Packed) -> io::Result<State> {
        let mut passed = 0;
        // Whether nothing but zeros was passed.
        let mut zeros = true;
        loop {
            let rest = packed.fill_buf()?;
            match rest.first() {
                None => return Ok(State::Ended),
                Some(0x1f) if passed == 0 => return Ok(State::Member(Box::new(GzDecoder::new(packed)))),
                Some(_) => {}
            }
            let first = rest.iter().position(|byte| *byte != 0);
            let begins = |first: usize| {
                PACKED.iter().any(|magic| rest[first..].starts_with(&magic[..magic.len().min(rest.len() - first)]))
            };
            let is_other = first.is_some() && self.surplus.is_none() || zeros && first.is_some_and(begins);
            if is_other {
                let what = "other bytes stand behind the packed data";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            let length = rest.len();
            zeros &= first.is_none();
            passed += length;
            packed.consume(length);
            if let Some(surplus) = &self.surplus {
                surplus.add(length);
            }
        }
    }
}

impl Read for Gzip {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(packed) => self.state = self.follow(packed)?,
                State::Member(mut member) => {
                    let read = member.read(buf);
                    match read {
                        Ok(0) => self.state = State::Between(member.into_inner()),
                        _ => {
                            self.state = State::Member(member);
                            return read;
                        }
                    }
                }
            }
        }
    }
}

/// Unpacks Zstandard to the end of the file: all frames, with the window sizes that `zstd` writes without `--ultra`.
///
/// # Errors
///
/// No memory for the decoder.
pub(super) fn zstandard(packed: Packed) -> io::Result<impl Read + Send> {
    zstd::stream::read::Decoder::with_buffer(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::super::limits::{Bounded, Limits};
    use super::*;

    fn gz(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(text: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.include_checksum(true).unwrap();
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Gives one byte at a time.
    struct Slow<R>(R);

    impl<R: Read> Read for Slow<R> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let most = buf.len().min(1);
            self.0.read(&mut buf[..most])
        }
    }

    fn unpacked(bytes: &[u8], gzip: bool) -> Result<String, String> {
        let packed = packed(Slow(io::Cursor::new(bytes.to_vec())));
        let decoder: Box<dyn Read> =
            if gzip { Box::new(Gzip::new(packed, None)) } else { Box::new(zstandard(packed).unwrap()) };
        let mut text = String::new();
        let mut bounded = Slow(Bounded::new(decoder, "list", &Limits::default(), None));
        bounded.read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn members_and_frames_are_read_to_the_last() {
        let (ab, empty) = ([gz(b"ab\n"), gz(b""), gz(b"cd\n")].concat(), gz(b""));
        assert_eq!(unpacked(&ab, true).unwrap(), "ab\ncd\n");
        assert_eq!(unpacked(&empty, true).unwrap(), "");
        assert_eq!(unpacked(&[gz(b"ab\n"), vec![0; 200_000]].concat(), true).unwrap(), "ab\n");
        assert_eq!(
            unpacked(&[zst(b"ab\n"), b"\x50\x2a\x4d\x18\x02\0\0\0xx".to_vec(), zst(b"cd")].concat(), false).unwrap(),
            "ab\ncd"
        );
    }

    #[test]
    fn bytes_behind_the_last_member_are_counted() {
        for (more, surplus) in [
            (&b""[..], Some(0)),
            (&[0; 9_000], Some(9_000)),
            (b"x", Some(1)),
            (b"\0\0 end of transfer\r\n", Some(20)),
            (b"\0\0\x1f\x8b", None),
            (b"PK\x03\x04", None),
            (b"\x1f\x8b", None),
        ] {
            let told = Surplus::default();
            let bytes = [&gz(b"ab\n"), &gz(b"cd\n"), more].concat();
            let mut text = String::new();
            let read = Gzip::new(packed(io::Cursor::new(bytes)), Some(told.clone())).read_to_string(&mut text);
            assert_eq!(read.ok().map(|_| told.bytes()), surplus, "{more:?}");
            assert_eq!(text, "ab\ncd\n");
        }
    }

    #[test]
    fn whatever_is_cut_off_changed_or_added_is_an_error() {
        let text: Vec<u8> = (0..2000).flat_map(|n| format!("{n},{}\n", n * 7919 % 1000).into_bytes()).collect();
        for gzip in [true, false] {
            let whole = if gzip { gz(&text) } else { zst(&text) };
            assert_eq!(unpacked(&whole, gzip).unwrap().as_bytes(), text);
            for cut in [1, 4, whole.len() / 2, whole.len() - 9, whole.len() - 5] {
                let said = unpacked(&whole[..whole.len() - cut], gzip).unwrap_err();
                assert!(said.starts_with("list is damaged: it is cut off, after "), "{gzip} {cut} {said}");
            }
            let mut changed = whole.clone();
            let last = changed.len() - if gzip { 8 } else { 1 };
            changed[last] ^= 1;
            assert!(unpacked(&changed, gzip).unwrap_err().contains(&format!("after {} unpacked", text.len())));
            for more in [&b"x"[..], b"\0\0\x1f\x8b", b"\x1f\x8b", b"PK\x03\x04"] {
                let said = unpacked(&[&whole, more].concat(), gzip);
                assert!(said.is_err(), "{gzip} {more:?}");
            }
        }
    }
}
