//! The parts of a text that are UTF-8, and what stands between them.

/// Each part that is UTF-8 with the bytes behind it that are none, as [`slice::utf8_chunks`] has them.
///
/// That looks at every byte by itself; here plain ASCII, of which nearly all of a list is, is passed over in words.
pub(super) fn sound(text: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (valid, invalid) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, 0),
            Err(error) => {
                let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                (valid, error.error_len().unwrap_or(rest.len() - valid.len()))
            }
        };
        let invalid = &rest[valid.len()..valid.len() + invalid];
        rest = &rest[valid.len() + invalid.len()..];
        Some((valid, invalid))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_are_those_of_the_standard_library(
            parts in prop::collection::vec(prop_oneof![
                "[a-zäß–😀]{0,9}".prop_map(String::into_bytes),
                prop::collection::vec(any::<u8>(), 0..4),
            ], 0..9),
        ) {
            let text = parts.concat();
            let expected: Vec<_> = text.utf8_chunks().map(|chunk| (chunk.valid(), chunk.invalid())).collect();
            prop_assert_eq!(sound(&text).collect::<Vec<_>>(), expected);
        }
    }
}
