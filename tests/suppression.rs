//! Leads that must not be contacted, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Test};

const FIELDS: &str = r#"
format = 1
[identity]
keys           = [["email"]]
do_not_contact = ["opted_out"]
[field.email]
type    = "email"
columns = ["Email"]
[field.phone]
type         = "phone"
columns      = ["Phone"]
[field.website]
type    = "web"
columns = ["Website"]
[field.company]
type    = "company"
columns = ["Company"]
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
[field.opted_out]
type    = "yes_no"
columns = ["Opt-out"]
"#;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["leads.csv"]
out     = "out"
[output]
formats = ["csv"]
[suppress]
files   = ["suppression/*.csv"]
"#;

const LEADS: &str = "\
Email,Phone,Website,Company,State,Employees,Opt-out
KIM@acme.example,,,,NY,12,
lee@acme.example,+49 30 1234567,,,NY,12,
ana@mail.bad.example,,,,NY,12,
bob@one.example,,https://www.bad.example/shop,,NY,12,
cid@two.example,,,Müller Bau GmbH & Co. KG,NY,12,
dan@three.example,,,,NY,12,no
eve@four.example,,,,NY,12,yes
gus@six.example,,,,NY,12,
kim@acme.example,,,,NY,12,
zoe@five.example,,,,NY,12,
";

/// SHA-256 of `gus@six.example`, by another program.
const HASH: &str = "6DD5F8B43543E6801CA36008C1F2A7C5B12E094BB0F87B73DEF1A7D4655A0999";

fn test() -> Test {
    Test::small().file("rules/fields.toml", FIELDS).file("leads.csv", LEADS).file("night.toml", JOB)
}

fn run(test: Test) -> Ran {
    test.args("run night.toml").run()
}

/// A run whose suppression files have entries that bar nobody.
fn run_with_idle_entries(test: Test) -> Ran {
    test.args("run night.toml").exit(3).run()
}

fn count(ran: &Ran, disposition: &str) -> u64 {
    ran.json("out/latest/summary.json")["dispositions"][disposition].as_u64().unwrap()
}

#[test]
fn every_kind_of_entry_bars_whoever_it_names() {
    let ran = run(test()
        .file("suppression/a.csv", format!("email,email_sha256\nkim@ACME.example,\n,{HASH}\n"))
        .file("suppression/b.csv", "Name;Phone;Domain;Company\nLee;+49301234567;;\n;;@bad.example;\n;;;MÜLLER BAU\n"));
    let rows = ran.rows("out/latest/suppressed.csv");
    assert_eq!(
        rows.column("suppressed_by"),
        [
            "email in a.csv, line 2",
            "phone in b.csv, line 2",
            "domain in b.csv, line 3",
            "domain in b.csv, line 3",
            "company in b.csv, line 4",
            "opted_out in the list itself",
            "email_sha256 in a.csv, line 3",
            "email in a.csv, line 2",
        ]
    );
    assert_eq!(rows.column("verdict"), [""; 8]);
    assert_eq!(rows.column("Email")[0], "KIM@acme.example", "the originals stand as they were");
    assert_eq!(ran.rows("out/latest/prospects.csv").column("email"), ["dan@three.example", "zoe@five.example"]);
    assert_eq!([count(&ran, "suppressed"), count(&ran, "prospect"), count(&ran, "duplicate")], [8, 2, 0]);
    let rules = &ran.json("out/latest/summary.json")["rules"]["location.served"];
    assert_eq!(rules["pass"], 2, "suppressed leads are not judged");
}

#[test]
fn a_suppressed_lead_is_an_earlier_record_of_a_duplicate() {
    let leads = "Email,Phone,State\nkim@acme.example,+49301234567,NY\nkim@acme.example,,NY\n";
    let ran = run(test().file("leads.csv", leads).file("suppression/a.csv", "phone\n+49 (0)30 1234567\n"));
    assert_eq!([count(&ran, "suppressed"), count(&ran, "duplicate"), count(&ran, "prospect")], [1, 1, 0]);
}

#[test]
fn files_of_other_programs_are_read_as_they_are() {
    let utf16: Vec<u8> = "\u{feff}E-Mail;Datum\r\nkim@acme.example;2026-01-01\r\nlee@acme.example;2026-01-02\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let fields = FIELDS.replace("[\"Email\"]", "[\"Email\", \"E-Mail\"]");
    let ran = run(test().file("rules/fields.toml", fields).file("suppression/a.csv", utf16));
    assert_eq!(count(&ran, "suppressed"), 4, "both, one of them twice, and the one that its list marks");
}

#[test]
fn entries_that_cannot_be_read_are_named() {
    let file = "email,phone\nnobody at all,\nkim@acme.example,\n,030 1234567\n";
    let ran = run_with_idle_entries(test().file("suppression/a.csv", file));
    let warnings = ran.json("out/latest/summary.json")["warnings"].to_string();
    for part in [
        "a.csv: nobody is barred by 1 entry",
        "line 2 (email \\\"nobody at all\\\")",
        "line 4 (phone",
        "with their country",
    ] {
        assert!(warnings.contains(part), "{part} in {warnings}");
        assert!(ran.stderr.contains(&part.replace('\\', "")), "{part} in {}", ran.stderr);
    }
    assert_eq!(count(&ran, "suppressed"), 4, "the number without a country bars whoever has its digits");
}

#[test]
fn a_file_that_names_nobody_or_is_missing_stops_the_run() {
    let nobody =
        test().file("suppression/a.csv", "id,when\n7,2026-01-01\n8,2026-01-02\n").args("run night.toml").exit(1);
    let ran = nobody.stderr("a.csv names nobody").stderr("email_sha256, phone, page, domain, company or name").run();
    ran.is_one_sentence();
    let ran = test().args("run night.toml").exit(1).stderr("under [suppress]").run();
    ran.is_one_sentence();
    let job = JOB.replace("\"suppression/*.csv\"", "{ path = \"suppression/*.csv\", optional = true }");
    assert_eq!(count(&run(test().file("night.toml", job)), "suppressed"), 1);
}

#[test]
fn barring_nobody_changes_no_byte() {
    let fields = FIELDS.replace("do_not_contact = [\"opted_out\"]", "");
    let none = test().file("rules/fields.toml", &fields).file("suppression/a.csv", "email\nother@else.example\n");
    let with = run(none);
    let without = run(test()
        .file("rules/fields.toml", &fields)
        .file("night.toml", JOB.replace("[suppress]\nfiles   = [\"suppression/*.csv\"]", "")));
    for name in ["prospects", "review", "rejections", "duplicates", "suppressed", "unreadable"] {
        let file = format!("out/latest/{name}.csv");
        assert_eq!(with.text(&file), without.text(&file), "{name}");
    }
}

#[test]
fn many_entries_and_two_threads_give_the_same_bytes() {
    let mut file = "email\n".to_owned();
    (0..200_000).for_each(|n| file += &format!("person{n}@else.example\n"));
    file += "dan@three.example\n";
    let one = run(test().file("suppression/a.csv", &file));
    let two = test().file("suppression/a.csv", &file).args("run night.toml --threads 1").run();
    for name in ["prospects", "suppressed"] {
        let file = format!("out/latest/{name}.csv");
        assert_eq!(one.text(&file), two.text(&file), "{name}");
    }
    assert_eq!(one.rows("out/latest/suppressed.csv").column("suppressed_by")[0], "email in a.csv, line 200002");
}
