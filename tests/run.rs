//! The shipped jobs, run to the end by the real binary. What the outputs say is counted again from the lists and from
//! the outputs themselves.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
mod raw;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::PathBuf;

use common::{Ran, Rows, Test, names};
use polars::prelude::{ParquetReader, SerReader as _};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

const OUTPUTS: [&str; 15] = [
    "claims",
    "decisions.parquet",
    "duplicates.csv",
    "mail.txt",
    "prospects.csv",
    "prospects.xlsx",
    "rejections.csv",
    "rejections.xlsx",
    "report.html",
    "review.csv",
    "review.xlsx",
    "run.json",
    "summary.json",
    "suppressed.csv",
    "unreadable.csv",
];

/// The CSV files, with the disposition that each stands for.
const CSV: [(&str, &str); 6] = [
    ("unreadable", "unreadable"),
    ("suppressed", "suppressed"),
    ("duplicates", "duplicate"),
    ("rejections", "rejected"),
    ("review", "review"),
    ("prospects", "prospect"),
];

/// A finished job with its outputs in memory.
struct Job {
    ran: Ran,
    folder: String,
    csv: BTreeMap<&'static str, Rows>,
    summary: Json,
    record: Json,
    /// The lists in order: name and path.
    lists: Vec<(String, PathBuf)>,
}

impl Job {
    fn run(test: Test, name: &str, options: &str) -> Self {
        let ran = test.args(&format!("run sample-data/{name}.toml {options}")).run();
        let folder = fs::read_link(ran.path("out/latest")).unwrap().to_string_lossy().into_owned();
        assert!(!folder.contains('/') && folder.starts_with(&format!("{}-{name}", common::AS_OF)), "{folder}");
        let csv = CSV.iter().map(|(file, _)| (*file, ran.rows(&format!("out/latest/{file}.csv")))).collect();
        let (summary, record) = (ran.json("out/latest/summary.json"), ran.json("out/latest/run.json"));
        let input = |input: &Json| (text(&input["list"]), PathBuf::from(text(&input["path"])));
        let lists = record["inputs"].as_array().unwrap().iter().map(input).collect();
        Self { ran, folder, csv, summary, record, lists }
    }

    /// The place of a row: its list, its record.
    fn places(&self, file: &str) -> Vec<(usize, u64)> {
        let rows = &self.csv[file];
        let place = |(list, record): (&&str, &&str)| {
            (self.lists.iter().position(|(name, _)| name == list).unwrap(), record.parse().unwrap())
        };
        rows.column("list").iter().zip(&rows.column("record")).map(place).collect()
    }
}

fn text(json: &Json) -> String {
    json.as_str().unwrap().to_owned()
}

#[test]
fn the_business_job() {
    let job = whole("nightly");
    let cells = job.csv.values().flat_map(|rows| rows.rows.iter().flatten());
    assert!(cells.into_iter().any(|cell| cell.starts_with("'=")), "the sample holds a formula");
    let kinds: BTreeSet<&str> = job.csv["unreadable"].column("kind").into_iter().collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["blank", "not_text", "too_few_cells", "too_many_cells"]);
}

#[test]
fn the_consumer_job() {
    let job = whole("consumer");
    // 80 households are on the do-not-call list, by their vendor's column DNC; one more has the address of one of them.
    assert_eq!(job.summary["dispositions"]["suppressed"], 81);
}

#[test]
fn the_scouting_job() {
    whole("scouting");
}

fn whole(name: &str) -> Job {
    let job = Job::run(Test::shipped(), name, "--threads 1");
    let mut outputs = names(&job.ran.path("out/latest"));
    // Those fields that have addresses and numbers say who shares them.
    assert_eq!(outputs.iter().any(|name| name == "similar.csv"), name != "scouting");
    // Of the nightly lists some share leads that different people have sold.
    assert_eq!(outputs.iter().any(|name| name == "overlap.csv"), name == "nightly");
    outputs.retain(|name| name != "similar.csv" && name != "overlap.csv");
    assert_eq!(outputs, OUTPUTS);
    every_record_is_in_one_file_in_order_with_its_line(&job);
    columns_are_as_promised(&job);
    nothing_is_run_by_a_spreadsheet(&job);
    duplicates_name_an_earlier_record_with_the_same_key(&job);
    unreadable_records_are_there_byte_for_byte(&job);
    the_summary_says_what_the_files_say(&job);
    the_record_of_the_run_has_the_right_hashes(&job);
    decisions_have_a_row_for_every_record(&job);
    workbooks_open_and_have_the_same_rows(&job);
    the_same_bytes_again(job, name)
}

fn every_record_is_in_one_file_in_order_with_its_line(job: &Job) {
    let starts: Vec<Vec<u64>> = job.lists.iter().map(|(_, path)| raw::record_lines(path)).collect();
    let mut seen = BTreeSet::new();
    for (file, _) in CSV {
        let places = job.places(file);
        assert!(places.is_sorted(), "{file} is not in the order of the lists");
        for ((list, record), line) in places.into_iter().zip(job.csv[file].column("line")) {
            assert!(seen.insert((list, record)), "{file}: record {record} of list {list} is there twice");
            assert_eq!(starts[list][record as usize - 1].to_string(), line, "{file}: record {record} of list {list}");
        }
    }
    let all: usize = starts.iter().map(Vec::len).sum();
    assert_eq!(seen.len(), all, "every record ends somewhere");
}

fn columns_are_as_promised(job: &Job) {
    let criteria: Vec<String> =
        job.summary["criteria"].as_object().unwrap().keys().map(|name| format!("criterion.{name}")).collect();
    let decision = ["list", "record", "line", "verdict", "score_worst", "score_best", "reason"].map(str::to_owned);
    let decision = [decision.as_slice(), &criteria].concat();
    let own = |more: &[&str]| [decision.clone(), more.iter().map(|name| (*name).to_owned()).collect()].concat();
    let claim = ["blocked_by", "nearest_miss"];
    for (file, begins) in [
        ("prospects", own(&[])),
        ("review", own(&[])),
        ("rejections", own(&claim)),
        (
            "duplicates",
            own(&["blocked_by", "nearest_miss", "key", "key_value", "key_raw", "first_list", "first_record"]),
        ),
        ("unreadable", ["list", "record", "line", "byte_offset", "kind", "message", "raw"].map(str::to_owned).to_vec()),
    ] {
        let header = &job.csv[file].header;
        assert_eq!(header[..begins.len()], begins, "{file}");
        let folded: BTreeSet<String> = header.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(folded.len(), header.len(), "{file}: names are unique");
    }
    assert!(job.csv["duplicates"].column("verdict").iter().all(|verdict| verdict.is_empty()));
    for (file, verdict) in [("prospects", "prospect"), ("review", "review"), ("rejections", "rejected")] {
        assert!(job.csv[file].column("verdict").iter().all(|cell| *cell == verdict), "{file}");
        assert!(job.csv[file].column("reason").iter().all(|reason| !reason.is_empty()), "{file}");
    }
}

fn nothing_is_run_by_a_spreadsheet(job: &Job) {
    for cell in job.csv.values().flat_map(|rows| rows.rows.iter().flatten()) {
        let number = |rest: &str| rest.parse::<f64>().is_ok() && !rest.contains(['e', 'E']);
        let safe = match cell.chars().next() {
            Some('=' | '@' | '\t' | '\r') => false,
            Some('+' | '-') => cell == "-" || number(&cell[1..]),
            _ => true,
        };
        assert!(safe, "{cell:?}");
    }
}

fn duplicates_name_an_earlier_record_with_the_same_key(job: &Job) {
    let rows = &job.csv["duplicates"];
    let file_of =
        |place| CSV.iter().find_map(|(file, _)| Some((file, job.places(file).iter().position(|p| *p == place)?)));
    let columns = ["key", "key_value", "first_list", "first_record", "key_raw"].map(|name| rows.column(name));
    for (row, place) in job.places("duplicates").into_iter().enumerate() {
        let [key, value, list, record, raw] = [0, 1, 2, 3, 4].map(|column| columns[column][row]);
        let first = (job.lists.iter().position(|(name, _)| name == list).unwrap(), record.parse().unwrap());
        assert!(first < place, "{place:?} repeats {first:?}");
        let (file, at) = file_of(first).unwrap();
        assert_ne!(*file, "unreadable");
        if key.starts_with("email") {
            let name = value.split('@').next().unwrap();
            assert!(raw.to_lowercase().contains(name), "{raw}");
            let holds = |row: &[String]| row.iter().any(|cell| cell.to_lowercase().contains(name));
            assert!(holds(&job.csv[file].rows[at]), "{first:?} has no {value}");
            assert!(
                holds(&rows.rows[row][rows.header.iter().position(|h| h == "first_record").unwrap() + 1..]),
                "{value}"
            );
        }
    }
}

fn unreadable_records_are_there_byte_for_byte(job: &Job) {
    let rows = &job.csv["unreadable"];
    for (row, (list, _)) in job.places("unreadable").into_iter().enumerate() {
        let bytes = fs::read(&job.lists[list].1).unwrap();
        let offset: usize = rows.column("byte_offset")[row].parse().unwrap();
        let raw = raw::unescaped(rows.column("raw")[row]);
        assert!(bytes[offset..].starts_with(&raw), "{}", rows.column("raw")[row]);
        assert!(offset == 0 || bytes[offset - 1] == b'\n');
        assert!(matches!(bytes.get(offset + raw.len()), None | Some(b'\r' | b'\n')));
        assert!(rows.column("message")[row].ends_with('.'));
    }
}

fn the_summary_says_what_the_files_say(job: &Job) {
    let mut read = 0;
    for (file, disposition) in CSV {
        let rows = job.csv[file].rows.len();
        read += rows;
        assert_eq!(job.summary["dispositions"][disposition], rows, "{file}");
        for (place, (name, _)) in job.lists.iter().enumerate() {
            let own = job.places(file).iter().filter(|(list, _)| *list == place).count();
            let list = &job.summary["lists"][place];
            assert_eq!((text(&list["list"]), &list["dispositions"][disposition]), (name.clone(), &own.into()));
        }
    }
    assert_eq!(job.summary["read"], read);
    let judged = ["prospects", "review", "rejections"];
    let leads: usize = judged.iter().map(|file| job.csv[file].rows.len()).sum();
    for (name, counts) in job.summary["criteria"].as_object().unwrap() {
        let column = format!("criterion.{name}");
        for outcome in ["pass", "fail", "unknown"] {
            let own = judged.iter().flat_map(|file| job.csv[file].column(&column)).filter(|cell| *cell == outcome);
            assert_eq!(counts[outcome], own.count(), "{name}: {outcome}");
        }
    }
    for (id, counts) in job.summary["rules"].as_object().unwrap() {
        let sum: u64 = ["pass", "fail", "unknown", "skipped"].iter().map(|name| counts[*name].as_u64().unwrap()).sum();
        assert_eq!(sum, leads as u64, "{id}");
        let alone = job.csv["rejections"].column("blocked_by").iter().filter(|blocked| *blocked == id).count();
        assert_eq!((&counts["sole_blocker"], counts["assumed"].is_u64()), (&alone.into(), true), "{id}");
    }
    let list = &job.summary["lists"][0];
    assert!(list["vendor"].is_string() && list["repairs"].is_object() && list["delimiter"] == ",");
    assert_eq!(list["encoding"], "utf-8");
}

fn the_record_of_the_run_has_the_right_hashes(job: &Job) {
    let record = &job.record;
    assert_eq!((&record["as_of"], &record["version"]), (&common::AS_OF.into(), &env!("CARGO_PKG_VERSION").into()));
    assert_eq!(record["dispositions"], job.summary["dispositions"]);
    assert!(record["timings"]["seconds"].is_f64() && record["reference_data"].is_object());
    let files = ["inputs", "rule_files"].iter().flat_map(|key| record[*key].as_array().unwrap());
    for file in files {
        let bytes = fs::read(text(&file["path"])).unwrap();
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text(&file["sha256"]), hash, "{}", file["path"]);
        assert!(file.get("bytes").is_none_or(|size| *size == bytes.len()));
    }
}

fn decisions_have_a_row_for_every_record(job: &Job) {
    let file = File::open(job.ran.path("out/latest/decisions.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    assert_eq!(job.summary["read"], frame.height());
    let dispositions = frame.column("disposition").unwrap().str().unwrap();
    for (file, disposition) in CSV {
        assert_eq!(dispositions.iter().filter(|cell| *cell == Some(disposition)).count(), job.csv[file].rows.len());
    }
    let lines: BTreeSet<String> =
        frame.column("line").unwrap().u64().unwrap().iter().map(|l| l.unwrap().to_string()).collect();
    assert!(job.csv.values().flat_map(|rows| rows.column("line")).all(|line| lines.contains(line)));
}

fn workbooks_open_and_have_the_same_rows(job: &Job) {
    for file in ["prospects", "review", "rejections"] {
        let path = job.ran.path(&format!("out/latest/{file}.xlsx"));
        let parts = raw::workbook(&path);
        parts.values().for_each(|xml| raw::is_well_formed(xml));
        let rows = parts["xl/worksheets/sheet1.xml"].matches("<row ").count();
        assert_eq!(rows, job.csv[file].rows.len().max(1) + 1, "{file}: a header and a row for each record");
        assert!(parts["xl/workbook.xml"].contains("name=\"Summary\""));
    }
}

/// A second run on two threads writes the same beside the first one.
fn the_same_bytes_again(job: Job, name: &str) -> Job {
    let (first, ran) = (job.folder, job.ran.again());
    let second = Job::run(ran, name, "--threads 2 --again");
    assert_eq!(second.folder, format!("{first}-2"));
    for file in OUTPUTS.iter().filter(|file| !["run.json", "report.html", "claims"].contains(*file)) {
        let bytes = |folder: &str| fs::read(second.ran.path("out").join(folder).join(file)).unwrap();
        assert!(bytes(&first) == bytes(&second.folder), "{file} is not the same");
    }
    let mut records = [&job.record, &second.record].map(Json::clone);
    for record in &mut records {
        // What a run took, and the days of those before it, are its own.
        (record["timings"], record["earlier_days"]) = (Json::Null, Json::Null);
    }
    assert_eq!(records[0], records[1]);
    second
}
