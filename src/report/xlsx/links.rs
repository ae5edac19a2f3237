//! Links to mail, telephone and web.
//!
//! A sheet takes a limited number of them: addresses come first, then telephones, then web sites, the best rows first.
//! Hosts are written as IDNA has them in ASCII, everything else that is not plain is percent-encoded once.

use std::fmt::Write as _;

use crate::model::EXTENSION;
use crate::report::{BETWEEN, SheetCell, SheetRow};

/// How many links a sheet holds; beyond 65,536 the library's numbers for them wrap.
const LINKS: usize = 65_000;

/// The longest link that a spreadsheet takes, with room for what the library escapes.
const LONGEST: usize = 2_000;

/// Stands for `%` in a link until the workbook is written: the library would escape that sign again, see [`super::escapes`].
pub(super) const PERCENT: char = '\u{E025}';

/// How many links of each kind may still be written.
pub(super) struct LinkBudget {
    mail: usize,
    phone: usize,
    web: usize,
    /// Whether some link that was taken holds [`PERCENT`].
    pub(super) escapes: bool,
    /// Whether some cell got no link because there was no room for more.
    pub(super) cut: bool,
}

impl LinkBudget {
    pub(super) fn for_rows(rows: &[SheetRow]) -> Self {
        Self::of(LINKS, rows)
    }

    fn of(limit: usize, rows: &[SheetRow]) -> Self {
        let count =
            |wanted: fn(&SheetCell) -> bool| rows.iter().flat_map(|row| &row.cells).filter(|cell| wanted(cell)).count();
        let mail = count(|cell| matches!(cell, SheetCell::Email(_))).min(limit);
        let phone = count(|cell| matches!(cell, SheetCell::Phone(_))).min(limit - mail);
        Self { mail, phone, web: limit - mail - phone, escapes: false, cut: false }
    }

    /// The link for a cell; nothing where it has none, or where no more of its kind may be written.
    pub(super) fn take(&mut self, cell: &SheetCell) -> Option<String> {
        let (link, left) = match cell {
            SheetCell::Email(address) => (mail(first(address)), &mut self.mail),
            SheetCell::Phone(number) => (telephone(first(number)), &mut self.phone),
            SheetCell::Web(site) => (page(site), &mut self.web),
            _ => return None,
        };
        let fits = *left > 0 && link.len() <= LONGEST;
        *left -= usize::from(fits);
        self.cut |= *left == 0 && !fits;
        self.escapes |= fits && link.contains(PERCENT);
        fits.then_some(link)
    }
}

/// The first of the values in a cell.
fn first(text: &str) -> &str {
    text.split_once(BETWEEN).map_or(text, |(first, _)| first)
}

/// A number as RFC 3966 has it: `tel:+16502530000;ext=12`.
///
/// The library refuses the scheme. A link to a file goes into the workbook as it is behind `file:`, so that it comes out
/// as wanted.
fn telephone(number: &str) -> String {
    let (number, extension) = number.split_once(EXTENSION).unwrap_or((number, ""));
    let mark = if extension.is_empty() { "" } else { ";ext=" };
    format!("file://tel:{}{mark}{}", escaped(number, "+"), escaped(extension, ""))
}

/// An address as RFC 6068 has it.
fn mail(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) => format!("mailto:{}@{}", escaped(name, ""), host(domain)),
        None => format!("mailto:{}", escaped(address, "")),
    }
}

/// A page: its host, and behind it what is a path, a query or a fragment.
fn page(site: &str) -> String {
    let (name, rest) = site.split_at(site.find(['/', '?', '#']).unwrap_or(site.len()));
    format!("https://{}{}", host(name), encoded(rest, "/:?#&=@+,;!$'()*"))
}

/// A host in ASCII; what is none is escaped.
fn host(name: &str) -> String {
    let ascii = if name.is_ascii() { None } else { idna::domain_to_ascii(name).ok() };
    ascii.unwrap_or_else(|| escaped(name, ":"))
}

/// Letters, digits, `-._~` and what is in `kept` as they are, all other bytes as `%HH`.
fn escaped(text: &str, kept: &str) -> String {
    let mut link = String::with_capacity(text.len());
    for byte in text.bytes() {
        match char::from(byte) {
            c if c.is_ascii_alphanumeric() || "-._~".contains(c) || kept.contains(c) => link.push(c),
            _ => write!(link, "{PERCENT}{byte:02X}").expect("bug: writing into a string never fails"),
        }
    }
    link
}

/// The same for what may be encoded already: each `%HH` of the text stays.
fn encoded(text: &str, kept: &str) -> String {
    let mut link = String::with_capacity(text.len());
    for (place, piece) in text.split('%').enumerate() {
        let is_code = piece.len() >= 2 && piece.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
        match (place, is_code) {
            (0, _) => {}
            (_, true) => link.push(PERCENT),
            (_, false) => link.push_str(&escaped("%", "")),
        }
        link.push_str(&escaped(piece, kept));
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: Vec<SheetCell>) -> SheetRow {
        SheetRow { worst: 0, best: 0, known: 0, list: 0, record: 0, part: 0, cells }
    }

    #[test]
    fn links_are_escaped() {
        let mut budget = LinkBudget { mail: 99, phone: 99, web: 99, escapes: false, cut: false };
        for (cell, link) in [
            (SheetCell::Email("a@b.example".to_owned()), Some("mailto:a@b.example")),
            (SheetCell::Email("a?bcc=x@b.example".to_owned()), Some("mailto:a%3Fbcc%3Dx@b.example")),
            (SheetCell::Phone("+4930123456".to_owned()), Some("file://tel:+4930123456")),
            (SheetCell::Phone("+16505550100 ext. 12".to_owned()), Some("file://tel:+16505550100;ext=12")),
            (SheetCell::Phone("+4930123456; +4930123457".to_owned()), Some("file://tel:+4930123456")),
            (SheetCell::Email("a@b.example; c@b.example".to_owned()), Some("mailto:a@b.example")),
            (SheetCell::Email("jörg@müller.example".to_owned()), Some("mailto:j%C3%B6rg@xn--mller-kva.example")),
            (SheetCell::Web("müller.example/a b".to_owned()), Some("https://xn--mller-kva.example/a%20b")),
            (SheetCell::Web("b.example/m%C3%BCller-%7b".to_owned()), Some("https://b.example/m%C3%BCller-%7b")),
            (
                SheetCell::Web("b.example/müller?q=ü&r=1#ß".to_owned()),
                Some("https://b.example/m%C3%BCller?q=%C3%BC&r=1#%C3%9F"),
            ),
            (SheetCell::Web("b.example/100%/50%2".to_owned()), Some("https://b.example/100%25/50%252")),
            (SheetCell::Web("b.example/%25C3".to_owned()), Some("https://b.example/%25C3")),
            (SheetCell::Web("b.example/%ü".to_owned()), Some("https://b.example/%25%C3%BC")),
            (
                SheetCell::Web("b.example/[a]^\"<>`{}".to_owned()),
                Some("https://b.example/%5Ba%5D%5E%22%3C%3E%60%7B%7D"),
            ),
            (SheetCell::Web("b.example?p=1".to_owned()), Some("https://b.example?p=1")),
            (SheetCell::Web("javascript:alert(1)".to_owned()), Some("https://javascript:alert%281%29")),
            (SheetCell::Web("x".repeat(3_000)), None),
            (SheetCell::Text("a@b.example".to_owned()), None),
        ] {
            let taken = budget.take(&cell).map(|link| link.replace(PERCENT, "%"));
            assert_eq!(taken.as_deref(), link, "{cell:?}");
        }
    }

    #[test]
    fn mail_goes_before_telephone_and_web() {
        let cells = || {
            let [mail, phone, web] = ["a@b.example", "+4930123456", "b.example"].map(str::to_owned);
            vec![SheetCell::Web(web), SheetCell::Phone(phone), SheetCell::Email(mail)]
        };
        let rows: Vec<_> = (0..10).map(|_| row(cells())).collect();
        for (limit, links) in [(30, [10, 10, 10]), (25, [5, 10, 10]), (15, [0, 5, 10]), (4, [0, 0, 4]), (0, [0, 0, 0])]
        {
            let mut budget = LinkBudget::of(limit, &rows);
            let mut taken = [0, 0, 0];
            for row in &rows {
                row.cells
                    .iter()
                    .zip(&mut taken)
                    .for_each(|(cell, taken)| *taken += u32::from(budget.take(cell).is_some()));
            }
            assert_eq!(taken, links, "{limit}");
            assert_eq!(budget.cut, limit < 30, "{limit}");
        }
    }
}
