//! One cell after the other: typed, linked, coloured, and never a formula.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::formats::Formats;
use super::layout;
use super::links::LinkBudget;
use crate::report::{ColumnKind, SheetCell, SheetColumn, SheetRow, Wording, guarded};

/// The longest text that a spreadsheet takes, in UTF-16 units.
const LONGEST: usize = 32_767;

/// What stands at the end of a text that was cut.
const CUT: &str = "… (cut)";

/// The height of a line, in points.
const LINE: f64 = 15.0;

/// A spreadsheet computes with binary numbers of 15 to 17 digits; from 16 on, digits would change.
const DIGITS: u32 = 15;

/// Writes the rows of a sheet.
pub(super) struct CellWriter<'a> {
    worksheet: &'a mut Worksheet,
    columns: &'a [SheetColumn],
    pub(super) links: LinkBudget,
    formats: &'a Formats,
    words: &'a Wording,
}

impl<'a> CellWriter<'a> {
    pub(super) fn new(
        worksheet: &'a mut Worksheet,
        columns: &'a [SheetColumn],
        rows: &[SheetRow],
        formats: &'a Formats,
        words: &'a Wording,
    ) -> Self {
        Self { worksheet, columns, links: LinkBudget::for_rows(rows), formats, words }
    }

    /// Writes a row. The `last` one keeps the height that the reader's program gives it: in constant memory the library
    /// writes a last row with a height of its own twice, which makes the file damaged.
    pub(super) fn write_row(&mut self, number: u32, row: &SheetRow, last: bool) -> Result<(), XlsxError> {
        let lines = layout::lines(self.columns, row);
        if lines > 1 && !last {
            self.worksheet.set_row_height(number, f64::from(lines) * LINE)?;
        }
        for ((cell, column), place) in row.cells.iter().zip(self.columns).zip(0..) {
            self.write((number, place), cell, column.kind)?;
        }
        Ok(())
    }

    fn write(&mut self, (row, column): (u32, u16), cell: &SheetCell, kind: ColumnKind) -> Result<(), XlsxError> {
        let (sheet, formats, words) = (&mut *self.worksheet, self.formats, self.words);
        match cell {
            // The column says how it looks.
            SheetCell::Blank | SheetCell::Answer(_) => return Ok(()),
            SheetCell::Text(text) => return self.write_text((row, column), text, kind),
            SheetCell::Email(text) | SheetCell::Phone(text) | SheetCell::Web(text) => match self.links.take(cell) {
                Some(link) => {
                    sheet.write_url_with_format(row, column, Url::new(link).set_text(fitting(text)), &formats.link)?
                }
                None => return self.write_text((row, column), text, kind),
            },
            SheetCell::Number(number) => match exact(*number) {
                Some(value) if kind == ColumnKind::Money || kind == ColumnKind::Position => {
                    sheet.write_number(row, column, value)?
                }
                Some(value) => {
                    let format = formats.number(number.normalize().scale());
                    sheet.write_number_with_format(row, column, value, format)?
                }
                None => sheet.write_string_with_format(row, column, number.normalize().to_string(), &formats.text)?,
            },
            // Most dates stand in columns of dates: see `CellWriter::write_text`.
            SheetCell::Date(date) => match super::excel_date(*date) {
                Ok(value) if kind == ColumnKind::Date => sheet.write_datetime(row, column, value)?,
                Ok(value) => sheet.write_datetime_with_format(row, column, value, &formats.date)?,
                Err(_) => sheet.write_string_with_format(row, column, date.to_string(), &formats.text)?,
            },
            SheetCell::YesNo(yes) => sheet.write_string_with_format(
                row,
                column,
                words.text(if *yes { "o_yes" } else { "o_no" }),
                &formats.text,
            )?,
            SheetCell::Verdict(verdict) => {
                let word = words.text(&format!("w_{}", verdict.as_str()));
                sheet.write_string_with_format(row, column, word, formats.verdict(*verdict))?
            }
            SheetCell::Outcome(outcome) => {
                let word = words.text(&format!("w_{}", outcome.as_str()));
                sheet.write_string_with_format(row, column, word, formats.outcome(*outcome))?
            }
        };
        Ok(())
    }

    /// A cell without a format looks as its column does. That is quicker than to name the same format for each cell,
    /// because the library looks formats up by all they consist of.
    fn write_text(&mut self, (row, column): (u32, u16), text: &str, kind: ColumnKind) -> Result<(), XlsxError> {
        let formats = self.formats;
        let format = match (kind, guarded(text)) {
            (ColumnKind::Reason | ColumnKind::Question, true) => &formats.wrapped_guarded,
            (ColumnKind::Reason | ColumnKind::Question, false) => &formats.wrapped,
            (_, true) => &formats.guarded,
            (_, false) => &formats.text,
        };
        if std::ptr::eq(format, layout::column_format(kind, formats)) {
            self.worksheet.write_string(row, column, fitting(text))?;
        } else {
            self.worksheet.write_string_with_format(row, column, fitting(text), format)?;
        }
        Ok(())
    }
}

/// The number as a spreadsheet keeps it, where that is the same number.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs();
    (digits < 10_u128.pow(DIGITS)).then(|| number.to_f64()).flatten()
}

/// The text, cut where a spreadsheet could not hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= room
    };
    Cow::Owned(text.chars().take_while(fits).collect::<String>() + CUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_marked() {
        for (text, units) in [("a", 1), ("ü", 1), ("\u{1F600}", 2)] {
            let fits = text.repeat(LONGEST / units);
            assert_eq!(fitting(&fits), fits);
            let cut = fitting(&(fits + text)).into_owned();
            assert!(cut.ends_with(CUT));
            assert!(cut.encode_utf16().count() <= LONGEST);
            assert!(cut.encode_utf16().count() > LONGEST - 2);
        }
    }

    #[test]
    fn numbers_that_would_change_are_texts() {
        for (number, kept) in [
            ("999999999999999", true),
            ("1000000000000000", false),
            ("1000000000000001", false),
            ("-1234567890123456", false),
            ("0.123456789012345", true),
            ("0.1234567890123456", false),
            ("79228162514264337593543950335", false),
        ] {
            let number: Decimal = number.parse().expect("a number");
            assert_eq!(exact(number).is_some(), kept, "{number}");
        }
    }
}
