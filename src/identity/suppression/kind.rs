//! What an entry of a suppression file is, and the hash of its normal form.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_128;

/// What an entry of a suppression file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A phone number of which nobody says in which country it is: its digits without the country's code.
    NationalPhone,
    /// The digits of a phone number without the country's code, for leads whose number does not say its country.
    PhoneDigits,
    /// A page about somebody: `linkedin.com/in/NAME`.
    Page,
    /// A person, by name and by what tells people of one name apart ([`super::Place`]).
    Person,
    /// A domain of e-mail addresses whose websites are many people's: everybody with a mailbox at `linkedin.com`.
    Mailboxes,
    /// A domain: of an e-mail address or a website.
    Domain,
    /// A company, whatever its legal form.
    Company,
    /// The SHA-256 of an e-mail address in its normal form.
    EmailSha256,
    /// The same, keyed with a secret of the ledger ([`crate::model::Secret`]).
    EmailHmac,
}

impl Kind {
    /// Every kind, in the order in which a lead is tested.
    pub const ALL: [Self; 11] = [
        Self::Email,
        Self::EmailSha256,
        Self::EmailHmac,
        Self::Phone,
        Self::NationalPhone,
        Self::PhoneDigits,
        Self::Page,
        Self::Person,
        Self::Mailboxes,
        Self::Domain,
        Self::Company,
    ];

    /// The word that headers and reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone | Self::NationalPhone | Self::PhoneDigits => "phone",
            Self::Page => "page",
            Self::Person => "name",
            Self::Domain | Self::Mailboxes => "domain",
            Self::Company => "company",
            Self::EmailSha256 => "email_sha256",
            Self::EmailHmac => "email_hmac",
        }
    }

    /// What tells the hashes of one kind from those of another.
    const fn tag(self) -> &'static str {
        match self {
            Self::NationalPhone => "national_phone",
            Self::PhoneDigits => "phone_digits",
            Self::Mailboxes => "mailboxes",
            other => other.name(),
        }
    }

    /// The hash of a normal form: XXH3-128 over the kind and the form, each with its length before it. A SHA-256 is
    /// taken in lower-case hexadecimal.
    #[must_use]
    pub fn hash(self, form: &str) -> u128 {
        let folded =
            if matches!(self, Self::Company | Self::Person) { spelled_alike(form) } else { Cow::Borrowed(form) };
        let form = &*folded;
        let mut written = Vec::with_capacity(form.len() + 32);
        for text in [self.tag(), form] {
            written.extend_from_slice(&(text.len() as u64).to_le_bytes());
            written.extend_from_slice(text.as_bytes());
        }
        xxh3_128(&written)
    }
}

/// A name as those who must not be contacted are compared: `baecker` is `backer`, as `bäcker` is in its normal form, and
/// `the kiefer` is `kiefer`. That bars a firm too many now and then, and never one too few.
fn spelled_alike(form: &str) -> Cow<'_, str> {
    let form = form.strip_prefix("the ").unwrap_or(form);
    let form = form.strip_suffix(" the").unwrap_or(form);
    let is_umlaut = |pair: &[u8]| matches!(pair, [b'a' | b'o' | b'u', b'e']);
    let has_article = form.contains("\u{1f}the ");
    if !has_article && !form.as_bytes().windows(2).any(is_umlaut) {
        return Cow::Borrowed(form);
    }
    let form = form.replace("\u{1f}the ", "\u{1f}");
    Cow::Owned(form.replace("ae", "a").replace("oe", "o").replace("ue", "u"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_is_another_entry_in_another_kind() {
        let mut hashes: Vec<u128> = Kind::ALL.iter().map(|kind| kind.hash("example.com")).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), Kind::ALL.len());
        assert_ne!(Kind::Email.hash("a@b.de"), Kind::Email.hash("a@b.dk"));
        assert_ne!(Kind::Email.hash("baecker@b.de"), Kind::Email.hash("backer@b.de"));
    }

    #[test]
    fn names_are_compared_as_they_may_be_spelled() {
        let is_same = |one: &str, other: &str| Kind::Company.hash(one) == Kind::Company.hash(other);
        for (one, other) in [
            ("baecker", "backer"),
            ("the kiefer", "kiefer"),
            ("kiefer the", "kiefer"),
            ("muehle und oel", "muhle und ol"),
        ] {
            assert!(is_same(one, other), "{one} and {other}");
        }
        for (one, other) in [("thekiefer", "kiefer"), ("kiefern", "kiefer"), ("bader", "backer")] {
            assert!(!is_same(one, other), "{one} and {other}");
        }
    }
}
