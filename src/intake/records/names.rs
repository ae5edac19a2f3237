//! The names of a list's columns, by which a header further down is known.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::mending::all_cells;
use crate::field_types::letters_and_digits;
use crate::intake::dialect::{Dialect, is_known, names_of_columns};

/// A mark of byte order, which stands in front of a header that came with a file of its own.
const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// How many bytes at the beginning tell most records from a header, and what classes there are of them: 26 letters, figures,
/// and others.
const FIRST: usize = 3;
const CLASSES: usize = 28;

/// How records may begin that are a header: a bit for each three classes of bytes.
type Beginnings = [u64; (CLASSES * CLASSES * CLASSES).div_ceil(64)];

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

/// A longer cell is no name of a column.
const LONGEST: usize = 200;

/// The names of a list's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The header as it stands in the list, without its line end; empty where it has none.
    pub(super) raw: Vec<u8>,
    /// How many cells the header has.
    pub(super) own: usize,
    /// The columns that hold nothing but a running number, by their names.
    pub(super) numbers: Vec<usize>,
    /// The columns of each name, folded; those that only later tables have come behind the header's.
    columns: BTreeMap<String, Vec<usize>>,
    /// How records begin that may be a header; `None` if there are no names.
    beginnings: Option<Box<Beginnings>>,
    delimiter: u8,
}

impl Names {
    /// The names of a header that stands in the list as `raw`.
    #[must_use]
    pub fn new(raw: &[u8], names: &[String], dialect: Dialect) -> Self {
        let (delimiter, own) = (dialect.delimiter, names.len());
        let mut found = Self { raw: raw.to_vec(), own, delimiter, ..Self::default() };
        found.numbers = (0..names.len()).filter(|place| is_running_number(&names[*place])).collect();
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
            found.columns.entry(letters_and_digits(name)).or_default().push(place);
        }
        let mut beginnings: Box<Beginnings> = Box::new([0; _]);
        let mut add = |word: &str| note(&mut beginnings, beginning(&[word.as_bytes(), &[delimiter, b'a']].concat()));
        names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).for_each(&mut add);
        names_of_columns().for_each(&mut add);
        note(&mut beginnings, beginning(raw));
        found.beginnings = Some(beginnings).filter(|_| !found.is_empty());
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
            names.columns.entry(letters_and_digits(name)).or_default().push(place);
        }
        names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.raw.is_empty()
    }

    /// Whether a record begins as a header would: with one of these names, or with a word that columns are called by. Few
    /// leads do.
    #[inline]
    pub(super) fn begin(&self, raw: &[u8]) -> bool {
        let begun = beginning(raw);
        self.beginnings.as_ref().is_some_and(|known| known[begun / 64] >> (begun % 64) & 1 != 0) && self.open(raw)
    }

    /// Whether the first filled cell of a record is such a name.
    #[cold]
    fn open(&self, raw: &[u8]) -> bool {
        let raw = raw.strip_prefix(&MARK).unwrap_or(raw);
        let is_passed = |byte: &u8| matches!(byte, b' ' | b'"' | b'\'') || *byte == self.delimiter;
        let start = raw.iter().position(|byte| !is_passed(byte)).unwrap_or(raw.len());
        let cell = raw[start..].split(|byte| *byte == self.delimiter).next().unwrap_or_default();
        let text = std::str::from_utf8(cell).unwrap_or_default().trim_matches([' ', '"', '\'']);
        cell.len() <= LONGEST
            && !text.contains('@')
            && (self.columns.contains_key(&letters_and_digits(text)) || is_known(text.as_bytes()))
            || *raw == *self.raw
    }

    /// The column of each of these names, folded: none is given twice. Words for the same thing count as the same where
    /// only one column is called so.
    pub(super) fn columns_of(&self, names: &[String]) -> Vec<Option<usize>> {
        let (mut used, mut taken) = (HashMap::new(), HashSet::new());
        let mut exact = |name: &String| {
            let used = used.entry(name.clone()).or_insert(0);
            let free = *self.columns.get(name)?.get(*used)?;
            *used += 1;
            taken.insert(free);
            Some(free)
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

/// The classes of the first bytes of a record without blanks, quotes and a mark of byte order, as a number.
#[inline]
fn beginning(raw: &[u8]) -> usize {
    let raw = raw.strip_prefix(&MARK).unwrap_or(raw);
    let wanted = raw.iter().filter(|byte| !matches!(byte, b' ' | b'"' | b'\'')).take(FIRST);
    wanted.fold(0, |number, byte| number * CLASSES + class(*byte))
}

#[inline]
fn class(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a'),
        b'A'..=b'Z' => usize::from(byte - b'A'),
        b'0'..=b'9' => 26,
        _ => 27,
    }
}

fn note(beginnings: &mut Beginnings, begun: usize) {
    beginnings[begun / 64] |= 1 << (begun % 64);
}
/// Whether a column is called as those are that count the records.
fn is_running_number(name: &str) -> bool {
    const SIGNS: [&str; 4] = ["#", "№", "n°", "nº"];
    const NAMES: [&str; 22] = [
        "no",
        "nr",
        "num",
        "number",
        "nummer",
        "numero",
        "número",
        "numéro",
        "lfdnr",
        "lfd",
        "laufendenummer",
        "row",
        "rownumber",
        "rowno",
        "zeile",
        "index",
        "pos",
        "position",
        "sno",
        "srno",
        "slno",
        "serialno",
    ];
    SIGNS.contains(&name.trim()) || NAMES.contains(&letters_and_digits(name).as_str())
}
