//! Whether the disk has room for a workbook.

use std::fs::File;
use std::io::{self, Write as _};

use crate::report::remembering::Remembering;
use crate::report::{SheetCell, SheetRow};

/// What a cell takes at most in the rows' file, without its text.
const CELL: u64 = 64;

/// What everything else takes at most.
const REST: u64 = 200_000;

/// Has the file take as much room as the workbook and its temporary file will need, and empties it again.
pub(super) fn try_out(file: &mut Remembering, rows: &[SheetRow]) -> io::Result<()> {
    let needed = needed(rows);
    if !is_set_aside(file.get_mut().file(), needed) {
        // Whatever the reason is, a write meets it too, and says it.
        io::copy(&mut io::Read::take(io::repeat(0), needed), file)?;
        file.flush()?;
    }
    file.get_mut().empty()
}

/// Whether the system sets the room aside without a byte being written, which takes no time; not all can.
#[cfg(target_os = "linux")]
fn is_set_aside(file: &File, needed: u64) -> bool {
    rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, needed).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn is_set_aside(_: &File, _: u64) -> bool {
    false
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
