//! Nights with very many lists, or lists with strange names or very many columns: every night runs.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

use common::{Ran, Test, names};
use unicode_normalization::UnicodeNormalization as _;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["inbox/*.csv", "inbox/*.zip", "inbox/*.xlsx", "inbox/*.list.toml"]
out     = "out"
after   = "move"
[ledger]
file    = "state/ledger.sqlite"
"#;

/// What makes lists ones that somebody sold, so that their defects are claimed.
const SOLD: &str = "format = 1\nvendor = \"V\"\nsource = \"bought_list\"\nprice = { amount = 5, currency = \"USD\" }\n";

fn job() -> Test {
    let job = JOB.lines().map(|line| if line.starts_with("lists") { optional(line) } else { line.to_owned() });
    Test::small().file("night.toml", job.collect::<Vec<_>>().join("\n"))
}

/// No pattern has to match.
fn optional(line: &str) -> String {
    let (name, patterns) = line.split_once(" = ").unwrap();
    let patterns = patterns.trim_matches(['[', ']']).split(", ");
    let all: Vec<String> = patterns.map(|pattern| format!("{{ path = {pattern}, optional = true }}")).collect();
    format!("{name} = [{}]", all.join(", "))
}

fn inbox(test: Test, name: &str, content: impl AsRef<[u8]>) -> Test {
    old(test, &format!("inbox/{name}"), content)
}

/// A file that nobody is writing any more.
fn old(test: Test, name: &str, content: impl AsRef<[u8]>) -> Test {
    let test = test.file(name, content);
    let file = fs::File::options().write(true).open(test.path(name)).unwrap();
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(3600)).unwrap();
    test
}

fn archive(members: &[&str], text: impl Fn(usize) -> String) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (place, name) in members.iter().enumerate() {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text(place).as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn run(test: Test) -> Ran {
    test.args("run night.toml --formats csv").run()
}

/// The claims of a run, each with how many defects it names; the names are fit for every file system.
fn claims(ran: &Ran) -> Vec<(String, usize)> {
    let folder = ran.path("out/latest/claims");
    let names = names(&folder);
    let folded: BTreeSet<String> = names.iter().map(|name| name.nfc().collect::<String>().to_lowercase()).collect();
    assert_eq!(folded.len(), names.len(), "{names:?} differ by more than case");
    for name in &names {
        assert!(name.len() <= 120 && name.ends_with(".csv"), "{name}");
        assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !name.contains(char::is_control));
        assert!(!name.starts_with(['.', '-', ' ']), "{name}");
        let stem = name.split('.').next().unwrap().to_lowercase();
        assert!(!["con", "prn", "aux", "nul", "com1", "lpt9"].contains(&stem.as_str()), "{name}");
    }
    let defects = |name: &String| ran.rows(&format!("out/latest/claims/{name}")).rows.len();
    names.iter().map(|name| (name.clone(), defects(name))).collect()
}

#[test]
fn whatever_lists_are_called_each_has_its_claim() {
    let long = "n".repeat(240);
    let (umlauts, kanji) = ("ü".repeat(110), "名".repeat(75));
    let strange = [
        "eu/leads.csv",
        "eu-leads.csv",
        "leads (1).csv",
        "leads -1-.csv",
        "A & B.csv",
        "A + B.csv",
        "Q1+Q2.csv",
        "Q1 Q2.csv",
        "A.csv",
        "a.csv",
        "Ä.csv",
        "A\u{308}.csv",
        "con.csv",
        "CON/nul.csv",
        "aux.list.csv",
        "x\u{1b}[31m\n=evil.csv",
        "a.csv.csv",
        " b.csv",
        "b .csv",
        "b..csv",
        "☎.csv",
        "☎☎.csv",
        "\u{202e}vsc.csv",
    ]
    .map(str::to_owned);
    let lengths = [format!("{long}1.csv"), format!("{long}2.csv"), format!("{umlauts}.csv"), format!("{kanji}.csv")];
    let all: Vec<&str> = strange.iter().chain(&lengths).map(String::as_str).collect();
    let text = |place: usize| format!("Email,State\nbad{place} mail,NY\n");
    let test = inbox(job(), "all.zip", archive(&all, text));
    let ran = run(inbox(test, "all.list.toml", format!("{SOLD}files = [\"all.zip\"]\n")));
    let first = claims(&ran);
    assert_eq!(first.len(), all.len());
    assert!(first.iter().all(|(_, defects)| *defects == 1), "{first:?}");
    // The next night the same lists have the same names, in whatever order they come.
    let turned: Vec<&str> = all.iter().rev().copied().collect();
    let ran = ran.again();
    let ran = inbox(ran, "all.zip", archive(&turned, |place| text(place) + "lee@acme.example,NY\n"));
    let ran = inbox(ran, "all.list.toml", format!("{SOLD}files = [\"all.zip\"]\n")).on("2026-11-24");
    let again: Vec<String> = claims(&run(ran)).into_iter().map(|(name, _)| name).collect();
    assert_eq!(again, first.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
}

#[test]
fn files_of_one_name_in_two_folders_and_sheets_have_their_claims() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["con", "=1+1", "a'b", "..", "-", "Ö"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        [("Email", "State"), ("bad mail", "NY")].iter().enumerate().for_each(|(row, (email, state))| {
            sheet.write(row as u32, 0, *email).unwrap();
            sheet.write(row as u32, 1, *state).unwrap();
        });
    }
    let list = "Email,State\nbad mail,NY\n";
    let test = inbox(job(), "con.xlsx", book.save_to_buffer().unwrap());
    let test = inbox(test, "con.list.toml", format!("{SOLD}files = [\"con.xlsx\"]\n"));
    let (test, about) = (old(test, "one/a.csv", list), format!("{SOLD}files = [\"a.csv\"]\n"));
    let test = old(old(test, "two/a.csv", list), "one/a.list.toml", &about);
    let test = old(test, "two/a.list.toml", about);
    let text = fs::read_to_string(test.path("night.toml")).unwrap();
    let test =
        test.file("night.toml", text.replace("lists   = [", "lists = [\"one/*.list.toml\", \"two/*.list.toml\", "));
    assert_eq!(claims(&run(test)).len(), 8);
}

#[test]
fn list_files_that_are_written_have_names_of_their_own() {
    let test = Test::small().file("all.zip", archive(&["a/b.csv", "a-b.csv", "c.csv"], |_| common::LEADS.to_owned()));
    let ran = test.args("inspect all.zip --write").run();
    let written: Vec<String> = names(&ran.path("")).into_iter().filter(|name| name.ends_with(".list.toml")).collect();
    assert_eq!(written.len(), 3, "{written:?}");
    assert!(written.contains(&"all.zip-c.csv.list.toml".to_owned()), "{written:?}");
}

#[test]
fn a_job_of_any_name_has_its_folder() {
    for name in ["n".repeat(150).as_str(), "nul"] {
        let text = JOB.replace("lists   = [", "lists = [\"leads.csv\", ").replace("inbox/*", "none/*");
        let text = text.lines().map(|line| if line.starts_with("lists") { optional(line) } else { line.to_owned() });
        let text = text.collect::<Vec<_>>().join("\n").replace("name    = \"night\"", &format!("name = \"{name}\""));
        let ran = run(Test::small().file("night.toml", text.replace("after   = \"move\"", "")));
        let folder = names(&ran.path("out")).into_iter().find(|name| name.starts_with("2026")).unwrap();
        assert!(folder.len() <= 120 && !folder.contains(['?', ':', '*']), "{folder}");
        assert!(ran.path("out/latest/run.json").exists());
    }
}

/// The command with room for so many open files.
#[cfg(unix)]
fn with_open_files(test: &Test, most: usize) -> std::process::Command {
    let command = test.command();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &format!("ulimit -n {most} && exec \"$0\" \"$@\"")]);
    shell.arg(command.get_program()).args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    shell
}

#[cfg(unix)]
#[test]
fn far_more_lists_than_files_can_be_open() {
    let mut test = job();
    for list in 0..300 {
        // Whole lists with and without defects, and some that are not UTF-8.
        let name = if list % 3 == 0 { "bad mail".to_owned() } else { format!("a{list}@b{list}.example") };
        let text = format!("Email,State,Note\n{name},NY,M\u{fc}nchen {list}\n");
        let bytes = if list % 2 == 0 { text.into_bytes() } else { text.chars().map(|sign| sign as u8).collect() };
        test = inbox(test, &format!("f{list:03}.csv"), bytes);
    }
    test = inbox(test, "all.list.toml", format!("{SOLD}files = [\"*.csv\"]\n"));
    let test = test.args("run night.toml --formats csv");
    let output = with_open_files(&test, 40).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let ran = test.args("report out/latest").run();
    assert_eq!(ran.rows("out/latest/prospects.csv").rows.len() + ran.rows("out/latest/review.csv").rows.len(), 300);
    assert!(ran.text("out/latest/prospects.csv").contains("M\u{fc}nchen 7\n"));
    assert_eq!(claims(&ran).len(), 100);
    assert_eq!(names(&ran.path("inbox")), ["all.list.toml"]);
}

#[cfg(unix)]
#[test]
fn lists_that_are_opened_when_it_is_their_turn_are_read_whole() {
    // Longer than the beginning that is looked at, in four encodings, and more of them than stay open.
    let note = "München und Umgebung; ".repeat(24);
    let row = |list: usize, row: usize| format!("l{list}r{row}@acme.example,NY,{note}\n");
    let rows = |list: usize| (0..9_000).map(|number| row(list, number)).collect::<String>();
    let mut test = job();
    for list in 0..12 {
        let text = format!("Email,State,Note\n{}", rows(list));
        let bytes = match list % 4 {
            0 => text.into_bytes(),
            1 => [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
            2 => text.chars().map(|sign| sign as u8).collect(),
            _ => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        };
        test = inbox(test, &format!("f{list:02}.csv"), bytes);
    }
    let test = test.args("run night.toml --formats csv");
    let output = with_open_files(&test, 40).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(test.path("out/latest/prospects.csv")).unwrap();
    assert_eq!(text.lines().count(), 12 * 9_000 + 1);
    assert_eq!(text.matches("München und").count(), 12 * 9_000 * 24);
}

#[test]
fn twice_as_many_lists_take_about_twice_as_long() {
    let time = |lists: usize| {
        let mut test = job();
        for list in 0..lists {
            test = inbox(test, &format!("f{list:04}.csv"), format!("Email,State\na{list:04}@b{list:04}.example,NY\n"));
        }
        let started = Instant::now();
        let ran = run(test);
        let once = started.elapsed();
        assert!(names(&ran.path("inbox")).is_empty());
        once
    };
    let (few, many) = (time(250), time(2_000));
    // Eight times as many would be 64 times as long if each were compared with each.
    assert!(many < few * 24, "{few:?} for 250 lists, {many:?} for 2,000");
}

#[test]
fn a_file_that_is_named_in_many_ways_is_read_once() {
    let text = fs::read_to_string(job().path("night.toml")).unwrap();
    let named = "\"lists/*.csv\", \"lists/a.csv\", \"lists/../lists/a.csv\", \"links/*.csv\", ";
    let test = old(job(), "lists/a.csv", common::LEADS)
        .file("night.toml", text.replace("lists   = [", &format!("follow_links = true\nlists = [{named}")));
    let test = test.file("links/none.txt", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink(test.path("lists/a.csv"), test.path("links/b.csv")).unwrap();
    let ran = run(test);
    assert_eq!(ran.json("out/latest/summary.json")["read"], 3);
}

#[test]
fn lists_with_thousands_of_columns_of_their_own_have_all_of_them_in_the_reports() {
    let mut test = Test::small();
    for list in 0..6 {
        let columns: Vec<String> = (0..4_000).map(|column| format!("k{list}h{column}")).collect();
        let cells = ",v".repeat(4_000);
        let text = format!("Email,State,{}\na{list}@b.example,TX{cells}\n", columns.join(","));
        test = test.file(&format!("d{list}.csv"), text);
    }
    let started = Instant::now();
    let ran = test.qualify("d0.csv d1.csv d2.csv d3.csv d4.csv d5.csv").run();
    // Unoptimised, and beside other tests. Comparing each name with each took minutes.
    assert!(started.elapsed() < Duration::from_secs(40), "{:?}", started.elapsed());
    let rejections = ran.rows("out/rejections.csv");
    assert_eq!(rejections.rows.len(), 6);
    for list in 0..6 {
        assert_eq!(rejections.column(&format!("k{list}h3999")).iter().filter(|cell| **cell == "v").count(), 1);
    }
}

#[test]
fn thousands_of_columns_of_one_name_are_told_apart() {
    let (names, cells) = (",x".repeat(4_000), ",1".repeat(4_000));
    let started = Instant::now();
    let ran =
        Test::small().file("a.csv", format!("Email,State{names}\na@b.example,TX{cells}\n")).qualify("a.csv").run();
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    let header = ran.rows("out/rejections.csv").header;
    assert!(header.contains(&"x".to_owned()) && header.contains(&"x (4000)".to_owned()));
}
