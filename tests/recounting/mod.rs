//! A run counted out of its CSV files, and what was shown of it.

pub(crate) mod counted;
pub(crate) mod sentences;
pub(crate) mod shown;

use std::collections::{BTreeMap, BTreeSet};

use super::common::Ran;

pub(crate) const FIELD_NAMES: [&str; 3] = ["email", "state", "employees"];
pub(crate) const CRITERIA: [(&str, &str); 2] = [("location", "location.served"), ("size", "size.small")];

/// The lists in the order of the job, with who sold them.
pub(crate) const LISTS: [(&str, Option<&str>); 3] =
    [("main.csv", Some("Main Street Data")), ("second.csv", Some("Second Source")), ("own.csv", None)];
pub(crate) const PRICE: f64 = 30.0;

/// The files of a run, with what their records became, in the order of the sheets.
pub(crate) const FILES: [(&str, &str); 8] = [
    ("prospects", "prospect"),
    ("review", "review"),
    ("rejections", "rejected"),
    ("held", "held"),
    ("known", "known"),
    ("duplicates", "duplicate"),
    ("suppressed", "suppressed"),
    ("unreadable", "unreadable"),
];

/// A record as a CSV file has it.
pub(crate) struct Record {
    pub(crate) list: String,
    pub(crate) ended: &'static str,
    cells: BTreeMap<String, String>,
}

impl Record {
    /// A cell by its name, which lists write with a capital letter and reports of good leads without.
    pub(crate) fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    pub(crate) fn is_judged(&self) -> bool {
        ["prospect", "review", "rejected", "held"].contains(&self.ended)
    }

    pub(crate) fn outcome(&self, criterion: &str) -> &str {
        self.cell(&format!("criterion.{criterion}"))
    }

    pub(crate) fn is_damaged(&self, field: &str) -> bool {
        field == "employees" && !self.cell(field).is_empty() && self.cell(field).parse::<u64>().is_err()
    }
}

/// The CSV files of one run.
pub(crate) struct Night {
    pub(crate) day: &'static str,
    pub(crate) records: Vec<Record>,
    /// List, record and defect.
    pub(crate) claims: Vec<[String; 3]>,
    /// List and record.
    pub(crate) overlap: BTreeSet<[String; 2]>,
}

impl Night {
    pub(crate) fn read(ran: &Ran, day: &'static str) -> Self {
        let mut records = Vec::new();
        for (file, ended) in FILES {
            let rows = ran.rows(&format!("out/{day}-night/{file}.csv"));
            for row in &rows.rows {
                let names = rows.header.iter().map(|name| name.to_lowercase());
                let cells: BTreeMap<String, String> = names.zip(row.iter().cloned()).collect();
                records.push(Record { list: cells["list"].clone(), ended, cells });
            }
        }
        let columns = |file: &str, names: &[&str]| -> Vec<Vec<String>> {
            let rows = ran.rows(&format!("out/{day}-night/{file}.csv"));
            let columns: Vec<_> = names.iter().map(|name| rows.column(name)).collect();
            (0..rows.rows.len()).map(|row| columns.iter().map(|column| column[row].to_owned()).collect()).collect()
        };
        let claims = ["claims/main", "claims/second"].into_iter();
        let claims = claims.flat_map(|file| columns(file, &["list", "record", "defect"]));
        let overlap = columns("overlap", &["list", "record"]).into_iter().map(|row| row.try_into().unwrap());
        Self { day, records, claims: claims.map(|row| row.try_into().unwrap()).collect(), overlap: overlap.collect() }
    }

    pub(crate) fn count(&self, is_wanted: impl Fn(&Record) -> bool) -> u64 {
        self.records.iter().filter(|record| is_wanted(record)).count() as u64
    }

    pub(crate) fn ended(&self, list: Option<&str>, how: &[&str]) -> u64 {
        self.count(|record| {
            list.is_none_or(|list| record.list == list) && (how.is_empty() || how.contains(&record.ended))
        })
    }

    /// The leads of a list in which a field is as wanted.
    pub(crate) fn leads(&self, list: Option<&str>, is_wanted: impl Fn(&Record) -> bool) -> u64 {
        self.count(|one| one.ended != "unreadable" && list.is_none_or(|list| one.list == list) && is_wanted(one))
    }

    pub(crate) fn blocked(&self, rule: &str) -> u64 {
        self.count(|record| record.cell("blocked_by").split("; ").any(|one| one == rule))
    }

    pub(crate) fn alone(&self, rule: &str) -> Vec<&Record> {
        self.records.iter().filter(|record| record.cell("blocked_by") == rule).collect()
    }
}

/// The rows of tables, by what the tables are called.
pub(crate) type Tables = BTreeMap<String, BTreeSet<Vec<String>>>;

pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
