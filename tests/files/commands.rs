//! Every command that docs/commands.md shows with its flags does what it says, in
//! the order of the page.

use std::fs;
use std::process::Command;

use crate::support::{Project, Run, binary, repository};

/// Commands of the page that say something: those with flags, and `cancel`.
fn shown() -> Vec<String> {
    let page = fs::read_to_string(repository().join("docs/commands.md")).unwrap();
    let page = page.replace("\\\n     ", "");
    page.lines()
        .filter_map(|line| line.strip_prefix("    upfront "))
        .filter(|line| line.contains(" -") || line.ends_with(" cancel"))
        .map(str::to_string)
        .collect()
}

#[test]
fn the_page_of_commands_holds() {
    let project = Project::new();
    let commands = shown();
    assert!(commands.len() >= 6, "{commands:?}");
    for (at, line) in commands.iter().enumerate() {
        let minute = 20 + at;
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("\"$0\" {line} --now 2026-11-18T15:{minute}:00Z"))
            .arg(binary())
            .current_dir(project.path())
            .env_remove("SOURCE_DATE_EPOCH");
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{line}: {}", run.stderr);
    }
    project
        .run(&["check", "--now", "2026-11-18T16:00:00Z"])
        .ok();
    let read = |name: &str| {
        fs::read_to_string(project.path().join(format!("incidents/{name}.md"))).unwrap()
    };
    let incident = read("songs-do-not-start");
    assert!(
        incident.contains("\nended: 16:02\n") && incident.ends_with("Nothing was lost.\n"),
        "{incident}"
    );
    let maintenance = read("log-in-servers-move");
    assert!(
        maintenance.contains("from: 2026-12-10 22:00\nuntil: 23:30\n")
            && maintenance.contains("\nfrom: 2026-12-11 22:00\nuntil: 23:30\n```\n"),
        "{maintenance}"
    );
    assert!(maintenance.contains(" Cancelled\n"), "{maintenance}");
}

/// The tables name every flag of these verbs, and none that does not exist.
#[test]
fn the_page_names_the_flags_there_are() {
    let page = fs::read_to_string(repository().join("docs/commands.md")).unwrap();
    let mut known = String::new();
    for verb in [
        &["new"][..],
        &["update"],
        &["resolve"],
        &["maintenance"],
        &["maintenance", "move"],
        &["build"],
        &["check"],
        &["serve"],
        &["watch"],
        &["next"],
    ] {
        let mut arguments = verb.to_vec();
        arguments.push("--help");
        known.push_str(&Project::empty().run(&arguments).ok().stdout);
    }
    let flags = |text: &str| -> std::collections::BTreeSet<String> {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .filter(|word| word.starts_with("--") && !word.ends_with('-'))
            .map(str::to_string)
            .collect()
    };
    let (shown, known) = (flags(&page), flags(&known));
    let unknown: Vec<_> = shown.difference(&known).collect();
    assert!(unknown.is_empty(), "the page names {unknown:?}");
    let mut missing: Vec<_> = known.difference(&shown).map(String::as_str).collect();
    // The second is one of systemd, in what `next` says of a format.
    missing.retain(|flag| !["--help", "--on-calendar"].contains(flag));
    assert!(missing.is_empty(), "the page does not name {missing:?}");
}
