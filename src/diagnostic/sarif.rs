//! Findings as a SARIF 2.1.0 log (OASIS, "Static Analysis Results Interchange
//! Format", sections 3.13 to 3.30).

use std::collections::BTreeMap;

use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, MultiformatMessageString, PhysicalLocation, Region,
    ReportingDescriptor, Result as Finding, ResultLevel, Run, Sarif, Tool, ToolComponent,
};

use super::print::visible;
use super::{Diagnostic, Severity};

/// One log with one run.
pub(super) fn log(diagnostics: &[Diagnostic]) -> String {
    let kinds: BTreeMap<&str, Option<&str>> = diagnostics.iter().map(|d| (d.code, d.why)).collect();
    let rules: Vec<ReportingDescriptor> = kinds
        .iter()
        .map(|(code, why)| {
            let rule = ReportingDescriptor::builder().id(*code);
            match why {
                Some(why) => rule.full_description(words(why)).build(),
                None => rule.build(),
            }
        })
        .collect();
    let driver = ToolComponent::builder()
        .name("upfront")
        .version(env!("CARGO_PKG_VERSION"))
        .rules(rules)
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        // As `Place::position` counts.
        .column_kind(serde_json::json!("unicodeCodePoints"))
        .results(diagnostics.iter().map(finding).collect::<Vec<_>>())
        .build();
    let log = Sarif::builder()
        .version(serde_json::json!("2.1.0"))
        .runs(vec![run])
        .build();
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn words(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    let place = &diagnostic.place;
    let (line, column) = place.file.position(place.span.start);
    let (end_line, end_column) = place.file.position(visible(place).end);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let region = Region::builder()
        .start_line(number(line))
        .start_column(number(column))
        .end_line(number(end_line))
        .end_column(number(end_column))
        .build();
    let file = ArtifactLocation::builder()
        .uri(place.file.path.clone())
        .build();
    let physical = PhysicalLocation::builder()
        .artifact_location(file)
        .region(region)
        .build();
    let mut said = vec![diagnostic.message.clone(), diagnostic.expected.clone()];
    said.extend(diagnostic.help.iter().cloned());
    said.retain(|words| !words.is_empty());
    Finding::builder()
        .rule_id(diagnostic.code)
        .level(match diagnostic.severity {
            Severity::Error => ResultLevel::Error,
            Severity::Warning => ResultLevel::Warning,
            Severity::Hint => ResultLevel::Note,
        })
        .message(Message::builder().text(said.join("\n")).build())
        .locations(vec![
            Location::builder().physical_location(physical).build(),
        ])
        .build()
}
