//! The tags of an XML file, seen as it goes by: for what has to be known before a parser is trusted with it.

use std::io::{self, Read};

use memchr::{memchr, memchr3};

/// The longest tag that is looked at. No program writes one that is nearly as long.
const LONGEST_TAG: usize = 1 << 20;

/// Reads XML to its end, and gives each tag without its brackets, with the bytes of text before it. What it gives in the end is
/// the length of the longest piece that a parser holds at a time: a tag, a text, a comment.
///
/// # Errors
/// What `reader` says, and a tag without an end.
pub(super) fn tags(mut reader: impl Read, mut seen: impl FnMut(&[u8], u64)) -> io::Result<u64> {
    let (mut piece, mut tag) = (vec![0; 64 << 10], Tag::default());
    let (mut text, mut longest, mut is_tag) = (0_u64, 0_u64, false);
    loop {
        let read = match reader.read(&mut piece) {
            Ok(0) => return Ok(longest.max(text).max(tag.length)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let mut rest = &piece[..read];
        while !rest.is_empty() {
            if is_tag {
                let (taken, ended) = tag.take(rest)?;
                rest = &rest[taken..];
                if ended {
                    longest = longest.max(tag.length).max(text);
                    seen(&tag.bytes, text);
                    (is_tag, text) = (false, 0);
                }
            } else if let Some(at) = memchr(b'<', rest) {
                text += at as u64;
                rest = &rest[at + 1..];
                tag.begin();
                is_tag = true;
            } else {
                text += rest.len() as u64;
                rest = &[];
            }
        }
    }
}

/// A tag, or a comment or a text that is marked like one, as far as it was read.
#[derive(Default)]
struct Tag {
    bytes: Vec<u8>,
    length: u64,
    quote: Option<u8>,
}

impl Tag {
    fn begin(&mut self) {
        self.bytes.clear();
        (self.length, self.quote) = (0, None);
    }

    /// Takes the bytes up to its end; says how many these are, and whether it ended.
    fn take(&mut self, bytes: &[u8]) -> io::Result<(usize, bool)> {
        let at = match self.quote {
            Some(quote) => memchr(quote, bytes),
            None => memchr3(b'>', b'"', b'\'', bytes),
        };
        let taken = at.map_or(bytes.len(), |at| at + 1);
        self.length += taken as u64;
        let is_marked = self.is_marked(&bytes[..taken]);
        // Of a comment or a marked text only its end is of use.
        if is_marked && self.bytes.len() > 16 {
            let keep = self.bytes.len() - 2;
            self.bytes.drain(9..keep);
            self.bytes.extend(&bytes[taken.saturating_sub(8)..taken]);
        } else {
            self.bytes.extend(&bytes[..taken]);
        }
        if self.bytes.len() > LONGEST_TAG {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it has a tag without an end"));
        }
        let Some(at) = at else { return Ok((taken, false)) };
        Ok((taken, self.ends_with(bytes[at], is_marked)))
    }

    /// Whether it is a comment or a marked text, in which quotes mean nothing.
    fn is_marked(&self, more: &[u8]) -> bool {
        let begin: Vec<u8> = self.bytes.iter().chain(more).take(8).copied().collect();
        begin.starts_with(b"!--") || begin.starts_with(b"![CDATA[")
    }

    fn ends_with(&mut self, sign: u8, is_marked: bool) -> bool {
        match (sign, self.quote) {
            (b'>', None) if is_marked => {
                let end: &[u8] = if self.bytes.starts_with(b"!--") { b"-->" } else { b"]]>" };
                self.bytes.ends_with(end)
            }
            (b'>', None) => {
                self.bytes.pop();
                true
            }
            (_, None) if !is_marked => {
                self.quote = Some(sign);
                false
            }
            (_, Some(quote)) if sign == quote => {
                self.quote = None;
                false
            }
            _ => false,
        }
    }
}

/// The name of a tag.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
    match end {
        Some(end) if end > 0 => &tag[..end],
        // An end tag begins with a slash.
        _ => tag,
    }
}

/// A number that an attribute of a tag states; 0 where it is none.
pub(super) fn number(tag: &[u8], attribute: &str) -> Option<u64> {
    let text = String::from_utf8_lossy(tag);
    let is_name = |at: usize| text[..at].ends_with(|sign: char| sign.is_whitespace());
    let mut places = text.match_indices(attribute).filter(|(at, _)| is_name(*at)).map(|(at, _)| at + attribute.len());
    let after = places.find_map(|at| text[at..].trim_start().strip_prefix('='))?;
    let stated = after.trim_start().trim_start_matches(['"', '\'']).trim_start();
    let digits = stated.split(|sign: char| !sign.is_ascii_digit()).next().unwrap_or_default();
    Some(if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads in pieces of this size.
    struct Slowly<'b>(&'b [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(buf.len());
            self.0.read(&mut buf[..size])
        }
    }

    #[test]
    fn tags_are_told_from_what_looks_like_one() {
        let xml = b"<?xml version='1.0'?><a x=\"1>2\" y='\"'>text<!-- <no> ' \" > --><b/>more<![CDATA[<no>]]></a>";
        for size in [1, 2, 7, 1_000] {
            let mut seen = Vec::new();
            let longest =
                tags(Slowly(xml, size), |tag, text| seen.push((String::from_utf8_lossy(tag).into_owned(), text)));
            let names: Vec<&str> =
                seen.iter().map(|(tag, _)| tag.as_str()).filter(|tag| !tag.starts_with('!')).collect();
            assert_eq!(names, ["?xml version='1.0'?", "a x=\"1>2\" y='\"'", "b/", "/a"], "by {size}");
            assert!(longest.expect("it can be read") >= 20);
        }
        assert_eq!((name(b"t:cell n=\"1\""), name(b"b/"), name(b"/a")), (&b"t:cell"[..], &b"b"[..], &b"/a"[..]));
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (tag, wanted) in [
            ("r n=\"12\"", Some(12)),
            ("r n = '12'", Some(12)),
            ("r nn=\"3\" n=\"12\"", Some(12)),
            ("r n=\"x\"", Some(0)),
            ("r n=\"99999999999999999999999\"", Some(u64::MAX)),
            ("r m=\"12\"", None),
        ] {
            assert_eq!(number(tag.as_bytes(), "n"), wanted, "{tag}");
        }
    }

    #[test]
    fn a_long_text_and_a_long_comment_are_measured() {
        for (begin, end) in [("<t>", "</t>"), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<t a=\"", "\">")] {
            let xml = format!("<a/>{begin}{}{end}", "x".repeat(900_000));
            let longest = tags(xml.as_bytes(), |_, _| {}).expect("it can be read");
            assert!((900_000..900_020).contains(&longest), "{begin}: {longest}");
        }
        let endless = format!("<t a=\"{}", "x".repeat(2 << 20));
        assert!(tags(endless.as_bytes(), |_, _| {}).is_err());
    }
}
