//! Opens any bytes as a file somebody bought, for the targets that do.

use std::io::Write as _;

use leadsieve::intake::{Limits, OpenList, Records, contents, open_list};
use leadsieve::profile::CsvOptions;

#[allow(dead_code, reason = "the tests cut files as well")]
#[path = "../tests/cutting/mod.rs"]
pub mod cutting;

/// Less than a hostile file could ask for, so that the fuzzer's own limit on memory is not what stops it.
const LIMITS: Limits = Limits { unpacked: 4 << 20, ratio: 50, members: 20, workbook: 4 << 20 };

/// Bytes as a file somebody bought: every list in it opens or is refused with a reason, and is read to its end.
pub fn opened(bytes: &[u8], options: &CsvOptions, size: u8) {
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
