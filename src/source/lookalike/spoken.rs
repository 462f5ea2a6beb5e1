//! A time and a status among the words of a heading: `Resolved at 14:05`,
//! `14:05 UTC - Resolved by restart`.
//!
//! Takes a heading without its signs; gives the time and the status that it names, and
//! whether it says anything else.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{as_written, is_status};
use crate::source::markdown;

/// What such a heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    /// `14:05 Resolved`, as a heading of an update must be.
    pub words: String,
    /// It says nothing but a time and a status.
    pub sure: bool,
    /// It is made of figures, signs and the status alone, without `at`.
    pub bare: bool,
    /// It names a day that `words` leave out.
    pub day: bool,
    /// It names a zone, which `words` leave out.
    pub zone: bool,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours is well-formed")
}

/// English, French and German months, before or behind the number of a day.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:jan|f[eé]v|feb|m[aä]rz|mar|avr|apr|mai|may|juin|juil|jun|jul|ao[uû]|aug|sep|o[ck]t|nov|d[eé]c|dez)\p{L}*\.?";
    let day = r"\d{1,2}(?:st|nd|rd|th|er|\.)?";
    regex(&format!(
        r"(?x)
        \b(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:\b|t)
        | \b(?P<day2>\d{{1,2}})\.\s?(?P<month2>\d{{1,2}})\.\s?(?P<year2>\d{{4}})\b
        | \b\d{{1,2}}(?:/\d{{1,2}}/|-\d{{1,2}}-)(?:\d{{4}}|\d{{2}})\b
        | \b\d{{1,2}}\.\s?\d{{1,2}}\.(?:\d{{2}}\b)?(?:\s|,|$)
        | \b{day}[\s-](?:of\s)?{month}(?:,?[\s-]\d{{4}}\b)?
        | \b{month}\s{day}\b(?:,?\s\d{{4}}\b)?
        "
    ))
});

/// A time of day, and the offset right behind it.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?:\b|t)(?P<clock>
            (?:[01]?\d|2[0-3])\s?[:h]\s?[0-5]\d(?::[0-5]\d)?(?:\s?[ap](?:m\b|\.\s?m\b\.?))?
            | (?:[01]?\d|2[0-3])\.[0-5]\d(?:\s?[ap](?:m\b|\.\s?m\b\.?))?
            | (?:0?[1-9]|1[0-2])\s?[ap](?:m\b|\.\s?m\b\.?)
            | (?:[01]?\d|2[0-3])\s?h\b
            | (?:[01]\d|2[0-3])[0-5]\d(?:z\b|\s(?:utc|gmt)\b)
        )(?P<zone>\s?z\b|\s?[+−-]\d{2}:?\d{2}\b)?",
    )
});

/// Zones by their short names, and in words.
static ZONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        \b(?:utc|gmt)(?:\s?[+−-]\d{1,2}(?::?\d{2})?)?\b
        | \b(?:ce|we|ee|b|i|m|e|c|p|ak|h|ae|ac|aw|nz|j|k)(?:s|d)?t\b
        | \b(?:cest|west|eest|msk|sgt|hkt|mez|mesz)\b
        | \b\p{L}+\stime\b
        | \bheures?\s(?:de\s|d['’]\s?)?\p{L}+",
    )
});

/// Words that only lead to a time.
const AT: [&str; 16] = [
    "at", "on", "the", "around", "about", "circa", "ca", "h", "hrs", "hours", "status", "à", "le",
    "um", "uhr", "am",
];

/// Days of the week: their first letters.
const WEEK: [&str; 21] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam",
    "dim", "mo", "di", "mi", "do", "fr", "sa", "so",
];

/// Headings that ask or tell how it was.
const ASKS: [&str; 14] = [
    "what", "why", "how", "when", "who", "where", "which", "pourquoi", "comment", "quand", "ce",
    "qui", "quoi", "quel",
];

/// Words before a status that take it back.
const NOT: [&str; 7] = ["not", "yet", "never", "un", "non", "pas", "be"];

/// Statuses that headings hold as words like any other.
const ORDINARY: [&str; 4] = ["update", "review", "notice", "scheduled"];

/// Words of a line that says nothing but a time and a status: `**Resolved** on Thursday,
/// 26 November 2026 at 2:05 p.m. Central European Time`.
const MOST_WORDS: usize = 16;

/// The line may be [`Spoken::sure`]; to see that most are not costs less than to [`read`] them.
pub(super) fn may_be_sure(line: &str) -> bool {
    if line.split_whitespace().nth(MOST_WORDS).is_some() {
        return false;
    }
    let lower = line.to_lowercase();
    super::statuses().any(|status| {
        let mut words = status.split('_');
        words.all(|word| lower.contains(word))
    })
}

/// Reads the Markdown of a heading; `None` where it does not name both.
pub(super) fn read(heading: &str) -> Option<Spoken> {
    let lower = heading.to_lowercase();
    if !CLOCK.is_match(&lower) || lower.trim_end().ends_with('?') {
        return None;
    }
    let text = markdown::to_text(&format!("### {lower}"));
    let date = DAY.captures(&text).and_then(|found| written_day(&found));
    let day = DAY.is_match(&text);
    let text = DAY.replace_all(&text, " ");
    let found = CLOCK.captures(&text)?;
    let clock = time_of_day(&found["clock"])?;
    let first = found.get(0)?;
    let leads = words(&ZONE.replace_all(&text[..first.start()], " "))
        .iter()
        .all(is_at);
    let one = CLOCK.find_iter(&text).count() == 1;
    let without = CLOCK.replace_all(&text, " ");
    let zone = found.name("zone").is_some()
        || found["clock"].ends_with(['z', 'c', 't'])
        || ZONE.is_match(&without);
    let without = ZONE.replace_all(&without, " ");
    let all = words(&without);
    let rest: Vec<&str> = all.iter().copied().filter(|word| !is_at(word)).collect();
    let whole = rest.join("_");
    let sure = one && is_status(&whole);
    let bare = rest.len() == all.len();
    let sure = sure && (bare || !ORDINARY.contains(&whole.as_str()));
    let status = if is_status(&whole) {
        whole
    } else {
        guess(&rest, leads)?
    };
    let mut shown = status.replace('_', " ");
    if let Some(letter) = shown.get_mut(..1) {
        letter.make_ascii_uppercase();
    }
    let before = date
        .as_ref()
        .map_or(String::new(), |date| format!("{date} "));
    Some(Spoken {
        words: format!("{before}{clock} {shown}"),
        sure,
        bare,
        day: day && date.is_none(),
        zone,
    })
}

/// A status among other words, which may well be meant as one.
fn guess(rest: &[&str], leads: bool) -> Option<String> {
    let first = rest.first()?;
    if ASKS.contains(first) {
        return None;
    }
    // `Resolvd`
    if rest.len() == 1 && first.len() >= 6 {
        let near = super::statuses().find(|word| strsim::damerau_levenshtein(word, first) <= 1);
        return near.map(str::to_string);
    }
    let figures = |word: &&str| word.chars().all(char::is_numeric);
    (0..rest.len()).find_map(|at| {
        let taken_back = at > 0 && NOT.contains(&rest[at - 1]);
        let two = rest.get(at..at + 2).map(|two| two.join("_"));
        let status = [two, Some(rest[at].to_string())]
            .into_iter()
            .flatten()
            .find(|word| is_status(word))?;
        let ordinary = ORDINARY.contains(&status.as_str());
        let stands_out = at == 0 && (leads || rest[1..].iter().all(figures));
        (!taken_back && (!ordinary || stands_out)).then_some(status)
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_at(word: &&str) -> bool {
    let day = |short: &&str| {
        word.strip_prefix(*short).is_some_and(|rest| {
            rest.is_empty()
                || ["day", "di", "tag", "credi"]
                    .iter()
                    .any(|end| rest.ends_with(end))
        })
    };
    AT.contains(word) || *word == "mittwoch" || *word == "dimanche" || WEEK.iter().any(day)
}

/// A day that is written in full and can mean one thing only.
fn written_day(found: &Captures<'_>) -> Option<String> {
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let (year, month, day) = match number("year") {
        Some(year) => (year, number("month")?, number("day")?),
        None => (number("year2")?, number("month2")?, number("day2")?),
    };
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?);
    date.ok().map(|date| date.to_string())
}

/// `14:05` for `14h05`, `2 pm` and `1405Z`.
fn time_of_day(clock: &str) -> Option<String> {
    let tight: String = clock.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = tight.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, rest) = tight.split_at(digits);
    let spelled = match (figures.len(), rest) {
        (4, _) => format!("{}:{}", &figures[..2], &figures[2..]),
        (_, "h") => format!("{figures}:00"),
        (_, rest) if rest.starts_with(['a', 'p']) => format!("{figures}:00{rest}"),
        _ => tight,
    };
    as_written(&spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_and_a_status_and_nothing_else() {
        for (heading, words) in [
            ("Resolved (14:05)", "14:05 Resolved"),
            ("Resolved at 14:05", "14:05 Resolved"),
            ("14:05 UTC Resolved", "14:05 Resolved"),
            ("14:05 [Resolved](x.html)", "14:05 Resolved"),
            ("[14:05] **Resolved**", "14:05 Resolved"),
            ("26 Nov 14:05 Resolved", "14:05 Resolved"),
            ("Nov 26th, 2026, 2:05 p.m. – resolved!", "14:05 Resolved"),
            ("26.11.2026 14:05 Resolved", "2026-11-26 14:05 Resolved"),
            ("2026/11/26, 14:05 – Resolved", "2026-11-26 14:05 Resolved"),
            (
                "2026-11-26T14:05:00+01:00: Resolved",
                "2026-11-26 14:05:00 Resolved",
            ),
            ("11/26/2026 14:05 Resolved", "14:05 Resolved"),
            ("✅ Resolved | Thursday at 2 pm CET", "14:00 Resolved"),
            ("Resolved, 14 h 05 (heure de Paris)", "14:05 Resolved"),
            ("Le 26 novembre à 14h05 : Resolved", "14:05 Resolved"),
            ("1405 UTC Resolved", "14:05 Resolved"),
            (
                "Status: False alarm (14:05 Paris time)",
                "14:05 False alarm",
            ),
            ("In-progress @ 14:05", "14:05 In progress"),
        ] {
            let spoken = read(heading).unwrap_or_else(|| panic!("{heading}"));
            assert_eq!(spoken.words, words, "{heading}");
            assert!(spoken.sure, "{heading}");
        }
    }

    #[test]
    fn a_status_among_other_words_is_a_guess() {
        for heading in [
            "14:05 - Resolved by restart",
            "14:05 Everything is resolved",
            "Incident resolved at 14:05",
            "14:05 Resolvd",
            "14:05 Update: payments are back",
            "Update 2 (14:05)",
            "Update at 14:05",
            "Monitoring since 14:05",
            "14:05 to 14:20 Resolved",
        ] {
            let spoken = read(heading).unwrap_or_else(|| panic!("{heading}"));
            assert!(
                !spoken.sure && spoken.words.starts_with("14:05 "),
                "{heading}"
            );
        }
        for heading in [
            "What happened at 14:05",
            "How we resolved it at 14:05",
            "Update of the app at 14:05",
            "Review of the night, 14:05",
            "Is it resolved? At 14:05?",
            "Not yet resolved at 14:05",
            "Unresolved at 14:05",
            "Resolved in version 14",
            "14:05",
            "Resolved",
        ] {
            assert_eq!(read(heading), None, "{heading}");
        }
    }
}
