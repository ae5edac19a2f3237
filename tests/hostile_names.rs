//! Nothing that comes from strangers is obeyed by a terminal, a mail program or a reader of logs.

#![cfg(unix)]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::fs;
use std::process::{Command, Output};

use common::{AS_OF, Test};

/// What strangers write: colours, a title, a line of its own, what turns writing round, what a terminal of eight bits
/// obeys, a return to the beginning of the line, a backspace.
const EVIL: &str = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{202e}gpj\u{2066}\u{9b}32m\rover\u{8}\u{7f}\u{2028}\u{85}";

/// The names of the list, its vendor and its columns, of the job, and of what the rules say.
fn test() -> Test {
    let toml = |text: &str| {
        let escaped =
            text.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("\\u{:04x}", c as u32) });
        escaped.collect::<String>()
    };
    let evil = toml(EVIL);
    let job = "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\nlists = [\"a.list.toml\", \"in/*\"]\nout = \"out\"\n\
         [fail_when]\nprospects_below = 9\n";
    let list = format!("format = 1\nfiles = [\"a.csv\"]\nvendor = \"V\\r\\nBcc: all@acme.example{evil}\"\n");
    let csv = format!(
        "Email,State,Employees,\"{EVIL}\nwarning: forged\"\n{EVIL}@acme.example,TX,{EVIL}3,\nkim@acme.example,NY{EVIL},4,\n"
    );
    let rules = format!(
        "format = 1\ncriterion = \"c\"\n[must.r]\nfield = \"state\"\nin = [\"NY\"]\nmessage = \"{evil} {{value}}\"\n[score.s]\nfield = \"employees\"\nat_most = 5\npoints = 1\n"
    );
    Test::small()
        .file("night.toml", job)
        .file("a.list.toml", list)
        .file("a.csv", &csv)
        .file(&format!("in/{EVIL}\nwarning: forged.csv"), "Email,State,Employees\nlee@acme.example,NY,lots\n")
        .file(&format!("in/{EVIL}\nwarning: forged.zip"), "PK\x03\x04 no archive")
        .file("rules/location.toml", rules)
}

fn leadsieve(test: &Test, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadsieve"));
    command.args(args).args(["--as-of", AS_OF]).current_dir(test.path("")).output().unwrap()
}

/// Fails where a text would be obeyed. Colours of the program's own are taken out where they were asked for.
fn assert_shown(what: &str, bytes: &[u8], is_painted: bool) {
    let mut text = String::from_utf8(bytes.to_vec()).unwrap();
    if is_painted {
        for code in ["0", "1", "1;32", "33", "1;33", "91", "93", "94", "96", "1;91", "1;93", "1;94", "1;96"] {
            text = text.replace(&format!("\u{1b}[{code}m"), "");
        }
    }
    let obeyed = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}\u{2028}".contains(c);
    let at = text.find(obeyed).map(|at| &text[text.floor_char_boundary(at.saturating_sub(60))..]);
    assert_eq!(at, None, "{what}: {text:?}");
}

/// Fails where a stranger has got a line of their own.
fn assert_no_line(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let forged = |line: &str| ["warning: forged", "Bcc:"].iter().any(|begin| line.trim_start().starts_with(begin));
    assert!(!text.lines().any(forged), "{what}: {text}");
}

#[test]
fn what_a_night_says_and_mails_is_shown_and_not_obeyed() {
    for (args, is_painted) in [
        (vec![], false),
        (vec!["--color", "always"], true),
        (vec!["--log", "json"], false),
        (vec!["--format", "json"], false),
        (vec!["--verbose"], false),
        (vec!["--language", "de"], false),
    ] {
        let test = test();
        let ran = leadsieve(&test, &[&["run", "night.toml"], args.as_slice()].concat());
        assert_eq!(ran.status.code(), Some(3), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_shown("stdout", &ran.stdout, is_painted);
        assert_shown("stderr", &ran.stderr, is_painted);
        assert_no_line("stdout", &ran.stdout);
        assert_no_line("stderr", &ran.stderr);
        for name in ["mail.txt", "summary.json", "run.json"] {
            let text = fs::read(test.path("out/latest").join(name)).unwrap();
            assert_shown(name, &text, false);
            assert_no_line(name, &text);
        }
        let mail = fs::read_to_string(test.path("out/latest/mail.txt")).unwrap();
        assert!(mail.lines().all(|line| line.chars().count() < 78), "{mail}");
        let starts: Vec<&str> = mail.lines().take_while(|line| !line.is_empty()).collect();
        let headers = starts.iter().filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap());
        let expected = ["Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
        assert_eq!(headers.collect::<Vec<_>>(), expected, "{mail}");
        assert!(mail.replace('\n', "").contains("\\u001b[31mred"), "it is shown: {mail}");
        let summary = fs::read_to_string(test.path("out/latest/summary.json")).unwrap();
        let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
        assert!(summary.to_string().contains("\u{202e}gpj"), "programs read what was written");
    }
}

#[test]
fn what_other_commands_say_is_shown_and_not_obeyed() {
    let test = test();
    let evil = format!("{EVIL}\nwarning: forged.csv");
    let list = format!("in/{evil}");
    let broken = format!("rules/{EVIL}.toml");
    fs::write(test.path(&broken), format!("format = 1\n# {}\nfeld = \"\\u001b[31m\"\n", EVIL.replace('\r', "")))
        .unwrap();
    let unknown = format!("--{EVIL}");
    let commands: Vec<Vec<&str>> = vec![
        vec!["inspect", &list],
        vec!["inspect", "a.csv"],
        vec!["inspect", "a.csv", "--format", "json"],
        vec!["check", "rules/p.toml", "--with", "a.csv"],
        vec!["check", "rules/p.toml", "--with", "a.csv", "--format", "json"],
        vec!["check", "rules/p.toml", "--with", "a.csv", "--format", "sarif"],
        vec!["check", "rules/p.toml", "--with", "a.csv", "--color", "always"],
        vec!["check", &broken],
        vec!["check", &broken, "--color", "always"],
        vec!["check", &broken, "--format", "json"],
        vec!["explain", "rules/p.toml", "a.csv", "--row", "1"],
        vec!["explain", "rules/p.toml", "a.csv", "--where", "email=kim@acme.example"],
        vec!["compare", "rules/p.toml", "rules/p.toml", "a.csv"],
        vec!["qualify", &evil, "--profile", "rules/p.toml", "--out", "o"],
        vec!["qualify", "a.csv", "--profile", &evil, "--out", "o"],
        vec!["qualify", "a.csv", "--profile", "rules/p.toml", "--out", &evil],
        vec!["run", &evil],
        vec!["run", &unknown],
        vec!["run", "night.toml", &evil],
        vec![&evil],
        vec!["ledger", "forget", "night.toml", "--email", &evil],
        vec!["check", "--explain", &evil],
    ];
    for args in commands {
        let ran = leadsieve(&test, &args);
        let is_painted = args.contains(&"always");
        assert_shown(&format!("stdout of {args:?}"), &ran.stdout, is_painted);
        assert_shown(&format!("stderr of {args:?}"), &ran.stderr, is_painted);
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{args:?} says something");
    }
}
