//! The files of a run: made in a temporary folder, filled chunk by chunk, and put in place at the end.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::drift::Drift;
use super::feed::ReadFile;
use super::night::{Night, Tonight};
use super::promises::Promises;
use super::shared::{of_shared, shared_values};
use super::similar::write_similar;
use super::stages::RenderedChunk;
use super::totals::{Totals, run_of, run_record, summary};
use super::{Inputs, Progress, RunError, Settings};
use crate::identity::SharedValue;
use crate::identity::similar::KeptLead;
use crate::ledger::Handovers;
use crate::model::{Disposition, Language};
use crate::profile::{ColumnId, Effect, Format, Output, Rule};
use crate::render::{LeadPlace, LeadSheet, Run, Wanted, fault_words, points, rejection_columns, scoring, told_fields};
use crate::report::{
    self, BestRows, ClaimForms, ClaimsWriter, CsvLines, DecisionsWriter, Filling, FirstRows, FlushedFile, Footer,
    ListSummary, Names, OutputFolder, OverlapWriter, PastRun, ROW_LIMIT, Remark, Remembered, ReportError, RuleAbout,
    RunRecord, Sheet, SheetKind, Summary, UnreadableRow, UnreadableWriter, Wording, earlier_days, past_runs,
    remembered, write_html, write_mail, write_workbook,
};

/// How many runs the trend shows.
const TREND: usize = 30;

/// How many columns of a sheet stay in view: list, record, line, verdict.
const FROZEN: u16 = 4;

/// Where the outputs go.
#[derive(Clone, Debug)]
pub enum Target {
    /// A new folder `name` in `out`, with `out/latest` pointing to it.
    Run {
        /// The folder of all runs.
        out: PathBuf,
        /// The name of this one.
        name: String,
    },
    /// This very folder.
    Folder(PathBuf),
}

/// The open files of a run.
pub(super) struct Outputs<'r> {
    run: &'r Run<'r>,
    words: &'r Wording,
    folder: OutputFolder,
    files: Files,
}

struct Files {
    csv: Option<Csv>,
    claims: Option<Claims>,
    unreadable: Option<UnreadableWriter>,
    decisions: Option<DecisionsWriter>,
    prospects: BestRows,
    review: BestRows,
    rejections: FirstRows,
    totals: Totals,
    tonight: Tonight,
    /// What `similar.csv` is made of.
    similar: Vec<KeptLead>,
    /// Leads that a record is both of.
    links: Vec<[LeadPlace; 2]>,
    /// Values of keys that more than a few companies share.
    shared: Vec<SharedValue>,
}

/// The CSV files that every readable record ends in.
struct Csv {
    prospects: FlushedFile,
    review: FlushedFile,
    rejections: FlushedFile,
    duplicates: FlushedFile,
    suppressed: FlushedFile,
    /// Where a ledger knows leads.
    known: Option<FlushedFile>,
    /// Where the job has limits.
    held: Option<FlushedFile>,
    /// Where a list has a lead that somebody else had before.
    overlap: OverlapWriter,
}

/// The claims, one for each list.
struct Claims {
    writers: Vec<ClaimsWriter>,
    /// The list that is read.
    list: usize,
}

impl From<&Output> for Wanted {
    fn from(output: &Output) -> Self {
        let has = |format| output.formats.contains(&format);
        Self {
            csv: has(Format::Csv),
            sheets: has(Format::Xlsx),
            rejections_sheet: has(Format::Xlsx),
            decisions: has(Format::Parquet) || has(Format::Html),
            parquet: has(Format::Parquet),
            page: has(Format::Html),
        }
    }
}

impl Settings {
    /// The days of the job's last runs, a day only once in a row.
    fn earlier_days(&self) -> Vec<String> {
        let (Target::Run { out, .. }, Some(job)) = (&self.target, &self.job) else { return Vec::new() };
        let mut days = earlier_days(out, job);
        days.dedup();
        days.iter().map(ToString::to_string).collect()
    }

    /// What the job's last run knew of its lists; nothing for lists that no job names.
    fn remembered(&self) -> Vec<Remembered> {
        match (&self.target, &self.job) {
            (Target::Run { out, .. }, Some(job)) => remembered(out, job),
            _ => Vec::new(),
        }
    }
}

impl<'r> Outputs<'r> {
    /// Makes the folder and the files with their headers.
    pub(super) fn create(run: &'r Run<'r>, settings: &Settings, words: &'r Wording) -> Result<Self, RunError> {
        let folder = match &settings.target {
            Target::Run { out, name } => OutputFolder::begin_run(out, name)?,
            Target::Folder(folder) => OutputFolder::begin_qualify(folder)?,
        };
        let folder = folder.for_readers(settings.output.readable_by);
        let files = Files {
            csv: run.wanted.csv.then(|| Csv::create(run, &folder)).transpose()?,
            claims: (run.wanted.csv || run.wanted.sheets).then(|| Claims::new(run, &folder)),
            unreadable: run
                .wanted
                .csv
                .then(|| UnreadableWriter::create(&folder.path("unreadable.csv"), run.guard))
                .transpose()?,
            decisions: run.wanted.decisions.then(|| decisions(run, &folder)).transpose()?,
            prospects: BestRows::new(ROW_LIMIT),
            review: BestRows::new(ROW_LIMIT),
            rejections: FirstRows::new(ROW_LIMIT),
            totals: Totals::new(run),
            tonight: Tonight { handed: vec![Handovers::default(); run.lists.len()], held: Vec::new() },
            similar: Vec::new(),
            links: Vec::new(),
            shared: Vec::new(),
        };
        Ok(Self { run, words, folder, files })
    }

    /// Writes a chunk to where its records end.
    pub(super) fn write(&mut self, chunk: RenderedChunk, progress: &dyn Progress) -> Result<(), RunError> {
        let counts = &chunk.rendered.counts;
        progress.advance(chunk.records.bytes() as u64, chunk.records.leads() as u64, counts.prospects());
        self.files.write(self.run, chunk)
    }

    /// Takes the values of keys that more than a few companies share.
    pub(super) fn share(&mut self, shared: Vec<SharedValue>) {
        self.files.shared = shared;
    }

    /// Closes the files, writes those that speak of the whole run, and puts the folder in place.
    pub(super) fn finish(
        self,
        run: &Run<'_>,
        settings: &Settings,
        inputs: &Inputs,
        read: &[ReadFile],
        started: Instant,
        mut night: Night,
    ) -> Result<(Summary, PathBuf, Option<String>), RunError> {
        let mut files = self.files;
        let mut summary = summary(run, &files.totals);
        summary.job.clone_from(&settings.job);
        summary.run = night.new_run_id(settings)?.unwrap_or_else(|| run_of(run, settings, inputs, read));
        let drift = Drift::new(run, inputs, settings.remembered());
        let english = Wording::new(Language::En);
        let as_they_are = |sentences: &[String]| sentences.iter().map(|one| Remark::as_is(one)).collect::<Vec<_>>();
        summary.remarks.extend(as_they_are(&inputs.skipped));
        summary.remarks.extend(passed_over(run, read));
        summary.lost_columns = drift.losses.iter().map(|loss| loss.words(&english)).collect();
        summary.remarks.splice(0..0, drift.changes.into_iter().chain(drift.losses));
        summary.idle_suppressions = inputs.suppression_report.idle;
        summary.remarks.splice(0..0, inputs.suppression_report.remarks.iter().cloned());
        summary.broken_lists.clone_from(&inputs.broken);
        summary.remarks.splice(0..0, as_they_are(&inputs.broken));
        if run.wanted.rejections_sheet && files.rejections.offered() > ROW_LIMIT as u64 {
            let rows = ("rows", Filling::Number(ROW_LIMIT as u64));
            summary.remarks.push(Remark::new("m_too_many_rejections", [rows]));
        }
        if run.wanted.sheets {
            summary.remarks.extend(long_claims(&summary));
        }
        summary.remarks.append(&mut night.remarks);
        summary.remarks.extend(night.purged.take());
        if run.similar.is_some() && run.wanted.csv {
            let path = self.folder.path("similar.csv");
            let (remark, shared) = write_similar(run, &files.similar, &files.links, &path)?;
            summary.remarks.extend(remark);
            summary.shared = shared_values(shared, false);
        }
        summary.shared.splice(0..0, shared_values(std::mem::take(&mut files.shared), true));
        summary.remarks.extend(of_shared(&summary.shared));
        summary.word_remarks(&english);
        let tonight = std::mem::take(&mut files.tonight);
        summary.add_up().map_err(RunError::Bug)?;
        if let Some(decisions) = files.decisions.take() {
            decisions.finish(&footer(run, &summary))?.agree_with(&mut summary).map_err(RunError::Bug)?;
        }
        let promises = Promises::new(settings, inputs, read, &summary);
        summary.broken_promises = promises.sentences;
        files.finish(run, &self.folder, &summary, self.words, read)?;
        summary.write(&self.folder.path("summary.json"))?;
        if let Some(job) = &settings.job {
            write_mail(&self.folder.path("mail.txt"), job, run.profile.as_of, &summary, self.words)?;
        }
        let mut record = run_record(run, settings, inputs, read, &summary, started.elapsed().as_secs_f64());
        record.remembered = drift.remembered;
        record.told_promises = promises.told;
        record.earlier_days = settings.earlier_days();
        night.announce(run, settings, inputs, &mut record)?;
        record.write(&self.folder.path(RunRecord::FILE))?;
        if run.wanted.page {
            write_page(&self.folder, settings, self.words, &summary, &record)?;
        }
        let mut folder = self.folder;
        folder.prepare()?;
        night.enter(run, settings, inputs, read, tonight)?;
        let folder = folder.finish()?;
        let warning = night.finish(settings);
        Ok((summary, folder, warning))
    }
}

/// A remark on each list whose file goes on behind its packed data.
fn passed_over<'r>(run: &'r Run<'_>, read: &'r [ReadFile]) -> impl Iterator<Item = Remark> + use<'r> {
    let surplus = run.lists.iter().zip(read).filter(|(_, file)| file.passed_over > 0);
    surplus.map(|(list, file)| {
        let bytes = Filling::counted(file.passed_over, "byte");
        Remark::new("m_passed_over", [("list", Filling::text(&list.name)), ("bytes", bytes)])
    })
}

/// The lists whose claims have more rows than a workbook has room for.
fn long_claims(summary: &Summary) -> Vec<Remark> {
    let defects = |list: &ListSummary| list.defects.0.iter().map(|(_, count)| count).sum::<u64>();
    let remark = |list: &ListSummary| {
        let gaps = [("list", Filling::Text(list.list.clone())), ("rows", Filling::Number(ROW_LIMIT as u64))];
        Remark::new("m_long_claim", gaps)
    };
    summary.lists.iter().filter(|list| defects(list) > ROW_LIMIT as u64).map(remark).collect()
}

/// Writes `report.html`, with what earlier runs of the job left.
fn write_page(
    folder: &OutputFolder,
    settings: &Settings,
    words: &Wording,
    summary: &Summary,
    record: &RunRecord,
) -> Result<(), RunError> {
    let mut trend = match (&settings.target, &settings.job) {
        (Target::Run { out, .. }, Some(job)) => past_runs(out, job, TREND - 1),
        _ => Vec::new(),
    };
    trend.push(PastRun { summary: summary.clone(), record: record.clone() });
    let night = report::Night { summary, record, trend: &trend, words };
    Ok(write_html(&folder.path("report.html"), &night)?)
}

/// A CSV file with its header.
fn csv_file(path: &Path, header: &[String], guard: bool) -> Result<FlushedFile, ReportError> {
    let mut file = FlushedFile::create(path)?;
    let mut lines = CsvLines::new(guard);
    lines.line(header.iter().map(String::as_str));
    file.write(&lines.into_bytes())?;
    Ok(file)
}

fn decisions(run: &Run<'_>, folder: &OutputFolder) -> Result<DecisionsWriter, ReportError> {
    let profile = run.profile;
    let names = Names {
        criteria: profile.criteria.iter().map(|criterion| criterion.name.clone()).collect(),
        rules: profile.rules.iter().map(|rule| rule.id.clone()).collect(),
        scoring: scoring(profile).collect(),
        columns: (0..profile.columns.len()).map(|column| profile.column_name(ColumnId(column))).collect(),
        fields: told_fields(profile).map(|field| profile.fields[field].name.clone()).collect(),
    };
    let path = run.wanted.parquet.then(|| folder.path("decisions.parquet"));
    DecisionsWriter::create(path.as_deref(), names)
}

/// What `decisions.parquet` says of all of it.
fn footer(run: &Run<'_>, summary: &Summary) -> Footer {
    let profile = run.profile;
    let about = |rule: &Rule| {
        let kind = match rule.effect {
            Effect::Must(_) => "must",
            Effect::MustNot(_) => "must_not",
            Effect::Points(..) | Effect::Bands { .. } => "score",
        };
        let (least, most) = rule.attainable();
        let [least, most] = [least, most].map(|score| points(profile, score));
        RuleAbout { rule: rule.id.clone(), kind, in_force: !rule.dormant, least, most }
    };
    Footer {
        run: summary.run.clone(),
        job: summary.job.clone(),
        as_of: summary.as_of.clone(),
        profile: profile.name.clone(),
        rules: profile.rules.iter().map(about).collect(),
    }
}

impl Csv {
    fn create(run: &Run<'_>, folder: &OutputFolder) -> Result<Self, ReportError> {
        let create = |name, header| csv_file(&folder.path(name), header, run.guard);
        Ok(Self {
            prospects: create("prospects.csv", &run.layout.leads)?,
            review: create("review.csv", &run.layout.leads)?,
            rejections: create("rejections.csv", &run.layout.rejections)?,
            duplicates: create("duplicates.csv", &run.layout.duplicates)?,
            suppressed: create("suppressed.csv", &run.layout.suppressed)?,
            known: run.earlier.ledger.then(|| create("known.csv", &run.layout.known)).transpose()?,
            overlap: OverlapWriter::new(folder.path("overlap.csv")),
            held: run.earlier.held.has_limits().then(|| create("held.csv", &run.layout.held)).transpose()?,
        })
    }

    fn finish(self) -> Result<(), ReportError> {
        self.overlap.finish()?;
        let files = [self.prospects, self.review, self.rejections, self.duplicates, self.suppressed];
        files.into_iter().chain(self.known).chain(self.held).try_for_each(FlushedFile::finish)
    }
}

impl Claims {
    fn new(run: &Run<'_>, folder: &OutputFolder) -> Self {
        let lists = run.lists.iter().map(|list| list.name.as_str());
        Self { writers: ClaimsWriter::all(&folder.path("claims"), lists), list: 0 }
    }

    /// Writes the defects of a list. Those before it have come to their end.
    fn write(&mut self, list: usize, lines: &[u8]) -> Result<(), ReportError> {
        if list != self.list {
            self.writers[self.list].close()?;
            self.list = list;
        }
        self.writers[list].write(lines)
    }

    fn finish(self, run: &Run<'_>, words: &Wording, read: &[ReadFile]) -> Result<(), ReportError> {
        let sheet = run.wanted.sheets.then(|| (run.profile.as_of, words.text("tab_claim")));
        let forms = ClaimForms { csv: run.wanted.csv, sheet, guard: run.guard };
        let claims = self.writers.into_iter().zip(read);
        claims.into_iter().try_for_each(|(claim, file)| claim.finish(&file.fingerprint.sha256, &forms))
    }
}

impl Files {
    fn write(&mut self, run: &Run<'_>, chunk: RenderedChunk) -> Result<(), RunError> {
        let rendered = chunk.rendered;
        if let Some(csv) = &mut self.csv {
            csv.prospects.write(&rendered.prospects)?;
            csv.review.write(&rendered.review)?;
            csv.rejections.write(&rendered.rejections)?;
            csv.duplicates.write(&rendered.duplicates)?;
            csv.suppressed.write(&rendered.suppressed)?;
            csv.overlap.write(&rendered.overlap)?;
            csv.known.as_mut().map_or(Ok(()), |known| known.write(&rendered.known))?;
            csv.held.as_mut().map_or(Ok(()), |held| held.write(&rendered.held))?;
        }
        if let Some(claims) = &mut self.claims {
            claims.write(chunk.position.list, &rendered.claims)?;
        }
        if let Some(unreadable) = &mut self.unreadable {
            write_unreadable(unreadable, run, &chunk.records, chunk.position)?;
        }
        if let (Some(writer), Some(decisions)) = (&mut self.decisions, rendered.decisions) {
            writer.push(decisions)?;
        }
        rendered.prospect_rows.into_iter().for_each(|row| self.prospects.push(row));
        rendered.review_rows.into_iter().for_each(|row| self.review.push(row));
        // Rows that no sheet has room for were not made.
        let made = rendered.rejection_rows.len() as u64;
        let rejected = rendered.counts.dispositions.get(Disposition::Rejected);
        rendered.rejection_rows.into_iter().for_each(|row| self.rejections.push(row));
        if run.wanted.rejections_sheet {
            (made..rejected).for_each(|_| self.rejections.pass_over());
        }
        self.tonight.handed[chunk.position.list].append(rendered.handed);
        self.similar.extend(rendered.similar);
        self.links.extend(rendered.links);
        self.tonight.held.extend(rendered.held_keys);
        self.totals.add(chunk.position.list, chunk.records.leads() as u64, &rendered.counts);
        Ok(())
    }

    fn finish(
        self,
        run: &Run<'_>,
        folder: &OutputFolder,
        summary: &Summary,
        words: &Wording,
        read: &[ReadFile],
    ) -> Result<(), ReportError> {
        self.csv.map_or(Ok(()), Csv::finish)?;
        self.claims.map_or(Ok(()), |claims| claims.finish(run, words, read))?;
        self.unreadable.map_or(Ok(()), UnreadableWriter::finish)?;
        if !run.wanted.sheets {
            return Ok(());
        }
        let write = |file: &str, kind, sheet: &LeadSheet, rows: &[_], offered| {
            let hides = kind != SheetKind::Rejections;
            let sheet = Sheet { kind, columns: &sheet.columns, rows, offered, frozen: sheet.frozen, hides };
            write_workbook(&folder.path(file), &sheet, summary, run.profile.as_of, words)
        };
        let (prospects, review, rejections) =
            (self.prospects.offered(), self.review.offered(), self.rejections.offered());
        let (first, second) = rayon::join(
            || {
                write(
                    "prospects.xlsx",
                    SheetKind::Prospects,
                    &run.sheets.prospects,
                    &self.prospects.into_sorted(),
                    prospects,
                )
            },
            || write("review.xlsx", SheetKind::Review, &run.sheets.review, &self.review.into_sorted(), review),
        );
        first.and(second)?;
        let columns = LeadSheet { columns: rejection_columns(run.layout), order: Vec::new(), frozen: FROZEN };
        match self.rejections.into_rows() {
            Some(rows) => write("rejections.xlsx", SheetKind::Rejections, &columns, &rows, rejections),
            None => Ok(()),
        }
    }
}

fn write_unreadable(
    writer: &mut UnreadableWriter,
    run: &Run<'_>,
    records: &crate::intake::Records,
    position: crate::render::Position,
) -> Result<(), ReportError> {
    let list = &run.lists[position.list];
    let offsets = records.unreadable_offsets(|text| list.source_length(text));
    records.unreadable.iter().zip(offsets).try_for_each(|(record, offset)| {
        writer.push(&UnreadableRow {
            list: &list.name,
            record: position.records_before + u64::from(record.number) + 1,
            line: position.line + u64::from(record.line),
            byte_offset: position.offset + offset,
            kind: record.fault.kind(),
            message: &fault_words(record.fault, records.width(), run.words.wording()),
            raw: &record.raw,
        })
    })
}
