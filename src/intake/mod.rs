//! A list becomes typed columns: bytes, dialect, records, header mapping, cells.
//!
//! Everything behind [`Records`] is a pure function of bytes: no threads, no global state. A list is cut into
//! chunks at line ends that are only guessed to be record ends; [`Records::read`] says where its last whole record
//! ended, and whoever puts the chunks in order carries the rest over to the next one (see [`Chunk`]).

mod below_header;
mod chunks;
mod columns;
mod company_names;
mod container;
mod dialect;
mod expectations;
mod habits;
mod header;
mod list;
mod mapping;
mod misfit;
mod open_error;
mod opt_outs;
mod records;
mod reshape;
mod scanner;
mod source;
mod survey;
mod vendor;
mod writing;

pub use chunks::{Chunk, ChunkReader, MAX_RECORD};
pub use columns::{FieldColumn, Tally, country_codes, field_column};
pub use company_names::CompanyNames;
pub use container::{
    ContainerError, Contents, Digest, Fingerprint, Kind, Limits, Member, Opened, Skipped, contents, piped_contents,
};
pub use dialect::{Dialect, Given, Header, Sniffed, kind_of_cells, sniff};
pub use habits::{Contradiction, Doubt};
pub use header::unique_names;
pub use list::{ChunkFields, List, States};
pub use mapping::{FieldMapping, MappedFeed, Mapping, close_field};
pub use open_error::{Misfit, OpenError};
pub use opt_outs::{OptOutColumn, looks_like_opt_out, opt_out_words_origin};
pub use records::{
    CarryOver, Fault, Habits, LineTail, MAX_CELL, Marks, MendedRecord, Mending, Names, Oddities, Records, Shape,
    UnreadableRecord,
};
pub use reshape::Lead;
pub use source::{Held, OpenList, Writing, open_list};
pub use survey::plain_reader;
pub use vendor::Recognition;
