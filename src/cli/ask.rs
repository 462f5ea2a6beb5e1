//! Questions on a terminal. The only user of inquire.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text};
use tokio::signal::unix::{SignalKind, signal};

use super::writing::Outcome;
use super::{End, complain};
use crate::author::{Answers, Scenario, placeholders};
use crate::disk;
use crate::text::printable;

/// A choice: what is shown, and what it means.
struct Choice<T> {
    label: String,
    value: T,
}

impl<T> fmt::Display for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

fn choices<T>(options: Vec<(String, T)>) -> Vec<Choice<T>> {
    options
        .into_iter()
        .map(|(label, value)| Choice {
            label: printable(&label),
            value,
        })
        .collect()
}

fn stopped(error: InquireError) -> End {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            complain("nothing was written");
            End::WrongUsage
        }
        error => {
            complain(&printable(&format!("the terminal fails: {error}")));
            End::MachineFailed
        }
    }
}

/// Words; `read` says what is wrong with them. An empty answer is `default`, where there is one.
pub(super) fn words<T>(
    question: &str,
    help: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Outcome<T> {
    let (question, help) = (printable(question), printable(help));
    let default = default.map(printable);
    loop {
        let mut prompt = Text::new(&question).with_help_message(&help);
        if let Some(default) = &default {
            prompt = prompt.with_default(default);
        }
        let answer = prompt.prompt().map_err(stopped)?;
        match read(&answer) {
            Ok(value) => return Ok(value),
            Err(why) => complain(&printable(&why)),
        }
    }
}

/// Words that must not be empty.
pub(super) fn some_words(question: &str, help: &str, default: Option<&str>) -> Outcome<String> {
    words(question, help, default, |text| {
        if text.trim().is_empty() {
            Err("a few words, please".to_string())
        } else {
            Ok(text.trim().to_string())
        }
    })
}

/// Lines, until an empty one.
pub(super) fn lines(question: &str, more: &str) -> Outcome<Vec<String>> {
    let mut lines = vec![some_words(question, "in the words of your readers", None)?];
    loop {
        let line = words(more, "Enter goes on", None, |text| {
            Ok(text.trim().to_string())
        })?;
        if line.is_empty() {
            return Ok(lines);
        }
        lines.push(line);
    }
}

/// One of some.
pub(super) fn one<T>(question: &str, options: Vec<(String, T)>) -> Outcome<T> {
    Select::new(&printable(question), choices(options))
        .with_help_message("arrows, Enter; letters narrow the list")
        .prompt()
        .map(|choice| choice.value)
        .map_err(stopped)
}

/// Some of some, in their order; at least one where `needed`.
pub(super) fn some<T>(question: &str, options: Vec<(String, T)>, needed: bool) -> Outcome<Vec<T>> {
    let question = printable(question);
    let mut prompt = MultiSelect::new(&question, choices(options))
        .with_help_message("Space picks, Enter goes on; letters narrow the list");
    if needed {
        prompt =
            prompt.with_validator(|picked: &[inquire::list_option::ListOption<&Choice<T>>]| {
                Ok(if picked.is_empty() {
                    Validation::Invalid("Space picks one".into())
                } else {
                    Validation::Valid
                })
            });
    }
    prompt
        .prompt()
        .map(|picked| picked.into_iter().map(|choice| choice.value).collect())
        .map_err(stopped)
}

/// A text: from a scenario, place by place, or of one's own. Gives the scenario too.
pub(super) fn text<'a>(
    scenarios: Vec<&'a Scenario>,
    known: &Answers,
) -> Outcome<(String, Option<&'a Scenario>)> {
    let mut options: Vec<(String, Option<&Scenario>)> = scenarios
        .into_iter()
        .map(|s| (s.label.clone(), Some(s)))
        .collect();
    options.push(("My own words".to_string(), None));
    let picked = if options.len() == 1 {
        None
    } else {
        one("Which text do you start from?", options)?
    };
    match picked {
        Some(scenario) => Ok((filled(scenario, known)?, Some(scenario))),
        None => Ok((
            some_words(
                "What do you tell readers?",
                "Markdown; more room in the editor, later",
                None,
            )?,
            None,
        )),
    }
}

/// A scenario with every place filled.
pub(super) fn filled(scenario: &Scenario, known: &Answers) -> Outcome<String> {
    let mut answers = known.clone();
    for place in placeholders(&scenario.text) {
        if answers.contains_key(&place.key) {
            continue;
        }
        let answer = if place.optional {
            words(&place.question, "Enter leaves it out", None, |text| {
                Ok(text.trim().to_string())
            })?
        } else {
            some_words(&place.question, "stands in the text as you write it", None)?
        };
        if !answer.is_empty() {
            answers.insert(place.key, answer);
        }
    }
    Ok(scenario.fill(&answers))
}

/// What happens to a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Write,
    Edit,
    Drop,
}

/// The last look. What `check` calls an error of the format cannot be written; what
/// breaks a rule can, though it is not the first answer.
pub(super) fn last_look(wrong: bool, breaks_rules: bool) -> Outcome<Last> {
    let mut options = vec![
        ("Change it in the editor".to_string(), Last::Edit),
        ("Throw it away".to_string(), Last::Drop),
    ];
    if !wrong {
        let (at, label) = match breaks_rules {
            true => (1, "Write it all the same"),
            false => (0, "Write it"),
        };
        options.insert(at, (label.to_string(), Last::Write));
    }
    one("What now?", options)
}

/// An editor that gave no text.
pub(super) struct Unedited {
    /// How the command ends.
    pub(super) end: End,
    /// What the editor left, where it is not what it was given.
    pub(super) left: Option<String>,
}

/// The text as a person left it in `$VISUAL` or `$EDITOR`.
///
/// # Errors
/// No editor, one that fails or is killed, and one that leaves no text.
pub(super) fn editor(text: &str) -> Result<String, Unedited> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_string());
    let failed = |why: String, left: Option<String>| {
        complain(&printable(&why));
        Unedited {
            end: End::MachineFailed,
            left: left.filter(|left| left != text && !left.trim().is_empty()),
        }
    };
    let path = for_editor(text).map_err(|e| {
        failed(
            format!("the text for the editor cannot be written: {e}"),
            None,
        )
    })?;
    let ran = run_editor(&editor, &path);
    let read = fs::read(&path);
    let _ = fs::remove_file(&path);
    let left = || {
        let bytes = read.as_deref().unwrap_or_default();
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    match ran {
        Ok(status) if status.success() => {}
        Ok(status) => {
            let why = format!(
                "the editor `{editor}` failed ({status}). Name another one in VISUAL or EDITOR."
            );
            return Err(failed(why, left()));
        }
        Err(error) => {
            return Err(failed(
                format!("the editor cannot be started: {error}"),
                left(),
            ));
        }
    }
    match &read {
        Err(error) => Err(failed(
            format!("what the editor wrote cannot be read: {error}"),
            None,
        )),
        Ok(bytes) => match std::str::from_utf8(bytes) {
            Err(_) => Err(failed("what the editor wrote is not UTF-8".into(), left())),
            Ok(text) if text.trim().is_empty() => {
                complain("the editor left no text");
                Err(Unedited {
                    end: End::WrongUsage,
                    left: None,
                })
            }
            Ok(text) => Ok(text.to_string()),
        },
    }
}

/// Runs the editor. An interrupt is for it alone meanwhile: it must not take the words along.
fn run_editor(editor: &str, path: &Path) -> std::io::Result<ExitStatus> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let _context = runtime.enter();
    let _ours = signal(SignalKind::interrupt())?;
    // An editor may come with arguments of its own, as in `code --wait`.
    Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(path)
        .status()
}

/// The text in a file of its own, for nobody else to read before it is published.
fn for_editor(text: &str) -> std::io::Result<PathBuf> {
    let pid = std::process::id();
    let name = |n| std::env::temp_dir().join(format!("upfront-{pid}-{n}.md"));
    let write = |path| disk::Staged::write(path, text.as_bytes(), Some(0o600));
    disk::under_free_name(name, write).map(disk::Staged::keep)
}
