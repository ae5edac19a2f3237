//! Thresholds that no lead can reach, and thresholds that every lead reaches.

use super::Lint;
use super::worlds::Worlds;
use crate::criteria::document::{Node, Table};
use crate::criteria::notes::Notes;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{ColumnId, Profile, Rule, Thresholds};

/// Compares thresholds with what can be reached.
pub(super) fn thresholds(lint: &Lint<'_>, attainable: (i64, i64), notes: &mut Notes) {
    let own = lint.profile.decision.thresholds;
    check(lint, lint.decision, own, attainable, notes);
    for (name, table) in &lint.for_lists {
        let found = lint.profile.decision.for_lists.iter().find(|one| one.name == *name);
        if let Some(thresholds) = found.map(|one| one.thresholds) {
            check(lint, Some(table), thresholds, attainable, notes);
        }
    }
}

/// The lowest worst and the highest best score that a lead could have.
pub(super) fn attainable(profile: &Profile, worlds: &Worlds) -> (i64, i64) {
    let mut left: Vec<(&Rule, Vec<ColumnId>)> =
        profile.rules.iter().filter(|rule| !rule.earns_nothing()).map(|rule| (rule, rule.columns())).collect();
    let (mut lowest, mut highest) = (0, 0);
    while let Some((first, columns)) = left.first().cloned() {
        // Rules that read the same columns are looked at together: one lead cannot be big and small at once.
        let (group, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, read)| *read == columns);
        left = others;
        let rules: Vec<&Rule> = group.into_iter().map(|(rule, _)| rule).collect();
        let (low, high) = of_group(worlds, &columns, &rules);
        debug_assert!(rules.iter().any(|rule| rule.id == first.id), "bug: a rule is of its own group");
        (lowest, highest) = (lowest + low, highest + high);
    }
    (lowest, highest)
}

fn of_group(worlds: &Worlds, columns: &[ColumnId], rules: &[&Rule]) -> (i64, i64) {
    let (mut lowest, mut highest) = (i64::MAX, i64::MIN);
    let complete = worlds.always(columns, |world| {
        let points = rules.iter().map(|rule| world.points(rule));
        let (low, high) = points.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        (lowest, highest) = (lowest.min(low), highest.max(high));
        true
    });
    if complete {
        return (lowest, highest);
    }
    rules.iter().map(|rule| rule.attainable()).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

fn check(lint: &Lint<'_>, table: Option<&Table>, thresholds: Thresholds, (low, high): (i64, i64), notes: &mut Notes) {
    let shown = |score| lint.profile.decision.shown(score);
    // A threshold that is not written here was looked at where it is.
    let written = |key: &str| {
        table.and_then(|table| table.entries().iter().find(|entry| *entry.key == *key)).map(|entry| &entry.node)
    };
    let prospect = written("prospect_at").zip(thresholds.prospect_at);
    for (node, at) in prospect.into_iter().chain(written("review_at").zip(thresholds.review_at)) {
        if at > high {
            let message = format!("no lead can reach {}: all rules together give at most {}", shown(at), shown(high));
            let help = format!("write {} = {} or less, or raise the points of a rule", node.key, shown(high));
            notes.push(Diagnostic::error(Code::E305, node.span, message, help));
        }
    }
    if let Some((node, at)) = prospect.filter(|(_, at)| *at != 0 && *at <= low) {
        always_reached(node, &shown(at).to_string(), &shown(low).to_string(), notes);
    }
}

fn always_reached(node: &Node, at: &str, low: &str, notes: &mut Notes) {
    let message = format!("every lead reaches {at}: the worst one still has {low}");
    notes.push(Diagnostic::warning(Code::W510, node.span, message, format!("write more than {low}, or take it out")));
}
