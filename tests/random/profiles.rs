//! Profiles out of every noun that judging knows, over one column of each kind.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;

use leadsieve::field_types::{DateStyle, FieldType, NumberStyle, Part, Tables, TextStyle, ValueMap};
use leadsieve::model::{Interval, Length, Point, Unit};
use leadsieve::operators::{ListTest, Near, Predicate, Test, ValueSet, Words};
use leadsieve::profile::{
    Band, Centre, Class, ClassRow, ColumnId, ColumnSource, Condition, Criterion, Decision, Effect, Fact, Field,
    Identity, IfUnknown, KEY_SEPARATOR, Keys, Lookup, LookupPart, Place, Profile, RangeAs, Rule, Span, Thresholds,
};
use rust_decimal::Decimal;

use super::Choices;
use crate::oracle::values::{COUNTRIES, KINDS, POSTAL_CODES, WORDS, day};

/// What the rules of a random profile may use.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// `is_known`, the one operator that has an answer for a gap.
    pub is_known: bool,
    /// `if_unknown`, `if_unreadable` and `range_as`.
    pub assumptions: bool,
}

/// Everything.
pub const TRAITS: Traits = Traits { is_known: true, assumptions: true };

/// The columns of every random profile, by what is in them.
const HEADS: ColumnId = ColumnId(0);
const MARGIN: ColumnId = ColumnId(1);
const FOUNDED: ColumnId = ColumnId(2);
const TITLE: ColumnId = ColumnId(3);
const OWNS_HOME: ColumnId = ColumnId(4);
const TOOLS: ColumnId = ColumnId(5);
const PHONE_KIND: ColumnId = ColumnId(6);
const STATE: ColumnId = ColumnId(7);
const POSTAL_CODE: ColumnId = ColumnId(9);
const COUNTRY: ColumnId = ColumnId(10);
const PLACE: ColumnId = ColumnId(11);
const REGION: ColumnId = ColumnId(12);
const AWAY: [ColumnId; 2] = [ColumnId(18), ColumnId(19)];
const SENIORITY: ColumnId = ColumnId(20);
const COLUMNS: usize = 21;

/// How many rows the tables of look-ups have.
const ROWS: usize = 4;

/// A profile of one to eight rules in one to three criteria.
pub fn profile(choices: &mut Choices<'_>, traits: Traits) -> Profile {
    let criteria = 1 + choices.below(3);
    let mut make = Make { choices, traits };
    let rules = 1 + make.choices.below(8);
    Profile {
        name: "random".to_owned(),
        title: None,
        version: None,
        as_of: day(0),
        fields: make.fields(),
        columns: columns(),
        classes: vec![make.class()],
        lookups: (0..4).map(|kind| make.lookup(kind)).collect(),
        criteria: (0..criteria).map(criterion).collect(),
        rules: (0..rules).map(|place| make.rule(place, criteria)).collect(),
        decision: make.decision(),
        clear: Vec::new(),
        identity: Identity::default(),
        currencies: Arc::default(),
        tables: Arc::new(Tables::default()),
        vendors: Arc::from([]),
        sources: Vec::new(),
    }
}

fn columns() -> Vec<ColumnSource> {
    let field = |field| ColumnSource::Field { field, part: None };
    let phone_kind = ColumnSource::Field { field: 6, part: Some(Part::PhoneKind) };
    let first = (0..6).map(field);
    let base = [phone_kind, field(7), ColumnSource::Fact(Fact::Vendor), field(8), field(9)];
    let place = ColumnSource::Place { code: POSTAL_CODE, country: COUNTRY };
    let part = |lookup, part| ColumnSource::Lookup { lookup, part };
    let values = (0..3).flat_map(|lookup| [0, 1].map(|value| part(lookup, LookupPart::Value(value))));
    let near = [Unit::Km, Unit::Miles].map(|unit| part(3, LookupPart::Away(unit)));
    first.chain(base).chain([place]).chain(values).chain(near).chain([ColumnSource::Class(0)]).collect()
}

fn criterion(place: usize) -> Criterion {
    Criterion { name: format!("c{place}"), title: None, weight: Decimal::ONE }
}

/// What ranges of a column count as: only whole heads count.
fn of_column(column: ColumnId, range_as: Option<RangeAs>) -> Option<RangeAs> {
    range_as.map(|range_as| range_as.of_field(column == HEADS))
}

/// Makes the parts of one profile.
struct Make<'c, 'n> {
    choices: &'c mut Choices<'n>,
    traits: Traits,
}

impl Make<'_, '_> {
    fn fields(&mut self) -> Vec<Field> {
        let heads = NumberStyle { whole: true, min: Some(Decimal::ZERO), ..NumberStyle::default() };
        let types = [
            FieldType::Number(heads),
            FieldType::Number(NumberStyle::default()),
            FieldType::Date(DateStyle::default()),
            FieldType::Text(TextStyle::default()),
            FieldType::YesNo,
            FieldType::List { separator: ";".to_owned() },
            FieldType::Phone,
            FieldType::Text(TextStyle::default()),
            FieldType::PostalCode,
            FieldType::Country,
        ];
        types.into_iter().enumerate().map(|(place, field_type)| self.field(place, field_type)).collect()
    }

    fn field(&mut self, place: usize, field_type: FieldType) -> Field {
        Field {
            name: format!("f{place}"),
            label: format!("Field {place}"),
            country_from: match field_type {
                FieldType::Phone => Some(STATE.0),
                FieldType::PostalCode => Some(9),
                _ => None,
            },
            field_type,
            feeds: Vec::new(),
            ask: (!self.choices.once_in(4)).then(|| format!("What about {place}?")),
            missing: Vec::new(),
            values: ValueMap::default(),
            sensitive: false,
        }
    }

    /// A look-up of any kind. That of places is one of two parts beside its value.
    fn lookup(&mut self, kind: usize) -> Lookup {
        let (from, keys) = match kind {
            0 => self.exact(),
            1 => self.prefix(),
            2 => (vec![STATE, HEADS], Keys::Range(self.spans())),
            _ => (vec![PLACE], Keys::Nearest(self.centres())),
        };
        let rows = (0..ROWS).map(|_| vec![self.value(), self.value()]).collect();
        let otherwise = self.choices.once_in(3).then(|| self.word());
        let values = vec!["rep".to_owned(), "team".to_owned()];
        Lookup { name: format!("look-up {kind}"), from, values, rows, keys, otherwise, file: PathBuf::new() }
    }

    /// A table may have a gap in a row.
    fn value(&mut self) -> String {
        if self.choices.once_in(8) { String::new() } else { self.word() }
    }

    fn row(&mut self) -> usize {
        self.choices.below(ROWS)
    }

    /// By one key or two.
    fn exact(&mut self) -> (Vec<ColumnId>, Keys) {
        let from = self.choices.one(&[vec![STATE], vec![PHONE_KIND], vec![STATE, PHONE_KIND]]);
        let words = |column: &ColumnId| if *column == STATE { &WORDS[..] } else { &KINDS[..] };
        let mut joined = vec![String::new()];
        for (place, column) in from.iter().enumerate() {
            let with = |head: &String, word: &&str| {
                if place == 0 { (*word).to_owned() } else { format!("{head}{KEY_SEPARATOR}{word}") }
            };
            joined = joined.iter().flat_map(|head| words(column).iter().map(move |word| with(head, word))).collect();
        }
        joined.retain(|_| !self.choices.once_in(3));
        let rows = joined.into_iter().map(|key| (key, self.row())).collect();
        (from, Keys::Exact(rows))
    }

    fn prefix(&mut self) -> (Vec<ColumnId>, Keys) {
        let mut rows = HashMap::new();
        for start in ["o", "own", "s", "sa", "sales m", "manager", "co-owner", "something else"] {
            if !self.choices.once_in(3) {
                rows.insert(start.to_owned(), self.row());
            }
        }
        (vec![TITLE], Keys::Prefix(rows))
    }

    /// Spans from 0 to 12 that do not meet, for some of the words.
    fn spans(&mut self) -> BTreeMap<String, Vec<Span>> {
        let mut spans = BTreeMap::new();
        for word in WORDS {
            let (mut own, mut next) = (Vec::new(), self.choices.between(0, 6));
            while next <= 12 && !self.choices.once_in(3) {
                let high = self.choices.between(next, 12);
                own.push(Span { low: next.into(), high: high.into(), row: self.row() });
                next = high + self.choices.between(1, 4);
            }
            spans.insert(word.to_owned(), own);
        }
        spans
    }

    fn centres(&mut self) -> Vec<Centre> {
        let places = 1 + self.choices.below(4);
        let reach = |make: &mut Self| make.choices.once_in(2).then(|| make.reach());
        (0..places).map(|_| Centre { point: self.point(), reach: reach(self), row: self.row() }).collect()
    }

    fn reach(&mut self) -> Length {
        let unit = self.choices.one(&[Unit::Km, Unit::Miles]);
        Length { amount: self.choices.one(&[1, 60, 120, 400]).into(), unit }
    }

    fn point(&mut self) -> Point {
        let code = self.choices.one(&POSTAL_CODES);
        Tables::embedded().place("DE", code).unwrap_or(Point::new(52.5, 13.4).expect("a bug of the test: no point"))
    }

    fn near(&mut self) -> Test {
        let (centre, reach) = (self.point(), self.reach());
        Test::text(Predicate::Near(Near { centre, reach, written: centre.to_string() }))
    }

    fn class(&mut self) -> Class {
        let from = self.choices.one(&[TITLE, REGION]);
        let rows = (0..self.choices.below(4)).map(|_| self.class_row(from)).collect();
        let otherwise = self.choices.once_in(2).then(|| self.word());
        Class::new("seniority".to_owned(), from, rows, otherwise)
    }

    fn class_row(&mut self, from: ColumnId) -> ClassRow {
        let value = self.word();
        // Nothing that a class is made of may be made of the class.
        let condition = if self.choices.once_in(3) {
            self.condition(1, SENIORITY.0, None)
        } else {
            Condition::Test { column: from, test: self.text(&WORDS), range_as: None }
        };
        ClassRow { value, condition }
    }

    fn word(&mut self) -> String {
        self.choices.one(&WORDS).to_owned()
    }

    fn rule(&mut self, place: usize, criteria: usize) -> Rule {
        let range_as = self.range_as();
        let effect = self.effect(range_as);
        let only_if = self.choices.once_in(4).then(|| self.condition(1, COLUMNS, range_as));
        let (if_unknown, if_unreadable) = (self.if_unknown(&effect), self.if_unknown(&effect));
        Rule {
            id: format!("r{place}"),
            criterion: self.choices.below(criteria),
            effect,
            only_if,
            if_unknown,
            if_unreadable,
            why: None,
            message: None,
            dormant: self.choices.once_in(12),
            place: Place::default(),
        }
    }

    fn range_as(&mut self) -> Option<RangeAs> {
        let some = self.traits.assumptions && self.choices.once_in(5);
        some.then(|| self.choices.one(&[RangeAs::Low, RangeAs::Middle, RangeAs::High]))
    }

    fn if_unknown(&mut self, effect: &Effect) -> IfUnknown {
        if !self.traits.assumptions || !self.choices.once_in(5) {
            return IfUnknown::Ask;
        }
        match effect {
            Effect::Bands { .. } => IfUnknown::Fail,
            _ => self.choices.one(&[IfUnknown::Pass, IfUnknown::Fail]),
        }
    }

    fn effect(&mut self, range_as: Option<RangeAs>) -> Effect {
        match self.choices.below(6) {
            0 | 1 => Effect::Must(self.condition(3, COLUMNS, range_as)),
            2 => Effect::MustNot(self.condition(3, COLUMNS, range_as)),
            3 | 4 => Effect::Points(self.condition(3, COLUMNS, range_as), self.points()),
            _ => self.bands(range_as),
        }
    }

    fn points(&mut self) -> i64 {
        self.choices.between(-3, 8) * 5
    }

    /// Bands over every kind of column, some of which ask whether anything is known.
    fn bands(&mut self, range_as: Option<RangeAs>) -> Effect {
        let columns = [HEADS, MARGIN, FOUNDED, OWNS_HOME, TITLE, PHONE_KIND, SENIORITY, TOOLS];
        let column = self.choices.one(&columns);
        let tests = match column {
            TITLE | SENIORITY => self.named_texts(&WORDS[..5]),
            PHONE_KIND => self.named_texts(&KINDS[..4]),
            TOOLS => vec![self.comparison(column)],
            _ => (0..1 + self.choices.below(4)).map(|_| self.comparison(column)).collect(),
        };
        let bands: Vec<Band> = tests.into_iter().map(|test| self.band(test)).collect();
        Effect::Bands { column, bands, range_as: of_column(column, range_as) }
    }

    fn band(&mut self, test: Test) -> Band {
        let mut tests = vec![test];
        if self.traits.is_known && self.choices.once_in(8) {
            let known = Test::IsKnown(self.choices.once_in(2));
            if self.choices.once_in(2) { tests = vec![known] } else { tests.push(known) }
        }
        Band { tests, points: self.points() }
    }

    /// Sets of words, and now and then all words but some.
    fn named_texts(&mut self, words: &[&'static str]) -> Vec<Test> {
        let mut tests = self.named_apart(words);
        if self.choices.once_in(3) {
            let place = self.choices.below(tests.len() + 1);
            let others = Test::text(Predicate::In { values: self.set(words), negated: true });
            tests.insert(place, others);
        }
        tests
    }

    /// Tests of texts that name each word once.
    fn named_apart(&mut self, words: &[&'static str]) -> Vec<Test> {
        let mut left = words.to_vec();
        let mut tests = Vec::new();
        for _ in 0..1 + self.choices.below(4) {
            let start = self.choices.below(left.len());
            let taken: Vec<&str> = left.drain(start..left.len().min(start + 2)).collect();
            tests.push(self.named(&taken));
            if left.is_empty() {
                break;
            }
        }
        tests
    }

    /// A condition of at most `depth` groups inside one another, on the first `columns` columns.
    fn condition(&mut self, depth: usize, columns: usize, range_as: Option<RangeAs>) -> Condition {
        if depth == 0 || !self.choices.once_in(3) {
            let column = ColumnId(self.choices.below(columns));
            let known = self.traits.is_known && self.choices.once_in(8);
            let test = if known { Test::IsKnown(self.choices.once_in(2)) } else { self.comparison(column) };
            return Condition::Test { column, test, range_as: of_column(column, range_as) };
        }
        let of: Vec<Condition> =
            (0..1 + self.choices.below(3)).map(|_| self.condition(depth - 1, columns, range_as)).collect();
        match self.choices.below(4) {
            0 => Condition::All(of),
            1 => Condition::None(of),
            2 => Condition::Any { need: 1, of },
            _ => Condition::Any { need: 1 + self.choices.below(of.len()), of },
        }
    }

    fn comparison(&mut self, column: ColumnId) -> Test {
        match column {
            HEADS => Test::Number(self.interval(Decimal::from).whole()),
            MARGIN => Test::Number(self.interval(Decimal::from)),
            FOUNDED => Test::Date(self.days()),
            OWNS_HOME => Test::YesNo(self.choices.once_in(2)),
            TOOLS => Test::List(self.list_test()),
            PLACE => self.near(),
            column if AWAY.contains(&column) => Test::Number(self.interval(|end| Decimal::from(end * 40))),
            POSTAL_CODE => self.text(&POSTAL_CODES),
            COUNTRY => self.text(&COUNTRIES),
            PHONE_KIND => self.text(&KINDS),
            _ => self.text(&WORDS),
        }
    }

    /// What a numeric operator becomes: never an empty interval, which is an error of the author.
    fn interval<T>(&mut self, value: impl Fn(i64) -> T) -> Interval<T> {
        let (a, b) = (self.choices.between(0, 12), self.choices.between(0, 12));
        let (low, high) = (value(a.min(b)), value(a.max(b)));
        let (low, high) = match self.choices.below(6) {
            0 => (Bound::Included(low), Bound::Unbounded),
            1 => (Bound::Unbounded, Bound::Included(high)),
            2 => (Bound::Excluded(low), Bound::Unbounded),
            3 if a.max(b) > 0 => (Bound::Unbounded, Bound::Excluded(high)),
            4 if a.abs_diff(b) > 1 => (Bound::Excluded(low), Bound::Excluded(high)),
            _ => (Bound::Included(low), Bound::Included(high)),
        };
        Interval { low, high }
    }

    /// Days have closed ends in rules.
    fn days(&mut self) -> Interval<jiff::civil::Date> {
        let (a, b) = (self.number_of_day(), self.number_of_day());
        match self.choices.below(3) {
            0 => Interval::at_least(day(a)),
            1 => Interval::at_most(day(a)),
            _ => Interval::closed(day(a.min(b)), day(a.max(b))),
        }
    }

    fn number_of_day(&mut self) -> i32 {
        i32::try_from(self.choices.between(0, 12)).expect("a bug of the test: a small number")
    }

    fn text(&mut self, words: &[&'static str]) -> Test {
        match self.choices.below(4) {
            0 => Test::text(Predicate::In { values: self.set(words), negated: true }),
            1 => {
                let word = self.choices.one(&["owner", "manager", "sales", "fixed", "mobile"]);
                let words = Words::compile(&[word], str::to_owned).expect("a bug of the test: a word is a pattern");
                Test::text(Predicate::Words(words))
            }
            _ => self.named(words),
        }
    }

    fn named(&mut self, words: &[&'static str]) -> Test {
        Test::text(Predicate::In { values: self.set(words), negated: false })
    }

    fn set(&mut self, words: &[&'static str]) -> ValueSet {
        let written: Vec<String> = (0..1 + self.choices.below(3)).map(|_| self.choices.one(words).to_owned()).collect();
        ValueSet { compared: written.iter().cloned().collect(), written }
    }

    fn list_test(&mut self) -> ListTest {
        let written: Vec<String> =
            (0..1 + self.choices.below(2)).map(|_| self.choices.one(&WORDS[..3]).to_owned()).collect();
        ListTest { values: written.clone(), written, all: self.choices.once_in(2) }
    }

    /// With both thresholds or none: one alone would stand beside the other's 0.
    fn decision(&mut self) -> Decision {
        let (a, b) = (self.choices.between(0, 8) * 5, self.choices.between(-4, 8) * 5);
        let by_points = self.choices.once_in(2);
        let thresholds =
            Thresholds { prospect_at: by_points.then_some(a.max(b)), review_at: by_points.then_some(a.min(b)) };
        Decision { thresholds, max_questions: 1 + self.choices.below(6), ..Decision::default() }
    }
}
