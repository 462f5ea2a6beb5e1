//! C29 and C32: the same words everywhere, and only when there is something to say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::table::Rule;
use super::text_span::{TextKind, TextSpan};
use super::words::TermClass;
use super::{Findings, Subject};
use crate::diagnostic::Severity;
use crate::model::{Impact, Level, Promise};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C29",
        name: "The short text says the same as the long one",
        level: Level::Warning,
        why: "Posts are copied and never corrected. A number that differs makes both doubtful.",
        looks: "Numbers and times in `short` that stand nowhere else in the file, and, as a hint, a critical incident without any `short`.",
        words: false,
        format: None,
        source: "Atlassian (consistent across channels).",
        bad: "short: Music was off for 3 hours.\n...\nThe outage lasted 2 hours.",
        good: "short: Music was off for 2 hours.\n...\nThe outage lasted 2 hours.",
    },
    Rule {
        id: "C32",
        name: "An update says something new",
        level: Level::Warning,
        why: "Each update rings thousands of phones. Empty ones teach people to switch it off.",
        looks: "An update whose words are almost those of an earlier one, with the same status, the same scope and no new `next_update`. \"No change\" with a new promise passes.",
        words: false,
        format: None,
        source: "PagerDuty (avoid fatigue); openstatus (say \"no change\" with a new time).",
        bad: "## 14:20 Investigating\n\nWe are looking into it.\n\n## 14:50 Update\n\nWe are still looking into it.",
        good: "## 14:50 Update\n\n```update\nnext_update: 15:20\n```\n\nNothing is new. We are still looking for the cause.",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    short(subject, found);
    empty(subject, found);
}

fn short(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let shorts: Vec<&TextSpan<'_>> = subject
        .texts
        .iter()
        .filter(|text_span| text_span.part == TextKind::Short)
        .collect();
    if shorts.is_empty() {
        if subject.is_incident() && subject.impact == Impact::Critical && !subject.incident.drill {
            // Proposed, not demanded.
            found.add_at_most(
                Severity::Hint,
                29,
                subject.places.source().place_of("title"),
                "a critical incident without a `short` text",
                "chat and social posts get no words of yours",
                "add `short:`, at most 280 characters: what fails, for whom, what works, when you write again",
            );
        }
        return;
    }
    let mut known: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for short in shorts {
        let known = known
            .entry(short.file)
            .or_insert_with(|| numbers_of_file(subject, short.file));
        for (block, words) in short.blocks.iter().enumerate() {
            for (range, number) in numbers(&words.lower) {
                if !known.contains(&number) {
                    found.add(
                        29,
                        short.place(block, range.clone()),
                        format!("`{}` stands nowhere in the long text", &words.lower[range]),
                        "a fact of the short text alone",
                        "say it in an update as well, or correct it here",
                    );
                }
            }
        }
    }
}

/// Numbers of all other texts of a file, and of the times in its front matter.
fn numbers_of_file(subject: &Subject<'_>, file: usize) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = subject
        .of_file(file)
        .filter(|text_span| text_span.part != TextKind::Short)
        .flat_map(|text_span| text_span.blocks.iter())
        .flat_map(|block| numbers(&block.lower))
        .map(|(_, number)| number)
        .collect();
    let zone = &subject.site.zone;
    let incident = subject.incident;
    let until = match incident.kind {
        crate::model::Kind::Maintenance { until, .. } => Some(until),
        _ => incident.ended,
    };
    let updates = incident.updates.iter().map(|update| update.at);
    let promises = incident
        .updates
        .iter()
        .filter_map(|update| match update.promise {
            Some(Promise::By(by)) => Some(by),
            _ => None,
        });
    let moments = updates.chain(promises).chain([incident.began]).chain(until);
    for moment in moments {
        let local = zone.to_datetime(moment);
        let utc = jiff::tz::TimeZone::UTC.to_datetime(moment);
        for at in [local, utc] {
            known.insert(format!("{}:{:02}", at.hour(), at.minute()));
            known.insert(at.day().to_string());
            known.insert(at.year().to_string());
        }
    }
    if let Some(due) = incident.review_due {
        known.extend([due.day().to_string(), due.year().to_string()]);
    }
    known
}

/// Each number and clock time with its bytes; clocks as `14:02`, other numbers
/// without leading zeros and signs between thousands (`15,300`, `15 300`).
fn numbers(text: &str) -> Vec<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + digits(&text[at..]);
        let plain = |range: Range<usize>| {
            let figures: String = text[range].chars().filter(char::is_ascii_digit).collect();
            match figures.trim_start_matches('0') {
                "" => "0".to_string(),
                digits => digits.to_string(),
            }
        };
        let rest = text[end..].trim_start_matches(' ');
        let minutes = rest
            .strip_prefix([':', 'h'])
            .map(|rest| rest.trim_start_matches(' '))
            .filter(|rest| digits(rest) == 2 && end - at <= 2);
        let (end, value) = match minutes {
            Some(minutes) => {
                let start = text.len() - minutes.len();
                let value = format!("{}:{}", plain(at..end), &minutes[..2]);
                (start + 2, value)
            }
            None => {
                let end = if end - at <= 3 {
                    thousands(text, end)
                } else {
                    end
                };
                (end, plain(at..end))
            }
        };
        found.push((at..end, value));
        at = end;
    }
    found
}

/// Where a number ends whose first group of figures ends at `end`.
fn thousands(text: &str, mut end: usize) -> usize {
    loop {
        let group = text[end..].strip_prefix([',', ' ']);
        if group.is_none_or(|group| digits(group) != 3) {
            return end;
        }
        end += 4;
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Share of words that two texts must have in common to be near copies.
const NEAR: f64 = 0.8;

/// The same of an update that is not the one before, and so many words it must have: what is
/// short comes back by chance.
const AGAIN: f64 = 0.9;
const LONG: usize = 6;

fn empty(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let updates: Vec<_> = subject.timeline().collect();
    let words = |at: usize| -> Vec<&str> {
        let source = subject.bodies(at).find(|text_span| text_span.file == 0);
        source.map(words_of).unwrap_or_default()
    };
    for (number, (next, after)) in updates.iter().enumerate().skip(1) {
        let (_, before) = updates[number - 1];
        let new_promise = matches!(after.promise, Some(Promise::By(_)));
        let changed = after.status != before.status
            || !after.change.states.is_empty()
            || after.change.regions
            || after.change.audiences
            || after.advice != before.advice
            || after.corrected.is_some();
        let promised = subject.bodies(*next).any(|text_span| {
            text_span.has(TermClass::Next) && super::times::clock(text_span).next().is_some()
        });
        if new_promise || changed || promised {
            continue;
        }
        let new = words(*next);
        let earlier = updates[..number].iter().rev();
        let repeated = earlier.enumerate().any(|(back, (at, _))| {
            let old = words(*at);
            // The same sentence about another part is news.
            let other_part = new
                .iter()
                .any(|word| subject.names.contains(*word) && !old.contains(word));
            let least = if back == 0 { NEAR } else { AGAIN };
            let long = back == 0 || new.len() >= LONG;
            long && !other_part && alike(&old, &new) >= least
        });
        if repeated {
            found.add(
                32,
                subject.heading(*next),
                "this update says nothing that an earlier one did not say",
                "no new fact, time, status or scope",
                "say what is new; if nothing is, promise the next update with `next_update`",
            );
        }
    }
}

fn words_of<'a>(text_span: &'a TextSpan<'_>) -> Vec<&'a str> {
    const FILLER: [&str; 8] = ["still", "the", "a", "toujours", "encore", "le", "la", "les"];
    let mut words: Vec<&str> = text_span
        .blocks
        .iter()
        .flat_map(|block| block.lower.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !FILLER.contains(word))
        .collect();
    words.sort_unstable();
    words
}

/// Share of the newer text's words that stand in the older one. Both are sorted.
fn alike(old: &[&str], new: &[&str]) -> f64 {
    if new.is_empty() {
        return 1.0;
    }
    let (mut common, mut at) = (0_u32, 0);
    for word in new {
        while old.get(at).is_some_and(|known| known < word) {
            at += 1;
        }
        if old.get(at) == Some(word) {
            at += 1;
            common += 1;
        }
    }
    f64::from(common) / new.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_values() {
        let values = |text: &str| -> Vec<String> {
            numbers(text).into_iter().map(|(_, value)| value).collect()
        };
        assert_eq!(
            values("15,300 orders, 15 300, 007"),
            ["15300", "15300", "7"]
        );
        assert_eq!(values("at 14:05, 3 h 20, 9 100"), ["14:05", "3:20", "9100"]);
        assert_eq!(values("1,2 and 1,234,567"), ["1", "2", "1234567"]);
    }
}
