//! Cells that a spreadsheet would run as a formula.
//!
//! CSV is opened with commas here, with semicolons in Germany, with tabs or pipes elsewhere, so that a cell may fall into
//! pieces, and each piece may run. Hence a piece is looked at as a cell is.

use crate::model::EXTENSION;

/// Where cells may fall into pieces, depending on how a spreadsheet is set.
const SEPARATORS: [char; 6] = [';', ',', '\t', '|', '\n', '\r'];

/// Letters to Unicode that nobody sees: the fillers of Hangul.
const FILLERS: [char; 4] = ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}'];

/// What a cell holds that matters to a writer of CSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(u8);

impl Traits {
    const QUOTES: u8 = 1;
    const SEPARATOR: u8 = 2;
    const SIGN: u8 = 4;
    const UNUSUAL: u8 = 8;

    /// Looks at each byte once: most cells are short.
    #[inline]
    pub(super) fn of(cell: &[u8]) -> Self {
        Self(cell.iter().fold(0, |all, byte| all | TRAITS[usize::from(*byte)]))
    }

    /// Whether CSV with commas has to quote the cell.
    pub(super) const fn needs_quotes(self) -> bool {
        self.0 & Self::QUOTES > 0
    }

    /// Whether pieces of the cell are looked at: then it is quoted, so that what follows it never ends a number in it.
    pub(super) const fn may_fall_apart(self) -> bool {
        self.0 & Self::SEPARATOR > 0 && self.0 & (Self::SIGN | Self::UNUSUAL) > 0
    }
}

/// The traits of each byte.
static TRAITS: [u8; 256] = {
    let mut traits = [0; 256];
    let mut byte = 0_u8;
    loop {
        traits[byte as usize] = match byte {
            b',' | b'\n' | b'\r' => Traits::QUOTES | Traits::SEPARATOR,
            b'"' => Traits::QUOTES,
            b';' | b'\t' | b'|' => Traits::SEPARATOR,
            b'=' | b'+' | b'-' | b'@' => Traits::SIGN,
            // Where invisible characters, blanks and full-width forms begin, in UTF-8.
            0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF | 0xF0 | 0xF3 => Traits::UNUSUAL,
            _ => 0,
        };
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    traits
};

/// Whether a spreadsheet could run the cell or a piece of it.
#[must_use]
pub fn guarded(cell: &str) -> bool {
    marks(cell, Traits::of(cell.as_bytes())).next().is_some()
}

/// The places in a cell before which an apostrophe goes, so that no spreadsheet runs it, whatever separator it is set to.
///
/// A cell is guarded, and so is what follows `;`, `,`, a tab, `|` or a line end in it, where it begins with `=`, `+`, `-`
/// or `@`, their full-width forms included, behind blanks, quotes and what nobody sees; and a cell that begins with a tab
/// or a line end. `traits` are the cell's. Plain numbers (`-5`, `+1.5`), E.164 phones (`+4930123456`) with or without an extension, and a lone `-`
/// are not.
pub(super) fn marks(cell: &str, traits: Traits) -> impl Iterator<Item = usize> + '_ {
    let suspect = is_suspect(cell.as_bytes(), traits);
    let leading = suspect && cell.starts_with(['\t', '\n', '\r']);
    let suspect = suspect && (traits.0 & Traits::UNUSUAL > 0 || has_sign_in_front(cell.as_bytes()));
    let first = suspect && !leading && runs(cell, |_| false);
    let bytes = cell[..if suspect { cell.len() } else { 0 }].bytes().enumerate();
    let separators = bytes.filter(|(_, byte)| TRAITS[usize::from(*byte)] & Traits::SEPARATOR > 0);
    let pieces = separators.filter_map(move |(place, separator)| {
        // As long as it can be: where nothing but this separator makes cells, and line ends do.
        let ends = |c: char| c == char::from(separator) || c == '\n' || c == '\r';
        runs(&cell[place + 1..], ends).then_some(place + 1)
    });
    (leading || first).then_some(0).into_iter().chain(pieces)
}

/// Whether guarding a record, which is CSV with commas, is a matter of how its cells begin: then no sign follows a separator
/// in them, and all that may stand before a sign is ASCII.
#[must_use]
pub fn only_begins(record: &str) -> bool {
    let bytes = record.as_bytes();
    if is_plain(bytes) {
        return true;
    }
    let is_usual = || bytes.is_ascii() || Traits::of(bytes).0 & Traits::UNUSUAL == 0;
    let mut separators = memchr::memchr3_iter(b';', b'\t', b'|', bytes);
    separators.all(|place| !a_sign_follows(bytes, place))
        && is_usual()
        && !quoted_separators(bytes).any(|place| a_sign_follows(bytes, place))
}

/// Whether it is so at sight, as it is of nearly every record: of ASCII without controls, and no sign follows what
/// separates cells with another setting, or behind a comma where some are in quotes.
fn is_plain(record: &[u8]) -> bool {
    let has_quotes = memchr::memchr(b'"', record).is_some();
    let separates = |byte: &u8| matches!(byte, b';' | b'|') || *byte == b',' && has_quotes;
    let is_led =
        |sign: usize| record[..sign].iter().rev().find(|byte| !matches!(byte, b' ' | b'"')).is_some_and(separates);
    record.is_ascii() && !has_controls(record) && !signs(record).any(is_led)
}

/// Whether a text has a control of ASCII. All bytes are looked at, so that the processor looks at many at once.
fn has_controls(text: &[u8]) -> bool {
    text.iter().fold(0, |found, byte| found | u8::from(*byte < b' ' || *byte == 0x7F)) > 0
}

/// Whether a sign of ASCII stands where a piece begins, of a text or of a cell: behind its beginning or a separator, and
/// what is passed over. There are few signs, and looking back from them is faster than looking on from separators.
fn has_sign_in_front(cell: &[u8]) -> bool {
    signs(cell)
        .any(|place| before(&cell[..place]).is_none_or(|byte| TRAITS[usize::from(*byte)] & Traits::SEPARATOR > 0))
}

/// Where the signs of formulas stand.
fn signs(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr3_iter(b'-', b'+', b'=', text).chain(memchr::memchr_iter(b'@', text))
}

/// The last byte that is not passed over, or a separator though it is.
fn before(text: &[u8]) -> Option<&u8> {
    let is_passed_over = |byte: u8| {
        TRAITS[usize::from(byte)] & Traits::SEPARATOR == 0
            && (matches!(byte, b' ' | b'"') || byte.is_ascii_whitespace() || byte.is_ascii_control())
    };
    text.iter().rev().find(|byte| !is_passed_over(**byte))
}

/// Whether a sign follows a separator, blanks and quotes aside.
fn a_sign_follows(record: &[u8], separator: usize) -> bool {
    let mut behind = record[separator + 1..].iter().skip_while(|byte| matches!(byte, b' ' | b'"'));
    behind.next().is_some_and(|byte| TRAITS[usize::from(*byte)] & Traits::SIGN > 0 || byte.is_ascii_control())
}

/// Where commas and line ends stand in quotes.
fn quoted_separators(record: &[u8]) -> impl Iterator<Item = usize> {
    let mut quotes = memchr::memchr_iter(b'"', record);
    let spans = std::iter::from_fn(move || {
        let open = quotes.next()?;
        Some((open, quotes.next().unwrap_or(record.len())))
    });
    spans.flat_map(|(open, close)| {
        memchr::memchr3_iter(b',', b'\n', b'\r', &record[open + 1..close]).map(move |place| open + 1 + place)
    })
}

/// Whether no piece of a cell can begin a formula, by its first character and its traits.
pub(super) fn is_harmless_at_sight(cell: &str, traits: Traits) -> bool {
    !is_suspect(cell.as_bytes(), traits)
}

/// Whether a cell is worth a look: few hold a sign or something beyond ASCII where it could begin a formula.
fn is_suspect(cell: &[u8], traits: Traits) -> bool {
    traits.may_fall_apart() || cell.first().is_some_and(|first| !first.is_ascii_alphanumeric())
}

/// Whether a piece of a cell, up to where it ends in `text`, begins a formula. How it goes on matters behind few signs, so
/// that the end of most pieces is not looked for.
fn runs(text: &str, ends: impl Fn(char) -> bool) -> bool {
    let mut chars = text.char_indices().skip_while(|(_, c)| !ends(*c) && is_passed_over(*c));
    let Some((start, first)) = chars.next().filter(|(_, c)| !ends(*c)) else { return false };
    match first {
        '+' | '-' => !is_harmless(text[start..].split(ends).next().unwrap_or_default()),
        '=' | '@' => true,
        _ => is_full_width(first),
    }
}

/// Whether a piece with a sign is one number or several, or dashes that stand for nothing.
fn is_harmless(piece: &str) -> bool {
    piece.split(SEPARATORS).map(str::trim).all(|part| {
        let digits = part.strip_prefix(['+', '-']).unwrap_or(part).as_bytes();
        part.is_empty() || part == "-" || is_plain_number(digits) || has_extension(digits)
    })
}

/// Whether a sign is one of `=`, `@`, `+` and `-` as Chinese and Japanese keyboards write them.
fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF1D}' | '\u{FF20}' | '\u{FF0B}' | '\u{FF0D}')
}

/// What may stand before the sign of a formula: blanks, quotes, and what nobody sees, among other signs.
fn is_passed_over(c: char) -> bool {
    let is_unusual = || Traits::of(c.encode_utf8(&mut [0; 4]).as_bytes()).0 & Traits::UNUSUAL > 0;
    c == '"'
        || c.is_ascii_whitespace()
        || c.is_control()
        || FILLERS.contains(&c)
        || !c.is_ascii() && !c.is_alphanumeric() && !is_full_width(c) && is_unusual()
}

/// Digits with at most one point between them. The digits of an E.164 phone are such a number too.
fn is_plain_number(digits: &[u8]) -> bool {
    let mut parts = digits.split(|byte| *byte == b'.');
    let whole = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(whole) && parts.next().is_none_or(whole) && parts.next().is_none()
}

/// The digits of a phone and of its extension, which no spreadsheet can run: `4930123456 ext. 12`.
fn has_extension(phone: &[u8]) -> bool {
    let end = phone.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(phone.len());
    let extension = phone[end..].strip_prefix(EXTENSION.as_bytes());
    end > 0 && extension.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn guard(cell: &str) -> String {
        let mut guarded = cell.to_owned();
        let places: Vec<_> = marks(cell, Traits::of(cell.as_bytes())).collect();
        places.iter().rev().for_each(|place| guarded.insert(*place, '\''));
        guarded
    }

    #[test]
    fn what_a_spreadsheet_runs_is_guarded() {
        for cell in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\tx",
            "\r=1",
            "\n=1",
            "--",
            "+",
            "-.",
            "+1.2.3",
            "-1e5",
            "+1 ext. A1",
            "+1 ext. 2+3",
            "+ ext. 1",
            " =1",
            "\"=1",
            "\u{A0}=1",
            "\u{200B}=1",
            "\u{FEFF}+x",
            "\u{3164}@x",
            "\u{FF1D}1+1",
            "\u{FF0B}1",
            "\u{FF0D}1",
            "\u{FF20}x",
            "\0=1",
        ] {
            assert!(guarded(cell), "{cell:?}");
        }
    }

    #[test]
    fn numbers_phones_and_a_lone_dash_are_not() {
        for cell in [
            "",
            "-",
            "-5",
            "+5",
            "-1.50",
            "+4930123456",
            "+4930123456 ext. 12",
            "a=b",
            "5",
            "'=1",
            "ü",
            "hot; b2b; de",
            "x - y",
            "a@b.example; c@d.example",
            "+4930123456; +4930123457",
            "3; -5; 1.5",
            "x; -",
            "\u{2013} a=b",
        ] {
            assert!(!guarded(cell), "{cell:?}");
        }
    }

    #[test]
    fn each_piece_gets_an_apostrophe_of_its_own() {
        for (cell, safe) in [
            ("Acme;=1+1;x", "Acme;'=1+1;x"),
            ("=1;=2", "'=1;'=2"),
            ("call; @SUM(1;2)", "call;' @SUM(1;2)"),
            ("q\n=3+3", "q\n'=3+3"),
            ("q\r\n=3+3", "q\r\n'=3+3"),
            ("a|-x", "a|'-x"),
            ("a\t+x", "a\t'+x"),
            ("Berlin, =1", "Berlin,' =1"),
            ("a;\"=1\";b", "a;'\"=1\";b"),
            ("a;\u{FEFF}\u{FF1D}1", "a;'\u{FEFF}\u{FF1D}1"),
            ("-5;5+cmd|' /C calc'!A0", "'-5;5+cmd|' /C calc'!A0"),
            ("a;-5|5+cmd", "a;'-5|5+cmd"),
            ("\n=1", "'\n'=1"),
            ("ü;=1", "ü;'=1"),
        ] {
            assert_eq!(guard(cell), safe, "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn a_record_that_only_begins_has_its_marks_at_the_beginnings(
            cells in prop::collection::vec("[a1ü =+@;,|\t\n\"'\u{200B}\u{FF1D}-]{0,6}", 1..4)
        ) {
            let record: Vec<_> = cells.iter().map(|cell| crate::report::csv_cell(cell, false)).collect();
            if only_begins(&record.join(",")) {
                for cell in &cells {
                    prop_assert!(marks(cell, Traits::of(cell.as_bytes())).all(|mark| mark == 0), "{:?}", cell);
                    prop_assert!(!guarded(cell) || !cell.starts_with(|c: char| c.is_alphanumeric() || !c.is_ascii()));
                }
            }
        }

        #[test]
        fn a_guarded_cell_runs_in_no_piece(cell in "[a1 =+@;,|\t\n\"'\u{200B}\u{FF1D}-]{0,12}") {
            let guarded = guard(&cell);
            prop_assert!(!runs(&guarded, |_| false));
            for separator in SEPARATORS {
                prop_assert!(guarded.split([separator, '\n', '\r']).all(|piece| !runs(piece, |_| false)), "{:?}", guarded);
            }
            prop_assert!(guarded.split(SEPARATORS).all(|piece| !runs(piece, |_| false)), "{:?}", guarded);
        }
    }
}
