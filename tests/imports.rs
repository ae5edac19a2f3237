//! Who may import whom, and through which door a heavy dependency comes in: `ARCHITECTURE.md` as a test.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with the modules of ours that it may import.
const MAY_IMPORT: [(&str, &[&str]); 18] = [
    ("model", &[]),
    ("diagnostic", &[]),
    ("encoding", &[]),
    ("files", &[]),
    ("wording", &["model"]),
    ("field_types", &["model"]),
    ("operators", &["model", "wording", "field_types"]),
    ("profile", &["model", "encoding", "field_types", "operators"]),
    ("criteria", &["model", "diagnostic", "encoding", "files", "field_types", "operators", "profile"]),
    ("intake", &["model", "encoding", "files", "field_types", "profile"]),
    ("identity", &["model", "wording", "field_types", "profile"]),
    ("judge", &["model", "wording", "field_types", "operators", "profile"]),
    ("ledger", &["model", "files"]),
    ("report", &["model", "wording", "files"]),
    ("render", &["model", "wording", "field_types", "profile", "intake", "identity", "judge", "ledger", "report"]),
    ("rehearsal", &["model", "field_types", "profile", "intake", "judge", "report"]),
    (
        "pipeline",
        &[
            "model",
            "wording",
            "field_types",
            "operators",
            "profile",
            "intake",
            "identity",
            "judge",
            "ledger",
            "render",
            "report",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "diagnostic",
            "files",
            "profile",
            "criteria",
            "judge",
            "render",
            "rehearsal",
            "pipeline",
            "ledger",
            "report",
        ],
    ),
];

/// Each heavy dependency with the only places that may name it.
const DOORS: [(&str, &[&str]); 16] = [
    ("rustix", &["files.rs", "report/flushed.rs", "report/xlsx/room.rs"]),
    ("polars", &["report/parquet.rs", "report/tallies/"]),
    ("rusqlite", &["ledger/"]),
    ("clap", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("anyhow", &["cli/"]),
    ("toml", &["criteria/document.rs", "wording/"]),
    ("annotate_snippets", &["diagnostic/render.rs"]),
    ("rust_xlsxwriter", &["report/xlsx/", "intake/container/tests/"]),
    ("regex", &["operators/matches.rs"]),
    ("rlibphonenumber", &["field_types/phone/"]),
    ("psl", &["field_types/web.rs"]),
    ("rayon", &["pipeline", "cli/mod.rs"]),
    ("wide", &["intake/scanner.rs", "field_types/folding.rs"]),
    ("memmap2", &["identity/first_table.rs"]),
    ("bytemuck", &["identity/first_table.rs"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file below a folder, with its path inside `src`.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the source folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let inside = path.strip_prefix(source()).expect("it is below src").to_string_lossy().replace('\\', "/");
            found.push((inside, fs::read_to_string(&path).expect("it is text")));
        }
    }
    found
}

/// The words that stand behind `prefix` in a text.
fn words_behind<'t>(text: &'t str, prefix: &str) -> BTreeSet<&'t str> {
    let word = |rest: &'t str| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap_or_default();
    text.split(prefix).skip(1).map(word).filter(|word| !word.is_empty()).collect()
}

fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (file, text) in files(&source()) {
        let module = module_of(&file);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else { continue };
        let named = words_behind(&text, "crate::");
        let ours = named.into_iter().filter(|word| MAY_IMPORT.iter().any(|(name, _)| name == word));
        wrong.extend(
            ours.filter(|word| *word != module && !allowed.contains(word)).map(|word| format!("{file}: {word}")),
        );
    }
    assert!(wrong.is_empty(), "imports against the table:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_is_in_the_table() {
    let library = fs::read_to_string(source().join("lib.rs")).expect("there is a library");
    let modules = words_behind(&library, "pub mod ");
    let table: BTreeSet<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    assert_eq!(modules, table);
}

#[test]
fn heavy_dependencies_have_one_door() {
    let mut wrong = Vec::new();
    for (file, text) in files(&source()) {
        for (dependency, doors) in DOORS {
            let named = text.contains(&format!("{dependency}::")) && !text.contains(&format!("_{dependency}::"));
            if named && !doors.iter().any(|door| file.starts_with(door)) {
                wrong.push(format!("{file}: {dependency}"));
            }
        }
    }
    assert!(wrong.is_empty(), "dependencies past their doors:\n{}", wrong.join("\n"));
}

#[test]
fn main_is_short() {
    let lines = fs::read_to_string(source().join("main.rs")).expect("there is a program").lines().count();
    assert!(lines < 40, "main.rs has {lines} lines");
}
