//! Hosts that many share: networks, marketplaces, site builders, providers of mailboxes. None of them is one company's.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::Tables;

/// The table that is part of the binary; origin and licence stand in `rules/reference/README.md`.
const TABLE: &str = include_str!("../../rules/reference/platform_hosts.csv");

static HOSTS: LazyLock<HashMap<&str, Platform>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once(','));
    rows.filter_map(|(host, kind)| Some((host, Platform::from_name(kind)?))).collect()
});

/// What many share a host for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Pages of people and of companies: `linkedin.com`, and what is below it.
    Network,
    /// Pages of companies: marketplaces, directories, maps, shortened links, and what is below them.
    Market,
    /// Each customer has a host of their own below it: `myshopify.com`. Such a host is the customer's alone.
    Builder,
    /// Anybody gets a mailbox: `gmail.com`.
    Mail,
}

/// Whom a page of a network or a marketplace is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOf {
    /// A person: `linkedin.com/in/NAME`.
    Person,
    /// A company: `linkedin.com/company/NAME`, a shop in a marketplace.
    Company,
    /// One of the two; the address does not tell.
    Either,
}

impl Platform {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "network" => Self::Network,
            "market" => Self::Market,
            "builder" => Self::Builder,
            _ => return None,
        })
    }

    /// What a host, in its normal form, is shared for; nothing for a host that can be one company's.
    ///
    /// A host under which anybody registers names (`co.uk`, `github.io`), by the public suffix list, is a builder's.
    ///
    /// ```
    /// use leadsieve::field_types::{Platform, Tables};
    /// let of = |host| Platform::of_host(host, Tables::embedded());
    /// assert_eq!(of("de.linkedin.com"), Some(Platform::Network));
    /// assert_eq!(of("gmail.com"), Some(Platform::Mail));
    /// assert_eq!(of("acme.myshopify.com"), None);
    /// ```
    #[must_use]
    pub fn of_host(host: &str, tables: &Tables) -> Option<Self> {
        let above = std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above));
        let listed = above.enumerate().find_map(|(labels, host)| {
            let platform = HOSTS.get(host).copied()?;
            (labels == 0 || platform != Self::Builder).then_some(platform)
        });
        let is_mail = || tables.free_domains().has(host) || tables.disposable_domains().has_domain_above(host);
        let is_suffix = || super::web::is_public_suffix(host);
        listed.or_else(|| is_mail().then_some(Self::Mail)).or_else(|| is_suffix().then_some(Self::Builder))
    }
}

/// Where the path of a page says whom it is about: host, the beginning of the path, and whom.
const PATHS: [(&str, &[&str], PageOf); 6] = [
    ("linkedin.com", &["in", "pub", "profile", "sales/lead", "sales/people"], PageOf::Person),
    ("linkedin.com", &["company", "school", "showcase", "organization", "sales/company", "groups"], PageOf::Company),
    ("xing.com", &["profile", "profiles"], PageOf::Person),
    ("xing.com", &["companies", "company", "pages", "unternehmen"], PageOf::Company),
    ("facebook.com", &["pages", "groups", "business"], PageOf::Company),
    ("crunchbase.com", &["person"], PageOf::Person),
];

impl PageOf {
    /// Whom the page at an address is about, by the address's compared form. Nothing for what is no page of a network
    /// or marketplace: a company's own site, the root of a network (`linkedin.com`, `linkedin.com/in`).
    #[must_use]
    pub fn address(address: &str, tables: &Tables) -> Option<Self> {
        let (host, path) = address.split_once('/')?;
        let path = path.trim_matches('/');
        let platform = Platform::of_host(host, tables)?;
        let below =
            |start: &str| path.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let is_host = |of: &str| host == of || host.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'));
        let mut starts = PATHS
            .iter()
            .filter(|(of, ..)| is_host(of))
            .flat_map(|(_, starts, page)| starts.iter().filter_map(move |start| Some((below(start)?, *page))));
        match (starts.next(), platform) {
            (Some(("" | "/", _)), _) | (_, Platform::Builder | Platform::Mail) => None,
            (Some((_, page)), _) => Some(page),
            (None, _) if path.is_empty() => None,
            (None, Platform::Market) => Some(Self::Company),
            (None, Platform::Network) => Some(Self::Either),
        }
    }
}

/// Where the table comes from: what its head says behind `Origin:`.
#[must_use]
pub fn platforms_origin() -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix("# Origin: ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_host_in_its_normal_form_with_a_kind() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        for row in &rows {
            let (host, kind) = row.split_once(',').unwrap();
            assert_eq!(super::super::web::normal_domain(host).as_deref(), Some(host), "{row}");
            assert!(Platform::from_name(kind).is_some(), "{row}");
        }
        assert_eq!(rows.len(), HOSTS.len(), "a host stands twice");
        assert!(platforms_origin().starts_with("own compilation"));
    }

    #[test]
    fn shared_hosts_are_nobodys() {
        use Platform::{Builder, Mail, Market, Network};
        for (host, expected) in [
            ("linkedin.com", Some(Network)),
            ("de.linkedin.com", Some(Network)),
            ("m.facebook.com", Some(Network)),
            ("xing.com", Some(Network)),
            ("instagram.com", Some(Network)),
            ("x.com", Some(Network)),
            ("amazon.co.uk", Some(Market)),
            ("sites.google.com", Some(Market)),
            ("maps.google.com", Some(Market)),
            ("gelbeseiten.de", Some(Market)),
            ("wixsite.com", Some(Builder)),
            ("myshopify.com", Some(Builder)),
            ("github.io", Some(Builder)),
            ("co.uk", Some(Builder)),
            ("gmx.de", Some(Mail)),
            ("mailinator.com", Some(Mail)),
            ("waldhof.wixsite.com", None),
            ("waldhof.myshopify.com", None),
            ("mylinkedin.com", None),
            ("waldhof.example", None),
            ("waldhof.de", None),
            ("box.com", None),
        ] {
            assert_eq!(Platform::of_host(host, Tables::embedded()), expected, "{host}");
        }
    }

    #[test]
    fn pages_are_told_from_sites_and_roots() {
        use PageOf::{Company, Either, Person};
        for (address, expected) in [
            ("linkedin.com/in/zoe-hill-6", Some(Person)),
            ("linkedin.com/pub/zoe-hill/1/2/3", Some(Person)),
            ("linkedin.com/company/grossnetz", Some(Company)),
            ("linkedin.com/in", None),
            ("linkedin.com", None),
            ("linkedin.com/", None),
            ("xing.com/profile/zoe_hill", Some(Person)),
            ("xing.com/pages/grossnetz", Some(Company)),
            ("facebook.com/sixbakers", Some(Either)),
            ("facebook.com/pages/sixbakers/123", Some(Company)),
            ("instagram.com/zoe.hill", Some(Either)),
            ("etsy.com/shop/sixbakers", Some(Company)),
            ("yelp.com/biz/sixbakers", Some(Company)),
            ("waldhof.example/team", None),
            ("waldhof.wixsite.com/home", None),
        ] {
            assert_eq!(PageOf::address(address, Tables::embedded()), expected, "{address}");
        }
    }
}
