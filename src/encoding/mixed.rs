//! Lists that were put together from files in UTF-8 and in an encoding of single bytes: records that are no UTF-8 are read
//! in the other encoding, where they make sense in it.

use std::fmt;

use super::detect::HARDLY_LATIN;
use super::dos::Upper;
use super::names::Encoding;
use super::plausible::Reading;
use super::sound::sound;
use super::words::{Word, Words};

/// The encoding of those records of a list that are no UTF-8.
pub struct OtherEncoding {
    encoding: Encoding,
    upper: Upper,
    reading: Reading,
}

impl fmt::Debug for OtherEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OtherEncoding").field(&self.encoding).finish()
    }
}

impl OtherEncoding {
    /// Reads by this encoding; `None` where its characters are not single bytes.
    #[must_use]
    pub fn new(encoding: Encoding) -> Option<Self> {
        let upper = encoding.upper_half()?;
        Some(Self { encoding, upper, reading: Reading::new(&upper) })
    }

    /// The text of a record, of which only those bytes are read in this encoding that are no UTF-8. `None` where they make
    /// no word that somebody writes, or are what is left of a character of UTF-8 that was cut: then it is damage.
    #[must_use]
    pub fn text(&self, record: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(record.len() + 8);
        let mut chunks = record.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            let next = chunks.peek().and_then(|next| next.valid().bytes().next());
            if chunk.invalid().iter().any(|byte| is_cut(*byte, chunk.invalid().len(), next)) {
                return None;
            }
            text.extend(chunk.invalid().iter().map(|byte| self.upper[usize::from(byte - 0x80)]));
        }
        let letters = without_utf8(record);
        let is_likely = |word: &Word<'_>| {
            let odd = u16::try_from(word.bytes.iter().filter(|byte| !byte.is_ascii()).count()).unwrap_or(u16::MAX);
            self.reading.likelihood(&[*word]) > HARDLY_LATIN * f32::from(odd)
        };
        Words::of(&letters).kept.iter().all(is_likely).then_some(text)
    }
}

/// Whether a byte is what is left of a character of UTF-8: the first byte of most letters of Europe and of signs, which
/// hardly begin a word in another encoding, or one of several in a row.
fn is_cut(byte: u8, in_a_row: usize, next: Option<u8>) -> bool {
    match byte {
        0xC2 | 0xC3 => true,
        0xE2 => in_a_row > 1 || !next.is_some_and(|next| next.is_ascii_lowercase()),
        _ => false,
    }
}

/// A text without the characters beyond ASCII that are UTF-8: a letter is an `o`, a sign is a blank. What is left beyond
/// ASCII is no UTF-8.
pub(super) fn without_utf8(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let replaced = |c: char| match c {
        c if c.is_uppercase() => b'O',
        c if c.is_alphabetic() => b'o',
        _ => b' ',
    };
    for (valid, invalid) in sound(text) {
        let mut rest = valid;
        while let Some(place) = rest.bytes().position(|byte| !byte.is_ascii()) {
            plain.extend_from_slice(&rest.as_bytes()[..place]);
            let mut beyond = rest[place..].chars();
            plain.extend(beyond.next().map(replaced));
            rest = beyond.as_str();
        }
        plain.extend_from_slice(rest.as_bytes());
        plain.extend_from_slice(invalid);
    }
    plain
}

/// Whether nearly all characters beyond ASCII that are UTF-8 are of Western or Central Europe: in an encoding of Asia two
/// bytes may look like a character by chance, of any script.
pub(super) fn is_western(text: &[u8]) -> bool {
    let (mut western, mut other) = (0, 0);
    for c in sound(text).filter(|(valid, _)| !valid.is_ascii()).flat_map(|(valid, _)| valid.chars()) {
        if c.is_ascii() {
            continue;
        }
        let is_western =
            matches!(c, '\u{A0}'..='\u{24F}' | '\u{2010}'..='\u{2044}' | '€' | '™' | '\u{FB01}' | '\u{FB02}');
        *(if is_western { &mut western } else { &mut other }) += 1;
    }
    western > 10 * other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_in_another_encoding_are_read_where_they_make_sense() {
        let other = OtherEncoding::new(Encoding::WINDOWS_1252).expect("single bytes");
        let table: [(&[u8], Option<&str>); 16] = [
            (b"r4,Ann M\xFCller,K\xF6ln", Some("r4,Ann Müller,Köln")),
            (b"\xD6BB Holding AG", Some("ÖBB Holding AG")),
            (b"Gr\xF6\xDFe, M\xC3\xBCller", Some("Größe, Müller")),
            (b"Gr\xC3\xB6\xDFe", Some("Größe")),
            (b"call again\x85", Some("call again…")),
            (b"\x80 500,\xA7 5,\xA3500", Some("€ 500,§ 5,£500")),
            (b"\x84gut\x93", Some("„gut“")),
            (b"Ch\xE2teau,Jo\xEBlle", Some("Château,Joëlle")),
            (b"M\xC3", None),
            (b"M\xC3ller", None),
            (b"5 \xE2\x82", None),
            (b"caf\xE2", None),
            (b"\xFF\xFE\x01", None),
            (b"a\x9Db", None),
            (b"x\xB6y\xA4", None),
            (b"plain", Some("plain")),
        ];
        for (record, text) in table {
            assert_eq!(other.text(record).as_deref(), text, "{}", String::from_utf8_lossy(record));
        }
    }
}
