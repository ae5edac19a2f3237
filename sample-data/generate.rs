//! Makes the sample lists, byte for byte the same on every machine: `cargo run --example generate -- sample-data`.
//!
//! Nobody in these lists exists. Names are drawn from tables, mailboxes and web sites live on `.example`, phone numbers
//! come from the ranges that regulators keep free for fiction. Only places are real: postcode, city, state and area code
//! of a row belong together. The damage is made on purpose; the README beside this file names it list by list.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// One seed for all lists: another number gives other people in the same shapes.
const SEED: u64 = 20_261_123;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        return refuse("usage: generate FOLDER");
    };
    match write_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("cannot write to {folder}: {error}")),
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

/// All lists. The contacts of two of them are shared with others, as happens when one buys twice.
pub(crate) fn write_all(folder: &Path) -> io::Result<()> {
    let dice = &Dice(Cell::new(SEED));
    let american = contacts(dice, 1_400, AMERICAN);
    let german = contacts(dice, 900, GERMAN);
    apollo_list(dice, &american).save(folder, "b2b/apollo-2026-11.csv")?;
    address_list(dice, &german).save(folder, "b2b/adressen-2026-11.csv")?;
    directory_list(dice, &american).save(folder, "b2b/business-directory-2026-11.csv")?;
    phone_book(dice, &german).save(folder, "b2b/telefonbuch-2026-11.csv")?;
    web_form(dice, &american, &german).save(folder, "b2b/web-form-2026-11.csv")?;
    consumer_list(dice).save(folder, "consumer/home-owners-2026-11.csv")?;
    scouting_list(dice).save(folder, "scouting/rookies-2026-11.csv")
}

// ---------------------------------------------------------------------------------------------------------- chance

/// A small generator of pseudo-random numbers (splitmix64).
struct Dice(Cell<u64>);

impl Dice {
    fn roll(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, `limit`.
    fn below(&self, limit: u64) -> u64 {
        self.roll() % limit
    }

    /// A number from `low` to `high`, both included.
    fn between(&self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in `percent` of a hundred cases.
    fn chance(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&self, choices: &[T]) -> T {
        let index = self.below(choices.len() as u64);
        choices[usize::try_from(index).expect("an index into a table in memory")]
    }

    /// The text in `percent` of a hundred cases, else a blank cell.
    fn maybe(&self, percent: u64, text: String) -> String {
        if self.chance(percent) { text } else { String::new() }
    }
}

// ------------------------------------------------------------------------------------------------------ the CSV file

/// A list as it grows: plain bytes, because some of the damage is no text.
struct Sheet {
    bytes: Vec<u8>,
    delimiter: char,
    line_end: &'static str,
    records: usize,
}

impl Sheet {
    /// UTF-8 with commas and LF.
    fn plain(header: &str) -> Self {
        Self { bytes: format!("{header}\n").into_bytes(), delimiter: ',', line_end: "\n", records: 0 }
    }

    /// As a German spreadsheet saves it: byte order mark, semicolons, CRLF.
    fn german(header: &str) -> Self {
        Self { bytes: format!("\u{feff}{header}\r\n").into_bytes(), delimiter: ';', line_end: "\r\n", records: 0 }
    }

    /// Adds a record; in every four hundred, five are damaged in one way each.
    fn add(&mut self, cells: &[String]) {
        self.records += 1;
        let line = self.line(cells);
        match self.records % 400 {
            37 => self.end(&self.line(&cells[..cells.len() - 2])),
            71 => self.end(&format!("{line}{0}{0}{0}", self.delimiter)),
            137 => self.end(&format!("{line}{0}moved{0}again", self.delimiter)),
            211 => self.end_with_foreign_byte(&line),
            313 => self.end(&self.line(&vec![String::new(); cells.len()])),
            _ => self.end(&line),
        }
    }

    fn line(&self, cells: &[String]) -> String {
        let quoted: Vec<String> = cells.iter().map(|cell| self.quoted(cell)).collect();
        quoted.join(&self.delimiter.to_string())
    }

    fn quoted(&self, cell: &str) -> String {
        if cell.contains([self.delimiter, '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }

    fn end(&mut self, line: &str) {
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.extend_from_slice(self.line_end.as_bytes());
    }

    /// A line of Latin-1 pasted into a UTF-8 file: one byte that is no text.
    fn end_with_foreign_byte(&mut self, line: &str) {
        self.bytes.push(0xfc);
        self.end(line);
    }

    fn save(&self, folder: &Path, name: &str) -> io::Result<()> {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &self.bytes)
    }
}

// ------------------------------------------------------------------------------------------- people and their firms

/// Where somebody is: the columns of a row that have to agree.
#[derive(Clone, Copy)]
struct Place {
    country: &'static str,
    state: &'static str,
    city: &'static str,
    postcode: &'static str,
    area: &'static str,
}

const fn place(
    country: &'static str,
    state: &'static str,
    city: &'static str,
    postcode: &'static str,
    area: &'static str,
) -> Place {
    Place { country, state, city, postcode, area }
}

/// A line of business, in two languages and two codes.
#[derive(Clone, Copy)]
struct Trade {
    english: &'static str,
    german: &'static str,
    wz: &'static str,
    sic: &'static str,
}

const fn trade(english: &'static str, german: &'static str, wz: &'static str, sic: &'static str) -> Trade {
    Trade { english, german, wz, sic }
}

/// A job title with the level and the department that vendors give it.
#[derive(Clone, Copy)]
struct Post {
    title: &'static str,
    level: &'static str,
    department: &'static str,
}

const fn post(title: &'static str, level: &'static str, department: &'static str) -> Post {
    Post { title, level, department }
}

/// The tables from which the contacts of one market are drawn.
#[derive(Clone, Copy)]
struct Market {
    home: &'static [Place],
    abroad: &'static [Place],
    first_names: &'static [&'static str],
    last_names: &'static [&'static str],
    chiefs: &'static [Post],
    staff: &'static [Post],
    forms: &'static [&'static str],
    german: bool,
}

const AMERICAN: Market = Market {
    home: US_PLACES,
    abroad: OTHER_PLACES,
    first_names: ENGLISH_FIRST_NAMES,
    last_names: ENGLISH_LAST_NAMES,
    chiefs: ENGLISH_CHIEFS,
    staff: ENGLISH_STAFF,
    forms: &["LLC", "Inc.", "Inc", "Corp.", "Ltd.", "", "LLP", "& Co."],
    german: false,
};

const GERMAN: Market = Market {
    home: GERMAN_PLACES,
    abroad: NEIGHBOUR_PLACES,
    first_names: GERMAN_FIRST_NAMES,
    last_names: GERMAN_LAST_NAMES,
    chiefs: GERMAN_CHIEFS,
    staff: GERMAN_STAFF,
    forms: &["GmbH", "GmbH", "GmbH & Co. KG", "e.K.", "AG", "UG (haftungsbeschränkt)", "KG", "OHG"],
    german: true,
};

/// One person at one firm: the truth, before a vendor writes it down.
#[derive(Clone)]
struct Contact {
    first: &'static str,
    last: &'static str,
    post: Post,
    company: String,
    domain: String,
    trade: Trade,
    place: Place,
    street: &'static str,
    house: u64,
    employees: u64,
    revenue: u64,
    founded: u64,
}

impl Contact {
    fn full_name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    fn email(&self) -> String {
        format!("{}.{}@{}", ascii(self.first), ascii(self.last), self.domain)
    }
}

fn contacts(dice: &Dice, count: usize, market: Market) -> Vec<Contact> {
    (0..count).map(|_| contact(dice, market)).collect()
}

fn contact(dice: &Dice, market: Market) -> Contact {
    let last = dice.pick(market.last_names);
    let trade = dice.pick(TRADES);
    let employees = head_count(dice);
    let company = company_name(dice, last, trade, market);
    Contact {
        first: dice.pick(market.first_names),
        last,
        post: position(dice, employees, market),
        domain: domain(&company),
        company,
        trade,
        place: dice.pick(if dice.chance(88) { market.home } else { market.abroad }),
        street: dice.pick(if market.german { GERMAN_STREETS } else { ENGLISH_STREETS }),
        house: dice.between(1, 180),
        employees,
        revenue: employees * dice.between(35, 240) * 1_000,
        founded: dice.between(1955, 2026),
    }
}

/// Many small firms, few large ones.
fn head_count(dice: &Dice) -> u64 {
    match dice.below(100) {
        0..18 => dice.between(1, 4),
        18..46 => dice.between(5, 20),
        46..60 => dice.between(21, 50),
        60..78 => dice.between(51, 200),
        78..95 => dice.between(201, 2_000),
        _ => dice.between(2_001, 30_000),
    }
}

/// In a small firm the vendor knows the owner; in a large one, somebody.
fn position(dice: &Dice, employees: u64, market: Market) -> Post {
    let percent = if employees <= 50 { 62 } else { 30 };
    dice.pick(if dice.chance(percent) { market.chiefs } else { market.staff })
}

fn company_name(dice: &Dice, last: &str, trade: Trade, market: Market) -> String {
    let (line, firsts) =
        if market.german { (trade.german, GERMAN_COMPANY_WORDS) } else { (trade.english, ENGLISH_COMPANY_WORDS) };
    let form = dice.pick(market.forms);
    let name = match dice.below(20) {
        0 => dice.pick(if market.german { GERMAN_ODD_COMPANIES } else { ENGLISH_ODD_COMPANIES }).to_owned(),
        1..7 => format!("{last} {line} {form}"),
        _ => format!("{} {line} {form}", dice.pick(firsts)),
    };
    name.trim().to_owned()
}

/// The firm's web domain: its name without legal form, on the top-level domain that is kept for examples.
fn domain(company: &str) -> String {
    let words: Vec<String> = company.split(' ').take(2).map(ascii).collect();
    format!("{}.example", words.join("-").trim_matches('-'))
}

/// Lower-case letters and digits only, umlauts and accents written out.
fn ascii(text: &str) -> String {
    text.to_lowercase().chars().map(ascii_letter).collect()
}

fn ascii_letter(letter: char) -> String {
    match letter {
        'ä' => "ae".to_owned(),
        'ö' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'ß' => "ss".to_owned(),
        'é' | 'è' => "e".to_owned(),
        other if other.is_ascii_alphanumeric() => other.to_string(),
        _ => String::new(),
    }
}

// ------------------------------------------------------------------------------------------------- how cells are written

/// Digits in groups of three.
fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// One digit behind the decimal sign, none if it were a zero.
fn tenths(number: u64, decimal: char) -> String {
    match number % 10 {
        0 => (number / 10).to_string(),
        digit => format!("{}{decimal}{digit}", number / 10),
    }
}

/// The size class of a head count.
fn size_class(employees: u64) -> &'static str {
    match employees {
        0..=10 => "1-10",
        11..=50 => "11-50",
        51..=200 => "51-200",
        201..=500 => "201-500",
        501..=1_000 => "501-1,000",
        1_001..=5_000 => "1,001-5,000",
        5_001..=10_000 => "5,001-10,000",
        _ => "10,001+",
    }
}

/// What is left of a size class when a spreadsheet takes it for a date.
fn mangled_class(employees: u64) -> &'static str {
    match size_class(employees) {
        "1-10" => "10-Jan",
        "11-50" => "Nov-50",
        other => other,
    }
}

fn english_employees(dice: &Dice, employees: u64) -> String {
    match dice.below(20) {
        0..9 => employees.to_string(),
        9..13 => size_class(employees).to_owned(),
        13..15 => mangled_class(employees).to_owned(),
        15 => format!("{} employees", size_class(employees)),
        16 => grouped(employees, ','),
        17 => format!("~{employees}"),
        18 => String::new(),
        _ => dice.pick(&["n/a", "many", "", "1-100"]).to_owned(),
    }
}

fn german_employees(dice: &Dice, employees: u64) -> String {
    match dice.below(20) {
        0..9 => employees.to_string(),
        9..11 => format!("{employees} Mitarbeiter"),
        11..13 => format!("ca. {employees}"),
        13 => grouped(employees, '.'),
        14 => german_class(employees).to_owned(),
        15 => format!("{} Beschäftigte", german_class(employees)),
        16..18 => {
            if employees <= 10 {
                "01. Okt".to_owned()
            } else {
                employees.to_string()
            }
        }
        _ => dice.pick(&["k. A.", "", "-", "unbekannt"]).to_owned(),
    }
}

fn german_class(employees: u64) -> &'static str {
    match employees {
        0..=9 => "unter 10",
        10..=49 => "10 bis 49",
        50..=249 => "50 bis 249",
        250..=500 => "250-500",
        _ => "über 500",
    }
}

fn dollars(dice: &Dice, amount: u64) -> String {
    match dice.below(12) {
        0..4 => amount.to_string(),
        4..6 => format!("${}", grouped(amount, ',')),
        6..8 => format!("${}M", tenths(amount.div_ceil(100_000), '.')),
        8..10 => dollar_class(amount).to_owned(),
        10 => dice.pick(&["undisclosed", "n/a", "$"]).to_owned(),
        _ => String::new(),
    }
}

fn dollar_class(amount: u64) -> &'static str {
    match amount {
        0..1_000_000 => "<$1M",
        1_000_000..10_000_000 => "$1M-$10M",
        10_000_000..50_000_000 => "$10M - $50M",
        50_000_000..100_000_000 => "$50-100 Million",
        _ => "$100M+",
    }
}

fn euros(dice: &Dice, amount: u64) -> String {
    match dice.below(12) {
        0..4 => format!("{} Mio. €", tenths(amount.div_ceil(100_000), ',')),
        4..6 => format!("{} Tsd. €", grouped(amount / 1_000, '.')),
        6..8 => format!("{} €", grouped(amount, '.')),
        8..10 => euro_class(amount).to_owned(),
        10 => dice.pick(&["k. A.", "auf Anfrage", "-"]).to_owned(),
        _ => String::new(),
    }
}

fn euro_class(amount: u64) -> &'static str {
    match amount {
        0..100_000 => "unter 100.000 €",
        100_000..500_000 => "100-500 Tsd. €",
        500_000..1_000_000 => "500 Tsd. bis 1 Mio. €",
        1_000_000..5_000_000 => "1-5 Mio. EUR",
        5_000_000..50_000_000 => "5 bis 50 Mio. €",
        _ => "über 50 Mio. €",
    }
}

/// A number that never rings: 555-0100 to 555-0199 in the area code of the place.
fn us_phone(dice: &Dice, area: &str) -> String {
    let line = dice.below(100);
    match dice.below(4) {
        0 => format!("({area}) 555-01{line:02}"),
        1 => format!("{area}-555-01{line:02}"),
        2 => format!("{area}.555.01{line:02}"),
        _ => format!("+1 {area} 555 01{line:02}"),
    }
}

/// Subscriber numbers that the Bundesnetzagentur keeps free for films, in the five cities that have some.
fn german_subscriber(dice: &Dice, area: &str) -> Option<String> {
    let line = dice.below(1_000);
    let stem = match area {
        "030" => "23125",
        "040" => "66969",
        "069" => "90009",
        "0221" => "4710",
        "089" => "99998",
        _ => return None,
    };
    Some(format!("{stem}{line:03}"))
}

fn german_mobile(dice: &Dice) -> String {
    if dice.chance(70) {
        return format!("0176 040690{:02}", dice.below(100));
    }
    dice.pick(GERMAN_MOBILES).to_owned()
}

/// A phone number fit for the place, or blank where no range is kept free.
fn phone_of(dice: &Dice, place: Place) -> String {
    match place.country {
        "US" => us_phone(dice, place.area),
        "GB" => format!("020 7946 0{:03}", dice.below(1_000)),
        "FR" => format!("01 99 00 {:02} {:02}", dice.below(100), dice.below(100)),
        "DE" => german_subscriber(dice, place.area)
            .map_or_else(|| german_mobile(dice), |line| format!("{} {line}", place.area)),
        _ => String::new(),
    }
}

/// A country as different typists write it.
fn country_of(dice: &Dice, place: Place) -> String {
    let spellings: &[&str] = match place.country {
        "US" => &["United States", "United States", "United States", "USA", "US", "U.S.A."],
        "DE" => &["Deutschland", "Deutschland", "Deutschland", "DE", "Deutschl.", "D", "BRD", "Germany"],
        "AT" => &["Österreich", "Austria", "AT"],
        "CH" => &["Schweiz", "Switzerland", "CH"],
        "GB" => &["United Kingdom", "UK", "GB", "England"],
        "FR" => &["France", "Frankreich", "FR"],
        "CA" => &["Canada", "CA"],
        other => return other.to_owned(),
    };
    dice.pick(spellings).to_owned()
}

/// A postcode after a spreadsheet has had it: zeros lost in front, or a formula that keeps them.
fn handled_postcode(dice: &Dice, postcode: &str) -> String {
    match dice.below(10) {
        0..6 => postcode.trim_start_matches('0').to_owned(),
        6 if postcode.starts_with('0') => format!("=\"{postcode}\""),
        _ => postcode.to_owned(),
    }
}

/// A mailbox as typed: some in capitals, some with blanks around, some that are none.
fn typed_email(dice: &Dice, email: &str) -> String {
    match dice.below(40) {
        0 | 1 => email.to_uppercase(),
        2 => format!(" {email} "),
        3 => email.replace('@', " at "),
        _ => email.to_owned(),
    }
}

fn digits(dice: &Dice, count: usize) -> String {
    (0..count).map(|_| dice.below(10).to_string()).collect()
}

fn yes_no(yes: bool) -> String {
    if yes { "Y" } else { "N" }.to_owned()
}

// --------------------------------------------------------------------------------------------- Apollo-like export

const APOLLO_HEADER: &str = "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Email Confidence,\
Seniority,Departments,Work Direct Phone,Mobile Phone,# Employees,Industry,Keywords,Person Linkedin Url,\
Company Linkedin Url,Website,City,State,Country,Company Address,Company Phone,Technologies,Annual Revenue,\
Total Funding,Latest Funding,Secondary Email,Tertiary Email,Apollo Contact Id";

fn apollo_list(dice: &Dice, contacts: &[Contact]) -> Sheet {
    let mut sheet = Sheet::plain(APOLLO_HEADER);
    for (index, contact) in contacts.iter().enumerate() {
        sheet.add(&apollo_record(dice, contact));
        if index % 30 == 29 {
            let earlier = dice.below(index as u64);
            let earlier = usize::try_from(earlier).expect("smaller than an index");
            sheet.add(&apollo_record(dice, &contacts[earlier]));
        }
    }
    sheet
}

fn apollo_record(dice: &Dice, contact: &Contact) -> Vec<String> {
    let place = contact.place;
    let mut cells = apollo_person(dice, contact);
    cells.extend([
        english_employees(dice, contact.employees),
        contact.trade.english.to_owned(),
        dice.pick(KEYWORDS).to_owned(),
        linkedin(dice, contact),
        format!("http://www.linkedin.example/company/{}", contact.domain.trim_end_matches(".example")),
        format!("http://www.{}", contact.domain),
        place.city.to_owned(),
        state_name(place.state).to_owned(),
        country_of(dice, place),
        format!("{} {}, {}", contact.house, contact.street, place.city),
        ruined_phone(dice, place),
        dice.pick(TECHNOLOGIES).to_owned(),
        dollars(dice, contact.revenue),
        dice.pick(&["", "", "", "$0", "$1.5M", "$12,000,000"]).to_owned(),
        String::new(),
        second_email(dice, contact),
        String::new(),
        format!("c{:016x}", dice.roll()),
    ]);
    cells
}

fn apollo_person(dice: &Dice, contact: &Contact) -> Vec<String> {
    let short = contact.company.split(' ').next().unwrap_or_default().to_owned();
    let title = dice.maybe(95, contact.post.title.to_owned());
    vec![
        contact.first.to_owned(),
        contact.last.to_owned(),
        title,
        contact.company.clone(),
        short,
        apollo_email(dice, contact),
        dice.pick(&["Verified", "Verified", "Verified", "Guessed", "Unavailable", ""]).to_owned(),
        tenths(dice.between(5, 10), '.'),
        dice.maybe(85, contact.post.level.to_owned()),
        contact.post.department.to_owned(),
        phone_cell(dice, contact.place, 45),
        phone_cell(dice, contact.place, 20),
    ]
}

fn apollo_email(dice: &Dice, contact: &Contact) -> String {
    match dice.below(100) {
        0..12 => "email_not_unlocked".to_owned(),
        12..17 => String::new(),
        17..22 => format!("info@{}", contact.domain),
        22 => format!("invented.name.{}@gmail.com", dice.below(100)),
        _ => typed_email(dice, &contact.email()),
    }
}

fn second_email(dice: &Dice, contact: &Contact) -> String {
    dice.maybe(6, format!("{}@{}", ascii(contact.first), contact.domain))
}

fn linkedin(dice: &Dice, contact: &Contact) -> String {
    let number = contact.house * 1_000 + contact.founded % 1_000;
    let address = format!("http://www.linkedin.example/in/{}-{}-{number}", ascii(contact.first), ascii(contact.last));
    dice.maybe(75, address)
}

fn phone_cell(dice: &Dice, place: Place, percent: u64) -> String {
    let phone = phone_of(dice, place);
    dice.maybe(percent, phone)
}

/// The firm's number; a spreadsheet has turned some into powers of ten.
fn ruined_phone(dice: &Dice, place: Place) -> String {
    match dice.below(25) {
        0 => "4.41E+11".to_owned(),
        1 => "call reception".to_owned(),
        2 => format!("+1 800 555 01{:02}", dice.below(100)),
        _ => phone_cell(dice, place, 70),
    }
}

/// Some vendors write the state out.
fn state_name(code: &'static str) -> &'static str {
    STATE_NAMES.iter().find(|(short, _)| *short == code).map_or(code, |(_, name)| name)
}

// ----------------------------------------------------------------------------------------------- German address list

const ADDRESS_HEADER: &str = "Kundennummer;Anrede;Titel;Vorname;Nachname;Funktion;Firma;Straße;Hausnummer;PLZ;Ort;Bundesland;\
Land;E-Mail;Vorwahl;Rufnummer;Mobil;Mitarbeiter;Jahresumsatz;WZ-Code;Branche;Internet;Gründungsjahr;Insolvenzdatum;\
Bonitätsindex;Stand";

fn address_list(dice: &Dice, contacts: &[Contact]) -> Sheet {
    let mut sheet = Sheet::german(ADDRESS_HEADER);
    for (index, contact) in contacts.iter().enumerate() {
        sheet.add(&address_record(dice, contact, index));
        if index % 45 == 44 {
            sheet.add(&address_record(dice, &contacts[index - 20], index));
        }
    }
    sheet
}

fn address_record(dice: &Dice, contact: &Contact, number: usize) -> Vec<String> {
    let mut cells = address_person(dice, contact, number);
    cells.extend(address_phones(dice, contact.place));
    cells.extend([
        german_employees(dice, contact.employees),
        euros(dice, contact.revenue),
        written_code(dice, contact.trade),
        dice.maybe(90, contact.trade.german.to_owned()),
        dice.maybe(70, format!("www.{}", contact.domain)),
        dice.maybe(80, contact.founded.to_string()),
        insolvency(dice),
        tenths(dice.between(10, 60), ','),
        format!("{:02}.{:02}.{}", dice.between(1, 28), dice.between(1, 10), dice.between(2024, 2026)),
    ]);
    cells
}

fn address_person(dice: &Dice, contact: &Contact, number: usize) -> Vec<String> {
    let place = contact.place;
    vec![
        format!("K{:05}", 10_000 + number),
        dice.pick(&["Herr", "Frau", "", "Herrn"]).to_owned(),
        dice.pick(&["", "", "", "", "Dr.", "Dipl.-Ing.", "Prof. Dr."]).to_owned(),
        contact.first.to_owned(),
        stray_blanks(dice, contact.last),
        dice.maybe(92, german_title(dice, contact.post.title)),
        contact.company.clone(),
        contact.street.to_owned(),
        contact.house.to_string(),
        handled_postcode(dice, place.postcode),
        place.city.to_owned(),
        dice.maybe(80, state_name(place.state).to_owned()),
        dice.maybe(95, country_of(dice, place)),
        address_email(dice, contact),
    ]
}

/// Some typists have no umlauts.
fn german_title(dice: &Dice, title: &str) -> String {
    if dice.chance(85) {
        return title.to_owned();
    }
    title.replace('ä', "ae").replace('ü', "ue").replace('ö', "oe")
}

fn stray_blanks(dice: &Dice, text: &str) -> String {
    if dice.chance(4) { format!("  {text} ") } else { text.to_owned() }
}

fn address_email(dice: &Dice, contact: &Contact) -> String {
    match dice.below(100) {
        0..12 => String::new(),
        12..24 => format!("{}@{}", dice.pick(&["info", "kontakt", "buero", "vertrieb"]), contact.domain),
        24 => "none@none.com".to_owned(),
        25 => format!("erfundener.name.{}@gmx.de", dice.below(100)),
        _ => typed_email(dice, &contact.email()),
    }
}

/// Area code, number, mobile: the list has them apart.
fn address_phones(dice: &Dice, place: Place) -> Vec<String> {
    let line = german_subscriber(dice, place.area).filter(|_| dice.chance(80));
    let (area, line) = line.map_or_else(Default::default, |line| (place.area.to_owned(), line));
    let mobile = if place.country == "DE" { dice.maybe(30, german_mobile(dice)) } else { String::new() };
    let mobile = if dice.chance(2) { "4,92E+12".to_owned() } else { mobile };
    vec![area, line, mobile]
}

/// A register code in the notations that occur side by side.
fn written_code(dice: &Dice, trade: Trade) -> String {
    match dice.below(4) {
        0 => trade.wz.to_owned(),
        1 => trade.wz.replace('.', ""),
        2 => format!("{} {}", trade.wz, trade.german),
        _ => String::new(),
    }
}

fn insolvency(dice: &Dice) -> String {
    dice.maybe(3, format!("{:02}.{:02}.{}", dice.between(1, 28), dice.between(1, 12), dice.between(2015, 2025)))
}

// ------------------------------------------------------------------------------------------------ business directory

const DIRECTORY_HEADER: &str = "Company Name,Executive First Name,Executive Last Name,Executive Title,Address,City,State,\
ZIP Code,Phone Number Combined,Location Employee Size Actual,Location Employee Size Range,Location Sales Volume Actual,\
Location Sales Volume Range,Primary SIC Code,Primary SIC Description,IUSA Number,Website,Last Updated On";

fn directory_list(dice: &Dice, bought_before: &[Contact]) -> Sheet {
    let mut sheet = Sheet::plain(DIRECTORY_HEADER);
    let known = bought_before.iter().filter(|contact| contact.place.country == "US").step_by(16).cloned();
    let mut all: Vec<Contact> = known.collect();
    while all.len() < 900 {
        let contact = contact(dice, AMERICAN);
        all.extend((contact.place.country == "US").then_some(contact));
    }
    for contact in &all {
        sheet.add(&directory_record(dice, contact));
    }
    sheet
}

fn directory_record(dice: &Dice, contact: &Contact) -> Vec<String> {
    let place = contact.place;
    let mut cells = vec![
        contact.company.to_uppercase(),
        contact.first.to_owned(),
        contact.last.to_owned(),
        dice.maybe(80, contact.post.title.to_owned()),
        format!("{} {}", contact.house, contact.street),
        place.city.to_owned(),
        dice.maybe(97, place.state.to_owned()),
        handled_postcode(dice, place.postcode),
        phone_cell(dice, place, 90),
    ];
    cells.extend(directory_sizes(dice, contact));
    cells.extend([
        dice.maybe(90, contact.trade.english.to_owned()),
        digits(dice, 9),
        dice.maybe(50, format!("https://{}/", contact.domain)),
        format!("{}{:02}", dice.between(2024, 2026), dice.between(1, 10)),
    ]);
    cells
}

/// Numbers beside classes, and zeros that mean "we do not know".
fn directory_sizes(dice: &Dice, contact: &Contact) -> Vec<String> {
    let counted = dice.chance(60);
    let sales = dice.chance(55);
    let code = if dice.chance(10) { "000000" } else { contact.trade.sic };
    vec![
        if counted { contact.employees.to_string() } else { "0000".to_owned() },
        dice.maybe(85, mangled_class(contact.employees).to_owned()),
        if sales { format!("${}", grouped(contact.revenue, ',')) } else { "$0".to_owned() },
        dice.maybe(80, sales_class(contact.revenue).to_owned()),
        code.to_owned(),
    ]
}

fn sales_class(amount: u64) -> &'static str {
    match amount {
        0..500_000 => "Less Than $500,000",
        500_000..1_000_000 => "$500,000-1 Million",
        1_000_000..2_500_000 => "$1-2.5 Million",
        2_500_000..10_000_000 => "$2.5-10 Million",
        10_000_000..50_000_000 => "$10-50 Million",
        _ => "Over $50 Million",
    }
}

// -------------------------------------------------------------------------------------------------------- phone book

const PHONE_BOOK_HEADER: &str = "Firma,Inhaber,Straße,PLZ Ort,Telefon,Telefon 2,Branche,Stand";

fn phone_book(dice: &Dice, bought_before: &[Contact]) -> Sheet {
    let mut sheet = Sheet::plain(PHONE_BOOK_HEADER);
    for contact in bought_before.iter().filter(|contact| contact.place.country == "DE").step_by(13) {
        sheet.add(&phone_book_record(dice, contact));
    }
    while sheet.records < 320 {
        let contact = contact(dice, GERMAN);
        if contact.place.country == "DE" {
            sheet.add(&phone_book_record(dice, &contact));
        }
    }
    sheet
}

fn phone_book_record(dice: &Dice, contact: &Contact) -> Vec<String> {
    let place = contact.place;
    let postcode = if dice.chance(60) { place.postcode } else { place.postcode.trim_start_matches('0') };
    vec![
        phone_book_company(dice, contact),
        dice.maybe(45, format!("{}{}", dice.pick(&["", "", "Herr ", "Frau ", "Dr. "]), contact.full_name())),
        format!("{} {}", short_street(dice, contact.street), contact.house),
        format!("{postcode} {}", place.city),
        phone_of(dice, place),
        dice.maybe(20, german_mobile(dice)),
        dice.maybe(85, contact.trade.german.to_owned()),
        format!("{:02}/{}", dice.between(1, 10), dice.between(2025, 2026)),
    ]
}

/// Whatever has a phone stands in the phone book: offices of the town, and branches.
fn phone_book_company(dice: &Dice, contact: &Contact) -> String {
    let city = contact.place.city;
    match dice.below(20) {
        0..4 => format!("{} {city}", dice.pick(&["Stadtverwaltung", "Finanzamt", "Grundschule", "Kirchengemeinde"])),
        4..7 => format!("{} {}", dice.pick(&["Filiale", "Zweigstelle"]), contact.company),
        _ => contact.company.clone(),
    }
}

fn short_street(dice: &Dice, street: &str) -> String {
    if dice.chance(50) { street.replace("straße", "str.").replace("Straße", "Str.") } else { street.to_owned() }
}

// ---------------------------------------------------------------------------------------------------------- web form

const WEB_FORM_HEADER: &str = "Submitted,Your Name,Your Email,Your Phone,Your Company,Your Role,Line of Business,Website,\
Country,State,Team Size,Annual Revenue,Monthly Budget,Planned Start,Hiring,Can Sign,Message";

fn web_form(dice: &Dice, american: &[Contact], german: &[Contact]) -> Sheet {
    let mut sheet = Sheet::plain(WEB_FORM_HEADER);
    let mut all: Vec<Contact> = american.iter().step_by(35).chain(german.iter().step_by(30)).cloned().collect();
    while all.len() < 260 {
        let market = if dice.chance(65) { AMERICAN } else { GERMAN };
        all.push(contact(dice, market));
    }
    for contact in &all {
        let record = web_form_record(dice, contact);
        sheet.add(&record);
        if dice.chance(4) {
            sheet.add(&record);
        }
    }
    sheet
}

fn web_form_record(dice: &Dice, contact: &Contact) -> Vec<String> {
    let place = contact.place;
    let mut cells = vec![
        submitted(dice),
        typed_name(dice, contact),
        web_form_email(dice, contact),
        phone_cell(dice, place, 60),
        dice.maybe(92, contact.company.clone()),
        dice.maybe(85, contact.post.title.to_owned()),
        dice.maybe(75, contact.trade.english.to_owned()),
        dice.maybe(50, contact.domain.clone()),
        dice.maybe(92, country_of(dice, place)),
        dice.maybe(85, place.state.to_owned()),
    ];
    cells.extend(web_form_wishes(dice, contact));
    cells
}

fn web_form_wishes(dice: &Dice, contact: &Contact) -> Vec<String> {
    vec![
        english_employees(dice, contact.employees),
        dice.maybe(60, dollars(dice, contact.revenue)),
        dice.pick(BUDGETS).to_owned(),
        planned_start(dice),
        dice.pick(&["yes", "no", "", "Yes", "ja"]).to_owned(),
        dice.pick(&["yes", "yes", "no", "", "maybe", "x"]).to_owned(),
        dice.pick(MESSAGES).to_owned(),
    ]
}

fn submitted(dice: &Dice) -> String {
    let (day, hour, minute) = (dice.between(1, 22), dice.between(0, 23), dice.below(60));
    if dice.chance(80) {
        return format!("2026-11-{day:02}T{hour:02}:{minute:02}:00Z");
    }
    format!("2026-11-{day:02} {hour:02}:{minute:02}")
}

fn typed_name(dice: &Dice, contact: &Contact) -> String {
    match dice.below(12) {
        0 => contact.full_name().to_uppercase(),
        1 => format!("{}, {}", contact.last, contact.first),
        2 => format!("Dr. {}", contact.full_name()),
        3 => contact.first.to_owned(),
        _ => contact.full_name(),
    }
}

fn web_form_email(dice: &Dice, contact: &Contact) -> String {
    match dice.below(50) {
        0 => format!("invented.name.{}@gmail.com", dice.below(100)),
        1 => format!("x{}@mailinator.com", dice.below(1_000)),
        2 => format!("{} <{}>", contact.full_name(), contact.email()),
        3 => format!("{}; office@{}", contact.email(), contact.domain),
        _ => typed_email(dice, &contact.email()),
    }
}

fn planned_start(dice: &Dice) -> String {
    match dice.below(5) {
        0 => String::new(),
        1 => dice.pick(&["asap", "soon", "next year"]).to_owned(),
        2 => format!("{:02}/2027", dice.between(1, 6)),
        _ => format!("{:02}/{:02}/2027", dice.between(1, 6), dice.between(1, 28)),
    }
}

// ------------------------------------------------------------------------------------------------------ home owners

const CONSUMER_HEADER: &str = "First Name,Last Name,Address,City,State,ZIP,Email,Home Phone,Cell Phone,DOB,Age Range,\
Est. Household Income,Home Value (000s),Homeowner,Dwelling Type,Year Built,Move Date,# Children,Credit Rating,Interests,\
Opt In,Opt In Date,DNC";

fn consumer_list(dice: &Dice) -> Sheet {
    let mut sheet = Sheet::plain(CONSUMER_HEADER);
    let mut earlier = consumer_record(dice);
    for number in 0..1_200 {
        let record = consumer_record(dice);
        sheet.add(&record);
        if number % 40 == 39 {
            sheet.add(&shouted(&earlier));
        }
        earlier = record;
    }
    sheet
}

/// The same household from another source, all in capitals.
fn shouted(record: &[String]) -> Vec<String> {
    record.iter().map(|cell| cell.to_uppercase()).collect()
}

fn consumer_record(dice: &Dice) -> Vec<String> {
    let place = consumer_place(dice);
    let (first, last) = (dice.pick(ENGLISH_FIRST_NAMES), dice.pick(ENGLISH_LAST_NAMES));
    let mut cells = vec![
        first.to_owned(),
        last.to_owned(),
        format!("{} {}", dice.between(1, 900), dice.pick(ENGLISH_STREETS)),
        place.city.to_owned(),
        dice.maybe(97, place.state.to_owned()),
        handled_postcode(dice, place.postcode),
        consumer_email(dice, first, last),
        phone_cell(dice, place, 60),
        phone_cell(dice, place, 35),
    ];
    cells.extend(consumer_ages(dice));
    cells.extend(consumer_means(dice));
    cells.extend(consumer_house(dice));
    cells.extend(consumer_consent(dice));
    cells
}

/// The list was ordered for the north-east; the vendor filled it up from elsewhere.
fn consumer_place(dice: &Dice) -> Place {
    let wanted = dice.chance(88);
    loop {
        let place = dice.pick(US_PLACES);
        if !wanted || NORTH_EAST.contains(&place.state) {
            return place;
        }
    }
}

fn consumer_email(dice: &Dice, first: &str, last: &str) -> String {
    let name = format!("{}.{}{}", ascii(first), ascii(last), dice.below(1_000));
    match dice.below(50) {
        0..10 => String::new(),
        10 => format!("invented.name.{}@gmail.com", dice.below(100)),
        _ => typed_email(dice, &format!("{name}@{}", dice.pick(&["hearthmail.example", "postbox.example"]))),
    }
}

/// Birth date and age band of the same person, each with its gaps.
fn consumer_ages(dice: &Dice) -> Vec<String> {
    let age = dice.between(19, 88);
    let year = 2025 - age;
    let (month, day) = (dice.between(1, 12), dice.between(1, 28));
    let birth_date = match dice.below(10) {
        0..5 => format!("{month:02}/{day:02}/{year}"),
        5 => format!("{year}{month:02}"),
        6 => year.to_string(),
        7 => "refused".to_owned(),
        _ => String::new(),
    };
    let band = AGE_BANDS.iter().find(|(oldest, _)| age <= *oldest).map_or("75+", |(_, band)| band);
    vec![birth_date, dice.maybe(88, band.to_owned())]
}

fn consumer_means(dice: &Dice) -> Vec<String> {
    let home_value = match dice.below(8) {
        0 => "0".to_owned(),
        1 => String::new(),
        2 => "200-300".to_owned(),
        _ => dice.between(120, 980).to_string(),
    };
    vec![dice.pick(INCOME_BANDS).to_owned(), home_value]
}

fn consumer_house(dice: &Dice) -> Vec<String> {
    vec![
        dice.pick(&["Y", "Y", "Y", "Y", "Y", "Y", "N", "N", "", "U"]).to_owned(),
        dice.pick(&[
            "Single family",
            "Single family",
            "Single family",
            "Single Family",
            "Single family",
            "Townhouse",
            "Condominium",
            "Apartment",
            "",
        ])
        .to_owned(),
        dice.maybe(85, dice.between(1900, 2024).to_string()),
        format!("{:02}/{}", dice.between(1, 12), dice.between(1990, 2025)),
        dice.pick(&["0", "0", "1", "2", "3", "4+", "", "1-2"]).to_owned(),
        dice.pick(&["A", "A", "B", "B", "C", "C", "D", "E", "", "", "A", "B"]).to_owned(),
        dice.pick(INTERESTS).to_owned(),
    ]
}

fn consumer_consent(dice: &Dice) -> Vec<String> {
    let opted_in = dice.pick(&["Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "N", "N", ""]);
    let date = format!(
        "{:02}/{:02}/{}",
        dice.between(1, 10),
        dice.between(1, 28),
        dice.pick(&[2023, 2025, 2025, 2026, 2026, 2026])
    );
    let date = if opted_in == "Y" { date } else { String::new() };
    vec![opted_in.to_owned(), date, dice.maybe(7, yes_no(true))]
}

// ------------------------------------------------------------------------------------------------------ scouted players

const SCOUTING_HEADER: &str = "Registration,Player,Birth Date,Nationality,League,Team,Pos,G,AB,IP,Roster Days,AVG,FB mph,OFP,\
Debut,Asking Price,Contract Until,Free Agent,Last Surgery,Note";

fn scouting_list(dice: &Dice) -> Sheet {
    let mut sheet = Sheet::plain(SCOUTING_HEADER);
    for number in 0..450 {
        let record = scouting_record(dice, number);
        sheet.add(&record);
        if number % 50 == 49 {
            sheet.add(&record);
        }
    }
    sheet
}

fn scouting_record(dice: &Dice, number: u64) -> Vec<String> {
    let (league, nationality) = dice.pick(LEAGUES);
    let position = dice.pick(POSITIONS);
    let mut cells = vec![
        format!("R-{:04}", 1_000 + number),
        player_name(dice, nationality),
        birth_date(dice),
        nationality.to_owned(),
        league.to_owned(),
        dice.pick(TEAMS).to_owned(),
        position.to_owned(),
    ];
    cells.extend(playing_time(dice, position.contains('P')));
    cells.extend(talent(dice, position.contains('P')));
    cells.extend(terms(dice));
    cells
}

fn player_name(dice: &Dice, nationality: &str) -> String {
    let (first_names, last_names) = match nationality {
        "JP" => (JAPANESE_FIRST_NAMES, JAPANESE_LAST_NAMES),
        "KR" => (KOREAN_FIRST_NAMES, KOREAN_LAST_NAMES),
        _ => (PLAYER_FIRST_NAMES, ENGLISH_LAST_NAMES),
    };
    format!("{} {}", dice.pick(first_names), dice.pick(last_names))
}

fn birth_date(dice: &Dice) -> String {
    let (year, month, day) = (dice.between(1998, 2008), dice.between(1, 12), dice.between(1, 28));
    match dice.below(12) {
        0 => year.to_string(),
        1 => String::new(),
        2 | 3 => format!("{month:02}/{day:02}/{year}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

/// Games, at-bats, innings, days on the roster: pitchers seldom bat, batters do not pitch.
fn playing_time(dice: &Dice, pitches: bool) -> Vec<String> {
    let games = if dice.chance(75) { dice.between(0, 25) } else { dice.between(26, 160) };
    let at_bats = if pitches { games / 5 } else { games * 3 };
    let innings = if pitches { games * 2 } else { 0 };
    vec![
        games.to_string(),
        dice.maybe(94, at_bats.to_string()),
        innings_cell(dice, innings),
        dice.maybe(90, (games * 3 / 2).to_string()),
    ]
}

/// Thirds of an inning are written behind the point, and blanks stand for none or for not counted.
fn innings_cell(dice: &Dice, innings: u64) -> String {
    match dice.below(12) {
        0 => String::new(),
        1 => "DNP".to_owned(),
        2 if innings > 0 => format!("{innings}.2"),
        _ => innings.to_string(),
    }
}

fn talent(dice: &Dice, pitches: bool) -> Vec<String> {
    let average = format!("0.{}", dice.between(180, 340));
    let speed = format!("{}.{}", dice.between(86, 100), dice.below(10));
    vec![
        if pitches { String::new() } else { dice.maybe(90, average) },
        if pitches { dice.maybe(85, speed) } else { String::new() },
        dice.pick(&["40", "45", "50", "50", "50", "55", "55", "55", "60", "60", "65", "45-50", "50-60", "tbd"])
            .to_owned(),
    ]
}

fn terms(dice: &Dice) -> Vec<String> {
    let debut = format!("{}-{:02}-{:02}", dice.between(2020, 2026), dice.between(4, 9), dice.between(1, 28));
    let surgery = format!("{}-{:02}-{:02}", dice.between(2022, 2026), dice.between(1, 10), dice.between(1, 28));
    vec![
        dice.maybe(60, debut),
        dice.pick(ASKING_PRICES).to_owned(),
        format!("{:02}/{}", dice.between(10, 11), dice.between(2026, 2029)),
        dice.pick(&["Y", "N", "N", ""]).to_owned(),
        dice.maybe(12, surgery),
        dice.pick(NOTES).to_owned(),
    ]
}

// ------------------------------------------------------------------------------------------------------------- tables

/// Real postcodes with their cities, states and area codes.
const US_PLACES: &[Place] = &[
    place("US", "CA", "San Francisco", "94103", "415"),
    place("US", "CA", "Oakland", "94607", "510"),
    place("US", "CA", "San Diego", "92101", "619"),
    place("US", "CA", "Sacramento", "95814", "916"),
    place("US", "CA", "Los Angeles", "90012", "213"),
    place("US", "CA", "San Jose", "95112", "408"),
    place("US", "WA", "Seattle", "98101", "206"),
    place("US", "WA", "Tacoma", "98402", "253"),
    place("US", "WA", "Spokane", "99201", "509"),
    place("US", "OR", "Portland", "97201", "503"),
    place("US", "OR", "Eugene", "97401", "541"),
    place("US", "TX", "Austin", "78701", "512"),
    place("US", "TX", "Houston", "77002", "713"),
    place("US", "TX", "Dallas", "75201", "214"),
    place("US", "TX", "San Antonio", "78205", "210"),
    place("US", "NY", "New York", "10001", "212"),
    place("US", "NY", "Buffalo", "14202", "716"),
    place("US", "NY", "Rochester", "14604", "585"),
    place("US", "NY", "Albany", "12207", "518"),
    place("US", "MA", "Boston", "02108", "617"),
    place("US", "MA", "Cambridge", "02139", "617"),
    place("US", "MA", "Springfield", "01103", "413"),
    place("US", "MA", "Worcester", "01608", "508"),
    place("US", "NJ", "Newark", "07102", "973"),
    place("US", "NJ", "Hoboken", "07030", "201"),
    place("US", "CT", "Hartford", "06103", "860"),
    place("US", "CT", "New Haven", "06510", "203"),
    place("US", "RI", "Providence", "02903", "401"),
    place("US", "ME", "Portland", "04101", "207"),
    place("US", "NH", "Manchester", "03101", "603"),
    place("US", "VT", "Burlington", "05401", "802"),
    place("US", "PA", "Philadelphia", "19103", "215"),
    place("US", "PA", "Pittsburgh", "15222", "412"),
    place("US", "IL", "Chicago", "60601", "312"),
    place("US", "CO", "Denver", "80202", "303"),
    place("US", "CO", "Boulder", "80302", "303"),
    place("US", "AZ", "Phoenix", "85004", "602"),
    place("US", "AZ", "Tucson", "85701", "520"),
    place("US", "NV", "Las Vegas", "89101", "702"),
    place("US", "NV", "Reno", "89501", "775"),
    place("US", "FL", "Miami", "33130", "305"),
    place("US", "FL", "Tampa", "33602", "813"),
    place("US", "FL", "Orlando", "32801", "407"),
    place("US", "GA", "Atlanta", "30303", "404"),
    place("US", "NC", "Charlotte", "28202", "704"),
    place("US", "NC", "Raleigh", "27601", "919"),
    place("US", "TN", "Nashville", "37203", "615"),
    place("US", "OH", "Columbus", "43215", "614"),
    place("US", "OH", "Cleveland", "44113", "216"),
    place("US", "MI", "Detroit", "48226", "313"),
    place("US", "MN", "Minneapolis", "55401", "612"),
    place("US", "MO", "St. Louis", "63101", "314"),
    place("US", "MO", "Kansas City", "64105", "816"),
    place("US", "UT", "Salt Lake City", "84101", "801"),
    place("US", "HI", "Honolulu", "96813", "808"),
    place("US", "AK", "Anchorage", "99501", "907"),
    place("US", "DC", "Washington", "20001", "202"),
    place("US", "VA", "Richmond", "23219", "804"),
    place("US", "MD", "Baltimore", "21201", "410"),
    place("US", "WI", "Milwaukee", "53202", "414"),
    place("US", "IN", "Indianapolis", "46204", "317"),
    place("US", "ID", "Boise", "83702", "208"),
    place("US", "LA", "New Orleans", "70112", "504"),
];

/// Real postcodes; a fifth of them begins with a zero.
const GERMAN_PLACES: &[Place] = &[
    place("DE", "BE", "Berlin", "10115", "030"),
    place("DE", "BE", "Berlin", "10437", "030"),
    place("DE", "BE", "Berlin", "10785", "030"),
    place("DE", "HH", "Hamburg", "20095", "040"),
    place("DE", "HH", "Hamburg", "22767", "040"),
    place("DE", "BY", "München", "80331", "089"),
    place("DE", "BY", "München", "80469", "089"),
    place("DE", "BY", "München", "81667", "089"),
    place("DE", "NW", "Köln", "50667", "0221"),
    place("DE", "NW", "Köln", "50823", "0221"),
    place("DE", "HE", "Frankfurt am Main", "60311", "069"),
    place("DE", "HE", "Frankfurt am Main", "60594", "069"),
    place("DE", "SN", "Dresden", "01067", "0351"),
    place("DE", "SN", "Dresden", "01099", "0351"),
    place("DE", "SN", "Leipzig", "04103", "0341"),
    place("DE", "SN", "Leipzig", "04109", "0341"),
    place("DE", "SN", "Chemnitz", "09111", "0371"),
    place("DE", "ST", "Halle (Saale)", "06108", "0345"),
    place("DE", "TH", "Gera", "07545", "0365"),
    place("DE", "TH", "Jena", "07743", "03641"),
    place("DE", "BB", "Cottbus", "03046", "0355"),
    place("DE", "BW", "Stuttgart", "70173", "0711"),
    place("DE", "BY", "Nürnberg", "90402", "0911"),
    place("DE", "BY", "Augsburg", "86150", "0821"),
    place("DE", "NW", "Düsseldorf", "40213", "0211"),
    place("DE", "NI", "Hannover", "30159", "0511"),
    place("DE", "HB", "Bremen", "28195", "0421"),
    place("DE", "BW", "Freiburg im Breisgau", "79098", "0761"),
    place("DE", "TH", "Erfurt", "99084", "0361"),
    place("DE", "SH", "Kiel", "24103", "0431"),
    place("DE", "MV", "Rostock", "18055", "0381"),
    place("DE", "RP", "Mainz", "55116", "06131"),
    place("DE", "SL", "Saarbrücken", "66111", "0681"),
];

/// Where an American list strays.
const OTHER_PLACES: &[Place] = &[
    place("GB", "", "London", "SE1 9SG", "020"),
    place("GB", "", "London", "N1 9GU", "020"),
    place("GB", "", "London", "EC2A 4NE", "020"),
    place("CA", "ON", "Toronto", "M5V 3L9", "416"),
    place("CA", "BC", "Vancouver", "V6B 1A9", "604"),
    place("FR", "", "Paris", "75002", "01"),
    place("DE", "BE", "Berlin", "10115", "030"),
    place("DE", "HH", "Hamburg", "20095", "040"),
    place("AT", "", "Wien", "1010", "01"),
    place("CH", "", "Zürich", "8001", "044"),
];

/// Where a German list strays.
const NEIGHBOUR_PLACES: &[Place] = &[
    place("AT", "", "Wien", "1010", "01"),
    place("AT", "", "Graz", "8010", "0316"),
    place("AT", "", "Salzburg", "5020", "0662"),
    place("AT", "", "Linz", "4020", "0732"),
    place("CH", "", "Zürich", "8001", "044"),
    place("CH", "", "Bern", "3011", "031"),
    place("CH", "", "Basel", "4051", "061"),
    place("FR", "", "Lyon", "69002", "04"),
    place("FR", "", "Nice", "06000", "04"),
];

/// States written out.
const STATE_NAMES: &[(&str, &str)] = &[
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("BB", "Brandenburg"),
    ("BE", "Berlin"),
    ("BW", "Baden-Württemberg"),
    ("BY", "Bayern"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HB", "Bremen"),
    ("HE", "Hessen"),
    ("HH", "Hamburg"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("LA", "Louisiana"),
    ("MA", "Massachusetts"),
    ("MD", "Maryland"),
    ("ME", "Maine"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MO", "Missouri"),
    ("MV", "Mecklenburg-Vorpommern"),
    ("NC", "North Carolina"),
    ("NH", "New Hampshire"),
    ("NI", "Niedersachsen"),
    ("NJ", "New Jersey"),
    ("NV", "Nevada"),
    ("NW", "Nordrhein-Westfalen"),
    ("NY", "New York"),
    ("OH", "Ohio"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("RP", "Rheinland-Pfalz"),
    ("SH", "Schleswig-Holstein"),
    ("SL", "Saarland"),
    ("SN", "Sachsen"),
    ("ST", "Sachsen-Anhalt"),
    ("TH", "Thüringen"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VA", "Virginia"),
    ("VT", "Vermont"),
    ("WA", "Washington"),
    ("WI", "Wisconsin"),
];

/// The states that the consumer list was ordered for.
const NORTH_EAST: &[&str] = &["CT", "MA", "ME", "NH", "NJ", "NY", "PA", "RI", "VT"];

/// Mobile numbers that the Bundesnetzagentur keeps free for films.
const GERMAN_MOBILES: &[&str] = &[
    "0152 28817386",
    "0152 28895456",
    "0152 54599371",
    "0172 9925904",
    "0172 9968532",
    "0172 9973185",
    "0172 9973186",
    "0172 9980752",
    "0174 9091317",
    "0174 9464308",
];

const ENGLISH_FIRST_NAMES: &[&str] = &[
    "Ada", "Alan", "Amy", "Ann", "Ben", "Beth", "Carl", "Cara", "Dana", "Dean", "Earl", "Edith", "Ella", "Eric",
    "Faye", "Finn", "Gail", "Glen", "Hope", "Hugh", "Iris", "Ivan", "Jack", "Jade", "Jean", "Joel", "June", "Kara",
    "Kirk", "Kyle", "Lena", "Leon", "Lois", "Luke", "Mara", "Mark", "Mona", "Nell", "Neil", "Nora", "Omar", "Opal",
    "Owen", "Paul", "Pia", "Ralph", "Rhea", "Ross", "Ruth", "Sean", "Sara", "Seth", "Tess", "Todd", "Una", "Vera",
    "Wade", "Wes", "Zoe", "Renée",
];

const ENGLISH_LAST_NAMES: &[&str] = &[
    "Abbott",
    "Acker",
    "Alder",
    "Ames",
    "Barlow",
    "Beck",
    "Birch",
    "Blaine",
    "Boyd",
    "Brandt",
    "Calder",
    "Carver",
    "Cole",
    "Cross",
    "Dalton",
    "Drake",
    "Dunn",
    "Ellery",
    "Enright",
    "Farrow",
    "Finch",
    "Foss",
    "Galt",
    "Garner",
    "Hale",
    "Harlow",
    "Hobbs",
    "Holt",
    "Ives",
    "Jarvis",
    "Keane",
    "Kemp",
    "Lang",
    "Larkin",
    "Lowry",
    "Mabry",
    "March",
    "Mercer",
    "Moss",
    "Nash",
    "Norris",
    "Oakes",
    "O'Connor",
    "Odom",
    "Orr",
    "Page",
    "Parrish",
    "Pike",
    "Quill",
    "Rand",
    "Reyes",
    "Rowe",
    "Sayer",
    "Shaw",
    "Solis",
    "Stark",
    "Tate",
    "Thorne",
    "Tilden",
    "Underhill",
    "Vance",
    "Voss",
    "Wade",
    "Ware",
    "Webb",
    "Whitlow",
    "Yates",
    "York",
    "Zeller",
];

const GERMAN_FIRST_NAMES: &[&str] = &[
    "Anja", "Anna", "Antje", "Bernd", "Birgit", "Björn", "Carla", "Dieter", "Dörte", "Elke", "Emil", "Erika", "Eva",
    "Felix", "Frank", "Frieda", "Gerd", "Gisela", "Greta", "Hannes", "Heike", "Heinz", "Helga", "Horst", "Ida", "Inge",
    "Ines", "Jan", "Jens", "Jürgen", "Karin", "Karl", "Katja", "Klaus", "Lars", "Lena", "Lutz", "Maja", "Marlene",
    "Max", "Mia", "Nele", "Nils", "Olaf", "Oskar", "Paula", "Petra", "Ralf", "Rita", "Rolf", "Rüdiger", "Sabine",
    "Silke", "Sören", "Tanja", "Thea", "Till", "Uwe", "Wiebke", "Wolf",
];

const GERMAN_LAST_NAMES: &[&str] = &[
    "Ahrens", "Albers", "Bachmann", "Bäcker", "Becher", "Behrens", "Böhm", "Brandt", "Breuer", "Busch", "Dietz",
    "Dorn", "Ebert", "Eggers", "Engel", "Falk", "Fiedler", "Forster", "Franke", "Frey", "Gärtner", "Geiger", "Götz",
    "Graf", "Groß", "Haas", "Hagen", "Hartwig", "Heine", "Heß", "Hofer", "Horn", "Jäger", "Jansen", "Kaiser", "Kern",
    "Kessler", "Köhler", "Kolb", "Krüger", "Kuhn", "Lange", "Lindner", "Lorenz", "Lüders", "Maurer", "Menzel", "Moll",
    "Nagel", "Naumann", "Ott", "Pohl", "Quast", "Reuter", "Riedel", "Röder", "Rother", "Sauer", "Schäfer", "Schütte",
    "Seidel", "Sommer", "Stein", "Sturm", "Thiele", "Uhl", "Ullrich", "Vogt", "Voigt", "Wendt", "Werner", "Wiese",
    "Winkler", "Wolff", "Ziegler", "Zimmer",
];

const PLAYER_FIRST_NAMES: &[&str] = &[
    "Abel", "Bo", "Cody", "Dale", "Eddie", "Felix", "Gus", "Hank", "Ike", "Jesse", "Lonnie", "Manny", "Nate", "Otis",
    "Ray", "Sal", "Tito", "Vic", "Walt", "Zack",
];

const JAPANESE_FIRST_NAMES: &[&str] = &[
    "Akio", "Daiki", "Haruto", "Kenta", "Koji", "Makoto", "Naoki", "Ren", "Ryota", "Shota", "Sora", "Takumi", "Yuki",
    "Yuto",
];

const JAPANESE_LAST_NAMES: &[&str] = &[
    "Aokawa",
    "Fujino",
    "Hoshida",
    "Ishimori",
    "Kanezawa",
    "Kurosaka",
    "Minamoto",
    "Moriyama",
    "Nakatani",
    "Okuda",
    "Shiraki",
    "Takemoto",
    "Uehata",
    "Yoshinaga",
];

const KOREAN_FIRST_NAMES: &[&str] = &[
    "Dae-jung", "Do-yun", "Ha-joon", "Hyun-woo", "Ji-ho", "Jun-seo", "Min-jae", "Sang-min", "Seo-jun", "Sung-ho",
    "Tae-yang", "Woo-jin",
];

const KOREAN_LAST_NAMES: &[&str] =
    &["Ahn", "Baek", "Cho", "Gwon", "Hwang", "Im", "Jang", "Kang", "Moon", "Noh", "Seo", "Yoon"];

const ENGLISH_STREETS: &[&str] = &[
    "Main Street",
    "Oak Ave",
    "Mill St",
    "Harbor Road",
    "Elm Street",
    "2nd Ave",
    "Park Blvd",
    "Spring St",
    "River Road",
    "Church Street",
    "Quarry Lane",
    "Depot St",
];

const GERMAN_STREETS: &[&str] = &[
    "Hauptstraße",
    "Bahnhofstraße",
    "Lindenallee",
    "Goethestraße",
    "Am Markt",
    "Mühlenweg",
    "Schillerstraße",
    "Gartenstraße",
    "Lange Straße",
    "Ringstraße",
    "Dorfplatz",
    "Kirchgasse",
];

const ENGLISH_COMPANY_WORDS: &[&str] = &[
    "Amber",
    "Anchor",
    "Beacon",
    "Birchwood",
    "Blue Heron",
    "Bright",
    "Canyon",
    "Cedar",
    "Clearwater",
    "Copper",
    "Crescent",
    "Driftwood",
    "Eastgate",
    "Evergreen",
    "Falcon",
    "Foxglove",
    "Granite",
    "Harbor",
    "Highland",
    "Ironbridge",
    "Juniper",
    "Keystone",
    "Lakeside",
    "Lighthouse",
    "Maple",
    "Meridian",
    "Northwind",
    "Oakline",
    "Osprey",
    "Pioneer",
    "Quill",
    "Redwood",
    "Ridge",
    "Sable",
    "Silverline",
    "Summit",
    "Tern",
    "Timber",
    "Union",
    "Vantage",
    "Westbrook",
    "Willow",
];

const GERMAN_COMPANY_WORDS: &[&str] = &[
    "Adler", "Alster", "Anker", "Birken", "Blick", "Brücke", "Burg", "Elb", "Falken", "Fluss", "Forst", "Grün",
    "Hanse", "Hafen", "Isar", "Kontor", "Kranich", "Kurpfalz", "Leine", "Linden", "Main", "Mosel", "Mühlen", "Neckar",
    "Nord", "Ost", "Pfeil", "Quell", "Rhein", "Rosen", "Ruhr", "Saale", "Schwan", "Spree", "Stern", "Süd", "Tannen",
    "Turm", "Weser", "West",
];

/// Who buys by tender, and who competes.
const ENGLISH_ODD_COMPANIES: &[&str] = &[
    "City of Fairhaven",
    "County of Marlow",
    "Elmwood School District",
    "Bright Virtual Assistants LLC",
    "Anchor Virtual Office Inc.",
];

const GERMAN_ODD_COMPANIES: &[&str] = &[
    "Stadtverwaltung Musterstadt",
    "Finanzamt Neustadt",
    "Grundschule am Park",
    "Büroservice Hansen GmbH",
    "Telefonservice Plus GmbH",
];

/// Lines of business with their WZ 2008 and SIC codes.
const TRADES: &[Trade] = &[
    trade("Consulting", "Unternehmensberatung", "70.22", "874201"),
    trade("Law Practice", "Rechtsanwälte", "69.10", "811103"),
    trade("Accounting", "Steuerberatung", "69.20", "872101"),
    trade("Real Estate", "Immobilien", "68.31", "653118"),
    trade("Marketing Agency", "Werbeagentur", "73.11", "731101"),
    trade("Insurance", "Versicherungsmakler", "66.22", "641112"),
    trade("E-Commerce", "Onlinehandel", "47.91", "596101"),
    trade("Coaching", "Coaching", "85.59", "829915"),
    trade("Architects", "Architekten", "71.11", "871206"),
    trade("Bakery", "Bäckerei", "10.71", "546102"),
    trade("Machinery", "Maschinenbau", "28.41", "354199"),
    trade("Software", "Software", "62.01", "737103"),
    trade("Logistics", "Logistik", "52.29", "473101"),
    trade("Wholesale", "Großhandel", "46.90", "519999"),
    trade("Construction", "Bauunternehmen", "41.20", "152103"),
    trade("Landscaping", "Gartenbau", "81.30", "078204"),
    trade("Restaurant", "Gastronomie", "56.10", "581208"),
    trade("Dental Practice", "Zahnarztpraxis", "86.23", "802101"),
    trade("Call Center", "Callcenter", "82.20", "738902"),
];

/// Those who decide.
const ENGLISH_CHIEFS: &[Post] = &[
    post("Owner", "owner", "C-Suite"),
    post("Founder", "founder", "C-Suite"),
    post("Founder & CEO", "founder", "C-Suite"),
    post("Co-Founder", "founder", "C-Suite"),
    post("President", "c_suite", "C-Suite"),
    post("CEO", "c_suite", "C-Suite"),
    post("Managing Director", "c_suite", "C-Suite"),
    post("Chief Operating Officer", "c_suite", "C-Suite, Operations"),
    post("Owner / Operator", "owner", "C-Suite"),
    post("Managing Partner", "partner", "C-Suite"),
    post("Directora general", "c_suite", "C-Suite"),
    post("Directeur Général", "c_suite", "C-Suite"),
];

/// Those who do not, or not alone.
const ENGLISH_STAFF: &[Post] = &[
    post("Vice President, Sales", "vp", "Sales"),
    post("VP Operations", "vp", "Operations"),
    post("Director of Marketing", "director", "Marketing"),
    post("Head of Purchasing", "head", "Purchasing"),
    post("Office Manager", "manager", "Operations"),
    post("Product Owner", "senior", "Product Management"),
    post("Sales Representative", "entry", "Sales"),
    post("Executive Assistant to the CEO", "entry", "Operations"),
    post("Intern", "intern", "Marketing"),
    post("Accountant", "senior", "Finance"),
    post("Assistant Vice President", "vp", "Finance"),
    post("Former CEO", "senior", ""),
    post("IT Manager", "manager", "Information Technology"),
    post("Team Lead", "manager", "Support"),
];

const GERMAN_CHIEFS: &[Post] = &[
    post("Geschäftsführer", "owner", ""),
    post("Geschäftsführerin", "owner", ""),
    post("Inhaber", "owner", ""),
    post("Inhaberin", "owner", ""),
    post("Geschäftsführender Gesellschafter", "owner", ""),
    post("Vorstand", "c_suite", ""),
    post("Gründerin und CEO", "founder", ""),
    post("Eigentümer", "owner", ""),
    post("Mitgründer", "founder", ""),
];

const GERMAN_STAFF: &[Post] = &[
    post("Prokurist", "director", ""),
    post("Leiter Einkauf", "head", ""),
    post("Vertriebsleiterin", "head", ""),
    post("Assistenz der Geschäftsführung", "entry", ""),
    post("Sekretärin", "entry", ""),
    post("Sachbearbeiter", "entry", ""),
    post("Praktikantin", "intern", ""),
    post("Bereichsleiter Logistik", "director", ""),
    post("Projektleiter", "manager", ""),
    post("Buchhalterin", "senior", ""),
    post("ehemaliger Geschäftsführer", "senior", ""),
    post("Einkäufer", "senior", ""),
];

const KEYWORDS: &[&str] =
    &["", "growth, remote work", "family owned", "franchise, local", "saas, b2b", "wholesale, import"];

const TECHNOLOGIES: &[&str] = &[
    "",
    "Microsoft 365",
    "QuickBooks, Slack",
    "Salesforce, SAP",
    "HubSpot, Google Workspace",
    "Calendly, Zoom",
    "SAP",
    "WordPress.org, Mailchimp",
];

/// What people type when a form asks for a monthly budget and takes anything.
const BUDGETS: &[&str] = &[
    "ca. 5k",
    "10-20k",
    "call me",
    "$500-1000",
    "1.500 €",
    "2k",
    "~800",
    "$1,000",
    "under 300",
    "500+",
    "1000 USD",
    "3000 dollars a month",
    "",
    "",
    "tbd",
    "1-5k",
    "$250",
    "€2,500.00",
    "up to 1000",
    "£1,200",
    "it depends",
    "0",
];

const MESSAGES: &[&str] = &[
    "",
    "Please call in the morning.",
    "We need help with:\n- mail\n- invoices\n- travel",
    "Our \"old\" assistant left, and we drown in mail.",
    "Hello,\nhow fast can you start?",
    "Wir suchen Unterstützung im Büro.",
    "=SUM(1,1)",
    "Price list, please; thanks",
];

const INCOME_BANDS: &[&str] = &[
    "Under $25,000",
    "$100,000-$149,999",
    "$25,000-$49,999",
    "$50,000-$74,999",
    "$75,000-$99,999",
    "$75,000-$99,999",
    "$100,000-$149,999",
    "$100,000-$149,999",
    "$150,000+",
    "$150,000+",
    "$60,000-$99,999",
    "$ 85,000",
    "112k",
    "",
    "undisclosed",
];

/// Bands by the oldest age in them.
const AGE_BANDS: &[(u64, &str)] =
    &[(24, "18-24"), (34, "25-34"), (44, "35-44"), (54, "45-54"), (64, "55-64"), (74, "65-74")];

const INTERESTS: &[&str] =
    &["", "Gardening", "Travel; Cooking", "DIY; Cars", "Home improvement; Gardening", "Reading", "Golf; Travel"];

/// Leagues with the passport that most of their players hold.
const LEAGUES: &[(&str, &str)] = &[
    ("MLB", "US"),
    ("MLB", "US"),
    ("NPB", "JP"),
    ("NPB", "JP"),
    ("KBO", "KR"),
    ("International League", "US"),
    ("Pacific Coast League", "US"),
    ("Eastern League", "US"),
    ("Sunday League", "US"),
];

const POSITIONS: &[&str] =
    &["P", "SP", "RP", "LHP", "RHP", "C", "SS/2B", "CF", "1B", "3B", "LF/RF", "OF/P", "C/1B", ""];

const TEAMS: &[&str] = &[
    "Harbor Gulls",
    "Granite Owls",
    "River Otters",
    "Red Herons",
    "Night Trains",
    "Paper Cranes",
    "Copper Foxes",
    "Sea Lanterns",
];

const ASKING_PRICES: &[&str] = &[
    "$350K",
    "$400,000",
    "$750,000",
    "$1.2M",
    "$2M",
    "$2-4M",
    "$5M+",
    "JPY 90,000,000",
    "JPY 180,000,000",
    "KRW 900,000,000",
    "ask the agent",
    "",
];

const NOTES: &[&str] = &[
    "",
    "Plus-plus glove, smooth hands.",
    "Stand-out arm.",
    "Slow start, better in August.",
    "Quiet, works hard.",
    "Needs a second pitch",
];
