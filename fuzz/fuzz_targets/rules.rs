//! Any text as fields, criterion and profile: nothing panics, and what is refused has a reason.

#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::civil::date;
use leadsieve::criteria::{Refused, load_profile, load_suites};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// Stands between the files in one input.
const BETWEEN: &str = "\n---\n";

/// The files that one input becomes; a part that is left out is empty.
const FILES: [&str; 3] = ["fields.toml", "criterion.toml", "profile.toml"];

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for the files"));

fuzz_target!(|input: &str| {
    let profile = write(input);
    let as_of = date(2026, 10, 1);
    if let Err(Refused::Mistakes { diagnostics, .. }) = load_profile(&profile, as_of) {
        assert!(!diagnostics.is_empty(), "refused without a reason");
    }
    let _ = load_suites(&profile, as_of);
});

/// Writes the three files, and gives the path of the profile.
fn write(input: &str) -> PathBuf {
    let mut parts = input.splitn(FILES.len(), BETWEEN);
    for name in FILES {
        std::fs::write(FOLDER.path().join(name), parts.next().unwrap_or_default()).expect("writing a file");
    }
    FOLDER.path().join("profile.toml")
}
