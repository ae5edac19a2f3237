//! Rules that no lead can pass, and rules that none can fail.

use super::Claim;
use super::worlds::Worlds;
use crate::model::Outcome;
use crate::profile::{Effect, Profile, Rule};

/// Looks at every rule by itself.
pub(super) fn never(profile: &Profile, worlds: &Worlds) -> Vec<Claim> {
    let in_force = profile.rules.iter().enumerate().filter(|(_, rule)| !rule.dormant);
    in_force.filter_map(|(place, rule)| one(worlds, place, rule)).collect()
}

fn one(worlds: &Worlds, place: usize, rule: &Rule) -> Option<Claim> {
    let outcomes = worlds.outcomes(rule)?;
    let never = |wanted: Outcome| !outcomes.contains(&wanted);
    // Bands over all values are meant to give something to everybody.
    let bands = matches!(rule.effect, Effect::Bands { .. });
    match () {
        () if never(Outcome::Pass) => Some(Claim::CannotPass(place)),
        () if !bands && never(Outcome::Fail) => Some(Claim::CannotFail(place)),
        () => None,
    }
}
