//! The dialects that a text gives reason to try, and how each does.

use memchr::{memchr_iter, memmem};

use super::scores::{aligned, columns, delimiting, is_addresses, quoting, sense, widths};
use super::trial::{Trial, Window, behind_lines, lines};
use super::uniformity::{Shape, shape};
use super::{Dialect, Given};

/// Delimiters that are looked for, and how readily each is believed.
///
/// Colons and spaces stand in times, addresses and names. The last ones are taken for delimiters only where they give
/// a very even table.
const DELIMITERS: [(u8, f32); 18] = [
    (b',', 1.0),
    (b';', 1.0),
    (b'\t', 1.0),
    (b'|', 0.95),
    (0x1F, 0.95),
    (0x01, 0.95),
    (b':', 0.5),
    (b' ', 0.55),
    (b'^', 0.8),
    (b'~', 0.8),
    (b'#', 0.6),
    (b'*', 0.6),
    (b'&', 0.6),
    (b'!', 0.6),
    (b'$', 0.5),
    (b'%', 0.5),
    (b'@', 0.4),
    (b'=', 0.4),
];

/// How many delimiters of [`DELIMITERS`] need no even table, and how many need one that is fairly even.
const COMMON: usize = 8;
const UNCOMMON: usize = 10;

/// No byte of UTF-8 text: a delimiter that leaves every line one cell.
pub(super) const NO_DELIMITER: u8 = 0xFF;

/// What is tried at first, and what where that much is not enough.
pub(super) const WINDOWS: [Window; 2] =
    [Window { records: 500, bytes: 128 << 10 }, Window { records: 4_000, bytes: 1 << 20 }];

/// Below this score a table is no table.
const POOR: f32 = 0.12;

/// What is left of the score of a table below a line that heads another one.
const BELOW_A_HEADER: f32 = 0.3;

/// A dialect and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub(super) dialect: Dialect,
    pub(super) score: f32,
    pub(super) shape: Shape,
    pub(super) quoted: usize,
}

/// The candidates, the best first; a longer part of the text is looked at where a shorter one makes no table.
pub(super) fn contest(text: &[u8], whole: bool, given: &Given) -> Vec<Judged> {
    let text = behind_comments(text);
    let near = judged(text, whole, given, WINDOWS[0]);
    let table = near[0].score >= POOR && near[0].shape.width > 1;
    let all = text.len() <= WINDOWS[0].bytes && lines(text) <= WINDOWS[0].records;
    if table || all { near } else { judged(text, whole, given, WINDOWS[1]) }
}

fn judged(text: &[u8], whole: bool, given: &Given, window: Window) -> Vec<Judged> {
    let near = &text[..text.len().min(window.bytes)];
    let count = if window.records > WINDOWS[0].records { UNCOMMON } else { DELIMITERS.len() };
    let candidates = delimiters(near, given, count);
    let mut judged = vec![single(text, whole, given, window)];
    for (delimiter, prior) in candidates {
        let dialects = dialects(near, delimiter, given);
        judged.extend(dialects.into_iter().filter_map(|dialect| judge(text, whole, dialect, prior, window)));
    }
    if given.delimiter.is_some() && judged.len() > 1 {
        judged.remove(0);
    }
    doubt_tables_below_headers(&mut judged);
    judged.sort_by(|a, b| b.score.total_cmp(&a.score));
    judged
}

/// A table below a first line is hardly one where that line heads a table of its own, even from the first line to the
/// last: `id,tools` above `a,Slack;Jira`, whose semicolons stand inside of cells.
fn doubt_tables_below_headers(judged: &mut [Judged]) {
    let whole: Vec<(u8, usize)> = judged
        .iter()
        .filter(|one| one.shape.top == 0 && one.shape.even > 0.99 && one.shape.width > 1)
        .map(|one| (one.dialect.delimiter, one.shape.rows))
        .collect();
    for one in judged.iter_mut().filter(|one| one.shape.top == 1) {
        let heads = |(delimiter, rows): &(u8, usize)| *delimiter != one.dialect.delimiter && *rows > one.shape.rows;
        if whole.iter().any(heads) {
            one.score *= BELOW_A_HEADER;
        }
    }
}

/// The text behind a block of lines that begin with `#`; a single one may be the header.
fn behind_comments(text: &[u8]) -> &[u8] {
    let (mut at, mut comments) = (0, 0);
    while at < text.len() {
        match text[at] {
            b'#' => comments += 1,
            b'\n' | b'\r' => {}
            _ => break,
        }
        at += behind_lines(&text[at..], 1);
    }
    if comments > 1 && at < text.len() { &text[at..] } else { text }
}

/// Those of the `first` delimiters that occur often enough, with their priors.
fn delimiters(near: &[u8], given: &Given, first: usize) -> Vec<(u8, f32)> {
    if let Some(delimiter) = given.delimiter {
        return vec![(delimiter, 1.0)];
    }
    let mut counts = [0_usize; 256];
    for byte in near {
        counts[usize::from(*byte)] += 1;
    }
    let lines = lines(near).max(1);
    let enough = |place: usize, byte: u8| counts[usize::from(byte)] >= if place < COMMON { 1 } else { lines };
    let places = DELIMITERS.iter().take(first).enumerate();
    places.filter(|(place, (byte, _))| enough(*place, *byte)).map(|(_, delimiter)| *delimiter).collect()
}

/// The dialects with this delimiter that the text gives reason to try.
fn dialects(near: &[u8], delimiter: u8, given: &Given) -> Vec<Dialect> {
    let single = given.quote.is_none() && opens(near, delimiter, b'\'');
    let quotes = [Some(given.quote.unwrap_or(b'"')), single.then_some(b'\'')];
    let mut dialects = Vec::new();
    for quote in quotes.into_iter().flatten() {
        let slash = given.escape.is_none() && memmem::find(near, &[b'\\', quote]).is_some();
        let escapes = [given.escape.unwrap_or(None), Some(b'\\')];
        let padded = given.spaced.is_none() && delimiter != b' ' && is_padded(near, delimiter, quote);
        for escape in &escapes[..if slash { 2 } else { 1 }] {
            let dialect = Dialect { delimiter, quote, escape: *escape, spaced: given.spaced == Some(true) };
            dialects.push(dialect);
            dialects.extend(padded.then_some(Dialect { spaced: true, ..dialect }));
        }
    }
    dialects
}

/// Whether a quote stands anywhere behind a delimiter, a line end or a space, as an opening one does.
fn opens(near: &[u8], delimiter: u8, quote: u8) -> bool {
    let behind = |at: usize| at == 0 || [delimiter, b'\n', b'\r', b' '].contains(&near[at - 1]);
    memchr_iter(quote, near).any(behind)
}

/// Whether spaces stand between a delimiter and a quote anywhere.
fn is_padded(near: &[u8], delimiter: u8, quote: u8) -> bool {
    let pairs = [[delimiter, b' '], [b' ', delimiter]];
    let beside = pairs.iter().any(|pair| memmem::find(near, pair).is_some());
    let quoted = [[b' ', quote], [quote, b' ']].iter().any(|pair| memmem::find(near, pair).is_some());
    beside && quoted
}

/// The sample as one column.
fn single(text: &[u8], whole: bool, given: &Given, window: Window) -> Judged {
    let quote = given.quote.unwrap_or(b'"');
    let dialect = Dialect { delimiter: NO_DELIMITER, quote, ..Dialect::COMMA };
    let trial = Trial::new(text, whole, dialect, window);
    let shape = shape(&widths(&trial));
    let score = if is_addresses(&trial) { 0.6 } else { 0.35 } * sense(&trial, b',');
    let dialect =
        Dialect { delimiter: given.delimiter.unwrap_or(b','), escape: given.escape.unwrap_or(None), ..dialect };
    Judged { dialect, score, shape: Shape { width: 1, ..shape }, quoted: trial.quotes.cells }
}

/// Tries a dialect. `None` where nothing speaks for it.
///
/// The score is a product of shares: how even the table is, how much sense its cells make, how many quotes stand where
/// quotes belong, how much a delimiter looks like one; more columns count for more.
fn judge(text: &[u8], whole: bool, dialect: Dialect, prior: f32, window: Window) -> Option<Judged> {
    let trial = Trial::new(text, whole, dialect, window);
    let mut shape = shape(&widths(&trial));
    if dialect.delimiter == b' ' {
        shape = aligned(&trial, shape);
    }
    let quotes = trial.quotes;
    let unquoted = dialect.quote == b'\'' && (quotes.cells == 0 || quotes.broken * 2 > quotes.cells);
    if unquoted || prior < 1.0 && !is_likely(dialect.delimiter, shape) {
        return None;
    }
    let few = if shape.rows < 5 { prior.sqrt() } else { 1.0 };
    let behaviour = delimiting(&trial, text, dialect, shape);
    let score = shape.even * sense(&trial, dialect.delimiter) * quoting(&trial) * columns(shape.width) * behaviour;
    Some(Judged { dialect, score: score * prior * few, shape, quoted: quotes.cells })
}

/// Whether a table is even enough for its delimiter.
fn is_likely(delimiter: u8, shape: Shape) -> bool {
    match DELIMITERS.iter().position(|(byte, _)| *byte == delimiter) {
        Some(..COMMON) => true,
        Some(..UNCOMMON) => shape.even > 0.6 && shape.width > 1,
        _ => shape.even > 0.8 && (shape.rows > 2 && shape.width > 1 || shape.width > 3),
    }
}
