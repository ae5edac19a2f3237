//! How a CSV file is written, told from a sample.

use super::records::widths;

/// How cells are told apart in a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// What stands around cells that hold a delimiter or a line end.
    pub quote: u8,
    /// What stands before a quote inside a quoted cell, where quotes are not doubled.
    pub escape: Option<u8>,
    /// Whether blanks may stand before an opening and behind a closing quote.
    pub spaced: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self::COMMA
    }
}

/// The delimiters that are looked for, the likelier first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records of the sample are looked at.
const RECORDS: usize = 200;

impl Dialect {
    /// A comma and double quotes.
    pub const COMMA: Self = Self { delimiter: b',', quote: b'"', escape: None, spaced: false };

    /// Double quotes, and the delimiter that cuts the sample's records most evenly into more than one cell; of two that
    /// do so equally well, the one that leaves more cells quoted, because a cell is quoted as a whole.
    ///
    /// A sample in which no delimiter occurs has one column, and a comma will do.
    #[must_use]
    pub fn sniff(sample: &[u8]) -> Self {
        let score = |delimiter: u8| {
            let (widths, quoted) = widths(sample, Self { delimiter, ..Self::COMMA }, RECORDS);
            (evenness(&widths), quoted)
        };
        let scored = DELIMITERS.into_iter().rev().map(|delimiter| (score(delimiter), delimiter));
        let best = scored.max_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self { delimiter: best.map_or(b',', |(_, delimiter)| delimiter), ..Self::COMMA }
    }

    /// The delimiter as people write it.
    #[must_use]
    pub fn delimiter_shown(&self) -> String {
        if self.delimiter == b'\t' { "\\t".to_owned() } else { char::from(self.delimiter).to_string() }
    }
}

/// The share of records as wide as the header, weighed by how many cells that is; 0 where the header has one cell.
#[expect(clippy::cast_precision_loss, reason = "a few hundred records of a few thousand cells")]
fn evenness(widths: &[usize]) -> f64 {
    let Some(&header) = widths.first().filter(|width| **width > 1) else { return 0.0 };
    let even = widths.iter().filter(|width| **width == header).count();
    even as f64 / widths.len() as f64 * (1.0 + (header as f64).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_cuts_evenly_wins() {
        let table: [(&str, u8); 7] = [
            ("a,b\n1,2\n", b','),
            ("a;b;c\n1,5;2,5;3\n1;2;3,5\n", b';'),
            ("a\tb\n1, 2\t3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("name;\"x, y\"\nA;\"1, 2\"\n", b';'),
            ("alone\nin\nhere\n", b','),
            ("", b','),
        ];
        for (sample, delimiter) in table {
            assert_eq!(Dialect::sniff(sample.as_bytes()).delimiter, delimiter, "{sample:?}");
        }
    }
}
