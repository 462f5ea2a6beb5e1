//! YAML, made harmless: text in, a tree with places out.
//!
//! Takes the text of `status.yml`, a front matter or an `update` block; gives a
//! tree of nodes, each with its bytes in the file. The only user of serde_yaml.
//! Two steps: `saphyr-parser` walks the events and refuses what an incident
//! file never needs (anchors, aliases, merge keys, tags, depth, duplicate keys)
//! before `serde_yaml` reads the values (`docs/decisions/0002-yaml.md`).
//! Must not know which keys mean what.

mod comment;
mod fields;
mod guard;
pub mod write;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::is_refused;

pub use fields::{Fields, Reader};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Bytes in the file.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// What a YAML value can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, and how it was written.
    Number(f64, String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written, without duplicate keys.
    Map(Vec<Field>),
}

/// A key of a map with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Value {
    /// What a person calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(..) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

/// Reads the YAML that stands in `file` at `range`; empty text is an empty map.
/// What is wrong goes to `found`: every anchor, alias, merge key, tag and
/// duplicate key, or the one place where the text stops being YAML. `None` only
/// in the last case, so that the other faults of a file are found in the same run.
pub fn parse(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    found: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let base = range.start;
    let text = &file.text[range];
    let before = found.len();
    let mut node = match guard::walk(file, base, text, found) {
        Ok(Some(node)) => node,
        Ok(None) => {
            return Some(Node {
                span: base..base,
                value: Value::Map(Vec::new()),
            });
        }
        Err(guard::Unreadable) => return None,
    };
    if found.len() > before {
        // serde_yaml must not see what was refused; its reading of each scalar alone serves.
        settle_alone(&mut node);
        refuse_controls(file, &node, found);
        return Some(node);
    }
    match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(value) => settle(&mut node, &value),
        Err(error) => {
            let at = error.location().map_or(base, |l| base + l.index());
            found.push(Diagnostic::error(
                "yaml-syntax",
                Place::new(file, at..at + 1),
                format!("this is not YAML: {error}"),
                "cannot be read from here on",
            ));
            return None;
        }
    }
    refuse_controls(file, &node, found);
    Some(node)
}

/// An escape (`"\e"`) brings characters that no file may hold as they are.
fn refuse_controls(file: &Arc<SourceFile>, node: &Node, found: &mut Vec<Diagnostic>) {
    let mut refuse = |text: &str, span: &Range<usize>| {
        if let Some(c) = text.chars().find(|c| is_refused(*c) || *c == '\r') {
            let diagnostic = Diagnostic::error(
                "control-character",
                Place::new(file, span.clone()),
                format!("character U+{:04X} is a control character", u32::from(c)),
                "an escape in this text stands for it",
            );
            found.push(diagnostic.help("delete it; readers and terminals cannot show it"));
        }
    };
    match &node.value {
        Value::Text(text) => refuse(text, &node.span),
        Value::List(items) => items
            .iter()
            .for_each(|item| refuse_controls(file, item, found)),
        Value::Map(fields) => {
            for field in fields {
                refuse(&field.key, &field.key_span);
            }
            for field in fields {
                refuse_controls(file, &field.value, found);
            }
        }
        _ => {}
    }
}

fn settle_alone(node: &mut Node) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(settle_alone),
        Value::Map(fields) => fields
            .iter_mut()
            .for_each(|field| settle_alone(&mut field.value)),
        Value::Text(text) => {
            if let Ok(value) = serde_yaml::from_str::<serde_yaml::Value>(text) {
                settle(node, &value);
            }
        }
        _ => {}
    }
}

/// Gives every scalar of the tree the type that serde_yaml read.
fn settle(node: &mut Node, value: &serde_yaml::Value) {
    match (&mut node.value, value) {
        (Value::List(items), serde_yaml::Value::Sequence(values)) => {
            for (item, value) in items.iter_mut().zip(values) {
                settle(item, value);
            }
        }
        (Value::Map(fields), serde_yaml::Value::Mapping(values)) => {
            for (field, value) in fields.iter_mut().zip(values.values()) {
                settle(&mut field.value, value);
            }
        }
        (Value::Text(_), serde_yaml::Value::Null) => node.value = Value::Null,
        (Value::Text(_), serde_yaml::Value::Bool(flag)) => node.value = Value::Bool(*flag),
        (Value::Text(raw), serde_yaml::Value::Number(number)) => {
            if let Some(number) = number.as_f64() {
                node.value = Value::Number(number, std::mem::take(raw));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Vec<&'static str>> {
        let file = SourceFile::new("t.yml", text);
        let mut found = Vec::new();
        let node = parse(&file, 0..text.len(), &mut found);
        match node {
            Some(node) if found.is_empty() => Ok(node),
            _ => Err(found.into_iter().map(|d| d.code).collect()),
        }
    }

    #[test]
    fn spans_are_bytes_of_the_file() {
        let text = "é: {a: ü x, b: [1, no]}\n";
        let Value::Map(fields) = read(text).unwrap().value else {
            panic!()
        };
        assert_eq!(&text[fields[0].key_span.clone()], "é");
        let Value::Map(inner) = &fields[0].value.value else {
            panic!()
        };
        assert_eq!(&text[inner[0].value.span.clone()], "ü x");
        let Value::List(list) = &inner[1].value.value else {
            panic!()
        };
        assert_eq!(list[0].value, Value::Number(1.0, "1".into()));
        assert_eq!(
            list[1].value,
            Value::Text("no".into()),
            "Norway is no falsehood"
        );
    }

    #[test]
    fn spans_end_at_the_closing_quote() {
        let text = "a: \"x \\\" y\"  # c\nb: 'it''s'   # d\nc: x y # e\n";
        let Value::Map(fields) = read(text).unwrap().value else {
            panic!()
        };
        let spans: Vec<&str> = fields.iter().map(|f| &text[f.value.span.clone()]).collect();
        assert_eq!(spans, ["\"x \\\" y\"", "'it''s'", "x y"]);
    }

    #[test]
    fn what_is_refused() {
        assert_eq!(
            read("a: &x 1\nb: *x\n").unwrap_err(),
            ["yaml-anchor", "yaml-alias"]
        );
        assert_eq!(read("a: !!python/object 1\n").unwrap_err(), ["yaml-tag"]);
        assert_eq!(read("<<: {a: 1}\n").unwrap_err(), ["yaml-merge"]);
        assert_eq!(
            read("a: 1\nb: 2\na: 3\nb: 4\n").unwrap_err(),
            ["duplicate-key", "duplicate-key"]
        );
        assert_eq!(
            read("title: Music: does not play\n").unwrap_err(),
            ["yaml-syntax"]
        );
        assert_eq!(read(&"[".repeat(100_000)).unwrap_err(), ["yaml-too-deep"]);
        let closed = "[".repeat(20) + &"]".repeat(20);
        assert_eq!(read(&closed).unwrap_err(), ["yaml-too-deep"]);
        assert_eq!(read("a: 1\n---\nb: 2\n").unwrap_err(), ["yaml-syntax"]);
    }

    #[test]
    fn empty_is_an_empty_map() {
        assert_eq!(read("\n# nothing\n").unwrap().value, Value::Map(vec![]));
    }
}
