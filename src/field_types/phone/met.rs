//! Cells that were met before on this thread.
//!
//! libphonenumber takes longer over a number than everything else does over its lead, and a run reads the same cell several
//! times: its number, the kind of it, its country, and what else may be in it. What a cell holds depends on nothing but
//! its text and the lead's country, so that nobody can tell whether it was read just now.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use super::cell::Lines;
use crate::model::{Country, Repair, Unreadable};

/// The numbers of a cell and what was mended.
pub(super) type Found = Result<(Lines, Option<Repair>), Unreadable>;

/// So many cells are remembered: those of a chunk, as a rule. Then all are forgotten.
const MOST: usize = 8_192;

struct Met {
    text: Box<str>,
    country: Option<Country>,
    found: Rc<Found>,
}

thread_local! {
    static CELLS: RefCell<HashTable<Met>> = RefCell::default();
}

/// What a cell of a lead in `country` holds: as it was found before, else as `read` finds it.
pub(super) fn met(text: &str, country: Option<Country>, read: fn(&str, Option<Country>) -> Found) -> Rc<Found> {
    let hash = |text: &str| xxh3_64(text.as_bytes());
    let key = hash(text);
    CELLS.with_borrow_mut(|cells| {
        if let Some(met) = cells.find(key, |met| *met.text == *text && met.country == country) {
            return Rc::clone(&met.found);
        }
        if cells.len() == MOST {
            cells.clear();
        }
        let found = Rc::new(read(text, country));
        let met = Met { text: text.into(), country, found: Rc::clone(&found) };
        cells.insert_unique(key, met, |met| hash(&met.text));
        found
    })
}
