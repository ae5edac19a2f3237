//! `[test.NAME]`: a lead and what must come out, beside the rules that it tests.

use rust_decimal::Decimal;

use super::criterion::CriterionFile;
use super::document::{Entry, Node, Table, Value};
use super::draft::{Draft, Scope};
use super::suggest;
use super::values::{Said, check_name};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Outcome, Verdict};
use crate::profile::{Effect, Expectation, Expected, Fact, Rule, TestCase};

const OUTCOMES: [Outcome; 4] = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::Skipped];
const VERDICTS: [Verdict; 3] = [Verdict::Prospect, Verdict::Review, Verdict::Rejected];

/// Which keys `expect` may have.
struct Expecting<'e> {
    rules: &'e [Rule],
    /// What stands before a rule's name in its id, for a criterion's own tests.
    criterion: Option<&'e str>,
}

impl Draft<'_> {
    /// The tests of a criterion file: `expect` names its rules.
    pub(super) fn criterion_tests(&mut self, file: &CriterionFile, rules: &[Rule]) -> Vec<TestCase> {
        let expecting = Expecting { rules, criterion: Some(&file.name.0) };
        // A test may ask for a look-up that no rule reads.
        self.scope = Scope { lookups: file.lookups.clone(), ..Scope::default() };
        let cases = file.tests.iter().filter_map(|(name, table)| self.test_case(name, table, &expecting)).collect();
        self.scope = Scope::default();
        cases
    }

    /// The tests of a profile: `expect` may hold the verdict, the score, and rule ids.
    pub(super) fn profile_tests(&mut self, tests: &[(Said, Table)], rules: &[Rule]) -> Vec<TestCase> {
        let expecting = Expecting { rules, criterion: None };
        tests.iter().filter_map(|(name, table)| self.test_case(name, table, &expecting)).collect()
    }

    fn test_case(&mut self, name: &Said, table: &Table, expecting: &Expecting<'_>) -> Option<TestCase> {
        check_name(name, self.notes);
        let lead = table.required("lead", "lead = { state = \"CA\" }", self.notes);
        let lead = lead.and_then(|node| node.table(self.notes)).map(|lead| self.cells(lead));
        let facts = table.table("list", self.notes).map(|facts| self.facts(facts)).unwrap_or_default();
        let mut expect = Vec::new();
        if let Some(node) = self.expect_node(table) {
            let table = node.table(self.notes)?;
            self.expectations(table, "", expecting, &mut expect);
        }
        if let Some(cells) = table.table("fields", self.notes) {
            self.expected_cells(cells, "", &mut expect);
        }
        table.finish(self.notes);
        Some(TestCase { name: name.0.clone(), place: self.notes.place(name.1), lead: lead?, facts, expect })
    }

    /// `expect`, which may be left out where `fields` says what is expected.
    fn expect_node<'t>(&mut self, table: &'t Table) -> Option<&'t Node> {
        if table.has("fields") {
            return table.node("expect");
        }
        table.required("expect", "expect = { my-rule = \"pass\" }", self.notes)
    }

    fn cells(&mut self, table: &Table) -> Vec<(usize, String)> {
        let mut cells = Vec::new();
        for entry in table.names() {
            let field = self.fields.expect(&(entry.key.to_string(), entry.key_span), self.notes);
            let raw = entry.node.text(self.notes);
            cells.extend(field.zip(raw.map(str::to_owned)));
        }
        cells
    }

    fn facts(&mut self, table: &Table) -> Vec<(Fact, String)> {
        let mut facts = Vec::new();
        for fact in Fact::ALL {
            let Some(node) = table.node(fact.name()) else { continue };
            let raw = match &node.value {
                Value::Date(date) => Some(date.to_string()),
                Value::Number(number) => Some(number.to_string()),
                _ => node.text(self.notes).map(str::to_owned),
            };
            facts.extend(raw.map(|raw| (fact, raw)));
        }
        table.finish(self.notes);
        facts
    }

    /// The entries of `expect`. Ids may be quoted or dotted: a dotted id is a table in a table.
    fn expectations(&mut self, table: &Table, prefix: &str, expecting: &Expecting<'_>, found: &mut Vec<Expectation>) {
        for entry in table.names() {
            let key = format!("{prefix}{}", entry.key);
            if let (Value::Table(inner), None, "") = (&entry.node.value, expecting.criterion, prefix) {
                self.expectations(inner, &format!("{key}."), expecting, found);
                continue;
            }
            let expected = match (key.as_str(), expecting.criterion) {
                ("verdict", None) => self.verdict(&entry.node),
                ("score", None) => self.interval(&entry.node).map(|(low, high)| Expected::Score { low, high }),
                ("grade", None) => entry.node.text(self.notes).map(|grade| Expected::Grade(grade.to_owned())),
                ("blocked_by", None) => Some(self.blocked_by(&entry.node, expecting.rules)),
                ("ask", None) => Some(self.ask(&entry.node)),
                (name, criterion) => self.rule_expected(name, criterion, entry, expecting.rules),
            };
            let place = self.notes.place(entry.key_span);
            found.extend(expected.map(|expected| Expectation { place, expected }));
        }
    }

    fn verdict(&mut self, node: &Node) -> Option<Expected> {
        let word = node.word(&VERDICTS.map(Verdict::as_str), self.notes)?;
        VERDICTS.into_iter().find(|verdict| verdict.as_str() == word).map(Expected::Verdict)
    }

    fn blocked_by(&mut self, node: &Node, rules: &[Rule]) -> Expected {
        let ids = node.texts(self.notes);
        for (id, span) in &ids {
            self.find_rule(id, *span, rules, None);
        }
        Expected::BlockedBy(ids.into_iter().map(|(id, _)| id).collect())
    }

    fn ask(&mut self, node: &Node) -> Expected {
        let names = node.texts(self.notes);
        for name in &names {
            self.fields.expect(name, self.notes);
        }
        Expected::Ask(names.into_iter().map(|(name, _)| name).collect())
    }

    fn find_rule(&mut self, name: &str, span: Span, rules: &[Rule], criterion: Option<&str>) -> Option<usize> {
        let id = criterion.map_or_else(|| name.to_owned(), |criterion| format!("{criterion}.{name}"));
        let found = rules.iter().position(|rule| rule.id == id);
        if found.is_none() && !self.failed.contains(&id) {
            let short = |rule: &Rule| match criterion {
                Some(criterion) => rule.id[criterion.len() + 1..].to_owned(),
                None => rule.id.clone(),
            };
            let own: Vec<String> = rules.iter().map(short).collect();
            let help = match criterion {
                None if !id.contains('.') => {
                    format!("write an id, such as \"{}\"", own.first().map_or("location.area", String::as_str))
                }
                _ => suggest::help(name, own.iter().map(String::as_str)),
            };
            let message = format!("there is no rule `{name}`");
            self.notes.push(Diagnostic::error(Code::E111, span, message, help).labelled("unknown rule"));
        }
        found
    }

    fn rule_expected(
        &mut self,
        name: &str,
        criterion: Option<&str>,
        entry: &Entry,
        rules: &[Rule],
    ) -> Option<Expected> {
        let rule = self.find_rule(name, entry.key_span, rules, criterion)?;
        let node = &entry.node;
        let outcome = match &node.value {
            Value::Text(word) => OUTCOMES.into_iter().find(|outcome| outcome.as_str() == word.trim()),
            _ => None,
        };
        if let Some(outcome) = outcome {
            return Some(Expected::Rule { rule, outcome });
        }
        if rules[rule].earns_nothing() {
            node.word(&OUTCOMES.map(Outcome::as_str), self.notes);
            return None;
        }
        debug_assert!(matches!(rules[rule].effect, Effect::Points(..) | Effect::Bands { .. }), "bug: neither");
        self.interval(node).map(|(low, high)| Expected::Points { rule, low, high })
    }

    /// A number, or two: `20`, `"10 to 20"`.
    fn interval(&mut self, node: &Node) -> Option<(Decimal, Decimal)> {
        let both = match &node.value {
            Value::Number(number) => Some((*number, *number)),
            Value::Text(text) => two_numbers(text),
            _ => None,
        };
        if both.is_none() && !matches!(node.value, Value::Broken) {
            let message = format!("`{}` does not take {}", node.key, self.notes.written(node.span));
            let help =
                "write points as 20, an interval as \"10 to 20\", or \"pass\", \"fail\", \"unknown\", \"skipped\"";
            self.notes.error(Code::E203, node.span, message, help);
        }
        both
    }

    /// What cells must have been read as; parts may be quoted or dotted.
    fn expected_cells(&mut self, table: &Table, prefix: &str, found: &mut Vec<Expectation>) {
        for entry in table.names() {
            let name = (format!("{prefix}{}", entry.key), entry.key_span);
            if let Value::Table(parts) = &entry.node.value {
                self.expected_cells(parts, &format!("{}.", name.0), found);
                continue;
            }
            let (whole, part) =
                name.0.split_once('.').map_or((name.0.as_str(), None), |(whole, part)| (whole, Some(part)));
            let lookup = self.lookups.iter().position(|lookup| lookup.name == whole);
            let column = match lookup {
                Some(lookup) => self.lookup_part(lookup, part, &name),
                None => self.column(&name),
            };
            let shown = entry.node.text(self.notes).map(str::to_owned);
            let place = self.notes.place(entry.key_span);
            let both = column.zip(shown);
            found.extend(both.map(|(column, shown)| Expectation { place, expected: Expected::Cell { column, shown } }));
        }
    }
}

fn two_numbers(text: &str) -> Option<(Decimal, Decimal)> {
    let (low, high) = text.split_once(" to ").unwrap_or((text, text));
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some((low, high))
}
