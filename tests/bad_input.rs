//! Bad input: one clear sentence, the right exit code, no output half-written, the last good output as it was.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
#[allow(dead_code, reason = "each test program uses its part")]
mod raw;

use std::fs::{self, File};
use std::io::Write as _;
use std::process::{Command, Stdio};

use common::{LEADS, Ran, Test, names};

/// Nothing of an output is there, whole or in part.
fn nothing_written(ran: &Ran) {
    let left: Vec<String> = names(&ran.path("")).into_iter().filter(|name| name.contains("out")).collect();
    assert!(left.is_empty(), "{left:?} was left");
}

#[test]
fn files_that_are_no_list_are_refused_in_a_sentence() {
    let wide = vec!["c"; 5_000].join(",") + "\n";
    let table: [(&str, &[u8], &str); 7] = [
        ("empty", b"", "is empty"),
        ("only a mark", b"\xEF\xBB\xBF", "is empty"),
        ("only line ends", b"\r\n\n\n", "is empty"),
        ("UTF-32", b"\xFF\xFE\0\0E\0\0\0", "UTF-32"),
        ("gzip that is cut off", b"\x1f\x8b\x08\0\0", "damaged"),
        ("5,000 columns", wide.as_bytes(), "5000 columns"),
        ("no line end", &[b'x'; 5 << 20], "no line end"),
    ];
    for (what, bytes, words) in table {
        let ran = Test::small().file("bad.csv", bytes).qualify("bad.csv").exit(1).stderr(words).stderr("bad.csv").run();
        assert!(ran.stdout.is_empty(), "{what}: {}", ran.stdout);
        ran.is_one_sentence();
        nothing_written(&ran);
    }
}

#[test]
fn paths_that_lead_to_no_list_are_refused_in_a_sentence() {
    for (list, words) in [("none.csv", "there is no such file"), ("rules", "it is a folder, not a file")] {
        let ran = Test::small().qualify(list).exit(1).stderr(list).stderr(words).run();
        ran.is_one_sentence();
        nothing_written(&ran);
    }
}

#[cfg(unix)]
#[test]
fn a_list_without_the_right_to_read_it_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let test = Test::small();
    fs::set_permissions(test.path("leads.csv"), fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(test.path("leads.csv")).is_ok() {
        eprintln!("skipped: this user (root?) may read everything");
        return;
    }
    let ran = test.qualify("leads.csv").exit(1).stderr("Permission denied").run();
    ran.is_one_sentence();
    nothing_written(&ran);
}

#[test]
fn a_list_of_a_header_only_is_a_run_without_records() {
    let ran = Test::small()
        .file("bad.csv", "Email,State\n")
        .args("qualify bad.csv --profile rules/p.toml --out out")
        .stdout("has a header and no records")
        .run();
    assert!(ran.rows("out/prospects.csv").rows.is_empty());
    assert_eq!(ran.json("out/summary.json")["read"], 0);
    // A row that is written twice is damage to a strict reader.
    for file in ["prospects", "review", "rejections"] {
        let sheet = &raw::workbook(&ran.path(&format!("out/{file}.xlsx")))["xl/worksheets/sheet1.xml"];
        assert!(sheet.matches("<row r=\"1\"").count() <= 1, "{file}");
    }
}

#[test]
fn broken_records_are_set_aside_and_the_others_are_judged() {
    let table: [(&[u8], &str, &str); 5] = [
        (b"kim\0@acme.example,NY", "not_text", r"kim\x00@acme.example,NY"),
        (b"J\xffrg,NY", "not_text", r"J\xFFrg,NY"),
        (b"kim@acme.example", "too_few_cells", "kim@acme.example"),
        (b"kim@acme.example,NY,x", "too_many_cells", "kim@acme.example,NY,x"),
        (b" ,\"\"", "blank", " ,\"\""),
    ];
    for (record, kind, raw) in table {
        let list = [b"Email,State\nlee@acme.example,NY\n", record, b"\nana@acme.example,TX\n"].concat();
        let ran = Test::small().file("bad.csv", list).qualify("bad.csv").run();
        let broken = ran.rows("out/unreadable.csv");
        assert_eq!(broken.rows.len(), 1, "{kind}");
        let cell = |name: &str| broken.column(name)[0];
        assert_eq!([cell("list"), cell("record"), cell("line"), cell("byte_offset")], ["bad.csv", "2", "3", "32"]);
        assert_eq!([cell("kind"), cell("raw")], [kind, raw]);
        assert_eq!(ran.json("out/summary.json")["dispositions"]["rejected"], 1);
    }
}

#[test]
fn a_cell_of_100_mb_is_set_aside_in_linear_time() {
    let cell = vec![b'x'; 100_000_000];
    let list = [b"Email,State\nlee@acme.example,NY\n\"", cell.as_slice(), b"\",NY\nana@acme.example,TX\n"].concat();
    let ran = Test::small().file("bad.csv", list).qualify("bad.csv").stdout("1 unreadable").run();
    assert_eq!(ran.rows("out/unreadable.csv").column("kind"), ["cell_too_long"]);
    assert_eq!(ran.rows("out/rejections.csv").column("record"), ["3"]);
}

#[test]
fn a_record_of_stray_quotes_is_set_aside_in_linear_time() {
    let list = "Email,State\n".to_owned() + &"\"12\" pipe,".repeat(50_000) + "\nlee@acme.example,NY\n";
    let ran = Test::small().file("bad.csv", list).qualify("bad.csv").stdout("1 unreadable").run();
    assert_eq!(ran.rows("out/unreadable.csv").column("kind"), ["too_many_cells"]);
    assert_eq!(ran.rows("out/prospects.csv").column("line"), ["3"]);
}

#[test]
fn rules_that_cannot_run_are_refused_before_anything_is_written() {
    let no_rules = "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = []\n";
    let huge = "format = 1\ncriterion = \"location\"\n[must.a]\nfield = \"state\"\nmatches = 'a{1000}{1000}'\nmessage = \"no\"\n";
    let table = [("rules/p.toml", no_rules, "E404"), ("rules/location.toml", huge, "E203")];
    for (file, text, code) in table {
        let test = Test::small().file(file, text).qualify("leads.csv");
        let ran = test.exit(1).stderr(code).stderr("error: 1 mistake in the rules; nothing was run").run();
        nothing_written(&ran);
    }
}

#[test]
fn jobs_that_cannot_run_are_refused() {
    let job = |lists: &str| {
        format!("format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [{lists}]\nout = \"out\"\n")
    };
    for (text, words) in [
        (job("\"inbox/*.csv\""), "no file matches"),
        (job("\"none.csv\""), "there is no such file"),
        (job(""), "list"),
        (job("\"leads.csv\"") + "[output]\nformats = [\"docx\"]\n", "docx"),
    ] {
        let ran = Test::small().file("j.toml", text).args("run j.toml").exit(1).stderr(words).run();
        nothing_written(&ran);
    }
    Test::small()
        .args("qualify leads.csv --profile rules/p.toml --out out --formats docx")
        .exit(2)
        .stderr("docx")
        .run();
}

#[test]
fn a_folder_with_the_files_of_someone_is_left_alone() {
    let ran = Test::small().file("out/photo.jpg", "mine").qualify("leads.csv").exit(1).stderr("photo.jpg").run();
    ran.is_one_sentence();
    assert_eq!((names(&ran.path("out")), ran.text("out/photo.jpg")), (vec!["photo.jpg".to_owned()], "mine".to_owned()));
}

/// A job on the small profile that ran once.
fn ran_once() -> Test {
    let job = "format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n";
    Test::small().file("j.toml", job).args("run j.toml").run().again()
}

/// Another run of that job fails, and the output is as it was.
fn fails_and_changes_nothing(test: Test, exit: i32, words: &str) {
    let (before, latest) = (names(&test.path("out")), fs::read(test.path("out/latest/prospects.csv")).unwrap());
    let ran = test.args("run j.toml --again").exit(exit).stderr(words).run();
    ran.is_one_sentence();
    assert_eq!(names(&ran.path("out")), before);
    assert_eq!(fs::read(ran.path("out/latest/prospects.csv")).unwrap(), latest);
}

#[test]
fn a_failed_run_leaves_the_last_good_output() {
    fails_and_changes_nothing(ran_once().file("leads.csv", ""), 1, "is empty");
}

#[test]
fn a_second_run_at_once_ends_with_exit_code_4() {
    let test = ran_once();
    let lock = File::options().write(true).open(test.path("out/.lock")).unwrap();
    lock.lock().unwrap();
    fails_and_changes_nothing(test, 4, "another run is writing to");
    drop(lock);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_the_last_good_output() {
    let test = ran_once();
    let rows: String = (0..60_000).map(|i| format!("p{i}@acme.example,NY,12,\n")).collect();
    let test = test.file("leads.csv", LEADS.to_owned() + &rows);
    let (disk, job) = (test.path("disk"), fs::read_to_string(test.path("j.toml")).unwrap());
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "leadsieve-test"]).arg(&disk).output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    }
    let ran = test.file("j.toml", job.replace("\"out\"", "\"disk\"")).args("run j.toml --formats csv").exit(1);
    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| ran.stderr("No space left on device").run()));
    let left = names(&disk);
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    ran.expect("the sentence was said").is_one_sentence();
    assert_eq!(left, [".lock"]);
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_no_trace_for_the_next_one() {
    let test = Test::small().qualify("leads.csv").run().again();
    let good = fs::read(test.path("out/prospects.csv")).unwrap();
    let test = test.args("qualify - --name slow.csv --profile rules/p.toml --out out");
    let mut child = test.command().stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let rows: String = (0..400_000).map(|i| format!("p{i}@acme.example,NY\n")).collect();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"Email,State\n").unwrap();
    stdin.write_all(rows.as_bytes()).unwrap();
    while !test.path(".out.tmp").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let second = test.args("qualify leads.csv --profile rules/p.toml --out out").exit(4).run();
    second.is_one_sentence();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read(second.path("out/prospects.csv")).unwrap(), good, "the last good output is as it was");
    let ran = second.again().qualify("leads.csv").run();
    assert_eq!(fs::read(ran.path("out/prospects.csv")).unwrap(), good);
    assert_eq!(names(&ran.path("")), ["leads.csv", "out", "rules"]);
}
