//! Until when a page may be believed, and what it will say by then.

use jiff::SignedDuration;

use super::next_change::next_change;
use super::phase::{Phase, impact, platform_states, standing};
use crate::model::{Kind, Model, Promise, State};
use crate::time::Moment;

/// An open incident without a cadence: a page is doubtful an hour after the
/// next word was due.
const OPEN: SignedDuration = SignedDuration::from_hours(1);

/// Moments that a page knows ahead, at most.
const AHEAD: usize = 12;

/// The moment after which a page that was made at `now` no longer says what is
/// so. While an incident is open: its cadence (else an hour) after its next word is
/// due, or after `now` where none is promised or it is overdue; with `next_update: none`
/// it does not count. In any case no later than `valid_for` of the site after the next
/// moment at which the page should have been built anew.
pub fn valid_until(model: &Model, now: Moment) -> Moment {
    let quiet = next_change(model, now).unwrap_or(now);
    let mut until = later(quiet, model.site.valid_for);
    for incident in &model.incidents {
        let open = incident.kind == Kind::Incident && !incident.drill;
        if !open || standing(incident, now).phase != Phase::Open {
            continue;
        }
        let due = match incident.newest().and_then(|u| u.promise.as_ref()) {
            Some(Promise::By(by)) => (*by).max(now),
            // Said in so many words: no next update is planned.
            Some(Promise::None(_)) => continue,
            None => now,
        };
        let cadence = &model.site.cadence.by_impact;
        let own = cadence.iter().find(|(i, _)| *i == impact(incident));
        until = until.min(later(due, own.map_or(OPEN, |(_, span)| *span)));
    }
    until
}

/// The moments from `now` to `until` at which the clock alone changes what the
/// page says, in order.
pub fn changes(model: &Model, now: Moment, until: Moment) -> Vec<Moment> {
    std::iter::successors(next_change(model, now), |at| next_change(model, *at))
        .take_while(|at| *at <= until)
        .take(AHEAD)
        .collect()
}

/// The states of all platforms as they are, and as they will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// [`valid_until`].
    pub until: Moment,
    /// By platform.
    pub now: Vec<State>,
    /// At each of the [`changes`] until then, by platform.
    pub later: Vec<(Moment, Vec<State>)>,
}

/// What is known at `now` of the time until a page is doubtful.
pub fn outlook(model: &Model, now: Moment) -> Outlook {
    let until = valid_until(model, now);
    Outlook {
        until,
        now: platform_states(model, now),
        later: changes(model, now, until)
            .into_iter()
            .map(|at| (at, platform_states(model, at)))
            .collect(),
    }
}

fn later(moment: Moment, span: SignedDuration) -> Moment {
    moment.saturating_add(span).unwrap_or(moment)
}
