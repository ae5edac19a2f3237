//! Counts that people act on: cells that cannot be read, and what a vendor delivered.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fmt::Write as _;

use common::{Ran, Test};
use serde_json::Value;

const FIELDS: &str = r#"
format = 1
[field.state]
type    = "text"
columns = ["State"]
[field.phone]
type    = "phone"
columns = ["Phone"]
country_from = "country"
[field.country]
type    = "country"
columns = ["Country"]
[field.visited]
type    = "date"
columns = ["Visited"]
[field.company]
type    = "text"
columns = ["Company"]
[field.street]
type    = "street"
columns = ["Street"]
"#;

/// A list whose phones and dates cannot be read, in several chunks; the company of the last record has to be mended.
fn list(leads: usize, last_company: &str) -> String {
    let mut text = "State,Country,Phone,Visited,Company,Street,Note\n".to_owned();
    for number in 1..=leads {
        let company = if number == leads { last_company } else { "Kiefer AG" };
        let _ = writeln!(text, "NY,US,386528,soon,{company} {number},{number} Oak Street,{}", "x".repeat(200));
    }
    text
}

fn qualified(list: &str) -> Ran {
    let rules =
        "format = 1\ncriterion = \"location\"\n[must.served]\nfield = \"state\"\nin = [\"NY\"]\nmessage = \"no\"\n";
    let profile = "format = 1\nname = \"p\"\nfields = \"f.toml\"\nrules = [\"r.toml\"]\n[decision]\nprospect_at = 0\n";
    let test = Test::new().file("f.toml", FIELDS).file("r.toml", rules).file("p.toml", profile).file("l.csv", list);
    test.args("qualify l.csv --profile p.toml --out out --formats csv").run()
}

#[test]
fn cells_that_no_rule_reads_are_counted_in_all_chunks_or_in_none() {
    for (leads, company) in [(300, "Kiefer AG"), (6_000, "Kiefer AG"), (6_000, "MÃ¼ller AG"), (6_000, "&amp; Co")] {
        let ran = qualified(&list(leads, company));
        let summary = ran.json("out/summary.json");
        let fields = &summary["lists"][0]["fields"];
        for field in ["phone", "visited"] {
            assert_eq!(fields[field]["unreadable"], leads, "{leads} {company}: {fields}");
        }
        for field in ["company", "street", "state"] {
            let counted = |kind: &str| fields[field].get(kind).map_or(0, |count| count.as_u64().unwrap());
            let all: u64 = ["known", "range", "missing", "unreadable"].into_iter().map(counted).sum();
            assert!(fields[field] == Value::Null || all == leads as u64, "{field}: {fields}");
        }
        let said = summary["warnings"].to_string();
        let many = if leads == 300 { "300" } else { "6,000" };
        assert!(said.contains(&format!("phone cannot be read in {many} cells of")), "{said}");
    }
}

const VENDOR: &str = "format = 1\nfiles = [\"leads.csv\"]\nvendor = \"Main Street Data\"\n";

/// What the trend says that the vendor delivered, after these nights.
fn yields(ledger: &str, lists: [&str; 3]) -> String {
    let job = format!(
        "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.list.toml\"]\nout = \"out\"\n\
         after = \"keep\"\n[output]\nformats = [\"csv\"]\n{ledger}"
    );
    let mut test = Test::small().file("night.toml", job).file("leads.list.toml", VENDOR);
    for (night, list) in lists.into_iter().enumerate() {
        test = test.file("leads.csv", format!("Email,State,Employees\n{list}"));
        let leads = std::fs::File::options().write(true).open(test.path("leads.csv")).unwrap();
        leads.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(3600)).unwrap();
        test = test.on(&format!("2026-11-0{}", night + 2)).args("run night.toml").run().again();
    }
    let page = test.args("report out --to all.html").run().text("all.html");
    let mut text = String::new();
    let mut in_tag = false;
    for c in page.chars() {
        match c {
            '<' => (in_tag, _) = (true, text.push(' ')),
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn a_list_counts_once_for_its_vendor_however_many_nights_it_was_read() {
    let ten: String =
        (0..10).map(|number| format!("p{number}@a.example,{},5\n", if number < 2 { "NY" } else { "TX" })).collect();
    let other = "q1@a.example,NY,5\nq2@a.example,TX,5\n";
    let ledger = "[ledger]\nfile = \"ledger.sqlite\"\n";
    for (ledger, lists, wanted) in [
        (ledger, [&ten[..], &ten, &ten], "Main Street Data 10 2 20"),
        ("", [&ten, &ten, &ten], "Main Street Data 10 2 20"),
        (ledger, [&ten, other, &ten], "Main Street Data 12 3 25"),
        ("", [&ten, other, other], "Main Street Data 12 3 25"),
    ] {
        let page = yields(ledger, lists);
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
}
