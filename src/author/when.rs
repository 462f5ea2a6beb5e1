//! Times as people say them while it happens: `now`, `14:20`, `20m ago`, `+20m`.
//!
//! Takes text, the clock and the zone; gives a moment, to the minute. And back:
//! a moment as a file has it, in the shortest form that is read back as the same.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::time::{Around, Moment, TimeFault, Written, parse_span, rfc3339};

/// Which way a clock time without a date leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
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
pub fn moment(text: &str, now: Moment, zone: &TimeZone, lean: Lean) -> Result<Moment, String> {
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
        .or((lean == Lean::Future).then_some(lower.as_str()));
    if let Some(span) = bare.and_then(parse_span) {
        return now.checked_add(span).map(minute).map_err(|_| beyond());
    }
    let alone = Around {
        zone,
        began: None,
        before: None,
    };
    match Written::parse(text) {
        Ok(Written::Clock(clock)) => {
            let today = zone.to_datetime(now).date();
            let on = |day: jiff::civil::Date| {
                Written::Local(day.to_datetime(clock))
                    .resolve(&alone)
                    .map_err(|fault| explain(text, fault))
            };
            let same_day = on(today)?;
            let minute_now = minute(now);
            let ahead = minute_now.duration_until(same_day);
            let ago = same_day.duration_until(minute_now);
            match lean {
                Lean::Past if ahead > HALF_A_DAY => on(today.yesterday().map_err(|_| beyond())?),
                Lean::Past if same_day > minute_now => Err(format!(
                    "`{text}` is still to come; write the date if you mean another day"
                )),
                Lean::Future if ago > HALF_A_DAY => on(today.tomorrow().map_err(|_| beyond())?),
                Lean::Future if same_day <= minute_now => Err(format!(
                    "`{text}` is already past; write the date if you mean another day"
                )),
                _ => Ok(same_day),
            }
        }
        Ok(written) => written
            .resolve(&alone)
            .map(minute)
            .map_err(|fault| explain(text, fault)),
        Err(fault) => Err(explain(text, fault)),
    }
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

/// The whole minute: writers write no seconds.
pub fn minute(moment: Moment) -> Moment {
    let second = moment.as_second();
    Moment::from_second(second - second.rem_euclid(60)).unwrap_or(moment)
}

/// How a file says a moment: `14:20` where the entry before gives the day, else
/// with the date, else RFC 3339 where the clocks make it doubtful.
pub fn written(moment: Moment, around: &Around<'_>) -> String {
    let moment = minute(moment);
    let local = around.zone.to_datetime(moment);
    let forms = [
        local.strftime("%H:%M").to_string(),
        local.strftime("%Y-%m-%d %H:%M").to_string(),
    ];
    let same = |form: &String| {
        Written::parse(form).and_then(|written| written.resolve(around)) == Ok(moment)
    };
    forms
        .into_iter()
        .find(same)
        .unwrap_or_else(|| rfc3339(moment, around.zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn at(text: &str, now: &str, lean: Lean) -> Result<String, String> {
        moment(text, now.parse().unwrap(), &paris(), lean).map(|m| rfc3339(m, &paris()))
    }

    #[test]
    fn as_people_say_it() {
        let now = "2026-11-18T13:20:45Z";
        for (text, lean, meant) in [
            ("now", Lean::Past, "2026-11-18T14:20:00+01:00"),
            ("20m ago", Lean::Past, "2026-11-18T14:00:00+01:00"),
            ("1h 30m ago", Lean::Past, "2026-11-18T12:50:00+01:00"),
            ("14:02", Lean::Past, "2026-11-18T14:02:00+01:00"),
            ("14:20", Lean::Past, "2026-11-18T14:20:00+01:00"),
            ("30m", Lean::Future, "2026-11-18T14:50:00+01:00"),
            ("+30m", Lean::Future, "2026-11-18T14:50:00+01:00"),
            ("15:00", Lean::Future, "2026-11-18T15:00:00+01:00"),
            (
                "2026-12-01 09:00",
                Lean::Future,
                "2026-12-01T09:00:00+01:00",
            ),
            (
                "2026-11-18T13:00:00Z",
                Lean::Past,
                "2026-11-18T14:00:00+01:00",
            ),
        ] {
            assert_eq!(at(text, now, lean).as_deref(), Ok(meant), "{text}");
        }
        assert!(
            at("14:30", now, Lean::Past)
                .unwrap_err()
                .contains("still to come")
        );
        assert!(
            at("14:00", now, Lean::Future)
                .unwrap_err()
                .contains("already past")
        );
        assert!(at("20m", now, Lean::Past).is_err());
        assert!(at("soon", now, Lean::Past).is_err());
    }

    #[test]
    fn around_midnight_the_near_day_is_meant() {
        let late = "2026-11-18T22:50:00Z";
        let early = "2026-11-18T23:10:00Z";
        assert_eq!(
            at("00:10", late, Lean::Future).unwrap(),
            "2026-11-19T00:10:00+01:00"
        );
        assert_eq!(
            at("23:50", early, Lean::Past).unwrap(),
            "2026-11-18T23:50:00+01:00"
        );
    }

    #[test]
    fn written_in_the_shortest_form_that_reads_back() {
        let zone = paris();
        let write = |moment: &str, before: Option<&str>| {
            let around = Around {
                zone: &zone,
                began: None,
                before: before.map(|b| b.parse().unwrap()),
            };
            written(moment.parse().unwrap(), &around)
        };
        let before = Some("2026-11-18T13:02:00Z");
        assert_eq!(write("2026-11-18T13:20:30Z", before), "14:20");
        assert_eq!(write("2026-11-19T00:20:00Z", before), "2026-11-19 01:20");
        assert_eq!(write("2026-11-18T13:20:00Z", None), "2026-11-18 14:20");
        assert_eq!(
            write("2026-10-25T01:30:00Z", None),
            "2026-10-25T02:30:00+01:00",
            "exists twice"
        );
    }
}
