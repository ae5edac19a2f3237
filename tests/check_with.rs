//! `leadsieve check PROFILE --with LIST` by the real binary: what rules meet in a list, and what to make of it.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::process::{Command, Output};

const FIELDS: &str = r#"
format = 1
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.size]
type    = "number"
columns = ["Employees"]
ask     = "How many?"
[field.email]
type    = "email"
columns = ["Email"]
[field.budget]
type    = "money"
currency = "USD"
columns = ["Budget"]
ask     = "What budget?"
[field.founded]
type    = "date"
formats = ["DD.MM.YYYY"]
columns = ["Founded"]
ask     = "Since when?"
[field.zip]
type    = "text"
columns = ["Zip"]
ask     = "Which code?"
[identity]
keys = [["email"]]
"#;

const RULES: &str = r#"
format    = 1
criterion = "market"
[list.served]
values = ["California", "Arizona", "Rhode Island"]
[lookup.region]
from  = "zip"
file  = "regions.csv"
key   = "zip"
value = "region"
[must.served]
field   = "state"
in_list = "served"
[must.some]
field    = "size"
at_least = 1
[must.means]
field    = "budget"
at_least = 1_000
[must.old]
field      = "founded"
older_than = "2 years"
[score.north]
field  = "region"
is     = "north"
points = 5
[test.all]
lead   = {}
expect = { served = "unknown", some = "unknown", means = "unknown", old = "unknown", north = "0 to 5" }
"#;

/// Leads: 4 x Calif., 3 x Arizonia, 2 x Nevda, and one of each listed; every date in a format that is not named.
fn list() -> String {
    let states = ["Calif.", "Calif.", "Calif.", "Calif.", "Arizonia", "Arizonia", "Arizonia", "Nevda", "Nevda"];
    let listed = ["California", "arizona", "Rhode-Island", "Rhode-Island", "Rhode-Island", ""];
    let mut text = "State,Employees,Email,Founded\n".to_owned();
    for (place, state) in states.iter().chain(&listed).enumerate() {
        text += &format!("{state},{},a{place}@acme.example,Jan 5th 20{:02}\n", place + 5, place + 1);
    }
    text + "California,7,A0@acme.example,Jan 5th 2001\n" + "broken,1\n"
}

fn check(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let profile = "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"rules.toml\"]\n";
    let regions = "zip,region\n1,north\n2,south\n";
    let files = [("fields.toml", FIELDS), ("rules.toml", RULES), ("p.toml", profile), ("regions.csv", regions)];
    for (name, text) in files.into_iter().chain([("leads.csv", list().as_str())]) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadsieve"));
    command.current_dir(folder.path()).args(["check", "p.toml", "--with", "leads.csv"]).args(arguments);
    command.output().unwrap()
}

#[test]
fn the_answers_are_counted_and_what_is_odd_is_told() {
    let output = check(&["--as-of", "2026-11-23"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    insta::assert_snapshot!("check_with", String::from_utf8(output.stdout).unwrap());
}

#[test]
fn as_json() {
    let output = check(&["--format", "json", "--as-of", "2026-11-23"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["judged"], 15);
    assert_eq!(json["dispositions"]["duplicate"], 1);
    assert_eq!(json["dispositions"]["unreadable"], 1);
    assert_eq!(json["rules"]["market.served"]["pass"], 2);
    assert_eq!(json["rules"]["market.served"]["fail"], 12);
    assert_eq!(json["unmapped_fields"], serde_json::json!(["budget", "zip"]));
    let told: Vec<(&str, &str)> = json["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["message"].as_str().unwrap()))
        .collect();
    let codes: Vec<&str> = told.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["W601", "W601", "W603", "W602", "W604", "W604", "W604"], "{told:?}");
}
