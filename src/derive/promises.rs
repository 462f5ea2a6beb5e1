//! Promises: "next update by ...", kept or not.

use jiff::SignedDuration;

use crate::model::{Incident, Promise};
use crate::time::Moment;

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An update came in time.
    Kept,
    /// An update came, but this much later.
    Late(SignedDuration),
    /// Not yet due, or asked without a clock.
    Pending,
    /// Due since, and nothing came.
    Overdue(SignedDuration),
}

/// The outcome of the promise that update number `at` makes; `None` if it makes
/// none with a time. Without `now` an unanswered promise is pending: pages that
/// must not depend on the clock show its time alone.
pub fn outcome(incident: &Incident, at: usize, now: Option<Moment>) -> Option<Outcome> {
    let Some(Promise::By(by)) = incident.updates.get(at)?.promise else {
        return None;
    };
    let answer = incident.next_after(at);
    let lateness = |moment: Moment| by.duration_until(moment);
    // Writers write no seconds: the promised minute is kept until it is over.
    let minute = SignedDuration::from_secs(59);
    Some(match (answer, now) {
        (Some(answer), _) if lateness(answer.at) <= minute => Outcome::Kept,
        (Some(answer), _) => Outcome::Late(lateness(answer.at)),
        (None, Some(now)) if lateness(now) > minute => Outcome::Overdue(lateness(now)),
        (None, _) => Outcome::Pending,
    })
}

/// Promises kept, and promises that were due or answered.
pub fn tally(incident: &Incident) -> (usize, usize) {
    let outcomes: Vec<Outcome> = (0..incident.updates.len())
        .filter_map(|at| outcome(incident, at, None))
        .collect();
    let kept = outcomes.iter().filter(|o| **o == Outcome::Kept).count();
    let made = outcomes.iter().filter(|o| **o != Outcome::Pending).count();
    (kept, made)
}
