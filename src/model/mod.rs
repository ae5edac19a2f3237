//! The nouns: cell, column, interval, outcome, verdict, disposition.
//!
//! Nothing here reads a file, knows a rule or prints; every other module may use these words.

mod bitmap;
mod cell;
mod cell_state;
mod codes;
mod column;
mod date_jump;
mod file_name;
mod hexadecimal;
mod interval;
mod language;
mod outcome;
mod point;
mod printable;
mod quietly;
mod readers;
mod secret;

pub use bitmap::Bitmap;
pub use cell::{Cell, CellKind, EXTENSION, Missing, Range, Reading, Repair, Text, Unreadable, Value};
pub use cell_state::CellState;
pub use codes::{Country, Currency};
pub use column::{Cells, Codes, Column};
pub use date_jump::date_jump;
pub use file_name::{file_name, file_names};
pub use hexadecimal::{hexadecimal, is_hexadecimal, sha256};
pub use interval::Interval;
pub use language::Language;
pub use outcome::{Disposition, Outcome, Verdict};
pub use point::{Length, Point, Unit};
pub use printable::{on_one_line, printable};
pub use quietly::quietly;
pub use readers::Readers;
pub use secret::{SECRET, Secret, secret_of};
