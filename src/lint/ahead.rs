//! Times that lie ahead of the clock though they tell what was, and announcements of
//! which nothing says when they were made. Facts, not rules of writing: nobody can turn
//! them off.
//!
//! Takes incidents with their places and the clock; gives findings with the line to write
//! instead. Every update is published as soon as it stands in a file, so that a wrong time
//! hides nothing; here a person hears of it.

use std::ops::Range;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::derive::{self, Phase};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::model::{Incident, Kind, Site};
use crate::source::{FilePlaces, Places, Reading};
use crate::time::{Around, Moment, Written, minute, written};

/// Two clocks may differ by so much.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Findings of one kind that are shown one by one; a machine whose clock stands at 1970
/// would have one for each update of a history.
const MOST: usize = 20;

/// Whether a time is further ahead of `now` than clocks differ.
pub fn is_ahead(at: Moment, now: Moment) -> bool {
    now.duration_until(at) > TOLERANCE
}

/// Whether [`about`] has anything to say of an incident: needs no places.
pub fn concerns(incident: &Incident, now: Moment) -> bool {
    let updates = incident.updates.iter();
    let mut told = updates.flat_map(|u| [Some(u.at), u.corrected_at]);
    told.any(|at| at.is_some_and(|at| is_ahead(at, now)))
        || tells_what_was(incident)
            .into_iter()
            .any(|(_, at)| is_ahead(at, now))
        || is_undated(incident, now)
}

/// Times of the front matter that cannot lie ahead, by their keys.
fn tells_what_was(incident: &Incident) -> Vec<(&'static str, Moment)> {
    match incident.kind {
        Kind::Maintenance { .. } => Vec::new(),
        // A notice stays until its end, which may be planned.
        Kind::Notice => vec![("began", incident.began)],
        Kind::Incident => {
            let ended = incident.ended.map(|ended| ("ended", ended));
            std::iter::once(("began", incident.began))
                .chain(ended)
                .collect()
        }
    }
}

/// A window ahead, and no update says when it was announced.
fn is_undated(incident: &Incident, now: Moment) -> bool {
    incident.planned.is_some()
        && !incident.drill
        && derive::is_announced_by_file(incident)
        && derive::standing(incident, now).phase == Phase::Ahead
}

/// What is to be said of one incident: errors for times ahead, a warning for an
/// announcement without a time.
pub fn about(site: &Site, incident: &Incident, places: &Places, now: Moment) -> Vec<Diagnostic> {
    let source = places.source();
    let clock = Clock {
        zone: &site.zone,
        now,
    };
    let mut found = Vec::new();
    for (key, at) in tells_what_was(incident) {
        if let Some(field) = source.field(key) {
            found.extend(clock.ahead(source, field.value.span.clone(), at, None));
        }
    }
    let mut before = Some(incident.began);
    for (number, update) in incident.updates.iter().enumerate() {
        if let Some(place) = source.update(number) {
            let time = place.time.clone().unwrap_or(place.heading.clone());
            found.extend(clock.ahead(source, time, update.at, before));
            if let (Some(at), Some(field)) = (update.corrected_at, place.field("corrected_at")) {
                found.extend(clock.ahead(source, field.value.span.clone(), at, Some(update.at)));
            }
        }
        before = Some(update.at);
    }
    if is_undated(incident, now) {
        found.push(clock.undated(incident, source));
    }
    found
}

/// The same of all incidents of a project.
pub fn of_all<'a>(
    site: &Site,
    all: impl Iterator<Item = (&'a Incident, &'a Places)>,
    now: Moment,
) -> Vec<Diagnostic> {
    let found = all
        .filter(|(incident, _)| concerns(incident, now))
        .flat_map(|(incident, places)| about(site, incident, places, now));
    bounded(found.collect(), site, now)
}

/// The same of the incident in the file at `path`.
pub fn of_file(reading: &Reading, path: &str, now: Moment) -> Vec<Diagnostic> {
    let here = reading.incidents.iter().zip(&reading.places);
    let one = here.into_iter().find(|(i, _)| i.files[0] == path);
    match (&reading.site, one) {
        (Some(site), Some((incident, places))) => about(site, incident, places, now),
        _ => Vec::new(),
    }
}

/// The first of many: then it is the clock that is wrong, more likely than all of them.
pub fn bounded(mut found: Vec<Diagnostic>, site: &Site, now: Moment) -> Vec<Diagnostic> {
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    if let Some(last) = found.last_mut().filter(|_| more > 0) {
        let here = shown(now, &site.zone, true);
        last.help.push(format!(
            "{more} more times like this are not shown. This machine believes that it is {here}: is that right?"
        ));
    }
    found
}

/// `is 55 minutes ahead; read in UTC, the zone of status.yml; it is 14:10 there now`, of
/// a time that was `typed` so.
pub fn how_far(typed: Option<Written>, at: Moment, now: Moment, zone: &TimeZone) -> String {
    let ahead = super::span(now.duration_until(at));
    let name = zone.iana_name().unwrap_or("UTC");
    let same_day = zone.to_datetime(now).date() == zone.to_datetime(at).date();
    let here = shown(now, zone, !same_day);
    match typed {
        Some(Written::Absolute(_) | Written::After(_)) => {
            format!("is {ahead} ahead; it is {here} in {name} now")
        }
        _ => format!(
            "is {ahead} ahead; read in {name}, the zone of status.yml; it is {here} there now"
        ),
    }
}

struct Clock<'a> {
    zone: &'a TimeZone,
    now: Moment,
}

impl Clock<'_> {
    /// The error for a time at `span`, if it lies ahead. `before` is the entry before.
    fn ahead(
        &self,
        file: &FilePlaces,
        span: Range<usize>,
        at: Moment,
        before: Option<Moment>,
    ) -> Option<Diagnostic> {
        if !is_ahead(at, self.now) {
            return None;
        }
        let place = file.place(span.clone());
        let text = unquoted(&file.file.text[span.clone()]);
        let typed = Written::parse(text).ok();
        let zone = self.zone.iana_name().unwrap_or("UTC");
        let message = format!("this {}", how_far(typed, at, self.now, self.zone));
        let right = self.right(typed, before);
        let line = line_with(&place, &right);
        let mut found = Diagnostic::error(
            "time-ahead",
            place,
            message,
            format!("expected a time that has come: `{line}`"),
        );
        let near = self.now.duration_until(at) <= SignedDuration::from_hours(14);
        if near && !matches!(typed, Some(Written::Absolute(_))) {
            found = found.help(format!(
                "if your watch shows another time, it is not in {zone}: say your `timezone:` in status.yml"
            ));
        }
        Some(found)
    }

    /// What was meant, most likely: the time of day that was typed, if it has come today,
    /// else now. In the shortest form that is read so at its place.
    fn right(&self, typed: Option<Written>, before: Option<Moment>) -> String {
        let today = self.zone.to_datetime(self.now).date();
        let time = match typed {
            Some(Written::Local(local)) => Some(local.time()),
            Some(Written::Absolute(moment)) => Some(self.zone.to_datetime(moment).time()),
            // Its day is that of the entry before, so that its time is what is wrong.
            _ => None,
        };
        let alone = Around::alone(self.zone);
        let on_this_day = time
            .and_then(|time| Written::Local(today.to_datetime(time)).resolve(&alone).ok())
            .filter(|at| *at <= self.now && before.is_none_or(|before| *at >= minute(before)));
        let around = Around {
            // A date that was written stays a date. What is before is put right as well.
            before: before
                .filter(|_| time.is_none())
                .map(|before| before.min(self.now)),
            ..alone
        };
        written(on_this_day.unwrap_or(self.now), &around)
    }

    /// The warning for an announcement that no update dates.
    fn undated(&self, incident: &Incident, file: &FilePlaces) -> Diagnostic {
        let first = incident.updates.first().map(|update| update.at);
        let said = first.map_or(self.now, |first| first.min(self.now));
        let alone = Around::alone(self.zone);
        let line = format!("## {} Scheduled", written(said, &alone));
        let assumed = shown(incident.announced_by(self.now), self.zone, true);
        let mut found = Diagnostic::error(
            "announcement-undated",
            file.place_of("from"),
            format!("no update says when this was announced; feeds and calendars date it {assumed}"),
            format!("expected, under the front matter or the summary: `{line}`"),
        )
        .help("with that line subscribers see the announcement when it is made, and in its place among other news");
        found.severity = Severity::Warning;
        found
    }
}

/// `14:10`, or with the day.
fn shown(moment: Moment, zone: &TimeZone, day: bool) -> String {
    let form = if day { "%Y-%m-%d %H:%M" } else { "%H:%M" };
    zone.to_datetime(moment).strftime(form).to_string()
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// The line of a place with other words at that place.
fn line_with(place: &Place, words: &str) -> String {
    let text = &place.file.text;
    let (start, end) = (place.span.start, place.span.end);
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let close = text[end..].find('\n').map_or(text.len(), |at| end + at);
    format!("{}{words}{}", &text[begin..start], &text[end..close])
        .trim_end()
        .to_string()
}
