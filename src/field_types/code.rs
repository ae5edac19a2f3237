//! `code`: an industry code (WZ, NACE, SIC, NAICS) as a fixed number of digits; with `case = "keep"` an id as a program
//! gives them out, in which `a` and `A` are two.

use std::borrow::Cow;

use crate::model::{Cell, Reading, Repair, Text, Unreadable, Value};

/// Reads a code into exactly `length` digits.
///
/// Takes off a section letter in front, punctuation between the digits and words behind (`C 28.41 Machine tools`).
/// A code with letter or punctuation is hierarchical and gets its zeros on the right; a bare number lost them on the
/// left, and putting them back is a repair. Of several codes the first is taken. Refuses a cell that does not begin
/// with a code as *malformed*, and more digits than `length` as *wrong length*.
pub(super) fn read(raw: &str, length: usize) -> Reading<'_> {
    let Some(written) = split(raw) else {
        return Cell::Unreadable(Unreadable::Malformed).into();
    };
    let Some(missing) = length.checked_sub(written.digits.len()) else {
        return Cell::Unreadable(Unreadable::WrongLength).into();
    };
    let repair = written.repair(missing);
    let cell = Cell::text(match missing {
        0 => written.digits,
        _ if written.hierarchical => Cow::Owned(written.digits.into_owned() + &"0".repeat(missing)),
        _ => Cow::Owned("0".repeat(missing) + &written.digits),
    });
    Reading { cell, repair, approximate: false, others: Vec::new() }
}

/// Reads an id as it is written, letters in their own case: `003xx000004TmiQ` and `003xx000004Tmiq` are two.
///
/// The 18 characters of a Salesforce id are compared as the first 15, from which the last three follow. Of several ids
/// the first is taken. Refuses blanks within as *malformed*, a number in powers of ten as *spreadsheet*, and another
/// number of characters than `length` as *wrong length*.
pub(super) fn read_id(raw: &str, length: Option<usize>) -> Reading<'_> {
    let (first, others) =
        raw.split_once([',', ';', '|']).map_or((raw, ""), |(first, others)| (first.trim_end(), others));
    let id = float(first).unwrap_or(first);
    let repair = match () {
        () if !others.trim().is_empty() => Some(Repair::FirstOfSeveral),
        () => (id.len() < first.len()).then_some(Repair::Unwrapped),
    };
    let compared = without_check(id);
    let is_fit = |length: usize| [id, compared].iter().any(|form| form.chars().count() == length);
    let cell = match () {
        () if id.contains(char::is_whitespace) || !id.contains(char::is_alphanumeric) => {
            Cell::Unreadable(Unreadable::Malformed)
        }
        () if is_power_of_ten(id) => Cell::Unreadable(Unreadable::SpreadsheetNumber),
        () if !length.is_none_or(is_fit) => Cell::Unreadable(Unreadable::WrongLength),
        () => Cell::Known(Value::Text(Text { shown: Cow::Borrowed(id), compared: Cow::Borrowed(compared) })),
    };
    Reading { repair: repair.filter(|_| matches!(cell, Cell::Known(_))), cell, approximate: false, others: Vec::new() }
}

/// `4.41E+11`: what a spreadsheet leaves of a long number.
fn is_power_of_ten(id: &str) -> bool {
    let Some((number, power)) = id.split_once("E+") else { return false };
    let is_number =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    is_number(number) && is_number(power)
}

/// The characters by which Salesforce writes which of five letters are capitals.
const CHECKS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// An id of 18 characters without its last three, where these say what Salesforce makes them say: which of the first
/// fifteen are capitals, so that programs that do not mind case can tell ids apart.
fn without_check(id: &str) -> &str {
    let bytes = id.as_bytes();
    if bytes.len() != 18 || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return id;
    }
    let check =
        |five: &[u8]| five.iter().rev().fold(0, |bits, byte| bits << 1 | usize::from(byte.is_ascii_uppercase()));
    let fits = bytes[..15].chunks(5).zip(&bytes[15..]).all(|(five, written)| CHECKS[check(five)] == *written);
    if fits { &id[..15] } else { id }
}

/// Whether `code`, in normal form, is `prefix` or lies below it; `prefix` as people write it (`29.1`, `C 28`).
///
/// A prefix without a digit has nothing below it.
///
/// ```
/// use leadsieve::field_types::code_is_under;
/// assert!(code_is_under("29100", "29.1") && !code_is_under("29200", "29.1"));
/// ```
#[must_use]
pub fn under(code: &str, prefix: &str) -> bool {
    let mut rest = code.bytes();
    let mut digits = prefix.bytes().filter(u8::is_ascii_digit).peekable();
    digits.peek().is_some() && digits.all(|digit| rest.next() == Some(digit))
}

/// A code as it stands in a cell.
struct Written<'a> {
    digits: Cow<'a, str>,
    hierarchical: bool,
    float: bool,
    several: bool,
}

impl Written<'_> {
    fn repair(&self, missing: usize) -> Option<Repair> {
        match () {
            () if !self.hierarchical && missing > 0 => Some(Repair::LeadingZeros),
            () if self.several => Some(Repair::FirstOfSeveral),
            () => self.float.then_some(Repair::Unwrapped),
        }
    }
}

fn split(raw: &str) -> Option<Written<'_>> {
    let bare = without_section(raw);
    let end = end_of_digits(bare);
    let (notation, words) = bare.split_at(end);
    if notation.is_empty() || words.starts_with(char::is_alphanumeric) {
        return None;
    }
    let integer = float(notation);
    let notation = integer.unwrap_or(notation);
    let hierarchical = bare.len() < raw.len() || !notation.bytes().all(|b| b.is_ascii_digit());
    let digits = if notation.contains(is_punctuation) {
        notation.chars().filter(char::is_ascii_digit).collect()
    } else {
        Cow::Borrowed(notation)
    };
    Some(Written { digits, hierarchical, float: integer.is_some(), several: names_another(words) })
}

/// Without the one letter of a NACE section in front.
fn without_section(raw: &str) -> &str {
    let Some(rest) = raw.strip_prefix(|c: char| c.is_ascii_alphabetic()) else {
        return raw;
    };
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_punctuation(c));
    if rest.starts_with(|c: char| c.is_ascii_digit()) { rest } else { raw }
}

/// Where the digits end, single points, hyphens and slashes between them counted.
fn end_of_digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let belongs = |place: &usize| {
        is_digit(*place)
            || *place > 0 && is_digit(place - 1) && is_digit(place + 1) && is_punctuation(bytes[*place].into())
    };
    (0..bytes.len()).take_while(belongs).count()
}

/// The digits before the `.0` that a spreadsheet hung on: no classification puts its first point so late.
fn float(notation: &str) -> Option<&str> {
    notation.strip_suffix(".0").filter(|digits| digits.len() > 2 && digits.bytes().all(|b| b.is_ascii_digit()))
}

const fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | '-' | '/')
}

/// Whether what follows a code is a separator and a code again.
fn names_another(words: &str) -> bool {
    let next = words.trim_start().strip_prefix([',', ';', '|']);
    next.is_some_and(|next| without_section(next.trim_start()).starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_case() {
        let table = [
            ("003xx000004TmiQ", Some("003xx000004TmiQ"), "003xx000004TmiQ"),
            ("003xx000004Tmiq", Some("003xx000004Tmiq"), "003xx000004Tmiq"),
            // The last three say which of the others are capitals.
            ("0035g00000AbcDeAAL", Some("0035g00000AbcDeAAL"), "0035g00000AbcDeAAL"),
            ("001A0000006Vm9uIAC", Some("001A0000006Vm9uIAC"), "001A0000006Vm9u"),
            ("ACwAAAb1-xY_z", Some("ACwAAAb1-xY_z"), "ACwAAAb1-xY_z"),
            ("12345.0", Some("12345"), "12345"),
            ("aB1; aB2", Some("aB1"), "aB1"),
            ("a B", None, ""),
            ("--", None, ""),
            ("4.41E+11", None, ""),
        ];
        for (raw, shown, compared) in table {
            match (read_id(raw, None).cell, shown) {
                (Cell::Known(Value::Text(text)), Some(shown)) => {
                    assert_eq!((&*text.shown, &*text.compared), (shown, compared), "{raw}");
                }
                (cell, shown) => assert!(matches!(cell, Cell::Unreadable(_)) && shown.is_none(), "{raw}: {cell:?}"),
            }
        }
        for (raw, fits) in [("003xx000004TmiQ", true), ("001A0000006Vm9uIAC", true), ("003xx", false)] {
            assert_eq!(matches!(read_id(raw, Some(15)).cell, Cell::Known(_)), fits, "{raw}");
        }
    }

    #[test]
    fn codes_are_read_or_refused() {
        let digits = |code: &'static str| Cell::text(code);
        let refused = Cell::Unreadable;
        let table = [
            ("28.4", 5, digits("28400"), None),
            ("C28", 5, digits("28000"), None),
            ("c-28.41", 5, digits("28410"), None),
            ("28410.0", 5, digits("28410"), Some(Repair::Unwrapped)),
            ("742.0", 4, digits("0742"), Some(Repair::LeadingZeros)),
            ("28.0", 5, digits("28000"), None),
            ("47.11, 47.19", 5, digits("47110"), Some(Repair::FirstOfSeveral)),
            ("7372; 7371", 4, digits("7372"), Some(Repair::FirstOfSeveral)),
            ("0742 - Veterinary Services", 4, digits("0742"), None),
            ("0742-Veterinary", 4, digits("0742"), None),
            ("C", 5, refused(Unreadable::Malformed), None),
            ("28410x", 5, refused(Unreadable::Malformed), None),
            ("28.41.00.1", 5, refused(Unreadable::WrongLength), None),
            ("٢٨", 5, refused(Unreadable::Malformed), None),
        ];
        for (raw, length, cell, repair) in table {
            assert_eq!(read(raw, length), Reading { cell, repair, approximate: false, others: Vec::new() }, "{raw}");
        }
    }

    #[test]
    fn everything_below_a_prefix_is_under_it() {
        for (prefix, expected) in [
            ("28", true),
            ("28.4", true),
            ("C 28.41", true),
            ("28410", true),
            ("28.42", false),
            ("284100", false),
            ("C", false),
        ] {
            assert_eq!(under("28410", prefix), expected, "{prefix}");
        }
    }
}
