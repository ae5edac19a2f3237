//! The floor under any run: a file parsed on all cores by simd-csv, and its bytes written out again.
//!
//! `cargo run --release -- LEADS.csv OUT.csv`. Prints how many records and cells it saw. It judges
//! nothing, looks at no cell, and knows nothing of duplicates: nobody can be faster with this parser and this disk.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

const CHUNK: usize = 2 << 20;
const BATCH: usize = 8;

fn main() {
    let mut paths = std::env::args().skip(1);
    let (from, to) = (paths.next().expect("the list"), paths.next().expect("the output"));
    let (to_parse, chunks) = sync_channel::<Vec<Vec<u8>>>(1);
    let (to_write, parsed) = sync_channel::<Vec<Vec<u8>>>(1);
    let reader = thread::spawn(move || {
        let (file, mut carry, mut batch) = (File::open(from).unwrap(), Vec::new(), Vec::new());
        loop {
            let mut bytes = std::mem::take(&mut carry);
            bytes.reserve(CHUNK);
            let read = (&file).take(CHUNK as u64).read_to_end(&mut bytes).unwrap();
            if read > 0 {
                carry = bytes.split_off(memchr::memrchr(b'\n', &bytes).map_or(bytes.len(), |end| end + 1));
            }
            batch.push(bytes);
            if batch.len() == BATCH || read == 0 {
                to_parse.send(std::mem::take(&mut batch)).unwrap();
            }
            if read == 0 {
                return;
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut file = File::create(to).unwrap();
        parsed.into_iter().flatten().for_each(|chunk| file.write_all(&chunk).unwrap());
    });
    let (mut records, mut cells) = (0, 0);
    for batch in chunks {
        let counts = batch.par_iter().map(|chunk| count(chunk)).reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        (records, cells) = (records + counts.0, cells + counts.1);
        to_write.send(batch).unwrap();
    }
    drop(to_write);
    reader.join().unwrap();
    writer.join().unwrap();
    println!("{records} records, {cells} cells");
}

fn count(chunk: &[u8]) -> (usize, usize) {
    let mut reader = simd_csv::ZeroCopyReaderBuilder::new().has_headers(false).flexible(true).from_reader(chunk);
    let mut counts = (0, 0);
    while let Some(record) = reader.read_byte_record().unwrap() {
        counts = (counts.0 + 1, counts.1 + record.len());
    }
    counts
}
