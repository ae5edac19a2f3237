//! Claims in words.

use super::{Claim, Lint, short, thresholds};
use crate::criteria::notes::Notes;
use crate::diagnostic::{Code, shown_path};
use crate::profile::Rule;

/// Tells the author what a claim means for the rules.
pub(super) fn tell(lint: &Lint<'_>, claim: &Claim, notes: &mut Notes) {
    let rule = |place: usize| &lint.profile.rules[place];
    match claim {
        Claim::CannotPass(place) => cannot_pass(lint, rule(*place), notes),
        Claim::CannotFail(place) => cannot_fail(lint, rule(*place), notes),
        Claim::NothingLeft(places) => {
            let rules: Vec<&Rule> = places.iter().map(|place| rule(*place)).collect();
            nothing_left(lint, &rules, notes);
        }
        Claim::Superfluous { strict, loose } => superfluous(lint, rule(*strict), rule(*loose), notes),
        Claim::Unreached { rule: place, band } => unreached(lint, rule(*place), *band, notes),
        Claim::Gap { rule: place, values } => gap(lint, rule(*place), values, notes),
        Claim::Scores { low, high, certain } => {
            let attainable = thresholds::Attainable { low: *low, high: *high, certain: *certain };
            thresholds::thresholds(lint, attainable, notes);
        }
    }
}

fn cannot_pass(lint: &Lint<'_>, rule: &Rule, notes: &mut Notes) {
    let effect =
        if rule.earns_nothing() { "it turns down every lead that it can judge" } else { "it never earns points" };
    let message = format!("no lead can pass `{}`: {effect}", short(rule));
    let help = "its conditions contradict each other, or what is asked for can never be: change one of them";
    lint.error(rule, Code::E302, message, help, notes);
}

fn cannot_fail(lint: &Lint<'_>, rule: &Rule, notes: &mut Notes) {
    let effect = if rule.earns_nothing() { "it turns nobody down" } else { "every lead earns its points" };
    let message = format!("no lead can fail `{}`: {effect}", short(rule));
    lint.warn(rule, Code::W501, message, "say what it should turn down, or take it out", notes);
}

fn nothing_left(lint: &Lint<'_>, rules: &[&Rule], notes: &mut Notes) {
    let [earlier @ .., last] = rules else { return };
    let named = |rule: &&Rule| format!("`{}`", rule.id);
    let (message, help) = match earlier {
        [other] => (
            format!("no lead can pass both `{}` and `{}`", other.id, last.id),
            format!("change one of the two; the other one stands in {}", place(other)),
        ),
        others => (
            format!(
                "no lead can pass {} and `{}` together",
                others.iter().map(named).collect::<Vec<_>>().join(", "),
                last.id
            ),
            format!("change one of them; the first stands in {}", place(rules[0])),
        ),
    };
    lint.error(last, Code::E304, message, help, notes);
}

fn superfluous(lint: &Lint<'_>, strict: &Rule, loose: &Rule, notes: &mut Notes) {
    let message = format!("`{}` decides nothing: whoever passes `{}` passes it too", short(loose), short(strict));
    let help = format!("take it out, or look at `{}` in {}", short(strict), place(strict));
    lint.warn(loose, Code::W509, message, help, notes);
}

fn unreached(lint: &Lint<'_>, rule: &Rule, band: usize, notes: &mut Notes) {
    let message = format!("band {} of `{}` can never be reached", band + 1, short(rule));
    let help = "bands are read from the top and the first match counts: write the narrowest band first";
    lint.error(rule, Code::E303, message, help, notes);
}

fn gap(lint: &Lint<'_>, rule: &Rule, values: &str, notes: &mut Notes) {
    let message = format!("the bands of `{}` leave a gap: nothing is said of {values}", short(rule));
    let help = "widen the band below or above it, or write a band with points = 0 if that is meant";
    lint.warn(rule, Code::W508, message, help, notes);
}

fn place(rule: &Rule) -> String {
    format!("{}, line {}", shown_path(&rule.place.file), rule.place.line)
}
