//! Uptime: what share of a span a platform worked, day by day.
//!
//! Overlapping incidents are merged: at every instant the worst state counts,
//! once. Planned maintenance never counts as down. Days before a platform's
//! `since`, and time that has not come, are not counted at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::phase::{counts_until, ended, impact_scope, last_told, started};
use crate::model::{Group, Incident, Kind, Model, PlatformId, Scope, Site, State, Status, Weights};
use crate::time::Moment;

/// One day of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, in the site's zone.
    pub date: Date,
    /// Worst state of the day; `None` where nothing is known.
    pub worst: Option<State>,
    /// Seconds in each state.
    pub seconds: BTreeMap<State, i64>,
}

/// Uptime of a platform or a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptime {
    /// Oldest first; as many as `status.yml` says.
    pub days: Vec<Day>,
    /// Seconds that count.
    pub counted: i64,
    /// Seconds that count as down, weighed.
    pub down: f64,
}

impl Uptime {
    /// Share of the counted time in which it worked, 0 to 1; `None` where no
    /// time counts: no data is not 100 %.
    pub fn ratio(&self) -> Option<f64> {
        (self.counted > 0).then(|| 1.0 - self.down / self.counted as f64)
    }

    /// Seconds in a state, over all days.
    pub fn seconds(&self, state: State) -> i64 {
        self.days
            .iter()
            .filter_map(|day| day.seconds.get(&state))
            .sum()
    }
}

/// What a second in a state costs, from 0 to 1.
///
/// - `statuspage`: partial outages cost 0.3 (Atlassian's uptime showcase; Instatus
///   publishes the same formula).
/// - `incident_io`: full and partial outages are down, all else is up
///   (docs.incident.io, "How we calculate uptime").
/// - `openstatus`: whatever is reported as not operational is down.
pub fn weight(weights: &Weights, state: State) -> f64 {
    match (weights, state) {
        (Weights::Own(own), _) => own
            .iter()
            .find(|(s, _)| *s == state)
            .map_or(0.0, |(_, w)| *w),
        (_, State::Operational | State::UnderMaintenance) => 0.0,
        (_, State::MajorOutage) => 1.0,
        (Weights::Statuspage, State::PartialOutage) => 0.3,
        (Weights::Statuspage | Weights::IncidentIo, State::DegradedPerformance) => 0.0,
        (Weights::IncidentIo | Weights::Openstatus, _) => 1.0,
    }
}

/// Uptime of some platforms together. One platform: its own. Several: the mean
/// of theirs (as Statuspage does), or with `incident_io` the time in which all of
/// them were up.
pub fn uptime(model: &Model, platforms: &[PlatformId], now: Moment) -> Uptime {
    combined(model, platforms, now, |p| Cow::Owned(of(model, &[p], now)))
}

/// The same, where `one` tells the uptime of each platform.
fn combined<'u>(
    model: &Model,
    platforms: &[PlatformId],
    now: Moment,
    one: impl Fn(PlatformId) -> Cow<'u, Uptime>,
) -> Uptime {
    let together = matches!(model.site.uptime.weights, Weights::IncidentIo);
    match platforms {
        [only] => one(*only).into_owned(),
        [_, ..] if together => of(model, platforms, now),
        each => {
            let (mut counted, mut down) = (0, 0.0);
            for uptime in each.iter().map(|p| one(*p)) {
                counted += uptime.counted;
                down += uptime.down;
            }
            Uptime {
                days: Vec::new(),
                counted,
                down,
            }
        }
    }
}

/// Uptime of each platform and of each group of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptimes {
    /// By [`PlatformId`].
    pub platforms: Vec<Uptime>,
    /// In the order of the site's groups.
    pub groups: Vec<Uptime>,
}

/// All of them, as [`uptime`] tells each; days of a group are those of its only platform,
/// or none.
pub fn uptimes(model: &Model, now: Moment) -> Uptimes {
    let site = &model.site;
    let platforms = (0..site.platforms.len()).map(|n| of(model, &[PlatformId(n)], now));
    let platforms: Vec<Uptime> = platforms.collect();
    let group = |group: &Group| {
        let one = |p: PlatformId| Cow::Borrowed(&platforms[p.0]);
        combined(model, &group.platforms, now, one)
    };
    let groups = site.groups.iter().map(group).collect();
    Uptimes { platforms, groups }
}

/// A span in which a platform was in a state.
struct Segment {
    from: Moment,
    until: Moment,
    state: State,
}

fn of(model: &Model, platforms: &[PlatformId], now: Moment) -> Uptime {
    let site = &model.site;
    let today = site.zone.to_datetime(now).date();
    let dates: Vec<Date> = std::iter::successors(Some(today), |day| day.yesterday().ok())
        .take(usize::from(site.uptime.days))
        .collect();
    let start = midnight(site, dates.last().copied().unwrap_or(today));
    let segments: Vec<Segment> = model
        .incidents()
        // Most of a long history ended before the first day.
        .filter(|incident| {
            incident.kind != Kind::Incident || ended(incident).is_none_or(|e| e > start)
        })
        .flat_map(|incident| platforms.iter().flat_map(|p| segments(incident, *p, now)))
        .filter(|s| s.until > start)
        .collect();
    let since = platforms
        .iter()
        .filter_map(|p| site.platform(*p).since)
        .max();
    let mut days: Vec<Day> = dates
        .into_iter()
        .rev()
        .map(|date| match since {
            Some(since) if date < since => Day {
                date,
                worst: None,
                seconds: BTreeMap::new(),
            },
            _ => day(site, date, &segments, now),
        })
        .collect();
    // What is so now belongs to today, also where its time lies ahead and no second counts.
    if let Some(today) = days.last_mut().filter(|today| today.worst.is_some()) {
        today.worst = today.worst.max(worst_now(model, platforms, now));
    }
    let counted = days.iter().flat_map(|d| d.seconds.values()).sum();
    let down = days
        .iter()
        .flat_map(|d| &d.seconds)
        .map(|(state, seconds)| weight(&site.uptime.weights, *state) * *seconds as f64)
        .sum();
    Uptime {
        days,
        counted,
        down,
    }
}

/// The worst state of these platforms at this moment, as bars tell it.
fn worst_now(model: &Model, platforms: &[PlatformId], now: Moment) -> Option<State> {
    let open = model
        .incidents()
        .filter_map(|i| Some((i, impact_scope(i, now)?)));
    open.flat_map(|(incident, scope)| {
        let states = platforms.iter().filter_map(|p| scope.affected.get(p));
        states.map(|state| of_bar(incident, *state))
    })
    .max()
}

/// The state that an incident gives a bar: planned work is never down.
fn of_bar(incident: &Incident, state: State) -> State {
    match incident.kind {
        Kind::Maintenance { .. } => State::UnderMaintenance,
        _ => state,
    }
}

fn midnight(site: &Site, date: Date) -> Moment {
    date.to_zoned_datetime(site.zone.clone())
        .map_or_else(|_| Moment::default(), |z| z.timestamp())
}

/// A day has as many seconds as its zone gives it: 23, 24 or 25 hours.
fn day(site: &Site, date: Date, segments: &[Segment], now: Moment) -> Day {
    let from = midnight(site, date);
    let until = date
        .tomorrow()
        .map_or(now, |next| midnight(site, next))
        .min(now);
    let mine: Vec<&Segment> = segments
        .iter()
        .filter(|s| s.from < until && s.until > from)
        .collect();
    let mut cuts: Vec<Moment> = mine
        .iter()
        .flat_map(|s| [s.from, s.until])
        .filter(|cut| *cut > from && *cut < until)
        .chain([from, until])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut seconds = BTreeMap::new();
    for pair in cuts.windows(2) {
        let worst = mine
            .iter()
            .filter(|s| s.from <= pair[0] && s.until >= pair[1])
            .map(|s| s.state)
            .max()
            .unwrap_or(State::Operational);
        *seconds.entry(worst).or_insert(0) += pair[1].as_second() - pair[0].as_second();
    }
    let worst = seconds.keys().copied().max();
    Day {
        date,
        worst,
        seconds,
    }
}

/// The spans that an incident gives a platform, up to `now`.
fn segments(incident: &Incident, platform: PlatformId, now: Moment) -> Vec<Segment> {
    let no_impact = matches!(
        last_told(incident),
        Some(Status::FalseAlarm | Status::Cancelled)
    );
    if incident.drill || incident.kind == Kind::Notice || no_impact {
        return Vec::new();
    }
    let end = match incident.kind {
        Kind::Incident => ended(incident).unwrap_or(now).min(now),
        _ => counts_until(incident).unwrap_or(now).min(now),
    };
    let began = started(incident);
    let updates = incident.updates.iter();
    let spans: Vec<(&Scope, Moment)> = std::iter::once((&*incident.scope, began))
        .chain(updates.map(|u| (&*u.scope, u.at.max(began))))
        .collect();
    spans
        .iter()
        .enumerate()
        .filter_map(|(n, (scope, from))| {
            let until = spans.get(n + 1).map_or(end, |(_, at)| *at).min(end);
            let state = of_bar(incident, *scope.affected.get(&platform)?);
            (*from < until).then_some(Segment {
                from: *from,
                until,
                state,
            })
        })
        .collect()
}
