//! Two profiles on the same lists: which leads move, and which change moves them.

use super::alter::Changes;
use super::flow::{Wants, flow};
use super::stages::{JudgedChunk, Judging, Settling};
use super::turn::Turn;
use super::{CHUNK, Inputs, RunError};
use crate::identity::KeyPlan;
use crate::intake::Chunk;
use crate::judge::{Asking, Lead, Said, Share, Words, explain, shares, verdicts_of};
use crate::model::Verdict;
use crate::profile::{Change, Profile, changes};
use crate::render::{Layout, Repeat, Run, lead_text};

/// How many moved leads are kept; the counts go on.
const MOST_LEADS: usize = 100_000;

/// How many leads moved from each verdict (row) to each (column), in the order of [`VERDICTS`].
pub type Moves = [[u64; 3]; 3];

/// The verdicts in the order of tables.
pub const VERDICTS: [Verdict; 3] = [Verdict::Prospect, Verdict::Review, Verdict::Rejected];

/// Two profiles compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What differs between them.
    pub changes: Vec<Change>,
    /// All leads, from the old verdict to the new one.
    pub moves: Moves,
    /// For each change, the old verdicts and those with this change alone.
    pub effects: Vec<Moves>,
    /// The leads that move, in the order of the lists, up to 100,000.
    pub leads: Vec<Moved>,
    /// How many more there are.
    pub left_out: u64,
    /// Duplicates, which are not judged.
    pub duplicates: u64,
    /// Records that cannot be read.
    pub unreadable: u64,
}

/// A lead that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The name of its list.
    pub list: String,
    /// Its record, from 1.
    pub record: u64,
    /// The line where it begins, from 1.
    pub line: u64,
    /// The old verdict.
    pub from: Verdict,
    /// The new one.
    pub to: Verdict,
    /// The changes that move it, by their places: each of them does it alone, or it takes all of them.
    pub responsible: Vec<usize>,
    /// Whether it takes all of them.
    pub together: bool,
    /// Why it has the new verdict.
    pub reason: String,
}

/// Judges the lists by both profiles. Both inputs name the same lists.
///
/// # Errors
/// A list that cannot be read, or that the two profiles read as different records.
pub fn compare(old: &Inputs, mut new: Inputs) -> Result<Comparison, RunError> {
    let keys = KeyPlan::new(&mut new.profile);
    let (old_lists, new_lists) = (old.open()?, new.open()?);
    let expected = new_lists.records();
    let no_keys = KeyPlan::default();
    let (old_layout, new_layout) = (
        Layout::new(&old.profile, &old_lists.lists, false, None),
        Layout::new(&new.profile, &new_lists.lists, false, None),
    );
    let (old_words, new_words) = (Words::english(&old.profile), Words::english(&new.profile));
    let old_run = Run::to_judge(&old.profile, &old_lists.lists, &old_layout, &no_keys, &old_words);
    let new_run = Run::to_judge(&new.profile, &new_lists.lists, &new_layout, &keys, &new_words);
    let both = Both::new(&old_run, &new_run, expected);
    let mut comparison = Comparison::of(both.changes.clone());
    let take = |part: Result<Part, RunError>| {
        comparison.add(part?);
        Ok(Wants::More)
    };
    // The bytes are read once: both profiles cut and read a list in the same way.
    flow(old_lists.sources, CHUNK, |turn, list, chunk| both.compared(turn, list, chunk), take)?;
    Ok(comparison)
}

/// The two runs, side by side.
struct Both<'r> {
    old: &'r Run<'r>,
    new: &'r Run<'r>,
    old_judging: Judging<'r>,
    new_judging: Judging<'r>,
    settling: Settling<'r>,
    /// Decimal places of scores that are fine enough for both.
    scale: u32,
    changes: Vec<Change>,
}

/// What a chunk adds to the comparison.
struct Part {
    moves: Moves,
    effects: Vec<Moves>,
    leads: Vec<Moved>,
    duplicates: u64,
    unreadable: u64,
}

impl<'r> Both<'r> {
    fn new(old: &'r Run<'r>, new: &'r Run<'r>, expected: usize) -> Self {
        Self {
            old,
            new,
            old_judging: Judging::new(old, Changes::nothing()),
            new_judging: Judging::new(new, Changes::nothing()),
            settling: Settling::new(new, expected),
            scale: old.profile.decision.scale.max(new.profile.decision.scale),
            changes: changes(old.profile, new.profile),
        }
    }

    /// Judges a chunk by both profiles. Nothing where a turn before was given up.
    fn compared(&self, turn: &Turn, list: usize, chunk: Chunk) -> Option<Result<Part, RunError>> {
        let old = self.old_judging.judge(turn, list, chunk.clone())?;
        let new = self.new_judging.judge(turn, list, chunk)?;
        let repeats = self.settling.repeats(turn, &new)?;
        if old.records.len() != new.records.len() {
            return Some(Err(RunError::OtherRecords { name: self.old.lists[list].name.clone() }));
        }
        Some(Ok(self.part(&old, &new, &repeats.duplicates)))
    }

    fn part(&self, old: &JudgedChunk, new: &JudgedChunk, duplicates: &[Option<Repeat>]) -> Part {
        let records = old.records.len();
        let old_shares = shares(self.old.profile, &old.columns, records, self.scale);
        let new_shares = shares(self.new.profile, &new.columns, records, self.scale);
        let alone: Vec<Vec<Verdict>> =
            self.changes.iter().map(|change| self.with(change, (old, &old_shares), (new, &new_shares))).collect();
        let mut part = Part {
            moves: Moves::default(),
            effects: vec![Moves::default(); alone.len()],
            leads: Vec::new(),
            duplicates: 0,
            unreadable: new.records.unreadable.len() as u64,
        };
        for record in 0..records {
            if duplicates[record].is_some() {
                part.duplicates += 1;
                continue;
            }
            let (from, to) = (old.judged.verdicts[record], new.judged.verdicts[record]);
            count(&mut part.moves, from, to);
            part.effects.iter_mut().zip(&alone).for_each(|(moves, alone)| count(moves, from, alone[record]));
            if from != to {
                let (responsible, together) = self.responsible(record, (from, to), &alone, &old_shares, &new_shares);
                part.leads.push(self.moved(new, record, (from, to), responsible, together));
            }
        }
        part
    }

    /// The old verdicts with one change.
    fn with(
        &self,
        change: &Change,
        (old, old_shares): (&JudgedChunk, &[Share]),
        (new, new_shares): (&JudgedChunk, &[Share]),
    ) -> Vec<Verdict> {
        let taken: Vec<&Share> = change.rules(self.old.profile, self.new.profile).map_or_else(
            || old_shares.iter().collect(),
            |rules| {
                rules.into_iter().map(|rule| rule.map_or_else(|old| &old_shares[old], |new| &new_shares[new])).collect()
            },
        );
        let scaled = |chunk: &JudgedChunk, profile: &Profile| {
            chunk.judged.thresholds.scaled(10_i64.pow(self.scale - profile.decision.scale))
        };
        let thresholds =
            if change.is_thresholds() { scaled(new, self.new.profile) } else { scaled(old, self.old.profile) };
        verdicts_of(taken, thresholds, old.records.len())
    }

    /// The changes that alone give the new verdict; else those that alone give another one than the old; else all that
    /// say something else of the lead, together.
    fn responsible(
        &self,
        record: usize,
        (from, to): (Verdict, Verdict),
        alone: &[Vec<Verdict>],
        old: &[Share],
        new: &[Share],
    ) -> (Vec<usize>, bool) {
        let such = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<usize> {
            (0..alone.len()).filter(|change| wanted(alone[*change][record])).collect()
        };
        let moving = [such(&|verdict| verdict == to), such(&|verdict| verdict != from)];
        if let Some(moving) = moving.into_iter().find(|changes| !changes.is_empty()) {
            return (moving, false);
        }
        let differs = |change: &Change| match change.pairs(self.old.profile, self.new.profile) {
            None => true,
            Some(pairs) => pairs.into_iter().any(|pair| match pair {
                (Some(a), Some(b)) => !old[a].agrees(&new[b], record),
                (Some(gone), None) => !old[gone].is_neutral(record),
                (None, Some(added)) => !new[added].is_neutral(record),
                (None, None) => false,
            }),
        };
        let changes = self.changes.iter().enumerate();
        (changes.filter(|(_, change)| differs(change)).map(|(place, _)| place).collect(), true)
    }

    fn moved(
        &self,
        chunk: &JudgedChunk,
        record: usize,
        (from, to): (Verdict, Verdict),
        responsible: Vec<usize>,
        together: bool,
    ) -> Moved {
        let (profile, list) = (self.new.profile, &self.new.lists[chunk.position.list]);
        let explanation = explain(&Asking::new(profile), &chunk.columns, &chunk.judged, record);
        let raw = lead_text(profile, list, &chunk.records, record);
        let lead =
            Lead { profile, columns: &chunk.columns, judged: &chunk.judged, record, raw: &raw, said: &Said::default() };
        Moved {
            list: list.name.clone(),
            record: chunk.position.records_before + u64::from(chunk.records.number(record)) + 1,
            line: chunk.position.line + u64::from(chunk.records.line(record)),
            from,
            to,
            responsible,
            together,
            reason: self.new.words.reason(&lead, &explanation),
        }
    }
}

fn count(moves: &mut Moves, from: Verdict, to: Verdict) {
    let place = |verdict| VERDICTS.iter().position(|one| *one == verdict).unwrap_or_default();
    moves[place(from)][place(to)] += 1;
}

impl Comparison {
    /// Of nothing yet.
    fn of(changes: Vec<Change>) -> Self {
        Self {
            moves: Moves::default(),
            effects: vec![Moves::default(); changes.len()],
            changes,
            leads: Vec::new(),
            left_out: 0,
            duplicates: 0,
            unreadable: 0,
        }
    }

    fn add(&mut self, part: Part) {
        add(&mut self.moves, &part.moves);
        self.effects.iter_mut().zip(&part.effects).for_each(|(sum, more)| add(sum, more));
        self.duplicates += part.duplicates;
        self.unreadable += part.unreadable;
        for lead in part.leads {
            if self.leads.len() < MOST_LEADS {
                self.leads.push(lead);
            } else {
                self.left_out += 1;
            }
        }
    }

    /// How many leads were judged.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.moves.iter().flatten().sum()
    }

    /// How many leads have another verdict.
    #[must_use]
    pub fn moved(&self) -> u64 {
        moved(&self.moves)
    }
}

/// How many leads of a table have another verdict.
#[must_use]
pub fn moved(moves: &Moves) -> u64 {
    (0..3)
        .flat_map(|from| (0..3).filter(move |to| *to != from).map(move |to| (from, to)))
        .map(|(a, b)| moves[a][b])
        .sum()
}

fn add(sum: &mut Moves, more: &Moves) {
    sum.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(sum, more)| *sum += more);
}
