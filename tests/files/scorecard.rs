//! Speed and transparency as numbers: worked by hand, then asked for.

use crate::support::{self, Project};
use jiff::SignedDuration;
use upfront::derive::{self, Scorecard, Year};
use upfront::model::Model;

/// Told at 10:07 of what began at 10:00. Silences of 33, 60 and 20 minutes while open,
/// and 5 hours between the end and its second begin, which do not count. Promises: by 10:40
/// (kept, in its last minute), by 11:00 (40 minutes late), none, by 17:00 (kept). The review
/// comes seven days and an hour after the last end.
const WORKED: &str = "---
title: Worked
began: 2025-03-03 10:00
---

## 10:07 Investigating

```update
next_update: 10:40
```

Words.

## 10:40 Identified

```update
next_update: 11:00
```

Words.

## 11:40 Resolved

Over.

## 16:40 Identified

```update
reopened: true
next_update: 17:00
```

It is back.

## 17:00 Resolved

Over.

## 2025-03-10 18:00 Review

Learned.
";

fn model(files: &[(&str, &str)]) -> Model {
    let mut project = Project::new();
    for (name, text) in files {
        project = project.with(&format!("incidents/{name}.md"), text);
    }
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found))
}

fn card(text: &str) -> Option<Scorecard> {
    derive::scorecard(&model(&[("a", text)]).incidents[0])
}

fn minutes(minutes: i64) -> Option<SignedDuration> {
    Some(SignedDuration::from_mins(minutes))
}

#[test]
fn an_incident_worked_by_hand() {
    assert_eq!(
        card(WORKED),
        Some(Scorecard {
            to_first_word: minutes(7),
            longest_silence: minutes(60),
            promises_kept: 2,
            promises_made: 3,
            to_review: minutes((7 * 24 + 1) * 60),
        })
    );
}

#[test]
fn what_is_not_there_is_not_counted_as_nothing() {
    let untold =
        card("---\ntitle: T\nbegan: 2025-03-03 10:00\nended: 2025-03-03 11:00\n---\n\nOne hour.\n");
    assert_eq!(
        untold,
        Some(Scorecard {
            to_first_word: None,
            longest_silence: None,
            promises_kept: 0,
            promises_made: 0,
            to_review: None,
        })
    );
    // One word and an open promise: the clock alone could tell more.
    let open = card("---\ntitle: T\nbegan: 2025-03-03 10:00\n---\n\n## 10:00 Investigating\n\n```update\nnext_update: 30m\n```\n\nWords.\n").unwrap();
    assert_eq!(
        (open.to_first_word, open.longest_silence),
        (minutes(0), None)
    );
    assert_eq!((open.promises_kept, open.promises_made), (0, 0));
}

#[test]
fn drills_maintenance_and_notices_have_no_numbers() {
    for head in [
        "drill: true\nbegan: 2025-03-03 10:00",
        "kind: notice\nbegan: 2025-03-03 10:00",
        "kind: maintenance\nfrom: 2025-03-03 10:00\nuntil: 2025-03-03 11:00",
    ] {
        let text = format!("---\ntitle: T\n{head}\n---\n\nWords.\n");
        assert_eq!(card(&text), None, "{head}");
        assert_eq!(derive::years(&model(&[("a", &text)])), Vec::new());
    }
}

fn told_after(began: &str, first: i64) -> String {
    format!(
        "---\ntitle: T\nbegan: {began}\n---\n\n## +{first}m Investigating\n\nWords.\n\n## +200m Resolved\n\nOver.\n"
    )
}

#[test]
fn a_year_is_a_year_of_the_sites_zone() {
    // 23:30 UTC on the last day of 2024 is 00:30 on the first of 2025 in Paris.
    let model = model(&[
        ("worked", WORKED),
        ("new-year", &told_after("2024-12-31T23:30:00Z", 12)),
        ("third", &told_after("2025-06-01 10:00", 30)),
        ("fourth", &told_after("2025-07-01 10:00", 100)),
        ("before", &told_after("2024-06-01 10:00", 5)),
    ]);
    assert_eq!(
        derive::years(&model),
        [
            Year {
                year: 2025,
                incidents: 4,
                // 7, 12, 30, 100: between 12 and 30.
                median_to_first_word: minutes(21),
                slowest_first_word: minutes(100),
                // 200 - 12
                longest_silence: minutes(188),
                promises_kept: 2,
                promises_made: 3,
                reviews: 1,
                median_to_review: minutes((7 * 24 + 1) * 60),
            },
            Year {
                year: 2024,
                incidents: 1,
                median_to_first_word: minutes(5),
                slowest_first_word: minutes(5),
                longest_silence: minutes(195),
                promises_kept: 0,
                promises_made: 0,
                reviews: 0,
                median_to_review: None,
            },
        ]
    );
}

#[test]
fn the_history_page_says_it_in_every_language() {
    let status = support::STATUS.replace("[en, fr]", "[en, fr, de, es, ja, ar]");
    let project = Project::new()
        .with("status.yml", status)
        .with("incidents/a.md", WORKED);
    project
        .run(&["build", "--quiet", "--now", "2026-01-01T00:00:00Z"])
        .ok();
    let page = project.site("history.html");
    let (_, section) = page.split_once("id=\"scorecard\"").unwrap();
    for words in [
        "<h3 id=\"scorecard-2025\">2025</h3>",
        "<th scope=\"row\">First word after, median</th><td>7 minutes</td>",
        "<th scope=\"row\">Longest silence while open</th><td>1 hour</td>",
        "<td>2 of 3 came on time</td>",
        "<th scope=\"row\">Review after, median</th><td>7 days 1 h</td>",
    ] {
        assert!(section.contains(words), "{words} in {section}");
    }
    for (lang, words) in [
        ("fr", "Rapidité et transparence"),
        ("de", "Tempo und Offenheit"),
        ("es", "Rapidez y transparencia"),
        ("ja", "速さと透明性"),
        ("ar", "السرعة والشفافية"),
    ] {
        assert!(
            project
                .site(&format!("{lang}/history.html"))
                .contains(words),
            "{lang}"
        );
    }
    let silent = Project::new();
    silent
        .run(&["build", "--quiet", "--now", "2026-01-01T00:00:00Z"])
        .ok();
    assert!(!silent.site("history.html").contains("scorecard"));
}

#[test]
fn the_api_gives_whole_minutes_and_days() {
    let project = Project::new().with("incidents/a.md", WORKED);
    project
        .run(&["build", "--quiet", "--now", "2026-01-01T00:00:00Z"])
        .ok();
    let json =
        |path: &str| -> serde_json::Value { serde_json::from_str(&project.site(path)).unwrap() };
    assert_eq!(
        json("api/incidents/a.json")["incident"]["scorecard"],
        serde_json::json!({
            "minutes_to_first_word": 7, "longest_silence_minutes": 60,
            "promises_kept": 2, "promises_made": 3, "days_to_review": 7
        })
    );
    assert_eq!(
        json("api/incidents.json")["years"][0]["scorecard"],
        json("api/years/2025.json")["scorecard"]
    );
    assert_eq!(
        json("api/years/2025.json")["scorecard"]["median_minutes_to_first_word"],
        7
    );
    let metrics = project.site("metrics");
    assert!(
        metrics.contains("\nupfront_year_silence_max_seconds{year=\"2025\"} 3600\n"),
        "{metrics}"
    );
    assert!(
        metrics.contains("\nupfront_year_promises_made{year=\"2025\"} 3\n"),
        "{metrics}"
    );
}
