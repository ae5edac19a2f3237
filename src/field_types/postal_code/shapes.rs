//! How the codes of a country are written: `99-999`, `A9A 9A9`.

use hashbrown::HashMap;

use super::super::tables::rows;
use super::upper;
use crate::model::{Cell, Reading, Repair, Unreadable};

/// The shapes of every country whose codes have one length, from `rules/reference/postal_shapes.csv`.
#[derive(Debug)]
pub(in super::super) struct Shapes(HashMap<Box<str>, Shape>);

/// The shapes of one country's codes.
#[derive(Debug)]
pub(in super::super) struct Shape {
    /// The usual one first.
    shapes: Vec<Box<str>>,
    /// How few digits are left of a code whose leading zeros were taken; `None` where other shapes are left as they are.
    least: Option<usize>,
}

impl Shapes {
    /// Parses `country,shapes,least`.
    pub(in super::super) fn parse(text: &str) -> Result<Self, String> {
        let shape = |(line, row): (usize, &str)| {
            let mut cells = row.split(',');
            let (Some(country), Some(shapes), Some(least)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(format!("line {line}: `{row}` is not country, shapes and digits"));
            };
            let shape = Shape { shapes: shapes.split('|').map(Box::from).collect(), least: least.parse().ok() };
            Ok((country.into(), shape))
        };
        rows(text)?.map(shape).collect::<Result<_, _>>().map(Self)
    }

    /// The shapes of a country, by its alpha-2 code.
    pub(in super::super) fn find(&self, country: &str) -> Option<&Shape> {
        self.0.get(country)
    }
}

impl Shape {
    /// Whether codes have no letters.
    pub(super) fn is_digits(&self) -> bool {
        !self.shapes[0].contains(['A', 'X'])
    }

    /// A code in its shape.
    pub(super) fn read<'a>(&self, code: &'a str) -> Reading<'a> {
        let compact: String = code.chars().filter(|c| !c.is_whitespace() && !"-–.".contains(*c)).collect();
        let compact = compact.to_uppercase();
        if let Some(shaped) = self.shapes.iter().find_map(|shape| filled(shape, &compact)) {
            return Cell::text(shaped).into();
        }
        let is_number = !compact.is_empty() && compact.bytes().all(|byte| byte.is_ascii_digit());
        let full = places(&self.shapes[0]);
        match self.least {
            Some(least) if is_number && self.is_digits() && (least..full).contains(&compact.len()) => {
                let padded = format!("{compact:0>full$}");
                let shaped = filled(&self.shapes[0], &padded).expect("bug: digits that are none");
                Reading::repaired(Cell::text(shaped), Repair::LeadingZeros)
            }
            Some(_) if is_number && self.is_digits() => Cell::Unreadable(Unreadable::WrongLength).into(),
            Some(_) => Cell::Unreadable(Unreadable::Malformed).into(),
            None => Cell::text(upper(code)).into(),
        }
    }
}

/// How many letters and digits a shape has.
fn places(shape: &str) -> usize {
    shape.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Letters and digits with the signs of a shape between them; `None` where they do not fit it.
fn filled(shape: &str, compact: &str) -> Option<String> {
    if compact.chars().count() != places(shape) {
        return None;
    }
    let mut signs = compact.chars();
    let place = |place: char| match place {
        '9' => signs.next().filter(char::is_ascii_digit),
        'A' => signs.next().filter(char::is_ascii_uppercase),
        'X' => signs.next().filter(char::is_ascii_alphanumeric),
        sign => Some(sign),
    };
    shape.chars().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_fill_their_shape() {
        let table = [
            ("99-999", "00950", Some("00-950")),
            ("A9A 9A9", "K1A0B6", Some("K1A 0B6")),
            ("XXX XXXX", "D02X285", Some("D02 X285")),
            ("9999", "123", None),
            ("9999", "12A4", None),
        ];
        for (shape, code, expected) in table {
            assert_eq!(filled(shape, code).as_deref(), expected, "{shape} {code}");
        }
    }

    #[test]
    fn the_embedded_shapes_are_well_formed() {
        let shapes = Shapes::parse(include_str!("../../../rules/reference/postal_shapes.csv")).expect("fits");
        for (country, shape) in &shapes.0 {
            assert!(country.len() == 2 && shape.shapes.iter().all(|shape| places(shape) > 2), "{country}");
            assert!(shape.least.is_none_or(|least| least <= places(&shape.shapes[0])), "{country}");
        }
    }
}
