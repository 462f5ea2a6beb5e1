//! The page of an incident, a maintenance or a notice.

use crate::derive::{self, Phase};
use crate::model::{Incident, Kind};
use crate::render::view::{IncidentPageView, PromiseTally, TimeView, UpdateView};
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;
use crate::time::Moment;

/// The view of an incident's page: newest update first.
pub fn view(parts: &ViewBuilder<'_>, incident: &Incident) -> IncidentPageView {
    let until = match incident.kind {
        Kind::Maintenance { until, .. } => Some(until),
        _ => None,
    };
    let over = derive::over(incident).filter(|_| incident.kind == Kind::Incident);
    let (reviews, mut updates): (Vec<UpdateView>, Vec<UpdateView>) = (0..incident.updates.len())
        .map(|at| {
            // A review stands below a heading of its own, an update below one in the timeline.
            let top = if incident.updates[at].review { 3 } else { 4 };
            parts.update(incident, at, None, top)
        })
        .partition(|update| update.review);
    updates.reverse();
    let newest = incident.newest();
    let (kept, made) = derive::tally(incident);
    let month = parts
        .links
        .site
        .zone
        .to_datetime(incident.began)
        .date()
        .first_of_month();
    // What is open shows what is so now; what is over shows how far it went.
    let may_change = may_change(incident, parts.context.now);
    let ended = incident.kind == Kind::Incident && incident.ended.is_some();
    let scope = match may_change && !ended {
        true => incident.scope_now().clone(),
        false => derive::widest_scope(incident),
    };
    IncidentPageView {
        line: parts.line(incident),
        window: until
            .or(over)
            .map(|until| parts.window(incident.began, until)),
        until: until.map(|until| parts.time(until)),
        scope: parts.scope(&scope),
        advice: parts.advice(newest.map_or(&incident.advice, |u| &u.advice)),
        summary: incident.summary.as_ref().map(|s| parts.prose(s, 2)),
        updates,
        review: reviews.into_iter().next_back(),
        review_due: incident.review_due.and_then(|date| due(parts, date)),
        promises: (made > 0).then_some(PromiseTally { kept, made }),
        short: incident.advice.short.as_ref().map(|s| parts.author(s)),
        next: may_change
            .then(|| incident.newest_at())
            .flatten()
            .and_then(|at| parts.promise(incident, at, None)),
        // A notice affects no platform.
        pick: (may_change && incident.kind != Kind::Notice).then(|| parts.choices()),
        month_href: parts.href(&Links::month(&month.strftime("%Y-%m").to_string())),
        month_label: parts.words().month(month),
    }
}

/// A day: it is the same one in the reader's zone.
fn due(parts: &ViewBuilder<'_>, date: jiff::civil::Date) -> Option<TimeView> {
    let zone = parts.links.site.zone.clone();
    let day = date.to_zoned_datetime(zone).ok()?;
    Some(TimeView {
        iso: date.to_string(),
        ..parts.time(day.timestamp())
    })
}

/// Something may still be said, or happen by the clock: a window that is over waits for
/// nothing more.
pub fn may_change(incident: &Incident, now: Moment) -> bool {
    let waits = || {
        derive::waits_for_clock(incident) && derive::standing(incident, now).phase != Phase::Over
    };
    derive::over(incident).is_none() || waits()
}
