//! What holds for any input.

mod support;

use proptest::prelude::*;
use upfront::derive;
use upfront::diagnostic::SourceFile;
use upfront::source::markdown::{Frame, to_html, to_text};
use upfront::time::{Moment, Written, parse_span};

const HERE: Frame<'static> = Frame {
    base: "",
    origin: "",
    sink: 0,
};

/// Text that is likely to be Markdown, HTML or an attack.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("## 14:20 Investigating\n"),
        Just("```update\n"),
        Just("```\n"),
        Just("---\n"),
        Just("title: x\n"),
        Just("began: 2024-11-20 14:02\n"),
        Just("affected: {ios: major outage}\n"),
        Just("[x](javascript:1)"),
        Just("<script>"),
        Just("![a](b \"c\")"),
        Just("| a | b |\n|---|---|\n"),
        Just("\n\n"),
        Just("&#x6A;"),
        Just("* "),
        Just("> "),
        Just("\u{202e}"),
        Just("é"),
        Just("next_update: 30m\n"),
        Just("## 15:00 Resolved\n"),
        Just("  "),
        Just("]("),
        Just("<a href='javascript:x'>"),
    ];
    prop::collection::vec(
        prop_oneof![3 => piece.prop_map(str::to_string), 1 => ".{0,12}"],
        0..24,
    )
    .prop_map(|v| v.concat())
}

proptest! {
    #[test]
    fn markdown_is_harmless(text in text()) {
        let html = to_html(&text, &HERE).to_lowercase();
        for bad in ["<script", "<iframe", "<form", "<object", "<style", "href=\"javascript", "src=\"javascript", "href=\"data", "srcdoc"] {
            prop_assert!(!html.contains(bad), "{bad} in {html}");
        }
        // Cleaning what is clean changes nothing: the first wall holds alone.
        to_text(&text);
    }

    #[test]
    fn any_file_is_read_or_refused(text in text()) {
        let project = support::Project::new().with("incidents/a.md", format!("---\ntitle: x\nbegan: 2024-11-20 14:02\n{text}"));
        let loaded = upfront::source::load(project.path());
        prop_assert!(loaded.model.is_some() == loaded.found.is_empty(), "neither read nor refused");
        for diagnostic in &loaded.found {
            let (line, column) = diagnostic.place.file.position(diagnostic.place.span.start);
            prop_assert!(line >= 1 && column >= 1 && !diagnostic.message.is_empty() && !diagnostic.expected.is_empty());
        }
    }

    #[test]
    fn times_never_panic(text in "\\PC{0,24}") {
        let _ = Written::parse(&text);
        let _ = parse_span(&text);
    }

    #[test]
    fn places_never_panic(text in ".{0,40}", offset in 0..200_usize) {
        let file = SourceFile::new("x", text);
        file.position(offset);
        file.line_at(offset);
    }

    /// Between now and the next change by the clock, nothing changes.
    #[test]
    fn next_change_misses_nothing(
        begins in prop::collection::vec((0..600_i64, 1..300_i64, 0..3_usize), 1..5),
        now in 0..900_i64,
        step in 0..1000_i64,
    ) {
        let start: Moment = "2024-11-20T08:00:00Z".parse().unwrap();
        let moment = |minutes: i64| start + jiff::SignedDuration::from_mins(minutes);
        let mut project = support::Project::new();
        for (n, (begin, length, kind)) in begins.iter().enumerate() {
            let (from, until) = (moment(*begin), moment(begin + length));
            let text = match kind {
                0 => format!("---\nkind: maintenance\ntitle: x\nfrom: {from}\nuntil: {until}\naffected: [ios]\n---\n"),
                1 => format!("---\ntitle: x\nbegan: {from}\naffected: {{web: major outage}}\n---\n\n## {from} Investigating\n\n```update\nnext_update: {until}\n```\n\n## {until} Resolved\n"),
                _ => format!("---\ntitle: x\nbegan: {from}\nended: {until}\naffected: {{ios: partial outage}}\n---\n\n## {from} Investigating\n"),
            };
            project = project.with(&format!("incidents/n{n}.md"), text);
        }
        let model = upfront::source::load(project.path()).model.expect("these files are right");
        let seen = |at: Moment| {
            let phases: Vec<_> = model.incidents.iter().map(|i| (derive::phase(i, at), derive::status(i, at))).collect();
            let promises: Vec<_> = model.incidents.iter().map(|i| {
                let newest = i.updates.iter().rposition(|u| u.at <= at)?;
                Some(std::mem::discriminant(&derive::outcome(i, newest, Some(at))?))
            }).collect();
            (derive::headline(&model, at), phases, promises, derive::days(&model, at, 7).len())
        };
        let now = moment(now);
        let next = derive::next_change(&model, now).expect("a new day always comes");
        let between = now + jiff::SignedDuration::from_secs((next.as_second() - now.as_second() - 1).min(step * 60));
        prop_assert!(seen(now) == seen(between), "between {now} and {next}, at {between}");
    }
}

/// Texts of 100 kB that cost other renderers seconds or their stack. The test ends
/// when all are rendered; how long it takes is for the benchmarks.
#[test]
fn no_text_of_100_kb_is_too_much() {
    let size = 100_000;
    for piece in [
        "[", "![", "*a ", "*", "_a", ">", "> ", "`", "[a](b", "<a", "<!--", "&#0;", "**。の", "- ",
        "a|", "~~a",
    ] {
        let text: String = piece.chars().cycle().take(size).collect();
        let html = to_html(&text, &HERE);
        to_text(&text);
        assert!(
            html.matches("<blockquote").count() <= 24,
            "{piece}: too deep"
        );
    }
    let lists: String = (0..400)
        .map(|n| format!("{}- x\n", "  ".repeat(n)))
        .collect();
    let html = to_html(&lists, &HERE);
    assert_eq!(html.matches("<ul>").count(), 24);
    assert_eq!(html.matches("<ul>").count(), html.matches("</ul>").count());
    assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
    assert_eq!(html.matches('x').count(), 400, "no word is lost");
}
