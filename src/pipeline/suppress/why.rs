//! Why an entry of a suppression file bars nobody, and what is doubtful about one that bars somebody.

/// Why an entry bars nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// It cannot be read as what its column holds.
    Malformed,
    /// No such phone number is in use.
    NoNumber,
    /// A phone number without the code of its town.
    NoAreaCode,
    /// A host that many people and companies share.
    SharedHost,
    /// Not 64 hexadecimal digits.
    NotAHash,
    /// One word of a name, and nothing else.
    NoFullName,
    /// The row has cells, and none of them names anybody.
    NamesNobody,
    /// The row has another number of cells than the header, or bytes that are no text.
    Damaged,
}

/// What is doubtful about an entry that bars somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// A phone number that does not say its country: it bars whoever has these digits in any country.
    NoCountry,
    /// A phone number that lost its plus.
    NoPlus,
    /// An address where a domain should stand: it bars the address alone.
    AddressAsDomain,
    /// A name without anything that tells people of that name apart: it bars all of them.
    NameAlone,
}

impl Why {
    /// The key of its words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Malformed => "m_idle_malformed",
            Self::NoNumber => "m_idle_no_number",
            Self::NoAreaCode => "m_idle_no_area_code",
            Self::SharedHost => "m_idle_shared_host",
            Self::NotAHash => "m_idle_not_a_hash",
            Self::NoFullName => "m_idle_no_full_name",
            Self::NamesNobody => "m_idle_names_nobody",
            Self::Damaged => "m_idle_damaged",
        }
    }
}

impl Doubt {
    /// The key of its words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::NoCountry => "m_doubt_no_country",
            Self::NoPlus => "m_doubt_no_plus",
            Self::AddressAsDomain => "m_doubt_address_as_domain",
            Self::NameAlone => "m_doubt_name_alone",
        }
    }
}
