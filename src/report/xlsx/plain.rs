//! Workbooks of plain tables: a header that stays in view, filters, columns as wide as their words.

use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::formats::Formats;
use crate::report::ReportError;

/// The widest that a column gets, in characters.
const WIDEST: usize = 60;
/// The most characters that a cell of a workbook holds.
const LONGEST: usize = 32_767;

/// One sheet.
#[derive(Clone, Debug)]
pub struct PlainSheet {
    /// The name on the tab.
    pub name: &'static str,
    /// The header.
    pub header: Vec<String>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<PlainCell>>,
}

/// One cell.
#[derive(Clone, Debug)]
pub enum PlainCell {
    /// Text, whatever it looks like: no spreadsheet runs it as a formula.
    Text(String),
    /// A count.
    Number(u64),
}

/// Writes a workbook. Its date of creation is the as-of date, so that the same tables give the same bytes.
///
/// # Errors
/// The file cannot be written.
pub fn write_plain_workbook(path: &Path, sheets: &[PlainSheet], as_of: Date) -> Result<(), ReportError> {
    let mut workbook = Workbook::new();
    let written = fill(&mut workbook, sheets, as_of).and_then(|()| workbook.save_to_buffer());
    let bytes = written.map_err(|error| ReportError::at(path)(std::io::Error::other(error)))?;
    std::fs::write(path, bytes).map_err(ReportError::at(path))
}

fn fill(workbook: &mut Workbook, sheets: &[PlainSheet], as_of: Date) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let (year, month, day) = (as_of.year().try_into(), as_of.month().try_into(), as_of.day().try_into());
    if let (Ok(year), Ok(month), Ok(day)) = (year, month, day) {
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    for table in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name)?;
        for (column, title) in (0_u16..).zip(&table.header) {
            sheet.write_with_format(0, column, title, &formats.header)?;
            let cells = table.rows.iter().map(|row| width(&row[usize::from(column)]));
            let widest = cells.chain([title.chars().count()]).max().unwrap_or(0).min(WIDEST);
            sheet.set_column_width(column, u32::try_from(widest + 3).unwrap_or(20))?;
        }
        for (place, row) in (1_u32..).zip(&table.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    PlainCell::Text(text) => {
                        let text: String = text.chars().take(LONGEST).collect();
                        sheet.write_string_with_format(place, column, text, &formats.text)?
                    }
                    #[expect(clippy::cast_precision_loss, reason = "counts of leads are far below 2^53")]
                    PlainCell::Number(number) => {
                        sheet.write_number_with_format(place, column, *number as f64, &formats.position)?
                    }
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        let (rows, columns) = (u32::try_from(table.rows.len()), u16::try_from(table.header.len()));
        if let (Ok(rows @ 1..), Ok(columns @ 1..)) = (rows, columns) {
            sheet.autofilter(0, 0, rows, columns - 1)?;
        }
    }
    Ok(())
}

fn width(cell: &PlainCell) -> usize {
    match cell {
        PlainCell::Text(text) => text.chars().count(),
        PlainCell::Number(number) => number.to_string().len(),
    }
}
