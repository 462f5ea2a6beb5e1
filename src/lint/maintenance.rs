//! C26 to C28, C37 and C38: planned work.

use std::ops::Range;

use jiff::SignedDuration;

use super::shapes::Shape;
use super::table::Rule;
use super::text_span::{Sentence, TextKind, TextSpan};
use super::words::{TermClass, WordLists};
use super::{Findings, Subject, span, times};
use crate::model::{Impact, Kind, Level, Promise};
use crate::time::{Around, Moment, written};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C26",
        name: "A maintenance says from when to when, what it touches and what readers notice",
        level: Level::Warning,
        why: "Readers plan around it. A window without its effect is only a threat.",
        looks: "`from` and `until` (the format asks for them, `missing-key`), a platform in `affected` or `impact: none`, and a sentence on what it means, in the summary or the first update.",
        words: false,
        format: None,
        source: "Inside GOV.UK, requesting downtime messages; HMRC design system, service availability.",
        bad: "kind: maintenance\ntitle: Database work\nfrom: 2026-12-10 22:00\nuntil: 2026-12-10 23:30",
        good: "affected: {api: degraded performance}\n---\n\nThe API answers more slowly for up to an hour. Nothing that you saved is lost.",
    },
    Rule {
        id: "C27",
        name: "A maintenance is announced early enough",
        level: Level::Warning,
        why: "Who reads of it in the evening cannot plan the night.",
        looks: "The time from the first update to `from`: 72 hours (`check: notice_period`; public bodies want a week). Without an update nothing tells when it was announced. It rests 14 days after the window.",
        words: false,
        format: None,
        source: "openstatus (72 hours); Inside GOV.UK (1 day for users, a week for requests); GOV.UK Notify (a week).",
        bad: "from: 2026-12-10 22:00\n...\n## 2026-12-10 15:00 Scheduled",
        good: "from: 2026-12-10 22:00\n...\n## 2026-12-03 10:00 Scheduled",
    },
    Rule {
        id: "C28",
        name: "A moved or cancelled maintenance gets its own update",
        level: Level::Warning,
        why: "Feeds and mails carry updates. A date that changes in place reaches nobody who has read the old one.",
        looks: "`from` or `until` that differ from what `published.lock` remembers, without a new update since.",
        words: false,
        format: None,
        source: "Reports of Cachet users; Statuspage, reminders of scheduled maintenance.",
        bad: "from: 2026-12-11 22:00      # was the 10th; no word about it",
        good: "from: 2026-12-11 22:00\n...\n## 2026-12-08 09:00 Scheduled\n\nThe work moves from 10 to 11 December 2026, at the same hours.",
    },
    Rule {
        id: "C37",
        name: "A maintenance that will last longer says so in its window",
        level: Level::Warning,
        why: "At the end of its window a maintenance counts as completed: the page turns green while you still work.",
        looks: "A clock time later than `until`, by half a day at most, in an update before it, where the sentence says that work ends or lasts (\"until\", \"takes\", \"jusqu'à\", or the end of a range); not the time of the next update, of a mail or of the support.",
        words: true,
        format: None,
        source: "Overruns on public status pages: the text said so, the page did not.",
        bad: "until: 2026-12-10 23:30\n...\n## 23:10 In progress\n\nIt takes until 00:30 CET.",
        good: "## 23:10 In progress\n\n```update\nuntil: 2026-12-11 00:30\n```\n\nIt takes until 00:30 CET.",
    },
    Rule {
        id: "C38",
        name: "A word after the window says whether the work goes on",
        level: Level::Warning,
        why: "What is said after the end of the window keeps the page in maintenance until another word ends it. \"All went well\" then reads as if you still worked.",
        looks: "An `update` behind `until` as the newest word: it keeps the status, and that is in progress.",
        words: false,
        format: None,
        source: "Overruns on public status pages, in which a word of thanks reopened the work.",
        bad: "until: 2026-12-10 23:30\n...\n## 2026-12-11 09:00 Update\n\nAll went well.",
        good: "## 2026-12-11 09:00 Completed\n\nAll went well.",
    },
];

/// A time in the text this far behind the end of a window is about something else.
const NEAR: SignedDuration = SignedDuration::from_hours(12);

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if !matches!(subject.incident.kind, Kind::Maintenance { .. }) {
        return;
    }
    let source = subject.places.source();
    let touched = subject
        .incident
        .scopes()
        .any(|scope| !scope.affected.is_empty());
    if !touched && subject.incident.stated_impact() != Some(Impact::None) {
        found.add(
            26,
            source.place_of("title"),
            "the maintenance touches no platform",
            "expected `affected`",
            "add `affected: {PLATFORM: under maintenance}`, or `impact: none` if nobody notices",
        );
    }
    let first = subject.timeline().next().map(|(at, _)| at);
    let told = subject.texts.iter().any(|text_span| {
        text_span.file == 0
            && matches!(text_span.part, TextKind::Summary | TextKind::Body)
            && (text_span.update.is_none() || text_span.update == first)
            && !text_span.sentences.is_empty()
            && (text_span.lists == WordLists::Other || text_span.tells(Shape::Noticed))
    }) || subject
        .texts
        .iter()
        .any(|text_span| text_span.part == TextKind::Title && text_span.tells(Shape::Noticed));
    if !told {
        found.add(
            26,
            source.place_of("title"),
            "nothing says what readers will notice",
            "expected a sentence below the front matter",
            "write it there: \"Log-in fails for a few minutes. You stay logged in.\"",
        );
    }
    let announced = subject.timeline().next();
    if let Some((at, update)) = announced.filter(|_| subject.pace_counts()) {
        let ahead = update.at.duration_until(subject.incident.began);
        let wanted = subject.site.check.notice_period;
        if !update.status.is_final() && ahead < wanted {
            let message = if ahead.is_positive() {
                format!("announced {} before it begins", span(ahead))
            } else {
                "announced only when it had begun".to_string()
            };
            found.add(
                27,
                subject.heading(at),
                message,
                format!("expected at least {}", span(wanted)),
                "plan it later; if it cannot wait, write `# upfront: allow C27 because ...` here",
            );
        }
    }
    longer(subject, found);
    goes_on(subject, found);
    super::ledger::moved(subject, found);
}

/// An update behind the window that does not say itself how it stands.
fn goes_on(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let (Some(window), Some((at, update))) =
        (subject.incident.window(), subject.timeline().next_back())
    else {
        return;
    };
    if update.keeps_status && !update.status.is_final() && update.at >= window.until {
        found.add(
            38,
            subject.heading(at),
            "the window is over, and since this update the page says that the work goes on",
            "does it?",
            "if it is over, write `Completed` in the heading; if not, `In progress`",
        );
    }
}

/// Ends that texts name and the window does not know.
fn longer(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for (at, update) in subject.timeline().filter(|(_, u)| !u.status.is_final()) {
        let Some(window) = subject.incident.window_before(at + 1) else {
            continue;
        };
        if update.at >= window.until || update.window.is_some() {
            continue;
        }
        let named = subject.bodies(at).find_map(|text_span| {
            let later = |words: &str| {
                let end = end_after(words, window.until, subject)?;
                let promised = matches!(update.promise, Some(Promise::By(by)) if by == end);
                (!promised).then_some(end)
            };
            times::clock(text_span).find_map(|(block, range)| {
                let text = &text_span.blocks[block].lower;
                let here = |s: &&Sentence| s.block == block && s.range.contains(&range.start);
                let sentence = text_span.sentences.iter().find(here)?;
                let end = later(&text[range.clone()])?;
                if !speaks_of_the_end(text_span, sentence, &range) {
                    return None;
                }
                Some((text_span.place(block, range), end))
            })
        });
        if let Some((place, end)) = named {
            let alone = Around::alone(&subject.site.zone);
            found.add(
                37,
                place,
                "this is later than the end of the window",
                "does it last until then?",
                format!(
                    "then write `until: {}` into the `update` block under this heading: otherwise the page says at the end of the window that it is completed",
                    written(end, &alone)
                ),
            );
        }
    }
}

/// The sentence around a clock time says when work ends or how long it lasts, and not when
/// somebody writes or answers.
fn speaks_of_the_end(text_span: &TextSpan<'_>, sentence: &Sentence, clock: &Range<usize>) -> bool {
    let has = |class| !text_span.of_sentence(sentence, class).is_empty();
    if has(TermClass::Next) || has(TermClass::Contact) {
        return false;
    }
    // `from 07:00 to 09:30`, `de 7 h à 9 h 30`
    let before = &text_span.blocks[sentence.block].lower[sentence.range.start..clock.start];
    let ends_range = || {
        let joint = before.trim_end();
        [" to", " and", " à", " et", "–", "—", "-"]
            .iter()
            .find_map(|word| joint.strip_suffix(word))
            .is_some_and(|from| {
                times::clock(text_span).any(|(block, first)| {
                    block == sentence.block
                        && first.start >= sentence.range.start
                        && first.end <= sentence.range.start + from.len()
                })
            })
    };
    has(TermClass::Lasts) || ends_range()
}

/// The moment soon after `until` at which clocks show what these words say.
fn end_after(words: &str, until: Moment, subject: &Subject<'_>) -> Option<Moment> {
    let time = times::time_of_day(words)?;
    let day = subject.site.zone.to_datetime(until).date();
    [Some(day), day.tomorrow().ok()]
        .into_iter()
        .flatten()
        .filter_map(|day| {
            day.to_datetime(time)
                .to_zoned_datetime(subject.site.zone.clone())
                .ok()
        })
        .map(|zoned| zoned.timestamp())
        .find(|end| *end > until && until.duration_until(*end) <= NEAR)
}
