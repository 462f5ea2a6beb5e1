//! C01 to C06: how soon and how often readers hear from us.

use jiff::SignedDuration;

use super::table::Rule;
use super::words::{TermClass, WordLists};
use super::{Findings, Subject, span, times};
use crate::derive::{Outcome, Phase, outcome};
use crate::model::{Impact, Level, Promise, Update};
use crate::time::rfc3339;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C01",
        name: "The first word comes soon after the impact begins",
        level: Level::Warning,
        why: "Until you speak, readers look for the fault at home and call you. Speed comes before detail.",
        looks: "The time from `began` to the first update: 5 minutes when the impact is major or critical, else 15 (`check: first_word`). It rests 14 days after the incident.",
        words: false,
        format: None,
        source: "PagerDuty response guide, external communication (5 minutes from the start of the call); openstatus severity matrix (15 minutes); Google Cloud dashboard notes (speed before detail).",
        bad: "began: 2026-03-02 14:02\n...\n## 14:40 Investigating",
        good: "began: 2026-03-02 14:02\n...\n## 14:06 Investigating",
    },
    Rule {
        id: "C02",
        name: "An open incident says when the next update comes",
        level: Level::Error,
        why: "Who knows when to look again stops reloading the page and stops writing to you.",
        looks: "The last update of an open incident: `next_update`, or a sentence that promises one with a clock time. `next_update: none, ...` with a reason passes.",
        words: false,
        format: None,
        source: "Atlassian, incident communication tips; PagerDuty; openstatus, incident communication; incident.io, status page practices.",
        bad: "## 14:20 Investigating\n\nSongs do not start. We are looking into it.",
        good: "## 14:20 Investigating\n\n```update\nnext_update: 14:50\n```\n\nSongs do not start. We are looking into it.",
    },
    Rule {
        id: "C03",
        name: "The promised time lies ahead, and not too far",
        level: Level::Error,
        why: "A promise that has run out hurts more than the outage. A promise for tomorrow is none.",
        looks: "`next_update` of the last update of an open incident: not past, and no longer than the site's `cadence` for this impact (without one: 30 minutes critical, 1 hour major, 2 hours minor). In `monitoring`, four times as long; after two hours, as long as you say (C06).",
        words: false,
        format: None,
        source: "PagerDuty; openstatus, incident communication.",
        bad: "next_update: 12h      # every app is down",
        good: "next_update: 30m",
    },
    Rule {
        id: "C04",
        name: "No silence is longer than the cadence",
        level: Level::Warning,
        why: "Silence reads as \"they do not know\" or \"they do not care\".",
        looks: "The time between two updates before the end, against the `cadence` for the impact. An update with `next_update: none` and a reason ends the duty. After two hours a longer, promised gap passes (C06). It rests 14 days after the incident.",
        words: false,
        format: None,
        source: "PagerDuty (20 minutes), Atlassian (30), openstatus (30 to 60), GDS incident management (1 to 2 hours): hence `cadence` in status.yml.",
        bad: "## 14:20 Investigating\n...\n## 16:05 Identified",
        good: "## 14:20 Investigating\n...\n## 14:48 Update",
    },
    Rule {
        id: "C05",
        name: "Promises are kept",
        level: Level::Warning,
        why: "Each missed promise teaches readers not to believe the next.",
        looks: "Whether the update after a promise came within its minute. It rests 14 days after the incident.",
        words: false,
        format: None,
        source: "openstatus, incident communication.",
        bad: "## 14:20 Investigating   (next_update: 14:50)\n## 15:10 Identified",
        good: "## 14:20 Investigating   (next_update: 14:50)\n## 14:48 Update",
    },
    Rule {
        id: "C06",
        name: "A long incident announces its slower rhythm",
        level: Level::Hint,
        why: "After hours, updates may come more rarely, if readers know it before.",
        looks: "After two hours, a gap longer than the cadence behind an update without `next_update`.",
        words: false,
        format: None,
        source: "PagerDuty, external communication.",
        bad: "## 17:00 Update\n\nNothing new.\n\n## 21:00 Update",
        good: "## 17:00 Update\n\n```update\nnext_update: 4h\n```\n\nThe repair takes the whole evening. We write again by 21:00 CET.",
    },
];

const TWO_HOURS: SignedDuration = SignedDuration::from_hours(2);
/// Writers write no seconds.
const MINUTE: SignedDuration = SignedDuration::from_secs(59);

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if !subject.is_incident() {
        return;
    }
    if subject.phase == Phase::Open {
        promise(subject, found);
    }
    if subject.pace_counts() {
        first_word(subject, found);
        gaps(subject, found);
    }
}

fn first_word(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let Some((at, first)) = subject.timeline().next() else {
        return;
    };
    let took = subject.incident.began.duration_until(first.at);
    if let Some(limit) = subject.site.check.first_word(subject.impact)
        && took > limit + MINUTE
    {
        found.add(
            1,
            subject.heading(at),
            format!("the first word came {} after it began", span(took)),
            format!("expected within {}", span(limit)),
            "next time post what you see at once, and the rest later; if `began` is wrong, correct it",
        );
    }
}

fn promise(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let Some((at, last)) = subject.timeline().next_back() else {
        let place = subject.places.source().place_of("title");
        return found.add(
            2,
            place,
            "the incident is open and nothing says when readers hear more",
            "no update says it",
            "add an update with `next_update: 30m` in its block",
        );
    };
    if last.status.is_final() {
        return;
    }
    match &last.promise {
        Some(Promise::None(_)) => {}
        None if in_words(subject, at) => {}
        None => found.add(
            2,
            subject.heading(at),
            "the incident is open and nothing says when readers hear more",
            "no next update is promised here",
            "write `next_update: 30m` into an `update` block under this heading, or `none` with a reason",
        ),
        Some(Promise::By(by)) => {
            let late = match outcome(subject.incident, at, Some(subject.now)) {
                Some(Outcome::Overdue(late)) => Some(late),
                _ => None,
            };
            let long = subject.incident.began.duration_until(last.at) >= TWO_HOURS;
            let far = cadence(subject, last)
                .filter(|limit| !long && last.at.duration_until(*by) > *limit + MINUTE);
            if let Some(late) = late {
                found.add(
                    3,
                    subject.value(at, "next_update"),
                    format!("the promised time ran out {} ago", span(late)),
                    format!("was {}", rfc3339(*by, &subject.site.zone)),
                    "write an update now, even if it only says that nothing is new, and promise again",
                );
            } else if let Some(limit) = far {
                found.add(
                    3,
                    subject.value(at, "next_update"),
                    format!("the next update is {} away", span(last.at.duration_until(*by))),
                    format!("expected at most {} for this impact", span(limit)),
                    "promise an earlier time; `cadence` in status.yml sets the longest",
                );
            }
        }
    }
}

/// A sentence of the update promises more, with a clock time.
fn in_words(subject: &Subject<'_>, at: usize) -> bool {
    subject.bodies(at).any(|text_span| {
        let clocks: Vec<(usize, usize)> = times::clock(text_span)
            .map(|(block, range)| (block, range.start))
            .collect();
        if text_span.lists == WordLists::Other {
            return !clocks.is_empty();
        }
        text_span.sentences.iter().any(|sentence| {
            let from = (sentence.block, sentence.range.start);
            let next = clocks.partition_point(|clock| *clock < from);
            clocks
                .get(next)
                .is_some_and(|clock| *clock < (sentence.block, sentence.range.end))
                && !text_span.of_sentence(sentence, TermClass::Next).is_empty()
        })
    })
}

/// The longest silence after an update; `None` where there is no rule.
fn cadence(subject: &Subject<'_>, update: &Update) -> Option<SignedDuration> {
    let impact = update
        .scope
        .impact
        .unwrap_or_else(|| Impact::of(update.scope.worst()));
    let limit = if subject.site.cadence.by_impact.is_empty() {
        match impact {
            Impact::Critical => SignedDuration::from_mins(30),
            Impact::Major => SignedDuration::from_mins(60),
            Impact::Minor => TWO_HOURS,
            Impact::None => return None,
        }
    } else {
        let own = &subject.site.cadence.by_impact;
        own.iter().find(|(of, _)| *of == impact)?.1
    };
    Some(match update.status {
        crate::model::Status::Monitoring => limit * 4,
        _ => limit,
    })
}

fn gaps(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let updates: Vec<_> = subject.timeline().collect();
    for pair in updates.windows(2) {
        let [(at, before), (next, after)] = pair else {
            continue;
        };
        if before.status.is_final() {
            continue;
        }
        if let Some(Outcome::Late(late)) = outcome(subject.incident, *at, None) {
            found.add(
                5,
                subject.value(*at, "next_update"),
                format!("the promised update came {} late", span(late)),
                "was not kept",
                "promise what you can keep, and write in time even when nothing is new",
            );
        }
        let gap = before.at.duration_until(after.at);
        let Some(limit) = cadence(subject, before).filter(|limit| gap > *limit + MINUTE) else {
            continue;
        };
        let long = subject.incident.began.duration_until(before.at) >= TWO_HOURS;
        match (&before.promise, long) {
            (Some(Promise::None(_)), _) | (Some(Promise::By(_)), true) => {}
            (None, true) => found.add(
                6,
                subject.heading(*at),
                format!("{} of silence follow, and nothing announces them", span(gap)),
                "promises no next update",
                "say in `next_update` when you write again; after two hours it may be later",
            ),
            _ => found.add(
                4,
                subject.heading(*next),
                format!("this comes {} after the update before", span(gap)),
                format!("expected within {}", span(limit)),
                "write in between, even if only \"we are still at it\"; `cadence` in status.yml sets the limit",
            ),
        }
    }
}
