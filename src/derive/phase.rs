//! Where an incident stands at a moment, and what state that gives platforms.

use std::borrow::Cow;

use jiff::SignedDuration;

use crate::model::{Impact, Incident, Kind, Model, Scope, State, Status, Update};
use crate::time::Moment;

/// Before, in or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// A maintenance before its window.
    Ahead,
    /// Begun and not over.
    Open,
    /// Over.
    Over,
}

/// When it was over for good, as the file tells: `ended`, or the last final
/// status that no later update reopened. Of a maintenance that ends by itself and of
/// which nothing else is told, the end of its window.
pub fn over(incident: &Incident) -> Option<Moment> {
    let (told, ended) = (told_over(incident), ended(incident));
    match incident.kind {
        Kind::Incident => match told {
            Some(at) => Some(ended.unwrap_or(at)),
            None if incident.updates.is_empty() => ended,
            None => None,
        },
        Kind::Notice => match (told, ended) {
            (Some(told), Some(ended)) => Some(told.min(ended)),
            (told, ended) => told.or(ended),
        },
        Kind::Maintenance { until, by_hand } => {
            let by_window = !by_hand && !goes_on_after(incident, until);
            told.or(by_window.then_some(until))
        }
    }
}

/// The `ended` of the file, unless a later update reopened what it had ended.
pub(super) fn ended(incident: &Incident) -> Option<Moment> {
    let ended = incident.ended?;
    let mut closed = false;
    let reopened = incident
        .updates
        .iter()
        .filter(|u| !u.keeps_status)
        .any(|u| {
            let reopens = closed && !u.status.is_final() && u.at > ended;
            closed |= u.status.is_final();
            reopens
        });
    (!reopened).then_some(ended)
}

/// The status that was told last, whatever the clock says.
pub fn last_told(incident: &Incident) -> Option<Status> {
    let mut told = incident.updates.iter().rev().filter(|u| !u.keeps_status);
    told.next().map(|update| update.status)
}

/// When its end was told: the time of the final status that no later update took back.
pub fn told_over(incident: &Incident) -> Option<Moment> {
    told_over_by(&incident.updates)
}

/// The same of the first updates of a timeline.
pub(super) fn told_over_by(updates: &[Update]) -> Option<Moment> {
    let mut told = None;
    for update in updates.iter().filter(|u| !u.keeps_status) {
        told = match (told, update.status.is_final()) {
            (None, true) => Some(update.at),
            (Some(at), true) => Some(at),
            (_, false) => None,
        };
    }
    told
}

/// The newest word was said when the window was over, and is not that the work is: it
/// counts for more than the plan, until another word ends it.
fn goes_on_after(incident: &Incident, until: Moment) -> bool {
    let newest = incident.newest();
    newest.is_some_and(|update| !update.status.is_final() && update.at >= until)
}

/// Said to be still to come when its window was over: it was put off.
fn put_off(incident: &Incident, until: Moment) -> bool {
    let newest = incident.newest().map(|update| update.status);
    newest == Some(Status::Scheduled) && goes_on_after(incident, until)
}

/// When the work or the impact really began: a maintenance may begin before its window.
pub fn started(incident: &Incident) -> Moment {
    let told = incident.updates.iter().find(|u| u.status.is_under_way());
    match (incident.kind, told) {
        (Kind::Maintenance { .. }, Some(update)) => incident.began.min(update.at),
        _ => incident.began,
    }
}

/// When it no longer counts: when it was over, or when the window closed of work that was
/// put off. `None` while it may count.
pub(super) fn counts_until(incident: &Incident) -> Option<Moment> {
    let closed = match incident.kind {
        Kind::Maintenance { until, .. } => Some(until).filter(|until| put_off(incident, *until)),
        _ => None,
    };
    over(incident).or(closed)
}

/// The scope as it is at `now`: after the end of its impact an incident that is still
/// watched affects nothing.
pub fn present_scope(incident: &Incident, now: Moment) -> Cow<'_, Scope> {
    let scope = incident.scope_now();
    let ended = ended(incident).is_some_and(|ended| ended <= now);
    if incident.kind != Kind::Incident || !ended || scope.affected.is_empty() {
        return Cow::Borrowed(scope);
    }
    Cow::Owned(Scope {
        affected: Default::default(),
        ..scope.clone()
    })
}

/// Where an incident stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Before, in or after.
    pub phase: Phase,
    /// The status to show. A maintenance that says nothing starts and ends by its window.
    pub status: Status,
    /// A maintenance whose window is over, and which is not: nobody has said since whether
    /// it goes on.
    pub overrun: bool,
}

/// Where an incident stands. What is told counts at once; the clock decides only over
/// windows, and over the end of a notice.
pub fn standing(incident: &Incident, now: Moment) -> Standing {
    let told = incident.newest().map(|u| u.status);
    let phase = phase(incident, told, now);
    let overrun = match incident.kind {
        Kind::Maintenance { until, .. } => {
            until <= now && phase == Phase::Open && !goes_on_after(incident, until)
        }
        _ => false,
    };
    Standing {
        phase,
        status: status(incident.kind, told, phase),
        overrun,
    }
}

fn phase(incident: &Incident, told: Option<Status>, now: Moment) -> Phase {
    match incident.kind {
        Kind::Maintenance { until, .. } => match told {
            Some(status) if status.is_final() => Phase::Over,
            _ if put_off(incident, until) => Phase::Ahead,
            _ if over(incident).is_some_and(|over| over <= now) => Phase::Over,
            Some(Status::InProgress | Status::Verifying) => Phase::Open,
            _ if now < incident.began => Phase::Ahead,
            _ => Phase::Open,
        },
        Kind::Notice => match (told, over(incident)) {
            (Some(status), _) if status.is_final() => Phase::Over,
            (_, Some(over)) if over <= now => Phase::Over,
            _ => Phase::Open,
        },
        Kind::Incident => match told {
            Some(status) if status.is_final() => Phase::Over,
            None if over(incident).is_some() => Phase::Over,
            _ => Phase::Open,
        },
    }
}

fn status(kind: Kind, told: Option<Status>, phase: Phase) -> Status {
    match kind {
        Kind::Incident => match (told, phase) {
            (Some(status), _) => status,
            (None, Phase::Over) => Status::Resolved,
            (None, _) => Status::Investigating,
        },
        Kind::Notice => match phase {
            Phase::Over => Status::Resolved,
            _ => Status::Notice,
        },
        Kind::Maintenance { .. } => match (told, phase) {
            (Some(status), _) if status.is_final() => status,
            (_, Phase::Over) => Status::Completed,
            (Some(status @ (Status::InProgress | Status::Verifying)), _) => status,
            (_, Phase::Ahead) => Status::Scheduled,
            (_, Phase::Open) => Status::InProgress,
        },
    }
}

/// The scope that counts at a moment; `None` when nothing is affected by it: a final
/// status, a false alarm too, leaves nothing in scope. Drills and notices never count.
pub fn impact_scope(incident: &Incident, now: Moment) -> Option<&Scope> {
    if incident.drill || incident.kind == Kind::Notice {
        return None;
    }
    let ended = ended(incident).is_some_and(|ended| ended <= now);
    let counts = match incident.kind {
        Kind::Maintenance { .. } => standing(incident, now).phase == Phase::Open,
        _ => !ended && (!incident.updates.is_empty() || incident.ended.is_none()),
    };
    let scope = incident.scope_now();
    (counts && !scope.affected.is_empty()).then_some(scope)
}

/// State of every platform, in the site's order. The worst state wins, so that
/// a maintenance never hides an outage.
pub fn platform_states(model: &Model, now: Moment) -> Vec<State> {
    let mut states = vec![State::Operational; model.site.platforms.len()];
    for scope in model.incidents().filter_map(|i| impact_scope(i, now)) {
        for (platform, state) in &scope.affected {
            let current = &mut states[platform.0];
            *current = (*current).max(*state);
        }
    }
    states
}

/// Impact of an incident: what the file says, else the worst state it ever had
/// in scope. A false alarm has none, as long as nobody takes that back.
pub fn impact(incident: &Incident) -> Impact {
    if last_told(incident) == Some(Status::FalseAlarm) {
        return Impact::None;
    }
    incident.stated_impact().unwrap_or_else(|| {
        incident
            .scopes()
            .map(|s| Impact::of(s.worst()))
            .max()
            .unwrap_or(Impact::None)
    })
}

/// Scope at its widest: each platform in its worst state, all regions and
/// audiences that were ever named, and what was last said not to be affected.
pub fn widest_scope(incident: &Incident) -> Scope {
    let mut widest = Scope::clone(&incident.scope);
    for scope in incident.scopes().skip(1) {
        for (platform, state) in &scope.affected {
            let worst = widest.affected.entry(*platform).or_insert(*state);
            *worst = (*worst).max(*state);
        }
        widest.regions = widest.regions.union(&scope.regions);
        widest.audiences = widest.audiences.union(&scope.audiences);
        widest.unaffected.clone_from(&scope.unaffected);
    }
    widest
}

/// How long it lasted; `None` while it is not over.
pub fn duration(incident: &Incident) -> Option<SignedDuration> {
    over(incident)
        .map(|over| started(incident).duration_until(over))
        .filter(|d| *d >= SignedDuration::ZERO)
}

/// A maintenance or notice whose end no update tells: where it stands follows
/// from the clock (`docs/decisions/0005-clock.md`).
pub fn waits_for_clock(incident: &Incident) -> bool {
    incident.kind != Kind::Incident && !last_told(incident).is_some_and(Status::is_final)
}
