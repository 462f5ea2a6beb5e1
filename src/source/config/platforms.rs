//! Platforms, groups, regions and audiences of `status.yml`.

use std::ops::Range;

use jiff::civil::Date;

use super::{same_name, text};
use crate::diagnostic::Diagnostic;
use crate::model::{Group, Lang, Named, Platform, PlatformId, Text};
use crate::yaml::{Fields, Node, Reader, Value};

#[derive(Default)]
pub(super) struct Layout {
    pub(super) platforms: Vec<Platform>,
    pub(super) groups: Vec<Group>,
    seen: Vec<(String, Range<usize>)>,
    /// Where the name of each platform stands.
    names: Vec<Range<usize>>,
}

impl Layout {
    pub(super) fn read(&mut self, reader: &mut Reader, node: &Node, languages: &[Lang]) {
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
        same_name::platforms(
            reader,
            &mut self.platforms,
            &self.groups,
            &self.names,
            languages,
        );
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
            None => Some(crate::text::plain_slug(name.original())),
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
            return Some(self.add(key, name, item.span.clone(), None));
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
        let (name, at) = match fields.get("name") {
            Some(node) => (text(reader, node, languages)?, node.span.clone()),
            None => (Text::new(&languages[0], key.clone()), id_node.span.clone()),
        };
        let since = fields.get("since").and_then(|node| date(reader, node));
        Some(self.add(key, name, at, since))
    }

    /// `at`: where its name stands.
    fn add(
        &mut self,
        key: String,
        name: Text,
        at: Range<usize>,
        since: Option<Date>,
    ) -> PlatformId {
        self.names.push(at);
        self.platforms.push(Platform {
            key,
            name,
            shares_name: Vec::new(),
            since,
        });
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
        Some(crate::text::plain_slug(text))
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

pub(super) fn named_list(
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
