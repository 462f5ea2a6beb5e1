//! YAML of other tools, by the reader that Upfront has for its own.

use std::sync::Arc;

use super::Failure;
use super::input::Input;
use crate::diagnostic::{Severity, SourceFile};
use crate::yaml::{self, Node, Value};

/// A map whose values are read leniently: what has the wrong kind is `None`.
#[derive(Debug, Clone)]
pub struct Map(Node);

impl Map {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match &self.0.value {
            Value::Map(fields) => fields.iter().find(|f| f.key == key).map(|f| &f.value.value),
            _ => None,
        }
        .filter(|v| **v != Value::Null)
    }

    /// Text, also of a number or a flag.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(text)
    }

    /// Whether a flag is set, as the tools decide it whose templates ask for a value:
    /// any text that is not empty is `true` (`yes`, `on`, `1`, a day), and so is any
    /// number but 0. Only words that say no are `false`. `None`: no such key.
    pub fn flag(&self, key: &str) -> Option<bool> {
        Some(match self.get(key)? {
            Value::Bool(flag) => *flag,
            Value::Number(number, _) => *number != 0.0,
            Value::Text(text) => !matches!(
                text.trim().to_lowercase().as_str(),
                "" | "false" | "no" | "off" | "n" | "f" | "0"
            ),
            Value::List(items) => !items.is_empty(),
            Value::Map(fields) => !fields.is_empty(),
            Value::Null => return None,
        })
    }

    /// Texts of a list; one text alone counts as a list of one.
    pub fn texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::List(items)) => items.iter().filter_map(|i| text(&i.value)).collect(),
            Some(other) => text(other).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Maps of a list.
    pub fn maps(&self, key: &str) -> Vec<Map> {
        match self.get(key) {
            Some(Value::List(items)) => items.iter().cloned().map(Map).collect(),
            _ => Vec::new(),
        }
    }

    /// A map inside.
    pub fn map(&self, key: &str) -> Option<Map> {
        match &self.0.value {
            Value::Map(fields) => fields
                .iter()
                .find(|f| f.key == key)
                .map(|f| Map(f.value.clone())),
            _ => None,
        }
    }

    /// The same values as JSON.
    pub fn into_json(self) -> serde_json::Map<String, serde_json::Value> {
        match json(self.0.value) {
            serde_json::Value::Object(map) => map,
            _ => serde_json::Map::new(),
        }
    }

    /// Keys with a value.
    pub fn keys(&self) -> Vec<&str> {
        match &self.0.value {
            Value::Map(fields) => fields
                .iter()
                .filter(|f| f.value.value != Value::Null)
                .map(|f| f.key.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(_, text) => Some(text.trim().to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => flag.into(),
        Value::Number(number, _) => number.into(),
        Value::Text(text) => text.into(),
        Value::List(items) => items.into_iter().map(|i| json(i.value)).collect(),
        Value::Map(fields) => fields
            .into_iter()
            .map(|f| (f.key, json(f.value.value)))
            .collect(),
    }
}

/// YAML as a map.
///
/// # Errors
/// Findings with their places: no YAML, anchors, duplicate keys.
pub fn yaml(name: &str, text: &str) -> Result<Map, Failure> {
    let text = text.replace("\r\n", "\n");
    let file = SourceFile::new(name, text);
    let range = 0..file.text.len();
    tree(&file, range)
}

fn tree(file: &Arc<SourceFile>, range: std::ops::Range<usize>) -> Result<Map, Failure> {
    let mut found = Vec::new();
    let node = yaml::parse(file, range, &mut found);
    if found.iter().any(|d| d.severity == Severity::Error) {
        return Err(Failure::found(found));
    }
    node.map(Map).ok_or_else(|| Failure::found(found))
}

/// Front matter and the Markdown behind it; `None` where there is no YAML front matter.
///
/// # Errors
/// As [`yaml`].
pub fn split(input: &Input) -> Result<Option<(Map, String)>, Failure> {
    let text = input.text.replace("\r\n", "\n");
    let Some(inside) = text.strip_prefix("---\n") else {
        return Ok(None);
    };
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        if line.trim_end() == "---" {
            let start = "---\n".len();
            let body = inside[at + line.len()..].to_string();
            let file = SourceFile::new(&input.name, text.clone());
            return tree(&file, start..start + at).map(|map| Some((map, body)));
        }
        at += line.len();
    }
    Ok(None)
}
