//! `upfront check` as people use it: settings, notes that allow, formats, and
//! the memory of what was published.

use std::fs;

use crate::support::{self, Project, Run, repository};

const NOW: [&str; 2] = ["--now", "2026-03-02T15:00:00+01:00"];

/// Breaks C14 and C24.
const POST: &str = "---
title: Songs stop after a few seconds
began: 2026-03-02 14:30
affected: {web: degraded performance}
symptoms: [Songs stop after ten seconds]
---

## 14:40 Investigating

```update
next_update: 16:00
```

Some songs might stop since 14:30 on the web player.

## 14:50 Update

```update
next_update: 16:00
```

It is the same on every browser.
";

fn project(post: &str) -> Project {
    Project::empty()
        .with("status.yml", status(""))
        .with("incidents/songs.md", post)
}

fn status(more: &str) -> String {
    format!(
        "{}support: https://help.test.example/\n{more}",
        support::STATUS
    )
}

fn check(project: &Project, more: &[&str]) -> Run {
    project.run(&[&["check"], &NOW[..], more].concat())
}

#[test]
fn findings_have_place_reason_and_way_out() {
    let project = project(POST);
    let run = check(&project, &[]);
    assert_eq!(run.code, 0, "what is guessed from words stops nobody");
    insta::assert_snapshot!("findings", run.transcript("upfront check"));
    let run = check(&project, &["--urgent"]);
    assert_eq!(run.code, 0, "nothing stops the first word in an emergency");
    assert!(run.stderr.contains("warning[C24]"), "{}", run.stderr);
    assert_eq!(run.stdout, "no errors, 2 warnings\n");
    // The format stays strict.
    project.write("incidents/b.md", "---\ntitel: x\n---\n");
    assert_eq!(check(&project, &["--urgent"]).code, 1);
}

#[test]
fn a_build_does_not_hear_the_rules() {
    let project = project(POST);
    let run = project.run(&[&["build"], &NOW[..]].concat()).ok();
    assert!(
        run.stderr.is_empty() && !run.stdout.contains("C24"),
        "{}",
        run.stderr
    );
}

#[test]
fn machines_read_the_same() {
    let project = project(POST);
    for format in ["json", "github", "sarif"] {
        let run = check(&project, &["--format", format]).ok();
        insta::assert_snapshot!(format!("rules_{format}"), run.stdout);
    }
}

/// By the schema of OASIS, which knows all keys; keys in another order are other bytes.
#[test]
fn sarif_is_as_its_schema_says() {
    let schema = repository().join("tests/fixtures/sarif-2.1.0.schema.json");
    let schema = fs::read_to_string(schema).unwrap();
    // A bracket too many in the pattern of a language, which we do not write.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let faults = |log: &serde_json::Value| validator.iter_errors(log).count();
    let project = project(POST);
    // With a rule that says why, and an error that does not.
    project.write("incidents/b.md", "---\ntitel: x\n---\n");
    for arguments in [
        &["--format", "sarif", "--urgent"][..],
        &["--format", "sarif"],
    ] {
        let mut log = serde_json::from_str(&check(&project, arguments).stdout).unwrap();
        assert_eq!(faults(&log), 0, "{log:#}");
        log["runs"][0]["results"][0]["rule"] = "C14".into();
        assert_ne!(faults(&log), 0, "a key of another type is found");
    }
}

#[test]
fn drafts_are_checked() {
    let project = project(&POST.replace("began:", "draft: true\nbegan:"));
    assert!(check(&project, &[]).stderr.contains("C24"));
}

#[test]
fn settings_are_read_or_refused() {
    let project = project(POST);
    project.write(
        "status.yml",
        status("check: {rules: {C24: hint, c14: off}}\n"),
    );
    let run = check(&project, &[]).ok();
    assert!(run.stderr.contains("hint[C24]") && !run.stderr.contains("C14"));
    assert_eq!(run.stdout, "no errors, 1 hint\n");
    project.write(
        "status.yml",
        status("check:\n  rules: {C77: off, C14: loud}\n  first_word: {critical: soon}\n  notice_period: 3\n  review_days: 0\n  sentence_words: many\n  leaks: ['(', 'x*']\n  jargons: [x]\n"),
    );
    let run = check(&project, &[]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("settings", run.transcript("upfront check"));
}

#[test]
fn explanations() {
    let project = Project::empty();
    let list = project.run(&["check", "--explain"]).ok().stdout;
    assert_eq!(
        list.lines().filter(|line| line.starts_with('C')).count(),
        46
    );
    let run = project.run(&["check", "--explain", "c07"]).ok();
    insta::assert_snapshot!("explain", run.stdout);
    assert_eq!(project.run(&["check", "--explain", "C99"]).code, 2);
    assert_eq!(
        project.run(&["check", "--explain", "C07", "--urgent"]).code,
        2
    );
}

#[test]
fn a_note_allows_with_a_reason() {
    let in_text = POST.replace(
        "web player.\n",
        "web player.\n\n<!-- upfront: allow C14, C24 because the readers are our own staff -->\n",
    );
    let quiet = project(&in_text);
    assert_eq!(check(&quiet, &[]).ok().stdout, "no errors\n");
    quiet.run(&[&["build"], &NOW[..]].concat()).ok();
    for entry in walkdir::WalkDir::new(quiet.path().join("site")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = fs::read(entry.path()).unwrap();
            assert!(
                !String::from_utf8_lossy(&text).contains("our own staff"),
                "{}",
                entry.path().display()
            );
        }
    }
    let in_block = POST.replacen(
        "next_update: 16:00\n",
        "next_update: 16:00\n# upfront: allow C14 C24 because the readers are our own staff\n",
        1,
    );
    assert_eq!(check(&project(&in_block), &[]).ok().stdout, "no errors\n");
    let in_front = POST.replace(
        "began:",
        "# upfront: allow C24 because so\n# upfront: allow C14 because so\nbegan:",
    );
    assert_eq!(check(&project(&in_front), &[]).ok().stdout, "no errors\n");
    // In another update it allows nothing.
    let elsewhere = POST.replace(
        "every browser.",
        "every browser.\n\n<!-- upfront: allow C24 because so -->",
    );
    let run = check(&project(&elsewhere), &[]);
    assert!(run.stderr.contains("warning[C24]") && run.stderr.contains("hint[allow-unused]"));
}

#[test]
fn notes_without_reason_rule_or_use() {
    let post = POST.replace(
        "began:",
        "# upfront: allow C24\n# upfront: allow C14 because\n# upfront: allow C17 because so\n# upfront: allow C77 because so\n# upfront: ignore\nbegan:",
    );
    let run = check(&project(&post), &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("notes", run.transcript("upfront check"));
}

const LEDGER: &str = "published.lock";

fn ledger(project: &Project) -> Option<String> {
    fs::read_to_string(project.path().join(LEDGER)).ok()
}

/// Breaks no rule.
fn published() -> Project {
    let post = POST.replace(
        "Some songs might stop since 14:30",
        "Songs stop since 14:30 CET",
    );
    let project = project(&post);
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    project
}

fn change(project: &Project, old: &str, new: &str) {
    let path = "incidents/songs.md";
    let text = fs::read_to_string(project.path().join(path)).unwrap();
    assert!(text.contains(old));
    project.write(path, text.replacen(old, new, 1));
}

#[test]
fn only_remember_writes_the_memory() {
    let project = project(POST);
    project.run(&[&["build"], &NOW[..]].concat()).ok();
    project
        .run(&[&["build", "--out", "preview"], &NOW[..]].concat())
        .ok();
    assert_eq!(ledger(&project), None);
    assert_eq!(
        project
            .run(&["build", "--remember", "--as-of", NOW[1]])
            .code,
        2,
        "a view of the past was never published"
    );
    project.write("incidents/bad.md", "---\n");
    assert_eq!(
        project
            .run(&[&["build", "--remember"], &NOW[..]].concat())
            .code,
        1
    );
    assert_eq!(
        ledger(&project),
        None,
        "a build that failed published nothing"
    );
    fs::remove_file(project.path().join("incidents/bad.md")).unwrap();
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    let first = ledger(&project).unwrap();
    let lines: Vec<&str> = first.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(lines.len(), 2, "{first}");
    assert!(lines.is_sorted() && lines[0].starts_with("songs 20260302T1340Z en "));
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    assert_eq!(ledger(&project).unwrap(), first);
    let left: Vec<_> = fs::read_dir(project.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.') && name != ".upfront")
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_memory_that_cannot_be_read_stops_no_build_and_is_not_lost() {
    let project = published();
    let path = project.path().join(LEDGER);
    fs::write(&path, b"caf\xe9\n").unwrap();
    let run = project.run(&[&["build"], &NOW[..]].concat()).ok();
    assert!(
        run.stderr.contains("warning[encoding-not-utf-8]"),
        "{}",
        run.stderr
    );
    let run = project.run(&[&["build", "--remember"], &NOW[..]].concat());
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(fs::read(&path).unwrap(), b"caf\xe9\n");
}

#[test]
fn a_silent_change_is_an_error_until_it_is_said() {
    let project = published();
    change(&project, "on every\u{20}browser", "on   every\nbrowser");
    assert_eq!(
        check(&project, &[]).ok().stdout,
        "no errors\n",
        "white space is no change"
    );
    change(&project, "It is the same", "It is worse");
    let run = check(&project, &[]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("silent_change", run.transcript("upfront check"));
    // Publishing it does not make it right.
    let before = ledger(&project);
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    assert_eq!(ledger(&project), before);
    assert!(check(&project, &[]).stderr.contains("error[C33]"));
    // Saying it does, and is remembered in its turn.
    change(
        &project,
        "next_update: 16:00\n```\n\nIt is worse",
        "next_update: 16:00\ncorrected: We first said that it was the same.\n```\n\nIt is worse",
    );
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    change(&project, "It is worse", "It is well");
    assert!(
        check(&project, &[]).stderr.contains("error[C33]"),
        "an old correction covers no new change"
    );
}

#[test]
fn what_was_published_is_not_forgotten() {
    let project = published();
    change(&project, "## 14:50 Update", "### 14:50");
    change(
        &project,
        "```update\nnext_update: 16:00\n```\n\nIt is",
        "It is",
    );
    let run = check(&project, &[]);
    assert!(
        run.stderr.contains("`20260302T1350Z` is gone"),
        "{}",
        run.stderr
    );
    fs::remove_file(project.path().join("incidents/songs.md")).unwrap();
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    let run = check(&project, &[]);
    assert!(run.stderr.contains("published.lock:"), "{}", run.stderr);
    assert!(
        run.stderr.contains("incident `songs` is gone"),
        "{}",
        run.stderr
    );
}

#[test]
fn two_branches_merge() {
    let project = published();
    let ours = ledger(&project).unwrap();
    let line = ours.lines().last().unwrap();
    let theirs = line.rsplit_once(' ').unwrap().0.rsplit_once(' ').unwrap().0;
    project.write(LEDGER, format!("{ours}{theirs} 0123456789abcdef -\n"));
    assert_eq!(
        check(&project, &[]).ok().stdout,
        "no errors\n",
        "both sides were published"
    );
    for (line, says) in [
        ("nonsense", "this line tells of no update"),
        ("<<<<<<< ours", "conflict-marker"),
    ] {
        project.write(LEDGER, format!("{ours}{line}\n"));
        let run = check(&project, &[]);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
}

#[test]
fn a_moved_maintenance_needs_a_word() {
    let post = "---\nkind: maintenance\ntitle: The web player moves\nfrom: 2026-03-10 07:00\nuntil: 08:00\naffected: {web: under maintenance}\n---\n\nThe web player does not load.\n\n## 2026-03-02 10:00 Scheduled\n\nUse the app.\n";
    let project = project(post);
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    change(&project, "from: 2026-03-10", "from: 2026-03-11");
    assert!(check(&project, &[]).stderr.contains("warning[C28]"));
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    assert!(
        check(&project, &[]).stderr.contains("warning[C28]"),
        "still unsaid"
    );
    change(
        &project,
        "Use the app.\n",
        "Use the app.\n\n## 2026-03-02 14:00 Scheduled\n\nThe move comes a day later, on 11 March.\n",
    );
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
}

#[test]
fn a_translation_is_remembered_too() {
    let project = published();
    let french = "---\ntitle: Les titres s’arrêtent\nsymptoms: [Les titres s’arrêtent]\n---\n\n## 14:40 Investigating\n\nLes titres s’arrêtent.\n";
    project.write("incidents/songs.fr.md", french);
    assert_eq!(check(&project, &[]).ok().stdout, "no errors\n");
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    project.write(
        "incidents/songs.fr.md",
        french.replace("arrêtent.\n", "arrêtent vite.\n"),
    );
    let run = check(&project, &[]);
    assert!(run.stderr.contains("songs.fr.md:6"), "{}", run.stderr);
}

#[test]
fn the_demo_and_a_new_project_keep_every_rule() {
    let demo = support::demo();
    let run = demo
        .run(&["check", "--all", "--now", "2026-11-24T11:00:00+01:00"])
        .ok();
    assert_eq!(run.stdout, "no errors\n", "{}", run.stderr);
    let new = Project::empty();
    new.run(&["init", "status"]).ok();
    let run = new
        .run(&[
            "--root",
            "status",
            "check",
            "--all",
            "--now",
            "2026-11-24T11:00:00+01:00",
        ])
        .ok();
    assert_eq!(run.stdout, "no errors\n", "{}", run.stderr);
}

#[test]
fn docs_list_the_rules_as_they_are() {
    let path = repository().join("docs/rules.md");
    let made = upfront::lint::as_markdown();
    if std::env::var("UPFRONT_DOCS").is_ok_and(|v| v == "update") {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/rules.md is out of date: UPFRONT_DOCS=update cargo test --test files check::"
    );
    // Every rule that docs/writing.md links stands in docs/rules.md.
    let writing = fs::read_to_string(repository().join("docs/writing.md")).unwrap();
    let linked: Vec<&str> = writing
        .split("rules.md#")
        .skip(1)
        .filter_map(|rest| rest.get(..3))
        .collect();
    assert!(linked.len() >= 25, "{linked:?}");
    for anchor in linked {
        assert!(
            kept.contains(&format!("\n## {}\n", anchor.to_uppercase())),
            "{anchor}"
        );
    }
}

#[test]
fn docs_list_the_keys_as_they_are() {
    let path = repository().join("docs/format.md");
    let kept = fs::read_to_string(&path).unwrap();
    let mut made = kept.clone();
    for table in upfront::fields::tables() {
        let head = table.lines().next().unwrap();
        let start = made.find(head).expect("a table begins with its head");
        let end = start + made[start..].find("\n\n").unwrap() + 1;
        made.replace_range(start..end, &table);
    }
    if std::env::var("UPFRONT_DOCS").is_ok_and(|v| v == "update") {
        fs::write(&path, &made).unwrap();
        return;
    }
    assert!(
        kept == made,
        "docs/format.md is out of date: UPFRONT_DOCS=update cargo test --test files check::"
    );
}

/// What is over for two weeks is history: nobody writes it any more. Its published
/// text is compared for ever.
#[test]
fn history_rests_and_its_memory_does_not() {
    let over = POST.to_string() + "\n## 15:00 Resolved\n\nIt works again.\n";
    let project = project(&over);
    project
        .run(&[&["build", "--remember"], &NOW[..]].concat())
        .ok();
    let at = |day: &str, more: &[&str]| {
        let now = format!("2026-03-{day}T14:30:00+01:00");
        project.run(&[&["check", "--now", &now], more].concat())
    };
    let run = at("16", &[]).ok();
    assert!(run.stderr.contains("warning[C24]"), "{}", run.stderr);
    let run = at("17", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "no errors (rules: not asked of 1 incident at rest; --all asks)\n"
    );
    let run = at("17", &["--all"]);
    assert!(run.stderr.contains("warning[C24]"), "{}", run.stderr);
    project.write(
        "incidents/songs.md",
        over.replace("every browser", "no browser"),
    );
    let run = at("17", &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[C33]"), "{}", run.stderr);
    // A review that is promised keeps it awake until two weeks after its day.
    project.write(
        "incidents/songs.md",
        over.replace("symptoms:", "review_due: 2026-03-10\nsymptoms:"),
    );
    assert!(at("17", &[]).stderr.contains("warning[C22]"));
}

/// A project whose zone is `zone`, with one file.
fn dated(zone: &str, post: &str) -> Project {
    let status = support::STATUS.replace("Europe/Paris", zone);
    Project::empty()
        .with("status.yml", status)
        .with("incidents/a.md", post)
}

/// What `check` says of times, and the lines that it offers, with the line that each is for.
fn ahead(project: &Project, now: &str) -> (String, Vec<(usize, String)>) {
    let run = project.run(&["check", "--format", "json", "--now", now]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found["diagnostics"].as_array().unwrap().iter();
    let ahead: Vec<_> = found.filter(|d| d["code"] == "time-ahead").collect();
    assert!(ahead.iter().all(|d| d["severity"] == "error"));
    let said = ahead
        .iter()
        .map(|d| d["message"].as_str().unwrap().to_string());
    let lines = ahead.iter().map(|d| {
        let expected = d["expected"].as_str().unwrap();
        let line = expected.split('`').nth(1).expect("a line to paste");
        (d["line"].as_u64().unwrap() as usize, line.to_string())
    });
    (said.collect::<Vec<_>>().join("; "), lines.collect())
}

/// Wrong zone, day, month and year; in headings and in front matter. What is offered is
/// pasted, and then nothing lies ahead any more.
#[test]
fn a_time_ahead_is_found_and_the_line_to_paste_is_right() {
    let now = "2026-11-26T14:10:00Z";
    let open = |began: &str, heading: &str| {
        format!(
            "---\ntitle: x\nbegan: {began}\naffected: {{web: major outage}}\n---\n\n## {heading} Investigating\n\nx\n"
        )
    };
    let read_in = "read in UTC, the zone of status.yml; it is 14:10 there now";
    for (zone, post, says, offers) in [
        ("UTC", open("2026-11-26 14:02", "15:05"), format!("this is 55 minutes ahead; {read_in}"), &["## 14:10 Investigating"][..]),
        ("UTC", open("2026-11-26 15:02", "15:05"), format!("this is 52 minutes ahead; {read_in}; this is 55 minutes ahead; {read_in}"), &["began: 2026-11-26 14:10", "## 14:10 Investigating"]),
        // A day, a month, a year too late: the time of day was right.
        ("UTC", open("2026-11-26 14:02", "2026-11-27 14:05"), "this is 23 hours 55 minutes ahead".to_string(), &["## 2026-11-26 14:05 Investigating"]),
        ("UTC", open("2026-12-26 14:02", "14:05"), "this is 29 days 23 hours ahead".to_string(), &["began: 2026-11-26 14:02", "## 14:10 Investigating"]),
        ("UTC", open("\"2027-11-26 14:02\"", "14:05"), "it is 2026-11-26 14:10 there now".to_string(), &["began: 2026-11-26 14:02", "## 14:10 Investigating"]),
        // With an offset no zone is to blame.
        ("UTC", open("2026-11-26T16:00:00+01:00", "15:05"), "this is 50 minutes ahead; it is 14:10 in UTC now".to_string(), &["began: 2026-11-26 14:10", "## 14:10 Investigating"]),
        ("Asia/Tokyo", open("2026-11-26 23:02", "23:40"), "this is 30 minutes ahead; read in Asia/Tokyo, the zone of status.yml; it is 23:10 there now".to_string(), &["## 23:10 Investigating"]),
        ("Asia/Tokyo", open("2026-11-26 23:02", "2026-11-27 00:30"), "it is 2026-11-26 23:10 there now".to_string(), &["## 2026-11-26 23:10 Investigating"]),
        // The status first, and `+`: what it counts from is right.
        ("UTC", open("2026-11-26 14:02", "+2h"), "this is 1 hour 52 minutes ahead; it is 14:10 in UTC now".to_string(), &["## 14:10 Investigating"]),
        ("UTC", format!("{}ended: 2026-11-26 16:00\n---\n", open("2026-11-26 14:02", "14:05").split("---\n\n").next().unwrap()), format!("this is 1 hour 50 minutes ahead; {read_in}"), &["ended: 2026-11-26 14:10"]),
        ("UTC", open("2026-11-26 14:02", "14:05") + "\n## 14:08 Update\n\n```update\ncorrected: Not so.\ncorrected_at: 15:00\n```\n\nx\n", format!("this is 50 minutes ahead; {read_in}"), &["corrected_at: 14:10"]),
        ("UTC", "---\nkind: notice\ntitle: x\nbegan: 2026-11-27 10:00\n---\n\nx\n".to_string(), "this is 19 hours 50 minutes ahead".to_string(), &["began: 2026-11-26 10:00"]),
        ("UTC", "---\nkind: maintenance\ntitle: x\nfrom: 2026-12-10 22:00\nuntil: 23:00\naffected: [web]\n---\n\n## 2026-11-26 15:00 Scheduled\n\nx\n".to_string(), format!("this is 50 minutes ahead; {read_in}"), &["## 2026-11-26 14:10 Scheduled"]),
        ("UTC", open("2026-11-26 14:02", "14:05") + "\n## 2027-11-27 10:00 Review\n\nx\n", "this is 365 days 19 hours ahead".to_string(), &["## 2026-11-26 14:10 Review"]),
    ] {
        let project = dated(zone, &post);
        let (said, lines) = ahead(&project, now);
        assert!(said.contains(&says), "{said}\nis not\n{says}");
        let offered: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(offered, offers, "{post}");
        let mut text: Vec<&str> = post.lines().collect();
        for (number, line) in &lines {
            text[number - 1] = line;
        }
        project.write("incidents/a.md", text.join("\n") + "\n");
        let after = project.run(&["check", "--format", "json", "--urgent", "--now", now]);
        assert_eq!(after.code, 0, "pasted into {post}: {}", after.stdout);
        assert!(!after.stdout.contains("time-ahead"), "{}", after.stdout);
    }
    // What may lie ahead, and clocks that differ a little.
    for post in [
        open("2026-11-26 14:02", "14:15"),
        open("2026-11-26 14:14", "14:15"),
        "---\nkind: notice\ntitle: x\nbegan: 2026-11-26 10:00\nended: 2026-12-26 10:00\n---\n\nx\n".to_string(),
        "---\nkind: maintenance\ntitle: x\nfrom: 2027-12-10 22:00\nuntil: 23:00\naffected: [web]\n---\n\n## 2026-11-26 14:00 Scheduled\n\nx\n".to_string(),
        format!("{}review_due: 2026-12-10\n---\n\n## 14:05 Investigating\n\n```update\nnext_update: 18:00\n```\n\nx\n", open("2026-11-26 14:02", "14:05").split("---\n\n").next().unwrap()),
    ] {
        assert_eq!(ahead(&dated("UTC", &post), now).1, [], "{post}");
    }
}

#[test]
fn a_build_publishes_a_time_ahead_and_warns_as_loudly() {
    let post = "---\ntitle: Web is down\nbegan: 2026-11-26 15:02\naffected: {web: major outage}\n---\n\n## 15:05 Investigating\n\nx\n";
    let project = dated("UTC", post);
    let at = ["--now", "2026-11-26T14:10:00Z"];
    let build = |more: &[&str]| project.run(&[&["build"], &at[..], more].concat());
    let run = build(&["--quiet"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in [
        "warning[time-ahead]: this is 55 minutes ahead; read in UTC",
        " --> incidents/a.md:3:8",
        "`began: 2026-11-26 14:10`",
        "`## 14:10 Investigating`",
        "timezone:",
    ] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert_eq!(run.stdout, "", "no annotation but where they are read");
    let read = |path: &str| fs::read_to_string(project.path().join("site").join(path)).unwrap();
    assert!(read("status.txt").starts_with("major_outage"));
    let mut command = project.command(&[&["build"], &at[..]].concat());
    command.env("GITHUB_ACTIONS", "true");
    let run = Run::of(command);
    assert!(
        run.stdout
            .contains("::warning file=incidents/a.md,line=7,col=4,endColumn=9,title=time-ahead::"),
        "{}",
        run.stdout
    );
    // Who looks back has no later words before him.
    let then = project.run(&["build", "--as-of", "2026-11-26T14:10:00Z"]);
    assert!(!then.stderr.contains("time-ahead"), "{}", then.stderr);
    // A machine whose clock is wrong hears one thing, not a thousand.
    for n in 0..40 {
        project.write(&format!("incidents/n{n}.md"), post);
    }
    let run = project.run(&["build", "--quiet", "--now", "1970-01-02T00:00:00Z"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.matches("warning[time-ahead]").count() <= 20);
    assert!(
        run.stderr
            .contains("This machine believes that it is 1970-01-02 00:00"),
        "{}",
        run.stderr
    );
    assert!(read("status.txt").starts_with("major_outage"));
}

#[test]
fn an_announcement_without_a_time_gets_the_line_for_it() {
    let post = "---\nkind: maintenance\ntitle: x\nfrom: 2027-02-28 22:00\nuntil: 23:30\naffected: [web]\n---\n\nPages may not load.\n";
    let project = dated("UTC", post);
    let at = ["--now", "2026-11-27T14:00:00Z"];
    let line = "## 2026-11-27 14:00 Scheduled";
    for verb in ["check", "build"] {
        let run = project.run(&[&[verb], &at[..]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stderr.contains("warning[announcement-undated]"),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains(line) && run.stderr.contains("2026-11-08 22:00"),
            "{}",
            run.stderr
        );
    }
    for at_line in [7, 10] {
        let mut lines: Vec<&str> = post.lines().chain([""]).collect();
        lines.insert(at_line, line);
        project.write("incidents/a.md", lines.join("\n"));
        let run = project.run(&[&["check"], &at[..]].concat());
        assert!(!run.stderr.contains("undated"), "{}", run.stderr);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    // What is over, a drill, and what the verb writes need none.
    project.write("incidents/a.md", post.replace("2027", "2020"));
    project.write(
        "incidents/b.md",
        post.replace("title", "drill: true\ntitle"),
    );
    let words = [
        "maintenance",
        "--title",
        "Log-in moves",
        "--from",
        "2026-12-10 22:00",
        "--until",
        "90m",
        "--affected",
        "web",
        "-m",
        "You stay logged in.",
    ];
    project.run(&[&words[..], &at].concat()).ok();
    let run = project.run(&[&["check"], &at[..]].concat());
    assert!(!run.stderr.contains("undated"), "{}", run.stderr);
}

#[test]
fn the_verbs_stop_a_time_ahead_on_the_spot() {
    let project = dated(
        "UTC",
        "---\ntitle: Songs stop\nbegan: 2026-11-26 14:02\naffected: {web: major outage}\n---\n\n## 14:05 Investigating\n\nx\n",
    );
    let before = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    let at = ["--urgent", "--now", "2026-11-26T14:10:00Z"];
    let new = [
        "new",
        "--see",
        "Songs stop",
        "--affected",
        "web=major_outage",
        "-m",
        "x",
        "--next",
        "30m",
    ];
    for (arguments, says) in [
        (
            &["update", "-m", "x", "--at", "15:05"][..],
            "55 minutes ahead; read in UTC, the zone of status.yml; it is 14:10 there now",
        ),
        (
            &["update", "-m", "x", "--at", "2026-12-26 14:05"],
            "29 days 23 hours ahead",
        ),
        (&["update", "-m", "x", "--at", "+1h"], "1 hour ahead"),
        (
            &["resolve", "-m", "x", "--ended", "15:05"],
            "55 minutes ahead",
        ),
        (
            &[&new[..], &["--began", "15:05"]].concat(),
            "55 minutes ahead",
        ),
        (
            &[&new[..], &["--began", "2026-11-26T15:05:00+00:00"]].concat(),
            "55 minutes ahead; it is 14:10 in UTC now",
        ),
    ] {
        let run = project.run(&[arguments, &at].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    // Shortly after midnight where the writer is, late in the evening in UTC.
    let late = ["--urgent", "--now", "2026-11-26T22:10:00Z"];
    let run = project.run(&[&new[..], &["--began", "00:04"], &late].concat());
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("`00:04` is 1 hour 54 minutes ahead; read in UTC")
            && run.stderr.contains("write the date: `2026-11-26 00:04`"),
        "{}",
        run.stderr
    );
    assert_eq!(
        fs::read_dir(project.path().join("incidents"))
            .unwrap()
            .count(),
        1
    );
    assert_eq!(
        fs::read_to_string(project.path().join("incidents/a.md")).unwrap(),
        before
    );
    // An update that stands ahead is named where it is in the way of the next.
    project.write("incidents/a.md", before.replace("14:05", "15:05"));
    let run = project.run(&[&["update", "-m", "The next word."], &at[..]].concat());
    assert_eq!(run.code, 1);
    for words in ["time-ahead", "`## 14:10 Investigating`", "The next word."] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}
