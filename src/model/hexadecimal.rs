//! Hashes as people and files write them: two hexadecimal digits a byte.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The bytes in lower-case hexadecimal.
///
/// ```
/// assert_eq!(leadsieve::model::hexadecimal(&[0x0b, 0xff]), "0bff");
/// ```
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Whether a text is just so many hexadecimal digits, in either case.
#[must_use]
pub fn is_hexadecimal(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The SHA-256 of a text or of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_address_is_that_of_everybody() {
        let hash = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
        assert_eq!(sha256("test@example.com"), hash);
    }

    #[test]
    fn digits_are_counted() {
        for (text, digits, is_it) in
            [("0aF9", 4, true), ("0aF", 4, false), ("0aG9", 4, false), ("", 0, true), ("é1", 3, false)]
        {
            assert_eq!(is_hexadecimal(text, digits), is_it, "{text}");
        }
        assert_eq!(hexadecimal(&[]), "");
    }
}
