//! The counts of a run out of `decisions.parquet`, by another way than the run itself has counted.

use std::fs::File;
use std::path::Path;

use polars::prelude::{DataFrame, ParquetReader, PolarsError, SerReader};

use super::{CriterionCounts, DispositionCounts, Named, ReportError, RuleCounts, Summary};
use crate::model::{Disposition, Outcome};

/// What a frame of decisions says in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Where the records of each list ended, in the order of the lists.
    pub lists: Named<DispositionCounts>,
    /// What each criterion said.
    pub criteria: Named<CriterionCounts>,
    /// What each rule said; which one alone kept leads out, decisions do not tell.
    pub rules: Named<RuleCounts>,
}

impl Tallies {
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
        let mut tallies = Self { lists: lists(frame)?, ..Self::default() };
        for name in frame.get_column_names() {
            if let Some(criterion) = name.strip_prefix("criterion.") {
                let mut counts = CriterionCounts::default();
                each(frame, name, |outcome| counts.add(outcome, 1))?;
                tallies.criteria.0.push((criterion.to_owned(), counts));
            }
            if let Some(rule) = name.strip_prefix("rule.") {
                let mut counts = RuleCounts::default();
                each(frame, name, |outcome| counts.add(outcome, 1))?;
                let causes = frame.column(&format!("cause.{rule}"))?.str()?;
                counts.assumed = causes.iter().filter(|cause| *cause == Some("assumed")).count() as u64;
                tallies.rules.0.push((rule.to_owned(), counts));
            }
        }
        Ok(tallies)
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
            if let Some(counts) = self.lists.get(&list.list) {
                (list.dispositions, list.read) = (*counts, counts.total());
            }
        }
        summary.criteria.clone_from(&self.criteria);
        for (rule, counts) in &mut summary.rules.0 {
            if let Some(tallied) = self.rules.get(rule) {
                *counts = RuleCounts { sole_blocker: counts.sole_blocker, ..*tallied };
            }
        }
    }
}

fn lists(frame: &DataFrame) -> Result<Named<DispositionCounts>, PolarsError> {
    let (names, ends) = (frame.column("list")?.str()?, frame.column("disposition")?.str()?);
    let mut lists: Vec<(String, DispositionCounts)> = Vec::new();
    for (name, end) in names.iter().zip(ends.iter()) {
        let (Some(name), Some(end)) = (name, end.and_then(disposition)) else { continue };
        match lists.iter_mut().rev().find(|(known, _)| known == name) {
            Some((_, counts)) => counts.add(end, 1),
            None => {
                let mut counts = DispositionCounts::default();
                counts.add(end, 1);
                lists.push((name.to_owned(), counts));
            }
        }
    }
    Ok(Named(lists))
}

fn disposition(word: &str) -> Option<Disposition> {
    Disposition::ALL.into_iter().find(|disposition| disposition.as_str() == word)
}

/// The outcomes in a column; records that were not judged have none.
fn each(frame: &DataFrame, column: &str, mut count: impl FnMut(Outcome)) -> Result<(), PolarsError> {
    let outcomes = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::Skipped];
    for word in frame.column(column)?.str()?.iter().flatten() {
        outcomes.into_iter().filter(|outcome| outcome.as_str() == word).for_each(&mut count);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{DecisionChunk, DecisionsWriter};

    #[test]
    fn decisions_are_counted() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        let mut writer =
            DecisionsWriter::create(&path, &["place".to_owned()], &["place.near".to_owned()]).expect("made");
        let (pass, fail) = (Some(Outcome::Pass), Some(Outcome::Fail));
        let chunk = |list: &str| DecisionChunk {
            list: list.to_owned(),
            record: vec![1, 2, 3],
            part: vec![0; 3],
            line: vec![2, 3, 4],
            disposition: vec![Disposition::Prospect, Disposition::Duplicate, Disposition::Rejected],
            score_worst: vec![Some(1.0), None, Some(0.0)],
            score_best: vec![Some(1.0), None, Some(0.0)],
            criteria: vec![vec![pass, None, fail]],
            rules: vec![vec![pass, None, fail]],
            causes: vec![vec![Some("assumed"), None, None]],
        };
        ["a.csv", "b.csv"].into_iter().for_each(|list| writer.push(chunk(list)).expect("pushed"));
        writer.finish().expect("finished");
        let tallies = Tallies::read(&path).expect("read");
        assert_eq!(tallies.lists.0.len(), 2);
        assert_eq!(tallies.dispositions().get(Disposition::Prospect), 2);
        let rule = tallies.rules.get("place.near").expect("there");
        assert_eq!((rule.pass, rule.fail, rule.unknown, rule.assumed), (2, 2, 0, 2));
        assert_eq!(tallies.criteria.get("place").map(CriterionCounts::total), Some(4));
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
