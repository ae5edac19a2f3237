//! A run that is told to stop does so at once, wherever it is, and leaves nothing half done.

#![cfg(unix)]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["big.csv"]
out     = "out"
[ledger]
file    = "state/ledger.sqlite"
"#;

/// Enough leads that no run is done before it is told to stop.
fn leads(many: usize) -> String {
    let leads = (0..many).map(|lead| format!("person{lead}@firma{lead}.de,NY,12,\"Some note, of {lead}\"\n"));
    "Email,State,Employees,Note\n".to_owned() + &leads.collect::<String>()
}

/// A sheet of so many rows, in an archive or not.
fn workbook(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet_with_low_memory().unwrap();
    sheet.write_row(0, 0, ["Email", "State", "Employees"]).unwrap();
    for row in 1..=rows {
        sheet.write(row, 0, format!("person{row}@firma{row}.de")).unwrap();
        sheet.write(row, 1, "NY").unwrap();
        sheet.write(row, 2, row % 90).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

fn start(test: &Test) -> Child {
    test.command().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits for something to happen while the run is at work.
fn wait_until(child: &mut Child, happened: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !happened() {
        assert!(child.try_wait().unwrap().is_none(), "the run was done too soon");
        assert!(Instant::now() < until, "it never happened");
        sleep(Duration::from_millis(2));
    }
}

/// Whether a run has begun to fill its folder.
fn is_filling(out: &Path) -> bool {
    fs::read_dir(out)
        .is_ok_and(|entries| entries.flatten().any(|entry| is_temporary(&entry.file_name().to_string_lossy())))
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(".tmp-") || name.ends_with(".tmp")
}

/// Tells a run to stop, and how it ends: soon, with the code that says so, and with nothing but the words for it.
fn stop(mut child: Child, name: &str) -> String {
    let started = Instant::now();
    signal(&child, name);
    let code = child.wait().unwrap().code();
    // A second is what is promised; a machine that does other things as well may take a little longer.
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_eq!(code, Some(if name == "INT" { 130 } else { 143 }));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    assert!(said.contains(&format!("stopped by SIG{name}")) && !said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_run_that_is_stopped_leaves_the_last_good_reports() {
    let ran = Test::small().file("night.toml", JOB).file("big.csv", leads(20)).args("run night.toml").run();
    let before = names(&ran.path("out"));
    let mut test = ran.again().file("big.csv", leads(60_000)).on("2026-11-24").args("run night.toml");
    for (name, delay) in [("TERM", 0), ("INT", 0), ("TERM", 300), ("INT", 900), ("TERM", 1_500)] {
        let mut child = start(&test);
        let out = test.path("out");
        wait_until(&mut child, || is_filling(&out));
        sleep(Duration::from_millis(delay));
        let said = stop(child, name);
        assert!(said.contains("no reports were made, and the last good ones stand as they were"), "{said}");
        assert_eq!(names(&test.path("out")), before);
        assert_eq!(fs::read_link(test.path("out/latest")).unwrap(), Path::new("2026-11-23-night"));
    }
    // The ledger is as it was, too: all are handed over by the next run, once.
    test = test.file("big.csv", leads(200));
    let ran = test.args("run night.toml --formats csv").on("2026-11-24").run();
    assert_eq!(ran.rows("out/latest/prospects.csv").rows.len(), 200 - 20);
}

#[test]
fn a_big_workbook_that_is_read_does_not_keep_a_run_from_stopping() {
    let book = workbook(150_000);
    for (list, bytes) in [("book.xlsx", book.clone()), ("book.zip", archive("book.xlsx", &book))] {
        let test = Test::small().file(list, bytes).qualify(list);
        for (name, delay) in [("TERM", 250), ("INT", 1_000)] {
            let child = start(&test);
            sleep(Duration::from_millis(delay));
            stop(child, name);
            assert!(!names(&test.path("")).iter().any(|name| name.ends_with(".tmp") || name.ends_with(".lock")));
        }
    }
}

#[test]
fn a_run_that_waits_for_its_list_is_stopped() {
    let test = Test::small().args("qualify - --profile rules/p.toml --out out");
    let mut command = test.command();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut list = child.stdin.take().unwrap();
    list.write_all(b"Email,State\n").unwrap();
    sleep(Duration::from_millis(400));
    stop(child, "TERM");
    drop(list);
    assert!(!test.path("out").exists());
}

#[test]
fn sheets_that_are_written_do_not_keep_a_run_from_stopping() {
    let test = Test::small()
        .file("big.csv", leads(60_000))
        .args("qualify big.csv --profile rules/p.toml --out out --formats xlsx");
    let mut child = start(&test);
    let folder = test.path(".out.tmp");
    wait_until(&mut child, || names_of(&folder).iter().any(|name| name.ends_with(".xlsx")));
    stop(child, "TERM");
    let left = names(&test.path(""));
    assert!(!left.iter().any(|name| name.starts_with(".out") || name == "out"), "{left:?}");
}

fn names_of(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn commands_that_make_no_reports_are_stopped_as_well() {
    let test = Test::small().file("big.csv", leads(60_000));
    let test = test.args("explain rules/p.toml big.csv --row 59999");
    let child = start(&test);
    sleep(Duration::from_millis(250));
    let said = stop(child, "INT");
    assert!(!said.contains("reports"), "{said}");
}

#[test]
fn the_second_signal_ends_it_at_once() {
    let test = Test::small().file("big.csv", leads(60_000)).file("night.toml", JOB).args("run night.toml");
    let mut child = start(&test);
    let out = test.path("out");
    wait_until(&mut child, || is_filling(&out));
    signal(&child, "TERM");
    signal(&child, "TERM");
    let status = child.wait().unwrap();
    // It is ended by the second one, if it was still there.
    assert!(status.signal() == Some(15) || status.code() == Some(143), "{status:?}");
    let ran = test.args("run night.toml --formats csv").run();
    assert!(!names(&ran.path("out")).iter().any(|name| is_temporary(name)));
}
