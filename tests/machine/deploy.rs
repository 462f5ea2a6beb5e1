//! The recipes of `docs/deploy.md`, run as they stand there.
//!
//! Needs Debian's `nginx-light`, `python3` and `git`.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command};

use crate::support::running::{get, until};
use crate::support::{self, Project, Run, demo};

/// The fenced blocks of a kind, in order.
fn blocks(kind: &str) -> Vec<String> {
    let text = fs::read_to_string(support::repository().join("docs/deploy.md")).unwrap();
    let mut found = Vec::new();
    let fence = format!("\n```{kind}\n");
    let mut parts = text.split(fence.as_str());
    parts.next();
    for part in parts {
        found.push(part.split("\n```").next().unwrap().to_string() + "\n");
    }
    assert!(!found.is_empty(), "no {kind}");
    found
}

fn block(kind: &str, holds: &str) -> String {
    let all = blocks(kind);
    all.into_iter()
        .find(|block| block.contains(holds))
        .unwrap_or_else(|| panic!("no {kind} with {holds}"))
}

/// Our program first in the path.
fn path() -> String {
    let folder = support::binary().parent().unwrap().display().to_string();
    format!("{folder}:{}", std::env::var("PATH").unwrap())
}

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::QUIT);
        let _ = self.0.wait();
    }
}

fn nginx(project: &Project) -> (Nginx, SocketAddr) {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let root = project.path();
    let site = block("nginx", "server {")
        .replace("127.0.0.1:8080", &port.to_string())
        .replace("/srv/status/site", &root.join("site").display().to_string());
    let own = root.display();
    project.write(
        "nginx.conf",
        format!(
            "daemon off;\nworker_processes 1;\npid {own}/nginx.pid;\nerror_log {own}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n\
             client_body_temp_path {own}/t1;\nproxy_temp_path {own}/t2;\nfastcgi_temp_path {own}/t3;\nuwsgi_temp_path {own}/t4;\nscgi_temp_path {own}/t5;\n{site}}}\n"
        ),
    );
    // Its workers are another user, where the master is root.
    fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
    let child = Command::new("nginx")
        .args([
            "-p",
            &own.to_string(),
            "-c",
            &format!("{own}/nginx.conf"),
            "-e",
            &format!("{own}/error.log"),
        ])
        .spawn()
        .expect("nginx runs: install nginx-light");
    let running = Nginx(child);
    until(
        "nginx answers",
        || std::net::TcpStream::connect(port).is_ok(),
        |up| *up,
    );
    (running, port)
}

#[test]
fn nginx_says_what_the_site_needs() {
    let project = demo();
    project
        .run(&["build", "--quiet", "--now", "2026-11-24T10:00:00Z"])
        .ok();
    let (_nginx, address) = nginx(&project);
    let types = [
        ("/", "text/html; charset=utf-8"),
        ("/fr/index.html", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/script.js", "text/javascript; charset=utf-8"),
        ("/badge.svg", "image/svg+xml"),
        ("/feed/updates.rss", "application/rss+xml; charset=utf-8"),
        ("/feed/updates.atom", "application/atom+xml; charset=utf-8"),
        ("/feed/updates.json", "application/feed+json; charset=utf-8"),
        (
            "/fr/feed/updates.json",
            "application/feed+json; charset=utf-8",
        ),
        ("/history.rss", "application/rss+xml; charset=utf-8"),
        ("/maintenance.ics", "text/calendar; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/api/v2/summary.json", "application/json; charset=utf-8"),
        ("/status.txt", "text/plain; charset=utf-8"),
        ("/index.md", "text/plain; charset=utf-8"),
        ("/metrics", "text/plain; version=0.0.4"),
    ];
    for (path, kind) in types {
        let (status, head, _) = get(address, path, &[]);
        assert_eq!(status, 200, "{path}");
        assert!(
            head.contains(&format!("content-type: {kind}")),
            "{path}: {head}"
        );
        for header in [
            "cache-control: public, max-age=30, stale-while-revalidate=60, stale-if-error=86400",
            "content-security-policy: frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "etag:",
        ] {
            assert!(head.contains(header), "{path}: no {header} in {head}");
        }
    }
    let open = [
        "/feed/updates.json",
        "/fr/feed/updates.rss",
        "/badge.svg",
        "/fr/badge.svg",
        "/news.json",
        "/api/v2/summary.json",
        "/api/incidents.json",
    ];
    for path in open {
        let head = get(address, path, &[]).1;
        assert!(
            head.contains("access-control-allow-origin: *"),
            "{path}: {head}"
        );
        assert!(
            head.contains("cross-origin-resource-policy: cross-origin"),
            "{path}"
        );
    }
    assert!(
        get(address, "/embed.js", &[])
            .1
            .contains("cross-origin-resource-policy: cross-origin")
    );
    for path in ["/", "/incidents/music-does-not-play.html", "/embed.js"] {
        assert!(
            !get(address, path, &[]).1.contains("access-control"),
            "{path}"
        );
    }
    for path in [
        "/.nojekyll",
        "/_headers",
        "/nothing.html",
        "/../status.yml",
        "/.git/config",
    ] {
        assert!(matches!(get(address, path, &[]).0, 400 | 404), "{path}");
    }
    let (_, head, body) = get(address, "/nothing.html", &[]);
    assert!(
        head.contains("max-age=30") && body.contains("<html"),
        "our own page: {head}"
    );
    let zipped = get(address, "/", &[("Accept-Encoding", "gzip")]).1;
    assert!(zipped.contains("content-encoding: gzip"), "{zipped}");

    // A new build is served at once, and what is unchanged keeps its validator.
    let tag = |path: &str| {
        let head = get(address, path, &[]).1;
        head.lines()
            .find(|line| line.starts_with("etag:"))
            .unwrap()
            .to_string()
    };
    let (home, style) = (tag("/"), tag("/style.css"));
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T14:20:00Z"])
        .ok();
    assert_ne!(tag("/"), home);
    assert_eq!(tag("/style.css"), style);
}

#[test]
fn the_unit_is_one_that_systemd_takes() {
    let Ok(there) = Command::new("systemd-analyze").arg("--version").output() else {
        // Not every machine has systemd; the text is checked all the same.
        assert!(block("ini", "ExecStart").contains("upfront watch"));
        return;
    };
    assert!(there.status.success());
    let project = Project::empty();
    let unit = block("ini", "ExecStart").replace(
        "/usr/local/bin/upfront",
        &support::binary().display().to_string(),
    );
    project.write("upfront.service", unit);
    let checked = Command::new("systemd-analyze")
        .arg("verify")
        .arg(project.path().join("upfront.service"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(!said.contains("upfront.service"), "{said}");
}

fn script(project: &Project, name: &str, text: &str) {
    project.write(name, text);
    let path = project.path().join(name);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn sh(dir: &Path, program: &str, arguments: &[&str], more: &[(&str, &str)]) -> Run {
    let mut command = Command::new("sh");
    command
        .arg("-eu")
        .arg(program)
        .args(arguments)
        .current_dir(dir)
        .env("PATH", path())
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(more.iter().copied());
    Run::of(command)
}

const BROKEN_RULE: &str = "Streams stop at times";

/// An open incident whose promise ran out, in words that a rule refuses: readers must get
/// it all the same.
fn break_a_rule(project: &Project) {
    project.write(
        "incidents/streams.md",
        format!(
            "---\ntitle: {BROKEN_RULE}\nbegan: 2026-11-24 09:00\naffected: {{playback: degraded performance}}\n---\n\n\
             ## 09:10 Investigating\n\n```update\nnext_update: 30m\n```\n\nSongs stop for some of you. We look for the cause.\n"
        ),
    );
    let checked = project.run(&["check", "--now", "2026-11-24T12:00:00+01:00"]);
    assert_eq!(checked.code, 1, "{}", checked.stdout);
    assert!(checked.stderr.contains("C03"), "{}", checked.stderr);
}

#[test]
fn the_script_builds_when_something_is_due() {
    let project = demo();
    script(&project, "build-when-due", &block("sh", "build-when-due"));
    let root = project.path().display().to_string();
    let run = || sh(project.path(), "build-when-due", &[&root], &[]).ok();
    let list = project.path().join("site/index.html");
    run();
    assert!(list.exists());
    let when = || {
        fs::metadata(project.path().join("site"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let first = when();
    run();
    assert_eq!(when(), first, "nothing was due");
    // A save.
    std::thread::sleep(std::time::Duration::from_millis(50));
    let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
    project.write(
        "status.yml",
        status.replace("Sonora Status", "Saved Status"),
    );
    run();
    assert!(project.site("index.html").contains("Saved Status"));
    // The clock.
    let second = when();
    project.write(".next-build", "1");
    run();
    assert_ne!(when(), second);
    // A broken rule keeps nothing from readers.
    break_a_rule(&project);
    run();
    assert!(project.site("index.html").contains(BROKEN_RULE));
    // A broken file: said, and tried again next time.
    project.write("incidents/broken.md", "---\n");
    let broken = sh(project.path(), "build-when-due", &[&root], &[]);
    assert_ne!(broken.code, 0);
    fs::remove_file(project.path().join("incidents/broken.md")).unwrap();
    run();
}

#[test]
fn the_upload_ends_with_the_whole_site_home_pages_last() {
    let project = demo();
    project
        .run(&["build", "--quiet", "--now", "2026-11-24T10:00:00Z"])
        .ok();
    script(&project, "publish", &block("sh", "publish-to-bucket"));
    // In the place of the real program: notes each file, with the filters in their order.
    script(
        &project,
        "bin/aws",
        r#"#!/usr/bin/env python3
import sys, os, fnmatch
site, rest, rules, kind, delete = sys.argv[3], sys.argv[5:], [], "", False
while rest:
    word = rest.pop(0)
    if word in ("--exclude", "--include"): rules.append((word, rest.pop(0)))
    elif word == "--content-type": kind = rest.pop(0)
    elif word == "--cache-control": rest.pop(0)
    elif word == "--delete": delete = True
with open(os.environ["NOTES"], "a") as notes:
    if delete: notes.write("delete\t\n")
    for folder, _, files in os.walk(site):
        for file in files:
            path = os.path.relpath(os.path.join(folder, file), site)
            there = True
            for word, pattern in rules:
                if fnmatch.fnmatchcase(path, pattern): there = word == "--include"
            if there and not delete: notes.write(path + "\t" + kind + "\n")
"#,
    );
    let notes = project.path().join("notes");
    let bin = format!("{}:{}", project.path().join("bin").display(), path());
    sh(
        project.path(),
        "publish",
        &["s3://test"],
        &[("PATH", &bin), ("NOTES", &notes.display().to_string())],
    )
    .ok();
    let notes = fs::read_to_string(notes).unwrap();
    let lines: Vec<(&str, &str)> = notes.lines().map(|l| l.split_once('\t').unwrap()).collect();
    let last = |path: &str| {
        let at = lines.iter().rposition(|(p, _)| *p == path);
        at.unwrap_or_else(|| panic!("{path} is not uploaded"))
    };
    let first = |path: &str| lines.iter().position(|(p, _)| *p == path).unwrap();
    for path in support::tree(&project.path().join("site"))
        .into_iter()
        .filter(|(_, e)| e.mode & 0o170_000 == 0o100_000)
        .map(|(p, _)| p)
    {
        if path != "_headers" {
            last(&path);
        }
    }
    assert_eq!(lines.last().unwrap().0, "delete");
    assert!(first("index.html") > last("incidents/music-does-not-play.html"));
    assert!(first("fr/index.html") > last("fr/history.html"));
    assert!(first("feed/updates.rss") > last("incidents/music-does-not-play.html"));
    let kind = |path: &str| lines[last(path)].1;
    assert_eq!(
        kind("feed/updates.json"),
        "application/feed+json; charset=utf-8"
    );
    assert_eq!(
        kind("fr/feed/updates.json"),
        "application/feed+json; charset=utf-8"
    );
    assert_eq!(
        kind("api/v2/summary.json"),
        "application/json; charset=utf-8"
    );
    assert_eq!(
        kind("feed/updates.atom"),
        "application/atom+xml; charset=utf-8"
    );
    assert_eq!(kind("maintenance.ics"), "text/calendar; charset=utf-8");
}

fn workflow(holds: &str) -> serde_yaml::Value {
    serde_yaml::from_str(&block("yaml", holds)).expect("YAML")
}

#[test]
fn the_workflow_for_github_builds_what_is_due() {
    let workflow = workflow("deploy-pages");
    let steps = workflow["jobs"]["build"]["steps"].as_sequence().unwrap();
    let commands: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .filter(|run| !run.starts_with("cargo install"))
        .collect();
    assert_eq!(commands.len(), 4);
    let project = demo();
    let run = |command: &str, event: &str| {
        project.write("step", command);
        sh(
            project.path(),
            "step",
            &[],
            &[("EVENT", event), ("GITHUB_OUTPUT", "output")],
        )
        .ok()
    };
    let due = |event: &str| {
        project.write("output", "");
        run(commands[0], event);
        fs::read_to_string(project.path().join("output")).unwrap()
    };
    assert_eq!(due("schedule"), "due=yes\n", "nothing was built yet");
    run(commands[1], "pull_request");
    break_a_rule(&project);
    run(commands[2], "schedule");
    run(commands[3], "schedule");
    assert!(project.site("index.html").contains(BROKEN_RULE));
    assert_eq!(due("push"), "due=yes\n");
    project.write(".last-build", "2020-01-01T00:00:00Z");
    assert_eq!(due("schedule"), "due=yes\n", "days have begun since");
    run(commands[3], "schedule");
    assert_eq!(due("schedule"), "due=no\n");
}

#[test]
fn the_workflow_for_gitlab_builds_what_is_due() {
    let workflow = workflow("CI_PROJECT_DIR");
    let script: Vec<&str> = workflow["pages"]["script"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(|line| line.as_str().expect("a command"))
        .collect();
    let project = demo();
    project.write("job", script.join("\n"));
    let run = |source: &str| {
        sh(
            project.path(),
            "job",
            &[],
            &[("CI_PIPELINE_SOURCE", source)],
        )
    };
    break_a_rule(&project);
    run("schedule").ok();
    let home = fs::read_to_string(project.path().join("public/index.html")).unwrap();
    assert!(home.contains(BROKEN_RULE));
    let early = run("schedule");
    assert_eq!(
        (early.code, early.stdout.as_str()),
        (10, "Nothing is due.\n")
    );
    let allowed = &workflow["pages"]["allow_failure"]["exit_codes"];
    assert_eq!(allowed.as_i64(), Some(early.code.into()));
    run("push").ok();
    // What is broken is an error, not a warning.
    project.write("incidents/broken.md", "---\n");
    let broken = run("push");
    assert_eq!(broken.code, 1, "{}", broken.stderr);
}

#[test]
fn the_memory_is_committed_once() {
    let project = demo();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(project.path());
        Run::of(command).ok().stdout
    };
    git(&["init", "-q"]);
    git(&["config", "user.email", "status@test.example"]);
    git(&["config", "user.name", "Test"]);
    project.write("remember", block("sh", "--remember"));
    break_a_rule(&project);
    for _ in 0..2 {
        sh(project.path(), "remember", &[], &[]).ok();
    }
    assert_eq!(git(&["log", "--format=%s"]), "Published\n");
    assert_eq!(
        git(&["show", "--name-only", "--format="]),
        "published.lock\n"
    );
}
