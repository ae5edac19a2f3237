//! What is looked at before a workbook is opened, because the workbook reader believes what workbooks say of themselves:
//! it makes room for it, and a memory that is full cannot be caught.

use std::io::{self, Read as _};

use calamine::Data;

use super::bytes::Bytes;
use super::compound;
use super::entry::Entry;
use super::error::{ContainerError, unwrapped};
use super::limits::Limits;
use super::recognise::peek;

/// Compares the parts of a workbook that is a zip archive with what the archive says of them, and their sum with the
/// limit, because they are unpacked in memory later. Pictures and the like are never unpacked.
///
/// # Errors
///
/// A part is damaged, or they are too large together.
pub(super) fn check_parts(entries: &[Entry], bytes: &Bytes, name: &str, limits: &Limits) -> Result<(), ContainerError> {
    let read = |entry: &&Entry| ["xml", "bin", "rels"].iter().any(|ending| entry.name.ends_with(ending));
    let parts: Vec<&Entry> = entries.iter().filter(read).collect();
    if parts.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size)) > limits.workbook {
        return Err(too_large(name, limits));
    }
    for part in parts {
        // Parts are far more alike than the records of a list are, so their ratio says nothing.
        let limits = Limits { unpacked: limits.workbook, ratio: u64::MAX, ..*limits };
        let failed = |error| unwrapped(name, error);
        let (head, mut reader) = peek(part.open(bytes, name, &limits)?).map_err(failed)?;
        check_shared(part, &head, name)?;
        io::copy(&mut reader, &mut io::sink()).map_err(failed)?;
    }
    Ok(())
}

/// Refuses an older workbook that would fill the memory. Its sheets are held as the rectangles around their cells.
///
/// # Errors
///
/// It is too large, cannot be read, or runs in a circle.
pub(super) fn check_compound(bytes: &Bytes, name: &str, limits: &Limits) -> Result<(), ContainerError> {
    let mut file = Vec::new();
    let read = bytes.open().and_then(|mut reader| reader.read_to_end(&mut file));
    read.map_err(|cause| ContainerError::io(name, cause))?;
    let cells = compound::cells(&file)
        .map_err(|what| ContainerError::Workbook { name: name.to_owned(), what: what.to_owned() })?;
    let held = cells.unwrap_or(0).saturating_mul(size_of::<Data>() as u64);
    if held > limits.workbook { Err(too_large(name, limits)) } else { Ok(()) }
}

/// Refuses a table of shared strings that states more strings than it has bytes: room is made for as many as it says.
fn check_shared(part: &Entry, head: &[u8], name: &str) -> Result<(), ContainerError> {
    if !part.name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
        return Ok(());
    }
    let letters: String = head.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    let stated =
        letters.split_once("uniqueCount").map_or("", |(_, rest)| rest.trim_start_matches(['=', '"', '\'', ' ']));
    let digits = stated.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    if digits.is_empty() || digits.parse().is_ok_and(|count: u64| count <= part.size) {
        return Ok(());
    }
    let what = format!("it states that it has {digits} different texts");
    Err(ContainerError::Workbook { name: name.to_owned(), what })
}

/// The error for a workbook beyond the limit.
pub(super) fn too_large(name: &str, limits: &Limits) -> ContainerError {
    ContainerError::TooLarge { name: name.to_owned(), limit: "max_workbook", most: limits.workbook }
}
