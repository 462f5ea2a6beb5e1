//! One entry to a record: a hosted page writes all updates into it, newest first,
//! each as `<small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - text`.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::super::record::{Entry, Kind, Record, Word};
use super::super::report::{Loss, Report};
use super::super::statuspage::permanent_id;
use super::super::text::{self, Flavour};
use super::super::{html, times};
use super::xml::Item;
use crate::model::Status;
use crate::text::canonical;
use crate::time::Moment;

/// Zones as hosted pages abbreviate them, in hours from UTC; none that means two zones.
const ZONES: [(&str, i8); 15] = [
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("JST", 9),
    ("AEST", 10),
];

/// Reads an entry; `None` where nothing says when it was, which the report names.
pub fn read(item: &Item, place: &str, report: &mut Report) -> Option<Record> {
    let link = item.link.as_deref().and_then(|l| url::Url::parse(l).ok());
    let path = link
        .as_ref()
        .map(|l| l.path().trim_matches('/').to_string())
        .filter(|p| !p.is_empty());
    let raw = path
        .as_deref()
        .and_then(|p| p.strip_prefix("incidents/"))
        .filter(|p| !p.contains('/'))
        .map(str::to_string)
        .or_else(|| item.id.clone())
        .or_else(|| path.clone());
    let Some(raw) = raw else {
        report.add(Loss::LeftOut, "an entry without id and link", place);
        return None;
    };
    let source = format!("{place} ({raw})");
    let stamp =
        |text: &Option<String>| text.as_deref().and_then(|t| times::read(t, &TimeZone::UTC));
    let published = stamp(&item.published);
    let newest = stamp(&item.updated).or(published);
    let content = item.content.clone().unwrap_or_default();
    let mut reading = Reading {
        source: &source,
        report,
    };
    let window = reading.window(&content, newest);
    let parts = parts(&content);
    let mut entries = reading.entries(&parts, newest, window.is_some());
    entries.reverse();
    entries.sort_by_key(|e: &Entry| e.at);
    let began = window
        .map(|(from, _)| from)
        .or(entries.first().map(|e| e.at))
        .or(published)
        .or(newest);
    let Some(began) = began else {
        report.add(
            Loss::LeftOut,
            "an entry of which nothing says when it was",
            &source,
        );
        return None;
    };
    let title = text::title(item.title.clone(), &source, report);
    let kind = match window {
        Some((_, until)) => Kind::Maintenance {
            until,
            by_hand: entries
                .iter()
                .any(|e| e.word == Word::Status("completed") && e.at > until),
        },
        None => Kind::Incident,
    };
    let mut record = Record::new(raw.clone(), source.clone(), kind, title, began);
    record.id = Some(permanent_id(&raw, &source, report));
    if let Some(path) = path.filter(|p| text::is_old_address(p)) {
        record.aliases.push(if path.ends_with(".html") {
            path
        } else {
            format!("{path}/")
        });
    }
    if entries.is_empty() {
        report.add(
            Loss::Guess,
            "the entry does not tell its updates apart; its text became one, and it counts as over",
            &source,
        );
        let body = text::body(&content, Flavour::Words, &source, report);
        let last = if window.is_some() {
            "completed"
        } else {
            "resolved"
        };
        entries.push(Entry::new(
            published.unwrap_or(began).max(began),
            Word::Status(last),
            body,
        ));
    }
    record.entries = entries;
    Some(record)
}

/// An update as it stands in the text: its time, its status, the HTML behind it.
struct Part {
    time: String,
    word: String,
    body: String,
}

fn parts(content: &str) -> Vec<Part> {
    content
        .split("<small>")
        .skip(1)
        .filter_map(|piece| {
            let (time, rest) = piece.split_once("</small>")?;
            let rest = rest
                .trim_start()
                .trim_start_matches("<br>")
                .trim_start_matches("<br/>")
                .trim_start_matches("<br />");
            let rest = rest.trim_start().strip_prefix("<strong>")?;
            let (word, body) = rest.split_once("</strong>")?;
            let body = body.trim_start().strip_prefix('-').unwrap_or(body).trim();
            let body = body.strip_suffix("<p>").unwrap_or(body).trim();
            let body = body.strip_suffix("</p>").unwrap_or(body).trim();
            Some(Part {
                time: plain(time),
                word: plain(word),
                body: body.to_string(),
            })
        })
        .collect()
}

fn plain(html: &str) -> String {
    html::to_markdown(html)
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

struct Reading<'r> {
    source: &'r str,
    report: &'r mut Report,
}

impl Reading<'_> {
    /// Updates, newest first, as they are written.
    fn entries(&mut self, parts: &[Part], newest: Option<Moment>, planned: bool) -> Vec<Entry> {
        let planned = planned
            || parts.iter().any(|p| {
                matches!(
                    canonical(&p.word).as_str(),
                    "scheduled" | "in_progress" | "verifying" | "completed"
                )
            });
        let mut entries = Vec::new();
        let mut limit = newest;
        for part in parts {
            let at = limit.and_then(|limit| time(&part.time, limit));
            let Some(at) = at.or(limit) else {
                self.report.add(
                    Loss::LeftOut,
                    format!("an update whose time `{}` cannot be read", part.time),
                    self.source,
                );
                continue;
            };
            if limit.and_then(|limit| time(&part.time, limit)).is_none() {
                self.report.add(
                    Loss::Time,
                    format!(
                        "`{}` is no time; that of its neighbour was written",
                        part.time
                    ),
                    self.source,
                );
            }
            limit = Some(at);
            let known: &[(&'static str, Status)] = if planned {
                &Status::MAINTENANCE
            } else {
                &Status::INCIDENT
            };
            let spelled = canonical(&part.word);
            let word = match known.iter().find(|(w, _)| *w == spelled) {
                Some((word, _)) => Word::Status(word),
                None if matches!(spelled.as_str(), "postmortem" | "post_mortem") => Word::Review,
                None => Word::Update,
            };
            let lead = if word == Word::Update && spelled != "update" {
                self.report.add(
                    Loss::Guess,
                    format!(
                        "the status `{}` became `update`, and stays in the text",
                        part.word
                    ),
                    self.source,
                );
                format!("{}: ", part.word)
            } else {
                String::new()
            };
            let body = text::body(
                &format!("{lead}{}", part.body),
                Flavour::Words,
                self.source,
                self.report,
            );
            entries.push(Entry::new(at, word, body));
        }
        if !entries.is_empty() {
            self.report.add(Loss::Time, "the feed gives times to the minute and without a year; the year comes from the entry", self.source);
        }
        entries
    }

    /// `THIS IS A SCHEDULED EVENT Aug 5, 02:00 - 04:00 UTC`, as hosted pages write it.
    fn window(&mut self, content: &str, newest: Option<Moment>) -> Option<(Moment, Moment)> {
        let text = plain(content.split("</p>").next().unwrap_or(content));
        let text = text.replace("**", "");
        let rest = text
            .trim()
            .strip_prefix("THIS IS A SCHEDULED EVENT")?
            .trim();
        let (from, until) = rest.split_once(" - ")?;
        let zone = until.split_whitespace().last()?;
        // A window may lie ahead of the entry by months.
        let limit = newest?
            .saturating_add(jiff::SignedDuration::from_hours(24 * 180))
            .ok()?;
        let read = || -> Option<(Moment, Moment)> {
            let from_at = time(&format!("{from} {zone}"), limit)?;
            let until = if until.contains(',') {
                until.to_string()
            } else {
                format!("{}, {until}", from.split(',').next()?)
            };
            let until_at = time(&until, limit)?;
            (until_at > from_at).then_some((from_at, until_at))
        };
        let window = read();
        if window.is_none() {
            self.report.add(
                Loss::Time,
                format!("the window `{rest}` cannot be read"),
                self.source,
            );
        }
        window
    }
}

/// `Aug 21, 00:37 UTC`, in the last year in which it is not after `limit` by more than a day.
fn time(text: &str, limit: Moment) -> Option<Moment> {
    let text = text.replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let [month, day, clock, zone] = words.as_slice() else {
        return None;
    };
    let month = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    .iter()
    .position(|m| month.to_ascii_lowercase().starts_with(m))?;
    let hours = ZONES.iter().find(|(name, _)| name == zone)?.1;
    let offset = Offset::from_hours(hours).ok()?;
    let clock: jiff::civil::Time = clock.parse().ok()?;
    let latest = limit
        .saturating_add(jiff::SignedDuration::from_hours(24))
        .ok()?;
    let year = TimeZone::UTC.to_datetime(limit).year();
    [year + 1, year, year - 1].into_iter().find_map(|year| {
        let date = Date::new(year, i8::try_from(month + 1).ok()?, day.parse().ok()?).ok()?;
        let moment = offset.to_timestamp(date.to_datetime(clock)).ok()?;
        (moment <= latest).then_some(moment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_come_from_the_entry() {
        let limit: Moment = "2026-01-01T00:30:00Z".parse().unwrap();
        let at = |t: &str| time(t, limit).map(|m| m.to_string());
        assert_eq!(
            at("Dec 31, 23:50 UTC").as_deref(),
            Some("2025-12-31T23:50:00Z")
        );
        assert_eq!(
            at("Jan 1, 00:30 UTC").as_deref(),
            Some("2026-01-01T00:30:00Z")
        );
        assert_eq!(
            at("Dec 31, 15:50 PST").as_deref(),
            Some("2025-12-31T23:50:00Z")
        );
        assert_eq!(at("Dec 31, 15:50 XYZ"), None);
        assert_eq!(at("soon"), None);
    }
}
