//! Lists in the shape of vendors' exports: each is recognised by its vendor's file, and every cell of every field is
//! read as it must be.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

const PROFILE: &str = "
format = 1
name   = \"all\"
fields = \"FIELDS\"
rules  = [\"any.toml\"]
";

const RULE: &str = "
format    = 1
criterion = \"any\"
[score.never]
field  = \"list.vendor\"
is     = \"nobody\"
points = 1
";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of a small table by its header.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| header.iter().zip(&row).map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Runs a list of `tests/vendors` and gives the leads and the summary.
fn run(folder: &Path, list: &str) -> (Vec<BTreeMap<String, String>>, serde_json::Value) {
    let fields = root().join("rules/fields/b2b.toml");
    fs::write(folder.join("all.toml"), PROFILE.replace("FIELDS", &fields.display().to_string())).unwrap();
    fs::write(folder.join("any.toml"), RULE).unwrap();
    let out = folder.join("out");
    let mut command = Command::cargo_bin("leadsieve").unwrap();
    command.arg("qualify").arg(root().join("tests/vendors").join(list)).arg("--profile").arg(folder.join("all.toml"));
    let output = command.arg("--out").arg(&out).args(["--formats", "csv", "--as-of", "2026-11-23"]).output().unwrap();
    assert!(output.status.success(), "{list}: {}", String::from_utf8_lossy(&output.stderr));
    let mut leads = table(&out.join("prospects.csv"));
    leads.extend(table(&out.join("review.csv")));
    leads.extend(table(&out.join("rejections.csv")));
    let summary = serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    (leads, summary)
}

#[test]
fn every_list_is_recognised_and_every_cell_read_as_it_must_be() {
    let mut wrong = Vec::new();
    for row in table(&root().join("tests/vendors/lists.csv")) {
        let list = &row["list"];
        let folder = tempfile::tempdir().unwrap();
        let (leads, summary) = run(folder.path(), list);
        let vendor = summary["lists"][0]["vendor"].as_str().unwrap_or("nobody");
        if vendor != row["vendor"] {
            wrong.push(format!("{list}: taken for {vendor}, not {}", row["vendor"]));
        }
        let expected = list.replace(".csv", ".expected.csv");
        for cell in table(&root().join("tests/vendors").join(expected)) {
            let place = (&cell["record"], &cell["part"]);
            let part = |lead: &BTreeMap<String, String>| lead.get("part").cloned().unwrap_or_default();
            let lead = leads.iter().find(|lead| (&lead["record"], &part(lead)) == place);
            let read = lead.map_or("no such lead", |lead| lead.get(&cell["field"]).map_or("no such field", |c| c));
            if read.strip_prefix('\'').unwrap_or(read) != cell["normal"] {
                wrong.push(format!("{list}, record {place:?}, {}: {read:?}, not {:?}", cell["field"], cell["normal"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}
