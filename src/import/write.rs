//! The one writer: a record to the text of an incident file, a page to `status.yml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::platforms::Platforms;
use super::record::{Entry, Group, Kind, Page, Platform, Record, Translation, Word};
use super::report::{Loss, Report};
use super::times::written;
use crate::model::{Impact, State, Status};
use crate::source::name_key;

/// A text as a YAML value: plain where nobody can misread it, else quoted.
pub fn yaml(text: &str) -> String {
    let signs = |c: char| {
        matches!(
            c,
            ' ' | '-'
                | '_'
                | '.'
                | ','
                | '('
                | ')'
                | '\''
                | '/'
                | '+'
                | '%'
                | ':'
                | '!'
                | '?'
                | ';'
        )
    };
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || signs(c))
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    if plain {
        return text.to_string();
    }
    let mut quoted = serde_json::to_string(text).unwrap_or_default();
    for (c, escape) in [
        ('\u{85}', "\\u0085"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ] {
        quoted = quoted.replace(c, escape);
    }
    quoted
}

/// The same inside `[]` or `{}`, where a comma ends a value.
fn yaml_inline(text: &str) -> String {
    let plain = yaml(text);
    if plain.contains([',', ':', '?']) && !plain.starts_with('"') {
        return serde_json::to_string(text).unwrap_or(plain);
    }
    plain
}

fn states(map: &[(String, State)]) -> String {
    let all: Vec<String> = map
        .iter()
        .map(|(key, state)| format!("{key}: {}", state.key().replace('_', " ")))
        .collect();
    format!("{{{}}}", all.join(", "))
}

/// What carries over from update to update, by the rules of the format.
struct Carried {
    now: BTreeMap<String, State>,
    before_final: BTreeMap<String, State>,
    status: Option<Status>,
}

/// The text of the incident file.
pub fn incident(
    record: &Record,
    zone: &TimeZone,
    platforms: &Platforms,
    report: &mut Report,
) -> String {
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(out, "{key}: {value}");
    };
    if record.kind != Kind::Incident {
        line("kind", record.kind.word().key());
    }
    line("title", &yaml(&record.title));
    if let Some(lang) = &record.lang {
        line("lang", lang);
    }
    match record.kind {
        Kind::Maintenance { until, by_hand } => {
            line("from", &written(record.began, zone));
            line("until", &written(until, zone));
            if by_hand {
                line("ends", "by hand");
            }
        }
        _ => line("began", &written(record.began, zone)),
    }
    if let Some(ended) = record.ended {
        line("ended", &written(ended, zone));
    }
    let affected = platforms.keys(&record.affected);
    if record.kind != Kind::Notice {
        if let Some(impact) = record.impact {
            line("impact", impact.key());
        }
        if !affected.is_empty() {
            line("affected", &states(&affected));
        }
    }
    if record.pinned {
        line("pinned", "true");
    }
    if record.draft {
        line("draft", "true");
    }
    if let Some(id) = &record.id {
        line("id", &yaml_id(id));
    }
    if !record.aliases.is_empty() {
        let all: Vec<String> = record.aliases.iter().map(|a| yaml_inline(a)).collect();
        line("aliases", &format!("[{}]", all.join(", ")));
    }
    out.push_str("---\n");
    if !record.summary.is_empty() {
        let _ = write!(out, "\n{}\n", record.summary);
    }
    let mut carried = Carried {
        now: affected
            .into_iter()
            .filter(|(_, s)| *s != State::Operational)
            .collect(),
        before_final: BTreeMap::new(),
        status: None,
    };
    for entry in &record.entries {
        update(
            &mut out,
            record,
            entry,
            zone,
            platforms,
            &mut carried,
            report,
        );
    }
    out
}

/// Quoted where it could be read as a number: digits, `1e9`, `0x1f`.
fn yaml_id(id: &str) -> String {
    let beyond_numbers =
        |c: char| matches!(c.to_ascii_lowercase(), 'g'..='m' | 'p'..='w' | 'y' | 'z');
    let starts = id.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts
        && id.contains(beyond_numbers)
        && yaml(&format!("a{id}")).len() == id.len() + 1
        && (yaml(id) == id || id.starts_with(|c: char| c.is_ascii_digit()))
    {
        id.to_string()
    } else {
        format!("\"{id}\"")
    }
}

/// The words of an update's heading, as they stand behind the `##`.
fn heading(entry: &Entry, zone: &TimeZone) -> String {
    let word = match entry.word {
        Word::Status(word) => word.replace('_', " "),
        Word::Update => "update".to_string(),
        Word::Review => "review".to_string(),
    };
    let mut chars = word.chars();
    let word: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect();
    format!("{} {word}", written(entry.at, zone))
}

fn update(
    out: &mut String,
    record: &Record,
    entry: &Entry,
    zone: &TimeZone,
    platforms: &Platforms,
    carried: &mut Carried,
    report: &mut Report,
) {
    let _ = write!(out, "\n## {}\n", heading(entry, zone));
    let mut block = String::new();
    if let Some(id) = &entry.id {
        let _ = writeln!(block, "id: {}", yaml_id(id));
    }
    let status = match entry.word {
        Word::Status(word) => record
            .kind
            .word()
            .statuses()
            .iter()
            .find(|(w, _)| *w == word)
            .map(|(_, s)| *s),
        _ => None,
    };
    let was_final = carried.status.is_some_and(Status::is_final);
    if let (Some(before), Some(now)) = (carried.status, status)
        && (now.rank() < before.rank() || before.is_final() && now != before)
    {
        block.push_str("reopened: true\n");
        if was_final && !now.is_final() {
            carried.now = std::mem::take(&mut carried.before_final);
        }
    }
    let is_final = status.map_or(was_final, Status::is_final);
    let mut named: Vec<(String, State)> = Vec::new();
    for (key, state) in platforms.keys(&entry.states) {
        let before = carried.now.get(&key).copied().unwrap_or(State::Operational);
        if is_final && state != State::Operational {
            report.add(
                Loss::NoPlace,
                "a platform's state after the end of an incident: here it is operational",
                format!("{}: {key} {}", record.source, state.key()),
            );
        } else if before != state && !is_final && record.kind != Kind::Notice {
            if state == State::Operational {
                carried.now.remove(&key);
            } else {
                carried.now.insert(key.clone(), state);
            }
            named.push((key, state));
        }
    }
    if !named.is_empty() {
        let _ = writeln!(block, "affected: {}", states(&named));
    }
    if let Some(short) = &entry.short {
        let _ = writeln!(block, "short: {}", yaml(short));
    }
    if let Some(status) = status {
        if status.is_final() && !was_final {
            carried.before_final = std::mem::take(&mut carried.now);
        }
        carried.status = Some(status);
    }
    if !block.is_empty() {
        let _ = write!(out, "\n```update\n{block}```\n");
    }
    if !entry.body.is_empty() {
        let _ = write!(out, "\n{}\n", entry.body);
    }
}

/// The text of `NAME.lang.md`.
pub fn translation(record: &Record, words: &Translation, zone: &TimeZone) -> String {
    let mut out = String::from("---\n");
    if let Some(title) = &words.title {
        let _ = writeln!(out, "title: {}", yaml(title));
    }
    out.push_str("---\n");
    if !words.summary.is_empty() {
        let _ = write!(out, "\n{}\n", words.summary);
    }
    for (at, body) in &words.bodies {
        if let Some(entry) = record.entries.get(*at) {
            let _ = write!(out, "\n## {}\n\n{body}\n", heading(entry, zone));
        }
    }
    out
}

/// What keeps the name of a platform apart from those of its group in `taken`: other tools
/// let two have the same. Nothing, or ` 2`, ` 3`, ... The name is taken then.
fn free_number(
    platform: &Platform,
    group: Option<&str>,
    taken: &mut BTreeSet<(Option<String>, String, String)>,
) -> String {
    let translated = platform
        .names
        .iter()
        .map(|(lang, name)| (lang.as_str(), name));
    let names: Vec<(&str, &String)> = translated.chain([("", &platform.name)]).collect();
    let with = |number: &str| -> Vec<(Option<String>, String, String)> {
        let one = |(lang, name): &(&str, &String)| {
            let key = name_key(&format!("{name}{number}"));
            (group.map(str::to_string), (*lang).to_string(), key)
        };
        names.iter().map(one).collect()
    };
    let numbers = (2_u32..).map(|n| format!(" {n}"));
    let mut numbers = std::iter::once(String::new()).chain(numbers);
    let free = numbers.find(|number| !with(number).iter().any(|one| taken.contains(one)));
    let number = free.unwrap_or_default();
    taken.extend(with(&number));
    number
}

/// The text of `status.yml`.
pub fn status(page: &Page, zone: &str, url: &str, title: &str, platforms: &Platforms) -> String {
    let mut out = String::new();
    let first = page.languages.first().map_or("en", String::as_str);
    let named = |name: &str, names: &BTreeMap<String, String>| {
        if names.is_empty() {
            return yaml_inline(name);
        }
        let mut all = vec![format!("{first}: {}", yaml_inline(name))];
        all.extend(
            names
                .iter()
                .map(|(lang, name)| format!("{lang}: {}", yaml_inline(name))),
        );
        format!("{{{}}}", all.join(", "))
    };
    let _ = writeln!(
        out,
        "title: {}",
        if page.titles.is_empty() {
            yaml(title)
        } else {
            named(title, &page.titles)
        }
    );
    let _ = writeln!(out, "url: {}", yaml(url));
    if let Some(description) = &page.description {
        let _ = writeln!(out, "description: {}", yaml(description));
    }
    if page.languages.len() > 1 || first != "en" {
        let _ = writeln!(out, "languages: [{}]", page.languages.join(", "));
    }
    let _ = writeln!(out, "timezone: {zone}");
    out.push_str("platforms:\n");
    let mut taken = BTreeSet::new();
    for Group {
        name,
        platforms: list,
    } in &page.platforms
    {
        let indent = match name {
            Some(name) => {
                let _ = writeln!(out, "  - group: {}", yaml(name));
                if let Some(key) = platforms.group_key(name) {
                    let _ = writeln!(out, "    id: {key}");
                }
                out.push_str("    platforms:\n");
                "      "
            }
            None => "  ",
        };
        for platform in list {
            let Some(key) = platforms.key(&platform.source) else {
                continue;
            };
            let group = name.as_deref().map(name_key);
            let number = free_number(platform, group.as_deref(), &mut taken);
            let numbered = |name: &String| format!("{name}{number}");
            let names = platform.names.iter().map(|(l, n)| (l.clone(), numbered(n)));
            let name = named(&numbered(&platform.name), &names.collect());
            let since = platform
                .since
                .map_or(String::new(), |day| format!(", since: {day}"));
            let _ = writeln!(
                out,
                "{indent}- {{id: {}, name: {name}{since}}}",
                yaml_id(key)
            );
        }
    }
    out
}

/// The state that an impact alone means, for platforms of which nothing more is known.
pub fn guessed_state(impact: Option<Impact>) -> Option<State> {
    impact
        .map(Impact::state)
        .filter(|s| *s != State::Operational)
}
