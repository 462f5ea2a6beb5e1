//! C11 to C13 and C23: what is claimed too early, or left to others, or not said.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::regex;
use super::shapes::Shape;
use super::table::Rule;
use super::text_span::{TextKind, TextSpan};
use super::words::TermClass;
use super::{Findings, Subject};
use crate::model::{Level, Status};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C11",
        name: "The first update names no cause",
        level: Level::Warning,
        why: "The first guess is often wrong. Taken back in public, it costs more trust than \"we do not know yet\".",
        looks: "Words that name or suspect a cause, in any update that says `investigating`: \"we suspect\", \"seems to come from\", \"the update broke it\", \"most likely the database\". A sentence that says it is not known passes.",
        words: true,
        format: None,
        source: "openstatus, incident communication.",
        bad: "## 14:20 Investigating\n\nLog-in fails because of a database problem.",
        good: "## 14:20 Investigating\n\nLog-in fails on every app. We are looking for the cause.",
    },
    Rule {
        id: "C12",
        name: "No end is named that nobody can promise",
        level: Level::Warning,
        why: "An end that passes is a broken promise. The time of the next update is one that you can keep.",
        looks: "A sentence of an open update that says when it will work again: a future, a recovery, and a time, a part of the day or a span. The next update, a watch, and what readers must do by a time pass; so does \"we have no time\".",
        words: true,
        format: None,
        source: "openstatus (no estimate unless certain); brily.app (estimates with error bars are welcome): hence a setting.",
        bad: "Everything should be fixed within an hour.",
        good: "We do not know yet how long it takes. We write again by 15:30 CET.",
    },
    Rule {
        id: "C13",
        name: "No blame, and no hiding behind a supplier",
        level: Level::Warning,
        why: "Readers chose you, not your supplier. Events explain a failure, persons do not.",
        looks: "A person, customer or supplier as the subject of a verb of blame (\"let us down\", \"forgot\", \"ticked the wrong box\"), and \"not our fault\". A supplier beside what you do about it passes.",
        words: true,
        format: None,
        source: "Atlassian (own the problem); openstatus; Google SRE book, postmortem culture.",
        bad: "This was caused by our hosting provider.",
        good: "A network that we rent in Frankfurt is down. We are switching to the second one.",
    },
    Rule {
        id: "C23",
        name: "It says early whether data is safe",
        level: Level::Hint,
        why: "In a large outage readers think of a break-in. One line spares them.",
        looks: "A word on data, passwords, payments or accounts in the first two updates of a major or critical incident in which something is lost, missing, doubled or shown to others.",
        words: true,
        format: None,
        source: "Atlassian, incident communication tips.",
        bad: "## 14:48 Identified\n\nA faulty setting reached our servers.",
        good: "## 14:48 Identified\n\nA faulty setting reached our servers. Passwords and payment details are safe.",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if subject.is_incident() {
        cause(subject, found);
        estimate(subject, found);
        safety(subject, found);
    }
    blame(subject, found);
}

fn cause(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let early = subject
        .timeline()
        .take_while(|(_, update)| update.status == Status::Investigating);
    for (at, _) in early {
        for text_span in subject.bodies(at) {
            let claim = text_span.sentences.iter().find_map(|sentence| {
                let lower = text_span.lower(sentence);
                let unsure = !text_span
                    .of_sentence(sentence, TermClass::Unsure)
                    .is_empty()
                    || lower.ends_with('?')
                    || lower.contains(" not ")
                    || lower.contains(" pas ");
                let range = text_span
                    .shape(sentence, Shape::Suspicion)
                    .filter(|_| !unsure)?;
                Some(text_span.place(sentence.block, range))
            });
            if let Some(place) = claim {
                found.add(
                    11,
                    place,
                    "a cause is named before it is known",
                    "the status is still `investigating`",
                    "say that you do not know it yet, and what people see; name the cause under `Identified`",
                );
                return;
            }
        }
    }
}

fn estimate(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let open = |at: Option<usize>| {
        at.and_then(|at| subject.incident.updates.get(at))
            .is_none_or(|update| !update.status.is_final() && !update.review)
    };
    let told =
        |text_span: &&TextSpan<'_>| matches!(text_span.part, TextKind::Body | TextKind::Summary);
    for text_span in subject.texts.iter().filter(told).filter(|u| open(u.update)) {
        for sentence in &text_span.sentences {
            let is = |shape| text_span.is(sentence, shape);
            // The next word, the time of a watch, and what readers must do by then.
            let past = text_span.lower(sentence).contains("since ")
                || text_span.lower(sentence).contains("depuis ");
            if past
                || is(Shape::Next)
                || is(Shape::Denied)
                || !is(Shape::Future)
                || !is(Shape::Recovery)
            {
                continue;
            }
            if let Some(range) = text_span.shape(sentence, Shape::TimeWords) {
                found.add(
                    12,
                    text_span.place(sentence.block, range),
                    "this names an end that nobody can promise",
                    "what if it takes longer?",
                    "promise the next update instead: `next_update: 30m`",
                );
            }
        }
    }
}

/// Somebody who repairs or looks: no fault of his is told.
static AT_WORK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:is|are|will be|est|sont|sera) (?:already |now |déjà )?(?:on site|on the way|there|at (?:the|work)|looking|checking|working|repairing|replacing|sur place|en route|au travail|en train)\b|\b(?:watches|checks|repairs|replaces|calls|visits|surveille|vérifie|répare|remplace|rappelle)\b",
    )
});

fn blame(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in &subject.texts {
        if text_span.part == TextKind::Other {
            continue;
        }
        let acts = |number: usize| {
            let near = &text_span.sentences
                [number.saturating_sub(1)..text_span.sentences.len().min(number + 2)];
            near.iter()
                .any(|sentence| text_span.is(sentence, Shape::Own))
        };
        let hidden = text_span
            .sentences
            .iter()
            .enumerate()
            .find_map(|(n, sentence)| {
                let range = text_span.shape(sentence, Shape::Blame)?;
                let vendor = !text_span
                    .of_sentence(sentence, TermClass::Vendor)
                    .is_empty();
                (!vendor || !acts(n)).then_some((sentence.block, range))
            });
        let vendor = || {
            text_span
                .sentences
                .iter()
                .enumerate()
                .find_map(|(n, sentence)| {
                    let vendor = text_span.of_sentence(sentence, TermClass::Vendor);
                    let blame = text_span.of_sentence(sentence, TermClass::Blame);
                    let hit = vendor.first().filter(|_| !blame.is_empty() && !acts(n))?;
                    Some((sentence.block, hit.range.clone()))
                })
        };
        let person = || {
            let mut sentences = text_span.sentences.iter();
            sentences.find_map(|sentence| {
                let lower = text_span.lower(sentence);
                let person = text_span.of_sentence(sentence, TermClass::Person);
                let hit = person.first().filter(|_| !AT_WORK.is_match(lower))?;
                Some((sentence.block, hit.range.clone()))
            })
        };
        if let Some((block, range)) = hidden.or_else(vendor).or_else(person) {
            found.add(
                13,
                text_span.place(block, range),
                "this puts the fault on somebody else",
                "readers chose you",
                "say what happened, what let it happen, and what you do about it: \"we are switching to the second network\"",
            );
        }
    }
}

fn safety(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let early: Vec<_> = subject.timeline().take(2).collect();
    let [_, (second, _)] = early.as_slice() else {
        return;
    };
    let said = |file: usize| {
        subject
            .of_file(file)
            .filter(|text_span| text_span.update.is_none_or(|at| at <= *second))
            .filter(|text_span| !matches!(text_span.part, TextKind::Other))
            .any(|text_span| text_span.has(TermClass::Safety))
    };
    let early_texts = || {
        subject
            .of_file(0)
            .filter(|text_span| text_span.update.is_none_or(|at| at <= *second))
    };
    let in_doubt = early_texts().any(|text_span| text_span.tells(Shape::Loss))
        && !early_texts().any(|text_span| text_span.tells(Shape::Safe));
    if in_doubt && subject.severe() && subject.readable() && !said(0) {
        found.add(
            23,
            subject.heading(*second),
            "nothing says yet whether data is safe",
            "one line is enough",
            "if you know it: \"your data is safe\"; if not: \"we are still checking whether data is concerned\"",
        );
    }
}
