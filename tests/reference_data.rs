//! Look-ups and distances by the real binary, on the example that `docs/reference-data.md` explains.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::Test;
use sha2::{Digest as _, Sha256};

fn example() -> impl Iterator<Item = (String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference-data");
    fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    })
}

fn test() -> Test {
    example().fold(Test::new(), |test, (name, text)| test.file(&format!("rules/{name}"), text))
}

const NEAR: &str = r#"
format    = 1
criterion = "territory"
[must.near]
field  = "postal_code"
within = { km = 50, of = "80331", country = "DE" }
[score.served]
field  = "postal_code"
in_list = "towns"
points = 1
[list.towns]
file   = "branches.csv"
column = "zip"
[list.more]
file = "towns.txt"
[score.more]
field   = "postal_code"
in_list = "more"
points  = 2
"#;

const CHANGED: &str = r#"
format = 1
name   = "territories"
fields = "fields.toml"
rules  = ["territory.toml"]
[override_list.territory.towns]
add    = ["80333"]
remove = ["80331"]
why    = "The branch moved."
[override_list.territory.more]
add    = ["86152"]
remove = ["86150"]
why    = "The branch moved."
"#;

const LEADS: &str = "Country,Zip\nDE,80331\nDE,80333\nDE,86150\nDE,86152\nDE,00000\n,80331\nDE,\n";

#[test]
fn the_example_does_what_it_says() {
    test().args("test rules/profile.toml").stdout("52 passed, 0 failed").run();
}

/// The docs show the example's own look-ups.
#[test]
fn the_docs_show_what_is_tested() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference-data.md")).unwrap();
    let files: BTreeMap<String, String> = example().collect();
    let blocks: Vec<&str> = docs.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 8, "{}", blocks.len());
    for block in blocks {
        assert!(files["territory.toml"].contains(block.trim()), "not in the tested example:\n{block}");
    }
}

#[test]
fn distances_and_gaps_are_told_apart_in_reports() {
    let ran = test()
        .file("rules/territory.toml", NEAR)
        .file("rules/towns.txt", "86150\n")
        .file("leads.csv", LEADS)
        .args("qualify leads.csv --profile rules/profile.toml --out out --formats csv")
        .run();
    let rejected = ran.rows("out/rejections.csv");
    let reasons = rejected.column("reason");
    assert!(reasons[0].contains("Postal code is 86150; must be within 50 km of 80331 DE."), "{reasons:?}");
    assert!(rejected.column("nearest_miss")[0].ends_with(" km)"), "{:?}", rejected.column("nearest_miss"));
    let review = ran.rows("out/review.csv");
    let reasons = review.column("reason");
    assert!(reasons[0].contains("nothing to ask") && reasons[0].contains("not found"), "{reasons:?}");
    assert_eq!(reasons[1], "Ask: Which country are you in?");
    assert_eq!(reasons[2], "Ask: What is your postal code?");
}

#[test]
fn a_profile_changes_lists_that_come_from_files() {
    let ran = test()
        .file("rules/territory.toml", NEAR.replace("km = 50", "km = 100"))
        .file("rules/towns.txt", "86150\n")
        .file("rules/profile.toml", CHANGED)
        .file("leads.csv", LEADS)
        .args("qualify leads.csv --profile rules/profile.toml --out out --formats csv")
        .run();
    let prospects = ran.rows("out/prospects.csv");
    let scores: BTreeMap<&str, &str> =
        prospects.column("postal_code").into_iter().zip(prospects.column("score_worst")).collect();
    assert_eq!(scores, BTreeMap::from([("80331", "0"), ("80333", "1"), ("86150", "0"), ("86152", "2")]));
}

/// Whoever asks later by which table a lead was judged finds the SHA-256 of every one in the record of the run.
#[test]
fn every_table_is_in_the_record_of_the_run() {
    let ran = test()
        .file("leads.csv", "Country,Zip,Employees\nDE,80331,20\n")
        .args("qualify leads.csv --profile rules/profile.toml --out out --formats csv")
        .run();
    let record = ran.json("out/run.json");
    let files = record["rule_files"].as_array().unwrap();
    for (name, text) in example() {
        let sha256 = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let found = files.iter().find(|file| file["path"].as_str().unwrap().ends_with(&name));
        assert_eq!(found.unwrap_or_else(|| panic!("{name}"))["sha256"], sha256.as_str(), "{name}");
    }
    assert!(record["reference_data"].to_string().contains("GeoNames postal codes, as of 2024-08"));
}
