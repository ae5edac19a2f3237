//! Shows the author's mistakes, or passes on the world's.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use jiff::civil::Date;

use super::ask::Ask;
use super::check::counted;
use crate::criteria::{Loaded, Refused, is_job, is_profile, load_job, load_profile, load_profile_of};
use crate::diagnostic::{Severity, Sources, shown_path};
use crate::profile::{Job, Profile};

/// The profile in a file; a job is told from it.
pub(super) fn profile(file: &Path, ask: &Ask) -> Result<Profile> {
    profile_on(file, ask.as_of, ask)
}

/// The same on another day than today's.
pub(super) fn profile_on(file: &Path, day: Date, ask: &Ask) -> Result<Profile> {
    refuse_job(file)?;
    loaded(load_profile(file, day), ask)
}

/// A job where a profile is meant is told from it.
pub(super) fn refuse_job(file: &Path) -> Result<()> {
    if is_job(file) {
        bail!("{} is a job, not a profile: name the profile that stands in it", shown_path(file));
    }
    Ok(())
}

/// The profile of a job, with what the job says in the words of its fields.
pub(super) fn profile_of(job: &Job, ask: &Ask) -> Result<Profile> {
    refuse_job(&job.profile)?;
    loaded(load_profile_of(job, ask.as_of), ask)
}

/// The profile in a file, and the files that it was read from.
pub(super) fn profile_with_sources(file: &Path, ask: &Ask) -> Result<(Profile, Sources)> {
    let loaded = load_profile(file, ask.as_of);
    let sources = loaded.as_ref().map(|loaded| loaded.sources.clone()).unwrap_or_default();
    Ok((self::loaded(loaded, ask)?, sources))
}

/// The job in a file; a profile is told from it.
pub(super) fn job(file: &Path, ask: &Ask) -> Result<Job> {
    if is_profile(file) {
        bail!("{} is a profile, not a job: try it with leadsieve qualify LIST --profile", shown_path(file));
    }
    loaded(load_job(file), ask)
}

/// Why a file that somebody else has put there is not used, in a sentence without its end.
pub(super) fn in_a_sentence(refused: Refused) -> anyhow::Error {
    let Refused::Mistakes { diagnostics, .. } = refused else { return anyhow!("{refused}") };
    let first = diagnostics.first().map_or("it holds a mistake", |one| one.message.as_str());
    if diagnostics.len() > 1 { anyhow!("{first}; it has {} mistakes", diagnostics.len()) } else { anyhow!("{first}") }
}

/// What was loaded. Warnings are shown; mistakes are shown and end the command.
pub(super) fn loaded<T>(result: Result<Loaded<T>, Refused>, ask: &Ask) -> Result<T> {
    match result {
        Ok(loaded) => {
            match loaded.warnings.len() {
                0 => {}
                _ if ask.is_for_programs() => ask.keep(&loaded.warnings, &loaded.sources),
                _ if ask.checks => ask.show_remarks(&loaded.warnings, &loaded.sources),
                // Whoever runs the rules every night does not want to read the same remarks every morning.
                number => ask.say_more(&format!(
                    "{} about the rules; leadsieve check shows {}\n",
                    counted(number, "remark", "remarks"),
                    if number == 1 { "it" } else { "them" },
                )),
            }
            Ok(loaded.value)
        }
        Err(Refused::Mistakes { diagnostics, sources }) => {
            if ask.is_for_programs() {
                ask.keep(&diagnostics, &sources);
            } else {
                // Mistakes are the result of the command: they are shown even where it is told to be quiet.
                ask.show_mistakes(&diagnostics, &sources);
            }
            let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
            bail!("{} in the rules; nothing was run", counted(errors, "mistake", "mistakes"))
        }
        Err(unreadable) => Err(anyhow!("{unreadable}")),
    }
}
