//! What is counted, and a map that keeps its order.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Disposition, Outcome};

/// A number for every disposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DispositionCounts(pub(super) [u64; Disposition::ALL.len()]);

/// What a criterion said of the leads that were judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionCounts {
    /// No knock-out failed or is unknown.
    pub pass: u64,
    /// A knock-out failed.
    pub fail: u64,
    /// None failed, and one is unknown.
    pub unknown: u64,
}

/// What a rule said of the leads that were judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCounts {
    /// Good for the lead.
    pub pass: u64,
    /// Bad for the lead.
    pub fail: u64,
    /// The list did not say enough.
    pub unknown: u64,
    /// The rule did not apply.
    pub skipped: u64,
    /// How many of those that passed or failed were assumed to.
    pub assumed: u64,
    /// The rejected leads whose only failed knock-out is this rule.
    pub sole_blocker: u64,
}

/// The states of a field's cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTally {
    /// One value.
    pub known: u64,
    /// Several possible values.
    pub range: u64,
    /// Nothing there.
    pub missing: u64,
    /// Something there that could not be read.
    pub unreadable: u64,
}

/// A map that keeps the order in which it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T>(pub Vec<(String, T)>);

/// A part of a whole, 0 to 1; nothing of nothing.
#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 records")]
pub(super) const fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl DispositionCounts {
    /// The number for one disposition.
    #[must_use]
    pub const fn get(&self, disposition: Disposition) -> u64 {
        self.0[disposition as usize]
    }

    /// Counts `more` records that ended there.
    pub const fn add(&mut self, disposition: Disposition, more: u64) {
        self.0[disposition as usize] += more;
    }

    /// Adds the numbers of another part of the run.
    pub fn add_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
    }

    /// All records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The records that the rules were asked about.
    #[must_use]
    pub const fn judged(&self) -> u64 {
        let certain = self.get(Disposition::Rejected) + self.get(Disposition::Review) + self.get(Disposition::Prospect);
        certain + self.get(Disposition::Held)
    }
}

impl CriterionCounts {
    /// Counts `more` leads with this outcome. A criterion is never skipped.
    pub const fn add(&mut self, outcome: Outcome, more: u64) {
        match outcome {
            Outcome::Pass | Outcome::Skipped => self.pass += more,
            Outcome::Fail => self.fail += more,
            Outcome::Unknown => self.unknown += more,
        }
    }

    /// All leads.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.pass + self.fail + self.unknown
    }
}

impl RuleCounts {
    /// Counts `more` leads with this outcome.
    pub const fn add(&mut self, outcome: Outcome, more: u64) {
        match outcome {
            Outcome::Pass => self.pass += more,
            Outcome::Fail => self.fail += more,
            Outcome::Unknown => self.unknown += more,
            Outcome::Skipped => self.skipped += more,
        }
    }

    /// All leads.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.pass + self.fail + self.unknown + self.skipped
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// Whether nothing is named.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stands under `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for DispositionCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for disposition in Disposition::ALL {
            map.serialize_entry(disposition.as_str(), &self.get(disposition))?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Named(pairs))
            }
        }

        deserializer.deserialize_map(Pairs(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for DispositionCounts {
    /// A disposition that is not named counts as none: earlier versions knew fewer.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = Named::<u64>::deserialize(deserializer)?;
        let mut counts = Self::default();
        for disposition in Disposition::ALL {
            counts.add(disposition, named.get(disposition.as_str()).copied().unwrap_or(0));
        }
        Ok(counts)
    }
}
