//! Reads a list of any encoding as UTF-8.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoder, EncoderResult};

use super::dos::Upper;
use super::names::{Encoding, Scheme};

/// How many bytes of the list are read at a time.
const BLOCK: usize = 64 << 10;

/// What stands for a sequence of bytes that means nothing in the encoding. It occurs nowhere in UTF-8.
pub const MALFORMED: u8 = 0xFF;

/// Room for the longest character there is, with some to spare.
const ROOM: usize = 16;

/// A caller's buffer from this size on is written to directly.
const DIRECT: usize = 4 << 10;

/// Gives the UTF-8 of what `R` gives in another encoding, in bounded memory.
///
/// A byte order mark is left out. A malformed sequence becomes the single byte [`MALFORMED`], never U+FFFD, so that
/// whoever reads on finds a record there that is no text. UTF-8 passes unchanged, right or wrong.
pub struct Transcoder<R> {
    inner: R,
    decoder: Decode,
    bom: &'static [u8],
    input: Box<[u8]>,
    /// The part of `input` that is still to be decoded.
    unread: std::ops::Range<usize>,
    /// Whether `inner` has nothing more.
    at_end: bool,
    output: Vec<u8>,
    given: usize,
}

/// How bytes become UTF-8.
enum Decode {
    /// They are.
    Unchanged,
    /// By a decoder that remembers unfinished characters, whether a malformed one is still to be written, and whether
    /// it has been told of the end.
    Web { decoder: Box<Decoder>, malformed: bool, finished: bool },
    /// Byte by byte.
    Table(Box<Upper>),
}

impl<R: Read> Transcoder<R> {
    /// Reads `inner` from its first byte on, the byte order mark included, as `encoding`.
    pub fn new(inner: R, encoding: Encoding) -> Self {
        let decoder = match encoding.0 {
            Scheme::Dos(page) => Decode::Table(Box::new(page.upper)),
            Scheme::Web(_) if encoding.is_utf8() => Decode::Unchanged,
            Scheme::Web(web) => {
                let decoder = Box::new(web.new_decoder_without_bom_handling());
                Decode::Web { decoder, malformed: false, finished: false }
            }
        };
        let input = vec![0; BLOCK].into_boxed_slice();
        let (unread, output) = (0..0, Vec::new());
        Self { inner, decoder, bom: encoding.bom(), input, unread, at_end: false, output, given: 0 }
    }

    /// Reads until there is something to decode or nothing more; at the beginning, until a byte order mark would show.
    fn fill(&mut self) -> io::Result<()> {
        if self.unread.is_empty() {
            self.unread = 0..0;
        }
        while !self.at_end && self.unread.len() < self.bom.len().max(1) {
            match self.inner.read(&mut self.input[self.unread.end..]) {
                Ok(0) => self.at_end = true,
                Ok(count) => self.unread.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if self.input[self.unread.clone()].starts_with(self.bom) {
            self.unread.start += self.bom.len();
        }
        self.bom = b"";
        Ok(())
    }

    /// Writes some UTF-8 to `out`, which has [`ROOM`]. Nothing is written only where nothing more will come.
    fn decode(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            self.fill()?;
            let (read, written) = self.decoder.step(&self.input[self.unread.clone()], self.at_end, out);
            self.unread.start += read;
            if written > 0 || (self.at_end && self.unread.is_empty()) {
                return Ok(written);
            }
        }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.given == self.output.len() {
            if buffer.len() >= DIRECT {
                return self.decode(buffer);
            }
            let mut output = std::mem::take(&mut self.output);
            output.resize(BLOCK, 0);
            self.given = 0;
            let decoded = self.decode(&mut output);
            output.truncate(*decoded.as_ref().unwrap_or(&0));
            self.output = output;
            decoded?;
        }
        let count = buffer.len().min(self.output.len() - self.given);
        buffer[..count].copy_from_slice(&self.output[self.given..][..count]);
        self.given += count;
        Ok(count)
    }
}

impl Decode {
    /// Decodes what it can of `input`; how many bytes that were, and how many were written to `out`.
    fn step(&mut self, input: &[u8], last: bool, out: &mut [u8]) -> (usize, usize) {
        match self {
            Self::Unchanged => {
                let count = input.len().min(out.len());
                out[..count].copy_from_slice(&input[..count]);
                (count, count)
            }
            Self::Table(upper) => by_table(upper, input, out),
            Self::Web { decoder, malformed, finished } => {
                let (mut read, mut written) = (0, 0);
                while !*finished {
                    if *malformed {
                        let Some(place) = out.get_mut(written) else { break };
                        *place = MALFORMED;
                        written += 1;
                        *malformed = false;
                    }
                    let (result, r, w) =
                        decoder.decode_to_utf8_without_replacement(&input[read..], &mut out[written..], last);
                    read += r;
                    written += w;
                    match result {
                        DecoderResult::InputEmpty => {
                            *finished = last;
                            break;
                        }
                        DecoderResult::OutputFull => break,
                        DecoderResult::Malformed(..) => *malformed = true,
                    }
                }
                (read, written)
            }
        }
    }
}

/// Decodes as many bytes as there is room for.
fn by_table(upper: &Upper, input: &[u8], out: &mut [u8]) -> (usize, usize) {
    let (mut read, mut written) = (0, 0);
    while read < input.len() && out.len() - written >= ROOM {
        let byte = input[read];
        if byte.is_ascii() {
            out[written] = byte;
            written += 1;
        } else {
            written += upper[usize::from(byte - 0x80)].encode_utf8(&mut out[written..]).len();
        }
        read += 1;
    }
    (read, written)
}

/// How many bytes of the list became `decoded`, which ends at a character's end and does not count a byte order mark.
///
/// Exact where each character is a byte, for UTF-8 and for UTF-16, but for a last half unit, which counts as a whole
/// one. In the encodings of East Asia a malformed sequence counts as one byte, and a character that can be written in
/// two ways as the usual one.
#[must_use]
pub fn source_length(encoding: Encoding, decoded: &[u8]) -> u64 {
    if encoding.is_utf8() {
        return decoded.len() as u64;
    }
    let starts = || decoded.iter().filter(|byte| **byte & 0xC0 != 0x80);
    let count = match encoding.0 {
        // A character beyond the first 65,536 is four bytes in UTF-8, and two units.
        Scheme::Web(_) if encoding.is_utf16() => {
            2 * starts().map(|byte| 1 + usize::from((0xF0..0xF8).contains(byte))).sum::<usize>()
        }
        Scheme::Web(web) if !web.is_single_byte() => {
            // What was read as GBK may hold the longer characters of GB 18030, which only the latter writes.
            let web = if web == encoding_rs::GBK { encoding_rs::GB18030 } else { web };
            decoded.split(|byte| *byte == MALFORMED).map(|part| encoded_length(web, part) + 1).sum::<usize>() - 1
        }
        _ => starts().count(),
    };
    count as u64
}

/// How many bytes a piece of UTF-8 is in `web`.
fn encoded_length(web: &'static encoding_rs::Encoding, part: &[u8]) -> usize {
    let mut rest = std::str::from_utf8(part).unwrap_or_default();
    let mut encoder: Encoder = web.new_encoder();
    let (mut length, mut room) = (0, [0; 1 << 10]);
    loop {
        let (result, read, written) = encoder.encode_from_utf8_without_replacement(rest, &mut room, false);
        rest = &rest[read..];
        length += written;
        match result {
            EncoderResult::InputEmpty => return length,
            EncoderResult::OutputFull => {}
            // Some decoders read what no encoder writes; those characters were two bytes long.
            EncoderResult::Unmappable(_) => length += 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives its bytes in pieces of a fixed size.
    struct Drip<'b>(&'b [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(buffer.len()).min(self.0.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn encoding(label: &str) -> Encoding {
        Encoding::from_label(label).expect("a known label")
    }

    fn transcoded(bytes: &[u8], encoding: Encoding, piece: usize, buffer: usize) -> Vec<u8> {
        let mut reader = Transcoder::new(Drip(bytes, piece), encoding);
        let (mut all, mut room) = (Vec::new(), vec![0; buffer]);
        loop {
            let count = reader.read(&mut room).expect("no error in memory");
            all.extend_from_slice(&room[..count]);
            if count == 0 {
                assert_eq!(reader.read(&mut room).expect("no error at the end"), 0);
                return all;
            }
        }
    }

    #[test]
    fn each_encoding_gives_utf8() {
        let table: [(&str, &[u8], &[u8]); 22] = [
            ("windows-1252", b"M\xFCller \x80", "Müller €".as_bytes()),
            ("iso-8859-15", b"M\xFCller \xA4", "Müller €".as_bytes()),
            ("mac-roman", b"M\x9Fller \xDB", "Müller €".as_bytes()),
            ("cp850", b"M\x81ller Stra\xE1e", "Müller Straße".as_bytes()),
            ("windows-1250", b"\xA3\xF3d\x9F", "Łódź".as_bytes()),
            ("utf-16le", b"\xFF\xFEM\0\xFC\0", "Mü".as_bytes()),
            ("utf-16le", b"M\0\xFC\0", "Mü".as_bytes()),
            ("utf-16be", b"\xFE\xFF\0M\0\xFC", "Mü".as_bytes()),
            ("utf-16le", b"\xFF\xFE", b""),
            ("utf-16le", b"", b""),
            ("utf-16le", b"a\0b", b"a\xFF"),
            ("utf-16le", b"a\0\x00\xD8b\0", b"a\xFFb"),
            ("utf-16le", b"a\0\x00\xD8", b"a\xFF"),
            ("utf-16le", b"\xFF\xFE\xFF\xFEa\0", "\u{FEFF}a".as_bytes()),
            ("utf-16le", b"\x3D\xD8\x00\xDE", "😀".as_bytes()),
            ("utf-8", b"\xEF\xBB\xBFM\xC3\xBC\xFF\xFFx", b"M\xC3\xBC\xFF\xFFx"),
            ("utf-8", b"\xEF\xBB", b"\xEF\xBB"),
            ("utf-8", b"\xEF\xBB\xBF", b""),
            ("windows-1253", b"a\xD2b", b"a\xFFb"),
            ("shift_jis", b"\x93\xFA\x96\x7Bx\x81", "日本x\u{1}".as_bytes()),
            ("gbk", b"\xC0\xEE\xFFx", b"\xE6\x9D\x8E\xFFx"),
            ("big5", b"", b""),
        ];
        for (label, bytes, wanted) in table {
            let wanted: Vec<u8> = wanted.iter().map(|byte| if *byte == 1 { MALFORMED } else { *byte }).collect();
            for (piece, buffer) in [(1, 1), (1, 9_000), (2, 3), (9_000, 1), (9_000, 9_000)] {
                let got = transcoded(bytes, encoding(label), piece, buffer);
                assert_eq!(got, wanted, "{label} {bytes:?}, {piece} bytes at a time into {buffer}");
            }
        }
    }

    #[test]
    fn errors_pass_and_interruptions_do_not() {
        struct Broken(u8);
        impl Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    1 => Err(io::ErrorKind::Interrupted.into()),
                    2 => {
                        buffer[0] = b'a';
                        Ok(1)
                    }
                    3 => Err(io::ErrorKind::ConnectionReset.into()),
                    _ => Ok(0),
                }
            }
        }
        for room in [1, DIRECT] {
            let mut reader = Transcoder::new(Broken(0), Encoding::WINDOWS_1252);
            let mut buffer = vec![0; room];
            assert_eq!(reader.read(&mut buffer).expect("one byte"), 1);
            assert_eq!(reader.read(&mut buffer).expect_err("reset").kind(), io::ErrorKind::ConnectionReset);
            assert_eq!(reader.read(&mut buffer).expect("the end"), 0);
        }
    }

    #[test]
    fn lengths_in_the_source() {
        let table = [
            ("windows-1252", "Müller €\u{FF}", 9),
            ("cp850", "Straße", 6),
            ("utf-8", "Straße", 7),
            ("utf-16le", "Mü😀", 8),
            ("shift_jis", "日本x", 5),
            ("gbk", "李x", 3),
            ("gbk", "", 0),
        ];
        for (label, text, length) in table {
            assert_eq!(source_length(encoding(label), text.as_bytes()), length, "{label} {text}");
        }
        assert_eq!(source_length(encoding("utf-16le"), b"a\xFFb"), 6);
        assert_eq!(source_length(encoding("windows-1253"), b"a\xFFb"), 3);
        assert_eq!(source_length(encoding("euc-kr"), b"a\xFFb\xFF"), 4);
    }

    /// Decodes in one go.
    fn whole(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let bytes = bytes.strip_prefix(encoding.bom()).filter(|_| !encoding.bom().is_empty()).unwrap_or(bytes);
        let Scheme::Web(web) = encoding.0 else {
            let upper = encoding.upper_half().expect("a code page");
            let char = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(*byte) - 0x80] };
            return bytes.iter().map(char).collect::<String>().into_bytes();
        };
        if encoding.is_utf8() {
            return bytes.to_vec();
        }
        let (mut decoder, mut all, mut rest) = (web.new_decoder_without_bom_handling(), Vec::new(), bytes);
        loop {
            let mut room = vec![0; rest.len() * 4 + 32];
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut room, true);
            all.extend_from_slice(&room[..written]);
            rest = &rest[read..];
            match result {
                DecoderResult::Malformed(..) => all.push(MALFORMED),
                DecoderResult::InputEmpty => return all,
                DecoderResult::OutputFull => panic!("there is room"),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn pieces_do_not_matter(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(0), Just(0xD8), Just(0xFF)], 0..300),
            repeats in prop_oneof![9 => Just(1_usize), 1 => 300..500_usize],
            label in prop::sample::select(vec![
                "utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1253", "cp850", "shift_jis", "gbk", "big5",
                "euc-kr", "iso-2022-jp", "gb18030",
            ]),
            piece in prop_oneof![1..9_usize, Just(100_000)],
            buffer in prop_oneof![1..40_usize, Just(DIRECT), Just(5_001)],
        ) {
            let (bytes, encoding) = (bytes.repeat(repeats), encoding(label));
            let wanted = whole(&bytes, encoding);
            prop_assert_eq!(transcoded(&bytes, encoding, piece, buffer) == wanted, true);
        }

        #[test]
        fn lengths_are_exact_where_promised(
            units in prop::collection::vec(any::<u16>(), 0..100), bytes in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let wide: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let wide_text = whole(&wide, Encoding::UTF_16LE);
            prop_assume!(!wide.starts_with(b"\xFF\xFE"));
            prop_assert_eq!(source_length(Encoding::UTF_16LE, &wide_text), wide.len() as u64);
            for label in ["windows-1252", "windows-1253", "mac-roman", "cp852"] {
                let text = whole(&bytes, encoding(label));
                prop_assert_eq!(source_length(encoding(label), &text), bytes.len() as u64);
            }
        }
    }
}
