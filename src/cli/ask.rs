//! Questions on a terminal. The only user of inquire.

use std::fmt;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::Command;

use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text};

use super::writing::Outcome;
use super::{End, complain};
use crate::author::{Answers, Scenario, places};
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
    for place in places(&scenario.text) {
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

/// The text as a person left it in `$VISUAL` or `$EDITOR`.
pub(super) fn editor(text: &str) -> Outcome<String> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_string());
    let failed = |what: &str, error: std::io::Error| {
        complain(&printable(&format!("{what}: {error}")));
        End::MachineFailed
    };
    let path = match for_editor(text) {
        Ok(path) => path,
        Err(error) => return Err(failed("the text for the editor cannot be written", error)),
    };
    // An editor may come with arguments of its own, as in `code --wait`.
    let ran = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(&path)
        .status();
    let read = fs::read_to_string(&path);
    let _ = fs::remove_file(&path);
    match ran {
        Ok(status) if status.success() => {
            read.map_err(|e| failed("what the editor wrote cannot be read", e))
        }
        Ok(_) => {
            complain(&printable(&format!("the editor `{editor}` failed")));
            Err(End::MachineFailed)
        }
        Err(error) => Err(failed("the editor cannot be started", error)),
    }
}

/// The text in a file of its own, for nobody else to read before it is published.
fn for_editor(text: &str) -> std::io::Result<PathBuf> {
    let mut tries = 0..100;
    loop {
        let name = format!("upfront-{}-{}.md", std::process::id(), tries.start);
        let path = std::env::temp_dir().join(name);
        let made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match made {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                if tries.next().is_none() {
                    return Err(error);
                }
            }
            made => return made?.write_all(text.as_bytes()).map(|()| path),
        }
    }
}
