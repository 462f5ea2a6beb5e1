//! The state of the whole site in one line, with its breadth.

use super::phase::{Phase, impact_scope, phase, platform_states};
use crate::model::{AudienceId, Kind, Model, PlatformId, Reach, RegionId, State};
use crate::time::Moment;

/// The worst state, and how much of the site it is about: a local outage must
/// not look like a total one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Worst state of any platform.
    pub worst: State,
    /// Platforms that are not operational.
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
    let mut reach: Option<(Reach<RegionId>, Reach<AudienceId>)> = None;
    for scope in model.incidents().filter_map(|i| impact_scope(i, now)) {
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
            .filter(|(_, state)| **state != State::Operational)
            .map(|(at, _)| PlatformId(at))
            .collect(),
        total: states.len(),
        regions,
        audiences,
        open: model
            .incidents()
            .any(|i| i.kind == Kind::Incident && !i.drill && phase(i, now) == Phase::Open),
    }
}
