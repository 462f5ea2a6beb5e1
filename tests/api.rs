//! The public API: the Statuspage v2 documents, our own, and the numbers.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jsonschema::Validator;
use serde_json::Value;
use support::{Project, demo};
use upfront::model::Model;
use upfront::render::Engine;
use upfront::site::{Context, plan, render_all};
use upfront::time::Moment;

mod histories;

const DURING: &str = "2026-11-18T15:20:00+01:00";
const AFTER: &str = "2026-11-24T11:00:00+01:00";

/// The eight documents and the list that each must hold.
const DOCUMENTS: [(&str, &[&str]); 8] = [
    (
        "summary",
        &[
            "components",
            "incidents",
            "scheduled_maintenances",
            "status",
        ],
    ),
    ("status", &["status"]),
    ("components", &["components"]),
    ("incidents", &["incidents"]),
    ("incidents/unresolved", &["incidents"]),
    ("scheduled-maintenances", &["scheduled_maintenances"]),
    (
        "scheduled-maintenances/upcoming",
        &["scheduled_maintenances"],
    ),
    ("scheduled-maintenances/active", &["scheduled_maintenances"]),
];

/// The files of the API by path.
struct Api(BTreeMap<String, Vec<u8>>);

impl Api {
    fn of(model: &Model, now: Moment) -> Self {
        let engine = Engine::new(&model.site.languages, &[]).unwrap();
        let context = Context {
            model,
            now,
            engine: &engine,
        };
        let mut outputs = plan(context, &[]).unwrap();
        outputs.retain(|o| o.path.starts_with("api/") || o.path == "metrics");
        let files = render_all(&outputs).unwrap();
        Self(files.into_iter().map(|f| (f.path, f.bytes)).collect())
    }

    fn text(&self, path: &str) -> &str {
        let bytes = self.0.get(path).unwrap_or_else(|| panic!("no {path}"));
        std::str::from_utf8(bytes).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.text(path)).unwrap()
    }

    fn v2(&self, name: &str) -> Value {
        self.json(&format!("api/v2/{name}.json"))
    }
}

fn load(project: &Project) -> Model {
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found))
}

fn at(time: &str) -> Moment {
    time.parse().unwrap()
}

/// The demo as readers saw it, or see it now.
fn demo_api(time: &str) -> Api {
    let model = load(&demo());
    let model = if time == DURING {
        model.as_of(at(time))
    } else {
        model
    };
    Api::of(&model, at(time))
}

fn list<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document[key].as_array().unwrap()
}

fn values<'a>(list: &'a [Value], key: &str) -> Vec<&'a str> {
    list.iter()
        .map(|each| each[key].as_str().unwrap())
        .collect()
}

fn statuspage_shape() -> Validator {
    let path = support::repository().join("tests/fixtures/statuspage-v2.schema.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn own_shape(api: &Api) -> Validator {
    jsonschema::validator_for(&api.json("api/incidents.schema.json")).unwrap()
}

fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

/// What holds for the API of any project at any time.
fn check_all(api: &Api) {
    let shape = statuspage_shape();
    for (name, lists) in DOCUMENTS {
        let document = api.v2(name);
        let found = faults(&shape, &document);
        assert!(found.is_empty(), "{name}: {found:#?}");
        let keys: BTreeSet<&str> = document
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let expected = lists.iter().copied().chain(["page"]).collect();
        assert_eq!(keys, expected, "{name}");
        check_order(name, &document);
    }
    check_sets(api);
    let own = own_shape(api);
    for path in api.0.keys().filter(|p| {
        (p.starts_with("api/incidents") || p.starts_with("api/years"))
            && !p.ends_with("schema.json")
    }) {
        let found = faults(&own, &api.json(path));
        assert!(found.is_empty(), "{path}: {found:#?}");
    }
    check_same_bytes(api);
    exposition(api.text("metrics"));
}

/// Updates newest first, and every entry told by its own updates.
fn check_order(name: &str, document: &Value) {
    let of = |key| document[key].as_array().cloned().unwrap_or_default();
    for event in of("incidents").iter().chain(&of("scheduled_maintenances")) {
        let updates = list(event, "incident_updates");
        let times: Vec<Moment> = values(updates, "display_at").into_iter().map(at).collect();
        assert!(
            times.is_sorted_by(|a, b| a >= b),
            "{name}: {:?}",
            event["id"]
        );
        assert_eq!(times.last().copied(), event["created_at"].as_str().map(at));
        assert_eq!(times.first().copied(), event["updated_at"].as_str().map(at));
        for update in updates {
            assert_eq!(update["incident_id"], event["id"]);
        }
        let over = ["resolved", "postmortem", "completed"];
        let is_over = over.contains(&event["status"].as_str().unwrap());
        assert_eq!(is_over, !event["resolved_at"].is_null(), "{event}");
    }
    if name == "incidents" {
        let told: Vec<Moment> = values(list(document, "incidents"), "created_at")
            .into_iter()
            .map(at)
            .collect();
        assert!(told.is_sorted_by(|a, b| a >= b), "{told:?}");
    }
}

fn ids(document: &Value, key: &str) -> BTreeSet<String> {
    values(list(document, key), "id")
        .into_iter()
        .map(str::to_string)
        .collect()
}

/// What one document says, no other denies.
fn check_sets(api: &Api) {
    let summary = api.v2("summary");
    let unresolved = api.v2("incidents/unresolved");
    assert_eq!(summary["incidents"], unresolved["incidents"]);
    assert_eq!(summary["status"], api.v2("status")["status"]);
    assert_eq!(summary["components"], api.v2("components")["components"]);
    let all = ids(&api.v2("incidents"), "incidents");
    assert!(ids(&unresolved, "incidents").is_subset(&all));
    let key = "scheduled_maintenances";
    let (upcoming, active) = (
        ids(&api.v2("scheduled-maintenances/upcoming"), key),
        ids(&api.v2("scheduled-maintenances/active"), key),
    );
    let maintenances = ids(&api.v2("scheduled-maintenances"), key);
    assert!(upcoming.is_disjoint(&active));
    assert!(upcoming.is_subset(&maintenances) && active.is_subset(&maintenances));
    assert_eq!(ids(&summary, key), &upcoming | &active);
    assert!(all.is_disjoint(&maintenances));
    let known = ids(&summary, "components");
    for component in list(&summary, "components") {
        for child in component["components"].as_array().into_iter().flatten() {
            assert!(known.contains(child.as_str().unwrap()));
        }
    }
}

/// An incident has the same bytes in every document of ours that it is in.
fn check_same_bytes(api: &Api) {
    let collection = api.text("api/incidents.json");
    let mut entries = 0;
    for (path, bytes) in &api.0 {
        if !path.starts_with("api/incidents/") {
            continue;
        }
        entries += 1;
        let text = std::str::from_utf8(bytes).unwrap();
        let (_, object) = text.split_once("\"incident\":").unwrap();
        let object = object.trim_end().strip_suffix('}').unwrap();
        let began: Value = serde_json::from_str(object).unwrap();
        let year = &began["began"].as_str().unwrap()[..4];
        assert!(
            api.text(&format!("api/years/{year}.json")).contains(object),
            "{path} in its year"
        );
        assert!(entries > 100 || collection.contains(object), "{path}");
    }
    assert_eq!(api.json("api/incidents.json")["entries"], entries);
}

/// Reads the exposition format: name and labels as written, to the value.
fn exposition(text: &str) -> BTreeMap<String, i64> {
    let mut declared = BTreeSet::new();
    let mut samples = BTreeMap::new();
    let mut current = String::new();
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, words) = help.split_once(' ').unwrap();
            assert!(
                !words.is_empty() && declared.insert(name.to_string()),
                "{name}"
            );
            current = name.to_string();
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            assert_eq!(kind, format!("{current} gauge"));
        } else {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let name = sample.split('{').next().unwrap();
            assert_eq!(name, current, "samples of a name stand together");
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            let value = value.parse().unwrap();
            assert!(
                samples.insert(sample.to_string(), value).is_none(),
                "{sample} twice"
            );
        }
    }
    samples
}

#[test]
fn the_demo_has_the_shape_of_the_original() {
    check_all(&demo_api(DURING));
    check_all(&demo_api(AFTER));
}

#[test]
fn fields_stand_in_the_order_of_the_original() {
    let api = demo_api(AFTER);
    let text = api.text("api/v2/incidents.json");
    let after = |key: &str, from: usize| {
        let key = format!("\"{key}\":");
        from + text[from..]
            .find(&key)
            .unwrap_or_else(|| panic!("no {key} behind {from}"))
    };
    let mut from = text.find("\"incidents\":").unwrap();
    for key in [
        "id",
        "name",
        "status",
        "created_at",
        "updated_at",
        "monitoring_at",
        "resolved_at",
        "impact",
        "shortlink",
        "started_at",
        "page_id",
        "incident_updates",
        "id",
        "status",
        "body",
        "incident_id",
        "created_at",
        "updated_at",
        "display_at",
        "affected_components",
        "deliver_notifications",
        "custom_tweet",
        "tweet_id",
    ] {
        from = after(key, from) + 1;
    }
}

#[test]
fn readers_of_the_original_see_the_outage() {
    let api = demo_api(DURING);
    let summary = api.v2("summary");
    assert_eq!(summary["status"]["indicator"], "critical");
    assert_eq!(summary["status"]["description"], "Major Service Outage");
    assert_eq!(summary["page"]["url"], "https://status.sonora.example");
    assert_eq!(summary["page"]["time_zone"], "Europe/Paris");
    // The newest word, and not the time of the build.
    assert_eq!(
        summary["page"]["updated_at"],
        "2026-11-18T15:15:00.000+01:00"
    );
    let incident = &summary["incidents"][0];
    assert_eq!(incident["status"], "identified");
    assert_eq!(incident["impact"], "critical");
    assert_eq!(incident["started_at"], "2026-11-18T14:02:00.000+01:00");
    assert_eq!(incident["created_at"], "2026-11-18T14:20:00.000+01:00");
    assert_eq!(
        incident["shortlink"],
        "https://status.sonora.example/incidents/music-does-not-play.html"
    );
    let first = list(incident, "incident_updates").last().unwrap();
    let ios = &first["affected_components"][0];
    assert_eq!(ios["name"], "iOS app");
    assert_eq!(ios["old_status"], "operational");
    assert_eq!(ios["new_status"], "major_outage");
    let components = list(&summary, "components");
    let apps = &components[0];
    assert_eq!(
        (&apps["name"], &apps["group"]),
        (&"Apps".into(), &true.into())
    );
    assert_eq!(apps["status"], "major_outage");
    let children: Vec<&Value> = components
        .iter()
        .filter(|c| c["group_id"] == apps["id"])
        .collect();
    let child_ids: Vec<&str> = children.iter().map(|c| c["id"].as_str().unwrap()).collect();
    let named: Vec<&str> = list(apps, "components")
        .iter()
        .map(|c| c.as_str().unwrap())
        .collect();
    assert_eq!(child_ids, named);
    let web = children.iter().find(|c| c["name"] == "Web player").unwrap();
    assert_eq!(web["start_date"], "2023-01-01");
    assert_eq!(web["created_at"], "2023-01-01T00:00:00.000+01:00");
}

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
fn imported_ids_are_kept() {
    let project = Project::new().with(
        "incidents/old.md",
        "---\nid: w554d74dv18j\ntitle: Old\nbegan: 2023-10-06 03:12\n---\n\n## 03:12 Investigating\n\n```update\nid: 2z6j1h4xd0qr\n```\n\nWords.\n\n## 04:59 Resolved\n\nOver.\n",
    );
    let api = Api::of(&load(&project), at(AFTER));
    let incident = &api.v2("incidents")["incidents"][0];
    assert_eq!(incident["id"], "w554d74dv18j");
    assert_eq!(incident["incident_updates"][1]["id"], "2z6j1h4xd0qr");
    assert_eq!(incident["resolved_at"], "2023-10-06T04:59:00.000+02:00");
}

#[test]
fn a_renamed_file_with_its_id_keeps_every_id() {
    let text = |id: &str| {
        format!(
            "---\n{id}title: T\nbegan: 2026-01-02 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n"
        )
    };
    let events = |name: &str, id: &str| {
        let project = Project::new().with(&format!("incidents/{name}.md"), text(id));
        let api = Api::of(&load(&project), at(AFTER));
        let incident = api.v2("incidents")["incidents"][0].clone();
        (
            incident["id"].clone(),
            incident["incident_updates"][0]["id"].clone(),
        )
    };
    assert_eq!(events("before", ""), events("after", "id: before\n"));
    assert_ne!(events("before", ""), events("after", ""));
}

#[test]
fn a_review_is_a_postmortem_and_a_cancelled_window_is_completed() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            "---\ntitle: T\nbegan: 2026-01-02 10:00\naffected: {ios: major outage}\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 11:00 Resolved\n\nOver.\n\n## 2026-01-05 09:00 Review\n\nWhat we learned.\n",
        )
        .with(
            "incidents/b.md",
            "---\nkind: maintenance\ntitle: T\nfrom: 2026-02-02 10:00\nuntil: 2026-02-02 11:00\naffected: [web]\n---\n\n## 2026-01-20 10:00 Scheduled\n\nWords.\n\n## 2026-01-25 10:00 Cancelled\n\nNot now.\n",
        );
    let api = Api::of(&load(&project), at("2026-02-01T00:00:00Z"));
    check_all(&api);
    let incident = &api.v2("incidents")["incidents"][0];
    assert_eq!(incident["status"], "postmortem");
    assert_eq!(incident["resolved_at"], "2026-01-02T11:00:00.000+01:00");
    assert_eq!(incident["postmortem_body"], "What we learned.");
    assert_eq!(
        incident["postmortem_published_at"],
        "2026-01-05T09:00:00.000+01:00"
    );
    assert_eq!(incident["incident_updates"][0]["status"], "postmortem");
    assert!(incident["incident_updates"][0]["affected_components"].is_null());
    let maintenance = &api.v2("scheduled-maintenances")["scheduled_maintenances"][0];
    assert_eq!(maintenance["status"], "completed");
    assert_eq!(maintenance["impact"], "maintenance");
    assert_eq!(
        maintenance["scheduled_for"],
        "2026-02-02T10:00:00.000+01:00"
    );
    assert_eq!(maintenance["scheduled_auto_completed"], true);
    assert_eq!(
        list(
            &api.v2("scheduled-maintenances/upcoming"),
            "scheduled_maintenances"
        )
        .len(),
        0
    );
}

#[test]
fn a_window_opens_and_closes_by_the_clock() {
    let project = Project::new().with(
        "incidents/m.md",
        "---\nkind: maintenance\ntitle: T\nfrom: 2026-02-02 10:00\nuntil: 2026-02-02 11:00\naffected: [web]\n---\n\nWe move.\n",
    );
    let model = load(&project);
    let seen = |time: &str| {
        let api = Api::of(&model, at(time));
        let count = |name: &str| list(&api.v2(name), "scheduled_maintenances").len();
        let status = api.v2("status")["status"].clone();
        (
            count("scheduled-maintenances/upcoming"),
            count("scheduled-maintenances/active"),
            status["indicator"].as_str().unwrap().to_string(),
        )
    };
    assert_eq!(seen("2026-02-02T09:59:59+01:00"), (1, 0, "none".into()));
    assert_eq!(
        seen("2026-02-02T10:00:00+01:00"),
        (0, 1, "maintenance".into())
    );
    assert_eq!(seen("2026-02-02T11:00:00+01:00"), (0, 0, "none".into()));
    let update = &Api::of(&model, at(AFTER)).v2("scheduled-maintenances")["scheduled_maintenances"]
        [0]["incident_updates"][0];
    assert_eq!(
        (&update["status"], &update["body"]),
        (&"scheduled".into(), &"We move.".into())
    );
    // Announced ahead: two weeks, as decided for files that do not say when.
    assert_eq!(update["display_at"], "2026-01-19T10:00:00.000+01:00");
    assert_eq!(
        update["affected_components"][0]["new_status"],
        "operational"
    );
}

#[test]
fn fifty_are_listed_and_an_open_one_never_falls_out() {
    let mut project = Project::new().with(
        "incidents/open.md",
        "---\ntitle: Still open\nbegan: 2020-01-01 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n",
    );
    for n in 0..130 {
        let day: jiff::civil::Date = jiff::civil::date(2021, 1, 1) + jiff::Span::new().days(n);
        project = project.with(
            &format!("incidents/n{n}.md"),
            format!("---\ntitle: N{n}\nbegan: {day} 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 11:00 Resolved\n\nOver.\n"),
        );
    }
    let api = Api::of(&load(&project), at(AFTER));
    let incidents = api.v2("incidents");
    let names = values(list(&incidents, "incidents"), "name");
    assert_eq!(names.len(), 51);
    assert_eq!(
        (names[0], names[49], names[50]),
        ("N129", "N80", "Still open")
    );
    let own = api.json("api/incidents.json");
    assert_eq!(own["entries"], 131);
    assert_eq!(list(&own, "incidents").len(), 101);
    assert_eq!(own["incidents"][100]["name"], "open");
    let years: Vec<(i64, i64)> = list(&own, "years")
        .iter()
        .map(|y| (y["year"].as_i64().unwrap(), y["entries"].as_i64().unwrap()))
        .collect();
    assert_eq!(years, [(2021, 130), (2020, 1)]);
    assert_eq!(
        list(&api.json("api/years/2021.json"), "incidents").len(),
        130
    );
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
    let project = Project::new().with(
        "incidents/a.md",
        "---\ntitle: T\nbegan: 2026-01-02 10:00\nregions: [de]\nunaffected: [web, Cars]\naliases: [old-name]\n---\n\n## 10:05 Investigating\n\n```update\nnext_update: 10:20\ncorrected: The first version named another cause.\n```\n\nWords.\n\n## 10:45 Identified\n\n```update\nregions: all\nnext_update: none, we are asleep\n```\n\nMore.\n",
    );
    let loaded = upfront::source::load(project.path());
    let Some(model) = loaded.model else {
        panic!("{:#?}", loaded.found)
    };
    let api = Api::of(&model, at(AFTER));
    check_all(&api);
    let incident = &api.json("api/incidents/a.json")["incident"];
    let first = &incident["updates"][0];
    assert_eq!(
        first["corrected"]["en"],
        "The first version named another cause."
    );
    // Files do not say when it was corrected, so nobody claims to know.
    assert!(first["modified"].is_null() && !incident["updates"][1]["modified"].is_null());
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
