//! Writes `similar.csv` once all lists were read: who is alike is known only then.

use std::path::Path;

use rayon::prelude::*;

use crate::identity::similar::{KeptLead, SimilarPair, best_first, blocks};
use crate::render::{Run, similar_columns, similar_line};
use crate::report::{CsvLines, Filling, FlushedFile, ROW_LIMIT, Remark, ReportError};

/// Compares the kept leads and writes the pairs that are very alike; gives what a person should know of it.
pub(super) fn write_similar(run: &Run<'_>, leads: &[KeptLead], path: &Path) -> Result<Option<Remark>, ReportError> {
    let Some(plan) = run.similar else { return Ok(None) };
    let mut file = FlushedFile::create(path)?;
    let mut lines = CsvLines::new(run.guard);
    lines.line(similar_columns(run).iter().map(String::as_str));
    // By parts, so that what the blocks find in common is dropped before it fills the memory.
    let mut pairs: Vec<SimilarPair> = Vec::new();
    for part in blocks(plan, leads).chunks(PART) {
        pairs.par_extend(part.par_iter().flat_map_iter(|block| plan.pairs_in(block, leads)));
        pairs.sort_unstable();
        pairs.dedup();
    }
    let (pairs, more) = best_first(pairs, ROW_LIMIT);
    for pair in &pairs {
        similar_line(run, plan, *pair, leads, &mut lines);
    }
    file.write(&lines.into_bytes())?;
    file.finish()?;
    Ok(told(pairs.len(), more))
}

/// How many blocks are compared before their pairs are put together.
const PART: usize = 10_000;

fn told(listed: usize, more: usize) -> Option<Remark> {
    let gaps = [("pairs", Filling::Number(listed as u64)), ("more", Filling::Number(more as u64))];
    let says = match (listed, more) {
        (0, _) => return None,
        (1, 0) => "m_similar_one",
        (_, 0) => "m_similar",
        _ => "m_similar_more",
    };
    Some(Remark::new(says, gaps))
}
