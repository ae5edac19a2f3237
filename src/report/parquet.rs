//! `decisions.parquet`: one row per record, with everything that was decided about it.
//!
//! Records come in chunks of any size and leave in row groups of exactly [`GROUP`] records, so that the bytes of the
//! file do not depend on how the lists were cut.

use std::mem;
use std::path::Path;

use polars::prelude::{
    BatchedWriter, Column, DataFrame, DataType, Field, ParquetCompression, ParquetWriter, PolarsError, Schema,
};

use super::decisions::{DecisionChunk, Missed, Pending};
use super::remembering::{self, Memory, Remembering};
use super::tallies::DAMAGE;
use super::{ReportError, Tallies};
use crate::model::Outcome;

/// How many records a row group holds; the last one may hold fewer.
const GROUP: usize = 100_000;

type OfRecord<T> = fn(&T) -> Option<&'static str>;

/// The columns behind those of the rules: what is asked, and the one rule that rejects a record with what it lacks for it.
const MISSES: [&str; 6] = ["ask", "alone", "missed_field", "missed_limit", "missed_by", "missed_value"];

/// Writes `decisions.parquet`, and counts what it writes.
pub struct DecisionsWriter {
    /// Nothing where the frames are made for their counts alone.
    file: Option<ParquetFile>,
    names: Names,
    pending: Pending,
    group: usize,
    tallies: Tallies,
}

struct ParquetFile {
    memory: Memory,
    parquet: BatchedWriter<Remembering>,
}

/// The names of a profile that columns are called after, or that stand in them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The criteria.
    pub criteria: Vec<String>,
    /// The rules, by their ids.
    pub rules: Vec<String>,
    /// The columns that rules read.
    pub columns: Vec<String>,
    /// The fields whose cells are told of.
    pub fields: Vec<String>,
}

impl DecisionsWriter {
    /// Makes the file, with a column for each of the criteria and fields and two for each of the rules. Without a path nothing is
    /// written, and all is counted.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn create(path: Option<&Path>, names: Names) -> Result<Self, ReportError> {
        Self::with_groups_of(GROUP, path, names)
    }

    fn with_groups_of(group: usize, path: Option<&Path>, names: Names) -> Result<Self, ReportError> {
        let file = path.map(|path| ParquetFile::create(path, &names.schema())).transpose()?;
        let pending = Pending::new(names.criteria.len(), names.rules.len(), names.fields.len());
        // A run without a single record has counts of its rules, too.
        let tallies = Tallies::nothing(&names.criteria, &names.rules, &names.fields);
        Ok(Self { file, names, pending, group, tallies })
    }

    /// Takes the records of a chunk.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn push(&mut self, chunk: DecisionChunk) -> Result<(), ReportError> {
        debug_assert_eq!(chunk.rules.len(), self.names.rules.len(), "bug: another profile's rules");
        self.pending.append(chunk);
        while self.pending.len() >= self.group {
            let full = self.pending.split_front(self.group);
            self.write(full)?;
        }
        Ok(())
    }

    /// Writes what is left and the end of the file, and gives the counts of all of it.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn finish(mut self) -> Result<Tallies, ReportError> {
        let last = mem::take(&mut self.pending);
        if last.len() > 0 {
            self.write(last)?;
        }
        if let Some(file) = self.file {
            file.parquet.finish().map_err(|error| file.memory.explain(error))?;
        }
        Ok(self.tallies)
    }

    fn write(&mut self, group: Pending) -> Result<(), ReportError> {
        let frame = frame(group, &self.names).expect("bug: all columns of a group are equally long");
        self.tallies.add(&frame).expect("bug: a frame has the columns that it was made with");
        match &mut self.file {
            Some(file) => file.parquet.write_batch(&frame).map_err(|error| file.memory.explain(error)),
            None => Ok(()),
        }
    }
}

impl ParquetFile {
    fn create(path: &Path, schema: &Schema) -> Result<Self, ReportError> {
        let (file, memory) = remembering::create(path)?;
        let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
        let parquet = writer.batched(schema).map_err(|error| memory.explain(error))?;
        Ok(Self { memory, parquet })
    }
}

impl Names {
    fn schema(&self) -> Schema {
        let text = |name: String| Field::new(name.into(), DataType::String);
        let whole = |name: &str| Field::new(name.into(), DataType::UInt64);
        let score = |name: &str| Field::new(name.into(), DataType::Float64);
        let place =
            [text("list".to_owned()), whole("record"), Field::new("part".into(), DataType::UInt32), whole("line")];
        let decision = [text("disposition".to_owned()), score("score_worst"), score("score_best")];
        let ends = MISSES.into_iter().map(|name| if name == "missed_by" { score(name) } else { text(name.to_owned()) });
        let damage = DAMAGE.into_iter().map(|name| text(name.to_owned()));
        place
            .into_iter()
            .chain(decision)
            .chain(self.columns().map(text))
            .chain(ends)
            .chain(damage)
            .chain(self.cells())
            .collect()
    }

    /// The columns of cells.
    fn cells(&self) -> impl Iterator<Item = Field> + '_ {
        self.fields.iter().map(|field| Field::new(format!("cell.{field}").into(), DataType::UInt32))
    }

    /// The columns that a profile adds: its criteria, its rules, and the rules' causes.
    fn columns(&self) -> impl Iterator<Item = String> + '_ {
        let called = |kind: &'static str, names: &'_ [String]| {
            names.iter().map(|name| format!("{kind}.{name}")).collect::<Vec<_>>()
        };
        let [criteria, rules, causes] =
            [called("criterion", &self.criteria), called("rule", &self.rules), called("cause", &self.rules)];
        criteria.into_iter().chain(rules).chain(causes)
    }
}

/// A frame of one chunk, which becomes one row group.
fn frame(group: Pending, names: &Names) -> Result<DataFrame, PolarsError> {
    let Pending { lists, chunk } = group;
    let height = chunk.record.len();
    let lists = lists.iter().flat_map(|(list, records)| std::iter::repeat_n(list.as_str(), *records));
    let dispositions: Vec<_> = chunk.disposition.iter().map(|disposition| disposition.as_str()).collect();
    let mut columns = vec![
        Column::new("list".into(), lists.collect::<Vec<_>>()),
        Column::new("record".into(), chunk.record),
        Column::new("part".into(), chunk.part.iter().map(|part| (*part > 0).then_some(*part)).collect::<Vec<_>>()),
        Column::new("line".into(), chunk.line),
        Column::new("disposition".into(), dispositions),
        Column::new("score_worst".into(), chunk.score_worst),
        Column::new("score_best".into(), chunk.score_best),
    ];
    let word: OfRecord<Option<Outcome>> = |outcome| outcome.as_ref().map(|outcome| outcome.as_str());
    let outcomes = chunk.criteria.into_iter().chain(chunk.rules).map(|column| words(&column, word));
    let cells = outcomes.chain(chunk.causes.into_iter().map(|column| words(&column, |cause| *cause)));
    columns.extend(names.columns().zip(cells).map(|(name, cells)| Column::new(name.into(), cells)));
    columns.extend(misses(&chunk.ask, &chunk.alone, &chunk.missed, names));
    let [faults, defects] = DAMAGE.map(Into::into);
    columns.push(Column::new(faults, chunk.faults));
    columns.push(Column::new(defects, chunk.defects.iter().map(Option::as_deref).collect::<Vec<_>>()));
    columns.extend(names.cells().zip(&chunk.cells).map(|(field, states)| Column::new(field.name, codes(states))));
    DataFrame::new(height, columns)
}

fn misses(
    ask: &[Option<String>],
    alone: &[Option<usize>],
    missed: &[Option<Box<Missed>>],
    names: &Names,
) -> [Column; 6] {
    let alone: Vec<_> = alone.iter().map(|rule| rule.map(|rule| names.rules[rule].as_str())).collect();
    let text = |of: fn(&Missed) -> Option<&str>| -> Vec<Option<&str>> {
        missed.iter().map(|missed| missed.as_deref().and_then(of)).collect()
    };
    let by: Vec<Option<f64>> = missed.iter().map(|missed| missed.as_ref()?.by).collect();
    let [ask_name, alone_name, field, limit, by_name, value] = MISSES.map(Into::into);
    [
        Column::new(ask_name, ask.iter().map(Option::as_deref).collect::<Vec<_>>()),
        Column::new(alone_name, alone),
        Column::new(
            field,
            missed.iter().map(|missed| Some(names.columns[missed.as_ref()?.column].as_str())).collect::<Vec<_>>(),
        ),
        Column::new(limit, text(|missed| missed.limit.as_deref())),
        Column::new(by_name, by),
        Column::new(value, text(|missed| missed.value.as_deref())),
    ]
}

/// The codes of cells; nothing where nobody looked.
fn codes(states: &[u8]) -> Vec<Option<u32>> {
    states.iter().map(|state| (*state > 0).then_some(u32::from(*state))).collect()
}

fn words<T>(column: &[T], word: OfRecord<T>) -> Vec<Option<&'static str>> {
    column.iter().map(word).collect()
}

#[cfg(test)]
#[allow(clippy::redundant_closure_for_method_calls, reason = "the method's own path is private to polars")]
mod tests {
    use std::fs::File;

    use polars::prelude::{ParquetReader, SerReader};

    use super::*;
    use crate::model::Disposition;

    const CAUSES: [Option<&str>; 4] = [None, Some("blank"), Some("no such column"), None];

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn small(number: u64) -> usize {
        usize::try_from(number).expect("small")
    }

    fn half(number: u64) -> f64 {
        f64::from(u32::try_from(number).expect("small")) / 2.0
    }

    /// Records `from..to`, the same whatever chunk they come in.
    fn chunk(list: &str, from: u64, to: u64) -> DecisionChunk {
        let outcomes = [Some(Outcome::Pass), Some(Outcome::Fail), Some(Outcome::Unknown), Some(Outcome::Skipped), None];
        let pick = |by: u64| (from..to).map(|i| outcomes[small(i / by % 5)]).collect::<Vec<_>>();
        let cause = |by: u64| (from..to).map(|i| CAUSES[small(i / by % 4)]).collect::<Vec<_>>();
        DecisionChunk {
            list: list.to_owned(),
            record: (from..to).collect(),
            part: (from..to).map(|i| u32::from(i % 2 == 1)).collect(),
            line: (from..to).map(|i| i * 2 + 1).collect(),
            disposition: (from..to).map(|i| Disposition::ALL[small(i % 6)]).collect(),
            score_worst: (from..to).map(|i| (i % 3 > 0).then_some(half(i))).collect(),
            score_best: (from..to).map(|i| (i % 3 > 0).then_some(half(2 * i))).collect(),
            criteria: vec![pick(1)],
            rules: vec![pick(2), pick(3)],
            causes: vec![cause(1), cause(3)],
            ask: (from..to).map(|i| (i % 2 == 0).then(|| "budget".to_owned())).collect(),
            alone: (from..to).map(|i| (i % 4 == 0).then_some(1)).collect(),
            missed: (from..to).map(|i| (i % 4 == 0).then(|| Box::new(missed(i)))).collect(),
            faults: (from..to).map(|i| (i % 6 == 0).then_some("blank")).collect(),
            defects: (from..to).map(|i| (i % 5 == 0).then(|| "damaged_cell revenue".to_owned())).collect(),
            cells: vec![(from..to).map(|i| [1, 3, 11, 0][small(i % 4)]).collect()],
        }
    }

    fn missed(i: u64) -> Missed {
        Missed { column: 0, limit: Some("500".to_owned()), by: Some(-half(i)), value: None }
    }

    /// Writes list `a` 0..30 and list `b` 0..20 in chunks of `step`, in groups of 20.
    fn write(path: &Path, step: u64) -> Tallies {
        let names = Names {
            criteria: names(&["location"]),
            rules: names(&["location.served", "budget.revenue"]),
            columns: names(&["revenue"]),
            fields: names(&["revenue"]),
        };
        let mut writer = DecisionsWriter::with_groups_of(20, Some(path), names).expect("made");
        for (list, end) in [("a.csv", 30), ("b.csv", 20)] {
            for from in (0..end).step_by(small(step)) {
                writer.push(chunk(list, from, end.min(from + step))).expect("pushed");
            }
        }
        writer.finish().expect("finished")
    }

    fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
        let texts = frame.column(column).expect("there").str().expect("text");
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    }

    #[test]
    fn what_was_pushed_is_read_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        write(&path, 7);
        let frame = ParquetReader::new(File::open(&path).expect("open")).finish().expect("read");
        let whole = chunk("", 0, 30);
        let expected = "list record part line disposition score_worst score_best criterion.location rule.location.served \
            rule.budget.revenue cause.location.served cause.budget.revenue ask alone missed_field missed_limit missed_by \
            missed_value fault defects cell.revenue";
        let columns: Vec<_> = frame.get_column_names().into_iter().map(|name| &**name).collect();
        assert_eq!(columns.join(" "), expected);
        assert_eq!(frame.height(), 50);
        let lists = [vec![Some("a.csv".to_owned()); 30], vec![Some("b.csv".to_owned()); 20]].concat();
        assert_eq!(texts(&frame, "list"), lists);
        let front = frame.head(Some(30));
        let records: Vec<_> =
            front.column("record").expect("there").u64().expect("whole").into_no_null_iter().collect();
        assert_eq!(records, whole.record);
        let worst: Vec<_> = front.column("score_worst").expect("there").f64().expect("numbers").iter().collect();
        assert_eq!(worst, whole.score_worst);
        let outcomes: Vec<_> = whole.rules[1].iter().map(|outcome| outcome.map(|o| o.as_str().to_owned())).collect();
        assert_eq!(texts(&front, "rule.budget.revenue"), outcomes);
        let causes: Vec<_> = whole.causes[0].iter().map(|cause| cause.map(str::to_owned)).collect();
        assert_eq!(texts(&front, "cause.location.served"), causes);
        assert_eq!(texts(&front, "alone")[..2], [Some("budget.revenue".to_owned()), None]);
        let by: Vec<_> = front.column("missed_by").expect("there").f64().expect("numbers").iter().take(5).collect();
        assert_eq!(by, [Some(-0.0), None, None, None, Some(-2.0)]);
        assert_eq!(texts(&front, "fault")[..2], [Some("blank".to_owned()), None]);
        assert_eq!(texts(&front, "defects")[4..6], [None, Some("damaged_cell revenue".to_owned())]);
        let cells: Vec<_> = front.column("cell.revenue").expect("there").u32().expect("codes").iter().take(4).collect();
        assert_eq!(cells, [Some(1), Some(3), Some(11), None]);
    }

    #[test]
    fn what_is_counted_while_it_is_written_is_what_the_file_says() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        let counted = write(&path, 7);
        assert_eq!(counted, Tallies::read(&path).expect("read"));
        assert_eq!(counted.dispositions().total(), 50);
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_chunks() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bytes = |step| {
            let path = folder.path().join(format!("{step}.parquet"));
            write(&path, step);
            std::fs::read(path).expect("read")
        };
        let whole = bytes(100);
        for step in [1, 7, 20, 30] {
            assert!(bytes(step) == whole, "chunks of {step}");
        }
    }

    #[test]
    fn row_groups_are_full_but_the_last() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        write(&path, 13);
        let mut reader = ParquetReader::new(File::open(&path).expect("open"));
        let metadata = reader.get_metadata().expect("metadata");
        let groups: Vec<_> = metadata.row_groups.iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [20, 20, 10]);
    }

    #[test]
    fn no_record_at_all_is_a_file_with_columns() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        let names = Names { criteria: names(&["location"]), ..Names::default() };
        DecisionsWriter::create(Some(&path), names).expect("made").finish().expect("finished");
        let frame = ParquetReader::new(File::open(&path).expect("open")).finish().expect("read");
        assert_eq!((frame.height(), frame.width()), (0, 16));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_in_a_sentence() {
        let mut writer = DecisionsWriter::create(Some(Path::new("/dev/full")), Names::default()).expect("made");
        let mut records = chunk("a.csv", 0, 9);
        (records.criteria, records.rules, records.causes) = (Vec::new(), Vec::new(), Vec::new());
        records.alone.fill(None);
        records.missed.fill(None);
        writer.push(records).expect("buffered");
        let error = writer.finish().map(|_| ()).expect_err("no room");
        assert_eq!(error.to_string(), "could not write /dev/full: No space left on device");
    }
}
