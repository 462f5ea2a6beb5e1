//! One incident or scheduled maintenance of the API to a record.

use super::super::json::Object;
use super::super::record::{Kind, Record};
use super::super::report::{Loss, Report};
use super::super::{text, times};
use super::components::Components;
use super::reading::Reading;
use crate::model::Impact;
use crate::text::canonical;
use crate::time::Moment;

/// Fields of an incident that become something, or say again what others say.
const INCIDENT: [&str; 16] = [
    "id",
    "name",
    "status",
    "started_at",
    "resolved_at",
    "created_at",
    "updated_at",
    "monitoring_at",
    "impact",
    "incident_updates",
    "components",
    "scheduled_for",
    "scheduled_until",
    "page_id",
    "postmortem_body",
    "postmortem_published_at",
];

const MAINTENANCE: [&str; 4] = ["scheduled", "in_progress", "verifying", "completed"];

/// Reads one; `None` where nothing says when it was, which the report names.
pub fn read(
    one: &Object<'_>,
    components: &Components,
    report: &mut Report,
    faults: &mut Vec<String>,
) -> Option<Record> {
    let raw_id = one.text("id", faults)?;
    let source = format!("{} (id {raw_id})", one.place);
    for (key, _) in one
        .keys()
        .filter(|(k, v)| !v.is_null() && !INCIDENT.contains(&k.as_str()))
    {
        report.add(Loss::NoPlace, format!("incidents[].{key}"), &source);
    }
    let impact_word = one.text("impact", faults).map(|w| canonical(&w));
    let status = one.text("status", faults).map(|w| canonical(&w));
    let planned = one.get("scheduled_for").is_some()
        || impact_word.as_deref() == Some("maintenance")
        || status.as_deref().is_some_and(|s| MAINTENANCE.contains(&s));
    let impact = impact(impact_word.as_deref(), planned, &source, report);
    let mut reader = Reading {
        planned,
        source: source.clone(),
        components,
        report,
        faults,
    };
    let mut updates = reader.updates(one);
    reader.review(one, &mut updates);
    let times: Vec<Moment> = updates.iter().map(|u| u.entry.at).collect();
    let started = ["started_at", "created_at"]
        .iter()
        .find_map(|key| reader.time(one, key));
    let Some(mut began) = reader
        .time(one, "scheduled_for")
        .or(started)
        .or(times.first().copied())
    else {
        reader.report.add(
            Loss::LeftOut,
            "an incident of which nothing says when it was",
            &source,
        );
        return None;
    };
    if !planned
        && let Some(first) = times
            .first()
            .filter(|first| times::whole(**first) < times::whole(began))
    {
        reader.report.add(
            Loss::Time,
            "an update is older than started_at; it began with the update",
            &source,
        );
        began = *first;
    }
    let kind = if planned {
        reader.window(one, began, &updates, status.as_deref())
    } else {
        Kind::Incident
    };
    let title = text::title(one.text("name", reader.faults), &source, reader.report);
    let mut record = Record::new(raw_id.clone(), source.clone(), kind, title, began);
    record.impact = impact;
    record.id = Some(id(&raw_id, &source, reader.report));
    if raw_id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && record.id.as_deref() == Some(raw_id.as_str())
    {
        record.aliases.push(format!("incidents/{raw_id}/"));
    }
    reader.scope(one, &mut record, &mut updates);
    reader.end(one, &mut record, &mut updates, status.as_deref());
    reader.other_times(one, &record, &updates);
    record.entries = updates.into_iter().map(|u| u.entry).collect();
    Some(record)
}

/// An id that can stand in any address.
pub fn id(raw: &str, source: &str, report: &mut Report) -> String {
    let fits = |id: &str| {
        !id.is_empty()
            && id.len() <= 120
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    if fits(raw) && !raw.starts_with('.') {
        return raw.to_string();
    }
    let words: String = raw
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    let words = words.trim_matches('-');
    let tail = &crate::source::imported::hash(raw)[..8];
    let new = if words.is_empty() {
        format!("id-{tail}")
    } else {
        format!("{words}-{tail}")
    };
    report.add(
        Loss::Guess,
        format!("`{raw}` cannot be an id here; `{new}` was written"),
        source,
    );
    new
}

fn impact(word: Option<&str>, planned: bool, source: &str, report: &mut Report) -> Option<Impact> {
    let word = word?;
    if planned {
        if !matches!(word, "maintenance" | "none") {
            report.add(
                Loss::NoPlace,
                format!("impact `{word}` of a maintenance"),
                source,
            );
        }
        return None;
    }
    let known = Impact::WORDS
        .iter()
        .find(|(w, _)| *w == word)
        .map(|(_, i)| *i);
    if known.is_none() {
        report.add(
            Loss::Guess,
            format!("the impact `{word}` is unknown; the states of platforms say it"),
            source,
        );
    }
    known
}
