//! What stands behind the last record and is no text: the sign by which DOS ended its files, and the zero bytes with which
//! devices fill a file up.

/// How many bytes at the end of a list are padding: Ctrl-Z and NULs with nothing behind them.
#[must_use]
pub(in crate::intake) fn padding(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| matches!(byte, 0 | 0x1A)).count()
}

#[cfg(test)]
mod tests {
    use super::super::{Records, Shape};
    use super::*;
    use crate::intake::dialect::Dialect;

    #[test]
    fn the_end_of_a_file_is_no_record() {
        for (bytes, pad) in [
            (&b"a,b\nc,d\n"[..], 0),
            (b"a,b\nc,d\n\x1a", 1),
            (b"a,b\r\nc,d\r\n\x1a\0\0\0", 4),
            (b"a,b\nc,d\x1a", 1),
            (b"a,b\nc,d\n\0\0\0\0", 4),
        ] {
            assert_eq!(padding(bytes), pad);
            let records = Records::read(bytes.to_vec(), &Shape::new(Dialect::COMMA, 2), true);
            assert_eq!((records.len(), records.unreadable.len(), records.padding()), (2, 0, pad), "{bytes:?}");
            assert_eq!(records.cell(1, 1), "d");
            assert_eq!(records.into_bytes(), bytes);
        }
        // In the middle it is damage.
        let records = Records::read(b"a,b\n\x1a\nc,d\n".to_vec(), &Shape::new(Dialect::COMMA, 2), true);
        assert_eq!((records.len(), records.unreadable.len(), records.padding()), (2, 1, 0));
    }
}
