//! Whether the disk has room for a workbook.

use std::io::{self, Write as _};

use crate::report::remembering::Remembering;
use crate::report::{SheetCell, SheetRow};

/// What a cell takes at most in the rows' file, without its text.
const CELL: u64 = 64;

/// What everything else takes at most.
const REST: u64 = 200_000;

/// Fills the file with as many zeros as the workbook and its temporary file will need, and empties it again.
pub(super) fn try_out(file: &mut Remembering, rows: &[SheetRow]) -> io::Result<()> {
    io::copy(&mut io::Read::take(io::repeat(0), needed(rows)), file)?;
    file.flush()?;
    file.get_mut().empty()
}

/// The rows before compression, and about a third of that after it.
fn needed(rows: &[SheetRow]) -> u64 {
    let cells = rows.iter().flat_map(|row| &row.cells);
    REST + cells.map(|cell| CELL + text_len(cell)).sum::<u64>() * 4 / 3
}

const fn text_len(cell: &SheetCell) -> u64 {
    match cell {
        SheetCell::Text(text) => text.len() as u64,
        // They stand in the list of links too.
        SheetCell::Email(text) | SheetCell::Phone(text) | SheetCell::Web(text) => text.len() as u64 * 2 + 150,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::remembering;

    #[test]
    fn the_file_is_empty_afterwards() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        let (mut file, _) = remembering::create(&path).expect("made");
        try_out(&mut file, &[]).expect("room");
        file.write_all(b"whole").and_then(|()| file.flush()).expect("written");
        assert_eq!(std::fs::read(path).expect("read"), b"whole");
    }
}
