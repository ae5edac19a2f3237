//! Leads that no identity key joins, and that are very alike all the same.
//!
//! They are listed for a person and never merged: a wrong merger loses a lead, and a wrong line costs a glance. What is
//! compared are the clues that a profile's fields give; `blocks` say which leads are compared at all, so
//! that the work grows with the number of leads and not with its square; `evidence` says what speaks for a pair and
//! what against it, and the similarity follows from that by one division. Leads that share an address, a number or a page are listed whatever else is alike: `shared`.

mod blocks;
mod clue;
mod evidence;
mod kept;
mod measures;
mod plan;
mod shared;

pub use blocks::{Block, blocks};
pub use clue::{Clue, ClueKind};
pub use evidence::{Evidence, Likeness};
pub use kept::{KeptLead, Whereabouts};
pub use plan::SimilarPlan;

use crate::profile::SimilarOf;
use evidence::similarity;

/// Two leads that are very alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SimilarPair {
    /// How alike they are, in thousandths.
    pub thousandths: u16,
    /// The place of the earlier one among the kept leads.
    pub first: u32,
    /// The place of the later one.
    pub second: u32,
}

impl SimilarPlan {
    /// The pair of two kept leads, whatever they have in common.
    #[must_use]
    pub fn pair(&self, leads: &[KeptLead], first: u32, second: u32) -> SimilarPair {
        let evidence = self.told(&leads[first as usize], &leads[second as usize]);
        SimilarPair { thousandths: similarity(&evidence), first, second }
    }

    /// The pairs of a block that are alike enough to be listed.
    #[must_use]
    pub fn pairs_in(&self, block: &Block, leads: &[KeptLead]) -> Vec<SimilarPair> {
        let mut pairs = Vec::new();
        block.candidates(leads, |first, second| {
            let (one, other) = (&leads[first as usize], &leads[second as usize]);
            if !self.matters(one, other) {
                return;
            }
            let evidence = self.evidence(one, other);
            let thousandths = evidence.map_or(0, |evidence| similarity(&evidence));
            if thousandths >= self.at_least {
                pairs.push(SimilarPair { thousandths, first, second });
            }
        });
        pairs
    }

    /// Whether anybody is helped by knowing of this pair.
    fn matters(&self, one: &KeptLead, other: &KeptLead) -> bool {
        self.of == SimilarOf::All || one.is_wanted() || other.is_wanted()
    }
}

/// Each pair once, the most alike first, no more than `room`; and how many more there are.
#[must_use]
pub fn best_first(mut pairs: Vec<SimilarPair>, room: usize) -> (Vec<SimilarPair>, usize) {
    pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.thousandths), pair.first, pair.second));
    pairs.dedup();
    let more = pairs.len().saturating_sub(room);
    pairs.truncate(room);
    (pairs, more)
}
