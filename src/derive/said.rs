//! When an incident was first told of, and when last: feeds and calendars date
//! their entries by it. No clock counts here.

use jiff::SignedDuration;

use crate::model::{Incident, Kind, Status, Update};
use crate::time::Moment;

/// The file itself is the first word: no update opens what it tells. One that
/// moves the window came after somebody had heard of it.
pub fn is_announced_by_file(incident: &Incident) -> bool {
    let Some(first) = incident.first() else {
        return true;
    };
    let opens = |status| first.status == status && !first.keeps_status && first.window.is_none();
    match incident.kind {
        Kind::Maintenance { .. } => !opens(Status::Scheduled),
        Kind::Notice => !opens(Status::Notice),
        Kind::Incident => false,
    }
}

/// When the file itself counts as said, where it is the first word.
pub fn announced(incident: &Incident) -> Option<Moment> {
    is_announced_by_file(incident).then(|| published(incident))
}

/// When an incident was first told of. It never changes once the first word is out.
pub fn published(incident: &Incident) -> Moment {
    let first = incident.updates.first().map(|u| u.at);
    match first {
        Some(first) if !is_announced_by_file(incident) => first,
        _ => incident.announced(),
    }
}

/// When something was last said about an incident. It rises with everything that
/// is said, by a second at least: an announcement whose date is only assumed, or
/// two updates of one minute, must not hide a change.
pub fn updated(incident: &Incident) -> Moment {
    let mut said: Vec<Moment> = incident
        .updates
        .iter()
        .flat_map(|u| [Some(u.at), u.corrected_at])
        .flatten()
        .collect();
    said.sort_unstable();
    let second = SignedDuration::from_secs(1);
    let after = |moment: Moment| moment.saturating_add(second).unwrap_or(moment);
    let mut said = said.into_iter();
    let start = if is_announced_by_file(incident) {
        incident.announced()
    } else {
        said.next().unwrap_or(incident.began)
    };
    let last = said.fold(start, |last, at| after(last).max(at));
    let undated = |u: &&Update| u.corrected.is_some() && u.corrected_at.is_none();
    let corrections = incident.updates.iter().filter(undated);
    corrections.fold(last, |last, _| after(last))
}

/// When each update counts as said in feeds, in the order of the file. Writers write no
/// seconds, and readers order entries by their dates: an update of the same minute as what
/// was said before it comes a second after that, up to the last second of the minute. So
/// no date leaves the minute that was written, and nothing that is said later changes one.
pub fn entry_times(incident: &Incident) -> Vec<Moment> {
    const MINUTE: i64 = 60;
    let mut before = announced(incident).map(Moment::as_second);
    let mut time = |update: &Update| {
        let written = update.at.as_second();
        let minute = written.div_euclid(MINUTE);
        let second = match before {
            Some(before) if before.div_euclid(MINUTE) == minute => {
                written.max((before + 1).min(minute * MINUTE + MINUTE - 1))
            }
            _ => written,
        };
        before = Some(second);
        Moment::from_second(second).unwrap_or(update.at)
    };
    incident.updates.iter().map(&mut time).collect()
}
