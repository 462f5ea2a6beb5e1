//! Faults of the machine, really injected: full disks, files that cannot be read,
//! links, pipes, other people's folders, builds at once, power cuts, odd clocks.
//!
//! A fault that a machine cannot have (no root for a small disk, no strace) is
//! skipped with its reason on stdout: `cargo test --test machine faults:: -- --nocapture`.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::faults::{Disk, is_root, nothing_is_left, skipped};
use crate::support::running::{Running, get, until};
use crate::support::{self, Project, Run, Tree, binary, demo, tree};
use tempfile::TempDir;

const CLOCK: &str = "2026-11-24T10:00:00Z";

/// Seconds that a build of these small projects may hang before it counts as blocked.
const PATIENCE: u64 = 60;

/// The demo under another title, so that every page differs.
fn retitle(project: &Project, title: &str) {
    let status = fs::read_to_string(support::repository().join("status.yml")).unwrap();
    project.write("status.yml", status.replace("Sonora Status", title));
}

/// Runs to its end, or fails the test when it blocks.
fn patient(mut command: Command) -> Run {
    let out = tempfile::tempfile().unwrap();
    let err = tempfile::tempfile().unwrap();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(out.try_clone().unwrap())
        .stderr(err.try_clone().unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(PATIENCE) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("blocked: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let text = |mut file: fs::File| {
        use std::io::{Read, Seek};
        let mut text = String::new();
        file.rewind().unwrap();
        file.read_to_string(&mut text).unwrap();
        text
    };
    Run {
        code: status.code().unwrap_or(-1),
        stdout: text(out),
        stderr: text(err),
    }
}

// --- Disk full ------------------------------------------------------------------

/// Bytes and inodes that are in use.
fn used(path: &Path) -> (u64, u64) {
    let disk = rustix::fs::statvfs(path).unwrap();
    (
        (disk.f_blocks - disk.f_bfree) * disk.f_frsize,
        disk.f_files - disk.f_ffree,
    )
}

/// `out` below the disk: exchanged; the disk itself, a mount point: in place.
fn a_full_disk(test: &str, out_is_mount: bool, by_inodes: bool) {
    let Some(disk) = Disk::new(test, "size=256m,nr_inodes=100000") else {
        return;
    };
    let out = if out_is_mount {
        disk.0.clone()
    } else {
        disk.0.join("site")
    };
    let project = demo();
    let build =
        || patient(project.command(&["build", "--now", CLOCK, "--out", out.to_str().unwrap()]));
    build().ok();
    let before = tree(&out);
    retitle(&project, "Renamed Status");
    let (bytes, inodes) = used(&disk.0);
    // Room for some of the new site, at several points of the way.
    for share in [2, 5, 20, 60] {
        if by_inodes {
            disk.remount(&format!("nr_inodes={}", inodes + share));
        } else {
            disk.remount(&format!("size={}", bytes + share * 16 * 1024));
        }
        let run = build();
        assert_eq!(run.code, 3, "{share}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains("No space left on device") && run.stderr.contains("is as it was"),
            "{share}: {}",
            run.stderr
        );
        assert!(tree(&out) == before, "{share}: the old site was touched");
        nothing_is_left(&disk.0);
        assert_eq!(
            used(&disk.0),
            (bytes, inodes),
            "{share}: space was not freed"
        );
    }
    disk.remount("size=256m,nr_inodes=100000");
    build().ok();
    assert!(tree(&out) != before);
    nothing_is_left(&disk.0);
}

#[test]
fn no_bytes_left_beside_the_site() {
    a_full_disk("no_bytes_left_beside_the_site", false, false);
}

#[test]
fn no_inodes_left_beside_the_site() {
    a_full_disk("no_inodes_left_beside_the_site", false, true);
}

#[test]
fn no_bytes_left_where_nothing_can_be_exchanged() {
    a_full_disk("no_bytes_left_where_nothing_can_be_exchanged", true, false);
}

#[test]
fn no_inodes_left_where_nothing_can_be_exchanged() {
    a_full_disk("no_inodes_left_where_nothing_can_be_exchanged", true, true);
}

// --- What cannot be read --------------------------------------------------------

/// The command as a user whom modes bind: another one where we are root.
fn as_somebody(project: &Project, program: &Path, arguments: &[&str]) -> Option<Command> {
    let mut command = if is_root() {
        let there = Command::new("setpriv").arg("--version").output();
        if !there.is_ok_and(|o| o.status.success()) {
            return None;
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .args(arguments)
        .current_dir(project.path())
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1");
    Some(command)
}

#[test]
fn what_cannot_be_read_is_named_and_the_site_stays() {
    let project = demo()
        .with(
            "incidents/sub/x.md",
            "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n",
        )
        .with("static/x.txt", "x")
        .with(
            "templates/home.html",
            fs::read(support::repository().join("templates/home.html")).unwrap(),
        );
    let open =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    open(project.path(), 0o777);
    // The program where everybody may run it.
    let tools = TempDir::new().unwrap();
    open(tools.path(), 0o755);
    let program = tools.path().join("upfront");
    fs::copy(binary(), &program).unwrap();
    open(&program, 0o755);
    let build = ["build", "--now", CLOCK];
    let Some(command) = as_somebody(&project, &program, &build) else {
        return skipped(
            "what_cannot_be_read_is_named_and_the_site_stays",
            "root reads everything, and there is no setpriv to be somebody else",
        );
    };
    Run::of(command).ok();
    let before = tree(&project.path().join("site"));
    let first = fs::read_dir(project.path().join("incidents"))
        .unwrap()
        .map(|e| e.unwrap())
        .find(|e| e.file_type().unwrap().is_file())
        .unwrap();
    let first = format!("incidents/{}", first.file_name().to_string_lossy());
    for path in [
        first.as_str(),
        "incidents/sub",
        "incidents/sub/x.md",
        "incidents",
        "status.yml",
        "static/x.txt",
        "static",
        "templates/home.html",
        "templates",
    ] {
        let disk = project.path().join(path);
        let mode = fs::metadata(&disk).unwrap().permissions().mode();
        open(&disk, 0o000);
        let run = patient(as_somebody(&project, &program, &build).unwrap());
        open(&disk, mode);
        assert_eq!(run.code, 3, "{path}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains(path) && run.stderr.contains("Permission denied"),
            "{path}: {}",
            run.stderr
        );
        assert!(tree(&project.path().join("site")) == before, "{path}");
    }
    // A folder that may be listed but not entered.
    let sub = project.path().join("incidents/sub");
    open(&sub, 0o444);
    let run = patient(as_somebody(&project, &program, &build).unwrap());
    open(&sub, 0o755);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("incidents/sub"), "{}", run.stderr);
    assert!(tree(&project.path().join("site")) == before);
}

// --- Links, pipes, sockets, folders ----------------------------------------------

/// Builds, and finds nothing published; gives what was said.
fn refused(project: &Project, what: &str, code: &str, named: &str) {
    let run = patient(project.command(&["build", "--now", CLOCK]));
    assert_eq!(run.code, 1, "{what}: {}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains(&format!("error[{code}")) && run.stderr.contains(named),
        "{what}: {}",
        run.stderr
    );
    assert!(
        !project.path().join("site").exists(),
        "{what}: a site was made"
    );
    let steers = run.stderr.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(steers, None, "{what}: goes to the terminal");
}

#[test]
fn links_lead_nowhere() {
    let outside = TempDir::new().unwrap();
    let secret = outside.path().join("secret.md");
    fs::write(
        &secret,
        "---\ntitle: TOP-SECRET\nbegan: 2026-11-18 14:02\n---\n",
    )
    .unwrap();
    let device = Path::new("/dev/zero");
    for (place, target) in [
        ("incidents/x.md", secret.as_path()),
        ("incidents/x.md", device),
        ("incidents/x.md", Path::new("x.md")),
        ("incidents/x.md", Path::new("/etc/passwd")),
        ("incidents/x.md", Path::new("../status.yml")),
        ("incidents/x", outside.path()),
        ("incidents/x", Path::new("..")),
        ("incidents/x", Path::new(".")),
        ("incidents", outside.path()),
        ("incidents", Path::new("incidents")),
        ("static/x.txt", secret.as_path()),
        ("static/x", outside.path()),
        ("static", outside.path()),
        ("static/x.txt", device),
        ("templates/home.html", secret.as_path()),
        ("templates/locales", outside.path()),
        ("templates", outside.path()),
    ] {
        let project = Project::new();
        let link = project.path().join(place);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        // An empty history is an empty folder, which is there already.
        let _ = fs::remove_dir(&link);
        symlink(target, &link).unwrap();
        let what = format!("{place} -> {}", target.display());
        refused(&project, &what, "not-a-file", &format!("{place} is a link"));
    }
    let project = Project::empty();
    symlink(&secret, project.path().join("status.yml")).unwrap();
    refused(&project, "status.yml", "not-a-file", "status.yml is a link");
}

#[test]
fn pipes_sockets_and_folders_are_no_files() {
    for place in ["incidents/x.md", "static/x.txt", "templates/home.html"] {
        type Make = (&'static str, fn(&Path));
        let make: [Make; 2] = [
            ("a pipe", |path| {
                let done = Command::new("mkfifo").arg(path).status();
                assert!(done.unwrap().success());
            }),
            ("a socket", |path| {
                std::os::unix::net::UnixListener::bind(path).unwrap();
            }),
        ];
        for (what, make) in make {
            let project = Project::new();
            let path = project.path().join(place);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            make(&path);
            refused(
                &project,
                &format!("{what} at {place}"),
                "not-a-file",
                &format!("{place} is no regular file"),
            );
        }
    }
    let project = Project::new();
    fs::create_dir_all(project.path().join("incidents/x.md")).unwrap();
    refused(
        &project,
        "a folder",
        "not-a-file",
        "incidents/x.md is a folder",
    );
    let project = Project::empty();
    fs::create_dir_all(project.path().join("status.yml")).unwrap();
    refused(&project, "a folder", "not-a-file", "status.yml is a folder");
}

// --- Names ------------------------------------------------------------------------

#[test]
fn odd_names_are_built_or_refused_by_name() {
    let long = format!("{}.md", "n".repeat(247));
    let names: [(&[u8], &str); 10] = [
        (b"a\xff\xfe.md", "name-not-utf-8"),
        (b"\xc3\x28.md", "name-not-utf-8"),
        (b"two\nlines.md", "name-bad"),
        (b"esc\x1b[31m.md", "name-bad"),
        ("left\u{202e}dm.md".as_bytes(), "name-bad"),
        ("mark\u{200b}.md".as_bytes(), "name-bad"),
        (b"<script>.md", "name-bad"),
        (b"a\"b'c.md", "name-bad"),
        (b"{{ x }}.md", "name-bad"),
        (long.as_bytes(), "name-too-long"),
    ];
    for (name, code) in names {
        let project = Project::new();
        let path = project
            .path()
            .join("incidents")
            .join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n").unwrap();
        refused(&project, &String::from_utf8_lossy(name), code, "incidents/");
    }
    // The same among static files: carried over, or refused by name; never a crash.
    for name in [
        &b"a\xff.txt"[..],
        b"two\nlines.txt",
        b"esc\x1b[31m.txt",
        "left\u{202e}txt.txt".as_bytes(),
    ] {
        let project = Project::new();
        let path = project
            .path()
            .join("static")
            .join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "x").unwrap();
        let run = patient(project.command(&["build", "--now", CLOCK, "--verbose"]));
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!([0, 1, 3].contains(&run.code), "{name:?}: {said}");
        assert_eq!(
            run.code == 0,
            project.path().join("site").exists(),
            "{said}"
        );
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!said.contains(steers), "{name:?}: {said:?}");
    }
}

// --- Somebody's work ----------------------------------------------------------------

/// Only folders of the test itself: should the program ever break here, nobody's
/// machine breaks with it.
#[test]
fn somebodys_folder_stays_as_it_is() {
    let project = demo();
    project.run(&["build", "--quiet"]).ok();
    project.write("thesis/chapter 1.docx", "ten years");
    project.write("thesis/deep/er/notes.txt", "more");
    let before = tree(project.path());
    let root = project.path().to_str().unwrap().to_string();
    for out in [
        ".".to_string(),
        root.clone(),
        "thesis".to_string(),
        "thesis/deep".to_string(),
        "incidents".to_string(),
        "status.yml".to_string(),
        "status.yml/site".to_string(),
        "thesis/..".to_string(),
        format!("{root}/site/../thesis"),
    ] {
        let run = patient(project.command(&["build", "--out", &out]));
        assert_eq!(run.code, 3, "--out {out}: {}{}", run.stdout, run.stderr);
        assert!(
            tree(project.path()) == before,
            "--out {out} changed something"
        );
    }
}

/// A site in what it is made of would be taken for a part of it by the next build.
#[test]
fn the_site_lies_apart_from_what_it_is_made_of() {
    let project = demo();
    project.write("static/logo.txt", "a picture");
    symlink(project.path().join("static"), project.path().join("link")).unwrap();
    let before = tree(project.path());
    let root = project.path().to_str().unwrap().to_string();
    let above = project.path().parent().unwrap().to_str().unwrap();
    for (out, says) in [
        ("static", "lies in"),
        ("static/site", "lies in"),
        ("static/new/site", "lies in"),
        ("static/../static/site", "lies in"),
        ("nothing/../static/site", "lies in"),
        ("link/site", "lies in"),
        ("incidents/site", "lies in"),
        ("templates", "lies in"),
        (&format!("{root}/static/site"), "lies in"),
        (".", "holds"),
        ("site/..", "holds"),
        (&root, "holds"),
        (above, "holds"),
    ] {
        for verb in ["build", "watch"] {
            let run = patient(project.command(&[verb, "--out", out]));
            assert_eq!(run.code, 3, "{verb} --out {out}: {}", run.stderr);
            let told = run.stderr.contains(says) && run.stderr.contains("--out");
            assert!(told, "{verb} --out {out}: {}", run.stderr);
            let same = tree(project.path()) == before;
            assert!(same, "{verb} --out {out} changed something");
        }
    }
    for out in ["static-site", "sites/static", "../static"] {
        let run = patient(project.command(&["build", "--quiet", "--out", out]));
        assert_eq!(run.code, 0, "--out {out}: {}", run.stderr);
    }
}

// --- Several builds -------------------------------------------------------------------

#[test]
fn builds_at_once_leave_one_whole_site() {
    let projects: Vec<Project> = (0..3)
        .map(|n| {
            let project = demo();
            retitle(&project, &format!("Status {n}"));
            project
        })
        .collect();
    let top = TempDir::new().unwrap();
    let out = top.path().join("site");
    let alone: Vec<Tree> = projects
        .iter()
        .map(|project| {
            project.run(&["build", "--quiet", "--now", CLOCK]).ok();
            tree(&project.path().join("site"))
        })
        .collect();
    let mut children: Vec<_> = (0..9)
        .map(|n| {
            let project = &projects[n % 3];
            let mut command = project.command(&["build", "--quiet", "--now", CLOCK, "--out"]);
            (n, command.arg(&out).spawn().unwrap())
        })
        .collect();
    // Two of them die on the way; nobody waits for the dead.
    std::thread::sleep(Duration::from_millis(150));
    for (_, child) in &mut children[3..5] {
        let _ = child.kill();
    }
    for (n, child) in &mut children {
        let status = child.wait().unwrap();
        assert!(
            status.success() || (3..5).contains(n),
            "build {n}: {status}"
        );
    }
    let site = tree(&out);
    assert!(alone.contains(&site), "a site of several builds");
    // One more removes what the dead left.
    let mut command = projects[0].command(&["build", "--quiet", "--now", CLOCK, "--out"]);
    command.arg(&out);
    Run::of(command).ok();
    assert!(tree(&out) == alone[0]);
    nothing_is_left(top.path());
}

#[test]
fn a_dead_process_holds_no_lock() {
    let project = demo();
    let ready = project.path().join("ready");
    // How long a build takes that waits for nobody.
    let begun = Instant::now();
    let elsewhere = TempDir::new().unwrap();
    let mut free = project.command(&["build", "--quiet", "--out"]);
    free.arg(elsewhere.path().join("site"));
    Run::of(free).ok();
    let alone = begun.elapsed();
    // Another process has its turn, and will never end it.
    let mut other = match Command::new("flock")
        .arg(project.path())
        .args(["sh", "-c", "touch ready; exec sleep 600"])
        .current_dir(project.path())
        .spawn()
    {
        Ok(child) => child,
        Err(error) => {
            return skipped("a_dead_process_holds_no_lock", &format!("flock: {error}"));
        }
    };
    while !ready.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut build = project
        .command(&["build", "--quiet"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(alone * 4 + Duration::from_secs(1));
    let waits = build.try_wait().unwrap().is_none();
    // Both the holder and what it started: the lock is gone with the last of them.
    let group = Command::new("pkill")
        .args(["-KILL", "-P", &other.id().to_string()])
        .status();
    other.kill().unwrap();
    other.wait().unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = build.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(PATIENCE) {
            build.kill().unwrap();
            panic!("the build waits for a dead process ({group:?})");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(waits, "the build did not wait for its turn");
    assert!(status.success());
}

// --- Power ------------------------------------------------------------------------------

/// What the system was asked to do, in order, by `strace`.
fn traced(project: &Project, out: &str, umask: &str) -> Result<Vec<String>, String> {
    let log = project.path().join("trace");
    let script = format!(
        "umask {umask}; exec strace -f -qq -s 200 -e trace=syncfs,fsync,fdatasync,renameat2,rename,renameat,write -o {} {} build --now {CLOCK} --out {out}",
        log.display(),
        binary().display()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(project.path());
    command.env_remove("SOURCE_DATE_EPOCH");
    let there = Command::new("strace")
        .args(["-e", "trace=write", "true"])
        .output();
    match there {
        Err(error) => return Err(format!("strace: {error}")),
        Ok(output) if !output.status.success() => {
            return Err(format!(
                "strace: {}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        Ok(_) => {}
    }
    let run = patient(command).ok();
    assert!(run.stdout.contains("pages from"), "{}", run.stdout);
    let log_text = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    // `PID call(...) = result`; a call that another thread interrupts stands in two lines.
    Ok(log_text.lines().map(str::to_string).collect())
}

fn first(calls: &[String], what: &str, holds: impl Fn(&str) -> bool) -> usize {
    calls
        .iter()
        .position(|call| holds(call))
        .unwrap_or_else(|| panic!("no {what} in {calls:#?}"))
}

#[test]
fn published_means_on_disk() {
    let project = demo();
    project.run(&["build", "--quiet", "--now", CLOCK]).ok();
    retitle(&project, "Renamed Status");
    let calls = match traced(&project, "site", "022") {
        Ok(calls) => calls,
        Err(reason) => return skipped("published_means_on_disk", &reason),
    };
    let done = first(&calls, "last word", |c| {
        c.contains("write(1,") && c.contains("pages from")
    });
    let bytes = first(&calls, "syncfs", |c| c.contains("syncfs("));
    let exchange = first(&calls, "exchange", |c| c.contains("RENAME_EXCHANGE"));
    let names = calls
        .iter()
        .rposition(|c| c.contains("fsync(") && !c.contains("fdatasync"))
        .unwrap_or_else(|| panic!("no fsync in {calls:#?}"));
    assert!(
        bytes < exchange && exchange < names && names < done,
        "bytes at {bytes}, exchange at {exchange}, names at {names}, said at {done}"
    );
}

#[test]
fn published_in_place_means_on_disk() {
    let test = "published_in_place_means_on_disk";
    let Some(disk) = Disk::new(test, "size=256m") else {
        return;
    };
    let out = disk.0.to_str().unwrap().to_string();
    let project = demo();
    project
        .run(&["build", "--quiet", "--now", CLOCK, "--out", &out])
        .ok();
    retitle(&project, "Renamed Status");
    let calls = match traced(&project, &out, "022") {
        Ok(calls) => calls,
        Err(reason) => return skipped(test, &reason),
    };
    let done = first(&calls, "last word", |c| {
        c.contains("write(1,") && c.contains("pages from")
    });
    let renames: Vec<usize> = (0..calls.len())
        .filter(|at| calls[*at].contains("rename") && calls[*at].contains("index.html"))
        .collect();
    let syncs: Vec<usize> = (0..calls.len())
        .filter(|at| calls[*at].contains("syncfs("))
        .collect();
    let (Some(begin), Some(end)) = (renames.first(), renames.last()) else {
        panic!("no page was replaced in place: {calls:#?}");
    };
    assert!(
        syncs.iter().any(|s| s < begin) && syncs.iter().any(|s| s > end && *s < done),
        "pages {begin} to {end}, syncs {syncs:?}, said at {done}"
    );
}

// --- Modes --------------------------------------------------------------------------------

#[test]
fn a_strict_umask_hides_nothing_from_the_web_server() {
    let project = demo();
    let top = TempDir::new().unwrap();
    let script = format!(
        "umask 077; exec {} build --quiet --out {}/www/status/site",
        binary().display(),
        top.path().display()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(project.path());
    Run::of(command).ok();
    for (path, entry) in tree(top.path()) {
        let expected = if entry.mode & 0o170_000 == 0o040_000 {
            0o755
        } else {
            0o644
        };
        assert_eq!(entry.mode & 0o7777, expected, "{path}");
    }
}

// --- Clocks -----------------------------------------------------------------------------------

/// Values of an element of RSS, in their order.
fn values(feed: &str, element: &str) -> Vec<String> {
    feed.split(&format!("<{element}"))
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('>')?.1.split_once('<')?.0.to_string()))
        .collect()
}

#[test]
fn a_clock_at_1970_or_2099_changes_no_id_and_no_order() {
    let project = demo();
    let built = |arguments: &[&str], epoch: Option<&str>| {
        // Nothing is known of a build before: each makes every file.
        for made in ["site", ".upfront"] {
            let _ = fs::remove_dir_all(project.path().join(made));
        }
        let mut command = project.command(&["build", "--quiet"]);
        command.args(arguments);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        patient(command).ok();
        let pages: BTreeSet<String> = tree(&project.path().join("site"))
            .into_keys()
            .filter(|path| path.starts_with("incidents/"))
            .collect();
        let feed = project.site("feed/updates.rss");
        (pages, values(&feed, "guid"), values(&feed, "pubDate"))
    };
    let today = built(&["--now", CLOCK], None);
    assert!(today.1.len() > 3, "{today:?}");
    assert_eq!(built(&["--now", "2099-12-31T23:59:59Z"], None), today);
    assert_eq!(built(&[], Some("4102444799")), today);
    // In 1970 nothing has been said yet in some feeds; what is there has its id and date.
    for (arguments, epoch) in [
        (&["--now", "1970-01-01T00:00:00Z"][..], None),
        (&[], Some("0")),
        (&[], Some("-1")),
    ] {
        let (pages, guids, dates) = built(arguments, epoch);
        assert_eq!(pages, today.0);
        let known = |(guid, date): (&String, &String)| {
            today
                .1
                .iter()
                .zip(&today.2)
                .any(|(g, d)| g == guid && d == date)
        };
        assert!(guids.iter().zip(&dates).all(known), "{guids:?}");
    }
    // A clock beyond any calendar is refused, not obeyed.
    let mut command = project.command(&["build"]);
    command.env("SOURCE_DATE_EPOCH", i64::MAX.to_string());
    assert_eq!(patient(command).code, 2);
}

#[test]
fn no_time_of_a_gap_or_fold_is_guessed() {
    // Europe/Paris: 02:30 does not exist on 29 March 2026, and is twice on 25 October.
    for (day, code) in [("2026-03-29", "time-skipped"), ("2026-10-25", "time-twice")] {
        let time = format!("{day} 02:30");
        let update = |block: &str| {
            format!(
                "---\ntitle: x\nbegan: {day} 00:10\n---\n\n## {day} 00:20 Investigating\n\n```update\n{block}\n```\n\nx\n"
            )
        };
        for (what, text) in [
            (
                "began",
                format!("---\ntitle: x\nbegan: {time}\n---\n\n## {day} 06:00 Investigating\n\nx\n"),
            ),
            (
                "ended",
                format!(
                    "---\ntitle: x\nbegan: {day} 00:10\nended: {time}\n---\n\n## {day} 06:00 Resolved\n\nx\n"
                ),
            ),
            (
                "from",
                format!(
                    "---\nkind: maintenance\ntitle: x\nfrom: {time}\nuntil: {day} 06:00\n---\n"
                ),
            ),
            (
                "until",
                format!(
                    "---\nkind: maintenance\ntitle: x\nfrom: {day} 00:10\nuntil: {time}\n---\n"
                ),
            ),
            (
                "until by the clock",
                format!(
                    "---\nkind: maintenance\ntitle: x\nfrom: {day} 00:10\nuntil: \"02:30\"\n---\n"
                ),
            ),
            (
                "heading",
                format!("---\ntitle: x\nbegan: {day} 00:10\n---\n\n## {time} Investigating\n\nx\n"),
            ),
            (
                "heading by the clock",
                format!("---\ntitle: x\nbegan: {day} 00:10\n---\n\n## 02:30 Investigating\n\nx\n"),
            ),
            ("next_update", update(&format!("next_update: {time}"))),
            ("next_update by the clock", update("next_update: \"02:30\"")),
            (
                "corrected_at",
                update(&format!("corrected: x\ncorrected_at: {time}")),
            ),
        ] {
            let project = Project::new().with("incidents/a.md", text);
            let run = project.run(&["check", "--now", "2026-12-01T00:00:00Z"]);
            assert_eq!(run.code, 1, "{what} {time}: {}", run.stderr);
            assert!(
                run.stderr.contains(code)
                    && run.stderr.contains("+01:00")
                    && run.stderr.contains("+02:00"),
                "{what} {time}: both readings, {code}: {}",
                run.stderr
            );
        }
        // Said exactly, it is right.
        for offset in ["+01:00", "+02:00"] {
            let project = Project::new().with(
                "incidents/a.md",
                format!("---\ntitle: x\nbegan: {day}T02:30:00{offset}\n---\n\n## {day} 12:00 Investigating\n\nx\n"),
            );
            let model = upfront::source::load(project.path())
                .model
                .expect("exact times are right");
            let expected = format!("{day}T02:30:00{offset}").parse().unwrap();
            assert_eq!(model.incidents[0].began, expected);
        }
    }
}

#[test]
fn times_that_no_clock_shows_are_refused() {
    for time in [
        "2026-02-30 10:00",
        "2026-11-18 25:00",
        "99999-01-01 10:00",
        "-0001-01-01 10:00",
        "2026-13-01 10:00",
        "2026-11-18 14:60",
        "2026-11-18T14:02:00+26:00",
        "0x10",
        "1e9",
    ] {
        let project = Project::new().with(
            "incidents/a.md",
            format!("---\ntitle: x\nbegan: {time}\n---\n"),
        );
        refused(&project, time, "time", "incidents/a.md");
    }
    // A leap second is a time that RFC 3339 knows: the second before it stands for it.
    let project = Project::new().with(
        "incidents/a.md",
        "---\ntitle: x\nbegan: 2016-12-31T23:59:60Z\n---\n",
    );
    let model = upfront::source::load(project.path())
        .model
        .expect("a leap second");
    assert_eq!(model.incidents[0].began.to_string(), "2016-12-31T23:59:59Z");
}

// --- Words that are lost, threads that cannot be had -----------------------------

const OPEN: &str = "---\ntitle: Songs do not start\naffected: {ios: major outage}\n---\n\n## 2026-11-24 09:20 Investigating\n\nSongs do not start. We look for the cause.\n";

/// A feed that holds nothing to import, for the verb's own words.
const FEED: &str = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><id>urn:x</id><updated>2026-11-01T00:00:00Z</updated></feed>";

/// One command of each verb that ends by itself, and each way to print its result.
const VERBS: &[&[&str]] = &[
    &["init", "new"],
    &["build", "--now", CLOCK],
    &["build", "-v", "--now", CLOCK],
    &["check", "--urgent", "--now", CLOCK],
    &["check", "--format", "json", "--now", CLOCK],
    &["check", "--format", "github", "--now", CLOCK],
    &["check", "--format", "sarif", "--now", CLOCK],
    &["check", "--explain"],
    &["check", "--explain", "C07"],
    #[cfg(feature = "import")]
    &["import", "feed", "feed.xml"],
    &[
        "new",
        "--see",
        "No covers",
        "-m",
        "No covers.",
        "--urgent",
        "--now",
        CLOCK,
    ],
    &["update", "-m", "Still so.", "--urgent", "--now", CLOCK],
    &["resolve", "-m", "It plays.", "--urgent", "--now", CLOCK],
    &[
        "maintenance",
        "--title",
        "Move",
        "--from",
        "+1h",
        "--until",
        "1h",
        "-m",
        "We move.",
        "--urgent",
        "--now",
        CLOCK,
    ],
    &["next", "--now", CLOCK],
    &["schema", "incident"],
    &["completions", "bash"],
    &["--help"],
    &["--version"],
];

fn talkative() -> Project {
    Project::new()
        .with("incidents/open.md", OPEN)
        .with("feed.xml", FEED)
}

/// A result that nobody can read is no result, whatever the verb; a reader that went away
/// has read enough.
#[test]
fn words_lost_on_a_full_device_are_a_fault_of_the_machine() {
    for &verb in VERBS {
        let project = talkative();
        let mut command = project.command(verb);
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        command.stdout(full.unwrap());
        let run = Run::of(command);
        assert_eq!(run.code, 3, "{verb:?}: {}", run.stderr);
        let told = "standard output cannot be written: No space left on device";
        assert!(run.stderr.contains(told), "{verb:?}: {}", run.stderr);

        let project = talkative();
        let mut command = project.command(verb);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        command.stdout(writer);
        let run = Run::of(command);
        assert!(matches!(run.code, 0 | 1), "{verb:?}: {}", run.code);
        assert!(
            !run.stderr.contains("said is lost"),
            "{verb:?}: {}",
            run.stderr
        );
    }
    // So it is with what stands on standard error: findings for people.
    let project = Project::new().with("incidents/open.md", OPEN);
    let mut command = project.command(&["check", "--now", CLOCK]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    command.stderr(full.unwrap());
    assert_eq!(Run::of(command).code, 3);
}

/// The command where the user may have so many threads.
fn with_threads(
    limit: u32,
    project: &Project,
    program: &Path,
    arguments: &[&str],
) -> Option<Command> {
    let nproc = format!("--nproc={limit}");
    let limited = [&[nproc.as_str(), program.to_str()?], arguments].concat();
    as_somebody(project, Path::new("prlimit"), &limited)
}

/// The command where no thread can be made beside the first.
fn without_threads(project: &Project, program: &Path, arguments: &[&str]) -> Option<Command> {
    with_threads(1, project, program, arguments)
}

#[test]
fn a_few_threads_are_enough_or_too_few_and_never_a_panic() {
    let test = "a_few_threads_are_enough_or_too_few_and_never_a_panic";
    let bin = TempDir::new().unwrap();
    let program = bin.path().join("upfront");
    fs::copy(binary(), &program).unwrap();
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    open(bin.path());
    let verbs: &[(&[&str], &str)] = &[
        (&["serve", "--port", "0", "--now", CLOCK], "Ctrl-C ends it"),
        (&["watch", "--now", CLOCK], "built: "),
        (&["build", "--now", CLOCK], "are in "),
        #[cfg(feature = "import")]
        (
            &["import", "feed", "http://localhost:9/feed.xml"],
            "refused",
        ),
    ];
    for &(verb, done) in verbs {
        for limit in 1..=10 {
            let project = talkative();
            open(project.path());
            let Some(command) = with_threads(limit, &project, &program, verb) else {
                skipped(test, "no setpriv");
                return;
            };
            let mut running = Running::start(command);
            let what = format!("{verb:?} with {limit}");
            let works = |said: &str| said.contains(done);
            let code = loop {
                if let Some(code) = running.code() {
                    break code;
                }
                if !works(&running.said()) {
                    std::thread::sleep(Duration::from_millis(10));
                } else if verb[0] == "serve" {
                    let said = running.said();
                    let address = said.split("http://").nth(1).unwrap();
                    let address = address.split('/').next().unwrap().parse().unwrap();
                    // Threads of others of this user come and go meanwhile. With no thread left
                    // for the page itself, the answer says that it is busy.
                    until(
                        &what,
                        || get(address, "/site/", &[]).0,
                        |status| *status == 200 || limit < 9 && *status == 503,
                    );
                    break running.end(rustix::process::Signal::TERM).code().unwrap();
                } else if verb[0] == "watch" {
                    break running.end(rustix::process::Signal::TERM).code().unwrap();
                }
            };
            let said = until("a word", || running.said(), |said| !said.is_empty());
            assert!(!said.contains("panicked"), "{what}: {said}");
            let lacks = said.contains("the system lets no more threads be made");
            match code {
                0 => assert!(works(&said), "{what}: {said}"),
                3 => assert!(lacks || verb[0] == "import", "{what}: {said}"),
                _ => panic!("{what} ends with {code}: {said}"),
            }
        }
    }
}

#[test]
fn threads_that_cannot_be_had_are_said_and_no_typed_word_is_lost() {
    let test = "threads_that_cannot_be_had_are_said_and_no_typed_word_is_lost";
    // Who may read the program may not be who may read where it lies.
    let bin = TempDir::new().unwrap();
    let program = bin.path().join("upfront");
    fs::copy(binary(), &program).unwrap();
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    open(bin.path());
    let more: &[&[&str]] = &[
        &["watch"],
        &["serve", "--port", "0"],
        #[cfg(feature = "import")]
        &["import", "feed", "http://127.0.0.1:9/feed.xml"],
    ];
    let work = |verb: &&&[&str]| !verb[0].starts_with("--") && verb[0] != "completions";
    for verb in VERBS.iter().chain(more).filter(work) {
        if verb.contains(&"--explain") {
            continue;
        }
        let project = talkative();
        open(project.path());
        let Some(command) = without_threads(&project, &program, verb) else {
            skipped(test, "no setpriv");
            return;
        };
        let before = tree(project.path());
        let run = patient(command);
        assert_eq!(run.code, 3, "{verb:?}: {}", run.stderr);
        assert!(
            run.stderr
                .contains("the system lets no more threads be made")
                && run.stderr.contains("ulimit -u"),
            "{verb:?}: {}",
            run.stderr
        );
        assert_eq!(tree(project.path()), before, "{verb:?}");
        if let Some(at) = verb.iter().position(|word| *word == "-m") {
            let words = format!("Your words:\n\n{}\n", verb[at + 1]);
            assert!(run.stderr.contains(&words), "{verb:?}: {}", run.stderr);
        }
    }
    let project = talkative();
    open(project.path());
    let verb = ["update", "-m", "-", "--now", CLOCK];
    let mut command = without_threads(&project, &program, &verb).unwrap();
    let (stdin, mut words) = std::io::pipe().unwrap();
    std::io::Write::write_all(&mut words, b"Piped words.\n").unwrap();
    drop(words);
    command.stdin(stdin);
    let run = Run::of(command);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.ends_with("Your words:\n\nPiped words.\n"),
        "{}",
        run.stderr
    );
}
