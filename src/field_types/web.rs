//! `web`: host and path of a web address with what identifies a page behind them, its host and its registrable domain.

use std::borrow::Cow;

use super::email::strip_prefix_ignoring_case;
use super::{country_zone, fold_key, page};
use crate::model::{Cell, Reading, Repair, Text, Unreadable, Value};

/// Reads an address into host and path, without scheme, `www.`, port and trailing slash. Of its query only what tells
/// which page it is stays (`profile.php?id=1001`), not what follows visitors (`utm_source`, `fbclid`); of its fragment
/// only what stands for a path (`#!/ann`).
///
/// The host is in lower case and in Unicode (`xn--` decoded); the path keeps its case and is compared without it.
/// Of several addresses it takes the first and says so. Refuses user names, hosts without a dot or with a last label
/// that cannot be a top-level domain, and every scheme but `http` and `https`, as *malformed*.
pub(super) fn read(raw: &str) -> Reading<'_> {
    if let Some(address) = address(raw) {
        return cell(address).into();
    }
    match first_of_several(raw) {
        Some(address) => Reading::repaired(cell(address), Repair::FirstOfSeveral),
        None => Cell::Unreadable(Unreadable::Malformed).into(),
    }
}

/// The host of an address cell; any other cell stays.
pub(super) fn host(cell: Cell<'_>) -> Cell<'_> {
    part(cell, |host| host)
}

/// The registrable domain of an address cell, by the public suffix list; any other cell stays.
///
/// A host that is a public suffix itself (`github.io`) has none above it and stands for itself.
pub(super) fn domain(cell: Cell<'_>) -> Cell<'_> {
    part(cell, |host| psl::domain_str(host).unwrap_or(host))
}

/// Whether there is such a top-level domain, by the public suffix list. It has those of some countries only with what
/// stands before them (`co.za`), so every country's counts.
#[must_use]
pub fn is_known_top_level(top: &str) -> bool {
    let is_country = || top.len() == 2 && country_zone(&top.to_ascii_uppercase()).is_some();
    psl::suffix(top.as_bytes()).is_some_and(|suffix| suffix.is_known()) || is_country()
}

/// Whether anybody registers names below a host, by the public suffix list: `co.uk`, `github.io`.
pub(super) fn is_public_suffix(host: &str) -> bool {
    psl::domain_str(host).is_none() && psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

fn part(cell: Cell<'_>, of_host: impl Fn(&str) -> &str) -> Cell<'_> {
    let Cell::Known(Value::Text(Text { shown, .. })) = cell else {
        return cell;
    };
    let host_of = |address: &str| address.find('/').unwrap_or(address.len());
    Cell::text(match shown {
        Cow::Borrowed(address) => {
            let host = &address[..host_of(address)];
            // What `of_host` gives is a tail of the host, so it can be cut out of the text that lives on.
            Cow::Borrowed(&host[host.len() - of_host(host).len()..])
        }
        Cow::Owned(address) => Cow::Owned(of_host(&address[..host_of(&address)]).to_owned()),
    })
}

fn cell(shown: Cow<'_, str>) -> Cell<'_> {
    let compared = match &shown {
        Cow::Borrowed(address) if address.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) => shown.clone(),
        Cow::Borrowed(address) => fold_key(address),
        Cow::Owned(address) => Cow::Owned(fold_key(address).into_owned()),
    };
    Cell::Known(Value::Text(Text { shown, compared }))
}

/// The normal form of the address that the whole text is.
fn address(text: &str) -> Option<Cow<'_, str>> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let text = without_scheme(text)?;
    let (text, behind) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let (authority, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    let path = path.trim_end_matches('/');
    let host = without_www(normal_host(without_port(authority)?)?);
    let query = if behind.is_empty() { String::new() } else { page::telling_query(&host, path, behind) };
    Some(match host {
        host if !query.is_empty() => {
            let slash = if path.is_empty() { "/" } else { "" };
            Cow::Owned([&*host, path, slash, &query].concat())
        }
        // Borrowed means unchanged: then host and path are neighbours in the text.
        Cow::Borrowed(host) if authority.ends_with(host) => {
            Cow::Borrowed(tail(&text[..authority.len() + path.len()], host.len() + path.len()))
        }
        host => Cow::Owned(host.into_owned() + path),
    })
}

fn tail(text: &str, len: usize) -> &str {
    &text[text.len() - len..]
}

/// `a.com, b.com`, `a.com b.com`: the first, where every piece is an address.
fn first_of_several(text: &str) -> Option<Cow<'_, str>> {
    let mut pieces = text.split(|c: char| c.is_whitespace() || ",;|".contains(c)).filter(|piece| !piece.is_empty());
    let first = address(pieces.next()?)?;
    pieces.all(|piece| address(piece).is_some()).then_some(first)
}

fn without_scheme(text: &str) -> Option<&str> {
    let rest = ["https:", "http:"].iter().find_map(|scheme| strip_prefix_ignoring_case(text, scheme));
    match rest {
        Some(rest) => rest.strip_prefix("//"),
        None => Some(text.strip_prefix("//").unwrap_or(text)),
    }
}

/// The host of an authority; none where a user name or something else than a port stands beside it.
fn without_port(authority: &str) -> Option<&str> {
    match authority.split_once(':') {
        Some((host, port)) => port.bytes().all(|b| b.is_ascii_digit()).then_some(host),
        None => Some(authority),
    }
}

fn normal_host(host: &str) -> Option<Cow<'_, str>> {
    let host = normal_domain(host.strip_suffix('.').unwrap_or(host))?;
    let top = host.rsplit('.').next()?;
    let plausible = top.chars().nth(1).is_some() && !top.bytes().any(|b| b.is_ascii_digit());
    plausible.then_some(host)
}

/// Without any `www.`, unless nothing with a dot would be left of it (`www.de`).
fn without_www(host: Cow<'_, str>) -> Cow<'_, str> {
    let mut bare = &*host;
    while let Some(rest) = bare.strip_prefix("www.").filter(|rest| rest.contains('.')) {
        bare = rest;
    }
    let cut = host.len() - bare.len();
    match host {
        Cow::Borrowed(host) => Cow::Borrowed(&host[cut..]),
        Cow::Owned(mut host) => {
            host.drain(..cut);
            Cow::Owned(host)
        }
    }
}

const LONGEST_DOMAIN: usize = 255;
const LONGEST_LABEL: usize = 63;

/// A domain in lower case and in Unicode, if it is one: two labels or more, the last not all digits.
pub(super) fn normal_domain(domain: &str) -> Option<Cow<'_, str>> {
    match Spelling::of(domain)? {
        Spelling::Normal => Some(Cow::Borrowed(domain)),
        Spelling::Capitals => Some(Cow::Owned(domain.to_ascii_lowercase())),
        Spelling::Foreign if is_western(domain) => Some(Cow::Borrowed(domain)),
        Spelling::Foreign => {
            let (unicode, result) = idna::domain_to_unicode(domain);
            (result.is_ok() && Spelling::of(&unicode).is_some()).then_some(Cow::Owned(unicode))
        }
    }
}

/// How a well-formed domain is written.
enum Spelling {
    /// ASCII in lower case.
    Normal,
    /// ASCII with capitals.
    Capitals,
    /// Other letters, or labels that stand for such (`xn--mller-kva`).
    Foreign,
}

/// Whether a domain has no other letters than those of Western Europe, small and in one piece. It is normal then: none of
/// them stands for another one. Most foreign domains of a list are such, and to ask Unicode takes a hundred times as long.
fn is_western(domain: &str) -> bool {
    let is_normal = |c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | 'ß'..='ö' | 'ø'..='ÿ');
    domain.chars().all(is_normal) && !domain.contains("--")
}

impl Spelling {
    /// Looks at every byte once: most cells of two columns of every list come through here.
    fn of(domain: &str) -> Option<Self> {
        let bytes = domain.as_bytes();
        let (mut label, mut letters, mut foreign, mut capitals) = (0, false, false, false);
        for (place, byte) in bytes.iter().enumerate() {
            match byte {
                b'a'..=b'z' => letters = true,
                b'.' if is_label(&bytes[label..place]) => (label, letters) = (place + 1, false),
                b'0'..=b'9' => {}
                b'A'..=b'Z' => (capitals, letters) = (true, true),
                // `xn--`, or what pretends to be.
                b'-' => foreign |= place == label + 3 && bytes[place - 1] == b'-',
                128.. => (foreign, letters) = (true, true),
                _ => return None,
            }
        }
        let fits = label > 0 && is_label(&bytes[label..]) && letters && bytes.len() <= LONGEST_DOMAIN;
        fits.then_some(match () {
            () if foreign => Self::Foreign,
            () if capitals => Self::Capitals,
            () => Self::Normal,
        })
    }
}

fn is_label(label: &[u8]) -> bool {
    (1..=LONGEST_LABEL).contains(&label.len()) && label[0] != b'-' && label[label.len() - 1] != b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_domains_are_normal() {
        for c in ('\0'..'\u{180}').filter(|c| !c.is_ascii()) {
            let domain = format!("{c}a-{c}1.{c}.de");
            let (unicode, result) = idna::domain_to_unicode(&domain);
            assert!(!is_western(&domain) || result.is_ok() && unicode == domain, "{c:?}");
        }
        assert!(is_western("müller-straße.de") && !is_western("Müller.de") && !is_western("xn--mller-kva.de"));
    }

    #[test]
    fn addresses_are_read_or_refused() {
        let table = [
            ("HTTPS://WWW.Acme.com/", Some("acme.com")),
            ("//acme.com", Some("acme.com")),
            ("http://acme.com:8080/Shop/", Some("acme.com/Shop")),
            ("acme.com/team?utm_source=x#top", Some("acme.com/team")),
            ("acme.com/team?utm_source=x&id=7&fbclid=y#top", Some("acme.com/team?id=7")),
            ("acme.com/?fbclid=y", Some("acme.com")),
            ("acme.com?p=12", Some("acme.com/?p=12")),
            ("acme.com/#!/ann", Some("acme.com/#!/ann")),
            ("linkedin.com/in/ann?originalSubdomain=de", Some("linkedin.com/in/ann")),
            ("linkedin.com/profile/view?id=111222&trk=x", Some("linkedin.com/profile/view?id=111222")),
            ("acme.com.", Some("acme.com")),
            ("www.de", Some("www.de")),
            ("www.www.acme.com", Some("acme.com")),
            ("acme.example", Some("acme.example")),
            ("www.acme.com/a,b", Some("acme.com/a,b")),
            ("ann@acme.com", None),
            ("http://ann:pw@acme.com", None),
            ("ftp://acme.com", None),
            ("http:acme.com", None),
            ("10.0.0.1", None),
            ("n.a.", None),
            ("acme.com is down", None),
            ("acme .com", None),
            ("-acme.com", None),
            ("xn--zzzzzzzz--.de", None),
        ];
        for (raw, expected) in table {
            let shown = match read(raw).cell {
                Cell::Known(Value::Text(text)) => Some(text.shown.into_owned()),
                _ => None,
            };
            assert_eq!(shown.as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn of_several_the_first_is_taken() {
        for raw in ["acme.com, acme.de", "acme.com www.acme.de", "acme.com; http://acme.de/"] {
            assert_eq!(read(raw), Reading::repaired(Cell::text("acme.com"), Repair::FirstOfSeveral), "{raw}");
        }
    }

    #[test]
    fn domains_follow_the_public_suffix_list() {
        let table = [
            ("a.b.acme.co.uk/x", "a.b.acme.co.uk", "acme.co.uk"),
            ("acme.github.io", "acme.github.io", "acme.github.io"),
            ("github.io", "github.io", "github.io"),
            ("shop.müller.de", "shop.müller.de", "müller.de"),
            ("www.食狮.公司.cn", "食狮.公司.cn", "食狮.公司.cn"),
        ];
        for (raw, of_host, of_domain) in table {
            assert_eq!(host(read(raw).cell), Cell::text(of_host));
            assert_eq!(domain(read(raw).cell), Cell::text(of_domain));
        }
    }
}
