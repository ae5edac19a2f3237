//! What it takes to be left alone at night: old runs go, thresholds trip, and a killed run leaves no trace.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Test, names};

const JOB: &str = r#"
format    = 1
name      = "night"
profile   = "rules/p.toml"
lists     = ["leads.csv"]
out       = "out"
keep_runs = 2
"#;

/// How often a run is killed, each time a little later.
const KILLS: u32 = 24;

fn test() -> Test {
    Test::small().file("night.toml", JOB)
}

#[test]
fn old_runs_go_and_the_newest_stay() {
    let mut ran = test().args("run night.toml --formats csv").run();
    for _ in 0..2 {
        ran = ran.again().args("run night.toml --formats csv --again").run();
    }
    let last =
        ran.again().args("run night.toml --formats csv --verbose --again").stderr("removed old runs: 2026").run();
    // The name of the first run, which went, was free again.
    assert_eq!(names(&last.path("out")), [".lock", "2026-11-23-night", "2026-11-23-night-3", "latest"]);
    assert_eq!(fs::read_link(last.path("out/latest")).unwrap(), Path::new("2026-11-23-night"));
    assert!(last.path("out/latest/prospects.csv").is_file());
}

#[test]
fn a_rule_that_the_list_answers_too_seldom_makes_the_exit_code_3() {
    let job = |limit: &str| format!("{JOB}[fail_when.unknown]\n\"location.served\" = \"{limit}\"\n");
    let tripped = test().file("night.toml", job("33%")).args("run night.toml --formats csv").exit(3);
    tripped.stderr("warning: location.served is unknown of 1 of 3 leads, more than 33 %").run();
    test().file("night.toml", job("34%")).args("run night.toml --formats csv").run();
    let wrong = job("33%").replace("location.served", "location.server");
    let ran = test().file("night.toml", wrong).args("check night.toml").exit(1);
    ran.stderr("error[E111]: there is no rule `location.server`").stderr("did you mean `location.served`?").run();
}

/// A list of some size, so that there is a while in which a run can be killed.
fn long_list() -> String {
    let lead = |n: u32| format!("lead{n}@acme.example,{},{},\n", ["NY", "TX", ""][n as usize % 3], n % 90);
    "Email,State,Employees,Note\n".to_owned() + &(0..30_000).map(lead).collect::<String>()
}

/// A folder of outputs is whole where every file that a finished run has is in it and its counts add up.
fn is_whole(folder: &Path) -> bool {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let Ok(summary) = serde_json::from_str::<serde_json::Value>(&read("summary.json")) else { return false };
    let counted = |name: &str, disposition: &str| {
        read(name).lines().count() as u64 == summary["dispositions"][disposition].as_u64().unwrap() + 1
    };
    serde_json::from_str::<serde_json::Value>(&read("run.json")).is_ok()
        && counted("prospects.csv", "prospect")
        && counted("review.csv", "review")
        && counted("rejections.csv", "rejected")
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_last_good_output_and_the_next_one_works() {
    let good = test().file("leads.csv", long_list()).args("run night.toml --formats csv,parquet").run();
    let began = Instant::now();
    let test = good.again().args("run night.toml --formats csv,parquet --again");
    let mut child = test.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    child.wait().unwrap();
    let whole = began.elapsed();
    for kill in 0..KILLS {
        let mut child = test.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole.mul_f64(f64::from(kill) / f64::from(KILLS)).min(Duration::from_secs(20)));
        // It may have ended already.
        let _ = child.kill();
        child.wait().unwrap();
        assert!(is_whole(&test.path("out/latest")), "after kill {kill}");
        for name in names(&test.path("out")).iter().filter(|name| name.starts_with("2026")) {
            assert!(is_whole(&test.path("out").join(name)), "{name} after kill {kill}");
        }
    }
    let next = test.run();
    assert!(is_whole(&next.path("out/latest")));
    let left: Vec<String> = names(&next.path("out")).into_iter().filter(|name| name.starts_with(".tmp")).collect();
    assert_eq!(left, Vec::<String>::new());
}
