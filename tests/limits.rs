//! What the README says under Limits, by the real binary: each limit from both sides.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{LEADS, Test};

/// A list of so many columns with one lead.
fn wide(columns: usize) -> String {
    let more = |of: &dyn Fn(usize) -> String| (3..columns).map(of).collect::<String>();
    format!("Email,State,Employees{}\n", more(&|column| format!(",c{column}")))
        + &format!("kim@acme.example,NY,12{}\n", more(&|_| ",".to_owned()))
}

#[test]
fn a_list_has_at_most_4096_columns() {
    let ran = Test::small().file("leads.csv", wide(4_096)).qualify("leads.csv").run();
    assert_eq!(ran.rows("out/prospects.csv").rows.len(), 1);
    let refused = Test::small().file("leads.csv", wide(4_097)).qualify("leads.csv").exit(1).stderr("4097 columns");
    refused.run().is_one_sentence();
}

#[test]
fn a_cell_has_at_most_a_mebibyte_and_a_longer_one_costs_its_record_alone() {
    let mebibyte = 1 << 20;
    for (length, unreadable) in [(mebibyte - 2, 0), (mebibyte - 1, 1)] {
        let long = format!("long@acme.example,NY,12,\"{}\"\n", "x".repeat(length));
        let ran = Test::small().file("leads.csv", format!("{LEADS}{long}")).qualify("leads.csv").run();
        let counts = &ran.json("out/summary.json")["dispositions"];
        assert_eq!(counts["unreadable"], unreadable, "{length}");
        assert_eq!(counts["prospect"], 2 - unreadable, "{length}");
    }
}

#[test]
fn a_record_of_a_quarter_gibibyte_without_a_line_end_is_no_list() {
    let mut list = LEADS.as_bytes().to_vec();
    list.resize(list.len() + (256 << 20) + (1 << 20), b'x');
    let refused = Test::small().file("leads.csv", list).qualify("leads.csv").exit(1).stderr("is longer than 256 MiB");
    refused.run().is_one_sentence();
}

#[test]
fn a_record_is_at_most_63_leads() {
    let groups = |count: usize| {
        let group = |number: usize| format!("{{ email = \"Email{number}\" }}");
        (1..=count).map(group).collect::<Vec<_>>().join(", ")
    };
    let header = |count: usize| (1..=count).map(|number| format!("Email{number},")).collect::<String>();
    let test = |count: usize| {
        let cells: String = (1..=count).map(|number| format!("p{number}@acme.example,")).collect();
        Test::small()
            .file("leads.csv", format!("{}State,Employees\n{cells}NY,12\n", header(count)))
            .file(
                "l.list.toml",
                format!("format = 1\nfiles = [\"leads.csv\"]\n[explode]\ngroups = [{}]\n", groups(count)),
            )
            .qualify("l.list.toml")
    };
    assert_eq!(test(63).run().rows("out/prospects.csv").rows.len(), 63);
    test(64).exit(1).stderr("error[E205]: `groups` takes 1 to 63 groups, not 64").run();
}

#[test]
fn rejections_beyond_a_sheet_are_told_and_stand_in_the_csv_file() {
    let list = |leads: usize| {
        let lead = |number: usize| format!("l{number}@acme.example,TX,12,\n");
        "Email,State,Employees,Note\n".to_owned() + &(0..leads).map(lead).collect::<String>()
    };
    let ran = Test::small().file("leads.csv", list(100_001)).args("qualify leads.csv --profile rules/p.toml --out out");
    let ran = ran.stdout("100,000").run();
    assert!(!ran.path("out/rejections.xlsx").exists());
    assert_eq!(ran.rows("out/rejections.csv").rows.len(), 100_001);
    assert!(ran.path("out/prospects.xlsx").exists());
}

#[test]
fn a_regular_expression_takes_at_most_a_mebibyte() {
    let rule = |pattern: &str| {
        format!(
            "format = 1\ncriterion = \"location\"\n[must.shape]\nfield = \"state\"\nmatches = '{pattern}'\n\
             message = \"{{value}} has another shape.\"\n"
        )
    };
    let test = |pattern: &str| Test::small().file("rules/location.toml", rule(pattern));
    test("^[A-Z]{2}$").qualify("leads.csv").run();
    let big = test("^(\\w{100}){100}$").qualify("leads.csv").exit(1);
    big.stderr("error[E203]: the regular expression takes more than 1 MiB of memory").run();
}
