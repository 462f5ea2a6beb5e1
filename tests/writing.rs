//! The writing verbs by flags: what they write, what they leave alone, and what
//! they refuse.

mod support;

use std::fs;

use support::{Project, Run};

const NOW: &str = "2026-11-18T13:20:30Z";

/// Everything that a careless editor of data would lose: comments, odd order and
/// spaces, quotes, tabs in code, trailing spaces, an entity.
const ODD: &str = "---\n# why: ticket of the desk\nsymptoms:   # in their words\n    - \"Songs do not start\"\nbegan: 2026-11-18T14:02:00+01:00   # from the log\n\n'title' :   \"Music does not play\"\naffected: { web : 'Major outage' ,ios: major_outage }  # both\n---\n\nA summary &amp; more.  \n\n##   14:10   —   Investigating  ##\n\n~~~update\nnext_update: 14:40 # soon\n~~~\n\n* one\n* two\n\n\tcode\twith tabs\n\n```\nx\t= 1\n```\n";

fn write(project: &Project, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--now", NOW]);
    project.run(&all)
}

fn read(project: &Project, path: &str) -> String {
    String::from_utf8(fs::read(project.path().join(path)).unwrap()).unwrap()
}

/// Runs a verb on a file and gives what it added to the end; everything else must be as it was.
fn added(before: &str, arguments: &[&str]) -> String {
    let project = Project::new().with("incidents/a.md", before);
    write(&project, arguments).ok();
    let after = read(&project, "incidents/a.md");
    let rest = after.strip_prefix(before);
    rest.unwrap_or_else(|| panic!("old bytes changed:\n{after}"))
        .to_string()
}

#[test]
fn text_and_time_are_enough() {
    let rest = added(ODD, &["update", "-m", "We are on it.", "--next", "30m"]);
    assert_eq!(
        rest,
        "\n## 14:20 Update\n\n```update\nnext_update: 14:50\n```\n\nWe are on it.\n"
    );
}

#[test]
fn line_ends_and_a_missing_last_one_stay() {
    let windows = ODD.replace('\n', "\r\n");
    let rest = added(&windows, &["update", "-m", "We are\non it."]);
    assert_eq!(rest, "\r\n## 14:20 Update\r\n\r\nWe are\r\non it.\r\n");
    let open = ODD.trim_end();
    let rest = added(open, &["update", "-m", "x"]);
    assert_eq!(rest, "\n\n## 14:20 Update\n\nx\n");
    let marked = format!("\u{feff}{windows}\r\n");
    let rest = added(&marked, &["update", "-m", "x"]);
    assert_eq!(rest, "## 14:20 Update\r\n\r\nx\r\n");
}

#[test]
fn one_line_of_the_front_matter_is_added_or_one_value_changed() {
    for text in [ODD.to_string(), ODD.replace('\n', "\r\n")] {
        let project = Project::new().with("incidents/a.md", &text);
        write(
            &project,
            &["resolve", "-m", "All plays.", "--ended", "14:15"],
        )
        .ok();
        let after = read(&project, "incidents/a.md");
        let end = if text.contains('\r') { "\r\n" } else { "\n" };
        let head = format!("# both{end}---");
        let expected = text.replace(&head, &format!("# both{end}ended: 14:15{end}---"))
            + &format!("{end}## 14:20 Resolved{end}{end}All plays.{end}");
        assert_eq!(after, expected);
        let again = text.replace(
            &head,
            &format!("# both{end}ended : \"14:12\"  # first{end}---"),
        );
        let project = Project::new().with("incidents/a.md", &again);
        write(
            &project,
            &["resolve", "-m", "All plays.", "--ended", "14:15"],
        )
        .ok();
        let expected = again.replace("\"14:12\"", "14:15")
            + &format!("{end}## 14:20 Resolved{end}{end}All plays.{end}");
        assert_eq!(read(&project, "incidents/a.md"), expected);
    }
}

#[test]
fn every_flag_of_an_update_is_in_its_block() {
    let rest = added(
        ODD,
        &[
            "update",
            "a",
            "--status",
            "identified",
            "-m",
            "Words.",
            "--affected",
            "web=partial outage,ios=operational",
            "--still-works",
            "offline",
            "--still-works",
            "songs: on disk",
            "--where",
            "fr,de",
            "--for",
            "premium",
            "--impact",
            "major",
            "--see",
            "No sound",
            "--error-text",
            "E: 7",
            "--workaround",
            "Use \"offline\".",
            "--short",
            "No sound",
            "--next",
            "none, it holds",
            "--at",
            "5m ago",
        ],
    );
    assert_eq!(
        rest,
        "\n## 14:15 Identified\n\n```update\nimpact: major\naffected: {ios: operational, web: partial outage}\nunaffected: [offline, \"songs: on disk\"]\nregions: [fr, de]\naudiences: [premium]\nsymptoms:\n  - No sound\nerror_text: \"E: 7\"\nworkaround: Use \"offline\".\nshort: No sound\nnext_update: none, it holds\n```\n\nWords.\n"
    );
}

#[test]
fn a_new_file_by_flags() {
    let project = Project::new();
    let run = write(
        &project,
        &[
            "new",
            "--see",
            "Music does not play",
            "--affected",
            "ios=major_outage",
            "--began",
            "14:02",
            "--still-works",
            "offline",
            "--next",
            "30m",
            "-m",
            "Songs do not start. We look into it.",
        ],
    )
    .ok();
    assert_eq!(
        run.stdout,
        "wrote incidents/music-does-not-play.md\nPublish it:  upfront --root . build\n"
    );
    assert_eq!(
        read(&project, "incidents/music-does-not-play.md"),
        "---\ntitle: Music does not play\nbegan: 2026-11-18 14:02\naffected: {ios: major outage}\nunaffected: [offline]\nsymptoms:\n  - Music does not play\n---\n\n## 14:20 Investigating\n\n```update\nnext_update: 14:50\n```\n\nSongs do not start. We look into it.\n"
    );
    project.run(&["check", "--now", NOW]).ok();
    // The same words again are another file.
    write(
        &project,
        &["new", "--title", "Music does not play", "-m", "Again."],
    )
    .ok();
    assert!(
        project
            .path()
            .join("incidents/music-does-not-play-2.md")
            .exists()
    );
}

#[test]
fn a_scenario_is_filled_by_what_the_flags_say() {
    let project = Project::new();
    write(
        &project,
        &[
            "new",
            "--lang",
            "fr",
            "--scenario",
            "outage",
            "--see",
            "La musique ne se lance pas",
            "--affected",
            "web",
            "--still-works",
            "offline",
            "--next",
            "30m",
        ],
    )
    .ok();
    let text = read(&project, "incidents/la-musique-ne-se-lance-pas.md");
    assert!(
        text.contains("lang: fr\n") && text.contains("affected: {web: major outage}\n"),
        "{text}"
    );
    assert!(
        text.contains("La musique ne se lance pas. Nous sommes en train de chercher."),
        "{text}"
    );
    assert!(
        text.contains("Fonctionne toujours : Offline mode."),
        "{text}"
    );
    assert!(text.contains("avant 14:50 (UTC+1)"), "{text}");
    // Without a word for `works`, its paragraph goes; without one for `next`, nothing is written.
    write(
        &project,
        &[
            "new",
            "--scenario",
            "outage",
            "--see",
            "No sound",
            "--affected",
            "web",
            "--fill",
            "next=15:00 CET",
        ],
    )
    .ok();
    assert!(!read(&project, "incidents/no-sound.md").contains("Still working"));
    let run = write(
        &project,
        &[
            "new",
            "--scenario",
            "outage",
            "--see",
            "No login",
            "--affected",
            "web",
        ],
    );
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("error[place-not-filled]") && run.stderr.contains("⟦next:"),
        "{}",
        run.stderr
    );
    assert!(!project.path().join("incidents/no-login.md").exists());
}

#[test]
fn a_projects_own_scenario_is_used() {
    let own =
        "---\nlabel: Ours\nstatus: identified\n---\n\nOurs: ⟦what: What⟧ {{ not a template }}\n";
    let project = Project::new()
        .with("templates/scenarios/ours.en.md", own)
        .with(
            "templates/scenarios/outage.en.md",
            own.replace("Ours:", "Replaced:"),
        );
    write(
        &project,
        &[
            "new",
            "--title",
            "A",
            "--scenario",
            "ours",
            "--fill",
            "what=x",
        ],
    )
    .ok();
    assert!(
        read(&project, "incidents/a.md")
            .ends_with("## 14:20 Identified\n\nOurs: x {{ not a template }}\n")
    );
    write(
        &project,
        &[
            "new",
            "--title",
            "B",
            "--scenario",
            "outage",
            "--fill",
            "what=x",
        ],
    )
    .ok();
    assert!(read(&project, "incidents/b.md").contains("Replaced: x"));
    project.run(&["build", "--now", NOW]).ok();
}

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
    assert!(run.stderr.contains("upfront update a"), "{}", run.stderr);
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
    std::os::unix::fs::symlink(elsewhere.path(), project.path().join("incidents")).unwrap();
    let run = write(&project, &["new", "--title", "x", "-m", "x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("is a link"), "{}", run.stderr);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn drills_are_marked() {
    let project = Project::new();
    write(
        &project,
        &[
            "new",
            "--drill",
            "--title",
            "Rehearsal",
            "-m",
            "We rehearse.",
        ],
    )
    .ok();
    assert!(read(&project, "incidents/rehearsal.md").contains("\ndrill: true\n"));
}

#[test]
fn maintenance_is_planned_moved_and_called_off() {
    let project = Project::new();
    write(
        &project,
        &[
            "maintenance",
            "--title",
            "Log-in servers move",
            "--from",
            "2026-12-10 22:00",
            "--until",
            "90m",
            "--affected",
            "ios",
            "--scenario",
            "maintenance",
            "--fill",
            "work=the log-in servers",
            "--fill",
            "see=New log-ins may fail.",
        ],
    )
    .ok();
    let path = "incidents/log-in-servers-move.md";
    let first = read(&project, path);
    assert!(
        first.starts_with("---\nkind: maintenance\ntitle: Log-in servers move\nfrom: 2026-12-10 22:00\nuntil: 23:30\naffected: {ios: under maintenance}\n---\n\n## 2026-11-18 14:20 Scheduled\n\n"),
        "{first}"
    );
    write(
        &project,
        &["maintenance", "move", "--from", "2026-12-11 23:00"],
    )
    .ok();
    let second = read(&project, path);
    let expected = first
        .replace("from: 2026-12-10 22:00", "from: 2026-12-11 23:00")
        .replace("until: 23:30", "until: 2026-12-12 00:30");
    let rest = second
        .strip_prefix(expected.as_str())
        .unwrap_or_else(|| panic!("{second}"));
    assert!(
        rest.starts_with("\n## 14:20 Update\n\nThis work moves. Instead of "),
        "{rest}"
    );
    assert!(
        rest.contains("December 10, 2026")
            && rest.contains("Dec 11, 2026")
            && rest.contains("Dec 12, 2026"),
        "{rest}"
    );
    write(&project, &["maintenance", "cancel"]).ok();
    assert_eq!(
        read(&project, path),
        format!(
            "{second}\n## 14:20 Cancelled\n\nThis work is called off. Nothing changes for you.\n"
        )
    );
    project.run(&["check", "--now", NOW]).ok();
    let run = write(
        &project,
        &["maintenance", "move", "--from", "2026-12-20 23:00"],
    );
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "upfront: nothing is planned; name the file\n")
    );
}

#[test]
fn a_move_that_would_shift_what_was_said_is_refused() {
    let text = "---\nkind: maintenance\ntitle: x\nfrom: 2026-11-18 10:00\nuntil: 18:00\naffected: [ios]\n---\n\n## 14:10 In progress\n";
    let project = Project::new().with("incidents/m.md", text);
    let run = write(
        &project,
        &["maintenance", "move", "m", "--from", "2026-11-17 10:00"],
    );
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("write their dates first"),
        "{}",
        run.stderr
    );
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
            &["update", "a", "-m", "One.\n\n## 14:30 Identified\n\nTwo."],
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
    let run = write(&project, &["update", "-m", "x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("would swallow the new entry"),
        "{}",
        run.stderr
    );
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
fn words_come_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;
    let project = Project::new().with("incidents/a.md", ODD);
    let mut child = project
        .command(&["update", "-m", "-", "--now", NOW])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("Zwei\r\nZeilen\n".as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(read(&project, "incidents/a.md").ends_with("\n## 14:20 Update\n\nZwei\nZeilen\n"));
}

#[test]
fn an_editor_changes_the_entry_and_no_more() {
    let project = Project::new().with("incidents/a.md", ODD);
    let mut command = project.command(&["update", "-m", "Words.", "--edit", "--now", NOW]);
    command.env("VISUAL", "sed -i s/Words/Edited/");
    Run::of(command).ok();
    let after = read(&project, "incidents/a.md");
    assert_eq!(after, format!("{ODD}\n## 14:20 Update\n\nEdited.\n"));
    let mut command = project.command(&["update", "-m", "Words.", "--edit", "--now", NOW]);
    command.env("VISUAL", "sed -i s/Update/Updaet/");
    let run = Run::of(command);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("did you mean `update`?"),
        "{}",
        run.stderr
    );
    assert_eq!(read(&project, "incidents/a.md"), after);
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

#[test]
fn completions_name_every_verb() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = Project::empty().run(&["completions", shell]).ok().stdout;
        for verb in [
            "init",
            "build",
            "check",
            "new",
            "update",
            "resolve",
            "maintenance",
            "schema",
        ] {
            assert!(text.contains(verb), "{shell}: {verb}");
        }
    }
}
