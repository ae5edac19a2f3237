//! Any bytes as a list: nothing panics, everything adds up, and chunks say what the whole says.
//!
//! The first byte says where the bytes go: half of them to the parser in a dialect that is given, the other half
//! through a file, where container, encoding, dialect and header are guessed from them.

#![no_main]

use leadsieve::intake::{Dialect, Names, Records, Shape};
use leadsieve::profile::CsvOptions;
use libfuzzer_sys::fuzz_target;

#[path = "../opening.rs"]
mod opening;
use opening::{cutting, opened};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const QUOTES: [u8; 2] = [b'"', b'\''];

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
    let header = if bit(7) { Names::of(b"a,b", dialect).into() } else { Default::default() };
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
