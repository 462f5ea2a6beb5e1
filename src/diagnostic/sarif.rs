//! Findings as a SARIF 2.1.0 log (OASIS, "Static Analysis Results Interchange
//! Format", sections 3.13 to 3.30). Keys stand in the order of the alphabet.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::print::visible;
use super::{Diagnostic, Severity};

/// One log with one run.
pub(super) fn log(diagnostics: &[Diagnostic]) -> String {
    let kinds: BTreeMap<&str, Option<&str>> = diagnostics.iter().map(|d| (d.code, d.why)).collect();
    let rule = |(code, why): (&str, Option<&str>)| match why {
        Some(why) => json!({"fullDescription": {"text": why}, "id": code}),
        None => json!({"id": code}),
    };
    let rules: Vec<Value> = kinds.into_iter().map(rule).collect();
    let results: Vec<Value> = diagnostics.iter().map(finding).collect();
    let log = json!({
        "runs": [{
            // As `Place::position` counts.
            "columnKind": "unicodeCodePoints",
            "results": results,
            "tool": {"driver": {
                "name": "upfront",
                "rules": rules,
                "version": env!("CARGO_PKG_VERSION"),
            }},
        }],
        "version": "2.1.0",
    });
    format!("{log:#}\n")
}

fn finding(diagnostic: &Diagnostic) -> Value {
    let place = &diagnostic.place;
    let (line, column) = place.file.position(place.span.start);
    let (end_line, end_column) = place.file.position(visible(place).end);
    let mut said = vec![diagnostic.message.as_str(), &diagnostic.expected];
    said.extend(diagnostic.help.iter().map(String::as_str));
    said.retain(|words| !words.is_empty());
    json!({
        "level": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "note",
        },
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": place.file.path},
            "region": {
                "endColumn": end_column,
                "endLine": end_line,
                "startColumn": column,
                "startLine": line,
            },
        }}],
        "message": {"text": said.join("\n")},
        "ruleId": diagnostic.code,
    })
}
