//! Counts as shares.

/// `part` of `whole`; 0 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "counts within a sample of a few MiB")]
pub(super) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts within a sample of a few MiB")]
pub(super) fn number(count: usize) -> f32 {
    count as f32
}
