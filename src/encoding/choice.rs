//! The choice between two readings of the same bytes.

use super::dos::Upper;

/// How sure the likelier of two readings is, from 0.5 to 1: by their likelihoods, as logarithms. These rest on rough
/// assumptions, and are trusted half.
pub(super) fn sure(best: f32, second: f32) -> f32 {
    1.0 / (1.0 + ((second - best) / 2.0).exp())
}

/// Whether two tables read any byte that occurs in different ways.
pub(super) fn differ(a: &Upper, b: &Upper, counts: &[u64; 128]) -> bool {
    (0..counts.len()).any(|place| counts[place] > 0 && a[place] != b[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_further_apart_the_surer() {
        for (best, second, least, most) in
            [(-5.0, -5.0, 0.5, 0.5), (-5.0, -9.0, 0.88, 0.89), (-5.0, f32::NEG_INFINITY, 1.0, 1.0)]
        {
            assert!((least..=most).contains(&sure(best, second)), "{best} against {second}");
        }
    }

    #[test]
    fn only_bytes_that_occur_tell_tables_apart() {
        let (a, mut b) = (['a'; 128], ['a'; 128]);
        b[7] = 'b';
        let (mut here, mut elsewhere) = ([0; 128], [0; 128]);
        (here[7], elsewhere[8]) = (1, 1);
        assert!(differ(&a, &b, &here) && !differ(&a, &b, &elsewhere));
    }
}
