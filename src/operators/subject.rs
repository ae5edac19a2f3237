//! What an operator is compiled against: the field of its condition.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Refusal, Test};
use crate::field_types::{CellReader, Context, Currencies, FieldType, Hints, Part, Tables, fold_key, read};
use crate::model::{Cell, Country, Interval, Value};

/// What a condition is about.
#[derive(Clone, Copy, Debug)]
pub enum SubjectType<'a> {
    /// A field.
    Field(&'a FieldType),
    /// A part of a field; always text.
    Part(Part),
    /// A class or a look-up; always text.
    Derived,
}

/// The field of a condition, with what is needed to read a rule's values as the field reads its cells.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What it is.
    pub subject_type: SubjectType<'a>,
    /// Reads a rule's values by the field's type, without its missing-markers, value map and fill; nothing for
    /// classes, look-ups and parts.
    pub reader: Option<&'a CellReader>,
    /// The day that relative dates count from.
    pub as_of: Date,
    /// The values of the named list, for `in_list` and `not_in_list`; found by the caller, who knows the lists.
    pub list: Option<&'a [String]>,
    /// The reference tables, for places.
    pub tables: &'a Tables,
}

impl SubjectType<'_> {
    /// Whether it is compared as text: text itself and every type with a text normal form.
    #[must_use]
    pub const fn is_text(self) -> bool {
        match self {
            Self::Part(_) | Self::Derived => true,
            Self::Field(field_type) => !matches!(
                field_type,
                FieldType::Number(_)
                    | FieldType::Money(_)
                    | FieldType::Date(_)
                    | FieldType::YesNo
                    | FieldType::List { .. }
            ),
        }
    }

    /// Whether it is a number or an amount of money.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Field(FieldType::Number(_) | FieldType::Money(_)))
    }

    /// Whether only whole values of it count.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Field(field_type) if field_type.number_style().is_some_and(|style| style.whole))
    }

    /// Whether it is a date.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Field(FieldType::Date(_)))
    }

    /// Whether it is a `yes_no`.
    #[must_use]
    pub const fn is_yes_no(self) -> bool {
        matches!(self, Self::Field(FieldType::YesNo))
    }

    /// Whether it is a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Field(FieldType::List { .. }))
    }

    /// Whether it is a code.
    #[must_use]
    pub const fn is_code(self) -> bool {
        matches!(self, Self::Field(FieldType::Code { .. }))
    }

    /// Whether it is a postal code.
    #[must_use]
    pub const fn is_postal_code(self) -> bool {
        matches!(self, Self::Field(FieldType::PostalCode))
    }

    /// The word for it in messages: the field type's name, `text` for what is derived.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Field(field_type) => field_type.name(),
            Self::Part(_) | Self::Derived => "text",
        }
    }

    /// Every value that it can have, where these are a few fixed words.
    #[must_use]
    pub const fn choices(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Part(Part::EmailKind) => Some(&["business", "free", "disposable", "role"]),
            Self::Part(Part::PhoneKind) => Some(&[
                "fixed",
                "mobile",
                "fixed_or_mobile",
                "toll_free",
                "premium_rate",
                "shared_cost",
                "voip",
                "personal",
                "pager",
                "uan",
                "voicemail",
                "unknown",
            ]),
            _ => None,
        }
    }
}

impl Subject<'_> {
    /// A rule's whole value in the form that cells are compared in: `Deutschland` becomes `DE` for a country.
    ///
    /// # Errors
    /// Refuses a value that the field's type cannot read, because no cell could ever equal it.
    pub fn whole(&self, written: &str) -> Result<String, Refusal> {
        self.whole_in(written, None)
    }

    /// The same for a value of which the country is known: a postal code or a telephone number.
    ///
    /// # Errors
    /// Refuses what [`Subject::whole`] does, and what is no such value in that country.
    pub fn whole_in(&self, written: &str, country: Option<Country>) -> Result<String, Refusal> {
        match (self.reader, self.subject_type) {
            (Some(reader), _) => self.equal_cell(written, reader.read(written, country).cell),
            (None, SubjectType::Part(Part::PhoneCountry)) => self.country(written),
            (None, _) => self.choice(written),
        }
    }

    /// A value as the field's value map has it, as cells are before anything else reads them.
    #[must_use]
    pub fn mapped<'w>(&'w self, written: &'w str) -> &'w str {
        self.reader.and_then(|reader| reader.values.get(written)).unwrap_or(written)
    }

    /// A piece of text (a start, an end, a word) in the form that cells are compared in.
    #[must_use]
    pub fn fragment(&self, written: &str) -> String {
        match self.subject_type {
            SubjectType::Field(field_type) => field_type.fold_fragment(written),
            SubjectType::Part(Part::EmailDomain | Part::WebHost | Part::WebDomain) => written.trim().to_lowercase(),
            SubjectType::Part(Part::PhoneCountry) => FieldType::Country.fold_fragment(written),
            SubjectType::Part(Part::PersonFirst | Part::PersonLast) => FieldType::Person.fold_fragment(written),
            SubjectType::Part(_) | SubjectType::Derived => fold_key(written).into_owned(),
        }
    }

    /// The test for numbers that lie in `interval`. Where only whole values count, `more_than = 20` is
    /// `at_least = 21`.
    ///
    /// # Errors
    /// Refuses an interval that no number can lie in.
    pub(super) fn number_test(&self, interval: Interval<Decimal>) -> Result<Test, Refusal> {
        let wanted = if self.subject_type.is_whole() { interval.whole() } else { interval };
        match (wanted.is_empty(), interval.is_empty()) {
            (false, _) => Ok(Test::Number(wanted)),
            (true, false) => Err(Refusal::empty(
                "an empty interval: only whole values of this field count, and none lies in it",
                "write a whole number",
            )),
            (true, true) => Err(empty_interval()),
        }
    }

    fn equal_cell(&self, written: &str, cell: Cell<'_>) -> Result<String, Refusal> {
        match cell {
            Cell::Known(Value::Text(text)) => Ok(text.compared.into_owned()),
            _ => Err(self.never_equal(written, &format!("a value that a {} cell can have", self.subject_type.name()))),
        }
    }

    /// A country's code, whichever way it is written.
    ///
    /// # Errors
    /// Refuses what is no country.
    pub(super) fn country(&self, written: &str) -> Result<String, Refusal> {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let cell = read(&FieldType::Country, written, &context).cell;
        self.equal_cell(written, cell).map_err(|_| self.never_equal(written, "a country, such as \"DE\""))
    }

    fn choice(&self, written: &str) -> Result<String, Refusal> {
        let compared = self.fragment(written);
        match self.subject_type.choices() {
            Some(choices) if !choices.contains(&compared.as_str()) => {
                Err(self.never_equal(written, &format!("one of {}", choices.join(", "))))
            }
            _ => Ok(compared),
        }
    }

    fn never_equal(&self, written: &str, write: &str) -> Refusal {
        let name = self.subject_type.name();
        Refusal::new(format!("\"{written}\" is no {name} that a cell could hold"), format!("write {write}"))
    }
}

/// The refusal of two ends in the wrong order.
pub(super) fn empty_interval() -> Refusal {
    Refusal::empty("an empty interval: the first end lies above the second", "write the lower end first")
}

#[cfg(test)]
mod tests {
    use super::super::cases::subject;
    use super::*;

    fn part(part: Part) -> Subject<'static> {
        Subject { subject_type: SubjectType::Part(part), ..subject(&FieldType::YesNo) }
    }

    #[test]
    fn values_of_parts_are_brought_into_the_form_of_cells() {
        assert_eq!(part(Part::PhoneCountry).whole("Deutschland").unwrap(), "DE");
        assert_eq!(part(Part::EmailDomain).whole(" ACME.com ").unwrap(), "acme.com");
        assert_eq!(part(Part::PhoneKind).whole("Mobile").unwrap(), "mobile");
    }

    #[test]
    fn values_that_no_cell_can_have_are_refused() {
        let refusal = part(Part::EmailKind).whole("buisness").unwrap_err();
        assert_eq!(refusal.help, "write one of business, free, disposable, role");
        assert!(part(Part::PhoneCountry).whole("Atlantis").is_err());
    }
}
