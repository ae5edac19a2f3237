//! Lists as they come, one for each kind of damage, with the exact records that must be read from them.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

use std::io::Write as _;

use leadsieve::intake::{Limits, Records, contents, open_list};
use leadsieve::profile::{CsvOptions, HeaderLine};

/// Header, rows, kinds of unreadable records.
type Table = (Vec<String>, Vec<Vec<String>>, Vec<&'static str>);

fn read(bytes: &[u8], options: &CsvOptions) -> Result<Table, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let limits = Limits::default();
    let found = contents(file.path(), &limits).map_err(|error| error.to_string())?;
    let mut open = open_list(&found.members[0], options, &limits).map_err(|error| error.to_string())?;
    let mut text = Vec::new();
    while let Some(chunk) = open.chunks.next(1 << 20).map_err(|error| error.to_string())? {
        text.extend_from_slice(&chunk.bytes);
    }
    let records = Records::read(text, &open.shape, true);
    let row = |record| (0..records.width()).map(|column| records.readable(record, column).into_owned()).collect();
    let kinds = records.unreadable.iter().map(|record| record.fault.kind()).collect();
    Ok((open.headers, (0..records.len()).map(row).collect(), kinds))
}

fn encoded(text: &str, unit: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// Two leads, however the list is written.
#[test]
fn the_same_leads_in_every_dress() {
    let plain = "name,town,mail\nKim Lee,New York,kim@acme.example\nAna Rio,\"Lyon, FR\",ana@rio.example\n";
    let rows = [["Kim Lee", "New York", "kim@acme.example"], ["Ana Rio", "Lyon, FR", "ana@rio.example"]];
    let marked = format!("\u{feff}{plain}");
    let dresses: Vec<(&str, Vec<u8>)> = vec![
        ("plain", plain.into()),
        ("a byte order mark", marked.clone().into_bytes()),
        ("UTF-16, the lower byte first", encoded(&marked, u16::to_le_bytes)),
        ("UTF-16, the higher byte first", encoded(&marked, u16::to_be_bytes)),
        ("UTF-16 without a mark", encoded(plain, u16::to_le_bytes)),
        ("CRLF", plain.replace('\n', "\r\n").into()),
        ("CR alone", plain.replace('\n', "\r").into()),
        ("mixed line ends", plain.replacen('\n', "\r\n", 1).into()),
        ("blank lines", plain.replace('\n', "\n\n").into()),
        ("no line end at the end", plain.trim_end().into()),
        ("semicolons", "name;town;mail\nKim Lee;New York;kim@acme.example\nAna Rio;Lyon, FR;ana@rio.example\n".into()),
        ("tabs", "name\ttown\tmail\nKim Lee\tNew York\tkim@acme.example\nAna Rio\tLyon, FR\tana@rio.example\n".into()),
        ("bars", "name|town|mail\nKim Lee|New York|kim@acme.example\nAna Rio|Lyon, FR|ana@rio.example\n".into()),
        ("single quotes", "'name','town','mail'\n'Kim Lee','New York','kim@acme.example'\n'Ana Rio','Lyon, FR','ana@rio.example'\n".into()),
        ("blanks beside quotes", "\"name\", \"town\", \"mail\"\n\"Kim Lee\", \"New York\", \"kim@acme.example\"\n\"Ana Rio\", \"Lyon, FR\", \"ana@rio.example\"\n".into()),
        ("a line that names the delimiter", format!("sep=,\n{plain}").into()),
        (
            "a line that names another delimiter",
            "sep=;\nname;town;mail\nKim Lee;New York;kim@acme.example\nAna Rio;Lyon, FR;ana@rio.example\n".into(),
        ),
        ("titles above the header", format!("Export of leads\nmade on 2026-11-20\n\n{plain}").into()),
        (
            "every line wrapped in quotes",
            "\"name,town,mail\"\n\"Kim Lee,New York,kim@acme.example\"\n\"Ana Rio,\"\"Lyon, FR\"\",ana@rio.example\"\n".into(),
        ),
        (
            "one line wrapped in quotes",
            "name,town,mail\nKim Lee,New York,kim@acme.example\n\"Ana Rio,\"\"Lyon, FR\"\",ana@rio.example\"\n".into(),
        ),
        ("surplus delimiters", plain.replace("example\n", "example,,\n").into()),
        ("zstd", zstd::encode_all(plain.as_bytes(), 1).unwrap()),
    ];
    for (dress, bytes) in dresses {
        let (headers, found, unreadable) = read(&bytes, &CsvOptions::default()).expect(dress);
        assert_eq!(headers, ["name", "town", "mail"], "{dress}");
        assert_eq!((found, unreadable), (rows.map(|row| row.map(str::to_owned).to_vec()).to_vec(), vec![]), "{dress}");
    }
}

/// What is broken is named, and costs no record beside it.
#[test]
fn damage_stays_where_it_is() {
    let lead = |number: u32| format!("Kim {number},New York,kim{number}@acme.example\n");
    let list = |middle: &str, end: &str| format!("name,town,mail\n{}{middle}{}{end}", lead(1), lead(2));
    let table: [(&str, String, &[&str], &[&str]); 13] = [
        ("too few cells", list("only,two\n", ""), &[], &["too_few_cells"]),
        ("too many cells", list("a,b,c,d\n", ""), &[], &["too_many_cells"]),
        ("blank cells", list(",,\n", ""), &[], &["blank"]),
        ("NUL", list("a\0,b,c\n", ""), &[], &["not_text"]),
        ("the header once more", list("name,town,mail\n", ""), &[], &["repeated_header"]),
        ("a total below", list("", "Total,,2\n"), &[], &["below_data"]),
        ("a footnote below", list("", "FOOTNOTE,,\n"), &[], &["below_data"]),
        (
            "pages and rights below",
            list("", "Confidential,,\n,,\n,Page 1 of 2,\n"),
            &[],
            &["below_data", "blank", "below_data"],
        ),
        ("a remark below", list("", "Exported by somebody\n"), &[], &["below_data"]),
        ("inches", list("12\" pipe,b,c\n", ""), &["12\" pipe", "b", "c"], &[]),
        ("a quote that is never closed", list("\"open,b,c\n", ""), &["\"open", "b", "c"], &[]),
        (
            "a quote too many in a quoted cell",
            list("\"12\" pipe, steel\",b,c\n", ""),
            &["12\" pipe, steel", "b", "c"],
            &[],
        ),
        ("another delimiter", list("a;b;c\n", ""), &["a", "b", "c"], &[]),
    ];
    for (damage, text, row, kinds) in table {
        let (_, rows, unreadable) = read(text.as_bytes(), &CsvOptions::default()).expect(damage);
        assert_eq!(unreadable, kinds, "{damage}");
        let neighbour =
            |number: u32| vec![format!("Kim {number}"), "New York".into(), format!("kim{number}@acme.example")];
        let middle = (!row.is_empty()).then(|| row.iter().map(|cell| (*cell).to_owned()).collect());
        let expected: Vec<Vec<String>> =
            [Some(neighbour(1)), middle, Some(neighbour(2))].into_iter().flatten().collect();
        assert_eq!(rows, expected, "{damage}");
    }
}

/// Text that was read in the wrong encoding is read rightly, and bytes beyond ASCII by what they spell.
#[test]
fn letters_are_what_people_wrote() {
    let table: [(&str, &[u8], &str); 4] = [
        ("windows-1252", b"name,town\nJ\xfcrgen M\xfcller,K\xf6ln\n", "Jürgen Müller"),
        ("iso-8859-15", b"name,town\nc\xbdur 5 \xa4,K\xf6ln\n", "cœur 5 €"),
        ("mac-roman", b"name,town\nJ\x9frgen M\x9fller,K\x9aln\n", "Jürgen Müller"),
        ("misread once", "name,town\nJÃ¼rgen MÃ¼ller,KÃ¶ln\n".as_bytes(), "Jürgen Müller"),
    ];
    for (encoding, bytes, name) in table {
        let (_, rows, _) = read(bytes, &CsvOptions::default()).expect(encoding);
        assert_eq!(rows[0][0], name, "{encoding}");
    }
}

#[test]
fn a_list_file_that_the_list_contradicts_is_refused_with_both_sides() {
    let text = "name,town,mail\nKim Lee,New York,kim@acme.example\nAna Rio,Lyon,ana@rio.example\n";
    let named = |names: &[&str]| Some(HeaderLine::Named(names.iter().map(|name| (*name).to_owned()).collect()));
    let table: [(CsvOptions, [&str; 2]); 3] = [
        (CsvOptions { delimiter: Some(b';'), ..CsvOptions::default() }, ["delimiter = \";\"", "shows \",\""]),
        (CsvOptions { header: named(&["a", "b"]), ..CsvOptions::default() }, ["2 columns", "3 in most records"]),
        (CsvOptions { header: named(&["name", "town", "mail"]), ..CsvOptions::default() }, ["no header", "shows one"]),
    ];
    for (options, words) in table {
        let refused = read(text.as_bytes(), &options).expect_err("a contradiction");
        assert!(words.iter().all(|word| refused.contains(word)), "{refused}");
    }
}

#[test]
fn a_list_without_a_header_needs_names() {
    let text = "Kim Lee,New York,kim@acme.example,2026-10-01\nAna Rio,Lyon,ana@rio.example,2026-10-02\n\
        Bo Ek,Oslo,bo@ek.example,2026-10-03\nCy Dunn,Cork,cy@dunn.example,2026-10-04\n";
    let refused = read(text.as_bytes(), &CsvOptions::default()).expect_err("no header");
    assert!(refused.contains("has no header") && refused.contains("header = ["), "{refused}");
    assert!(!refused.contains("Kim"), "who may read that, nobody knows: {refused}");
    let names = ["name", "town", "mail", "day"].map(str::to_owned).to_vec();
    let options = CsvOptions { header: Some(HeaderLine::Named(names.clone())), ..CsvOptions::default() };
    let (headers, rows, _) = read(text.as_bytes(), &options).expect("named");
    assert_eq!((headers, rows.len()), (names, 4));
}
