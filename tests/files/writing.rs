//! The writing verbs by flags: what they write, and what they leave alone.

use crate::support::writing::{NOW, ODD, read, write};
use crate::support::{self, Project, Run};

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
        "wrote incidents/music-does-not-play.md\nPublish it:  upfront build\n"
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
    let rest = second
        .strip_prefix(first.as_str())
        .unwrap_or_else(|| panic!("{second}"));
    assert!(
        rest.starts_with("\n## 14:20 Update\n\n```update\nfrom: 2026-12-11 23:00\nuntil: 2026-12-12 00:30\n```\n\nThis work moves. Instead of "),
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
fn a_move_across_a_change_of_clocks_names_both_zones() {
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
            "--text",
            "You stay logged in.",
        ],
    )
    .ok();
    // Clocks go forward on 28 March 2027 at 02:00.
    let window = ["--from", "2027-03-28 01:30", "--until", "2027-03-28 03:30"];
    write(&project, &[&["maintenance", "move"][..], &window].concat()).ok();
    let written = read(&project, "incidents/log-in-servers-move.md");
    assert!(
        written.contains("Mar 28, 2027, 01:30 GMT+1 – Mar 28, 2027, 03:30 GMT+2"),
        "{written}"
    );
}

#[test]
fn words_come_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;
    let project = Project::new().with("incidents/a.md", ODD);
    let mut child = project
        .command(&["update", "-m", "-", "--now", NOW, "--urgent"])
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
    let mut command =
        project.command(&["update", "-m", "Words.", "--edit", "--now", NOW, "--urgent"]);
    command.env("VISUAL", "sed -i s/Words/Edited/");
    Run::of(command).ok();
    let after = read(&project, "incidents/a.md");
    assert_eq!(after, format!("{ODD}\n## 14:20 Update\n\nEdited.\n"));
    let mut command =
        project.command(&["update", "-m", "Words.", "--edit", "--now", NOW, "--urgent"]);
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

/// Whatever an editor does, its words come out, and nothing is written.
#[test]
fn an_editor_that_gives_no_text_loses_no_word() {
    for (editor, code, why, shown) in [
        ("false", 3, "failed (exit status: 1)", "My own words."),
        (
            "no-such-editor",
            3,
            "failed (exit status: 127)",
            "My own words.",
        ),
        ("kill -9 $$;", 3, "failed (signal: 9", "My own words."),
        // An interrupt of the terminal reaches both.
        ("kill -INT $PPID; exit 130;", 3, "failed", "My own words."),
        (
            "rm",
            3,
            "what the editor wrote cannot be read",
            "My own words.",
        ),
        (
            "cp /dev/null",
            2,
            "the editor left no text",
            "My own words.",
        ),
        ("sed -i d", 2, "the editor left no text", "My own words."),
        ("printf '\\377' >", 3, "is not UTF-8", "\u{fffd}"),
        (
            "echo Typed later. >> $1; exit 1;",
            3,
            "failed",
            "My own words.\nTyped later.",
        ),
    ] {
        let project = Project::new().with("incidents/a.md", ODD);
        let mut command = project.command(&[
            "update",
            "-m",
            "My own words.",
            "--edit",
            "--now",
            NOW,
            "--urgent",
        ]);
        command.env("VISUAL", editor);
        let run = Run::of(command);
        assert_eq!(run.code, code, "{editor}: {}", run.stderr);
        let (before, words) = run.stderr.split_once("\nYour words:\n\n").expect(editor);
        assert!(before.contains(why), "{editor}: {before}");
        assert!(
            before.ends_with("upfront: nothing was written\n"),
            "{editor}: {before}"
        );
        assert!(words.contains(shown), "{editor}: {words}");
        assert_eq!(read(&project, "incidents/a.md"), ODD, "{editor}");
    }
    let project = Project::new().with("incidents/a.md", ODD);
    let mut command = project.command(&["update", "-m", "My own words.", "--edit", "--now", NOW]);
    command.env("VISUAL", "true");
    command.env("TMPDIR", project.path().join("gone"));
    let run = Run::of(command);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .contains("the text for the editor cannot be written"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("My own words."), "{}", run.stderr);
}

/// What came through a pipe stands in no history of a shell.
#[test]
fn piped_words_are_shown_again_whatever_is_wrong() {
    for (arguments, why) in [
        (&["update", "nowhere"][..], "there is no incident `nowhere`"),
        (&["update", "--status", "nonsense"], "is not a status"),
        (&["update", "--next", "nonsense"], "--next: "),
        (&["update", "--now", "nonsense"], "is not a moment"),
        (&["resolve", "--ended", "nonsense"], "--ended: "),
        (&["maintenance", "cancel"], "nothing is planned"),
    ] {
        let project = Project::new().with("incidents/a.md", ODD);
        let mut all = arguments.to_vec();
        all.extend(["-m", "-", "--urgent"]);
        if !arguments.contains(&"--now") {
            all.extend(["--now", NOW]);
        }
        let mut command = project.command(&all);
        let (stdin, mut words) = std::io::pipe().unwrap();
        std::io::Write::write_all(&mut words, b"Piped words.\n").unwrap();
        drop(words);
        command.stdin(stdin);
        let run = Run::of(command);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(why), "{arguments:?}: {}", run.stderr);
        let shown = "\nYour words:\n\nPiped words.\n";
        assert!(run.stderr.ends_with(shown), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn words_may_begin_with_a_hyphen_and_flags_are_still_found() {
    for words in [
        "- text",
        "-5 degrees in the hall",
        "--- Back soon. ---",
        "-Yes",
        "--no longer broken",
        "- one\n- two",
        "—",
    ] {
        let project = Project::new().with("incidents/a.md", ODD);
        for flag in ["-m", "--text", "--message"] {
            write(&project, &["update", flag, words]).ok();
            let after = read(&project, "incidents/a.md");
            assert!(
                after.ends_with(&format!("\n{words}\n")),
                "{flag} {words}: {after}"
            );
        }
    }
    let project = Project::new().with("incidents/a.md", ODD);
    for (flag, key) in [
        ("--see", "symptoms"),
        ("--error-text", "error_text"),
        ("--workaround", "workaround"),
        ("--short", "short"),
        ("--still-works", "unaffected"),
    ] {
        write(&project, &["update", "-m", "So it is.", flag, "- a word"]).ok();
        let after = read(&project, "incidents/a.md");
        let block = after.rsplit_once("```update\n").unwrap().1;
        assert!(
            block.starts_with(key) && block.contains("- a word"),
            "{flag}: {block}"
        );
    }
    let project = Project::new();
    let by_flags = [
        "new",
        "--title",
        "-1 is shown",
        "--see",
        "-1",
        "-m",
        "-1 it is.",
    ];
    write(&project, &by_flags).ok();
    let text = read(&project, "incidents/1-is-shown.md");
    assert!(text.contains("title: -1 is shown\n"), "{text}");

    let project = Project::new().with("incidents/a.md", ODD);
    for (words, flag) in [
        ("--status", "--status"),
        ("--status=identified", "--status"),
        ("--satus", "--status"),
        ("--edit", "--edit"),
        ("--root", "--root"),
        ("-urgent", "--urgent"),
        ("-m", "-m"),
        ("-h", "-h"),
        ("--", "--"),
    ] {
        // Behind `=` it can be no flag. Hyphens alone are no words.
        let joined = Project::new().with("incidents/a.md", ODD);
        for flag in ["--text", "--message", "-m"] {
            if words == "--" {
                continue;
            }
            write(&joined, &["update", &format!("{flag}={words}")]).ok();
            let after = read(&joined, "incidents/a.md");
            assert!(after.ends_with(&format!("\n{words}\n")), "{flag}: {after}");
        }
        let run = write(&project, &["update", "-m", words]);
        assert_eq!(run.code, 2, "{words}: {}", run.stderr);
        let told = format!(
            "`{words}` looks like the flag {flag}, and words for readers are expected here."
        );
        assert!(run.stderr.contains(&told), "{words}: {}", run.stderr);
    }
    assert_eq!(read(&project, "incidents/a.md"), ODD);
}

/// What a shell reads of a printed command is what was meant.
#[test]
fn printed_commands_can_be_pasted() {
    for name in [
        "two words",
        "it's",
        "a$HOME`id`b",
        "back\\slash",
        "say \"so\"",
        "-x",
        "--root",
        "~",
        "a;b&c|d",
        "#x",
        "*?[a]",
        "{a,b}",
        "d\u{fc}r \u{97f3}\u{697d}",
        "new\nline",
        "\u{202e}turned",
        "!!",
    ] {
        let above = tempfile::TempDir::new().unwrap();
        let run = |arguments: &[&str]| {
            let mut command = std::process::Command::new(support::binary());
            command.args(arguments).current_dir(above.path());
            Run::of(command)
        };
        let said = run(&["init", "--", name]).ok().stdout;
        let build = said.split_once("Build it:  upfront ").expect(name).1;
        let mut pasted = std::process::Command::new("bash");
        pasted
            .args(["-c", &format!("\"$0\" {build}")])
            .arg(support::binary())
            .current_dir(above.path());
        Run::of(pasted).ok();
        assert!(
            above.path().join(name).join("site/index.html").is_file(),
            "{name}: {build}"
        );

        let root = format!("--root={name}");
        let wrote = run(&[&root, "update", "payments-fail", "-m", "Words.", "--urgent"]);
        let said = wrote.ok().stdout;
        assert_eq!(
            said.split_once("Publish it:  upfront ").expect(name).1,
            build,
            "{name}"
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

#[test]
fn names_made_of_titles_keep_their_letters() {
    for (title, name) in [
        ("ゲームが始まらない", "ゲームが始まらない"),
        ("Йод и плеер", "йод-и-плеер"),
        ("เข้าสู่ระบบไม่ได้", "เข้าสู่ระบบไม่ได้"),
        ("गाने नहीं चल रहे", "गाने-नहीं-चल-रहे"),
        ("노래가 안 나와요", "노래가-안-나와요"),
        ("Không đăng nhập được", "không-đăng-nhập-được"),
        ("Cafe\u{301} #1: log-in fails", "caf\u{e9}-1-log-in-fails"),
        // Cut between signs, not inside one: 60 bytes are 20 of these letters.
        ("กเข้าสู่ระบบไม่ได้เข้าสู่ระบบไม่ได้", "กเข้าสู่ระบบไม่ได้เ"),
    ] {
        let project = Project::new();
        let new = [
            "new",
            "--title",
            title,
            "--affected",
            "web=major outage",
            "-m",
            "x",
        ];
        write(&project, &new).ok();
        let path = format!("incidents/{name}.md");
        assert!(project.path().join(&path).exists(), "{title}: no {path}");
        assert!(read(&project, &path).contains("title: "), "{title}");
        // The same words in another form of Unicode are the same name.
        let again: String = unicode_normalization::UnicodeNormalization::nfd(title).collect();
        let new = [
            "new",
            "--title",
            &again,
            "--affected",
            "web=major outage",
            "-m",
            "x",
        ];
        write(&project, &new).ok();
        let path = format!("incidents/{name}-2.md");
        assert!(project.path().join(&path).exists(), "{title}: no {path}");
    }
}

#[test]
fn words_with_signs_of_yaml_are_written_in_quotes() {
    let project = Project::new();
    let words = "Song no. #1: it's \"off\" # now";
    let new = [
        "new",
        "--title",
        words,
        "--affected",
        "web=major outage",
        "-m",
        "x",
        "--see",
        words,
        "--workaround",
        words,
    ];
    write(&project, &new).ok();
    let loaded = upfront::source::load(project.path());
    let model = loaded.model.unwrap_or_else(|| panic!("{:?}", loaded.found));
    let incident = &model.incidents[0];
    assert_eq!(incident.title.original(), words);
    assert_eq!(incident.advice.symptoms[0].original(), words);
    assert_eq!(
        incident.advice.workaround.as_ref().unwrap().original(),
        words
    );
}

#[test]
fn one_digit_hours_are_read_from_flags() {
    let project = Project::new();
    let new = [
        "new",
        "--name",
        "a",
        "--title",
        "x",
        "--affected",
        "web=major outage",
        "-m",
        "x",
    ];
    let times = [
        "--began",
        "2026-11-18 9:05",
        "--at",
        "9:06",
        "--next",
        "2026-11-18T9:45:00+01:00",
    ];
    write(&project, &[&new[..], &times].concat()).ok();
    let text = read(&project, "incidents/a.md");
    for line in [
        "began: 2026-11-18 09:05",
        "## 09:06 Investigating",
        "next_update: 09:45",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
}
