//! Which columns of a list feed which fields.
//!
//! A list file's `[columns]` comes first. Else a field takes the headers it names: as written, then with case and
//! punctuation folded. A field that finds none of them takes a header that is its own name or label, unless another
//! field names that header.

use std::collections::HashMap;

use crate::field_types::{Asks, header_asks, letters_and_digits};
use crate::profile::{Feed, Field, HeaderPattern, ListFile, Take};

/// What feeds every field of a profile in one list.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// One for each field of the profile, in its order.
    pub fields: Vec<FieldMapping>,
    /// The list's column names.
    pub headers: Vec<String>,
}

/// What feeds one field. No feed: every cell is missing, because the list has no such column.
#[derive(Clone, Debug, Default)]
pub struct FieldMapping {
    /// Best first; each record takes the first that is known or a range.
    pub feeds: Vec<MappedFeed>,
    /// The same for each lead that a record is exploded into, where they differ; empty where they do not.
    pub groups: Vec<Vec<MappedFeed>>,
    /// Whether nearly every cell of its one column was different in the sample, so that none need be remembered.
    pub varied: bool,
    /// Whether the list says by it who must not be contacted: then each record takes the first that objects.
    pub objects: bool,
    /// Whether all values are kept that a record has for it, and not the taken one alone, because somebody may be known
    /// by them.
    pub keeps_all: bool,
    /// Columns that feed nothing and hold such values: they are not taken, only kept.
    pub also: Vec<MappedFeed>,
}

/// Columns of the list that are joined by a blank to one cell.
#[derive(Clone, Debug)]
pub struct MappedFeed {
    /// Their places in the header.
    pub columns: Vec<usize>,
    /// The part of the cell to take.
    pub take: Option<Take>,
    /// Whether an opt-out field is fed by a header that asks for consent: `Opt In`.
    pub consents: bool,
}

impl Mapping {
    /// Maps the headers of a list to the fields of a profile.
    #[must_use]
    pub fn new(headers: Vec<String>, fields: &[Field], list: &ListFile) -> Self {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let finder = Finder { headers: &headers, folded: &folded };
        let mut mapped: Vec<FieldMapping> = fields
            .iter()
            .enumerate()
            .map(|(place, field)| finder.field(list.columns.get(&place).unwrap_or(&field.feeds)))
            .collect();
        let named: Vec<usize> = mapped.iter().flat_map(FieldMapping::columns).collect();
        for (place, field) in fields.iter().enumerate() {
            if mapped[place].feeds.is_empty() && !list.columns.contains_key(&place) {
                mapped[place] = finder.by_own_name(field, &named);
            }
        }
        // A list without any of the columns has one lead a record.
        let has_group =
            |group: &HashMap<usize, Vec<Feed>>| group.values().any(|feeds| !finder.field(feeds).feeds.is_empty());
        let explodes = list.explode.iter().any(has_group);
        for (place, field) in mapped.iter_mut().enumerate().filter(|_| explodes) {
            field.explode(list.explode.iter().map(|group| group.get(&place).map(|feeds| finder.field(feeds).feeds)));
        }
        Self { fields: mapped, headers }
    }

    /// Notes of each field with one column whether its cells are `varied`.
    pub(super) fn learn(&mut self, varied: impl Fn(usize) -> bool) {
        for field in &mut self.fields {
            field.varied =
                matches!(field.feeds.as_slice(), [feed] if feed.columns.len() == 1 && varied(feed.columns[0]));
        }
    }

    /// Adds columns whose header repeats that of a column which feeds one of these fields, which ask who objects: the
    /// header of the second is `Opt-out (2)`.
    pub(super) fn add_repeated(&mut self, fields: &[usize]) {
        let first = |header: &str| Some(header.rsplit_once(" (")?.0.to_lowercase());
        for field in fields {
            let mapped = &mut self.fields[*field];
            let fed: Vec<usize> = mapped.columns().collect();
            let repeats = |column: &usize| {
                let first = first(&self.headers[*column]);
                first.is_some_and(|first| fed.iter().any(|fed| self.headers[*fed].to_lowercase() == first))
            };
            let repeated = (0..self.headers.len()).filter(|column| !fed.contains(column)).filter(repeats);
            mapped.feeds.extend(repeated.map(MappedFeed::of));
        }
    }

    /// Notes what feeds these fields, which ask who objects, from headers that ask for consent.
    pub(super) fn ask(&mut self, fields: &[usize]) {
        let headers = &self.headers;
        let consents = |columns: &[usize]| columns.iter().all(|column| header_asks(&headers[*column]) == Asks::Consent);
        for field in fields {
            let mapped = &mut self.fields[*field];
            for feed in mapped.feeds.iter_mut().chain(mapped.groups.iter_mut().flatten()) {
                feed.consents = consents(&feed.columns);
            }
        }
    }

    /// How many groups of columns can each be a lead; 0 where a record is a lead.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.fields.iter().map(|field| field.groups.len()).max().unwrap_or(0)
    }

    /// The columns that feed no field, in the list's order.
    #[must_use]
    pub fn unmapped(&self) -> Vec<usize> {
        let fed: Vec<usize> = self.fields.iter().flat_map(FieldMapping::columns).collect();
        (0..self.headers.len()).filter(|column| !fed.contains(column)).collect()
    }

    /// What feeds field number `field`, for the summary: `Vorwahl + Rufnummer`, one text a feed.
    #[must_use]
    pub fn shown(&self, field: usize) -> Vec<String> {
        let join = |feed: &MappedFeed| {
            feed.columns.iter().map(|column| self.headers[*column].as_str()).collect::<Vec<_>>().join(" + ")
        };
        self.fields[field].feeds.iter().map(join).collect()
    }
}

impl MappedFeed {
    /// One whole column.
    pub(super) fn of(column: usize) -> Self {
        Self { columns: vec![column], take: None, consents: false }
    }
}

impl FieldMapping {
    /// Every column that feeds it.
    pub fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        let feeds = self.feeds.iter().chain(self.groups.iter().flatten());
        feeds.flat_map(|feed| feed.columns.iter().copied())
    }

    /// Whether a column that feeds nothing holds what this field holds.
    #[must_use]
    pub fn holds_beside(&self, column: usize) -> bool {
        self.also.iter().any(|feed| feed.columns.contains(&column))
    }

    /// Whether one feed at most has all values that a record has for it.
    pub(super) fn is_one_feed(&self) -> bool {
        self.feeds.len() < 2 && self.groups.is_empty() && self.also.is_empty()
    }

    /// Takes what feeds it in each group of an exploded record, if any group names it.
    fn explode(&mut self, groups: impl Iterator<Item = Option<Vec<MappedFeed>>>) {
        let groups: Vec<_> = groups.collect();
        if groups.iter().any(Option::is_some) {
            self.groups = groups.into_iter().map(Option::unwrap_or_default).collect();
            if self.feeds.is_empty() {
                self.feeds.clone_from(&self.groups[0]);
            }
        }
    }

    /// What feeds it in the lead that is made of a group of columns, counted from 1; 0: the record is the lead.
    #[must_use]
    pub fn feeds_of(&self, group: u32) -> &[MappedFeed] {
        let place = (group as usize).checked_sub(1);
        place.and_then(|place| self.groups.get(place)).map_or(&self.feeds, |feeds| feeds)
    }
}

/// Headers with their folded forms, so that many patterns can be held against them.
pub(super) struct Folded<'h> {
    headers: &'h [String],
    folded: Vec<String>,
}

impl<'h> Folded<'h> {
    pub(super) fn new(headers: &'h [String]) -> Self {
        Self { headers, folded: headers.iter().map(|header| fold(header)).collect() }
    }

    /// The places of the headers that fit any of these patterns.
    pub(super) fn fitting(&self, patterns: &[HeaderPattern]) -> Vec<usize> {
        let finder = Finder { headers: self.headers, folded: &self.folded };
        patterns.iter().flat_map(|pattern| finder.columns(pattern)).collect()
    }
}

struct Finder<'h> {
    headers: &'h [String],
    folded: &'h [String],
}

impl Finder<'_> {
    fn field(&self, feeds: &[Feed]) -> FieldMapping {
        let mut found: Vec<MappedFeed> = Vec::new();
        for feed in feeds.iter().flat_map(|feed| self.feed(feed)) {
            let same = |other: &MappedFeed| other.columns == feed.columns && other.take == feed.take;
            if !found.iter().any(same) {
                found.push(feed);
            }
        }
        FieldMapping { feeds: found, ..FieldMapping::default() }
    }

    /// The mapped feeds of one feed: one where its headers are there, several where one pattern fits several headers.
    fn feed(&self, feed: &Feed) -> Vec<MappedFeed> {
        let columns: Vec<Vec<usize>> = feed.headers.iter().map(|header| self.columns(header)).collect();
        let mapped = |columns: Vec<usize>| MappedFeed { columns, take: feed.take.clone(), consents: false };
        match columns.as_slice() {
            [single] => single.iter().map(|column| mapped(vec![*column])).collect(),
            joined => {
                let present: Vec<usize> = joined.iter().filter_map(|columns| columns.first().copied()).collect();
                // A join stands for one cell: with a part of its columns the cell would be a fragment.
                if present.len() == joined.len() { vec![mapped(present)] } else { Vec::new() }
            }
        }
    }

    /// The columns that a header pattern means, best first.
    fn columns(&self, pattern: &HeaderPattern) -> Vec<usize> {
        match pattern {
            HeaderPattern::Named(name) => self.named(name).into_iter().collect(),
            HeaderPattern::Starts(start) => {
                let start = fold(start);
                let mut found: Vec<usize> =
                    (0..self.folded.len()).filter(|i| self.folded[*i].starts_with(&start)).collect();
                found.sort_by(|a, b| self.headers[*b].cmp(&self.headers[*a]));
                found
            }
        }
    }

    fn named(&self, name: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|header| header == name);
        exact.or_else(|| {
            let name = fold(name);
            self.folded.iter().position(|header| *header == name)
        })
    }

    fn by_own_name(&self, field: &Field, named: &[usize]) -> FieldMapping {
        let own = [&field.name, &field.label].into_iter().find_map(|name| self.named(name));
        let feeds = own.filter(|column| !named.contains(column));
        FieldMapping { feeds: feeds.map(MappedFeed::of).into_iter().collect(), ..FieldMapping::default() }
    }
}

/// The field whose headers are most like this one, where one is much like it. Nothing is taken for it by itself.
#[must_use]
pub fn close_field(header: &str, fields: &[Field]) -> Option<usize> {
    const CLOSE: f64 = 0.9;
    /// Names that begin alike are not alike (`Stand`, `Standort`): so much of them has to be the same, letter by letter.
    const SAME: f64 = 0.75;
    const LONGEST: usize = 64;
    if header.len() > 4 * LONGEST {
        return None;
    }
    let folded = fold(header);
    let alias = |feed: &'_ Feed| match feed.headers.as_slice() {
        [HeaderPattern::Named(name) | HeaderPattern::Starts(name)] => Some(name.clone()),
        _ => None,
    };
    let measure = measure(header);
    let likeness = |field: &Field| {
        let names = field.feeds.iter().filter_map(alias).chain([field.name.clone(), field.label.clone()]);
        let likely = names.filter(|name| measure.is_none() || self::measure(name) == measure).map(|name| fold(&name));
        let alike = likely.filter(|name| strsim::normalized_damerau_levenshtein(&folded, name) >= SAME);
        alike.map(|name| strsim::jaro_winkler(&folded, &name)).fold(0.0, f64::max)
    };
    let likest = fields.iter().map(likeness).enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    likest.filter(|(_, likeness)| *likeness >= CLOSE && (4..=LONGEST).contains(&folded.len())).map(|(place, _)| place)
}

/// Words by which a header says that its column holds something else than one that is called alike: a count is not a sum,
/// and the day of a thing is not the thing.
const MEASURES: [(&str, &[&str]); 5] = [
    (
        "count",
        &["count", "counts", "number", "num", "no", "nr", "rounds", "qty", "quantity", "anzahl", "nombre", "numero"],
    ),
    ("day", &["date", "dates", "day", "datum", "fecha", "since", "year", "jahr", "time", "timestamp"]),
    ("kind", &["type", "kind", "status", "stage", "category", "typ", "art", "code", "id", "uuid", "currency", "unit"]),
    ("share", &["percent", "pct", "share", "rate", "ratio", "growth", "change", "anteil", "prozent"]),
    ("page", &["url", "link", "domain", "logo", "image"]),
];

/// What a header says that its column measures, by one of its words.
fn measure(header: &str) -> Option<&'static str> {
    let lower = header.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let of = |word: &str| MEASURES.iter().find(|(_, words)| words.contains(&word)).map(|(measure, _)| *measure);
    words.find_map(of)
}

/// A header with case and punctuation folded. A header of nothing but punctuation stays as it is.
fn fold(header: &str) -> String {
    let letters = letters_and_digits(header);
    if letters.is_empty() { header.trim().to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::{FieldType, TextStyle};

    fn field(name: &str, feeds: &[&[&str]]) -> Field {
        let feed =
            |headers: &&[&str]| Feed { headers: headers.iter().map(|h| HeaderPattern::parse(h)).collect(), take: None };
        Field {
            name: name.to_owned(),
            label: name.to_owned(),
            field_type: FieldType::Text(TextStyle::default()),
            feeds: feeds.iter().map(feed).collect(),
            ask: None,
            missing: Vec::new(),
            values: crate::field_types::ValueMap::default(),
            sensitive: false,
            country_from: None,
        }
    }

    fn mapped(headers: &[&str], field: Field) -> Vec<Vec<usize>> {
        let headers = headers.iter().map(|h| (*h).to_owned()).collect();
        let mapping = Mapping::new(headers, &[field], &ListFile::default());
        mapping.fields[0].feeds.iter().map(|feed| feed.columns.clone()).collect()
    }

    #[test]
    fn a_count_is_not_close_to_a_sum() {
        let fields =
            [field("total_funding", &[&["Total Funding"], &["Funding Total"]]), field("founded", &[&["Founded"]])];
        for (header, close) in [
            ("funding_totals", Some(0)),
            ("Total Fundings", Some(0)),
            ("funding_rounds", None),
            ("Total Funding Count", None),
            ("total_funding_date", None),
            ("total_funding_type", None),
            ("Founded on", Some(1)),
        ] {
            assert_eq!(close_field(header, &fields), close, "{header}");
        }
    }

    #[test]
    fn headers_find_their_fields() {
        /// Headers, the field, and the columns of each of its feeds.
        type Row = (&'static [&'static str], Field, &'static [&'static [usize]]);
        let table: [Row; 9] = [
            (&["Email", "E-Mail"], field("mail", &[&["E-Mail"]]), &[&[1]]),
            (&["e mail"], field("mail", &[&["E-Mail"]]), &[&[0]]),
            (&["Mobile", "Phone"], field("phone", &[&["Phone"], &["Mobile"]]), &[&[1], &[0]]),
            (&["Vorwahl", "Rufnummer"], field("phone", &[&["Vorwahl", "Rufnummer"]]), &[&[0, 1]]),
            (&["Vorwahl"], field("phone", &[&["Vorwahl", "Rufnummer"]]), &[]),
            (&["Umsatz 2024", "Umsatz 2025"], field("revenue", &[&["Umsatz 20*"]]), &[&[1], &[0]]),
            (&["Company Name for Emails"], field("company", &[&["Company"], &["Company Name"]]), &[]),
            (&["# Employees"], field("employees", &[&["# Employees"]]), &[&[0]]),
            (&["First_Name"], field("first_name", &[]), &[&[0]]),
        ];
        for (headers, field, columns) in table {
            assert_eq!(mapped(headers, field.clone()), columns, "{headers:?} for {}", field.name);
        }
    }

    #[test]
    fn a_list_file_wins_and_a_claimed_header_is_not_taken_by_name() {
        let fields = [field("company", &[&["Firma"]]), field("firma", &[])];
        let list = ListFile { columns: [(0, vec![Feed::header("Name")])].into(), ..ListFile::default() };
        let headers = vec!["Firma".to_owned(), "Name".to_owned()];
        let with_list = Mapping::new(headers.clone(), &fields, &list);
        assert_eq!(with_list.fields[0].columns().collect::<Vec<_>>(), [1]);
        let without = Mapping::new(headers, &fields, &ListFile::default());
        assert!(without.fields[1].feeds.is_empty());
        assert_eq!(without.unmapped(), [1]);
    }
}
