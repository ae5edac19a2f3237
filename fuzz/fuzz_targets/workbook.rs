//! Any bytes as a workbook: nothing panics, and what is refused has a reason.
//!
//! The first byte says what the others are: a whole file, or the parts of an XLSX or ODS workbook, parted by lines of
//! `---`. A fuzzer does not find the checksums of an archive, so the archive is made around the parts.

#![no_main]

use std::io::{Cursor, Write as _};

use leadsieve::profile::CsvOptions;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../opening.rs"]
mod opening;
use opening::opened;

/// Stands between the parts in one input.
const BETWEEN: &[u8] = b"\n---\n";

/// The parts of an XLSX workbook that an input may give, the sheet first, each with what it is if it does not.
const XLSX: [(&str, &str); 5] = [
    ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ("xl/sharedStrings.xml", "<sst><si><t>Company</t></si><si><t>Email</t></si></sst>"),
    ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
         <sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
         relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
];

/// The same of an ODS workbook.
const ODS: [(&str, &str); 2] =
    [("content.xml", "<office:document-content/>"), ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")];

/// What stands in every XLSX workbook.
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";

fuzz_target!(|input: &[u8]| {
    let Some(([choice, size], bytes)) = input.split_first_chunk() else { return };
    let file = match choice % 3 {
        0 => bytes.to_vec(),
        1 => archive(bytes, &XLSX, &[("[Content_Types].xml", TYPES)]),
        _ => archive(bytes, &ODS, &[]),
    };
    opened(&file, &CsvOptions::default(), *size);
});

/// An archive of parts as the input gives them, and of others that every such archive has.
fn archive(input: &[u8], parts: &[(&str, &str)], others: &[(&str, &str)]) -> Vec<u8> {
    let mut given = parted(input).into_iter();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = parts.iter().map(|(name, else_)| match given.next() {
        Some(part) if !part.is_empty() => (*name, part),
        _ => (*name, else_.as_bytes()),
    });
    let parts: Vec<(&str, &[u8])> = parts.chain(others.iter().map(|(name, part)| (*name, part.as_bytes()))).collect();
    for (name, part) in parts {
        archive.start_file(name, stored).expect("a part");
        archive.write_all(part).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The input cut at every line of `---`.
fn parted(mut input: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(at) = input.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        parts.push(&input[..at]);
        input = &input[at + BETWEEN.len()..];
    }
    parts.push(input);
    parts
}
