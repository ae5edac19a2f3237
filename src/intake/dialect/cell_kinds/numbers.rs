//! Numbers and phone numbers.

use memchr::{memchr_iter, memchr2};

/// What money is written with, before or behind the figures.
const MONEY: [&[u8]; 14] = [
    "€".as_bytes(),
    "£".as_bytes(),
    "¥".as_bytes(),
    b"US$",
    b"R$",
    b"$",
    b"EUR",
    b"USD",
    b"GBP",
    b"CHF",
    b"Euro",
    "Kč".as_bytes(),
    "zł".as_bytes(),
    b"kr",
];

/// No more letters are in a number: those of a currency, and the one before a power.
const MOST_LETTERS: usize = 5;

/// Whether it is a number in any habit, maybe with a currency or a percent sign.
pub(super) fn is_number(cell: &[u8]) -> bool {
    if cell.iter().all(u8::is_ascii_digit) {
        return !cell.is_empty();
    }
    if cell.iter().filter(|byte| byte.is_ascii_alphabetic()).count() > MOST_LETTERS {
        return false;
    }
    let plain;
    let cell = if cell.is_ascii() {
        cell
    } else {
        plain = breaking(cell);
        &plain
    };
    let cell = strip_sign(cell);
    let cell = strip_sign(strip_money(cell));
    let cell = cell.strip_suffix(b"%").unwrap_or(cell).trim_ascii_end();
    let cell = cell.strip_prefix(b"(").and_then(|cell| cell.strip_suffix(b")")).unwrap_or(cell);
    let (figures, power) = match memchr2(b'e', b'E', cell) {
        Some(at) => (&cell[..at], Some(strip_sign(&cell[at + 1..]))),
        None => (cell, None),
    };
    power.is_none_or(|power| !power.is_empty() && power.iter().all(u8::is_ascii_digit)) && is_grouped(figures)
}

/// With plain spaces in place of those that break no line.
fn breaking(cell: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(cell).replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ").replace('\u{2212}', "-");
    text.into_bytes()
}

fn strip_sign(cell: &[u8]) -> &[u8] {
    match cell {
        [b'+' | b'-', rest @ ..] | [rest @ .., b'-'] => rest.trim_ascii(),
        _ => cell,
    }
}

fn strip_money(cell: &[u8]) -> &[u8] {
    // Most numbers have none, and looking for each of them takes longest.
    if matches!(cell, [b'0'..=b'9', .., b'0'..=b'9']) {
        return cell;
    }
    let stripped = MONEY.iter().find_map(|money| cell.strip_prefix(*money).or_else(|| cell.strip_suffix(*money)));
    stripped.unwrap_or(cell).trim_ascii()
}

/// Figures with thousands told apart by commas, dots, spaces or apostrophes, and a decimal point or comma.
fn is_grouped(figures: &[u8]) -> bool {
    if !figures.iter().all(|byte| byte.is_ascii_digit() || b".,' ".contains(byte)) {
        return false;
    }
    let mut runs = figures.split(|byte| b".,' ".contains(byte)).map(<[u8]>::len).collect::<Vec<_>>();
    let marks = figures.iter().copied().filter(|byte| b".,' ".contains(byte)).collect::<Vec<_>>();
    let group = |mark: u8, run: usize| run == 3 || run == 2 && mark == b',';
    match marks.as_slice() {
        [] => runs[0] > 0,
        [mark @ (b'.' | b',')] => runs[1] > 0 || runs[0] > 0 && *mark == b'.',
        [_] => runs[1] == 3 && (1..=3).contains(&runs[0]),
        [first, .., last] => {
            if last != first {
                runs.pop();
            }
            let same = marks[..runs.len() - 1].iter().all(|mark| mark == first);
            let decimal = last == first || b".,".contains(last);
            same && decimal && (1..=3).contains(&runs[0]) && runs[1..].iter().all(|run| group(*first, *run))
        }
    }
}

/// Whether it is written as phone numbers are: 7 to 15 figures with something between them or a plus before.
pub(super) fn is_phone(cell: &[u8]) -> bool {
    let figures = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    let fits = |byte: &u8| byte.is_ascii_digit() || b" -/().+".contains(byte);
    let plus = cell[1..].contains(&b'+');
    let dots = memchr_iter(b'.', cell).count();
    (7..=15).contains(&figures)
        && cell.iter().all(fits)
        && !plus
        && (dots == 0 || dots == cell.len() - figures)
        && !(dots == 3 && cell.split(|byte| *byte == b'.').all(|part| part.len() <= 3))
        && (cell[0].is_ascii_digit() || b"+(".contains(&cell[0]))
}
