//! Whose export a list is, told from its headers.

use std::collections::{BTreeMap, HashMap};

use super::mapping::Folded;
use crate::profile::{HeaderPattern, ListFile, Vendor};

/// What is known of a list's vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// It is this vendor's: all headers of one of its sets are there, or the list file says so.
    Certain(String),
    /// It looks like this vendor's, of which so many telling headers are there and these are not. Nothing is assumed.
    Close {
        /// The vendor.
        vendor: String,
        /// The telling headers that are not there.
        lacks: Vec<String>,
    },
    /// Nobody's that is known.
    Unknown,
}

/// The vendor that a list with these headers is of, and the list file with what is known of that vendor behind it.
pub(super) fn recognise(headers: &[String], vendors: &[Vendor], file: ListFile) -> (Recognition, ListFile) {
    let folded = Folded::new(headers);
    let lacking = |set: &Vec<String>| -> Vec<String> {
        set.iter().filter(|header| folded.fitting(&[HeaderPattern::parse(header)]).is_empty()).cloned().collect()
    };
    let mut best: Option<(&Vendor, usize, Vec<String>)> = None;
    for vendor in vendors.iter().filter(|vendor| is_possible(vendor, &file)) {
        for set in &vendor.recognise {
            let lacks = lacking(set);
            let is_better = best.as_ref().is_none_or(|(_, size, fewest)| {
                (lacks.len(), std::cmp::Reverse(set.len())) < (fewest.len(), std::cmp::Reverse(*size))
            });
            if is_better {
                best = Some((vendor, set.len(), lacks));
            }
        }
    }
    let named = file.vendor.is_some();
    match best {
        Some((vendor, _, lacks)) if lacks.is_empty() || (named && lacks.len() < 2) => {
            (Recognition::Certain(vendor.name.clone()), behind(file, vendor))
        }
        Some((vendor, size, lacks)) if size > 2 && lacks.len() == 1 => {
            (Recognition::Close { vendor: vendor.name.clone(), lacks }, file)
        }
        _ => (Recognition::Unknown, file),
    }
}

/// Whether a list can be of a vendor: a list file that names another one knows better.
fn is_possible(vendor: &Vendor, file: &ListFile) -> bool {
    let same = |named: &String| named.to_lowercase().contains(&vendor.name.to_lowercase());
    file.vendor.as_ref().is_none_or(same)
}

/// A list file with a vendor's behind it: what the list file says of a field counts.
fn behind(own: ListFile, vendor: &Vendor) -> ListFile {
    let of_vendor = &vendor.file;
    let mut file = own;
    // A unit goes with the column that it was written for.
    let fits = |field: &usize| !file.columns.contains_key(field);
    let units: HashMap<_, _> =
        of_vendor.units.iter().filter(|(field, _)| fits(field)).map(|(field, unit)| (*field, *unit)).collect();
    let currencies: HashMap<_, _> =
        of_vendor.currencies.iter().filter(|(field, _)| fits(field)).map(|(f, c)| (*f, *c)).collect();
    fill_up(&mut file.units, &units);
    fill_up(&mut file.currencies, &currencies);
    fill_up(&mut file.columns, &of_vendor.columns);
    fill_up(&mut file.fill, &of_vendor.fill);
    fill_up(&mut file.formats, &of_vendor.formats);
    for (field, values) in by_field(&of_vendor.values) {
        let mut both = values.clone();
        both.extend(&file.values.remove(&field).unwrap_or_default());
        file.values.insert(field, both);
    }
    file.missing_all.extend(of_vendor.missing_all.iter().cloned());
    for (field, markers) in by_field(&of_vendor.missing) {
        file.missing.entry(field).or_default().extend(markers.iter().cloned());
    }
    if file.explode.is_empty() {
        file.explode.clone_from(&of_vendor.explode);
    }
    file.continuation = file.continuation.or_else(|| of_vendor.continuation.clone());
    file.csv.decimal = file.csv.decimal.or(of_vendor.csv.decimal);
    file.vendor = file.vendor.or_else(|| Some(vendor.name.clone()));
    file
}

/// Adds what is not there yet.
fn fill_up<V: Clone>(own: &mut HashMap<usize, V>, more: &HashMap<usize, V>) {
    for (field, value) in by_field(more) {
        own.entry(field).or_insert_with(|| value.clone());
    }
}

/// What is said of fields, in their order.
fn by_field<V>(said: &HashMap<usize, V>) -> BTreeMap<usize, &V> {
    said.iter().map(|(field, value)| (*field, value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Feed;

    fn apollo() -> Vendor {
        let file = ListFile {
            columns: [(0, vec![Feed::header("Title")]), (1, vec![Feed::header("Company")])].into(),
            units: [(0, 1000.into()), (1, 1000.into())].into(),
            missing_all: vec!["email_not_unlocked".to_owned()],
            ..ListFile::default()
        };
        let set = ["Email Status", "# Employees", "Person Linkedin Url"].map(str::to_owned).to_vec();
        Vendor { name: "Apollo".to_owned(), recognise: vec![set, vec!["Apollo Contact Id".to_owned()]], file }
    }

    fn recognised(headers: &[&str], file: ListFile) -> (Recognition, ListFile) {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        recognise(&headers, &[apollo()], file)
    }

    #[test]
    fn all_headers_of_a_set_are_certain_and_all_but_one_are_close() {
        let certain = Recognition::Certain("Apollo".to_owned());
        let close = Recognition::Close { vendor: "Apollo".to_owned(), lacks: vec!["Person Linkedin Url".to_owned()] };
        let table: [(&[&str], Recognition); 5] = [
            (&["Title", "email status", "# Employees", "Person LinkedIn URL"], certain.clone()),
            (&["Apollo Contact Id"], certain.clone()),
            (&["Email Status", "# Employees"], close),
            (&["Email Status"], Recognition::Unknown),
            (&[], Recognition::Unknown),
        ];
        for (headers, expected) in table {
            assert_eq!(recognised(headers, ListFile::default()).0, expected, "{headers:?}");
        }
        let named = ListFile { vendor: Some("Apollo.io".to_owned()), ..ListFile::default() };
        assert_eq!(recognised(&["Email Status", "# Employees"], named).0, certain);
        let other = ListFile { vendor: Some("Acme".to_owned()), ..ListFile::default() };
        assert_eq!(recognised(&["Apollo Contact Id"], other).0, Recognition::Unknown);
    }

    #[test]
    fn what_the_list_file_says_counts() {
        let own = ListFile {
            columns: [(0, vec![Feed::header("Position")])].into(),
            missing_all: vec!["?".to_owned()],
            ..ListFile::default()
        };
        let (_, file) = recognised(&["Apollo Contact Id"], own);
        assert_eq!(file.columns[&0], [Feed::header("Position")]);
        assert_eq!(file.columns[&1], [Feed::header("Company")]);
        assert_eq!((file.units.contains_key(&0), file.units.contains_key(&1)), (false, true));
        assert_eq!(file.missing_all, ["?", "email_not_unlocked"]);
        assert_eq!(file.vendor.as_deref(), Some("Apollo"));
    }
}
