//! Which questions are worth a call: those of which some answer, together with some answers to the other open ones,
//! changes the verdict.
//!
//! All answers cannot be tried, but only a handful makes a difference ([`answers`]). A [`Plan`] says which columns a
//! set of open fields settles, and which rules read them; rules that share no open field are looked at apart, each
//! group by every combination of its answers ([`combos`]), and the groups meet only in what they leave ([`worth`]):
//! whether a knock-out fails or stays open, and the points. That is exact but for four things, in all of which a question is
//! asked rather than left out: parts of one field, look-ups and words of a text are taken to answer independently of
//! one another, and where there are more than 4,096 combinations everything is asked.
//!
//! Leads of a chunk that are open in the same way are looked at once.

mod answers;
mod combos;
mod plan;
mod worth;

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;

use super::Judged;
use crate::model::{Cell, Missing, Outcome, Unreadable};
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};
use combos::{Combos, Lead};
use plan::{Common, Group, Plan};

/// How many combinations of answers are looked at together.
const MOST: usize = 4_096;

/// What was found out about the open questions of the leads of a chunk.
#[derive(Debug)]
pub struct Asking<'p> {
    profile: &'p Profile,
    common: Common,
    plans: RefCell<HashMap<Open, Rc<Plan<'p>>>>,
    known: RefCell<HashMap<Situation, Rc<[usize]>>>,
    groups: RefCell<HashMap<GroupCells, Option<Rc<Combos>>>>,
}

/// All that the answers to a group of rules depend on: which open fields and which group of theirs, and what is there.
#[derive(Debug, PartialEq, Eq, Hash)]
struct GroupCells {
    open: Open,
    group: usize,
    cells: Cells,
}

/// What tests say of the cells that are there, and the distinct cells that are ranges.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Cells {
    says: Vec<Outcome>,
    ranges: Vec<Option<usize>>,
}

/// The open fields of a lead, and the columns that an answer to each settles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Open {
    fields: Vec<usize>,
    /// Each with the place of its field among these.
    columns: Vec<(ColumnId, usize)>,
}

/// All that the worth of a question depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Situation {
    open: Open,
    groups: Vec<Cells>,
    scores: (i64, i64),
    rules: Vec<Outcome>,
}

impl<'p> Asking<'p> {
    /// Of a chunk of leads that are judged by this profile.
    #[must_use]
    pub fn new(profile: &'p Profile) -> Self {
        let common = Common::of(profile);
        Self { profile, common, plans: RefCell::default(), known: RefCell::default(), groups: RefCell::default() }
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &'p Profile {
        self.profile
    }

    /// Those out of some open fields that can change the verdict on a lead for review.
    pub(super) fn that_matter(
        &self,
        columns: &Columns,
        judged: &Judged,
        record: usize,
        fields: Vec<usize>,
    ) -> Rc<[usize]> {
        let open = self.open(columns, record, fields);
        let plan = self.plan(&open);
        if plan.too_much {
            return open.fields.into();
        }
        let says = plan.says(columns, record);
        let cells = |group: &Group| Cells {
            says: group.leaves.iter().map(|leaf| says[*leaf]).collect(),
            ranges: group.columns.iter().map(|column| range(columns, *column, record)).collect(),
        };
        let situation = Situation {
            groups: plan.groups.iter().map(cells).collect(),
            scores: (judged.worst[record], judged.best[record]),
            rules: judged.rules.iter().map(|rule| rule.outcome(record)).collect(),
            open,
        };
        if let Some(known) = self.known.borrow().get(&situation) {
            return Rc::clone(known);
        }
        let lead = Lead { profile: self.profile, plan: &plan, says: &says, columns, judged, record };
        let groups: Option<Vec<Rc<Combos>>> =
            (0..plan.groups.len()).map(|group| self.group(&lead, &situation, group)).collect();
        let found: Rc<[usize]> = match groups {
            Some(groups) => worth::that_matter(&lead, &groups).into(),
            None => situation.open.fields.clone().into(),
        };
        self.known.borrow_mut().insert(situation, Rc::clone(&found));
        found
    }

    /// What one group of rules leaves for every combination of its answers; nothing where there are too many.
    fn group(&self, lead: &Lead<'_, '_>, situation: &Situation, group: usize) -> Option<Rc<Combos>> {
        let Cells { says, ranges } = &situation.groups[group];
        let cells = Cells { says: says.clone(), ranges: ranges.clone() };
        let key = GroupCells { open: situation.open.clone(), group, cells };
        if let Some(known) = self.groups.borrow().get(&key) {
            return known.clone();
        }
        let combos = Combos::of(lead, &lead.plan.groups[group]).map(Rc::new);
        self.groups.borrow_mut().insert(key, combos.clone());
        combos
    }

    fn open(&self, columns: &Columns, record: usize, fields: Vec<usize>) -> Open {
        let settles = |place: usize| {
            let ColumnSource::Field { field, .. } = self.profile.columns[place] else { return None };
            let asked = match columns.0[place].cell(record) {
                // A class may say nothing of what is known.
                Cell::Known(_) if fields.contains(&field) && self.is_all_known(field, columns, record) => Some(field),
                Cell::Known(_) | Cell::Missing(Missing::Suppressed) => None,
                Cell::Unreadable(Unreadable::NoCountry) => self.profile.fields[field].country_from.or(Some(field)),
                _ => Some(field),
            };
            let place_of = |asked| fields.iter().position(|known| *known == asked);
            Some((ColumnId(place), asked.and_then(place_of).or_else(|| asked.and(place_of(field)))?))
        };
        let columns = (0..self.profile.columns.len()).filter_map(settles).collect();
        Open { fields, columns }
    }

    fn is_all_known(&self, field: usize, columns: &Columns, record: usize) -> bool {
        let of_field = self.profile.columns.iter().zip(&columns.0).filter(|(source, _)| source.field() == Some(field));
        of_field.into_iter().all(|(_, column)| matches!(column.cell(record), Cell::Known(_)))
    }

    fn plan(&self, open: &Open) -> Rc<Plan<'p>> {
        if let Some(plan) = self.plans.borrow().get(open) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(Plan::new(self.profile, &self.common, open));
        self.plans.borrow_mut().insert(open.clone(), Rc::clone(&plan));
        plan
    }
}

/// The distinct cell of a column, where it is a range.
fn range(columns: &Columns, column: ColumnId, record: usize) -> Option<usize> {
    let column = columns.get(column);
    matches!(column.cell(record), Cell::Range(_)).then(|| column.code(record))
}
