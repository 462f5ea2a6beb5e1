//! Times as people say them while it happens: `now`, `14:20`, `2pm`, `il y a 20 minutes`.
//!
//! Takes text, the clock and the zone; gives a moment, to the minute.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::spoken;
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
    let today = zone.to_datetime(now).date();
    let said = said(text, today, lean);
    let text = said.as_str();
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

/// Hours up to which `1h30`, where something is still to come, is a span and no time of night.
const SPAN_HOURS: i64 = 6;

/// What was typed, in a form that files have.
fn said(text: &str, today: Date, lean: Tense) -> String {
    let trimmed = text.trim();
    let lower = trimmed.to_lowercase();
    let span = lower
        .strip_prefix('+')
        .or((lean == Tense::Future).then_some(lower.as_str()));
    let known = Written::parse(trimmed).is_ok()
        || span.and_then(parse_span).is_some()
        || lower.strip_suffix("ago").and_then(parse_span).is_some();
    if known {
        return trimmed.to_string();
    }
    if lean == Tense::Future {
        if let Ok(minutes) = lower.parse::<u16>() {
            return format!("+{minutes}m");
        }
        // `14h20` is a time; `1h30` of what is still to come is how long.
        let span = spoken::span_minutes(&lower);
        let span =
            span.filter(|minutes| *minutes <= SPAN_HOURS * 60 || spoken::clock(&lower).is_none());
        if let Some(minutes) = span {
            return format!("+{minutes}m");
        }
    }
    spoken::plain(trimmed, today)
}

/// `14:20 CET, 12 minutes ago`: how an answer was understood, with the day where it is not that
/// of `now`.
pub fn understood(moment: Moment, now: Moment, zone: &TimeZone) -> String {
    let (local, here) = (zone.to_datetime(moment), zone.to_datetime(now));
    let form = match local.date() == here.date() {
        true => "%H:%M",
        false => "%Y-%m-%d %H:%M",
    };
    let name = zone.to_offset_info(moment).abbreviation().to_string();
    let far = match now.duration_until(moment) {
        apart if apart.as_mins() == 0 => "now".to_string(),
        apart if apart.is_positive() => format!("in {}", lint::span(apart)),
        apart => format!("{} ago", lint::span(apart.abs())),
    };
    format!("  {} {name}, {far}", local.strftime(form))
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
            "`{text}` is not a time: expected `now`, `14:20`, `2pm`, `20m ago`, `+20m`, `yesterday 23:50`, `2026-11-18 14:20` or RFC 3339"
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

    /// The forms that `docs/commands.md` lists, in both languages.
    #[test]
    fn as_people_type_it() {
        let now = "2026-11-18T13:20:45Z";
        let (past, future) = (Tense::Past, Tense::Future);
        for (text, lean, meant) in SAID {
            let lean = match lean {
                "past" => past,
                _ => future,
            };
            let at = at(text, now, lean);
            let meant = format!("2026-11-{meant}:00+01:00");
            assert_eq!(at.as_deref(), Ok(meant.as_str()), "{text}");
        }
        let docs =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md"));
        let docs = docs.unwrap();
        for (text, ..) in SAID {
            assert!(
                docs.contains(&format!("`{text}`")),
                "docs/commands.md lacks {text}"
            );
        }
    }

    /// What is typed, whether it was or is to come, and the day and time at 14:20 on the 18th.
    const SAID: [(&str, &str, &str); 38] = [
        ("now", "past", "18T14:20"),
        ("14:02", "past", "18T14:02"),
        ("9:45", "past", "18T09:45"),
        ("2pm", "past", "18T14:00"),
        ("2:10 pm", "past", "18T14:10"),
        ("6:45 a.m.", "past", "18T06:45"),
        ("14h02", "past", "18T14:02"),
        ("14 h 02", "past", "18T14:02"),
        ("14.02", "past", "18T14:02"),
        ("14h", "past", "18T14:00"),
        ("14 heures", "past", "18T14:00"),
        ("noon", "past", "18T12:00"),
        ("midi", "past", "18T12:00"),
        ("20m ago", "past", "18T14:00"),
        ("20 minutes ago", "past", "18T14:00"),
        ("half an hour ago", "past", "18T13:50"),
        ("an hour and a half ago", "past", "18T12:50"),
        ("1h30 ago", "past", "18T12:50"),
        ("il y a 20 minutes", "past", "18T14:00"),
        ("il y a une heure et demie", "past", "18T12:50"),
        ("yesterday 23:50", "past", "17T23:50"),
        ("yesterday at 9pm", "past", "17T21:00"),
        ("hier 23h50", "past", "17T23:50"),
        ("hier à 9h", "past", "17T09:00"),
        ("today 9am", "past", "18T09:00"),
        ("30m", "future", "18T14:50"),
        ("90", "future", "18T15:50"),
        ("1h30", "future", "18T15:50"),
        ("half an hour", "future", "18T14:50"),
        ("une demi-heure", "future", "18T14:50"),
        ("in 20 minutes", "future", "18T14:40"),
        ("dans 20 minutes", "future", "18T14:40"),
        ("15h20", "future", "18T15:20"),
        ("3pm", "future", "18T15:00"),
        ("à 15h", "future", "18T15:00"),
        ("tomorrow 2am", "future", "19T02:00"),
        ("demain 2h", "future", "19T02:00"),
        ("2026-11-20 02:00", "future", "20T02:00"),
    ];

    #[test]
    fn an_answer_says_how_it_was_understood() {
        let now = "2026-11-18T13:20:00Z".parse().unwrap();
        let told = |text: &str, lean| {
            let moment = moment(text, now, &paris(), lean).unwrap();
            understood(moment, now, &paris())
        };
        assert_eq!(told("14:08", Tense::Past), "  14:08 CET, 12 minutes ago");
        assert_eq!(told("now", Tense::Past), "  14:20 CET, now");
        assert_eq!(
            told("tomorrow 2am", Tense::Future),
            "  2026-11-19 02:00 CET, in 11 hours 40 minutes"
        );
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
