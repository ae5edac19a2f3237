//! What a file is, by its first bytes. File names lie: an export named `.xls` is often a web page.

use std::io::{self, Read};

use super::error::ContainerError;

/// How many bytes are looked at. A tar archive is known by its bytes 257 to 261.
const HEAD: u64 = 512;

/// What the first bytes of a file say that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Text, or at least nothing that is known to be something else.
    Text,
    Gzip,
    Zstd,
    /// A zip archive; also what newer workbooks are.
    Zip,
    /// The compound file of older Office programs; also a newer workbook behind a password.
    Ole,
    /// What cannot be read, and what a person can do about it.
    Foreign(&'static str),
}

const WEB_PAGE: &str =
    "a web page (HTML), whatever its name says; open it in a spreadsheet program and save it as .xlsx or CSV";

/// What is read, where it begins, and what it is.
const MAGIC: [(usize, &[u8], Content); 20] = [
    (0, b"\x1f\x8b\x08", Content::Gzip),
    (0, b"\x28\xb5\x2f\xfd", Content::Zstd),
    (1, b"\x2a\x4d\x18", Content::Zstd),
    (0, b"PK\x03\x04", Content::Zip),
    (0, b"PK\x05\x06", Content::Zip),
    (0, b"PK\x07\x08", Content::Zip),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content::Ole),
    (0, b"%PDF-", Content::Foreign("a PDF document; ask the vendor for CSV or a workbook")),
    (0, b"7z\xbc\xaf\x27\x1c", Content::Foreign("a 7z archive; unpack it first")),
    (0, b"Rar!\x1a\x07", Content::Foreign("a RAR archive; unpack it first")),
    (0, b"BZh", Content::Foreign("packed by bzip2; unpack it first")),
    (0, b"\xfd7zXZ\0", Content::Foreign("packed by xz; unpack it first")),
    (0, b"\x04\x22\x4d\x18", Content::Foreign("packed by lz4; unpack it first")),
    (257, b"ustar", Content::Foreign("a tar archive; unpack it first")),
    (0, b"\x89PNG\r\n", Content::Foreign("a picture (PNG)")),
    (0, b"\xff\xd8\xff", Content::Foreign("a picture (JPEG)")),
    (0, b"GIF8", Content::Foreign("a picture (GIF)")),
    (0, b"PAR1", Content::Foreign("a Parquet file; export it as CSV")),
    (0, b"SQLite format 3\0", Content::Foreign("an SQLite database; export its tables as CSV")),
    (0, b"{\\rtf", Content::Foreign("a text document (RTF); save it as plain text")),
];

/// How text begins that is no list, in lower case.
const MARKUP: [(&str, &str); 11] = [
    ("<!doctype html", WEB_PAGE),
    ("<html", WEB_PAGE),
    ("<head", WEB_PAGE),
    ("<meta", WEB_PAGE),
    ("<style", WEB_PAGE),
    ("<body", WEB_PAGE),
    ("<div", WEB_PAGE),
    ("<table", WEB_PAGE),
    ("mime-version:", WEB_PAGE),
    ("<?xml", "an XML file; open it in a spreadsheet program and save it as .xlsx or CSV"),
    ("<workbook", "an XML file; open it in a spreadsheet program and save it as .xlsx or CSV"),
];

/// What a file is that begins with `head`.
pub(super) fn recognise(head: &[u8]) -> Content {
    let begins =
        |(at, magic, _): &&(usize, &[u8], Content)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic));
    match MAGIC.iter().find(begins) {
        // A skippable frame of Zstandard begins with any of 16 bytes; a list of bzip2's looks must go on like bzip2.
        Some((1, ..)) if !(0x50..=0x5f).contains(&head[0]) => markup(head),
        Some((_, b"BZh", _)) if head.get(4..10) != Some(b"\x31\x41\x59\x26\x53\x59") => markup(head),
        Some((.., content)) => *content,
        None => markup(head),
    }
}

/// Looks at the letters alone, so that UTF-16 and marks in front do not matter.
fn markup(head: &[u8]) -> Content {
    let letters: String = head.iter().filter(|byte| (1..0x7f).contains(*byte)).map(|byte| char::from(*byte)).collect();
    let begin = letters.trim_start().to_ascii_lowercase();
    let found = MARKUP.iter().find(|(word, _)| begin.starts_with(word));
    found.map_or(Content::Text, |(_, what)| Content::Foreign(what))
}

/// Reads the first bytes, and gives them with a reader that begins with them again.
pub(super) fn peek<R: Read>(mut reader: R) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok((head.clone(), io::Cursor::new(head).chain(reader)))
}

/// Refuses what came out of a packed file and is no text.
///
/// # Errors
///
/// It is packed again, a workbook, or known to be something else.
pub(super) fn only_text(name: &str, head: &[u8]) -> Result<(), ContainerError> {
    let name = name.to_owned();
    match recognise(head) {
        Content::Text => Ok(()),
        Content::Foreign(what) => Err(ContainerError::NotAList { name, what }),
        Content::Gzip | Content::Zstd => Err(ContainerError::Nested { name, what: "a packed file" }),
        Content::Zip | Content::Ole => Err(ContainerError::Nested { name, what: "an archive or a workbook" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
        let utf16: Vec<u8> = "\u{feff}<HTML xmlns".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Option<Content>); 18] = [
            (b"", Some(Content::Text)),
            (b"P", Some(Content::Text)),
            (b"name,mail\n", Some(Content::Text)),
            (b"\x1f\x8b\x08\0", Some(Content::Gzip)),
            (b"\x1f\x8b\x09", Some(Content::Text)),
            (b"\x28\xb5\x2f\xfd\0", Some(Content::Zstd)),
            (b"\x53\x2a\x4d\x18", Some(Content::Zstd)),
            (b"a\x2a\x4d\x18", Some(Content::Text)),
            (b"PK\x05\x06", Some(Content::Zip)),
            (b"PK;phone", Some(Content::Text)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some(Content::Ole)),
            (b"BZh_id,name\n", Some(Content::Text)),
            (b"BZh91AY&SYabc", None),
            (b"\xef\xbb\xbf \r\n<table border=1>", None),
            (b"<!DOCTYPE HTML>", None),
            (b"<name>,mail", Some(Content::Text)),
            (&tar, None),
            (&utf16, None),
        ];
        for (head, content) in cases {
            let found = recognise(head);
            assert_eq!(found, content.unwrap_or(found), "{head:?}");
            assert_eq!(matches!(found, Content::Foreign(_)), content.is_none(), "{head:?}");
        }
    }
}
