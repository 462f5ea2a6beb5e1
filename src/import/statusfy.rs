//! Statusfy: Markdown incidents with `::: update` blocks in `content/`, their
//! translations in a folder for each language, names of systems in `locales/`.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::front_matter::{self, Map};
use super::input::{self, Input};
use super::json;
use super::record::{Entry, Group, Kind, Page, Platform, Record, Translation, Word};
use super::report::{Loss, Report};
use super::statuspage::permanent_id;
use super::text::{self, Flavour};
use super::{Failure, Imported, times};
use crate::model::{Lang, State};
use crate::text::{canonical, slug};
use crate::time::Moment;

const KEYS: [&str; 11] = [
    "id", "title", "description", "date", "modified", "severity", "affectedsystems", "resolved", "scheduled",
    "duration", "layout",
];

/// Reads the folder of a site.
pub fn from_path(path: &Path) -> Result<Imported, Failure> {
    let mut report = Report::default();
    let config = ["statusfy.config.js", "config.js"]
        .iter()
        .find(|name| path.join(name).is_file())
        .map(|name| input::one(&path.join(name), (*name).to_string()))
        .transpose()?;
    let script = config.as_ref().map_or("", |c| c.text.as_str());
    let folder = quoted_after(script, "dir:").filter(|d| path.join(d).is_dir()).unwrap_or_else(|| "content".to_string());
    let content = path.join(&folder);
    if !content.is_dir() {
        return Err(Failure::usage(format!("{} holds no folder content/: give the folder of the Statusfy site", path.display())));
    }
    let inputs = input::files(&content, &[".md"])?;
    let first = quoted_after(script, "defaultLocale:").and_then(|l| Lang::parse(&l)).map_or("en".to_string(), |l| l.to_string());
    let mut languages = vec![first.clone()];
    let mut sources = Vec::new();
    let mut translations: Vec<(String, Parsed)> = Vec::new();
    let mut found = Vec::new();
    for file in &inputs {
        let named = Input { name: format!("{folder}/{}", file.name), text: file.text.clone() };
        let parsed = match parse(&named, &mut report) {
            Ok(parsed) => parsed,
            Err(failure) => {
                found.extend(failure.found);
                continue;
            }
        };
        let Some(parsed) = parsed else { continue };
        let lang = file.name.split_once('/').and_then(|(top, _)| Lang::parse(top)).map(|l| l.to_string());
        match lang.filter(|l| *l != first) {
            Some(lang) => {
                if !languages.contains(&lang) {
                    languages.push(lang.clone());
                }
                translations.push((lang, parsed));
            }
            None => sources.push(parsed),
        }
    }
    if !found.is_empty() {
        return Err(Failure::found(found));
    }
    let page = page(path, script, &languages, &sources, &mut report)?;
    if config.is_some() {
        report.add(Loss::Note, "the config is a program: title, baseUrl, defaultLocale and systems were looked for in its text, everything else has no place", "statusfy.config.js");
    }
    let mut records = Vec::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut faults = Vec::new();
    for parsed in &sources {
        let Some(mut record) = incident(parsed, &mut report) else { continue };
        if let Some(first) = ids.insert(record.key.clone(), record.source.clone()) {
            faults.push(format!("{} and {first} both have the id `{}`", record.source, record.key));
        }
        for (lang, other) in translations.iter().filter(|(_, t)| t.stem == parsed.stem || t.id.is_some() && t.id == parsed.id) {
            translate(&mut record, parsed, lang, other, &mut report);
        }
        records.push(record);
    }
    if !faults.is_empty() {
        return Err(Failure::faults("import-statusfy", faults));
    }
    for (_, orphan) in translations.iter().filter(|(_, t)| !sources.iter().any(|s| s.stem == t.stem || t.id.is_some() && t.id == s.id)) {
        report.add(Loss::LeftOut, "a translation of an incident that is not there", &orphan.source);
    }
    Ok(Imported { page, records, report })
}

/// A file taken apart.
struct Parsed {
    source: String,
    stem: String,
    id: Option<String>,
    map: Map,
    /// Text outside of the blocks.
    words: String,
    /// Title, time as written and text of each block, in the order written.
    updates: Vec<(String, String, String)>,
}

fn parse(input: &Input, report: &mut Report) -> Result<Option<Parsed>, Failure> {
    let stem = input.name.rsplit('/').next().unwrap_or(&input.name).trim_end_matches(".md").to_string();
    let Some((map, body)) = front_matter::split(input)? else {
        let what = if stem == "README" { "a page that is no incident" } else { "an incident without a front matter in YAML (JSON and TOML are not read)" };
        report.add(Loss::LeftOut, what, &input.name);
        return Ok(None);
    };
    let mut words = String::new();
    let mut updates: Vec<(String, String, String)> = Vec::new();
    let mut open = false;
    for line in body.lines() {
        let bare = line.trim();
        if !open && let Some(head) = bare.strip_prefix(":::").map(str::trim).and_then(|h| h.strip_prefix("update")) {
            let (title, time) = head.rsplit_once('|').unwrap_or((head, ""));
            updates.push((title.trim().to_string(), time.trim().to_string(), String::new()));
            open = true;
        } else if open && bare == ":::" {
            open = false;
        } else {
            let target = match updates.last_mut().filter(|_| open) {
                Some((_, _, text)) => text,
                None => &mut words,
            };
            target.push_str(line);
            target.push('\n');
        }
    }
    if open {
        report.add(Loss::Guess, "an update block has no end: it goes to the end of the file", &input.name);
    }
    Ok(Some(Parsed { source: input.name.clone(), stem, id: map.text("id"), map, words, updates }))
}

/// The text in quotes behind a word of a script.
fn quoted_after(script: &str, word: &str) -> Option<String> {
    let rest = script[script.find(word)? + word.len()..].trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inside = &rest[1..];
    Some(inside[..inside.find(quote)?].to_string())
}

fn quoted_list(script: &str, word: &str) -> Vec<String> {
    let Some(at) = script.find(word) else { return Vec::new() };
    let rest = script[at + word.len()..].trim_start();
    let Some(inside) = rest.strip_prefix('[').and_then(|r| r.split(']').next()) else { return Vec::new() };
    inside
        .split(',')
        .map(|item| item.trim().trim_matches(['\'', '"', '`']).to_string())
        .filter(|item| !item.is_empty())
        .collect()
}

fn page(path: &Path, script: &str, languages: &[String], sources: &[Parsed], report: &mut Report) -> Result<Page, Failure> {
    let first = languages.first().map_or("en", String::as_str);
    let mut locales: BTreeMap<&str, Value> = BTreeMap::new();
    for lang in languages {
        let name = format!("locales/{lang}.json");
        if path.join(&name).is_file() {
            locales.insert(lang, json::parse(&input::one(&path.join(&name), name)?)?);
        }
    }
    let said = |lang: &str, pointer: &str| -> Option<String> {
        locales.get(lang)?.pointer(pointer)?.as_str().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty())
    };
    let mut page = Page {
        title: said(first, "/title").or_else(|| quoted_after(script, "title:")),
        url: quoted_after(script, "baseUrl:").filter(|u| u.starts_with("http")),
        description: said(first, "/description").or_else(|| quoted_after(script, "description:")),
        languages: languages.to_vec(),
        ..Page::default()
    };
    let mut ids = quoted_list(script, "systems:");
    for parsed in sources {
        for id in parsed.map.texts("affectedsystems") {
            if !ids.contains(&id) {
                if !script.is_empty() {
                    report.add(Loss::Guess, format!("the system `{id}` is not in the config; a platform was made"), &parsed.source);
                }
                ids.push(id);
            }
        }
    }
    let others = languages.iter().skip(1);
    page.titles = others.clone().filter_map(|l| Some((l.clone(), said(l, "/title")?))).collect();
    let platforms = ids
        .into_iter()
        .map(|id| {
            let at = |item: &str| format!("/systems/items/{}/{item}", id.replace('~', "~0").replace('/', "~1"));
            if said(first, &at("description")).is_some() {
                report.add(Loss::NoPlace, "systems.items[].description", format!("locales/{first}.json: {id}"));
            }
            Platform {
                name: said(first, &at("title")).unwrap_or_else(|| id.clone()),
                names: others.clone().filter_map(|l| Some((l.clone(), said(l, &at("title"))?))).collect(),
                key: Some(id.clone()),
                source: id,
                ..Platform::default()
            }
        })
        .collect();
    page.platforms = vec![Group { name: None, platforms }];
    Ok(page)
}

fn incident(parsed: &Parsed, report: &mut Report) -> Option<Record> {
    let (map, source) = (&parsed.map, &parsed.source);
    for key in map.keys().into_iter().filter(|k| !KEYS.contains(k)) {
        report.add(Loss::NoPlace, format!("incident: {key}"), source);
    }
    let read = |key: &str, report: &mut Report| -> Option<Moment> {
        let written = map.text(key)?;
        let moment = times::read(&written, &TimeZone::UTC);
        if moment.is_none() {
            report.add(Loss::Time, format!("{key} `{written}` is no time"), source);
        }
        moment
    };
    let scheduled = read("scheduled", report);
    let date = read("date", report);
    let kind = match scheduled {
        Some(from) => Kind::Maintenance { until: window_end(map, from, source, report), by_hand: false },
        None => Kind::Incident,
    };
    let mut entries = updates(parsed, kind, date, report);
    let Some(mut began) = scheduled.or(date).or(entries.first().map(|e| e.at)) else {
        report.add(Loss::LeftOut, "an incident of which nothing says when it was", source);
        return None;
    };
    if kind == Kind::Incident && let Some(first) = entries.first().filter(|e| e.at < began) {
        report.add(Loss::Time, "an update is older than the date; it began with the update", source);
        began = first.at;
    }
    let title = text::line(&map.text("title").unwrap_or_default(), source, report);
    let title = if title.is_empty() {
        report.add(Loss::Guess, "the incident has no title", source);
        "Untitled".to_string()
    } else {
        title
    };
    let key = parsed.id.clone().unwrap_or_else(|| parsed.stem.clone());
    let mut record = Record::new(key, source.clone(), kind, title, began);
    record.name = Some(slug(&parsed.stem)).filter(|n| !n.is_empty() && n != "index");
    match &parsed.id {
        Some(raw) => {
            let id = permanent_id(raw, source, report);
            if id == *raw {
                record.aliases.push(format!("incidents/{id}/"));
            }
            record.id = Some(id);
        }
        None => report.add(Loss::Guess, "without an id its old address is not known", source),
    }
    record.summary = summary(parsed, source, report);
    let word = map.text("severity").map(|w| canonical(&w)).unwrap_or_default();
    let state = State::WORDS.iter().find(|(w, _)| *w == word).map(|(_, s)| *s);
    if state.is_none() {
        report.add(Loss::Guess, format!("the severity `{word}` was read as `degraded performance`"), source);
    }
    let state = state.unwrap_or(State::DegradedPerformance);
    record.affected = map.texts("affectedsystems").into_iter().map(|id| (id, state)).collect();
    let over = map.flag("resolved") == Some(true);
    let last = if matches!(kind, Kind::Maintenance { .. }) { "completed" } else { "resolved" };
    let told = entries.iter().any(|e| e.word == Word::Status(last));
    if over && !told {
        let newest = entries.last().map_or(began, |e| e.at);
        let at = read("modified", report).unwrap_or(newest).max(newest);
        report.add(Loss::Guess, "no update says that it is over; one without words was added", source);
        entries.push(Entry::new(at, Word::Status(last), String::new()));
    } else if !over && told {
        report.add(Loss::Guess, "it is not marked as resolved, but an update says so; the update counts", source);
    } else if let Some(modified) = read("modified", report)
        && entries.last().is_some_and(|e| times::whole(e.at) != times::whole(modified))
    {
        report.add(Loss::NoPlace, "modified, where no update says it", source);
    }
    record.entries = entries;
    Some(record)
}

fn window_end(map: &Map, from: Moment, source: &str, report: &mut Report) -> Moment {
    let minutes = map.text("duration").and_then(|d| d.parse::<i64>().ok()).filter(|m| (1..=525_600).contains(m));
    if minutes.is_none() {
        report.add(Loss::Guess, "the window has no duration; an hour was written", source);
    }
    from.saturating_add(SignedDuration::from_mins(minutes.unwrap_or(60))).unwrap_or(from)
}

fn summary(parsed: &Parsed, source: &str, report: &mut Report) -> String {
    let words = text::body(parsed.words.trim(), Flavour::Markdown, source, report);
    let description = text::body(&parsed.map.text("description").unwrap_or_default(), Flavour::Words, source, report);
    if description.is_empty() || words.contains(description.trim()) {
        words
    } else {
        format!("{description}\n\n{words}").trim().to_string()
    }
}

/// All updates, oldest first.
fn updates(parsed: &Parsed, kind: Kind, date: Option<Moment>, report: &mut Report) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (title, written, body) in parsed.updates.iter().rev() {
        let place = format!("{}: update {title} {written}", parsed.source);
        let at = times::read(written, &TimeZone::UTC);
        let Some(moment) = at.or(date) else {
            report.add(Loss::LeftOut, "an update of which nothing says when it was", &place);
            continue;
        };
        if at.is_none() {
            report.add(Loss::Time, format!("`{written}` is no time; the date of the incident was written"), &place);
        }
        let (word, kept) = word(title, kind);
        let body = match kept {
            true => {
                report.add(Loss::Guess, format!("the status `{title}` became `update`, and stays in the text"), &place);
                format!("*{title}* - {}", body.trim_start())
            }
            false => body.clone(),
        };
        entries.push(Entry::new(moment, word, text::body(&body, Flavour::Markdown, &place, report)));
    }
    entries.sort_by_key(|e| e.at);
    entries
}

fn word(title: &str, kind: Kind) -> (Word, bool) {
    let planned = matches!(kind, Kind::Maintenance { .. });
    let known = match (canonical(title).as_str(), planned) {
        ("update" | "updated", _) => Word::Update,
        ("postmortem" | "post_mortem" | "review", _) => Word::Review,
        ("resolved" | "completed", true) => Word::Status("completed"),
        ("monitoring" | "verifying", true) => Word::Status("verifying"),
        ("in_progress", true) => Word::Status("in_progress"),
        ("scheduled", true) => Word::Status("scheduled"),
        ("investigating", false) => Word::Status("investigating"),
        ("identified", false) => Word::Status("identified"),
        ("monitoring", false) => Word::Status("monitoring"),
        ("resolved" | "completed", false) => Word::Status("resolved"),
        _ => return (Word::Update, true),
    };
    (known, false)
}

/// Lays a translation beside: updates belong together by their time.
fn translate(record: &mut Record, source: &Parsed, lang: &str, other: &Parsed, report: &mut Report) {
    let mut words = Translation {
        title: other.map.text("title").map(|t| text::line(&t, &other.source, report)).filter(|t| !t.is_empty()),
        summary: summary(other, &other.source, report),
        bodies: Vec::new(),
    };
    if record.summary.is_empty() && !words.summary.is_empty() {
        report.add(Loss::NoPlace, "a summary that only the translation has", &other.source);
        words.summary.clear();
    }
    let mut used = std::collections::BTreeSet::new();
    for (title, written, body) in other.updates.iter().rev() {
        let at = times::read(written, &TimeZone::UTC);
        let place = format!("{}: update {title} {written}", other.source);
        let found = record.entries.iter().enumerate().position(|(n, e)| Some(e.at) == at && !used.contains(&n));
        let Some(found) = found else {
            report.add(Loss::LeftOut, format!("an update that {} does not have", source.source), place);
            continue;
        };
        used.insert(found);
        let body = text::body(body, Flavour::Markdown, &place, report);
        if !body.is_empty() {
            words.bodies.push((found, body));
        }
    }
    record.translations.insert(lang.to_string(), words);
}
