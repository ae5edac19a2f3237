//! Nights that end in the middle of things, two jobs that share things, ledgers that are damaged or gone, and clocks that
//! are wrong: nobody is lost, and nobody is handed over twice.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use common::{Ran, Rows, Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = [{ path = "inbox/*.csv", optional = true }]
out     = "out"
[output]
formats = ["csv"]
[ledger]
file    = "state/ledger.sqlite"
"#;

const ONE: &str = "Email,State\nkim@acme.de,NY\nlee@acme.de,\n";
const TWO: &str = "Email,State\nann@birke.de,NY\n";

fn test() -> Test {
    Test::small().file("night.toml", JOB).file("inbox/one.csv", ONE)
}

/// A library that kills a program before or after one of its renames.
fn killer() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let (source, library) = (folder.join("killer.c"), folder.join(format!("killer-{}.so", std::process::id())));
        let code = r#"
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <signal.h>
            #include <stdlib.h>
            static int seen;
            int rename(const char *from, const char *to) {
                int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
                const char *wanted = getenv("KILL_AT_RENAME");
                int here = wanted && ++seen == abs(atoi(wanted));
                if (here && atoi(wanted) < 0) raise(SIGKILL);
                int result = real(from, to);
                if (here) raise(SIGKILL);
                return result;
            }
        "#;
        fs::write(&source, code).unwrap();
        let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).arg("-ldl").status();
        assert!(made.unwrap().success(), "the library has to compile");
        library
    })
}

/// Runs a command that is killed at its n-th rename: after it, or, with a number below zero, before it.
fn kill(test: Test, rename: i32) -> Test {
    let mut command = test.command();
    command.env("LD_PRELOAD", killer()).env("KILL_AT_RENAME", rename.to_string());
    let ended = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert_eq!(ended.code(), None, "it was killed");
    test
}

/// The addresses that every run under `out` has handed over.
fn handed_over(ran: &Ran, out: &str) -> Vec<String> {
    let runs = names(&ran.path(out)).into_iter().filter(|name| name.starts_with("20"));
    let files = runs.flat_map(|run| ["prospects", "review"].map(|file| format!("{out}/{run}/{file}.csv")));
    let emails = |file: String| Rows::read(&ran.path(&file)).column("email").into_iter().map(str::to_owned).collect();
    let mut all: Vec<String> = files.flat_map::<Vec<String>, _>(emails).collect();
    all.sort();
    all
}

fn in_latest(ran: &Ran, file: &str) -> Vec<String> {
    let rows = ran.rows(&format!("out/latest/{file}.csv"));
    let column = if rows.header.contains(&"email".to_owned()) { "email" } else { "Email" };
    rows.column(column).into_iter().map(str::to_owned).collect()
}

fn run(test: Test, day: &str) -> Ran {
    test.on(day).args("run night.toml").run()
}

#[test]
fn what_stands_where_latest_should_be_stops_a_run_before_anybody_is_handed_over() {
    let obstacles: [fn(&Path); 3] = [
        |latest| fs::create_dir_all(latest).unwrap(),
        |latest| fs::create_dir_all(latest.join("prospects")).unwrap(),
        |latest| fs::write(latest, "mine").unwrap(),
    ];
    for obstacle in obstacles {
        let test = test();
        fs::create_dir_all(test.path("out")).unwrap();
        obstacle(&test.path("out/latest"));
        let stopped = test.on("2026-11-20").args("run night.toml").exit(1).stderr("latest is no link").run();
        stopped.is_one_sentence();
        assert_eq!(names(&stopped.path("out")), [".lock", "latest"]);
        fs::rename(stopped.path("out/latest"), stopped.path("aside")).unwrap();
        let next = run(stopped.again(), "2026-11-21");
        assert_eq!(in_latest(&next, "prospects"), ["kim@acme.de"]);
        assert_eq!(in_latest(&next, "known"), Vec::<String>::new());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_night_that_latest_never_showed_is_handed_over_again() {
    for (rename, day, moves) in [(1, "2026-11-21", false), (1, "2026-11-20", false), (-2, "2026-11-21", true)] {
        let job = if moves { JOB.replace("out     =", "after   = \"move\"\nout     =") } else { JOB.to_owned() };
        let test = test().file("night.toml", job).on("2026-11-20").args("run night.toml");
        age(&test.path("inbox/one.csv"));
        let killed = kill(test, rename);
        assert_eq!(names(&killed.path("out")), [".lock", ".tmp-latest", "2026-11-20-night"]);
        let killed = killed.file("inbox/two.csv", TWO);
        age(&killed.path("inbox/two.csv"));
        let next = run(killed, day);
        assert_eq!(in_latest(&next, "prospects"), ["kim@acme.de", "ann@birke.de"]);
        assert_eq!(handed_over(&next, "out"), ["ann@birke.de", "kim@acme.de", "lee@acme.de"]);
        let test = next.again().file("inbox/three.csv", ONE.replace("NY", "MA"));
        age(&test.path("inbox/three.csv"));
        assert_eq!(in_latest(&run(test, "2026-11-22"), "prospects"), Vec::<String>::new());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_night_that_latest_never_showed_is_shown_where_there_is_nothing_else_to_do() {
    for (day, moves) in [("2026-11-20", false), ("2026-11-21", false), ("2026-11-21", true)] {
        let job = if moves { JOB.replace("out     =", "after   = \"move\"\nout     =") } else { JOB.to_owned() };
        let test = test().file("night.toml", job).on("2026-11-20").args("run night.toml");
        age(&test.path("inbox/one.csv"));
        let next = kill(test, 1).args("run night.toml").on(day).stderr("is shown only now").run();
        assert_eq!(names(&next.path("out")), [".lock", "2026-11-20-night", "latest"]);
        assert_eq!(in_latest(&next, "prospects"), ["kim@acme.de"]);
        assert_eq!(next.path("inbox/one.csv").exists(), !moves);
        let last = run(next.again().file("inbox/two.csv", ONE.replace("NY", "MA")), "2026-11-22");
        assert_eq!(handed_over(&last, "out"), ["kim@acme.de", "lee@acme.de"]);
    }
}

fn age(file: &Path) {
    let hour = std::time::Duration::from_secs(3600);
    fs::File::options().write(true).open(file).unwrap().set_modified(std::time::SystemTime::now() - hour).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_night_that_latest_never_showed_is_told_where_its_lists_are_gone() {
    for list in ["inbox/one.csv", "inbox/other.csv"] {
        let killed = kill(test().on("2026-11-20").args("run night.toml"), 1);
        fs::remove_file(killed.path("inbox/one.csv")).unwrap();
        let next = killed.file(list, TWO).on("2026-11-21").args("run night.toml").stdout("2026-11-20-night").run();
        assert_eq!(handed_over(&next, "out"), ["ann@birke.de", "kim@acme.de", "lee@acme.de"]);
        let warnings = next.json("out/latest/summary.json")["warnings"].to_string();
        assert!(warnings.contains("was interrupted before `latest` showed it"), "{warnings}");
        assert!(!next.path("out/2026-11-20-night/.unshown").exists());
        let last = run(next.again().file(list, ONE), "2026-11-22");
        assert_eq!(in_latest(&last, "known"), ["kim@acme.de", "lee@acme.de"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_night_that_is_shown_late_and_named_stays_for_a_night() {
    let job = JOB.replace("out     =", "keep_runs = 1\nout     =");
    let killed = kill(test().file("night.toml", job).on("2026-11-20").args("run night.toml"), 1);
    fs::remove_file(killed.path("inbox/one.csv")).unwrap();
    let next =
        killed.file("inbox/two.csv", TWO).on("2026-11-21").args("run night.toml").stdout("2026-11-20-night").run();
    assert_eq!(handed_over(&next, "out"), ["ann@birke.de", "kim@acme.de", "lee@acme.de"]);
    let last = run(next.again().file("inbox/two.csv", "Email,State\njo@birke.de,NY\n"), "2026-11-22");
    assert_eq!(handed_over(&last, "out"), ["jo@birke.de"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_night_that_was_shown_and_not_entered_as_done_is_not_repeated() {
    let killed = kill(test().on("2026-11-20").args("run night.toml"), 2);
    let same = killed.args("run night.toml").on("2026-11-20").stderr("nothing to do").run();
    assert_eq!(in_latest(&same, "prospects"), ["kim@acme.de"]);
    let next = run(same.again(), "2026-11-21");
    assert_eq!(in_latest(&next, "known"), ["kim@acme.de", "lee@acme.de"]);
}

/// A second job with lists of its own.
fn with_other(test: Test, change: impl Fn(String) -> String) -> Test {
    let other = change(JOB.replace("\"night\"", "\"other\"").replace("inbox/", "inbox2/"));
    test.file("other.toml", other).file("inbox2/two.csv", TWO)
}

#[cfg(target_os = "linux")]
#[test]
fn a_job_that_shares_the_ledger_does_not_strike_out_the_run_of_another() {
    for (rename, lost) in [(2, false), (1, false), (-1, true)] {
        let test = with_other(test(), |job| job.replace("\"out\"", "\"elsewhere/out2\""));
        let killed = kill(test.on("2026-11-20").args("run night.toml"), rename);
        let other = killed.args("run other.toml").on("2026-11-20").run();
        assert_eq!(handed_over(&other, "elsewhere/out2"), ["ann@birke.de"]);
        let next = run(other.again(), "2026-11-21");
        assert_eq!(handed_over(&next, "out"), ["kim@acme.de", "lee@acme.de"], "{rename}");
        let third = run(next.again().file("inbox/new.csv", ONE.replace("NY", "MA")), "2026-11-22");
        assert_eq!(handed_over(&third, "out"), ["kim@acme.de", "lee@acme.de"], "{rename} {lost}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_folder_cannot_be_looked_at_counts_until_it_can() {
    let test = with_other(test(), |job| job.replace("\"out\"", "\"out2\""));
    let killed = kill(test.on("2026-11-20").args("run night.toml"), 2);
    fs::rename(killed.path("out"), killed.path("unmounted")).unwrap();
    let test = killed.file("inbox2/one.csv", ONE).args("run other.toml").on("2026-11-21");
    let other = test.stdout("cannot be told").run();
    assert_eq!(handed_over(&other, "out2"), ["ann@birke.de"]);
    fs::rename(other.path("unmounted"), other.path("out")).unwrap();
    let next = run(other.again(), "2026-11-22");
    assert_eq!(handed_over(&next, "out"), ["kim@acme.de", "lee@acme.de"]);
}

#[cfg(target_os = "linux")]
#[test]
fn two_jobs_on_one_out_with_two_ledgers_are_told_apart() {
    let change = |job: String| job.replace("ledger.sqlite", "other.sqlite");
    let other = with_other(test(), change).on("2026-11-20").args("run other.toml").run();
    let killed = kill(other.again().on("2026-11-20").args("run night.toml"), -1);
    let next = run(killed, "2026-11-21");
    assert_eq!(in_latest(&next, "prospects"), ["kim@acme.de"]);
    assert_eq!(handed_over(&next, "out"), ["ann@birke.de", "kim@acme.de", "lee@acme.de"]);
    // A job of the same name with another ledger has read the same list: that says nothing of this one.
    let twin = JOB.replace("ledger.sqlite", "twin.sqlite").replace("out     =", "after   = \"move\"\nout     =");
    let twin = next.again().file("twin.toml", twin).on("2026-11-22").args("run twin.toml --new-ledger");
    age(&twin.path("inbox/one.csv"));
    assert_eq!(in_latest(&twin.run(), "prospects"), ["kim@acme.de"]);
}

#[test]
fn a_ledger_that_is_gone_stops_the_run() {
    type State = (&'static str, fn(&Path));
    let states: [State; 4] = [
        ("is not there", |state| fs::remove_dir_all(state).unwrap()),
        ("is empty", |state| fs::write(state.join("ledger.sqlite"), "").unwrap()),
        ("is empty", |state| {
            fs::remove_file(state.join("ledger.sqlite")).unwrap();
            drop(leadsieve::ledger::Ledger::open(&state.join("ledger.sqlite")).unwrap());
        }),
        ("is another one", |state| fs::rename(state.join("other.sqlite"), state.join("ledger.sqlite")).unwrap()),
    ];
    for (why, lose) in states {
        let change = |job: String| job.replace("ledger.sqlite", "other.sqlite").replace("\"out\"", "\"out2\"");
        let other = with_other(test(), change).on("2026-11-20").args("run other.toml").run();
        let first = run(other.again(), "2026-11-20");
        fs::copy(first.path("state/ledger.sqlite"), first.path("copy")).unwrap();
        lose(&first.path("state"));
        let mut ran = first;
        for command in ["run night.toml", "run night.toml --again", "ledger show night.toml"] {
            ran = ran.again().on("2026-11-21").args(command).exit(1).stderr(why).stderr("--new-ledger").run();
            ran.is_one_sentence();
        }
        assert_eq!(names(&ran.path("out")), [".lock", "2026-11-20-night", "latest"]);
        let anew = ran.again().on("2026-11-21").args("run night.toml --new-ledger").run();
        assert_eq!(in_latest(&anew, "prospects"), ["kim@acme.de"]);
        // From then on it is the ledger of the job, and the old one still may come back.
        let next = run(anew.again(), "2026-11-22");
        assert_eq!(in_latest(&next, "known"), ["kim@acme.de", "lee@acme.de"]);
        fs::copy(next.path("copy"), next.path("state/ledger.sqlite")).unwrap();
        let back = run(next.again(), "2026-11-23");
        assert_eq!(in_latest(&back, "known"), ["kim@acme.de", "lee@acme.de"]);
    }
}

#[test]
fn damage_to_a_ledger_is_noticed_or_harmless() {
    let list: String = (0..40).map(|n| format!("p{n}@firm{n}.de,NY\n")).collect();
    let list = format!("Email,State\n{list}");
    let first = run(test().file("inbox/one.csv", &list), "2026-11-20");
    let good = fs::read(first.path("state/ledger.sqlite")).unwrap();
    let kept = rusqlite::Connection::open(first.path("state/ledger.sqlite")).unwrap();
    let keys: Vec<u8> = kept.query_row("SELECT entries FROM segment", [], |row| row.get(0)).unwrap();
    kept.close().unwrap();
    let begin = good.windows(keys.len()).position(|part| part == keys).expect("the keys are in the file");
    let in_keys = (0..keys.len()).step_by(41).map(|at| begin + at);
    let anywhere = (0..good.len()).step_by(good.len() / 12);
    let mut ran = first.again().file("inbox/one.csv", list.clone() + "\n").args("ledger show night.toml").run();
    let mut noticed = 0;
    for at in in_keys.clone().chain(anywhere) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(ran.path("state/ledger.sqlite"), &bad).unwrap();
        let test = ran.again().args("run night.toml --again").on("2026-11-21");
        let output = test.command().output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        ran = match output.status.code() {
            Some(1) => {
                noticed += 1;
                assert!(said.contains("damaged") || said.contains("ledger"), "{at}: {said}");
                test.args("check night.toml").run()
            }
            Some(0) => {
                assert!(!in_keys.clone().any(|key| key == at), "{at} is a key");
                let ran = test.args("check night.toml").run();
                assert_eq!(in_latest(&ran, "prospects"), Vec::<String>::new(), "{at}: handed over twice");
                fs::remove_dir_all(ran.path("out").join(fs::read_link(ran.path("out/latest")).unwrap())).unwrap();
                fs::remove_file(ran.path("out/latest")).unwrap();
                ran
            }
            other => panic!("{at}: {other:?} {said}"),
        };
    }
    assert!(noticed >= keys.len() / 41, "{noticed} noticed");
}

#[test]
fn rows_that_are_gone_or_changed_are_noticed() {
    let changes = [
        "DELETE FROM segment",
        "DELETE FROM run",
        "DELETE FROM list",
        "DELETE FROM seal",
        "UPDATE run SET as_of = '1999-01-01'",
        "UPDATE run SET done = 0",
        "UPDATE list SET first = first + 1",
        "UPDATE list SET sha256 = 'ab'",
        "UPDATE segment SET held_by = 'night'",
        "UPDATE segment SET entries = zeroblob(24)",
        "UPDATE segment SET entries = zeroblob(48), checksum = NULL",
        "DROP TABLE segment",
    ];
    let mut ran = run(test(), "2026-11-20");
    let good = fs::read(ran.path("state/ledger.sqlite")).unwrap();
    for change in changes {
        fs::write(ran.path("state/ledger.sqlite"), &good).unwrap();
        let connection = rusqlite::Connection::open(ran.path("state/ledger.sqlite")).unwrap();
        connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {change}")).unwrap();
        connection.close().unwrap();
        ran = ran.again().args("run night.toml").on("2026-11-21").exit(1).stderr("ledger.sqlite").run();
        ran.is_one_sentence();
        assert_eq!(names(&ran.path("out")), [".lock", "2026-11-20-night", "latest"], "{change}");
    }
}

#[test]
fn a_copy_is_kept_of_every_night_and_there_is_a_way_back() {
    let job = JOB.to_owned() + "backups = 3\n";
    let mut ran = run(test().file("night.toml", job), "2026-11-01");
    for night in 2..=5 {
        let list = format!("Email,State\nnew{night}@birke.de,NY\n");
        ran = run(ran.again().file("inbox/new.csv", list), &format!("2026-11-0{night}"));
    }
    let copies: Vec<String> = names(&ran.path("state"));
    let expected = ["ledger.sqlite", "ledger.sqlite.backup-1", "ledger.sqlite.backup-2", "ledger.sqlite.backup-3"];
    assert_eq!(copies, expected);
    // Who objects is barred in the copies as well.
    let ran = ran.again().args("ledger forget night.toml --email kim@acme.de").run();
    fs::write(ran.path("state/ledger.sqlite"), "rubbish, as a disk may leave it behind, and no database").unwrap();
    let mut newest = fs::read(ran.path("state/ledger.sqlite.backup-1")).unwrap();
    let middle = newest.len() / 2;
    newest[middle..].fill(0);
    fs::write(ran.path("state/ledger.sqlite.backup-1"), newest).unwrap();
    let back = ran.again().args("ledger restore night.toml").stdout("backup-2 as ").stdout("up to 2026-11-04").run();
    assert!(back.stdout.contains("it does not know the run of 2026-11-05"), "{}", back.stdout);
    assert!(back.stdout.contains("ledger.sqlite.damaged-1 now"), "{}", back.stdout);
    fs::remove_file(back.path("state/forgotten.csv")).unwrap();
    let next = run(back.again().file("inbox/new.csv", "Email,State\nnew4@birke.de,NY\n"), "2026-11-06");
    assert_eq!(in_latest(&next, "known"), ["new4@birke.de", "lee@acme.de"]);
    assert_eq!(in_latest(&next, "suppressed"), ["kim@acme.de"]);
    let off = JOB.to_owned() + "backups = 0\n";
    let off = next.again().file("night.toml", off).args("run night.toml --again").on("2026-11-07").run();
    let left = names(&off.path("state"));
    assert!(!left.iter().any(|name| name.contains("backup")), "{left:?}");
    off.again().args("ledger restore night.toml").exit(1).stderr("there is no copy").run();
}

#[test]
fn who_objected_after_the_copy_was_made_stays_barred() {
    let first = run(test(), "2026-11-20");
    fs::copy(first.path("state/ledger.sqlite"), first.path("old")).unwrap();
    let forgot = first.again().args("ledger forget night.toml --email kim@acme.de").run();
    fs::remove_file(forgot.path("state/forgotten.csv")).unwrap();
    let back = forgot.again().args("ledger restore night.toml --copy old").stdout("stays barred, by 1 key more").run();
    let next = run(back.again(), "2026-11-21");
    assert_eq!(in_latest(&next, "suppressed"), ["kim@acme.de"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_is_not_the_ledgers_own_is_noticed_and_does_no_harm() {
    let lists = |night: u32| {
        let leads: String = (0..400).map(|n| format!("p{n}of{night}@firm{n}.de,NY\n")).collect();
        format!("Email,State\n{leads}")
    };
    let mut ran = run(test(), "2026-11-01");
    fs::copy(ran.path("state/ledger.sqlite"), ran.path("copy")).unwrap();
    for night in 2..=6 {
        ran = run(ran.again().file("inbox/one.csv", lists(night)), &format!("2026-11-0{night}"));
    }
    // Killed behind the link: the log has what the file has not.
    let test = kill(ran.again().file("inbox/one.csv", lists(7)).args("run night.toml").on("2026-11-07"), -3);
    assert!(fs::metadata(test.path("state/ledger.sqlite-wal")).unwrap().len() > 0);
    fs::copy(test.path("copy"), test.path("state/ledger.sqlite")).unwrap();
    let good = fs::read(test.path("copy")).unwrap();
    let said = test.args("run night.toml").on("2026-11-08").exit(1).stderr("ledger.sqlite-wal").run();
    said.is_one_sentence();
    assert!(fs::read(said.path("state/ledger.sqlite")).unwrap() == good, "the copy is as it was");
    for name in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
        let _ = fs::remove_file(said.path("state").join(name));
    }
    let next = run(said.again().file("inbox/one.csv", ONE), "2026-11-08");
    assert_eq!(in_latest(&next, "known"), ["kim@acme.de", "lee@acme.de"]);
}

#[test]
fn what_another_program_keeps_is_refused_before_anything_is_changed_in_it() {
    let settings = ["", "PRAGMA journal_mode = WAL;", "PRAGMA application_id = 7;", "PRAGMA user_version = 1;"];
    for setting in settings {
        let test = test();
        fs::create_dir_all(test.path("state")).unwrap();
        let path = test.path("state/ledger.sqlite");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch(&format!("{setting} CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine');"))
            .unwrap();
        connection.close().unwrap();
        let before = fs::read(&path).unwrap();
        let ran = test.args("run night.toml").exit(1).stderr("is no ledger of leadsieve").run();
        ran.is_one_sentence();
        assert!(fs::read(&path).unwrap() == before, "{setting}");
        assert_eq!(names(&ran.path("state")), ["ledger.sqlite"], "{setting}");
    }
}

fn nights(days: &[&str], job: &str) -> Ran {
    let mut ran = test().file("night.toml", job).args("check night.toml").run();
    for (night, day) in days.iter().enumerate() {
        let list = format!("Email,State\nlead{night}@birke.de,NY\n");
        ran = run(ran.again().file("inbox/one.csv", list), day);
    }
    ran
}

#[test]
fn a_date_that_jumps_deletes_nothing() {
    let job = JOB.to_owned() + "retention = \"30 days\"\n";
    let (first, second) = ("2026-01-01", "2026-01-02");
    for jump in ["2036-05-01 2036-05-02", "2026-01-20", "1999-01-01 1999-01-02", "2036-05-01 2026-01-03"] {
        let days: Vec<&str> = [first, second].into_iter().chain(jump.split(' ')).collect();
        let ran = nights(&days, &(job.replace("out     =", "keep_runs = 1\nout     =")));
        let shown = ran.again().args("ledger show night.toml").run();
        assert!(shown.stdout.contains(&format!(" of {} runs", days.len())), "{jump}: {}", shown.stdout);
        assert!(shown.path("out/2026-01-02-night").is_dir(), "{jump}");
        let warnings = shown.json("out/latest/summary.json")["warnings"].to_string();
        assert!(warnings.contains("The date jumped from"), "{jump}: {warnings}");
        let last = days.last().unwrap();
        let by_hand = shown.again().args("ledger purge night.toml").on(last);
        if !jump.starts_with("2036-05-01 2026") {
            by_hand.exit(1).stderr("say --before DATE").run();
        }
    }
    // A week later everything is as it was.
    let days = [first, second, "2026-01-03", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06"];
    let shown = nights(&days, &job).again().args("ledger show night.toml").run();
    assert!(shown.stdout.contains(" of 8 runs"), "{}", shown.stdout);
    let days = [&days[..], &["2026-02-07", "2026-02-08", "2026-02-09"]].concat();
    let shown = nights(&days, &job).again().args("ledger show night.toml").run();
    assert!(shown.stdout.contains(" of 8 runs, from 2026-02-02"), "{}", shown.stdout);
}

#[test]
fn no_time_at_all_is_a_mistake() {
    for nothing in ["0 days", "0 weeks", "0 months", "00 years"] {
        let retention = format!("{JOB}retention = \"{nothing}\"\n");
        test().file("night.toml", retention).args("check night.toml").exit(1).stderr("E205").run();
        let limit = format!("{JOB}[limit.few]\nkeep = 1\nof = \"prospect\"\nhold_for = \"{nothing}\"\n");
        test().file("night.toml", limit).args("check night.toml").exit(1).stderr("E205").run();
    }
}
