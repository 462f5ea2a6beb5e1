//! What a person has answered so far: kept while it is typed, so that a question can be gone back
//! to, and a terminal that dies takes no word along (`docs/decisions/0090-nothing-typed-is-lost.md`).
//!
//! Takes questions in the order in which a verb asks them; gives what was answered to them
//! before. A verb asks all of its questions anew after each step back: those that are answered
//! are not shown again. Must not know what the questions are about.

use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::pipeline::state_folder;

/// An answer, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Answer {
    /// Words.
    Words(String),
    /// Which of the options, by their labels.
    Picked(Vec<String>),
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    pub(super) question: String,
    pub(super) answer: Answer,
}

/// What is kept on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// What the answers are about: a file, where there is one.
    about: String,
    answers: Vec<Answered>,
    /// Words of the question that was not answered yet.
    typed: String,
    /// Words of questions that were left for the one before, by question.
    left: Vec<(String, String)>,
    /// The whole text as it was left in an editor.
    edited: Option<String>,
}

#[derive(Debug, Default)]
struct Interview {
    /// Folder of the project, and the name of the draft in its state folder.
    draft: Option<(PathBuf, String)>,
    kept: Kept,
    /// The number of the next question.
    at: usize,
    /// This question is shown again, with its answer.
    again: Option<usize>,
    /// The question that is being asked.
    asking: String,
}

thread_local! {
    static NOW: RefCell<Interview> = RefCell::default();
}

/// What is known of the next question.
pub(super) enum Known {
    /// Its answer.
    Answered(Answer),
    /// It is to be asked; what was answered or typed before, if anything.
    Asked(Option<Answer>),
}

/// Begins: what `verb` kept of an earlier time, if it was stopped; its first words and how many answers.
pub(super) fn begin(root: &Path, verb: &str) -> Option<(String, usize)> {
    let name = format!("draft-{}", verb.replace(' ', "-"));
    let kept = read(root, &name);
    let shown = kept.as_ref().and_then(|kept| {
        let words = kept.answers.iter().map(|one| match &one.answer {
            Answer::Words(words) => words.clone(),
            Answer::Picked(labels) => labels.join(", "),
        });
        let first = words
            .chain([kept.typed.clone()])
            .chain(kept.edited.clone())
            .find(|words| !words.trim().is_empty())?;
        Some((first, kept.answers.len()))
    });
    NOW.set(Interview {
        draft: Some((root.to_path_buf(), name)),
        kept: kept.unwrap_or_default(),
        ..Interview::default()
    });
    shown
}

/// Nothing is kept from here on: nobody is asked, or the words are written.
pub(super) fn forget() {
    NOW.with_borrow_mut(|now| {
        if let Some((root, name)) = &now.draft
            && now.kept != Kept::default()
        {
            state_folder::remove(root, name);
        }
        now.kept = Kept::default();
        now.at = 0;
        now.again = None;
    });
}

/// All questions are asked from the first one.
pub(super) fn rewind() {
    NOW.with_borrow_mut(|now| now.at = 0);
}

/// What is written about is known now: answers about something else are dropped.
pub(super) fn about(what: &str) {
    NOW.with_borrow_mut(|now| {
        if !now.kept.about.is_empty() && now.kept.about != what {
            now.kept.answers.truncate(now.at);
            now.kept.typed.clear();
            now.kept.edited = None;
        }
        now.kept.about = what.to_string();
    });
}

/// The next question.
pub(super) fn next(question: &str) -> Known {
    NOW.with_borrow_mut(|now| {
        now.asking = question.to_string();
        let known = now.kept.answers.get(now.at);
        let fits = known.is_some_and(|known| known.question == question);
        if !fits {
            // What was answered to other questions has no place any more.
            now.kept.answers.truncate(now.at);
        }
        let answer = now
            .kept
            .answers
            .get(now.at)
            .map(|known| known.answer.clone());
        match answer {
            Some(answer) if now.again == Some(now.at) => Known::Asked(Some(answer)),
            Some(answer) => {
                now.at += 1;
                Known::Answered(answer)
            }
            None => {
                let left = now
                    .kept
                    .left
                    .iter()
                    .position(|(asked, _)| asked == question);
                let left = left.map(|at| now.kept.left.swap_remove(at).1);
                let typed = std::mem::take(&mut now.kept.typed);
                let typed = (!typed.is_empty()).then_some(typed);
                Known::Asked(left.or(typed).map(Answer::Words))
            }
        }
    })
}

/// Keeps an answer.
pub(super) fn answered(question: &str, answer: Answer) {
    NOW.with_borrow_mut(|now| {
        let one = Answered {
            question: question.to_string(),
            answer,
        };
        if now.at < now.kept.answers.len() {
            now.kept.answers[now.at] = one;
        } else {
            now.kept.answers.push(one);
        }
        now.again = None;
        now.at += 1;
        now.kept.typed.clear();
        now.keep();
    });
}

/// The answer that was found does not fit any more: the question is asked again.
pub(super) fn unfit() {
    NOW.with_borrow_mut(|now| {
        now.at -= 1;
        now.again = Some(now.at);
    });
}

/// Keeps words that are not sent yet.
pub(super) fn typing(words: &str) {
    NOW.with_borrow_mut(|now| {
        if now.kept.typed != words {
            now.kept.typed = words.to_string();
            now.keep();
        }
    });
}

/// The words that were being typed.
pub(super) fn typed_so_far() -> String {
    NOW.with_borrow(|now| now.kept.typed.clone())
}

/// Keeps a text as it was left in an editor.
pub(super) fn edited(text: &str) {
    NOW.with_borrow_mut(|now| {
        now.kept.edited = Some(text.to_string());
        now.keep();
    });
}

/// The text that an editor left before the command was stopped.
pub(super) fn was_edited() -> Option<String> {
    NOW.with_borrow_mut(|now| now.kept.edited.take())
}

/// The last answer is asked for again the next time.
pub(super) fn take_back() {
    NOW.with_borrow_mut(|now| {
        now.kept.answers.pop();
        now.keep();
    });
}

/// Makes the question before the present one the next to be asked; `false` where there is none.
pub(super) fn back() -> bool {
    NOW.with_borrow_mut(|now| {
        let before = now.again.unwrap_or(now.at).checked_sub(1);
        now.again = before.or(now.again);
        if before.is_some() && !now.kept.typed.is_empty() {
            let typed = std::mem::take(&mut now.kept.typed);
            let asking = now.asking.clone();
            now.kept.left.retain(|(asked, _)| *asked != asking);
            now.kept.left.push((asking, typed));
            now.keep();
        }
        before.is_some()
    })
}

/// The questions so far, with their answers.
pub(super) fn so_far() -> Vec<Answered> {
    NOW.with_borrow(|now| now.kept.answers.clone())
}

/// This question, by its number, is asked again.
pub(super) fn ask_again(number: usize) {
    NOW.with_borrow_mut(|now| now.again = Some(number));
}

impl Interview {
    /// A draft that cannot be kept stops nobody from writing.
    fn keep(&self) {
        if let Some((root, name)) = &self.draft {
            let json = serde_json::to_vec(&self.kept).unwrap_or_default();
            let _ = state_folder::replace(root, name, |file| file.write_all(&json));
        }
    }
}

fn read(root: &Path, name: &str) -> Option<Kept> {
    const MAX: u64 = 1024 * 1024;
    let mut bytes = Vec::new();
    let file = state_folder::open(root, name)?;
    file.take(MAX).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
