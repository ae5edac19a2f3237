//! No cell of any output runs as a formula where LibreOffice opens it, whatever separator it is set to.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::Test;

/// What somebody could put into a cell, and in which cells of a list: each in a list of its own ends somewhere else.
const PAYLOADS: [&str; 18] = [
    "=1+1",
    "Acme;=1+1;x",
    "Acme;\"=1+1;x",
    "q\n=1+1",
    "\n=1+1",
    "a\t=1+1",
    "a|=1+1|b",
    "a, =1+1",
    " =1+1",
    "\u{200B}=1+1",
    "x;\u{FEFF}=1+1",
    "\u{FF1D}1+1",
    "-1+1;=1+1",
    "@SUM(1;2)",
    "call;@SUM(1;2);x",
    "+1+1",
    "a;-5|=1+1",
    "\r\n=1+1",
];

/// A list of the payloads as notes of a prospect, of a rejected lead and of one to ask, as values of its fields, and as a
/// record that cannot be read; the header holds one, too.
fn list(separator: char) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let row = |cells: [&str; 5]| cells.map(quoted).join(&separator.to_string()) + "\n";
    let mut text = row(["Email", "State", "Employees", "Note", "Remark;=1+1"]);
    for (number, payload) in PAYLOADS.iter().enumerate() {
        for state in ["NY", "TX", "", payload] {
            text += &row([&format!("p{number}{}@acme.example", state.len()), state, payload, payload, "x"]);
        }
    }
    text + &format!("a{separator}=1+1{separator}b;=1+1{separator}c{separator}d{separator}e{separator}=1+1\n")
}

const VENDOR: &str = "format = 1\nfiles = [\"leads.csv\"]\nvendor = \"=1+1;=1+1\"\n\
    price = { amount = 10, currency = \"EUR\" }\n[promise]\nrows = 5\n";

/// The reports over such a list, with or without the guard.
fn reports(separator: char, guard: bool) -> PathBuf {
    let job = format!(
        "format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.list.toml\"]\nout = \"out\"\n\
         [output]\nformats = [\"csv\", \"xlsx\"]\nformula_guard = {guard}\n"
    );
    let test = Test::small().file("j.toml", job).file("leads.csv", list(separator)).file("leads.list.toml", VENDOR);
    let ran = test.args("run j.toml").run();
    let kept =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("spreadsheets-{}-{guard}", u32::from(separator)));
    let _ = std::fs::remove_dir_all(&kept);
    copy(&ran.path("out/latest"), &kept);
    kept
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            _ = std::fs::copy(entry.path(), target).unwrap()
        }
    }
}

/// What LibreOffice runs of the CSV files in a folder, when cells are parted by these characters: the formulas.
fn formulas(folder: &Path, separators: &str) -> Vec<String> {
    let filter = format!("--infilter=Text - txt - csv (StarCalc):{separators},34,76,1");
    opened(folder, &format!("opened-{}", separators.replace('/', "-")), "csv", Some(&filter))
}

/// What it runs of the workbooks.
fn formulas_of_workbooks(folder: &Path) -> Vec<String> {
    opened(folder, "opened", "xlsx", None)
}

fn opened(folder: &Path, name: &str, ending: &str, filter: Option<&str>) -> Vec<String> {
    let (files, to) = (files(folder, ending), folder.join(name));
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .arg("--headless")
        .args(filter)
        .args(["--convert-to", "fods", "--outdir"])
        .arg(&to)
        .args(&files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success());
    let opened: Vec<_> = to.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(opened.len(), files.len(), "each file was opened");
    opened.iter().flat_map(|path| formulas_of(path)).collect()
}

/// All files of a kind, the claims among them.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let claims = folder.join("claims").read_dir().into_iter().flatten();
    let all = folder.read_dir().unwrap().chain(claims).map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
}

fn formulas_of(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let formulas = text.split("table:formula=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    formulas.map(|formula| format!("{} in {}", formula, path.display())).collect()
}

/// Comma, semicolon, tab, pipe, and the first three together, as LibreOffice is told.
const SEPARATORS: [&str; 5] = ["44", "59", "9", "124", "44/59/9"];

#[test]
fn nothing_runs_whatever_separator_a_spreadsheet_is_set_to() {
    if Command::new("soffice").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: LibreOffice is not installed, so no report is opened");
        return;
    }
    let unguarded = reports(',', false);
    for separators in ["44", "59"] {
        assert!(!formulas(&unguarded, separators).is_empty(), "what is unguarded runs: {separators}");
    }
    for separator in [',', ';'] {
        let guarded = reports(separator, true);
        assert_eq!(formulas_of_workbooks(&guarded), [""; 0], "{separator}");
        for separators in SEPARATORS {
            assert_eq!(formulas(&guarded, separators), [""; 0], "{separator} {separators}");
        }
    }
}
