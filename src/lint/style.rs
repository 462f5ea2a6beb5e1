//! C14 to C17: how it is said.

use super::shapes::Shape;
use super::table::Rule;
use super::text_span::{Sentence, TextKind, TextSpan};
use super::words::{TermClass, TermMatch, WordLists};
use super::{Findings, Subject};
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C14",
        name: "One word of doubt in a sentence, not two",
        level: Level::Warning,
        why: "\"Some users may possibly\" tells nobody whether they are meant.",
        looks: "Two or more words of doubt in one sentence: \"some\", \"may\", \"could\", \"possibly\", \"intermittent\", \"a small number\". The month passes.",
        words: true,
        format: None,
        source: "openstatus, incident communication.",
        bad: "Some users may see intermittent errors.",
        good: "About one card payment in three fails.",
    },
    Rule {
        id: "C15",
        name: "Plain words and short sentences",
        level: Level::Warning,
        why: "Readers are worried, on a phone, and often read a second language.",
        looks: "Words of the trade outside code, each once in an incident (`check: jargon` adds, `check: plain` allows; names of your platforms pass, and all of them where the platform is a tool of developers), and sentences of more than 25 words (`check: sentence_words`; French, which says the same in more words, gets a fifth more). Reviews pass: who reads them wants details. No score of readability: none holds across languages.",
        words: true,
        format: None,
        source: "Atlassian (layman's terms); GOV.UK Notify manual (plain English); GOV.UK style guide (25 words).",
        bad: "Elevated 5xx rates from upstream pods after a failover.",
        good: "Our servers answer many requests with an error.",
    },
    Rule {
        id: "C16",
        name: "One apology, after the facts",
        level: Level::Hint,
        why: "Readers look for facts first. The second apology weakens the first.",
        looks: "A sentence of apology that opens an update, a second one in an update, and one in an update after another that has apologised.",
        words: true,
        format: None,
        source: "Atlassian (apologise); openstatus (one line at most).",
        bad: "We are sorry. Songs do not start. We apologise for that.",
        good: "Songs play again since 16:02 CET. ... We are sorry for the lost evening.",
    },
    Rule {
        id: "C17",
        name: "No marketing voice",
        level: Level::Warning,
        why: "In an outage, advertising sounds like mockery.",
        looks: "\"Best possible experience\", \"seamless\", \"working hard\", \"valued customers\", \"any inconvenience\" and their like.",
        words: true,
        format: None,
        source: "openstatus, incident communication.",
        bad: "We are working hard to give our valued customers the best possible experience.",
        good: "We are putting the former setting back.",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    // Files in which an earlier update has apologised.
    let mut sorry: Vec<usize> = Vec::new();
    for text_span in subject
        .texts
        .iter()
        .filter(|text_span| text_span.part != TextKind::Other)
    {
        hedges(text_span, found);
        let review = |at: usize| subject.incident.updates.get(at).is_some_and(|u| u.review);
        if !text_span.update.is_some_and(review) {
            jargon(subject, text_span, &mut seen, found);
            long(subject, text_span, found);
        }
        if text_span.part == TextKind::Body {
            let said = apologies(text_span, sorry.contains(&text_span.file), found);
            if said {
                sorry.push(text_span.file);
            }
        }
        for sentence in &text_span.sentences {
            if let Some(range) = text_span.shape(sentence, Shape::Praise) {
                let words = &text_span.blocks[sentence.block].text[range.clone()];
                found.add(
                    17,
                    text_span.place(sentence.block, range.clone()),
                    format!("`{}` is advertising", words.trim()),
                    "says nothing to somebody who waits",
                    "take it out, or say what you do",
                );
            }
        }
    }
}

fn text<'a>(text_span: &'a TextSpan<'_>, block: usize, hit: &TermMatch) -> &'a str {
    &text_span.blocks[block].text[hit.range.clone()]
}

/// Words of a class, none inside another.
fn outermost<'a>(text_span: &'a TextSpan<'_>, class: TermClass) -> Vec<(usize, &'a TermMatch)> {
    let mut kept: Vec<(usize, &TermMatch)> = Vec::new();
    for (block, hit) in text_span.all(class) {
        let inside = kept
            .last()
            .is_some_and(|(of, last)| *of == block && hit.range.start < last.range.end);
        if !inside {
            kept.push((block, hit));
        }
    }
    kept
}

fn hedges(text_span: &TextSpan<'_>, found: &mut Findings<'_>) {
    for sentence in &text_span.sentences {
        let words = &text_span.blocks[sentence.block].text;
        let mut hits = text_span.shapes(sentence, Shape::Doubt);
        hits.retain(|hit| !is_month(words, hit) && !is_measure(words, hit));
        if let [first, .., last] = hits.as_slice() {
            let named: Vec<&str> = hits.iter().map(|hit| words[hit.clone()].trim()).collect();
            found.add(
                14,
                text_span.place(sentence.block, first.start..last.end),
                format!(
                    "{} words of doubt in one sentence: {}",
                    hits.len(),
                    named.join(", ")
                ),
                "who is meant?",
                "say who and how many, as far as you know: \"about one payment in three fails\"",
            );
        }
    }
}

/// `a few seconds` is a time, and no doubt.
fn is_measure(text: &str, hit: &std::ops::Range<usize>) -> bool {
    const UNITS: [&str; 10] = [
        "second", "seconds", "minute", "minutes", "hour", "hours", "days", "weeks", "times",
        "metres",
    ];
    let behind = text[hit.end..].trim_start();
    let word = behind.split(|c: char| !c.is_alphabetic()).next();
    word.is_some_and(|word| UNITS.contains(&word))
}

/// `May` beside a number is a month.
fn is_month(text: &str, hit: &std::ops::Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    &text[hit.clone()] == "May"
        && (digit(text[..hit.start].trim_end().chars().next_back())
            || digit(text[hit.end..].trim_start().chars().next()))
}

/// A word is named once in an incident.
fn jargon<'s>(
    subject: &Subject<'_>,
    text_span: &'s TextSpan<'_>,
    seen: &mut Vec<&'s str>,
    found: &mut Findings<'_>,
) {
    for (block, hit) in outermost(text_span, TermClass::Jargon) {
        let word = &text_span.blocks[block].lower[hit.range.clone()];
        if seen.contains(&word) || known(subject, word) {
            continue;
        }
        seen.push(word);
        found.add(
            15,
            text_span.place(block, hit.range.clone()),
            format!("`{}` is a word of the trade", text(text_span, block, hit)),
            "not a word of your readers",
            "say what it means for them; if they know the word, add it to `check: plain` in status.yml",
        );
    }
}

/// A word that this site's readers know: set as plain, or part of a platform's name.
fn known(subject: &Subject<'_>, word: &str) -> bool {
    let holds = |words: &str| {
        let words = words.to_lowercase();
        words == word
            || words
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|one| one == word)
    };
    let site = subject.site;
    if readers_build(subject) && !matches!(word, "rca" | "root cause" | "oom") {
        return true;
    }
    site.check.plain.iter().any(|plain| holds(plain))
        || site.platforms.iter().any(|platform| {
            site.languages
                .iter()
                .any(|lang| holds(platform.name.get(lang).0))
        })
}

/// What is hit is a tool of people who build software: its words are theirs.
fn readers_build(subject: &Subject<'_>) -> bool {
    const TOOLS: [&str; 36] = [
        "api",
        "apis",
        "sdk",
        "cli",
        "webhook",
        "webhooks",
        "git",
        "build",
        "builds",
        "runner",
        "runners",
        "deploy",
        "deploys",
        "deployment",
        "deployments",
        "database",
        "databases",
        "dns",
        "hosting",
        "cloud",
        "server",
        "servers",
        "storage",
        "compute",
        "registry",
        "repository",
        "repositories",
        "actions",
        "packages",
        "codespaces",
        "copilot",
        "pull",
        "functions",
        "edge",
        "developer",
        "développeurs",
    ];
    let word = |name: &str| {
        let lower = name.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        words.any(|word| TOOLS.contains(&word))
    };
    let site = subject.site;
    let named = |scope: &crate::model::Scope| {
        let platforms = scope.affected.keys().map(|id| site.platform(*id));
        platforms
            .into_iter()
            .any(|platform| word(&platform.key) || platform.name.all().any(|(_, name)| word(name)))
    };
    subject.incident.scopes().any(named)
}

fn long(subject: &Subject<'_>, text_span: &TextSpan<'_>, found: &mut Findings<'_>) {
    let limit = match (subject.site.check.sentence_words, text_span.lists) {
        (words, WordLists::En) => words,
        // Small words that English drops.
        (words, WordLists::Fr) => words * 6 / 5,
        (_, WordLists::Other) => return,
    };
    for sentence in text_span.sentences.iter().filter(|s| s.words > limit) {
        found.add(
            15,
            text_span.sentence(sentence),
            format!("a sentence of {} words", sentence.words),
            format!("expected at most {limit}"),
            "make two of it",
        );
    }
}

/// Whether it apologises. `before`: an earlier update has.
fn apologies(text_span: &TextSpan<'_>, before: bool, found: &mut Findings<'_>) -> bool {
    let sorry: Vec<(usize, &Sentence)> = text_span
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| text_span.is(sentence, Shape::Apology))
        .collect();
    let (sentence, message, expected, help) = match sorry.as_slice() {
        [(0, first), ..] if text_span.sentences.len() > 1 => (
            first,
            "the apology comes before the facts",
            "readers look for facts first",
            "begin with what people see; apologise once, at the end",
        ),
        [_, (_, second), ..] => (
            second,
            "a second apology in one update",
            "the second weakens the first",
            "keep one",
        ),
        [(_, again)] if before => (
            again,
            "an earlier update has apologised",
            "the second weakens the first",
            "keep the last one",
        ),
        _ => return !sorry.is_empty(),
    };
    found.add(16, text_span.sentence(sentence), message, expected, help);
    true
}
