//! Times as people say them while it happens: `now`, `14:20`, `20m ago`, `+20m`.
//!
//! Takes text, the clock and the zone; gives a moment, to the minute.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::lint::{self, ahead};
pub use crate::time::minute;
use crate::time::{Around, Moment, TimeFault, Written, parse_span, written};

/// Which way a clock time without a date leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Something that happened: `23:50` said at 00:10 was yesterday.
    Past,
    /// Something to come: `00:10` said at 23:50 is tomorrow. A bare span counts from now.
    Future,
}

/// A clock time further away than this on its own day is meant on the next one.
const HALF_A_DAY: SignedDuration = SignedDuration::from_hours(12);

/// The moment that `text` means at `now`.
///
/// # Errors
/// One sentence that says what was expected.
pub fn moment(text: &str, now: Moment, zone: &TimeZone, lean: Tense) -> Result<Moment, String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let beyond = || format!("`{text}` leads out of all calendars");
    if lower == "now" {
        return Ok(minute(now));
    }
    if let Some(span) = lower.strip_suffix("ago").and_then(parse_span) {
        return now.checked_sub(span).map(minute).map_err(|_| beyond());
    }
    let bare = lower
        .strip_prefix('+')
        .or((lean == Tense::Future).then_some(lower.as_str()));
    if let Some(span) = bare.and_then(parse_span) {
        let at = now.checked_add(span).map(minute).map_err(|_| beyond())?;
        return has_come(text, Some(Written::After(span)), at, now, zone, lean);
    }
    let alone = Around::alone(zone);
    let on = |day: Date, clock: Time| {
        Written::Local(day.to_datetime(clock))
            .resolve(&alone)
            .map_err(|fault| explain(text, fault))
    };
    match Written::parse(text) {
        Ok(typed @ Written::Clock(clock)) => {
            let today = zone.to_datetime(now).date();
            let same_day = on(today, clock)?;
            let minute_now = minute(now);
            let ahead = minute_now.duration_until(same_day);
            let ago = same_day.duration_until(minute_now);
            match lean {
                Tense::Past if ahead > HALF_A_DAY => {
                    on(today.yesterday().map_err(|_| beyond())?, clock)
                }
                Tense::Past if ago > HALF_A_DAY => {
                    // The near one is still to come: it is the zone that is another.
                    let near = on(today.tomorrow().map_err(|_| beyond())?, clock)?;
                    let far = ahead::how_far(Some(typed), near, now, zone);
                    Err(format!(
                        "`{text}` {far}. If you mean {} ago, write the date: `{}`",
                        lint::span(ago),
                        written(same_day, &alone)
                    ))
                }
                Tense::Past => has_come(text, Some(typed), same_day, now, zone, lean),
                Tense::Future if ago > HALF_A_DAY => {
                    on(today.tomorrow().map_err(|_| beyond())?, clock)
                }
                Tense::Future if same_day <= minute_now => Err(format!(
                    "`{text}` is already past; write the date if you mean another day"
                )),
                Tense::Future => Ok(same_day),
            }
        }
        Ok(typed) => {
            let at = typed
                .resolve(&alone)
                .map_err(|fault| explain(text, fault))?;
            has_come(text, Some(typed), minute(at), now, zone, lean)
        }
        Err(fault) => Err(explain(text, fault)),
    }
}

/// The moment, unless it lies ahead and was said to be past.
fn has_come(
    text: &str,
    typed: Option<Written>,
    at: Moment,
    now: Moment,
    zone: &TimeZone,
    lean: Tense,
) -> Result<Moment, String> {
    if lean == Tense::Past && ahead::is_ahead(at, now) {
        let far = ahead::how_far(typed, at, now, zone);
        return Err(format!(
            "`{text}` {far}. Write the time that it was, or `now`"
        ));
    }
    Ok(at)
}

fn explain(text: &str, fault: TimeFault) -> String {
    match fault {
        TimeFault::Impossible(why) => why,
        TimeFault::Skipped { earlier, later, .. } => format!(
            "`{text}` does not exist, the clocks go forward over it: write `{earlier}` or `{later}`"
        ),
        TimeFault::Twice { earlier, later, .. } => format!(
            "`{text}` exists twice, the clocks go back over it: write `{earlier}` or `{later}`"
        ),
        _ => format!(
            "`{text}` is not a time: expected `now`, `14:20`, `20m ago`, `+20m`, `2026-11-18 14:20` or RFC 3339"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::rfc3339;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn at(text: &str, now: &str, lean: Tense) -> Result<String, String> {
        moment(text, now.parse().unwrap(), &paris(), lean).map(|m| rfc3339(m, &paris()))
    }

    #[test]
    fn as_people_say_it() {
        let now = "2026-11-18T13:20:45Z";
        for (text, lean, meant) in [
            ("now", Tense::Past, "2026-11-18T14:20:00+01:00"),
            ("20m ago", Tense::Past, "2026-11-18T14:00:00+01:00"),
            ("1h 30m ago", Tense::Past, "2026-11-18T12:50:00+01:00"),
            ("14:02", Tense::Past, "2026-11-18T14:02:00+01:00"),
            ("14:20", Tense::Past, "2026-11-18T14:20:00+01:00"),
            ("30m", Tense::Future, "2026-11-18T14:50:00+01:00"),
            ("+30m", Tense::Future, "2026-11-18T14:50:00+01:00"),
            ("15:00", Tense::Future, "2026-11-18T15:00:00+01:00"),
            (
                "2026-12-01 09:00",
                Tense::Future,
                "2026-12-01T09:00:00+01:00",
            ),
            (
                "2026-11-18T13:00:00Z",
                Tense::Past,
                "2026-11-18T14:00:00+01:00",
            ),
        ] {
            assert_eq!(at(text, now, lean).as_deref(), Ok(meant), "{text}");
        }
        assert!(
            at("14:30", now, Tense::Past)
                .unwrap_err()
                .contains("9 minutes ahead; read in Europe/Paris")
        );
        assert!(
            at("14:00", now, Tense::Future)
                .unwrap_err()
                .contains("already past")
        );
        assert!(at("20m", now, Tense::Past).is_err());
        assert!(at("soon", now, Tense::Past).is_err());
    }

    #[test]
    fn around_midnight_the_near_day_is_meant() {
        let late = "2026-11-18T22:50:00Z";
        let early = "2026-11-18T23:10:00Z";
        assert_eq!(
            at("00:10", late, Tense::Future).unwrap(),
            "2026-11-19T00:10:00+01:00"
        );
        assert_eq!(
            at("23:50", early, Tense::Past).unwrap(),
            "2026-11-18T23:50:00+01:00"
        );
    }
}
