//! Runs the tests that stand beside the rules.
//!
//! Each test's lead becomes a list of one record, so that a test goes the whole way that a bought list goes: cells are
//! read, columns derived, rules judged. What it must come out as is then compared.

use rust_decimal::Decimal;

use crate::field_types::collapse;
use crate::intake::{ChunkFields, Dialect, List, Mapping, Records, Shape, plain_reader};
use crate::judge::{Asking, Explanation, Judged, blocked_by, derive, explain, judge};
use crate::model::{Cell, Outcome, Range, Value};
use crate::profile::{
    CaseTable, ColumnId, ColumnSource, Columns, Decision, Expected, Fact, Feed, HeaderPattern, ListFile, Place, Price,
    Profile, TestCase, TestSuite,
};
use crate::report::CsvLines;

/// What became of a suite.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// How many expectations were met.
    pub met: usize,
    /// The others.
    pub missed: Vec<Missed>,
    /// The outcomes that were expected of rules, and came out: the id, and which.
    pub asserted: Vec<(String, Outcome)>,
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The test.
    pub test: String,
    /// Where the expectation is written.
    pub place: Place,
    /// What it is about: a rule, `verdict`, `score`, …
    pub about: String,
    /// What was to come out.
    pub expected: String,
    /// What came out.
    pub got: String,
}

/// Runs all tests of a suite.
#[must_use]
pub fn rehearse(suite: &TestSuite) -> Rehearsed {
    let mut rehearsed = Rehearsed { met: 0, missed: Vec::new(), asserted: Vec::new() };
    for case in &suite.cases {
        let lead = Lead::of(&suite.profile, case);
        for expectation in &case.expect {
            let (about, expected, got) = lead.compare(&suite.profile, &expectation.expected);
            if expected == got {
                rehearsed.met += 1;
                rehearsed.asserted.extend(lead.asserted(&suite.profile, &expectation.expected));
            } else {
                let (test, place) = (case.name.clone(), expectation.place.clone());
                rehearsed.missed.push(Missed { test, place, about, expected, got });
            }
        }
    }
    rehearsed
}

/// What a field, class or look-up of a test's lead comes out as, in its normal form: blank where it is not known.
/// Nothing where the profile's rules read no column of that name.
#[must_use]
pub fn cell(profile: &Profile, case: &TestCase, name: &str) -> Option<String> {
    let column = (0..profile.columns.len()).find(|column| profile.column_name(ColumnId(*column)) == name)?;
    Some(Lead::of(profile, case).shown(profile, ColumnId(column)))
}

/// The rows of a suite's table with what comes out in place of what was expected: the text of the file anew, and how
/// many cells of it changed. A table without any `expect.` column gets those of the verdict.
#[must_use]
pub fn blessed(suite: &TestSuite, table: &CaseTable) -> (Vec<u8>, usize) {
    let mut headers = table.headers.clone();
    if !headers.iter().any(|header| header.starts_with(EXPECT)) {
        headers.extend(["verdict", "score", "blocked_by", "ask"].map(|key| format!("{EXPECT}{key}")));
    }
    let mut lines = CsvLines::new(false);
    lines.line(headers.iter().map(String::as_str));
    let cases = &suite.cases[suite.cases.len().saturating_sub(table.rows.len())..];
    let mut changed = 0;
    for (row, case) in table.rows.iter().zip(cases) {
        let mut row = row.clone();
        row.resize(headers.len(), String::new());
        let lead = Lead::of(&suite.profile, case);
        for (cell, header) in row.iter_mut().zip(&headers) {
            let seen = header.strip_prefix(EXPECT).and_then(|key| lead.seen(&suite.profile, key));
            if let Some(seen) = seen.filter(|seen| *seen != cell.trim()) {
                *cell = seen;
                changed += 1;
            }
        }
        lines.line(row.iter().map(String::as_str));
    }
    (lines.into_bytes(), changed)
}

/// What the columns of a table with expectations begin with.
const EXPECT: &str = "expect.";

/// The decimal places of an amount that was converted.
const CENTS: u32 = 2;

/// A judged test lead.
struct Lead {
    list: List,
    records: Records,
    columns: Columns,
    judged: Judged,
    explanation: Explanation,
}

impl Lead {
    fn of(profile: &Profile, case: &TestCase) -> Self {
        let mut profile = profile.clone();
        // A test may ask for cells that no rule reads.
        for (field, _) in &case.lead {
            profile.require(ColumnSource::Field { field: *field, part: None });
        }
        let (list, records) = list_of_one(&profile, case);
        let fields = ChunkFields::new(&profile, &list, &records);
        let columns = derive(&profile, 1, |source, columns| fields.column(source, columns));
        let judged = judge(&profile, &columns, 1);
        let explanation = explain(&Asking::new(&profile), &columns, &judged, 0);
        drop(fields);
        Self { list, records, columns, judged, explanation }
    }

    /// The normal form of a cell, as reports write it; nothing where it is not known.
    fn shown(&self, profile: &Profile, column: ColumnId) -> String {
        let converted = match profile.columns[column.0] {
            ColumnSource::Field { field, part: None } => self.list.converts(profile, &self.records, 0, field),
            _ => false,
        };
        match self.columns.get(column).cell(0) {
            Cell::Known(Value::Text(text)) => collapse(&text.shown).into_owned(),
            Cell::Known(Value::Number(number)) if converted => number.round_dp(CENTS).normalize().to_string(),
            Cell::Known(value) => value.to_string(),
            Cell::Range(Range::Number(range)) if converted => range.rounded(CENTS).to_string(),
            Cell::Range(range) => range.to_string(),
            _ => String::new(),
        }
    }

    /// What an expectation is about, what was to come out, and what did, in the same words where they are the same.
    fn compare(&self, profile: &Profile, expected: &Expected) -> (String, String, String) {
        let decision = &profile.decision;
        let about_rule = |rule: usize| profile.rules[rule].id.clone();
        match expected {
            Expected::Rule { rule, outcome } => {
                (about_rule(*rule), outcome.to_string(), self.judged.rules[*rule].outcome(0).to_string())
            }
            Expected::Points { rule, low, high } => {
                let (worst, best) = self.explanation.points.get(*rule).copied().unwrap_or_default();
                (about_rule(*rule), span(*low, *high), span(decision.shown(worst), decision.shown(best)))
            }
            Expected::Verdict(verdict) => ("verdict".into(), verdict.to_string(), self.explanation.verdict.to_string()),
            Expected::Score { low, high } => ("score".into(), span(*low, *high), score(decision, &self.explanation)),
            Expected::Grade(grade) => {
                ("grade".into(), grade.clone(), self.explanation.grade(profile).unwrap_or_default().to_owned())
            }
            Expected::BlockedBy(ids) => ("blocked_by".into(), ids.join(", "), self.blocked_by(profile)),
            Expected::Ask(fields) => ("ask".into(), fields.join(", "), self.asks(profile)),
            Expected::Cell { column, shown: wanted } => {
                (profile.column_name(*column), wanted.clone(), self.shown(profile, *column))
            }
        }
    }

    /// The outcomes of rules that an expectation spoke of and that came out.
    fn asserted(&self, profile: &Profile, expected: &Expected) -> Vec<(String, Outcome)> {
        match expected {
            Expected::Rule { rule, .. } | Expected::Points { rule, .. } => {
                vec![(profile.rules[*rule].id.clone(), self.judged.rules[*rule].outcome(0))]
            }
            Expected::BlockedBy(ids) => ids.iter().map(|id| (id.clone(), Outcome::Fail)).collect(),
            _ => Vec::new(),
        }
    }

    /// What comes out for a key of `expect`, in the words that `expect` takes.
    fn seen(&self, profile: &Profile, key: &str) -> Option<String> {
        let listed = |names: String| if names.is_empty() { "(none)".to_owned() } else { names.replace(", ", "; ") };
        Some(match key {
            "verdict" => self.explanation.verdict.to_string(),
            "score" => score(&profile.decision, &self.explanation),
            "grade" => self.explanation.grade(profile).unwrap_or_default().to_owned(),
            "blocked_by" => listed(self.blocked_by(profile)),
            "ask" => listed(self.asks(profile)),
            id => {
                let rule = profile.rules.iter().position(|rule| rule.id == id)?;
                let (worst, best) = self.explanation.points.get(rule).copied().unwrap_or_default();
                match self.judged.rules[rule].outcome(0) {
                    Outcome::Pass | Outcome::Unknown if !profile.rules[rule].earns_nothing() => {
                        span(profile.decision.shown(worst), profile.decision.shown(best))
                    }
                    outcome => outcome.to_string(),
                }
            }
        })
    }

    fn blocked_by(&self, profile: &Profile) -> String {
        blocked_by(profile, &self.explanation).collect::<Vec<_>>().join(", ")
    }

    fn asks(&self, profile: &Profile) -> String {
        let fields = self.explanation.questions.iter().map(|question| profile.fields[question.field].name.as_str());
        fields.collect::<Vec<_>>().join(", ")
    }
}

fn score(decision: &Decision, explanation: &Explanation) -> String {
    span(decision.shown(explanation.worst), decision.shown(explanation.best))
}

fn span(low: Decimal, high: Decimal) -> String {
    let (low, high) = (low.normalize(), high.normalize());
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

/// A list of one record with the cells that a test names, each in a column of its field's name.
fn list_of_one(profile: &Profile, case: &TestCase) -> (List, Records) {
    // The first column keeps a lead of blank cells from being a blank record.
    let mut lines = CsvLines::new(false);
    let cells = std::iter::once("test").chain(case.lead.iter().map(|(_, raw)| raw.as_str()));
    lines.line(cells);
    let headers: Vec<String> = std::iter::once(String::new())
        .chain(case.lead.iter().map(|(field, _)| profile.fields[*field].name.clone()))
        .collect();
    let shape = Shape::new(Dialect::COMMA, headers.len());
    let mut file = facts(profile, case);
    file.columns = (0..profile.fields.len()).map(|field| (field, feed(profile, case, field))).collect();
    let mapping = Mapping::new(headers, &profile.fields, &file);
    let readers = profile.fields.iter().map(|field| plain_reader(profile, field)).collect();
    let records = Records::read(lines.into_bytes(), &shape, true);
    (List::new(list_name(case), file, shape, mapping, readers), records)
}

fn feed(profile: &Profile, case: &TestCase, field: usize) -> Vec<Feed> {
    let named = case.lead.iter().any(|(given, _)| *given == field);
    let header = HeaderPattern::Named(profile.fields[field].name.clone());
    named.then(|| Feed { headers: vec![header], take: None }).into_iter().collect()
}

fn list_name(case: &TestCase) -> String {
    fact(case, Fact::Name).unwrap_or("test").to_owned()
}

fn fact(case: &TestCase, wanted: Fact) -> Option<&str> {
    case.facts.iter().find(|(fact, _)| *fact == wanted).map(|(_, raw)| raw.as_str())
}

/// The facts of the list, as a list file would give them.
fn facts(profile: &Profile, case: &TestCase) -> ListFile {
    let mut file = ListFile {
        vendor: fact(case, Fact::Vendor).map(str::to_owned),
        source: fact(case, Fact::Source).map(str::to_owned),
        bought: fact(case, Fact::Bought).and_then(|raw| raw.parse().ok()),
        ..ListFile::default()
    };
    if let Some(Cell::Known(Value::Number(amount))) = fact(case, Fact::PricePerRecord).map(|raw| money(profile, raw)) {
        let currency = profile.currencies.base.unwrap_or(crate::model::Currency::USD);
        file.price = Some(Price { amount, currency });
        file.promise.rows = Some(1);
    }
    file
}

fn money(profile: &Profile, raw: &str) -> Cell<'static> {
    let style = crate::field_types::MoneyStyle { currency: profile.currencies.base, ..Default::default() };
    let hints = crate::field_types::Hints::default();
    let context = crate::field_types::Context {
        hints: &hints,
        country: None,
        currencies: &profile.currencies,
        tables: &profile.tables,
    };
    crate::field_types::read(&crate::field_types::FieldType::Money(style), raw, &context).cell.into_owned()
}
