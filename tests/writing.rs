//! What the cells of a column mean together: thousands or decimals, day or month first; by the real binary, in short and
//! long lists and in workbooks.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Test};
use rust_xlsxwriter::Workbook;

const FIELDS: &str = r#"
format = 1
[currency]
base = "EUR"
[field.id]
type    = "text"
columns = ["id"]
[field.revenue]
type     = "money"
columns  = ["revenue"]
ask      = "What was the revenue?"
[field.rating]
type    = "number"
columns = ["rating"]
ask     = "Which rating?"
[field.seen]
type    = "date"
columns = ["seen"]
formats = ["DD/MM/YYYY", "MM/DD/YYYY"]
ask     = "When?"
"#;

const RULE: &str = r#"
format    = 1
criterion = "all"
[score.rated]
field    = "rating"
at_least = 1
points   = 1
[score.seen]
field       = "seen"
on_or_after = 2020-01-01
points      = 1
"#;
const PROFILE: &str = "format = 1\nname = \"all\"\nfields = \"fields.toml\"\nrules = [\"rule.toml\"]\n[decision]\nprospect_at = -9\nreview_at = -9\n";

fn test() -> Test {
    Test::new().file("rules/fields.toml", FIELDS).file("rules/rule.toml", RULE).file("rules/p.toml", PROFILE)
}

fn run(list: &str) -> Ran {
    test().file("leads.csv", list).qualify("leads.csv").run()
}

/// The cells of a column by the ids of the leads that are wanted.
fn cells(ran: &Ran, column: &str, ids: &[&str]) -> Vec<String> {
    let rows = ran.rows("out/prospects.csv");
    let all: Vec<(&str, &str)> = rows.column("id").into_iter().zip(rows.column(column)).collect();
    ids.iter().map(|id| all.iter().find(|(known, _)| known == id).unwrap().1.to_owned()).collect()
}

#[test]
fn amounts_of_both_habits_are_thousands_and_that_is_told() {
    let list =
        "id,revenue\na,$2.5M\nb,\"3,5 Mio. €\"\nc,\"318,743 €\"\nd,1.234 €\ne,\"1.234,50 €\"\nf,\"1,234 Mio. €\"\n";
    let ran = run(&list.replace("$2.5M", "€2.5M"));
    assert_eq!(
        cells(&ran, "revenue", &["a", "b", "c", "d", "e", "f"]),
        ["2500000", "3500000", "318743", "1234", "1234.5", "1,234 Mio. €"]
    );
    assert!(ran.stdout.contains("are read as thousands"), "{}", ran.stdout);
    assert!(ran.stdout.contains("[csv] decimal"), "{}", ran.stdout);
}

#[test]
fn amounts_with_three_decimals_leave_it_open() {
    let ran = run("id,revenue\na,€0.125\nb,\"0,375 €\"\nc,\"1,250 €\"\nd,€1.250\n");
    assert_eq!(cells(&ran, "revenue", &["a", "b", "c", "d"]), ["0.125", "0.375", "1,250 €", "€1.250"]);
    assert!(ran.stdout.contains("may be either"), "{}", ran.stdout);
}

#[test]
fn numbers_with_decimals_of_both_habits_leave_it_open() {
    let ran = run("id,rating\na,3.5\nb,\"4,25\"\nc,\"1,250\"\nd,2.125\ne,\"1,234,567\"\nf,800\n");
    assert_eq!(
        cells(&ran, "rating", &["a", "b", "c", "d", "e", "f"]),
        ["3.5", "4.25", "1,250", "2.125", "1234567", "800"]
    );
    let declared = test()
        .file("leads.csv", "id,rating\na,3.5\nb,\"4,25\"\nc,\"1,250\"\n")
        .file("leads.list.toml", "format = 1\nfiles = [\"leads.csv\"]\n[csv]\ndecimal = \".\"\n")
        .qualify("leads.list.toml")
        .run();
    assert_eq!(cells(&declared, "rating", &["a", "b", "c"]), ["3.5", "4,25", "1250"]);
}

#[test]
fn check_tells_what_may_be_both() {
    let list = "id,rating,seen\na,3.5,25/04/2026\nb,\"4,25\",04/25/2026\nc,\"1,250\",05/11/2026\nd,2.5,05/12/2026\n";
    let ran = test().file("leads.csv", list).args("check rules/p.toml --with leads.csv").run();
    let told: Vec<&str> = ran.stdout.lines().filter(|line| line.contains("W610")).collect();
    assert_eq!(told.len(), 2, "{}", ran.stdout);
}

/// More lines than fit into the sample of 4 MiB, each with these cells.
fn many(begins: &str, cells: &str) -> String {
    let line = |number: usize| format!("{begins}{number},{cells},{}\n", "x".repeat(400));
    (0..(4 << 20) / line(0).len() + 200).map(line).collect()
}

#[test]
fn a_long_list_is_read_to_its_end_where_its_beginning_leaves_something_open() {
    let head = "id,revenue,rating,seen,note\n";
    let begins = "first,2.5M €,3.5,25/04/2026,x\nopen,\"1,234 €\",\"1,250\",05/11/2026,x\n";
    // Nothing in the sample contradicts its beginning; the last lines do.
    let list = [head, begins, &many("m", "500 €,7,26/04/2026"), "last,\"3,5 Mio. €\",\"4,25\",04/27/2026,x\n"].concat();
    let ran = run(&list);
    let cell = |column| cells(&ran, column, &["open"]).concat();
    assert_eq!((cell("revenue"), cell("rating"), cell("seen")), ("1234".into(), "1,250".into(), "05/11/2026".into()));
    let told = ran.json("out/summary.json")["warnings"].to_string();
    for part in ["rating has numbers with a decimal point", "seen has", "1,234 €"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // The same without its last line.
    let ran = run(&list[..list.rfind("last").unwrap()]);
    let cell = |column| cells(&ran, column, &["open"]).concat();
    assert_eq!((cell("revenue"), cell("rating"), cell("seen")), ("1234".into(), "1250".into(), "2026-11-05".into()));
}

#[test]
fn texts_of_a_workbook_are_read_as_texts_and_its_numbers_as_numbers() {
    let test = test();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["id", "revenue", "rating", "seen"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).unwrap();
    }
    let texts = ["1.500 €", "2.000,50 €", "12,50 €", "3,75 €"];
    for (row, text) in (1..).zip(texts) {
        sheet.write(row, 0, format!("t{row}")).unwrap();
        sheet.write(row, 1, text).unwrap();
        sheet.write(row, 2, f64::from(row) + 0.125).unwrap();
        sheet.write(row, 3, format!("0{row}/11/2026")).unwrap();
    }
    sheet.write(5, 0, "n").unwrap();
    sheet.write(5, 1, 1234.125).unwrap();
    sheet.write(5, 2, 1500).unwrap();
    sheet.write(5, 3, "25/11/2026").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let ran = test.file("leads.xlsx", bytes).qualify("leads.xlsx").run();
    assert_eq!(cells(&ran, "revenue", &["t1", "t2", "t3", "n"]), ["1500", "2000.5", "12.5", "1234.125"]);
    assert_eq!(cells(&ran, "rating", &["t1", "n"]), ["1.125", "1500"]);
    assert_eq!(cells(&ran, "seen", &["t1", "n"]), ["2026-11-01", "2026-11-25"]);
}
