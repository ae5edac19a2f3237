//! Any bytes as a list: nothing panics, everything adds up, and chunks say what the whole says.
//!
//! The first byte says where the bytes go: half of them to the parser in a dialect that is given, the other half
//! through a file, where container, encoding, dialect and header are guessed from them.

#![no_main]

use std::io::Write as _;

use leadsieve::intake::{Dialect, Limits, OpenList, Records, Shape, contents, open_list};
use leadsieve::profile::CsvOptions;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "the tests cut files as well")]
#[path = "../../tests/cutting/mod.rs"]
mod cutting;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const QUOTES: [u8; 2] = [b'"', b'\''];

/// Less than a hostile file could ask for, so that the fuzzer's own limit on memory is not what stops it.
const LIMITS: Limits = Limits { unpacked: 4 << 20, ratio: 50, members: 20, workbook: 4 << 20 };

fuzz_target!(|input: &[u8]| {
    let Some(([choice, width, size], bytes)) = input.split_first_chunk() else { return };
    if choice & 1 == 0 {
        parsed(bytes, &given(*choice, *width), *size);
    } else {
        opened(bytes, &CsvOptions { pad_short: choice & 2 != 0, ..CsvOptions::default() }, *size);
    }
});

/// A shape that the input's first bytes name.
fn given(choice: u8, width: u8) -> Shape {
    let bit = |place: u8| choice >> place & 1 != 0;
    let dialect = Dialect {
        delimiter: DELIMITERS[usize::from(choice >> 1 & 3)],
        quote: QUOTES[usize::from(bit(3))],
        escape: bit(4).then_some(b'\\'),
        spaced: bit(5),
    };
    let header = if bit(7) { b"a,b".as_slice().into() } else { Default::default() };
    Shape { pad_short: bit(6), header, ..Shape::new(dialect, 1 + usize::from(width) % 8) }
}

/// Bytes in a known shape: all are accounted for, and cutting them changes nothing.
fn parsed(bytes: &[u8], shape: &Shape, size: u8) {
    let whole = cutting::whole(bytes, shape);
    assert_eq!(whole.count as usize, whole.records.len() + whole.unreadable.len());
    assert_eq!(whole.bytes as usize, bytes.len());
    assert_eq!(Records::read(bytes.to_vec(), shape, false).into_bytes(), bytes);
    // However small the chunks are, at most a few hundred of them: each is read again with the rest before it.
    let size = (usize::from(size) + 1).max(bytes.len() / 256);
    assert_eq!(cutting::in_chunks(cutting::pieces(bytes, size), shape), whole);
}

/// Bytes as a file somebody bought: every list in it opens or is refused with a reason, and is read to its end.
fn opened(bytes: &[u8], options: &CsvOptions, size: u8) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("writing it");
    let found = match contents(file.path(), &LIMITS) {
        Ok(found) => found,
        Err(refused) => return assert!(!refused.to_string().is_empty(), "refused without a reason"),
    };
    for member in &found.members {
        match open_list(member, options, &LIMITS) {
            Ok(open) => read_to_its_end(open, usize::from(size)),
            Err(refused) => assert!(!refused.to_string().is_empty(), "refused without a reason"),
        }
    }
}

/// An open list has as many names as its records have cells, its chunks follow one another, and they say what the
/// whole says.
fn read_to_its_end(mut open: OpenList, size: usize) {
    assert_eq!(open.headers.len(), open.shape.width);
    assert!((0.0..=1.0).contains(&open.writing.sniffed.confidence));
    let mut chunks = Vec::new();
    // A list that is damaged half-way ends with an error; what came before it is read all the same.
    while let Ok(Some(chunk)) = open.chunks.next((size + 1) * 64) {
        chunks.push((chunk.bytes, chunk.last));
    }
    if !chunks.last().is_some_and(|(_, last)| *last) {
        return;
    }
    let text: Vec<u8> = chunks.iter().flat_map(|(bytes, _)| bytes.iter().copied()).collect();
    let whole = cutting::whole(&text, &open.shape);
    assert_eq!(whole.bytes as usize, text.len());
    assert_eq!(cutting::in_chunks(chunks, &open.shape), whole);
    let records = Records::read(text, &open.shape, true);
    for record in 0..records.len() {
        (0..records.width()).for_each(|column| drop(records.readable(record, column)));
    }
}
