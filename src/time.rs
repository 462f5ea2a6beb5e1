//! Times as writers write them, and spans.
//!
//! Takes text, the site's zone and what stands around the text; gives moments
//! (UTC) or a [`TimeFault`] that says what is wrong. Must not read a clock.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A point in time, UTC, to the second.
pub type Moment = Timestamp;

/// A time as written, before it is known what day or zone is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// `14:20`
    Clock(Time),
    /// `2024-11-20 14:20`, in the site's zone.
    Local(DateTime),
    /// `+20m`, after `began`.
    After(SignedDuration),
    /// RFC 3339, section 5.6, with an offset.
    Absolute(Moment),
}

/// What stands around a written time.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// Of times without an offset.
    pub zone: &'a TimeZone,
    /// What `+20m` counts from.
    pub began: Option<Moment>,
    /// The entry before: gives the day to a time without a date.
    pub before: Option<Moment>,
}

impl<'a> Around<'a> {
    /// Nothing but a zone: a time needs its date.
    pub fn alone(zone: &'a TimeZone) -> Self {
        Self {
            zone,
            began: None,
            before: None,
        }
    }
}

/// Why a written time names no moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeFault {
    /// Not one of the four forms.
    Unreadable,
    /// The form is right, the value does not exist: hour 25, 30 February.
    Impossible(String),
    /// `14:20` where no earlier entry gives the day.
    NeedsDate,
    /// `14:20` on the day of the entry before would run backwards.
    DateBackwards {
        /// That day.
        day: Date,
        /// The time of the entry before, in the site's zone.
        before: DateTime,
    },
    /// `+20m` where nothing says when it began.
    NeedsBegan,
    /// The clock skipped this time; the readings are RFC 3339.
    Skipped {
        /// Name of the zone.
        zone: String,
        /// With the offset that came into force.
        earlier: String,
        /// With the offset before.
        later: String,
    },
    /// The clock showed this time twice; the readings are RFC 3339.
    Twice {
        /// Name of the zone.
        zone: String,
        /// The first time.
        earlier: String,
        /// The second time.
        later: String,
    },
}

impl Written {
    /// Reads one of the four forms of a time.
    ///
    /// # Errors
    /// [`TimeFault::Unreadable`] or [`TimeFault::Impossible`].
    pub fn parse(text: &str) -> Result<Self, TimeFault> {
        let text = text.trim();
        if let Some(span) = text.strip_prefix('+') {
            return parse_span(span)
                .map(Written::After)
                .ok_or(TimeFault::Unreadable);
        }
        let text = &two_digits(text);
        let shape: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '9' } else { c })
            .collect();
        match shape.as_str() {
            "99:99" | "99:99:99" => {
                let time = text
                    .parse::<Time>()
                    .map_err(|_| impossible(text, "hours are 00 to 23, minutes 00 to 59"))?;
                Ok(Written::Clock(time))
            }
            "9999-99-99 99:99"
            | "9999-99-99 99:99:99"
            | "9999-99-99T99:99"
            | "9999-99-99T99:99:99" => {
                let (date, time) = (&text[..10], &text[11..]);
                let date = date
                    .parse::<Date>()
                    .map_err(|_| impossible(text, &format!("there is no day {date}")))?;
                let time = time
                    .parse::<Time>()
                    .map_err(|_| impossible(text, "hours are 00 to 23, minutes 00 to 59"))?;
                in_range(date, text)?;
                Ok(Written::Local(DateTime::from_parts(date, time)))
            }
            _ if shape.starts_with("9999-99-99") && text.len() > 16 => {
                let moment = text
                    .parse::<Timestamp>()
                    .map_err(|_| TimeFault::Unreadable)?;
                in_range(TimeZone::UTC.to_datetime(moment).date(), text)?;
                Ok(Written::Absolute(whole_seconds(moment)))
            }
            _ => Err(TimeFault::Unreadable),
        }
    }

    /// The moment meant, given what stands around.
    ///
    /// # Errors
    /// Every [`TimeFault`] but `Unreadable` and `Impossible`.
    pub fn resolve(self, around: &Around<'_>) -> Result<Moment, TimeFault> {
        match self {
            Written::Absolute(moment) => Ok(moment),
            Written::Local(local) => local_moment(local, around.zone),
            Written::After(span) => {
                let began = around.began.ok_or(TimeFault::NeedsBegan)?;
                began.checked_add(span).map_err(|_| TimeFault::Unreadable)
            }
            Written::Clock(clock) => {
                let before = around.before.ok_or(TimeFault::NeedsDate)?;
                let before_local = around.zone.to_datetime(before);
                let moment = local_moment(before_local.date().to_datetime(clock), around.zone)?;
                // A time in the same minute is not backwards: writers write no seconds.
                if moment.as_second() < before.as_second() - before.as_second().rem_euclid(60) {
                    return Err(TimeFault::DateBackwards {
                        day: before_local.date(),
                        before: before_local,
                    });
                }
                Ok(moment)
            }
        }
    }
}

/// The text with one blank between its words and an hour of two digits: people write
/// `9:05`, and nothing else can be meant.
fn two_digits(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let has = |at: usize, sign: u8| text.as_bytes().get(at) == Some(&sign);
    let hour = match has(4, b'-') && has(7, b'-') && (has(10, b' ') || has(10, b'T')) {
        true => 11,
        false => 0,
    };
    if is_digit(hour) && has(hour + 1, b':') {
        text.insert(hour, '0');
    }
    text
}

fn impossible(text: &str, why: &str) -> TimeFault {
    TimeFault::Impossible(format!("`{text}` does not exist: {why}"))
}

fn in_range(date: Date, text: &str) -> Result<(), TimeFault> {
    if (1990..=2200).contains(&date.year()) {
        Ok(())
    } else {
        Err(impossible(text, "years go from 1990 to 2200"))
    }
}

fn whole_seconds(moment: Timestamp) -> Moment {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

fn local_moment(local: DateTime, zone: &TimeZone) -> Result<Moment, TimeFault> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let name = || zone.iana_name().unwrap_or("UTC").to_string();
    let reading = |offset: jiff::tz::Offset| -> String {
        match offset.to_timestamp(local) {
            Ok(moment) => rfc3339(moment, zone),
            Err(_) => local.to_string(),
        }
    };
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset
            .to_timestamp(local)
            .map_err(|_| TimeFault::Unreadable),
        AmbiguousOffset::Gap { before, after } => Err(TimeFault::Skipped {
            zone: name(),
            earlier: reading(after),
            later: reading(before),
        }),
        AmbiguousOffset::Fold { before, after } => Err(TimeFault::Twice {
            zone: name(),
            earlier: reading(before),
            later: reading(after),
        }),
    }
}

/// RFC 3339 to the minute or second with the zone's offset: `2026-11-18T14:20:00+01:00`.
pub fn rfc3339(moment: Moment, zone: &TimeZone) -> String {
    let offset = zone.to_offset(moment);
    moment.display_with_offset(offset).to_string()
}

/// A span such as `30m`, `1h30m`, `2 hours`, `90 min`; positive and below a year.
pub fn parse_span(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let days = text
        .strip_suffix('d')
        .or_else(|| text.strip_suffix("day"))
        .or_else(|| text.strip_suffix("days"));
    let span = match days.and_then(|n| n.trim().parse::<i64>().ok()) {
        Some(n) if n <= 366 => SignedDuration::from_hours(24 * n),
        _ => text.parse::<SignedDuration>().ok()?,
    };
    (span > SignedDuration::ZERO && span <= SignedDuration::from_hours(24 * 366)).then_some(span)
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

    fn at(text: &str, before: Option<&str>) -> Result<String, TimeFault> {
        let zone = paris();
        let before = before.map(|t| t.parse().unwrap());
        let around = Around {
            zone: &zone,
            began: before,
            before,
        };
        Written::parse(text)?
            .resolve(&around)
            .map(|moment| rfc3339(moment, &zone))
    }

    #[test]
    fn every_form() {
        let before = Some("2024-11-20T13:02:00Z");
        assert_eq!(at("14:20", before).unwrap(), "2024-11-20T14:20:00+01:00");
        assert_eq!(at("+20m", before).unwrap(), "2024-11-20T14:22:00+01:00");
        assert_eq!(
            at("2024-07-01 09:00", None).unwrap(),
            "2024-07-01T09:00:00+02:00"
        );
        assert_eq!(
            at("2024-07-01T09:00:00-04:00", None).unwrap(),
            "2024-07-01T15:00:00+02:00"
        );
        assert_eq!(
            at("2024-07-01T07:00Z", None).unwrap(),
            "2024-07-01T09:00:00+02:00"
        );
    }

    #[test]
    fn an_hour_may_have_one_digit() {
        let before = Some("2024-11-20T07:02:00Z");
        for (text, meant) in [
            ("9:05", "2024-11-20T09:05:00+01:00"),
            ("9:05:30", "2024-11-20T09:05:30+01:00"),
            ("2024-11-21 9:05", "2024-11-21T09:05:00+01:00"),
            ("2024-11-21 9:05:30", "2024-11-21T09:05:30+01:00"),
            ("2024-11-21  9:05", "2024-11-21T09:05:00+01:00"),
            ("2024-11-21\u{a0}9:05", "2024-11-21T09:05:00+01:00"),
            ("2024-11-21T9:05", "2024-11-21T09:05:00+01:00"),
            ("2024-11-21T9:05:00Z", "2024-11-21T10:05:00+01:00"),
            ("2024-11-21T9:05-04:00", "2024-11-21T14:05:00+01:00"),
            ("2024-11-21 0:05", "2024-11-21T00:05:00+01:00"),
        ] {
            assert_eq!(at(text, before).as_deref(), Ok(meant), "{text}");
        }
        for text in ["9:5", "9:", ":05", "9:60", "2024-11-21 :05", "é:05"] {
            assert!(at(text, before).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "soon",
            "25",
            "14h20",
            "14.20",
            "2024-11-20",
            "+20",
            "20m",
        ] {
            assert_eq!(Written::parse(text), Err(TimeFault::Unreadable), "{text}");
        }
        for text in ["25:00", "14:60", "2024-02-30 10:00", "9999-01-01 10:00"] {
            assert!(
                matches!(Written::parse(text), Err(TimeFault::Impossible(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn days_come_from_the_entry_before() {
        assert_eq!(at("14:20", None), Err(TimeFault::NeedsDate));
        assert!(matches!(
            at("00:10", Some("2024-11-20T22:50:00Z")),
            Err(TimeFault::DateBackwards { .. })
        ));
    }

    #[test]
    fn gap_and_fold_show_both_readings() {
        assert_eq!(
            at("2024-10-27 02:30", None),
            Err(TimeFault::Twice {
                zone: "Europe/Paris".into(),
                earlier: "2024-10-27T02:30:00+02:00".into(),
                later: "2024-10-27T02:30:00+01:00".into(),
            })
        );
        assert_eq!(
            at("2024-03-31 02:30", None),
            Err(TimeFault::Skipped {
                zone: "Europe/Paris".into(),
                earlier: "2024-03-31T01:30:00+01:00".into(),
                later: "2024-03-31T03:30:00+02:00".into(),
            })
        );
    }

    #[test]
    fn spans() {
        assert_eq!(parse_span("1h30m"), Some(SignedDuration::from_mins(90)));
        assert_eq!(parse_span("90 min"), Some(SignedDuration::from_mins(90)));
        assert_eq!(parse_span("2 hours"), Some(SignedDuration::from_hours(2)));
        assert_eq!(parse_span("3 days"), Some(SignedDuration::from_hours(72)));
        assert_eq!(parse_span("0m"), None);
        assert_eq!(parse_span("30"), None);
        assert_eq!(parse_span("soon"), None);
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
