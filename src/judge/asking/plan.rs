//! Which columns the answers to some open fields settle, which rules read them, and in which groups.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashMap;

use super::Open;
use super::answers::{Leaf, Saying, answers};
use crate::model::{Cell, Missing, Outcome};
use crate::operators::Test;
use crate::profile::{ColumnId, ColumnSource, Columns, Condition, Effect, Profile, Rule, is_new};

/// How a column takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// No answer reaches it.
    Still,
    /// An answer settles it; its place among the open columns.
    Answered(usize),
    /// A class that follows from columns of which all answers are listed.
    Class(usize),
    /// What a table or too rich a class has for an answer, whichever it is; its place among these.
    Table(usize),
}

/// A column of which only the possible values are known, not which answer leads to which.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) column: ColumnId,
    /// What it is made of.
    pub(super) from: Vec<ColumnId>,
    /// What the tests on it can say.
    pub(super) sayings: Rc<[Saying]>,
}

/// Rules that share open fields, and what these are.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// By their places among the open fields.
    pub(super) fields: Vec<usize>,
    /// By their places among the tables.
    pub(super) tables: Vec<usize>,
    pub(super) rules: Vec<usize>,
    /// The tests that its rules read, and those of the classes behind them.
    pub(super) leaves: Vec<usize>,
    /// The columns of which more counts than what tests say of their cells: open ones, and those with bands.
    pub(super) columns: Vec<ColumnId>,
}

/// What answers to some open fields reach.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub(super) open: Open,
    pub(super) roles: Vec<Role>,
    pub(super) tables: Vec<Table>,
    pub(super) groups: Vec<Group>,
    /// All tests that take part.
    pub(super) leaves: Vec<Leaf<'p>>,
    /// For the tests of each column, their places among all.
    pub(super) of_column: Vec<Vec<usize>>,
    /// Each test by its place in memory: its place among all, and among those of its column.
    pub(super) places: HashMap<usize, (usize, usize)>,
    /// For each open column, what the tests on it can say of an answer where the cell says nothing of it.
    pub(super) answers: Vec<Rc<[Saying]>>,
    /// Whether there is too much to list, so that everything is asked.
    pub(super) too_much: bool,
    /// The shared conditions whose tests are among them.
    shared: Vec<usize>,
}

/// What all plans of a profile have in common, found out once.
#[derive(Debug)]
pub(super) struct Common {
    /// The columns that each rule reads.
    rules: Vec<Vec<ColumnId>>,
    /// By the tests on a column, which their places in memory tell.
    answers: RefCell<HashMap<(ColumnId, Vec<usize>), Listed>>,
}

/// What tests can say of an answer; `None` if that is too much to list.
type Listed = Option<Rc<[Saying]>>;

impl Common {
    pub(super) fn of(profile: &Profile) -> Self {
        Self { rules: profile.rules.iter().map(Rule::columns).collect(), answers: RefCell::default() }
    }

    fn answers(&self, profile: &Profile, column: ColumnId, leaves: &[Leaf<'_>]) -> Listed {
        let tests = leaves.iter().map(|leaf| std::ptr::from_ref(leaf.test).addr()).collect();
        let list = || answers(profile, column, &Cell::Missing(Missing::Blank), leaves).map(Rc::from);
        self.answers.borrow_mut().entry((column, tests)).or_insert_with(list).clone()
    }
}

/// A part of the fields of a group, and of its tables.
type Reach = (BTreeSet<usize>, BTreeSet<usize>);

impl<'p> Plan<'p> {
    pub(super) fn new(profile: &'p Profile, common: &Common, open: &Open) -> Self {
        let mut as_tables = BTreeSet::new();
        loop {
            let mut plan = Self::with(profile, common, open, &as_tables);
            let rich = plan.rich_column(profile, common);
            let class = rich.and_then(|column| plan.class_of(profile, column));
            match (rich, class) {
                (None, _) => {
                    plan.too_much |= !plan.list_tables(profile, common);
                    plan.groups = plan.grouped(profile, common);
                    return plan;
                }
                (Some(_), Some(class)) => {
                    as_tables.insert(class);
                }
                (Some(_), None) => {
                    plan.too_much = true;
                    return plan;
                }
            }
        }
    }

    /// With some classes taken as tables.
    fn with(profile: &'p Profile, common: &Common, open: &Open, as_tables: &BTreeSet<usize>) -> Self {
        let mut plan = Self {
            open: open.clone(),
            roles: Vec::new(),
            tables: Vec::new(),
            groups: Vec::new(),
            leaves: Vec::new(),
            of_column: vec![Vec::new(); profile.columns.len()],
            places: HashMap::new(),
            answers: Vec::new(),
            too_much: false,
            shared: Vec::new(),
        };
        for place in 0..profile.columns.len() {
            let role = plan.role(profile, ColumnId(place), as_tables);
            plan.roles.push(role);
        }
        for rule in plan.reached(profile, common) {
            plan.read(profile, &profile.rules[rule]);
        }
        plan
    }

    fn role(&mut self, profile: &Profile, column: ColumnId, as_tables: &BTreeSet<usize>) -> Role {
        let from = match &profile.columns[column.0] {
            ColumnSource::Field { .. } | ColumnSource::Fact(_) => {
                let answered = self.open.columns.iter().position(|(open, _)| *open == column);
                return answered.map_or(Role::Still, Role::Answered);
            }
            ColumnSource::Class(class) => profile.classes[*class].columns().to_vec(),
            ColumnSource::Lookup { lookup, .. } => profile.lookups[*lookup].from.clone(),
            ColumnSource::Place { code, country } => vec![*code, *country],
        };
        match &profile.columns[column.0] {
            _ if !from.iter().any(|source| self.is_reached(*source)) => Role::Still,
            ColumnSource::Class(class) if !as_tables.contains(class) => Role::Class(*class),
            source => {
                // A class is mostly told by its own source alone.
                let from = match source {
                    ColumnSource::Class(class) => vec![profile.classes[*class].from],
                    _ => from,
                };
                self.tables.push(Table { column, from, sayings: Rc::new([]) });
                Role::Table(self.tables.len() - 1)
            }
        }
    }

    fn is_reached(&self, column: ColumnId) -> bool {
        self.roles[column.0] != Role::Still
    }

    /// The rules that read what an answer reaches.
    fn reached(&self, profile: &Profile, common: &Common) -> Vec<usize> {
        let reads = |rule: usize| {
            !profile.rules[rule].dormant && common.rules[rule].iter().any(|column| self.is_reached(*column))
        };
        (0..profile.rules.len()).filter(|rule| reads(*rule)).collect()
    }

    /// Takes in the tests of a rule, and those of the classes that it reads.
    fn read(&mut self, profile: &'p Profile, rule: &'p Rule) {
        rule.only_if.iter().chain(rule.condition()).for_each(|condition| self.read_condition(profile, condition));
        if let Effect::Bands { column, bands, range_as } = &rule.effect {
            for test in bands.iter().flat_map(|band| &band.tests) {
                self.add(profile, Leaf { column: *column, test, range_as: *range_as });
            }
        }
    }

    fn read_condition(&mut self, profile: &'p Profile, condition: &'p Condition) {
        match condition {
            Condition::Test { column, test, range_as } => {
                self.add(profile, Leaf { column: *column, test, range_as: *range_as });
            }
            Condition::All(of) | Condition::None(of) | Condition::Any { of, .. } => {
                of.iter().for_each(|part| self.read_condition(profile, part));
            }
            Condition::Shared(shared) => {
                if is_new(shared, &mut self.shared) {
                    self.read_condition(profile, &shared.condition);
                }
            }
        }
    }

    fn add(&mut self, profile: &'p Profile, leaf: Leaf<'p>) {
        let key = std::ptr::from_ref(leaf.test).addr();
        if self.places.contains_key(&key) {
            return;
        }
        let of_column = &mut self.of_column[leaf.column.0];
        self.places.insert(key, (self.leaves.len(), of_column.len()));
        of_column.push(self.leaves.len());
        self.leaves.push(leaf);
        if let Role::Class(class) = self.roles[leaf.column.0] {
            for row in &profile.classes[class].rows {
                self.read_condition(profile, &row.condition);
            }
        }
    }

    /// The tests of a column.
    pub(super) fn leaves_of(&self, column: ColumnId) -> Vec<Leaf<'p>> {
        self.of_column[column.0].iter().map(|place| self.leaves[*place]).collect()
    }

    /// Where a test stands among all, and among those of its column.
    pub(super) fn place(&self, test: &Test) -> (usize, usize) {
        self.places[&std::ptr::from_ref(test).addr()]
    }

    /// Lists the answers to open columns, as far as one of which they are too many; that one.
    fn rich_column(&mut self, profile: &Profile, common: &Common) -> Option<ColumnId> {
        for (column, _) in &self.open.columns {
            match common.answers(profile, *column, &self.leaves_of(*column)) {
                Some(answers) => self.answers.push(answers),
                None => return Some(*column),
            }
        }
        None
    }

    /// A class that is made of a column.
    fn class_of(&self, profile: &Profile, column: ColumnId) -> Option<usize> {
        self.roles.iter().find_map(|role| match role {
            Role::Class(class) if profile.classes[*class].columns().contains(&column) => Some(*class),
            _ => None,
        })
    }

    /// Lists what tables can say; false where that is too much.
    fn list_tables(&mut self, profile: &Profile, common: &Common) -> bool {
        for place in 0..self.tables.len() {
            let column = self.tables[place].column;
            let Some(sayings) = common.answers(profile, column, &self.leaves_of(column)) else { return false };
            self.tables[place].sayings = sayings;
        }
        true
    }

    /// The open fields and tables behind a column.
    fn reach(&self, profile: &Profile, column: ColumnId, reach: &mut Reach) {
        let from = match self.roles[column.0] {
            Role::Still => return,
            Role::Answered(place) => {
                reach.0.insert(self.open.columns[place].1);
                return;
            }
            Role::Class(class) => profile.classes[class].columns().to_vec(),
            Role::Table(table) => {
                reach.1.insert(table);
                self.tables[table].from.clone()
            }
        };
        from.into_iter().for_each(|source| self.reach(profile, source, reach));
    }

    /// The rules that answers reach, in groups that share no open field.
    fn grouped(&self, profile: &Profile, common: &Common) -> Vec<Group> {
        let mut groups: Vec<(Reach, Vec<usize>)> = Vec::new();
        for rule in self.reached(profile, common) {
            let mut reach = Reach::default();
            common.rules[rule].iter().for_each(|column| self.reach(profile, *column, &mut reach));
            let mut rules = vec![rule];
            let mut apart = Vec::new();
            for (other, others) in groups {
                if other.0.is_disjoint(&reach.0) && other.1.is_disjoint(&reach.1) {
                    apart.push((other, others));
                } else {
                    reach.0.extend(other.0);
                    reach.1.extend(other.1);
                    rules.extend(others);
                }
            }
            apart.push((reach, rules));
            groups = apart;
        }
        groups.into_iter().map(|((fields, tables), rules)| self.group(profile, fields, tables, rules)).collect()
    }

    fn group(&self, profile: &Profile, fields: BTreeSet<usize>, tables: BTreeSet<usize>, rules: Vec<usize>) -> Group {
        let mut leaves = BTreeSet::new();
        let open = self.open.columns.iter().filter(|(_, field)| fields.contains(field)).map(|(column, _)| *column);
        let mut columns: BTreeSet<ColumnId> = open.collect();
        for rule in rules.iter().map(|rule| &profile.rules[*rule]) {
            let parts = rule.only_if.iter().chain(rule.condition());
            parts.for_each(|condition| self.tests(profile, condition, &mut leaves));
            if let Effect::Bands { column, bands, .. } = &rule.effect {
                columns.insert(*column);
                bands
                    .iter()
                    .flat_map(|band| &band.tests)
                    .for_each(|test| self.test(profile, *column, test, &mut leaves));
            }
        }
        Group {
            fields: fields.into_iter().collect(),
            tables: tables.into_iter().collect(),
            rules,
            leaves: leaves.into_iter().collect(),
            columns: columns.into_iter().collect(),
        }
    }

    fn tests(&self, profile: &Profile, condition: &Condition, leaves: &mut BTreeSet<usize>) {
        condition.each_test(&mut |column, test| self.test(profile, column, test, leaves));
    }

    fn test(&self, profile: &Profile, column: ColumnId, test: &Test, leaves: &mut BTreeSet<usize>) {
        let new = leaves.insert(self.place(test).0);
        if let (true, Role::Class(class)) = (new, self.roles[column.0]) {
            profile.classes[class].rows.iter().for_each(|row| self.tests(profile, &row.condition, leaves));
        }
    }

    /// What each test says of the cell as it is.
    pub(super) fn says(&self, columns: &Columns, record: usize) -> Vec<Outcome> {
        self.leaves.iter().map(|leaf| leaf.says(columns.get(leaf.column).cell(record))).collect()
    }
}
