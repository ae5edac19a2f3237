//! `leadsieve check --format json|sarif` by the real binary.

#![allow(clippy::pedantic, clippy::type_complexity, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const FIELDS: &str = "format = 1\n[field.state]\ntype = \"text\"\n";
const WRONG: &str = "format = 1\ncriterion = \"market\"\n[must.served]\nfield = \"stat\"\nis = \"CA\"\n\
                     [must.two]\nfield = \"state\"\ncontanis_any = [\"x\"]\n";
const ODD: &str = "format = 1\ncriterion = \"market\"\n[must.served]\nfield = \"state\"\nis = \"CA\"\n";

fn run(rules: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let profile = "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"rules.toml\"]\n";
    for (name, text) in [("fields.toml", FIELDS), ("rules.toml", rules), ("p.toml", profile)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let list = "State\nCA\nTX\n";
    fs::write(folder.path().join("leads.csv"), list).unwrap();
    leadsieve(folder.path(), arguments)
}

fn leadsieve(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leadsieve")).current_dir(folder).args(arguments).output().unwrap()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|no| panic!("{no}: {output:?}"))
}

#[test]
fn mistakes_and_remarks_are_listed() {
    let table: [(&str, i32, &[(&str, &str, u64)]); 3] = [
        (WRONG, 1, &[("E102", "error", 4), ("E103", "error", 8)]),
        (ODD, 0, &[("W502", "warning", 3), ("W507", "warning", 3)]),
        ("", 1, &[("E204", "error", 1), ("E204", "error", 1)]),
    ];
    for (rules, code, expected) in table {
        let output = run(rules, &["check", "p.toml", "--format", "json"]);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        let found = json_of(&output);
        let told: Vec<(&str, &str, u64)> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let text = |key: &str| one[key].as_str().unwrap();
                assert!(!text("message").is_empty() && !text("help").is_empty(), "{one}");
                assert_eq!(text("file"), "rules.toml");
                (text("code"), text("severity"), one["line"].as_u64().unwrap())
            })
            .collect();
        assert_eq!(told, expected, "{rules}");
    }
}

#[test]
fn sarif_has_all_that_the_standard_asks_for() {
    for (rules, code, count) in [(WRONG, 1, 2), (ODD, 0, 2)] {
        let output = run(rules, &["check", "p.toml", "--format", "sarif"]);
        assert_eq!(output.status.code(), Some(code));
        let log = json_of(&output);
        assert_eq!(log["version"], "2.1.0");
        assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "leadsieve");
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), count);
        for result in results {
            let rule = &driver["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Right"));
            assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "rules.toml");
            let region = &place["region"];
            assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64(), "{region}");
        }
    }
}

#[test]
fn rules_without_a_remark_give_an_empty_result() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let profile = "rules/profiles/virtual-support.toml";
    assert_eq!(json_of(&leadsieve(root, &["check", profile, "--format", "json"])), json!([]));
    let log = json_of(&leadsieve(root, &["check", profile, "--format", "sarif"]));
    assert_eq!(log["runs"][0]["results"], json!([]));
}

#[test]
fn what_a_list_shows_is_sarif_too() {
    let log = json_of(&run(ODD, &["check", "p.toml", "--with", "leads.csv", "--format", "sarif"]));
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2, "{log}");
    let counts = json_of(&run(ODD, &["check", "p.toml", "--with", "leads.csv", "--format", "json"]));
    assert_eq!(counts["rules"]["market.served"]["pass"], 1);
}

#[test]
fn only_check_speaks_sarif() {
    let output = run(ODD, &["test", "p.toml", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is for leadsieve check"));
}
