//! What the columns of suppression files name, by their headers.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::field_types::{FieldType, letters_and_digits};

/// The table that is part of the binary; origin and licence stand in `rules/reference/README.md`.
const TABLE: &str = include_str!("../../../rules/reference/suppression_headers.csv");

static HEADERS: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once(','));
    rows.filter_map(|(role, header)| Some((letters_and_digits(header), Role::from_name(role)?))).collect()
});

/// What a column of a suppression file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// E-mail addresses.
    Email,
    /// SHA-256 of e-mail addresses, keyed or not.
    EmailSha256,
    /// Phone numbers.
    Phone,
    /// The codes of towns, in front of the phone numbers in another column.
    AreaCode,
    /// Domains.
    Domain,
    /// Websites of companies.
    Web,
    /// Pages about people, at networks.
    Page,
    /// Companies.
    Company,
    /// Names of people, or parts of them.
    Name,
    /// Postal codes, which tell people of one name apart.
    PostalCode,
    /// The country that phone numbers and postal codes of the row belong to.
    Country,
}

impl Role {
    /// Every role, by the name that the table has.
    const NAMES: [(&'static str, Self); 11] = [
        ("email", Self::Email),
        ("email_sha256", Self::EmailSha256),
        ("phone", Self::Phone),
        ("area_code", Self::AreaCode),
        ("domain", Self::Domain),
        ("web", Self::Web),
        ("page", Self::Page),
        ("company", Self::Company),
        ("name", Self::Name),
        ("postal_code", Self::PostalCode),
        ("country", Self::Country),
    ];

    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, role)| role)
    }

    /// The word that headers and reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }

    /// What a header names, whatever its case, blanks and punctuation; nothing for a header that is not known.
    ///
    /// ```
    /// use leadsieve::identity::suppression::Role;
    /// assert_eq!(Role::of_header(" E-Mail "), Some(Role::Email));
    /// assert_eq!(Role::of_header("Reason"), None);
    /// ```
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        HEADERS.get(&letters_and_digits(header)).copied()
    }

    /// What a column with this header holds by which somebody may be known, whatever else stands in the record.
    #[must_use]
    pub fn held_by(header: &str) -> Option<FieldType> {
        match Self::of_header(header)? {
            Self::Email => Some(FieldType::Email),
            Self::Phone => Some(FieldType::Phone),
            Self::Domain | Self::Web | Self::Page => Some(FieldType::Web),
            Self::Company => Some(FieldType::Company),
            Self::EmailSha256 | Self::AreaCode | Self::Name | Self::PostalCode | Self::Country => None,
        }
    }

    /// Whether a column of this role alone can say who is meant.
    #[must_use]
    pub const fn names_somebody(self) -> bool {
        !matches!(self, Self::PostalCode | Self::Country | Self::AreaCode)
    }
}

/// Where the table comes from: what its head says behind `Origin:`.
#[must_use]
pub fn headers_origin() -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix("# Origin: ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_one_header_of_a_role() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        for row in &rows {
            let (role, header) = row.split_once(',').unwrap();
            assert_eq!(Role::of_header(header), Role::from_name(role), "{row}");
            assert!(Role::from_name(role).is_some(), "{row}");
        }
        assert_eq!(rows.len(), HEADERS.len(), "a header stands twice");
        assert!(headers_origin().starts_with("own compilation"));
    }

    #[test]
    fn headers_name_roles() {
        for (header, role) in [
            ("email", Some(Role::Email)),
            ("E-MAIL", Some(Role::Email)),
            ("Adresse e-mail", Some(Role::Email)),
            (" Email_SHA256 ", Some(Role::EmailSha256)),
            ("Rufnummer", Some(Role::Phone)),
            ("Vorwahl", Some(Role::AreaCode)),
            ("Domain", Some(Role::Domain)),
            ("Homepage", Some(Role::Web)),
            ("XING-Profil", Some(Role::Page)),
            ("Raison sociale", Some(Role::Company)),
            ("Cognome", Some(Role::Name)),
            ("PLZ", Some(Role::PostalCode)),
            ("País", Some(Role::Country)),
            ("UNSUB_TIME", None),
            ("", None),
        ] {
            assert_eq!(Role::of_header(header), role, "{header:?}");
        }
    }
}
