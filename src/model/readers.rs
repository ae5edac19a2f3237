//! Who on the machine may read the outputs, which are full of personal data.

/// Who on the machine may read the outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Only the user who ran leadsieve.
    #[default]
    Owner,
    /// The user's group too.
    Group,
    /// Everybody.
    All,
}

impl Readers {
    /// Everyone there can be, in the order of [`Readers::NAMES`].
    pub const ALL: [Self; 3] = [Self::Owner, Self::Group, Self::All];

    /// The words that job files and flags use.
    pub const NAMES: [&'static str; 3] = ["owner", "group", "all"];

    /// The readers of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|place| Self::ALL[place])
    }

    /// The permission bits of a file that they may read; of a folder, that they may enter too.
    #[must_use]
    pub const fn mode(self, is_folder: bool) -> u32 {
        match (self, is_folder) {
            (Self::Owner, false) => 0o600,
            (Self::Owner, true) => 0o700,
            (Self::Group, false) => 0o640,
            (Self::Group, true) => 0o750,
            (Self::All, false) => 0o644,
            (Self::All, true) => 0o755,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_readers() {
        for (name, readers) in Readers::NAMES.iter().zip(Readers::ALL) {
            assert_eq!(Readers::from_name(name), Some(readers));
        }
        assert_eq!(Readers::from_name("nobody"), None);
    }
}
