//! `status.yml` to [`Site`].

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::model::{
    Cadence, Group, Impact, Lang, Named, Platform, PlatformId, Site, State, Text, Theme, Uptime,
    Weights,
};
use crate::text::nearest;
use crate::time::parse_span;
use crate::yaml::{self, Field, Fields, Node, Reader, Value};

const KEYS: [&str; 13] = [
    "title",
    "description",
    "url",
    "id",
    "languages",
    "timezone",
    "support",
    "platforms",
    "regions",
    "audiences",
    "uptime",
    "cadence",
    "theme",
];

/// Languages that a site may have: each doubles the pages.
const MAX_LANGUAGES: usize = 20;

/// Reads `status.yml`; `None` where something is wrong, which is then a finding.
pub fn read(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Site> {
    let mut reader = Reader::new(file);
    let node = yaml::parse(file, 0..file.text.len(), found);
    let site = node.and_then(|node| site(&mut reader, &node));
    found.append(&mut reader.found);
    site
}

fn site(reader: &mut Reader, node: &Node) -> Option<Site> {
    let fields = reader.fields(node, "status.yml", &KEYS);
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
    let theme = theme(reader, fields);
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
        support,
        platforms: layout.platforms,
        groups: layout.groups,
        regions,
        audiences,
        uptime,
        cadence,
        theme,
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
        return reader.text(node).map(|words| Text::new(first, words));
    };
    let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
    let mut all: Option<Text> = None;
    for field in fields {
        let words = reader.text(&field.value);
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

#[derive(Default)]
struct Layout {
    platforms: Vec<Platform>,
    groups: Vec<Group>,
    seen: Vec<(String, Range<usize>)>,
}

impl Layout {
    fn read(&mut self, reader: &mut Reader, node: &Node, languages: &[Lang]) {
        for item in reader.list(node) {
            let is_group = matches!(&item.value, Value::Map(fields) if fields.iter().any(|f| f.key == "group"));
            if is_group {
                self.group(reader, item, languages);
            } else if let Some(platform) = self.platform(reader, item, languages) {
                match self.groups.last_mut() {
                    Some(group) if group.named.is_none() => group.platforms.push(platform),
                    _ => self.groups.push(Group {
                        named: None,
                        platforms: vec![platform],
                    }),
                }
            }
        }
        if self.platforms.is_empty() {
            reader.error(
                "empty-value",
                node.span.clone(),
                "there is no platform",
                "expected at least one: {id: web, name: Web site}",
            );
        }
    }

    fn group(&mut self, reader: &mut Reader, item: &Node, languages: &[Lang]) {
        let fields = reader.fields(item, "a group", &["group", "id", "platforms"]);
        let Some(name_node) = fields.get("group") else {
            return;
        };
        let Some(name) = text(reader, name_node, languages) else {
            return;
        };
        let key = match fields.get("id") {
            Some(node) => self.key(reader, node),
            None => Some(crate::text::slug(name.original())),
        };
        let mut platforms = Vec::new();
        match fields.get("platforms") {
            Some(node) => {
                for item in reader.list(node) {
                    platforms.extend(self.platform(reader, item, languages));
                }
            }
            None => reader.error(
                "missing-key",
                item.span.clone(),
                "this group has no `platforms`",
                "add `platforms: [...]`",
            ),
        }
        if let Some(key) = key {
            self.groups.push(Group {
                named: Some(Named { key, name }),
                platforms,
            });
        }
    }

    fn platform(
        &mut self,
        reader: &mut Reader,
        item: &Node,
        languages: &[Lang],
    ) -> Option<PlatformId> {
        if let Value::Text(_) = item.value {
            let key = self.key(reader, item)?;
            let name = Text::new(&languages[0], key.clone());
            return Some(self.add(key, name, None));
        }
        let fields = reader.fields(item, "a platform", &["id", "name", "since"]);
        let Some(id_node) = fields.get("id") else {
            reader.error(
                "missing-key",
                item.span.clone(),
                "this platform has no `id`",
                "expected {id: web, name: Web site}",
            );
            return None;
        };
        let key = self.key(reader, id_node)?;
        let name = match fields.get("name") {
            Some(node) => text(reader, node, languages)?,
            None => Text::new(&languages[0], key.clone()),
        };
        let since = fields.get("since").and_then(|node| date(reader, node));
        Some(self.add(key, name, since))
    }

    fn add(&mut self, key: String, name: Text, since: Option<Date>) -> PlatformId {
        self.platforms.push(Platform { key, name, since });
        PlatformId(self.platforms.len() - 1)
    }

    fn key(&mut self, reader: &mut Reader, node: &Node) -> Option<String> {
        let text = reader.text(node)?;
        let key = key(reader, node.span.clone(), &text)?;
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == key) {
            let diagnostic = Diagnostic::error(
                "id-collision",
                reader.place(node.span.clone()),
                format!("the id `{key}` is taken"),
                "every platform and group has its own id",
            )
            .related(reader.place(first.clone()), "taken here");
            reader.found.push(diagnostic);
            return None;
        }
        self.seen.push((key.clone(), node.span.clone()));
        Some(key)
    }
}

/// A key that can stand in an address on any host: small letters, digits, `-`, `_`.
fn key(reader: &mut Reader, span: Range<usize>, text: &str) -> Option<String> {
    let fits = !text.is_empty()
        && text.len() <= 60
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        && !matches!(text, "all" | "index");
    if fits {
        return Some(text.to_string());
    }
    let diagnostic = Diagnostic::error(
        "id-bad",
        reader.place(span),
        format!("`{text}` cannot be an id"),
        "expected small letters a-z, digits, `-` and `_`, at most 60, not `all` or `index`",
    )
    .nearest(
        Some(crate::text::slug(text))
            .as_deref()
            .filter(|s| s.is_ascii() && !s.is_empty()),
    );
    reader.found.push(diagnostic);
    None
}

fn date(reader: &mut Reader, node: &Node) -> Option<Date> {
    let text = reader.text(node)?;
    let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    if date.is_none() {
        reader.error(
            "date-bad",
            node.span.clone(),
            format!("`{text}` is not a day"),
            "expected `2023-01-31`",
        );
    }
    date
}

fn named_list(
    reader: &mut Reader,
    fields: Fields<'_>,
    what: &str,
    languages: &[Lang],
) -> Vec<Named> {
    let Some(node) = fields.get(what) else {
        return Vec::new();
    };
    let Value::Map(entries) = &node.value else {
        reader.wrong_type(node, "a map: {fr: {en: France}}");
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|field| {
            let key = key(reader, field.key_span.clone(), &field.key)?;
            let name = text(reader, &field.value, languages)?;
            Some(Named { key, name })
        })
        .collect()
}

fn uptime(reader: &mut Reader, fields: Fields<'_>) -> Uptime {
    let mut uptime = Uptime {
        days: 90,
        weights: Weights::Statuspage,
    };
    let Some(node) = fields.get("uptime") else {
        return uptime;
    };
    let fields = reader.fields(node, "uptime", &["days", "weights"]);
    if let Some(node) = fields.get("days") {
        match node.value {
            Value::Number(days, _) if days.fract() == 0.0 && (1.0..=366.0).contains(&days) => {
                uptime.days = days as u16
            }
            _ => reader.error(
                "number-bad",
                node.span.clone(),
                "these are no days",
                "expected a whole number from 1 to 366",
            ),
        }
    }
    if let Some(node) = fields.get("weights") {
        uptime.weights = weights(reader, node);
    }
    uptime
}

fn weights(reader: &mut Reader, node: &Node) -> Weights {
    const NAMED: [(&str, u8); 3] = [("statuspage", 0), ("incident_io", 1), ("openstatus", 2)];
    let Value::Map(fields) = &node.value else {
        return match reader.word(node, "unknown-weights", "a way to weigh uptime", &NAMED) {
            Some(1) => Weights::IncidentIo,
            Some(2) => Weights::Openstatus,
            _ => Weights::Statuspage,
        };
    };
    let mut own = Vec::new();
    for field in fields {
        let state = reader.known(
            "unknown-state",
            "a state",
            &field.key,
            field.key_span.clone(),
            &State::WORDS,
        );
        match field.value.value {
            Value::Number(weight, _) if (0.0..=1.0).contains(&weight) => {
                own.extend(state.map(|s| (s, weight)))
            }
            _ => reader.error(
                "number-bad",
                field.value.span.clone(),
                "this is no weight",
                "expected a number from 0 to 1",
            ),
        }
    }
    Weights::Own(own)
}

fn cadence(reader: &mut Reader, fields: Fields<'_>) -> Cadence {
    let mut cadence = Cadence::default();
    let Some(node) = fields.get("cadence") else {
        return cadence;
    };
    let fields = reader.fields(node, "cadence", &["critical", "major", "minor", "none"]);
    for field in fields.iter() {
        let Some(impact) = Impact::WORDS
            .iter()
            .find(|(word, _)| *word == field.key)
            .map(|(_, i)| *i)
        else {
            continue;
        };
        let Some(text) = reader.text(&field.value) else {
            continue;
        };
        match parse_span(&text) {
            Some(span) => cadence.by_impact.push((impact, span)),
            None => reader.error(
                "span-bad",
                field.value.span.clone(),
                format!("`{text}` is not a span of time"),
                "expected `30m`, `2h` or `1h30m`",
            ),
        }
    }
    cadence
}

fn theme(reader: &mut Reader, fields: Fields<'_>) -> Theme {
    let Some(node) = fields.get("theme") else {
        return Theme::default();
    };
    let fields = reader.fields(node, "theme", &["accent", "accent_dark"]);
    let mut colour = |key: &str| {
        let node = fields.get(key)?;
        let text = reader.text(node)?;
        let fits = text.len() == 7
            && text.starts_with('#')
            && text[1..].chars().all(|c| c.is_ascii_hexdigit());
        if !fits {
            reader.error(
                "colour-bad",
                node.span.clone(),
                format!("`{text}` is not a colour"),
                "expected quotes and six digits: \"#0b6e4f\"",
            );
        }
        fits.then(|| text.to_ascii_lowercase())
    };
    Theme {
        accent: colour("accent"),
        accent_dark: colour("accent_dark"),
    }
}
