//! C11 to C13 and C23: what is claimed too early, or left to others, or not said.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::regex;
use super::table::Rule;
use super::unit::{Part, Unit};
use super::words::{Sense, Voice};
use super::{Case, Findings};
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

pub(super) fn check(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.is_incident() {
        cause(case, found);
        estimate(case, found);
        safety(case, found);
    }
    blame(case, found);
}

fn cause(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some((at, first)) = case.timeline().next() else {
        return;
    };
    if first.status != Status::Investigating {
        return;
    }
    for unit in case.bodies(at) {
        let claim = unit.sentences.iter().find_map(|sentence| {
            let sure = unit.of_sentence(sentence, Sense::Unsure).is_empty();
            let hits = unit.of_sentence(sentence, Sense::Cause);
            hits.first()
                .filter(|_| sure)
                .map(|hit| unit.place(sentence.block, hit.range.clone()))
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

fn estimate(case: &Case<'_>, found: &mut Findings<'_>) {
    let open = |at: Option<usize>| {
        at.and_then(|at| case.incident.updates.get(at))
            .is_none_or(|update| !update.status.is_final() && !update.review)
    };
    let told = |unit: &&Unit<'_>| matches!(unit.part, Part::Body | Part::Summary);
    for unit in case.units.iter().filter(told).filter(|u| open(u.update)) {
        let pattern = match unit.voice {
            Voice::En => &ESTIMATE_EN,
            Voice::Fr => &ESTIMATE_FR,
            Voice::Other => continue,
        };
        for sentence in &unit.sentences {
            let promised = !unit.of_sentence(sentence, Sense::Next).is_empty();
            if promised || unit.of_sentence(sentence, Sense::Future).is_empty() {
                continue;
            }
            if let Some(hit) = pattern.find(unit.lower(sentence)) {
                let start = sentence.range.start;
                found.add(
                    12,
                    unit.place(sentence.block, start + hit.start()..start + hit.end()),
                    "this names an end that nobody can promise",
                    "what if it takes longer?",
                    "promise the next update instead: `next_update: 30m`",
                );
            }
        }
    }
}

fn blame(case: &Case<'_>, found: &mut Findings<'_>) {
    for unit in &case.units {
        if let Some(place) = unit.first(Sense::Person) {
            found.add(
                13,
                place,
                "this puts the fault on a person",
                "not a cause that readers can use",
                "say what happened and what let it happen: \"a setting reached all servers at once\"",
            );
        }
        if unit.part == Part::Other || unit.has(Sense::Own) {
            continue;
        }
        let hidden = unit.sentences.iter().find_map(|sentence| {
            let vendor = unit.of_sentence(sentence, Sense::Vendor);
            let blame = unit.of_sentence(sentence, Sense::Blame);
            let hit = vendor.first().filter(|_| !blame.is_empty())?;
            Some(unit.place(sentence.block, hit.range.clone()))
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

fn safety(case: &Case<'_>, found: &mut Findings<'_>) {
    let early: Vec<_> = case.timeline().take(2).collect();
    let [_, (second, _)] = early.as_slice() else {
        return;
    };
    let said = |file: usize| {
        case.of_file(file)
            .filter(|unit| unit.update.is_none_or(|at| at <= *second))
            .filter(|unit| !matches!(unit.part, Part::Other))
            .any(|unit| unit.has(Sense::Safety))
    };
    if case.severe() && case.readable() && !said(0) {
        found.add(
            23,
            case.heading(*second),
            "nothing says yet whether data is safe",
            "one line is enough",
            "if you know it: \"your data is safe\"; if not: \"we are still checking whether data is concerned\"",
        );
    }
}
