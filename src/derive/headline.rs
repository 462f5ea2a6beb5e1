//! The state of the whole site in one line, with its breadth.

use super::phase::{Phase, impact_scope, platform_states, standing};
use crate::model::{AudienceId, Kind, Model, PlatformId, Reach, RegionId, State};
use crate::time::Moment;

/// The worst state, and how much of the site it is about: a local outage must
/// not look like a total one. Planned work is counted only where there is nothing worse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Worst state of any platform.
    pub worst: State,
    /// Platforms that are not operational; with something worse, not those under maintenance.
    pub affected: Vec<PlatformId>,
    /// All platforms.
    pub total: usize,
    /// Where.
    pub regions: Reach<RegionId>,
    /// For whom.
    pub audiences: Reach<AudienceId>,
    /// An incident is open (drills do not count).
    pub open: bool,
}

/// The headline at a moment.
pub fn headline(model: &Model, now: Moment) -> Headline {
    let states = platform_states(model, now);
    let worst = states.iter().copied().max().unwrap_or(State::Operational);
    let least = worst.clamp(State::UnderMaintenance, State::DegradedPerformance);
    let mut reach: Option<(Reach<RegionId>, Reach<AudienceId>)> = None;
    let scopes = model.incidents().filter_map(|i| impact_scope(i, now));
    for scope in scopes.filter(|scope| scope.worst() >= least) {
        reach = Some(match reach {
            None => (scope.regions.clone(), scope.audiences.clone()),
            Some((regions, audiences)) => (
                regions.union(&scope.regions),
                audiences.union(&scope.audiences),
            ),
        });
    }
    let (regions, audiences) = reach.unwrap_or((Reach::All, Reach::All));
    Headline {
        worst,
        affected: states
            .iter()
            .enumerate()
            .filter(|(_, state)| **state >= least)
            .map(|(at, _)| PlatformId(at))
            .collect(),
        total: states.len(),
        regions,
        audiences,
        open: model
            .incidents()
            .any(|i| i.kind == Kind::Incident && !i.drill && standing(i, now).phase == Phase::Open),
    }
}
