//! An Atom or RSS history. It is all that some pages offer, and it says least:
//! no platforms, no impacts, times to the minute and without a year.

mod clock;
mod entry;
mod marks;
mod titles;
mod xml;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::input::Input;
use super::record::{Page, Record};
use super::report::{Loss, Report};
use super::statuspage::permanent_id;
use super::{Failure, Imported, times};
use crate::time::Moment;

/// Reads feeds.
pub fn from_inputs(inputs: &[Input]) -> Result<Imported, Failure> {
    let mut imported = Imported::default();
    let mut entries = Entries::default();
    for input in inputs {
        let feed = xml::read(input)?;
        let newest = newest(&feed);
        imported.page = Page {
            title: feed.title.map(|t| page_title(&t)),
            url: feed.link,
            ..Page::default()
        };
        for (number, item) in titles::together(feed.items) {
            let place = format!("{}: entry {}", input.name, number + 1);
            if let Some(record) = entry::read(&item, newest, &place, &mut imported.report) {
                entries.add(record, item, place, &mut imported.report);
            }
        }
        imported.report.add(
            Loss::Note,
            "a feed names no platforms and no impacts: write `affected` where it matters",
            &input.name,
        );
    }
    imported.records = entries.records;
    Ok(imported)
}

/// The newest time that a feed names: none of its updates was said later.
fn newest(feed: &xml::Feed) -> Option<Moment> {
    let own = feed.times.iter().map(String::as_str);
    let items = feed
        .items
        .iter()
        .flat_map(|item| [&item.updated, &item.published]);
    own.chain(items.filter_map(Option::as_deref))
        .filter_map(|text| times::read(text, &TimeZone::UTC))
        .max()
}

/// Records by their keys. No entry stands in the way of the others.
#[derive(Default)]
struct Entries {
    records: Vec<Record>,
    seen: BTreeMap<String, (usize, xml::Item, String)>,
}

impl Entries {
    fn add(&mut self, mut record: Record, item: xml::Item, place: String, report: &mut Report) {
        let Some((at, known, first)) = self.seen.get(&record.key) else {
            self.push(record, item, place);
            return;
        };
        if *known == item {
            return;
        }
        // One page, and an entry for each of its updates.
        if let Some(id) = item.id.clone().filter(|id| known.id.as_ref() != Some(id))
            && !self.seen.contains_key(&id)
        {
            record.id = Some(permanent_id(&id, &record.source, report));
            record.key = id;
            self.push(record, item, place);
            return;
        }
        let said = |item: &xml::Item| {
            let read = |text: &Option<String>| times::read(text.as_deref()?, &TimeZone::UTC);
            read(&item.updated).max(read(&item.published))
        };
        let (older, newer) = if said(&item) > said(known) {
            (first.clone(), &place)
        } else {
            (place.clone(), first)
        };
        report.add(
            Loss::LeftOut,
            format!(
                "an older entry with the id `{}`, which {newer} has too",
                record.key
            ),
            &older,
        );
        if older != place {
            let at = *at;
            self.seen.insert(record.key.clone(), (at, item, place));
            self.records[at] = record;
        }
    }

    fn push(&mut self, record: Record, item: xml::Item, place: String) {
        let at = self.records.len();
        self.seen.insert(record.key.clone(), (at, item, place));
        self.records.push(record);
    }
}

/// `GitHub Status - Incident History` is the title of the feed, not of the page.
fn page_title(title: &str) -> String {
    let title = title.trim();
    let tail = "incident history";
    let at = title.len().saturating_sub(tail.len());
    match title.get(at..) {
        Some(end) if end.eq_ignore_ascii_case(tail) => {
            title[..at].trim_end_matches([' ', '-', '|'])
        }
        _ => title,
    }
    .to_string()
}
