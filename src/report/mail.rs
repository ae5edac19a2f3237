//! `mail.txt`: the night in a paragraph, for cron to send.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::words::{ended, read};
use super::{ReportError, Summary};

/// So many warnings are named.
const WARNINGS: usize = 5;

/// Writes the paragraph.
///
/// # Errors
/// The file cannot be written.
pub fn write_mail(path: &Path, job: &str, as_of: Date, summary: &Summary) -> Result<(), ReportError> {
    fs::write(path, paragraph(job, as_of, summary)).map_err(ReportError::at(path))
}

fn paragraph(job: &str, as_of: Date, summary: &Summary) -> String {
    let mut text = format!("{job}, {as_of}: {} {}", read(summary), ended(&summary.dispositions));
    if let Some(reason) = summary.reasons.first() {
        let _ = write!(text, " Most leads were rejected by {} ({}).", reason.rule, reason.rejected);
    }
    summary.warnings.iter().take(WARNINGS).for_each(|warning| {
        let _ = write!(text, " {warning}");
    });
    if summary.warnings.len() > WARNINGS {
        let _ = write!(text, " And {} more remarks in summary.json.", summary.warnings.len() - WARNINGS);
    }
    text + " The sheets for the morning are prospects.xlsx and review.xlsx in the folder of this file.\n"
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::example;
    use super::*;

    #[test]
    fn a_night_in_a_paragraph() {
        let text = paragraph("nightly", jiff::civil::date(2026, 11, 23), &example());
        assert_eq!(
            text,
            "nightly, 2026-11-23: Read 1,000 records from 2 lists. 50 prospects, 123 for review, 800 rejected, \
             20 duplicates, 4 suppressed, 3 unreadable. Most leads were rejected by location.served-market (500). \
             fair.csv has no column for revenue, which budget.revenue reads. The sheets for the morning are \
             prospects.xlsx and review.xlsx in the folder of this file.\n"
        );
        assert_eq!(text.lines().count(), 1);
    }
}
