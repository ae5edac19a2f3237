//! What a run has to do with other nights: the ledger, opened before the lists and entered behind the reports.

use std::collections::HashMap;

use jiff::civil::Date;

use super::feed::ReadFile;
use super::recovery::{self, open_ledger};
use super::{Inputs, RunError, Settings, Target};
use crate::identity::suppression::Objected;
use crate::ledger::{
    FilesRead, HandoverList, HandoverRun, Handovers, Held, Ledger, Memory, Objector, Purged, ReadBefore,
};
use crate::model::{Secret, date_jump, sha256};
use crate::profile::SourceFile;
use crate::render::Run;
use crate::report::{Filling, Remark, RunRecord};

/// The ledger of a job, for one run.
pub(super) struct Night {
    ledger: Option<Ledger>,
    /// What earlier nights knew.
    pub(super) memory: Memory,
    /// What was deleted because it was kept long enough.
    pub(super) purged: Option<Remark>,
    entered: Option<i64>,
    /// The files of all lists of earlier nights, once somebody asks.
    files_read: Option<FilesRead>,
    /// What else is to be said of earlier nights.
    pub(super) remarks: Vec<Remark>,
    /// Who objected on earlier nights.
    pub(super) objectors: Vec<Objector>,
    /// Who objects tonight, and is not known for it.
    objecting: Vec<Objector>,
}

/// What a run gives to the ledger.
#[derive(Debug, Default)]
pub(super) struct Tonight {
    /// What is handed over, for each list.
    pub(super) handed: Vec<Handovers>,
    /// The keys of who is held.
    pub(super) held: Vec<Vec<u128>>,
}

impl Night {
    /// Opens the ledger that the job names, puts right what an interrupted run left in it, deletes what was kept long
    /// enough, and reads what it knows.
    pub(super) fn begin(settings: &Settings, as_of: Date) -> Result<Self, RunError> {
        let mut night = Self {
            ledger: None,
            memory: Memory::default(),
            purged: None,
            entered: None,
            files_read: None,
            remarks: settings.remarks.clone(),
            objectors: Vec::new(),
            objecting: Vec::new(),
        };
        let (Some(file), Some(at)) = (&settings.ledger, settings.whereabouts()) else { return Ok(night) };
        let (mut ledger, unsettled) = open_ledger(at)?;
        night.remarks.extend(recovery::told(&unsettled));
        if let Some(retention) = file.retention {
            match date_jump(&ledger.days()?, as_of) {
                None => night.purged = told(ledger.purge(retention.before(as_of))?, retention.before(as_of)),
                Some(jump) => night.remarks.push(jumped(jump)),
            }
        }
        night.memory = ledger.memory(job(settings))?;
        night.objectors = ledger.objectors()?;
        night.ledger = Some(ledger);
        Ok(night)
    }

    /// Notes who objects tonight, so that later nights know it.
    pub(super) fn object(&mut self, tonight: &[(u128, Objected)], since: Date) {
        let known: HashMap<u128, u8> = self.objectors.iter().map(|one| (one.key, one.channels)).collect();
        let is_new = |one: &Objector| known.get(&one.key).is_none_or(|before| *before != one.channels && *before != 0);
        let objector = |(key, one): &(u128, Objected)| Objector { key: *key, since, channels: one.channels.bits() };
        self.objecting = tonight.iter().map(objector).filter(is_new).collect();
    }

    /// The list of an earlier night that held the same bytes: its leads are known by their places from now on.
    pub(super) fn read_before(
        &mut self,
        place: usize,
        size: u64,
        inner: Option<&str>,
        sha256: impl FnOnce() -> Result<String, RunError>,
    ) -> Result<Option<ReadBefore>, RunError> {
        let Some(ledger) = self.ledger.as_ref() else { return Ok(None) };
        if self.files_read.is_none() {
            self.files_read = Some(ledger.files_read()?);
        }
        let Some(files) = self.files_read.as_ref().filter(|files| files.may_have(size)) else { return Ok(None) };
        let sha256 = sha256()?;
        if !files.has(&sha256) {
            return Ok(None);
        }
        Ok(ledger.read_before(&mut self.memory, place, &sha256, inner)?)
    }

    /// The secrets that hashes of forgotten people may be made with, those of these ids among them as far as they are known.
    pub(super) fn secrets<'i>(&mut self, ids: impl Iterator<Item = &'i str>) -> Result<Vec<Secret>, RunError> {
        let Some(ledger) = &mut self.ledger else { return Ok(Vec::new()) };
        Ok(ledger.secrets_for(ids)?)
    }

    /// Whether the job names a ledger.
    pub(super) const fn has_ledger(&self) -> bool {
        self.ledger.is_some()
    }

    /// The random id of the run, by which its reports and the ledger will be found to belong together; nothing without a ledger.
    pub(super) fn new_run_id(&self, settings: &Settings) -> Result<Option<String>, RunError> {
        let ledger = self.ledger.as_ref().filter(|_| matches!(settings.target, Target::Run { .. }));
        Ok(ledger.map(Ledger::new_run_id).transpose()?)
    }

    /// Begins to enter the run, and tells its record by which ids it and the ledger are known.
    pub(super) fn announce(
        &mut self,
        run: &Run<'_>,
        settings: &Settings,
        inputs: &Inputs,
        record: &mut RunRecord,
    ) -> Result<(), RunError> {
        let (Some(ledger), Target::Run { out, .. }) = (&mut self.ledger, &settings.target) else { return Ok(()) };
        let rules = rules_hash(inputs.files.iter().chain(&run.profile.sources));
        // Another job that shares the ledger has to find the folder from wherever it runs.
        let out = out.canonicalize().unwrap_or_else(|_| out.clone());
        let (as_of, profile) = (run.profile.as_of, &run.profile.name);
        let run_id = record.run.as_str();
        let begun =
            ledger.begin(&HandoverRun { run_id, job: job(settings), as_of, profile, rules: &rules, out: &out })?;
        self.entered = Some(begun.number);
        record.run_id = Some(record.run.clone());
        record.ledger_id = Some(begun.ledger_id);
        Ok(())
    }

    /// Enters what the run hands over and holds. It counts once the reports are in their place.
    pub(super) fn enter(
        &mut self,
        run: &Run<'_>,
        settings: &Settings,
        inputs: &Inputs,
        read: &[ReadFile],
        tonight: Tonight,
    ) -> Result<(), RunError> {
        let (Some(ledger), Some(entered)) = (&mut self.ledger, self.entered) else { return Ok(()) };
        let memory = run.earlier.memory;
        let lists = run.lists.iter().zip(&inputs.lists).zip(read).zip(tonight.handed);
        let lists = lists.map(|(((list, input), file), leads)| HandoverList {
            bytes: file.fingerprint.bytes,
            member: input.member.inner.clone(),
            name: list.name.clone(),
            vendor: list.file.vendor.clone(),
            sha256: file.fingerprint.sha256.clone(),
            leads,
        });
        let since =
            settings.limits.iter().filter_map(|limit| limit.hold_for).map(|period| period.before(run.profile.as_of));
        let held = Held { keys: tonight.held, since: since.min() };
        let held = held.since.is_some().then_some((held, memory));
        ledger.enter_objections(&self.objecting)?;
        Ok(ledger.enter(entered, job(settings), lists.collect(), held)?)
    }

    /// Enters that the reports are in their place, and makes a copy of the ledger. Where the first cannot be written, the
    /// next run finds them there; where the second cannot, that is told.
    pub(super) fn finish(mut self, settings: &Settings) -> Option<String> {
        let (Some(ledger), Some(entered), Some(file)) = (&mut self.ledger, self.entered, &settings.ledger) else {
            return None;
        };
        let done = ledger.done(entered).and_then(|()| ledger.back_up(file.backups));
        done.err().map(|error| format!("the ledger was not copied: {error}"))
    }
}

fn job(settings: &Settings) -> &str {
    settings.job.as_deref().unwrap_or_default()
}

fn jumped((from, to): (Date, Date)) -> Remark {
    let day = |day: Date| Filling::Day(day.to_string());
    Remark::new("m_date_jump", [("from", day(from)), ("to", day(to))])
}

fn told(purged: Purged, before: Date) -> Option<Remark> {
    let Purged { runs, leads } = purged;
    let gaps = [
        ("leads", Filling::Number(leads)),
        ("runs", Filling::Number(runs)),
        ("before", Filling::Day(before.to_string())),
    ];
    (runs > 0).then(|| Remark::new("m_purged", gaps))
}

/// One hash over all rule files, in their order.
pub(super) fn rules_hash<'f>(files: impl Iterator<Item = &'f SourceFile>) -> String {
    sha256(files.map(|file| file.sha256.as_str()).collect::<Vec<_>>().concat())
}
