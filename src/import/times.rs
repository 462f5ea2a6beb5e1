//! Times in all the forms that other tools write.

mod parse;
pub mod zones;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::time::Moment;

pub use parse::{Written, Zone, parse};

/// Reads a time; one without an offset is in `zone`. Forms: RFC 3339, RFC 822 and
/// their kin with a space, without seconds, with digits left out (`2023-1-4 8:05 -5`),
/// names of months, a clock of 12 hours, a day alone, and zones by offset, name or
/// abbreviation. An abbreviation that means several offsets is that of `zone` where
/// it has it. `None`: no moment, or one outside the years 1990 to 2200 that Upfront
/// takes.
pub fn read(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    let moment = match text.parse::<Timestamp>() {
        Ok(moment) => moment,
        Err(_) => pieces(text, zone)?,
    };
    in_reach(moment)
}

/// The moment, if it lies in the years 1990 to 2200.
pub fn in_reach(moment: Moment) -> Option<Moment> {
    let year = TimeZone::UTC.to_datetime(moment).year();
    (1990..=2200).contains(&year).then_some(moment)
}

fn pieces(text: &str, zone: &TimeZone) -> Option<Moment> {
    let Some(written) = parse(text) else {
        // `20180117T162400`
        return zone.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    };
    let local = written.local(written.date?.0?)?;
    match written.zone {
        Zone::Missing => zone.to_timestamp(local).ok(),
        Zone::Place(place) => place.to_timestamp(local).ok(),
        Zone::Offset(offset) => offset.to_timestamp(local).ok(),
        Zone::Abbreviation(name) => {
            let offsets = zones::offsets(&name, local);
            let own = zone
                .to_timestamp(local)
                .map(|at| zone.to_offset(at))
                .ok()
                .filter(|own| offsets.iter().any(|(offset, _)| offset == own));
            own.or_else(|| zones::likely(&offsets))?
                .to_timestamp(local)
                .ok()
        }
    }
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
            "2018-1-17 16:24",
            "2018-01-17T16:24:00-00:00",
            "2018-01-17 16:24:00 -00:00",
            "2018-01-17 11:24 -5",
            "2018-01-17T9:24:00-07:00",
            "2018-1-17 9:24:0 -0700",
            "2018-01-18 00:24 +08",
            "2018-01-17 21:54 +5:30",
            "2018-01-17 16:24 GMT+0",
            "2018-01-17 18:24 UTC +2",
            "2018-01-17 17:24 CET",
            "2018-01-17 17:24 Europe/Paris",
            "20180117T162400",
            "Wed, 17 Jan 2018 16:24:00 GMT",
            "Mon, 17 Jan 2018 16:24:00 Z",
            "17 Jan 2018 16:24 UTC",
            "Wed, 17 Jan 18 16:24:00 GMT",
            "Wed Jan 17 16:24:00 UTC 2018",
            "January 17th, 2018, 4:24 p.m. UTC",
            "Jan 17, 2018, 16:24 UTC",
            "16:24 on Jan 17 2018",
            "Jan 17, 2018, 08:24 PST",
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
            "2018-01-17 25:00",
            "2018-01-17 13:00 PM",
            "2018-01-17 10:00 +25",
            "2018-01-17 10:00 XYZ",
            "Jan 17, 10:00 UTC",
            "10:00",
            "17 apples 2018",
            "",
        ] {
            assert_eq!(read(text, &utc), None, "{text}");
        }
    }

    #[test]
    fn an_abbreviation_of_several_offsets_is_that_of_the_zone() {
        let at = |zone: &str| {
            let zone = TimeZone::get(zone).unwrap();
            read("2018-01-17 16:24 CST", &zone).unwrap().to_string()
        };
        assert_eq!(at("Asia/Shanghai"), "2018-01-17T08:24:00Z");
        assert_eq!(at("America/Chicago"), "2018-01-17T22:24:00Z");
        assert_eq!(at("UTC"), "2018-01-17T22:24:00Z");
        assert_eq!(read("2018-01-17 16:24 IST", &TimeZone::UTC), None);
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
