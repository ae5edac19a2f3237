//! A profile: which fields and criteria apply, what points decide, what is overridden, and end-to-end tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::criterion::{self, CriterionFile};
use super::decision::Scoring;
use super::document::Document;
use super::draft::Draft;
use super::fields::{self, FieldSet};
use super::notes::{Notes, folder};
use super::overrides::{self, Overrides};
use super::values::{Said, check_name};
use super::{Loaded, Refused, vendors};
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{Criterion, Profile, TestCase, TestSuite};

/// The profile file with all files that it names.
struct Files {
    root: Document,
    name: Said,
    title: Option<String>,
    version: Option<String>,
    test_as_of: Option<Date>,
    fields: FieldSet,
    /// The folders of the files that name the fields.
    field_folders: Vec<PathBuf>,
    criteria: Vec<CriterionFile>,
    tests: Vec<(Said, super::document::Table)>,
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

/// Loads a profile of which some files may be held already.
pub(super) fn load_with(path: &Path, as_of: Date, mut notes: Notes) -> Result<Loaded<Profile>, Refused> {
    let files = read(path, &mut notes)?;
    let profile = files.compile(Part::Whole, as_of, &mut notes, false);
    let mut profile = profile.0;
    profile.vendors = vendors::read(&profile, &files.field_folders, &mut notes);
    // The tests are compiled and thrown away, so that a mistake in one of them is found before the night.
    files.suites(as_of, &mut notes);
    notes.finish(Some(profile))
}

/// Loads the tests of a profile and of each of its criterion files.
pub(super) fn load_suites(path: &Path, today: Date) -> Result<Loaded<Vec<TestSuite>>, Refused> {
    let mut notes = Notes::default();
    let files = read(path, &mut notes)?;
    let suites = files.suites(today, &mut notes);
    notes.finish(Some(suites))
}

fn read(path: &Path, notes: &mut Notes) -> Result<Files, Refused> {
    let document = notes.root(path)?;
    let root = &document.root;
    root.check_format(notes);
    root.refuse_later(&["extends", "decision_for"], notes);
    let name = root.required_text("name", "name = \"west\"", notes).unwrap_or_default();
    let name = (name, root.node("name").map_or(root.span, |node| node.span));
    if !name.0.is_empty() {
        check_name(&name, notes);
    }
    let (title, version, test_as_of) =
        (root.text("title", notes), root.text("version", notes), root.date("test_as_of", notes));
    let (fields, field_folders) = read_fields(&document, notes);
    let criteria = read_criteria(&document, notes);
    let tests = criterion::named(root, "test", notes);
    for key in ["decision", "weight", "override", "override_list"] {
        root.get(key);
    }
    root.finish(notes);
    Ok(Files { name, title, version, test_as_of, fields, field_folders, criteria, tests, root: document })
}

/// The fields, and the folders of their files.
fn read_fields(document: &Document, notes: &mut Notes) -> (FieldSet, Vec<PathBuf>) {
    let node = document.root.required("fields", "fields = \"../fields.toml\"", notes);
    let documents: Vec<Document> = match node.map(|node| (&node.value, node)) {
        Some((super::document::Value::Array(paths), _)) => {
            paths.iter().filter_map(|path| notes.document(folder(&document.path), path)).collect()
        }
        Some((_, node)) => notes.document(folder(&document.path), node).into_iter().collect(),
        None => Vec::new(),
    };
    let folders = documents.iter().map(|document| folder(&document.path).to_owned()).collect();
    (fields::read(&documents, notes), folders)
}

fn read_criteria(document: &Document, notes: &mut Notes) -> Vec<CriterionFile> {
    let node = document.root.required("rules", "rules = [\"../location.toml\", \"../budget.toml\"]", notes);
    let Some(node) = node else { return Vec::new() };
    let mut criteria: Vec<CriterionFile> = Vec::new();
    let mut complete = true;
    for path in node.array(notes).unwrap_or_default() {
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
            Diagnostic::error(Code::E404, node.span, "this profile has no rule", help).labelled("no rule in here"),
        );
    }
    criteria
}

impl Files {
    /// The tests: a suite for each criterion file, then one for the profile.
    fn suites(&self, today: Date, notes: &mut Notes) -> Vec<TestSuite> {
        let own = (0..self.criteria.len()).map(Part::Criterion);
        own.chain([Part::Whole]).map(|part| self.suite(part, today, notes)).collect()
    }

    fn suite(&self, part: Part, today: Date, notes: &mut Notes) -> TestSuite {
        let (path, test_as_of) = match part {
            Part::Whole => (&self.root.path, self.test_as_of),
            Part::Criterion(index) => (&self.criteria[index].path, self.criteria[index].test_as_of),
        };
        let (profile, cases) = self.compile(part, test_as_of.unwrap_or(today), notes, true);
        TestSuite { name: profile.name.clone(), path: path.clone(), profile, cases }
    }

    fn compile(&self, part: Part, as_of: Date, notes: &mut Notes, with_tests: bool) -> (Profile, Vec<TestCase>) {
        let criteria = match part {
            Part::Whole => self.criteria.as_slice(),
            Part::Criterion(index) => std::slice::from_ref(&self.criteria[index]),
        };
        let (scoring, overrides) = self.composition(part, criteria, as_of, notes);
        Draft::new(notes, &self.fields, as_of).check_classes();
        let mut draft = Draft::new(notes, &self.fields, as_of);
        let mut rules = Vec::new();
        for (index, file) in criteria.iter().enumerate() {
            rules.extend(file.compile(&mut draft, index, scoring.units(index), &overrides));
        }
        let cases = match (with_tests, part) {
            (false, _) => Vec::new(),
            (true, Part::Whole) => draft.profile_tests(&self.tests, &rules),
            (true, Part::Criterion(index)) => draft.criterion_tests(&self.criteria[index], &rules),
        };
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
        let profile = Profile {
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
            decision: scoring.decision,
            identity: self.fields.identity.clone(),
            currencies: Arc::clone(&self.fields.currencies),
            tables: Arc::clone(&self.fields.tables),
            vendors: Arc::from([]),
            sources: notes.files(),
        };
        (profile, cases)
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
                let root = &self.root.root;
                (Scoring::read(root, criteria, notes), overrides::read(root, criteria, as_of, notes))
            }
        }
    }
}
