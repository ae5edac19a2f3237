//! Which columns of a suppression file name somebody: by the fields of the profile, by headers that are known, and by
//! what stands in a column whose header nobody knows.

use super::cells::{Cells, Named, bare, is_word};
use super::phones::looks_like_number;
use crate::field_types::FieldType;
use crate::identity::suppression::Role;
use crate::intake::{Mapping, Records};
use crate::profile::{ListFile, Profile};

/// So many records of the beginning tell what a column holds.
const SAMPLE: usize = 5_000;

/// Columns that are read as one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) columns: Vec<usize>,
    pub(super) role: Role,
}

/// What the columns of a file name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// The columns that are read.
    pub(super) read: Vec<Source>,
    /// Those among them whose headers nobody knows.
    pub(super) guessed: Vec<(usize, Role)>,
}

impl Source {
    const fn of(columns: Vec<usize>, role: Role) -> Self {
        Self { columns, role }
    }

    /// The text of a record.
    pub(super) fn text(&self, records: &Records, record: usize) -> String {
        let cells: Vec<_> = self.columns.iter().map(|column| records.readable(record, *column)).collect();
        let cells: Vec<&str> = cells.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
        match cells.as_slice() {
            [.., number] if self.role == Role::Phone && cells.len() > 1 => behind_code(&cells, number),
            cells => cells.join(" "),
        }
    }
}

/// A number behind the code of its town in another cell. Where it has one itself, both ways are meant.
fn behind_code(cells: &[&str], number: &str) -> String {
    let joined = cells.join(" ");
    match number {
        number if number.starts_with('+') || number.starts_with("00") => number.to_owned(),
        number if number.starts_with(['0', '(']) => format!("{joined}; {number}"),
        _ => joined,
    }
}

impl Sources {
    /// The columns that name somebody.
    pub(super) fn new(profile: &Profile, headers: &[String], sample: &Records) -> Self {
        let mut read = known(profile, headers);
        let is_free = |column: &usize| !read.iter().any(|source: &Source| source.columns.contains(column));
        let free: Vec<usize> = (0..headers.len()).filter(is_free).collect();
        let names_somebody = read.iter().any(|source| source.role.names_somebody());
        let guess = |column: usize| Some((column, guessed(profile, sample, column)?));
        // What a domain is for, beside columns that are known, nobody can tell: a campaign, a source.
        let fits = |(_, role): &(usize, Role)| *role != Role::Domain || !names_somebody;
        let guessed: Vec<(usize, Role)> = free.into_iter().filter_map(guess).filter(fits).collect();
        read.extend(guessed.iter().map(|(column, role)| Source::of(vec![*column], *role)));
        read.sort_unstable_by_key(|source| source.columns[0]);
        Self { read, guessed }
    }

    /// Whether any column says who is meant.
    pub(super) fn name_somebody(&self) -> bool {
        self.read.iter().any(|source| source.role.names_somebody())
    }
}

/// The columns whose headers are known: by the names of the kinds, by the profile's fields, by the table of headers.
pub(super) fn known(profile: &Profile, headers: &[String]) -> Vec<Source> {
    let plain = |header: &String| ["email", "email_sha256", "phone", "domain", "company"].contains(&header.trim());
    let mut roles: Vec<Option<Role>> =
        headers.iter().map(|header| Role::of_header(header).filter(|_| plain(header))).collect();
    let mut joined: Vec<Source> = Vec::new();
    let mapping = Mapping::new(headers.to_vec(), &profile.fields, &ListFile::default());
    for (field, fed) in profile.fields.iter().zip(&mapping.fields) {
        let Some(role) = role_of(&field.field_type) else { continue };
        for feed in fed.feeds.iter().filter(|feed| feed.take.is_none()) {
            match feed.columns.as_slice() {
                [column] if role == Role::Web => {
                    let known = Role::of_header(&headers[*column]).or_else(|| Role::of_header(&field.name));
                    roles[*column] = roles[*column].or(known.filter(|known| *known == Role::Page)).or(Some(role));
                }
                [column] => roles[*column] = roles[*column].or(Some(role)),
                parts if role == Role::Phone => joined.push(Source::of(parts.to_vec(), role)),
                parts => parts.iter().for_each(|column| roles[*column] = roles[*column].or(Some(role))),
            }
        }
    }
    let role = |column: usize| roles[column].or_else(|| Role::of_header(&headers[column]));
    for code in (0..headers.len()).filter(|column| role(*column) == Some(Role::AreaCode)) {
        let is_free = |column: &usize| {
            role(*column) == Some(Role::Phone) && !joined.iter().any(|source| source.columns.contains(column))
        };
        let number = (code + 1..headers.len()).find(is_free).or_else(|| (0..code).rev().find(is_free));
        joined.extend(number.map(|number| Source::of(vec![code, number], Role::Phone)));
    }
    let is_joined = |column: &usize| joined.iter().any(|source| source.columns.contains(column));
    let single = (0..headers.len()).filter(|column| !is_joined(column));
    let single = single.filter_map(|column| Some(Source::of(vec![column], role(column)?)));
    let single = single.filter(|source| source.role != Role::AreaCode);
    single.chain(joined.iter().cloned()).collect()
}

const fn role_of(field_type: &FieldType) -> Option<Role> {
    Some(match field_type {
        FieldType::Email => Role::Email,
        FieldType::Phone => Role::Phone,
        FieldType::Company => Role::Company,
        FieldType::Web => Role::Web,
        FieldType::Person => Role::Name,
        FieldType::PostalCode => Role::PostalCode,
        FieldType::Country => Role::Country,
        _ => return None,
    })
}

/// What half of the cells of a column are, or more: addresses, numbers, domains.
fn guessed(profile: &Profile, sample: &Records, column: usize) -> Option<Role> {
    let cells = Cells { profile, country: None };
    let texts: Vec<String> = (0..sample.len().min(SAMPLE))
        .map(|record| bare(&sample.readable(record, column)).to_owned())
        .filter(|text| is_word(text))
        .collect();
    let most = |is: &dyn Fn(&str) -> bool| {
        !texts.is_empty() && texts.iter().filter(|text| is(text)).count() * 2 >= texts.len()
    };
    let is_address = |text: &str| text.contains('@') && !cells.read(Role::Email, text).named.is_empty();
    let is_number = |text: &str| looks_like_number(text) && !cells.read(Role::Phone, text).named.is_empty();
    let is_hash = |text: &str| text.len() == 64 && !cells.read(Role::EmailSha256, text).named.is_empty();
    let is_page = |text: &str| {
        let read = cells.read(Role::Page, text);
        !text.contains(' ') && matches!(read.named.as_slice(), [Named::Page(..)])
    };
    let is_domain = |text: &str| cells.is_domain(text);
    match () {
        () if most(&is_address) => Some(Role::Email),
        () if most(&is_number) => Some(Role::Phone),
        () if most(&is_hash) => Some(Role::EmailSha256),
        () if most(&is_page) => Some(Role::Page),
        () if most(&is_domain) => Some(Role::Domain),
        () => None,
    }
}
