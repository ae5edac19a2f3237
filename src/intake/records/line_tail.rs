//! Delimiters of another kind at the end of every line: a spreadsheet that reads semicolons opened a file with commas, which is
//! one column for it, and saved it with as many semicolons as the sheet had other columns.

use crate::intake::dialect::Dialect;

/// How many lines are looked at, and how many it takes at least.
const LINES: usize = 200;
const FEWEST: usize = 3;

/// The delimiters with which lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineTail {
    /// The delimiter.
    pub delimiter: u8,
    /// How many there are.
    pub count: usize,
}

impl LineTail {
    /// The delimiters with which all lines at the beginning of a text end, if they are not those of its cells.
    pub(in crate::intake) fn of(text: &[u8], whole: bool, dialect: Dialect) -> Option<Self> {
        let mut lines: Vec<&[u8]> =
            text.split(|byte| *byte == b'\n').take(LINES + 1).map(<[u8]>::trim_ascii_end).collect();
        if lines.len() > LINES || !whole {
            lines.pop();
        }
        lines.retain(|line| !line.is_empty());
        let last = *lines.first()?.last()?;
        let is_other = b";,|".contains(&last) && last != dialect.delimiter;
        let count = |line: &&[u8]| line.iter().rev().take_while(|byte| **byte == last).count();
        let most = lines.iter().map(count).min().filter(|least| *least > 0 && is_other && lines.len() >= FEWEST)?;
        let has_cells = lines.iter().all(|line| line.contains(&dialect.delimiter));
        has_cells.then_some(Self { delimiter: last, count: most })
    }

    /// A line, or its last cell, without them.
    #[must_use]
    pub fn without(self, line: &[u8]) -> &[u8] {
        let surplus = line.iter().rev().take(self.count).take_while(|byte| **byte == self.delimiter).count();
        &line[..line.len() - surplus]
    }

    /// The delimiters as they are in the list.
    #[must_use]
    pub fn shown(self) -> String {
        char::from(self.delimiter).to_string().repeat(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Records, Shape};
    use super::*;

    #[test]
    fn line_tails_are_found_and_taken_off() {
        for (text, tail) in [
            ("a,b;;;\nc,d;;;\ne,f;;;\n", Some((b';', 3))),
            ("a,b;\r\nc,d;\r\ne,f;;\r\n", Some((b';', 1))),
            ("a,b;;\nc,d;;\ne,f\n", None),
            ("a,b,,\nc,d,,\ne,f,,\n", None),
            ("a,b;;\nc,d;;\n", None),
            ("a;;\nb;;\nc;;\n", None),
            ("a,x;y\nc,x;z\ne,y;z\n", None),
        ] {
            let found = LineTail::of(text.as_bytes(), true, Dialect::COMMA);
            assert_eq!(found.map(|tail| (tail.delimiter, tail.count)), tail, "{text:?}");
        }
        let shape = Shape { line_tail: Some(LineTail { delimiter: b';', count: 2 }), ..Shape::new(Dialect::COMMA, 3) };
        let text = "a,b,c;;\nd,e,;;\n\"g,\"\"h, i\"\",j\";;\nk,l,m;;;\nn,o,p\nq,r,\"s;;\"\n";
        let records = Records::read(text.as_bytes().to_vec(), &shape, true);
        let rows: Vec<Vec<_>> =
            (0..records.len()).map(|row| (0..3).map(|column| records.cell(row, column)).collect()).collect();
        let expected =
            [["a", "b", "c"], ["d", "e", ""], ["g", "h, i", "j"], ["k", "l", "m;"], ["n", "o", "p"], ["q", "r", "s;;"]];
        assert_eq!(rows, expected);
        assert_eq!(records.as_written(0, |_| false).map(|(text, _)| text), Some("a,b,c"));
        assert_eq!(String::from_utf8(records.into_bytes()).unwrap_or_default(), text);
    }
}
