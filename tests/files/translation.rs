//! What a translation says, text by text, and where it says nothing.

use crate::support::Project;
use upfront::model::{Incident, Lang, Text, Unaffected};

const SOURCE: &str = "\
---
title: x
began: 2024-11-20 14:02
affected: {ios: major outage}
unaffected: [web, bank transfers, cash]
workaround: Use the web.
---

## 14:20 Investigating

First.

## 14:20 Investigating

Second.

## 15:00 Update

```update
workaround: Wait.
```
";

const FRENCH: &str = "\
---
title: y
unaffected: [virements, espèces]
workaround: Prenez le web.
---

## 14:20 Investigating

Premier.

## 14:20 Investigating

Deuxième.
";

fn french(text: &Text) -> String {
    text.get(&Lang::parse("fr").unwrap()).0.clone()
}

fn translated() -> std::sync::Arc<Incident> {
    let project = Project::new()
        .with("incidents/a.md", SOURCE)
        .with("incidents/a.fr.md", FRENCH);
    let loaded = upfront::source::load(project.path());
    let model = loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found));
    model.incidents.into_iter().next().unwrap()
}

#[test]
fn texts_are_translated_wherever_they_are_carried() {
    let incident = translated();
    for scope in incident.scopes() {
        let words: Vec<String> = scope
            .unaffected
            .iter()
            .filter_map(|one| match one {
                Unaffected::Words(text) => Some(french(text)),
                Unaffected::Platform(_) => None,
            })
            .collect();
        assert_eq!(words, ["virements", "espèces"]);
    }
    let ways = incident.updates.iter().map(|u| &u.advice.workaround);
    let ways: Vec<String> = ways.map(|text| french(text.as_ref().unwrap())).collect();
    assert_eq!(ways, ["Prenez le web.", "Prenez le web.", "Wait."]);
}

#[test]
fn headings_of_the_same_words_are_taken_in_order() {
    let fr = Lang::parse("fr").unwrap();
    let incident = translated();
    let bodies: Vec<&str> = incident
        .updates
        .iter()
        .map(|u| u.body.get(&fr).0.0.as_str())
        .collect();
    assert_eq!(bodies, ["Premier.", "Deuxième.", ""]);
}

#[test]
fn folders_keep_translations_apart() {
    let text = |title: &str| format!("---\ntitle: {title}\nbegan: 2024-11-20 14:02\n---\n");
    let project = Project::new()
        .with("incidents/one/a.md", text("a"))
        .with("incidents/one/a.fr.md", "---\ntitle: fr a\n---\n")
        .with("incidents/two/b.md", text("b"))
        .with("incidents/two/b.fr.md", "---\ntitle: fr b\n---\n");
    let model = upfront::source::load(project.path()).model.unwrap();
    let titles: Vec<String> = model.incidents.iter().map(|i| french(&i.title)).collect();
    assert_eq!(titles, ["fr a", "fr b"]);
}

#[test]
fn an_update_that_cannot_be_read_is_named_once() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            SOURCE.replace("15:00 Update", "25:00 Update"),
        )
        .with(
            "incidents/a.fr.md",
            format!("{FRENCH}\n## 25:00 Update\n\nTroisième.\n"),
        );
    let codes: Vec<_> = upfront::source::load(project.path())
        .found
        .iter()
        .map(|d| (d.code, d.place.file.path.clone()))
        .collect();
    assert_eq!(codes, [("time-impossible", "incidents/a.md".to_string())]);
}

/// Of a source with this timeline and a translation with these headings: the codes found, and
/// what the translation says of each update.
fn repeated(timeline: &str, headings: &[&str]) -> (Vec<&'static str>, Vec<String>) {
    let front = "---\ntitle: x\nbegan: 2024-11-20 9:00\n---\n\n";
    let translation: String = headings
        .iter()
        .enumerate()
        .map(|(n, heading)| format!("{heading}\n\nMot {n}.\n\n"))
        .collect();
    let project = Project::new()
        .with("incidents/a.md", format!("{front}{timeline}"))
        .with(
            "incidents/a.fr.md",
            format!("---\ntitle: y\n---\n\n{translation}"),
        );
    let loaded = upfront::source::load(project.path());
    let codes = loaded.found.iter().map(|d| d.code).collect();
    let updates = loaded.model.map(|model| model.incidents[0].updates.clone());
    let updates = updates.unwrap_or_default();
    let fr = Lang::parse("fr").unwrap();
    let bodies = updates.iter().map(|u| u.body.get(&fr).0.0.clone());
    (codes, bodies.collect())
}

#[test]
fn a_heading_repeats_what_the_source_says_in_any_form() {
    for (source, translation) in [
        ("## 9:05 Investigating", "## 09:05 Investigating"),
        ("## 09:05 Investigating", "## 9:05 – investigating"),
        ("## 9:05 Investigating", "## Investigating: 9:05"),
        ("## 9:05 Investigating", "## 9:05   **Investigating** ##"),
        ("## 9:05 False alarm", "## 09:05:00 false-alarm"),
        ("## 2024-11-20 9:05 Investigating", "## 09:05 Investigating"),
        ("## +5m Investigating", "## 9:05 Investigating"),
        (
            "## 9:05 Investigating",
            "## 2024-11-20T08:05:00Z Investigating",
        ),
        ("## 9:05 Investigating", "9:05 Investigating\n---"),
    ] {
        let (codes, said) = repeated(&format!("{source}\n\nWords.\n"), &[translation]);
        assert!(codes.is_empty(), "{source} {translation}: {codes:?}");
        assert_eq!(said, ["Mot 0."], "{source} {translation}");
    }
    for translation in [
        "## 9:06 Investigating",
        "## 9:05 Identified",
        "## 21:05 Investigating",
        "## 2024-11-21 9:05 Investigating",
        "## 2024-11-20T09:05:00Z Investigating",
    ] {
        let (codes, _) = repeated("## 9:05 Investigating\n\nWords.\n", &[translation]);
        assert_eq!(codes, ["translation-unknown-update"], "{translation}");
    }
    // Word for word goes first.
    let two = "## 9:05 Update\n\nOne.\n\n## 09:05 Update\n\nTwo.\n";
    let (codes, said) = repeated(two, &["## 09:05 Update"]);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(said, ["One.", "Mot 0."]);
    let (codes, said) = repeated(two, &["## 9:05 Update", "## Update 9:05"]);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(said, ["Mot 0.", "Mot 1."]);
}
