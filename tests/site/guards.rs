//! What keeps a site from saying more than its owner means (comments, conflict markers),
//! or less (a folder that is missing, incidents that would vanish), and from words that
//! nobody wrote.

use std::fs;

use crate::support::writing::{NOW, read, write};
use crate::support::{self, Project, Run, STATUS};

const CLOCK: [&str; 2] = ["--now", "2026-11-18T15:00:00Z"];

fn build(project: &Project, more: &[&str]) -> Run {
    project.run(&[&["build"], &CLOCK[..], more].concat())
}

/// Every file of the built site.
fn everything(project: &Project) -> Vec<(String, String)> {
    let site = project.path().join("site");
    let files = walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            let path = entry.path().strip_prefix(&site).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (path.to_string_lossy().into_owned(), text)
        })
        .collect()
}

fn holding(files: &[(String, String)], word: &str) -> Vec<String> {
    let holds = |(_, text): &&(String, String)| text.contains(word);
    files
        .iter()
        .filter(holds)
        .map(|(path, _)| path.clone())
        .collect()
}

/// A comment everywhere where a person writes words; `SECRET` stands in each, and words
/// around each are `kept`.
const COMMENTED: &str = "\
---
title: Music does not play <!-- SECRET -->
began: 2026-11-18 14:02
affected: {ios: major outage, web: partial outage}
unaffected: [offline, \"Radio keptradio <!-- SECRET -->\"]
symptoms:
  - Songs stop keptsymptom <!-- SECRET -->
error_text: \"Offline kepterror <!-- SECRET -->\"
workaround: >-
  Play downloads <!-- SECRET
  on two lines --> keptworkaround
short: |-
  Music is down keptshort
  <!-- SECRET -->
---
<!-- SECRET -->
Sum keptsummary <!-- SECRET --> of it.

<!--
## 14:10 Identified

SECRET, an update that was never meant to go out
-->

## 14:20 Investigating <!-- SECRET -->
<!-- SECRET -->

```update
next_update: 14:50
corrected: \"Named too few keptcorrected <!-- SECRET -->\"
symptoms: [\"Songs stop keptblock <!-- SECRET -->\"]
```

One keptinline <!-- for Ann: SECRET --> line.
<!-- SECRET --> Keptbehind a comment.

Two <!-- SECRET

over a blank line --> keptblank.

- Item keptitem <!-- SECRET -->
- <!-- SECRET
  SECRET --> keptlist

> Quote keptquote <!-- SECRET -->
> <!-- SECRET -->
> keptquoted

| a | b |
|---|---|
| c <!-- SECRET --> | keptcell |

<div>
<!-- SECRET -->
kepthtml
</div>

[Help](https://help.example/ \"<!-- SECRET -->\") keptlink

`<!-- SHOWN1 -->` and

```
<!-- SHOWN2 -->
```

    <!-- SHOWN3 -->

\\<!-- SHOWN4 -->

## 14:40 Update

```update
next_update: none, we write when we know keptreason <!-- SECRET -->
```

<!-- upfront: allow C14 because SECRET -->

Still down keptlast.
";

const COMMENTED_FR: &str = "\
---
title: La musique ne joue pas keptfr1 <!-- SECRET -->
symptoms: [\"Plus rien keptfr2 <!-- SECRET -->\"]
workaround: \"Hors ligne keptfr3 <!-- SECRET -->\"
short: \"Panne keptfr4 <!-- SECRET -->\"
unaffected: [\"La radio keptfr5 <!-- SECRET -->\"]
---

Résumé keptfr6 <!--
SECRET

SECRET -->

## 14:20 Investigating

```update
corrected: \"Trop peu keptfr7 <!-- SECRET -->\"
```

Nous cherchons keptfr8 <!-- SECRET -->
";

#[test]
fn comments_of_authors_reach_no_output() {
    let status = STATUS.replace("name: iOS app", "name: \"iOS app <!-- SECRET -->\"");
    let project = Project::new()
        .with("status.yml", status)
        .with("incidents/music.md", COMMENTED)
        .with("incidents/music.fr.md", COMMENTED_FR);
    build(&project, &[]).ok();
    let files = everything(&project);
    assert_eq!(holding(&files, "SECRET"), [] as [&str; 0]);
    for kept in [
        "keptradio",
        "keptsymptom",
        "kepterror",
        "keptworkaround",
        "keptshort",
        "keptsummary",
        "keptcorrected",
        "keptblock",
        "keptinline",
        "Keptbehind",
        "keptblank",
        "keptitem",
        "keptlist",
        "keptquote",
        "keptquoted",
        "keptcell",
        "kepthtml",
        "keptlink",
        "keptreason",
        "keptlast",
        "SHOWN1",
        "SHOWN2",
        "SHOWN3",
        "SHOWN4",
    ] {
        let page = project.site("incidents/music.html");
        let api = project.site("api/incidents.json");
        let somewhere = page.contains(kept) || api.contains(kept);
        assert!(somewhere, "{kept} is lost");
    }
    for kept in (1..=8).map(|n| format!("keptfr{n}")) {
        assert!(!holding(&files, &kept).is_empty(), "{kept} is lost");
    }
    // What stands in code is for readers.
    for shown in ["SHOWN1", "SHOWN2", "SHOWN3", "SHOWN4"] {
        let page = project.site("incidents/music.html");
        assert!(page.contains(&format!("&lt;!-- {shown} --&gt;")), "{shown}");
    }
}

#[test]
fn places_stay_those_of_the_file() {
    let text = "---\ntitle: A\nbegan: 2026-11-18 14:02\n---\n<!-- a\n\nb -->\nSum <!-- c\n\nd --> of it.\n\n## 14:20 <!-- e --> Investigatin\n\nx\n";
    let project = Project::new().with("incidents/a.md", text);
    let run = build(&project, &[]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("incidents/a.md:12:21"),
        "{}",
        run.stderr
    );
    // A rule marks the words behind a comment, and not the comment.
    let text = text.replace("Investigatin\n\nx", "Investigating\n\n<!-- f --> We sincerely apologise for any inconvenience this may have caused.");
    project.write("incidents/a.md", &text);
    let run = project.run(&["check", "--now", NOW]);
    let shown = "<!-- f --> We sincerely apologise";
    assert!(run.stderr.contains(shown), "{}", run.stderr);
    let line = run.stderr.lines().find(|line| line.contains(":14:"));
    assert!(
        line.is_some_and(|line| !line.ends_with(":14:1")),
        "{}",
        run.stderr
    );
}

#[test]
fn an_open_comment_is_an_error_with_its_line() {
    let file = |front: &str, body: &str| {
        format!(
            "---\ntitle: A\nbegan: 2026-11-18 14:02\n{front}---\n\nSum.\n\n## 14:20 Investigating\n\n{body}\n\n## 14:30 Resolved\n\nDone.\n"
        )
    };
    for (front, body, code, line) in [
        ("", "x <!-- for Ann", "comment-open", 10),
        ("", "<!-- for Ann\n\n```\ncode\n```", "comment-open", 10),
        ("", "- a\n- b <!-- c\n", "comment-open", 11),
        ("", "> a\n> <!-- b", "comment-open", 11),
        ("", "<!-- a\n<!-- b -->\nSECRET -->", "comment-nested", 11),
        (
            "",
            "<!-- a\n\n## 14:25 Identified\n\n<!-- upfront: allow C14 because so -->",
            "comment-nested",
            14,
        ),
        ("short: \"a <!-- b\"\n", "x", "comment-open", 4),
        ("symptoms: [a, \"b <!-- c\"]\n", "x", "comment-open", 4),
        ("workaround: \"<!-- all -->\"\n", "x", "empty-value", 4),
    ] {
        let project = Project::new().with("incidents/a.md", file(front, body));
        let run = build(&project, &[]);
        assert_eq!(run.code, 1, "{body:?}");
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "{body:?}: {}",
            run.stderr
        );
        assert!(
            run.stderr.contains(&format!("incidents/a.md:{line}:")),
            "{body:?}: {}",
            run.stderr
        );
    }
    // A translation too.
    let project = Project::new()
        .with("incidents/a.md", file("", "x"))
        .with("incidents/a.fr.md", "---\ntitle: A\n---\n\n<!-- a\n");
    let run = build(&project, &[]);
    assert!(
        run.stderr.contains("incidents/a.fr.md:5:1"),
        "{}",
        run.stderr
    );
}

#[test]
fn raw_html_swallows_no_update() {
    let file = |body: &str| {
        format!(
            "---\ntitle: A\nbegan: 2026-11-18 14:02\n---\n\n## 14:20 Investigating\n\n{body}\n\n## 14:30 Resolved\n\nDone.\n"
        )
    };
    for open in [
        "<pre>",
        "<script>",
        "<textarea>",
        "<style>",
        "<?php",
        "<![CDATA[",
        "<div>\n## 14:25 Update",
    ] {
        let project = Project::new().with("incidents/a.md", file(open));
        let run = build(&project, &[]);
        assert_eq!(run.code, 1, "{open}");
        assert!(
            run.stderr.contains("error[heading-in-html]"),
            "{open}: {}",
            run.stderr
        );
    }
    let project = Project::new().with(
        "incidents/a.md",
        file("<div>\nx\n</div>\n\n<pre>\n\n# y\n</pre>"),
    );
    build(&project, &[]).ok();
}

#[test]
fn words_with_comments_are_written_and_open_ones_refused() {
    let text = "---\ntitle: A\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\n---\n\n## 14:05 Investigating\n\nWe look.\n";
    let project = Project::new().with("incidents/a.md", text);
    write(
        &project,
        &[
            "update",
            "a",
            "-m",
            "Found it <!-- for Ann: it was you --> just now.",
        ],
    )
    .ok();
    let after = read(&project, "incidents/a.md");
    assert!(after.contains("<!-- for Ann: it was you -->"), "{after}");
    build(&project, &[]).ok();
    assert_eq!(holding(&everything(&project), "for Ann"), [] as [&str; 0]);
    for (arguments, code) in [
        (vec!["update", "a", "-m", "Fixed <!-- for Ann"], 1),
        (vec!["resolve", "a", "-m", "<!-- Fixed\n\nfor Ann"], 1),
        (vec!["new", "--title", "B", "-m", "Fixed <!-- for Ann"], 1),
        (vec!["new", "--title", "B <!-- c", "-m", "Fixed for Ann"], 1),
        (
            vec![
                "maintenance",
                "--title",
                "M",
                "--from",
                "2026-12-01 10:00",
                "--until",
                "1h",
                "-m",
                "for Ann <!--",
            ],
            1,
        ),
    ] {
        let run = write(&project, &arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(
            run.stderr.contains("comment-open"),
            "{arguments:?}: {}",
            run.stderr
        );
        let (_, again) = run
            .stderr
            .split_once("Your words:")
            .expect("words are shown again");
        assert!(again.contains("for Ann"), "{again}");
        assert_eq!(read(&project, "incidents/a.md"), after);
        assert_eq!(
            fs::read_dir(project.path().join("incidents"))
                .unwrap()
                .count(),
            1
        );
    }
    // A comment in a title makes no address.
    write(
        &project,
        &[
            "new",
            "--title",
            "Log-in fails <!-- secret -->",
            "-m",
            "We look.",
        ],
    )
    .ok();
    assert!(project.path().join("incidents/log-in-fails.md").exists());
}

#[test]
fn words_that_nobody_sees_are_refused() {
    use std::process::Stdio;
    let text = "---\ntitle: A\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\n---\n\n## 14:05 Investigating\n\nWe look.\n";
    let project = Project::new().with("incidents/a.md", text);
    let unchanged = |run: &Run, what: &str| {
        assert_eq!(run.code, 2, "{what}: {}{}", run.stdout, run.stderr);
        assert_eq!(read(&project, "incidents/a.md"), text, "{what}");
        assert_eq!(
            fs::read_dir(project.path().join("incidents"))
                .unwrap()
                .count(),
            1,
            "{what}"
        );
    };
    let verbs: [&[&str]; 4] = [
        &["update", "a"],
        &["resolve", "a"],
        &["new", "--title", "B"],
        &[
            "maintenance",
            "--title",
            "M",
            "--from",
            "2026-12-01 10:00",
            "--until",
            "1h",
        ],
    ];
    for words in [
        "",
        " \n\t\u{a0}",
        "<!-- only -->",
        "\u{200b}\u{feff}",
        "***",
        "[a]: https://a.example/",
        // What a slip in a shell leaves.
        "\\",
        "\\\\",
        "\"",
        "''",
        "`",
        "$",
        "> -",
    ] {
        for verb in verbs {
            let run = write(&project, &[verb, &["-m", words]].concat());
            unchanged(&run, &format!("{verb:?} {words:?}"));
            let file = project.path().join("words");
            fs::write(&file, words).unwrap();
            let mut command = project.command(&[verb, &["-m", "-", "--now", NOW]].concat());
            command.stdin(fs::File::open(&file).unwrap());
            unchanged(
                &Run::of(command),
                &format!("{verb:?} from standard input: {words:?}"),
            );
        }
    }
    // `false | upfront resolve a -m -`, and a standard input that is closed.
    for input in ["false |", "</dev/null", "<&-"] {
        let words = format!("{} resolve a -m - --now {NOW}", support::binary().display());
        let line = match input.strip_suffix('|') {
            Some(before) => format!("{before} | {words}"),
            None => format!("{words} {input}"),
        };
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", &line])
            .current_dir(project.path())
            .stdout(Stdio::piped());
        let run = Run::of(command);
        unchanged(&run, input);
        assert!(
            run.stderr.contains("standard input is empty"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn what_is_over_is_not_over_once_more_without_a_word() {
    let text = "---\ntitle: A\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\n---\n\n## 14:05 Investigating\n\nWe look.\n\n## 14:10 Resolved\n\nIt works.\n";
    let project = Project::new().with("incidents/a.md", text);
    for arguments in [
        &["resolve", "a", "-m", "It works."][..],
        &["resolve", "a", "--false-alarm", "-m", "It works."],
        &["update", "a", "--status", "resolved", "-m", "It works."],
    ] {
        let run = write(&project, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        for says in [
            "a is resolved already, since 2026-11-18 14:10",
            "upfront update a -m WORDS",
            "--reopened",
        ] {
            assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
        }
        assert!(
            run.stderr.contains("Your words:\n\nIt works."),
            "{}",
            run.stderr
        );
        assert_eq!(read(&project, "incidents/a.md"), text);
    }
    write(&project, &["update", "a", "-m", "It was a cable."]).ok();
    write(
        &project,
        &[
            "update",
            "a",
            "--reopened",
            "--status",
            "investigating",
            "-m",
            "Again.",
        ],
    )
    .ok();
    write(&project, &["resolve", "a", "-m", "Now it works."]).ok();
    // Words after the end end nothing.
    let run = write(&project, &["resolve", "a", "-m", "x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let work = "---\nkind: maintenance\ntitle: M\nfrom: 2026-12-01 10:00\nuntil: 2026-12-01 11:00\naffected: [web]\n---\n\n## 2026-11-18 10:00 Scheduled\n\nWork.\n";
    project.write("incidents/m.md", work);
    write(&project, &["maintenance", "cancel", "m"]).ok();
    let after = read(&project, "incidents/m.md");
    let run = write(&project, &["maintenance", "cancel", "m", "-m", "Twice."]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("m is cancelled already"),
        "{}",
        run.stderr
    );
    assert_eq!(read(&project, "incidents/m.md"), after);
}

fn incident(title: &str, day: u32) -> String {
    format!(
        "---\ntitle: {title}\nbegan: 2026-11-{day:02} 14:02\naffected: {{web: major outage}}\n---\n\n## 14:05 Investigating\n\nWe look.\n"
    )
}

/// A published site of so many incidents, half of them in a folder of their own.
fn published(count: u32) -> Project {
    let project = Project::new();
    for n in 1..=count {
        let folder = if n % 2 == 0 { "old/" } else { "" };
        project.write(
            &format!("incidents/{folder}i{n}.md"),
            incident(&format!("I {n}"), n),
        );
    }
    build(&project, &[]).ok();
    project
}

fn page(project: &Project, name: &str) -> bool {
    project
        .path()
        .join(format!("site/incidents/{name}.html"))
        .exists()
}

#[test]
fn a_history_that_cannot_be_found_is_no_empty_one() {
    let project = published(3);
    let root = project.path();
    let home = project.site("index.html");
    let there = root.join("incidents");
    let away = root.join("away");
    let fails = |code: &str, what: &str| {
        // `check` knows nothing of what is published.
        let verbs = ["build", "check"].into_iter();
        for verb in verbs.filter(|verb| code != "would-remove" || *verb == "build") {
            let run = project.run(&[verb, CLOCK[0], CLOCK[1]]);
            assert_eq!(run.code, 1, "{what}: {}", run.stderr);
            assert!(
                run.stderr.contains(&format!("error[{code}]")),
                "{what}: {}",
                run.stderr
            );
        }
        assert_eq!(project.site("index.html"), home, "{what}");
        assert!(page(&project, "i1"), "{what}");
    };
    fs::rename(&there, &away).unwrap();
    fails("incidents-missing", "moved away");
    fs::write(&there, "x").unwrap();
    fails("not-a-file", "a file in its place");
    fs::remove_file(&there).unwrap();
    std::os::unix::fs::symlink(&away, &there).unwrap();
    fails("not-a-file", "a link in its place");
    fs::remove_file(&there).unwrap();
    for name in ["Incidents", "INCIDENTS"] {
        fs::rename(&away, root.join(name)).unwrap();
        fails("incidents-name", name);
        fs::rename(root.join(name), &away).unwrap();
    }
    fs::create_dir(&there).unwrap();
    fails(
        "would-remove",
        "an empty folder, as a volume that is not mounted leaves it",
    );
    fs::create_dir(root.join("Incidents")).unwrap();
    fails("incidents-name", "two of them");
    fs::remove_dir(root.join("Incidents")).unwrap();
    build(&project, &["--allow-removal"]).ok();
    assert!(!page(&project, "i1"));
    fs::remove_dir(&there).unwrap();
    fs::rename(&away, &there).unwrap();
    build(&project, &[]).ok();
    assert_eq!(project.site("index.html"), home);
}

/// A second folder beside a misnamed one would be read by no build.
#[test]
fn a_misnamed_folder_is_named_by_every_verb_and_no_second_one_is_made() {
    let clock = ["--now", CLOCK[1]];
    let verbs: [&[&str]; 9] = [
        &[
            "new",
            "--title",
            "B",
            "-m",
            "My words.",
            "--urgent",
            clock[0],
            clock[1],
        ],
        &[
            "maintenance",
            "--title",
            "M",
            "--from",
            "2026-12-01 10:00",
            "--until",
            "1h",
            "-m",
            "My words.",
            clock[0],
            clock[1],
        ],
        &["update", "-m", "My words.", clock[0], clock[1]],
        &["resolve", "i1", "-m", "My words.", clock[0], clock[1]],
        &[
            "maintenance",
            "cancel",
            "-m",
            "My words.",
            clock[0],
            clock[1],
        ],
        &["build", clock[0], clock[1]],
        &["check", clock[0], clock[1]],
        &["next", clock[0], clock[1]],
        &[
            "new",
            "--see",
            "My words.",
            "--scenario",
            "outage",
            clock[0],
            clock[1],
        ],
    ];
    for name in [
        "Incidents",
        "INCIDENTS",
        "incidentS",
        "incident",
        "Incident",
    ] {
        let project = Project::new().with(&format!("{name}/i1.md"), incident("One", 1));
        fs::remove_dir(project.path().join("incidents")).unwrap();
        let root = project.path().display().to_string();
        let before = support::tree(project.path());
        for verb in verbs {
            for (at, mv) in [
                (None, format!("mv {name} incidents")),
                (Some(&root), format!("mv {root}/{name} {root}/incidents")),
            ] {
                let arguments = match at {
                    Some(root) => [&["--root", root], verb].concat(),
                    None => verb.to_vec(),
                };
                let run = project.run(&arguments);
                let what = format!("{name} {arguments:?}: {}", run.stderr);
                assert_eq!(run.code, 1, "{what}");
                assert!(run.stderr.contains("error[incidents-name]"), "{what}");
                assert!(run.stderr.contains(&mv), "{what}");
                let again = run.stderr.matches("Your words:\n\nMy words.").count();
                assert_eq!(again, usize::from(verb.contains(&"My words.")), "{what}");
                assert_eq!(support::tree(project.path()), before, "{what}");
            }
        }
        // What is printed is what helps.
        let mut mv = std::process::Command::new("sh");
        let said = project.run(&["check", clock[0], clock[1]]).stderr;
        let line = said.lines().find_map(|line| line.split_once("help: mv "));
        mv.args(["-c".to_string(), format!("mv {}", line.unwrap().1)]);
        mv.current_dir(project.path());
        Run::of(mv).ok();
        project.run(verbs[0]).ok();
    }
    // Two of them: what is in one goes into the other, and nothing is written over.
    let project = published(1).with("Incidents/i2.md", incident("Two", 2));
    let run = project.run(verbs[0]);
    let line = run
        .stderr
        .lines()
        .find_map(|line| line.split_once("help: "));
    let mut mv = std::process::Command::new("sh");
    mv.args(["-c", line.unwrap().1]).current_dir(project.path());
    Run::of(mv).ok();
    assert!(project.path().join("incidents/i2.md").is_file());
    project.run(verbs[0]).ok();
}

/// What is printed to be pasted reaches this project, wherever somebody stands.
#[test]
fn printed_commands_name_the_project() {
    let above = tempfile::TempDir::new().unwrap();
    let root = above.path().join("a b");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(support::binary());
        let clock = ["--now", CLOCK[1]];
        command
            .args(["--root", "a b"])
            .args(arguments)
            .args(clock)
            .current_dir(above.path());
        Run::of(command)
    };
    support::copy(published(12).path(), &root);
    let over = "---\ntitle: A\nbegan: 2026-11-18 14:02\n---\n\n## 14:05 Resolved\n\nIt works.\n";
    fs::write(root.join("incidents/over.md"), over).unwrap();
    let work = "---\nkind: maintenance\ntitle: M\nfrom: 2026-12-01 10:00\nuntil: 2026-12-01 11:00\naffected: [web]\n---\n\n## 2026-11-18 10:00 Scheduled\n\nWork.\n\n## 2026-11-18 11:00 Cancelled\n\nNot now.\n";
    fs::write(root.join("incidents/work.md"), work).unwrap();
    let says = |arguments: &[&str], words: &[&str]| {
        let run = run(arguments);
        assert_ne!(run.code, 0, "{arguments:?}");
        for words in words {
            assert!(
                run.stderr.contains(words),
                "{arguments:?}: {words}: {}",
                run.stderr
            );
        }
    };
    says(
        &["resolve", "over", "-m", "x"],
        &[
            "upfront --root 'a b' update over -m WORDS",
            "upfront --root 'a b' update over --reopened --status investigating -m WORDS",
        ],
    );
    says(
        &["maintenance", "cancel", "work", "-m", "x"],
        &["upfront --root 'a b' update work -m WORDS"],
    );
    for n in 1..=12 {
        let _ = fs::remove_file(root.join(format!("incidents/i{n}.md")));
    }
    says(
        &["build"],
        &["upfront --root 'a b' build --allow-removal\n"],
    );
    fs::rename(root.join("site"), above.path().join("out site")).unwrap();
    says(
        &["build", "--out", "out site"],
        &["upfront --root 'a b' build --allow-removal --out 'out site'\n"],
    );
    fs::remove_dir_all(root.join("incidents")).unwrap();
    says(&["build"], &["mkdir 'a b/incidents'"]);
}

/// A backquote without a partner makes code of a note's beginning, and readers see the rest.
#[test]
fn a_note_that_begins_in_code_is_a_warning() {
    let file = |front: &str, body: &str| {
        format!(
            "---\ntitle: A\nbegan: 2026-11-18 14:02\n{front}---\n\n## 14:20 Investigating\n\n{body}\n"
        )
    };
    let found = |front: &str, body: &str| {
        let project = Project::new().with("incidents/a.md", file(front, body));
        let run = build(&project, &[]).ok();
        let place = run.stderr.split_once("warning[comment-in-code]");
        place.map(|(_, rest)| {
            let place = rest.split_once("incidents/a.md:").unwrap().1;
            place.lines().next().unwrap().to_string()
        })
    };
    for (front, body, place) in [
        ("", "` lone <!-- SECRET ` SECRET -->", "8:8"),
        ("", "Lone ` and <!-- ` SECRET -->", "8:12"),
        ("", "a\n- `b <!-- SECRET `c`", "9:6"),
        ("", "``a <!-- SECRET `` b -->", "8:5"),
        ("", "`<!--` SECRET -->", "8:2"),
        ("", "<!-- gone --> ` lone <!-- SECRET ` SECRET -->", "8:22"),
        ("", "```\na <!-- b\n```\nSECRET -->", "9:3"),
        ("short: \"` lone <!-- SECRET ` SECRET -->\"\n", "x", "4:16"),
        ("symptoms: [\"a `<!-- b` c\"]\n", "x", "4:16"),
    ] {
        assert_eq!(found(front, body).as_deref(), Some(place), "{front}{body}");
    }
    for body in [
        "Notes stand between `<!--` and `-->`.",
        "Notes begin with `<!--`.",
        "`<!-- a -->` and `<!--` <!-- gone -->",
        "```\n<!-- a\nb -->\n```",
        "```\n<!--\n```",
        "a \\` b <!-- gone ` --> c",
        "a --> b, `c`",
        "a --> b `<!--`",
    ] {
        assert_eq!(found("", body), None, "{body}");
    }
    assert_eq!(found("short: \"`<!--` begins a note\"\n", "x"), None);
}

#[test]
fn a_new_project_without_its_examples_is_an_empty_history() {
    let project = Project::empty();
    project.run(&["init", "new"]).ok();
    let root = project.path().join("new");
    for entry in fs::read_dir(root.join("incidents")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "md") {
            fs::remove_file(path).unwrap();
        }
    }
    // What git would keep of it.
    assert!(
        fs::read_dir(root.join("incidents"))
            .unwrap()
            .next()
            .is_some()
    );
    project.run(&["--root", "new", "build", "-q"]).ok();
}

#[test]
fn more_than_a_handful_goes_only_when_somebody_says_so() {
    // A few at a time, out of many: an owner who cleans up.
    let project = published(12);
    for n in [1, 3, 5, 7, 9] {
        fs::remove_file(project.path().join(format!("incidents/i{n}.md"))).unwrap();
    }
    build(&project, &[]).ok();
    assert!(!page(&project, "i1") && page(&project, "i11"));
    // A folder that vanished.
    fs::rename(
        project.path().join("incidents/old"),
        project.path().join("old"),
    )
    .unwrap();
    let run = build(&project, &[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for says in [
        "would remove 6 of 7 published incidents: i10, i12, i2, i4, i6, 1 more",
        "--allow-removal",
    ] {
        assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    }
    assert!(page(&project, "i2"));
    let quiet = build(&project, &["-q"]);
    assert_eq!(quiet.code, 1);
    build(&project, &["--allow-removal"]).ok();
    assert!(!page(&project, "i2") && page(&project, "i11"));

    // Drafts, broken names and a look back.
    let project = published(6);
    for n in 1..=6 {
        let folder = if n % 2 == 0 { "old/" } else { "" };
        let draft = incident("I", n).replace("---\ntitle", "---\ndraft: true\ntitle");
        project.write(&format!("incidents/{folder}i{n}.md"), draft);
    }
    assert_eq!(build(&project, &[]).code, 1);
    let back = project.run(&["build", "--as-of", "2026-11-01T00:00:00Z"]);
    assert_eq!(back.code, 0, "{}", back.stderr);

    // Other names are no removal where the old addresses stay, and one where they do not.
    let renamed = |aliases: bool| {
        let project = published(6);
        fs::remove_dir_all(project.path().join("incidents")).unwrap();
        for n in 1..=6 {
            let alias = format!("---\naliases: [incidents/i{n}.html]\ntitle");
            let text = incident("I", n);
            let text = if aliases {
                text.replace("---\ntitle", &alias)
            } else {
                text
            };
            project.write(&format!("incidents/new{n}.md"), text);
        }
        build(&project, &[]).code
    };
    assert_eq!((renamed(true), renamed(false)), (0, 1));

    // Two test incidents: one goes, then the other; both at once are asked about.
    let project = published(2);
    fs::remove_file(project.path().join("incidents/i1.md")).unwrap();
    build(&project, &[]).ok();
    fs::remove_file(project.path().join("incidents/old/i2.md")).unwrap();
    build(&project, &[]).ok();
    let project = published(2);
    fs::remove_dir_all(project.path().join("incidents")).unwrap();
    fs::create_dir(project.path().join("incidents")).unwrap();
    assert_eq!(build(&project, &[]).code, 1);
    // The examples of a new project make room for the first incident of its owner.
    project.write("incidents/first.md", incident("First", 3));
    build(&project, &[]).ok();
}

const CONFLICT: &str = "<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> a branch\n";

#[test]
fn conflict_markers_are_published_nowhere() {
    let text = incident("A", 18);
    let whole = |path: &str, text: String, line: usize| {
        let project = Project::new()
            .with("incidents/a.md", incident("A", 18))
            .with(path, text);
        for verb in ["build", "check"] {
            let run = project.run(&[verb, CLOCK[0], CLOCK[1]]);
            assert_eq!(run.code, 1, "{path}: {}{}", run.stdout, run.stderr);
            assert!(
                run.stderr.contains("error[conflict-marker]"),
                "{path}: {}",
                run.stderr
            );
            assert!(
                run.stderr.contains(&format!("{path}:{line}:1")),
                "{path}: {}",
                run.stderr
            );
        }
        assert!(!project.path().join("site").exists(), "{path}");
    };
    whole("incidents/a.md", format!("{text}\n{CONFLICT}"), 11);
    whole("incidents/a.md", format!("{text}\n>>>>>>> a branch\n"), 11);
    whole(
        "incidents/a.md",
        format!("{text}\n```\n{CONFLICT}```\n"),
        12,
    );
    whole("incidents/a.md", text.replace("We look.", "```update\n<<<<<<< HEAD\nnext_update: 20m\n=======\nnext_update: 30m\n>>>>>>> b\n```\n\nx"), 10);
    whole(
        "incidents/a.md",
        text.replace(
            "title: A",
            "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> b",
        ),
        2,
    );
    whole(
        "incidents/a.md",
        text.replace("We look.", "<!--\n<<<<<<< HEAD\n=======\n>>>>>>> b\n-->"),
        10,
    );
    whole(
        "incidents/a.fr.md",
        format!("---\ntitle: A\n---\n\n## 14:05 Investigating\n\n{CONFLICT}"),
        7,
    );
    whole("status.yml", format!("{STATUS}# x\n{CONFLICT}"), 12);
    whole("templates/style.css", format!("a{{}}\n{CONFLICT}"), 2);
    whole("templates/locales/fr.ftl", format!("# x\n{CONFLICT}"), 2);
    whole(
        "templates/scenarios/outage.en.md",
        format!("---\nlabel: x\nstatus: investigating\n---\n\n{CONFLICT}"),
        6,
    );
    whole("static/_redirects", format!("/a /b\n{CONFLICT}"), 2);
    whole("static/a/b.HTML", format!("<p>\n{CONFLICT}"), 2);

    // What only looks like it, or is shown to readers.
    let fine = format!(
        "{text}\nA heading\n=======\n\n |||||||\n\n <<<<<<< indented\n\n> >>>>>>> quoted\n\n```diff\n{CONFLICT}```\n"
    )
    .replace("A heading\n=======", "| a |\n|---|\n=======");
    let project = Project::new()
        .with("incidents/a.md", fine)
        .with("static/a.bin", CONFLICT)
        .with("static/half.txt", "<<<<<<< x\n");
    build(&project, &[]).ok();
    assert!(project.site("incidents/a.html").contains("Theirs."));

    // Nothing is written behind them, or with them.
    let broken = format!("{text}\n<<<<<<< HEAD\nOurs.\n");
    let project = Project::new().with("incidents/a.md", &broken);
    for verb in ["update", "resolve"] {
        let run = write(&project, &[verb, "a", "-m", "A next word."]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(
            run.stderr.contains("error[conflict-marker]"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("A next word."), "{}", run.stderr);
        assert_eq!(read(&project, "incidents/a.md"), broken);
    }
    let run = write(
        &project,
        &["new", "--title", "B", "-m", &format!("x\n{CONFLICT}")],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("conflict-marker") && run.stderr.contains("Theirs."));
}
