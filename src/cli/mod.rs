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
mod matches;
mod progress;
mod qualify;
mod refused;
mod report;
mod run;
mod schema;
mod signals;
mod test;
mod with;

pub use args::Arguments;
pub use exit::Exit;

use std::io::{IsTerminal as _, Write as _};

use args::Command;
use ask::Ask;

use crate::files::without_number;
use crate::model::printable;
use crate::report::wait_if_abandoned;

/// Reads the arguments. Ends the program on `--help`, `--version` and wrong usage, as is the custom.
#[must_use]
pub fn parse() -> Arguments {
    <Arguments as clap::Parser>::try_parse().unwrap_or_else(|said| {
        // What was typed is repeated in an error, and may be a name that somebody else has given to a file.
        let told = if said.use_stderr() {
            let words = said.render().to_string();
            arrived(std::io::stderr().write_all(printable(&words).as_bytes()))
        } else {
            arrived(said.print().and_then(|()| std::io::stdout().flush()))
        };
        let code = if told.is_ok() { said.exit_code() } else { 1 };
        if let Err(error) = told.map_err(|error| in_words(&error, false)) {
            // Where the error stream is closed, too, nobody wants to hear.
            let _ = writeln!(std::io::stderr(), "error: {error}");
        }
        std::process::exit(code)
    })
}

/// Does what was asked, and tells the person if it could not be done.
#[must_use]
pub fn execute(arguments: Arguments) -> Exit {
    let ask = Ask::resolve(&arguments.common);
    signals::watch(matches!(arguments.command, Command::Run(_) | Command::Qualify(_)), &ask);
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
            Command::Completions(args) => manual::completions(&args),
            Command::Man(args) => manual::man(&args),
            Command::Test(args) => test::test(&args, &ask),
            Command::Explain(args) => explain::explain(&args, &ask),
        })
    });
    // What goes wrong because somebody ends the program is nobody's error.
    wait_if_abandoned();
    done.unwrap_or_else(|error| {
        ask.warn(&format!("error: {}\n", in_words(&error, std::io::stderr().is_terminal())));
        Exit::of(&error)
    })
}

/// An error with its causes, in one sentence. A cause that was told already is not told twice, and the number that an
/// operating system gives it is for nobody who reads this.
///
/// Where `somebody_reads` it, rows of a list that show what is wrong are part of it. A log keeps no people.
fn in_words(error: &anyhow::Error, somebody_reads: bool) -> String {
    let mut words = String::new();
    for cause in error.chain() {
        let cause = if somebody_reads { format!("{cause:#}") } else { cause.to_string() };
        let cause = without_number(&cause);
        if words.is_empty() {
            words.push_str(cause);
        } else if !words.to_lowercase().contains(&cause.to_lowercase()) {
            words += ": ";
            words += cause;
        }
    }
    words
}

/// Prints a result to standard output, with everything that a terminal would obey made visible. A reader that went away
/// is no error: it has enough.
///
/// # Errors
/// Standard output takes nothing, as where it is a file on a full disk: then the result is nowhere.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    print_painted(&printable(text))
}

/// Prints what was made visible before it was painted: the colours are the program's own.
///
/// # Errors
/// As [`print`].
pub(crate) fn print_painted(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    arrived(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn arrived(written: std::io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::from(error).context("cannot write to standard output"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn causes_are_told_once_and_without_numbers() {
        let denied = || anyhow::Error::from(Error::from_raw_os_error(13));
        assert_eq!(in_words(&denied().context("cannot read a.csv"), true), "cannot read a.csv: Permission denied");
        assert_eq!(
            in_words(&denied().context("cannot read a.csv: permission denied"), true),
            "cannot read a.csv: permission denied"
        );
        let other = anyhow::Error::from(Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"));
        assert_eq!(in_words(&other.context("cannot read b.toml"), true), "cannot read b.toml: it is not UTF-8 text");
    }
}
