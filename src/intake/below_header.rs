//! Rows right below a header that say more about the columns: their types, units or descriptions, the header in another
//! language, the questions of a survey and their ids.
//!
//! Programs and templates write them, and each would be a lead. Only the first rows are looked at, and compared with those
//! that follow. A row counts where it cannot be a lead: a word of its kind in each of its cells, or names and sentences
//! about names over columns of numbers, addresses and dates.

use super::dialect::{Kind, names_something};
use super::records::{First, Shape, first_record};
use crate::field_types::{is_spreadsheet_error, letters_and_digits};

/// How many such rows there may be, and how many rows below tell what a column holds.
const MOST: usize = 4;
const COMPARED: usize = 40;

/// How much of a list is looked at.
const SEEN: usize = 1 << 18;

/// What may stand in a row of types, or of what a template demands. `chr` and its like are what R writes.
const TYPES: &str = "int integer bigint smallint tinyint int2 int4 int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 \
    long short float float32 float64 double|double precision|decimal numeric number real money currency percent string \
    str text varchar nvarchar varchar2 char nchar|character varying|character clob bool boolean bit date datetime \
    datetime2 time timestamp|timestamp with time zone|timestamptz object category enum array list json jsonb uuid guid \
    blob binary email url phone picklist reference id key lookup checkbox textarea|text area|long text|single line \
    text|auto number|auto-number|variant any null chr dbl lgl fct|yes/no|alphanumeric logical required optional \
    mandatory|not null|nullable unique pflicht pflichtfeld|zeichenkette zahl ganzzahl dezimal dezimalzahl kommazahl datum \
    uhrzeit wahrheitswert|ja/nein|währung prozent alphanumerisch numerisch freitext auswahl texte nombre entier chaîne \
    booléen numérique obligatoire facultatif texto número numero fecha entero cadena response|open-ended \
    response|open ended response";

/// What may stand in a row of units and of how values are written.
const UNITS: &str = "eur € euro euros keur teur t€ k€ t.eur meur m€ mio mio. mio.eur|mio eur|mio. eur|mio €|mio. €|mn bn usd $ us$ \
    kusd k$ musd m$ usdm gbp £ chf kchf sek nok dkk pln fte ftes vzä|% percent pct prozent h std std. hrs hours min \
    days tage years jahre months monate weeks m km cm mm mi m² m2 qm sqm sqft ft kg g t l st st. stk stk. stück pcs count \
    anzahl persons people personen mitarbeiter köpfe heads headcount # no. nr. kw kwh mw mwh thousand thousands|thousand \
    eur|thousand usd|tsd tsd.|tsd. eur|tsd. €|mln million millions yyyy jjjj yyyy-mm-dd dd.mm.yyyy tt.mm.jjjj \
    dd/mm/yyyy mm/dd/yyyy hh:mm iso iso2 iso-2 iso3 e.164";

/// First cells that say what the row is.
const LABELS: [&str; 16] = [
    "unit",
    "units",
    "einheit",
    "einheiten",
    "unité",
    "type",
    "types",
    "typ",
    "typen",
    "datatype",
    "data type",
    "datentyp",
    "format",
    "#type",
    "#types",
    "#unit",
];

/// Legal forms: who has one is a lead.
const LEGAL_FORMS: [&str; 24] = [
    "gmbh", "ltd", "inc", "llc", "ag", "kg", "corp", "limited", "bv", "nv", "sa", "sarl", "sas", "srl", "spa", "plc",
    "ug", "ohg", "gbr", "se", "oy", "ab", "aps", "kft",
];

/// The rows of a list right below its header that describe the columns, each as it stands in the list. `names` are the
/// header's.
pub(super) fn found(body: &[u8], whole: bool, names: &[String], shape: &Shape) -> Vec<Vec<u8>> {
    let mut rows = Rows { text: &body[..body.len().min(SEEN)], whole: whole && body.len() <= SEEN, place: 0, shape };
    let Some(first) = rows.next().filter(|row| shape.width > 1 && may_describe(&row.cells)) else { return Vec::new() };
    let rows: Vec<Row> = std::iter::once(first).chain(rows.by_ref().take(COMPARED)).collect();
    let plain: Vec<bool> = rows.iter().take(MOST).map(|row| is_of_words(&row.cells)).collect();
    let is_plain = |place: usize| plain.get(place).copied().unwrap_or(false);
    let below = |place: usize| -> Vec<&[String]> {
        (place + 1..rows.len()).filter(|place| !is_plain(*place)).map(|place| &*rows[place].cells).collect()
    };
    let describes = |place: &usize| {
        let (cells, below) = (&*rows[*place].cells, below(*place));
        is_strange(cells, &below) && (is_plain(*place) || are_units(cells, &below) || are_words(cells, names, &below))
    };
    (0..rows.len().min(MOST)).take_while(describes).map(|place| rows[place].raw.to_vec()).collect()
}

/// A record of the sample.
struct Row<'t> {
    raw: &'t [u8],
    /// Its cells, trimmed.
    cells: Vec<String>,
}

/// The records of the sample that are not blank.
struct Rows<'t> {
    text: &'t [u8],
    whole: bool,
    place: usize,
    shape: &'t Shape,
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        loop {
            let rest = &self.text[self.place..];
            let First { cells, raw, end, .. } =
                first_record(rest, self.shape.dialect, self.whole, self.shape.is_sheet)?;
            self.place += end;
            let mut cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            let mut raw = &rest[raw];
            if let (Some(tail), Some(last)) = (self.shape.line_tail, cells.last_mut()) {
                last.truncate(tail.without(last.as_bytes()).len());
                raw = tail.without(raw);
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Some(Row { raw, cells });
            }
        }
    }
}

/// Whether no cell is a number, an address or a date, which stand in nearly every lead.
fn may_describe(cells: &[String]) -> bool {
    !cells.iter().any(|cell| kind(cell).is_hard()) || cells.iter().any(|cell| is_unit(cell))
}

fn kind(cell: &str) -> Kind {
    Kind::of(cell.as_bytes())
}

fn filled(cells: &[String]) -> impl Iterator<Item = (usize, &str)> {
    cells.iter().map(String::as_str).enumerate().filter(|(_, cell)| !cell.is_empty())
}

/// The filled cells behind a first one that says what the row is.
fn behind_label(cells: &[String]) -> impl Iterator<Item = (usize, &str)> {
    let is_label = filled(cells).next().is_some_and(|(_, cell)| LABELS.contains(&&*cell.to_lowercase()));
    filled(cells).skip(usize::from(is_label))
}

/// Whether none of its cells is found again below it, as the cells of leads are.
fn is_strange(cells: &[String], below: &[&[String]]) -> bool {
    filled(cells).all(|(column, cell)| !below.iter().any(|row| row.get(column).is_some_and(|other| other == cell)))
}

/// Whether each cell is a type, an id of a survey's question, or a stroke under a name.
fn is_of_words(cells: &[String]) -> bool {
    let count = filled(cells).count();
    let all = |is_one: fn(&str) -> bool| behind_label(cells).all(|(_, cell)| is_one(cell));
    let questions = filled(cells).filter(|(_, cell)| is_question_id(cell)).count();
    count > 1
        && (all(is_import_id)
            || all(is_stroke)
            || all(is_type)
            || questions * 2 >= count && questions > 1 && !cells.iter().any(|cell| kind(cell).is_hard()))
}

fn is_type(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let bare = lower.trim_matches(|c: char| "<>[]{}()".contains(c));
    let bare = bare.split_once('(').map_or(bare, |(bare, _)| bare).trim();
    let bare = bare.strip_suffix("not null").unwrap_or(bare).trim_end();
    is_word_of(TYPES, bare) || is_word_of(UNITS, bare)
}

/// Words stand between blanks, and phrases between strokes.
fn is_word_of(words: &str, cell: &str) -> bool {
    let mut phrases = words.split('|');
    !cell.is_empty() && phrases.any(|phrase| phrase == cell || phrase.split(' ').any(|word| word == cell))
}

/// `{"ImportId":"QID1_TEXT"}`
fn is_import_id(cell: &str) -> bool {
    cell.starts_with("{\"ImportId\"") || cell.starts_with("{'ImportId'")
}

fn is_stroke(cell: &str) -> bool {
    cell.chars().all(|c| "-=_:+* ".contains(c))
}

/// `Q1`, `QID12_TEXT`, `Q3.2`
fn is_question_id(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let number = lower.strip_prefix("qid").or_else(|| lower.strip_prefix('q'));
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()) && number.len() < 16)
        && !cell.contains(' ')
}

/// Whether the row holds nothing but units, most of them over numbers.
fn are_units(cells: &[String], below: &[&[String]]) -> bool {
    let units = || behind_label(cells);
    let over_figures = units().filter(|(column, _)| is_hard(*column, below)).count();
    over_figures > 0 && over_figures * 2 >= units().count() && units().all(|(_, cell)| is_unit(cell))
}

/// A unit as it is, in brackets, or behind `in`.
fn is_unit(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let inside = |open, close| lower.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let bracketed = inside('[', ']').or_else(|| inside('(', ')'));
    let bare = bracketed.unwrap_or(&lower);
    let bare = bare.strip_prefix("in ").or_else(|| bare.strip_prefix("en ")).unwrap_or(bare).trim();
    is_type(bare) || bracketed.is_some_and(|unit| unit.len() < 24 && !unit.contains(|c: char| c.is_ascii_digit()))
}

/// Whether nearly all filled cells of a column are numbers, addresses or dates.
fn is_hard(column: usize, below: &[&[String]]) -> bool {
    let cells = || below.iter().filter_map(|row| row.get(column)).filter(|cell| kind(cell) != Kind::Blank);
    let hard = cells().filter(|cell| kind(cell).is_hard()).count();
    hard > 0 && hard * 5 >= cells().count() * 4
}

/// Whether the cells are names, or sentences about the columns: over every column of figures one that is none, and what a
/// name says in most of them; in all of them where no column has figures.
fn are_words(cells: &[String], names: &[String], below: &[&[String]]) -> bool {
    let (count, filled) = (filled(cells).count(), || filled(cells));
    let is_lead = filled().any(|(_, cell)| kind(cell).is_hard() || has_legal_form(cell) || is_spreadsheet_error(cell));
    if is_lead || count < 2 || below.is_empty() {
        return false;
    }
    let is_naming = |(column, cell): &(usize, &str)| is_naming(cell, names.get(*column));
    let repeats = |(column, cell): (usize, &str)| {
        names.get(column).is_some_and(|name| letters_and_digits(name) == letters_and_digits(cell))
    };
    // Beside repeated names, a single word that names nothing is somebody's: `a,Company,E-Mail,Note`.
    if filled().any(repeats) && filled().any(|named| !is_naming(&named) && !named.1.contains(' ')) {
        return false;
    }
    let naming = filled().filter(is_naming).count();
    let figures = filled().filter(|(column, _)| is_hard(*column, below)).count();
    if figures > 0 { naming > 1 && naming * 5 >= count * 3 } else { count > 2 && naming == count }
}

pub(super) fn has_legal_form(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| LEGAL_FORMS.contains(&word))
}

/// Whether a cell says what a column is called or asks for.
fn is_naming(cell: &str, name: Option<&String>) -> bool {
    let (lower, name) = (cell.to_lowercase(), name.map(|name| name.to_lowercase()).unwrap_or_default());
    let shares =
        |word: &str| word.chars().count() > 2 && name.split(|c: char| !c.is_alphanumeric()).any(|own| own == word);
    let asks = ["your", "please", "which", "what", "ihre", "ihr", "bitte", "welche", "votre", "veuillez", "su"];
    let opens =
        ["who ", "where ", "how ", "when ", "wer ", "wo ", "wie ", "wann ", "qui ", "où ", "comment ", "quand "];
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    opens.iter().any(|word| lower.starts_with(word))
        || cell.ends_with('?')
        || names_something(cell)
        || words.any(|word| shares(word) || asks.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::*;

    /// How many rows of the text below its first line describe the columns.
    fn described(text: &str) -> usize {
        let (header, body) = text.split_once('\n').unwrap_or_default();
        let names: Vec<String> = header.split(',').map(str::to_owned).collect();
        found(body.as_bytes(), true, &names, &Shape::new(Dialect::COMMA, names.len())).len()
    }

    const LEADS: &str = "1,Kiefer LLC,ann@kiefer.example,10,US\n2,Holt LLC,ben@holt.example,20,US\n";

    #[test]
    fn rows_that_describe_the_columns() {
        for rows in [
            "int,string,string,int,string",
            "INTEGER,VARCHAR(255),VARCHAR(255),INTEGER,CHAR(2)",
            "<dbl>,<chr>,<chr>,<dbl>,<chr>",
            "Ganzzahl,Text,Text,Ganzzahl,Text",
            "type,string,email,number,string",
            "int64,object,object,float64,object",
            "bigint NOT NULL,text,text,int,char(2)",
            "required,required,optional,optional,required",
            ",,,[FTE],",
            ",,,FTE,",
            "Unit,,,(persons),",
            ",,,in Tsd.,[ISO]",
            "--,-------,-----,---------,-------",
            "Internal number,Full legal name of the company,E-mail address,Number of people on the payroll,Country",
            "Interne Nummer,Firmenname laut Register,E-Mail-Adresse,Anzahl der Mitarbeiter,Land des Sitzes",
            "Nr.,Firma,E-Mail,Mitarbeiter,Land",
            "Numéro,Société,Courriel,Effectif,Pays",
            "Our number,Who to ask for,How to write to them,How many work there,Where it is",
            "Response ID,What is the name of your company?,Your e-mail,How many work there?,Country",
            "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\",,",
            "Q1,Q2,Q3_1,Q4,Q5",
            "Response,Open-Ended Response,Open-Ended Response,Response,Response",
            "Response ID,Company?,Your e-mail,Employees?,Country\nQID1,QID2_TEXT,QID3,QID4,QID5",
            "Nr.,Firma,E-Mail,Mitarbeiter,Land\nint,text,text,int,text\n,,,[FTE],",
        ] {
            let (lines, names) = (rows.lines().count(), "id,company,email,employees,country");
            assert_eq!(described(&format!("{names}\n{rows}\n{LEADS}")), lines, "{rows}");
            assert_eq!(described(&format!("{names}\n\n,,,,\n{rows}\n{LEADS}")), lines, "{rows}");
        }
    }

    #[test]
    fn the_first_lead_is_none_of_them() {
        for lead in [
            "0,Text GmbH,,many,US",
            "0,String Quartet,,,string",
            "a,Kiefer LLC,on request,many,Country Music",
            "a,Industry Group,unknown,n/a,Country Club",
            "a,Required Reading Ltd,required,required,required",
            "a,Holt,,,",
            ",Unit,,,",
            ",Number One,,,US",
            ",Date Palm Inc,contact us,open,Germany",
            "x,Mail Order Company,by phone,about fifty,US",
            "Q7,Key Account AG,please call,Number,US",
            "a,Company,E-Mail,EMPLOYEES,",
            "a,#REF!,#REF!,#REF!,US",
            "a,#WERT!,#NAME?,#BEZUG!,",
        ] {
            assert_eq!(described(&format!("id,company,email,employees,country\n{lead}\n{LEADS}")), 0, "{lead}");
        }
        for list in [
            "company,name,city\nText GmbH,Ann Roth,Bonn\n",
            "company,name,city\nSales Force,Mark Price,Bonn\nHolt,Ben Holt,Kiel\n",
            "gender,name\nm,Text\nm,Roth\nw,Holt\n",
            "company,name\nUnit,Type\n",
            "company,country\nGroup,Land\n",
            "company\nstring\nKiefer\n",
            "company,currency,revenue\nHolt,EUR,\nKiefer,EUR,10\n",
            "country,currency,revenue\nDE,EUR,\nUS,USD,10\nUK,GBP,7\n",
        ] {
            assert_eq!(described(list), 0, "{list}");
        }
    }

    #[test]
    fn lists_of_words_alone() {
        assert_eq!(described("company,name,city\nFirma,Ansprechpartner,Ort\nHolt,Ben Holt,Kiel\n"), 1);
        assert_eq!(described("company,name,city\nText,Text,Text\nHolt,Ben Holt,Kiel\n"), 1);
        assert_eq!(
            described("company,name,city\nFirma,Ansprechpartner,Ort\n"),
            0,
            "nothing below says that it is no lead"
        );
    }
}
