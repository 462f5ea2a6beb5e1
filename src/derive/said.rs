//! When an incident was first told of, and when last: feeds and calendars date
//! their entries by it. No clock counts here.

use crate::model::{Incident, Kind, Status};
use crate::time::Moment;

/// The file itself is the first word: no update opens what it tells.
pub fn is_announced_by_file(incident: &Incident) -> bool {
    let Some(first) = incident.updates.iter().find(|u| !u.review) else {
        return true;
    };
    let opens = |status| first.status == status && !first.keeps_status;
    match incident.kind {
        Kind::Maintenance { .. } => !opens(Status::Scheduled),
        Kind::Notice => !opens(Status::Notice),
        Kind::Incident => false,
    }
}

/// When an incident was first told of.
pub fn published(incident: &Incident) -> Moment {
    let first = incident.updates.first().map(|u| u.at);
    let announced = is_announced_by_file(incident).then(|| incident.announced());
    first
        .into_iter()
        .chain(announced)
        .min()
        .unwrap_or(incident.began)
}

/// When something was last said about an incident.
pub fn updated(incident: &Incident) -> Moment {
    incident
        .updates
        .iter()
        .flat_map(|u| [Some(u.at), u.corrected_at])
        .flatten()
        .max()
        .map_or(published(incident), |last| last.max(published(incident)))
}
