//! The reference tables: country names, mail domains, role names, legal forms.
//!
//! They are part of the binary, each parsed when it is first asked, so that starting costs nothing. Origin and licence
//! of every table stand in `rules/reference/README.md`.

use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use hashbrown::HashSet;

use super::company::LegalForms;
use super::country::CountryNames;
use super::email::Slips;
use super::places::Places;
use super::postal_code::Shapes;
use super::web::normal_domain;
use crate::model::Point;

/// All reference tables. Cloning is cheap: copies share what is parsed.
#[derive(Clone, Default)]
pub struct Tables {
    countries: Shelf<CountryNames>,
    free_domains: Shelf<Words>,
    disposable_domains: Shelf<Words>,
    role_names: Shelf<Words>,
    legal_forms: Shelf<LegalForms>,
    postal_codes: Shelf<Places>,
    slips: Shelf<Slips>,
    postal_shapes: Shelf<Shapes>,
}

/// One of the tables, which a user's own file can replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// Country names, as `code,name`.
    Countries,
    /// Domains where anybody gets a mailbox.
    FreeDomains,
    /// Domains of throw-away mailboxes.
    DisposableDomains,
    /// Local parts of mailboxes that belong to a position.
    RoleNames,
    /// Legal forms at the end of a company's name.
    LegalForms,
    /// Centre points of postal codes, as `country,code,latitude,longitude`.
    PostalCodes,
}

/// A set of lower-case words.
#[derive(Debug)]
pub(super) struct Words(HashSet<Box<str>>);

/// A table that is parsed on first use, unless the user's own stands there from the start.
struct Shelf<T>(Arc<OnceLock<T>>);

impl Table {
    /// The words that job files use, in the order of the variants.
    pub const NAMES: [&'static str; 6] =
        ["countries", "free_domains", "disposable_domains", "role_names", "legal_forms", "postal_codes"];

    const ALL: [Self; 6] = [
        Self::Countries,
        Self::FreeDomains,
        Self::DisposableDomains,
        Self::RoleNames,
        Self::LegalForms,
        Self::PostalCodes,
    ];

    /// The table of that name, one of [`Table::NAMES`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::ALL[place])
    }

    /// The text of the table that is part of the binary.
    const fn embedded(self) -> &'static str {
        match self {
            Self::Countries => include_str!("../../rules/reference/countries.csv"),
            Self::FreeDomains => include_str!("../../rules/reference/free_domains.txt"),
            Self::DisposableDomains => include_str!("../../rules/reference/disposable_domains.txt"),
            Self::RoleNames => include_str!("../../rules/reference/role_names.txt"),
            Self::LegalForms => include_str!("../../rules/reference/legal_forms.txt"),
            Self::PostalCodes => include_str!("../../rules/reference/postal_codes.csv"),
        }
    }

    /// Where the embedded table comes from, with its version: what its head says behind `Origin:`.
    fn origin(self) -> &'static str {
        self.embedded().lines().find_map(|line| line.strip_prefix("# Origin: ")).unwrap_or_default()
    }
}

impl Tables {
    /// The tables that are part of the binary.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Tables> = LazyLock::new(Tables::default);
        &EMBEDDED
    }

    /// These tables with the user's own `text` in place of one.
    ///
    /// # Errors
    /// A sentence with the line that cannot be read, or saying that the table has no row.
    ///
    /// ```
    /// use leadsieve::field_types::{Table, Tables};
    /// assert!(Tables::embedded().with(Table::FreeDomains, "# our partners\nacme.example\n").is_ok());
    /// assert!(Tables::embedded().with(Table::FreeDomains, "").is_err());
    /// ```
    pub fn with(&self, table: Table, text: &str) -> Result<Self, String> {
        let mut tables = self.clone();
        match table {
            Table::Countries => tables.countries = Shelf::holding(CountryNames::parse(text)?),
            Table::FreeDomains => tables.free_domains = Shelf::holding(Words::domains(text)?),
            Table::DisposableDomains => tables.disposable_domains = Shelf::holding(Words::domains(text)?),
            Table::RoleNames => tables.role_names = Shelf::holding(Words::names(text)?),
            Table::LegalForms => tables.legal_forms = Shelf::holding(LegalForms::parse(text)?),
            Table::PostalCodes => tables.postal_codes = Shelf::holding(Places::parse(text)?),
        }
        Ok(tables)
    }

    /// Each embedded table with its origin and version, for the record of a run.
    #[must_use]
    pub fn origins() -> [(&'static str, &'static str); 6] {
        std::array::from_fn(|place| (Table::NAMES[place], Table::ALL[place].origin()))
    }

    /// What countries are called.
    pub(super) fn countries(&self) -> &CountryNames {
        self.countries.get(|| CountryNames::parse(Table::Countries.embedded()))
    }

    /// Domains where anybody gets a mailbox.
    pub(super) fn free_domains(&self) -> &Words {
        self.free_domains.get(|| Words::domains(Table::FreeDomains.embedded()))
    }

    /// Domains of throw-away mailboxes.
    pub(super) fn disposable_domains(&self) -> &Words {
        self.disposable_domains.get(|| Words::domains(Table::DisposableDomains.embedded()))
    }

    /// How the postal codes of countries are written.
    pub(super) fn postal_shapes(&self) -> &Shapes {
        self.postal_shapes.get(|| Shapes::parse(include_str!("../../rules/reference/postal_shapes.csv")))
    }

    /// Domains that a slip of the keyboard makes of a big provider's.
    pub(super) fn slips(&self) -> &Slips {
        self.slips.get(|| Slips::parse(include_str!("../../rules/reference/mail_providers.txt")))
    }

    /// Local parts of mailboxes that belong to a position.
    pub(super) fn role_names(&self) -> &Words {
        self.role_names.get(|| Words::names(Table::RoleNames.embedded()))
    }

    /// The centre point of a postal code, both as cells are compared: `DE`, `80331`. Nothing where the table does not
    /// know it: real lists hold many codes of post-office boxes and large customers, which no table has.
    ///
    /// ```
    /// use leadsieve::field_types::Tables;
    /// assert!(Tables::embedded().place("DE", "80331").is_some());
    /// assert!(Tables::embedded().place("DE", "00000").is_none());
    /// ```
    #[must_use]
    pub fn place(&self, country: &str, code: &str) -> Option<Point> {
        self.places().find(country, code)
    }

    /// Whether the centre points of a country's postal codes are known.
    #[must_use]
    pub fn has_places_of(&self, country: &str) -> bool {
        self.places().has_country(country)
    }

    fn places(&self) -> &Places {
        self.postal_codes.get(|| Ok(Places::sorted(Table::PostalCodes.embedded())))
    }

    /// Legal forms at the end of a company's name.
    pub(super) fn legal_forms(&self) -> &LegalForms {
        self.legal_forms.get(|| LegalForms::parse(Table::LegalForms.embedded()))
    }
}

/// The rows of a table with their line numbers: no blank lines, no comments. A table without any is refused.
pub(super) fn rows(text: &str) -> Result<impl Iterator<Item = (usize, &str)>, String> {
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(str::trim);
    let mut rows = (1..).zip(lines).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).peekable();
    if rows.peek().is_some() { Ok(rows) } else { Err("the table has no row".to_owned()) }
}

/// Domains of mailboxes are about as long, with the end of their line.
const SHORT_DOMAIN: usize = 14;

impl Words {
    /// One mail domain a line, compared in its Unicode form.
    fn domains(text: &str) -> Result<Self, String> {
        let mut words = HashSet::with_capacity(text.len() / SHORT_DOMAIN);
        for (line, row) in rows(text)? {
            let domain = normal_domain(row).ok_or_else(|| format!("line {line}: `{row}` is no domain"))?;
            words.insert(Box::from(domain));
        }
        Ok(Self(words))
    }

    /// One local part a line.
    fn names(text: &str) -> Result<Self, String> {
        let name = |(line, row): (usize, &str)| {
            let fits = !row.contains(|c: char| c.is_whitespace() || c == '@');
            fits.then(|| row.to_lowercase().into())
                .ok_or_else(|| format!("line {line}: `{row}` does not stand before an @"))
        };
        rows(text)?.map(name).collect::<Result<_, _>>().map(Self)
    }

    /// Whether `word`, in lower case, is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Whether `domain`, in lower case, or a domain above it is one of them. No domain of one label is.
    pub(super) fn has_domain_above(&self, domain: &str) -> bool {
        let dot = |domain: &str| memchr::memchr(b'.', domain.as_bytes());
        let mut rest = domain;
        while let Some(end) = dot(rest) {
            if self.has(rest) {
                return true;
            }
            rest = &rest[end + 1..];
        }
        false
    }
}

impl<T> Shelf<T> {
    fn holding(table: T) -> Self {
        Self(Arc::new(OnceLock::from(table)))
    }

    fn get(&self, embedded: impl FnOnce() -> Result<T, String>) -> &T {
        self.0.get_or_init(|| embedded().expect("bug: an embedded table that cannot be read"))
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl fmt::Debug for Tables {
    /// Only the name: nobody wants to read ten thousand domains.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_table_can_be_read() {
        let tables = Tables::embedded();
        assert!(tables.countries().find("Deutschland").is_ok());
        assert!(tables.legal_forms().strip("acme gmbh").is_some());
        assert!(tables.role_names().has("vertrieb"));
        assert!(tables.disposable_domains().has_domain_above("a.b.mailinator.com"));
        for domain in ["posteo.de", "mailbox.org", "bluewin.ch", "proton.me", "sunrise.ch", "gmx.de", "gmail.com"] {
            assert!(tables.free_domains().has(domain), "{domain}");
        }
    }

    #[test]
    fn no_domain_is_free_and_disposable() {
        let tables = Tables::embedded();
        let both = tables.free_domains().0.iter().filter(|domain| tables.disposable_domains().has(domain));
        assert_eq!(both.collect::<Vec<_>>(), Vec::<&Box<str>>::new());
    }

    #[test]
    fn names_lead_to_their_tables() {
        for (name, table) in Table::NAMES.iter().zip(Table::ALL) {
            assert_eq!(Table::from_name(name), Some(table));
        }
        assert_eq!(Table::from_name("free"), None);
    }

    #[test]
    fn a_users_table_replaces_one_and_leaves_the_others() {
        let tables = Tables::embedded().with(Table::RoleNames, "# ours\n\nWorkshop\n").expect("fits");
        assert!(tables.role_names().has("workshop"));
        assert!(!tables.role_names().has("vertrieb"));
        assert!(tables.free_domains().has("gmx.de"));
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        let table = [
            (Table::FreeDomains, "acme.com\nnot a domain\n", "line 2: `not a domain` is no domain"),
            (Table::RoleNames, "a@b", "line 1: `a@b` does not stand before an @"),
            (Table::Countries, "DE,Germany\n#\nGermany", "line 3: `Germany` is not `code,name`"),
            (Table::LegalForms, "GmbH\n...", "line 2: `...` has no letter"),
            (Table::LegalForms, "# nothing\n", "the table has no row"),
        ];
        for (which, text, message) in table {
            assert_eq!(Tables::embedded().with(which, text).err().as_deref(), Some(message));
        }
    }
}
