//! Questions on a terminal. The only user of inquire, for picking; words are typed in [`line`].

use std::fmt;

use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select};

use super::interview::{self, Answer, Known};
use super::line::{self, Left};
use super::writing::Outcome;
use super::{End, complain};
use crate::author::{Answers, Scenario, placeholders};
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

/// Asks until there is an answer. Esc leads one question back; Ctrl-C asks once whether to stop.
fn prompt<T>(mut ask: impl FnMut() -> Result<T, InquireError>) -> Outcome<T> {
    loop {
        match ask() {
            Ok(answer) => return Ok(answer),
            Err(InquireError::OperationCanceled) => leave(Left::Back)?,
            Err(InquireError::OperationInterrupted) => leave(Left::Stop)?,
            Err(error) => leave(Left::Failed(std::io::Error::other(error)))?,
        }
    }
}

/// Leaves a question that has no answer, unless it is to be asked again.
fn leave(left: Left) -> Outcome<()> {
    match left {
        Left::Back if interview::back() => Err(End::OneBack),
        Left::Back => {
            complain("this is the first question; Ctrl-C stops");
            Ok(())
        }
        Left::Stop => stop(),
        Left::Failed(error) => {
            complain(&printable(&format!("the terminal fails: {error}")));
            Err(End::MachineFailed)
        }
    }
}

/// Whether to stop. Whoever insists is let go, with the answers kept.
fn stop() -> Outcome<()> {
    enum Stop {
        No,
        Keep,
        Drop,
    }
    let options = vec![
        ("Go on".to_string(), Stop::No),
        ("Stop, and keep what I wrote".to_string(), Stop::Keep),
        ("Stop, and throw it away".to_string(), Stop::Drop),
    ];
    let answer = Select::new("Stop here?", choices(options)).prompt();
    match answer.map(|choice| choice.value) {
        Ok(Stop::No) => return Ok(()),
        Ok(Stop::Drop) => {
            interview::forget();
            complain("nothing was written");
        }
        Ok(Stop::Keep) | Err(_) => {
            complain("nothing was written; the same command goes on with your answers");
        }
    }
    Err(End::WrongUsage)
}

/// Words; `read` says what is wrong with them. An empty answer is `default`, where there is one.
pub(super) fn words<T>(
    question: &str,
    help: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Outcome<T> {
    told(question, help, default, read, |_| None)
}

/// The same; `understood` says before going on how the answer was taken.
pub(super) fn told<T>(
    question: &str,
    help: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, String>,
    understood: impl Fn(&T) -> Option<String>,
) -> Outcome<T> {
    typed((question, help), default, false, read, understood)
}

/// Words, in several lines where `lines` allows it.
fn typed<T>(
    (question, help): (&str, &str),
    default: Option<&str>,
    lines: bool,
    read: impl Fn(&str) -> Result<T, String>,
    understood: impl Fn(&T) -> Option<String>,
) -> Outcome<T> {
    let (question, help) = (printable(question), printable(help));
    let default = default.map(printable);
    let mut before = match interview::next(&question) {
        Known::Answered(Answer::Words(words)) => match read(&words) {
            Ok(value) => return Ok(value),
            Err(_) => {
                interview::unfit();
                words
            }
        },
        Known::Asked(Some(Answer::Words(words))) => words,
        _ => String::new(),
    };
    loop {
        let asked = line::Question {
            words: &question,
            help: &help,
            default: default.as_deref(),
            initial: if Some(before.as_str()) == default.as_deref() {
                ""
            } else {
                &before
            },
            lines,
        };
        let answer = match line::read(&asked, interview::typing) {
            Ok(answer) if lines => lowered(&answer),
            Ok(answer) => answer,
            Err(left) => {
                leave(left)?;
                before = interview::typed_so_far();
                continue;
            }
        };
        match read(&answer) {
            Ok(value) => {
                if let Some(words) = understood(&value) {
                    complain(&printable(&words));
                }
                interview::answered(&question, Answer::Words(answer));
                return Ok(value);
            }
            Err(why) => {
                complain(&printable(&why));
                // A word is typed anew sooner than it is mended; a sentence is not.
                before = if answer.len() > SHORT {
                    answer
                } else {
                    String::new()
                };
            }
        }
    }
}

/// Bytes of an answer that is asked for again from nothing.
const SHORT: usize = 20;

/// Headings of pasted text stand below those of updates.
fn lowered(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix("## ") {
        Some(rest) => format!("### {rest}"),
        None => line.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text of one line or of several.
fn prose(question: &str, help: &str) -> Outcome<String> {
    let read = |text: &str| match text.trim() {
        "" => Err("a few words, please".to_string()),
        words => Ok(words.to_string()),
    };
    typed((question, help), None, true, read, |_| None)
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

/// Several answers in one, apart by `;`.
pub(super) fn lines(question: &str) -> Outcome<Vec<String>> {
    let read = |text: &str| -> Result<Vec<String>, String> {
        let parts = text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(str::to_string).collect();
        match parts.is_empty() {
            true => Err("a few words, please".to_string()),
            false => Ok(parts),
        }
    };
    words(
        question,
        "in the words of your readers; several with `;` between them",
        None,
        read,
    )
}

/// One of some.
pub(super) fn one<T>(question: &str, options: Vec<(String, T)>) -> Outcome<T> {
    let question = printable(question);
    let mut options = choices(options);
    let place = |label: &String| options.iter().position(|choice| choice.label == *label);
    let first = |labels: &[String]| labels.first().and_then(place);
    let cursor = match interview::next(&question) {
        Known::Answered(Answer::Picked(labels)) => match first(&labels) {
            Some(at) => return Ok(options.swap_remove(at).value),
            None => {
                interview::unfit();
                0
            }
        },
        Known::Asked(Some(Answer::Picked(labels))) => first(&labels).unwrap_or(0),
        _ => 0,
    };
    let labels: Vec<&str> = options.iter().map(|choice| choice.label.as_str()).collect();
    let picked = prompt(|| {
        Select::new(&question, labels.clone())
            .with_starting_cursor(cursor)
            .with_help_message("arrows, Enter; letters narrow the list; Esc goes back")
            .raw_prompt()
    })?;
    let answer = Answer::Picked(vec![picked.value.to_string()]);
    interview::answered(&question, answer);
    Ok(options.swap_remove(picked.index).value)
}

/// One of some, that is no answer of the interview.
fn decide<T>(question: &str, options: Vec<(String, T)>) -> Outcome<T> {
    let mut options = choices(options);
    let labels: Vec<&str> = options.iter().map(|choice| choice.label.as_str()).collect();
    let picked = prompt(|| {
        Select::new(question, labels.clone())
            .with_help_message("arrows, Enter; letters narrow the list")
            .raw_prompt()
    })?;
    Ok(options.swap_remove(picked.index).value)
}

/// Some of some, in their order; at least one where `needed`.
pub(super) fn some<T>(question: &str, options: Vec<(String, T)>, needed: bool) -> Outcome<Vec<T>> {
    let question = printable(question);
    let options = choices(options);
    let places = |labels: &[String]| -> Option<Vec<usize>> {
        let place = |label: &String| options.iter().position(|choice| choice.label == *label);
        labels.iter().map(place).collect()
    };
    let taken = |options: Vec<Choice<T>>, picked: &[usize]| -> Vec<T> {
        let all = options.into_iter().enumerate();
        let kept = all.filter(|(at, _)| picked.contains(at));
        kept.map(|(_, choice)| choice.value).collect()
    };
    let before = match interview::next(&question) {
        Known::Answered(Answer::Picked(labels)) => match places(&labels) {
            Some(picked) => return Ok(taken(options, &picked)),
            None => {
                interview::unfit();
                Vec::new()
            }
        },
        Known::Asked(Some(Answer::Picked(labels))) => places(&labels).unwrap_or_default(),
        _ => Vec::new(),
    };
    let labels: Vec<&str> = options.iter().map(|choice| choice.label.as_str()).collect();
    let picked = prompt(|| {
        let mut prompt = MultiSelect::new(&question, labels.clone())
            .with_default(&before)
            .with_help_message(
                "Space picks, Enter goes on; letters narrow the list; Esc goes back",
            );
        if needed {
            prompt =
                prompt.with_validator(|picked: &[inquire::list_option::ListOption<&&str>]| {
                    Ok(if picked.is_empty() {
                        Validation::Invalid("Space picks one".into())
                    } else {
                        Validation::Valid
                    })
                });
        }
        prompt.raw_prompt()
    })?;
    let kept = picked.iter().map(|one| one.value.to_string()).collect();
    interview::answered(&question, Answer::Picked(kept));
    let picked: Vec<usize> = picked.iter().map(|one| one.index).collect();
    Ok(taken(options, &picked))
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
            prose(
                "What do you tell readers?",
                "Markdown; Alt-Enter begins a new line",
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
    /// An answer is changed; which one, the interview knows.
    Change,
    Drop,
}

/// The last look. What `check` calls an error of the format cannot be written; what
/// breaks a rule can, though it is not the first answer.
pub(super) fn last_look(wrong: bool, breaks_rules: bool) -> Outcome<Last> {
    let answers = interview::so_far();
    let mut options = vec![
        ("Change it in the editor".to_string(), Last::Edit),
        ("Throw it away".to_string(), Last::Drop),
    ];
    if !answers.is_empty() {
        options.insert(1, ("Change an answer".to_string(), Last::Change));
    }
    if !wrong {
        let (at, label) = match breaks_rules {
            true => (1, "Write it all the same"),
            false => (0, "Write it"),
        };
        options.insert(at, (label.to_string(), Last::Write));
    }
    let last = decide("What now?", options)?;
    if last == Last::Change {
        let shown = answers.iter().enumerate().map(|(number, one)| {
            let answer = match &one.answer {
                Answer::Words(words) => words.clone(),
                Answer::Picked(labels) => labels.join(", "),
            };
            (format!("{}  {answer}", one.question), number)
        });
        let number = decide("Which one?", shown.collect())?;
        interview::ask_again(number);
    }
    Ok(last)
}

/// Whether to write behind words of somebody else; else there is another look.
pub(super) fn after_others() -> Outcome<bool> {
    decide(
        "Yours would stand behind that. What now?",
        vec![
            ("Write mine behind it".to_string(), true),
            (
                "Look at mine again, to change or drop it".to_string(),
                false,
            ),
        ],
    )
}

/// Whether to go on with answers of an earlier time.
pub(super) fn goes_on(first: &str, answers: usize) -> Outcome<bool> {
    let count = super::count(answers, "answer", "answers");
    let question = format!("You were stopped after {count} (\"{}\").", printable(first));
    decide(
        &question,
        vec![
            ("Go on from there".to_string(), true),
            ("Begin anew; they go".to_string(), false),
        ],
    )
}
