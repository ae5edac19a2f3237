//! Where the header stands, and whether there is one.

use super::Header;
use super::cell_kinds::Kind;
use super::header_evidence::{Evidence, evidence};
use super::header_words::is_known;
use super::measures::number;
use super::trial::{Cell, Trial};

/// How many records tell how full they usually are.
const SEARCHED: usize = 400;

/// How many records below a remark may be remarks too.
const NEXT: usize = 8;

/// The first record of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) row: usize,
    pub(super) header: Header,
    pub(super) confidence: f32,
}

/// Finds the first record of the table, which has `width` columns, and tells whether it names them.
///
/// Titles, notes and comments above it have fewer cells with something in them. `fixed` says that nothing stands above.
pub(super) fn find(trial: &Trial, width: usize, fixed: bool) -> Found {
    let first = if fixed { 0 } else { first_row(trial, width) };
    let found = verdict(trial, first);
    let skipped = (0..first).rev().find(|row| filled(trial, *row) > 0);
    let broken = skipped.filter(|row| found.header == Header::Absent && is_broken_header(trial, *row, width));
    broken.map_or(found, |row| Found { row, header: Header::Present, confidence: 0.5 })
}

/// The first record that is as wide as the table and about as full.
fn first_row(trial: &Trial, width: usize) -> usize {
    let even = (0..trial.len()).filter(|row| trial.row(*row).len() == width);
    let mut sorted = even.take(SEARCHED).map(|row| filled(trial, row)).collect::<Vec<_>>();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(width);
    let least = if width < 2 { 1 } else { usual.div_ceil(2).max(2) };
    let full = |row: usize| filled(trial, row) >= least || is_cornered(trial, row, width);
    let fits = |row: usize| is_wide(trial.row(row).len(), width) && full(row);
    let mut rows = (0..trial.len()).filter(|row| fits(*row));
    let exact = |row: &usize| trial.row(*row).len() == width && filled(trial, *row) >= least;
    let next = |row: usize| (row + 1..row + 1 + NEXT).find(exact);
    let is_above = |row: usize, next: usize| is_remark(trial, row, next, width) || are_groups(trial, row, next);
    let found = rows.find(|row| !next(*row).is_some_and(|next| is_above(*row, next)));
    found.or_else(|| (0..trial.len()).find(|row| filled(trial, *row) > 0)).unwrap_or(0)
}

fn is_wide(cells: usize, width: usize) -> bool {
    if width < 2 { cells > 0 } else { cells >= 2 && (cells + 1 >= width || cells * 3 >= width * 2) }
}

/// Whether only the first cell is blank, as where the first column holds the names of rows.
pub(super) fn is_cornered(trial: &Trial, row: usize, width: usize) -> bool {
    let first = trial.row(row).first().map(|cell| trial.cell(*cell).trim_ascii());
    width > 1 && first.is_some_and(<[u8]>::is_empty) && filled(trial, row) + 1 == width
}

/// How many cells of a record are not blank.
fn filled(trial: &Trial, row: usize) -> usize {
    trial.row(row).iter().filter(|cell| !trial.cell(**cell).trim_ascii().is_empty()).count()
}

/// A comment or a sentence that happens to have delimiters in it, where `next` is the next record as wide as the
/// table. One with as many delimiters is one where the next record looks more like the header.
fn is_remark(trial: &Trial, row: usize, next: usize, width: usize) -> bool {
    let cells = trial.row(row);
    let led = |cell: &Cell, by: &[u8]| !cell.quoted && trial.cell(*cell).starts_with(by);
    let comment = cells.first().is_some_and(|cell| led(cell, b"#"));
    let spaced = |row: usize| trial.row(row).iter().skip(1).any(|cell| led(cell, b" "));
    let plain = |row: usize| !trial.row(row).iter().any(|cell| cell.quoted);
    let sentence = spaced(row) && !spaced(next) || plain(row) && trial.row(next).iter().all(|cell| cell.quoted);
    let apart = (row + 1..=next).any(|row| trial.is_apart(row));
    let long = cells.iter().any(|cell| cell.end - cell.start > 80);
    if cells.len() != width && (comment || sentence || long) {
        return true;
    }
    let name = |row: usize| evidence(trial, row).names();
    comment && width < 2 || (comment || sentence || apart) && name(next) > name(row)
}

/// Whether a record names groups of columns, and `next` the columns: over some of those it has a blank, or the same name
/// again, and `next` is at least as much like a header.
fn are_groups(trial: &Trial, row: usize, next: usize) -> bool {
    let texts =
        |row: usize| -> Vec<&[u8]> { trial.row(row).iter().map(|cell| trial.cell(*cell).trim_ascii()).collect() };
    let (groups, names) = (texts(row), texts(next));
    let goes_on = |place: usize| {
        let group = groups.get(place).copied().unwrap_or_default();
        group.is_empty() || place > 0 && groups[place - 1] == group
    };
    let some = (0..names.len()).filter(|place| goes_on(*place)).count();
    let covered = |place: usize| !names[place].is_empty() || groups.get(place).is_some_and(|group| !group.is_empty());
    let hard = groups.iter().chain(&names).any(|cell| Kind::of(cell).is_hard());
    if some == 0 || some == names.len() || groups.len() > names.len() || hard || !(0..names.len()).all(covered) {
        return false;
    }
    let (group, name) = (evidence(trial, row), evidence(trial, next));
    name.known >= group.known.max(1) && name.names() > name.data() && (name.known == name.filled || name.unlike > 0)
}

/// A header that lost its delimiters: in another dialect it has as many names as the table has columns.
fn is_broken_header(trial: &Trial, row: usize, width: usize) -> bool {
    let cells = trial.row(row);
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return false };
    let line = trial.between(*first, *last);
    b" ;,\t|:".iter().any(|delimiter| {
        let names = line.split(|byte| byte == delimiter).collect::<Vec<_>>();
        let known = names.iter().filter(|name| is_known(name)).count();
        let hard = names.iter().any(|name| Kind::of(name).is_hard());
        width > 2 && names.len().abs_diff(width) < 2 && known > 0 && !hard
    })
}

fn verdict(trial: &Trial, row: usize) -> Found {
    let evidence = evidence(trial, row);
    let Evidence { filled, known, unlike, plainer, alike, numbers, below, .. } = evidence;
    let data = evidence.data();
    let named = known * 4 > filled || known > 0 && data < 4 * known;
    let like_data = data > 1 || numbers > 0 && filled < 4;
    let lone = below == 0 && alike == 0;
    let absent = !named && unlike == 0 && like_data && !lone && (plainer == 0 || data > 3 * plainer);
    if absent {
        return Found { row, header: Header::Absent, confidence: (0.4 + 0.1 * number(data)).min(0.98) };
    }
    let strength = number(evidence.names()) - number(data);
    Found { row, header: Header::Present, confidence: (0.45 + 0.1 * strength).clamp(0.1, 0.99) }
}
