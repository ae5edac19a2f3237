//! What speaks for two leads being one, and what against it.
//!
//! Each clue that both leads have gives points: as many *for* as it is worth when both are the same, as many *against*
//! as it is worth when they differ, and a share of both between. A rough measure of both is how much more often the
//! clue agrees among records of one lead than among those of two: two people hardly ever share a day of birth, one
//! person often has two telephones. The similarity is the share of the points that speak for it, beside
//! [`DOUBT`] points that always speak against: so a few clues alone never make a pair certain.

use super::clue::ClueKind;
use super::kept::KeptLead;
use super::measures::{any, by_length, code, day, letters, street, words};
use super::plan::SimilarPlan;

/// What always speaks against a pair: most leads are not one.
const DOUBT: f64 = 3.0;

/// Names that are less alike make no pair, whatever else is the same.
const LEAST: f64 = 0.4;

/// Persons whose names are less alike have a word of it in common at best, as families and colleagues of one first name
/// have. They make a pair only where something is the same that is one person's own.
const LEAST_OF_PERSONS: f64 = 0.6;

/// What one clue says of two leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The place of the clue in the plan.
    pub clue: usize,
    /// In a word.
    pub likeness: Likeness,
    /// The points that speak for one lead.
    pub points_for: f64,
    /// The points that speak for two.
    pub points_against: f64,
}

/// How alike two values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same as they are compared.
    Same,
    /// More alike than not.
    Alike,
    /// More different than alike.
    Different,
}

/// What a clue is worth.
struct Worth {
    /// Points for one lead where both values are the same.
    same: f64,
    /// Points for two where they differ.
    differs: f64,
}

/// Of the name that decides: of the person, or of the company where no person is known of one of both.
const WHO: Worth = Worth { same: 6.0, differs: 12.0 };

const fn worth(kind: ClueKind) -> Worth {
    let (same, differs) = match kind {
        ClueKind::Name => (WHO.same, WHO.differs),
        ClueKind::Company => (3.0, 2.0),
        ClueKind::Street => (4.0, 2.0),
        ClueKind::PostalCode => (1.5, 1.0),
        ClueKind::City => (0.5, 0.5),
        ClueKind::Country => (0.0, 3.0),
        ClueKind::Domain => (1.5, 0.5),
        ClueKind::Email | ClueKind::Phone => (4.0, 0.5),
        ClueKind::Page => (6.0, 2.0),
        ClueKind::Birth => (6.0, 5.0),
        ClueKind::Id => (5.0, 6.0),
    };
    Worth { same, differs }
}

impl SimilarPlan {
    /// What all clues say of two leads, the name first.
    #[must_use]
    pub fn told(&self, one: &KeptLead, other: &KeptLead) -> Vec<Evidence> {
        let who = self.who(one, other);
        let all = who.into_iter().chain((0..self.clues.len()).filter(|place| Some(*place) != who));
        let told = all.filter_map(|place| {
            let kind = self.clues[place].kind;
            let alike = compare(kind, one.compared(place)?, other.compared(place)?);
            let worth = if Some(place) == who { WHO } else { worth(kind) };
            Some(weigh(place, alike, &worth))
        });
        told.filter(|told| told.points_for + told.points_against > 0.0).collect()
    }

    /// What all clues say of two leads; nothing where their names are not known or not alike, and nothing where it is
    /// the names alone that are.
    #[must_use]
    pub fn evidence(&self, one: &KeptLead, other: &KeptLead) -> Option<Vec<Evidence>> {
        let who = self.who(one, other)?;
        let kind = self.clues[who].kind;
        let decides = compare(kind, one.compared(who)?, other.compared(who)?);
        if decides < LEAST {
            return None;
        }
        let evidence = self.told(one, other);
        let alike = |fits: fn(ClueKind) -> bool| {
            let beside = evidence.iter().filter(|one| one.clue != who && one.likeness != Likeness::Different);
            beside.into_iter().any(|one| fits(self.clues[one.clue].kind))
        };
        let is_enough = kind != ClueKind::Name || decides >= LEAST_OF_PERSONS || alike(is_personal);
        (is_enough && alike(tells_much)).then_some(evidence)
    }

    /// The clue that names both leads: the person, or else the company.
    fn who(&self, one: &KeptLead, other: &KeptLead) -> Option<usize> {
        let both = |clue: &usize| one.compared(*clue).is_some() && other.compared(*clue).is_some();
        self.of_kind(ClueKind::Name).find(both).or_else(|| self.of_kind(ClueKind::Company).find(both))
    }
}

/// Whether a clue is one person's own, and not a household's or a company's.
const fn is_personal(kind: ClueKind) -> bool {
    matches!(kind, ClueKind::Birth | ClueKind::Email | ClueKind::Page | ClueKind::Id)
}

/// Whether a name with this clue beside it is more than a name: of one town or country are many of a name.
const fn tells_much(kind: ClueKind) -> bool {
    !matches!(kind, ClueKind::City | ClueKind::Country)
}

fn compare(kind: ClueKind, one: &str, other: &str) -> f64 {
    match kind {
        ClueKind::Name => words(one, other, |_| 1.0),
        ClueKind::Company => words(one, other, by_length),
        ClueKind::Street => street(one, other),
        ClueKind::City => letters(one, other),
        ClueKind::PostalCode => code(one, other, 0.5),
        ClueKind::Phone => any(one, other, |one, other| code(one, other, 0.6)),
        ClueKind::Domain => any(one, other, |one, other| code(one, other, 0.0)),
        ClueKind::Birth => day(one, other),
        // An address is mostly made of the name, which counts already: more than a slip is another one.
        ClueKind::Id | ClueKind::Email => code(one, other, 0.6),
        ClueKind::Country | ClueKind::Page => code(one, other, 0.0),
    }
}

fn weigh(clue: usize, alike: f64, worth: &Worth) -> Evidence {
    let likeness = match alike {
        same if same >= 1.0 => Likeness::Same,
        alike if alike >= 0.5 => Likeness::Alike,
        _ => Likeness::Different,
    };
    Evidence { clue, likeness, points_for: worth.same * alike, points_against: worth.differs * (1.0 - alike) }
}

/// The share of the points that speak for one lead, in thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share, from 0 to 1000")]
pub(super) fn similarity(evidence: &[Evidence]) -> u16 {
    let sum = |points: fn(&Evidence) -> f64| evidence.iter().map(points).sum::<f64>();
    let (yes, no) = (sum(|one| one.points_for), sum(|one| one.points_against));
    (yes / (yes + no + DOUBT) * 1000.0).round() as u16
}
