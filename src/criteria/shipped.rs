//! The fields that a list is looked at with where nobody names a profile.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::notes::{Notes, resolve};
use super::profile::load_with;
use crate::profile::Profile;

/// Files that are not on any disk, by the names that they have for each other.
const FILES: [(&str, &str); 4] = [
    ("inspect.toml", "format = 1\nname = \"shipped\"\nfields = \"fields/b2b.toml\"\nrules = [\"any.toml\"]\n"),
    ("any.toml", "format = 1\ncriterion = \"any\"\n[score.known]\nfield = \"email\"\nis_known = true\npoints = 1\n"),
    ("fields/b2b.toml", include_str!("../../rules/fields/b2b.toml")),
    ("fields/states.csv", include_str!("../../rules/fields/states.csv")),
];

/// The shipped fields of business contacts, with a rule that says nothing.
///
/// # Panics
/// A bug: a shipped file has a mistake.
#[must_use]
pub fn shipped_profile(as_of: Date) -> Profile {
    let mut notes = Notes::default();
    let root = resolve(Path::new(""), "shipped");
    FILES.into_iter().for_each(|(name, text)| notes.hold(resolve(&root, name), text));
    let path: PathBuf = root.join("inspect.toml");
    load_with(&path, as_of, notes).expect("bug: the shipped fields have a mistake").value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_fields_have_no_mistake() {
        let profile = shipped_profile(Date::constant(2026, 11, 23));
        assert!(profile.field("email").is_some() && !profile.vendors.is_empty());
    }
}
