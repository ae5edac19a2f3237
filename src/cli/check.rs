//! `leadsieve check PROFILE|JOB`: every mistake at once, or the page about a code.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::args::CheckArgs;
use super::ask::Ask;
use super::refused::loaded;
use super::{Exit, lists, print};
use crate::criteria::{is_job, load_job, load_profile};
use crate::diagnostic::page;
use crate::profile::Profile;

pub(super) fn check(args: &CheckArgs, ask: &Ask) -> Result<Exit> {
    if let Some(code) = &args.explain {
        let text = page(code).ok_or_else(|| anyhow!("there is no code {code}; codes look like E203"))?;
        print(text);
        return Ok(Exit::Done);
    }
    let file = args.file.as_deref().unwrap_or_else(|| Path::new(""));
    let (profile, more) = if is_job(file) { check_job(file, ask)? } else { (check_profile(file, ask)?, String::new()) };
    if !ask.quiet {
        let (rules, criteria) = (profile.rules.len(), profile.criteria.len());
        print(&format!("{}: {rules} rules in {criteria} criteria{more}, no mistake\n", profile.name));
    }
    Ok(Exit::Done)
}

fn check_profile(file: &Path, ask: &Ask) -> Result<Profile> {
    loaded(load_profile(file, ask.as_of), ask)
}

/// A job with its profile and its list files.
fn check_job(file: &Path, ask: &Ask) -> Result<(Profile, String)> {
    let job = loaded(load_job(file), ask)?;
    let inputs = lists::of_job(check_profile(&job.profile, ask)?, &job.lists, ask)?;
    let lists = inputs.lists.len();
    Ok((inputs.profile, format!(", {lists} lists")))
}
