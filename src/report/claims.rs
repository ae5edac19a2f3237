//! `claims/<list>.csv`: the defects of a list, for its vendor.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::ReportError;
use super::csv::CsvLines;
use super::flushed::FlushedFile;

/// The columns; behind them, one that is called after the hash of the list.
const HEADER: [&str; 8] = ["list", "record", "line", "column", "defect", "raw_value", "guarded", "explanation"];

/// Writes the claim of one list.
///
/// The header names the SHA-256 of the list, which is known only when the list was read to its end. So the lines go to a
/// file of their own first.
#[derive(Debug)]
pub struct ClaimsWriter {
    path: PathBuf,
    lines: Option<(PathBuf, FlushedFile)>,
}

impl ClaimsWriter {
    /// For the claim of a list, in the folder `claims`. Nothing is made before there is a defect.
    #[must_use]
    pub fn new(folder: &Path, list: &str) -> Self {
        Self { path: folder.join(format!("{}.csv", file_name(list))), lines: None }
    }

    /// Adds lines.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), ReportError> {
        if lines.is_empty() {
            return Ok(());
        }
        if self.lines.is_none() {
            let folder = self.path.parent().unwrap_or(Path::new(""));
            fs::create_dir_all(folder).map_err(ReportError::at(folder))?;
            let path = self.path.with_extension("lines");
            self.lines = Some((path.clone(), FlushedFile::create(&path)?));
        }
        self.lines.as_mut().map_or(Ok(()), |(_, file)| file.write(lines))
    }

    /// Puts the header before the lines.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self, sha256: &str) -> Result<(), ReportError> {
        let Some((lines, file)) = self.lines else { return Ok(()) };
        file.finish()?;
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

/// The name of a list as that of a file: without its ending, and without what no file name may hold.
fn file_name(list: &str) -> String {
    let stem = list.strip_suffix(".csv").unwrap_or(list);
    let plain = |letter: char| if letter.is_alphanumeric() || "-_. ".contains(letter) { letter } else { '-' };
    stem.trim_start_matches('.').chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_in_the_header_and_a_list_without_defects_has_no_claim() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let claims = folder.path().join("claims");
        let mut writer = ClaimsWriter::new(&claims, "export.zip/../a:b.csv");
        writer.write(b"").expect("nothing");
        ClaimsWriter::new(&claims, "clean.csv").finish("00").expect("nothing");
        assert!(!claims.exists());
        writer.write(b"a,1,2,Email,damaged_cell,x,false,why,\n").expect("written");
        writer.finish("ab12").expect("finished");
        let text = fs::read_to_string(claims.join("export.zip-..-a-b.csv")).expect("the claim");
        let header = "list,record,line,column,defect,raw_value,guarded,explanation,sha256:ab12\n";
        assert_eq!(text, format!("{header}a,1,2,Email,damaged_cell,x,false,why,\n"));
        assert_eq!(fs::read_dir(&claims).expect("a folder").count(), 1);
    }
}
