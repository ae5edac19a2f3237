//! The counts of a run out of the frames of its decisions, by another way than the run itself has counted.
//!
//! A frame is counted while it is on its way into `decisions.parquet`, so that nothing is read back, or when a run is
//! reported again.

mod cells;
mod damage;
mod lists;
mod misses;
mod outcomes;

pub(super) use damage::COLUMNS as DAMAGE;
#[cfg(test)]
pub(super) use lists::each as each_list;
pub use misses::{Gaps, Miss, Value};

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use polars::prelude::{DataFrame, ParquetReader, PolarsError, SerReader};

use self::cells::CellTallies;
use self::damage::DamageTallies;
use self::misses::Misses;
use self::outcomes::{assumed, counted, outcomes};
use super::{CriterionCounts, DispositionCounts, Named, ReportError, RuleCounts, Summary};
use crate::model::{Disposition, Outcome};

/// What frames of decisions say in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Where the records of each list ended, in the order of the lists.
    pub lists: Named<DispositionCounts>,
    /// For each list, how many leads no criterion up to and including this one has failed.
    pub stages: Named<Vec<u64>>,
    /// What each criterion said.
    pub criteria: Named<CriterionCounts>,
    /// What each rule said.
    pub rules: Named<RuleCounts>,
    /// Field to how many leads are asked for it; nothing in decisions of earlier versions.
    pub asked: Option<BTreeMap<String, u64>>,
    /// What the cells of each list were like; nothing in decisions of earlier versions.
    cells: Option<CellTallies>,
    /// What each list can be blamed for; nothing in decisions of earlier versions.
    damage: Option<DamageTallies>,
    /// Rule to what the leads lack that it alone rejects; nothing in decisions of earlier versions.
    misses: Option<Misses>,
}

impl Tallies {
    /// Of no record at all.
    pub(super) fn nothing(criteria: &[String], rules: &[String], fields: &[String]) -> Self {
        let named = |names: &[String]| names.to_vec();
        Self {
            criteria: named(criteria).into_iter().map(|name| (name, CriterionCounts::default())).collect(),
            rules: named(rules).into_iter().map(|name| (name, RuleCounts::default())).collect(),
            asked: Some(BTreeMap::new()),
            misses: Some(Misses::default()),
            damage: Some(DamageTallies::default()),
            cells: (!fields.is_empty()).then(|| CellTallies::nothing(named(fields))),
            ..Self::default()
        }
    }

    /// Counts the decisions in a file.
    ///
    /// # Errors
    /// The file cannot be read, or is no file of decisions.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let failed =
            |cause: Box<dyn std::error::Error + Send + Sync>| ReportError::Read { path: path.to_owned(), cause };
        let file = File::open(path).map_err(|cause| failed(cause.into()))?;
        let counted = ParquetReader::new(file).finish().and_then(|frame| Self::of(&frame));
        counted.map_err(|cause| failed(cause.into()))
    }

    fn of(frame: &DataFrame) -> Result<Self, PolarsError> {
        let called = |kind: &str| -> Vec<String> {
            let names = frame.get_column_names().into_iter();
            names.filter_map(|name| name.strip_prefix(kind).map(str::to_owned)).collect()
        };
        let mut tallies = Self::nothing(&called("criterion."), &called("rule."), &called("cell."));
        tallies.add(frame)?;
        Ok(tallies)
    }

    /// Counts one more frame.
    pub(super) fn add(&mut self, frame: &DataFrame) -> Result<(), PolarsError> {
        let lists = self.dispose(frame)?;
        self.judge(frame, &lists)?;
        let names: Vec<String> = self.lists.0.iter().map(|(name, _)| name.clone()).collect();
        self.blame(frame, &lists, &names)?;
        if let Some(cells) = &mut self.cells {
            cells.add(frame, &lists, &names)?;
        }
        self.ask(frame)?;
        let has_misses = frame.get_column_names().iter().any(|name| **name == "alone");
        match &mut self.misses {
            Some(misses) if has_misses => misses.add(frame),
            _ => {
                self.misses = None;
                Ok(())
            }
        }
    }

    /// Counts where records ended, and gives the place of each record's list.
    fn dispose(&mut self, frame: &DataFrame) -> Result<Vec<usize>, PolarsError> {
        let (names, ends) = (frame.column("list")?.str()?, frame.column("disposition")?.str()?);
        let mut places = Vec::with_capacity(frame.height());
        let (mut last, mut ended) = (None, None);
        for (name, end) in names.iter().zip(ends.iter()) {
            // Records of a list stand together.
            let place = match last {
                Some((known, place)) if Some(known) == name => place,
                _ => self.list(name.unwrap_or_default()),
            };
            last = name.map(|name| (name, place));
            places.push(place);
            // Mostly it is as with the record before.
            if ended.is_none_or(|(known, _)| Some(known) != end) {
                ended = end.and_then(|end| Some((end, disposition(end)?)));
            }
            if let Some((_, disposition)) = ended {
                self.lists.0[place].1.add(disposition, 1);
            }
        }
        Ok(places)
    }

    fn list(&mut self, name: &str) -> usize {
        self.lists.0.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.lists.0.push((name.to_owned(), DispositionCounts::default()));
            self.stages.0.push((name.to_owned(), vec![0; self.criteria.0.len()]));
            self.lists.0.len() - 1
        })
    }

    /// Counts what criteria and rules said, and the stages that the criteria are.
    fn judge(&mut self, frame: &DataFrame, lists: &[usize]) -> Result<(), PolarsError> {
        let mut left = vec![true; lists.len()];
        for (place, (name, counts)) in self.criteria.0.iter_mut().enumerate() {
            let outcomes = outcomes(frame, &format!("criterion.{name}"))?;
            for ((left, outcome), list) in left.iter_mut().zip(&outcomes).zip(lists) {
                *left &= outcome.is_some_and(|outcome| outcome != Outcome::Fail);
                self.stages.0[*list].1[place] += u64::from(*left);
            }
            outcomes.into_iter().flatten().for_each(|outcome| counts.add(outcome, 1));
        }
        for (name, counts) in &mut self.rules.0 {
            let outcomes = counted(frame, &format!("rule.{name}"))?;
            outcomes.into_iter().for_each(|(outcome, count)| counts.add(outcome, count));
            counts.assumed += assumed(frame, &format!("cause.{name}"))?;
        }
        Ok(())
    }

    fn blame(&mut self, frame: &DataFrame, lists: &[usize], names: &[String]) -> Result<(), PolarsError> {
        let has_damage = frame.column(DAMAGE[0]).is_ok();
        match &mut self.damage {
            Some(damage) if has_damage => damage.add(frame, lists, names),
            _ => {
                self.damage = None;
                Ok(())
            }
        }
    }

    fn ask(&mut self, frame: &DataFrame) -> Result<(), PolarsError> {
        let (Some(asked), Ok(column)) = (&mut self.asked, frame.column("ask")) else {
            self.asked = None;
            return Ok(());
        };
        lists::each(column, |_, fields| {
            for field in fields {
                match asked.get_mut(*field) {
                    Some(leads) => *leads += 1,
                    None => drop(asked.insert((*field).to_owned(), 1)),
                }
            }
        })
    }

    /// All records.
    #[must_use]
    pub fn dispositions(&self) -> DispositionCounts {
        let mut all = DispositionCounts::default();
        self.lists.0.iter().for_each(|(_, counts)| all.add_all(counts));
        all
    }

    /// Puts these numbers into a summary.
    pub fn put_into(&self, summary: &mut Summary) {
        summary.dispositions = self.dispositions();
        summary.read = summary.dispositions.total();
        for list in &mut summary.lists {
            let counts = self.lists.get(&list.list).copied().unwrap_or_default();
            (list.dispositions, list.read) = (counts, counts.total());
            // A list without a record stands in no frame, and has nobody left at any stage.
            let stages = self.stages.get(&list.list);
            let left = |place: usize| stages.map_or(0, |stages| stages[place]);
            let criteria = self.criteria.0.iter().enumerate();
            list.stages = criteria.map(|(place, (name, _))| (name.clone(), left(place))).collect();
            if let Some(cells) = &self.cells {
                cells.put_into(list);
            }
            if let Some(damage) = &self.damage {
                damage.put_into(list);
            }
        }
        summary.criteria.clone_from(&self.criteria);
        for (rule, counts) in &mut summary.rules.0 {
            if let Some(tallied) = self.rules.get(rule) {
                let sole_blocker = self.misses.as_ref().map_or(counts.sole_blocker, |misses| misses.leads(rule));
                *counts = RuleCounts { sole_blocker, ..*tallied };
            }
        }
        self.put_reasons_into(summary);
    }

    /// Puts these numbers into the summary that the run itself has counted: one count proves the other.
    ///
    /// # Errors
    /// What they do not agree on, in words.
    pub fn agree_with(&self, summary: &mut Summary) -> Result<(), String> {
        let counted = summary.clone();
        self.put_into(summary);
        let agree = [
            ("dispositions", counted.dispositions == summary.dispositions),
            ("criteria", counted.criteria == summary.criteria),
            ("rules", counted.rules == summary.rules),
            ("reasons", counted.reasons == summary.reasons),
            ("questions", counted.questions == summary.questions),
            (
                "lists",
                counted.lists.iter().zip(&summary.lists).all(|(one, other)| one.dispositions == other.dispositions),
            ),
            ("defects", counted.lists.iter().zip(&summary.lists).all(|(one, other)| one.has_damage_of(other))),
            ("cells", counted.lists.iter().zip(&summary.lists).all(|(one, other)| one.has_cells_of(other))),
            ("stages", counted.lists.iter().zip(&summary.lists).all(|(one, other)| one.stages == other.stages)),
        ];
        match agree.into_iter().find(|(_, agree)| !agree) {
            Some((what, _)) => Err(format!("the run and its decisions count other {what}")),
            None => Ok(()),
        }
    }

    fn put_reasons_into(&self, summary: &mut Summary) {
        for reason in &mut summary.reasons {
            // A lead that fails a knock-out is rejected, so that the failures are the reasons.
            if let Some(counts) = summary.rules.get(&reason.rule) {
                (reason.rejected, reason.sole_blocker) = (counts.fail, counts.sole_blocker);
            }
        }
        if let Some(asked) = &self.asked {
            summary.questions.iter_mut().for_each(|one| one.leads = asked.get(&one.field).copied().unwrap_or(0));
        }
        if let Some(misses) = &self.misses {
            summary.misses = misses.ranked();
        }
    }
}

fn disposition(word: &str) -> Option<Disposition> {
    Disposition::ALL.into_iter().find(|disposition| disposition.as_str() == word)
}

#[cfg(test)]
mod tests {
    use polars::prelude::Column;

    use super::*;
    use crate::report::{DecisionChunk, DecisionsWriter, Footer, Names};

    #[test]
    fn decisions_are_counted() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        let names = |one: &str| vec![one.to_owned()];
        let names = Names { criteria: names("place"), rules: names("place.near"), ..Names::default() };
        let mut writer = DecisionsWriter::create(Some(&path), names).expect("made");
        let (pass, fail) = (Some(Outcome::Pass), Some(Outcome::Fail));
        let chunk = |list: &str| DecisionChunk {
            list: list.to_owned(),
            vendor: None,
            record: vec![1, 2, 3],
            part: vec![0; 3],
            line: vec![2, 3, 4],
            disposition: vec![Disposition::Prospect, Disposition::Duplicate, Disposition::Rejected],
            score_worst: vec![Some(1.0), None, Some(0.0)],
            score_best: vec![Some(1.0), None, Some(0.0)],
            blocked_by: vec![Vec::new(), Vec::new(), vec![0]],
            criteria: vec![vec![pass, None, fail]],
            rules: vec![vec![pass, None, fail]],
            causes: vec![vec![Some("assumed"), None, None]],
            points: Vec::new(),
            ask: vec![vec!["email".to_owned(), "phone".to_owned()], Vec::new(), vec!["phone".to_owned()]],
            alone: vec![None, None, Some(0)],
            missed: vec![None; 3],
            cells: Vec::new(),
            faults: vec![None; 3],
            defects: vec![Vec::new(); 3],
        };
        ["a.csv", "b.csv"].into_iter().for_each(|list| writer.push(chunk(list)).expect("pushed"));
        writer.finish(&Footer::default()).expect("finished");
        let tallies = Tallies::read(&path).expect("read");
        assert_eq!(tallies.lists.0.len(), 2);
        let asked = [("email", 2), ("phone", 4)].map(|(field, leads)| (field.to_owned(), leads));
        assert_eq!(tallies.asked, Some(BTreeMap::from(asked)));
        assert_eq!(tallies.dispositions().get(Disposition::Prospect), 2);
        let rule = tallies.rules.get("place.near").expect("there");
        assert_eq!((rule.pass, rule.fail, rule.unknown, rule.assumed), (2, 2, 0, 2));
        assert_eq!(tallies.stages.get("a.csv"), Some(&vec![1]));
        assert_eq!(tallies.misses.as_ref().map(|misses| misses.leads("place.near")), Some(2));
        assert_eq!(tallies.criteria.get("place").map(CriterionCounts::total), Some(4));
    }

    /// Decisions of earlier versions do not tell who is asked what, or which rule alone rejects.
    #[test]
    fn what_decisions_do_not_tell_stays_as_it_is() {
        let column = |name: &str, word: &str| Column::new(name.into(), [word]);
        let names = [("list", "a.csv"), ("disposition", "rejected"), ("rule.a.b", "fail"), ("cause.a.b", "")];
        let frame = DataFrame::new(1, names.map(|(name, word)| column(name, word)).to_vec()).expect("a frame");
        let tallies = Tallies::of(&frame).expect("counted");
        let mut summary = crate::report::summary::tests::example();
        summary.rules = Named(vec![("a.b".to_owned(), RuleCounts { sole_blocker: 7, ..RuleCounts::default() })]);
        summary.misses = vec![Miss::default()];
        tallies.put_into(&mut summary);
        let rule = summary.rules.get("a.b").expect("there");
        assert_eq!((rule.fail, rule.sole_blocker, summary.misses.len()), (1, 7, 1));
    }

    #[test]
    fn another_file_is_refused_in_a_sentence() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        std::fs::write(&path, "no parquet").expect("written");
        let error = Tallies::read(&path).expect_err("refused").to_string();
        assert!(error.starts_with(&format!("could not read {}: ", path.display())), "{error}");
    }
}
