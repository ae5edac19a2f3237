//! What a job changes in the cells of its lists before they are judged.

use super::Inputs;
use super::clearing::ClearingPlan;
use super::gaps::FilledGaps;
use crate::intake::Records;
use crate::profile::{Columns, Profile};
use crate::render::{Alteration, Alterations, Altered, Position};

/// What is changed: cells that must not be used are cleared, gaps are filled out of duplicates.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) clearing: ClearingPlan,
    pub(super) fillings: FilledGaps,
}

impl Changes {
    /// What a job wants to be changed, on the columns of its profile. The gaps are not known yet.
    pub(super) fn of(inputs: &mut Inputs) -> Self {
        if inputs.profile.identity.fill_gaps {
            FilledGaps::require(&mut inputs.profile);
        }
        let clearing = ClearingPlan::new(&mut inputs.profile, std::mem::take(&mut inputs.clearing));
        Self { clearing, fillings: FilledGaps::default() }
    }

    /// For what is judged as it is.
    pub(super) fn nothing() -> &'static Self {
        static NOTHING: std::sync::LazyLock<Changes> = std::sync::LazyLock::new(Changes::default);
        &NOTHING
    }

    /// Whether it takes the place of a chunk in its list to tell what is changed in it.
    pub(super) fn need_places(&self) -> bool {
        !self.fillings.is_empty()
    }

    /// The columns that are judged, and what was altered in them; nothing where that is nothing. A gap that was
    /// cleared is not filled, and cells of `barred` channels, by record and field, are cleared.
    pub(super) fn alter(
        &self,
        profile: &Profile,
        position: Option<(Position, u64)>,
        records: &Records,
        columns: Columns,
        barred: Vec<(usize, usize)>,
    ) -> (Columns, Option<Altered>) {
        let mut cells = Alterations::new();
        if let Some((position, each)) = position {
            self.fillings.find(position, each, records, &mut cells);
        }
        self.clearing.find(profile, &columns, records.len(), &mut cells);
        cells.extend(barred.into_iter().map(|cell| (cell, Alteration::Cleared)));
        if cells.is_empty() {
            return (columns, None);
        }
        let (columns, altered) = Altered::new(profile, columns, records.len(), cells);
        (columns, Some(altered))
    }
}
