//! A second judge, for the tests only: one lead at a time, slow, and written from the tables of the rule language
//! rather than from the kernel. Where the kernel combines bitmaps and subtracts intervals, this one lists values.
//!
//! It is exact for leads whose numbers lie on a small grid (see [`values`]): every end of a range or a comparison is a
//! whole number from 0 to 12, and the grid holds the ends, a point between any two of them, and points beyond all.

mod condition;
mod derived;
mod nearest;
mod questions;
mod rule;
pub mod values;

use leadsieve::judge::{NearestMiss, Question};
use leadsieve::model::{Cell, Outcome, Verdict};
use leadsieve::profile::{ColumnSource, Profile, Rule};

pub use condition::outcome;
use rule::Ruling;

/// The cells of one lead, one for each column of the profile.
pub type Lead = Vec<Cell<'static>>;

/// What there is to say of one lead.
#[derive(Debug)]
pub struct Opinion {
    pub verdict: Verdict,
    pub criteria: Vec<Outcome>,
    pub worst: i64,
    pub best: i64,
    pub rules: Vec<(Outcome, bool)>,
    pub points: Vec<(i64, i64)>,
    pub blockers: Vec<usize>,
    pub open: Vec<usize>,
    pub nearest_miss: Option<NearestMiss>,
    pub questions: Vec<Question>,
}

/// Completes a lead: its classes and look-ups follow from the cells before them.
pub fn complete(profile: &Profile, mut read: impl FnMut(usize) -> Cell<'static>) -> Lead {
    let mut lead = Lead::new();
    for (place, source) in profile.columns.iter().enumerate() {
        let cell = match source {
            ColumnSource::Class(class) => derived::class(&profile.classes[*class], profile, &lead),
            ColumnSource::Lookup { lookup, part } => derived::look_up(&profile.lookups[*lookup], *part, &lead),
            ColumnSource::Place { code, country } => derived::place_of(&lead[code.0], &lead[country.0]),
            _ => read(place),
        };
        lead.push(cell);
    }
    lead
}

/// Judges one lead by all rules of the profile.
pub fn judge(profile: &Profile, lead: &Lead) -> Opinion {
    let rulings: Vec<Ruling> = profile.rules.iter().map(|rule| rule::ruling(profile, rule, lead)).collect();
    let (worst, best) =
        rulings.iter().fold((0, 0), |(low, high), ruling| (low + ruling.points.0, high + ruling.points.1));
    let knock_outs = |wanted: Outcome| -> Vec<usize> {
        let those = profile.rules.iter().zip(&rulings).enumerate();
        those
            .filter(|(_, (rule, ruling))| rule.is_knock_out() && ruling.outcome == wanted)
            .map(|(place, _)| place)
            .collect()
    };
    let (blockers, open) = (knock_outs(Outcome::Fail), knock_outs(Outcome::Unknown));
    let verdict = verdict(profile, (!blockers.is_empty(), !open.is_empty()), worst, best);
    let nearest_miss =
        (verdict == Verdict::Rejected).then(|| nearest::nearest_miss(profile, lead, &rulings, &blockers, best));
    Opinion {
        verdict,
        criteria: (0..profile.criteria.len())
            .map(|criterion| criterion_outcome(&profile.rules, &rulings, criterion))
            .collect(),
        worst,
        best,
        rules: rulings.iter().map(|ruling| (ruling.outcome, ruling.assumed)).collect(),
        points: rulings.iter().map(|ruling| ruling.points).collect(),
        blockers,
        open,
        nearest_miss,
        questions: questions::questions(profile, lead, &rulings),
    }
}

/// The decision table, row by row.
fn verdict(profile: &Profile, (failed, open): (bool, bool), worst: i64, best: i64) -> Verdict {
    let decision = &profile.decision;
    if failed {
        return Verdict::Rejected;
    }
    if !open && decision.thresholds.prospect_at.is_none_or(|at| worst >= at) {
        return Verdict::Prospect;
    }
    if decision.thresholds.review_at.is_some_and(|at| best < at) {
        return Verdict::Rejected;
    }
    Verdict::Review
}

/// Fail if a knock-out of it fails, else unknown if one is unknown, else pass.
fn criterion_outcome(rules: &[Rule], rulings: &[Ruling], criterion: usize) -> Outcome {
    let own = rules.iter().zip(rulings).filter(|(rule, _)| rule.is_knock_out() && rule.criterion == criterion);
    let outcomes: Vec<Outcome> = own.map(|(_, ruling)| ruling.outcome).collect();
    [Outcome::Fail, Outcome::Unknown].into_iter().find(|bad| outcomes.contains(bad)).unwrap_or(Outcome::Pass)
}
