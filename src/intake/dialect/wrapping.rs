//! Lines that stand in quotes as a whole.

use super::Dialect;
use super::contest::NO_DELIMITER;
use super::measures::share;
use super::trial::{Trial, Window};

/// How much is unwrapped.
const WINDOW: Window = Window { records: 500, bytes: 128 << 10 };

/// The lines of `text` without the quotes around them, where most of them have such; the quotes inside are no longer
/// doubled. Lines without quotes around them stay: they held nothing that had to be quoted.
pub(super) fn unwrapped(text: &[u8], whole: bool) -> Option<Vec<u8>> {
    let trial = Trial::new(text, whole, Dialect { delimiter: NO_DELIMITER, ..Dialect::COMMA }, WINDOW);
    let wrapped = trial.rows().filter(|row| row[0].quoted).count();
    if wrapped < 2 || share(wrapped, trial.len()) < 0.6 {
        return None;
    }
    let mut inner = Vec::new();
    let mut at = 0;
    for (place, row) in trial.rows().enumerate() {
        inner.extend(text[at..trial.byte(place)].iter().filter(|byte| b"\r\n".contains(byte) && place == 0));
        inner.extend_from_slice(&plain(trial.cell(row[0]), row[0].quoted));
        at = row[0].end + usize::from(row[0].quoted);
        let next = trial.byte(place + 1);
        inner.extend(text[at..next].iter().filter(|byte| b"\r\n".contains(byte)));
        at = next;
    }
    Some(inner)
}

fn plain(cell: &[u8], quoted: bool) -> Vec<u8> {
    let mut plain = Vec::with_capacity(cell.len());
    let mut at = 0;
    while at < cell.len() {
        plain.push(cell[at]);
        at += if quoted && cell[at..].starts_with(b"\"\"") { 2 } else { 1 };
    }
    plain
}
