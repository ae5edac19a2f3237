//! From rules to criteria to the verdict: the decision table.

use super::{Bits, RuleOutcomes};
use crate::model::Verdict;
use crate::profile::{Decision, Profile};

/// The outcome of each criterion: fail if a knock-out of it fails, else unknown if one is unknown, else pass.
///
/// A skipped knock-out has no effect.
pub(super) fn criteria(profile: &Profile, rules: &[RuleOutcomes], records: usize) -> Vec<Bits> {
    let of_criterion = |criterion: usize| {
        let knock_outs =
            profile.rules.iter().zip(rules).filter(|(rule, _)| rule.criterion == criterion && rule.is_knock_out());
        let parts: Vec<Bits> = knock_outs.map(|(_, outcomes)| in_force(outcomes)).collect();
        Bits::all(&parts, records)
    };
    (0..profile.criteria.len()).map(of_criterion).collect()
}

/// A knock-out's bits, with a pass where it is skipped.
fn in_force(outcomes: &RuleOutcomes) -> Bits {
    match &outcomes.skipped {
        Some(skipped) => Bits { pass: outcomes.bits.pass.or(skipped), unknown: outcomes.bits.unknown.without(skipped) },
        None => outcomes.bits.clone(),
    }
}

/// The first row of the decision table that holds, for every lead.
pub(super) fn verdicts(decision: &Decision, criteria: &[Bits], worst: &[i64], best: &[i64]) -> Vec<Verdict> {
    let knock_outs = Bits::all(criteria, worst.len());
    let failed = knock_outs.fail();
    (0..worst.len())
        .map(|record| {
            let open = knock_outs.unknown.get(record);
            if failed.get(record) { Verdict::Rejected } else { by_points(decision, open, worst[record], best[record]) }
        })
        .collect()
}

/// The verdict on a lead that no rule knocks out; `open` where a knock-out is unknown.
fn by_points(decision: &Decision, open: bool, worst: i64, best: i64) -> Verdict {
    if !open && decision.prospect_at.is_none_or(|at| worst >= at) {
        Verdict::Prospect
    } else if decision.review_at.is_some_and(|at| best < at) {
        Verdict::Rejected
    } else {
        Verdict::Review
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decision_table() {
        let decision = Decision { prospect_at: Some(60), review_at: Some(40), max_questions: 3, scale: 0 };
        let free = Decision { prospect_at: None, review_at: None, ..decision.clone() };
        let table = [
            (&decision, false, 60, 90, Verdict::Prospect),
            (&decision, true, 60, 90, Verdict::Review),
            (&decision, false, 10, 39, Verdict::Rejected),
            (&decision, true, 10, 39, Verdict::Rejected),
            (&decision, false, 10, 60, Verdict::Review),
            (&decision, false, 45, 45, Verdict::Review),
            (&free, false, -5, -5, Verdict::Prospect),
            (&free, true, -5, -5, Verdict::Review),
        ];
        for (decision, open, worst, best, verdict) in table {
            assert_eq!(by_points(decision, open, worst, best), verdict, "{open} {worst} {best}");
        }
    }
}
