//! Two writers at once, a kill in mid-write, an editor that saves in between: no
//! acknowledged update is lost, no file is torn, and the loser is told.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Project;
use upfront::author::{Draft, DraftContent, EntryStatus, LintOptions, NewEntry, ScopeChange};
use upfront::model::Incident;

const NOW: &str = "2026-11-18T13:20:30Z";
const OPEN: &str = "---\ntitle: Music does not play\nbegan: 2026-11-18 14:02 # from the log\naffected: {web: major outage}\n---\n\n## 14:10 Investigating\n\nWe look.\n";
const WRITERS: usize = 40;
const KILLS: u32 = 100;

fn incident(project: &Project) -> std::sync::Arc<Incident> {
    let loaded = upfront::source::load(project.path());
    let mut model = loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found));
    assert_eq!(model.incidents.len(), 1);
    model.incidents.remove(0)
}

fn text(project: &Project) -> String {
    fs::read_to_string(project.path().join("incidents/a.md")).unwrap()
}

fn left_over(project: &Project) -> Vec<String> {
    fs::read_dir(project.path().join("incidents"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "a.md")
        .collect()
}

#[test]
fn forty_writers_at_once_lose_nothing() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let children: Vec<_> = (0..WRITERS)
        .map(|n| {
            let words = format!("Word number {n:02}.");
            project
                .command(&["update", "a", "-m", &words, "--now", NOW, "--urgent"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut acknowledged = Vec::new();
    for (n, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            acknowledged.push(n);
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                said.contains("nothing was written"),
                "a loser was not told: {said}"
            );
        }
    }
    println!("{} of {WRITERS} writers acknowledged", acknowledged.len());
    let text = text(&project);
    assert!(text.starts_with(OPEN));
    let read = incident(&project);
    assert_eq!(read.updates.len(), 1 + acknowledged.len());
    for n in &acknowledged {
        let words = format!("\nWord number {n:02}.\n");
        assert_eq!(text.matches(&words).count(), 1, "{words}");
    }
    assert_eq!(
        acknowledged.len(),
        WRITERS,
        "nothing kept a writer from waiting its turn"
    );
    assert!(left_over(&project).is_empty());
}

#[test]
fn new_files_of_the_same_name_are_all_written() {
    let project = Project::new();
    let children: Vec<_> = (0..12)
        .map(|_| {
            project
                .command(&[
                    "new", "--title", "No sound", "-m", "We look.", "--now", NOW, "--urgent",
                ])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let loaded = upfront::source::load(project.path());
    assert_eq!(loaded.model.unwrap().incidents.len(), 12);
}

#[test]
fn a_kill_leaves_the_file_as_before_or_complete() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let start = Instant::now();
    project
        .run(&["update", "a", "-m", "Warm up.", "--now", NOW, "--urgent"])
        .ok();
    let time = start.elapsed();
    // A fixed seed: the moments are random, the test is the same each time.
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let staged = project.path().join("incidents/.a.md.upfront-new");
    let (mut killed, mut written, mut acknowledged, mut half) = (0, 0, 0, 0);
    for round in 0..KILLS {
        let before = text(&project);
        let _ = fs::remove_file(&staged);
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let moment = time.mul_f64((seed >> 11) as f64 / (1_u64 << 53) as f64 * 1.1);
        let words = format!("Round {round:03}.");
        let mut child = project
            .command(&["update", "a", "-m", &words, "--now", NOW, "--urgent"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Every other kill comes right when the new bytes begin to be written.
        if round % 2 == 0 {
            std::thread::sleep(moment);
        } else {
            while !staged.exists() && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
            std::thread::sleep(Duration::from_micros(seed % 400));
        }
        child.kill().unwrap();
        let status = child.wait().unwrap();
        half += u32::from(staged.exists());
        let after = text(&project);
        let whole = format!("{before}\n## 14:20 Update\n\n{words}\n");
        assert!(
            after == before || after == whole,
            "round {round}: a torn file:\n{after}"
        );
        if status.success() {
            acknowledged += 1;
            assert!(
                after == whole,
                "round {round}: an acknowledged update is lost"
            );
        } else {
            killed += 1;
        }
        written += u32::from(after == whole);
    }
    println!(
        "{KILLS} rounds: {killed} killed, {half} of them in mid-write; {acknowledged} acknowledged, {written} written"
    );
    assert!(
        killed >= KILLS / 4,
        "only {killed} of {KILLS} were killed before they ended"
    );
    assert_eq!(incident(&project).updates.len() as u32, 2 + written);
    // The lock died with its process, and what was staged is gone.
    project
        .run(&[
            "update",
            "a",
            "-m",
            "After all kills.",
            "--now",
            NOW,
            "--urgent",
        ])
        .ok();
    assert!(left_over(&project).is_empty(), "{:?}", left_over(&project));
}

fn draft(words: &str) -> DraftContent {
    DraftContent::Entry {
        path: "incidents/a.md".to_string(),
        entry: Box::new(NewEntry {
            at: NOW.parse().unwrap(),
            said: EntryStatus::Update,
            scoped: ScopeChange::default(),
            next: None,
            reopened: false,
            text: words.to_string(),
        }),
        ended: None,
        window: None,
    }
}

/// Between the look and the write an editor saves: both changes are in the file.
#[test]
fn an_editor_that_saved_in_between_loses_nothing() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let draft = Draft {
        root: project.path(),
        content: draft("Ours."),
        options: LintOptions {
            now: NOW.parse().unwrap(),
            mode: upfront::lint::Strictness::Urgent,
        },
    };
    assert!(draft.check().unwrap().found.is_empty());
    let theirs = OPEN.replace("We look.", "We look, and found nothing yet.");
    project.write("incidents/a.md", &theirs);
    draft.write().unwrap();
    assert_eq!(
        text(&project),
        format!("{theirs}\n## 14:20 Update\n\nOurs.\n")
    );
}

#[test]
fn a_writer_waits_for_the_one_before_it() {
    use rustix::fs::{FlockOperation, Mode, OFlags, flock, open};
    let project = Project::new().with("incidents/a.md", OPEN);
    let folder = project.path().join("incidents");
    let held = open(
        &folder,
        OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC,
        Mode::empty(),
    )
    .unwrap();
    flock(&held, FlockOperation::LockExclusive).unwrap();
    let mut child = project
        .command(&["update", "a", "-m", "x", "--now", NOW, "--urgent"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        child.try_wait().unwrap().is_none(),
        "the writer did not wait"
    );
    assert_eq!(text(&project), OPEN);
    drop(held);
    assert!(child.wait().unwrap().success());
}
