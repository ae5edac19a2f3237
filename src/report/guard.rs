//! Cells that a spreadsheet would run as a formula.

use crate::model::EXTENSION;

/// Whether a spreadsheet could run the cell: it begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is
/// neither a plain number (`-5`, `+1.5`), nor an E.164 phone (`+4930123456`) with or without its extension, nor a lone `-`.
#[must_use]
#[inline]
pub fn guarded(cell: impl AsRef<[u8]>) -> bool {
    let cell = cell.as_ref();
    match cell {
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        [b'+' | b'-', rest @ ..] => cell != b"-" && !is_plain_number(rest) && !has_extension(rest),
        _ => false,
    }
}

/// Digits with at most one point between them. The digits of an E.164 phone are such a number too.
fn is_plain_number(digits: &[u8]) -> bool {
    let mut parts = digits.split(|byte| *byte == b'.');
    let whole = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(whole) && parts.next().is_none_or(whole) && parts.next().is_none()
}

/// The digits of a phone and of its extension, which no spreadsheet can run: `4930123456 ext. 12`.
fn has_extension(phone: &[u8]) -> bool {
    let end = phone.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(phone.len());
    let extension = phone[end..].strip_prefix(EXTENSION.as_bytes());
    end > 0 && extension.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_runs_is_guarded() {
        for cell in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\tx",
            "\r=1",
            "--",
            "+",
            "-.",
            "+1.2.3",
            "-1e5",
            "+1 ext. A1",
            "+1 ext. 2+3",
            "+ ext. 1",
        ] {
            assert!(guarded(cell), "{cell:?}");
        }
    }

    #[test]
    fn numbers_phones_and_a_lone_dash_are_not() {
        for cell in ["", "-", "-5", "+5", "-1.50", "+4930123456", "+4930123456 ext. 12", "a=b", "5", " =1", "'=1", "ü"]
        {
            assert!(!guarded(cell), "{cell:?}");
        }
    }
}
