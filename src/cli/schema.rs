//! `leadsieve schema KIND`: the JSON Schema of a kind of TOML file, or of a report.

use anyhow::Result;

use super::args::SchemaArgs;
use super::{Exit, print};
use crate::criteria::{KINDS, schema as schema_of};
use crate::report::{REPORT_KINDS, report_schema};

pub(super) fn schema(args: &SchemaArgs) -> Result<Exit> {
    match args.kind.as_deref().and_then(|kind| schema_of(kind).or_else(|| report_schema(kind))) {
        Some(schema) => print(&(serde_json::to_string_pretty(&schema)? + "\n"))?,
        None => print(&([&KINDS[..], &REPORT_KINDS].concat().join("\n") + "\n"))?,
    }
    Ok(Exit::Done)
}
