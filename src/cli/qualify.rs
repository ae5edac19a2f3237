//! `leadsieve qualify LIST...`: one-off lists, without a job file.

use anyhow::Result;

use super::args::QualifyArgs;
use super::ask::Ask;
use super::refused::loaded;
use super::run::qualified;
use super::{Exit, lists};
use crate::criteria::load_profile;
use crate::pipeline::Target;
use crate::profile::Output;

pub(super) fn qualify(args: &QualifyArgs, ask: &Ask) -> Result<Exit> {
    let profile = loaded(load_profile(&args.profile, ask.as_of), ask)?;
    let inputs = lists::of_paths(profile, &args.lists, args.name.as_deref(), ask)?;
    let output = args.output.over(Output::default());
    qualified(inputs, Target::Folder(args.out.clone()), output, None, ask)?;
    Ok(Exit::Done)
}
