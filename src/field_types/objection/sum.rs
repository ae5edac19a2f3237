//! What the clauses of a cell say together.

use super::clauses::Clause;
use super::statement::{Said, answered, clause};
use super::{Asks, Channels, Objection};

/// What the clauses of a cell say together.
pub(super) fn together(clauses: &[Clause], asks: Asks) -> Objection {
    let mut all: Vec<Said> = Vec::new();
    for one in clauses {
        let next = clause(&one.words);
        match (all.last().copied(), next) {
            (Some(Said::Allows(_)), Said::Answer(yes)) => {
                replace_last(&mut all, answered(Said::Allows(Channels(0)), yes));
            }
            (Some(Said::Objects(channels)), Said::Answer(yes)) if one.dash || yes => {
                replace_last(&mut all, answered(Said::Objects(channels), yes));
            }
            // The day of what was said before.
            (Some(_), Said::Day) => {}
            (Some(Said::Objects(_) | Said::Names(_)), Said::Answer(_)) => all.push(Said::Unclear),
            _ => all.push(next),
        }
    }
    sum(&all, asks)
}

fn replace_last(all: &mut [Said], said: Said) {
    if let Some(last) = all.last_mut() {
        *last = said;
    }
}

/// What a bare answer says under a header.
pub(super) fn said(answer: Said, asks: Asks) -> Objection {
    sum(&[answer], asks)
}

fn sum(all: &[Said], asks: Asks) -> Objection {
    let consents = asks == Asks::Consent;
    let mut barred = Channels(0);
    let (mut objects, mut unclear, mut allows, mut no, mut allowed) =
        (false, all.is_empty(), false, false, Channels(0));
    for one in all {
        match *one {
            Said::Nothing => {}
            Said::Answer(yes) if yes == consents => no = true,
            Said::Day if consents => no = true,
            Said::Answer(_) | Said::Day | Said::Objects(Channels(0)) => objects = true,
            Said::Allows(channels) => {
                allows = true;
                allowed = allowed.union(channels);
            }
            Said::Unclear => unclear = true,
            Said::Names(_) if consents => unclear = true,
            Said::Objects(channels) | Said::Names(channels) => barred = barred.union(channels),
        }
    }
    match () {
        () if objects && !allows && !no => Objection::Person,
        () if objects || unclear || !barred.is_empty() && (no || barred.overlap(allowed)) => Objection::Unclear,
        () if !barred.is_empty() => Objection::Channels(barred),
        () => Objection::None,
    }
}
