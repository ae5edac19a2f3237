//! Libraries that panic over what is the world's fault: a damaged workbook, a full disk.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is caught, and so must not be told.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs code of a library that may panic, and prints no message of a crash where it does.
///
/// # Errors
/// What it panicked with.
pub fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !CAUGHT.get() {
                tell(panic);
            }
        }));
    });
    let outer = CAUGHT.replace(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    CAUGHT.set(outer);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_given_back_and_the_next_one_is_told_again() {
        let panicked = quietly(|| panic!("as wanted")).map(|()| 0).expect_err("it panics");
        assert_eq!(panicked.downcast_ref::<&str>(), Some(&"as wanted"));
        assert_eq!(quietly(|| 7).ok(), Some(7));
        assert!(!CAUGHT.get());
    }
}
