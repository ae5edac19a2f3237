//! Which records are the same lead.
//!
//! A record has an identity key for each set of key fields that are all known. A duplicate is a record one of whose
//! keys occurs in any earlier record, kept or not.

mod duplicates;
mod first_table;
mod keys;
pub mod similar;
pub mod suppression;

pub use duplicates::{Duplicate, FirstSeen};
pub use keys::{KeyPlan, KeyedRecord};
