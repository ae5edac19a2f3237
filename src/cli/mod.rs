//! The command line: arguments as typed, then as resolved, one file a command, exit codes, progress.

mod args;
mod ask;
mod check;
mod compare;
mod coverage;
mod exit;
mod explain;
mod inbox;
mod init;
mod inspect;
mod ledger;
mod lists;
mod manual;
mod progress;
mod qualify;
mod refused;
mod report;
mod run;
mod schema;
mod test;
mod with;

pub use args::Arguments;
pub use exit::Exit;

use std::io::Write as _;

use args::Command;
use ask::Ask;

/// Reads the arguments. Ends the program on `--help`, `--version` and wrong usage, as is the custom.
#[must_use]
pub fn parse() -> Arguments {
    <Arguments as clap::Parser>::parse()
}

/// Does what was asked, and tells the person if it could not be done.
#[must_use]
pub fn execute(arguments: Arguments) -> Exit {
    let ask = Ask::resolve(&arguments.common);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(ask.threads).build();
    let done = pool.map_err(anyhow::Error::from).and_then(|pool| {
        let is_check = matches!(arguments.command, Command::Check(_));
        if ask.sarif && !is_check {
            return Err(lists::Misused("--format sarif is for leadsieve check".to_owned()).into());
        }
        pool.install(|| match arguments.command {
            Command::Run(args) => run::run(&args, &ask),
            Command::Qualify(args) => qualify::qualify(&args, &ask),
            Command::Inspect(args) => inspect::inspect(&args, &ask),
            Command::Check(args) => check::check(&args, &ask),
            Command::Compare(args) => compare::compare(&args, &ask),
            Command::Schema(args) => schema::schema(&args),
            Command::Init(args) => init::init(&args),
            Command::Report(args) => report::report(&args, &ask),
            Command::Ledger(args) => ledger::ledger(&args, &ask),
            Command::Completions(args) => Ok(manual::completions(&args)),
            Command::Man(args) => manual::man(&args),
            Command::Test(args) => test::test(&args, &ask),
            Command::Explain(args) => explain::explain(&args, &ask),
        })
    });
    done.unwrap_or_else(|error| {
        ask.warn(&format!("error: {error:#}\n"));
        Exit::of(&error)
    })
}

/// Prints a result to standard output. A reader that went away is no error.
pub(crate) fn print(text: &str) {
    // The one error that this can meet is a closed pipe, which means that the reader has enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
