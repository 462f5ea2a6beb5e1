//! What holds for any input.

use proptest::prelude::*;
use upfront::derive;
use upfront::diagnostic::{Severity, SourceFile};
use upfront::source::markdown::{Frame, to_html, to_text};
use upfront::time::{Moment, Written, parse_span};

const HERE: Frame<'static> = Frame {
    base: "",
    origin: "",
    top: 3,
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
        let project = crate::support::Project::new().with("incidents/a.md", format!("---\ntitle: x\nbegan: 2024-11-20 14:02\n{text}"));
        let loaded = upfront::source::load(project.path());
        let refused = loaded.found.iter().any(|found| found.severity == Severity::Error);
        prop_assert!(loaded.model.is_some() != refused, "neither read nor refused");
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
        let mut project = crate::support::Project::new();
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
            let phases: Vec<_> = model.incidents.iter().map(|i| (derive::standing(i, at).phase, derive::standing(i, at).status)).collect();
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

/// What people type between two words, biased to what YAML and Markdown take for signs.
fn between() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ",
        " ",
        " ",
        ", ",
        ". ",
        ": ",
        " #",
        " # ",
        "#",
        " - ",
        " -- ",
        "*",
        " *",
        "* ",
        "**",
        "_",
        " _",
        "~",
        "~~",
        " ~",
        "`",
        " `",
        "``",
        "<",
        " <",
        "> ",
        "</",
        "/>",
        "[",
        " [",
        "]",
        "][",
        "](",
        "] (",
        "]: ",
        "[^",
        "![",
        "!",
        "(",
        ")",
        " (",
        "{",
        "}",
        "{#",
        "{{",
        "{%",
        "\"",
        " \"",
        "'",
        " '",
        "''",
        "\\",
        "\\\\",
        "&",
        " & ",
        "&amp;",
        "&#",
        ";",
        "|",
        " | ",
        "||",
        "@",
        "%",
        "^",
        "$",
        "=",
        "+",
        " + ",
        "?",
        " ? ",
        "/",
        "://",
        "https://",
        "<https://",
        "www.",
        ".com/",
        "\t",
        "\u{a0}",
        "\u{200d}",
        "\u{200b}",
        "\u{ad}",
        "\u{202e}",
        "\u{3000}",
        "の",
        "é",
        "🎵",
        "\u{301}",
        "\n",
        "\n\n",
        "  \n",
        "\\\n",
        "\n# ",
        "\n### ",
        " #\n",
        "\n- ",
        "\n* ",
        "\n+ ",
        "\n1. ",
        "\n7) ",
        "\n> ",
        "\n    ",
        "\n\n    ",
        "\n\t",
        "\n---\n",
        "\n\n---\n\n",
        "\n===\n",
        "\n***\n",
        "\n```\n",
        "\n```text ",
        "\n~~~\n",
        "\n| ",
        " |\n|-|-|\n| ",
        " |\n| ",
        "\n\n[",
        "\n: ",
        "\n<b>",
        "<pre>\n",
        "<script>",
        "</script>",
        "<details>\n",
        "<br>",
        "<?",
        "<![CDATA[",
        "<!DOCTYPE ",
        "\n%",
        "\n...\n",
        "14:45 Resolved",
        "### 14:45 ",
        "## ",
        "null",
        "true",
        "1.10",
    ])
}

/// A text whose words are `kq0z`, `kq1z`, ...: none of them is found by chance.
fn typed() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((between(), between(), 0..3_usize), 1..7);
    (between(), pieces, between()).prop_map(|(before, pieces, after)| {
        let mut text = if before.trim().is_empty() { "" } else { before }.to_string();
        for (n, (one, other, more)) in pieces.iter().enumerate() {
            text += &format!("kq{n}z{one}");
            if *more == 0 {
                text += other;
            }
        }
        format!("{text}kq9z{after}")
    })
}

const FIELDS: [&str; 16] = [
    "title",
    "symptoms",
    "error_text",
    "workaround",
    "unaffected",
    "summary",
    "body",
    "last body",
    "reason",
    "corrected",
    "review",
    "translated title",
    "translated body",
    "translated summary",
    "platform",
    "quoted title",
];

/// Those that are Markdown; the others are YAML.
const MARKDOWN: [&str; 6] = [
    "summary",
    "body",
    "last body",
    "review",
    "translated body",
    "translated summary",
];

/// A project that is right, with `text` typed into one of its fields.
fn typed_into(field: &str, text: &str) -> crate::support::Project {
    // A line of YAML that goes on is indented; in Markdown every line is one.
    let yaml = text.replace('\n', "\n    ");
    let at = |name: &str, other: &str| {
        let typed = match MARKDOWN.contains(&name) {
            true => text,
            false => yaml.as_str(),
        };
        if name == field { typed } else { other }.to_string()
    };
    let title = match field {
        "quoted title" => format!("'{}'", yaml.replace('\'', "''")),
        _ => at("title", "Songs"),
    };
    let status = format!(
        "title: x\nurl: https://x.example/\nlanguages: [en, fr]\ntimezone: Europe/Paris\nplatforms:\n  - id: ios\n    name: {}\n  - {{id: web, name: Web}}\n",
        at("platform", "iOS")
    );
    let incident = format!(
        "---\ntitle: {title}\nbegan: 2026-11-18 14:02\naffected: {{ios: major outage}}\nunaffected:\n  - {}\nsymptoms:\n  - {}\nerror_text: {}\nworkaround: {}\n---\n\n{}\n\n\
         ## 14:20 Investigating\n\n```update\ncorrected: {}\n```\n\n{}\n\n## 14:30 Monitoring\n\n```update\nnext_update: none, {}\n```\n\n{}\n\n## 2026-11-19 10:00 Review\n\n{}\n",
        at("unaffected", "Downloads"),
        at("symptoms", "None play"),
        at("error_text", "Error"),
        at("workaround", "Wait"),
        at("summary", "Summary."),
        at("corrected", "Wrong."),
        at("body", "We look."),
        at("reason", "it holds"),
        at("last body", "It holds."),
        at("review", "What happened."),
    );
    let translation = format!(
        "---\ntitle: {}\n---\n\n{}\n\n## 14:20 Investigating\n\n{}\n",
        at("translated title", "Chansons"),
        at("translated summary", "Bref."),
        at("translated body", "On cherche."),
    );
    crate::support::Project::empty()
        .with("status.yml", status)
        .with("incidents/a.md", incident)
        .with("incidents/a.fr.md", translation)
}

/// The words of a page or feed: what stands in its tags is none, but for the words that
/// stand for a picture and where a link leads.
fn shown(html: &str) -> String {
    let main = html.find("<main").map_or(html, |at| &html[at..]);
    let mut out = String::new();
    let mut rest = main;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        for key in [" alt=\"", " href=\"", " src=\""] {
            if let Some(value) = rest[at..end].split_once(key) {
                out.push(' ');
                out.push_str(value.1);
            }
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Words of `text` that are not in any of `outputs`.
fn missing<'a>(text: &'a str, output: &str) -> Vec<&'a str> {
    let mut words: Vec<&str> = text
        .match_indices("kq")
        .map(|(at, _)| &text[at..at + 4])
        .collect();
    words.retain(|word| !output.contains(word));
    words
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever is typed into a field stands on the page and in the feeds, or a finding
    /// says where it is lost.
    #[test]
    fn no_word_is_lost_in_silence(field in prop::sample::select(FIELDS.to_vec()), text in typed()) {
        // A line of YAML that begins with `# ` is a comment of its own, and no words.
        let noted = text.split('\n').any(|line| {
            let line = line.trim_start();
            let words = line.trim_start_matches('#');
            words.len() < line.len() && words.starts_with(char::is_whitespace)
        });
        prop_assume!(MARKDOWN.contains(&field) || !noted);
        let project = typed_into(field, &text);
        let loaded = upfront::source::load(project.path());
        for found in &loaded.found {
            let (line, column) = found.place.file.position(found.place.span.start);
            prop_assert!(line >= 1 && column >= 1);
        }
        if loaded.found.is_empty() {
            let folder = if field.starts_with("translated") { "fr/" } else { "" };
            let wanted = ["incidents/a.html", "feed/incidents.json", "feed/updates.json"].map(|p| format!("{folder}{p}"));
            let outputs = crate::support::feeds::rendered(&project, |path| wanted.iter().any(|w| w == path));
            let page = shown(&outputs[&wanted[0]]);
            let lost = missing(&text, &page);
            prop_assert!(lost.is_empty(), "{field} {text:?}: {lost:?} not on the page: {page}");
            for feed in &wanted[1..] {
                // The summary is in neither entry of an update, a platform's name may be.
                if feed.contains("updates") && field.ends_with("summary") {
                    continue;
                }
                let entries: serde_json::Value = serde_json::from_str(&outputs[feed]).unwrap();
                let mut words = String::new();
                for item in entries["items"].as_array().unwrap() {
                    words += item["title"].as_str().unwrap();
                    words += &shown(item["content_html"].as_str().unwrap());
                }
                let lost = missing(&text, &words);
                prop_assert!(lost.is_empty(), "{field} {text:?}: {lost:?} not in {feed}: {words}");
            }
        }
    }
}
