//! Whether a record looks like names or like the data below it.

use super::cell_kinds::Kind;
use super::header::is_cornered;
use super::header_words::is_known;
use super::measures::share;
use super::trial::{Cell, Trial};

/// How many records below are compared.
const COMPARED: usize = 100;

/// How many columns are compared.
const COLUMNS: usize = 200;

/// What speaks for and against a record being the header.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// Cells with something in them.
    pub(super) filled: usize,
    /// Words that columns are called by.
    pub(super) known: usize,
    /// Cells unlike the column below, which is of one hard kind.
    pub(super) unlike: usize,
    /// Cells plainer than the text below.
    pub(super) plainer: usize,
    /// Addresses, dates, times and phone numbers above the same.
    pub(super) alike: usize,
    /// Numbers above numbers.
    pub(super) numbers: usize,
    /// Codes, yes and no, sentences, above the same.
    pub(super) similar: usize,
    /// Cells that occur again further down.
    pub(super) again: usize,
    /// Records below.
    pub(super) below: usize,
}

impl Evidence {
    /// How much like names the cells are.
    pub(super) fn names(&self) -> usize {
        2 * self.known + 2 * self.unlike + self.plainer
    }

    /// How much like the data below the cells are.
    pub(super) fn data(&self) -> usize {
        2 * self.alike + self.numbers + self.similar + self.again
    }
}

/// Compares a record with those below it.
pub(super) fn evidence(trial: &Trial, row: usize) -> Evidence {
    let cells = trial.row(row);
    let below = below(trial, row);
    let mut evidence = Evidence { below: below.len(), ..Evidence::default() };
    let counted = is_series(trial, cells);
    let corner = is_cornered(trial, row, cells.len()) && Column::new(trial, &below, 0).cells.len() == below.len();
    evidence.unlike += usize::from(corner && !below.is_empty());
    for (place, cell) in cells.iter().enumerate().take(COLUMNS) {
        let name = trial.cell(*cell).trim_ascii();
        let kind = figures(Kind::of(name));
        if kind == Kind::Blank {
            continue;
        }
        evidence.filled += 1;
        evidence.known += usize::from(is_known(name));
        compare(&mut evidence, name, kind, &Column::new(trial, &below, place), counted);
    }
    evidence
}

fn compare(evidence: &mut Evidence, name: &[u8], kind: Kind, column: &Column, counted: bool) {
    let number = usize::from(kind == Kind::Number && !counted && !is_year(name));
    match column.hard {
        _ if column.cells.is_empty() => evidence.alike += usize::from(kind.is_hard() && kind != Kind::Number),
        Some(_) if kind == Kind::Number => evidence.numbers += number,
        Some(hard) if kind == hard => evidence.alike += 1,
        Some(_) if !kind.is_hard() => evidence.unlike += 1,
        Some(_) => {}
        None if column.cells.iter().any(|cell| cell.trim_ascii() == name) => evidence.again += 1,
        None if column.is_like(name, kind) => evidence.similar += 1,
        None => evidence.plainer += usize::from(column.is_fuller(name)),
    }
}

/// The records to compare with; the header said again is none.
fn below(trial: &Trial, row: usize) -> Vec<usize> {
    let header = trial.row(row);
    let repeats = |other: &[Cell]| {
        let same = header.iter().zip(other).filter(|(a, b)| trial.cell(**a) == trial.cell(**b)).count();
        same * 5 > header.len() * 4
    };
    let wide = |other: &[Cell]| other.len() * 2 >= header.len();
    let rows = row + 1..trial.len().min(row + 1 + 3 * COMPARED);
    rows.filter(|row| wide(trial.row(*row)) && !repeats(trial.row(*row))).take(COMPARED).collect()
}

/// What stands below a name.
struct Column<'a> {
    cells: Vec<&'a [u8]>,
    /// The hard kind that most of them are.
    hard: Option<Kind>,
    /// Whether nearly all of them have figures in them.
    figures: bool,
    /// How long they are in the middle.
    length: usize,
}

impl<'a> Column<'a> {
    fn new(trial: &Trial<'a>, rows: &[usize], place: usize) -> Self {
        let cells = rows.iter().filter_map(|row| trial.row(*row).get(place)).map(|cell| trial.cell(*cell));
        let cells = cells.filter(|cell| Kind::of(cell) != Kind::Blank).collect::<Vec<_>>();
        let kinds = cells.iter().map(|cell| figures(Kind::of(cell))).collect::<Vec<_>>();
        let most = |kind: &Kind| kinds.iter().filter(|other| *other == kind).count() * 5 >= kinds.len() * 4;
        let hard = kinds.iter().copied().find(|kind| kind.is_hard()).filter(most);
        let figured = cells.iter().filter(|cell| cell.iter().any(u8::is_ascii_digit)).count();
        let mut lengths = cells.iter().map(|cell| cell.len()).collect::<Vec<_>>();
        lengths.sort_unstable();
        let length = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
        Self { hard, figures: share(figured, cells.len()) > 0.9, length, cells }
    }

    /// Whether a name is no name but a code, an answer or a sentence as the cells are.
    fn is_like(&self, name: &[u8], kind: Kind) -> bool {
        let same = |other: &[u8]| match kind {
            Kind::Code => form(other) == form(name),
            Kind::Flag => Kind::of(other) == kind,
            Kind::Text | Kind::Odd => Kind::of(other) == kind && name.len() > 12,
            _ => kind.is_hard() && Kind::of(other) == kind,
        };
        self.cells.iter().filter(|cell| same(cell)).count() * 2 > self.cells.len()
    }

    /// Whether the cells have figures or are long, and the name has not and is not.
    fn is_fuller(&self, name: &[u8]) -> bool {
        let figures = self.figures && !name.iter().any(u8::is_ascii_digit);
        figures || self.length > 40 && self.length > 3 * name.len()
    }
}

/// Phone numbers may look like any number.
fn figures(kind: Kind) -> Kind {
    if kind == Kind::Phone { Kind::Number } else { kind }
}

/// A code with its letters and figures made the same.
fn form(code: &[u8]) -> Vec<u8> {
    let form = |byte: &u8| match byte {
        b'0'..=b'9' => b'9',
        b'A'..=b'Z' | b'a'..=b'z' => b'a',
        other => *other,
    };
    code.trim_ascii().iter().map(form).collect()
}

/// Whether the numbers among the cells count up evenly, as numbered columns do.
fn is_series(trial: &Trial, cells: &[Cell]) -> bool {
    let texts = cells.iter().filter_map(|cell| std::str::from_utf8(trial.cell(*cell)).ok());
    let numbers = texts.filter_map(|text| text.trim().parse::<i64>().ok()).collect::<Vec<_>>();
    let step = |pair: &[i64]| pair[1].saturating_sub(pair[0]);
    numbers.len() > 2 && numbers.windows(2).all(|pair| step(pair) > 0 && step(pair) == step(&numbers[..2]))
}

fn is_year(name: &[u8]) -> bool {
    name.len() == 4 && (name.starts_with(b"19") || name.starts_with(b"20"))
}
