//! `prospects.xlsx`, `review.xlsx`, `rejections.xlsx`: the sheets that sales people open in the morning.
//!
//! The library keeps the rows in a nameless temporary file beside the workbook, so that memory stays small: a fifth of
//! what a sheet of 100,000 rows takes otherwise. It panics when that file meets a full disk; therefore the room for it
//! is tried first.

mod call_sheet;
mod cells;
mod escapes;
mod formats;
mod guarded;
mod layout;
mod links;
mod plain;
mod read_me;
mod room;
mod summary_sheet;

pub(super) use plain::write_long_table;
pub use plain::{PlainCell, PlainSheet, write_plain_workbook};

use std::io::Write as _;
use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError};

use self::cells::CellWriter;
use self::formats::Formats;
use self::links::LinkBudget;
use super::remembering;
use super::{ReportError, SheetColumn, SheetRow, Summary, Wording};

/// What a sheet shows.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Which of the three it is.
    pub kind: SheetKind,
    /// Its columns.
    pub columns: &'a [SheetColumn],
    /// Its rows, in order.
    pub rows: &'a [SheetRow],
    /// How many rows there are, with those that have no room on it.
    pub offered: u64,
    /// How many columns on the left stay in view.
    pub frozen: u16,
    /// Whether columns in which nothing stands are hidden.
    pub hides: bool,
}

/// Which of the three sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// The leads to sell to.
    Prospects,
    /// The leads to call.
    Review,
    /// The leads that are out.
    Rejections,
}

impl SheetKind {
    /// The name of the table and, in lower case, of the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prospects => "Prospects",
            Self::Review => "Review",
            Self::Rejections => "Rejections",
        }
    }

    /// The name on the tab, in the reader's language.
    fn tab(self, words: &Wording) -> &str {
        words.text(match self {
            Self::Prospects => "tab_prospects",
            Self::Review => "tab_review",
            Self::Rejections => "tab_rejections",
        })
    }
}

/// Writes a workbook: the sheet, and beside it the summary of the run. `as_of` is its creation date, so that the same
/// leads give the same bytes on every day.
///
/// # Errors
///
/// The file cannot be written.
pub fn write_workbook(
    path: &Path,
    sheet: &Sheet<'_>,
    summary: &Summary,
    as_of: Date,
    words: &Wording,
) -> Result<(), ReportError> {
    guarded::guarded(path, || write(path, sheet, summary, as_of, words))
}

fn write(path: &Path, sheet: &Sheet<'_>, summary: &Summary, as_of: Date, words: &Wording) -> Result<(), ReportError> {
    let (mut file, memory) = remembering::create(path)?;
    room::try_out(&mut file, sheet.rows).map_err(|error| memory.explain(error))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let (mut workbook, escapes) = build(folder, sheet, summary, as_of, words).map_err(|error| memory.explain(error))?;
    if escapes {
        let packed = workbook.save_to_buffer().map_err(|error| memory.explain(error))?;
        escapes::write(packed, &mut file, PACKING).map_err(|error| memory.explain(error))?;
    } else {
        workbook.save_to_writer(&mut file).map_err(|error| memory.explain(error))?;
    }
    file.flush().map_err(|error| memory.explain(error))
}

/// How hard the library tries to make the file small, of 9. Beyond this the sheets take a quarter longer to write for
/// a file that is an eighth smaller.
const PACKING: u8 = 3;

/// The workbook, and whether its links hold escapes.
fn build(
    folder: &Path,
    sheet: &Sheet<'_>,
    summary: &Summary,
    as_of: Date,
    words: &Wording,
) -> Result<(Workbook, bool), XlsxError> {
    let mut workbook = Workbook::new();
    let title = words.fill("s_title", &[("sheet", sheet.kind.tab(words)), ("date", &words.date(as_of))]);
    let properties = DocProperties::new().set_title(title).set_author("leadsieve");
    workbook.set_properties(&properties.set_creation_datetime(&excel_date(as_of)?));
    let formats = Formats::new();
    workbook.set_zip_compression_level(PACKING);
    workbook.set_tempdir(folder)?;
    let links = fill(workbook.add_worksheet_with_constant_memory()?, sheet, &formats, words)?;
    read_me::fill(workbook.add_worksheet(), sheet, (as_of, links.cut), &formats, words)?;
    summary_sheet::fill(workbook.add_worksheet(), sheet, summary, as_of, &formats, words)?;
    if call_sheet::is_one(sheet.columns) {
        call_sheet::fill_lists(workbook.add_worksheet(), words)?;
    }
    Ok((workbook, links.escapes))
}

/// From this day on every spreadsheet counts days alike: Excel has a 29 February 1900, and others do not.
const FIRST_DAY: Date = jiff::civil::date(1900, 3, 1);

fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    if date < FIRST_DAY {
        return Err(XlsxError::DateTimeRangeError(date.to_string()));
    }
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, day)
}

/// Fills the sheet; gives what became of its links.
fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    formats: &Formats,
    words: &Wording,
) -> Result<LinkBudget, XlsxError> {
    let columns = layout::that_fit(sheet.columns);
    worksheet.set_name(sheet.kind.tab(words))?;
    layout::arrange(worksheet, sheet, columns, formats, words)?;
    add_table(worksheet, sheet, columns, formats)?;
    call_sheet::arrange(worksheet, columns, sheet.rows, formats, words)?;
    let mut writer = CellWriter::new(worksheet, columns, sheet.rows, formats, words);
    for (row, number) in sheet.rows.iter().zip(1..) {
        writer.write_row(number, row, number as usize == sheet.rows.len())?;
    }
    Ok(writer.links)
}

/// The table gives the sheet its filter buttons and its bands. It needs one row, even where there is nothing to show.
fn add_table(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    columns: &[SheetColumn],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let header = |name| TableColumn::new().set_header(name).set_header_format(&formats.header);
    let headers: Vec<_> = layout::header_names(columns).into_iter().map(header).collect();
    let table = Table::new().set_name(sheet.kind.name()).set_columns(&headers).set_style(TableStyle::Light1);
    let (last_row, last_column) = layout::last_cell(columns, sheet.rows);
    worksheet.add_table(0, 0, last_row, last_column, &table)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::example;
    use super::super::{ColumnKind, SheetCell};
    use super::*;
    use crate::model::{Outcome, Verdict};

    const AS_OF: Date = jiff::civil::date(2026, 11, 23);

    fn words() -> Wording {
        Wording::new(crate::model::Language::En)
    }

    fn columns() -> Vec<SheetColumn> {
        let column = |(name, kind): (&str, ColumnKind)| SheetColumn { name: name.to_owned(), kind };
        [
            ("list", ColumnKind::Text),
            ("record", ColumnKind::Position),
            ("verdict", ColumnKind::Text),
            ("reason", ColumnKind::Reason),
            ("criterion.location", ColumnKind::Text),
            ("email", ColumnKind::Text),
            ("phone", ColumnKind::Text),
            ("website", ColumnKind::Text),
            ("revenue", ColumnKind::Money),
            ("last_verified", ColumnKind::Date),
            ("newsletter", ColumnKind::Text),
        ]
        .map(column)
        .to_vec()
    }

    fn rows(count: u64) -> Vec<SheetRow> {
        let cells = |record: u64| {
            vec![
                SheetCell::Text("apollo.csv".to_owned()),
                SheetCell::Number(record.into()),
                SheetCell::Verdict(Verdict::Prospect),
                SheetCell::Text("=HYPERLINK(\"evil\") & more".to_owned()),
                SheetCell::Outcome(Outcome::Pass),
                SheetCell::Email(format!("a+b{record}@acme.example")),
                SheetCell::Phone("+4930123456".to_owned()),
                SheetCell::Web("acme.example/a b?x=1&y=2".to_owned()),
                SheetCell::Number(rust_decimal::Decimal::new(123_456, 1)),
                SheetCell::Date(AS_OF),
                SheetCell::YesNo(true),
            ]
        };
        let row = |record| SheetRow { worst: 0, best: 0, known: 0, list: 0, record, part: 0, cells: cells(record) };
        (1..=count).map(row).collect()
    }

    fn written(rows: &[SheetRow]) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("prospects.xlsx");
        let offered = rows.len() as u64;
        let sheet = Sheet { kind: SheetKind::Prospects, columns: &columns(), rows, offered, frozen: 3, hides: false };
        write_workbook(&path, &sheet, &example(), AS_OF, &words()).expect("written");
        std::fs::read(path).expect("read")
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let rows = rows(50);
        assert!(written(&rows) == written(&rows));
        assert!(written(&rows) != written(&rows[..49]));
    }

    #[test]
    fn nothing_to_show_is_a_sheet_too() {
        assert!(written(&[]).starts_with(b"PK"));
    }

    #[test]
    fn days_that_spreadsheets_count_in_two_ways_are_text() {
        for (day, is_one) in [("1899-12-31", false), ("1900-01-01", false), ("1900-02-28", false), ("1900-03-01", true)]
        {
            assert_eq!(excel_date(day.parse().expect("a day")).is_ok(), is_one, "{day}");
        }
    }

    #[test]
    fn links_are_escaped_once() {
        let sites = ["b.example/j%C3%B6rg", "müller.example/grüße", "b.example/plain", "b.example/a b"];
        let row = |site: &str| SheetRow { cells: vec![SheetCell::Web(site.to_owned())], ..rows(1).remove(0) };
        let workbook = written(&sites.map(row));
        assert_eq!(workbook, written(&sites.map(row)));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
        let part = archive.by_name("xl/worksheets/_rels/sheet1.xml.rels").expect("links");
        let links = std::io::read_to_string(part).expect("text");
        for link in
            ["b.example/j%C3%B6rg", "xn--mller-kva.example/gr%C3%BC%C3%9Fe", "b.example/plain", "b.example/a%20b"]
        {
            assert!(links.contains(&format!("Target=\"https://{link}\"")), "{link} in {links}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_in_a_sentence() {
        let sheet =
            Sheet { kind: SheetKind::Review, columns: &columns(), rows: &rows(3), offered: 3, frozen: 3, hides: false };
        let error = write_workbook(Path::new("/dev/full"), &sheet, &example(), AS_OF, &words()).expect_err("no room");
        assert_eq!(error.to_string(), "could not write /dev/full: No space left on device");
    }
}
