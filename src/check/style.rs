//! C14 to C17: how it is said.

use super::table::Rule;
use super::unit::{Part, Sentence, Unit};
use super::words::{Hit, Sense, Voice};
use super::{Case, Findings};
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C14",
        name: "One word of doubt in a sentence, not two",
        level: Level::Warning,
        why: "\"Some users may possibly\" tells nobody whether they are meant.",
        looks: "Two or more of \"some\", \"may\", \"might\", \"possibly\", \"intermittent\", \"a small number\" and their like in one sentence.",
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
        looks: "Words of the trade outside code (`check: jargon` adds, `check: plain` allows; names of your platforms pass), and sentences of more than 25 words (`check: sentence_words`; French, which says the same in more words, gets a fifth more). Reviews pass: who reads them wants details. No score of readability: none holds across languages.",
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
        looks: "More than one sentence of apology in an update, or one that opens it.",
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

pub(super) fn check(case: &Case<'_>, found: &mut Findings<'_>) {
    for unit in case.units.iter().filter(|unit| unit.part != Part::Other) {
        hedges(unit, found);
        let review = |at: usize| case.incident.updates.get(at).is_some_and(|u| u.review);
        if !unit.update.is_some_and(review) {
            jargon(case, unit, found);
            long(case, unit, found);
        }
        if unit.part == Part::Body {
            apologies(unit, found);
        }
        for (block, hit) in outermost(unit, Sense::Marketing) {
            found.add(
                17,
                unit.place(block, hit.range.clone()),
                format!("`{}` is advertising", text(unit, block, hit)),
                "says nothing to somebody who waits",
                "take it out, or say what you do",
            );
        }
    }
}

fn text<'a>(unit: &'a Unit<'_>, block: usize, hit: &Hit) -> &'a str {
    &unit.blocks[block].text[hit.range.clone()]
}

/// Words of a sense, none inside another.
fn outermost<'a>(unit: &'a Unit<'_>, sense: Sense) -> Vec<(usize, &'a Hit)> {
    let mut kept: Vec<(usize, &Hit)> = Vec::new();
    for (block, hit) in unit.all(sense) {
        let inside = kept
            .last()
            .is_some_and(|(of, last)| *of == block && hit.range.start < last.range.end);
        if !inside {
            kept.push((block, hit));
        }
    }
    kept
}

fn hedges(unit: &Unit<'_>, found: &mut Findings<'_>) {
    for sentence in &unit.sentences {
        let hits = unit.of_sentence(sentence, Sense::Hedge);
        if let [first, .., last] = hits.as_slice() {
            let words: Vec<&str> = hits.iter().map(|h| text(unit, sentence.block, h)).collect();
            found.add(
                14,
                unit.place(sentence.block, first.range.start..last.range.end),
                format!(
                    "{} words of doubt in one sentence: {}",
                    hits.len(),
                    words.join(", ")
                ),
                "who is meant?",
                "say who and how many, as far as you know: \"about one payment in three fails\"",
            );
        }
    }
}

fn jargon(case: &Case<'_>, unit: &Unit<'_>, found: &mut Findings<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for (block, hit) in outermost(unit, Sense::Jargon) {
        let word = &unit.blocks[block].lower[hit.range.clone()];
        if seen.contains(&word) || known(case, word) {
            continue;
        }
        seen.push(word);
        found.add(
            15,
            unit.place(block, hit.range.clone()),
            format!("`{}` is a word of the trade", text(unit, block, hit)),
            "not a word of your readers",
            "say what it means for them; if they know the word, add it to `check: plain` in status.yml",
        );
    }
}

/// A word that this site's readers know: set as plain, or part of a platform's name.
fn known(case: &Case<'_>, word: &str) -> bool {
    let holds = |words: &str| {
        let words = words.to_lowercase();
        words == word
            || words
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|one| one == word)
    };
    let site = case.site;
    site.check.plain.iter().any(|plain| holds(plain))
        || site.platforms.iter().any(|platform| {
            site.languages
                .iter()
                .any(|lang| holds(platform.name.get(lang).0))
        })
}

fn long(case: &Case<'_>, unit: &Unit<'_>, found: &mut Findings<'_>) {
    let limit = match (case.site.check.sentence_words, unit.voice) {
        (words, Voice::En) => words,
        // Small words that English drops.
        (words, Voice::Fr) => words * 6 / 5,
        (_, Voice::Other) => return,
    };
    for sentence in unit.sentences.iter().filter(|s| s.words > limit) {
        found.add(
            15,
            unit.sentence(sentence),
            format!("a sentence of {} words", sentence.words),
            format!("expected at most {limit}"),
            "make two of it",
        );
    }
}

fn apologies(unit: &Unit<'_>, found: &mut Findings<'_>) {
    let sorry: Vec<(usize, &Sentence)> = unit
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| !unit.of_sentence(sentence, Sense::Apology).is_empty())
        .collect();
    match sorry.as_slice() {
        [(0, first), ..] => found.add(
            16,
            unit.sentence(first),
            "the apology comes before the facts",
            "readers look for facts first",
            "begin with what people see; apologise once, at the end",
        ),
        [_, (_, second), ..] => found.add(
            16,
            unit.sentence(second),
            format!("{} apologies in one update", sorry.len()),
            "the second weakens the first",
            "keep one",
        ),
        _ => {}
    }
}
