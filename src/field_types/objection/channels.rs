//! The ways in which somebody can be contacted.

use std::fmt;

/// Ways in which somebody can be contacted; none stands for all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Channels(pub(super) u8);

impl Channels {
    /// E-mail.
    pub const EMAIL: Self = Self(1);
    /// Calls and text messages.
    pub const PHONE: Self = Self(2);
    /// Letters.
    pub const POST: Self = Self(4);
    /// Fax.
    pub const FAX: Self = Self(8);
    /// `mail`, which some write for e-mail and others for letters.
    pub const MAIL: Self = Self(1 | 4);

    const NAMED: [(Self, &'static str); 4] =
        [(Self::EMAIL, "email"), (Self::PHONE, "phone"), (Self::POST, "post"), (Self::FAX, "fax")];

    /// Of the bits that [`Channels::bits`] gives; others are left out.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 15)
    }

    /// A bit for each channel.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether one of the channels of `other` is among them.
    #[must_use]
    pub const fn overlap(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Those of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> =
            Self::NAMED.iter().filter(|(one, _)| self.overlap(*one)).map(|(_, name)| *name).collect();
        f.write_str(&names.join(" "))
    }
}

impl Channels {
    /// Out of the names that they are shown by.
    pub(super) fn from_names(names: &str) -> Self {
        let channel =
            |name: &str| Self::NAMED.iter().find(|(_, known)| *known == name).map_or(Self(0), |(one, _)| *one);
        names.split(' ').map(channel).fold(Self(0), Self::union)
    }
}
