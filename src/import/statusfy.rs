//! Statusfy: Markdown incidents with `::: update` blocks in `content/`, their
//! translations in a folder for each language, names of systems in `locales/`.

mod config;
mod incident;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::broken::Broken;
use super::front_matter::{self, Map};
use super::input::{self, Input};
use super::json;
use super::record::{Group, Page, Platform};
use super::report::{Loss, Report};
use super::{Failure, Imported};
use crate::model::Lang;
use config::Config;
use incident::translate;

/// Reads the folder of a site.
pub fn from_path(path: &Path) -> Result<Imported, Failure> {
    let mut report = Report::default();
    let config = config::read(path, &mut report)?;
    let folder = config
        .folder()
        .filter(|d| path.join(d).is_dir())
        .unwrap_or_else(|| "content".to_string());
    let content = path.join(&folder);
    if !content.is_dir() {
        return Err(Failure::usage(format!(
            "{} holds no folder content/: give the folder of the Statusfy site",
            path.display()
        )));
    }
    let mut broken = Broken::default();
    let inputs = input::files(&content, &[".md"], &mut broken)?;
    let first = config
        .text("defaultLocale")
        .and_then(|l| Lang::parse(&l))
        .map_or("en".to_string(), |l| l.to_string());
    let mut languages = vec![first.clone()];
    let mut sources = Vec::new();
    let mut translations: Vec<(String, Parsed)> = Vec::new();
    for file in &inputs {
        let named = Input {
            name: format!("{folder}/{}", file.name),
            text: file.text.clone(),
        };
        let parsed = match parse(&named, &mut report) {
            Ok(parsed) => parsed,
            Err(failure) => {
                broken.file(failure, &named.name)?;
                continue;
            }
        };
        let Some(parsed) = parsed else { continue };
        let lang = file
            .name
            .split_once('/')
            .and_then(|(top, _)| Lang::parse(top))
            .map(|l| l.to_string());
        match lang.filter(|l| *l != first) {
            Some(lang) => {
                if !languages.contains(&lang) {
                    languages.push(lang.clone());
                }
                translations.push((lang, parsed));
            }
            None => sources.push(parsed),
        }
    }
    for other in config.locales() {
        let known = Lang::parse(&other).map_or(other, |l| l.to_string());
        if !languages.contains(&known) {
            report.add(
                Loss::LeftOut,
                format!("the language `{known}`, which has no incidents"),
                &config.name,
            );
        }
    }
    let page = page(
        path,
        &config,
        &languages,
        &sources,
        &mut broken,
        &mut report,
    )?;
    if config.name.ends_with(".js") {
        report.add(
            Loss::Note,
            "the config is a program and was not run: values that are written out in it were read",
            &config.name,
        );
    }
    let mut records = Vec::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for parsed in &sources {
        let Some(mut record) = incident::read(parsed, &mut report) else {
            continue;
        };
        if let Some(first) = ids.get(&record.key) {
            report.add(
                Loss::LeftOut,
                format!("a second incident with the id `{}` of {first}", record.key),
                &record.source,
            );
            continue;
        }
        ids.insert(record.key.clone(), record.source.clone());
        for (lang, other) in translations
            .iter()
            .filter(|(_, t)| t.stem == parsed.stem || t.id.is_some() && t.id == parsed.id)
        {
            translate(&mut record, parsed, lang, other, &mut report);
        }
        records.push(record);
    }
    broken.settle(!records.is_empty(), &mut report)?;
    for (_, orphan) in translations.iter().filter(|(_, t)| {
        !sources
            .iter()
            .any(|s| s.stem == t.stem || t.id.is_some() && t.id == s.id)
    }) {
        report.add(
            Loss::LeftOut,
            "a translation of an incident that is not there",
            &orphan.source,
        );
    }
    Ok(Imported {
        page,
        records,
        report,
    })
}

/// A file taken apart.
struct Parsed {
    source: String,
    stem: String,
    id: Option<String>,
    map: Map,
    /// Text outside of the blocks.
    words: String,
    /// Title, time as written and text of each block, in the order written.
    updates: Vec<(String, String, String)>,
}

fn parse(input: &Input, report: &mut Report) -> Result<Option<Parsed>, Failure> {
    let stem = input
        .name
        .rsplit('/')
        .next()
        .unwrap_or(&input.name)
        .trim_end_matches(".md")
        .to_string();
    let Some((map, body)) = front_matter::split(input)? else {
        let what = if stem == "README" {
            "a page that is no incident"
        } else {
            "an incident without a front matter in YAML (JSON and TOML are not read)"
        };
        report.add(Loss::LeftOut, what, &input.name);
        return Ok(None);
    };
    let mut words = String::new();
    let mut updates: Vec<(String, String, String)> = Vec::new();
    let mut open = false;
    for line in body.lines() {
        let bare = line.trim();
        if !open
            && let Some(head) = bare
                .strip_prefix(":::")
                .map(str::trim)
                .and_then(|h| h.strip_prefix("update"))
        {
            let (title, time) = head.rsplit_once('|').unwrap_or((head, ""));
            updates.push((
                title.trim().to_string(),
                time.trim().to_string(),
                String::new(),
            ));
            open = true;
        } else if open && bare == ":::" {
            open = false;
        } else {
            let target = match updates.last_mut().filter(|_| open) {
                Some((_, _, text)) => text,
                None => &mut words,
            };
            target.push_str(line);
            target.push('\n');
        }
    }
    if open {
        report.add(
            Loss::Guess,
            "an update block has no end: it goes to the end of the file",
            &input.name,
        );
    }
    Ok(Some(Parsed {
        source: input.name.clone(),
        stem,
        id: map.text("id"),
        map,
        words,
        updates,
    }))
}

fn page(
    path: &Path,
    config: &Config,
    languages: &[String],
    sources: &[Parsed],
    broken: &mut Broken,
    report: &mut Report,
) -> Result<Page, Failure> {
    let first = languages.first().map_or("en", String::as_str);
    let mut locales: BTreeMap<&str, Value> = BTreeMap::new();
    for lang in languages {
        let name = format!("locales/{lang}.json");
        if path.join(&name).is_file() {
            let read = input::one(&path.join(&name), name.clone());
            match read.and_then(|file| json::parse(&file)) {
                Ok(words) => {
                    locales.insert(lang, words);
                }
                Err(failure) => broken.file(failure, &name)?,
            }
        }
    }
    let said = |lang: &str, pointer: &str| -> Option<String> {
        locales
            .get(lang)?
            .pointer(pointer)?
            .as_str()
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|t| !t.is_empty())
    };
    let mut page = Page {
        title: said(first, "/title").or_else(|| config.text("title")),
        url: config.text("baseUrl").filter(|u| u.starts_with("http")),
        description: said(first, "/description").or_else(|| config.text("description")),
        languages: languages.to_vec(),
        ..Page::default()
    };
    let mut ids = config.systems();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    for parsed in sources {
        for id in parsed.map.texts("affectedsystems") {
            if !ids.contains(&id) {
                if !config.name.is_empty() {
                    report.add(
                        Loss::Guess,
                        format!("the system `{id}` is not in the config; a platform was made"),
                        &parsed.source,
                    );
                }
                ids.push(id);
            }
        }
    }
    let others = languages.iter().skip(1);
    page.titles = others
        .clone()
        .filter_map(|l| Some((l.clone(), said(l, "/title")?)))
        .collect();
    let platforms = ids
        .into_iter()
        .map(|id| {
            let at = |item: &str| {
                format!(
                    "/systems/items/{}/{item}",
                    id.replace('~', "~0").replace('/', "~1")
                )
            };
            if said(first, &at("description")).is_some() {
                report.add(
                    Loss::NoPlace,
                    "systems.items[].description",
                    format!("locales/{first}.json: {id}"),
                );
            }
            Platform {
                name: said(first, &at("title")).unwrap_or_else(|| id.clone()),
                names: others
                    .clone()
                    .filter_map(|l| Some((l.clone(), said(l, &at("title"))?)))
                    .collect(),
                key: Some(id.clone()),
                source: id,
                ..Platform::default()
            }
        })
        .collect();
    page.platforms = vec![Group {
        name: None,
        platforms,
    }];
    Ok(page)
}
