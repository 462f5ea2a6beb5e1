//! `status.yml` to [`Site`].

mod check;
mod numbers;
mod platforms;
mod same_name;
mod theme;

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::model::{Lang, Site, Text};
use crate::text::nearest;
use crate::yaml::{self, Field, Fields, Node, Reader, Value};
use numbers::{cadence, uptime, valid_for};
use platforms::{Layout, named_list};
pub use same_name::key as name_key;
use theme::theme;

const KEYS: &[&str] = &[
    "title",
    "description",
    "url",
    "id",
    "languages",
    "timezone",
    "support",
    "after_write",
    "websub",
    "platforms",
    "regions",
    "audiences",
    "uptime",
    "cadence",
    "valid_for",
    "theme",
    "check",
];

/// Languages that a site may have: each doubles the pages.
const MAX_LANGUAGES: usize = 20;

/// Reads `status.yml`; `None` where something is wrong, which is then a finding.
pub fn read(root: &Path, file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Site> {
    let mut reader = Reader::new(file);
    let node = yaml::parse(file, 0..file.text.len(), found);
    let site = node.and_then(|node| site(&mut reader, &node, root));
    found.append(&mut reader.found);
    site
}

fn site(reader: &mut Reader, node: &Node, root: &Path) -> Option<Site> {
    let fields = reader.fields(node, "status.yml", KEYS);
    let languages = languages(reader, fields);
    let first = languages.first().cloned()?;
    let named = |key: &str, reader: &mut Reader| {
        fields
            .get(key)
            .and_then(|node| text(reader, node, &languages))
    };
    let title = named("title", reader);
    let description = named("description", reader);
    if fields.get("title").is_none() {
        missing(reader, "title", "title: Sonora Status");
    }
    let url = url(reader, fields);
    let zone = zone(reader, fields);
    let support = fields
        .get("support")
        .and_then(|node| address(reader, node))
        .map(|url| url.to_string());
    let after_write = fields
        .get("after_write")
        .and_then(|node| command(reader, node));
    let websub = fields.get("websub").and_then(|node| hub(reader, node));
    let mut layout = Layout::default();
    match fields.get("platforms") {
        Some(node) => layout.read(reader, node, &languages),
        None => missing(
            reader,
            "platforms",
            "platforms: [{id: web, name: Web site}]",
        ),
    }
    let regions = named_list(reader, fields, "regions", &languages);
    let audiences = named_list(reader, fields, "audiences", &languages);
    let uptime = uptime(reader, fields);
    let cadence = cadence(reader, fields);
    let valid_for = valid_for(reader, fields);
    let theme = theme(reader, fields, root);
    let check = check::check(reader, fields);
    let id = match fields.get("id") {
        Some(node) => host_name(reader, node),
        None => url
            .as_ref()
            .and_then(|url| url.host_str())
            .map(str::to_string),
    };
    Some(Site {
        title: title.unwrap_or_else(|| Text::new(&first, String::new())),
        description,
        url: url?,
        id: id?,
        languages,
        zone: zone?,
        websub,
        support,
        after_write,
        platforms: layout.platforms,
        groups: layout.groups,
        regions,
        audiences,
        uptime,
        cadence,
        valid_for,
        theme,
        check,
    })
}

fn missing(reader: &mut Reader, key: &str, example: &str) {
    reader.error(
        "missing-key",
        0..0,
        format!("status.yml has no `{key}`"),
        format!("add a line: {example}"),
    );
}

fn languages(reader: &mut Reader, fields: Fields<'_>) -> Vec<Lang> {
    let mut languages = Vec::new();
    let Some(node) = fields.get("languages") else {
        return Lang::parse("en").into_iter().collect();
    };
    for item in reader.list(node) {
        let Some(tag) = reader.text(item) else {
            continue;
        };
        match Lang::parse(&tag) {
            Some(lang) if languages.contains(&lang) => {
                reader.error(
                    "language-twice",
                    item.span.clone(),
                    format!("`{lang}` is named twice"),
                    "name it once",
                );
            }
            Some(lang) => languages.push(lang),
            None => reader.error(
                "unknown-language",
                item.span.clone(),
                format!("`{tag}` is not a language tag"),
                "expected BCP 47 tags: [en, fr, pt-BR]",
            ),
        }
    }
    if languages.is_empty() || languages.len() > MAX_LANGUAGES {
        reader.error(
            "languages-bad",
            node.span.clone(),
            format!("the site has {} languages", languages.len()),
            format!("expected 1 to {MAX_LANGUAGES}"),
        );
        languages.truncate(MAX_LANGUAGES);
    }
    languages
}

/// Words, or a map from language to words.
fn text(reader: &mut Reader, node: &Node, languages: &[Lang]) -> Option<Text> {
    let first = languages.first()?;
    let Value::Map(fields) = &node.value else {
        return reader.words(node).map(|words| Text::new(first, words));
    };
    let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
    let mut all: Option<Text> = None;
    for field in fields {
        let words = reader.words(&field.value);
        match Lang::parse(&field.key).filter(|lang| languages.contains(lang)) {
            Some(lang) => {
                if let Some(words) = words {
                    match all.as_mut() {
                        Some(text) => text.translate(&lang, words),
                        None => all = Some(Text::new(&lang, words)),
                    }
                }
            }
            None => unknown_language(reader, field, &known),
        }
    }
    // The default language is the source, in whatever order the file names them.
    let all = all?;
    let (words, lang) = all.get(first);
    let mut ordered = Text::new(lang, words.clone());
    for other in languages {
        let (words, lang) = all.get(other);
        ordered.translate(lang, words.clone());
    }
    Some(ordered)
}

fn unknown_language(reader: &mut Reader, field: &Field, known: &[&str]) {
    let diagnostic = Diagnostic::error(
        "unknown-language",
        reader.place(field.key_span.clone()),
        format!("`{}` is not a language of this site", field.key),
        format!("expected {}", crate::text::one_of(known.iter().copied())),
    )
    .nearest(nearest(&field.key, known.iter().copied()));
    reader.found.push(diagnostic);
}

fn address(reader: &mut Reader, node: &Node) -> Option<url::Url> {
    let text = reader.text(node)?;
    let url = url::Url::parse(&text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if url.is_none() {
        reader.error(
            "url-bad",
            node.span.clone(),
            format!("`{text}` is not a web address"),
            "expected `https://host/` with nothing secret in it",
        );
    }
    url
}

/// A WebSub hub: subscribers talk to it, so nobody may listen in.
fn hub(reader: &mut Reader, node: &Node) -> Option<url::Url> {
    let hub = address(reader, node)?;
    if hub.scheme() == "https" && hub.fragment().is_none() {
        return Some(hub);
    }
    reader.error(
        "websub-bad",
        node.span.clone(),
        format!("`{hub}` cannot be a hub"),
        "expected an address with https and without `#`: `https://hub.example.com/`",
    );
    None
}

fn url(reader: &mut Reader, fields: Fields<'_>) -> Option<url::Url> {
    let Some(node) = fields.get("url") else {
        missing(reader, "url", "url: https://status.example.com/");
        return None;
    };
    let mut url = address(reader, node)?;
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Some(url)
}

fn host_name(reader: &mut Reader, node: &Node) -> Option<String> {
    let id = reader.text(node)?;
    let fits = id.len() <= 253
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    if fits {
        return Some(id.to_ascii_lowercase());
    }
    reader.error(
        "id-bad",
        node.span.clone(),
        format!("`{id}` is not a host name"),
        "expected a name such as `status.example.com`",
    );
    None
}

fn zone(reader: &mut Reader, fields: Fields<'_>) -> Option<TimeZone> {
    let Some(node) = fields.get("timezone") else {
        return Some(TimeZone::UTC);
    };
    let name = reader.text(node)?;
    // Only names of the bundled database: the machine's zone must never count.
    if let Ok(zone) = TimeZone::get(&name) {
        return Some(zone);
    }
    let known: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_string())
        .collect();
    let last = name.rsplit('/').next().unwrap_or(&name);
    let near = known
        .iter()
        .find(|k| {
            k.rsplit('/')
                .next()
                .is_some_and(|city| city.eq_ignore_ascii_case(last))
        })
        .map(String::as_str)
        .or_else(|| nearest(&name, known.iter().map(String::as_str)));
    let diagnostic = Diagnostic::error(
        "unknown-timezone",
        reader.place(node.span.clone()),
        format!("`{name}` is not a time zone"),
        "expected a name from the IANA database: `Europe/Paris`, `UTC`",
    )
    .nearest(near);
    reader.found.push(diagnostic);
    None
}

/// A command of the owner's, on one line.
fn command(reader: &mut Reader, node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() && !text.contains('\n') => {
            Some(text.trim().to_string())
        }
        _ => {
            reader.error(
                "value-kind",
                node.span.clone(),
                "this is no command",
                "expected one line for a shell: `git commit -am Status && git push`",
            );
            None
        }
    }
}
