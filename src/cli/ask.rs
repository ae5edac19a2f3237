//! The arguments as resolved: what every command goes by.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::civil::Date;

use super::args::{Common, LimitArgs, Log, OutputArgs, OutputFormat, Reader, When};
use crate::diagnostic::{Diagnostic, Found, Sources, Style, render};
use crate::model::{Language, Readers, on_one_line, printable};
use crate::pipeline::Limits;
use crate::profile::{Format, Output, Unpacking};

/// What every command goes by.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) as_of: Date,
    /// 0: as many as there are cores.
    pub(super) threads: usize,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    /// Whether results on standard output are coloured.
    pub(super) color: bool,
    /// Whether what is said on the error stream is coloured.
    pub(super) color_errors: bool,
    pub(super) json: bool,
    /// Whether programs read what is said on the error stream.
    pub(super) log: Log,
    /// Whether diagnostics are wanted as SARIF.
    pub(super) sarif: bool,
    /// Whether the rules are looked at for their own sake, so that every remark on them is wanted.
    pub(super) checks: bool,
    /// Where programs want to read the diagnostics: what was told so far, instead of being shown.
    pub(super) told: Arc<Mutex<Vec<Found>>>,
    /// How much the command line says may come out of archives and workbooks.
    pub(super) limits: LimitArgs,
}

impl Ask {
    pub(super) fn resolve(common: &Common) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = |terminal: bool| match common.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !plain,
        };
        Self {
            as_of: common.as_of.unwrap_or_else(|| jiff::ZonedDateTime::now().date()),
            threads: common.threads.unwrap_or(0).into(),
            quiet: common.quiet,
            verbose: common.verbose,
            color: color(std::io::stdout().is_terminal()),
            color_errors: color(std::io::stderr().is_terminal()),
            json: common.format == Reader::Json,
            log: common.log,
            sarif: common.format == Reader::Sarif,
            checks: false,
            told: Arc::default(),
            limits: common.limits.clone(),
        }
    }

    /// How diagnostics are shown on the error stream.
    pub(super) const fn style(&self) -> Style {
        if self.color_errors { Style::Coloured } else { Style::Plain }
    }

    /// Whether a program reads the diagnostics.
    pub(super) const fn is_for_programs(&self) -> bool {
        self.checks && (self.json || self.sarif)
    }

    /// Keeps diagnostics for the program that reads them.
    pub(super) fn keep(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if let Ok(mut told) = self.told.lock() {
            told.push((diagnostics.to_vec(), sources.clone()));
        }
    }

    /// Says what only those want to hear who asked for more.
    pub(super) fn say_more(&self, text: &str) {
        if self.verbose {
            self.say(text);
        }
    }

    /// Says on the error stream why the exit code is not 0, even where told to be quiet.
    pub(super) fn warn(&self, text: &str) {
        // A warning is a sentence: a name with a line end in it must not begin another one.
        let (level, text) = match text.strip_prefix("warning: ") {
            Some(sentence) => ("warning", format!("warning: {}\n", on_one_line(sentence.trim_end()))),
            None => ("error", printable(text).into_owned()),
        };
        self.write(level, text.strip_prefix(level).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&text), &text);
    }

    /// Diagnostics as they are shown. Their words are made visible before they are painted.
    pub(super) fn rendered(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        let visible = |text: &str| printable(text).into_owned();
        let of_one = |one: &Diagnostic| Diagnostic {
            message: visible(&one.message),
            label: visible(&one.label),
            help: visible(&one.help),
            ..one.clone()
        };
        let diagnostics: Vec<Diagnostic> = diagnostics.iter().map(of_one).collect();
        let sources = sources.renamed(|path| PathBuf::from(visible(&path.to_string_lossy())));
        let text = render(&diagnostics, &sources, self.style());
        // Of the lines of files, what paints them leaves no escape sequence; so those that are there are its own.
        let escape = if self.color_errors { "\u{1b}" } else { "" };
        text.split('\u{1b}').map(printable).collect::<Vec<_>>().join(escape)
    }

    /// Shows mistakes on the error stream, even where told to be quiet.
    pub(super) fn show_mistakes(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let text = self.rendered(diagnostics, sources) + "\n\n";
        self.write("error", &text, &text);
    }

    /// Shows remarks on the error stream, unless told to be quiet.
    pub(super) fn show_remarks(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if !self.quiet {
            let text = self.rendered(diagnostics, sources) + "\n\n";
            self.write("info", &text, &text);
        }
    }

    /// Writes to the error stream what was made visible: the words for people, or the message for programs.
    fn write(&self, level: &str, message: &str, words: &str) {
        let line = match self.log {
            Log::Human => words.to_owned(),
            Log::Json => printable(&log_line(level, message)).into_owned(),
        };
        // Where the error stream is closed nobody wants to hear.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
    }

    /// Says a sentence on the error stream, unless told to be quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            let line = format!("{}\n", on_one_line(text.trim_end()));
            self.write("info", &line, &line);
        }
    }
}

/// One object on a line: when, how grave, what.
fn log_line(level: &str, message: &str) -> String {
    let time = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    serde_json::json!({ "time": time, "level": level, "message": message.trim_end() }).to_string() + "\n"
}

impl LimitArgs {
    /// The limits that the command line wants, then those of the job, then the usual ones.
    pub(super) fn over(&self, job: &Unpacking) -> Limits {
        let usual = Limits::default();
        Limits {
            unpacked: self.max_unpacked.or(job.max_unpacked).unwrap_or(usual.unpacked),
            ratio: self.max_ratio.or(job.max_ratio).unwrap_or(usual.ratio),
            members: self.max_members.or(job.max_members).unwrap_or(usual.members),
            workbook: self.max_workbook.or(job.max_workbook).unwrap_or(usual.workbook),
        }
    }
}

impl OutputArgs {
    /// The output that the job wants, with what the command line wants of it.
    pub(super) fn over(&self, output: Output) -> Output {
        let formats = self.formats.as_ref().map(|formats| formats.iter().copied().map(Format::from).collect());
        let readers = self.readable_by.as_deref().and_then(Readers::from_name);
        Output {
            formats: formats.unwrap_or(output.formats),
            readable_by: readers.unwrap_or(output.readable_by),
            language: self.language.as_deref().and_then(Language::from_name).unwrap_or(output.language),
            ..output
        }
    }
}

impl From<OutputFormat> for Format {
    fn from(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Csv => Self::Csv,
            OutputFormat::Xlsx => Self::Xlsx,
            OutputFormat::Parquet => Self::Parquet,
            OutputFormat::Html => Self::Html,
        }
    }
}
