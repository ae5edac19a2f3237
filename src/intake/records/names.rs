//! The names of a list's columns, by which a header further down is known.

use std::collections::BTreeMap;

use super::mending::all_cells;
use crate::intake::dialect::Dialect;

/// A mark of byte order, which stands in front of a header that came with a file of its own.
const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// How many letters at the beginning tell most records from a header.
const FIRST: usize = 3;

/// Words that name the same column, folded. Only those that name nothing else in a lead list; so `name` is none of them.
const SAME: [&[&str]; 10] = [
    &[
        "company",
        "companyname",
        "firm",
        "firma",
        "firmenname",
        "unternehmen",
        "organisation",
        "organization",
        "employer",
        "entreprise",
        "société",
        "societe",
        "empresa",
        "business",
        "account",
        "accountname",
    ],
    &["city", "town", "ort", "stadt", "ville", "ciudad", "localidad", "cityname"],
    &["country", "land", "pays", "país", "pais", "countryname"],
    &["zip", "zipcode", "postcode", "postalcode", "plz", "postleitzahl", "codepostal"],
    &["email", "mail", "emailaddress", "emailadresse", "courriel", "correo"],
    &[
        "employees",
        "mitarbeiter",
        "mitarbeiterzahl",
        "headcount",
        "staff",
        "numberofemployees",
        "noofemployees",
        "anzahlmitarbeiter",
        "effectif",
        "empleados",
    ],
    &[
        "phone",
        "telephone",
        "tel",
        "telefon",
        "telefonnummer",
        "phonenumber",
        "téléphone",
        "telephonenumber",
        "teléfono",
    ],
    &["website", "web", "url", "homepage", "webseite", "internet", "siteweb"],
    &["revenue", "turnover", "umsatz", "annualrevenue", "chiffredaffaires"],
    &["street", "strasse", "straße", "rue", "calle"],
];

/// The names of a list's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The header as it stands in the list, without its line end; empty where it has none.
    pub(super) raw: Vec<u8>,
    /// How many cells the header has.
    pub(super) own: usize,
    /// The columns of each name, folded; those that only later tables have come behind the header's.
    columns: BTreeMap<String, Vec<usize>>,
    /// How records begin that may be a header, in lower case and without blanks and quotes.
    beginnings: Vec<[u8; FIRST]>,
    /// The first bytes of those; one beyond ASCII counts as NUL.
    first: u128,
}

impl Names {
    /// The names of a header that stands in the list as `raw`.
    #[must_use]
    pub fn new(raw: &[u8], names: &[String], dialect: Dialect) -> Self {
        let mut found = Self { raw: raw.to_vec(), own: names.len(), ..Self::default() };
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
            found.columns.entry(fold(name)).or_default().push(place);
            let begun = [name.as_bytes(), &[dialect.delimiter]].concat();
            found.beginnings.extend(Some(beginning(&begun)).filter(|begun| begun[FIRST - 1] != 0));
        }
        if !raw.is_empty() {
            found.beginnings.push(beginning(raw));
        }
        found.beginnings.sort_unstable();
        found.beginnings.dedup();
        found.first = found.beginnings.iter().fold(0, |bits, begun| bits | bit(begun[0]));
        found
    }

    /// The names of a header, by itself.
    #[must_use]
    pub fn of(raw: &[u8], dialect: Dialect) -> Self {
        let names = std::str::from_utf8(raw).ok().and_then(|raw| all_cells(raw, dialect));
        Self::new(raw, &names.unwrap_or_default(), dialect)
    }

    /// With names that only later tables have, of the columns behind the header's.
    #[must_use]
    pub(in crate::intake) fn with_further(&self, further: &[String]) -> Self {
        let mut names = self.clone();
        for (place, name) in (self.own..).zip(further) {
            names.columns.entry(fold(name)).or_default().push(place);
        }
        names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.raw.is_empty()
    }

    /// Whether a record begins as a header would whose first name is one of these; few leads do.
    #[inline]
    pub(super) fn begin(&self, raw: &[u8]) -> bool {
        let is_passed = |byte: u8| matches!(byte, b' ' | b'"' | b'\'');
        let Some(first) = raw.first() else { return false };
        (is_passed(*first) || *first == MARK[0] || self.first & bit(first.to_ascii_lowercase()) != 0)
            && self.beginnings.binary_search(&beginning(raw)).is_ok()
    }

    /// The column of each of these names, folded: none is given twice. Words for the same thing count as the same where
    /// only one column is called so.
    pub(super) fn columns_of(&self, names: &[String]) -> Vec<Option<usize>> {
        let mut taken = Vec::new();
        let mut exact = |name: &String| {
            let free = self.columns.get(name)?.iter().find(|column| !taken.contains(*column))?;
            taken.push(*free);
            Some(*free)
        };
        let mut found: Vec<Option<usize>> = names.iter().map(&mut exact).collect();
        for (place, name) in names.iter().enumerate() {
            if found[place].is_none() {
                found[place] = self.column_meant(name).filter(|column| !taken.contains(column));
                taken.extend(found[place]);
            }
        }
        found
    }

    fn column_meant(&self, name: &str) -> Option<usize> {
        let group = SAME.iter().find(|group| group.contains(&name))?;
        let mut columns = group.iter().filter_map(|word| self.columns.get(*word)).flatten();
        columns.next().filter(|_| columns.next().is_none()).copied()
    }

    /// Whether the header leaves this column without a name.
    pub(super) fn lack(&self, column: usize) -> bool {
        column < self.own && !self.columns.values().flatten().any(|named| *named == column)
    }
}

/// A name with case and punctuation folded; blank where it has neither letter nor digit.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first letters of a record, in lower case and without blanks, quotes and a mark of byte order.
fn beginning(raw: &[u8]) -> [u8; FIRST] {
    let mut first = [0; FIRST];
    let raw = raw.strip_prefix(&MARK).unwrap_or(raw);
    let wanted = raw.iter().filter(|byte| !matches!(byte, b' ' | b'"' | b'\''));
    first.iter_mut().zip(wanted).for_each(|(place, byte)| *place = byte.to_ascii_lowercase());
    first
}

fn bit(byte: u8) -> u128 {
    1 << if byte.is_ascii() { byte } else { 0 }
}
