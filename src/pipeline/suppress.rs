//! Reads the suppression files of a job.
//!
//! They come out of other programs, as lists do, so they are read as lists are: in any container, encoding and dialect.
//! Every entry bars somebody or is told with its line and the reason: somebody who objected must not be called because of
//! a typing mistake.

mod cells;
mod columns;
mod opening;
mod phones;
mod row;
mod told;
mod why;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::{Inputs, RunError, lists_in};
use crate::identity::suppression::{EntriesBuilder, Entry, Kind, Suppression};
use crate::intake::{CarryOver, Records};
use crate::report::Remark;
use columns::Sources;
use row::Row;
use told::Told;
use why::Why;

/// How much of a file is read at once.
const PART: usize = 1 << 22;

/// What was made of the suppression files, beside whom they bar.
#[derive(Clone, Debug, Default)]
pub struct SuppressionReport {
    /// How many entries bar nobody.
    pub idle: usize,
    /// What a person should know of the files: entries that bar nobody, and doubtful ones.
    pub remarks: Vec<Remark>,
}

/// What the files name.
#[derive(Default)]
struct Found {
    entries: BTreeMap<Kind, EntriesBuilder>,
    /// The ids of the secrets that hashes were made with, and where one stands.
    secrets: BTreeMap<String, Entry>,
}

impl Found {
    fn add(&mut self, row: &Row, file: u32) {
        let entry = Entry { file, line: u32::try_from(row.line).unwrap_or(u32::MAX) };
        for (kind, hash) in &row.entries {
            self.entries.entry(*kind).or_default().push(*hash, entry);
        }
        for id in &row.secrets {
            self.secrets.entry(id.clone()).or_insert(entry);
        }
    }
}

impl Inputs {
    /// Adds who is not to be contacted. Entries that bar nobody, or are doubtful, are kept in [`Inputs::suppression_report`].
    ///
    /// # Errors
    /// A file that cannot be read, or that has no column of addresses, numbers, domains, companies, names or pages.
    pub fn suppress(&mut self, paths: &[PathBuf]) -> Result<(), RunError> {
        self.suppression = self.read_suppression(paths)?;
        Ok(())
    }

    /// Adds whose cells one `[[suppress.clear]]` bars: of those that files name, where it names any. They come in the
    /// order of the job.
    ///
    /// # Errors
    /// As [`Inputs::suppress`].
    pub fn clear(&mut self, paths: Option<&[PathBuf]>) -> Result<(), RunError> {
        let named = paths.map(|paths| self.read_suppression(paths)).transpose()?;
        self.clearing.push(named);
        Ok(())
    }

    fn read_suppression(&mut self, paths: &[PathBuf]) -> Result<Suppression, RunError> {
        let (mut files, mut found, mut file) = (Vec::new(), Found::default(), 0);
        for path in paths {
            let lists = lists_in(path, None, &self.limits)?;
            self.skipped.extend(lists.skipped);
            for list in lists.lists {
                let report = self.read_suppressed(&list, file, &mut found)?;
                self.suppression_report.idle += report.idle;
                self.suppression_report.remarks.extend(report.remarks);
                files.push(list.name);
                file += 1;
            }
        }
        Ok(Suppression::new(files, found.entries).with_secrets(found.secrets))
    }

    /// Reads one file, and gives what is to be told of it.
    fn read_suppressed(
        &self,
        list: &super::ListInput,
        file: u32,
        found: &mut Found,
    ) -> Result<SuppressionReport, RunError> {
        let mut open = opening::open(&self.profile, &list.member, &self.limits)?;
        let sample = open.read_sample();
        let sources = Sources::new(&self.profile, &open.headers, &sample);
        drop(sample);
        if !sources.name_somebody() {
            return Err(RunError::NobodyNamed { file: list.name.clone() });
        }
        let (mut rest, mut line, mut told) = (Vec::new(), open.writing.first_line, Told::default());
        let mut carry_over = CarryOver::default();
        while let Some(chunk) = open.chunks.next(PART)? {
            let mut bytes = std::mem::take(&mut rest);
            bytes.extend_from_slice(&chunk.bytes);
            let mut records = Records::read_on(bytes, &open.shape, chunk.last, &carry_over);
            rest = std::mem::take(&mut records.rest);
            carry_over = records.carry_over().clone();
            let row = |record| {
                let line = line + u64::from(records.line(record));
                row::read(&self.profile, &records, record, &sources.read, line)
            };
            let rows: Vec<Row> = (0..records.len()).into_par_iter().map(row).collect();
            for row in rows {
                found.add(&row, file);
                told.add(row);
            }
            damaged(&records, line, &sources).for_each(|row| told.add(row));
            line += u64::from(records.line_count);
        }
        Ok(SuppressionReport { idle: told.idle(), remarks: told.remarks(&list.name, &open.headers, &sources) })
    }
}

/// The records that cannot be cut into cells.
fn damaged<'r>(records: &'r Records, first: u64, sources: &'r Sources) -> impl Iterator<Item = Row> + 'r {
    records.unreadable.iter().filter(|record| !record.fault.is_blank()).map(move |record| {
        let text = String::from_utf8_lossy(&record.raw).into_owned();
        let idle = vec![(sources.read[0].role, text, Why::Damaged)];
        Row { line: first + u64::from(record.line), idle, ..Row::default() }
    })
}

/// Whether a word stands for nothing.
fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["n/a", "na", "n.a.", "none", "null", "(null)", "nil", "nan", "unknown", "k.a.", "k. a.", "unbekannt"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
