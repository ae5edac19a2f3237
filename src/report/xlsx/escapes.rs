//! The percent signs of links.
//!
//! The library escapes `%` in a link unless it holds one of a few escapes that it knows, so that `%C3%B6` becomes
//! `%25C3%25B6`. Hence links hold [`PERCENT`] for it, which the library leaves as it is, and the parts of a workbook that
//! hold links are written anew. All others are copied as they are, packed.

use std::io::{Cursor, Read as _, Seek, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::links::PERCENT;

/// In which parts of a workbook links stand.
const RELATIONSHIPS: &str = "xl/worksheets/_rels/";

/// Writes `workbook` into `file` with percent signs in its links.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write(workbook: Vec<u8>, file: &mut (impl Write + Seek), packing: u8) -> ZipResult<()> {
    let mut from = ZipArchive::new(Cursor::new(workbook))?;
    let mut to = ZipWriter::new(file);
    for place in 0..from.len() {
        let mut part = from.by_index(place)?;
        if !part.name()?.starts_with(RELATIONSHIPS) {
            to.raw_copy_file(part)?;
            continue;
        }
        let name = part.name()?.into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(packing.into()))
            .last_modified_time(part.last_modified().unwrap_or_default());
        to.start_file(name, options)?;
        to.write_all(text.replace(PERCENT, "%").as_bytes())?;
    }
    to.finish()?.flush()?;
    Ok(())
}
