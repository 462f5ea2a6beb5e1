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

    /// `true`, also written as text.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) => text.trim().to_lowercase().parse().ok(),
            _ => None,
        }
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
