//! Shows the author's mistakes, or passes on the world's.

use anyhow::{Result, anyhow, bail};

use super::ask::Ask;
use crate::criteria::{Loaded, Refused};
use crate::diagnostic::render;

/// What was loaded. Warnings are shown; mistakes are shown and end the command.
pub(super) fn loaded<T>(result: Result<Loaded<T>, Refused>, ask: &Ask) -> Result<T> {
    match result {
        Ok(loaded) => {
            if !loaded.warnings.is_empty() {
                ask.say(&render(&loaded.warnings, &loaded.sources, ask.style()));
            }
            Ok(loaded.value)
        }
        Err(Refused::Mistakes { diagnostics, sources }) => {
            let shown = render(&diagnostics, &sources, ask.style()) + "\n\n";
            // Mistakes are the result of the command: they are shown even where it is told to be quiet.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), shown.as_bytes());
            let count = diagnostics.len();
            bail!("{count} mistake{} in the rules; nothing was run", if count == 1 { "" } else { "s" })
        }
        Err(unreadable) => Err(anyhow!("{unreadable}")),
    }
}
