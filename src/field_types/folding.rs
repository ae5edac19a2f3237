//! The compared form of texts: blanks, case and, where a field asks for it, accents and German spelling.
//!
//! Nearly every cell of a list passes here once, and nearly every one of them is plain ASCII. One pass over the bytes
//! tells such a text apart; it is then borrowed as it is, or copied with its capitals lowered, and Unicode never
//! comes into it.

use std::borrow::Cow;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use wide::u8x16;

use super::text::{Spelling, TextStyle};

/// The text without blanks at its ends, and with one blank for each run of white space inside.
///
/// White space is Unicode's, so the no-break blanks that web pages leave behind count.
///
/// ```
/// assert_eq!(leadsieve::field_types::collapse(" Acme \u{a0} GmbH\n"), "Acme GmbH");
/// ```
#[must_use]
pub fn collapse(text: &str) -> Cow<'_, str> {
    if Plainness::of(text) != Plainness::Other {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim();
    if is_collapsed(trimmed) { Cow::Borrowed(trimmed) } else { Cow::Owned(join_words(trimmed)) }
}

/// The form in which two texts of `style` are equal exactly when they count as the same.
///
/// Blanks are collapsed, then NFC, then full Unicode case folding (`ß` = `ss`), then what the style asks for.
///
/// ```
/// use leadsieve::field_types::{Spelling, TextStyle, fold};
/// let german = TextStyle { spelling: Spelling::German, ..TextStyle::default() };
/// assert_eq!(fold("  GROẞE  Straße", TextStyle::default()), "grosse strasse");
/// assert_eq!(fold("Müller", german), fold("MUELLER", german));
/// ```
#[must_use]
pub fn fold(text: &str, style: TextStyle) -> Cow<'_, str> {
    match Plainness::of(text) {
        Plainness::Folded => Cow::Borrowed(text),
        Plainness::Capitals => Cow::Owned(text.to_ascii_lowercase()),
        Plainness::Other => fold_collapsed(collapse(text), style),
    }
}

/// [`fold`] in the plain style: the key of missing-markers and value maps, in tables and look-ups alike.
#[must_use]
pub fn fold_key(text: &str) -> Cow<'_, str> {
    fold(text, TextStyle::default())
}

/// The letters and digits of a text in lower case: what names of columns are compared by. Blank where it has none.
#[must_use]
pub fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text without marks on its letters, and with base letters for those that have their mark built in (ł, ø, æ).
///
/// `ä` becomes `a`, never `ae`. Marks of scripts where they are letters of their own (Devanagari, kana) stay.
///
/// ```
/// assert_eq!(leadsieve::field_types::fold_accents("citroën łódź ærø"), "citroen lodz aero");
/// ```
#[must_use]
pub fn fold_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut bare = String::with_capacity(text.len());
    if text.chars().all(is_simple) {
        text.chars().for_each(|c| push_bare(&mut bare, c));
        return Cow::Owned(bare);
    }
    for c in text.nfd().filter(|c| !is_accent(*c)) {
        match base_letters(c) {
            Some(letters) => bare.push_str(letters),
            None => bare.push(c),
        }
    }
    Cow::Owned(bare.nfc().collect())
}

/// Adds a simple letter without its mark. What comes out is nothing that could be composed again.
fn push_bare(bare: &mut String, c: char) {
    if c.is_ascii() {
        bare.push(c);
        return;
    }
    for part in std::iter::once(c).nfd().filter(|part| !is_accent(*part)) {
        match base_letters(part) {
            Some(letters) => bare.push_str(letters),
            None => bare.push(part),
        }
    }
}

/// Whether the trimmed text folds to one of the `keys`, which are folded in the plain style.
pub(super) fn folds_to_any(text: &str, keys: &[String]) -> bool {
    match Plainness::of(text) {
        Plainness::Folded => keys.iter().any(|key| text == key),
        Plainness::Capitals => keys.iter().any(|key| text.eq_ignore_ascii_case(key)),
        Plainness::Other => {
            let folded = fold_key(text);
            keys.iter().any(|key| folded == *key)
        }
    }
}

/// Both forms of a text at once: collapsed, and folded.
pub(super) fn both_forms(text: &str, style: TextStyle) -> (Cow<'_, str>, Cow<'_, str>) {
    match Plainness::of(text) {
        Plainness::Folded => (Cow::Borrowed(text), Cow::Borrowed(text)),
        Plainness::Capitals => (Cow::Borrowed(text), Cow::Owned(text.to_ascii_lowercase())),
        Plainness::Other => {
            let collapsed = collapse(text);
            let folded = fold_collapsed(collapsed.clone(), style);
            (collapsed, folded)
        }
    }
}

/// How little there is to do to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plainness {
    /// ASCII in lower case with single blanks inside: its own folded form.
    Folded,
    /// The same with capitals.
    Capitals,
    /// Anything else.
    Other,
}

impl Plainness {
    /// One pass, sixteen bytes at a time: most cells are that long or shorter, where a loop over bytes that the compiler
    /// makes vector instructions of would be in its slow end all the time.
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
            return Self::Other;
        }
        let (blocks, rest) = bytes.as_chunks::<16>();
        let (mut capitals, mut after_blank) = (false, false);
        for block in blocks {
            match Block::of(*block).plainness(&mut after_blank) {
                Self::Folded => {}
                Self::Capitals => capitals = true,
                Self::Other => return Self::Other,
            }
        }
        let mut last = [b'a'; 16];
        last[..rest.len()].copy_from_slice(rest);
        match Block::of(last).plainness(&mut after_blank) {
            Self::Folded if capitals => Self::Capitals,
            last => last,
        }
    }
}

/// What sixteen bytes are, a bit for each.
struct Block {
    other: u32,
    capitals: u32,
    blanks: u32,
}

impl Block {
    fn of(bytes: [u8; 16]) -> Self {
        let bytes = u8x16::from(bytes);
        let within = |low: u8, high: u8| {
            let clamped = bytes.max(u8x16::splat(low)).min(u8x16::splat(high));
            clamped.simd_eq(bytes).to_bitmask()
        };
        Self {
            other: !within(b' ', b'~') & 0xFFFF,
            capitals: within(b'A', b'Z'),
            blanks: bytes.simd_eq(u8x16::splat(b' ')).to_bitmask(),
        }
    }

    /// `after_blank` says whether the byte before these is a blank, and then whether the last of them is.
    fn plainness(&self, after_blank: &mut bool) -> Plainness {
        let doubled = self.blanks & (self.blanks << 1 | u32::from(*after_blank));
        *after_blank = self.blanks >> 15 == 1;
        match (self.other | doubled, self.capitals) {
            (0, 0) => Plainness::Folded,
            (0, _) => Plainness::Capitals,
            _ => Plainness::Other,
        }
    }
}

fn is_collapsed(trimmed: &str) -> bool {
    let mut after_blank = false;
    trimmed.chars().all(|c| {
        let blank = c.is_whitespace();
        let single = !blank || (c == ' ' && !after_blank);
        after_blank = blank;
        single
    })
}

fn join_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

fn fold_collapsed(text: Cow<'_, str>, style: TextStyle) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { text };
    }
    let mut folded: String = if text.chars().all(is_simple) {
        fold_simple(&text)
    } else {
        // Folding can take a composed letter apart, hence the second NFC.
        text.nfc().default_case_fold().nfc().collect()
    };
    if style.spelling == Spelling::German {
        folded = german_spelling(&folded);
    }
    if style.fold_accents {
        // A mark that stood by itself leaves its blanks behind.
        folded = collapse(&fold_accents(&folded)).into_owned();
    }
    Cow::Owned(folded)
}

/// Latin letters that are composed already, and stay so when folded (Unicode blocks up to Latin Extended-A).
pub(super) const fn is_simple(c: char) -> bool {
    c < '\u{180}'
}

/// Folds a text of simple letters, where NFC changes nothing before or after.
fn fold_simple(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(std::iter::once(c).default_case_fold());
        }
    }
    folded
}

/// Spells out the umlauts of a folded text, so that it equals one that was written without them.
fn german_spelling(folded: &str) -> String {
    let mut spelled = String::with_capacity(folded.len() + 4);
    for c in folded.chars() {
        match c {
            'ä' => spelled.push_str("ae"),
            'ö' => spelled.push_str("oe"),
            'ü' => spelled.push_str("ue"),
            c => spelled.push(c),
        }
    }
    spelled
}

/// The combining marks of Latin, Greek and Cyrillic (Unicode blocks "Combining Diacritical Marks" and its extensions).
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}')
}

/// What stands for a letter whose mark Unicode does not take off.
const fn base_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'Ł' => "L",
        'ø' => "o",
        'Ø' => "O",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'đ' => "d",
        'Đ' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ŧ' => "t",
        'Ŧ' => "T",
        'ı' => "i",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ACCENTS: TextStyle = TextStyle { fold_accents: true, spelling: Spelling::Plain, as_written: false };
    const GERMAN: TextStyle = TextStyle { fold_accents: false, spelling: Spelling::German, as_written: false };
    const BOTH: TextStyle = TextStyle { fold_accents: true, spelling: Spelling::German, as_written: false };

    #[test]
    fn texts_fold_as_the_style_says() {
        let table = [
            (TextStyle::default(), "acme gmbh", "acme gmbh"),
            (TextStyle::default(), "ACME  GmbH ", "acme gmbh"),
            (TextStyle::default(), "Acme\u{a0}GmbH", "acme gmbh"),
            (TextStyle::default(), "STRASSE", "strasse"),
            (TextStyle::default(), "Straße", "strasse"),
            (TextStyle::default(), "Mu\u{308}ller", "müller"),
            (TextStyle::default(), "ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            (ACCENTS, "Łódź", "lodz"),
            (ACCENTS, "Ærø", "aero"),
            (ACCENTS, "MÜLLER", "muller"),
            (ACCENTS, "a \u{301} b", "a b"),
            (ACCENTS, "हिन्दी", "हिन्दी"),
            (ACCENTS, "ガ", "ガ"),
            (GERMAN, "MÜLLER", "mueller"),
            (GERMAN, "Mu\u{308}ller", "mueller"),
            (GERMAN, "MUELLER", "mueller"),
            (GERMAN, "Café Größe", "café groesse"),
            (BOTH, "Café Größe", "cafe groesse"),
        ];
        for (style, text, folded) in table {
            assert_eq!(fold(text, style), folded, "{text} in {style:?}");
        }
    }

    #[test]
    fn folded_texts_are_borrowed() {
        for text in ["", "a", "acme gmbh", "info@acme.de", "51-200"] {
            assert!(matches!(fold_key(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(collapse(text), Cow::Borrowed(_)), "{text}");
        }
        assert!(matches!(collapse("  Zürich Süd "), Cow::Borrowed("Zürich Süd")));
    }

    /// The same, a byte at a time.
    fn plainness(text: &str) -> Plainness {
        let plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !plain || text.contains("  ") || text.trim() != text {
            Plainness::Other
        } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Plainness::Capitals
        } else {
            Plainness::Folded
        }
    }

    #[test]
    fn one_byte_decides_wherever_it_stands() {
        for length in 0..70 {
            let plain = "b".repeat(length);
            assert_eq!(Plainness::of(&plain), Plainness::Folded, "{length}");
            for place in 0..length {
                for byte in [" ", "  ", "A", "Z", "@", "[", "~", "\u{7f}", "\t", "ü"] {
                    let text = format!("{}{byte}{}", &plain[..place], &plain[place + 1..]);
                    assert_eq!(Plainness::of(&text), plainness(&text), "{text:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn plainness_is_that_of_each_byte(text in "[ aZ~é\t]{0,40}") {
            prop_assert_eq!(Plainness::of(&text), plainness(&text));
        }

        #[test]
        fn the_short_way_gives_what_the_long_way_gives(text in "[ \ta-cA-C\u{80}-\u{17f}\u{308}]{0,8}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            let collapsed = words.join(" ");
            prop_assert_eq!(collapse(&text), collapsed.as_str());
            let folded: String = collapsed.nfc().default_case_fold().nfc().collect();
            prop_assert_eq!(fold_key(&text), folded.as_str());
            prop_assert!(folds_to_any(text.trim(), &["x".to_owned(), folded.clone()]));
            prop_assert!(!folds_to_any(text.trim(), &[folded + "x"]));
            let bare: String = text.nfd().filter(|c| !is_accent(*c)).collect();
            let bare: String = bare.chars().map(|c| base_letters(c).map_or(c.to_string(), str::to_owned)).collect();
            prop_assert_eq!(fold_accents(&text), bare.nfc().collect::<String>());
            for style in [TextStyle::default(), ACCENTS, GERMAN, BOTH] {
                prop_assert_eq!(both_forms(&text, style), (collapse(&text), fold(&text, style)));
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,12}") {
            for style in [TextStyle::default(), ACCENTS, GERMAN, BOTH] {
                let once = fold(&text, style).into_owned();
                prop_assert_eq!(fold(&once, style), once.as_str());
            }
        }

        #[test]
        fn composed_and_decomposed_are_the_same(text in "[a-zA-Zäöüéàñçøłß ]{0,12}") {
            let decomposed: String = text.nfd().collect();
            for style in [TextStyle::default(), ACCENTS, GERMAN, BOTH] {
                prop_assert_eq!(fold(&decomposed, style), fold(&text, style));
            }
        }
    }
}
