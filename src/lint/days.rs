//! C41: days, dates and spans in the text, against the calendar and against `began` and `ended`.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::pattern::regex;
use super::table::Rule;
use super::text_span::{TextKind, TextSpan};
use super::words::WordLists;
use super::{Findings, Subject, span, times};
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "C41",
    name: "Days, dates and spans add up",
    level: Level::Warning,
    why: "Who plans by the day of the week comes on another day than who plans by the date.",
    looks: "A day of the week beside a date of another day; in the closing update, a span that differs by more than a quarter, and a quarter of an hour, from the one between `began` and `ended`.",
    words: true,
    format: None,
    source: "Inside GOV.UK, requesting downtime messages (day and date).",
    bad: "On Thursday 2 September 2026 you can send it again.",
    good: "On Wednesday 2 September 2026 you can send it again.",
}];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in &subject.texts {
        if text_span.part != TextKind::Other {
            weekdays(subject, text_span, found);
        }
    }
    if subject.is_incident() {
        lasted(subject, found);
    }
}

/// The name of a month, in lower case.
pub(super) fn is_month(word: &str) -> bool {
    let mut months = EN_MONTHS.split('|').chain(FR_MONTHS.split('|'));
    months.any(|month| month == word)
}

const EN_DAYS: &str = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
const FR_DAYS: &str = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche";
const EN_MONTHS: &str =
    "january|february|march|april|may|june|july|august|september|october|november|december";
const FR_MONTHS: &str =
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre";

/// C41, of dates.
fn weekdays(subject: &Subject<'_>, text_span: &TextSpan<'_>, found: &mut Findings<'_>) {
    static EN: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"\b({EN_DAYS}),?\s(?:the\s)?(?:(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({EN_MONTHS})|({EN_MONTHS})\s(\d{{1,2}})(?:st|nd|rd|th)?),?(?:\s(\d{{4}}))?\b"
        ))
    });
    static FR: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"\b({FR_DAYS})\s(\d{{1,2}}|1er)\s({FR_MONTHS})(?:()())?(?:\s(\d{{4}}))?"
        ))
    });
    let (pattern, days, months) = match text_span.lists {
        WordLists::En => (&EN, EN_DAYS, EN_MONTHS),
        WordLists::Fr => (&FR, FR_DAYS, FR_MONTHS),
        WordLists::Other => return,
    };
    let place = |words: &str, word: &str| words.split('|').position(|one| one == word);
    let near = text_span
        .update
        .map_or(subject.incident.began, |at| subject.incident.updates[at].at);
    let near = subject.site.zone.to_datetime(near).date();
    for (number, block) in text_span.blocks.iter().enumerate() {
        for hit in pattern.captures_iter(&block.lower) {
            let group = |n: usize| hit.get(n).map(|m| m.as_str()).filter(|s| !s.is_empty());
            let (day, month) = match (group(2), group(3)) {
                (Some(day), Some(month)) => (day, month),
                _ => match (group(5), group(4)) {
                    (Some(day), Some(month)) => (day, month),
                    _ => continue,
                },
            };
            let (Some(weekday), Some(month)) = (place(days, &hit[1]), place(months, month)) else {
                continue;
            };
            let day: i8 = day.trim_end_matches("er").parse().unwrap_or(0);
            let month = month as i8 + 1;
            let years = match group(6).and_then(|year| year.parse::<i16>().ok()) {
                Some(year) => vec![year],
                None => vec![near.year() - 1, near.year(), near.year() + 1],
            };
            let dates = years.iter().filter_map(|y| Date::new(*y, month, day).ok());
            let date = dates.min_by_key(|date| (*date - near).get_days().abs());
            let Some(date) = date else {
                continue;
            };
            let meant = date.weekday().to_monday_zero_offset();
            if usize::try_from(meant).is_ok_and(|meant| meant == weekday) {
                continue;
            }
            let whole = hit.get(0).map_or(0..0, |m| m.range());
            found.add(
                41,
                text_span.place(number, whole),
                format!("{date} is a {}", name(date.weekday())),
                "the day and the date are not the same day",
                "correct the one that is wrong",
            );
        }
    }
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// How long it lasted, in the words of a sentence: bytes, and the span.
fn told_span(lower: &str) -> Option<(Range<usize>, SignedDuration)> {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(?:for|lasted|lasting|took|took us|during|in all|after|pendant|durant|dur[eé]e?(?: de)?|soit|incident (?:of|de)|outage of|panne de|bloqu\S+|vides?|coup\S+|en panne|,)\s(?:(?:un peu|a little|about|nearly|almost|around|over|just|under|more|less|than|a|good|full|some|roughly|only|environ|pr[eè]s|plus|moins|de|presque|bonnes?|une?|petites?|quelque)\s){0,4}(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|dizaine de|quinzaine de|vingtaine de|trentaine de|quarantaine de)(?: and a half)?[\s-](hours?|minutes?|mins?|heures?|days?|jours?)(?:(?:,| and| et)?\s(?:a |an )?(half|demie|three quarters|quarter|trois quarts|quart|\d+|[a-z]+(?:-[a-z]+)?)(?:\s(minutes?|mins?))?)?",
        )
    });
    let found = SPAN.captures(lower)?;
    let count = number(&found[1])?;
    let unit = match found[2].chars().next()? {
        'h' => 60,
        'm' => 1,
        _ => 24 * 60,
    };
    let half = found
        .get(0)
        .is_some_and(|all| all.as_str().contains("and a half h"));
    let more = match (found.get(3).map(|m| m.as_str()), found.get(4)) {
        (Some("half" | "demie"), _) => unit / 2,
        (Some("quarter" | "quart"), _) => unit / 4,
        (Some("three quarters" | "trois quarts"), _) => unit * 3 / 4,
        (Some(words), Some(_)) => number(words).unwrap_or(0),
        _ if half => unit / 2,
        _ => 0,
    };
    let whole = found.get(0)?.range();
    Some((whole, SignedDuration::from_mins(count * unit + more)))
}

fn number(words: &str) -> Option<i64> {
    const EN: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    const FR: [&str; 13] = [
        "zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze",
    ];
    const TENS: [(&str, i64); 19] = [
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("treize", 13),
        ("quatorze", 14),
        ("quinze", 15),
        ("seize", 16),
        ("vingt", 20),
        ("trente", 30),
        ("quarante", 40),
        ("cinquante", 50),
        ("dizaine de", 10),
        ("quinzaine de", 15),
        ("vingtaine de", 20),
        ("trentaine de", 30),
        ("quarantaine de", 40),
        ("cinquantaine de", 50),
    ];
    let tens = |words: &str| {
        TENS.iter()
            .find(|(word, _)| *word == words)
            .map(|(_, n)| *n)
    };
    if let Some((ten, one)) = words.split_once('-')
        && let (Some(ten), Some(one)) = (tens(ten), number(one))
    {
        return Some(ten + one);
    }
    let listed = |list: &[&str]| list.iter().position(|one| *one == words);
    match words {
        "a" | "an" => Some(1),
        _ if tens(words).is_some() => tens(words),
        _ => words.parse().ok().or_else(|| {
            let at = listed(&EN).or_else(|| listed(&FR))?;
            i64::try_from(at).ok()
        }),
    }
}

/// C41, of the time that it lasted.
fn lasted(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let Some(ended) = subject.incident.ended else {
        return;
    };
    let real = subject.incident.began.duration_until(ended);
    let Some((at, _)) = subject
        .timeline()
        .rfind(|(_, update)| update.status.is_final() && !update.keeps_status)
    else {
        return;
    };
    for text_span in subject.bodies(at) {
        // What lasted is said beside when it was; "26 minutes on average" is something else.
        let spans = text_span.sentences.iter().filter_map(|sentence| {
            let lower = text_span.lower(sentence);
            let beside = times::clock(text_span).any(|(block, range)| {
                block == sentence.block && sentence.range.contains(&range.start)
            });
            let each = ["average", "moyenne", "each", "chacun", "wait", "attent"];
            let told = ["last", "dur", "for ", "pendant"];
            let whole = (beside || told.iter().any(|word| lower.contains(word)))
                && !each.iter().any(|word| lower.contains(word));
            let (range, told) = told_span(lower).filter(|_| whole)?;
            Some((sentence, range, told))
        });
        let wrong = spans.into_iter().find(|(_, _, told)| {
            let apart = (*told - real).abs();
            apart > SignedDuration::from_mins(15) && apart.as_secs() * 4 > real.as_secs()
        });
        if let Some((sentence, range, _)) = wrong {
            let start = sentence.range.start;
            found.add(
                41,
                text_span.place(sentence.block, start + range.start..start + range.end),
                format!("from `began` to `ended` it is {}", span(real)),
                "the text says another span",
                "correct the text, or the field",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_as_people_say_them() {
        for (words, minutes) in [
            ("it lasted 62 minutes, from 09:31", 62),
            ("for nearly three hours, from 13:00", 180),
            ("from 08:00 to 11:30, a good two hours", 120),
            ("soit deux heures et vingt minutes", 140),
            ("cela a duré quatre heures et dix minutes", 250),
            ("it lasted an hour and a half", 90),
            ("for three and a half hours, until", 210),
            ("ils ont été bloqués cinq heures, à partir de 11 h", 300),
        ] {
            let told = told_span(words).map(|(_, span)| span.as_mins());
            assert_eq!(told, Some(minutes), "{words}");
        }
        for words in ["three shops", "after a while", "26 people waited"] {
            assert_eq!(told_span(words), None, "{words}");
        }
    }
}
