//! What a cell looks like: a number, a date, a name …
//!
//! A wrong dialect cuts cells in the wrong places, and the pieces look like nothing.

mod dates;
mod numbers;

use memchr::memmem;

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intake) enum Kind {
    Blank,
    Number,
    Date,
    Time,
    Email,
    Url,
    Phone,
    Flag,
    Code,
    Words,
    Text,
    Odd,
}

/// What stands for nothing.
const NOTHING: [&[u8]; 10] = [b"-", b"--", b"n/a", b"na", b"null", b"none", b"nan", b"unknown", b"k.a.", b"?"];

/// Yes and no.
const FLAGS: [&[u8]; 14] =
    [b"yes", b"no", b"y", b"n", b"true", b"false", b"t", b"f", b"ja", b"nein", b"oui", b"non", b"x", b"si"];

/// What a byte can stand in, as bits.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const IN_CODE: u8 = 4;
const IN_WORDS: u8 = 8;
const BLANK: u8 = 16;
const AT: u8 = 32;
const POINT: u8 = 64;

/// These for every byte: looking up each byte once is much cheaper than asking each question of the whole cell.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        classes[byte as usize] = class(byte);
        byte -= 1;
    }
    classes[0] = class(0);
    classes
};

const fn class(byte: u8) -> u8 {
    let letter = if byte.is_ascii_alphabetic() || byte >= 0x80 { LETTER | IN_CODE | IN_WORDS } else { 0 };
    let digit = if byte.is_ascii_digit() { DIGIT | IN_CODE | IN_WORDS } else { 0 };
    let code = if matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+' | b'*' | b'#' | b':') { IN_CODE } else { 0 };
    let words = match byte {
        b' ' | b'-' | b'\'' | b'.' | b'&' | b'(' | b')' | b'/' | b'_' | b'+' => IN_WORDS,
        _ => 0,
    };
    let blank = if byte.is_ascii_whitespace() { BLANK } else { 0 };
    // Without one of them, nothing is an address or a date with an hour.
    let point = match byte {
        b'@' => AT,
        b'.' | b':' => POINT,
        _ => 0,
    };
    letter | digit | code | words | blank | point
}

/// What the bytes of a cell are, told in one pass.
struct Bytes {
    /// The bits that every byte has.
    all: u8,
    /// The bits that some byte has.
    any: u8,
}

impl Bytes {
    fn of(cell: &[u8]) -> Self {
        let with = |found: Self, byte: &u8| {
            let class = CLASSES[usize::from(*byte)];
            Self { all: found.all & class, any: found.any | class }
        };
        cell.iter().fold(Self { all: u8::MAX, any: 0 }, with)
    }
}

impl Kind {
    /// What the cell looks like; spaces around it do not matter.
    pub(in crate::intake) fn of(cell: &[u8]) -> Self {
        let cell = cell.trim_ascii();
        if cell.is_empty() || one_of(cell, &NOTHING) {
            return Self::Blank;
        }
        let bytes = Bytes::of(cell);
        let has_digit = cell.len() <= 48 && bytes.any & DIGIT != 0;
        if has_digit && let Some(kind) = figures(cell, bytes.any) {
            return kind;
        }
        match cell {
            _ if one_of(cell, &FLAGS) => Self::Flag,
            _ if bytes.any & AT != 0 && is_email(cell) => Self::Email,
            _ if bytes.any & (BLANK | POINT) == POINT && is_url(cell) => Self::Url,
            _ if has_digit && bytes.all & IN_CODE != 0 && is_code(cell) => Self::Code,
            _ if bytes.all & IN_WORDS != 0 && is_words(cell, bytes.any) => Self::Words,
            _ if is_text(cell) => Self::Text,
            _ => Self::Odd,
        }
    }

    /// Whether it is a kind that a column's name never looks like.
    pub(in crate::intake) fn is_hard(self) -> bool {
        matches!(self, Self::Number | Self::Date | Self::Time | Self::Email | Self::Url | Self::Phone)
    }
}

/// What at least four in five of these cells look like, as people call it; `None` for words, and where there are none.
#[must_use]
pub fn kind_of_cells(cells: &[String]) -> Option<&'static str> {
    let kinds: Vec<Kind> =
        cells.iter().map(|cell| Kind::of(cell.as_bytes())).filter(|kind| *kind != Kind::Blank).collect();
    let names = [
        (Kind::Number, "number"),
        (Kind::Date, "date"),
        (Kind::Time, "time"),
        (Kind::Email, "email"),
        (Kind::Url, "website"),
        (Kind::Phone, "phone"),
        (Kind::Flag, "yes or no"),
    ];
    let most = |kind: Kind| kinds.iter().filter(|other| **other == kind).count() * 5 >= kinds.len() * 4;
    names.into_iter().find(|(kind, _)| !kinds.is_empty() && most(*kind)).map(|(_, name)| name)
}

/// What a cell with figures is, where they are what matters; `any` are the bits that some byte of it has.
fn figures(cell: &[u8], any: u8) -> Option<Kind> {
    match cell {
        _ if numbers::is_number(cell) => Some(Kind::Number),
        _ if any & POINT != 0 && dates::is_time(cell) => Some(Kind::Time),
        _ if dates::is_date(cell) => Some(Kind::Date),
        _ if any & LETTER == 0 && numbers::is_phone(cell) => Some(Kind::Phone),
        _ => None,
    }
}

fn one_of(cell: &[u8], words: &[&[u8]]) -> bool {
    cell.len() <= 8 && words.iter().any(|word| word.len() == cell.len() && cell.eq_ignore_ascii_case(word))
}

fn is_email(cell: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', cell) else { return false };
    let (name, domain) = (&cell[..at], &cell[at + 1..]);
    !name.is_empty() && name.iter().all(|byte| is_mark(*byte, b".-_+'&")) && is_domain(domain)
}

/// Letters and digits of a few kinds with a dot between, the last of them letters.
fn is_domain(host: &[u8]) -> bool {
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let top = labels.next().is_some_and(|top| (2..=12).contains(&top.len()) && top.iter().all(u8::is_ascii_alphabetic));
    let label = |label: &[u8]| !label.is_empty() && label.iter().all(|byte| is_mark(*byte, b"-_"));
    let mut rest = labels.peekable();
    top && rest.peek().is_some() && rest.all(label)
}

/// Of a cell without blanks.
fn is_url(cell: &[u8]) -> bool {
    let scheme = || memmem::find(cell, b"://").is_some_and(|at| (2..=6).contains(&at) && cell[..at].is_ascii());
    let host = cell.split(|byte| b"/?#:".contains(byte)).next().unwrap_or(cell);
    !ends_oddly(cell) && (host.len() < cell.len() && cell[0].is_ascii_alphabetic() && scheme() || is_domain(host))
}

/// Whether it ends in what ends no address.
fn ends_oddly(cell: &[u8]) -> bool {
    cell.last().is_some_and(|byte| b"\"',;|".contains(byte))
}

/// One word of letters, digits and what article numbers are written with, which all its bytes are.
fn is_code(cell: &[u8]) -> bool {
    is_mark(cell[0], b"#+-_") && cell.len() <= 40
}

/// Names and short descriptions, of bytes that stand in such.
fn is_words(cell: &[u8], any: u8) -> bool {
    let count = |of: u8| cell.iter().filter(|byte| CLASSES[usize::from(**byte)] & of != 0).count();
    let worded = || any & DIGIT == 0 || count(DIGIT) <= 2 * count(LETTER) + 4;
    cell.len() <= 60 && is_mark(cell[0], b"(") && any & LETTER != 0 && worded()
}

/// Sentences: what separates their parts is followed by a space.
fn is_text(cell: &[u8]) -> bool {
    let spaced = cell.contains(&b' ');
    let starts = is_mark(cell[0], b"([$#*-<@");
    let fits = |(at, byte): (usize, &u8)| match byte {
        b',' | b';' | b':' | b'!' | b'?' => cell.get(at + 1).is_none_or(|next| b" \r\n.!?)".contains(next)),
        b'|' | b'\t' | b'^' | b'~' | 0..=8 | 11..=31 => false,
        b'"' => !cell.get(at + 1).is_some_and(|next| b",;|\t".contains(next)),
        _ => true,
    };
    spaced && starts && cell.iter().enumerate().all(fits)
}

fn is_mark(byte: u8, marks: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || marks.contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::Kind::{self, Blank, Code, Date, Email, Flag, Number, Odd, Phone, Text, Time, Url, Words};

    #[test]
    fn cells_are_known() {
        let table: [(Kind, &[&str]); 13] = [
            (Blank, &["", "  ", "n/a", "NULL", "-"]),
            (Number, &["1", "-3.5", "1,5", "1.234,56", "1,234.56", "1'234", "1 234 567", "$74.69", "12 €", "5%"]),
            (Number, &["1.5E+05", "(300)", "EUR 3,50", ".5", "1,23,456.00", "2010", "04510", "1\u{a0}234,50 €"]),
            (Date, &["2018-01-31", "31.01.2018", "1/31/18", "2018-01-31T10:00:00Z", "12-Jan-2018", "Jan 12, 2018"]),
            (Date, &["31. März 2018", "12/15/2010 17:29", "2018-03", "Mon, 12 Jan 2018 10:00", "1.2.20", "Dez 2020"]),
            (Time, &["10:30", "9:05:11", "10:30 PM", "23:59:59.123"]),
            (Email, &["a.b@c.de", "o'brien@mail.example.com"]),
            (Url, &["http://a.b/c?d=e,f", "www.example.com", "example.co.uk/a", "ftp://x"]),
            (Phone, &["+49 30 1234567", "(030) 123-4567", "123-456-7890", "030/1234567"]),
            (Flag, &["yes", "N", "TRUE", "ja"]),
            (Code, &["MG-8769", "A1", "192.168.0.1", "7f3a-11", "#12a"]),
            (Words, &["O'Brien & Sons", "Müller GmbH", "name", "first_name", "Hauptstr. 5", "5 Main St"]),
            (Text, &["Doe, John", "Fine, said he; or not.", "8'9\" length fly rod, designed"]),
        ];
        for (kind, cells) in table {
            for cell in cells {
                assert_eq!(Kind::of(cell.as_bytes()), kind, "{cell:?}");
            }
        }
        for cell in ["5;2", "1,Foo,a", "\"abc", "'ar'", "a|b", "{\"a\":1}", "//x.y/z", "a,b", "x;y z"] {
            assert_eq!(Kind::of(cell.as_bytes()), Odd, "{cell:?}");
        }
    }
}
