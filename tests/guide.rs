//! `docs/rules.md`: its blocks are files, or go at their ends; together they work, and every operator is in them.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use leadsieve::criteria::{self, Refused};
use leadsieve::diagnostic::{Code, Style, render};
use leadsieve::operators;
use leadsieve::rehearsal::rehearse;

/// The files of the guide: each block is named by its first line, and blocks of one name are joined in their order. What
/// belongs "above its rules" is put behind the lines up to the first table.
fn files() -> BTreeMap<String, String> {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")).unwrap();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for block in guide.split("```toml\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let (name, text) = block.split_once('\n').unwrap();
        let name = name.strip_prefix("# ").unwrap_or_else(|| panic!("a block without a file: {name}"));
        match name.strip_suffix(", above its rules") {
            None => {
                let file = files.entry(name.to_owned()).or_default();
                file.push_str(text);
                file.push('\n');
            }
            Some(name) => {
                let file = files.get_mut(name).unwrap();
                let table = file.find("\n[").unwrap();
                file.insert_str(table, &format!("\n{text}"));
            }
        }
    }
    files
}

fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files().iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    folder
}

#[test]
fn the_examples_work() {
    let folder = written();
    for name in ["office-coffee.toml", "big-offices.toml", "all-operators.toml"] {
        let suites = match criteria::load_suites(&folder.path().join(name), date(2026, 11, 1)) {
            Ok(loaded) => loaded.value,
            Err(Refused::Mistakes { diagnostics, sources }) => {
                panic!("{name}\n{}", render(&diagnostics, &sources, Style::Plain))
            }
            Err(other) => panic!("{name}: {other}"),
        };
        assert!(suites.iter().any(|suite| !suite.cases.is_empty()), "{name} has no test");
        for suite in &suites {
            assert_eq!(rehearse(suite).missed, [], "{name}");
        }
    }
}

/// The examples of operators look at fields without a question; of all else nothing is to be said.
#[test]
fn nothing_is_said_of_the_examples() {
    let folder = written();
    for name in ["office-coffee.toml", "big-offices.toml", "all-operators.toml"] {
        let loaded = criteria::load_profile(&folder.path().join(name), date(2026, 11, 1)).unwrap();
        let (warnings, sources) = (loaded.warnings, loaded.sources);
        let told: Vec<_> = warnings.into_iter().filter(|one| one.code != Code::W503).collect();
        assert!(told.is_empty(), "{name}\n{}", render(&told, &sources, Style::Plain));
    }
}

#[test]
fn every_operator_has_an_example() {
    let text = files().remove("operators.toml").unwrap();
    for operator in operators::ALL {
        let key = |line: &str| line.split_once('=').is_some_and(|(key, _)| key.trim() == operator.key);
        assert!(text.lines().any(key), "{} is not in docs/rules.md", operator.key);
    }
}
