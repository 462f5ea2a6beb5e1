//! A time taken apart: date, clock and zone in any order that people and tools write.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

/// A time as it is written. What the text does not say is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Year, where the text names one; month and day.
    pub date: Option<(Option<i16>, i8, i8)>,
    /// The clock.
    pub clock: Option<Time>,
    /// The zone.
    pub zone: Zone,
}

/// How a text names the zone of its time.
#[derive(Debug, Clone, PartialEq)]
pub enum Zone {
    /// Not at all.
    Missing,
    /// `UTC`, `+08`, `GMT+0`.
    Offset(Offset),
    /// `Europe/Paris`.
    Place(TimeZone),
    /// `CST`, which may mean several; `BRT`, which the zone database does not have.
    Abbreviation(String),
}

impl Written {
    /// Date and clock in a year, midnight where no clock is written.
    pub fn local(&self, year: i16) -> Option<DateTime> {
        let (_, month, day) = self.date?;
        let clock = self.clock.unwrap_or(Time::midnight());
        Some(Date::new(year, month, day).ok()?.to_datetime(clock))
    }
}

const MONTHS: &str = "(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

fn regex(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).unwrap_or_else(|e| panic!("{text}: {e}"))
}

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<h>\d{1,2}):(?P<m>\d{1,2})(?::(?P<s>\d{1,2})(?:[.,](?P<f>\d+))?)?(?:\s*(?P<half>[ap]m\b|[ap]\.m\.))?",
    )
});
static HOUR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?P<h>\d{1,2})\s*(?P<half>[ap]m\b|[ap]\.m\.)"));
static DATES: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        regex(r"\b(?P<y>\d{4})[-/.](?P<mon>\d{1,2})[-/.](?P<d>\d{1,2})(?:T\b|T\s|\b)"),
        // Before the other, which would find `Jan 18` in `17 Jan 18`.
        regex(&format!(
            r"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?{MONTHS}\b\.?(?:[\s,-]+(?P<y>\d{{4}})\b)?"
        )),
        regex(&format!(
            r"\b{MONTHS}\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:\s*,?\s*(?P<y>\d{{4}})\b)?"
        )),
    ]
});
static OFFSET: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?$"));

/// Takes a text apart. `None`: it holds neither date nor clock, or a word that is
/// no part of a time. A day of the week is not compared with the date: where they
/// differ, the date is right.
pub fn parse(text: &str) -> Option<Written> {
    let text = text.replace(['\u{2212}', '\u{2010}', '\u{2011}'], "-");
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let mut clock = None;
    let mut rest = text.trim().to_string();
    let found = CLOCK.captures(&rest).or_else(|| HOUR.captures(&rest));
    if let Some(found) = found {
        clock = Some(time(&found)?);
        rest = cut(&rest, found.get(0)?.range());
    }
    let mut date = None;
    let found = DATES.iter().find_map(|form| form.captures(&rest));
    if let Some(found) = found {
        let year = found.name("y").and_then(|y| y.as_str().parse().ok());
        date = Some((
            year,
            month(&found["mon"])?,
            found["d"]
                .parse::<i8>()
                .ok()
                .filter(|d| (1..=31).contains(d))?,
        ));
        rest = cut(&rest, found.get(0)?.range());
    }
    let mut zone = Zone::Missing;
    let split = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']');
    for word in rest.split(split).filter(|w| !w.is_empty()) {
        let small = word.to_ascii_lowercase();
        if matches!(small.as_str(), "at" | "on" | "-" | "t") || is_weekday(&small) {
            continue;
        }
        if let (Some((None, month, day)), Ok(year @ 1900..=2300)) = (date, word.parse()) {
            date = Some((Some(year), month, day));
            continue;
        }
        // Two digits behind a day and a month, as RFC 822 had them.
        if let (Some((None, month, day)), 2, Ok(year @ 0..=99)) = (date, word.len(), word.parse()) {
            let year: i16 = year;
            date = Some((Some(if year < 70 { 2000 } else { 1900 } + year), month, day));
            continue;
        }
        let named = self::zone(word)?;
        zone = match (zone, named) {
            (Zone::Missing, named) => named,
            // `UTC +2`
            (Zone::Offset(zero), Zone::Offset(named)) if zero.is_zero() => Zone::Offset(named),
            // An offset says more than the abbreviation behind it.
            (first, _) => first,
        };
    }
    (date.is_some() || clock.is_some()).then_some(Written { date, clock, zone })
}

fn cut(text: &str, range: std::ops::Range<usize>) -> String {
    format!("{} {}", &text[..range.start], &text[range.end..])
}

fn time(found: &regex::Captures<'_>) -> Option<Time> {
    let number = |name: &str| -> Option<i8> {
        match found.name(name) {
            Some(digits) => digits.as_str().parse().ok(),
            None => Some(0),
        }
    };
    let mut hour = number("h")?;
    if let Some(half) = found.name("half") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour %= 12;
        if half.as_str().starts_with(['p', 'P']) {
            hour += 12;
        }
    }
    let fraction = found.name("f").map_or("", |f| f.as_str());
    let digits: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    // A leap second is the last of its minute.
    let second = number("s")?;
    let second = if second == 60 { 59 } else { second };
    Time::new(hour, number("m")?, second, digits.parse().ok()?).ok()
}

fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let small = text.to_ascii_lowercase();
    let number = match small.parse::<usize>() {
        Ok(number) => number,
        Err(_) => NAMES.iter().position(|name| small.starts_with(name))? + 1,
    };
    i8::try_from(number).ok().filter(|m| (1..=12).contains(m))
}

fn is_weekday(small: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let bare = small.trim_end_matches('.');
    bare.len() >= 3 && DAYS.iter().any(|day| day.starts_with(bare))
}

fn zone(word: &str) -> Option<Zone> {
    let upper = word.to_ascii_uppercase();
    if matches!(upper.as_str(), "Z" | "UTC" | "GMT" | "UT") {
        return Some(Zone::Offset(Offset::UTC));
    }
    let behind = upper
        .strip_prefix("UTC")
        .or_else(|| upper.strip_prefix("GMT"))
        .unwrap_or(&upper);
    if let Some(offset) = offset(behind) {
        return Some(Zone::Offset(offset));
    }
    let letters = (2..=5).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase());
    let place = || TimeZone::get(word).ok().map(Zone::Place);
    let abbreviation = Zone::Abbreviation(word.to_string());
    match letters {
        true if !super::zones::of(word).is_empty() => Some(abbreviation),
        true => place().or(Some(abbreviation)),
        false => place(),
    }
}

/// `-5`, `+08`, `-0500`, `+05:30`.
fn offset(text: &str) -> Option<Offset> {
    let found = OFFSET.captures(text)?;
    let hours: i32 = found["h"].parse().ok()?;
    let minutes: i32 = found
        .name("m")
        .map_or(Some(0), |m| m.as_str().parse().ok())?;
    if hours > 15 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    let signed = if &found["sign"] == "-" {
        -seconds
    } else {
        seconds
    };
    Offset::from_seconds(signed).ok()
}
