//! Times in the text of an entry: without a year, in a zone that may mean several.
//! What they leave open, the entry's own times say.

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::super::times::{self, Written, Zone, zones};
use super::marks::Part;
use super::xml::Item;
use crate::text::canonical;
use crate::time::Moment;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// From here on, the year of a time without one is no longer the nearest.
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(24 * 183);
/// How far a window may lie ahead of its entry.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 180);

/// What an entry says of time beside its text.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// When it was made.
    pub(super) published: Option<Moment>,
    /// When it changed last; `published` where it says nothing else.
    pub(super) newest: Option<Moment>,
    /// Offsets in which it writes its own times.
    offsets: Vec<Offset>,
    /// The newest time that the whole feed names.
    of_feed: Option<Moment>,
}

/// How the entry's own time stands to its updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// It is that of the first.
    First,
    /// It is that of the last, or nothing says otherwise.
    Last,
    /// It is none of them.
    Near,
}

/// A time of the text, and what had to be guessed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    /// The moment.
    pub(super) at: Moment,
    /// The text names the year.
    pub(super) with_year: bool,
    /// The abbreviation of its zone means several offsets, and nothing in the entry says which.
    pub(super) unclear: Option<Offset>,
}

/// How far on a status stands; `None` for words that say nothing of it.
pub(super) fn rank(word: &str) -> Option<u8> {
    match canonical(word).as_str() {
        "investigating" | "scheduled" => Some(0),
        "identified" | "in_progress" => Some(1),
        "monitoring" | "verifying" => Some(2),
        "resolved" | "completed" | "false_alarm" | "cancelled" | "canceled" => Some(3),
        "postmortem" | "post_mortem" => Some(4),
        _ => None,
    }
}

impl Stamps {
    /// The times of an entry, in a feed whose newest time is `of_feed`.
    pub(super) fn of(item: &Item, of_feed: Option<Moment>) -> Self {
        let read = |text: &Option<String>| times::read(text.as_deref()?, &TimeZone::UTC);
        let published = read(&item.published);
        let updated = read(&item.updated);
        let offsets = [&item.updated, &item.published]
            .into_iter()
            .filter_map(|text| match times::parse(text.as_deref()?)?.zone {
                Zone::Offset(offset) => Some(offset),
                _ => None,
            })
            .collect();
        Self {
            published: published.or(updated),
            newest: updated.max(published),
            offsets,
            of_feed: of_feed.max(updated).max(published),
        }
    }

    /// Times of the parts, in their order. `None` where one cannot be read.
    pub(super) fn times(&self, parts: &[Part]) -> Vec<Option<Read>> {
        let written: Vec<Option<Written>> = parts
            .iter()
            .map(|part| times::parse(&part.time).filter(|w| w.date.is_some() && w.clock.is_some()))
            .collect();
        let stands = self.stands(parts, &written);
        let ranks: Vec<u8> = parts.iter().filter_map(|p| rank(&p.word)).collect();
        let long = matches!((self.published, self.newest), (Some(first), Some(last))
            if last.duration_since(first) > HALF_A_YEAR);
        let mut read: Vec<Option<Read>> = vec![None; parts.len()];
        if long && ranks.first() != ranks.last() {
            // Over so long a time a day may stand there twice: one after the other.
            let newest_first = ranks.first() > ranks.last();
            let mut order: Vec<usize> = (0..parts.len()).collect();
            if !newest_first {
                order.reverse();
            }
            let mut limit = self.newest;
            for n in order {
                let one = written[n].as_ref();
                read[n] = one.and_then(|w| self.last_before(w, limit?, &written));
                limit = read[n].map(|r| r.at).or(limit);
            }
            return read;
        }
        for (n, one) in written.iter().enumerate() {
            read[n] = one.as_ref().and_then(|w| self.moment(w, stands, &written));
        }
        read
    }

    fn moment(&self, one: &Written, stands: Stands, all: &[Option<Written>]) -> Option<Read> {
        if let Some((Some(year), ..)) = one.date {
            return self.in_year(one, year, all);
        }
        let newest = self.newest?;
        let last = self.last_before(one, newest, all);
        let next = || -> Option<Read> {
            let year = TimeZone::UTC.to_datetime(last?.at).year() + 1;
            let next = self.in_year(one, year, all)?;
            (next.at <= self.of_feed?.saturating_add(DAY).ok()?).then_some(next)
        };
        match stands {
            Stands::Last => last,
            Stands::First if last?.at.saturating_add(DAY).ok()? < self.published? => {
                next().or(last)
            }
            Stands::Near if newest.duration_since(last?.at) > HALF_A_YEAR => next().or(last),
            _ => last,
        }
    }

    /// In the last year in which it is not after `limit` by more than a day.
    fn last_before(&self, one: &Written, limit: Moment, all: &[Option<Written>]) -> Option<Read> {
        if let Some((Some(year), ..)) = one.date {
            return self.in_year(one, year, all);
        }
        let latest = limit.saturating_add(DAY).ok()?;
        let year = TimeZone::UTC.to_datetime(limit).year();
        // The 29th of February comes every fourth year, or every eighth.
        (year - 8..=year + 1)
            .rev()
            .find_map(|year| self.in_year(one, year, all).filter(|r| r.at <= latest))
    }

    fn in_year(&self, one: &Written, year: i16, all: &[Option<Written>]) -> Option<Read> {
        let local = one.local(year)?;
        let with_year = matches!(one.date, Some((Some(_), ..)));
        let read = |at: Moment, unclear| {
            times::in_reach(at).map(|at| Read {
                at,
                with_year,
                unclear,
            })
        };
        match &one.zone {
            Zone::Offset(offset) => read(offset.to_timestamp(local).ok()?, None),
            Zone::Place(zone) => read(zone.to_timestamp(local).ok()?, None),
            Zone::Missing => {
                let own = self.offsets.first().copied().unwrap_or(Offset::UTC);
                read(own.to_timestamp(local).ok()?, None)
            }
            Zone::Abbreviation(name) => {
                let offsets = zones::offsets(name, local);
                let own = self.own(name, &offsets, all);
                let offset = own.or_else(|| zones::likely(&offsets))?;
                let unclear = (own.is_none() && offsets.len() > 1).then_some(offset);
                read(offset.to_timestamp(local).ok()?, unclear)
            }
        }
    }

    /// The offset that the entry itself says: it writes its own time with it, or one
    /// of its updates then falls on that time.
    fn own(
        &self,
        name: &str,
        offsets: &[(Offset, usize)],
        all: &[Option<Written>],
    ) -> Option<Offset> {
        if let [(only, _)] = offsets {
            return Some(*only);
        }
        let written = |offset: &Offset| offsets.iter().any(|(o, _)| o == offset);
        if let Some(own) = self.offsets.iter().find(|own| written(own)) {
            return Some(*own);
        }
        let same = |one: &&Written| one.zone == Zone::Abbreviation(name.to_string());
        let falls_on_it = |offset: &Offset| {
            let mut all = all.iter().flatten().filter(same);
            all.any(|one| self.is_stamp(one, *offset))
        };
        // A feed in UTC says nothing of the zone of its texts.
        let own = self.offsets.iter().copied();
        let own = own
            .into_iter()
            .find(|own| !own.is_zero() || falls_on_it(own));
        let mut meant = offsets.iter().map(|(offset, _)| *offset);
        meant.find(falls_on_it).or(own)
    }

    /// To the minute, the time is one of the entry's own.
    fn is_stamp(&self, one: &Written, offset: Offset) -> bool {
        [self.published, self.newest]
            .into_iter()
            .flatten()
            .any(|stamp| {
                let local = offset.to_datetime(stamp);
                one.local(local.year())
                    .is_some_and(|written| minute(written) == minute(local))
            })
    }

    fn stands(&self, parts: &[Part], written: &[Option<Written>]) -> Stands {
        if self.published != self.newest {
            return Stands::Last;
        }
        let ranks = || parts.iter().filter_map(|p| rank(&p.word));
        let (Some(low), Some(high)) = (ranks().min(), ranks().max()) else {
            return Stands::Last;
        };
        let Some(stamp) = self.newest else {
            return Stands::Last;
        };
        let anchor = parts.iter().zip(written).find(|(_, one)| {
            one.as_ref()
                .and_then(|one| {
                    let year = TimeZone::UTC.to_datetime(stamp).year();
                    (year - 1..=year + 1)
                        .filter_map(|year| self.in_year(one, year, written))
                        .find(|read| minutes(read.at) == minutes(stamp))
                })
                .is_some()
        });
        match anchor.and_then(|(part, _)| rank(&part.word)) {
            Some(rank) if rank == high => Stands::Last,
            Some(rank) if rank == low => Stands::First,
            _ => Stands::Near,
        }
    }

    /// `Aug 5, 02:00 - 04:00 UTC`, as hosted pages write windows.
    pub(super) fn window(&self, text: &str) -> Option<(Moment, Moment)> {
        let (from, until) = [" - ", " – ", " — ", " to "]
            .iter()
            .find_map(|dash| text.split_once(dash))?;
        let mut until = times::parse(until).filter(|w| w.clock.is_some())?;
        let mut from = times::parse(from).filter(|w| w.clock.is_some())?;
        if from.zone == Zone::Missing {
            from.zone = until.zone.clone();
        }
        let same_day = until.date.is_none();
        until.date = until.date.or(from.date);
        if let (Some((year @ None, ..)), Some((Some(other), ..))) = (&mut from.date, until.date) {
            *year = Some(other);
        }
        let both = [Some(from), Some(until)];
        let limit = match self.newest {
            Some(newest) => newest.saturating_add(AHEAD).ok()?,
            None => self.of_feed?,
        };
        let start = self.last_before(both[0].as_ref()?, limit, &both)?.at;
        let end = self.last_before(both[1].as_ref()?, limit, &both)?.at;
        let end = if same_day && end <= start {
            end.saturating_add(DAY).ok()?
        } else {
            end
        };
        (end > start).then_some((start, end))
    }
}

fn minute(local: DateTime) -> DateTime {
    let clock = local.time();
    local
        .date()
        .to_datetime(Time::new(clock.hour(), clock.minute(), 0, 0).unwrap_or(clock))
}

fn minutes(at: Moment) -> i64 {
    at.as_second().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(published: &str, updated: &str) -> Stamps {
        let item = Item {
            published: Some(published.to_string()).filter(|t| !t.is_empty()),
            updated: Some(updated.to_string()).filter(|t| !t.is_empty()),
            ..Item::default()
        };
        Stamps::of(&item, None)
    }

    fn part((time, word): &(&str, &str)) -> Part {
        Part {
            time: (*time).to_string(),
            word: (*word).to_string(),
            body: String::new(),
        }
    }

    fn at(stamps: &Stamps, parts: &[(&str, &str)]) -> Vec<String> {
        let parts: Vec<Part> = parts.iter().map(part).collect();
        let read = stamps.times(&parts);
        read.iter()
            .map(|r| r.map_or("-".to_string(), |r| r.at.to_string()))
            .collect()
    }

    #[test]
    fn years_come_from_the_entry() {
        let new_year = stamps("2026-01-01T00:30:00Z", "2026-01-01T00:30:00Z");
        let one = |t: &str| at(&new_year, &[(t, "Resolved")]).remove(0);
        assert_eq!(one("Dec 31, 23:50 UTC"), "2025-12-31T23:50:00Z");
        assert_eq!(one("Jan 1, 00:30 UTC"), "2026-01-01T00:30:00Z");
        assert_eq!(one("Dec 31, 15:50 PST"), "2025-12-31T23:50:00Z");
        assert_eq!(one("May 13, 2017, 06:41 UTC"), "2017-05-13T06:41:00Z");
        assert_eq!(one("May 13, 10:33 PM UTC"), "2025-05-13T22:33:00Z");
        assert_eq!(one("Feb 29, 10:00 UTC"), "2024-02-29T10:00:00Z");
        for nothing in [
            "Dec 31, 15:50 XYZ",
            "soon",
            "",
            "10:00 UTC",
            "Feb 30, 10:00 UTC",
        ] {
            assert_eq!(one(nothing), "-");
        }
    }

    #[test]
    fn an_entry_dated_at_its_beginning_goes_on_into_the_next_year() {
        let item = Item {
            published: Some("Tue, 30 Dec 2025 15:15:00 +0000".to_string()),
            ..Item::default()
        };
        let feed = "2026-02-01T00:00:00Z".parse().ok();
        let stamps = Stamps::of(&item, feed);
        assert_eq!(
            at(
                &stamps,
                &[
                    ("Dec 30, 15:15 GMT+0", "Investigating"),
                    ("Jan 2, 16:01 GMT+0", "Resolved")
                ]
            ),
            ["2025-12-30T15:15:00Z", "2026-01-02T16:01:00Z"]
        );
        // The same at the end of an incident.
        assert_eq!(
            at(
                &stamps,
                &[
                    ("Dec 30, 15:15 GMT+0", "Resolved"),
                    ("Jan 2, 16:01 GMT+0", "Investigating")
                ]
            ),
            ["2025-12-30T15:15:00Z", "2025-01-02T16:01:00Z"]
        );
    }

    #[test]
    fn an_incident_of_more_than_a_year_is_read_one_after_the_other() {
        let stamps = stamps("2023-05-10T08:00:00Z", "2025-03-01T09:00:00Z");
        let mut parts = vec![
            ("Mar 1, 09:00 UTC", "Resolved"),
            ("Apr 1, 09:00 UTC", "Monitoring"),
            ("May 10, 08:00 UTC", "Investigating"),
        ];
        let mut expected = vec![
            "2025-03-01T09:00:00Z",
            "2024-04-01T09:00:00Z",
            "2023-05-10T08:00:00Z",
        ];
        assert_eq!(at(&stamps, &parts), expected);
        parts.reverse();
        expected.reverse();
        assert_eq!(at(&stamps, &parts), expected);
    }

    #[test]
    fn an_abbreviation_of_several_offsets_is_the_entrys_own() {
        let one =
            |stamp: &str, text: &str| at(&stamps(stamp, stamp), &[(text, "Resolved")]).remove(0);
        let text = "Oct 21, 17:39 CST";
        // Written with it.
        assert_eq!(
            one("2025-10-21T17:39:34-06:00", text),
            "2025-10-21T23:39:00Z"
        );
        assert_eq!(
            one("2025-10-21T17:39:34+08:00", text),
            "2025-10-21T09:39:00Z"
        );
        // The entry is dated in UTC: the update falls on its time.
        assert_eq!(one("2025-10-21T09:39:34Z", text), "2025-10-21T09:39:00Z");
        assert_eq!(one("2025-10-21T23:39:34Z", text), "2025-10-21T23:39:00Z");
        let ist = "Jul 21, 17:39 IST";
        assert_eq!(one("2025-07-21T12:09:00Z", ist), "2025-07-21T12:09:00Z");
        assert_eq!(one("2025-07-21T16:39:00Z", ist), "2025-07-21T16:39:00Z");
        assert_eq!(
            one("2025-07-21T17:39:00+05:30", ist),
            "2025-07-21T12:09:00Z"
        );
        // Not what the zone database calls it, or not in it at all.
        assert_eq!(
            one("2025-07-21T17:39:00+03:00", ist),
            "2025-07-21T14:39:00Z"
        );
        assert_eq!(
            one("2025-07-21T18:39:00-03:00", "Jul 21, 17:39 BRT"),
            "2025-07-21T20:39:00Z"
        );
        // Nothing says which.
        assert_eq!(one("2025-07-21T23:00:00Z", ist), "-");
        assert_eq!(
            one("2025-10-21T17:39:34+11:00", "Oct 21, 17:39 AEDT"),
            "2025-10-21T06:39:00Z"
        );
        assert_eq!(
            one("2025-10-21T17:39:34+08:00", "Oct 21, 17:39 +08"),
            "2025-10-21T09:39:00Z"
        );
        assert_eq!(
            one("2025-10-21T17:39:34-03:00", "Oct 21, 17:39 -03"),
            "2025-10-21T20:39:00Z"
        );
    }

    #[test]
    fn windows() {
        let stamps = stamps("2023-12-01T10:00:00Z", "2023-12-01T10:00:00Z");
        let window = |text: &str| stamps.window(text).map(|(a, b)| format!("{a} {b}"));
        let is = |a: &str, b: &str| Some(format!("{a} {b}"));
        assert_eq!(
            window("Dec 10, 21:00 - 22:30 UTC"),
            is("2023-12-10T21:00:00Z", "2023-12-10T22:30:00Z")
        );
        assert_eq!(
            window("Dec 10, 23:00 - 01:00 PST"),
            is("2023-12-11T07:00:00Z", "2023-12-11T09:00:00Z")
        );
        assert_eq!(
            window("Dec 31, 23:00 - Jan 1, 01:00 UTC"),
            is("2023-12-31T23:00:00Z", "2024-01-01T01:00:00Z")
        );
        assert_eq!(
            window("May 13, 2017, 06:41 - 08:41 UTC"),
            is("2017-05-13T06:41:00Z", "2017-05-13T08:41:00Z")
        );
        assert_eq!(
            window("Dec 10, 09:00 PM - 10:30 PM GMT+0"),
            is("2023-12-10T21:00:00Z", "2023-12-10T22:30:00Z")
        );
        assert_eq!(window("soon - later"), None);
    }
}
