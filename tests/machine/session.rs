//! A person at a terminal, by a real pseudo-terminal: from nothing to a first word
//! that is valid, checked and built. Prints the keystrokes that it took.

use std::fs;
use std::process::Command;

use crate::support::{Project, binary};
use rexpect::session::{PtySession, spawn_command};

const NOW: &str = "2026-11-18T13:20:30Z";

/// Milliseconds that the program may take for an answer before the test gives up.
const PATIENCE: u64 = 20_000;

const DOWN: &str = "\u{1b}[B";

/// A terminal in which the program runs, and a count of the keys pressed.
struct Terminal {
    session: PtySession,
    keys: usize,
}

impl Terminal {
    fn open(project: &Project, arguments: &str) -> Self {
        let mut command = Command::new("sh");
        // A pseudo-terminal begins without a size.
        let script = format!("stty rows 50 cols 100; exec \"$0\" {arguments} --now {NOW}");
        command
            .args(["-c", &script])
            .arg(binary())
            .current_dir(project.path())
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env_remove("SOURCE_DATE_EPOCH")
            .env("VISUAL", "sed -i -e '/FAIL/q7' -e s/Songs/Sounds/");
        let session = spawn_command(command, Some(PATIENCE)).expect("a pseudo-terminal");
        Self { session, keys: 0 }
    }

    /// Waits for a question.
    fn sees(&mut self, words: &str) -> &mut Self {
        if let Err(error) = self.session.exp_string(words) {
            panic!("no `{words}` on the terminal: {error}");
        }
        self
    }

    /// Types; arrows count as one key.
    fn types(&mut self, text: &str) -> &mut Self {
        self.keys += text.replace(DOWN, "v").chars().count();
        self.session.send(text).unwrap();
        self.session.flush().unwrap();
        self
    }

    fn enter(&mut self) -> &mut Self {
        self.types("\r")
    }

    /// Everything until the program ends, and its exit code.
    fn ends(&mut self) -> (String, i32) {
        let rest = self.session.exp_eof().expect("the program ends");
        let status = self.session.process().wait().expect("it has a status");
        // `Exited(Pid(7), 0)`: the type is not re-exported.
        let shown = format!("{status:?}");
        let code = shown
            .strip_prefix("Exited")
            .and_then(|rest| rest.rsplit([' ', ')']).nth(1)?.parse().ok());
        let code = code.unwrap_or_else(|| panic!("{shown}"));
        (rest, code)
    }
}

#[test]
fn from_nothing_to_a_checked_first_word() {
    let project = Project::empty();
    let init = "upfront init .";
    project.run(&["init", "."]).ok();
    let mut person = Terminal::open(&project, "new");
    person.keys += init.len() + 1 + "upfront new".len() + 1;
    person
        .sees("What do people see?")
        .types("Web site does not load")
        .enter();
    person.sees("What else do they see?").enter();
    person.sees("The title?").enter();
    person.sees("What is affected?").types(" ").enter();
    person.sees("How bad is it?").enter();
    person.sees("Since when?").types("20m ago").enter();
    person
        .sees("What still works?")
        .types(&format!("{DOWN} "))
        .enter();
    person.sees("When do you speak next?").enter();
    person
        .sees("Which text do you start from?")
        .types("not work")
        .enter();
    person.sees("check: no errors");
    person.sees("What now?").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    assert!(
        rest.contains("wrote incidents/web-site-does-not-load.md"),
        "{rest}"
    );
    println!("{} keystrokes from nothing to a first word", person.keys);
    assert!(person.keys < 140, "{} keystrokes", person.keys);
    assert_eq!(
        fs::read_to_string(project.path().join("incidents/web-site-does-not-load.md")).unwrap(),
        "---\ntitle: Web site does not load\nbegan: 2026-11-18 13:00\naffected: {web: major outage}\nunaffected: [api]\nsymptoms:\n  - Web site does not load\n---\n\n## 13:20 Investigating\n\n```update\nnext_update: 13:50\n```\n\nWeb site does not load. We are looking into it now. You do not need to reinstall or change anything.\n\nStill working: API.\n\nWe write again by 13:50 (UTC), even if there is nothing new.\n"
    );
    project.run(&["check", "--now", NOW]).ok();
    project.run(&["build", "--now", NOW]).ok();
    assert!(
        project
            .site("index.html")
            .contains("Web site does not load")
    );
}

const OPEN: &str = "---\ntitle: Music does not play\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\nsymptoms: [Songs do not start]\n---\n\n## 14:10 Investigating\n\nWe look.\n";

#[test]
fn an_update_asks_three_things() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.sees("How far are you?").enter();
    person.sees("What changes its state?").enter();
    person.sees("When do you speak next?").types("soon").enter();
    person.sees("is not a time");
    person.sees("When do you speak next?").types("20m").enter();
    person
        .sees("What do you tell readers?")
        .types("Songs fail still.")
        .enter();
    person.sees("What now?").types(DOWN).enter();
    person.sees("Sounds fail still.");
    person.sees("What now?").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    assert_eq!(
        fs::read_to_string(project.path().join("incidents/a.md")).unwrap(),
        format!(
            "{OPEN}\n## 14:20 Update\n\n```update\nnext_update: 14:40\n```\n\nSounds fail still.\n"
        )
    );
}

#[test]
fn a_resolution_is_filled_place_by_place() {
    let project = Project::new()
        .with("incidents/a.md", OPEN)
        .with("incidents/b.md", OPEN.replace("Music", "Video"));
    let mut person = Terminal::open(&project, "resolve");
    person.sees("Which one?").types("Video").enter();
    person
        .sees("Since when does it work again?")
        .types("14:15")
        .enter();
    person.sees("Which text do you start from?").enter();
    person
        .sees("What works again?")
        .types("Songs play again.")
        .enter();
    person.sees("Who was hit?").types("all subscribers").enter();
    person
        .sees("Was anything lost?")
        .types("Nothing was lost.")
        .enter();
    person
        .sees("What is left to do?")
        .types("You do not need to do anything.")
        .enter();
    // Enter on the first answer writes: no rule stands in the way.
    person.sees("What now?").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    let text = fs::read_to_string(project.path().join("incidents/b.md")).unwrap();
    assert!(text.contains("\nended: 14:15\n---\n"), "{text}");
    assert!(
        text.ends_with("\n## 14:20 Resolved\n\nSongs play again. It lasted from 14:02 (GMT+1) until 14:15 (GMT+1), for all subscribers. Nothing was lost.\n\nYou do not need to do anything.\n\nWe are sorry for the trouble.\n"),
        "{text}"
    );
    assert_eq!(
        fs::read_to_string(project.path().join("incidents/a.md")).unwrap(),
        OPEN
    );
}

/// Words that were typed are not lost with an editor that fails.
#[test]
fn an_editor_that_fails_loses_no_word() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.sees("How far are you?").enter();
    person.sees("What changes its state?").enter();
    person.sees("When do you speak next?").enter();
    person
        .sees("What do you tell readers?")
        .types("FAIL, says the editor.")
        .enter();
    person.sees("What now?").types(DOWN).enter();
    person.sees("failed");
    person.sees("FAIL, says the editor.");
    person.sees("What now?").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(text.ends_with("FAIL, says the editor.\n"), "{text}");
}

#[test]
fn who_stops_writes_nothing() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.sees("How far are you?").types("\u{3}");
    let (rest, code) = person.ends();
    assert_eq!(code, 2, "{rest}");
    assert!(rest.contains("nothing was written"), "{rest}");
    let mut person = Terminal::open(&project, "maintenance");
    person.sees("What do you work on?").types("Log-in").enter();
    person
        .sees("When does it begin?")
        .types("2026-12-10 22:00")
        .enter();
    person.sees("When does it end?").enter();
    person.sees("What is affected?").types(" ").enter();
    person.sees("How much of it works meanwhile?").enter();
    person.sees("What still works?").enter();
    person.sees("Which text do you start from?").enter();
    person
        .sees("What do people notice")
        .types("Nothing much.")
        .enter();
    person.sees("What now?").types("Throw").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 2, "{rest}");
    assert_eq!(
        fs::read_dir(project.path().join("incidents"))
            .unwrap()
            .count(),
        1
    );
}

#[test]
fn a_move_asks_for_the_new_window_alone() {
    let text = "---\nkind: maintenance\ntitle: Log-in\nfrom: 2026-12-10 22:00 # agreed\nuntil: '23:30' # too\naffected: [ios]\n---\n\nYou stay logged in.\n";
    let project = Project::new().with("incidents/m.md", text);
    let mut person = Terminal::open(&project, "maintenance move");
    person
        .sees("When does it begin?")
        .types("2026-12-10 23:00")
        .enter();
    person.sees("When does it end?").enter();
    person.sees("This work moves.");
    person.sees("What now?").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    let after = fs::read_to_string(project.path().join("incidents/m.md")).unwrap();
    let entry = after
        .strip_prefix(text)
        .unwrap_or_else(|| panic!("{after}"));
    assert!(
        entry.starts_with("\n## 2026-11-18 14:20 Update\n\n```update\nfrom: 2026-12-10 23:00\nuntil: 2026-12-11 00:30\n```\n\nThis work moves. Instead of"),
        "{entry}"
    );
}

/// At a terminal a broken rule is a question, also for words that came by flags.
#[test]
fn a_broken_rule_is_a_question() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update --next 30m -m 'We write by 14:50.'");
    person.sees("warning[C24]");
    person.sees("What now?");
    person
        .sees("Write it all the same")
        .types("all the same")
        .enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 0, "{rest}");
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(text.ends_with("\n\nWe write by 14:50.\n"), "{text}");
}
