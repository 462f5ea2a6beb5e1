//! An Atom or RSS history. It is all that some pages offer, and it says least:
//! no platforms, no impacts, times to the minute and without a year.

mod entry;
mod xml;

use std::collections::BTreeMap;

use super::input::Input;
use super::record::Page;
use super::report::Loss;
use super::{Failure, Imported};

/// Reads feeds.
pub fn from_inputs(inputs: &[Input]) -> Result<Imported, Failure> {
    let mut imported = Imported::default();
    let mut seen: BTreeMap<String, (String, xml::Item)> = BTreeMap::new();
    let mut faults = Vec::new();
    for input in inputs {
        let feed = xml::read(input)?;
        imported.page = Page {
            title: feed.title.map(|t| page_title(&t)),
            url: feed.link,
            ..Page::default()
        };
        for (number, item) in feed.items.into_iter().enumerate() {
            let place = format!("{}: entry {}", input.name, number + 1);
            let Some(record) = entry::read(&item, &place, &mut imported.report) else {
                continue;
            };
            match seen.get(&record.key) {
                Some((_, known)) if *known == item => continue,
                Some((first, _)) => {
                    faults.push(format!(
                        "{first} and {place} both have the id `{}` and say different things",
                        record.key
                    ));
                    continue;
                }
                None => {}
            }
            seen.insert(record.key.clone(), (place, item));
            imported.records.push(record);
        }
        imported.report.add(
            Loss::Note,
            "a feed names no platforms and no impacts: write `affected` where it matters",
            &input.name,
        );
    }
    if faults.is_empty() {
        Ok(imported)
    } else {
        Err(Failure::faults("import-feed", faults))
    }
}

/// `GitHub Status - Incident History` is the title of the feed, not of the page.
fn page_title(title: &str) -> String {
    title
        .trim()
        .trim_end_matches("Incident History")
        .trim_end()
        .trim_end_matches('-')
        .trim_end()
        .to_string()
}
