//! What the authors of rules are told: one bad file for every code, and none for the good ones.

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

use jiff::civil::{Date, date};
use leadsieve::criteria::{self, Loaded, Refused};
use leadsieve::diagnostic::{Code, Diagnostic, Sources, Style, render};

const TODAY: Date = date(2026, 11, 23);

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The bad files. The first line of each says what kind of file it is: `# criterion`, `# fields`, `# profile`, …
fn bad_files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder("diagnostics/bad")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// A profile of good files and one other.
fn load_beside_good_ones(fields: &Path, criterion: &Path) -> Result<Told, Refused> {
    let aside = tempfile::tempdir().unwrap();
    let profile = aside.path().join("profile.toml");
    let text =
        format!("format = 1\nname = \"test\"\nfields = '{}'\nrules = ['{}']\n", fields.display(), criterion.display());
    fs::write(&profile, text).unwrap();
    criteria::load_profile(&profile, TODAY).map(told)
}

/// What is said of files that can be used all the same.
type Told = (Vec<Diagnostic>, Sources);

fn told<T>(loaded: Loaded<T>) -> Told {
    (loaded.warnings, loaded.sources)
}

fn load(path: &Path) -> Result<Told, Refused> {
    let base = folder("diagnostics/base");
    let text = fs::read_to_string(path).unwrap();
    match text.lines().next().unwrap() {
        "# criterion" => load_beside_good_ones(&base.join("fields.toml"), path),
        "# fields" => load_beside_good_ones(path, &base.join("vendor.toml")),
        "# profile" => criteria::load_profile(path, TODAY).map(told),
        "# job" => criteria::load_job(path).map(told),
        "# list" => {
            let profile = criteria::load_profile(&base.join("profile.toml"), TODAY).unwrap().value;
            criteria::load_list_file(path, &profile).map(told)
        }
        other => panic!("{}: the first line is {other:?}", path.display()),
    }
}

fn mistakes(path: &Path) -> (Vec<Code>, String) {
    match load(path) {
        Ok((diagnostics, sources)) | Err(Refused::Mistakes { diagnostics, sources }) => {
            assert!(!diagnostics.is_empty(), "{} has no mistake", path.display());
            let codes = diagnostics.iter().map(|one| one.code).collect();
            (codes, render(&diagnostics, &sources, Style::Plain))
        }
        Err(other) => panic!("{}: {other}", path.display()),
    }
}

#[test]
fn every_bad_file_is_told_what_is_wrong() {
    insta::with_settings!({ snapshot_path => "diagnostics/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        for path in bad_files() {
            let (codes, text) = mistakes(&path);
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(codes.iter().any(|code| name.starts_with(code.as_str())), "{name} has {codes:?}:\n{text}");
            insta::assert_snapshot!(name, text);
        }
    });
}

#[test]
fn every_code_has_a_bad_file() {
    let names: Vec<String> =
        bad_files().iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let with_file: BTreeSet<Code> = names.iter().filter_map(|name| Code::find(name.split('-').next()?)).collect();
    // What only a list can show is tested with lists, in `check_with.rs`.
    let of_lists = |code: &Code| code.as_str().starts_with("W6") && *code != Code::W605;
    let of_files = Code::ALL.iter().copied().filter(|code| !of_lists(code));
    assert_eq!(with_file, of_files.collect());
}

/// Nothing is said of the good files: no mistake, and nothing to look at beyond what is known of them.
#[test]
fn good_files_are_silent() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The example keeps Namibia among its missing-markers, asks nobody for an age, and tests less than it could.
    let example = ["W502", "W502", "W507", "W512"].as_slice();
    let good = [
        ("tests/examples/rules/profiles/west-smb.toml", example),
        ("tests/diagnostics/base/profile.toml", &[]),
        ("rules/profiles/b2b-mid-market.toml", &[]),
        ("rules/profiles/consumer-home.toml", &[]),
        ("rules/profiles/rookie-scouting.toml", &[]),
        ("rules/profiles/virtual-support.toml", &[]),
    ];
    for (path, known) in good {
        match criteria::load_profile(&root.join(path), TODAY) {
            Ok(loaded) => {
                let mut codes: Vec<&str> = loaded.warnings.iter().map(|warning| warning.code.as_str()).collect();
                codes.sort_unstable();
                assert_eq!(codes, known, "{path}\n{}", render(&loaded.warnings, &loaded.sources, Style::Plain));
            }
            Err(Refused::Mistakes { diagnostics, sources }) => {
                panic!("{path}\n{}", render(&diagnostics, &sources, Style::Plain))
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn the_example_is_compiled_as_its_files_say() {
    let loaded = criteria::load_profile(&folder("examples/rules/profiles/west-smb.toml"), date(2026, 10, 1)).unwrap();
    let profile = loaded.value;
    let ids: Vec<&str> = profile.rules.iter().map(|rule| rule.id.as_str()).collect();
    // The override switches location.core-region off.
    assert_eq!(ids[..3], ["location.in-territory", "location.embargoed-country", "demographics.company-size"]);
    assert_eq!(
        (
            profile.decision.thresholds.prospect_at,
            profile.decision.thresholds.review_at,
            profile.decision.max_questions
        ),
        (Some(60), Some(40), 3)
    );
    assert_eq!(profile.sources.len(), 7, "six TOML files and the look-up");
    assert!(
        profile.rules.iter().any(|rule| rule.id == "budget.budget-size" && rule.attainable() == (0, 50)),
        "weight 2"
    );
}

/// Whatever is cut off or left out of a file, its author is told, and nothing panics.
#[test]
fn broken_files_are_told_apart_from_bugs() {
    let aside = tempfile::tempdir().unwrap();
    let (broken, fields) = (aside.path().join("broken.toml"), folder("diagnostics/base/fields.toml"));
    let text = fs::read_to_string(folder("diagnostics/base/location.toml")).unwrap();
    for (at, letter) in text.char_indices().step_by(5) {
        let without = format!("{}{}", &text[..at], &text[at + letter.len_utf8()..]);
        let curly = format!("{}”{}", &text[..at], &text[at..]);
        for variant in [&text[..at], &without, &curly] {
            fs::write(&broken, variant).unwrap();
            match load_beside_good_ones(&fields, &broken) {
                Ok(_) => {}
                Err(Refused::Mistakes { diagnostics, sources }) => {
                    assert!(
                        !render(&diagnostics, &sources, Style::Plain).is_empty(),
                        "refused without a word:\n{variant}"
                    );
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
}
