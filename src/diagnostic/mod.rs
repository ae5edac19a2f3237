//! What the author of rules is told: stable codes, places in files, and how they are shown.
//!
//! A mistake is gathered, never thrown: whoever reads TOML goes on and finds the next one too. All of them are shown
//! at once, sorted by place, each with the line, what is wrong and what to write instead.

mod code;
mod render;
mod sarif;
mod source;

pub use code::Code;
pub use render::{Style, render};
pub use sarif::{Found, as_json, sarif};
pub use source::{Source, SourceId, Sources, Span, shown_path};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Nothing runs while there is one.
    Error,
    /// Worth a look; everything runs.
    Warning,
}

/// One thing to tell the author.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// A few words under the caret; may be empty.
    pub label: String,
    /// What to write instead.
    pub help: String,
}

impl Diagnostic {
    /// A mistake, with nothing under the caret.
    pub fn error(code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { code, severity: Severity::Error, span, message, label: String::new(), help }
    }

    /// Something to look at, with nothing under the caret.
    pub fn warning(code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message, help) }
    }

    /// The same, with a few words under the caret.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}

/// Sorted by place (files in the order they were loaded, then the offset), each once.
#[must_use]
pub fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    diagnostics.dedup();
    diagnostics
}

/// The manual page of a code such as `E203`, in Markdown; nothing where there is no such code.
///
/// ```
/// assert!(leadsieve::diagnostic::page("E101").is_some_and(|page| page.starts_with("# E101")));
/// assert_eq!(leadsieve::diagnostic::page("E999"), None);
/// ```
#[must_use]
pub fn page(code: &str) -> Option<&'static str> {
    Code::find(code).map(Code::page)
}
