//! `leadsieve test` by the real binary: coverage, tests as rows of a table, and rows filled in with what comes out.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const FIELDS: &str = "format = 1\n[field.state]\ntype = \"text\"\nask = \"Which?\"\n[field.size]\ntype = \"number\"\n\
                      ask = \"How many?\"\n";

const RULES: &str = "format = 1\ncriterion = \"market\"\n[must.served]\nfield = \"state\"\nin = [\"CA\", \"AZ\"]\n\
                     [must.large]\nfield = \"size\"\nat_least = 10\nif_unknown = \"pass\"\nif_unreadable = \"pass\"\n\
                     [score.home]\nfield = \"state\"\nis = \"CA\"\npoints = 5\n\
                     [test.west]\nlead = { state = \"CA\" }\nexpect = { served = \"pass\", home = 5 }\n\
                     [test.unknown]\nlead = {}\nexpect = { served = \"unknown\" }\n";

const PROFILE: &str = "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"rules.toml\"]\n";

fn folder(cases: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("fields.toml", FIELDS), ("rules.toml", RULES), ("p.toml", PROFILE)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    cases.into_iter().for_each(|text| fs::write(folder.path().join("p.cases.csv"), text).unwrap());
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadsieve"));
    command.current_dir(folder).args(["test", "p.toml"]).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

/// `large` can never be unknown: it is settled as a pass, whether the cell is blank or cannot be read. So eight answers are possible, and three are asked for.
#[test]
fn coverage_counts_the_answers_that_rules_can_give() {
    let folder = folder(None);
    let output = run(folder.path(), &["--coverage"]);
    assert!(output.status.success());
    let text = said(&output);
    assert!(text.contains("rules.toml:3: no test of market.served asks for fail\n"), "{text}");
    assert!(text.contains("rules.toml:6: no test of market.large asks for pass or fail\n"), "{text}");
    assert!(text.contains("rules.toml:11: no test of market.home asks for fail or unknown\n"), "{text}");
    assert!(text.contains("coverage 37 %: 3 of the 8 answers that the rules can give\n"), "{text}");
    let json = run(folder.path(), &["--coverage", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["coverage"]["percent"], 37);
    assert_eq!(json["coverage"]["rules"][1]["missing"], serde_json::json!(["pass", "fail"]));
}

#[test]
fn what_cannot_be_read_is_an_answer_of_its_own() {
    let folder = folder(None);
    fs::write(folder.path().join("rules.toml"), RULES.replace("if_unreadable = \"pass\"\n", "")).unwrap();
    let text = said(&run(folder.path(), &["--coverage"]));
    assert!(text.contains("rules.toml:6: no test of market.large asks for pass, fail or unknown\n"), "{text}");
    assert!(text.contains("coverage 33 %: 3 of the 9 answers that the rules can give\n"), "{text}");
}

#[test]
fn too_little_coverage_is_a_failure() {
    let folder = folder(None);
    let table = [("37", Some(0)), ("38", Some(1)), ("100", Some(1)), ("101", Some(2))];
    for (min, code) in table {
        assert_eq!(run(folder.path(), &["--min", min, "--quiet"]).status.code(), code, "{min}");
    }
}

#[test]
fn rows_of_a_table_are_tests() {
    let cases = "test,state,size,list.vendor,expect.verdict,expect.market.served,expect.blocked_by\n\
                 good,CA,20,Apollo,prospect,pass,(none)\nsmall,AZ,3,,rejected,pass,market.large\n\
                 wrong,NY,20,,prospect,,\n";
    let folder = folder(Some(cases));
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("p.cases.csv:4: test wrong: verdict expected prospect, got rejected\n"), "{text}");
    assert!(text.contains("FAIL p (6 of 7 expectations, 3 tests)\n"), "{text}");
}

#[test]
fn a_table_is_filled_in_with_what_comes_out() {
    let folder = folder(Some("test;state;size;expect.verdict\nkim;CA;20;review\n\"lee; jr\";;;\n"));
    assert!(run(folder.path(), &["--bless"]).status.success());
    let blessed = fs::read_to_string(folder.path().join("p.cases.csv")).unwrap();
    assert_eq!(blessed, "test,state,size,expect.verdict\nkim,CA,20,prospect\nlee; jr,,,review\n");
    assert!(said(&run(folder.path(), &["--bless"])).contains("2 cases, nothing changed"));
    assert!(run(folder.path(), &[]).status.success());
}

#[test]
fn a_table_without_expectations_gets_those_of_the_verdict() {
    let folder = folder(Some("state,size\nNY,3\nCA,\n"));
    assert!(run(folder.path(), &["--bless"]).status.success());
    let blessed = fs::read_to_string(folder.path().join("p.cases.csv")).unwrap();
    let expected = "state,size,expect.verdict,expect.score,expect.blocked_by,expect.ask\n\
                    NY,3,rejected,0,market.served; market.large,(none)\nCA,,prospect,5,(none),(none)\n";
    assert_eq!(blessed, expected);
}

#[test]
fn mistakes_in_a_table_have_a_place_in_it() {
    let table = [
        ("test,stat\nkim,CA\n", "p.cases.csv:1:6"),
        ("state,expect.verdict\nCA,maybe\n", "p.cases.csv:2:1"),
        ("state,expect.market.servd\nCA,pass\n", "p.cases.csv:1:7"),
        ("state,size\nCA\n", "line 2 has 1 cells"),
        ("state,size\n", "has no row"),
    ];
    for (cases, place) in table {
        let output = run(folder(Some(cases)).path(), &[]);
        assert_eq!(output.status.code(), Some(1), "{cases}");
        assert!(said(&output).contains(place), "{cases}: {}", said(&output));
    }
    let none = run(folder(None).path(), &["--bless"]);
    assert!(said(&none).contains("make p.cases.csv with a header"), "{}", said(&none));
}
