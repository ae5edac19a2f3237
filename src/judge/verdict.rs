//! From rules to criteria to the verdict: the decision table.

use super::{Bits, RuleOutcomes};
use crate::model::{Outcome, Verdict};
use crate::profile::{Columns, Decision, Profile, Thresholds};

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
pub(super) fn in_force(outcomes: &RuleOutcomes) -> Bits {
    match &outcomes.skipped {
        Some(skipped) => Bits { pass: outcomes.bits.pass.or(skipped), unknown: outcomes.bits.unknown.without(skipped) },
        None => outcomes.bits.clone(),
    }
}

/// The thresholds for the list of a chunk: the highest of those that hold for it, else the profile's own.
///
/// Which hold depends on the list's facts alone, and all records of a chunk are of one list.
pub(super) fn thresholds(decision: &Decision, columns: &Columns, records: usize) -> Thresholds {
    let holds = |only_if| records > 0 && super::evaluate::outcome(only_if, columns, 0) == Outcome::Pass;
    let holding = decision.for_lists.iter().filter(|one| holds(&one.only_if)).map(|one| one.thresholds);
    holding.reduce(Thresholds::highest).unwrap_or(decision.thresholds)
}

/// The first row of the decision table that holds, for every lead.
pub(super) fn verdicts(thresholds: Thresholds, criteria: &[Bits], worst: &[i64], best: &[i64]) -> Vec<Verdict> {
    let knock_outs = Bits::all(criteria, worst.len());
    let failed = knock_outs.fail();
    (0..worst.len())
        .map(|record| {
            let open = knock_outs.unknown.get(record);
            if failed.get(record) {
                Verdict::Rejected
            } else {
                by_points(thresholds, open, worst[record], best[record])
            }
        })
        .collect()
}

/// The verdict on a lead that no rule knocks out; `open` where a knock-out is unknown.
pub(super) fn by_points(thresholds: Thresholds, open: bool, worst: i64, best: i64) -> Verdict {
    if !open && thresholds.prospect_at.is_none_or(|at| worst >= at) {
        Verdict::Prospect
    } else if thresholds.review_at.is_some_and(|at| best < at) {
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
        let both = Thresholds { prospect_at: Some(60), review_at: Some(40) };
        let free = Thresholds::default();
        let table = [
            (both, false, 60, 90, Verdict::Prospect),
            (both, true, 60, 90, Verdict::Review),
            (both, false, 10, 39, Verdict::Rejected),
            (both, true, 10, 39, Verdict::Rejected),
            (both, false, 10, 60, Verdict::Review),
            (both, false, 45, 45, Verdict::Review),
            (free, false, -5, -5, Verdict::Prospect),
            (free, true, -5, -5, Verdict::Review),
        ];
        for (thresholds, open, worst, best, verdict) in table {
            assert_eq!(by_points(thresholds, open, worst, best), verdict, "{open} {worst} {best}");
        }
    }
}
