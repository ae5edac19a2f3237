//! Cells that are not judged as their list has them, by the real binary: channels that are barred, gaps that are filled.

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
keys = [["email"], ["phone"]]
[field.email]
type    = "email"
columns = ["Email"]
[field.phone]
type    = "phone"
columns = ["Phone"]
ask     = "Which number?"
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
ask     = "How many people?"
[field.calls]
type    = "yes_no"
columns = ["Calls"]
"#;

const RULES: &str = r#"
format    = 1
criterion = "location"
[must.served]
field   = "state"
in      = ["NY", "MA"]
message = "{value} is not served."
[must.reachable]
any = [{ field = "phone.country", is = "DE" }, { field = "employees", at_most = 10 }]
"#;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["a.csv", "b.csv"]
out     = "out"
[output]
formats = ["csv", "xlsx"]
"#;

const CLEAR: &str = r#"
[[suppress.clear]]
fields = ["phone"]
files  = ["no-calls.csv"]
[[suppress.clear]]
fields = ["phone", "employees"]
when   = { field = "calls", is = false }
"#;

const A: &str = "Email,Phone,State,Employees,Calls\nkim@acme.example,+49 30 1234567,NY,,\n\
    lee@acme.example,+49 30 1234568,NY,,\nana@acme.example,+49 30 1234569,NY,5,no\n";
const B: &str = "Email,Phone,State,Employees,Calls\nkim@acme.example,,,12,\nnew@acme.example,+49 30 1234568,MA,7,\n\
    lee@acme.example,,MA,8,\n";

fn test(job: &str) -> Test {
    Test::small()
        .file("rules/fields.toml", FIELDS)
        .file("rules/location.toml", RULES)
        .file("night.toml", job)
        .file("no-calls.csv", "phone\n+49 (0)30 1234567\n")
        .file("a.csv", A)
        .file("b.csv", B)
}

fn filling() -> String {
    FIELDS.replace("[identity]", "[identity]\nfill_gaps = true")
}

fn column(ran: &Ran, file: &str, name: &str) -> Vec<String> {
    ran.rows(&format!("out/latest/{file}.csv")).column(name).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_barred_channel_is_gone_and_nobody_asks_for_it() {
    let ran = test(&format!("{JOB}{CLEAR}")).args("run night.toml").run();
    // kim is named by the file, ana by her own list; who it is stays told by the number, so new repeats lee.
    assert_eq!(column(&ran, "prospects", "email"), ["lee@acme.example"]);
    assert_eq!(column(&ran, "review", "email"), ["kim@acme.example", "ana@acme.example"]);
    assert_eq!(column(&ran, "review", "phone"), ["", ""]);
    assert_eq!(column(&ran, "review", "employees"), ["", ""]);
    assert_eq!(
        column(&ran, "review", "reason"),
        [
            "Ask: How many people?",
            "Unknown, and nothing to ask: location.reachable (phone.country: suppressed, Employees: suppressed)."
        ]
    );
    assert_eq!(column(&ran, "duplicates", "key_value"), ["kim@acme.example", "+49301234568", "lee@acme.example"]);
    assert_eq!(column(&ran, "duplicates", "key_raw"), ["kim@acme.example", "'+49 30 1234568", "lee@acme.example"]);
    let summary = ran.json("out/latest/summary.json");
    assert_eq!(summary["lists"][0]["cleared"], serde_json::json!({ "phone": 2, "employees": 1 }));
    assert!(summary["lists"][1].get("cleared").is_none());
    // The record of the run names the file.
    let record = ran.json("out/latest/run.json").to_string();
    assert!(record.contains("no-calls.csv"), "{record}");
}

#[test]
fn files_and_a_condition_bar_whom_both_mean() {
    let both = CLEAR.split("[[suppress.clear]]").nth(1).unwrap().to_owned();
    let of = |value: &str| format!("{JOB}[[suppress.clear]]{both}when = {{ field = \"state\", is = \"{value}\" }}\n");
    let cleared = |value: &str| {
        let ran = test(&of(value)).args("run night.toml").run();
        ran.json("out/latest/summary.json")["lists"][0]["cleared"]["phone"].as_u64()
    };
    assert_eq!((cleared("NY"), cleared("MA")), (Some(1), None));
}

#[test]
fn gaps_are_filled_from_the_earliest_duplicate_that_has_something() {
    let ran = test(JOB).file("rules/fields.toml", filling()).args("run night.toml").run();
    // lee takes the 7 employees of the record with the same number, not the 8 of the later one; its state stays.
    assert_eq!(column(&ran, "prospects", "email"), ["kim@acme.example", "lee@acme.example", "ana@acme.example"]);
    assert_eq!(column(&ran, "prospects", "employees"), ["12", "7", "5"]);
    assert_eq!(column(&ran, "prospects", "state"), ["NY", "NY", "NY"]);
    assert_eq!(
        column(&ran, "prospects", "filled_from"),
        ["employees from b.csv, record 1", "employees from b.csv, record 2", ""]
    );
    assert_eq!(ran.json("out/latest/summary.json")["lists"][0]["filled"]["employees"], 2);
    // Without it, the column is not there.
    let plain = test(JOB).args("run night.toml").run();
    let header = plain.rows("out/latest/prospects.csv").header;
    assert!(!header.contains(&"filled_from".to_owned()), "{header:?}");
    assert_eq!(column(&plain, "prospects", "employees"), ["", "", "5"]);
}

#[test]
fn what_is_barred_fills_no_gap_and_is_not_filled() {
    let a = "Email,Phone,State,Employees,Calls\nkim@acme.example,,NY,,\nana@acme.example,,NY,3,no\n\
        lee@acme.example,,NY,,\n";
    let b = "Email,Phone,State,Employees,Calls\nkim@acme.example,+49 30 1234567,,,\nana@acme.example,+49 30 77,,,\n\
        ana@acme.example,+49 30 1234570,,9,\nlee@acme.example,+49 30 1234571,NY,4,\n";
    let job = format!("{JOB}{CLEAR}[suppress]\nfiles = [\"people.csv\"]\n");
    let ran = test(&job)
        .file("rules/fields.toml", filling())
        .file("a.csv", a)
        .file("b.csv", b)
        .file("people.csv", "phone\n+49301234571\n")
        .args("run night.toml")
        .run();
    // kim's number is barred, ana gets no calls at all, and whoever has lee's number must not be contacted.
    assert_eq!(column(&ran, "review", "phone"), ["", "", ""]);
    assert_eq!(column(&ran, "review", "filled_from"), ["", "", ""]);
    assert_eq!(column(&ran, "suppressed", "Email"), ["lee@acme.example"]);
    assert_eq!(column(&ran, "review", "email"), ["kim@acme.example", "ana@acme.example", "lee@acme.example"]);
}

#[test]
fn filled_leads_are_the_same_for_any_threads_and_limits_count_them() {
    let mut a = String::from("Email,Phone,State,Employees,Calls\n");
    let mut b = a.clone();
    for lead in 0..6_000 {
        a += &format!("p{lead}@acme.example,,NY,{},\n", if lead % 3 == 0 { "" } else { "4" });
        b += &format!("p{lead}@acme.example,,NY,{},\n", lead % 20);
    }
    let job = format!("{JOB}[limit.all]\nkeep = 5000\nof = \"prospect\"\n");
    let run = |threads: &str| {
        let test = test(&job).file("rules/fields.toml", filling()).file("a.csv", &a).file("b.csv", &b);
        let ran = test.args(&format!("run night.toml --threads {threads}")).run();
        let counts = ran.json("out/latest/summary.json")["dispositions"].clone();
        (std::fs::read(ran.path("out/latest/prospects.csv")).unwrap(), counts)
    };
    let (one, counts) = run("1");
    assert_eq!((one, &counts), (run("2").0, &counts));
    // Two thirds have four employees; of the 2,000 others, every twentieth number of 0 to 10 passes.
    let passing = (0..6_000).filter(|lead| lead % 3 != 0 || lead % 20 <= 10).count() as u64;
    assert_eq!(counts["prospect"], 5_000);
    assert_eq!(counts["held"], passing - 5_000);
    assert_eq!(counts["duplicate"], 6_000);
}

#[test]
fn a_piped_list_cannot_be_read_twice() {
    let test = test(JOB).file("rules/fields.toml", filling()).stdin(A).exit(1).stderr("can be read only once");
    test.qualify("-").run();
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let job = format!("{JOB}[[suppress.clear]]\nfields = [\"phon\"]\nwhen = {{ field = \"cals\", is = true }}\n");
    let ran = test(&job).args("check night.toml").exit(1).run();
    for said in ["there is no field `phon`", "did you mean `phone`", "there is no field `cals`", "night.toml:11"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    let job = format!("{JOB}[[suppress.clear]]\nfields = [\"phone\"]\n");
    let ran = test(&job).args("run night.toml").exit(1).run();
    assert!(ran.stderr.contains("`files` is missing"), "{}", ran.stderr);
    let job = format!("{JOB}[[suppress.clear]]\nfields = [\"phone\"]\nfiles = [\"gone/*.csv\"]\n");
    test(&job).args("run night.toml").exit(1).stderr("under [[suppress.clear]]").run();
}

#[test]
fn a_vendor_answers_for_the_dates_of_its_own_list_alone() {
    let dated = filling() + "[field.verified]\ntype = \"date\"\ncolumns = [\"Verified\"]\nformats = [\"YYYY-MM-DD\"]\n";
    let list = "format = 1\nfiles = [\"a.csv\"]\nvendor = \"A\"\nbought = 2026-11-20\n[promise]\n\
        verified_within = { verified = \"12 months\" }\n";
    let a =
        "Email,Phone,State,Employees,Calls,Verified\nkim@acme.example,,NY,5,,\nlee@acme.example,,NY,5,,2019-05-05\n";
    let b = "Email,Phone,State,Employees,Calls,Verified\nkim@acme.example,,NY,5,,2020-01-01\n";
    let job = JOB.replace("\"a.csv\"", "\"a.list.toml\"");
    let test = test(&job).file("rules/fields.toml", dated).file("a.list.toml", list).file("a.csv", a).file("b.csv", b);
    let ran = test.args("run night.toml").run();
    assert_eq!(column(&ran, "prospects", "verified"), ["2020-01-01", "2019-05-05"]);
    assert_eq!(ran.json("out/latest/summary.json")["lists"][0]["defects"]["outdated_record"], 1);
}
