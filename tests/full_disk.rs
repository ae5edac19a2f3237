//! A disk that is full, at whatever byte and whatever file: an error that names the path, and the last good reports stand.

#![cfg(target_os = "linux")]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["big.csv"]
out     = "disk/out"
[ledger]
file    = "state/ledger.sqlite"
"#;

/// A small disk, for as long as it is used.
struct Disk(PathBuf);

impl Disk {
    /// `None` if this user may not make one.
    fn new(place: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(place).output();
        mounted.is_ok_and(|done| done.status.success()).then(|| Self(place.to_owned()))
    }

    fn grow(&self) {
        let grown = Command::new("mount").args(["-o", "remount,size=64m,nr_inodes=10000"]).arg(&self.0).status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn leads(first: usize, many: usize) -> String {
    let leads =
        (first..first + many).map(|lead| format!("person{lead}@firma{lead}.de,NY,12,\"Some note, of {lead}\"\n"));
    "Email,State,Employees,Note\n".to_owned() + &leads.collect::<String>()
}

/// A night on a small disk: whatever happens is said in one sentence, and once there is room the night is made up for.
fn night(folder: &str, options: &str) -> Option<bool> {
    let job = JOB.replace("disk/out", &format!("{folder}/out")).replace("state/", &format!("{folder}/state/"));
    let test = Test::small().file("night.toml", job).file("big.csv", leads(0, 300));
    let disk = Disk::new(&test.path("disk"), options)?;
    let test = test.args("run night.toml");
    let mut failed = false;
    let output = test.command().output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    if !output.status.success() {
        failed = true;
        assert_eq!(output.status.code(), Some(1), "{options}: {said}");
        assert!(said.starts_with("error: ") && said.trim_end().lines().count() == 1, "{options}: {said}");
        assert!(said.contains("disk/"), "{options}: no path in {said}");
        for debris in ["panicked", "bug", "os error", "RUST_BACKTRACE", "Os {"] {
            assert!(!said.contains(debris), "{options}: {said}");
        }
    }
    let out = test.path("disk/out");
    let left = if out.is_dir() { names(&out) } else { Vec::new() };
    assert!(!left.iter().any(|name| name.starts_with(".tmp-")), "{options}: {left:?}");
    disk.grow();
    let ran = test.args("run night.toml").run();
    assert!(ran.path(&format!("{folder}/out/latest/run.json")).exists());
    drop(disk);
    Some(failed)
}

/// Both ends of every kind of failure, with steps between that no file's size is a multiple of.
fn sizes() -> Vec<String> {
    let bytes = (40..900).step_by(53).map(|size| format!("size={size}k"));
    let files = (3..34).step_by(3).map(|files| format!("size=64m,nr_inodes={files}"));
    bytes.chain(files).collect()
}

#[test]
fn a_full_disk_is_an_error_with_a_path() {
    let mut failed = 0;
    for options in sizes() {
        match night("disk", &options) {
            Some(fails) => failed += usize::from(fails),
            None => return println!("skipped: a small disk can only be mounted by root"),
        }
    }
    assert!(failed > 5, "only {failed} disks were too small");
}
