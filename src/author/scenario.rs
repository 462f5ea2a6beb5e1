//! Texts to start from: `templates/scenarios/NAME.LANG.md`, built in, replaced and
//! added to by the owner like templates. A place to fill in stands between `⟦` and
//! `⟧`: `⟦see: What people see⟧`; with `⟦works?: ...⟧` its paragraph goes when
//! nothing is said. What stays unfilled is an error of `source`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::model::{Lang, State, Status};
use crate::render::builtin_files;
use crate::source::layout::MARKS;
use crate::yaml::{self, Reader};

const FOLDER: &str = "scenarios/";

/// A text to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Name of its file, without language.
    pub name: String,
    /// What a person picks it by.
    pub label: String,
    /// The status that it is written for.
    pub status: Status,
    /// The state that it is about, where it is about one.
    pub state: Option<State>,
    /// The text with its places.
    pub text: String,
}

/// A place to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Short name, the same in all languages.
    pub key: String,
    /// The question, in the language of the text.
    pub question: String,
    /// Its paragraph may go.
    pub optional: bool,
}

/// Words for places, by key; empty words are no answer.
pub type Answers = BTreeMap<String, String>;

/// All scenarios in a language, else in its language without region, else in
/// English; the owner's texts replace built-in ones of the same name. Also every fault
/// in a text of the owner: in its place stands the one that it would have replaced.
pub fn scenarios(
    own: &[(String, Arc<SourceFile>)],
    lang: &Lang,
) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let files: Vec<(String, Arc<SourceFile>)> = builtin_files()
        .chain(own.iter().cloned())
        .filter(|(name, _)| name.starts_with(FOLDER))
        .collect();
    let language = lang.as_str().split('-').next().unwrap_or("en");
    let mut found = Vec::new();
    let mut chosen = BTreeMap::new();
    let mut tags = vec!["en", language, lang.as_str()];
    tags.dedup();
    for tag in tags {
        let end = format!(".{tag}.md");
        for (path, file) in &files {
            if let Some(name) = path[FOLDER.len()..].strip_suffix(&end)
                && let Some(scenario) = read(name, file, &mut found)
            {
                chosen.insert(name.to_string(), scenario);
            }
        }
    }
    (chosen.into_values().collect(), found)
}

/// What is wrong with the owner's scenarios, names included, for `upfront check`.
pub fn faults(own: &[(String, Arc<SourceFile>)], languages: &[Lang]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, file) in own.iter().filter(|(path, _)| path.starts_with(FOLDER)) {
        let name = &path[FOLDER.len()..];
        let tag = name
            .strip_suffix(".md")
            .and_then(|name| name.rsplit_once('.'))
            .and_then(|(_, tag)| Lang::parse(tag));
        match tag {
            Some(_) => {
                read(name, file, &mut found);
            }
            None => found.push(Diagnostic::error(
                "scenario-name",
                Place::new(file, 0..0),
                format!("`{name}` would not be offered to anybody"),
                format!(
                    "expected NAME.LANGUAGE.md, as in `ours.{}.md`",
                    languages.first().map_or("en", Lang::as_str)
                ),
            )),
        }
    }
    found
}

fn read(name: &str, file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let text = file.text.as_str();
    let mut reader = Reader::new(file);
    let front = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.find("\n---\n"))
        .map(|end| 4..4 + end + 1);
    let Some(front) = front else {
        reader.error(
            "front-matter-missing",
            0..3,
            "the text does not begin with a front matter",
            "expected `---`, then `label: ...` and `status: ...`, then `---`",
        );
        found.append(&mut reader.found);
        return None;
    };
    let body = text[front.end + 4..].trim().to_string();
    let node = yaml::parse(file, front, &mut reader.found);
    let before = found.len();
    let scenario = node.and_then(|node| {
        let fields = reader.fields(&node, "a scenario", &["label", "status", "state"]);
        for key in ["label", "status"] {
            if fields.get(key).is_none() {
                reader.error(
                    "missing-key",
                    0..3,
                    format!("the scenario has no `{key}`"),
                    format!("add a line `{key}: ...`"),
                );
            }
        }
        let statuses: Vec<(&str, Status)> = Status::INCIDENT
            .into_iter()
            .chain(Status::MAINTENANCE)
            .collect();
        let label = fields.get("label").and_then(|node| reader.text(node));
        let status = fields
            .get("status")
            .and_then(|node| reader.word(node, "unknown-status", "a status", &statuses));
        let state = fields
            .get("state")
            .and_then(|node| reader.word(node, "unknown-state", "a state", &State::WORDS));
        Some(Scenario {
            name: name.to_string(),
            label: label?,
            status: status?,
            state,
            text: body,
        })
    });
    found.append(&mut reader.found);
    scenario.filter(|_| found.len() == before)
}

/// The places of a text, each once, in their order.
pub fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = Vec::new();
    for (_, place) in split(text)
        .into_iter()
        .filter_map(|p| p.1.map(|q| (p.0, q)))
    {
        if !found.iter().any(|known| known.key == place.key) {
            found.push(place);
        }
    }
    found
}

/// Text up to a place, then the place.
fn split(text: &str) -> Vec<(&str, Option<Placeholder>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(MARKS[0]) {
        let inside = &rest[start + MARKS[0].len_utf8()..];
        let Some(end) = inside.find(MARKS[1]) else {
            break;
        };
        let (key, question) = inside[..end]
            .split_once(':')
            .unwrap_or((&inside[..end], &inside[..end]));
        let (key, question) = (key.trim(), question.trim().to_string());
        let optional = key.ends_with('?');
        let key = key.trim_end_matches('?').to_string();
        pieces.push((
            &rest[..start],
            Some(Placeholder {
                key,
                question,
                optional,
            }),
        ));
        rest = &inside[end + MARKS[1].len_utf8()..];
    }
    pieces.push((rest, None));
    pieces
}

impl Scenario {
    /// The text with its places filled. A paragraph with an optional place that has
    /// no answer goes; other places without one stay, and keep the text from being published.
    pub fn fill(&self, answers: &Answers) -> String {
        let paragraphs: Vec<String> = self
            .text
            .split("\n\n")
            .filter(|paragraph| {
                placeholders(paragraph)
                    .iter()
                    .all(|place| !place.optional || answer(answers, &place.key).is_some())
            })
            .map(|paragraph| fill(paragraph, answers))
            .collect();
        paragraphs.join("\n\n")
    }
}

fn answer<'a>(answers: &'a Answers, key: &str) -> Option<&'a str> {
    let words = answers.get(key)?.trim();
    (!words.is_empty()).then_some(words)
}

/// What ends a sentence.
const STOPS: [char; 8] = ['.', '!', '?', '。', '！', '？', '؟', '…'];

/// A place stands for a whole sentence: it begins one, and the next one or nothing follows.
fn is_sentence(before: &str, behind: &str) -> bool {
    let before = before.trim_end();
    let begins = before.is_empty() || before.ends_with(STOPS);
    begins && (behind.is_empty() || behind.starts_with(char::is_whitespace))
}

/// Words as a sentence: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    let stop = match words.trim_end_matches(['"', '\'', '”', '»', ')', ' ']) {
        ended if ended.ends_with(STOPS) => "",
        other if other.chars().next_back().is_some_and(|c| c > '\u{2E80}') => "。",
        _ => ".",
    };
    format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
}

fn fill(paragraph: &str, answers: &Answers) -> String {
    let mut out = String::new();
    let pieces = split(paragraph);
    for (number, (before, place)) in pieces.iter().enumerate() {
        out.push_str(before);
        let Some(place) = place else { continue };
        let behind = pieces.get(number + 1).map_or("", |(next, _)| *next);
        match answer(answers, &place.key) {
            Some(words) if is_sentence(&out, behind) => out.push_str(&sentence(words)),
            Some(words) => out.push_str(words),
            None => out.push_str(&format!(
                "{}{}: {}{}",
                MARKS[0], place.key, place.question, MARKS[1]
            )),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_dropped_or_kept() {
        let scenario = Scenario {
            name: "x".into(),
            label: "X".into(),
            status: Status::Investigating,
            state: None,
            text: "⟦see: What people see⟧ We look.\n\nStill working: ⟦works?: what works⟧.\n\nNext: ⟦next: when⟧.".into(),
        };
        let answers = Answers::from([("see".to_string(), "No sound.".to_string())]);
        assert_eq!(
            scenario.fill(&answers),
            "No sound. We look.\n\nNext: ⟦next: when⟧."
        );
        let short = Answers::from([("see".to_string(), "no sound".to_string())]);
        assert!(scenario.fill(&short).starts_with("No sound. We look."));
        let keys: Vec<String> = placeholders(&scenario.text)
            .into_iter()
            .map(|p| p.key)
            .collect();
        assert_eq!(keys, ["see", "works", "next"]);
    }
}
