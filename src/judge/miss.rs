//! What a lead lacks for a rule that it fails: which column, and how far it is from the limit.

use super::evaluate::settled_cell;
use crate::model::Outcome;
use crate::operators::Gap;
use crate::profile::{ColumnId, Columns, Condition, Domain, Effect, Profile, Rule, identity, settled_end};

/// The column that would have to say something else, and how far it is from that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Miss {
    /// The column.
    pub column: ColumnId,
    /// How far, where the rule compares numbers, days or places and nothing else would have to change.
    pub gap: Option<Gap>,
}

/// What a lead lacks for a knock-out that it fails; nothing where it does not fail, or fails by an assumption.
///
/// Of several ways out it is the shortest, measured by the limits. Where several things would have to change it is the
/// first of them, and no distance: to say how far one of them is would say that it is enough.
#[must_use]
pub fn miss(profile: &Profile, rule: &Rule, columns: &Columns, record: usize) -> Option<Miss> {
    let lead = Lead { profile, columns, record };
    match &rule.effect {
        Effect::Must(condition) => nearest(condition, true, &lead, &mut Vec::new()),
        Effect::MustNot(condition) => nearest(condition, false, &lead, &mut Vec::new()),
        Effect::Points(..) | Effect::Bands { .. } => None,
    }
}

/// One lead of a chunk.
struct Lead<'l> {
    profile: &'l Profile,
    columns: &'l Columns,
    record: usize,
}

/// What is lacking for shared conditions that were looked at, to hold or not.
type Known = Vec<((usize, bool), Option<Miss>)>;

/// What is lacking for a condition to hold, or not to hold where that is `wanted`.
fn nearest(condition: &Condition, wanted: bool, lead: &Lead<'_>, known: &mut Known) -> Option<Miss> {
    let (of, wanted, all) = match condition {
        Condition::Test { .. } => return leaf(lead.profile, condition, wanted, lead.columns, lead.record),
        Condition::Shared(shared) => {
            let one = (identity(shared), wanted);
            if let Some((_, miss)) = known.iter().find(|(other, _)| *other == one) {
                return *miss;
            }
            let miss = nearest(&shared.condition, wanted, lead, known);
            known.push((one, miss));
            return miss;
        }
        Condition::All(of) => (of, wanted, wanted),
        Condition::Any { need: 1, of } => (of, wanted, !wanted),
        Condition::Any { of, .. } => (of, wanted, true),
        Condition::None(of) => (of, !wanted, wanted),
    };
    let misses: Vec<Miss> = of.iter().filter_map(|part| nearest(part, wanted, lead, known)).collect();
    match misses.as_slice() {
        [only] => Some(*only),
        [first, ..] if all => Some(Miss { gap: None, ..*first }),
        several => shortest(several),
    }
}

/// The miss with the shortest gap, else the first.
fn shortest(misses: &[Miss]) -> Option<Miss> {
    let by_share = misses.iter().filter_map(|miss| Some((miss.gap?.share(), miss)));
    by_share.min_by_key(|(share, _)| *share).map(|(_, miss)| *miss).or_else(|| misses.first().copied())
}

fn leaf(profile: &Profile, condition: &Condition, wanted: bool, columns: &Columns, record: usize) -> Option<Miss> {
    let Condition::Test { column, test, range_as } = condition else { return None };
    let cell = settled_cell(columns, *column, *range_as, record);
    let end = || settled_end(columns.get(*column).cell(record), *range_as);
    match (test.outcome(&cell), wanted) {
        (Outcome::Fail, true) => Some(Miss { column: *column, gap: test.gap(&end()) }),
        (Outcome::Pass, false) => {
            Some(Miss { column: *column, gap: test.gap_not(&end(), &Domain::of(profile, *column)) })
        }
        _ => None,
    }
}
