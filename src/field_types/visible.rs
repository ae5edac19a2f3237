//! What is visible of a text: without the characters that nobody sees, and with one kind of blank.
//!
//! Text that was copied from a web page or a PDF brings along zero-width blanks, soft hyphens, direction marks and byte
//! order marks. Two texts that look the same must be the same, and a cell that looks blank must be blank, so every
//! header, cell, suppression entry and rule value passes here before anything else reads it.

use std::borrow::Cow;

use memchr::memchr3_iter;

/// Characters without a glyph: Unicode's `Default_Ignorable_Code_Point` (DerivedCoreProperties.txt of Unicode 14.0,
/// listed by Perl's `\p{Default_Ignorable_Code_Point}`), and the marks of annotations and embedded objects
/// (U+FFF9 to U+FFFC), which copying leaves behind without what they marked.
const INVISIBLE: [(char, char); 18] = [
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{FFF9}', '\u{FFFC}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// The text without invisible characters. Every other kind of blank becomes an ordinary one, and the separators of lines
/// and paragraphs (U+0085, U+2028, U+2029) become line ends. Borrowed where there is nothing to do.
///
/// ```
/// use leadsieve::field_types::visible;
/// assert_eq!(visible("Buchen\u{AD}holz\u{A0}AG\u{200B}"), "Buchenholz AG");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if hides(text) { Cow::Owned(text.chars().filter_map(seen).collect()) } else { Cow::Borrowed(text) }
}

/// Whether [`visible`] would change the text. Costs next to nothing for ASCII, and little for other texts.
#[must_use]
pub fn hides(text: &str) -> bool {
    !text.is_ascii() && leads(text.as_bytes()).any(|place| text[place..].chars().next().is_some_and(changes))
}

/// Whether nothing is to be seen of a text.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || seen(c).is_none_or(char::is_whitespace))
}

/// Where characters begin whose first byte is that of an invisible character or of a blank beyond ASCII.
fn leads(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let common = memchr3_iter(0xC2, 0xE2, 0xEF, text);
    common.chain(memchr3_iter(0xE1, 0xE3, 0xF3, text)).chain(memchr3_iter(0xCD, 0xD8, 0xF0, text))
}

fn changes(c: char) -> bool {
    seen(c) != Some(c)
}

/// What is seen of a character.
fn seen(c: char) -> Option<char> {
    match c {
        c if c.is_ascii() => Some(c),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // A pattern of Braille without dots is a blank to everybody who sees it.
        '\u{2800}' => Some(' '),
        c if c.is_whitespace() => Some(' '),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

fn is_invisible(c: char) -> bool {
    let after = INVISIBLE.partition_point(|(first, _)| *first <= c);
    after > 0 && c <= INVISIBLE[after - 1].1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_is_seen_stays() {
        let table = [
            ("\u{200B}", ""),
            ("\u{FEFF}\u{FEFF}id", "id"),
            ("Buchen\u{AD}holz", "Buchenholz"),
            ("\u{202A}01067\u{202C}", "01067"),
            ("\u{2066}Ann\u{2069}\u{200E} \u{61C}Roth", "Ann Roth"),
            ("n/a\u{2060}", "n/a"),
            ("a\u{34F}b\u{180E}c\u{FE0F}d\u{E0041}e\u{1D173}f", "abcdef"),
            ("\u{3164}\u{FFA0}\u{115F}\u{17B4}", ""),
            ("1\u{202F}500\u{A0}€", "1 500 €"),
            ("a\u{3000}b\u{2007}c\u{2800}d\u{1680}e\u{205F}f", "a b c d e f"),
            ("one\u{2028}two\u{85}three", "one\ntwo\nthree"),
            ("Müller – “Söhne” • 5 °C, 20 % Москва 株式会社 😀", "Müller – “Söhne” • 5 °C, 20 % Москва 株式会社 😀"),
            ("cafe\u{301}", "cafe\u{301}"),
            ("plain", "plain"),
            ("", ""),
        ];
        for (text, seen) in table {
            assert_eq!(visible(text), seen, "{text:?}");
            assert_eq!(hides(text), text != seen, "{text:?}");
            assert_eq!(is_blank(text), seen.trim().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn every_first_byte_of_what_changes_is_looked_for() {
        for c in (0x80..=0x0010_FFFF).filter_map(char::from_u32) {
            assert_eq!(hides(c.encode_utf8(&mut [0; 4])), changes(c), "{:X}", u32::from(c));
        }
        assert!(INVISIBLE.is_sorted());
    }

    proptest! {
        #[test]
        fn what_is_visible_hides_nothing(text in "[a\u{AD}\u{200B}\u{A0}ü\u{2028} \u{FEFF}]{0,8}") {
            prop_assert!(!hides(&visible(&text)));
        }
    }
}
