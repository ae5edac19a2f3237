//! Any text as a list file: nothing panics, what is refused has a reason and a place, and what came into an inbox is
//! read no more freely than what stands in a job.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use leadsieve::criteria::{Refused, files_named_by, load_inbox_list_file, load_list_file, load_profile};
use leadsieve::profile::Profile;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/profiles/b2b-mid-market.toml");
    load_profile(Path::new(path), date(2026, 10, 1)).expect("a shipped profile").value
});

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for the file"));

fuzz_target!(|input: &str| {
    let path = FOLDER.path().join("list.toml");
    std::fs::write(&path, input).expect("writing a file");
    let free = load_list_file(&path, &PROFILE);
    let confined = load_inbox_list_file(&path, &PROFILE);
    assert!(free.is_ok() || confined.is_err(), "an inbox takes what a job refuses");
    for refused in [free.err(), confined.err()].into_iter().flatten() {
        let Refused::Mistakes { diagnostics, .. } = refused else { panic!("a file that is there is unreadable") };
        assert!(!diagnostics.is_empty(), "refused without a reason");
    }
    let _ = files_named_by(&path);
});
