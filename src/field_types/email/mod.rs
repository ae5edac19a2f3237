//! `email`: one address in lower case, its domain and its kind.
//!
//! The syntax is that of RFC 5321 with RFC 6531's other letters, as mail systems take it: a local part of dot-separated
//! atoms or in quotes, and a domain of at least two labels.

mod placeholders;
mod slips;
mod spelled;
mod written;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use self::placeholders::is_placeholder;
pub(super) use self::slips::Slips;
pub use self::spelled::spelled_out;
use super::folding::is_simple;
use super::web::normal_domain;
use super::{Context, Tables};
use crate::model::{Cell, Missing, Reading, Repair, Text, Unreadable, Value};

/// Reads an address into lower case, its domain in Unicode (`xn--` decoded).
///
/// Takes off `mailto:`, `Name <…>`, labels, remarks and marks around it; of several addresses it takes the first that can
/// be reached, says so, and keeps the others. Lower case is not folding: `heß` and `hess` are two people. An address that
/// stands for none (`noemail@…`) is missing. Refuses a domain that a slip of the keyboard made of a big provider's, or
/// that has a top-level domain which does not exist, as *mistyped*, and everything else as *malformed*.
pub(super) fn read<'a>(raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    let raw = unquoted(raw);
    match single(raw) {
        Some(address) => checked(address, context.tables).into(),
        None => several(raw, context.tables),
    }
}

/// Without the apostrophes and quotes that spreadsheets and word processors put around it.
fn unquoted(raw: &str) -> &str {
    match raw.as_bytes() {
        [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => raw,
        _ => raw.trim_matches(['\'', '`', '´', '’', '‘', '“', '”', '„', '«', '»']),
    }
}

/// The address that was meant where a slip of the keyboard can be told; nothing else.
#[must_use]
pub fn meant(raw: &str, tables: &Tables) -> Option<String> {
    let address = single(raw.trim()).map(Cow::into_owned).or_else(|| written::addresses(raw)?.into_iter().next())?;
    let (local, domain) = address.rsplit_once('@')?;
    Some(format!("{local}@{}", tables.slips().meant(domain)?.0?))
}

/// A well-formed address, unless it is nobody's.
fn checked<'a>(address: Cow<'a, str>, tables: &Tables) -> Cell<'a> {
    let (local, domain) = address.rsplit_once('@').unwrap_or_default();
    match () {
        () if local.bytes().all(|byte| byte == b'*') => Cell::Unreadable(Unreadable::Malformed),
        () if is_placeholder(local, domain) => Cell::Missing(Missing::Marker),
        () if tables.slips().meant(domain).is_some() => Cell::Unreadable(Unreadable::Mistyped),
        () => Cell::text(address),
    }
}

/// The first of several addresses that can be reached, or what is to be said of the first.
fn several<'a>(raw: &str, tables: &Tables) -> Reading<'a> {
    let Some(addresses) = written::addresses(raw) else { return Cell::Unreadable(Unreadable::Malformed).into() };
    let repair = (addresses.len() > 1).then_some(Repair::FirstOfSeveral);
    let cells: Vec<Cell<'a>> = addresses.into_iter().map(|address| checked(Cow::Owned(address), tables)).collect();
    let place = cells.iter().position(Cell::is_known).unwrap_or(0);
    let others = cells.iter().enumerate().filter(|(other, _)| *other != place).filter_map(|(_, cell)| match cell {
        Cell::Known(Value::Text(text)) => Some(text.clone().into_owned()),
        _ => None,
    });
    let others = others.collect();
    Reading { cell: cells.into_iter().nth(place).expect("bug: no address"), repair, approximate: false, others }
}

/// The domain of an address cell; any other cell stays.
pub(super) fn domain(cell: Cell<'_>) -> Cell<'_> {
    let Cell::Known(Value::Text(Text { shown, .. })) = cell else {
        return cell;
    };
    let start = shown.rfind('@').map_or(0, |at| at + 1);
    Cell::text(match shown {
        Cow::Borrowed(address) => Cow::Borrowed(&address[start..]),
        Cow::Owned(address) => Cow::Owned(address[start..].to_owned()),
    })
}

/// The kind of an address cell: the first of `disposable`, `free`, `role`, `business`; any other cell stays.
pub(super) fn kind<'a>(cell: Cell<'a>, context: &Context<'_>) -> Cell<'a> {
    let Cell::Known(Value::Text(text)) = &cell else {
        return cell;
    };
    let (mailbox, domain) = mailbox_and_domain(&text.shown);
    let tables = context.tables;
    Cell::text(match () {
        () if tables.disposable_domains().has_domain_above(domain) => "disposable",
        () if tables.free_domains().has(domain) => "free",
        () if tables.role_names().has(mailbox) => "role",
        () => "business",
    })
}

/// Whether a normal address has the kind `role`. The mailbox is looked at first: hardly any is that of a role.
#[must_use]
pub fn is_role(address: &str, tables: &Tables) -> bool {
    let (mailbox, domain) = mailbox_and_domain(address);
    let anybodys = || tables.disposable_domains().has_domain_above(domain) || tables.free_domains().has(domain);
    tables.role_names().has(mailbox) && !anybodys()
}

/// `info+fair@` is still the mailbox `info`.
fn mailbox_and_domain(address: &str) -> (&str, &str) {
    let Some(at) = memchr::memrchr(b'@', address.as_bytes()) else { return ("", "") };
    let (local, domain) = (&address[..at], &address[at + 1..]);
    (memchr::memchr(b'+', local.as_bytes()).map_or(local, |plus| &local[..plus]), domain)
}

/// The address that the whole text is, with or without `mailto:`.
fn single(text: &str) -> Option<Cow<'_, str>> {
    address(text).or_else(|| {
        let target = strip_prefix_ignoring_case(text, "mailto:")?;
        let bare = target.split_once('?').map_or(target, |(bare, _)| bare);
        address(bare.trim())
    })
}

/// The normal form of a well-formed address.
fn address(text: &str) -> Option<Cow<'_, str>> {
    let at = memchr::memrchr(b'@', text.as_bytes())?;
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let signs = local_part(local)?;
    let domain = normal_domain(domain)?;
    let is_normal = signs & (CAPITAL | FOREIGN) == 0 && matches!(domain, Cow::Borrowed(_));
    Some(if is_normal { Cow::Borrowed(text) } else { Cow::Owned([&lower(local), "@", &*domain].concat()) })
}

/// Lower case letter by letter, accents composed.
fn lower(local: &str) -> String {
    match () {
        () if local.is_ascii() => local.to_ascii_lowercase(),
        // Letters in one piece stay in one piece.
        () if local.chars().all(is_simple) => local.chars().flat_map(char::to_lowercase).collect(),
        () => local.nfc().flat_map(char::to_lowercase).nfc().collect(),
    }
}

const LONGEST_LOCAL_PART: usize = 64;

/// The sorts of signs in a well-formed local part.
fn local_part(local: &str) -> Option<u8> {
    let signs = match local.as_bytes() {
        [b'"', inner @ .., b'"'] if !inner.is_empty() => quoted(&local[1..local.len() - 1])?,
        bytes => atoms(bytes)?,
    };
    let invisible = signs & FOREIGN != 0 && local.contains(is_invisible);
    (local.len() <= LONGEST_LOCAL_PART && !invisible).then_some(signs)
}

/// The sorts of signs in atoms with single dots between them.
///
/// Every address of every list comes through here, so it asks once at the end instead of at every byte.
fn atoms(local: &[u8]) -> Option<u8> {
    let (mut signs, mut before) = (0, DOT);
    for &byte in local {
        let sign = SIGNS[byte as usize];
        signs |= sign | (sign & before & DOT) << 1;
        before = sign;
    }
    (signs & REFUSED == 0 && before != DOT).then_some(signs)
}

/// The sorts of signs between quotes: anything visible and blanks, quote and backslash behind a backslash.
fn quoted(inner: &str) -> Option<u8> {
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        let fits = match c {
            '"' => false,
            '\\' => chars.next().is_some_and(|escaped| !escaped.is_control()),
            c => !c.is_control(),
        };
        if !fits {
            return None;
        }
    }
    Some(inner.bytes().fold(0, |signs, byte| signs | SIGNS[byte as usize]) & (CAPITAL | FOREIGN))
}

const CAPITAL: u8 = 1;
/// A byte of a letter beyond ASCII.
const FOREIGN: u8 = 2;
const DOT: u8 = 4;
/// What cannot stand in an atom. It is twice a dot, so that two dots in a row make one.
const REFUSED: u8 = 8;

/// The sort of every byte: RFC 5321's letters, digits and signs are allowed, and all of RFC 6531's.
const SIGNS: [u8; 256] = {
    let (mut signs, mut byte) = ([REFUSED; 256], 0);
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
        match byte as u8 {
            b'.' => signs[byte] = DOT,
            b'A'..=b'Z' => signs[byte] = CAPITAL,
            b'a'..=b'z'
            | b'0'..=b'9'
            | b'!'
            | b'#'..=b'\''
            | b'*'
            | b'+'
            | b'-'
            | b'/'
            | b'='
            | b'?'
            | b'^'..=b'`'
            | b'{'..=b'~' => signs[byte] = 0,
            128.. => signs[byte] = FOREIGN,
            _ => {}
        }
        byte += 1;
    }
    signs
};

/// Blanks and signs without width, which copying from web pages leaves behind.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// `text` without `prefix`, whatever the case of its ASCII letters.
pub(super) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::{Currencies, Hints};

    fn with_context<T>(test: impl Fn(&Context<'_>) -> T) -> T {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        test(&Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() })
    }

    fn own(reading: Reading<'_>) -> Reading<'static> {
        let Reading { cell, repair, approximate, others } = reading;
        Reading { cell: cell.into_owned(), repair, approximate, others }
    }

    fn cell_of(raw: &str) -> Cell<'static> {
        with_context(|context| read(raw, context).cell.into_owned())
    }

    #[test]
    fn what_was_meant_is_told() {
        let table = [
            ("kim@gmial.com", Some("kim@gmail.com")),
            ("Kim <kim@web.d>", Some("kim@web.de")),
            ("kim@acme.zzzz", None),
            ("kim@gmail.com", None),
            ("no address", None),
        ];
        for (raw, expected) in table {
            assert_eq!(meant(raw, Tables::embedded()).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn the_short_way_to_lower_case_is_the_long_one() {
        for c in ('\0'..'\u{180}').filter(|c| !c.is_ascii()) {
            let local = format!("A{c}B");
            let long: String = local.nfc().flat_map(char::to_lowercase).nfc().collect();
            assert_eq!(lower(&local), long, "{c:?}");
        }
    }

    #[test]
    fn addresses_are_read_or_refused() {
        let table = [
            ("ANN@ACME.IO", Some("ann@acme.io")),
            ("\"ann lee\"@acme.io", Some("\"ann lee\"@acme.io")),
            ("MAILTO:Ann@acme.io?subject=Hi", Some("ann@acme.io")),
            ("Lee, Ann <ann@acme.io>", Some("ann@acme.io")),
            ("ann@xn--mller-kva.de", Some("ann@müller.de")),
            ("HESS@HEß.DE", Some("hess@heß.de")),
            ("jo\u{308}rg@acme.de", Some("jörg@acme.de")),
            ("\"a\"b\"@acme.io", None),
            (".ann@acme.io", None),
            ("ann@-acme.io", None),
            ("ann@acme.123", None),
            ("ann@acme,io", None),
            ("ann@acme.co,uk", None),
            ("ann@acme.co .uk", None),
            ("ann\u{200b}x@acme.io", None),
            ("ann@[10.0.0.1]", None),
        ];
        for (raw, expected) in table {
            let expected = expected.map_or(Cell::Unreadable(Unreadable::Malformed), Cell::text);
            assert_eq!(cell_of(raw), expected, "{raw}");
        }
        let long = "a".repeat(65) + "@acme.io";
        assert_eq!(cell_of(&long), Cell::Unreadable(Unreadable::Malformed));
    }

    #[test]
    fn of_several_the_first_is_taken() {
        for raw in [
            "ann@acme.io; bob@acme.io",
            "ann@acme.io,bob@acme.io",
            "ann@acme.io / bob@acme.io",
            "ann@acme.io oder bob@acme.io",
            "Ann <ann@acme.io>, Bob <bob@acme.io>",
        ] {
            let reading = with_context(|context| own(read(raw, context)));
            assert_eq!(
                (reading.cell, reading.repair),
                (Cell::text("ann@acme.io"), Some(Repair::FirstOfSeveral)),
                "{raw}"
            );
            assert_eq!(reading.others, [Text::same("bob@acme.io")], "{raw}");
        }
        let alone = with_context(|context| own(read("ann@acme.io;", context)));
        assert_eq!((alone.repair, alone.others), (None, Vec::new()));
    }

    #[test]
    fn what_is_already_normal_is_borrowed() {
        with_context(|context| {
            let Cell::Known(Value::Text(text)) = read("ann.lee@example.com", context).cell else { panic!("not read") };
            assert!(matches!(text.shown, Cow::Borrowed(_)));
        });
    }
}
