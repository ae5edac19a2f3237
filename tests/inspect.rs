//! `leadsieve inspect`: what a list is, and the list file that says so.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::Test;

/// A list in Windows-1252 with titles above its header, an odd cell and lines below.
fn list() -> Vec<u8> {
    let text = "Export;;\nStand: 1.11.2026;;\n\nE-Mail;Bundesland;Employees\nkim@acme.example;Th\u{fc}ringen;12\n\
        lee@acme.example;Bayern;unknown\nbroken\nana@acme.example;Bayern;80\nSumme;;92\n";
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a bug of the test: Latin-1")).collect()
}

#[test]
fn a_list_is_told_from_its_bytes() {
    let ran = Test::small().file("in.csv", list()).args("inspect in.csv --profile rules/p.toml --format json").run();
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for (key, value) in [("encoding", "windows-1252"), ("delimiter", ";"), ("quote", "\"")] {
        assert_eq!(found[key], value, "{key}");
    }
    assert_eq!((&found["skip_top"], &found["header_line"], &found["records"]), (&3.into(), &4.into(), &5.into()));
    assert_eq!(found["unreadable"]["too_few_cells"], 1);
    assert_eq!(found["unreadable"]["below_data"], 1);
    let columns = found["columns"].as_array().unwrap();
    assert_eq!(columns[0]["fields"][0], "email");
    assert_eq!(columns[1]["samples"][0], "Th\u{fc}ringen");
    assert_eq!((&columns[2]["placeholder"], &columns[2]["filled"]), (&1.into(), &3.into()));
}

#[test]
fn the_screen_says_what_to_do() {
    let ran = Test::small().file("in.csv", list()).args("inspect in.csv --profile rules/p.toml").run();
    for words in [
        "in.csv: a plain file",
        "windows-1252",
        "separated by ;",
        "in line 4",
        "2 of 5 records",
        "Employees: \"unknown\"",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn the_list_file_that_is_written_reads_the_list() {
    let test =
        Test::small().file("in.csv", list()).args("inspect in.csv --profile rules/p.toml --write").stderr("wrote");
    let ran = test.run();
    let written = ran.text("in.csv.list.toml");
    for words in ["encoding  = \"windows-1252\"", "delimiter = \";\"", "skip_top  = 3", "files  = [\"in.csv\"]"] {
        assert!(written.contains(words), "{words}: {written}");
    }
    let again =
        ran.again().args("inspect in.csv --profile rules/p.toml --write").exit(1).stderr("is there already").run();
    let ran =
        again.again().args("qualify in.csv.list.toml --profile rules/p.toml --out out --formats csv").exit(0).run();
    assert_eq!(ran.json("out/summary.json")["read"], 5);
}

#[test]
fn without_a_profile_the_shipped_fields_are_taken() {
    let ran = Test::small().file("in.csv", list()).args("inspect in.csv --format json").run();
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found["columns"][1]["fields"][0], "state");
}

#[test]
fn a_list_without_a_header_is_told_all_the_same() {
    let certain = "Kiefer GmbH;ann@kiefer.example;20\nHolt AG;ben@holt.example;30\nNash KG;cyd@nash.example;40\n";
    let doubtful = "Kiefer GmbH;Ann Roth;Einkauf\nHolt AG;Ben Holt;Leitung\nNash KG;Cyd Nash;Einkauf\n";
    for (list, said, types) in [
        (certain, "has no header", ["company?", "email?", "number?"]),
        (doubtful, "hardly a header", ["company?", "column 2", "column 3"]),
    ] {
        let test = Test::small().file("in.csv", list).args("inspect in.csv --profile rules/p.toml --write");
        let ran = test.exit(1).stderr(said).run();
        for words in ["separated by ;", "utf-8", "none that names the columns"].iter().chain(&types) {
            assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
        }
        assert!(ran.text("in.csv.list.toml").contains("# header  = [\"company\", "));
    }
}

#[test]
fn what_stands_around_the_header_is_told() {
    let list = "Contact;;Size\nE-Mail;Bundesland;Employees\ntext;text;int\nkim@acme.example;Bayern;12\nlee@acme.example;Hessen;14\n";
    let ran = Test::small().file("in.csv", list).args("inspect in.csv --profile rules/p.toml").run();
    for words in
        ["in line 2", "above it: Contact;;Size", "groups the columns", "1 below_header", "describe the columns"]
    {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn nothing_is_advised_that_is_done_or_wrong() {
    let list = "E-Mail;Standort;Employees\nkim@acme.example;Bonn;-\nlee@acme.example;Kiel;Select\n";
    let ran = Test::small().file("in.csv", list).args("inspect in.csv").run();
    assert!(
        !ran.stdout.contains("= \"Standort\"") && ran.stdout.contains("\"Select\" means nothing"),
        "{}",
        ran.stdout
    );
}
