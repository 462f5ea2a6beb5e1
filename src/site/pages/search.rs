//! Search over all incidents on a static host: one small index for each year,
//! which the script of the history page asks for when a reader searches.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Advice, Incident, Model};
use crate::render::Words;
use crate::site::Context;
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;

/// One incident, maintenance or notice in the index.
#[derive(Debug, Serialize)]
struct Entry {
    href: String,
    title: String,
    /// `Resolved · 18 Nov 2026, 14:02 GMT+1`
    facts: String,
    impact: &'static str,
    kind: &'static str,
    /// Keys of the platforms that it ever touched.
    platforms: Vec<String>,
    /// What readers may search for beside the title: symptoms, the error text,
    /// and the short text, in every language.
    text: String,
}

/// What began in each year, newest year first, in the order of the model; drills are not
/// found.
pub fn by_year(model: &Model) -> Vec<(i16, Vec<&Incident>)> {
    let mut years: Vec<(i16, Vec<&Incident>)> = Vec::new();
    for incident in real(model) {
        let year = day(model, incident).year();
        match years.last_mut() {
            Some((last, incidents)) if *last == year => incidents.push(incident),
            _ => years.push((year, vec![incident])),
        }
    }
    years.reverse();
    years
}

fn real(model: &Model) -> impl Iterator<Item = &Incident> {
    model.incidents().filter(|i| !i.drill)
}

fn day(model: &Model, incident: &Incident) -> Date {
    model.site.zone.to_datetime(incident.began).date()
}

/// Path of the index of a year.
pub fn path(year: i16) -> String {
    format!("search/{year}.json")
}

/// The index of a year with these incidents, newest first.
pub fn index(context: Context<'_>, links: &Links<'_>, incidents: &[&Incident]) -> Vec<u8> {
    let parts = ViewBuilder::new(context, links, "history.html");
    let newest_first = incidents.iter().rev();
    let entries: Vec<Entry> = newest_first
        .map(|incident| entry(&parts, incident))
        .collect();
    let mut bytes = serde_json::to_vec(&entries).expect("plain data is JSON");
    bytes.push(b'\n');
    bytes
}

fn entry(parts: &ViewBuilder<'_>, incident: &Incident) -> Entry {
    let line = parts.line(incident);
    let mut platforms: Vec<String> = incident
        .scopes()
        .flat_map(|scope| scope.affected.keys())
        .map(|id| parts.links.site.platform(*id).key.clone())
        .collect();
    platforms.sort();
    platforms.dedup();
    let mut said: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !said.contains(&text) {
            said.push(text);
        }
    };
    for lang in &parts.links.site.languages {
        add(incident.title.get(lang).0.clone());
        let advices =
            std::iter::once(&incident.advice).chain(incident.updates.iter().map(|u| &u.advice));
        for advice in advices {
            let Advice {
                symptoms,
                error_text,
                workaround,
                short,
                ..
            } = &**advice;
            let texts = symptoms.iter().chain(workaround).chain(short);
            texts.for_each(|text| add(text.get(lang).0.clone()));
            error_text.iter().for_each(|text| add(text.clone()));
        }
    }
    said.retain(|text| *text != line.title.text);
    let status = match line.kind.key {
        "incident" => line.status.word,
        _ => line.kind.word,
    };
    Entry {
        href: line.href,
        title: line.title.text,
        facts: format!("{status} · {} {}", line.began.full, line.began.zone),
        impact: line.impact.key,
        kind: line.kind.key,
        platforms,
        text: said.join(" · "),
    }
}

/// The words that the script of the history page says.
pub fn words(words: &Words) -> BTreeMap<&'static str, String> {
    use crate::render::Value;
    let count = words.say("search-found", &[("n", Value::Text("{n}"))]);
    [
        ("found", count),
        ("none", words.say("search-none", &[])),
        ("failed", words.say("search-failed", &[])),
    ]
    .into()
}
