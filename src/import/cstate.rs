//! cState: a Hugo site with systems in `config.yml` and issues in `content/issues/`.
//! Keys are those of cState 5 and 6.

mod body;
mod issue;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::tz::TimeZone;

use super::broken::Broken;
use super::front_matter::{self, Map};
use super::input;
use super::record::{Group, Page, Platform};
use super::report::{Loss, Report};
use super::{Failure, Imported, times};
use crate::model::Lang;
use crate::text::canonical;

const CONFIG: [&str; 4] = ["config.yml", "config.yaml", "hugo.yml", "hugo.yaml"];

/// What an issue needs to know of its site.
struct Site {
    /// Of times without an offset.
    zone: TimeZone,
    /// Names of the systems.
    systems: Vec<String>,
    /// Systems that only issues name.
    unknown: BTreeSet<String>,
}

impl Site {
    /// A system by its name, as the config spells it.
    fn system(&mut self, name: &str, source: &str, report: &mut Report) -> String {
        if let Some(known) = self
            .systems
            .iter()
            .find(|s| canonical(s) == canonical(name))
        {
            return known.clone();
        }
        if self.unknown.insert(name.to_string()) {
            report.add(
                Loss::Guess,
                format!("the system `{name}` is not in the config; a platform was made"),
                source,
            );
        }
        name.to_string()
    }
}

/// Reads the folder of a site.
pub fn from_path(path: &Path) -> Result<Imported, Failure> {
    let Some(name) = CONFIG.iter().find(|name| path.join(name).is_file()) else {
        return Err(Failure::usage(format!(
            "{} holds no {}: give the folder of the cState site",
            path.display(),
            CONFIG[0]
        )));
    };
    let config = input::one(&path.join(name), (*name).to_string())?;
    let config = front_matter::yaml(&config.name, &config.text)?;
    let mut report = Report::default();
    let (mut page, mut site) = read_config(&config, name, &mut report);
    let content = path.join("content");
    let mut broken = Broken::default();
    let inputs = if content.is_dir() {
        input::files(&content, &[".md", ".markdown", ".html"], &mut broken)?
    } else {
        Vec::new()
    };
    let mut records = Vec::new();
    for file in &inputs {
        let place = format!("content/{}", file.name);
        let named = input::Input {
            name: place.clone(),
            text: file.text.clone(),
        };
        if !file.name.starts_with("issues/")
            || file.name.ends_with("_index.md")
            || !file.name.ends_with(".md")
        {
            report.add(Loss::LeftOut, "a page that is no issue", place);
            continue;
        }
        match front_matter::split(&named) {
            Ok(Some((map, body))) => {
                records.extend(issue::read(&named, &map, &body, &mut site, &mut report))
            }
            Ok(None) => report.add(
                Loss::LeftOut,
                "an issue without a front matter in YAML",
                place,
            ),
            Err(failure) => broken.file(failure, &place)?,
        }
    }
    broken.settle(!records.is_empty(), &mut report)?;
    if !site.unknown.is_empty() {
        page.platforms.push(Group {
            name: None,
            platforms: site.unknown.iter().map(|name| platform(name)).collect(),
        });
    }
    Ok(Imported {
        page,
        records,
        report,
    })
}

fn platform(name: &str) -> Platform {
    Platform {
        source: name.to_string(),
        name: name.to_string(),
        ..Platform::default()
    }
}

fn read_config(config: &Map, name: &str, report: &mut Report) -> (Page, Site) {
    let no_place = |map: &Map, known: &[&str], place: &str, report: &mut Report| {
        for key in map.keys().into_iter().filter(|k| !known.contains(k)) {
            report.add(Loss::NoPlace, format!("{place}{key}"), name);
        }
    };
    no_place(
        config,
        &[
            "title",
            "baseURL",
            "languageCode",
            "defaultContentLanguage",
            "timeZone",
            "params",
            "description",
        ],
        "",
        report,
    );
    let mut page = Page {
        title: config.text("title"),
        url: config.text("baseURL"),
        timezone: config.text("timeZone"),
        ..Page::default()
    };
    let written = ["languageCode", "defaultContentLanguage"].map(|key| config.text(key));
    let read = written.iter().flatten().find_map(|word| language(word));
    match (read, written.iter().flatten().next()) {
        (Some(lang), _) => page.languages = vec![lang],
        (None, Some(word)) => report.add(
            Loss::Guess,
            format!("`{word}` is no language; English was taken"),
            name,
        ),
        (None, None) => {}
    }
    let (zone, _) = times::zone(page.timezone.as_deref());
    if page.timezone.is_none() {
        report.add(
            Loss::Note,
            "the config names no timeZone: times without an offset were read as UTC",
            name,
        );
    }
    let mut site = Site {
        zone,
        systems: Vec::new(),
        unknown: BTreeSet::new(),
    };
    page.description = config.text("description");
    let Some(params) = config.map("params") else {
        return (page, site);
    };
    page.description = params.text("description").or(page.description);
    if let Some(logo) = params
        .text("logo")
        .filter(|_| params.flag("useLogo") != Some(false))
    {
        report.add(
            Loss::NoPlace,
            format!("params.logo `{logo}`: put it into static/ and name it under `theme: {{logo: …}}` (SVG or PNG, at most 4 KiB)"),
            name,
        );
    }
    no_place(
        &params,
        &["description", "logo", "useLogo", "categories", "systems"],
        "params.",
        report,
    );
    page.platforms = groups(&params, name, report);
    site.systems = page
        .platforms
        .iter()
        .flat_map(|g| &g.platforms)
        .map(|p| p.name.clone())
        .collect();
    (page, site)
}

/// Fields of a category or system that have no place here. Words and links are
/// named with what they say, so that nobody must look for them.
fn without_place(
    map: &Map,
    known: &[&str],
    list: &str,
    title: &str,
    name: &str,
    report: &mut Report,
) {
    for key in map.keys().into_iter().filter(|k| !known.contains(k)) {
        let place = match map
            .text(key)
            .filter(|_| matches!(key, "description" | "link"))
        {
            Some(value) => format!("{name}: {title}: {value}"),
            None => format!("{name}: {title}"),
        };
        report.add(Loss::NoPlace, format!("params.{list}[].{key}"), place);
    }
}

/// A tag, or the name of a language as owners write it where the tool wants a tag.
/// `None`: neither.
fn language(word: &str) -> Option<String> {
    let spelled = canonical(word);
    let named = LANGUAGES
        .iter()
        .find(|(_, names)| names.contains(&spelled.as_str()))
        .map(|(tag, _)| *tag);
    let tag = named.map_or_else(|| word.replace('_', "-"), str::to_string);
    let first = tag.split('-').next().unwrap_or_default();
    // Longer ones are reserved (RFC 5646, section 2.2.1): what stands there is a word.
    Lang::parse(&tag)
        .filter(|_| (2..=3).contains(&first.len()))
        .map(|lang| lang.to_string())
}

/// The languages of cState's own translations, and some more, by their names. `se` is
/// the name that cState gives to Swedish.
const LANGUAGES: [(&str, &[&str]); 25] = [
    ("en", &["english"]),
    ("ar", &["arabic", "العربية"]),
    ("bn", &["bengali", "bangla", "বাংলা"]),
    ("cs", &["czech", "čeština"]),
    ("da", &["danish", "dansk"]),
    ("de", &["german", "deutsch"]),
    ("es", &["spanish", "español", "espanol"]),
    ("fi", &["finnish", "suomi"]),
    ("fil", &["tl", "tagalog", "filipino"]),
    ("fr", &["french", "français", "francais"]),
    ("he", &["hebrew", "עברית"]),
    ("id", &["indonesian", "bahasa_indonesia"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("lt", &["lithuanian", "lietuvių", "lietuviu"]),
    ("mk", &["macedonian", "македонски"]),
    ("nl", &["dutch", "nederlands"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("ro", &["romanian", "română", "romana"]),
    ("ru", &["russian", "русский"]),
    ("sv", &["swedish", "svenska", "se"]),
    ("tr", &["turkish", "türkçe", "turkce"]),
    ("uk", &["ukrainian", "українська"]),
];

/// Categories in their order; systems of no category, or of one that is `untitled`, stand alone.
fn groups(params: &Map, name: &str, report: &mut Report) -> Vec<Group> {
    let mut order: Vec<(String, bool)> = Vec::new();
    for category in params.maps("categories") {
        let Some(title) = category.text("name") else {
            continue;
        };
        without_place(
            &category,
            &["name", "untitled"],
            "categories",
            &title,
            name,
            report,
        );
        order.push((title, category.flag("untitled") == Some(true)));
    }
    let mut members: Vec<(Option<String>, Platform)> = Vec::new();
    let mut seen = BTreeSet::new();
    for system in params.maps("systems") {
        let Some(title) = system.text("name") else {
            report.add(Loss::LeftOut, "a system without a name", name);
            continue;
        };
        if !seen.insert(title.clone()) {
            report.add(
                Loss::LeftOut,
                format!("the second system with the name `{title}`"),
                name,
            );
            continue;
        }
        without_place(
            &system,
            &["name", "category"],
            "systems",
            &title,
            name,
            report,
        );
        let category = system.text("category");
        if let Some(category) = &category
            && !order.iter().any(|(known, _)| known == category)
        {
            order.push((category.clone(), false));
        }
        members.push((category, platform(&title)));
    }
    let of = |wanted: Option<&String>| -> Vec<Platform> {
        members
            .iter()
            .filter(|(c, _)| c.as_ref() == wanted)
            .map(|(_, p)| p.clone())
            .collect()
    };
    order
        .iter()
        .map(|(title, untitled)| Group {
            name: (!untitled).then(|| title.clone()),
            platforms: of(Some(title)),
        })
        .chain(std::iter::once(Group {
            name: None,
            platforms: of(None),
        }))
        .filter(|g| !g.platforms.is_empty())
        .collect()
}
