//! `within`: the postal code lies no further than so many kilometres or miles from the centre of another.
//!
//! Fits postal codes. Distances are those between centre points along the surface of a sphere of the earth's mean radius
//! (6371.0088 km), rounded to a tenth; the end is included. The lead's country says whose code its postal code is. A
//! code that the table does not know is *not found*, and so unknown; one without a country is unknown as well, and the
//! country is asked for. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.near-munich]
//! field  = "postal_code"
//! within = { km = 50, of = "80331", country = "DE" }
//! ```

use rust_decimal::Decimal;

use super::{Operand, Operator, Predicate, Refusal, Subject, Test};
use crate::field_types::{Context, Currencies, FieldType, Hints, read};
use crate::model::{Cell, Country, Length, Point, Unit, Value};

/// `within = { km = 50, of = "80331", country = "DE" }`
pub(super) const OPERATOR: Operator = Operator {
    key: "within",
    synonyms: &["near", "within_km", "within_miles", "radius"],
    manual: "holds up to a distance around a postal code: `within = { km = 50, of = \"80331\", country = \"DE\" }`",
    takes: "a table such as { km = 50, of = \"80331\", country = \"DE\" }",
    fits: |subject| subject.is_postal_code(),
    compile,
};

const EXAMPLE: &str = "write { km = 50, of = \"80331\", country = \"DE\" }, or miles in place of km";

/// A circle around a centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Where its centre is.
    pub centre: Point,
    /// How far it reaches, the end included.
    pub reach: Length,
    /// The centre's postal code and country, for messages: `80331 DE`.
    pub written: String,
}

impl Near {
    /// Whether a place, given as the compared form of its cell, lies in it.
    #[must_use]
    pub fn holds(&self, place: &str) -> bool {
        place.parse().is_ok_and(|here: Point| here.is_within(self.reach, &self.centre))
    }

    /// How much too far away a place is; nothing for one that is in it.
    pub(super) fn too_far(&self, place: &str) -> Option<Length> {
        self.length(self.away(place)? - self.reach.amount)
    }

    /// How much too near a place is; nothing for one that is not in it, or on its edge.
    pub(super) fn too_near(&self, place: &str) -> Option<Length> {
        self.length(self.reach.amount - self.away(place)?)
    }

    fn away(&self, place: &str) -> Option<Decimal> {
        Some(self.centre.away(&place.parse().ok()?, self.reach.unit))
    }

    fn length(&self, amount: Decimal) -> Option<Length> {
        (amount > Decimal::ZERO).then(|| Length { amount: amount.normalize(), unit: self.reach.unit })
    }
}

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let Operand::Table(entries) = operand else {
        return Err(Refusal::new(
            format!("a table with a distance and a postal code belongs here, and this is {}", operand.describe()),
            EXAMPLE,
        ));
    };
    let known = ["km", "miles", "of", "country"];
    if let Some(place) = entries.iter().position(|(key, _)| !known.contains(&key.as_str())) {
        return Err(Refusal::new(format!("there is no key `{}` in `within`", entries[place].0), EXAMPLE).at(place));
    }
    let reach = reach(entries)?;
    let (country, at) = text(entries, "country")?;
    let country = subject
        .country(country)
        .map_err(|_| Refusal::new(format!("\"{country}\" is no country"), "write a country, such as \"DE\"").at(at))?;
    let (of, at_code) = text(entries, "of")?;
    let centre = centre(of, &country, subject).map_err(|unknown| match unknown {
        Unknown::Country(no) => no.at(at),
        Unknown::Code(no) => no.at(at_code),
    })?;
    Ok(Test::text(Predicate::Near(Near { centre, reach, written: format!("{} {country}", of.trim()) })))
}

fn entry<'e>(entries: &'e [(String, Operand)], key: &str) -> Option<(&'e Operand, usize)> {
    let place = entries.iter().position(|(known, _)| known == key)?;
    Some((&entries[place].1, place))
}

fn text<'e>(entries: &'e [(String, Operand)], key: &str) -> Result<(&'e str, usize), Refusal> {
    let (operand, at) =
        entry(entries, key).ok_or_else(|| Refusal::new(format!("`within` says no `{key}`"), EXAMPLE))?;
    Ok((operand.text().map_err(|no| no.at(at))?, at))
}

fn reach(entries: &[(String, Operand)]) -> Result<Length, Refusal> {
    let (unit, (operand, at)) = match (entry(entries, "km"), entry(entries, "miles")) {
        (Some(km), None) => (Unit::Km, km),
        (None, Some(miles)) => (Unit::Miles, miles),
        (Some(_), Some((_, at))) => {
            return Err(Refusal::new("`within` has both `km` and `miles`", "take one of them out").at(at));
        }
        (None, None) => return Err(Refusal::new("`within` says no distance", EXAMPLE)),
    };
    let amount = operand.number().map_err(|no| no.at(at))?;
    if amount <= Decimal::ZERO {
        return Err(Refusal::empty("no place is that near", "write a distance above 0").at(at));
    }
    Ok(Length { amount, unit })
}

enum Unknown {
    Country(Refusal),
    Code(Refusal),
}

/// The centre point of a postal code as the rule writes it.
fn centre(written: &str, country: &str, subject: &Subject<'_>) -> Result<Point, Unknown> {
    if !subject.tables.has_places_of(country) {
        let message = format!("where the postal codes of {country} lie is not known");
        let help = "give centre points under [reference] postal_codes, or use another operator for this country";
        return Err(Unknown::Country(Refusal::new(message, help)));
    }
    let (hints, currencies) = (Hints::default(), Currencies::default());
    let context =
        Context { hints: &hints, country: Country::new(country), currencies: &currencies, tables: subject.tables };
    let place = match read(&FieldType::PostalCode, written.trim(), &context).cell {
        Cell::Known(Value::Text(code)) => subject.tables.place(country, &code.compared),
        _ => None,
    };
    place.ok_or_else(|| {
        let message = format!("where the postal code \"{written}\" of {country} lies is not known");
        Unknown::Code(Refusal::new(message, "write a postal code of streets, not of post-office boxes or one company"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal};
    use super::super::{Distance, Domain, SubjectType};
    use super::*;
    use crate::field_types::Tables;
    use crate::model::Text;

    const CODE: FieldType = FieldType::PostalCode;

    fn circle(unit: &str, amount: i64, of: &str, country: &str) -> Operand {
        let entries = [(unit, amount.into()), ("of", of.into()), ("country", country.into())];
        Operand::Table(entries.map(|(key, operand): (&str, Operand)| (key.to_owned(), operand)).into())
    }

    fn place(country: &str, code: &'static str) -> Cell<'static> {
        let point = Tables::embedded().place(country, code).unwrap();
        Cell::Known(Value::Text(Text { shown: code.into(), compared: point.to_string().into() }))
    }

    /// Munich lies 57 km from Augsburg, 504 km from Berlin, 311 km from Zurich and 116 km from Salzburg.
    #[test]
    fn cases() {
        let cases = [
            (circle("km", 1, "80331", "DE"), place("DE", "80331"), Pass),
            (circle("km", 60, "80331", "DE"), place("DE", "86150"), Pass),
            (circle("km", 50, "80331", "Germany"), place("DE", "86150"), Fail),
            (circle("km", 500, "80331", "DE"), place("DE", "10115"), Fail),
            (circle("miles", 316, "80331", "DE"), place("DE", "10115"), Pass),
            (circle("km", 120, "80331", "DE"), place("AT", "5020"), Pass),
            (circle("km", 250, "8001", "CH"), place("DE", "80331"), Pass),
            (circle("miles", 10, "10001", "US"), place("US", "11201"), Pass),
            (circle("km", 20, "1067", "DE"), place("DE", "01069"), Pass),
        ];
        check(&OPERATOR, &CODE, cases);
    }

    #[test]
    fn a_near_miss_says_how_far() {
        let subject = super::super::cases::subject(&CODE);
        assert!(matches!(subject.subject_type, SubjectType::Field(_)));
        let test = compile(&circle("km", 50, "80331", "DE"), &subject).unwrap();
        let short = test.distance(&place("DE", "86150")).unwrap();
        assert!(short.amount() > 4.into() && short.amount() < 9.into(), "{short}");
        assert!(matches!(short, Distance::Length(_)) && short.to_string().ends_with(" km"));
        assert_eq!(test.distance(&place("DE", "80331")), None);
        assert_eq!(test.distance_not(&place("DE", "80331"), &Domain::ANY).unwrap().to_string(), "50 km");
        assert_eq!(test.distance_not(&place("DE", "10115"), &Domain::ANY), None);
        assert_eq!(
            test.expected(&crate::wording::Wording::new(crate::model::Language::En)),
            "within 50 km of 80331 DE"
        );
    }

    #[test]
    fn refusals() {
        let told = |operand: Operand| refusal(&OPERATOR, &CODE, operand);
        assert!(told("50 km".into()).message.contains("and this is a text in quotes"));
        let unknown = told(circle("km", 50, "00000", "DE"));
        assert_eq!(unknown.element, Some(1));
        assert!(unknown.message.starts_with("where the postal code \"00000\" of DE lies"), "{}", unknown.message);
        assert!(told(circle("km", 50, "803", "DE")).message.contains("\"803\""));
        assert_eq!(told(circle("km", 50, "80331", "Atlantis")).element, Some(2));
        assert!(told(circle("km", 50, "100-0001", "JP")).message.contains("postal codes of JP"));
        assert!(told(circle("km", 0, "80331", "DE")).is_empty);
        assert!(told(circle("meters", 50, "80331", "DE")).message.contains("no key `meters`"));
        assert!(told(Operand::Table(Vec::new())).message.contains("no distance"));
    }
}
