//! A fluent test of the real binary: a folder with files, a command, what must come out.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The day on which all tests run.
pub(crate) const AS_OF: &str = "2026-11-23";

const FIELDS: &str = r#"
format = 1
[identity]
keys = [["email"]]
[field.email]
type    = "email"
columns = ["Email"]
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
"#;

const SERVED: &str = r#"
format    = 1
criterion = "location"
[must.served]
field   = "state"
in      = ["NY", "MA"]
message = "{value} is not served."
[score.small]
field   = "employees"
at_most = 50
points  = 10
[test.served]
lead   = { state = "NY", employees = "20" }
expect = { served = "pass", small = 10 }
"#;

const PROFILE: &str = r#"
format     = 1
name       = "served"
test_as_of = 2026-11-01
fields     = "fields.toml"
rules      = ["location.toml"]
[decision]
prospect_at = 0
"#;

/// Three leads for the small profile: a prospect, a rejection, a question.
pub(crate) const LEADS: &str =
    "Email,State,Employees,Note\nkim@acme.example,NY,12,\nlee@acme.example,TX,12,=1+1\nana@acme.example,,80,\n";

/// A test that is being put together.
pub(crate) struct Test {
    folder: TempDir,
    args: Vec<String>,
    stdin: Vec<u8>,
    day: String,
    exit: i32,
    stdout: Vec<String>,
    stderr: Vec<String>,
}

/// A command that ended as it should.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    test: Test,
}

/// A CSV file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Test {
    /// An empty folder; the command is to succeed.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (args, stdin, day) = (Vec::new(), Vec::new(), AS_OF.to_owned());
        Self { folder, args, stdin, day, exit: 0, stdout: Vec::new(), stderr: Vec::new() }
    }

    /// A folder with a small profile `rules/p.toml` and three leads in `leads.csv`.
    pub(crate) fn small() -> Self {
        Self::new()
            .file("rules/fields.toml", FIELDS)
            .file("rules/location.toml", SERVED)
            .file("rules/p.toml", PROFILE)
            .file("leads.csv", LEADS)
    }

    /// A folder with the shipped rules and sample lists.
    pub(crate) fn shipped() -> Self {
        let test = Self::new();
        for name in ["rules", "sample-data"] {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &test.path(name));
        }
        test
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
        self
    }

    /// The command line, cut at blanks; `--as-of` is added.
    pub(crate) fn args(mut self, line: &str) -> Self {
        self.args = line.split_whitespace().map(str::to_owned).collect();
        self
    }

    /// `qualify LIST` by the small profile into `out`.
    pub(crate) fn qualify(self, list: &str) -> Self {
        self.args(&format!("qualify {list} --profile rules/p.toml --out out --formats csv"))
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// The command runs on this day.
    pub(crate) fn on(mut self, day: &str) -> Self {
        self.day = day.to_owned();
        self
    }

    pub(crate) fn exit(mut self, code: i32) -> Self {
        self.exit = code;
        self
    }

    pub(crate) fn stdout(mut self, part: &str) -> Self {
        self.stdout.push(part.to_owned());
        self
    }

    pub(crate) fn stderr(mut self, part: &str) -> Self {
        self.stderr.push(part.to_owned());
        self
    }

    /// The command, for a test that starts it on its own.
    pub(crate) fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_leadsieve"));
        command.current_dir(self.folder.path()).args(&self.args).args(["--as-of", &self.day]);
        command
    }

    /// Runs it and looks at exit code, output and error stream.
    pub(crate) fn run(self) -> Ran {
        let output = Command::from_std(self.command()).write_stdin(self.stdin.clone()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is said is UTF-8");
        let ran = Ran { stdout: text(output.stdout), stderr: text(output.stderr), test: self };
        let told = format!("{:?}\n{}{}", ran.test.args, ran.stdout, ran.stderr);
        assert_eq!(output.status.code(), Some(ran.test.exit), "{told}");
        ran.test.stdout.iter().for_each(|part| assert!(ran.stdout.contains(part), "no {part:?} in\n{told}"));
        ran.test.stderr.iter().for_each(|part| assert!(ran.stderr.contains(part), "no {part:?} in\n{told}"));
        ran
    }
}

impl Ran {
    /// The same folder, for another command.
    pub(crate) fn again(self) -> Test {
        let Test { folder, .. } = self.test;
        Test { folder, ..Test::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.test.path(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    pub(crate) fn rows(&self, name: &str) -> Rows {
        Rows::read(&self.path(name))
    }

    /// One clear sentence was said, in words for people.
    pub(crate) fn is_one_sentence(&self) {
        let lines: Vec<&str> = self.stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{}", self.stderr);
        assert!(lines[0].starts_with("error: "), "{}", self.stderr);
        for debris in ["Os {", "os error", "panicked", "RUST_BACKTRACE", "Some(", "Err(", "bug"] {
            assert!(!self.stderr.contains(debris), "{}", self.stderr);
        }
    }
}

impl Rows {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let words = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let header = words(reader.headers().unwrap());
        Self { header, rows: reader.records().map(|record| words(&record.unwrap())).collect() }
    }

    /// The cells of one column.
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        let place = self.header.iter().position(|header| header == name);
        let place = place.unwrap_or_else(|| panic!("no column {name} in {:?}", self.header));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names(from).iter().filter(|name| Path::new(name).extension() != Some(OsStr::new("rs"))) {
        let (from, to) = (from.join(name), to.join(name));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(drop).unwrap() }
    }
}
