//! Which page a web address is about: what of it identifies somebody, and whether it is anybody's page at all.
//!
//! A page has many spellings: another language (`de.linkedin.com`, `/en`), letters written as `%C3%A9`, what follows a
//! visitor around. And many addresses are nobody's page: the front page of a network, `linkedin.com/in/`, a search.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Whom a web address names, as identity keys see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page<'a> {
    /// Nobody: the front page of a network, a search, a page that has no name behind `/in/`.
    Nobodys,
    /// A whole site, which is a company's and no page of its own.
    Site(Cow<'a, str>),
    /// One page, in a form in which all of its spellings are the same.
    One(Cow<'a, str>),
}

/// A network with pages of people and companies.
struct Network {
    /// Its domain, and the others that it goes by.
    domains: &'static [&'static str],
    /// What stands before a name in a path, and in how many segments the name is complete.
    names: &'static [(&'static str, usize)],
    /// Whether a first segment that is none of these is a name itself (`facebook.com/acme`).
    has_plain_names: bool,
}

const NETWORKS: [Network; 9] = [
    Network {
        domains: &["linkedin.com", "linkedin.cn"],
        names: &[
            ("in", 2),
            ("company", 2),
            ("company-beta", 2),
            ("school", 2),
            ("showcase", 2),
            ("groups", 2),
            ("pub", 5),
            ("profile", 2),
            ("sales", 3),
            ("talent", 3),
            ("recruiter", 3),
        ],
        has_plain_names: false,
    },
    Network {
        domains: &["xing.com"],
        names: &[("profile", 2), ("pages", 2), ("companies", 2), ("company", 2)],
        has_plain_names: false,
    },
    Network {
        domains: &["facebook.com", "fb.com", "facebook.de"],
        names: &[("people", 3), ("pages", 3), ("pages-category", 3), ("groups", 2), ("pg", 2), ("p", 2), ("public", 2)],
        has_plain_names: true,
    },
    Network { domains: &["twitter.com", "x.com"], names: &[], has_plain_names: true },
    Network { domains: &["instagram.com", "instagr.am"], names: &[("p", 2), ("reel", 2)], has_plain_names: true },
    Network { domains: &["youtube.com"], names: &[("channel", 2), ("user", 2), ("c", 2)], has_plain_names: true },
    Network { domains: &["tiktok.com"], names: &[], has_plain_names: true },
    Network { domains: &["github.com"], names: &[("orgs", 2)], has_plain_names: true },
    Network { domains: &["viadeo.com"], names: &[("profile", 2), ("p", 2), ("company", 2)], has_plain_names: false },
];

/// First segments of networks' paths that are about nobody.
const OF_THE_NETWORK: &[&str] = &[
    "about",
    "accounts",
    "authwall",
    "checkpoint",
    "dialog",
    "directory",
    "discover",
    "events",
    "explore",
    "feed",
    "feeds",
    "gaming",
    "hashtag",
    "help",
    "home",
    "home.php",
    "i",
    "index.php",
    "intent",
    "jobs",
    "legal",
    "login",
    "login.php",
    "logout",
    "marketplace",
    "me",
    "messages",
    "messaging",
    "mynetwork",
    "notifications",
    "playlist",
    "policies",
    "privacy",
    "r.php",
    "register",
    "results",
    "settings",
    "share",
    "share.php",
    "sharearticle",
    "sharer",
    "sharer.php",
    "signin",
    "signup",
    "start",
    "uas",
    "watch",
];

/// What stands in a name's place where the list does not know it.
const NO_NAMES: &[&str] = &[
    "-",
    "na",
    "n-a",
    "n",
    "nan",
    "nil",
    "null",
    "none",
    "undefined",
    "unknown",
    "unavailable",
    "username",
    "user",
    "yourname",
    "your-name",
    "yourprofile",
    "your-profile",
    "profile",
    "view",
    "dir",
    "edit",
    "me",
    "%20",
    "unbekannt",
];

/// Segments of a path, without an ending such as `.php`, that a search has on any site.
const SEARCHES: &[&str] = &[
    "search",
    "searches",
    "searchresult",
    "searchresults",
    "search-result",
    "search-results",
    "suche",
    "suchen",
    "suchergebnis",
    "suchergebnisse",
    "recherche",
    "rechercher",
    "buscar",
    "busqueda",
    "ricerca",
    "cerca",
    "zoeken",
];

/// Names of queries by which a search says what it is for.
const SEARCHED: &[&str] = &["q", "query", "keywords", "keyword", "search", "search_query", "suchbegriff", "suche"];

/// Names of queries that say where a visitor comes from, or how they like to see the page, and not which page it is.
const OF_VISITORS: &[&str] = &[
    "__cft__",
    "__tn__",
    "__xts__",
    "adid",
    "aff",
    "affid",
    "affiliate",
    "authtoken",
    "authtype",
    "campaign",
    "campaignid",
    "clickid",
    "cmp",
    "cmpid",
    "cookie",
    "currentjobid",
    "dclid",
    "eid",
    "epik",
    "fbclid",
    "mkt_tok",
    "_gl",
    "feature",
    "fref",
    "gbraid",
    "gclid",
    "hc_location",
    "hc_ref",
    "hl",
    "igsh",
    "igshid",
    "jsessionid",
    "lang",
    "language",
    "licu",
    "lipi",
    "locale",
    "mibextid",
    "midsig",
    "midtoken",
    "miniprofileurn",
    "msclkid",
    "originalsubdomain",
    "partner",
    "phpsessid",
    "rc",
    "ref",
    "ref_src",
    "ref_url",
    "referer",
    "referrer",
    "refid",
    "rel",
    "s_kwcid",
    "sc_o",
    "sc_p",
    "session",
    "session_id",
    "sessionid",
    "share",
    "si",
    "sid",
    "source",
    "src",
    "tracking",
    "trackingid",
    "trk",
    "trkemail",
    "trkinfo",
    "ttclid",
    "twclid",
    "via",
    "viewas",
    "wbraid",
    "yclid",
];

/// Beginnings of such names.
const OF_VISITORS_FROM: &[&str] = &["utm_", "mc_", "hsa_", "_hs", "pk_", "mtm_", "gad_", "__cft__", "ga_", "_ga"];

/// Names of queries that say on a network whose page it is.
const OF_SOMEBODY: &[&str] = &["id", "v", "u", "uid", "user", "user_id", "fbid", "story_fbid", "list", "key"];

/// What of a query and fragment, written `?id=7` or `#!/ann`, tells which page it is; blank where nothing does.
pub(super) fn telling_query(host: &str, path: &str, behind: &str) -> String {
    let (query, fragment) = behind.split_once('#').map_or((behind, ""), |(query, fragment)| (query, fragment));
    let network = Network::of(&host.to_lowercase());
    let tells = |name: &str| match network {
        // Behind a name in the path nothing else says whose page it is.
        Some(_) => OF_SOMEBODY.contains(&name) && !names_somebody(path),
        None => !OF_VISITORS.contains(&name) && !OF_VISITORS_FROM.iter().any(|from| name.starts_with(from)),
    };
    let mut told = String::new();
    for part in query.trim_start_matches('?').split(['&', ';']) {
        let part = part.strip_prefix("amp;").unwrap_or(part);
        let (name, value) = part.split_once('=').unwrap_or((part, part));
        if !name.is_empty() && !value.is_empty() && tells(&name.to_lowercase()) {
            told.push(if told.is_empty() { '?' } else { '&' });
            told.push_str(part);
        }
    }
    if fragment.starts_with('/') || fragment.starts_with("!/") {
        told.push('#');
        told.push_str(fragment.trim_end_matches('/'));
    }
    // Nothing but the sign is left of `#/`.
    if told.ends_with(['#', '!']) {
        told.truncate(told.rfind('#').unwrap_or(0));
    }
    told
}

/// Whether a network's path has a person's or company's name in it.
fn names_somebody(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let first = segments.next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "in" | "company" | "school" | "showcase" | "pub" | "pages" | "people" | "companies")
        && segments.next().is_some()
}

impl<'a> Page<'a> {
    /// Whom an address names: a web address in the form in which it is compared.
    ///
    /// ```
    /// use leadsieve::field_types::Page;
    /// assert_eq!(Page::of("linkedin.com/in/"), Page::Nobodys);
    /// assert_eq!(Page::of("acme.com"), Page::Site("acme.com".into()));
    /// assert_eq!(Page::of("de.linkedin.com/in/ann-l%c3%a9e/en"), Page::One("linkedin.com/in/ann-lée".into()));
    /// ```
    #[must_use]
    pub fn of(address: &'a str) -> Self {
        let end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let (host, behind) = address.split_at(end);
        if let Some(network) = Network::of(host) {
            return network.page(behind);
        }
        if behind.is_empty() {
            return Self::Site(Cow::Borrowed(address));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
        let segments: Vec<&str> = path_of(behind).split('/').filter(|segment| !segment.is_empty()).collect();
        if is_search(&segments, behind) {
            return Self::Nobodys;
        }
        let is_front =
            matches!(segments.as_slice(), [] | ["index.html" | "index.htm" | "index.php" | "index" | "home"]);
        if is_front && path_of(behind).len() == behind.len() {
            return Self::Site(Cow::Borrowed(host));
        }
        if behind.bytes().all(is_plain) {
            return Self::One(Cow::Borrowed(address));
        }
        Self::One(Cow::Owned(format!("{host}{}{}", decoded(path_of(behind)), in_order(behind))))
    }
}

impl Network {
    /// The network that a host belongs to, whatever stands before its domain: `de.`, `m.`.
    fn of(host: &str) -> Option<&'static Self> {
        // Nearly all hosts end otherwise than these.
        if !matches!(
            host.as_bytes(),
            [.., b'.', b'c', b'o', b'm'] | [.., b'c', b'n'] | [.., b'd', b'e'] | [.., b'a', b'm']
        ) {
            return None;
        }
        let is_of =
            |domain: &&str| host.strip_suffix(*domain).is_some_and(|above| above.is_empty() || above.ends_with('.'));
        NETWORKS.iter().find(|network| network.domains.iter().any(&is_of))
    }

    /// Whom a path of the network names.
    fn page(&self, behind: &str) -> Page<'static> {
        let path = decoded(path_of(behind).split(';').next().unwrap_or_default());
        // `twitter.com/#!/ann` is an old spelling of `twitter.com/ann`.
        let fragment = behind.split_once('#').map_or("", |(_, fragment)| fragment.trim_start_matches('!'));
        let path = if path.trim_matches('/').is_empty() { decoded(fragment) } else { path };
        let mut segments: Vec<&str> = path.split('/').map(str::trim).filter(|segment| !segment.is_empty()).collect();
        while segments
            .first()
            .is_some_and(|first| matches!(*first, "mwlite" | "m" | "mobile" | "hp") || is_language(first))
        {
            segments.remove(0);
        }
        let query = in_order(behind);
        let Some(first) = segments.first().copied() else { return Page::Nobodys };
        let id = query.contains("id=") || query.contains("v=") || query.contains("list=");
        if id
            && matches!(first, "profile" | "profile.php" | "people" | "watch" | "playlist" | "story.php" | "photo.php")
        {
            return self.one(&segments, &query);
        }
        match self.names.iter().find(|(name, _)| *name == first) {
            Some((_, many)) => self.named(&segments, *many),
            None if !self.has_plain_names || OF_THE_NETWORK.contains(&first) || is_search(&segments, behind) => {
                Page::Nobodys
            }
            None if first.strip_suffix(".php").is_some() || NO_NAMES.contains(&first) => Page::Nobodys,
            None => self.one(&[first.trim_start_matches('@')], ""),
        }
    }

    /// A page whose name is complete in so many segments.
    fn named(&self, segments: &[&str], many: usize) -> Page<'static> {
        // `linkedin.com/sales/people/ID,NAME_SEARCH,CODE`: the id is what counts.
        let least = if many == 5 { 2 } else { many };
        let name = segments.get(least.min(3) - 1).map(|name| name.split(',').next().unwrap_or(name));
        let is_name = |name: &&str| {
            !NO_NAMES.contains(name) && !SEARCHES.contains(name) && name.contains(|c: char| c.is_alphanumeric())
        };
        let Some(name) = name.filter(is_name) else { return Page::Nobodys };
        if segments[1..].iter().any(|segment| SEARCHES.contains(segment)) {
            return Page::Nobodys;
        }
        let mut named: Vec<&str> = segments.iter().copied().take(many).collect();
        if many <= 3 {
            named[least - 1] = name;
        }
        self.one(&named, "")
    }

    fn one(&self, segments: &[&str], query: &str) -> Page<'static> {
        Page::One(Cow::Owned(format!("{}/{}{query}", self.domains[0], segments.join("/"))))
    }
}

/// What stands before the query and the fragment.
fn path_of(behind: &str) -> &str {
    &behind[..behind.find(['?', '#']).unwrap_or(behind.len())]
}

/// `de`, `en-us`: in which language a page is shown.
fn is_language(segment: &str) -> bool {
    let letters = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    // `in` stands before a name.
    segment != "in"
        && match segment.split_once(['-', '_']) {
            Some((language, country)) => letters(language) && letters(country),
            None => {
                matches!(segment, "de" | "en" | "fr" | "es" | "it" | "nl" | "pt" | "pl" | "tr" | "ru" | "ja" | "zh")
            }
        }
}

fn is_search(segments: &[&str], behind: &str) -> bool {
    let is_one = |segment: &&str| SEARCHES.contains(&segment.split('.').next().unwrap_or_default());
    let searched = || {
        let query = behind.split_once('?').map_or("", |(_, query)| query);
        query.split('&').any(|part| part.split_once('=').is_some_and(|(name, _)| SEARCHED.contains(&name)))
    };
    segments.iter().any(is_one) || searched()
}

/// The parts of a query in the order of their names, and the fragment behind them.
fn in_order(behind: &str) -> String {
    let Some(start) = behind.find(['?', '#']) else { return String::new() };
    let (query, fragment) = behind[start..].split_once('#').unwrap_or((&behind[start..], ""));
    let mut parts: Vec<String> =
        query.trim_start_matches('?').split('&').filter(|part| !part.is_empty()).map(decoded).collect();
    parts.sort_unstable();
    let sign = |sign: &str, text: String| if text.is_empty() { text } else { [sign, &text].concat() };
    sign("?", parts.join("&")) + &sign("#", decoded(fragment))
}

/// A part of an address with its letters for `%C3%A9`, in lower case and in one piece. What is no text stays.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    // Some programs encode what was encoded.
    for _ in 0..2 {
        if !text.contains('%') {
            break;
        }
        let Ok(decoded) = String::from_utf8(without_percent(text.as_bytes())) else { break };
        text = decoded;
    }
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase().nfc().collect() }
}

fn without_percent(bytes: &[u8]) -> Vec<u8> {
    let digit = |place: usize| bytes.get(place).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut place) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(place) {
        let pair = (*byte == b'%').then(|| digit(place + 1).zip(digit(place + 2))).flatten();
        let value = pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        decoded.push(value.unwrap_or(*byte));
        place += if value.is_some() { 3 } else { 1 };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Currencies, FieldType, Hints, Tables, read};
    use super::*;
    use crate::model::{Cell, Value};

    /// Whom a raw cell names: `-` nobody, a site in brackets.
    fn page(raw: &str) -> String {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let Cell::Known(Value::Text(text)) = read(&FieldType::Web, raw, &context).cell else { return String::new() };
        match Page::of(&text.compared) {
            Page::Nobodys => "-".to_owned(),
            Page::Site(site) => format!("[{site}]"),
            Page::One(page) => page.into_owned(),
        }
    }

    #[test]
    fn spellings_of_a_page_are_one() {
        let table: &[(&str, &[&str])] = &[
            (
                "linkedin.com/in/ann-lee-1",
                &[
                    "https://www.linkedin.com/in/ann-lee-1",
                    "https://de.linkedin.com/in/ann-lee-1",
                    "http://m.linkedin.com/in/ann-lee-1/",
                    "linkedin.com/in/Ann-Lee-1/en",
                    "uk.linkedin.com/in/ann-lee-1/de-de",
                    "https://www.linkedin.com/mwlite/in/ann-lee-1",
                    "https://www.linkedin.com/in/ann-lee-1?trk=people&originalSubdomain=de",
                    "https://www.linkedin.com/in/ann-lee-1/?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAA",
                    "https://www.linkedin.com/in/ann-lee-1/recent-activity/all/",
                    "https://www.linkedin.com/in/ann-lee-1/details/experience",
                    "https://www.linkedin.com/in/ann-lee-1#experience",
                    "https://www.linkedin.com/in/%61nn-lee-1",
                ],
            ),
            (
                "linkedin.com/in/ann-lée-1",
                &[
                    "https://www.linkedin.com/in/ann-l%C3%A9e-1",
                    "https://www.linkedin.com/in/ann-lée-1",
                    "https://fr.linkedin.com/in/ann-l%c3%a9e-1/",
                    "https://www.linkedin.com/in/ann-le%CC%81e-1",
                    "https://www.linkedin.com/in/ANN-L%C3%89E-1",
                    "https://www.linkedin.com/in/ann-l%25C3%25A9e-1",
                ],
            ),
            (
                "linkedin.com/company/kiefer",
                &["linkedin.com/company/kiefer/about/", "at.linkedin.com/company/Kiefer/people"],
            ),
            (
                "linkedin.com/profile/view?id=111222",
                &[
                    "https://www.linkedin.com/profile/view?id=111222",
                    "linkedin.com/profile/view?trk=x&id=111222",
                    "de.linkedin.com/profile/view?id=111222&authType=name",
                ],
            ),
            (
                "facebook.com/profile.php?id=1001",
                &[
                    "https://www.facebook.com/profile.php?id=1001",
                    "m.facebook.com/profile.php?id=1001&ref=bookmarks",
                    "de-de.facebook.com/profile.php?fref=nf&id=1001",
                ],
            ),
            (
                "facebook.com/ann.lee",
                &["fb.com/ann.lee", "https://m.facebook.com/ann.lee/about", "facebook.com/Ann.Lee?fref=nf"],
            ),
            (
                "facebook.com/people/ann-lee/1001",
                &["facebook.com/people/Ann-Lee/1001/", "m.facebook.com/people/Ann-Lee/1001?sk=about"],
            ),
            (
                "twitter.com/annlee",
                &[
                    "https://x.com/AnnLee",
                    "https://mobile.twitter.com/annlee?s=21&t=abc",
                    "twitter.com/#!/annlee",
                    "twitter.com/@annlee",
                ],
            ),
            (
                "xing.com/profile/ann_lee5",
                &[
                    "https://www.xing.com/profile/Ann_Lee5/cv",
                    "xing.com/profile/Ann_Lee5?sc_o=mxb_p",
                    "xing.com/profile/Ann_Lee5",
                ],
            ),
            ("acme.com/team?id=7&lot=2", &["acme.com/team?lot=2&id=7", "www.acme.com/team/?id=7&utm_source=x&lot=2"]),
            ("acme.com/über uns", &["acme.com/%C3%9Cber%20uns"]),
            (
                "[acme.com]",
                &["acme.com", "https://www.acme.com/", "acme.com/index.html", "acme.com/?gclid=1", "acme.com/#top"],
            ),
        ];
        for (expected, spellings) in table {
            for raw in *spellings {
                assert_eq!(page(raw), *expected, "{raw}");
            }
        }
    }

    #[test]
    fn other_pages_are_others() {
        let table = [
            ("linkedin.com/profile/view?id=111222", "linkedin.com/profile/view?id=333444"),
            ("facebook.com/profile.php?id=1001", "facebook.com/profile.php?id=1002"),
            ("facebook.com/people/Ann-Lee/1001", "facebook.com/people/Ann-Lee/1002"),
            ("linkedin.com/in/ann-lee-1", "linkedin.com/in/ann-lee-2"),
            ("linkedin.com/in/ann-lée", "linkedin.com/in/ann-lee"),
            ("linkedin.com/in/kiefer", "linkedin.com/company/kiefer"),
            ("linkedin.com/pub/ann-lee/1/2/3", "linkedin.com/pub/ann-lee/1/2/4"),
            ("linkedin.com/sales/people/ACwAA1,NAME_SEARCH,x", "linkedin.com/sales/people/ACwAA2,NAME_SEARCH,x"),
            ("youtube.com/watch?v=abc", "youtube.com/watch?v=abd"),
            ("directory.example/detail?id=1", "directory.example/detail?id=2"),
            ("directory.example/firm.php?nr=1", "directory.example/firm.php?nr=2"),
            ("directory.example/#/firm/1", "directory.example/#/firm/2"),
            ("maps.google.com/?cid=123", "maps.google.com/?cid=124"),
            ("acme.com/?p=1", "acme.com/?p=2"),
        ];
        for (one, other) in table {
            assert_ne!(page(one), page(other), "{one} {other}");
            for raw in [one, other] {
                assert!(!page(raw).starts_with(['-', '[']), "{raw} is {}", page(raw));
            }
        }
    }

    #[test]
    fn some_addresses_are_nobodys_page() {
        let table = [
            "linkedin.com",
            "https://www.linkedin.com/",
            "https://de.linkedin.com",
            "https://www.linkedin.com/in/",
            "https://www.linkedin.com/in",
            "https://www.linkedin.com/in/null",
            "https://www.linkedin.com/in/undefined/",
            "https://www.linkedin.com/in/n-a",
            "https://www.linkedin.com/in/-",
            "https://www.linkedin.com/company/",
            "https://www.linkedin.com/company",
            "https://www.linkedin.com/company/unavailable",
            "https://www.linkedin.com/pub/",
            "https://www.linkedin.com/profile/view",
            "https://www.linkedin.com/profile/view?id=",
            "https://www.linkedin.com/feed/",
            "https://www.linkedin.com/search/results/people/?keywords=ann%20lee",
            "https://www.linkedin.com/sales/search/people?query=x",
            "https://www.linkedin.com/sales/people/",
            "https://www.linkedin.com/pub/dir/?first=ann&last=lee",
            "https://www.facebook.com",
            "https://www.facebook.com/profile.php",
            "https://www.facebook.com/search/top?q=kiefer",
            "https://www.facebook.com/sharer/sharer.php?u=x",
            "https://www.xing.com/profile/",
            "https://www.xing.com/search/members?keywords=ann",
            "https://twitter.com/",
            "https://twitter.com/search?q=kiefer",
            "https://www.instagram.com/",
            "https://www.google.com/search?q=kiefer",
            "https://duckduckgo.com/?q=kiefer",
            "https://directory.example/suche/kiefer",
            "https://directory.example/search.php?name=kiefer",
        ];
        for raw in table {
            assert_eq!(page(raw), "-", "{raw}");
        }
    }
}
