//! Rules: `[must.NAME]`, `[must_not.NAME]`, `[score.NAME]`.

use std::collections::HashSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::condition::SUBJECT_KEYS;
use super::document::{Entry, Node, Table};
use super::draft::Draft;
use super::suggest;
use super::values::Said;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{Band, ColumnId, ColumnSource, Condition, Effect, IfUnknown, RangeAs, Rule};

/// Points lie within this, so that no sum can overflow.
const MOST_POINTS: i64 = 1_000_000;

/// The keys of a rule beside the operators.
const RULE_KEYS: [&str; 16] = [
    "field",
    "all",
    "any",
    "none",
    "need",
    "condition",
    "only_if",
    "if_unknown",
    "if_unreadable",
    "range_as",
    "why",
    "message",
    "points",
    "bands",
    "valid_from",
    "valid_until",
];

/// What a rule does, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    Must,
    MustNot,
    Score,
}

impl Header {
    /// The word that the header begins with.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must_not",
            Self::Score => "score",
        }
    }
}

/// A rule that is not compiled yet.
#[derive(Clone, Debug)]
pub(super) struct RuleSource {
    /// What it does.
    pub header: Header,
    /// Its name.
    pub name: Said,
    /// Its keys, with those of an override in place of its own.
    pub table: Table,
    /// Why the profile overrides it.
    pub override_why: Option<String>,
}

/// The criterion that a rule belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'h> {
    /// Its place in the profile.
    pub criterion: usize,
    /// Its name.
    pub name: &'h str,
    /// What one point of it counts, in units of the decision's scale.
    pub units: Decimal,
}

impl Home<'_> {
    /// The id of a rule of this criterion.
    fn id(&self, source: &RuleSource) -> String {
        format!("{}.{}", self.name, source.name.0)
    }
}

impl Draft<'_> {
    /// Compiles a rule; nothing if it is wrong.
    pub(super) fn rule(&mut self, source: &RuleSource, home: Home<'_>) -> Option<Rule> {
        let rule = self.compile_rule(source, home);
        if rule.is_none() {
            self.failed.push(home.id(source));
        }
        rule
    }

    fn compile_rule(&mut self, source: &RuleSource, home: Home<'_>) -> Option<Rule> {
        let table = &source.table;
        let dormant = self.is_dormant(table);
        let why = table.text("why", self.notes).or_else(|| source.override_why.clone());
        self.range_as =
            table.node("range_as").and_then(|node| range_as(node.word(&["low", "middle", "high"], self.notes)?));
        let [if_unknown, if_unreadable] = ["if_unknown", "if_unreadable"].map(|key| self.answer(key, table));
        let message = table.get("message");
        let only_if = table.node("only_if").map(|node| self.member(node).ok_or(()));
        let effect = self.effect(source, home);
        let own = table.has("field").then(|| self.own_column(table)).flatten();
        let said = message.map(|entry| self.message(&entry.node, own));
        self.range_as = None;
        let rule = Rule {
            id: home.id(source),
            criterion: home.criterion,
            effect: effect?,
            only_if: only_if.transpose().ok()?,
            if_unknown,
            if_unreadable,
            why,
            message: said.flatten(),
            dormant,
            place: self.notes.place(source.name.1),
        };
        self.require_words(&rule, source, message.is_some());
        Some(rule)
    }

    /// Whether the rule is out of force today: before `valid_from`, or after `valid_until`.
    fn is_dormant(&mut self, table: &Table) -> bool {
        let from = table.date("valid_from", self.notes);
        let until = table.node("valid_until").map(|node| (node.date(self.notes), node.span));
        if let (Some(from), Some((Some(until), span))) = (from, until)
            && until < from
        {
            let message = format!("the rule would end on {until}, before it begins on {from}");
            self.notes.error(Code::E301, span, message, "write a day in `valid_until` that comes after `valid_from`");
        }
        if let Some((Some(until), span)) = until
            && self.seasons
            && self.as_of > until
        {
            let message = format!("this season ended on {until}, and every lead skips the rule");
            let help = "take the rule out, or write a later day in `valid_until`";
            self.notes.push(Diagnostic::warning(Code::W517, span, message, help));
        }
        let until = until.and_then(|(until, _)| until);
        let is_over = from.is_some_and(|from| self.as_of < from) || until.is_some_and(|until| self.as_of > until);
        self.seasons && is_over
    }

    /// The column of the rule's own field, where it has one and it is known.
    fn own_column(&mut self, table: &Table) -> Option<ColumnId> {
        let name = table.node("field")?.said(self.notes)?;
        self.column(&name)
    }

    /// What `if_unknown` or `if_unreadable` says.
    fn answer(&mut self, key: &str, table: &Table) -> IfUnknown {
        let node = table.node(key);
        let word = node.and_then(|node| Some((node.word(&["ask", "pass", "fail"], self.notes)?, node.span)));
        match word {
            Some(("pass", span)) if table.has("bands") => {
                let message = format!("{key} = \"pass\" does not say which of the bands is meant");
                self.notes.error(Code::E206, span, message, format!("write {key} = \"fail\" for 0 points, or \"ask\""));
                IfUnknown::Ask
            }
            Some(("pass", _)) => IfUnknown::Pass,
            Some(("fail", _)) => IfUnknown::Fail,
            _ => IfUnknown::Ask,
        }
    }

    fn effect(&mut self, source: &RuleSource, home: Home<'_>) -> Option<Effect> {
        let table = &source.table;
        let (points, bands) = (table.get("points"), table.get("bands"));
        if source.header != Header::Score {
            self.refuse_points(points.or(bands));
            let condition = self.condition(table, &RULE_KEYS)?;
            let must = source.header == Header::Must;
            return Some(if must { Effect::Must(condition) } else { Effect::MustNot(condition) });
        }
        match (points, bands) {
            (Some(points), None) => {
                let earned = self.points(&points.node, home);
                Some(Effect::Points(self.condition(table, &RULE_KEYS)?, earned?))
            }
            (None, Some(bands)) => self.bands(&bands.node, table, home),
            (None, None) => {
                table.missing("points", "points = 10, or bands = [{ at_least = 100, points = 10 }]", self.notes);
                self.condition(table, &RULE_KEYS).and(None)
            }
            (Some(points), Some(_)) => {
                let message = "a score rule has either `points` or `bands`";
                self.notes.error(Code::E206, points.key_span, message, "take `points` out; each band has its own");
                None
            }
        }
    }

    fn refuse_points(&mut self, entry: Option<&Entry>) {
        if let Some(entry) = entry {
            let message = format!("a knock-out has no `{}`: it decides, and earns nothing", entry.key);
            self.notes.error(Code::E206, entry.key_span, message, "take it out, or write the rule as [score.…]");
        }
    }

    /// Points in units of the decision's scale.
    fn points(&mut self, node: &Node, home: Home<'_>) -> Option<i64> {
        let points = node.whole(-MOST_POINTS, MOST_POINTS, self.notes)?;
        (Decimal::from(points) * home.units).to_i64()
    }

    fn bands(&mut self, node: &Node, table: &Table, home: Home<'_>) -> Option<Effect> {
        let groups = SUBJECT_KEYS.iter().filter(|key| **key != "field");
        for entry in groups.filter(|key| table.has(key)).filter_map(|key| table.get(key)) {
            let message = format!("bands compare one field, so `{}` cannot stand beside them", entry.key);
            self.notes.error(Code::E206, entry.key_span, message, "write field = \"…\" beside the bands");
        }
        table.required("field", "field = \"employees\"", self.notes);
        let column = self.own_column(table);
        self.refuse_beside_bands(table);
        let bands = node.array(self.notes)?;
        if bands.is_empty() {
            self.notes.error(
                Code::E301,
                node.span,
                "there is no band",
                "write at least one: { at_least = 100, points = 10 }",
            );
        }
        let column = column?;
        let compiled: Option<Vec<Band>> =
            bands.iter().map(|band| self.band(band, column, home)).collect::<Vec<_>>().into_iter().collect();
        let compiled = compiled?;
        let column = self.banded_column(column, &compiled, node)?;
        Some(Effect::Bands { column, bands: compiled, range_as: self.range_as_of(column) })
    }

    /// What the bands compare: the field, or the place of a postal code where they ask for distances.
    fn banded_column(&mut self, column: ColumnId, bands: &[Band], node: &Node) -> Option<ColumnId> {
        let asks = |test: &crate::operators::Test| test.asks_for_a_place();
        if !bands.iter().flat_map(|band| &band.tests).any(asks) {
            return Some(column);
        }
        if !bands.iter().flat_map(|band| &band.tests).all(asks) {
            let message = "bands compare either where postal codes lie, `within`, or the codes themselves";
            self.notes.error(Code::E206, node.span, message, "write two score rules, one for each");
            return None;
        }
        self.place(column, node.span)
    }

    fn refuse_beside_bands(&mut self, table: &Table) {
        for entry in table.leftovers() {
            if crate::operators::find(&entry.key).is_some() {
                let message = format!("`{}` stands beside the bands", entry.key);
                let help = format!("write it inside a band: {{ {} = …, points = 10 }}", entry.key);
                self.notes.error(Code::E206, entry.key_span, message, help);
            } else {
                let message = format!("there is no key `{}` here", entry.key);
                let help = suggest::help(&entry.key, RULE_KEYS);
                self.notes.push(Diagnostic::error(Code::E101, entry.key_span, message, help).labelled("unknown key"));
            }
        }
    }

    fn band(&mut self, node: &Node, column: ColumnId, home: Home<'_>) -> Option<Band> {
        let table = node.table(self.notes)?;
        let points = table.required("points", "points = 10", self.notes);
        let points = points.and_then(|node| self.points(node, home));
        let tests = self.merged_tests(column, table, &["points"]);
        Some(Band { tests: tests?, points: points? })
    }

    /// What must be said in words: a pattern in a knock-out, and the reading of a sensitive field.
    fn require_words(&mut self, rule: &Rule, source: &RuleSource, has_message: bool) {
        if rule.earns_nothing() && !has_message && rule.condition().is_some_and(has_pattern) {
            let message =
                format!("`{}` knocks out by a pattern, and nobody can read a pattern in a report", source.name.0);
            let help = "say in words what it asks for: message = \"Reference {value} is no order number.\"";
            self.notes.error(Code::E207, source.name.1, message, help);
        }
        if rule.why.is_some() {
            return;
        }
        if let Some(name) = rule.columns().iter().find_map(|column| self.sensitive(*column)) {
            let message = format!("`{}` reads `{name}`, which is sensitive, and does not say why", source.name.0);
            let help = "add a reason that you could give the lead: why = \"…\"";
            self.notes.push(Diagnostic::warning(Code::W506, source.name.1, message, help));
        }
    }

    /// The name of a sensitive field that a column is made of.
    fn sensitive(&self, column: ColumnId) -> Option<String> {
        match &self.columns[column.0] {
            ColumnSource::Field { field, .. } => {
                let field = &self.fields.fields[*field];
                field.sensitive.then(|| field.name.clone())
            }
            ColumnSource::Fact(_) => None,
            ColumnSource::Class(class) => {
                self.classes[*class].columns().iter().find_map(|column| self.sensitive(*column))
            }
            ColumnSource::Lookup { lookup, .. } => {
                self.lookups[*lookup].from.iter().find_map(|column| self.sensitive(*column))
            }
            ColumnSource::Place { code, country } => self.sensitive(*code).or_else(|| self.sensitive(*country)),
        }
    }
}

fn range_as(word: &str) -> Option<RangeAs> {
    match word {
        "low" => Some(RangeAs::Low),
        "middle" => Some(RangeAs::Middle),
        "high" => Some(RangeAs::High),
        _ => None,
    }
}

fn has_pattern(condition: &Condition) -> bool {
    let mut found = false;
    condition.each_test(&mut |_, test| found |= test.has_pattern());
    found
}

/// The rules of a criterion file in the order of the file, each name once.
pub(super) fn gather(root: &Table, notes: &mut super::notes::Notes) -> Vec<RuleSource> {
    let headers = [("must", Header::Must), ("must_not", Header::MustNot), ("score", Header::Score)];
    let mut rules = Vec::new();
    for (key, header) in headers {
        for (name, table) in root.tables(key, notes) {
            super::values::check_name(&name, notes);
            rules.push(RuleSource { header, name, table: table.clone(), override_why: None });
        }
    }
    rules.sort_by_key(|rule| rule.name.1);
    let mut names = HashSet::new();
    for rule in &rules {
        if !names.insert(rule.name.0.as_str()) {
            let message = format!("the rule `{}` is written twice", rule.name.0);
            notes.error(Code::E107, rule.name.1, message, "give one of them another name: ids print as criterion.rule");
        }
    }
    rules
}
