//! Any bytes as a suppression file: nothing panics, and what is refused has a reason. What bars nobody is told.

#![no_main]

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use jiff::civil::date;
use leadsieve::criteria::load_profile;
use leadsieve::pipeline::{Inputs, Limits, SuppressionReport};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// Less than a hostile file could ask for.
const LIMITS: Limits = Limits { unpacked: 4 << 20, ratio: 50, members: 20, workbook: 4 << 20 };

/// The rules, once: to make them anew takes longer than to read a file.
static INPUTS: LazyLock<Mutex<Inputs>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/profiles/b2b-mid-market.toml");
    let profile = load_profile(Path::new(path), date(2026, 10, 1)).expect("a shipped profile").value;
    Mutex::new(Inputs { limits: LIMITS, ..Inputs::new(profile, Vec::new()) })
});

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for the file"));

fuzz_target!(|input: &[u8]| {
    let file = FOLDER.path().join("never.csv");
    std::fs::write(&file, input).expect("writing a file");
    read(&file);
});

fn read(file: &Path) {
    let mut inputs = INPUTS.lock().expect("nothing panics");
    inputs.suppression_report = SuppressionReport::default();
    match inputs.suppress(&[PathBuf::from(file)]) {
        Ok(()) => {
            // What bars nobody is told: a remark at least.
            let report = &inputs.suppression_report;
            assert!(report.idle == 0 || !report.remarks.is_empty(), "entries that bar nobody, and nothing is said");
        }
        Err(refused) => assert!(!refused.to_string().is_empty(), "refused without a reason"),
    }
}
