//! `maintenance.ics`, whole and by platform (RFC 5545 and RFC 7986).
//!
//! Takes the model and words, never the clock: DTSTAMP is the time of the last
//! word about a maintenance. `docs/decisions/0023` says where SEQUENCE comes from.

use std::sync::Arc;

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use jiff::tz::TimeZone;

use super::Context;
use super::links::Links;
use super::task::{Inputs, Part, Task};
use super::view_builder::{ViewBuilder, shorten};
use crate::derive;
use crate::model::{Incident, PlatformId, Status};
use crate::render::Value;
use crate::source::markdown;
use crate::text::is_refused;
use crate::time::Moment;

/// Who made the file (RFC 5545, section 3.7.3).
const PRODUCT: &str = "-//Upfront//Incident status pages//EN";

/// How often clients should ask again (RFC 7986, section 5.7).
const REFRESH: &str = "PT1H";

/// Octets of a line without its end (RFC 5545, section 3.1).
const MAX_OCTETS: usize = 75;

/// Characters of a description: a calendar shows a few lines, the page has the rest.
const MAX_DESCRIPTION: usize = 2000;

/// Path of a calendar in the folder of a language: of a platform, or the whole one.
pub fn path(links: &Links<'_>, platform: Option<PlatformId>) -> String {
    match platform {
        None => "maintenance.ics".to_string(),
        Some(id) => format!("maintenance/{}.ics", links.site.platform(id).key),
    }
}

/// Title and purpose of a calendar.
pub fn words(
    context: Context<'_>,
    links: &Links<'_>,
    platform: Option<PlatformId>,
) -> (String, String) {
    let words = context.engine.words(links.lang);
    let site = links.site.title.get(links.lang).0;
    let Some(id) = platform else {
        let title = words.say("calendar-title", &[("site", Value::Text(site))]);
        return (title, words.say("calendar-purpose", &[]));
    };
    let scope = words.platform(links.site, id);
    let args = [("site", Value::Text(site)), ("scope", Value::Text(&scope))];
    let title = words.say("calendar-scope-title", &args);
    (title, words.say("calendar-platform-purpose", &args[1..]))
}

/// All calendars: one task for each, in all languages.
pub fn tasks<'a>(context: Context<'a>, all: &[Links<'a>]) -> Vec<Task<'a>> {
    let site = &context.model.site;
    let planned: Arc<[&Incident]> = context
        .model
        .incidents()
        .filter(|incident| !incident.drill && incident.window().is_some())
        .collect();
    let files: Arc<[String]> = planned
        .iter()
        .flat_map(|i| i.files.iter().cloned())
        .collect();
    let calendar = |platform: Option<PlatformId>| {
        let part = |links: &Links<'a>| {
            let (own, planned) = (links.clone(), Arc::clone(&planned));
            Part::asset(links.file(&path(links, platform)), move |()| {
                Ok(write(context, &own, platform, &planned))
            })
        };
        let key = platform.map_or("", |id| &site.platform(id).key);
        let inputs = Inputs::files(Arc::clone(&files));
        let parts = all.iter().map(part).collect();
        Task::of_files(format!("calendar {key}"), inputs, parts)
    };
    let platforms = (0..site.platforms.len()).map(|at| Some(PlatformId(at)));
    std::iter::once(None)
        .chain(platforms)
        .map(calendar)
        .collect()
}

fn write(
    context: Context<'_>,
    links: &Links<'_>,
    platform: Option<PlatformId>,
    planned: &[&Incident],
) -> Vec<u8> {
    let parts = ViewBuilder::absolute(context, links);
    let (title, purpose) = words(context, links, platform);
    let own = links.absolute(&links.file(&path(links, platform)));
    let mut calendar = Calendar::empty();
    let mut property = |key: &str, value: &str, kind: Option<&str>| {
        let mut property = Property::new(key, clean(value));
        if let Some(kind) = kind {
            property.add_parameter("VALUE", kind);
        }
        calendar.append_property(property);
    };
    property("VERSION", "2.0", None);
    property("PRODID", PRODUCT, None);
    property("CALSCALE", "GREGORIAN", None);
    // Without its type the crate would write NAME as it is, not as TEXT.
    property("NAME", &title, Some("TEXT"));
    property("X-WR-CALNAME", &title, None);
    property("DESCRIPTION", &purpose, None);
    property("URL", &links.absolute(&links.file("index.html")), None);
    property("SOURCE", &own, Some("URI"));
    property("REFRESH-INTERVAL", REFRESH, Some("DURATION"));
    property("X-PUBLISHED-TTL", REFRESH, None);
    property("COLOR", "steelblue", None);
    for incident in planned {
        let mine =
            platform.is_none_or(|id| incident.scopes().any(|s| s.affected.contains_key(&id)));
        if let Some(event) = mine.then(|| event(&parts, incident)).flatten() {
            calendar.push(event);
        }
    }
    fold(&calendar.to_string()).into_bytes()
}

/// Folds content lines at 75 octets, the space of a continuation included, and
/// never inside a character (RFC 5545, section 3.1). The crate folds as well, but
/// lets the last piece of a line have 76 octets; its folds are taken out first.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 32);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > MAX_OCTETS {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(character);
            octets += character.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// The event of a maintenance; `None` of anything else.
fn event(parts: &ViewBuilder<'_>, incident: &Incident) -> Option<Event> {
    let window = incident.window()?;
    let words = parts.words();
    let newest = incident.newest();
    let status = newest.map_or(Status::Scheduled, |u| u.status);
    let cancelled = status == Status::Cancelled;
    let title = parts.author(&incident.title).text;
    // Some calendars show no status: there the words say it.
    let summary = if cancelled {
        let word = words.status(status).word;
        let args = [
            ("title", Value::Text(&title)),
            ("status", Value::Text(&word)),
        ];
        words.say("feed-item-title-update", &args)
    } else {
        title
    };
    let widest = derive::widest_scope(incident);
    let platforms = widest.affected.keys().map(|id| parts.platform(*id));
    let changed = utc(derive::updated(incident));
    let mut event = Event::new();
    event
        .add_property("UID", format!("{}@{}", incident.id, parts.links.site.id))
        .add_property("DTSTAMP", &changed)
        .add_property("LAST-MODIFIED", &changed)
        .add_property("CREATED", utc(derive::published(incident)))
        .add_property("SEQUENCE", sequence(incident).to_string())
        .add_property("DTSTART", utc(window.from))
        .add_property("DTEND", utc(window.until))
        .add_property("SUMMARY", clean(&summary))
        .add_property("DESCRIPTION", clean(&description(parts, incident)))
        .add_property("URL", parts.href(&Links::incident(incident)))
        // A maintenance of ours keeps nobody else busy.
        .add_property("TRANSP", "TRANSPARENT")
        .status(if cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
    let names: Vec<String> = platforms.map(|name| clean(&name)).collect();
    if !names.is_empty() {
        event.categories(names);
    }
    Some(event.done())
}

fn description(parts: &ViewBuilder<'_>, incident: &Incident) -> String {
    let words = parts.words();
    let plain = |text: &crate::model::Text<crate::model::Markdown>| {
        markdown::to_text(&text.get(parts.links.lang).0.0)
    };
    let newest = incident.newest();
    let told = newest.map(|update| {
        let status = words.status(update.status).word;
        let body = plain(&update.body);
        format!("{status}\n{body}").trim_end().to_string()
    });
    let widest = derive::widest_scope(incident);
    let names: Vec<String> = widest.affected.keys().map(|p| parts.platform(*p)).collect();
    let platforms = (!names.is_empty()).then(|| {
        let label = words.say("affected", &[]);
        let label = words.say("labelled", &[("label", Value::Text(&label))]);
        format!("{label} {}", words.list(&names))
    });
    let summary = incident.summary.as_ref().map(plain);
    let lines: Vec<String> = [told, summary, platforms]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    shorten(&lines.join("\n\n"), MAX_DESCRIPTION)
}

/// How often it changed: every update is a change, and so is every correction.
/// A later version of the file can only have more of them.
fn sequence(incident: &Incident) -> usize {
    let corrections = incident.updates.iter().filter(|u| u.corrected.is_some());
    incident.updates.len() + corrections.count()
}

/// DATE-TIME in UTC (RFC 5545, section 3.3.5, form 2).
fn utc(moment: Moment) -> String {
    moment
        .to_zoned_datetime(TimeZone::UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// TEXT holds no controls but the line feed (RFC 5545, section 3.3.11).
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(|c: char| c == '\r' || is_refused(c), " ")
}
