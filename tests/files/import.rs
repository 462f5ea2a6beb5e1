//! `upfront import`: whole histories, twice, after edits, and from broken files.

mod real_files;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Project, Run, Tree, repository, tree};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A fixture of ours.
fn fixture(name: &str) -> String {
    repository()
        .join("tests/import")
        .join(name)
        .display()
        .to_string()
}

/// The project's own files: what an import writes.
fn own(project: &Project) -> Tree {
    let mut tree = tree(project.path());
    tree.retain(|path, _| path != "site" && !path.starts_with("site/"));
    tree
}

fn import(project: &Project, arguments: &[&str]) -> Run {
    let all: Vec<&str> = std::iter::once("import")
        .chain(arguments.iter().copied())
        .collect();
    project.run(&all)
}

/// Words of others are no findings of ours, be the newest of them a day old. All are
/// asked on demand.
fn rules_rest(project: &Project) {
    let newest = upfront::source::load(project.path()).model.unwrap();
    let said = newest.incidents.iter().flat_map(|i| &i.updates);
    let newest = said.map(|update| update.at).max().unwrap().to_string();
    for now in [newest.as_str(), "2026-11-18T13:20:00Z"] {
        let run = project.run(&["check", "--now", now]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{now}");
        assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    }
    let all = project.run(&["check", "--all", "--now", &newest]);
    let told = all.stderr.matches("warning[C").count() + all.stderr.matches("hint[C").count();
    assert!(all.code == 0 && told > 100, "{} {told}", all.code);
}

fn checks_and_builds(project: &Project) {
    project
        .run(&["check", "--now", "2025-01-01T00:00:00Z"])
        .ok();
    project
        .run(&["build", "--now", "2025-01-01T00:00:00Z"])
        .ok();
}

/// All texts of a project, one after the other.
fn texts(project: &Project) -> String {
    let mut out = String::new();
    for (path, entry) in own(project) {
        if path.ends_with(".md") || path.ends_with(".yml") {
            out.push_str(&format!(
                "=== {path}\n{}\n",
                String::from_utf8(entry.bytes).unwrap()
            ));
        }
    }
    out
}

fn source(name: &str) -> (Project, String) {
    let from = fixture(if name == "feed" { "history.rss" } else { name });
    let project = Project::empty();
    let run = import(&project, &[name, &from]).ok();
    let whole = fs::read_to_string(project.path().join(".upfront/import-report.txt")).unwrap();
    let report = format!("{}\n{whole}", run.stdout).replace(&from, "history.rss");
    checks_and_builds(&project);
    let before = own(&project);
    let again = import(&project, &[name, &from]).ok();
    assert!(again.stdout.contains("wrote 0 files"), "{}", again.stdout);
    assert_eq!(
        own(&project),
        before,
        "a second import of {name} changed something"
    );
    let said = format!("{}\n{report}", texts(&project));
    (project, said)
}

macro_rules! sources {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(source(stringify!($name)).1);
        }
    )*};
}
sources!(statuspage cstate stactus statusfy feed);

#[test]
fn old_addresses_lead_to_the_new_page() {
    let (project, _) = source("statuspage");
    let page = project.site("incidents/inc2/index.html");
    assert!(
        page.contains("../../incidents/2024-11-20-log-in-fails-wrong-password-more.html"),
        "{page}"
    );
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    let project = Project::empty();
    let run = import(
        &project,
        &["statuspage", &fixture("statuspage"), "--dry-run", "-v"],
    )
    .ok();
    assert!(
        run.stdout
            .contains("would write  incidents/2024/2024-10-27-slow-search.md"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("Between 2:00 and 2:30, search was slow."),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("fractions of a second are dropped"),
        "{}",
        run.stdout
    );
    assert_eq!(own(&project), Tree::new());
}

#[test]
fn the_whole_report_names_every_source() {
    let project = Project::empty();
    import(
        &project,
        &[
            "statuspage",
            &fixture("statuspage"),
            "--report",
            "report.txt",
        ],
    )
    .ok();
    let report = fs::read_to_string(project.path().join("report.txt")).unwrap();
    for id in ["cgrp", "cios", "coff", "cweb"] {
        assert!(report.contains(&format!("component {id} (")), "{report}");
    }
}

#[test]
fn an_edited_file_stands_and_is_reported() {
    let (project, _) = source("statuspage");
    let path = "incidents/2024/2024-10-27-slow-search.md";
    let edited = fs::read_to_string(project.path().join(path))
        .unwrap()
        .replace("slow.", "slow, and we are sorry.");
    project.write(path, &edited);
    let before = own(&project);
    for more in [&[][..], &["--update"]] {
        let from = fixture("statuspage");
        let run = import(&project, &[&["statuspage", from.as_str()], more].concat()).ok();
        assert!(
            run.stdout
                .contains(&format!("edited since it was imported: {path}")),
            "{}",
            run.stdout
        );
        assert_eq!(own(&project), before);
    }
}

#[test]
fn a_file_that_was_taken_away_stays_away() {
    let (project, _) = source("statuspage");
    let path = "incidents/2024/2024-10-27-slow-search.md";
    fs::remove_file(project.path().join(path)).unwrap();
    let run = import(&project, &["statuspage", &fixture("statuspage")]).ok();
    assert!(
        run.stdout
            .contains(&format!("taken away or renamed: {path}")),
        "{}",
        run.stdout
    );
    assert!(!project.path().join(path).exists());
}

/// A page with these incidents.
fn page(incidents: &[Value]) -> String {
    json!({
        "page": {"name": "P", "url": "https://p.example", "time_zone": "UTC"},
        "components": [{"id": "c", "name": "Web", "position": 1}],
        "incidents": incidents,
    })
    .to_string()
}

fn incident(id: &str, title: &str, bodies: &[&str]) -> Value {
    let updates: Vec<Value> = bodies
        .iter()
        .enumerate()
        .map(|(n, body)| json!({"id": format!("u{n}"), "status": "investigating", "body": body, "display_at": format!("2024-01-01T10:{n:02}:00Z")}))
        .rev()
        .collect();
    json!({"id": id, "name": title, "status": "investigating", "impact": "minor", "started_at": "2024-01-01T10:00:00Z", "incident_updates": updates})
}

/// A page of two groups that both have an `API`, one of them twice, and what struck it.
fn with_repeated_names() -> String {
    let component = |id: &str, name: &str, group: Option<&str>, at: u32| json!({"id": id, "name": name, "group": group.is_none(), "group_id": group, "position": at});
    let struck = json!({"code": "c3", "name": "America - API", "old_status": "operational", "new_status": "major_outage"});
    let mut one = incident("a", "A", &["one"]);
    one["incident_updates"][0]["affected_components"] = json!([struck]);
    json!({
        "page": {"name": "P", "url": "https://p.example", "time_zone": "UTC"},
        "components": [
            component("g1", "Europe", None, 1),
            component("c1", "API", Some("g1"), 1),
            component("c2", "api", Some("g1"), 2),
            component("g2", "America", None, 2),
            component("c3", "API", Some("g2"), 1),
        ],
        "incidents": [one],
    })
    .to_string()
}

#[test]
fn platforms_of_one_name_stay_apart() {
    let project = Project::empty().with("in.json", with_repeated_names());
    import(&project, &["statuspage", "in.json"]).ok();
    let status = std::fs::read_to_string(project.path().join("status.yml")).unwrap();
    for line in ["name: API}", "name: api 2}"] {
        assert!(status.contains(line), "{status}");
    }
    assert_eq!(status.matches("name: API}").count(), 2, "{status}");
    checks_and_builds(&project);

    // Into a project that has them under other ids, the group decides.
    let own_status = "title: P\nurl: https://p.example/\nplatforms:\n  - group: Europe\n    platforms: [{id: eu, name: API}, {id: eu2, name: API 2}]\n  - group: America\n    platforms: [{id: us, name: API}]\n";
    let project = Project::empty()
        .with("status.yml", own_status)
        .with("in.json", with_repeated_names());
    import(&project, &["statuspage", "in.json"]).ok();
    let texts = texts(&project);
    assert!(texts.contains("us: major outage"), "{texts}");
}

#[test]
fn only_new_records_are_written_and_news_wait_for_update() {
    let project = Project::empty();
    project.write("in.json", page(&[incident("a", "A", &["one"])]));
    import(&project, &["statuspage", "in.json"]).ok();
    let first = own(&project);
    project.write(
        "in.json",
        page(&[
            incident("a", "A", &["one", "two"]),
            incident("b", "B", &["x"]),
        ]),
    );
    let run = import(&project, &["statuspage", "in.json", "-v"]).ok();
    assert!(run.stdout.contains("wrote 1 file,"), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("the source has news (--update brings them): incidents/2024/2024-01-01-a.md"),
        "{}",
        run.stdout
    );
    let second = own(&project);
    assert_eq!(
        second["incidents/2024/2024-01-01-a.md"],
        first["incidents/2024/2024-01-01-a.md"]
    );
    assert_eq!(second["status.yml"], first["status.yml"]);
    assert!(second.contains_key("incidents/2024/2024-01-01-b.md"));
    import(&project, &["statuspage", "in.json", "--update"]).ok();
    let third = own(&project);
    assert!(
        String::from_utf8_lossy(&third["incidents/2024/2024-01-01-a.md"].bytes).contains("two")
    );
    checks_and_builds(&project);
}

#[test]
fn what_is_there_already_is_never_overwritten() {
    let own_file = "---\ntitle: A\nbegan: 2024-01-01 10:00\nid: a\n---\n\n## 2024-01-01 10:00 Resolved\n\nMine.\n";
    let project = Project::new().with("incidents/2024/mine.md", own_file);
    let before = own(&project);
    project.write("in.json", page(&[incident("a", "A", &["theirs"])]));
    let run = import(&project, &["statuspage", "in.json"]).ok();
    assert!(
        run.stdout
            .contains("it was there before this import: incidents/2024/mine.md"),
        "{}",
        run.stdout
    );
    let mut after = own(&project);
    after.remove("in.json");
    after.retain(|path, _| !path.starts_with(".upfront"));
    assert_eq!(after, before);
}

#[test]
fn a_name_that_is_taken_gets_the_id_behind_it() {
    let project = Project::empty();
    project.write(
        "in.json",
        page(&[
            incident("a1", "Same", &["x"]),
            incident("b2", "Same", &["y"]),
            incident("c3", "SAME", &["z"]),
        ]),
    );
    import(&project, &["statuspage", "in.json"]).ok();
    checks_and_builds(&project);
    for name in [
        "2024-01-01-same",
        "2024-01-01-same-b2",
        "2024-01-01-same-c3",
    ] {
        assert!(
            project
                .path()
                .join(format!("incidents/2024/{name}.md"))
                .exists(),
            "{name}"
        );
    }
}

#[test]
fn unknown_platforms_of_an_existing_site_are_named_with_the_lines_to_add() {
    let project = Project::new();
    let mut one = incident("a", "A", &["x"]);
    one["components"] =
        json!([{"id": "c9", "name": "Web player"}, {"id": "c8", "name": "Search: beta"}]);
    project.write("in.json", page(&[one]));
    let before = own(&project);
    let run = import(&project, &["statuspage", "in.json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stderr
            .contains("- {id: search-beta, name: \"Search: beta\"}"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("Web player"), "{}", run.stderr);
    assert_eq!(own(&project), before);
}

/// A source that must be refused, with what the error says.
fn refused(tool: &str, text: &str, says: &str) {
    let project = Project::empty();
    project.write("in.json", text);
    let before = own(&project);
    let run = import(&project, &[tool, "in.json"]);
    assert_eq!(run.code, 1, "{says}: {}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(own(&project), before, "{says}");
}

#[test]
fn broken_sources_are_refused_and_nothing_is_written() {
    let whole = page(&[incident("a", "A", &["x"])]);
    refused("statuspage", &whole[..whole.len() / 2], "in.json:1:");
    refused("statuspage", "{}", "no document of that API");
    refused(
        "statuspage",
        "[1]",
        "[0]: expected an object, found a number",
    );
    refused(
        "statuspage",
        &page(&[json!({"id": true, "incident_updates": []})]),
        "incidents[0].id: expected text, found true or false",
    );
    refused(
        "statuspage",
        &page(&[json!({"id": "a", "incident_updates": "x"})]),
        "incidents[0].incident_updates: expected a list, found text",
    );
    refused(
        "statuspage",
        r#"{"incidents": {"a": 1}}"#,
        "incidents: expected a list, found an object",
    );
    refused("statuspage", &"[".repeat(100_000), "not JSON");
    refused(
        "stactus",
        "version: incident/v1\nid: a\nname: A\ntimeline:\n  - {ts: soon, description: x}\n",
        "timeline[0].ts: `soon` is no time",
    );
    refused("stactus", "version: incident/v1\nid: &a b\n", "anchor");
    refused("feed", "<feed><entry>", "it ends in the middle");
    refused("feed", "<html/>", "neither Atom nor RSS");
    refused(
        "feed",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><feed><title>&a;</title></feed>",
        "&a; is no entity of XML",
    );
}

#[test]
fn a_file_of_100_mb_is_refused_by_name_without_being_read() {
    let project = Project::empty();
    let file = fs::File::create(project.path().join("huge.json")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    for tool in ["statuspage", "feed", "stactus"] {
        let run = import(&project, &[tool, "huge.json"]);
        assert_eq!(run.code, 1);
        assert!(
            run.stderr
                .contains("huge.json has 104857600 bytes; the limit is 33554432"),
            "{}",
            run.stderr
        );
    }
    let left: Vec<String> = own(&project).into_keys().collect();
    assert_eq!(left, ["huge.json"]);
}

#[test]
fn hostile_ids_and_titles_stay_in_their_place() {
    let project = Project::empty();
    let titles = [
        "../../etc/passwd",
        "---\ntitle: x\n---",
        "\u{1b}[31mred\u{202e}",
        "<script>alert(1)</script>",
        "{{< x >}}: # [a]",
        "",
        "con",
        "  ",
        "no",
        "!!python x",
        "日本語の障害",
        "a\u{2028}b",
    ];
    let mut all: Vec<Value> = titles
        .iter()
        .enumerate()
        .map(|(n, t)| incident(&format!("t{n}"), t, &["x"]))
        .collect();
    for (n, id) in [
        "../../x",
        "/etc/passwd",
        "a b",
        ".",
        "..",
        "A",
        "é",
        "../x",
        "007",
        "1e9",
        "null",
    ]
    .iter()
    .enumerate()
    {
        all.push(incident(id, &format!("id {n}"), &["x"]));
    }
    project.write("in.json", page(&all));
    let run = import(&project, &["statuspage", "in.json"]).ok();
    assert!(!run.stdout.contains('\u{1b}'));
    checks_and_builds(&project);
    let files = own(&project);
    assert_eq!(
        files.keys().filter(|p| p.ends_with(".md")).count(),
        all.len()
    );
    assert!(
        files
            .keys()
            .all(|p| ["in.json", "status.yml", "incidents", ".upfront"]
                .iter()
                .any(|top| p.starts_with(top))),
        "{:?}",
        files.keys()
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let outside = Project::empty();
    let project = Project::empty();
    fs::create_dir_all(project.path().join("incidents")).unwrap();
    std::os::unix::fs::symlink(outside.path(), project.path().join("incidents/2024")).unwrap();
    project.write("in.json", page(&[incident("a", "A", &["x"])]));
    let run = import(&project, &["statuspage", "in.json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains("is a link"), "{}", run.stderr);
    assert_eq!(own(&outside), Tree::new());
}

#[test]
fn a_project_with_errors_is_left_alone() {
    let project = Project::new().with("incidents/x.md", "no front matter");
    project.write("in.json", page(&[incident("a", "A", &["x"])]));
    let before = own(&project);
    let run = import(&project, &["statuspage", "in.json"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("front-matter-missing"),
        "{}",
        run.stderr
    );
    assert_eq!(own(&project), before);
}

#[test]
fn wrong_usage_is_said_as_such() {
    let project = Project::empty();
    for (arguments, says) in [
        (&["statuspage", "nowhere.json"][..], "nowhere.json"),
        (&["cstate", "."], "config.yml"),
        (&["cstate", "https://x.example/"], "read from files"),
        (&["statuspage", "http://x.example/"], "https only"),
    ] {
        let run = import(&project, arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    assert_eq!(own(&project), Tree::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Import compares what it wrote with what is read back, so that it fails where
    /// a text became structure.
    #[test]
    fn any_text_stays_the_text_of_its_update(bodies in prop::collection::vec(body(), 1..12), title in "\\PC{1,80}") {
        let texts: Vec<&str> = bodies.iter().map(String::as_str).collect();
        let project = Project::empty();
        project.write("in.json", page(&[incident("a", &title, &texts)]));
        let run = import(&project, &["statuspage", "in.json"]);
        prop_assert_eq!(run.code, 0, "{}{}\n{:?}", run.stdout, run.stderr, bodies);
        prop_assert!(run.stdout.contains("\n1 incident\n"), "{}\n{:?}", run.stdout, bodies);
    }
}

/// Texts out of what means something in Markdown, HTML and YAML.
fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("## 10:00 Resolved"),
        Just("##x"),
        Just("# "),
        Just("---"),
        Just("```"),
        Just("```update"),
        Just("~~~~"),
        Just("<!--"),
        Just("-->"),
        Just("<pre>"),
        Just("</pre>"),
        Just("<script>"),
        Just("<ul><li>"),
        Just("</ul>"),
        Just("<br>"),
        Just("<b>"),
        Just("<p>"),
        Just("<blockquote>"),
        Just("<![CDATA["),
        Just("<?x"),
        Just("&lt;"),
        Just("\n"),
        Just("\n\n"),
        Just("    "),
        Just("\t"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("=== "),
        Just("[a]: /x"),
        Just("`"),
        Just("\\"),
        Just("id: x"),
        Just("words "),
        Just("{{< x >}}"),
        Just("<a href=\"javascript:x\">"),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

#[test]
fn an_address_is_fetched_only_when_it_is_given() {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let summary = fs::read_to_string(fixture("statuspage/summary.json")).unwrap();
    let server = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for _ in 0..4 {
            let (mut stream, _) = listener.accept().unwrap();
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            reader.read_line(&mut line).unwrap();
            let path = line.split(' ').nth(1).unwrap_or("").to_string();
            let mut header = String::new();
            while reader.read_line(&mut header).unwrap() > 2 {
                header.clear();
            }
            let body = match path.as_str() {
                "/api/v2/summary.json" => summary.clone(),
                "/big.json" => String::new(),
                _ => "{\"incidents\": [], \"scheduled_maintenances\": []}".to_string(),
            };
            let length = if path == "/big.json" {
                100_000_000
            } else {
                body.len()
            };
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            if path == "/big.json" {
                let piece = vec![b' '; 1 << 20];
                for _ in 0..96 {
                    if stream.write_all(&piece).is_err() {
                        break;
                    }
                }
            }
            asked.push(path);
        }
        asked
    });
    let project = Project::empty();
    import(
        &project,
        &["statuspage", &format!("http://127.0.0.1:{port}/")],
    )
    .ok();
    assert!(texts(&project).contains("{id: ios-app, name: iOS app}"));
    let run = import(
        &project,
        &["statuspage", &format!("http://127.0.0.1:{port}/big.json")],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("has more than 33554432 bytes"),
        "{}",
        run.stderr
    );
    let asked = server.join().unwrap();
    assert_eq!(
        asked,
        [
            "/api/v2/summary.json",
            "/api/v2/incidents.json",
            "/api/v2/scheduled-maintenances.json",
            "/big.json"
        ]
    );
}

#[test]
fn folders_with_an_index_are_issues_of_their_own() {
    let issue = "---\ntitle: A\ndate: 2024-01-01 10:00:00 +0000 UTC\nseverity: down\naffected: [Search]\n---\nx\n";
    let site = Project::empty()
        .with("in/config.yml", "title: T\nbaseURL: https://t.example\n")
        .with("in/content/issues/one/index.md", issue)
        .with("in/content/issues/2024/two/index.md", issue);
    import(&site, &["cstate", "in"]).ok();
    checks_and_builds(&site);
    for name in ["one", "two"] {
        holds(
            &site,
            &format!("incidents/2024/{name}.md"),
            &[
                "began: 2024-01-01 10:00",
                "affected: {search: major outage}",
            ],
        );
    }
}

/// Real records of others, which lie beside the repository and not in it.
fn real(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("UPFRONT_REAL")
        .map_or_else(|| repository().join("../shared/real"), PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    println!(
        "skipped: {} is not there; UPFRONT_REAL names the folder of real records",
        path.display()
    );
    None
}

#[test]
fn a_whole_history_of_641_incidents() {
    let Some(path) = real("statuspage-incidents.json") else {
        return;
    };
    let source: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let incidents = source["incidents"].as_array().unwrap();
    let project = Project::empty();
    let path = path.display().to_string();
    import(&project, &["statuspage", &path]).ok();
    checks_and_builds(&project);
    rules_rest(&project);
    let before = own(&project);
    import(&project, &["statuspage", &path]).ok();
    assert_eq!(own(&project), before);
    let files = all_text(&project);
    assert_eq!(files.len(), 641);
    for one in incidents {
        let id = one["id"].as_str().unwrap();
        let holds = |text: &String| {
            text.lines()
                .any(|l| l == format!("id: {id}") || l == format!("id: \"{id}\""))
        };
        let text = files
            .iter()
            .find(|t| holds(t))
            .unwrap_or_else(|| panic!("{id} is not there"));
        assert!(
            project
                .path()
                .join(format!("site/incidents/{id}/index.html"))
                .exists(),
            "{id}"
        );
        for update in one["incident_updates"].as_array().unwrap() {
            let at = update["display_at"].as_str().unwrap();
            let (day, clock) = (&at[..10], at[11..19].trim_end_matches(":00"));
            let clock = if clock.len() < 5 { &at[11..16] } else { clock };
            let status = update["status"].as_str().unwrap();
            let heading = format!(
                "## {day} {clock} {}{}",
                status[..1].to_uppercase(),
                &status[1..]
            );
            assert!(text.contains(&heading), "{id}: {heading}\n{text}");
            let words = update["body"].as_str().unwrap();
            assert!(
                letters(text).contains(&letters(words)),
                "{id}: {words}\n{text}"
            );
        }
    }
}

/// The letters and digits of a text, without tags and addresses of links.
fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut hidden = None;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let tag = chars
            .peek()
            .is_some_and(|n| n.is_ascii_alphabetic() || *n == '/');
        match (hidden, c) {
            (None, '<') if tag && before != '\\' => hidden = Some('>'),
            (None, '(') if before == ']' => hidden = Some(')'),
            (Some(end), c) if c == end => hidden = None,
            (None, c) if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
        before = c;
    }
    out
}

fn all_text(project: &Project) -> Vec<String> {
    own(project)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, entry)| String::from_utf8(entry.bytes).unwrap())
        .collect()
}

fn holds(project: &Project, path: &str, lines: &[&str]) {
    let text =
        fs::read_to_string(project.path().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    for line in lines {
        assert!(
            text.lines().any(|l| l == *line),
            "{path} has no line `{line}`:\n{text}"
        );
    }
}

#[test]
fn the_example_site_of_cstate() {
    let Some(path) = real("cstate/example") else {
        return;
    };
    let project = cstate_site(&path);
    holds(
        &project,
        "incidents/2018/2018-04-13-unavailable-guilds-connection-issues.md",
        &[
            "began: 2018-04-13 15:54",
            "affected: {api: major outage, media-proxy: major outage}",
            "## 2018-04-13 15:54 Investigating",
            "## 2018-04-13 16:50 Monitoring",
            "## 2018-04-13 17:30 Resolved",
            "## 2018-04-13 17:30 Review",
        ],
    );
    holds(
        &project,
        "incidents/2017/2018-01-17-sending-dms-impacted.md",
        &[
            "affected: {api: partial outage}",
            "## 2017-12-17 16:24 Investigating",
            "## 2017-12-19 16:58 Resolved",
        ],
    );
    holds(
        &project,
        "incidents/2024/2024-07-23-excitement.md",
        &["began: 2024-07-23 10:35", "## 2024-07-23 10:38 Resolved"],
    );
    holds(
        &project,
        "incidents/2024/2024-12-27-dns-resolution-api.md",
        &["began: 2024-12-27 09:43:40", "## 2024-12-27 09:44 Update"],
    );
    holds(
        &project,
        "incidents/2024/2024-02-24-maintenance-window.md",
        &["kind: notice", "ended: 2024-02-24 11:35"],
    );
    assert_eq!(all_text(&project).len(), 11);
    assert!(project.site("history.html").contains("Unavailable Guilds"));
    assert!(
        project
            .site("index.html")
            .contains("API DNS resolution error!")
    );
}

#[test]
fn a_site_of_cstate_whose_issues_are_unpublished() {
    let Some(path) = real("cstate/analytics-platform") else {
        return;
    };
    let project = cstate_site(&path);
    holds(
        &project,
        "incidents/2018/2018-01-17-sending-dms-impacted.md",
        &[
            "draft: true",
            "began: 2018-01-17 16:24",
            "affected: {control-panel: partial outage}",
            "## 2018-01-17 16:58 Resolved",
        ],
    );
    holds(
        &project,
        "incidents/2018/2018-06-13-maintenance-window.md",
        &[
            "affected: {kubernetes-cluster: major outage}",
            "## 2018-06-13 15:56 Update",
        ],
    );
    assert_eq!(all_text(&project).len(), 4);
    // Taking the marks away must give a site, not errors.
    for (file, entry) in own(&project) {
        if file.ends_with(".md") {
            project.write(
                &file,
                String::from_utf8(entry.bytes)
                    .unwrap()
                    .replace("draft: true\n", ""),
            );
        }
    }
    // An edited file is the team's own, so the writing rules ask of what it left open.
    let checked = project.run(&["check", "--urgent"]).ok();
    assert!(
        checked.stderr.contains("warning[C02]"),
        "{}",
        checked.stderr
    );
    project.run(&["build", "--quiet"]).ok();
    assert!(
        project
            .site("history.html")
            .contains("US East Connection Issues")
    );
}

fn cstate_site(path: &Path) -> Project {
    let project = Project::empty();
    let path = path.display().to_string();
    import(&project, &["cstate", &path]).ok();
    checks_and_builds(&project);
    let before = own(&project);
    import(&project, &["cstate", &path]).ok();
    assert_eq!(own(&project), before);
    project
}

#[test]
fn a_feed_as_a_hosted_page_serves_it() {
    let Some(path) = real("statuspage-history.atom") else {
        return;
    };
    let project = Project::empty();
    import(&project, &["feed", &path.display().to_string()]).ok();
    project
        .run(&["check", "--now", "2026-09-01T00:00:00Z"])
        .ok();
    assert_eq!(all_text(&project).len(), 25);
    holds(
        &project,
        "incidents/2026/2026-08-20-intermittent-failures-creating-agent-tasks.md",
        &[
            "id: bhbcjn4n3jzp",
            "## 2026-08-20 14:43 Investigating",
            "## 2026-08-21 00:37 Resolved",
        ],
    );
}

/// A kill between the last file and the end leaves a whole import and its staging.
#[test]
fn a_run_with_nothing_to_write_takes_away_what_a_killed_one_left() {
    let project = Project::empty();
    project.write("in.json", page(&[incident("id1", "One", &["one"])]));
    import(&project, &["statuspage", "in.json"]).ok();
    let whole = own(&project);
    project.write(".upfront/staging-1/incidents/2026/left.md", "left");
    import(&project, &["statuspage", "in.json"]).ok();
    assert_eq!(own(&project), whole);
}

#[test]
fn a_kill_leaves_complete_files_and_the_next_run_finishes() {
    let all: Vec<Value> = (0..300)
        .map(|n| incident(&format!("id{n}"), &format!("Incident {n}"), &["one", "two"]))
        .collect();
    let reference = Project::empty();
    reference.write("in.json", page(&all));
    import(&reference, &["statuspage", "in.json"]).ok();
    let whole = own(&reference);
    let mut stopped = 0;
    for milliseconds in (2..600).step_by(40) {
        let project = Project::empty();
        project.write("in.json", page(&all));
        let mut child = project
            .command(&["import", "statuspage", "in.json"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        let done = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        child.wait().unwrap();
        for (path, entry) in own(&project) {
            if !path.contains(".upfront/staging-") && path != ".upfront" {
                assert_eq!(
                    Some(&entry),
                    whole.get(&path),
                    "{path} after {milliseconds} ms"
                );
            }
        }
        stopped += usize::from(!done);
        import(&project, &["statuspage", "in.json"]).ok();
        assert_eq!(own(&project), whole, "after {milliseconds} ms");
        if done {
            break;
        }
    }
    assert!(stopped > 0, "no run was stopped");
}
