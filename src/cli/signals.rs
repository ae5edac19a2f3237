//! Being told to stop: by Ctrl+C, by an operator, by a system that shuts down.
//!
//! Whoever is told so has about a second before the next signal cannot be caught. The threads of a run may be anywhere, some of
//! them in a library that reads a big workbook; so none of them is asked. A thread of its own removes what is half done and
//! ends the program. What that leaves is what a killed run leaves, or less.

use super::ask::Ask;

/// What is done with the signals, from now on. `writes` says that the command puts reports in their place.
#[cfg(unix)]
pub(super) fn watch(writes: bool, ask: &Ask) {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_default};
    use signal_hook::iterator::Signals;

    let signals = [SIGINT, SIGTERM];
    let ask = ask.clone();
    // In this order: the first signal finds the flag down and raises it, the second one finds it up.
    let told = Arc::new(AtomicBool::new(false));
    let ready = signals.iter().try_for_each(|signal| {
        register_conditional_default(*signal, Arc::clone(&told))?;
        register(*signal, Arc::clone(&told)).map(drop)
    });
    // Where that cannot be, signals end the program as they end any other.
    let Ok(mut signals) = ready.and_then(|()| Signals::new(signals)) else { return };
    let end = move || {
        if let Some(signal) = signals.forever().next() {
            stop(signal, if signal == SIGINT { "SIGINT" } else { "SIGTERM" }, writes, &ask);
        }
    };
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(end);
}

/// Other systems end a program without asking it.
#[cfg(not(unix))]
pub(super) const fn watch(_: bool, _: &Ask) {}

/// Removes what is half done, says so, and ends the program with 128 and the number of the signal, as shells tell it.
#[cfg(unix)]
fn stop(signal: i32, name: &str, writes: bool, ask: &Ask) {
    let placed = crate::report::abandon();
    let what = match placed {
        Some(folder) => format!("the reports were already in their place, {}", folder.display()),
        None if writes => "no reports were made, and the last good ones stand as they were".to_owned(),
        None => "nothing was finished".to_owned(),
    };
    super::progress::wipe();
    ask.warn(&format!("error: stopped by {name}: {what}\n"));
    // No thread is waited for, and nothing of theirs is tidied up under their hands.
    signal_hook::low_level::exit(128 + signal);
}
