//! Diagnostics as text: code, place, the line with a caret, the reason, what to write instead.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity, Sources, Span, shown_path, sorted};

/// How the text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Characters only.
    Plain,
    /// With colours for a terminal.
    Coloured,
}

/// All diagnostics, sorted by place, with an empty line between two.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let texts: Vec<String> =
        sorted(diagnostics.to_vec()).iter().map(|one| render_one(one, sources, &renderer)).collect();
    texts.join("\n\n")
}

fn render_one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let source = sources.get(diagnostic.span.source);
    let (start, end) = first_line(&source.text, diagnostic.span);
    // The line alone, and where the file ends there, the line before it: all of a long file would be looked at each time.
    let (line, begin) = source.line_of(start);
    let text = source.text[begin..].split_inclusive('\n').next().unwrap_or_default();
    let caret = AnnotationKind::Primary.span(start - begin..end - begin);
    let caret = if diagnostic.label.is_empty() { caret } else { caret.label(&diagnostic.label) };
    let snippet = Snippet::source(text).line_start(line).path(shown_path(&source.path)).annotation(caret);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.as_str());
    let group: Group<'_> = title.element(snippet).element(Level::HELP.message(&diagnostic.help));
    renderer.render(&[group])
}

/// The part of a span on its first line, on whole characters.
fn first_line(text: &str, span: Span) -> (usize, usize) {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end.max(start));
    let line_end = text[start..end].find(['\r', '\n']).map_or(end, |newline| start + newline);
    (start, line_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn the_first_place_comes_first_with_line_and_caret() {
        let mut sources = Sources::default();
        let file = sources.add(std::path::Path::new("a.toml"), "ä = 1\nfeld = \"x\"\n");
        let late = Diagnostic::error(Code::E101, Span::new(file, 7, 11), "late", "drop it").labelled("here");
        let early = Diagnostic::error(Code::E101, Span::new(file, 0, 2), "early", "drop it");
        assert_eq!(sources.position(late.span), (2, 1));
        let text = render(&[late, early], &sources, Style::Plain);
        let expected = "error[E101]: early\n --> a.toml:1:1\n  |\n1 | ä = 1\n  | ^\n  |\n  = help: drop it\n\n\
                        error[E101]: late\n --> a.toml:2:1\n  |\n2 | feld = \"x\"\n  | ^^^^ here\n  |\n  = help: drop it";
        assert_eq!(text, expected);
    }
}
