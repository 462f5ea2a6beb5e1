//! What the writing verbs have in common: the project, the last look, the end.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use super::editor::{Unedited, editor};
use super::flags::Words;
use super::{End, ask, complain, interview, out, report, say};
use crate::author::{
    CheckedDraft, Draft, DraftContent, LintOptions, Scenario, Speech, WriteError, scenarios,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Strictness;
use crate::model::{Lang, Site};
use crate::shell;
use crate::source::{self, INCIDENTS, Reading};
use crate::text::printable;
use crate::time::Moment;

/// A project that can be written to, and the clock.
pub(super) struct Desk<'a> {
    pub(super) root: &'a Path,
    pub(super) reading: Reading,
    pub(super) site: Site,
    pub(super) now: Moment,
    /// A person sits at a terminal.
    pub(super) terminal: bool,
    /// A person does, and gave no words by flags.
    pub(super) asks: bool,
}

/// The last sight of the words, or how the command ends.
pub(super) type Outcome<T> = Result<T, End>;

/// Runs a writing verb: reads the project, asks `piece` for what is to be written
/// (`asks` is what the flags leave open), and writes it.
pub(super) fn write(
    root: &Path,
    words: &Words,
    clock: impl FnOnce() -> Result<Moment, String>,
    asks: bool,
    verb: &str,
    piece: impl Fn(&Desk<'_>) -> Outcome<DraftContent>,
) -> End {
    let desk = match Desk::new(root, words.now.as_deref(), clock, asks) {
        Ok(desk) => desk,
        Err(end) => {
            // The project is at fault, not the flags: the words are wanted again.
            let typed = if end == End::ContentHasErrors {
                words.typed()
            } else {
                left(end, words)
            };
            if let Some(typed) = typed {
                again(&typed);
            }
            return end;
        }
    };
    if desk.asks
        && let Some((first, answers)) = interview::begin(root, verb)
    {
        match ask::goes_on(&first, answers) {
            Ok(true) => {}
            Ok(false) => interview::forget(),
            Err(end) => return end,
        }
        if let Some(text) = interview::was_edited() {
            again(&text);
        }
    }
    loop {
        interview::rewind();
        let done = piece(&desk).map(|piece| desk.finish(piece, words));
        let end = done.unwrap_or_else(|end| {
            if let Some(typed) = left(end, words) {
                again(&typed);
            }
            end
        });
        match end {
            End::OneBack => {}
            // Whatever came after it: the words are written.
            End::Done => {
                interview::forget();
                return end;
            }
            end => return end,
        }
    }
}

/// Words to be shown again where nothing was written, and nothing was said of them yet.
/// Flags that are wrong stand in the line above; what was read stands nowhere.
fn left(end: End, words: &Words) -> Option<String> {
    if end == End::MachineFailed {
        words.typed()
    } else {
        words.piped()
    }
}

impl<'a> Desk<'a> {
    /// Reads the project; `asks` is what the flags leave open.
    fn new(
        root: &'a Path,
        now: Option<&str>,
        clock: impl FnOnce() -> Result<Moment, String>,
        asks: bool,
    ) -> Outcome<Self> {
        let now = super::moment(now, clock).map_err(|why| usage(&why))?;
        if !root.is_dir() {
            return Err(usage(&format!(
                "{} is not a folder. Give the project's folder with --root.",
                root.display()
            )));
        }
        super::threads().inspect_err(|_| complain("nothing was written"))?;
        let mut reading = source::reading(root, None);
        let Some(site) = reading.site.take() else {
            let about_site = |d: &&Diagnostic| d.place.file.path == "status.yml";
            let found: Vec<Diagnostic> = reading.found.iter().filter(about_site).cloned().collect();
            complain("the project cannot be read; nothing was written");
            return Err(report(&found));
        };
        // Beside a folder of nearly this name another one would be made, and no build reads both.
        let about_folder = |d: &&Diagnostic| {
            d.place.file.path == INCIDENTS
                && d.severity == Severity::Error
                && d.code != "incidents-missing"
        };
        let found: Vec<Diagnostic> = reading.found.iter().filter(about_folder).cloned().collect();
        if !found.is_empty() {
            let end = report(&found);
            complain("nothing was written");
            return Err(end);
        }
        let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        Ok(Self {
            root,
            reading,
            site,
            now,
            terminal,
            asks: asks && terminal,
        })
    }

    /// Texts to start from and words, in a language.
    pub(super) fn language(&self, lang: &Lang) -> Outcome<(Vec<Scenario>, Speech)> {
        let (scenarios, faults) = scenarios(&self.reading.templates, lang);
        // A broken text to start from must keep nobody from writing.
        report(&faults);
        let speech = Speech::new(lang, &self.reading.templates).map_err(|found| report(&found))?;
        Ok((scenarios, speech))
    }

    /// Writes the draft: at once, or after a person has looked at it. At a terminal
    /// a broken rule is a question; elsewhere `--urgent` answers it before.
    fn finish(&self, piece: DraftContent, words: &Words) -> End {
        let mode = if words.urgent {
            Strictness::Urgent
        } else {
            Strictness::Usual
        };
        let mut draft = Draft {
            root: self.root,
            content: piece,
            options: LintOptions {
                now: self.now,
                mode,
            },
        };
        let (mut edit, mut looks) = (words.edit, self.asks);
        // The file as the person who writes has seen it.
        let mut seen = self.known(&draft.content);
        loop {
            if !looks && !edit {
                // At a terminal somebody is there to be asked.
                let doubtful = |checked: &CheckedDraft| {
                    let warns = |found: &Diagnostic| found.severity <= Severity::Warning;
                    checked.rules.iter().any(warns)
                };
                let asks = self.terminal && !words.urgent;
                if asks && draft.check().as_ref().is_ok_and(doubtful) {
                    looks = true;
                    continue;
                }
                match draft.write() {
                    Err(WriteError::Rules(_)) if self.terminal => looks = true,
                    done => return self.done(&draft, done, true),
                }
                continue;
            }
            let checked = match draft.check() {
                Ok(checked) => checked,
                Err(refused) => return refuse(refused, Some(draft.content.words())),
            };
            if std::mem::take(&mut edit) {
                match edited(&draft.content, &checked) {
                    Ok(piece) => {
                        interview::edited(piece.words());
                        draft.content = piece;
                    }
                    // The words are still here: another look, another try.
                    Err(Unedited { left, .. }) if looks => {
                        if let Some(left) = left {
                            again(&left);
                        }
                    }
                    Err(Unedited { end, left }) => {
                        complain("nothing was written");
                        again(&left.unwrap_or(checked.added));
                        return end;
                    }
                }
                continue;
            }
            show(&checked);
            match ask::last_look(checked.is_wrong(), checked.breaks_rules()) {
                Ok(ask::Last::Write) => {
                    match self.meanwhile(&draft.content, &mut seen) {
                        Ok(true) => {}
                        Ok(false) => continue,
                        Err(end) => return end,
                    }
                    // Who has read the findings may write all the same.
                    draft.options.mode = Strictness::Urgent;
                    return self.done(&draft, draft.write(), false);
                }
                Ok(ask::Last::Edit) => edit = true,
                Ok(ask::Last::Change) => return End::OneBack,
                Ok(ask::Last::Drop) => {
                    interview::forget();
                    complain("nothing was written");
                    return End::WrongUsage;
                }
                Err(end) => return end,
            }
        }
    }

    /// The end of a write; `tells` what `check` says, where nobody has seen it yet.
    fn done(&self, draft: &Draft<'_>, done: Result<CheckedDraft, WriteError>, tells: bool) -> End {
        match done {
            Ok(written) => {
                if tells {
                    report(&written.all());
                }
                say(&printable(&format!("wrote {}", written.path)));
                self.after_write()
            }
            Err(refused) => {
                let words = draft.check().map(|checked| checked.added);
                let words = words.unwrap_or_else(|_| draft.content.words().to_string());
                refuse(refused, Some(&words))
            }
        }
    }
}

impl Desk<'_> {
    /// The text of the file that is written to, as it was when the questions began.
    fn known(&self, content: &DraftContent) -> Option<String> {
        let path = content.existing()?;
        let mut places = self.reading.places.iter().flat_map(|places| &places.files);
        let file = places.find(|file| file.file.path == path)?;
        Some(file.file.text.clone())
    }

    /// Whether to write now. Words that somebody else has written meanwhile are shown first.
    fn meanwhile(&self, content: &DraftContent, seen: &mut Option<String>) -> Outcome<bool> {
        let (Some(path), Some(before)) = (content.existing(), seen.as_ref()) else {
            return Ok(true);
        };
        let now = std::fs::read_to_string(self.root.join(path)).unwrap_or_default();
        let now = now.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if now == *before {
            return Ok(true);
        }
        let same = before
            .lines()
            .zip(now.lines())
            .take_while(|(old, new)| old == new)
            .count();
        let news: Vec<&str> = now.lines().skip(same).collect();
        out::error(&format!(
            "\nSomebody else has written meanwhile, in {}:\n\n{}\n\n",
            printable(path),
            printable(&news.join("\n"))
        ));
        *seen = Some(now);
        ask::after_others()
    }

    /// What happens next: the owner's own command is run, or what publishes is offered. The words are
    /// written, whatever comes of it.
    fn after_write(&self) -> End {
        let Some(command) = &self.site.after_write else {
            let build = shell::command(self.root, &["build"]);
            say(&format!("Publish it:  {build}"));
            if self.terminal {
                say(
                    "Until then no reader sees it. `after_write:` in status.yml publishes by itself.",
                );
            }
            return End::Done;
        };
        let shown = printable(command);
        say(&format!("after_write: {shown}"));
        let ran = Command::new("sh")
            .arg("-c")
            .arg(command)
            .current_dir(self.root)
            .stdin(Stdio::null())
            .status();
        let why = match ran {
            Ok(status) if status.success() => {
                say("after_write: done");
                return End::Done;
            }
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        complain(&printable(&format!(
            "after_write failed ({why}). What you wrote stands in the file; readers may not see it yet"
        )));
        End::MachineFailed
    }
}

/// Says why nothing was written. Words that were typed are shown again, so that
/// they can be copied.
pub(super) fn refuse(refused: WriteError, words: Option<&str>) -> End {
    let end = match &refused {
        WriteError::Usage(why) => usage(why),
        WriteError::Content(found) => {
            let errors: Vec<Diagnostic> = found
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .cloned()
                .collect();
            let end = report(&errors);
            if errors.iter().any(|d| d.code == "place-not-filled") {
                complain("fill a place by its name: --fill see=\"Songs do not start\"");
            }
            end
        }
        WriteError::Rules(found) => {
            let end = report(found);
            complain(
                "these rules help your readers. Too urgent for that? Write it all the same with --urgent",
            );
            end
        }
        WriteError::Busy(why) | WriteError::Machine(why) => {
            complain(&printable(why));
            End::MachineFailed
        }
    };
    complain("nothing was written");
    if let Some(words) = words {
        again(words);
    }
    end
}

/// Shows words that somebody typed and that stand nowhere now, so that they can be copied.
fn again(words: &str) {
    out::error(&format!("\nYour words:\n\n{}\n", printable(words)));
}

/// A wrong usage, said.
pub(super) fn usage(why: &str) -> End {
    complain(&printable(why));
    End::WrongUsage
}

/// What `check` says, and under it what would be new in the file: findings push no words off the
/// screen.
fn show(checked: &CheckedDraft) {
    report(&checked.all());
    if !checked.is_wrong() && !checked.breaks_rules() {
        out::error("check: no errors\n");
    }
    let rule = "-".repeat(60);
    out::error(&format!(
        "\n{}\n{rule}\n{}{rule}\n\n",
        printable(&checked.path),
        printable(&checked.added)
    ));
}

/// The piece after a person has changed its text in an editor.
fn edited(piece: &DraftContent, checked: &CheckedDraft) -> Result<DraftContent, Unedited> {
    let text = editor(&checked.added)?;
    Ok(match piece {
        DraftContent::File { .. } | DraftContent::FileText { .. } => DraftContent::FileText {
            path: checked.path.clone(),
            text,
        },
        DraftContent::Entry { path, ended, .. } | DraftContent::EntryText { path, ended, .. } => {
            DraftContent::EntryText {
                path: path.clone(),
                text,
                ended: *ended,
            }
        }
    })
}
