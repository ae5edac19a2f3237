//! `[decision]`, `[decision_for.NAME]` and `[weight]`: what points decide, and what they count.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::criterion::CriterionFile;
use super::document::{Node, Table};
use super::draft::Draft;
use super::notes::Notes;
use super::overrides;
use super::values::{Said, check_name};
use crate::diagnostic::{Code, Span};
use crate::profile::{ColumnSource, Decision, Grade, ListDecision, Thresholds};

/// The most decimal places that weights and thresholds may have.
const MOST_PLACES: u32 = 6;
/// The highest weight and, times a thousand, the highest threshold, so that no sum can overflow.
const MOST_WEIGHT: i64 = 1_000;
/// How many questions a lead gets where the profile does not say.
const DEFAULT_QUESTIONS: i64 = 5;

/// Thresholds and weights in the units that scores are kept in.
#[derive(Clone, Debug)]
pub(super) struct Scoring {
    /// What points decide; the thresholds for some lists come in when their conditions are compiled.
    pub decision: Decision,
    /// What all points of a criterion are multiplied by, in the order of the criteria.
    pub weights: Vec<Decimal>,
    /// The thresholds for some lists, with the conditions that are not compiled yet.
    for_lists: Vec<(String, Thresholds, Option<Node>)>,
}

/// The tables of a profile that say what points decide and count.
#[derive(Clone, Debug)]
pub(super) struct ScoringTables {
    /// `[weight]`
    pub weight: Option<Table>,
    /// `[decision]`
    pub decision: Option<Table>,
    /// `[decision_for.NAME]`
    pub for_lists: Vec<(Said, Table)>,
}

/// The two thresholds as written, with the place of each.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    prospect_at: Option<(Decimal, Span)>,
    review_at: Option<(Decimal, Span)>,
}

impl Scoring {
    /// For a criterion file on its own: its points as written, and nothing decided by them.
    pub(super) fn plain(criteria: usize) -> Self {
        let max_questions = usize::try_from(DEFAULT_QUESTIONS).unwrap_or_default();
        let decision = Decision { max_questions, ..Decision::default() };
        Self { decision, weights: vec![Decimal::ONE; criteria], for_lists: Vec::new() }
    }

    /// What one point of a criterion counts, in units of the scale.
    pub(super) fn units(&self, criterion: usize) -> Decimal {
        in_units(self.weights[criterion], self.decision.scale)
    }

    /// Reads the tables of a profile.
    pub(super) fn read(tables: &ScoringTables, criteria: &[CriterionFile], notes: &mut Notes) -> Self {
        let mut scoring = Self::plain(criteria.len());
        if let Some(table) = &tables.weight {
            scoring.read_weights(table, criteria, notes);
        }
        let (mut own, mut grades) = (Written::default(), Vec::new());
        if let Some(table) = &tables.decision {
            own = Written::read(table, notes);
            grades = table.table("grades", notes).map(|table| read_grades(table, notes)).unwrap_or_default();
            scoring.read_questions(table, notes);
            table.finish(notes);
        }
        own.check_order(notes);
        let others: Vec<(Said, Written, Option<Node>)> =
            tables.for_lists.iter().map(|(name, table)| other(name.clone(), table, own, notes)).collect();
        scoring.settle(own, &grades, &others);
        scoring
    }

    fn read_weights(&mut self, table: &Table, criteria: &[CriterionFile], notes: &mut Notes) {
        for entry in table.names() {
            let name = (entry.key.to_string(), entry.key_span);
            let Some(file) = overrides::target(&name, criteria, notes) else {
                continue;
            };
            let Some(weight) = entry.node.number(notes) else {
                continue;
            };
            let fits = weight >= Decimal::ZERO && weight <= Decimal::from(MOST_WEIGHT);
            if !fits || weight.normalize().scale() > MOST_PLACES {
                let message =
                    format!("a weight is a number from 0 to {MOST_WEIGHT} with at most {MOST_PLACES} decimal places");
                notes.error(Code::E205, entry.node.span, message, "write 2 to double the points, 0.5 to halve them");
                continue;
            }
            if let Some(place) = criteria.iter().position(|known| known.name == file.name) {
                self.weights[place] = weight.normalize();
            }
        }
    }

    fn read_questions(&mut self, table: &Table, notes: &mut Notes) {
        let questions = table.node("max_questions").and_then(|node| node.whole(0, 100, notes));
        if let Some(questions) = questions {
            self.decision.max_questions = usize::try_from(questions).unwrap_or_default();
        }
    }

    /// Fixes the scale by the number with the most decimal places, and counts everything in it.
    fn settle(&mut self, own: Written, grades: &[(String, Decimal)], others: &[(Said, Written, Option<Node>)]) {
        let written = others.iter().flat_map(|(_, written, _)| written.numbers());
        let of_grades = grades.iter().map(|(_, at)| *at);
        let numbers = self.weights.iter().copied().chain(own.numbers()).chain(written).chain(of_grades);
        let scale = numbers.map(|number| number.scale()).max().unwrap_or(0);
        self.decision.scale = scale;
        self.decision.thresholds = own.thresholds(scale);
        self.decision.grades = grades
            .iter()
            .filter_map(|(name, at)| Some(Grade { name: name.clone(), at: in_units(*at, scale).to_i64()? }))
            .collect();
        let others = others
            .iter()
            .map(|((name, _), written, only_if)| (name.clone(), written.thresholds(scale), only_if.clone()));
        self.for_lists = others.collect();
    }
}

/// The thresholds for some lists; what is not named here is `[decision]`'s.
fn other(name: Said, table: &Table, own: Written, notes: &mut Notes) -> (Said, Written, Option<Node>) {
    check_name(&name, notes);
    let only_if = table.required("only_if", "only_if = { field = \"list.vendor\", is = \"Apollo\" }", notes).cloned();
    let written = Written::read(table, notes);
    if written.numbers().count() == 0 {
        table.missing("prospect_at", "prospect_at = 70, or review_at = 40", notes);
    }
    table.finish(notes);
    let both = Written {
        prospect_at: written.prospect_at.or(own.prospect_at),
        review_at: written.review_at.or(own.review_at),
    };
    both.check_order(notes);
    (name, both, only_if)
}

impl Written {
    fn read(table: &Table, notes: &mut Notes) -> Self {
        let mut read = |key: &str| {
            let node = table.node(key)?;
            Some((threshold(node, notes)?, node.span))
        };
        Self { prospect_at: read("prospect_at"), review_at: read("review_at") }
    }

    fn numbers(&self) -> impl Iterator<Item = Decimal> + use<> {
        [self.prospect_at, self.review_at].into_iter().flatten().map(|(number, _)| number)
    }

    /// A lead is worth a call from fewer points on than it is a prospect.
    fn check_order(&self, notes: &mut Notes) {
        let prospect_at = self.prospect_at.map_or(Decimal::ZERO, |(number, _)| number);
        let Some((review_at, span)) = self.review_at.filter(|(review_at, _)| *review_at > prospect_at) else { return };
        let message = format!("review_at = {review_at} lies above prospect_at = {prospect_at}");
        let help = "a lead is worth a call from fewer points on than it is a prospect: write prospect_at, and a lower \
                    review_at";
        notes.error(Code::E405, span, message, help);
    }

    /// Where one of the two is written, the other one counts as 0.
    fn thresholds(&self, scale: u32) -> Thresholds {
        if self.numbers().count() == 0 {
            return Thresholds::default();
        }
        let at = |said: Option<(Decimal, Span)>| in_units(said.map_or(Decimal::ZERO, |(at, _)| at), scale).to_i64();
        Thresholds { prospect_at: at(self.prospect_at), review_at: at(self.review_at) }
    }
}

/// `grades = { A = 100, B = 80 }`, the highest first.
fn read_grades(table: &Table, notes: &mut Notes) -> Vec<(String, Decimal)> {
    let mut grades: Vec<(String, Decimal)> = Vec::new();
    for entry in table.names() {
        check_name(&(entry.key.to_string(), entry.key_span), notes);
        let Some(at) = threshold(&entry.node, notes) else { continue };
        if let Some((same, _)) = grades.iter().find(|(_, known)| *known == at) {
            let message = format!("the grades {same} and {} both begin at {at}", entry.key);
            notes.error(Code::E405, entry.node.span, message, "give each grade points of its own");
        }
        grades.push((entry.key.to_string(), at));
    }
    grades.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    grades
}

impl Draft<'_> {
    /// The thresholds for some lists, with their conditions compiled. They may look at the list's own facts only:
    /// thresholds that differ from lead to lead would be rules.
    pub(super) fn list_decisions(&mut self, scoring: &Scoring) -> Vec<ListDecision> {
        let compiled = scoring.for_lists.iter().filter_map(|(name, thresholds, only_if)| {
            let node = only_if.as_ref()?;
            let only_if = self.member(node)?;
            let is_fact = |column: &crate::profile::ColumnId| matches!(self.columns[column.0], ColumnSource::Fact(_));
            if !only_if.columns().iter().all(is_fact) {
                let message = format!("[decision_for.{name}] looks at a lead, and it sets thresholds for whole lists");
                let help =
                    "ask for a fact of the list, such as list.vendor or list.source; for single leads write a rule";
                self.notes.error(Code::E206, node.span, message, help);
            }
            Some(ListDecision { name: name.clone(), only_if, thresholds: *thresholds })
        });
        compiled.collect()
    }
}

fn in_units(number: Decimal, scale: u32) -> Decimal {
    number * Decimal::from(10_i64.pow(scale))
}

fn threshold(node: &Node, notes: &mut Notes) -> Option<Decimal> {
    let number = node.number(notes)?.normalize();
    let most = Decimal::from(MOST_WEIGHT * 1_000_000);
    if number.scale() > MOST_PLACES || number.abs() > most {
        let message = format!("`{}` takes a number with at most {MOST_PLACES} decimal places", node.key);
        notes.error(Code::E205, node.span, message, "write a number such as 60 or 62.5");
        return None;
    }
    Some(number)
}
