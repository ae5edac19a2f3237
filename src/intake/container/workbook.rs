//! Workbooks: which of their sheets are lists, and the cells of a sheet.

use std::io::{self, BufReader};

use calamine::{
    Data, DataRef, Error, OdsError, Range, Reader, SheetType, SheetVisible, Sheets, XlsError, XlsbError, Xlsx,
    XlsxError,
};

use super::bytes::{Bytes, Seekable};
use super::error::ContainerError;
use super::limits::Limits;
use super::sheet_text::{Grid, SheetText};
use super::workbook_cell::{borrowed, is_text, push_cell};
use super::workbook_check::{check_compound, too_large};
use super::{Kind, Skipped};
use crate::model::quietly;

/// A workbook that is open.
pub(super) struct Book {
    name: String,
    /// The most memory that it takes beside the cells of a sheet.
    held: u64,
    sheets: Sheets<BufReader<Box<dyn Seekable>>>,
}

/// Is given the cells of a sheet with their rows and columns, and says whether it wants more.
type Take<'t> = &'t mut dyn FnMut((u32, u32), &DataRef<'_>) -> Result<bool, ContainerError>;

impl Book {
    /// Opens a workbook of a known kind, which takes `held` bytes of memory as far as is known. `name` is for errors.
    ///
    /// # Errors
    ///
    /// It is larger than the limit, needs a password, is damaged, or is some other document of an older Office.
    pub(super) fn open(
        bytes: &Bytes,
        kind: Kind,
        held: u64,
        name: &str,
        limits: &Limits,
    ) -> Result<Self, ContainerError> {
        let failed = |cause| ContainerError::io(name, cause);
        if bytes.len().map_err(failed)? > limits.workbook {
            return Err(too_large(name, limits));
        }
        let held = held.saturating_add(if kind == Kind::Xls { check_compound(bytes, name, limits)? } else { 0 });
        let reader = || bytes.open_buffered().map_err(failed);
        let sheets = match kind {
            Kind::Xlsx => new(name, reader()?).map(Sheets::Xlsx),
            Kind::Xlsb => new(name, reader()?).map(Sheets::Xlsb),
            Kind::Ods => new(name, reader()?).map(Sheets::Ods),
            _ => new(name, reader()?).map(Sheets::Xls).map_err(|error| locked(name, error, reader)),
        };
        Ok(Self { name: name.to_owned(), held, sheets: sheets? })
    }

    /// The sheets that are lists, in their order, and those that are not: hidden ones, empty ones, charts.
    ///
    /// # Errors
    ///
    /// The workbook is damaged, or there is no list in it.
    pub(super) fn lists(&mut self) -> Result<(Vec<String>, Vec<Skipped>), ContainerError> {
        let (mut lists, mut skipped) = (Vec::new(), Vec::new());
        for sheet in self.sheets.sheets_metadata().to_vec() {
            let why = match (sheet.typ, sheet.visible) {
                (SheetType::WorkSheet, SheetVisible::Visible) if self.is_filled(&sheet.name)? => None,
                (SheetType::WorkSheet, SheetVisible::Visible) => Some("an empty sheet"),
                (SheetType::WorkSheet, _) => Some("a hidden sheet"),
                _ => Some("a chart or a macro, no sheet"),
            };
            match why {
                None => lists.push(sheet.name),
                Some(why) => {
                    // A hidden sheet that cannot be looked into may hold anything.
                    let is_sheet = sheet.typ == SheetType::WorkSheet && sheet.visible != SheetVisible::Visible;
                    let may_hold_leads = is_sheet && self.is_filled(&sheet.name).unwrap_or(true);
                    skipped.push(Skipped { name: sheet.name, why, may_hold_leads });
                }
            }
        }
        if lists.is_empty() {
            let skipped = skipped.iter().map(|skipped| format!("{} ({})", skipped.name, skipped.why)).collect();
            return Err(ContainerError::NoList { name: self.name.clone(), skipped });
        }
        Ok((lists, skipped))
    }

    /// The text of a sheet.
    ///
    /// # Errors
    ///
    /// The sheet is damaged or too large.
    pub(super) fn text(mut self, sheet: &str, limits: &Limits) -> Result<SheetText, ContainerError> {
        let mut grid = Grid::new(self.held);
        let name = self.name.clone();
        self.cells(sheet, &mut |place, cell| {
            grid.add(place, is_text(cell), &name, limits, |text| push_cell(text, cell)).map(|()| true)
        })?;
        Ok(grid.into_text())
    }

    fn is_filled(&mut self, sheet: &str) -> Result<bool, ContainerError> {
        let mut grid = Grid::new(0);
        let name = self.name.clone();
        self.cells(sheet, &mut |place, cell| {
            grid.add(place, is_text(cell), &name, &Limits::default(), |text| push_cell(text, cell))?;
            Ok(grid.is_empty())
        })?;
        Ok(!grid.is_empty())
    }

    /// Goes through the cells of a sheet: one at a time where the format allows it, so that the rectangle around them,
    /// which may be as large as a sheet can be, is not built.
    fn cells(&mut self, sheet: &str, take: Take<'_>) -> Result<(), ContainerError> {
        let name = self.name.as_str();
        let broken = |error: Error| explained(name, error);
        match &mut self.sheets {
            Sheets::Xlsx(book) => guarded(name, || {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(error.into()))?;
                streamed(name, || cells.next_cell(), take)
            }),
            Sheets::Xlsb(book) => guarded(name, || {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(error.into()))?;
                streamed(name, || cells.next_cell(), take)
            }),
            book => guarded(name, || held(&book.worksheet_range(sheet).map_err(broken)?, take)),
        }
    }
}

fn streamed<'b, E>(
    name: &str,
    mut next: impl FnMut() -> Result<Option<calamine::Cell<DataRef<'b>>>, E>,
    take: Take<'_>,
) -> Result<(), ContainerError>
where
    Error: From<E>,
{
    while let Some(cell) = next().map_err(|error| explained(name, error.into()))? {
        if !take(cell.get_position(), cell.get_value())? {
            break;
        }
    }
    Ok(())
}

fn held(range: &Range<Data>, take: Take<'_>) -> Result<(), ContainerError> {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, cell) in range.used_cells() {
        let down = |start: u32, steps: usize| start.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
        if !take((down(top, row), down(left, column)), &borrowed(cell))? {
            break;
        }
    }
    Ok(())
}

fn new<B, R: Reader<B>>(name: &str, reader: B) -> Result<R, ContainerError>
where
    B: io::Read + io::Seek,
    Error: From<R::Error>,
{
    guarded(name, || R::new(reader).map_err(|error| explained(name, error.into())))
}

/// An older workbook that cannot be opened may be a newer one behind a password, which is wrapped like an older one.
fn locked<B: io::Read + io::Seek>(
    name: &str,
    error: ContainerError,
    reader: impl Fn() -> Result<B, ContainerError>,
) -> ContainerError {
    match reader().and_then(|reader| new::<B, Xlsx<B>>(name, reader)) {
        Err(password @ ContainerError::Password { .. }) => password,
        _ => error,
    }
}

fn explained(name: &str, error: Error) -> ContainerError {
    let name = name.to_owned();
    let what = match error {
        Error::Xlsx(XlsxError::Password)
        | Error::Xlsb(XlsbError::Password)
        | Error::Xls(XlsError::Password)
        | Error::Ods(OdsError::Password) => return ContainerError::Password { name, workbook: true },
        Error::Xls(XlsError::Cfb(error)) if error.to_string().contains("Cannot find Workbook") => {
            let what = "a document of Microsoft Office, but no workbook; ask the vendor for CSV or a workbook";
            return ContainerError::NotAList { name, what };
        }
        Error::Xlsx(error) => error.to_string(),
        Error::Xlsb(error) => error.to_string(),
        Error::Xls(error) => error.to_string(),
        Error::Ods(error) => error.to_string(),
        error => error.to_string(),
    };
    ContainerError::Workbook { name, what }
}

/// Runs code of the workbook reader. It trusts what workbooks say of themselves, and panics over some damaged ones;
/// that is an error like any other.
fn guarded<T>(name: &str, run: impl FnOnce() -> Result<T, ContainerError>) -> Result<T, ContainerError> {
    quietly(run).unwrap_or_else(|_| {
        let what = "it contradicts itself".to_owned();
        Err(ContainerError::Workbook { name: name.to_owned(), what })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_workbook_reader_is_an_error() {
        let error = guarded::<()>("book.xls", || panic!("index out of bounds")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the workbook book.xls is damaged (it contradicts itself); open it and save it again"
        );
    }
}
