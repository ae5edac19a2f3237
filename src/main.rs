//! `leadsieve`: parse, run, exit.

use std::process::ExitCode;

use leadsieve::cli;

fn main() -> ExitCode {
    let arguments = cli::parse();
    cli::execute(arguments).into()
}
