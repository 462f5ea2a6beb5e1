//! Our own documents, metrics, and what holds for all of it.

use std::fs;

use super::checks::*;
use crate::support::{self, Project, demo};

const KINDS: [(&str, &str); 4] = [
    ("an-incident", "title: A\nbegan: 2026-01-02 10:00\n"),
    (
        "a-drill",
        "title: A\ndrill: true\nbegan: 2026-01-02 10:00\n",
    ),
    (
        "a-notice",
        "kind: notice\ntitle: A\nbegan: 2026-01-02 10:00\n",
    ),
    (
        "a-maintenance",
        "kind: maintenance\ntitle: A\nfrom: 2026-01-02 10:00\nuntil: 2026-01-02 11:00\n",
    ),
];

#[test]
fn drills_are_nowhere_and_notices_in_our_own_api_only() {
    let mut project = Project::new();
    for (name, head) in KINDS {
        project = project.with(
            &format!("incidents/{name}.md"),
            format!("---\n{head}---\n\nWords.\n"),
        );
    }
    let api = Api::of(&load(&project), at("2026-01-02T09:30:00Z"));
    check_all(&api);
    let own: Vec<&str> = api
        .0
        .keys()
        .filter_map(|p| p.strip_prefix("api/incidents/")?.strip_suffix(".json"))
        .collect();
    assert_eq!(own, ["a-maintenance", "a-notice", "an-incident"]);
    let names = |name: &str, key: &str| ids(&api.v2(name), key).len();
    assert_eq!(names("incidents", "incidents"), 1);
    assert_eq!(
        names("scheduled-maintenances/active", "scheduled_maintenances"),
        1
    );
    for (path, bytes) in &api.0 {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("a-drill"), "{path} holds the drill");
        assert!(
            !path.starts_with("api/v2/") || !text.contains("a-notice"),
            "{path}"
        );
    }
}

#[test]
fn nothing_of_an_incident_is_lost() {
    let api = demo_api(AFTER);
    let incident = api.json("api/incidents/music-does-not-play.json")["incident"].clone();
    let source =
        fs::read_to_string(support::repository().join("incidents/music-does-not-play.md")).unwrap();
    let french =
        fs::read_to_string(support::repository().join("incidents/music-does-not-play.fr.md"))
            .unwrap();
    assert_eq!(incident["kind"], "incident");
    assert_eq!(incident["began"], "2026-11-18T14:02:00+01:00");
    assert!(source.contains(incident["title"]["en"].as_str().unwrap()));
    assert!(french.contains(incident["title"]["fr"].as_str().unwrap()));
    assert!(source.contains(incident["advice"]["error_text"].as_str().unwrap()));
    assert!(source.contains(incident["advice"]["workaround"]["en"].as_str().unwrap()));
    assert_eq!(
        incident["advice"]["symptoms"][0]["en"]
            .as_str()
            .map(|s| source.contains(s)),
        Some(true)
    );
    let updates = list(&incident, "updates");
    assert_eq!(
        updates.len(),
        source.lines().filter(|l| l.starts_with("## ")).count()
    );
    for update in updates {
        for line in update["body"]["en"].as_str().unwrap().lines() {
            assert!(source.contains(line), "{line}");
        }
        assert_eq!(update["at"], update["created"]);
    }
    let promise = &updates[0]["promise"];
    assert_eq!(
        (&promise["by"], &promise["outcome"]),
        (&"2026-11-18T14:50:00+01:00".into(), &"kept".into())
    );
    assert_eq!(promise["answered"], updates[1]["at"]);
    let web = &updates[1]["changes"][0];
    assert_eq!(
        (&web["platform"], &web["from"], &web["to"]),
        (
            &"web".into(),
            &"major_outage".into(),
            &"partial_outage".into()
        )
    );
    assert_eq!(
        incident["urls"]["fr"],
        "https://status.sonora.example/fr/incidents/music-does-not-play.html"
    );
    assert_eq!(
        incident["json"],
        "https://status.sonora.example/api/incidents/music-does-not-play.json"
    );
}

#[test]
fn a_correction_and_a_late_promise_are_told() {
    let text = "---\ntitle: T\nbegan: 2026-01-02 10:00\nregions: [de]\nunaffected: [web, Cars]\naliases: [old-name]\n---\n\n## 10:05 Investigating\n\n```update\nnext_update: 10:20\ncorrected: The first version named another cause.\n```\n\nWords.\n\n## 10:45 Identified\n\n```update\nregions: all\nnext_update: none, we are asleep\n```\n\nMore.\n";
    let told = |text: &str| {
        let project = Project::new().with("incidents/a.md", text);
        let loaded = upfront::source::load(project.path());
        let Some(model) = loaded.model else {
            panic!("{:#?}", loaded.found)
        };
        let api = Api::of(&model, at(AFTER));
        check_all(&api);
        api
    };
    let api = told(text);
    let incident = &api.json("api/incidents/a.json")["incident"];
    let first = &incident["updates"][0];
    assert_eq!(
        first["corrected"]["en"],
        "The first version named another cause."
    );
    // The file does not say when it was corrected, so nobody claims to know.
    assert!(first["modified"].is_null() && !incident["updates"][1]["modified"].is_null());
    let dated = text.replace("corrected: ", "corrected_at: 11:30\ncorrected: ");
    let later = told(&dated);
    let later = &later.json("api/incidents/a.json")["incident"];
    for modified in [&later["modified"], &later["updates"][0]["modified"]] {
        assert!(
            modified
                .as_str()
                .unwrap()
                .starts_with("2026-01-02T11:30:00"),
            "{modified}"
        );
    }
    assert_eq!(first["promise"]["outcome"], "late");
    assert_eq!(first["promise"]["late_minutes"], 25);
    assert_eq!(first["scope"]["regions"][0], "de");
    assert!(incident["updates"][1]["scope"]["regions"].is_null());
    assert_eq!(incident["updates"][1]["regions_changed"], true);
    assert_eq!(first["scope"]["unaffected"][0]["platform"], "web");
    assert_eq!(first["scope"]["unaffected"][1]["words"]["en"], "Cars");
    assert!(incident["ended"].is_null());
    assert_eq!(
        incident["aliases"][0]
            .as_str()
            .map(|a| a.ends_with("incidents/old-name.html")),
        Some(true)
    );
}

#[test]
fn any_words_are_carried_whole() {
    let title = format!("]]> & </script> \u{1f3b5} مرحبا {}", "ü".repeat(280));
    let body = "]]> & <b>x</b> \"quoted\" back\\slash \u{1f3b5}\n\nمرحبا\u{2028}";
    let project = Project::new().with(
        "incidents/a.md",
        format!("---\ntitle: '{title}'\nbegan: 2026-01-02 10:00\nid: words-{}\n---\n\n## 10:05 Investigating\n\n{body}\n", "x".repeat(100)),
    );
    let api = Api::of(&load(&project), at(AFTER));
    check_all(&api);
    let incident = &api.v2("incidents")["incidents"][0];
    assert_eq!(incident["name"], title);
    assert_eq!(
        incident["incident_updates"][0]["body"]
            .as_str()
            .unwrap()
            .trim(),
        body.trim()
    );
    assert_eq!(
        api.json("api/incidents/a.json")["incident"]["title"]["en"],
        title
    );
}

#[test]
fn a_site_without_a_word_has_an_api() {
    let api = Api::of(&load(&Project::new()), at(AFTER));
    check_all(&api);
    assert_eq!(
        api.v2("status")["status"]["description"],
        "All Systems Operational"
    );
    assert_eq!(
        api.v2("status")["page"]["updated_at"],
        "1970-01-01T01:00:00.000+01:00"
    );
    assert!(api.json("api/incidents.json")["updated"].is_null());
}

#[test]
fn metrics_count_what_is_open() {
    let samples = exposition(demo_api(DURING).text("metrics"));
    assert_eq!(
        samples["upfront_platform_state{platform=\"web\",state=\"partial_outage\"}"],
        1
    );
    assert_eq!(
        samples["upfront_platform_state{platform=\"web\",state=\"operational\"}"],
        0
    );
    assert_eq!(samples["upfront_open_incidents{impact=\"critical\"}"], 1);
    let first = "upfront_open_incident_first_word_seconds{incident=\"music-does-not-play\"}";
    assert_eq!(samples[first], 18 * 60);
    let began = "upfront_open_incident_began_timestamp_seconds{incident=\"music-does-not-play\"}";
    assert_eq!(samples[began], at("2026-11-18T14:02:00+01:00").as_second());
    let model = load(&demo()).as_of(at(DURING));
    // The word promised for 15:40 has not come at 15:41.
    let overdue = |time: &str| exposition(Api::of(&model, at(time)).text("metrics"))["upfront_overdue_promises"];
    assert_eq!(overdue("2026-11-18T15:40:59+01:00"), 0);
    assert_eq!(overdue("2026-11-18T15:46:00+01:00"), 1);
}

#[test]
fn hosts_are_told_types_and_that_other_sites_may_read() {
    let project = Project::new();
    project.run(&["build", "--quiet", "--now", AFTER]).ok();
    let headers = project.site("_headers");
    let block = |path: &str| {
        let mut blocks = headers.split("\n\n");
        blocks
            .find(|b| b.starts_with(path))
            .unwrap_or_else(|| panic!("no {path}"))
            .to_string()
    };
    let api = block("/api/*");
    assert!(
        api.contains("Content-Type: application/json; charset=utf-8"),
        "{api}"
    );
    assert!(api.contains("Access-Control-Allow-Origin: *"), "{api}");
    assert!(block("/metrics").contains("Content-Type: text/plain; version=0.0.4"));
}

#[test]
fn every_address_is_documented() {
    let words = fs::read_to_string(support::repository().join("docs/api.md")).unwrap();
    for path in demo_api(AFTER).0.keys() {
        let path = match path.split_once("api/incidents/") {
            Some(("", _)) => "api/incidents/NAME.json",
            _ => path,
        };
        assert!(
            words.contains(&format!("`{path}`")),
            "docs/api.md lacks {path}"
        );
    }
}
