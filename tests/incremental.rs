//! A second build makes only what changed, and what it leaves is byte for byte what
//! a clean build makes.

mod support;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use support::{Project, copy, tree};

const STATUS: &str = "\
title: Small Status
url: https://status.small.example/
languages: [en, fr]
timezone: Europe/Paris
platforms:
  - {id: ios, name: iOS app}
  - {id: web, name: Web}
";

/// What somebody does between two builds.
#[derive(Debug, Clone)]
enum Edit {
    /// An incident in a month; an existing one is written anew.
    Write(u8, u8, u8),
    Delete(u8),
    Rename(u8, u8),
    Translate(u8, u8),
    Untranslate(u8),
    Maintenance(u8, u8),
    Settings(u8),
    Template(u8),
    NoTemplate,
    Static(u8),
    NoStatic,
    /// Minutes.
    Clock(u32),
    /// Somebody writes into the site.
    Tamper(u8),
    /// Somebody takes a file away from the site.
    Lose(u8),
    /// The memory is cut short.
    Damage(u8),
    Forget,
    Nothing,
}

fn edit() -> impl Strategy<Value = Edit> {
    let (name, text) = (0..5_u8, any::<u8>());
    prop_oneof![
        4 => (name.clone(), 0..6_u8, text).prop_map(|(n, m, t)| Edit::Write(n, m, t)),
        2 => name.clone().prop_map(Edit::Delete),
        2 => (name.clone(), name.clone()).prop_map(|(a, b)| Edit::Rename(a, b)),
        2 => (name.clone(), text).prop_map(|(n, t)| Edit::Translate(n, t)),
        1 => name.clone().prop_map(Edit::Untranslate),
        2 => (name.clone(), 0..6_u8).prop_map(|(n, m)| Edit::Maintenance(n, m)),
        1 => text.prop_map(Edit::Settings),
        1 => text.prop_map(Edit::Template),
        1 => Just(Edit::NoTemplate),
        1 => text.prop_map(Edit::Static),
        1 => Just(Edit::NoStatic),
        2 => (0..200_000_u32).prop_map(Edit::Clock),
        2 => text.prop_map(Edit::Tamper),
        1 => text.prop_map(Edit::Lose),
        1 => text.prop_map(Edit::Damage),
        1 => Just(Edit::Forget),
        1 => Just(Edit::Nothing),
    ]
}

fn source(n: u8) -> String {
    format!("incidents/n{n}.md")
}

fn translation(n: u8) -> String {
    format!("incidents/n{n}.fr.md")
}

fn incident(n: u8, month: u8, text: u8) -> String {
    let month = month + 1;
    format!(
        "---\ntitle: Trouble {text}\nbegan: 2026-{month:02}-1{n} 10:00\naffected: {{web: major outage}}\n---\n\n## 10:05 Investigating\n\nWords {text}, [more](n0.html).\n\n## 12:00 Resolved\n\nOver.\n"
    )
}

fn maintenance(n: u8, month: u8) -> String {
    let month = month + 1;
    format!(
        "---\nkind: maintenance\ntitle: Work {n}\nfrom: 2026-{month:02}-2{n} 22:00\nuntil: 2026-{month:02}-2{n} 23:00\naffected: {{ios: under maintenance}}\n---\n\nIt is planned.\n"
    )
}

/// Does it; the clock is moved by minutes.
fn apply(project: &Project, clock: &mut jiff::Timestamp, edit: &Edit) {
    let root = project.path();
    let remove = |path: &str| drop(fs::remove_file(root.join(path)));
    match edit {
        Edit::Write(n, month, text) => project.write(&source(*n), incident(*n, *month, *text)),
        Edit::Maintenance(n, month) => {
            remove(&translation(*n));
            project.write(&source(*n), maintenance(*n, *month));
        }
        Edit::Delete(n) => {
            remove(&source(*n));
            remove(&translation(*n));
        }
        Edit::Rename(from, to) => {
            if root.join(source(*from)).exists() && from != to {
                remove(&translation(*from));
                remove(&translation(*to));
                fs::rename(root.join(source(*from)), root.join(source(*to))).unwrap();
            }
        }
        Edit::Translate(n, text) => {
            if root.join(source(*n)).exists() {
                project.write(&translation(*n), format!("---\ntitle: Ennui {text}\n---\n"));
            }
        }
        Edit::Untranslate(n) => remove(&translation(*n)),
        Edit::Settings(text) => {
            project.write(
                "status.yml",
                STATUS.replace("Web}", &format!("Web {text}}}")),
            );
        }
        Edit::Template(text) => project.write("templates/style.css", format!("a{{order:{text}}}")),
        Edit::NoTemplate => remove("templates/style.css"),
        Edit::Static(text) => project.write("static/words.txt", [*text]),
        Edit::NoStatic => remove("static/words.txt"),
        Edit::Clock(minutes) => *clock += jiff::SignedDuration::from_mins(i64::from(*minutes)),
        Edit::Tamper(n) => drop(fs::write(root.join("site").join(published(root, *n)), "no")),
        Edit::Lose(n) => drop(fs::remove_file(root.join("site").join(published(root, *n)))),
        Edit::Damage(n) => {
            let memory = root.join(".upfront/build");
            let mut bytes = fs::read(&memory).unwrap();
            let at = usize::from(*n) * bytes.len() / 256;
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            fs::write(memory, bytes).unwrap();
        }
        Edit::Forget => drop(fs::remove_dir_all(root.join(".upfront"))),
        Edit::Nothing => {}
    }
}

/// A file of the site, but not the list by which it is known to be ours.
fn published(root: &Path, n: u8) -> String {
    let paths: Vec<String> = tree(&root.join("site"))
        .into_keys()
        .filter(|path| path != "files.json" && root.join("site").join(path).is_file())
        .collect();
    paths[usize::from(n) * paths.len() / 256].clone()
}

fn build(project: &Project, clock: jiff::Timestamp) -> String {
    let run = project.run(&["build", "--verbose", "--now", &clock.to_string()]);
    run.ok().stdout
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn an_incremental_build_is_a_clean_build(edits in prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..6)) {
        let project = Project::empty().with("status.yml", STATUS);
        for n in 0..3 {
            project.write(&source(n), incident(n, n, n));
        }
        let mut clock: jiff::Timestamp = "2026-02-15T10:00:00Z".parse().unwrap();
        build(&project, clock);
        for edits in &edits {
            for edit in edits {
                apply(&project, &mut clock, edit);
                // One that needs what another one takes away comes after a build.
                if matches!(edit, Edit::Forget | Edit::Lose(_)) {
                    build(&project, clock);
                }
            }
            build(&project, clock);
            let clean = Project::empty();
            copy(project.path(), clean.path());
            for folder in ["site", ".upfront"] {
                fs::remove_dir_all(clean.path().join(folder)).unwrap();
            }
            build(&clean, clock);
            let (new, old) = (tree(&clean.path().join("site")), tree(&project.path().join("site")));
            let differ: Vec<_> = new.keys().chain(old.keys()).filter(|p| new.get(*p) != old.get(*p)).collect();
            prop_assert!(differ.is_empty(), "{differ:?} after {edits:?}");
        }
    }
}

fn made(said: &str) -> Vec<&str> {
    said.lines()
        .filter_map(|line| line.strip_prefix("made     "))
        .collect()
}

#[test]
fn only_what_changed_is_made_and_the_reason_is_said() {
    let project = Project::empty().with("status.yml", STATUS);
    for n in 0..4 {
        project.write(&source(n), incident(n, n, n));
    }
    let clock = "2026-06-15T10:00:00Z".parse().unwrap();
    let all = made(&build(&project, clock)).len();
    assert_eq!(made(&build(&project, clock)).len(), 0);

    project.write(&source(1), incident(1, 1, 200));
    let said = build(&project, clock);
    let some = made(&said);
    assert!(some.len() < all, "{} of {all}", some.len());
    let why = "incidents/n1.html: a file that it is made from changed";
    assert!(some.contains(&why), "{said}");
    assert!(!said.contains("incidents/n2.html"), "{said}");
    assert!(!said.contains("search.js"), "{said}");

    let later = "2026-06-15T11:00:00Z".parse().unwrap();
    let said = build(&project, later);
    assert!(
        made(&said).contains(&"index.html: the clock moved"),
        "{said}"
    );
    assert!(!said.contains("incidents/n1.html"), "{said}");
}

#[test]
fn a_site_in_which_nothing_changed_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    let clock = "2026-06-15T10:00:00Z".parse().unwrap();
    let inode = || fs::metadata(project.path().join("site")).unwrap().ino();
    build(&project, clock);
    let before = inode();
    build(&project, clock);
    assert_eq!(before, inode(), "the folder is the same one");
    fs::remove_dir_all(project.path().join(".upfront")).unwrap();
    build(&project, clock);
    assert_ne!(
        before,
        inode(),
        "without a memory the site is made and exchanged"
    );
}

/// Archives of feeds hold parts of a file: which ones can shift while it stays.
#[test]
fn archives_that_shift_are_made_anew() {
    let told = |count: usize| -> String {
        let updates = (0..count).map(|n| {
            format!(
                "## 2026-01-{:02} {:02}:00 Update\n\nWord {n}.\n\n",
                2 + n / 20,
                n % 20
            )
        });
        format!(
            "---\ntitle: Long\nbegan: 2026-01-02 00:00\naffected: [web]\nimpact: minor\n---\n\n## 2026-01-02 00:00 Investigating\n\nWe look.\n\n{}",
            updates.collect::<String>().replacen(
                "## 2026-01-02 00:00 Update",
                "## 2026-01-02 00:01 Update",
                1
            )
        )
    };
    let project = Project::empty().with("status.yml", STATUS);
    project.write("incidents/long.md", told(170));
    let clock = "2026-02-15T10:00:00Z".parse().unwrap();
    build(&project, clock);
    let before = project.site("feed/archive/updates-2.atom");
    // One word before all others: every archive begins one entry earlier.
    project.write(
        "incidents/first.md",
        "---\ntitle: First\nbegan: 2026-01-01 10:00\naffected: [ios]\nimpact: minor\n---\n\n## 10:00 Investigating\n\nWe look.\n",
    );
    build(&project, clock);
    let shifted = project.site("feed/archive/updates-2.atom");
    assert_ne!(before, shifted);
    fs::remove_dir_all(project.path().join(".upfront")).unwrap();
    build(&project, clock);
    assert_eq!(shifted, project.site("feed/archive/updates-2.atom"));
}

/// The memory of another project, or of this one in another place, is never believed.
#[test]
fn a_foreign_memory_changes_nothing() {
    let (one, other) = (Project::empty(), Project::empty());
    let clock = "2026-06-15T10:00:00Z".parse().unwrap();
    for (project, text) in [(&one, 1), (&other, 2)] {
        project.write("status.yml", STATUS);
        project.write(&source(1), incident(1, 1, text));
        build(project, clock);
    }
    let expected = tree(&other.path().join("site"));
    fs::copy(
        one.path().join(".upfront/build"),
        other.path().join(".upfront/build"),
    )
    .unwrap();
    build(&other, clock);
    assert_eq!(expected, tree(&other.path().join("site")));
}

#[test]
fn a_project_that_cannot_keep_a_memory_is_built_all_the_same() {
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    project.write(".upfront", "a file of the owner");
    let clock = "2026-06-15T10:00:00Z".parse().unwrap();
    build(&project, clock);
    build(&project, clock);
    let kept = fs::read_to_string(project.path().join(".upfront")).unwrap();
    assert_eq!(kept, "a file of the owner");
}

#[test]
fn the_home_page_does_not_grow_with_the_history() {
    let sizes = [10, 150].map(|count| {
        let project = Project::empty().with("status.yml", STATUS);
        for n in 0..count {
            let (year, month, day) = (2020 + n / 60, 1 + n % 12, 1 + n % 28);
            project.write(
                &format!("incidents/old-{n}.md"),
                format!("---\ntitle: Old trouble {n}\nbegan: {year}-{month:02}-{day:02} 10:00\naffected: {{web: major outage}}\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 12:00 Resolved\n\nOver.\n"),
            );
        }
        project.write(&source(1), incident(1, 5, 1));
        build(&project, "2026-06-15T10:00:00Z".parse().unwrap());
        ["index.html", "fr/index.html", "index.md"].map(|path| project.site(path).len())
    });
    assert_eq!(sizes[0], sizes[1]);
}
