//! `report.html`: the night on one page, in one file, without a script and without the network.
//!
//! A file for each section; every picture stands in or beside the table of its numbers. Cells with a number carry it
//! plain in `data-value`, and what it is in `data-key`, so that a test can hold the page to `summary.json`.

mod cost;
mod funnel;
mod misses;
mod page;
mod questions;
mod reasons;
mod repairs;
mod scorecards;
mod sources;
mod table;
mod tonight;
mod trend;
mod unknowns;

use std::fs;
use std::path::Path;

use super::counts::share;
use super::{ReportError, RunRecord, Summary, Wording};

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Night<'n> {
    /// The counts.
    pub summary: &'n Summary,
    /// What the run was made from.
    pub record: &'n RunRecord,
    /// Earlier runs of the job, the oldest first, and this one.
    pub trend: &'n [PastRun],
    /// The words.
    pub words: &'n Wording,
}

/// A run as the trend shows it.
#[derive(Clone, Debug, Default)]
pub struct PastRun {
    /// Its counts.
    pub summary: Summary,
    /// What it was made from.
    pub record: RunRecord,
}

/// Writes the page.
///
/// # Errors
/// The file cannot be written.
pub fn write_html(path: &Path, night: &Night<'_>) -> Result<(), ReportError> {
    fs::write(path, html(night)).map_err(ReportError::at(path))
}

/// The page.
#[must_use]
pub fn html(night: &Night<'_>) -> String {
    let sections = [
        funnel::section(night),
        cost::section(night),
        reasons::section(night),
        misses::section(night),
        questions::section(night),
        scorecards::section(night),
        trend::section(night),
        sources::section(night),
        repairs::section(night),
    ];
    page::page(night, &tonight::header(night), &sections)
}

/// The text as HTML shows it, whatever stands in it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Nothing that a browser is not allowed to show.
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
