//! History by month and by day, in the site's zone.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::phase::{Phase, standing};
use crate::model::{Incident, Kind, Model, PlatformId};
use crate::time::Moment;

/// A month with all that began in it, newest first.
#[derive(Debug, Clone)]
pub struct Month<'a> {
    /// Its first day.
    pub first: Date,
    /// Newest first.
    pub incidents: Vec<&'a Incident>,
}

impl Month<'_> {
    /// `2024-11`
    pub fn key(&self) -> String {
        self.first.strftime("%Y-%m").to_string()
    }
}

/// All months in which something began, newest first.
pub fn months(model: &Model) -> Vec<Month<'_>> {
    let mut months: BTreeMap<Date, Vec<&Incident>> = BTreeMap::new();
    for incident in &model.incidents {
        months
            .entry(day(model, incident.began).first_of_month())
            .or_default()
            .push(incident);
    }
    months
        .into_iter()
        .rev()
        .map(|(first, mut incidents)| {
            incidents.reverse();
            Month { first, incidents }
        })
        .collect()
}

/// The last `count` days, today first, each with what began on it. What is told though
/// its time lies ahead belongs to today; a window that lies ahead is no history.
pub fn days(model: &Model, now: Moment, count: usize) -> Vec<(Date, Vec<&Incident>)> {
    let today = day(model, now);
    let mut days: Vec<(Date, Vec<&Incident>)> =
        std::iter::successors(Some(today), |d| d.yesterday().ok())
            .take(count)
            .map(|date| (date, Vec::new()))
            .collect();
    let begun = |incident: &&Incident| match incident.kind {
        Kind::Maintenance { .. } => {
            incident.began <= now || standing(incident, now).phase == Phase::Open
        }
        Kind::Incident | Kind::Notice => true,
    };
    for incident in model.incidents().rev().filter(begun) {
        let began = day(model, incident.began.min(now));
        if let Some((_, incidents)) = days.iter_mut().find(|(date, _)| *date == began) {
            incidents.push(incident);
        }
    }
    days
}

/// The day of a moment in the site's zone.
fn day(model: &Model, moment: Moment) -> Date {
    model.site.zone.to_datetime(moment).date()
}

/// For each platform, in the site's order, the incidents in whose scope it ever was, in
/// the order of the model.
pub fn touching(model: &Model) -> Vec<Vec<&Incident>> {
    let mut touching = vec![Vec::new(); model.site.platforms.len()];
    for incident in model.incidents() {
        let mut platforms: Vec<PlatformId> = incident
            .scopes()
            .flat_map(|scope| scope.affected.keys().copied())
            .collect();
        platforms.sort_unstable();
        platforms.dedup();
        for id in platforms {
            touching[id.0].push(incident);
        }
    }
    touching
}
