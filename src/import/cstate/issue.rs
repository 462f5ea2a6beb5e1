//! One issue to a record.

mod ending;

use super::super::front_matter::Map;
use super::super::input::Input;
use super::super::record::{Entry, Kind, Record, Word};
use super::super::report::{Loss, Report};
use super::super::text::{self, Flavour};
use super::super::times;
use super::Site;
use super::body::{Segment, segments};
use crate::model::State;
use crate::text::{canonical, slug};
use crate::time::Moment;
use crate::yaml::Value;
use ending::end;

const KEYS: [&str; 15] = [
    "title",
    "date",
    "resolved",
    "resolvedWhen",
    "severity",
    "affected",
    "section",
    "informational",
    "pin",
    "published",
    "draft",
    "aliases",
    "url",
    "slug",
    "type",
];

/// Reads an issue; `None` where nothing says when it was, which the report names.
pub fn read(
    input: &Input,
    map: &Map,
    body: &str,
    site: &mut Site,
    report: &mut Report,
) -> Option<Record> {
    let source = input.name.clone();
    for key in map.keys().into_iter().filter(|k| !KEYS.contains(k)) {
        report.add(Loss::NoPlace, format!("issue: {key}"), &source);
    }
    for key in ["resolved", "informational", "pin", "draft", "published"] {
        if let (Some(Value::Text(text)), Some(flag)) = (map.get(key), map.flag(key)) {
            report.add(
                Loss::Guess,
                format!("`{key}: {text}` is a text; it counts as {flag}"),
                &source,
            );
        }
    }
    let written = map.text("date").unwrap_or_default();
    let Some(began) = times::read(&written, &site.zone) else {
        report.add(
            Loss::LeftOut,
            format!("an issue whose date `{written}` is no time"),
            &source,
        );
        return None;
    };
    let below = input.name.trim_start_matches("content/issues/");
    let below = below.strip_suffix(".md").unwrap_or(below);
    // A folder with an `index.md` is a page of that folder's name (Hugo, "Page bundles").
    let stem = below.strip_suffix("/index").unwrap_or(below);
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let title = text::title(map.text("title"), &source, report);
    let (kind, state) = severity(map, &source, report);
    let mut record = Record::new(below.to_string(), source.clone(), kind, title, began);
    record.name = Some(slug(stem)).filter(|n| !n.is_empty() && n != "index");
    record.pinned = map.flag("pin") == Some(true);
    record.draft = map.flag("draft") == Some(true) || map.flag("published") == Some(false);
    if record.draft {
        report.add(
            Loss::Note,
            "not published in the source, so written as a draft: take `draft: true` out to show it",
            &source,
        );
    }
    record.aliases = aliases(map, stem, &source, report);
    for name in map.texts("affected") {
        let system = site.system(&name, &source, report);
        match state {
            Some(state) => record.affected.push((system, state)),
            None => report.add(
                Loss::NoPlace,
                "a system of a notice",
                format!("{source}: {system}"),
            ),
        }
    }
    let facts = Facts {
        began,
        resolved: map.flag("resolved") == Some(true),
        resolved_when: resolved_when(map, began, site, &source, report),
        is_notice: kind == Kind::Notice,
    };
    let body = without_comments(body, &source, report);
    let parts = segments(&body);
    if parts.iter().all(|s| s.word.is_none() && s.track.is_none()) {
        record.summary = text::body(&body, Flavour::Markdown, &source, report);
        record.ended = plain_end(map, &facts, &source, report);
        return Some(record);
    }
    entries(parts, &mut record, &facts, site, report);
    Some(record)
}

struct Facts {
    began: Moment,
    resolved: bool,
    resolved_when: Option<Moment>,
    is_notice: bool,
}

fn severity(map: &Map, source: &str, report: &mut Report) -> (Kind, Option<State>) {
    if map.flag("informational") == Some(true) {
        return (Kind::Notice, None);
    }
    let word = map.text("severity").map(|w| canonical(&w));
    match word.as_deref() {
        Some("notice") => (Kind::Notice, None),
        Some("down") => (Kind::Incident, Some(State::MajorOutage)),
        Some("disrupted") => (Kind::Incident, Some(State::PartialOutage)),
        other => {
            let what = other.map_or("no severity".to_string(), |w| format!("the severity `{w}`"));
            report.add(
                Loss::Guess,
                format!("{what} was read as `disrupted`"),
                source,
            );
            (Kind::Incident, Some(State::PartialOutage))
        }
    }
}

fn resolved_when(
    map: &Map,
    began: Moment,
    site: &Site,
    source: &str,
    report: &mut Report,
) -> Option<Moment> {
    let written = map.text("resolvedWhen")?;
    let Some(moment) = times::read(&written, &site.zone) else {
        report.add(
            Loss::Time,
            format!("resolvedWhen `{written}` is no time"),
            source,
        );
        return None;
    };
    if moment < began {
        report.add(
            Loss::Time,
            format!("resolvedWhen {written} is before the date"),
            source,
        );
        return None;
    }
    if map.flag("resolved") != Some(true) {
        report.add(
            Loss::Time,
            format!("resolvedWhen {written} of an issue that is not resolved"),
            source,
        );
        return None;
    }
    Some(moment)
}

/// Old addresses: Hugo's for the section, and those that the issue names.
fn aliases(map: &Map, stem: &str, source: &str, report: &mut Report) -> Vec<String> {
    let own = map.text("url").unwrap_or_else(|| {
        let name = map.text("slug").unwrap_or_else(|| stem.to_lowercase());
        format!("issues/{name}/")
    });
    let mut all = vec![own];
    all.extend(map.texts("aliases"));
    all.retain(|path| {
        let kept = text::is_old_address(path);
        if !kept {
            report.add(
                Loss::LeftOut,
                format!("the old address `{path}` cannot be one here"),
                source,
            );
        }
        kept
    });
    all.iter()
        .map(|p| {
            let p = p.trim_start_matches('/');
            if p.ends_with('/') || p.contains('.') {
                p.to_string()
            } else {
                format!("{p}/")
            }
        })
        .collect()
}

/// Comments are for writers; a status word in one is none.
fn without_comments(body: &str, source: &str, report: &mut Report) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = rest.find("<!--") {
        let Some(end) = rest[at..].find("-->") else {
            break;
        };
        report.add(Loss::Text, "a comment was left out", source);
        out.push_str(&rest[..at]);
        rest = &rest[at + end + 3..];
    }
    out.push_str(rest);
    out
}

/// The end of an issue that has no updates.
fn plain_end(map: &Map, facts: &Facts, source: &str, report: &mut Report) -> Option<Moment> {
    if facts.resolved_when.is_some() {
        return facts.resolved_when;
    }
    let informational = map.flag("informational") == Some(true);
    if facts.resolved || (informational && map.flag("pin") != Some(true)) {
        let why = if facts.resolved {
            "it is resolved, and nothing says when"
        } else {
            "an informational post has no end"
        };
        report.add(
            Loss::Guess,
            format!("{why}: it ends when it begins"),
            source,
        );
        return Some(facts.began);
    }
    None
}

/// How far on a word stands.
fn rank(segment: &Segment) -> u8 {
    match segment.word {
        Some(Word::Status("investigating")) => 0,
        Some(Word::Status("identified")) => 1,
        Some(Word::Status("monitoring")) => 3,
        Some(Word::Status(_)) => 4,
        Some(Word::Review) => 5,
        _ => 2,
    }
}

fn entries(
    mut parts: Vec<Segment>,
    record: &mut Record,
    facts: &Facts,
    site: &Site,
    report: &mut Report,
) {
    let source = record.source.clone();
    // Words above the first update are the summary.
    if parts.len() > 1 && parts[0].word.is_none() && parts[0].track.is_none() {
        let first = parts.remove(0);
        record.summary = text::body(&first.text, Flavour::Markdown, &source, report);
    }
    let minute = |m: Moment| m.as_second().div_euclid(60);
    let mut timed: Vec<(Segment, Option<Moment>)> = parts
        .into_iter()
        .map(|part| {
            let track = part.track.as_deref();
            let read = track.and_then(|t| times::read(t, &site.zone));
            let at = read.filter(|at| minute(*at) >= minute(facts.began));
            if let Some(track) = track.filter(|_| at.is_none()) {
                let why = if read.is_some() {
                    "is before the date"
                } else {
                    "is no time"
                };
                report.add(Loss::Time, format!("track {track} {why}"), &source);
            }
            (part, at)
        })
        .collect();
    let known: Vec<Moment> = timed.iter().filter_map(|(_, at)| *at).collect();
    let newest_first = match (known.first(), known.last()) {
        (Some(first), Some(last)) if first != last => first > last,
        _ => timed.first().map(|(s, _)| rank(s)) >= timed.last().map(|(s, _)| rank(s)),
    };
    if newest_first {
        timed.reverse();
    }
    let last_word = timed
        .iter()
        .rposition(|(s, _)| s.word != Some(Word::Review));
    let mut before = facts.began;
    for (number, (segment, at)) in timed.into_iter().enumerate() {
        let trusted = at.is_some();
        let at = at.unwrap_or_else(|| match facts.resolved_when {
            Some(when) if Some(number) >= last_word && number > 0 => when.max(before),
            _ => before,
        });
        before = before.max(at);
        if !trusted && segment.track.is_none() {
            report.add(
                Loss::Time,
                "an update without a track mark; date, resolvedWhen or its neighbour gave the time",
                &source,
            );
        }
        let mut word = segment.word.unwrap_or(Word::Update);
        let mut kept = segment.kept.clone();
        if facts.is_notice && word != Word::Update && word != Word::Status("resolved") {
            kept = kept.or_else(|| Some(title_case(word)));
            word = Word::Update;
        }
        let words = match &kept {
            Some(kept) => {
                report.add(
                    Loss::Guess,
                    format!("the status `{kept}` became `update`, and stays in the text"),
                    &source,
                );
                format!("*{kept}* - {}", segment.text)
            }
            None => segment.text.clone(),
        };
        if words.contains("{{") {
            report.add(Loss::Text, "a shortcode stays as text", &source);
        }
        let body = text::body(&words, Flavour::Markdown, &source, report);
        record.entries.push(Entry::new(at, word, body));
    }
    record.entries.sort_by_key(|e| e.at);
    end(record, facts, report);
}

fn title_case(word: Word) -> String {
    let word = match word {
        Word::Status(word) => word.replace('_', " "),
        Word::Review => "Post-mortem".to_string(),
        Word::Update => "Update".to_string(),
    };
    let mut chars = word.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}
