//! Entering a run: the leads that it hands over, and those that it holds.

use std::path::Path;

use rusqlite::params;

use super::entries::Entries;
use super::{Ledger, LedgerError, Memory, lead_rows};
use crate::model::Verdict;

/// So many entries a segment holds at most: a database takes no value of a gigabyte.
const LARGEST: usize = 20_000_000;

/// So many segments of like size become one.
const FAN: usize = 8;

/// Segments of one level are of like size: the largest is less than eight times the smallest.
const fn level(size: usize) -> u32 {
    if size == 0 { 0 } else { size.ilog2() / FAN.ilog2() }
}

/// A lead that is handed over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handover {
    /// The data record, from 1.
    pub record: u64,
    /// Which of several leads of that record, from 1; else 0.
    pub part: u32,
    /// Prospect or review.
    pub verdict: Verdict,
    /// The worst score that it can still have.
    pub worst: f64,
    /// The best score that it can still have.
    pub best: f64,
    /// Whether it was handed over before, with a lesser verdict.
    pub upgraded: bool,
}

/// Leads that are handed over, with their keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handovers {
    leads: Vec<Handover>,
    /// Each key with the place of its lead.
    keys: Vec<(u128, usize)>,
}

/// A list of a run that hands leads over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HandoverList {
    /// Its name in the reports.
    pub name: String,
    /// Who sold it, if that is known.
    pub vendor: Option<String>,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The size of its file.
    pub bytes: u64,
    /// The part of the file that is the list, where it is one.
    pub member: Option<String>,
    /// Its leads.
    pub leads: Handovers,
}

/// The keys of leads that are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// A lead's keys each.
    pub keys: Vec<Vec<u128>>,
    /// Of earlier nights, those held on or after this day stay, unless tonight has handed them over.
    pub since: Option<jiff::civil::Date>,
}

/// A run that hands leads over.
#[derive(Clone, Copy, Debug)]
pub struct HandoverRun<'r> {
    /// The random id by which its reports are found ([`Ledger::new_run_id`]).
    pub run_id: &'r str,
    /// The name of the job.
    pub job: &'r str,
    /// The as-of date.
    pub as_of: jiff::civil::Date,
    /// The name of the profile.
    pub profile: &'r str,
    /// SHA-256 over the rule files.
    pub rules: &'r str,
    /// The folder in which the folder of its reports will be.
    pub out: &'r Path,
}

/// A run that is being entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunRun {
    /// Its number, which only this ledger knows.
    pub number: i64,
    /// The random id of the ledger.
    pub ledger_id: String,
}

impl Handover {
    /// What the numbers of its keys say beside its id.
    const fn marks(&self) -> u64 {
        (self.upgraded as u64) << 1 | matches!(self.verdict, Verdict::Prospect) as u64
    }
}

impl Handovers {
    /// Adds a lead.
    pub fn push(&mut self, lead: Handover, keys: impl Iterator<Item = Option<u128>>) {
        let place = self.leads.len();
        self.keys.extend(keys.flatten().map(|key| (key, place)));
        self.leads.push(lead);
    }

    /// Adds the leads of a later chunk of the same list.
    pub fn append(&mut self, more: Self) {
        let before = self.leads.len();
        self.keys.extend(more.keys.into_iter().map(|(key, place)| (key, place + before)));
        self.leads.extend(more.leads);
    }

    /// How many leads there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.leads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }
}

impl Ledger {
    /// Begins to enter a run, and gives it a number and a random id. Nothing is entered before [`Ledger::enter`].
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(&mut self, run: &HandoverRun<'_>) -> Result<BegunRun, LedgerError> {
        self.execute("BEGIN IMMEDIATE")?;
        let statement = "INSERT INTO run (job, as_of, profile, rules, out, run_id) \
            VALUES (?, ?, ?, ?, ?, ?) RETURNING id";
        let out = run.out.to_string_lossy();
        let values = params![run.job, run.as_of.to_string(), run.profile, run.rules, out, run.run_id];
        let number = self.connection.query_row(statement, values, |row| row.get(0)).map_err(self.failed())?;
        let ledger_id = self.ids()?.into_iter().next().ok_or_else(|| self.damaged("it has no id".to_owned()))?;
        Ok(BegunRun { number, ledger_id })
    }

    /// A random id for a run that is going to be entered.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn new_run_id(&self) -> Result<String, LedgerError> {
        let id = self.connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0));
        id.map_err(self.failed())
    }

    /// Enters what a run that was begun hands over and what it holds. It counts once it is [`Ledger::done`].
    ///
    /// # Errors
    /// It cannot be written; then nothing is entered.
    pub fn enter(
        &mut self,
        run: i64,
        job: &str,
        lists: Vec<HandoverList>,
        held: Option<(Held, &Memory)>,
    ) -> Result<(), LedgerError> {
        let handed = self.enter_leads(run, lists)?;
        if let Some((held, memory)) = held {
            self.hold(run, job, &held, memory, &handed)?;
        }
        self.add_segment(handed)?;
        self.commit()
    }

    /// Enters that the reports of a run are in their place.
    ///
    /// # Errors
    /// It cannot be written. The next run will find the reports and enter it ([`Ledger::settle`]).
    pub fn done(&mut self, run: i64) -> Result<(), LedgerError> {
        self.within(|ledger| {
            let done = ledger.connection.execute("UPDATE run SET done = 1 WHERE id = ?", [run]);
            done.map(|_| ()).map_err(ledger.failed())
        })
    }

    /// Enters lists and leads, and gives the keys with the numbers of their leads.
    fn enter_leads(&self, run: i64, lists: Vec<HandoverList>) -> Result<Entries, LedgerError> {
        let mut next = self.next_lead()?;
        let mut keys = Vec::new();
        for list in lists {
            let leads = list.leads.len() as u64;
            let statement = "INSERT INTO list (run, name, vendor, sha256, first, leads, bytes, member, checksum) \
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
            let HandoverList { name, vendor, sha256, bytes, member, .. } = &list;
            let checksum = lead_rows::checksum_of(next, &list.leads.leads);
            let values = params![run, name, vendor, sha256, next, leads, bytes, member, checksum];
            self.connection.execute(statement, values).map_err(self.failed())?;
            self.insert_leads(next, &list.leads.leads)?;
            let marks: Vec<u64> = list.leads.leads.iter().map(Handover::marks).collect();
            let number = |place: usize| ((next + place as u64) << 2) | marks[place];
            keys.extend(list.leads.keys.iter().map(|(key, place)| (*key, number(*place))));
            next += leads;
        }
        Ok(Entries::sorted(keys))
    }

    /// The number after the last lead that was ever entered and is not purged.
    fn next_lead(&self) -> Result<u64, LedgerError> {
        let next = self.rows("SELECT coalesce(max(first + leads), 1) FROM list", |row| row.get(0))?;
        Ok(next.into_iter().next().unwrap_or(1))
    }

    fn insert_leads(&self, first: u64, leads: &[Handover]) -> Result<(), LedgerError> {
        let statement = "INSERT INTO lead VALUES (?, ?, ?, ?, ?, ?, ?)";
        let mut insert = self.connection.prepare(statement).map_err(self.failed())?;
        for (lead, id) in leads.iter().zip(first..) {
            let (record, part, verdict) = (lead.record, lead.part, lead.verdict.as_str());
            let values = params![id, record, part, verdict, lead.worst, lead.best, lead.upgraded];
            insert.execute(values).map_err(self.failed())?;
        }
        Ok(())
    }

    /// Enters who is held now: tonight's, each since the run that held it first, and those of earlier nights that were
    /// neither seen tonight nor held too long.
    fn hold(&self, run: i64, job: &str, held: &Held, memory: &Memory, handed: &Entries) -> Result<(), LedgerError> {
        let first = |keys: &Vec<u128>| memory.held_first(keys.iter().copied().map(Some)).unwrap_or(run);
        let tonight = held.keys.iter().flat_map(|keys| keys.iter().map(move |key| (*key, first(keys).cast_unsigned())));
        let lasts = |run: u64| {
            let date = i64::try_from(run).ok().and_then(|run| memory.date(run));
            date.is_some_and(|date| held.since.is_none_or(|since| date >= since))
        };
        let before = memory.held.iter().filter(|(key, run)| lasts(*run) && handed.find(*key).next().is_none());
        let entries = Entries::sorted(tonight.chain(before).collect());
        self.connection.execute("DELETE FROM segment WHERE held_by = ?", [job]).map_err(self.failed())?;
        self.insert_segment(Some(job), &entries)
    }

    /// Adds keys. As soon as there are [`FAN`] segments of like size they become one: so there are never more than a few
    /// dozen, most nights write only their own keys, and each key is written anew only a few times in its life.
    fn add_segment(&self, mut entries: Entries) -> Result<(), LedgerError> {
        if entries.is_empty() {
            return Ok(());
        }
        loop {
            let query = "SELECT id, checksum, length(entries) / 24 FROM segment WHERE held_by IS NULL";
            let all: Vec<(i64, Option<i64>, usize)> =
                self.rows(query, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let like = |(_, _, size): &(i64, Option<i64>, usize)| level(*size) == level(entries.len());
            let alike: Vec<_> = all.into_iter().filter(like).collect();
            let size = entries.len() + alike.iter().map(|(_, _, size)| size).sum::<usize>();
            if alike.len() + 1 < FAN || size > LARGEST {
                return self.insert_segment(None, &entries);
            }
            let mut sets = vec![entries];
            for (id, checksum, _) in alike {
                sets.push(self.segment(id, checksum)?);
                self.connection.execute("DELETE FROM segment WHERE id = ?", [id]).map_err(self.failed())?;
            }
            entries = Entries::merged(&sets, |_| true);
        }
    }

    pub(super) fn insert_segment(&self, held_by: Option<&str>, entries: &Entries) -> Result<(), LedgerError> {
        if entries.is_empty() {
            return Ok(());
        }
        let statement = "INSERT INTO segment (held_by, entries, checksum) VALUES (?, ?, ?)";
        let values = params![held_by, entries.as_bytes(), entries.checksum()];
        self.connection.execute(statement, values).map(|_| ()).map_err(self.failed())
    }
}
