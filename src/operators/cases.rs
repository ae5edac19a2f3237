//! How the operators' tables of cases are written and checked.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{Operand, Operator, Refusal, Subject, SubjectType, Test};
use crate::field_types::{FieldType, NumberStyle, Tables, TextStyle};
use crate::model::{Cell, Interval, Missing, Outcome, Range, Text, Unreadable, Value};

pub(super) use crate::model::Outcome::{Fail, Pass, Unknown};

/// A rule's value, a cell, and what must come out.
pub(super) type Case = (Operand, Cell<'static>, Outcome);

/// The day that the tables count from.
pub(super) const AS_OF: Date = date(2026, 10, 1);

/// A field with nothing but its type; its values are compared as their pieces are.
pub(super) fn subject(field_type: &FieldType) -> Subject<'_> {
    Subject {
        subject_type: SubjectType::Field(field_type),
        reader: None,
        as_of: AS_OF,
        list: None,
        tables: Tables::embedded(),
    }
}

pub(super) fn text_field() -> FieldType {
    FieldType::Text(TextStyle::default())
}

pub(super) fn number_field() -> FieldType {
    FieldType::Number(NumberStyle::default())
}

pub(super) fn whole_field() -> FieldType {
    FieldType::Number(NumberStyle { whole: true, ..NumberStyle::default() })
}

/// Checks every case, and that cells of which nothing is known are unknown.
pub(super) fn check(operator: &Operator, field_type: &FieldType, cases: impl IntoIterator<Item = Case>) {
    check_subject(operator, &subject(field_type), cases);
}

pub(super) fn check_subject(operator: &Operator, subject: &Subject<'_>, cases: impl IntoIterator<Item = Case>) {
    assert!((operator.fits)(subject.subject_type), "{} does not fit", operator.key);
    for (operand, cell, outcome) in cases {
        let test = compile(operator, subject, &operand);
        assert_eq!(test.outcome(&cell), outcome, "{} = {operand:?} on {cell:?}", operator.key);
        for nothing in [Cell::Missing(Missing::Blank), Cell::Unreadable(Unreadable::Malformed), Cell::NotFound] {
            assert_eq!(test.outcome(&nothing), Unknown, "{} = {operand:?} on {nothing:?}", operator.key);
        }
    }
}

pub(super) fn compile(operator: &Operator, subject: &Subject<'_>, operand: &Operand) -> Test {
    (operator.compile)(operand, subject).unwrap_or_else(|no| panic!("{} = {operand:?}: {no:?}", operator.key))
}

pub(super) fn refusal(operator: &Operator, field_type: &FieldType, operand: impl Into<Operand>) -> Refusal {
    (operator.compile)(&operand.into(), &subject(field_type)).expect_err("a refusal")
}

pub(super) fn text(text: &'static str) -> Cell<'static> {
    Cell::text(text)
}

pub(super) fn number(number: &str) -> Cell<'static> {
    Cell::Known(Value::Number(number.parse().unwrap()))
}

pub(super) fn numbers(low: i64, high: i64) -> Cell<'static> {
    Cell::Range(Range::Number(Interval::closed(low.into(), high.into())))
}

pub(super) fn day(date: Date) -> Cell<'static> {
    Cell::Known(Value::Date(date))
}

pub(super) fn days(low: Date, high: Date) -> Cell<'static> {
    Cell::Range(Range::Date(Interval::closed(low, high)))
}

pub(super) fn parts(parts: &[&'static str]) -> Cell<'static> {
    Cell::Known(Value::List(parts.iter().map(|part| Text::same(*part)).collect()))
}

/// A telephone number of the United States: nobody can tell which kind it is.
pub(super) fn fixed_or_mobile() -> Cell<'static> {
    Cell::Range(Range::Choice { shown: "fixed_or_mobile", values: &["fixed", "mobile"] })
}

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Operand {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Decimal> for Operand {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<Date> for Operand {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<bool> for Operand {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}

impl<T: Into<Operand>, const N: usize> From<[T; N]> for Operand {
    fn from(elements: [T; N]) -> Self {
        Self::Array(elements.map(Into::into).into())
    }
}
