//! Typed reading of a YAML map: every wrong key and value becomes a finding,
//! and reading goes on, so that one run shows them all.

use std::ops::Range;
use std::sync::Arc;

use super::comment::{self, Readers};
use super::{Field, Node, Value};
use crate::comments;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::{nearest, one_of};

/// Collects findings about one file.
#[derive(Debug)]
pub struct Reader {
    /// The file being read.
    pub file: Arc<SourceFile>,
    /// What was found so far.
    pub found: Vec<Diagnostic>,
}

/// A map whose keys are known words.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    fields: &'a [Field],
}

impl Reader {
    /// A reader without findings.
    pub fn new(file: &Arc<SourceFile>) -> Self {
        Self {
            file: Arc::clone(file),
            found: Vec::new(),
        }
    }

    /// A place in the file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.file, span)
    }

    /// Adds an error; see [`Diagnostic::error`].
    pub fn error(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let place = self.place(span);
        self.found
            .push(Diagnostic::error(code, place, message, expected));
    }

    /// The map in `node`; each key that is not in `known` is an error.
    pub fn fields<'a>(&mut self, node: &'a Node, what: &str, known: &[&str]) -> Fields<'a> {
        self.fields_beside(node, what, known, (&[], ""))
    }

    /// Like [`Reader::fields`]; `elsewhere` are keys that belong to another
    /// place, and how to get there.
    pub fn fields_beside<'a>(
        &mut self,
        node: &'a Node,
        what: &str,
        known: &[&str],
        (elsewhere, way): (&[&str], &str),
    ) -> Fields<'a> {
        let Value::Map(fields) = &node.value else {
            if node.value != Value::Null {
                self.wrong_type(node, &format!("{what} as lines of `key: value`"));
            }
            return Fields { fields: &[] };
        };
        for field in fields.iter().filter(|f| !known.contains(&f.key.as_str())) {
            let moved = elsewhere.contains(&field.key.as_str());
            let near = nearest(&field.key, known.iter().copied()).filter(|_| !moved);
            let mut diagnostic = Diagnostic::error(
                "unknown-key",
                self.place(field.key_span.clone()),
                format!("{what} has no key `{}`", field.key),
                "not a known key",
            )
            .nearest(near);
            if moved {
                diagnostic = diagnostic.help(way);
            } else if near.is_none() {
                diagnostic = diagnostic.help(format!("known keys: {}", known.join(", ")));
            }
            self.found.push(diagnostic);
        }
        Fields { fields }
    }

    /// Says that a value is of the wrong kind.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        self.error(
            "wrong-type",
            node.span.clone(),
            format!("expected {expected}, found {}", node.value.kind()),
            format!("expected {expected}"),
        );
    }

    /// One line of text that is not blank: line breaks become spaces, so that no value
    /// adds a line where lines mean something. What looks like a number or a truth counts
    /// as the text that was written.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        self.scalar(node, Readers::Upfront).map(joined)
    }

    /// Like [`Reader::text`], of words that people read: a comment of YAML behind them, which
    /// takes some of them away, is an error. Comments of authors (`<!-- ... -->`) are left out.
    pub fn words(&mut self, node: &Node) -> Option<String> {
        self.scalar(node, Readers::People).map(joined)
    }

    /// Like [`Reader::words`], with the line breaks that were written.
    pub fn lines(&mut self, node: &Node) -> Option<String> {
        self.scalar(node, Readers::People)
    }

    fn scalar(&mut self, node: &Node, readers: Readers) -> Option<String> {
        let text = match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.error(
                    "empty-value",
                    node.span.clone(),
                    "this text is empty",
                    "expected some words",
                );
                return None;
            }
            Value::Text(text) | Value::Number(_, text) => text.trim().to_string(),
            Value::Bool(_) => self.file.text[node.span.clone()].to_string(),
            Value::Null => {
                match comment::instead(&self.file, node.span.start) {
                    Some(diagnostic) => self.found.push(diagnostic),
                    None => self.error(
                        "empty-value",
                        node.span.clone(),
                        "nothing is written here",
                        "expected some words",
                    ),
                }
                return None;
            }
            _ => {
                self.wrong_type(node, "text");
                return None;
            }
        };
        let cut = comment::cut(&self.file, &node.span, &text, readers);
        self.found.extend(cut);
        self.said(&text, node)
    }

    /// The words of a text that readers may see; `None` where there are none.
    fn said(&mut self, text: &str, node: &Node) -> Option<String> {
        let (words, fault) = comments::without(text);
        let half = || comments::half_in_code(&words, &comments::quoted(&words));
        if let Some(fault) = fault.or_else(half) {
            let [code, message, expected, help] = fault.words();
            // Escapes and folded lines: what was read is not what stands there.
            let sign = self.file.text[node.span.clone()].rfind(comments::OPEN);
            let span = match sign {
                Some(at) => node.span.start + at..node.span.start + at + comments::OPEN.len(),
                None => node.span.clone(),
            };
            let mut diagnostic = Diagnostic::error(code, self.place(span), message, expected);
            diagnostic.severity = fault.severity();
            self.found.push(diagnostic.help(help));
        }
        let words = words.trim();
        if words.is_empty() {
            self.error(
                "empty-value",
                node.span.clone(),
                "nothing but a comment is written here, which readers never see",
                "expected some words",
            );
            return None;
        }
        Some(words.to_string())
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &Node) -> bool {
        if let Value::Bool(flag) = node.value {
            return flag;
        }
        self.wrong_type(node, "`true` or `false`");
        false
    }

    /// A list; one text alone counts as a list of one.
    pub fn list<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Text(_) | Value::Number(..) => std::slice::from_ref(node),
            Value::Null => &[],
            _ => {
                self.wrong_type(node, "a list");
                &[]
            }
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, node: &Node) -> Vec<String> {
        self.list(node)
            .iter()
            .filter_map(|item| self.text(item))
            .collect()
    }

    /// A list of words that people read; see [`Reader::words`].
    pub fn words_list(&mut self, node: &Node) -> Vec<String> {
        if node.value == Value::Null {
            let cut = comment::instead(&self.file, node.span.start);
            self.found.extend(cut);
        }
        self.list(node)
            .iter()
            .filter_map(|item| self.words(item))
            .collect()
    }

    /// One word out of a list of known ones; `code` and `what` name the kind of word.
    pub fn word<T: Copy>(
        &mut self,
        node: &Node,
        code: &'static str,
        what: &str,
        known: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(node)?;
        self.known(code, what, &text, node.span.clone(), known)
    }

    /// Like [`Reader::word`], for text that was already read.
    pub fn known<T: Copy>(
        &mut self,
        code: &'static str,
        what: &str,
        text: &str,
        span: Range<usize>,
        known: &[(&str, T)],
    ) -> Option<T> {
        let spelled = crate::text::canonical(text);
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == spelled) {
            return Some(*value);
        }
        let words = || known.iter().map(|(name, _)| *name);
        let diagnostic = Diagnostic::error(
            code,
            self.place(span),
            format!("`{text}` is not {what}"),
            format!("expected {}", one_of(words())),
        )
        .nearest(nearest(text, words()));
        self.found.push(diagnostic);
        None
    }
}

impl<'a> Fields<'a> {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&'a Field> {
        self.fields.iter().find(|f| f.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.field(key).map(|f| &f.value)
    }

    /// All fields, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = &'a Field> {
        self.fields.iter()
    }
}

fn joined(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
