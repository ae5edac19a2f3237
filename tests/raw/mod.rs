//! Lists and outputs looked at byte by byte, without the program's own readers.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// The lines on which the records of a list begin, by a plain count of quotes.
pub(crate) fn record_lines(list: &Path) -> Vec<u64> {
    let (mut lines, mut open) = (Vec::new(), false);
    for (number, line) in fs::read(list).unwrap().split(|byte| *byte == b'\n').enumerate() {
        if !open && !line.is_empty() {
            lines.push(number as u64 + 1);
        }
        open ^= line.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
    }
    lines.split_off(1)
}

/// `\xHH` and doubled backslashes as bytes again.
pub(crate) fn unescaped(raw: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), raw.as_bytes());
    while let [first, after @ ..] = rest {
        (rest, _) = match (first, after) {
            (b'\\', [b'x', high, low, more @ ..]) => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                (more, bytes.push(u8::from_str_radix(&digits, 16).unwrap()))
            }
            (b'\\', [b'\\', more @ ..]) => (more, bytes.push(b'\\')),
            _ => (after, bytes.push(*first)),
        };
    }
    bytes
}

/// The parts of a workbook by name.
pub(crate) fn workbook(path: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|place| archive.name_for_index(place).unwrap().unwrap().into()).collect();
    let mut read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(&mut read).collect()
}

/// Every tag is closed, in turn.
pub(crate) fn is_well_formed(xml: &str) {
    let mut open = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap().trim_start_matches('/');
        match tag {
            tag if tag.starts_with('?') || tag.ends_with('/') => {}
            tag if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ => open.push(name),
        }
    }
    assert!(open.is_empty() && !xml.contains(|c: char| c.is_control() && !"\n\r\t".contains(c)));
}
