//! Same input and same clock give the same bytes; and what may change with the
//! clock, or with one file, is what the plan says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{self, Project, Run, Tree, binary, demo, tree};
use upfront::render::Engine;
use upfront::site::{Context, Sources, plan};

const CLOCK: &str = "2026-11-24T10:00:00Z";

fn built(project: &Project, clock: &str) -> Tree {
    project.run(&["build", "--quiet", "--now", clock]).ok();
    tree(&project.path().join("site"))
}

fn differing(a: &Tree, b: &Tree) -> BTreeSet<String> {
    a.keys()
        .chain(b.keys())
        .filter(|path| a.get(*path) != b.get(*path))
        .cloned()
        .collect()
}

#[test]
fn other_folders_zones_locales_and_umasks_change_nothing() {
    let reference = built(&demo(), CLOCK);
    for (zone, locale, umask, epoch) in [
        ("Pacific/Kiritimati", "de_DE.UTF-8", "077", true),
        ("America/Los_Angeles", "tr_TR.UTF-8", "000", false),
        ("", "C", "027", true),
    ] {
        let project = demo();
        let clock = if epoch {
            String::new()
        } else {
            format!("--now {CLOCK}")
        };
        let script = format!(
            "umask {umask}; exec {} --root . build --quiet {clock}",
            binary().display()
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(project.path());
        command
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .env("LANG", locale);
        if epoch {
            command.env("SOURCE_DATE_EPOCH", "1795514400");
        }
        Run::of(command).ok();
        let other = tree(&project.path().join("site"));
        assert_eq!(
            differing(&reference, &other),
            BTreeSet::new(),
            "TZ={zone} LC_ALL={locale} umask {umask}"
        );
    }
}

#[test]
fn published_files_can_be_read_by_all() {
    for (path, entry) in built(&demo(), CLOCK) {
        let expected = if entry.mode & 0o170_000 == 0o040_000 {
            0o755
        } else {
            0o644
        };
        assert_eq!(entry.mode & 0o7777, expected, "{path}");
    }
}

#[test]
fn files_in_another_order_change_nothing() {
    let reference = built(&demo(), CLOCK);
    // Written in reverse, and half of them in folders: what a folder lists first must not count.
    let project = Project::empty();
    let source = support::repository();
    fs::copy(source.join("status.yml"), project.path().join("status.yml")).unwrap();
    let mut names: Vec<_> = fs::read_dir(source.join("incidents"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    names.sort();
    for path in names.iter().rev() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let folder = if name.as_bytes()[0].is_multiple_of(2) {
            "incidents/deep/er"
        } else {
            "incidents"
        };
        project.write(&format!("{folder}/{name}"), fs::read(path).unwrap());
    }
    assert_eq!(
        differing(&reference, &built(&project, CLOCK)),
        BTreeSet::new()
    );
}

/// Files of the tasks for which `holds` says yes to their inputs.
fn planned(root: &Path, holds: impl Fn(&upfront::site::Inputs) -> bool) -> BTreeSet<String> {
    let project = upfront::source::load(root);
    let model = project.model.expect("the demo has no errors");
    let engine = Engine::new(&model.site.languages, &[]).unwrap();
    let context = Context {
        model: &model,
        recent: &model,
        now: CLOCK.parse().unwrap(),
        engine: &engine,
    };
    plan(context, &[])
        .unwrap()
        .into_iter()
        .filter(|task| holds(&task.inputs))
        .flat_map(|task| task.files)
        .map(|file| file.path)
        .collect()
}

#[test]
fn the_clock_changes_only_what_the_plan_says() {
    let project = demo();
    let clocked = planned(project.path(), |inputs| inputs.clock);
    let mut changed = BTreeSet::new();
    let first = built(&project, "1970-01-02T00:00:00Z");
    for clock in [
        "2026-11-18T15:20:00+01:00",
        CLOCK,
        "2026-12-08T22:30:00+01:00",
        "2099-01-01T00:00:00Z",
    ] {
        changed.extend(differing(&first, &built(&project, clock)));
    }
    assert!(
        changed.contains("index.html") && changed.contains("fr/index.html"),
        "{changed:?}"
    );
    assert!(
        changed.is_subset(&clocked),
        "changed without being planned: {:?}",
        changed.difference(&clocked)
    );
    assert!(
        !changed.iter().any(|path| path.contains("feed/")),
        "a feed holds the clock: {changed:?}"
    );
    assert!(
        changed.contains("api/v2/summary.json") && changed.contains("metrics"),
        "{changed:?}"
    );
    assert!(
        !changed
            .iter()
            .any(|path| path.starts_with("api/") && !path.starts_with("api/v2/")),
        "a document of our own API holds the clock: {changed:?}"
    );
}

#[test]
fn one_file_changes_only_what_the_plan_says() {
    let project = demo();
    let before = built(&project, CLOCK);
    let path = "incidents/desktop-skips-songs.md";
    let depends = planned(project.path(), |inputs| match &inputs.sources {
        Sources::All => true,
        Sources::Files(files) | Sources::Parts { files, .. } => {
            files.iter().any(|file| file == path)
        }
        Sources::Static(_) => false,
    });
    let text = fs::read_to_string(project.path().join(path)).unwrap();
    let title = text
        .lines()
        .find(|line| line.starts_with("title:"))
        .unwrap();
    project.write(path, text.replace(title, "title: Another title"));
    let changed = differing(&before, &built(&project, CLOCK));
    assert!(
        changed.contains("incidents/desktop-skips-songs.html"),
        "{changed:?}"
    );
    assert!(
        changed.is_subset(&depends),
        "changed without being planned: {:?}",
        changed.difference(&depends)
    );
    assert!(
        !changed.contains("incidents/music-does-not-play.html") && !changed.contains("404.html")
    );
    for path in [
        "api/incidents/desktop-skips-songs.json",
        "api/incidents.json",
        "api/v2/incidents.json",
    ] {
        assert!(changed.contains(path), "{path}: {changed:?}");
    }
    for path in [
        "api/incidents/music-does-not-play.json",
        "api/incidents.schema.json",
        "metrics",
    ] {
        assert!(!changed.contains(path), "{path}: {changed:?}");
    }
}
