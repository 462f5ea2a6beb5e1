//! `upfront watch`: the site follows every save, whatever way it was made, and the clock.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::support::running::{Running, SILENCES, silence, until};
use crate::support::{self, Project, tree};
use rustix::process::Signal;

fn incident(title: &str) -> String {
    format!(
        "---\ntitle: {title}\naffected: {{ios: major outage}}\n---\n\n## 2026-11-18 14:20 Investigating\n\nSongs do not start.\n"
    )
}

fn project() -> Project {
    Project::new().with("incidents/one.md", incident("Nothing plays"))
}

const PINNED: [&str; 3] = ["watch", "--now", "2026-11-18T15:00:00+01:00"];

fn watching(project: &Project) -> Running {
    let running = Running::new(project, &PINNED);
    running.says("built: ");
    running
}

/// Waits until a page of the site holds a text.
fn shows(project: &Project, page: &str, text: &str) {
    let path = project.path().join("site").join(page);
    until(
        &format!("`{text}` in {page}"),
        || fs::read_to_string(&path).unwrap_or_default(),
        |page| page.contains(text),
    );
}

fn gone(project: &Project, page: &str) {
    let path = project.path().join("site").join(page);
    until(&format!("no {page}"), || path.exists(), |there| !there);
}

#[test]
fn every_way_to_save_is_seen() {
    let project = project();
    let _watch = watching(&project);
    let at = |path: &str| project.path().join("incidents").join(path);

    // Written over in place.
    fs::write(at("one.md"), incident("Saved in place")).unwrap();
    shows(&project, "incidents/one.html", "Saved in place");

    // A new file over the old one, as most editors do, with droppings beside.
    fs::write(at(".one.md.swp"), "x").unwrap();
    fs::write(at("one.md~"), "x").unwrap();
    fs::write(at("new.tmp"), incident("Saved whole")).unwrap();
    fs::rename(at("new.tmp"), at("one.md")).unwrap();
    shows(&project, "incidents/one.html", "Saved whole");

    // The old one moved away first.
    fs::rename(at("one.md"), at("one.md~")).unwrap();
    fs::write(at("one.md"), incident("Saved beside")).unwrap();
    shows(&project, "incidents/one.html", "Saved beside");

    // In pieces, with pauses.
    let text = incident("Saved in pieces");
    fs::write(at("one.md"), &text[..20]).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    fs::write(at("one.md"), &text).unwrap();
    shows(&project, "incidents/one.html", "Saved in pieces");

    // Of the same length, with the time of change of an older file, as `git checkout`,
    // `rsync -t` and `cp -p` leave it.
    let before = fs::metadata(at("one.md")).unwrap().modified().unwrap();
    fs::write(at("new.tmp"), incident("Saved in Pieces")).unwrap();
    let file = fs::File::options().write(true).open(at("new.tmp")).unwrap();
    file.set_modified(before - Duration::from_secs(86_400))
        .unwrap();
    drop(file);
    fs::rename(at("new.tmp"), at("one.md")).unwrap();
    shows(&project, "incidents/one.html", "Saved in Pieces");

    // Renamed, and gone.
    fs::rename(at("one.md"), at("two.md")).unwrap();
    shows(&project, "incidents/two.html", "Saved in Pieces");
    gone(&project, "incidents/one.html");
    fs::remove_file(at("two.md")).unwrap();
    gone(&project, "incidents/two.html");
}

#[test]
fn folders_come_move_and_go() {
    let project = project();
    let watch = watching(&project);
    let root = project.path();

    // A folder with what is in it, made elsewhere and moved here.
    project.write("elsewhere/deep/two.md", incident("In a folder"));
    fs::rename(root.join("elsewhere"), root.join("incidents/2026")).unwrap();
    shows(&project, "incidents/two.html", "In a folder");

    // It is watched as well.
    project.write("incidents/2026/deep/two.md", incident("Saved below"));
    shows(&project, "incidents/two.html", "Saved below");

    // Under another name, too.
    fs::rename(root.join("incidents/2026"), root.join("incidents/older")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    project.write(
        "incidents/older/deep/two.md",
        incident("Saved after a move"),
    );
    shows(&project, "incidents/two.html", "Saved after a move");

    fs::remove_dir_all(root.join("incidents/older")).unwrap();
    gone(&project, "incidents/two.html");

    // All incidents away and back: a history that cannot be found is no empty one.
    fs::rename(root.join("incidents"), root.join("away")).unwrap();
    watch.says("error[incidents-missing]");
    assert!(root.join("site/incidents/one.html").exists());
    fs::rename(root.join("away"), root.join("incidents")).unwrap();
    shows(&project, "incidents/one.html", "Nothing plays");
    project.write("incidents/one.md", incident("Still watched"));
    shows(&project, "incidents/one.html", "Still watched");
}

#[test]
fn settings_templates_and_static_files_count() {
    let project = project();
    let _watch = watching(&project);
    let status = support::STATUS.replace("Test Status", "Renamed Status");
    project.write("status.yml", status);
    shows(&project, "index.html", "Renamed Status");

    project.write("static/robots-of-mine.txt", "one");
    shows(&project, "robots-of-mine.txt", "one");
    project.write("static/robots-of-mine.txt", "two");
    shows(&project, "robots-of-mine.txt", "two");

    project.write(
        "templates/404.html",
        "{% extends \"base.html\" %}{% block main %}Not here, sorry.{% endblock %}",
    );
    shows(&project, "404.html", "Not here, sorry.");
    fs::remove_dir_all(project.path().join("templates")).unwrap();
    let path = project.path().join("site/404.html");
    until(
        "the built-in page",
        || fs::read_to_string(&path).unwrap_or_default(),
        |page| !page.is_empty() && !page.contains("Not here, sorry."),
    );
}

#[test]
fn what_is_left_out_is_named_and_the_well_known_folder_followed() {
    let project = project();
    let watch = watching(&project);
    project.write("incidents/two.md.txt", incident("Log-in fails"));
    watch.says("incidents/two.md.txt is not read: incident files end in `.md`");
    project.write("static/.htaccess", "x");
    watch.says("static/.htaccess is not published");
    project.write("static/.well-known/security.txt", "Contact: one");
    shows(&project, ".well-known/security.txt", "Contact: one");
    project.write("static/.well-known/security.txt", "Contact: two");
    shows(&project, ".well-known/security.txt", "Contact: two");
    // What is left out keeps no save from being seen, or from being quick.
    project.write("incidents/one.md", incident("Still followed"));
    shows(&project, "incidents/one.html", "Still followed");
}

#[test]
fn two_hundred_files_at_once_come_out_as_a_clean_build_does() {
    let project = project();
    for n in 0..200 {
        project.write(
            &format!("incidents/n{n}.md"),
            incident(&format!("Number {n}")),
        );
    }
    let _watch = watching(&project);
    for n in 0..200 {
        project.write(
            &format!("incidents/n{n}.md"),
            incident(&format!("Changed {n}")),
        );
    }
    project.write("incidents/last.md", incident("The last one"));
    shows(&project, "incidents/last.html", "The last one");
    for n in [0, 99, 199] {
        shows(
            &project,
            &format!("incidents/n{n}.html"),
            &format!("Changed {n}"),
        );
    }
    let followed = tree(&project.path().join("site"));
    project
        .run(&["build", "--quiet", "--out", "clean", "--now", PINNED[2]])
        .ok();
    assert!(
        followed == tree(&project.path().join("clean")),
        "the watched site is another than a clean build"
    );
}

#[test]
fn a_flood_of_events_loses_nothing() {
    let project = project();
    let mut watch = watching(&project);
    // The watcher stands still while more happens than the system's queue holds (16,384
    // by default), so that events are lost, the folder that is made at the end included.
    let pid = rustix::process::Pid::from_raw(watch.pid()).unwrap();
    rustix::process::kill_process(pid, Signal::STOP).unwrap();
    let dropping = project.path().join("incidents/.dropping");
    for n in 0..9_000 {
        fs::write(&dropping, n.to_string()).unwrap();
        fs::remove_file(&dropping).unwrap();
    }
    project.write("incidents/late/two.md", incident("After the flood"));
    rustix::process::kill_process(pid, Signal::CONT).unwrap();
    shows(&project, "incidents/two.html", "After the flood");
    project.write(
        "incidents/late/two.md",
        incident("In the folder of the flood"),
    );
    shows(&project, "incidents/two.html", "In the folder of the flood");
    assert!(watch.is_running());
}

#[test]
fn a_broken_file_keeps_the_last_good_site() {
    let project = project();
    let mut watch = watching(&project);
    let good = tree(&project.path().join("site"));
    project.write("incidents/one.md", incident("Broken").replace("ios", "iso"));
    watch.says("the site stays as it was");
    let said = watch.said();
    assert!(said.contains("incidents/one.md:3:12"), "{said}");
    assert!(said.contains("`ios`"), "the nearest word: {said}");
    assert!(tree(&project.path().join("site")) == good);
    assert!(watch.is_running());
    project.write("incidents/one.md", incident("Mended"));
    shows(&project, "incidents/one.html", "Mended");
}

#[test]
fn a_site_that_cannot_be_written_is_said_and_does_not_end_it() {
    let project = project();
    let mut watch = watching(&project);
    // Someone's own work beside the pages: a word that only replaces pages still gets out.
    project.write("site/mine.txt", "precious");
    project.write("incidents/one.md", incident("Can be replaced"));
    shows(&project, "incidents/one.html", "Can be replaced");
    // A page more needs the whole folder.
    project.write("incidents/two.md", incident("Cannot be written"));
    watch.says("mine.txt");
    assert!(watch.is_running());
    assert_eq!(project.site("mine.txt"), "precious");
    fs::remove_file(project.path().join("site/mine.txt")).unwrap();
    project.write("incidents/two.md", incident("Can be written"));
    shows(&project, "incidents/two.html", "Can be written");
}

#[test]
fn the_project_may_be_replaced() {
    let above = Project::empty();
    let make = |name: &str, title: &str| {
        above.write(&format!("{name}/status.yml"), support::STATUS);
        above.write(&format!("{name}/incidents/one.md"), incident(title));
    };
    make("p", "The first");
    make("q", "The second");
    let mut watch = Running::new(
        &above,
        &["--root", "p", "watch", "--now", PINNED[2], "--out", "out"],
    );
    watch.says("built: ");
    let page = above.path().join("out/incidents/one.html");
    let shows = |text: &str| {
        until(
            text,
            || fs::read_to_string(&page).unwrap_or_default(),
            |page| page.contains(text),
        );
    };
    shows("The first");
    fs::rename(above.path().join("p"), above.path().join("old")).unwrap();
    fs::rename(above.path().join("q"), above.path().join("p")).unwrap();
    shows("The second");
    above.write("p/incidents/one.md", incident("In the new one"));
    shows("In the new one");
    // The old one is not ours any more.
    above.write("old/incidents/one.md", incident("In the old one"));
    fs::remove_dir_all(above.path().join("p")).unwrap();
    watch.says("the site stays as it was");
    make("p", "Back again");
    shows("Back again");
    assert!(watch.is_running());
}

#[test]
fn the_clock_rebuilds_without_a_save() {
    let in_seconds = |n: i64| {
        let second = upfront::time::Moment::now().as_second() + n;
        upfront::time::Moment::from_second(second)
            .unwrap()
            .to_string()
    };
    let (from, until) = (in_seconds(8), in_seconds(16));
    let project = Project::new().with(
        "incidents/move.md",
        format!("---\nkind: maintenance\ntitle: Servers move\nfrom: {from}\nuntil: {until}\naffected: {{ios: under maintenance}}\n---\n"),
    );
    let watch = Running::new(&project, &["watch", "-v"]);
    watch.says("built: ");
    watch.says(&format!(
        "the clock changes the site next at {}",
        local(&from)
    ));
    shows(&project, "status.txt", "Under maintenance: iOS app");
    watch.says("the clock: ");
    watch.says("wrote    index.html (the clock)");
    assert!(
        !watch.said().contains("feed/updates.atom (the clock)"),
        "feeds are functions of the files: {}",
        watch.said()
    );
    watch.says_times("the clock: ", 2);
    let path = project.path().join("site/status.txt");
    assert!(
        !fs::read_to_string(path)
            .unwrap()
            .contains("Under maintenance")
    );
}

/// As the site's zone writes it.
fn local(moment: &str) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    upfront::time::rfc3339(moment.parse().unwrap(), &zone)
}

#[test]
fn it_says_what_was_rendered_and_why() {
    let project = project().with("incidents/two.md", incident("Another"));
    let watch = Running::new(&project, &["watch", "-v", "--now", PINNED[2]]);
    watch.says("built: ");
    watch.says("wrote    index.html (first build)");
    project.write("incidents/two.md", incident("Another one"));
    watch.says("wrote    incidents/two.html (incidents/two.md changed)");
    watch.says("incidents/two.md changed: ");
    let said = watch.said();
    assert!(
        !said.contains("wrote    incidents/one.html (incidents"),
        "{said}"
    );
    project.write("incidents/three.md", incident("A third"));
    watch.says("incidents/three.md is new: ");
}

#[test]
fn signals_end_it_cleanly() {
    for signal in [Signal::TERM, Signal::INT] {
        let project = project();
        let mut watch = watching(&project);
        assert_eq!(watch.end(signal).code(), Some(0), "{}", watch.said());
        assert!(left_over(project.path()).is_empty());
    }
    // In the middle of work, too.
    let project = support::demo();
    let mut watch = Running::new(&project, &["watch"]);
    std::thread::sleep(Duration::from_millis(200));
    watch.end(Signal::TERM);
    assert!(left_over(project.path()).is_empty());
}

fn left_over(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains("upfront-")).collect()
}

/// A watcher whose wall clock is that of a file, by libfaketime (Debian's `faketime`). The
/// monotonic clock stays that of the machine, as it does when somebody sets the time.
fn by_faked_clock(project: &Project, clock: &Path, verb: &[&str]) -> Running {
    let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    let library = std::env::var("UPFRONT_FAKETIME").unwrap_or_else(|_| library.to_string());
    assert!(
        Path::new(&library).exists(),
        "tests/run installs faketime, or name libfaketime.so.1 in UPFRONT_FAKETIME"
    );
    let mut command = project.command(verb);
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", clock)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("DONT_FAKE_MONOTONIC", "1")
        .env("NO_FAKE_STAT", "1")
        .env("TZ", "UTC");
    Running::start(command)
}

#[test]
fn a_clock_that_is_set_is_followed_within_a_minute() {
    let work = "---\nkind: maintenance\ntitle: New cables\nfrom: 2026-11-18 15:00\nuntil: 2026-11-18 16:00\naffected: [web]\n---\n\n## 2026-11-17 10:00 Scheduled\n\nWe lay new cables.\n";
    let status = support::STATUS.replace("Europe/Paris", "UTC");
    let project = Project::new()
        .with("status.yml", status)
        .with("incidents/cables.md", work);
    let clock = project.path().join("clock");
    let set = |time: &str| fs::write(&clock, format!("@2026-11-18 {time}\n")).unwrap();
    let phase = |wanted: &str| {
        let begun = std::time::Instant::now();
        let path = project
            .path()
            .join("site/api/v2/scheduled-maintenances.json");
        until(
            &format!("`{wanted}`"),
            || fs::read_to_string(&path).unwrap_or_default(),
            |text| {
                text.contains(&format!("\"status\": \"{wanted}\""))
                    || text.contains(&format!("\"status\":\"{wanted}\""))
            },
        );
        assert!(begun.elapsed() < Duration::from_secs(60), "{wanted}");
    };
    // In the middle of the window, whose end is what is waited for.
    set("15:30:00");
    let _watch = by_faked_clock(&project, &clock, &["watch"]);
    phase("in_progress");
    // Back to before it, and forwards over its end. Nobody saves anything.
    set("14:30:00");
    phase("scheduled");
    set("15:30:00");
    phase("in_progress");
    set("17:00:00");
    phase("completed");
    // From a day on which nothing is left to wait for.
    set("14:00:00");
    phase("scheduled");
}

#[test]
fn a_site_that_is_taken_away_is_made_again_at_once() {
    let project = project();
    let watch = watching(&project);
    let site = project.path().join("site");
    let clean = tree(&site);
    let comes_back = |what: &str| {
        until(what, || site.exists() && tree(&site) == clean, |same| *same);
    };
    fs::remove_dir_all(&site).unwrap();
    comes_back("the whole site");
    fs::remove_dir_all(site.join("incidents")).unwrap();
    comes_back("a folder of it");
    fs::remove_file(site.join("index.html")).unwrap();
    comes_back("its home page");
    for entry in fs::read_dir(&site).unwrap() {
        let path = entry.unwrap().path();
        let _ = fs::remove_file(&path);
        let _ = fs::remove_dir_all(&path);
    }
    comes_back("all that is in it");
    watch.says("files of the site are gone");
    // Saves are followed as before.
    project.write("incidents/one.md", incident("Saved later"));
    shows(&project, "incidents/one.html", "Saved later");
}

#[test]
fn a_history_that_vanishes_keeps_the_last_good_site() {
    let project = project();
    for n in 1..=6 {
        project.write(
            &format!("incidents/old/i{n}.md"),
            incident(&format!("I {n}")),
        );
    }
    let mut watch = watching(&project);
    let clean = tree(&project.path().join("site"));
    let [there, away] = ["incidents", "away"].map(|name| project.path().join(name));
    fs::rename(&there, &away).unwrap();
    watch.says("error[incidents-missing]");
    fs::create_dir(&there).unwrap();
    watch.says("would remove 7 of 7 published incidents");
    watch.says("the site stays as it was");
    fs::remove_dir(&there).unwrap();
    watch.says_times("error[incidents-missing]", 2);
    assert_eq!(tree(&project.path().join("site")), clean);
    fs::rename(&away, &there).unwrap();
    watch.says("is new");
    fs::rename(there.join("old"), &away).unwrap();
    watch.says("would remove 6 of 7 published incidents");
    assert!(watch.is_running());
    assert_eq!(tree(&project.path().join("site")), clean);
    // Somebody says that it is meant: the watcher goes on from there.
    project
        .run(&["build", PINNED[1], PINNED[2], "--allow-removal"])
        .ok();
    project.write("incidents/one.md", incident("Saved later"));
    shows(&project, "incidents/one.html", "Saved later");
    gone(&project, "incidents/i1.html");
}

#[test]
fn idle_it_does_nothing() {
    let project = project();
    let watch = watching(&project);
    std::thread::sleep(Duration::from_millis(500));
    let (ticks, wakes) = (watch.ticks(), watch.status("voluntary_ctxt_switches"));
    std::thread::sleep(Duration::from_secs(3));
    assert!(
        watch.ticks() - ticks <= 3,
        "{} ticks",
        watch.ticks() - ticks
    );
    let woken = watch.status("voluntary_ctxt_switches") - wakes;
    assert!(woken <= 5, "woken up {woken} times in three seconds");
}

/// Far shorter than a minute, far longer than two looks.
const SECONDS: Duration = Duration::from_secs(20);

#[test]
fn where_no_events_come_changes_are_found_by_looking() {
    for (how, words) in SILENCES {
        let project = project();
        let mut command = project.command(&PINNED);
        if !silence(&mut command, how) {
            return;
        }
        let watch = Running::start(command);
        watch.says("built: ");
        let begun = std::time::Instant::now();
        project.write("incidents/one.md", incident("Seen by looking"));
        shows(&project, "incidents/one.html", "Seen by looking");
        project.write("static/added.txt", "new");
        shows(&project, "added.txt", "new");
        fs::remove_file(project.path().join("static/added.txt")).unwrap();
        gone(&project, "added.txt");
        assert!(begun.elapsed() < SECONDS, "{how}: {:?}", begun.elapsed());
        watch.says(words);
        watch.says("Changes are found by looking, every 2 seconds or so; that is slower");
        if how != "silent" {
            watch.says(&format!("(`sudo sysctl fs.inotify.max_user_{how}="));
        }
        let said = watch.said();
        assert_eq!(said.matches("found by looking").count(), 1, "{how}: {said}");
        let ticks = watch.ticks();
        std::thread::sleep(Duration::from_secs(4));
        let ticks = watch.ticks() - ticks;
        assert!(ticks <= 8, "{how}: {ticks} ticks in four idle seconds");
    }
}

/// Where events come, nobody is told of looking, and it soon ends.
#[test]
fn where_events_come_nothing_is_said_of_looking() {
    let project = project();
    let watch = watching(&project);
    for title in ["Once", "Twice", "Three times"] {
        project.write("incidents/one.md", incident(title));
        shows(&project, "incidents/one.html", title);
        // Longer than from look to look.
        std::thread::sleep(Duration::from_millis(2500));
    }
    let wakes = watch.status("voluntary_ctxt_switches");
    std::thread::sleep(Duration::from_secs(5));
    let woken = watch.status("voluntary_ctxt_switches") - wakes;
    assert!(woken <= 2, "woken up {woken} times in five seconds");
    assert!(!watch.said().contains("warning: "), "{}", watch.said());
}

#[test]
fn next_says_when() {
    let project = project();
    let now = "2026-11-18T15:00:00+01:00";
    let next = |format: &str| {
        project
            .run(&["next", "--now", now, "--format", format])
            .ok()
            .stdout
    };
    assert_eq!(
        project.run(&["next", "--now", now]).ok().stdout,
        "2026-11-19T00:00:00+01:00\n"
    );
    assert_eq!(next("rfc3339"), "2026-11-19T00:00:00+01:00\n");
    assert_eq!(next("seconds"), "32400\n");
    assert_eq!(next("epoch"), "1795042800\n");
    assert_eq!(next("systemd"), "2026-11-18 23:00:00 UTC\n");
    project.write(
        "incidents/two.md",
        "---\ntitle: Words\naffected: {web: partial outage}\n---\n\n## 2026-11-18 14:50 Investigating\n\n```update\nnext_update: 15:20\n```\n\nWe look.\n",
    );
    assert_eq!(
        project.run(&["next", "--now", now]).ok().stdout,
        "2026-11-18T15:21:00+01:00\n",
        "overdue from the minute after"
    );
    project.write("incidents/two.md", "---\ntitle: [\n---\n");
    let broken = project.run(&["next", "--now", now]);
    assert_eq!((broken.code, broken.stdout.as_str()), (1, ""));
    assert_eq!(project.run(&["--root", "nowhere", "next"]).code, 2);
    assert_eq!(project.run(&["next", "--now", "tomorrow"]).code, 2);
}
