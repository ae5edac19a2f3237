//! The command line as a person meets it: help, checks, tests beside rules, explanations, exit codes.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use common::{LEADS, Test};

const PROFILES: [&str; 4] = ["virtual-support", "b2b-mid-market", "consumer-home", "rookie-scouting"];

/// A job on the small profile, with more lines at its end.
fn job(more: &str) -> Test {
    let job = "format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n";
    Test::small().file("j.toml", job.to_owned() + more)
}

#[test]
fn the_help_of_every_command_has_an_example() {
    for command in ["run", "qualify", "check", "test", "explain"] {
        Test::new().args("--help").stdout(command).run();
        Test::new()
            .args(&format!("{command} --help"))
            .stdout("Example")
            .stdout(&format!("  leadsieve {command} "))
            .run();
    }
    Test::new().args("--version").stdout("leadsieve 0.").run();
}

#[test]
fn wrong_usage_ends_with_exit_code_2() {
    for line in [
        "",
        "nonsense",
        "run",
        "check",
        "check x --as-of yesterday",
        "check x --threads 0",
        "check x --quiet --verbose",
        "explain rules/p.toml leads.csv",
        "explain rules/p.toml leads.csv --row 0",
        "explain rules/p.toml leads.csv --row 1 --where state=NY",
        "explain rules/p.toml leads.csv --where state",
        "explain rules/p.toml leads.csv --where nonsense=1",
        "qualify leads.csv --profile rules/p.toml",
        "qualify - - --profile rules/p.toml --out out",
    ] {
        let ran = Test::small().args(line).exit(2).run();
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{line}");
    }
}

#[test]
fn what_is_shipped_has_no_mistake() {
    let mut ran = Test::shipped().args("--version").run();
    for name in PROFILES {
        ran = ran.again().args(&format!("check rules/profiles/{name}.toml")).stdout(name).stdout("no mistake").run();
    }
    for (name, lists) in [("nightly", "5 lists"), ("consumer", "1 list"), ("scouting", "1 list")] {
        ran = ran.again().args(&format!("check sample-data/{name}.toml")).stdout(lists).stdout("no mistake").run();
    }
}

#[test]
fn check_tells_every_mistake_at_once() {
    let bad = "format = 1\ncriterion = \"location\"\n[must.a]\nfield = \"stat\"\nis = \"NY\"\n[must.b]\nfield = \"state\"\niz = \"NY\"\n";
    for quiet in ["", "--quiet"] {
        let test = Test::small().file("rules/location.toml", bad).args(&format!("check rules/p.toml {quiet}"));
        test.exit(1)
            .stderr("location.toml:4:9")
            .stderr("location.toml:8:1")
            .stderr("\nerror: 2 mistakes in the rules")
            .run();
    }
}

#[test]
fn a_code_is_explained_on_a_page() {
    Test::new().args("check --explain E203").stdout("E203").run();
    Test::new().args("check --explain E999").exit(1).stderr("there is no code E999").run().is_one_sentence();
}

#[test]
fn an_expectation_that_is_not_met_is_told_with_its_place() {
    Test::small().args("test rules/p.toml").stdout("2 passed, 0 failed").run();
    let text = Test::small();
    let text = std::fs::read_to_string(text.path("rules/location.toml")).unwrap().replace("small = 10", "small = 11");
    let line = text.lines().position(|line| line.contains("small = 11")).unwrap() + 1;
    let told = format!("rules/location.toml:{line}: test served: location.small expected 11, got 10");
    for quiet in ["", "--quiet"] {
        let test = Test::small().file("rules/location.toml", &text).args(&format!("test rules/p.toml {quiet}"));
        test.exit(1).stdout(&told).stdout("1 passed, 1 failed").run();
    }
    let ran = Test::small().file("rules/location.toml", &text).args("test rules/p.toml --format json").exit(1).run();
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let missed = &json[0]["missed"][0];
    assert_eq!((&missed["line"], &missed["expected"], &missed["got"]), (&line.into(), &"11".into(), &"10".into()));
}

#[test]
fn one_lead_is_explained_in_words() {
    for (which, verdict, words) in [
        ("--row 1", "record 1, line 2: prospect", "location.small, 10 points"),
        ("--row 2", "record 2, line 3: rejected", "TX is not served."),
        ("--row 3", "record 3, line 4: review", "Which state?"),
        ("--where email=LEE@acme.example", "record 2, line 3: rejected", "location.served"),
        ("--where employees=80", "record 3, line 4: review", "(blank)"),
    ] {
        Test::small().args(&format!("explain rules/p.toml leads.csv {which}")).stdout(verdict).stdout(words).run();
    }
    for which in ["--row 4", "--where state=CA"] {
        let ran = Test::small().args(&format!("explain rules/p.toml leads.csv {which}")).exit(1).run();
        ran.is_one_sentence();
        assert!(ran.stderr.contains("there is no such lead among the 3 records of leads.csv"), "{}", ran.stderr);
    }
    let test =
        Test::small().file("leads.csv", LEADS.to_owned() + "short\n").args("explain rules/p.toml leads.csv --row 4");
    test.exit(1).stderr("cannot be read").stderr("1 cell,").run().is_one_sentence();
}

#[test]
fn one_lead_is_explained_in_json() {
    let ran = Test::small().args("explain rules/p.toml leads.csv --row 2 --format json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&json["list"], &json["record"], &json["line"]), (&"leads.csv".into(), &2.into(), &3.into()));
    assert_eq!((&json["verdict"], &json["blocked_by"][0]), (&"rejected".into(), &"location.served".into()));
    assert_eq!(json["cells"]["state"]["value"], "TX");
    assert_eq!(json["cells"]["state"]["repair"], serde_json::Value::Null);
    assert_eq!(json["nearest_miss"]["knock_outs"][0]["rule"], "location.served");
    let ran = Test::small().args("explain rules/p.toml leads.csv --row 3 --format json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let question = &json["questions"][0];
    assert_eq!((&question["field"], &question["knock_out"]), (&"state".into(), &true.into()), "{question}");
    assert_eq!(question["settles"][0], "location.served");
    assert_eq!(json["rules"]["location.served"]["causes"]["state"], "blank");
}

#[test]
fn standard_input_is_a_list_with_a_name() {
    let test = Test::small().args("qualify - --name fair.csv --profile rules/p.toml --out out").stdin(LEADS);
    let ran = test.stdout("1 prospect").stdout("fair.csv").run();
    assert_eq!(ran.rows("out/prospects.csv").column("list"), ["fair.csv"]);
    assert_eq!(ran.json("out/run.json")["inputs"][0]["bytes"], LEADS.len());
    Test::small().qualify("-").exit(1).stderr("is empty").run().is_one_sentence();
}

#[test]
fn results_go_to_stdout_and_json_is_json() {
    let ran = job("").args("run j.toml --format json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json, ran.json("out/latest/summary.json"));
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
}

#[test]
fn quiet_says_nothing() {
    for line in [
        "run j.toml --quiet",
        "check j.toml --quiet",
        "check rules/p.toml --quiet",
        "test rules/p.toml -q",
        "qualify leads.csv --profile rules/p.toml --out other --quiet",
    ] {
        let ran = job("").args(line).run();
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "{line}");
    }
}

#[test]
fn only_the_wanted_formats_are_written() {
    let ran = job("").args("run j.toml --formats parquet").run();
    assert_eq!(common::names(&ran.path("out/latest")), ["decisions.parquet", "mail.txt", "run.json", "summary.json"]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for line in ["explain rules/p.toml leads.csv --row 1", "check --explain E203", "run j.toml"] {
        let test = job("").args(line);
        let mut child = test.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_finds_no_room_is_an_error_and_the_reports_stand() {
    for line in [
        "--help",
        "--version",
        "explain --help",
        "explain rules/p.toml leads.csv --row 1",
        "check --explain E203",
        "check rules/p.toml",
        "inspect leads.csv",
        "schema",
        "schema profile",
        "completions bash",
        "man",
        "test rules/p.toml",
        "qualify leads.csv --profile rules/p.toml --out q",
        "run j.toml --format json",
        "run j.toml",
    ] {
        let test = job("").args(line);
        let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = test.command().stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let error = "error: cannot write to standard output: No space left on device\n";
        assert!(said.ends_with(error), "{line}: {said}");
        assert_eq!(ended.status.code(), Some(1), "{line}");
        assert!(!line.starts_with("run") || test.path("out/latest/prospects.csv").exists(), "{line}");
        // Where both streams are full, the code still says it.
        let fresh = job("").args(line);
        assert_eq!(fresh.command().stdout(full()).stderr(full()).status().unwrap().code(), Some(1), "{line}");
    }
}

#[test]
fn a_passed_threshold_ends_with_exit_code_3_and_the_reports_are_there() {
    for (limits, exit, words) in [
        ("unreadable_rows = \"25%\"", 0, ""),
        ("unreadable_rows = \"24%\"", 3, "warning: unreadable: 1 of 4 records, more than 24 %"),
        ("prospects_below = 1", 0, ""),
        ("prospects_below = 2", 3, "warning: 1 prospect, fewer than 2"),
    ] {
        let test = job(&format!("[fail_when]\n{limits}\n")).file("leads.csv", LEADS.to_owned() + "short\n");
        let ran = test.args("run j.toml").exit(exit).stderr(words).stdout("Reports: ").run();
        assert_eq!(ran.rows("out/latest/prospects.csv").rows.len(), 1, "{limits}");
    }
}
