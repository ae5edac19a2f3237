//! Which leads are compared with which: those that share something, and those that stand side by side in an order.
//!
//! A block holds the leads with the same postal code, domain, telephone number, address or the like. In a small block
//! each lead is compared with each other. A large one, such as the postal code of a town, is put in order by name and
//! by the name's last word, and each lead is compared with its next [`NEIGHBOURS`]: so a lead is compared with a bounded
//! number of others in each block, however many leads there are. All leads together are one such block by name, for
//! those whose postal code or address has a slip.

use super::clue::ClueKind;
use super::kept::KeptLead;
use super::plan::SimilarPlan;

/// Up to so many leads of a block are compared each with each.
const SMALL: usize = 40;

/// With how many that follow it a lead of a larger block is compared, in each order.
const NEIGHBOURS: usize = 20;

/// What leads of a block have in common.
const SHARED: [ClueKind; 8] = [
    ClueKind::PostalCode,
    ClueKind::Domain,
    ClueKind::Phone,
    ClueKind::Street,
    ClueKind::Email,
    ClueKind::Page,
    ClueKind::Birth,
    ClueKind::Id,
];

/// Leads that are compared with each other, as places among the kept ones.
#[derive(Clone, Debug)]
pub struct Block {
    leads: Vec<u32>,
    /// The clue with the name that a large block is put in order by, and the one in its place where that is not known.
    who: [Option<usize>; 2],
}

/// All blocks of the kept leads. Each lead is in a few.
#[must_use]
pub fn blocks(plan: &SimilarPlan, leads: &[KeptLead]) -> Vec<Block> {
    if plan.shared_only {
        return Vec::new();
    }
    let who = [ClueKind::Name, ClueKind::Company].map(|kind| plan.of_kind(kind).next());
    let mut blocks = vec![Block { leads: (0..).take(leads.len()).collect(), who }];
    for clue in SHARED.into_iter().flat_map(|kind| plan.of_kind(kind)) {
        blocks.extend(by_value(plan, clue, leads).into_iter().map(|(_, leads)| Block { leads, who }));
    }
    blocks
}

/// The values of a clue that several leads have, each with these leads in their order.
pub(super) fn by_value<'l>(plan: &SimilarPlan, clue: usize, leads: &'l [KeptLead]) -> Vec<(&'l str, Vec<u32>)> {
    let mut by_value: Vec<(&str, u32)> = Vec::new();
    for (place, lead) in (0..).zip(leads) {
        let values = lead.compared(clue).into_iter();
        match plan.clues[clue].kind {
            ClueKind::Phone | ClueKind::Domain => {
                by_value.extend(values.flat_map(|all| all.split(' ')).map(|one| (one, place)));
            }
            _ => by_value.extend(values.map(|value| (value, place))),
        }
    }
    by_value.sort_unstable();
    by_value.dedup();
    let shared = by_value.chunk_by(|one, other| one.0 == other.0).filter(|leads| leads.len() > 1);
    shared.map(|leads| (leads[0].0, leads.iter().map(|(_, lead)| *lead).collect())).collect()
}

impl Block {
    /// Hands over each pair to be compared, the earlier lead first; some pairs twice.
    pub(super) fn candidates(&self, leads: &[KeptLead], mut take: impl FnMut(u32, u32)) {
        if self.leads.len() <= SMALL {
            for (place, first) in self.leads.iter().enumerate() {
                self.leads[place + 1..].iter().for_each(|second| take(*first, *second));
            }
            return;
        }
        for from_the_end in [false, true] {
            let mut order: Vec<(String, u32)> =
                self.leads.iter().map(|lead| (self.key(&leads[*lead as usize], from_the_end), *lead)).collect();
            order.sort_unstable();
            for (place, (_, lead)) in order.iter().enumerate() {
                let next = order[place + 1..].iter().take(NEIGHBOURS);
                next.for_each(|(_, other)| take(*lead.min(other), *lead.max(other)));
            }
        }
    }

    /// What a lead is put in order by: its name, read from the first or the last word.
    fn key(&self, lead: &KeptLead, from_the_end: bool) -> String {
        let name = self.who.iter().flatten().find_map(|clue| lead.compared(*clue)).unwrap_or_default();
        if from_the_end { name.rsplit(' ').collect::<Vec<_>>().join(" ") } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::similar::{KeptLead, Whereabouts};
    use crate::model::Disposition;

    fn leads(names: impl Iterator<Item = String>) -> Vec<KeptLead> {
        let place = Whereabouts { list: 0, record: 1, part: 0, line: 2, number: 0 };
        names.map(|name| KeptLead::new(place, Disposition::Review, &[(name.clone(), name)])).collect()
    }

    fn candidates(count: u32, name: impl Fn(u32) -> String) -> Vec<(u32, u32)> {
        let leads = leads((0..count).map(name));
        let block = Block { leads: (0..count).collect(), who: [Some(0), None] };
        let mut pairs = Vec::new();
        block.candidates(&leads, |first, second| pairs.push((first, second)));
        pairs
    }

    #[test]
    fn a_small_block_is_compared_whole() {
        assert_eq!(candidates(3, |lead| format!("name {lead}")), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn a_large_block_grows_with_its_leads_and_not_their_square() {
        for count in [1_000_u32, 4_000] {
            let pairs = candidates(count, |_| "the same".into());
            assert!(pairs.len() <= count as usize * NEIGHBOURS * 2, "{}", pairs.len());
            assert!(pairs.iter().all(|(first, second)| first < second));
        }
    }

    #[test]
    fn neighbours_by_first_or_last_word_meet_in_a_large_block() {
        let names = |lead: u32| match lead {
            7 => "kim abbott".into(),
            900 => "tim abbott".into(),
            lead => format!("name{lead:04} zeta{lead:04}"),
        };
        assert!(candidates(1_000, names).contains(&(7, 900)));
    }
}
