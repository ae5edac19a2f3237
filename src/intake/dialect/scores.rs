//! What speaks for a dialect: sensible cells, quotes and delimiters in their places.

use super::Dialect;
use super::cell_kinds::Kind;
use super::measures::{number, share};
use super::trial::{Cell, Trial};
use super::uniformity::{Shape, shape};

/// How many cells of a trial are looked at, and how many bytes of each.
const CELLS: usize = 2_000;
const CELL_BYTES: usize = 160;

/// Whether nearly every line is an address, a date or a time, which hold delimiters of their own.
pub(super) fn is_addresses(trial: &Trial) -> bool {
    let kinds = trial.rows().take(200).map(|row| Kind::of(trial.cell(row[0]))).filter(|kind| *kind != Kind::Blank);
    let kinds = kinds.collect::<Vec<_>>();
    let whole = |kind: &&Kind| matches!(kind, Kind::Email | Kind::Url | Kind::Date | Kind::Time);
    kinds.len() > 1 && kinds.iter().filter(whole).count() + 1 >= kinds.len()
}

/// How many cells each record has; a line of spaces is no record.
pub(super) fn widths(trial: &Trial) -> Vec<usize> {
    let is_blank = |row: &&[Cell]| row.len() == 1 && !row[0].quoted && trial.cell(row[0]).trim_ascii().is_empty();
    trial.rows().filter(|row| !is_blank(row)).map(<[Cell]>::len).collect()
}

/// Columns lined up with runs of spaces are as even as the cells that are not empty.
pub(super) fn aligned(trial: &Trial, plain: Shape) -> Shape {
    let filled = |row: &[Cell]| row.iter().filter(|cell| !trial.cell(**cell).trim_ascii().is_empty()).count();
    let filled = shape(&trial.rows().map(filled).collect::<Vec<_>>());
    if filled.even > plain.even && filled.width > 1 { filled } else { plain }
}

/// How much a number of columns says: any byte may stand once in every line, hardly one ten times.
pub(super) fn columns(width: usize) -> f32 {
    if width < 2 { 0.2 } else { 1.0 - 0.25 * (2.0 / number(width)).powf(1.2) }
}

/// How many of the quotes stand where quotes belong; cells that are quoted well count for the dialect.
pub(super) fn quoting(trial: &Trial) -> f32 {
    let quotes = trial.quotes;
    let well = quotes.cells * 2 + quotes.inner;
    if well + quotes.stray == 0 {
        return 1.0;
    }
    let cells = trial.rows().map(<[Cell]>::len).sum();
    (0.2 + 0.8 * share(well, well + quotes.stray)) * (1.0 + 0.15 * share(quotes.cells, cells))
}

/// How much sense the cells make, 0 to 1.
pub(super) fn sense(trial: &Trial, delimiter: u8) -> f32 {
    let cells = trial.rows().map(<[Cell]>::len).sum::<usize>();
    let stride = cells.div_ceil(CELLS).max(1);
    let (mut sum, mut seen) = (0.0, 0);
    for row in trial.rows().step_by(stride) {
        let worths = row.iter().take(CELLS).filter_map(|cell| worth(trial, *cell, delimiter));
        for worth in worths {
            sum += worth;
            seen += 1;
        }
    }
    if seen == 0 { 0.0 } else { sum / number(seen) }
}

/// How much sense a cell makes; `None` for the nothing between two of a run of spaces.
fn worth(trial: &Trial, cell: Cell, delimiter: u8) -> Option<f32> {
    let text = trial.cell(cell);
    let worth: f32 = match Kind::of(&text[..text.len().min(CELL_BYTES)]) {
        Kind::Blank if delimiter == b' ' && !cell.quoted => return None,
        Kind::Number | Kind::Date | Kind::Email | Kind::Url | Kind::Phone | Kind::Flag => 1.0,
        Kind::Time => 0.95,
        Kind::Words if delimiter == b' ' && !cell.quoted => 0.45,
        Kind::Code | Kind::Words => 0.85,
        Kind::Text => 0.6,
        Kind::Blank => 0.5,
        Kind::Odd => 0.0,
    };
    Some(if cell.quoted { worth.max(0.75) } else { worth })
}

/// Where the delimiter stands: not inside times and addresses, and not as a comma does in a sentence.
pub(super) fn delimiting(trial: &Trial, text: &[u8], dialect: Dialect, shape: Shape) -> f32 {
    let (mut seen, mut cuts, mut spaces) = (0, 0, 0);
    for row in trial.rows().take(300) {
        for cell in row.iter().take(row.len().min(200).saturating_sub(1)) {
            let at = cell.end + usize::from(cell.quoted);
            seen += 1;
            cuts += usize::from(dialect.delimiter == b':' && cuts_time(text, at));
            spaces += usize::from(!cell.quoted && text.get(at + 1) == Some(&b' '));
        }
    }
    let sentence = dialect.delimiter != b' ' && !dialect.spaced && share(spaces, seen) > 0.9;
    let titled = shape.top == 1 && shape.width == 2 && first_is_data(trial);
    let commas = match (sentence, shape.top) {
        (true, 1..) => 0.25,
        (true, 0) => 0.85,
        _ => 1.0,
    };
    let above = if shape.top > 0 && shape.rows < 10 { 0.85 } else { 1.0 };
    (1.0 - 0.9 * share(cuts, seen)) * commas * above * if titled { 0.3 } else { 1.0 }
}

/// Whether the colon at `at` belongs to a time or an address.
fn cuts_time(text: &[u8], at: usize) -> bool {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let time = at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2) && !digit(at + 3);
    time || text.get(at + 1..at + 3) == Some(b"//")
}

/// Whether the first record of more than one cell is nothing but figures, so that what stands above it heads one
/// column of decimal commas.
fn first_is_data(trial: &Trial) -> bool {
    let first = trial.rows().find(|row| row.len() > 1).unwrap_or_default();
    first.iter().all(|cell| Kind::of(trial.cell(*cell)) == Kind::Number)
}
