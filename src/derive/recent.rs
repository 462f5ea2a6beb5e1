//! What of a long history can still matter at a moment.

use jiff::SignedDuration;

use super::phase::{ended, over};
use crate::model::{Incident, Kind, Model};
use crate::time::Moment;

/// Days that pages look back beside those of the uptime.
const MARGIN: i64 = 8;

/// The model without what was over before the first day of the uptime, a week and a day
/// before it: all that this module says of `now` and of later moments is the same of
/// both, but months and years of the past are not.
pub fn recent(model: &Model, now: Moment) -> Model {
    let days = i64::from(model.site.uptime.days) + MARGIN;
    let since = now
        .checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(Moment::MIN);
    Model {
        site: model.site.clone(),
        incidents: model
            .incidents
            .iter()
            .filter(|incident| !is_past(incident, since))
            .cloned()
            .collect(),
    }
}

/// Over, and nothing in it is later than this moment.
fn is_past(incident: &Incident, moment: Moment) -> bool {
    let past = match incident.kind {
        Kind::Maintenance { until, .. } => Some(until),
        // Where the file does not say when, the last word took back what was affected.
        Kind::Incident => ended(incident).or_else(|| {
            let last = incident.updates.last()?;
            last.scope.affected.is_empty().then_some(last.at)
        }),
        Kind::Notice => Some(ended(incident).unwrap_or(incident.began)),
    };
    incident.began <= moment
        && past.is_some_and(|past| past <= moment)
        && over(incident).is_some_and(|over| over <= moment)
        && incident.updates.iter().all(|update| update.at <= moment)
}
