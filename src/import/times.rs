//! Times in all the forms that other tools write.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::time::Moment;

/// Reads a time; one without an offset is in `zone`. Forms: RFC 3339 and its
/// kin with a space or without seconds, a day alone, RFC 822, and the English
/// form `January 2, 2006 at 3:04 PM` that cState shows. `None`: no moment, or
/// one outside the years 1990 to 2200 that Upfront takes.
pub fn read(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim().replace('/', "-");
    // Go writes an offset and the zone's abbreviation behind it.
    let (text, zone) = match text.rsplit_once(' ') {
        Some((rest, "UTC" | "GMT" | "Z")) => (rest.to_string(), &TimeZone::UTC),
        Some((rest, name)) if is_offset(rest) && name.chars().all(|c| c.is_ascii_uppercase()) => {
            (rest.to_string(), zone)
        }
        _ => (text, zone),
    };
    let exact = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| offset_form(&text))
        .or_else(|| jiff::fmt::rfc2822::parse(&text).ok().map(|z| z.timestamp()));
    let moment = match exact {
        Some(moment) => moment,
        None => local(&text).and_then(|local| zone.to_timestamp(local).ok())?,
    };
    let year = TimeZone::UTC.to_datetime(moment).year();
    (1990..=2200).contains(&year).then_some(moment)
}

/// Ends in `+0100`.
fn is_offset(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(|last| {
        last.len() == 5
            && last.starts_with(['+', '-'])
            && last[1..].chars().all(|c| c.is_ascii_digit())
    })
}

/// `2018-01-17 16:24:00 +0100`, `2018-01-17 16:24 Z`.
fn offset_form(text: &str) -> Option<Timestamp> {
    [
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%d %H:%M %z",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%dT%H:%M%z",
    ]
    .iter()
    .find_map(|form| {
        jiff::fmt::strtime::parse(form, text)
            .ok()?
            .to_timestamp()
            .ok()
    })
}

fn local(text: &str) -> Option<DateTime> {
    let text = text.replace(" at ", " ");
    if let Ok(local) = text.parse::<DateTime>() {
        return Some(local);
    }
    [
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%B %d, %Y %I:%M %p",
        "%b %d, %Y %I:%M %p",
        "%B %d, %Y %H:%M",
        "%b %d, %Y %H:%M",
        "%d %B %Y %H:%M",
    ]
    .iter()
    .find_map(|form| {
        jiff::fmt::strtime::parse(form, &text)
            .ok()?
            .to_datetime()
            .ok()
    })
    .or_else(|| {
        ["%B %d, %Y", "%b %d, %Y", "%d %B %Y"]
            .iter()
            .find_map(|form| jiff::fmt::strtime::parse(form, &text).ok()?.to_date().ok())
            .map(|date| date.to_datetime(jiff::civil::Time::midnight()))
    })
}

/// To the second, as Upfront keeps times.
pub fn whole(moment: Moment) -> Moment {
    Timestamp::from_second(moment.as_millisecond().div_euclid(1000)).unwrap_or(moment)
}

/// The name of a zone if it is one, else UTC's.
pub fn zone(name: Option<&str>) -> (TimeZone, bool) {
    match name {
        None => (TimeZone::UTC, true),
        Some(name) => match TimeZone::get(name) {
            Ok(zone) => (zone, true),
            Err(_) => (TimeZone::UTC, false),
        },
    }
}

/// A moment as a heading writes it: in the site's zone, with an offset only
/// where the clock shows the time twice.
pub fn written(moment: Moment, zone: &TimeZone) -> String {
    let local = zone.to_datetime(moment);
    let twice = zone.to_ambiguous_timestamp(local).is_ambiguous();
    if twice {
        return crate::time::rfc3339(moment, zone);
    }
    let form = if local.second() == 0 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    local.strftime(form).to_string()
}

/// An hour, for windows without an end.
pub const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let utc = TimeZone::UTC;
        for text in [
            "2018-01-17T16:24:00Z",
            "2018-01-17T16:24:00.000Z",
            "2018-01-17 16:24:00",
            "2018-01-17 16:24",
            "2018/01/17 16:24",
            "2018-01-17T16:24",
            "2018-01-17T17:24:00+01:00",
            "2018-01-17 17:24:00 +0100",
            "2018-01-17 17:24:00.5 +0100 CET",
            "2018-01-17 16:24:00 +0000 UTC",
            "2018-01-17 16:24 UTC",
            "Wed, 17 Jan 2018 16:24:00 +0000",
            "January 17, 2018 at 4:24 PM",
            "Jan 17, 2018 16:24",
        ] {
            assert_eq!(
                read(text, &utc).map(|m| whole(m).to_string()).as_deref(),
                Some("2018-01-17T16:24:00Z"),
                "{text}"
            );
        }
        assert_eq!(
            read("2018-01-17", &utc).unwrap().to_string(),
            "2018-01-17T00:00:00Z"
        );
        for text in [
            "$ISSUE_DATETIME",
            "soon",
            "0001-01-01T00:00:00Z",
            "2018-02-30 10:00",
            "",
        ] {
            assert_eq!(read(text, &utc), None, "{text}");
        }
    }

    #[test]
    fn written_names_the_offset_only_where_the_clock_is_unclear() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = |t: &str| t.parse::<Moment>().unwrap();
        assert_eq!(
            written(at("2024-10-26T00:30:00Z"), &paris),
            "2024-10-26 02:30"
        );
        assert_eq!(
            written(at("2024-10-27T00:30:05Z"), &paris),
            "2024-10-27T02:30:05+02:00"
        );
    }
}
