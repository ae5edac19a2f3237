//! What a profile changes in its criteria: `[override.CRITERION.RULE]`, `[override_list.CRITERION.LIST]`.

use jiff::civil::Date;

use super::criterion::CriterionFile;
use super::document::Table;
use super::lists::ListChange;
use super::notes::Notes;
use super::rules::RuleSource;
use super::suggest;
use super::values::Said;
use crate::diagnostic::{Code, Diagnostic};

/// The keys of an override that are not the rule's.
const OWN_KEYS: [&str; 3] = ["off", "until", "why"];

/// All overrides that hold on the day, those of a parent before those of the profile that extends it.
#[derive(Clone, Debug, Default)]
pub(super) struct Overrides {
    rules: Vec<RuleOverride>,
    lists: Vec<(String, String, ListChange)>,
}

#[derive(Clone, Debug)]
struct RuleOverride {
    criterion: String,
    rule: String,
    /// The keys that replace the rule's.
    keys: Table,
    /// Whether the rule is switched off, or on again; nothing where the override does not say.
    off: Option<bool>,
    why: Option<String>,
}

impl Overrides {
    /// Reads the overrides of one profile file behind those that are there, and checks that all their targets exist.
    pub(super) fn read(&mut self, root: &Table, criteria: &[CriterionFile], as_of: Date, notes: &mut Notes) {
        for (criterion, rules) in root.tables("override", notes) {
            let Some(file) = target(&criterion, criteria, notes) else {
                continue;
            };
            for (rule, table) in named(rules, notes) {
                let known: Vec<&str> = file.rules.iter().map(|rule| rule.name.0.as_str()).collect();
                let read = read_rule(&file.name.0, &rule.0, table, as_of, notes);
                if exists("rule", &rule, &file.name.0, &known, notes) {
                    self.rules.extend(read);
                }
            }
        }
        for (criterion, lists) in root.tables("override_list", notes) {
            let Some(file) = target(&criterion, criteria, notes) else {
                continue;
            };
            for (list, table) in named(lists, notes) {
                let known: Vec<&str> = file.lists.iter().map(|(name, _)| name.0.as_str()).collect();
                let change = read_list(table, as_of, notes);
                if exists("list", &list, &file.name.0, &known, notes) {
                    self.lists.extend(change.map(|change| (file.name.0.clone(), list.0, change)));
                }
            }
        }
    }

    /// The rule as it is to be compiled; nothing if it is off.
    pub(super) fn apply(&self, criterion: &str, rule: &RuleSource) -> Option<RuleSource> {
        let mut changed = rule.clone();
        let mut off = false;
        for found in self.rules.iter().filter(|one| one.criterion == criterion && one.rule == rule.name.0) {
            changed.table = changed.table.replaced_by(&found.keys);
            changed.override_why = found.why.clone().or(changed.override_why);
            off = found.off.unwrap_or(off);
        }
        (!off).then_some(changed)
    }

    /// The changes to a list, in order.
    pub(super) fn list(&self, criterion: &str, list: &str) -> impl Iterator<Item = &ListChange> {
        self.lists.iter().filter(move |(file, name, _)| file == criterion && name == list).map(|(_, _, change)| change)
    }
}

fn named<'t>(table: &'t Table, notes: &mut Notes) -> Vec<(Said, &'t Table)> {
    table
        .names()
        .filter_map(|entry| Some(((entry.key.to_string(), entry.key_span), entry.node.table(notes)?)))
        .collect()
}

/// The criterion of that name, or a mistake that suggests one.
pub(super) fn target<'c>(name: &Said, criteria: &'c [CriterionFile], notes: &mut Notes) -> Option<&'c CriterionFile> {
    let found = criteria.iter().find(|file| file.name.0 == name.0);
    if found.is_none() {
        let help = suggest::help(&name.0, criteria.iter().map(|file| file.name.0.as_str()));
        let message = format!("the profile has no criterion `{}`", name.0);
        notes.push(Diagnostic::error(Code::E401, name.1, message, help).labelled("unknown criterion"));
    }
    found
}

fn exists(what: &str, name: &Said, criterion: &str, known: &[&str], notes: &mut Notes) -> bool {
    let exists = known.contains(&name.0.as_str());
    if !exists {
        let message = format!("the criterion `{criterion}` has no {what} `{}`", name.0);
        let help = suggest::help(&name.0, known.iter().copied());
        notes.push(Diagnostic::error(Code::E401, name.1, message, help).labelled(format!("unknown {what}")));
    }
    exists
}

fn require_why(table: &Table, notes: &mut Notes) -> Option<String> {
    if !table.has("why") {
        let message = "this override does not say why";
        notes.error(Code::E403, table.span, message, "add a reason for those who read it later: why = \"…\"");
    }
    table.text("why", notes)
}

/// Whether an override still holds: on its last day it does. One that does not is worth a warning, because the rule
/// says something else since.
fn holds(table: &Table, as_of: Date, notes: &mut Notes) -> bool {
    let Some(node) = table.node("until") else { return true };
    let Some(until) = node.date(notes) else { return true };
    if as_of > until {
        let message = format!("this override ended on {until}, and no longer changes anything");
        let help = "take it out, or write a later day in `until`";
        notes.push(Diagnostic::warning(Code::W504, node.span, message, help));
    }
    as_of <= until
}

fn read_rule(criterion: &str, rule: &str, table: &Table, as_of: Date, notes: &mut Notes) -> Option<RuleOverride> {
    let why = require_why(table, notes);
    let holds = holds(table, as_of, notes);
    let off = table.node("off").and_then(|node| node.yes_no(notes));
    let keys = table.without(&OWN_KEYS);
    holds.then(|| RuleOverride { criterion: criterion.to_owned(), rule: rule.to_owned(), keys, off, why })
}

fn read_list(table: &Table, as_of: Date, notes: &mut Notes) -> Option<ListChange> {
    require_why(table, notes);
    let holds = holds(table, as_of, notes);
    let change = ListChange { add: table.texts("add", notes), remove: table.texts("remove", notes) };
    if change.add.is_empty() && change.remove.is_empty() {
        table.missing("add", "add = [\"ID\"] or remove = [\"NV\"]", notes);
    }
    table.finish(notes);
    holds.then_some(change)
}
