//! Widths, frozen panes, headers and paper.

use std::collections::HashSet;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

use super::Sheet;
use super::formats::Formats;
use crate::report::{ColumnKind, SheetCell, SheetColumn, SheetRow, Wording};

/// How many columns a sheet can have.
pub(super) const COLUMNS: usize = 16_384;

/// The longest header that a table takes, in UTF-16 units.
const LONGEST_HEADER: usize = 255;

/// How many rows tell how wide the columns are.
const SAMPLE: usize = 1_000;

/// The least and the greatest width, in characters.
const WIDTHS: (usize, usize) = (8, 60);

/// About how many characters fit on a line of a wrapped column, and how many lines a row has at most. Spreadsheets do
/// not all find the height by themselves.
const WRAPPED: (usize, u32) = (58, 12);

/// The width of a column of questions, in characters.
const QUESTION: usize = 36;

/// About how many characters fit across a landscape page of A4 at full size.
const PAGE: usize = 125;

/// Below this many percent nobody reads what was printed; the columns then go on to further pages.
const LEAST_SCALE: usize = 55;

/// The columns that a sheet has room for; the others stand in the CSV file.
pub(super) fn that_fit(columns: &[SheetColumn]) -> &[SheetColumn] {
    &columns[..columns.len().min(COLUMNS)]
}

/// The last row and column of the table.
pub(super) fn last_cell(columns: &[SheetColumn], rows: &[SheetRow]) -> (u32, u16) {
    let last = |count: usize| count.saturating_sub(1);
    let row = u32::try_from(rows.len().max(1)).expect("bug: more rows than the limit");
    (row, u16::try_from(last(columns.len())).expect("bug: more columns than the limit"))
}

/// Sets up all but the cells.
pub(super) fn arrange(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    columns: &[SheetColumn],
    formats: &Formats,
    words: &Wording,
) -> Result<(), XlsxError> {
    let widths: Vec<usize> =
        columns.iter().enumerate().map(|(place, column)| width(place, column, sheet.rows)).collect();
    for ((column, width), place) in columns.iter().zip(&widths).zip(0..) {
        worksheet.set_column_width(place, u16::try_from(*width).unwrap_or(u16::MAX))?;
        worksheet.set_column_format(place, column_format(column.kind, formats))?;
        let is_for_checks = column.kind == ColumnKind::AnswerKind;
        if is_for_checks || sheet.hides && is_empty(place.into(), column, sheet.rows) {
            worksheet.set_column_hidden(place)?;
        }
    }
    // A header that is the last row keeps its own height: see `CellWriter::write_row`.
    if !sheet.rows.is_empty() {
        worksheet.set_row_height(0, 22)?;
    }
    let (last_row, last_column) = last_cell(columns, sheet.rows);
    let frozen = sheet.frozen.min(last_column);
    worksheet.set_freeze_panes(1, frozen)?;
    worksheet.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    prepare_print(worksheet, sheet, frozen, widths.iter().sum(), words)
}

fn prepare_print(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    frozen: u16,
    width: usize,
    words: &Wording,
) -> Result<(), XlsxError> {
    let scale = (PAGE * 100 / width.max(1)).clamp(LEAST_SCALE, 100);
    worksheet.set_landscape().set_paper_size(9).set_print_scale(u16::try_from(scale).unwrap_or(100));
    worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_page_order(true);
    worksheet.set_footer(format!("&L{}&R{} &P / &N", sheet.kind.tab(words), words.text("p_page")));
    worksheet.set_repeat_rows(0, 0)?;
    if let Some(last) = frozen.checked_sub(1) {
        worksheet.set_repeat_columns(0, last)?;
    }
    Ok(())
}

/// Whether nothing stands in a column, and nothing is to be entered there.
fn is_empty(place: usize, column: &SheetColumn, rows: &[SheetRow]) -> bool {
    let blank = |row: &SheetRow| row.cells.get(place).is_none_or(|cell| *cell == SheetCell::Blank);
    let to_enter = matches!(column.kind, ColumnKind::CallOutcome | ColumnKind::Note | ColumnKind::NextDate);
    !to_enter && !rows.is_empty() && rows.iter().all(blank)
}

/// What the cells of a column look like, unless they say otherwise.
pub(super) const fn column_format(kind: ColumnKind, formats: &Formats) -> &Format {
    match kind {
        ColumnKind::Reason | ColumnKind::Question => &formats.wrapped,
        ColumnKind::Answer | ColumnKind::CallOutcome | ColumnKind::Note => &formats.fill_in,
        ColumnKind::NextDate => &formats.fill_in_date,
        ColumnKind::Position => &formats.position,
        ColumnKind::Money => &formats.money,
        ColumnKind::Date => &formats.date,
        ColumnKind::Text | ColumnKind::Number | ColumnKind::AnswerKind => &formats.text,
    }
}

/// How many lines the row needs for its wrapped cells.
pub(super) fn lines(columns: &[SheetColumn], row: &SheetRow) -> u32 {
    let lines = columns.iter().zip(&row.cells).map(|(column, cell)| match (column.kind, cell) {
        (ColumnKind::Reason, SheetCell::Text(text)) => lines_of(text, WRAPPED.0),
        (ColumnKind::Question, SheetCell::Text(text)) => lines_of(text, QUESTION - 2),
        _ => 1,
    });
    lines.max().unwrap_or(1)
}

/// How many lines a text takes where so many characters fit on one.
fn lines_of(text: &str, line: usize) -> u32 {
    let most = WRAPPED.1;
    let lines: usize = text.lines().map(|part| part.chars().count().div_ceil(line).max(1)).sum();
    u32::try_from(lines).unwrap_or(most).clamp(1, most)
}

/// Wide enough for the header with its filter button, and for what a sample of the rows shows.
fn width(place: usize, column: &SheetColumn, rows: &[SheetRow]) -> usize {
    match column.kind {
        ColumnKind::Reason => return WIDTHS.1,
        ColumnKind::Question => return QUESTION,
        ColumnKind::Answer | ColumnKind::CallOutcome => return 22,
        ColumnKind::Note => return 40,
        ColumnKind::NextDate => return 18,
        ColumnKind::AnswerKind => return 0,
        _ => {}
    }
    let cells = rows.iter().take(SAMPLE).filter_map(|row| row.cells.get(place));
    let content = cells.map(|cell| shown_width(cell, column.kind)).max().unwrap_or(0) + 2;
    content.max(column.name.chars().count() + 4).clamp(WIDTHS.0, WIDTHS.1)
}

fn shown_width(cell: &SheetCell, kind: ColumnKind) -> usize {
    match cell {
        SheetCell::Blank | SheetCell::Answer(_) => 0,
        SheetCell::Text(text) | SheetCell::Email(text) | SheetCell::Phone(text) | SheetCell::Web(text) => {
            text.chars().take(WIDTHS.1).count()
        }
        SheetCell::Number(number) => number_width(*number, kind),
        SheetCell::Date(_) => 10,
        SheetCell::YesNo(_) => 3,
        SheetCell::Verdict(verdict) => verdict.as_str().len(),
        SheetCell::Outcome(outcome) => outcome.as_str().len(),
    }
}

/// Its digits and the separators between them.
fn number_width(number: Decimal, kind: ColumnKind) -> usize {
    let digits = number.trunc().to_string().len();
    let places = if kind == ColumnKind::Money { 2 } else { number.normalize().scale() as usize };
    digits + digits / 3 + if places > 0 { places + 1 } else { 0 }
}

/// Headers as a table takes them: on one line, short enough, and no two the same.
pub(super) fn header_names(columns: &[SheetColumn]) -> Vec<String> {
    let mut taken = HashSet::new();
    columns.iter().zip(1..).map(|(column, place)| header_name(&column.name, place, &mut taken)).collect()
}

/// A header without what a workbook takes for an escaped character (`_x000D_`): the library writes it in one way into the
/// cell and in another into the table, and a spreadsheet repairs a file in which the two differ. What stands for a line end
/// or a tab is a blank; the underscore of any other is a hyphen.
fn without_escapes(name: &str) -> String {
    let mut text = name.to_owned();
    while let Some(place) = text.match_indices("_x").map(|(place, _)| place).find(|place| is_escape(&text[*place..])) {
        let is_control = text[place..].starts_with("_x00") && matches!(text.as_bytes()[place + 4], b'0' | b'1');
        let end = if is_control { place + ESCAPE } else { place + 1 };
        text.replace_range(place..end, if is_control { " " } else { "-" });
    }
    text
}

/// How long `_x000D_` is.
const ESCAPE: usize = 7;

fn is_escape(text: &str) -> bool {
    let Some(escape) = text.as_bytes().get(..ESCAPE) else { return false };
    escape[2..6].iter().all(u8::is_ascii_hexdigit) && escape[6] == b'_'
}

fn header_name(name: &str, place: usize, taken: &mut HashSet<String>) -> String {
    let line = without_escapes(&name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>());
    let fits = !line.trim().is_empty() && line.encode_utf16().count() <= LONGEST_HEADER;
    if fits && taken.insert(line.to_lowercase()) {
        return line;
    }
    let start: String = line.chars().take(100).collect();
    let numbered = format!("{start} (column {place})").trim_start().to_owned();
    taken.insert(numbered.to_lowercase());
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outcome;

    fn column(name: &str, kind: ColumnKind) -> SheetColumn {
        SheetColumn { name: name.to_owned(), kind }
    }

    fn row(cell: SheetCell) -> SheetRow {
        SheetRow { worst: 0, best: 0, known: 0, list: 0, record: 0, part: 0, cells: vec![cell] }
    }

    #[test]
    fn columns_are_as_wide_as_what_they_show() {
        for (name, kind, cell, expected) in [
            ("a", ColumnKind::Text, SheetCell::Blank, 8),
            ("criterion.location", ColumnKind::Text, SheetCell::Outcome(Outcome::Pass), 22),
            ("email", ColumnKind::Text, SheetCell::Email("someone@company.example".to_owned()), 25),
            ("notes", ColumnKind::Text, SheetCell::Text("x".repeat(500)), 60),
            ("reason", ColumnKind::Reason, SheetCell::Blank, 60),
            ("a", ColumnKind::Money, SheetCell::Number(12_345_678.into()), 15),
            ("a", ColumnKind::Number, SheetCell::Number(Decimal::new(12_345, 2)), 9),
        ] {
            assert_eq!(width(0, &column(name, kind), &[row(cell)]), expected, "{name}");
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_reason() {
        let columns = [column("reason", ColumnKind::Reason)];
        for (text, expected) in [
            (String::new(), 1),
            ("x".repeat(58), 1),
            ("x".repeat(59), 2),
            ("a\nb\n\nc".to_owned(), 4),
            ("x".repeat(9_999), 12),
        ] {
            assert_eq!(lines(&columns, &row(SheetCell::Text(text.clone()))), expected, "{text}");
        }
    }

    #[test]
    fn headers_of_a_table_are_short_and_all_different() {
        let long = "x".repeat(300);
        let columns = ["Name", "name", "", "two\nlines", &long].map(|name| column(name, ColumnKind::Text));
        let cut = format!("{} (column 5)", "x".repeat(100));
        assert_eq!(header_names(&columns), ["Name", "name (column 2)", "(column 3)", "two lines", &cut]);
        for (name, written) in [
            ("Note_x000D_", "Note "),
            ("_x0009_Note", " Note"),
            ("a_x0041_b", "a-x0041_b"),
            ("_x005F_x000D_", "-x005F "),
            ("_x00_", "_x00_"),
            ("_xyz_", "_xyz_"),
            ("tax_x", "tax_x"),
            ("ü_xü000_", "ü_xü000_"),
        ] {
            assert_eq!(header_names(&[column(name, ColumnKind::Text)]), [written]);
        }
    }
}
