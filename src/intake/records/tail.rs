//! Lines below the last lead: totals, remarks such as "Exported by …", and small tables or legends behind a blank row.
//!
//! A line is below the data only where nothing but such lines follows it, and a chunk does not know what follows. So a
//! chunk that does not end the list hands such lines at its end back with the rest, and whoever reads the next chunk
//! sees them again. At most [`HELD`] lines are held for their words, and [`HELD_BLOCKS`] for their looks, so that a list
//! of nothing but totals is still read in pieces.

use super::below::{Class, is_below};
use super::{Fault, Records, Shape, UnreadableRecord, remarks};
use crate::intake::writing::line_ends;

/// How many lines at most are below the data by their words alone.
const HELD: usize = 16;

/// How many filled lines at most are below the data by their looks; and how many lines with blank ones among them.
const HELD_BLOCKS: usize = 64;
const HELD_LINES: usize = 1_024;

/// A record, with its index among the records that were read or among the unreadable ones.
#[derive(Clone, Copy, Debug)]
enum Which {
    Read(usize),
    Unreadable(usize),
}

/// A record at the end of a chunk.
#[derive(Clone, Debug)]
struct Line {
    /// How many records were read, and how many not, before this one.
    before: (usize, usize),
    /// Where it ends in the chunk.
    stop: usize,
    /// Whether nothing but blank cells is in it.
    blank: bool,
    /// Whether a blank row separates it from the one before.
    gap: bool,
    /// Whether it is below the data by its words.
    words: bool,
    class: Class,
}

impl Records {
    /// Deals with the lines below the data at the end of a chunk. At the end of the list they are unreadable, as what
    /// they are; else they are handed back. Gives how many bytes and line ends stand before what is handed back.
    pub(super) fn settle_tail(&mut self, bytes: &[u8], shape: &Shape, end: (usize, u32), last: bool) -> (usize, u32) {
        let lines = self.last_lines(bytes, shape);
        if last {
            if let Some((read, unreadable)) = leads_end(&lines) {
                self.name_below_data(bytes, read, unreadable);
            }
            return end;
        }
        if let Some(held) = held_from(&lines) {
            let (read, unreadable) = lines[held].before;
            let (start, line) = self.hand_back(bytes, read, unreadable);
            let opens = !lines[held].blank && lines[held].gap && !held.checked_sub(1).is_some_and(|at| lines[at].blank);
            return if opens { before_line_end(bytes, start, line) } else { (start, line) };
        }
        // The next chunk has to know that a blank row is before it.
        let behind = lines.last().map_or(0, |line| line.stop);
        let is_gap = line_ends(&bytes[behind..end.0]) > u64::from(!lines.is_empty());
        let knows = shape.habits.as_ref().is_some_and(|habits| !habits.scattered);
        if knows && is_gap { before_line_end(bytes, end.0, end.1) } else { end }
    }

    /// The last lines of a chunk, in order: those that may be below the data, and one more.
    fn last_lines(&self, bytes: &[u8], shape: &Shape) -> Vec<Line> {
        let (mut lines, mut filled) = (Vec::new(), 0);
        let mut at = (self.starts.len(), self.unreadable.len());
        while let Some(line) = self.line_before(bytes, shape, at) {
            at = line.before;
            filled += usize::from(!line.blank);
            let is_lead = line.class == Class::Lead && !line.words && !line.blank;
            lines.push(line);
            if is_lead || filled >= HELD_BLOCKS || lines.len() >= HELD_LINES {
                break;
            }
        }
        lines.reverse();
        lines
    }

    /// The line before those with these indices.
    fn line_before(&self, bytes: &[u8], shape: &Shape, at: (usize, usize)) -> Option<Line> {
        let which = self.record_before(at)?;
        let before = before(which, at);
        let (_, stop, blank) = self.extent(which);
        let words = match which {
            Which::Read(record) => self.is_below_data(bytes, record),
            Which::Unreadable(record) => !blank && is_remark(&self.unreadable[record]),
        };
        let gap = self.follows_gap(bytes, which, before);
        let class = self.class(bytes, shape, which, words);
        Some(Line { before, stop, blank, gap, words, class })
    }

    /// Where a record begins and ends, and whether all of it is blank.
    fn extent(&self, which: Which) -> (usize, usize, bool) {
        match which {
            Which::Read(record) => {
                let replaced = self.replaced.iter().find(|replaced| replaced.record == record);
                let (start, stop) =
                    replaced.map_or((self.starts[record], self.stops[record]), |it| (it.start, it.stop));
                (start as usize, stop as usize, false)
            }
            Which::Unreadable(record) => {
                let one = &self.unreadable[record];
                (one.start, one.start + one.raw.len(), one.fault.is_blank())
            }
        }
    }

    /// Whether a blank row is between a record and the one before.
    fn follows_gap(&self, bytes: &[u8], which: Which, before: (usize, usize)) -> bool {
        let last = self.record_before(before).map(|last| self.extent(last));
        let between = bytes.get(last.map_or(0, |(_, stop, _)| stop)..self.extent(which).0).unwrap_or_default();
        last.is_some_and(|(.., blank)| blank) || line_ends(between) > u64::from(last.is_some())
    }

    /// The last record before those with these indices.
    fn record_before(&self, (read, unreadable): (usize, usize)) -> Option<Which> {
        let number = |numbers: Option<u32>| numbers.map_or(-1, i64::from);
        let of_read = number(read.checked_sub(1).map(|record| self.numbers[record]));
        let of_unreadable = number(unreadable.checked_sub(1).map(|record| self.unreadable[record].number));
        match of_read.cmp(&of_unreadable) {
            std::cmp::Ordering::Greater => Some(Which::Read(read - 1)),
            std::cmp::Ordering::Less => Some(Which::Unreadable(unreadable - 1)),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// What a record looks like beside the leads of the list.
    fn class(&self, bytes: &[u8], shape: &Shape, which: Which, words: bool) -> Class {
        let Some(habits) = shape.habits.as_ref().filter(|habits| !habits.scattered) else { return Class::Lead };
        match which {
            Which::Read(record) if self.replaced_at(record).is_ok() => Class::Lead,
            Which::Read(record) => {
                let cells = self.placed(self.numbers[record], self.raw_cells(bytes, record).collect());
                habits.class(&cells, words)
            }
            Which::Unreadable(record) => {
                let one = &self.unreadable[record];
                match one.fault {
                    Fault::Blank => Class::Lead,
                    Fault::BelowData => Class::Mark,
                    Fault::TooFewCells(_) => {
                        let cells = super::cells_of(&one.raw, self.dialect);
                        let cells = self.placed(one.number, cells.iter().map(String::as_bytes).collect());
                        habits.class(&cells, words)
                    }
                    _ if words => Class::Mark,
                    _ => Class::Lead,
                }
            }
        }
    }

    /// The cells of a record under the list's own columns, where it stands in a table with others.
    fn placed<'c>(&self, number: u32, cells: Vec<&'c [u8]>) -> Vec<&'c [u8]> {
        let Some(table) = self.table_of(number) else { return cells };
        let mut placed: Vec<&[u8]> = vec![b""; self.width];
        for (cell, column) in cells.into_iter().zip(&table.columns) {
            if let Some(place) = column.and_then(|column| placed.get_mut(column)) {
                *place = cell;
            }
        }
        placed
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

    /// Makes the records from these indices on unreadable, as lines below the data.
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
        let gone = self.numbers.get(read).copied();
        self.trimmed.retain(|number| gone.is_none_or(|gone| *number < gone));
        self.mended.retain(|record| gone.is_none_or(|gone| record.number < gone));
        self.forget_from(read);
    }

    /// Forgets the records from these indices on, as if the chunk had ended before them.
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

    /// How many of the records that were read are leads: those before the small tables and legends at the end of a text
    /// that was read whole, and that may hold no others. `habits` are those of the first so many records.
    pub(super) fn leads_before_blocks(&self, shape: &Shape) -> usize {
        let bytes = self.text.as_bytes();
        let lines = self.last_lines(bytes, shape);
        leads_end(&lines).map_or(self.len(), |(read, _)| read)
    }

    /// How many records were read before each of the last blank rows that have records on both sides, in order.
    pub(super) fn gaps(&self) -> Vec<usize> {
        if !self.has_blank_rows() {
            return Vec::new();
        }
        let bytes = self.text.as_bytes();
        let (mut gaps, mut at) = (Vec::new(), (self.starts.len(), self.unreadable.len()));
        for _ in 0..HELD_LINES {
            let Some(which) = self.record_before(at) else { break };
            at = before(which, at);
            if !self.extent(which).2 && self.follows_gap(bytes, which, at) {
                gaps.push(at.0);
            }
        }
        gaps.reverse();
        gaps
    }

    /// Whether some record is blank, or some line.
    pub(super) fn has_blank_rows(&self) -> bool {
        let doubled = |end: &str| memchr::memmem::find(self.text.as_bytes(), end.as_bytes()).is_some();
        self.unreadable.iter().any(|record| record.fault.is_blank())
            || ["\n\n", "\n\r\n", "\r\r"].into_iter().any(doubled)
    }
}

/// The indices of a record that is the last one before `at`.
const fn before(which: Which, at: (usize, usize)) -> (usize, usize) {
    match which {
        Which::Read(record) => (record, at.1),
        Which::Unreadable(record) => (at.0, record),
    }
}

/// The indices of the first record below the data: everything from it on is below.
fn leads_end(lines: &[Line]) -> Option<(usize, usize)> {
    let (mut end, mut below) = (lines.len(), None);
    loop {
        let Some(filled) = lines[..end].iter().rposition(|line| !line.blank).map(|at| at + 1) else { return below };
        let block = lines[..filled].iter().rposition(|line| line.gap && !line.blank);
        let classes = |from: usize| lines[from..filled].iter().map(|line| line.class).collect::<Vec<_>>();
        let from = match block {
            Some(from) if lines[from..filled].iter().all(|line| !line.blank) && is_below(&classes(from)) => from,
            _ if lines[filled - 1].words && lines.len() - filled < HELD => filled - 1,
            _ => return below,
        };
        (end, below) = (from, Some(lines[from].before));
    }
}

/// The first line that may be below the data, if no lead follows it.
fn held_from(lines: &[Line]) -> Option<usize> {
    let by_words = lines.iter().rev().take(HELD).take_while(|line| line.words || line.blank).count();
    let by_words = lines.len() - by_words;
    let by_words = (by_words..lines.len()).find(|at| lines[*at].words);
    let is_candidate = |line: &Line| line.blank || line.words || line.class != Class::Lead;
    let from = lines.iter().rposition(|line| !is_candidate(line)).map_or(0, |lead| lead + 1);
    let by_looks = (from..lines.len()).find(|at| lines[*at].gap && !lines[*at].blank);
    // The blank row goes with what follows it.
    let by_looks = by_looks.map(|at| at - usize::from(at > 0 && lines[at - 1].blank));
    let blank = lines.last().is_some_and(|line| line.blank).then(|| lines.len() - 1);
    [by_words, by_looks, blank].into_iter().flatten().min()
}

/// The place before the line end that ends at `place`, with the line ends before it.
fn before_line_end(bytes: &[u8], place: usize, line: u32) -> (usize, u32) {
    match &bytes[..place] {
        [.., b'\r', b'\n'] => (place - 2, line - 1),
        [.., b'\r' | b'\n'] => (place - 1, line - 1),
        _ => (place, line),
    }
}

/// Whether a record that could not be read is a remark in one cell.
fn is_remark(record: &UnreadableRecord) -> bool {
    let text = String::from_utf8_lossy(&record.raw);
    let text = text.trim_matches(|c: char| c.is_whitespace() || "\",;\t|".contains(c)).to_lowercase();
    let first = text.split([',', ';', '\t', '|']).next().unwrap_or_default().trim_matches(['"', ' ']);
    match record.fault {
        Fault::TooFewCells(_) => record.raw.len() < 1_000 && (remarks::is_remark(&text) || remarks::is_total(first)),
        _ => false,
    }
}

/// Whether a cell holds a number and nothing else.
fn is_figure(cell: &str) -> bool {
    cell.chars().any(|c| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || " .,'-+%€$£\u{a0}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::dialect::Dialect;

    const LEADS: &str = "a,Kiefer LLC,United States,10\nb,Holt GmbH,Germany,20\nc,Nash LLC,United States,30\n\
                         d,Ito GmbH,Germany,40\ne,Kay GmbH,Germany,50\n";

    /// How many leads are read of a text, with the habits that it shows.
    fn leads(text: &str, width: usize, pad_short: bool) -> usize {
        let shape = Shape { pad_short, ..Shape::new(Dialect::COMMA, width) };
        let habits = Records::read(text.as_bytes().to_vec(), &shape, true).habits();
        let records = Records::read(text.as_bytes().to_vec(), &Shape { habits, ..shape }, true);
        assert_eq!(records.count as usize, records.leads(), "{text}");
        records.len()
    }

    #[test]
    fn what_is_below_another_table_is_told_by_the_columns_of_that_table() {
        let other = "country,company,employees,id\nGermany,Lux GmbH,60,f\nUnited States,Mond LLC,70,g\n";
        let names = super::super::names::Names::of(b"id,company,country,employees", Dialect::COMMA);
        let shape = Shape { header: names.into(), ..Shape::new(Dialect::COMMA, 4) };
        for (below, more) in [
            ("\nCountry,Count,,\nUnited States,2,,\nGermany,3,,\n", 0),
            ("\nLegend,,,\nA,active,,\nB,blocked,,\n", 0),
            ("\nSource: Chamber of Commerce,,,\n", 0),
            ("\nGermany,Stern GmbH,80,h\n", 1),
            ("\nGermany,Stern GmbH,,h\n,Erde LLC,90,i\n", 2),
        ] {
            let text = format!("{LEADS}{other}{below}").into_bytes();
            let habits = Records::read(LEADS.as_bytes().to_vec(), &shape, true).habits();
            let records = Records::read(text, &Shape { habits, ..shape.clone() }, true);
            assert_eq!(records.len(), 7 + more, "{below}");
        }
    }

    #[test]
    fn tables_legends_and_remarks_behind_a_blank_row_are_not_leads() {
        for below in [
            "\n\nCountry,Count,,\nUnited States,2,,\nGermany,3,,\nGrand Total,5,,\n",
            "\nLand,Anzahl,,\nDeutschland,3,,\nUSA,2,,\n",
            "\n\n,,Country,Count\n,,Germany,3\n,,United States,2\n",
            "\n,,,\nCountry,Count,Share,\nGermany,3,60 %,\nUnited States,2,40 %,\n",
            "\nLegend,,,\nA,active,,\nB,blocked,,\n",
            "\nA = active,,,\nB = blocked,,,\n",
            "\nSource: Chamber of Commerce,,,\n",
            "\nQuelle: Handelsregister,,,\nAbruf: 01.11.2026,,,\n",
            "\nFilter applied: employees 10 to 50,,,\n",
            "\nFilter:,employees > 10,,\nCreated:,2026-11-01,,\n",
            "\nAll employee figures were taken from the trade register,,,\n",
            "\n* estimated,,,\n** as reported by the company,,,\n",
            "\nCountry,Count,,\nGermany,3,,\nUnited States,2,,\n\nSource: register,,,\n",
            "\n,,,\n,,,\nSource: register,,,\n,,,\nNotes,,,\nprices without VAT,,,\n",
            "\nSummary,,,\nLeads,5,,\nCountries,2,,\n",
            "\nMin,,,10\nMax,,,50\n",
            "\nFilter applied: employees 10 to 50\n\"Source: register, as of 11/2026\"\n",
        ] {
            for pad_short in [false, true] {
                assert_eq!(leads(&format!("{LEADS}{below}"), 4, pad_short), 5, "{below} {pad_short}");
            }
        }
        let companies =
            "Kiefer LLC,United States,10\nHolt GmbH,Germany,20\nNash LLC,United States,30\nIto GmbH,Germany,40\n";
        for below in [
            "\nCountry,Count,\nGermany,2,\nUnited States,2,\n",
            "\nUnited States,,40\nGermany,,60\nTotal,,100\n",
            "\nSearch: manufacturing and 10+ employees,,\nExport limit 500,,\n",
        ] {
            assert_eq!(leads(&format!("{companies}{below}"), 3, false), 4, "{below}");
        }
    }

    #[test]
    fn leads_behind_a_blank_row_stay() {
        for (below, count) in [
            ("\nf,Orr GmbH,Germany,60\ng,Lee GmbH,Germany,70\n", 2),
            ("\n,,,\nf,Orr GmbH,Germany,60\n,,,\ng,Lee LLC,United States,70\n", 2),
            ("\nf,Orr GmbH,Germany,\n", 1),
            ("\nf,Orr GmbH,,60\ng,Lee GmbH,,70\n", 2),
            ("\nf,Orr GmbH,,\n", 1),
            ("\nf,Orr GmbH,,\ng,Lee GmbH,,\n", 2),
            ("\nf,Orr GmbH,,\ng,Lee GmbH,,\nSource: x,,,\n", 2),
            ("\nf,Orr GmbH,n/a,n/a\n", 1),
            ("\nf,Total Energies SE,,\n", 1),
            ("\nf,Orr SA,France,80\ng,Lee SpA,Italy,90\n", 2),
            ("\nf,Maschinenbau und Werkzeug Lee & Orr GmbH & Co. KG,France,8000\n", 1),
            ("\nf,Orr GmbH,Germany,60\n\nCountry,Count,,\nGermany,4,,\nUnited States,2,,\n", 1),
        ] {
            assert_eq!(leads(&format!("{LEADS}{below}"), 4, false), 5 + count, "{below}");
        }
        let scattered = format!("{}\nf,Orr GmbH,,\n", LEADS.replace('\n', "\n\n"));
        assert_eq!(leads(&scattered, 4, false), 6);
        assert_eq!(leads("Kiefer LLC\nHolt GmbH\nNash LLC\nIto GmbH\n\nKay & Sons\nOrr Ltd\n", 1, false), 6);
        let addresses =
            "Kiefer,a@kiefer.example\nHolt,b@holt.example\nNash,c@nash.example\n\nKay & Sons,\nOrr,d@orr.example\n";
        assert_eq!(leads(addresses, 2, false), 5);
    }
}
