//! What stands between the bytes of a cell and what its author meant: letters that were read in the wrong encoding,
//! HTML entities, characters that nobody sees.

use std::borrow::Cow;

use crate::encoding::{has_entities, is_suspect, mended, without_entities};
use crate::field_types::{hides, visible};
use crate::model::Repair;

/// Which of these the text of a chunk may hold: found out once a chunk, so that clean lists pay nothing for a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    misread: bool,
    entities: bool,
    hidden: bool,
}

impl Oddities {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { misread: is_suspect(text.as_bytes()), entities: has_entities(text), hidden: hides(text) }
    }

    /// Whether cells may have to be repaired.
    #[must_use]
    pub const fn need_repair(self) -> bool {
        self.misread || self.entities
    }

    /// A cell as it was meant, with the repair that it needed; `None` where it can be taken as it stands. Leaving out
    /// what nobody sees is no repair.
    #[must_use]
    pub fn put_right(self, cell: &str) -> Option<(String, Option<Repair>)> {
        if self == Self::default() {
            return None;
        }
        // In this order: a soft hyphen can be one half of a misread letter, and an entity can stand for what hides.
        let letters = if self.misread { mended(cell) } else { None };
        let signs = if self.entities { without_entities(letters.as_deref().unwrap_or(cell)) } else { None };
        let repair = letters.as_ref().map(|_| Repair::Misread).or(signs.as_ref().map(|_| Repair::Entities));
        match signs.or(letters) {
            Some(text) => Some((visible(&text).into_owned(), repair)),
            None if self.hidden => match visible(cell) {
                Cow::Owned(text) => Some((text, None)),
                Cow::Borrowed(_) => None,
            },
            None => None,
        }
    }
}

/// The text of a header, or of any cell by itself, as it was meant.
pub(in crate::intake) fn legible(cell: &str) -> Option<String> {
    Oddities::of(cell).put_right(cell).map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_they_were_meant() {
        let table = [
            ("MÃ¼ller", Some(("Müller", Some(Repair::Misread)))),
            ("GarcÃ\u{AD}a", Some(("García", Some(Repair::Misread)))),
            ("M&uuml;ller &amp; S&#246;hne", Some(("Müller & Söhne", Some(Repair::Entities)))),
            ("MÃ¼ller &amp; Co", Some(("Müller & Co", Some(Repair::Misread)))),
            ("a&#8203;b&nbsp;c", Some(("ab c", Some(Repair::Entities)))),
            ("Buchen\u{AD}holz", Some(("Buchenholz", None))),
            ("\u{200B}", Some(("", None))),
            ("Müller & Söhne", None),
        ];
        for (cell, expected) in table {
            let expected = expected.map(|(text, repair)| (text.to_owned(), repair));
            assert_eq!(Oddities::of(cell).put_right(cell), expected, "{cell}");
        }
    }
}
