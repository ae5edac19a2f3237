//! People by their names. A name alone is shared by many, so an entry joins it with what else its row says.

use std::collections::BTreeSet;

use super::plan::{column_of, domain_of, domains, forms};
use super::{Entry, Kind, Suppression};
use crate::field_types::FieldType;
use crate::profile::{ColumnId, Columns, Profile};

/// What tells people of one name apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Nothing: whoever is called so.
    Anywhere,
    /// The company, whatever its legal form.
    Company,
    /// A domain of an e-mail address or a website.
    Domain,
    /// The postal code.
    PostalCode,
}

impl Place {
    const fn tag(self) -> &'static str {
        match self {
            Self::Anywhere => "",
            Self::Company => "company",
            Self::Domain => "domain",
            Self::PostalCode => "postal_code",
        }
    }
}

/// The words of a name, each once, in an order of their own: "Hill, Zoe" is "Zoe Hill", and a name over several columns
/// is the name in one.
pub type Name<'n> = BTreeSet<&'n str>;

/// The words of parts of a name in their compared form.
#[must_use]
pub fn name_of<'n>(parts: impl IntoIterator<Item = &'n str>) -> Name<'n> {
    parts.into_iter().flat_map(str::split_whitespace).collect()
}

/// The normal form of an entry of [`Kind::Person`].
#[must_use]
pub fn person_form(name: &Name<'_>, place: Place, form: &str) -> String {
    let words: Vec<&str> = name.iter().copied().collect();
    [words.join(" ").as_str(), place.tag(), form].join("\u{1f}")
}

/// The columns by which people are looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct PersonTest {
    names: Vec<ColumnId>,
    /// The columns of whole cells; of addresses, the domain counts.
    places: Vec<(Place, ColumnId)>,
}

impl PersonTest {
    /// The columns of a profile that hold names, companies, domains and postal codes.
    pub(super) fn new(profile: &mut Profile) -> Self {
        let types: Vec<FieldType> = profile.fields.iter().map(|field| field.field_type.clone()).collect();
        let mut test = Self::default();
        for (field, field_type) in types.iter().enumerate() {
            let place = match field_type {
                FieldType::Person => Place::Anywhere,
                FieldType::Company => Place::Company,
                FieldType::PostalCode => Place::PostalCode,
                FieldType::Email | FieldType::Web => Place::Domain,
                _ => continue,
            };
            let column = column_of(profile, field, None);
            match place {
                Place::Anywhere => test.names.push(column),
                place => test.places.push((place, column)),
            }
        }
        test
    }

    /// Whether it tests nothing.
    pub(super) const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The entry that names the person of a record. Names are tried as each column has them, and as two of them have
    /// them together.
    pub(super) fn find(&self, suppression: &Suppression, columns: &Columns, record: usize) -> Option<Entry> {
        let all = |column: &ColumnId| {
            let column = columns.get(*column);
            forms(&column.cells, column.code(record))
        };
        let parts: Vec<&str> = self.names.iter().flat_map(all).collect();
        let place = |(place, column): &(Place, ColumnId)| {
            let place = *place;
            all(column).map(move |form| (place, if place == Place::Domain { domain_of(form) } else { form }))
        };
        let places: Vec<(Place, &str)> = self.places.iter().flat_map(place).collect();
        let pairs = (0..parts.len()).flat_map(|first| (first..parts.len()).map(move |second| (first, second)));
        let names: BTreeSet<Name<'_>> = pairs.map(|(first, second)| name_of([parts[first], parts[second]])).collect();
        let find = |name: &Name<'_>, place, form: &str| suppression.find(Kind::Person, &person_form(name, place, form));
        names.iter().find_map(|name| {
            let mut known =
                places.iter().flat_map(|(place, form)| looked_up(*place, form).map(move |form| (*place, form)));
            find(name, Place::Anywhere, "").or_else(|| known.find_map(|(place, form)| find(name, place, form)))
        })
    }
}

/// What a cell is looked up as: a domain with those above it, anything else as it is.
fn looked_up(place: Place, form: &str) -> impl Iterator<Item = &str> {
    let more = (place == Place::Domain).then(|| domains(form).skip(1)).into_iter().flatten();
    std::iter::once(form).chain(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_words_in_any_order() {
        let hill = name_of(["zoe hill"]);
        assert_eq!(name_of(["hill", "zoe"]), hill);
        assert_eq!(name_of(["zoe hill", "zoe"]), hill);
        assert_ne!(name_of(["zoe"]), hill);
    }

    #[test]
    fn a_place_tells_people_apart() {
        let hill = name_of(["zoe hill"]);
        let forms = [
            person_form(&hill, Place::Anywhere, ""),
            person_form(&hill, Place::Company, "grossnetz"),
            person_form(&hill, Place::Domain, "grossnetz"),
            person_form(&hill, Place::Company, "kleinnetz"),
        ];
        assert_eq!(forms.iter().collect::<BTreeSet<_>>().len(), forms.len());
    }
}
