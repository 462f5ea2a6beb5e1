//! The schemas against the parser: the same keys, and what the parser takes is valid.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{self, Project};
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema(project: &Project, what: &str) -> Value {
    let run = project.run(&["schema", what]).ok();
    serde_json::from_str(&run.stdout).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).expect("the schema is one")
}

/// Follows the way of keys, through `anyOf`, `items` and references, to the keys of an object.
fn keys(root: &Value, way: &[&str]) -> BTreeSet<String> {
    fn objects<'a>(root: &'a Value, at: &'a Value, found: &mut Vec<&'a Value>) {
        if at.get("additionalProperties") == Some(&json!(false)) {
            found.push(at);
        }
        for one in at
            .get("anyOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            objects(root, one, found);
        }
        if let Some(items) = at.get("items") {
            objects(root, items, found);
        }
        if let Some(name) = at.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next().unwrap();
            objects(root, &root["definitions"][name], found);
        }
    }
    let mut at = vec![root];
    for key in way {
        let mut next = Vec::new();
        for object in &at {
            if let Some(inside) = object["properties"].get(*key) {
                objects(root, inside, &mut next);
            }
        }
        at = next;
    }
    let names = at
        .iter()
        .flat_map(|o| o["properties"].as_object().unwrap().keys());
    names.cloned().collect()
}

/// The keys that the parser says it knows, when it meets one that it does not.
fn known_to_the_parser(project: &Project) -> BTreeSet<String> {
    let found = upfront::source::load(project.path()).found;
    let unknown = found.iter().find(|d| d.code == "unknown-key");
    let unknown = unknown.unwrap_or_else(|| panic!("no unknown key: {found:#?}"));
    let help = unknown
        .help
        .iter()
        .find_map(|h| h.strip_prefix("known keys: "));
    help.unwrap().split(", ").map(str::to_string).collect()
}

#[test]
fn the_schema_has_the_keys_that_the_parser_knows() {
    let project = Project::new();
    let of = |status: &str| known_to_the_parser(&Project::empty().with("status.yml", status));
    let base = "title: x\nurl: https://x.example/\n";
    let status = schema(&project, "status");
    let places: [(&[&str], String, &[&str]); 9] = [
        (&[], format!("{base}platforms: [web]\nzzqqzz: 1\n"), &[]),
        (
            &["uptime"],
            format!("{base}platforms: [web]\nuptime: {{zzqqzz: 1}}\n"),
            &[],
        ),
        (
            &["cadence"],
            format!("{base}platforms: [web]\ncadence: {{zzqqzz: 1}}\n"),
            &[],
        ),
        (
            &["check"],
            format!("{base}platforms: [web]\ncheck: {{zzqqzz: 1}}\n"),
            &[],
        ),
        (
            &["check", "first_word"],
            format!("{base}platforms: [web]\ncheck: {{first_word: {{zzqqzz: 1}}}}\n"),
            &[],
        ),
        (
            &["theme"],
            format!("{base}platforms: [web]\ntheme: {{zzqqzz: 1}}\n"),
            &[],
        ),
        (
            &["platforms"],
            format!("{base}platforms: [{{id: web, zzqqzz: 1}}]\n"),
            &["group", "platforms"],
        ),
        (
            &["platforms"],
            format!("{base}platforms: [{{group: A, platforms: [web], zzqqzz: 1}}]\n"),
            &["name", "since"],
        ),
        (
            &["platforms", "platforms"],
            format!("{base}platforms: [{{group: A, platforms: [{{id: web, zzqqzz: 1}}]}}]\n"),
            &[],
        ),
    ];
    for (way, text, others) in places {
        let mut in_schema = keys(&status, way);
        // Platforms and groups stand in one list.
        in_schema.retain(|key| !others.contains(&key.as_str()));
        assert_eq!(in_schema, of(&text), "status.yml, {way:?}");
    }
    let file = |front: &str, body: &str| {
        Project::new().with(
            "incidents/a.md",
            format!("---\ntitle: x\nbegan: 2026-11-18 14:02\n{front}---\n\n{body}"),
        )
    };
    let front = file("zzqqzz: 1\n", "");
    assert_eq!(
        keys(&schema(&project, "incident"), &[]),
        known_to_the_parser(&front)
    );
    let block = file("", "## 14:10 Investigating\n\n```update\nzzqqzz: 1\n```\n");
    assert_eq!(
        keys(&schema(&project, "update"), &[]),
        known_to_the_parser(&block)
    );
}

/// YAML pieces of a file: front matter, then every `update` block.
fn pieces(text: &str) -> (Value, Vec<Value>) {
    let yaml = |text: &str| serde_yaml::from_str::<Value>(text).unwrap();
    let rest = text.strip_prefix("---\n").unwrap();
    let end = rest.find("\n---\n").unwrap();
    let blocks = rest[end..]
        .split("\n```update\n")
        .skip(1)
        .map(|block| yaml(&block[..block.find("```").unwrap()]))
        .collect();
    (yaml(&rest[..end]), blocks)
}

#[test]
fn the_demo_is_valid() {
    let project = support::demo();
    let front = validator(&schema(&project, "incident"));
    let block = validator(&schema(&project, "update"));
    let status = validator(&schema(&project, "status"));
    let text = fs::read_to_string(project.path().join("status.yml")).unwrap();
    let value: Value = serde_yaml::from_str(&text).unwrap();
    assert!(
        status.is_valid(&value),
        "{:?}",
        status.iter_errors(&value).collect::<Vec<_>>()
    );
    let (mut files, mut blocks) = (0, 0);
    for entry in fs::read_dir(project.path().join("incidents")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_str().unwrap().ends_with(".fr.md") {
            continue;
        }
        let (matter, updates) = pieces(&fs::read_to_string(&path).unwrap());
        files += 1;
        assert!(
            front.is_valid(&matter),
            "{}: {:?}",
            path.display(),
            front.iter_errors(&matter).collect::<Vec<_>>()
        );
        for update in updates {
            blocks += 1;
            assert!(
                block.is_valid(&update),
                "{}: {:?}",
                path.display(),
                block.iter_errors(&update).collect::<Vec<_>>()
            );
        }
    }
    assert!(files > 10 && blocks > 10, "{files} files, {blocks} blocks");
}

#[test]
fn words_of_the_project_are_offered_and_others_refused() {
    let project = Project::new();
    let schema = schema(&project, "incident");
    let front = validator(&schema);
    for (value, right) in [
        (json!({"title": "x"}), true),
        (json!({"title": 404}), true),
        (json!({}), false),
        (json!({"title": "x", "titel": "y"}), false),
        (
            json!({"title": "x", "affected": {"ios": "major outage"}}),
            true,
        ),
        (
            json!({"title": "x", "affected": {"iOS App": "Major-Outage"}}),
            true,
        ),
        (
            json!({"title": "x", "affected": {"Lecteur web": "partial_outage"}}),
            true,
        ),
        (
            json!({"title": "x", "affected": {"andriod": "major outage"}}),
            false,
        ),
        (json!({"title": "x", "affected": {"ios": "broken"}}), false),
        (
            json!({"title": "x", "affected": ["ios"], "impact": "major"}),
            true,
        ),
        (
            json!({"title": "x", "affected": ["iso"], "impact": "major"}),
            false,
        ),
        (json!({"title": "x", "impact": "huge"}), false),
        (json!({"title": "x", "regions": "all"}), true),
        (json!({"title": "x", "regions": ["fr", "Germany"]}), true),
        (json!({"title": "x", "regions": ["us"]}), false),
        (
            json!({"title": "x", "unaffected": ["bank transfers"]}),
            true,
        ),
        (
            json!({"title": "x", "kind": "notice", "pinned": "yes"}),
            false,
        ),
    ] {
        assert_eq!(front.is_valid(&value), right, "{value}");
    }
    let offered = &schema["properties"]["affected"]["anyOf"][0]["properties"];
    let offered: BTreeSet<&str> = offered
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(offered, BTreeSet::from(["ios", "offline", "web"]));
    let snippets: Value =
        serde_json::from_str(&project.run(&["schema", "snippets"]).ok().stdout).unwrap();
    assert!(
        snippets["Upfront: affected"]["body"][0]
            .as_str()
            .unwrap()
            .contains("ios,web,offline")
    );
}

#[test]
fn without_a_project_any_platform_may_be_meant() {
    let project = Project::empty();
    let front = validator(&schema(&project, "incident"));
    assert!(front.is_valid(
        &json!({"title": "x", "affected": {"anything": "major outage"}, "regions": ["xx"]})
    ));
    assert!(!front.is_valid(&json!({"title": "x", "affected": {"anything": "broken"}})));
}

/// `init` writes what editors need, and its project is valid by it.
#[test]
fn a_new_project_brings_its_editor_settings() {
    let project = Project::empty();
    project.run(&["init", "p"]).ok();
    let root = project.path().join("p");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let settings: Value = serde_json::from_str(&read(".vscode/settings.json")).unwrap();
    let (path, files) = settings["yaml.schemas"]
        .as_object()
        .unwrap()
        .iter()
        .next()
        .unwrap();
    assert_eq!(files, "status.yml");
    let own: Value = serde_json::from_str(&read(path)).unwrap();
    assert_eq!(own, schema(&project, "status"));
    let status: Value = serde_yaml::from_str(&read("status.yml")).unwrap();
    assert!(validator(&own).is_valid(&status));
    let line = read("status.yml").lines().next().unwrap().to_string();
    assert_eq!(line, format!("# yaml-language-server: $schema={path}"));
    let snippets: Value = serde_json::from_str(&read(".vscode/upfront.code-snippets")).unwrap();
    assert!(snippets.to_string().contains("web,payments,api"));
}

/// A snippet as an editor leaves it when every place keeps its first choice.
fn expanded(snippet: &Value) -> String {
    let lines: Vec<&str> = snippet["body"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l.as_str().unwrap())
        .collect();
    let mut text = lines.join("\n").replace("$0", "Words.");
    for (name, value) in [
        ("YEAR", "2026"),
        ("MONTH", "11"),
        ("DATE", "18"),
        ("HOUR", "14"),
        ("MINUTE", "20"),
        ("TIMEZONE_OFFSET", "+01:00"),
    ] {
        text = text.replace(&format!("${{CURRENT_{name}}}"), value);
    }
    while let Some(start) = text.find("${") {
        let end = start + text[start..].find('}').unwrap();
        let inside = text[start + 3..end].trim_matches(['|', ':']).to_string();
        let first = inside.split(',').next().unwrap().to_string();
        text.replace_range(start..=end, &first);
    }
    text + "\n"
}

#[test]
fn every_snippet_is_right_as_it_comes() {
    let project = Project::new();
    let snippets: Value =
        serde_json::from_str(&project.run(&["schema", "snippets"]).ok().stdout).unwrap();
    let of = |name: &str| expanded(&snippets[format!("Upfront: {name}")]);
    let front = "title: x\nbegan: 2026-11-18 14:00\n";
    let maintenance = of("maintenance") + "\n" + &of("update of a maintenance");
    for text in [
        of("incident"),
        of("incident") + "\n" + &of("update of an incident"),
        maintenance,
        format!("---\n{front}{}---\n", of("affected")),
    ] {
        let project = Project::new().with("incidents/a.md", &text);
        let loaded = upfront::source::load(project.path());
        assert!(loaded.model.is_some(), "{text}{:#?}", loaded.found);
    }
}
