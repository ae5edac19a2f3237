//! Leads that share an address, a number or a page, and perhaps nothing else.
//!
//! A shared mailbox is not a person, so that no key joins them; but it may be one lead under two names all the same. Each
//! is listed beside the first lead with the same value, so that the lines grow with the leads and not with their square.

use std::collections::HashSet;

use super::clue::ClueKind;
use super::kept::KeptLead;
use super::plan::SimilarPlan;
use super::{SimilarPair, blocks};
use crate::identity::shared::{A_FEW, SharedValue};

impl SimilarPlan {
    /// The pairs of leads that share an address, a number or a page, and the values that more than a few companies share.
    #[must_use]
    pub fn shared(&self, leads: &[KeptLead]) -> (Vec<SimilarPair>, Vec<SharedValue>) {
        let (mut pairs, mut values) = (Vec::new(), Vec::new());
        let clues = self.clues.iter().enumerate().filter(|(_, clue)| clue.kind.is_shared());
        for (clue, known) in clues {
            for (value, sharers) in blocks::by_value(self, clue, leads) {
                values.extend(self.value(clue, value, &sharers, leads));
                let Some((first, others)) = sharers.split_first() else { continue };
                let of_first = others.iter().filter(|other| self.is_told(known.kind, leads, *first, **other));
                pairs.extend(of_first.map(|other| self.pair(leads, *first, *other)));
            }
        }
        (pairs, values)
    }

    /// Whether it helps to know that two leads share a value: colleagues share the number of their company.
    fn is_told(&self, kind: ClueKind, leads: &[KeptLead], first: u32, other: u32) -> bool {
        let (one, other) = (&leads[first as usize], &leads[other as usize]);
        let company = |lead| self.company(lead);
        let are_colleagues = company(one).is_some() && company(one) == company(other);
        self.matters(one, other) && (kind != ClueKind::Phone || !are_colleagues)
    }

    fn company<'l>(&self, lead: &'l KeptLead) -> Option<&'l str> {
        self.of_kind(ClueKind::Company).find_map(|clue| lead.compared(clue))
    }

    /// A value, where more than a few companies share it.
    fn value(&self, clue: usize, value: &str, sharers: &[u32], leads: &[KeptLead]) -> Option<SharedValue> {
        let companies: HashSet<&str> = sharers.iter().filter_map(|lead| self.company(&leads[*lead as usize])).collect();
        let clue = &self.clues[clue];
        (companies.len() > A_FEW).then(|| SharedValue {
            of: clue.name.clone(),
            value: (!clue.is_sensitive).then(|| shown(clue.kind, value)),
            companies: companies.len() as u64,
            records: sharers.len() as u64,
        })
    }
}

/// A value as people write it.
fn shown(kind: ClueKind, value: &str) -> String {
    if kind == ClueKind::Phone { format!("+{value}") } else { value.to_owned() }
}
