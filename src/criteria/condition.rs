//! Conditions: a field with operators beside it, groups, and named conditions.

use std::sync::Arc;

use super::document::{Entry, Node, Table, Value};
use super::draft::Draft;
use super::suggest;
use super::values::{Said, a_field};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::operators::{self, Operand, Operator, Refusal, SubjectType, Test};
use crate::profile::{ColumnId, Condition, RangeAs, SharedCondition};

/// The keys that say what a condition is about.
pub(super) const SUBJECT_KEYS: [&str; 5] = ["field", "all", "any", "none", "condition"];

/// So much a named condition may hold to be part of each condition that refers to it.
const MOST_INSIDE: usize = 16;

impl Draft<'_> {
    /// A condition; `beside` are the other keys that its table may have, which were read already.
    pub(super) fn condition(&mut self, table: &Table, beside: &[&str]) -> Option<Condition> {
        let about: Vec<&Entry> =
            SUBJECT_KEYS.iter().filter(|key| table.has(key)).filter_map(|key| table.get(key)).collect();
        match about.as_slice() {
            [] => self.about_default(table, beside),
            [one] => self.about(one, table, beside),
            [first, second, ..] => {
                let message = format!("`{}` and `{}` cannot stand in one condition", first.key, second.key);
                let help = format!("put both into a group: all = [{{ {} = … }}, {{ {} = … }}]", first.key, second.key);
                self.notes.error(Code::E206, second.key_span, message, help);
                None
            }
        }
    }

    fn about_default(&mut self, table: &Table, beside: &[&str]) -> Option<Condition> {
        if let Some(column) = self.from {
            return self.tests(column, table, beside);
        }
        table.missing("field", "field = \"state\", or a group: any = [{ … }, { … }]", self.notes);
        None
    }

    fn about(&mut self, entry: &Entry, table: &Table, beside: &[&str]) -> Option<Condition> {
        if &*entry.key == "field" {
            let name = entry.node.said(self.notes)?;
            let column = self.column(&name)?;
            return self.tests(column, table, beside);
        }
        let condition = match &*entry.key {
            "condition" => self.named(&entry.node),
            "any" => self.any(&entry.node, table),
            "all" => self.group(&entry.node).map(Condition::All),
            _ => self.group(&entry.node).map(Condition::None),
        };
        self.refuse_beside(entry, table, beside);
        condition
    }

    fn any(&mut self, node: &Node, table: &Table) -> Option<Condition> {
        let of = self.group(node);
        let most = of.as_ref().map_or(1, Vec::len);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let need = table.node("need").map_or(Some(1), |node| node.whole(1, most, self.notes));
        Some(Condition::Any { need: usize::try_from(need?).unwrap_or(1), of: of? })
    }

    /// The members of a group; nothing if one of them is wrong.
    fn group(&mut self, node: &Node) -> Option<Vec<Condition>> {
        let members = node.array(self.notes)?;
        if members.is_empty() {
            let message = format!("the group `{}` is empty", node.key);
            self.notes.error(
                Code::E301,
                node.span,
                message,
                "write at least one condition in it: { field = \"…\", is = \"…\" }",
            );
        }
        let compiled: Vec<Option<Condition>> = members.iter().map(|member| self.member(member)).collect();
        compiled.into_iter().collect()
    }

    /// A condition in curly brackets.
    pub(super) fn member(&mut self, node: &Node) -> Option<Condition> {
        let table = node.table(self.notes)?;
        self.condition(table, &[])
    }

    /// The condition of that name, compiled once for whatever reaches into it: `range_as` of the rule, and a class's own
    /// source.
    fn named(&mut self, node: &Node) -> Option<Condition> {
        let name = node.said(self.notes)?;
        let key = (name.0.clone(), self.range_as, self.from);
        if let Some(known) = self.scope.named.get(&key) {
            return known.clone();
        }
        let compiled = self.named_anew(&name)?;
        let compiled = compiled.map(|condition| shared_if_large(&name.0, condition));
        self.scope.named.insert(key, compiled.clone());
        compiled
    }

    /// The same before it is compiled; `None` if there is none, or if it is part of itself.
    #[expect(clippy::option_option, reason = "what cannot be compiled is known as such; what is unfinished is not")]
    fn named_anew(&mut self, name: &Said) -> Option<Option<Condition>> {
        let Some((_, table)) = self.scope.conditions.iter().find(|(known, _)| known.0 == name.0).cloned() else {
            let names: Vec<&str> = self.scope.conditions.iter().map(|(known, _)| known.0.as_str()).collect();
            let help = if names.is_empty() {
                format!("write [condition.{}] in this file", name.0)
            } else {
                suggest::help(&name.0, names)
            };
            self.notes.error(Code::E105, name.1, format!("there is no condition `{}` in this file", name.0), help);
            return None;
        };
        self.guarded(name, "condition", |draft| Some(draft.condition(&table, &[])))
    }

    /// Everything beside a group or a named condition is a mistake.
    fn refuse_beside(&mut self, about: &Entry, table: &Table, beside: &[&str]) {
        for entry in table.leftovers() {
            if operators::find(&entry.key).is_some() {
                let message =
                    format!("`{}` has no field to compare: this condition is a group, `{}`", entry.key, about.key);
                let help = format!("write it inside, beside a field: {{ field = \"…\", {} = … }}", entry.key);
                self.notes.error(Code::E206, entry.key_span, message, help);
            } else {
                self.unknown_key(entry, beside.iter().chain(&SUBJECT_KEYS).copied());
            }
        }
    }

    fn unknown_key<'c>(&mut self, entry: &Entry, choices: impl Iterator<Item = &'c str>) {
        let message = format!("there is no key `{}` here", entry.key);
        let help = suggest::help(&entry.key, choices);
        self.notes.push(Diagnostic::error(Code::E101, entry.key_span, message, help).labelled("unknown key"));
    }

    /// The operators beside a field: all must hold.
    fn tests(&mut self, column: ColumnId, table: &Table, beside: &[&str]) -> Option<Condition> {
        let tests = self.merged_tests(column, table, beside)?;
        let range_as = self.range_as_of(column);
        let mut conditions = Vec::new();
        for test in tests {
            let column = if test.asks_for_a_place() { self.place(column, subject_span(table))? } else { column };
            conditions.push(Condition::Test { column, test, range_as });
        }
        if conditions.len() == 1 { conditions.pop() } else { Some(Condition::All(conditions)) }
    }

    /// What ranges of a column count as in the rule that is being compiled.
    pub(super) fn range_as_of(&self, column: ColumnId) -> Option<RangeAs> {
        self.range_as.map(|range_as| range_as.of_field(self.subject_type(column).is_whole()))
    }

    /// The operators beside a field as few tests; at least one. Nothing if one of them is wrong.
    pub(super) fn merged_tests(&mut self, column: ColumnId, table: &Table, beside: &[&str]) -> Option<Vec<Test>> {
        let entries = table.leftovers();
        if entries.is_empty() {
            let fitting =
                operators::fitting(self.subject_type(column)).map(|operator| operator.key).collect::<Vec<_>>();
            let message = "nothing is said of the field: there is no operator beside it";
            self.notes.error(Code::E204, subject_span(table), message, suggest::listed(&fitting));
            return None;
        }
        let compiled: Vec<Option<Test>> = entries.into_iter().map(|entry| self.test(column, entry, beside)).collect();
        Some(compiled.into_iter().collect::<Option<Vec<Test>>>()?.into_iter().fold(Vec::new(), merge))
    }

    fn test(&mut self, column: ColumnId, entry: &Entry, beside: &[&str]) -> Option<Test> {
        let subject_type = self.subject_type(column);
        let Some(operator) = operators::find(&entry.key) else {
            self.unknown_operator(entry, subject_type, beside);
            return None;
        };
        if !(operator.fits)(subject_type) {
            self.unfit_operator(operator, entry, column);
            return None;
        }
        self.compile_operator(operator, column, entry)
    }

    fn unknown_operator(&mut self, entry: &Entry, subject: SubjectType<'_>, beside: &[&str]) {
        let key = &*entry.key;
        let fitting = || operators::fitting(subject).map(|operator| operator.key);
        let own_keys = || beside.iter().chain(&SUBJECT_KEYS).copied();
        let nearest = suggest::nearest(key, fitting().chain(own_keys()));
        if nearest.is_some_and(|nearest| own_keys().any(|own| own == nearest)) {
            return self.unknown_key(entry, own_keys());
        }
        let help = match operators::by_synonym(key).filter(|operator| (operator.fits)(subject)) {
            Some(operator) => format!("write `{} = {}`", operator.key, self.notes.written(entry.node.span)),
            None => suggest::help(key, fitting()),
        };
        let message = format!("there is no operator `{key}`");
        self.notes.push(Diagnostic::error(Code::E103, entry.key_span, message, help).labelled("unknown operator"));
    }

    fn unfit_operator(&mut self, operator: &Operator, entry: &Entry, column: ColumnId) {
        let subject = self.subject_type(column);
        let fitting: Vec<&str> = operators::fitting(subject).map(|operator| operator.key).collect();
        let message = format!("`{}` does not fit {}", operator.key, a_field(subject.name()));
        let help = suggest::listed(&fitting);
        self.notes.error(Code::E201, entry.key_span, message, help);
    }

    fn compile_operator(&mut self, operator: &Operator, column: ColumnId, entry: &Entry) -> Option<Test> {
        let node = &entry.node;
        let Some(operand) = operand(node) else {
            node.unfit(operator.takes, format!("write {}", operator.takes), self.notes);
            return None;
        };
        let list = match &operand {
            Operand::Text(name) if operator.key.ends_with("in_list") => Some(self.list(&(name.clone(), node.span))?),
            _ => None,
        };
        let subject = self.subject(column, list.as_deref());
        match (operator.compile)(&operand, &subject) {
            Ok(test) if self.looks_for_replaced(column, (operator, &operand), &test, node.span) => None,
            Ok(test) => Some(test),
            Err(refusal) => {
                self.refused(operator, node, subject.subject_type, refusal);
                None
            }
        }
    }

    fn refused(&mut self, operator: &Operator, node: &Node, subject: SubjectType<'_>, refusal: Refusal) {
        let element = match (&node.value, refusal.element) {
            (Value::Array(elements), Some(index)) => elements.get(index).unwrap_or(node),
            (Value::Table(table), Some(index)) => table.entries().get(index).map_or(node, |entry| &entry.node),
            _ => node,
        };
        let alone = std::ptr::eq(element, node);
        let wrong_kind = !refusal.is_empty && is_wrong_kind(operator, element, alone, subject);
        let code = match wrong_kind {
            _ if refusal.is_empty => Code::E301,
            true => Code::E202,
            false => Code::E203,
        };
        let label = if wrong_kind { element.value.words() } else { "" };
        self.notes.push(Diagnostic::error(code, element.span, refusal.message, refusal.help).labelled(label));
    }
}

/// A named condition as others have it: small ones are part of them, large ones are shared.
fn shared_if_large(name: &str, condition: Condition) -> Condition {
    if condition.size() <= MOST_INSIDE {
        return condition;
    }
    Condition::Shared(Arc::new(SharedCondition { name: name.to_owned(), condition }))
}

/// The field's place, or the table's.
fn subject_span(table: &Table) -> Span {
    table.node("field").map_or(table.span, |node| node.span)
}

/// Adds a test to others, as part of one of them where that says the same. What looks at a place is kept apart from
/// what looks at the postal code: these are two columns.
fn merge(mut tests: Vec<Test>, test: Test) -> Vec<Test> {
    let same_column = |known: &&mut Test| known.asks_for_a_place() == test.asks_for_a_place();
    match tests.iter_mut().filter(same_column).find_map(|known| Some((known.merge(&test)?, known))) {
        Some((merged, known)) => *known = merged,
        None => tests.push(test),
    }
    tests
}

/// A TOML value as operators take it; nothing for one that no operator takes.
fn operand(node: &Node) -> Option<Operand> {
    Some(match &node.value {
        Value::Text(text) => Operand::Text(text.clone()),
        Value::Number(number) => Operand::Number(*number),
        Value::Date(date) => Operand::Date(*date),
        Value::YesNo(yes) => Operand::YesNo(*yes),
        Value::Array(elements) => Operand::Array(elements.iter().map(operand).collect::<Option<_>>()?),
        Value::Table(table) => {
            let entry = |entry: &Entry| Some((entry.key.to_string(), operand(&entry.node)?));
            Operand::Table(table.entries().iter().map(entry).collect::<Option<_>>()?)
        }
        Value::Strange(_) | Value::Broken => return None,
    })
}

/// Whether a refused value is of another TOML kind than the field's values are written in.
fn is_wrong_kind(operator: &Operator, element: &Node, is_alone: bool, subject: SubjectType<'_>) -> bool {
    if operator.key == "within" {
        return match (&*element.key, &element.value) {
            _ if is_alone => !matches!(element.value, Value::Table(_)),
            ("of" | "country", Value::Text(_)) | ("km" | "miles", Value::Number(_)) => false,
            (key, _) => ["of", "country", "km", "miles"].contains(&key),
        };
    }
    let takes_list = operator.takes.contains("list of") || operator.key == "between";
    if takes_list && is_alone && !matches!(element.value, Value::Array(_)) {
        return true;
    }
    let takes_duration = operator.key.starts_with("within") || operator.key.starts_with("older");
    match &element.value {
        Value::Text(_) => !takes_duration && (subject.is_number() || subject.is_date() || subject.is_yes_no()),
        Value::Number(_) => !subject.is_number(),
        Value::Date(_) => !subject.is_date() || takes_duration,
        Value::YesNo(_) => !subject.is_yes_no() && operator.key != "is_known",
        _ => true,
    }
}
