//! The next moment at which the clock alone changes what the site says.

use jiff::SignedDuration;

use super::phase::{Phase, ended, over, standing};
use super::said::is_announced_by_file;
use crate::model::{Kind, Model, Promise};
use crate::time::Moment;

/// The earliest such moment after `now`: a window opens or closes, a promise
/// runs out, an `ended` is reached, an update with a later time comes due, the assumed
/// date of an announcement moves, or a new day begins in the site's zone.
pub fn next_change(model: &Model, now: Moment) -> Option<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    for incident in &model.incidents {
        moments.push(incident.began);
        moments.extend(ended(incident));
        moments.extend(over(incident));
        if let Kind::Maintenance { until, .. } = incident.kind {
            moments.push(until);
        }
        moments.extend(incident.updates.iter().map(|u| u.at));
        if is_announced_by_file(incident) {
            moments.extend(incident.leads());
        }
        if standing(incident, now).phase == Phase::Open
            && let Some(update) = incident.newest()
            && let Some(Promise::By(by)) = update.promise
        {
            // Overdue from the minute after the promised one, then again each minute
            // in words; a scheduler cares for the first.
            moments.extend(by.checked_add(SignedDuration::from_secs(60)));
        }
    }
    let zone = &model.site.zone;
    moments.extend(
        zone.to_datetime(now)
            .date()
            .tomorrow()
            .ok()
            .and_then(|day| {
                day.to_zoned_datetime(zone.clone())
                    .ok()
                    .map(|midnight| midnight.timestamp())
            }),
    );
    moments.into_iter().filter(|moment| *moment > now).min()
}
