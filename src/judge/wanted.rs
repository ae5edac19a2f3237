//! What a rule wants, in words.

use std::ops::Bound;

use crate::model::Interval;
use crate::operators::Test;
use crate::profile::{Condition, Effect, Profile, Rule};
use crate::wording::Wording;

/// What a rule wants: of score rules what earns points, of knock-outs what their condition says.
pub(super) fn expected(rule: &Rule, profile: &Profile, words: &Wording) -> String {
    match &rule.effect {
        Effect::Bands { bands, .. } => {
            let tests = bands.iter().flat_map(|band| &band.tests).map(|test| test.expected(words));
            tests.collect::<Vec<_>>().join(&format!(", {} ", words.text("x_or")))
        }
        Effect::Must(condition) | Effect::MustNot(condition) | Effect::Points(condition, _) => {
            wanted(condition, profile, true, words)
        }
    }
}

/// The bound of a rule that is one comparison with one bound: `10,000` for `at_least = 10_000`, which an author's
/// sentence calls a minimum or a limit itself.
pub(super) fn bound(rule: &Rule, words: &Wording) -> Option<String> {
    let Condition::Test { test, .. } = rule.condition()? else { return None };
    match test {
        Test::Number(wanted) => one_end(wanted).map(|end| words.exact(end)),
        Test::Date(wanted) => one_end(wanted).map(|day| day.to_string()),
        _ => None,
    }
}

fn one_end<T: Copy>(interval: &Interval<T>) -> Option<T> {
    match (interval.low, interval.high) {
        (Bound::Included(end) | Bound::Excluded(end), Bound::Unbounded)
        | (Bound::Unbounded, Bound::Included(end) | Bound::Excluded(end)) => Some(end),
        _ => None,
    }
}

/// A condition in words; below the top with the name of what it looks at.
fn wanted(condition: &Condition, profile: &Profile, top: bool, words: &Wording) -> String {
    let each = |of: &[Condition], top: bool, joint: &str| {
        of.iter().map(|part| wanted(part, profile, top, words)).collect::<Vec<_>>().join(joint)
    };
    let [and, or] = ["x_and", "x_or"].map(|joint| format!(" {} ", words.text(joint)));
    match condition {
        Condition::Test { test, .. } if top => test.expected(words),
        Condition::Test { column, test, .. } => format!("{} {}", profile.column_name(*column), test.expected(words)),
        Condition::All(of) if top && condition.columns().len() == 1 => each(of, true, &and),
        Condition::All(of) => each(of, false, &and),
        Condition::Any { need: 1, of } => each(of, false, &or),
        Condition::Any { need, of } => {
            words.fill("x_of", &[("count", &need.to_string()), ("parts", &each(of, false, ", "))])
        }
        // What is too large to be held twice is too large to be read.
        Condition::Shared(shared) => shared.name.clone(),
        Condition::None(of) => words.fill("x_none_of", &[("parts", &each(of, false, ", "))]),
    }
}
