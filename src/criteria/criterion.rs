//! A criterion file: its rules, its lists and look-ups, and the tests beside them.

use std::path::PathBuf;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::document::{Document, Table};
use super::draft::{Draft, Scope};
use super::effective::Effective;
use super::lists::{self, ListChange};
use super::notes::Notes;
use super::overrides::Overrides;
use super::rules::{self, Home, RuleSource};
use super::values::{Said, check_name};
use crate::profile::Rule;

/// A criterion file that was read and is not compiled yet.
#[derive(Clone, Debug)]
pub(super) struct CriterionFile {
    /// Where.
    pub path: PathBuf,
    /// The criterion's name.
    pub name: Said,
    /// What people read.
    pub title: Option<String>,
    /// The day that its tests are run on.
    pub test_as_of: Option<Date>,
    /// The rules, in the order of the file.
    pub rules: Vec<RuleSource>,
    /// The lists.
    pub lists: Vec<(Said, Table)>,
    /// The tests.
    pub tests: Vec<(Said, Table)>,
    conditions: Vec<(Said, Table)>,
    /// `[lookup.NAME]`
    pub lookups: Vec<(Said, Table)>,
}

/// Reads a criterion file; nothing if it has no name.
pub(super) fn read(document: &Document, notes: &mut Notes) -> Option<CriterionFile> {
    let root = &document.root;
    root.check_format(notes);
    let name = root.required_text("criterion", "criterion = \"location\"", notes);
    let name = name.map(|name| (name, root.node("criterion").map_or(root.span, |node| node.span)));
    root.text("version", notes);
    let file = CriterionFile {
        path: document.path.clone(),
        name: name.clone().unwrap_or_else(|| ("criterion".into(), root.span)),
        title: root.text("title", notes),
        test_as_of: root.date("test_as_of", notes),
        rules: rules::gather(root, notes),
        lists: named(root, "list", notes),
        tests: named(root, "test", notes),
        conditions: named(root, "condition", notes),
        lookups: named(root, "lookup", notes),
    };
    root.finish(notes);
    if let Some(name) = &name {
        check_name(name, notes);
    }
    name.map(|_| file)
}

/// The tables below `key` with their names.
pub(super) fn named(root: &Table, key: &str, notes: &mut Notes) -> Vec<(Said, Table)> {
    root.tables(key, notes).into_iter().map(|(name, table)| (name, table.clone())).collect()
}

impl CriterionFile {
    /// The names that hold in this file, with the changes that a profile makes to its lists.
    fn scope(&self, overrides: &Overrides, notes: &mut Notes) -> Scope {
        let lists = self.lists.iter().map(|(name, table)| {
            let changes: Vec<&ListChange> = overrides.list(&self.name.0, &name.0).collect();
            lists::read(name, table, &changes, notes)
        });
        let lists = lists.collect();
        Scope { lists, conditions: self.conditions.clone(), lookups: self.lookups.clone(), ..Scope::default() }
    }

    /// Compiles its rules into a profile, as its criterion number `criterion`.
    pub(super) fn compile(
        &self,
        draft: &mut Draft<'_>,
        criterion: usize,
        units: Decimal,
        overrides: &Overrides,
    ) -> Vec<Rule> {
        let scope = self.scope(overrides, draft.notes);
        self.check_unused(&scope, draft);
        draft.scope = scope;
        let home = Home { criterion, name: &self.name.0, units };
        let rules = self.rules.iter().filter_map(|rule| overrides.apply(&self.name.0, rule));
        let compiled = rules.filter_map(|rule| draft.rule(&rule, home)).collect();
        draft.scope = Scope::default();
        compiled
    }

    /// Its tables as the profile changes them, for those who want to see what counts.
    pub(super) fn effective(&self, overrides: &Overrides, notes: &Notes, shown: &mut Vec<Effective>) {
        let own = &self.name.0;
        for (name, table) in &self.lists {
            let mut list = Effective::new(own, &format!("list.{}", name.0), table, notes);
            overrides.list(own, &name.0).for_each(|change| list.change(change, notes));
            shown.push(list);
        }
        for (kind, tables) in [("lookup", &self.lookups), ("condition", &self.conditions)] {
            shown.extend(
                tables.iter().map(|(name, table)| Effective::new(own, &format!("{kind}.{}", name.0), table, notes)),
            );
        }
        for rule in self.rules.iter().filter_map(|rule| overrides.apply(own, rule)) {
            let header = format!("{}.{}", rule.header.key(), rule.name.0);
            shown.push(Effective::new(own, &header, &rule.table, notes));
        }
    }

    /// Compiles all named conditions and look-ups on the side, so that mistakes are found in unused ones too.
    fn check_unused(&self, scope: &Scope, draft: &mut Draft<'_>) {
        let mut aside = Draft::new(draft.notes, draft.fields, draft.as_of);
        aside.scope = scope.clone();
        aside.check_lookups();
        for (name, table) in &self.conditions {
            check_name(name, aside.notes);
            aside.guarded(name, "condition", |aside| aside.condition(table, &[]));
        }
    }
}
