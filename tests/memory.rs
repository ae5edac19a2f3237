//! How much memory workbooks take, however they are made: never more than their limit, measured by the allocator.

#![allow(clippy::pedantic, clippy::unwrap_used, unsafe_code, reason = "a test may fail loudly; an allocator is unsafe")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use leadsieve::pipeline::{Limits, lists_in};
use zip::write::SimpleFileOptions;

/// Counts what is in use, and the most that ever was.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = USED.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(used, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The limit of these workbooks, and what everything else takes: buffers, and the decoder.
const LIMIT: usize = 24 << 20;
const REST: usize = 6 << 20;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// The records of an older workbook: kind, length, data.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

/// An older workbook with one text of `letters` letters in each of so many rows and columns.
fn xls(letters: u16, rows: u16, columns: u16) -> Vec<u8> {
    let bof = |what: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &what.to_le_bytes(), &[0; 12]].concat());
    let text = vec![b'x'; usize::from(letters)];
    let mut parts = text.chunks(8_000);
    let first = [&[1, 0, 0, 0, 1, 0, 0, 0][..], &letters.to_le_bytes(), &[0], parts.next().unwrap()].concat();
    let mut table = record(0x00fc, &first);
    parts.for_each(|part| table.extend(record(0x003c, &[&[0], part].concat())));
    let sheet_at = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
    let globals = |start: u32| [bof(0x0005), sheet_at(start), table.clone(), record(0x000a, &[])].concat();
    let mut stream = globals(u32::try_from(globals(0).len()).unwrap());
    stream.extend(bof(0x0010));
    let size = [&[0; 4][..], &u32::from(rows).to_le_bytes(), &[0, 0], &columns.to_le_bytes(), &[0, 0]].concat();
    stream.extend(record(0x0200, &size));
    for row in 0..rows {
        for column in 0..columns {
            let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
            stream.extend(record(0x00fd, &[&place[..], &[0; 6]].concat()));
        }
    }
    stream.extend(record(0x000a, &[]));
    compound(stream)
}

/// A compound file with this stream: a header, the stream, its directory, and the table of sectors.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 512;
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let length = u32::try_from(stream.len()).unwrap();
    let sectors = length / 512;
    let tables = (1..).find(|tables| (sectors + 1 + tables).div_ceil(128) <= *tables).unwrap();
    assert!(tables < 109, "the header has no room for more");
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let name_bytes = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(name_bytes.to_le_bytes());
        entry.extend([kind, 1]);
        [u32::MAX, u32::MAX, child].iter().for_each(|id| entry.extend(id.to_le_bytes()));
        entry.resize(116, 0);
        [start, length, 0].iter().for_each(|number| entry.extend(number.to_le_bytes()));
        entry
    };
    let mut directory = entry("Root Entry", 5, 1, 0xffff_fffe, 0);
    directory.extend(entry("Workbook", 2, u32::MAX, 0, length));
    directory.resize(SECTOR, 0);
    let mut next: Vec<u32> = (1..sectors).chain([0xffff_fffe; 2]).collect();
    next.resize(next.len() + tables as usize, 0xffff_fffd);
    next.resize(tables as usize * 128, u32::MAX);
    let mut head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    head.resize(24, 0);
    [0x3e_u16, 3, 0xfffe, 9, 6].iter().for_each(|number| head.extend(number.to_le_bytes()));
    head.resize(44, 0);
    [tables, sectors, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0].iter().for_each(|one| head.extend(one.to_le_bytes()));
    (0..tables).for_each(|table| head.extend((sectors + 1 + table).to_le_bytes()));
    head.resize(SECTOR, 0xff);
    let next: Vec<u8> = next.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, stream, directory, next].concat()
}

/// An Excel workbook of these cells, texts and styles.
fn xlsx(cells: &str, texts: &str, styles: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let texts = if texts.starts_with("<sst") { texts.to_owned() } else { format!("<sst>{texts}</sst>") };
    let styles = format!("<styleSheet>{styles}</styleSheet>");
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ])
}

/// An `OpenDocument` workbook with these tables.
fn ods(tables: &str) -> Vec<u8> {
    let names = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                 xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                 xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    let content = format!(
        "<office:document-content {names}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// Reads all lists of a workbook, and gives the memory that it took, and what was wrong.
fn read(name: &str, bytes: &[u8], limits: &Limits) -> (usize, Result<usize, String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let before = USED.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let text = text_of(&path, limits);
    (PEAK.load(Ordering::Relaxed) - before, text)
}

fn text_of(path: &Path, limits: &Limits) -> Result<usize, String> {
    let lists = lists_in(path, None, limits).map_err(|error| error.to_string())?.lists;
    let mut length = 0;
    for list in lists {
        let mut opened = list.member.open(limits).map_err(|error| error.to_string())?;
        length += std::io::copy(&mut opened.reader, &mut std::io::sink()).map_err(|error| error.to_string())?;
    }
    Ok(length as usize)
}

fn rows(many: usize, cell: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for row in 1..=many {
        write!(text, "<row r=\"{row}\">{}</row>", cell(row)).unwrap();
    }
    text
}

fn inline(row: usize, column: &str, text: &str) -> String {
    format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

// One test, because the memory of all threads counts.
#[test]
fn no_workbook_takes_more_memory_than_its_limit() {
    let limits = Limits { workbook: LIMIT as u64, ..Limits::default() };
    let (one, header) = (inline(1, "A", "Email"), rows(1, |row| inline(row, "A", "Email")));
    let shared = |row: usize| format!("<c r=\"A{row}\" t=\"s\"><v>0</v></c>");
    let table = |rows: &str| format!("<table:table table:name=\"S\">{rows}</table:table>");
    let cell = |repeated: usize, text: &str| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeated}\" office:value-type=\"string\">\
             <text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |repeated: usize, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
    };
    let long = "x".repeat(60_000);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "many cells.xlsx",
            xlsx(
                &rows(90_000, |row| (b'A'..=b'J').map(|at| inline(row, &char::from(at).to_string(), "1")).collect()),
                "",
                "",
            ),
        ),
        ("one text many times.xlsx", xlsx(&rows(3_000, shared), &format!("<si><t>{long}</t></si>"), "")),
        ("empty texts.xlsx", xlsx(&header, &"<si><t/></si>".repeat(800_000), "")),
        ("texts without text.xlsx", xlsx(&header, &"<si/>".repeat(1_500_000), "")),
        ("other names.xlsx", xlsx(&header, &"<x:si></x:si>".repeat(800_000), "")),
        ("stated texts.xlsx", xlsx(&header, "<sst count=\"1\" uniqueCount=\"20000000\"><si><t>a</t></si></sst>", "")),
        ("one long text.xlsx", xlsx(&header, &format!("<si><t>{}</t></si>", "a".repeat(20 << 20)), "")),
        ("one long cell.xlsx", xlsx(&format!("<row r=\"1\">{}</row>", inline(1, "A", &"a".repeat(20 << 20))), "", "")),
        ("a long comment.xlsx", xlsx(&format!("<!--{}--><row r=\"1\">{one}</row>", "> ".repeat(10 << 20)), "", "")),
        ("marked text.xlsx", xlsx(&header, &format!("<si><t><![CDATA[{}]]></t></si>", "<si>".repeat(5 << 20)), "")),
        ("styles.xlsx", xlsx(&header, "", &format!("<cellXfs>{}</cellXfs>", "<xf/>".repeat(2_000_000)))),
        ("fonts.xlsx", xlsx(&header, "", &format!("<fonts>{}</fonts>", "<font/>".repeat(1_000_000)))),
        (
            "a far corner.xlsx",
            xlsx(&format!("{header}<row r=\"1048576\">{}</row>", inline(1_048_576, "XFD", "x")), "", ""),
        ),
        (
            "backwards.xlsx",
            xlsx(
                &(1..=300_000_usize)
                    .rev()
                    .map(|row| format!("<row r=\"{row}\">{}</row>", inline(row, "A", "1")))
                    .collect::<String>(),
                "",
                "",
            ),
        ),
        ("repeated rows.ods", ods(&table(&row(1_000_000, &cell(16, "x"))))),
        ("repeated cells.ods", ods(&table(&row(1, &cell(16_384, "x")).repeat(100)))),
        ("repeated both.ods", ods(&table(&row(1_000, &cell(16_384, "x"))))),
        ("repeated text.ods", ods(&table(&row(2_000, &cell(1, &long))))),
        ("repeated long cells.ods", ods(&table(&row(1, &cell(2_000, &long))))),
        (
            "a far cell.ods",
            ods(&table(
                &(row(1, &cell(1, "x"))
                    + &row(900_000, "<table:table-cell/>")
                    + &row(
                        1,
                        &(cell(1, "x") + "<table:table-cell table:number-columns-repeated=\"900\"/>" + &cell(1, "y")),
                    )),
            )),
        ),
        ("many sheets.ods", ods(&table(&row(20_000, &cell(4, "x"))).repeat(40))),
        ("one text many times.xls", xls(30_000, 1_000, 4)),
        ("a short text many times.xls", xls(200, 9_000, 10)),
        (
            "formulas.ods",
            ods(&table(&row(
                5_000,
                &format!("<table:table-cell table:formula=\"{}\" office:value=\"1\"/>", "1+".repeat(10_000)),
            ))),
        ),
    ];
    let mut refused = 0;
    for (name, bytes) in &cases {
        for (name, bytes) in [((*name).to_owned(), bytes.clone()), (format!("{name}.zip"), zip(&[(*name, bytes)]))] {
            let (peak, text) = read(&name, &bytes, &limits);
            assert!(peak <= LIMIT + REST, "{name} took {} MiB: {text:?}", peak >> 20);
            refused += usize::from(text.is_err());
            let is_limit =
                text.as_ref().err().is_none_or(|why| why.contains("max_workbook") || why.contains("damaged"));
            assert!(is_limit, "{name}: {text:?}");
        }
    }
    assert!(refused >= cases.len(), "{refused} were refused");
    // What is not made to do harm is read, and takes a part of its limit.
    let small =
        xlsx(&rows(20_000, |row| shared(row) + &inline(row, "B", "NY")), "<si><t>ann@birke.example</t></si>", "");
    let (peak, text) = read("small.xlsx", &small, &limits);
    assert!(text.as_ref().is_ok_and(|length| *length > 20_000 * 20), "{text:?}");
    assert!(peak < LIMIT / 2, "{} MiB", peak >> 20);
    let (peak, text) = read("small.xls", &xls(9_000, 60, 2), &limits);
    assert_eq!(text, Ok(60 * (2 * 9_000 + 2)), "{} MiB", peak >> 20);
    assert!(peak < LIMIT / 2, "{} MiB", peak >> 20);
    let small = ods(&table(
        &(row(500, &(cell(1, "a") + &cell(3, "b")))
            + &row(1_000_000, "<table:table-cell table:number-columns-repeated=\"1024\"/>")),
    ));
    let (_, text) = read("small.ods", &small, &limits);
    assert_eq!(text, Ok(500 * "a,b,b,b\n".len()));
}
