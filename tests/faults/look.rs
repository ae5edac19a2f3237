//! What runs have left: who was handed over, and whether every folder is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::scene::{Handed, Scene};

/// The files of leads that every run writes; their rows add up to the records that were read.
const LISTS: [&str; 8] = [
    "prospects.csv",
    "review.csv",
    "rejections.csv",
    "duplicates.csv",
    "suppressed.csv",
    "known.csv",
    "held.csv",
    "unreadable.csv",
];

/// Whom all runs up to now have handed over, each with the ids of the runs that did.
#[derive(Debug, Default)]
pub struct Seen {
    pub handed: BTreeMap<Handed, BTreeSet<String>>,
    runs: BTreeSet<String>,
}

impl Seen {
    /// Looks at every run that somebody may have seen. One that `latest` has never shown may still be taken back by the
    /// program, so it does not count.
    pub fn look(&mut self, scene: &Scene, folder: &Path) -> Result<(), String> {
        for job in scene.jobs() {
            let out = folder.join(job.out);
            let latest = fs::read_link(out.join("latest")).ok();
            if let Some(latest) = &latest {
                is_whole(&out.join(latest)).map_err(|why| format!("latest, {}: {why}", latest.display()))?;
            }
            for name in names(&out).into_iter().filter(|name| !name.starts_with('.') && name != "latest") {
                let run = out.join(&name);
                let record = is_whole(&run).map_err(|why| format!("{name}: {why}"))?;
                let is_shown = latest.as_deref() == Some(Path::new(&name)) || !run.join(".unshown").exists();
                let id = record["run_id"].as_str().unwrap_or(&name).to_owned();
                if record["job"] == job.name && is_shown && self.runs.insert(id.clone()) {
                    for email in ["prospects.csv", "review.csv"].iter().flat_map(|list| emails(&run.join(list))) {
                        self.handed.entry((job.ledger.to_owned(), email)).or_default().insert(id.clone());
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether everybody was handed over once.
    pub fn is_complete(&self, expected: &BTreeSet<Handed>) -> Result<(), String> {
        let lost: Vec<_> = expected.iter().filter(|who| !self.handed.contains_key(who)).collect();
        let twice: Vec<_> = self.handed.iter().filter(|(_, runs)| runs.len() > 1).collect();
        let strange: Vec<_> = self.handed.keys().filter(|who| !expected.contains(who)).collect();
        if lost.is_empty() && twice.is_empty() && strange.is_empty() {
            return Ok(());
        }
        Err(format!("never handed over: {lost:?}; handed over again: {twice:?}; not to be handed over: {strange:?}"))
    }
}

/// What is wrong with the folders after the last run.
pub fn left_behind(scene: &Scene, folder: &Path) -> Result<(), String> {
    for job in scene.jobs() {
        let out = folder.join(job.out);
        let mut left: Vec<String> = names(&out).into_iter().filter(|name| name.starts_with(".tmp")).collect();
        // Where it could not be taken away, the mark stays in the run that `latest` shows, and means nothing there.
        let latest = fs::read_link(out.join("latest")).unwrap_or_default();
        let others = names(&out).into_iter().filter(|name| name != "latest" && Path::new(name) != latest);
        left.extend(others.filter(|name| out.join(name).join(".unshown").exists()));
        left.extend(names(&job.inbox(folder)));
        if !left.is_empty() {
            return Err(format!("left behind: {left:?}"));
        }
        if !out.join("latest/run.json").exists() {
            return Err(format!("{}/latest shows nothing", job.out));
        }
    }
    Ok(())
}

/// The record of a run, where all of its files are as they should be.
fn is_whole(run: &Path) -> Result<Value, String> {
    let json = |file: &str| {
        let text = fs::read_to_string(run.join(file)).map_err(|cause| format!("{file}: {cause}"))?;
        serde_json::from_str::<Value>(&text).map_err(|cause| format!("{file}: {cause}"))
    };
    let (record, summary) = (json("run.json")?, json("summary.json")?);
    let rows: usize = LISTS.iter().map(|list| rows(&run.join(list)).len()).sum();
    if summary["read"] != rows {
        return Err(format!("{} were read, and {rows} are there", summary["read"]));
    }
    let ends: [(&str, &[u8]); 5] = [
        ("prospects.xlsx", b"PK\x05\x06"),
        ("review.xlsx", b"PK\x05\x06"),
        ("decisions.parquet", b"PAR1"),
        ("report.html", b"</html>"),
        ("mail.txt", b"\n"),
    ];
    for (file, end) in ends {
        let bytes = fs::read(run.join(file)).map_err(|cause| format!("{file}: {cause}"))?;
        let last = &bytes[bytes.len().saturating_sub(22)..];
        if !last.windows(end.len()).any(|part| part == end) {
            return Err(format!("{file} has no end"));
        }
    }
    Ok(record)
}

fn rows(list: &Path) -> Vec<csv::StringRecord> {
    let Ok(mut reader) = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(list) else {
        return Vec::new();
    };
    reader.records().skip(1).map(Result::unwrap).collect()
}

fn emails(list: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(list).unwrap();
    let place = reader.headers().unwrap().iter().position(|name| name == "email").expect("a column email");
    reader.records().map(|row| row.unwrap()[place].to_owned()).collect()
}

pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
