//! What the cells of a list's columns show of how numbers and dates are written in them.
//!
//! All cells of a column count, for one that contradicts the others may be the last. A list that fits into its sample is
//! known with it. A longer one is read ahead where the sample leaves open what its numbers or dates mean; what comes by a
//! pipe is read once only, and its sample has to do.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::mapping::{FieldMapping, MappedFeed, Mapping};
use super::records::{CarryOver, Records};
use super::source::OpenList;
use crate::field_types::{
    CellReader, DateEvidence, DateFormat, DecimalEvidence, DecimalStyle, FamilyEvidence, FieldType, MoneyStyle,
};
use crate::profile::ListFile;

/// What the columns of all fields show.
pub(super) struct Habits {
    /// The fields whose cells are looked at, with what they show.
    fields: Vec<(usize, Evidence)>,
}

enum Evidence {
    /// So many decimals in other cells make a doubt of what may be either.
    Numbers {
        shown: DecimalEvidence,
        doubt: u32,
    },
    Dates {
        formats: Vec<DateFormat>,
        shown: DateEvidence,
    },
}

/// A field of which the cells contradict each other, or the formats of its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The field.
    pub field: usize,
    /// What its cells show.
    pub shown: Contradiction,
}

/// What contradicts what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Numbers with a decimal point and numbers with a decimal comma, or too few of either, and how they are read.
    Numbers(DecimalEvidence, DecimalStyle),
    /// Dates with the day in front and dates with the month in front.
    Dates(FamilyEvidence),
}

/// Amounts of money have so many decimals at most, unless they are counted in thousands or millions.
const CENTS: u32 = 2;

/// No number of decimals makes a doubt, because values are whole.
const NO_DECIMALS: u32 = u32::MAX;

/// So many bytes are read at a time when a list is read ahead.
const CHUNK: usize = 1 << 20;

impl Habits {
    /// What the columns of an open list show, of which `sample` is the beginning. What `readers` know from the list file
    /// is not looked for.
    pub(super) fn of(
        open: &OpenList,
        list: &ListFile,
        sample: &Records,
        mapping: &Mapping,
        readers: &[CellReader],
    ) -> Self {
        let fields = readers.iter().enumerate().filter(|(field, _)| !mapping.fields[*field].feeds.is_empty());
        let mut habits = Self {
            fields: fields
                .filter_map(|(field, reader)| Some((field, Evidence::new(reader, list.formats.contains_key(&field))?)))
                .collect(),
        };
        habits.add(sample, mapping, readers);
        if !open.whole && habits.fields.iter().any(|(_, evidence)| evidence.is_open()) {
            habits.read_ahead(open, sample.bytes(), mapping, readers);
        }
        habits
    }

    /// Puts what the cells show into the readers, and says what contradicts itself.
    pub(super) fn settle(self, readers: &mut [CellReader]) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for (field, evidence) in self.fields {
            let hints = &mut readers[field].hints;
            match evidence {
                Evidence::Numbers { shown, doubt } => {
                    let style = shown.decide(doubt);
                    hints.decimal_style = style;
                    if matches!(style, DecimalStyle::Mixed { .. } | DecimalStyle::Doubtful(_)) && shown.open() > 0 {
                        doubts.push(Doubt { field, shown: Contradiction::Numbers(shown, style) });
                    }
                }
                Evidence::Dates { formats, shown } => {
                    hints.formats = shown.decide(&formats);
                    let families = shown.contradictions().cloned();
                    doubts.extend(families.map(|family| Doubt { field, shown: Contradiction::Dates(family) }));
                }
            }
        }
        doubts
    }

    fn add(&mut self, records: &Records, mapping: &Mapping, readers: &[CellReader]) {
        for (field, evidence) in &mut self.fields {
            evidence.add(records, &mapping.fields[*field], &readers[*field]);
        }
    }

    /// Reads what follows the sample of so many bytes. What goes wrong here goes wrong in the run as well, which tells it.
    fn read_ahead(&mut self, open: &OpenList, sample: usize, mapping: &Mapping, readers: &[CellReader]) {
        let Some(Ok(mut again)) = open.again() else { return };
        let (mut rest, mut passed, mut carry_over) = (Vec::new(), sample, CarryOver::default());
        while let Ok(Some(chunk)) = again.chunks.next(CHUNK) {
            let skipped = passed.min(chunk.bytes.len());
            passed -= skipped;
            rest.extend_from_slice(&chunk.bytes[skipped..]);
            let records = Records::read_on(std::mem::take(&mut rest), &open.shape, chunk.last, &carry_over);
            self.add(&records, mapping, readers);
            carry_over = records.carry_over().clone();
            rest = records.rest;
        }
    }
}

impl Evidence {
    /// Nothing seen yet; `None` if the field has neither numbers nor dates, or the list file tells all.
    fn new(reader: &CellReader, by_list: bool) -> Option<Self> {
        let unknown = reader.hints.decimal_style == DecimalStyle::Unknown;
        let numbers = |doubt| unknown.then(|| Self::Numbers { shown: DecimalEvidence::default(), doubt });
        match &reader.field_type {
            FieldType::Number(style) | FieldType::Money(MoneyStyle { number: style, .. }) if style.whole => {
                numbers(NO_DECIMALS)
            }
            FieldType::Money(style) if reader.hints.unit.or(style.number.unit).is_none() => numbers(CENTS + 1),
            FieldType::Number(_) | FieldType::Money(_) => numbers(1),
            FieldType::Date(_) => {
                let formats = reader.hints.formats.clone();
                Some(Self::Dates { shown: DateEvidence::new(&formats, by_list), formats })
            }
            _ => None,
        }
    }

    /// Whether cells behind the sample could change what the sample's are read as. Where only whole values count, an
    /// ambiguous separator is for thousands, or the cell is not in use; and amounts of money in a column that evidently
    /// has both habits stay what they are.
    fn is_open(&self) -> bool {
        match self {
            Self::Numbers { shown, doubt } => match shown.decide(*doubt) {
                _ if *doubt == NO_DECIMALS || shown.open() == 0 => false,
                DecimalStyle::Shown(_) => false,
                DecimalStyle::Mixed { point: false, comma: false } => *doubt <= CENTS || !shown.has_both(),
                _ => true,
            },
            Self::Dates { shown, .. } => shown.has_numeric(),
        }
    }

    fn add(&mut self, records: &Records, mapping: &FieldMapping, reader: &CellReader) {
        let feeds = if mapping.groups.is_empty() { mapping.feeds.iter().collect() } else { distinct(&mapping.groups) };
        for feed in feeds {
            let mut cells: HashMap<Cow<'_, str>, u64> = HashMap::new();
            let written = (0..records.len()).filter_map(|record| feed.surveyed(records, record));
            written.for_each(|cell| *cells.entry(cell).or_default() += 1);
            let mut cells: Vec<_> = cells.iter().collect();
            cells.sort_unstable();
            for (cell, count) in cells {
                match (reader.text(cell), &mut *self) {
                    (None, _) => {}
                    (Some(text), Self::Numbers { shown, .. }) => shown.add(text, *count),
                    (Some(text), Self::Dates { formats, shown }) => shown.add(formats, text, *count),
                }
            }
        }
    }
}

/// The feeds of all groups, each once.
fn distinct(groups: &[Vec<MappedFeed>]) -> Vec<&MappedFeed> {
    let mut feeds: Vec<&MappedFeed> = Vec::new();
    for feed in groups.iter().flatten() {
        if !feeds.iter().any(|known| known.columns == feed.columns && known.take == feed.take) {
            feeds.push(feed);
        }
    }
    feeds
}

impl MappedFeed {
    /// What a record shows of how the column is written: its text, unless a workbook holds a number or a date there.
    fn surveyed<'a>(&self, records: &'a Records, record: usize) -> Option<Cow<'a, str>> {
        if self.is_native(records, record) {
            return None;
        }
        let raw = self.readable(records, record);
        match &self.take {
            None => Some(raw),
            Some(take) => take.0.find_part(raw.trim()).map(|part| Cow::Owned(part.to_owned())),
        }
    }
}
