//! The progress bar: on a terminal only, on the error stream.

use indicatif::{ProgressBar, ProgressStyle};

use super::ask::Ask;
use crate::pipeline::Progress;

/// A bar with bytes done, speed, time left, records and prospects so far.
pub(super) struct Bar {
    bar: ProgressBar,
    counts: std::sync::Mutex<(u64, u64)>,
}

impl Bar {
    pub(super) fn new(ask: &Ask) -> Self {
        let bar = if ask.quiet { ProgressBar::hidden() } else { ProgressBar::no_length() };
        bar.set_style(style("{spinner} {bytes}, {binary_bytes_per_sec}, {msg}"));
        Self { bar, counts: std::sync::Mutex::new((0, 0)) }
    }

    /// Takes the bar off the terminal.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// Takes whatever bar there is off the terminal, before somebody else than its run says something there.
#[cfg(unix)]
pub(super) fn wipe() {
    let mut terminal = std::io::stderr();
    if std::io::IsTerminal::is_terminal(&terminal) {
        // Where the terminal is gone there is no bar.
        let _ = std::io::Write::write_all(&mut terminal, b"\r\x1b[2K");
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("bug: a template of the progress bar is no template")
}

impl Progress for Bar {
    fn start(&self, bytes: Option<u64>) {
        if let Some(bytes) = bytes {
            self.bar.set_length(bytes);
            self.bar.set_style(style("{wide_bar} {percent}%, {binary_bytes_per_sec}, {eta} left, {msg}"));
        }
    }

    fn advance(&self, bytes: u64, records: u64, prospects: u64) {
        self.bar.inc(bytes);
        if let Ok(mut counts) = self.counts.lock() {
            *counts = (counts.0 + records, counts.1 + prospects);
            self.bar.set_message(format!("{} records, {} prospects", counts.0, counts.1));
        }
    }
}
