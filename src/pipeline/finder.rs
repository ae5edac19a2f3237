//! Finds one lead in a list and judges it, for an explanation.

use super::alter::Changes;
use super::flow::{Wants, flow};
use super::stages::{JudgedChunk, Judging};
use super::turn::Turn;
use super::{CHUNK, Inputs, RunError};
use crate::field_types::visible;
use crate::identity::KeyPlan;
use crate::intake::{List, Records, plain_reader};
use crate::judge::{Judged, Words};
use crate::model::{Cell, Value};
use crate::profile::{ColumnSource, Columns, Profile};
use crate::render::{Layout, Run, fault_words};

/// Which lead is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The data record with this number, from 1.
    Record(u64),
    /// The first lead with this value, as a list would write it, in this field.
    Value {
        /// The place of the field.
        field: usize,
        /// The value.
        written: String,
    },
}

/// A judged lead, with the chunk that it stands in.
#[derive(Debug)]
pub struct Found {
    /// The profile that judged it.
    pub profile: Profile,
    /// Its list.
    pub list: List,
    /// The records of its chunk.
    pub records: Records,
    /// What the rules read.
    pub columns: Columns,
    /// What the rules say.
    pub judged: Judged,
    /// Its place in the chunk.
    pub record: usize,
    /// Its number in the list, from 1.
    pub number: u64,
    /// The line where it begins, from 1.
    pub line: u64,
}

/// What became of the search.
#[derive(Debug)]
pub enum Search {
    /// The lead was found.
    Found(Box<Found>),
    /// The record is there and could not be read; why, in a sentence.
    Unreadable(String),
    /// No such lead; how many records there are.
    None(u64),
}

/// Searches the first list of `inputs`. Nothing is written.
///
/// # Errors
/// A list that cannot be read.
pub fn find(inputs: Inputs, which: &Which) -> Result<Search, RunError> {
    let mut inputs = inputs;
    inputs.lists.truncate(1);
    if let Which::Value { field, .. } = which {
        inputs.profile.require(ColumnSource::Field { field: *field, part: None });
    }
    let opened = inputs.open()?;
    let (keys, layout) = (KeyPlan::default(), Layout::new(&inputs.profile, &opened.lists, false, None));
    let words = Words::english(&inputs.profile);
    let run = Run::to_judge(&inputs.profile, &opened.lists, &layout, &keys, &words);
    let judging = Judging::new(&run, Changes::nothing());
    let mut search = Search::None(0);
    let work = |turn: &Turn, list, chunk| judging.judge(turn, list, chunk).map(|chunk| searched(&run, chunk, which));
    let take = |searched| {
        search = searched;
        Ok(if matches!(search, Search::None(_)) { Wants::More } else { Wants::NoMore })
    };
    flow(opened.sources, CHUNK, work, take)?;
    Ok(search)
}

/// What a chunk has of the lead, or how many records there are up to its end.
fn searched(run: &Run<'_>, chunk: JudgedChunk, which: &Which) -> Search {
    let read = chunk.position.records_before + u64::from(chunk.records.count);
    search(run, chunk, which).unwrap_or(Search::None(read))
}

fn search(run: &Run<'_>, chunk: JudgedChunk, which: &Which) -> Option<Search> {
    let before = chunk.position.records_before;
    let number = |record: usize| before + u64::from(chunk.records.number(record)) + 1;
    if let Which::Record(wanted) = which {
        let broken = chunk.records.unreadable.iter().find(|record| before + u64::from(record.number) + 1 == *wanted);
        if let Some(broken) = broken {
            return Some(Search::Unreadable(fault_words(broken.fault, chunk.records.width(), run.words.wording())));
        }
    }
    let record = match which {
        Which::Record(wanted) => (0..chunk.records.len()).find(|record| number(*record) == *wanted),
        Which::Value { field, written } => first_with(run.profile, &chunk, *field, written),
    }?;
    Some(Search::Found(Box::new(Found {
        profile: run.profile.clone(),
        list: run.lists[0].clone(),
        number: number(record),
        line: chunk.position.line + u64::from(chunk.records.line(record)),
        records: chunk.records,
        columns: chunk.columns,
        judged: chunk.judged,
        record,
    })))
}

/// The first record whose field has a value, however both are written.
fn first_with(profile: &Profile, chunk: &JudgedChunk, field: usize, written: &str) -> Option<usize> {
    let source = ColumnSource::Field { field, part: None };
    let column = &chunk.columns.0[profile.columns.iter().position(|column| *column == source)?];
    let reader = plain_reader(profile, &profile.fields[field]);
    let written = visible(written);
    let wanted = reader.read(&written, None).cell;
    (0..chunk.records.len()).find(|record| match (column.cell(*record), &wanted) {
        (Cell::Known(Value::Text(cell)), Cell::Known(Value::Text(wanted))) => cell.compared == wanted.compared,
        (cell, wanted) => cell.is_known() && cell == *wanted,
    })
}
