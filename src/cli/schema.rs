//! `leadsieve schema KIND`: the JSON Schema of a kind of TOML file.

use anyhow::Result;

use super::args::SchemaArgs;
use super::{Exit, print};
use crate::criteria::{KINDS, schema as schema_of};

pub(super) fn schema(args: &SchemaArgs) -> Result<Exit> {
    match args.kind.as_deref().and_then(schema_of) {
        Some(schema) => print(&(serde_json::to_string_pretty(&schema)? + "\n"))?,
        None => print(&(KINDS.join("\n") + "\n"))?,
    }
    Ok(Exit::Done)
}
