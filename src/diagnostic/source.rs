//! The texts that diagnostics point into.

use std::path::{Path, PathBuf};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where.
    pub path: PathBuf,
    /// What it held.
    pub text: String,
    /// The byte at which each line begins, the first one included.
    lines: Vec<usize>,
}

impl Source {
    fn new(path: PathBuf, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        Self { path, text, lines }
    }

    /// The line in which a byte stands, from 1, and where that line begins.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        (line, self.lines[line - 1])
    }
}

/// A file's place in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// Bytes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// All files of a profile or job, in the order they were loaded.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: &Path, text: &str) -> SourceId {
        self.files.push(Source::new(path.to_owned(), text.to_owned()));
        SourceId(self.files.len() - 1)
    }

    /// The file. Panics on an id of other sources, which only a bug asks for.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0]
    }

    /// Line and column, in characters, of the first character of a span and of the one behind it, all from 1.
    #[must_use]
    pub fn ends(&self, span: Span) -> ((usize, usize), (usize, usize)) {
        let end = Span::new(span.source, span.end, span.end);
        (self.position(span), self.position(end))
    }

    /// A line of a file, without the blanks around it; nothing where there is no such file or line.
    #[must_use]
    pub fn line_span(&self, path: &Path, line: usize) -> Option<Span> {
        let place = self.files.iter().position(|file| file.path == path)?;
        let text = &self.files[place].text;
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let written = text.get(start..)?.lines().next()?;
        let indent = written.len() - written.trim_start().len();
        Some(Span::new(SourceId(place), start + indent, start + written.trim_end().len()))
    }

    /// The same texts under other names, for who shows them.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&Path) -> PathBuf) -> Self {
        let renamed = |file: &Source| Source { path: name(&file.path), ..file.clone() };
        Self { files: self.files.iter().map(renamed).collect() }
    }

    /// All files.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The line where a span begins, from 1.
    #[must_use]
    pub fn line(&self, span: Span) -> usize {
        self.position(span).0
    }

    /// Line and column, in characters, where a span begins, both from 1.
    #[must_use]
    pub fn position(&self, span: Span) -> (usize, usize) {
        let source = self.get(span.source);
        let start = source.text.floor_char_boundary(span.start);
        let (line, begin) = source.line_of(start);
        (line, source.text[begin..start].chars().count() + 1)
    }
}

impl Span {
    /// Some bytes of a file.
    #[must_use]
    pub const fn new(source: SourceId, start: usize, end: usize) -> Self {
        Self { source, start, end }
    }
}

/// A path as people read it: relative to the current folder where it lies below that.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).display().to_string()
}
