//! What stands below a name: addresses below `Email`, numbers below `Employees`, words below `City`.
//!
//! It tells whether a header that is one name too short lost a delimiter: then every value behind the gap stands below the
//! name of its neighbour, and a blank last column hides it.

use super::below_header::has_legal_form;
use super::dialect::{Kind, split_humps};
use super::records::Records;

/// How many records tell what a column holds, and the fewest that do.
const COMPARED: usize = 200;
const LEAST: usize = 3;

/// What the cells below a name are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Email,
    Web,
    /// Numbers, amounts, telephone numbers.
    Figures,
    Date,
    /// Companies.
    Company,
    /// Other words without figures.
    Words,
}

/// Words that names are made of. The last word of a name says most: `Company City` is a city.
const WORDS: [(Expected, &[&str]); 6] = [
    (Expected::Email, &["email", "mail", "courriel", "correo"]),
    (Expected::Web, &["website", "web", "url", "homepage", "webseite", "linkedin"]),
    (
        Expected::Figures,
        &[
            "phone",
            "telephone",
            "tel",
            "telefon",
            "téléphone",
            "mobile",
            "mobil",
            "handy",
            "fax",
            "employees",
            "mitarbeiter",
            "headcount",
            "revenue",
            "turnover",
            "umsatz",
            "plz",
            "age",
            "alter",
            "year",
            "jahr",
            "budget",
            "price",
            "preis",
            "amount",
            "betrag",
            "quantity",
            "anzahl",
            "score",
            "mitarbeiterzahl",
        ],
    ),
    (Expected::Date, &["date", "datum", "birthday", "geburtstag", "geburtsdatum", "created", "updated"]),
    (
        Expected::Company,
        &[
            "company",
            "firm",
            "firma",
            "unternehmen",
            "entreprise",
            "empresa",
            "employer",
            "organisation",
            "organization",
        ],
    ),
    (
        Expected::Words,
        &[
            "name",
            "firstname",
            "lastname",
            "surname",
            "vorname",
            "nachname",
            "contact",
            "person",
            "ansprechpartner",
            "city",
            "town",
            "ort",
            "stadt",
            "ville",
            "ciudad",
            "country",
            "land",
            "pays",
            "país",
            "title",
            "jobtitle",
            "position",
            "salutation",
            "anrede",
            "state",
            "region",
            "bundesland",
            "industry",
            "branche",
            "department",
            "abteilung",
            "gender",
            "geschlecht",
            "prénom",
            "nom",
            "nombre",
        ],
    ),
];

/// Whether the cells are what the names say with one delimiter more in the header, and are not as it stands. The header
/// is one name short, and the last cell of the records is blank.
pub(super) fn are_shifted(names: &[String], records: &Records) -> bool {
    let expected: Vec<Option<Expected>> = names.iter().map(|name| Expected::of(name)).collect();
    if names.len() + 1 != records.width() || expected.iter().flatten().count() < 2 {
        return false;
    }
    let columns: Vec<Column> = (0..records.width()).map(|column| Column::of(records, column)).collect();
    let wrong =
        |place: usize, column: usize| expected[place].is_some_and(|expected| columns[column].contradicts(expected));
    let as_it_stands = (0..names.len()).filter(|place| wrong(*place, *place)).count();
    // The name in the gap is two names.
    let with_gap = |gap: usize| {
        (0..names.len()).filter(|place| *place != gap && wrong(*place, place + usize::from(*place > gap))).count()
    };
    let is_found = |place: usize| wrong(place, place) && !wrong(place, place + 1) && columns[place + 1].filled >= LEAST;
    let is_better = |gap: usize| with_gap(gap) == 0 || with_gap(gap) + 2 <= as_it_stands;
    (0..names.len()).any(|gap| is_better(gap) && (gap + 1..names.len()).any(is_found))
}

impl Expected {
    fn of(name: &str) -> Option<Self> {
        let name: String = name.chars().take(64).collect();
        let lower = split_humps(&name).to_lowercase().replace("e-mail", "email");
        let mut words = lower.split(|c: char| !c.is_alphanumeric()).rev().filter(|word| !word.is_empty());
        words.find_map(|word| WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(expected, _)| *expected))
    }
}

/// How many cells of a column are of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    filled: usize,
    emails: usize,
    webs: usize,
    figures: usize,
    dates: usize,
    companies: usize,
}

impl Column {
    fn of(records: &Records, column: usize) -> Self {
        let mut found = Self::default();
        for record in 0..records.len().min(COMPARED) {
            let cell = records.cell(record, column);
            let kind = Kind::of(cell.as_bytes());
            found.filled += usize::from(kind != Kind::Blank);
            match kind {
                Kind::Email => found.emails += 1,
                Kind::Url => found.webs += 1,
                Kind::Number | Kind::Phone => found.figures += 1,
                Kind::Date | Kind::Time => found.dates += 1,
                _ => found.companies += usize::from(has_legal_form(&cell)),
            }
        }
        found
    }

    /// Whether nearly all cells are something else than what a name says.
    fn contradicts(&self, expected: Expected) -> bool {
        let hard = self.emails + self.webs + self.figures + self.dates;
        let is_none = |count: usize| count * 10 < self.filled;
        let is_most = |count: usize| count * 10 > self.filled * 8;
        self.filled >= LEAST
            && match expected {
                Expected::Email => is_none(self.emails),
                Expected::Web => is_none(self.webs),
                Expected::Figures => is_none(self.figures + self.dates),
                Expected::Date => is_none(self.dates + self.figures),
                Expected::Company => is_most(hard),
                Expected::Words => is_most(hard) || is_most(self.companies),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::super::records::Shape;
    use super::*;

    fn shifted(names: &str, rows: &str) -> bool {
        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
        let shape = Shape::new(Dialect::COMMA, names.len() + 1);
        are_shifted(&names, &Records::read(rows.as_bytes().to_vec(), &shape, true))
    }

    #[test]
    fn a_header_that_lost_a_delimiter_says_what_its_cells_are_not() {
        let people = "Kiefer GmbH,Ann Roth,Bonn,20,\nHolt AG,Ben Holt,Kiel,30,\nNash KG,Cyd Nash,Ulm,40,\n";
        for names in [
            "Company,ContactCity,Employees,Note",
            "Company,NameCity,Mitarbeiter,Note",
            "CompanyContact,City,Employees,Note",
        ] {
            assert!(shifted(names, people), "{names}");
        }
        for names in [
            "Company,Contact,City,Employees",
            "Firma,Name,Ort,Mitarbeiter",
            "A,B,C,D",
            "Company,Contact,City,Size",
            "Company,First Name,Region,Number",
        ] {
            assert!(!shifted(names, people), "{names}");
        }
        let addresses =
            "1,a@x.example,030 123,x.example,\n2,b@x.example,030 124,y.example,\n3,c@x.example,030 125,z.example,\n";
        assert!(shifted("IdEmail,Phone,Website,Note", addresses) && shifted("Id,EmailPhone,Website,Note", addresses));
        assert!(!shifted("Id,Email,Phone,Website", addresses));
        let companies = "1,Ann Roth,Kiefer GmbH,Bonn,\n2,Ben Holt,Holt AG,Kiel,\n3,Cyd Nash,Nash KG,Ulm,\n";
        assert!(shifted("IdName,Company,City,Email", companies) && !shifted("Id,Name,Company,City", companies));
    }

    #[test]
    fn a_list_that_says_too_little_is_let_be() {
        assert!(!shifted("Company,City,Employees,Note", "Kiefer GmbH,Bonn,many,x,\nHolt AG,Kiel,few,y,\n"));
        assert!(!shifted(
            "Company,City,Employees,Phone",
            "Kiefer GmbH,Bonn,many,,\nHolt AG,Kiel,few,,\nNash KG,Ulm,few,,\n"
        ));
    }
}
