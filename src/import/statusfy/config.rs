//! The site's config: `config.js`, `config.yml` or `config.toml`, all as one tree
//! (`docs/decisions/0071-config-of-statusfy.md`).

mod literal;

use std::path::Path;

use serde_json::{Map, Value};

use super::super::Failure;
use super::super::front_matter;
use super::super::input::{self, Input};
use super::super::report::{Loss, Report};

/// In the order in which Statusfy looks for them; the first counts.
const NAMES: [&str; 8] = [
    "config.yml",
    "config.yaml",
    "config.toml",
    "config.js",
    "statusfy.config.yml",
    "statusfy.config.yaml",
    "statusfy.config.toml",
    "statusfy.config.js",
];

/// What is read; everything else goes to the report.
const KEYS: [&str; 7] = [
    "title",
    "description",
    "baseUrl",
    "defaultLocale",
    "locales",
    "content",
    "contentConfig",
];

/// A config.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Its file; empty where there is none.
    pub(super) name: String,
    values: Map<String, Value>,
}

/// Reads the config of the site in a folder; an empty one where there is none.
///
/// # Errors
/// A file that is neither YAML nor TOML, with its place.
pub(super) fn read(path: &Path, report: &mut Report) -> Result<Config, Failure> {
    let mut there = NAMES.iter().filter(|name| path.join(name).is_file());
    let Some(name) = there.next() else {
        return Ok(Config::default());
    };
    for other in there {
        report.add(
            Loss::LeftOut,
            format!("a second config: {name} counts"),
            *other,
        );
    }
    let file = input::one(&path.join(name), (*name).to_string())?;
    let values = if name.ends_with(".js") {
        script(&file, report)
    } else if name.ends_with(".toml") {
        toml(&file)?
    } else {
        front_matter::yaml(&file.name, &file.text)?.into_json()
    };
    let config = Config {
        name: file.name,
        values,
    };
    config.report(report);
    Ok(config)
}

fn script(file: &Input, report: &mut Report) -> Map<String, Value> {
    let read = literal::exported(&file.text);
    for place in &read.unread {
        report.add(
            Loss::NoPlace,
            format!("config: {place}, which only the program can say"),
            &file.name,
        );
    }
    if read.values.is_empty() {
        report.add(
            Loss::LeftOut,
            "the config, in which no object is exported: title, address and systems are not known",
            &file.name,
        );
    }
    read.values
}

fn toml(file: &Input) -> Result<Map<String, Value>, Failure> {
    ::toml::from_str(&file.text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = file.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        Failure::content(
            "import-toml",
            format!(
                "{}:{line}:{column}: this is not TOML: {}",
                file.name,
                error.message()
            ),
        )
    })
}

impl Config {
    /// A text at the top.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let text = self.values.get(key)?.as_str()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|t| !t.is_empty())
    }

    /// What stands in `content`, which older versions call `contentConfig`.
    fn content(&self, key: &str) -> Option<&Value> {
        ["content", "contentConfig"]
            .iter()
            .find_map(|name| self.values.get(*name)?.get(key))
    }

    /// The folder of the incidents.
    pub(super) fn folder(&self) -> Option<String> {
        let folder = self.content("dir")?.as_str()?;
        Some(folder.trim_matches('/').to_string()).filter(|f| !f.is_empty())
    }

    /// Ids of the systems.
    pub(super) fn systems(&self) -> Vec<String> {
        let list = self.content("systems").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|system| {
                let id = ["id", "name"].iter().find_map(|key| system.get(*key));
                Some(id.unwrap_or(system).as_str()?.trim().to_string())
            })
            .filter(|id| !id.is_empty())
            .collect()
    }

    /// Codes of the languages.
    pub(super) fn locales(&self) -> Vec<String> {
        let list = self.values.get("locales").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|locale| {
                let code = locale.get("code").unwrap_or(locale);
                Some(code.as_str()?.to_string())
            })
            .collect()
    }

    fn report(&self, report: &mut Report) {
        for key in self.values.keys().filter(|k| !KEYS.contains(&k.as_str())) {
            report.add(Loss::NoPlace, format!("config: {key}"), &self.name);
        }
        for top in ["content", "contentConfig"] {
            let inside = self.values.get(top).and_then(Value::as_object);
            for key in inside.into_iter().flat_map(|map| map.keys()) {
                if !matches!(key.as_str(), "dir" | "systems" | "frontMatterFormat") {
                    report.add(Loss::NoPlace, format!("config: {top}.{key}"), &self.name);
                }
            }
        }
    }
}
