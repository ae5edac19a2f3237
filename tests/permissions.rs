//! Files and folders that the run may not read or write, by the real binary and by somebody who is not root: to root
//! everything is permitted.

#![cfg(unix)]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{Rows, Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["leads.csv"]
out     = "out"
[output]
formats = ["csv"]
[suppress]
files = ["suppression/a.csv"]
[ledger]
file = "state/ledger.sqlite"
"#;

/// A folder that belongs to somebody without any rights beyond it.
struct Somebody {
    test: Test,
    binary: PathBuf,
    is_root: bool,
}

impl Somebody {
    /// Nothing, with the reason said, where nobody can be found who has no rights.
    fn new() -> Option<Self> {
        let test = Test::small()
            .file("night.toml", JOB)
            .file("suppression/a.csv", "email\nnobody@acme.example\n")
            .file("state/keep", "");
        let is_root = text(&Command::new("id").arg("-u").output().unwrap().stdout).trim() == "0";
        let binary = test.path("leadsieve");
        // The build may stand in a folder that only root can look into.
        fs::hard_link(env!("CARGO_BIN_EXE_leadsieve"), &binary)
            .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_leadsieve"), &binary).map(drop))
            .unwrap();
        let somebody = Self { test, binary, is_root };
        if is_root {
            let given = Command::new("chown").args(["-R", "65534:65534"]).arg(somebody.test.path("")).status();
            assert!(given.unwrap().success());
        }
        match somebody.command(&["--version"]).output() {
            Ok(output) if output.status.success() => Some(somebody),
            refused => {
                eprintln!("skipped: setpriv cannot start the binary as somebody else: {refused:?}");
                None
            }
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = if self.is_root { Command::new("setpriv") } else { Command::new(&self.binary) };
        if self.is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]).arg(&self.binary);
        }
        command.args(args).current_dir(self.test.path(""));
        command
    }

    fn run(&self) -> Output {
        self.command(&["run", "night.toml", "--as-of", "2026-11-23", "--again"]).output().unwrap()
    }

    fn set_mode(&self, name: &str, mode: u32) -> u32 {
        let path = self.test.path(name);
        let before = fs::metadata(&path).unwrap().permissions().mode();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        before
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() && !path.is_symlink() {
            all.extend(files(&path));
        } else if path.is_file() {
            all.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    all
}

#[test]
fn what_may_not_be_read_or_written_ends_in_one_sentence_and_the_last_output_stays() {
    let Some(somebody) = Somebody::new() else { return };
    let first = somebody.run();
    assert!(first.status.success(), "{}", text(&first.stderr));
    let good = files(&somebody.test.path("out"));
    let table = [
        ("leads.csv", 0o000, "leads.csv"),
        ("rules/p.toml", 0o000, "p.toml"),
        ("rules/fields.toml", 0o000, "fields.toml"),
        ("night.toml", 0o000, "night.toml"),
        ("suppression/a.csv", 0o000, "a.csv"),
        ("out", 0o555, "out"),
        ("out", 0o000, "out"),
        ("state/ledger.sqlite", 0o444, "ledger.sqlite"),
        ("state/ledger.sqlite", 0o000, "ledger.sqlite"),
        ("state", 0o555, "ledger.sqlite"),
    ];
    for (name, mode, said) in table {
        let before = somebody.set_mode(name, mode);
        let refused = somebody.run();
        somebody.set_mode(name, before);
        let told = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{name} {mode:o}: {told}");
        let errors: Vec<&str> = told.lines().filter(|line| line.starts_with("error")).collect();
        assert!(told.contains(said) && !errors.is_empty(), "{name} {mode:o}: {told}");
        for debris in ["Os {", "os error", "panicked", "RUST_BACKTRACE", "Some(", "Err(", "bug"] {
            assert!(!told.contains(debris), "{name} {mode:o}: {told}");
        }
        assert_eq!(files(&somebody.test.path("out")), good, "{name} {mode:o}");
    }
    // With its rights back, the next night works, and the ledger still knows the first.
    let next = somebody.run();
    assert!(next.status.success(), "{}", text(&next.stderr));
    assert_eq!(Rows::read(&somebody.test.path("out/latest/known.csv")).rows.len(), 2);
}

/// Everything in a folder, with its rights; links have none of their own.
fn rights(folder: &Path) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    for name in names(folder).into_iter().filter(|name| !folder.join(name).is_symlink()) {
        let path = folder.join(&name);
        all.insert(name.clone(), fs::metadata(&path).unwrap().permissions().mode() & 0o777);
        if path.is_dir() {
            all.extend(rights(&path).into_iter().map(|(inner, mode)| (format!("{name}/{inner}"), mode)));
        }
    }
    all
}

/// What a job leaves, under any umask: everything that holds people is for its owner, or for those who are named.
#[test]
fn everything_that_a_job_leaves_is_for_its_owner_alone_whatever_the_umask_is() {
    let promise = "format = 1\nfiles = [\"leads.csv\"]\nvendor = \"V\"\n[promise]\nfilled = { state = \"100%\" }\n";
    let modes = [("owner", 0o600, 0o700), ("group", 0o640, 0o750), ("all", 0o644, 0o755)];
    for (umask, readers) in [("000", &modes[..]), ("022", &modes[..1]), ("077", &modes[2..])] {
        for &(readable_by, file, folder) in readers {
            let output = format!("[output]\nreadable_by = \"{readable_by}\"\n");
            let job = JOB
                .replace("[output]\nformats = [\"csv\"]\n", &output)
                .replace("\"leads.csv\"", "\"v.list.toml\"")
                .replace("[ledger]", "[ledger]\nbackups = 2");
            let leads = format!("{}bo@acme.example,NY,many,\n", common::LEADS);
            let test = Test::small().file("leads.csv", leads).file("night.toml", job).file("v.list.toml", promise);
            let test = test.file("suppression/a.csv", "email\nnobody@acme.example\n");
            let shell = |line: &str| {
                let mut command = Command::new("sh");
                command.arg("-c").arg(format!("umask {umask}; {line}")).current_dir(test.path(""));
                let ran = command.env("L", env!("CARGO_BIN_EXE_leadsieve")).output().unwrap();
                assert!(ran.status.success(), "{line}: {}", text(&ran.stderr));
            };
            for day in ["2026-11-23", "2026-11-24"] {
                shell(&format!("\"$L\" run night.toml --again --as-of {day}"));
            }
            shell("\"$L\" ledger forget night.toml --email kim@acme.example --as-of 2026-11-24");
            shell("\"$L\" report out/2026-11-24-night > page");
            let out = rights(&test.path("out"));
            assert!(out.len() > 20 && out.keys().any(|name| name.contains("claims/")), "{out:?}");
            for (name, mode) in &out {
                let wanted = if name == ".lock" { 0o600 } else { file };
                let wanted = if test.path("out").join(name).is_dir() { folder } else { wanted };
                assert_eq!(*mode, wanted, "{name} for {readable_by} under umask {umask}");
            }
            let state = rights(&test.path("state"));
            for name in ["ledger.sqlite", "ledger.sqlite.backup-1", "forgotten.csv"] {
                assert!(state.contains_key(name), "{name}: {state:?}");
            }
            assert!(state.values().all(|mode| *mode == 0o600), "{state:?} under umask {umask}");
            assert_eq!(rights(&test.path(""))["out"] & 0o022, 0, "nobody else writes to out");
        }
    }
}

#[test]
fn nobody_else_can_hold_up_the_night() {
    let Some(somebody) = Somebody::new() else { return };
    if !somebody.is_root {
        return;
    }
    // The job is root's here, and somebody without rights on it wants to keep it from running.
    let given = Command::new("chown").args(["-R", "0:0"]).arg(somebody.test.path("")).status();
    assert!(given.unwrap().success());
    somebody.set_mode("", 0o755);
    let run = || {
        let mut command = Command::new(&somebody.binary);
        command.args(["run", "night.toml", "--as-of", "2026-11-23", "--again"]).current_dir(somebody.test.path(""));
        command.output().unwrap()
    };
    assert!(run().status.success());
    for held in ["out/.lock", "state/ledger.sqlite"] {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "flock", "-s"]);
        let held_up = command.arg(somebody.test.path(held)).arg("true").output().unwrap();
        assert!(!held_up.status.success(), "somebody else can lock {held}");
    }
    // A lock file that somebody else has put there is theirs to lock.
    fs::set_permissions(somebody.test.path("out/.lock"), Permissions::from_mode(0o666)).unwrap();
    assert!(Command::new("chown").arg("65534").arg(somebody.test.path("out/.lock")).status().unwrap().success());
    let refused = run();
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains(".lock is somebody else's file, by which others could"));
}

#[test]
fn a_last_run_that_cannot_be_read_is_no_reason_not_to_run() {
    let Some(somebody) = Somebody::new() else { return };
    assert!(somebody.run().status.success());
    let last = fs::read_link(somebody.test.path("out/latest")).unwrap();
    let last = format!("out/{}", last.display());
    for name in ["run.json", "decisions.parquet", "summary.json"] {
        let name = format!("{last}/{name}");
        if somebody.test.path(&name).exists() {
            somebody.set_mode(&name, 0);
        }
    }
    let next = somebody.run();
    assert!(next.status.success(), "{}", text(&next.stderr));
}
