//! Knock-outs that together leave nothing, and knock-outs that others make superfluous.

use std::collections::{BTreeSet, HashSet};

use super::Claim;
use super::worlds::{Answers, World, Worlds};
use crate::model::Outcome;
use crate::profile::{ColumnId, Profile, Rule};

/// Looks at every two knock-outs that read a column in common, and at all that read one column alone. Of those that
/// something was said of already, nothing more has to be said.
pub(super) fn together(profile: &Profile, worlds: &Worlds, said: &[Claim]) -> Vec<Claim> {
    let is_new = |place: usize| !said.iter().any(|claim| claim.is_about(place));
    let places = (0..profile.rules.len()).filter(|place| profile.rules[*place].is_knock_out() && is_new(*place));
    let all: Vec<Read<'_>> = places.map(|place| Read::of(profile, worlds, place)).collect();
    let mut claims = Vec::new();
    let mut superfluous = HashSet::new();
    for (number, one) in all.iter().enumerate() {
        let is_near = |other: &&Read<'_>| other.columns.iter().any(|column| one.columns.contains(column));
        for other in all[..number].iter().filter(is_near) {
            let claim = of_two(worlds, other, one);
            // A rule that decides nothing beside one other is not held against any more.
            if let Some(Claim::Superfluous { loose, .. }) = &claim
                && !superfluous.insert(*loose)
            {
                continue;
            }
            claims.extend(claim);
        }
    }
    let of_column = |column: &ColumnId| all.iter().filter(|one| one.columns == [*column]).collect::<Vec<_>>();
    let alone = (0..profile.columns.len()).map(ColumnId).map(|column| of_column(&column));
    let more: Vec<Claim> = alone.filter_map(|rules| of_many(&rules, &claims)).collect();
    claims.extend(more);
    for columns in joined(&all) {
        let inside = |one: &&Read<'_>| one.columns.iter().all(|column| columns.contains(column));
        let rules: Vec<&Read<'_>> = all.iter().filter(inside).collect();
        claims.extend(of_several(worlds, &columns, rules, &claims));
    }
    claims
}

/// How many columns are looked at together.
const MOST_COLUMNS: usize = 3;

/// The columns of a rule that reads several, and those of two such rules that read one in common; each set once.
fn joined(all: &[Read<'_>]) -> BTreeSet<Vec<ColumnId>> {
    // Thousands of rules read a few sets of columns.
    let several: BTreeSet<BTreeSet<ColumnId>> =
        all.iter().filter(|one| one.columns.len() > 1).map(|one| one.columns.iter().copied().collect()).collect();
    let of_two = several.iter().flat_map(|a| several.iter().filter(|b| !a.is_disjoint(b)).map(move |b| a | b));
    of_two.filter(|columns| columns.len() <= MOST_COLUMNS).map(|columns| columns.into_iter().collect()).collect()
}

/// Three or more knock-outs over several columns that leave nothing; only those of them that it takes.
fn of_several(worlds: &Worlds, columns: &[ColumnId], rules: Vec<&Read<'_>>, said: &[Claim]) -> Option<Claim> {
    let is_said = |rules: &[&Read<'_>]| {
        let has = |place: &usize| rules.iter().any(|one| one.place == *place);
        said.iter().any(|claim| matches!(claim, Claim::NothingLeft(known) if known.iter().all(has)))
    };
    let none_left =
        |rules: &[&Read<'_>]| worlds.always(columns, |world| !rules.iter().all(|one| lets_through(world, one.rule)));
    if rules.len() < 3 || is_said(&rules) || !none_left(&rules) {
        return None;
    }
    let mut needed = rules.clone();
    for one in rules {
        let without: Vec<&Read<'_>> = needed.iter().copied().filter(|other| other.place != one.place).collect();
        if none_left(&without) {
            needed = without;
        }
    }
    Some(Claim::NothingLeft(needed.into_iter().map(|one| one.place).collect()))
}

/// A knock-out with the columns that it reads.
struct Read<'r> {
    place: usize,
    rule: &'r Rule,
    columns: Vec<ColumnId>,
    /// What it answers, where it reads one column alone.
    answers: Option<Answers>,
}

impl<'r> Read<'r> {
    fn of(profile: &'r Profile, worlds: &Worlds, place: usize) -> Self {
        let rule = &profile.rules[place];
        Self { place, rule, columns: rule.columns(), answers: worlds.answers(rule) }
    }
}

fn lets_through(world: &World<'_>, rule: &Rule) -> bool {
    matches!(world.outcome(rule), Outcome::Pass | Outcome::Skipped)
}

fn of_two(worlds: &Worlds, a: &Read<'_>, b: &Read<'_>) -> Option<Claim> {
    // For most pairs of thousands of rules that cannot be told, and finding out must cost nothing.
    let new = b.columns.iter().filter(|column| !a.columns.contains(column));
    if !worlds.can_list(a.columns.iter().chain(new)) {
        return None;
    }
    let nothing_left = match (&a.answers, &b.answers) {
        (Some(a), Some(b)) => a.leave_nothing(&[b]),
        _ => {
            worlds.always_for(&[a.rule, b.rule], |world| !(lets_through(world, a.rule) && lets_through(world, b.rule)))
        }
    };
    if nothing_left {
        return Some(Claim::NothingLeft(vec![a.place, b.place]));
    }
    if a.rule.criterion != b.rule.criterion {
        return None;
    }
    match () {
        () if implies(worlds, a, b) => Some(Claim::Superfluous { strict: a.place, loose: b.place }),
        () if implies(worlds, b, a) => Some(Claim::Superfluous { strict: b.place, loose: a.place }),
        () => None,
    }
}

/// Whether the loose one never decides anything: where it fails the strict one fails too, and where it is unknown the
/// strict one does not pass.
fn implies(worlds: &Worlds, strict: &Read<'_>, loose: &Read<'_>) -> bool {
    if let (Some(strict), Some(loose)) = (&strict.answers, &loose.answers) {
        return loose.is_implied_by(strict);
    }
    let (strict, loose) = (strict.rule, loose.rule);
    worlds.always_for(&[strict, loose], |world| match world.outcome(loose) {
        Outcome::Fail => world.outcome(strict) == Outcome::Fail,
        Outcome::Unknown => matches!(world.outcome(strict), Outcome::Fail | Outcome::Unknown),
        Outcome::Pass | Outcome::Skipped => true,
    })
}

/// Three or more knock-outs that read one column and no other; two were compared.
fn of_many(rules: &[&Read<'_>], said: &[Claim]) -> Option<Claim> {
    let places: Vec<usize> = rules.iter().map(|one| one.place).collect();
    let is_said =
        |claim: &Claim| matches!(claim, Claim::NothingLeft(two) if two.iter().all(|one| places.contains(one)));
    let none_left = || {
        let answers: Option<Vec<&Answers>> = rules.iter().map(|one| one.answers.as_ref()).collect();
        answers.is_some_and(|all| all[0].leave_nothing(&all[1..]))
    };
    (rules.len() > 2 && !said.iter().any(is_said) && none_left()).then_some(Claim::NothingLeft(places))
}
