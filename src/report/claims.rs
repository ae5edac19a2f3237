//! `claims/<list>.csv`: the defects of a list, for its vendor.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::ReportError;
use super::csv::CsvLines;
use super::flushed::FlushedFile;
use crate::model::file_names;

/// The columns; behind them, one that is called after the hash of the list.
const HEADER: [&str; 8] = ["list", "record", "line", "column", "defect", "raw_value", "guarded", "explanation"];

/// Writes the claim of one list.
///
/// The header names the SHA-256 of the list, which is known only when the list was read to its end. So the lines go to a
/// file of their own first.
#[derive(Debug)]
pub struct ClaimsWriter {
    path: PathBuf,
    lines: Lines,
}

/// The lines of a claim, in a file of their own.
#[derive(Debug)]
enum Lines {
    None,
    Open(PathBuf, FlushedFile),
    Closed(PathBuf),
}

impl ClaimsWriter {
    /// For the claims of these lists, in the folder `claims`. Nothing is made before there is a defect.
    #[must_use]
    pub fn all<'l>(folder: &Path, lists: impl IntoIterator<Item = &'l str>) -> Vec<Self> {
        let names = file_names(lists, ".csv").into_iter();
        names.map(|name| Self { path: folder.join(name), lines: Lines::None }).collect()
    }

    /// Adds lines.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), ReportError> {
        if lines.is_empty() {
            return Ok(());
        }
        if matches!(self.lines, Lines::None) {
            let folder = self.path.parent().unwrap_or(Path::new(""));
            fs::create_dir_all(folder).map_err(ReportError::at(folder))?;
            let path = self.path.with_extension("new");
            self.lines = Lines::Open(path.clone(), FlushedFile::create(&path)?);
        }
        match &mut self.lines {
            Lines::Open(_, file) => file.write(lines),
            _ => unreachable!("bug: a claim was closed, and its list goes on"),
        }
    }

    /// Says that the list was read to its end: of many lists, only one has a file open.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn close(&mut self) -> Result<(), ReportError> {
        match std::mem::replace(&mut self.lines, Lines::None) {
            Lines::Open(path, file) => {
                file.finish()?;
                self.lines = Lines::Closed(path);
            }
            other => self.lines = other,
        }
        Ok(())
    }

    /// Puts the header before the lines.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(mut self, sha256: &str) -> Result<(), ReportError> {
        self.close()?;
        let Lines::Closed(lines) = self.lines else { return Ok(()) };
        let mut header = CsvLines::new(false);
        HEADER.iter().for_each(|name| header.cell(name));
        header.cell(&format!("sha256:{sha256}"));
        header.end();
        let write = || -> io::Result<()> {
            let mut claim = BufWriter::new(File::create(&self.path)?);
            claim.write_all(&header.into_bytes())?;
            io::copy(&mut BufReader::new(File::open(&lines)?), &mut claim)?;
            claim.flush()?;
            fs::remove_file(&lines)
        };
        write().map_err(ReportError::at(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_in_the_header_and_a_list_without_defects_has_no_claim() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let claims = folder.path().join("claims");
        let lists = ["export.zip/../a:b.csv", "clean.csv", "export.zip/../a-b.csv"];
        let mut writers = ClaimsWriter::all(&claims, lists).into_iter();
        let (mut first, clean, mut like_it) =
            (writers.next().unwrap(), writers.next().unwrap(), writers.next().unwrap());
        first.write(b"").expect("nothing");
        clean.finish("00").expect("nothing");
        assert!(!claims.exists());
        first.write(b"a,1,2,Email,damaged_cell,x,false,why,\n").expect("written");
        first.close().expect("closed");
        like_it.write(b"b\n").expect("written");
        first.finish("ab12").expect("finished");
        like_it.finish("cd34").expect("finished");
        let mut texts: Vec<String> = fs::read_dir(&claims)
            .expect("a folder")
            .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a claim"))
            .collect();
        texts.sort();
        let header = "list,record,line,column,defect,raw_value,guarded,explanation,sha256:";
        assert_eq!(texts[0], format!("{header}ab12\na,1,2,Email,damaged_cell,x,false,why,\n"));
        assert_eq!(texts[1..], [format!("{header}cd34\nb\n")], "two names that become one are two files");
    }
}
