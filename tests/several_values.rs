//! Several values in a cell, extensions, and columns of companies, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::io::Read as _;

use common::{Ran, Test};

const FIELDS: &str = r#"
format = 1
[identity]
keys = [["email"], ["phone"], ["company", "zip"]]
[field.name]
type    = "person"
columns = ["Name"]
[field.email]
type    = "email"
columns = ["Email"]
[field.phone]
type    = "phone"
columns = ["Phone"]
[field.country]
type    = "country"
columns = ["Country"]
[field.company]
type    = "company"
columns = ["Company"]
[field.zip]
type    = "postal_code"
columns = ["Zip"]
[field.state]
type    = "text"
columns = ["State"]
[field.employees]
type    = "number"
columns = ["Employees"]
"#;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["leads.csv"]
out     = "out"
[suppress]
files   = [{ path = "stop/*.csv", optional = true }]
"#;

fn run(leads: &str, stop: &[(&str, &str)]) -> Ran {
    let test = Test::small().file("rules/fields.toml", FIELDS).file("night.toml", JOB).file("leads.csv", leads);
    let test = stop.iter().fold(test, |test, (name, text)| test.file(&format!("stop/{name}"), text));
    test.args("run night.toml").run()
}

fn names(ran: &Ran, file: &str) -> Vec<String> {
    ran.rows(&format!("out/latest/{file}")).column("name").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_second_number_or_address_is_an_identity_key() {
    let ran = run(
        "Name,Email,Phone,Country,State\n\
         Ann Roth,,030 901820 / 901821,DE,NY\n\
         Ben Holt,,+49 30 901821,DE,NY\n\
         Cyd Nash,cyd@one.example; cyd@two.example,,DE,NY\n\
         Dan Ito,cyd@two.example,,DE,NY\n\
         Eve Kay,,030 901822,DE,NY\n",
        &[],
    );
    assert_eq!(names(&ran, "prospects.csv"), ["Ann Roth", "Cyd Nash", "Eve Kay"]);
    let duplicates = ran.rows("out/latest/duplicates.csv");
    assert_eq!(duplicates.column("key"), ["phone", "email"]);
    assert_eq!(duplicates.column("key_value"), ["+4930901821", "cyd@two.example"]);
}

#[test]
fn a_second_value_bars_and_a_number_bars_with_any_extension() {
    let ran = run(
        "Name,Email,Phone,Country,State\n\
         Ann Roth,,030 901820 oder 0151 23456789,DE,NY\n\
         Ben Holt,,650-253-0000 x12,US,NY\n\
         Cyd Nash,,650-253-0002 ext. 34,US,NY\n\
         Dan Ito,dan@one.example / dan@two.example,,US,NY\n\
         Eve Kay,eve@one.example | eve@gone.example,,US,NY\n",
        &[
            ("a.csv", "phone\n+49 151 23456789\n+1 650 253 0000\n"),
            ("b.csv", "email\ndan@two.example\n"),
            ("c.csv", "domain\ngone.example\n"),
        ],
    );
    assert_eq!(names(&ran, "prospects.csv"), ["Cyd Nash"]);
    assert_eq!(
        ran.rows("out/latest/suppressed.csv").column("suppressed_by"),
        ["phone in a.csv, line 2", "phone in a.csv, line 3", "email in b.csv, line 2", "domain in c.csv, line 2"]
    );
}

/// The text of a part of a workbook.
fn part(ran: &Ran, name: &str) -> String {
    let file = std::fs::File::open(ran.path("out/latest/prospects.xlsx")).unwrap();
    let mut text = String::new();
    zip::ZipArchive::new(file).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn sheets_show_all_numbers_and_dial_the_extension() {
    let ran = run(
        "Name,Phone,Country,State\n\
         Ann Roth,650-253-0000 x12,US,NY\n\
         Ben Holt,030 901820 / 901821,DE,NY\n",
        &[],
    );
    let targets = part(&ran, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(targets.contains("\"tel:+16502530000;ext=12\"") && targets.contains("\"tel:+4930901820\""), "{targets}");
    assert!(!targets.contains("tel://") && !targets.contains("file:"), "{targets}");
    let sheet = part(&ran, "xl/worksheets/sheet1.xml") + &part(&ran, "xl/sharedStrings.xml");
    assert!(sheet.contains("+16502530000 ext. 12") && sheet.contains("+4930901820; +4930901821"), "{sheet}");
    let rows = ran.rows("out/latest/prospects.csv");
    assert_eq!(rows.column("phone"), ["+16502530000 ext. 12", "+4930901820"]);
}

#[test]
fn a_column_of_names_that_holds_companies_feeds_the_company() {
    let stop = [("a.csv", "company\nNord Bau\n")];
    let ran = run("Name,State\nNord Bau GmbH,NY\nHolt Foods Ltd.,NY\nKiefer & Nash,NY\nAnn Roth,NY\n", &stop);
    let rows = ran.rows("out/latest/prospects.csv");
    assert_eq!(rows.column("company"), ["Holt Foods Ltd.", "Kiefer & Nash", "Ann Roth"]);
    assert_eq!(ran.rows("out/latest/suppressed.csv").column("suppressed_by"), ["company in a.csv, line 2"]);
    let said = "leads.csv: Name holds names of companies, so it feeds company and not name.";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    // People are people, and a column of companies that has its own header leaves the names alone.
    let people = run("Name,State\nAnn Roth,NY\nBen Holt,NY\nNord Bau GmbH,NY\n", &[]);
    assert_eq!(names(&people, "prospects.csv"), ["Ann Roth", "Ben Holt", "Nord Bau GmbH"]);
    let both = run("Name,Company,State\nNord Bau GmbH,Nord Bau GmbH,NY\n", &[]);
    assert_eq!(names(&both, "prospects.csv"), ["Nord Bau GmbH"]);
}

#[test]
fn what_a_mistyped_address_means_is_said() {
    let ran = run("Name,Email,State\nAnn Roth,ann@gmial.com,NY\nBen Holt,ben@one.example,NY\n", &[]);
    let said = "email is probably mistyped in 1 cell of 2, such as \"ann@gmial.com\"; \"ann@gmail.com\" may be meant.";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    assert_eq!(ran.rows("out/latest/prospects.csv").column("email"), ["ann@gmial.com", "ben@one.example"]);
}

#[test]
fn who_asks_for_a_mistyped_address_is_told_what_may_be_meant() {
    let asked = FIELDS.replace("columns = [\"Email\"]", "columns = [\"Email\"]\nask = \"What is your address?\"");
    let rule = "\n[must.own]\nfield = \"email.kind\"\nis = \"business\"\n";
    let test = Test::small().file("rules/fields.toml", asked).file("leads.csv", "Email,State\nann@gmial.com,NY\n");
    let location = std::fs::read_to_string(test.path("rules/location.toml")).unwrap() + rule;
    let ran = test.file("rules/location.toml", location).qualify("leads.csv").run();
    let said = "What is your address? (The list says \"ann@gmial.com\"; \"ann@gmail.com\" may be meant.)";
    let reasons = ran.rows("out/review.csv");
    assert!(reasons.column("reason")[0].contains(said), "{reasons:?}");
}
