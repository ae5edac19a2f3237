//! What terminals, mail programs and logs are given: text in which nothing is obeyed instead of shown.
//!
//! Cells, headers, vendors and the names of files come from strangers. An escape sequence in one of them recolours a
//! terminal or renames its window, a carriage return overwrites what stands before it, and a sign that turns the
//! direction of writing has `gpj.exe` read as `exe.jpg`. Whatever leaves the program for people to read goes through
//! here last.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every character that would be obeyed written as `\u001b`. Line ends and tabs stay; a carriage return
/// stays only as part of a line end. In JSON that is the same text for whoever reads it, because such characters stand
/// in its strings alone.
///
/// ```
/// use leadsieve::model::printable;
/// assert_eq!(printable("a\u{1b}[31mb\u{9b}c\nd"), "a\\u001b[31mb\\u009bc\nd");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| may_be_obeyed(byte) && byte != b'\n' && byte != b'\t') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            c if is_obeyed(c) => escape(c, &mut shown),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: line ends and tabs are blanks. For what must not begin a line of its own, such as a name in a
/// sentence of a log, or anything in the subject of a mail.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_end = |c| matches!(c, '\n' | '\r' | '\t' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(is_end) {
        return printable(text);
    }
    let lines: Vec<&str> = text.split(is_end).filter(|line| !line.is_empty()).collect();
    Cow::Owned(printable(&lines.join(" ")).into_owned())
}

/// Whether a byte is, or begins, a character that may be obeyed.
const fn may_be_obeyed(byte: u8) -> bool {
    byte < b' ' || byte >= 0x7f
}

/// Whether a character is an order to whatever shows it: the control characters of ASCII and beyond, what turns the
/// direction of writing, what ends lines and paragraphs, notes between lines, and invisible tags.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// As JSON writes it: four digits each, two such numbers beyond the first 65,536 characters.
fn escape(c: char, shown: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        write!(shown, "\\u{unit:04x}").expect("bug: a String takes whatever is written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_obeyed_is_shown() {
        for (text, shown) in [
            ("Müller & Söhne, 5\t€\n", "Müller & Söhne, 5\t€\n"),
            ("👩‍👩‍👧 न्‍ می‌خواهم", "👩‍👩‍👧 न्‍ می‌خواهم"),
            ("\u{1b}[31mred\u{1b}[0m", "\\u001b[31mred\\u001b[0m"),
            ("\u{1b}]0;title\u{7}", "\\u001b]0;title\\u0007"),
            ("\u{9b}31m\u{9d}0;t\u{9c}", "\\u009b31m\\u009d0;t\\u009c"),
            ("good\rbad", "good\\u000dbad"),
            ("good\r\nbad\n", "good\nbad\n"),
            ("good\r\r\nbad", "good\\u000d\nbad"),
            ("a\u{8}\u{8}b\u{7f}\u{0}", "a\\u0008\\u0008b\\u007f\\u0000"),
            ("\u{202e}gnp.exe\u{202c}", "\\u202egnp.exe\\u202c"),
            ("\u{2066}a\u{2069}\u{200f}\u{61c}", "\\u2066a\\u2069\\u200f\\u061c"),
            ("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f", "a\\u2028b\\u2029c\\u0085d\\u000be\\u000cf"),
            ("\u{e0041}", "\\udb40\\udc41"),
        ] {
            assert_eq!(printable(text), shown, "{text:?}");
            assert_eq!(printable(shown), shown, "what is shown needs nothing more");
        }
    }

    #[test]
    fn a_line_has_one_line() {
        for (text, line) in [
            ("a.csv", "a.csv"),
            ("Vendor\r\nBcc: all@acme.example", "Vendor Bcc: all@acme.example"),
            ("a\n\nb\tc\rd\u{2028}e\u{85}f\u{b}g", "a b c d e f g"),
            ("\u{1b}[2J\nx", "\\u001b[2J x"),
        ] {
            assert_eq!(on_one_line(text), line, "{text:?}");
        }
    }

    #[test]
    fn json_says_the_same() {
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_obeyed(*c)).collect();
        let json = serde_json::to_string(&all).expect("a text is JSON");
        let shown = printable(&json);
        assert!(!shown.chars().any(is_obeyed));
        assert_eq!(serde_json::from_str::<String>(&shown).expect("still JSON"), all);
    }
}
