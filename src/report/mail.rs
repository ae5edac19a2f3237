//! `mail.txt`: the night in a paragraph, for cron to send.

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::words::{ended, read};
use super::{ReportError, Summary, Wording};
use crate::model::on_one_line;

/// So many remarks are named.
const REMARKS: usize = 5;

/// Writes the paragraph.
///
/// # Errors
/// The file cannot be written.
pub fn write_mail(path: &Path, job: &str, as_of: Date, summary: &Summary, words: &Wording) -> Result<(), ReportError> {
    fs::write(path, paragraph(job, as_of, summary, words)).map_err(ReportError::at(path))
}

fn paragraph(job: &str, as_of: Date, summary: &Summary, words: &Wording) -> String {
    let mut sentences = vec![read(summary, words), ended(&summary.dispositions, words)];
    if let Some(reason) = summary.reasons.first() {
        let rejected = words.number(reason.rejected);
        sentences.push(words.fill("mail_reason", &[("rule", &reason.rule), ("count", &rejected)]));
    }
    let remarks = summary.remarks();
    sentences.extend(remarks.iter().take(REMARKS).map(|remark| remark.words(words)));
    if remarks.len() > REMARKS {
        let more = words.number((remarks.len() - REMARKS) as u64);
        sentences.push(words.fill("mail_more", &[("count", &more)]));
    }
    sentences.push(words.text("mail_sheets").to_owned());
    // Whoever sends it may take its first words for the subject.
    on_one_line(&format!("{job}, {as_of}: {}", sentences.join(" "))).into_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::example;
    use super::*;
    use crate::model::Language;

    #[test]
    fn a_night_in_a_paragraph() {
        let text = paragraph("nightly", jiff::civil::date(2026, 11, 23), &example(), &Wording::new(Language::En));
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
