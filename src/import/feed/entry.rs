//! One entry to a record: a hosted page writes all updates into it, each as
//! `<small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - text`.

mod planned;

use super::super::record::{Entry, Kind, Record, Word};
use super::super::report::{Loss, Report};
use super::super::statuspage::permanent_id;
use super::super::text::{self, Flavour};
use super::clock::{Read, Stamps, rank};
use super::marks::{Content, Part, content, unescaped};
use super::xml::Item;
use crate::model::Status;
use crate::text::canonical;
use crate::time::Moment;
use planned::{Preface, Work};

/// Reads an entry; `None` where nothing says when it was, which the report names.
/// `of_feed` is the newest time that the feed names.
pub fn read(
    item: &Item,
    of_feed: Option<Moment>,
    place: &str,
    report: &mut Report,
) -> Option<Record> {
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
    let stamps = Stamps::of(item, of_feed);
    let found = if item.told.is_empty() {
        content(item.content.as_deref().unwrap_or_default())
    } else {
        Content {
            preface: String::new(),
            parts: item.told.clone(),
        }
    };
    let mut reading = Reading {
        source: &source,
        report,
        stamps: &stamps,
    };
    let preface = reading.preface(&found.preface, found.parts.is_empty());
    let work = reading.work(&preface, &found.parts);
    let mut entries = reading.entries(&found.parts, work);
    let began = match work {
        Work::Window(from, _) => Some(from),
        _ => entries.first().map(|e| e.at).or(stamps.published),
    };
    let Some(began) = began else {
        report.add(
            Loss::LeftOut,
            "an entry of which nothing says when it was",
            &source,
        );
        return None;
    };
    let (kind, began) = work.kind(&mut entries, began, &source, report);
    let title = item.title.as_deref().map(unescaped);
    let title = text::title(title, &source, report);
    let mut record = Record::new(raw.clone(), source.clone(), kind, title, began);
    record.id = Some(permanent_id(&raw, &source, report));
    if let Some(path) = path.filter(|p| text::is_old_address(p)) {
        record.aliases.push(if path.ends_with(".html") {
            path
        } else {
            format!("{path}/")
        });
    }
    let words = text::body(&preface.words, Flavour::Words, &source, report);
    if entries.is_empty() {
        report.add(
            Loss::Guess,
            "the entry does not tell its updates apart; its text became one, and it counts as over",
            &source,
        );
        let last = match kind {
            Kind::Maintenance { .. } => "completed",
            _ => "resolved",
        };
        entries.push(Entry::new(
            stamps.published.unwrap_or(began).max(began),
            Word::Status(last),
            words,
        ));
    } else {
        record.summary = words;
    }
    record.entries = entries;
    Some(record)
}

struct Reading<'r> {
    source: &'r str,
    report: &'r mut Report,
    stamps: &'r Stamps,
}

impl Reading<'_> {
    /// Updates, oldest first.
    fn entries(&mut self, parts: &[Part], work: Work) -> Vec<Entry> {
        let read = self.stamps.times(parts);
        let mut order: Vec<usize> = (0..parts.len()).collect();
        if newest_first(parts, &read) {
            order.reverse();
        }
        let times = self.times(parts, &read, &order);
        let mut entries = Vec::new();
        for n in order {
            let (part, Some(at)) = (&parts[n], times[n]) else {
                self.report.add(
                    Loss::LeftOut,
                    format!("an update whose time `{}` cannot be read", parts[n].time),
                    self.source,
                );
                continue;
            };
            entries.push(self.entry(part, at, work));
        }
        entries.sort_by_key(|e| e.at);
        entries
    }

    /// The time of each part: its own, else that of its neighbour, which is reported.
    fn times(
        &mut self,
        parts: &[Part],
        read: &[Option<Read>],
        order: &[usize],
    ) -> Vec<Option<Moment>> {
        let mut times: Vec<Option<Moment>> = read.iter().map(|r| r.map(|r| r.at)).collect();
        let stamps = self.stamps;
        for (place, n) in order.iter().enumerate() {
            if let Some(read) = read[*n] {
                if !read.with_year {
                    self.report.add(
                        Loss::Time,
                        "the feed gives times without a year; the year comes from the entry",
                        self.source,
                    );
                }
                if let Some(offset) = read.unclear {
                    self.report.add(
                        Loss::Time,
                        format!(
                            "the zone of `{}` has several meanings; {offset} was taken",
                            parts[*n].time
                        ),
                        self.source,
                    );
                }
                continue;
            }
            let before = place.checked_sub(1).and_then(|p| times[order[p]]);
            let after = || {
                order[place + 1..]
                    .iter()
                    .find_map(|n| read[*n].map(|r| r.at))
            };
            let is_last = place + 1 == order.len();
            let own = if is_last && (place > 0 || rank(&parts[*n].word) == Some(3)) {
                before.max(stamps.newest)
            } else {
                before.or_else(after).or(stamps.published)
            };
            times[*n] = own;
            if own.is_some() {
                let what = if parts[*n].time.is_empty() {
                    "an update without a time".to_string()
                } else {
                    format!("`{}` is no time", parts[*n].time)
                };
                self.report.add(
                    Loss::Time,
                    format!("{what}; that of its neighbour or of the entry was written"),
                    self.source,
                );
            }
        }
        times
    }

    fn entry(&mut self, part: &Part, at: Moment, work: Work) -> Entry {
        let spelled = canonical(&part.word);
        let spelled = match spelled.as_str() {
            "canceled" => "cancelled",
            other => other,
        };
        let known: &[(&'static str, Status)] = if work == Work::None {
            &Status::INCIDENT
        } else {
            &Status::MAINTENANCE
        };
        let word = match known.iter().find(|(w, _)| *w == spelled) {
            Some((word, _)) => Word::Status(word),
            None if matches!(spelled, "postmortem" | "post_mortem") => Word::Review,
            None if work == Work::None && spelled == "completed" => {
                self.report.add(
                    Loss::Guess,
                    "the status `Completed` of an incident became `resolved`",
                    self.source,
                );
                Word::Status("resolved")
            }
            None if work != Work::None && spelled == "resolved" => {
                self.report.add(
                    Loss::Guess,
                    "the status `Resolved` of a maintenance became `completed`",
                    self.source,
                );
                Word::Status("completed")
            }
            None => Word::Update,
        };
        let lead = if word == Word::Update && !matches!(spelled, "update" | "") {
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
        Entry::new(at, word, body)
    }

    /// Words above the first update. Labels that some pages write go to the report.
    fn preface(&mut self, html: &str, alone: bool) -> Preface {
        let mut preface = Preface::read(html, self.stamps);
        if let Some(window) = &preface.unreadable {
            self.report.add(
                Loss::Time,
                format!("the window `{window}` cannot be read"),
                self.source,
            );
        }
        if alone {
            preface.words = preface.all.clone();
            return preface;
        }
        for (label, value) in &preface.labels {
            if !value.is_empty() && label != "Type" {
                self.report.add(
                    Loss::NoPlace,
                    format!("entry: {label}"),
                    format!("{}: {value}", self.source),
                );
            }
        }
        preface
    }
}

/// By the times; where they are equal, by how far on the statuses stand. Pages
/// write the newest first where neither says it.
fn newest_first(parts: &[Part], read: &[Option<Read>]) -> bool {
    let known: Vec<Moment> = read.iter().flatten().map(|r| r.at).collect();
    match (known.first(), known.last()) {
        (Some(first), Some(last)) if first != last => first > last,
        _ => {
            let mut ranks = parts.iter().filter_map(|p| rank(&p.word));
            match (ranks.next(), ranks.next_back()) {
                (Some(first), Some(last)) => first >= last,
                _ => true,
            }
        }
    }
}
