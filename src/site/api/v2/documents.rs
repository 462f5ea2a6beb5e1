//! The eight documents.

use std::sync::OnceLock;

use serde::Serialize;

use super::components;
use super::events::{created, event, is_shown, updated};
use super::{Component, Event, LISTED, Page, Rollup, time};
use crate::derive::{self, Phase};
use crate::model::{Impact, Incident, Kind, State};
use crate::site::Context;
use crate::site::api::{ids, json};
use crate::time::Moment;

/// A document of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Everything that holds now.
    Summary,
    /// The state of the page.
    Status,
    /// The components.
    Components,
    /// The newest incidents.
    Incidents,
    /// Those that are not over.
    Unresolved,
    /// The newest maintenance.
    Maintenances,
    /// Maintenance before its window.
    Upcoming,
    /// Maintenance in its window.
    Active,
}

impl Document {
    /// Every document with its path below `api/v2/`, without `.json`.
    pub const ALL: [(&'static str, Document); 8] = [
        ("summary", Document::Summary),
        ("status", Document::Status),
        ("components", Document::Components),
        ("incidents", Document::Incidents),
        ("incidents/unresolved", Document::Unresolved),
        ("scheduled-maintenances", Document::Maintenances),
        ("scheduled-maintenances/upcoming", Document::Upcoming),
        ("scheduled-maintenances/active", Document::Active),
    ];
}

#[derive(Debug, Serialize)]
struct Body {
    page: Page,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<Component>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incidents: Option<Vec<Event>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_maintenances: Option<Vec<Event>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Rollup>,
}

/// What several documents of one build say, made by the first that asks.
#[derive(Debug, Default)]
pub struct Shared {
    components: OnceLock<Vec<Component>>,
    updated: OnceLock<Moment>,
}

/// The bytes of a document.
pub fn document(context: Context<'_>, document: Document, shared: &Shared) -> Vec<u8> {
    let components = shared.components.get_or_init(|| components::all(context));
    let events = |incidents: Vec<&Incident>| -> Vec<Event> {
        let event = |incident| event(context, components, incident);
        incidents.into_iter().map(event).collect()
    };
    let incidents = match document {
        Document::Summary | Document::Unresolved => Some(unresolved(context)),
        Document::Incidents => Some(listed(
            context,
            |i| i.kind == Kind::Incident,
            unresolved(context),
        )),
        _ => None,
    };
    let maintenances = match document {
        Document::Summary => Some([active(context), upcoming(context)].concat()),
        Document::Upcoming => Some(upcoming(context)),
        Document::Active => Some(active(context)),
        Document::Maintenances => {
            let ahead = [active(context), upcoming(context)].concat();
            Some(listed(context, is_maintenance, ahead))
        }
        _ => None,
    };
    let has_status = matches!(document, Document::Summary | Document::Status);
    let has_components = matches!(document, Document::Summary | Document::Components);
    json(&Body {
        page: page(context, shared),
        incidents: incidents.map(events),
        scheduled_maintenances: maintenances.map(events),
        status: has_status.then(|| rollup(context)),
        components: has_components.then_some(components.clone()),
    })
}

fn page(context: Context<'_>, shared: &Shared) -> Page {
    let site = &context.model.site;
    let newest = || {
        let shown = context.model.incidents().filter(|i| is_shown(i));
        shown.map(updated).max().unwrap_or_default()
    };
    let updated = *shared.updated.get_or_init(newest);
    Page {
        id: ids::page(site),
        name: site.title.get(site.default_lang()).0.clone(),
        url: site.url.as_str().trim_end_matches('/').to_string(),
        time_zone: site.zone.iana_name().unwrap_or("Etc/UTC").to_string(),
        updated_at: time(updated, &site.zone),
    }
}

fn is_maintenance(incident: &Incident) -> bool {
    matches!(incident.kind, Kind::Maintenance { .. })
}

/// What is of a kind and in a phase that is not over, newest word first.
fn in_phase<'a>(
    context: Context<'a>,
    holds: impl Fn(&Incident, Phase) -> bool,
) -> Vec<&'a Incident> {
    let phase = |i: &Incident| derive::standing(i, context.now).phase;
    let incidents = context.recent.incidents();
    newest_first(incidents.filter(|i| is_shown(i) && holds(i, phase(i))))
}

fn newest_first<'a>(incidents: impl Iterator<Item = &'a Incident>) -> Vec<&'a Incident> {
    let mut found: Vec<&Incident> = incidents.collect();
    found.sort_by_cached_key(|i| std::cmp::Reverse((created(i), i.id.as_str())));
    found
}

fn unresolved(context: Context<'_>) -> Vec<&Incident> {
    in_phase(context, |i, phase| {
        i.kind == Kind::Incident && phase != Phase::Over
    })
}

fn active(context: Context<'_>) -> Vec<&Incident> {
    in_phase(context, |i, phase| {
        is_maintenance(i) && phase == Phase::Open
    })
}

/// The next window first.
fn upcoming(context: Context<'_>) -> Vec<&Incident> {
    let mut found = in_phase(context, |i, phase| {
        is_maintenance(i) && phase == Phase::Ahead
    });
    found.sort_by_key(|i| i.began);
    found
}

/// The newest ones and those that must not fall out, newest first.
fn listed<'a>(
    context: Context<'a>,
    is_kind: impl Fn(&Incident) -> bool,
    always: Vec<&'a Incident>,
) -> Vec<&'a Incident> {
    let all = context.model.incidents();
    let mut newest = newest_first(all.filter(|i| is_shown(i) && is_kind(i)));
    let older = newest.split_off(newest.len().min(LISTED));
    let is_kept = |i: &&Incident| always.iter().any(|a| a.id == i.id);
    newest.extend(older.into_iter().filter(is_kept));
    newest
}

/// The blended state: the worst component, and what an open incident says of
/// itself if that is worse. The sentences are those of the original.
fn rollup(context: Context<'_>) -> Rollup {
    let worst = derive::headline(context.recent, context.now).worst;
    let stated = unresolved(context)
        .into_iter()
        .filter(|i| derive::standing(i, context.now).phase == Phase::Open)
        .filter_map(|i| i.scope_now().impact)
        .max()
        .unwrap_or(Impact::None);
    let by_components = Impact::of(worst);
    let (indicator, description) = match by_components.max(stated) {
        Impact::None if worst == State::UnderMaintenance => {
            ("maintenance", "Service Under Maintenance")
        }
        Impact::None => ("none", "All Systems Operational"),
        Impact::Minor if by_components == Impact::Minor => ("minor", "Partially Degraded Service"),
        Impact::Minor => ("minor", "Minor Service Outage"),
        Impact::Major => ("major", "Partial System Outage"),
        Impact::Critical => ("critical", "Major Service Outage"),
    };
    Rollup {
        indicator,
        description,
    }
}
