//! What is gathered while files are read: their texts, their hashes, and every mistake.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::document::{Document, Node, parse};
use super::{Loaded, Refused};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId, Sources, Span, shown_path, sorted};
use crate::files;
use crate::model::sha256;
use crate::profile::{Place, SourceFile};

/// What is gathered while files are read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The TOML files.
    pub sources: Sources,
    found: Vec<Diagnostic>,
    files: Vec<SourceFile>,
    texts: HashMap<PathBuf, Arc<str>>,
    broken_lines: Vec<(SourceId, Range<usize>)>,
    incomplete: bool,
    /// The only folder whose files may be referred to; all may without one.
    within: Option<PathBuf>,
}

/// Mistakes that may only follow from a line or file that could not be read.
const FOLLOWING: [Code; 9] =
    [Code::E102, Code::E104, Code::E105, Code::E106, Code::E111, Code::E204, Code::E206, Code::E401, Code::E404];

/// The most bytes of a TOML file. Nobody writes more rules than that, and a file that is no TOML may be of any size.
pub(super) const MOST_TOML: u64 = 16_000_000;

/// The most bytes of a table that rules look something up in.
pub(super) const MOST_TABLE: u64 = 256_000_000;

impl Notes {
    /// Refuses what refers to files elsewhere than in this folder.
    pub(super) fn confine(&mut self, folder: &Path) {
        self.within = Some(folder.to_owned());
    }

    /// Notes a mistake.
    pub(super) fn error(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::error(code, span, message, help));
    }

    /// Notes something to tell the author.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Notes that a line could not be read, and whether something may be missing because of it.
    pub(super) fn broken(&mut self, source: SourceId, line: Range<usize>, incomplete: bool) {
        self.broken_lines.push((source, line));
        self.incomplete |= incomplete;
    }

    /// The file and line of a place.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { file: self.sources.get(span.source).path.clone(), line: self.sources.line(span) }
    }

    /// The text of a span, as written.
    pub(super) fn written(&self, span: Span) -> &str {
        self.sources.get(span.source).text.get(span.start..span.end).unwrap_or_default()
    }

    /// Holds the text of a file that is not on disk.
    pub(super) fn hold(&mut self, path: PathBuf, text: &str) {
        self.texts.insert(path, text.into());
    }

    /// The text of a file that has at most so many bytes, read once however often it is asked for; its hash is kept.
    pub(super) fn read(&mut self, path: &Path, most: u64) -> io::Result<Arc<str>> {
        if let Some(text) = self.texts.get(path) {
            return Ok(Arc::clone(text));
        }
        let bytes = files::read_at_most(path, most)?;
        let sha256 = sha256(&bytes);
        let text =
            String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))?;
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
        self.files.push(SourceFile { path: path.to_owned(), sha256 });
        self.texts.insert(path.to_owned(), Arc::clone(&text));
        Ok(text)
    }

    /// The root document; the world's fault where it cannot be read.
    pub(super) fn root(&mut self, path: &Path) -> Result<Document, Refused> {
        let absolute = resolve(Path::new(""), &path.to_string_lossy());
        let text =
            self.read(&absolute, MOST_TOML).map_err(|cause| Refused::Unreadable { path: path.to_owned(), cause })?;
        Ok(parse(&absolute, &text, self))
    }

    /// The table that `named` in `folder` stands for, and its text.
    pub(super) fn refer(&mut self, folder: &Path, named: &str, span: Span) -> Option<(PathBuf, Arc<str>)> {
        self.refer_up_to(MOST_TABLE, folder, named, span)
    }

    fn refer_up_to(&mut self, most: u64, folder: &Path, named: &str, span: Span) -> Option<(PathBuf, Arc<str>)> {
        let path = resolve(folder, named);
        if self.within.as_ref().is_some_and(|within| !files::stands_in(&path, within)) {
            let message = format!("the file \"{named}\" is not in the folder of this list file");
            self.error(Code::E109, span, message, "in an inbox, a list file refers only to files beside it");
            return None;
        }
        match self.read(&path, most) {
            Ok(text) => Some((path, text)),
            Err(cause) => {
                let message = format!("the file \"{named}\" cannot be read: {}", cause_words(&cause));
                let help = "write a path relative to the folder of this file, and check its spelling";
                self.push(Diagnostic::error(Code::E109, span, message, help).labelled(shown_path(&path)));
                None
            }
        }
    }

    /// The TOML file that a node names.
    pub(super) fn document(&mut self, folder: &Path, node: &Node) -> Option<Document> {
        let named = node.text(self)?.to_owned();
        let found = self.refer_up_to(MOST_TOML, folder, &named, node.span);
        self.incomplete |= found.is_none();
        let (path, text) = found?;
        Some(parse(&path, &text, self))
    }

    /// The files read so far.
    pub(super) fn files(&self) -> Vec<SourceFile> {
        self.files.clone()
    }

    /// Whether there is a mistake among the diagnostics.
    pub(super) fn has_errors(&self) -> bool {
        self.found.iter().any(|one| one.severity == Severity::Error)
    }

    /// How many diagnostics there are.
    pub(super) const fn len(&self) -> usize {
        self.found.len()
    }

    /// The same files, and nothing found in them yet.
    pub(super) fn scratch(&self) -> Self {
        Self {
            sources: self.sources.clone(),
            found: Vec::new(),
            files: self.files.clone(),
            texts: self.texts.clone(),
            broken_lines: self.broken_lines.clone(),
            incomplete: self.incomplete,
            within: self.within.clone(),
        }
    }

    /// Whether the same mistake was found at the same place.
    pub(super) fn has_mistake(&self, mistake: &Diagnostic) -> bool {
        let is_it = |one: &&Diagnostic| one.severity == Severity::Error && one.code == mistake.code;
        self.found.iter().filter(is_it).any(|one| one.span == mistake.span)
    }

    /// Makes remarks of the mistakes that only the calendar makes.
    pub(super) fn forgive(&mut self, only_today: impl Fn(&Diagnostic) -> bool) {
        let mistakes = self.found.iter_mut().filter(|one| one.severity == Severity::Error);
        for mistake in mistakes.filter(|one| only_today(one)) {
            (mistake.code, mistake.severity) = (Code::W518, Severity::Warning);
            mistake.message.push_str(", while a season or an override does not hold");
        }
    }

    /// Drops the warnings behind the first `count` diagnostics.
    pub(super) fn forget_warnings_since(&mut self, count: usize) {
        let later = self.found.split_off(count);
        self.found.extend(later.into_iter().filter(|one| one.severity == Severity::Error));
    }

    /// The value, or all mistakes.
    pub(super) fn finish<T>(mut self, value: Option<T>) -> Result<Loaded<T>, Refused> {
        let found = std::mem::take(&mut self.found);
        let kept = found.into_iter().filter(|one| self.is_its_own(one)).collect();
        let diagnostics = sorted(kept);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|one| one.severity == Severity::Error);
        match value.filter(|_| errors.is_empty()) {
            Some(value) => Ok(Loaded { value, warnings, sources: self.sources }),
            None => Err(Refused::Mistakes {
                diagnostics: errors.into_iter().chain(warnings).collect(),
                sources: self.sources,
            }),
        }
    }

    /// Whether a mistake stands for itself and does not merely follow from a line that is not TOML.
    fn is_its_own(&self, diagnostic: &Diagnostic) -> bool {
        if matches!(diagnostic.code, Code::E100 | Code::E107 | Code::E210) {
            return true;
        }
        let on_broken_line = self
            .broken_lines
            .iter()
            .any(|(source, line)| *source == diagnostic.span.source && line.contains(&diagnostic.span.start));
        let follows = self.incomplete && FOLLOWING.contains(&diagnostic.code);
        !(on_broken_line || follows)
    }
}

/// The cause in words without the operating system's number.
pub(super) fn cause_words(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => files::without_number(&cause.to_string()).to_owned(),
    }
}

/// `named`, relative to `folder`, as an absolute path without `.` and `..`, where that leads to the same file.
pub(super) fn resolve(folder: &Path, named: &str) -> PathBuf {
    let joined = folder.join(named);
    let absolute = std::path::absolute(&joined).unwrap_or(joined);
    let mut short = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                short.pop();
            }
            other => short.push(other),
        }
    }
    let leads_elsewhere = matches!((absolute.canonicalize(), short.canonicalize()), (Ok(a), Ok(b)) if a != b);
    if leads_elsewhere { absolute } else { short }
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}
