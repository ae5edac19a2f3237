//! Judges a chunk: typed columns and a profile give outcomes, score intervals and verdicts.
//!
//! Columns, not rows. A condition becomes two bitmaps over the chunk's records (pass, unknown); groups combine them 64
//! records at a time; scores add into integer columns. The bitmaps that are left at the end are the trace of every
//! rule for every lead, so that explaining a verdict ([`explain`]) costs nothing until somebody reads it.
//!
//! Pure functions: no input, no output, no threads.

mod asking;
mod bits;
mod derive;
mod evaluate;
mod explain;
mod knock_outs;
mod look_up;
mod miss;
mod phrases;
mod questions;
mod said;
mod score;
mod swap;
mod verdict;
mod wanted;
mod words;

/// How far a cell is from what a rule wants.
pub use crate::operators::{Distance, Limit};
pub use asking::Asking;
pub use bits::Bits;
pub use derive::{derive, is_derived};
pub use evaluate::passes_or_cannot_be_read;
pub use explain::{Explanation, NearestMiss, Places, earned, explain, explain_briefly, failed};
pub use miss::{Miss, miss};
pub use phrases::unreadable_key;
pub use questions::{Question, open_cells};
pub use said::Said;
pub use swap::{Share, shares, verdicts_of};
pub use words::{CellText, Lead, Words, blocked_by};

use crate::model::{Bitmap, Column, Outcome, Verdict};
use crate::profile::{Columns, Profile, Thresholds};
use knock_outs::KnockOuts;

/// The outcomes of one rule over a chunk.
#[derive(Clone, Debug)]
pub struct RuleOutcomes {
    /// Pass and unknown; what is neither, and not skipped, has failed.
    pub bits: Bits,
    /// Where the rule does not apply; only for rules with `only_if`.
    pub skipped: Option<Bitmap>,
    /// Where something was assumed; only for rules with `if_unknown` or `range_as`.
    pub assumed: Option<Bitmap>,
    /// What the bands say of each distinct cell, and what it earns, least and most; only for rules with bands. Explanations
    /// and questions read it off.
    bands: Vec<(Outcome, (i64, i64))>,
}

/// A judged chunk.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One for each rule of the profile.
    pub rules: Vec<RuleOutcomes>,
    /// Pass and unknown of each criterion.
    pub criteria: Vec<Bits>,
    /// The least that each lead can score, in units of the decision's scale.
    pub worst: Vec<i64>,
    /// The most that each lead can score.
    pub best: Vec<i64>,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
    /// The thresholds that hold for the list of the chunk.
    pub thresholds: Thresholds,
    /// The most that each rule could earn for any lead.
    most: Vec<i64>,
    /// Which knock-outs failed and which are unknown, lead by lead.
    knock_outs: KnockOuts,
}

impl RuleOutcomes {
    /// What the rule says of `record`.
    #[must_use]
    pub fn outcome(&self, record: usize) -> Outcome {
        if self.skipped.as_ref().is_some_and(|skipped| skipped.get(record)) {
            Outcome::Skipped
        } else {
            self.bits.outcome(record)
        }
    }

    /// What the bands of the rule say of the cell of `record` in their column, and what it earns; `None` if it has none.
    fn by_bands(&self, column: &Column, record: usize) -> Option<(Outcome, (i64, i64))> {
        self.bands.get(column.code(record)).copied()
    }

    /// Whether something was assumed of `record`.
    #[must_use]
    pub fn is_assumed(&self, record: usize) -> bool {
        self.assumed.as_ref().is_some_and(|assumed| assumed.get(record))
    }
}

/// Judges `records` records by all rules of the profile.
#[must_use]
pub fn judge(profile: &Profile, columns: &Columns, records: usize) -> Judged {
    let mut worst = vec![0; records];
    let mut best = vec![0; records];
    let rules: Vec<RuleOutcomes> =
        profile.rules.iter().map(|rule| score::rule(profile, rule, columns, records, &mut worst, &mut best)).collect();
    let criteria = verdict::criteria(profile, &rules, records);
    let thresholds = verdict::thresholds(&profile.decision, columns, records);
    let verdicts = verdict::verdicts(thresholds, &criteria, &worst, &best);
    let most = profile.rules.iter().map(|rule| score::at_most(profile, rule)).collect();
    let knock_outs = KnockOuts::new(profile, &rules, records);
    Judged { rules, criteria, worst, best, verdicts, thresholds, most, knock_outs }
}
