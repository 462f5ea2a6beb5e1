//! C19 to C22 and C30: how an incident ends.

use std::sync::Arc;

use super::shapes::Shape;
use super::table::Rule;
use super::words::{TermClass, WordLists};
use super::{Findings, Subject, first_line};
use crate::diagnostic::SourceFile;
use crate::model::{Impact, Incident, Kind, Level, Site, Status};
use crate::source::Places;
use jiff::{SignedDuration, ToSpan};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C19",
        name: "Statuses run forwards",
        level: Level::Error,
        why: "A status that jumps back without a word looks like a mistake, and readers stop trusting the rest.",
        looks: "The order investigating, identified, monitoring, resolved. `reopened: true` marks a step back on purpose.",
        words: false,
        format: Some("status-backwards"),
        source: "Statuspage and incident.io, definitions of statuses.",
        bad: "## 14:48 Monitoring\n...\n## 15:10 Investigating",
        good: "## 15:10 Investigating\n\n```update\nreopened: true\n```\n\nThe fix did not hold.",
    },
    Rule {
        id: "C20",
        name: "Monitoring comes before resolved",
        level: Level::Hint,
        why: "What seems repaired often breaks again. A reopened incident costs more trust than twenty minutes of watching.",
        looks: "`resolved` directly behind `investigating` or `identified`, where neither of the two last updates says that it was watched or has held. A closing that C21 names gets only that finding.",
        words: false,
        format: None,
        source: "openstatus; Sorry, notice statuses (say how long you will watch).",
        bad: "## 15:36 Identified\n...\n## 15:40 Resolved",
        good: "## 15:40 Monitoring\n...\n## 16:10 Resolved",
    },
    Rule {
        id: "C21",
        name: "The last word is a complete one",
        level: Level::Hint,
        why: "Who comes back later reads only this: is it over, how long was it, was it me, is something lost, must I do something?",
        looks: "The `resolved` update of an incident that lasted 45 minutes or was major: whether something is lost, and what is left to do (\"No order was lost\", \"You need not call\", \"Rien à refaire\"). The page says duration, scope and who was hit from the fields.",
        words: true,
        format: None,
        source: "PagerDuty (recovery, data loss, lingering effects); openstatus (duration and scope).",
        bad: "## 16:10 Resolved\n\nThis incident has been resolved.",
        good: "## 16:10 Resolved\n\nEverything works again since 16:02 CET. It failed from 14:02 to 16:02 CET for all subscribers. No data was lost. If the app logged you out, log in once more.",
    },
    Rule {
        id: "C22",
        name: "A critical incident gets a review, on the day promised",
        level: Level::Warning,
        why: "Readers forgive an outage that taught you something. They remember a review that never came.",
        looks: "`review_due` or a `review` once a critical incident is resolved; a `review_due` that has passed without one, or lies more than 14 days after the end (`check: review_days`).",
        words: false,
        format: None,
        source: "Azure (first review within 3 days, final one within 14); Google Cloud (public report for major incidents); openstatus.",
        bad: "## 16:10 Resolved      # no `review_due`",
        good: "review_due: 2026-11-25",
    },
    Rule {
        id: "C30",
        name: "It says where to get help",
        level: Level::Hint,
        why: "For some readers it is not over when it is over for you.",
        looks: "`support` in status.yml, which every page shows; without it, a link or words for it in each closing update. One finding for the whole site.",
        words: true,
        format: None,
        source: "GOV.UK Notify manual (sign-off); statuskit.",
        bad: "# status.yml without `support`",
        good: "support: https://help.sonora.example/",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if !subject.is_incident() {
        return;
    }
    let statuses: Vec<_> = subject
        .timeline()
        .filter(|(_, update)| !update.keeps_status)
        .collect();
    let closing = statuses
        .last()
        .filter(|(_, update)| update.status == Status::Resolved);
    let Some((at, _)) = closing else {
        return;
    };
    if subject.impact > Impact::None {
        let incomplete = complete(subject, *at, found);
        let watched = || {
            let last_two = subject.timeline().rev().take(2).map(|(at, _)| at);
            let mut texts = last_two.flat_map(|at| subject.bodies(at));
            texts.any(|text| text.tells(Shape::Watched))
        };
        if let [.., (_, before), _] = statuses.as_slice()
            && before.status.rank() < Status::Monitoring.rank()
            && !incomplete
            && !watched()
        {
            found.add(
                20,
                subject.heading(*at),
                format!("`resolved` directly after `{}`", before.status.key()),
                "was it watched?",
                "write `Monitoring` when the repair is in, and `Resolved` when it has held for a while",
            );
        }
    }
    review(subject, *at, found);
}

/// Words of a closing that leaves nobody waiting for what is left to do.
const TOLD: usize = 20;

/// What was shorter, and touched few, leaves nobody with a question.
const LONG: SignedDuration = SignedDuration::from_mins(45);

/// C21: whether the closing update leaves out what the page cannot say by itself. Duration, scope
/// and who was hit stand on the page from the fields.
fn complete(subject: &Subject<'_>, at: usize, found: &mut Findings<'_>) -> bool {
    let mut incomplete = false;
    let lasted = subject
        .over
        .map(|over| subject.incident.began.duration_until(over));
    let long = lasted.is_some_and(|lasted| lasted >= LONG) || subject.severe();
    if !long || subject.timeline().nth(1).is_none() {
        return false;
    }
    for text_span in subject
        .bodies(at)
        .filter(|text_span| text_span.lists != WordLists::Other)
    {
        let said = |shape| {
            let sentence = text_span
                .sentences
                .iter()
                .find(|sentence| text_span.is(sentence, shape))?;
            let words = text_span.blocks[sentence.block].text[sentence.range.clone()].trim();
            Some(words)
        };
        let facts = [
            (
                "whether something is lost",
                said(Shape::Safe),
                "\"No payment was lost.\"",
            ),
            (
                "what is left to do",
                said(Shape::Advice),
                "\"You need not do anything.\"",
            ),
        ];
        let missing: Vec<_> = facts.iter().filter(|(_, said, _)| said.is_none()).collect();
        if missing.is_empty() {
            continue;
        }
        let told: usize = text_span.sentences.iter().map(|one| one.words).sum();
        if said(Shape::Safe).is_some() && told >= TOLD {
            continue;
        }
        incomplete = true;
        let names: Vec<&str> = missing.iter().map(|(fact, ..)| *fact).collect();
        let list = facts.iter().map(|(fact, said, _)| match said {
            Some(words) => format!("[x] {fact}: {words}"),
            None => format!("[ ] {fact}"),
        });
        let list = list.collect::<Vec<_>>().join("; ");
        let examples = missing.iter().map(|(_, _, example)| *example);
        found.add(
            21,
            subject.places.files[text_span.file].heading(at),
            format!("the last word does not say {}", names.join(", nor ")),
            format!("the page says how long, what and for whom; the text: {list}"),
            format!(
                "a short sentence for each: {}",
                examples.collect::<Vec<_>>().join(" ")
            ),
        );
    }
    incomplete
}

fn review(subject: &Subject<'_>, closing: usize, found: &mut Findings<'_>) {
    if subject.incident.updates.iter().any(|update| update.review) || subject.incident.drill {
        return;
    }
    let zone = &subject.site.zone;
    let days = i64::from(subject.site.check.review_days);
    let Some(over) = subject.over else {
        return;
    };
    let last_day = zone.to_datetime(over).date().saturating_add(days.days());
    let today = zone.to_datetime(subject.now).date();
    let place = || subject.places.source().place_of("review_due");
    match subject.incident.review_due {
        None if subject.impact == Impact::Critical => found.add(
            22,
            subject.heading(closing),
            "a critical incident is over, and no review is promised",
            "expected `review_due` in the front matter",
            format!("add `review_due: {last_day}` or an earlier day, and say so here"),
        ),
        Some(due) if due < today => found.add(
            22,
            place(),
            "the promised review is overdue",
            "this day has passed",
            "add a `## ... Review`, or write an update with the new day and change this one",
        ),
        Some(due) if due > last_day => found.add(
            22,
            place(),
            format!("the review comes later than {days} days after the end"),
            format!("expected by {last_day}"),
            "promise an earlier day; a first review may be short",
        ),
        _ => {}
    }
}

/// C30, once for the site.
pub(super) fn help(
    site: &Site,
    settings: Option<&Arc<SourceFile>>,
    found: &mut Findings<'_>,
    subjects: &[(&Incident, &Places)],
) {
    let Some(file) = settings.filter(|_| site.support.is_none()) else {
        return;
    };
    let silent = subjects
        .iter()
        .filter(|(incident, _)| incident.kind == Kind::Incident)
        .filter(|(incident, places)| {
            let source = places.source();
            incident
                .updates
                .iter()
                .rposition(|update| update.status == Status::Resolved && !update.review)
                .and_then(|at| source.update(at))
                .is_some_and(|update| !offers_help(&source.file.text[update.body.clone()]))
        })
        .count();
    if silent > 0 {
        let count = if silent == 1 {
            "1 closed incident does".to_string()
        } else {
            format!("{silent} closed incidents do")
        };
        found.add(
            30,
            first_line(file),
            format!("the site names no place to get help, and {count} not either"),
            "no `support` here",
            "add `support: https://...` to status.yml; every page then shows it",
        );
    }
}

fn offers_help(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let said = |lists| {
        super::words::Lexicon::built_in(lists).is_some_and(|lexicon| {
            lexicon
                .hits(&lower)
                .iter()
                .any(|hit| hit.class == TermClass::Help)
        })
    };
    text.contains("](") || text.contains("://") || said(WordLists::En) || said(WordLists::Fr)
}
