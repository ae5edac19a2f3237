//! What one cell of a suppression file names. People write several values into a cell, remarks beside them, and signs for
//! everybody at a domain; spreadsheets put apostrophes in front.

use super::phones::{self, Region};
use super::why::{Doubt, Why};
use crate::field_types::{
    Context, FieldType, Hints, Page, PageOf, Part, Platform, Tables, is_known_top_level, read, read_part, spelled_out,
};
use crate::identity::suppression::Role;
use crate::model::{Cell, Country, Value, is_hexadecimal, secret_of};
use crate::profile::Profile;

/// What a cell names, in the normal form of leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// An e-mail address.
    Address(String),
    /// The SHA-256 of one.
    Hash(String),
    /// The same, keyed with a secret.
    KeyedHash(String),
    /// A phone number in E.164.
    Phone(String),
    /// A phone number without its country.
    National(String),
    /// Everybody with a mailbox at a domain: `*@acme.com`.
    Everybody(String),
    /// The host of a website, or a domain.
    Host(String),
    /// A page at a platform.
    Page(String, PageOf),
    /// A company.
    Company(String),
}

/// What was made of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// Whom it names.
    pub(super) named: Vec<Named>,
    /// The parts of it that name nobody, and why.
    pub(super) idle: Vec<(String, Why)>,
    /// The parts of it that bar somebody and that a person should look at.
    pub(super) doubts: Vec<(String, Doubt)>,
}

/// Reads cells of one row.
#[derive(Clone, Copy)]
pub(super) struct Cells<'p> {
    pub(super) profile: &'p Profile,
    /// The country of the row, where it says one.
    pub(super) country: Option<Country>,
}

impl Read {
    fn of(named: Named) -> Self {
        Self { named: vec![named], ..Self::default() }
    }

    pub(super) fn idle(text: &str, why: Why) -> Self {
        Self { idle: vec![(text.to_owned(), why)], ..Self::default() }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.named.extend(other.named);
        self.idle.extend(other.idle);
        self.doubts.extend(other.doubts);
    }

    /// The same, and that the text is doubtful enough to be looked at.
    fn also_idle(mut self, text: &str) -> Self {
        if self.idle.is_empty() {
            self.idle.push((text.to_owned(), Why::Malformed));
        }
        self
    }

    fn doubt(mut self, text: &str, doubt: Doubt) -> Self {
        self.doubts.push((text.to_owned(), doubt));
        self
    }

    /// The same, or what cannot be read where nothing came of the text.
    fn or_idle(self, text: &str) -> Self {
        let is_nothing = self.named.is_empty() && self.idle.is_empty();
        if is_nothing { Self::idle(text, Why::Malformed) } else { self }
    }
}

impl<'p> Cells<'p> {
    /// Reads a cell that is not blank, by what its column names.
    pub(super) fn read(self, role: Role, text: &str) -> Read {
        match role {
            Role::Email => self.addresses(text),
            Role::EmailSha256 if text.contains('@') => self.addresses(text),
            Role::EmailSha256 => hashes(text),
            Role::Phone => phones::read(text, &|number, region| self.number(number, region)),
            Role::Domain | Role::Web | Role::Page => self.webs(text),
            Role::Company => self.companies(text),
            Role::Name | Role::PostalCode | Role::Country | Role::AreaCode => Read::default(),
        }
    }

    /// The normal form of a cell, as cells of leads have it.
    pub(super) fn form(self, field_type: &FieldType, text: &str) -> Option<String> {
        self.form_in(field_type, text, self.country)
    }

    fn form_in(self, field_type: &FieldType, text: &str, country: Option<Country>) -> Option<String> {
        let hints = Hints::default();
        match read(field_type, text, &self.context(&hints, country)).cell {
            Cell::Known(Value::Text(known)) => Some(known.compared.into_owned()),
            _ => None,
        }
    }

    fn context<'c>(self, hints: &'c Hints, country: Option<Country>) -> Context<'c>
    where
        'p: 'c,
    {
        Context { hints, country, currencies: &self.profile.currencies, tables: &self.profile.tables }
    }

    fn tables(self) -> &'p Tables {
        &self.profile.tables
    }

    fn number(self, text: &str, region: Region) -> Option<String> {
        let country = if region == Region::Row { self.country } else { None };
        self.form_in(&FieldType::Phone, text, country)
    }

    /// Whether a text is nothing but a domain or a website that can be one company's.
    pub(super) fn is_domain(self, text: &str) -> bool {
        let has_name = text.starts_with("http") || text.starts_with("www.") || !text.contains(['/', ' ']);
        let host = self.host(text).filter(|host| has_name && is_top_level(host));
        host.is_some_and(|host| !self.is_shared(&host))
    }

    /// Whether a name has a legal form, so that it is a company's.
    pub(super) fn is_company(self, name: &str) -> bool {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        self.form(&FieldType::Company, name).is_some_and(|form| letters(&form) < letters(name))
    }

    /// Whether many companies share a host, so that it says nothing of any of them.
    pub(super) fn is_shared(self, host: &str) -> bool {
        Platform::of_host(host, self.tables()).is_some()
    }

    fn host(self, text: &str) -> Option<String> {
        let hints = Hints::default();
        match read_part(&FieldType::Web, Part::WebHost, text, &self.context(&hints, None)) {
            Cell::Known(Value::Text(known)) => Some(known.compared.into_owned()),
            _ => None,
        }
    }

    /// `ann@acme.com; bob@acme.com`, `Ann Lee <ann@acme.com>`, `*@acme.com`, `@acme.com`.
    /// The same with signs spelled out: `ann (at) acme.com`.
    fn addresses(self, text: &str) -> Read {
        let spelled = spelled_out(text).map(|spelled| self.written_addresses(&spelled));
        spelled.filter(|read| !read.named.is_empty()).unwrap_or_else(|| self.written_addresses(text))
    }

    fn written_addresses(self, text: &str) -> Read {
        let apart = |c: char| c.is_whitespace() || ",;|<>()[]{}\"".contains(c);
        let pieces = text.split(apart).flat_map(slashed).map(without_signs).filter(|piece| !piece.is_empty());
        let pieces: Vec<&str> = pieces.collect();
        if let Some(address) = apart_from_its_domain(&pieces) {
            return self.address(&address).also_idle(text);
        }
        let mut found = Read::default();
        pieces.iter().filter(|piece| piece.contains('@')).for_each(|piece| found.add(self.address(piece)));
        pieces.iter().filter(|piece| hash(piece).is_some()).for_each(|piece| found.add(hashes(piece)));
        if found.named.is_empty() && found.idle.is_empty() {
            // Domains under the header of addresses mean everybody there.
            let domains: Option<Vec<Named>> = pieces.iter().map(|piece| self.everybody(piece)).collect();
            found.named = domains.unwrap_or_default();
        } else if is_torn(text) {
            found.idle.push((text.to_owned(), Why::Malformed));
        }
        found.or_idle(text)
    }

    fn address(self, piece: &str) -> Read {
        let starred = piece.strip_prefix('*').unwrap_or(piece);
        match starred.strip_prefix('@').or_else(|| starred.strip_prefix("%@")) {
            Some(domain) => match self.host(below(domain)) {
                Some(host) => Read::of(Named::Everybody(host)),
                None => Read::idle(piece, Why::Malformed),
            },
            // A star among other letters stands for people whom nobody can know.
            None if piece.starts_with('#') || piece.contains('*') => Read::idle(piece, Why::Malformed),
            None => match self.form(&FieldType::Email, piece) {
                Some(form) => Read::of(Named::Address(form)),
                None => Read::idle(piece, Why::Malformed),
            },
        }
    }

    /// A domain alone, or `*.acme.com`: nobody writes an address so.
    fn everybody(self, piece: &str) -> Option<Named> {
        let hints = Hints::default();
        let host = self.host(below(piece))?;
        let whole = read_part(&FieldType::Web, Part::WebDomain, &host, &self.context(&hints, None));
        let is_whole = matches!(whole, Cell::Known(Value::Text(domain)) if *domain.compared == *host);
        (piece.starts_with("*.") || is_whole && Platform::of_host(&host, self.tables()).is_none())
            .then_some(Named::Everybody(host))
    }

    /// `acme.com; acme.de`, `https://www.acme.com/team`, `*@acme.com`, `linkedin.com/in/ann-lee`.
    fn webs(self, text: &str) -> Read {
        let apart = |c: char| c.is_whitespace() || ",;|<>\"".contains(c);
        let pieces: Vec<&str> = text.split(apart).map(without_signs).filter(|piece| !piece.is_empty()).collect();
        let read: Vec<Read> = pieces.iter().map(|piece| self.web(piece)).collect();
        if read.iter().all(|read| read.named.is_empty() && read.idle.iter().all(|(_, why)| *why == Why::Malformed)) {
            return Read::idle(text, Why::Malformed);
        }
        let mut found = Read::default();
        for (piece, read) in pieces.iter().zip(read) {
            // Words beside an address are words.
            let is_word = read.named.is_empty() && !piece.contains(['.', '@', '/']);
            found.add(if is_word { Read::default() } else { read });
        }
        found
    }

    fn web(self, piece: &str) -> Read {
        if piece.starts_with(['@', '*', '%']) && !piece.starts_with("*.") {
            return self.address(piece);
        }
        if piece.contains('@') && !piece.contains('/') {
            let found = self.address(piece);
            return if found.named.is_empty() { found } else { found.doubt(piece, Doubt::AddressAsDomain) };
        }
        if let Some((first, second)) = self.two_hosts(piece) {
            let mut found = self.web(first);
            found.add(self.web(second));
            return found;
        }
        let bare = below(piece);
        let Some(host) = self.host(bare) else { return Read::idle(piece, Why::Malformed) };
        let Some(address) = self.form(&FieldType::Web, bare) else { return Read::idle(piece, Why::Malformed) };
        let page = match Page::of(&address) {
            Page::One(page) => page.into_owned(),
            Page::Nobodys | Page::Site(_) => String::new(),
        };
        match (PageOf::address(&page, self.tables()), Platform::of_host(&host, self.tables())) {
            (Some(of), _) => Read::of(Named::Page(page, of)),
            (None, Some(_)) => Read::idle(piece, Why::SharedHost),
            (None, None) => Read::of(Named::Host(host)),
        }
    }

    /// `acme.com/acme.de`: two domains, where what stands behind the slash ends as domains do and as files do not.
    fn two_hosts(self, piece: &str) -> Option<(&str, &str)> {
        let (first, second) = piece.split_once('/').filter(|_| !piece.contains("//"))?;
        let is_host = |text: &str| self.host(text).is_some() && !text.contains('/');
        let ending = second.rsplit('.').next()?;
        let is_file = ["html", "htm", "php", "asp", "aspx", "jsp", "pdf", "shtml", "cfm"].contains(&ending);
        (is_host(first) && second.contains('.') && is_host(second) && !is_file).then_some((first, second))
    }

    /// A company; several where `;`, `|` or a line break stands between names, or a comma behind a legal form.
    fn companies(self, text: &str) -> Read {
        if text.contains('@') && !text.contains(' ') {
            let found = self.addresses(text);
            return if found.named.is_empty() { found } else { found.doubt(text, Doubt::AddressAsDomain) };
        }
        let form = |text: &str| self.form(&FieldType::Company, text).filter(|form| !self.is_legal_form(text, form));
        let mut names: Vec<String> = form(text).into_iter().collect();
        let apart: Vec<&str> = text.split([';', '|', '\n', '\r', '\t']).flat_map(|part| part.split(" / ")).collect();
        let pieces = apart.iter().flat_map(|part| self.behind_legal_forms(part));
        names.extend(pieces.map(str::trim).filter(|piece| is_word(piece)).filter_map(form));
        let otherwise: Vec<String> = names.iter().flat_map(|name| joined_otherwise(name)).collect();
        names.extend(otherwise);
        names.extend(joined_otherwise(text).iter().filter_map(|name| form(name)));
        names.sort_unstable();
        names.dedup();
        // `acme.com` under a header of companies is the one or the other.
        let host = self.is_domain(text).then(|| self.host(text)).flatten().map(Named::Host);
        Read { named: names.into_iter().map(Named::Company).chain(host).collect(), ..Read::default() }.or_idle(text)
    }

    /// Whether a name is nothing but a legal form: beside another word it is no part of the name.
    fn is_legal_form(self, name: &str, form: &str) -> bool {
        let of = |name: &str| self.form(&FieldType::Company, name);
        !form.contains(' ') && of(&format!("Xyz {name}")).is_some_and(|whole| Some(whole) == of("Xyz"))
    }

    /// Cut at each comma behind a name with a legal form: `Wolf GmbH, Fuchs AG`, and not `Wolf, Fuchs & Co.`.
    fn behind_legal_forms(self, text: &str) -> Vec<&str> {
        let (mut pieces, mut start) = (Vec::new(), 0);
        for (comma, _) in text.match_indices(',') {
            let name = &text[start..comma];
            if self.is_company(name) {
                pieces.push(name);
                start = comma + 1;
            }
        }
        pieces.push(&text[start..]);
        pieces
    }
}

/// A name of two that are joined, with the other words and signs that join them: `Hill & Sons`, `Hill and Sons`.
fn joined_otherwise(name: &str) -> Vec<String> {
    const JOINTS: [&str; 8] = ["&", "and", "und", "et", "y", "e", "en", "+"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_joint = |place: &usize| JOINTS.iter().any(|joint| words[*place].eq_ignore_ascii_case(joint));
    let Some(place) = (1..words.len().saturating_sub(1)).find(is_joint) else { return Vec::new() };
    let with = |joint: &&str| [words[..place].join(" "), (*joint).to_owned(), words[place + 1..].join(" ")].join(" ");
    JOINTS.iter().map(with).collect()
}

/// Hashes of addresses, in hexadecimal.
fn hashes(text: &str) -> Read {
    let mut found = Read::default();
    for piece in text.split(|c: char| c.is_whitespace() || ",;|".contains(c)).filter(|piece| !piece.is_empty()) {
        found.add(hash(piece).map_or_else(|| Read::idle(piece, Why::NotAHash), Read::of));
    }
    found
}

/// A SHA-256, or one that is keyed.
fn hash(text: &str) -> Option<Named> {
    let keyed = || secret_of(text).map(|_| Named::KeyedHash(text.to_ascii_lowercase()));
    if is_hexadecimal(text, 64) { Some(Named::Hash(text.to_ascii_lowercase())) } else { keyed() }
}

/// The address of somebody where a blank stands beside its only `@`: `ann @acme.com`. Words for everybody are no name.
fn apart_from_its_domain(pieces: &[&str]) -> Option<String> {
    const EVERYBODY: [&str; 14] = [
        "all",
        "any",
        "anyone",
        "everybody",
        "everyone",
        "whole",
        "domain",
        "alle",
        "jeder",
        "tous",
        "todos",
        "tutti",
        "iedereen",
        "allen",
    ];
    let mut signed = pieces.iter().enumerate().filter(|(_, piece)| piece.contains('@'));
    let (place, piece) = signed.next().filter(|_| signed.next().is_none())?;
    let is_name = |word: &&&str| !EVERYBODY.contains(&word.to_lowercase().as_str()) && !word.contains('*');
    if piece.starts_with('@') && piece.len() > 1 {
        let name = pieces.get(place.checked_sub(1)?).filter(is_name)?;
        return Some([*name, *piece].concat());
    }
    let domain = pieces.get(place + 1).filter(|_| piece.len() > 1 && piece.ends_with('@'))?;
    Some([*piece, *domain].concat())
}

/// A cell as people mean it: without the apostrophe and the `="…"` that spreadsheets put around text, and trimmed.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let quotes = ['\'', '’', '‘', '`', '´', '"', '“', '”', '„'];
    text.trim_matches(|c: char| quotes.contains(&c) || c.is_whitespace())
}

/// Whether a text has a letter or digit.
pub(super) fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Whether a text without letters and digits is more than a line in an empty cell: `*`, `*@*`, `???`.
pub(super) fn has_sign(text: &str) -> bool {
    !is_word(text) && text.contains(['*', '?', '@', '%', '#', '!', '+'])
}

/// Without what a sentence puts around an address.
fn without_signs(piece: &str) -> &str {
    let piece = piece.trim_matches(|c: char| "'’‘`´“”„:".contains(c)).trim_end_matches(['.', '/']);
    let has = |scheme: &&str| piece.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["mailto:", "smtp:"].iter().find(|scheme| has(scheme)).map_or(piece, |scheme| &piece[scheme.len()..])
}

/// `a@x.de/b@x.de`: cut at slashes where each part is an address. A slash may stand in front of an @.
fn slashed(piece: &str) -> Vec<&str> {
    let parts: Vec<&str> = piece.split('/').collect();
    if parts.iter().all(|part| part.contains('@')) { parts } else { vec![piece] }
}

/// `*.acme.com` means what is below the domain, and the domain.
fn below(piece: &str) -> &str {
    piece.strip_prefix("*.").or_else(|| piece.strip_prefix('.')).unwrap_or(piece)
}

/// Whether a host ends in a top-level domain, or in one that is kept for examples.
fn is_top_level(host: &str) -> bool {
    let top = host.rsplit('.').next().unwrap_or_default();
    is_known_top_level(top) || ["example", "test", "invalid", "localhost"].contains(&top)
}

/// Whether an address goes on behind a comma or a blank: `ann@acme.co,uk`, `ann@acme.co .uk`.
fn is_torn(text: &str) -> bool {
    let (_, domain) = text.split_at(text.find('@').unwrap_or(0));
    let behind = |part: &str| {
        let word = part.split(|c: char| c.is_whitespace() || ",;|".contains(c)).next().unwrap_or_default();
        (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
    };
    let glued = |text: &str| text.split(',').skip(1).any(|part| !part.contains('@') && behind(part));
    glued(domain) || domain.contains(" .")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_addresses_are_told() {
        for (text, torn) in [
            ("ann@acme.co,uk", true),
            ("ann@acme .example", true),
            ("ann@acme.example, bob@acme.example", false),
            ("ann@acme.example,bob@acme.example", false),
            ("ann@acme.example, Vertrieb", false),
            ("Roth,ann@acme.example", false),
        ] {
            assert_eq!(is_torn(text), torn, "{text}");
        }
    }

    #[test]
    fn an_address_in_two_parts_is_one() {
        for (pieces, expected) in [
            (vec!["ann", "@acme.example"], Some("ann@acme.example")),
            (vec!["Roth", "ann@", "acme.example"], Some("ann@acme.example")),
            (vec!["everyone", "@acme.example"], None),
            (vec!["@acme.example"], None),
            (vec!["*", "@acme.example"], None),
            (vec!["ann@acme.example", "bob"], None),
            (vec!["ann", "@acme.example", "@other.example"], None),
        ] {
            assert_eq!(apart_from_its_domain(&pieces).as_deref(), expected, "{pieces:?}");
        }
    }

    #[test]
    fn companies_are_joined_by_any_word() {
        assert!(joined_otherwise("Hill & Sons").contains(&"Hill und Sons".to_owned()));
        assert!(joined_otherwise("Hill and Sons").contains(&"Hill & Sons".to_owned()));
        for plain in ["Hill", "& Sons", "Hill &", "Anders Holt"] {
            assert!(joined_otherwise(plain).is_empty(), "{plain}");
        }
    }

    #[test]
    fn wrappings_come_off() {
        for (text, expected) in [
            ("'cid@acme.example", "cid@acme.example"),
            ("’cid@acme.example’", "cid@acme.example"),
            ("=\"+49 30 1\"", "+49 30 1"),
            (" \"cid@acme.example\" ", "cid@acme.example"),
            ("O'Hara Ltd", "O'Hara Ltd"),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }
}
