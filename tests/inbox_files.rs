//! What becomes of the files of an inbox: which are moved, which stay, which are refused. By the real binary.

#![cfg(unix)]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use common::{Ran, Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = [{ path = "inbox/*", optional = true }]
out     = "out"
"#;

const MOVE: &str = "after = \"move\"\n";

const KEEP_ONE: &str = "after = \"move\"\n[ledger]\nfile = \"ledger.sqlite\"\n\
    [limit.all]\nkeep = 1\nof = \"prospect\"\nhold_for = \"14 days\"\n";

const HEADER: &str = "Email,State,Employees\n";

fn test(more: &str) -> Test {
    Test::small().file("night.toml", format!("{JOB}{more}"))
}

fn leads(names: &[&str]) -> String {
    HEADER.to_owned() + &names.iter().map(|name| format!("{name}@acme.example,NY,1\n")).collect::<String>()
}

fn many(name: &str, count: u32) -> String {
    HEADER.to_owned() + &(0..count).map(|n| format!("{name}{n}@acme.example,NY,{}\n", n % 90)).collect::<String>()
}

/// A file that was put there an hour ago.
fn old(test: Test, name: &str, content: impl AsRef<[u8]>) -> Test {
    let test = test.file(name, content);
    make_old(&test.path(name), 3600);
    test
}

fn make_old(path: &Path, seconds: u64) {
    let then = SystemTime::now() - Duration::from_secs(seconds);
    File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with a list on each sheet; hidden are those with a dot before their name.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name.trim_start_matches('.')).unwrap().set_hidden(name.starts_with('.'));
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                sheet.write(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn run(test: Test) -> Ran {
    test.args("run night.toml --formats csv").run()
}

fn run_with(exit: i32, test: Test) -> Ran {
    test.args("run night.toml --formats csv").exit(exit).run()
}

fn prospects(ran: &Ran) -> Vec<String> {
    let rows = ran.rows("out/latest/prospects.csv");
    let mut names: Vec<String> =
        rows.column("email").iter().map(|mail| mail.split('@').next().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn inbox(ran: &Ran) -> Vec<String> {
    names(&ran.path("inbox"))
}

fn lists_read(ran: &Ran) -> usize {
    ran.json("out/latest/summary.json")["lists"].as_array().unwrap().len()
}

#[test]
fn held_leads_wait_whichever_way_a_run_ends() {
    let mut test = old(test(KEEP_ONE), "inbox/a.csv", leads(&["a", "b", "c"]));
    let mut handed = Vec::new();
    for day in ["2026-11-23", "2026-11-24", "2026-11-25"] {
        let ran = run(test.on(day));
        handed.extend(prospects(&ran));
        let stays = if handed.len() < 3 { vec!["a.csv"] } else { vec![] };
        assert_eq!(inbox(&ran), stays, "{day}");
        let words = if stays.is_empty() { "no list tonight" } else { "nothing to do" };
        let again = ran.again().on(day).args("run night.toml --formats csv").stderr(words).run();
        assert_eq!(inbox(&again), stays, "once more on {day}");
        test = again.again();
    }
    handed.sort();
    assert_eq!(handed, ["a", "b", "c"]);
}

#[test]
fn an_archive_is_moved_when_nobody_in_any_of_its_lists_waits() {
    let others = HEADER.to_owned() + "tx@acme.example,TX,1\n";
    let both = archive(&[("one.csv", &leads(&["a", "b", "c"])), ("two.csv", &others)]);
    let mut test = old(test(KEEP_ONE), "inbox/both.zip", both);
    let mut handed = Vec::new();
    for (day, read) in [("2026-11-23", 2), ("2026-11-24", 1), ("2026-11-25", 1)] {
        let ran = run(test.on(day));
        handed.extend(prospects(&ran));
        assert_eq!(lists_read(&ran), read, "what was done is not read again: {day}");
        let stays = if handed.len() < 3 { vec!["both.zip"] } else { vec![] };
        assert_eq!(inbox(&ran), stays, "{day}");
        let again = run(ran.again().on(day));
        assert_eq!(inbox(&again), stays, "once more on {day}");
        assert_eq!(names(&again.path("out")).len(), handed.len() + 2, "and nothing is handed over");
        test = again.again();
    }
    handed.sort();
    assert_eq!(handed, ["a", "b", "c"]);
}

#[test]
fn an_archive_with_a_damaged_list_stays_and_its_other_lists_are_handed_over_once() {
    let mut both = archive(&[("a.csv", &leads(&["good"])), ("b.csv", &many("b", 100_000))]);
    let middle = both.len() / 2;
    both[middle..middle + 50].fill(0xff);
    // Without a ledger, only what the runs have left says what was done.
    let ran = run_with(3, old(test(MOVE), "inbox/both.zip", both));
    assert_eq!((prospects(&ran), inbox(&ran)), (vec!["good".to_owned()], vec!["both.zip".to_owned()]));
    let mut test = ran.again();
    for (day, name) in [("2026-11-24", "c"), ("2026-11-25", "d"), ("2026-11-26", "e")] {
        let next = run_with(3, old(test, &format!("inbox/{name}.csv"), leads(&[name])).on(day));
        assert_eq!(prospects(&next), [name], "{day}");
        assert_eq!(inbox(&next), ["both.zip"], "{day}");
        test = next.again();
    }
}

#[test]
fn a_workbook_with_a_sheet_that_was_not_read_stays() {
    let first = leads(&["first"]);
    let ran = run(old(test(MOVE), "inbox/book.xlsx", workbook(&[("One", &first), (".Two", &leads(&["second"]))])));
    assert_eq!((prospects(&ran), inbox(&ran)), (vec!["first".to_owned()], vec!["book.xlsx".to_owned()]));
    let warnings = ran.json("out/latest/summary.json")["warnings"].to_string();
    assert!(warnings.contains("book.xlsx stays in the inbox: Two in it was not read"), "{warnings}");
    let next = run(ran.again().on("2026-11-24"));
    assert_eq!(prospects(&next), ["first"], "there was no other run");
    assert_eq!(names(&next.path("out")), [".lock", "2026-11-23-night", "latest"]);
    // A hidden sheet without a cell holds nobody.
    let empty = run(old(test(MOVE), "inbox/book.xlsx", workbook(&[("One", &first), (".Two", "")])));
    assert_eq!(inbox(&empty), Vec::<String>::new());
    // What is no list and may hold leads all the same keeps an archive, what vendors add to it does not.
    for (name, stays) in [
        ("readme.txt", false),
        ("README", false),
        ("terms.pdf", false),
        ("logo.png", false),
        ("more.rar", true),
        ("part2.7z", true),
        ("export.json", true),
        ("leads", true),
    ] {
        let bytes = archive(&[("one.csv", &first), (name, "something")]);
        let left = inbox(&run(old(test(MOVE), "inbox/a.zip", bytes)));
        assert_eq!(!left.is_empty(), stays, "{name}");
    }
}

#[test]
fn a_workbook_is_moved_when_all_of_its_sheets_that_list_files_name_were_read() {
    let list = |sheet: &str| format!("format = 1\nfiles = [\"../inbox/book.xlsx/{sheet}\"]\n");
    let book = workbook(&[("One", &leads(&["first"])), ("Two", &leads(&["second"]))]);
    let job = |lists: &str| format!("{JOB}{MOVE}").replace("[{ path = \"inbox/*\", optional = true }]", lists);
    let one = old(Test::small().file("night.toml", job("[\"lists/*.toml\"]")), "inbox/book.xlsx", book);
    let ran = run(one.file("lists/one.toml", list("One")));
    assert_eq!((prospects(&ran), inbox(&ran)), (vec!["first".to_owned()], vec!["book.xlsx".to_owned()]));
    let both = run(ran.again().file("lists/two.toml", list("Two")).on("2026-11-24"));
    assert_eq!((prospects(&both), inbox(&both)), (vec!["second".to_owned()], vec![]));
}

/// Starts a run, and does something to its lists once it has come that far.
fn meanwhile(test: Test, comes_to: impl Fn(&Test) -> bool, change: impl FnOnce(&Test)) -> (Test, Option<i32>, String) {
    let test = test.args("run night.toml --formats csv");
    let mut child = test.command().stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    while !comes_to(&test) && began.elapsed() < Duration::from_secs(60) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before anything could be changed");
        std::thread::sleep(Duration::from_millis(1));
    }
    change(&test);
    let output = child.wait_with_output().unwrap();
    (test, output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_list_that_changes_after_it_was_read_is_not_moved_away_unread() {
    let small = ["append", "replace", "overwrite"].into_iter();
    let test = small.fold(test(MOVE), |test, name| old(test, &format!("inbox/{name}.csv"), leads(&["aa", name])));
    let test = old(test, "inbox/untouched.csv", leads(&["untouched"]));
    let test = old(test, "inbox/z.csv", many("z", 60_000));
    let test = test.file("new", leads(&["replaced"]));
    make_old(&test.path("new"), 1800);
    let begun = |test: &Test| {
        let out = fs::read_dir(test.path("out")).into_iter().flatten().flatten();
        out.map(|entry| entry.path()).any(|path| path.join("prospects.csv").exists())
    };
    let (test, code, said) = meanwhile(test, begun, |test| {
        // The small lists come first, and are read by now, or are left out.
        std::thread::sleep(Duration::from_millis(200));
        let append = File::options().append(true).open(test.path("inbox/append.csv"));
        append.unwrap().write_all(b"appended@acme.example,NY,1\n").unwrap();
        fs::rename(test.path("new"), test.path("inbox/replace.csv")).unwrap();
        // In place, with the size and the time that it had.
        let place = test.path("inbox/overwrite.csv");
        let time = fs::metadata(&place).unwrap().modified().unwrap();
        let text = fs::read_to_string(&place).unwrap().replace("aa@", "bb@");
        let mut file = File::options().write(true).open(&place).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_modified(time).unwrap();
    });
    assert!([Some(0), Some(3)].contains(&code), "{code:?}: {said}");
    assert_eq!(names(&test.path("inbox")), ["append.csv", "overwrite.csv", "replace.csv"], "{said}");
    assert_eq!(names(&test.path("done/2026-11-23")), ["untouched.csv", "z.csv"]);
    assert!(code == Some(3) || said.contains("append.csv was not moved: it was changed after it was read"), "{said}");
    make_old(&test.path("inbox/append.csv"), 3600);
    let next = run(test.on("2026-11-24"));
    let handed = prospects(&next);
    assert!(["appended", "replaced", "bb"].iter().all(|name| handed.contains(&(*name).to_owned())), "{handed:?}");
    assert_eq!(inbox(&next), Vec::<String>::new());
}

#[test]
fn a_list_that_is_another_one_the_second_time_is_left_out() {
    let limit = KEEP_ONE.replace("keep = 1", "keep = 100000");
    let test = old(old(test(&limit), "inbox/m.csv", many("m", 60_000)), "inbox/o.csv", leads(&["o"]));
    let test = test.file("new", many("n", 60_000));
    make_old(&test.path("new"), 1800);
    let (test, code, said) = meanwhile(
        test,
        |test| test.path("ledger.sqlite").exists(),
        |test| fs::rename(test.path("new"), test.path("inbox/m.csv")).unwrap(),
    );
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("m.csv was left out: a list was changed while it was read"), "{said}");
    assert_eq!(names(&test.path("inbox")), ["m.csv"]);
    assert_eq!(names(&test.path("done/2026-11-23")), ["o.csv"]);
}

fn pipe_at(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Puts something into an inbox that is no list.
type Bad = (&'static str, fn(&Path), &'static str);

const BAD: [Bad; 8] = [
    ("a link out of the folder", |at| symlink("/etc/hostname", at).unwrap(), "leads out of the folder of the job"),
    ("a link to nothing", |at| symlink("nothing", at).unwrap(), "there is no such file"),
    ("a link to itself", |at| symlink(at.file_name().unwrap(), at).unwrap(), "cannot read"),
    ("a named pipe", pipe_at, "it is a named pipe, not a file"),
    ("a folder", |at| fs::create_dir(at).unwrap(), "it is a folder, not a file"),
    ("a socket", |at| drop(std::os::unix::net::UnixListener::bind(at).unwrap()), "it is a device, not a file"),
    ("a device behind a link", |at| symlink("/dev/zero", at).unwrap(), "leads out of the folder of the job"),
    ("a link to a folder", |at| symlink(".", at).unwrap(), "it is a folder, not a file"),
];

#[test]
fn one_bad_entry_of_an_inbox_stops_no_other_list() {
    for (what, put, words) in BAD {
        for pattern in ["inbox/*", "inbox/*.csv"] {
            let job = JOB.replace("inbox/*", pattern);
            let test = Test::small().file("night.toml", &job).file("inbox/good.csv", leads(&["good"]));
            put(&test.path("inbox/bad.csv"));
            let ran = test.args("run night.toml --formats csv").exit(3).stderr("inbox/bad.csv").stderr(words).run();
            assert_eq!(prospects(&ran), ["good"], "{what}");
            let left_out = ran.json("out/latest/summary.json")["broken_lists"].to_string();
            assert!(left_out.contains("bad.csv was left out: "), "{what}: {left_out}");
            // A second run says it, too, and a strict one does nothing.
            let again = ran.again().args("run night.toml --formats csv").exit(3).stderr("nothing to do").stderr(words);
            let strict = again.run().again().file("night.toml", format!("{job}strict = true\n"));
            strict.args("run night.toml").exit(1).stderr(words).run().is_one_sentence();
        }
    }
    let device = test("follow_links = true\n").file("inbox/good.csv", leads(&["good"]));
    symlink("/dev/zero", device.path("inbox/bad.csv")).unwrap();
    run_with(3, device.stderr("it is a device, not a file"));
    // A folder that nobody takes for a file is nobody's business.
    run(test("").file("inbox/good.csv", leads(&["good"])).file("inbox/old/a.csv", leads(&["a"])));
}

fn ends(mut child: Child, what: &str) -> Option<i32> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    panic!("{what}: it waits for a pipe that nobody writes to");
}

#[test]
fn a_pipe_where_a_file_is_expected_is_never_waited_for() {
    let job = format!("{JOB}[ledger]\nfile = \"ledger.sqlite\"\n[suppress]\nfiles = [\"barred/*.csv\"]\n");
    let suppressed = "email\nbarred@acme.example\n";
    for (place, command, code) in [
        ("inbox/a.csv", "qualify inbox/a.csv --profile rules/p.toml --out o", 1),
        ("inbox/a.csv", "inspect inbox/a.csv", 1),
        ("rules/p.toml", "check rules/p.toml", 1),
        ("rules/p.toml", "run night.toml", 1),
        ("rules/fields.toml", "run night.toml", 1),
        ("rules/location.toml", "check night.toml", 1),
        ("night.toml", "run night.toml", 1),
        ("barred/more.csv", "run night.toml", 1),
        ("barred/more.csv", "check night.toml", 1),
        ("ledger.sqlite", "run night.toml", 1),
        ("ledger.sqlite", "ledger show night.toml", 1),
        ("forgotten.csv", "run night.toml", 1),
        ("out/.lock", "run night.toml", 1),
        ("out/2026-11-22-night/run.json", "run night.toml", 0),
        ("out/latest/run.json", "report out", 1),
        ("rules/vendors/x.toml", "run night.toml", 0),
    ] {
        let test = Test::small().file("night.toml", &job).file("inbox/good.csv", leads(&["good"]));
        let test = test.file("barred/some.csv", suppressed).args(command);
        let _ = fs::remove_file(test.path(place));
        pipe_at(&test.path(place));
        let what = format!("{place}: {command}");
        let child = test.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert_eq!(ends(child, &what), Some(code), "{what}");
    }
}

/// Temporary folders may be below `/dev`, where pipes of the shell are, too.
#[test]
fn a_pipe_in_shared_memory_is_a_pipe_like_any_other() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    for name in ["a.csv", "7", "fd/7"] {
        let pipe = folder.path().join(name);
        pipe_at(&pipe);
        let test = Test::small().args(&format!("qualify {} --profile rules/p.toml --out o", pipe.display()));
        let child = test.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert_eq!(ends(child, name), Some(1), "{name}");
    }
}

#[test]
fn what_the_shell_pipes_to_the_program_is_read() {
    let test = Test::small().file("piped.csv", leads(&["piped"]));
    let program = env!("CARGO_BIN_EXE_leadsieve");
    let line = format!("'{program}' qualify <(cat piped.csv) --profile rules/p.toml --out out --formats csv");
    let status = Command::new("bash").args(["-c", &line]).current_dir(test.path("")).stdout(Stdio::null()).status();
    assert!(status.unwrap().success());
    assert!(fs::read_to_string(test.path("out/prospects.csv")).unwrap().contains("piped@acme.example"));
}

#[test]
fn a_list_file_in_an_inbox_names_only_files_beside_it() {
    let suppressed = "Email,State\nbarred@acme.example,NY\n";
    for files in [
        "\"../barred/s.csv\"",
        "\"/etc/passwd\"",
        "\"sub/a.csv\"",
        "\"../inbox/../barred/*.csv\"",
        "\"linked.csv\"",
        "\"good.csv\", \"../barred/s.csv\"",
        "\".\"",
    ] {
        for lists in ["\"inbox/*\"", "\"inbox/*.list.toml\", \"inbox/*.csv\""] {
            let job = format!("{JOB}{MOVE}").replace("{ path = \"inbox/*\", optional = true }", lists);
            let test = Test::small().file("night.toml", job);
            let test = old(test, "inbox/good.csv", leads(&["good"]));
            let test = old(old(test, "inbox/other.csv", leads(&["other"])), "inbox/sub/a.csv", leads(&["sub"]));
            let test = old(test, "barred/s.csv", suppressed);
            symlink("../barred/s.csv", test.path("inbox/linked.csv")).unwrap();
            let test = old(test, "inbox/up.list.toml", format!("format = 1\nfiles = [{files}]\n"));
            let test = test.args("run night.toml --formats csv").exit(3).stderr("up.list.toml was left out: it names ");
            let ran = test.run();
            assert_eq!(names(&ran.path("barred")), ["s.csv"], "{files}: it was moved away");
            assert!(ran.path("inbox/up.list.toml").exists(), "{files}");
            let handed = prospects(&ran);
            assert!(handed.contains(&"other".to_owned()), "{files}: {handed:?}");
            // What it is about as well is not read without it.
            assert_eq!(handed.contains(&"good".to_owned()), !files.contains("good"), "{files}: {handed:?}");
            assert!(!handed.contains(&"sub".to_owned()), "{files}: {handed:?}");
        }
    }
}

#[test]
fn a_list_file_in_an_inbox_reads_no_file_elsewhere_and_stops_nobody_where_it_is_wrong() {
    for (text, words) in [
        ("files = [\"mine.csv\"]\n[values]\nstate = \"../secret.csv\"\n", "is not in the folder of this list file"),
        ("files = [\"mine.csv\"]\n[values]\nstate = \"/etc/passwd\"\n", "is not in the folder of this list file"),
        ("files = [\"mine.csv\"]\n[columns]\nphon = \"Tel\"\n", "there is no field `phon`"),
        ("files = [\"mine.csv\"]\nfoo\n", "up.list.toml was left out: "),
    ] {
        let test = old(old(test(MOVE), "inbox/mine.csv", leads(&["mine"])), "inbox/other.csv", leads(&["other"]));
        let test =
            old(test.file("secret.csv", "written,means\nNY,TX\n"), "inbox/up.list.toml", format!("format = 1\n{text}"));
        let ran = run_with(3, test.stderr(words));
        assert_eq!(prospects(&ran), ["other"], "{text}");
        assert_eq!(inbox(&ran), ["mine.csv", "up.list.toml"], "its list is not read without it: {text}");
        assert!(!ran.stderr.contains("root:"), "{}", ran.stderr);
    }
}

#[test]
fn a_list_file_in_an_inbox_speaks_for_the_lists_beside_it() {
    let test = old(test(MOVE), "inbox/mine.csv", "Contact,State,Employees\nmine@acme.example,Big Apple,1\n");
    let map = "written,means\nBig Apple,NY\n";
    let list = "format = 1\nfiles = [\"mine.csv\"]\n[columns]\nemail = \"Contact\"\n[values]\nstate = \"states.map\"\n";
    let test = old(test.file("inbox/states.map.part", map), "inbox/up.list.toml", list);
    fs::rename(test.path("inbox/states.map.part"), test.path("inbox/states.map")).unwrap();
    let job = format!("{JOB}{MOVE}").replace("inbox/*", "inbox/*[vl]");
    let ran = run(test.file("night.toml", job));
    assert_eq!(
        (prospects(&ran), inbox(&ran)),
        (vec!["mine".to_owned()], vec!["states.map".into(), "up.list.toml".into()])
    );
    // Its list is gone the next night, and that stops nobody.
    let next = run(old(ran.again(), "inbox/next.csv", leads(&["next"])).on("2026-11-24"));
    assert_eq!(prospects(&next), ["next"]);
    // While it is being uploaded, its list waits.
    let half = old(next.again(), "inbox/mine.csv", "Contact,State\n").file("inbox/up.list.toml", list);
    let half = run(old(half, "inbox/last.csv", leads(&["last"])).on("2026-11-25"));
    assert_eq!(prospects(&half), ["last"]);
    assert_eq!(inbox(&half), ["mine.csv", "states.map", "up.list.toml"]);
}

#[test]
fn no_toml_is_taken_for_a_list_by_accident() {
    let test = old(test(MOVE), "inbox/good.csv", leads(&["good"]));
    let toml = ["notes.toml", "X.TOML", "list.toml", "broken.toml", "night.csv.toml"];
    let test =
        toml.iter().fold(test, |test, name| old(test, &format!("inbox/{name}"), "Email,State\nx@acme.example,NY\n"));
    let ran = run(old(test, "inbox/rules.toml", "format = 1\nrules = []\n"));
    assert_eq!(prospects(&ran), ["good"]);
    assert_eq!(inbox(&ran).len(), toml.len() + 1, "{:?}", inbox(&ran));
    let warnings = ran.json("out/latest/summary.json")["warnings"].to_string();
    assert!(toml.iter().all(|name| warnings.contains(&format!("{name} was not read: it is TOML"))), "{warnings}");
}

const BRACKETS: &str = r#"
format  = 1
name    = "night"
profile = "../rules/p.toml"
lists   = ["inbox/*.csv", "extra [new].csv", "week[12].csv"]
out     = "out"
[suppress]
files = [{ path = "opt-outs [EU].csv", optional = true }, { path = "barred/*.csv", optional = true }]
"#;

#[test]
fn brackets_in_a_folder_or_in_the_name_of_a_file_are_no_pattern() {
    let list = |name: &str| format!("{HEADER}{name}@kiefer.example,TX,20\n");
    let mut test = Test::small().file("client[1]/night.toml", BRACKETS).file("client1/inbox/a.csv", list("theirs"));
    for (file, name) in [("inbox/a.csv", "ann"), ("extra [new].csv", "ben"), ("week1.csv", "cyd"), ("week2.csv", "dan")]
    {
        test = test.file(&format!("client[1]/{file}"), list(name));
    }
    let test = test
        .file("client[1]/opt-outs [EU].csv", "email\nben@kiefer.example\n")
        .file("client[1]/barred/more.csv", "email\ndan@kiefer.example\n")
        .file("client1/barred/theirs.csv", "email\nann@kiefer.example\n");
    let ran = test.args("run client[1]/night.toml --formats csv").run();
    let summary = ran.json("client[1]/out/latest/summary.json");
    assert_eq!((summary["read"].as_u64(), summary["dispositions"]["suppressed"].as_u64()), (Some(4), Some(2)));
    let barred = ran.text("client[1]/out/latest/suppressed.csv");
    assert!(barred.contains("ben@kiefer") && barred.contains("dan@kiefer"), "{barred}");
}
