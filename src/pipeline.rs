//! A whole run: lists in, reports out. Read this first.
//!
//! ```text
//! lists ─ chunks ─┬─ records ─ columns ─ outcomes ─ duplicates ─ lines, rows ─ files ─┐
//!  (a thread      │                               (in its turn)          (in its turn) │
//!   fetches)      └────────────────── every worker, a chunk at a time ────────────────┘
//! ```
//!
//! A worker takes a chunk from its bytes to its lines in the files. Few chunks are on their way at a time, so that memory
//! is bounded by them and the table of keys, not by the lists.

mod ahead;
mod alter;
mod clearing;
mod compare;
mod doubts;
mod drift;
mod error;
mod feed;
mod finder;
mod flow;
mod gaps;
mod inputs;
mod inspect;
mod limits;
mod meet;
mod night;
mod objections;
mod outputs;
mod person;
mod promises;
mod recovery;
mod repeat;
mod same_bytes;
mod seen;
mod sellers;
mod shared;
mod similar;
mod stages;
mod suppress;
mod totals;
mod turn;

pub use compare::{Comparison, Moved, Moves, VERDICTS, compare, moved};
pub use error::RunError;
pub use finder::{Found, Search, Which, find};
pub use inputs::{FoundLists, Inputs, ListInput, lists_in};
pub use inspect::{ColumnInspection, Inspection, inspect};
pub use meet::{Met, Nearly, Unchosen, UnheededOptOut, meet};
pub use person::{OpenKey, Person, person};
pub use recovery::{Recovered, Whereabouts, open_ledger, recover, unknown_runs};
pub use repeat::{done_before, repeated};
pub use seen::Seen;
pub use suppress::SuppressionReport;

/// Who must not be contacted.
pub use crate::identity::suppression::Suppression;
/// How much may come out of archives and workbooks.
pub use crate::intake::Limits;
pub use outputs::Target;

use std::path::PathBuf;
use std::time::Instant;

use crate::identity::KeyPlan;
use crate::identity::similar::SimilarPlan;
use crate::identity::suppression::{PersonColumns, Role, SuppressionPlan};
use crate::intake::List;
use crate::judge::Words;
use crate::profile::{LedgerFile, Limit, Output};
use crate::render::{Earlier, HeldLeads, Layout, LeadSheets, Run, Wanted};
use crate::report::{Remark, Summary, Wording};
use alter::Changes;
use flow::{Wants, flow_of_files};
use gaps::FilledGaps;
use limits::Limits as JobLimits;
use night::Night;
use objections::{Gathering, all_objections};
use outputs::Outputs;
use same_bytes::SameBytes;
use stages::{Judging, Settling};
use turn::Turn;

/// How a run is done; what it says does not depend on it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the outputs go.
    pub target: Target,
    /// What is written.
    pub output: Output,
    /// The bytes of a chunk.
    pub chunk: usize,
    /// The name of the job, for `run.json`.
    pub job: Option<String>,
    /// Where the job remembers whom it handed over.
    pub ledger: Option<LedgerFile>,
    /// How many leads are handed over at most.
    pub limits: Vec<Limit>,
    /// Whether lists of the same bytes as earlier ones are handed over again.
    pub again: bool,
    /// Whether another ledger than that of earlier runs may be used.
    pub new_ledger: bool,
    /// Whether somebody is told of promises that lists do not keep.
    pub tells_promises: bool,
    /// What is to be said of earlier runs.
    pub remarks: Vec<Remark>,
}

impl Settings {
    /// For lists that no job names: nothing is remembered, and nothing limited.
    #[must_use]
    pub const fn new(target: Target, output: Output) -> Self {
        Self {
            target,
            output,
            chunk: CHUNK,
            job: None,
            ledger: None,
            limits: Vec::new(),
            again: false,
            new_ledger: false,
            tells_promises: false,
            remarks: Vec::new(),
        }
    }

    /// Where the job keeps what it knows of other nights; nothing where it has no ledger.
    fn whereabouts(&self) -> Option<Whereabouts<'_>> {
        let (Target::Run { out, .. }, Some(file)) = (&self.target, &self.ledger) else { return None };
        let job = self.job.as_deref().unwrap_or_default();
        Some(Whereabouts { ledger: &file.path, out, job, new_ledger: self.new_ledger })
    }
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// The bytes of all lists, where they are known.
    fn start(&self, bytes: Option<u64>);
    /// So many more bytes and records are done, with so many prospects among them.
    fn advance(&self, bytes: u64, records: u64, prospects: u64);
}

/// A finished run.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The counts.
    pub summary: Summary,
    /// The folder with the outputs.
    pub folder: PathBuf,
    /// How long it took.
    pub seconds: f64,
    /// The places of the lists that the next night has to read again, because leads in them were held.
    pub waiting: Vec<usize>,
    /// What went wrong behind the reports, which are in their place.
    pub warning: Option<String>,
}

/// The bytes of a chunk, unless a test wants other ones.
pub const CHUNK: usize = 3 << 17;

/// Reads, judges and reports all lists.
///
/// # Errors
/// See [`RunError`]. After an error the last good output is as it was.
pub fn run(inputs: Inputs, settings: &Settings, progress: &dyn Progress) -> Result<Finished, RunError> {
    let started = Instant::now();
    let mut inputs = inputs;
    let keys = KeyPlan::new(&mut inputs.profile);
    let similar = SimilarPlan::new(&mut inputs.profile);
    let mut suppression = SuppressionPlan::new(&mut inputs.profile, std::mem::take(&mut inputs.suppression));
    let limits = JobLimits::new(&mut inputs.profile, settings)?;
    let mut changes = Changes::of(&mut inputs);
    let mut night = Night::begin(settings, inputs.profile.as_of)?;
    let secrets = night.secrets(suppression.secret_ids().chain(changes.clearing.secret_ids()))?;
    suppression.unlock(&secrets).and_then(|()| changes.clearing.unlock(&secrets)).map_err(RunError::Locked)?;
    let same_bytes = SameBytes::find(&inputs, settings, &mut night)?;
    let memory = std::mem::take(&mut night.memory);
    if !inputs.profile.identity.do_not_contact.is_empty() {
        inputs.hold_pipes()?;
    }
    let mut opened = inputs.open()?;
    night.remarks.extend(same_bytes.remarks(&opened.lists));
    let gathers = Gathering::is_needed(&suppression, &opened.lists);
    let objects = gathers || !night.objectors.is_empty();
    let people = (objects || night.has_ledger()).then(|| PersonColumns::new(&mut inputs.profile));
    let looks_up = night.has_ledger() || suppression.names_anybody() || !changes.clearing.is_empty();
    if looks_up || objects {
        opened.lists.iter_mut().for_each(|list| list.keep_all(&inputs.profile, Role::held_by));
    }
    if let Some(people) = people.as_ref().filter(|_| objects) {
        let (profile, lists) = (&inputs.profile, &opened.lists);
        let gathering = Gathering { profile, lists, keys: &keys, plan: &suppression, people };
        let tonight = if gathers { gathering.gather(&inputs, settings.chunk)? } else { Vec::new() };
        let all = all_objections(lists, &tonight, &night.objectors);
        night.object(&tonight, inputs.profile.as_of);
        if !looks_up && all.is_empty() {
            // Lists with an opt-out column in which nobody objects: nobody is looked up.
            opened.lists.iter_mut().for_each(List::keep_what_is_taken);
        }
        suppression.bar(people.clone(), all);
    }
    let chosen = settings.output.columns.as_deref();
    let layout = Layout::new(&inputs.profile, &opened.lists, night.has_ledger(), chosen);
    let wording = Wording::new(settings.output.language);
    let words = Words::new(&inputs.profile, &wording);
    let sheets = LeadSheets::new(&inputs.profile, &layout, &wording);
    let nobody = HeldLeads::default();
    let mut run = Run {
        profile: &inputs.profile,
        lists: &opened.lists,
        layout: &layout,
        keys: &keys,
        similar: similar.as_ref(),
        suppression: &suppression,
        people: people.as_ref().filter(|_| night.has_ledger()),
        earlier: Earlier { memory: &memory, held: &nobody, ledger: night.has_ledger() },
        words: &words,
        sheets: &sheets,
        wanted: Wanted::from(&settings.output),
        guard: settings.output.formula_guard,
    };
    if run.profile.identity.fill_gaps {
        changes.fillings = FilledGaps::gather(&run, &changes, &inputs, settings.chunk)?;
    }
    let held = limits.rank(&run, &changes, &inputs, settings.chunk)?;
    run.earlier.held = &held;
    progress.start(opened.size());
    let expected = opened.records();
    let mut outputs = Outputs::create(&run, settings, &wording)?;
    let (judging, settling) = (Judging::new(&run, &changes), Settling::new(&run, expected));
    let work = |turn: &Turn, list, chunk| settling.settle(turn, judging.judge(turn, list, chunk)?);
    let write = |chunk| outputs.write(chunk, progress).map(|()| Wants::More);
    let read = flow_of_files(opened.sources, settings.chunk, work, write)?;
    // The table of keys leaves its room to the sheets.
    drop(judging);
    outputs.share(settling.into_shared());
    let (summary, folder, warning) = outputs.finish(&run, settings, &inputs, &read, started, night)?;
    let waiting = (0..run.lists.len()).filter(|list| held.waits(*list)).collect();
    Ok(Finished { summary, folder, seconds: started.elapsed().as_secs_f64(), waiting, warning })
}
