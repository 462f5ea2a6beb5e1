//! Findings as text, JSON and GitHub annotations.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Place, Severity};
use crate::text::{masked, printable, printable_json};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people; with colour when it goes to a terminal.
    Text {
        /// ANSI colours.
        colour: bool,
    },
    /// One JSON document: `{"errors": 1, "warnings": 0, "diagnostics": [...]}`, with
    /// `hints` where there are any and `why` in findings of writing rules.
    Json,
    /// Workflow commands of GitHub Actions, one line each
    /// (docs.github.com, "Workflow commands", section "Setting an error message").
    Github,
    /// One SARIF 2.1.0 log (OASIS), which code scanners read.
    Sarif,
}

/// All findings in one string that ends with a line end, or an empty string
/// (JSON: always a document).
pub fn print_all(diagnostics: &[Diagnostic], format: Format) -> String {
    match format {
        Format::Text { colour } => diagnostics
            .iter()
            .map(|d| text(d, colour) + "\n\n")
            .collect(),
        Format::Github => diagnostics.iter().map(|d| github(d) + "\n").collect(),
        Format::Sarif => printable_json(&super::sarif::log(diagnostics)),
        Format::Json => {
            let mut document = json!({
                "errors": count(diagnostics, Severity::Error),
                "warnings": count(diagnostics, Severity::Warning),
                "diagnostics": diagnostics.iter().map(as_json).collect::<Vec<_>>(),
            });
            let hints = count(diagnostics, Severity::Hint);
            if hints > 0 {
                document["hints"] = hints.into();
            }
            printable_json(&format!("{document:#}\n"))
        }
    }
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics
        .iter()
        .filter(|d| d.severity == severity)
        .count()
}

fn text(diagnostic: &Diagnostic, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(100);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.code);
    let main = &diagnostic.place.file;
    let path = printable(&main.path);
    let expected = printable(&diagnostic.expected);
    let related: Vec<(&Place, String, String)> = diagnostic
        .related
        .iter()
        .map(|(place, words)| (place, printable(words), printable(&place.file.path)))
        .collect();
    // Files are read without controls; other texts may come from elsewhere.
    let shown = masked(&main.text);
    let mut group = Group::with_title(title);
    if main.text.is_empty() {
        // About the file as a whole: there is no line to show.
        group = group
            .element(Origin::path(path.as_str()))
            .element(Level::NOTE.with_name("expected").message(expected));
    } else {
        let mark = AnnotationKind::Primary
            .span(visible(&diagnostic.place))
            .label(expected.as_str());
        let mut snippet = Snippet::source(shown.as_ref())
            .path(path.as_str())
            .annotation(mark);
        for (place, words, _) in related.iter().filter(|(place, ..)| place.file == *main) {
            snippet = snippet.annotation(
                AnnotationKind::Context
                    .span(visible(place))
                    .label(words.as_str()),
            );
        }
        group = group.element(snippet);
    }
    for (place, words, path) in related.iter().filter(|(place, ..)| place.file != *main) {
        group = group.element(
            Snippet::source(masked(&place.file.text))
                .path(path.as_str())
                .annotation(
                    AnnotationKind::Context
                        .span(visible(place))
                        .label(words.as_str()),
                ),
        );
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    if let Some(why) = diagnostic.why {
        group = group.element(Level::NOTE.with_name("why").message(why));
    }
    renderer
        .render(&[group])
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The span on its first line: a mark over many lines helps nobody.
pub(super) fn visible(place: &Place) -> std::ops::Range<usize> {
    let text = &place.file.text;
    let line_end = text[place.span.start..]
        .find('\n')
        .map_or(text.len(), |at| place.span.start + at);
    place.span.start..place.span.end.min(line_end).max(place.span.start)
}

fn as_json(diagnostic: &Diagnostic) -> Value {
    let place = &diagnostic.place;
    let (line, column) = place.file.position(place.span.start);
    let (end_line, end_column) = place.file.position(visible(place).end);
    let mut one = json!({
        "code": diagnostic.code,
        "severity": name(diagnostic.severity),
        "message": diagnostic.message,
        "file": place.file.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "source": place.file.line_at(place.span.start),
        "expected": diagnostic.expected,
        "help": diagnostic.help,
        "related": diagnostic.related.iter().map(|(place, words)| {
            let (line, column) = place.file.position(place.span.start);
            json!({
                "file": place.file.path,
                "line": line,
                "column": column,
                "source": place.file.line_at(place.span.start),
                "message": words,
            })
        }).collect::<Vec<_>>(),
    });
    if let Some(why) = diagnostic.why {
        one["why"] = why.into();
    }
    one
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

fn github(diagnostic: &Diagnostic) -> String {
    let place = &diagnostic.place;
    let (line, column) = place.file.position(place.span.start);
    let (_, end_column) = place.file.position(visible(place).end);
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut words = vec![diagnostic.message.clone(), diagnostic.expected.clone()];
    words.extend(diagnostic.help.iter().cloned());
    words.retain(|w| !w.is_empty());
    let level = match diagnostic.severity {
        Severity::Hint => "notice",
        other => name(other),
    };
    format!(
        "::{level} file={},line={line},col={column},endColumn={end_column},title={}::{}",
        property(&place.file.path),
        property(diagnostic.code),
        data(&words.join("\n")),
    )
}

fn data(text: &str) -> String {
    printable(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
