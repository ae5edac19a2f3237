//! What the rules mean together, found by arithmetic over intervals, sets and words, not by comparing text.
//!
//! [`Worlds`] lists, for every column that rules read, what all tests on it can say of one cell: a handful of
//! combinations, because only values between two bounds, or in one set and not in another, make a difference. A claim
//! such as "no lead can pass this rule" is made only after every combination over all columns of the rule was looked
//! at, blank cells included. Columns are taken to be independent, and where there would be too many combinations
//! nothing is claimed: what is said is always true, and not everything that is true is said.

mod bands;
mod columns;
mod letters;
mod never;
mod questions;
mod tell;
mod texts;
mod thresholds;
mod together;
mod untested;
mod values;
mod worlds;

use std::collections::HashMap;

pub(super) use letters::{PROSE, letters};
pub(super) use untested::untested;
use worlds::Worlds;

use super::document::Table;
use super::notes::Notes;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::Outcome;
use crate::profile::{Profile, Rule};

/// What is looked at: the profile, and where its parts are written.
pub(super) struct Lint<'l> {
    /// The compiled profile.
    pub profile: &'l Profile,
    /// Where the name of each rule stands, by id.
    pub places: HashMap<String, Span>,
    /// `[decision]`, after all that is inherited.
    pub decision: Option<&'l Table>,
    /// `[decision_for.NAME]`, each with its name.
    pub for_lists: Vec<(&'l str, &'l Table)>,
}

/// Something that holds for every lead that there could be. Rules go by their place in the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The rule never passes.
    CannotPass(usize),
    /// The rule never fails.
    CannotFail(usize),
    /// One of these knock-outs never lets a lead through that the others let through.
    NothingLeft(Vec<usize>),
    /// Where the loose one would turn a lead down, the strict one does so too.
    Superfluous {
        /// The one that decides.
        strict: usize,
        /// The one that decides nothing.
        loose: usize,
    },
    /// No lead gets the points of this band, counted from 0.
    Unreached {
        /// The rule.
        rule: usize,
        /// Its band.
        band: usize,
    },
    /// Values between two bands belong to neither.
    Gap {
        /// The rule.
        rule: usize,
        /// The values, in words.
        values: String,
    },
    /// Every score lies within these, in units of the decision's scale.
    Scores {
        /// The lowest worst score.
        low: i64,
        /// The highest best score.
        high: i64,
        /// The highest worst score: what a lead can have for certain.
        certain: i64,
    },
}

/// What holds for every lead that there could be, by a profile's rules alone.
#[must_use]
pub fn claims(profile: &Profile) -> Vec<Claim> {
    claims_over(profile, &Worlds::new(profile))
}

/// Which of pass, fail and unknown each rule can answer at all, as far as can be told: what its tests could ask for.
#[must_use]
pub fn answers(profile: &Profile) -> Vec<Vec<Outcome>> {
    let worlds = Worlds::new(profile);
    let of_rule = |rule: &Rule| {
        let outcomes = worlds.outcomes(rule);
        let can = |wanted: &Outcome| outcomes.as_ref().is_none_or(|outcomes| outcomes.contains(wanted));
        let all = [Outcome::Pass, Outcome::Fail, Outcome::Unknown].into_iter();
        all.filter(|wanted| !rule.dormant && can(wanted)).collect()
    };
    profile.rules.iter().map(of_rule).collect()
}

fn claims_over(profile: &Profile, worlds: &Worlds) -> Vec<Claim> {
    let mut claims = never::never(profile, worlds);
    let together = together::together(profile, worlds, &claims);
    claims.extend(together);
    claims.extend(bands::bands(profile, worlds));
    let thresholds::Attainable { low, high, certain } = thresholds::attainable(profile, worlds);
    claims.push(Claim::Scores { low, high, certain });
    claims
}

/// Looks for mistakes in what the rules of a profile mean.
pub(super) fn lint(lint: &Lint<'_>, notes: &mut Notes) {
    let worlds = Worlds::new(lint.profile);
    for claim in claims_over(lint.profile, &worlds) {
        tell::tell(lint, &claim, notes);
    }
    questions::questions(lint, &worlds, notes);
    values::values(lint, &worlds, notes);
}

impl Claim {
    /// Whether it says of one rule alone that it never passes or never fails.
    fn is_about(&self, place: usize) -> bool {
        matches!(self, Self::CannotPass(rule) | Self::CannotFail(rule) if *rule == place)
    }
}

impl Lint<'_> {
    /// Where a rule's name stands.
    fn place(&self, rule: &Rule) -> Option<Span> {
        self.places.get(&rule.id).copied()
    }

    fn error(&self, rule: &Rule, code: Code, message: String, help: impl Into<String>, notes: &mut Notes) {
        if let Some(span) = self.place(rule) {
            notes.push(Diagnostic::error(code, span, message, help));
        }
    }

    fn warn(&self, rule: &Rule, code: Code, message: String, help: impl Into<String>, notes: &mut Notes) {
        if let Some(span) = self.place(rule) {
            notes.push(Diagnostic::warning(code, span, message, help));
        }
    }
}

/// The name of a rule without its criterion.
fn short(rule: &Rule) -> &str {
    rule.id.split_once('.').map_or(&rule.id, |(_, name)| name)
}
