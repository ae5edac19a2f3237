//! The dialect under which a sample makes the best table.

use super::contest::{Judged, NO_DELIMITER, WINDOWS, contest};
use super::measures::share;
use super::trial::{Trial, behind_lines, lines};
use super::{Dialect, Given, Header, Sniffed, header, wrapping};

/// What stands behind this many bytes is not looked at.
const LONGEST: usize = WINDOWS[1].bytes;

/// Tells how a list is written.
///
/// `sample` is the beginning of its text without a byte order mark, `whole` says that it is all of it. What is `given`
/// stands; the rest is guessed. Any bytes will do: a sample that makes no table has one column, and a comma and double
/// quotes are what is said of it.
///
/// ```
/// # use leadsieve::intake::{Given, sniff};
/// let sniffed = sniff(b"Firma;Umsatz\nA GmbH;1,5\nB AG;2,7\n", true, &Given::default());
/// assert_eq!(sniffed.dialect.delimiter, b';');
/// ```
#[must_use]
pub fn sniff(sample: &[u8], whole: bool, given: &Given) -> Sniffed {
    let (separator, behind) = separator_line(sample).map_or((None, 0), |(byte, end)| (Some(byte), end));
    let start = given.skip_top.map_or(behind, |count| behind_lines(sample, count));
    let given = Given { delimiter: given.delimiter.or(separator), ..*given };
    let text = &sample[start..];
    let (text, whole) = (&text[..text.len().min(LONGEST)], whole && text.len() <= LONGEST);
    let plain = contest(text, whole, &given);
    let unwrapped = wrapping::unwrapped(text, whole);
    let inner = unwrapped.as_ref().map(|inner| (inner, contest(inner, whole, &given)));
    let above = lines(&sample[..start]);
    match inner {
        Some((inner, judged)) if is_wrapped(&judged[0], &plain[0]) => {
            Sniffed { wrapped: true, ..conclude(inner, whole, &given, above, &judged) }
        }
        _ => conclude(text, whole, &given, above, &plain),
    }
}

/// The delimiter that a first line `sep=;` names, and the byte behind that line.
fn separator_line(sample: &[u8]) -> Option<(u8, usize)> {
    let end = behind_lines(sample, 1);
    let line = sample[..end].trim_ascii_start();
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some((*delimiter, end)),
        _ => None,
    }
}

/// Whether lines without the quotes around them make the better table.
///
/// One column of quoted addresses would give cells too; quotes that were doubled inside, or three cells and more in
/// every line, are more than that.
fn is_wrapped(inner: &Judged, plain: &Judged) -> bool {
    let cells = inner.quoted > 0 || inner.shape.width > 2;
    inner.shape.width > 1 && cells && inner.shape.even > 0.7 && inner.score > 1.2 * plain.score
}

/// What the best candidate comes to, with its header.
fn conclude(text: &[u8], whole: bool, given: &Given, above: usize, judged: &[Judged]) -> Sniffed {
    let best = judged[0];
    let rival = judged.iter().find(|rival| rival.dialect.delimiter != best.dialect.delimiter && rival.shape.width > 1);
    let one_column = best.shape.width <= 1;
    let tried = if one_column && given.delimiter.is_none() {
        Dialect { delimiter: NO_DELIMITER, ..best.dialect }
    } else {
        best.dialect
    };
    let trial = Trial::new(text, whole, tried, WINDOWS[usize::from(best.shape.top > 200)]);
    let found = header::find(&trial, best.shape.width, given.skip_top.is_some());
    let lines_above = if trial.len() == 0 { 0 } else { lines(&text[..trial.byte(found.row)]) };
    let dialect =
        Dialect { spaced: best.dialect.spaced || given.spaced.is_none() && is_spaced(&trial, text), ..best.dialect };
    Sniffed {
        dialect,
        skip_top: given.skip_top.unwrap_or(above + lines_above),
        header: given.header.map_or(found.header, |given| if given { Header::Present } else { Header::Absent }),
        header_confidence: if given.header.is_some() { 1.0 } else { found.confidence },
        confidence: if given.delimiter.is_some() { 1.0 } else { confidence(&best, judged) },
        runner_up: rival.map(|rival| rival.dialect),
        width: best.shape.width,
        wrapped: false,
    }
}

/// Whether cells are padded with spaces throughout.
fn is_spaced(trial: &Trial, text: &[u8]) -> bool {
    let (mut seen, mut spaces) = (0, 0);
    for row in trial.rows().take(300).filter(|row| row.len() > 1) {
        for cell in row.iter().skip(1).filter(|cell| !cell.quoted && cell.end > cell.start) {
            seen += 1;
            spaces += usize::from(text[cell.start] == b' ');
        }
    }
    seen > 2 && share(spaces, seen) > 0.9
}

/// The lead over the next best delimiter, less where the table is uneven or short.
fn confidence(best: &Judged, judged: &[Judged]) -> f32 {
    let other = judged.iter().find(|other| other.dialect.delimiter != best.dialect.delimiter);
    let lead = other.map_or(1.0, |other| 1.0 - other.score / best.score.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
    let length = match best.shape.rows {
        0 => 0.2,
        1 => 0.6,
        2..4 => 0.8,
        _ => 1.0,
    };
    let whole = if best.shape.width > 1 { 1.0 } else { 0.6 };
    ((0.25 + 1.25 * lead).min(1.0) * (0.4 + 0.6 * best.shape.even) * length * whole).clamp(0.0, 1.0)
}
