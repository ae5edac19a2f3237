//! Cuts a list into chunks and puts the chunks together again, as a run does.

use std::io::Write as _;

use leadsieve::encoding::Encoding;
use leadsieve::intake::{CarryOver, Fault, Limits, Mending, OpenList, Records, Shape, contents, open_list};
use leadsieve::profile::{CsvOptions, HeaderLine};

/// What was read of a list, without regard to where it was cut.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Number, line ends before it, bytes and cells of each record.
    pub records: Vec<(u64, u64, String, Vec<String>)>,
    /// Number, line ends before it, place, bytes and fault of each record that is not readable.
    pub unreadable: Vec<(u64, u64, u64, Vec<u8>, Fault)>,
    /// Records of either kind.
    pub count: u64,
    /// Line ends.
    pub lines: u64,
    /// Bytes.
    pub bytes: u64,
    /// Records that lost surplus blank cells.
    pub trimmed: usize,
    /// Number, line ends before it and mending of each record that was mended.
    pub mended: Vec<(u64, u64, Mending)>,
}

/// A list read at once.
pub fn whole(bytes: &[u8], shape: &Shape) -> Read {
    let mut read = Read::default();
    read.add(&Records::read(bytes.to_vec(), shape, true));
    read
}

/// The list in pieces of `size` bytes.
pub fn pieces(bytes: &[u8], size: usize) -> Vec<(Vec<u8>, bool)> {
    let last = bytes.len().div_ceil(size).saturating_sub(1);
    bytes.chunks(size).enumerate().map(|(place, piece)| (piece.to_vec(), place == last)).collect()
}

/// A list read piece by piece: where one leaves a rest, it is put before the next one and both are read again.
pub fn in_chunks(pieces: impl IntoIterator<Item = (Vec<u8>, bool)>, shape: &Shape) -> Read {
    let (mut read, mut rest, mut carry_over) = (Read::default(), Vec::new(), CarryOver::default());
    for (bytes, last) in pieces {
        let mut records = Records::read(bytes, shape, last);
        if !rest.is_empty() || !carry_over.is_beginning() {
            let mut together = std::mem::take(&mut rest);
            together.extend_from_slice(&records.into_bytes());
            records = Records::read_on(together, shape, last, &carry_over);
        }
        carry_over = records.carry_over().clone();
        rest = std::mem::take(&mut records.rest);
        read.add(&records);
    }
    assert!(rest.is_empty(), "the last chunk leaves nothing");
    read
}

/// A list read from a file in chunks of about `size` bytes, its header left out, and the shape that was found.
pub fn through_a_file(list: &[u8], size: usize, pad_short: bool) -> (Read, Shape) {
    let mut open = open(list, pad_short);
    let header = (list.len() - open.sample.len()) as u64;
    let mut chunks = Vec::new();
    while let Some(chunk) = open.chunks.next(size).expect("the file is there") {
        let before: usize = chunks.iter().map(|(bytes, _): &(Vec<u8>, bool)| bytes.len()).sum();
        assert_eq!(chunk.offset, header + before as u64, "chunks follow one another");
        chunks.push((chunk.bytes, chunk.last));
    }
    (in_chunks(chunks, &open.shape), open.shape)
}

/// What is looked at of a list before it is read.
pub fn sample(list: &[u8]) -> Vec<u8> {
    open(list, false).sample
}

fn open(list: &[u8], pad_short: bool) -> OpenList {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(list).expect("writing it");
    let options = CsvOptions {
        encoding: Some(Encoding::UTF_8),
        delimiter: Some(b','),
        quote: Some(b'"'),
        escape: Some(b'"'),
        skip_top: Some(0),
        header: Some(HeaderLine::Present),
        pad_short,
        ..CsvOptions::default()
    };
    let limits = Limits::default();
    let member = contents(file.path(), &limits).expect("the list is there").members.swap_remove(0);
    open_list(&member, &options, &limits).expect("a list with a header opens")
}

impl Read {
    fn add(&mut self, records: &Records) {
        for record in 0..records.len() {
            let cells = (0..records.width()).map(|column| records.cell(record, column).into_owned()).collect();
            let (number, line) = (u64::from(records.number(record)), u64::from(records.line(record)));
            let raw = records.raw(record).to_owned();
            self.records.push((self.count + number, self.lines + line, raw, cells));
        }
        for record in &records.unreadable {
            let (number, line) = (self.count + u64::from(record.number), self.lines + u64::from(record.line));
            let place = self.bytes + record.start as u64;
            self.unreadable.push((number, line, place, record.raw.clone(), record.fault));
        }
        for record in &records.mended {
            let (number, line) = (self.count + u64::from(record.number), self.lines + u64::from(record.line));
            self.mended.push((number, line, record.mending));
        }
        self.count += u64::from(records.count);
        self.lines += u64::from(records.line_count);
        self.bytes += records.bytes() as u64;
        self.trimmed += records.trimmed();
    }
}
