//! The field types: what a raw cell of each type is read as.
//!
//! One file a type. Each reads a trimmed, non-blank cell that is no missing-marker into a [`Cell`], with a note of
//! what had to be mended. [`CellReader`] puts the steps before the type in front of it: value map, missing-markers,
//! fill, wrappings.

mod code;
mod company;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod conformance_names;
mod country;
mod country_phrase;
mod country_zone;
mod date;
mod email;
mod folding;
mod further;
mod list;
mod markers;
mod money;
mod months;
mod nothing_chosen;
mod number;
mod objection;
mod page;
mod person;
mod phone;
mod places;
mod platforms;
mod postal_code;
mod quantity;
mod reader;
mod shapes;
mod spreadsheet_error;
mod street;
mod tables;
mod text;

mod time_zone;
mod visible;
mod web;
mod yes_no;

pub use code::under as code_is_under;
pub use company::is_company_name;
pub use country::code as country_code;
pub use country_zone::country_zone;
pub use date::{DateEvidence, DateFormat, DateStyle, FamilyEvidence};
pub use email::{is_role, meant as address_meant, spelled_out};
pub use folding::{collapse, fold, fold_accents, fold_key, letters_and_digits};
pub use further::ANY_COUNTRY;
pub use list::Separators;
pub use markers::Markers;
pub use money::{Conversion, Currencies, MoneyStyle, conversion};
pub use nothing_chosen::looks_unchosen;
pub use number::{DecimalEvidence, DecimalStyle, Habit, NumberStyle, Shown};
pub use objection::{
    Asks, Channels, Objection, asks as header_asks, joined as joined_objections, read as read_objection,
};
pub use page::Page;
pub use platforms::{PageOf, Platform, platforms_origin};
pub use postal_code::digits as postal_code_digits;
pub use reader::{CellReader, ValueMap};
pub use spreadsheet_error::is_error as is_spreadsheet_error;
pub use tables::{Table, Tables};
pub use text::{Spelling, TextStyle};
pub use time_zone::{time_zones, time_zones_origin};
pub use visible::{hides, is_blank, visible};
pub use web::is_known_top_level;

use rust_decimal::Decimal;

use crate::model::{Cell, Country, Currency, Reading};

/// What a field is, and how its cells are read.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// Any text.
    Text(TextStyle),
    /// An exact decimal or an interval.
    Number(NumberStyle),
    /// A number with a currency.
    Money(MoneyStyle),
    /// A day, or the span of days that an incomplete date leaves open.
    Date(DateStyle),
    /// Yes or no.
    YesNo,
    /// Several texts in one cell.
    List {
        /// What stands between them.
        separator: String,
    },
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A country, as ISO 3166-1 alpha-2.
    Country,
    /// A postal code.
    PostalCode,
    /// A web address.
    Web,
    /// An industry code (WZ, NACE, SIC, NAICS) of a fixed number of digits.
    Code {
        /// How many digits it has.
        length: usize,
    },
    /// An id as a program gives it out, in which `a` and `A` are two: a `code` with `case = "keep"`.
    Id {
        /// How many characters it has; any number where nothing is said.
        length: Option<usize>,
    },
    /// A company's name.
    Company,
    /// A person's name.
    Person,
    /// Street and house number.
    Street,
}

/// A part of a cell, written `field.part` in rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `email.domain`
    EmailDomain,
    /// `email.kind`: `business`, `free`, `disposable`, `role`
    EmailKind,
    /// `phone.kind`: `fixed`, `mobile`, `fixed_or_mobile`, `toll_free`, …
    PhoneKind,
    /// `phone.country`
    PhoneCountry,
    /// `phone.extension`
    PhoneExtension,
    /// `web.host`
    WebHost,
    /// `web.domain`: the registrable domain
    WebDomain,
    /// `person.first`
    PersonFirst,
    /// `person.last`
    PersonLast,
    /// Whether the cell of an opt-out field says that the lead must not be contacted ([`Objection`]); of any type, and
    /// not for rules.
    Objection,
    /// The same under a header that asks for consent, where a bare yes allows.
    Consent,
}

/// What the list says of a whole column, beside its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// How ambiguous numbers are read.
    pub decimal_style: DecimalStyle,
    /// What a bare number is multiplied by (`Revenue (in 000s USD)`: 1000). A scale word in the cell wins.
    pub unit: Option<Decimal>,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    /// The formats of dates, before the field's own.
    pub formats: Vec<DateFormat>,
    /// What separates the parts of lists.
    pub separators: Separators,
    /// The day of the run, after which nothing in the past lies.
    pub today: Option<jiff::civil::Date>,
}

/// What a cell is read with, beside its type.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// What the list says of the column.
    pub hints: &'c Hints,
    /// The lead's country, for phones and postal codes.
    pub country: Option<Country>,
    /// The exchange rates.
    pub currencies: &'c Currencies,
    /// Country names, mail domains, legal forms and the like.
    pub tables: &'c Tables,
}

/// Reads a cell that is trimmed, not blank and no missing-marker.
///
/// ```
/// use leadsieve::field_types::{Context, Currencies, FieldType, Hints, Tables, read};
/// let (hints, currencies) = (Hints::default(), Currencies::default());
/// let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
/// assert_eq!(read(&FieldType::Country, "Allemagne", &context).cell, leadsieve::model::Cell::text("DE"));
/// ```
#[must_use]
pub fn read<'a>(field_type: &FieldType, raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    match field_type {
        FieldType::Text(style) => text::read(raw, *style),
        FieldType::Number(style) => number::read(raw, style, context),
        FieldType::Money(style) => money::read(raw, style, context),
        FieldType::Date(style) => date::read(raw, style, context),
        FieldType::YesNo => yes_no::read(raw),
        FieldType::List { separator } => list::read(raw, separator, &context.hints.separators),
        FieldType::Email => email::read(raw, context),
        FieldType::Phone => phone::read(raw, context),
        FieldType::Country => country::read(raw, context),
        FieldType::PostalCode => postal_code::read(raw, context),
        FieldType::Web => web::read(raw),
        FieldType::Code { length } => code::read(raw, *length),
        FieldType::Id { length } => code::read_id(raw, *length),
        FieldType::Company => company::read(raw, context),
        FieldType::Person => person::read(raw),
        FieldType::Street => street::read(raw),
    }
}

/// Reads a cell that a workbook holds as a number or a date, and not as text.
#[must_use]
pub fn read_native<'a>(field_type: &FieldType, raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    match field_type {
        FieldType::Number(style) => number::read_native(raw, style, context),
        FieldType::Money(style) => money::read_native(raw, style, context),
        _ => read(field_type, raw, context),
    }
}

/// Reads a part of a cell. Where the whole is not known, its part is not known for the same cause.
#[must_use]
pub fn read_part<'a>(field_type: &FieldType, part: Part, raw: &'a str, context: &Context<'_>) -> Cell<'a> {
    match part {
        Part::PhoneKind => phone::kind(raw, context),
        Part::PhoneCountry => phone::country(raw, context),
        Part::PhoneExtension => phone::extension(raw, context),
        Part::PersonFirst => person::first(raw),
        Part::PersonLast => person::last(raw),
        Part::Objection => objection::cell(raw, Asks::Objection),
        Part::Consent => objection::cell(raw, Asks::Consent),
        part => part_of(part, read(field_type, raw, context).cell, context),
    }
}

/// A part that follows from the whole cell; any other part of it is not known, which only a bug asks for.
fn part_of<'a>(part: Part, whole: Cell<'a>, context: &Context<'_>) -> Cell<'a> {
    match part {
        Part::EmailDomain => email::domain(whole),
        Part::EmailKind => email::kind(whole, context),
        Part::WebHost => web::host(whole),
        Part::WebDomain => web::domain(whole),
        _ => Cell::Missing(crate::model::Missing::Undecided),
    }
}

impl Part {
    /// Whether it follows from the whole cell, so that the raw one need not be read again.
    #[must_use]
    pub const fn follows_from_cell(self) -> bool {
        matches!(self, Self::EmailDomain | Self::EmailKind | Self::WebHost | Self::WebDomain)
    }
}

impl FieldType {
    /// The word that rule files use.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Money(_) => "money",
            Self::Date(_) => "date",
            Self::YesNo => "yes_no",
            Self::List { .. } => "list",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Country => "country",
            Self::PostalCode => "postal_code",
            Self::Web => "web",
            Self::Code { .. } | Self::Id { .. } => "code",
            Self::Company => "company",
            Self::Person => "person",
            Self::Street => "street",
        }
    }

    /// Every word that may stand behind `type =`.
    pub const NAMES: [&'static str; 15] = [
        "text",
        "number",
        "money",
        "date",
        "yes_no",
        "list",
        "email",
        "phone",
        "country",
        "postal_code",
        "web",
        "code",
        "company",
        "person",
        "street",
    ];

    /// The parts that a cell of this type has, with their names.
    #[must_use]
    pub const fn parts(&self) -> &'static [(&'static str, Part)] {
        match self {
            Self::Email => &[("domain", Part::EmailDomain), ("kind", Part::EmailKind)],
            Self::Phone => {
                &[("kind", Part::PhoneKind), ("country", Part::PhoneCountry), ("extension", Part::PhoneExtension)]
            }
            Self::Web => &[("host", Part::WebHost), ("domain", Part::WebDomain)],
            Self::Person => &[("first", Part::PersonFirst), ("last", Part::PersonLast)],
            _ => &[],
        }
    }

    /// A piece of a rule's text (a start, an end, a word) in the form that cells of this type are compared in.
    #[must_use]
    pub fn fold_fragment(&self, written: &str) -> String {
        match self {
            Self::Text(style) => fold(written, *style).into_owned(),
            Self::Email => written.trim().to_lowercase(),
            Self::Country | Self::PostalCode => written.trim().to_uppercase(),
            Self::Phone | Self::Code { .. } => written.chars().filter(|c| c.is_alphanumeric() || *c == '+').collect(),
            Self::Company | Self::Person => {
                let folded = fold_accents(&fold_key(written)).into_owned();
                collapse(&folded.replace(|c: char| !c.is_alphanumeric(), " ")).into_owned()
            }
            Self::Id { .. } => written.trim().to_owned(),
            _ => fold_key(written).into_owned(),
        }
    }

    /// Whether cells of this type have a form, so that some cannot be read or have to be mended; words and names have none.
    #[must_use]
    pub const fn has_form(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Person | Self::Company | Self::Street)
    }

    /// The bounds of a field of numbers or money.
    #[must_use]
    pub const fn number_style(&self) -> Option<&NumberStyle> {
        match self {
            Self::Number(style) => Some(style),
            Self::Money(style) => Some(&style.number),
            _ => None,
        }
    }

    /// Whether somebody, or a company, may be known by a cell of this type, alone or together with others.
    #[must_use]
    pub const fn identifies(&self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Web | Self::Company | Self::Person | Self::PostalCode)
    }

    /// Whether the lead's country changes what a cell is read as.
    #[must_use]
    pub const fn needs_country(&self) -> bool {
        matches!(self, Self::Phone | Self::PostalCode)
    }
}
