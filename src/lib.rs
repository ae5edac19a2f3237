//! Qualifies bought lead lists: reads them as vendors sell them, judges every lead by declarative rules, and says why.
//!
//! The modules stand in the order in which data flows; [`pipeline`] shows a whole run on one screen.

pub mod cli;
pub mod criteria;
pub mod diagnostic;
pub mod encoding;
pub mod field_types;
pub mod files;
pub mod identity;
pub mod intake;
pub mod judge;
pub mod ledger;
pub mod model;
pub mod operators;
pub mod pipeline;
pub mod profile;
pub mod rehearsal;
pub mod render;
pub mod report;
pub mod wording;
