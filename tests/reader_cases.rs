//! What readers of CSV are usually tried with, as tables: quotes in every place, line ends of every kind, blank lines,
//! other delimiters, quotes and escapes, ragged records, lines above and below; and where this reader does otherwise, why.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

use leadsieve::intake::{Dialect, Given, Header, Records, Shape, sniff};

const COMMA: Dialect = Dialect::COMMA;

type Rows = &'static [&'static [&'static str]];

fn read(text: &str, dialect: Dialect, width: usize) -> (Vec<Vec<String>>, Vec<&'static str>) {
    let records = Records::read(text.as_bytes().to_vec(), &Shape::new(dialect, width), true);
    let row = |record| (0..width).map(|column| records.cell(record, column).into_owned()).collect();
    ((0..records.len()).map(row).collect(), records.unreadable.iter().map(|broken| broken.fault.kind()).collect())
}

fn check(case: &str, text: &str, dialect: Dialect, rows: Rows, unreadable: &[&str]) {
    let width = rows[0].len();
    let (found, kinds) = read(text, dialect, width);
    assert_eq!(found, rows, "{case}");
    assert_eq!(kinds, unreadable, "{case}");
}

#[test]
fn quotes_in_every_place() {
    let table: [(&str, &str, Rows); 21] = [
        ("a quoted cell at the beginning of a line", "\"a\",b\n", &[&["a", "b"]]),
        ("a quoted cell in the middle", "a,\"b\",c\n", &[&["a", "b", "c"]]),
        ("a quoted cell at the end of a line", "a,\"b\"\nc,d\n", &[&["a", "b"], &["c", "d"]]),
        ("quoted cells at the end and at the next beginning", "a,\"b\"\n\"c\",d\n", &[&["a", "b"], &["c", "d"]]),
        ("blanks inside quotes", "a,\"  b  \",c\n", &[&["a", "  b  ", "c"]]),
        ("blanks around cells without quotes", "a , b ,c\n", &[&["a ", " b ", "c"]]),
        ("a delimiter in quotes", "a,\"b,b\",c\n", &[&["a", "b,b", "c"]]),
        ("several delimiters and a line end in quotes", "a,\"b,\n,b\",c\n", &[&["a", "b,\n,b", "c"]]),
        ("CRLF in quotes", "a,\"b\r\nb\",c\r\n", &[&["a", "b\r\nb", "c"]]),
        ("CR in quotes", "a,\"b\rb\",c\r", &[&["a", "b\rb", "c"]]),
        ("CR in quotes, lines that end with LF", "a,\"b\rb\",c\nd,e,f\n", &[&["a", "b\rb", "c"], &["d", "e", "f"]]),
        ("only a line end in quotes", "\"\n\",b\n", &[&["\n", "b"]]),
        ("doubled quotes in the middle", "a,\"b\"\"b\",c\n", &[&["a", "b\"b", "c"]]),
        ("doubled quotes at both ends", "\"\"\"a\"\"\",b\n", &[&["\"a\"", "b"]]),
        ("doubled quotes before a delimiter", "\"a\"\",\",b\n", &[&["a\",", "b"]]),
        ("a doubled quote before a line end in quotes", "\"a\"\"\n\",b\n", &[&["a\"\n", "b"]]),
        ("nothing in quotes", "\"\",b,\"\"\n", &[&["", "b", ""]]),
        ("a quote in a cell that is not quoted", "a,b\"c,d\n", &[&["a", "b\"c", "d"]]),
        ("quotes around a part of a cell", "a,b \"c\" d,e\n", &[&["a", "b \"c\" d", "e"]]),
        ("a quote at the end of a cell that is not quoted", "a,b\",c\n", &[&["a", "b\"", "c"]]),
        ("a blank before the quote", "a, \"b\",c\n", &[&["a", " \"b\"", "c"]]),
    ];
    for (case, text, rows) in table {
        check(case, text, COMMA, rows, &[]);
    }
}

#[test]
fn line_ends_and_blank_lines() {
    let rows: Rows = &[&["a", "b"], &["c", "d"], &["e", "f"]];
    let table = [
        ("LF", "a,b\nc,d\ne,f\n"),
        ("CRLF", "a,b\r\nc,d\r\ne,f\r\n"),
        ("CR", "a,b\rc,d\re,f\r"),
        ("all three", "a,b\nc,d\r\ne,f\r"),
        ("none at the end", "a,b\nc,d\ne,f"),
        ("CR at the end of the list", "a,b\r\nc,d\r\ne,f\r"),
        ("a blank line at the beginning", "\na,b\nc,d\ne,f\n"),
        ("blank lines in the middle", "a,b\n\n\nc,d\n\ne,f\n"),
        ("blank lines at the end", "a,b\nc,d\ne,f\n\n\n\n"),
        ("blank lines that end with CRLF", "\r\n\r\na,b\r\n\r\nc,d\r\ne,f\r\n\r\n"),
        ("LF before CR", "a,b\n\rc,d\n\re,f\n\r"),
        ("quoted first cells behind blank lines", "\"a\",b\n\n\"c\",d\n\n\"e\",f"),
    ];
    for (case, text) in table {
        check(case, text, COMMA, rows, &[]);
    }
}

#[test]
fn other_delimiters_quotes_and_escapes() {
    let with = |delimiter, quote, escape| Dialect { delimiter, quote, escape, spaced: false };
    let table: [(&str, &str, Dialect, Rows); 12] = [
        ("tabs", "a\tb\nc,c\td\n", with(b'\t', b'"', None), &[&["a", "b"], &["c,c", "d"]]),
        ("bars", "a|b\n\"c|c\"|d\n", with(b'|', b'"', None), &[&["a", "b"], &["c|c", "d"]]),
        ("semicolons", "a;1,5\nb;\"2;5\"\n", with(b';', b'"', None), &[&["a", "1,5"], &["b", "2;5"]]),
        ("the record separator of ASCII", "a\u{1e}b\nc\u{1e}d\n", with(30, b'"', None), &[&["a", "b"], &["c", "d"]]),
        ("the unit separator of ASCII", "a\u{1f}b\nc\u{1f}d\n", with(31, b'"', None), &[&["a", "b"], &["c", "d"]]),
        ("single quotes", "'a,a',b\n'it''s',d\n", with(b',', b'\'', None), &[&["a,a", "b"], &["it's", "d"]]),
        ("double quotes where single ones quote", "'a','\"b\"'\n", with(b',', b'\'', None), &[&["a", "\"b\""]]),
        ("a tilde as quote", "~a,a~,b\n~c~~d~,e\n", with(b',', b'~', None), &[&["a,a", "b"], &["c~d", "e"]]),
        ("a backslash before a quote", "\"a\\\"b\",c\n", with(b',', b'"', Some(b'\\')), &[&["a\"b", "c"]]),
        ("two backslashes before the closing quote", "\"a\\\\\",c\n", with(b',', b'"', Some(b'\\')), &[&["a\\", "c"]]),
        ("a backslash before a letter", "\"a\\b\",c\n", with(b',', b'"', Some(b'\\')), &[&["a\\b", "c"]]),
        ("an escaped quote before a delimiter", "\"a\\\",b\",c\n", with(b',', b'"', Some(b'\\')), &[&["a\",b", "c"]]),
    ];
    for (case, text, dialect, rows) in table {
        check(case, text, dialect, rows, &[]);
    }
}

/// Where others fill up, cut, join or skip, the damage is named and stays where it is.
#[test]
fn what_is_done_otherwise_and_why() {
    let both: Rows = &[&["a", "b", "c"], &["d", "e", "f"]];
    let table: [(&str, &str, Rows, &[&str]); 10] = [
        ("a short record is damage, and is not filled up", "a,b,c\nx,y\nd,e,f\n", both, &["too_few_cells"]),
        ("a long record is damage, and loses nothing", "a,b,c\nw,x,y,z\nd,e,f\n", both, &["too_many_cells"]),
        ("a line of one word is no record", "a,b,c\nword\nd,e,f\n", both, &["too_few_cells"]),
        ("nothing but delimiters is no lead", "a,b,c\n,,\nd,e,f\n", both, &["blank"]),
        ("nothing but blanks is no lead, as blank cells are none", "a,b,c\n  \nd,e,f\n", both, &["blank"]),
        ("blank cells too many are no damage: spreadsheets add them", "a,b,c,,\nd,e,f,\n", both, &[]),
        (
            "a quote that is never closed does not swallow the list",
            "\"a,b,c\nd,e,f\n",
            &[&["\"a", "b", "c"], &["d", "e", "f"]],
            &[],
        ),
        (
            "a quote inside a quoted cell is text, and the record is kept",
            "\"a \"x\" a\",b,c\nd,e,f\n",
            &[&["a \"x\" a", "b", "c"], &["d", "e", "f"]],
            &[],
        ),
        (
            "a remark below is no comment sign's matter: it is named",
            "a,b,c\nd,e,f\nNote: all data as of today\n",
            both,
            &["below_data"],
        ),
        (
            "a comment sign is text: leads begin with #, too",
            "#1,b,c\nd,e,f\n",
            &[&["#1", "b", "c"], &["d", "e", "f"]],
            &[],
        ),
    ];
    for (reason, text, rows, unreadable) in table {
        check(reason, text, COMMA, rows, unreadable);
    }
}

#[test]
fn one_column_and_one_record() {
    let table: [(&str, &str, Rows); 6] = [
        ("one column", "a\nb\nc\n", &[&["a"], &["b"], &["c"]]),
        ("one column, quoted", "\"a\"\n\"b\nb\"\n", &[&["a"], &["b\nb"]]),
        ("one cell", "a", &[&["a"]]),
        ("one quoted cell", "\"a, b\"", &[&["a, b"]]),
        ("one record", "a,b,c", &[&["a", "b", "c"]]),
        ("one record, blank cells at both ends", ",b,", &[&["", "b", ""]]),
    ];
    for (case, text, rows) in table {
        check(case, text, COMMA, rows, &[]);
    }
    for text in ["", "\n", "\r\n\r\n", "\r"] {
        assert_eq!(read(text, COMMA, 1), (vec![], vec![]), "{text:?}");
    }
}

/// A blank behind each delimiter belongs to the delimiter, with quotes and without.
#[test]
fn blanks_behind_delimiters() {
    let spaced = Dialect { spaced: true, ..COMMA };
    check("one blank", "a, b, \"c, d\"\ne, f,g\n", spaced, &[&["a", "b", "c, d"], &["e", "f", "g"]], &[]);
    check("a second one is text", "a,  b, c\n", spaced, &[&["a", " b", "c"]], &[]);
}

#[test]
fn dialects_that_are_told_from_the_text() {
    let table: [(&str, &str, u8, usize); 13] = [
        ("commas", "name,town\nKim,Rome\nAna,Oslo\n", b',', 0),
        ("tabs", "name\ttown\nKim\tRome\nAna\tOslo\n", b'\t', 0),
        ("bars", "name|town\nKim|Rome\nAna|Oslo\n", b'|', 0),
        ("semicolons", "name;town\nKim;Rome\nAna;Oslo\n", b';', 0),
        ("the unit separator", "name\u{1f}town\nKim\u{1f}Rome\nAna\u{1f}Oslo\n", 31, 0),
        ("decimal commas", "name;price\nKim;1,5\nAna;2,7\nBo;3,1\n", b';', 0),
        ("bars with commas in the text", "name|note\nKim|red, blue\nAna|one, two, three\n", b'|', 0),
        ("delimiters in quotes", "name,note\nKim,\"a;b;c;d\"\nAna,\"a;b;c;d\"\n", b',', 0),
        ("line ends in quotes", "name,note\nKim,\"a\nb;c\nd\"\nAna,\"e\nf\"\n", b',', 0),
        ("lines that end with CR", "name,town\rKim,Rome\rAna,Oslo\r", b',', 0),
        ("a line that names it", "sep=|\nname|town\nKim|Rome\nAna|Oslo\n", b'|', 1),
        ("lines above", "Export of all leads\n2026-11-20\n\nname,town\nKim,Rome\nAna,Oslo\n", b',', 3),
        ("lines above with commas", "Leads, all, new\n\nname,town\nKim,Rome\nAna,Oslo\nBo,Cork\n", b',', 2),
    ];
    for (case, text, delimiter, skip_top) in table {
        let sniffed = sniff(text.as_bytes(), true, &Given::default());
        assert_eq!((sniffed.dialect.delimiter, sniffed.skip_top), (delimiter, skip_top), "{case}");
        assert_eq!((sniffed.header, sniffed.width), (Header::Present, 2), "{case}");
    }
}
