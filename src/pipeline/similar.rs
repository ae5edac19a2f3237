//! Writes `similar.csv` once all lists were read: who is alike is known only then.

use std::path::Path;

use rayon::prelude::*;

use crate::identity::SharedValue;
use crate::identity::similar::{KeptLead, SimilarPair, SimilarPlan, best_first, blocks};
use crate::render::{LeadPlace, Run, similar_columns, similar_line};
use crate::report::{CsvLines, Filling, FlushedFile, ROW_LIMIT, Remark, ReportError};

/// Compares the kept leads and writes the pairs that are very alike, those that share an address, a number or a page, and
/// those that a record is both of; gives what a person should know of it, and values that many companies share.
pub(super) fn write_similar(
    run: &Run<'_>,
    leads: &[KeptLead],
    both: &[[LeadPlace; 2]],
    path: &Path,
) -> Result<(Option<Remark>, Vec<SharedValue>), ReportError> {
    let Some(plan) = run.similar else { return Ok((None, Vec::new())) };
    let mut file = FlushedFile::create(path)?;
    let mut lines = CsvLines::new(run.guard);
    lines.line(similar_columns(run).iter().map(String::as_str));
    let (mut pairs, values) = plan.shared(leads);
    pairs.extend(both.iter().filter_map(|link| linked(plan, leads, link)));
    // By parts, so that what the blocks find in common is dropped before it fills the memory.
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
    Ok((told(plan, pairs.len(), more), values))
}

/// The two leads that some record is both of. Leads are kept in the order of the lists.
fn linked(plan: &SimilarPlan, leads: &[KeptLead], link: &[LeadPlace; 2]) -> Option<SimilarPair> {
    let place = |lead: &KeptLead| LeadPlace { list: lead.place.list as usize, place: lead.place.number };
    let find = |wanted: &LeadPlace| leads.binary_search_by_key(wanted, place).ok();
    let [first, second] = [find(&link[0])?, find(&link[1])?].map(|place| u32::try_from(place).ok());
    Some(plan.pair(leads, first?, second?))
}

/// How many blocks are compared before their pairs are put together.
const PART: usize = 10_000;

fn told(plan: &SimilarPlan, listed: usize, more: usize) -> Option<Remark> {
    let gaps = [("pairs", Filling::Number(listed as u64)), ("more", Filling::Number(more as u64))];
    let says = match (listed, more) {
        (0, _) => return None,
        (_, 0) if plan.is_shared_only() => "m_shared_pairs",
        (1, 0) => "m_similar_one",
        (_, 0) => "m_similar",
        _ => "m_similar_more",
    };
    Some(Remark::new(says, gaps))
}
