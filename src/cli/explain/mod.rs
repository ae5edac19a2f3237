//! `leadsieve explain PROFILE LIST --row N`: one lead in words.

mod json;
mod told;
mod words;

use anyhow::{Result, bail};

use super::args::ExplainArgs;
use super::ask::Ask;
use super::lists::{self, Misused};
use super::{Exit, print, refused};
use crate::criteria::suggestion;
use crate::pipeline::{Search, Which, find};
use crate::profile::Profile;
use json::as_json;
use told::Told;
use words::in_words;

pub(super) fn explain(args: &ExplainArgs, ask: &Ask) -> Result<Exit> {
    let profile = refused::profile(&args.profile, ask)?;
    let which = which(args, &profile)?;
    let inputs = lists::of_paths(profile, std::slice::from_ref(&args.list), None, ask)?;
    match find(inputs, &which)? {
        Search::Found(found) if ask.json => {
            print(&(serde_json::to_string_pretty(&as_json(&Told::new(&found)))? + "\n"))?;
        }
        Search::Found(found) => print(&in_words(&Told::new(&found)))?,
        Search::Unreadable(why) => bail!("that record cannot be read. {why}"),
        Search::None(records) => bail!("there is no such lead among the {records} records of {}", args.list.display()),
    }
    Ok(Exit::Done)
}

fn which(args: &ExplainArgs, profile: &Profile) -> Result<Which> {
    if let Some(row) = args.row {
        return Ok(Which::Record(row));
    }
    let find = args.find.as_deref().unwrap_or_default();
    let Some((name, written)) = find.split_once('=') else {
        return Err(Misused(format!("--where takes FIELD=VALUE, such as email=kim@acme.example, not {find}")).into());
    };
    match profile.field(name.trim()) {
        Some(field) => Ok(Which::Value { field, written: written.to_owned() }),
        None => {
            let names = profile.fields.iter().map(|field| field.name.as_str());
            Err(Misused(format!("there is no field {}; {}", name.trim(), suggestion(name.trim(), names))).into())
        }
    }
}
