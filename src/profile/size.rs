//! A number of bytes as a person writes it.

/// Reads `500MB`, `16 GiB` or `1_000_000`; nothing where it is no size, is 0, or has no room in 64 bits.
///
/// ```
/// # use leadsieve::profile::size;
/// assert_eq!((size("500MB"), size("2 GiB"), size("1_000")), (Some(500_000_000), Some(2 << 30), Some(1_000)));
/// ```
#[must_use]
pub fn size(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    let number = digits.trim().replace('_', "").parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    number.filter(|bytes| *bytes > 0)
}
