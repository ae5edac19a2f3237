//! `decisions.parquet`: one row per record, with everything that was decided about it.
//!
//! Records come in chunks of any size and leave in row groups of exactly [`GROUP`] records, so that the bytes of the
//! file do not depend on how the lists were cut.

use std::mem;
use std::path::Path;

use polars::prelude::{
    BatchedWriter, Column, DataFrame, DataType, Field, IntoColumn as _, KeyValueMetadata, ListBuilderTrait as _,
    ListStringChunkedBuilder, ParquetCompression, ParquetWriter, PolarsError, Schema,
};
use serde::Serialize;

use super::decisions::{DecisionChunk, Missed, OfList, Pending};
use super::remembering::{self, Memory, Remembering};
use super::tallies::DAMAGE;
use super::{ReportError, Tallies};
use crate::model::Outcome;

/// How many records a row group holds; the last one may hold fewer.
const GROUP: usize = 100_000;

type OfRecord<T> = fn(&T) -> Option<&'static str>;

/// The columns behind those of the rules: what is asked, and the one rule that rejects a record with what it lacks for it.
const MISSES: [&str; 6] = ["ask", "alone", "missed_field", "missed_limit", "missed_by", "missed_value"];

/// The version of the columns and of what they mean.
pub const DECISIONS_FORMAT: u32 = 1;

/// What the end of the file says of all of it, under keys that begin with `leadsieve.`.
#[derive(Clone, Debug, Default)]
pub struct Footer {
    /// The run, as `summary.json` and `run.json` name it.
    pub run: String,
    /// The job; nothing for one-off lists.
    pub job: Option<String>,
    /// The day that relative dates counted from, ISO.
    pub as_of: String,
    /// The profile.
    pub profile: String,
    /// Its rules.
    pub rules: Vec<RuleAbout>,
}

/// What a rule is, whatever the lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleAbout {
    /// Its id.
    pub rule: String,
    /// `must`, `must_not` or `score`.
    pub kind: &'static str,
    /// Whether it is in force on the as-of date.
    pub in_force: bool,
    /// The least that it can give.
    pub least: f64,
    /// The most that it can give.
    pub most: f64,
}

impl Footer {
    fn pairs(&self) -> Vec<(String, String)> {
        let rules = serde_json::to_string(&self.rules).expect("bug: rules are names and numbers");
        let pairs = [
            ("format", Some(DECISIONS_FORMAT.to_string())),
            ("version", Some(env!("CARGO_PKG_VERSION").to_owned())),
            ("run", Some(self.run.clone())),
            ("job", self.job.clone()),
            ("as_of", Some(self.as_of.clone())),
            ("profile", Some(self.profile.clone())),
            ("rules", Some(rules)),
        ];
        pairs.into_iter().filter_map(|(key, value)| Some((format!("leadsieve.{key}"), value?))).collect()
    }
}

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
    /// The places of the rules that give points.
    pub scoring: Vec<usize>,
    /// The columns that rules read.
    pub columns: Vec<String>,
    /// The fields whose cells are told of.
    pub fields: Vec<String>,
}

impl DecisionsWriter {
    /// Makes the file, with a column for each of the criteria and fields, two for each of the rules and one more for each of
    /// those that give points. Without a path nothing is
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
        let pending = Pending::new(names.criteria.len(), (names.rules.len(), names.scoring.len()), names.fields.len());
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
    ///
    /// # Panics
    /// Another thread has panicked while it wrote.
    pub fn finish(mut self, footer: &Footer) -> Result<Tallies, ReportError> {
        let last = mem::take(&mut self.pending);
        if last.len() > 0 {
            self.write(last)?;
        }
        if let Some(file) = self.file {
            file.finish(footer)?;
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

    /// Writes the end of the file. What it says is known only now, and the library takes it at the beginning; so it is
    /// given to the writer below. Every type is one of Parquet's own, so that nothing is lost without Arrow's schema.
    fn finish(self, footer: &Footer) -> Result<(), ReportError> {
        let KeyValueMetadata::Static(pairs) = KeyValueMetadata::from_static(footer.pairs()) else {
            unreachable!("bug: these pairs are static");
        };
        let mut writer = self.parquet.get_writer().lock().expect("bug: a thread has panicked over the decisions");
        writer.end(Some(pairs)).map_err(|error| self.memory.explain(error))?;
        Ok(())
    }
}

impl Names {
    fn schema(&self) -> Schema {
        let text = |name: String| Field::new(name.into(), DataType::String);
        let whole = |name: &str| Field::new(name.into(), DataType::UInt64);
        let score = |name: &str| Field::new(name.into(), DataType::Float64);
        let texts = |name: &str| Field::new(name.into(), DataType::List(Box::new(DataType::String)));
        let place = [
            text("list".to_owned()),
            text("vendor".to_owned()),
            whole("record"),
            Field::new("part".into(), DataType::UInt32),
            whole("line"),
        ];
        let decision = [text("disposition".to_owned()), score("score_worst"), score("score_best"), texts("blocked_by")];
        let ends = MISSES.into_iter().map(|name| match name {
            "missed_by" => score(name),
            "ask" => texts(name),
            _ => text(name.to_owned()),
        });
        let [fault, defects] = DAMAGE;
        let damage = [text(fault.to_owned()), texts(defects)];
        place
            .into_iter()
            .chain(decision)
            .chain(self.columns().map(text))
            .chain(self.points().map(|name| score(&name)))
            .chain(ends)
            .chain(damage)
            .chain(self.cells())
            .collect()
    }

    /// The columns of cells.
    fn cells(&self) -> impl Iterator<Item = Field> + '_ {
        self.fields.iter().map(|field| Field::new(format!("cell.{field}").into(), DataType::UInt32))
    }

    /// The columns of points.
    fn points(&self) -> impl Iterator<Item = String> + '_ {
        self.scoring.iter().map(|rule| format!("points.{}", self.rules[*rule]))
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
    let each = |of: fn(&OfList) -> Option<&str>| -> Vec<Option<&str>> {
        lists.iter().flat_map(|one| std::iter::repeat_n(of(one), one.records)).collect()
    };
    let (list, vendor) = (each(|one| Some(&one.list)), each(|one| one.vendor.as_deref()));
    let dispositions: Vec<_> = chunk.disposition.iter().map(|disposition| disposition.as_str()).collect();
    let mut columns = vec![
        Column::new("list".into(), list),
        Column::new("vendor".into(), vendor),
        Column::new("record".into(), chunk.record),
        Column::new("part".into(), chunk.part),
        Column::new("line".into(), chunk.line),
        Column::new("disposition".into(), dispositions),
        Column::new("score_worst".into(), chunk.score_worst),
        Column::new("score_best".into(), chunk.score_best),
        texts("blocked_by", &chunk.blocked_by, |rule| names.rules[*rule].as_str()),
    ];
    let word: OfRecord<Option<Outcome>> = |outcome| outcome.as_ref().map(|outcome| outcome.as_str());
    let outcomes = chunk.criteria.into_iter().chain(chunk.rules).map(|column| words(&column, word));
    let cells = outcomes.chain(chunk.causes.into_iter().map(|column| words(&column, |cause| *cause)));
    columns.extend(names.columns().zip(cells).map(|(name, cells)| Column::new(name.into(), cells)));
    columns.extend(names.points().zip(chunk.points).map(|(name, points)| Column::new(name.into(), points)));
    columns.extend(misses(&chunk.ask, &chunk.alone, &chunk.missed, names));
    let [faults, defects] = DAMAGE;
    columns.push(Column::new(faults.into(), chunk.faults));
    columns.push(texts(defects, &chunk.defects, String::as_str));
    columns.extend(names.cells().zip(&chunk.cells).map(|(field, states)| Column::new(field.name, codes(states))));
    DataFrame::new(height, columns)
}

/// A column of lists of texts; a list is empty where there is nothing.
fn texts<'t, T>(name: &str, lists: &'t [Vec<T>], text: impl Fn(&'t T) -> &'t str) -> Column {
    let mut column = ListStringChunkedBuilder::new(name.into(), lists.len(), lists.iter().map(Vec::len).sum());
    lists.iter().for_each(|list| column.append_values_iter(list.iter().map(&text)));
    column.finish().into_column()
}

fn misses(ask: &[Vec<String>], alone: &[Option<usize>], missed: &[Option<Box<Missed>>], names: &Names) -> [Column; 6] {
    let alone: Vec<_> = alone.iter().map(|rule| rule.map(|rule| names.rules[rule].as_str())).collect();
    let text = |of: fn(&Missed) -> Option<&str>| -> Vec<Option<&str>> {
        missed.iter().map(|missed| missed.as_deref().and_then(of)).collect()
    };
    let by: Vec<Option<f64>> = missed.iter().map(|missed| missed.as_ref()?.by).collect();
    let [ask_name, ..] = MISSES;
    let [_, alone_name, field, limit, by_name, value] = MISSES.map(Into::into);
    [
        texts(ask_name, ask, String::as_str),
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
            vendor: (list == "a.csv").then(|| "Apollo".to_owned()),
            record: (from..to).collect(),
            part: (from..to).map(|i| u32::from(i % 2 == 1)).collect(),
            line: (from..to).map(|i| i * 2 + 1).collect(),
            disposition: (from..to).map(|i| Disposition::ALL[small(i % 6)]).collect(),
            score_worst: (from..to).map(|i| (i % 3 > 0).then_some(half(i))).collect(),
            score_best: (from..to).map(|i| (i % 3 > 0).then_some(half(2 * i))).collect(),
            blocked_by: (from..to).map(|i| (0..small(i % 3)).collect()).collect(),
            criteria: vec![pick(1)],
            rules: vec![pick(2), pick(3)],
            causes: vec![cause(1), cause(3)],
            points: vec![(from..to).map(|i| (i % 3 > 0).then_some(half(i))).collect()],
            ask: (from..to).map(|i| if i % 2 == 0 { vec!["budget".to_owned()] } else { Vec::new() }).collect(),
            alone: (from..to).map(|i| (i % 4 == 0).then_some(1)).collect(),
            missed: (from..to).map(|i| (i % 4 == 0).then(|| Box::new(missed(i)))).collect(),
            faults: (from..to).map(|i| (i % 6 == 0).then_some("blank")).collect(),
            defects: (from..to).map(|i| vec!["damaged_cell revenue".to_owned(); usize::from(i % 5 == 0)]).collect(),
            cells: vec![(from..to).map(|i| [1, 3, 11, 0][small(i % 4)]).collect()],
        }
    }

    fn missed(i: u64) -> Missed {
        Missed { column: 0, limit: Some("500".to_owned()), by: Some(-half(i)), value: None }
    }

    fn footer() -> Footer {
        let about =
            |rule: &str, kind, most| RuleAbout { rule: rule.to_owned(), kind, in_force: true, least: 0.0, most };
        Footer {
            run: "ab12".to_owned(),
            job: Some("night".to_owned()),
            as_of: "2026-11-23".to_owned(),
            profile: "b2b".to_owned(),
            rules: vec![about("location.served", "must", 0.0), about("budget.revenue", "score", 20.0)],
        }
    }

    /// Writes list `a` 0..30 and list `b` 0..20 in chunks of `step`, in groups of 20.
    fn write(path: &Path, step: u64) -> Tallies {
        let names = Names {
            criteria: names(&["location"]),
            rules: names(&["location.served", "budget.revenue"]),
            scoring: vec![1],
            columns: names(&["revenue"]),
            fields: names(&["revenue"]),
        };
        let mut writer = DecisionsWriter::with_groups_of(20, Some(path), names).expect("made");
        for (list, end) in [("a.csv", 30), ("b.csv", 20)] {
            for from in (0..end).step_by(small(step)) {
                writer.push(chunk(list, from, end.min(from + step))).expect("pushed");
            }
        }
        writer.finish(&footer()).expect("finished")
    }

    fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
        let texts = frame.column(column).expect("there").str().expect("text");
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    }

    /// The records with a list that is not empty, with it.
    fn filled(frame: &DataFrame, column: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let visit = |record, texts: &[&str]| found.push((record, texts.join(" ")));
        crate::report::tallies::each_list(frame.column(column).expect("there"), visit).expect("lists");
        found
    }

    #[test]
    fn the_end_of_the_file_says_what_holds_for_all_of_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        write(&path, 7);
        let mut reader = ParquetReader::new(File::open(&path).expect("open"));
        let metadata = reader.get_metadata().expect("metadata");
        let pairs = metadata.key_value_metadata().as_ref().expect("pairs").iter();
        let pairs: Vec<String> =
            pairs.map(|pair| format!("{} {}", pair.key, pair.value.as_deref().unwrap_or_default())).collect();
        let version = format!("leadsieve.version {}", env!("CARGO_PKG_VERSION"));
        let rules = r#"leadsieve.rules [{"rule":"location.served","kind":"must","in_force":true,"least":0.0,"most":0.0},{"rule":"budget.revenue","kind":"score","in_force":true,"least":0.0,"most":20.0}]"#;
        let expected = [
            "leadsieve.format 1",
            &version,
            "leadsieve.run ab12",
            "leadsieve.job night",
            "leadsieve.as_of 2026-11-23",
            "leadsieve.profile b2b",
            rules,
        ];
        assert_eq!(pairs, expected);
    }

    #[test]
    fn what_was_pushed_is_read_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("decisions.parquet");
        write(&path, 7);
        let frame = ParquetReader::new(File::open(&path).expect("open")).finish().expect("read");
        let whole = chunk("", 0, 30);
        let expected = "list vendor record part line disposition score_worst score_best blocked_by criterion.location \
            rule.location.served rule.budget.revenue cause.location.served cause.budget.revenue points.budget.revenue ask alone missed_field missed_limit missed_by \
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
        let vendors = texts(&frame, "vendor");
        assert_eq!((&vendors[0], &vendors[30]), (&Some("Apollo".to_owned()), &None));
        assert_eq!(
            (frame.column("part").expect("there").null_count(), frame.column("ask").expect("there").null_count()),
            (0, 0)
        );
        assert_eq!(
            filled(&front, "blocked_by")[..4],
            [
                (1, "location.served"),
                (2, "location.served budget.revenue"),
                (4, "location.served"),
                (5, "location.served budget.revenue")
            ]
            .map(|(at, rules)| (at, rules.to_owned()))
        );
        assert_eq!(
            filled(&front, "defects")[..2],
            [(0, "damaged_cell revenue".to_owned()), (5, "damaged_cell revenue".to_owned())]
        );
        let points: Vec<_> =
            front.column("points.budget.revenue").expect("there").f64().expect("numbers").iter().collect();
        assert_eq!(points, whole.points[0]);
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
        DecisionsWriter::create(Some(&path), names).expect("made").finish(&Footer::default()).expect("finished");
        let frame = ParquetReader::new(File::open(&path).expect("open")).finish().expect("read");
        assert_eq!((frame.height(), frame.width()), (0, 18));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_in_a_sentence() {
        let mut writer = DecisionsWriter::create(Some(Path::new("/dev/full")), Names::default()).expect("made");
        let mut records = chunk("a.csv", 0, 9);
        (records.criteria, records.rules, records.causes) = (Vec::new(), Vec::new(), Vec::new());
        records.points = Vec::new();
        records.blocked_by.fill(Vec::new());
        records.alone.fill(None);
        records.missed.fill(None);
        writer.push(records).expect("buffered");
        let error = writer.finish(&Footer::default()).map(|_| ()).expect_err("no room");
        assert_eq!(error.to_string(), "could not write /dev/full: No space left on device");
    }
}
