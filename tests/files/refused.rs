//! The writing verbs by flags: what they refuse, and that nothing is written then.

use std::fs;

use crate::support::Project;
use crate::support::writing::{NOW, ODD, read, write};

#[test]
fn a_broken_scenario_is_named_by_check_and_stops_nobody() {
    let project = Project::new()
        .with(
            "templates/scenarios/outage.en.md",
            "---\nlable: Ours\nstatus: identifed\n---\n\nx\n",
        )
        .with("templates/scenarios/ours.md", "x\n");
    let run = project.run(&["check", "--now", NOW]);
    assert_eq!(run.code, 1);
    for says in [
        "did you mean `label`?",
        "did you mean `identified`?",
        "error[scenario-name]",
        "ours.en.md",
    ] {
        assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    }
    // The text that it would have replaced stands in.
    let run = write(
        &project,
        &[
            "new",
            "--see",
            "No sound",
            "--affected",
            "web",
            "--scenario",
            "outage",
            "--next",
            "30m",
        ],
    )
    .ok();
    assert!(
        run.stderr.contains("did you mean `label`?"),
        "{}",
        run.stderr
    );
    assert!(read(&project, "incidents/no-sound.md").contains("We are looking into it now."));
    let run = write(
        &project,
        &["new", "--see", "No sound", "--scenario", "outrage"],
    );
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("did you mean `outage`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let project = Project::new()
        .with("incidents/a.md", ODD)
        .with("incidents/old/b.md", ODD);
    let run = write(&project, &["new", "--name", "a", "--title", "x", "-m", "x"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains(" update a"), "{}", run.stderr);
    assert_eq!(read(&project, "incidents/a.md"), ODD);
    let run = write(&project, &["new", "--name", "b", "--title", "x", "-m", "x"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("name-collision"), "{}", run.stderr);
    let run = write(
        &project,
        &["new", "--name", "../b", "--title", "x", "-m", "x"],
    );
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("cannot become an address"),
        "{}",
        run.stderr
    );
    write(&project, &["new", "--title", "B!", "-m", "x"]).ok();
    assert!(project.path().join("incidents/b-2.md").exists());
}

#[test]
fn nothing_is_written_through_a_link() {
    let elsewhere = Project::empty();
    let project = Project::new();
    fs::remove_dir(project.path().join("incidents")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), project.path().join("incidents")).unwrap();
    let run = write(&project, &["new", "--title", "x", "-m", "x"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("is a link"), "{}", run.stderr);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

/// The window of the front matter stays, and with it the days of what was said.
#[test]
fn a_move_shifts_nothing_that_was_said() {
    let text = "---\nkind: maintenance\ntitle: x\nfrom: 2026-11-18 10:00\nuntil: 18:00\naffected: [ios]\n---\n\n## 14:10 In progress\n";
    let project = Project::new().with("incidents/m.md", text);
    write(
        &project,
        &[
            "maintenance",
            "move",
            "m",
            "--from",
            "2026-11-17 10:00",
            "--until",
            "2026-11-18 18:00",
        ],
    )
    .ok();
    let after = read(&project, "incidents/m.md");
    let entry = after
        .strip_prefix(text)
        .unwrap_or_else(|| panic!("{after}"));
    assert!(
        entry.starts_with(
            "\n## 14:20 Update\n\n```update\nfrom: 2026-11-17 10:00\nuntil: 2026-11-18 18:00\n```\n\n"
        ),
        "{entry}"
    );
    let model = upfront::source::load(project.path()).model.unwrap();
    let incident = &model.incidents[0];
    let at: Vec<String> = incident.updates.iter().map(|u| u.at.to_string()).collect();
    assert_eq!(at, ["2026-11-18T13:10:00Z", "2026-11-18T13:20:00Z"]);
    assert_eq!(incident.began.to_string(), "2026-11-17T09:00:00Z");
}

#[test]
fn a_maintenance_that_is_over_does_not_move() {
    let text = "---\nkind: maintenance\ntitle: x\nfrom: 2026-11-18 10:00\nuntil: 18:00\naffected: [ios]\n---\n\n## 14:10 Completed\n";
    let project = Project::new().with("incidents/m.md", text);
    let run = write(
        &project,
        &["maintenance", "move", "m", "--from", "2026-11-19 10:00"],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("window-over"), "{}", run.stderr);
    assert_eq!(read(&project, "incidents/m.md"), text);
}

#[test]
fn what_is_refused_changes_nothing_and_loses_no_word() {
    for (arguments, code, says) in [
        (
            &["update", "a", "--affected", "wbe=major_outage", "-m", "x"][..],
            2,
            "did you mean `web`?",
        ),
        (
            &["update", "a", "--affected", "web", "-m", "x"],
            2,
            "web=major_outage",
        ),
        (
            &["update", "a", "--affected", "web=majr_outage", "-m", "x"],
            2,
            "did you mean `major_outage`?",
        ),
        (
            &["update", "a", "--status", "resolvd", "-m", "x"],
            2,
            "did you mean `resolved`?",
        ),
        (
            &["update", "a", "--where", "frr", "-m", "x"],
            2,
            "did you mean `fr`?",
        ),
        (&["update", "b", "-m", "x"], 2, "there is no incident `b`"),
        (
            &["update", "a", "--next", "soon", "-m", "x"],
            2,
            "is not a time",
        ),
        (
            &["update", "a", "--next", "13:00", "-m", "x"],
            2,
            "already past",
        ),
        (
            &["update", "a", "--next", "30m"],
            2,
            "say something: -m WORDS",
        ),
        (
            &["update", "a", "-m", "One.\n\n## 14:20 Identified\n\nTwo."],
            2,
            "begin at `###`",
        ),
        (&["update", "a", "-m", "# Title"], 1, "heading-level"),
        (&["update", "a", "-m", "```\nopen"], 1, "fence-open"),
        (
            &["update", "a", "-m", "```update\nimpact: none\n```"],
            2,
            "as its own",
        ),
        (
            &["update", "a", "-m", "See [it].\n\n[it]: https://x.example/"],
            2,
            "write links as",
        ),
        (&["update", "a", "-m", "what ⟦now"], 1, "place-not-filled"),
        (&["update", "a", "-m", "bell \u{7}"], 1, "control-character"),
        (
            &["update", "a", "--at", "14:05", "-m", "before"],
            1,
            "time-backwards",
        ),
    ] {
        let project = Project::new().with("incidents/a.md", ODD);
        let run = write(&project, arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
        assert!(
            !run.stderr.contains('\u{7}'),
            "a control character reached the terminal"
        );
        assert_eq!(read(&project, "incidents/a.md"), ODD, "{arguments:?}");
        if code == 1 {
            assert!(run.stderr.contains("Your words:"), "{}", run.stderr);
        }
    }
}

#[test]
fn a_first_word_is_one_update() {
    let project = Project::new();
    let run = write(
        &project,
        &["new", "--title", "A", "-m", "x\n\n## 15:00 Resolved\n\ny"],
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("begin at `###`"), "{}", run.stderr);
    assert!(!project.path().join("incidents/a.md").exists());
}

#[test]
fn a_comment_left_open_swallows_no_entry() {
    let text = format!("{ODD}\n<!-- later\n");
    let project = Project::new().with("incidents/a.md", &text);
    for meant in [&["update"][..], &["update", "a"]] {
        let run = write(&project, &[meant, &["-m", "x"]].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        for says in ["error[comment-open]", "incidents/a.md:28:1"] {
            assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
        }
    }
    assert_eq!(read(&project, "incidents/a.md"), text);
}

#[test]
fn the_open_one_is_meant_and_several_are_listed() {
    let other = ODD.replace("Music does not play", "Search is slow");
    let project = Project::new()
        .with("incidents/a.md", ODD)
        .with("incidents/b.md", &other);
    let run = write(&project, &["update", "-m", "x"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "upfront: 2 are open; name one:\n  a  Music does not play\n  b  Search is slow\n"
    );
    write(&project, &["resolve", "b", "-m", "Fast again."]).ok();
    write(&project, &["update", "-m", "Still looking."]).ok();
    assert!(read(&project, "incidents/a.md").ends_with("Still looking.\n"));
    let run = write(
        &project,
        &["update", "b", "--status", "investigating", "-m", "Back."],
    );
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("status-backwards"), "{}", run.stderr);
    write(
        &project,
        &[
            "update",
            "b",
            "--status",
            "investigating",
            "--reopened",
            "-m",
            "Back.",
        ],
    )
    .ok();
}

#[test]
fn one_broken_file_keeps_nobody_from_writing_to_another() {
    let project = Project::new()
        .with("incidents/a.md", ODD)
        .with("incidents/broken.md", "---\ntitel: x\n---\n");
    write(&project, &["update", "a", "-m", "x"]).ok();
    let run = write(&project, &["update", "broken", "-m", "x"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("did you mean `title`?"),
        "{}",
        run.stderr
    );
    let project = Project::new()
        .with("status.yml", "title: x\n")
        .with("incidents/a.md", ODD);
    let run = write(&project, &["update", "a", "-m", "x"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("status.yml has no `url`"),
        "{}",
        run.stderr
    );
}

#[test]
fn drafts_translations_modes_and_links() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new()
        .with(
            "incidents/a.md",
            ODD.replace("'title'", "draft: true\n'title'"),
        )
        .with("incidents/a.fr.md", "---\ntitle: Rien ne joue\n---\n");
    let path = project.path().join("incidents/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    write(&project, &["update", "a", "-m", "x"]).ok();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(
        read(&project, "incidents/a.fr.md"),
        "---\ntitle: Rien ne joue\n---\n"
    );
    let left: Vec<_> = fs::read_dir(project.path().join("incidents"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 2, "a file was left behind");
    // A link could lead out of the project: it is refused, not replaced.
    std::os::unix::fs::symlink("/etc/hostname", project.path().join("incidents/l.md")).unwrap();
    let run = write(&project, &["update", "l", "-m", "x"]);
    assert_ne!(run.code, 0);
    assert!(project.path().join("incidents/l.md").is_symlink());
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault_of_the_machine() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new().with("incidents/a.md", ODD);
    let folder = project.path().join("incidents");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let run = write(&project, &["update", "-m", "x"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    // A superuser may write everywhere.
    if run.code != 0 {
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(
            run.stderr.contains("nothing was written") && run.stderr.contains("Your words:"),
            "{}",
            run.stderr
        );
        assert_eq!(read(&project, "incidents/a.md"), ODD);
    }
}

#[test]
fn nothing_is_asked_without_a_terminal() {
    let project = Project::new().with("incidents/a.md", ODD);
    for arguments in [
        &["new"][..],
        &["update"],
        &["resolve"],
        &["maintenance"],
        &["maintenance", "move"],
    ] {
        let run = write(&project, arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(
            run.stderr.starts_with("upfront: "),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}
