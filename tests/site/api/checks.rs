//! Builds the API of a project, and what holds for any.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{Project, demo};
use jsonschema::Validator;
use serde_json::Value;
use upfront::model::Model;
use upfront::render::Engine;
use upfront::site::{Context, plan, render_all};
use upfront::time::Moment;

pub const DURING: &str = "2026-11-18T15:20:00+01:00";
pub const AFTER: &str = "2026-11-24T11:00:00+01:00";

/// The eight documents and the list that each must hold.
pub const DOCUMENTS: [(&str, &[&str]); 8] = [
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
pub struct Api(pub BTreeMap<String, Vec<u8>>);

impl Api {
    pub fn of(model: &Model, now: Moment) -> Self {
        let engine = Engine::new(&model.site.languages, &[]).unwrap();
        let context = Context {
            model,
            recent: model,
            now,
            engine: &engine,
        };
        let is_api = |path: &str| path.starts_with("api/") || path == "metrics";
        let mut tasks = plan(context, &[]).unwrap();
        tasks.retain(|task| task.files.iter().any(|file| is_api(&file.path)));
        let files = render_all(&tasks).unwrap().into_iter();
        let files = files.filter(|file| is_api(&file.path));
        Self(files.map(|f| (f.path, f.bytes)).collect())
    }

    pub fn text(&self, path: &str) -> &str {
        let bytes = self.0.get(path).unwrap_or_else(|| panic!("no {path}"));
        std::str::from_utf8(bytes).unwrap()
    }

    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.text(path)).unwrap()
    }

    pub fn v2(&self, name: &str) -> Value {
        self.json(&format!("api/v2/{name}.json"))
    }
}

pub fn load(project: &Project) -> Model {
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found))
}

pub fn at(time: &str) -> Moment {
    time.parse().unwrap()
}

/// The demo as readers saw it, or see it now.
pub fn demo_api(time: &str) -> Api {
    let model = load(&demo());
    let model = if time == DURING {
        model.as_of(at(time))
    } else {
        model
    };
    Api::of(&model, at(time))
}

pub fn list<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document[key].as_array().unwrap()
}

pub fn values<'a>(list: &'a [Value], key: &str) -> Vec<&'a str> {
    list.iter()
        .map(|each| each[key].as_str().unwrap())
        .collect()
}

pub fn statuspage_shape() -> Validator {
    let path = crate::support::repository().join("tests/fixtures/statuspage-v2.schema.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

pub fn own_shape(api: &Api) -> Validator {
    jsonschema::validator_for(&api.json("api/incidents.schema.json")).unwrap()
}

pub fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

/// What holds for the API of any project at any time.
pub fn check_all(api: &Api) {
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
pub fn check_order(name: &str, document: &Value) {
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

pub fn ids(document: &Value, key: &str) -> BTreeSet<String> {
    values(list(document, key), "id")
        .into_iter()
        .map(str::to_string)
        .collect()
}

/// What one document says, no other denies.
pub fn check_sets(api: &Api) {
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

/// An incident has the same bytes in every document of ours that it is in whole, and its
/// key facts stand in the list of its year.
pub fn check_same_bytes(api: &Api) {
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
        let year = api.json(&format!("api/years/{year}.json"));
        let brief = list(&year, "entries")
            .iter()
            .find(|e| e["id"] == began["id"]);
        let brief = brief.unwrap_or_else(|| panic!("{path} in its year"));
        for fact in [
            "kind", "title", "json", "began", "ended", "status", "impact",
        ] {
            assert_eq!(brief[fact], began[fact], "{path}: {fact}");
        }
        assert_eq!(brief["updates"], list(&began, "updates").len());
        let url = brief["url"].as_str().unwrap();
        assert!(
            began["urls"]
                .as_object()
                .unwrap()
                .values()
                .any(|v| v == url)
        );
        assert!(entries > 100 || collection.contains(object), "{path}");
    }
    assert_eq!(api.json("api/incidents.json")["entries"], entries);
}

/// Reads the exposition format: name and labels as written, to the value.
pub fn exposition(text: &str) -> BTreeMap<String, i64> {
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
