//! stactus: YAML files of `version: stactus/v1` (the site) and `incident/v1`.

use std::path::Path;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::broken::Broken;
use super::front_matter::{self, Map};
use super::input::{self, Input};
use super::record::{Entry, Group, Kind, Platform, Record, Word};
use super::report::Loss;
use super::statuspage::permanent_id;
use super::text::{self, Flavour};
use super::{Failure, Imported, times, write};
use crate::model::Impact;
use crate::text::canonical;
use crate::time::Moment;

/// Reads a file or a folder.
pub fn from_path(path: &Path) -> Result<Imported, Failure> {
    let mut broken = Broken::default();
    let inputs = input::files(path, &[".yml", ".yaml"], &mut broken)?;
    let mut imported = Imported::default();
    let mut seen = std::collections::BTreeMap::new();
    let mut documents = 0;
    for input in &inputs {
        for (number, text) in documents_of(input).into_iter().enumerate() {
            let name = if number == 0 {
                input.name.clone()
            } else {
                format!("{} (document {})", input.name, number + 1)
            };
            let map = match front_matter::yaml(&name, &text) {
                Ok(map) => map,
                Err(failure) => {
                    broken.file(failure, &name)?;
                    continue;
                }
            };
            match map.text("version").as_deref() {
                Some("stactus/v1") => site(&map, &name, &mut imported),
                Some("incident/v1") => {
                    let mut faults = Vec::new();
                    let record = incident(&map, &name, &mut imported, &mut faults);
                    if let Some(record) = record.filter(|_| faults.is_empty()) {
                        match seen.get(&record.key) {
                            None => {
                                seen.insert(record.key.clone(), name.clone());
                                imported.records.push(record);
                            }
                            Some(first) => imported.report.add(
                                Loss::LeftOut,
                                format!(
                                    "a second incident with the id `{}` of {first}",
                                    record.key
                                ),
                                &name,
                            ),
                        }
                    }
                    for fault in faults {
                        broken.part("import-stactus", fault, &name);
                    }
                }
                other => {
                    let what = other.map_or("no `version` of stactus".to_string(), |v| {
                        format!("version `{v}`")
                    });
                    imported
                        .report
                        .add(Loss::LeftOut, format!("a file with {what}"), &name);
                    continue;
                }
            }
            documents += 1;
        }
    }
    let anything = !imported.records.is_empty();
    broken.settle(anything, &mut imported.report)?;
    if documents == 0 {
        return Err(Failure::content(
            "import-stactus",
            format!(
                "{} holds no file of stactus: they begin with `version: stactus/v1` or `incident/v1`",
                path.display()
            ),
        ));
    }
    add_unnamed(&mut imported);
    Ok(imported)
}

fn documents_of(input: &Input) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in input.text.replace("\r\n", "\n").split_inclusive('\n') {
        if line.trim_end() == "---" {
            documents.push(String::new());
        } else if let Some(last) = documents.last_mut() {
            last.push_str(line);
        }
    }
    documents.retain(|d| {
        d.lines()
            .any(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'))
    });
    documents
}

fn site(map: &Map, name: &str, imported: &mut Imported) {
    let report = &mut imported.report;
    for key in map.keys() {
        if !matches!(
            key,
            "version" | "brandName" | "name" | "brandURL" | "url" | "systems"
        ) {
            report.add(Loss::NoPlace, format!("stactus: {key}"), name);
        }
    }
    imported.page.title = map.text("name").or(map.text("brandName"));
    imported.page.url = map.text("url");
    if map.text("brandURL").is_some() {
        report.add(Loss::NoPlace, "stactus: brandURL", name);
    }
    let mut platforms = Vec::new();
    for system in map.maps("systems") {
        let Some(id) = system.text("id") else {
            report.add(Loss::LeftOut, "a system without an id", name);
            continue;
        };
        if system.text("description").is_some() {
            report.add(
                Loss::NoPlace,
                "systems[].description",
                format!("{name}: {id}"),
            );
        }
        platforms.push(Platform {
            name: system.text("name").unwrap_or_else(|| id.clone()),
            key: Some(id.clone()),
            source: id,
            ..Platform::default()
        });
    }
    imported.page.platforms.push(Group {
        name: None,
        platforms,
    });
}

fn add_unnamed(imported: &mut Imported) {
    let known = |id: &String, groups: &[Group]| {
        groups
            .iter()
            .flat_map(|g| &g.platforms)
            .any(|p| p.source == *id)
    };
    let named: std::collections::BTreeSet<(String, String)> = imported
        .records
        .iter()
        .flat_map(|r| {
            r.affected
                .iter()
                .map(|(id, _)| (id.clone(), r.source.clone()))
        })
        .collect();
    for (id, source) in named {
        if known(&id, &imported.page.platforms) {
            continue;
        }
        imported.report.add(
            Loss::Guess,
            format!("the system `{id}` is not in the site's file; a platform was made"),
            source,
        );
        let platform = Platform {
            source: id.clone(),
            name: id.clone(),
            key: Some(id),
            ..Platform::default()
        };
        imported.page.platforms.push(Group {
            name: None,
            platforms: vec![platform],
        });
    }
}

fn incident(
    map: &Map,
    name: &str,
    imported: &mut Imported,
    faults: &mut Vec<String>,
) -> Option<Record> {
    let report = &mut imported.report;
    for key in map.keys() {
        if !matches!(
            key,
            "version" | "id" | "name" | "impact" | "systems" | "timeline"
        ) {
            report.add(Loss::NoPlace, format!("incident: {key}"), name);
        }
    }
    let Some(id) = map.text("id").filter(|id| !id.is_empty()) else {
        faults.push(format!("{name}: id: an incident needs an id"));
        return None;
    };
    let source = format!("{name} (id {id})");
    let mut entries: Vec<Entry> = Vec::new();
    for (number, event) in map.maps("timeline").iter().enumerate() {
        for key in event.keys() {
            if !matches!(key, "ts" | "description" | "investigating" | "resolved") {
                report.add(Loss::NoPlace, format!("timeline[].{key}"), &source);
            }
        }
        let written = event.text("ts").unwrap_or_default();
        let before = entries.last().map(|e| e.at);
        let Some(at) = time(&written, before) else {
            faults.push(format!(
                "{name}: timeline[{number}].ts: `{written}` is no time"
            ));
            continue;
        };
        let resolved = event.flag("resolved") == Some(true);
        let word = if resolved {
            Word::Status("resolved")
        } else if event.flag("investigating") == Some(true) || number == 0 {
            Word::Status("investigating")
        } else {
            Word::Update
        };
        let place = format!("{source} timeline[{number}]");
        let body = text::body(
            &event.text("description").unwrap_or_default(),
            Flavour::Markdown,
            &place,
            report,
        );
        entries.push(Entry::new(at, word, body));
    }
    if entries.windows(2).any(|pair| pair[1].at < pair[0].at) {
        report.add(
            Loss::Time,
            "events are not in the order of their times; they were sorted",
            &source,
        );
        entries.sort_by_key(|e| e.at);
    }
    let Some(began) = entries.first().map(|e| e.at) else {
        report.add(
            Loss::LeftOut,
            "an incident without a timeline: nothing says when it was",
            &source,
        );
        return None;
    };
    let title = text::title(map.text("name"), &source, report);
    let mut record = Record::new(id.clone(), source.clone(), Kind::Incident, title, began);
    record.id = Some(permanent_id(&id, &source, report));
    if record.id.as_deref() == Some(id.as_str()) {
        record.aliases.push(format!("ir/{id}.html"));
    }
    let word = map
        .text("impact")
        .map(|w| canonical(&w))
        .unwrap_or_else(|| "none".to_string());
    record.impact = Impact::WORDS
        .iter()
        .find(|(w, _)| *w == word)
        .map(|(_, i)| *i);
    if record.impact.is_none() {
        faults.push(format!(
            "{name}: impact: `{word}` is none of minor, major, critical"
        ));
    }
    for system in map.texts("systems") {
        match write::guessed_state(record.impact) {
            Some(state) => {
                report.add(
                    Loss::Guess,
                    "the state of a system: the impact says it",
                    &source,
                );
                record.affected.push((system, state));
            }
            None => report.add(
                Loss::NoPlace,
                "a system of an incident without impact",
                format!("{source}: {system}"),
            ),
        }
    }
    record.entries = entries;
    Some(record)
}

/// Whole times, `15:04` on the day of the event before, `+17m` after it; all UTC.
fn time(text: &str, before: Option<Moment>) -> Option<Moment> {
    let text = text.trim();
    if let Some(span) = text.strip_prefix('+') {
        let span: SignedDuration = span.parse().ok()?;
        return before?.checked_add(span).ok();
    }
    if let Some(moment) = times::read(text, &TimeZone::UTC) {
        return Some(moment);
    }
    let clock = text.parse::<jiff::civil::Time>().ok().or_else(|| {
        ["%H:%M", "%I:%M%p"]
            .iter()
            .find_map(|f| jiff::fmt::strtime::parse(f, text).ok()?.to_time().ok())
    })?;
    let day = TimeZone::UTC.to_datetime(before?).date();
    TimeZone::UTC.to_timestamp(day.to_datetime(clock)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_a_timeline() {
        let first: Moment = "2024-09-13T05:42:00Z".parse().unwrap();
        for text in [
            "2024/09/13 05:59",
            "+17m",
            "05:59",
            "05:59:00",
            "5:59AM",
            "2024-09-13T05:59:00.000000000Z",
        ] {
            assert_eq!(
                time(text, Some(first)).map(|m| m.to_string()).as_deref(),
                Some("2024-09-13T05:59:00Z"),
                "{text}"
            );
        }
        assert_eq!(time("+17m", None), None);
        assert_eq!(time("+17d", Some(first)), None);
        assert_eq!(time("05:59", None), None);
    }
}
