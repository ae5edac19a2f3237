//! Whether an answer changes the verdict, given all that other answers can leave.

use std::rc::Rc;

use super::MOST;
use super::answers::each_once;
use super::combos::{Combos, Lead, Left};
use crate::judge::verdict::by_points;
use crate::model::Verdict;
use crate::profile::Thresholds;

/// How many sums of points are tried before all that can be left is looked at.
const MOST_SUMS: usize = 64;

/// The open fields that can change the verdict, ascending.
pub(super) fn that_matter(lead: &Lead<'_, '_>, groups: &[Rc<Combos>]) -> Vec<usize> {
    let worth = Worth { thresholds: lead.judged.thresholds, rest: lead.rest(), groups };
    let mut found = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let mut outside = None;
        let fields = group.fields.iter().zip(&group.pairs);
        let matters = fields.filter(|(_, pairs)| worth.matters(place, pairs, &mut outside));
        found.extend(matters.map(|(field, _)| lead.plan.open.fields[*field]));
    }
    found.sort_unstable();
    found
}

struct Worth<'w> {
    thresholds: Thresholds,
    /// What the rules leave that no answer reaches.
    rest: Left,
    groups: &'w [Rc<Combos>],
}

/// All that the other groups can leave; nothing inside where that is too much. Found out once a group, when needed.
type Outside = Option<Option<Vec<Left>>>;

impl Worth<'_> {
    fn verdict(&self, left: Left) -> Verdict {
        if left.failed { Verdict::Rejected } else { by_points(self.thresholds, left.open, left.worst, left.best) }
    }

    fn differs(&self, outside: Left, (a, b): (Left, Left)) -> bool {
        self.verdict(a.plus(outside)) != self.verdict(b.plus(outside))
    }

    /// Whether one of the pairs makes a difference. What is cheap comes first: the other fields as they are, then those
    /// answered well, then everything.
    fn matters(&self, group: usize, pairs: &[(Left, Left)], outside: &mut Outside) -> bool {
        let by_any = |all: &[Left]| all.iter().any(|one| pairs.iter().any(|pair| self.differs(*one, *pair)));
        let as_it_is = self.others(group).map(|other| other.unanswered).fold(self.rest, Left::plus);
        if pairs.is_empty() || self.is_hopeless(pairs) {
            return false;
        }
        if by_any(&[as_it_is]) || by_any(&self.answered_well(group)) {
            return true;
        }
        match outside.get_or_insert_with(|| self.outside(group)) {
            Some(outside) => by_any(outside),
            None => true,
        }
    }

    fn others(&self, group: usize) -> impl Iterator<Item = &Combos> + Clone {
        self.groups.iter().enumerate().filter(move |(other, _)| *other != group).map(|(_, other)| other.as_ref())
    }

    /// Whether the verdict is a review whatever is answered: no pair knocks out, enough points for a prospect cannot be
    /// had, and too few for a review neither.
    fn is_hopeless(&self, pairs: &[(Left, Left)]) -> bool {
        let sum = |of: &dyn Fn(&Left) -> i64, most: bool| -> i64 {
            let of_group = |group: &Rc<Combos>| {
                let each = group.passing.iter().map(of);
                (if most { each.max() } else { each.min() }).unwrap_or(0)
            };
            self.groups.iter().map(of_group).sum()
        };
        let in_reach = |at: i64| !self.rest.open && self.rest.worst + sum(&|left| left.worst, true) >= at;
        let too_few = |at: i64| self.rest.best + sum(&|left| left.best, false) < at;
        !pairs.iter().any(|(a, b)| a.failed != b.failed)
            && self.thresholds.prospect_at.is_some_and(|at| !in_reach(at))
            && !self.thresholds.review_at.is_some_and(too_few)
    }

    /// Some of what the others leave where no knock-out is open.
    fn answered_well(&self, group: usize) -> Vec<Left> {
        let mut all = vec![self.rest];
        for other in self.others(group) {
            let closed = || other.passing.iter().filter(|left| !left.open);
            all = all.iter().flat_map(|one| closed().map(|more| one.plus(*more))).collect();
            all.sort_unstable();
            all.dedup();
            all.truncate(MOST_SUMS);
        }
        all
    }

    fn outside(&self, group: usize) -> Option<Vec<Left>> {
        let mut all = vec![self.rest];
        for other in self.others(group) {
            if all.len() * other.passing.len() > MOST * 4 {
                return None;
            }
            all = each_once(all.iter().flat_map(|one| other.passing.iter().map(|more| one.plus(*more))).collect());
        }
        Some(all)
    }
}
