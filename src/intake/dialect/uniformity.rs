//! How even a table is.

use super::measures::share;

/// Lines that stand above or below a table at most, where it is short; above a longer one may stand any number.
const FEW: usize = 30;

/// Records that make a table longer.
const MANY: usize = 50;

/// The shape of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// How many cells most records have.
    pub(super) width: usize,
    /// How even the records are, 0 to 1.
    pub(super) even: f32,
    /// How many records of one cell stand above the table.
    pub(super) top: usize,
    /// How many records the table has.
    pub(super) rows: usize,
}

/// The shape of a table whose records have these widths.
///
/// Records of one cell above and below the table (titles, notes) do not make it uneven, but count a little against
/// it. Of the rest, what counts is the share of records that have the commonest width, and the share that are as wide
/// as the one before: tables of different widths below each other are less uneven than records of any width.
pub(super) fn shape(widths: &[usize]) -> Shape {
    let narrow = |width: &&usize| **width <= 1;
    let spare = widths.len().saturating_sub(2).min(FEW.max(widths.len() / 4)).max(widths.len().saturating_sub(MANY));
    let top = widths.iter().take_while(narrow).count().min(spare);
    let spare = (spare - top).min(FEW.max(widths.len() / 4));
    let bottom = widths[top..].iter().rev().take_while(narrow).count().min(spare);
    let table = &widths[top..widths.len() - bottom];
    let Some((width, common)) = commonest(table) else { return Shape::default() };
    let steps = table.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let steady = if table.len() > 1 { share(steps, table.len() - 1) } else { 1.0 };
    let kept = 1.0 - 0.25 * share(top + bottom, widths.len());
    let even = (0.7 * share(common, table.len()) + 0.3 * steady).powf(1.3) * kept;
    Shape { width, even, top, rows: table.len() }
}

/// The commonest width and how often it occurs; of widths as common, the widest.
fn commonest(widths: &[usize]) -> Option<(usize, usize)> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len()));
    runs.max_by_key(|(width, count)| (*count, *width))
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn evenness_of_widths() {
        let table: [(&[usize], usize, f32, f32); 7] = [
            (&[3, 3, 3, 3], 3, 1.0, 1.0),
            (&[1, 1, 3, 3, 3, 3, 3, 3], 3, 0.9, 0.99),
            (&[3, 3, 3, 3, 3, 3, 1], 3, 0.9, 0.99),
            (&[3, 3, 3, 3, 5, 5, 5, 5], 5, 0.4, 0.6),
            (&[3, 5, 3, 5, 3, 5, 3, 5], 5, 0.1, 0.3),
            (&[1], 1, 1.0, 1.0),
            (&[], 0, 0.0, 0.0),
        ];
        for (widths, width, least, most) in table {
            let shape = shape(widths);
            assert_eq!(shape.width, width, "{widths:?}");
            assert!((least..=most).contains(&shape.even), "{widths:?}: {}", shape.even);
        }
    }
}
