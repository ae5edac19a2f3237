//! `leadsieve`: parse, run, exit.

use std::process::ExitCode;

use leadsieve::cli;

/// Reports are made of many short texts, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::parse();
    cli::execute(arguments).into()
}
