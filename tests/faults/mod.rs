//! Nights on which things go wrong, and whether everybody is handed over exactly once all the same.
//!
//! `preload` makes things go wrong; `scene` has the jobs and their lists; `look` sees what a run has left; `night` puts
//! them together.

mod look;
mod night;
mod preload;
mod scene;

pub use night::{Story, at_operation, operations};
pub use preload::{Fault, HARM, KILLS, library};
pub use scene::SCENES;

/// Numbers that look random and are the same for the same seed.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}
