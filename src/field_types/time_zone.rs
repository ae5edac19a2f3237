//! The time zones of telephone numbers, told from the first digits as libphonenumber does.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// The table that is part of the binary; origin and licence stand in `rules/reference/README.md`.
const TABLE: &str = include_str!("../../rules/reference/phone_zones.csv");

/// How many digits the longest row has.
const LONGEST: usize = 9;

static ZONES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once(',')).collect()
});

/// The time zones that a number in E.164 can belong to, as the time zone database calls them; none for a number of no
/// country. Numbers without a place, such as those free of charge, have several.
///
/// ```
/// use leadsieve::field_types::time_zones;
/// assert_eq!(time_zones("+4930901820").collect::<Vec<_>>(), ["Europe/Berlin"]);
/// assert_eq!(time_zones("+12085500123").count(), 2);
/// assert_eq!(time_zones("+80012345678").count(), 0);
/// ```
pub fn time_zones(number: &str) -> impl Iterator<Item = &'static str> + use<> {
    let digits = number.strip_prefix('+').unwrap_or_default();
    let mut starts = (1..=LONGEST).rev().filter_map(|end| digits.get(..end));
    let zones = starts.find_map(|start| ZONES.get(start).copied());
    zones.into_iter().flat_map(|zones| zones.split(' '))
}

/// Where the table comes from, with its version: what its head says behind `Origin:`.
#[must_use]
pub fn time_zones_origin() -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix("# Origin: ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_start_tells() {
        for (number, zones) in [
            ("+4930901820", "Europe/Berlin"),
            ("+16175550143", "America/New_York"),
            ("+13125550102", "America/Chicago"),
            ("+442079460123", "Europe/London"),
            ("+390669800000", "Europe/Vatican"),
            ("+390612345678", "Europe/Rome"),
            ("+12089965555", "America/Denver"),
            ("+34612345678", "Europe/Madrid"),
            ("+12085500123", "America/Boise America/Los_Angeles"),
            ("+80012345678", ""),
            ("4930901820", ""),
            ("", ""),
            ("+", ""),
            ("+ä", ""),
        ] {
            assert_eq!(time_zones(number).collect::<Vec<_>>().join(" "), zones, "{number}");
        }
    }

    #[test]
    fn every_row_can_be_found() {
        for (start, zones) in &*ZONES {
            assert!(start.len() <= LONGEST && start.bytes().all(|byte| byte.is_ascii_digit()), "{start}");
            assert!(zones.split(' ').all(|zone| zone.contains('/')), "{start}");
        }
        assert!(time_zones_origin().starts_with("libphonenumber"));
    }
}
