//! Rules that no test beside them asks about.

use std::collections::HashSet;

use super::{Lint, short};
use crate::criteria::notes::Notes;
use crate::diagnostic::Code;
use crate::profile::{Expected, TestSuite};

/// Looks for every rule in the tests of its criterion and of the profile.
pub(in crate::criteria) fn untested(lint: &Lint<'_>, suites: &[TestSuite], notes: &mut Notes) {
    let asked: HashSet<&str> = suites.iter().flat_map(asked).collect();
    for rule in lint.profile.rules.iter().filter(|rule| !asked.contains(rule.id.as_str())) {
        let name = short(rule);
        let message = format!("no test says what `{name}` has to answer");
        let help = format!("write one beside it: [test.NAME] with lead = {{ … }} and expect = {{ {name} = \"fail\" }}");
        lint.warn(rule, Code::W507, message, help, notes);
    }
}

/// The ids of the rules that a suite expects something of.
fn asked(suite: &TestSuite) -> impl Iterator<Item = &str> {
    let expected = suite.cases.iter().flat_map(|case| &case.expect);
    expected.flat_map(|expectation| match &expectation.expected {
        Expected::Rule { rule, .. } | Expected::Points { rule, .. } => vec![suite.profile.rules[*rule].id.as_str()],
        Expected::BlockedBy(ids) => ids.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    })
}
