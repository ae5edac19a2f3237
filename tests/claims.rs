//! What a vendor is told to answer for: each physical cell once, and nothing of anybody else's lists.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
mod raw;

use common::{Ran, Rows, Test, names};
use sha2::{Digest as _, Sha256};

const HEADER: &str = "list,record,line,column,defect,raw_value,guarded,explanation,sha256";

/// Several fields read the same columns, alone and with others.
const FIELDS: &str = r#"
format = 1
[identity]
keys = [["email"], ["first_name", "company"]]
[field.company]
type    = "company"
columns = ["Company"]
[field.first_name]
type    = "text"
columns = ["First"]
[field.email]
type    = "email"
columns = ["E-Mail"]
[field.country]
type    = "country"
columns = ["Land"]
[field.phone]
type         = "phone"
columns      = ["Phone", "Mobile"]
country_from = "country"
[field.mobile]
type         = "phone"
columns      = ["Mobile"]
country_from = "country"
[field.desk]
type         = "phone"
columns      = [["Area", "Mobile"], ["Area", "Number"]]
country_from = "country"
[field.seen]
type    = "date"
columns = ["Checked"]
[field.verified]
type    = "date"
columns = ["Checked"]
[field.size]
type    = "number"
columns = ["Staff"]
[field.secret_size]
type      = "number"
columns   = ["Staff", "Rank"]
sensitive = true
"#;

const PROFILE: &str = "format = 1\nname = \"p\"\ntest_as_of = 2026-11-01\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n[decision]\nprospect_at = 0\n";

const RULE: &str = "format = 1\ncriterion = \"c\"\n[must.named]\nfield = \"company\"\nis_known = true\n";

/// A list file of one list of a vendor.
fn bought(list: &str, vendor: &str, more: &str) -> String {
    let vendor = if vendor.is_empty() { String::new() } else { format!("vendor = \"{vendor}\"\n") };
    format!("format = 1\nfiles = [\"{list}\"]\n{vendor}price = {{ amount = 100, currency = \"EUR\" }}\n{more}")
}

fn run(lists: &[(&str, &str, &str)], formats: &str) -> Ran {
    let mut test =
        Test::new().file("rules/fields.toml", FIELDS).file("rules/p.toml", PROFILE).file("rules/c.toml", RULE);
    for (name, list, file) in lists {
        test = test.file(name, list);
        if !file.is_empty() {
            test = test.file(&format!("{name}.list.toml"), file);
        }
    }
    let names: Vec<String> = lists
        .iter()
        .map(|(name, _, file)| if file.is_empty() { (*name).to_owned() } else { format!("{name}.list.toml") })
        .collect();
    let lists = names.join(" ");
    test.args(&format!("qualify {lists} --profile rules/p.toml --out out --formats {formats}")).run()
}

/// Record, column, defect and raw value of each row of a claim.
fn defects(ran: &Ran, name: &str) -> Vec<String> {
    let claim = ran.rows(&format!("out/claims/{name}"));
    assert_eq!(claim.header.join(","), HEADER);
    let cells = ["record", "column", "defect", "raw_value"].map(|column| claim.column(column));
    (0..claim.rows.len()).map(|row| cells.each_ref().map(|column| column[row]).join("|")).collect()
}

#[test]
fn a_cell_is_claimed_once_under_its_own_header_and_as_it_is_written() {
    // Each row: the list, and what is claimed of it.
    let table: [(&str, &[&str]); 12] = [
        ("Phone,Mobile,Land\n,bad no,DE\n", &["1|Mobile|damaged_cell|bad no"]),
        ("Phone,Mobile,Land\nworse,030 901820,DE\n", &[]),
        ("Phone,Mobile,Land\nworse,bad no,DE\n", &["1|Phone|damaged_cell|worse", "1|Mobile|damaged_cell|bad no"]),
        ("Mobile,Land\n bad no ,DE\n", &["1|Mobile|damaged_cell| bad no "]),
        ("Area,Mobile,Land\n030,bad no,DE\n", &["1|Mobile|damaged_cell|bad no"]),
        ("Area,Mobile,Land\n030,,DE\n", &["1|Area|damaged_cell|030"]),
        ("Area,Number,Land\n030,none at all,DE\n", &["1|Area + Number|damaged_cell|030 none at all"]),
        ("Area,Number,Land\n,none at all,DE\n", &["1|Number|damaged_cell|none at all"]),
        ("Checked\n2001-02-03\n", &["1|Checked|outdated_record|2001-02-03"]),
        ("Checked\nsome day\n", &["1|Checked|damaged_cell|some day"]),
        // A sensitive field reads it, too.
        ("Staff\nmany\n", &["1|Staff|damaged_cell|"]),
        ("E-Mail,Staff\n=1+1,\n", &["1|E-Mail|damaged_cell|'=1+1"]),
    ];
    for (list, expected) in table {
        let list = list.lines().map(|line| format!("Company,{line}\n")).collect::<String>();
        let list = list.replace("\nCompany,", "\nKiefer AG,");
        let file =
            bought("a.csv", "V", "[promise]\nverified_within = { seen = \"12 months\", verified = \"12 months\" }\n");
        let ran = run(&[("a.csv", &list, &file)], "csv,parquet,html");
        if expected.is_empty() {
            assert!(!ran.path("out/claims").exists(), "{list}");
        } else {
            assert_eq!(defects(&ran, "a.csv"), expected, "{list}");
        }
        let summary = ran.json("out/summary.json");
        let counted: u64 =
            summary["lists"][0]["defects"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(counted, expected.len() as u64, "{list}");
    }
}

#[test]
fn what_leads_of_a_record_share_is_claimed_once() {
    let list = "Company,Phone,Land,First 1,Mobile 1,First 2,Mobile 2\n\
                Kiefer AG,bad,DE,Ann,worse,Ben,worst\n\
                Holt AG,bad,DE,Cyd,0151 23456789,Dan,worst\n";
    let explode = "[explode]\ngroups = [{ first_name = \"First 1\", mobile = \"Mobile 1\" }, \
                   { first_name = \"First 2\", mobile = \"Mobile 2\" }]\n";
    let ran = run(&[("a.csv", list, &bought("a.csv", "V", explode))], "csv,parquet,html");
    let expected = [
        "1|Phone|damaged_cell|bad",
        "1|Mobile 1|damaged_cell|worse",
        "1|Mobile 2|damaged_cell|worst",
        "2|Phone|damaged_cell|bad",
        "2|Mobile 2|damaged_cell|worst",
    ];
    assert_eq!(defects(&ran, "a.csv"), expected);
    let goes_on =
        "Company,Phone,Land,First,Staff\nKiefer AG,bad,DE,Ann,1\n,,,Ben,2\n,,,Cyd,many\nHolt AG,bad,DE,Dan,3\n";
    let file = bought("a.csv", "V", "[continue]\nwhen_blank = \"company\"\n");
    let ran = run(&[("a.csv", goes_on, &file)], "csv,parquet,html");
    let expected = ["1|Phone|damaged_cell|bad", "3|Staff|damaged_cell|", "4|Phone|damaged_cell|bad"];
    assert_eq!(defects(&ran, "a.csv"), expected);
}

/// Columns of `overlap.csv`.
fn overlap(ran: &Ran) -> Vec<String> {
    if !ran.path("out/overlap.csv").exists() {
        return Vec::new();
    }
    let rows = ran.rows("out/overlap.csv");
    let cells =
        ["list", "record", "column", "raw_value", "first_list", "first_record"].map(|column| rows.column(column));
    (0..rows.rows.len()).map(|row| cells.each_ref().map(|column| column[row]).join("|")).collect()
}

#[test]
fn a_vendor_answers_for_what_it_has_sold_twice_and_for_nobody_else() {
    const ONE: &str = "E-Mail,First,Company\nann@kiefer.example,Ann,Kiefer AG\nben@holt.example,Ben,Holt AG\n";
    // The second list has one lead of the first, in other letters, and that one twice; and one of its own twice.
    const TWO: &str = "Company,E-Mail,First\nHolt AG,BEN@holt.example,Ben\nHolt AG,Ben@Holt.example,B.\nNash AG,cyd@nash.example,Cyd\n\
                       Nash,,Cyd\n";
    let own = "format = 1\nfiles = [\"one.csv\"]\nvendor = \"Shop\"\nsource = \"web_form\"\n".to_owned();
    let twice = ["2|E-Mail|duplicate_in_list|Ben@Holt.example", "4|First + Company|duplicate_in_list|Cyd + Nash"];
    let other = ["two.csv|1|E-Mail|BEN@holt.example|one.csv|2"];
    let of_both = [
        "1|E-Mail|duplicate_of_earlier_list|BEN@holt.example",
        "2|E-Mail|duplicate_of_earlier_list|Ben@Holt.example",
        "4|First + Company|duplicate_in_list|Cyd + Nash",
    ];
    let sold = |vendor: &str| bought("one.csv", vendor, "");
    for (one, vendor, claimed, overlapping) in [
        (sold("A"), "B", &twice[..], &other[..]),
        (sold("A"), "", &twice, &other),
        (sold(""), "", &twice, &other),
        (String::new(), "B", &twice, &other),
        (own, "B", &twice, &other),
        (sold("Main Street"), "main street ", &of_both, &[]),
        (sold("B"), "B", &of_both, &[]),
    ] {
        let ran = run(&[("one.csv", ONE, &one), ("two.csv", TWO, &bought("two.csv", vendor, ""))], "csv,parquet,html");
        assert_eq!(defects(&ran, "two.csv"), claimed, "{one} {vendor}");
        assert_eq!(overlap(&ran), overlapping, "{one} {vendor}");
        let list = &ran.json("out/summary.json")["lists"][1];
        assert_eq!(
            (list["overlap"].as_u64(), list["defective"].as_u64()),
            (Some(overlapping.len() as u64), Some(claimed.len() as u64))
        );
        let claim = ran.text("out/claims/two.csv");
        assert!(overlapping.is_empty() || !claim.contains("one.csv"), "{claim}");
        let page = ran.text("out/report.html");
        assert_eq!(page.contains("overlap.csv"), !overlapping.is_empty());
    }
    // Two lists of one list file are one purchase.
    let both = bought("one.csv\", \"two.csv", "", "");
    let test = Test::new().file("rules/fields.toml", FIELDS).file("rules/p.toml", PROFILE).file("rules/c.toml", RULE);
    let test = test.file("one.csv", ONE).file("two.csv", TWO).file("both.list.toml", both);
    let ran = test.args("qualify both.list.toml --profile rules/p.toml --out out --formats csv").run();
    assert_eq!(defects(&ran, "two.csv"), of_both);
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The rows of a sheet, as LibreOffice would write them: out of the workbook's own text.
fn sheet(ran: &Ran, name: &str) -> String {
    let parts = raw::workbook(&ran.path(name));
    parts
        .into_iter()
        .filter(|(part, _)| part.contains("sheet1") || part.contains("sharedStrings"))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn claims_can_be_put_together_and_are_sheets_too() {
    let list = |who: &str| format!("Company,E-Mail,Staff\nKiefer AG,{who},1\n\"=cmd;=1\",\"{who};=1+1\",2\n");
    let lists = [("one.csv", list("bad")), ("two.csv", list("worse"))];
    let files = lists.each_ref().map(|(name, _)| bought(name, "V", ""));
    let lists_of =
        [(lists[0].0, lists[0].1.as_str(), files[0].as_str()), (lists[1].0, lists[1].1.as_str(), files[1].as_str())];
    for formats in ["csv,xlsx", "csv", "xlsx"] {
        let ran = run(&lists_of, formats);
        let written = names(&ran.path("out/claims"));
        let expected: Vec<String> = ["one", "two"]
            .iter()
            .flat_map(|name| ["csv", "xlsx"].map(|ending| (name, ending)))
            .filter(|(_, ending)| formats.split(',').any(|format| format == *ending))
            .map(|(name, ending)| format!("{name}.{ending}"))
            .collect();
        assert_eq!(written, expected);
        if formats.contains("csv") {
            let stacked = ["one.csv", "two.csv"].map(|name| ran.text(&format!("out/claims/{name}")));
            let behind = stacked[1].strip_prefix(HEADER).unwrap().trim_start();
            std::fs::write(ran.path("all.csv"), stacked[0].clone() + behind).unwrap();
            let all: Rows = ran.rows("all.csv");
            assert_eq!(all.rows.len(), 4);
            let hashes: Vec<String> = lists.iter().map(|(_, text)| sha256(text)).collect();
            assert_eq!(all.column("sha256"), [&hashes[0], &hashes[0], &hashes[1], &hashes[1]]);
            assert_eq!(all.column("guarded"), ["false", "true", "false", "true"]);
            assert!(all.column("record").iter().chain(&all.column("line")).all(|number| number.parse::<u64>().is_ok()));
        }
        if formats.contains("xlsx") {
            let text = sheet(&ran, "out/claims/one.xlsx");
            for part in HEADER.split(',').chain(["bad", "bad;=1+1", &sha256(&lists[0].1)]) {
                assert!(text.contains(part), "{part} in {text}");
            }
            assert!(!text.contains("<f>"), "{text}");
        }
    }
}
