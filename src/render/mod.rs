//! A judged chunk becomes the bytes, sheet rows, decision rows and counts of every output.
//!
//! Pure, and so done on every thread; whoever writes the files only has to put the chunks in order.

mod altered;
mod call_sheet;
mod claims;
mod counts;
mod dealing;
mod decisions;
mod earlier;
mod fault;
mod layout;
mod lead;
mod lines;
mod misses;
mod sheets;
mod similar;

pub use altered::{Alteration, Alterations, Altered, TakenOver};
pub use counts::{ChunkCounts, RuleTally};
pub use decisions::{points, scoring, told_fields};
pub use earlier::{Earlier, HeldLeads};
pub use fault::fault_words;
pub use layout::{Layout, LeadColumn, ListLayout};
pub use lead::lead_text;
pub use sheets::{LeadSheet, LeadSheets, rejection_columns};
pub use similar::{similar_columns, similar_line};

use std::collections::BTreeMap;

use crate::identity::KeyPlan;
use crate::identity::similar::{KeptLead, SimilarPlan};
use crate::identity::suppression::{Barred, PersonColumns, SuppressionPlan};
use crate::intake::{List, Records, States, Tally};
use crate::judge::{Judged, Words};
use crate::ledger::{Handovers, Known};
use crate::model::Disposition;
use crate::profile::{Columns, Profile};
use crate::report::{DecisionChunk, SheetRow};

/// What is the same for all chunks of a run.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// The rules.
    pub profile: &'r Profile,
    /// The lists, in job order.
    pub lists: &'r [List],
    /// The columns of the outputs.
    pub layout: &'r Layout,
    /// The identity keys.
    pub keys: &'r KeyPlan,
    /// How leads are compared that no key joins; nothing where they are not.
    pub similar: Option<&'r SimilarPlan>,
    /// Who must not be contacted.
    pub suppression: &'r SuppressionPlan,
    /// What people are known by beside the identity keys; nothing where no ledger remembers them.
    pub people: Option<&'r PersonColumns>,
    /// What earlier nights knew, and who has to wait.
    pub earlier: Earlier<'r>,
    /// The sentences of the rules.
    pub words: &'r Words,
    /// The sheets of prospects and reviews.
    pub sheets: &'r LeadSheets,
    /// Which outputs are wanted.
    pub wanted: Wanted,
    /// Whether formulas are guarded.
    pub guard: bool,
}

impl<'r> Run<'r> {
    /// For judging alone: nothing is written, and nobody is suppressed, known or held.
    #[must_use]
    pub fn to_judge(
        profile: &'r Profile,
        lists: &'r [List],
        layout: &'r Layout,
        keys: &'r KeyPlan,
        words: &'r Words,
    ) -> Self {
        static NO_SHEETS: LeadSheets = LeadSheets {
            prospects: LeadSheet { columns: Vec::new(), order: Vec::new(), frozen: 0 },
            review: LeadSheet { columns: Vec::new(), order: Vec::new(), frozen: 0 },
        };
        let wanted = Wanted {
            csv: false,
            sheets: false,
            rejections_sheet: false,
            decisions: false,
            parquet: false,
            page: false,
        };
        let (suppression, earlier) = (SuppressionPlan::nothing(), Earlier::nothing());
        Self {
            profile,
            lists,
            layout,
            keys,
            similar: None,
            suppression,
            people: None,
            earlier,
            words,
            sheets: &NO_SHEETS,
            wanted,
            guard: true,
        }
    }
}

/// Which outputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// CSV files.
    pub csv: bool,
    /// Rows of the sheets of prospects and reviews.
    pub sheets: bool,
    /// Rows of the sheet of rejections.
    pub rejections_sheet: bool,
    /// Frames of what was decided, out of which the reports are counted.
    pub decisions: bool,
    /// Those frames as `decisions.parquet`.
    pub parquet: bool,
    /// `report.html`.
    pub page: bool,
}

/// Where a chunk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The place of its list among the lists.
    pub list: usize,
    /// How many records of the list stand before it.
    pub records_before: u64,
    /// The line of its first byte, from 1.
    pub line: u64,
    /// The place of its first byte in the list.
    pub offset: u64,
}

/// A chunk that was judged and tested for duplicates.
pub struct Settled<'s> {
    /// Where it stands.
    pub position: Position,
    /// Its records.
    pub records: &'s Records,
    /// What the rules read.
    pub columns: &'s Columns,
    /// What was altered in them; nothing where all is as the list has it.
    pub altered: Option<&'s Altered>,
    /// What the rules say.
    pub judged: &'s Judged,
    /// For each record, the earlier one that it repeats: list, record and key.
    pub duplicates: &'s [Option<Repeat>],
    /// For each record, why it must not be contacted; empty where nothing was tested.
    pub barred: &'s [Option<Barred>],
    /// For each record, that it was handed over on an earlier night; empty where nobody was.
    pub known: &'s [Option<Known>],
    /// For each record, the limit that has no room for it; empty where nobody has to wait.
    pub held: &'s [Option<usize>],
    /// The identity keys, each with those of every record.
    pub keys: &'s [Vec<Option<u128>>],
    /// What the cells of its fields were like.
    pub tallies: &'s BTreeMap<usize, Tally>,
    /// The state of every cell of those fields; no field where decisions are not wanted.
    pub states: &'s States,
}

/// An earlier record that a duplicate repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The key that both have, by its place; `EVERY_CELL` where both are identical in every cell.
    pub key: usize,
    /// The place of the earlier record's list.
    pub list: usize,
    /// The earlier record's number in its list, from 1.
    pub record: u64,
    /// Its number in its list, from 0, over records and the leads in them.
    pub place: u64,
    /// Where the lead stands that both are: the earlier record, or the one that it repeats itself.
    pub lead: LeadPlace,
    /// Another lead that the duplicate shares another key with.
    pub other: Option<OtherLead>,
    /// Of a bought list: the earlier record of the same seller that it repeats, where there is one.
    pub sold: Option<SoldBefore>,
}

/// An earlier record of the same seller that a duplicate repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldBefore {
    /// The key that both have, by its place; `EVERY_CELL` where both are identical in every cell.
    pub key: usize,
    /// The place of the earlier record's list.
    pub list: usize,
    /// The earlier record's number in its list, from 1.
    pub record: u64,
}

/// Where a lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeadPlace {
    /// The place of its list.
    pub list: usize,
    /// Its number in its list, from 0, over records and the leads in them.
    pub place: u64,
}

/// Another lead that a duplicate shares a key with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherLead {
    /// The key, by its place.
    pub key: usize,
    /// The number of its record in its list, from 1.
    pub record: u64,
    /// Where it stands.
    pub lead: LeadPlace,
}

/// A chunk's share of every output.
#[derive(Debug)]
pub struct Rendered {
    /// Lines of `prospects.csv`.
    pub prospects: Vec<u8>,
    /// Lines of `review.csv`.
    pub review: Vec<u8>,
    /// Lines of `rejections.csv`.
    pub rejections: Vec<u8>,
    /// Lines of `duplicates.csv`.
    pub duplicates: Vec<u8>,
    /// Lines of `suppressed.csv`.
    pub suppressed: Vec<u8>,
    /// Lines of `known.csv`.
    pub known: Vec<u8>,
    /// Lines of `held.csv`.
    pub held: Vec<u8>,
    /// The leads that are handed over, for the ledger.
    pub handed: Handovers,
    /// The keys of those that are held, for the ledger.
    pub held_keys: Vec<Vec<u128>>,
    /// Rows of `prospects.xlsx`.
    pub prospect_rows: Vec<SheetRow>,
    /// Rows of `review.xlsx`.
    pub review_rows: Vec<SheetRow>,
    /// Rows of `rejections.xlsx`.
    pub rejection_rows: Vec<SheetRow>,
    /// Rows of `decisions.parquet`.
    pub decisions: Option<DecisionChunk>,
    /// Lines of the claim of its list, without what is the same in all of them.
    pub claims: Vec<u8>,
    /// Lines of `overlap.csv`.
    pub overlap: Vec<u8>,
    /// What `similar.csv` is made of, once all lists were read.
    pub similar: Vec<KeptLead>,
    /// Leads that a record is both of, by one key and by another.
    pub links: Vec<[LeadPlace; 2]>,
    /// Counts.
    pub counts: ChunkCounts,
}

/// Renders a chunk.
#[must_use]
pub fn render(run: &Run<'_>, chunk: &Settled<'_>) -> Rendered {
    let view = lead::View::new(run, chunk);
    let mut dealing = dealing::Dealing::new(run, chunk);
    (0..chunk.records.len()).for_each(|record| dealing.deal(&view, record));
    dealing.finish(run, chunk)
}

impl Settled<'_> {
    /// The columns as the list has them.
    fn as_read(&self) -> &Columns {
        self.altered.map_or(self.columns, |altered| &altered.as_read)
    }

    /// Why a record must not be contacted.
    fn barred(&self, record: usize) -> Option<Barred> {
        self.barred.get(record).copied().flatten()
    }

    /// That a record was handed over before, with a verdict as good as tonight's.
    fn known(&self, record: usize) -> Option<Known> {
        let known = self.known.get(record).copied().flatten();
        known.filter(|known| known.settles(self.judged.verdicts[record]))
    }

    /// That a record was handed over before, with a lesser verdict than tonight's.
    fn upgraded(&self, record: usize) -> Option<Known> {
        let known = self.known.get(record).copied().flatten();
        known.filter(|known| !known.settles(self.judged.verdicts[record]))
    }

    /// The limit that has no room for a record.
    fn held(&self, record: usize) -> Option<usize> {
        self.held.get(record).copied().flatten()
    }

    /// The identity keys of a record.
    fn keys(&self, record: usize) -> impl Iterator<Item = Option<u128>> + '_ {
        self.keys.iter().map(move |key| key[record])
    }

    /// Whether a record counts as judged: not suppressed, no duplicate, and not handed over before.
    fn is_judged(&self, record: usize) -> bool {
        self.barred(record).is_none() && self.duplicates[record].is_none() && self.known(record).is_none()
    }

    /// Where a record ends.
    fn disposition(&self, record: usize) -> Disposition {
        match () {
            () if self.barred(record).is_some() => Disposition::Suppressed,
            () if self.duplicates[record].is_some() => Disposition::Duplicate,
            () if self.known(record).is_some() => Disposition::Known,
            () if self.held(record).is_some() => Disposition::Held,
            () => self.judged.verdicts[record].into(),
        }
    }
}
