//! The encoding of a list: told from a sample, read as UTF-8, and mended where somebody read it wrong before.

mod asian;
mod choice;
mod cyrillic;
mod detect;
mod dos;
mod entities;
mod letters;
mod mixed;
mod mojibake;
mod names;
mod plausible;
#[cfg(test)]
mod samples;
mod sound;
mod transcode;
mod utf16;
mod words;

pub use detect::{Detected, Unsupported, detect, stated};
pub use entities::{has_entities, without_entities};
pub use mixed::OtherEncoding;
pub use mojibake::{is_suspect, mended};
pub use names::Encoding;
pub use transcode::{MALFORMED, Transcoder, source_length};
