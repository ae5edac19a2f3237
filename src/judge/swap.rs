//! Verdicts with some rules taken from another profile: what one change alone does to the leads.
//!
//! A verdict follows from the outcomes of the knock-outs and the sum of the points. So what a change does is found by
//! putting together the shares of the one profile's rules with a share of the other's, without judging again.

use super::verdict::{in_force, verdicts};
use super::{Bits, RuleOutcomes, score};
use crate::model::{Outcome, Verdict};
use crate::profile::{Columns, Profile, Thresholds};

/// What one rule says of the leads of a chunk, and what it earns them.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its outcomes.
    pub outcomes: RuleOutcomes,
    /// The least that it earns, in units of the given scale.
    pub worst: Vec<i64>,
    /// The most that it earns.
    pub best: Vec<i64>,
    knocks_out: bool,
}

impl Share {
    /// Whether the lead would fare the same without the rule.
    #[must_use]
    pub fn is_neutral(&self, record: usize) -> bool {
        let lets_through = matches!(self.outcomes.outcome(record), Outcome::Pass | Outcome::Skipped);
        (lets_through || !self.knocks_out) && (self.worst[record], self.best[record]) == (0, 0)
    }

    /// Whether two rules say the same of one lead, points included.
    #[must_use]
    pub fn agrees(&self, other: &Self, record: usize) -> bool {
        self.outcomes.outcome(record) == other.outcomes.outcome(record)
            && (self.worst[record], self.best[record]) == (other.worst[record], other.best[record])
    }
}

/// The share of each rule of a profile. `scale` is that of the scores, at least as fine as the profile's own.
#[must_use]
pub fn shares(profile: &Profile, columns: &Columns, records: usize, scale: u32) -> Vec<Share> {
    let factor = 10_i64.pow(scale - profile.decision.scale);
    let share = |rule| {
        let (mut worst, mut best) = (vec![0; records], vec![0; records]);
        let outcomes = score::rule(profile, rule, columns, records, &mut worst, &mut best);
        worst.iter_mut().chain(&mut best).for_each(|score| *score *= factor);
        Share { outcomes, worst, best, knocks_out: rule.is_knock_out() }
    };
    profile.rules.iter().map(share).collect()
}

/// The verdicts of rules that may come from several profiles. The thresholds are in the units of the shares.
#[must_use]
pub fn verdicts_of<'s>(
    shares: impl IntoIterator<Item = &'s Share> + Clone,
    thresholds: Thresholds,
    records: usize,
) -> Vec<Verdict> {
    let (mut worst, mut best) = (vec![0; records], vec![0; records]);
    for share in shares.clone() {
        worst.iter_mut().zip(&share.worst).for_each(|(sum, more)| *sum += more);
        best.iter_mut().zip(&share.best).for_each(|(sum, more)| *sum += more);
    }
    let knock_outs: Vec<Bits> =
        shares.into_iter().filter(|share| share.knocks_out).map(|share| in_force(&share.outcomes)).collect();
    verdicts(thresholds, &knock_outs, &worst, &best)
}

impl Thresholds {
    /// The same thresholds in finer units.
    #[must_use]
    pub fn scaled(self, factor: i64) -> Self {
        Self { prospect_at: self.prospect_at.map(|at| at * factor), review_at: self.review_at.map(|at| at * factor) }
    }
}
