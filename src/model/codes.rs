//! Short ISO codes kept as bytes, so that they are copied and compared like numbers.

use std::fmt;

/// An ISO 3166-1 alpha-2 country code in capitals, such as `DE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// An ISO 4217 currency code in capitals, such as `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// The code as fixed bytes, where `code` is exactly `N` ASCII letters.
fn letters<const N: usize>(code: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = code.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_alphabetic).then(|| bytes.map(|b| b.to_ascii_uppercase()))
}

impl Country {
    /// Takes two ASCII letters of any case; whether such a country exists is not asked.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        letters(code).map(Self)
    }

    /// The two capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Currency {
    /// The dollar of the United States, which a bare `$` means where nothing else is said.
    pub const USD: Self = Self(*b"USD");
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The pound sterling.
    pub const GBP: Self = Self(*b"GBP");

    /// Takes three ASCII letters of any case; whether such a currency exists is not asked.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        letters(code).map(Self)
    }

    /// The three capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_letters_in_capitals() {
        assert_eq!(Country::new("de").map(|c| c.to_string()).as_deref(), Some("DE"));
        assert_eq!(Currency::new("eur"), Some(Currency::EUR));
        for refused in ["", "D", "DEU", "D1", "ü"] {
            assert_eq!(Country::new(refused), None, "{refused}");
        }
    }
}
