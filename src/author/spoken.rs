//! Times in the words that people say them in, English and French, as the forms that files have.
//!
//! Takes what was typed; gives `14:20`, `20m ago` or `2026-11-18 14:20` for what is the same
//! time, or the text itself. Must not know the clock but for the day that it is.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours")
}

/// Numbers in words, as far as somebody types them.
const NUMBERS: [(&str, &str); 30] = [
    ("half an", "half"),
    ("half a", "half"),
    ("an", "1"),
    ("a", "1"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("ten", "10"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("forty-five", "45"),
    ("une demi", "half"),
    ("demi", "half"),
    ("une", "1"),
    ("un", "1"),
    ("deux", "2"),
    ("trois", "3"),
    ("quatre", "4"),
    ("cinq", "5"),
    ("dix", "10"),
    ("quinze", "15"),
    ("vingt", "20"),
    ("trente", "30"),
    ("quarante", "40"),
    ("quarante-cinq", "45"),
    ("cinquante", "50"),
];

/// A span: hours and minutes, in figures or words.
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"\d+(?:[.,]5)?|une demi|[a-zé-]+(?: an?)?";
    regex(&format!(
        r"^(?:(?P<h>{number})[\s-]*(?:h|hr|hrs|hours?|heures?)\b(?:\s*(?:and|et)?\s*(?P<more>a half|demie|quart|un quart|\d+|[a-zé-]+)\s*(?:m|min|mins|minutes?)?)?|(?P<tight>\d+)h(?P<tightmin>\d{{1,2}})|(?P<m>{number})\s*(?:m|min|mins|minutes?))$"
    ))
});

/// A time of day.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:(?P<h>\d{1,2})(?:\s?[:.h]\s?(?P<m>[0-5]\d))?\s?(?P<half>[ap]\.?\s?m\.?)?|(?P<hh>\d{1,2})\s?(?:h|heures?)|(?P<noon>noon|midi)|(?P<midnight>midnight|minuit))$",
    )
});

/// Minutes of a span in words: `half an hour`, `1h30`, `une heure et demie`, `90 minutes`.
pub fn span_minutes(text: &str) -> Option<i64> {
    let found = SPAN.captures(text.trim())?;
    let group = |name: &str| found.name(name).map(|m| m.as_str().trim());
    if let (Some(hours), Some(minutes)) = (group("tight"), group("tightmin")) {
        return Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?);
    }
    if let Some(minutes) = group("m") {
        return number(minutes, 1);
    }
    let hours = number(group("h")?, 60)?;
    let more = match group("more") {
        None => 0,
        Some("a half" | "demie") => 30,
        Some("quart" | "un quart") => 15,
        Some(minutes) => number(minutes, 1)?,
    };
    Some(hours + more)
}

/// A number of units of so many minutes.
fn number(words: &str, unit: i64) -> Option<i64> {
    let plain = words.trim().replace(',', ".");
    let known = NUMBERS.iter().find(|(word, _)| *word == plain);
    let digits = known.map_or(plain.as_str(), |(_, digits)| digits);
    match digits.strip_suffix(".5") {
        _ if digits == "half" => Some(unit / 2),
        Some(whole) => Some(whole.parse::<i64>().ok()? * unit + unit / 2),
        None => Some(digits.parse::<i64>().ok()? * unit),
    }
}

/// `14:20` for `2:20 pm`, `14h20`, `14.20`, `2pm`, `14 h`; `None` for what is no time of day.
pub fn clock(text: &str) -> Option<String> {
    let found = CLOCK.captures(text.trim())?;
    if found.name("noon").is_some() {
        return Some("12:00".to_string());
    }
    // Which of the two days is not said.
    if found.name("midnight").is_some() {
        return None;
    }
    let hour = found.name("h").or_else(|| found.name("hh"))?;
    let hour: i8 = hour.as_str().parse().ok()?;
    let minute = found.name("m").map_or("00", |m| m.as_str());
    let half = found.name("half").map(|m| m.as_str());
    // A bare number is no time.
    if half.is_none() && found.name("m").is_none() && found.name("hh").is_none() {
        return None;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) if half.starts_with('p') => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    (hour < 24).then(|| format!("{hour:02}:{minute}"))
}

/// What was typed, in a form that files have. `today` is the day in the zone in which it is read.
pub fn plain(text: &str, today: Date) -> String {
    let lower = text
        .trim()
        .to_lowercase()
        .replace(['\u{A0}', '\u{202F}'], " ");
    let lower = lower.replace('’', "'");
    let words = lower.as_str();
    if matches!(
        words,
        "maintenant" | "tout de suite" | "just now" | "à l'instant"
    ) {
        return "now".to_string();
    }
    let ago = words
        .strip_suffix(" ago")
        .or_else(|| words.strip_prefix("il y a "));
    if let Some(minutes) = ago.and_then(span_minutes) {
        return format!("{minutes}m ago");
    }
    let ahead = words
        .strip_prefix("in ")
        .or_else(|| words.strip_prefix("dans "))
        .or_else(|| words.strip_prefix('+'));
    if let Some(minutes) = ahead.and_then(span_minutes) {
        return format!("+{minutes}m");
    }
    let days = [
        ("yesterday", -1),
        ("hier", -1),
        ("today", 0),
        ("aujourd'hui", 0),
        ("tomorrow", 1),
        ("demain", 1),
    ];
    for (word, days) in days {
        let rest = words
            .strip_prefix(word)
            .or_else(|| words.strip_suffix(word))
            .map(|rest| {
                rest.trim()
                    .trim_start_matches("at ")
                    .trim_start_matches("à ")
            });
        if let (Some(clock), Ok(day)) = (rest.and_then(clock), today.checked_add(days.days())) {
            return format!("{day} {clock}");
        }
    }
    let bare = words.trim_start_matches("at ").trim_start_matches("à ");
    clock(bare).unwrap_or_else(|| text.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        for (words, minutes) in [
            ("half an hour", 30),
            ("an hour", 60),
            ("an hour and a half", 90),
            ("1h30", 90),
            ("1 h 30", 90),
            ("2 hours", 120),
            ("1.5 hours", 90),
            ("twenty minutes", 20),
            ("90 min", 90),
            ("une heure et demie", 90),
            ("une demi-heure", 30),
            ("vingt minutes", 20),
            ("2 heures 15", 135),
        ] {
            assert_eq!(span_minutes(words), Some(minutes), "{words}");
        }
        for words in ["soon", "14:20", "", "an", "some minutes"] {
            assert_eq!(span_minutes(words), None, "{words}");
        }
    }
}
