//! `leadsieve completions SHELL` and `leadsieve man [COMMAND]`: what a shell and `man` know of the commands.

use anyhow::Result;
use clap::CommandFactory as _;

use super::args::{Arguments, CompletionsArgs, ManArgs};
use super::lists::Misused;
use super::{Exit, print};

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "leadsieve", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// The page of the program, or of one command.
pub(super) fn man(args: &ManArgs) -> Result<Exit> {
    let mut program = Arguments::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let unknown = || Misused(format!("there is no command {name}; choose one of {}", names.join(", ")));
            program.find_subcommand(name).ok_or_else(unknown)?.clone()
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}
