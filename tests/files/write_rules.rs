//! The writing rules in the verbs that write: nothing stands in the way of a first
//! word, and what a person writes now is looked at, nothing else.

use std::fs;

use crate::support::{Project, Run};

const NOW: &str = "2026-11-18T13:20:30Z";

fn say(project: &Project, now: &str, arguments: &[&str]) -> Run {
    project.run(&[arguments, &["--now", now]].concat())
}

fn text(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path().join(format!("incidents/{name}.md"))).unwrap()
}

/// Open; its first update breaks C24 and C31, which are errors.
const OLD: &str = "---
title: Songs do not start
began: 2026-11-18 14:02
affected: {web: major outage}
symptoms: [Songs do not start]
---

## 14:05 Investigating

```update
next_update: 14:30
```

Songs do not start since 14:02, ask ops@corp.internal.
";

/// The fast way, in both languages of the site: three commands, none of them urgent.
#[test]
fn the_one_minute_path_breaks_no_rule() {
    for (lang, see, update, resolve) in [
        (
            "en",
            "Songs do not start",
            "We found the cause and are putting it right. Downloads still play.",
            "Songs play again. It failed for all subscribers from 14:05 to 15:10 CET. Nothing was lost. You do not need to do anything.",
        ),
        (
            "fr",
            "La musique ne démarre pas",
            "Nous avons trouvé la cause et nous la corrigeons. Les titres téléchargés restent disponibles.",
            "La musique fonctionne de nouveau. La panne a duré de 14:05 à 15:10 CET, pour tous les abonnés. Aucune donnée n’a été perdue. Vous n’avez rien à faire.",
        ),
    ] {
        let project = Project::new();
        say(
            &project,
            NOW,
            &[
                "new",
                "--lang",
                lang,
                "--see",
                see,
                "--affected",
                "web",
                "--next",
                "30m",
                "--scenario",
                "outage",
                "--name",
                "a",
            ],
        )
        .ok();
        let next = ["update", "-m", update, "--next", "30m"];
        say(&project, "2026-11-18T13:40:00Z", &next).ok();
        let last = ["resolve", "-m", resolve];
        say(&project, "2026-11-18T14:10:00Z", &last).ok();
        let run = say(&project, "2026-11-18T14:11:00Z", &["check"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn a_leak_refuses_and_urgent_writes_all_the_same() {
    let project = Project::new();
    let new = [
        "new",
        "--see",
        "Songs do not start",
        "--affected",
        "web=major_outage",
        "-m",
        "Songs do not start. db-3.corp.internal is full.",
        "--name",
        "a",
    ];
    let run = say(&project, NOW, &new);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for words in [
        "error[C31]",
        "--urgent",
        "nothing was written",
        "Your words:",
        "db-3.corp.internal is full.",
    ] {
        assert!(run.stderr.contains(words), "no {words}: {}", run.stderr);
    }
    assert!(!project.path().join("incidents/a.md").exists());
    let run = say(&project, NOW, &[&new[..], &["--urgent"]].concat()).ok();
    assert!(
        run.stderr.contains("warning[C31]") && !run.stderr.contains("error["),
        "{}",
        run.stderr
    );
    assert!(text(&project, "a").ends_with("db-3.corp.internal is full.\n"));
    // Urgent or not: what no page can show is refused.
    let place = ["update", "-m", "⟦see: what⟧", "--urgent"];
    assert_eq!(say(&project, NOW, &place).code, 1);
}

#[test]
fn what_stood_there_before_refuses_nothing_and_is_not_told_again() {
    let project = Project::new()
        .with("incidents/a.md", OLD)
        .with("incidents/b.md", OLD);
    let check = say(&project, NOW, &["check"]);
    assert!(
        check.stderr.contains("warning[C24]") && check.stderr.contains("error[C31]"),
        "{}",
        check.stderr
    );
    let update = [
        "update",
        "a",
        "-m",
        "Downloads play, also without a connection.",
        "--next",
        "30m",
    ];
    let run = say(&project, NOW, &update).ok();
    for old in ["C24", "C31", "incidents/b.md", "error"] {
        assert!(!run.stderr.contains(old), "{old}: {}", run.stderr);
    }
    // The same fault anew is one.
    let again = [
        "update",
        "a",
        "-m",
        "Ask ops@corp.internal.",
        "--next",
        "30m",
    ];
    let run = say(&project, NOW, &again);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(
        run.stderr.matches("error[C31]").count(),
        1,
        "{}",
        run.stderr
    );
}
