//! A profile: which fields and criteria apply, what points decide, what is overridden, and end-to-end tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::criterion::{self, CriterionFile};
use super::decision::{Scoring, ScoringTables};
use super::document::{Document, Node, Table, Value};
use super::draft::Draft;
use super::effective::Effective;
use super::fields::{self, FieldSet};
use super::lint::{self, Lint};
use super::notes::{Notes, folder};
use super::overrides::Overrides;
use super::rules::RuleSource;
use super::values::{Said, check_name};
use super::{Loaded, Refused, cases, vendors};
use crate::diagnostic::{Code, Diagnostic};
use crate::field_types::FieldType;
use crate::profile::{
    CaseTable, ColumnSource, Criterion, Decision, Job, Profile, Rule, SourceFile, TestCase, TestSuite,
};

/// The profile file with all files that it names.
struct Files {
    /// The profile file, and before it those that it extends, the eldest first.
    chain: Vec<Document>,
    name: Said,
    title: Option<String>,
    version: Option<String>,
    test_as_of: Option<Date>,
    fields: FieldSet,
    /// The folders of the files that name the fields.
    field_folders: Vec<PathBuf>,
    criteria: Vec<CriterionFile>,
    tests: Vec<(Said, Table)>,
    /// The tests beside the profile that are rows of a CSV file, and the file.
    cases: (Option<CaseTable>, Vec<(Said, Table)>),
    /// The job that says something in the words of the fields.
    job: Option<Document>,
}

/// Whether seasons and the ends of overrides count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calendar {
    Kept,
    Ignored,
}

/// What is compiled.
#[derive(Clone, Copy)]
enum Part {
    /// The profile with its overrides and weights.
    Whole,
    /// One criterion file as written.
    Criterion(usize),
}

/// Loads a profile.
pub(super) fn load(path: &Path, as_of: Date) -> Result<Loaded<Profile>, Refused> {
    load_with(path, as_of, Notes::default())
}

/// Loads the profile of a job, with what the job says in the words of its fields.
pub(super) fn load_for(job: &Job, as_of: Date) -> Result<Loaded<Profile>, Refused> {
    let mut notes = Notes::default();
    let mut files = read(&job.profile, &mut notes)?;
    files.job = Some(notes.root(&job.path)?);
    load_files(&files, as_of, notes)
}

/// Loads a profile of which some files may be held already.
pub(super) fn load_with(path: &Path, as_of: Date, mut notes: Notes) -> Result<Loaded<Profile>, Refused> {
    let files = read(path, &mut notes)?;
    load_files(&files, as_of, notes)
}

fn load_files(files: &Files, as_of: Date, mut notes: Notes) -> Result<Loaded<Profile>, Refused> {
    let profile = files.compile(Part::Whole, as_of, &mut notes, false);
    let mut profile = profile.0;
    profile.vendors = vendors::read(&profile, &files.field_folders, &mut notes);
    // The tests are compiled and thrown away, so that a mistake in one of them is found before the night.
    let suites = files.suites(as_of, &mut notes);
    // What wrong rules would mean together is nothing to speak of.
    if !notes.has_errors() {
        files.lint(&profile, &suites, &mut notes);
        files.forgive_the_calendar(as_of, &mut notes);
    }
    notes.finish(Some(profile))
}

/// Every key of a profile that counts on the day, with the place that it comes from.
pub(super) fn show(path: &Path, as_of: Date) -> Result<Loaded<Vec<Effective>>, Refused> {
    let mut notes = Notes::default();
    let files = read(path, &mut notes)?;
    files.compile(Part::Whole, as_of, &mut notes, false);
    let shown = files.effective(as_of, &mut notes);
    notes.finish(Some(shown))
}

/// Loads the tests of a profile and of each of its criterion files.
pub(super) fn load_suites(path: &Path, today: Date) -> Result<Loaded<Vec<TestSuite>>, Refused> {
    let mut notes = Notes::default();
    let files = read(path, &mut notes)?;
    let suites = files.suites(today, &mut notes);
    notes.finish(Some(suites))
}

fn read(path: &Path, notes: &mut Notes) -> Result<Files, Refused> {
    let chain = parents(notes.root(path)?, notes);
    for ancestor in &chain[..chain.len() - 1] {
        pass_over(&ancestor.root, notes);
    }
    let document = &chain[chain.len() - 1];
    let root = &document.root;
    root.check_format(notes);
    let name = root.required_text("name", "name = \"west\"", notes).unwrap_or_default();
    let name = (name, root.node("name").map_or(root.span, |node| node.span));
    if !name.0.is_empty() {
        check_name(&name, notes);
    }
    let title = chain.iter().rev().find_map(|document| document.root.text("title", notes));
    let version = root.text("version", notes);
    let test_as_of = chain.iter().rev().find_map(|document| document.root.date("test_as_of", notes));
    let (fields, field_folders) = read_fields(&chain, notes);
    let criteria = read_criteria(&chain, notes);
    let tests = criterion::named(root, "test", notes);
    let cases = cases::read(&document.path, root.span, notes);
    for key in INHERITED {
        root.get(key);
    }
    root.finish(notes);
    Ok(Files { chain, name, title, version, test_as_of, fields, field_folders, criteria, tests, cases, job: None })
}

/// The keys of a profile that those that extend it take over, beside its fields and rules.
const INHERITED: [&str; 5] = ["decision", "decision_for", "weight", "override", "override_list"];

/// A profile behind those that it extends, the eldest first.
fn parents(profile: Document, notes: &mut Notes) -> Vec<Document> {
    let mut chain = vec![profile];
    while let Some(node) = chain[0].root.node("extends") {
        let Some(parent) = notes.document(folder(&chain[0].path), node) else { break };
        if chain.iter().any(|known| known.path == parent.path) {
            let way = if parent.path == chain[0].path { "" } else { ", by way of those that it extends" };
            notes.error(Code::E402, node.span, format!("this profile extends itself{way}"), "take out this `extends`");
            break;
        }
        chain.insert(0, parent);
    }
    chain
}

/// Asks a parent for what belongs to it alone, so that only its unknown keys are left over.
fn pass_over(root: &Table, notes: &mut Notes) {
    root.check_format(notes);
    let own = ["name", "title", "version", "test_as_of", "fields", "rules", "extends", "test"];
    own.iter().chain(&INHERITED).for_each(|key| {
        root.get(key);
    });
    root.finish(notes);
}

/// The fields, and the folders of their files.
fn read_fields(chain: &[Document], notes: &mut Notes) -> (FieldSet, Vec<PathBuf>) {
    let mut documents: Vec<Document> = Vec::new();
    for (document, node) in named_by(chain, "fields", "fields = \"../fields.toml\"", notes) {
        let paths = match &node.value {
            Value::Array(paths) => paths.iter().collect(),
            _ => vec![node],
        };
        let read = paths.into_iter().filter_map(|path| notes.document(folder(&document.path), path));
        documents.extend(read.collect::<Vec<_>>());
    }
    let folders = documents.iter().map(|document| folder(&document.path).to_owned()).collect();
    (fields::read(&documents, notes), folders)
}

/// What the profiles of a chain say under a key that one of them has to have, with the file that says it.
fn named_by<'c>(chain: &'c [Document], key: &str, example: &str, notes: &mut Notes) -> Vec<(&'c Document, &'c Node)> {
    let named: Vec<_> = chain.iter().filter_map(|document| Some((document, document.root.node(key)?))).collect();
    if let (true, Some(profile)) = (named.is_empty(), chain.last()) {
        profile.root.missing(key, example, notes);
    }
    named
}

fn read_criteria(chain: &[Document], notes: &mut Notes) -> Vec<CriterionFile> {
    let named = named_by(chain, "rules", "rules = [\"../location.toml\", \"../budget.toml\"]", notes);
    let Some((_, last)) = named.last().copied() else { return Vec::new() };
    let mut criteria: Vec<CriterionFile> = Vec::new();
    let mut complete = true;
    let paths = named.into_iter().flat_map(|(document, node)| {
        let paths = node.array(notes).unwrap_or_default();
        paths.iter().map(move |path| (document, path)).collect::<Vec<_>>()
    });
    for (document, path) in paths.collect::<Vec<_>>() {
        let file = notes.document(folder(&document.path), path).and_then(|document| criterion::read(&document, notes));
        complete &= file.is_some();
        let Some(file) = file else { continue };
        if criteria.iter().any(|earlier| earlier.name.0 == file.name.0) {
            let message = format!("the criterion `{}` is named twice in this profile", file.name.0);
            notes.error(Code::E107, path.span, message, "name the file once, or give its `criterion` another name");
        } else {
            criteria.push(file);
        }
    }
    if complete && criteria.iter().all(|file| file.rules.is_empty()) {
        let help = "name criterion files with rules: [must.…], [must_not.…] or [score.…]";
        notes.push(
            Diagnostic::error(Code::E404, last.span, "this profile has no rule", help).labelled("no rule in here"),
        );
    }
    criteria
}

/// A pattern runs on a text as it stands, so that the fields that patterns look at keep it so.
fn keep_texts_for_patterns(profile: &mut Profile) {
    for column in profile.pattern_columns() {
        if let ColumnSource::Field { field, part: None } = profile.columns[column.0]
            && let FieldType::Text(style) = &mut profile.fields[field].field_type
        {
            style.as_written = true;
        }
    }
}

/// A test out of a table, of which every expectation stands in the row.
fn in_its_row(mut case: TestCase) -> TestCase {
    case.expect.iter_mut().for_each(|expectation| expectation.place = case.place.clone());
    case
}

impl Files {
    /// The tests: a suite for each criterion file, then one for the profile.
    fn suites(&self, today: Date, notes: &mut Notes) -> Vec<TestSuite> {
        let own = (0..self.criteria.len()).map(Part::Criterion);
        let so_far = notes.len();
        let suites = own.chain([Part::Whole]).map(|part| self.suite(part, today, notes)).collect();
        // They are compiled for the day of their tests; what is worth a warning today was said already.
        notes.forget_warnings_since(so_far);
        suites
    }

    /// Every table that counts: what points decide and count, then the criteria as the profile changes them.
    fn effective(&self, as_of: Date, notes: &mut Notes) -> Vec<Effective> {
        let (_, overrides) = self.composition(Part::Whole, &self.criteria, as_of, notes);
        let scoring = self.scoring(notes);
        let mut shown = Vec::new();
        for (name, table) in [("decision", &scoring.decision), ("weight", &scoring.weight)] {
            shown.extend(table.as_ref().map(|table| Effective::new("", name, table, notes)));
        }
        for (name, table) in &scoring.for_lists {
            shown.push(Effective::new("", &format!("decision_for.{}", name.0), table, notes));
        }
        for file in &self.criteria {
            file.effective(&overrides, notes, &mut shown);
        }
        shown
    }

    /// Looks at what the rules mean.
    fn lint(&self, profile: &Profile, suites: &[TestSuite], notes: &mut Notes) {
        let scoring = self.scoring(notes);
        let id = |file: &CriterionFile, rule: &RuleSource| format!("{}.{}", file.name.0, rule.name.0);
        let rules =
            self.criteria.iter().flat_map(|file| file.rules.iter().map(move |rule| (id(file, rule), rule.name.1)));
        let looked_at = Lint {
            profile,
            places: rules.collect(),
            decision: scoring.decision.as_ref(),
            for_lists: scoring.for_lists.iter().map(|(name, table)| (name.0.as_str(), table)).collect(),
        };
        lint::lint(&looked_at, notes);
        if !notes.has_errors() {
            lint::untested(&looked_at, suites, notes);
        }
    }

    /// Makes remarks of the mistakes that are there only because a season or an override has ended, or has not begun:
    /// a night is not stopped by the calendar.
    fn forgive_the_calendar(&self, as_of: Date, notes: &mut Notes) {
        if !notes.has_errors() {
            return;
        }
        let mut others = notes.scratch();
        let (profile, _) = self.compile_for(Part::Whole, as_of, Calendar::Ignored, &mut others, false);
        if !others.has_errors() {
            self.lint(&profile, &[], &mut others);
        }
        notes.forgive(|mistake| !others.has_mistake(mistake));
    }

    /// The profile file itself.
    fn root(&self) -> &Document {
        self.chain.last().expect("bug: a chain holds the profile itself")
    }

    /// A table of the profile over those of the profiles that it extends, key by key.
    fn inherited(&self, key: &str, notes: &mut Notes) -> Option<Table> {
        let tables = self.chain.iter().filter_map(|document| document.root.table(key, notes).cloned());
        tables.reduce(|parent, own| parent.replaced_by(&own))
    }

    /// What points decide and count, with what is inherited.
    fn scoring(&self, notes: &mut Notes) -> ScoringTables {
        let mut for_lists: Vec<(Said, Table)> = Vec::new();
        for (name, table) in
            self.chain.iter().flat_map(|document| criterion::named(&document.root, "decision_for", notes))
        {
            match for_lists.iter_mut().find(|(known, _)| known.0 == name.0) {
                Some((_, known)) => *known = known.replaced_by(&table),
                None => for_lists.push((name, table)),
            }
        }
        ScoringTables {
            weight: self.inherited("weight", notes),
            decision: self.inherited("decision", notes),
            for_lists,
        }
    }

    fn suite(&self, part: Part, today: Date, notes: &mut Notes) -> TestSuite {
        let (path, test_as_of) = match part {
            Part::Whole => (&self.root().path, self.test_as_of),
            // Where a criterion names no day, that of the profile counts: all tests of one command are of one day.
            Part::Criterion(index) => (&self.criteria[index].path, self.criteria[index].test_as_of.or(self.test_as_of)),
        };
        let (profile, cases) = self.compile(part, test_as_of.unwrap_or(today), notes, true);
        let table = match part {
            Part::Whole => self.cases.0.clone(),
            Part::Criterion(_) => None,
        };
        TestSuite { name: profile.name.clone(), path: path.clone(), profile, cases, table }
    }

    fn compile(&self, part: Part, as_of: Date, notes: &mut Notes, with_tests: bool) -> (Profile, Vec<TestCase>) {
        self.compile_for(part, as_of, Calendar::Kept, notes, with_tests)
    }

    fn compile_for(
        &self,
        part: Part,
        as_of: Date,
        calendar: Calendar,
        notes: &mut Notes,
        with_tests: bool,
    ) -> (Profile, Vec<TestCase>) {
        let criteria = match part {
            Part::Whole => self.criteria.as_slice(),
            Part::Criterion(index) => std::slice::from_ref(&self.criteria[index]),
        };
        // On the first of all days no override has ended.
        let until = if calendar == Calendar::Kept { as_of } else { Date::MIN };
        let (scoring, overrides) = self.composition(part, criteria, until, notes);
        // Once is enough: the profile is compiled after each of its criteria, or alone.
        if matches!(part, Part::Whole) {
            Draft::new(notes, &self.fields, as_of).check_classes();
        }
        let mut draft = Draft::new(notes, &self.fields, as_of);
        draft.seasons = calendar == Calendar::Kept;
        let mut rules = Vec::new();
        for (index, file) in criteria.iter().enumerate() {
            rules.extend(file.compile(&mut draft, index, scoring.units(index), &overrides));
        }
        let for_lists = draft.list_decisions(&scoring);
        let job = self.job.as_ref().filter(|_| !with_tests);
        job.into_iter().for_each(|job| draft.job_names(&job.root, &rules));
        let clear = job.map(|job| draft.clearings(&job.root)).unwrap_or_default();
        let cases = if with_tests { self.tests_of(part, &mut draft, &rules) } else { Vec::new() };
        let (columns, classes, lookups) = (draft.columns, draft.classes, draft.lookups);
        let weighted = criteria.iter().zip(&scoring.weights);
        let criteria = weighted.map(|(file, weight)| Criterion {
            name: file.name.0.clone(),
            title: file.title.clone(),
            weight: *weight,
        });
        let (name, title, version) = match part {
            Part::Whole => (&self.name.0, &self.title, &self.version),
            Part::Criterion(index) => (&self.criteria[index].name.0, &self.criteria[index].title, &None),
        };
        let mut profile = Profile {
            name: name.clone(),
            title: title.clone(),
            version: version.clone(),
            as_of,
            fields: self.fields.fields.clone(),
            columns,
            classes,
            lookups,
            criteria: criteria.collect(),
            rules,
            decision: Decision { for_lists, ..scoring.decision },
            identity: self.fields.identity.clone(),
            currencies: Arc::clone(&self.fields.currencies),
            tables: Arc::clone(&self.fields.tables),
            vendors: Arc::from([]),
            clear,
            sources: self.sources(notes),
        };
        keep_texts_for_patterns(&mut profile);
        (profile, cases)
    }

    /// The tests beside the rules: those of the profile and of its table, or those of one criterion.
    fn tests_of(&self, part: Part, draft: &mut Draft<'_>, rules: &[Rule]) -> Vec<TestCase> {
        match part {
            Part::Whole => {
                let mut cases = draft.profile_tests(&self.tests, rules);
                cases.extend(draft.profile_tests(&self.cases.1, rules).into_iter().map(in_its_row));
                cases
            }
            Part::Criterion(index) => draft.criterion_tests(&self.criteria[index], rules),
        }
    }

    /// Every file that the profile is made of, which a job is not.
    fn sources(&self, notes: &Notes) -> Vec<SourceFile> {
        let job = self.job.as_ref().map(|job| &job.path);
        notes.files().into_iter().filter(|file| Some(&file.path) != job).collect()
    }

    /// What the profile adds to its criteria; nothing for a criterion file as written.
    fn composition(
        &self,
        part: Part,
        criteria: &[CriterionFile],
        as_of: Date,
        notes: &mut Notes,
    ) -> (Scoring, Overrides) {
        match part {
            Part::Criterion(_) => (Scoring::plain(1), Overrides::default()),
            Part::Whole => {
                let mut overrides = Overrides::default();
                for document in &self.chain {
                    overrides.read(&document.root, criteria, as_of, notes);
                }
                (Scoring::read(&self.scoring(notes), criteria, notes), overrides)
            }
        }
    }
}
