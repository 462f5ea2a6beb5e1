//! The Statuspage v2 documents, field by field in the order of the original.
//!
//! Sources of the shapes: a hosted page's `/api` page, and recorded answers of
//! hosted pages. Times carry milliseconds and the offset of the page's zone;
//! updates and incidents stand newest first; `null` means what it means there.

mod components;
mod documents;
mod events;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::time::Moment;

pub use documents::{Document, Shared, document};

/// Incidents that a list holds, as on a hosted page; open ones always stand in it.
const LISTED: usize = 50;

/// A time as the original writes it: `2026-11-18T14:20:00.000+01:00`, `Z` in UTC.
fn time(moment: Moment, zone: &TimeZone) -> String {
    let offset = zone.to_offset(moment);
    let printer = jiff::fmt::temporal::DateTimePrinter::new().precision(Some(3));
    match offset.is_zero() {
        true => printer.timestamp_to_string(&moment),
        false => printer.timestamp_with_offset_to_string(&moment, offset),
    }
}

/// What every document begins with.
#[derive(Debug, Serialize)]
struct Page {
    id: String,
    name: String,
    url: String,
    time_zone: String,
    /// The newest word on the page; never the time of the build.
    updated_at: String,
}

/// The state of the whole page in one word and one sentence.
#[derive(Debug, Serialize)]
struct Rollup {
    indicator: &'static str,
    description: &'static str,
}

/// A platform, or a group of them.
#[derive(Debug, Clone, Serialize)]
struct Component {
    id: String,
    name: String,
    status: &'static str,
    created_at: String,
    updated_at: String,
    position: usize,
    description: Option<String>,
    showcase: bool,
    start_date: Option<String>,
    group_id: Option<String>,
    page_id: String,
    group: bool,
    only_show_if_degraded: bool,
    /// Of a group: the ids of its components.
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<String>>,
}

/// What an update did to a component.
#[derive(Debug, Serialize)]
struct AffectedComponent {
    code: String,
    name: String,
    old_status: &'static str,
    new_status: &'static str,
}

/// One entry of a timeline.
#[derive(Debug, Serialize)]
struct IncidentUpdate {
    id: String,
    status: &'static str,
    body: String,
    incident_id: String,
    created_at: String,
    updated_at: String,
    display_at: String,
    /// `null` where it names none.
    affected_components: Option<Vec<AffectedComponent>>,
    deliver_notifications: bool,
    custom_tweet: Option<String>,
    tweet_id: Option<u64>,
}

/// The review; these fields stand in an incident that has one.
#[derive(Debug, Serialize)]
struct Postmortem {
    postmortem_body: String,
    postmortem_body_last_updated_at: String,
    postmortem_ignored: bool,
    postmortem_notified_subscribers: bool,
    postmortem_notified_twitter: bool,
    postmortem_published_at: String,
}

/// The window; these fields stand in a maintenance.
#[derive(Debug, Serialize)]
struct Window {
    scheduled_for: String,
    scheduled_until: String,
    scheduled_remind_prior: bool,
    scheduled_reminded_at: Option<String>,
    scheduled_auto_in_progress: bool,
    scheduled_auto_completed: bool,
}

/// An incident or a maintenance.
#[derive(Debug, Serialize)]
struct Event {
    id: String,
    name: String,
    status: &'static str,
    created_at: String,
    updated_at: String,
    monitoring_at: Option<String>,
    resolved_at: Option<String>,
    impact: &'static str,
    shortlink: String,
    started_at: String,
    page_id: String,
    incident_updates: Vec<IncidentUpdate>,
    components: Vec<Component>,
    reminder_intervals: Option<String>,
    #[serde(flatten)]
    postmortem: Option<Postmortem>,
    #[serde(flatten)]
    window: Option<Window>,
}
