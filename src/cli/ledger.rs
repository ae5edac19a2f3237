//! `leadsieve ledger`: what a job remembers of whom it handed over, and how people and old runs go from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::args::{LedgerArgs, LedgerCommand, PersonArgs, PurgeArgs, RestoreArgs};
use super::ask::Ask;
use super::check::counted;
use super::{Exit, print, refused};
use crate::ledger::{Forgotten, ForgottenFile, Ledger, LedgerError, Purged, Restored, copies};
use crate::model::{Secret, date_jump};
use crate::pipeline::{Person, Whereabouts, open_ledger, person, unknown_runs};
use crate::profile::{Job, LedgerFile};

pub(super) fn ledger(args: &LedgerArgs, ask: &Ask) -> Result<Exit> {
    match &args.command {
        LedgerCommand::Show(args) => show(&args.job, ask),
        LedgerCommand::Purge(args) => purge(args, ask),
        LedgerCommand::Forget(args) => forget(args, ask),
        LedgerCommand::Allow(args) => allow(args, ask),
        LedgerCommand::Restore(args) => restore(args, ask),
    }?;
    Ok(Exit::Done)
}

/// The ledger of a job, with what an interrupted run left in it put right.
fn open(job: &Job) -> Result<(Ledger, &LedgerFile)> {
    let file = file_of(job)?;
    Ok((open_ledger(at(job, file))?.0, file))
}

fn at<'j>(job: &'j Job, file: &'j LedgerFile) -> Whereabouts<'j> {
    Whereabouts { ledger: &file.path, out: &job.out, job: &job.name, new_ledger: false }
}

fn file_of(job: &Job) -> Result<&LedgerFile> {
    let Some(file) = &job.ledger else {
        bail!("{} names no ledger: add [ledger] file = \"ledger.sqlite\"", job.path.display());
    };
    Ok(file)
}

/// Does the same to the ledger and its copies: who goes from the one must not come back with another. A copy that is
/// damaged is of no use, and is removed.
fn with_copies<T>(
    file: &LedgerFile,
    mut ledger: Ledger,
    work: impl Fn(&mut Ledger) -> Result<T, LedgerError>,
) -> Result<T> {
    let (done, secrets) = (work(&mut ledger)?, ledger.secrets()?);
    for copy in copies(&file.path) {
        let alike = Ledger::open(&copy).and_then(|mut copy| copy.take_secrets(&secrets).and_then(|()| work(&mut copy)));
        if alike.is_err() {
            fs::remove_file(&copy).with_context(|| format!("could not remove {}", copy.display()))?;
        }
    }
    Ok(done)
}

fn restore(args: &RestoreArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let file = file_of(&job)?;
    let all = args.copy.clone().map_or_else(|| copies(&file.path), |copy| vec![copy]);
    if all.is_empty() {
        bail!("there is no copy of {}: name one with --copy FILE", file.path.display());
    }
    let mut errors = Vec::new();
    for copy in all {
        match Ledger::restore(&file.path, &copy) {
            Ok(restored) => {
                print(&put_back(&job, file, &copy, &restored)?)?;
                return Ok(());
            }
            Err(error) if error.is_locked() => return Err(error.into()),
            Err(error) => errors.push(error.to_string()),
        }
    }
    bail!("{}", errors.join("; "))
}

/// What has to be known of a ledger that was put back: above all, what it does not know.
fn put_back(job: &Job, file: &LedgerFile, copy: &Path, restored: &Restored) -> Result<String> {
    let (mut ledger, _) = open(job)?;
    let holdings = ledger.holdings()?;
    let last = holdings.days.map_or_else(|| "its beginning".to_owned(), |(_, last)| last.to_string());
    let mut text = format!("put back {} as {}: {} leads", copy.display(), file.path.display(), holdings.leads);
    text.extend([format!(" of {} runs, up to {last}\n", holdings.runs)]);
    if let Some(aside) = &restored.aside {
        text.extend([format!("the ledger that was there is {} now\n", aside.display())]);
    }
    text += &restored.objections.map_or_else(
        || format!("whoever objected after {last} is not barred by it: the ledger that was there could not be read\n"),
        |keys| format!("whoever objected since stays barred, by {} more\n", counted(keys, "key", "keys")),
    );
    let (listed, secrets) = forgotten_before(&mut ledger, file)?;
    let locked: BTreeSet<&str> = listed.secret_ids().filter(|id| secrets.iter().all(|one| one.id() != *id)).collect();
    for id in locked {
        let listed = file.forgotten.display();
        text.extend([format!("it does not have the secret {id}, by which people are on {listed}: no run begins\n")]);
    }
    for (folder, day) in unknown_runs(at(job, file), &ledger)? {
        let folder = folder.display();
        text.extend([format!("it does not know the run of {day}: whom {folder} handed over is new again\n")]);
    }
    Ok(text)
}

fn show(job: &Path, ask: &Ask) -> Result<()> {
    let job = refused::job(job, ask)?;
    let (ledger, file) = open(&job)?;
    let holdings = ledger.holdings()?;
    let days = holdings.days.map_or_else(String::new, |(first, last)| format!(", from {first} to {last}"));
    let (runs, leads, keys) = (holdings.runs, holdings.leads, holdings.keys);
    print(&format!("{}: {leads} leads of {runs} runs{days}, by {keys} keys\n", file.path.display()))?;
    Ok(())
}

fn purge(args: &PurgeArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let (ledger, file) = open(&job)?;
    let before = match (args.before, file.retention) {
        (Some(before), _) => before,
        (None, Some(period)) => match date_jump(&ledger.days()?, ask.as_of) {
            Some((from, to)) => bail!(
                "the date jumped from {from} to {to}, so nothing is deleted for its age: say --before DATE if that is meant"
            ),
            None => period.before(ask.as_of),
        },
        _ => bail!("say what is to go: --before DATE here, or retention = \"24 months\" under [ledger] in the job"),
    };
    let Purged { runs, leads } = with_copies(file, ledger, |ledger| ledger.purge(before))?;
    print(&format!("deleted {leads} leads of {runs} runs before {before}\n"))?;
    Ok(())
}

fn forget(args: &PersonArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let person = said(args, &job, ask)?;
    let (mut ledger, file) = open(&job)?;
    // First the list: whatever happens then, this person is not contacted again.
    let (listed, secrets) = forgotten_before(&mut ledger, file)?;
    let add = |sha256: &String| {
        let added = listed.add(sha256, &secrets, &ask.as_of.to_string());
        added.with_context(|| format!("could not write {}", file.forgotten.display()))
    };
    let added = person.email_sha256.as_ref().map(add).transpose()?;
    let also = person.also.iter().map(|(_, key)| *key);
    let keys: Vec<u128> = person.keys.iter().map(|(_, key)| *key).chain(also).collect();
    let forgotten = with_copies(file, ledger, |ledger| ledger.forget(&keys, &person.more, ask.as_of))?;
    print(&told(&person, &forgotten, added, file))?;
    Ok(())
}

fn allow(args: &PersonArgs, ask: &Ask) -> Result<()> {
    let job = refused::job(&args.job, ask)?;
    let person = said(args, &job, ask)?;
    let (mut ledger, file) = open(&job)?;
    let (listed, secrets) = forgotten_before(&mut ledger, file)?;
    let keys: Vec<u128> = person.keys.iter().map(|(_, key)| *key).chain(person.more.iter().copied()).collect();
    let gone = counted_keys(with_copies(file, ledger, |ledger| ledger.allow(&keys))?);
    let listed = person.email_sha256.as_ref().and_then(|sha256| listed.find(sha256, &secrets));
    let listed = listed.map_or_else(String::new, |hash| {
        format!("; the address is still on {}: delete the line that begins with {hash}", file.forgotten.display())
    });
    print(&format!("took back the objection of {gone}{listed}\n"))?;
    Ok(())
}

/// The person that the command line means.
fn said(args: &PersonArgs, job: &Job, ask: &Ask) -> Result<Person> {
    let profile = refused::profile(&job.profile, ask)?;
    let mut said = Vec::new();
    for pair in &args.known {
        let Some((field, value)) = pair.split_once('=') else {
            bail!("--where takes FIELD=VALUE, such as phone=+4930123456, not {pair}");
        };
        said.push((field.to_owned(), value.to_owned()));
    }
    let person = person(profile, args.email.as_deref(), &said)?;
    if person.keys.is_empty() && person.more.is_empty() {
        bail!("nobody is known by that alone: {}", hint(&person));
    }
    Ok(person)
}

/// What became of a person who is forgotten: how many leads were found by which key, and what else could be known.
fn told(person: &Person, forgotten: &Forgotten, added: Option<bool>, file: &LedgerFile) -> String {
    let leads = |number: u64| counted(usize::try_from(number).unwrap_or(usize::MAX), "lead", "leads");
    let also = person.also.iter().map(|(name, _)| *name);
    let names = person.keys.iter().map(|(name, _)| name.as_str()).chain(also);
    // Of what stands beside the identity keys, only what finds somebody is worth a word.
    let found = names.zip(&forgotten.by_key).enumerate();
    let found = found.filter(|(place, (_, number))| *place < person.keys.len() || **number > 0);
    let found: Vec<String> = found.map(|(_, (name, number))| format!("{} by {name}", leads(*number))).collect();
    let found = if found.is_empty() { String::new() } else { format!(" (found {})", found.join(", ")) };
    let listed = added.map_or_else(String::new, |added| {
        let is = if added { "is" } else { "was already" };
        format!("; the hash of the address {is} on {}", file.forgotten.display())
    });
    let (forgot, keys) = (leads(forgotten.leads), counted_keys(forgotten.keys));
    let mut text = format!("forgot {forgot} with {keys}{found}{listed}\n");
    text.extend(["barred from now on by ", &counted_keys(forgotten.barred), "\n"]);
    if forgotten.leads == 0 && !person.open.is_empty() {
        text.extend(["nobody was found, and may be known by another key: ", &hint(person), "\n"]);
    }
    text
}

/// What to say of a person so that the other identity keys follow.
fn hint(person: &Person) -> String {
    let keys: Vec<&str> = person.open.iter().map(|key| key.name.as_str()).collect();
    let mut lacks: Vec<String> = Vec::new();
    for field in person.open.iter().flat_map(|key| &key.lacks) {
        let flag = format!("--where {field}=…");
        if !lacks.contains(&flag) {
            lacks.push(flag);
        }
    }
    format!("leads are known by {}; add what you know: {}", keys.join(", by "), lacks.join(" "))
}

fn counted_keys(keys: u64) -> String {
    counted(usize::try_from(keys).unwrap_or(usize::MAX), "key", "keys")
}

/// The suppression file of people who were forgotten, and the secrets that its hashes may be made with.
fn forgotten_before(ledger: &mut Ledger, file: &LedgerFile) -> Result<(ForgottenFile, Vec<Secret>)> {
    let listed = ForgottenFile::read(&file.forgotten);
    let listed = listed.with_context(|| format!("could not read {}", file.forgotten.display()))?;
    let secrets = ledger.secrets_for(listed.secret_ids())?;
    Ok((listed, secrets))
}
