//! `leadsieve check PROFILE|JOB`: every mistake at once, or the page about a code.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::args::CheckArgs;
use super::ask::Ask;
use super::{Exit, lists, print, refused};
use crate::criteria::is_job;
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
        let rules = counted(profile.rules.len(), "rule", "rules");
        let criteria = counted(profile.criteria.len(), "criterion", "criteria");
        print(&format!("{}: {rules} in {criteria}{more}, no mistake\n", profile.name));
    }
    Ok(Exit::Done)
}

fn check_profile(file: &Path, ask: &Ask) -> Result<Profile> {
    refused::profile(file, ask)
}

/// A job with its profile and its list files.
fn check_job(file: &Path, ask: &Ask) -> Result<(Profile, String)> {
    let job = refused::job(file, ask)?;
    let inputs = lists::of_job(check_profile(&job.profile, ask)?, &job.lists, ask)?;
    let lists = counted(inputs.lists.len(), "list", "lists");
    Ok((inputs.profile, format!(", {lists}")))
}

/// `1 rule`, `2 rules`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
