//! What holds for every list of bytes: the same records however it is cut into chunks, every byte accounted for, and
//! the same cells that the `csv` crate reads wherever a list is written by the book.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod cutting;

use std::borrow::Cow;

use leadsieve::intake::{Dialect, Fault, Names, Records, Shape};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use cutting::{in_chunks, pieces, through_a_file, whole};

/// The same cases on every machine, and no files beside the test.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() }
}

fn shape(delimiter: u8, width: usize, pad_short: bool) -> Shape {
    Shape { pad_short, ..Shape::new(Dialect { delimiter, ..Dialect::COMMA }, width) }
}

/// Pieces of CSV that meet in every order: structure mostly, now and then text, seldom bytes that are no text.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => Just(&b","[..]),
        4 => Just(&b"\""[..]),
        2 => Just(&b"\"\""[..]),
        3 => Just(&b"\n"[..]),
        2 => Just(&b"\r\n"[..]),
        1 => Just(&b"\r"[..]),
        1 => Just(&b";"[..]),
        1 => Just(&b" "[..]),
        4 => Just(&b"a"[..]),
        2 => Just(&b"bc"[..]),
        1 => Just("\u{fc}".as_bytes()),
        1 => Just("\u{20ac}\u{1f600}".as_bytes()),
        1 => Just(&b"\xff"[..]),
        1 => Just(&b"\xc3"[..]),
        1 => Just(&b"\0"[..]),
        1 => Just(&b"'"[..]),
        1 => Just(&b"\\"[..]),
        1 => Just(&b"Total,7\n"[..]),
        1 => Just(&b"exported by a\n"[..]),
        1 => Just(&b"a,b\n"[..]),
        1 => Just(&b"b,a\n"[..]),
        1 => Just(&b"b,bc,a\n"[..]),
        1 => Just(&b"\"a,\"\"b\"\"\"\n"[..]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// How lists may be written: with every delimiter, quote and escape that is looked for.
fn shapes() -> impl Strategy<Value = Shape> {
    let dialect = (
        prop::sample::select(b",;'".to_vec()),
        prop::sample::select(b"\"'".to_vec()),
        prop::option::of(Just(b'\\')),
        any::<bool>(),
    );
    let dialect = dialect.prop_filter("a delimiter is no quote", |(delimiter, quote, ..)| delimiter != quote);
    (dialect, 1..4_usize, any::<bool>(), any::<bool>()).prop_map(
        |((delimiter, quote, escape, spaced), width, pad_short, header)| {
            let dialect = Dialect { delimiter, quote, escape, spaced };
            let header = if header { Names::of(b"a,b", dialect).into() } else { Default::default() };
            Shape { pad_short, header, ..Shape::new(dialect, width) }
        },
    )
}

/// A table of cells as a spreadsheet program would write it.
#[derive(Clone, Debug)]
struct Table {
    rows: Vec<Vec<String>>,
    /// For each row, whether all its cells are quoted.
    quoted: Vec<bool>,
    line_end: &'static str,
    last_line_end: bool,
}

impl Table {
    fn write(&self) -> Vec<u8> {
        let rows = self.rows.iter().zip(&self.quoted);
        let lines: Vec<String> = rows.map(|(row, quoted)| line(row, *quoted)).collect();
        let end = if self.last_line_end { self.line_end } else { "" };
        format!("{}{end}", lines.join(self.line_end)).into_bytes()
    }
}

fn line(row: &[String], all_quoted: bool) -> String {
    let cell = |cell: &String| {
        let quoted = all_quoted || cell.contains([',', '"', '\n', '\r']);
        if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    row.iter().map(cell).collect::<Vec<_>>().join(",")
}

/// Tables of one to four columns. The first cell of a row is never blank: a row of blanks is no record here.
fn tables() -> impl Strategy<Value = Table> {
    let row = |width: usize| {
        let rest = prop::collection::vec("[a ,\"\n\r\u{fc}]{0,6}", width - 1);
        ("[a,\"\n\r]{0,3}x", rest).prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect::<Vec<String>>())
    };
    let rows = (1..=4_usize).prop_flat_map(move |width| prop::collection::vec((row(width), any::<bool>()), 1..8));
    (rows, prop::sample::select(vec!["\n", "\r\n", "\r"]), any::<bool>()).prop_map(|(rows, line_end, last_line_end)| {
        let (rows, quoted) = rows.into_iter().unzip();
        Table { rows, quoted, line_end, last_line_end }
    })
}

proptest! {
    #![proptest_config(config(256))]

    /// Cut anywhere, a list has the same records at the same places: chunks of every size from one byte up, each cut
    /// wherever it falls, the rest of one put before the next.
    #[test]
    fn chunked_equals_whole(bytes in bytes(), shape in shapes()) {
        let whole = whole(&bytes, &shape);
        for size in 1..=bytes.len() {
            let read = in_chunks(pieces(&bytes, size), &shape);
            prop_assert_eq!(&read, &whole, "in chunks of {}", size);
        }
    }

    /// The same through a file: header, then chunks that end at line ends, of every size that is asked for.
    #[test]
    fn a_file_in_chunks_equals_the_file_whole(bytes in bytes(), pad in any::<bool>()) {
        // So many letters beyond ASCII that the list is in UTF-8, whatever is broken in it.
        let mut list = format!("h{},i\r\n", "\u{fc}".repeat(200)).into_bytes();
        list.extend_from_slice(&bytes);
        for size in [1, 2, 3, 5, 8, 13, 64, 1 << 20] {
            let (read, shape) = through_a_file(&list, size, pad);
            prop_assert_eq!((shape.width, shape.dialect.delimiter, shape.pad_short), (2, b',', pad));
            prop_assert_eq!(read, whole(&bytes, &shape), "in chunks of {}", size);
        }
    }

    /// Every byte belongs to one record, is a line end between records, padding at the end, or handed back as the rest; records come
    /// in order, are counted one by one, and give back the bytes that came.
    #[test]
    fn every_byte_is_accounted_for(bytes in bytes(), shape in shapes(), last in any::<bool>()) {
        let records = Records::read(bytes.clone(), &shape, last);
        prop_assert_eq!(records.count as usize, records.len() + records.unreadable.len());
        prop_assert_eq!(records.bytes() + records.rest.len() + records.padding(), bytes.len());
        prop_assert!(!last || records.rest.is_empty());
        prop_assert_eq!(records.line_count, line_ends(&bytes[..records.bytes()]));
        let mut place = 0;
        for (raw, line) in in_order(&records) {
            let start = place + skip_line_ends(&bytes[place..]);
            prop_assert_eq!(line, line_ends(&bytes[..start]));
            prop_assert!(bytes[start..].starts_with(&raw), "{:?} at {}", raw, start);
            place = start + raw.len();
        }
        let behind = &bytes[place..records.bytes()];
        prop_assert_eq!(skip_line_ends(behind), behind.len());
        prop_assert_eq!(records.into_bytes(), bytes);
    }

    /// A record that is read has as many cells as the header, none of them with a NUL; one that is not read has a reason
    /// that holds.
    #[test]
    fn what_is_unreadable_is_so_for_its_reason(bytes in bytes(), width in 1..4_usize) {
        let records = Records::read(bytes, &shape(b',', width, false), true);
        for record in 0..records.len() {
            let cells: Vec<Cow<'_, str>> = (0..width).map(|column| records.cell(record, column)).collect();
            prop_assert!(cells.iter().all(|cell| !cell.contains('\0')));
            prop_assert!(cells.iter().any(|cell| !cell.trim().is_empty()), "a blank record is no lead: {:?}", cells);
        }
        for broken in &records.unreadable {
            let holds = match broken.fault {
                Fault::TooFewCells(cells) => cells < width,
                Fault::TooManyCells(cells) => cells > width,
                Fault::NotText => broken.raw.contains(&0) || std::str::from_utf8(&broken.raw).is_err(),
                Fault::Blank => cells_by_the_csv_crate(&broken.raw).is_none_or(|cells| is_blank(&cells)),
                Fault::BelowData => is_below_data(&broken.raw),
                Fault::CellTooLong | Fault::RepeatedHeader | Fault::BelowHeader | Fault::OtherColumns | Fault::Shifted => false,
            };
            prop_assert!(holds, "{broken:?}");
        }
    }

    /// A table that is written by the book comes back cell by cell, here as by the `csv` crate.
    #[test]
    fn a_table_comes_back(table in tables()) {
        let bytes = table.write();
        let records = Records::read(bytes.clone(), &shape(b',', table.rows[0].len(), false), true);
        prop_assert_eq!(rows(&records), table.rows.clone());
        prop_assert_eq!(by_the_csv_crate(&bytes), table.rows);
    }

    /// Any text without a quote is read as by the `csv` crate.
    #[test]
    fn text_without_quotes_is_read_as_by_the_csv_crate(text in "[ab .,\n\r\u{fc}]{0,80}", width in 1..4_usize) {
        let records = Records::read(text.clone().into_bytes(), &shape(b',', width, false), true);
        let expected: Vec<Vec<String>> = by_the_csv_crate(text.as_bytes()).into_iter().filter_map(|row| fitting(row, width)).collect();
        prop_assert_eq!(rows(&records), expected);
    }
}

/// Where the two readers must differ on purpose, and why.
#[test]
fn differences_from_the_csv_crate() {
    let table: [(&str, &str, &[&[&str]], &[&[&str]]); 11] = [
        (
            "three quotes are a quote in quotes that was not doubled",
            "\"\"\",b\n\"c\",\"\"\"\n",
            &[&["\"", "b"], &["c", "\""]],
            &[&["\",b\nc\"", "\"\n"]],
        ),
        (
            "a doubled quote that opens a cell with text behind it is a quote of the text",
            "\"\"Boots, 10\",b\n\"\"c\",d\n",
            &[&["\"Boots, 10", "b"], &["\"c", "d"]],
            &[&["Boots", " 10\"", "b"], &["c\"", "d"]],
        ),
        (
            "a record of another width is read by the first quote that closes a cell, if it fits then",
            "\"12\" pipe, steel\",b\n",
            &[&["12\" pipe, steel", "b"]],
            &[&["12 pipe", " steel\"", "b"]],
        ),
        (
            "a record wrapped whole in quotes is unwrapped",
            "\"a,\"\"b, c\"\"\"\n",
            &[&["a", "b, c"]],
            &[&["a,\"b, c\""]],
        ),
        (
            "a record with a delimiter of its own is read by it",
            "a,b\nc;d\n",
            &[&["a", "b"], &["c", "d"]],
            &[&["a", "b"], &["c;d"]],
        ),
        (
            "text behind a quote in a quoted cell: the quotes in the text were not doubled",
            "\"12\" pipe\",b\n",
            &[&["12\" pipe", "b"]],
            &[&["12 pipe\"", "b"]],
        ),
        (
            "a quote that is never closed costs its own record, not the list",
            "\"a,b\nc,d\n",
            &[&["\"a", "b"], &["c", "d"]],
            &[&["a,b\nc,d\n"]],
        ),
        (
            "a stray quote costs its own record, not the next one",
            "\"a\"x,b\n\"c\",d\n",
            &[&["\"a\"x", "b"], &["c", "d"]],
            &[&["ax", "b"], &["c", "d"]],
        ),
        (
            "a record of blank cells is no lead",
            "a,b\n,\nc,d\n",
            &[&["a", "b"], &["c", "d"]],
            &[&["a", "b"], &["", ""], &["c", "d"]],
        ),
        (
            "a quoted blank alone is a record of blank cells",
            "a,b\n\"\"\nc,d\n",
            &[&["a", "b"], &["c", "d"]],
            &[&["a", "b"], &[""], &["c", "d"]],
        ),
        ("surplus blank cells at the end are cut", "a,b,,\n", &[&["a", "b"]], &[&["a", "b", "", ""]]),
    ];
    for (reason, text, here, there) in table {
        let records = Records::read(text.as_bytes().to_vec(), &shape(b',', 2, false), true);
        assert_eq!(rows(&records), here, "{reason}");
        assert_eq!(by_the_csv_crate(text.as_bytes()), there, "{reason}");
    }
}

/// A long quoted cell with a stray quote in it, cut at every place: the decision about the quote is the same.
#[test]
fn a_stray_quote_far_from_its_end_is_decided_alike_in_every_chunk() {
    let text = format!("a,b\n\"{}\"x,y\nc,d\n\"open,{}\n", "line\nof \"\"text\"\",".repeat(20), "e,f\n".repeat(20));
    let shape = shape(b',', 2, false);
    let whole = whole(text.as_bytes(), &shape);
    for size in 1..=text.len() {
        assert_eq!(in_chunks(pieces(text.as_bytes(), size), &shape), whole, "in chunks of {size}");
    }
}

/// What is below the data, and what is behind a blank row and is not, cut at every place: the same records.
#[test]
fn what_is_behind_a_blank_row_is_decided_alike_in_every_chunk() {
    let leads =
        "a,Kiefer LLC,United States,10\nb,Holt GmbH,Germany,20\nc,Nash LLC,United States,30\nd,Ito GmbH,Germany,40\n";
    for below in [
        "\n\nCountry,Count,,\nUnited States,2,,\nGermany,3,,\nGrand Total,5,,\n\n",
        "\r\n\r\n,,,\r\nLegend,,,\r\nA,active,,\r\nB,blocked,,\r\n",
        "\nFilter: x\n\nSource: y,,,\n,,,\n,,,\n",
        "\n,,,\nf,Orr GmbH,,\ng,Lee GmbH,,\nh,Kay GmbH,Germany,80\n",
        "\nCountry,Count,,\nGermany,3,,\n\nf,Orr GmbH,Germany,60\n\n",
        "\nf,Orr, Inc.,Germany,60\ng,Lee Ltd\"Kay, LLC\",70,\nh,Kay GmbH\nGermany,80\n",
    ] {
        let text = format!("{leads}{below}");
        let plain = shape(b',', 4, false);
        let habits = Records::read(text.clone().into_bytes(), &plain, true).habits();
        let shape = Shape { habits, ..plain };
        let whole = whole(text.as_bytes(), &shape);
        for size in 1..=text.len() {
            assert_eq!(in_chunks(pieces(text.as_bytes(), size), &shape), whole, "{below} in chunks of {size}");
        }
    }
}

/// The sample of a long list ends where a record ends, so that its last cell is no half of one.
#[test]
fn the_sample_of_a_long_list_ends_at_a_whole_record() {
    let record = "1.5,\"two\nlines\"\n";
    let mut list = b"h,i\n".to_vec();
    while list.len() < (4 << 20) + 100 {
        list.extend_from_slice(record.as_bytes());
    }
    let sample = cutting::sample(&list);
    assert!(sample.len() > (4 << 20) - 100 && sample.len().is_multiple_of(record.len()), "{}", sample.len());
}

/// The cells of all records that could be read.
fn rows(records: &Records) -> Vec<Vec<String>> {
    let row = |record| (0..records.width()).map(|column| records.cell(record, column).into_owned()).collect();
    (0..records.len()).map(row).collect()
}

fn by_the_csv_crate(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let records = reader.records().map(|record| record.expect("a bug of the test: the text is UTF-8"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// The cells of one record; nothing where a stray quote makes the two readers differ.
fn cells_by_the_csv_crate(raw: &[u8]) -> Option<Vec<String>> {
    let cells = by_the_csv_crate(raw).pop()?;
    (line(&cells, true).as_bytes() == raw || !raw.contains(&b'"')).then_some(cells)
}

/// Whether bytes look like one of the lines below the data that the pieces make.
fn is_below_data(raw: &[u8]) -> bool {
    let text = String::from_utf8_lossy(raw).to_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "\",;'|".contains(c));
    text.starts_with("total") || text.starts_with("exported ")
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// The row as it has to come out: without surplus blank cells; nothing where it is blank or has another width.
fn fitting(mut row: Vec<String>, width: usize) -> Option<Vec<String>> {
    if is_blank(&row) {
        return None;
    }
    let surplus = row.split_off(width.min(row.len()));
    (row.len() == width && is_blank(&surplus)).then_some(row)
}

/// All records in the order of the list, with the line ends before each.
fn in_order(records: &Records) -> Vec<(Vec<u8>, u32)> {
    let readable = (0..records.len()).map(|i| (records.number(i), records.raw(i).as_bytes().to_vec(), records.line(i)));
    let broken = records.unreadable.iter().map(|record| (record.number, record.raw.clone(), record.line));
    let mut all: Vec<_> = readable.chain(broken).collect();
    all.sort_unstable();
    assert!(all.iter().enumerate().all(|(place, (number, ..))| place == *number as usize), "numbers without gaps");
    all.into_iter().map(|(_, raw, line)| (raw, line)).collect()
}

/// How many line ends there are: LF, CRLF and a lone CR each are one.
fn line_ends(bytes: &[u8]) -> u32 {
    let ends = |place: &usize| match bytes[*place] {
        b'\n' => true,
        b'\r' => bytes.get(place + 1) != Some(&b'\n'),
        _ => false,
    };
    u32::try_from((0..bytes.len()).filter(ends).count()).expect("a bug of the test: a small number")
}

fn skip_line_ends(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
}

/// The usual cases that readers of CSV are tried with: what each text must be read as, header included.
#[test]
fn the_usual_cases_of_csv_readers() {
    let table: [(&str, &str, &[&[&str]]); 16] = [
        ("simple", "a,b,c\n1,2,3\n", &[&["a", "b", "c"], &["1", "2", "3"]]),
        ("CRLF", "a,b,c\r\n1,2,3\r\n", &[&["a", "b", "c"], &["1", "2", "3"]]),
        ("no line end at the end", "a,b,c\n1,2,3", &[&["a", "b", "c"], &["1", "2", "3"]]),
        (
            "a comma in quotes",
            "first,last,place\nJoan,Dean,\"Elm St, 3\"\n",
            &[&["first", "last", "place"], &["Joan", "Dean", "Elm St, 3"]],
        ),
        (
            "blank cells, some quoted",
            "a,b,c\n1,\"\",\"\"\n2,,4\n",
            &[&["a", "b", "c"], &["1", "", ""], &["2", "", "4"]],
        ),
        ("doubled quotes", "a,b,c\n1,\"ha \"\"ha\"\" ha\",3\n", &[&["a", "b", "c"], &["1", "ha \"ha\" ha", "3"]]),
        (
            "JSON in a cell",
            "key,val,x\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1.5, 2]}\",y\n",
            &[&["key", "val", "x"], &["1", "{\"type\": \"Point\", \"at\": [1.5, 2]}", "y"]],
        ),
        ("a line end in quotes", "a,b,c\n\"Once\nupon\",5,6\n", &[&["a", "b", "c"], &["Once\nupon", "5", "6"]]),
        (
            "quotes and line ends",
            "a,b,c\n1,\"ha\n\"\"ha\"\"\nha\",3\n",
            &[&["a", "b", "c"], &["1", "ha\n\"ha\"\nha", "3"]],
        ),
        ("letters of all scripts", "a,b,c\n1,ʤ,東京\n", &[&["a", "b", "c"], &["1", "ʤ", "東京"]]),
        ("blanks are kept", " a , b ,c\n 1,2 , 3\n", &[&[" a ", " b ", "c"], &[" 1", "2 ", " 3"]]),
        ("nothing but quotes", "a,b,c\n\"\"\"\",\"\"\"\"\"\",x\n", &[&["a", "b", "c"], &["\"", "\"\"", "x"]]),
        ("a quoted cell at the end", "a,b,c\n1,2,\"3\"", &[&["a", "b", "c"], &["1", "2", "3"]]),
        ("a line end in the last cell", "a,b,c\n1,2,\"3\n\"\n", &[&["a", "b", "c"], &["1", "2", "3\n"]]),
        ("a quote in the middle", "a,b,c\n1,2\"3,4\n", &[&["a", "b", "c"], &["1", "2\"3", "4"]]),
        ("blank lines", "a,b,c\n\n1,2,3\n\n\n4,5,6\n", &[&["a", "b", "c"], &["1", "2", "3"], &["4", "5", "6"]]),
    ];
    for (case, text, expected) in table {
        let records = Records::read(text.as_bytes().to_vec(), &shape(b',', 3, false), true);
        assert_eq!(rows(&records), expected, "{case}");
        assert!(records.unreadable.is_empty() && records.mended.is_empty(), "{case}");
    }
}
