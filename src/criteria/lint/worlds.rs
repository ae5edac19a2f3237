//! Every combination of answers that makes a difference.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use super::columns::{Leaf, says_of_columns};
use crate::model::Outcome;
use crate::operators::Test;
use crate::profile::{Band, ColumnId, Condition, Effect, IfUnknown, Profile, RangeAs, Rule, is_new};

/// How many combinations are looked at for one claim; beyond that nothing is claimed.
pub(super) const MOST: usize = 20_000;
/// How many are looked at to add up points, of which each costs more.
pub(super) const MOST_SUMS: usize = 2_000;

/// What all tests on one column say of one cell, in the order of the column's tests.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Saying {
    pub outcomes: Vec<Outcome>,
    /// Whether the cell holds something that cannot be read.
    pub unreadable: bool,
}

/// For every column, all that can be said of a cell of it; nothing where that is too much.
pub(super) struct Worlds {
    /// Those of known cells first, and how many these are.
    sayings: Vec<Option<(Vec<Saying>, usize)>>,
    /// Each test by its place in memory: the profile is held as long as this.
    tests: HashMap<usize, usize>,
}

/// One lead, as far as the tests of some columns can tell it from others.
pub(super) struct World<'w> {
    worlds: &'w Worlds,
    chosen: Vec<(ColumnId, &'w Saying)>,
}

impl Saying {
    /// Of a cell that can be read, or is missing.
    pub(super) fn of(outcomes: impl Iterator<Item = Outcome>) -> Self {
        Self { outcomes: outcomes.collect(), unreadable: false }
    }

    /// What some tests say, as one number; nothing for too many tests.
    fn key(&self, tests: &[usize]) -> Option<u128> {
        let digit = |key: u128, test: &usize| key << 2 | self.outcomes[*test] as u128;
        (tests.len() < 60).then(|| tests.iter().fold(u128::from(self.unreadable), digit))
    }
}

/// One of all sayings that some tests cannot tell apart, in their order; all where the tests are many.
fn told_apart<'s>(all: &'s [Saying], tests: &[usize]) -> Vec<&'s Saying> {
    let mut seen = HashSet::new();
    all.iter().filter(|saying| saying.key(tests).is_none_or(|key| seen.insert(key))).collect()
}

/// What a rule answers for each saying of its column: a bit each.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    through: Vec<u64>,
    fail: Vec<u64>,
    open: Vec<u64>,
}

impl Answers {
    fn add(&mut self, place: usize, outcome: Outcome) {
        let bits = match outcome {
            Outcome::Pass | Outcome::Skipped => &mut self.through,
            Outcome::Fail => &mut self.fail,
            Outcome::Unknown => &mut self.open,
        };
        bits.resize(bits.len().max(place / 64 + 1), 0);
        bits[place / 64] |= 1 << (place % 64);
    }

    /// Whether nothing that this rule lets through is let through by all of the others.
    pub(super) fn leave_nothing(&self, others: &[&Self]) -> bool {
        let word = |of: &Self, place: usize| of.through.get(place).copied().unwrap_or(0);
        (0..self.through.len())
            .all(|place| others.iter().fold(word(self, place), |all, one| all & word(one, place)) == 0)
    }

    /// Whether this rule never decides anything beside the strict one: where it fails the strict one fails too, and where
    /// it is open the strict one does not pass.
    pub(super) fn is_implied_by(&self, strict: &Self) -> bool {
        let word = |bits: &[u64], place: usize| bits.get(place).copied().unwrap_or(0);
        let fail = self.fail.iter().enumerate().all(|(place, fail)| fail & !word(&strict.fail, place) == 0);
        let stopped = |place: usize| word(&strict.fail, place) | word(&strict.open, place);
        fail && self.open.iter().enumerate().all(|(place, open)| open & !stopped(place) == 0)
    }
}

fn address(test: &Test) -> usize {
    std::ptr::from_ref(test).addr()
}

impl Worlds {
    pub(super) fn new(profile: &Profile) -> Self {
        let mut leaves: Vec<Vec<Leaf<'_>>> = vec![Vec::new(); profile.columns.len()];
        let mut tests = HashMap::new();
        for rule in &profile.rules {
            each_test(rule, &mut |column, test, range_as| {
                // Those of a shared condition stand in many rules.
                tests.entry(address(test)).or_insert_with(|| {
                    leaves[column.0].push(Leaf { test, range_as });
                    leaves[column.0].len() - 1
                });
            });
        }
        let sayings = leaves.iter().enumerate();
        let sayings = sayings.map(|(column, leaves)| says_of_columns(profile, ColumnId(column), leaves)).collect();
        Self { sayings, tests }
    }

    /// All that can be said of a cell of a column.
    pub(super) fn of(&self, column: ColumnId) -> Option<&[Saying]> {
        self.sayings[column.0].as_ref().map(|(sayings, _)| sayings.as_slice())
    }

    /// All that can be said of a known cell of a column.
    fn of_known(&self, column: ColumnId) -> &[Saying] {
        self.sayings[column.0].as_ref().map_or(&[], |(sayings, known)| &sayings[..*known])
    }

    /// What one test says where this is said of its column.
    pub(super) fn says(&self, saying: &Saying, test: &Test) -> Outcome {
        saying.outcomes[self.tests[&address(test)]]
    }

    /// What a rule can answer, each answer once; `None` if there are too many worlds to look at.
    pub(super) fn outcomes(&self, rule: &Rule) -> Option<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        let complete = self.always_for(&[rule], |world| {
            let outcome = world.outcome(rule);
            if !outcomes.contains(&outcome) {
                outcomes.push(outcome);
            }
            true
        });
        complete.then_some(outcomes)
    }

    /// Whether all worlds over some columns, each named once, can be looked at.
    pub(super) fn can_list<'c>(&self, mut columns: impl Iterator<Item = &'c ColumnId>) -> bool {
        let all = columns.try_fold(1_usize, |all, column| all.checked_mul(self.of(*column)?.len()));
        all.is_some_and(|all| all <= MOST)
    }

    /// Whether `claim` holds in every world that some rules can tell from others; false too where there are too many to
    /// look at.
    pub(super) fn always_for(&self, rules: &[&Rule], claim: impl FnMut(&World<'_>) -> bool) -> bool {
        let mut tests: BTreeMap<ColumnId, Vec<usize>> = BTreeMap::new();
        for rule in rules {
            each_test(rule, &mut |column, test, _| tests.entry(column).or_default().push(self.tests[&address(test)]));
        }
        let columns: Vec<ColumnId> = tests.keys().copied().collect();
        if !self.can_list(columns.iter()) {
            return false;
        }
        let choices = tests.iter().map(|(column, tests)| Some(told_apart(self.of(*column)?, tests)));
        let Some(choices) = choices.collect::<Option<Vec<_>>>() else { return false };
        self.always_among(MOST, &columns, &choices, claim)
    }

    /// What a rule that reads one column alone answers for each saying of it: whether it lets the lead through, whether it
    /// fails, whether it is open. Nothing for other rules, and where there is too much to look at.
    pub(super) fn answers(&self, rule: &Rule) -> Option<Answers> {
        let columns = rule.columns();
        let [column] = columns.as_slice() else { return None };
        let all = self.of(*column).filter(|all| !all.is_empty() && all.len() <= MOST)?;
        let mut tests = Vec::new();
        each_test(rule, &mut |_, test, _| tests.push(self.tests[&address(test)]));
        let mut known: Vec<(u128, Outcome)> = Vec::new();
        let mut answers = Answers::default();
        for (place, saying) in all.iter().enumerate() {
            let world = || World { worlds: self, chosen: vec![(*column, saying)] };
            let key = saying.key(&tests);
            let before = known.iter().find(|(other, _)| key == Some(*other)).map(|(_, outcome)| *outcome);
            let outcome = before.unwrap_or_else(|| world().outcome(rule));
            if let (Some(key), None) = (key, before) {
                known.push((key, outcome));
            }
            answers.add(place, outcome);
        }
        Some(answers)
    }

    /// Whether `claim` holds in every world over some columns; false too where there are too many to look at.
    pub(super) fn always(&self, columns: &[ColumnId], claim: impl FnMut(&World<'_>) -> bool) -> bool {
        self.always_of(MOST, columns, claim)
    }

    /// The same where there are at most so many.
    pub(super) fn always_of(&self, most: usize, columns: &[ColumnId], claim: impl FnMut(&World<'_>) -> bool) -> bool {
        let choices = columns.iter().map(|column| Some(self.of(*column)?.iter().collect()));
        let Some(choices) = choices.collect::<Option<Vec<Vec<&Saying>>>>() else { return false };
        self.always_among(most, columns, &choices, claim)
    }

    /// The same where each column has one of these sayings.
    fn always_among(
        &self,
        most: usize,
        columns: &[ColumnId],
        choices: &[Vec<&Saying>],
        mut claim: impl FnMut(&World<'_>) -> bool,
    ) -> bool {
        let all = choices.iter().try_fold(1_usize, |all, one| all.checked_mul(one.len()));
        if all.is_none_or(|all| all > most || all == 0) {
            return false;
        }
        let mut places = vec![0; choices.len()];
        loop {
            let chosen = columns.iter().zip(choices).zip(&places);
            let chosen = chosen.map(|((column, all), place)| (*column, all[*place])).collect();
            if !claim(&World { worlds: self, chosen }) {
                return false;
            }
            if !step(&mut places, choices) {
                return true;
            }
        }
    }
}

/// The next combination; false behind the last one.
fn step(places: &mut [usize], choices: &[Vec<&Saying>]) -> bool {
    for (place, all) in places.iter_mut().zip(choices) {
        *place += 1;
        if *place < all.len() {
            return true;
        }
        *place = 0;
    }
    false
}

impl World<'_> {
    fn condition(&self, condition: &Condition) -> Outcome {
        condition.outcome(&mut |column, test, _| self.test(column, test))
    }

    fn is_open(&self, gate: Option<&Condition>) -> bool {
        gate.is_some_and(|gate| self.condition(gate) == Outcome::Unknown)
    }

    fn test(&self, column: ColumnId, test: &Test) -> Outcome {
        let saying = self.chosen.iter().find(|(known, _)| *known == column);
        saying.map_or(Outcome::Unknown, |(_, saying)| self.worlds.says(saying, test))
    }

    /// What a rule says of this lead, `only_if`, `if_unknown` and `if_unreadable` included.
    pub(super) fn outcome(&self, rule: &Rule) -> Outcome {
        let gate = rule.only_if.as_ref().map_or(Outcome::Pass, |only_if| self.condition(only_if));
        if rule.dormant || gate == Outcome::Fail {
            return Outcome::Skipped;
        }
        let bare = match &rule.effect {
            Effect::Must(condition) | Effect::Points(condition, _) => self.condition(condition),
            Effect::MustNot(condition) => self.condition(condition).opposite(),
            Effect::Bands { column, bands, .. } => self.bands(*column, bands),
        };
        // Behind an open gate a knock-out that passes passes anyway, and points that are not earned are not earned.
        let settled = if rule.earns_nothing() { Outcome::Pass } else { Outcome::Fail };
        let open = gate == Outcome::Unknown && bare != settled;
        let answer =
            if rule.assumes() && self.waits_for_unreadable(rule) { rule.if_unreadable } else { rule.if_unknown };
        match (if open { Outcome::Unknown } else { bare }, answer) {
            (Outcome::Unknown, IfUnknown::Pass) => Outcome::Pass,
            (Outcome::Unknown, IfUnknown::Fail) => Outcome::Fail,
            (outcome, _) => outcome,
        }
    }

    /// Whether a part that leaves a rule unknown looks at a cell that cannot be read.
    fn waits_for_unreadable(&self, rule: &Rule) -> bool {
        let mut parts = rule.only_if.iter().chain(rule.condition());
        let in_bands = || matches!(rule.effect, Effect::Bands { column, .. } if self.is_unreadable(column));
        let mut seen = Vec::new();
        parts.any(|part| self.is_open_by_unreadable(part, &mut seen)) || in_bands()
    }

    fn is_open_by_unreadable(&self, condition: &Condition, seen: &mut Vec<usize>) -> bool {
        self.condition(condition) == Outcome::Unknown
            && match condition {
                Condition::Test { column, .. } => self.is_unreadable(*column),
                Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
                    of.iter().any(|part| self.is_open_by_unreadable(part, seen))
                }
                Condition::Shared(shared) => {
                    is_new(shared, seen) && self.is_open_by_unreadable(&shared.condition, seen)
                }
            }
    }

    fn is_unreadable(&self, column: ColumnId) -> bool {
        self.chosen.iter().any(|(known, saying)| *known == column && saying.unreadable)
    }

    fn bands(&self, column: ColumnId, bands: &[Band]) -> Outcome {
        match self.possible_bands(column, bands).as_slice() {
            [Some(_)] => Outcome::Pass,
            [None] => Outcome::Fail,
            _ => Outcome::Unknown,
        }
    }

    /// The least and the most that a score rule could earn here.
    pub(super) fn points(&self, rule: &Rule) -> (i64, i64) {
        let (low, high) = match &rule.effect {
            Effect::Bands { column, bands, .. } => self.band_points(*column, bands),
            _ => rule.attainable(),
        };
        match (self.outcome(rule), &rule.effect) {
            (Outcome::Fail | Outcome::Skipped, _) => (0, 0),
            (Outcome::Pass, Effect::Points(_, points)) => (*points, *points),
            (_, Effect::Bands { .. }) if !self.is_open(rule.only_if.as_ref()) => (low, high),
            _ => (low.min(0), high.max(0)),
        }
    }

    /// Over all bands that the cell can still get.
    fn band_points(&self, column: ColumnId, bands: &[Band]) -> (i64, i64) {
        let possible = self.possible_bands(column, bands);
        let points = || possible.iter().map(|band| band.map_or(0, |place| bands[place].points));
        match (points().min(), points().max()) {
            (Some(low), Some(high)) => (low, high),
            _ => bands.iter().fold((0, 0), |(low, high), band| (low.min(band.points), high.max(band.points))),
        }
    }

    /// The bands that the cell can still get, each once: by all values of which is said what is certain here. Nothing
    /// where there is no such value.
    fn possible_bands(&self, column: ColumnId, bands: &[Band]) -> Vec<Option<usize>> {
        let here = |test: &Test| self.test(column, test);
        let tests = || bands.iter().flat_map(|band| &band.tests);
        let compares = |test: &&Test| !matches!(test, Test::IsKnown(_));
        let agrees = |saying: &&Saying| {
            let mut certain = tests().filter(compares).filter(|test| here(test) != Outcome::Unknown);
            certain.all(|test| self.worlds.says(saying, test) == here(test))
        };
        // Whether it is known; of what cannot be read nobody can tell.
        let known: &[bool] = match tests().find(|test| !compares(test)).map(|test| (test, here(test))) {
            Some((_, Outcome::Unknown)) => &[true, false],
            Some((Test::IsKnown(wanted), outcome)) if *wanted == (outcome == Outcome::Pass) => &[true],
            Some(_) => &[false],
            None => &[true],
        };
        let holds = |saying: &Saying, is_known: bool, test: &Test| match (test, here(test)) {
            (Test::IsKnown(wanted), _) => *wanted == is_known,
            (test, Outcome::Unknown) => self.worlds.says(saying, test) == Outcome::Pass,
            (_, outcome) => outcome == Outcome::Pass,
        };
        let first = |saying: &Saying, is_known: bool| {
            bands.iter().position(|band| band.tests.iter().all(|test| holds(saying, is_known, test)))
        };
        let sayings: Vec<&Saying> = self.worlds.of_known(column).iter().filter(agrees).collect();
        let mut possible: Vec<Option<usize>> =
            known.iter().flat_map(|is_known| sayings.iter().map(|saying| first(saying, *is_known))).collect();
        possible.sort_unstable();
        possible.dedup();
        possible
    }

    /// The first band that is certain; nothing where none is.
    pub(super) fn first_band(&self, column: ColumnId, bands: &[Band]) -> Option<usize> {
        match self.possible_bands(column, bands).as_slice() {
            [Some(only)] => Some(*only),
            _ => None,
        }
    }
}

/// Calls `visit` for every test of a rule, with what a range counts as in it.
pub(super) fn each_test<'r>(rule: &'r Rule, visit: &mut impl FnMut(ColumnId, &'r Test, Option<RangeAs>)) {
    let mut conditions = |condition: &'r Condition| {
        condition.outcome(&mut |column, test, range_as| {
            visit(column, test, range_as);
            Outcome::Unknown
        });
    };
    rule.only_if.iter().for_each(&mut conditions);
    rule.condition().into_iter().for_each(&mut conditions);
    if let Effect::Bands { column, bands, range_as } = &rule.effect {
        bands.iter().flat_map(|band| &band.tests).for_each(|test| visit(*column, test, *range_as));
    }
}
