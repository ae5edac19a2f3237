//! Which records are the same lead.
//!
//! A record has an identity key for each set of key fields that are all known. A duplicate is a record one of whose
//! keys occurs in any earlier record, kept or not, or that has no key and is identical to an earlier one in every cell.

mod duplicates;
mod first_table;
mod identical;
mod keys;
mod shared;
pub mod similar;
pub mod suppression;

pub use duplicates::{Duplicate, FirstSeen, OtherLead};
pub use identical::WholeRecords;
pub use keys::{EVERY_CELL, KeyPlan, KeyedRecord, SAME_BYTES};
pub use shared::{A_FEW, SharedKeys, SharedValue};
