//! `leadsieve qualify LIST...`: one-off lists, without a job file.

use anyhow::Result;

use super::args::QualifyArgs;
use super::ask::Ask;
use super::run::{finished, tell};
use super::{Exit, lists, refused};
use crate::pipeline::{Settings, Target};
use crate::profile::Output;

pub(super) fn qualify(args: &QualifyArgs, ask: &Ask) -> Result<Exit> {
    let profile = refused::profile(&args.profile, ask)?;
    let inputs = lists::of_paths(profile, &args.lists, args.name.as_deref(), ask)?;
    let output = args.output.over(Output::default());
    let settings = Settings::new(Target::Folder(args.out.clone()), output);
    let language = settings.output.language;
    tell(&finished(inputs, &settings, ask)?, language, ask)?;
    Ok(Exit::Done)
}
