//! `claims/<list>.csv` and `claims/<list>.xlsx`: the defects of a list, for its vendor; and `overlap.csv`.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use csv::{Reader, ReaderBuilder, StringRecord};
use jiff::civil::Date;

use super::csv::CsvLines;
use super::flushed::FlushedFile;
use super::guard::guarded;
use super::xlsx::{PlainCell, write_long_table};
use super::{ROW_LIMIT, ReportError};
use crate::model::file_names;

/// The columns of every claim, whatever its list is, so that claims can be put together and loaded into a table.
const HEADER: [&str; 9] =
    ["list", "record", "line", "column", "defect", "raw_value", "guarded", "explanation", "sha256"];

/// How wide they are on a sheet, in characters.
const WIDTHS: [u16; 9] = [26, 9, 9, 24, 24, 36, 10, 60, 20];

/// The place of the raw value among what differs from row to row.
const RAW: usize = 4;

/// In which forms claims are wanted, and how they are written.
#[derive(Clone, Copy, Debug)]
pub struct ClaimForms<'f> {
    /// As CSV.
    pub csv: bool,
    /// As workbooks, whose day of creation is this one and whose sheet is called so.
    pub sheet: Option<(Date, &'f str)>,
    /// Whether formulas are guarded in CSV.
    pub guard: bool,
}

/// Writes the claim of one list.
///
/// Its rows name the SHA-256 of the list, which is known only when the list was read to its end. So what differs from row
/// to row goes to a file of its own first.
#[derive(Debug)]
pub struct ClaimsWriter {
    path: PathBuf,
    list: String,
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
    pub fn all<'l>(folder: &Path, lists: impl IntoIterator<Item = &'l str> + Clone) -> Vec<Self> {
        let names = file_names(lists.clone(), ".csv").into_iter().zip(lists);
        let writer =
            |(name, list): (String, &str)| Self { path: folder.join(name), list: list.to_owned(), lines: Lines::None };
        names.map(writer).collect()
    }

    /// Adds lines of record, line, column, defect, raw value and explanation, as CSV in which no formula is guarded.
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

    /// Writes the claim in the forms that are wanted. One of more than [`ROW_LIMIT`] defects is no workbook.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self, sha256: &str, forms: &ClaimForms<'_>) -> Result<(), ReportError> {
        self.close()?;
        let Lines::Closed(lines) = &self.lines else { return Ok(()) };
        if forms.csv {
            self.csv(lines, sha256, forms.guard)?;
        }
        if let Some((as_of, name)) = forms.sheet {
            self.sheet(lines, sha256, (as_of, name))?;
        }
        fs::remove_file(lines).map_err(ReportError::at(lines))
    }

    fn csv(&self, lines: &Path, sha256: &str, guard: bool) -> Result<(), ReportError> {
        let mut claim = FlushedFile::create(&self.path)?;
        let mut header = CsvLines::new(guard);
        header.line(HEADER);
        claim.write(&header.into_bytes())?;
        for row in rows(lines)? {
            let mut line = CsvLines::new(guard);
            line.line(self.row(&row?, sha256, guard).iter().map(String::as_str));
            claim.write(&line.into_bytes())?;
        }
        claim.finish()
    }

    fn sheet(&self, lines: &Path, sha256: &str, (as_of, name): (Date, &str)) -> Result<(), ReportError> {
        if rows(lines)?.count() > ROW_LIMIT {
            return Ok(());
        }
        let rows = rows(lines)?.map(|row| {
            let cells = self.row(&row?, sha256, false).into_iter().enumerate();
            let cell = |(place, cell): (usize, String)| match cell.parse() {
                Ok(number) if matches!(HEADER[place], "record" | "line") => PlainCell::Number(number),
                _ => PlainCell::Text(cell),
            };
            Ok(cells.map(cell).collect())
        });
        let columns: Vec<(&str, u16)> = HEADER.into_iter().zip(WIDTHS).collect();
        write_long_table(&self.path.with_extension("xlsx"), name, &columns, rows, as_of)
    }

    /// The cells of a row of the claim, out of what differs from row to row.
    fn row(&self, row: &StringRecord, sha256: &str, guard: bool) -> Vec<String> {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        let guarded = guard && cells.get(RAW).is_some_and(|raw| guarded(raw));
        cells.insert(RAW + 1, guarded.to_string());
        cells.insert(0, self.list.clone());
        cells.push(sha256.to_owned());
        cells
    }
}

/// What was put aside of a claim.
fn rows(path: &Path) -> Result<impl Iterator<Item = Result<StringRecord, ReportError>>, ReportError> {
    let file = File::open(path).map_err(ReportError::at(path))?;
    let reader: Reader<_> = ReaderBuilder::new().has_headers(false).from_reader(BufReader::new(file));
    let path = path.to_owned();
    Ok(reader.into_records().map(move |row| row.map_err(|error| ReportError::at(&path)(error.into()))))
}

/// Writes `overlap.csv`: the leads of bought lists that a list of another seller, or of our own, has had before. The file is
/// made with its first line.
#[derive(Debug)]
pub struct OverlapWriter {
    path: PathBuf,
    file: Option<FlushedFile>,
}

impl OverlapWriter {
    /// Its columns.
    pub const HEADER: [&'static str; 10] = [
        "list",
        "vendor",
        "record",
        "line",
        "column",
        "raw_value",
        "guarded",
        "first_list",
        "first_vendor",
        "first_record",
    ];

    /// At `path`.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// Adds lines of its columns.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), ReportError> {
        if lines.is_empty() {
            return Ok(());
        }
        if let Some(file) = &mut self.file {
            return file.write(lines);
        }
        let mut file = FlushedFile::create(&self.path)?;
        let mut header = CsvLines::new(false);
        header.line(Self::HEADER);
        file.write(&header.into_bytes())?;
        file.write(lines)?;
        self.file = Some(file);
        Ok(())
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> Result<(), ReportError> {
        self.file.map_or(Ok(()), FlushedFile::finish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_in_the_rows_and_a_list_without_defects_has_no_claim() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let claims = folder.path().join("claims");
        let lists = ["export.zip/../a:b.csv", "clean.csv", "export.zip/../a-b.csv"];
        let mut writers = ClaimsWriter::all(&claims, lists).into_iter();
        let (mut first, clean, mut like_it) =
            (writers.next().unwrap(), writers.next().unwrap(), writers.next().unwrap());
        let forms = ClaimForms { csv: true, sheet: Some((jiff::civil::date(2026, 11, 23), "Claim")), guard: true };
        first.write(b"").expect("nothing");
        clean.finish("00", &forms).expect("nothing");
        assert!(!claims.exists());
        first.write(b"1,2,Email,damaged_cell,\"=1\n\"\"x\",why\n").expect("written");
        first.close().expect("closed");
        like_it.write(b"7,9,Email,damaged_cell,,why\n").expect("written");
        first.finish("ab12", &forms).expect("finished");
        like_it.finish("cd34", &forms).expect("finished");
        let (mut texts, mut sheets) = (Vec::new(), 0);
        for entry in fs::read_dir(&claims).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "xlsx") {
                sheets += 1;
            } else {
                texts.push(fs::read_to_string(path).expect("a claim"));
            }
        }
        texts.sort();
        let header = "list,record,line,column,defect,raw_value,guarded,explanation,sha256\n";
        let one = format!("{header}export.zip/../a-b.csv,7,9,Email,damaged_cell,,false,why,cd34\n");
        let row = "export.zip/../a:b.csv,1,2,Email,damaged_cell,\"'=1\n\"\"x\",true,why,ab12\n";
        assert_eq!(texts, [one, format!("{header}{row}")], "two names that become one are two files");
        assert_eq!(sheets, 2);
    }
}
