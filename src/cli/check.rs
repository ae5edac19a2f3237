//! `leadsieve check PROFILE|JOB`: every mistake at once, or the page about a code.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow};
use serde_json::json;

use super::args::CheckArgs;
use super::ask::Ask;
use super::{Exit, lists, print, refused, with};
use crate::criteria::{Effective, Setting, effective, is_job};
use crate::diagnostic::{as_json as diagnostics_as_json, page, sarif, shown_path};
use crate::profile::Profile;

pub(super) fn check(args: &CheckArgs, ask: &Ask) -> Result<Exit> {
    if let Some(code) = &args.explain {
        let text = page(code).ok_or_else(|| anyhow!("there is no code {code}; codes look like E203"))?;
        print(text)?;
        return Ok(Exit::Done);
    }
    let ask = &Ask { checks: !args.show, ..ask.clone() };
    let checked = checked(args, ask);
    let own_output = args.show || !args.with.is_empty();
    // What the two write themselves stands alone, unless mistakes kept them from it.
    if ask.is_for_programs() && (ask.sarif || !own_output || checked.is_err()) {
        print(&(diagnostics(ask)? + "\n"))?;
    }
    checked
}

/// What was told, for programs.
fn diagnostics(ask: &Ask) -> Result<String> {
    let told = ask.told.lock().map(|told| told.clone()).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let log = if ask.sarif { sarif(&told, version) } else { diagnostics_as_json(&told) };
    Ok(serde_json::to_string_pretty(&log)?)
}

fn checked(args: &CheckArgs, ask: &Ask) -> Result<Exit> {
    let file = args.file.as_deref().unwrap_or_else(|| Path::new(""));
    if !args.with.is_empty() {
        let path = if is_job(file) { refused::job(file, ask)?.profile } else { file.to_owned() };
        let (profile, sources) = refused::profile_with_sources(&path, ask)?;
        with::with(lists::of_paths(profile, &args.with, None, ask)?, &sources, ask)?;
        return Ok(Exit::Done);
    }
    let (profile, more) = if is_job(file) { check_job(file, ask)? } else { (check_profile(file, ask)?, String::new()) };
    if args.show {
        let path = if is_job(file) { refused::job(file, ask)?.profile } else { file.to_owned() };
        let shown = refused::loaded(effective(&path, ask.as_of), ask)?;
        print(&if ask.json { serde_json::to_string_pretty(&as_json(&shown))? + "\n" } else { in_words(&shown) })?;
        return Ok(Exit::Done);
    }
    if !ask.quiet && !ask.is_for_programs() {
        let rules = counted(profile.rules.len(), "rule", "rules");
        let criteria = counted(profile.criteria.len(), "criterion", "criteria");
        print(&format!("{}: {rules} in {criteria}{more}, no mistake\n", profile.name))?;
    }
    Ok(Exit::Done)
}

fn check_profile(file: &Path, ask: &Ask) -> Result<Profile> {
    refused::profile(file, ask)
}

/// A job with its profile and its list files.
fn check_job(file: &Path, ask: &Ask) -> Result<(Profile, String)> {
    let job = refused::job(file, ask)?;
    let inputs = lists::of_job(refused::profile_of(&job, ask)?, &job, ask)?;
    let lists = counted(inputs.lists.len(), "list", "lists");
    Ok((inputs.profile, format!(", {lists}")))
}

/// Every table that counts as TOML, with the place behind each key.
fn in_words(shown: &[Effective]) -> String {
    let mut text = String::new();
    let mut criterion = "";
    for table in shown {
        if table.criterion != criterion {
            criterion = &table.criterion;
            let _ = writeln!(text, "# {criterion}\n");
        }
        let _ = writeln!(text, "[{}]", table.header);
        let lines: Vec<String> =
            table.settings.iter().map(|setting| format!("{} = {}", setting.key, setting.value)).collect();
        let width = lines.iter().map(|line| line.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
        for (setting, line) in table.settings.iter().zip(&lines) {
            let place = format!("{}:{}", shown_path(&setting.place.file), setting.place.line);
            // Writing to a text never fails.
            let _ = writeln!(text, "{line:<width$}  # {place}");
        }
        text.push('\n');
    }
    text
}

fn as_json(shown: &[Effective]) -> serde_json::Value {
    let setting = |setting: &Setting| json!({ "key": setting.key, "value": setting.value, "file": setting.place.file, "line": setting.place.line });
    let table = |table: &Effective| {
        let settings: Vec<_> = table.settings.iter().map(setting).collect();
        json!({ "criterion": table.criterion, "header": table.header, "settings": settings })
    };
    shown.iter().map(table).collect::<Vec<_>>().into()
}

/// `1 rule`, `2 rules`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
