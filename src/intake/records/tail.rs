//! Lines below the last lead: totals, and remarks such as "Exported by …".
//!
//! A line is below the data only where nothing but such lines follows it, and a chunk does not know what follows. So a
//! chunk that does not end the list hands such lines at its end back with the rest, and whoever reads the next chunk
//! sees them again. At most [`HELD`] lines are held, so that a list of nothing but totals is still read in pieces.

use super::{Fault, Records, UnreadableRecord, remarks};

/// How many lines at most are below the data.
const HELD: usize = 16;

/// A record at the end of a chunk.
enum Last {
    Read(usize),
    Unreadable(usize),
}

impl Records {
    /// Deals with the lines below the data at the end of a chunk. At the end of the list they are unreadable, as what
    /// they are; else they are handed back. Gives how many bytes and line ends stand before what is handed back.
    pub(super) fn settle_tail(&mut self, bytes: &[u8], last: bool) -> Option<(usize, u32)> {
        let mut from = None;
        let (mut read, mut unreadable) = (self.starts.len(), self.unreadable.len());
        for _ in 0..HELD {
            match self.record_before(read, unreadable) {
                Some(Last::Read(record)) if self.is_below_data(bytes, record) => read = record,
                Some(Last::Unreadable(record)) if is_remark(&self.unreadable[record]) => unreadable = record,
                _ => break,
            }
            from = Some((read, unreadable));
        }
        let (read, unreadable) = from?;
        if last {
            self.name_below_data(bytes, read, unreadable);
            return None;
        }
        Some(self.hand_back(bytes, read, unreadable))
    }

    /// The last record before those with these places.
    fn record_before(&self, read: usize, unreadable: usize) -> Option<Last> {
        let number = |numbers: Option<u32>| numbers.map_or(-1, i64::from);
        let of_read = number(read.checked_sub(1).map(|record| self.numbers[record]));
        let of_unreadable = number(unreadable.checked_sub(1).map(|record| self.unreadable[record].number));
        match of_read.cmp(&of_unreadable) {
            std::cmp::Ordering::Greater => Some(Last::Read(read - 1)),
            std::cmp::Ordering::Less => Some(Last::Unreadable(unreadable - 1)),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Whether a record that was read is a line of totals, or a remark in its first cell and nothing else.
    fn is_below_data(&self, bytes: &[u8], record: usize) -> bool {
        let mut cells = self.cells_of(bytes, record).filter(|cell| !cell.is_empty());
        let first = cells.next().unwrap_or_default();
        if self.width < 2 || first.len() > 200 {
            return false;
        }
        let first = first.to_lowercase();
        let rest: Vec<String> = cells.collect();
        (!rest.is_empty() && remarks::is_total(&first) && rest.iter().all(|cell| is_figure(cell)))
            || (rest.is_empty() && remarks::is_remark(&first))
    }

    /// The trimmed cells of a record that stands in the chunk as it is, before it has its text.
    fn cells_of<'b>(&'b self, bytes: &'b [u8], record: usize) -> impl Iterator<Item = String> + 'b {
        let mended = self.mended.iter().any(|mended| mended.number == self.numbers[record]);
        let mut start = self.starts[record] as usize;
        let ends = &self.ends[record * self.width..(record + 1) * self.width];
        ends.iter().take_while(move |_| !mended).map(move |end| {
            let stop = (end & !super::QUOTED) as usize;
            let cell = bytes.get(std::mem::replace(&mut start, stop + 1)..stop).unwrap_or_default();
            String::from_utf8_lossy(cell).trim_matches(|c: char| c.is_whitespace() || c == '"').to_owned()
        })
    }

    /// Makes the records from these places on unreadable, as lines below the data.
    fn name_below_data(&mut self, bytes: &[u8], read: usize, unreadable: usize) {
        let remarks = self.unreadable[unreadable..].iter_mut().filter(|record| record.fault != Fault::Blank);
        remarks.for_each(|record| record.fault = Fault::BelowData);
        for record in read..self.starts.len() {
            let (start, stop) = (self.starts[record] as usize, self.stops[record] as usize);
            let (number, line) = (self.numbers[record], self.lines[record]);
            let raw = bytes[start..stop].to_vec();
            self.unreadable.push(UnreadableRecord { number, line, start, raw, fault: Fault::BelowData });
        }
        self.unreadable.sort_by_key(|record| record.number);
        self.forget_from(read);
    }

    /// Forgets the records from these places on, as if the chunk had ended before them.
    fn hand_back(&mut self, bytes: &[u8], read: usize, unreadable: usize) -> (usize, u32) {
        let of_read = self.starts.get(read).map(|start| (*start as usize, self.lines[read], self.numbers[read]));
        let of_unreadable = self.unreadable.get(unreadable).map(|record| (record.start, record.line, record.number));
        let (start, line, number) =
            [of_read, of_unreadable].into_iter().flatten().min().unwrap_or((bytes.len(), 0, self.count));
        self.unreadable.truncate(unreadable);
        self.forget_from(read);
        self.mended.truncate(self.mended.partition_point(|record| record.number < number));
        self.trimmed.truncate(self.trimmed.partition_point(|record| *record < number));
        self.count = number;
        (start, line)
    }

    fn forget_from(&mut self, read: usize) {
        self.starts.truncate(read);
        self.stops.truncate(read);
        self.lines.truncate(read);
        self.numbers.truncate(read);
        self.signs_of.truncate(read);
        self.ends.truncate(read * self.width);
    }
}

/// Whether a record that could not be read is a remark in one cell.
fn is_remark(record: &UnreadableRecord) -> bool {
    let text = String::from_utf8_lossy(&record.raw);
    let text = text.trim_matches(|c: char| c.is_whitespace() || "\",;\t|".contains(c)).to_lowercase();
    let first = text.split([',', ';', '\t', '|']).next().unwrap_or_default().trim_matches(['"', ' ']);
    match record.fault {
        Fault::Blank => true,
        Fault::TooFewCells(_) => record.raw.len() < 1_000 && (remarks::is_remark(&text) || remarks::is_total(first)),
        _ => false,
    }
}

/// Whether a cell holds a number and nothing else.
fn is_figure(cell: &str) -> bool {
    cell.chars().any(|c| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || " .,'-+%€$£\u{a0}".contains(c))
}
