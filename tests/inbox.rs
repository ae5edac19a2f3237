//! The habits of an inbox, and limits on what is handed over, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use common::{Ran, Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = [{ path = "inbox/*", optional = true }]
out     = "out"
"#;

const ONE: &str = "Email,State,Employees\none@acme.example,NY,1\n";
const TWO: &str = "Email,State,Employees\ntwo@acme.example,NY,2\n";

fn test(more: &str) -> Test {
    Test::small().file("night.toml", format!("{JOB}{more}"))
}

/// A file that was put there an hour ago.
fn old(test: Test, name: &str, text: &str) -> Test {
    let test = test.file(name, text);
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
    File::options().write(true).open(test.path(name)).unwrap().set_modified(an_hour_ago).unwrap();
    test
}

fn run(test: Test) -> Ran {
    test.args("run night.toml --formats csv").run()
}

fn warnings(ran: &Ran) -> String {
    ran.json("out/latest/summary.json")["warnings"].to_string()
}

fn emails(ran: &Ran, name: &str) -> Vec<String> {
    ran.rows(&format!("out/latest/{name}.csv")).column("email").into_iter().map(str::to_owned).collect()
}

#[test]
fn lists_that_were_done_are_moved_and_not_read_again() {
    let ran = run(old(old(test("after = \"move\""), "inbox/one.csv", ONE), "inbox/two.csv", TWO));
    assert_eq!(names(&ran.path("inbox")), Vec::<String>::new());
    assert_eq!(names(&ran.path("done/2026-11-23")), ["one.csv", "two.csv"]);
    let nothing = ran.again().args("run night.toml").stderr("no list tonight").run();
    assert_eq!(names(&nothing.path("out")), [".lock", "2026-11-23-night", "latest"]);
    // A list of the same name on the same day keeps its own name in the reports.
    let third = run(old(nothing.again(), "inbox/one.csv", &ONE.replace("one@", "three@")));
    assert_eq!(names(&third.path("done/2026-11-23")), ["one-2.csv", "one.csv", "two.csv"]);
    assert_eq!(emails(&third, "prospects"), ["three@acme.example"]);
}

#[test]
fn lists_that_could_not_be_moved_any_more_are_moved_the_next_night() {
    let ran = run(old(test("after = \"move\""), "inbox/one.csv", ONE));
    fs::rename(ran.path("done/2026-11-23/one.csv"), ran.path("inbox/one.csv")).unwrap();
    let next = old(ran.again(), "inbox/two.csv", TWO).on("2026-11-24");
    let next = next.args("run night.toml --formats csv").stderr("one.csv was read by the last run").run();
    assert_eq!(emails(&next, "prospects"), ["two@acme.example"]);
    assert_eq!(names(&next.path("done/2026-11-24")), ["one.csv", "two.csv"]);
    assert_eq!(names(&next.path("inbox")), Vec::<String>::new());
}

#[test]
fn what_is_still_being_uploaded_waits_and_is_named() {
    let test = old(test("after = \"keep\""), "inbox/one.csv", ONE);
    let test = old(test, "inbox/three.csv.part", TWO).file("inbox/two.csv", TWO);
    let ran = run(old(test, "inbox/four.tmp", TWO));
    assert_eq!(emails(&ran, "prospects"), ["one@acme.example"]);
    for words in [
        "inbox/two.csv was not read: it was changed less than a minute ago",
        "inbox/three.csv.part was not read: by its name it is still being uploaded",
        "inbox/four.tmp was not read",
    ] {
        assert!(warnings(&ran).contains(words), "{words}: {}", warnings(&ran));
    }
    assert_eq!(names(&ran.path("inbox")), ["four.tmp", "one.csv", "three.csv.part", "two.csv"]);
    let later = run(old(ran.again(), "inbox/two.csv", TWO));
    assert_eq!(emails(&later, "prospects"), ["one@acme.example", "two@acme.example"]);
}

#[test]
fn what_programs_leave_in_an_inbox_is_passed_over_and_names_are_read_as_people_read_them() {
    let job = "after = \"move\"\n[suppress]\nfiles = [\"barred/*\"]\n";
    let mut ran = old(test(job), "inbox/UPPER.CSV", ONE).file("barred/Opt-Outs.CSV", "email\nbarred@acme.example\n");
    for (name, bytes) in [
        ("inbox/~$book.csv", "\u{8}Kim Lee\0\0"),
        ("inbox/._two.csv", "\0\u{5}\u{16}\u{7}"),
        ("inbox/.~lock.two.csv#", ",kim,office,"),
        ("inbox/.DS_Store", "\0\0\0\u{1}Bud1"),
        ("barred/~$Opt-Outs.xlsx", "\u{8}Kim Lee\0\0"),
        ("barred/.DS_Store", "\0\0\0\u{1}Bud1"),
    ] {
        ran = old(ran, name, bytes);
    }
    let ran = ran.args("run night.toml --formats csv").stderr("barred/~$Opt-Outs.xlsx was not read: ").run();
    assert_eq!(emails(&ran, "prospects"), ["one@acme.example"]);
    for name in ["~$book.csv", "._two.csv", ".~lock.two.csv#", ".DS_Store"] {
        assert!(warnings(&ran).contains(&format!("inbox/{name} was not read: ")), "{name}: {}", warnings(&ran));
        assert!(ran.path("inbox").join(name).exists(), "{name}");
    }
    assert_eq!(names(&ran.path("done/2026-11-23")), ["UPPER.CSV"]);
}

#[test]
fn one_broken_list_does_not_stop_the_others_unless_the_job_is_strict() {
    // One that cannot be opened, and one that breaks off in the middle.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let lead = |n: u32| format!("lead{n}x{}@acme.example,NY,{}\n", n * 7919 % 1_000_003, n % 90);
    let long = "Email,State,Employees\n".to_owned() + &(0..400_000).map(lead).collect::<String>();
    std::io::Write::write_all(&mut packed, long.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let half = &packed[..packed.len() * 3 / 4];
    let with_lists = |more: &str| {
        let test = test(more).file("inbox/a.csv", "").file("inbox/b.csv.gz", half);
        test.file("inbox/c.csv", ONE).args("run night.toml --formats csv")
    };
    let ran = with_lists("").exit(3).stderr("inbox/a.csv is empty").stderr("b.csv was left out: ").run();
    assert_eq!(emails(&ran, "prospects"), ["one@acme.example"]);
    let summary = ran.json("out/latest/summary.json");
    assert_eq!(summary["broken_lists"].as_array().unwrap().len(), 2, "{summary}");
    assert_eq!(summary["lists"].as_array().unwrap().len(), 1);
    let strict = with_lists("strict = true").exit(1).stderr("inbox/a.csv is empty").run();
    strict.is_one_sentence();
    assert!(!strict.path("out/latest").exists());
}

#[test]
fn nothing_but_broken_lists_is_an_error() {
    let ran = test("").file("inbox/a.csv", "").args("run night.toml").exit(1).stderr("a.csv is empty").run();
    ran.is_one_sentence();
    assert!(!ran.path("out/latest").exists());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_refused_unless_they_are_meant() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("one.csv"), ONE).unwrap();
    let linked = |more: &str| {
        let test = test(more);
        fs::create_dir(test.path("inbox")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("one.csv"), test.path("inbox/one.csv")).unwrap();
        test.args("run night.toml --formats csv")
    };
    let ran = linked("").exit(1).stderr("inbox/one.csv leads out of the folder of the job, to ").run();
    ran.is_one_sentence();
    let ran = linked("follow_links = true").run();
    assert_eq!(emails(&ran, "prospects"), ["one@acme.example"]);
    // One that stays inside is nobody's business.
    let test = test("").file("inbox/one.csv", ONE);
    std::os::unix::fs::symlink("one.csv", test.path("inbox/same.csv")).unwrap();
    assert_eq!(emails(&run(test), "prospects"), ["one@acme.example"]);
}

/// Leads in two states, the best last.
const MANY: &str = "Email,State,Employees\na@acme.example,NY,90\nb@acme.example,MA,90\nc@acme.example,NY,20\nd@acme.example,MA,20\n\
    e@acme.example,NY,10\nf@acme.example,,10\n";

const LIMITED: &str = "after = \"move\"\n[ledger]\nfile = \"ledger.sqlite\"\n\
    [limit.per-state]\nby = \"state\"\nkeep = 1\nof = \"prospect\"\nhold_for = \"2 days\"\n";

#[test]
fn the_best_of_each_group_are_handed_over_and_the_others_come_first_the_next_night() {
    let first = run(old(test(LIMITED), "inbox/many.csv", MANY));
    assert_eq!(emails(&first, "prospects"), ["c@acme.example", "d@acme.example"]);
    assert_eq!(emails(&first, "review"), ["f@acme.example"]);
    let held = first.rows("out/latest/held.csv");
    assert_eq!(held.column("email"), ["a@acme.example", "b@acme.example", "e@acme.example"]);
    assert_eq!((held.column("held_by")[0], held.column("held_since")[0]), ("per-state", "2026-11-23"));
    assert_eq!(held.column("verdict"), ["prospect"; 3]);
    let counts = &first.json("out/latest/summary.json")["dispositions"];
    assert_eq!((&counts["held"], &counts["prospect"]), (&3.into(), &2.into()));
    // Its held leads wait in the list, so it stays.
    assert_eq!(names(&first.path("inbox")), ["many.csv"]);

    // A better lead comes the next night, and has to wait: e was there before it.
    let better = "Email,State,Employees\nbest@acme.example,NY,1\n";
    let second = run(old(first.again(), "inbox/better.csv", better).on("2026-11-24"));
    assert_eq!(emails(&second, "prospects"), ["b@acme.example", "e@acme.example"]);
    assert_eq!(emails(&second, "held"), ["best@acme.example", "a@acme.example"]);
    assert_eq!(second.rows("out/latest/held.csv").column("held_since"), ["2026-11-24", "2026-11-23"]);
    assert_eq!(second.rows("out/latest/known.csv").rows.len(), 3);

    // After two days nobody comes first any more, and lists in which nobody waits are done.
    let third = run(second.again().on("2026-11-26"));
    assert_eq!(emails(&third, "prospects"), ["best@acme.example"]);
    assert_eq!(names(&third.path("inbox")), Vec::<String>::new());
    assert_eq!(names(&third.path("done/2026-11-26")), ["better.csv", "many.csv"]);
}

#[test]
fn a_limit_without_a_group_counts_all_and_needs_no_ledger() {
    let limit = "[limit.nightly]\nkeep = 2\nof = \"prospect\"\n[limit.calls]\nkeep = 0\nof = \"review\"\n";
    for threads in [1, 3] {
        let test = test(limit).file("inbox/many.csv", MANY);
        let ran = test.args(&format!("run night.toml --formats csv --threads {threads}")).run();
        assert_eq!(emails(&ran, "prospects"), ["c@acme.example", "d@acme.example"]);
        assert_eq!(emails(&ran, "held"), ["a@acme.example", "b@acme.example", "e@acme.example", "f@acme.example"]);
        let by = ["nightly", "nightly", "nightly", "calls"];
        assert_eq!(ran.rows("out/latest/held.csv").column("held_by"), by);
    }
    let wrong = test("[limit.x]\nby = \"rep\"\nkeep = 2\nof = \"prospect\"\n").file("inbox/many.csv", MANY);
    let ran = wrong.args("check night.toml").exit(1).stderr("error[E102]: there is no field `rep`").run();
    ran.again().args("run night.toml").exit(1).stderr("there is no field `rep`").run();
}

#[test]
fn the_night_is_told_to_people_and_to_machines() {
    let ran = run(test("").file("inbox/one.csv", ONE));
    let mail = ran.text("out/latest/mail.txt");
    assert!(mail.starts_with("Subject: night, 2026-11-23: 1 prospect, 0 for review, 0 rejected.\n"), "{mail}");
    let body = mail.split_once("\n\n").unwrap().1;
    let told = "night, 2026-11-23: Read 1 record from 1 list. 1 prospect, 0 for review, 0 rejected.";
    assert!(body.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(told), "{mail}");
    let job = format!("{JOB}[fail_when]\nprospects_below = 5\n");
    let test = ran.again().file("night.toml", job).args("run night.toml --formats csv --log json --verbose").exit(3);
    let ran = test.run();
    let lines: Vec<serde_json::Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["level"], "info");
    let last = lines.last().unwrap();
    assert_eq!((&last["level"], &last["message"]), (&"warning".into(), &"1 prospect, fewer than 5".into()));
    assert!(last["time"].as_str().unwrap().ends_with('Z'), "{last}");
    let ran = ran.again().args("run none.toml --log json").exit(1).run();
    let error: serde_json::Value = serde_json::from_str(ran.stderr.trim()).unwrap();
    assert_eq!(error["level"], "error");
}

#[test]
fn a_list_that_falls_short_of_its_promise_makes_the_exit_code_3() {
    let list = |rows: u32, email: &str| {
        format!(
            "format = 1\nfiles = [\"../inbox/one.csv\"]\n[promise]\nrows = {rows}\nfilled = {{ email = \"{email}\" }}\n"
        )
    };
    let job = JOB.replace("[{ path = \"inbox/*\", optional = true }]", "[\"lists/one.list.toml\"]");
    let job = job + "[fail_when]\nbelow_promise = true\n";
    let leads = "Email,State,Employees\none@acme.example,NY,1\n,NY,1\nbad address,NY,1\nkim@acme.example,,\n";
    for (rows, email, words) in [
        (4, "50%", None),
        (5, "50%", Some("one.csv has 4 records, and 5 were promised")),
        (4, "51%", Some("one.csv has email in 50 % of its leads, and 51 % were promised")),
    ] {
        let test = Test::small().file("night.toml", &job).file("inbox/one.csv", leads);
        let test = test.file("lists/one.list.toml", list(rows, email)).args("run night.toml --formats csv");
        let test = if words.is_some() { test.exit(3) } else { test };
        let ran = test.run();
        assert!(words.is_none_or(|words| ran.stderr.contains(words)), "{}", ran.stderr);
        assert_eq!(ran.json("out/latest/summary.json")["lists"][0]["promise"]["rows"], rows);
    }
}

#[test]
fn a_broken_promise_is_told_once_and_not_every_night() {
    let list = |promise: &str| format!("format = 1\nfiles = [\"../inbox/*.csv\"]\n[promise]\n{promise}\n");
    let job = JOB.replace("[{ path = \"inbox/*\", optional = true }]", "[\"lists/one.list.toml\"]");
    let job = job.replace("after   = \"move\"", "after   = \"keep\"");
    let fails = |wanted: bool| format!("{job}[fail_when]\nbelow_promise = {wanted}\n");
    let leads = "Email,State,Employees\none@acme.example,NY,1\n,NY,1\nkim@acme.example,,\n";
    let mut test = Test::small().file("inbox/one.csv", leads);
    let rows = "rows = 4";
    let both = "rows = 4\nfilled = { email = \"90%\" }";
    // The promise, whether anybody wants to know, what else happens, and how often the list's name is told.
    let nights: [(&str, bool, &str, usize); 11] = [
        (rows, false, "", 0),
        (rows, true, "", 1),
        (rows, true, "", 0),
        (rows, true, "renamed", 0),
        // One of two promises is told already.
        (both, true, "", 1),
        (both, true, "another job", 0),
        (both, true, "", 0),
        ("rows = 5", true, "", 1),
        (rows, true, "another list", 1),
        (rows, true, "", 0),
        (rows, false, "", 0),
    ];
    for (night, (promise, wanted, event, told)) in nights.into_iter().enumerate() {
        match event {
            "renamed" => std::fs::rename(test.path("inbox/one.csv"), test.path("inbox/two.csv")).unwrap(),
            "another list" => std::fs::write(test.path("inbox/three.csv"), leads.replace("kim", "jo")).unwrap(),
            _ => {}
        }
        test = test.file("lists/one.list.toml", list(promise)).file("night.toml", fails(wanted));
        if event == "another job" {
            let other = fails(false).replace("name    = \"night\"", "name    = \"other\"");
            test = test.file("other.toml", other).args("run other.toml --formats csv").on("2026-11-28").run().again();
        }
        let day = format!("2026-12-{:02}", night + 1);
        let ran = test.args("run night.toml --formats csv").on(&day).exit(if told > 0 { 3 } else { 0 }).run();
        assert_eq!(ran.stderr.matches("promised").count(), told, "night {night}: {}", ran.stderr);
        test = ran.again();
    }
}

#[test]
fn a_list_that_somebody_is_still_writing_is_not_half_read() {
    let lead = |n: u32| format!("lead{n}@acme.example,{},{}\n", ["NY", "TX", ""][n as usize % 3], n % 90);
    let long = "Email,State,Employees\n".to_owned() + &(0..60_000).map(lead).collect::<String>();
    let test = test("").file("inbox/a.csv", long).file("inbox/b.csv", ONE);
    let growing = test.path("inbox/a.csv");
    let test = test.args("run night.toml --formats csv").exit(3).stderr("a.csv was left out: a list was changed");
    let done = std::sync::atomic::AtomicBool::new(false);
    let ran = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = File::options().append(true).open(&growing).unwrap();
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                std::io::Write::write_all(&mut file, b"late@acme.example,NY,1\n").unwrap();
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        // Whatever comes of it, the other thread has to end.
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test.run()));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        ran.unwrap()
    });
    assert_eq!(emails(&ran, "prospects"), ["one@acme.example"]);
}
