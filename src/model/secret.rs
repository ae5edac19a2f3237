//! A secret that makes hashes which nobody can look up without it.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::{hexadecimal, is_hexadecimal};

/// The bytes of a secret.
pub const SECRET: usize = 32;

/// The bytes that SHA-256 takes at a time.
const BLOCK: usize = 64;

/// The digits of its id, which hashes made with it begin with.
const ID: usize = 8;

/// The digits of an HMAC-SHA-256.
const DIGITS: usize = 64;

/// A secret for hashes of e-mail addresses.
///
/// A plain hash of an address is as good as the address: whoever has a few million addresses hashes them all and compares.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    key: [u8; SECRET],
    id: String,
}

impl Secret {
    /// Of 32 random bytes.
    #[must_use]
    pub fn new(key: [u8; SECRET]) -> Self {
        let id = hexadecimal(&Sha256::digest(key)[..ID / 2]);
        Self { key, id }
    }

    /// What its hashes are told by: eight hexadecimal digits, from which nothing of the secret can be found.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its bytes, for who keeps it.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; SECRET] {
        &self.key
    }

    /// The keyed hash of an address by the SHA-256 of its normal form, in lower-case hexadecimal: the id of the secret, a
    /// colon, and the HMAC-SHA-256 (RFC 2104) over these 64 digits. So hashes that were kept without a secret can be given one.
    #[must_use]
    pub fn hash(&self, sha256: &str) -> String {
        // A key that is shorter than a block of the hash is filled up with zeros.
        let mut block = [0; BLOCK];
        block[..SECRET].copy_from_slice(&self.key);
        let mut hmac = Hmac::<Sha256>::new(&block.into());
        hmac.update(sha256.as_bytes());
        let digits = hexadecimal(&hmac.finalize().into_bytes());
        [&self.id, ":", &digits].concat()
    }
}

/// A secret stays one where something is printed.
impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Secret").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The id of the secret that a hash was made with; `None` if the text is no keyed hash.
///
/// ```
/// use leadsieve::model::{Secret, secret_of};
/// let secret = Secret::new([7; 32]);
/// assert_eq!(secret_of(&secret.hash("00")), Some(secret.id()));
/// assert_eq!(secret_of("12ab34cd:rest"), None);
/// ```
#[must_use]
pub fn secret_of(text: &str) -> Option<&str> {
    let (id, digits) = text.split_once(':')?;
    (is_hexadecimal(id, ID) && is_hexadecimal(digits, DIGITS)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Python's `hmac` and `hashlib` give it.
    #[test]
    fn a_hash_is_the_hmac_that_others_make() {
        let secret = Secret::new([0x0b; SECRET]);
        let expected = "f0e38b83:198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7";
        assert_eq!(secret.hash("Hi There"), expected);
        assert_eq!(secret_of(expected), Some(secret.id()));
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new([0x41; SECRET]);
        assert!(!format!("{secret:?}").contains("65") && !format!("{secret:?}").contains("AAAA"));
    }

    #[test]
    fn what_is_no_keyed_hash_is_told_apart() {
        let digits = "a".repeat(DIGITS);
        for text in
            ["", ":", &digits, &format!("12345678:{digits}a"), &format!("1234567g:{digits}"), "ann@acme.example"]
        {
            assert_eq!(secret_of(text), None, "{text}");
        }
        assert_eq!(secret_of(&format!("12AB34cd:{digits}")), Some("12AB34cd"));
    }
}
