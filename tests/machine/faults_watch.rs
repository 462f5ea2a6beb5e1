//! Faults while the site is followed or replaced file by file: `kill -9` at many moments,
//! several writers and publishers at once.
//!
//! A bounded share of the kills runs each time; `UPFRONT_KILLS=400 cargo test --test
//! machine faults_watch:: -- --nocapture` runs more.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::support::faults::{Disk, Random, dangling, nothing_is_left, skipped};
use crate::support::running::{Running, until};
use crate::support::{self, Project, Tree, tree};

const NOW: &str = "2026-11-18T15:00:00+01:00";
const URL: &str = "https://status.test.example/";
const WATCH: [&str; 3] = ["watch", "--now", NOW];

const PATIENCE: Duration = Duration::from_secs(60);

/// Kills of each way to publish, unless `UPFRONT_KILLS` says more.
const KILLS: usize = 14;

/// A system call that changes the disk, and which one of these that a process does.
type Name = (&'static str, usize);

fn kills() -> usize {
    let asked = std::env::var("UPFRONT_KILLS").ok();
    asked.map_or(KILLS, |n| n.parse().expect("UPFRONT_KILLS is a number"))
}

fn incident(title: &str, day: u32) -> String {
    format!(
        "---\ntitle: {title}\naffected: {{ios: major outage}}\n---\n\n## 2026-11-{day:02} 14:20 Investigating\n\nSongs do not start.\n\n## 2026-11-{day:02} 14:50 Resolved\n\nThey do again.\n"
    )
}

/// What a person has saved, file by file.
type State = BTreeMap<&'static str, String>;

/// States of a project, each one save away from the next: an edit, a new file, new
/// settings, a rename, a new folder, a file that goes.
fn states() -> Vec<State> {
    let mut state = State::from([
        ("status.yml", support::STATUS.to_string()),
        ("incidents/one.md", incident("Nothing plays", 3)),
        ("incidents/two.md", incident("Log-in fails", 5)),
        (
            "incidents/two.fr.md",
            "---\ntitle: Connexion impossible\n---\n".into(),
        ),
        ("incidents/three.md", incident("No search", 7)),
    ]);
    let mut states = vec![state.clone()];
    let mut save = |change: &dyn Fn(&mut State)| {
        change(&mut state);
        states.push(state.clone());
    };
    save(&|s| {
        s.insert("incidents/one.md", incident("Nothing plays at all", 3));
    });
    save(&|s| {
        s.insert("incidents/four.md", incident("No covers", 9));
    });
    save(&|s| {
        let status = support::STATUS.replace("Test Status", "Renamed Status");
        s.insert("status.yml", status);
    });
    save(&|s| {
        let text = s.remove("incidents/three.md").unwrap();
        s.insert("incidents/trois.md", text);
    });
    save(&|s| {
        s.insert("incidents/2025/five.md", incident("No lists", 11));
    });
    save(&|s| {
        s.remove("incidents/one.md");
    });
    states
}

/// Saves what differs, as editors do: a whole new file over the old one, or a rename.
fn save(root: &Path, from: &State, to: &State) {
    let gone: Vec<_> = from.iter().filter(|(p, _)| !to.contains_key(*p)).collect();
    for (path, text) in to {
        if from.get(path) == Some(text) {
            continue;
        }
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let same = gone.iter().find(|(_, old)| *old == text);
        if let (Some((old, _)), false) = (same, from.contains_key(path)) {
            fs::rename(root.join(old), place).unwrap();
            continue;
        }
        let beside = place.with_extension("md~");
        fs::write(&beside, text).unwrap();
        fs::rename(&beside, place).unwrap();
    }
    for (path, _) in gone {
        let _ = fs::remove_file(root.join(path));
    }
}

/// Clean builds of all states, in which no link leads nowhere.
fn clean() -> &'static [Tree] {
    static CLEAN: OnceLock<Vec<Tree>> = OnceLock::new();
    CLEAN.get_or_init(|| {
        let clean: Vec<Tree> = states().iter().map(built).collect();
        for (n, site) in clean.iter().enumerate() {
            let pages = site.keys().map(String::as_str);
            assert_eq!(dangling(site, URL, pages), Vec::<String>::new(), "{n}");
        }
        clean
    })
}

/// A clean build of a state, with what the owner of the output has put there.
fn built(state: &State) -> Tree {
    let project = Project::empty();
    save(project.path(), &State::new(), state);
    owner(&project.path().join("site"));
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    tree(&project.path().join("site"))
}

/// Dotfiles in the output are the owner's.
fn owner(out: &Path) {
    fs::create_dir_all(out.join(".git/refs")).unwrap();
    fs::write(out.join(".git/HEAD"), "ref: refs/heads/pages\n").unwrap();
}

/// A project that is killed again and again.
struct Killed {
    project: Project,
    out: PathBuf,
    states: Vec<State>,
    clean: &'static [Tree],
    at: usize,
    up: bool,
    random: Random,
    /// Kills come exactly before the n-th call that changes the disk, where `strace` can do that.
    exact: bool,
    /// A folder that can be exchanged as a whole.
    whole: bool,
    /// Kills that left a site between two builds, and all.
    begun: usize,
    rounds: usize,
}

impl Killed {
    /// `out`: elsewhere than in the project.
    fn new(out: Option<&Path>) -> Self {
        let states = states();
        let project = Project::empty().with("mine/notes.txt", "ten years of work");
        save(project.path(), &State::new(), &states[0]);
        let whole = out.is_none();
        let out = out.map_or_else(|| project.path().join("site"), Path::to_path_buf);
        owner(&out);
        let killed = Self {
            project,
            out,
            states,
            clean: clean(),
            at: 0,
            up: true,
            random: Random::new(),
            exact: can_trace(),
            whole,
            begun: 0,
            rounds: 0,
        };
        killed.build();
        killed.is_clean("at first");
        killed
    }

    fn arguments<'a>(&'a self, verb: &[&'a str]) -> Vec<&'a str> {
        let mut arguments = verb.to_vec();
        arguments.extend(["--out", self.out.to_str().unwrap()]);
        arguments
    }

    fn build(&self) {
        let build = self.arguments(&["build", "--quiet", "--now", NOW]);
        let run = self.project.run(&build).ok();
        // The saves of this test come and go: a site may be older than the one before.
        let others: Vec<&str> = run
            .stderr
            .lines()
            .filter(|line| !line.starts_with("upfront: warning: feeds say now"))
            .collect();
        assert!(others.is_empty(), "{others:?}");
    }

    fn watch(&self) -> Running {
        let watch = Running::new(&self.project, &self.arguments(&WATCH));
        watch.says("built: ");
        watch
    }

    /// The next state, there and back again, and whether it goes there.
    fn next(&self) -> (usize, bool) {
        let last = self.states.len() - 1;
        match (self.at, self.up) {
            (at, true) if at < last => (at + 1, true),
            (0, false) => (1, true),
            (at, _) => (at - 1, false),
        }
    }

    /// Saves the next state.
    fn save_next(&mut self) -> (usize, usize) {
        let from = self.at;
        (self.at, self.up) = self.next();
        let root = self.project.path();
        save(root, &self.states[from], &self.states[self.at]);
        (from, self.at)
    }

    /// The command, killed before it changes the disk.
    fn doomed(&self, arguments: &[&str], (call, nth): Name) -> Command {
        let mut command = Command::new("strace");
        // Detached, so that the child is the program itself.
        command.args(["-D", "-f", "-qq", "-o", "/dev/null"]);
        command.args(["-e", &format!("trace={call}")]);
        command.args(["-e", &format!("inject={call}:signal=KILL:when={nth}")]);
        if call == "write" {
            let places = self.clean.iter().flat_map(|site| site.keys());
            for place in places.collect::<BTreeSet<_>>() {
                command.arg("-P").arg(self.out.join(place));
            }
        }
        command.arg(support::binary()).args(arguments);
        command.current_dir(self.project.path());
        command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        command
    }

    /// One of the calls that bring the next save to the disk.
    fn a_name(&mut self) -> Name {
        let (from, to) = (&self.clean[self.at], &self.clean[self.next().0]);
        let put = to.iter().filter(|(path, new)| from.get(*path) != Some(new));
        let gone = from.keys().filter(|path| !to.contains_key(*path));
        // The list is put twice.
        let put = 2 + put.count();
        let mut names: Vec<Name> = (1..=put).map(|nth| ("rename", nth)).collect();
        names.extend((1..=gone.count()).map(|nth| ("unlink", nth)));
        // Half of a file, should one be written where it is to stand.
        names.extend((1..=put.div_ceil(4)).map(|nth| ("write", nth)));
        if self.whole {
            names.extend((0..put / 2).map(|_| ("renameat2", 1)));
            names.extend((1..=put).map(|nth| ("unlinkat", nth)));
        }
        names[(self.random.share() * names.len() as f64) as usize]
    }

    /// A share of a time.
    fn moment(&mut self, time: Duration) -> Duration {
        time.mul_f64(self.random.share() * 1.2)
    }

    /// After a kill between two states: nothing torn, nothing missing, nobody's work
    /// touched, no link that leads nowhere.
    fn is_whole(&mut self, from: usize, to: usize) {
        self.rounds += 1;
        let what = format!("round {}, from state {from} to {to}", self.rounds);
        let site = tree(&self.out);
        let (old, new) = (&self.clean[from], &self.clean[to]);
        if site != *old && site != *new {
            self.begun += 1;
        }
        for (path, entry) in &site {
            let name = path.rsplit('/').next().unwrap();
            if name.starts_with(".upfront-") {
                continue;
            }
            let is = |tree: &Tree| tree.get(path) == Some(entry);
            let listed = path == "files.json" && self.lists_all(&entry.bytes, &site, from, to);
            assert!(is(old) || is(new) || listed, "{what}: {path} is torn");
        }
        let both: Vec<&str> = old
            .keys()
            .filter(|path| new.contains_key(*path))
            .map(String::as_str)
            .collect();
        for path in &both {
            assert!(site.contains_key(*path), "{what}: {path} is missing");
        }
        let nowhere = dangling(&site, URL, both.into_iter());
        assert_eq!(nowhere, Vec::<String>::new(), "{what}: links lead nowhere");
        self.nothing_else(&what, to);
    }

    /// While files are replaced one by one, the list names those of both sites.
    fn lists_all(&self, list: &[u8], site: &Tree, from: usize, to: usize) -> bool {
        let Ok(list) = serde_json::from_slice::<serde_json::Value>(list) else {
            return false;
        };
        let listed: BTreeSet<&str> = list["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|path| path.as_str().unwrap())
            .collect();
        let is_known = |path: &&str| {
            self.clean[from].contains_key(*path) || self.clean[to].contains_key(*path)
        };
        let is_listed = |(path, entry): (&String, &support::Entry)| {
            let folder = entry.mode & 0o170_000 == 0o040_000;
            let dot = path.split('/').any(|part| part.starts_with('.'));
            folder || dot || listed.contains(path.as_str())
        };
        listed.iter().all(is_known) && site.iter().all(is_listed)
    }

    /// The project is what was saved, and nothing beside it was touched.
    fn nothing_else(&self, what: &str, state: usize) {
        let root = self.project.path();
        for (path, entry) in tree(root) {
            let ours = ["site", ".upfront", ".site.upfront-"];
            if entry.mode & 0o170_000 == 0o040_000 || ours.iter().any(|our| path.starts_with(our)) {
                continue;
            }
            let text = match path.as_str() {
                "mine/notes.txt" => Some("ten years of work"),
                path => self.states[state].get(path).map(String::as_str),
            };
            assert_eq!(
                text.map(str::as_bytes),
                Some(&*entry.bytes),
                "{what}: {path}"
            );
        }
        for path in self.states[state].keys() {
            assert!(root.join(path).is_file(), "{what}: {path} is gone");
        }
    }

    /// The site is a clean build's, and no temporary file is left.
    fn is_clean(&self, what: &str) {
        let what = format!("round {}, {what}", self.rounds);
        let (site, clean) = (tree(&self.out), &self.clean[self.at]);
        let paths: BTreeSet<&String> = site.keys().chain(clean.keys()).collect();
        let other: Vec<_> = paths
            .into_iter()
            .filter(|path| site.get(*path) != clean.get(*path))
            .collect();
        assert_eq!(other, Vec::<&String>::new(), "{what}: not the clean site");
        let left: Vec<String> = tree(self.project.path())
            .into_keys()
            .chain(tree(self.out.parent().unwrap()).into_keys())
            .filter(|path| path.contains(".upfront-") || path.contains("upfront-"))
            .collect();
        assert_eq!(left, Vec::<String>::new(), "{what}: left over");
        self.nothing_else(&what, self.at);
    }

    /// The next build, or the next watcher, mends it.
    fn mended(&self, by_watch: bool) {
        if by_watch {
            let _watch = self.watch();
            self.is_clean("watched");
        } else {
            self.build();
            self.is_clean("built");
        }
    }

    /// Waits until the process is dead, or has said that it published; then it dies.
    fn awaited(&self, watch: &mut Running, said: usize) {
        let begun = Instant::now();
        while watch.is_running() && !watch.said()[said..].contains("unchanged") {
            std::thread::sleep(Duration::from_millis(1));
            assert!(begun.elapsed() < PATIENCE, "{}", watch.said());
        }
    }

    fn report(&self, what: &str) {
        let how = if self.exact {
            "most before a call that changes the disk"
        } else {
            "at random moments: no strace"
        };
        println!(
            "{what}: {} kills ({how}), {} of them between two builds",
            self.rounds, self.begun
        );
    }
}

fn can_trace() -> bool {
    let inject = ["-D", "-f", "-qq", "-o", "/dev/null"];
    let nth = "inject=unlink:signal=KILL:when=9";
    let run = Command::new("strace")
        .args(inject)
        .args(["-e", nth, "true"])
        .output();
    run.is_ok_and(|output| output.status.success())
}

/// Kills a watcher: after a save, and while it begins.
fn a_killed_watcher(out: Option<&Path>, what: &str) -> Killed {
    let mut killed = Killed::new(out);
    let mut watch = killed.watch();
    let said = watch.said().len();
    let begun = Instant::now();
    killed.save_next();
    killed.awaited(&mut watch, said);
    let time = begun.elapsed();
    drop(watch);
    let mut dead = 0;
    for round in 0..kills() {
        let arguments: Vec<String> = killed
            .arguments(&WATCH)
            .iter()
            .map(|a| a.to_string())
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let exact = killed.exact && round % 4 != 1;
        let nth = killed.a_name();
        let start = |killed: &Killed| match exact {
            true => Running::start(killed.doomed(&arguments, nth)),
            false => Running::new(&killed.project, &arguments),
        };
        let (from, to);
        let mut watch;
        let said;
        if round % 4 == 3 {
            (from, to) = killed.save_next();
            watch = start(&killed);
            said = 0;
        } else {
            watch = start(&killed);
            // Unless it is killed before.
            killed.awaited(&mut watch, 0);
            said = watch.said().len();
            (from, to) = killed.save_next();
        }
        if exact {
            killed.awaited(&mut watch, said);
            dead += usize::from(!watch.is_running());
        } else {
            std::thread::sleep(killed.moment(time));
        }
        drop(watch);
        killed.is_whole(from, to);
        killed.mended(round % 2 == 0);
    }
    killed.report(what);
    // The others were killed after they had published.
    println!("{what}: {dead} before such a call");
    killed
}

#[test]
fn a_killed_watcher_leaves_no_torn_file_and_no_dangling_link() {
    a_killed_watcher(None, "watch, beside");
}

#[test]
fn a_killed_watcher_where_nothing_can_be_exchanged() {
    let test = "a_killed_watcher_where_nothing_can_be_exchanged";
    if let Some(disk) = Disk::new(test, "size=64m") {
        let killed = a_killed_watcher(Some(&disk.0), "watch, in place");
        assert!(!killed.exact || killed.begun > 0, "no kill came in between");
    }
}

#[test]
fn a_killed_build_where_nothing_can_be_exchanged() {
    let test = "a_killed_build_where_nothing_can_be_exchanged";
    let Some(disk) = Disk::new(test, "size=64m") else {
        return;
    };
    let mut killed = Killed::new(Some(&disk.0));
    let begun = Instant::now();
    killed.save_next();
    killed.build();
    let time = begun.elapsed();
    for round in 0..kills() {
        let exact = killed.exact && round % 4 != 1;
        let nth = killed.a_name();
        let (from, to) = killed.save_next();
        let build = killed.arguments(&["build", "--quiet", "--now", NOW]);
        let mut command = if exact {
            killed.doomed(&build, nth)
        } else {
            killed.project.command(&build)
        };
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        if !exact {
            std::thread::sleep(killed.moment(time));
            child.kill().unwrap();
        }
        child.wait().unwrap();
        killed.is_whole(from, to);
        killed.mended(round % 2 == 1);
    }
    killed.report("build, in place");
    assert!(!killed.exact || killed.begun > 0, "no kill came in between");
}

// --- Everybody at once ------------------------------------------------------------

/// A tree that others change while it is read; `None` when one got in the way.
fn seen(dir: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut seen = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir) {
        let entry = entry.ok()?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(dir).ok()?.to_string_lossy();
            seen.insert(path.into_owned(), fs::read(entry.path()).ok()?);
        }
    }
    Some(seen)
}

/// Waits until the site is what a clean build of the project makes.
fn comes_to_be_clean(project: &Project, what: &str) {
    let elsewhere = tempfile::TempDir::new().unwrap();
    let out = elsewhere.path().join("site");
    // What is remembered of the project's own site stays as it is.
    let copy = elsewhere.path().join("copy");
    fs::create_dir(&copy).unwrap();
    let settings = "status.yml";
    fs::copy(project.path().join(settings), copy.join(settings)).unwrap();
    support::copy(&project.path().join("incidents"), &copy.join("incidents"));
    let build = [
        "build",
        "--quiet",
        "--now",
        NOW,
        "--out",
        out.to_str().unwrap(),
    ];
    let mut command = project.command(&build);
    command.current_dir(&copy);
    support::Run::of(command).ok();
    let clean = seen(&out).unwrap();
    let other = || {
        let site = seen(&project.path().join("site")).unwrap_or_default();
        let paths: BTreeSet<&String> = site.keys().chain(clean.keys()).collect();
        let differs = |path: &&String| site.get(*path) != clean.get(*path);
        paths
            .into_iter()
            .filter(differs)
            .cloned()
            .collect::<Vec<_>>()
    };
    until(&format!("{what}: a clean site"), other, Vec::is_empty);
}

#[test]
fn watchers_builds_and_writers_at_once_come_to_one_clean_site() {
    const WRITERS: usize = 10;
    // Said where it takes a second and longer.
    const WAITS: &str = "another build publishes into the same folder";
    let open = "---\ntitle: No sound\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\n---\n\n## 14:10 Investigating\n\nWe look.\n";
    let project = Project::new()
        .with("incidents/a.md", open)
        .with("incidents/b.md", open);
    let mut first = Running::new(&project, &WATCH);
    let second = Running::new(&project, &WATCH);
    first.says("built: ");
    second.says("built: ");
    let start = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut writers = Vec::new();
    let mut builds = Vec::new();
    for n in 0..WRITERS {
        let words = format!("Word number {n:02}.");
        let incident = ["a", "b"][n % 2];
        writers.push(start(&[
            "update", incident, "-m", &words, "--now", NOW, "--urgent",
        ]));
        if n % 2 == 0 {
            builds.push(start(&["build", "--quiet", "--now", NOW]));
        }
    }
    // One of each dies on the way; nobody waits for the dead.
    std::thread::sleep(Duration::from_millis(200));
    let _ = builds[2].kill();
    drop(second);
    for (n, writer) in writers.into_iter().enumerate() {
        let output = writer.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "writer {n}: {said}");
    }
    for (n, build) in builds.into_iter().enumerate() {
        let output = build.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || n == 2, "build {n}: {said}");
        let odd = said.lines().find(|line| !line.contains(WAITS));
        assert_eq!(odd, None, "build {n}");
    }
    let text = ["a", "b"].map(|name| {
        let path = format!("incidents/{name}.md");
        fs::read_to_string(project.path().join(path)).unwrap()
    });
    for n in 0..WRITERS {
        let words = format!("Word number {n:02}.");
        assert_eq!(text[n % 2].matches(&words).count(), 1, "{words}");
    }
    // No build that had read before the last word is the last to publish.
    comes_to_be_clean(&project, "at once");
    assert!(first.is_running());
    for line in first.said().lines() {
        let known = line.contains(" written, ") || line.contains(WAITS);
        assert!(known, "an odd word: {}", first.said());
    }
    // The dead hold no turn, and what they left is taken away.
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    nothing_is_left(project.path());
}

// --- Saves that are no single file ---------------------------------------------------

fn git(project: &Project, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@status.test.example",
    ]);
    command.args(arguments).current_dir(project.path());
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_checkout_to_and_fro_is_followed() {
    let project = Project::new().with(".gitignore", "site/\n.upfront/\n");
    for n in 0..12 {
        let text = incident(&format!("First {n}"), 1 + n);
        project.write(&format!("incidents/y{}/n{n}.md", n % 3), text);
    }
    let commit = |name| git(&project, &["add", "-A"]) && git(&project, &["commit", "-qm", name]);
    if !git(&project, &["init", "-q", "-b", "one"]) || !commit("one") {
        return skipped("a_checkout_to_and_fro_is_followed", "there is no git");
    }
    // Files of the same length, files that go, come and move, a folder less and one more.
    assert!(git(&project, &["checkout", "-qb", "two"]));
    for n in 0..4 {
        let text = incident(&format!("Other {n}"), 1 + n);
        project.write(&format!("incidents/y{}/n{n}.md", n % 3), text);
    }
    let at = |path: &str| project.path().join("incidents").join(path);
    fs::create_dir_all(at("z/deep")).unwrap();
    fs::rename(at("y1/n4.md"), at("z/deep/n4.md")).unwrap();
    fs::remove_dir_all(at("y2")).unwrap();
    assert!(commit("two"));
    let mut watch = Running::new(&project, &WATCH);
    watch.says("built: ");
    for branch in ["one", "two", "one", "two"] {
        assert!(git(&project, &["checkout", "-q", branch]));
        comes_to_be_clean(&project, branch);
    }
    // And straight there and back: what counts is the content in the end.
    for branch in ["one", "two", "one"] {
        assert!(git(&project, &["checkout", "-q", branch]));
    }
    comes_to_be_clean(&project, "to and fro");
    assert!(watch.is_running());
}

#[test]
fn folders_that_change_places_are_followed() {
    let project = Project::new();
    for (folder, name) in [("a", "one"), ("a", "two"), ("b", "three")] {
        project.write(&format!("incidents/{folder}/{name}.md"), incident(name, 3));
    }
    let at = |path: &str| project.path().join("incidents").join(path);
    let mut watch = Running::new(&project, &WATCH);
    watch.says("built: ");
    // Two folders in one step.
    let (a, b) = (at("a"), at("b"));
    let flags = rustix::fs::RenameFlags::EXCHANGE;
    let cwd = rustix::fs::CWD;
    if rustix::fs::renameat_with(cwd, &a, cwd, &b, flags).is_ok() {
        project.write("incidents/a/three.md", incident("In its new place", 3));
        comes_to_be_clean(&project, "exchanged");
        project.write("incidents/b/one.md", incident("In its new place, too", 3));
        comes_to_be_clean(&project, "exchanged, the other");
    }
    // Out of the project and in again, with a change made outside.
    let outside = project.path().join("outside");
    fs::rename(at("b"), &outside).unwrap();
    comes_to_be_clean(&project, "moved out");
    fs::write(outside.join("one.md"), incident("Written outside", 3)).unwrap();
    fs::rename(&outside, at("c")).unwrap();
    comes_to_be_clean(&project, "moved in");
    // A file that becomes a folder, and a folder that becomes a file.
    fs::remove_file(at("c/one.md")).unwrap();
    project.write(
        "incidents/c/one/one.md",
        incident("In a folder of its name", 3),
    );
    comes_to_be_clean(&project, "a folder");
    fs::remove_dir_all(at("c")).unwrap();
    project.write("incidents/c.md", incident("A file again", 3));
    comes_to_be_clean(&project, "a file");
    assert!(watch.is_running());
}

#[test]
fn a_flood_of_saves_ends_in_the_last_of_them() {
    let project = Project::new();
    for n in 0..20 {
        project.write(
            &format!("incidents/n{n}.md"),
            incident("Before", 1 + n % 17),
        );
    }
    let mut watch = Running::new(&project, &WATCH);
    watch.says("built: ");
    // More events than the system's queue holds (16,384), while the watcher builds and
    // publishes on its own.
    let beside = project.path().join("incidents/new.tmp");
    for round in 0..300 {
        for n in 0..20 {
            fs::write(&beside, incident(&format!("Round {round}"), 1 + n % 17)).unwrap();
            let place = format!("incidents/n{n}.md");
            fs::rename(&beside, project.path().join(place)).unwrap();
        }
    }
    comes_to_be_clean(&project, "after the flood");
    assert!(watch.is_running());
}

#[test]
fn two_broken_files_are_mended_one_by_one() {
    let project = Project::new()
        .with("incidents/one.md", incident("One", 3))
        .with("incidents/two.md", incident("Two", 4));
    let mut watch = Running::new(&project, &WATCH);
    watch.says("built: ");
    let good = tree(&project.path().join("site"));
    let stays = "the site stays as it was";
    project.write(
        "incidents/one.md",
        incident("One, broken", 3).replace("ios", "iso"),
    );
    watch.says_times(stays, 1);
    project.write(
        "status.yml",
        support::STATUS.replace("platforms:", "platform:"),
    );
    watch.says_times(stays, 2);
    project.write("incidents/one.md", incident("One, mended", 3));
    watch.says_times(stays, 3);
    assert!(
        tree(&project.path().join("site")) == good,
        "half of it was published"
    );
    project.write("status.yml", support::STATUS);
    comes_to_be_clean(&project, "mended");
    assert!(watch.is_running());
}

/// A mount over a folder; gone with the test.
struct Mount(PathBuf);

impl Mount {
    /// `None`, with the reason, where this process may not mount so.
    fn new(test: &str, command: &[&str], from: &Path, over: &Path) -> Option<Self> {
        let (program, options) = command.split_first().unwrap();
        let done = Command::new(program)
            .args(options)
            .arg(from)
            .arg(over)
            .output();
        match done {
            Ok(output) if output.status.success() => Some(Self(over.to_path_buf())),
            Ok(output) => {
                skipped(test, &String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                skipped(test, &format!("{program}: {error}"));
                None
            }
        }
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// What is changed on the other side of a mount comes within seconds, with a word about it.
#[test]
fn mounts_on_which_no_events_come_are_followed() {
    let test = "mounts_on_which_no_events_come_are_followed";
    let there = Project::new().with("incidents/one.md", incident("Nothing plays", 3));
    let here = Project::empty();
    let Some(_mount) = Mount::new(test, &["bindfs"], there.path(), here.path()) else {
        return;
    };
    let out = tempfile::TempDir::new().unwrap();
    let page = out.path().join("site/incidents/one.html");
    let shows = |title: &str| {
        let begun = Instant::now();
        let read = || fs::read_to_string(&page).unwrap_or_default();
        until(title, read, |page| page.contains(title));
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{:?}",
            begun.elapsed()
        );
    };
    let site = out.path().join("site");
    let more = ["--out", site.to_str().unwrap()];
    let watch = Running::new(&here, &[&WATCH[..], &more].concat());
    watch.says("warning: the project lies on a FUSE mount");
    watch.says("built: ");
    for title in ["No sound", "Sound again"] {
        there.write("incidents/one.md", incident(title, 3));
        shows(title);
    }
    // What is changed on this side is told as ever, and here is no second word.
    here.write("incidents/one.md", incident("Written here", 3));
    shows("Written here");
    assert_eq!(
        watch.said().matches("warning: ").count(),
        1,
        "{}",
        watch.said()
    );
}

/// A folder over which another one is mounted tells nobody.
#[test]
fn a_mount_that_comes_while_the_site_is_followed_is_seen() {
    let test = "a_mount_that_comes_while_the_site_is_followed_is_seen";
    let other = Project::new().with("incidents/two.md", incident("Log-in fails", 5));
    let project = Project::new().with("incidents/one.md", incident("Nothing plays", 3));
    let mut watch = Running::new(&project, &WATCH);
    watch.says("built: ");
    let (from, over) = (
        other.path().join("incidents"),
        project.path().join("incidents"),
    );
    let Some(mount) = Mount::new(test, &["mount", "--bind"], &from, &over) else {
        return;
    };
    watch.says("incidents/two.md is new");
    other.write("incidents/three.md", incident("No search", 7));
    watch.says("incidents/three.md is new");
    drop(mount);
    watch.says("incidents/three.md is gone");
    assert!(watch.is_running());
}
