//! `[decision]` and `[weight]`: what points decide, and what they count.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::criterion::CriterionFile;
use super::document::{Node, Table};
use super::notes::Notes;
use super::overrides;
use crate::diagnostic::Code;
use crate::profile::Decision;

/// The most decimal places that weights and thresholds may have.
const MOST_PLACES: u32 = 6;
/// The highest weight and, times a thousand, the highest threshold, so that no sum can overflow.
const MOST_WEIGHT: i64 = 1_000;
/// How many questions a lead gets where the profile does not say.
const DEFAULT_QUESTIONS: i64 = 5;

/// Thresholds and weights in the units that scores are kept in.
#[derive(Clone, Debug)]
pub(super) struct Scoring {
    /// The thresholds.
    pub decision: Decision,
    /// What all points of a criterion are multiplied by, in the order of the criteria.
    pub weights: Vec<Decimal>,
}

impl Scoring {
    /// For a criterion file on its own: its points as written, and nothing decided by them.
    pub(super) fn plain(criteria: usize) -> Self {
        let max_questions = usize::try_from(DEFAULT_QUESTIONS).unwrap_or_default();
        let decision = Decision { prospect_at: None, review_at: None, max_questions, scale: 0 };
        Self { decision, weights: vec![Decimal::ONE; criteria] }
    }

    /// What one point of a criterion counts, in units of the scale.
    pub(super) fn units(&self, criterion: usize) -> Decimal {
        in_units(self.weights[criterion], self.decision.scale)
    }

    /// Reads both tables of a profile.
    pub(super) fn read(root: &Table, criteria: &[CriterionFile], notes: &mut Notes) -> Self {
        let mut scoring = Self::plain(criteria.len());
        if let Some(table) = root.table("weight", notes) {
            scoring.read_weights(table, criteria, notes);
        }
        if let Some(table) = root.table("decision", notes) {
            scoring.read_decision(table, notes);
        } else {
            scoring.decision.scale = scoring.weights.iter().map(Decimal::scale).max().unwrap_or(0);
        }
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

    fn read_decision(&mut self, table: &Table, notes: &mut Notes) {
        table.refuse_later(&["grades"], notes);
        let read = |key: &str, notes: &mut Notes| {
            let node = table.node(key);
            node.map(|node| (threshold(node, notes), node.span))
        };
        let (prospect, review) = (read("prospect_at", notes), read("review_at", notes));
        let value =
            |said: &Option<(Option<Decimal>, _)>| said.as_ref().and_then(|(value, _)| *value).unwrap_or_default();
        let (prospect_at, review_at) = (value(&prospect), value(&review));
        if let Some((Some(_), span)) = review
            && review_at > prospect_at
        {
            let message = format!("review_at = {review_at} lies above prospect_at = {prospect_at}");
            let help = "a lead is worth a call from fewer points on than it is a prospect: write prospect_at, and a lower review_at";
            notes.error(Code::E405, span, message, help);
        }
        self.decision.scale =
            self.weights.iter().chain([&prospect_at, &review_at]).map(Decimal::scale).max().unwrap_or(0);
        if prospect.is_some() || review.is_some() {
            self.decision.prospect_at = in_units(prospect_at, self.decision.scale).to_i64();
            self.decision.review_at = in_units(review_at, self.decision.scale).to_i64();
        }
        let questions = table.node("max_questions").map(|node| node.whole(0, 100, notes));
        self.decision.max_questions =
            usize::try_from(questions.flatten().unwrap_or(DEFAULT_QUESTIONS)).unwrap_or_default();
        table.finish(notes);
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
