//! Rules, criteria and the decision.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::{ColumnId, Condition, Message};
use crate::operators::Test;

/// A named group of rules: location, demographics, budget, authority.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// The name that ids begin with.
    pub name: String,
    /// What people read.
    pub title: Option<String>,
    /// What all its points are multiplied by.
    pub weight: Decimal,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `criterion.rule`.
    pub id: String,
    /// The place of its criterion.
    pub criterion: usize,
    /// What it does.
    pub effect: Effect,
    /// Where this fails, the rule is skipped.
    pub only_if: Option<Condition>,
    /// What becomes of an unknown by cells that are missing or not found, or by ranges that straddle.
    pub if_unknown: IfUnknown,
    /// What becomes of an unknown for which at least one open field is unreadable.
    pub if_unreadable: IfUnknown,
    /// Why the author wants it.
    pub why: Option<String>,
    /// The sentence for the bad outcome; generated where there is none.
    pub message: Option<Message>,
    /// Whether it is out of force on the as-of date, by `valid_from` or `valid_until`: then every lead skips it.
    pub dormant: bool,
    /// Where it is written.
    pub place: Place,
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Knocks a lead out when the condition fails.
    Must(Condition),
    /// Knocks a lead out when the condition holds.
    MustNot(Condition),
    /// Earns points when the condition holds. Points carry the criterion's weight, in units of [`Decision::scale`].
    Points(Condition, i64),
    /// Earns the points of the first band that holds.
    Bands {
        /// The column that all bands look at.
        column: ColumnId,
        /// Top to bottom.
        bands: Vec<Band>,
        /// What a range counts as.
        range_as: Option<super::RangeAs>,
    },
}

/// One band of a score rule.
#[derive(Clone, Debug)]
pub struct Band {
    /// Tests that must all hold; several comparisons of numbers are merged into one.
    pub tests: Vec<Test>,
    /// The points, with the criterion's weight, in units of [`Decision::scale`].
    pub points: i64,
}

/// What becomes of an unknown outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfUnknown {
    /// It stays unknown and becomes a question.
    #[default]
    Ask,
    /// It counts as passed, and is reported as assumed.
    Pass,
    /// It counts as failed, and is reported as assumed.
    Fail,
}

/// What points decide.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// From which scores a lead is a prospect or worth a call.
    pub thresholds: Thresholds,
    /// Other thresholds for some lists.
    pub for_lists: Vec<ListDecision>,
    /// The grades of prospects, the highest first.
    pub grades: Vec<Grade>,
    /// How many questions a lead may get.
    pub max_questions: usize,
    /// Decimal places of scores: points are kept as whole numbers of `10^-scale`, so that weights stay exact.
    pub scale: u32,
}

/// From which scores a lead is a prospect or worth a call, in units of [`Decision::scale`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thresholds {
    /// Prospect from this worst score on. Without it points do not decide that.
    pub prospect_at: Option<i64>,
    /// Rejected below this best score. Without it points do not decide that.
    pub review_at: Option<i64>,
}

/// `[decision_for.NAME]`: the thresholds of the lists for which a condition passes.
#[derive(Clone, Debug)]
pub struct ListDecision {
    /// Its name.
    pub name: String,
    /// Which lists: a condition over a list's own facts.
    pub only_if: Condition,
    /// The thresholds; those that are not named here are those of `[decision]`.
    pub thresholds: Thresholds,
}

/// What a prospect is called from a worst score on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The grade.
    pub name: String,
    /// The least worst score, in units of [`Decision::scale`].
    pub at: i64,
}

/// Where something is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

impl Rule {
    /// Whether it can knock a lead out.
    #[must_use]
    pub const fn is_knock_out(&self) -> bool {
        !self.dormant && self.earns_nothing()
    }

    /// Whether it is written as a knock-out, in force or not.
    #[must_use]
    pub const fn earns_nothing(&self) -> bool {
        matches!(self.effect, Effect::Must(_) | Effect::MustNot(_))
    }

    /// Whether it settles some unknown by itself instead of asking.
    #[must_use]
    pub fn assumes(&self) -> bool {
        (self.if_unknown, self.if_unreadable) != (IfUnknown::Ask, IfUnknown::Ask)
    }

    /// The condition, where it has one; bands have none.
    #[must_use]
    pub const fn condition(&self) -> Option<&Condition> {
        match &self.effect {
            Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => Some(condition),
            Effect::Bands { .. } => None,
        }
    }

    /// Calls `visit` for every test in it, `only_if` first.
    pub fn each_test<'r>(&'r self, visit: &mut impl FnMut(ColumnId, &'r Test)) {
        self.only_if.iter().chain(self.condition()).for_each(|condition| condition.each_test(visit));
        if let Effect::Bands { column, bands, .. } = &self.effect {
            bands.iter().flat_map(|band| &band.tests).for_each(|test| visit(*column, test));
        }
    }

    /// The columns that it reads, `only_if` first, each once.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let mut columns = self.only_if.as_ref().map(Condition::columns).unwrap_or_default();
        let own = match &self.effect {
            Effect::Bands { column, .. } => vec![*column],
            Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => condition.columns(),
        };
        for column in own {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns
    }

    /// The lowest and the highest points that it could ever earn; `(0, 0)` for a knock-out.
    #[must_use]
    pub fn attainable(&self) -> (i64, i64) {
        match &self.effect {
            _ if self.dormant => (0, 0),
            Effect::Must(_) | Effect::MustNot(_) => (0, 0),
            Effect::Points(_, points) => ((*points).min(0), (*points).max(0)),
            Effect::Bands { bands, .. } => {
                bands.iter().fold((0, 0), |(low, high), band| (low.min(band.points), high.max(band.points)))
            }
        }
    }
}

impl Decision {
    /// A score as people read it: `80`, `22.5`.
    #[must_use]
    pub fn shown(&self, score: i64) -> Decimal {
        Decimal::new(score, self.scale).normalize()
    }

    /// The grade of a prospect with this worst score; none below the lowest grade.
    #[must_use]
    pub fn grade(&self, worst: i64) -> Option<&str> {
        self.grades.iter().find(|grade| worst >= grade.at).map(|grade| grade.name.as_str())
    }
}

impl Thresholds {
    /// The higher one of each.
    #[must_use]
    pub fn highest(self, other: Self) -> Self {
        // A threshold that is not there lies below every other.
        Self { prospect_at: self.prospect_at.max(other.prospect_at), review_at: self.review_at.max(other.review_at) }
    }
}
