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
        Self::open_with(project, arguments, "")
    }

    /// The same, after some words for the shell.
    fn open_with(project: &Project, arguments: &str, before: &str) -> Self {
        let mut command = Command::new("sh");
        // A pseudo-terminal begins without a size.
        let script = format!(
            "{before} echo $$ > .pid; stty rows 50 cols 100; exec \"$0\" {arguments} --now {NOW}"
        );
        command
            .args(["-c", &script])
            .arg(binary())
            .current_dir(project.path())
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("TZ", "UTC")
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

    /// Takes what an update offers, up to its text.
    fn comes_to_the_text(&mut self) -> &mut Self {
        self.sees("How far are you?").enter();
        self.sees("What changes its state?").enter();
        self.sees("When do you speak next?").enter()
    }

    /// Everything until the program ends; it must have gone well.
    fn ends_well(&mut self) -> String {
        let (rest, code) = self.ends();
        assert_eq!(code, 0, "{rest}");
        rest
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
    let before = person.keys;
    person
        .sees("What do people see?")
        .types("Web site does not load")
        .enter();
    person.sees("What is affected?").types(" ").enter();
    person.sees("How bad is it?").enter();
    person.sees("Since when?").types("20m ago").enter();
    person.sees("13:00 UTC, 20 minutes ago");
    person
        .sees("What still works?")
        .types(&format!("{DOWN} "))
        .enter();
    person.sees("When do you speak next?").enter();
    person.sees("13:50 UTC, in 30 minutes");
    person.sees("Which text do you start from?").enter();
    person.sees("check: no errors");
    // Eight questions, this one among them.
    person.sees("What now?").enter();
    let asked = person.keys - before;
    assert!(asked <= 45, "{asked} keystrokes");
    let rest = person.ends_well();
    assert!(
        rest.contains("wrote incidents/web-site-does-not-load.md"),
        "{rest}"
    );
    println!("{asked} keystrokes for a first word");
    assert_eq!(
        fs::read_to_string(project.path().join("incidents/web-site-does-not-load.md")).unwrap(),
        "---\ntitle: Web site does not load\nbegan: 2026-11-18 13:00\naffected: {web: major outage}\nunaffected: [api]\nsymptoms:\n  - Web site does not load\n---\n\n## 13:20 Investigating\n\n```update\nnext_update: 13:50\n```\n\nWeb site does not load. We are looking for the cause.\n\nStill working: API.\n\nWe write again by 13:50 (UTC), even if there is nothing new.\n"
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
    person.ends_well();
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
        .types("songs play again")
        .enter();
    // What is not known is left out.
    person.sees("Who was hit?").enter();
    person
        .sees("Was anything lost?")
        .types("nothing was lost")
        .enter();
    person
        .sees("What is left to do?")
        .types("You do not need to do anything")
        .enter();
    // Enter on the first answer writes: no rule stands in the way.
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/b.md")).unwrap();
    assert!(text.contains("\nended: 14:15\n---\n"), "{text}");
    assert!(
        text.ends_with("\n## 14:20 Resolved\n\nSongs play again. It lasted from 14:02 (GMT+1) until 14:15 (GMT+1).\n\nNothing was lost.\n\nYou do not need to do anything.\n\nWe are sorry for the trouble.\n"),
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
    person.comes_to_the_text();
    person
        .sees("What do you tell readers?")
        .types("FAIL, says the editor.")
        .enter();
    person.sees("What now?").types(DOWN).enter();
    person.sees("failed");
    person.sees("FAIL, says the editor.");
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(text.ends_with("FAIL, says the editor.\n"), "{text}");
}

#[test]
fn who_stops_writes_nothing() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.sees("How far are you?").types("\u{3}");
    person.sees("Stop here?").types("\u{3}");
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
    person.ends_well();
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
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(text.ends_with("\n\nWe write by 14:50.\n"), "{text}");
}

/// The words that the next call of a command offers to go on with.
fn goes_on(project: &Project, verb: &str, words: &str) -> Terminal {
    let mut person = Terminal::open(project, verb);
    person.sees("You were stopped after");
    person.sees(words);
    person.enter();
    person
}

#[test]
fn esc_leads_back_and_every_answer_is_kept() {
    let project = Project::new();
    let mut person = Terminal::open(&project, "new");
    person
        .sees("What do people see?")
        .types("Songs stop")
        .enter();
    person.sees("What is affected?").types(" ").enter();
    person.sees("How bad is it?").enter();
    person.sees("Where, and for whom?").enter();
    person.sees("Since when?").types("10m a").types("\u{1b}");
    // The question before, with its answer; Enter keeps it.
    person.sees("Where, and for whom?").types("\u{1b}");
    person.sees("How bad is it?").types(DOWN).enter();
    // What had been begun is still there.
    person.sees("Since when?").sees("10m a").types("go").enter();
    person.sees("10 minutes ago");
    person.sees("What still works?").enter();
    person.sees("When do you speak next?").enter();
    person.sees("Which text do you start from?").enter();
    person.sees("What now?").types("Change an").enter();
    person.sees("Which one?").types("people see").enter();
    person.sees("What do people see?").types(" early").enter();
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/songs-stop-early.md")).unwrap();
    for words in [
        "title: Songs stop early",
        "began: 2026-11-18 14:10",
        "partial outage",
    ] {
        assert!(text.contains(words), "no {words}: {text}");
    }
    assert!(!project.path().join(".upfront/draft-new").exists());
}

/// The same at each question of a first word: what was answered before is offered again.
#[test]
fn every_question_can_be_left() {
    type Answers<'a> = &'a [(&'a str, &'a str)];
    let questions: Answers<'_> = &[
        ("What do people see?", "Songs stop"),
        ("What is affected?", " "),
        ("How bad is it?", ""),
        ("Where, and for whom?", ""),
        ("Since when?", "20m ago"),
        ("What still works?", ""),
        ("When do you speak next?", ""),
        ("Which text do you start from?", ""),
        ("What now?", ""),
    ];
    for stop in 1..questions.len() {
        let project = Project::new();
        let mut person = Terminal::open(&project, "new");
        for (question, answer) in &questions[..stop] {
            person.sees(question).types(answer).enter();
        }
        person.sees(questions[stop].0);
        match stop % 3 {
            0 => {
                person.types("\u{3}");
                person.sees("Stop here?").types("\u{3}");
                let (rest, code) = person.ends();
                assert_eq!(code, 2, "{rest}");
            }
            way => {
                let pid = fs::read_to_string(project.path().join(".pid")).unwrap();
                let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
                let signal = match way {
                    1 => rustix::process::Signal::HUP,
                    _ => rustix::process::Signal::KILL,
                };
                rustix::process::kill_process(pid, signal).unwrap();
            }
        }
        drop(person);
        let mut person = goes_on(&project, "new", "Songs stop");
        for (question, answer) in &questions[stop..] {
            person.sees(question).types(answer).enter();
        }
        let (rest, code) = person.ends();
        assert_eq!(code, 0, "{stop}: {rest}");
        let file = project.path().join("incidents/songs-stop.md");
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("began: 2026-11-18 14:00"), "{stop}: {text}");
    }
}

/// Ctrl-C, a terminal that goes away, a kill: in the middle of a word.
#[test]
fn no_way_out_takes_a_word_along() {
    for way in ["ctrl-c", "hang-up", "kill"] {
        let project = Project::new();
        let mut person = Terminal::open(&project, "new");
        person
            .sees("What do people see?")
            .types("Songs stop")
            .enter();
        person.sees("What is affected?").types(" ").enter();
        person.sees("How bad is it?").enter();
        person.sees("Where, and for whom?").enter();
        person
            .sees("Since when?")
            .types("half an ho")
            .sees("half an ho");
        std::thread::sleep(std::time::Duration::from_millis(100));
        let pid = fs::read_to_string(project.path().join(".pid")).unwrap();
        let signal = |signal: rustix::process::Signal| {
            let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
            rustix::process::kill_process(pid, signal).unwrap();
        };
        match way {
            "ctrl-c" => {
                person.types("\u{3}");
                person.sees("Stop here?").types("Stop, and keep").enter();
                let (rest, code) = person.ends();
                assert!(
                    code == 2 && rest.contains("goes on with your answers"),
                    "{rest}"
                );
            }
            "hang-up" => signal(rustix::process::Signal::HUP),
            _ => signal(rustix::process::Signal::KILL),
        }
        drop(person);
        let mut person = goes_on(&project, "new", "Songs stop");
        person
            .sees("Since when?")
            .sees("half an ho")
            .types("ur ago")
            .enter();
        person.sees("13:50 CET, 30 minutes ago");
        person.sees("What still works?").enter();
        person.sees("When do you speak next?").enter();
        person.sees("Which text do you start from?").enter();
        person.sees("What now?").enter();
        let (rest, code) = person.ends();
        assert_eq!(code, 0, "{way}: {rest}");
        let file = project.path().join("incidents/songs-stop.md");
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("began: 2026-11-18 13:50"), "{text}");
    }
}

#[test]
fn a_paste_answers_one_question() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.comes_to_the_text();
    person
        .sees("What do you tell readers?")
        .types("Songs start again.\rNot all of them yet.\rWe go on.\r");
    person.sees("We go on.");
    std::thread::sleep(std::time::Duration::from_millis(100));
    person.enter();
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(
        text.ends_with("Songs start again.\nNot all of them yet.\nWe go on.\n"),
        "{text}"
    );
}

#[test]
fn who_writes_meanwhile_is_read_first() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.comes_to_the_text();
    person
        .sees("What do you tell readers?")
        .types("Mine.")
        .enter();
    person.sees("What now?");
    let other = format!("{OPEN}\n## 14:19 Update\n\nWords of a colleague.\n");
    project.write("incidents/a.md", other);
    person.enter();
    person.sees("Somebody else has written meanwhile");
    person.sees("Words of a colleague.");
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(
        text.contains("Words of a colleague.") && text.ends_with("Mine.\n"),
        "{text}"
    );
}

#[test]
fn what_is_open_already_is_offered() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "new");
    person.sees("What do people see?").types("Silence").enter();
    person
        .sees("What is affected?")
        .types(&format!("{DOWN} "))
        .enter();
    person.sees("a is open already").enter();
    let (rest, code) = person.ends();
    assert_eq!(code, 2, "{rest}");
    assert!(rest.contains("upfront update a"), "{rest}");
}

#[test]
fn the_owners_command_follows() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let status = format!(
        "{}after_write: echo published > told\n",
        crate::support::STATUS
    );
    project.write("status.yml", &status);
    let now = [
        "update",
        "-m",
        "Songs start again.",
        "--next",
        "30m",
        "--now",
        NOW,
    ];
    let run = project.run(&now).ok();
    assert!(run.stdout.contains("after_write: done"), "{}", run.stdout);
    assert_eq!(
        fs::read_to_string(project.path().join("told")).unwrap(),
        "published\n"
    );
    project.write(
        "status.yml",
        status.replace("echo published > told", "exit 7"),
    );
    let run = project.run(&now);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("after_write failed"), "{}", run.stderr);
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert_eq!(text.matches("Songs start again.").count(), 2);
}

/// The keys of a shell, and a text of two lines.
#[test]
fn words_are_edited_as_in_a_shell() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open(&project, "update");
    person.comes_to_the_text();
    // Ctrl-U and Ctrl-W take away, Ctrl-A and Ctrl-E lead to both ends.
    person
        .sees("What do you tell readers?")
        .types("Nonsense")
        .types("\u{15}")
        .types("start again wrong")
        .types("\u{17}")
        .types("\u{1}")
        .types("Songs ")
        .types("\u{5}")
        .types("now.")
        .types("\u{1b}\r")
        .types("Thank you.");
    person.sees("Thank you.").enter();
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(
        text.ends_with("Songs start again now.\nThank you.\n"),
        "{text}"
    );
}

/// Without an editor of one's own the text is changed right there.
#[test]
fn nobody_lands_in_an_editor_by_surprise() {
    let project = Project::new().with("incidents/a.md", OPEN);
    let mut person = Terminal::open_with(&project, "update", "unset VISUAL EDITOR;");
    person.comes_to_the_text();
    person
        .sees("What do you tell readers?")
        .types("Songs fail")
        .enter();
    person.sees("What now?").types("Change it in").enter();
    person.sees("Change it:").types(" still.").enter();
    person.sees("Songs fail still.");
    person.sees("What now?").enter();
    person.ends_well();
    let text = fs::read_to_string(project.path().join("incidents/a.md")).unwrap();
    assert!(text.ends_with("Songs fail still.\n"), "{text}");
}
