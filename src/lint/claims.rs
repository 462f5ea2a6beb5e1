//! C11 to C13 and C23: what is claimed too early, or left to others, or not said.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::regex;
use super::table::Rule;
use super::text_span::{TextKind, TextSpan};
use super::words::{TermClass, WordLists};
use super::{Findings, Subject};
use crate::model::{Level, Status};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C11",
        name: "The first update names no cause",
        level: Level::Error,
        why: "The first guess is often wrong. Taken back in public, it costs more trust than \"we do not know yet\".",
        looks: "Words for a cause in a first update that says `investigating`. A sentence that says it is not known passes.",
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
        looks: "A time or span for the repair while the incident is open. Turn it off if your readers want estimates: sources disagree.",
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
        looks: "A supplier with a word of blame in one sentence, in a text that says nothing of what you do about it. \"Human error\" and the like, everywhere. Names of persons cannot be told from other names and are not looked for.",
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
        looks: "A word on data, passwords, payments or accounts in the first two updates of a major or critical incident.",
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
    let Some((at, first)) = subject.timeline().next() else {
        return;
    };
    if first.status != Status::Investigating {
        return;
    }
    for text_span in subject.bodies(at) {
        let claim = text_span.sentences.iter().find_map(|sentence| {
            let sure = text_span
                .of_sentence(sentence, TermClass::Unsure)
                .is_empty();
            let hits = text_span.of_sentence(sentence, TermClass::Cause);
            hits.first()
                .filter(|_| sure)
                .map(|hit| text_span.place(sentence.block, hit.range.clone()))
        });
        if let Some(place) = claim {
            found.add(
                11,
                place,
                "the first update names a cause",
                "do you know it already?",
                "say what people see and that you are looking for the cause; name it under `Identified`",
            );
        }
    }
}

/// The repair with a time, in one sentence.
static ESTIMATE_EN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:should|will|expect\w*|hope|estimat\w*|likely)\b[^.]{0,60}\b(?:fix\w*|resolv\w*|restor\w*|back|normal|solved|working|work again|repaired|complete[d]?|available|over|recover\w*)\b[^.]{0,25}\b(?:by|within|in|before|until|at)\s+(?:about |around |the next |less than )?(?:\d|an? |one |two |three |half |few |(?:the |a )?(?:hour|minute|tomorrow|tonight|noon))|\beta\b|\bestimated time\b",
    )
});
static ESTIMATE_FR: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:devrai|sera|seront|pensons|espérons|estim|prévoyons|prévu)[^.]{0,70}(?:rétabli|résolu|réparé|revenir|retour|remarcher|fonctionner|corrigé|normale?|disponible)[^.]{0,30}(?:d'ici|dans|avant|vers|à|sous|en) (?:environ |moins d'|l'|une? |deux |trois |quelques |la |[0-9])|durée estimée|heure estimée",
    )
});

fn estimate(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let open = |at: Option<usize>| {
        at.and_then(|at| subject.incident.updates.get(at))
            .is_none_or(|update| !update.status.is_final() && !update.review)
    };
    let told =
        |text_span: &&TextSpan<'_>| matches!(text_span.part, TextKind::Body | TextKind::Summary);
    for text_span in subject.texts.iter().filter(told).filter(|u| open(u.update)) {
        let pattern = match text_span.lists {
            WordLists::En => &ESTIMATE_EN,
            WordLists::Fr => &ESTIMATE_FR,
            WordLists::Other => continue,
        };
        for sentence in &text_span.sentences {
            let promised = !text_span.of_sentence(sentence, TermClass::Next).is_empty();
            if promised
                || text_span
                    .of_sentence(sentence, TermClass::Future)
                    .is_empty()
            {
                continue;
            }
            if let Some(hit) = pattern.find(text_span.lower(sentence)) {
                let start = sentence.range.start;
                found.add(
                    12,
                    text_span.place(sentence.block, start + hit.start()..start + hit.end()),
                    "this names an end that nobody can promise",
                    "what if it takes longer?",
                    "promise the next update instead: `next_update: 30m`",
                );
            }
        }
    }
}

fn blame(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in &subject.texts {
        if let Some(place) = text_span.first(TermClass::Person) {
            found.add(
                13,
                place,
                "this puts the fault on a person",
                "not a cause that readers can use",
                "say what happened and what let it happen: \"a setting reached all servers at once\"",
            );
        }
        if text_span.part == TextKind::Other || text_span.has(TermClass::Own) {
            continue;
        }
        let hidden = text_span.sentences.iter().find_map(|sentence| {
            let vendor = text_span.of_sentence(sentence, TermClass::Vendor);
            let blame = text_span.of_sentence(sentence, TermClass::Blame);
            let hit = vendor.first().filter(|_| !blame.is_empty())?;
            Some(text_span.place(sentence.block, hit.range.clone()))
        });
        if let Some(place) = hidden {
            found.add(
                13,
                place,
                "a supplier is all the explanation there is",
                "readers chose you",
                "say what you do about it: \"we are switching to the second network\"",
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
    if subject.severe() && subject.readable() && !said(0) {
        found.add(
            23,
            subject.heading(*second),
            "nothing says yet whether data is safe",
            "one line is enough",
            "if you know it: \"your data is safe\"; if not: \"we are still checking whether data is concerned\"",
        );
    }
}
