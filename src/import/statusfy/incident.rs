//! One file and its translations to a record.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::super::front_matter::Map;
use super::super::record::{Entry, Kind, Record, Translation, Word};
use super::super::report::{Loss, Report};
use super::super::statuspage::permanent_id;
use super::super::text::{self, Flavour};
use super::super::times;
use super::Parsed;
use crate::model::State;
use crate::text::{canonical, slug};
use crate::time::Moment;

const KEYS: [&str; 11] = [
    "id",
    "title",
    "description",
    "date",
    "modified",
    "severity",
    "affectedsystems",
    "resolved",
    "scheduled",
    "duration",
    "layout",
];

/// Reads an incident; `None` where nothing says when it was, which the report names.
pub(super) fn read(parsed: &Parsed, report: &mut Report) -> Option<Record> {
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
        Some(from) => Kind::Maintenance {
            until: window_end(map, from, source, report),
            by_hand: false,
        },
        None => Kind::Incident,
    };
    let mut entries = updates(parsed, kind, date, report);
    if scheduled.is_some() && date.is_some() && !entries.iter().any(|e| Some(e.at) == date) {
        report.add(
            Loss::NoPlace,
            "the date of a maintenance: when it was announced",
            source,
        );
    }
    let Some(mut began) = scheduled.or(date).or(entries.first().map(|e| e.at)) else {
        report.add(
            Loss::LeftOut,
            "an incident of which nothing says when it was",
            source,
        );
        return None;
    };
    if kind == Kind::Incident
        && let Some(first) = entries.first().filter(|e| e.at < began)
    {
        report.add(
            Loss::Time,
            "an update is older than the date; it began with the update",
            source,
        );
        began = first.at;
    }
    let title = text::title(map.text("title"), source, report);
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
        None => report.add(
            Loss::Guess,
            "without an id its old address is not known",
            source,
        ),
    }
    record.summary = summary(parsed, source, report);
    let word = map
        .text("severity")
        .map(|w| canonical(&w))
        .unwrap_or_default();
    let state = State::WORDS
        .iter()
        .find(|(w, _)| *w == word)
        .map(|(_, s)| *s);
    if state.is_none() {
        report.add(
            Loss::Guess,
            format!("the severity `{word}` was read as `degraded performance`"),
            source,
        );
    }
    let state = state.unwrap_or(State::DegradedPerformance);
    record.affected = map
        .texts("affectedsystems")
        .into_iter()
        .map(|id| (id, state))
        .collect();
    let over = map.flag("resolved") == Some(true);
    let last = if matches!(kind, Kind::Maintenance { .. }) {
        "completed"
    } else {
        "resolved"
    };
    let told = entries.iter().any(|e| e.word == Word::Status(last));
    if over && !told {
        let newest = entries.last().map_or(began, |e| e.at);
        let at = read("modified", report).unwrap_or(newest).max(newest);
        report.add(
            Loss::Guess,
            "no update says that it is over; one without words was added",
            source,
        );
        entries.push(Entry::new(at, Word::Status(last), String::new()));
    } else if !over && told {
        report.add(
            Loss::Guess,
            "it is not marked as resolved, but an update says so; the update counts",
            source,
        );
    } else if let Some(modified) = read("modified", report)
        && entries
            .last()
            .is_some_and(|e| times::whole(e.at) != times::whole(modified))
    {
        report.add(Loss::NoPlace, "modified, where no update says it", source);
    }
    if let Kind::Maintenance { until, .. } = kind {
        let at_work = |e: &Entry| {
            matches!(
                e.word,
                Word::Status("in_progress" | "verifying" | "completed")
            )
        };
        let by_hand = entries.iter().any(|e| e.at > until && at_work(e));
        record.kind = Kind::Maintenance { until, by_hand };
    }
    record.entries = entries;
    Some(record)
}

fn window_end(map: &Map, from: Moment, source: &str, report: &mut Report) -> Moment {
    let minutes = map
        .text("duration")
        .and_then(|d| d.parse::<i64>().ok())
        .filter(|m| (1..=525_600).contains(m));
    if minutes.is_none() {
        report.add(
            Loss::Guess,
            "the window has no duration; an hour was written",
            source,
        );
    }
    from.saturating_add(SignedDuration::from_mins(minutes.unwrap_or(60)))
        .unwrap_or(from)
}

fn summary(parsed: &Parsed, source: &str, report: &mut Report) -> String {
    let words = text::body(parsed.words.trim(), Flavour::Markdown, source, report);
    let description = text::body(
        &parsed.map.text("description").unwrap_or_default(),
        Flavour::Words,
        source,
        report,
    );
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
            report.add(
                Loss::LeftOut,
                "an update of which nothing says when it was",
                &place,
            );
            continue;
        };
        if at.is_none() {
            report.add(
                Loss::Time,
                format!("`{written}` is no time; the date of the incident was written"),
                &place,
            );
        }
        let (word, kept) = word(title, kind);
        let body = match kept {
            true => {
                report.add(
                    Loss::Guess,
                    format!("the status `{title}` became `update`, and stays in the text"),
                    &place,
                );
                format!("*{title}* - {}", body.trim_start())
            }
            false => body.clone(),
        };
        entries.push(Entry::new(
            moment,
            word,
            text::body(&body, Flavour::Markdown, &place, report),
        ));
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
pub(super) fn translate(
    record: &mut Record,
    source: &Parsed,
    lang: &str,
    other: &Parsed,
    report: &mut Report,
) {
    let mut words = Translation {
        title: other
            .map
            .text("title")
            .map(|t| text::line(&t, &other.source, report))
            .filter(|t| !t.is_empty()),
        summary: summary(other, &other.source, report),
        bodies: Vec::new(),
    };
    if record.summary.is_empty() && !words.summary.is_empty() {
        report.add(
            Loss::NoPlace,
            "a summary that only the translation has",
            &other.source,
        );
        words.summary.clear();
    }
    let mut used = std::collections::BTreeSet::new();
    for (title, written, body) in other.updates.iter().rev() {
        let at = times::read(written, &TimeZone::UTC);
        let place = format!("{}: update {title} {written}", other.source);
        let found = record
            .entries
            .iter()
            .enumerate()
            .position(|(n, e)| Some(e.at) == at && !used.contains(&n));
        let Some(found) = found else {
            report.add(
                Loss::LeftOut,
                format!("an update that {} does not have", source.source),
                place,
            );
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
