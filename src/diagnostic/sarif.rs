//! Diagnostics as SARIF 2.1.0, which editors and code-scanning services read.
//!
//! Source: OASIS Static Analysis Results Interchange Format, version 2.1.0.

use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity, Sources, shown_path};

/// Diagnostics with the files that they point into.
pub type Found = (Vec<Diagnostic>, Sources);

fn each(found: &[Found]) -> impl Iterator<Item = (&Diagnostic, &Sources)> {
    found.iter().flat_map(|(diagnostics, sources)| diagnostics.iter().map(move |one| (one, sources)))
}

/// The log of one run of `leadsieve check`: every code that was met as a rule with its manual page, every diagnostic as
/// a result with its region. `version` is that of the program.
#[must_use]
pub fn sarif(found: &[Found], version: &str) -> Value {
    let mut codes: Vec<Code> = each(found).map(|(one, _)| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = each(found).map(|(one, sources)| result(one, &codes, sources)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "leadsieve", "semanticVersion": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": if code.as_str().starts_with('W') { "warning" } else { "error" } },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &Sources) -> Value {
    let file = shown_path(&sources.get(diagnostic.span.source).path).replace('\\', "/");
    json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": format!("{}. {}", diagnostic.message, diagnostic.help) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&file) }, "region": region(diagnostic, sources) } }],
    })
}

/// Lines and columns from 1; the end column lies behind the last character.
fn region(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let ((line, column), (end_line, end_column)) = sources.ends(diagnostic.span);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A path as part of a URI: blanks and percent signs would end it or mean something else.
fn uri(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The same diagnostics as a plain list, for other programs.
#[must_use]
pub fn as_json(found: &[Found]) -> Value {
    let one = |(one, sources): (&Diagnostic, &Sources)| {
        let ((line, column), (end_line, end_column)) = sources.ends(one.span);
        json!({ "code": one.code.as_str(), "severity": level(one.severity),
            "file": shown_path(&sources.get(one.span.source).path), "line": line, "column": column,
            "end_line": end_line, "end_column": end_column, "message": one.message, "label": one.label,
            "help": one.help })
    };
    each(found).map(one).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn a_result_has_its_place_and_its_rule() {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("my rules.toml"), "ä = 1\nfeld = \"x\"\n");
        let found = [
            Diagnostic::error(
                Code::E101,
                Span::new(file, 7, 11),
                "there is no key `feld` here",
                "did you mean `field`?",
            ),
            Diagnostic::warning(Code::W507, Span::new(file, 0, 2), "untested", "write a test"),
        ];
        let found = [(found.to_vec(), sources)];
        let log = sarif(&found, "1.2.3");
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "W507");
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleId"], &result["ruleIndex"], &result["level"]),
            (&json!("E101"), &json!(0), &json!("error"))
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20rules.toml");
        assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5 }));
        assert_eq!(run["results"][1]["locations"][0]["physicalLocation"]["region"]["endColumn"], 2, "in characters");
        let plain = as_json(&found);
        assert_eq!((&plain[1]["severity"], &plain[0]["column"]), (&json!("warning"), &json!(1)));
    }
}
