//! The header once more among the records, as in a list that was put together from several.

use super::{Shape, cells};
use crate::intake::dialect::Dialect;

/// How many letters at the beginning tell most records from the header.
const FIRST: usize = 3;

/// Whether a record is the header once more: as it was, or with other quotes, in other case, with blanks around its names or
/// with a name of four changed.
pub(super) fn is_header(raw: &[u8], shape: &Shape) -> bool {
    !shape.header.is_empty() && (*raw == *shape.header || begins_alike(raw, &shape.header) && is_alike(raw, shape))
}

/// Whether both begin with the same letters; nearly no lead does.
fn begins_alike(raw: &[u8], header: &[u8]) -> bool {
    let letters = |bytes: &'_ [u8]| -> [u8; FIRST] {
        let mut first = [0; FIRST];
        let wanted = bytes.iter().filter(|byte| !matches!(byte, b' ' | b'"' | b'\''));
        first.iter_mut().zip(wanted).for_each(|(place, byte)| *place = byte.to_ascii_lowercase());
        first
    };
    letters(raw) == letters(header)
}

fn is_alike(raw: &[u8], shape: &Shape) -> bool {
    let (Some(found), Some(header)) =
        (names(raw, shape.dialect, shape.width), names(&shape.header, shape.dialect, shape.width))
    else {
        return false;
    };
    let alike = found.iter().zip(&header).filter(|(one, other)| one == other && !one.is_empty()).count();
    let named = header.iter().filter(|name| !name.is_empty()).count();
    named > 1 && (alike == named || named > 3 && alike * 4 >= named * 3)
}

fn names(raw: &[u8], dialect: Dialect, width: usize) -> Option<Vec<String>> {
    let cells = cells(std::str::from_utf8(raw).ok()?, dialect, width)?;
    Some(cells.iter().map(|cell| cell.trim().trim_matches('\'').to_lowercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_known_again() {
        let header = b"id,company,city,employees";
        let shape = Shape { header: header.as_slice().into(), ..Shape::new(Dialect::COMMA, 4) };
        for (raw, is_one) in [
            (&b"id,company,city,employees"[..], true),
            (b"\"id\",\"company\",\"city\",\"employees\"", true),
            (b"ID,COMPANY,City ,employees", true),
            (b" Id , Company , City , Employees ", true),
            (b"id,firm,city,employees", true),
            (b"id,firm,town,employees", false),
            (b"id,company,city", false),
            (b"idaho,company,city,employees", false),
            (b"id7,Kiefer AG,Bonn,20", false),
            (b"a,Kiefer AG,Bonn,20", false),
        ] {
            assert_eq!(is_header(raw, &shape), is_one, "{}", String::from_utf8_lossy(raw));
        }
        let none = Shape::new(Dialect::COMMA, 4);
        assert!(!is_header(b"id,company,city,employees", &none) && !is_header(b"", &none));
    }
}
