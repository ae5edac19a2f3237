//! The sheet that says in a few lines what the columns mean and how the verdicts came about.

use jiff::civil::Date;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Formats;
use super::{Sheet, SheetKind};
use crate::report::Wording;

/// The width of the column of words.
const WIDTH: u16 = 100;

pub(super) fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    (as_of, links_are_cut): (Date, bool),
    formats: &Formats,
    words: &Wording,
) -> Result<(), XlsxError> {
    worksheet.set_name(words.text("r_tab"))?.set_screen_gridlines(false).set_column_width(0, WIDTH)?;
    worksheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    let title = format!("{}, {}", sheet.kind.tab(words), words.date(as_of));
    worksheet.set_row_height(0, 28)?.write_string_with_format(0, 0, title, &formats.title)?;
    let cut = links_are_cut.then_some(&"r_links_cut");
    for (key, row) in lines(sheet.kind).iter().chain(cut).zip(2..) {
        worksheet.set_row_height(row, 34)?.write_string_with_format(row, 0, words.text(key), &formats.wrapped)?;
    }
    Ok(())
}

const fn lines(kind: SheetKind) -> &'static [&'static str] {
    match kind {
        SheetKind::Prospects => &["r_order", "r_score", "r_reason", "r_criteria", "r_origin"],
        SheetKind::Review => &["r_call", "r_settles", "r_fill_in", "r_score", "r_origin"],
        SheetKind::Rejections => &["r_rejected", "r_blocked", "r_nearest", "r_evidence", "r_origin"],
    }
}
