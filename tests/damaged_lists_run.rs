//! One list for each kind of damage, judged by the real binary: which records come out, which are named unreadable, and
//! what the summary says of the list.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::io::{Cursor, Write as _};

use common::{Ran, Test};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value as Json, json};

/// A list of leads from Texas, who are all rejected: `rejections.csv` holds their cells as they stand in the list.
const PLAIN: &str = "Email,State,Employees,Note\nkim@acme.example,TX,12,\nlee@rio.example,TX,80,\"late, small\"\n";

/// The two leads of [`PLAIN`].
const BOTH: &[[&str; 4]] = &[["kim@acme.example", "TX", "12", ""], ["lee@rio.example", "TX", "80", "late, small"]];

/// How many leads [`many_umlauts`] gives.
const UMLAUTS: usize = 40;

/// A list, and what must be said of it.
struct Case {
    kind: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    /// The records that are read, in order.
    rows: Vec<[&'static str; 4]>,
    /// Line, kind and bytes of the others.
    unreadable: &'static [(&'static str, &'static str, &'static str)],
    encoding: &'static str,
    delimiter: Json,
    mended: Json,
    /// How many more records follow.
    behind: usize,
}

fn case(kind: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    let (encoding, delimiter, mended) = ("utf-8", json!(","), json!({}));
    Case {
        kind,
        file,
        bytes: bytes.into(),
        rows: BOTH.to_vec(),
        unreadable: &[],
        encoding,
        delimiter,
        mended,
        behind: 0,
    }
}

/// [`PLAIN`] with lines between its two leads.
fn with(lines: &str) -> String {
    PLAIN.replace("lee@", &format!("{lines}lee@"))
}

fn gz(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Two lines of title, a blank one, the header, and cells that a spreadsheet keeps as numbers and dates.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Leads of November").unwrap();
    sheet.write(1, 0, "made for somebody").unwrap();
    for (column, name) in ["Email", "State", "Employees", "Note"].iter().enumerate() {
        sheet.write(3, column as u16, *name).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, (mail, count, date)) in
        [("kim@acme.example", 12.0, "2026-10-01"), ("lee@rio.example", 80.0, "2026-10-02")].iter().enumerate()
    {
        let row = row as u32 + 4;
        sheet.write(row, 0, *mail).unwrap();
        sheet.write(row, 1, "TX").unwrap();
        sheet.write(row, 2, *count).unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).unwrap();
        sheet.write_with_format(row, 3, &date, &day).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn cases() -> Vec<Case> {
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    vec![
        case("gzip", "leads.csv.gz", gz(PLAIN)),
        case("zstd", "leads.csv.zst", zstd::encode_all(PLAIN.as_bytes(), 1).unwrap()),
        Case {
            delimiter: json!("\\t"),
            ..case("tabs", "leads.tsv", PLAIN.replace("\"late, small\"", "late; small").replace(',', "\t").replace("late; small", "late, small"))
        },
        Case {
            delimiter: Json::Null,
            rows: vec![["kim@acme.example", "TX", "12", "2026-10-01"], ["lee@rio.example", "TX", "80", "2026-10-02"]],
            ..case("a workbook with titles, numbers and dates", "leads.xlsx", workbook())
        },
        Case {
            encoding: "windows-1250",
            rows: vec![
                ["kim@acme.example", "TX", "12", "Łódź, Dąbrowskiego"],
                ["lee@rio.example", "TX", "80", "Kraków, ulica Święta"],
                ["ana@rio.example", "TX", "3", "Wrocław, Grabiszyńska"],
            ],
            ..case(
                "Polish",
                "leads.csv",
                [
                    &b"Email,State,Employees,Note\nkim@acme.example,TX,12,\"\xa3\xf3d\x9f, D\xb9browskiego\"\n"[..],
                    b"lee@rio.example,TX,80,\"Krak\xf3w, ulica \x8cwi\xeata\"\n",
                    b"ana@rio.example,TX,3,\"Wroc\xb3aw, Grabiszy\xf1ska\"\n",
                ]
                .concat(),
            )
        },
        Case {
            encoding: "windows-1252",
            rows: vec![["kim@acme.example", "TX", "12", "Jürgen Müller"], ["lee@rio.example", "TX", "80", "Köln, groß"]],
            ..case("German", "leads.csv", latin("Email;State;Employees;Note\r\nkim@acme.example;TX;12;Jürgen Müller\r\nlee@rio.example;TX;80;Köln, groß\r\n"))
        }
        .separated(";"),
        Case {
            rows: vec![["kim@acme.example", "TX", "12", "says \"late, small\""], ["lee@rio.example", "TX", "80", "9\" \"x\""]],
            ..case(
                "quotes behind a backslash",
                "leads.csv",
                "\"Email\",\"State\",\"Employees\",\"Note\"\n\"kim@acme.example\",\"TX\",\"12\",\"says \\\"late, small\\\"\"\n\"lee@rio.example\",\"TX\",\"80\",\"9\\\" \\\"x\\\"\"\n",
            )
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["\"ana@rio.example", "TX", "3", "open"]],
            mended: json!({ "stray_quote": 1 }),
            ..case("a quote in the last record that is never closed", "leads.csv", format!("{PLAIN}\"ana@rio.example,TX,3,open\n"))
        },
        case("a lone CR between lines that end with LF", "leads.csv", PLAIN.replace("12,\n", "12,\r")),
        Case {
            unreadable: &[("3", "not_text", "ana\\x00@rio.example,TX,3,")],
            ..case("a NUL", "leads.csv", with("ana\0@rio.example,TX,3,\n"))
        },
        Case {
            unreadable: &[("3", "not_text", "ana@rio.example,TX,3,K\\xC3ln"), ("4", "too_few_cells", "bo@ek.example,TX")],
            behind: UMLAUTS,
            ..case("a byte that is no text", "leads.csv", {
                let (before, behind) = PLAIN.split_at(PLAIN.find("lee@").unwrap());
                [before.as_bytes(), b"ana@rio.example,TX,3,K\xc3ln\nbo@ek.example,TX\n", behind.as_bytes(), many_umlauts().as_bytes()].concat()
            })
        },
        Case {
            unreadable: &[("3", "too_many_cells", "ana@rio.example,TX,3,a,b"), ("4", "blank", ",,,"), ("5", "repeated_header", "Email,State,Employees,Note")],
            ..case("cells too many, blank cells, the header once more", "leads.csv", with("ana@rio.example,TX,3,a,b\n,,,\nEmail,State,Employees,Note\n"))
        },
        Case {
            unreadable: &[("4", "below_data", "Total,,92,"), ("5", "below_data", "Exported by somebody")],
            ..case("totals and a remark below", "leads.csv", format!("{PLAIN}Total,,92,\nExported by somebody\n"))
        },
        Case {
            rows: vec![BOTH[0], ["ana@rio.example", "TX", "3", "a \"b\", c"], BOTH[1]],
            mended: json!({ "unwrapped_record": 1 }),
            ..case("a record wrapped whole in quotes", "leads.csv", with("\"ana@rio.example,TX,3,\"\"a \"\"\"\"b\"\"\"\", c\"\"\"\n"))
        },
        Case {
            rows: vec![BOTH[0], ["ana@rio.example", "TX", "3", "x"], BOTH[1]],
            mended: json!({ "other_delimiter": 1 }),
            ..case("a record with another delimiter", "leads.csv", with("ana@rio.example;TX;3;x\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "3", "x"]],
            unreadable: &[("4", "repeated_header", "Note,State,Email,Employees")],
            mended: json!({ "other_table": 1 }),
            ..case("a table with its columns in another order", "leads.csv", format!("{PLAIN}Note,State,Email,Employees\nx,TX,ana@rio.example,3\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "3", "x"]],
            unreadable: &[("5", "too_few_cells", "Second fair"), ("6", "repeated_header", "\"STATE\",\"Note\",\"Mail\",\"Mitarbeiter\"")],
            mended: json!({ "other_table": 1 }),
            ..case("a table in another order, written by the names of others, behind a title", "leads.csv", format!("{PLAIN}\nSecond fair\n\"STATE\",\"Note\",\"Mail\",\"Mitarbeiter\"\nTX,x,ana@rio.example,3\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "", ""]],
            unreadable: &[("4", "repeated_header", "State,Email")],
            mended: json!({ "other_table": 1 }),
            ..case("a table with fewer columns", "leads.csv", format!("{PLAIN}State,Email\nTX,ana@rio.example\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "", ""]],
            unreadable: &[("5", "repeated_header", "Email,Phone,State")],
            mended: json!({ "other_table": 1 }),
            ..case("a table with a column of its own", "leads.csv", format!("{PLAIN}\nEmail,Phone,State\nana@rio.example,512 555 0100,TX\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "", "x"]],
            unreadable: &[("4", "repeated_header", "Email,State,Phone,Note")],
            mended: json!({ "other_table": 1 }),
            ..case("a column that another takes the place of", "leads.csv", format!("{PLAIN}Email,State,Phone,Note\nana@rio.example,TX,512 555 0100,x\n"))
        },
        Case {
            rows: vec![BOTH[0], BOTH[1], ["ana@rio.example", "TX", "", ""], ["bo@ek.example", "TX", "4", "y"]],
            unreadable: &[("4", "repeated_header", "State,Email"), ("6", "repeated_header", "Email,State,Employees,Note")],
            mended: json!({ "other_table": 1 }),
            ..case("two tables, and the first again", "leads.csv", format!("{PLAIN}State,Email\nTX,ana@rio.example\nEmail,State,Employees,Note\nbo@ek.example,TX,4,y\n"))
        },
        Case {
            unreadable: &[("2", "below_header", "string,char(2),int,text")],
            ..case("types below the header", "leads.csv", PLAIN.replacen('\n', "\nstring,char(2),int,text\n", 1))
        },
        Case {
            unreadable: &[("2", "below_header", ",,[FTE],")],
            ..case("units below the header", "leads.csv", PLAIN.replacen('\n', "\n,,[FTE],\n", 1))
        },
        Case {
            unreadable: &[("2", "below_header", "E-mail address of the contact,State of the head office,Number of people,Our notes")],
            ..case("descriptions below the header", "leads.csv", PLAIN.replacen('\n', "\nE-mail address of the contact,State of the head office,Number of people,Our notes\n", 1))
        },
        Case {
            unreadable: &[("2", "below_header", "E-Mail,Bundesland,Mitarbeiter,Notiz")],
            ..case("the header in another language below it", "leads.csv", PLAIN.replacen('\n', "\nE-Mail,Bundesland,Mitarbeiter,Notiz\n", 1))
        },
        Case {
            ..case("groups above the header", "leads.csv", format!("Contact,,Size,\n{PLAIN}"))
        },
        Case {
            ..case("groups above the header, each written again", "leads.csv", format!("Contact,Contact,Size,Size\n{PLAIN}"))
        },
        Case {
            rows: vec![BOTH[0], ["ana@rio.example", "TX", "3", "12\" pipe"], BOTH[1]],
            ..case("inches", "leads.csv", with("ana@rio.example,TX,3,12\" pipe\n"))
        },
        Case {
            rows: vec![BOTH[0], ["ana@rio.example", "TX", "3", "\""], BOTH[1]],
            mended: json!({ "stray_quote": 1 }),
            ..case("a quote in quotes that is not doubled", "leads.csv", with("ana@rio.example,TX,3,\"\"\"\n"))
        },
    ]
}

/// So many letters beyond ASCII that a list is in UTF-8, whatever is broken in it.
fn many_umlauts() -> String {
    (0..UMLAUTS).map(|place| format!("u{place}@rio.example,TX,{place},{}\n", "äöü".repeat(3))).collect()
}

impl Case {
    fn separated(self, delimiter: &str) -> Self {
        Self { delimiter: json!(delimiter), ..self }
    }

    fn check(&self) {
        let test = Test::small().file(self.file, &self.bytes).qualify(self.file);
        let ran = test.run();
        let rows = records(&ran, "out");
        assert_eq!(rows[..rows.len().min(self.rows.len())], self.rows[..], "{}", self.kind);
        assert_eq!(rows.len(), self.rows.len() + self.behind, "{}", self.kind);
        let broken = ran.rows("out/unreadable.csv");
        assert_eq!(broken.header, ["list", "record", "line", "byte_offset", "kind", "message", "raw"]);
        let told: Vec<(&str, &str, &str)> = broken.rows.iter().map(|row| (&*row[2], &*row[4], &*row[6])).collect();
        assert_eq!(told, self.unreadable, "{}", self.kind);
        for row in &broken.rows {
            assert_eq!(self.bytes[row[3].parse::<usize>().unwrap()], row[6].as_bytes()[0], "{}: {row:?}", self.kind);
        }
        let summary = ran.json("out/summary.json");
        counts_add_up(&summary, self.kind);
        let list = &summary["lists"][0];
        assert_eq!(
            (&list["encoding"], &list["delimiter"], &list["mended"]),
            (&json!(self.encoding), &self.delimiter, &self.mended),
            "{}",
            self.kind
        );
    }
}

/// The cells of the rejected leads as they stand in the list, in its order.
fn records(ran: &Ran, out: &str) -> Vec<[String; 4]> {
    let rows = ran.rows(&format!("{out}/rejections.csv"));
    let columns = ["Email", "State", "Employees", "Note"].map(|name| rows.column(name));
    (0..rows.rows.len()).map(|row| columns.each_ref().map(|column| column[row].to_owned())).collect()
}

fn counts_add_up(summary: &Json, kind: &str) {
    let whole = std::iter::once(summary).chain(summary["lists"].as_array().unwrap());
    for part in whole {
        let sum: u64 = part["dispositions"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!(part["read"].as_u64(), Some(sum), "{kind}");
    }
}

#[test]
fn each_kind_of_damage_by_the_real_binary() {
    cases().iter().for_each(Case::check);
}

#[test]
fn every_list_in_an_archive_is_read() {
    let second = "Email;State;Employees;Note\nana@rio.example;TX;3;x\n";
    let ran =
        Test::small().file("both.zip", zip(&[("one.csv", PLAIN), ("in/two.csv", second)])).qualify("both.zip").run();
    let mut rows = records(&ran, "out");
    rows.sort();
    assert_eq!(rows, [["ana@rio.example", "TX", "3", "x"], BOTH[0], BOTH[1]]);
    let summary = ran.json("out/summary.json");
    counts_add_up(&summary, "archive");
    let mut lists: Vec<(&str, &str)> = summary["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| (list["list"].as_str().unwrap(), list["delimiter"].as_str().unwrap()))
        .collect();
    lists.sort_unstable();
    assert_eq!(lists, [("both.zip/in/two.csv", ";"), ("both.zip/one.csv", ",")]);
}

#[test]
fn a_list_by_a_pipe_bears_the_name_that_is_given() {
    for (bytes, how) in [(PLAIN.as_bytes().to_vec(), "plain"), (gz(PLAIN), "packed")] {
        let args = "qualify - --name bought.csv --profile rules/p.toml --out out --formats csv";
        let ran = Test::small().stdin(bytes).args(args).run();
        assert_eq!(records(&ran, "out"), BOTH, "{how}");
        assert_eq!(ran.json("out/summary.json")["lists"][0]["list"], "bought.csv", "{how}");
    }
}

#[test]
fn headers_that_are_no_names_yet() {
    let table: [(&str, &str, &[&str]); 3] = [
        (
            "twice the same",
            "Email,State,Note,Note\nkim@acme.example,TX,1,2\nlee@rio.example,TX,3,4\n",
            &["Note", "Note (2)"],
        ),
        (
            "a line break",
            "Email,State,\"Note\n(of us)\",x\nkim@acme.example,TX,1,2\nlee@rio.example,TX,3,4\n",
            &["Note\n(of us)", "x"],
        ),
        ("none", "Email,State,,Note\nkim@acme.example,TX,1,2\nlee@rio.example,TX,3,4\n", &["column 3", "Note"]),
    ];
    for (kind, text, names) in table {
        let ran = Test::small().file("l.csv", text).qualify("l.csv").run();
        let rows = ran.rows("out/rejections.csv");
        assert_eq!(rows.header[rows.header.len() - 4..], [&["Email", "State"], names].concat(), "{kind}");
        assert_eq!((rows.column(names[0]), rows.column(names[1])), (vec!["1", "3"], vec!["2", "4"]), "{kind}");
    }
}

/// Fields whose cells a spreadsheet damages.
const MORE_FIELDS: &str = r#"
format = 1
[field.email]
type    = "email"
columns = ["Email"]
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
[field.country]
type    = "country"
columns = ["Country"]
[field.postal_code]
type    = "postal_code"
columns = ["Zip"]
[field.city]
type    = "text"
columns = ["City"]
"#;

/// Each way of mending a cell is counted by field; a wrapping that was taken off is counted apart.
#[test]
fn mended_cells_are_counted_by_what_was_done() {
    let text = "Email,State,Employees,Country,Zip,City\n\
        a@rio.example; b@rio.example,NY,10-Jan,DE,1067,MÃ¼nchen\n\
        c@rio.example,NY,\"=\"\"12\"\"\",DE,'80331,Köln\n\
        d@rio.example,NY,'13,DE,\"=\"\"01067\"\"\",Bonn\n\
        e@rio.example,NY,14,DE,4109,Ulm\n";
    let ran = Test::small().file("rules/fields.toml", MORE_FIELDS).file("l.csv", text).qualify("l.csv").run();
    assert_eq!(ran.rows("out/prospects.csv").column("postal_code"), ["01067", "80331", "01067", "04109"]);
    let list = &ran.json("out/summary.json")["lists"][0];
    assert_eq!(list["repairs"], json!({ "email": 1, "employees": 1, "postal_code": 2, "city": 1 }));
    assert_eq!(
        list["repair_kinds"],
        json!({
            "email": { "first_of_several": 1 },
            "employees": { "day_month": 1 },
            "postal_code": { "leading_zeros": 2 },
            "city": { "misread_encoding": 1 },
        })
    );
    assert_eq!(list["unwrapped"], json!({ "employees": 2, "postal_code": 2 }));
}

/// A sheet that keeps postcodes as numbers has lost their zeros; the country says how many there were.
#[test]
fn a_postcode_that_a_sheet_keeps_as_a_number_gets_its_zeros_back() {
    let rows: [(&str, f64, &str); 4] =
        [("DE", 1067.0, "01067"), ("DE", 80331.0, "80331"), ("AT", 1010.0, "1010"), ("US", 2134.0, "02134")];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["Email", "State", "Country", "Zip"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    for (row, (country, code, _)) in (1..).zip(rows) {
        sheet.write(row, 0, format!("u{row}@rio.example")).unwrap();
        sheet.write(row, 1, "NY").unwrap();
        sheet.write(row, 2, country).unwrap();
        sheet.write(row, 3, code).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let ran = Test::small().file("rules/fields.toml", MORE_FIELDS).file("l.xlsx", bytes).qualify("l.xlsx").run();
    assert_eq!(ran.rows("out/prospects.csv").column("postal_code"), rows.map(|(_, _, read)| read));
    let list = &ran.json("out/summary.json")["lists"][0];
    assert_eq!((&list["repairs"], &list["unwrapped"]), (&json!({ "postal_code": 2 }), &json!({})));
}

/// What a spreadsheet wraps around digits is no part of a number, and stays in the claim.
#[test]
fn wrappers_around_digits_are_taken_off() {
    let text = "Email,State,Employees,Note\nkim@acme.example,NY,\"=\"\"00012\"\"\",x\nlee@rio.example,NY,'00013,x\nana@rio.example,TX,\"=\"\"00014\"\"\",x\n";
    let ran = Test::small().file("l.csv", text).qualify("l.csv").run();
    assert_eq!(ran.rows("out/prospects.csv").column("employees"), ["12", "13"]);
    assert_eq!(ran.rows("out/rejections.csv").column("Employees"), ["'=\"00014\""]);
}

/// A header that lost a delimiter, or has no name for a column: read as it stands, every value behind the gap would come
/// under another name.
#[test]
fn a_header_that_nearly_all_records_contradict_is_refused_with_both_counts() {
    let rows = |row: &dyn Fn(usize) -> String| (0..20).map(row).collect::<String>();
    let notes = rows(&|row| format!("u{row}@rio.example,TX,{row},{}\n", if row % 4 == 0 { "x" } else { "" }));
    let numbered = rows(&|row| format!("{row},u{row}@rio.example,TX,{row},x\n"));
    let short = rows(&|row| format!("u{row}@rio.example,TX,{row}\n"));
    let table: [(&str, String, [&str; 3]); 4] = [
        (
            "a delimiter lost",
            format!("Email,State,Employees Note\n{notes}"),
            ["3 names", "20 of 20 records have 4 cells", "skip_top = 1"],
        ),
        (
            "an unnamed first column, behind a title",
            format!("Leads of November\n\nEmail,State,Employees,Note\n{numbered}"),
            ["4 names", "20 of 20 records have 5 cells", "skip_top = 3"],
        ),
        (
            "a name too many",
            format!("Email,State,Employees,Note\n{short}"),
            ["4 names", "20 of 20 records have 3 cells", "short_records = \"pad\""],
        ),
        (
            "three records, and a total below them",
            "Email,State,Employees\na@rio.example,TX,1,x\nb@rio.example,TX,2,x\nc@rio.example,TX,3,x\nTotal,,6,\n"
                .to_owned(),
            ["3 names", "3 of 3 records have 4 cells", "all 4 columns"],
        ),
    ];
    for (kind, text, said) in table {
        let mut test = Test::small().file("l.csv", text).qualify("l.csv").exit(1);
        for words in said {
            test = test.stderr(words);
        }
        let ran = test.run();
        assert!(!ran.path("out/summary.json").exists(), "{kind}");
        // Nobody is there to read rows of the list.
        assert!(!ran.stderr.contains("rio.example"), "{kind}: {}", ran.stderr);
    }
}

/// What looks like it and is none, and what the refusal advises.
#[test]
fn a_header_is_trusted_where_the_rest_is_blank_or_the_list_file_says_so() {
    let rows = |row: &dyn Fn(usize) -> String| (0..20).map(row).collect::<String>();
    let surplus = rows(&|row| format!("u{row}@rio.example,TX,{row},x,,\n"));
    let mixed = rows(&|row| format!("u{row}@rio.example,TX,{row}{}\n", if row % 3 == 0 { ",x,y" } else { ",x" }));
    let numbered = rows(&|row| format!("{row},u{row}@rio.example,TX,{row},x\n"));
    let short = rows(&|row| format!("u{row}@rio.example,TX,{row}\n"));
    let named = "skip_top = 1\nheader = [\"No\", \"Email\", \"State\", \"Employees\", \"Note\"]";
    let table = [
        ("surplus blank cells", surplus, "", 20),
        ("some records too long", mixed, "", 13),
        ("named in the list file", numbered, named, 20),
        ("short ones filled up", short, "short_records = \"pad\"", 20),
        ("too few to tell", "a@rio.example,TX,1,x,y\nb@rio.example,TX,2,x,y\n".to_owned(), "", 0),
    ];
    for (kind, rows, said, read) in table {
        let list_file = format!("format = 1\nfiles = [\"l.csv\"]\n[csv]\n{said}\n");
        let text = format!("Email,State,Employees,Note\n{rows}");
        let ran = Test::small().file("l.csv", text).file("l.list.toml", list_file).qualify("l.list.toml").run();
        assert_eq!(records(&ran, "out").len(), read, "{kind}");
    }
}

/// A list file that the list contradicts: nothing is written, and both sides are said.
#[test]
fn a_wrong_word_in_the_list_file_is_refused_with_both_sides() {
    let umlauts = format!("{PLAIN}{}", many_umlauts());
    let table: [(&str, &str, &[&str]); 2] = [
        ("encoding = \"utf-16le\"", &umlauts, &["utf-16le", "utf-8"]),
        ("delimiter = \";\"", PLAIN, &["delimiter = \";\"", "\",\""]),
    ];
    for (said, text, sides) in table {
        let list_file = format!("format = 1\nfiles = [\"l.csv\"]\n[csv]\n{said}\n");
        let mut test = Test::small().file("l.csv", text).file("l.list.toml", list_file).qualify("l.list.toml").exit(1);
        for side in sides {
            test = test.stderr(side);
        }
        let ran = test.run();
        assert!(!ran.path("out/summary.json").exists(), "{said}");
    }
}

/// What may come out of a packed list: the flag, else the job, else what is usual.
#[test]
fn a_job_limits_what_is_unpacked_and_a_flag_wins() {
    let job = |limits: &str| {
        format!(
            "format = 1\nname = \"nightly\"\nprofile = \"rules/p.toml\"\nlists = [\"l.csv.gz\"]\nout = \"out\"\n[limits]\n{limits}"
        )
    };
    let table = [
        ("max_unpacked = \"2GB\"\nmax_ratio = 500\nmax_members = 5\nmax_workbook = \"1 GiB\"\n", "", 0),
        ("max_unpacked = \"20 B\"\n", "", 1),
        ("max_unpacked = \"20 B\"\n", " --max-unpacked 1MB", 0),
        ("max_unpacked = \"1MB\"\n", " --max-unpacked 20", 1),
    ];
    for (limits, flags, exit) in table {
        let test = Test::small().file("l.csv.gz", gz(PLAIN)).file("job.toml", job(limits)).exit(exit);
        let test = test.args(&format!("run job.toml{flags}"));
        let ran = if exit == 0 { test.run() } else { test.stderr("more than 20 bytes").run() };
        assert_eq!(ran.path("out/latest/summary.json").exists(), exit == 0, "{limits}{flags}");
    }
}
