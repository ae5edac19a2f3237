//! The time in which a country lives.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The name of a country's time zone (`Europe/Berlin`), or the standard times between which its zones lie
/// (`UTC-10 to UTC-5`). The country is an ISO 3166-1 alpha-2 code.
///
/// ```
/// use leadsieve::field_types::country_zone;
/// assert_eq!(country_zone("DE"), Some("Europe/Berlin"));
/// assert_eq!(country_zone("US"), Some("UTC-10 to UTC-5"));
/// assert_eq!(country_zone("XX"), None);
/// ```
#[must_use]
pub fn country_zone(country: &str) -> Option<&'static str> {
    static ZONES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let rows = include_str!("../../rules/reference/time_zones.csv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|row| row.split_once(',')).collect()
    });
    ZONES.get(country).copied()
}
