//! `decisions.parquet` answers "why" by itself: every column is documented, and the queries of the documentation give what
//! the other files say.

#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::process::{Command, Stdio};

use common::{Ran, Test};
use polars::prelude::{ParquetReader, SerReader as _};
use serde_json::Value as Json;

/// The section of the documentation.
fn documented() -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reports.md")).unwrap();
    let section = text.split("\n## `decisions.parquet`\n").nth(1).unwrap();
    section.split("\n## ").next().unwrap().to_owned()
}

fn nightly() -> Ran {
    Test::shipped().args("run sample-data/nightly.toml --formats csv,parquet").run()
}

#[test]
fn every_column_is_documented() {
    let ran = nightly();
    let frame = ParquetReader::new(File::open(ran.path("out/latest/decisions.parquet")).unwrap()).finish().unwrap();
    let kinds = ["criterion", "rule", "cause", "points", "cell"];
    let name = |column: &str| match column.split_once('.') {
        Some((kind, _)) if kinds.contains(&kind) => format!(
            "{kind}.<{}>",
            match kind {
                "criterion" => "criterion",
                "cell" => "field",
                _ => "rule",
            }
        ),
        _ => column.to_owned(),
    };
    let mut columns = Vec::new();
    for column in frame.get_column_names() {
        if columns.last() != Some(&name(column)) {
            columns.push(name(column));
        }
    }
    let text = documented();
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .filter(|(_, rest)| rest.contains(" | "));
    let (names, types): (Vec<&str>, Vec<&str>) =
        rows.map(|(name, rest)| (name, rest.split(" | ").next().unwrap())).unzip();
    assert_eq!(names, columns);
    let is_of = |column: &str, said: &str| {
        let dtype = frame.column(column).unwrap().dtype().to_string();
        let wanted = match said {
            "text" => "str",
            "list of texts" => "list[str]",
            "number" => "f64",
            _ => "u",
        };
        assert!(dtype.starts_with(wanted), "{column} is {dtype}, not {said}");
    };
    for (name, said) in names.iter().zip(types) {
        let start = name.split('<').next().unwrap();
        frame
            .get_column_names()
            .iter()
            .filter(|column| if name.contains('<') { column.starts_with(start) } else { **column == *name })
            .for_each(|column| is_of(column, said));
    }
    for never in ["list", "record", "part", "line", "disposition", "blocked_by", "ask", "defects"] {
        assert_eq!(frame.column(never).unwrap().null_count(), 0, "{never}");
    }
}

/// Runs SQL in DuckDB, as a module of Python or as a program; rows of texts. `None` if neither is there.
fn duckdb(ran: &Ran, sql: &str) -> Option<Vec<Vec<String>>> {
    const PYTHON: &str = "import duckdb, json, sys\n\
        print(json.dumps([[None if v is None else str(v) for v in row] for row in duckdb.sql(sys.stdin.read()).fetchall()]))";
    let has = |program: &str, args: &[&str]| {
        let ran = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
        ran.is_ok_and(|status| status.success())
    };
    let mut command = if has("python3", &["-c", "import duckdb"]) {
        let mut python = Command::new("python3");
        python.args(["-c", PYTHON]);
        python
    } else if has("duckdb", &["--version"]) {
        let mut program = Command::new("duckdb");
        program.arg("-json");
        program
    } else {
        return None;
    };
    let sql_file = ran.path("query.sql");
    std::fs::write(&sql_file, sql).unwrap();
    let output = command.current_dir(ran.path("")).stdin(File::open(sql_file).unwrap()).output().unwrap();
    assert!(output.status.success(), "{sql}\n{}", String::from_utf8_lossy(&output.stderr));
    let rows: Vec<Json> = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let cells = |row: &Json| match row {
        Json::Array(cells) => cells.iter().map(text).collect(),
        Json::Object(cells) => cells.values().map(text).collect(),
        _ => panic!("no row: {row}"),
    };
    Some(rows.iter().map(cells).collect())
}

#[test]
fn the_queries_of_the_documentation_give_what_the_other_files_say() {
    let ran = nightly();
    let text = documented();
    let queries: Vec<&str> = text.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let Some(first) = duckdb(&ran, queries[0]) else {
        println!("skipped: DuckDB is neither a module of python3 nor a program here, so no query is asked");
        return;
    };
    let rest: Vec<_> = queries[1..].iter().map(|sql| duckdb(&ran, sql).unwrap()).collect();
    let [vendors, asked, points, kinds] = rest.try_into().unwrap();
    let summary = ran.json("out/latest/summary.json");
    let list = |key: &str| summary[key].as_array().unwrap().clone();
    let set = |rows: Vec<Vec<String>>| rows.into_iter().collect::<BTreeSet<_>>();
    let row = |cells: &[&Json]| -> Vec<String> {
        cells.iter().map(|cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned)).collect()
    };

    let reasons =
        list("reasons").iter().map(|one| row(&[&one["rule"], &one["rejected"], &one["sole_blocker"]])).collect();
    // Leads that a rule rejects together with too few points stand there, too.
    let by_rule: Vec<Vec<String>> = first.iter().map(|row| row[..2].to_vec()).collect();
    let reasons: Vec<Vec<String>> = reasons;
    assert_eq!(set(by_rule), set(reasons.iter().map(|row| row[..2].to_vec()).collect()));
    let blocked = ran.rows("out/latest/rejections.csv");
    let mut alone: BTreeMap<&str, u64> = BTreeMap::new();
    for rules in blocked.column("blocked_by") {
        *alone.entry(rules).or_default() += 1;
    }
    for row in &first {
        assert_eq!(row[2], alone.get(row[0].as_str()).copied().unwrap_or(0).to_string(), "{}", row[0]);
    }

    let of = |one: &Json| row(&[&one["vendor"], &one["read"], &one["dispositions"]["prospect"], &one["defective"]]);
    assert_eq!(set(vendors), set(list("lists").iter().map(of).collect()));
    let questions = list("questions").iter().map(|one| row(&[&one["field"], &one["leads"]])).collect();
    assert_eq!(set(asked), set(questions));

    let sum: f64 = points.iter().map(|row| row[2].parse::<f64>().unwrap()).sum();
    let worst: f64 = ["prospects", "review", "rejections"]
        .iter()
        .flat_map(|file| {
            ran.rows(&format!("out/latest/{file}.csv"))
                .column("score_worst")
                .iter()
                .map(|cell| cell.parse::<f64>().unwrap())
                .collect::<Vec<_>>()
        })
        .sum();
    assert!((sum - worst).abs() < 1e-6 && worst > 0.0, "{sum} {worst}");
    assert!(points.iter().all(|row| summary["rules"].get(&row[0]).is_some()), "{points:?}");

    let total: u64 = list("reasons").iter().map(|one| one["rejected"].as_u64().unwrap()).sum();
    assert_eq!(kinds.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["must", "must_not", "score"]);
    assert_eq!(kinds.iter().map(|row| row[2].parse::<u64>().unwrap()).sum::<u64>(), total);
    let rules = kinds.iter().map(|row| row[1].parse::<usize>().unwrap()).sum::<usize>();
    assert_eq!(rules, summary["rules"].as_object().unwrap().len());
    assert_eq!(points.len(), kinds[2][1].parse::<usize>().unwrap());
}
