//! What was decided about records, column by column, and cut into groups of equal size.

use std::mem;

use crate::model::{Disposition, Outcome};

/// What was decided about some records of one list, column by column. All columns are equally long.
#[derive(Clone, Debug, Default)]
pub struct DecisionChunk {
    /// The list's name.
    pub list: String,
    /// Who sold the list, where that is known.
    pub vendor: Option<String>,
    /// The data record, from 1.
    pub record: Vec<u64>,
    /// Which of several leads of that record, from 1; else 0.
    pub part: Vec<u32>,
    /// The physical line on which the record begins.
    pub line: Vec<u64>,
    /// Where it ended.
    pub disposition: Vec<Disposition>,
    /// The worst score that it can still have; nothing where it was not judged.
    pub score_worst: Vec<Option<f64>>,
    /// The best score that it can still have; nothing where it was not judged.
    pub score_best: Vec<Option<f64>>,
    /// The places of the knock-outs that a rejected record fails; none for the others.
    pub blocked_by: Vec<Vec<usize>>,
    /// The outcomes of each criterion, in the profile's order; `None` if the record was not judged.
    pub criteria: Vec<Vec<Option<Outcome>>>,
    /// The outcomes of each rule, in the profile's order; nothing where the record was not judged.
    pub rules: Vec<Vec<Option<Outcome>>>,
    /// Why each rule's outcome is unknown; nothing where it is not.
    pub causes: Vec<Vec<Option<&'static str>>>,
    /// The points that each scoring rule gives for certain, in the profile's order; nothing where the record was not judged.
    pub points: Vec<Vec<Option<f64>>>,
    /// The fields that a lead for review is asked for, the first question first; none for the others.
    pub ask: Vec<Vec<String>>,
    /// The place of the rule that alone rejects a record; nothing where none or several do.
    pub alone: Vec<Option<usize>>,
    /// What the record lacks for that rule; nothing where that cannot be told, or must not be written.
    pub missed: Vec<Option<Box<Missed>>>,
    /// The state of the cell of each field ([`crate::model::CellState`]), in the profile's order; 0 where nobody looked.
    pub cells: Vec<Vec<u8>>,
    /// Why a record is unreadable; nothing for those that were read.
    pub faults: Vec<Option<&'static str>>,
    /// The defects of a record that was bought, each with its field.
    pub defects: Vec<Vec<String>>,
}

/// What a record lacks for the one rule that rejects it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Missed {
    /// The place of the column that would have to say something else.
    pub column: usize,
    /// Where good ends: a number, a day, a length with its unit.
    pub limit: Option<String>,
    /// How far the record is from the limit, in its unit or in days; below zero where it lies below the limit.
    pub by: Option<f64>,
    /// What the column says, where there is no limit.
    pub value: Option<String>,
}

/// So many records of a list.
#[derive(Clone, Debug)]
pub(super) struct OfList {
    pub(super) list: String,
    pub(super) vendor: Option<String>,
    pub(super) records: usize,
}

/// Records that do not fill a row group yet; `lists` counts how many of them each list has, in order.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) lists: Vec<OfList>,
    pub(super) chunk: DecisionChunk,
}

impl Pending {
    /// None yet, with as many columns as there are criteria, rules, scoring rules among them, and fields.
    pub(super) fn new(criteria: usize, (rules, scoring): (usize, usize), fields: usize) -> Self {
        let chunk = DecisionChunk {
            criteria: vec![Vec::new(); criteria],
            rules: vec![Vec::new(); rules],
            causes: vec![Vec::new(); rules],
            points: vec![Vec::new(); scoring],
            cells: vec![Vec::new(); fields],
            ..DecisionChunk::default()
        };
        Self { lists: Vec::new(), chunk }
    }

    /// Puts the records of a chunk behind those that are there.
    pub(super) fn append(&mut self, mut more: DecisionChunk) {
        match self.lists.last_mut() {
            Some(last) if last.list == more.list => last.records += more.record.len(),
            _ => {
                let (list, vendor) = (mem::take(&mut more.list), more.vendor.take());
                self.lists.push(OfList { list, vendor, records: more.record.len() });
            }
        }
        let own = &mut self.chunk;
        own.record.append(&mut more.record);
        own.part.append(&mut more.part);
        own.line.append(&mut more.line);
        own.disposition.append(&mut more.disposition);
        own.score_worst.append(&mut more.score_worst);
        own.score_best.append(&mut more.score_best);
        own.blocked_by.append(&mut more.blocked_by);
        append_each(&mut own.criteria, more.criteria);
        append_each(&mut own.rules, more.rules);
        append_each(&mut own.causes, more.causes);
        append_each(&mut own.points, more.points);
        own.ask.append(&mut more.ask);
        own.alone.append(&mut more.alone);
        own.missed.append(&mut more.missed);
        append_each(&mut own.cells, more.cells);
        own.faults.append(&mut more.faults);
        own.defects.append(&mut more.defects);
    }

    /// Takes the first `count` records out.
    pub(super) fn split_front(&mut self, count: usize) -> Self {
        let own = &mut self.chunk;
        let chunk = DecisionChunk {
            list: String::new(),
            vendor: None,
            record: front(&mut own.record, count),
            part: front(&mut own.part, count),
            line: front(&mut own.line, count),
            disposition: front(&mut own.disposition, count),
            score_worst: front(&mut own.score_worst, count),
            score_best: front(&mut own.score_best, count),
            blocked_by: front(&mut own.blocked_by, count),
            criteria: front_each(&mut own.criteria, count),
            rules: front_each(&mut own.rules, count),
            causes: front_each(&mut own.causes, count),
            points: front_each(&mut own.points, count),
            ask: front(&mut own.ask, count),
            alone: front(&mut own.alone, count),
            missed: front(&mut own.missed, count),
            cells: front_each(&mut own.cells, count),
            faults: front(&mut own.faults, count),
            defects: front(&mut own.defects, count),
        };
        Self { lists: self.front_lists(count), chunk }
    }

    /// The number of records.
    pub(super) const fn len(&self) -> usize {
        self.chunk.record.len()
    }

    fn front_lists(&mut self, mut count: usize) -> Vec<OfList> {
        let mut taken = Vec::new();
        for of in &mut self.lists {
            let here = count.min(of.records);
            taken.push(OfList { records: here, ..of.clone() });
            of.records -= here;
            count -= here;
        }
        self.lists.retain(|of| of.records > 0);
        taken
    }
}

fn append_each<T>(columns: &mut [Vec<T>], more: Vec<Vec<T>>) {
    columns.iter_mut().zip(more).for_each(|(column, mut more)| column.append(&mut more));
}

fn front<T>(column: &mut Vec<T>, count: usize) -> Vec<T> {
    let rest = column.split_off(count);
    mem::replace(column, rest)
}

fn front_each<T>(columns: &mut [Vec<T>], count: usize) -> Vec<Vec<T>> {
    columns.iter_mut().map(|column| front(column, count)).collect()
}
