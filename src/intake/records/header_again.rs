//! The header once more among the records, as in a list that was put together from several: as it was, or with its names
//! in another order, or with some other names. Then another table begins, whose cells stand under names of their own.

use super::Shape;
use super::mending::all_cells;
use super::names::Names;
use super::tables::Table;
use crate::field_types::letters_and_digits;
use crate::intake::dialect::{Dialect, Kind, is_known};

/// A header that was found among the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// The list's own: what follows stands as before.
    Same,
    /// That of another table.
    Other(Table),
}

/// What header a record is, if it is one. A record that begins like none is looked at only `behind_gap`: behind a blank
/// line, or a record that is no lead.
#[inline]
pub(super) fn header_again(raw: &[u8], shape: &Shape, behind_gap: bool) -> Option<Again> {
    if shape.header.is_empty() || !(behind_gap || shape.header.begin(raw)) {
        return None;
    }
    if *raw == *shape.header.raw { Some(Again::Same) } else { looked_at(raw, shape, behind_gap) }
}

#[cold]
fn looked_at(raw: &[u8], shape: &Shape, behind_gap: bool) -> Option<Again> {
    let names = &shape.header;
    if raw.len() > 4 * names.raw.len() + 1_024 {
        return None;
    }
    let text = std::str::from_utf8(raw).ok()?;
    let cells = all_cells(text.strip_prefix('\u{feff}').unwrap_or(text), shape.dialect)?;
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim().trim_matches('\'')).collect();
    let is_word = |place: usize| is_known(cells[place].as_bytes());
    // Some leads begin as a header does, but their first cell is no name of a column.
    let (first, name) =
        cells.iter().map(|cell| letters_and_digits(cell)).enumerate().find(|(_, name)| !name.is_empty())?;
    let opens = names.columns_of(&[name])[0].is_some();
    if !(opens || is_word(first)) {
        return None;
    }
    let folded: Vec<String> = cells.iter().map(|cell| letters_and_digits(cell)).collect();
    let filled: Vec<usize> = (0..cells.len()).filter(|place| !folded[*place].is_empty()).collect();
    if filled.len() < 2 {
        return None;
    }
    let mut columns = names.columns_of(&folded);
    let (known, hits) = (filled.iter().all(|place| is_word(*place)), columns.iter().flatten().count());
    let is_other = |place: &&usize| columns[**place].is_none();
    if filled.iter().filter(is_other).any(|place| Kind::of(cells[*place].as_bytes()).is_hard()) {
        return None;
    }
    let is_header = hits == filled.len()
        || opens && hits >= 3 && hits * 4 >= filled.len() * 3
        || known && hits >= 2 && hits * 2 >= filled.len()
        || behind_gap && (hits >= 2 && hits * 2 >= filled.len() || filled.len() >= 3 && known);
    if !is_header {
        return None;
    }
    for place in 0..cells.len() {
        let is_free = columns[place].is_none() && folded[place].is_empty() && cells.len() == names.own;
        if is_free && names.lack(place) {
            columns[place] = Some(place);
        }
    }
    let further =
        filled.iter().filter(is_other_name(&columns)).map(|place| (*place, cells[*place].to_owned())).collect();
    Some(told(columns, further, shape))
}

/// Whether the cells are names as a header has them, at least two of them, and the first, the same.
pub(in crate::intake) fn names_again(header: &[String], cells: &[String]) -> bool {
    let folded: Vec<String> = cells.iter().map(|cell| letters_and_digits(cell)).collect();
    let columns = Names::new(b"", header, Dialect::COMMA).columns_of(&folded);
    let filled = || (0..cells.len()).filter(|place| !folded[*place].is_empty());
    filled().next().is_some_and(|first| columns[first].is_some())
        && columns.iter().flatten().count() > 1
        && filled().all(|place| columns[place].is_some() || is_known(cells[place].as_bytes()))
}

fn is_other_name(columns: &[Option<usize>]) -> impl Fn(&&usize) -> bool + '_ {
    |place| columns[**place].is_none()
}

/// The list's own header where all names stand where it has them; blank cells may follow.
fn told(columns: Vec<Option<usize>>, further: Vec<(usize, String)>, shape: &Shape) -> Again {
    let own = shape.header.own;
    let in_place = columns.len() >= own && (0..own).all(|place| columns[place] == Some(place));
    if in_place && columns[own..].iter().all(Option::is_none) && further.is_empty() {
        return Again::Same;
    }
    Again::Other(Table { columns, further })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(raw: &str, behind_gap: bool) -> Option<Again> {
        let names = Names::of(b"id,company,city,employees", Dialect::COMMA);
        let shape = Shape { header: names.into(), ..Shape::new(Dialect::COMMA, 4) };
        header_again(raw.as_bytes(), &shape, behind_gap)
    }

    #[test]
    fn the_header_is_known_again() {
        for raw in [
            "id,company,city,employees",
            "\"id\",\"company\",\"city\",\"employees\"",
            "ID,COMPANY,City ,employees",
            " Id , Company , City , Employees ",
            "'id','company','city','employees'",
            "id,firm,city,employees",
            "id,Firma,Ort,Mitarbeiter",
            "id,company,city,employees,,",
            "\u{feff}id,company,city,employees",
            "\u{feff}\"id\",\"company\",\"city\",\"employees\"",
        ] {
            assert_eq!(found(raw, false), Some(Again::Same), "{raw}");
        }
        for raw in [
            "id,Kiefer,town of,many",
            "idaho,company,city,employees",
            "id7,Kiefer AG,Bonn,20",
            "a,Kiefer AG,Bonn,20",
            "company,Kiefer AG,Bonn,20",
            "City Parking,company,Bonn,20",
            "id,city,ann@kiefer.example,20",
            "",
        ] {
            assert_eq!((found(raw, false), found(raw, true)), (None, None), "{raw}");
        }
        let none = Shape::new(Dialect::COMMA, 4);
        assert_eq!(header_again(b"id,company,city,employees", &none, true), None);
        assert_eq!(header_again(b"", &none, true), None);
    }

    #[test]
    fn a_header_in_another_order_or_with_other_names_begins_a_table() {
        type Row = (&'static str, bool, &'static [Option<usize>], &'static [&'static str]);
        let table: [Row; 9] = [
            ("id,city,company,employees", false, &[Some(0), Some(2), Some(1), Some(3)], &[]),
            ("Employees;City", false, &[], &[]),
            ("employees,city,company,id", false, &[Some(3), Some(2), Some(1), Some(0)], &[]),
            ("CITY,Firma", false, &[Some(2), Some(1)], &[]),
            ("id,company,city", false, &[Some(0), Some(1), Some(2)], &[]),
            ("id,company,city,phone", false, &[Some(0), Some(1), Some(2), None], &["phone"]),
            ("id,company,city,employees,phone", false, &[Some(0), Some(1), Some(2), Some(3), None], &["phone"]),
            ("phone,company,city", false, &[None, Some(1), Some(2)], &["phone"]),
            ("first name,last name,phone", true, &[None, None, None], &["first name", "last name", "phone"]),
        ];
        for (raw, behind_gap, columns, further) in table {
            let names = |table: &Table| table.further.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
            match found(raw, behind_gap) {
                Some(Again::Other(found)) => assert_eq!(
                    (&found.columns[..], &names(&found)[..]),
                    (columns, &further.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..]),
                    "{raw}"
                ),
                other => assert!(columns.is_empty() && other.is_none(), "{raw}: {other:?}"),
            }
        }
        assert_eq!(found("Stefan,company,city", false), None);
    }
}
