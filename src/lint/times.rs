//! C24 and C25: times and dates in the text.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Time;
use regex::Regex;

use super::pattern::regex;
use super::shapes::Shape;
use super::table::Rule;
use super::text_span::TextSpan;
use super::words::{TermClass, WordLists};
use super::{Findings, Subject};
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C24",
        name: "Every time in the text has a zone",
        level: Level::Warning,
        why: "Your readers live in many zones. \"14:00\" is right for one of them.",
        looks: "A text with a clock time and no zone in it (`CET`, `UTC`, `Paris time`, `heure de Paris`); \"this afternoon\", \"half past nine\" and the like without a clock time. One zone in a text serves all its times. Lines of a log pass. Times in front matter and headings have the site's `timezone`.",
        words: true,
        format: None,
        source: "openstatus, \"boring is better\" guide (support time zones); the second most frequent complaint about status pages.",
        bad: "You read from us by 14:50.",
        good: "You read from us by 14:50 CET.",
    },
    Rule {
        id: "C25",
        name: "No \"midnight\", no dates in numbers",
        level: Level::Warning,
        why: "Midnight belongs to two days. 03/04 is March to some and April to others.",
        looks: "\"Midnight\", \"noon\", and dates such as 03/04/2026 or 3.4.2026. Names pass (\"Midnight Harbour\", \"le Midi\").",
        words: true,
        format: None,
        source: "HMRC design system, service availability (write 11:59pm).",
        bad: "The work ends at midnight on 03/04/2026.",
        good: "The work ends at 23:59 CET on 3 April 2026.",
    },
];

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        \b(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?[\s\u{A0}\u{202F}]?(?:[ap]m\b|[ap]\.\s?m\b\.?)
        | \b(?:[01]?\d|2[0-3]):[0-5]\d\b
        | \b(?:[01]?\d|2[0-3])\s?h(?:\s?[0-5]\d)?\b",
    )
});

/// Words before `2 h 30` that make it a span.
static SPAN_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:pendant|durant|dur[a-zé]+|soit|environ|de plus de|moins de|jusqu'à|toutes les|for|after|within|about|in|dans les)\s+$",
    )
});

static ZONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:UTC|GMT|CET|CEST|WET|WEST|EET|EEST|BST|IST|MSK|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|AK[SD]T|HST|A[CEW][SD]T|AEST|AEDT|NZ[SD]T|JST|KST|SGT|HKT|MEZ|MESZ|SAST|CAT|EAT|WAT|PKT|NPT|BRT|ART|CLT|PHT|WIB|WIT|TRT|GST|ICT|NST|NDT|AST|ADT)\b|\b(?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic)/[A-Z][A-Za-z_]+|\d(?:Z|\s?[+−-]\d{2}:?\d{2})\b|\b[A-Z][a-z]+ [Tt]ime\b|\d\s?(?:[ap]\.?\s?m\.?)?\s?\([A-Z][a-z]+(?: [A-Z][a-z]+)?\)|\b[Hh]eures? (?:d'été |d'hiver )?(?:de|d')\s?[A-ZÉ]",
    )
});

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b|\b0\d/\d{2}\b|\b\d{2}/0\d\b|\b\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d{2}\b",
    )
});

/// Clock times in the words of a text: block, and bytes of its text.
pub(super) fn clock<'a>(
    text_span: &'a TextSpan<'_>,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    text_span
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(number, block)| {
            let digits = block.lower.bytes().any(|b| b.is_ascii_digit());
            digits
                .then(|| CLOCK.find_iter(&block.lower))
                .into_iter()
                .flatten()
                .filter(|hit| !hit.as_str().contains('h') || !is_span(&block.lower, hit.range()))
                .filter(|hit| !is_bare_hours(text_span.lists, &block.lower, hit.range()))
                .filter(|hit| !is_logged(&block.lower[..hit.start()]))
                .map(move |hit| (number, hit.range()))
        })
}

/// `1h` alone: in English how long something takes, unless a word before it makes it a time.
fn is_bare_hours(lists: WordLists, text: &str, range: Range<usize>) -> bool {
    static AT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"\b(?:at|by|until|till|before|from|since|after)\s$"));
    let words = text[range.clone()].trim_end();
    lists == WordLists::En && words.ends_with('h') && !AT.is_match(&text[..range.start])
}

/// Behind a date in figures, or with seconds, it is a line of a log, in whose zone the whole log is.
fn is_logged(before: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| regex(r"\d{4}-\d{2}-\d{2}[t\s]+$"));
    DATE.is_match(before)
}

/// A short name of a zone, in lower case.
pub(super) fn is_zone(word: &str) -> bool {
    ZONE.is_match(&word.to_uppercase())
}

/// The time of day that words found by [`clock`] name.
pub(super) fn time_of_day(words: &str) -> Option<Time> {
    let mut numbers = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::parse::<i8>);
    let hour = numbers.next()?.ok()?;
    let minute = numbers.next().transpose().ok()?.unwrap_or(0);
    let half = |letter| words.contains(letter) && words.contains('m');
    let hour = match (hour, half('a'), half('p')) {
        (12, true, _) => 0,
        (1..12, _, true) => hour + 12,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// A zone right behind a time, in lower case.
static ZONE_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[\s,]*\(?(?:heures?\s(?:de\s|d'|locale)|utc\b|gmt\b|(?:ce|we|ee)s?t\b|mes?z\b|[ecmp][sd]t\b)",
    )
});

/// `2 h 30` is a span of time: "pendant 2 h 30", "2 h de retard"; not "jusqu'à 8 h 30
/// (heure de Paris)".
fn is_span(text: &str, range: Range<usize>) -> bool {
    if ZONE_BEHIND.is_match(&text[range.end..]) {
        return false;
    }
    let before = &text[..range.start];
    let near = before.char_indices().rev().nth(16).map_or(0, |(at, _)| at);
    let after = &text[range.end..];
    SPAN_BEFORE.is_match(&before[near..]) || [" de ", " d'"].iter().any(|of| after.starts_with(of))
}

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in &subject.texts {
        // What an app shows is quoted as it is, and other languages name zones in other words.
        let zoned = || {
            text_span.blocks.iter().any(|b| ZONE.is_match(&b.text))
                || text_span.has(TermClass::Zone)
        };
        let key = text_span.part == super::TextKind::Other || text_span.lists == WordLists::Other;
        let first = if key { None } else { clock(text_span).next() };
        let clocked = first.is_some();
        if let Some((block, range)) = first.filter(|_| !zoned()) {
            found.add(
                24,
                text_span.place(block, range),
                "this time has no zone",
                "where?",
                "add it once in this text: `14:50 CET`, `14:50 UTC`",
            );
        }
        let spoken = text_span.sentences.iter().find_map(|sentence| {
            let ahead = !subject.is_incident()
                || text_span.is(sentence, Shape::Future)
                || text_span.is(sentence, Shape::Next);
            let part = || {
                text_span
                    .shape(sentence, Shape::PartOfDay)
                    .filter(|_| ahead)
            };
            let range = text_span.shape(sentence, Shape::SpokenTime).or_else(part)?;
            Some(text_span.place(sentence.block, range))
        });
        if !key
            && !clocked
            && !zoned()
            && let Some(place) = spoken
        {
            found.add(
                24,
                place,
                "this is a different time for each reader",
                "expected a clock time with its zone",
                "write `by 18:00 CET`",
            );
        }
        if !key {
            dates(text_span, found);
        }
    }
}

fn dates(text_span: &TextSpan<'_>, found: &mut Findings<'_>) {
    let mut named = text_span.all(TermClass::Midnight);
    let is_time = |block: usize, range: &Range<usize>| {
        let before = &text_span.blocks[block].lower[..range.start];
        BEFORE_NOON.is_match(before) && !is_name(text_span, block, range)
    };
    if let Some((block, hit)) = named.find(|(block, hit)| is_time(*block, &hit.range)) {
        found.add(
            25,
            text_span.place(block, hit.range.clone()),
            "this word leaves the day or the hour open",
            "which day?",
            "write 23:59 or 12:00, with the date and the zone",
        );
    }
    for (number, block) in text_span.blocks.iter().enumerate() {
        if let Some(hit) = NUMERIC.find(&block.lower) {
            found.add(
                25,
                text_span.place(number, hit.range()),
                format!("`{}` is read as different days", hit.as_str()),
                "expected the month in words",
                "write `3 April 2026`, or `2026-04-03`",
            );
        }
    }
}

/// What makes a time of "noon" and "midi": `the noon programme` is none.
static BEFORE_NOON: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[\s(])(?:at|by|until|till|before|around|about|from|to|since|after|and|between|à|a|avant|vers|jusqu'à|d'ici|depuis|entre|et|de|dès|pour|après|sur)(?:\s|\sle\s)$",
    )
});

/// `Midnight Harbour`, `le Midi`: a capital inside a sentence, or before another one.
fn is_name(text_span: &TextSpan<'_>, block: usize, range: &Range<usize>) -> bool {
    let text = &text_span.blocks[block].text;
    if !text[range.clone()].starts_with(char::is_uppercase) {
        return false;
    }
    let begins = |sentence: &super::text_span::Sentence| {
        sentence.block == block && text[sentence.range.start..range.start].trim().is_empty()
    };
    let first = text_span
        .sentences
        .iter()
        .filter(|sentence| sentence.range.contains(&range.start))
        .any(begins);
    let next = text[range.end..].trim_start().chars().next();
    let capital = next.is_some_and(char::is_uppercase);
    let linked = text[range.end..].starts_with([' ', '-']) && capital;
    !first || linked || text[range.end..].trim_start().starts_with("et ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_its_half_of_the_day() {
        let found = |text: &str| -> Vec<String> {
            let hits = CLOCK.find_iter(text).map(|hit| hit.as_str().to_string());
            hits.collect()
        };
        for (text, expected) in [
            ("end: 12:30 a.m. cet", &["12:30 a.m."][..]),
            ("from 11:30pm to 12:30am cet", &["11:30pm", "12:30am"]),
            ("at 1:05 p. m., or 2.30 pm.", &["1:05 p. m.", "2.30 pm"]),
            ("by 12:30\u{202f}a.m.", &["12:30\u{202f}a.m."]),
            ("(2 pm)", &["2 pm"]),
            ("at 14:05 all amps", &["14:05"]),
            ("at 2:05 p.m", &["2:05 p.m"]),
            ("14 h 05", &["14 h 05"]),
            ("5 amps", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn hours_alone_are_a_span_in_english() {
        let bare = |text: &str| {
            let hit = CLOCK.find(text).unwrap();
            is_bare_hours(WordLists::En, text, hit.range())
        };
        assert!(bare("eta 1h") && bare("for 2 h"));
        assert!(!bare("by 14h we") && !bare("at 14h05"));
    }

    #[test]
    fn times_of_day_as_people_write_them() {
        for (words, hour, minute) in [
            ("0:30", 0, 30),
            ("23:45", 23, 45),
            ("2 pm", 14, 0),
            ("2.30 p.m.", 14, 30),
            ("12am", 0, 0),
            ("12:15 pm", 12, 15),
            ("14h20", 14, 20),
            ("9 h", 9, 0),
        ] {
            let time = Time::new(hour, minute, 0, 0).ok();
            assert_eq!(time_of_day(words), time, "{words}");
        }
    }
}
