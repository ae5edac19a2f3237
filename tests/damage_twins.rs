//! Damaged lists next to what they were before the damage: how many records are read as their twins, how many are
//! unreadable, and how many are read wrongly. The last number is zero, and `docs/lists.md` has all of them.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared"
)]

mod common;

use std::fmt::Write as _;

use common::Test;

const HEADER: [&str; 7] = ["Email", "Company", "Contact", "City", "State", "Employees", "Note"];

/// How many leads each of the lists of a kind has; every eighth is damaged.
const SIZES: [usize; 3] = [8, 40, 160];

type Row = Vec<String>;

/// A kind of damage: what it is called, what a lead is changed to before it, and how the list writes it then. Text of the list's
/// end follows.
type Kind = (&'static str, fn(&mut Row), fn(&Row) -> String, &'static str);

const KINDS: [Kind; 22] = [
    ("a comma with a blank behind it, not quoted", |row| row[1] = format!("{}, Inc.", row[1]), bare, ""),
    ("a comma without a blank, not quoted", |row| row[1] = format!("{},Inc.", row[1]), bare, ""),
    ("a comma in the last name, not quoted", |row| row[2] = turned(&row[2]), bare, ""),
    ("a comma in the city, not quoted", |row| row[3] = "Austin, South".to_owned(), bare, ""),
    ("a comma in a number, not quoted", |row| row[5] = "1,200".to_owned(), bare, ""),
    ("a comma between words that may be two cells", |row| row[1] = "Orr,Beck & Co".to_owned(), bare, ""),
    ("a comma lost before a quoted cell", |row| row[2] = turned(&row[2]), lost_before, ""),
    ("a comma lost behind a quoted cell", |row| row[1] = format!("{}, Inc.", row[1]), lost_behind, ""),
    ("quotes in a quoted cell, not doubled", |row| row[1] = "Hotel \"Zur Post\" GmbH".to_owned(), undoubled, ""),
    ("quotes and a comma in a quoted cell", |row| row[1] = "Hotel \"Zur Post\", Inh. Roth".to_owned(), undoubled, ""),
    ("quotes at the end of a quoted cell", |row| row[1] = "Gasthof \"Adler\"".to_owned(), undoubled, ""),
    ("inches in a quoted cell", |row| row[1] = "12\" Pipe & Co".to_owned(), undoubled, ""),
    ("a surplus comma at the end", |_| (), |row| line(row) + ",", ""),
    ("two surplus commas at the end", |_| (), |row| line(row) + ",,", ""),
    ("a surplus comma in front", |_| (), |row| format!(",{}", line(row)), ""),
    ("a cell lacking in the middle", |_| (), |row| line(&[&row[..2], &row[3..]].concat()), ""),
    ("the whole record in quotes", |_| (), |row| format!("\"{}\"", line(row).replace('"', "\"\"")), ""),
    ("semicolons in one record", |_| (), |row| line(row).replace(',', ";"), ""),
    ("a small table below", |_| (), line, "\nCity,Count,,,,,\nAustin,4,,,,,\nDallas,4,,,,,\nGrand Total,8,,,,,\n"),
    ("a legend below", |_| (), line, "\n,,,,,,\nLegend,,,,,,\nA = active,,,,,,\nB = blocked,,,,,,\n"),
    ("remarks below", |_| (), line, "\nFilter applied: employees 10 to 50\nSource: trade register, as of 11/2026\n"),
    ("Ctrl-Z and zeros at the end", |_| (), line, "\u{1a}\0\0\0\0"),
];

fn line(row: &Row) -> String {
    let cell = |cell: &String| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() };
    row.iter().map(cell).collect::<Vec<_>>().join(",")
}

fn bare(row: &Row) -> String {
    row.join(",")
}

fn turned(name: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap();
    format!("{last}, {first}")
}

fn lost_before(row: &Row) -> String {
    format!("{}\"{}\",{}", row[..2].join(","), row[2], row[3..].join(","))
}

fn lost_behind(row: &Row) -> String {
    format!("{},\"{}\"{}", row[0], row[1], row[2..].join(","))
}

fn undoubled(row: &Row) -> String {
    format!("{},\"{}\",{}", row[0], row[1], row[2..].join(","))
}

/// A lead from Texas, who is rejected: `rejections.csv` has the list's own cells.
fn lead(number: usize) -> Row {
    let pick =
        |words: &str, step: usize| words.split(' ').nth(number * step % words.split(' ').count()).unwrap().to_owned();
    let last = pick("Roth Holt Nash Ito Kay Beck Crane Engel Falk Gross Haas", 7);
    let company = format!("{} {}", pick("Moser Noll Lane Dietz Kern Jung Orr", 3), pick("GmbH AG Ltd LLC KG", 2));
    let contact = format!("{} {last}", pick("Ann Ben Cyd Dan Eve Fay Gus Hal", 5));
    let city = pick("Austin Dallas Houston Laredo Waco", 3);
    let note = pick("fair web - fair web", 1).replace('-', "");
    vec![
        format!("l{number}@roth.example"),
        company,
        contact,
        city,
        "TX".to_owned(),
        (number * 37 % 900 + 5).to_string(),
        note,
    ]
}

/// How many records of a list are read as their twins, how many are unreadable, and which are read in another way.
fn read(text: &str, twins: &[Row]) -> (usize, usize, Vec<Row>) {
    let ran = Test::small().file("list.csv", text).qualify("list.csv").run();
    let mut rows = Vec::new();
    for name in ["prospects", "review", "rejections"] {
        let found = ran.rows(&format!("out/{name}.csv"));
        let columns = HEADER.map(|name| found.header.iter().position(|header| header == name));
        rows.extend(
            found.rows.iter().map(|row| columns.map(|at| at.map_or_else(String::new, |at| row[at].clone())).to_vec()),
        );
    }
    let (exact, wrong): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| twins.contains(row));
    (exact.len(), ran.rows("out/unreadable.csv").rows.len(), wrong)
}

#[test]
fn damaged_lists_are_read_as_their_twins_or_not_at_all() {
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lists.md")).unwrap();
    let mut table = String::new();
    for (kind, change, write, end) in KINDS {
        let (mut records, mut exact, mut unreadable) = (0, 0, 0);
        for size in SIZES {
            let mut twins: Vec<Row> = (0..size).map(lead).collect();
            let mut text = HEADER.join(",") + "\n";
            for (place, twin) in twins.iter_mut().enumerate() {
                let damaged = place % 8 == 5;
                if damaged {
                    change(twin);
                }
                text += &(if damaged { write(twin) } else { line(twin) });
                text.push('\n');
            }
            let (read, broken, wrong) = read(&(text + end), &twins);
            assert_eq!(wrong, Vec::<Row>::new(), "{kind} in a list of {size}");
            (records, exact, unreadable) = (records + size, exact + read, unreadable + broken);
        }
        writeln!(table, "| {kind} | {records} | {exact} | {unreadable} | 0 |").unwrap();
    }
    assert!(docs.contains(&table), "docs/lists.md says otherwise:\n{table}");
}

#[test]
fn a_list_of_short_records_names_what_fills_them_up() {
    let leads = "kim@acme.example,Orr AG,Kim Orr,Austin,TX\nlee@acme.example,Roth AG,Lee Roth,Waco,TX\n\
                 ann@acme.example,Noll AG,Ann Noll,Austin,TX\nben@acme.example,Kay AG,Ben Kay,Waco,TX,12,web\n\
                 cyd@acme.example,Ito AG,Cyd Ito,Laredo,TX,80,fair\n";
    let text = format!("{}\n{leads}", HEADER.join(","));
    let ran = Test::small().file("list.csv", &text).args("inspect list.csv --profile rules/p.toml --write").run();
    assert!(ran.text("list.csv.list.toml").contains("short_records = \"pad\""), "{}", ran.text("list.csv.list.toml"));
    let said = "list.csv: 3 records have fewer cells than the header";
    let ran = ran.again().qualify("list.csv").stdout(said).run();
    assert_eq!(ran.rows("out/rejections.csv").rows.len(), 2);
    let ran = ran.again().qualify("list.csv.list.toml").run();
    assert!(!ran.stdout.contains("fewer cells"), "{}", ran.stdout);
}
