//! Thresholds that no lead can reach, and thresholds that every lead reaches.

use super::Lint;
use super::worlds::{MOST, MOST_SUMS, Worlds};
use crate::criteria::document::{Node, Table};
use crate::criteria::notes::Notes;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{ColumnId, Profile, Rule, Thresholds};

/// Compares thresholds with what can be reached.
pub(super) fn thresholds(lint: &Lint<'_>, attainable: Attainable, notes: &mut Notes) {
    let own = lint.profile.decision.thresholds;
    check(lint, lint.decision, own, attainable, notes);
    for (name, table) in &lint.for_lists {
        let found = lint.profile.decision.for_lists.iter().find(|one| one.name == *name);
        if let Some(thresholds) = found.map(|one| one.thresholds) {
            check(lint, Some(table), thresholds, attainable, notes);
        }
    }
}

/// What scores can be at all.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attainable {
    /// The lowest worst score.
    pub(super) low: i64,
    /// The highest best score.
    pub(super) high: i64,
    /// The highest worst score: the most that a lead can have for certain.
    pub(super) certain: i64,
}

impl Attainable {
    const fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high, certain: self.certain + other.certain }
    }
}

/// What scores all rules can give together. Rules that read a column in common are looked at
/// together: one lead cannot be big and small at once.
pub(super) fn attainable(profile: &Profile, worlds: &Worlds) -> Attainable {
    let rules: Vec<&Rule> = profile.rules.iter().filter(|rule| !rule.earns_nothing()).collect();
    let of_groups = |groups: Vec<Vec<&Rule>>, of: &dyn Fn(&[&Rule]) -> Attainable| {
        groups.iter().map(|group| of(group)).fold(Attainable::default(), Attainable::plus)
    };
    let alike = |rules: &[&Rule]| {
        let groups = grouped(rules, |a, b| a == b);
        of_groups(groups, &|group| of_group(worlds, group, MOST).unwrap_or_else(|| of_each(group)))
    };
    let related = grouped(&rules, |a, b| a.iter().any(|column| b.contains(column)));
    of_groups(related, &|group| of_group(worlds, group, MOST_SUMS).unwrap_or_else(|| alike(group)))
}

/// The rules in groups, so that no rule is related to one of another group by its columns.
fn grouped<'r>(rules: &[&'r Rule], related: impl Fn(&[ColumnId], &[ColumnId]) -> bool) -> Vec<Vec<&'r Rule>> {
    let mut groups: Vec<Vec<&Rule>> = Vec::new();
    for rule in rules {
        let columns = rule.columns();
        let is_near = |group: &Vec<&Rule>| group.iter().any(|other| related(&other.columns(), &columns));
        let (near, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_near);
        groups = apart;
        groups.push(near.into_iter().flatten().chain([*rule]).collect());
    }
    groups
}

/// What a group can earn together; nothing where there is too much to look at.
fn of_group(worlds: &Worlds, rules: &[&Rule], most: usize) -> Option<Attainable> {
    let mut columns: Vec<ColumnId> = rules.iter().flat_map(|rule| rule.columns()).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut found = Attainable { low: i64::MAX, high: i64::MIN, certain: i64::MIN };
    let complete = worlds.always_of(most, &columns, |world| {
        let points = rules.iter().map(|rule| world.points(rule));
        let (low, high) = points.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        found.low = found.low.min(low);
        found.high = found.high.max(high);
        found.certain = found.certain.max(low);
        true
    });
    complete.then_some(found)
}

fn of_each(rules: &[&Rule]) -> Attainable {
    let of_one = |rule: &&Rule| {
        let (low, high) = rule.attainable();
        Attainable { low, high, certain: high }
    };
    rules.iter().map(of_one).fold(Attainable::default(), Attainable::plus)
}

fn check(lint: &Lint<'_>, table: Option<&Table>, thresholds: Thresholds, can: Attainable, notes: &mut Notes) {
    let shown = |score| lint.profile.decision.shown(score);
    // A threshold that is not written here was looked at where it is.
    let written = |key: &str| {
        table.and_then(|table| table.entries().iter().find(|entry| *entry.key == *key)).map(|entry| &entry.node)
    };
    let prospect = written("prospect_at").zip(thresholds.prospect_at);
    let review = written("review_at").zip(thresholds.review_at);
    let each = prospect.map(|one| (one, can.certain)).into_iter().chain(review.map(|one| (one, can.high)));
    for ((node, at), high) in each {
        if at > high {
            let message = format!("no lead can reach {}: all rules together give at most {}", shown(at), shown(high));
            let help = format!("write {} = {} or less, or raise the points of a rule", node.key, shown(high));
            notes.push(Diagnostic::error(Code::E305, node.span, message, help));
        }
    }
    if let Some((node, at)) = prospect.filter(|(_, at)| *at != 0 && *at <= can.low) {
        always_reached(node, &shown(at).to_string(), &shown(can.low).to_string(), notes);
    }
}

fn always_reached(node: &Node, at: &str, low: &str, notes: &mut Notes) {
    let message = format!("every lead reaches {at}: the worst one still has {low}");
    notes.push(Diagnostic::warning(Code::W510, node.span, message, format!("write more than {low}, or take it out")));
}
