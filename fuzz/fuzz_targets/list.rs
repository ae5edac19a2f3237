//! Any bytes as a list: nothing panics, everything adds up, and chunks say what the whole says.

#![no_main]

use leadsieve::intake::{Dialect, Records, Shape};
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "the tests cut files as well")]
#[path = "../../tests/cutting/mod.rs"]
mod cutting;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

fuzz_target!(|input: (u8, u8, bool, u8, Vec<u8>)| {
    let (delimiter, width, pad_short, size, bytes) = input;
    let dialect = Dialect { delimiter: DELIMITERS[usize::from(delimiter) % 4], ..Dialect::COMMA };
    let shape = Shape { pad_short, ..Shape::new(dialect, 1 + usize::from(width) % 8) };
    let whole = cutting::whole(&bytes, &shape);
    assert_eq!(whole.count as usize, whole.records.len() + whole.unreadable.len());
    assert_eq!(whole.bytes as usize, bytes.len());
    assert_eq!(Records::read(bytes.clone(), &shape, false).into_bytes(), bytes);
    // However small the chunks are, at most a few hundred of them: each is read again with the rest before it.
    let size = (usize::from(size) + 1).max(bytes.len() / 256);
    assert_eq!(cutting::in_chunks(cutting::pieces(&bytes, size), &shape), whole);
});
