//! Centre points of postal codes.
//!
//! The table is a sorted text of two megabytes that is searched where it lies: nothing is parsed, so a profile that
//! asks for no distance pays nothing, and one that does pays for the codes that it meets.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::tables::rows;
use crate::model::Point;

/// Rows of `country,code,latitude,longitude`, sorted byte by byte, with nothing above them.
#[derive(Debug)]
pub(super) struct Places(Cow<'static, str>);

impl Places {
    /// The embedded table, which is sorted.
    pub(super) fn sorted(text: &'static str) -> Self {
        let body = text.find("\nAT,").map_or(text, |head| &text[head + 1..]);
        Self(Cow::Borrowed(body))
    }

    /// A user's table, in any order.
    ///
    /// # Errors
    /// A sentence with the line that cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut sorted = BTreeSet::new();
        for (line, row) in rows(text)? {
            let point = row.splitn(3, ',').nth(2).and_then(|point| point.parse::<Point>().ok());
            point.ok_or_else(|| format!("line {line}: `{row}` is no country, code, latitude and longitude"))?;
            sorted.insert(format!("{row}\n"));
        }
        Ok(Self(Cow::Owned(sorted.into_iter().collect())))
    }

    /// The centre of a postal code, in its compared form. Where a country's table knows only the part before the blank
    /// (`SW1A`, `1011`), that part's.
    pub(super) fn find(&self, country: &str, code: &str) -> Option<Point> {
        let area = code.split_once(' ').map(|(area, _)| area);
        self.row(country, code).or_else(|| self.row(country, area?))
    }

    /// Whether there is any place of a country.
    pub(super) fn has_country(&self, country: &str) -> bool {
        let start = format!("{country},");
        self.at_or_behind(&start).starts_with(&start)
    }

    fn row(&self, country: &str, code: &str) -> Option<Point> {
        let start = format!("{country},{code},");
        let rest = self.at_or_behind(&start).strip_prefix(start.as_str())?;
        rest.lines().next()?.parse().ok()
    }

    /// The table from the first row on that is not below `wanted`.
    fn at_or_behind(&self, wanted: &str) -> &str {
        let text = self.0.as_ref();
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low + (high - low) / 2;
            // Rows are ASCII but for a user's own codes, so the line is cut at bytes that are line ends.
            let start = text.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let end = text.as_bytes()[start..]
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(text.len(), |end| start + end + 1);
            if text.as_bytes()[start..end] < *wanted.as_bytes() {
                low = end;
            } else {
                high = start;
            }
        }
        &text[low..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::Tables;

    #[test]
    fn the_embedded_table_is_sorted_and_whole() {
        let text = include_str!("../../rules/reference/postal_codes.csv");
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.is_sorted() && rows.len() > 90_000, "{}", rows.len());
        let places = Places::sorted(text);
        for row in rows.iter().step_by(997).chain([&rows[0], &rows[rows.len() - 1]]) {
            let [country, code, point] = row.splitn(3, ',').collect::<Vec<_>>()[..] else { panic!("{row}") };
            assert_eq!(places.find(country, code), point.parse().ok(), "{row}");
            assert!(code.len() > 1 && point.parse::<Point>().is_ok(), "{row}");
        }
    }

    #[test]
    fn codes_lead_to_their_centres() {
        let find = |country: &str, code: &str| Tables::embedded().place(country, code).map(|point| point.to_string());
        assert_eq!(find("DE", "80331").as_deref(), Some("48.134,11.571"));
        assert_eq!(find("AT", "1010").as_deref(), Some("48.208,16.37"));
        assert_eq!(find("CH", "8001").as_deref(), Some("47.372,8.542"));
        assert!(find("US", "10001").is_some() && find("US", "99950").is_some());
        assert_eq!(find("GB", "SW1A 1AA"), find("GB", "SW1A"));
        assert_eq!(find("GB", "B1 1AA"), find("GB", "B1"), "and not B10");
        assert!(find("NL", "1011 AB").is_some());
        for (country, code) in [("DE", "00000"), ("DE", "8033"), ("XX", "80331"), ("", ""), ("ZZ", "99999")] {
            assert_eq!(find(country, code), None, "{country} {code}");
        }
        assert!(Tables::embedded().has_places_of("CH") && !Tables::embedded().has_places_of("JP"));
    }

    #[test]
    fn a_table_of_ones_own_need_not_be_sorted() {
        let places = Places::parse("# ours\nPL,00-950,52.2,21\nPL,00-001,52.25,21\n").unwrap();
        assert!(places.find("PL", "00-001").is_some() && places.find("PL", "00-950").is_some());
        let refused = Places::parse("PL,00-001,152,21\n").unwrap_err();
        assert!(refused.starts_with("line 1"), "{refused}");
        assert!(Places::parse("").is_err());
    }
}
