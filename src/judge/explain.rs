//! Why a lead has its verdict: blockers, nearest miss, questions. Read off the bitmaps, one lead at a time.

use smallvec::SmallVec;

use super::{Asking, Judged, Question, questions, score};
use crate::model::Verdict;
use crate::operators::{Distance, Test};
use crate::profile::{ColumnId, Columns, Condition, Domain, Effect, Profile, RangeAs, Rule, settled_end};

/// Places of rules. A lead fails two or three, and there are a million leads: these stay off the heap.
pub type Places = SmallVec<[usize; 8]>;

/// What is to be said of one verdict beyond the outcomes, which [`Judged`] has.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The verdict.
    pub verdict: Verdict,
    /// The least that the lead can score.
    pub worst: i64,
    /// The most that the lead can score.
    pub best: i64,
    /// What each rule earns, least and most; empty where the profile has no score rules, and out of
    /// [`explain_briefly`] for a rejected lead that lacks no points.
    pub points: Vec<(i64, i64)>,
    /// The knock-outs that failed.
    pub blockers: Places,
    /// The knock-outs that are unknown.
    pub open: Places,
    /// What would have to change; nothing for a lead that is not rejected.
    pub nearest_miss: Option<NearestMiss>,
    /// What to ask; nothing out of [`explain_briefly`].
    pub questions: Vec<Question>,
}

/// The least that would have to be otherwise for a rejected lead to be worth a call.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestMiss {
    /// The failed knock-outs, with the distance where the rule is a comparison of numbers or days; without out of
    /// [`explain_briefly`].
    pub knock_outs: SmallVec<[(usize, Option<Distance>); 2]>,
    /// The fewest score rules that lift the best score to `review_at`, each at its best.
    pub lifts: Vec<usize>,
    /// The points that are missing to `review_at`; 0 where none are.
    pub short_by: i64,
    /// Whether all score rules together cannot make up for them.
    pub out_of_reach: bool,
}

impl Explanation {
    /// The grade of a prospect, by its worst score; none for other leads, and none below the lowest grade.
    #[must_use]
    pub fn grade<'p>(&self, profile: &'p Profile) -> Option<&'p str> {
        (self.verdict == Verdict::Prospect).then(|| profile.decision.grade(self.worst)).flatten()
    }
}

/// Explains the verdict on one record of a judged chunk.
#[must_use]
pub fn explain(asking: &Asking<'_>, columns: &Columns, judged: &Judged, record: usize) -> Explanation {
    let profile = asking.profile();
    let questions = questions::questions(asking, columns, judged, record);
    let points = points(profile, columns, judged, record);
    let mut explanation = Explanation { questions, ..explained(judged, record, points) };
    for (rule, off_by) in explanation.nearest_miss.iter_mut().flat_map(|miss| &mut miss.knock_outs) {
        *off_by = distance(profile, *rule, columns, record);
    }
    explanation
}

/// The same without what no report has for a rejected lead: the questions, the points where none are missing, and how far
/// off the knock-outs are, which [`super::Words::write_nearest_miss`] finds out itself.
#[must_use]
pub fn explain_briefly(profile: &Profile, columns: &Columns, judged: &Judged, record: usize) -> Explanation {
    let told = judged.verdicts[record] != Verdict::Rejected || short_by(judged, record) > 0;
    let points = if told { points(profile, columns, judged, record) } else { Vec::new() };
    explained(judged, record, points)
}

/// Without the questions, and without how far off the knock-outs are.
fn explained(judged: &Judged, record: usize, points: Vec<(i64, i64)>) -> Explanation {
    let blockers: Places = judged.knock_outs.failed(record).collect();
    let open = judged.knock_outs.open(record).collect();
    let verdict = judged.verdicts[record];
    let rejected = verdict == Verdict::Rejected;
    Explanation {
        verdict,
        worst: judged.worst[record],
        best: judged.best[record],
        nearest_miss: rejected.then(|| nearest_miss(judged, record, &blockers, &points)),
        points,
        blockers,
        open,
        questions: Vec::new(),
    }
}

/// What each rule earns; nothing where no rule earns anything.
fn points(profile: &Profile, columns: &Columns, judged: &Judged, record: usize) -> Vec<(i64, i64)> {
    if profile.rules.iter().all(Rule::is_knock_out) {
        return Vec::new();
    }
    let rules = profile.rules.iter().zip(&judged.rules);
    rules.map(|(rule, outcomes)| score::points(rule, outcomes, columns, record)).collect()
}

/// The points that a rule gives a record for certain, in units of the decision's scale.
#[must_use]
pub fn earned(profile: &Profile, columns: &Columns, judged: &Judged, rule: usize, record: usize) -> i64 {
    score::points(&profile.rules[rule], &judged.rules[rule], columns, record).0
}

/// The places of the knock-outs that a record fails, in their order.
pub fn failed(judged: &Judged, record: usize) -> impl Iterator<Item = usize> + '_ {
    judged.knock_outs.failed(record)
}

fn nearest_miss(judged: &Judged, record: usize, blockers: &[usize], points: &[(i64, i64)]) -> NearestMiss {
    let short_by = short_by(judged, record);
    let (lifts, lifted) = lifts(&judged.most, points, short_by);
    NearestMiss {
        knock_outs: blockers.iter().map(|rule| (*rule, None)).collect(),
        lifts,
        short_by,
        out_of_reach: lifted < short_by,
    }
}

/// The points that even the best score lacks of a review.
fn short_by(judged: &Judged, record: usize) -> i64 {
    judged.thresholds.review_at.map_or(0, |at| (at - judged.best[record]).max(0))
}

/// The fewest rules whose best would make up for the points that are missing, and how many points that is.
fn lifts(most: &[i64], points: &[(i64, i64)], short_by: i64) -> (Vec<usize>, i64) {
    let (mut lifts, mut lifted) = (Vec::new(), 0);
    if short_by == 0 {
        return (lifts, lifted);
    }
    let gain = |place: usize| most[place] - points[place].1;
    let mut candidates: Vec<usize> = (0..points.len()).filter(|place| gain(*place) > 0).collect();
    candidates.sort_by_key(|place| std::cmp::Reverse(gain(*place)));
    for place in candidates {
        if lifted >= short_by {
            break;
        }
        lifted += gain(place);
        lifts.push(place);
    }
    (lifts, lifted)
}

/// How far a lead is from what a rule wants, where the rule is one comparison of numbers or days.
pub(super) fn distance(profile: &Profile, rule: usize, columns: &Columns, record: usize) -> Option<Distance> {
    let rule = &profile.rules[rule];
    let (column, test, range_as) = measured(rule)?;
    let cell = settled_end(columns.get(column).cell(record), range_as);
    match rule.effect {
        Effect::Must(_) => test.distance(&cell),
        _ => test.distance_not(&cell, &Domain::of(profile, column)),
    }
}

/// The column that such a rule compares.
pub(super) fn measured_column(rule: &Rule) -> Option<ColumnId> {
    measured(rule).map(|(column, ..)| column)
}

fn measured(rule: &Rule) -> Option<(ColumnId, &Test, Option<RangeAs>)> {
    let (Effect::Must(condition) | Effect::MustNot(condition)) = &rule.effect else { return None };
    let Condition::Test { column, test, range_as } = condition else { return None };
    test.has_distances().then_some((*column, test, *range_as))
}

/// The column of a rule that looks at just one.
pub(super) fn own_column(rule: &Rule) -> Option<ColumnId> {
    match &rule.effect {
        Effect::Bands { column, .. } => Some(*column),
        Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => {
            match condition.columns().as_slice() {
                [column] => Some(*column),
                _ => None,
            }
        }
    }
}
