//! The second sheet: the run in numbers, and why leads were rejected.

use jiff::civil::Date;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::Sheet;
use super::formats::Formats;
use super::layout::COLUMNS;
use crate::model::{Disposition, Outcome};
use crate::report::{Summary, Wording};

/// How many reasons are shown.
const REASONS: usize = 20;

/// The width of the first column, and of those with numbers.
const WIDTHS: (u16, u16) = (44, 13);

/// Writes blocks below each other.
struct Blocks<'a> {
    worksheet: &'a mut Worksheet,
    formats: &'a Formats,
    words: &'a Wording,
    row: u32,
}

pub(super) fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    summary: &Summary,
    as_of: Date,
    formats: &Formats,
    words: &Wording,
) -> Result<(), XlsxError> {
    worksheet.set_name(words.text("s_tab"))?.set_screen_gridlines(false).set_landscape().set_paper_size(9);
    worksheet.set_print_fit_to_pages(1, 0).set_column_width(0, WIDTHS.0)?;
    worksheet.set_column_range_width(1, 7, WIDTHS.1)?;
    let mut blocks = Blocks { worksheet, formats, words, row: 0 };
    blocks.title(&words.fill("s_title", &[("sheet", sheet.kind.tab(words)), ("date", &words.date(as_of))]))?;
    blocks.limits(sheet)?;
    blocks.dispositions(summary)?;
    blocks.criteria(summary)?;
    blocks.reasons(summary)?;
    blocks.lists(summary)
}

impl Blocks<'_> {
    fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.worksheet.set_row_height(0, 28)?.write_string_with_format(0, 0, title, &self.formats.title)?;
        self.row = 2;
        Ok(())
    }

    /// Says what had no room on the first sheet.
    fn limits(&mut self, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
        let (shown, name) = (sheet.rows.len(), sheet.kind.tab(self.words));
        if sheet.offered > shown as u64 {
            let file = sheet.kind.name().to_lowercase();
            let (shown, all) = (self.words.number(shown as u64), self.words.number(sheet.offered));
            let gaps = [("sheet", name), ("shown", shown.as_str()), ("all", all.as_str()), ("file", file.as_str())];
            self.line(&self.words.fill("s_best", &gaps))?;
        }
        if sheet.columns.len() > COLUMNS {
            let most = self.words.number(COLUMNS as u64);
            self.line(&self.words.fill("s_columns", &[("most", most.as_str())]))?;
        }
        Ok(())
    }

    fn line(&mut self, words: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, words, &self.formats.text)?;
        self.row += 2;
        Ok(())
    }

    fn dispositions(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        self.header(&["dispositions", "records", "s_share"].map(|key| self.words.text(key).to_owned()))?;
        for disposition in Disposition::ALL.into_iter().rev() {
            let count = summary.dispositions.get(disposition);
            let name = self.words.text(&format!("d_{}", disposition.as_str())).to_owned();
            self.counts(&name, &[count], Some((count, summary.read)))?;
        }
        let total = self.words.text("total").to_owned();
        self.counts(&total, &[summary.read], None)?;
        self.row += 1;
        Ok(())
    }

    fn criteria(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let heading = self.words.text("s_criteria").to_owned();
        let outcomes = [Outcome::Pass, Outcome::Fail, Outcome::Unknown];
        let named = outcomes.map(|outcome| self.words.text(&format!("w_{}", outcome.as_str())).to_owned());
        self.header(&[&[heading][..], &named].concat())?;
        for ((place, outcome), word) in (1..).zip(outcomes).zip(&named) {
            self.worksheet.write_string_with_format(self.row - 1, place, word, self.formats.outcome(outcome))?;
        }
        for (name, counts) in &summary.criteria.0 {
            self.counts(name, &[counts.pass, counts.fail, counts.unknown], None)?;
        }
        self.row += 1;
        Ok(())
    }

    fn reasons(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let rejected = summary.dispositions.get(Disposition::Rejected);
        self.header(&["reasons", "rejected_by", "alone", "s_share"].map(|key| self.words.text(key).to_owned()))?;
        for reason in summary.reasons.iter().take(REASONS) {
            self.counts(&reason.rule, &[reason.rejected, reason.sole_blocker], Some((reason.rejected, rejected)))?;
        }
        self.row += 1;
        Ok(())
    }

    fn lists(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let dispositions = Disposition::ALL.into_iter().rev();
        let keys = ["list", "records"].map(str::to_owned).into_iter();
        let keys = keys.chain(dispositions.clone().map(|disposition| format!("d_{}", disposition.as_str())));
        let names: Vec<String> = keys.map(|key| self.words.text(&key).to_owned()).collect();
        self.header(&names)?;
        for list in &summary.lists {
            let ended = dispositions.clone().map(|disposition| list.dispositions.get(disposition));
            let counts: Vec<_> = std::iter::once(list.read).chain(ended).collect();
            self.counts(&list.list, &counts, None)?;
        }
        Ok(())
    }

    fn header(&mut self, names: &[String]) -> Result<(), XlsxError> {
        for (name, place) in names.iter().zip(0..) {
            let format = if place == 0 { &self.formats.header } else { &self.formats.header_right };
            self.worksheet.write_string_with_format(self.row, place, name, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A name, its numbers, and what share of a whole the first of them is.
    fn counts(&mut self, name: &str, counts: &[u64], share: Option<(u64, u64)>) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, name, &self.formats.text)?;
        let whole = self.formats.number(0);
        let mut place = 1;
        for count in counts {
            self.number(place, number(*count), whole)?;
            place += 1;
        }
        if let Some((part, of)) = share.filter(|(_, of)| *of > 0) {
            self.number(place, number(part) / number(of), &self.formats.share)?;
        }
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, place: u16, value: f64, format: &Format) -> Result<(), XlsxError> {
        self.worksheet.write_number_with_format(self.row, place, value, format)?;
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 records")]
const fn number(count: u64) -> f64 {
    count as f64
}
