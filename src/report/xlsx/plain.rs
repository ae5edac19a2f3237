//! Workbooks of plain tables: a header that stays in view, filters, columns as wide as their words.

use std::io::Write as _;
use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::formats::Formats;
use super::guarded::guarded;
use crate::report::{ReportError, remembering};

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
    set_day(workbook, as_of)?;
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
            write_row(sheet, place, row, &formats)?;
        }
        finish_table(sheet, u32::try_from(table.rows.len()).unwrap_or(0), table.header.len())?;
    }
    Ok(())
}

/// Writes a workbook of one sheet with many rows, which are not held in memory. The columns have a header and a width.
///
/// # Errors
/// The file cannot be written, or a row is none.
pub(in crate::report) fn write_long_table(
    path: &Path,
    name: &str,
    columns: &[(&str, u16)],
    rows: impl Iterator<Item = Result<Vec<PlainCell>, ReportError>>,
    as_of: Date,
) -> Result<(), ReportError> {
    guarded(path, || {
        let (mut file, memory) = remembering::create(path)?;
        let failed = |error: XlsxError| memory.explain(error);
        let mut workbook = Workbook::new();
        set_day(&mut workbook, as_of).map_err(failed)?;
        workbook.set_tempdir(path.parent().unwrap_or(Path::new(""))).map_err(failed)?;
        let formats = Formats::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        for (place, (title, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(place, *width).map_err(failed)?;
            sheet.write_with_format(0, place, *title, &formats.header).map_err(failed)?;
        }
        let mut last = 0;
        for (number, row) in (1_u32..).zip(rows) {
            write_row(sheet, number, &row?, &formats).map_err(failed)?;
            last = number;
        }
        finish_table(sheet, last, columns.len()).map_err(failed)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0).map_err(failed)?;
        workbook.save_to_writer(&mut file).map_err(failed)?;
        file.flush().map_err(|error| memory.explain(error))
    })
}

fn write_row(sheet: &mut Worksheet, number: u32, row: &[PlainCell], formats: &Formats) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(row) {
        match cell {
            PlainCell::Text(text) => {
                let text: String = text.chars().take(LONGEST).collect();
                sheet.write_string_with_format(number, column, text, &formats.text)?
            }
            #[expect(clippy::cast_precision_loss, reason = "counts of leads are far below 2^53")]
            PlainCell::Number(count) => {
                sheet.write_number_with_format(number, column, *count as f64, &formats.position)?
            }
        };
    }
    Ok(())
}

/// Keeps the header in view and gives it filters.
fn finish_table(sheet: &mut Worksheet, rows: u32, columns: usize) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    if let (1.., Ok(columns @ 1..)) = (rows, u16::try_from(columns)) {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

/// The day of creation.
fn set_day(workbook: &mut Workbook, as_of: Date) -> Result<(), XlsxError> {
    let (year, month, day) = (as_of.year().try_into(), as_of.month().try_into(), as_of.day().try_into());
    if let (Ok(year), Ok(month), Ok(day)) = (year, month, day) {
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    Ok(())
}

fn width(cell: &PlainCell) -> usize {
    match cell {
        PlainCell::Text(text) => text.chars().count(),
        PlainCell::Number(number) => number.to_string().len(),
    }
}
