//! Whose names a column holds: `Name` is a person's, unless its cells are companies.

use super::mapping::Mapping;
use super::records::Records;
use crate::field_types::{FieldType, is_company_name};
use crate::profile::{ListFile, Profile};

/// So many records of the sample are looked at.
const TRIED: usize = 1000;

/// A column of names that are companies', though its header stands for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyNames {
    /// The header.
    pub header: String,
    /// The field of companies that it feeds.
    pub company: usize,
    /// The field of people that it does not feed.
    pub person: usize,
}

impl Mapping {
    /// Lets a column of companies feed the field of companies, if no other column does and no list file says otherwise.
    ///
    /// More than half of its cells must be companies by their legal form or another word that only companies bear.
    pub(super) fn tell_companies(
        &mut self,
        profile: &Profile,
        file: &ListFile,
        sample: &Records,
    ) -> Option<CompanyNames> {
        let is_free = |field: &usize| !file.columns.contains_key(field);
        let of_type = |wanted: FieldType| {
            (0..profile.fields.len()).filter(is_free).filter(move |field| profile.fields[*field].field_type == wanted)
        };
        let company = of_type(FieldType::Company).next().filter(|field| self.fields[*field].feeds.is_empty())?;
        let (person, place) = of_type(FieldType::Person).find_map(|field| {
            let singles =
                self.fields[field].feeds.iter().position(|feed| feed.columns.len() == 1 && feed.take.is_none())?;
            let column = self.fields[field].feeds[singles].columns[0];
            are_companies(profile, sample, column).then_some((field, singles))
        })?;
        let feed = self.fields[person].feeds.remove(place);
        let header = self.headers[feed.columns[0]].clone();
        self.fields[company].feeds.push(feed);
        Some(CompanyNames { header, company, person })
    }
}

/// Whether more than half of the filled cells of a column are companies.
fn are_companies(profile: &Profile, sample: &Records, column: usize) -> bool {
    let (mut filled, mut companies) = (0, 0);
    for record in 0..sample.len().min(TRIED) {
        let cell = sample.cell(record, column);
        let name = cell.trim();
        if !name.is_empty() {
            filled += 1;
            companies += usize::from(is_company_name(name, &profile.tables));
        }
    }
    companies * 2 > filled
}
