//! Incidents and maintenance with their updates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::{AffectedComponent, Component, Event, IncidentUpdate, Postmortem, Window, time};
use crate::derive::{self, Phase};
use crate::model::{Incident, Kind, PlatformId, Scope, Site, State, Status};
use crate::site::Context;
use crate::site::api::ids;
use crate::site::links::Links;
use crate::time::Moment;

/// Shown at all: drills are no news, and the original has no place for notices.
pub(super) fn is_shown(incident: &Incident) -> bool {
    !incident.drill && incident.kind != Kind::Notice
}

/// When readers first heard of it.
pub(super) fn created(incident: &Incident) -> Moment {
    let first = incident.updates.first().map(|u| u.at);
    match (derive::announced(incident), first) {
        (Some(announced), Some(first)) => announced.min(first),
        (announced, first) => announced.or(first).unwrap_or(incident.began),
    }
}

/// When readers last heard of it.
pub(super) fn updated(incident: &Incident) -> Moment {
    let last = incident.updates.iter().map(|u| u.at).max();
    last.unwrap_or_else(|| created(incident))
}

/// One incident or maintenance, with the components as they are now.
pub(super) fn event(context: Context<'_>, components: &[Component], incident: &Incident) -> Event {
    let site = &context.model.site;
    let (zone, now) = (&site.zone, context.now);
    let links = Links::new(site, site.default_lang());
    let standing = derive::standing(incident, now);
    let over = standing.phase == Phase::Over;
    let resolved_at = over.then(|| {
        derive::told_over(incident)
            .or_else(|| derive::over(incident))
            .unwrap_or_else(|| updated(incident))
    });
    let review = incident.updates.iter().rev().find(|u| u.review);
    let monitoring = incident
        .updates
        .iter()
        .rev()
        .find(|u| u.status == Status::Monitoring && !u.keeps_status);
    let window = window(incident, zone);
    let status = match review {
        Some(_) if over && window.is_none() => "postmortem",
        _ => word(standing.status),
    };
    Event {
        id: ids::incident(incident),
        name: incident.title.get(site.default_lang()).0.clone(),
        status,
        created_at: time(created(incident), zone),
        updated_at: time(updated(incident), zone),
        monitoring_at: monitoring.map(|u| time(u.at, zone)),
        resolved_at: resolved_at.map(|at| time(at, zone)),
        impact: impact(incident),
        shortlink: links.absolute(&links.file(&Links::incident(incident))),
        started_at: time(derive::started(incident), zone),
        page_id: ids::page(site),
        incident_updates: updates(site, incident),
        components: named(components, site, incident),
        reminder_intervals: None,
        postmortem: review.map(|review| Postmortem {
            postmortem_body: review.body.get(site.default_lang()).0.0.clone(),
            postmortem_body_last_updated_at: time(review.at, zone),
            postmortem_ignored: false,
            postmortem_notified_subscribers: false,
            postmortem_notified_twitter: false,
            postmortem_published_at: time(review.at, zone),
        }),
        window,
    }
}

fn window(incident: &Incident, zone: &TimeZone) -> Option<Window> {
    let Kind::Maintenance { until, by_hand } = incident.kind else {
        return None;
    };
    Some(Window {
        scheduled_for: time(incident.began, zone),
        scheduled_until: time(until, zone),
        scheduled_remind_prior: false,
        scheduled_reminded_at: None,
        scheduled_auto_in_progress: true,
        scheduled_auto_completed: !by_hand,
    })
}

/// The word of the original: it knows neither false alarms nor cancellations.
fn word(status: Status) -> &'static str {
    match status {
        Status::FalseAlarm => Status::Resolved.key(),
        Status::Cancelled => Status::Completed.key(),
        other => other.key(),
    }
}

/// Maintenance has an impact of its own there, unless the file says another.
fn impact(incident: &Incident) -> &'static str {
    match incident.kind {
        Kind::Maintenance { .. } => incident.stated_impact().map_or("maintenance", |i| i.key()),
        _ => derive::impact(incident).key(),
    }
}

/// The components that it ever touched, as they are now.
fn named(components: &[Component], site: &Site, incident: &Incident) -> Vec<Component> {
    let touched: BTreeSet<String> = incident
        .scopes()
        .flat_map(|scope| scope.affected.keys())
        .map(|p| ids::component(&site.platform(*p).key))
        .collect();
    let is_touched = |c: &&Component| touched.contains(&c.id);
    components.iter().filter(is_touched).cloned().collect()
}

/// Newest first. What only the file announces is the oldest entry.
fn updates(site: &Site, incident: &Incident) -> Vec<IncidentUpdate> {
    let lang = site.default_lang();
    let incident_id = ids::incident(incident);
    let entry = |id, status, body, at, affected: Vec<AffectedComponent>| {
        let at = time(at, &site.zone);
        IncidentUpdate {
            id,
            status,
            body,
            incident_id: incident_id.clone(),
            created_at: at.clone(),
            updated_at: at.clone(),
            display_at: at,
            affected_components: (!affected.is_empty()).then_some(affected),
            deliver_notifications: true,
            custom_tweet: None,
            tweet_id: None,
        }
    };
    let mut entries = Vec::new();
    let mut before = BTreeMap::new();
    if let Some(at) = derive::announced(incident) {
        let status = match incident.kind {
            Kind::Maintenance { .. } => Status::Scheduled,
            _ => Status::Investigating,
        };
        let said = incident.summary.as_ref().map(|s| s.get(lang).0.0.clone());
        let said = said.unwrap_or_else(|| incident.title.get(lang).0.clone());
        let after = states(incident, status, &incident.scope);
        let affected = affected(site, &before, &after);
        let id = ids::announcement(incident);
        entries.push(entry(id, status.key(), said, at, affected));
        before = after;
    }
    for update in &incident.updates {
        let id = ids::update(incident, update);
        let body = update.body.get(lang).0.0.clone();
        if update.review {
            entries.push(entry(id, "postmortem", body, update.at, Vec::new()));
            continue;
        }
        let after = states(incident, update.status, &update.scope);
        let affected = affected(site, &before, &after);
        entries.push(entry(id, word(update.status), body, update.at, affected));
        before = after;
    }
    entries.reverse();
    entries
}

/// States that an update leaves: a maintenance has none before and after its window.
fn states(incident: &Incident, status: Status, scope: &Scope) -> BTreeMap<PlatformId, State> {
    let planned = matches!(incident.kind, Kind::Maintenance { .. });
    let rests = planned && !matches!(status, Status::InProgress | Status::Verifying);
    let state = |(platform, state): (&PlatformId, &State)| {
        let state = if rests { State::Operational } else { *state };
        (*platform, state)
    };
    scope.affected.iter().map(state).collect()
}

fn affected(
    site: &Site,
    before: &BTreeMap<PlatformId, State>,
    after: &BTreeMap<PlatformId, State>,
) -> Vec<AffectedComponent> {
    let named: BTreeSet<&PlatformId> = before.keys().chain(after.keys()).collect();
    let state = |states: &BTreeMap<PlatformId, State>, id: &PlatformId| {
        states.get(id).copied().unwrap_or(State::Operational).key()
    };
    named
        .into_iter()
        .map(|id| AffectedComponent {
            code: ids::component(&site.platform(*id).key),
            name: site.platform_name(*id, site.default_lang()),
            old_status: state(before, id),
            new_status: state(after, id),
        })
        .collect()
}
