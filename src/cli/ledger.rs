//! `leadsieve ledger`: what a job remembers of whom it handed over, and how people and old runs go from it.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::args::{ForgetArgs, LedgerArgs, LedgerCommand, PurgeArgs};
use super::ask::Ask;
use super::{Exit, print, refused};
use crate::ledger::{Forgotten, Ledger, Purged};
use crate::pipeline::{Person, person};
use crate::profile::{Job, LedgerFile};
use crate::report::has_run;

pub(super) fn ledger(args: &LedgerArgs, ask: &Ask) -> Result<Exit> {
    match &args.command {
        LedgerCommand::Show(args) => show(&args.job, ask),
        LedgerCommand::Purge(args) => purge(args, ask),
        LedgerCommand::Forget(args) => forget(args, ask),
    }?;
    Ok(Exit::Done)
}

/// The ledger of a job, with what an interrupted run left in it put right.
fn open(job: &Job) -> Result<(Ledger, &LedgerFile)> {
    let Some(file) = &job.ledger else {
        bail!("{} names no ledger: add [ledger] file = \"ledger.sqlite\"", job.path.display());
    };
    let mut ledger = Ledger::open(&file.path)?;
    ledger.settle(|run| has_run(&job.out, run))?;
    Ok((ledger, file))
}

fn show(job: &Path, ask: &Ask) -> Result<()> {
    let job = refused::job(job, ask)?;
    let (ledger, file) = open(&job)?;
    let holdings = ledger.holdings()?;
    let days = holdings.days.map_or_else(String::new, |(first, last)| format!(", from {first} to {last}"));
    let (runs, leads, keys) = (holdings.runs, holdings.leads, holdings.keys);
    print(&format!("{}: {leads} leads of {runs} runs{days}, by {keys} keys\n", file.path.display()));
    Ok(())
}

fn purge(args: &PurgeArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let (mut ledger, file) = open(&job)?;
    let Some(before) = args.before.or_else(|| file.retention.map(|period| period.before(ask.as_of))) else {
        bail!("say what is to go: --before DATE here, or retention = \"24 months\" under [ledger] in the job");
    };
    let Purged { runs, leads } = ledger.purge(before)?;
    print(&format!("deleted {leads} leads of {runs} runs before {before}\n"));
    Ok(())
}

fn forget(args: &ForgetArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let profile = refused::profile(&job.profile, ask)?;
    let (mut ledger, file) = open(&job)?;
    let mut said = Vec::new();
    for pair in &args.known {
        let Some((field, value)) = pair.split_once('=') else {
            bail!("--where takes FIELD=VALUE, such as phone=+4930123456, not {pair}");
        };
        said.push((field.to_owned(), value.to_owned()));
    }
    let Person { email_sha256, keys } = person(profile, &args.email, &said)?;
    // First the list: whatever happens then, this person is not contacted again.
    let added = bar(&file.forgotten, &email_sha256, &ask.as_of.to_string())
        .with_context(|| format!("could not write {}", file.forgotten.display()))?;
    let Forgotten { leads, keys } = ledger.forget(&keys)?;
    let listed = if added { "the hash of the address is on" } else { "the hash of the address was already on" };
    print(&format!("forgot {leads} leads with {keys} keys; {listed} {}\n", file.forgotten.display()));
    Ok(())
}

/// Adds a hash to the suppression file of people who objected; nothing where it is there.
fn bar(path: &Path, sha256: &str, day: &str) -> std::io::Result<bool> {
    let before = match fs::read_to_string(path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    if before.lines().any(|line| line.split(',').next() == Some(sha256)) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let header = if before.is_empty() { "email_sha256,since\n" } else { "" };
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let mut file: File = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{header}{end}{sha256},{day}\n").as_bytes())?;
    file.sync_all().map(|()| true)
}
