//! The texts to start from: each in every language, with the same places, filled
//! by the same answers, and nothing in them that a first word must not say.

use std::collections::BTreeSet;

use crate::support::{self, Project};
use upfront::author::{Answers, Scenario, placeholders, scenarios};
use upfront::model::{Lang, Status};

const LANGUAGES: [&str; 6] = ["en", "fr", "de", "es", "ja", "ar"];
const NAMES: [&str; 9] = [
    "answers",
    "data",
    "degraded",
    "false-alarm",
    "maintenance",
    "outage",
    "resolved",
    "security",
    "third-party",
];

fn all(lang: &str) -> Vec<Scenario> {
    let (all, found) = scenarios(&[], &Lang::parse(lang).unwrap());
    assert!(found.is_empty(), "{found:#?}");
    all
}

fn keys(scenario: &Scenario) -> BTreeSet<(String, bool)> {
    placeholders(&scenario.text)
        .into_iter()
        .map(|p| (p.key, p.optional))
        .collect()
}

#[test]
fn every_scenario_is_in_every_language_with_the_same_places() {
    let english = all("en");
    let names: Vec<&str> = english.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, NAMES);
    for lang in LANGUAGES {
        for (one, other) in english.iter().zip(all(lang)) {
            assert_eq!(
                (&one.name, one.status, one.state),
                (&other.name, other.status, other.state),
                "{lang}"
            );
            assert_eq!(keys(one), keys(&other), "{lang}/{}", one.name);
            if lang != "en" {
                assert_ne!(one.text, other.text, "{lang}/{} is English", one.name);
                assert_ne!(one.label, other.label, "{lang}/{} is English", one.name);
            }
        }
    }
    // A region without texts of its own has those of its language; an unknown language has English.
    assert_eq!(all("pt-BR"), english);
    assert_eq!(all("fr-CA"), all("fr"));
}

/// C02 and C09: a text about something open promises the next word and has a place
/// for what still works. C11 and C12: it names no cause and no time of repair.
#[test]
fn first_words_promise_the_next_one_and_guess_nothing() {
    for lang in LANGUAGES {
        for scenario in all(lang) {
            let open = matches!(scenario.status, Status::Investigating | Status::Identified);
            let keys: Vec<String> = placeholders(&scenario.text)
                .into_iter()
                .map(|p| p.key)
                .collect();
            let has = |key: &str| keys.iter().any(|k| k == key);
            assert_eq!(open, has("next"), "{lang}/{}", scenario.name);
            if open {
                assert!(has("see"), "{lang}/{}", scenario.name);
                assert!(
                    has("works") || scenario.name == "security",
                    "{lang}/{}",
                    scenario.name
                );
            }
            let lower = scenario.text.to_lowercase();
            let guesses = [
                "because",
                "due to",
                "caused by",
                "soon",
                "shortly",
                "should be fixed",
                "parce que",
                "à cause",
                "bientôt",
                "wegen",
                "weil",
                "in kürze",
                "debido",
                "causa",
                "pronto",
                "ため",
                "まもなく",
                "بسبب",
                "قريبًا",
            ];
            for guess in guesses {
                assert!(!lower.contains(guess), "{lang}/{}: {guess}", scenario.name);
            }
            assert!(!scenario.text.contains("  "), "{lang}/{}", scenario.name);
        }
    }
}

/// Every text, with every place filled, is a file that `check` takes; with any one
/// needed place left, it is not.
#[test]
fn filled_they_are_right_and_with_one_place_left_they_are_wrong() {
    let languages = LANGUAGES.join(", ");
    let status = support::STATUS.replace("[en, fr]", &format!("[{languages}]"));
    for lang in LANGUAGES {
        for scenario in all(lang) {
            let places = placeholders(&scenario.text);
            let answers: Answers = places
                .iter()
                .map(|p| (p.key.clone(), format!("Words of {}.", p.key)))
                .collect();
            let file = |text: &str| {
                let status = scenario.status.key().replace('_', " ");
                match scenario.status {
                    Status::Scheduled => format!(
                        "---\nkind: maintenance\ntitle: x\nlang: {lang}\nfrom: 2026-12-01 10:00\nuntil: 11:00\naffected: [ios]\n---\n\n## 2026-11-18 10:00 {status}\n\n{text}\n"
                    ),
                    _ => format!(
                        "---\ntitle: x\nlang: {lang}\nbegan: 2026-11-18 10:00\n---\n\n## 10:05 {status}\n\n{text}\n"
                    ),
                }
            };
            let found = |text: &str| {
                let project = Project::new()
                    .with("status.yml", &status)
                    .with("incidents/a.md", file(text));
                upfront::source::load(project.path()).found
            };
            let right = found(&scenario.fill(&answers));
            assert!(right.is_empty(), "{lang}/{}: {right:#?}", scenario.name);
            for place in &places {
                let mut without = answers.clone();
                without.remove(&place.key);
                let codes: Vec<&str> = found(&scenario.fill(&without))
                    .iter()
                    .map(|d| d.code)
                    .collect();
                if place.optional {
                    assert!(codes.is_empty(), "{lang}/{}: {codes:?}", scenario.name);
                } else {
                    assert!(
                        !codes.is_empty() && codes.iter().all(|c| *c == "place-not-filled"),
                        "{lang}/{}: {codes:?}",
                        scenario.name
                    );
                }
            }
        }
    }
}

#[test]
fn an_unfilled_place_is_an_error_wherever_it_stands() {
    for (front, body) in [
        ("title: ⟦title⟧\n", ""),
        ("title: x\nsymptoms: [\"⟦see: what⟧\"]\n", ""),
        ("title: x\n", "Summary ⟦x⟧.\n\n"),
        ("title: x\n", "## 14:20 Investigating\n\nhalf ⟦ of one\n"),
        ("title: x\n", "## 14:20 Investigating\n\nhalf ⟧ of one\n"),
        ("title: x\n", "## 14:20 Investigating\n\n`⟦code⟧`\n"),
    ] {
        let text = format!("---\n{front}began: 2026-11-18 14:02\n---\n\n{body}");
        let project = Project::new().with("incidents/a.md", text);
        let loaded = upfront::source::load(project.path());
        let codes: Vec<&str> = loaded.found.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["place-not-filled"], "{front}{body}");
        assert!(loaded.model.is_none());
    }
    let project = Project::new()
        .with(
            "incidents/a.md",
            "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n",
        )
        .with("incidents/a.fr.md", "---\ntitle: ⟦titre⟧\n---\n");
    assert_eq!(
        upfront::source::load(project.path()).found[0].code,
        "place-not-filled"
    );
}
