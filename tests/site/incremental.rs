//! A second build makes only what changed, and what it leaves is byte for byte what
//! a clean build makes.

use std::fs;
use std::path::Path;

use crate::support::{Project, copy, tree};
use proptest::prelude::*;

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

/// What somebody saves while a process keeps the site.
#[derive(Debug, Clone)]
enum Save {
    /// An existing incident, or a new one: number of its updates, the minute of the
    /// first, and what the words are.
    Long(u8, u8, u8, u8),
    /// The last words of an incident change, nothing else.
    Words(u8, u8),
    Other(Edit),
}

fn save() -> impl Strategy<Value = Save> {
    let other = edit().prop_filter("what is not the project", |edit| {
        !matches!(
            edit,
            Edit::Tamper(_) | Edit::Lose(_) | Edit::Damage(_) | Edit::Forget
        )
    });
    prop_oneof![
        4 => (0..5_u8, 0..70_u8, any::<u8>(), any::<u8>()).prop_map(|(n, c, m, k)| Save::Long(n, c, m, k)),
        4 => (0..5_u8, any::<u8>()).prop_map(|(n, t)| Save::Words(n, t)),
        2 => other.prop_map(Save::Other),
    ]
}

/// Many updates, so that feeds have archives; of any kind, and with corrections.
fn long(n: u8, count: u8, minute: u8, kind: u8) -> String {
    let head = match kind % 5 {
        0 => "drill: true\nbegan: 2026-03-01 00:00\naffected: {web: partial outage}".to_string(),
        1 => format!(
            "began: 2026-03-01 00:{n:02}\nended: 2026-03-09 23:00\naffected: {{ios: degraded performance}}"
        ),
        2 => "kind: notice\nbegan: 2026-03-01 00:00".to_string(),
        _ => "began: 2026-03-01 00:00\naffected: {web: major outage}".to_string(),
    };
    let updates = (0..u32::from(count)).map(|at| {
        let minutes = u32::from(minute) + at * 37 + u32::from(n);
        let (day, hour, minute) = (2 + minutes / 1440, minutes / 60 % 24, minutes % 60);
        let block = match (at + u32::from(kind)) % 9 {
            4 => "```update\ncorrected: A word was wrong.\n```\n\n",
            _ => "",
        };
        format!(
            "## 2026-03-{day:02} {hour:02}:{minute:02} Update\n\n{block}Word {at} of {kind}.\n\n"
        )
    });
    format!(
        "---\ntitle: Long {kind}\n{head}\n---\n\n{}",
        updates.collect::<String>()
    )
}

fn put(project: &Project, clock: &mut jiff::Timestamp, save: &Save) {
    match save {
        Save::Long(n, count, minute, kind) => {
            let _ = fs::remove_file(project.path().join(translation(*n)));
            project.write(&source(*n), long(*n, *count, *minute, *kind));
        }
        Save::Words(n, text) => {
            let path = project.path().join(source(*n));
            if let Ok(old) = fs::read_to_string(&path) {
                project.write(
                    &source(*n),
                    format!("{}\n\nWords {text}.\n", old.trim_end()),
                );
            }
        }
        Save::Other(edit) => apply(project, clock, edit),
    }
}

/// The content of a project, the site and the memory left out.
fn inputs(project: &Project) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    for entry in walkdir::WalkDir::new(project.path()).into_iter().flatten() {
        let below = entry.path().strip_prefix(project.path()).unwrap();
        let below = below.to_str().unwrap().to_string();
        if entry.file_type().is_file() && !below.starts_with("site") && !below.starts_with(".up") {
            files.insert(below, fs::read(entry.path()).unwrap());
        }
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// The way of `upfront watch`: a process that holds what it read, and makes only
    /// what follows from a save.
    #[test]
    fn a_site_that_is_kept_is_a_clean_build(saves in prop::collection::vec(prop::collection::vec(save(), 1..3), 1..7)) {
        use upfront::pipeline::{Choice, Builder};
        let project = Project::empty().with("status.yml", STATUS);
        for n in 0..3 {
            project.write(&source(n), long(n, 40, n, 3));
        }
        let site = |project: &Project| project.path().join("site");
        let mut clock: jiff::Timestamp = "2026-02-15T10:00:00Z".parse().unwrap();
        let mut kept = Builder::new(project.path(), &site(&project), Choice::default());
        kept.make(clock, &()).unwrap();
        for saves in &saves {
            let before = inputs(&project);
            saves.iter().for_each(|save| put(&project, &mut clock, save));
            let after = inputs(&project);
            let done = if before.keys().eq(after.keys()) {
                let changed = after.iter().filter(|(path, text)| before[*path] != **text);
                kept.renew(clock, &changed.map(|(path, _)| path.as_str()).collect(), &())
            } else {
                kept.make(clock, &())
            };
            let clean = differs_from_clean(&project, clock);
            prop_assert_eq!(done.is_ok(), clean.is_ok(), "{:?}", saves);
            // What has errors leaves the site as it was, and is put right by a later save.
            if let Ok(differ) = clean {
                prop_assert!(differ.is_empty(), "{:?} after {:?}", differ, saves);
            }
        }
    }
}

/// Paths whose files in a project's site are others than those of a clean build of it; the
/// errors of that build where it has some.
fn differs_from_clean(
    project: &Project,
    clock: jiff::Timestamp,
) -> Result<Vec<String>, upfront::publish::Failed<upfront::diagnostic::Diagnostic>> {
    use upfront::pipeline::{Builder, Choice};
    let clean = Project::empty();
    copy(project.path(), clean.path());
    for folder in ["site", ".upfront"] {
        fs::remove_dir_all(clean.path().join(folder)).unwrap();
    }
    let out = clean.path().join("site");
    Builder::new(clean.path(), &out, Choice::default()).make(clock, &())?;
    let (new, old) = (tree(&out), tree(&project.path().join("site")));
    let paths: std::collections::BTreeSet<&String> = new.keys().chain(old.keys()).collect();
    let differ = paths.into_iter().filter(|p| new.get(*p) != old.get(*p));
    Ok(differ.cloned().collect())
}

/// A save that only changes words costs what follows from it.
#[test]
fn a_kept_site_is_not_made_anew_for_a_word() {
    use upfront::pipeline::{Builder, Choice};
    let project = Project::empty().with("status.yml", STATUS);
    for n in 0..4 {
        project.write(&source(n), long(n, 60, n, 3));
    }
    let clock: jiff::Timestamp = "2026-06-15T10:00:00Z".parse().unwrap();
    let mut kept = Builder::new(
        project.path(),
        &project.path().join("site"),
        Choice::default(),
    );
    let all = kept.make(clock, &()).unwrap();
    let words = format!("{}\n\nOne word more.\n", long(1, 60, 1, 3).trim_end());
    project.write(&source(1), words);
    let some = kept
        .renew(clock, &[source(1).as_str()].into(), &())
        .unwrap();
    assert_eq!(some.published.how, upfront::publish::PublishMethod::InPlace);
    let is_made = |path: &str| {
        some.made
            .iter()
            .any(|why| why.paths.iter().any(|own| own == path))
    };
    assert!(is_made("incidents/n1.html") && is_made("fr/incidents/n1.md"));
    assert!(!is_made("incidents/n2.html") && !is_made("search.js") && !is_made("style.css"));
    assert!(some.made.len() < all.made.len());
    assert!(project.site("incidents/n1.html").contains("One word more."));
    let sum = some.published.written.len() + some.published.unchanged;
    assert_eq!(sum, all.published.written.len());
}

/// A correction that is given the time of its own update stands where it stood, and counts
/// for pages from now on: every later archive of the feeds is another.
#[test]
fn a_correction_that_gets_a_date_moves_what_is_later() {
    use upfront::pipeline::{Builder, Choice};
    let project = Project::empty().with("status.yml", STATUS);
    for n in 1..4 {
        project.write(&source(n), long(n, 60, n, 3));
    }
    let said = |block: &str| {
        format!(
            "---\ntitle: Old\nbegan: 2026-02-01 14:02\naffected: {{web: major outage}}\n---\n\n## 14:20 Investigating\n\n```update\ncorrected: No.\n{block}```\n\nx\n\n## 15:00 Resolved\n\nx\n"
        )
    };
    project.write(&source(0), said(""));
    let clock: jiff::Timestamp = "2026-06-15T10:00:00Z".parse().unwrap();
    let site = project.path().join("site");
    let mut kept = Builder::new(project.path(), &site, Choice::default());
    kept.make(clock, &()).unwrap();
    for block in ["corrected_at: 14:20\n", ""] {
        project.write(&source(0), said(block));
        let changed = source(0);
        kept.renew(clock, &[changed.as_str()].into(), &()).unwrap();
        let differ = differs_from_clean(&project, clock).unwrap();
        assert!(differ.is_empty(), "{block}: {differ:?}");
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
    // A list that somebody changed is not that of the site, though all files are.
    let list = project.path().join("site/files.json");
    let ours = fs::read_to_string(&list).unwrap();
    fs::write(
        &list,
        ours.replace("\"files.json\"", "\"files.json\", \"gone.html\""),
    )
    .unwrap();
    assert_ne!(fs::read_to_string(&list).unwrap(), ours);
    build(&project, clock);
    assert_eq!(fs::read_to_string(&list).unwrap(), ours);
    let before = inode();
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
    use upfront::pipeline::{Builder, Choice};
    let project = Project::empty().with("status.yml", STATUS);
    for n in 0..110 {
        let (month, day) = (1 + n / 28, 1 + n % 28);
        project.write(
            &format!("incidents/n{n}.md"),
            format!("---\ntitle: T{n}\nbegan: 2025-{month:02}-{day:02} 10:00\naffected: [ios]\nimpact: minor\n---\n\n## 10:05 Resolved\n\nOver.\n"),
        );
    }
    let clock = "2026-02-15T10:00:00Z".parse().unwrap();
    build(&project, clock);
    let second = "feed/archive/incidents-2.atom";
    let before = project.site(second);
    // One incident before all others: every archive begins one entry earlier.
    project.write(
        "incidents/first.md",
        "---\ntitle: First\nbegan: 2024-01-01 10:00\naffected: [ios]\nimpact: minor\n---\n\n## 10:00 Resolved\n\nOver.\n",
    );
    build(&project, clock);
    let shifted = project.site(second);
    assert_ne!(before, shifted);
    fs::remove_dir_all(project.path().join(".upfront")).unwrap();
    build(&project, clock);
    assert_eq!(shifted, project.site(second));
    // The same in a process that goes on: one incident was told a day later after all.
    let site = project.path().join("site");
    let mut kept = Builder::new(project.path(), &site, Choice::default());
    kept.make(clock, &()).unwrap();
    project.write(
        "incidents/n20.md",
        "---\ntitle: T20\nbegan: 2025-01-21 10:00\naffected: [ios]\nimpact: minor\n---\n\n## 2025-03-01 10:05 Resolved\n\nOver.\n",
    );
    kept.renew(clock, &["incidents/n20.md"].into(), &())
        .unwrap();
    let differ = differs_from_clean(&project, clock).unwrap();
    assert!(differ.is_empty(), "{differ:?}");
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

/// A slow build must not put old words over newer ones.
#[test]
fn a_build_that_had_to_wait_publishes_what_is_newest() {
    use rustix::fs::{FlockOperation, flock};
    use std::io::{BufRead as _, BufReader};
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    let clock: jiff::Timestamp = "2026-06-15T10:00:00Z".parse().unwrap();
    build(&project, clock);
    project.write(&source(1), incident(1, 1, 2));
    // Another build has the turn.
    let folder = fs::File::open(project.path()).unwrap();
    flock(&folder, FlockOperation::LockExclusive).unwrap();
    let mut waiting = project
        .command(&["build", "--quiet", "--now", &clock.to_string()])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // After a second it says for whom it waits.
    let mut said = String::new();
    let mut errors = BufReader::new(waiting.stderr.take().unwrap());
    errors.read_line(&mut said).unwrap();
    // Not every system tells.
    let own = std::process::id();
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let stat = rustix::fs::fstat(&folder).unwrap();
    let (major, minor) = (
        rustix::fs::major(stat.st_dev),
        rustix::fs::minor(stat.st_dev),
    );
    let lock = format!(" {own} {major:02x}:{minor:02x}:{} ", stat.st_ino);
    let by_whom = match locks.contains(&lock) {
        true => format!(" (process {own})"),
        false => String::new(),
    };
    assert_eq!(
        said,
        format!(
            "upfront: another build publishes into the same folder{by_whom}: waiting for it to end.\n"
        )
    );
    assert!(waiting.try_wait().unwrap().is_none(), "it waits");
    project.write(&source(1), incident(1, 1, 3));
    flock(&folder, FlockOperation::Unlock).unwrap();
    assert!(waiting.wait().unwrap().success());
    let page = project.site("incidents/n1.html");
    assert!(
        page.contains("Trouble 3"),
        "not what was read before the turn"
    );
}

/// A watcher that waits for another build can be ended, and goes on when that one is done.
#[test]
fn a_watcher_that_waits_can_be_ended() {
    use rustix::fs::{FlockOperation, flock};
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    let folder = fs::File::open(project.path()).unwrap();
    flock(&folder, FlockOperation::LockExclusive).unwrap();
    for ended in [true, false] {
        let mut watcher = project
            .command(&["watch", "--now", "2026-06-15T10:00:00Z"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut errors = BufReader::new(watcher.stderr.take().unwrap());
        errors.read_line(&mut said).unwrap();
        assert!(said.contains("another build publishes"), "{said}");
        if !ended {
            flock(&folder, FlockOperation::Unlock).unwrap();
            let mut built = String::new();
            let mut lines = BufReader::new(watcher.stdout.take().unwrap());
            lines.read_line(&mut built).unwrap();
            assert!(built.starts_with("built: "), "{built}");
        }
        kill_process(Pid::from_child(&watcher), Signal::TERM).unwrap();
        assert!(watcher.wait().unwrap().success());
    }
}

/// A build that was killed while it wrote its memory leaves nothing for ever.
#[test]
fn what_a_killed_build_left_beside_its_memory_goes() {
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    // No process has this number: it is above what Linux gives out.
    project.write(".upfront/build-4194305", "half a mem");
    build(&project, "2026-06-15T10:00:00Z".parse().unwrap());
    let left: Vec<_> = fs::read_dir(project.path().join(".upfront"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!left.contains(&"build-4194305".to_string()), "{left:?}");
    assert!(left.contains(&".gitignore".to_string()), "{left:?}");
}

/// A feed that goes back in time hides what comes next from those who follow it.
#[test]
fn a_site_that_says_it_is_older_is_said() {
    let project = Project::empty().with("status.yml", STATUS);
    project.write(&source(1), incident(1, 1, 1));
    let clock = "2026-06-15T10:00:00Z";
    let run = || project.run(&["build", "--quiet", "--now", clock]).ok();
    assert_eq!(run().stderr, "");
    assert_eq!(run().stderr, "");
    let whole = incident(1, 1, 1);
    let (cut, _) = whole.split_once("## 12:00 Resolved").unwrap();
    project.write(&source(1), cut);
    let said = run().stderr;
    assert!(
        said.contains("last updated at 2026-02-11T09:05:00Z"),
        "{said}"
    );
    assert!(said.contains("before said 2026-02-11T11:00:00Z"), "{said}");
    project.write(&source(1), &whole);
    assert_eq!(run().stderr, "");
    // On purpose it is no news.
    let past = project
        .run(&["build", "--quiet", "--as-of", "2026-02-11T10:30:00Z"])
        .ok();
    assert_eq!(past.stderr, "");
}

#[test]
fn the_page_of_a_platform_lists_the_newest_and_leads_to_the_rest() {
    let with = |count: usize| {
        let project = Project::empty().with("status.yml", STATUS);
        for n in 0..count {
            let (month, day) = (1 + n / 28, 1 + n % 28);
            project.write(
                &format!("incidents/old-{n:02}.md"),
                format!("---\ntitle: Old trouble {n:02}\nbegan: 2026-{month:02}-{day:02} 10:00\naffected: {{web: major outage}}\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 12:00 Resolved\n\nOver.\n"),
            );
        }
        build(&project, "2026-06-15T10:00:00Z".parse().unwrap());
        project.site("platforms/web.html")
    };
    let (all, cut) = (with(50), with(51));
    assert!(all.contains("Old trouble 00") && all.contains("Everything reported"));
    assert!(!cut.contains("Old trouble 00") && cut.contains("Old trouble 01"));
    assert!(!cut.contains("Everything reported"));
    assert!(cut.contains("Newest entries"));
    assert!(cut.contains("<a href=\"../history.html\">All history</a>"));
}
